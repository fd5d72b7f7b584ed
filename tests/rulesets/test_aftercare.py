"""The time after a session as a whole: when something may be done again, and what comes before the next dose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.errors import InputError
from kaprules.facts.follow_up import Aim, FollowUp, Question
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Between,
    Confirmation,
    DaysAgo,
    HoursAgo,
    PartialDate,
    Recorded,
    Reporter,
    Reports,
)
from kaprules.facts.plan import Tier
from kaprules.facts.session import Session
from kaprules.language import ENGLISH
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Level, Mark, Options, Outcome
from kaprules.rulesets import AFTERCARE

VIENNA = ZoneInfo("Europe/Vienna")
CAIRO = ZoneInfo("Africa/Cairo")
NEW_YORK = ZoneInfo("America/New_York")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
END = datetime(2026, 6, 15, 16, tzinfo=VIENNA)
MINUTE = timedelta(minutes=1)
EXCLUDED, INCOMPLETE, CAUTION, NOTHING = (
    Outcome.EXCLUDED,
    Outcome.INCOMPLETE,
    Outcome.CAUTION,
    Outcome.NO_EXCLUSION_FOUND,
)


def decided(question: Question | None, on: datetime, **known: Any) -> Decision:
    """Decide one question; None takes a fact out."""
    facts = {name: value for name, value in ({"asked": question} | known).items() if value is not None}
    return decide(AFTERCARE, Session(follow_up=by_clinician(FollowUp(**facts))), on=on)


def found(decision: Decision, level: Level) -> list[str]:
    return [finding.rule for finding in decision.findings if finding.level is level]


def asked_for(decision: Decision) -> set[str]:
    return {each.fact.removeprefix("follow_up.") for each in decision.missing}


# Driving -----------------------------------------------------------------------------------------------------


def driving(end: object, on: datetime, slept: bool | None = True) -> Decision:
    return decided(Question.DRIVING, on, session_end=end, slept=slept)


@pytest.mark.parametrize(
    ("on", "slept", "outcome"),
    [
        (datetime(2026, 6, 15, 19), False, EXCLUDED),
        (datetime(2026, 6, 15, 19), True, EXCLUDED),
        (datetime(2026, 6, 15, 19), None, EXCLUDED),
        (datetime(2026, 6, 15, 23, 59, 59, 999_999), True, EXCLUDED),
        (datetime(2026, 6, 16), True, NOTHING),
        (datetime(2026, 6, 16, 7, 30), True, NOTHING),
        (datetime(2026, 6, 16, 7, 30), False, EXCLUDED),
        (datetime(2026, 6, 16, 7, 30), None, INCOMPLETE),
        (datetime(2026, 6, 17, 16), False, EXCLUDED),
    ],
)
def test_driving_waits_for_the_next_day_and_for_sleep(on: datetime, slept: bool | None, outcome: Outcome) -> None:
    """A nap on the same day is too early, the next morning without sleep too, and 24 hours are not needed."""
    assert driving(END, on.replace(tzinfo=VIENNA), slept).outcome is outcome


def test_driving_asks_for_nothing_but_the_end_of_the_session_and_sleep() -> None:
    """Whatever else is not known of the session does not matter to it."""
    assert asked_for(driving(None, END, None)) == {"session_end", "slept"}


@pytest.mark.parametrize(
    ("end", "on", "outcome"),
    [
        (datetime(2026, 6, 15, 23, 59, 59), datetime(2026, 6, 16), NOTHING),
        (datetime(2026, 6, 16), datetime(2026, 6, 16), EXCLUDED),
        (datetime(2026, 6, 16), datetime(2026, 6, 16, 23, 59), EXCLUDED),
        (datetime(2026, 6, 16), datetime(2026, 6, 17), NOTHING),
    ],
)
def test_midnight_is_the_beginning_of_the_day(end: datetime, on: datetime, outcome: Outcome) -> None:
    """A session that ends on the stroke of midnight belongs to the day that begins."""
    assert driving(end.replace(tzinfo=VIENNA), on.replace(tzinfo=VIENNA)).outcome is outcome


@pytest.mark.parametrize(
    ("zone", "outcome"),
    [(VIENNA, NOTHING), (UTC, EXCLUDED), (NEW_YORK, EXCLUDED), (KIRITIMATI, EXCLUDED)],
)
def test_the_clock_is_that_of_the_place_of_the_decision(zone: Any, outcome: Outcome) -> None:
    """One moment is after midnight in Vienna, before it in London and New York, and the same day in Kiritimati."""
    on = datetime(2026, 6, 16, 0, 30, tzinfo=VIENNA).astimezone(zone)
    assert driving(END, on).outcome is outcome


@pytest.mark.parametrize(
    ("end", "on", "apart", "outcome"),
    [
        # Vienna skips an hour on 29 March 2026 and repeats one on 25 October; the midnights are where they were.
        (datetime(2026, 3, 29, 1, tzinfo=VIENNA), datetime(2026, 3, 29, 23, 59, tzinfo=VIENNA), 1319, EXCLUDED),
        (datetime(2026, 3, 28, 23, 59, tzinfo=VIENNA), datetime(2026, 3, 29, 3, tzinfo=VIENNA), 121, NOTHING),
        (datetime(2026, 10, 25, 0, 30, tzinfo=VIENNA), datetime(2026, 10, 25, 23, 59, tzinfo=VIENNA), 1469, EXCLUDED),
        # Cairo has no 0:00 on 24 April 2026, and has 23:00 to 24:00 twice on 29 October.
        (datetime(2026, 4, 23, 23, 30, tzinfo=CAIRO), datetime(2026, 4, 24, 1, 10, tzinfo=CAIRO), 40, NOTHING),
        (datetime(2026, 10, 29, 23, 10, tzinfo=CAIRO), datetime(2026, 10, 29, 23, tzinfo=CAIRO, fold=1), 50, EXCLUDED),
        (datetime(2026, 10, 29, 23, 10, tzinfo=CAIRO), datetime(2026, 10, 30, tzinfo=CAIRO), 110, NOTHING),
    ],
)
def test_midnights_when_the_clocks_change(end: datetime, on: datetime, apart: int, outcome: Outcome) -> None:
    """Days are those of the calendar, however many hours they have."""
    assert on.astimezone(UTC) - end.astimezone(UTC) == apart * MINUTE
    assert driving(end, on).outcome is outcome


def test_driving_lifts_at_midnight_in_the_place() -> None:
    """The finding names the moment, after which only sleep counts."""
    on = datetime(2026, 3, 28, 19, tzinfo=NEW_YORK)
    (finding,) = driving(datetime(2026, 3, 28, 22, tzinfo=UTC), on).findings[:1]
    lifted = finding.until_on
    assert isinstance(lifted, datetime)
    assert (finding.rule, lifted.isoformat()) == ("aftercare.driving.same_day", "2026-03-29T00:00:00-04:00")


@pytest.mark.parametrize(
    ("end", "shown"),
    [
        (END, ("the session ended on 2026-06-15 at 10:00",)),
        (HoursAgo(3), ("the session ended on 2026-06-15 at 10:00",)),
        (date(2026, 6, 15), ()),
    ],
)
def test_a_finding_shows_when_the_session_ended(end: object, shown: tuple[str, ...]) -> None:
    """By the clock of the place, where it is known to the moment."""
    decision = driving(end, datetime(2026, 6, 15, 13, tzinfo=NEW_YORK))
    evidence = [each for each in decision.findings[0].evidence if each.fact == "follow_up.midnight_passed"]
    assert [each.recorded for each in evidence] == [shown]


def test_of_a_session_that_never_was_nothing_is_shown() -> None:
    """There is no moment to name."""
    shows = FollowUp.midnight_passed.shows
    assert shows is not None
    assert [shows(FollowUp(session_end=end), END, ENGLISH) for end in (NEVER, HAPPENED)] == [(), ()]


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (HoursAgo(Fraction(15, 2)), EXCLUDED),
        (HoursAgo(Fraction(451, 60)), NOTHING),
        (date(2026, 6, 16), EXCLUDED),
        (date(2026, 6, 15), INCOMPLETE),
        (date(2026, 6, 14), NOTHING),
        (PartialDate(2026, 6), INCOMPLETE),
        (PartialDate(2026, 5), NOTHING),
        (HAPPENED, INCOMPLETE),
        (NEVER, NOTHING),
        (None, INCOMPLETE),
        (Absence.DECLINED, INCOMPLETE),
        (datetime(2026, 6, 16, 8, tzinfo=VIENNA), INCOMPLETE),
    ],
)
def test_an_end_that_is_known_in_part(end: object, outcome: Outcome) -> None:
    """Half past seven in the morning, and what each way to say when the session ended leaves possible."""
    assert driving(end, datetime(2026, 6, 16, 7, 30, tzinfo=VIENNA)).outcome is outcome


def test_an_evening_session_does_not_take_24_hours() -> None:
    """Eight hours with a night in between are enough."""
    end = datetime(2026, 6, 15, 23, tzinfo=VIENNA)
    assert driving(end, end + timedelta(hours=8)).outcome is NOTHING


ZONES = st.sampled_from((VIENNA, CAIRO, NEW_YORK, KIRITIMATI, UTC))
MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 15), timezones=st.just(UTC))


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(end=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(hours=60)), zone=ZONES)
def test_a_midnight_has_passed_when_the_calendar_shows_another_day(end: datetime, later: timedelta, zone: Any) -> None:
    """As a wall clock and a calendar on the wall would say, whether the end is given as a moment or as hours."""
    on = (end + later).astimezone(zone)
    expected = PRESENT_BIT if end.astimezone(zone).date() < on.date() else ABSENT_BIT
    for given_end in (end, HoursAgo(Fraction(later // timedelta(microseconds=1), 3_600_000_000))):
        group = FollowUp(session_end=given_end)
        slot = FollowUp.midnight_passed.slot
        assert FollowUp.midnight_passed.possible(group, on) == Options(expected)
        assert group.flat(on)[slot : slot + 2] == (expected, 0)


def test_a_midnight_is_known_only_at_a_moment() -> None:
    """On a day without a time the question has no answer."""
    with pytest.raises(InputError, match="known only at a moment"):
        FollowUp.midnight_passed.possible(FollowUp(session_end=END), date(2026, 6, 16))


# Decisions, alcohol and sedatives ----------------------------------------------------------------------------


@pytest.mark.parametrize("question", [Question.MAJOR_DECISIONS, Question.ALCOHOL_OR_SEDATIVES])
@pytest.mark.parametrize(("minutes", "outcome"), [(1439, EXCLUDED), (1440, NOTHING), (1441, NOTHING)])
def test_a_day_without_decisions_or_alcohol(question: Question, minutes: int, outcome: Outcome) -> None:
    """24 hours to the minute; no night, and nothing else is asked for."""
    assert decided(question, END + minutes * MINUTE, session_end=END).outcome is outcome


@pytest.mark.parametrize("question", [Question.MAJOR_DECISIONS, Question.ALCOHOL_OR_SEDATIVES])
def test_a_day_is_24_hours_when_the_clocks_change(question: Question) -> None:
    """The finding names the moment, an hour later by the clock where one was skipped."""
    end = datetime(2026, 3, 28, 16, tzinfo=VIENNA)
    (finding,) = decided(question, end + timedelta(hours=3), session_end=end).findings
    assert finding.until_on == datetime(2026, 3, 29, 17, tzinfo=VIENNA)


@pytest.mark.parametrize("question", [Question.MAJOR_DECISIONS, Question.ALCOHOL_OR_SEDATIVES])
def test_a_day_asks_for_the_end_of_the_session_only(question: Question) -> None:
    """Nothing else could matter."""
    assert asked_for(decided(question, END)) == {"session_end"}


# Contact -----------------------------------------------------------------------------------------------------

CALM: dict[str, Any] = {
    "session_end": END,
    "given_tier": Tier.MODERATE,
    "contact_made": True,
    "highest_ideation_item_since": 0,
    "suicidal_behaviour_since": False,
}


@pytest.mark.parametrize(
    ("tier", "minutes", "made", "outcome", "rule"),
    [
        (Tier.MODERATE, 1440, False, NOTHING, "aftercare.contact.due"),
        (Tier.MODERATE, 1441, False, CAUTION, "aftercare.contact.overdue"),
        (Tier.HIGH, 1439, False, NOTHING, "aftercare.contact.due"),
        (Tier.HIGH, 1441, False, CAUTION, "aftercare.contact.overdue"),
        (Tier.HIGH, 1441, True, NOTHING, None),
        (Tier.MILD, 1441, False, NOTHING, None),
    ],
)
def test_somebody_speaks_with_the_client_within_a_day(
    tier: Tier, minutes: int, made: bool, outcome: Outcome, rule: str | None
) -> None:
    """After a session at the moderate or high tier: due until then, overdue afterwards."""
    known = CALM | {"given_tier": tier, "contact_made": made}
    decision = decided(Question.CONTACT, END + minutes * MINUTE, **known)
    contact = [name for name, truth in decision.truths.items() if truth.name == "TRUE" and ".contact." in name]
    assert (decision.outcome, contact) == (outcome, [rule] if rule else [])


@pytest.mark.parametrize("name", CALM)
def test_contact_asks_for_what_it_turns_on(name: str) -> None:
    """Whatever was not recorded is asked for."""
    decision = decided(Question.CONTACT, END + 1500 * MINUTE, **CALM | {"contact_made": False, name: None})
    assert (decision.outcome, asked_for(decision)) == (INCOMPLETE, {name})


# Suicidality -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [Question.CONTACT, Question.NEXT_SESSION])
@pytest.mark.parametrize(
    ("known", "outcome", "marks"),
    [
        ({"highest_ideation_item_since": 4}, EXCLUDED, (Mark.URGENT,)),
        ({"suicidal_behaviour_since": True}, EXCLUDED, (Mark.URGENT,)),
        ({"highest_ideation_item_since": 3}, CAUTION, ()),
        ({"highest_ideation_item_since": 2}, NOTHING, ()),
        ({"highest_ideation_item_since": Between(2, 3)}, INCOMPLETE, ()),
    ],
)
def test_intent_and_behaviour_are_urgent(
    question: Question, known: dict[str, Any], outcome: Outcome, marks: tuple[Mark, ...]
) -> None:
    """Whether contact is to end or the next session to begin."""
    decision = decided(question, END + timedelta(days=3), **READY | known)
    assert (decision.outcome, decision.marks) == (outcome, marks)


BY_A_CLINICIAN_ALONE = {"highest_ideation_item_since": 0, "suicidal_behaviour_since": False, "switch_signs": False}


@pytest.mark.parametrize("by", [Reporter.CLIENT, Reporter.RECORD, Reporter.DEVICE, None])
@pytest.mark.parametrize("name", BY_A_CLINICIAN_ALONE)
def test_only_a_clinician_says_that_there_was_nothing(name: str, by: Reporter | None) -> None:
    """The client's own word leaves it open until a clinician confirms it, as at the intake; so does nobody's."""
    on = END + timedelta(days=7, minutes=1)
    said = {each: Recorded(value, by=Reporter.CLINICIAN) for each, value in BY_A_CLINICIAN_ALONE.items()}
    told = Recorded(BY_A_CLINICIAN_ALONE[name], by=by, on=on)
    confirmed = attrs.evolve(told, confirmed_by=Confirmation("clinician 1", on=on))
    told_outcome, confirmed_outcome = (
        decide(
            AFTERCARE,
            Session(follow_up=FollowUp(asked=Question.NEXT_SESSION, **READY | said | {name: each})),
            on=on,
        ).outcome
        for each in (told, confirmed)
    )
    assert told_outcome is INCOMPLETE
    assert confirmed_outcome is (NOTHING if by is Reporter.CLIENT else INCOMPLETE)


@pytest.mark.parametrize(
    ("name", "worst"), [("highest_ideation_item_since", 4), ("suicidal_behaviour_since", True), ("switch_signs", True)]
)
def test_anybody_says_that_there_was_something(name: str, worst: Any) -> None:
    """The client's word is enough for that."""
    on = END + timedelta(days=7, minutes=1)
    assert next_session(**{name: Recorded(worst, by=Reporter.CLIENT, on=on)}).outcome is EXCLUDED


