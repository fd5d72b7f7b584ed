"""What an engine concludes from a snapshot: a truth for every concept and rule, and the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ..possible import Level, Outcome, Truth
from ..rule import Rule, fact_atoms
from ..ruleset import RuleSet
from .snapshot import Snapshot

REACHES: Final[Mapping[Level, Outcome]] = {
    Level.EXCLUSION: Outcome.EXCLUDED,
    Level.NEEDS_INFORMATION: Outcome.INCOMPLETE,
    Level.CAUTION: Outcome.CAUTION,
    Level.NOTE: Outcome.NO_EXCLUSION_FOUND,
}
"""The outcome that a rule which holds carries alone."""


class EngineFailure(RuntimeError):
    """durable-rules did not behave as it must: a message without an answer, an error code, no end of firings."""


class Conclusion(NamedTuple):
    """How one rule came out."""

    rule: Rule
    truth: Truth
    undecided: bool
    """Whether it is open: UNKNOWN, and not only for want of what nothing called for."""

    @property
    def reaches(self) -> Outcome:
        """The outcome that the rule carries alone."""
        if self.truth is Truth.TRUE:
            return REACHES[self.rule.level]
        return Outcome.INCOMPLETE if self.undecided else Outcome.NO_EXCLUSION_FOUND

    @property
    def asks(self) -> bool:
        """Whether it is in the way until something is known: it is undecided, or demands information."""
        return self.undecided or (self.truth is Truth.TRUE and self.rule.level is Level.NEEDS_INFORMATION)


class Conclusions(NamedTuple):
    """A truth for every concept and rule in their order, which rules are undecided, and the outcome."""

    concepts: tuple[Truth, ...]
    rules: tuple[Truth, ...]
    undecided: tuple[bool, ...]
    outcome: Outcome
    errors: tuple[tuple[str, str], ...] = ()
    """Each rule that could not be evaluated, with the error."""

    def of(self, ruleset: RuleSet) -> tuple[Conclusion, ...]:
        """Return how each rule of the rule set came out."""
        return tuple(map(Conclusion, ruleset.rules, self.rules, self.undecided))


def with_errors(ruleset: RuleSet, facts: Snapshot, concluded: Conclusions) -> Conclusions:
    """Hold open, and name, each undecided rule that rests on a fact which could not be read."""
    if not facts.errors:
        return concluded
    errors = dict(concluded.errors)
    for rule, truth, _ in concluded.of(ruleset):
        broken = [atom.subject for atom in fact_atoms(rule.when) if atom.subject in facts.errors]
        if truth is Truth.UNKNOWN and broken:
            errors[rule.id] = f"{broken[0].id}: {facts.errors[broken[0]]}"
    undecided = tuple(each.undecided or each.rule.id in errors for each in concluded.of(ruleset))
    return concluded._replace(
        undecided=undecided,
        outcome=outcome(ruleset, concluded.rules, undecided),
        errors=tuple(sorted(errors.items())),
    )


def outcome(ruleset: RuleSet, rules: Sequence[Truth], undecided: Sequence[bool]) -> Outcome:
    """Conclude the outcome from the findings."""
    found = {rule.level for rule, truth in zip(ruleset.rules, rules, strict=True) if truth is Truth.TRUE}
    if Level.EXCLUSION in found:
        return Outcome.EXCLUDED
    if Level.NEEDS_INFORMATION in found or any(undecided):
        return Outcome.INCOMPLETE
    return Outcome.CAUTION if Level.CAUTION in found else Outcome.NO_EXCLUSION_FOUND
