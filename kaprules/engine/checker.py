"""Replays derivations from the facts; it imports no engine and shares no evaluation with one.

A claim is accepted only if it follows from the facts and from the claims that it rests on. Where an engine
compares one end of an interval, the checker asks both ends: how many of the two an atom holds for *is* its
truth (none: FALSE, one: UNKNOWN, both: TRUE).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ..conditions import (
    NEVER_DAYS,
    NO,
    YES,
    AllOf,
    AnyOf,
    Atom,
    Condition,
    Interval,
    Possible,
    Test,
    Truth,
    option_bits,
)
from ..facts.fact import UNEXAMINED, USABLE, Fact
from ..facts.subject import Subject
from ..limit import Limit
from ..rule import Concept, Level, Outcome, Rule, RuleSet
from .claims import Claims, Snapshot

if TYPE_CHECKING:
    from ..explain.derivation import Derivation

COMPARE: Mapping[Test, Callable[[Any, Any], bool]] = {
    Test.AT_LEAST: operator.ge,
    Test.ABOVE: operator.gt,
    Test.AT_MOST: operator.le,
    Test.BELOW: operator.lt,
    Test.EVER: operator.lt,
    Test.NEVER: operator.ge,
}
Replay = Callable[[Mapping[str, Sequence[Any]], Sequence[int]], int]
"""From the groups' entries and the claimed truths of the concepts to a truth."""


def faults(ruleset: RuleSet, facts: Snapshot, claims: Claims) -> list[str]:
    """Return the id of each rule or concept whose claim does not follow, and ``outcome`` if that does not."""
    replays = ruleset.made.get("replays")
    if replays is None:
        replays = ruleset.made["replays"] = _replays(ruleset)
    groups, concepts = facts.groups, claims.concepts
    wrong = [
        concept.id
        for concept, claimed, (replay, _) in zip(ruleset.concepts, concepts, replays[0], strict=True)
        if replay(groups, concepts) != claimed
    ]
    for rule, claimed, is_open, (replay, passing) in zip(
        ruleset.rules, claims.rules, claims.open, replays[1], strict=True
    ):
        if replay(groups, concepts) != claimed or is_open != (claimed == 1 and passing(groups, concepts) != 0):
            wrong.append(rule.id)
    if claims.outcome is not _outcome(ruleset, claims):
        wrong.append("outcome")
    return wrong


def _outcome(ruleset: RuleSet, claims: Claims) -> Outcome:
    worst = Outcome.NO_EXCLUSION_FOUND
    ranks = list(Outcome)
    for rule, truth, is_open in zip(ruleset.rules, claims.rules, claims.open, strict=True):
        reached = worst
        if truth == 2:
            reached = REACHES[rule.level]
        elif is_open:
            reached = Outcome.INCOMPLETE
        if ranks.index(reached) > ranks.index(worst):
            worst = reached
    return worst


REACHES: Mapping[Level, Outcome] = {
    Level.EXCLUSION: Outcome.EXCLUDED,
    Level.NEEDS_INFORMATION: Outcome.INCOMPLETE,
    Level.CAUTION: Outcome.CAUTION,
    Level.NOTE: Outcome.NO_EXCLUSION_FOUND,
}


def _replays(ruleset: RuleSet) -> tuple[list[tuple[Replay, Replay]], list[tuple[Replay, Replay]]]:
    numbers = {concept: number for number, concept in enumerate(ruleset.concepts)}

    def both(condition: Condition) -> tuple[Replay, Replay]:
        return _replay(condition, numbers, False), _replay(condition, numbers, True)

    concepts = [both(concept.when) for concept in ruleset.concepts]
    rules = []
    for rule in ruleset.rules:
        plain, passing = both(rule.when)
        rules.append((plain, passing if rule.level is not Level.NOTE else lambda groups, concepts: 0))
    return concepts, rules


def _replay(condition: Condition, numbers: Mapping[Concept, int], passing_over: bool, negated: bool = False) -> Replay:
    """Return a function that replays a condition, or its opposite, from the facts."""
    if not isinstance(condition, Atom):
        parts = [_replay(part, numbers, passing_over, negated) for part in condition.parts]
        decisive = 0 if isinstance(condition, AllOf) != negated else 2

        def together(groups: Mapping[str, Sequence[Any]], concepts: Sequence[int]) -> int:
            result = 2 - decisive
            for part in parts:
                truth = part(groups, concepts)
                if truth == decisive:
                    return decisive
                if truth == 1:
                    result = 1
            return result

        return together
    if isinstance(condition.subject, Concept):
        turned = (condition.test is Test.RULED_OUT) != negated
        if passing_over:
            return _replay(condition.subject.when, numbers, True, turned)
        number = numbers[condition.subject]
        return (
            (lambda groups, concepts: 2 - concepts[number]) if turned else (lambda groups, concepts: concepts[number])
        )
    return _of_fact(condition, passing_over, negated)


