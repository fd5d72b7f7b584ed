"""The kinds of facts that rules read: numbers, events, moments, flags and choices."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeAlias, cast

import attrs

from ...conditions import ChoiceTerm, EventTerm, FlagTerm, NumberTerm
from ...errors import Advice, RuleError, Shown, check_texts, input_error, nearest, shown_value
from ...language import message
from ...limit import Exact, Given, Limit, enclosure, exact, shown
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
from ...units import meant
from .contradictions import Contradiction
from .declaration import DATA_ERROR, Face, Fact, Group, Judged, Mutability, Reported, lies_within
from .measurement import UsualErrorOf
from .validity import days_between, hours_between, is_to_come
from .values import (
    Between,
    Bound,
    DaysAgo,
    HoursAgo,
    NoneWithin,
    Occurrence,
    OneOf,
    Option,
    OverDaysAgo,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
)
from .zones import has_zone, shown_once

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    When = TypeVar("When", covariant=True, default="Happened")
else:
    from typing import TypeVar

    When = TypeVar("When", covariant=True)

Happened: TypeAlias = date | PartialDate | Occurrence | DaysAgo | NoneWithin | OverDaysAgo
DAYS_OF: Final = {"d": Fraction(1), "wk": Fraction(7), "mo": Fraction(365, 12), "a": Fraction(365)}
"""How many days there are at least in a unit of time, over years."""
CONFLICT: Final = frozenset({Mark.CONFLICT})
PROVISIONAL: Final = frozenset({Mark.PROVISIONAL})
NUMBERS: Final = (int, float, Decimal, Fraction)


CODED_UNITS: Final = ("{#}", "{score}", "mo")
"""The units of numbers of which an export may write a code for "missing" as if it were one."""


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
    missing_codes: tuple[int, ...] = ()
    """What exports write where a count, a number of months or a score is missing, such as 999; no client has it."""
    usual_error: UsualErrorOf | None = None
    """How far the measurement usually lies from what it measures; scores and counts have no error that is usual."""
    never_above: str = ""
    """The number of its group than which it is never higher, as a mean is never above the highest."""
    counted_by: str = ""
    """The count of what it is worked out from: where that is one, it is the same as what it is never above."""
    always_below: str = ""
    """The number of its group than which it is always lower, as the diastolic pressure than the systolic."""
    written_over: str = ""
    """The number of its record that people write behind it and a slash, as the diastolic pressure in 142/88."""
    of_life: bool = False
    """Whether it is a span of time that lies within the life, up to the decision."""
    told_within: Limit | None = None
    """How far what the client tells may lie from what is measured; None where the client's word is none."""

    def __attrs_post_init__(self) -> None:
        if self.missing_codes and self.unit not in CODED_UNITS:
            raise TypeError(f"{self.title}: missing_codes belong to counts, months and scores, not to {self.unit}")
        if self.of_life and self.highest * DAYS_OF[self.unit] > NEVER_DAYS:
            raise TypeError(f"{self.title}: nobody lives for {shown(self.highest)} {self.unit}")

    def every_contradiction(self) -> tuple[Contradiction, ...]:
        """Return what is declared in full, and what follows from the numbers that bound this one."""
        found = list(self.contradictions)
        if self.never_above:
            found.append(Contradiction((self.never_above,), _above, message("{fact} is not above {others}")))
        if self.always_below:
            found.append(Contradiction((self.always_below,), _not_below, message("{fact} is below {others}")))
        if self.counted_by:
            found.append(Contradiction((self.counted_by,), _of_none, message("{others} is 1 or more beside {fact}")))
        return tuple(found)

    def _value(self, given: object) -> object:
        if isinstance(given, Quantity):
            low, high = enclosure(given.value, self.id)
            if given.unit == self.unit:
                return self._value(given.value)
            self._factor(given.unit)
            if low == high:
                return given
            return self._between(Between(Quantity(low, given.unit), Quantity(high, given.unit)))
        if isinstance(given, Between):
            return self._between(given)
        if not isinstance(given, int | float | Decimal | Fraction) or type(given) not in NUMBERS:
            raise self._wrong(given)
        low, high = enclosure(given, self.id)
        if low != high:
            self._whole(given)
            return Between(low, high)
        self._whole(low)
        return Decimal(repr(given)) if isinstance(given, float) else given

    def _between(self, given: Between) -> Between:
        """Return what lies between two numbers with its ends in the fact's own unit, and of few digits."""
        low, high = self.in_own_unit(given.low), self.in_own_unit(given.high)
        for end in (low, high):
            if end is not None:
                self._whole(end)
        return Between(
            None if low is None else enclosure(low, self.id)[0], None if high is None else enclosure(high, self.id)[1]
        )

    def in_own_unit(self, end: Bound) -> Exact | None:
        """Return a number that was accepted, or an end of a range of them, in the fact's own unit."""
        if not isinstance(end, Quantity):
            return end
        return exact(exact(end.value) * self._factor(end.unit))

    def _factor(self, unit: str) -> Exact:
        """Return what turns a number in ``unit`` into the fact's own unit."""
        if unit != self.unit and unit not in self.units:
            known = " or ".join((self.unit, *self.units))
            code = self.code_of(unit)
            raise input_error(
                self.id,
                unit,
                "is in {value}",
                expected=known,
                remedy="convert it before",
                suggestion=f'"{code}"' if code else "",
            )
        return 1 if unit == self.unit else self.units[unit]

    def spelled(self, given: object) -> object:
        if isinstance(given, Quantity):
            return self.in_own_unit(given)
        return (
            (self.in_own_unit(given.low), self.in_own_unit(given.high))
            if isinstance(given, Between)
            else super().spelled(given)
        )

    def code_of(self, unit: object) -> str:
        """Return the code of the fact's unit that people write so; empty where that is none, or could be two."""
        return meant(unit, (self.unit, *self.units)) if isinstance(unit, str) else ""

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

    def described(self) -> str:
        others = f", or as a Quantity in {', '.join(self.units)}" if self.units else ""
        return f"{self.title}: a number in {self.unit}{others}." if self.unit else super().described()

    def lacks_unit(self, given: object) -> bool:
        if isinstance(given, Reports):
            return any(self.lacks_unit(each.value) for each in given.reports)
        if isinstance(given, Recorded):
            return self.lacks_unit(given.value)
        if isinstance(given, Between):
            return any(self.lacks_unit(end) for end in (given.low, given.high))
        return type(given) in NUMBERS and re.fullmatch(r"(\{[^{}]*\})?", self.unit) is None

    def _whole(self, number: Given) -> None:
        if self.whole and not isinstance(number, int):
            remedy = "count it again, or leave it out"
            told = shown(number) if isinstance(number, Fraction) else str(number)
            raise input_error(self.id, Shown(told), expected="a whole number", remedy=remedy)

    def _ends(self, value: object) -> tuple[Exact, Exact]:
        """Return the ends of what was given, in the unit of the fact."""
        if type(value) is int:
            return value, value
        if isinstance(value, Between):
            least, most = self.in_own_unit(value.low), self.in_own_unit(value.high)
            return self.lowest if least is None else least, self.highest if most is None else most
        if isinstance(value, Quantity):
            value = exact(value.value) * self._factor(value.unit)
        number = exact(value)  # type: ignore[arg-type] # accepted before
        return number, number

    def is_code(self, value: object) -> bool:
        """Say whether a value is one of the codes for a missing one."""
        low, high = self._ends(value)
        return low == high and low in self.missing_codes

    def values_of(self, value: object, on: date) -> Interval:
        low, high = self._ends(value)
        beyond = low < self.lowest or high > self.highest or low > high  # an open end may meet one that cannot be
        if beyond or (low == high and low in self.missing_codes):
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(low, high)

    def days(self, value: object) -> Exact:
        if not self.of_life or isinstance(value, Absence):
            return 0
        least: Any = value.low if isinstance(value, Between) else value.value if isinstance(value, Quantity) else value
        factor = self.units.get(value.unit, Fraction(1)) if isinstance(value, Quantity) else Fraction(1)
        return 0 if least is None else exact(exact(least) * factor * DAYS_OF[self.unit])

    def within_life(self, possible: Any, value: object, on: date, group: Group) -> Possible:
        # What is plausible is no longer than any life: only one that is known to be shorter cannot hold it.
        bounded = self.of_life and "_born" in group.__dict__
        if bounded and possible.absence is None and self.days(value) > on.toordinal() - group.born(on):
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        found: Possible = possible
        return found

    def together(self, reports: list[Judged]) -> Possible:
        """Return the newest of measurements of several days, or the worst where the number has an adverse direction.

        Those of several days do not conflict: what was measured has changed since.
        """
        days = {each.day for each in reports}
        if self.adverse is None:
            return Fact.together(self, [each for each in reports if each.day == max(days)])
        found = Fact.together(self, reports)
        each_day = [Fact.together(self, [each for each in reports if each.day == day]) for day in days]
        return found if any(Mark.CONFLICT in of_day.marks for of_day in each_day) else found._replace(marks=NO_MARKS)

    def each_alone(self, given: object) -> tuple[object, ...]:
        return tuple(given.reports) if self.adverse is None and isinstance(given, Reports) else ()

    def adversity(self, possible: Possible) -> tuple[Exact, ...]:
        assert isinstance(possible, Interval)
        return () if self.adverse is None else (possible.high if self.adverse is Adverse.HIGHER else -possible.low,)

    def as_told(self, possible: Possible) -> Interval | None:
        assert isinstance(possible, Interval)
        if self.told_within is None:
            return None
        off = self.told_within.value
        low, high = max(possible.low - off, self.lowest), min(possible.high + off, self.highest)
        return possible._replace(low=exact(low), high=exact(high), marks=possible.marks | PROVISIONAL)

    def no_better(self, possible: Possible) -> Interval | None:
        assert isinstance(possible, Interval)
        if self.adverse is Adverse.HIGHER and possible.low > self.lowest:
            return possible._replace(high=self.highest)
        if self.adverse is Adverse.LOWER and possible.high < self.highest:
            return possible._replace(low=self.lowest)
        return None

    def merged(self, reports: Sequence[Possible]) -> Interval:
        if self.adverse is None:
            return self.full_range(Absence.CONFLICTING, CONFLICT)
        worse = max if self.adverse is Adverse.HIGHER else min
        spans = [report for report in reports if isinstance(report, Interval)]
        return Interval(worse(s.low for s in spans), worse(s.high for s in spans), None, CONFLICT)


