"""How a fact is declared, once, with everything that anybody needs to know of it; and what a value leaves possible.

A group of facts is a class; each attribute is declared by ``number``, ``count``, ``score``, ``flag``,
``choice``, ``event``, ``day``, ``text`` or ``series``. On the class the attribute is a term to write rules
with, on an instance it is what was given.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, TypeAlias, cast, dataclass_transform, overload

import attrs

from ..conditions import ChoiceTerm, EventTerm, FlagTerm, NumberTerm, Term
from ..errors import Advice, Faults, InputError, Shown, input_error, nearest, unknown_name
from ..limit import Exact, Given, exact, shown
from ..possible import (
    NEVER_DAYS,
    NEVER_RECORDED,
    NO,
    NO_MARKS,
    YES,
    Absence,
    Interval,
    Mark,
    Options,
    Possible,
    option_bits,
)
from .measurement import UsualErrorOf
from .values import (
    Between,
    DaysAgo,
    HoursAgo,
    Occurrence,
    OneOf,
    Option,
    PartialDate,
    Quantity,
    Recorded,
    Reporter,
    Reports,
    Value,
    clean_text,
    has_zone,
)

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    from ..language import Reader

    When = TypeVar("When", covariant=True, default="Happened")
    Observed = TypeVar("Observed", bound="Record", covariant=True, default=Any)
else:
    from typing import TypeVar

    When = TypeVar("When", covariant=True)
    Observed = TypeVar("Observed", bound="Record", covariant=True)

Taken = TypeVar("Taken", covariant=True)
Happened: TypeAlias = date | PartialDate | Occurrence | DaysAgo
Reported: TypeAlias = Value | Recorded[Value | Absence] | Reports[Value | Absence] | Absence
"""What a scalar fact takes: a value, one report or several, or why there is none."""

DATA_ERROR: Final = frozenset({Mark.DATA_ERROR})
CONFLICT: Final = frozenset({Mark.CONFLICT})
NONE_REMEDY: Final = "leave it out, or say why it is absent: Absence.NOT_KNOWN"
NULL_REMEDY: Final = 'leave it out, or say why it is absent, as {"absent": "not_known"}'
USABLE, ABSENT, UNEXAMINED = 0, 1, 2
"""How a fact stands in a flat snapshot: it has a value, it has none, or it was never looked for and need not be."""


class Adverse(enum.Enum):
    """In which direction a number gets worse."""

    HIGHER = "higher"
    LOWER = "lower"


class Mutability(enum.Enum):
    """Whether what is so of a fact can come to be otherwise, and how."""

    FIXED = "fixed"
    """It stays as it is, or it is not for anybody to propose: history, a diagnosis for life, what is prescribed."""
    PASSES_WITH_TIME = "passes with time"
    """An event recedes, an infection or a pregnancy ends."""
    TREATABLE = "treatable"
    """It may get better: blood pressure, a mood episode."""
    OBTAINABLE = "obtainable"
    """It can be assessed, agreed, arranged or documented."""


class Burden(enum.IntEnum):
    """What it takes to obtain a fact, cost and burden together; the numbers weigh one against the other."""

    QUESTION = 1
    """Asked, or looked up in a record."""
    MEASUREMENT = 2
    """Measured on the spot."""
    EXAMINATION = 3
    """A clinician examines, or rates."""
    TEST = 5
    """Of a laboratory, or with an apparatus."""
    REFERRAL = 8
    """Somewhere else, on another day."""


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
        then = then.astimezone(on.tzinfo)
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
    return exact(
        Fraction((later.astimezone(UTC) - earlier.astimezone(UTC)) // timedelta(microseconds=1), 3_600_000_000)
    )


def is_to_come(then: date, on: date) -> bool:
    """Say whether a day or moment surely lies after the decision."""
    return hours_between(then, on)[1] < 0 if isinstance(on, datetime) else days_between(then, on) < 0


FOR_EVER: Final = Validity()


@attrs.frozen
class Code:
    """A code of a public terminology; ``confirmed`` says whether it was seen in a public repository."""

    system: str
    code: str
    confirmed: bool = True


def loinc(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("LOINC", code) for code in codes)


def snomed(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("SNOMED CT", code) for code in codes)


def icd10cm(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("ICD-10-CM", code) for code in codes)


def rxnorm(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("RxNorm", code) for code in codes)


Reduction = Callable[[Any, date], Possible]
"""How a scalar is read from other facts of its group on a date; narrower facts never give a set outside the former."""


def _usual_mutability(fact: Fact) -> Mutability:
    """Return the mutability of a fact that declares none: events recede, what is lasting stays, the rest is treated."""
    if isinstance(fact, Event):
        return Mutability.PASSES_WITH_TIME
    return Mutability.FIXED if fact.lasting else Mutability.TREATABLE


def _usual_burden(fact: Fact) -> Burden:
    """Return the burden of a fact of which none is declared, by who may report it."""
    if Reporter.LABORATORY in fact.reporters and Reporter.CLIENT not in fact.reporters:
        return Burden.TEST
    if Reporter.DEVICE in fact.reporters and Reporter.LABORATORY not in fact.reporters:
        return Burden.MEASUREMENT
    return Burden.EXAMINATION if fact.cleared_by or fact.reporters == (Reporter.CLINICIAN,) else Burden.QUESTION


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Fact(Term):
    """The declaration of one fact; see ``number()`` and its neighbours for the arguments."""

    title: str
    question: str = ""
    validity: Validity = FOR_EVER
    on_indication: str = ""
    """Why the fact is looked for only on indication; empty for a required fact."""
    lasting: bool = False
    dated: bool = False
    reporters: tuple[Reporter, ...] = tuple(Reporter)
    cleared_by: tuple[Reporter, ...] = ()
    """Who alone may assert a value that is not adverse; empty for anybody."""
    codes: tuple[Code, ...] = ()
    version: int = 1
    """The version of how it is read, and of what it is read from: raised when the same inputs give another result."""
    read: Reduction | None = None
    of: tuple[str, ...] = ()
    needed: bool = False
    beside: bool = False
    """Whether it may be given beside what it is read from; its reading then compares the two."""
    shows: Callable[[Facts, date, Reader], tuple[str, ...]] | None = None
    """What a finding shows beside the value of a reading: which of the observations it rests on."""
    mutability: Mutability = attrs.field(default=attrs.Factory(_usual_mutability, takes_self=True))
    burden: Burden = attrs.field(default=attrs.Factory(_usual_burden, takes_self=True))

    id: str = attrs.field(default="", init=False)
    group: str = attrs.field(default="", init=False)
    name: str = attrs.field(default="", init=False)
    owner: Any = attrs.field(default=None, init=False)
    """The class of its group; pickles carry that and the name, so that a fact stays one and the same."""
    slot: int = attrs.field(default=-1, init=False)
    """The place of the fact's first entry in the flat snapshot of its group."""

    size: ClassVar[int] = 0

    def __repr__(self) -> str:
        return f"<{self.id or self.title}>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.owner is None:
            raise TypeError(f"{self.title} belongs to no group: only a fact of a group can be pickled")
        return getattr, (self.owner, self.name)

    def accept(self, given: object) -> object:
        """Return what was given in its canonical form; raise ``InputError`` where it cannot be this fact's."""
        if given is Absence.NOT_ASKED and not self.needed:
            return given
        if isinstance(given, Recorded):
            if (given.on, given.by, given.reference) == (None, None, None):
                return self.accept(given.value)
            return self._report(given)
        if isinstance(given, Reports):
            faults = Faults()
            reports = [faults.take(self.id, report, self._report, report) for report in given.reports]
            faults.settle()
            return Reports(*cast("list[Recorded]", reports))
        if isinstance(given, Absence):
            return self._absent(given)
        if self.dated:
            raise self._undated()
        return self._value(given)

    def _absent(self, reason: Absence) -> Absence:
        if self.needed:
            raise self.not_given()
        return reason

    def _report(self, given: Recorded) -> Recorded:
        if isinstance(given.value, Absence):
            self._absent(given.value)
            return given
        if self.dated and given.on is None:
            raise self._undated()
        return attrs.evolve(given, value=self._value(given.value))

    def _undated(self) -> InputError:
        return input_error(
            self.id,
            problem="has no date",
            expected="the day it was obtained",
            remedy="give Recorded(value, on=date(2025, 3, 1))",
            in_file=Advice("the day it was obtained", 'add "on": "2025-03-01" to its object'),
        )

    def not_given(self, place: str = "") -> InputError:
        """Return the error where the fact must be given and is not."""
        return input_error(
            place or self.id,
            problem="is absent",
            remedy="it must be given, the record means nothing without it",
        )

    def wanted(self) -> tuple[Advice, Advice]:
        """Return what a value of the fact is and how it is written: in Python, and in a file."""
        raise NotImplementedError

    def _value(self, given: object) -> object:
        raise NotImplementedError

    def _wrong(self, given: object, meant: str = "") -> InputError:
        """Return the error for what is no value of the fact; ``meant`` is what it probably should be, in Python."""
        python, file = self.wanted()
        if given is None:
            python, file = attrs.evolve(python, remedy=NONE_REMEDY), attrs.evolve(file, remedy=NULL_REMEDY)
        return input_error(
            self.id, given, expected=python.expectation, remedy=python.remedy, suggestion=meant, in_file=file
        )

    # What is still possible -------------------------------------------------------------------------------

    def unknown(self, absence: Absence, marks: frozenset[Mark] = NO_MARKS, last: Any = None) -> Possible:
        """Return the whole plausible range, with the reason why nothing narrower is known."""
        raise NotImplementedError

    def narrowed(self, value: object, on: date) -> Possible:
        """Return what a given value leaves possible."""
        raise NotImplementedError

    def adverse_only(self, possible: Possible) -> bool:
        """Say whether every value still possible is adverse: such a value needs nobody's authority."""
        return False

    def merged(self, reports: Sequence[Possible]) -> Possible:
        """Return what several reports leave possible together."""
        raise NotImplementedError

    def outlives(self, expired: Possible) -> bool:
        """Say whether a report that is out of date still proves a risk beside newer ones."""
        return False

    def expired(self, possible: Any) -> Possible:
        """Return what is left of a value whose validity is over."""
        return self.unknown(Absence.STALE, possible.marks, possible)

    def possible(self, group: Facts, on: date) -> Possible:
        """Return the set of values that this fact may still have on a date, with its absence and marks."""
        given = group.__dict__[self.name]
        if self.read is not None and (self.beside or given is Absence.NOT_ASKED):
            return self.read(group, on)
        return self.as_given(group, on)

    def as_given(self, group: Facts, on: date) -> Possible:
        """Return what the caller's own value leaves possible, whatever else the fact could be read from."""
        given = group.__dict__[self.name]
        if isinstance(given, Reports):
            return self._merged([self._judged(report.value, report.on, report.by, on) for report in given.reports])
        if isinstance(given, Recorded):
            return self._judged(given.value, given.on, given.by, on)
        return self._judged(given, None, None, on)

    def _merged(self, reports: list[Possible]) -> Possible:
        usable = [p for p in reports if p.absence in (None, Absence.IMPLAUSIBLE)]
        expired = [p.last or p for p in reports if p.absence is Absence.STALE]
        if usable:  # what happened once did happen, however old the report; a later event is for the others to deny
            merged = self._together([*usable, *(last for last in expired if self.outlives(last))])
        elif expired:
            merged = self.expired(self._together(expired))
        else:
            return min(reports, key=lambda p: (p.absence in NEVER_RECORDED, [*Absence, None].index(p.absence)))
        return merged._replace(marks=merged.marks.union(*(p.marks for p in reports)))

    def _together(self, reports: list[Possible]) -> Possible:
        return reports[0] if all(p[:-2] == reports[0][:-2] for p in reports) else self.merged(reports)

    def _judged(self, value: object, recorded: date | None, by: Reporter | None, on: date) -> Possible:
        """Return what one report leaves possible, as old as it is and by whom it was made."""
        if isinstance(value, Absence):
            return self.unknown(value)
        if recorded is not None and is_to_come(recorded, on):
            return self.unknown(Absence.IMPLAUSIBLE, DATA_ERROR)
        possible = self.narrowed(value, on)
        if possible.absence is not None:
            return possible
        if self.cleared_by and by not in self.cleared_by and not self.adverse_only(possible):
            return self.unknown(Absence.NOT_AUTHORISED)
        if recorded is None or self.validity.covers(recorded, on) or (self.lasting and self.adverse_only(possible)):
            return possible
        return self.expired(possible)

    def flat(self, possible: Any) -> tuple[object, ...]:
        """Return the entries that ``possible`` takes in a flat snapshot."""
        return (*possible[: self.size - 1], self._state(possible.absence))

    def _state(self, absence: Absence | None) -> int:
        if absence is None:
            return USABLE
        return UNEXAMINED if self.on_indication and absence in NEVER_RECORDED else ABSENT

    def constant(self, value: object) -> bool:
        """Say whether a recorded value leaves the same possible on every date of its validity."""
        return not self.beside and not self.moves(value)

    def moves(self, value: object) -> bool:
        """Say whether what a value leaves possible depends on the date."""
        return isinstance(value, date | PartialDate | tuple)

    def timeless(self, group: Facts) -> bool:
        """Say whether what is possible is the same on every date."""
        given = group.__dict__[self.name]
        if not all(fact.timeless(group) for fact in group.__facts__ if fact.name in self.of):
            return False
        if isinstance(given, Recorded) and not self.moves(given.value):
            return isinstance(given.value, Absence) or (given.on is None and not self.beside)
        return given == () or not (isinstance(given, Recorded | Reports) or self.moves(given))

    def undated(self, group: Facts) -> bool:
        """Say whether a value was given without the date on which it was obtained."""
        given = group.__dict__[self.name]
        if isinstance(given, Reports):
            return any(report.on is None for report in given.reports)
        return (not isinstance(given, Absence | tuple)) and not (isinstance(given, Recorded) and given.on is not None)


