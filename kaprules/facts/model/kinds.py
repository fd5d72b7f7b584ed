"""The kinds of facts that rules read: numbers, events, moments, flags and choices."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeAlias

import attrs

from ...conditions import ChoiceTerm, EventTerm, FlagTerm, NumberTerm
from ...errors import Advice, RuleError, Shown, check_texts, input_error, nearest, shown_value
from ...limit import Exact, Given, exact, shown
from ...possible import (
    ABSENT_BIT,
    NEVER_DAYS,
    NO_MARKS,
    PRESENT_BIT,
    Absence,
    Interval,
    Mark,
    Options,
    Possible,
    option_bits,
)
from .declaration import DATA_ERROR, Face, Fact, Mutability, Reported
from .measurement import UsualErrorOf
from .validity import days_between, hours_between
from .values import Between, DaysAgo, HoursAgo, Occurrence, OneOf, Option, PartialDate, Quantity, has_zone

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    When = TypeVar("When", covariant=True, default="Happened")
else:
    from typing import TypeVar

    When = TypeVar("When", covariant=True)

Happened: TypeAlias = date | PartialDate | Occurrence | DaysAgo
CONFLICT: Final = frozenset({Mark.CONFLICT})


class Adverse(enum.Enum):
    """In which direction a number gets worse."""

    HIGHER = "higher"
    LOWER = "lower"


class _OnInterval(Fact):
    """A fact whose possible values are an interval."""

    size: ClassVar[int] = 3
    lowest: Exact
    highest: Exact

    def full_range(self, absence: Absence, marks: frozenset[Mark] = NO_MARKS, last: Any = None) -> Interval:
        return Interval(self.lowest, self.highest, absence, marks, last)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Number(_OnInterval, NumberTerm, Face[Reported[Given | Quantity | Between]]):
    """A measured number, a count or a score, in a UCUM unit."""

    kind: ClassVar[str] = "number"
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
    def is_whole(self) -> bool:
        return self.whole

    @property
    def counted(self) -> bool:
        """Whether a file may leave out the unit: of a count, a score, an age in years."""
        return self.unit == "{score}" or (self.whole and re.fullmatch(r"a|\{[^{}]*\}", self.unit) is not None)

    def _whole(self, number: Exact) -> None:
        if self.whole and not isinstance(number, int):
            remedy = "count it again, or leave it out"
            raise input_error(self.id, Shown(shown(number)), expected="a whole number", remedy=remedy)

    def values_of(self, value: object, on: date) -> Interval:
        if isinstance(value, Between):
            low, high = value.low, value.high
        elif isinstance(value, Quantity):
            low = high = exact(exact(value.value) * self.units.get(value.unit, Fraction(1)))
        else:
            low = high = exact(value)  # type: ignore[arg-type] # accepted before
        if low < self.lowest or high > self.highest:
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(low, high)

    def merged(self, reports: Sequence[Possible]) -> Interval:
        if self.adverse is None:
            return self.full_range(Absence.CONFLICTING, CONFLICT)
        worse = max if self.adverse is Adverse.HIGHER else min
        spans = [report for report in reports if isinstance(report, Interval)]
        return Interval(worse(s.low for s in spans), worse(s.high for s in spans), None, CONFLICT)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Event(_OnInterval, EventTerm, Face[Reported[When]], Generic[When]):
    """Something that never happened, or happened on a date that may be partial; read as the days since then."""

    kind: ClassVar[str] = "event"
    outlasts: ClassVar[bool] = True
    reassuring: bool = False
    """Whether it is good that it happened lately: of several reports the one furthest back then counts."""
    unit: str = attrs.field(default="d", init=False)
    lowest: Exact = attrs.field(default=0, init=False)
    highest: Exact = attrs.field(default=NEVER_DAYS, init=False)

    @property
    def is_whole(self) -> bool:
        return True

    def usual_mutability(self) -> Mutability:
        """Events recede."""
        return Mutability.PASSES_WITH_TIME

    def _value(self, given: object) -> object:
        if isinstance(given, Occurrence | PartialDate | DaysAgo | date):
            check_zone(self, given)
            return given
        raise self._wrong(given, meant_date(given))

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

    def values_of(self, value: object, on: date) -> Interval:
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
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
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

    kind: ClassVar[str] = "moment"
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
            check_zone(self, given)
            return given
        raise self._wrong(given, meant_date(given))

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

    @property
    def is_whole(self) -> bool:
        return False

    def moves(self, value: object) -> bool:
        return isinstance(value, DaysAgo) or super().moves(value)

    def values_of(self, value: object, on: date) -> Interval:
        if isinstance(value, Occurrence):
            return super().values_of(value, on)
        if isinstance(value, HoursAgo):
            low = high = value.hours
        else:
            if isinstance(value, DaysAgo):
                if value.days >= NEVER_DAYS:
                    return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
                value = date.fromordinal(on.toordinal() - value.days)
            assert isinstance(value, date | PartialDate)
            at = on if isinstance(on, datetime) else datetime.combine(on, time(12), UTC)
            first, last = (value, value) if isinstance(value, date) else (value.first, value.last)
            low, high = max(0, hours_between(last, at)[0]), hours_between(first, at)[1]
        if high < 0 or low >= NEVER_DAYS * 24:
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(min(low, NEVER_DAYS - 1), min(high, NEVER_DAYS - 1))


def check_zone(fact: Fact, given: object) -> None:
    """Refuse a time of which nobody can say when it was."""
    if isinstance(given, datetime) and given.tzinfo is not None and not has_zone(given):
        raise input_error(
            fact.id,
            given,
            expected="a time that exists, in a zone with a known difference from UTC",
            remedy="check the entry and its zone",
        )


def meant_date(given: object) -> str:
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

    def full_range(self, absence: Absence, marks: frozenset[Mark] = NO_MARKS, last: Any = None) -> Options:
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
            return self.full_range(Absence.CONFLICTING, CONFLICT)
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

    kind: ClassVar[str] = "flag"
    adverse: bool | None = True

    every: int = attrs.field(default=PRESENT_BIT | ABSENT_BIT, init=False)
    adverse_bits: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(
            self, "adverse_bits", 0 if self.adverse is None else PRESENT_BIT if self.adverse else ABSENT_BIT
        )

    def _value(self, given: object) -> object:
        if isinstance(given, bool):
            return given
        raise self._wrong(given)

    def wanted(self) -> tuple[Advice, Advice]:
        remedy = "write it without quotes, or leave it out if it is not known"
        return Advice("True or False", remedy), Advice("true or false", remedy)

    def values_of(self, value: object, on: date) -> Options:
        return Options(PRESENT_BIT if value else ABSENT_BIT)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Choice(_OnOptions, ChoiceTerm, Face[Reported[Option | OneOf[Option]]], Generic[Option]):
    """One option of an enumeration; ``adverse`` names the options that are risks, worst first.

    ``client_names`` are what options are called before a client, where their own values are no plain words.
    """

    kind: ClassVar[str] = "choice"
    _options: type[Option] = attrs.field(alias="options")
    adverse: tuple[Option, ...] = ()
    client_names: Mapping[Option, str] = attrs.field(factory=dict)

    every: int = attrs.field(init=False)
    adverse_bits: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        check_texts(self.client_names, f"{self.title}: what an option is called before a client")
        for option in self.client_names:
            if not isinstance(option, self.options):
                raise RuleError(
                    f"{self.title}: {shown_value(option)} is named for a client and is none of its options: "
                    f"name one of {', '.join(map(str, self.options))}"
                )
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

    def values_of(self, value: object, on: date) -> Options:
        chosen = value.options if isinstance(value, OneOf) else (value,)
        return Options(option_bits(chosen))  # type: ignore[arg-type] # accepted before

    def worst_first(self) -> tuple[int, ...]:
        return tuple(option_bits((option,)) for option in self.adverse)


def count(**declaration: Any) -> Number:
    """Declare how often something was counted."""
    settled: dict[str, Any] = {"unit": "{#}", "lowest": 0, "whole": True}
    return Number(**settled | declaration)


def score(**declaration: Any) -> Number:
    """Declare the total of a licensed instrument; its items never enter this project."""
    settled: dict[str, Any] = {"unit": "{score}", "lowest": 0, "whole": True}
    return Number(**settled | declaration)
