"""From the text of a client file to a subject: every value, and what belongs to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar, cast

from ..errors import Faults, InputError
from ..facts.client import Client
from ..facts.model import (
    NULL_REMEDY,
    AtLeastThese,
    Between,
    Choice,
    Day,
    DaysAgo,
    Event,
    Fact,
    Facts,
    Flag,
    HoursAgo,
    Moment,
    NoneWithin,
    Number,
    Occurrence,
    OneOf,
    OverDaysAgo,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
    Series,
    Subject,
    Text,
    groups_of,
    known_to,
    none_given,
)
from ..limit import Exact, Given, enclosure, exact, point
from ..possible import Absence
from .checklists import read_checklists
from .compared import Compared, compared
from .parts import (
    EVIDENCE,
    READ_BESIDE,
    STATED,
    all_of,
    check_names,
    each_of,
    named,
    read_day,
    text_of,
    under,
    values_of,
)
from .text import MAX_BYTES, as_json, parse_json, size_of, too_large, wrong

AnySubject = TypeVar("AnySubject", bound=Subject)
Read = TypeVar("Read")
FORMS: Final[dict[type[Fact], tuple[tuple[str, ...], ...]]] = {
    Number: (("value",), ("at_least", "at_most")),
    Choice: (("value",), ("one_of",)),
    Event: (("value",), ("days_ago",), ("none_in_days",), ("over_days_ago",)),
    Moment: (("value",), ("hours_ago",), ("days_ago",)),
    Flag: (("value",),),
    Series: (("value",), ("at_least",)),
    Day: (),
    Text: (),
}
"""The members by which an object gives the value of each kind of fact; of a row one is enough."""


def read_subject(kind: type[AnySubject], text: str | bytes, *, strict: bool = False) -> AnySubject:
    """Return the subject whom a JSON text describes: a client, a session, a practice.

    A file gives the unit of whatever is measured in one; with ``strict`` an age does too.

    Raises ``InputError`` for anything that cannot be taken exactly as it stands.
    """
    if size_of(text) > MAX_BYTES:
        raise too_large()
    return subject_from_data(kind, parse_json(text), strict=strict)


def read_client(text: str | bytes, *, strict: bool = False) -> Client:
    """Return the client whom a JSON text describes.

    >>> read_client('{"vitals": {"heart_rate": {"value": 68, "unit": "/min"}}}').vitals.heart_rate
    68

    Raises ``InputError`` for anything that cannot be taken exactly as it stands.
    """
    return read_subject(Client, text, strict=strict)


def read_clients(lines: Iterable[str | bytes], *, strict: bool = False) -> Iterator[Client]:
    """Yield the client of each line of JSON Lines; blank lines are passed over.

    Raises ``InputError`` naming the first line that holds no client.
    """
    for number, line in enumerate(lines, 1):
        try:
            client = read_client(line, strict=strict) if size_of(line) and line.strip() else None
        except InputError as error:
            raise error.within(f"line {number}") from None
        if client is not None:
            yield client


# From data to facts ------------------------------------------------------------------------------------------


def subject_from_data(kind: type[AnySubject], data: object, *, strict: bool = False) -> AnySubject:
    """Return the subject whom parsed JSON describes.

    Raises ``InputError`` as ``read_subject`` does.
    """
    groups = groups_of(kind)
    what = f"the {kind.__name__.lower()}"
    if not isinstance(data, dict):
        remedy = f'write {{"{next(iter(groups))}": {{...}}}}'
        raise wrong(what, data, expected="an object with groups of facts", remedy=remedy)
    faults, found = Faults(), dict[str, Any]()
    named_so = known_to(kind)
    faults.take(what, data, check_names, data, "", named_so)
    if "checklists" in data and "checklists" in named_so:
        found["checklists"] = faults.take("checklists", data, read_checklists, kind, data["checklists"])
    for name, group in groups.items():
        if name in data:
            found[name] = faults.take(name, data[name], _group, group, data[name], name)
    if "id" in data:
        found["id"] = faults.take("id", data["id"], text_of, data["id"], "id")
    faults.settle()
    try:
        return kind(**found, strict=strict)
    except InputError as error:
        raise error.for_file() from None


def _group(kind: type[Facts], data: object, path: str) -> Facts:
    if not isinstance(data, dict):
        remedy = "leave it out" if data is None else 'write {"name of the fact": ...}'
        raise wrong(path, data, expected="an object with facts", remedy=remedy)
    declared = {fact.name: fact for fact in kind.__facts__}
    faults, found = Faults(), dict[str, Any]()
    faults.take(path, data, check_names, data, path, declared)
    for name, fact in declared.items():
        place = f"{path}.{name}"
        if name in data:
            found[name] = faults.take(place, data[name], _fact, fact, data[name], place)
        elif fact.required:
            faults.found += fact.not_given(place).faults
    if kind.__one_of__ and not any(name in data for name in kind.__one_of__):
        faults.found += none_given(kind, f"{path}.{kind.__one_of__[0]}").faults
    faults.settle()
    try:
        return kind(**{name: found[name] for name in data})
    except InputError as error:
        raise error.for_file(kind.__group__, path) from error


def _fact(fact: Fact, data: object, path: str) -> Recorded | Reports:
    if not (isinstance(data, dict) and "reports" in data):
        return _report(fact, data, path)
    if isinstance(fact, Series | Day | Text):
        expected = fact.wanted()[1].expectation
        raise wrong(path, problem="holds 'reports'", expected=expected, remedy="give the one that holds")
    check_names(data, path, ("reports",))
    return Reports(*each_of(data["reports"], f"{path}.reports", functools.partial(_report, fact)))


def _report(fact: Fact, data: object, path: str) -> Recorded:
    """Return one report; without any evidence it comes to the same as its value alone."""
    report = _from_object(fact, data, path) if isinstance(data, dict) else Recorded(_alone(fact, data, path))
    if isinstance(report.value, Absence):
        if fact.required:
            raise fact.not_given(path)
    elif fact.requires_date and report.on is None:
        remedy = 'add "on": "2025-03-01" to its object'
        raise wrong(path, problem="has no date", expected="the day it was obtained", remedy=remedy)
    return report


def _from_object(fact: Fact, data: dict[str, Any], path: str) -> Recorded:
    forms = (("absent",), *FORMS[type(fact)])
    check_names(data, path, (*(name for form in forms for name in form), *beside(fact)))
    begun = [form for form in forms if any(name in data for name in form)]
    if not begun:
        raise wrong(path, problem="holds no value", expected=fact.wanted()[1].expectation, remedy=NULL_REMEDY)
    members = [form[0] for form in begun] + ["unit"] * ("absent" in data and "unit" in data)
    if len(members) > 1:
        problem = f"holds {members[0]!r} beside {members[1]!r}"
        raise wrong(path, problem=problem, expected="one of them", remedy="remove the other")
    faults = Faults()
    for name, each in data.items():
        if each is None:
            remedy = NULL_REMEDY if begun[0] == (name,) else "leave it out"
            faults.found += wrong(f"{path}.{name}", None, expected="a value", remedy=remedy).faults
    faults.settle()
    value = faults.take(path, data, _of_form, begun[0][0], fact, data, path)
    found: dict[str, Any] = {
        name: faults.take(f"{path}.{name}", data[name], read, data[name], f"{path}.{name}")
        for name, read in READ_BESIDE.items()
        if name in data
    }
    faults.settle()
    return under(path, Recorded, value, **found)


def beside(fact: Fact) -> tuple[str, ...]:
    """Return what an object may hold beside the value of a fact, or beside the reason why there is none."""
    if isinstance(fact, Day | Text):
        return ()
    return ("unit", *EVIDENCE) if isinstance(fact, Number) else EVIDENCE


def _of_form(form: str, fact: Fact, data: dict[str, Any], path: str) -> object:
    if form == "absent":
        return named(STATED, data["absent"], f"{path}.absent")
    if form == "at_least" and isinstance(fact, Series):
        return AtLeastThese(*cast("tuple[Facts, ...]", _records(fact, data["at_least"], f"{path}.at_least")))
    if form == "at_least":
        assert isinstance(fact, Number)
        return _between(fact, data, path)
    if form == "one_of":
        assert isinstance(fact, Choice)
        return OneOf(*each_of(data["one_of"], f"{path}.one_of", functools.partial(named, values_of(fact.options))))
    if form == "hours_ago":
        place = f"{path}.hours_ago"
        hours = _number_of(fact, data["hours_ago"], place)
        if hours < 0:
            raise wrong(place, data["hours_ago"], expected="a number, 0 or more", remedy="count again")
        return HoursAgo(point(hours, place) if isinstance(hours, Fraction) else hours)
    if form in ("days_ago", "none_in_days", "over_days_ago"):
        given_days = data[form]
        days = exact(_number(given_days, f"{path}.{form}"), f"{path}.{form}")
        if not isinstance(days, int) or days < 0:
            expected = "a whole number, 0 or more"
            raise wrong(f"{path}.{form}", given_days, expected=expected, remedy="count again")
        if form == "days_ago":
            return DaysAgo(days)
        return under(path, NoneWithin if form == "none_in_days" else OverDaysAgo, days)
    if isinstance(fact, Number):
        return _measured(fact, data["value"], data.get("unit"), path)
    return _alone(fact, data["value"], path)


def _alone(fact: Fact, data: object, path: str) -> object:
    """Return a value that stands without anything beside it."""
    if data is None:
        raise wrong(path, data, expected=fact.wanted()[1].expectation, remedy=NULL_REMEDY)
    if isinstance(fact, Number):
        return _measured(fact, data, None, path)
    if isinstance(fact, Choice):
        return named(values_of(fact.options), data, path)
    if isinstance(fact, Text):
        return text_of(data, path)
    if isinstance(fact, Flag) and isinstance(data, bool):
        return data
    if isinstance(fact, Event) and isinstance(data, str):
        return _event(fact, data, path)
    if isinstance(fact, Day) and isinstance(data, str):
        partial = _partial(data, path) if fact.partial else None
        return read_day(data, path, fact.wanted()[1]) if partial is None else partial
    if isinstance(fact, Series):
        return _records(fact, data, path)
    wanted = fact.wanted()[1]
    raise wrong(path, data, expected=wanted.expectation, remedy=wanted.remedy)


def _records(fact: Series, data: object, path: str) -> list[Facts]:
    if isinstance(data, list):
        return all_of(data, path, functools.partial(_group, fact.record))
    wanted = fact.wanted()[1]
    raise wrong(path, data, expected=wanted.expectation, remedy=wanted.remedy)


def _measured(fact: Number, data: object, unit: object, path: str) -> object:
    if isinstance(data, str) and (end := compared(data)) is not None:
        return _one_sided(fact, data, end, unit, path)
    number = _number_of(fact, data, path)
    factor = _factor(fact, unit, data, path)
    low, high = enclosure(number, path)
    _check_whole(fact, low * factor if low == high else number, data, path)
    return number if unit is None else Quantity(number, str(unit))


def _one_sided(fact: Number, text: str, end: Compared, unit: object, path: str) -> Between:
    """Return a number of which a laboratory gives one end; of what is counted, "less than 5" is 4 at most."""
    if end.unit is not None:
        written = fact.code_of(end.unit) or end.unit
        if unit is not None and unit != written:
            raise wrong(
                path, text, f"is {{value}} beside the unit {as_json(unit)}", expected="one unit", remedy="remove one"
            )
        unit = written
    factor = _factor(fact, unit, text, path)
    least, most = enclosure(end.number, path)
    number = most if end.at_most else least
    if fact.whole and end.strict and least == most and (number * factor).denominator == 1:
        number = number * factor + (-1 if end.at_most else 1)
        unit = None
    else:
        _check_whole(fact, number * factor, text, path)
    told = number if unit is None else Quantity(number, str(unit))
    return Between(None, told) if end.at_most else Between(told, None)


def _between(fact: Number, data: dict[str, Any], path: str) -> Between:
    ends: dict[str, Exact] = {}
    unit = data.get("unit")
    for name in ("at_least", "at_most"):
        if name in data:
            number = _number_of(fact, data[name], f"{path}.{name}")
            factor = _factor(fact, unit, data[name], path)
            end = enclosure(number, f"{path}.{name}")[name == "at_most"]
            _check_whole(fact, end * factor, data[name], f"{path}.{name}")
            ends[name] = end
    if len(ends) > 1 and ends["at_least"] > ends["at_most"]:
        low, high = as_json(data["at_least"]), as_json(data["at_most"])
        problem = f"is at least {low} and at most {high}"
        raise wrong(path, problem=problem, expected="the lower number first", remedy="exchange them")
    return Between(
        *(
            end if end is None or unit is None else Quantity(end, str(unit))
            for end in map(ends.get, ("at_least", "at_most"))
        )
    )


def takes_fractions(fact: Fact) -> bool:
    """Say whether a number may be given as a fraction: where it need not be whole as it is written."""
    return isinstance(fact, Moment) or (isinstance(fact, Number) and (not fact.whole or bool(fact.units)))


def _number_of(fact: Fact, data: Any, path: str) -> Exact | Decimal | float:
    """Return a number as it was written; a fraction is ``{"fraction": [395, 3]}``."""
    return _written(data, path) if takes_fractions(fact) else _number(data, path)


def as_number(data: Any, path: str) -> Exact:
    """Return the number that a JSON text gives, exactly; a fraction is ``{"fraction": [395, 3]}``."""
    return point(_written(data, path), path)


def _written(data: Any, path: str) -> Exact | Decimal | float:
    if not isinstance(data, dict):
        return _number(data, path)
    check_names(data, path, ("fraction",))
    parts = data.get("fraction")
    if not isinstance(parts, list) or [type(part) for part in parts] != [int, int] or parts[1] < 1:
        raise wrong(f"{path}.fraction", parts, expected="two whole numbers", remedy="write it as [395, 3]")
    return Fraction(*parts)


def _number(data: Any, path: str) -> int | Decimal | float:
    if type(data) in (str, bool, list, dict, type(None)):
        remedy = "write it without quotes" if isinstance(data, str) else "write the number"
        raise wrong(path, data, expected="a number", remedy=remedy)
    enclosure(data, path)
    number: int | Decimal | float = data
    return number


def _factor(fact: Number, unit: object, number: object, path: str) -> Exact:
    """Return what turns a number in ``unit`` into the fact's own unit."""
    if unit == fact.unit or (unit is None and fact.counted):
        return 1
    if unit is None:
        raise wrong(
            path,
            number,
            "is {value} without its unit",
            reason="a number without its unit is not a fact",
            remedy=f'write {{"value": ..., "unit": "{fact.unit}"}}',
        )
    if not isinstance(unit, str) or unit not in fact.units:
        known = " or ".join((fact.unit, *fact.units))
        raise wrong(path, unit, "is in {value}", expected=known, remedy="convert it before", meant=fact.code_of(unit))
    return fact.units[unit]


