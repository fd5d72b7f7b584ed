"""Case files as tests of pytest: each case one test, its differences one line each.

``kaprules_pytest``, which pytest loads by itself, hands over every file whose name ends with ``.cases.json``,
``.cases.yaml`` or ``.cases.yml``. A ``conftest.py`` may say how the system under test decides, in a function
``pytest_kaprules_decide(ruleset, subject, on)``. ``kaprules_rulesets`` in ``pytest.ini`` names rule sets of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..limit import InputError
from ..rule import Rule, RuleSet
from .cases import Case, faults, load_cases


class Differs(Exception):
    """A case does not come out as it expects."""


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each case."""
        try:
            cases = load_cases(self.path, rulesets=[named(name) for name in self.config.getini("kaprules_rulesets")])
        except InputError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        """Decide on the case, and compare."""
        case = self.case
        decision = self.ihook.pytest_kaprules_decide(ruleset=case.ruleset, subject=case.subject, on=case.on)
        wrong = faults(case, decision)
        if wrong:
            raise Differs("\n".join(wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *more: Any) -> Any:
        """Show what differs, and what the case is there for; anything unexpected with its traceback."""
        if not isinstance(excinfo.value, Differs):
            return super().repr_failure(excinfo, *more)
        case = self.case
        heading = f"{case.name} ({case.ruleset.name} on {case.on})"
        why = [f"  {case.why}"] if case.why else []
        return "\n".join([heading, *why, *(f"  {line}" for line in str(excinfo.value).splitlines())])

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where the case is, for the summary."""
        return self.path, None, f"case {self.name}"


def named(where: str) -> RuleSet:
    """Return the rule set with a name such as ``clinic.rules:OURS``.

    Raises ``InputError`` where there is none.
    """
    found = imported(where)
    if not isinstance(found, RuleSet):
        raise InputError(f"{where} is {type(found).__name__}: expected a RuleSet")
    return found


def rules_named(where: str) -> RuleSet | tuple[Rule, ...]:
    """Return the rule set, or the rules, with a name such as ``clinic.rules:RULES``."""
    found = imported(where)
    if isinstance(found, RuleSet):
        return found
    if isinstance(found, Rule):
        return (found,)
    if isinstance(found, tuple | list) and found and all(isinstance(each, Rule) for each in found):
        return tuple(found)
    raise InputError(f"{where} is {type(found).__name__}: expected a RuleSet, or a tuple of rules")


def imported(where: str) -> object:
    """Return what has a name such as ``module:NAME``; raise ``InputError`` where nothing has."""
    import importlib

    module, colon, name = where.partition(":")
    if not colon or not module or not name:
        raise InputError(f"{where!r} names nothing: write it as module:NAME")
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        raise InputError(f"{module} cannot be imported: {error}; look at its name, and at PYTHONPATH") from None
    if not hasattr(found, name):
        raise InputError(f"{module} has no {name}: look at the name behind the colon")
    return getattr(found, name)
