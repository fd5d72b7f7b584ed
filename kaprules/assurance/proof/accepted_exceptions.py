"""What does not hold and rightly so, with the reason: patterns first, then what no pattern explains, one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from ...facts.model import Choice, Fact, Flag
from ...limit import Exact
from ...possible import Level
from ...rule import Rule
from ...solver.encode import facts_in

# A rule that is TRUE wherever another is --------------------------------------------------------------------------

BESIDE: Final = "a note is shown beside whatever else is found, and stops nothing"
DETAIL: Final = "what is asked for is a detail of the finding, which stands meanwhile"
LESSER: Final = (
    "the lesser finding goes on where the graver begins: were it to end there, getting worse would take it away"
)
PARTED: Final = "a site may choose the levels of the two apart"

SAME_LEVEL: Final[Mapping[tuple[str, str], str]] = {
    ("breathing.apnoea.with_obesity", "obesity.severe"): "a label warns of the two together, beside the weight itself",
    ("obesity.anaesthesia_review", "obesity.severe"): "the graver weight asks for an anaesthetist, the lesser does not",
    ("liver.moderate", "liver.cirrhosis"): "from class B on effects last longer, which class A does not say",
    (
        "medicines.pressor_with_raised_pressure",
        "cardiovascular.pressure.raised",
    ): "it names what may be behind the raised pressure",
    (
        "medicines.thyroid_hormone_with_raised_pressure",
        "cardiovascular.pressure.raised",
    ): "it names what may be behind the raised pressure",
    (
        "suicidality.attempt_near",
        "suicidality.attempt_within_window",
    ): "it is found by itself where a clinic does not wait after an attempt, as none does that has not switched it on",
}
"""A rule, and the one of its level or a graver one that is TRUE wherever it is."""


def implication(one: Rule, other: Rule) -> str:
    """Return why ``other`` may be TRUE wherever ``one`` is, which is as grave or graver; empty if not declared."""
    if other.level is Level.NOTE:
        return BESIDE
    if one.level > other.level:
        return DETAIL if one.level is Level.NEEDS_INFORMATION else LESSER
    return shadow(one, (other,))


def shadow(rule: Rule, others: Sequence[Rule]) -> str:
    """Return why a rule may be found only beside some others, which are as grave or graver."""
    for other in others:
        declared = SAME_LEVEL.get((rule.id, other.id))
        if declared:
            return declared
        lower = any(level < rule.level for level in other.levels)
        higher = any(level > other.level for level in rule.levels)
        if lower or higher:
            return PARTED
    return ""


# A branch of a caution that an exclusion covers --------------------------------------------------------------------

COVERED: Final[Mapping[tuple[str, str], str]] = {}
"""By rule, and by the branch as it is shown."""


# What several rules settle together -------------------------------------------------------------------------------


def gap(rules: Sequence[Rule], settled: Collection[Fact]) -> str:
    """Return why it may stay open which of several rules is TRUE, though one of them is.

    They are alternatives by a fact that is not settled, and is asked for; something else is, and concerns them all, or
    the fact has kinds, which are no grades, and each rule weighs other kinds.
    """
    shared = set.intersection(*(set(facts_in(rule.when)) for rule in rules)) if rules else set()
    apart = sorted(fact.id for fact in shared if isinstance(fact, Choice | Flag) and fact not in settled)
    of_kinds = any(isinstance(fact, Choice) and not fact.graded for fact in shared - {*settled})
    if not apart or not (settled or of_kinds):
        return ""
    return f"which of them it is, and so how it lifts, depends on {' and '.join(apart)}, which is asked for"


# Questions ---------------------------------------------------------------------------------------------------------

PARTLY_KNOWN: Final = "of facts known in part the list of questions may name one too many"

# Facts on indication that no rule demands --------------------------------------------------------------------------

CLINICS_CHOICE: Final = "whether it is obtained is a clinic's choice; a value that is there counts"
IF_KNOWN: Final = "it counts where somebody knows of it; nothing else that is asked points to it"
READ_WITH_OTHERS: Final = "it is read from what is asked for itself"
FOUND_ANYHOW: Final = "what points to it is found by rules of its own"
ON_THE_DAY: Final = "the dosing day demands it of everybody; one that is there at the intake counts"
BROUGHT_ALONG: Final = "whoever measures at home brings it along; nobody is asked to"
MENSES: Final[Mapping[str, str]] = dict.fromkeys(
    ("reproduction.last_menstrual_period", "reproduction.pregnancy_possible", "reproduction.hormonal_contraception"),
    "it can only make a pregnancy possible; what makes one impossible is asked for itself",
)

NOT_DEMANDED: Final[Mapping[str, Mapping[str, str]]] = {
    "screening": {
        **dict.fromkeys(
            (
                "anaesthesia.asa_class",
                "bladder.urinalysis",
                "circulation.electrocardiogram",
                "general_health.glomerular_filtration_rate",
                "ketamine_history.ketamine_prescribed_elsewhere",
                "mental_state.asrm",
                "mental_state.dissociative_experiences",
                "mental_state.montreal_cognitive_assessment",
                "psychiatric_history.mood_disorder_questionnaire_positive",
                "substance_use.audit_c_total",
                "substance_use.dast_10_total",
                "substance_use.ketamine_positive",
                "substance_use.unexplained_drug_test",
                "suicidality.phq9_item_9",
            ),
            CLINICS_CHOICE,
        ),
        **dict.fromkeys(
            (
                "ketamine_history.excipient_allergy",
                "thyroid.thyroid_storm_ever",
            ),
            IF_KNOWN,
        ),
        **dict.fromkeys(
            (
                "bladder.episode_counts_contradict",
                "medicines.ever_ketamine",
                "medicines.taken_for_epilepsy",
                "reproduction.menses_contradict",
                "psychiatric_history.antipsychotic_or_mood_stabiliser",
                "substance_use.audit_answers_audit_c",
                "substance_use.ketamine_or_phencyclidine_disorder",
                "substance_use.mild_disorder",
            ),
            READ_WITH_OTHERS,
        ),
        "suicidality.latest_attempt": FOUND_ANYHOW,
        **dict.fromkeys(
            ("breathing.respiratory_infection", "general_health.acute_infection", "general_health.fever"), ON_THE_DAY
        ),
        **dict.fromkeys(
            (
                "vitals.home_highest_diastolic",
                "vitals.home_highest_systolic",
                "vitals.home_mean_diastolic",
                "vitals.home_mean_systolic",
            ),
            BROUGHT_ALONG,
        ),
        **MENSES,
    },
    "dosing_day": {
        "follow_up.earlier_session": IF_KNOWN,
        **MENSES,
        **dict.fromkeys(
            ("medicines.benzodiazepine_in_use", "medicines.ever_strong_sedative", "medicines.sedative_in_use"),
            READ_WITH_OTHERS,
        ),
    },
}
"""By rule set, then by fact."""


# What a fact need not be asked beside ------------------------------------------------------------------------------

_PREGNANCY: Final = (
    "person.age",
    "medicines.period_stopper_last_taken",
    *(
        f"reproduction.{name}"
        for name in (
            "without_uterus",
            "permanent_sterilisation",
            "amenorrhoea",
            "last_menstrual_period",
            "pregnancy_possible",
            "pregnancy_test",
            "pregnancy_reported",
            "contraception_effective",
            "hormonal_contraception",
            "menopause_confirmed",
            "last_delivery",
            "breastfeeding",
            "preeclampsia",
        )
    ),
)
"""What says whether a pregnancy is possible, and what would be asked if it were."""
_PRESSURE: Final = (
    "circulation.hypertension",
    "circulation.hypertension_treated",
    "circulation.latest_cardiovascular_event",
    "circulation.latest_cardiovascular_event_kind",
    *(
        f"vitals.{name}"
        for name in (
            "mean_systolic",
            "mean_diastolic",
            "highest_systolic",
            "highest_diastolic",
            "pressure_readings",
            "pressure_days",
        )
    ),
)
"""What says how often the pressure has to be measured."""
_DISEASES: Final = (
    "bladder.interstitial_cystitis",
    "breathing.asthma",
    "breathing.copd",
    "circulation.arrhythmia",
    "circulation.coronary_disease",
    "circulation.heart_failure",
    "circulation.latest_cardiovascular_event",
    "circulation.latest_cardiovascular_event_kind",
    "circulation.myocardial_infarction",
    "circulation.significant_valve_disease",
    "circulation.unstable_angina",
    "eye.disease",
    "mental_state.neurocognitive_disorder",
    "psychiatric_history.bipolar_disorder",
    "psychiatric_history.mania_ever",
    "psychiatric_history.mood_disorder_with_psychosis",
    "psychiatric_history.postpartum_psychosis",
    "psychiatric_history.primary_psychosis",
    "psychiatric_history.substance_induced_psychosis",
    "reproduction.months_until_planned_pregnancy",
    "substance_use.any_disorder",
    "thyroid.hyperthyroidism",
    *(
        f"medicines.tells_of_{name}"
        for name in (
            "asthma",
            "bipolar",
            "copd",
            "copd_or_asthma",
            "coronary",
            "dementia",
            "embolism",
            "embolism_rhythm_or_valve",
            "eye",
            "heart_failure",
            "heart_failure_or_coronary",
            "interstitial_cystitis",
            "pregnancy_wished",
            "psychosis",
            "rhythm",
            "rhythm_or_heart_failure",
            "substances",
            "thyroid",
            "valve",
        )
    ),
)
"""The diseases that a medicine may tell of, and the medicines that do: what one of them tells, another may."""
_THYROID: Final = ("thyroid.tsh_below_reference", "thyroid.free_t4_above_reference")
_CALLS_FOR_TSH: Final = (
    "vitals.heart_rate",
    "medicines.takes_thyroid_hormone",
    "medicines.takes_antithyroid",
    "medicines.takes_amiodarone_or_lithium",
    "thyroid.thyroid_storm_ever",
)
"""What calls for a TSH besides a diagnosis and a disorder of rhythm."""
_APNOEA: Final = ("breathing.sleep_apnoea", "breathing.apnoea_hypopnoea_index")
_SEDATIVES: Final = tuple(f"medicines.takes_{name}" for name in ("benzodiazepine", "opioid", "cns_depressant"))
_STRONG_SEDATIVES: Final = tuple(f"medicines.takes_{name}" for name in ("opioid", "strong_depressant", "oxybate"))
_TIERS: Final = tuple(
    f"plan.{name}"
    for name in ("intended_tier", "prior_mild_tolerated", "prior_moderate_tolerated", "mild_first_waived")
)
_CONTACT: Final = tuple(f"follow_up.{name}" for name in ("asked", "session_end", "given_tier", "contact_made"))
_PACE: Final = ("follow_up.asked", "follow_up.sessions_per_week", "follow_up.days_at_this_pace")
_ASKED: Final = ("follow_up.asked",)

MOOT: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "screening": {
        **dict.fromkeys(_PREGNANCY, _PREGNANCY),
        **dict.fromkeys(_PRESSURE, _PRESSURE),
        "vitals.pressure_days": (*_PRESSURE, "vitals.home_mean_systolic", "vitals.home_mean_diastolic"),
        **dict.fromkeys(_DISEASES, _DISEASES),
        "circulation.hypertension": (
            *_PRESSURE,
            "breathing.apnoea_hypopnoea_index",
            "breathing.sleep_apnoea",
            "breathing.stop_bang",
            "vitals.body_mass_index",
        ),
        "circulation.latest_cardiovascular_event": (
            *_PRESSURE,
            *_DISEASES,
            "circulation.decompensated",
            "circulation.nyha_class",
            "circulation.stroke_or_tia",
            "circulation.vessel_operation_assessed",
            *_THYROID,
            *_CALLS_FOR_TSH,
        ),
        "circulation.heart_failure": (*_DISEASES, "circulation.decompensated", "circulation.nyha_class"),
        "thyroid.hyperthyroidism": (*_DISEASES, *_THYROID, "thyroid.control", "thyroid.treated"),
        "breathing.sleep_apnoea": (
            *_APNOEA,
            *_SEDATIVES,
            "breathing.pap_use",
            "vitals.body_mass_index",
        ),
        "breathing.stop_bang": ("breathing.apnoea_hypopnoea_index",),
        "bladder.urinary_symptoms_now": ("bladder.urinary_workup", "ketamine_history.latest_nonmedical_ketamine_use"),
        "liver.known_disease": ("liver.child_pugh", "liver.alt_multiple", "liver.ast_multiple"),
        "medicines.takes_thyroid_hormone": (
            *_THYROID,
            "thyroid.hyperthyroidism",
            "vitals.mean_systolic",
            "vitals.mean_diastolic",
        ),
        **dict.fromkeys(
            ("medicines.takes_antithyroid", "medicines.takes_amiodarone_or_lithium"),
            (*_THYROID, "thyroid.hyperthyroidism"),
        ),
        "medicines.antipsychotic_or_mood_stabiliser": (
            "psychiatric_history.bipolar_disorder",
            "psychiatric_history.primary_psychosis",
            "psychiatric_history.mood_disorder_with_psychosis",
        ),
        "medicines.takes_pressor": ("vitals.mean_systolic", "vitals.mean_diastolic"),
        **dict.fromkeys(_SEDATIVES, _APNOEA),
        "ketamine_history.any_reaction": (
            "ketamine_history.prior_medical_ketamine",
            "ketamine_history.latest_nonmedical_ketamine_use",
        ),
        "ketamine_history.hepatic_reaction": (
            "ketamine_history.urinary_reaction",
            "liver.alt_multiple",
            "liver.ast_multiple",
        ),
        "ketamine_history.urinary_reaction": ("ketamine_history.hepatic_reaction",),
        "suicidality.attempt_ever": ("suicidality.latest_attempt",),
    },
    "setting": {
        "terms.product": (
            "premises.place",
            "premises.pulse_oximeter",
            "team.prescriber_on_site",
            "terms.off_label_consent",
            "terms.programme_enrolled",
        ),
        **dict.fromkeys(("terms.programme_enrolled", "terms.off_label_consent"), ("terms.product",)),
    },
    "dose_tiers": {
        **dict.fromkeys(_TIERS, _TIERS),
        "plan.intended_tier": (
            *_TIERS,
            *(
                f"plan.{name}"
                for name in (
                    "adult_overnight",
                    "consented_tier",
                    "highest_suicidality_item",
                    "integration_booked",
                    "integration_hours",
                    "monitoring",
                    "open_cautions",
                    "prep_sessions",
                    "raised_pressure",
                    "support_person_named",
                    "untreated_apnoea",
                )
            ),
        ),
        **dict.fromkeys(
            ("plan.adult_overnight", "plan.untreated_apnoea", "plan.raised_pressure"), ("plan.intended_tier",)
        ),
    },
    "dosing_day": {
        **dict.fromkeys(_PREGNANCY, _PREGNANCY),
        "medicines.takes_benzodiazepine": ("today.last_benzodiazepine",),
        **dict.fromkeys(
            _STRONG_SEDATIVES, (*_STRONG_SEDATIVES, "medicines.ever_strong_sedative", "today.last_sedative")
        ),
        "medicines.takes_cns_depressant": (*_STRONG_SEDATIVES, "today.last_sedative"),
        "plan.product": (
            "medicines.takes_cyp_inhibitor",
            "today.last_liquid",
            "today.last_meal",
            "today.last_nasal_spray",
        ),
    },
    "discharge": {
        "plan.product": ("recovery.last_dose", "recovery.pressure_checked_at_peak"),
        "recovery.pressure_checked_at_peak": ("plan.product",),
        "recovery.systolic_change": ("recovery.systolic_change_per_cent",),
        "recovery.systolic_change_per_cent": ("recovery.systolic_change",),
        "recovery.diastolic_change": ("recovery.diastolic_change_per_cent",),
        "recovery.diastolic_change_per_cent": ("recovery.diastolic_change",),
        "recovery.oxygen_saturation": ("recovery.oxygen_fell",),
        "recovery.oxygen_fell": ("recovery.oxygen_saturation",),
    },
    "aftercare": {
        "follow_up.asked": (
            *_CONTACT,
            *_PACE,
            *(
                f"follow_up.{name}"
                for name in (
                    "craving",
                    "highest_ideation_item_since",
                    "integration_missed",
                    "integration_recorded",
                    "midnight_passed",
                    "misuse",
                    "phq9",
                    "slept",
                    "suicidal_behaviour_since",
                    "switch_signs",
                    "urinary_symptoms",
                )
            ),
        ),
        **dict.fromkeys(
            (
                f"follow_up.{name}"
                for name in (
                    "craving",
                    "highest_ideation_item_since",
                    "integration_missed",
                    "integration_recorded",
                    "midnight_passed",
                    "misuse",
                    "phq9",
                    "slept",
                    "suicidal_behaviour_since",
                    "switch_signs",
                    "urinary_symptoms",
                )
            ),
            _ASKED,
        ),
        **dict.fromkeys(_CONTACT[1:], _CONTACT),
        **dict.fromkeys(_PACE[1:], _PACE),
    },
}
"""By rule set, then by fact: which others may make it moot, so that whoever lacks it is cleared by what they are.

