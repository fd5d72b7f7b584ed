"""When something happened, as people say it: its date where that is known, and how long ago that was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from .language import Locale, plural
from .limit import Exact, Limit, rounded
from .possible import NEVER_DAYS

IN_DAYS: Final = 92
"""Up to how many days ago something is said to be so many days ago; what is older, years and months."""
IN_HOURS: Final = 72
"""Up to how many hours ago something is said to be so many hours ago, where no limit in hours stands beside it."""
NEAR: Final = 31
"""How many days from a limit the days still count."""
YEARS: Final = plural("{number} y", "{number} y")
MONTHS_AGO: Final = plural("{number} mo", "{number} mo")


def happened(low: Exact, high: Exact, unit: str, locale: Locale, limit: object = None) -> str:
    """Return when an event was that lies so many days, or hours, back; ``limit`` is what that is held against."""
    if low == high:
        return locale("never") if low == NEVER_DAYS else _once(low, unit, locale, limit)
    if (low, high) == (0, NEVER_DAYS - 1):
        return locale("happened, date not known")
    if locale.on is not None and unit == "d" and not locale.coded:
        return _between(int(low), int(high), locale.on, locale)
    low, high = (low, high) if locale.coded else (rounded(low, limit), rounded(high, limit))
    if high == NEVER_DAYS:
        return locale("never, or {limit} ago or longer", limit=locale.quantity(low, unit))
    return locale("{time} ago", time=locale.span(low, high, unit))


def _once(back: Exact, unit: str, locale: Locale, limit: object) -> str:
    """Return one day, or moment, with how long ago it was."""
    if locale.coded:
        return locale("{time} ago", time=locale.quantity(back, unit))
    ago = locale("{time} ago", time=_time(back, unit, locale, limit))
    if unit == "d" and locale.on is not None:
        when = locale.date(_day(int(back), locale.on))
    elif unit == "h" and isinstance(locale.on, datetime):
        at = _moment(back, locale.on)
        today = at.date() == locale.on.date()
        when = locale("today, {time}", time=f"{at:%H:%M}") if today else f"{locale.date(at)}, {at:%H:%M}"
    else:
        return ago
    return f"{when} ({ago})"


def _time(back: Exact, unit: str, locale: Locale, limit: object) -> str:
    """Return how long ago: in hours, in days, or in years and months."""
    held = isinstance(limit, Limit)
    if unit == "h" and (held or back <= IN_HOURS):
        return locale.quantity(rounded(back, limit), unit)
    days = int(back) if unit == "d" else int(back) // 24
    near = isinstance(limit, Limit) and -NEAR <= back - limit.value <= NEAR
    if locale.on is None or days <= IN_DAYS or near:
        return locale.quantity(days, "d")
    return _months(_day(days, locale.on), locale.on, locale)


def _months(then: date, on: date, locale: Locale) -> str:
    """Return the whole years and months between two days; nothing where that is less than a month."""
    months = (on.year - then.year) * 12 + on.month - then.month - (on.day < then.day)
    years, rest = divmod(months, 12)
    told = [locale.count(*words, number) for words, number in ((YEARS, years), (MONTHS_AGO, rest)) if number]
    return locale("{years} {months}", years=told[0], months=told[1]) if len(told) == 2 else "".join(told)


def _between(low: int, high: int, on: date, locale: Locale) -> str:
    """Return a month or a year, where that is just what is known; else the two ends between which something was."""
    last = _day(low, on)
    if high >= NEVER_DAYS:
        return locale("never, or on or before {day}", day=locale.date(last))
    if high == NEVER_DAYS - 1:
        return locale("on or before {day}", day=locale.date(last))
    first, to_today = _day(high, on), low == 0
    ends_year, ends_month = _ends_month(last) and last.month == 12, _ends_month(last)
    if first.day == 1 and (last.year, last.month) == (first.year, first.month) and (to_today or ends_month):
        told, since = locale.month(first), _months(first, on.replace(day=1), locale)
        return f"{told} ({locale('{time} ago', time=since)})" if since else told
    if (first.month, first.day) == (1, 1) and last.year == first.year and (to_today or ends_year):
        return str(first.year)
    if first.day == 1 and to_today:
        return locale("between {month} and today", month=locale.month(first))
    if first.day == 1 and ends_month:
        return locale("between {month} and {last}", month=locale.month(first), last=locale.month(last))
    if to_today:
        return locale("between {day} and today", day=locale.date(first))
    return locale("between {day} and {last_day}", day=locale.date(first), last_day=locale.date(last))


def _day(back: int, on: date) -> date:
    return date.fromordinal(on.toordinal() - back)


def _moment(back: Exact, on: datetime) -> datetime:
    gone = timedelta(microseconds=round(back * 3_600_000_000))
    return on - gone if on.tzinfo is None else (on.astimezone(UTC) - gone).astimezone(on.tzinfo)


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
