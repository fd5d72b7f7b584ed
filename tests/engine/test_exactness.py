"""Three-valued truth is exact, rule by rule: UNKNOWN means that both answers are still possible."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from kaprules.conditions import Condition, Test
from kaprules.engine.interpreter import truth
from kaprules.engine.snapshot import Snapshot
from kaprules.facts.model import ABSENT, USABLE, Event, Fact, Number, groups_of
from kaprules.limit import Limit
from kaprules.possible import NEVER_DAYS, Truth
from kaprules.rule import Concept, Rule, expand_concepts, fact_atoms
from kaprules.rulesets import RULESETS

OWNERS = pytest.mark.parametrize(
    "owner",
    [owner for each in RULESETS.values() for owner in (*each.rules, *each.optional_rules, *each.concepts)],
    ids=lambda owner: owner.id,
)
MAX_WORLDS = 3_000
GROUPS = {name: group for each in RULESETS.values() for name, group in groups_of(each.subject).items()}
"""The groups of every kind of subject."""


def facts_in(condition: Condition) -> list[Fact]:
    """Return the facts that a condition asks for a value."""
    found = [atom.subject for atom in fact_atoms(condition) if atom.test is not Test.MISSING]
    return list(dict.fromkeys(fact for fact in found if isinstance(fact, Fact)))


def worth_trying(condition: Condition, fact: Fact) -> list[Any]:
    """Return values of a fact such that every atom of the condition changes between two of them."""
    if not isinstance(fact, Number | Event):
        every = getattr(fact, "every", 0)
        return [1 << place for place in range(every.bit_length())]
    values = {fact.lowest, fact.highest, NEVER_DAYS if isinstance(fact, Event) else fact.highest}
    for atom in fact_atoms(condition):
        if atom.subject is fact and isinstance(atom.operand, Limit):
            values |= {atom.operand.value + step * atom.operand.step for step in (-1, 0, 1)}
        if atom.subject is fact and atom.test in (Test.EVER, Test.NEVER):
            values |= {NEVER_DAYS - 1, NEVER_DAYS}
    return sorted(value for value in values if fact.lowest <= value <= fact.highest)


def sets_worth_trying(fact: Fact, values: list[Any], chance: random.Random) -> Any:
    """Return one possible set of a fact, with the values in it."""
    if isinstance(fact, Number | Event):
        low, high = sorted(chance.choices(values, k=2))
        return (low, high), [value for value in values if low <= value <= high]
    chosen = chance.sample(values, chance.randint(1, len(values)))
    return (sum(chosen),), chosen


def worlds(owner: Rule | Concept, chance: random.Random) -> Iterator[tuple[Snapshot, set[Truth]]]:
    """Yield snapshots with the truths that their worlds really have."""
    condition = expand_concepts(owner.when)
    facts = facts_in(condition)
    values = {fact: worth_trying(condition, fact) for fact in facts}
    for _ in range(25):
        state = chance.choice((USABLE, ABSENT))
        sets = {fact: sets_worth_trying(fact, values[fact], chance) for fact in facts}
        while (
            len(list(itertools.islice(itertools.product(*(inside for _, inside in sets.values())), MAX_WORLDS)))
            == MAX_WORLDS
        ):
            wide = max(sets, key=lambda fact: len(sets[fact][1]))
            sets[wide] = sets_worth_trying(wide, [chance.choice(values[wide])], chance)
        points = [
            {fact: (value, value) if fact.size == 3 else (value,) for fact, value in zip(facts, world, strict=True)}
            for world in itertools.product(*(inside for _, inside in sets.values()))
        ]
        whole = {fact: entries for fact, (entries, _) in sets.items()}
        yield snapshot_of(whole, state), {truth(condition, snapshot_of(point, state), {}) for point in points}


def snapshot_of(entries: dict[Fact, tuple[Any, ...]], state: int) -> Snapshot:
    """Return a snapshot in which these facts have these entries, and all others are absent."""
    groups = {name: [0] * sum(fact.size for fact in group.__facts__) for name, group in GROUPS.items()}
    for name, group in GROUPS.items():
        for fact in group.__scalars__:
            groups[name][fact.slot + fact.size - 1] = state
    for fact, values in entries.items():
        groups[fact.group][fact.slot : fact.slot + fact.size] = [*values, state]
    return Snapshot(groups, {})


@OWNERS
def test_unknown_means_that_both_answers_are_possible(owner: Rule | Concept) -> None:
    """Kleene logic says neither more nor less than all worlds together."""
    chance = random.Random(owner.id)
    wrong = [
        (facts, real)
        for facts, real in worlds(owner, chance)
        if truth(expand_concepts(owner.when), facts, {}) is not (real.pop() if len(real) == 1 else Truth.UNKNOWN)
    ]
    assert wrong == []


def test_a_rule_that_is_not_exact_is_noticed() -> None:
    """A fact used in both directions leaves Kleene logic undecided where every world agrees."""
    from kaprules.conditions import any_of
    from kaprules.facts import Vitals
    from kaprules.limit import Limit as AnyLimit
    from kaprules.possible import Level
    from kaprules.rule import EXAMPLE_DAY
    from kaprules.sources import criterion

    line = AnyLimit(100, "/min", id="example.line", source=criterion(3), since=EXAMPLE_DAY)
    rule = Rule(
        id="example.tautology",
        source=criterion(3),
        level=Level.NOTE,
        when=any_of(Vitals.heart_rate >= line, Vitals.heart_rate < line),
        clinician_text="It is one or the other.",
        nonmonotone_reason="on purpose",
    )
    found = [
        truth(rule.when, facts, {}) is Truth.UNKNOWN and real == {Truth.TRUE}
        for facts, real in worlds(rule, random.Random(0))
    ]
    assert any(found)
