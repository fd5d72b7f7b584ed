"""Criterion 5 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.ketamine_history import KetamineHistory
from kaprules.facts.mental_state import MentalState, MoodEpisode
from kaprules.facts.model import OneOf, Recorded, Reporter, Reports
from kaprules.facts.psychiatric_history import AffectiveSwitch, Bipolar, PsychiatricHistory
from kaprules.possible import Absence, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.mania import RULES

CRITERION = RuleSet("mania", "Is there mania or hypomania?", RULES)


def stated(found: Any, by: Reporter = Reporter.CLINICIAN, days_ago: int = 0) -> Recorded:
    return Recorded(found, by=by, on=EXAMPLE_DAY - timedelta(days=days_ago))


EVEN: dict[str, Any] = {
    "bipolar_disorder": Bipolar.NONE,
    "mania_ever": False,
    "switch_under_treatment": AffectiveSwitch.NONE,
}


def decided(history: dict[str, Any] = EVEN, switched: bool = False, **facts: Any) -> Decision:
    client = Client(
        mental_state=by_clinician(MentalState(**facts)),
        psychiatric_history=by_clinician(PsychiatricHistory(**history)),
        ketamine_history=KetamineHistory(affective_switch=switched),
    )
    return decide(CRITERION, client, on=EXAMPLE_DAY, engine="interpreter")


@pytest.mark.parametrize(
    ("episode", "ymrs", "outcome"),
    [
        (stated(MoodEpisode.NONE), 0, Outcome.NO_EXCLUSION_FOUND),
        (stated(MoodEpisode.DEPRESSIVE), 14, Outcome.NO_EXCLUSION_FOUND),
        (stated(MoodEpisode.NONE), 19, Outcome.NO_EXCLUSION_FOUND),
        (stated(MoodEpisode.NONE), 20, Outcome.EXCLUDED),
        (stated(MoodEpisode.UNCLEAR), 14, Outcome.INCOMPLETE),
        (stated(MoodEpisode.UNCLEAR), 3, Outcome.INCOMPLETE),
        (Absence.NOT_ASKED, 14, Outcome.INCOMPLETE),
        (Absence.NOT_ASKED, 3, Outcome.INCOMPLETE),
        (Absence.NOT_ASKED, 20, Outcome.EXCLUDED),
        (stated(MoodEpisode.NONE), Absence.NOT_ASKED, Outcome.NO_EXCLUSION_FOUND),
        (stated(MoodEpisode.DEPRESSIVE), Absence.NOT_KNOWN, Outcome.NO_EXCLUSION_FOUND),
        (stated(MoodEpisode.NONE), Absence.DECLINED, Outcome.INCOMPLETE),
        (stated(MoodEpisode.UNCLEAR), Absence.NOT_ASKED, Outcome.INCOMPLETE),
        (stated(MoodEpisode.HYPOMANIC), Absence.NOT_ASKED, Outcome.EXCLUDED),
        (Absence.NOT_ASKED, Absence.NOT_ASKED, Outcome.INCOMPLETE),
        (stated(MoodEpisode.HYPOMANIC), 3, Outcome.EXCLUDED),
        (stated(MoodEpisode.MANIC), 3, Outcome.EXCLUDED),
        (stated(MoodEpisode.MIXED), 3, Outcome.EXCLUDED),
        (stated(OneOf(MoodEpisode.MANIC, MoodEpisode.HYPOMANIC)), 3, Outcome.EXCLUDED),
        (stated(MoodEpisode.NONE, Reporter.CLIENT), 3, Outcome.INCOMPLETE),
        (stated(MoodEpisode.MANIC, Reporter.CLIENT), 3, Outcome.EXCLUDED),
        (stated(MoodEpisode.NONE, days_ago=14), 3, Outcome.NO_EXCLUSION_FOUND),
        (stated(MoodEpisode.NONE, days_ago=15), 3, Outcome.INCOMPLETE),
    ],
)
def test_cases(episode: Any, ymrs: Any, outcome: Outcome) -> None:
    """A clinician's statement settles a raised rating, and never a high one."""
    assert decided(current_mood_episode=episode, ymrs=ymrs).outcome is outcome


@pytest.mark.parametrize(("asrm", "outcome"), [(5, Outcome.NO_EXCLUSION_FOUND), (6, Outcome.INCOMPLETE)])
def test_a_raised_self_rating_asks_for_an_assessment(asrm: int, outcome: Outcome) -> None:
    """It settles nothing by itself, in either direction."""
    assert decided(current_mood_episode=stated(MoodEpisode.NONE), ymrs=0, asrm=asrm).outcome is outcome