def test_behaviour_since_the_session_is_not_taken_back() -> None:
    """What was yes yesterday, by whomever, still excludes beside today's no of a clinician."""
    on = END + timedelta(days=7, minutes=1)
    yesterday = Recorded(True, by=Reporter.CLIENT, on=on - timedelta(days=1))
    none = Recorded(False, by=Reporter.CLINICIAN, on=on)
    decision = next_session(suicidal_behaviour_since=Reports(yesterday, none))
    assert (decision.outcome, decision.marks) == (EXCLUDED, (Mark.URGENT, Mark.CONFLICT))


def test_intent_does_not_answer_another_question() -> None:
    """Driving is decided by the night and by sleep alone."""
    assert driving(END, END + timedelta(days=1)).outcome is NOTHING
    assert (
        decided(
            Question.DRIVING, END + timedelta(days=1), session_end=END, slept=True, highest_ideation_item_since=5
        ).marks
        == ()
    )


# The next session --------------------------------------------------------------------------------------------

READY: dict[str, Any] = CALM | {
    "integration_recorded": True,
    "integration_missed": False,
    "phq9": 9,
    "switch_signs": False,
    "urinary_symptoms": False,
    "craving": False,
    "misuse": False,
    "sessions_per_week": 1,
}
"""Somebody with whom everything is in order before the next session."""
NOT_ASKED_FOR = {"session_end", "given_tier", "contact_made"}


