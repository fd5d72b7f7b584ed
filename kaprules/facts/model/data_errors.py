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
from .united import reports_of
from .validity import is_to_come
from .values import (
    AtLeastThese,
    Between,
    DaysAgo,
    HoursAgo,
    NoneWithin,
    OneOf,
    OverDaysAgo,
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
MISDATED: Final = message("confirmed or copied on a day that cannot be")
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
    """Where the value stands; in a series, with the record's day: ``vitals.pressures[2026-11-20].systolic``.

    Equal subjects list records in any order, so a record is named by its day, or by what comes first in it.
    """
    given: str
    """What was given, in the unit of the fact; its words keep the unit that somebody wrote."""
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

    facts: tuple[Fact, ...]
    """The fact; of a series, the part of the record that is wrong follows."""
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
    record: tuple[Fact, object] | None = None
    """What names the record of a series: its day, or what comes first in it."""

    @property
    def fact(self) -> Fact:
        return self.facts[-1]

    @property
    def others(self) -> tuple[Fact, ...]:
        return tuple(each for each in self.among if each is not self.fact)

    def what(self, locale: Locale) -> str:
        *series, part = (lower(locale(fact.title)) for fact in self.facts)
        if series and self.record is not None:
            name = as_given(*self.record, locale)
            dated = isinstance(self.record[1], date | PartialDate)
            series = [locale("{title} of {day}", title=series[0], day=name) if dated else f"{series[0]}, {name}"]
        return ", ".join((*series, part))

    def given(self, locale: Locale) -> str:
        return as_given(self.fact, self.value, locale, spelled=True)

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
    first = title.partition(" ")[0]
    return title if any(letter.isupper() for letter in first[1:]) else title[:1].lower() + title[1:]


def _joined(facts: Any, locale: Locale) -> str:
    names = [lower(locale(fact.title)) for fact in facts]
    if len(names) < 2:
        return "".join(names)
    return locale("{some} and {last}", some=", ".join(names[:-1]), last=names[-1])


def as_given(fact: Fact, value: object, locale: Locale, *, spelled: bool = False) -> str:
    """Return a value in words; a number in the fact's own unit, or ``spelled`` in the unit that somebody wrote."""
    unit = getattr(fact, "unit", "")
    if isinstance(value, Quantity) and spelled:
        return locale.quantity(exact(value.value), value.unit)
    if isinstance(fact, Number) and isinstance(value, Quantity):
        value = fact.in_own_unit(value)
    if isinstance(fact, Number) and isinstance(value, Between):
        low, high = fact.in_own_unit(value.low), fact.in_own_unit(value.high)
        if low is not None and high is not None:
            return locale.span(low, high, unit)
        return (
            locale("{number} or more", number=locale.quantity(low, unit))
            if low is not None
            else locale("{number} or less", number=locale.quantity(cast("Exact", high), unit))
        )
    if isinstance(value, bool):
        return locale("yes") if value else locale("no")
    if isinstance(fact, Number) and not isinstance(value, Absence):
        number: Exact = exact(value)  # type: ignore[arg-type] # accepted before
        return locale.quantity(number, unit)
    if isinstance(value, DaysAgo):
        return locale("{time} ago", time=locale.quantity(value.days, "d"))
    if isinstance(value, OverDaysAgo):
        return locale("more than {time} ago", time=locale.quantity(value.days, "d"))
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
        return locale("as recorded")  # how many there are depends on how often each was filed
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
    record: tuple[Fact, object] | None = None

    def told(self, fact: Fact, value: object, reason: str, **more: Any) -> _Told:
        facts = (fact,) if self.series is None else (self.series, fact)
        return _Told(facts, value, reason, record=self.record, **more)


def _name_of(record: Facts) -> tuple[Fact, object] | None:
    """Return what names a record of a series: its day, or what comes first in it."""
    recorded = given(record)
    said = [(fact, recorded[fact.name]) for fact in record.__facts__ if fact.name in recorded]
    days = [each for each in said if isinstance(each[1], date | PartialDate)]
    return next(iter(days or said), None)


def _in_group(group: Facts, on: date) -> Iterator[DataError]:
    path = group.__group__
    found: set[str] = set()
    for error in _in_facts(group, _Place(path), on):
        found.add(error.fact.rpartition(".")[2])
        yield error
    known = given(group)
    for fact in group.__scalars__:
        sources = {fact.name, *fact.derived_from}
        if sources.isdisjoint(known):
            continue
        try:
            possible = fact.possible(group, on)
        except Exception:  # a reading that raises is named by the decision
            continue
        if Mark.DATA_ERROR in possible.marks and not sources & found:
            # Nothing that was given is wrong by itself: the reading found that it cannot be so, together or at all.
            values = {
                each: [value for value, _ in _in_order(each, known[each.name]) if not isinstance(value, Absence)]
                for each in group.__facts__
                if each.name in sources and each.name in known
            }
            recorded = tuple(each for each, said in values.items() if said)
            found |= {each.name for each in recorded}
            for each in recorded:
                told = _Told((each,), values[each][0], CANNOT, of=fact, among=recorded)
                yield _error(_Place(path), told)


def _in_facts(group: Facts, place: _Place, on: date) -> Iterator[DataError]:
    recorded = given(group)
    crossed = _crossed(group, on)
    for fact in group.__facts__:
        if fact.name not in recorded:
            continue
        reports = _in_order(fact, recorded[fact.name])
        yield from (_error(place, each) for each in _misdated(place, fact, recorded[fact.name], group, on))
        for value, then in reports:
            if then is not None and group.could_not_be(then, on):
                yield _error(place, _at_no_time(place, fact, value, then, group, on))
            elif isinstance(value, Absence):
                continue
            elif isinstance(fact, Series):
                records = value.records if isinstance(value, AtLeastThese) else value
                found = [list(_in_record(place, fact, record, on)) for record in records]
                for errors in sorted(found, key=lambda errors: [(error.place, error.given) for error in errors]):
                    yield from errors
            elif isinstance(fact, Day):
                last = value.last if isinstance(value, PartialDate) else value
                first = value.first if isinstance(value, PartialDate) else value
                if is_to_come(first, on) or last.toordinal() < group.born(on):
                    yield _error(place, _at_no_time(place, fact, value, last, group, on))
            elif fact.size:
                now = fact.as_of(value, then, on)
                known = fact.values_of(now, on)
                if known.absence is Absence.IMPLAUSIBLE:
                    yield _beyond(place, fact, value, on)
                elif fact.within_life(known, now, on, group).absence is Absence.IMPLAUSIBLE:
                    dated = isinstance(value, date | PartialDate)
                    first = date.fromordinal(max(1, group.born(on))) if dated else None
                    yield _error(place, place.told(fact, value, BEFORE if dated else TOO_LONG, first=first))
        for each in crossed.get(fact, ()):
            yield _error(
                place,
                place.told(
                    fact,
                    reports[0][0],
                    CONTRADICTS if each.facts[1:] else CANNOT,
                    of=each.facts[0],
                    among=each.facts,
                    expected=each.contradiction.expected,
                ),
            )


def _in_record(place: _Place, series: Fact, record: Facts, on: date) -> Iterator[DataError]:
    name = _name_of(record)
    path = f"{place.path}.{series.name}[{'' if name is None else as_given(*name, CODED)}]"
    return _in_facts(record, _Place(path, series, name), on)


def _crossed(group: Facts, on: date) -> dict[Fact, list[Crossed]]:
    """Return the contradictions of a group by the facts that were given and that they are about."""
    found: dict[Fact, list[Crossed]] = {}
    for each in group.__crossed__:
        if each.holds(group, on):
            for fact in each.facts:
                found.setdefault(fact, []).append(each)
    return found


def _in_order(fact: Fact, recorded: object) -> list[tuple[Any, date | None]]:
    """Return the values that were recorded in an order that does not depend on how they were spelled."""

    def spoken(each: tuple[Any, date | None]) -> tuple[str, str]:
        value, then = each
        return as_given(fact, value, CODED), "" if then is None else CODED.when(then)

    return sorted(_values(recorded), key=spoken)


def _values(recorded: object) -> list[tuple[Any, date | None]]:
    """Return the values that were recorded of a fact, each with the day of its evidence."""
    if isinstance(recorded, Reports):
        return [(each.value, each.on) for each in recorded.reports]
    return [(recorded.value, recorded.on)] if isinstance(recorded, Recorded) else [(recorded, None)]


def _beyond(place: _Place, fact: Fact, value: Any, on: date) -> DataError:
    if isinstance(fact, Number) and fact.is_code(value):
        return _error(place, place.told(fact, value, CODE))
    if isinstance(fact, Event) and isinstance(value, date | PartialDate):
        first = value if isinstance(value, date) else value.first
        if is_to_come(first, on):
            return _error(place, place.told(fact, value, TO_COME, last=_latest(first, on)))
    return _error(place, place.told(fact, value, BEYOND))


def _at_no_time(place: _Place, fact: Fact, value: object, then: date, group: Facts, on: date) -> _Told:
    """Return that something is dated after the decision, or before the life."""
    if is_to_come(then, on):
        return place.told(fact, value, TO_COME, last=_latest(then, on))
    return place.told(fact, value, BEFORE, first=date.fromordinal(max(1, group.born(on))))


def _misdated(place: _Place, fact: Fact, recorded: Any, group: Facts, on: date) -> list[_Told]:
    """Return the answers that were confirmed, or copied, on a day that cannot be, in an order of what they say."""
    found = []
    for each in reports_of(recorded):
        if not isinstance(each.value, Absence) and group.is_misdated(each, on):
            late = [day for day in each.later_days if is_to_come(day, on)]
            known = {"last": _latest(late[0], on)} if late else {"first": each.on}
            found.append(place.told(fact, each.value, MISDATED, **known))
    return sorted(found, key=lambda told: (as_given(fact, told.value, CODED), told.plausible(CODED)))


def _latest(then: date, on: date) -> date:
    """Return the day of the decision, or its moment beside a moment."""
    return on if type(then) is type(on) else date.fromordinal(on.toordinal())


def _error(place: _Place, told: _Told) -> DataError:
    return DataError(
        told.facts[0].id,
        f"{place.path}.{told.fact.name}",
        as_given(told.fact, told.value, CODED),
        told.plausible(CODED),
        told.why(CODED),
        tuple(f"{place.path}.{each.name}" for each in told.others),
        told=told,
    )
