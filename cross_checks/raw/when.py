"""Days, instants and how long ago they were, by the clocks of the place where it is decided."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

EPOCH: Final = date(1970, 1, 1).toordinal()
DAY: Final = 86_400
WRITTEN: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|([+-])(\d\d):(\d\d)(?::(\d\d))?)?(?:\[(.+)\])?)?"
)
MONTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Asked(NamedTuple):
    """When and where it is decided: on a day or at a moment, and by the clocks of which place."""

    day: int
    """The number of the day, as that place's calendar shows it; 1 is the first of January of the year 1."""
    at: Fraction | None
    """The seconds since 1970 of the moment; None where it is decided on a day."""
    place: tzinfo | None
    life: int | None = None
    """At most how many days ago the subject was born; None where that does not matter."""


class Then(NamedTuple):
    """A day as written, and the instant where its time stands there with the difference from UTC."""

    day: int
    instant: Fraction | None
    clock: Fraction | None = None
    """The seconds that a clock showed, counted as if it were one of UTC; None where no time was written."""


def asked(on: date, place: tzinfo | None = None) -> Asked:
    """Return when and where it is decided."""
    if isinstance(on, datetime):
        return Asked(on.toordinal(), read(on.isoformat()).instant, on.tzinfo)
    return Asked(on.toordinal(), None, place)


def read(text: str) -> Then:
    """Return what a text of a day, a local time or an instant says."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    number = day_number(year, month, day)
    if found[4] is None:
        return Then(number, None)
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    seconds = Fraction((number - EPOCH) * DAY + hour * 3600 + minute * 60 + second)
    seconds += Fraction(int(found[7] or 0), 10 ** len(found[7] or ""))
    if found[8] is None and found[13] is None:
        return Then(number, None, seconds)
    away = 0
    if found[8] is None:
        clock = datetime(year, month, day, hour, minute, second, tzinfo=ZoneInfo(found[13]))
        away = _seconds(clock.utcoffset())
    elif found[8] != "Z":
        away = int(found[10]) * 3600 + int(found[11]) * 60 + int(found[12] or 0)
        away = -away if found[9] == "-" else away
    return Then(number, seconds - away, seconds)


def day_number(year: int, month: int, day: int) -> int:
    """Return the number of a day, counted by whole years and months."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    return days + sum(days_of(year, earlier) for earlier in range(1, month)) + day


def days_of(year: int, month: int) -> int:
    """Return how many days a month has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return MONTHS[month - 1] + (1 if month == 2 and leap else 0)


def local_day(then: Then, asked: Asked) -> int:
    """Return the day that the clocks of the place showed then; without a place or an instant, the day as written.

    What falls there before the first day that there is, or after the last, counts as of that day.
    """
    if then.instant is None or asked.place is None:
        return then.day
    shown = EPOCH + (then.instant + _away(then.instant, asked.place)) // DAY
    return min(max(shown, 1), date.max.toordinal())


def is_one_time(one: Then, other: Then, asked: Asked) -> bool:
    """Say whether two times can be one: the same instant, the same clock of no known zone, or one of each."""
    if one.clock is None or other.clock is None:
        return local_day(one, asked) == local_day(other, asked)
    if one.instant is not None and other.instant is not None:
        return one.instant == other.instant
    return (one.instant is None) != (other.instant is None) or one.clock == other.clock


def shown_clock(then: Then, asked: Asked) -> Fraction | None:
    """Return what the clocks of the place showed then."""
    if then.instant is None or asked.place is None:
        return then.clock
    return then.instant + _away(then.instant, asked.place)


def _away(instant: Fraction, place: tzinfo) -> int:
    """Return by how many seconds the clocks of a place are ahead of UTC at an instant."""
    within = min(max(instant, Fraction(-62_135_510_400)), Fraction(253_402_127_999))
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=within // 1)
    return _seconds(moment.astimezone(place).utcoffset())


def _midnight(day: int, place: tzinfo | None) -> Fraction:
    """Return the instant at which a day begins at a place."""
    near = min(max(day, 2), date.max.toordinal() - 1)
    ahead = datetime.combine(date.fromordinal(near), datetime.min.time(), place).utcoffset()
    return Fraction((day - EPOCH) * DAY - _seconds(ahead))


def hours_of(day: int, place: tzinfo | None) -> Fraction:
    """Return how many hours a day has at a place."""
    return (_midnight(day + 1, place) - _midnight(day, place)) / 3600


def misses_midnight(day: int, place: tzinfo | None) -> bool:
    """Say whether the clocks of a place were put forward at the midnight with which a day begins."""
    begins = _midnight(day, place)
    return place is not None and (begins + _away(begins, place)) % DAY != 0


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else round(offset.total_seconds())


def days_ago(then: Then, asked: Asked) -> int:
    """Return how many whole days ago it was; fewer than none where it is still to come."""
    return asked.day - local_day(then, asked)


def hours_ago(then: Then, asked: Asked) -> tuple[Fraction, Fraction]:
    """Return the fewest and the most hours ago it can have been: a day without its time is the whole of it."""
    assert asked.at is not None
    if then.instant is not None:
        hours = (asked.at - then.instant) / 3600
        return hours, hours
    return (
        (asked.at - _midnight(then.day + 1, asked.place)) / 3600,
        (asked.at - _midnight(then.day, asked.place)) / 3600,
    )


def is_to_come(then: Then, asked: Asked) -> bool:
    """Say whether it surely lies after the decision; the last day that there is stands for no end."""
    if local_day(then, asked) == date.max.toordinal():
        return True
    return days_ago(then, asked) < 0 if asked.at is None else hours_ago(then, asked)[1] < 0


def is_before_birth(then: Then, asked: Asked) -> bool:
    """Say whether it surely lies before the subject was born."""
    return asked.life is not None and days_ago(then, asked) > asked.life


def covers(validity: dict[str, Any], then: Then, asked: Asked) -> bool:
    """Say whether what was recorded then still reassures: as many days at the intake, days or hours on a dosing day."""
    if asked.at is None:
        days = validity["intake"]
        return days is None or days_ago(then, asked) <= int(days)
    if validity["hours"] is not None:
        return hours_ago(then, asked)[1] <= int(validity["hours"])
    days = validity["dosing_day"]
    return days is None or days_ago(then, asked) <= int(days)


def day_before(hours: Fraction, asked: Asked) -> int:
    """Return which day the clocks of the place showed so many hours before the moment."""
    assert asked.at is not None
    return local_day(Then(0, asked.at - hours * 3600), asked)
