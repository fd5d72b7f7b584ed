"""What is so after the session, until the next one."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ..errors import input_error
from ..limit import Exact
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Interval, Options, option_bits
from .authority import EXAMINER, TOLD
from .model import (
    Adverse,
    Choice,
    Facts,
    Flag,
    Moment,
    Mutability,
    Number,
    Reporter,
    Validity,
    count,
    icd10cm,
    instant,
    loinc,
    nothing_but,
    on_clocks_of,
    said_since,
    score,
    snomed,
)
from .plan import Tier

if TYPE_CHECKING:
    from ..language import Locale

STAFF: Final = (Reporter.CLINICIAN, Reporter.RECORD)
SAME_DAY: Final = Validity(14, 0)
"""What is asked again since the session holds for the day on which it was asked."""
SINCE: Final = (said_since("session_end"),)
"""What was asked before the session ended says nothing of the time since."""
YES_SINCE: Final = (said_since("session_end", nothing_but(PRESENT_BIT)),)
NO_SINCE: Final = (said_since("session_end", nothing_but(ABSENT_BIT)),)
NO_INTENT_SINCE: Final = (said_since("session_end", lambda item: item.high <= 3),)
"""Items 4 and 5 are an intent, whenever it was told."""


class Question(enum.Enum):
    """What somebody wants to do again, or to do next."""

    DRIVING = "driving"
    """Or any other hazardous activity."""
    MAJOR_DECISIONS = "major decisions"
    """Legal ones among them."""
    ALCOHOL_OR_SEDATIVES = "alcohol or sedatives"
    CONTACT = "contact"
    """Leaving contact to the next appointment."""
    NEXT_SESSION = "next session"


class Aim(enum.Enum):
    """What the therapeutic work after a session aimed at most."""

    CHANGED_BEHAVIOUR = "changed behaviour"
    """Keeping up what has changed for the better."""
    INSIGHTS = "insights"
    """Making sense of what came up."""
    TRAUMA = "trauma"
    """Working through trauma and old patterns."""
    RELATIONSHIPS = "relationships"
    """Getting on with others and feeling connected."""
    SELF_COMPASSION = "self-compassion"
    """Knowing oneself and being kind to oneself."""
    NONE = "none"


def _midnight_passed(follow_up: Facts, on: date) -> Options:
    """Return whether the session ended on an earlier day than today, by the calendar of the place of the decision."""
    if not isinstance(on, datetime):
        raise input_error(
            "on",
            on,
            reason="whether a midnight has passed is known only at a moment",
            remedy="give the time with its zone",
        )
    ended = FollowUp.session_end.possible(follow_up, on)
    assert isinstance(ended, Interval)
    earlier = ended.high >= NEVER_DAYS or _then(ended.high, on).date() < on.date()
    today = ended.low < NEVER_DAYS and _then(ended.low, on).date() >= on.date()
    absence = ended.absence if earlier and today else None
    return Options((PRESENT_BIT if earlier else 0) | (ABSENT_BIT if today else 0), absence, ended.marks)


def _earlier_session(follow_up: Facts, on: date) -> Options:
    """Return whether the end of a session is on record, whenever it was."""
    ended = FollowUp.session_end.possible(follow_up, on)
    assert isinstance(ended, Interval)
    was, never = ended.low < NEVER_DAYS, ended.high >= NEVER_DAYS
    absence = ended.absence if was and never else None
    return Options((PRESENT_BIT if was else 0) | (ABSENT_BIT if never else 0), absence, ended.marks)


def _then(hours_ago: Exact, on: datetime) -> datetime:
    """Return what the clock and the calendar of ``on`` showed so many hours ago, at the earliest their first day."""
    assert on.tzinfo is not None
    try:
        ago = instant(on) - timedelta(microseconds=round(hours_ago * 3_600_000_000))
    except OverflowError:
        ago = datetime.min.replace(tzinfo=UTC)
    return on_clocks_of(on.tzinfo, ago)


def _when_ended(follow_up: Facts, on: date, locale: Locale) -> tuple[str, ...]:
    """Return what names the end of the session, where it is known to the moment."""
    ended = FollowUp.session_end.possible(follow_up, on)
    assert isinstance(ended, Interval)
    if not isinstance(on, datetime) or ended.low != ended.high or ended.low == NEVER_DAYS:
        return ()
    then = _then(ended.low, on)
    return (locale("the session ended on {date} at {time}", date=locale.date(then), time=f"{then:%H:%M}"),)


class FollowUp(Facts, group="follow_up"):
    """What is so after the session, until the next one."""

    asked: Choice[Question] = Choice(
        title="Question asked",
        question="What is asked for: driving, decisions, alcohol or sedatives, contact, or the next session?",
        options=Question,
        client_names={
            Question.DRIVING: "driving",
            Question.MAJOR_DECISIONS: "big decisions",
            Question.ALCOHOL_OR_SEDATIVES: "alcohol, or something to calm you",
            Question.CONTACT: "a talk with us",
            Question.NEXT_SESSION: "the next session",
        },
        mutability=Mutability.FIXED,
    )
    session_end: Moment = Moment(
        title="End of the session",
        question="When did the session end?",
    )
    midnight_passed: Flag = Flag(
        title="Midnight passed since the session",
        question="Has a midnight passed since the session ended, by the clock of the place?",
        adverse=False,
        validity=SAME_DAY,
        mutability=Mutability.PASSES_WITH_TIME,
        derive=_midnight_passed,
        derived_from=("session_end",),
        shows=_when_ended,
    )
    earlier_session: Flag = Flag(
        title="Earlier session",
        question="Has a session with ketamine ended before?",
        mutability=Mutability.FIXED,
        derive=_earlier_session,
        derived_from=("session_end",),
        on_indication="held against an answer that there was no earlier dose",
        shows=_when_ended,
    )
    slept: Flag = Flag(
        title="Restful sleep since the session",
        question="Does the client report a restful sleep since the session?",
        adverse=False,
        validity=SAME_DAY,
        mutability=Mutability.PASSES_WITH_TIME,
        contradictions=YES_SINCE,
    )
    given_tier: Choice[Tier] = Choice(
        title="Tier of the session",
        question="At which tier was the session: mild, moderate or high?",
        options=Tier,
        adverse=(Tier.HIGH, Tier.MODERATE),
        mutability=Mutability.FIXED,
    )
    contact_made: Flag = Flag(
        validity=Validity(14, 14),
        title="Contact made since the session",
        question="Has somebody of the clinic spoken with the client since the session?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
        contradictions=YES_SINCE,
    )
    highest_ideation_item_since: Number = score(
        title="C-SSRS since the session, highest ideation item",
        question="Which of items 1 to 5 of the C-SSRS is the highest with a yes since the session (0: none)?",
        highest=5,
        adverse=Adverse.HIGHER,
        validity=SAME_DAY,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=loinc("93373-9", "93245-9") + snomed("6471006", "304594002", "247650009") + icd10cm("R45.851"),
        contradictions=NO_INTENT_SINCE,
    )
    suicidal_behaviour_since: Flag = Flag(
        title="C-SSRS since the session, suicidal behaviour",
        question="Was item 6 of the C-SSRS, behaviour, answered yes for the time since the session?",
        validity=SAME_DAY,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=loinc("93373-9", "93245-9"),
        contradictions=NO_SINCE,
    )
    integration_recorded: Flag = Flag(
        validity=Validity(30, 30),
        title="Integration of the last session recorded",
        question="Is it recorded that an integration session was held after the last session?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
        contradictions=YES_SINCE,
    )
    integration_missed: Flag = Flag(
        validity=Validity(30, 30),
        title="Integration session missed",
        question="Was an integration session missed since the last session?",
        mutability=Mutability.FIXED,
        contradictions=NO_SINCE,
    )
    integration_aim: Choice[Aim] = Choice(
        title="Aim of the integration",
        question="At which of the five aims of the therapeutic work did the integration aim most?",
        options=Aim,
        adverse=(Aim.NONE,),
        mutability=Mutability.OBTAINABLE,
        on_indication="a detail that only an integration session makes meaningful",
        contradictions=(
            said_since("session_end", nothing_but(option_bits(tuple(aim for aim in Aim if aim is not Aim.NONE)))),
        ),
    )
    phq9: Number = score(
        title="PHQ-9 since the session, total",
        question="What is the total of the PHQ-9 since the session?",
        highest=27,
        adverse=Adverse.HIGHER,
        validity=SAME_DAY,
        codes=loinc("44261-6"),
        contradictions=SINCE,
    )
    switch_signs: Flag = Flag(
        title="Signs of mania or hypomania since the session",
        question="Were there signs of mania or hypomania in the seven days after the session?",
        validity=SAME_DAY,
        mutability=Mutability.FIXED,
        contradictions=NO_SINCE,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
    )
    urinary_symptoms: Flag = Flag(
        title="Urinary symptoms since the session",
        question="Has the client had pain, urgency, frequency or blood on passing urine since the session?",
        validity=SAME_DAY,
        contradictions=NO_SINCE,
    )
    craving: Flag = Flag(
        title="Ketamine craving since the session",
        question="Has the client craved ketamine since the session?",
        validity=SAME_DAY,
        contradictions=NO_SINCE,
    )
    misuse: Flag = Flag(
        title="Signs of ketamine misuse since the session",
        question="Are there signs that the client used ketamine outside the treatment since the session?",
        validity=SAME_DAY,
        mutability=Mutability.FIXED,
        contradictions=NO_SINCE,
    )
    sessions_per_week: Number = Number(
        title="Sessions a week",
        question="How many sessions a week has the client had lately?",
        unit="/wk",
        lowest=0,
        highest=14,
        adverse=Adverse.HIGHER,
        validity=SAME_DAY,
        mutability=Mutability.PASSES_WITH_TIME,
    )
    days_at_this_pace: Number = Number(
        title="Days at this number of sessions a week",
        question="For how many days has the client had so many sessions a week?",
        unit="d",
        lowest=0,
        highest=NEVER_DAYS - 1,
        whole=True,
        adverse=Adverse.HIGHER,
        validity=SAME_DAY,
        mutability=Mutability.PASSES_WITH_TIME,
    )
    sessions_so_far: Number = count(
        title="Sessions so far",
        question="How many sessions with ketamine has the client had so far?",
        highest=10_000,
        missing_codes=(999,),
        adverse=Adverse.HIGHER,
        mutability=Mutability.FIXED,
        on_indication="kept for the review of what adds up; its absence stops nothing",
    )
