"""What an engine is given and what it claims: a flat snapshot of the facts, and a truth for every conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from ..conditions import Absence, Term, Truth
from ..facts.fact import Fact
from ..facts.subject import Subject
from ..rule import Level, Outcome, RuleSet, deep_atoms

Flat = Sequence[Any]
"""The entries of one group's scalar facts: low, high and state of a number or event, bits and state of an option."""


class EngineFailure(RuntimeError):
    """durable-rules did not behave as it must: a message without an answer, an error code, no end of firings."""


class Claims(NamedTuple):
    """A truth for every concept and rule in their order, which UNKNOWN rules are open, and the outcome."""

    concepts: tuple[Truth, ...]
    rules: tuple[Truth, ...]
    open: tuple[bool, ...]
    outcome: Outcome
    errors: tuple[tuple[str, str], ...] = ()
    """Each rule that could not be evaluated, with the error."""


class Snapshot(NamedTuple):
    """The facts of a subject on a date, group by group, and which of them could not be read."""

    groups: dict[str, Flat]
    errors: dict[Term, str]

    def entries(self, fact: Fact) -> Flat:
        """Return the entries of one fact."""
        return self.groups[fact.group][fact.slot : fact.slot + fact.size]


def snapshot(ruleset: RuleSet, about: Subject, on: date) -> Snapshot:
    """Return the facts that ``ruleset`` reads. A reading that raises leaves its fact absent, with the error."""
    groups: dict[str, Flat] = {}
    errors: dict[Term, str] = {}
    for name in group_names(ruleset):
        group = about.__dict__[name]
        kept = group.__dict__.get("_flat")
        if kept is not None and not kept[1] and not kept[2]:
            groups[name] = kept[0]  # the same on every date
            continue
        try:
            groups[name] = group.flat(on)
        except Exception:  # one broken reading must not hide the others of its group
            entries: list[object] = []
            for fact in group.__scalars__:
                try:
                    possible = fact.possible(group, on)
                except Exception as error:
                    errors[fact] = f"{type(error).__name__}: {error}"
                    possible = fact.unknown(Absence.IMPLAUSIBLE)
                entries.extend(fact.flat(possible))
            groups[name] = entries
    return Snapshot(groups, errors)


def name_errors(ruleset: RuleSet, facts: Snapshot, claims: Claims) -> Claims:
    """Hold open, and name, each undecided rule that rests on a fact which could not be read."""
    if not facts.errors:
        return claims
    errors = dict(claims.errors)
    for rule, truth in zip(ruleset.rules, claims.rules, strict=True):
        broken = [atom.subject for atom in deep_atoms(rule.when) if atom.subject in facts.errors]
        if truth is Truth.UNKNOWN and broken:
            errors[rule.id] = f"{broken[0].id}: {facts.errors[broken[0]]}"
    is_open = tuple(each or rule.id in errors for rule, each in zip(ruleset.rules, claims.open, strict=True))
    return Claims(
        claims.concepts, claims.rules, is_open, outcome(ruleset, claims.rules, is_open), tuple(sorted(errors.items()))
    )


def group_names(ruleset: RuleSet) -> tuple[str, ...]:
    """Return the groups whose facts ``ruleset`` reads."""
    if "groups" not in ruleset.made:
        ruleset.made["groups"] = tuple(dict.fromkeys(fact.group for fact in ruleset.facts))
    names: tuple[str, ...] = ruleset.made["groups"]
    return names


def outcome(ruleset: RuleSet, rules: Sequence[Truth], is_open: Sequence[bool]) -> Outcome:
    """Conclude the outcome from the findings."""
    found = {rule.level for rule, truth in zip(ruleset.rules, rules, strict=True) if truth is Truth.TRUE}
    if Level.EXCLUSION in found:
        return Outcome.EXCLUDED
    if Level.NEEDS_INFORMATION in found or any(is_open):
        return Outcome.INCOMPLETE
    return Outcome.CAUTION if Level.CAUTION in found else Outcome.NO_EXCLUSION_FOUND
