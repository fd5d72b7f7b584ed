"""On whose word a decision rests, and what was recorded that no rule reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from ..engine.evaluation import Evaluation, once
from ..facts.model import AtLeastThese, Fact, Facts, FromChecklist, Recorded, Reporter, Series, every_fact, reports_of
from ..facts.model import given as given_of
from ..possible import Absence, Level
from ..rule import expand_concepts, fact_atoms


@once
def on_the_clients_word(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the recorded facts that a rule above a note reads, and that rest on the client alone.

    What somebody confirmed who may rests on both; what is too old to rely on rests on nobody.
    """
    read = _read_by(evaluation, (rule for rule in evaluation.ruleset.rules if rule.level is not Level.NOTE))
    kind = evaluation.ruleset.subject
    return tuple(fact.id for fact in every_fact(kind) if fact in read and _by_the_client_alone(evaluation, fact))


def _by_the_client_alone(evaluation: Evaluation, fact: Fact) -> bool:
    given = evaluation.subject.group(fact).__dict__[fact.name]
    found = [
        reporter
        for report in reports_of(given)
        if not isinstance(report.value, Absence)
        and (report.on is None or evaluation.ruleset.validity_of(fact).covers(report.on, evaluation.on))
        for reporter in _reporters(evaluation, fact, report)
    ]
    return bool(found) and set(found) == {Reporter.CLIENT}


def _reporters(evaluation: Evaluation, fact: Fact, report: Recorded) -> Iterator[Reporter | None]:
    """Yield on whose word a report stands, or each of its records."""
    confirmed = report.confirmed_by
    valid = report.by is Reporter.CLIENT and not evaluation.subject.group(fact).is_misdated(report, evaluation.on)
    if confirmed is not None and valid and confirmed.role in _may_confirm(evaluation, fact, report):
        yield confirmed.role
        return
    listed: Any = report.value.records if isinstance(report.value, AtLeastThese) else report.value
    if not isinstance(fact, Series) or not listed:
        yield report.by
        return
    for record in listed:
        own = record.__dict__["by"]
        yield own if isinstance(own, Reporter) else report.by


def _may_confirm(evaluation: Evaluation, fact: Fact, report: Recorded) -> Iterable[Reporter]:
    if not isinstance(report, FromChecklist):
        return fact.may_confirm
    lists = {(each.id, each.version): each for each in type(evaluation.subject).__checklists__}
    return {*fact.may_confirm, *lists[report.checklist, report.version].may_confirm}


@attrs.frozen
class KeptOnly:
    """A recorded fact that no rule of the rule set reads, with the rule sets that read a fact of that id."""

    fact: str
    read_by: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<KeptOnly {self.fact}: read by {', '.join(self.read_by) or 'none'}>"


@once
def kept_not_read(evaluation: Evaluation) -> tuple[KeptOnly, ...]:
    """Return the recorded facts that no rule of the rule set reads, itself or by a reading, in order of declaration."""
    read = _read_by(evaluation, evaluation.ruleset.rules)
    kept = [
        fact
        for fact in every_fact(type(evaluation.given))
        if fact not in read and fact.birth is None and fact.name in given_of(evaluation.given.group(fact))
    ]
    if not kept:
        return ()
    from ..rulesets import RULESETS

    others = {name: {each.id for each in _sources(ruleset.facts)} for name, ruleset in RULESETS.items()}
    own = evaluation.ruleset.name
    return tuple(
        KeptOnly(fact.id, tuple(name for name, facts in others.items() if name != own and fact.id in facts))
        for fact in kept
    )


def _read_by(evaluation: Evaluation, rules: Iterable[Any]) -> set[Fact]:
    facts = (atom.subject for rule in rules for atom in fact_atoms(expand_concepts(rule.when)))
    return set(_sources(fact for fact in facts if isinstance(fact, Fact)))


def _sources(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts, and what each of them is read from."""
    for fact in facts:
        yield fact
        group: type[Facts] = fact.owner
        yield from _sources(each for each in group.__facts__ if each.name in fact.derived_from)
