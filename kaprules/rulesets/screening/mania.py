"""Criterion 5: acute mania or hypomania.

Whether there is an episode is for a clinician to say: insight is poor in mania, so that a self-rating can raise the
question and never settles it. A high rating by a clinician counts even where the statement says otherwise.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    Citation,
    Concept,
    Level,
    Limit,
    Mark,
    Marked,
    OneOf,
    Recorded,
    Reporter,
    Rule,
    all_of,
    any_of,
    asks,
    by_clinician,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
    recalled,
)

from ...facts.mental_state import MentalState, MoodEpisode
from ...sources import (
    CAROLINAS,
    ESKETAMINE_TRIAL_NCT04658420,
    MANIA_BANDS,
    MANIA_RATING,
    MANIA_SELF_RATING,
    SWITCH_CASE,
    TRIAL_TABLE_PMC10812090,
)

# Trials call 20 manic; the published bands have it as the upper end of hypomania, which this criterion names too.
MANIC_RATING: Final = Limit(
    20,
    "{score}",
    id="mania.manic_rating",
    source=recalled(MANIA_RATING, "threshold that trials use"),
    since=ADOPTED,
    floor=15,
    ceiling=20,
)
RAISED_RATING: Final = Limit(
    12,
    "{score}",
    id="mania.raised_rating",
    source=Citation(MANIA_BANDS, "hypomanic from 12 to 20.5"),
    since=ADOPTED,
)
RAISED_SELF_RATING: Final = Limit(
    6,
    "{score}",
    id="mania.raised_self_rating",
    source=recalled(MANIA_SELF_RATING, "cut-off of the total"),
    since=ADOPTED,
)

SOURCES: Final = (
    criterion(5),
    Citation(CAROLINAS, "manic or mixed episode at present"),
    Citation(ESKETAMINE_TRIAL_NCT04658420, "exclusion criteria: manic episode at present"),
    Citation(TRIAL_TABLE_PMC10812090, "exclusion criteria: psychosis or mania at present"),
)
OVER: Final = on_condition("the episode is over: a clinician has found the mood even for 30 days")


def _stated(found: MoodEpisode | OneOf) -> MentalState:
    return MentalState(current_mood_episode=Recorded(found, by=Reporter.CLINICIAN, on=EXAMPLE_DAY))


def _rated(rating: int, found: MoodEpisode | OneOf) -> MentalState:
    return by_clinician(
        MentalState(ymrs=rating, current_mood_episode=Recorded(found, by=Reporter.CLINICIAN, on=EXAMPLE_DAY))
    )


raised_rating: Final = Concept(
    id="mania.raised_rating",
    title="Raised rating of mania",
    source=(criterion(5), Citation(MANIA_BANDS, "hypomanic from 12 to 20.5")),
    when=MentalState.ymrs >= RAISED_RATING,
    rationale="From here on the rating no longer lies in the band of an even mood.",
    examples=(
        fires(by_clinician(MentalState(ymrs=12))),
        passes(by_clinician(MentalState(ymrs=11))),
        asks(),
    ),
)

elevated_episode: Final = Concept(
    id="mania.elevated_episode",
    title="Manic, hypomanic or mixed episode now",
    source=SOURCES,
    when=MentalState.current_mood_episode.is_one_of(MoodEpisode.MANIC, MoodEpisode.HYPOMANIC, MoodEpisode.MIXED),
    examples=(
        fires(_stated(MoodEpisode.MANIC)),
        fires(_stated(MoodEpisode.HYPOMANIC)),
        fires(_stated(MoodEpisode.MIXED)),
        fires(by_clinician(MentalState(current_mood_episode=OneOf(MoodEpisode.MANIC, MoodEpisode.HYPOMANIC)))),
        passes(_stated(MoodEpisode.NONE)),
        passes(_stated(MoodEpisode.DEPRESSIVE)),
        passes(_stated(MoodEpisode.UNCLEAR)),
        asks(MentalState(current_mood_episode=Recorded(MoodEpisode.NONE, by=Reporter.CLIENT))),
    ),
)

manic: Final = Rule(
    id="mania.manic_or_mixed",
    source=(*SOURCES, Citation(SWITCH_CASE, "mixed features after oral ketamine")),
    level=Level.EXCLUSION,
    until=OVER,
    when=MentalState.current_mood_episode.is_one_of(MoodEpisode.MANIC, MoodEpisode.MIXED),
    clinician_text="There is a manic or mixed episode at present.",
    client_text=(
        "Your mood is very high or swings a lot at the moment. It should be even again before ketamine. Your care "
        "team will support you."
    ),
    rationale="Every source that names it excludes: it may get worse, and the work cannot be done in it.",
    examples=(
        fires(_stated(MoodEpisode.MANIC)),
        fires(_stated(MoodEpisode.MIXED)),
        passes(_stated(MoodEpisode.HYPOMANIC)),
        passes(_stated(MoodEpisode.NONE)),
        passes(_stated(MoodEpisode.DEPRESSIVE)),
        passes(_stated(MoodEpisode.UNCLEAR)),
        asks(),
    ),
)

elevated: Final = Rule(
    id="mania.elevated",
    source=SOURCES,
    level=Level.EXCLUSION,
    until=OVER,
    when=elevated_episode.present,
    clinician_text="There is an episode of elevated mood at present: hypomanic, manic or mixed.",
    client_text=(
        "Your mood is higher than usual at the moment. It should be even again before ketamine. Your care team "
        "will support you."
    ),
    rationale="The criterion names hypomania beside mania; a site may weigh hypomania alone.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_stated(MoodEpisode.HYPOMANIC)),
        passes(_stated(MoodEpisode.DEPRESSIVE)),
        asks(),
    ),
)

manic_rating: Final = Rule(
    id="mania.manic_rating",
    source=(*SOURCES, recalled(MANIA_RATING, "threshold that trials use"), Citation(MANIA_BANDS, "manic from 21")),
    level=Level.EXCLUSION,
    until=OVER,
    when=MentalState.ymrs >= MANIC_RATING,
    clinician_text="The rating of mania by a clinician is high.",
    client_text=(
        "A clinician found your mood to be very high. It should be even again before ketamine. Your care team "
        "will support you."
    ),
    rationale="A high rating counts even where no episode is stated; the two then contradict each other.",
    marks=(
        Marked(Mark.CONFLICT, MentalState.current_mood_episode.is_one_of(MoodEpisode.NONE, MoodEpisode.DEPRESSIVE)),
    ),
    examples=(
        fires(by_clinician(MentalState(ymrs=20))),
        fires(_rated(20, MoodEpisode.NONE)),
        passes(by_clinician(MentalState(ymrs=19))),
        asks(),
    ),
)

unclear: Final = Rule(
    id="mania.unclear",
    source=(criterion(5), proposal("what a clinician could not settle has to be assessed again")),
    level=Level.NEEDS_INFORMATION,
    when=MentalState.current_mood_episode.is_one_of(MoodEpisode.UNCLEAR),
    clinician_text="It is unclear which mood episode there is; a psychiatric assessment is needed.",
    client_text="A psychiatrist would like to talk with you about how your mood has been.",
    examples=(
        fires(_stated(MoodEpisode.UNCLEAR)),
        passes(_stated(MoodEpisode.NONE)),
        passes(_stated(MoodEpisode.DEPRESSIVE)),
        passes(_stated(MoodEpisode.HYPOMANIC)),
        passes(_stated(MoodEpisode.MANIC)),
        passes(_stated(MoodEpisode.MIXED)),
        asks(),
    ),
)

rating_not_explained: Final = Rule(
    id="mania.rating_not_explained",
    source=(criterion(5), Citation(MANIA_BANDS, "hypomanic from 12 to 20.5")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        raised_rating.present,
        any_of(
            MentalState.current_mood_episode.is_one_of(MoodEpisode.UNCLEAR),
            MentalState.current_mood_episode.missing,
        ),
    ),
    clinician_text="The rating of mania is raised, and no clinician has stated which episode there is.",
    client_text="Your answers show that your mood may be high. A clinician would like to talk with you about it.",
    rationale="The rating lies in the band of hypomania; a clinician's clear statement settles it.",
    examples=(
        fires(by_clinician(MentalState(ymrs=12))),
        fires(_rated(12, MoodEpisode.UNCLEAR)),
        passes(by_clinician(MentalState(ymrs=11))),
        passes(_rated(14, MoodEpisode.NONE)),
        passes(_rated(14, MoodEpisode.DEPRESSIVE)),
        passes(_rated(14, OneOf(MoodEpisode.HYPOMANIC, MoodEpisode.MANIC, MoodEpisode.MIXED))),
        asks(_rated(14, OneOf(MoodEpisode.UNCLEAR, MoodEpisode.NONE))),
    ),
)

self_rating: Final = Rule(
    id="mania.self_rating",
    source=(criterion(5), recalled(MANIA_SELF_RATING, "cut-off of the total")),
    level=Level.NEEDS_INFORMATION,
    when=MentalState.asrm >= RAISED_SELF_RATING,
    clinician_text="The self-rating of mania is raised; a psychiatric assessment is needed.",
    client_text="By your own answers your mood may be high. A psychiatrist would like to talk with you about it.",
    rationale="A self-rating raises the question, and diagnoses nothing.",
    examples=(
        fires(MentalState(asrm=6)),
        passes(MentalState(asrm=5)),
        asks(),
    ),
)

RULES: Final = (manic, elevated, manic_rating, unclear, rating_not_explained, self_rating)
