"""How each fact can come to be otherwise, and what it takes to obtain it: all are listed, to be looked at."""

from __future__ import annotations

from typing import Final

import pytest

from kaprules.facts.client import Client
from kaprules.facts.medicines import Medicines
from kaprules.facts.model import Burden, Fact, Mutability, every_fact
from kaprules.facts.practice import Practice
from kaprules.facts.session import Session

EVERY: Final = {fact.id: fact for kind in (Client, Session, Practice) for fact in every_fact(kind)}

MUTABILITY: Final[dict[Mutability, dict[str, str]]] = {
    Mutability.FIXED: {
        "reproduction": (
            "without_uterus permanent_sterilisation amenorrhoea months_until_planned_pregnancy pregnancy_possible "
            "hormonal_contraception"
        ),
        "vitals": "height",
        "circulation": (
            "hypertension coronary_disease heart_failure hypertensive_encephalopathy aneurysm "
            "arteriovenous_malformation intracerebral_haemorrhage aortic_dissection latest_cardiovascular_event_kind "
            "phaeochromocytoma pulmonary_hypertension"
        ),
        "thyroid": "hyperthyroidism thyroid_storm_ever",
        "mental_state": "neurocognitive_disorder",
        "psychiatric_history": (
            "primary_psychosis postpartum_psychosis mood_disorder_with_psychosis bipolar_disorder mania_ever "
            "family_history_of_psychosis mood_disorder_questionnaire_positive dissociative_identity_disorder "
            "autism_or_intellectual_disability switch_under_treatment"
        ),
        "ketamine_history": (
            "immune_reaction severe_emergence_reaction intolerance excipient_allergy prior_medical_ketamine "
            "ketamine_prescribed_elsewhere life_threatening_reaction hepatic_reaction urinary_reaction "
            "serotonin_toxicity affective_switch other_grave_reaction any_reaction"
        ),
        "neurology": "severe_head_injury",
        "breathing": "sleep_apnoea stop_bang chronic_respiratory_failure copd",
        "anaesthesia": "difficult_airway",
        "substance_use": "maintenance_treatment ketamine_or_phencyclidine_disorder",
        "bladder": "radiation_cystitis ketamine_cystitis",
        "intracranial": "shunt",
        "suicidality": "attempt_ever",
        "seizures": "seizure_disorder",
        "general_health": "acute_porphyria kidney_failure",
        "medicines": (
            "maoi_last_taken takes_stimulant takes_xanthine takes_thyroid_hormone takes_pressor takes_benzodiazepine "
            "benzodiazepine_in_use ever_strong_sedative lorazepam_equivalent sedative_in_use takes_opioid "
            "takes_opioid_beyond_maintenance takes_lamotrigine takes_cyp_inhibitor "
            "takes_cyp_inducer takes_naltrexone takes_cns_depressant takes_strong_depressant takes_oxybate "
            "sedating_count takes_nmda_antagonist takes_ketamine ever_ketamine taken_for_epilepsy "
            "takes_systemic_steroid period_stopper_last_taken takes_antithyroid takes_amiodarone_or_lithium "
            "takes_mood_stabiliser tells_of_thyroid tells_of_coronary tells_of_heart_failure "
            "tells_of_heart_failure_or_coronary tells_of_rhythm tells_of_rhythm_or_heart_failure tells_of_embolism "
            "tells_of_valve tells_of_embolism_rhythm_or_valve tells_of_copd tells_of_asthma tells_of_copd_or_asthma "
            "tells_of_interstitial_cystitis tells_of_eye tells_of_dementia tells_of_substances tells_of_psychosis "
            "tells_of_bipolar tells_of_pregnancy_wished "
            "known_by_review"
        ),
        "plan": "product intended_tier screening",
        "today": "change_in_health medicines_changed",
        "recovery": ("previous_score baseline_systolic baseline_diastolic baseline_oxygen_saturation antagonist_given"),
        "follow_up": (
            "asked earlier_session given_tier suicidal_behaviour_since integration_missed switch_signs misuse "
            "sessions_so_far"
        ),
        "terms": "product",
    },
    Mutability.PASSES_WITH_TIME: {
        "person": "age",
        "reproduction": (
            "pregnancy_reported pregnancy_test last_menstrual_period unprotected_intercourse breastfeeding "
            "last_delivery preeclampsia pregnancy_unsure pregnancy_unless_answered"
        ),
        "circulation": "myocardial_infarction stroke_or_tia latest_cardiovascular_event latest_event",
        "thyroid": "levothyroxine_changed biotin",
        "mental_state": "latest_delirium",
        "psychiatric_history": "substance_induced_psychosis",
        "ketamine_history": (
            "psychotic_reaction nonmedical_ketamine_use latest_nonmedical_ketamine_use phencyclidine_use "
            "nonmedical_ketamine_uses_in_12_months"
        ),
        "neurology": "latest_head_injury",
        "breathing": "copd_exacerbation respiratory_infection",
        "substance_use": (
            "significant_disorder any_disorder mild_disorder intoxicated_now unexplained_drug_test cannabis_positive "
            "ketamine_positive"
        ),
        "bladder": "cystitis_episodes_in_6_months cystitis_episodes_in_12_months",
        "eye": "surgery",
        "suicidality": "last_behaviour behaviour_in_three_months latest_attempt attempt_lies_back",
        "seizures": "latest_seizure",
        "general_health": "latest_major_surgery latest_major_injury acute_infection fever",
        "today": (
            "acute_infection stimulant last_benzodiazepine intoxicated last_alcohol last_cannabis last_meal "
            "last_liquid last_nasal_spray last_sedative"
        ),
        "recovery": (
            "last_dose padss aldrete systolic diastolic systolic_change systolic_change_per_cent diastolic_change "
            "diastolic_change_per_cent oxygen_saturation oxygen_fell oriented gait_steady dissociation_resolved "
            "sedation respiratory_depression respiratory_depression_since_dose respiratory_rate "
            "respiratory_depression_ended"
        ),
        "plan": "oldest_health_answer",
        "follow_up": "session_end midnight_passed slept sessions_per_week days_at_this_pace",
    },
    Mutability.TREATABLE: {
        "readiness": "decision_capacity readiness_rating",
        "vitals": (
            "mean_systolic mean_diastolic highest_systolic highest_diastolic heart_rate oxygen_saturation weight "
            "body_mass_index home_mean_systolic home_mean_diastolic home_highest_systolic home_highest_diastolic"
        ),
        "circulation": (
            "hypertension_treated unstable_angina significant_valve_disease arrhythmia nyha_class decompensated "
            "electrocardiogram"
        ),
        "thyroid": (
            "treated control tsh tsh_below_reference free_t4 free_t4_above_reference free_t3 free_t3_above_reference"
        ),
        "mental_state": (
            "current_mood_episode ymrs asrm decreased_need_for_sleep reality_testing hallucinations_now delusions_now "
            "delirium_now dissociative_experiences montreal_cognitive_assessment"
        ),
        "psychiatric_history": "unstable_complex_trauma severe_personality_disorder unstable_eating_disorder",
        "ketamine_history": "ketamine_use_disorder phencyclidine_use_disorder",
        "neurology": "head_injury_symptoms",
        "breathing": "apnoea_hypopnoea_index pap_use home_oxygen hypercapnia obesity_hypoventilation asthma",
        "anaesthesia": "asa_class",
        "substance_use": (
            "withdrawal_risk behavioural_addiction_active cannabis_use audit_total audit_c_total dast_10_total"
        ),
        "bladder": (
            "interstitial_cystitis ulcerative_or_haemorrhagic_cystitis_now urinary_symptoms_now "
            "urinary_tract_infection_now interstitial_cystitis_symptom_index urinalysis"
        ),
        "liver": "known_disease child_pugh alt alt_multiple ast ast_multiple",
        "intracranial": "pressure mass hydrocephalus",
        "eye": "disease",
        "suicidality": "highest_ideation_item phq9 phq9_item_9",
        "seizures": "control",
        "general_health": "glomerular_filtration_rate",
        "plan": "untreated_apnoea raised_pressure highest_suicidality_item home_unsafe",
        "today": "decision_capacity suicidality mood reality_testing",
        "recovery": "new_suicidal_intent",
        "follow_up": "highest_ideation_item_since phq9 urinary_symptoms craving",
    },
    Mutability.OBTAINABLE: {
        "readiness": (
            "informed_consent participation_voluntary willing_client willing_therapist accepts_integration "
            "treatment_goal_documented"
        ),
        "indication": "condition earlier_treatments",
        "reproduction": "contraception_effective menopause_confirmed menses_contradict",
        "vitals": "pressure_readings pressure_days home_readings",
        "circulation": "vessel_operation_assessed",
        "thyroid": "tsh_reference_low free_t4_reference_high free_t3_reference_high",
        "mental_state": "dissociation_assessed cognition_assessed",
        "psychiatric_history": "bipolar_disorder_assessed antipsychotic_or_mood_stabiliser",
        "substance_use": "diagnostic_statement audit_answers_audit_c",
        "bladder": "episode_counts_contradict urinary_workup",
        "liver": "alt_reference_high ast_reference_high",
        "medicines": "ingredient_not_known antipsychotic_or_mood_stabiliser",
        "plan": (
            "consented_tier open_cautions prep_sessions prior_mild_tolerated prior_moderate_tolerated "
            "mild_first_waived therapist_in_room monitoring integration_hours integration_booked escort_arranged "
            "adult_overnight support_person_named intention_stated therapist_known crisis_plan"
        ),
        "today": "consent_reconfirmed discussed last_integration",
        "recovery": "pressure_checked_at_peak escort_present",
        "follow_up": "contact_made integration_recorded integration_aim",
        "team": "prescriber prescriber_on_site psychotherapist integration_offered",
        "premises": "place monitoring pulse_oximeter emergency_plan room_private",
        "terms": "programme_enrolled off_label_consent",
        "evaluations": "medical_in_person psychological_in_person",
    },
}
"""Every scalar fact."""
BURDEN: Final[dict[Burden, dict[str, str]]] = {
    Burden.QUESTION: {},
    Burden.MEASUREMENT: {
        "vitals": (
            "pressures mean_systolic mean_diastolic highest_systolic highest_diastolic pressure_readings "
            "pressure_days heart_rate oxygen_saturation height weight body_mass_index"
        ),
        "recovery": (
            "systolic diastolic baseline_systolic baseline_diastolic systolic_change systolic_change_per_cent "
            "diastolic_change diastolic_change_per_cent oxygen_saturation baseline_oxygen_saturation oxygen_fell "
            "respiratory_rate"
        ),
    },
    Burden.EXAMINATION: {
        "indication": "condition",
        "readiness": "decision_capacity participation_voluntary willing_therapist readiness_rating",
        "reproduction": "menopause_confirmed",
        "circulation": "significant_valve_disease nyha_class decompensated vessel_operation_assessed",
        "thyroid": "control",
        "mental_state": (
            "current_mood_episode ymrs reality_testing dissociation_assessed montreal_cognitive_assessment "
            "cognition_assessed hallucinations_now delusions_now delirium_now latest_delirium neurocognitive_disorder "
            "decreased_need_for_sleep"
        ),
        "psychiatric_history": (
            "bipolar_disorder_assessed dissociative_identity_disorder unstable_complex_trauma "
            "severe_personality_disorder unstable_eating_disorder"
        ),
        "anaesthesia": "asa_class",
        "substance_use": "diagnostic_statement intoxicated_now",
        "liver": "child_pugh",
        "seizures": "control",
        "today": "decision_capacity change_in_health intoxicated mood reality_testing suicidality",
        "recovery": (
            "padss aldrete oriented gait_steady dissociation_resolved antagonist_given escort_present last_dose "
            "new_suicidal_intent pressure_checked_at_peak previous_score respiratory_depression "
            "respiratory_depression_since_dose respiratory_depression_ended sedation"
        ),
        "evaluations": "medical_in_person psychological_in_person",
    },
    Burden.TEST: {
        "reproduction": "pregnancy_test",
        "circulation": "electrocardiogram",
        "thyroid": (
            "tsh tsh_reference_low tsh_below_reference free_t4 free_t4_reference_high free_t4_above_reference free_t3 "
            "free_t3_reference_high free_t3_above_reference"
        ),
        "breathing": "hypercapnia",
        "substance_use": "urine_drug_tests unexplained_drug_test cannabis_positive ketamine_positive",
        "bladder": "urinalysis",
        "liver": "alt alt_reference_high alt_multiple ast ast_reference_high ast_multiple",
        "general_health": "glomerular_filtration_rate",
    },
    Burden.REFERRAL: {
        "breathing": "apnoea_hypopnoea_index",
    },
}
"""Every fact that takes more than a question."""


