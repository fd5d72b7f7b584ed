"""What a caller gives for a fact: a value, part of a value, a report with its evidence, or why there is none."""

from __future__ import annotations

import calendar
import enum
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias

import attrs

from ...errors import Shown, input_error, unreadable
from ...limit import Exact, Given, exact, shown

if TYPE_CHECKING:  # type checkers know defaults of type variables on every Python
    from typing_extensions import TypeVar

    Value = TypeVar("Value", covariant=True, default=Any)
    Option = TypeVar("Option", bound=enum.Enum, covariant=True, default=Any)
else:
    from typing import TypeVar

    Value = TypeVar("Value", covariant=True)
    Option = TypeVar("Option", bound=enum.Enum, covariant=True)

Unit: TypeAlias = Literal[
    "%", "/min", "/wk", "U/L", "[in_i]", "[lb_av]", "a", "cm", "d", "g", "g/d", "h", "kPa", "kg", "kg/m2", "m",
    "mL/min/{1.73_m2}", "m[IU]/L", "mg/d", "min", "mm[Hg]", "mo", "ng/dL", "pg/mL", "pmol/L", "u[IU]/mL", "ug/d",
    "ukat/L", "{#}", "{ULN}", "{beats}/min", "{events}/h", "{score}",
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


def clean_text(text: object, what: str) -> str:
    """Return ``text`` if it is short and printable, else raise ``InputError``."""
    if not isinstance(text, str):
        raise input_error(what, text, expected="text in quotes", remedy="write it in quotes, or leave it out")
    text = str.__str__(text)
    if len(text) > MAX_TEXT:
        raise input_error(
            what, text, f"has {len(text)} characters", expected=f"at most {MAX_TEXT}", remedy="shorten it"
        )
    strange = next((sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn", "Cf")), None)
    if strange is not None:
        raise input_error(what, text, f"holds the control character U+{ord(strange):04X}", remedy="remove it")
    return text


def _day(given: object) -> date | None:
    if given is None:
        return None
    if not isinstance(given, date):
        raise input_error("on", given, expected="a date", remedy="write date(2026, 11, 23)")
    if isinstance(given, datetime) and given.tzinfo is not None and not has_zone(given):
        raise input_error("on", given, expected="a zone with its difference from UTC", remedy="use a ZoneInfo")
    return given


def has_zone(at: datetime) -> bool:
    """Say whether it is known by how much a time differs from UTC."""
    try:
        return at.utcoffset() is not None
    except Exception:  # whatever a zone of somebody's own may raise
        return False


@attrs.frozen
class Recorded(Generic[Value]):
    """A value with its evidence: when it was obtained, by whom, and where it is filed.

    >>> Recorded(68, on=date(2026, 11, 1), by=Reporter.DEVICE).value
    68
    """

    value: Value
    on: date | None = attrs.field(default=None, kw_only=True, converter=_day)
    by: Reporter | None = attrs.field(default=None, kw_only=True)
    reference: str | None = attrs.field(default=None, kw_only=True)

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
    """A number in a unit of the caller's; it is converted exactly to the unit of the fact.

    >>> Quantity(150, "[lb_av]").unit
    '[lb_av]'
    """

    value: Given = attrs.field(converter=_without_float)
    unit: Unit | str

    def __attrs_post_init__(self) -> None:
        if type(self.unit) is not str:
            raise input_error("unit", self.unit, expected="a UCUM unit", remedy='write it in quotes, such as "kg"')


@attrs.frozen
class Between:
    """A number known only to lie between two others, ends included.

    >>> Between(3, 5)
    Between(low=3, high=5)
    """

    low: Exact = attrs.field(converter=exact)
    high: Exact = attrs.field(converter=exact)

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise input_error(
                value=Shown(f"between {shown(self.low)} and {shown(self.high)}"),
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


@attrs.frozen
class DaysAgo:
    """An event so many whole days before the decision's date."""

    days: int

    def __attrs_post_init__(self) -> None:
        if type(self.days) is not int or self.days < 0:
            raise input_error("days ago", self.days, expected="a whole number, 0 or more", remedy="count again")


@attrs.frozen
class HoursAgo:
    """Something that happened so many hours before the decision's moment.

    >>> HoursAgo(1.5).hours
    Fraction(3, 2)
    """

    hours: Exact = attrs.field(converter=exact)

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
