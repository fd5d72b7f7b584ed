"""What an atom, a value and a citation say, in words; in the reader's language and form where one is given."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Final

from .conditions import OPPOSITE, Atom, ChoiceTerm, EventTerm, FlagTerm, Term, Test
from .facts.model import Choice, Event, Moment, Number
from .happened import happened
from .language import CODED, Locale, lower, message
from .limit import Citation, Limit, rounded
from .possible import Interval, Options, Outcome, Possible, Truth
from .rule import PERMANENT, Until

COMPARED: Final = {
    Test.AT_LEAST: message("at least {limit}"),
    Test.ABOVE: message("above {limit}"),
    Test.AT_MOST: message("at most {limit}"),
    Test.BELOW: message("below {limit}"),
}
"""How a number is compared with a limit."""
SINCE: Final = {
    Test.AT_LEAST: message("never, or {limit} ago or longer"),
    Test.ABOVE: message("never, or longer ago than {limit}"),
    Test.AT_MOST: message("within the last {limit}"),
    Test.BELOW: message("less than {limit} ago"),
}
"""How the time since an event is compared with a limit."""
LIMITED: Final = {
    Test.AT_LEAST: message("limit: at least {limit}"),
    Test.ABOVE: message("limit: above {limit}"),
    Test.AT_MOST: message("limit: at most {limit}"),
    Test.BELOW: message("limit: below {limit}"),
}
"""The limit that a number stands beside, in brackets."""
ASKED: Final = {
    Test.EVER: message("ever happened"),
    Test.NEVER: message("never happened"),
    Test.PRESENT: message("is present"),
    Test.RULED_OUT: message("is ruled out"),
    Test.MISSING: message("has no usable value"),
}
"""What is asked without a limit, in the form of the library's own words."""
ANSWERED: Final = {Test.PRESENT: message("yes"), Test.RULED_OUT: message("no")}
"""What is asked of what is there or not, for a reader."""


def named(term: Term, locale: Locale = CODED) -> str:
    """Return what a fact or concept is called in the middle of a sentence."""
    return lower(locale(term.title))


def phrase(atom: Atom, locale: Locale = CODED) -> str:
    """Return what an atom asks: ``mean systolic pressure at least 160 mm[Hg]``; for a reader ``aneurysm: yes``."""
    return _said(atom, asked(atom, locale), locale)


def denied(atom: Atom, locale: Locale = CODED) -> str:
    """Return what is so where an atom is FALSE: ``mean systolic pressure below 160 mm[Hg]``."""
    if atom.test is Test.ONE_OF:
        options = _operand(atom, locale)
        other = (
            locale("is other than {options}", options=options)
            if locale.coded
            else locale("other than {options}", options=options)
        )
        return _said(atom, other, locale)
    if atom.test is Test.MISSING:
        return f"{named(atom.subject, locale)} {locale('has a usable value')}"
    return phrase(Atom(atom.subject, OPPOSITE[atom.test], atom.operand), locale)


def asked(atom: Atom, locale: Locale = CODED) -> str:
    """Return what an atom asks of its subject: ``at least 160 mm[Hg]``; for a reader ``yes`` and ``positive``."""
    if isinstance(atom.operand, Limit):
        words = SINCE if isinstance(atom.subject, EventTerm) else COMPARED
        return locale(words[atom.test], limit=locale.quantity(atom.operand.value, atom.operand.unit))
    if isinstance(atom.operand, frozenset):
        options = _operand(atom, locale)
        return locale("is {options}", options=options) if locale.coded else options
    return locale((ASKED if locale.coded else ASKED | ANSWERED)[atom.test])


def _said(atom: Atom, told: str, locale: Locale) -> str:
    answered = isinstance(atom.subject, FlagTerm | ChoiceTerm) and atom.test is not Test.MISSING
    name = named(atom.subject, locale)
    return locale("{fact}: {value}", fact=name, value=told) if answered and not locale.coded else f"{name} {told}"


def limited(told: str, atom: Atom, locale: Locale = CODED) -> str:
    """Return a value with the limit that it stands beside, in its unit: ``162 mmHg (limit: at least 160)``."""
    if not isinstance(atom.operand, Limit):
        return told
    if isinstance(atom.subject, EventTerm):
        return _in_brackets(told, locale("limit: {test}", test=asked(atom, locale)))
    has_unit = told[:1].isdigit() and not told.endswith(")")
    limit = atom.operand.value
    number = locale.number(limit) if has_unit else locale.quantity(limit, atom.operand.unit)
    return _in_brackets(told, locale(LIMITED[atom.test], limit=number))


def _in_brackets(told: str, more: str) -> str:
    return f"{told.removesuffix(')')}; {more})" if told.endswith(")") else f"{told} ({more})"


def known_beside(atom: Atom, possible: Possible, locale: Locale = CODED) -> str:
    """Return what is known, and what it is held against: ``negative (criterion: positive)``."""
    told = value(atom.subject, possible, locale, atom.operand) or locale("not known")
    if isinstance(atom.operand, Limit):
        return limited(told, atom, locale)
    return _in_brackets(told, locale("criterion: {test}", test=asked(atom, locale)))


