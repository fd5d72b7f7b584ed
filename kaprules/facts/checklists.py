"""The checklists of an intake: nine questions, each about several facts, in plain words.

A list is weaker than a yes or no to each item. So what a label forbids, and what this treatment itself may harm, is
asked by itself: aneurysm, malformation, bleeding in the brain, reactions to ketamine, its use outside medicine,
psychosis, head injury, suicidality. A clinic may reword or translate an item, and drop none.

Each version stays as it was answered; what is added later makes a new version beside it.
"""

from __future__ import annotations

from typing import Any, Final

from ..ingredients import MedicineClass
from ..language import message
from ..possible import Absence
from .anaesthesia import Anaesthesia
from .bladder import Bladder, InterstitialCystitis
from .breathing import Asthma, Breathing, LungDisease
from .circulation import Arrhythmia, Circulation, Phaeochromocytoma
from .eye import Eye, EyeDisease
from .general_health import GeneralHealth
from .intracranial import Hydrocephalus, Intracranial, IntracranialPressure
from .ketamine_history import KetamineHistory, PriorKetamine, UseDisorder
from .liver import Liver
from .medicines import Medicines, said, says_it_was_taken
from .mental_state import MentalState
from .model import (
    NEVER,
    AtLeastThese,
    Checklist,
    Fact,
    Item,
    NoneWithin,
    OneOf,
    Recorded,
    Reporter,
    Reports,
    Series,
)
from .psychiatric_history import AffectiveSwitch, Bipolar, PsychiatricHistory
from .reproduction import Reproduction
from .seizures import Seizures
from .substance_use import Analyte, CannabisUse, SubstanceUse, TestResult
from .thyroid import Thyroid

EVER: Final = message("Have you ever had, or do you have, any of these?")
CLINICIAN: Final = (Reporter.CLINICIAN,)
THREE_MONTHS: Final = NoneWithin(90)
TWO_YEARS: Final = NoneWithin(730)


NEVER_HAD: Final = (KetamineHistory.prior_medical_ketamine, KetamineHistory.nonmedical_ketamine_use)
"""Whose "never" clears what ketamine does."""


# What a list may clear only in part ----------------------------------------------------------------------------


def _reports(fact: Fact, subject: Any) -> tuple[Recorded, ...]:
    """Return what was given of a fact, as reports; none where it was not asked."""
    given = getattr(subject, fact.group).__dict__[fact.name]
    if isinstance(given, Reports):
        return tuple(given.reports)
    return () if given is Absence.NOT_ASKED else (given if isinstance(given, Recorded) else Recorded(given),)


def _never_had_ketamine(subject: Any) -> bool:
    """Say whether ketamine was never given nor taken, by all reports: it is denied for as long as those are valid.

    A reaction, a count of uses or a prescription elsewhere that says otherwise, or that is not usable, speaks against;
    so do a medicine of the list, a urine test and a mood that rose under ketamine.
    """
    history = KetamineHistory
    for fact, never in zip(NEVER_HAD, (PriorKetamine.NEVER_GIVEN, NEVER), strict=True):
        reports = _reports(fact, subject)
        if not reports or any(each.value is not never for each in reports):
            return False
    against = (
        (history.reactions, ()),
        (history.nonmedical_ketamine_uses_in_12_months, 0),
        (history.ketamine_prescribed_elsewhere, False),
    )
    if any(each.value != denial for fact, denial in against for each in _reports(fact, subject)):
        return False
    switch, names = PsychiatricHistory.switch_under_treatment, subject.medicines.site.names
    return not (
        any(each.value is AffectiveSwitch.KETAMINE for each in _reports(switch, subject))
        or any(each.value is True for fact in KETAMINE_TOLD for each in _reports(fact, subject))
        or any(says_it_was_taken(each, MedicineClass.KETAMINE, names) for each in _records(Medicines.listed, subject))
        or any(map(_found_ketamine, _records(SubstanceUse.urine_drug_tests, subject)))
    )


KETAMINE_TOLD: Final = (Medicines.takes_ketamine, Medicines.ever_ketamine, SubstanceUse.ketamine_positive)
"""What may be given in place of the list of medicines and of the urine tests."""


