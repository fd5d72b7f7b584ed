"""What a caller gives for a fact: a value, part of a value, a report with its evidence, or why there is none."""

from __future__ import annotations

import calendar
import enum
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, cast

import attrs

from ...errors import Advice, InputError, Shown, input_error, unreadable
from ...limit import Exact, Given, enclosure, exact, point, shown
from ...possible import NEVER_DAYS
from .validity import Validity
from .zones import elapsed, has_zone, shown_once

if TYPE_CHECKING:  # type checkers know defaults of type variables on every Python
    from typing_extensions import TypeVar

    Value = TypeVar("Value", covariant=True, default=Any)
    Option = TypeVar("Option", bound=enum.Enum, covariant=True, default=Any)
    Item = TypeVar("Item", covariant=True, default=Any)
else:
    from typing import TypeVar

    Value = TypeVar("Value", covariant=True)
    Option = TypeVar("Option", bound=enum.Enum, covariant=True)
    Item = TypeVar("Item", covariant=True)

Unit: TypeAlias = Literal[
    "%", "/min", "/wk", "U/L", "[ft_i]", "[in_i]", "[lb_av]", "[stone_av]", "a", "cm", "d", "g", "g/d", "h", "kPa",
    "kg", "kg/m2", "m",
    "mL/min/{1.73_m2}", "m[IU]/L", "mg/d", "min", "mm[Hg]", "mo", "ng/dL", "pg/mL", "pmol/L", "u[IU]/mL", "ug/d",
    "ukat/L", "{#}", "{ULN}", "{beats}/min", "{breaths}/min", "{events}/h", "{score}",
]  # fmt: skip
"""The units of the library's facts, which an editor can complete; a fact of a clinic's own may have others."""

MAX_TEXT: Final = 200


class Reporter(enum.Enum):
    """Who asserted a fact."""

    CLIENT = "client"
    CLINICIAN = "clinician"
    LABORATORY = "laboratory"
    DEVICE = "device"
    RECORD = "record"


class Occurrence(enum.Enum):
    """An event without a date: it never happened, or it did and nobody knows when."""

    NEVER = "never"
    HAPPENED = "happened"


NEVER: Final = Occurrence.NEVER
HAPPENED: Final = Occurrence.HAPPENED


CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, what turns the direction of writing, and halves of characters; all else is somebody's text.

