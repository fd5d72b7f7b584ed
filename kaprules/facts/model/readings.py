"""How repeated observations become the one scalar that rules read.

Each reading is monotone: narrower observations never give a set outside the former one. An observation that
is implausible stays in its series with the whole plausible range.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from typing import Any

from ...possible import ABSENT_BIT, NO_MARKS, PRESENT_BIT, Absence, Interval, Mark, Options, option_bits
from .group import Facts
from .kinds import Choice, latest
from .series import Listed, Series
from .values import Recorded, Reports


def marks_of(*possibles: Interval | Options) -> frozenset[Mark]:
    """Return the marks of several sets together."""
    return NO_MARKS.union(*[possible.marks for possible in possibles])


def absence_of(*possibles: Interval | Options) -> Absence | None:
    """Return why the first of several sets that are absent is; None where all have a usable value."""
    return next((possible.absence for possible in possibles if possible.absence is not None), None)


def reports_in(given: Any) -> tuple[Recorded, ...]:
    """Return the reports that were given of a fact, each by itself; a bare value is one."""
    if isinstance(given, Reports):
        return tuple(given.reports)
    return () if isinstance(given, Absence) else (given if isinstance(given, Recorded) else Recorded(given),)


def latest_in(series: str, event: Callable[[Any, date], Interval | None]) -> Callable[[Any, date], Interval]:
    """Return the reading "days since the latest event in a series"; ``event`` gives each record's, or None.

    Where other records may exist, because the list is absent, open or too old, a later event stays possible.
    """

    def read(group: Facts, on: date) -> Interval:
        return latest_of(
            listed := _series(group, series).records(group, on),
            [found for record in listed.records if (found := event(record, on)) is not None],
        )

    return read


def latest_of(listed: Listed, events: list[Interval]) -> Interval:
    """Return the days since the latest of the events that the records of a list are, or of others that may exist."""
    known = latest(events)
    if listed.others is None:
        return known._replace(marks=marks_of(*events))
    return known._replace(low=0, absence=listed.reason([None] * len(events)), marks=marks_of(*events))


def worst_in(series: str, bits: Callable[[Any, date], Options]) -> Callable[[Any, date], Options]:
    """Return the reading "true of at least one record of a series", of a flag that each record has."""

    def read(group: Facts, on: date) -> Options:
        listed = _series(group, series).records(group, on)
        each = [bits(record, on) for record in listed.records]
        some = any(options.bits == PRESENT_BIT for options in each)
        undecided = [None for options in each if options.bits & PRESENT_BIT]
        none = not undecided and listed.others is None
        return Options(
            PRESENT_BIT if some else ABSENT_BIT if none else PRESENT_BIT | ABSENT_BIT,
            None if some else listed.reason(undecided),
            marks_of(*each),
        )

    return read


def chosen(choice: Choice, *options: enum.Enum) -> Callable[[Any, date], Options]:
    """Return the flag "is one of these options" of a choice that each record of a series has."""
    wanted = option_bits(options)

    def bits(record: Any, on: date) -> Options:
        possible = choice.possible(record, on)
        assert isinstance(possible, Options)
        inside, outside = possible.bits & wanted, possible.bits & ~wanted
        return Options(
            (PRESENT_BIT if inside else 0) | (ABSENT_BIT if outside else 0), possible.absence, possible.marks
        )

    return bits


def both(
    first: Callable[[Any, date], Options], second: Callable[[Any, date], Options]
) -> Callable[[Any, date], Options]:
    """Return the flag that is present in a record where two others are."""

    def bits(record: Any, on: date) -> Options:
        one, other = first(record, on), second(record, on)
        possible = (one.bits & other.bits & PRESENT_BIT) | ((one.bits | other.bits) & ABSENT_BIT)
        undecided = possible == PRESENT_BIT | ABSENT_BIT
        return Options(possible, absence_of(one, other) if undecided else None, marks_of(one, other))

    return bits


def _series(group: Facts, name: str) -> Series:
    fact = getattr(type(group), name)
    assert isinstance(fact, Series)
    return fact