def _above(number: Interval, bound: Interval) -> bool:
    return number.low > bound.high


def _not_below(number: Interval, bound: Interval) -> bool:
    return number.low >= bound.high


def _of_none(number: Interval, count: Interval) -> bool:
    return count.high < 1


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
        if isinstance(given, Occurrence | PartialDate | DaysAgo | NoneWithin | OverDaysAgo | date):
            return as_kept(self, given)
        raise self._wrong(given, meant_date(given))

    def wanted(self) -> tuple[Advice, Advice]:
        return (
            Advice(
                "a date, a year or a month, NEVER or HAPPENED",
                "write date(2025, 3, 1), PartialDate(2025, 3), DaysAgo(42), OverDaysAgo(365), NEVER or HAPPENED",
            ),
            Advice(
                '"never", "happened", a date as "2025-03-01", "2025-03" or "2025", {"days_ago": 42} or '
                '{"over_days_ago": 365}',
                "write it in quotes, the year first",
            ),
        )

    def values_of(self, value: object, on: date) -> Interval:
        if value is Occurrence.NEVER:
            return Interval(NEVER_DAYS, NEVER_DAYS)
        if value is Occurrence.HAPPENED:
            return Interval(0, NEVER_DAYS - 1)
        if isinstance(value, NoneWithin):
            return Interval(value.days + 1, NEVER_DAYS)
        if isinstance(value, OverDaysAgo):
            return Interval(value.days + 1, NEVER_DAYS - 1)
        if isinstance(value, DaysAgo):
            low = high = value.days
        else:
            assert isinstance(value, date | PartialDate)
            first, last = (value, value) if isinstance(value, date) else (value.first, value.last)
            low = max(0, days_between(last, on))
            high = -1 if is_to_come(first, on) else days_between(first, on)
        if high < 0 or low >= min(NEVER_DAYS, on.toordinal()):
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(low, min(high, NEVER_DAYS - 1))

    def days(self, value: object) -> Exact:
        if isinstance(value, HoursAgo):
            return exact(Fraction(value.hours) / 24)
        return value.days if isinstance(value, DaysAgo) else value.days + 1 if isinstance(value, OverDaysAgo) else 0

    def as_of(self, value: object, recorded: date | None, on: date) -> object:
        """Return a value as it counts on a date: what was so long ago when it was reported is further back by then."""
        if not isinstance(value, OverDaysAgo) or recorded is None:
            return value
        return OverDaysAgo(min(value.days + max(0, days_between(recorded, on)), NEVER_DAYS - 2))

    def moves(self, value: object) -> bool:
        return isinstance(value, OverDaysAgo) or super().moves(value)

    def within_life(self, possible: Any, value: object, on: date, group: Group) -> Possible:
        born, found = group.born(on), cast("Interval", possible)
        last = value.last if isinstance(value, PartialDate) else value
        before = on.toordinal() - born < self.days(value) or (isinstance(last, date) and last.toordinal() < born)
        if found.absence is None and before:
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        return found

    def together(self, reports: list[Judged]) -> Possible:
        """Return what reports leave possible: "not in the last 90 days" agrees with what lies longer ago, or never.

        "More than 90 days ago" agrees with what lies longer ago.

        A report that cannot be so agrees with nothing.
        """
        kept = list({each.possible: each for each in reports}.values())
        if not self.reassuring and len(kept) > 1:
            known = [each.possible for each in kept if each.possible.absence is None]
            kept = [
                each
                for each in kept
                if each.possible.absence is not None
                or (each.possible[1] != NEVER_DAYS and not _is_over(each.possible))
                or not any(one is not each.possible and lies_within(one, each.possible) for one in known)
            ]
        return super().together(kept)

    def outlives(self, expired: Possible) -> bool:
        return isinstance(expired, Interval) and expired.high < NEVER_DAYS

    def expired(self, possible: Any) -> Interval:
        return Interval(0, possible.high, Absence.STALE, possible.marks, possible, possible)

    def adversity(self, possible: Possible) -> tuple[Exact, ...]:
        assert isinstance(possible, Interval)
        return (possible.high if self.reassuring else -possible.low,)

    def no_better(self, possible: Possible) -> Interval | None:
        assert isinstance(possible, Interval)
        if self.reassuring:
            return possible._replace(high=self.highest) if possible.low > self.lowest else None
        return possible._replace(low=self.lowest) if possible.high < self.highest else None

    def merged(self, reports: Sequence[Possible]) -> Interval:
        spans = [report for report in reports if isinstance(report, Interval)]
        if self.reassuring:
            return Interval(max(span.low for span in spans), max(span.high for span in spans), None, CONFLICT)
        return latest(spans)._replace(marks=CONFLICT)