def next_session(**changes: Any) -> Decision:
    return decided(Question.NEXT_SESSION, END + timedelta(days=7, minutes=1), **READY | changes)


def test_with_everything_in_order_nothing_is_found() -> None:
    """Not even a note, a week later."""
    decision = next_session()
    assert (decision.outcome, decision.findings) == (NOTHING, ())


@pytest.mark.parametrize("name", sorted(READY.keys() - NOT_ASKED_FOR))
def test_the_next_session_asks_for_everything_before_it(name: str) -> None:
    """What was not looked at leaves it open, and is asked for."""
    decision = next_session(**{name: None})
    assert decision.outcome is INCOMPLETE
    assert name in asked_for(decision)


@pytest.mark.parametrize(
    ("changes", "rule", "outcome"),
    [
        ({"integration_recorded": False}, "aftercare.integration.not_recorded", EXCLUDED),
        ({"integration_missed": True}, "aftercare.integration.missed", CAUTION),
        ({"switch_signs": True}, "aftercare.mood.switch_signs", EXCLUDED),
        ({"misuse": True}, "aftercare.misuse", EXCLUDED),
        ({"urinary_symptoms": True}, "aftercare.urinary_symptoms", CAUTION),
        ({"craving": True}, "aftercare.craving", CAUTION),
        ({"integration_aim": Aim.NONE}, "aftercare.integration.without_aim", NOTHING),
        ({"sessions_so_far": 12}, "aftercare.sessions_so_far", NOTHING),
    ],
)
def test_each_finding_before_the_next_session(changes: dict[str, Any], rule: str, outcome: Outcome) -> None:
    """One at a time, everything else in order."""
    decision = next_session(**changes)
    assert (decision.outcome, [finding.rule for finding in decision.findings]) == (outcome, [rule])


