"""The published tests of Clinical Quality Language, as far as they are about truth, comparison and uncertain dates."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Tree
from pathlib import Path
from typing import Any, Final

from kaprules import Truth

from .kleene import COMPUTED, ERROR, Tally, Unmapped, days_between, truths

TRUTHS: Final = {"true": Truth.TRUE, "false": Truth.FALSE, "null": Truth.UNKNOWN}
SUBJECT: Final = ("Logical", "Nullological", "Comparison", "DateTime")
"""The files about truth, nulls, comparison and dates; the others are about functions, lists, intervals and types."""
ELSEWHERE: Final = "another file of the suite: functions, strings, lists, intervals, queries, types"


def check(folder: Path) -> Tally | None:
    """Run the suite in a folder; None where there is none."""
    files = sorted(file for file in folder.rglob("*.xml") if file.name.startswith(("Cql", "ValueLiterals")))
    if not files:
        return None
    tally = Tally("CQL")
    for file in files:
        for test in Tree.parse(file).getroot().iter():
            if test.tag.endswith("}test") or test.tag == "test":
                _check(tally, file, test)
    return tally


def _check(tally: Tally, file: Path, test: Any) -> None:
    expression = next(each for each in test if each.tag.endswith("expression"))
    outputs = [each.text or "" for each in test if each.tag.endswith("output")]
    text = re.sub(r"//.*", "", expression.text or "")
    name = f"{file.stem} {test.get('name')}"
    expected: object = TRUTHS.get(outputs[0].strip()) if len(outputs) == 1 else None

    def ask() -> dict[str, Any]:
        if not any(word in file.name for word in SUBJECT):
            raise Unmapped(ELSEWHERE)
        if expression.get("invalid", "false") != "false" or len(outputs) != 1:
            raise Unmapped(ERROR)
        if expected is None:
            raise Unmapped(COMPUTED)
        return truths(text)

    span = re.fullmatch(r"(?:Interval\[\s*)?(-?\d+)(?:\s*,\s*(-?\d+)\s*\])?", outputs[0].strip() if outputs else "")
    if span is not None and any(word in file.name for word in SUBJECT):
        low, high = int(span[1]), int(span[2] or span[1])
        tally.check(name, (low, high), lambda: {"reading": days_between(text)[:2]})
    else:
        tally.check(name, expected, ask)
