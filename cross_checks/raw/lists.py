"""Lists of observations: what each entry may be, whether there may be others, and what is true of some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from .facts import BOTH, NEVER, Declared, Seen, Span, is_recorded, of_fact
from .when import Asked, covers, is_before_birth, is_to_come, read

Entry = dict[str, Any]
Record = dict[str, Seen]


class Listed(NamedTuple):
    """The entries of a list, and why there may be others."""

    entries: tuple[Entry, ...]
    open: str | None
    on: str | None = None


def listed(fact: Declared, given: Any, asked: Asked) -> Listed:
    """Return the entries of a list; what is written twice alike is one."""
    if not is_recorded(given):
        return Listed((), "not_asked")
    if isinstance(given, list):
        return Listed(_once(given), None)
    if "absent" in given:
        return Listed((), given["absent"])
    entries, on = _once(given["value"]), given.get("on")
    if on is None:
        return Listed(entries, None)
    then = read(on)
    if is_to_come(then, asked) or is_before_birth(then, asked):
        return Listed(entries, "implausible", on)
    return Listed(entries, None if covers(fact["validity"], then, asked) else "stale", on)


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for entry in entries:
        plain = {name: given for name, given in entry.items() if is_recorded(given)}
        if plain not in found:
            found.append(plain)
    return tuple(found)


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


def of_some(each: Iterable[frozenset[bool]], missing: str | None, marks: frozenset[str] = frozenset()) -> Seen:
    """Return whether something is so of at least one entry of a list, which may hold others."""
    found = or_of(each)
    if missing is not None and found != {True}:
        return Seen(BOTH, missing, marks)
    return Seen(found, None, marks)


def latest(events: Iterable[Span], missing: str | None) -> Seen:
    """Return how long ago the latest of several events was; others may be later where the list is not whole."""
    spans = list(events)
    low = min((span.low for span in spans), default=Fraction(NEVER))
    high = min((span.high for span in spans), default=Fraction(NEVER))
    return Seen(Span(Fraction(0) if missing else low, high), missing)


def happened(seen: Seen) -> Span:
    """Return how long ago something was that an entry says was: "never" of it is an error, not an answer."""
    span = seen.still
    return Span(Fraction(0) if span.low >= NEVER else span.low, min(span.high, Fraction(NEVER - 1)))


def marks_of(records: Iterable[Any], *names: str) -> frozenset[str]:
    """Return the marks that parts of entries bear."""
    return frozenset().union(*(each[name].marks for each in records for name in names))


Reading = Callable[[Any], Seen]
