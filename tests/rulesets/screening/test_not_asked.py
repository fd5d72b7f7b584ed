"""Who was never asked, was asked by the wrong person, or answered long ago: nobody is cleared by that."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from kaprules.clientfile import subject_from_data
from kaprules.decision import Decision, decide
from kaprules.facts import Client
from kaprules.policy import LevelChosen, Policy
from kaprules.possible import Level, Outcome
from kaprules.rulesets import SCREENING

DAY: Final = date(2026, 11, 23)
CLEARED, CAUTION, INCOMPLETE = Outcome.NO_EXCLUSION_FOUND, Outcome.CAUTION, Outcome.INCOMPLETE
WHOLE = Path(__file__).parents[3] / "examples" / "clients" / "01-complete-with-evidence.json"
NEW_ON_LISTS = {
    "eye.disease": ("none", "2026-05-26"),
    "eye.surgery": ("never", "2026-10-23"),
    "intracranial.shunt": (False, "2026-05-26"),
    "general_health.acute_porphyria": (False, "2026-05-26"),
    "breathing.chronic_respiratory_failure": (False, "2026-05-26"),
    "breathing.obesity_hypoventilation": (False, "2026-05-26"),
    "bladder.radiation_cystitis": (False, "2026-08-24"),
    "bladder.ulcerative_or_haemorrhagic_cystitis_now": (False, "2026-08-24"),
}
"""Facts that a list holds: what denies each, and a day just too long ago for that."""
ON_THE_DAY = ("general_health.fever", "general_health.acute_infection", "breathing.respiratory_infection")


RAISED: Final = LevelChosen(
    rule="substance_use.cannabis_use",
    level=Level.CAUTION,
    reason="ours",
    approved_by="director",
    date=DAY,
    expires=DAY,
)


def decided(checklists: dict[str, Any] | None = None, policy: Policy | None = None, **facts: Any) -> Decision:
    """Decide about a client of whom all is known, with some facts given otherwise; None takes one away."""
    data = json.loads(WHOLE.read_text(encoding="utf-8"))
    for path, value in facts.items():
        group, name = path.split("__")
        data[group].pop(name, None)
        if value is not None:
            data[group][name] = value
    if checklists:
        data["checklists"] = checklists
    return decide(SCREENING, subject_from_data(Client, data), on=DAY, engine="interpreter", policy=policy)


def outcome(fact: str, value: Any) -> Outcome:
    return decided(**{fact.replace(".", "__"): value}).outcome


@pytest.mark.parametrize("fact", NEW_ON_LISTS)
def test_what_a_list_holds_is_asked_of_everybody(fact: str) -> None:
    """Not asked, declined, and denied too long ago."""
    denial, long_ago = NEW_ON_LISTS[fact]
    given = (None, {"absent": "declined"}, {"value": denial, "on": long_ago, "by": "clinician"})
    assert [outcome(fact, each) for each in given] == [INCOMPLETE] * 3


def test_the_client_alone_does_not_clear_cannabis() -> None:
    """Where a site weighs it, a clinician does, or confirms it; that it is used anybody may say."""
    said = {"value": "none", "on": "2026-11-09", "by": "client"}
    confirmed = {"confirmed_by": {"role": "clinician", "name": "A. B.", "on": "2026-11-10"}}
    old = {"value": "none", "on": "2026-08-24", "by": "clinician"}
    given = (None, {"absent": "declined"}, old, said, said | confirmed, said | {"value": "weekly"})
    expected = [INCOMPLETE, INCOMPLETE, INCOMPLETE, INCOMPLETE, CLEARED, CAUTION]
    ours = Policy((RAISED,))
    assert [decided(policy=ours, substance_use__cannabis_use=each).outcome for each in given] == expected
    found = decided(substance_use__cannabis_use=given[-1])
    assert (found.outcome, [each.rule for each in found.findings]) == (CLEARED, ["substance_use.cannabis_use"])


@pytest.mark.parametrize("fact", ON_THE_DAY)
def test_what_the_dosing_day_asks_counts_at_the_intake_where_it_is_recorded(fact: str) -> None:
    """Not asked and denied long ago cost nothing; declined does, and so does a present one, old or new."""
    given = (
        None,
        {"value": False, "on": "2026-10-01", "by": "clinician"},
        {"absent": "declined"},
        {"value": True, "on": "2026-11-09", "by": "client"},
        {"value": True, "on": "2026-10-01", "by": "client"},
    )
    assert [outcome(fact, each) for each in given] == [CLEARED, CLEARED, INCOMPLETE, CAUTION, INCOMPLETE]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"audit_c_total": {"value": 4, "on": "2026-11-20", "by": "client"}}, INCOMPLETE),
        ({"audit_c_total": {"value": 3, "on": "2026-11-20", "by": "client"}}, CLEARED),
        (
            {
                "audit_c_total": {"value": 4, "on": "2026-11-20", "by": "client"},
                "audit_total": {"value": 5, "on": "2026-11-20", "by": "client"},
            },
            CLEARED,
        ),
        (
            {
                "audit_c_total": {"value": 4, "on": "2026-11-20", "by": "client"},
                "audit_total": {"value": 3, "on": "2026-11-20", "by": "client"},
            },
            INCOMPLETE,
        ),
        ({"audit_c_total": {"absent": "declined"}}, INCOMPLETE),
    ],
)
def test_a_short_screen_for_drinking_counts(facts: dict[str, Any], expected: Outcome) -> None:
    """Where no clinician has said whether there is a disorder; an AUDIT below its own first part settles nothing."""
    given = {"audit_total": None, "diagnostic_statement": None} | facts
    assert decided(**{f"substance_use__{name}": value for name, value in given.items()}).outcome is expected


@pytest.mark.parametrize(
    ("day", "workup", "expected"),
    [
        ("2026-11-09", None, INCOMPLETE),
        ("2026-11-09", {"value": "not done", "on": "2026-11-09", "by": "clinician"}, INCOMPLETE),
        ("2026-11-09", {"value": "done", "on": "2026-11-09", "by": "clinician"}, CLEARED),
        ("2026-08-01", None, INCOMPLETE),
    ],
)
def test_abnormal_urine_is_looked_into_without_symptoms_too(day: str, workup: Any, expected: Outcome) -> None:
    """One that is out of date stays open, as nobody has said since that it is normal."""
    urine = {"value": "abnormal", "on": day, "by": "laboratory"}
    assert decided(bladder__urinalysis=urine, bladder__urinary_workup=workup).outcome is expected


def test_any_other_lung_disease_leaves_failing_lungs_open_and_is_no_proof_of_them() -> None:
    """Ticked, it needs information; a clinician's own answer settles it either way."""
    answer = {"version": 1, "answer": "none", "except": ["other_lung_disease"], "on": "2026-11-09", "by": "client"}
    lungs = {"breathing_and_sleep": answer}
    failing = "breathing__chronic_respiratory_failure"
    found = decided(lungs, **{failing: None})
    assert (found.outcome, [each.rule for each in found.findings]) == (INCOMPLETE, [])
    own = {"value": False, "on": "2026-11-10", "by": "clinician"}
    assert decided(lungs, **{failing: own}).outcome is CLEARED
    assert decided(lungs, **{failing: own | {"value": True}}).outcome is Outcome.EXCLUDED
