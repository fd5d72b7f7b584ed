"""Reads the library's sentences back, in both languages, by tables of its own: what they say, not how they are made."""

from __future__ import annotations

import calendar
import re
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple

from kaprules.conditions import Atom, ChoiceTerm, EventTerm, FlagTerm, Test
from kaprules.facts.model import Choice, Moment
from kaprules.language import Language, Locale
from kaprules.limit import Limit
from kaprules.phrases import named
from kaprules.possible import NEVER_DAYS, Absence, Truth

NEVER: Final = float("inf")


class Said(NamedTuple):
    """What a sentence says of a fact: its direction, and the number or options that it is held against."""

    test: Test
    limit: Fraction | None = None
    unit: str = ""
    options: frozenset[Enum] = frozenset()


COMPARED: Final = {
    Language.ENGLISH: {
        r"at least (.+)": Test.AT_LEAST,
        r"above (.+)": Test.ABOVE,
        r"at most (.+)": Test.AT_MOST,
        r"below (.+)": Test.BELOW,
    },
    Language.SPANISH: {
        r"de al menos (.+)": Test.AT_LEAST,
        r"superior a (.+)": Test.ABOVE,
        r"de como máximo (.+)": Test.AT_MOST,
        r"inferior a (.+)": Test.BELOW,
    },
}
LIMITED: Final = {
    Language.ENGLISH: {
        r"limit: at least (.+)": Test.AT_LEAST,
        r"limit: above (.+)": Test.ABOVE,
        r"limit: at most (.+)": Test.AT_MOST,
        r"limit: below (.+)": Test.BELOW,
    },
    Language.SPANISH: {
        r"límite: al menos (.+)": Test.AT_LEAST,
        r"límite: más de (.+)": Test.ABOVE,
        r"límite: como máximo (.+)": Test.AT_MOST,
        r"límite: menos de (.+)": Test.BELOW,
    },
}
SINCE: Final = {
    Language.ENGLISH: {
        r"never, or (.+) ago or longer": Test.AT_LEAST,
        r"never, or longer ago than (.+)": Test.ABOVE,
        r"within the last (.+)": Test.AT_MOST,
        r"less than (.+) ago": Test.BELOW,
    },
    Language.SPANISH: {
        r"nunca, o hace (\d.*) o más": Test.AT_LEAST,
        r"nunca, o hace más de (.+)": Test.ABOVE,
        r"hace como máximo (.+)": Test.AT_MOST,
        r"hace menos de (.+)": Test.BELOW,
    },
}
PLAIN: Final = {
    Language.ENGLISH: {
        "ever happened": Test.EVER,
        "never happened": Test.NEVER,
        "is present": Test.PRESENT,
        "is ruled out": Test.RULED_OUT,
        "has no usable value": Test.MISSING,
    },
    Language.SPANISH: {
        "alguna vez": Test.EVER,
        "nunca ha ocurrido": Test.NEVER,
        "está presente": Test.PRESENT,
        "se descarta": Test.RULED_OUT,
        "no tiene valor utilizable": Test.MISSING,
    },
}
WORDS: Final = {
    Language.ENGLISH: {
        "is": "is ",
        "other": "is other than ",
        "or": " or ",
        "yes": "yes",
        "no": "no",
        "never": "never",
        "date": "happened, date not known",
        "unknown": "not known",
        "to": " to ",
        "ago": r"(.+) ago",
        "about": "about ",
        "not": "other than ",
        "before": r"on or before (.+)",
        "never before": r"never, or on or before (.+)",
        "between": r"between (.+) and (.+)",
        "today": "today",
        "brackets": r"(.*)( \(|; )((?:limit|criterion): .*)\)",
        "criterion": "criterion: ",
        "limit": "limit: ",
    },
    Language.SPANISH: {
        "is": "es ",
        "other": "es distinto de ",
        "or": " o ",
        "yes": "sí",
        "no": "no",
        "never": "nunca",
        "date": "ocurrió, no se sabe cuándo",
        "unknown": "no se sabe",
        "to": " a ",
        "ago": r"hace (.+)",
        "about": "aproximadamente ",
        "not": "distinto de ",
        "before": r"el (.+) o antes",
        "never before": r"nunca, o el (.+) o antes",
        "between": r"entre (?:el )?(.+) y (?:el )?(.+)",
        "today": "hoy",
        "brackets": r"(.*)( \(|; )((?:límite|criterio): .*)\)",
        "criterion": "criterio: ",
        "limit": "límite: ",
    },
}
MONTHS: Final = {
    Language.ENGLISH: "January February March April May June July August September October November December".split(),
    Language.SPANISH: (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
    ),
}
TIMES: Final = {
    Language.ENGLISH: {"d": "days?", "h": "hours?", "min": "minutes?", "mo": "months?", "a": "years?"},
    Language.SPANISH: {"d": "días?", "h": "horas?", "min": "minutos?", "mo": "mes(es)?", "a": "años?"},
}