Written out, as what Unicode knows differs from Python to Python.
"""
LINE_ENDS: Final = re.compile("[\u2028\u2029]")


def clean_text(text: object, what: str, *, one_line: bool = False) -> str:
    """Return ``text`` if it is short and holds no control character, else raise ``InputError``.

    ``one_line``, as for an id, refuses the separators of lines and paragraphs too.

    >>> clean_text("a\u200cb", "id") == "a\u200cb"
    True
    """
    if not isinstance(text, str):
        raise input_error(what, text, expected="text in quotes", remedy="write it in quotes, or leave it out")
    text = str.__str__(text)
    if len(text) > MAX_TEXT:
        raise input_error(
            what, text, f"has {len(text)} characters", expected=f"at most {MAX_TEXT}", remedy="shorten it"
        )
    if (strange := CONTROLS.search(text)) is not None:
        raise input_error(what, text, f"holds the control character U+{ord(strange[0]):04X}", remedy="remove it")
    if one_line and (end := LINE_ENDS.search(text)) is not None:
        problem = f"holds the line separator U+{ord(end[0]):04X}"
        raise input_error(what, text, problem, expected="one line", remedy="remove it")
    return text


def a_day(given: object) -> date | None:
    """Return the day of some evidence as it is kept; raise ``InputError`` for what is none."""
    if given is None:
        return None
    if not isinstance(given, date):
        raise input_error("on", given, expected="a date", remedy="write date(2026, 11, 23)")
    if isinstance(given, datetime) and given.tzinfo is not None:
        if not has_zone(given):
            raise input_error("on", given, expected="a zone with its difference from UTC", remedy="use a ZoneInfo")
        return shown_once(given, "on")
    return given


@attrs.frozen
class Confirmation:
    """A clinician's word that somebody else's answer holds: the name, initials or a role, and the day.

    It never renews the answer, which stays of its own day and age. Where nobody may confirm it does nothing.

    >>> Confirmation("clinician 1", on=date(2026, 11, 2)).role
    <Reporter.CLINICIAN: 'clinician'>

    Raises ``InputError`` without a name, without a day, and for another role than a clinician's.
    """

    name: str
    on: date = attrs.field(kw_only=True, converter=a_day)
    role: Reporter = attrs.field(default=Reporter.CLINICIAN, kw_only=True)

    def __attrs_post_init__(self) -> None:
        named = clean_text(self.name, "confirmed_by.name", one_line=True)
        if not named.strip():
            raise input_error("confirmed_by.name", named, expected="who confirms", remedy="write a name, or initials")
        day: object = self.on
        if day is None:
            remedy = "write date(2026, 11, 23)"
            in_file = Advice("the day of the confirmation", 'add "on": "2025-03-01" to its object')
            raise input_error(
                "confirmed_by.on",
                problem="is absent",
                expected="the day of the confirmation",
                remedy=remedy,
                in_file=in_file,
            )
        role: object = self.role
        if role is not Reporter.CLINICIAN:
            given = role.value if isinstance(role, Reporter) else role
            raise input_error("confirmed_by.role", given, expected="clinician", remedy="let a clinician confirm it")


@attrs.frozen
class Recorded(Generic[Value]):
    """A value with its evidence: when it was obtained, by whom, where it is filed, and who confirmed it.

    >>> Recorded(68, on=date(2026, 11, 1), by=Reporter.DEVICE).value
    68
    """

    value: Value
    on: date | None = attrs.field(default=None, kw_only=True, converter=a_day)
    by: Reporter | None = attrs.field(default=None, kw_only=True)
    reference: str | None = attrs.field(default=None, kw_only=True)
    confirmed_by: Confirmation | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.value, Recorded | Reports):
            raise input_error(
                problem="a report inside a report", remedy="give several as Reports(Recorded(...), Recorded(...))"
            )
        if self.by is not None and not isinstance(self.by, Reporter):
            raise input_error(
                "by",
                self.by,
                expected=f"one of {', '.join(map(str, Reporter))}",
                remedy="write one of these, or leave it out",
            )
        if self.reference is not None:
            object.__setattr__(self, "reference", clean_text(self.reference, "reference"))
        check_confirmed(self.confirmed_by, self.on)

    @property
    def is_evidenced(self) -> bool:
        """Whether anything stands beside the value."""
        return (self.on, self.by, self.reference, self.confirmed_by) != (None, None, None, None)

    @property
    def later_days(self) -> tuple[date, ...]:
        """The days, beside that of the answer, on which it was confirmed or copied."""
        return () if self.confirmed_by is None else (self.confirmed_by.on,)

    @property
    def ages_alone(self) -> bool:
        """Whether for how long it counts is a matter of its own day alone."""
        return not self.later_days


def surely_before(one: date, other: date) -> bool:
    """Say whether a day or a time lies before another wherever it is decided: a day beside an instant may not."""
    first, second = (isinstance(each, datetime) and each.tzinfo is not None for each in (one, other))
    if first and second:
        return elapsed(cast("datetime", one), cast("datetime", other)) < timedelta(0)
    return not first and not second and one.toordinal() < other.toordinal()


def check_confirmed(confirmation: object, on: date | None) -> None:
    """Raise ``InputError`` for what is no confirmation of an answer of that day."""
    if confirmation is None:
        return
    if not isinstance(confirmation, Confirmation):
        remedy = 'write Confirmation("initials", on=date(2026, 11, 23))'
        raise input_error("confirmed_by", confirmation, expected="a Confirmation", remedy=remedy)
    if on is None:
        problem, remedy = "stands beside an answer without a date", "give the day of the answer"
        raise input_error("confirmed_by", problem=problem, expected="an answer of a day", remedy=remedy)
    if surely_before(confirmation.on, on):
        raise input_error(
            "confirmed_by.on",
            Shown(str(confirmation.on)),
            expected=f"the day of the answer, {on}, or a later one",
            remedy="correct it, or confirm the answer anew",
        )


@attrs.frozen
class FromChecklist(Recorded[Value]):
    """What an answer to a checklist says of one fact: a report like any other, with the checklist it comes from."""

    checklist: str = attrs.field(kw_only=True)
    version: int = attrs.field(kw_only=True)
    item: str = attrs.field(default="", kw_only=True)
    """The item that was ticked, in which case the report says no more than that: what agrees with it tells more."""
    denials: tuple[tuple[str, Any], ...] = attrs.field(default=(), kw_only=True)
    """Of a ticked item of two facts, the facts of its group with what would deny each."""
    copied_on: date | None = attrs.field(default=None, kw_only=True)
    """The day on which the form was copied into a record."""
    author_name: str | None = attrs.field(default=None, kw_only=True)
    """The name or initials that the copy gives for whoever answered."""
    rests_on: tuple[tuple[Validity, date], ...] = attrs.field(default=(), kw_only=True)
    """For how long other reports are valid, and of which day they are, without which it would clear nothing."""

    @property
    def is_evidenced(self) -> bool:
        return True

    @property
    def later_days(self) -> tuple[date, ...]:
        copied = () if self.copied_on is None else (self.copied_on,)
        return (*super().later_days, *copied)

    @property
    def ages_alone(self) -> bool:
        return super().ages_alone and not self.rests_on


@attrs.frozen(init=False)
class Reports(Generic[Value]):
    """Several reports of one fact; equal ones count once, and their order does not matter.

    >>> len(Reports(Recorded(True, by=Reporter.RECORD), Recorded(False, by=Reporter.CLIENT)).reports)
    2
    """

    reports: frozenset[Recorded[Value]]

    def __init__(self, *reports: Recorded[Value]) -> None:
        if not reports:
            raise input_error(problem="no report given", remedy="leave the fact out, or say why there is none")
        for report in reports:
            if not isinstance(report, Recorded):
                raise input_error(
                    value=report, problem="{value} is not a report", remedy="write Recorded(value, by=..., on=...)"
                )
        try:
            self.__attrs_init__(frozenset(reports))
        except Exception:  # what cannot be told from another is no value of any fact
            raise unreadable("report", [report.value for report in reports]) from None

    def __repr__(self) -> str:
        return f"Reports({', '.join(sorted(map(repr, self.reports)))})"


def _without_float(number: Given) -> Given:
    return Decimal(repr(number)) if type(number) is float else number


@attrs.frozen
class Quantity:
    """A number in a unit of the caller's, as UCUM writes it; it is converted exactly to the unit of the fact.

    >>> Quantity(150, "[lb_av]").unit
    '[lb_av]'
    """

    value: Given = attrs.field(converter=_without_float)
    unit: Unit | str

    def __attrs_post_init__(self) -> None:
        if type(self.unit) is not str:
            raise input_error("unit", self.unit, expected="a UCUM unit", remedy='write it in quotes, such as "kg"')


Bound: TypeAlias = Exact | Quantity | None
"""An end of what a number is known to lie between: None where it is open."""


def _bound(given: Given | Quantity | None, end: int) -> Bound:
    """Return an end as it is compared; of more digits than are exact, the nearest number outside."""
    if isinstance(given, Quantity):
        return attrs.evolve(given, value=_nearest(given.value, end))
    return None if given is None else _nearest(given, end)


def _nearest(given: Given, end: int) -> Exact:
    return exact(given) if type(given) is Fraction else enclosure(given)[end]


def _low(given: Given | Quantity | None) -> Bound:
    return _bound(given, 0)


def _high(given: Given | Quantity | None) -> Bound:
    return _bound(given, 1)


@attrs.frozen
class Between:
    """A number known only to lie between two others, ends included, in the unit of the fact or as a ``Quantity``.

    An open end is None: what a laboratory writes as "<0.01" is ``Between(None, Decimal("0.01"))``, ">60" is
    ``Between(60, None)``; the plausible end of the fact is then the other. There is no form for "less than": the end
    itself stays possible, so what a rule asks below 0.01 is not settled by "<0.01", and what it asks from 60 on is by
    ">60".

    >>> Between(3, 5)
    Between(low=3, high=5)
    >>> Between(None, Quantity(6, "pmol/L"))
    Between(low=None, high=Quantity(value=6, unit='pmol/L'))
    """

    low: Bound = attrs.field(converter=_low)
    high: Bound = attrs.field(converter=_high)

    def __attrs_post_init__(self) -> None:
        low, high = self.low, self.high
        if low is None and high is None:
            raise input_error(
                problem="no end given", expected="a number", remedy="leave the fact out, or say why there is none"
            )
        if isinstance(low, Quantity) and isinstance(high, Quantity) and low.unit == high.unit:
            low, high = exact(low.value), exact(high.value)
        if isinstance(low, int | Fraction) and isinstance(high, int | Fraction) and low > high:
            raise exchanged(low, high)


def exchanged(low: Exact, high: Exact) -> InputError:
    """Return the error for two ends of which the lower stands last."""
    return input_error(
        value=Shown(f"between {shown(low)} and {shown(high)}"),
        problem="{value}",
        expected="the lower number first",
        remedy="exchange them",
    )


@attrs.frozen(init=False)
class OneOf(Generic[Option]):
    """A choice known only to be one of several options: "bipolar, type not known"."""

    options: frozenset[Option]

    def __init__(self, *options: Option) -> None:
        if not options:
            raise input_error(problem="no option given", remedy="leave the fact out, or say why there is none")
        for option in options:
            if not isinstance(option, enum.Enum):
                raise input_error(
                    value=option,
                    problem="{value} is not an option",
                    expected="options of one choice",
                    remedy="give members of its enumeration",
                )
        self.__attrs_init__(frozenset(options))

    def __repr__(self) -> str:
        return f"OneOf({', '.join(sorted(map(str, self.options)))})"


@attrs.frozen(init=False)
class AtLeastThese(Generic[Item]):
    """The records of a list that is open: these are known, and there may be others.

    Equal records count once. A list of which nobody says that it is complete, such as a chart's list of medicines,
    never shows that something is not there.

    >>> AtLeastThese("one", "another", "one")
    AtLeastThese('one', 'another')
    """

    records: tuple[Item, ...]

    def __init__(self, *records: Item) -> None:
        try:
            kept = tuple(dict.fromkeys(records))
        except Exception:  # what cannot be told from another is no record of any list
            raise unreadable("list", records) from None
        self.__attrs_init__(kept)

    def __repr__(self) -> str:
        return f"AtLeastThese({', '.join(map(repr, self.records))})"


@attrs.frozen
class NoneWithin:
    """An event that did not happen in the last so many days before the decision's date: longer ago, or never.

    >>> NoneWithin(90).days
    90
    """

    days: int

    def __attrs_post_init__(self) -> None:
        if type(self.days) is not int or not 0 <= self.days < NEVER_DAYS:
            expected = f"a whole number of days, 0 to {NEVER_DAYS - 1}"
            raise input_error("none in days", self.days, expected=expected, remedy="count again")


@attrs.frozen
class OverDaysAgo:
    """An event that happened more than so many days before the report of it, or before the decision's date.

    It did happen: "not in the last 365 days" without that is ``NoneWithin(365)``.

    >>> OverDaysAgo(365).days
    365
    """

    days: int

    def __attrs_post_init__(self) -> None:
        if type(self.days) is not int or not 0 <= self.days < NEVER_DAYS - 1:
            expected = f"a whole number of days, 0 to {NEVER_DAYS - 2}"
            raise input_error("over days ago", self.days, expected=expected, remedy="count again")


@attrs.frozen
class DaysAgo:
    """An event so many whole days before the decision's date."""

    days: int

    def __attrs_post_init__(self) -> None:
        if type(self.days) is not int or self.days < 0:
            raise input_error("days ago", self.days, expected="a whole number, 0 or more", remedy="count again")
        exact(self.days, "days ago")


