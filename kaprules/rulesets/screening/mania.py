"""Criterion 5: acute mania or hypomania.

Whether there is an episode is for a clinician to say: insight is poor in mania, so that a self-rating can raise the
question and never settles it. A high rating by a clinician counts even where the statement says otherwise. Nobody
needs a rating without a reason: a mood that is not plainly even, a need for less sleep, or mania at any time before.
"""

from __future__ import annotations

from typing import Any, Final

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

from ...facts.ketamine_history import KetamineHistory
from ...facts.mental_state import MentalState, MoodEpisode
from ...facts.psychiatric_history import AffectiveSwitch, Bipolar, PsychiatricHistory
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
OVER: Final = on_condition("the episode is over: a clinician has found the mood euthymic for 30 days")


def _stated(found: MoodEpisode | OneOf) -> MentalState:
    return MentalState(current_mood_episode=Recorded(found, by=Reporter.CLINICIAN, on=EXAMPLE_DAY))


def _slept(less: bool, found: MoodEpisode, **more: Any) -> MentalState:
    stated = Recorded(found, by=Reporter.CLINICIAN, on=EXAMPLE_DAY)
    return by_clinician(MentalState(decreased_need_for_sleep=less, current_mood_episode=stated, **more))


def _rated(rating: int, found: MoodEpisode | OneOf) -> MentalState:
    return by_clinician(
        MentalState(ymrs=rating, current_mood_episode=Recorded(found, by=Reporter.CLINICIAN, on=EXAMPLE_DAY))
    )


def _history(**more: Any) -> PsychiatricHistory:
    """A client of whom a clinician denies that the mood ever rose, but for what is given."""
    denied: dict[str, Any] = {
        "bipolar_disorder": Bipolar.NONE,
        "mania_ever": False,
        "switch_under_treatment": AffectiveSwitch.NONE,
    }
    return by_clinician(PsychiatricHistory(**denied | more))


BY_CLIENT: Final = Recorded(MoodEpisode.NONE, by=Reporter.CLIENT)
EVER: Final = PsychiatricHistory(bipolar_disorder=Bipolar.BIPOLAR_II)
NOT_EVEN: Final = (MoodEpisode.UNCLEAR, MoodEpisode.HYPOMANIC, MoodEpisode.MANIC, MoodEpisode.MIXED)