They have to settle, alone, every rule that reads the fact: one that is negative settles what is found of both together,
and one that is there what the fact would only ask for. A fact without an entry holds up everybody of whom it is
missing.
"""


NOT_BY_REQUIRED_FACTS: Final[Mapping[str, str]] = {
    "anaesthesia.asa_class": "a summary of what is asked for itself",
    "substance_use.ketamine_or_phencyclidine_disorder": READ_WITH_OTHERS,
    "thyroid.free_t3_above_reference": "where the TSH, demanded by required facts, is low, it is demanded",
}
"""The facts on indication that an exclusion reads and no rule demands by required facts alone, each with the reason."""


LISTED_ON_INDICATION: Final[Mapping[str, str]] = {
    "reproduction.breastfeeding": "a list answers it of those alone whom no rule asks: who has no uterus",
}
"""The facts that stand on a checklist and are looked for only on indication, each with the reason."""


def demand(fact: Fact, book: str) -> str:
    """Return why no rule of a book needs to demand a fact on indication; empty where it is not declared."""
    return NOT_DEMANDED.get(book, {}).get(fact.id, "")


# Facts that may get worse and improve an outcome -------------------------------------------------------------------

PARTLY_SETTLED: Final = (
    "one of several facts settles it, and of another, known in part, or declined or expired, no more is asked"
)


class Direction(NamedTuple):
    """Why the harmless values of a fact need not be better than an adverse one; adverse ones stay in order."""

    reason: str
    below: Exact | None = None
    """Of a number, where its harmless values end."""
    answers: tuple[str, ...] = ()
    """The rules whose question an adverse value answers: without them nothing improves. Empty where it is not shown.

    One that ends with a dot stands for every rule whose id begins with it.
    """

    def answered(self, rule: Rule) -> bool:
        """Say whether an adverse value answers what a rule asks for."""
        return any(rule.id == each or (each.endswith(".") and rule.id.startswith(each)) for each in self.answers)


def _told(*answers: str) -> Direction:
    """Return why a disease that is diagnosed may better an outcome: no medicine tells of a denied one any more.

    Nor does an event of that disease of which nobody said when it was, where ``answers`` names the rule that weighs it.
    """
    return Direction(
        "a diagnosis answers the question that a medicine or an event of the disease raises beside its denial",
        answers=("medicines.tells_of_denied.", *answers),
    )


NOT_MONOTONE: Final[Mapping[str, Direction]] = {
    "circulation.nyha_class": Direction(
        "with heart failure, 'does not apply' is a gap in the record, which a class closes"
    ),
    "psychiatric_history.bipolar_disorder": Direction(
        "a diagnosis answers the question that a positive questionnaire raises"
    ),
    "breathing.apnoea_hypopnoea_index": Direction(
        "an index of 5 or more answers whether there is apnoea, which a lower one leaves to the diagnosis", 5
    ),
    **dict.fromkeys(
        (
            "bladder.interstitial_cystitis",
            "breathing.asthma",
            "breathing.copd",
            "circulation.heart_failure",
            "circulation.significant_valve_disease",
            "eye.disease",
            "thyroid.hyperthyroidism",
        ),
        _told(),
    ),
    "circulation.arrhythmia": _told("cardiovascular.arrhythmia.known"),
    "circulation.coronary_disease": _told("cardiovascular.coronary_disease.known"),
    "psychiatric_history.mood_disorder_with_psychosis": _told("psychosis.medicine_without_reason"),
    "indication.condition": Direction(
        "where nothing is to be treated, no indication contradicts what is denied",
        answers=("readiness.indication_denied.",),
    ),
    "circulation.hypertension_treated": Direction(
        "a treatment tells of the hypertension that is denied beside it, and calls for what hypertension calls for",
        answers=("breathing.apnoea.screening_wanted",),
    ),
    "ketamine_history.any_reaction": Direction(
        "a reaction answers whether ketamine was had, and how it was borne",
        answers=("ketamine.prior_use_not_said", "ketamine.reaction_wanted"),
    ),
    "ketamine_history.prior_medical_ketamine": Direction(
        "where ketamine was had, a reaction that is recorded contradicts nothing any more",
        answers=("ketamine.never_contradicted",),
    ),
    **dict.fromkeys(
        ("ketamine_history.hepatic_reaction", "ketamine_history.urinary_reaction"),
        Direction("both are read of one list of reactions, and either is weighed as both would be"),
    ),
    **dict.fromkeys(
        (*_STRONG_SEDATIVES, "medicines.ever_strong_sedative"),
        Direction(
            "one of the kinds settles what is weighed on the day, and of the others no more is asked",
            answers=("dosing_day.sedative.strong",),
        ),
    ),
    "seizures.seizure_disorder": Direction(
        "a diagnosis answers the question that epilepsy as the reason of a medicine raises",
        answers=("medicines.epilepsy_denied",),
    ),
    "reproduction.pregnancy_possible": Direction(
        "a form that says yes settles that a pregnancy is possible, and the months without a period are then not asked"
    ),
}


# Readings that say that others contradict each other --------------------------------------------------------------

TELLS: Final = frozenset({"reproduction.menses_contradict"})
"""They say no until something does: what they come to then is new, and no rule may find it reassuring."""


def tells(fact: Fact) -> bool:
    """Say whether a fact is read to say that others contradict each other."""
    return fact.id in TELLS
