"""For how long a value reassures, and how long ago it was."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final

import attrs

from ...limit import Citation, Exact, exact
from .zones import elapsed, on_clocks_of


@attrs.frozen
class Movable:
    """How many days at the intake a site may choose at least and at most, and who says so."""

    floor: int
    ceiling: int
    source: Citation


@attrs.frozen
class Validity:
    """For how long a value reassures: so many days at the intake, so many days or hours on a dosing day.

    None is for ever. A decision on a day is of the intake; one at a moment, with its time and zone, of a dosing day.
    A value recorded without a time may be as old as its day.
    """

    intake: int | None = None
    dosing_day: int | None = None
    hours: int | None = None
    """Instead of ``dosing_day``, where a value changes within a day."""
    movable: Movable | None = attrs.field(default=None, eq=False)
    """Within what a site may choose the days at the intake; None where it may not."""

    def __attrs_post_init__(self) -> None:
        days, bounds = self.intake, self.movable
        if bounds is not None and (days is None or not bounds.floor <= days <= bounds.ceiling):
            raise TypeError(f"{days} days do not lie within what a site may choose: {bounds.floor} to {bounds.ceiling}")

    @property
    def is_one(self) -> bool:
        """Whether a dosing day asks for what is no older than the intake does, so that both are moved together."""
        return self.hours is None and self.dosing_day == self.intake

    def moved(self, days: int) -> Validity:
        """Return the validity with other days at the intake, and with them those of a dosing day where both are one."""
        return attrs.evolve(self, intake=days, dosing_day=days if self.is_one else self.dosing_day)

    def covers(self, recorded: date, on: date) -> bool:
        """Say whether a value recorded then still reassures."""
        if not isinstance(on, datetime):
            return self.intake is None or days_between(recorded, on) <= self.intake
        if self.hours is not None:
            return hours_between(recorded, on)[1] <= self.hours
        return self.dosing_day is None or days_between(recorded, on) <= self.dosing_day


def days_between(then: date, on: date) -> int:
    """Return the whole days from a day to another, by the calendar of the place where it is decided."""
    if isinstance(then, datetime) and then.tzinfo is not None and isinstance(on, datetime):
        assert on.tzinfo is not None
        then = on_clocks_of(on.tzinfo, then)
    return on.toordinal() - then.toordinal()


def hours_between(then: date, on: datetime) -> tuple[Exact, Exact]:
    """Return the fewest and the most hours from then to a moment: without a time and zone, then is a whole day."""
    if isinstance(then, datetime) and then.tzinfo is not None:
        hours = _hours(on, then)
        return hours, hours
    try:
        midnight = datetime.combine(date.fromordinal(then.toordinal()), time(), on.tzinfo)
        return _hours(on, midnight + timedelta(days=1)), _hours(on, midnight)
    except OverflowError:  # the first and the last days that there are: no clock of the place reaches them
        days = on.toordinal() - then.toordinal()
        return (days - 2) * 24, (days + 2) * 24


def _hours(later: datetime, earlier: datetime) -> Exact:
    return exact(Fraction(elapsed(later, earlier) // timedelta(microseconds=1), 3_600_000_000))


def is_to_come(then: date, on: date) -> bool:
    """Say whether a day or moment surely lies after the decision; the last day that there is stands for no end."""
    if then.toordinal() == date.max.toordinal():
        return True
    return hours_between(then, on)[1] < 0 if isinstance(on, datetime) else days_between(then, on) < 0


FOR_EVER: Final = Validity()
