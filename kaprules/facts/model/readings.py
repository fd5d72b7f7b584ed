"""How repeated observations become the one scalar that rules read.

Each reading is monotone: narrower observations never give a set outside the former one. An observation that
is implausible stays in its series with the whole plausible range.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from ...limit import Exact, exact
from ...possible import ABSENT_BIT, NO_MARKS, PRESENT_BIT, Absence, Interval, Mark, Options, option_bits
from .group import Facts
from .kinds import Choice, latest
from .series import Series


def marks_of(*possibles: Interval | Options) -> frozenset[Mark]:
    """Return the marks of several sets together."""
    return NO_MARKS.union(*[possible.marks for possible in possibles])


def absence_of(*possibles: Interval | Options) -> Absence | None:
    """Return why the first of several sets that are absent is; None where all have a usable value."""
    return next((possible.absence for possible in possibles if possible.absence is not None), None)


def mean(values: list[Interval]) -> Interval:
    """Return the exact mean of numbers, each as far as it is known."""
    low, high = sum(value.low for value in values), sum(value.high for value in values)
    return Interval(_share(low, len(values)), _share(high, len(values)), None, marks_of(*values))


def _share(total: Exact, parts: int) -> Exact:
    return total // parts if isinstance(total, int) and total % parts == 0 else exact(Fraction(total, parts))


def highest(values: list[Interval]) -> Interval:
    """Return the highest of numbers, each as far as it is known."""
    return Interval(max(value.low for value in values), max(value.high for value in values), None, marks_of(*values))


def latest_in(series: str, event: Callable[[Any, date], Interval | None]) -> Callable[[Any, date], Interval]:
    """Return the reading "days since the latest event in a series"; ``event`` gives each record's, or None.

    Where other records may exist, because the list is absent or too old, a later event stays possible.
    """

    def read(group: Facts, on: date) -> Interval:
        records, absence = _series(group, series).records(group, on)
        events = [found for record in records if (found := event(record, on)) is not None]
        known = latest(events)
        return known._replace(low=known.low if absence is None else 0, absence=absence, marks=marks_of(*events))

    return read


def worst_in(series: str, bits: Callable[[Any, date], Options]) -> Callable[[Any, date], Options]:
    """Return the reading "true of at least one record of a series", of a flag that each record has."""

    def read(group: Facts, on: date) -> Options:
        records, absence = _series(group, series).records(group, on)
        each = [bits(record, on) for record in records]
        some = any(options.bits == PRESENT_BIT for options in each)
        none = all(options.bits == ABSENT_BIT for options in each) and absence is None
        return Options(
            PRESENT_BIT if some else ABSENT_BIT if none else PRESENT_BIT | ABSENT_BIT,
            None if some else absence,
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
