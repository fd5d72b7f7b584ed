"""What is missing: which facts would settle the open rules, and which were not examined."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..conditions import AnyOf, Atom, Condition, Test
from ..engine.evaluation import Evaluation, once
from ..engine.interpreter import truth
from ..engine.snapshot import Snapshot
from ..facts.model import DataError, Fact, Series, every_fact
from ..possible import Absence, Level, Truth
from ..rule import Rule, expand_concepts
from .outdated import Outdated, once_adverse, outdated, passed_over_by_rule
from .parts import Part, is_exact, parts


@attrs.frozen
class Missing:
    """A fact that would help to settle a decision: why it is absent, the question that obtains it, who needs it."""

    fact: str
    title: str
    absence: Absence | None
    """None where something is known, but not enough: a partial date, a range."""
    question: str
    rules: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    """Of a series what is missing of which observation, where some are known."""

    def __repr__(self) -> str:
        why = "known only in part" if self.absence is None else self.absence.value
        return f"<Missing {self.fact}: {why}, {len(self.rules)} {'rule' if len(self.rules) == 1 else 'rules'}>"


@once
def missing(evaluation: Evaluation) -> tuple[Missing, ...]:
    """Return what to ask for: what was adverse when last known, then by the rules it would help to settle."""
    needed: dict[Fact, list[Rule]] = {}
    readings: dict[Fact, dict[Fact, None]] = {}
    bad: set[Fact] = set()
    for each in evaluation.conclusions:
        if each.asks:
            bad.update(source for fact in once_adverse(evaluation, each.rule) for source in obtained(evaluation, fact))
            for fact in dict.fromkeys(asked_for(expand_concepts(each.rule.when), evaluation.facts)):
                for source in obtained(evaluation, fact):
                    rules = needed.setdefault(source, [])
                    readings.setdefault(source, {})[fact] = None
                    if each.rule not in rules:
                        rules.append(each.rule)
    declared = {fact: place for place, fact in enumerate(every_fact(type(evaluation.subject)))}

    def telling(fact: Fact) -> tuple[bool, int, int, int]:
        exclusions = sum(rule.level is Level.EXCLUSION for rule in needed[fact])
        return fact not in bad, -len(needed[fact]), -exclusions, declared.get(fact, len(declared))

    return tuple(
        Missing(
            fact.id,
            fact.title,
            absence_of(evaluation, fact),
            fact.question,
            tuple(rule.id for rule in needed[fact]),
            parts(evaluation, fact, readings[fact]) if isinstance(fact, Series) else (),
        )
        for fact in sorted(needed, key=telling)
    )


def asked_for(condition: Condition, facts: Snapshot) -> Iterator[Fact]:
    """Yield the facts that keep a condition undecided, and those whose absence it complains of."""
    found = truth(condition, facts, {}, passing_over=True)
    if isinstance(condition, Atom):
        assert isinstance(condition.subject, Fact)
        if found is Truth.UNKNOWN or (condition.test is Test.MISSING and found is Truth.TRUE):
            yield condition.subject
    elif found is not Truth.FALSE:
        asked = [list(asked_for(part, facts)) for part in condition.parts]
        if isinstance(condition, AnyOf):
            for part, names in zip(condition.parts, asked, strict=True):
                if not names and truth(part, facts, {}, passing_over=True) is Truth.TRUE:
                    return  # settled for good: nothing that is said of the other parts matters
        for names in asked:
            yield from names


def obtained(evaluation: Evaluation, fact: Fact) -> tuple[Fact, ...]:
    """Return the facts that a clinic obtains in order to know ``fact``: itself, or what it is read from.

    Of several those that are absent, a detail on indication only where nothing else is; where none is, those that are
    known in part, if any is.
    """
    group = evaluation.subject.group(fact)
    if fact.derive is None or group.__dict__[fact.name] is not Absence.NOT_ASKED:
        return (fact,)
    inputs = [each for each in group.__facts__ if each.name in fact.derived_from]
    absent = [each for each in inputs if not each.size or evaluation.possible(each).absence is not None]
    not_called_for = {each for each in inputs if each.on_indication and group.__dict__[each.name] is Absence.NOT_ASKED}
    absent = [each for each in absent if each not in not_called_for] or absent
    in_part = [each for each in inputs if not absent and not is_exact(evaluation.possible(each))]
    return tuple(absent or in_part or inputs)


def absence_of(evaluation: Evaluation, fact: Fact) -> Absence | None:
    """Return why a fact is absent, or what is read of it; None where something is known."""
    group = evaluation.subject.group(fact)
    if fact.size:
        return evaluation.possible(fact).absence
    given = group.__dict__[fact.name]
    if isinstance(given, Absence):
        return given
    readings = [each for each in group.__scalars__ if fact.name in each.derived_from]
    return next((found for each in readings if (found := evaluation.possible(each).absence) is not None), None)


@once
def not_examined(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the facts, looked for only on indication, that nobody recorded and no rule demands."""
    asked = {each.fact for each in missing(evaluation)}
    return tuple(fact for fact in passed_over(evaluation) if fact not in asked)


@once
def too_old(evaluation: Evaluation) -> tuple[Outdated, ...]:
    """Return, of what was not examined, the reports that are too old to rely on: of each fact the worst, the newest."""
    aside = set(not_examined(evaluation))
    every = (fact for fact in every_fact(evaluation.ruleset.subject) if fact.id in aside)
    return tuple({each.fact: each for fact in every for each in outdated(evaluation, fact)}.values())


@once
def passed_over(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the facts on indication that were passed over: never recorded, or too long ago, and not asked for."""
    demanded: set[Fact] = set()
    for each in evaluation.conclusions:
        if each.asks:
            demanded |= set(asked_for(expand_concepts(each.rule.when), evaluation.facts))
    passed = passed_over_by_rule(evaluation) - demanded
    return tuple(fact.id for fact in every_fact(evaluation.ruleset.subject) if fact in passed)


@once
def data_errors(evaluation: Evaluation) -> tuple[DataError, ...]:
    """Return every recorded value that cannot be, read by rules or not."""
    return evaluation.subject.data_errors(evaluation.on, evaluation.zone)


@once
def undated(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the facts given without a date, taken as asserted for the day of the decision."""
    return tuple(
        fact.id
        for fact in every_fact(evaluation.ruleset.subject)
        if fact.size and fact.undated(evaluation.subject.group(fact))
    )
