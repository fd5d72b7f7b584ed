"""The shared cases, through the form's adapter."""

from __future__ import annotations

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.forms import LATER, LISTS, READERS, FormError, client_from_form
from tests.phases import subject_of
from tests.vignettes import compare, differences, main, run

FILE = Path(__file__).parent / "data" / "vignettes.json"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    return loaded


DISPUTED = {
    "V48": "a reaction whose kind is not known may have been one of the liver, so its tests are wanted too (C16)",
    "N08": "a medicine that no table knows may be one of the thyroid, so its tests are wanted too (C04)",
    "N10": "a medicine that no table knows may be one of the thyroid, so its tests are wanted too (C04)",
}
"""Cases whose expectation leaves out a question that the rules must ask; the outcome is the same."""


def _cases() -> list[Any]:
    data = json.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    found = []
    for case in (*data["screening"], *data["other"]):
        reason = DISPUTED.get(case["id"])
        marks = () if reason is None else pytest.mark.xfail(reason=reason, strict=True)
        found.append(pytest.param(case, id=case["id"], marks=marks))
    return found


@pytest.mark.parametrize("case", _cases())
def test_every_case_agrees(data: dict[str, Any], case: dict[str, Any]) -> None:
    """Outcome, findings by family, tiers and marks; none is left undecided."""
    one = {name: data[name] for name in ("as_of", "base", "base_lists")}
    (compared,) = run(one | {"screening" if "overrides" in case else "other": [case]})
    assert (compared.reason, compared.wrong) == ("", ()), compared


def test_what_is_disputed_comes_to_the_same_outcome(data: dict[str, Any]) -> None:
    """One more question is wanted, in a family that the expectation does not name."""
    families = {"V48": "C16", "N08": "C04", "N10": "C04"}
    compared = [compare(data, case) for case in data["screening"] if case["id"] in DISPUTED]
    for each in compared:
        assert each.got["overall"] == each.expected["overall"]
        assert each.got["findings"][families[each.id]] == "NEEDS_INFO"


@pytest.mark.parametrize("number", ["N04", "N05"])
def test_only_a_clinicians_word_on_sleep_settles_it(data: dict[str, Any], number: str) -> None:
    """The bare word has its place on the clinician's page; the client's own denial is no such word."""
    case = next(each for each in data["screening"] if each["id"] == number)
    said = {"decreased_need_for_sleep_now": {"value": "no", "by": "client", "date": "2025-06-08"}}
    compared = compare(data, case | {"overrides": case["overrides"] | said})
    assert compared.got["overall"] == "insufficient_information"
    assert "C05" in compared.wrong


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
    agree = [each.agrees for each in run(data) if not each.reason]
    assert [status, lines[0].split(":")[0], lines[-1]] == [
        1,
        altered["screening"][0]["id"],
        f"{sum(agree) - 1} of {len(agree)} agree",
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
    for base in ("base", "base_lists"):
        assert set(data[base]) - set(READERS) - set(LATER) - set(LISTS) - {"as_of", "phase"} == set()


def test_the_base_client_has_no_barrier(data: dict[str, Any]) -> None:
    """Every negative was asked."""
    case = {"id": "base", "overrides": {}, "expected": {"overall": "no_barrier_found", "findings": {}}}
    assert compare(data, case).wrong == ()


def test_the_base_client_on_a_form_with_lists_has_no_barrier(data: dict[str, Any]) -> None:
    """Thirty-nine answers, and nothing is answered for the form."""
    case = {"id": "base", "form": "lists", "overrides": {}, "expected": {"overall": "no_barrier_found", "findings": {}}}
    assert compare(data, case).wrong == ()


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ({"list_substances": {"answer": "perhaps"}}, "list_substances is {'answer': 'perhaps'}"),
        ({"list_substances": {"answer": "none", "by": "nobody"}}, "list_substances.by is 'nobody'"),
        ({"list_substances": {"answer": "none_of_the_others", "by": "client"}}, "list_substances.except is None"),
        (
            {"list_substances": {"answer": "none_of_the_others", "except": ["flying"]}},
            "list_substances.except is ['flying']",
        ),
        ({"list_of_fears": {"answer": "none"}}, "list_of_fears: the form has no such key"),
    ],
)
def test_what_a_list_does_not_know_is_an_error(data: dict[str, Any], override: dict[str, Any], message: str) -> None:
    """An unknown list, answer, answerer or item is named."""
    with pytest.raises(FormError) as raised:
        client_from_form(data["base_lists"] | override, whole=False)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("expected", "found", "wrong"),
    [
        ({"C01": "NEEDS_INFO"}, {"C01": "NEEDS_INFO", "C06": "NEEDS_INFO"}, ()),
        ({"C01": "NEEDS_INFO"}, {"C01": "NEEDS_INFO", "C06": "CAUTION"}, ("C06",)),
        ({"C01": "NEEDS_INFO"}, {"C01": "NEEDS_INFO", "C07": "NEEDS_INFO"}, ("C07",)),
        ({"*": "NEEDS_INFO"}, {"C01": "NEEDS_INFO", "C02": "NOTE"}, ()),
        ({"*": "NEEDS_INFO"}, {"C02": "NOTE"}, ("*",)),
        ({"*": "NEEDS_INFO"}, {"C01": "NEEDS_INFO", "C02": "CAUTION"}, ("C02",)),
    ],
)
def test_what_may_be_open_beside(expected: dict[str, str], found: dict[str, str], wrong: tuple[str, ...]) -> None:
    """``others`` are families that may need information; ``*`` is some family, and all others are notes."""
    overall = {"overall": "insufficient_information"}
    told = {**overall, "findings": expected, "others": ["C06"]}
    assert tuple(differences(told, {**overall, "findings": found, "flags": []})) == wrong
