"""Days and times as they are written: in client files, case files and records, and behind ``--on``.

A day is ``2025-03-01``; a time ``2025-03-01T14:30``, with seconds and any fraction of one where they are known, with
its difference from UTC, ``Z`` for none, and with the place whose clock it was in brackets:
``2025-03-01T14:30[Europe/Vienna]``. The place is the zone of the local time before it; where a difference is written
too, it has to be the one of that place then.

A time is kept to the microsecond. Clocks that write further digits are understood, and these are cut: the time then
lies less than a microsecond before the one written, for each time alike, so that their order is kept.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from ..errors import Advice, InputError
from ..facts.model import exists, offset_name, zone_of
from .text import as_json, wrong

DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME: Final = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?(\[[^\[\]]+\])?"
"""The forms of a day, and of what follows it where the time is known; both are patterns of a JSON Schema too."""
_WRITTEN: Final = re.compile(
    rf"({DAY}T[0-9]{{2}}:[0-9]{{2}})(?:(:[0-9]{{2}})(?:\.([0-9]+))?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?(?:\[([^\[\]]+)\])?"
)


def read_when(data: object, path: str, wanted: Advice) -> date:
    """Return a day, or a time where one is written: with its zone, or without where that is not said.

    Raises ``InputError`` for any other form, ``wanted`` being what is expected there, and for a time that no clock
    showed, or of which the place showed two.
    """
    if isinstance(data, str) and re.fullmatch(DAY, data):
        try:
            return date.fromisoformat(data)
        except ValueError:
            raise _none_such("day", data, path) from None
    written = _WRITTEN.fullmatch(data) if isinstance(data, str) else None
    if written is None:
        raise _no_form(data, path, wanted)
    text, seconds, fraction, offset, place = written.groups()
    try:
        at = datetime.fromisoformat(text + (seconds or ""))
    except ValueError:
        at = None
    if at is None or text[len("2025-03-01T") :] >= "24":  # some Pythons take 24:00 for the next midnight
        raise _none_such("time", data, path)
    at += timedelta(microseconds=int(f"{fraction or '':0<6}"[:6]))
    known = None if offset is None else _offset(offset, data, path)
    if place is None:
        return at if known is None else at.replace(tzinfo=timezone(known))
    return _at(at, known, _place(place, data, path), data, path)


def as_written(on: date) -> str:
    """Return a day or a moment as ``read_when`` takes it, with its place where it has one.

    >>> as_written(datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Europe/Vienna")))
    '2026-11-30T09:00:00+01:00[Europe/Vienna]'
    """
    place = on.tzinfo.key if isinstance(on, datetime) and isinstance(on.tzinfo, ZoneInfo) else None
    return on.isoformat() if place is None else f"{on.isoformat()}[{place}]"


def _no_form(data: object, path: str, wanted: Advice) -> InputError:
    if isinstance(data, str) and ("[" in data or "]" in data):
        reason, remedy = "", "write 2025-03-01T14:30[Europe/Vienna], with the name of the place in brackets at the end"
        if data.count("[") != data.count("]"):
            reason = "a bracket is not closed" if data.count("[") > data.count("]") else "a bracket is not opened"
        elif "[]" in data:
            reason = "there is no place in the brackets"
        return wrong(path, data, reason=reason, expected=wanted.expectation, remedy=remedy)
    return wrong(path, data, expected=wanted.expectation, remedy=wanted.remedy)


def _none_such(kind: str, data: object, path: str) -> InputError:
    return wrong(path, data, expected=f"a {kind} that exists", remedy="check the entry")


def _offset(text: str, data: object, path: str) -> timedelta:
    hours, minutes, seconds = (int(part) for part in f"{text[1:]}:0:0".split(":")[:3]) if text != "Z" else (0, 0, 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise _none_such("time", data, path)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -offset if text[0] == "-" else offset


def _place(name: str, data: object, path: str) -> tzinfo:
    try:
        return zone_of(name)
    except InputError:
        raise wrong(
            path,
            data,
            reason=f"{as_json(name)} is no place with a clock that is known here",
            expected="the name of one in the brackets",
            remedy="write it as [Europe/Vienna]",
        ) from None


def _at(at: datetime, known: timedelta | None, zone: tzinfo, data: object, path: str) -> datetime:
    """Return the one time at which the clock of a place showed ``at``, and was so far from UTC if that is known."""
    both = [at.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    shown = [each for each in both if exists(each)]
    if len(shown) == 2 and shown[0].utcoffset() == shown[1].utcoffset():
        shown = shown[:1]
    agreeing = [each for each in shown if known is None or each.utcoffset() == known]
    if len(agreeing) == 1:
        return agreeing[0]
    if not shown:
        one, other = (_plainly(each.astimezone(UTC).astimezone(zone)) for each in reversed(both))
        reason, remedy = "the clocks there were put forward past it", f"write {one} or {other}, whichever it was"
    elif agreeing:
        one, other = map(_plainly, agreeing)
        reason, remedy = "the clocks there showed it twice", f"write {one} or {other}, whichever it was"
    else:
        said = " or ".join(map(_plainly, shown))
        reason, remedy = (
            "the difference from UTC is not that of the place",
            f"write {said}, or leave out one of the two",
        )
    raise wrong(path, data, reason=reason, expected="a time that was there once", remedy=remedy)


def _plainly(at: datetime) -> str:
    offset = at.utcoffset()
    assert offset is not None
    return f"{at.replace(tzinfo=None).isoformat(timespec='auto')}{'+00:00' if not offset else offset_name(offset)}"