class Face(Generic[Taken]):
    """What type checkers see: on a class the term to write rules with, on an instance what was given.

    ``Taken`` is covariant so that what takes more, such as ``Moment``, is still an ``Event``; at run time an instance
    simply holds the value.
    """

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: object) -> Self: ...
        @overload
        def __get__(self, instance: Facts, owner: object) -> Taken: ...
        @overload
        def __get__(self, instance: object, owner: object) -> Self: ...
        def __get__(self, instance: object, owner: object) -> Any: ...
        def __set__(self, instance: Facts, value: Taken) -> None: ...  # type: ignore[misc] # see above


class _OnInterval(Fact):
    """A fact whose possible values are an interval."""

    size: ClassVar[int] = 3
    lowest: Exact
    highest: Exact

    def unknown(self, absence: Absence, marks: frozenset[Mark] = NO_MARKS, last: Any = None) -> Interval:
        return Interval(self.lowest, self.highest, absence, marks, last)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Number(_OnInterval, NumberTerm, Face[Reported[Given | Quantity | Between]]):
    """A measured number, a count or a score, in a UCUM unit."""

    unit: str
    lowest: Exact = attrs.field(converter=exact)
    highest: Exact = attrs.field(converter=exact)
    whole: bool = False
    adverse: Adverse | None = None
    units: Mapping[str, Fraction] = attrs.field(factory=dict)
    """Other units that a clinic uses, each with the factor that turns it into ``unit``."""
    usual_error: UsualErrorOf | None = None
    """How far the measurement usually lies from what it measures; scores and counts have no error that is usual."""
    never_above: str = ""
    """The number of its group than which it is never higher, as a mean is never above the highest."""
    counted_by: str = ""
    """The count of what it is worked out from: where that is one, it is the same as what it is never above."""
    always_below: str = ""
    """The number of its group than which it is always lower, as the diastolic pressure than the systolic."""

    def _value(self, given: object) -> object:
        if isinstance(given, Quantity):
            exact(given.value, self.id)
            if given.unit != self.unit and given.unit not in self.units:
                known = " or ".join((self.unit, *self.units))
                raise input_error(self.id, given.unit, "is in {value}", expected=known, remedy="convert it before")
            if given.unit == self.unit:
                return self._value(given.value)
        elif isinstance(given, Between):
            for end in (given.low, given.high):
                self._whole(end)
        elif type(given) not in (int, float, Decimal, Fraction):
            raise self._wrong(given)
        else:
            self._whole(exact(given, self.id))  # type: ignore[arg-type] # no other is among these types
            if isinstance(given, float):
                return Decimal(repr(given))
        return given

    def wanted(self) -> tuple[Advice, Advice]:
        number = "a whole number" if self.whole else "a number"
        python = Advice(f"{number} in {self.unit}" if self.unit else number, "write it as a number, without quotes")
        return python, Advice(number if self.counted else f'{number} with its unit "{self.unit}"', "write the number")

    @property
    def counted(self) -> bool:
        """Whether a file may leave out the unit: of a count, a score, an age in years."""
        return self.unit == "{score}" or (self.whole and re.fullmatch(r"a|\{[^{}]*\}", self.unit) is not None)

    def _whole(self, number: Exact) -> None:
        if self.whole and not isinstance(number, int):
            remedy = "count it again, or leave it out"
            raise input_error(self.id, Shown(shown(number)), expected="a whole number", remedy=remedy)

    def narrowed(self, value: object, on: date) -> Interval:
        if isinstance(value, Between):
            low, high = value.low, value.high
        elif isinstance(value, Quantity):
            low = high = exact(exact(value.value) * self.units.get(value.unit, Fraction(1)))
        else:
            low = high = exact(value)  # type: ignore[arg-type] # accepted before
        if low < self.lowest or high > self.highest:
            return self.unknown(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(low, high)

    def merged(self, reports: Sequence[Possible]) -> Interval:
        if self.adverse is None:
            return self.unknown(Absence.CONFLICTING, CONFLICT)
        worse = max if self.adverse is Adverse.HIGHER else min
        spans = [report for report in reports if isinstance(report, Interval)]
        return Interval(worse(s.low for s in spans), worse(s.high for s in spans), None, CONFLICT)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Event(_OnInterval, EventTerm, Face[Reported[When]], Generic[When]):
    """Something that never happened, or happened on a date that may be partial; read as the days since then."""

    reassuring: bool = False
    """Whether it is good that it happened lately: of several reports the one furthest back then counts."""
    unit: str = attrs.field(default="d", init=False)
    lowest: Exact = attrs.field(default=0, init=False)
    highest: Exact = attrs.field(default=NEVER_DAYS, init=False)

    def _value(self, given: object) -> object:
        if isinstance(given, Occurrence | PartialDate | DaysAgo | date):
            _check_zone(self, given)
            return given
        raise self._wrong(given, _meant(given))

    def wanted(self) -> tuple[Advice, Advice]:
        return (
            Advice(
                "a date, a year or a month, NEVER or HAPPENED",
                "write date(2025, 3, 1), PartialDate(2025, 3), DaysAgo(42), NEVER or HAPPENED",
            ),
            Advice(
                '"never", "happened", a date as "2025-03-01", "2025-03" or "2025", or {"days_ago": 42}',
                "write it in quotes, the year first",
            ),
        )

    def narrowed(self, value: object, on: date) -> Interval:
        if value is Occurrence.NEVER:
            return Interval(NEVER_DAYS, NEVER_DAYS)
        if value is Occurrence.HAPPENED:
            return Interval(0, NEVER_DAYS - 1)
        if isinstance(value, DaysAgo):
            low = high = value.days
        else:
            assert isinstance(value, date | PartialDate)
            first, last = (value, value) if isinstance(value, date) else (value.first, value.last)
            low = max(0, days_between(last, on))
            high = days_between(first, on)
        if high < 0 or low >= NEVER_DAYS:
            return self.unknown(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(low, min(high, NEVER_DAYS - 1))

    def outlives(self, expired: Possible) -> bool:
        return isinstance(expired, Interval) and expired.high < NEVER_DAYS

    def expired(self, possible: Any) -> Interval:
        return Interval(0, possible.high, Absence.STALE, possible.marks, possible)

    def merged(self, reports: Sequence[Possible]) -> Interval:
        spans = [report for report in reports if isinstance(report, Interval)]
        if self.reassuring:
            return Interval(max(span.low for span in spans), max(span.high for span in spans), None, CONFLICT)
        return latest(spans)._replace(marks=CONFLICT)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Moment(Event[Happened | HoursAgo]):
    """Something that never happened, or happened at a moment; read as the hours since then.

    Given as a date and time with its zone, or as ``HoursAgo``. A day without a time leaves its whole day possible, and
    what lies further back than any rule asks counts as that far.
    """

    unit: str = attrs.field(default="h", init=False)

    def _value(self, given: object) -> object:
        if isinstance(given, datetime) and given.tzinfo is None:
            raise input_error(
                self.id,
                given,
                expected="a time with its zone",
                remedy="write datetime(2025, 3, 1, 14, 30, tzinfo=ZoneInfo('Europe/Vienna'))",
                in_file=Advice("a time with its zone", 'write it as "2025-03-01T14:30+01:00"'),
            )
        if isinstance(given, HoursAgo | DaysAgo | Occurrence | PartialDate | date):
            _check_zone(self, given)
            return given
        raise self._wrong(given, _meant(given))

    def wanted(self) -> tuple[Advice, Advice]:
        return (
            Advice(
                "a date and time with its zone, a date, NEVER or HAPPENED",
                "write datetime(2025, 3, 1, 14, 30, tzinfo=UTC), HoursAgo(5), NEVER or HAPPENED",
            ),
            Advice(
                '"never", "happened", a time with its zone as "2025-03-01T14:30+01:00", a day, or {"hours_ago": 5}',
                "write it in quotes, the year first",
            ),
        )

    def moves(self, value: object) -> bool:
        return isinstance(value, DaysAgo) or super().moves(value)

    def narrowed(self, value: object, on: date) -> Interval:
        if isinstance(value, Occurrence):
            return super().narrowed(value, on)
        if isinstance(value, HoursAgo):
            low = high = value.hours
        else:
            if isinstance(value, DaysAgo):
                if value.days >= NEVER_DAYS:
                    return self.unknown(Absence.IMPLAUSIBLE, DATA_ERROR)
                value = date.fromordinal(on.toordinal() - value.days)
            assert isinstance(value, date | PartialDate)
            at = on if isinstance(on, datetime) else datetime.combine(on, time(12), UTC)
            first, last = (value, value) if isinstance(value, date) else (value.first, value.last)
            low, high = max(0, hours_between(last, at)[0]), hours_between(first, at)[1]
        if high < 0 or low >= NEVER_DAYS * 24:
            return self.unknown(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(min(low, NEVER_DAYS - 1), min(high, NEVER_DAYS - 1))


def _check_zone(fact: Fact, given: object) -> None:
    """Refuse a time of which nobody can say when it was."""
    if isinstance(given, datetime) and given.tzinfo is not None and not has_zone(given):
        raise input_error(
            fact.id,
            given,
            expected="a time that exists, in a zone with a known difference from UTC",
            remedy="check the entry and its zone",
        )


def _meant(given: object) -> str:
    """Return the date that a text is, as Python writes it; empty where it is none."""
    if isinstance(given, str) and len(given) == len("2025-03-01"):
        try:
            day = date.fromisoformat(given)
        except ValueError:
            return ""
        return f"date({day.year}, {day.month}, {day.day})"
    return given.upper() if isinstance(given, str) and given in ("never", "happened") else ""


def latest(events: Any) -> Interval:
    """Return the days since the latest of several events, each as far as it is known; never, where there are none."""
    spans = list(events)
    return Interval(
        min((span.low for span in spans), default=NEVER_DAYS), min((span.high for span in spans), default=NEVER_DAYS)
    )


class _OnOptions(Fact):
    """A fact whose possible values are a set of options, as bits."""

    size: ClassVar[int] = 2
    every: int
    """The bits of all options."""
    adverse_bits: int

    def unknown(self, absence: Absence, marks: frozenset[Mark] = NO_MARKS, last: Any = None) -> Options:
        return Options(self.every, absence, marks, last)

    def adverse_only(self, possible: Possible) -> bool:
        assert isinstance(possible, Options)
        return not possible.bits & ~self.adverse_bits

    def worst_first(self) -> tuple[int, ...]:
        """Return the bits of the adverse options, the worst first."""
        return (self.adverse_bits,)

    def merged(self, reports: Sequence[Possible]) -> Options:
        given = [report.bits for report in reports if isinstance(report, Options)]
        if not any(not bits & ~self.adverse_bits for bits in given):
            return self.unknown(Absence.CONFLICTING, CONFLICT)
        # The worst of what the reports turn out to be counts: any option that some report leaves possible, as long as
        # no report is sure to be worse.
        found, worse = 0, 0
        for option in self.worst_first():
            worse |= option
            if any(bits & option for bits in given):
                found |= option
            if any(not bits & ~worse for bits in given):
                break
        return Options(found, None, CONFLICT)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Flag(_OnOptions, FlagTerm, Face[Reported[bool]]):
    """Something that is there or not; ``adverse`` says which of the two is the risk."""

    adverse: bool | None = True

    every: int = attrs.field(default=YES | NO, init=False)
    adverse_bits: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "adverse_bits", 0 if self.adverse is None else YES if self.adverse else NO)

    def _value(self, given: object) -> object:
        if isinstance(given, bool):
            return given
        raise self._wrong(given)

    def wanted(self) -> tuple[Advice, Advice]:
        remedy = "write it without quotes, or leave it out if it is not known"
        return Advice("True or False", remedy), Advice("true or false", remedy)

    def narrowed(self, value: object, on: date) -> Options:
        return Options(YES if value else NO)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Choice(_OnOptions, ChoiceTerm, Face[Reported[Option | OneOf[Option]]], Generic[Option]):
    """One option of an enumeration; ``adverse`` names the options that are risks, worst first."""

    _options: type[Option] = attrs.field(alias="options")
    adverse: tuple[Option, ...] = ()

    every: int = attrs.field(init=False)
    adverse_bits: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "every", option_bits(self.options))
        object.__setattr__(self, "adverse_bits", option_bits(self.adverse))

    def _value(self, given: object) -> object:
        for option in given.options if isinstance(given, OneOf) else (given,):
            if not isinstance(option, self.options):
                near = (
                    nearest(option, (str(member.value) for member in self.options)) if isinstance(option, str) else ""
                )
                meant = next((str(member) for member in self.options if str(member.value) == near), "")
                raise self._wrong(option, meant)
        return given

    def wanted(self) -> tuple[Advice, Advice]:
        values = ", ".join(str(member.value) for member in self.options)
        return (
            Advice(f"one of {', '.join(map(str, self.options))}", "write one of these"),
            Advice(f"one of {values}", "write one of these in quotes"),
        )

    def narrowed(self, value: object, on: date) -> Options:
        chosen = value.options if isinstance(value, OneOf) else (value,)
        return Options(option_bits(chosen))  # type: ignore[arg-type] # accepted before

    def worst_first(self) -> tuple[int, ...]:
        return tuple(option_bits((option,)) for option in self.adverse)


class _NotScalar(Fact):
    """A fact that no rule reads itself; other facts are read from it."""

    def accept(self, given: object) -> object:
        evidenced = isinstance(given, Recorded) and (given.on, given.by, given.reference) != (None, None, None)
        if isinstance(given, Reports) or (evidenced and not isinstance(self, Series)):
            kind = "one report" if isinstance(self, Series) else "the value alone"
            raise input_error(self.id, given, expected=kind, remedy="leave out what stands beside it")
        return super().accept(given)

    def possible(self, group: Facts, on: date) -> Possible:
        raise TypeError(f"{self.id} is not a scalar: read the facts that are reduced from it")


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Day(_NotScalar, Face[date | Absence]):
    """A full date."""

    def _value(self, given: object) -> object:
        if isinstance(given, date):
            _check_zone(self, given)
            return given
        raise self._wrong(given, _meant(given))

    def wanted(self) -> tuple[Advice, Advice]:
        return (
            Advice("a full date", "write date(2025, 3, 1)"),
            Advice('a full date as "2025-03-01"', "write it in quotes, the year first"),
        )


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Text(_NotScalar, Face[str | Absence]):
    """A short text that no rule reads: where a report is filed."""

    def _value(self, given: object) -> object:
        if given is None:
            raise self._wrong(given)
        return clean_text(given, self.id)

    def wanted(self) -> tuple[Advice, Advice]:
        return Advice("text", "write it in quotes"), Advice("text", "write it in quotes")


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Series(
    _NotScalar, Face[Sequence[Observed] | Recorded[Sequence[Observed] | Absence] | Absence], Generic[Observed]
):
    """Repeated observations, each a record with its own date; identical ones count once, an empty series is a value."""

    record: type[Observed]

    def _value(self, given: object) -> object:
        if not isinstance(given, list | tuple):
            raise self._wrong(given)
        faults = Faults()
        for place, entry in enumerate(given):
            if not isinstance(entry, self.record):
                faults.found += input_error(
                    f"{self.id}[{place}]",
                    entry,
                    expected=f"a {self.record.__name__}",
                    remedy="build one from its parts",
                    in_file=Advice("an object with facts", 'write {"name of the fact": ...}'),
                ).faults
        faults.settle()
        return tuple(dict.fromkeys(given))

    def wanted(self) -> tuple[Advice, Advice]:
        remedy = "put a single one in brackets"
        return Advice(f"a list of {self.record.__name__}", remedy), Advice("a list of records", remedy)

    def records(self, group: Facts, on: date) -> tuple[tuple[Any, ...], Absence | None]:
        """Return the records given, and why there may be others: the absence of the series, or its age."""
        given = group.__dict__[self.name]
        if isinstance(given, Absence):
            return (), given
        if isinstance(given, tuple):
            return given, None
        if isinstance(given.value, Absence):
            return (), given.value
        if given.on is None:
            return given.value, None
        if is_to_come(given.on, on):
            return given.value, Absence.IMPLAUSIBLE
        return given.value, None if self.validity.covers(given.on, on) else Absence.STALE


# The groups --------------------------------------------------------------------------------------------------


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=True)
class Facts:
    """A group of facts about one client; what is not given is absent, and nothing is ever assumed."""

    __facts__: ClassVar[tuple[Fact, ...]] = ()
    __scalars__: ClassVar[tuple[Fact, ...]] = ()
    __group__: ClassVar[str] = ""
    __unasked__: ClassVar[tuple[object, ...]] = ()
    """The flat form of a group about which nothing is known."""

    if not TYPE_CHECKING:  # type checkers make the signature out of the declarations

        def __init__(self, **given):
            values = self.__dict__
            faults = Faults()
            for fact in self.__facts__:
                name = fact.name
                if name in given:
                    value = given.pop(name)
                    try:
                        values[name] = fact.accept(value)
                    except InputError as error:
                        faults.found += error.faults
                    except Exception as error:  # a value that breaks whoever reads it
                        faults.add_unreadable(fact.id, value, error)
                elif fact.needed:
                    faults.found += fact.not_given().faults
                else:
                    values[name] = Absence.NOT_ASKED
            for name in given:
                known = {fact.name for fact in self.__facts__}
                faults.found += unknown_name(f"{self.__group__}.{name}", name, known, place=self.__group__).faults
            if faults.found:
                faults.settle()
            self._refuse_both()

    def __init_subclass__(cls, group: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        if not group:
            return
        inherited = {fact.name: attrs.evolve(fact) for fact in cls.__facts__}
        declared = inherited | {name: fact for name, fact in vars(cls).items() if isinstance(fact, Fact)}
        slot = 0
        for name, fact in declared.items():
            place = {"id": f"{group}.{name}", "group": group, "name": name, "owner": cls, "slot": slot}
            for attribute, value in place.items():
                object.__setattr__(fact, attribute, value)
            slot += fact.size
            setattr(cls, name, attrs.field(default=Absence.NOT_ASKED, converter=fact.accept))
        cls.__group__ = group
        cls.__facts__ = tuple(declared.values())
        cls.__scalars__ = tuple(fact for fact in cls.__facts__ if fact.size)
        # What attrs would generate for each group is written once below: it is most of the time of an import.
        attrs.frozen(kw_only=True, slots=False, init=False, eq=False, auto_attribs=False, repr=False)(cls)
        for name, fact in declared.items():
            setattr(cls, name, fact)
        cls.__unasked__ = tuple(
            entry for fact in cls.__scalars__ for entry in fact.flat(fact.unknown(Absence.NOT_ASKED))
        )

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and given(self) == given(other)

    def __hash__(self) -> int:
        return hash((type(self), *given(self).items()))

    def _refuse_both(self) -> None:
        """Refuse observations beside what was worked out from them."""
        for fact in self.__scalars__:
            if fact.read is not None and not fact.beside and self.__dict__[fact.name] is not Absence.NOT_ASKED:
                given = next((name for name in fact.of if self.__dict__[name] is not Absence.NOT_ASKED), None)
                if given is not None:
                    raise input_error(
                        fact.id,
                        problem=f"and {self.__group__}.{given} are both given",
                        remedy="give the observations or what was worked out from them, not both",
                    )

    def flat(self, on: date) -> Sequence[object]:
        """Return what every scalar fact of the group may still be on a date, entry after entry (``Fact.slot``)."""
        timeless, dated, daily = self.__dict__.get("_flat") or self.flatten()
        return _flat_on(self, on) if dated or daily else timeless

    def _flat_on(self, on: date) -> Sequence[object]:
        timeless, dated, daily = self.__dict__["_flat"]
        flat = list(timeless)
        if isinstance(on, datetime):  # what is kept below is of the intake
            daily = (*(each[0] for each in dated), *daily)
        else:
            day = on.toordinal()
            for fact, start, end, first, last, entries, outside in dated:
                kept = entries if first <= day <= last else outside
                flat[start:end] = fact.flat(fact.possible(self, on)) if kept is None else kept
        for fact in daily:
            flat[fact.slot : fact.slot + fact.size] = fact.flat(fact.possible(self, on))
        return tuple(flat)

    def flatten(self) -> tuple[tuple[object, ...], tuple[Any, ...], tuple[Fact, ...]]:
        """Work out what is the same on every date, and what on every date of its validity.

        A client does this once for each of its groups; doing it twice does no harm.
        """
        values = self.__dict__
        flat: list[object] = list(self.__unasked__)
        dated, daily = [], []
        for fact in self.__scalars__:
            value = values[fact.name]
            if value is Absence.NOT_ASKED and all(values[name] is Absence.NOT_ASKED for name in fact.of):
                continue
            try:
                if fact.timeless(self):
                    flat[fact.slot : fact.slot + fact.size] = fact.flat(fact.possible(self, date.max))
                elif isinstance(value, Recorded) and value.on is not None and fact.constant(value.value):
                    days = fact.validity.intake
                    first = value.on.toordinal()
                    last = date.max.toordinal() if days is None else first + days
                    entries = fact.flat(fact.possible(self, date.fromordinal(first)))
                    lasts = fact.lasting or isinstance(fact, Event)
                    outside = None if lasts else fact.flat(fact.unknown(Absence.STALE))
                    dated.append((fact, fact.slot, fact.slot + fact.size, first, last, entries, outside))
                else:
                    daily.append(fact)
            except Exception:  # a broken reading is for the decision to name
                daily.append(fact)
        result = (tuple(flat), tuple(dated), tuple(daily))
        values["_flat"] = result
        return result

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), {name: value for name, value in given(self).items()})

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in given(self).items())
        return f"{type(self).__name__}({parts})"

    def __rich_repr__(self) -> Iterator[object]:
        yield from given(self).items()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print only what was given, in notebooks and in failing examples of Hypothesis too."""
        printer.text(repr(self))


_Answer = TypeVar("_Answer")


def kept(function: Callable[[Any, date], _Answer]) -> Callable[[Any, date], _Answer]:
    """Make a function of a group and a date that is worked out once while the same date is asked for.

    The answer stands beside its question - the date, or the moment with its offset - in the group's one slot
    ``_kept``; both are replaced together, so that no thread ever meets the answer to another's question.
    """

    @functools.wraps(function)
    def answer(group: Any, on: date) -> _Answer:
        asked = (on, on.utcoffset(), on.tzinfo) if isinstance(on, datetime) else on
        slot = group.__dict__.setdefault("_kept", {})
        found: tuple[object, _Answer] | None = slot.get(function)
        if found is None or found[0] != asked:
            found = slot[function] = (asked, function(group, on))
        return found[1]

    return answer


_flat_on = kept(Facts._flat_on)


def given(group: Facts) -> dict[str, object]:
    """Return the facts of a group about which anything was recorded, in order of declaration."""
    return {
        fact.name: group.__dict__[fact.name]
        for fact in group.__facts__
        if group.__dict__[fact.name] is not Absence.NOT_ASKED
    }


def _rebuilt(group: type[Facts], facts: dict[str, object]) -> Facts:
    made = group(**facts)
    made.flatten()  # as it would be in a client who is built, not unpickled
    return made


class Record(Facts, group="record"):
    """One observation of a series, with who made it and where it is filed."""

    by: Choice[Reporter] = Choice(title="Made by", options=Reporter)
    reference: Text = Text(title="Filed as")


def count(**declaration: Any) -> Number:
    """Declare how often something was counted."""
    settled: dict[str, Any] = {"unit": "{#}", "lowest": 0, "whole": True}
    return Number(**settled | declaration)


def score(**declaration: Any) -> Number:
    """Declare the total of a licensed instrument; its items never enter this project."""
    settled: dict[str, Any] = {"unit": "{score}", "lowest": 0, "whole": True}
    return Number(**settled | declaration)