def _check_whole(fact: Number, number: Given, data: object, path: str) -> None:
    if fact.whole and not (isinstance(number, int) or (isinstance(number, Fraction) and number.denominator == 1)):
        raise wrong(path, data, expected="a whole number", remedy="count it again, or leave it out")


def _event(fact: Event, data: str, path: str) -> Occurrence | PartialDate | date:
    if data in ("never", "happened"):
        return Occurrence(data)
    partial = _partial(data, path)
    if partial is None:
        day = read_day(data, path, fact.wanted()[1])
        if isinstance(fact, Moment) and isinstance(day, datetime) and day.tzinfo is None:
            remedy = 'add "Z" for UTC, or the difference from it as in "2025-03-01T14:30+01:00"'
            raise wrong(path, data, expected="a time with its zone", remedy=remedy)
        return day
    return partial


def _partial(data: str, path: str) -> PartialDate | None:
    """Return a year, or a month of one, where a text is that."""
    partial = re.fullmatch("([0-9]{4})(?:-([0-9]{2}))?", data)
    if partial is None:
        return None
    year, month = int(partial[1]), int(partial[2]) if partial[2] else None
    if year == 0 or (month is not None and not 1 <= month <= 12):
        kind = "month" if year else "year"
        raise wrong(path, data, expected=f"a {kind} that exists", remedy="check the entry")
    return PartialDate(year, month)
