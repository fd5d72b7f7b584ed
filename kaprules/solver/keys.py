"""What an answer depends on, as a short text, its key: the same text, the same answer."""

from __future__ import annotations

import hashlib
from typing import Any

from ..conditions import AllOf, Atom, Condition
from ..facts.model import Event, Fact, Number
from ..limit import Limit
from ..rule import Rule, expand_concepts
from .encode import Owner, expires, facts_in


def key(*parts: str) -> str:
    """Return one short text for several."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def condition_key(condition: Condition) -> str:
    """Return a text for all that a condition means: its tests with their limits, and the range of each fact."""
    whole = expand_concepts(condition)
    return key(_tests(whole), *map(fact_key, facts_in(whole)))


def owner_key(owner: Owner) -> str:
    """Return a text for what a rule or concept concludes from which facts, and what a site may choose instead."""
    levels = [each.name for each in (owner.level, *owner.levels)] if isinstance(owner, Rule) else ["concept"]
    return key(owner.id, *levels, condition_key(owner.when))


def _tests(condition: Condition) -> str:
    if not isinstance(condition, Atom):
        word = "all" if isinstance(condition, AllOf) else "any"
        return f"{word}({', '.join(map(_tests, condition.parts))})"
    operand: Any = condition.operand
    if isinstance(operand, Limit):
        operand = f"{operand.value} by {operand.step}"
    elif isinstance(operand, frozenset):
        operand = sorted(option.name for option in operand)
    return f"{condition.subject.id} {condition.test.name} {operand}"


def fact_key(fact: Fact) -> str:
    """Return a text for the range of a fact, its adverse direction and how it is obtained."""
    about: list[Any] = [
        fact.id,
        bool(fact.on_indication),
        expires(fact),
        fact.requires_date,
        fact.cross_checked,
        fact.derived_from,
    ]
    if isinstance(fact, Number | Event):
        about += [fact.lowest, fact.highest, fact.unit, getattr(fact, "whole", None)]
    else:
        about += [getattr(fact, "every", None), getattr(fact, "adverse_bits", None)]
    adverse: Any = getattr(fact, "adverse", None)
    return repr([*about, str(adverse)])