def test_a_missed_integration_that_was_made_up_for_is_still_weighed() -> None:
    """Not made up for, it comes before the next dose."""
    assert [next_session(integration_missed=True, integration_recorded=made).outcome for made in (True, False)] == [
        CAUTION,
        EXCLUDED,
    ]


@pytest.mark.parametrize(("days", "outcome"), [(0, NOTHING), (1, INCOMPLETE)])
def test_mood_is_rated_on_the_day(days: int, outcome: Outcome) -> None:
    """Yesterday's rating is asked for again."""
    rated = Recorded(9, on=(END + timedelta(days=7 - days)).date())
    assert next_session(phq9=rated).outcome is outcome


@pytest.mark.parametrize(
    ("per_week", "days", "outcome"),
    [
        (2, 400, NOTHING),
        (2, None, NOTHING),
        (3, 60, NOTHING),
        (3, 61, CAUTION),
        (Fraction(5, 2), 61, CAUTION),
        (3, None, INCOMPLETE),
        (Between(2, 3), 61, INCOMPLETE),
    ],
)
def test_often_and_for_long(per_week: Any, days: int | None, outcome: Outcome) -> None:
    """More than two a week for more than two months; for how long is asked only where it is more than two."""
    decision = next_session(sessions_per_week=per_week, days_at_this_pace=days)
    assert decision.outcome is outcome


