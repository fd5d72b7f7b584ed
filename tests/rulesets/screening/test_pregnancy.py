"""Criterion 2 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.model import NEVER, DaysAgo, Recorded
from kaprules.facts.reproduction import PregnancyReport, PregnancyTest, Reproduction
from kaprules.possible import Absence, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.pregnancy import RULES

CRITERION = RuleSet("pregnancy", "Pregnant, or breastfeeding?", RULES)
ANSWERED: dict[str, Any] = {
    "without_uterus": False,
    "permanent_sterilisation": False,
    "amenorrhoea": 0,
    "pregnancy_reported": PregnancyReport.NO,
    "pregnancy_test": Recorded(PregnancyTest.NEGATIVE, on=EXAMPLE_DAY),
    "contraception_effective": True,
    "breastfeeding": False,
}


def decided(**facts: Any) -> Decision:
    return decide(CRITERION, Client(reproduction=Reproduction(**facts)), on=EXAMPLE_DAY, engine="interpreter")


def result(found: PregnancyTest, days_ago: int = 0) -> Recorded:
    return Recorded(found, on=EXAMPLE_DAY - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        ({"amenorrhoea": Absence.NOT_ASKED}, Outcome.NO_EXCLUSION_FOUND),
        ({"pregnancy_test": result(PregnancyTest.POSITIVE)}, Outcome.EXCLUDED),
        ({"pregnancy_reported": PregnancyReport.YES}, Outcome.EXCLUDED),
        ({"breastfeeding": True}, Outcome.EXCLUDED),
        ({"preeclampsia": True}, Outcome.EXCLUDED),
        ({"pregnancy_test": result(PregnancyTest.INDETERMINATE)}, Outcome.INCOMPLETE),
        ({"pregnancy_test": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"pregnancy_test": Absence.DECLINED}, Outcome.INCOMPLETE),
        ({"pregnancy_test": result(PregnancyTest.NEGATIVE, 30)}, Outcome.NO_EXCLUSION_FOUND),
        ({"pregnancy_test": result(PregnancyTest.NEGATIVE, 31)}, Outcome.INCOMPLETE),
        ({"pregnancy_test": result(PregnancyTest.POSITIVE, 31)}, Outcome.INCOMPLETE),
        ({"pregnancy_reported": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"breastfeeding": Absence.NOT_KNOWN}, Outcome.INCOMPLETE),
        ({"contraception_effective": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"contraception_effective": False}, Outcome.CAUTION),
        ({"months_until_planned_pregnancy": 3}, Outcome.CAUTION),
        ({"unprotected_intercourse": DaysAgo(3)}, Outcome.NO_EXCLUSION_FOUND),
    ],
)
def test_where_a_pregnancy_is_possible(changed: dict[str, Any], outcome: Outcome) -> None:
    """Test, report, breastfeeding and contraception are all asked for, and each counts."""
    assert decided(**(ANSWERED | changed)).outcome is outcome


@pytest.mark.parametrize("reason", [{"without_uterus": True}, {"permanent_sterilisation": True}, {"amenorrhoea": 12}])
def test_where_no_pregnancy_is_possible_nothing_else_is_asked(reason: dict[str, Any]) -> None:
    """One reason is enough."""
    assert [decided(**reason).outcome, decided(**reason).missing] == [Outcome.NO_EXCLUSION_FOUND, ()]


@pytest.mark.parametrize(
    ("delivery", "outcome"),
    [
        (DaysAgo(730), Outcome.INCOMPLETE),
        (DaysAgo(731), Outcome.NO_EXCLUSION_FOUND),
        (NEVER, Outcome.NO_EXCLUSION_FOUND),
    ],
)
def test_breastfeeding_is_asked_for_after_a_delivery(delivery: Any, outcome: Outcome) -> None:
    """Also where no other pregnancy is possible any more."""
    assert decided(permanent_sterilisation=True, last_delivery=delivery).outcome is outcome


def test_nothing_known_leaves_it_open() -> None:
    """Nobody is taken to be unable to become pregnant."""
    assert decided().outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("test", "report", "conflict"),
    [
        (PregnancyTest.POSITIVE, PregnancyReport.NO, True),
        (PregnancyTest.NEGATIVE, PregnancyReport.YES, True),
        (PregnancyTest.POSITIVE, PregnancyReport.YES, False),
        (PregnancyTest.POSITIVE, PregnancyReport.UNSURE, False),
        (PregnancyTest.INDETERMINATE, PregnancyReport.YES, False),
    ],
)
def test_a_test_and_a_report_that_disagree_are_marked(test: Any, report: Any, conflict: bool) -> None:
    """The exclusion stands, and another test is due."""
    decision = decided(**(ANSWERED | {"pregnancy_test": result(test), "pregnancy_reported": report}))
    assert [decision.outcome, Mark.CONFLICT in decision.marks] == [Outcome.EXCLUDED, conflict]


def test_a_positive_test_that_is_too_old_is_shown_as_last_known() -> None:
    """It is never forgotten."""
    decision = decided(**(ANSWERED | {"pregnancy_test": result(PregnancyTest.POSITIVE, 31)}))
    assert Mark.LAST_KNOWN in decision.marks
