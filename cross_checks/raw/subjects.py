"""What every fact of a subject may still be, by its file alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .facts import Declared, Seen, ends, is_recorded
from .pending import PENDING
from .readings import READINGS, Group, Table
from .when import Asked, days_ago

Kind = Mapping[str, Mapping[str, Declared]]
"""What is declared of the facts of a kind of subject, group by group."""


def parsed(text: str) -> dict[str, Any]:
    """Return the data of a file, numbers exactly as written."""
    data: dict[str, Any] = json.loads(text, parse_float=Fraction)
    return data


def possible(kind: Kind, table: Table, data: Mapping[str, Any], asked: Asked) -> dict[str, Seen]:
    """Return what every scalar fact of a subject may still be, by its id."""
    born = data.get("person", {}).get("birth_date")
    if "lives" not in PENDING and isinstance(born, str) and (life := days_ago(ends(born)[0], asked)) >= 0:
        asked = asked._replace(life=life)
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


def needs_moment(fact: Declared, declared: Mapping[str, Declared]) -> bool:
    """Say whether a fact, or what it is read from, is counted in hours, which only a moment can tell."""
    return fact["kind"] == "moment" or any(declared[name]["kind"] == "moment" for name in fact["read_from"] or ())
