"""Exact numbers, and the limits that rules compare them with - each with the work it comes from."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Final

import attrs

from .errors import InputError, Shown, input_error, shown_value

Given = int | float | Decimal | Fraction
"""A number as a caller may give it; a float is read as its shortest decimal."""

Exact = int | Fraction
"""A number as it is compared: whole numbers as ``int``, all others as ``Fraction``."""

MAX_DIGITS: Final = 15
MAX_BITS: Final = 200
"""The size of a numerator or denominator beyond which a fraction is not taken as it stands: some sixty digits."""
MAX_DENOMINATOR: Final = 1_000
"""The largest denominator of a measured fraction, what decimals have (twos and fives) aside."""
MAX_BRIEF: Final = 60
_DOWN: Final = Context(MAX_DIGITS, ROUND_FLOOR, traps=[])
_UP: Final = Context(MAX_DIGITS, ROUND_CEILING, traps=[])


def exact(number: Given, what: str = "number") -> Exact:
    """Return ``number`` without any loss.

    >>> exact(35.04)
    Fraction(876, 25)
    >>> exact(140)
    140

    Raises ``InputError`` for text, booleans, NaN, infinities and more than 15 significant digits.
    """
    if type(number) is int:
        if -(10**MAX_DIGITS) < number < 10**MAX_DIGITS:
            return number
    elif type(number) is Fraction:
        return reduced(number)
    decimal = _decimal(number, what)
    if not decimal:
        return 0
    if _too_many(decimal):
        raise input_error(
            what,
            Shown(decimal),
            "has too many significant digits",
            expected=f"at most {MAX_DIGITS}",
            remedy="round it as it was measured",
        )
    return exact(Fraction(decimal), what)


def reduced(number: Exact) -> Exact:
    """Return an exact number as a whole one where it is whole."""
    return number.numerator if number.denominator == 1 else number


def ratio(above: Exact, below: Exact) -> Exact:
    """Return one exact number divided by another, without any loss.

    >>> ratio(7, 2)
    Fraction(7, 2)
    >>> ratio(8, 2)
    4
    """
    if isinstance(above, int):
        return reduced(Fraction(above, below) if isinstance(below, int) else above / below)
    return reduced(above / below)


def enclosure(number: Given, what: str = "number") -> tuple[Exact, Exact]:
    """Return the nearest exact numbers between which a measured number lies; of one that is exact, itself twice.

    Exact is what has at most 15 significant digits, and a fraction of small parts: with such a denominator, however
    many are added up, a mean stays short. What a computer's arithmetic adds to that, or a long fraction, is enclosed.

    >>> enclosure(0.1 + 0.2)
    (Fraction(3, 10), Fraction(300000000000001, 1000000000000000))
    >>> enclosure(Fraction(395, 3))
    (Fraction(395, 3), Fraction(395, 3))

    Raises ``InputError`` for text, booleans, NaN, infinities and what is too large or too small to be measured.
    """
    if type(number) is Fraction:
        if number.denominator == 1:
            return enclosure(number.numerator, what)
        if _is_short(number):
            return number, number
        return _around(number, what)
    if type(number) is int and -(10**MAX_DIGITS) < number < 10**MAX_DIGITS:
        return number, number
    decimal = _decimal(number, what)
    low, high = (decimal, decimal) if not _too_many(decimal) else (_DOWN.plus(decimal), _UP.plus(decimal))
    return exact(low, what), exact(high, what)


def point(number: Given, what: str = "number") -> Exact:
    """Return ``number`` without any loss, where it can only be one: a limit, hours.

    Raises ``InputError`` as ``exact`` does, and for a fraction of more than some sixty digits.
    """
    found = exact(number, what)
    if isinstance(found, Fraction) and not _is_bounded(found):
        digits = MAX_BITS * 1233 // 4096
        raise input_error(
            what,
            problem="is a fraction of too many digits",
            expected=f"at most {digits} in numerator and denominator",
            remedy="round it as it was measured",
        )
    return found


def _decimal(number: Given, what: str) -> Decimal:
    """Return a number that is no fraction as a decimal of a magnitude that can be measured, or zero."""
    if type(number) is float:
        number = Decimal(repr(number))
    elif type(number) is int:
        if number.bit_length() > 64 * MAX_BITS:
            raise _immeasurable(what, shown_value(number))
        number = Decimal(number)
    elif type(number) is not Decimal:
        raise input_error(what, number, expected="a number", remedy=_number_remedy(number))
    if not number.is_finite():
        raise input_error(what, Shown(number), expected="a finite number", remedy="leave it out if it is not known")
    if number and abs(number.adjusted()) > MAX_DIGITS * 2:
        raise _immeasurable(what, f"{number:.0e}")
    return number


def _immeasurable(what: str, number: str) -> InputError:
    return input_error(what, Shown(number), expected="a number that can be measured", remedy="check the entry")


def _too_many(number: Decimal) -> bool:
    return _DOWN.plus(number) != number


def _is_bounded(number: Fraction) -> bool:
    return max(number.numerator.bit_length(), number.denominator.bit_length()) <= MAX_BITS


def _is_short(number: Fraction) -> bool:
    if not _is_bounded(number):
        return False
    denominator = number.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator <= MAX_DENOMINATOR


def _around(number: Fraction, what: str) -> tuple[Exact, Exact]:
    """Return the nearest numbers of 15 digits below and above a fraction, by whole numbers alone."""
    size = abs(number)
    # A bit is log10(2) = 1233/4096 digits; the estimate is one out at most.
    magnitude = (size.numerator.bit_length() - size.denominator.bit_length()) * 1233 // 4096
    if abs(magnitude) > MAX_DIGITS * 2:
        raise _immeasurable(what, f"about 1e{magnitude:+d}")
    while size < Fraction(10) ** magnitude:
        magnitude -= 1
    while size >= Fraction(10) ** (magnitude + 1):
        magnitude += 1
    scale = Fraction(10) ** (MAX_DIGITS - 1 - magnitude)
    least = number.numerator * scale.numerator // (number.denominator * scale.denominator)
    rest = least * scale.denominator * number.denominator != number.numerator * scale.numerator
    return exact(least / scale), exact((least + rest) / scale)


def _number_remedy(given: object) -> str:
    return "write it without quotes" if isinstance(given, str) else "write the number"


def shown(number: Exact) -> str:
    """Return ``number`` for a reader: exact where that is short, else marked as rounded.

    >>> shown(Fraction(876, 25)), shown(Fraction(1, 3))
    ('35.04', 'about 0.333')
    """
    if isinstance(number, int):
        return str(number)
    denominator = number.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator == 1 and number.denominator <= 10_000:
        return format((Decimal(number.numerator) / Decimal(number.denominator)).normalize(), "f")
    return f"about {round(float(number), 3):g}"


def rounded(number: Exact, limit: object = None) -> Exact:
    """Return a number to three significant digits, or as many more as keep it on its side of a limit.

    No digit before the decimal point is lost: whole numbers stay as they were counted or measured.

    >>> rounded(Fraction(497, 3)), rounded(Fraction(41322, 1000)), rounded(1234)
    (166, Fraction(413, 10), 1234)
    """
    for digits in range(3, MAX_DIGITS + 1):
        places = max(0, digits - 1 - (math.floor(math.log10(abs(float(number)))) if number else 0))
        near = exact(Decimal(round(Fraction(number) * 10**places)).scaleb(-places))
        if not isinstance(limit, Limit) or _side(near, limit) == _side(number, limit):
            return near
    return number


def _side(number: Exact, limit: Limit) -> int:
    return (number > limit.value) - (number < limit.value)


def brief(text: str) -> str:
    """Return a text as it fits into a line with others: its beginning, where it is long."""
    return text if len(text) <= MAX_BRIEF else f"{text[:MAX_BRIEF].rstrip()}..."


class Certainty(enum.Enum):
    """How sure the project is of what a citation carries."""

    CONFIRMED = "confirmed"
    """The words were read in a copy of the source."""
    RECALLED = "recalled"
    """General knowledge, not verified in a copy."""
    PROPOSAL = "proposal"
    """This project's own choice; no source states it."""


