"""What was entered wrong: every recorded value that cannot be, with what would be plausible, and why.

Whoever entered the data reads it first. It is worked out from what was recorded and the declarations alone, before any
decision and whatever rules read. A value that contradicts another is listed beside it, each under its own name. What a
reading finds to contradict itself, and no single value shows, is listed by the reading.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, cast

import attrs

from ...language import CODED, Locale, message
from ...limit import Exact, exact
from ...possible import Absence, Mark
from .contradictions import Crossed
from .declaration import Fact
from .group import Facts, given
from .kinds import Event, Number
from .series import Day, Series
from .validity import is_to_come
from .values import (
    AtLeastThese,
    Between,
    DaysAgo,
    HoursAgo,
    NoneWithin,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
)

BEYOND: Final = message("no client has that value")
CODE: Final = message("a code for a missing value, which no client has")
TO_COME: Final = message("dated after the decision")
CONTRADICTS: Final = message("contradicts {others}")
CANNOT: Final = message("cannot be so beside what else is recorded")
BEFORE: Final = message("dated before the birth, or before any life")
TOO_LONG: Final = message("longer ago than the life so far")
FROM_DAY: Final = message("{day} or later")
THAT_DAY: Final = message("{day} or before")


@attrs.frozen
class DataError:
    """One recorded value that cannot be: where it stands, what was given, what is plausible, and why.

    >>> from datetime import date
    >>> from kaprules import Client
    >>> from kaprules.facts import Vitals
    >>> (error,) = Client(vitals=Vitals(heart_rate=700)).data_errors(date(2026, 11, 23))
    >>> error.place, error.given, error.plausible
    ('vitals.heart_rate', '700 per minute', '20 to 250 per minute')
    >>> print(error)
    resting heart rate 700 per minute: no client has that value; expected: 20 to 250 per minute
    """

    fact: str
    """The id of the fact of the subject: of a series, where the value stands in a record."""
    place: str
    """Where the value stands, as in a client file: ``vitals.pressures[1].systolic``; records are counted from 0."""
    given: str
    """What was given, with its unit."""
    plausible: str
    """What would be plausible; empty where nothing narrower is known than that it cannot be so."""
    why: str
    """What is wrong with it."""
    beside: tuple[str, ...] = ()
    """The places of what it contradicts."""
    _told: _Told = attrs.field(kw_only=True, repr=False, eq=False)

    def render(self, locale: Locale = CODED) -> str:
        """Return it as one line in the reader's language."""
        told = self._told
        what, given, why = told.what(locale), told.given(locale), told.why(locale)
        text, plausible = locale("{what} {given}: {why}", what=what, given=given, why=why), told.plausible(locale)
        return locale("{error}; expected: {plausible}", error=text, plausible=plausible) if plausible else text

    def __str__(self) -> str:
        return self.render()


@attrs.frozen(eq=False)
class _Told:
    """The parts of a data error, to be worded in any language."""

    facts: tuple[tuple[Fact, int | None], ...]
    """The fact, and of a series the number of the record and the part of it that is wrong."""
    value: object
    reason: str
    of: Fact | None = None
    """The fact that declares a contradiction, or the reading that found one."""
    among: tuple[Fact, ...] = ()
    """What contradicts each other."""
    expected: str = ""
    """What has to be so among them, as a message."""
    last: date | None = None
    """The latest day that is plausible."""
    first: date | None = None
    """The first day that is plausible."""

    @property
    def fact(self) -> Fact:
        return self.facts[-1][0]

    @property
    def others(self) -> tuple[Fact, ...]:
        return tuple(each for each in self.among if each is not self.fact)

    def what(self, locale: Locale) -> str:
        parts = []
        for fact, number in self.facts:
            title = lower(locale(fact.title))
            parts.append(title if number is None else locale("{title}, entry {number}", title=title, number=number + 1))
        return ", ".join(parts)

    def given(self, locale: Locale) -> str:
        return as_given(self.fact, self.value, locale)

    def why(self, locale: Locale) -> str:
        if self.others:
            return locale(CONTRADICTS, others=_joined(self.others, locale))
        return locale(self.reason)

    def plausible(self, locale: Locale) -> str:
        fact = self.fact
        if self.last is not None:
            return locale(THAT_DAY, day=locale.when(self.last))
        if self.first is not None:
            return locale(FROM_DAY, day=locale.when(self.first))
        if self.of is not None and self.expected:
            others = [each for each in self.among if each is not self.of]
            return locale(self.expected, fact=lower(locale(self.of.title)), others=_joined(others, locale))
        if self.others:
            return ""
        if isinstance(self.of, Number):
            fact = self.of
            span = locale.span(fact.lowest, fact.highest, fact.unit)
            return locale("{fact}: {value}", fact=lower(locale(fact.title)), value=span)
        return locale.span(fact.lowest, fact.highest, fact.unit) if isinstance(fact, Number) else ""