@pytest.mark.parametrize(
    ("minutes", "recorded", "notes"),
    [
        (1440, False, ["aftercare.first_day.openness", "aftercare.mood.switch_window"]),
        (1440, True, ["aftercare.mood.switch_window"]),
        (1441, False, ["aftercare.mood.switch_window"]),
        (7 * 1440, True, ["aftercare.mood.switch_window"]),
        (7 * 1440 + 1, True, []),
    ],
)
def test_notes_on_the_time_after_a_session(minutes: int, recorded: bool, notes: list[str]) -> None:
    """The day in which psychotherapy may reach most, then the week in which signs of a switch are looked for."""
    decision = decided(Question.NEXT_SESSION, END + minutes * MINUTE, **READY | {"integration_recorded": recorded})
    assert found(decision, Level.NOTE) == notes


@pytest.mark.parametrize(("minutes", "expected"), [(1440, True), (1441, False)])
@pytest.mark.parametrize("question", [Question.DRIVING, Question.CONTACT])
def test_what_may_come_back_is_told_for_a_day(question: Question, minutes: int, expected: bool) -> None:
    """To whoever wants to drive, and to whoever is called."""
    decision = decided(question, END + minutes * MINUTE, **READY, slept=True)
    assert ("aftercare.first_day.recurrence" in found(decision, Level.NOTE)) is expected


