"""Families of minimal sets of facts, and how they combine: the algebra in which reasons are worked out.

A set of facts is a number whose bits they are; a family is a tuple of such numbers, none of which holds another (an
antichain). What makes an ``all_of`` TRUE is one set for each of its parts, all united; what makes it FALSE is one set
for one of its parts. So the ways of a condition are worked out from those of its atoms by union and by product, and
only minimal sets are kept at each step: that loses nothing, as a larger set stays larger whatever it is united with.

What it costs: the product of two families of m and n sets is m times n. Facts that occur in several parts overlap, so
families stay small in practice; past ``MAX_WAYS`` combinations a ``RuleError`` says so, rather than a search that does
not end.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

from ..errors import RuleError

MAX_SETS: Final = 256
"""How many sets are listed where all of them are asked for; how many there are is said in any case."""
MAX_WAYS: Final = 4096
"""How many combinations of the reasons of two conditions are looked at."""

Ways = tuple[int, ...]
"""Minimal sets of facts, the fewest facts first, none of them within another."""
NO_WAY: Final[Ways] = ()
ANYHOW: Final[Ways] = (0,)


def least(sets: Iterable[int]) -> Ways:
    """Return the sets that hold no other: the fewest facts first, earlier facts before later ones."""
    kept: list[int] = []
    for each in sorted(set(sets), key=lambda facts: (facts.bit_count(), -facts)):
        if not any(smaller & each == smaller for smaller in kept):
            kept.append(each)
    return tuple(kept)


def both(first: Ways, second: Ways) -> Ways:
    """Return the ways in which two things hold together."""
    if first in (NO_WAY, ANYHOW):
        return second if first else NO_WAY
    if second in (NO_WAY, ANYHOW):
        return first if second else NO_WAY
    if len(first) * len(second) > MAX_WAYS:
        raise RuleError(f"more than {MAX_WAYS} combinations of reasons: the conditions leave too many to look at")
    return least(one | other for one in first for other in second)


def either(ways: Iterable[Ways]) -> Ways:
    """Return the ways in which one of several things holds."""
    several = [each for each in ways if each]
    return several[0] if len(several) == 1 else least(itertools.chain.from_iterable(several))


def together(ways: Iterable[Ways]) -> Ways:
    """Return the ways in which several things hold together."""
    found = ANYHOW
    for each in sorted(ways, key=len):
        found = both(found, each)
    return found


def named(facts: Sequence[str], chosen: int) -> tuple[str, ...]:
    """Return the facts that a number stands for; the first fact is its highest bit."""
    return tuple(fact for place, fact in enumerate(facts, 1) if chosen >> len(facts) - place & 1)
