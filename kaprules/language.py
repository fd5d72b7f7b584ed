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
from pathlib import Path
from typing import Final

import attrs

from .errors import input_error
from .limit import WORDS_FOR_UNITS, Exact, shown, with_unit

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

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a message in the reader's language, with the values put in."""
        told = _catalogue(self.language).gettext(text) if text else text
        return told.format(**values) if values else told

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the form of a message that goes with a number; the message may show it as ``{number}``."""
        told = _catalogue(self.language).ngettext(one, many, number)
        return told.format(**{"number": self.number(number)} | values)

    def number(self, value: Exact) -> str:
        """Return a number: exact where that is short, else marked as rounded."""
        text = shown(value)
        digits = text.removeprefix("about ")
        told = digits.replace(".", ",") if self.language is Language.SPANISH else digits
        return told if digits == text else self("about {number}", number=told)

    def quantity(self, value: Exact, unit: str) -> str:
        """Return a number with its UCUM unit, as it is written by hand."""
        return self._with_unit(self.number(value), value, unit)

    def span(self, low: Exact, high: Exact, unit: str) -> str:
        """Return what lies between two numbers of one unit; one number, where the two are shown alike."""
        if self.number(low) == self.number(high):
            return self.quantity(low, unit)
        between = self("{low} to {high}", low=self.number(low), high=self.number(high))
        return self._with_unit(between, 2, unit)

    def _with_unit(self, number: str, value: Exact, unit: str) -> str:
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
        return self("{day} {month} {year}", day=day.day, month=self(MONTHS[day.month - 1]), year=day.year)

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


MAX_TAG: Final = 40
_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*(?:\.[A-Za-z0-9_-]+)?(?:@[A-Za-z0-9_-]+)?")


def locale(language: str | Language, *, coded: bool = False) -> Locale:
    """Return the reader of a language; raise ``InputError`` for one that nobody translated.

    A code may say more, as a browser or a machine's settings do: ``es-MX``, ``en-US``, ``es_ES.UTF-8`` are read in the
    language of their first part.

    >>> locale("es_ES.UTF-8") == locale("ES-mx") == locale("es")
    True
    """
    try:
        return Locale(Language(_first_part(language)), coded)
    except Exception:  # whatever comparing with it may raise
        known = ", ".join(each.value for each in Language)
        raise input_error("language", language, expected=f"one of {known}", remedy="choose one of them") from None
