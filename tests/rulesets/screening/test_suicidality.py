"""Suicidality as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.model import HAPPENED, NEVER, Between, DaysAgo, PartialDate, Recorded, Reporter
from kaprules.facts.suicidality import Suicidality
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Mark, Options, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.suicidality import OFF, RULES

FAMILY = RuleSet("suicidality", "Does somebody have to act today?", RULES)
EITHER = PRESENT_BIT | ABSENT_BIT
NOTHING: dict[str, Any] = {"highest_ideation_item": 0, "behaviour_in_three_months": False, "attempt_ever": False}


def decided(**facts: Any) -> Decision:
    return decide(FAMILY, Client(suicidality=by_clinician(Suicidality(**facts))), on=EXAMPLE_DAY, engine="interpreter")


def recorded(value: Any, days_ago: int) -> Recorded:
    return Recorded(value, on=EXAMPLE_DAY - timedelta(days=days_ago))


def attempted(days_ago: int) -> Recorded:
    return Recorded(DaysAgo(days_ago), by=Reporter.CLINICIAN)


BY_CLIENT = Recorded(DaysAgo(91), by=Reporter.CLIENT)


def recent(value: Any) -> Options:
    found = Suicidality.behaviour_in_three_months.possible(by_clinician(Suicidality(last_behaviour=value)), EXAMPLE_DAY)
    assert isinstance(found, Options)
    return found


@pytest.mark.parametrize(
    ("changed", "outcome", "findings"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND, []),
        ({"highest_ideation_item": 1}, Outcome.NO_EXCLUSION_FOUND, ["ideation"]),
        ({"highest_ideation_item": 2}, Outcome.NO_EXCLUSION_FOUND, ["ideation"]),
        ({"highest_ideation_item": 3}, Outcome.CAUTION, ["method", "ideation"]),
        ({"highest_ideation_item": 4}, Outcome.EXCLUDED, ["intent", "method", "ideation"]),
        ({"highest_ideation_item": 5}, Outcome.EXCLUDED, ["intent", "method", "ideation"]),
        ({"highest_ideation_item": Between(4, 5)}, Outcome.EXCLUDED, ["intent", "method", "ideation"]),
        ({"highest_ideation_item": Between(0, 5)}, Outcome.INCOMPLETE, []),
        ({"behaviour_in_three_months": True}, Outcome.EXCLUDED, ["recent_behaviour"]),
        ({"attempt_ever": True}, Outcome.CAUTION, ["attempt_ever"]),
        ({"attempt_ever": recorded(True, 4000)}, Outcome.CAUTION, ["attempt_ever"]),
        ({"attempt_ever": recorded(False, 15)}, Outcome.INCOMPLETE, []),
        ({"latest_attempt": attempted(4000)}, Outcome.CAUTION, ["attempt_ever"]),
        ({"attempt_ever": True, "latest_attempt": attempted(91)}, Outcome.CAUTION, ["attempt_ever"]),
        ({"attempt_ever": True, "latest_attempt": attempted(90)}, Outcome.INCOMPLETE, ["attempt_near", "attempt_ever"]),
        ({"attempt_ever": True, "latest_attempt": BY_CLIENT}, Outcome.INCOMPLETE, ["attempt_ever"]),
        ({"attempt_ever": True, "latest_attempt": DaysAgo(90)}, Outcome.INCOMPLETE, ["attempt_near", "attempt_ever"]),
        ({"attempt_ever": True, "latest_attempt": Absence.DECLINED}, Outcome.INCOMPLETE, ["attempt_ever"]),
        ({"phq9_item_9": 3, "phq9": 17}, Outcome.NO_EXCLUSION_FOUND, []),
        ({"highest_ideation_item": recorded(0, 14)}, Outcome.NO_EXCLUSION_FOUND, []),
        ({"highest_ideation_item": recorded(0, 15)}, Outcome.INCOMPLETE, []),
        ({"highest_ideation_item": recorded(0, 15), "phq9_item_9": 1}, Outcome.INCOMPLETE, ["screener_missing"]),
        ({"behaviour_in_three_months": Absence.DECLINED}, Outcome.INCOMPLETE, []),
        ({"attempt_ever": Absence.NOT_KNOWN}, Outcome.INCOMPLETE, []),
    ],
)
def test_cases(changed: dict[str, Any], outcome: Outcome, findings: list[str]) -> None:
    """The highest item decides; what is absent or older than 14 days is asked for."""
    decision = decided(**NOTHING | changed)
    found = [finding.rule for finding in decision.findings]
    assert [decision.outcome, found] == [outcome, [f"suicidality.{name}" for name in findings]]


@pytest.mark.parametrize(
    ("changed", "urgent"),
    [
        ({"highest_ideation_item": 4}, True),
        ({"behaviour_in_three_months": True}, True),
        ({"highest_ideation_item": 3, "attempt_ever": True}, False),
        ({"latest_attempt": DaysAgo(10)}, True),
        ({"attempt_ever": True, "latest_attempt": attempted(100)}, False),
        ({"highest_ideation_item": Absence.NOT_ASKED, "phq9_item_9": 3}, False),
    ],
)
def test_who_must_be_called_today(changed: dict[str, Any], urgent: bool) -> None:
    """Intent and recent behaviour are urgent, nothing else is."""
    assert (Mark.URGENT in decided(**NOTHING | changed).marks) is urgent


WAITING = RuleSet("suicidality", "Does somebody have to act today?", RULES + OFF)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        ({"attempt_ever": True, "latest_attempt": attempted(91)}, Outcome.CAUTION),
        ({"attempt_ever": True, "latest_attempt": attempted(80), "behaviour_in_three_months": True}, Outcome.EXCLUDED),
        ({"attempt_ever": True}, Outcome.INCOMPLETE),
        ({"attempt_ever": True, "latest_attempt": Absence.NOT_KNOWN}, Outcome.INCOMPLETE),
        ({"attempt_ever": True, "latest_attempt": Recorded(NEVER, by=Reporter.CLINICIAN)}, Outcome.INCOMPLETE),
        ({"attempt_ever": True, "latest_attempt": BY_CLIENT}, Outcome.INCOMPLETE),
        ({"attempt_ever": Absence.NOT_ASKED, "latest_attempt": attempted(91)}, Outcome.CAUTION),
        ({"attempt_ever": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
    ],
)
def test_a_clinic_that_waits_after_an_attempt_asks_when_it_was(facts: dict[str, Any], outcome: Outcome) -> None:
    """An attempt without a date may be a recent one; nobody else is asked for it."""
    client = Client(suicidality=by_clinician(Suicidality(**NOTHING | facts)))
    decision = decide(WAITING, client, on=EXAMPLE_DAY, engine="interpreter")
    assert decision.outcome is outcome


def test_old_intent_is_shown_but_does_not_reassure() -> None:
    """An intent of more than 14 days ago leaves the question open, with what was known last."""
    decision = decided(**NOTHING | {"highest_ideation_item": recorded(5, 15)})
    assert (decision.outcome, Mark.LAST_KNOWN in decision.marks) == (Outcome.INCOMPLETE, True)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (DaysAgo(90), Options(PRESENT_BIT)),
        (DaysAgo(91), Options(ABSENT_BIT)),
        (NEVER, Options(ABSENT_BIT)),
        (HAPPENED, Options(EITHER)),
        (PartialDate(2025), Options(EITHER)),
        (PartialDate(2025, 11), Options(PRESENT_BIT)),
        (PartialDate(2024), Options(ABSENT_BIT)),
        (Absence.DECLINED, Options(EITHER, Absence.DECLINED)),
        (recorded(NEVER, 14), Options(ABSENT_BIT)),
        (recorded(NEVER, 15), Options(EITHER, Absence.STALE, last=Options(ABSENT_BIT))),
        (recorded(date(2025, 11, 1), 30), Options(PRESENT_BIT)),
        (recorded(date(2025, 1, 1), 30), Options(EITHER, Absence.STALE, last=Options(ABSENT_BIT))),
    ],
)
def test_a_date_of_behaviour_answers_the_screener(value: Any, found: Options) -> None:
    """Within 90 days is recent. An old report of recent behaviour stays one; other behaviour may have come since."""
    assert recent(value) == found


def test_the_date_is_asked_for_where_nothing_is_known() -> None:
    """A clinic that knows nothing of behaviour is asked when it was, not twice."""
    missing = {each.fact for each in decided(highest_ideation_item=0, attempt_ever=False).missing}
    assert missing == {"suicidality.last_behaviour"}
