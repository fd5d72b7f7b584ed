"""The eye as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.eye import Eye, EyeDisease
from kaprules.facts.model import NEVER, DaysAgo, OneOf
from kaprules.possible import Absence, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.eye import RULES

FAMILY = RuleSet("eye", "Would a rise of pressure harm an eye?", RULES)
SOME_GLAUCOMA = OneOf(EyeDisease.GLAUCOMA_CONTROLLED, EyeDisease.PRESSURE_UNCONTROLLED)
SOMETHING = OneOf(*(option for option in EyeDisease if option is not EyeDisease.NONE))


def decided(**facts: Any) -> Decision:
    return decide(FAMILY, Client(eye=Eye(**facts)), on=EXAMPLE_DAY, engine="interpreter")


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.INCOMPLETE),
        ({"disease": Absence.DECLINED}, Outcome.INCOMPLETE),
        ({"disease": EyeDisease.NONE}, Outcome.INCOMPLETE),
        ({"surgery": NEVER}, Outcome.INCOMPLETE),
        ({"disease": EyeDisease.NONE, "surgery": NEVER}, Outcome.NO_EXCLUSION_FOUND),
        ({"disease": EyeDisease.NONE, "surgery": DaysAgo(30)}, Outcome.EXCLUDED),
        ({"disease": EyeDisease.NONE, "surgery": Absence.DECLINED}, Outcome.INCOMPLETE),
        ({"disease": EyeDisease.OTHER}, Outcome.INCOMPLETE),
        ({"disease": EyeDisease.OTHER, "surgery": NEVER}, Outcome.NO_EXCLUSION_FOUND),
        ({"disease": EyeDisease.GLAUCOMA_CONTROLLED}, Outcome.INCOMPLETE),
        ({"disease": EyeDisease.GLAUCOMA_CONTROLLED, "surgery": NEVER}, Outcome.CAUTION),
        ({"disease": EyeDisease.RETINAL_DETACHMENT}, Outcome.INCOMPLETE),
        ({"disease": EyeDisease.RETINAL_DETACHMENT, "surgery": NEVER}, Outcome.CAUTION),
        ({"disease": EyeDisease.RETINAL_DETACHMENT, "surgery": DaysAgo(30)}, Outcome.EXCLUDED),
        ({"disease": EyeDisease.ACUTE_ANGLE_CLOSURE}, Outcome.EXCLUDED),
        ({"disease": SOME_GLAUCOMA, "surgery": NEVER}, Outcome.INCOMPLETE),
        ({"disease": SOMETHING, "surgery": NEVER}, Outcome.INCOMPLETE),
    ],
)
def test_cases(facts: dict[str, Any], outcome: Outcome) -> None:
    """Everybody is asked whether an eye is ill and when one was operated on; what it is decides."""
    assert decided(**facts).outcome is outcome


def test_an_operation_lifts_on_the_first_day_that_lies_far_enough_back() -> None:
    """On the 31st day after it."""
    decision = decided(disease=EyeDisease.NONE, surgery=date(2025, 12, 20))
    assert [finding.until_on for finding in decision.findings] == [date(2026, 1, 20)]
