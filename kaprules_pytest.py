"""Tells pytest which files hold cases. It imports nothing of kaprules before pytest meets one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ENDINGS = (".cases.json", ".cases.yaml", ".cases.yml")


class Hooks:
    """What a ``conftest.py`` may say of how cases are decided."""

    @pytest.hookspec(firstresult=True)
    def pytest_kaprules_decide(self, ruleset: Any, subject: Any, on: Any, zone: Any) -> Any:
        """Return the decision of the system under test, or its outcome alone; without one the library decides."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make the hook known."""
    pluginmanager.add_hookspecs(Hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Make the line in ``pytest.ini`` known that names rule sets of one's own."""
    parser.addini("kaprules_rulesets", "rule sets that case files may name, as module:NAME", type="args", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a case file; any other costs one comparison of its name."""
    if not file_path.name.lower().endswith(ENDINGS):
        return None
    from kaprules.testing.plugin import CaseFile

    return CaseFile.from_parent(parent, path=file_path)
