"""The shared cases, through the form's adapter."""

from __future__ import annotations

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.forms import LATER, READERS, FormError, client_from_form
from tests.phases import subject_of
from tests.vignettes import compare, main, run

FILE = Path(__file__).parent / "data" / "vignettes.json"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    return loaded


def test_every_case_agrees(data: dict[str, Any]) -> None:
    """Outcome, findings by family, tiers and marks; none is left undecided."""
    compared = run(data)
    assert len(compared) == len(data["screening"]) + len(data["other"])
    assert [each for each in compared if each.reason or not each.agrees] == []


def test_what_the_other_forms_do_not_know_is_an_error(data: dict[str, Any]) -> None:
    """An unknown key, value or phase is named."""
    facts, as_of = data["other"][0]["facts"], date.fromisoformat(data["as_of"])
    for override, message in (
        ({"weather": "fine"}, "weather: the form of this phase has no such key"),
        ({"escort": "perhaps"}, "plan.escort_arranged is 'perhaps': the form has no such value"),
        ({"phase": "picnic"}, "phase is 'picnic': the form has no such value"),
    ):
        with pytest.raises(FormError) as raised:
            subject_of(facts | override, as_of)
        assert str(raised.value) == message


def test_a_wrong_expectation_is_told(data: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line that begins with the case's id, the count, and the exit status 1."""
    altered = copy.deepcopy(json.loads(FILE.read_text(encoding="utf-8")))
    altered["screening"][0]["expected"]["overall"] = "no_barrier_found"
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(altered))
    status = main([str(file)])
    lines = capsys.readouterr().out.splitlines()
    decided = len([each for each in run(data) if not each.reason])
    assert [status, lines[0].split(":")[0], lines[-1]] == [
        1,
        altered["screening"][0]["id"],
        f"{decided - 1} of {decided} agree",
    ]


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ({"systolic": 120}, "systolic: the form has no such key"),
        ({"aneurysm": "perhaps"}, "aneurysm is 'perhaps': the form has no such value"),
        ({"cssrs": {"q9": "no"}}, "cssrs holds ['q9']: the form does not know that"),
    ],
)
def test_what_the_form_does_not_know_is_an_error(data: dict[str, Any], override: dict[str, Any], message: str) -> None:
    """An unknown key or value is named, never skipped."""
    with pytest.raises(FormError) as raised:
        client_from_form(data["base"] | override)
    assert message in str(raised.value)


def test_every_key_of_the_form_is_read_or_listed(data: dict[str, Any]) -> None:
    """No key of the base client falls between the tables."""
    assert set(data["base"]) - set(READERS) - set(LATER) - {"as_of", "phase"} == set()


def test_the_base_client_has_no_barrier(data: dict[str, Any]) -> None:
    """Every negative was asked."""
    case = {"id": "base", "overrides": {}, "expected": {"overall": "no_barrier_found", "findings": {}}}
    assert compare(data, case).wrong == ()
