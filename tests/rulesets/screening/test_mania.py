"""Criterion 5 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.mental_state import MentalState, MoodEpisode
from kaprules.facts.model import OneOf, Recorded, Reporter, Reports
from kaprules.possible import Absence, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.mania import RULES

CRITERION = RuleSet("mania", "Is there mania or hypomania?", RULES)


def stated(found: Any, by: Reporter = Reporter.CLINICIAN, days_ago: int = 0) -> Recorded:
    return Recorded(found, by=by, on=EXAMPLE_DAY - timedelta(days=days_ago))


def decided(**facts: Any) -> Decision:
    return decide(
        CRITERION, Client(mental_state=by_clinician(MentalState(**facts))), on=EXAMPLE_DAY, engine="interpreter"
    )


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
        (stated(MoodEpisode.NONE), Absence.NOT_ASKED, Outcome.INCOMPLETE),
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
