"""Answers to checklists in a client file: by the id of the list, each with the version of the form."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from ..errors import Faults, unknown_name
from ..facts.model import Answered, ChecklistAnswer, CopyOf, Reporter, Subject, declared_of
from ..possible import Absence
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
from .text import wrong

MEMBERS: Final = ("version", "answer", "absent", "except", *EVIDENCE, "copy_of")
ANSWERS: Final = values_of(Answered)


def read_checklists(kind: type[Subject], data: object) -> list[ChecklistAnswer]:
    """Return the answers that stand in a file under ``checklists``."""
    path, first = "checklists", kind.__checklists__[0].id
    if not isinstance(data, dict):
        remedy = f'write {{"{first}": {{"version": 1, "answer": "none"}}}}'
        raise wrong(path, data, expected="an object with answers by checklist", remedy=remedy)
    known = dict.fromkeys(each.id for each in kind.__checklists__)
    faults, found = Faults(), list[ChecklistAnswer]()
    for name, each in data.items():
        if not isinstance(name, str) or name not in known:
            faults.found += unknown_name(f"{path}.{name}", name, known, place=path).faults
        else:
            found += faults.take(f"{path}.{name}", each, _answers, kind, name, each, f"{path}.{name}") or []
    faults.settle()
    return found


def _answers(kind: type[Subject], name: str, data: object, path: str) -> list[ChecklistAnswer]:
    read = functools.partial(_answer, kind, name)
    if isinstance(data, dict) and "reports" in data:
        check_names(data, path, ("reports",))
        return each_of(data["reports"], f"{path}.reports", read)
    return [read(data, path)]


def _answer(kind: type[Subject], name: str, data: object, path: str) -> ChecklistAnswer:
    if not isinstance(data, dict):
        remedy = 'write {"version": 1, "answer": "none", "on": "2025-03-01", "by": "client"}'
        raise wrong(path, data, expected="an object with the answer", remedy=remedy)
    check_names(data, path, MEMBERS)
    if ("answer" in data) is ("absent" in data):
        problem = "holds 'answer' beside 'absent'" if "answer" in data else "holds no answer"
        remedy = 'write "answer": "none" or "some", or why there is none, as "absent": "declined"'
        raise wrong(path, problem=problem, expected="the one or the other", remedy=remedy)
    if "version" not in data:
        remedy = "add the version that stands on the form: it says which items it held"
        raise wrong(f"{path}.version", problem="is absent", expected="a whole number", remedy=remedy)
    readers: Mapping[str, Callable[[Any, str], Any]] = {
        "version": _version,
        "answer": functools.partial(named, ANSWERS),
        "absent": functools.partial(named, STATED),
        "except": _items,
        "copy_of": _copy,
        **READ_BESIDE,
    }
    faults = Faults()
    found: dict[str, Any] = {
        member: faults.take(f"{path}.{member}", each, readers[member], each, f"{path}.{member}")
        for member, each in data.items()
    }
    faults.settle()
    answer: Answered | Absence = found.pop("answer", None) or found.pop("absent")
    made = under(path, ChecklistAnswer, name, found.pop("version"), answer, found.pop("except", ()), **found)
    declared_of(kind.__checklists__, made, path)
    return made


def _version(data: object, path: str) -> int:
    if type(data) is not int:
        raise wrong(path, data, expected="a whole number", remedy="write the version that stands on the form")
    return data


def _items(data: object, path: str) -> list[str]:
    if not isinstance(data, list):
        raise wrong(path, data, expected="a list of items", remedy="put a single one in brackets")
    return all_of(data, path, text_of)


def _copy(data: object, path: str) -> CopyOf:
    if not isinstance(data, dict):
        remedy = 'write {"by": "client", "on": "2025-03-01"}'
        raise wrong(path, data, expected="an object that says who answered, and when", remedy=remedy)
    check_names(data, path, ("by", "on", "name"))
    if "by" not in data:
        raise wrong(f"{path}.by", problem="is absent", expected="who answered", remedy='add "by": "client"')
    on = read_day(data["on"], f"{path}.on") if "on" in data else None
    by = named(values_of(Reporter), data["by"], f"{path}.by")
    name = text_of(data["name"], f"{path}.name") if "name" in data else None
    return under(path.removesuffix(".copy_of"), CopyOf, by, on, name=name)
