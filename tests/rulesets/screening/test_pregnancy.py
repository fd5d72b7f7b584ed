"""Criterion 2 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.medicines import Medicines
from kaprules.facts.model import NEVER, DaysAgo, Recorded
from kaprules.facts.person import Person
from kaprules.facts.reproduction import PregnancyPossible, PregnancyReport, PregnancyTest, Reproduction
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
    "last_delivery": NEVER,
    "pregnancy_possible": PregnancyPossible.NO,
}


def decided(age: int = 50, **facts: Any) -> Decision:
    client = Client(
        person=Person(age=age), reproduction=by_clinician(Reproduction(**facts)), medicines=Medicines(listed=[])
    )
    return decide(CRITERION, client, on=EXAMPLE_DAY, engine="interpreter")


def result(found: PregnancyTest, days_ago: int = 0) -> Recorded:
    return Recorded(found, on=EXAMPLE_DAY - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        ({"amenorrhoea": Absence.NOT_ASKED}, Outcome.NO_EXCLUSION_FOUND),
        ({"last_delivery": DaysAgo(100)}, Outcome.NO_EXCLUSION_FOUND),
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


@pytest.mark.parametrize(
    "reason",
    [
        {"without_uterus": True},
        {"without_uterus": False, "permanent_sterilisation": True, "breastfeeding": False},
        {"without_uterus": False, "permanent_sterilisation": False, "amenorrhoea": 12, "breastfeeding": False},
        {"without_uterus": False, "permanent_sterilisation": False, "amenorrhoea": 12, "age": 55},
    ],
)
def test_where_no_pregnancy_is_possible_nothing_else_is_asked(reason: dict[str, Any]) -> None:
    """One reason is enough, and who may nurse is asked about that alone."""
    decision = decided(**({"last_delivery": NEVER} | reason))
    assert [decision.outcome, decision.missing] == [Outcome.NO_EXCLUSION_FOUND, ()]


MENOPAUSE: dict[str, Any] = {
    "without_uterus": False,
    "permanent_sterilisation": False,
    "amenorrhoea": 24,
    "breastfeeding": False,
    "last_delivery": NEVER,
}


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        ({"age": 40}, Outcome.NO_EXCLUSION_FOUND),
        ({"age": 39}, Outcome.INCOMPLETE),
        ({"amenorrhoea": 0, "last_menstrual_period": DaysAgo(600)}, Outcome.INCOMPLETE),
        ({"amenorrhoea": Absence.NOT_ASKED, "last_menstrual_period": DaysAgo(600)}, Outcome.INCOMPLETE),
        ({"amenorrhoea": 11}, Outcome.INCOMPLETE),
        ({"pregnancy_possible": PregnancyPossible.YES}, Outcome.INCOMPLETE),
        ({"pregnancy_possible": PregnancyPossible.UNSURE}, Outcome.INCOMPLETE),
        ({"pregnancy_possible": PregnancyPossible.NO}, Outcome.NO_EXCLUSION_FOUND),
        ({"pregnancy_reported": PregnancyReport.UNSURE}, Outcome.INCOMPLETE),
        ({"pregnancy_reported": PregnancyReport.YES}, Outcome.EXCLUDED),
        ({"breastfeeding": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"breastfeeding": Recorded(False, on=EXAMPLE_DAY - timedelta(days=31))}, Outcome.INCOMPLETE),
    ],
)
def test_when_the_menopause_makes_a_pregnancy_impossible(changed: dict[str, Any], outcome: Outcome) -> None:
    """From forty on, a year after it, and while neither a period nor the form says otherwise."""
    assert decided(**(MENOPAUSE | changed)).outcome is outcome


@pytest.mark.parametrize("age", [25, 39])
def test_nobody_below_forty_is_asked_for_the_months(age: int) -> None:
    """Their absence opens nothing: a pregnancy is possible either way."""
    given = {name: value for name, value in ANSWERED.items() if name != "amenorrhoea"}
    assert decided(age, **given).outcome is Outcome.NO_EXCLUSION_FOUND


@pytest.mark.parametrize(("days", "outcome"), [(14, Outcome.NO_EXCLUSION_FOUND), (15, Outcome.INCOMPLETE)])
def test_a_denied_pregnancy_holds_for_two_weeks(days: int, outcome: Outcome) -> None:
    """Whoever was asked longer ago is asked again."""
    said = Recorded(PregnancyReport.NO, on=EXAMPLE_DAY - timedelta(days=days))
    assert decided(**(ANSWERED | {"pregnancy_reported": said})).outcome is outcome


def test_who_was_sterilised_at_a_birth_may_nurse() -> None:
    """So may who lost the uterus at it."""
    sterilised = {"without_uterus": False, "permanent_sterilisation": True, "last_delivery": DaysAgo(100)}
    assert decided(30, **sterilised).outcome is Outcome.INCOMPLETE
    assert decided(30, **sterilised, breastfeeding=True).outcome is Outcome.EXCLUDED
    assert decided(30, without_uterus=True, last_delivery=DaysAgo(100)).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    "delivery",
    [Absence.NOT_ASKED, Absence.DECLINED, Recorded(NEVER, on=EXAMPLE_DAY - timedelta(days=31))],
    ids=["never asked", "declined", "denied long ago"],
)
def test_a_birth_is_asked_of_everybody(delivery: Any) -> None:
    """An answer of more than a month ago is none: a birth may have come since."""
    assert decided(without_uterus=True, last_delivery=delivery).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("days", "more", "outcome"),
    [
        (42, {}, Outcome.INCOMPLETE),
        (42, {"preeclampsia": False}, Outcome.NO_EXCLUSION_FOUND),
        (43, {}, Outcome.NO_EXCLUSION_FOUND),
    ],
)
def test_preeclampsia_is_asked_for_after_a_birth(days: int, more: dict[str, Any], outcome: Outcome) -> None:
    """For six weeks."""
    given = {"without_uterus": True, "breastfeeding": False, "last_delivery": DaysAgo(days)} | more
    assert decided(**given).outcome is outcome


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
    assert decided(without_uterus=True, last_delivery=delivery).outcome is outcome


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
