"""What is so on the day of dosing, before the dose."""

from __future__ import annotations

import enum
from typing import Final

from .authority import EXAMINER
from .mental_state import MoodEpisode, RealityTesting
from .model import Choice, Facts, Flag, Moment, Mutability, Validity
from .readiness import Judgement

SAME_DAY: Final = Validity(0, 0)


class Discussed(enum.Enum):
    """With whom the client has discussed benefits, risks and alternatives."""

    BOTH = "both"
    PRESCRIBER_ONLY = "prescriber only"
    PSYCHOTHERAPIST_ONLY = "psychotherapist only"
    NEITHER = "neither"


class LastIntegration(enum.Enum):
    """Whether the integration of the last dose is on record."""

    NO_EARLIER_DOSE = "no earlier dose"
    RECORDED = "recorded"
    NOT_RECORDED = "not recorded"


class HealthChange(enum.Enum):
    """What has changed in the client's health; of several changes, the one named last here."""

    NONE = "none"
    OTHER = "something else"
    SERIOUS_EVENT = "heart attack, stroke, head injury or seizure"
    CARDIOVASCULAR_EVENT = (
        "clot in lung or leg, stent, cardiac arrest, admission for heart or pressure, aneurysm or bleeding found"
    )
    MANIC_SYMPTOMS = "signs of mania"
    PSYCHOTIC_SYMPTOMS = "hallucinations or delusions"


class SuicidalityToday(enum.Enum):
    """What the C-SSRS since the last visit comes to."""

    NEGATIVE = "negative"
    IDEATION = "thoughts"
    INTENT_OR_BEHAVIOUR = "intent or behaviour"


class Today(Facts, group="today"):
    """What is so on the day of dosing, before the dose."""

    decision_capacity: Choice[Judgement] = Choice(
        title="Capacity to decide today",
        question="Does the client have the capacity today to decide about this dose?",
        options=Judgement,
        adverse=(Judgement.NO, Judgement.UNCLEAR),
        validity=SAME_DAY,
        may_rule_out=EXAMINER,
    )
    consent_reconfirmed: Flag = Flag(
        title="Consent confirmed today",
        question="Has the client confirmed the signed consent by word today?",
        adverse=False,
        validity=SAME_DAY,
        mutability=Mutability.OBTAINABLE,
    )
    discussed: Choice[Discussed] = Choice(
        validity=Validity(365, 365),
        title="Benefits, risks and alternatives discussed",
        question="With whom has the client discussed the benefits, the risks and the alternatives?",
        options=Discussed,
        adverse=(Discussed.NEITHER, Discussed.PSYCHOTHERAPIST_ONLY, Discussed.PRESCRIBER_ONLY),
        mutability=Mutability.OBTAINABLE,
    )
    last_integration: Choice[LastIntegration] = Choice(
        validity=Validity(30, 0),
        title="Integration of the last dose",
        question="Is there a record that the last dose has been worked through in an integration session?",
        options=LastIntegration,
        adverse=(LastIntegration.NOT_RECORDED,),
        mutability=Mutability.OBTAINABLE,
    )
    change_in_health: Choice[HealthChange] = Choice(
        title="Change in health since the screening",
        question=(
            "What has changed in the client's health since the oldest answer about it that the screening used? Of "
            "several changes, name the gravest."
        ),
        options=HealthChange,
        adverse=(
            HealthChange.PSYCHOTIC_SYMPTOMS,
            HealthChange.MANIC_SYMPTOMS,
            HealthChange.CARDIOVASCULAR_EVENT,
            HealthChange.SERIOUS_EVENT,
            HealthChange.OTHER,
        ),
        validity=SAME_DAY,
        lifelong=True,
        mutability=Mutability.FIXED,
        may_rule_out=EXAMINER,
    )
    mood: Choice[MoodEpisode] = Choice(
        title="Mood today",
        question="Which mood episode, if any, does a clinician find today, on a brief examination?",
        options=MoodEpisode,
        adverse=(MoodEpisode.MANIC, MoodEpisode.MIXED, MoodEpisode.HYPOMANIC, MoodEpisode.UNCLEAR),
        validity=SAME_DAY,
        may_rule_out=EXAMINER,
    )
    reality_testing: Choice[RealityTesting] = Choice(
        title="Reality testing today",
        question="On a brief examination today, is reality testing intact, impaired or unclear?",
        options=RealityTesting,
        adverse=(RealityTesting.IMPAIRED, RealityTesting.UNCLEAR),
        validity=SAME_DAY,
        may_rule_out=EXAMINER,
    )
    acute_infection: Flag = Flag(
        title="Fever or acute infection today",
        question="Does the client have a fever or any acute infection today, such as a cold or one of urine?",
        validity=SAME_DAY,
        mutability=Mutability.PASSES_WITH_TIME,
    )
    suicidality: Choice[SuicidalityToday] = Choice(
        title="C-SSRS since the last visit",
        question="What does the C-SSRS since the last visit come to?",
        options=SuicidalityToday,
        adverse=(SuicidalityToday.INTENT_OR_BEHAVIOUR, SuicidalityToday.IDEATION),
        validity=SAME_DAY,
        may_rule_out=EXAMINER,
    )
    medicines_changed: Flag = Flag(
        title="Medicines changed since the screening",
        question="Has any medicine or its amount changed since the screening?",
        validity=SAME_DAY,
        lifelong=True,
        mutability=Mutability.FIXED,
    )
    stimulant: Flag = Flag(
        title="Stimulant taken today",
        question="Has the client taken a stimulant today, prescribed or not?",
        validity=SAME_DAY,
        mutability=Mutability.PASSES_WITH_TIME,
    )
    last_benzodiazepine: Moment = Moment(
        title="Last benzodiazepine or Z-drug",
        question="When did the client last take a benzodiazepine or a Z-drug?",
        validity=SAME_DAY,
        on_indication="asked of clients who take one, regularly or as needed",
    )
    last_sedative: Moment = Moment(
        title="Last other sedating medicine",
        question=(
            "When did the client last take a medicine that sedates, such as an opioid, benzodiazepines and "
            "Z-drugs aside?"
        ),
        validity=SAME_DAY,
        on_indication="asked of clients who take one, regularly or as needed",
    )
    intoxicated: Flag = Flag(
        title="Current intoxication",
        question="Is the client intoxicated now, with whatever it may be?",
        validity=SAME_DAY,
        may_rule_out=EXAMINER,
        mutability=Mutability.PASSES_WITH_TIME,
    )
    last_alcohol: Moment = Moment(
        title="Last alcohol",
        question="When did the client last drink alcohol?",
        validity=SAME_DAY,
    )
    last_cannabis: Moment = Moment(
        title="Last cannabis",
        question="When did the client last use cannabis?",
        validity=SAME_DAY,
    )
    last_meal: Moment = Moment(
        title="Last food",
        question="When did the client last eat anything?",
        validity=SAME_DAY,
    )
    last_liquid: Moment = Moment(
        title="Last liquid",
        question="When did the client last drink anything, water included?",
        validity=SAME_DAY,
    )
    last_nasal_spray: Moment = Moment(
        title="Last nasal steroid or decongestant",
        question="When did the client last use a nasal corticosteroid or decongestant?",
        validity=SAME_DAY,
        on_indication="asked where the product is given through the nose",
    )
