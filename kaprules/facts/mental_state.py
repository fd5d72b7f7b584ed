"""What an assessor finds now: mood, perception, reality testing."""

from __future__ import annotations

import enum

from .authority import EXAMINER, ON_RECORD, SEEN_AT_PRESENT
from .model import (
    Adverse,
    Burden,
    Choice,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Validity,
    icd10cm,
    loinc,
    score,
    snomed,
)


class RealityTesting(enum.Enum):
    """Whether the client can tell inner from outer experience, as a clinician judges it."""

    INTACT = "intact"
    IMPAIRED = "impaired"
    UNCLEAR = "unclear"


class MoodEpisode(enum.Enum):
    """Which mood episode there is now, as a clinician states it."""

    NONE = "none"
    DEPRESSIVE = "depressive"
    HYPOMANIC = "hypomanic"
    MANIC = "manic"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class MentalState(Facts, group="mental_state"):
    """What an assessor finds now: mood, perception, reality testing."""

    current_mood_episode: Choice[MoodEpisode] = Choice(
        title="Current mood episode",
        question="Which mood episode, if any, does a clinician find at present?",
        options=MoodEpisode,
        adverse=(MoodEpisode.MANIC, MoodEpisode.MIXED, MoodEpisode.HYPOMANIC, MoodEpisode.UNCLEAR),
        validity=SEEN_AT_PRESENT,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=snomed("231494001", "231496004", "191618007")
        + icd10cm("F30.10", "F30.11", "F30.12", "F30.13", "F30.2", "F30.8", "F30.9", "F31.0"),
    )
    ymrs: Number = score(
        title="Young Mania Rating Scale (YMRS), total",
        question="What is the total of the Young Mania Rating Scale (YMRS), as rated by a clinician?",
        highest=60,
        adverse=Adverse.HIGHER,
        validity=Validity(14, 0),
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        on_indication="a rating by a clinician, done where the mood is not plainly even, or may not stay so",
        indicated_by=lambda: MentalState.current_mood_episode.is_one_of(
            MoodEpisode.UNCLEAR, MoodEpisode.HYPOMANIC, MoodEpisode.MANIC, MoodEpisode.MIXED
        ),
    )
    asrm: Number = score(
        title="Altman Self-Rating Mania Scale (ASRM), total",
        question="What is the total of the Altman Self-Rating Mania Scale (ASRM)?",
        highest=20,
        adverse=Adverse.HIGHER,
        validity=Validity(14, 0),
        on_indication="a self-rating, used where an elevated mood is suspected",
    )
    decreased_need_for_sleep: Flag = Flag(
        title="Decreased need for sleep",
        question="Does the client need less sleep than usual at present, without being tired?",
        validity=Validity(14, 0),
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        on_indication="asked of whoever ever had mania, a bipolar disorder or a mood that rose too high",
    )
    reality_testing: Choice[RealityTesting] = Choice(
        title="Reality testing",
        question="On mental state examination, is reality testing intact, impaired or unclear?",
        options=RealityTesting,
        adverse=(RealityTesting.IMPAIRED, RealityTesting.UNCLEAR),
        validity=SEEN_AT_PRESENT,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    hallucinations_now: Flag = Flag(
        title="Current hallucinations",
        question="Does the client see, hear or feel things at present that others do not?",
        validity=SEEN_AT_PRESENT,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    delusions_now: Flag = Flag(
        title="Current delusions",
        question="Does the client hold delusional beliefs at present, beliefs shared by a culture aside?",
        validity=SEEN_AT_PRESENT,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    delirium_now: Flag = Flag(
        title="Current delirium",
        question="Is the client confused at present, with fluctuating attention and awareness?",
        validity=SEEN_AT_PRESENT,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=snomed("2776000"),
    )
    latest_delirium: Event = Event(
        title="Latest delirium",
        question="Has the client ever been delirious, and when did the latest delirium end?",
        validity=Validity(30, 0),
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=snomed("2776000"),
    )
    dissociative_experiences: Number = Number(
        title="DES-II, mean score",
        question="What is the mean score of the DES-II?",
        unit="{score}",
        lowest=0,
        highest=100,
        adverse=Adverse.HIGHER,
        validity=Validity(180, 180),
        on_indication="a screening instrument, used where dissociation is suspected",
    )
    dissociation_assessed: Flag = Flag(
        title="Clinician assessment of dissociation",
        question="Has a clinician assessed the client's dissociation?",
        adverse=False,
        validity=Validity(180, 180),
        mutability=Mutability.OBTAINABLE,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="asked where the DES-II is high",
    )
    neurocognitive_disorder: Flag = Flag(
        title="Neurocognitive disorder",
        question="Has the client been diagnosed with dementia or another neurocognitive disorder?",
        validity=Validity(180, 180),
        lifelong=True,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=snomed("52448006"),
    )
    montreal_cognitive_assessment: Number = score(
        title="MoCA, total",
        question="What is the total of the Montreal Cognitive Assessment (MoCA)?",
        highest=30,
        adverse=Adverse.LOWER,
        validity=Validity(180, 180),
        burden=Burden.EXAMINATION,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        on_indication="measured where cognition seems impaired",
        codes=loinc("72172-0"),
    )
    cognition_assessed: Flag = Flag(
        title="Clinician assessment of cognition",
        question=(
            "Has a clinician assessed the client's cognition since the Montreal Cognitive Assessment (MoCA) was low?"
        ),
        adverse=False,
        validity=Validity(180, 180),
        mutability=Mutability.OBTAINABLE,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="asked where the Montreal Cognitive Assessment is low",
    )