# All questions together --------------------------------------------------------------------------------------


def test_each_question_is_judged_for_itself() -> None:
    """The next morning, slept and spoken with, integration still to come."""
    on = datetime(2026, 6, 16, 7, 30, tzinfo=VIENNA)
    decision = decided(None, on, **READY | {"integration_recorded": False}, slept=True)
    assert {question: judged.outcome for question, judged in decision.alternatives.items()} == {
        Question.DRIVING: NOTHING,
        Question.MAJOR_DECISIONS: EXCLUDED,
        Question.ALCOHOL_OR_SEDATIVES: EXCLUDED,
        Question.CONTACT: NOTHING,
        Question.NEXT_SESSION: EXCLUDED,
    }


def test_days_ago_leave_a_whole_day_possible() -> None:
    """A session of the day before yesterday is over a midnight ago, at whichever hour it ended."""
    on = datetime(2026, 6, 16, 7, 30, tzinfo=VIENNA)
    possible = [FollowUp.midnight_passed.possible(FollowUp(session_end=DaysAgo(days)), on).bits for days in (0, 1, 2)]
    assert possible == [ABSENT_BIT, PRESENT_BIT | ABSENT_BIT, PRESENT_BIT]


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"slept": False}, "not yet."),
        ({}, "not before what is missing is known."),
        ({"slept": True}, "the rules found nothing against it; the client and the clinic decide."),
    ],
)
def test_each_outcome_says_what_it_means_here(known: dict[str, Any], says: str) -> None:
    """In words of this rule set."""
    decision = decided(Question.DRIVING, END + timedelta(days=1), session_end=END, **known)
    assert decision.explain().splitlines()[1].split(": ", 1)[1] == says


def test_a_caution_is_weighed_before() -> None:
    """By somebody who is named."""
    assert next_session(craving=True).explain().splitlines()[1].split(": ", 1)[1] == (
        "not before a named clinician has weighed this and recorded it."
    )
