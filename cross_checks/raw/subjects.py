"""What every fact of a subject may still be, by its file alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from .checklists import Lists, itemised
from .facts import NEVER, Declared, Seen, day_of, ends, is_recorded, of_number
from .readings import KETAMINE, READINGS, Group, Table, reports_of
from .when import Asked, day_number, days_ago

Kind = Mapping[str, Mapping[str, Declared]]
"""What is declared of the facts of a kind of subject, group by group."""


def parsed(text: str) -> dict[str, Any]:
    """Return the data of a file, numbers exactly as written."""
    data: dict[str, Any] = json.loads(text, parse_float=Fraction)
    return data


def possible(
    kind: Kind, table: Table, data: Mapping[str, Any], asked: Asked, lists: Lists | None = None
) -> dict[str, Seen]:
    """Return what every scalar fact of a subject may still be, by its id."""
    asked = asked._replace(life=life(kind, data, asked))
    data = itemised(kind, lists or {}, data, lambda entry: is_ketamine(table, entry))
    found = {}
    for group_name, declared in kind.items():
        group = Group(dict(declared), data.get(group_name, {}), asked, table)
        for name, fact in declared.items():
            if fact["kind"] in ("series", "day", "text") or (asked.at is None and needs_moment(fact, declared)):
                continue
            given, reading = group.given.get(name), READINGS.get(f"{group_name}.{name}")
            if fact["read_from"] is not None and (fact["beside"] or not is_recorded(given)):
                assert reading is not None, f"{group_name}.{name} is read from others, and nobody here knows how"
                found[f"{group_name}.{name}"] = reading(group)
            else:
                found[f"{group_name}.{name}"] = group[name]
    return found


def is_ketamine(table: Table, entry: Mapping[str, Any]) -> bool:
    """Say whether an entry of the list of medicines names ketamine."""
    known, _ = table.meant(entry.get("substance"), entry.get("rxnorm"))
    return known is not None and KETAMINE in known["classes"]


def needs_moment(fact: Declared, declared: Mapping[str, Declared]) -> bool:
    """Say whether a fact, or what it is read from or may contradict, is counted in hours, which only a moment tells."""
    others = [*(fact["read_from"] or ()), *(name for each in fact["contradicts"] for name in each["facts"])]
    return fact["kind"] == "moment" or any(declared[name]["kind"] == "moment" for name in others)


def life(kind: Kind, data: Mapping[str, Any], asked: Asked) -> int:
    """Return at most how many days ago the subject was born: by the day of birth, by the age, else as long as anybody.

    An age was so many years on the day on which it was given; a few days too many do no harm. Nothing was before the
    calendar begins.
    """
    longest = min(NEVER, asked.day - 1)
    person = data.get("person", {})
    born = person.get("birth_date")
    if isinstance(born, str):
        days = days_ago(ends(born)[0], asked)
        return longest if days < 0 else min(days, longest)
    if not is_recorded(person.get("age")):
        return longest
    each = [_since(kind["person"]["age"], report, asked) for report in reports_of(person["age"])]
    return min(longest, max(longest if days is None else days for days in each))


def _since(age: Declared, report: Any, asked: Asked) -> int | None:
    seen, day = of_number(age, report) if not _is_absent(report) else None, day_of(report, asked)
    if seen is None or seen.absence is not None or day > asked.day:
        return None
    then = date.fromordinal(day)
    return asked.day - day_number(then.year - int(seen.still.high) - 1, then.month, min(then.day, 28)) - 1


def _is_absent(report: Any) -> bool:
    return isinstance(report, dict) and "absent" in report
