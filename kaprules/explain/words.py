"""What an atom, a value and a derivation say, in words."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from ..conditions import (
    NEVER_DAYS,
    OPPOSITE,
    Atom,
    ChoiceTerm,
    EventTerm,
    Interval,
    Options,
    Possible,
    Term,
    Test,
    Truth,
)
from ..facts.fact import Choice, Event, Moment, Number
from ..limit import Exact, Limit, shown, with_unit
from .derivation import Derivation

_COMPARED: Final = {
    Test.AT_LEAST: "at least {}",
    Test.ABOVE: "above {}",
    Test.AT_MOST: "at most {}",
    Test.BELOW: "below {}",
}
_SINCE: Final = {
    Test.AT_LEAST: "never, or {} ago or longer",
    Test.ABOVE: "never, or longer ago than {}",
    Test.AT_MOST: "within the last {}",
    Test.BELOW: "less than {} ago",
}


def lower(title: str) -> str:
    """Return a title for the middle of a sentence; abbreviations keep their capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def phrase(atom: Atom) -> str:
    """Return what an atom asks: ``mean systolic pressure at least 160 mm[Hg]``."""
    return f"{lower(atom.subject.title)} {asked(atom)}"


def denied(atom: Atom) -> str:
    """Return what is so where an atom is FALSE: ``mean systolic pressure below 160 mm[Hg]``."""
    if atom.test is Test.ONE_OF:
        return f"{lower(atom.subject.title)} {asked(atom).replace('is', 'is other than', 1)}"
    if atom.test is Test.MISSING:
        return f"{lower(atom.subject.title)} has a usable value"
    return phrase(Atom(atom.subject, OPPOSITE[atom.test], atom.operand))


def asked(atom: Atom) -> str:
    """Return what an atom asks of its subject: ``at least 160 mm[Hg]``."""
    if isinstance(atom.operand, Limit):
        words = _SINCE if isinstance(atom.subject, EventTerm) else _COMPARED
        return words[atom.test].format(atom.operand.shown)
    if isinstance(atom.operand, frozenset):
        assert isinstance(atom.subject, ChoiceTerm)
        return f"is {_listed(option for option in atom.subject.options if option in atom.operand)}"
    return str(atom.test.value)


def _listed(options: Iterable[Enum]) -> str:
    return " or ".join(str(option.value) for option in options)


def value(fact: Term, possible: Possible) -> str:
    """Return what is known of a fact: its value, what is left of it, and why nothing narrower is known."""
    known = _options(fact, possible) if isinstance(possible, Options) else _interval(fact, possible)
    if possible.absence is None:
        return known
    return f"{known} ({possible.absence.value})" if known else possible.absence.value


def _options(fact: Term, possible: Options) -> str:
    if possible.bits == getattr(fact, "every", 0):
        return ""
    if isinstance(fact, Choice):
        return _listed(option for place, option in enumerate(fact.options) if possible.bits >> place & 1)
    return "yes" if possible.bits == 2 else "no"


def _interval(fact: Term, possible: Interval) -> str:
    assert isinstance(fact, Number | Event)
    low, high = possible.low, possible.high
    if (low, high) == (fact.lowest, fact.highest):
        return ""
    if isinstance(fact, Event):
        return _ago(low, high, "hours" if isinstance(fact, Moment) else "days")
    return with_unit(shown(low) if low == high else f"{shown(low)} to {shown(high)}", fact.unit)


def _ago(low: Exact, high: Exact, units: str) -> str:
    if low == high:
        return "never" if low == NEVER_DAYS else f"{shown(low)} {units} ago"
    if (low, high) == (0, NEVER_DAYS - 1):
        return "happened, date not known"
    if high == NEVER_DAYS:
        return f"never, or {shown(low)} {units} ago or longer"
    return f"{shown(low)} to {shown(high)} {units} ago"


TRUTHS: Final = {Truth.TRUE: "TRUE", Truth.FALSE: "FALSE", Truth.UNKNOWN: "UNKNOWN"}
_NODES: Final = {"all": "all of", "any": "any of"}


def tree(derivation: Derivation, depth: int = 0) -> str:
    """Return a derivation as an indented tree, one line a node."""
    parts = "".join(f"\n{tree(part, depth + 1)}" for part in derivation.parts)
    return f"{'  ' * depth}{TRUTHS[derivation.truth]:<7} {line(derivation)}{parts}"


def line(node: Derivation) -> str:
    """Return one node of a derivation in words."""
    if node.test is None:
        return _NODES.get(node.kind, f"{node.kind} {node.id}")
    if node.possible is None:
        return phrase(node.test)
    known = value(node.test.subject, node.possible) or "not known"
    source = f" [{node.test.operand.source}]" if isinstance(node.test.operand, Limit) else ""
    return f"{phrase(node.test)}: {known}{source}"
