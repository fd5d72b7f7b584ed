"""What somebody has to act on today: what is urgent as it stands, and what was so when last known.

It comes before everything else in every output, and it waits for no other fact. What is urgent is never left to time:
that a report has grown too old to rely on makes it a reason to look again, not a reason to wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from ..engine.evaluation import Evaluation, once
from ..facts.model import Fact, reports_of
from ..language import message
from ..possible import Mark, Possible, Truth
from ..rule import Rule
from .findings import Finding, findings, undecided
from .outdated import once_adverse, outdated

ANY: Final = message("a clinician sees the client")
"""What has to be done where a rule, a clinic's own, does not say it."""


@attrs.frozen
class Told:
    """What is known of a fact, or was when last known, and on which day it was recorded, where that is known."""

    fact: str
    says: Possible = attrs.field(repr=False)
    on: date | None


@attrs.frozen
class Urgent:
    """A finding that somebody acts on today: by which rule, what has to be done, and what it rests on."""

    rule: str
    today: str
    last_known: bool
    """Whether it was so when last known, and is too old to rely on; else it is so."""
    facts: tuple[Told, ...]

    def __repr__(self) -> str:
        return f"<Urgent {self.rule}: {self.today}>"


@once
def urgent(evaluation: Evaluation) -> tuple[Urgent, ...]:
    """Return what is urgent: what is so first, gravest first, then what was when last known."""
    marked = [each for each in (*findings(evaluation), *undecided(evaluation)) if Mark.URGENT in each.marks]
    return tuple(_urgent(evaluation, each) for each in marked)


def _urgent(evaluation: Evaluation, finding: Finding) -> Urgent:
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    holds = finding.truth is Truth.TRUE
    found = _as_it_is(evaluation, finding) if holds else _as_it_was(evaluation, rule)
    return Urgent(finding.rule, rule.today or ANY, not holds, tuple(dict.fromkeys(found)))


def _as_it_is(evaluation: Evaluation, finding: Finding) -> Iterator[Told]:
    for each in finding.evidence:
        fact = each.test.subject
        assert isinstance(fact, Fact)
        yield Told(fact.id, each.possible, _recorded_on(evaluation, fact))


def _as_it_was(evaluation: Evaluation, rule: Rule) -> Iterator[Told]:
    for fact in once_adverse(evaluation, rule):
        for each in outdated(evaluation, fact):
            for report in (each.newest, each.worst):
                yield Told(each.fact, report.says, date.fromordinal(report.day))


def _recorded_on(evaluation: Evaluation, fact: Fact) -> date | None:
    """Return the day on which a fact was reported, where all reports of it are of one.

    Of several days nobody can say here which one told the worst; the day of a list is not that of what stands on it.
    """
    reports = reports_of(evaluation.subject.group(fact).__dict__[fact.name])
    days = {None if each.on is None else date.fromordinal(each.on.toordinal()) for each in reports}
    return days.pop() if len(days) == 1 else None
