"""Criterion 4 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.circulation import Arrhythmia, Circulation
from kaprules.facts.client import Client
from kaprules.facts.medicines import Medicines
from kaprules.facts.mental_state import MentalState
from kaprules.facts.model import DaysAgo, Recorded
from kaprules.facts.thyroid import Control, Thyroid
from kaprules.facts.vitals import Vitals
from kaprules.possible import Absence, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.thyroid import RULES

CRITERION = RuleSet("thyroid", "Is the thyroid overactive?", RULES)


NOTHING_TAKEN: dict[str, bool] = {
    "takes_thyroid_hormone": False,
    "takes_antithyroid": False,
    "takes_amiodarone_or_lithium": False,
}


def decided(taken: dict[str, bool] = NOTHING_TAKEN, **facts: Any) -> Decision:
    client = Client(
        thyroid=by_clinician(Thyroid(**facts)),
        mental_state=by_clinician(MentalState(ymrs=0)),
        vitals=by_clinician(Vitals(heart_rate=70)),
        circulation=Circulation(arrhythmia=Arrhythmia.NONE),
        medicines=Medicines(**taken),
    )
    return decide(CRITERION, client, on=EXAMPLE_DAY, engine="interpreter")


def value(number: str, days_ago: int = 0) -> Recorded:
    return Recorded(Decimal(number), on=EXAMPLE_DAY - timedelta(days=days_ago))


def values(tsh: str, free_t4: str, days_ago: int = 0) -> dict[str, Any]:
    return {
        "tsh": value(tsh, days_ago),
        "tsh_reference_low": Decimal("0.4"),
        "free_t4": value(free_t4, days_ago),
        "free_t4_reference_high": Decimal("1.8"),
    }


NORMAL = values("2", "1.2")
DIAGNOSED = {"hyperthyroidism": True, "treated": True, "control": Control.CONTROLLED}
HEALTHY = {"hyperthyroidism": False}
STORM = {"thyroid_storm_ever": True}
LOW: dict[str, Any] = {"tsh": value("0.2"), "tsh_reference_low": Decimal("0.4")}
NORMAL_T3: dict[str, Any] = {"free_t3": value("3"), "free_t3_reference_high": Decimal("4.4")}
HIGH: dict[str, Any] = {"free_t4": value("2.5"), "free_t4_reference_high": Decimal("1.8")}


@pytest.mark.parametrize(
    ("facts", "outcome", "findings"),
    [
        (HEALTHY, Outcome.NO_EXCLUSION_FOUND, []),
        (HEALTHY | NORMAL, Outcome.NO_EXCLUSION_FOUND, []),
        (HEALTHY | values("0.2", "1.2") | NORMAL_T3, Outcome.NO_EXCLUSION_FOUND, ["thyroid.tsh_low"]),
        (HEALTHY | values("0.05", "1.2") | NORMAL_T3, Outcome.CAUTION, ["thyroid.suppressed", "thyroid.tsh_low"]),
        (
            HEALTHY | values("0.2", "1.2"),
            Outcome.INCOMPLETE,
            ["thyroid.triiodothyronine_missing", "thyroid.tsh_low"],
        ),
        (HEALTHY | values("0.2", "2.5"), Outcome.EXCLUDED, ["thyroid.overt", "thyroid.tsh_low"]),
        (HEALTHY | LOW, Outcome.INCOMPLETE, ["thyroid.tests_incomplete", "thyroid.tsh_low"]),
        (HEALTHY | HIGH, Outcome.INCOMPLETE, ["thyroid.tests_incomplete"]),
        (HEALTHY | {"tsh": value("0.2")}, Outcome.INCOMPLETE, []),
        (DIAGNOSED | NORMAL, Outcome.NO_EXCLUSION_FOUND, ["thyroid.controlled"]),
        (DIAGNOSED, Outcome.INCOMPLETE, ["thyroid.tests_missing"]),
        (DIAGNOSED | values("2", "1.2", 90), Outcome.NO_EXCLUSION_FOUND, ["thyroid.controlled"]),
        (DIAGNOSED | values("2", "1.2", 91), Outcome.INCOMPLETE, ["thyroid.tests_missing"]),
        (DIAGNOSED | NORMAL | {"control": Absence.NOT_KNOWN}, Outcome.INCOMPLETE, ["thyroid.control_missing"]),
        (DIAGNOSED | NORMAL | {"control": Control.UNCONTROLLED}, Outcome.EXCLUDED, ["thyroid.badly_controlled"]),
        (DIAGNOSED | NORMAL | {"treated": False}, Outcome.EXCLUDED, ["thyroid.badly_controlled"]),
        ({}, Outcome.INCOMPLETE, []),
        ({"hyperthyroidism": Absence.NOT_KNOWN}, Outcome.INCOMPLETE, []),
        (HEALTHY | {"biotin": 10}, Outcome.NO_EXCLUSION_FOUND, ["thyroid.biotin"]),
        (HEALTHY | STORM, Outcome.INCOMPLETE, ["thyroid.tests_missing"]),
        (HEALTHY | STORM | NORMAL, Outcome.NO_EXCLUSION_FOUND, ["thyroid.storm_before"]),
        (HEALTHY | STORM | values("2", "1.2", 91), Outcome.INCOMPLETE, ["thyroid.tests_missing"]),
        (
            HEALTHY | STORM | values("0.2", "1.2"),
            Outcome.INCOMPLETE,
            ["thyroid.triiodothyronine_missing", "thyroid.tsh_low"],
        ),
        (HEALTHY | STORM | values("0.2", "1.2") | NORMAL_T3, Outcome.NO_EXCLUSION_FOUND, ["thyroid.tsh_low"]),
        (HEALTHY | {"thyroid_storm_ever": Absence.DECLINED}, Outcome.INCOMPLETE, []),
        (HEALTHY | {"levothyroxine_changed": DaysAgo(42)}, Outcome.NO_EXCLUSION_FOUND, ["thyroid.not_steady"]),
        (HEALTHY | {"levothyroxine_changed": DaysAgo(43)}, Outcome.NO_EXCLUSION_FOUND, []),
    ],
)
def test_cases(facts: dict[str, Any], outcome: Outcome, findings: list[str]) -> None:
    """The diagnosis decides, and so does a value that is there, whatever the diagnosis says."""
    decision = decided(**facts)
    assert [decision.outcome, [finding.rule for finding in decision.findings]] == [outcome, findings]


def test_a_raised_triiodothyronine_is_enough() -> None:
    """With a normal free thyroxine."""
    raised = {"free_t3": value("6"), "free_t3_reference_high": Decimal("4.4")}
    assert decided(**(HEALTHY | values("0.2", "1.2") | raised)).outcome is Outcome.EXCLUDED


def test_a_missing_reference_is_asked_for() -> None:
    """Where a TSH is low by some references and not by others."""
    decision = decided(**(HEALTHY | {"tsh": value("0.45")}))
    assert "thyroid.tsh_reference_low" in {missing.fact for missing in decision.missing}


def test_a_low_tsh_without_its_value_is_incomplete() -> None:
    """How low it is tells a caution from a note."""
    low, normal = Recorded(True, on=EXAMPLE_DAY), Recorded(False, on=EXAMPLE_DAY)
    assert decided(**(HEALTHY | {"tsh_below_reference": low, "free_t4_above_reference": normal})).outcome is (
        Outcome.INCOMPLETE
    )


@pytest.mark.parametrize("days", [0, 42, 43])
@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (HEALTHY | values("0.05", "1.2"), "thyroid.suppressed"),
        (HEALTHY | values("0.2", "1.2"), "thyroid.tsh_low"),
        (HEALTHY | values("0.2", "2.5"), "thyroid.overt"),
        (DIAGNOSED | NORMAL, "thyroid.controlled"),
        (HEALTHY | STORM | NORMAL, "thyroid.storm_before"),
    ],
)
def test_what_rests_on_a_tsh_is_provisional_after_a_change_of_the_dose(
    facts: dict[str, Any], rule: str, days: int
) -> None:
    """For six weeks, and the finding stays what it is."""
    found = {each.rule: each for each in decided(**facts, levothyroxine_changed=DaysAgo(days)).findings}
    assert (Mark.PROVISIONAL in found[rule].marks) is (days <= 42)


@pytest.mark.parametrize("taken", NOTHING_TAKEN)
def test_a_medicine_of_the_thyroid_asks_for_a_tsh(taken: str) -> None:
    """Though the disease is denied; a value of 90 days is enough."""
    takes = NOTHING_TAKEN | {taken: True}
    asked = [decided(takes, **HEALTHY, **values_) for values_ in ({}, values("2", "1.2", 91), values("2", "1.2", 90))]
    assert [each.outcome for each in asked] == [Outcome.INCOMPLETE, Outcome.INCOMPLETE, Outcome.NO_EXCLUSION_FOUND]
