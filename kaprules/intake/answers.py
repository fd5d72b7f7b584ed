"""What somebody types or chooses, as the data of a client file; whether it can be taken is for its reader to say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ..clientfile import parse_json, split_comparison
from ..errors import InputError
from ..facts.model import Choice, Day, Event, Fact, Flag, Moment, Number, Occurrence, Series
from ..language import SYMBOLS, Language, Locale, message
from ..limit import exact
from ..units import meant

YES: Final = (message("yes"), "true")
NO: Final = (message("no"), "false")
NONE: Final = message("none")
NOTHING: Final = message("nothing")
"""Said instead of none."""
EVENTS: Final = {Occurrence.NEVER: message("never"), Occurrence.HAPPENED: message("happened")}

OVER: Final = message("more than {days} days ago")


def as_data(fact: Fact, text: str, locale: Locale) -> Any:
    """Return an answer in words as data; what is not understood stays the text that it is."""
    text = text.strip()
    if text[:1] in ("{", "["):
        with suppress(InputError):
            return parse_json(text)
    if isinstance(fact, Flag):
        return True if is_one_of(text, YES, locale) else False if is_one_of(text, NO, locale) else text
    if isinstance(fact, Choice):
        return _option(fact, text, locale)
    if isinstance(fact, Number):
        return _number(fact, text, locale)
    if isinstance(fact, Event):
        said = next((each.value for each, word in EVENTS.items() if is_one_of(text, (word,), locale)), text)
        over = None if isinstance(fact, Moment) else _over(text, locale)
        return said if over is None else {"over_days_ago": over}
    if isinstance(fact, Series) and is_one_of(text, (NONE, NOTHING), locale):
        return []
    return text


def _over(text: str, locale: Locale) -> int | None:
    """Return the days of "more than 365 days ago", which may be written >365; None for anything else."""
    written = _unaccented(" ".join(text.split()))
    for words in (OVER.format(days="#"), locale(OVER, days="#"), "over # days ago", "> #", ">#"):
        before, after = _unaccented(words).split("#")
        days = written.removeprefix(before).removesuffix(after)
        if written == f"{before}{days}{after}" and re.fullmatch("[0-9]{1,5}", days):
            return int(days)
    return None


def is_one_of(text: str, words: tuple[str, ...], locale: Locale) -> bool:
    """Say whether a text is one of some words, in English or in the reader's language, with or without its accents."""
    return bool(_named(text, words, locale))


def _named(text: str, words: Iterable[str], locale: Locale) -> str:
    """Return the one of some words that a text is; where the accents alone tell two apart, they have to be there."""
    words = tuple(words)
    for form in (_folded, _unaccented):
        found = [word for word in words if form(text) in (form(word), form(locale(word)))]
        if found:
            return found[0] if form is _folded or len(found) == 1 else ""
    return ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _unaccented(text: str) -> str:
    """Return a text without its acute accents: whether a keyboard has them says nothing."""
    return unicodedata.normalize("NFD", text).replace("\N{COMBINING ACUTE ACCENT}", "").casefold()


def _option(fact: Choice, text: str, locale: Locale) -> str:
    """Return the option that is meant by its number, or by its name."""
    options = [str(option.value) for option in fact.options]
    places = range(1, len(fact.offered) + 1)
    if len(text) < MAX_NUMERAL and text.isdecimal() and text not in options and int(text) in places:
        return str(fact.offered[int(text) - 1].value)
    return _named(text, options, locale) or text


MAX_NUMERAL: Final = 40
"""The digits of a number beyond which a line holds something else."""
NUMERAL: Final = r"[0-9][0-9.,]{0,38}"


def _number(fact: Number, text: str, locale: Locale) -> Any:
    """Return a number with the unit that stands behind it; of two, as feet and inches, what they come to together."""
    sign, rest = split_comparison(text)
    data: dict[str, Any] | int | Decimal | None = _compound(fact, rest, locale)
    if data is None:
        found = re.fullmatch(rf"([+-]?{NUMERAL})\s*(.*)", rest)
        value = None if found is None else _value(found[1], locale)
        if found is None or value is None:
            return text
        data = {"value": value, "unit": _code(fact, found[2], locale)} if found[2] else value
    if not sign:
        return data
    if isinstance(data, dict):
        return data | {"value": f"{sign}{_plainly(data['value'])}"}
    return f"{sign}{_plainly(data)}"


def _plainly(number: int | Decimal) -> str:
    return format(Decimal(number), "f")


def _value(numeral: str, locale: Locale) -> int | Decimal | None:
    """Return the number that a numeral is in the reader's language; None where it is none, or could be two."""
    if ambiguous(numeral, locale):
        return None
    if locale.language is Language.SPANISH or ("." not in numeral and numeral.count(",") == 1):
        numeral = numeral.replace(",", ".")  # a comma that cannot part thousands stands before decimals
    try:
        value: int | Decimal = parse_json(numeral)
    except InputError:
        return None
    return value


