"""The house: what is public, what is imported, what is promised in words."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest

import kaprules
from kaprules import SCREENING, Client, Outcome, Truth, screen
from kaprules.authoring import by_clinician
from kaprules.facts import Vitals
from kaprules.record import schema
from kaprules.wording.catalogue import overview, rule_page
from tests.test_decision import DAY

ROOT = Path(__file__).parent.parent
DECLARED = [
    node
    for node in ast.walk(ast.parse(Path(kaprules.__file__).read_text(encoding="utf-8")))
    if isinstance(node, ast.ImportFrom) and node.level
]
FACE = {alias.name for node in DECLARED for alias in node.names}
OPTIONAL = ("hypothesis", "click", "rich", "orjson", "durable", "durable_rules_engine", "jsonschema", "cattrs")


def test_the_public_face_is_small() -> None:
    """No more than 25 names."""
    public = [getattr(kaprules, name) for name in sorted(FACE)]
    assert (len(public) <= 25, set(dir(kaprules)) >= FACE) == (True, True)


def test_each_public_name_is_imported_from_where_type_checkers_read_it() -> None:
    """What is imported when it is asked for is the very thing, and nothing else can be asked for."""
    homes = {alias.name: node.module for node in DECLARED for alias in node.names}
    found = {name: getattr(kaprules, name) for name in homes}
    assert found == {name: getattr(import_module(f"kaprules.{home}"), name) for name, home in homes.items()}
    assert set(kaprules._HOME_OF) == FACE
    with pytest.raises(AttributeError, match="module 'kaprules' has no attribute 'approve'"):
        kaprules.approve  # type: ignore[attr-defined] # noqa: B018


@pytest.mark.parametrize("asked", ["--version", "--help", "screen --help", "policy --help"])
def test_help_waits_for_no_rules(asked: str) -> None:
    """Neither rules nor facts are loaded to say what the commands are."""
    script = "import sys\nfrom kaprules.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script, *asked.split()], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = done.stdout.splitlines()
    heavy = ("kaprules.facts", "kaprules.rule", "kaprules.engine", "kaprules.clientfile")
    assert ("kaprules.cli" in loaded, [name for name in loaded if name.startswith(heavy)]) == (True, [])


def test_importing_the_library_imports_nothing_optional() -> None:
    """Neither the edges nor the engine in C."""
    script = "import sys; from kaprules import screen; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script, *OPTIONAL], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []


def test_no_outcome_promises_anything() -> None:
    """Never safe, eligible or approved."""
    words = " ".join(f"{outcome.name} {outcome.value}" for outcome in Outcome).lower()
    assert [word for word in ("safe", "eligible", "approved", "cleared") if word in words] == []


@pytest.mark.parametrize("vitals", [Vitals(), by_clinician(Vitals(mean_systolic=165, heart_rate=68))])
def test_decision_records_follow_their_schema(vitals: Vitals) -> None:
    """The schema is valid, and so is each record."""
    jsonschema.Draft202012Validator.check_schema(schema())
    record = json.loads(screen(Client(vitals=vitals), on=DAY).to_json())
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(record)) == []


def test_the_catalogue_shows_every_rule_and_concept() -> None:
    """One line each in the overview, and a page with condition, limits and sources."""
    lines = overview(SCREENING)
    owners = (*SCREENING.rules, *SCREENING.concepts)
    silent = [owner.id for owner in owners if f"\n{owner.id} " not in lines or "source:" not in rule_page(owner)]
    assert silent == []


def test_why_is_told_of_every_rule_and_concept() -> None:
    """TRUE, FALSE or UNKNOWN: each has a tree whose first line says which."""
    decision = screen(Client(vitals=by_clinician(Vitals(mean_systolic=165, mean_diastolic=70))), on=DAY)
    wrong = [
        identifier
        for identifier, truth in decision.truths.items()
        if not str(decision.why(identifier)).startswith(Truth(truth).name)
    ]
    assert wrong == []