@attrs.frozen
class Source:
    """A work that rules cite. ``tier`` is 1 for a regulator's label or official text, 4 for a secondary page."""

    key: str
    title: str
    where: str
    tier: int | None = None

    def __repr__(self) -> str:
        return f"<Source {self.key}: {brief(self.title)}>"


@attrs.frozen
class Citation:
    """A place in a source, and how sure the project is of what it took from there."""

    source: Source
    locator: str
    certainty: Certainty = Certainty.CONFIRMED
    strength: str = ""
    """How strongly the source says it, in its own words, where it grades what it says: ``grade C``."""

    def __repr__(self) -> str:
        return f"<Citation {self.source.key}, {brief(self.locator)}>"

    def __str__(self) -> str:
        sure = "" if self.certainty is Certainty.CONFIRMED else f" ({self.certainty.value})"
        return f"{self.source.title}, {self.locator}{sure}"


@attrs.frozen
class Stewardship:
    """Who answers for a rule or a limit, when it was last reviewed and is to be again, and who approved it.

    Raises ``InputError`` where the next review comes no later than the last, or an approval lacks its name or its day.
    """

    owner: str
    reviewed: date | None = None
    next_review: date | None = None
    approved_by: str = ""
    """Who outside of those who wrote it approved it; empty where nobody did."""
    approved: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.reviewed is not None and self.next_review is not None and self.next_review <= self.reviewed:
            raise input_error(
                "next_review",
                Shown(str(self.next_review)),
                expected=f"a day after the last review, {self.reviewed}",
                remedy="correct one of the two",
            )
        if bool(self.approved_by) != (self.approved is not None):
            raise input_error(
                "approved_by" if self.approved is None else "approved",
                self.approved_by or Shown(str(self.approved)),
                expected="both who approved it and when",
                remedy="give approved_by and approved together, or neither",
            )


