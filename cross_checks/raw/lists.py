"""Lists of observations: what each entry may be, whether there may be others, and what is true of some of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from .facts import (
    BOTH,
    NEVER,
    NEVER_RECORDED,
    Declared,
    Seen,
    Span,
    is_misdated,
    is_recorded,
    is_vouched,
    number,
    of_fact,
    voice,
)
from .when import WRITTEN, Asked, covers, is_before_birth, is_to_come, read

Entry = dict[str, Any]
Record = dict[str, Seen]


class Listed(NamedTuple):
    """The entries of a list, and why there may be others."""

    entries: tuple[Entry, ...]
    others: str | None
    on: str | None = None
    is_open: bool = False
    """Whether the entries are as they are now, and there may be others: nobody says that they are all."""

    @property
    def holds(self) -> bool:
        """Whether the entries are as they are now, so that others can only be added to them."""
        return self.others is None or self.is_open

    def why(self, undecided: Iterable[str | None]) -> str | None:
        """Return why something is not known; ``undecided`` are the reasons of the entries that leave it open."""
        reasons = list(undecided)
        if not self.holds or not reasons:
            return self.others
        return next((each for each in reasons if each not in NEVER_RECORDED), reasons[0])


def listed(fact: Declared, given: Any, asked: Asked, is_chart: bool = False) -> Listed:
    """Return the entries of a list; what is written twice alike is one.

    ``is_chart`` is true of a list that is open unless somebody says on a day that it is complete: who copies a record
    says so nowhere, and who says "none" says it without a day.
    """
    if not is_recorded(given):
        return Listed((), "not_asked")
    report = given if isinstance(given, dict) else {"value": given}
    if "absent" in report:
        return Listed((), report["absent"])
    on = report.get("on")
    entries = _once(fact, report["value"] if "value" in report else report["at_least"])
    then = None if on is None else read(on)
    to_come = then is not None and (is_to_come(then, asked) or is_before_birth(then, asked))
    if to_come or is_misdated(report, asked):
        return Listed(entries, "implausible", on)
    if then is not None and not covers(fact["validity"], then, asked):
        return Listed(entries, "stale", on)
    if not is_said_to_be_all(fact, report, entries):
        return Listed(entries, "not_authorised", on)
    unsaid = is_chart and (report.get("by") == "record" or (on is None and bool(entries)))
    is_open = "at_least" in report or unsaid
    return Listed(entries, "not_asked" if is_open else None, on, is_open)


def is_said_to_be_all(fact: Declared, report: Any, entries: tuple[Entry, ...]) -> bool:
    """Say whether a list stands on the word of somebody who may say that there is no more."""
    if fact.get("measured"):
        return own_entries(fact, report, entries) == entries
    return is_vouched(fact, report)


def own_entries(fact: Declared, report: Any, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries of those who may say that all is well: whom each names, or else who reported the list."""
    if not fact["cleared_by"]:
        return entries
    allowed, otherwise = set(fact["cleared_by"]), voice(fact, report)
    return tuple(each for each in entries if set(_makers(each.get("by"), otherwise)) <= allowed)


def _makers(by: Any, otherwise: Any) -> list[Any]:
    """Return who may have made an entry, None for somebody of whom that is not known."""
    if isinstance(by, dict) and by.get("absent") != "not_asked":
        return list(by.get("one_of", [by.get("value")]))
    return [by if isinstance(by, str) else otherwise]


def _once(fact: Declared, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        plain = {name: given for name, given in entry.items() if is_recorded(given)}
        spelled = {name: _spelled(given, fact["record"][name]) for name, given in plain.items()}
        found.setdefault(repr(sorted(spelled.items())), plain)
    return tuple(found.values())


def _spelled(given: Any, part: Declared) -> Any:
    """Return what is written with every instant in one spelling, and every number in the unit of its fact."""
    if isinstance(given, dict) and "fraction" in given:
        return number(given)
    if isinstance(given, dict):
        unit = given.get("unit", part.get("unit"))
        factor = Fraction(1) if unit == part.get("unit") else Fraction(part["units"][unit])
        found = {name: _spelled(each, part) for name, each in given.items() if name != "unit"}
        for name in ("value", "at_least", "at_most"):
            if isinstance(found.get(name), Fraction):
                found[name] *= factor
        return found["value"] if found.keys() == {"value"} else sorted(found.items())
    if isinstance(given, list):
        return sorted((_spelled(each, part) for each in given), key=repr)
    if isinstance(given, int | Fraction) and part["kind"] == "number":
        return Fraction(given)
    if isinstance(given, str) and WRITTEN.fullmatch(given):
        then = read(given)
        return given if then.clock is None else ("clock", then.clock) if then.instant is None else then.instant
    return given


def record(fact: Declared, entry: Entry, asked: Asked) -> Record:
    """Return what each part of an entry may be."""
    parts = {name: part for name, part in fact["record"].items() if part["kind"] not in ("day", "text")}
    return {name: of_fact(part, entry.get(name), asked) for name, part in parts.items()}


def within(seen: Seen, options: Iterable[Any]) -> frozenset[bool]:
    """Return whether what is seen is one of some options."""
    wanted = frozenset(options)
    return frozenset(each in wanted for each in seen.still)


def and_of(*parts: frozenset[bool]) -> frozenset[bool]:
    """Return whether all of several things are so."""
    return frozenset({True} & frozenset.intersection(*parts) if not any(part == {False} for part in parts) else ()) | (
        {False} & frozenset.union(*parts)
    )


def or_of(parts: Iterable[frozenset[bool]]) -> frozenset[bool]:
    """Return whether at least one of several things is so; of none it is not."""
    each = list(parts)
    return frozenset({True} & frozenset().union(*each)) | (
        frozenset() if any(part == {True} for part in each) else {False}
    )


def of_some(each: Iterable[frozenset[bool]], among: Listed, marks: frozenset[str] = frozenset()) -> Seen:
    """Return whether something is so of at least one entry of a list, which may hold others."""
    parts = list(each)
    found = or_of(parts)
    if among.others is not None and found != {True}:
        return Seen(BOTH, among.why(None for part in parts if True in part), marks)
    return Seen(found, None, marks)


def latest(events: Iterable[Span], among: Listed) -> Seen:
    """Return how long ago the latest of several events was; others may be later where the list is not whole."""
    spans = list(events)
    low = min((span.low for span in spans), default=Fraction(NEVER))
    high = min((span.high for span in spans), default=Fraction(NEVER))
    if among.others is None:
        return Seen(Span(low, high))
    return Seen(Span(Fraction(0), high), among.why(None for _ in spans))


def happened(seen: Seen) -> Span:
    """Return how long ago something was that an entry says was: "never" of it is an error, not an answer."""
    span = seen.still
    return Span(Fraction(0) if span.low >= NEVER else span.low, min(span.high, Fraction(NEVER - 1)))


def marks_of(records: Iterable[Any], *names: str) -> frozenset[str]:
    """Return the marks that parts of entries bear."""
    return frozenset().union(*(each[name].marks for each in records for name in names))
