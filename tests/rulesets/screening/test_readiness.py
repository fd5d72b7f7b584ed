"""The indication: who may name it, and how long it holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kaprules.decision import decide
from kaprules.facts.client import Client
from kaprules.facts.indication import Condition, Indication
from kaprules.facts.model import Recorded, Reporter
from kaprules.possible import Absence, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening import readiness

CRITERION = RuleSet("indication", "What for?", (readiness.indication_missing, readiness.no_indication))


def stated(condition: Condition, by: Reporter | None = Reporter.CLINICIAN, days: int = 0) -> Recorded:
    return Recorded(condition, by=by, on=EXAMPLE_DAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (stated(Condition.DEPRESSION), Outcome.NO_EXCLUSION_FOUND),
        (stated(Condition.DEPRESSION, days=365), Outcome.NO_EXCLUSION_FOUND),
        (stated(Condition.DEPRESSION, days=366), Outcome.INCOMPLETE),
        (stated(Condition.DEPRESSION, Reporter.CLIENT), Outcome.INCOMPLETE),
        (stated(Condition.DEPRESSION, Reporter.RECORD), Outcome.INCOMPLETE),
        (stated(Condition.DEPRESSION, None), Outcome.INCOMPLETE),
        (Condition.DEPRESSION, Outcome.INCOMPLETE),
        (Absence.NOT_ASKED, Outcome.INCOMPLETE),
        (Absence.DECLINED, Outcome.INCOMPLETE),
        (stated(Condition.NONE), Outcome.CAUTION),
        (stated(Condition.NONE, Reporter.CLIENT), Outcome.CAUTION),
    ],
)
def test_an_indication_is_a_clinicians_word(given: Any, outcome: Outcome) -> None:
    """Who only wants the experience is weighed, whoever says so."""
    client = Client(indication=Indication(condition=given))
    assert decide(CRITERION, client, on=EXAMPLE_DAY, engine="interpreter").outcome is outcome
