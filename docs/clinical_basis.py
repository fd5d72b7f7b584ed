"""Every row of the clinical basis, in this project's words, with what encodes it or why nothing does.

The clinical basis makes the source computable: for each criterion, and for what labels, trials and programmes add, it
gives the default rules, how far a site may go, how one finding bears on another, and for how long a fact counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accounts import Entry, cautions, encoded, excludes, needs, not_encoded, notes, part

FIXED_VALIDITY: Final = (
    "for how long a fact counts is declared with the fact; a site's policy moves limits, levels and rules"
)
NOT_ASKED: Final = "no rule asks for it"

CONVENTIONS: Final[tuple[Entry, ...]] = (
    *part(
        "levels and outcomes",
        encoded(
            "an exclusion says for how long: for good, until a day, until a condition",
            "lifts psychosis.primary: it does not",
            "lifts head_injury.recent_injury: once latest injury of the head lies 84 days back",
            "lifts readiness.consent.refused: the client decides otherwise, freely and informed",
        ),
        encoded("a caution is reviewed by a named clinician first", "dose_tiers.cautions.open", "outcome CAUTION"),
        encoded(
            "a missing fact that decides a rule is asked for",
            "outcome INCOMPLETE",
            "test test_laws.TestNoNeedlessQuestion",
        ),
        encoded("a note stops nothing", "outcome NO_EXCLUSION_FOUND", "aftercare.first_day.recurrence"),
        encoded("marks: urgent, provisional, conflict", "mark URGENT", "mark PROVISIONAL", "mark CONFLICT"),
        encoded(
            "exclusions come before gaps, gaps before cautions",
            "outcome EXCLUDED",
            "outcome INCOMPLETE",
            "outcome CAUTION",
        ),
        encoded(
            "the best outcome clears nobody",
            "outcome NO_EXCLUSION_FOUND",
            "test test_structure.test_no_outcome_promises_anything",
        ),
        encoded(
            "where no label fixes it, a site chooses between exclusion and caution",
            "levels pregnancy.breastfeeding: exclusion, caution",
            "levels pregnancy.pregnancy: fixed",
        ),
        encoded(
            "on indication only: thyroid and liver values, sleep study, questionnaires, details of a disease",
            *(
                f"indication {fact}"
                for fact in (
                    "thyroid.tsh",
                    "thyroid.free_t4",
                    "thyroid.free_t3",
                    "breathing.apnoea_hypopnoea_index",
                    "breathing.pap_use",
                    "mental_state.asrm",
                    "psychiatric_history.mood_disorder_questionnaire_positive",
                    "mental_state.dissociative_experiences",
                    "mental_state.montreal_cognitive_assessment",
                    "bladder.interstitial_cystitis_symptom_index",
                    "circulation.electrocardiogram",
                    "liver.alt",
                    "liver.ast",
                    "liver.child_pugh",
                    "general_health.glomerular_filtration_rate",
                    "anaesthesia.asa_class",
                    "reproduction.months_until_planned_pregnancy",
                    "substance_use.urine_drug_tests",
                    "substance_use.audit_total",
                    "substance_use.dast_10_total",
                    "breathing.hypercapnia",
                    "ketamine_history.excipient_allergy",
                    "general_health.acute_porphyria",
                    "circulation.nyha_class",
                    "circulation.hypertension_treated",
                    "thyroid.treated",
                    "thyroid.control",
                    "seizures.control",
                    "neurology.severe_head_injury",
                )
            ),
        ),
        encoded(
            "a detail that only something else makes meaningful is asked for once that is there",
            "cardiovascular.hypertension.treatment_unknown",
            "cardiovascular.heart_failure.class_unknown",
            "cardiovascular.heart_failure.decompensation_unknown",
            "breathing.apnoea.treatment_unknown",
            "breathing.copd.exacerbation_unknown",
            "seizures.control_missing",
            "eye.operation_not_known",
            "pregnancy.contraception.missing",
            "head_injury.severity_not_known",
        ),
        encoded(
            "risks that last are never out of date",
            *(
                f"lasting {fact}"
                for fact in (
                    "ketamine_history.immune_reaction",
                    "psychiatric_history.primary_psychosis",
                    "psychiatric_history.bipolar_disorder",
                    "psychiatric_history.mania_ever",
                    "ketamine_history.ketamine_use_disorder",
                    "circulation.aneurysm",
                    "circulation.arteriovenous_malformation",
                    "circulation.intracerebral_haemorrhage",
                    "circulation.aortic_dissection",
                    "circulation.myocardial_infarction",
                    "circulation.stroke_or_tia",
                    "neurology.head_injuries",
                    "bladder.interstitial_cystitis",
                    "bladder.ketamine_cystitis",
                    "psychiatric_history.dissociative_identity_disorder",
                    "mental_state.neurocognitive_disorder",
                    "seizures.seizure_disorder",
                    "reproduction.permanent_sterilisation",
                    "psychiatric_history.family_history_of_psychosis",
                )
            ),
        ),
    ),
    *part(
        "what is known",
        encoded(
            "known, not known, never asked, declined, does not apply: told apart",
            "absence NOT_ASKED",
            "absence NOT_KNOWN",
            "absence DECLINED",
            "options circulation.nyha_class: NONE, I, II, III, IV",
        ),
        encoded("not listed is not absent", "test test_facts.test_nothing_is_assumed"),
        encoded(
            "three-valued logic; one certain leg is enough",
            "test test_conditions.test_all_of_is_the_minimum_and_any_of_the_maximum",
        ),
        encoded(
            "a known exclusion stands whatever is missing",
            "outcome EXCLUDED",
            "test test_decision.test_an_exclusion_stands_whatever_is_missing",
        ),
        encoded("what cannot matter is not asked", "test test_laws.TestNoNeedlessQuestion"),
        encoded(
            "declined stays a gap and never becomes a pass", "absence DECLINED", "test test_laws.TestMissingDataSafety"
        ),
    ),
    *part(
        "conflict, time and units",
        encoded(
            "of reports that differ the worst counts, marked",
            "mark CONFLICT",
            "test test_facts.test_presence_wins_over_absence",
        ),
        not_encoded(
            "of those who deny a risk the measured ranks above the reported",
            "no rank is needed: presence wins whoever reports it, and who alone may deny is declared with the fact",
        ),
        encoded(
            "windows are whole days back from the decision, their last day included", "test test_laws.TestTimeShift"
        ),
        encoded(
            "a month is 30 days, six weeks 42, twelve weeks 84",
            "limit aftercare.two_months: 60 days; a site may not move it",
            "limit cognition.recent_delirium: 42 days; a site may not move it",
            "limit head_injury.recent: 84 days; a site may choose 84 days to 365 days",
        ),
        encoded(
            "a partial date decides only where all of it lies on one side",
            "test test_facts_neurology.test_a_partial_date_is_an_interval",
        ),
        encoded(
            "a date to come is an error of data",
            "mark DATA_ERROR",
            "test test_facts.test_a_date_in_the_future_is_an_error_of_data",
        ),
        encoded(
            "units are UCUM; a number without a unit is no fact",
            "range vitals.mean_systolic: 50 to 300 mm[Hg]",
            "test test_clientfile.test_refused",
        ),
        encoded(
            "plausible ranges; outside them the entry is an error of data, never clipped",
            "range vitals.mean_systolic: 50 to 300 mm[Hg]",
            "range vitals.mean_diastolic: 20 to 200 mm[Hg]",
            "range vitals.heart_rate: 20 to 250 /min",
            "range vitals.oxygen_saturation: 50 to 100 %",
            "range vitals.height: 100 to 230 cm",
            "range vitals.weight: 25 to 350 kg",
            "range vitals.body_mass_index: 10 to 100 kg/m2",
            "range thyroid.tsh: 0 to 200 m[IU]/L",
            "range breathing.apnoea_hypopnoea_index: 0 to 200 {events}/h",
            "range person.age: 0 to 120 a",
            "range mental_state.ymrs: 0 to 60 {score}",
            "range suicidality.phq9: 0 to 27 {score}",
            "range substance_use.audit_total: 0 to 40 {score}",
            "range substance_use.audit_c_total: 0 to 12 {score}",
            "range substance_use.dast_10_total: 0 to 10 {score}",
            "range breathing.stop_bang: 0 to 8 {score}",
            "range recovery.padss: 0 to 10 {score}",
            "range recovery.aldrete: 0 to 10 {score}",
        ),
        encoded(
            "phases: candidacy, each dosing day, leaving, follow-up; and the site, which is not the client",
            "ruleset screening",
            "ruleset dosing_day",
            "ruleset discharge",
            "ruleset aftercare",
            "ruleset setting",
        ),
    ),
    *part(
        "for how long a fact counts",
        encoded(
            "pressure: a month, at least two readings; an hour before a dose",
            "validity vitals.pressures: 30 d, on a dosing day 1 h",
            "limit cardiovascular.minimum_readings: 2; a site may choose 1 to 3",
        ),
        encoded(
            "pregnancy test: a month; a day before a dose",
            "validity reproduction.pregnancy_test: 30 d, on a dosing day 24 h",
        ),
        encoded(
            "weight three months, height without end",
            "validity vitals.weight: 90 d, on a dosing day 90 d",
            "validity vitals.height: no end, on a dosing day no end",
        ),
        encoded(
            "thyroid values three months",
            "validity thyroid.tsh: 90 d, on a dosing day 90 d",
            "validity thyroid.free_t4: 90 d, on a dosing day 90 d",
        ),
        encoded(
            "liver values three months",
            "validity liver.alt: 90 d, on a dosing day 90 d",
            "validity liver.ast: 90 d, on a dosing day 90 d",
        ),
        encoded(
            "scores of suicidality two weeks; the same day before a dose",
            "validity suicidality.highest_ideation_item: 14 d, on a dosing day 0 d",
            "validity suicidality.phq9: 14 d, on a dosing day 0 d",
            "validity today.suicidality: 0 d, on a dosing day 0 d",
        ),
        encoded(
            "rating of mania and mental state two weeks; in short on the same day",
            "validity mental_state.ymrs: 14 d, on a dosing day 0 d",
            "validity mental_state.reality_testing: 14 d, on a dosing day 0 d",
            "dosing_day.change.grave",
        ),
        encoded(
            "screens of substance use three months",
            "validity substance_use.audit_total: 90 d, on a dosing day 90 d",
            "validity substance_use.dast_10_total: 90 d, on a dosing day 90 d",
        ),
        encoded("urine drug test a month", "validity substance_use.urine_drug_tests: 30 d, on a dosing day 30 d"),
        not_encoded(
            "on a dosing day a urine drug test as a site chooses",
            "the rules of a dosing day read no urine test; what is seen that day is intoxication",
        ),
        encoded("list of medicines a month", "validity medicines.listed: 30 d, on a dosing day 1 d"),
        needs("on the day: has any medicine changed", "dosing_day.medicines_changed"),
        encoded(
            "medical and psychiatric evaluation half a year",
            "limit setting.recent_evaluation: 180 days; a site may not move it",
            "setting.evaluation.medical",
            "setting.evaluation.psychological",
        ),
        encoded(
            "consent a year, anew for another product, route or tier",
            "validity readiness.informed_consent: 365 d, on a dosing day 365 d",
            "validity plan.consented_tier: 365 d, on a dosing day 365 d",
            "dose_tiers.consent",
        ),
        excludes("on the day: consent confirmed by word", "dosing_day.consent.not_confirmed"),
    ),
)

CRITERIA_ROWS: Final[tuple[Entry, ...]] = (
    *part(
        "1 readiness",
        excludes("no capacity to decide", "readiness.capacity.absent", "dosing_day.capacity.absent"),
        excludes("consent refused", "readiness.consent.refused"),
        excludes("not of the client's free will", "readiness.voluntariness.absent"),
        excludes("not willing, in the eyes of client or therapist", "readiness.unwilling"),
        cautions("willingness not firm", "readiness.ambivalent"),
        cautions("integration not accepted, or not firmly", "readiness.integration"),
        needs("capacity unclear", "readiness.capacity.unclear", "dosing_day.capacity.unclear"),
        cautions("readiness rated low, where a site rates it", "readiness.rating.low", "off readiness.rating.low"),
        cautions("no goal documented", "readiness.goal"),
        needs("before a dose: consent not yet signed", "dosing_day.consent.not_signed"),
        needs("before a dose: no preparation yet", "dosing_day.preparation.lacking"),
        encoded(
            "site: sessions of preparation, 1 to 10",
            "limit dose_tiers.preparation_mild: 1; a site may choose 1 to 10",
        ),
        encoded(
            "site: a line of readiness, off by default, up to 10",
            "limit readiness.rating: 6; a site may choose 1 to 10",
            "off readiness.rating.low",
            "off readiness.rating.missing",
        ),
        encoded("site: ambivalence may exclude", "levels readiness.ambivalent: exclusion, caution"),
        encoded(
            "site: capacity, consent and free will are fixed",
            "levels readiness.capacity.absent: fixed",
            "levels readiness.consent.refused: fixed",
            "levels readiness.voluntariness.absent: fixed",
        ),
        not_encoded("codes of capacity and consent", "no code is sure; consent is a document of its own in a record"),
        encoded("interplay: deeper tiers ask for more preparation", "dose_tiers.preparation"),
        encoded(
            "interplay: delirium, dementia and psychosis bear on capacity",
            "reality_testing.delirium",
            "cognition.neurocognitive_disorder",
            "reality_testing.impaired",
        ),
        encoded(
            "interplay: a guardian's consent is not the client's willingness",
            "readiness.unwilling",
            "required readiness.willing_client",
        ),
        encoded(
            "not known: asked for",
            "required readiness.decision_capacity",
            "required readiness.informed_consent",
            "required readiness.participation_voluntary",
            "required readiness.willing_therapist",
            "required readiness.accepts_integration",
        ),
        excludes("client and therapist disagree", "readiness.unwilling", "marks readiness.unwilling: conflict"),
        encoded(
            "for how long its facts count",
            "validity readiness.decision_capacity: 30 d, on a dosing day 0 d",
            "validity readiness.participation_voluntary: 90 d, on a dosing day 90 d",
            "validity readiness.willing_client: 30 d, on a dosing day 30 d",
            "validity readiness.willing_therapist: 30 d, on a dosing day 30 d",
            "validity readiness.accepts_integration: no end, on a dosing day no end",
            "validity plan.prep_sessions: no end, on a dosing day no end",
            "validity readiness.readiness_rating: 30 d, on a dosing day 30 d",
            "validity readiness.treatment_goal_documented: no end, on a dosing day no end",
            "validity plan.support_person_named: 30 d, on a dosing day 30 d",
        ),
    ),
    *part(
        "2 pregnancy and breastfeeding",
        encoded(
            "no pregnancy is possible without a uterus, after sterilisation, or a year after the last menses",
            "limit pregnancy.menopause: 12 months; a site may not move it",
            "test test_pregnancy.test_where_no_pregnancy_is_possible_nothing_else_is_asked",
        ),
        excludes("test positive, or reported", "pregnancy.pregnancy", "dosing_day.pregnancy.present"),
        excludes("breastfeeding", "pregnancy.breastfeeding"),
        excludes("pre-eclampsia", "pregnancy.preeclampsia"),
        needs("possible, and no valid test", "pregnancy.test.missing", "dosing_day.pregnancy.test_missing"),
        needs("test indeterminate", "pregnancy.test.indeterminate", "dosing_day.pregnancy.test_indeterminate"),
        needs(
            "breastfeeding unknown where possible, or two years after a delivery",
            "pregnancy.breastfeeding.missing",
            "limit pregnancy.recent_delivery: 730 days; a site may not move it",
        ),
        cautions("possible without effective contraception", "pregnancy.contraception.lacking"),
        cautions(
            "planned within three months",
            "pregnancy.planned_soon",
            "limit pregnancy.planned_soon: 3 months; a site may not move it",
            "indication reproduction.months_until_planned_pregnancy",
        ),
        encoded(
            "site: pregnancy is fixed",
            "levels pregnancy.pregnancy: fixed",
            "levels dosing_day.pregnancy.present: fixed",
        ),
        encoded("site: breastfeeding may be a caution", "levels pregnancy.breastfeeding: exclusion, caution"),
        not_encoded("site: for how long a test counts, and whether each session needs one", FIXED_VALIDITY),
        encoded(
            "codes",
            "codes reproduction.pregnancy_test",
            "codes reproduction.pregnancy_reported",
            "codes reproduction.breastfeeding",
            "codes reproduction.preeclampsia",
        ),
        needs("interplay: the client's word alone does not count", "pregnancy.test.missing"),
        excludes(
            "interplay: report and test disagree",
            "pregnancy.pregnancy",
            "marks pregnancy.pregnancy: conflict",
        ),
        notes(
            "interplay: a negative test may be too early",
            "pregnancy.test.too_early",
            "limit pregnancy.late_period: 35 days; a site may not move it",
            "limit pregnancy.too_early_for_a_test: 14 days; a site may not move it",
        ),
        needs(
            "not known: asked for, unless no pregnancy is possible",
            "pregnancy.report.missing",
            "pregnancy.test.missing",
        ),
        encoded(
            "for how long its facts count",
            "lasting reproduction.permanent_sterilisation",
            "validity reproduction.amenorrhoea: 180 d, on a dosing day 180 d",
            "validity reproduction.pregnancy_reported: 0 d, on a dosing day 0 d",
            "validity reproduction.contraception_effective: 30 d, on a dosing day 30 d",
            "validity reproduction.months_until_planned_pregnancy: 90 d, on a dosing day 90 d",
            "validity reproduction.breastfeeding: 0 d, on a dosing day 0 d",
        ),
    ),
    *part(
        "3 pressure, heart and circulation",
        excludes(
            "aneurysm, malformation, bleeding in the brain, dissection: for good, under a heading of their own",
            "vascular.aneurysm",
            "vascular.arteriovenous_malformation",
            "vascular.intracerebral_haemorrhage",
            "vascular.aortic_dissection",
        ),
        excludes("mean of 160 or 100 and more", "cardiovascular.pressure.uncontrolled", "dosing_day.pressure.too_high"),
        excludes(
            "one reading above 180 or 120, urgent",
            "cardiovascular.pressure.crisis",
            "dosing_day.pressure.crisis",
            "limit cardiovascular.systolic_crisis: 180 mm[Hg]; a site may not move it",
            "limit cardiovascular.diastolic_crisis: 120 mm[Hg]; a site may not move it",
            "marks cardiovascular.pressure.crisis: urgent",
            "marks dosing_day.pressure.crisis: urgent",
        ),
        cautions("mean above 140 or 90", "cardiovascular.pressure.raised", "dosing_day.pressure.raised"),
        notes(
            "130 to 140, or 80 to 90",
            "cardiovascular.pressure.elevated",
            "limit cardiovascular.systolic_note: 130 mm[Hg]; a site may not move it",
            "limit cardiovascular.diastolic_note: 80 mm[Hg]; a site may not move it",
        ),
        cautions("hypertension untreated", "cardiovascular.hypertension.untreated"),
        excludes("infarction within 42 days", "cardiovascular.infarction.recent"),
        cautions(
            "infarction within 180 days; a site may exclude",
            "cardiovascular.infarction.within_months",
            "limit cardiovascular.infarction_caution: 180 days; a site may not move it",
            "levels cardiovascular.infarction.within_months: exclusion, caution",
        ),
        cautions(
            "older infarction, coronary disease, heart failure of class I or II, valve disease, controlled arrhythmia",
            "cardiovascular.infarction.past",
            "cardiovascular.coronary_disease.known",
            "cardiovascular.heart_failure.known",
            "cardiovascular.valve_disease.known",
            "cardiovascular.arrhythmia.known",
        ),
        excludes(
            "unstable angina, decompensated or severe heart failure, uncontrolled arrhythmia",
            "cardiovascular.angina.unstable",
            "cardiovascular.heart_failure.decompensated",
            "cardiovascular.heart_failure.severe",
            "cardiovascular.arrhythmia.uncontrolled",
        ),
        excludes("stroke or transient attack within 180 days", "cardiovascular.stroke.recent"),
        cautions("stroke longer ago", "cardiovascular.stroke.past"),
        cautions(
            "heart rate above 100 or below 50",
            "cardiovascular.heart_rate.unusual",
            "dosing_day.heart_rate.unusual",
            "limit cardiovascular.heart_rate_high: 100 per minute; a site may not move it",
            "limit cardiovascular.heart_rate_low: 50 per minute; a site may not move it",
        ),
        excludes(
            "heart rate above 130 today",
            "cardiovascular.heart_rate.racing",
            "dosing_day.heart_rate.racing",
            "limit cardiovascular.heart_rate_exclusion: 130 per minute; a site may not move it",
        ),
        cautions("hypertensive encephalopathy in the past", "cardiovascular.hypertension.encephalopathy"),
        cautions("electrocardiogram significantly abnormal", "cardiovascular.electrocardiogram.abnormal"),
        excludes(
            "one reading only, above an exclusion line: provisional",
            "cardiovascular.pressure.uncontrolled",
            "marks cardiovascular.pressure.uncontrolled: provisional",
        ),
        needs(
            "one reading only, between the lines or with hypertension: a second one",
            "cardiovascular.pressure.second_reading",
        ),
        notes("one reading only, not raised, no hypertension", "cardiovascular.pressure.single_reading"),
        encoded(
            "site: exclusion line from just above 140/90 to 180/100",
            "limit cardiovascular.systolic_exclusion: 160 mm[Hg]; a site may choose 140 mm[Hg] (not itself) to "
            "180 mm[Hg], a label bounding it",
            "limit cardiovascular.diastolic_exclusion: 100 mm[Hg]; a site may choose 90 mm[Hg] (not itself) to "
            "100 mm[Hg], a label bounding it",
        ),
        encoded(
            "site: caution line down to 130/80, not above 140/90",
            "limit cardiovascular.systolic_caution: 140 mm[Hg]; a site may choose 129 mm[Hg] to 140 mm[Hg], "
            "a label bounding it",
            "limit cardiovascular.diastolic_caution: 90 mm[Hg]; a site may choose 79 mm[Hg] to 90 mm[Hg], "
            "a label bounding it",
        ),
        encoded(
            "site: infarction 42 to 365 days",
            "limit cardiovascular.infarction_exclusion: 42 days; a site may choose 42 days to 365 days, "
            "a label bounding it",
        ),
        encoded(
            "site: stroke 90 days or more",
            "limit cardiovascular.stroke_exclusion: 180 days; a site may choose 90 days or more",
        ),
        encoded(
            "site: severe heart failure and arrhythmia may be cautions, what may bleed may not",
            "levels cardiovascular.heart_failure.severe: exclusion, caution",
            "levels cardiovascular.arrhythmia.uncontrolled: exclusion, caution",
            "levels vascular.aneurysm: fixed",
            "levels vascular.arteriovenous_malformation: fixed",
            "levels vascular.intracerebral_haemorrhage: fixed",
            "levels vascular.aortic_dissection: fixed",
        ),
        encoded("site: one to three readings", "limit cardiovascular.minimum_readings: 2; a site may choose 1 to 3"),
        not_encoded(
            "site: an electrocardiogram from 50 years on or with a history, off by default",
            f"{NOT_ASKED}; an electrocardiogram that was made counts, and nobody is asked for one",
        ),
        encoded(
            "codes",
            "codes vitals.mean_systolic",
            "codes vitals.mean_diastolic",
            "codes vitals.heart_rate",
            "codes circulation.myocardial_infarction",
            "codes circulation.stroke_or_tia",
            "codes circulation.aneurysm",
        ),
        encoded(
            "interplay: stimulants, xanthines, thyroid hormone and others push the pressure",
            "medicines.stimulant",
            "medicines.xanthine",
            "medicines.pressor_with_raised_pressure",
            "medicines.thyroid_hormone_with_raised_pressure",
        ),
        cautions(
            "interplay: raised pressure beside an inhibitor of monoamine oxidase or a stimulant: both are shown",
            "cardiovascular.pressure.raised",
            "medicines.maoi",
            "medicines.stimulant",
        ),
        not_encoded(
            "interplay: a series measured at home counts as a note",
            "a pressure measured at home is not told apart from others; the clinic gives those that it relies on",
        ),
        encoded(
            "not known: pressure and vessels are asked for",
            "required vitals.pressures",
            "required circulation.aneurysm",
            "required circulation.arteriovenous_malformation",
            "required circulation.intracerebral_haemorrhage",
            "required circulation.aortic_dissection",
        ),
        needs("class of a heart failure not known", "cardiovascular.heart_failure.class_unknown"),
        encoded(
            "for how long its facts count",
            "validity vitals.heart_rate: 30 d, on a dosing day 1 h",
            "validity circulation.hypertension: 180 d, on a dosing day 180 d",
            "validity circulation.hypertension_treated: 180 d, on a dosing day 180 d",
            "validity circulation.unstable_angina: 180 d, on a dosing day 180 d",
            "validity circulation.arrhythmia: 180 d, on a dosing day 180 d",
            "validity circulation.heart_failure: 90 d, on a dosing day 90 d",
            "validity circulation.nyha_class: 90 d, on a dosing day 90 d",
            "validity circulation.decompensated: 90 d, on a dosing day 90 d",
            "validity circulation.electrocardiogram: 180 d, on a dosing day 180 d",
        ),
    ),
    *part(
        "4 thyroid",
        excludes("diagnosed, and untreated or uncontrolled", "thyroid.badly_controlled"),
        excludes("TSH below its reference with a hormone above", "thyroid.overt"),
        cautions("TSH below 0.1", "thyroid.suppressed"),
        notes("TSH low, hormones normal", "thyroid.tsh_low"),
        notes("treated, controlled, values in range", "thyroid.controlled"),
        needs("diagnosed, and no values of three months", "thyroid.tests_missing"),
        needs("diagnosed, and control unknown", "thyroid.control_missing"),
        needs("TSH low, and no free thyroxine", "thyroid.tests_incomplete"),
        encoded(
            "diagnosis not known, or a thyroid trouble of unknown kind: asked for", "required thyroid.hyperthyroidism"
        ),
        encoded("denied and no values: passes", "indication thyroid.tsh", "indication thyroid.free_t4"),
        encoded(
            "site: exclusion or caution",
            "levels thyroid.badly_controlled: exclusion, caution",
            "levels thyroid.overt: exclusion, caution",
        ),
        needs("site: everybody's TSH, off by default", "thyroid.tsh_for_all", "off thyroid.tsh_for_all"),
        not_encoded("site: for how long values count", FIXED_VALIDITY),
        encoded(
            "site: line of suppression 0.01 to 0.3",
            "limit thyroid.suppressed: 0.1 m[IU]/L; a site may choose 0.01 m[IU]/L to 0.3 m[IU]/L",
        ),
        encoded(
            "the laboratory's own reference counts",
            "test test_facts_thyroid.test_a_tsh_is_compared_with_the_laboratorys_reference",
        ),
        encoded(
            "codes",
            "codes thyroid.tsh",
            "codes thyroid.free_t4",
            "codes thyroid.free_t3",
            "codes thyroid.hyperthyroidism",
        ),
        encoded(
            "interplay: a racing heart is weighed by its own rule",
            "cardiovascular.heart_rate.unusual",
            "cardiovascular.arrhythmia.known",
        ),
        not_encoded(
            "interplay: a beta blocker hides a fast heart",
            "no level follows from it; the prescriber sees the list of medicines",
        ),
        notes(
            "interplay: a raised rating of mania may be the thyroid",
            "thyroid.consider_test",
            "limit mania.raised_rating: 12; a site may not move it",
        ),
        notes(
            "interplay: biotin falsifies the values",
            "thyroid.biotin",
            "limit thyroid.much_biotin: 5 mg/d; a site may not move it",
        ),
        cautions("interplay: low from too much thyroid hormone counts the same", "thyroid.suppressed"),
        encoded(
            "for how long its facts count",
            "validity thyroid.hyperthyroidism: 180 d, on a dosing day 180 d",
            "validity thyroid.control: 90 d, on a dosing day 90 d",
        ),
    ),
    *part(
        "5 mania now",
        excludes("manic, hypomanic or mixed, says a clinician", "mania.manic_or_mixed", "mania.elevated"),
        excludes("rating of mania of 20 and more", "mania.manic_rating"),
        needs("rating of 12 to 19 and no clinician's word", "mania.rating_not_explained"),
        needs(
            "self-rating of 6 and more",
            "mania.self_rating",
            "limit mania.raised_self_rating: 6; a site may not move it",
        ),
        needs("episode unclear", "mania.unclear"),
        encoded("site: a manic or mixed episode is fixed", "levels mania.manic_or_mixed: fixed"),
        encoded("site: hypomania not below a caution", "levels mania.elevated: exclusion, caution"),
        encoded("site: rating 15 to 20", "limit mania.manic_rating: 20; a site may choose 15 to 20"),
        not_encoded(
            "site: days of even mood before it lifts",
            "it is how the exclusion lifts, in words; a clinician finds it so, and no fact counts the days",
        ),
        encoded("codes", "codes mental_state.current_mood_episode"),
        not_encoded(
            "interplay: a stimulant, steroid or antidepressant begun within 30 days",
            "no level follows from it; the clinician who names the episode weighs it",
        ),
        encoded("interplay: a client's own word does not clear", "clinician mental_state.current_mood_episode"),
        excludes(
            "interplay: no episode says the clinician, high says the rating",
            "mania.manic_rating",
            "marks mania.manic_rating: conflict",
        ),
        encoded("mood now not known: asked for", "required mental_state.current_mood_episode"),
        encoded(
            "for how long its facts count",
            "validity mental_state.current_mood_episode: 14 d, on a dosing day 0 d",
            "validity mental_state.ymrs: 14 d, on a dosing day 0 d",
        ),
    ),
    *part(
        "6 psychosis and bipolar disorder",
        excludes(
            "schizophrenia and other primary psychosis ever: for good",
            "psychosis.primary",
            "lifts psychosis.primary: it does not",
        ),
        excludes("psychotic symptoms now", "reality_testing.psychotic_symptoms"),
        excludes("bipolar I, or a manic episode ever", "psychosis.bipolar_one_or_mania"),
        excludes("psychosis after childbirth", "psychosis.postpartum"),
        cautions("bipolar II, cyclothymia, type not known", "psychosis.bipolar"),
        encoded(
            "type not known: whether it is the first is asked for", "required psychiatric_history.bipolar_disorder"
        ),
        cautions("mood disorder with psychotic features", "psychosis.with_mood_disorder"),
        cautions("substance-induced psychosis, a year and longer over", "psychosis.substance_induced.past"),
        excludes("the same within a year", "psychosis.substance_induced.recent"),
        encoded("its date not known: undecided", "required psychiatric_history.substance_induced_psychosis"),
        cautions("first-degree relative", "psychosis.family"),
        notes(
            "the same below 33 years: in stronger words",
            "psychosis.family.young",
            "limit psychosis.age_of_onset: 33 years; a site may not move it",
        ),
        needs("questionnaire positive without diagnosis", "psychosis.questionnaire_positive"),
        needs("antipsychotic, lithium or valproate without a reason", "psychosis.medicine_without_reason"),
        encoded("site: schizophrenia is fixed", "levels psychosis.primary: fixed"),
        encoded("site: bipolar I may be a caution", "levels psychosis.bipolar_one_or_mania: exclusion, caution"),
        not_encoded(
            "site: then a psychiatrist signs too, and a mood stabiliser is taken",
            "a site's policy carries its reason and who approved it; what a site does beside it is not read",
        ),
        encoded(
            "site: bipolar II and a relative may exclude",
            "levels psychosis.bipolar: exclusion, caution",
            "levels psychosis.family: exclusion, caution",
        ),
        encoded(
            "site: substance-induced 180 days to for ever",
            "limit psychosis.substance_window: 365 days; a site may choose 180 days to 43831 days",
        ),
        encoded("codes", "codes psychiatric_history.primary_psychosis", "codes psychiatric_history.bipolar_disorder"),
        needs("interplay: an antipsychotic alone is a question, not an exclusion", "psychosis.medicine_without_reason"),
        cautions("interplay: voices in dissociation are the clinician's", "reality_testing.dissociative_identity"),
        encoded(
            "interplay: denied, and on record: it counts, marked",
            "test test_facts_psychiatric_history.test_a_denial_contradicts_the_record_and_never_clears_it",
        ),
        encoded(
            "not known: asked for",
            "required psychiatric_history.primary_psychosis",
            "required psychiatric_history.mania_ever",
            "required psychiatric_history.family_history_of_psychosis",
        ),
        encoded(
            "for how long its facts count",
            "validity psychiatric_history.psychotic_disorders: 180 d, on a dosing day 180 d",
            "validity psychiatric_history.bipolar_disorder: 180 d, on a dosing day 180 d",
        ),
    ),
    *part(
        "7 ketamine: allergy, dependence, misuse",
        excludes("immune reaction: for good", "ketamine.allergy", "lifts ketamine.allergy: it does not"),
        excludes(
            "use disorder of ketamine or phencyclidine, now or ever",
            "ketamine.use_disorder.current",
            "ketamine.use_disorder.ever",
        ),
        excludes(
            "used outside medicine within a year", "ketamine.nonmedical_use.recent", "ketamine.phencyclidine_use.recent"
        ),
        cautions("used outside medicine longer ago", "ketamine.nonmedical_use.ever"),
        cautions("severe emergence reaction", "ketamine.emergence_reaction"),
        cautions("allergy to an excipient", "ketamine.excipient_allergy"),
        notes("ordinary intolerance", "ketamine.intolerance"),
        encoded(
            "kind of a reaction, or use, not known: asked for",
            "required ketamine_history.immune_reaction",
            "required ketamine_history.nonmedical_ketamine_use",
            "test test_facts_ketamine_history.test_a_reaction_of_unknown_kind_leaves_everything_possible",
        ),
        encoded("site: allergy is fixed", "levels ketamine.allergy: fixed"),
        encoded(
            "site: misuse 180 days to a lifetime",
            "limit ketamine.nonmedical_use_window: 365 days; a site may choose 180 days to 43830 days",
        ),
        encoded(
            "site: a past dependence not below a caution",
            "levels ketamine.use_disorder.ever: exclusion, caution",
            "levels ketamine.use_disorder.current: fixed",
        ),
        encoded("codes", "codes ketamine_history.immune_reaction", "codes ketamine_history.ketamine_use_disorder"),
        excludes("interplay: urinary symptoms after misuse", "bladder.ketamine_cystitis.suspected"),
        needs("interplay: prescribed elsewhere as well", "ketamine.prescribed_elsewhere"),
        encoded(
            "for how long its facts count",
            "validity ketamine_history.reactions: 180 d, on a dosing day 180 d",
            "validity ketamine_history.nonmedical_ketamine_use: 180 d, on a dosing day 180 d",
        ),
    ),
    *part(
        "8 injury of the head",
        excludes("within 84 days, until the 85th", "head_injury.recent_injury"),
        cautions(
            "up to 180 days",
            "head_injury.near_injury",
            "limit head_injury.still_near: 180 days; a site may not move it",
        ),
        cautions("symptoms now, however long ago", "head_injury.symptoms"),
        cautions("moderate, severe or penetrating, however long ago", "head_injury.more_than_mild"),
        notes("mild, long ago, no symptoms", "head_injury.past_injury"),
        encoded("date not known: undecided", "required neurology.latest_head_injury"),
        needs("severity not known", "head_injury.severity_not_known"),
        needs("symptoms not known within 180 days", "head_injury.symptoms_not_known"),
        encoded(
            "site: window 84 to 365 days",
            "limit head_injury.recent: 84 days; a site may choose 84 days to 365 days",
        ),
        not_encoded(
            "site: 30 days for a mild injury without complications, then as a caution",
            "one limit serves every severity, and a limit moves without changing the level",
        ),
        encoded("site: symptoms not below a caution", "levels head_injury.symptoms: exclusion, caution"),
        encoded("codes", "codes neurology.head_injuries"),
        excludes(
            "interplay: pressure inside the skull, a mass, hydrocephalus",
            "intracranial_pressure.raised",
            "intracranial_pressure.mass",
            "intracranial_pressure.hydrocephalus_untreated",
        ),
        encoded("interplay: a seizure after an injury counts as a seizure", "seizures.recent", "seizures.past"),
        not_encoded(
            "interplay: an anticoagulant and an injury within two weeks need care at once",
            "no fact says who takes an anticoagulant; the injury itself excludes for twelve weeks",
        ),
        encoded("not known whether any: asked for", "required neurology.head_injuries"),
        encoded("for how long its facts count", "validity neurology.head_injuries: 90 d, on a dosing day 90 d"),
    ),
    *part(
        "9 breathing",
        excludes("index of 30 and more without adherent treatment", "breathing.apnoea.severe_untreated"),
        cautions("index of 30 and more, treated", "breathing.apnoea.severe"),
        excludes(
            "index of 30 and more with a body mass index of 40",
            "breathing.apnoea.severe_with_obesity",
            "limit breathing.severe_apnoea_and_obesity: 40 kg/m2; a site may not move it",
        ),
        cautions(
            "index of 15 to 30 untreated; any apnoea with a body mass index above 35",
            "breathing.apnoea.moderate_untreated",
            "breathing.apnoea.with_obesity",
            "limit breathing.moderate_index: 15 events per hour; a site may not move it",
            "limit breathing.apnoea_and_obesity: 35 kg/m2; a site may not move it",
        ),
        notes(
            "index of 15 to 30 treated, or 5 to 15",
            "breathing.apnoea.measured",
            "limit breathing.mild_index: 5 events per hour; a site may not move it",
        ),
        needs("apnoea diagnosed, index not known", "breathing.apnoea.index_unknown"),
        needs("screening score of 5 without a sleep study", "breathing.apnoea.study_wanted"),
        notes(
            "screening score of 3 or 4",
            "breathing.apnoea.screening_intermediate",
            "limit breathing.stop_bang_intermediate: 3; a site may not move it",
        ),
        excludes(
            "oxygen at home, respiratory failure, carbon dioxide, obesity hypoventilation",
            "breathing.respiratory_failure",
            "breathing.obesity_hypoventilation",
        ),
        excludes("saturation below 92 today", "breathing.saturation.low", "dosing_day.saturation.low"),
        cautions("saturation of 92 to 94", "breathing.saturation.reduced", "dosing_day.saturation.reduced"),
        excludes(
            "severe obstructive disease, or worse within 42 days; severe or uncontrolled asthma",
            "breathing.copd.severe",
            "breathing.copd.exacerbated",
            "breathing.asthma.severe",
            "limit breathing.exacerbation_exclusion: 42 days; a site may not move it",
        ),
        cautions("stable obstructive disease, difficult airway", "breathing.copd.known", "breathing.airway.difficult"),
        notes("well-controlled asthma", "breathing.asthma.known"),
        cautions("acute infection of the airways: postpone", "breathing.infection.acute", "dosing_day.infection"),
        encoded(
            "site: severe from an index of 15 to 30",
            "limit breathing.severe_index: 30 events per hour; a site may choose 15 events per hour to "
            "30 events per hour",
        ),
        encoded("site: treated severe apnoea may exclude", "levels breathing.apnoea.severe: exclusion, caution"),
        encoded(
            "site: saturation, caution 94 to 96, exclusion 90 to 94",
            "limit breathing.saturation_caution: 94 %; a site may choose 94 % to 96 %",
            "limit breathing.saturation_exclusion: 92 %; a site may choose 90 % to 94 %",
        ),
        encoded("site: screening score 3 to 6", "limit breathing.stop_bang_high: 5; a site may choose 3 to 6"),
        not_encoded(
            "site: the screening score accepted without a study, off by default",
            "no level of the rule may be chosen; a site may only move its score",
        ),
        encoded(
            "codes", "codes vitals.oxygen_saturation", "codes breathing.apnoea_hypopnoea_index", "codes breathing.copd"
        ),
        cautions(
            "interplay: benzodiazepines, opioids or alcohol with any apnoea",
            "medicines.sedative_with_apnoea",
            "medicines.opioid_with_apnoea",
            "dosing_day.alcohol.recent",
        ),
        encoded("interplay: weight", "breathing.apnoea.with_obesity", "breathing.apnoea.severe_with_obesity"),
        excludes("interplay: no high tier while apnoea is a caution that nobody reviewed", "dose_tiers.cautions.high"),
        not_encoded(
            "interplay: no high tier with untreated apnoea even once it was reviewed",
            "a caution that a prescriber reviewed no longer stands against a tier, whatever it was about",
        ),
        needs(
            "not known: screened for where weight or an unknown diagnosis call for it",
            "breathing.apnoea.screening_wanted",
        ),
        encoded("saturation on the day: asked for", "required vitals.oxygen_saturation"),
        encoded(
            "for how long its facts count",
            "validity breathing.apnoea_hypopnoea_index: 1826 d, on a dosing day 1826 d",
            "validity breathing.copd: 180 d, on a dosing day 180 d",
            "validity vitals.oxygen_saturation: 180 d, on a dosing day 1 h",
        ),
    ),
    *part(
        "10 weight",
        cautions("body mass index above 35", "obesity.severe"),
        cautions(
            "from 40 on with a review by an anaesthetist",
            "obesity.anaesthesia_review",
            "limit obesity.review: 40 kg/m2; a site may not move it",
        ),
        notes(
            "from 30 on; below 18.5",
            "obesity.present",
            "obesity.underweight.present",
            "limit obesity.note: 30 kg/m2; a site may not move it",
            "limit obesity.underweight_note: 18.5 kg/m2; a site may not move it",
        ),
        cautions(
            "below 16",
            "obesity.underweight.severe",
            "limit obesity.underweight_caution: 16 kg/m2; a site may not move it",
        ),
        excludes(
            "no exclusion by the index alone, unless a site wants one", "obesity.excluded", "off obesity.excluded"
        ),
        excludes("physical status of class 4 and more", "obesity.physical_status.grave"),
        cautions("physical status of class 3", "obesity.physical_status.raised"),
        encoded(
            "an index as given agrees with height and weight within 0.5",
            "limit vitals.body_mass_index.agreement: 0.5 kg/m2; a site may not move it",
            "test test_facts.test_a_body_mass_index_agrees_with_height_and_weight",
        ),
        not_encoded(
            "what a client says of their weight is provisional",
            "no mark tells who measured; the report keeps its reporter",
        ),
        encoded("site: caution 30 to 40", "limit obesity.caution: 35 kg/m2; a site may choose 30 kg/m2 to 40 kg/m2"),
        encoded(
            "site: exclusion off by default, 35 to 60",
            "limit obesity.exclusion: 40 kg/m2; a site may choose 35 kg/m2 to 60 kg/m2",
        ),
        encoded("site: physical status 3 or 4", "levels obesity.physical_status.raised: exclusion, caution"),
        encoded(
            "codes",
            "codes vitals.body_mass_index",
            "codes vitals.height",
            "codes vitals.weight",
            "codes anaesthesia.asa_class",
        ),
        encoded(
            "interplay: apnoea and obesity are reported once, under breathing", "breathing.apnoea.severe_with_obesity"
        ),
        not_encoded("interplay: a dose by weight", "the library works out no dose"),
        encoded(
            "interplay: pounds and inches taken for kilograms and centimetres",
            "range vitals.height: 100 to 230 cm",
            "range vitals.weight: 25 to 350 kg",
            "test test_facts.test_pounds_and_inches_are_converted_exactly",
        ),
        encoded("not known: asked for", "required vitals.body_mass_index"),
    ),
    *part(
        "11 substance use",
        excludes("moderate or severe disorder within 90 days", "substance_use.moderate_or_severe"),
        encoded(
            "its severity not known: undecided",
            "test test_facts_substance_use.test_an_unknown_severity_leaves_a_significant_disorder_possible",
        ),
        excludes(
            "risk of withdrawal, intoxication",
            "substance_use.withdrawal",
            "substance_use.intoxicated",
            "dosing_day.intoxicated",
        ),
        cautions("mild disorder, active", "substance_use.mild"),
        cautions(
            "early remission",
            "substance_use.early_remission",
            "limit substance_use.sustained_remission: 365 days; a site may not move it",
        ),
        notes("sustained remission", "substance_use.past_disorder"),
        cautions("maintenance with methadone or buprenorphine", "substance_use.maintenance_treatment"),
        needs(
            "raised screening score without a clinician's statement",
            "substance_use.score_without_diagnosis",
            "limit substance_use.drug_score: 3; a site may not move it",
            "limit substance_use.drinking_score: 8; a site may not move it",
        ),
        cautions(
            "high screening score without a statement, beside that",
            "substance_use.high_score_without_diagnosis",
            "limit substance_use.high_drug_score: 6; a site may not move it",
            "limit substance_use.high_drinking_score: 20; a site may not move it",
        ),
        needs("urine positive and not prescribed", "substance_use.unexplained_drug_test"),
        notes("urine positive for cannabis", "substance_use.cannabis_test"),
        cautions("behavioural addiction", "substance_use.behavioural_addiction"),
        encoded(
            "tobacco and caffeine are left aside",
            "test test_facts_substance_use.test_tobacco_and_caffeine_are_left_aside",
        ),
        encoded(
            "site: window 28 to 365 days",
            "limit substance_use.remission: 90 days; a site may choose 28 days to 365 days",
        ),
        encoded("site: mild may exclude", "levels substance_use.mild: exclusion, caution"),
        needs(
            "site: everybody's urine, off by default",
            "substance_use.drug_test_missing",
            "off substance_use.drug_test_missing",
        ),
        encoded("site: maintenance may exclude", "levels substance_use.maintenance_treatment: exclusion, caution"),
        encoded(
            "codes",
            "codes substance_use.audit_total",
            "codes substance_use.audit_c_total",
            "codes substance_use.dast_10_total",
        ),
        excludes(
            "interplay: ketamine and phencyclidine are stricter",
            "ketamine.use_disorder.ever",
            "ketamine.nonmedical_use.recent",
        ),
        excludes("interplay: a benzodiazepine stopped at once is a risk of withdrawal", "substance_use.withdrawal"),
        cautions("interplay: alcohol within a day", "dosing_day.alcohol.recent"),
        encoded(
            "not known: asked for",
            "required substance_use.disorders",
            "required substance_use.withdrawal_risk",
            "required substance_use.behavioural_addiction_active",
        ),
        needs(
            "denied, and the urine is positive",
            "substance_use.unexplained_drug_test",
            "marks substance_use.unexplained_drug_test: conflict",
        ),
        encoded(
            "for how long its facts count",
            "validity substance_use.disorders: 90 d, on a dosing day 90 d",
            "validity substance_use.urine_drug_tests: 30 d, on a dosing day 30 d",
        ),
    ),
    *part(
        "12 bladder",
        excludes(
            "damage by ketamine ever: for good",
            "bladder.ketamine_cystitis",
            "lifts bladder.ketamine_cystitis: it does not",
        ),
        excludes(
            "interstitial, ulcerative or haemorrhagic cystitis, active",
            "bladder.interstitial_cystitis.active",
            "bladder.ulcerative_or_haemorrhagic_cystitis",
        ),
        cautions(
            "two episodes in 180 days, or three in 365",
            "bladder.recurrent.in_6_months",
            "bladder.recurrent.in_12_months",
        ),
        cautions(
            "past interstitial, or radiation cystitis",
            "bladder.interstitial_cystitis.ever",
            "bladder.radiation_cystitis",
        ),
        cautions("infection now: postpone", "bladder.infection_now"),
        needs("symptoms or blood without a work-up", "bladder.symptoms_without_workup"),
        needs(
            "counts that contradict each other",
            "bladder.counts_contradict",
            "marks bladder.counts_contradict: data error",
        ),
        encoded(
            "counts or kind not known: asked for",
            "required bladder.cystitis_episodes_in_6_months",
            "required bladder.cystitis_episodes_in_12_months",
            "required bladder.interstitial_cystitis",
        ),
        encoded("one infection in the past: passes", "limit bladder.episodes_in_6_months: 2; a site may choose 1 to 3"),
        encoded(
            "site: recurrent may exclude",
            "levels bladder.recurrent.in_6_months: exclusion, caution",
            "levels bladder.recurrent.in_12_months: exclusion, caution",
        ),
        encoded(
            "site: counts 1 to 3 and 3 to 4",
            "limit bladder.episodes_in_6_months: 2; a site may choose 1 to 3",
            "limit bladder.episodes_in_12_months: 3; a site may choose 3 to 4",
        ),
        encoded(
            "site: active interstitial may be a caution",
            "levels bladder.interstitial_cystitis.active: exclusion, caution",
        ),
        encoded("site: damage by ketamine is fixed", "levels bladder.ketamine_cystitis: fixed"),
        encoded("codes", "codes bladder.interstitial_cystitis", "codes bladder.cystitis_episodes_in_6_months"),
        excludes("interplay: misuse and symptoms", "bladder.ketamine_cystitis.suspected"),
        encoded(
            "interplay: watched as sessions add up",
            "aftercare.urinary_symptoms",
            "aftercare.sessions_so_far",
        ),
        encoded(
            "for how long its facts count",
            "validity bladder.cystitis_episodes_in_6_months: 90 d, on a dosing day 90 d",
            "validity bladder.urinary_symptoms_now: 90 d, on a dosing day 90 d",
        ),
    ),
    *part(
        "13 reality testing",
        excludes("impaired", "reality_testing.impaired"),
        excludes("hallucinations or delusions now", "reality_testing.psychotic_symptoms"),
        excludes("delirium now", "reality_testing.delirium"),
        cautions(
            "dissociative identity disorder, unstable complex trauma",
            "reality_testing.dissociative_identity",
            "reality_testing.unstable_complex_trauma",
        ),
        needs("unclear", "reality_testing.unclear"),
        encoded(
            "not examined by a clinician: asked for",
            "required mental_state.reality_testing",
            "clinician mental_state.reality_testing",
            "test test_facts.test_only_a_clinician_clears_reality_testing",
        ),
        needs(
            "dissociation score of 30 without assessment",
            "reality_testing.dissociation_not_assessed",
            "limit reality_testing.high_dissociation: 30; a site may not move it",
        ),
        encoded("site: impaired is fixed", "levels reality_testing.impaired: fixed"),
        encoded(
            "site: dissociative identity may exclude",
            "levels reality_testing.dissociative_identity: exclusion, caution",
        ),
        encoded("codes", "codes psychiatric_history.dissociative_identity_disorder", "codes mental_state.delirium_now"),
        encoded(
            "interplay: mania, psychosis, injury, intoxication",
            "mania.elevated",
            "psychosis.primary",
            "head_injury.symptoms",
            "substance_use.intoxicated",
        ),
        encoded(
            "interplay: shared beliefs are no delusions, so a human decides", "clinician mental_state.reality_testing"
        ),
        encoded(
            "for how long its facts count",
            "validity mental_state.hallucinations_now: 14 d, on a dosing day 0 d",
            "validity mental_state.delusions_now: 14 d, on a dosing day 0 d",
        ),
    ),
)

ADDED_BY_SOURCES: Final[tuple[Entry, ...]] = (
    *part(
        "14 vessels",
        excludes(
            "aneurysm, malformation, bleeding in the brain",
            "vascular.aneurysm",
            "vascular.arteriovenous_malformation",
            "vascular.intracerebral_haemorrhage",
        ),
        encoded(
            "not known: asked for",
            "required circulation.aneurysm",
            "required circulation.arteriovenous_malformation",
            "required circulation.intracerebral_haemorrhage",
        ),
    ),
    *part(
        "15 age",
        excludes("below 18", "age.minor"),
        encoded(
            "site: up to 25, never lower",
            "limit age.adult: 18 years; a site may choose 18 years to 25 years, a label bounding it",
        ),
        notes("above 65", "age.elderly"),
        encoded(
            "site: a caution from 65 to 80 on",
            "levels age.elderly: caution, note",
            "limit age.falls: 65 years; a site may choose 64 years to 79 years",
        ),
        encoded("missing: asked for", "required person.birth_date", "codes person.birth_date"),
    ),
    *part(
        "16 liver",
        excludes("Child-Pugh C", "liver.severe"),
        cautions("Child-Pugh B, cirrhosis", "liver.moderate", "liver.cirrhosis"),
        cautions("ALT or AST above three times its reference", "liver.alt_raised", "liver.ast_raised"),
        needs("known disease without class or values", "liver.class_missing", "liver.tests_missing"),
        encoded(
            "no history: no values asked for",
            "indication liver.alt",
            "indication liver.ast",
            "required liver.known_disease",
        ),
        encoded("site: 2 to 5 times", "limit liver.raised: 3; a site may choose 2 to 5"),
        not_encoded(
            "site: values for courses of more than six sessions",
            f"{NOT_ASKED}; the length of a course is not a fact of the screening",
        ),
        encoded("codes", "codes liver.alt", "codes liver.ast", "codes liver.child_pugh", "codes liver.known_disease"),
    ),
    *part(
        "17 pressure inside the skull",
        excludes(
            "raised, a mass, hydrocephalus untreated",
            "intracranial_pressure.raised",
            "intracranial_pressure.mass",
            "intracranial_pressure.hydrocephalus_untreated",
        ),
        cautions(
            "idiopathic and controlled, a shunt in place",
            "intracranial_pressure.hypertension",
            "intracranial_pressure.shunt",
        ),
        encoded(
            "site: not below a caution",
            "levels intracranial_pressure.raised: exclusion, caution",
            "levels intracranial_pressure.mass: exclusion, caution",
            "levels intracranial_pressure.hydrocephalus_untreated: exclusion, caution",
        ),
        encoded(
            "not known: asked for",
            "required intracranial.pressure",
            "required intracranial.mass",
            "required intracranial.hydrocephalus",
            "codes intracranial.pressure",
        ),
    ),
    *part(
        "18 eye",
        excludes("open injury, acute closure, pressure uncontrolled", "eye.pressure_harmful"),
        excludes(
            "operation within 30 days", "eye.recent_operation", "limit eye.operated: 30 days; a site may not move it"
        ),
        cautions("any other glaucoma", "eye.glaucoma"),
        encoded("asked for only where an eye is diseased", "indication eye.disease", "codes eye.disease"),
    ),
    *part(
        "19 suicidality",
        excludes(
            "intent in the past month, behaviour in three: on hold, a clinician today",
            "suicidality.intent",
            "suicidality.recent_behaviour",
            "marks suicidality.intent: urgent",
            "marks suicidality.recent_behaviour: urgent",
            "limit suicidality.intent: 4; a site may not move it",
        ),
        cautions(
            "a method in mind, or an attempt ever",
            "suicidality.method",
            "suicidality.attempt_ever",
            "limit suicidality.method: 3; a site may not move it",
        ),
        notes("thoughts only, and a plan for a crisis", "suicidality.ideation"),
        needs("item 9 of the depression score without the screener", "suicidality.screener_missing"),
        encoded(
            "site: an urgent caution in a hospital or emergency service",
            "levels suicidality.intent: exclusion, caution",
            "levels suicidality.recent_behaviour: exclusion, caution",
        ),
        encoded(
            "not known: asked for",
            "required suicidality.highest_ideation_item",
            "required suicidality.behaviour_in_three_months",
            "codes suicidality.highest_ideation_item",
            "codes suicidality.phq9_item_9",
        ),
        encoded("on the day since the last visit", "dosing_day.suicidality.intent", "dosing_day.suicidality.ideation"),
    ),
    *part(
        "20 medicines",
        cautions(
            "inhibitor of monoamine oxidase within two weeks; a site may exclude",
            "medicines.maoi",
            "limit medicines.maoi_window: 14 days; a site may not move it",
            "levels medicines.maoi: exclusion, caution",
        ),
        cautions(
            "stimulant; a site may note it; taken today: hold",
            "medicines.stimulant",
            "dosing_day.stimulant",
            "levels medicines.stimulant: caution, note",
        ),
        cautions("xanthine; a site may exclude", "medicines.xanthine", "levels medicines.xanthine: exclusion, caution"),
        notes("benzodiazepine or Z-drug", "medicines.benzodiazepine"),
        cautions(
            "the same above 2 mg of lorazepam a day, or within a day; a site 1 to 6",
            "medicines.sedative_dose",
            "dosing_day.benzodiazepine",
            "limit medicines.sedative_dose: 2 mg/d; a site may choose 1 mg/d to 6 mg/d",
            "limit dosing_day.benzodiazepine: 24 hours; a site may not move it",
        ),
        cautions(
            "opioid; a site from note to exclusion",
            "medicines.opioid",
            "levels medicines.opioid: exclusion, caution, note",
        ),
        cautions(
            "alcohol or cannabis within a day: hold; a site 12 to 72 hours",
            "dosing_day.alcohol.recent",
            "dosing_day.cannabis.recent",
            "limit dosing_day.alcohol: 24 hours; a site may choose 12 hours to 72 hours",
            "limit dosing_day.cannabis: 24 hours; a site may choose 12 hours to 72 hours",
        ),
        excludes("intoxicated on the day", "dosing_day.intoxicated"),
        notes(
            "lamotrigine; a site may caution", "medicines.lamotrigine", "levels medicines.lamotrigine: caution, note"
        ),
        notes("inhibitor of the breakdown", "medicines.cyp_inhibitor"),
        not_encoded(
            "the same by mouth or under the tongue: a caution",
            "the screening knows no route, and the rules of a dosing day read no list of medicines",
        ),
        notes("inducer of the breakdown", "medicines.cyp_inducer"),
        notes(
            "thyroid hormone, ergometrine, vasopressin, decongestants", "medicines.thyroid_hormone", "medicines.pressor"
        ),
        cautions(
            "the same with a raised pressure",
            "medicines.thyroid_hormone_with_raised_pressure",
            "medicines.pressor_with_raised_pressure",
        ),
        notes("naltrexone", "medicines.naltrexone"),
        needs("list not known", "medicines.ingredient_not_known", "required medicines.ingredient_not_known"),
        encoded(
            "codes",
            "codes medicines.maoi_last_taken",
            "codes medicines.takes_benzodiazepine",
            "codes medicines.takes_opioid",
        ),
        not_encoded(
            "nobody is told to stop a medicine", "it is what no rule says; nothing here gives or takes a medicine"
        ),
    ),
    *part(
        "21 porphyria",
        excludes(
            "acute porphyria; a site may caution", "porphyria.acute", "levels porphyria.acute: exclusion, caution"
        ),
        encoded(
            "rare, so not asked of everybody",
            "indication general_health.acute_porphyria",
            "codes general_health.acute_porphyria",
        ),
    ),
    *part(
        "22 kidney",
        cautions(
            "failure or dialysis",
            "kidney.failure",
            "kidney.filtration_low",
            "codes general_health.glomerular_filtration_rate",
        ),
    ),
    *part(
        "23 seizures",
        excludes(
            "within 180 days, or uncontrolled",
            "seizures.recent",
            "seizures.uncontrolled",
            "limit seizures.recent: 180 days; a site may not move it",
        ),
        cautions("controlled", "seizures.disorder", "codes seizures.seizure_disorder"),
    ),
    *part(
        "24 cognition",
        excludes("delirium", "reality_testing.delirium", "cognition.recent_delirium"),
        excludes(
            "dementia; a site may caution",
            "cognition.neurocognitive_disorder",
            "levels cognition.neurocognitive_disorder: exclusion, caution",
        ),
        needs(
            "cognitive score below 26",
            "cognition.assessment_wanted",
            "limit cognition.low_assessment: 26; a site may not move it",
        ),
    ),
    *part(
        "25 personality, trauma, eating",
        cautions(
            "severe personality disorder, unstable trauma, unstable eating disorder",
            "personality.severe_disorder",
            "reality_testing.unstable_complex_trauma",
            "personality.unstable_eating_disorder",
        ),
    ),
    *part(
        "26 acute illness",
        cautions("recent major operation or injury", "acute_illness.surgery", "acute_illness.injury"),
        cautions(
            "infection or fever: postpone", "acute_illness.infection", "acute_illness.fever", "dosing_day.infection"
        ),
    ),
)

SESSION_ROWS: Final[tuple[Entry, ...]] = (
    *part(
        "27 setting and team",
        excludes(
            "no prescriber, psychotherapist or monitoring",
            "setting.prescriber",
            "setting.psychotherapist",
            "setting.monitoring.absent",
        ),
        excludes("at home; a site not below a caution", "setting.home", "levels setting.home: exclusion, caution"),
        excludes("esketamine outside its risk programme", "setting.programme", "setting.esketamine_at_home"),
        notes("compounded", "setting.compounded"),
        encoded(
            "monitoring: pressure, saturation, trained staff, plan, oxygen and airway",
            "setting.monitoring.partial",
            "setting.emergency_plan",
        ),
        needs("evaluated in person", "setting.evaluation.medical", "setting.evaluation.psychological"),
        needs("consent to a use off label", "setting.off_label_consent"),
        encoded(
            "not known: asked for",
            "required team.prescriber",
            "required team.psychotherapist",
            "required premises.monitoring",
            "required premises.place",
            "required terms.product",
        ),
        encoded("integration is on offer", "setting.integration"),
        not_encoded(
            "whether a place is lawful", "law differs by place and date: what a practice attests is read, not judged"
        ),
    ),
    *part(
        "28 dose tiers",
        encoded("the tier is the prescriber's intent", "options plan.intended_tier: MILD, MODERATE, HIGH"),
        not_encoded(
            "bands of amounts by route, where a site gives them",
            "no amount is asked for, worked out or suggested; works that name amounts contradict each other",
        ),
        encoded(
            "screening without exclusion and gap",
            "dose_tiers.screening.excluded",
            "dose_tiers.screening.incomplete",
            "dosing_day.screening.excluded",
            "dosing_day.screening.incomplete",
        ),
        cautions(
            "mild and moderate: cautions reviewed", "dose_tiers.cautions.open", "dosing_day.screening.open_cautions"
        ),
        excludes("high: no caution unresolved", "dose_tiers.cautions.high"),
        excludes(
            "sessions of preparation: 1, 2, 3",
            "dose_tiers.preparation",
            "limit dose_tiers.preparation_mild: 1; a site may choose 1 to 10",
            "limit dose_tiers.preparation_moderate: 2; a site may choose 1 to 10",
            "limit dose_tiers.preparation_high: 3; a site may choose 2 to 10",
        ),
        excludes(
            "a tolerated mild session before a moderate one, or a waiver; a moderate one before a high one",
            "dose_tiers.mild_first",
            "dose_tiers.moderate_first",
            "limit dose_tiers.prior_mild: 1; a site may choose 0 to 10",
            "limit dose_tiers.prior_moderate: 1; a site may choose 0 to 10",
            "fact plan.mild_first_waived",
        ),
        excludes(
            "therapist in the room, monitoring, continuous if high", "dose_tiers.therapist", "dose_tiers.monitoring"
        ),
        excludes(
            "integration booked within 7 days, 72 hours, 48 hours",
            "dose_tiers.integration",
            "limit dose_tiers.integration_mild: 168 hours; a site may choose 24 hours to 168 hours",
            "limit dose_tiers.integration_moderate: 72 hours; a site may choose 24 hours to 72 hours",
            "limit dose_tiers.integration_high: 48 hours; a site may choose 24 hours to 48 hours",
        ),
        excludes("escort home; overnight if high", "dose_tiers.escort", "dose_tiers.overnight"),
        excludes(
            "items 4 to 6; from item 3 on if high", "dose_tiers.suicidality.intent", "dose_tiers.suicidality.method"
        ),
        encoded(
            "apnoea, pregnancy and pressure: through the screening and the day",
            "dose_tiers.screening.excluded",
            "dose_tiers.screening.incomplete",
            "dose_tiers.cautions.high",
            "dosing_day.pregnancy.test_missing",
            "dosing_day.pressure.raised",
        ),
        not_encoded(
            "high: closed by a pressure above 140/90 even once it was reviewed",
            "a caution that a prescriber reviewed no longer stands against a tier, whatever it was about",
        ),
        encoded("a lower tier may still be open", "ruleset dose_tiers", "test test_laws.TestMonotone"),
        encoded(
            "site: stricter; looser by one in counts only",
            "levels dose_tiers.consent: fixed",
            "levels dose_tiers.escort: fixed",
            "levels dose_tiers.monitoring: fixed",
        ),
    ),
    *part(
        "29 set, setting and support",
        cautions("nobody to support, mild", "dose_tiers.support.none"),
        excludes("nobody to support, high", "dose_tiers.support.high"),
        cautions(
            "danger at home, urgent",
            "dose_tiers.home",
            "dosing_day.danger_at_home",
            "marks dose_tiers.home: urgent",
            "marks dosing_day.danger_at_home: urgent",
        ),
        notes(
            "intention, private room, therapist known, plan for a crisis",
            "dose_tiers.intention",
            "setting.room",
            "dose_tiers.therapist_unknown",
            "dose_tiers.crisis_plan",
        ),
        not_encoded("music and eyeshades", "a preference, left to client and therapist"),
    ),
    *part(
        "30 monitoring and leaving",
        excludes(
            "two hours after esketamine, fixed",
            "discharge.watched.esketamine",
            "limit discharge.esketamine_watched: 2 hours; a site may not move it, a label bounding it",
        ),
        excludes(
            "one hour after racemic ketamine, or longer",
            "discharge.watched.racemic",
            "limit discharge.racemic_watched: 1 hours; a site may choose 1 hours or more",
        ),
        excludes(
            "a planned visit under two hours lets nobody leave",
            "discharge.watched.esketamine",
            "discharge.watched.racemic",
        ),
        encoded(
            "before the dose: pressure, heart rate, saturation",
            "required vitals.mean_systolic",
            "required vitals.heart_rate",
            "required vitals.oxygen_saturation",
            "dosing_day.pressure.too_high",
            "dosing_day.heart_rate.unusual",
            "dosing_day.saturation.reduced",
        ),
        cautions("at about 40 minutes, when pressure peaks", "discharge.pressure.peak_not_checked"),
        not_encoded(
            "heart rate at 40 minutes and before leaving; saturation at 40 minutes",
            f"{NOT_ASKED}; before leaving, pressure and saturation are read",
        ),
        excludes(
            "score of recovery of 9",
            "discharge.score.padss_low",
            "discharge.score.aldrete_low",
            "limit discharge.padss_fit: 9; a site may not move it",
            "limit discharge.aldrete_fit: 9; a site may not move it",
        ),
        needs("no score of recovery", "discharge.score.missing"),
        excludes(
            "pressure within 20 of before, and below 160/100",
            "discharge.pressure.systolic_away",
            "discharge.pressure.diastolic_away",
            "discharge.pressure.high",
            "limit discharge.systolic_near: 20 mm[Hg]; a site may not move it",
            "limit discharge.systolic_near_per_cent: 20 %; a site may not move it",
            "limit discharge.diastolic_near: 20 mm[Hg]; a site may not move it",
            "limit discharge.diastolic_near_per_cent: 20 %; a site may not move it",
            "limit discharge.systolic_high: 160 mm[Hg]; a site may not move it",
            "limit discharge.diastolic_high: 100 mm[Hg]; a site may not move it",
        ),
        excludes(
            "saturation of 94 or as before",
            "discharge.oxygen.low",
            "limit discharge.oxygen: 94 %; a site may not move it",
        ),
        excludes(
            "oriented, steady, no longer dissociated",
            "discharge.not_oriented",
            "discharge.unsteady",
            "discharge.dissociated",
        ),
        excludes("no new intent to die", "discharge.suicidal_intent"),
        excludes("escort there", "discharge.no_escort"),
        encoded(
            "anything missing: stays",
            "required recovery.systolic",
            "required recovery.oxygen_saturation",
            "required recovery.oriented",
            "required recovery.gait_steady",
            "required recovery.dissociation_resolved",
            "required recovery.new_suicidal_intent",
            "required recovery.escort_present",
            "required recovery.last_dose",
        ),
        excludes(
            "two scores in a row, where a site wants them",
            "discharge.score.previous_low",
            "off discharge.score.previous_low",
            "limit discharge.previous_score_fit: 9; a site may not move it",
        ),
    ),
    *part(
        "31 the dosing day",
        cautions(
            "esketamine: food 2 hours, liquids half an hour, sprays 1 hour",
            "dosing_day.esketamine.food",
            "dosing_day.esketamine.liquids",
            "dosing_day.nasal_spray",
            "limit dosing_day.esketamine.food: 2 hours; a site may not move it, a label bounding it",
            "limit dosing_day.esketamine.liquids: 0.5 hours; a site may not move it, a label bounding it",
            "limit dosing_day.nasal_spray: 1 hours; a site may not move it, a label bounding it",
        ),
        needs("a spray not asked about", "dosing_day.nasal_spray.missing"),
        cautions(
            "racemic: food 4 hours, liquids 2; a site 2 to 8, and half an hour to 4",
            "dosing_day.racemic.food",
            "dosing_day.racemic.liquids",
            "limit dosing_day.racemic.food: 4 hours; a site may choose 2 hours to 8 hours",
            "limit dosing_day.racemic.liquids: 2 hours; a site may choose 0.5 hours to 4 hours",
        ),
        cautions("alcohol or cannabis within a day: hold", "dosing_day.alcohol.recent", "dosing_day.cannabis.recent"),
        encoded(
            "pressure, heart rate, saturation, pregnancy test",
            "dosing_day.pressure.too_high",
            "dosing_day.heart_rate.racing",
            "dosing_day.saturation.low",
            "dosing_day.pregnancy.test_missing",
        ),
        encoded("change in health", "dosing_day.change.grave", "dosing_day.change.other"),
        excludes("intoxication", "dosing_day.intoxicated"),
        excludes("no escort", "dosing_day.escort"),
    ),
    *part(
        "32 the first day",
        excludes(
            "driving: after the next midnight and a night's sleep, not after 24 hours",
            "aftercare.driving.same_day",
            "aftercare.driving.not_slept",
        ),
        excludes(
            "alcohol and sedatives, binding decisions: 24 hours",
            "aftercare.alcohol_or_sedatives.within_a_day",
            "aftercare.decisions.within_a_day",
            "limit aftercare.day_without_alcohol: 24 hours; a site may not move it",
            "limit aftercare.day_without_decisions: 24 hours; a site may not move it",
        ),
        encoded(
            "contact within 24 hours after a moderate or high tier",
            "aftercare.contact.overdue",
            "aftercare.contact.due",
            "limit aftercare.day_of_contact: 24 hours; a site may not move it",
        ),
        notes(
            "what was lived through may come back for 24 hours",
            "aftercare.first_day.recurrence",
            "limit aftercare.day_of_recurrence: 24 hours; a site may not move it",
        ),
        notes("the day after is a window for psychotherapy", "aftercare.first_day.openness"),
        excludes("no escort: no dose", "dosing_day.escort", "dose_tiers.escort"),
    ),
    *part(
        "33 integration and follow-up",
        excludes("an integration session booked before a dose", "dose_tiers.integration"),
        excludes(
            "no next dose before the last one is integrated; a site may waive it within a series",
            "dosing_day.integration.lacking",
            "aftercare.integration.not_recorded",
            "levels dosing_day.integration.lacking: exclusion, caution",
            "levels aftercare.integration.not_recorded: exclusion, caution",
        ),
        cautions("one missed", "aftercare.integration.missed"),
        needs("mood rated", "aftercare.mood.not_rated"),
        encoded(
            "suicidality",
            "aftercare.suicidality.intent",
            "aftercare.suicidality.behaviour",
            "aftercare.suicidality.method",
        ),
        encoded(
            "signs of a switch within seven days",
            "aftercare.mood.switch_signs",
            "aftercare.mood.switch_window",
            "limit aftercare.week_of_switching: 168 hours; a site may not move it",
        ),
        cautions("urinary symptoms at each session", "aftercare.urinary_symptoms"),
        encoded("pressure, before each dose", "dosing_day.pressure.too_high", "dosing_day.pressure.raised"),
        encoded("craving and misuse", "aftercare.craving", "aftercare.misuse"),
        cautions(
            "more than two sessions a week for more than two months",
            "aftercare.too_often",
            "limit aftercare.sessions_a_week: 2 a week; a site may not move it",
            "limit aftercare.two_months: 60 days; a site may not move it",
        ),
    ),
)

UNCERTAINTIES: Final[tuple[Entry, ...]] = part(
    "what stays uncertain",
    encoded("160/100 is a clinic's line", "cardiovascular.pressure.uncontrolled", "dosing_day.pressure.too_high"),
    encoded("twelve weeks come from one trial", "head_injury.recent_injury"),
    encoded(
        "programmes contradict each other on bipolar disorder", "psychosis.bipolar_one_or_mania", "psychosis.bipolar"
    ),
    encoded("28 days to a year after a substance use disorder", "substance_use.moderate_or_severe"),
    encoded("a body mass index of 35: relative, or excluded", "obesity.severe"),
    encoded("no validated line of readiness", "readiness.rating.low"),
    encoded("no amounts by default", "dose_tiers.consent"),
    encoded("under two hours, against two hours", "discharge.watched.esketamine", "discharge.watched.racemic"),
    not_encoded("works not read in full", "each citation says how sure it is, and what was recalled is marked so"),
    not_encoded(
        "codes from public repositories may be wrong", "a code that was only recalled is marked so on its fact"
    ),
    not_encoded(
        "one society's text may not be used", "it is not: another definition of a recurrent infection is cited"
    ),
)

BESIDE_THE_BASIS: Final[tuple[Entry, ...]] = part(
    "added by this project",
    cautions("a hydrocephalus that is treated is weighed, as a shunt is", "intracranial_pressure.hydrocephalus"),
    notes("a seizure long ago is worth knowing, as its cause may be", "seizures.past"),
    needs("whether the client takes part freely is unclear: asked alone", "readiness.voluntariness.unclear"),
    notes("after a session: signs of a switch are still looked for", "aftercare.mood.switch_window"),
)

ROWS: Final[tuple[Entry, ...]] = (
    *CONVENTIONS,
    *CRITERIA_ROWS,
    *ADDED_BY_SOURCES,
    *SESSION_ROWS,
    *UNCERTAINTIES,
    *BESIDE_THE_BASIS,
)

DIFFERENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "Visit length": ("discharge.watched.esketamine", "discharge.watched.racemic"),
    "Pressure": (
        "cardiovascular.pressure.uncontrolled",
        "cardiovascular.pressure.raised",
        "dosing_day.pressure.too_high",
        "dosing_day.pressure.raised",
        "discharge.pressure.high",
    ),
    "Bipolar disorder": ("psychosis.bipolar_one_or_mania", "psychosis.bipolar"),
    "Head injury": (
        "head_injury.recent_injury",
        "head_injury.near_injury",
        "head_injury.symptoms",
        "head_injury.more_than_mild",
    ),
    "Substance use disorder": (
        "substance_use.moderate_or_severe",
        "substance_use.mild",
        "substance_use.early_remission",
    ),
    "Ketamine outside medicine": (
        "ketamine.nonmedical_use.recent",
        "ketamine.nonmedical_use.ever",
        "ketamine.phencyclidine_use.recent",
    ),
    "Psychosis caused by a substance": ("psychosis.substance_induced.recent", "psychosis.substance_induced.past"),
    "Body mass index": ("obesity.severe", "obesity.anaesthesia_review", "obesity.excluded"),
    "Heart attack": ("cardiovascular.infarction.recent", "cardiovascular.infarction.within_months"),
    "Stroke": ("cardiovascular.stroke.recent", "cardiovascular.stroke.past"),
    "Readiness": ("readiness.ambivalent", "readiness.rating.low", "readiness.rating.missing"),
    "No amounts": ("dose_tiers.consent",),
    "Fasting": (
        "dosing_day.esketamine.food",
        "dosing_day.esketamine.liquids",
        "dosing_day.racemic.food",
        "dosing_day.racemic.liquids",
        "dosing_day.nasal_spray",
    ),
    "Age": ("age.minor", "age.elderly"),
    "Inhibitors of monoamine oxidase": ("medicines.maoi",),
    "The next dose before integration": (
        "dosing_day.integration.lacking",
        "aftercare.integration.not_recorded",
        "aftercare.integration.missed",
    ),
    "Driving": ("aftercare.driving.same_day", "aftercare.driving.not_slept"),
}
"""The paragraphs of the design page on where practices differ, with the rules that say so."""
