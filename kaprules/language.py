"""The language of a reader: messages through gettext; numbers, units and dates in the reader's form.

A message is its English text. A text in the source goes through a ``Locale`` called ``locale``, or is marked by
``message``; a declared text (what a rule says, a fact's title) is looked up by the same call. ``python -m
kaprules.locale`` collects both kinds. A text without a translation is shown in English; the tests allow none.
"""

from __future__ import annotations

import datetime as dates
import enum
import functools
import gettext
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs

from .errors import input_error
from .limit import WORDS_FOR_UNITS, Exact, rounded, shown, with_unit
from .spelling import respelled

FOLDER: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "kaprules"


class Language(enum.Enum):
    """A language that every text of the library can be read in."""

    ENGLISH = "en"
    SPANISH = "es"


def message(text: str) -> str:
    """Mark a text that a ``Locale`` is given later on, so that it is collected for translation."""
    return text


def plural(one: str, many: str) -> tuple[str, str]:
    """Mark a text for one and for more that ``Locale.count`` is given later on."""
    return one, many


def lower(title: str) -> str:
    """Return a title for the middle of a sentence; abbreviations and names of several words keep their capitals.

    >>> lower("Heart rate"), lower("MI"), lower("Montreal Cognitive Assessment, total"), lower("Modified Aldrete score")
    ('heart rate', 'MI', 'Montreal Cognitive Assessment, total', 'modified Aldrete score')
    """
    first, *others = title.split(" ")
    is_name = others and others[0][:1].isupper() and any(word[:1].isupper() for word in others[1:])
    if is_name or any(letter.isupper() or letter.isdigit() for letter in first[1:]):
        return title
    return title[:1].lower() + title[1:]


@functools.cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, [language.value])


