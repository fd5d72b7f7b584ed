"""How true each concept and rule is, which rules are open, and what a decision comes to.

The rules come as data: conditions as trees of tests with "all" and "any", as a rule book declares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from .facts import NEVER, NEVER_RECORDED, Seen, Span

FALSE, UNKNOWN, TRUE = range(3)
NUMBERS: Final = {
    "at least": (lambda value, limit: value >= limit),
    "above": (lambda value, limit: value > limit),
    "at most": (lambda value, limit: value <= limit),
    "below": (lambda value, limit: value < limit),
    "ever happened": (lambda value, limit: value < limit),
    "never happened": (lambda value, limit: value >= limit),
}


class Concluded(NamedTuple):
    """What follows from what the facts may be."""

    concepts: dict[str, int]
    rules: dict[str, int]
    open: frozenset[str]
    outcome: str


class Book:
    """A rule book, as its data says it."""

    def __init__(self, meaning: Mapping[str, Any]) -> None:
        self.facts = meaning["facts"]
        self.concepts = {each["id"]: each["when"] for each in meaning["concepts"]}
        self.rules = meaning["rules"]

    def conclude(self, facts: Mapping[str, Seen]) -> Concluded:
        """Return what follows from the facts."""
        truths = {rule["id"]: self.truth(rule["when"], facts) for rule in self.rules}
        concepts = {name: self.truth(when, facts) for name, when in self.concepts.items()}
        still = frozenset(
            rule["id"]
            for rule in self.rules
            if truths[rule["id"]] == UNKNOWN
            and rule["level"] != "NOTE"
            and self.truth(rule["when"], facts, passing_over=True) != FALSE
        )
        found = {rule["level"] for rule in self.rules if truths[rule["id"]] == TRUE}
        if "EXCLUSION" in found:
            outcome = "EXCLUDED"
        elif "NEEDS_INFORMATION" in found or still:
            outcome = "INCOMPLETE"
        else:
            outcome = "CAUTION" if "CAUTION" in found else "NO_EXCLUSION_FOUND"
        return Concluded(concepts, truths, still, outcome)

    def truth(
        self, when: Mapping[str, Any], facts: Mapping[str, Seen], denied: bool = False, passing_over: bool = False
    ) -> int:
        """Return how true a condition is, or its denial, which each test in it says of itself.

        ``passing_over`` counts as false every test of a fact on indication that was never recorded, and every one that
        each of its reports makes false where all of them are too old.
        """
        for every, parts in when.items():
            if every in ("all", "any"):
                each = (self.truth(part, facts, denied, passing_over) for part in parts)
                return min(each) if (every == "all") is not denied else max(each)
        if "concept" in when:
            other = denied is not (when["is"] == "is ruled out")
            return self.truth(self.concepts[when["concept"]], facts, other, passing_over)
        seen = facts[when["fact"]]
        if when["is"] == "has no usable value":
            return TRUE if (seen.absence is None) is denied else FALSE
        if passing_over and self.facts[when["fact"]]["on_indication"]:
            too_old = seen.absence == "stale" and seen.old
            if too_old and all(_held(when, still) == {denied} for still in seen.old):
                return FALSE
            if seen.absence in NEVER_RECORDED:
                return FALSE
        held = _held(when, seen.still)
        found = TRUE if held == {True} else FALSE if held == {False} else UNKNOWN
        return TRUE - found if denied else found


def _held(when: Mapping[str, Any], still: Any) -> frozenset[bool]:
    """Return whether a test holds, of each value that is still possible; a span is told by its ends."""
    test = when["is"]
    if isinstance(still, Span):
        limit = Fraction(when["limit"]["value"]) if "limit" in when else Fraction(NEVER)
        return frozenset(NUMBERS[test](end, limit) for end in still)
    if test in ("is present", "is ruled out"):
        return frozenset(each is (test == "is present") for each in still)
    return frozenset((each in when["options"]) is (test == "is one of") for each in still)