def ambiguous(text: str, locale: Locale) -> tuple[str, str] | None:
    """Return the two numbers that a text may begin with, as the reader writes them: 1.500 is 1500 or 1.5.

    A comma parts thousands in English; in Spanish either sign does, and either stands before decimals, by country.
    """
    _, rest = split_comparison(text.strip())
    signs = ".," if locale.language is Language.SPANISH else ","
    found = re.match(rf"([+-]?[1-9][0-9]{{0,2}})[{signs}]([0-9]{{3}})(?![0-9.,])", rest)
    if found is None:
        return None
    whole, part = found.groups()
    return f"{int(whole + part)}", locale.number(exact(Decimal(f"{whole}.{part}")))


def _compound(fact: Number, text: str, locale: Locale) -> dict[str, Any] | None:
    """Return what two numbers come to in the smaller of their units: 5'6" is 66 inches, 11 st 4 lb are 158 pounds."""
    found = re.fullmatch(rf"([0-9]{{1,3}})\s*([^0-9\s.,/]+)\.?\s*0*({NUMERAL})\s*([^0-9]*)", text)
    if found is None:
        return None
    whole, larger, rest, smaller = found.groups()
    units = {fact.unit: Fraction(1), **fact.units}
    first = _code(fact, larger, locale)
    second = _code(fact, smaller, locale) if smaller else NEXT_SMALLER.get(first, "")
    value = _value(rest, locale)
    if first not in units or second not in units or value is None:
        return None
    ratio = units[first] / units[second]
    if ratio.denominator > 1 or ratio <= 1 or not value < ratio:
        return None
    return {"value": int(whole) * int(ratio) + value, "unit": second}


NEXT_SMALLER: Final = {"[ft_i]": "[in_i]", "[stone_av]": "[lb_av]"}
"""What a number alone is behind a larger unit: 5'6 are five feet and six inches. Behind metres it may be either."""


def _code(fact: Number, unit: str, locale: Locale) -> str:
    """Return the code of the fact's unit that is written, or shown, so; what is none of them stays as it is."""
    units = (fact.unit, *fact.units)
    shown = {code: (shown_unit(code, locale), SYMBOLS.get(code, code)) for code in units}
    return meant(unit, units, shown) or (meant(f"{unit}/d", units) if fact.id in OF_A_DAY else "") or unit


OF_A_DAY: Final = frozenset({"medicine.daily_dose"})
"""Amounts whose name says already that they are of a day: what is written there as "50 mg" is."""


def plausible_units(fact: Number, *numbers: int | Decimal) -> tuple[str, ...]:
    """Return the units of a fact in which numbers without one would be plausible, one of each size.

    >>> from kaprules.facts.vitals import Vitals
    >>> plausible_units(Vitals.weight, 70), plausible_units(Vitals.height, Decimal("1.75"))
    (('kg', '[lb_av]'), ('m',))
    """
    sizes: dict[Fraction, str] = {}
    for code, size in {fact.unit: Fraction(1), **fact.units}.items():
        if all(fact.lowest <= exact(number) * size <= fact.highest for number in numbers):
            sizes.setdefault(size, code)
    return tuple(sizes.values())


def pair(fact: Fact, text: str) -> tuple[str, str] | None:
    """Return two numbers that are written as one, 142/88, each with the unit behind them; None where they are not."""
    found = re.fullmatch(rf"\s*({NUMERAL})\s*/\s*({NUMERAL})\s*([^0-9/]*)", text)
    if not isinstance(fact, Number) or not fact.written_over or found is None:
        return None
    return f"{found[1]} {found[3]}".strip(), f"{found[2]} {found[3]}".strip()


def shown_unit(unit: str, locale: Locale) -> str:
    """Return a unit as a reader knows it, empty where a number is only counted."""
    if re.fullmatch(r"\{[^{}]*\}", unit) and unit not in SYMBOLS:
        return ""
    words = {"d": locale("days"), "h": locale("hours"), "min": locale("minutes"), "mo": locale("months")}
    words["a"] = locale("years")
    return locale(SYMBOLS[unit]) if unit in SYMBOLS else words.get(unit, unit)


def how(fact: Fact, locale: Locale) -> str:
    """Return in which form an answer is expected."""
    if isinstance(fact, Flag):
        return locale("yes or no")
    if isinstance(fact, Number):
        units = [shown_unit(unit, locale) for unit in (fact.unit, *fact.units)]
        if not units[0]:
            return locale("a whole number") if fact.whole else locale("a number")
        if len(units) == 1:
            return locale("a number, in {unit}", unit=units[0])
        others = ", ".join(units[1:])
        return locale("a number, in {unit}, or with another unit behind it: {others}", unit=units[0], others=others)
    if isinstance(fact, Moment):
        return locale('"never", "happened", a day as 2025-03-01, or a time with its zone as 2025-03-01T14:30+01:00')
    if isinstance(fact, Event):
        return locale(
            '"never", "happened" where the date is not known, a date as 2025-03-01, 2025-03 or 2025, or "more than 365 '
            'days ago"'
        )
    if isinstance(fact, Day) and fact.partial:
        return locale("a date as 2025-03-01, or 2025-03 or 2025 where no more is known")
    if isinstance(fact, Day):
        return locale("a date as 2025-03-01, or with its time and zone as 2025-03-01T14:30+01:00")
    if isinstance(fact, Choice):
        return locale("the number of an option, or its name")
    if isinstance(fact, Series):
        return locale('"none", or "yes" to record one after the other')
    return locale("text")
