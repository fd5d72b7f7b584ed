"""What rules mean: the interpreter that every other way of running them must agree with, on every input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..conditions import AllOf, AnyOf, Atom, Condition, Test, atoms
from ..facts.model import NOT_INDICATED, USABLE, Fact, Subject
from ..limit import Limit
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Level, Truth, option_bits
from ..rule import Concept, expand_concepts, fact_atoms
from ..ruleset import RuleSet
from .conclusions import Conclusions, outcome
from .snapshot import Snapshot


def truth(
    condition: Condition, facts: Snapshot, concepts: Mapping[Concept, Truth], passing_over: bool = False
) -> Truth:
    """Return how true a condition is.

    ``passing_over`` counts atoms on what was never looked for as FALSE, and, where every report of a fact on indication
    has expired, those that are FALSE for each of the reports.
    """
    if isinstance(condition, AllOf):
        return min(truth(part, facts, concepts, passing_over) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return max(truth(part, facts, concepts, passing_over) for part in condition.parts)
    if isinstance(condition.subject, Concept):
        known = concepts[condition.subject]
        return known if condition.test is Test.PRESENT else Truth(Truth.TRUE - known)
    assert isinstance(condition.subject, Fact)
    *possible, state = facts.entries(condition.subject)
    if condition.test is Test.MISSING:
        return Truth.FALSE if state == USABLE else Truth.TRUE
    if passing_over and is_passed_over(condition, state):
        return Truth.FALSE
    return _held(condition, possible)


def is_passed_over(atom: Atom, state: object) -> bool:
    """Say whether an atom on a fact in this state counts as FALSE where it is asked whether a rule is open."""
    if atom.test is Test.MISSING:
        return False
    return _held(atom, state) is Truth.FALSE if isinstance(state, tuple) else bool(state == NOT_INDICATED)


def _held(condition: Atom, possible: Sequence[Any]) -> Truth:
    """Return how true an atom is of a set: two ends, or options as bits."""
    if len(possible) == 1:
        return _of_options(condition, possible[0])
    low, high = possible
    match condition.test:
        case Test.AT_LEAST:
            certain, can_be = low >= _limit(condition), high >= _limit(condition)
        case Test.ABOVE:
            certain, can_be = low > _limit(condition), high > _limit(condition)
        case Test.AT_MOST:
            certain, can_be = high <= _limit(condition), low <= _limit(condition)
        case Test.BELOW:
            certain, can_be = high < _limit(condition), low < _limit(condition)
        case Test.EVER:
            certain, can_be = high < NEVER_DAYS, low < NEVER_DAYS
        case Test.NEVER:
            certain, can_be = low >= NEVER_DAYS, high >= NEVER_DAYS
        case _:
            raise TypeError(f"{condition.subject.id} is a number: it cannot be asked whether it {condition.test.value}")
    return Truth.TRUE if certain else Truth.UNKNOWN if can_be else Truth.FALSE


def _limit(atom: Atom) -> object:
    assert isinstance(atom.operand, Limit)
    return atom.operand.value


def _of_options(atom: Atom, bits: int) -> Truth:
    wanted = PRESENT_BIT if atom.test is Test.PRESENT else ABSENT_BIT if atom.test is Test.RULED_OUT else 0
    if isinstance(atom.operand, frozenset):
        wanted = option_bits(atom.operand)
    return Truth.FALSE if not bits & wanted else Truth.UNKNOWN if bits & ~wanted else Truth.TRUE


def truth_for(condition: Condition, subject: Subject, on: date) -> Truth:
    """Return how true a single condition is for a subject on a date."""
    names = {atom.subject.group for atom in fact_atoms(condition) if isinstance(atom.subject, Fact)}
    return truth(
        expand_concepts(condition), Snapshot({name: subject.__dict__[name].flat(on) for name in names}, {}), {}
    )


def evaluate(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
    """Conclude every concept, every rule and the outcome.

    An error inside a condition leaves everything that rests on it UNKNOWN, and the rule open whatever its level
    and named among the errors.
    """
    concepts: dict[Concept, Truth] = {}
    failed: dict[Concept, str] = {}
    for concept in ruleset.concepts:
        try:
            concepts[concept] = truth(concept.when, facts, concepts)
        except Exception as error:  # whatever a rule raises, the others are still decided
            concepts[concept], failed[concept] = Truth.UNKNOWN, _named(error)
    rules, is_open, errors = [], [], []
    for rule in ruleset.rules:
        try:
            found = truth(rule.when, facts, concepts)
            undecided = found is Truth.UNKNOWN
            error_below = next((text for concept, text in failed.items() if undecided and uses(rule.when, concept)), "")
            passed_over = (
                truth(expand_concepts(rule.when), facts, concepts, True) if undecided and not failed else found
            )
        except Exception as error:
            found, undecided, error_below, passed_over = Truth.UNKNOWN, True, _named(error), Truth.UNKNOWN
        if error_below:
            errors.append((rule.id, error_below))
        rules.append(found)
        is_open.append(
            bool(error_below) or (undecided and rule.level is not Level.NOTE and passed_over is not Truth.FALSE)
        )
    return Conclusions(
        tuple(concepts.values()), tuple(rules), tuple(is_open), outcome(ruleset, rules, is_open), tuple(errors)
    )


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def uses(condition: Condition, concept: Concept) -> bool:
    """Say whether a condition rests on ``concept``, directly or through others."""
    below = (atom.subject for atom in atoms(condition) if isinstance(atom.subject, Concept))
    return any(each is concept or uses(each.when, concept) for each in below)