def held(atom: Atom, possible: Possible, locale: Locale = CODED) -> str:
    """Return what is known of a fact, with its name and what it is held against.

    ``mean systolic pressure: 162 mmHg (limit: at least 160)`` for a reader; in coded form ``mean systolic pressure at
    least 160 mm[Hg]: 162 mm[Hg]``.
    """
    if locale.coded:
        return f"{phrase(atom, locale)}: {value(atom.subject, possible, locale) or locale('not known')}"
    told = known_beside(atom, possible, locale)
    return locale("{fact}: {value}", fact=named(atom.subject, locale), value=told)


def _operand(atom: Atom, locale: Locale) -> str:
    assert isinstance(atom.operand, frozenset) and isinstance(atom.subject, ChoiceTerm)
    return listed((option for option in atom.subject.options if option in atom.operand), locale)


def listed(options: Iterable[Enum], locale: Locale = CODED) -> str:
    """Return options as alternatives: ``NYHA III or NYHA IV``."""
    names = [locale(str(option.value)) for option in options]
    return functools.reduce(lambda one, other: locale("{one} or {other}", one=one, other=other), names)


def value(fact: Term, possible: Possible, locale: Locale = CODED, limit: object = None) -> str:
    """Return what is known of a fact: its value, what is left of it, and why nothing narrower is known.

    A reader is shown three digits, or as many more as keep a value on its side of ``limit``; in coded form it is exact.
    """
    told = (
        _options(fact, possible, locale) if isinstance(possible, Options) else _interval(fact, possible, locale, limit)
    )
    if possible.absence is None:
        return told
    why = locale(possible.absence.value)
    return f"{told} ({why})" if told else why


def _options(fact: Term, possible: Options, locale: Locale) -> str:
    if possible.bits == getattr(fact, "every", 0):
        return ""
    if isinstance(fact, Choice):
        return listed((option for place, option in enumerate(fact.options) if possible.bits >> place & 1), locale)
    return locale("yes") if possible.bits == 2 else locale("no")


def _interval(fact: Term, possible: Interval, locale: Locale, limit: object) -> str:
    assert isinstance(fact, Number | Event)
    low, high = possible.low, possible.high
    if (low, high) == (fact.lowest, fact.highest):
        return ""
    if isinstance(fact, Event):
        return happened(low, high, "h" if isinstance(fact, Moment) else "d", locale, limit)
    if not locale.coded:
        low, high = rounded(low, limit), rounded(high, limit)
    return locale.measured(low, high, fact.unit)


def cited(citation: Citation, locale: Locale = CODED) -> str:
    """Return a citation; a work keeps the title under which it is found."""
    sure = "" if citation.certainty.value == "confirmed" else f" ({locale(citation.certainty.value)})"
    return f"{locale(citation.source.title)}, {locale(citation.locator)}{sure}"


def until_text(lifts: Until, on: date | None, locale: Locale = CODED) -> str:
    """Return how a finding lifts, and from when on where that is known.

    For a reader ``permanent``, ``until 23 January 2027``, ``until more than 84 days after: heart attack``, or ``until``
    what is stated.
    """
    if not locale.coded:
        return _until(lifts, on, locale)
    if lifts.event is not None and lifts.after is not None:
        limit = locale.quantity(lifts.after.value, lifts.after.unit)
        event = named(lifts.event, locale)
        if lifts.reached:
            told = locale("once {event} lies {limit} back", event=event, limit=limit)
        else:
            told = locale("once {event} lies more than {limit} back", event=event, limit=limit)
    else:
        told = locale(lifts.text)
    return told if on is None else locale("{lifts}, on {day}", lifts=told, day=locale.when(on))


def _until(lifts: Until, on: date | None, locale: Locale) -> str:
    if lifts == PERMANENT:
        return locale("permanent")
    if lifts.event is not None and lifts.after is not None:
        if on is not None:
            return locale("until {day}", day=locale.when(on))
        limit, event = locale.quantity(lifts.after.value, lifts.after.unit), named(lifts.event, locale)
        if lifts.reached:
            return locale("until {limit} after: {event}", event=event, limit=limit)
        return locale("until more than {limit} after: {event}", event=event, limit=limit)
    if not lifts.midnight:
        return locale("until {condition}", condition=locale(lifts.text))
    told = locale(lifts.text)
    return told if on is None else locale("{lifts}: {day}", lifts=told, day=locale.when(on))


TRUTHS: Final = {Truth.TRUE: message("TRUE"), Truth.FALSE: message("FALSE"), Truth.UNKNOWN: message("UNKNOWN")}
OUTCOMES: Final = {
    Outcome.EXCLUDED: message("EXCLUDED"),
    Outcome.INCOMPLETE: message("INCOMPLETE"),
    Outcome.CAUTION: message("CAUTION"),
    Outcome.NO_EXCLUSION_FOUND: message("NO_EXCLUSION_FOUND"),
}