@attrs.frozen
class Locale:
    """Somebody who reads one language.

    >>> from datetime import date
    >>> from fractions import Fraction
    >>> ENGLISH("{fact} is not known", fact="heart rate"), ENGLISH.quantity(Fraction(7, 2), "h")
    ('heart rate is not known', '3.5 hours')
    >>> reader("es").number(Fraction(7, 2)), reader("es").date(date(2026, 11, 23))
    ('3,5', '23 de noviembre de 2026')
    """

    language: Language
    coded: bool = False
    """Whether units are shown by their UCUM code and dates as ISO 8601 writes them: an auditor's form."""
    american: bool = False
    """Whether English is spelled, and a day written, as in the United States; pounds and feet then stand beside."""
    on: dates.date | None = None
    """The day or moment of a decision: an event is then told by its date, else by the time since."""

    def at(self, on: dates.date) -> Locale:
        """Return who reads a decision of that day or moment."""
        return attrs.evolve(self, on=on)

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a message in the reader's language, with the values put in."""
        told = _catalogue(self.language).gettext(text) if text else text
        told = respelled(told) if self.american else told
        return told.format(**values) if values else told

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the form of a message that goes with a number; the message may show it as ``{number}``."""
        told = _catalogue(self.language).ngettext(one, many, number)
        told = respelled(told) if self.american else told
        return told.format(**{"number": self.number(number)} | values)

    def number(self, value: Exact) -> str:
        """Return a number: exact where that is short, else to three digits; in coded form marked as rounded."""
        text = shown(value)
        digits = text.removeprefix("about ")
        is_rounded = digits != text
        if is_rounded and not self.coded:
            digits, is_rounded = shown(rounded(value)), False
        told = digits.replace(".", ",") if self.language is Language.SPANISH else digits
        return self("about {number}", number=told) if is_rounded else told

    @property
    def tag(self) -> str:
        """The language as a page and a browser name it."""
        return "en-US" if self.american else self.language.value

    def quantity(self, value: Exact, unit: str) -> str:
        """Return a number with its UCUM unit, as it is written by hand."""
        return self._with_unit(self.number(value), value, unit)

    def span(self, low: Exact, high: Exact, unit: str) -> str:
        """Return what lies between two numbers of one unit; one number, where the two are shown alike."""
        if self.number(low) == self.number(high):
            return self.quantity(low, unit)
        between = self("{low} to {high}", low=self.number(low), high=self.number(high))
        return self._with_unit(between, 2, unit)

    def measured(self, low: Exact, high: Exact, unit: str) -> str:
        """Return a measurement, or the two ends of what is left of it; beside it what is customary where it is read."""
        told = self.quantity(low, unit) if low == high else self.span(low, high, unit)
        if not self.american or self.coded or unit not in CUSTOMARY:
            return told
        ends = dict.fromkeys(map(CUSTOMARY[unit], (low, high)))
        return f"{told} ({' to '.join(ends)})"

    def _with_unit(self, number: str, value: Exact, unit: str) -> str:
        if unit in UNSAID and not self.coded:
            return number
        if unit in PLURALS:
            one, many = PLURALS[unit]
            return self.count(one, many, value if isinstance(value, int) else 2, number=number)
        if unit not in SYMBOLS or (self.coded and unit not in WORDS_FOR_UNITS):
            return with_unit(number, unit)
        return f"{number} {self(SYMBOLS[unit])}"

    def date(self, day: dates.date) -> str:
        """Return a day; of a moment, the day alone."""
        if self.coded:
            return day.isoformat()[:10]
        month = self(MONTHS[day.month - 1])
        if self.american:
            return f"{month} {day.day}, {day.year}"
        return self("{day} {month} {year}", day=day.day, month=month, year=day.year)

    def month(self, day: dates.date) -> str:
        """Return the month of a day."""
        return self("{month} {year}", month=self(MONTHS[day.month - 1]), year=day.year)

    def moment(self, at: dates.datetime) -> str:
        """Return a day and the time on its own clock, with the zone where it is known."""
        if self.coded:
            return str(at)
        time = f"{at:%H:%M}"
        if at.tzinfo is None:
            return self("{date}, {time}", date=self.date(at), time=time)
        offset = f"{at:%z}"
        zone = "UTC" if not offset.strip("+-0") else f"UTC{offset[:3]}:{offset[3:5]}"
        return self("{date}, {time} ({zone})", date=self.date(at), time=time, zone=zone)

    def when(self, on: dates.date) -> str:
        """Return a day, or a moment with its time."""
        return self.moment(on) if isinstance(on, dates.datetime) else self.date(on)


PLURALS: Final = {
    "d": plural("{number} day", "{number} days"),
    "h": plural("{number} hour", "{number} hours"),
    "min": plural("{number} minute", "{number} minutes"),
    "mo": plural("{number} month", "{number} months"),
    "a": plural("{number} year", "{number} years"),
}
"""Units with a word for one and a word for more, by UCUM code."""

SYMBOLS: Final = {
    "mm[Hg]": "mmHg",
    "kg/m2": "kg/m²",
    "m[IU]/L": "mIU/L",
    "mg/d": message("mg per day"),
    "{ULN}": message("times the upper limit of normal"),
    "{events}/h": message("events per hour"),
    "/min": message("per minute"),
    "/wk": message("a week"),
    "mL/min/{1.73_m2}": message("mL/min per 1.73 m2"),
    "[lb_av]": "lb",
    "[in_i]": "in",
    "[ft_i]": "ft",
    "[stone_av]": "stone",
    "u[IU]/mL": "µIU/mL",
    "ukat/L": "µkat/L",
    "ug/d": message("µg per day"),
    "g/d": message("g per day"),
    "{beats}/min": message("beats per minute"),
    "{breaths}/min": message("breaths per minute"),
}
"""Units that a reader knows by another name than their UCUM code."""

UNSAID: Final = ("kg/m2",)
"""Units of which nobody but an auditor needs the name: a body mass index has no other."""


def _in_feet(centimetres: Exact) -> str:
    feet, inches = divmod(round(centimetres / Fraction(254, 100)), 12)
    return f"{feet} ft {inches} in"


CUSTOMARY: Final[Mapping[str, Callable[[Exact], str]]] = {
    "kg": lambda kilograms: f"{round(kilograms / Fraction(45359237, 100_000_000))} lb",
    "cm": _in_feet,
    "Cel": lambda degrees: f"{shown(Fraction(round(degrees * 18 + 320), 10))} °F",
}
"""What a measurement comes to in the customary units of the United States, which are shown and never compared."""

MONTHS: Final = (
    message("January"),
    message("February"),
    message("March"),
    message("April"),
    message("May"),
    message("June"),
    message("July"),
    message("August"),
    message("September"),
    message("October"),
    message("November"),
    message("December"),
)

ENGLISH: Final = Locale(Language.ENGLISH)
CODED: Final = Locale(Language.ENGLISH, coded=True)
"""The form of the library's own words: English, UCUM and ISO 8601."""


def _first_part(code: str | Language) -> str | Language:
    """Return the language of a code that says more: ``es`` of ``es-MX``, ``es_ES.UTF-8`` and ``es@euro``."""
    tag = _TAG.fullmatch(code) if type(code) is str and len(code) <= MAX_TAG else None
    return code if tag is None else tag[1].lower()


def _is_american(code: object) -> bool:
    return type(code) is str and re.match(r"en[-_](?:[a-z]{4}[-_])?us(?![a-z])", code, re.IGNORECASE) is not None


MAX_TAG: Final = 40
_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*(?:\.[A-Za-z0-9_-]+)?(?:@[A-Za-z0-9_-]+)?")


def locale(language: str | Language, *, coded: bool = False) -> Locale:
    """Return the reader of a language; raise ``InputError`` for one that nobody translated.

    A code may say more, as a browser or a machine's settings do: ``es-MX``, ``en-GB``, ``es_ES.UTF-8`` are read in the
    language of their first part. ``en-US`` is English as the United States spell it, ``en`` as Britain does.

    >>> locale("es_ES.UTF-8") == locale("ES-mx") == locale("es")
    True
    >>> locale("en_US.UTF-8").date(dates.date(2026, 11, 23)), locale("en-US")("sleep apnoea")
    ('November 23, 2026', 'sleep apnea')
    """
    try:
        return Locale(Language(_first_part(language)), coded, _is_american(language))
    except Exception:  # whatever comparing with it may raise
        known = ", ".join(each.value for each in Language)
        raise input_error("language", language, expected=f"one of {known}", remedy="choose one of them") from None
