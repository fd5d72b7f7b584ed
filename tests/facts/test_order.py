"""Tests of what was said on the wrong side of the event that it speaks of."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kaprules import Decision, decide
from kaprules.authoring import by_clinician
from kaprules.facts import Session
from kaprules.facts.follow_up import Aim, FollowUp, Question
from kaprules.facts.model import HAPPENED, NEVER, HoursAgo, Recorded, Reporter, Reports
from kaprules.facts.plan import Plan, Product, Tier
from kaprules.facts.recovery import Recovery, RespiratoryDepression, Sedation
from kaprules.possible import Absence, Mark, Outcome
from kaprules.rulesets import AFTERCARE, DISCHARGE

NOW = datetime(2026, 11, 30, 14, 0, tzinfo=ZoneInfo("Europe/Vienna"))
DISAGREE = (Mark.CONFLICT, Mark.DATA_ERROR)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def said(value: Any, hours: float | None = None, by: Reporter = Reporter.CLINICIAN) -> Recorded[Any]:
    return Recorded(value, by=by, on=None if hours is None else ago(hours))


LATELY = ago(72)
READY = {
    "last_dose": said(ago(2.5)),
    "padss": said(10),
    "systolic": said(124),
    "diastolic": said(78),
    "baseline_systolic": said(122),
    "baseline_diastolic": said(76),
    "pressure_checked_at_peak": said(True),
    "oxygen_saturation": said(98),
    "baseline_oxygen_saturation": said(98),
    "sedation": said(Sedation.NONE),
    "respiratory_depression": said(RespiratoryDepression.NONE),
    "respiratory_rate": said(14),
    "oriented": said(True),
    "gait_steady": said(True),
    "dissociation_resolved": said(True),
    "new_suicidal_intent": said(False),
    "escort_present": said(True),
}
WENT_WELL = {
    "slept": True,
    "contact_made": True,
    "highest_ideation_item_since": 0,
    "suicidal_behaviour_since": False,
    "integration_recorded": True,
    "integration_missed": False,
    "integration_aim": Aim.INSIGHTS,
    "phq9": 8,
    "switch_signs": False,
    "urinary_symptoms": False,
    "craving": False,
    "misuse": False,
}
BREATHED_TOO_LITTLE = {
    "respiratory_depression": said(RespiratoryDepression.RESOLVED),
    "respiratory_depression_ended": said(ago(2.2)),
    "antagonist_given": said(False),
}


def leaving(product: Product = Product.RACEMIC_INTRAMUSCULAR, **found: Any) -> Decision:
    session = Session(plan=Plan(product=product), recovery=Recovery(**{**READY, **found}))
    return decide(DISCHARGE, session, on=NOW)


def later(asked: Question = Question.NEXT_SESSION, ended: Any = LATELY, **told: Any) -> Decision:
    everything = {**WENT_WELL, "given_tier": Tier.MODERATE, "sessions_per_week": 1, "days_at_this_pace": 20, **told}
    known = {
        name: value if isinstance(value, Recorded | Reports) else said(value) for name, value in everything.items()
    }
    return decide(AFTERCARE, Session(follow_up=FollowUp(asked=asked, session_end=ended, **known)), on=NOW)


def test_in_order_nothing_is_wrong() -> None:
    """With days, with times, and without either."""
    assert leaving().outcome is Outcome.NO_EXCLUSION_FOUND
    assert leaving(**BREATHED_TOO_LITTLE).outcome is Outcome.NO_EXCLUSION_FOUND
    assert later().outcome is Outcome.NO_EXCLUSION_FOUND
    for hours in (0.5, 3):
        dated = {name: said(value, hours) for name, value in WENT_WELL.items()}
        assert (later(**dated).outcome, later(**dated).data_errors) == (Outcome.NO_EXCLUSION_FOUND, ())


class TestBeforeTheDose:
    """What was so before the dose was found before it."""

    @pytest.mark.parametrize(
        "found",
        [
            {"oxygen_saturation": said(85), "baseline_oxygen_saturation": said(85, 0.5)},
            {"systolic": said(158), "baseline_systolic": said(157, 0.5)},
            {"diastolic": said(98), "baseline_diastolic": said(96, 0.5)},
            {"systolic": said(158), "baseline_systolic": Reports(said(157, 0.5), said(157))},
            {"systolic": said(158), "baseline_systolic": Reports(said(157, 3), said(157, 2.4))},
        ],
    )
    def test_what_was_found_after_it_is_no_value_of_before(self, found: dict[str, Any]) -> None:
        """Somebody with too little oxygen was let go beside the same oxygen, measured two hours after the dose."""
        decision = leaving(**found)
        assert (decision.outcome, decision.marks) == (Outcome.INCOMPLETE, DISAGREE)
        (name,) = {name for name in found if name.startswith("baseline")}
        assert {error.fact for error in decision.data_errors} == {f"recovery.{name}", "recovery.last_dose"}

    @pytest.mark.parametrize("hours", [2.5, 2.6, 3, None])
    def test_what_was_found_with_it_or_before_is(self, hours: float | None) -> None:
        assert leaving(baseline_systolic=said(122, hours)).outcome is Outcome.NO_EXCLUSION_FOUND

    def test_one_without_a_time_is_of_neither_side(self) -> None:
        """Beside another that was measured before the dose."""
        assert leaving(baseline_systolic=Reports(said(122, 3), said(122))).outcome is Outcome.NO_EXCLUSION_FOUND

    def test_only_what_is_sure_contradicts(self) -> None:
        """A day without its time may be on either side, and nothing lies after what perhaps never was."""
        for dose in (ago(2.5), NOW.date(), HAPPENED, NEVER):
            recovery = Recovery(
                last_dose=said(dose), baseline_systolic=Recorded(122, on=NOW.date(), by=Reporter.DEVICE)
            )
            assert Recovery.baseline_systolic.possible(recovery, NOW).absence is None
        found = Recovery(last_dose=said(NEVER), baseline_systolic=said(122, 0.5))
        assert Recovery.baseline_systolic.possible(found, NOW).absence is None

    def test_it_is_told_what_would_be_plausible(self) -> None:
        """Both are named, with what has to be so."""
        errors = leaving(baseline_systolic=said(157, 0.5)).data_errors
        expected = "expected: systolic pressure before the dose is of a time before last dose"
        assert [str(error) for error in errors] == [
            f"last dose 2026-11-30 11:30:00+01:00: contradicts systolic pressure before the dose; {expected}",
            f"systolic pressure before the dose 157 mm[Hg]: contradicts last dose; {expected}",
        ]


class TestSinceTheDose:
    """What was so since the dose was found after it."""

    def test_a_pressure_at_the_peak_that_was_measured_before_the_dose(self) -> None:
        for hours, outcome in ((6, Outcome.INCOMPLETE), (2.5, Outcome.NO_EXCLUSION_FOUND)):
            found = leaving(Product.ESKETAMINE, pressure_checked_at_peak=said(True, hours))
            assert found.outcome is outcome
        # That it was not is so all the more.
        assert leaving(Product.ESKETAMINE, pressure_checked_at_peak=said(False, 6)).data_errors == ()

    @pytest.mark.parametrize("known", [said(False, 6), Reports(said(False, 6), said(Absence.NOT_KNOWN))])
    def test_an_antagonist_that_was_denied_before_the_dose(self, known: Any) -> None:
        decision = leaving(**BREATHED_TOO_LITTLE | {"antagonist_given": known})
        assert (decision.outcome, decision.marks) == (Outcome.INCOMPLETE, DISAGREE)

    def test_an_antagonist_that_was_given_is_a_risk_whenever_it_was_told(self) -> None:
        given = BREATHED_TOO_LITTLE | {
            "antagonist_given": said(True, 6),
            "respiratory_depression_ended": said(ago(1.5)),
        }
        assert leaving(**given).outcome is Outcome.EXCLUDED

    def test_a_depression_that_ended_before_the_dose(self) -> None:
        for ended, outcome in ((ago(5), Outcome.INCOMPLETE), (ago(2.5), Outcome.NO_EXCLUSION_FOUND)):
            found = leaving(**BREATHED_TOO_LITTLE | {"respiratory_depression_ended": said(ended)})
            assert found.outcome is outcome
        never = leaving(respiratory_depression_ended=said(NEVER))
        assert (never.outcome, never.data_errors) == (Outcome.NO_EXCLUSION_FOUND, ())

    def test_a_score_of_before_the_dose_is_not_the_one_before_the_latest(self) -> None:
        found = Recovery(last_dose=said(ago(2.5)), previous_score=said(10, 3))
        assert Recovery.previous_score.possible(found, NOW).absence is Absence.CONFLICTING

    @pytest.mark.parametrize(
        ("dose", "outcome"),
        [
            (ago(2.5), Outcome.NO_EXCLUSION_FOUND),
            (ago(12), Outcome.NO_EXCLUSION_FOUND),
            (ago(12.02), Outcome.INCOMPLETE),
            (ago(20), Outcome.INCOMPLETE),
            (ago(480), Outcome.INCOMPLETE),
            (NEVER, Outcome.INCOMPLETE),
            (HAPPENED, Outcome.INCOMPLETE),
            (NOW.date() - timedelta(days=1), Outcome.INCOMPLETE),
        ],
    )
    @pytest.mark.parametrize("product", Product)
    def test_the_dose_of_an_earlier_session_starts_no_watch(
        self, product: Product, dose: Any, outcome: Outcome
    ) -> None:
        """Beside it every time of watching was over, while today's dose may have been a minute ago."""
        assert leaving(product, last_dose=said(dose)).outcome is outcome


