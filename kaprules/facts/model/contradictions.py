"""What cannot be so together: declared once, on one of the facts, and asked wherever one of them is read.

Only what is certain contradicts: no value that one fact may still have goes with any that the others may. A fact that
is absent, for whatever reason, contradicts nothing. Those that contradict each other are all absent then, as nobody can
say which of them is wrong: none of them is believed, least of all in the reassuring direction.

What speaks of the time since an event, or of that before it, contradicts the event where it was said on the wrong side
of it (``said_since``, ``said_before``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs

from ...language import message
from ...limit import Exact
from ...possible import NEVER_DAYS, Absence, Interval
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
    dated: bool = False
    """Whether ``cannot`` is given one thing more: how long ago the fact that declares it was said, as the first of the
    others, an event, counts (``Fact.said_ago``)."""
    others_stand: bool = False
    """Whether the fact that declares it is the only one that is not believed."""


@attrs.frozen(eq=False)
class Crossed:
    """A contradiction, with the facts of a group that it is about: first the one that declares it."""

    contradiction: Contradiction
    facts: tuple[Any, ...]

    @property
    def doubted(self) -> tuple[Any, ...]:
        """The facts that are not believed where it holds."""
        return self.facts[:1] if self.contradiction.others_stand else self.facts

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
        if self.contradiction.dated:  # what has no date is of no side
            return not self.facts[0].has_a_day(group)
        days = [fact.fixed(group) for fact in self.facts]
        if None in days:
            return False
        return not self.between(*(fact.as_given(group, day) for fact, day in zip(self.facts, days, strict=True)))

    def _holds(self, group: Any, on: date) -> bool:
        known = [answered(group, on, fact, fact.as_given) for fact in self.facts]
        if self.contradiction.dated:
            if not isinstance(on, datetime):  # a decision on a day is of the intake: it counts no hours
                return False
            known.append(self.facts[0].said_ago(group, self.facts[1], on))
        return self.between(*known)

    def between(self, *known: Any) -> bool:
        """Say whether what is possible of them, in order, contradicts itself; where it is dated the age comes last."""
        return all([possible.absence is None for possible in known]) and self.contradiction.cannot(*known)


def part_of(rest: Exact) -> Callable[[Interval, Interval], bool]:
    """Return what contradicts a total of which another is a part, while the rest comes to so much at most."""
    return lambda part, total: total.low - part.high > rest


def everything_clears(_: Any) -> bool:
    """Say of whatever is possible of a fact that a rule may find it reassuring."""
    return True


def nothing_but(bits: int) -> Callable[[Any], bool]:
    """Return what says whether only some options are possible; so it is of all that is narrower."""
    return lambda possible: not possible.bits & ~bits


def said_since(event: str, clears: Callable[[Any], bool] = everything_clears) -> Contradiction:
    """Declare that a fact speaks of the time since an event: what was surely said before it is of another time.

    Only what ``clears`` contradicts: a risk that was told is one, whenever that was. What clears has to clear where it
    is narrower too. The event stands, as an earlier answer says nothing of when it was; one that is known more exactly
    is no longer ago than it may have been, so what was said before it stays so.
    """
    return Contradiction(
        (event,),
        lambda fact, event, said: said.low > event.high and clears(fact),
        message("{fact} is of a time after {others}"),
        Absence.CONFLICTING,
        dated=True,
        others_stand=True,
    )


def said_before(event: str) -> Contradiction:
    """Declare that a fact speaks of the time before an event: what was surely said after it is of another time.

    An event that is known more exactly is no shorter ago than it may have been, nor was it never; where it may never
    have been, nothing is surely after it.
    """
    return Contradiction(
        (event,),
        lambda _, event, said: said.high < event.low and event.high < NEVER_DAYS,
        message("{fact} is of a time before {others}"),
        Absence.CONFLICTING,
        dated=True,
    )


def not_over_before(event: str) -> Contradiction:
    """Declare that what a fact says to have ended did not end before an event; neither was it nor the event never."""
    return Contradiction(
        (event,),
        lambda ended, event: ended.low > event.high and ended.high < NEVER_DAYS,
        message("{fact} is after {others}"),
        Absence.CONFLICTING,
    )