class Unreadable(AssertionError):
    """A sentence that says nothing which the tables know."""


def asked(atom: Atom, text: str, locale: Locale) -> Said:
    """Read what is asked of the subject of an atom."""
    name, language = named(atom.subject, locale), locale.language
    if not text.startswith((f"{name} ", f"{name}: ")):
        raise Unreadable(f"{text!r} does not begin with {name!r}")
    rest = text.removeprefix(f"{name} ")
    if isinstance(atom.subject, FlagTerm | ChoiceTerm) and not locale.coded and atom.test is not Test.MISSING:
        return answered(atom, text.removeprefix(f"{named(atom.subject, locale)}: "), locale)
    plain = PLAIN[language].get(rest)
    if plain is not None and not (isinstance(atom.subject, Choice) and plain in (Test.PRESENT, Test.RULED_OUT)):
        return Said(plain)
    if isinstance(atom.subject, Choice):
        words = WORDS[language]
        if rest.startswith(words["other"]):
            told = _options(atom.subject, rest.removeprefix(words["other"]), locale)
            return Said(Test.ONE_OF, options=frozenset(atom.subject.options) - told)
        return Said(Test.ONE_OF, options=_options(atom.subject, rest.removeprefix(words["is"]), locale))
    table = SINCE if isinstance(atom.subject, EventTerm) else COMPARED
    for pattern, test in table[language].items():
        if found := re.fullmatch(pattern, rest):
            limit, unit = quantity(found[1], locale)
            return Said(test, limit, unit)
    raise Unreadable(text)


def answered(atom: Atom, text: str, locale: Locale) -> Said:
    """Read what a reader is told that a rule asks of what is there or not, or is one of several."""
    words = WORDS[locale.language]
    if isinstance(atom.subject, Choice):
        if text.startswith(words["not"]):
            told = _options(atom.subject, text.removeprefix(words["not"]), locale)
            return Said(Test.ONE_OF, options=frozenset(atom.subject.options) - told)
        return Said(Test.ONE_OF, options=_options(atom.subject, text, locale))
    found = {words["yes"]: Test.PRESENT, words["no"]: Test.RULED_OUT}.get(text)
    if found is None:
        raise Unreadable(text)
    return Said(found)


def held(atom: Atom, text: str, locale: Locale) -> tuple[Said, str]:
    """Read a value beside what it is held against: what is asked, and what is known."""
    words, name = WORDS[locale.language], f"{named(atom.subject, locale)}: "
    found = re.fullmatch(words["brackets"], text)
    if found is None or not text.startswith(name):
        raise Unreadable(text)
    known = found[1].removeprefix(name) + (")" if found[2] == "; " else "")
    if isinstance(atom.operand, Limit) and not isinstance(atom.subject, EventTerm):
        for pattern, test in LIMITED[locale.language].items():
            if limited := re.fullmatch(pattern, found[3]):
                limit, unit = quantity(limited[1], locale)
                return Said(test, limit, unit or known.partition(" ")[2].rpartition(" ")[2]), known
        raise Unreadable(text)
    begins = words["limit"] if isinstance(atom.operand, Limit) else words["criterion"]
    if not found[3].startswith(begins):
        raise Unreadable(text)
    rest = found[3].removeprefix(begins)
    if isinstance(atom.subject, FlagTerm | ChoiceTerm) and atom.test is not Test.MISSING:
        return answered(atom, rest, locale), known
    return asked(atom, f"{named(atom.subject, locale)} {rest}", locale), known


def quantity(text: str, locale: Locale) -> tuple[Fraction, str]:
    """Read a number and what is written behind it."""
    number, _, unit = text.removeprefix(WORDS[locale.language]["about"]).partition(" ")
    if locale.language is Language.SPANISH:
        number = number.replace(",", ".")
    return Fraction(number), unit


def _options(fact: Choice, text: str, locale: Locale) -> frozenset[Enum]:
    """Read options that are listed in order of declaration; a label may hold an "or" of its own."""
    labels = {option: locale(str(option.value)) for option in fact.options}
    assert len(set(labels.values())) == len(labels), f"two options of {fact.id} have one label"
    gap = WORDS[locale.language]["or"]

    def read(rest: str, options: list[Enum]) -> frozenset[Enum] | None:
        for place, option in enumerate(options):
            if rest == labels[option]:
                return frozenset({option})
            if rest.startswith(labels[option] + gap):
                more = read(rest.removeprefix(labels[option] + gap), options[place + 1 :])
                if more is not None:
                    return more | {option}
        return None

    found = read(text, list(fact.options))
    if found is None:
        raise Unreadable(f"{text!r} lists no options of {fact.id}")
    return found


