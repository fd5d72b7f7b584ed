"""The ternary cases of the technology compatibility kit of Decision Model and Notation."""

from __future__ import annotations

import functools
import re
import xml.etree.ElementTree as Tree
from pathlib import Path
from typing import Any, Final

from kaprules import Truth

from .kleene import TEXT, Literal, Measure, Tally, Unmapped, truths

FOLDERS: Final = re.compile(r"\d+-feel-(ternary-logic|ternary-logic-not|conjunction|disjunction|negation|between)")
"""What is about three-valued logic; equality is not: there, nothing known equals nothing known."""
ELSEWHERE: Final = "another folder of the kit: decision tables, functions, lists, contexts, types"
NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TRUTHS: Final = {"true": Truth.TRUE, "false": Truth.FALSE, None: Truth.UNKNOWN}


def check(folder: Path) -> Tally | None:
    """Run the kit in a folder; None where there is none."""
    files = sorted(file for file in folder.rglob("*-test-*.xml") if "non-compliant" not in file.parts)
    if not files:
        return None
    tally = Tally("DMN TCK")
    for file in files:
        wanted = FOLDERS.fullmatch(file.parent.name) is not None
        texts = _texts(file.parent) if wanted else {}
        for case in _all(Tree.parse(file).getroot(), "testCase"):
            names = {str(node.get("name")): _literal(node) for node in _all(case, "inputNode")} if wanted else {}
            for result in _all(case, "resultNode"):
                decision = str(result.get("name"))
                value = next(iter(_all(result, "value")), None)
                expected = TRUTHS.get(None if value is None or value.get(NIL) == "true" else value.text)
                ask = functools.partial(_ask, wanted, texts.get(decision, ""), names)
                tally.check(f"{file.parent.name} {case.get('id')} {decision}", expected, ask)
    return tally


def _ask(wanted: bool, text: str, names: dict[str, Any]) -> dict[str, Any]:
    if not wanted:
        raise Unmapped(ELSEWHERE)
    numbers = re.search(r"(?<![\w\"(-])\d", text) and re.search(r"\b(and|or)\b", text) and "between" not in text
    if numbers or re.fullmatch(r"not\(\d+\)", text):
        raise Unmapped(TEXT)
    return truths(text, names)


def _texts(folder: Path) -> dict[str, str]:
    found = {}
    for file in folder.glob("*.dmn"):
        for decision in _all(Tree.parse(file).getroot(), "decision"):
            text = next(iter(_all(decision, "text")), None)
            found[str(decision.get("name"))] = (text.text or "").strip() if text is not None else ""
    return found


def _literal(node: Any) -> Literal | Measure:
    value = next(iter(_all(node, "value")), None)
    known = {"true": True, "false": False}
    return Literal(None if value is None or value.get(NIL) == "true" else known.get(str(value.text)))


def _all(node: Any, tag: str) -> list[Any]:
    return [each for each in node.iter() if isinstance(each.tag, str) and each.tag.rsplit("}")[-1] == tag]
