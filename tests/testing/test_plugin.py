"""Tests of the pytest plugin: a folder of cases runs as tests, with differences a person can read."""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

import kaprules_pytest
from kaprules.errors import InputError
from kaprules.rulesets import SCREENING
from kaprules.testing import _yaml
from kaprules.testing._named import named, rules_named

pytest_plugins = ["pytester"]
assert _yaml  # a run within a run forgets what it imported, and PyYAML cannot be imported twice

CASE = {
    "id": "too high",
    "why": "a pressure above the line of the programme",
    "ruleset": "screening",
    "on": "2026-11-23",
    "client": {"vitals": {"mean_systolic": {"value": 165, "unit": "mm[Hg]"}}},
    "outcome": "EXCLUDED",
}
YAML = """
- id: nobody is known
  ruleset: setting
  on: 2026-11-23
  practice: {}
  outcome: INCOMPLETE
"""
OURS = """
from kaprules import SCREENING, Outcome
import attrs
OURS = attrs.evolve(SCREENING, name="ours", rules=SCREENING.rules[:3], optional_rules=(), home="")
"""


INSTALLED = any(each.value == "kaprules_pytest" for each in entry_points(group="pytest11"))
PLUGIN = () if INSTALLED else ("-p", "kaprules_pytest")
"""What an installed kaprules brings along by itself."""


def run(pytester: pytest.Pytester, *args: str) -> pytest.RunResult:
    """Run pytest on the folder alone, whatever lies above it."""
    if not (pytester.path / "tox.ini").exists():
        pytester.makeini("[pytest]")
    return pytester.runpytest_inprocess(*PLUGIN, "-p", "no:xdist", *args)


def write(pytester: pytest.Pytester, name: str, case: Any) -> None:
    (pytester.path / name).write_text(case if isinstance(case, str) else json.dumps(case))


def test_a_folder_of_cases_runs(pytester: pytest.Pytester) -> None:
    """Each case of each file is a test with the name of the case."""
    write(pytester, "one.cases.json", [CASE, CASE | {"id": "again"}])
    write(pytester, "two.cases.yaml", YAML)
    write(pytester, "other.json", "no case")
    found = run(pytester, "-v")
    found.assert_outcomes(passed=3)
    found.stdout.fnmatch_lines(["*one.cases.json::too high PASSED*", "*two.cases.yaml::nobody is known PASSED*"])


def test_a_difference_is_shown_line_by_line(pytester: pytest.Pytester) -> None:
    """The case, why it is there, and each thing that is otherwise; no traceback."""
    wrong = {"outcome": "CAUTION", "truths": {"cardiovascular.pressure.uncontrolled": "FALSE"}}
    write(pytester, "one.cases.json", CASE | wrong)
    found = run(pytester)
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        [
            "*one.cases.json: too high (screening on 2026-11-23)",
            "  a pressure above the line of the programme",
            "  outcome: expected CAUTION, is EXCLUDED",
            "  truth cardiovascular.pressure.uncontrolled: expected FALSE, is TRUE",
        ]
    )
    found.stdout.no_fnmatch_line("*Traceback*")


def test_another_system_may_decide(pytester: pytest.Pytester) -> None:
    """What a conftest answers is compared, a decision or an outcome alone."""
    write(pytester, "one.cases.json", [CASE, CASE | {"id": "let through", "client": {}, "outcome": "INCOMPLETE"}])
    pytester.makeconftest(
        "from kaprules import Outcome\n"
        "def pytest_kaprules_decide(ruleset, subject, on):\n"
        "    return Outcome.EXCLUDED if ruleset.name == 'screening' else None\n"
    )
    found = run(pytester)
    found.assert_outcomes(passed=1, failed=1)
    found.stdout.fnmatch_lines(["  outcome: expected INCOMPLETE, is EXCLUDED"])


def test_a_file_that_cannot_be_taken_is_an_error(pytester: pytest.Pytester) -> None:
    """No case of it runs, and nobody can take it for green."""
    write(pytester, "one.cases.json", [CASE, CASE | {"id": "b", "outcom": "EXCLUDED"}])
    found = run(pytester)
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["*one.cases.json: case b: 'outcom' is unknown: did you mean 'outcome'?"])


def test_rule_sets_of_ones_own(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line in pytest.ini names them; a name that leads nowhere is an error."""
    monkeypatch.syspath_prepend(pytester.path)
    pytester.makepyfile(clinic_rules=OURS)
    write(pytester, "one.cases.json", CASE | {"ruleset": "ours", "outcome": "INCOMPLETE"})
    pytester.makeini("[pytest]\nkaprules_rulesets = clinic_rules:OURS\n")
    run(pytester).assert_outcomes(passed=1)
    pytester.makeini("[pytest]\nkaprules_rulesets = clinic_rules:THEIRS\n")
    found = run(pytester)
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["*clinic_rules has no THEIRS*"])


def test_nothing_is_imported_where_there_is_no_case(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has kaprules installed and no case file pays nothing for the plugin."""
    pytester.makepyfile("import sys\ndef test_it(): assert 'kaprules.testing' not in sys.modules")
    pytester.makeini("[pytest]")
    monkeypatch.setenv("PYTHONPATH", str(Path(kaprules_pytest.__file__).parent))
    pytester.runpytest_subprocess(*PLUGIN, "-p", "no:hypothesispytest").assert_outcomes(passed=1)


@pytest.mark.parametrize("where", ["nothing", "kaprules:", "no_such_module:X", "kaprules:NO", "kaprules:Client"])
def test_a_name_that_is_no_rule_set(where: str) -> None:
    """It is refused with a remedy."""
    with pytest.raises(InputError):
        named(where)


def test_names_of_rule_sets_and_rules() -> None:
    """A rule set, or its rules."""
    assert named("kaprules:SCREENING") is SCREENING
    assert SCREENING["bladder.infection_now"] in rules_named("kaprules.rulesets.screening.bladder:RULES")


PAGE = Path(__file__).parents[2] / "docs" / "testing.md"


def block(kind: str) -> str:
    """Return the first block of a kind in the page for users."""
    found: str = PAGE.read_text(encoding="utf-8").split(f"```{kind}\n")[1].split("```")[0]
    return found


def test_the_ten_lines_of_the_page_run(pytester: pytest.Pytester) -> None:
    """As they stand there; where a system does not know the pressure, it says what the page shows."""
    conftest = block("python")
    lines = [line for line in (conftest + block("yaml")).splitlines() if line.strip()]
    assert len(lines) <= 10
    pytester.makeconftest(conftest)
    write(pytester, "clinic.cases.yaml", block("yaml"))
    run(pytester).assert_outcomes(passed=1)


def test_the_difference_that_the_page_shows(pytester: pytest.Pytester) -> None:
    """Word for word, of a system that loses the pressure on its way."""
    pytester.makeconftest(block("python").replace("subject, on=on).outcome", "type(subject)(), on=on)"))
    write(pytester, "clinic.cases.yaml", block("yaml"))
    found = run(pytester)
    found.assert_outcomes(failed=1)
    for line in block("text").splitlines():
        assert any(each.endswith(line) for each in found.stdout.lines), line