def _records(series: Series, subject: Any) -> tuple[Any, ...]:
    """Return the records of a list, by all reports."""
    found: list[Any] = []
    for report in _reports(series, subject):
        value = report.value.records if isinstance(report.value, AtLeastThese) else report.value
        found += [] if isinstance(value, Absence) else value
    return tuple(found)


def _found_ketamine(test: Any) -> bool:
    analyte, result = (said(getattr(test, each)) for each in ("analyte", "result"))
    return Analyte.KETAMINE in analyte and TestResult.POSITIVE in result


def _without_uterus(subject: Any) -> bool:
    """Say whether the client has no uterus, by all reports: everybody else is asked about nursing by itself."""
    reports = _reports(Reproduction.without_uterus, subject)
    return bool(reports) and all(each.value is True for each in reports)


# The nine lists ------------------------------------------------------------------------------------------------

HEART_AND_VESSELS: Final = Checklist(
    "heart_and_vessels",
    1,
    title=message("Heart and vessels"),
    question=EVER,
    items=(
        Item("high_blood_pressure", message("high blood pressure"), {Circulation.hypertension: False}),
        Item("heart_attack", message("a heart attack"), {Circulation.myocardial_infarction: NEVER}),
        Item("narrowed_heart_arteries", message("narrowed heart arteries"), {Circulation.coronary_disease: False}),
        Item(
            "heart_valve",
            message("a leaking or narrowed heart valve"),
            {Circulation.significant_valve_disease: False},
        ),
        Item(
            "heartbeat",
            message("an irregular, very slow or very fast heartbeat"),
            {Circulation.arrhythmia: Arrhythmia.NONE},
        ),
        Item("weak_heart", message("a weak heart"), {Circulation.heart_failure: False}),
        Item("tear_of_main_artery", message("a tear of the main artery"), {Circulation.aortic_dissection: False}),
        Item(
            "stress_hormone_tumour",
            message("a tumour that makes stress hormones"),
            {Circulation.phaeochromocytoma: Phaeochromocytoma.NONE},
        ),
        Item(
            "high_pressure_in_the_lungs",
            message("high pressure in the lungs"),
            {Circulation.pulmonary_hypertension: False},
        ),
        Item(
            "chest_pain_now",
            message("now: chest pain at rest or with little effort"),
            {Circulation.unstable_angina: False},
        ),
    ),
)

BRAIN_AND_NERVES: Final = Checklist(
    "brain_and_nerves",
    1,
    title=message("Brain and nerves"),
    question=EVER,
    items=(
        Item("stroke", message("a stroke or mini-stroke"), {Circulation.stroke_or_tia: NEVER}),
        Item(
            "brain_trouble_from_pressure",
            message("brain trouble from very high blood pressure"),
            {Circulation.hypertensive_encephalopathy: False},
        ),
        Item(
            "seizure",
            message("a seizure, even one only, or epilepsy"),
            {Seizures.seizure_disorder: False, Seizures.latest_seizure: NEVER},
        ),
        Item(
            "raised_pressure_in_the_head",
            message("raised pressure in the head"),
            {Intracranial.pressure: IntracranialPressure.NORMAL},
        ),
        Item("growth_in_the_head", message("a growth in the head"), {Intracranial.mass: False}),
        Item(
            "water_or_shunt",
            message("water on the brain, or a tube (shunt) that drains it"),
            {Intracranial.hydrocephalus: Hydrocephalus.NONE, Intracranial.shunt: False},
        ),
    ),
)

BREATHING_AND_SLEEP: Final = Checklist(
    "breathing_and_sleep",
    1,
    title=message("Breathing and sleep"),
    question=EVER,
    items=(
        Item("sleep_apnoea", message("sleep apnoea"), {Breathing.sleep_apnoea: False}),
        Item("copd", message("COPD or emphysema"), {Breathing.copd: LungDisease.NONE}),
        Item("asthma", message("asthma"), {Breathing.asthma: Asthma.NONE}),
        Item("oxygen_at_home", message("oxygen at home"), {Breathing.home_oxygen: False}),
        Item(
            "failing_lungs_or_machine",
            message("lungs that fail, or a machine that breathes for you at night"),
            {Breathing.chronic_respiratory_failure: False},
        ),
        Item(
            "other_lung_disease",
            message("any other lung disease"),
            {Breathing.chronic_respiratory_failure: False},
            leaves_open=True,
        ),
        Item(
            "too_little_breathing_from_weight",
            message("breathing too little because of weight"),
            {Breathing.obesity_hypoventilation: False},
        ),
    ),
)

