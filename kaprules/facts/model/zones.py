"""Places and their clocks: what a clock shows at an instant, and which instant it showed.

Python compares two times of one zone by what the clock shows, and takes no time of an hour that the clocks show twice
for the same as one of another zone. So an instant is kept with its difference from UTC alone: equal ones are then
equal, and have one hash, whatever they were written as and wherever. Differences are taken without going through UTC,
which has no year 0 and no year 10000.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from ...errors import InputError, Shown, input_error

MACHINE: Final = ("localtime", "posixrules", "posix/", "right/")
"""What some systems keep beside the names of places: it means something else on each, or counts leap seconds."""
_OFFSET: Final = re.compile(r"([+-])([0-9]{2}):([0-5][0-9])(?::([0-5][0-9]))?")
EXPECTED: Final = "a place such as 'Europe/Vienna', or a difference from UTC such as '+01:00'"


def has_zone(at: datetime) -> bool:
    """Say whether it is known by how much a time differs from UTC."""
    try:
        return at.utcoffset() is not None
    except Exception:  # whatever a zone of somebody's own may raise
        return False


def instant(at: datetime) -> datetime:
    """Return a time in a zone with its difference from UTC alone.

    >>> instant(datetime(2026, 11, 23, 17, tzinfo=ZoneInfo("Europe/Vienna"))).isoformat()
    '2026-11-23T17:00:00+01:00'
    """
    if type(at.tzinfo) is timezone:
        return at
    return at.replace(tzinfo=timezone(_offset(at)), fold=0)


def _offset(at: datetime) -> timedelta:
    offset = at.utcoffset()
    assert offset is not None
    return offset


def exists(at: datetime) -> bool:
    """Say whether the clocks of its zone ever showed a time: not in the hour that is left out in spring."""
    try:
        shown = instant(at).astimezone(at.tzinfo)
    except Exception:  # at the ends of the calendar no clock is changed; a zone of somebody's own may raise anything
        return True
    return shown.replace(tzinfo=None) == at.replace(tzinfo=None)


def shown_once(at: datetime, place: str) -> datetime:
    """Return a time with its difference from UTC alone; raise ``InputError`` where no clock showed it."""
    if exists(at):
        return instant(at)
    raise input_error(
        place,
        Shown(f"{at.replace(tzinfo=None)} in {zone_name(at.tzinfo) or 'its zone'}"),
        reason="the clocks were put forward past it",
        expected="a time that exists",
        remedy="check the entry and its zone",
    )


def elapsed(later: datetime, earlier: datetime) -> timedelta:
    """Return how much time lies between two instants, wherever in the calendar they are."""
    return (later.replace(tzinfo=None) - earlier.replace(tzinfo=None)) - (_offset(later) - _offset(earlier))


def on_clocks_of(zone: tzinfo, at: datetime) -> datetime:
    """Return an instant as the clocks of a zone showed it, with its difference from UTC alone.

    An instant that falls there before the first day that there is, or after the last, counts as of that day.
    """
    try:
        return instant(at.astimezone(zone))
    except OverflowError:
        try:
            return at.astimezone(UTC)
        except OverflowError:
            return at


def same(one: tzinfo, other: tzinfo) -> bool:
    """Say whether two zones are surely one."""
    return one is other or (type(one) is type(other) is timezone and one == other)


def clock_of(on: date, zone: str | tzinfo | None = None) -> tzinfo | None:
    """Return the zone whose days count: of a moment its own, of a day the one given; None where there is none.

    Raises ``InputError`` for what is no zone, and for one beside a moment of another.
    """
    if not isinstance(on, datetime):
        return None if zone is None else zone_of(zone)
    if zone is not None and zone is not on.tzinfo and zone_name(zone_of(zone)) != zone_name(on.tzinfo):
        raise input_error(
            "zone",
            zone_name(zone_of(zone)),
            reason=f"the moment of the decision is in {zone_name(on.tzinfo) or 'another'}",
            expected="no other zone beside a moment",
            remedy="leave it out, or give the moment in that zone",
        )
    return on.tzinfo


# The names of zones ------------------------------------------------------------------------------------------


def zone_of(given: object, place: str = "zone") -> tzinfo:
    """Return the zone that is meant: a ``ZoneInfo``, a fixed difference from UTC, or the name of either.

    >>> zone_of("Europe/Vienna"), zone_of("-08:00").utcoffset(None)
    (zoneinfo.ZoneInfo(key='Europe/Vienna'), datetime.timedelta(days=-1, seconds=57600))

    Raises ``InputError`` for anything else.
    """
    if type(given) is timezone:
        return given
    if isinstance(given, ZoneInfo) and given.key is not None:
        return given
    if type(given) is str:
        written = _OFFSET.fullmatch(given)
        if written is not None:
            hours, minutes, seconds = (int(part or 0) for part in written.groups()[1:])
            if hours < 24:
                offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
                return timezone(-offset if written[1] == "-" else offset)
        elif given == "Z":
            return UTC
        elif not given.startswith(MACHINE):
            try:
                return ZoneInfo(given)
            except (ValueError, OSError, LookupError):  # it is looked up as a file
                pass
    raise wrong_zone(given, place)


def wrong_zone(given: object, place: str) -> InputError:
    """Return the error for what is no zone."""
    return input_error(
        place,
        given,
        expected=EXPECTED,
        remedy="name the place whose clock counts",
    )


def zone_name(zone: tzinfo | None) -> str | None:
    """Return the name of a zone, which ``zone_of`` takes; None where it has none.

    >>> zone_name(UTC), zone_name(zone_of("+05:30"))
    ('UTC', '+05:30')
    """
    if isinstance(zone, ZoneInfo):
        return zone.key
    if type(zone) is not timezone:
        return None
    return offset_name(zone.utcoffset(None))


def offset_name(offset: timedelta) -> str:
    """Return a difference from UTC as it is written, ``UTC`` where there is none."""
    if not offset:
        return "UTC"
    return datetime(1, 1, 2, tzinfo=timezone(offset)).isoformat()[len("0001-01-02T00:00:00") :]


BY_HAND: Final = "pass zone='Europe/Vienna' (--zone Europe/Vienna in a terminal), or name it in the site's policy"


def no_zone(place: str, remedy: str = BY_HAND) -> InputError:
    """Return the error where instants have to fall on days, and nobody says by which clock."""
    return input_error(
        "zone",
        problem="is not given",
        reason=f"{place} holds a time with its zone, and on which day that was depends on the place",
        expected=EXPECTED,
        remedy=remedy,
    )