class TestSinceTheSession:
    """What was so since the session was told after it."""

    @pytest.mark.parametrize("name", WENT_WELL)
    def test_what_was_told_before_its_end_clears_nothing(self, name: str) -> None:
        """Each by itself, on the same day; the end of the session stands."""
        follow_up = FollowUp(session_end=ago(2), **{name: said(WENT_WELL[name], 5)})
        found: Any = getattr(FollowUp, name).possible(follow_up, NOW)
        assert (found.absence, found.marks) == (Absence.CONFLICTING, {Mark.CONFLICT, Mark.DATA_ERROR})
        assert FollowUp.session_end.possible(follow_up, NOW)[:3] == (2, 2, None)
        for hours in (2, 1, None):
            told = FollowUp(session_end=ago(2), **{name: said(WENT_WELL[name], hours)})
            assert getattr(FollowUp, name).possible(told, NOW).absence is None

    @pytest.mark.parametrize(
        ("asked", "name"),
        [
            (Question.NEXT_SESSION, "highest_ideation_item_since"),
            (Question.NEXT_SESSION, "suicidal_behaviour_since"),
            (Question.NEXT_SESSION, "integration_recorded"),
            (Question.NEXT_SESSION, "integration_missed"),
            (Question.NEXT_SESSION, "phq9"),
            (Question.NEXT_SESSION, "switch_signs"),
            (Question.NEXT_SESSION, "urinary_symptoms"),
            (Question.NEXT_SESSION, "craving"),
            (Question.NEXT_SESSION, "misuse"),
        ],
    )
    def test_the_next_session_waits_for_an_answer(self, asked: Question, name: str) -> None:
        """Two hours after a session its risks were denied by answers of the morning."""
        assert later(asked, ago(2), **{name: said(WENT_WELL[name], 5)}).outcome is Outcome.INCOMPLETE

    def test_what_was_recorded_after_an_earlier_session(self) -> None:
        """An integration of twenty days ago, and a call of ten, are of the session before."""
        recorded = later(integration_recorded=said(True, 480))
        called = later(Question.CONTACT, contact_made=said(True, 240))
        assert (recorded.outcome, called.outcome) == (Outcome.INCOMPLETE, Outcome.INCOMPLETE)
        both = Reports(said(True, 480), said(True, 24))
        assert later(integration_recorded=both).outcome is Outcome.NO_EXCLUSION_FOUND

    def test_a_file_that_still_holds_them_says_when_the_session_was(self) -> None:
        """It is still the day of the session, and on the next day the client may drive."""
        old = {"contact_made": said(True, 240), "integration_recorded": said(True, 480)}
        assert later(Question.DRIVING, ago(2), **old).outcome is Outcome.EXCLUDED
        assert later(Question.DRIVING, ago(20), **old).outcome is Outcome.NO_EXCLUSION_FOUND

    @pytest.mark.parametrize(
        ("name", "risk"),
        [("highest_ideation_item_since", 4), ("suicidal_behaviour_since", True), ("switch_signs", True),
         ("integration_recorded", False)],
    )  # fmt: skip
    def test_a_risk_is_one_whenever_it_was_told(self, name: str, risk: Any) -> None:
        """An intent that came up in the session is no less of one for being told before its end."""
        decision = later(ended=ago(2), **{name: said(risk, 5)})
        assert (decision.outcome, decision.data_errors) == (Outcome.EXCLUDED, ())

    @pytest.mark.parametrize("item", [0, 1, 2, 3])
    def test_what_is_less_than_an_intent_is_asked_again(self, item: int) -> None:
        """It may have become one."""
        decision = later(ended=ago(2), highest_ideation_item_since=said(item, 5))
        assert (decision.outcome, decision.marks) == (Outcome.INCOMPLETE, DISAGREE)

    def test_only_what_is_sure_contradicts(self) -> None:
        """Of the same day without a time, of no day, or beside a session of which nobody knows when it ended."""
        for end in (ago(2), date(2026, 11, 30), HAPPENED, NEVER, HoursAgo(2)):
            for on in (date(2026, 11, 30), None):
                told = FollowUp(session_end=end, craving=Recorded(False, on=on))
                assert FollowUp.craving.possible(told, NOW).absence is None
        told = FollowUp(session_end=date(2026, 11, 30), integration_recorded=Recorded(True, on=date(2026, 11, 29)))
        assert FollowUp.integration_recorded.possible(told, NOW).absence is Absence.CONFLICTING

    def test_who_may_not_deny_it_makes_no_earlier_denial_of_now(self) -> None:
        """The newest of what counts is what tells when something was said."""
        known = Reports(said(98, 0.5, Reporter.CLIENT), said(98, 3, Reporter.DEVICE))
        found = Recovery(last_dose=said(ago(2.5)), baseline_oxygen_saturation=known)
        assert Recovery.baseline_oxygen_saturation.possible(found, NOW).absence is None

    def test_a_midnight_that_somebody_tells_is_one_of_today(self) -> None:
        """That one passed was said three days ago, of whichever session: the end of the last one is asked."""
        for hours, outcome in ((72, Outcome.INCOMPLETE), (1, Outcome.NO_EXCLUSION_FOUND)):
            told = FollowUp(asked=Question.DRIVING, midnight_passed=said(True, hours), slept=said(True))
            assert decide(AFTERCARE, Session(follow_up=told), on=NOW).outcome is outcome


def test_a_decision_of_a_day_counts_no_hours() -> None:
    """It is of the intake."""
    recovery = by_clinician(Recovery(last_dose=said(ago(5)), baseline_systolic=said(157, 4)))
    assert Session(recovery=recovery).data_errors(NOW) != ()
    assert Session(recovery=recovery).data_errors(NOW.date()) == ()
