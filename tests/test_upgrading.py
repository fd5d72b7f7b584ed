"""What the page on upgrading and the glossary name is there, and what is said to be gone is gone."""

from __future__ import annotations

import configparser
import importlib
import inspect
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from kaprules.engine.evaluation import ENGINES

ROOT: Final = Path(__file__).parent.parent
UPGRADING: Final = (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")
GLOSSARY: Final = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
RENAMED: Final = re.findall(r"^\| `(kaprules\.[\w.]+)` \| `(kaprules\.[\w.]+)` \|$", UPGRADING, re.MULTILINE)


def is_there(path: str) -> bool:
    """Say whether a module, or what stands in one, can be had; a field counts, with or without a default.

    A folder without code is no module: one may be left where compiled files of an earlier version lie.
    """
    found: Any = importlib.import_module("kaprules")
    for name in path.split(".")[1:]:
        if hasattr(found, name):
            found = getattr(found, name)
        elif isinstance(found, ModuleType):
            try:
                found = importlib.import_module(f"{found.__name__}.{name}")
            except ModuleNotFoundError:
                return False
        elif isinstance(found, type) and name in inspect.signature(found).parameters:
            found = None
        else:
            return False
        if isinstance(found, ModuleType) and getattr(found, "__file__", None) is None:
            return False
    return True


def test_names_that_are_there_and_names_that_are_not_are_told_apart() -> None:
    """A module, a class, a method, a field without a default, and one that an error is made with."""
    assert is_there("kaprules.engine.bits")
    assert is_there("kaprules.rule.Rule")
    assert is_there("kaprules.decision.Decision.why")
    assert is_there("kaprules.rule.Rule.clinician_text")
    assert is_there("kaprules.decision.EngineDisagreement.meant")
    assert not is_there("kaprules.moon")
    assert not is_there("kaprules.rule.Moon")
    assert not is_there("kaprules.rule.Rule.moon")


def test_every_row_of_names_is_read() -> None:
    """Each row that begins with a name of the library is one of old and new, and none stands twice."""
    assert len(RENAMED) == len(re.findall(r"^\| `kaprules\.", UPGRADING, re.MULTILINE))
    old = [each for each, _ in RENAMED]
    assert sorted(set(old)) == sorted(old)


@pytest.mark.parametrize(("old", "new"), RENAMED)
def test_a_renamed_name_is_where_it_is_said_to_be(old: str, new: str) -> None:
    """The new one is there and the old one is gone, or there only because its module imports it from where it lives."""
    assert is_there(new)
    module, _, name = old.rpartition(".")
    left = getattr(sys.modules.get(module), name, None)
    assert not is_there(old) or getattr(left, "__module__", module) != module


def test_what_is_chosen_by_a_word_is_called_as_it_is_said() -> None:
    """Engines and extras."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = setup["options.extras_require"]
    assert {"bits", "interpreter"} <= set(ENGINES)
    assert "reference" not in ENGINES
    assert "cross_checks" in extras
    assert "referees" not in extras


def test_every_term_of_the_glossary_is_where_it_is_said_to_live() -> None:
    """Each row names at least one place, and every place named is there."""
    rows = re.findall(r"^\| \*\*.+?\*\* \| .+ \| (.+) \|$", GLOSSARY, re.MULTILINE)
    assert len(rows) == GLOSSARY.count("\n| **")
    places = [re.findall(r"`([\w./]+)`", row) for row in rows]
    assert [row for row, named in zip(rows, places, strict=True) if not named] == []
    named = {place for each in places for place in each}
    assert sorted(each for each in named if "/" not in each and not is_there(f"kaprules.{each}")) == []
    assert sorted(each for each in named if "/" in each and not (ROOT / each).exists()) == []


def test_the_terms_of_the_glossary_are_in_order() -> None:
    """So that one is found by its letter, and none stands twice."""
    terms = re.findall(r"^\| \*\*(.+?)\*\*", GLOSSARY, re.MULTILINE)
    assert terms == sorted(set(terms), key=str.lower)
