"""What cannot be so together: declared once, on one of the facts, and asked wherever one of them is read.

Only what is certain contradicts: no value that one fact may still have goes with any that the others may. A fact that
is absent, for whatever reason, contradicts nothing. Those that contradict each other are all absent then, as nobody can
say which of them is wrong: none of them is believed, least of all in the reassuring direction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs

from ...limit import Exact
from ...possible import Absence, Interval
from .answers import answered


@attrs.frozen(eq=False)
class Contradiction:
    """Other facts of the group beside which some values of a fact cannot be, and how to tell.

    ``cannot`` is given what is possible of the fact and of the others, in order, each with a usable value.
    """

    beside: tuple[str, ...]
    cannot: Callable[..., bool]
    expected: str
    """What has to be so, as a message; ``{fact}`` and ``{others}`` stand for their titles."""
    absence: Absence = Absence.IMPLAUSIBLE
    """CONFLICTING where two facts disagree, each of which is plausible by itself."""


@attrs.frozen(eq=False)
class Crossed:
    """A contradiction, with the facts of a group that it is about: first the one that declares it."""

    contradiction: Contradiction
    facts: tuple[Any, ...]

    def given(self, group: Any) -> bool:
        """Say whether all of them were given."""
        return all([group.__dict__[fact.name] is not Absence.NOT_ASKED for fact in self.facts])

    def holds(self, group: Any, on: date) -> bool:
        """Say whether what was given of them contradicts itself on a date; each of them asks for it."""
        agreeing = group.__dict__.get("_agreeing")
        if not self.given(group) if agreeing is None else self in agreeing:
            return False
        return answered(group, on, self, self._holds)

    def never_holds(self, group: Any) -> bool:
        """Say whether what was given of them is sure to contradict itself on no date.

        What leaves the same possible on every day on which it counts is compared once: on other days it is absent.
        """
        if not self.given(group):
            return True
        days = [fact.fixed(group) for fact in self.facts]
        if None in days:
            return False
        return not self.between(*(fact.as_given(group, day) for fact, day in zip(self.facts, days, strict=True)))

    def _holds(self, group: Any, on: date) -> bool:
        return self.between(*[answered(group, on, fact, fact.as_given) for fact in self.facts])

    def between(self, *known: Any) -> bool:
        """Say whether what is possible of them, in order, contradicts itself."""
        return all([possible.absence is None for possible in known]) and self.contradiction.cannot(*known)


def part_of(rest: Exact) -> Callable[[Interval, Interval], bool]:
    """Return what contradicts a total of which another is a part, while the rest comes to so much at most."""
    return lambda part, total: total.low - part.high > rest