def _is_over(possible: Possible) -> bool:
    """Say whether an event happened, and nobody knows how long ago it was at most: more than some days ago."""
    return possible[1] == NEVER_DAYS - 1 and 0 < possible[0] < NEVER_DAYS - 1


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
            return as_kept(self, given)
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
                if value.days >= min(NEVER_DAYS, on.toordinal()):
                    return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
                value = date.fromordinal(on.toordinal() - value.days)
            assert isinstance(value, date | PartialDate)
            at = on if isinstance(on, datetime) else datetime.combine(on, time(12), _clock_of(value))
            first, last = (value, value) if isinstance(value, date) else (value.first, value.last)
            low = max(0, hours_between(last, at)[0])
            high = -1 if is_to_come(first, at) else hours_between(first, at)[1]
        if high < 0 or low >= NEVER_DAYS * 24:
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        return Interval(min(low, NEVER_DAYS - 1), min(high, NEVER_DAYS - 1))


def _clock_of(value: object) -> tzinfo:
    """Return the clock that a decision of a day goes by: that of the place, on which every instant is by then."""
    return value.tzinfo if isinstance(value, datetime) and value.tzinfo is not None else UTC


def as_kept(fact: Fact, given: object) -> object:
    """Return a date as it is kept; raise ``InputError`` for a time of which nobody can say when it was."""
    if not isinstance(given, datetime) or given.tzinfo is None:
        return given
    if not has_zone(given):
        raise input_error(
            fact.id,
            given,
            expected="a time that exists, in a zone with a known difference from UTC",
            remedy="check the entry and its zone",
        )
    return shown_once(given, fact.id)


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

    def no_better(self, possible: Possible) -> Options | None:
        assert isinstance(possible, Options)
        if possible.bits & ~self.adverse_bits:
            return None
        worse = 0
        for option in self.worst_first():
            worse |= option
            if not possible.bits & ~worse:
                break
        return possible._replace(bits=worse)

    def adversity(self, possible: Possible) -> tuple[Exact, ...]:
        assert isinstance(possible, Options)
        return tuple(int(bool(possible.bits & option)) for option in self.worst_first())

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
    graded: bool = True
    """Whether the adverse options are grades of one thing, so that whoever may not rule the worst out never does so by
    naming another; not so where they are kinds, of which one says nothing of the others."""
    asked: tuple[Option, ...] = ()
    """The options among which a person is asked to choose, where the others come from records; empty for all."""

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

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options that a form offers."""
        return self.asked or tuple(self.options)

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

    def no_better(self, possible: Possible) -> Options | None:
        found = super().no_better(possible)
        if found is None or self.graded:
            return found
        assert isinstance(possible, Options)
        return possible

    def merged(self, reports: Sequence[Possible]) -> Options:
        found = super().merged(reports)
        if self.graded or self.adverse_bits != self.every:
            return found
        # Every kind is a risk and none a worse one: whichever of two were kept, the other would be outweighed.
        bits = 0
        for report in reports:
            assert isinstance(report, Options)
            bits |= report.bits
        return found._replace(bits=bits)


def count(**declaration: Any) -> Number:
    """Declare how often something was counted."""
    settled: dict[str, Any] = {"unit": "{#}", "lowest": 0, "whole": True}
    return Number(**settled | declaration)


def score(**declaration: Any) -> Number:
    """Declare the total of a licensed instrument; its items never enter this project."""
    settled: dict[str, Any] = {"unit": "{score}", "lowest": 0, "whole": True}
    return Number(**settled | declaration)