def listed(groups: dict[str, str]) -> set[str]:
    return {f"{group}.{name}" for group, names in groups.items() for name in names.split()}


@pytest.mark.parametrize("mutability", Mutability)
def test_mutability(mutability: Mutability) -> None:
    """Each fact is as mutable as it is listed here."""
    assert listed(MUTABILITY[mutability]) == {f.id for f in EVERY.values() if f.size and f.mutability is mutability}


@pytest.mark.parametrize("burden", Burden)
def test_burden(burden: Burden) -> None:
    """Each fact is as burdensome as it is listed here; all others are only asked."""
    declared = {fact.id for fact in EVERY.values() if fact.burden is burden}
    if burden is Burden.QUESTION:
        assert declared == EVERY.keys() - {name for groups in BURDEN.values() for name in listed(groups)}
    else:
        assert declared == listed(BURDEN[burden])


def test_lasting_risks_do_not_go_away() -> None:
    """What is lasting is fixed, an event that recedes, or a disease that may get milder."""
    milder = {"bladder.interstitial_cystitis"} | {
        f"ketamine_history.{name}_use_disorder" for name in ("ketamine", "phencyclidine")
    }
    others = {
        fact.id for fact in EVERY.values() if fact.lifelong and fact.size and fact.mutability is not Mutability.FIXED
    }
    assert others == milder | {
        "circulation.latest_cardiovascular_event",
        "circulation.latest_event",
        "ketamine_history.psychotic_reaction",
        "circulation.myocardial_infarction",
        "circulation.stroke_or_tia",
        "neurology.latest_head_injury",
        "psychiatric_history.substance_induced_psychosis",
        "seizures.latest_seizure",
    }


def test_no_medicine_is_ever_to_be_stopped() -> None:
    """What is read of the list of medicines is fixed, but for what a medicine is, and what it is taken for."""
    read: list[Fact] = [fact for fact in Medicines.__facts__ if "listed" in fact.derived_from]
    assert len(read) > 10
    assert [fact.name for fact in read if fact.mutability is not Mutability.FIXED] == [
        *("antipsychotic_or_mood_stabiliser", "ingredient_not_known")
    ]