LIVER_KIDNEY_BLADDER: Final = Checklist(
    "liver_kidney_bladder",
    1,
    title=message("Liver, kidneys and bladder"),
    question=EVER,
    items=(
        Item("liver_disease", message("a liver disease"), {Liver.known_disease: False}),
        Item("failed_kidneys", message("failed kidneys, or dialysis"), {GeneralHealth.kidney_failure: False}),
        Item(
            "bladder_infection",
            message("a bladder infection in the last twelve months"),
            {Bladder.cystitis_episodes_in_6_months: 0, Bladder.cystitis_episodes_in_12_months: 0},
        ),
        Item(
            "painful_bladder",
            message("a painful bladder for long (interstitial cystitis)"),
            {Bladder.interstitial_cystitis: InterstitialCystitis.NONE},
        ),
        Item(
            "bleeding_or_ulcered_bladder",
            message("a bleeding or ulcered bladder"),
            {Bladder.ulcerative_or_haemorrhagic_cystitis_now: False},
        ),
        Item(
            "bladder_after_radiation",
            message("a bladder inflamed after radiation"),
            {Bladder.radiation_cystitis: False},
        ),
        Item(
            "bladder_from_ketamine",
            message("a bladder hurt by ketamine"),
            {Bladder.ketamine_cystitis: False},
            clears_where=_never_had_ketamine,
            rests_on=NEVER_HAD,
        ),
        Item(
            "urinary_symptoms_now",
            message("now: burning, urgency, blood in the urine, or pain"),
            {Bladder.urinary_symptoms_now: False},
        ),
        Item(
            "urinary_infection_now", message("now: a urinary infection"), {Bladder.urinary_tract_infection_now: False}
        ),
    ),
)

HORMONES_EYES_RARE: Final = Checklist(
    "hormones_eyes_rare",
    1,
    title=message("Hormones, eyes and a rare disease"),
    question=EVER,
    items=(
        Item("overactive_thyroid", message("an overactive thyroid"), {Thyroid.hyperthyroidism: False}),
        Item(
            "eye_disease",
            message("an eye disease (glaucoma, injury, detached retina)"),
            {Eye.disease: EyeDisease.NONE},
        ),
        Item("eye_operation", message("an eye operation in the last three months"), {Eye.surgery: THREE_MONTHS}),
        Item("acute_porphyria", message("acute porphyria"), {GeneralHealth.acute_porphyria: False}),
    ),
)

MENTAL_HEALTH_HISTORY: Final = Checklist(
    "mental_health_history",
    1,
    title=message("Mental health so far"),
    question=EVER,
    items=(
        Item("bipolar_disorder", message("bipolar disorder"), {PsychiatricHistory.bipolar_disorder: Bipolar.NONE}),
        Item("mania", message("mania or hypomania"), {PsychiatricHistory.mania_ever: False}),
        Item(
            "mood_too_high_under_a_medicine",
            message("a mood that rose too high under an antidepressant, ketamine, a stimulant or a steroid"),
            {PsychiatricHistory.switch_under_treatment: AffectiveSwitch.NONE},
        ),
    ),
    may_rule_out=CLINICIAN,
    may_confirm=CLINICIAN,
)

