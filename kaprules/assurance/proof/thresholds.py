"""Questions about the limits of one measurement: where cautions end and exclusions begin.

A measurement moves from one end of its range to the other while everything else stays as it is, whatever that may be.
A *gap* is a value between a caution and an exclusion for which neither holds. An *overlap* is a caution that was meant
to end where the exclusion begins and does not. That a caution goes on where the exclusion holds is neither: were it to
end there, getting worse would take a finding away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from ...conditions import Test
from ...facts.model import Event, Fact, Number
from ...possible import Level, Truth
from ...rule import Rule, fact_atoms
from ...solver.context import ProofContext, Replay, cone_of
from ...solver.encode import Formula, Knowledge, both, either, negated
from ...solver.keys import key
from .result import THRESHOLDS, Finding, Task, if_seen

RISING: Final = "higher"
FALLING: Final = "lower"


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield the questions about each measurement that has a caution and an exclusion."""
    rules = context.ruleset.rules
    for fact in context.ruleset.facts:
        if not isinstance(fact, Number | Event):
            continue
        readers = [rule for rule in rules if fact in context.reads[rule]]
        cautions = [rule for rule in readers if rule.level is Level.CAUTION and _is_measured(fact, rule)]
        exclusions = [rule for rule in readers if rule.level is Level.EXCLUSION and _is_measured(fact, rule)]
        if cautions and exclusions:
            names = (fact.id, *(rule.id for rule in (*cautions, *exclusions)))
            about = key(fact.id, *(context.keys[rule] for rule in readers))
            yield Task(THRESHOLDS, names, about, partial(badly_joined, context, fact, cautions, exclusions))


def _is_measured(fact: Fact, rule: Rule) -> bool:
    return any(atom.subject is fact and atom.test is not Test.MISSING for atom in fact_atoms(rule.when))


def badly_joined(
    context: ProofContext, fact: Fact, cautions: Sequence[Rule], exclusions: Sequence[Rule]
) -> list[Finding]:
    """Find gaps between caution and exclusion, and cautions that run into an exclusion before they end."""
    found = []
    for caution in cautions:
        for exclusion in exclusions:
            for way in (RISING, FALLING):
                for look in (_gap, _overlap):
                    finding = look(context, fact, caution, exclusion, way, (*cautions, *exclusions))
                    if finding:
                        found.append(finding)
    return found


class _Track:
    """One subject at several values of a measurement, each further along one way than the one before."""

    def __init__(self, context: ProofContext, fact: Fact, way: str, length: int) -> None:
        self.first = context.one
        self.others = [context.solver.subject(context.one, (fact,)) for _ in range(length - 1)]
        self.points: tuple[Knowledge, ...] = (self.first, *self.others)
        steps: list[Formula] = []
        for point in self.points:
            steps += [point[fact].usable, point[fact].single]
        for before, after in zip(self.points, self.points[1:], strict=False):
            low, high = (before, after) if way == RISING else (after, before)
            steps.append(_is_lower(low, high, fact))
        self.order = both(steps)


def _is_lower(low: Knowledge, high: Knowledge, fact: Fact) -> Formula:
    places = range(1, len(low[fact].least))
    return either(both((high[fact].at_least(n, False), negated(low[fact].at_least(n, False)))) for n in places)


def _gap(
    context: ProofContext, fact: Fact, caution: Rule, exclusion: Rule, way: str, rules: Sequence[Rule]
) -> Finding | None:
    """A value beyond the caution and before the exclusion at which no caution and no exclusion holds."""
    context = context.into(*rules)
    track = _Track(context, fact, way, 4)
    before, at, between, beyond = track.points
    formulas = (
        track.order,
        negated(context.possible(caution, before)),
        context.certain(caution, at),
        *(negated(context.possible(rule, between)) for rule in rules),
        context.certain(exclusion, beyond),
    )
    expected = ({caution: Truth.TRUE}, dict.fromkeys(rules, Truth.FALSE), {exclusion: Truth.TRUE})
    witness = context.witness(
        formulas,
        cone_of(*rules),
        f"{caution.id} holds for the first and {exclusion.id} for the third; for the second, between them, neither",
        partial(_as_expected, expected),
        (at, between, beyond),
    )
    says = f"{fact.id} has a gap between {caution.id} and {exclusion.id}, the {way} the worse"
    return if_seen(says, witness)


def _overlap(
    context: ProofContext, fact: Fact, caution: Rule, exclusion: Rule, way: str, rules: Sequence[Rule]
) -> Finding | None:
    """A caution that ends where the exclusion has already begun."""
    context = context.into(caution, exclusion)
    track = _Track(context, fact, way, 3)
    before, at, beyond = track.points
    formulas = (
        track.order,
        negated(context.possible(exclusion, before)),
        context.certain(caution, before),
        context.certain(caution, at),
        context.certain(exclusion, at),
        negated(context.possible(caution, beyond)),
        context.certain(exclusion, beyond),
    )
    expected = (
        {caution: Truth.TRUE, exclusion: Truth.TRUE},
        {caution: Truth.FALSE, exclusion: Truth.TRUE},
    )
    witness = context.witness(
        formulas,
        cone_of(caution, exclusion),
        f"both {caution.id} and {exclusion.id} hold for the first, the exclusion alone for the second",
        partial(_as_expected, expected),
        (at, beyond),
    )
    says = f"{caution.id} ends only after {exclusion.id} has begun, the {way} {fact.id} is"
    return if_seen(says, witness)


def _as_expected(expected: Sequence[dict[Rule, Truth]], replays: Sequence[Replay]) -> bool:
    return all(
        replay.truths[rule.id] is truth
        for truths, replay in zip(expected, replays, strict=True)
        for rule, truth in truths.items()
    )
