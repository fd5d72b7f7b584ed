"""What an atom, a value and a citation say, in words; in the reader's language and form where one is given."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Final

from .conditions import OPPOSITE, Atom, ChoiceTerm, EventTerm, Term, Test
from .facts.model import Choice, Event, Moment, Number
from .language import CODED, Locale, message
from .limit import Citation, Exact, Limit
from .possible import NEVER_DAYS, Interval, Options, Outcome, Possible, Truth
from .rule import Until

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
ASKED: Final = {
    Test.EVER: message("ever happened"),
    Test.NEVER: message("never happened"),
    Test.PRESENT: message("is present"),
    Test.RULED_OUT: message("is ruled out"),
    Test.MISSING: message("has no usable value"),
}
"""What is asked without a limit."""


def lower(title: str) -> str:
    """Return a title for the middle of a sentence; abbreviations keep their capitals."""
    first = title.partition(" ")[0]
    return title if any(letter.isupper() for letter in first[1:]) else title[:1].lower() + title[1:]


def named(term: Term, locale: Locale = CODED) -> str:
    """Return what a fact or concept is called in the middle of a sentence."""
    return lower(locale(term.title))


def phrase(atom: Atom, locale: Locale = CODED) -> str:
    """Return what an atom asks: ``mean systolic pressure at least 160 mm[Hg]``."""
    return f"{named(atom.subject, locale)} {asked(atom, locale)}"


def denied(atom: Atom, locale: Locale = CODED) -> str:
    """Return what is so where an atom is FALSE: ``mean systolic pressure below 160 mm[Hg]``."""
    if atom.test is Test.ONE_OF:
        assert isinstance(atom.operand, frozenset) and isinstance(atom.subject, ChoiceTerm)
        return f"{named(atom.subject, locale)} {locale('is other than {options}', options=_operand(atom, locale))}"
    if atom.test is Test.MISSING:
        return f"{named(atom.subject, locale)} {locale('has a usable value')}"
    return phrase(Atom(atom.subject, OPPOSITE[atom.test], atom.operand), locale)


def asked(atom: Atom, locale: Locale = CODED) -> str:
    """Return what an atom asks of its subject: ``at least 160 mm[Hg]``."""
    if isinstance(atom.operand, Limit):
        words = SINCE if isinstance(atom.subject, EventTerm) else COMPARED
        return locale(words[atom.test], limit=locale.quantity(atom.operand.value, atom.operand.unit))
    if isinstance(atom.operand, frozenset):
        return locale("is {options}", options=_operand(atom, locale))
    return locale(ASKED[atom.test])


def _operand(atom: Atom, locale: Locale) -> str:
    assert isinstance(atom.operand, frozenset) and isinstance(atom.subject, ChoiceTerm)
    return listed((option for option in atom.subject.options if option in atom.operand), locale)


def listed(options: Iterable[Enum], locale: Locale = CODED) -> str:
    """Return options as alternatives: ``NYHA III or NYHA IV``."""
    names = [locale(str(option.value)) for option in options]
    return functools.reduce(lambda one, other: locale("{one} or {other}", one=one, other=other), names)


def value(fact: Term, possible: Possible, locale: Locale = CODED) -> str:
    """Return what is known of a fact: its value, what is left of it, and why nothing narrower is known."""
    told = _options(fact, possible, locale) if isinstance(possible, Options) else _interval(fact, possible, locale)
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


def _interval(fact: Term, possible: Interval, locale: Locale) -> str:
    assert isinstance(fact, Number | Event)
    low, high = possible.low, possible.high
    if (low, high) == (fact.lowest, fact.highest):
        return ""
    if isinstance(fact, Event):
        return _ago(low, high, "h" if isinstance(fact, Moment) else "d", locale)
    return locale.quantity(low, fact.unit) if low == high else locale.span(low, high, fact.unit)


def _ago(low: Exact, high: Exact, unit: str, locale: Locale) -> str:
    if low == high:
        return locale("never") if low == NEVER_DAYS else locale("{time} ago", time=locale.quantity(low, unit))
    if (low, high) == (0, NEVER_DAYS - 1):
        return locale("happened, date not known")
    if high == NEVER_DAYS:
        return locale("never, or {limit} ago or longer", limit=locale.quantity(low, unit))
    return locale("{time} ago", time=locale.span(low, high, unit))


def cited(citation: Citation, locale: Locale = CODED) -> str:
    """Return a citation; a work keeps the title under which it is found."""
    sure = "" if citation.certainty.value == "confirmed" else f" ({locale(citation.certainty.value)})"
    return f"{locale(citation.source.title)}, {locale(citation.locator)}{sure}"


def until_text(lifts: Until, on: date | None, locale: Locale = CODED) -> str:
    """Return how a finding lifts, and from when on where that is known."""
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


TRUTHS: Final = {Truth.TRUE: message("TRUE"), Truth.FALSE: message("FALSE"), Truth.UNKNOWN: message("UNKNOWN")}
OUTCOMES: Final = {
    Outcome.EXCLUDED: message("EXCLUDED"),
    Outcome.INCOMPLETE: message("INCOMPLETE"),
    Outcome.CAUTION: message("CAUTION"),
    Outcome.NO_EXCLUSION_FOUND: message("NO_EXCLUSION_FOUND"),
}