@pytest.mark.parametrize(
    ("episode", "conflict"),
    [
        (MoodEpisode.NONE, True),
        (MoodEpisode.DEPRESSIVE, True),
        (MoodEpisode.MANIC, False),
        (MoodEpisode.UNCLEAR, False),
    ],
)
def test_a_high_rating_contradicts_a_mood_that_is_not_elevated(episode: MoodEpisode, conflict: bool) -> None:
    """It is shown as a conflict."""
    assert (Mark.CONFLICT in decided(current_mood_episode=stated(episode), ymrs=20).marks) is conflict


def test_the_graver_of_two_statements_counts() -> None:
    """A record of mania stands beside a clinician who finds none."""
    reports = Reports(stated(MoodEpisode.NONE), stated(MoodEpisode.MANIC, Reporter.RECORD))
    decision = decided(current_mood_episode=reports, ymrs=0)
    assert [decision.outcome, decision.marks] == [Outcome.EXCLUDED, (Mark.CONFLICT,)]


ONCE_HIGH: list[dict[str, Any]] = [
    *({"history": EVEN | {"bipolar_disorder": each}} for each in Bipolar if each is not Bipolar.NONE),
    {"history": EVEN | {"mania_ever": True}},
    *(
        {"history": EVEN | {"switch_under_treatment": each}}
        for each in AffectiveSwitch
        if each is not AffectiveSwitch.NONE
    ),
    {"switched": True},
]
NO, YES = stated(False), stated(True)


@pytest.mark.parametrize("once", ONCE_HIGH)
@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"current_mood_episode": stated(MoodEpisode.NONE)}, Outcome.INCOMPLETE),
        ({"current_mood_episode": stated(MoodEpisode.NONE), "ymrs": 0}, Outcome.NO_EXCLUSION_FOUND),
        (
            {"current_mood_episode": stated(MoodEpisode.NONE), "decreased_need_for_sleep": NO},
            Outcome.NO_EXCLUSION_FOUND,
        ),
        ({"current_mood_episode": stated(MoodEpisode.NONE), "decreased_need_for_sleep": YES}, Outcome.INCOMPLETE),
        (
            {
                "current_mood_episode": stated(MoodEpisode.NONE),
                "decreased_need_for_sleep": stated(False, days_ago=15),
            },
            Outcome.INCOMPLETE,
        ),
        (
            {"current_mood_episode": stated(MoodEpisode.NONE), "ymrs": stated(0, days_ago=15)},
            Outcome.INCOMPLETE,
        ),
        (
            {"current_mood_episode": stated(MoodEpisode.NONE), "decreased_need_for_sleep": Absence.DECLINED},
            Outcome.INCOMPLETE,
        ),
        ({"current_mood_episode": stated(MoodEpisode.NONE, Reporter.CLIENT), "ymrs": 0}, Outcome.INCOMPLETE),
        ({"ymrs": 0, "decreased_need_for_sleep": NO}, Outcome.INCOMPLETE),
    ],
)
def test_whoever_was_too_high_before_is_asked_more(
    once: dict[str, Any], facts: dict[str, Any], outcome: Outcome
) -> None:
    """A clinician's word on the mood of today, and a rating or the answer on sleep, none of them too old."""
    assert decided(**once, **facts).outcome is outcome


@pytest.mark.parametrize(
    ("ymrs", "outcome"),
    [(Absence.NOT_ASKED, Outcome.INCOMPLETE), (3, Outcome.NO_EXCLUSION_FOUND), (20, Outcome.EXCLUDED)],
)
@pytest.mark.parametrize("mood", [MoodEpisode.NONE, MoodEpisode.DEPRESSIVE])
def test_a_need_for_less_sleep_asks_for_a_rating(mood: MoodEpisode, ymrs: Any, outcome: Outcome) -> None:
    """Of everybody, whatever was before."""
    facts: dict[str, Any] = {"current_mood_episode": stated(mood), "decreased_need_for_sleep": True}
    assert decided(**facts, ymrs=ymrs).outcome is outcome


@pytest.mark.parametrize(
    ("ratings", "outcome"),
    [
        ((3,), Outcome.NO_EXCLUSION_FOUND),
        ((19,), Outcome.NO_EXCLUSION_FOUND),
        ((20,), Outcome.INCOMPLETE),
        ((21, 3), Outcome.INCOMPLETE),
    ],
)
def test_an_old_rating_counts_where_it_was_high(ratings: tuple[int, ...], outcome: Outcome) -> None:
    """A low one of last month says no more than none, and a high one that a later low one followed is not gone."""
    old = Reports(*(stated(each, days_ago=100 - 10 * place) for place, each in enumerate(ratings)))
    assert decided(current_mood_episode=stated(MoodEpisode.NONE), ymrs=old).outcome is outcome
