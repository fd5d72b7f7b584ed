"""What every entry of a client file is read with: names, lists, options, and what belongs to a value."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final, TypeVar, cast

import attrs

from ..errors import Advice, Faults, InputError, Shown, nearest, unknown_name
from ..facts.model import Confirmation, Day, Reporter, clean_text
from ..possible import Absence
from .text import joined, wrong
from .times import read_when

Read = TypeVar("Read")
STATED: Final = {reason.name.lower(): reason for reason in Absence}
"""The reasons of an absence; a source may know that its own value is stale, or that its reports disagree."""
A_DAY: Final = Day(title="").wanted()[1]
EVIDENCE: Final = ("on", "by", "reference", "confirmed_by")


def check_names(data: dict[Any, Any], path: str, known: Iterable[str]) -> None:
    """Raise ``InputError`` for a name that is none of those known."""
    known = tuple(known)
    faults = Faults()
    for name in data:
        if not isinstance(name, str) or name not in known:
            faults.found += unknown_name(joined(path, name), name, known, place=path).faults
    faults.settle()


def each_of(data: object, path: str, read: Callable[[Any, str], Read]) -> list[Read]:
    """Return what is read from each entry of a list that holds one or more."""
    if not isinstance(data, list) or not data:
        shown = Shown("an empty list") if isinstance(data, list) else data
        raise wrong(path, shown, expected="a list of one or more", remedy="put a single one in brackets")
    return all_of(data, path, read)


def all_of(data: list[Any], path: str, read: Callable[[Any, str], Read]) -> list[Read]:
    """Return what is read from each entry of a list, faults together."""
    faults, found = Faults(), []
    for number, each in enumerate(data):
        place = f"{path}[{number}]"
        found.append(faults.take(place, each, read, each, place))
    faults.settle()
    return cast("list[Read]", found)


@functools.cache
def values_of(options: type[enum.Enum]) -> dict[str, enum.Enum]:
    """Return the options of an enumeration by the values that a file writes."""
    return {str(option.value): option for option in options}


def named(known: dict[str, Any], data: object, path: str) -> Any:
    """Return what a text names among some."""
    if isinstance(data, str) and data in known:
        return known[data]
    near = nearest(data, known) if isinstance(data, str) else ""
    raise wrong(path, data, expected=f"one of {', '.join(known)}", remedy="write one of these in quotes", meant=near)


def read_day(data: object, path: str, wanted: Advice = A_DAY) -> date:
    """Return a day, with its time where that is given."""
    return read_when(data, path, wanted)


def text_of(data: object, path: str) -> str:
    """Return a text as it stands."""
    if not isinstance(data, str):
        remedy = "leave it out" if data is None else "write it in quotes"
        raise wrong(path, data, expected="text", remedy=remedy)
    return clean_text(data, path)


def under(path: str, make: Callable[..., Read], *given: Any, **more: Any) -> Read:
    """Return what is made of parts that were read; a fault of it names its place in the file."""
    try:
        return make(*given, **more)
    except InputError as error:
        faults = (attrs.evolve(each, place=joined(path, each.place) if each.place else path) for each in error.faults)
        raise InputError(*faults).for_file() from None


def confirmation(data: object, path: str) -> Confirmation:
    """Return who confirmed an answer, and when."""
    if not isinstance(data, dict):
        remedy = 'write {"role": "clinician", "name": "...", "on": "2025-03-01"}'
        raise wrong(path, data, expected="an object that says who confirms, and when", remedy=remedy)
    check_names(data, path, ("role", "name", "on"))
    for member, remedy in (("role", '"role": "clinician"'), ("name", "a name or initials"), ("on", "the day")):
        if member not in data:
            expected = "who confirms, and when"
            raise wrong(f"{path}.{member}", problem="is absent", expected=expected, remedy=f"add {remedy}")
    role = named(values_of(Reporter), data["role"], f"{path}.role")
    name, on = text_of(data["name"], f"{path}.name"), read_day(data["on"], f"{path}.on")
    return under(path.removesuffix(".confirmed_by"), Confirmation, name, on=on, role=role)


READ_BESIDE: Final[dict[str, Callable[[Any, str], object]]] = {
    "on": read_day,
    "by": functools.partial(named, values_of(Reporter)),
    "reference": text_of,
    "confirmed_by": confirmation,
}
"""How what belongs to a value is read."""