@attrs.frozen
class Bound:
    """How far a site may move a limit; ``inclusive`` says whether the value itself is still allowed."""

    value: Exact = attrs.field(converter=point)
    inclusive: bool = True


def _bound(given: Given | Bound | None) -> Bound | None:
    return given if given is None or isinstance(given, Bound) else Bound(exact(given))


def above(value: Given) -> Bound:
    """A lower bound that is itself no longer allowed."""
    return Bound(exact(value), inclusive=False)


def below(value: Given) -> Bound:
    """An upper bound that is itself no longer allowed."""
    return Bound(exact(value), inclusive=False)


@attrs.frozen
class Limit:
    """A number that a rule compares with, in a UCUM unit, with its source and the bounds of a site's choice.

    ``floor`` and ``ceiling`` (inclusive, or made by ``above()`` and ``below()``) bound what a site may choose
    instead; without them it may choose nothing. ``label`` says that a regulator's label sets the loosest value.
    ``step`` is the smallest difference that the measurement can show. Raises ``InputError`` where the value lies
    outside its own bounds.

    >>> from kaprules.sources import ADOPTED, criterion
    >>> Limit(160, "mm[Hg]", id="example.systolic", source=criterion(3), since=ADOPTED).value
    160
    """

    value: Exact = attrs.field(converter=point)
    unit: str
    id: str = attrs.field(kw_only=True)
    source: Citation = attrs.field(kw_only=True)
    since: date = attrs.field(kw_only=True)
    floor: Bound | None = attrs.field(default=None, kw_only=True, converter=_bound)
    ceiling: Bound | None = attrs.field(default=None, kw_only=True, converter=_bound)
    label: bool = attrs.field(default=False, kw_only=True)
    step: Exact = attrs.field(default=1, kw_only=True, converter=point)
    default: Exact | None = attrs.field(default=None, kw_only=True)
    """The library's own value, where a site's stands instead of it."""
    stewardship: Stewardship | None = attrs.field(default=None, kw_only=True)
    """Who answers for it, where that is not who answers for the rule."""

    def __attrs_post_init__(self) -> None:
        if not self.allows(self.value):
            raise input_error(
                f"limit {self.id}",
                Shown(self.shown),
                reason="outside its own bounds",
                remedy="correct the value or the bounds",
            )

    def __repr__(self) -> str:
        return f"<Limit {self.id}: {self.shown}>"

    def __rich_repr__(self) -> Iterator[object]:
        yield self.id
        yield self.shown

    def allows(self, value: Exact) -> bool:
        """Say whether ``value`` lies within the bounds of a site's choice."""
        low, high = self.floor, self.ceiling
        return (low is None or value > low.value or (low.inclusive and value == low.value)) and (
            high is None or value < high.value or (high.inclusive and value == high.value)
        )

    @property
    def shown(self) -> str:
        """The value with its unit, for a reader."""
        return with_unit(shown(self.value), self.unit)


def with_unit(number: str, unit: str) -> str:
    """Put a UCUM unit behind a number; pure annotations such as ``{score}`` say nothing to a reader."""
    if not unit or (unit.startswith("{") and unit.endswith("}")):
        return number
    words = WORDS_FOR_UNITS.get(unit, unit)
    return f"{number} {words.removesuffix('s') if number == '1' and unit in ONE_OR_MORE else words}"


ONE_OR_MORE: Final = ("d", "h", "min", "mo", "a")
WORDS_FOR_UNITS: Final = {
    "d": "days",
    "h": "hours",
    "min": "minutes",
    "mo": "months",
    "a": "years",
    "{events}/h": "events per hour",
    "/min": "per minute",
    "/wk": "a week",
    "mL/min/{1.73_m2}": "mL/min per 1.73 m2",
}