def _hours(given: Given) -> Exact:
    """Return hours with every digit of a computer's arithmetic: a moment is not measured, and nothing adds them up."""
    if type(given) not in (float, Decimal):
        return point(given, "hours ago")
    low, high = enclosure(given, "hours ago")
    return low if low == high else point(Fraction(repr(given) if type(given) is float else given), "hours ago")


@attrs.frozen
class HoursAgo:
    """Something that happened so many hours before the decision's moment.

    >>> HoursAgo(1.5).hours
    Fraction(3, 2)
    """

    hours: Exact = attrs.field(converter=_hours)

    def __attrs_post_init__(self) -> None:
        if self.hours < 0:
            raise input_error(
                "hours ago", Shown(shown(self.hours)), expected="a number, 0 or more", remedy="count again"
            )


@attrs.frozen
class PartialDate:
    """A date of which only the year, or the year and the month, are known.

    >>> PartialDate(2025).first, PartialDate(2025, 2).last
    (datetime.date(2025, 1, 1), datetime.date(2025, 2, 28))
    """

    year: int
    month: int | None = None

    def __attrs_post_init__(self) -> None:
        if type(self.year) is not int or not date.min.year <= self.year <= date.max.year:
            raise input_error("year", self.year, expected="a year such as 2025", remedy="write it with four digits")
        if self.month is not None and (type(self.month) is not int or not 1 <= self.month <= 12):
            raise input_error("month", self.month, expected="1 to 12", remedy="correct it, or leave it out")

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"
