"""For how long facts count by a site's policy, and what it does not ask for, as far as a decision rests on it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..engine.evaluation import Evaluation, once
from ..facts.model import AtLeastThese, Fact, Facts, Series, SiteWord, Validity, every_fact, reports_of
from ..rule import Phase


@attrs.frozen
class SiteFact:
    """A fact that a site's policy lets count for longer or shorter, or does not ask for; why, and on whose word."""

    fact: str
    title: str
    days: int | None
    """For how many days it counts; None where it is not asked for."""
    default: int | None
    """For how many it counts without the policy."""
    rule: str
    """The rule that would ask for it without the policy; empty where that is not the matter."""
    word: SiteWord


@once
def site_facts(evaluation: Evaluation) -> tuple[SiteFact, ...]:
    """Return each fact that was said on a day and counts otherwise here; and each that is not known, nor asked for."""
    ruleset = evaluation.ruleset
    found = []
    for fact in _every(evaluation):
        moved, unasked = ruleset.validities.get(fact), ruleset.unasked.get(fact)
        if moved is not None and _is_dated(evaluation, fact):
            days, default = (_days(evaluation, each) for each in (moved.validity, fact.validity))
            found.append(SiteFact(fact.id, fact.title, days, default, "", moved))
        if unasked is not None and evaluation.possible(fact).absence is not None:
            found.append(SiteFact(fact.id, fact.title, None, None, unasked.rule, unasked))
    return tuple(found)


def _every(evaluation: Evaluation) -> Iterator[Fact]:
    """Yield the facts of which a site's policy says something, in order of declaration."""
    said = {*evaluation.ruleset.validities, *evaluation.ruleset.unasked}
    for fact in every_fact(evaluation.ruleset.subject) if said else ():
        for each in (fact, *(fact.record.__facts__ if isinstance(fact, Series) else ())):
            if each in said:
                yield each


def _is_dated(evaluation: Evaluation, fact: Fact) -> bool:
    return any(
        report.on is not None
        for group in _holding(evaluation, fact)
        for report in reports_of(group.__dict__[fact.name])
    )


def _holding(evaluation: Evaluation, fact: Fact) -> Iterator[Facts]:
    """Yield the group of a fact, or each record that has it."""
    for name in evaluation.ruleset.groups:
        group = evaluation.subject.__dict__[name]
        if fact in group.__facts__:
            yield group
        for series in group.__facts__:
            if isinstance(series, Series) and fact in series.record.__facts__:
                for report in reports_of(group.__dict__[series.name]):
                    listed = report.value.records if isinstance(report.value, AtLeastThese) else report.value
                    yield from listed if isinstance(listed, tuple) else ()


def _days(evaluation: Evaluation, validity: Validity) -> int | None:
    return validity.intake if evaluation.ruleset.phase is Phase.INTAKE else validity.dosing_day
