"""What somebody types or chooses, as the data of a client file; whether it can be taken is for its reader to say."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final

from ..clientfile import parse_json
from ..errors import InputError
from ..facts.model import Choice, Day, Event, Fact, Flag, Moment, Number, Occurrence, Series
from ..language import SYMBOLS, Language, Locale, message

YES: Final = (message("yes"), "true")
NO: Final = (message("no"), "false")
NONE: Final = message("none")
EVENTS: Final = {Occurrence.NEVER: message("never"), Occurrence.HAPPENED: message("happened")}


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
        return _number(text, locale)
    if isinstance(fact, Event):
        return next((each.value for each, word in EVENTS.items() if is_one_of(text, (word,), locale)), text)
    if isinstance(fact, Series) and is_one_of(text, (NONE,), locale):
        return []
    return text


def is_one_of(text: str, words: tuple[str, ...], locale: Locale) -> bool:
    """Say whether a text is one of some words, in English or in the reader's language."""
    return text.casefold() in {each.casefold() for word in words for each in (word, locale(word))}


def _option(fact: Choice, text: str, locale: Locale) -> str:
    """Return the option that is meant by its number, or by its name."""
    options = [str(option.value) for option in fact.options]
    if text.isdecimal() and text not in options and 1 <= int(text) <= len(options):
        return options[int(text) - 1]
    return next((option for option in options if is_one_of(text, (option,), locale)), text)


def _number(text: str, locale: Locale) -> Any:
    """Return a number, with the unit that stands behind it."""
    found = re.fullmatch(r"([+-]?[0-9][0-9.,]*)\s*(.*)", text)
    if found is None:
        return text
    numeral, unit = found.groups()
    if locale.language is Language.SPANISH:
        numeral = numeral.replace(",", ".")
    try:
        value = parse_json(numeral)
    except InputError:
        return text
    return {"value": value, "unit": _code(unit, locale)} if unit else value


def _code(unit: str, locale: Locale) -> str:
    """Return the code of a unit that is written as it is shown."""
    return next((code for code, symbol in SYMBOLS.items() if unit in (symbol, locale(symbol))), unit)


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
        return locale('"never", "happened" where the date is not known, or a date as 2025-03-01, 2025-03 or 2025')
    if isinstance(fact, Day):
        return locale("a date as 2025-03-01, or with its time and zone as 2025-03-01T14:30+01:00")
    if isinstance(fact, Choice):
        return locale("the number of an option, or its name")
    if isinstance(fact, Series):
        return locale('"none", or "yes" to record one after the other')
    return locale("text")
