"""Commands that take rules of one's own find them in the folder where they are run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kaprules

RULES = '''
from datetime import date
from kaprules.authoring import Citation, Facts, Flag, Level, Rule, RuleSet, Source, Subject, asks, fires, group, passes

class Gut(Facts, group="gut"):
    """The gut."""
    bleeding: Flag = Flag(title="Bleeding", question="Does it bleed?")

class Patient(Subject):
    """Somebody."""
    gut: Gut = group(Gut)

RULES = (
    Rule(
        id="handbook.bleeding",
        source=Citation(Source("H1", "Handbook", "shelf 3"), "page 12"),
        level=Level.CAUTION,
        when=Gut.bleeding.present,
        clinician_text="The client bleeds.",
        client_text="You are bleeding.",
        examples=(fires(Gut(bleeding=True)), passes(Gut(bleeding=False)), asks(Gut())),
    ),
)
OURS = RuleSet("gut", "Is there anything about the gut?", RULES, subject=Patient)
'''


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an installed script is: the folder is not on the path."""
    root = str(Path(kaprules.__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-P", "-c", "from kaprules.cli import main; main()", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "rules.py").write_text(RULES)
    return tmp_path


@pytest.mark.proof
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("prove", "clinic.rules:OURS"), "gut: "),
        (("mutate", "clinic.rules:OURS"), "every change is noticed"),
        (("casebook", "clinic.rules:OURS"), "handbook.bleeding"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_from_the_folder_of_the_project(project: Path, arguments: tuple[str, ...], said: str) -> None:
    """Without a path in the environment."""
    done = run(project, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


@pytest.mark.parametrize("command", ["prove", "mutate", "casebook"])
def test_elsewhere_it_is_not_found(tmp_path: Path, command: str) -> None:
    """In one line."""
    done = run(tmp_path, command, "clinic.rules:OURS")
    assert done.returncode == 2
    assert done.stderr.startswith("clinic.rules cannot be imported: ")
    assert len(done.stderr.splitlines()) == 1


def test_the_folder_hides_nothing_that_is_installed(project: Path) -> None:
    """A file there that is called as a library is not taken for it."""
    (project / "attrs.py").write_text("raise SystemExit(9)")
    (project / "z3.py").write_text("raise SystemExit(9)")
    assert run(project, "prove", "clinic.rules:OURS").returncode == 0
