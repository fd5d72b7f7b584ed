"""Criterion 9: severe obstructive sleep apnoea or significant respiratory disease.

Sleep medicine calls apnoea severe from 30 events an hour on. Treatment removes most of its risk, so that adherence
counts as much as the index. A sleep study that is there counts even where the diagnosis is denied.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from kaprules.authoring import (
    ADOPTED,
    NEVER,
    Citation,
    Concept,
    DaysAgo,
    Level,
    Limit,
    OneOf,
    Recorded,
    Rule,
    after,
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

from ...facts.anaesthesia import Anaesthesia
from ...facts.breathing import Asthma, Breathing, LungDisease, PapUse
from ...facts.circulation import Circulation
from ...facts.vitals import Vitals
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    APNOEA_CLASSES,
    ESKETAMINE_TRIAL_NCT04658420,
    EU_LEAFLET,
    EU_PRODUCT_SUMMARY,
    SEDATION_DISCHARGE,
    STOP_BANG_BANDS,
    STOP_BANG_PROBABILITIES,
    TRIAL_NCT06943859,
    TRIAL_TABLE_PMC6727003,
    US_LABEL_HIGHLIGHTS,
    US_MONOGRAPH,
)

# Sleep apnoea ------------------------------------------------------------------------------------------------

SEVERE_INDEX: Final = Limit(
    30,
    "{events}/h",
    id="breathing.severe_index",
    source=Citation(APNOEA_CLASSES, "severe: 30 events per hour or more"),
    since=ADOPTED,
    floor=15,
    ceiling=30,
    step=Decimal("0.1"),
)
MODERATE_INDEX: Final = Limit(
    15,
    "{events}/h",
    id="breathing.moderate_index",
    source=Citation(APNOEA_CLASSES, "moderate: 15 to below 30 events per hour"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
MILD_INDEX: Final = Limit(
    5,
    "{events}/h",
    id="breathing.mild_index",
    source=Citation(APNOEA_CLASSES, "mild: 5 to below 15 events per hour"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
APNOEA_AND_OBESITY: Final = Limit(
    35,
    "kg/m2",
    id="breathing.apnoea_and_obesity",
    source=recalled(EU_PRODUCT_SUMMARY, "section 4.4: sleep apnoea with morbid obesity, body mass index from 35 on"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
SCREENED_FOR_APNOEA: Final = Limit(
    30,
    "kg/m2",
    id="breathing.screened_for_apnoea",
    source=proposal("apnoea is common in obesity, which begins at a body mass index of 30"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
LOW_SATURATION_IN_COPD: Final = Limit(
    95,
    "%",
    id="breathing.low_saturation_in_copd",
    source=proposal("below it carbon dioxide may build up in chronic obstructive pulmonary disease"),
    since=ADOPTED,
)
SEVERE_APNOEA_AND_OBESITY: Final = Limit(
    40,
    "kg/m2",
    id="breathing.severe_apnoea_and_obesity",
    source=proposal(
        "the leaflet warns of sleep apnoea in extreme overweight and gives no number; 40 is class 3 obesity"
    ),
    since=ADOPTED,
    step=Decimal("0.1"),
)
STOP_BANG_HIGH: Final = Limit(
    5,
    "{score}",
    id="breathing.stop_bang_high",
    source=Citation(STOP_BANG_BANDS, "high risk: above 4"),
    since=ADOPTED,
    floor=3,
    ceiling=6,
)
STOP_BANG_INTERMEDIATE: Final = Limit(
    3,
    "{score}",
    id="breathing.stop_bang_intermediate",
    source=Citation(STOP_BANG_BANDS, "intermediate risk: 3 to 4"),
    since=ADOPTED,
)

UNTREATED: Final = Breathing.pap_use.is_one_of(PapUse.NOT_PRESCRIBED, PapUse.NOT_ADHERENT)
"""Without adherent treatment; whoever asks has an index that shows apnoea, and need not ask for the diagnosis."""

severe_apnoea: Final = Concept(
    id="breathing.severe_apnoea",
    title="Severe sleep apnoea",
    source=(criterion(9), Citation(APNOEA_CLASSES, "severe: 30 events per hour or more")),
    when=Breathing.apnoea_hypopnoea_index >= SEVERE_INDEX,
    rationale="The criterion's word severe is read as sleep medicine uses it.",
    examples=(
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=30))),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=Decimal("29.9")))),
        asks(),
    ),
)

apnoea: Final = Concept(
    id="breathing.apnoea",
    title="Sleep apnoea, diagnosed or measured",
    source=(criterion(9), Citation(APNOEA_CLASSES, "mild: 5 to below 15 events per hour")),
    when=any_of(Breathing.sleep_apnoea.present, Breathing.apnoea_hypopnoea_index >= MILD_INDEX),
    rationale="A measurement that is there counts, even where the diagnosis is denied.",
    examples=(
        fires(Breathing(sleep_apnoea=True)),
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=5))),
        fires(by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=5))),
        passes(by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=Decimal("4.9")))),
        asks(Breathing(sleep_apnoea=False)),
    ),
)

severe_untreated_apnoea: Final = Rule(
    id="breathing.apnoea.severe_untreated",
    source=(
        criterion(9),
        Citation(APNOEA_CLASSES, "severe: 30 events per hour or more"),
        Citation(US_LABEL_HIGHLIGHTS, "warnings: respiratory depression"),
        Citation(TRIAL_TABLE_PMC6727003, "exclusion criteria: obstructive sleep apnoea"),
        proposal("a device that is not prescribed or not used treats nothing"),
    ),
    level=Level.EXCLUSION,
    until=on_condition(
        "sleep apnoea is treated and the treatment is adhered to, or a new study finds it less than severe"
    ),
    when=all_of(severe_apnoea.present, UNTREATED),
    clinician_text="Severe sleep apnoea, not adequately treated.",
    client_text=(
        "Your breathing often pauses while you sleep (sleep apnoea), and it is not well treated yet. It should be "
        "treated first."
    ),
    rationale=(
        "Breathing may fail under a sedating drug; treatment removes most of the risk. Adherent means at least 4 hours "
        "on at least 70 percent of nights, which is recalled from practice."
    ),
    subsumes=("breathing.apnoea.severe", "breathing.apnoea.moderate_untreated", "breathing.apnoea.measured"),
    examples=(
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=30, pap_use=PapUse.NOT_ADHERENT))),
        fires(by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=30, pap_use=PapUse.NOT_PRESCRIBED))),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=30, pap_use=PapUse.ADHERENT))),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=29, pap_use=PapUse.NOT_ADHERENT))),
        asks(by_clinician(Breathing(apnoea_hypopnoea_index=30))),
    ),
)

severe_apnoea_with_obesity: Final = Rule(
    id="breathing.apnoea.severe_with_obesity",
    source=(
        criterion(9),
        criterion(10),
        Citation(EU_LEAFLET, "warnings: sleep apnoea in extreme overweight"),
        proposal("the line of 40 is class 3 obesity"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the BMI is below the limit, or a new study finds the apnoea less than severe"),
    when=all_of(severe_apnoea.present, Vitals.body_mass_index >= SEVERE_APNOEA_AND_OBESITY),
    clinician_text="Severe sleep apnoea with class 3 obesity (BMI 40 or more), treated or not.",
    client_text=(
        "Your breathing often pauses while you sleep (sleep apnoea), and your weight makes that worse. Ketamine is "
        "not a good choice while that is so."
    ),
    rationale="Both together narrow the airway; criterion 10 does not report the combination again.",
    subsumes=(
        "breathing.apnoea.severe",
        "breathing.apnoea.with_obesity",
        "breathing.apnoea.measured",
        "obesity.anaesthesia_review",
        "obesity.severe",
        "obesity.present",
    ),
    examples=(
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=30)), by_clinician(Vitals(body_mass_index=40))),
        passes(
            by_clinician(Breathing(apnoea_hypopnoea_index=30)), by_clinician(Vitals(body_mass_index=Decimal("39.9")))
        ),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=29)), by_clinician(Vitals(body_mass_index=40))),
        asks(by_clinician(Breathing(apnoea_hypopnoea_index=30))),
    ),
)

index_unknown: Final = Rule(
    id="breathing.apnoea.index_unknown",
    source=(criterion(9), proposal("the index decides how severe an apnoea is")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Breathing.sleep_apnoea.present, Breathing.apnoea_hypopnoea_index.missing),
    clinician_text="Known sleep apnoea; no usable AHI from the last five years.",
    client_text="Your breathing pauses while you sleep (sleep apnoea). We need a recent sleep study.",
    examples=(
        fires(Breathing(sleep_apnoea=True)),
        passes(by_clinician(Breathing(sleep_apnoea=True, apnoea_hypopnoea_index=12))),
        passes(Breathing(sleep_apnoea=False)),
        asks(Breathing()),
    ),
)

treatment_unknown: Final = Rule(
    id="breathing.apnoea.treatment_unknown",
    source=(criterion(9), proposal("adherent treatment decides between exclusion, caution and note")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        any_of(Breathing.sleep_apnoea.present, Breathing.apnoea_hypopnoea_index >= MODERATE_INDEX),
        Breathing.pap_use.missing,
    ),
    clinician_text="Sleep apnoea, diagnosed or at least moderate; use of CPAP not established.",
    client_text=(
        "Your breathing pauses while you sleep (sleep apnoea). We would like to know if you use a mask or device at "
        "night."
    ),
    examples=(
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=15))),
        fires(Breathing(sleep_apnoea=True)),
        passes(by_clinician(Breathing(sleep_apnoea=True, apnoea_hypopnoea_index=15, pap_use=PapUse.NOT_PRESCRIBED))),
        passes(by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=Decimal("14.9")))),
        asks(Breathing(sleep_apnoea=False)),
    ),
)

study_wanted: Final = Rule(
    id="breathing.apnoea.study_wanted",
    source=(
        criterion(9),
        Citation(STOP_BANG_BANDS, "high risk: above 4"),
        Citation(STOP_BANG_PROBABILITIES, "at a score of 5, severe apnoea is likely in 41.9 percent"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Breathing.stop_bang >= STOP_BANG_HIGH, Breathing.apnoea_hypopnoea_index.missing),
    clinician_text="High STOP-Bang score; no usable sleep study from the last five years.",
    client_text="By your answers your breathing may pause while you sleep. A sleep study would show it.",
    rationale="A screening score raises the suspicion; only a study settles it.",
    examples=(
        fires(Breathing(stop_bang=5)),
        passes(Breathing(stop_bang=4)),
        passes(by_clinician(Breathing(stop_bang=5, apnoea_hypopnoea_index=3))),
        asks(Breathing()),
    ),
)

# Whoever had a sleep study needs no screening for what it would have found.
screening_wanted: Final = Rule(
    id="breathing.apnoea.screening_wanted",
    source=(
        criterion(9),
        proposal("snoring that was never looked into is screened for where weight, hypertension or doubt calls for it"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        Breathing.stop_bang.missing,
        Breathing.apnoea_hypopnoea_index.missing,
        any_of(
            Breathing.sleep_apnoea.missing,
            all_of(
                Breathing.sleep_apnoea.ruled_out,
                any_of(
                    Vitals.body_mass_index > SCREENED_FOR_APNOEA,
                    Circulation.hypertension.present,
                    Circulation.hypertension_treated.present,
                ),
            ),
        ),
    ),
    clinician_text="No usable screening for sleep apnoea; BMI, hypertension or an unknown diagnosis calls for it.",
    client_text="We would like to ask you a few questions about your sleep and breathing.",
    rationale=(
        "Where it is diagnosed, the index is asked for instead; a sleep study that is out of date is none. "
        "Hypertension calls for it treated or not, and so does a treatment where hypertension is denied."
    ),
    examples=(
        fires(by_clinician(Vitals(body_mass_index=Decimal("30.04"))), Breathing(sleep_apnoea=False)),
        fires(Circulation(hypertension=True, hypertension_treated=False), Breathing(sleep_apnoea=False)),
        fires(Circulation(hypertension_treated=True), Breathing(sleep_apnoea=False)),
        fires(by_clinician(Vitals(body_mass_index=24))),
        passes(
            by_clinician(Vitals(body_mass_index=30)),
            Circulation(hypertension=False, hypertension_treated=False),
            by_clinician(Breathing(sleep_apnoea=False)),
        ),
        fires(
            by_clinician(Vitals(body_mass_index=38)),
            by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=Recorded(3, on=date(2020, 1, 1)))),
        ),
        passes(by_clinician(Vitals(body_mass_index=38)), by_clinician(Breathing(sleep_apnoea=True))),
        passes(by_clinician(Vitals(body_mass_index=38)), by_clinician(Breathing(sleep_apnoea=False, stop_bang=2))),
        passes(
            by_clinician(Vitals(body_mass_index=38)),
            by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=3)),
        ),
        asks(Breathing(sleep_apnoea=False)),
    ),
)

severe_apnoea_weighed: Final = Rule(
    id="breathing.apnoea.severe",
    source=(
        criterion(9),
        Citation(APNOEA_CLASSES, "severe: 30 events per hour or more"),
        proposal("treatment removes most of the risk, so that adherence turns exclusion into caution"),
    ),
    level=Level.CAUTION,
    when=severe_apnoea.present,
    clinician_text="Severe sleep apnoea, treated or not.",
    client_text=(
        "Your breathing often pauses while you sleep (sleep apnoea). Your prescriber will take it into account."
    ),
    rationale="Treatment removes most of the risk, not all of it, and no device is worn during a session.",
    practice_variation="Trials exclude sleep apnoea of any severity.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("breathing.apnoea.measured",),
    examples=(
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=46, pap_use=PapUse.ADHERENT))),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=29))),
        asks(),
    ),
)

moderate_untreated_apnoea: Final = Rule(
    id="breathing.apnoea.moderate_untreated",
    source=(
        criterion(9),
        Citation(APNOEA_CLASSES, "moderate: 15 to below 30 events per hour"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: sleep apnoea"),
    ),
    level=Level.CAUTION,
    when=all_of(Breathing.apnoea_hypopnoea_index >= MODERATE_INDEX, UNTREATED),
    clinician_text="Sleep apnoea, at least moderate, not adequately treated.",
    client_text=(
        "Your breathing pauses while you sleep (sleep apnoea), and it is not well treated yet. Your prescriber will "
        "look at it with you."
    ),
    rationale="The criterion excludes severe apnoea only; what lies just below is weighed.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("breathing.apnoea.measured",),
    examples=(
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=15, pap_use=PapUse.NOT_ADHERENT))),
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=15, pap_use=PapUse.NOT_PRESCRIBED))),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=Decimal("14.9"), pap_use=PapUse.NOT_ADHERENT))),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=15, pap_use=PapUse.ADHERENT))),
        asks(by_clinician(Breathing(apnoea_hypopnoea_index=15))),
    ),
)

apnoea_with_obesity: Final = Rule(
    id="breathing.apnoea.with_obesity",
    source=(
        criterion(9),
        criterion(10),
        Citation(EU_LEAFLET, "warnings: sleep apnoea in extreme overweight"),
        recalled(EU_PRODUCT_SUMMARY, "section 4.4: sleep apnoea with morbid obesity, body mass index from 35 on"),
    ),
    level=Level.CAUTION,
    when=all_of(apnoea.present, Vitals.body_mass_index >= APNOEA_AND_OBESITY),
    clinician_text="Sleep apnoea with BMI 35 or more.",
    client_text=(
        "Your breathing pauses while you sleep (sleep apnoea), and your weight makes that worse. Your prescriber will "
        "look at it with you."
    ),
    rationale="The leaflet warns of the two together, whatever the index is.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("obesity.present",),
    examples=(
        fires(Breathing(sleep_apnoea=True), by_clinician(Vitals(body_mass_index=35))),
        passes(Breathing(sleep_apnoea=True), by_clinician(Vitals(body_mass_index=Decimal("34.96")))),
        passes(
            by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=0)),
            by_clinician(Vitals(body_mass_index=38)),
        ),
        asks(Breathing(sleep_apnoea=True)),
    ),
)

apnoea_measured: Final = Rule(
    id="breathing.apnoea.measured",
    source=(criterion(9), Citation(APNOEA_CLASSES, "mild: 5 to below 15 events per hour")),
    level=Level.NOTE,
    when=Breathing.apnoea_hypopnoea_index >= MILD_INDEX,
    clinician_text="Sleep apnoea on a sleep study.",
    client_text="A sleep study showed that your breathing pauses while you sleep (sleep apnoea). We keep it in mind.",
    rationale="Mild apnoea, or moderate apnoea that is treated, is shown and stops nothing.",
    examples=(
        fires(by_clinician(Breathing(apnoea_hypopnoea_index=5))),
        passes(by_clinician(Breathing(apnoea_hypopnoea_index=Decimal("4.9")))),
        asks(),
    ),
)

screening_intermediate: Final = Rule(
    id="breathing.apnoea.screening_intermediate",
    source=(criterion(9), Citation(STOP_BANG_BANDS, "intermediate risk: 3 to 4")),
    level=Level.NOTE,
    when=Breathing.stop_bang >= STOP_BANG_INTERMEDIATE,
    clinician_text="STOP-Bang score at which sleep apnoea is possible.",
    client_text="By your answers your breathing may pause while you sleep. We keep it in mind.",
    rationale="At an intermediate score a study is advisable, not demanded.",
    examples=(
        fires(Breathing(stop_bang=3)),
        passes(Breathing(stop_bang=2)),
        asks(),
    ),
)

# Oxygen and lungs --------------------------------------------------------------------------------------------

SATURATION_EXCLUSION: Final = Limit(
    92,
    "%",
    id="breathing.saturation_exclusion",
    source=proposal("by analogy with a saturation above 92 percent as a criterion for discharge after sedation"),
    since=ADOPTED,
    floor=90,
    ceiling=94,
)
SATURATION_CAUTION: Final = Limit(
    94,
    "%",
    id="breathing.saturation_caution",
    source=Citation(TRIAL_NCT06943859, "exclusion criteria: oxygen saturation below 95 percent"),
    since=ADOPTED,
    floor=94,
    ceiling=96,
)
EXACERBATION_EXCLUSION: Final = Limit(
    42,
    "d",
    id="breathing.exacerbation_exclusion",
    source=proposal("six weeks, as after other acute illness; no source read gives a number"),
    since=ADOPTED,
)

respiratory_failure: Final = Rule(
    id="breathing.respiratory_failure",
    source=(
        criterion(9),
        Citation(ESKETAMINE_TRIAL_NCT04658420, "exclusion criteria: respiratory illness that requires oxygen"),
        Citation(EU_LEAFLET, "warnings: pulmonary insufficiency"),
        Citation(US_MONOGRAPH, "warnings: respiratory depression"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds that no oxygen is needed and no respiratory failure is left"),
    when=any_of(
        Breathing.home_oxygen.present,
        Breathing.chronic_respiratory_failure.present,
        Breathing.hypercapnia.present,
    ),
    clinician_text="Respiratory failure, home oxygen or hypercapnia.",
    client_text="Your lungs need help with breathing. That should get better before ketamine.",
    rationale="There is no reserve left for a drug that may depress breathing.",
    examples=(
        fires(Breathing(home_oxygen=True)),
        fires(Breathing(chronic_respiratory_failure=True)),
        fires(by_clinician(Breathing(hypercapnia=True))),
        passes(by_clinician(Breathing(home_oxygen=False, chronic_respiratory_failure=False, hypercapnia=False))),
        asks(Breathing(home_oxygen=False)),
    ),
)

hypercapnia_missing: Final = Rule(
    id="breathing.hypercapnia.missing",
    source=(criterion(9), proposal("where the lungs are ill and oxygen is low, carbon dioxide is looked for")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        Breathing.copd.is_none_of(LungDisease.NONE),
        Vitals.oxygen_saturation < LOW_SATURATION_IN_COPD,
        Breathing.hypercapnia.missing,
    ),
    clinician_text="COPD with low oxygen saturation; carbon dioxide not established by a blood gas.",
    client_text="There is less oxygen in your blood than there should be. We need a test of your breathing.",
    examples=(
        fires(Breathing(copd=LungDisease.MILD), by_clinician(Vitals(oxygen_saturation=Decimal("94.5")))),
        fires(Breathing(copd=LungDisease.MODERATE), by_clinician(Vitals(oxygen_saturation=93))),
        fires(Breathing(copd=LungDisease.SEVERE), by_clinician(Vitals(oxygen_saturation=93))),
        passes(Breathing(copd=LungDisease.MILD), by_clinician(Vitals(oxygen_saturation=95))),
        passes(
            by_clinician(Breathing(copd=LungDisease.MILD, hypercapnia=False)),
            by_clinician(Vitals(oxygen_saturation=93)),
        ),
        passes(Breathing(copd=LungDisease.NONE), by_clinician(Vitals(oxygen_saturation=93))),
        asks(),
    ),
)

obesity_hypoventilation: Final = Rule(
    id="breathing.obesity_hypoventilation",
    source=(
        criterion(9),
        criterion(10),
        Citation(EU_LEAFLET, "warnings: pulmonary insufficiency, sleep apnoea in extreme overweight"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the hypoventilation resolved"),
    when=Breathing.obesity_hypoventilation.present,
    clinician_text="Obesity hypoventilation syndrome.",
    client_text="Your weight makes it hard for you to breathe deeply. That should get better before ketamine.",
    rationale="Breathing is depressed already when awake; criterion 10 does not report it again.",
    examples=(
        fires(Breathing(obesity_hypoventilation=True)),
        passes(Breathing(obesity_hypoventilation=False)),
        asks(),
    ),
)

low_saturation: Final = Rule(
    id="breathing.saturation.low",
    source=(
        criterion(9),
        Citation(SEDATION_DISCHARGE, "discharge at an oxygen saturation above 92 percent"),
        proposal("what is demanded to go home is demanded before a sedating drug"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the oxygen saturation on room air is at or above the limit, and its cause is known"),
    when=Vitals.oxygen_saturation < SATURATION_EXCLUSION,
    clinician_text="Oxygen saturation on room air too low for ketamine.",
    client_text="There is too little oxygen in your blood for ketamine. We would like to find out why.",
    subsumes=("breathing.saturation.reduced",),
    examples=(
        fires(by_clinician(Vitals(oxygen_saturation=Decimal("91.5")))),
        passes(by_clinician(Vitals(oxygen_saturation=92))),
        asks(),
    ),
)

severe_copd: Final = Rule(
    id="breathing.copd.severe",
    source=(
        criterion(9),
        Citation(EU_LEAFLET, "warnings: chronic obstructive pulmonary disease"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: obstructive lung disease"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the COPD stable and less than severe"),
    when=Breathing.copd.is_one_of(LungDisease.SEVERE),
    clinician_text="Severe COPD.",
    client_text="Your lung disease (COPD) makes breathing hard. Ketamine is not a good choice while that is so.",
    rationale="Severe lung disease is significant by any reading of the criterion.",
    subsumes=("breathing.copd.known",),
    examples=(
        fires(Breathing(copd=LungDisease.SEVERE)),
        passes(Breathing(copd=LungDisease.MODERATE)),
        passes(Breathing(copd=LungDisease.MILD)),
        passes(Breathing(copd=LungDisease.NONE)),
        asks(Breathing(copd=OneOf(LungDisease.MODERATE, LungDisease.SEVERE))),
    ),
)

exacerbated_copd: Final = Rule(
    id="breathing.copd.exacerbated",
    source=(criterion(9), proposal("six weeks, as after other acute illness; no source read gives a number")),
    level=Level.EXCLUSION,
    until=after(Breathing.copd_exacerbation, EXACERBATION_EXCLUSION),
    when=Breathing.copd_exacerbation.within(EXACERBATION_EXCLUSION),
    clinician_text="COPD exacerbation within the last six weeks.",
    client_text="Your lung disease (COPD) got worse not long ago. You need more time to recover before ketamine.",
    examples=(
        fires(Breathing(copd_exacerbation=DaysAgo(42))),
        passes(Breathing(copd_exacerbation=DaysAgo(43))),
        passes(Breathing(copd_exacerbation=NEVER)),
        asks(Breathing()),
    ),
)

severe_asthma: Final = Rule(
    id="breathing.asthma.severe",
    source=(
        criterion(9),
        Citation(EU_LEAFLET, "warnings: lung problems that cause difficulty in breathing"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: obstructive lung disease"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the asthma well controlled"),
    when=Breathing.asthma.is_one_of(Asthma.UNCONTROLLED, Asthma.SEVERE),
    clinician_text="Severe or uncontrolled asthma.",
    client_text="Your asthma is strong or not well under control. It should be treated first. Then we can look again.",
    rationale="Partly controlled asthma is recorded as uncontrolled: an attack under sedation is a grave matter.",
    subsumes=("breathing.asthma.known",),
    examples=(
        fires(Breathing(asthma=Asthma.UNCONTROLLED)),
        fires(Breathing(asthma=Asthma.SEVERE)),
        passes(Breathing(asthma=Asthma.WELL_CONTROLLED)),
        passes(Breathing(asthma=Asthma.NONE)),
        asks(),
    ),
)

exacerbation_unknown: Final = Rule(
    id="breathing.copd.exacerbation_unknown",
    source=(criterion(9), proposal("the latest exacerbation decides between exclusion and caution")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Breathing.copd.is_none_of(LungDisease.NONE), Breathing.copd_exacerbation.missing),
    clinician_text="COPD; latest exacerbation not established.",
    client_text="You have a lung disease (COPD). We would like to know when it last got worse.",
    examples=(
        fires(Breathing(copd=LungDisease.MILD)),
        fires(Breathing(copd=LungDisease.MODERATE)),
        fires(Breathing(copd=LungDisease.SEVERE)),
        passes(Breathing(copd=LungDisease.MILD, copd_exacerbation=NEVER)),
        passes(Breathing(copd=LungDisease.NONE)),
        asks(Breathing()),
    ),
)

reduced_saturation: Final = Rule(
    id="breathing.saturation.reduced",
    source=(criterion(9), Citation(TRIAL_NCT06943859, "exclusion criteria: oxygen saturation below 95 percent")),
    level=Level.CAUTION,
    when=Vitals.oxygen_saturation <= SATURATION_CAUTION,
    clinician_text="Reduced oxygen saturation on room air.",
    client_text="There is less oxygen in your blood than there should be. Your prescriber will look at it with you.",
    practice_variation="A trial excludes below 95 percent.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Vitals(oxygen_saturation=94))),
        passes(by_clinician(Vitals(oxygen_saturation=Decimal("94.5")))),
        asks(),
    ),
)

stable_copd: Final = Rule(
    id="breathing.copd.known",
    source=(criterion(9), Citation(EU_LEAFLET, "warnings: chronic obstructive pulmonary disease")),
    level=Level.CAUTION,
    when=Breathing.copd.is_none_of(LungDisease.NONE),
    clinician_text="COPD, however stable.",
    client_text="You have a lung disease (COPD). Your prescriber will take it into account.",
    rationale="The leaflet warns of it without a grade.",
    practice_variation="A trial excludes obstructive lung disease of any grade.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Breathing(copd=LungDisease.MILD)),
        fires(Breathing(copd=LungDisease.MODERATE)),
        fires(Breathing(copd=LungDisease.SEVERE)),
        passes(Breathing(copd=LungDisease.NONE)),
        asks(),
    ),
)

difficult_airway: Final = Rule(
    id="breathing.airway.difficult",
    source=(
        criterion(9),
        Citation(TRIAL_TABLE_PMC6727003, "exclusion criteria: history of difficulty with airway management"),
    ),
    level=Level.CAUTION,
    when=Anaesthesia.difficult_airway.present,
    clinician_text="Difficult airway, known or predicted.",
    client_text=(
        "It was once hard to help you breathe under anaesthesia, or may be. Your prescriber will take it into account."
    ),
    rationale="Somebody who can manage such an airway has to be at hand, should breathing fail.",
    practice_variation="A trial excludes it.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Anaesthesia(difficult_airway=True)),
        passes(Anaesthesia(difficult_airway=False)),
        asks(),
    ),
)

respiratory_infection: Final = Rule(
    id="breathing.infection.acute",
    source=(criterion(9), proposal("an infection passes, and the airway is irritable as long as it lasts")),
    level=Level.CAUTION,
    when=Breathing.respiratory_infection.present,
    clinician_text="Acute respiratory infection: consider delaying.",
    client_text="You have a cold or another infection of the airways. It is better to wait until it is over.",
    rationale="Waiting costs little. Everybody is asked on the dosing day; one that is there at the intake counts.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Breathing(respiratory_infection=True)),
        passes(Breathing(respiratory_infection=False)),
        asks(),
    ),
)

known_asthma: Final = Rule(
    id="breathing.asthma.known",
    source=(criterion(9), proposal("asthma that is well controlled is shown and stops nothing")),
    level=Level.NOTE,
    when=Breathing.asthma.is_none_of(Asthma.NONE),
    clinician_text="Asthma: reliever at hand.",
    client_text="You have asthma. Please bring what you use when it gets worse.",
    examples=(
        fires(Breathing(asthma=Asthma.WELL_CONTROLLED)),
        fires(Breathing(asthma=Asthma.UNCONTROLLED)),
        fires(Breathing(asthma=Asthma.SEVERE)),
        passes(Breathing(asthma=Asthma.NONE)),
        asks(),
    ),
)

RULES: Final = (
    severe_untreated_apnoea,
    severe_apnoea_with_obesity,
    respiratory_failure,
    hypercapnia_missing,
    obesity_hypoventilation,
    low_saturation,
    severe_copd,
    exacerbated_copd,
    severe_asthma,
    index_unknown,
    treatment_unknown,
    study_wanted,
    screening_wanted,
    exacerbation_unknown,
    severe_apnoea_weighed,
    moderate_untreated_apnoea,
    apnoea_with_obesity,
    reduced_saturation,
    stable_copd,
    difficult_airway,
    respiratory_infection,
    apnoea_measured,
    screening_intermediate,
    known_asthma,
)