def lower(title: str) -> str:
    """Return a title for the middle of a sentence; abbreviations keep their capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _joined(facts: Any, locale: Locale) -> str:
    names = [lower(locale(fact.title)) for fact in facts]
    if len(names) < 2:
        return "".join(names)
    return locale("{some} and {last}", some=", ".join(names[:-1]), last=names[-1])


def as_given(fact: Fact, value: object, locale: Locale) -> str:
    """Return a value as somebody gave it, in words."""
    unit = getattr(fact, "unit", "")
    if isinstance(value, Quantity):
        return locale.quantity(exact(value.value), value.unit)
    if isinstance(value, Between):
        low, high = (exact(end.value) if isinstance(end, Quantity) else end for end in (value.low, value.high))
        if low is not None and high is not None:
            return locale.span(low, high, unit)
        return (
            locale("{number} or more", number=locale.quantity(low, unit))
            if low is not None
            else locale("{number} or less", number=locale.quantity(cast("Exact", high), unit))
        )
    if isinstance(value, bool):
        return locale("yes") if value else locale("no")
    if isinstance(fact, Number):
        number: Exact = exact(value)  # type: ignore[arg-type] # accepted before
        return locale.quantity(number, unit)
    if isinstance(value, DaysAgo):
        return locale("{time} ago", time=locale.quantity(value.days, "d"))
    if isinstance(value, NoneWithin):
        return locale("none in {time}", time=locale.quantity(value.days, "d"))
    if isinstance(value, HoursAgo):
        return locale("{time} ago", time=locale.quantity(value.hours, "h"))
    if isinstance(value, OneOf):
        return ", ".join(sorted(locale(str(option.value)) for option in value.options))
    if isinstance(value, enum.Enum):
        return locale(str(value.value))
    if isinstance(value, date):
        return locale.when(value)
    if isinstance(value, tuple | AtLeastThese):
        known = value.records if isinstance(value, AtLeastThese) else value
        return locale.count("{number} entry", "{number} entries", len(known))
    return str(value)


# Finding them ------------------------------------------------------------------------------------------------


def data_errors(groups: Any, on: date) -> tuple[DataError, ...]:
    """Return what cannot be in some groups of facts, in order of declaration."""
    return tuple(dict.fromkeys(error for group in groups for error in _in_group(group, on)))


@attrs.frozen(eq=False)
class _Place:
    """A group of a subject, or a record of a series of one."""

    path: str
    series: Fact | None = None
    number: int | None = None

    def facts(self, fact: Fact) -> tuple[tuple[Fact, int | None], ...]:
        return ((fact, None),) if self.series is None else ((self.series, self.number), (fact, None))


def _in_group(group: Facts, on: date) -> Iterator[DataError]:
    path = group.__group__
    found: set[str] = set()
    for error in _in_facts(group, _Place(path), on):
        found.add(error.fact.rpartition(".")[2])
        yield error
    for fact in group.__scalars__:
        try:
            possible = fact.possible(group, on)
        except Exception:  # a reading that raises is named by the decision
            continue
        sources = {fact.name, *fact.derived_from}
        if Mark.DATA_ERROR in possible.marks and not sources & found:
            # Nothing that was given is wrong by itself: the reading found that it cannot be so, together or at all.
            values = {
                each: [value for value, _ in _values(given(group)[each.name]) if not isinstance(value, Absence)]
                for each in group.__facts__
                if each.name in sources and each.name in given(group)
            }
            recorded = tuple(each for each, said in values.items() if said)
            found |= {each.name for each in recorded}
            for each in recorded:
                told = _Told(((each, None),), values[each][0], CANNOT, of=fact, among=recorded)
                yield _error(_Place(path), told)


def _in_facts(group: Facts, place: _Place, on: date) -> Iterator[DataError]:
    recorded = given(group)
    crossed = _crossed(group, on)
    for fact in group.__facts__:
        if fact.name not in recorded:
            continue
        reports = _values(recorded[fact.name])
        for value, then in reports:
            if then is not None and group.could_not_be(then, on):
                yield _error(place, _at_no_time(place, fact, value, then, group, on))
            elif isinstance(value, Absence):
                continue
            elif isinstance(fact, Series):
                records = value.records if isinstance(value, AtLeastThese) else value
                for number, record in enumerate(records):
                    yield from _in_facts(record, _Place(f"{place.path}.{fact.name}[{number}]", fact, number), on)
            elif isinstance(fact, Day):
                last = value.last if isinstance(value, PartialDate) else value
                first = value.first if isinstance(value, PartialDate) else value
                if is_to_come(first, on) or last.toordinal() < group.born(on):
                    yield _error(place, _at_no_time(place, fact, value, last, group, on))
            elif fact.size:
                known = fact.values_of(value, on)
                if known.absence is Absence.IMPLAUSIBLE:
                    yield _beyond(place, fact, value, on)
                elif fact.within_life(known, value, on, group).absence is Absence.IMPLAUSIBLE:
                    dated = isinstance(value, date | PartialDate)
                    first = date.fromordinal(max(1, group.born(on))) if dated else None
                    yield _error(place, _Told(place.facts(fact), value, BEFORE if dated else TOO_LONG, first=first))
        for each in crossed.get(fact, ()):
            yield _error(
                place,
                _Told(
                    place.facts(fact),
                    reports[0][0],
                    CONTRADICTS if each.facts[1:] else CANNOT,
                    of=each.facts[0],
                    among=each.facts,
                    expected=each.contradiction.expected,
                ),
            )


def _crossed(group: Facts, on: date) -> dict[Fact, list[Crossed]]:
    """Return the contradictions of a group by the facts that were given and that they are about."""
    found: dict[Fact, list[Crossed]] = {}
    for each in group.__crossed__:
        if each.holds(group, on):
            for fact in each.facts:
                found.setdefault(fact, []).append(each)
    return found


def _values(recorded: object) -> list[tuple[Any, date | None]]:
    """Return the values that were recorded of a fact, each with the day of its evidence."""
    if isinstance(recorded, Reports):
        return sorted(((each.value, each.on) for each in recorded.reports), key=repr)
    return [(recorded.value, recorded.on)] if isinstance(recorded, Recorded) else [(recorded, None)]


def _beyond(place: _Place, fact: Fact, value: Any, on: date) -> DataError:
    if isinstance(fact, Number) and fact.is_code(value):
        return _error(place, _Told(place.facts(fact), value, CODE))
    if isinstance(fact, Event) and isinstance(value, date | PartialDate):
        first = value if isinstance(value, date) else value.first
        if is_to_come(first, on):
            return _error(place, _Told(place.facts(fact), value, TO_COME, last=_latest(first, on)))
    return _error(place, _Told(place.facts(fact), value, BEYOND))


def _at_no_time(place: _Place, fact: Fact, value: object, then: date, group: Facts, on: date) -> _Told:
    """Return that something is dated after the decision, or before the life."""
    if is_to_come(then, on):
        return _Told(place.facts(fact), value, TO_COME, last=_latest(then, on))
    return _Told(place.facts(fact), value, BEFORE, first=date.fromordinal(max(1, group.born(on))))


def _latest(then: date, on: date) -> date:
    """Return the day of the decision, or its moment beside a moment."""
    return on if type(then) is type(on) else date.fromordinal(on.toordinal())


def _error(place: _Place, told: _Told) -> DataError:
    return DataError(
        told.facts[0][0].id,
        f"{place.path}.{told.fact.name}",
        told.given(CODED),
        told.plausible(CODED),
        told.why(CODED),
        tuple(f"{place.path}.{each.name}" for each in told.others),
        told=told,
    )
