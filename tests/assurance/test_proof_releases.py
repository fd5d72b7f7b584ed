"""A rule book beside that of an earlier release: what excluded or cautioned then does so now, or has a named reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from kaprules.assurance.proof.releases import earlier, loosened
from kaprules.errors import InputError
from kaprules.facts.model import Subject
from kaprules.possible import Outcome
from kaprules.rulesets import RULESETS, SCREENING

pytestmark = pytest.mark.proof
FILES: Final = Path(__file__).parents[2] / "rulebooks" / "0.3.0"
READ_AS: Final = {
    "ketamine_history.nonmedical_ketamine_use": "ketamine_history.latest_nonmedical_ketamine_use",
    "reproduction.pregnancy_reported": "reproduction.pregnancy_unless_answered",
}
"""Facts of 0.3.0 of which a reading is read now, which is the fact itself where nothing else is told."""
NAMED: Final[dict[str, dict[str, str]]] = {}
"""By rule set, then by rule of 0.3.0: why somebody may do better now whom it excluded or cautioned."""


@pytest.mark.parametrize("name", RULESETS)
def test_no_exclusion_and_no_caution_is_better_but_by_a_named_row(name: str) -> None:
    """Of everybody who is known by the facts of both books; what is new may be anything."""
    before = earlier(FILES / f"{name}.json", RULESETS[name], READ_AS)
    assert before.gone == ()
    found = {each.rule for each in loosened(before, RULESETS[name])}
    assert found == set(NAMED.get(name, {}))


@pytest.mark.parametrize(
    ("limit", "value", "rule", "outcomes"),
    [
        (
            "cardiovascular.systolic_exclusion",
            150,
            "cardiovascular.pressure.uncontrolled",
            (Outcome.EXCLUDED, Outcome.CAUTION),
        ),
        ("obesity.caution", 31, "obesity.severe", (Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND)),
    ],
)
def test_a_limit_that_was_nearer_is_found(
    limit: str, value: int, rule: str, outcomes: tuple[Outcome, Outcome], tmp_path: Path
) -> None:
    """Had the earlier book begun sooner, whoever lies between would do better now, and is shown."""
    data: Any = json.loads((FILES / "screening.json").read_text())
    data["meaning"]["limits"][limit]["value"] = value
    file = tmp_path / "screening.json"
    file.write_text(json.dumps(data))
    (found,) = loosened(earlier(file, SCREENING, READ_AS), SCREENING)
    assert (found.rule, found.before, found.now) == (rule, *outcomes)
    assert found.witness
    assert isinstance(found.witness.subjects[0], Subject)


def test_what_is_declared_no_more_is_named(tmp_path: Path) -> None:
    """A rule that reads a fact, or an option, that there is no more cannot be compared, and is told."""
    text = (FILES / "setting.json").read_text()
    file = tmp_path / "setting.json"
    file.write_text(text.replace("premises.room_private", "premises.room_quiet"))
    assert earlier(file, RULESETS["setting"]).gone == ("setting.room",)


def test_a_file_of_another_rule_set_is_refused() -> None:
    with pytest.raises(InputError, match="is no rule book of screening"):
        earlier(FILES / "setting.json", SCREENING)