def truth(atom: Atom, told: str, locale: Locale) -> Truth | None:
    """Return what follows for an atom from the words about its fact alone; None where they are rounded."""
    words = WORDS[locale.language]
    known, why = told, False
    for absence in Absence:
        label = locale(absence.value)
        if told == label:
            known, why = words["unknown"], True
        elif told.endswith(f" ({label})"):
            known, why = told.removesuffix(f" ({label})"), True
    if atom.test is Test.MISSING:
        return Truth.TRUE if why else Truth.FALSE
    if known == words["unknown"]:
        return Truth.UNKNOWN
    if isinstance(atom.subject, Choice):
        assert isinstance(atom.operand, frozenset)
        options = _options(atom.subject, known, locale)
        return _all([option in atom.operand for option in options])
    if atom.test in (Test.PRESENT, Test.RULED_OUT):
        return _all([(known == words["yes"]) is (atom.test is Test.PRESENT)])
    if words["about"] in known:
        return None
    if isinstance(atom.subject, Moment) and locale.on is not None and re.search(TIMES[locale.language]["d"], known):
        return None
    low, high = _ends(atom, known, locale)
    return _all([_holds(atom, low), _holds(atom, high)])


def _all(held: list[bool]) -> Truth:
    return Truth.TRUE if all(held) else Truth.FALSE if not any(held) else Truth.UNKNOWN


def _ends(atom: Atom, known: str, locale: Locale) -> tuple[Fraction | float, Fraction | float]:
    words = WORDS[locale.language]
    if isinstance(atom.subject, EventTerm):
        if known == words["never"]:
            return NEVER, NEVER
        if known == words["date"]:
            return Fraction(0), Fraction(NEVER_DAYS - 1)
        pattern = next(iter(SINCE[locale.language]))
        if found := re.fullmatch(pattern, known):
            return quantity(found[1], locale)[0], NEVER
        if locale.on is not None and not isinstance(atom.subject, Moment):
            return _dates(known, locale.on, locale)
        known = re.sub(r".* \((.*)\)", r"\1", known)
        found = re.fullmatch(words["ago"], known)
        if found is None:
            raise Unreadable(known)
        known = found[1]
    low, to, high = known.partition(words["to"])
    first = quantity(low, locale)[0]
    return first, quantity(high, locale)[0] if to else first


def _dates(known: str, on: date, locale: Locale) -> tuple[Fraction | float, Fraction | float]:
    """Read the days between which something was, as days before a decision."""
    words = WORDS[locale.language]
    if found := re.fullmatch(words["never before"], known):
        return _back(_days(found[1], on, locale)[1], on), NEVER
    if found := re.fullmatch(words["before"], known):
        return _back(_days(found[1], on, locale)[1], on), Fraction(NEVER_DAYS - 1)
    begin, end = known, known
    if found := re.fullmatch(words["between"], known):
        begin, end = found[1], found[2]
    return _back(_days(end, on, locale)[1], on), _back(_days(begin, on, locale)[0], on)


def _back(day: date, on: date) -> Fraction:
    return max(Fraction(0), Fraction(on.toordinal() - day.toordinal()))


def _days(text: str, on: date, locale: Locale) -> tuple[date, date]:
    """Read a day, a month or a year: its first and its last day."""
    text = re.sub(r" \(.*\)", "", text)
    if text == WORDS[locale.language]["today"]:
        return on, on
    *day, month, year = ["", *text.replace(" de ", " ").split()] if " " in text else ["", "", text]
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    number = MONTHS[locale.language].index(month) + 1
    if day[-1]:
        return (date(int(year), number, int(day[-1])),) * 2
    return date(int(year), number, 1), date(int(year), number, calendar.monthrange(int(year), number)[1])


def _holds(atom: Atom, value: Fraction | float) -> bool:
    if atom.test in (Test.EVER, Test.NEVER):
        return (value == NEVER) is (atom.test is Test.NEVER)
    assert isinstance(atom.operand, Limit)
    limit = atom.operand.value
    return {
        Test.AT_LEAST: value >= limit,
        Test.ABOVE: value > limit,
        Test.AT_MOST: value <= limit,
        Test.BELOW: value < limit,
    }[atom.test]
