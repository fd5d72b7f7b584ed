"""What is missing: which facts would settle the open rules, and which were not examined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from ..conditions import Absence, AnyOf, Atom, Condition, Test, Truth
from ..engine.claims import Claims, Snapshot
from ..engine.reference import truth
from ..facts.fact import UNEXAMINED, Fact
from ..facts.subject import Subject, every_fact
from ..rule import Level, Rule, RuleSet, deep_atoms, inlined


@attrs.frozen
class Missing:
    """A fact that would help to settle a decision: why it is absent, the question that obtains it, who needs it."""

    fact: str
    title: str
    absence: Absence | None
    """None where something is known, but not enough: a partial date, a range."""
    question: str
    rules: tuple[str, ...]

    def __repr__(self) -> str:
        why = "known only in part" if self.absence is None else self.absence.value
        return f"<Missing {self.fact}: {why}, {len(self.rules)} {'rule' if len(self.rules) == 1 else 'rules'}>"


def missing(ruleset: RuleSet, about: Subject, on: date, facts: Snapshot, claims: Claims) -> tuple[Missing, ...]:
    """Return what to ask for, most telling first: by the rules it would help to settle, exclusions before others."""
    needed: dict[Fact, list[Rule]] = {}
    for rule, found, is_open in zip(ruleset.rules, claims.rules, claims.open, strict=True):
        if is_open or (rule.level is Level.NEEDS_INFORMATION and found is Truth.TRUE):
            for fact in dict.fromkeys(_asked(inlined(rule.when), facts)):
                for source in obtained(fact, about, on):
                    rules = needed.setdefault(source, [])
                    if rule not in rules:
                        rules.append(rule)
    declared = {fact: place for place, fact in enumerate(every_fact(type(about)))}

    def telling(fact: Fact) -> tuple[int, int, int]:
        exclusions = sum(rule.level is Level.EXCLUSION for rule in needed[fact])
        return -len(needed[fact]), -exclusions, declared.get(fact, len(declared))

    return tuple(
        Missing(fact.id, fact.title, absence_of(fact, about, on), fact.question, tuple(r.id for r in needed[fact]))
        for fact in sorted(needed, key=telling)
    )


def _asked(condition: Condition, facts: Snapshot) -> Iterator[Fact]:
    """Yield the facts that keep a condition undecided, and those whose absence it complains of."""
    found = truth(condition, facts, {}, passing_over=True)
    if isinstance(condition, Atom):
        assert isinstance(condition.subject, Fact)
        if found is Truth.UNKNOWN or (condition.test is Test.MISSING and found is Truth.TRUE):
            yield condition.subject
    elif found is not Truth.FALSE:
        asked = [list(_asked(part, facts)) for part in condition.parts]
        if isinstance(condition, AnyOf):
            for part, names in zip(condition.parts, asked, strict=True):
                if not names and truth(part, facts, {}, passing_over=True) is Truth.TRUE:
                    return  # settled for good: nothing that is said of the other parts matters
        for names in asked:
            yield from names


def obtained(fact: Fact, about: Subject, on: date) -> tuple[Fact, ...]:
    """Return the facts that a clinic obtains in order to know ``fact``: itself, or what it is read from."""
    group = about.group(fact)
    if fact.read is None or group.__dict__[fact.name] is not Absence.NOT_ASKED:
        return (fact,)
    inputs = [each for each in group.__facts__ if each.name in fact.of]
    absent = [each for each in inputs if not each.size or about.possible(each, on).absence is not None]
    return tuple(absent or inputs)


def absence_of(fact: Fact, about: Subject, on: date) -> Absence | None:
    """Return why a fact is absent, or what is read of it; None where something is known."""
    group = about.group(fact)
    if fact.size:
        return about.possible(fact, on).absence
    given = group.__dict__[fact.name]
    if isinstance(given, Absence):
        return given
    readings = [each for each in group.__scalars__ if fact.name in each.of]
    return next((found for each in readings if (found := about.possible(each, on).absence) is not None), None)


def not_examined(ruleset: RuleSet, facts: Snapshot, claims: Claims) -> tuple[str, ...]:
    """Return the facts that were passed over: looked for only on indication, never recorded, and not asked for."""
    passed, demanded = set(), set()
    for rule, found, is_open in zip(ruleset.rules, claims.rules, claims.open, strict=True):
        if found is Truth.UNKNOWN and not is_open:
            passed |= {atom.subject for atom in deep_atoms(rule.when) if isinstance(atom.subject, Fact)}
        elif is_open or (found is Truth.TRUE and rule.level is Level.NEEDS_INFORMATION):
            demanded |= set(_asked(inlined(rule.when), facts))
    passed = {fact for fact in passed - demanded if facts.entries(fact)[-1] == UNEXAMINED}
    return tuple(fact.id for fact in every_fact(ruleset.subject) if fact in passed)
