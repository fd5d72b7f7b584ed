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
        return all(group.__dict__[fact.name] is not Absence.NOT_ASKED for fact in self.facts)

    def holds(self, group: Any, on: date) -> bool:
        """Say whether what was given of them on a date contradicts itself."""
        if not self.given(group):
            return False
        known = [fact.as_given(group, on) for fact in self.facts]
        return all(possible.absence is None for possible in known) and self.contradiction.cannot(*known)


def part_of(rest: Exact) -> Callable[[Interval, Interval], bool]:
    """Return what contradicts a total of which another is a part, while the rest comes to so much at most."""
    return lambda part, total: total.low - part.high > rest