SUBSTANCES: Final = Checklist(
    "substances",
    1,
    title=message("Alcohol, drugs and other addictions"),
    question=EVER,
    items=(
        Item("alcohol_or_drugs", message("a problem with alcohol or drugs"), {SubstanceUse.disorders: ()}),
        Item(
            "dependence_on_ketamine",
            message("dependence on ketamine"),
            {KetamineHistory.ketamine_use_disorder: UseDisorder.NONE},
            clears_where=_never_had_ketamine,
            rests_on=NEVER_HAD,
        ),
        Item("pcp", message("use of PCP (angel dust)"), {KetamineHistory.phencyclidine_use: NEVER}),
        Item(
            "dependence_on_pcp",
            message("dependence on PCP"),
            {KetamineHistory.phencyclidine_use_disorder: UseDisorder.NONE},
        ),
        Item(
            "ill_after_a_day_without",
            message(
                "shaky, sweating or ill after a day without alcohol or a medicine, or ever a seizure or confusion on "
                "stopping"
            ),
            {SubstanceUse.withdrawal_risk: False},
            leaves_open=True,
        ),
        Item(
            "gambling_or_other_addiction",
            message("now: gambling or another addiction"),
            {SubstanceUse.behavioural_addiction_active: False},
        ),
        Item(
            "cannabis_every_week",
            message("now: cannabis every week, or more often"),
            {SubstanceUse.cannabis_use: OneOf(CannabisUse.NONE, CannabisUse.LESS_THAN_WEEKLY)},
        ),
    ),
    may_rule_out=CLINICIAN,
    may_confirm=CLINICIAN,
)

ANAESTHETICS_OPERATIONS_INJURIES: Final = Checklist(
    "anaesthetics_operations_injuries",
    1,
    title=message("Anaesthetics, operations and injuries"),
    question=message("Does any of these apply to you?"),
    items=(
        Item(
            "breathing_tube_or_breathing",
            message("ever: hard to place a breathing tube, or to keep you breathing, under an anaesthetic"),
            {Anaesthesia.difficult_airway: False},
        ),
        Item(
            "major_operation",
            message("a major operation in the last three months"),
            {GeneralHealth.latest_major_surgery: THREE_MONTHS},
        ),
        Item(
            "serious_injury",
            message("a serious injury in the last three months"),
            {GeneralHealth.latest_major_injury: THREE_MONTHS},
        ),
        Item("given_birth", message("given birth in the last two years"), {Reproduction.last_delivery: TWO_YEARS}),
        Item(
            "nursing_or_giving_milk_now",
            message("now: nursing, or giving your milk"),
            {Reproduction.breastfeeding: False},
            clears_where=_without_uterus,
        ),
    ),
)

MENTAL_STATE: Final = Checklist(
    "mental_state",
    1,
    title=message("Mental state at the examination"),
    question=message("Did the examination find any of these?"),
    items=(
        Item("hallucinations", message("hallucinations"), {MentalState.hallucinations_now: False}),
        Item("delusions", message("delusions"), {MentalState.delusions_now: False}),
        Item("confusion_now", message("confusion now"), {MentalState.delirium_now: False}),
        Item(
            "confusion_in_three_months",
            message("confusion in the last three months"),
            {MentalState.latest_delirium: THREE_MONTHS},
        ),
        Item("cognitive_disorder", message("a cognitive disorder"), {MentalState.neurocognitive_disorder: False}),
        Item("intoxication", message("intoxication"), {SubstanceUse.intoxicated_now: False}),
        Item(
            "dissociative_identity_disorder",
            message("dissociative identity disorder"),
            {PsychiatricHistory.dissociative_identity_disorder: False},
        ),
        Item(
            "complex_trauma_unstable",
            message("complex trauma of an unstable kind"),
            {PsychiatricHistory.unstable_complex_trauma: False},
        ),
        Item(
            "severe_personality_disorder",
            message("a severe personality disorder"),
            {PsychiatricHistory.severe_personality_disorder: False},
        ),
        Item(
            "eating_disorder_unstable",
            message("an eating disorder that is not stable"),
            {PsychiatricHistory.unstable_eating_disorder: False},
        ),
    ),
    reporters=CLINICIAN,
    may_rule_out=CLINICIAN,
)

CHECKLISTS: Final = (
    HEART_AND_VESSELS,
    BRAIN_AND_NERVES,
    BREATHING_AND_SLEEP,
    LIVER_KIDNEY_BLADDER,
    HORMONES_EYES_RARE,
    MENTAL_HEALTH_HISTORY,
    SUBSTANCES,
    ANAESTHETICS_OPERATIONS_INJURIES,
    MENTAL_STATE,
)
"""Every version of every list, in the order in which they are asked."""
