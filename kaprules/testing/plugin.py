"""Case files as tests of pytest: each case one test, its differences one line each.

``kaprules_pytest``, which pytest loads by itself, hands over every file whose name ends with ``.cases.json``,
``.cases.yaml`` or ``.cases.yml``. A ``conftest.py`` may say how the system under test decides, in a function
``pytest_kaprules_decide(ruleset, subject, on, zone)`` that names which of these it needs. ``kaprules_rulesets`` in
``pytest.ini`` names rule sets of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..errors import InputError
from ._named import named
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
        decision = self.ihook.pytest_kaprules_decide(
            ruleset=case.ruleset, subject=case.subject, on=case.on, zone=case.zone
        )
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