raised_rating: Final = Concept(
    id="mania.raised_rating",
    title="Raised mania rating",
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
    title="Current manic, hypomanic or mixed episode",
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

ever_elevated: Final = Concept(
    id="mania.ever_elevated",
    title="History of bipolar disorder, mania or a mood switch",
    source=(criterion(5), Citation(SWITCH_CASE, "mixed features after oral ketamine")),
    when=any_of(
        PsychiatricHistory.bipolar_disorder.is_none_of(Bipolar.NONE),
        PsychiatricHistory.mania_ever.present,
        PsychiatricHistory.switch_under_treatment.is_none_of(AffectiveSwitch.NONE),
        KetamineHistory.affective_switch.present,
    ),
    rationale="What has risen before may rise again, under ketamine too.",
    examples=(
        *(fires(_history(bipolar_disorder=each)) for each in Bipolar if each is not Bipolar.NONE),
        fires(_history(mania_ever=True)),
        *(fires(_history(switch_under_treatment=each)) for each in AffectiveSwitch if each is not AffectiveSwitch.NONE),
        fires(_history(), KetamineHistory(affective_switch=True)),
        passes(_history(), KetamineHistory(affective_switch=False)),
        asks(_history()),
        asks(KetamineHistory(affective_switch=False)),
    ),
)

manic: Final = Rule(
    id="mania.manic_or_mixed",
    source=(*SOURCES, Citation(SWITCH_CASE, "mixed features after oral ketamine")),
    level=Level.EXCLUSION,
    until=OVER,
    when=MentalState.current_mood_episode.is_one_of(MoodEpisode.MANIC, MoodEpisode.MIXED),
    clinician_text="Current manic or mixed episode.",
    client_text=(
        "Your mood is very high or swings a lot at the moment (mania). It should be even again before ketamine. Your "
        "care team will support you."
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
    clinician_text="Current episode of elevated mood: hypomanic, manic or mixed.",
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
    clinician_text="High clinician rating of mania (YMRS).",
    client_text=(
        "A clinician found your mood to be very high. It should be even again before ketamine. Your care team "
        "will support you."
    ),
    rationale="A high rating counts even where no episode is stated; the two then contradict each other.",
    marks=(
        Marked(Mark.CONFLICT, MentalState.current_mood_episode.is_one_of(MoodEpisode.NONE, MoodEpisode.DEPRESSIVE)),
    ),
    subsumes=("thyroid.consider_test",),
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
    clinician_text="Current mood episode unclear: psychiatric assessment needed.",
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
    clinician_text="Raised mania rating; current mood episode not established by a clinician.",
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

rating_missing: Final = Rule(
    id="mania.rating_missing",
    source=(criterion(5), proposal("where the mood is not plainly even, a clinician's rating says how far it goes")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        MentalState.current_mood_episode.is_one_of(
            MoodEpisode.UNCLEAR, MoodEpisode.HYPOMANIC, MoodEpisode.MANIC, MoodEpisode.MIXED
        ),
        MentalState.ymrs.missing,
    ),
    clinician_text="Mood elevated, mixed or unclear; no usable clinician rating of mania (YMRS).",
    client_text="A clinician would like to go through some questions about your mood with you.",
    rationale="A rating decides by itself; everybody else is spared it.",
    examples=(
        *(fires(_stated(each)) for each in NOT_EVEN),
        *(passes(_rated(0, each)) for each in NOT_EVEN),
        passes(_stated(MoodEpisode.NONE)),
        passes(_stated(MoodEpisode.DEPRESSIVE)),
        asks(),
    ),
)

activation_not_known: Final = Rule(
    id="mania.activation_not_known",
    source=(
        criterion(5),
        proposal("after mania, or a mood that rose too high, a stated mood and one more sign of today are wanted"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        ever_elevated.present,
        any_of(
            MentalState.current_mood_episode.missing,
            all_of(MentalState.ymrs.missing, MentalState.decreased_need_for_sleep.missing),
        ),
    ),
    clinician_text="Elevated mood in the history; current mood, or mania rating and need for sleep, not established.",
    client_text="Your mood was very high before. We would like to know how it is now, and how you sleep.",
    rationale="A hypomania feels well and is easily not mentioned; whoever had one before is asked more closely.",
    examples=(
        fires(EVER, _stated(MoodEpisode.NONE)),
        fires(EVER, by_clinician(MentalState(ymrs=0, decreased_need_for_sleep=False))),
        fires(EVER, by_clinician(MentalState(current_mood_episode=BY_CLIENT, ymrs=0))),
        passes(EVER, _rated(0, MoodEpisode.NONE)),
        passes(EVER, _slept(False, MoodEpisode.NONE)),
        passes(EVER, _slept(True, MoodEpisode.DEPRESSIVE)),
        passes(_history(), KetamineHistory(affective_switch=False)),
        asks(_history()),
    ),
)

sleep_need: Final = Rule(
    id="mania.sleep_need",
    source=(criterion(5), proposal("a need for less sleep is a sign of mania that the stated mood does not explain")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        MentalState.decreased_need_for_sleep.present,
        MentalState.current_mood_episode.is_one_of(MoodEpisode.NONE, MoodEpisode.DEPRESSIVE),
        MentalState.ymrs.missing,
    ),
    clinician_text="Decreased need for sleep; mood not found elevated, and no usable mania rating (YMRS).",
    client_text="You need less sleep than you used to. A clinician would like to talk with you about it.",
    rationale="Sleeping little and being tired of it is no such sign; needing little is.",
    examples=(
        fires(_slept(True, MoodEpisode.NONE)),
        fires(_slept(True, MoodEpisode.DEPRESSIVE)),
        passes(_slept(False, MoodEpisode.NONE)),
        passes(_slept(True, MoodEpisode.HYPOMANIC)),
        passes(_slept(True, MoodEpisode.MANIC)),
        passes(_slept(True, MoodEpisode.MIXED)),
        passes(_slept(True, MoodEpisode.UNCLEAR)),
        passes(_slept(True, MoodEpisode.NONE, ymrs=0)),
        asks(_stated(MoodEpisode.NONE)),
        asks(MentalState(decreased_need_for_sleep=True)),
    ),
)

self_rating: Final = Rule(
    id="mania.self_rating",
    source=(criterion(5), recalled(MANIA_SELF_RATING, "cut-off of the total")),
    level=Level.NEEDS_INFORMATION,
    when=MentalState.asrm >= RAISED_SELF_RATING,
    clinician_text="Raised self-rating of mania (ASRM): psychiatric assessment needed.",
    client_text="By your own answers your mood may be high. A psychiatrist would like to talk with you about it.",
    rationale="A self-rating raises the question, and diagnoses nothing.",
    examples=(
        fires(MentalState(asrm=6)),
        passes(MentalState(asrm=5)),
        asks(),
    ),
)

RULES: Final = (
    manic,
    elevated,
    manic_rating,
    unclear,
    rating_not_explained,
    rating_missing,
    activation_not_known,
    sleep_need,
    self_rating,
)