def _of_fact(atom: Atom, passing_over: bool, negated: bool) -> Replay:
    fact = atom.subject
    assert isinstance(fact, Fact)
    group, first, state = fact.group, fact.slot, fact.slot + fact.size - 1
    if atom.test is Test.MISSING:
        return lambda groups, concepts: 0 if groups[group][state] == USABLE else 2
    looked_away = passing_over and bool(fact.on_indication)
    if fact.size == 2:
        wanted = _wanted(atom)

        def truth_of_options(groups: Mapping[str, Sequence[Any]], concepts: Sequence[int]) -> int:
            entries = groups[group]
            if looked_away and entries[state] == UNEXAMINED:
                return 0
            inside, outside = entries[first] & wanted, entries[first] & ~wanted
            truth = 1 if inside and outside else 2 if inside else 0
            return 2 - truth if negated else truth

        return truth_of_options
    compare = COMPARE[atom.test]
    limit = atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS

    def truth_of_number(groups: Mapping[str, Sequence[Any]], concepts: Sequence[int]) -> int:
        entries = groups[group]
        if looked_away and entries[state] == UNEXAMINED:
            return 0
        truth = compare(entries[first], limit) + compare(entries[first + 1], limit)
        return 2 - truth if negated else truth

    return truth_of_number


def _wanted(atom: Atom) -> int:
    if isinstance(atom.operand, frozenset):
        return option_bits(atom.operand)
    return YES if atom.test is Test.PRESENT else NO


# Whole derivations -------------------------------------------------------------------------------------------


def accepts(ruleset: RuleSet, about: Subject, on: date, derivation: Derivation) -> bool:
    """Say whether ``derivation`` is the one canonical derivation of its conclusion, node by node."""
    try:
        owner = ruleset[derivation.id]
    except ValueError:
        return False
    return _accepts_owner(owner, about, on, derivation)


def _accepts_owner(owner: Rule | Concept, about: Subject, on: date, node: Derivation) -> bool:
    kind = "rule" if isinstance(owner, Rule) else "concept"
    return (
        (node.kind, node.id, node.test, node.possible, len(node.parts)) == (kind, owner.id, None, None, 1)
        and node.truth is node.parts[0].truth
        and _accepts(owner.when, about, on, node.parts[0])
    )


def _accepts(condition: Condition, about: Subject, on: date, node: Derivation) -> bool:
    if isinstance(condition, AllOf | AnyOf):
        kind, decisive = ("all", min) if isinstance(condition, AllOf) else ("any", max)
        return (
            (node.kind, node.id, node.test, node.possible) == (kind, "", None, None)
            and len(node.parts) == len(condition.parts)
            and node.truth is decisive(part.truth for part in node.parts)
            and all(_accepts(part, about, on, below) for part, below in zip(condition.parts, node.parts, strict=True))
        )
    if (node.kind, node.id) != ("test", condition.subject.id) or node.test != condition:
        return False
    subject = condition.subject
    if isinstance(subject, Concept):
        return (
            node.possible is None
            and len(node.parts) == 1
            and node.truth == (node.parts[0].truth if condition.test is Test.PRESENT else 2 - node.parts[0].truth)
            and _accepts_owner(subject, about, on, node.parts[0])
        )
    assert isinstance(subject, Fact)
    possible = about.possible(subject, on)
    return not node.parts and node.possible == possible and node.truth is _held(condition, possible)


def _held(atom: Atom, possible: Possible) -> Truth:
    if atom.test is Test.MISSING:
        return Truth.FALSE if possible.absence is None else Truth.TRUE
    if isinstance(possible, Interval):
        limit = atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS
        return Truth(sum(COMPARE[atom.test](end, limit) for end in (possible.low, possible.high)))
    inside, outside = possible.bits & _wanted(atom), possible.bits & ~_wanted(atom)
    return Truth.UNKNOWN if inside and outside else Truth.TRUE if inside else Truth.FALSE
