"""Criterion 3: hypertension that is poorly controlled or untreated, or significant cardiovascular disease.

Ketamine raises blood pressure and heart rate for some hours. The source gives no number for "poorly controlled";
labels, programmes and trials give several, which lie far apart. Vessels that a label names by themselves (aneurysm,
malformation, haemorrhage, dissection) are decided in ``vascular``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kaprules.authoring import (
    ADOPTED,
    HAPPENED,
    NEVER,
    Citation,
    Concept,
    Condition,
    DaysAgo,
    Example,
    Level,
    Limit,
    Mark,
    Marked,
    OneOf,
    Rule,
    above,
    after,
    all_of,
    any_of,
    asks,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
    recalled,
)

from ...facts.circulation import Arrhythmia, Circulation, Electrocardiogram, NyhaClass
from ...facts.person import Person
from ...facts.vitals import Vitals
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    ASRA,
    BLOOD_PRESSURE_PROTOCOL,
    EU_LEAFLET,
    EU_PRODUCT_SUMMARY,
    FIELD_TRIP,
    GERMAN_LEAFLET,
    PRESSURE_CATEGORIES,
    SWISS_ESKETAMINE,
    SWISS_KETAMINE,
    TRIAL_NCT06943859,
    TRIAL_NCT07139106,
    TRIAL_TABLE_PMC6727003,
    US_MONOGRAPH,
)

# Blood pressure ----------------------------------------------------------------------------------------------

# The source says "poorly controlled" and gives no number. 160/100 is a clinic's practice; it leaves room for a
# surge of 20 to 40 below the 180/100 above which two labels forbid ketamine, and a site may not go beyond that.
SYSTOLIC_EXCLUSION: Final = Limit(
    160,
    "mm[Hg]",
    id="cardiovascular.systolic_exclusion",
    source=Citation(FIELD_TRIP, "blood pressure: 160/100 and higher is uncontrolled"),
    since=ADOPTED,
    floor=above(140),
    ceiling=180,
    label=True,
)
DIASTOLIC_EXCLUSION: Final = Limit(
    100,
    "mm[Hg]",
    id="cardiovascular.diastolic_exclusion",
    source=Citation(FIELD_TRIP, "blood pressure: 160/100 and higher is uncontrolled"),
    since=ADOPTED,
    floor=above(90),
    ceiling=100,
    label=True,
)
SYSTOLIC_CRISIS: Final = Limit(
    180,
    "mm[Hg]",
    id="cardiovascular.systolic_crisis",
    source=Citation(PRESSURE_CATEGORIES, "hypertensive crisis: above 180 or above 120"),
    since=ADOPTED,
)
DIASTOLIC_CRISIS: Final = Limit(
    120,
    "mm[Hg]",
    id="cardiovascular.diastolic_crisis",
    source=Citation(PRESSURE_CATEGORIES, "hypertensive crisis: above 180 or above 120"),
    since=ADOPTED,
)
# A site may take 130/80 or more, which in whole millimetres is above 129/79.
SYSTOLIC_CAUTION: Final = Limit(
    140,
    "mm[Hg]",
    id="cardiovascular.systolic_caution",
    source=Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
    since=ADOPTED,
    floor=129,
    ceiling=140,
    label=True,
)
DIASTOLIC_CAUTION: Final = Limit(
    90,
    "mm[Hg]",
    id="cardiovascular.diastolic_caution",
    source=Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
    since=ADOPTED,
    floor=79,
    ceiling=90,
    label=True,
)
SYSTOLIC_NOTE: Final = Limit(
    130,
    "mm[Hg]",
    id="cardiovascular.systolic_note",
    source=Citation(PRESSURE_CATEGORIES, "boundary of stage 1"),
    since=ADOPTED,
)
DIASTOLIC_NOTE: Final = Limit(
    80,
    "mm[Hg]",
    id="cardiovascular.diastolic_note",
    source=Citation(PRESSURE_CATEGORIES, "boundary of stage 1"),
    since=ADOPTED,
)
ELECTROCARDIOGRAM_AGE: Final = Limit(
    50,
    "a",
    id="cardiovascular.electrocardiogram_age",
    source=proposal("an age from which silent disease of the heart is no longer rare"),
    since=ADOPTED,
    floor=18,
    ceiling=100,
)
MINIMUM_READINGS: Final = Limit(
    2,
    "{#}",
    id="cardiovascular.minimum_readings",
    source=Citation(PRESSURE_CATEGORIES, "mean of at least two readings on at least two occasions"),
    since=ADOPTED,
    floor=1,
    ceiling=3,
)

hypertension_uncontrolled: Final = Concept(
    id="cardiovascular.hypertension_uncontrolled",
    title="Blood pressure uncontrolled",
    source=(criterion(3), Citation(FIELD_TRIP, "blood pressure: 160/100 and higher is uncontrolled")),
    when=any_of(
        Vitals.mean_systolic >= SYSTOLIC_EXCLUSION,
        Vitals.mean_diastolic >= DIASTOLIC_EXCLUSION,
    ),
    rationale="Systolic and diastolic pressure count each for itself, with or without a diagnosis.",
    examples=(
        fires(Vitals(mean_systolic=160)),
        fires(Vitals(mean_diastolic=100)),
        passes(Vitals(mean_systolic=159, mean_diastolic=99)),
        asks(Vitals(mean_systolic=159)),
        asks(Vitals(mean_diastolic=99)),
    ),
)

pressure_raised: Final = Concept(
    id="cardiovascular.pressure_raised",
    title="Blood pressure above the label's line",
    source=(
        criterion(3),
        Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
        Citation(BLOOD_PRESSURE_PROTOCOL, "140/90 before dosing"),
    ),
    when=any_of(
        Vitals.mean_systolic > SYSTOLIC_CAUTION,
        Vitals.mean_diastolic > DIASTOLIC_CAUTION,
    ),
    rationale="The label weighs a delay above 140/90; exactly 140 or exactly 90 is not above it.",
    examples=(
        fires(Vitals(mean_systolic=Decimal("140.5"))),
        fires(Vitals(mean_diastolic=Decimal("90.5"))),
        passes(Vitals(mean_systolic=140, mean_diastolic=90)),
        asks(Vitals(mean_systolic=140)),
        asks(Vitals(mean_diastolic=90)),
    ),
)

crisis: Final = Rule(
    id="cardiovascular.pressure.crisis",
    source=(criterion(3), Citation(PRESSURE_CATEGORIES, "hypertensive crisis: above 180 or above 120")),
    level=Level.EXCLUSION,
    until=on_condition("a clinician has assessed the crisis, and readings since then are below the limits"),
    when=any_of(
        Vitals.highest_systolic > SYSTOLIC_CRISIS,
        Vitals.highest_diastolic > DIASTOLIC_CRISIS,
    ),
    clinician_text="At least one blood pressure reading is in the range of a hypertensive crisis.",
    client_text=(
        "Your blood pressure is very high. A clinician would like to look at it with you today, so that it comes down."
    ),
    rationale="One such reading is enough: it needs a clinician today, whatever the mean of all readings is.",
    marks=(Mark.URGENT,),
    examples=(
        fires(Vitals(highest_systolic=181)),
        fires(Vitals(highest_diastolic=121)),
        passes(Vitals(highest_systolic=180, highest_diastolic=120)),
        asks(Vitals(highest_systolic=180)),
        asks(Vitals(highest_diastolic=120)),
    ),
)

uncontrolled_pressure: Final = Rule(
    id="cardiovascular.pressure.uncontrolled",
    source=(
        criterion(3),
        Citation(FIELD_TRIP, "blood pressure: 160/100 and higher is uncontrolled"),
        Citation(SWISS_KETAMINE, "contraindications: blood pressure above 180/100 at rest"),
        Citation(GERMAN_LEAFLET, "contraindications: blood pressure above 180/100 at rest"),
        Citation(ASRA, "contraindications: poorly controlled cardiovascular disease"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the mean blood pressure of at least two readings is below both limits"),
    when=hypertension_uncontrolled.present,
    clinician_text="Blood pressure is too high for ketamine and has to be brought under control first.",
    client_text=(
        "Your blood pressure is too high for ketamine at the moment. It has to come down first. Your care team "
        "will help you with that."
    ),
    rationale="Two labels forbid ketamine above 180/100; the line lies lower and leaves room for the rise.",
    practice_variation="A programme draws the line at 160/100, trials at 140/90 or 160/90, two labels at 180/100.",
    marks=(Marked(Mark.PROVISIONAL, when=Vitals.pressure_readings < MINIMUM_READINGS),),
    examples=(
        fires(Vitals(mean_systolic=160, mean_diastolic=84)),
        fires(Vitals(mean_diastolic=100)),
        passes(Vitals(mean_systolic=159, mean_diastolic=99)),
        asks(Vitals(mean_systolic=159)),
    ),
)

second_reading: Final = Rule(
    id="cardiovascular.pressure.second_reading",
    source=(
        criterion(3),
        Citation(PRESSURE_CATEGORIES, "mean of at least two readings on at least two occasions"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        Vitals.pressure_readings < MINIMUM_READINGS,
        any_of(pressure_raised.present, Circulation.hypertension.present),
    ),
    clinician_text="There are too few blood pressure readings; another one is needed, on another day.",
    client_text="We need to take your blood pressure once more, on another day.",
    rationale="A single reading settles nothing where it is raised, or where hypertension is diagnosed.",
    examples=(
        fires(Vitals(pressure_readings=1, mean_systolic=150, mean_diastolic=88)),
        fires(Vitals(pressure_readings=1, mean_systolic=120, mean_diastolic=70), Circulation(hypertension=True)),
        passes(Vitals(pressure_readings=2, mean_systolic=150), Circulation(hypertension=True)),
        passes(Vitals(pressure_readings=1, mean_systolic=140, mean_diastolic=90), Circulation(hypertension=False)),
        asks(Vitals(pressure_readings=1, mean_systolic=140, mean_diastolic=90)),
    ),
)

hypertension_treatment_unknown: Final = Rule(
    id="cardiovascular.hypertension.treatment_unknown",
    source=(criterion(3), proposal("the criterion names untreated hypertension, so that treatment has to be known")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Circulation.hypertension.present, Circulation.hypertension_treated.missing),
    clinician_text="Hypertension is diagnosed, and it is not known whether it is treated.",
    client_text="You have high blood pressure. We would like to know if it is treated.",
    examples=(
        fires(Circulation(hypertension=True)),
        passes(Circulation(hypertension=True, hypertension_treated=False)),
        passes(Circulation(hypertension=False)),
        asks(Circulation()),
    ),
)

raised_pressure: Final = Rule(
    id="cardiovascular.pressure.raised",
    source=(
        criterion(3),
        Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
        Citation(BLOOD_PRESSURE_PROTOCOL, "140/90 before dosing"),
    ),
    level=Level.CAUTION,
    when=pressure_raised.present,
    clinician_text="Blood pressure is above the line at which the label asks to weigh a delay.",
    client_text="Your blood pressure is higher than we would like. Your prescriber will look at it with you.",
    rationale="The label leaves the decision to the prescriber, who has to weigh the rise that ketamine brings.",
    practice_variation="Two trials exclude above 140/90.",
    examples=(
        fires(Vitals(mean_systolic=141)),
        passes(Vitals(mean_systolic=140, mean_diastolic=90)),
        asks(Vitals(mean_systolic=140)),
    ),
)

untreated_hypertension: Final = Rule(
    id="cardiovascular.hypertension.untreated",
    source=(criterion(3),),
    level=Level.CAUTION,
    when=all_of(Circulation.hypertension.present, Circulation.hypertension_treated.ruled_out),
    clinician_text="Hypertension is diagnosed and not treated.",
    client_text=(
        "You have high blood pressure that is not treated. Your care team would like to talk with you about it."
    ),
    rationale="The criterion names it, whatever the pressure was when it was measured.",
    examples=(
        fires(Circulation(hypertension=True, hypertension_treated=False)),
        passes(Circulation(hypertension=True, hypertension_treated=True)),
        passes(Circulation(hypertension=False, hypertension_treated=False)),
        asks(Circulation(hypertension=True)),
    ),
)

single_reading: Final = Rule(
    id="cardiovascular.pressure.single_reading",
    source=(
        criterion(3),
        Citation(PRESSURE_CATEGORIES, "mean of at least two readings on at least two occasions"),
        proposal("one reading that is not raised, without a diagnosis, is enough to go on"),
    ),
    level=Level.NOTE,
    when=all_of(
        Vitals.pressure_readings < MINIMUM_READINGS,
        pressure_raised.ruled_out,
        Circulation.hypertension.ruled_out,
    ),
    clinician_text=(
        "The blood pressure rests on fewer readings than wanted; it is not raised, and no hypertension is diagnosed."
    ),
    client_text="We took your blood pressure fewer times than we would like. It was not high.",
    examples=(
        fires(Vitals(pressure_readings=1, mean_systolic=140, mean_diastolic=90), Circulation(hypertension=False)),
        passes(Vitals(pressure_readings=2, mean_systolic=120, mean_diastolic=70), Circulation(hypertension=False)),
        passes(Vitals(pressure_readings=1, mean_systolic=141, mean_diastolic=70), Circulation(hypertension=False)),
        passes(Vitals(pressure_readings=1, mean_systolic=120, mean_diastolic=70), Circulation(hypertension=True)),
        asks(Vitals(pressure_readings=1, mean_systolic=120, mean_diastolic=70)),
    ),
)

elevated_pressure: Final = Rule(
    id="cardiovascular.pressure.elevated",
    source=(
        criterion(3),
        Citation(PRESSURE_CATEGORIES, "stages 1 and 2"),
        proposal("from 130/80 up to and including 140/90 it is shown and stops nothing"),
    ),
    level=Level.NOTE,
    when=any_of(
        Vitals.mean_systolic >= SYSTOLIC_NOTE,
        Vitals.mean_diastolic >= DIASTOLIC_NOTE,
    ),
    clinician_text="Blood pressure is not in the normal range.",
    client_text="Your blood pressure is above the usual range. We keep an eye on it.",
    rationale="A pressure of exactly 140/90 is not above the label's line, but worth knowing.",
    examples=(
        fires(Vitals(mean_systolic=130)),
        fires(Vitals(mean_diastolic=80)),
        passes(Vitals(mean_systolic=129, mean_diastolic=79)),
        asks(Vitals(mean_systolic=129)),
        asks(Vitals(mean_diastolic=79)),
    ),
)

# The heart ---------------------------------------------------------------------------------------------------

INFARCTION_EXCLUSION: Final = Limit(
    42,
    "d",
    id="cardiovascular.infarction_exclusion",
    source=Citation(EU_LEAFLET, "do not use: heart attack within six weeks"),
    since=ADOPTED,
    floor=42,
    ceiling=365,
    label=True,
)
INFARCTION_CAUTION: Final = Limit(
    180,
    "d",
    id="cardiovascular.infarction_caution",
    source=Citation(SWISS_ESKETAMINE, "warnings: heart attack in the last six months"),
    since=ADOPTED,
)
HEART_RATE_EXCLUSION: Final = Limit(
    130,
    "/min",
    id="cardiovascular.heart_rate_exclusion",
    source=Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: heart rate above 130"),
    since=ADOPTED,
)
HEART_RATE_HIGH: Final = Limit(
    100,
    "/min",
    id="cardiovascular.heart_rate_high",
    source=Citation(TRIAL_NCT06943859, "exclusion criteria: heart rate outside 60 to 100"),
    since=ADOPTED,
)
HEART_RATE_LOW: Final = Limit(
    50,
    "/min",
    id="cardiovascular.heart_rate_low",
    source=proposal("the trial's 60 would stop many healthy people, whose heart beats slowly at rest"),
    since=ADOPTED,
)

recent_infarction: Final = Rule(
    id="cardiovascular.infarction.recent",
    source=(criterion(3), Citation(EU_LEAFLET, "do not use: heart attack within six weeks")),
    level=Level.EXCLUSION,
    until=after(Circulation.myocardial_infarction, INFARCTION_EXCLUSION),
    when=Circulation.myocardial_infarction.within(INFARCTION_EXCLUSION),
    clinician_text="There was a heart attack recently.",
    client_text="You had a heart attack not long ago. Your heart needs more time before ketamine.",
    rationale="The leaflet forbids it for six weeks; a site may wait longer, not shorter.",
    practice_variation="Trials exclude for six months.",
    examples=(
        fires(Circulation(myocardial_infarction=DaysAgo(42))),
        passes(Circulation(myocardial_infarction=DaysAgo(43))),
        passes(Circulation(myocardial_infarction=NEVER)),
        asks(Circulation(myocardial_infarction=HAPPENED)),
        asks(Circulation()),
    ),
)

unstable_angina: Final = Rule(
    id="cardiovascular.angina.unstable",
    source=(
        criterion(3),
        Citation(ASRA, "contraindications: poorly controlled cardiovascular disease"),
        Citation(SWISS_ESKETAMINE, "warnings: unstable angina in the last six months"),
        Citation(EU_LEAFLET, "warnings: heart problem not well controlled, angina"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a cardiologist finds the coronary disease stable"),
    when=Circulation.unstable_angina.present,
    clinician_text="There is unstable angina.",
    client_text="You have chest pain that comes and goes without a pattern. A heart doctor should look at it first.",
    rationale="A heart that is short of blood at rest cannot bear the work that ketamine asks of it.",
    examples=(
        fires(Circulation(unstable_angina=True)),
        passes(Circulation(unstable_angina=False)),
        asks(),
    ),
)

decompensated_heart_failure: Final = Rule(
    id="cardiovascular.heart_failure.decompensated",
    source=(
        criterion(3),
        Citation(ASRA, "contraindications: poorly controlled cardiovascular disease"),
        Citation(EU_LEAFLET, "warnings: heart problem not well controlled, heart failure"),
        Citation(SWISS_ESKETAMINE, "warnings: heart failure"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the heart failure compensated"),
    when=Circulation.decompensated.present,
    clinician_text="Heart failure is decompensated.",
    client_text="Your heart needs help at the moment. A doctor should see to it first. Then we can look again.",
    rationale="Poorly controlled heart disease is what the criterion and the consensus name.",
    examples=(
        fires(Circulation(decompensated=True)),
        passes(Circulation(decompensated=False)),
        asks(),
    ),
)

severe_heart_failure: Final = Rule(
    id="cardiovascular.heart_failure.severe",
    source=(
        criterion(3),
        Citation(ASRA, "contraindications: poorly controlled cardiovascular disease"),
        recalled(EU_PRODUCT_SUMMARY, "section 4.4: NYHA class III and IV"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the heart failure in class I or II"),
    when=Circulation.nyha_class.is_one_of(NyhaClass.III, NyhaClass.IV),
    clinician_text="Heart failure is severe: it limits everyday life.",
    client_text="Your heart is weak and makes daily life hard. Ketamine would ask too much of it at the moment.",
    rationale="The product summary asks that the benefit outweigh the risk; a site may leave that to its prescriber.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Circulation(nyha_class=NyhaClass.III)),
        fires(Circulation(nyha_class=NyhaClass.IV)),
        passes(Circulation(nyha_class=NyhaClass.NONE)),
        passes(Circulation(nyha_class=NyhaClass.I)),
        passes(Circulation(nyha_class=NyhaClass.II)),
        asks(Circulation(nyha_class=OneOf(NyhaClass.II, NyhaClass.III))),
    ),
)

uncontrolled_arrhythmia: Final = Rule(
    id="cardiovascular.arrhythmia.uncontrolled",
    source=(
        criterion(3),
        Citation(ASRA, "contraindications: poorly controlled cardiovascular disease"),
        Citation(EU_LEAFLET, "warnings: slow or fast heartbeat with symptoms"),
        recalled(EU_PRODUCT_SUMMARY, "section 4.4: haemodynamically unstable arrhythmia"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the arrhythmia under control"),
    when=Circulation.arrhythmia.is_one_of(Arrhythmia.UNCONTROLLED),
    clinician_text="There is an arrhythmia that is not under control.",
    client_text="Your heartbeat is not even at the moment. A doctor should treat it first. Then we can look again.",
    rationale="The product summary asks that the benefit outweigh the risk; a site may leave that to its prescriber.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Circulation(arrhythmia=Arrhythmia.UNCONTROLLED)),
        passes(Circulation(arrhythmia=Arrhythmia.CONTROLLED)),
        passes(Circulation(arrhythmia=Arrhythmia.NONE)),
        asks(),
    ),
)

racing_heart: Final = Rule(
    id="cardiovascular.heart_rate.racing",
    source=(criterion(3), Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: heart rate above 130")),
    level=Level.EXCLUSION,
    until=on_condition("the heart rate at rest is back below the limit, and its cause is known"),
    when=Vitals.heart_rate > HEART_RATE_EXCLUSION,
    clinician_text="The heart beats too fast at rest for ketamine today.",
    client_text="Your heart beats too fast at rest for ketamine today. We would like to find out why, and look again.",
    rationale="Ketamine quickens the heart further.",
    examples=(
        fires(Vitals(heart_rate=Decimal("130.5"))),
        passes(Vitals(heart_rate=130)),
        asks(),
    ),
)

heart_failure_class_unknown: Final = Rule(
    id="cardiovascular.heart_failure.class_unknown",
    source=(criterion(3), proposal("the class decides between exclusion and caution")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        Circulation.heart_failure.present,
        any_of(Circulation.nyha_class.missing, Circulation.nyha_class.is_one_of(NyhaClass.NONE)),
    ),
    clinician_text="There is heart failure, and its NYHA class is not known.",
    client_text="Your heart is weaker than usual. We would like to know how much it limits you in daily life.",
    rationale="A class that denies what the diagnosis says is no class.",
    examples=(
        fires(Circulation(heart_failure=True)),
        fires(Circulation(heart_failure=True, nyha_class=NyhaClass.NONE)),
        passes(Circulation(heart_failure=True, nyha_class=NyhaClass.I)),
        passes(Circulation(heart_failure=True, nyha_class=NyhaClass.II)),
        passes(Circulation(heart_failure=True, nyha_class=NyhaClass.III)),
        passes(Circulation(heart_failure=True, nyha_class=NyhaClass.IV)),
        passes(Circulation(heart_failure=False)),
        asks(Circulation(nyha_class=NyhaClass.NONE)),
    ),
)

decompensation_unknown: Final = Rule(
    id="cardiovascular.heart_failure.decompensation_unknown",
    source=(criterion(3), proposal("decompensation decides between exclusion and caution")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Circulation.heart_failure.present, Circulation.decompensated.missing),
    clinician_text="There is heart failure, and it is not known whether it is decompensated.",
    client_text="Your heart is weaker than usual. We would like to know how it is doing at the moment.",
    examples=(
        fires(Circulation(heart_failure=True)),
        passes(Circulation(heart_failure=True, decompensated=False)),
        passes(Circulation(heart_failure=False)),
        asks(Circulation()),
    ),
)

infarction_within_months: Final = Rule(
    id="cardiovascular.infarction.within_months",
    source=(
        criterion(3),
        Citation(SWISS_ESKETAMINE, "warnings: heart attack in the last six months"),
        Citation(GERMAN_LEAFLET, "warnings: heart attack in the last six months"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: heart attack within six months"),
    ),
    level=Level.CAUTION,
    when=Circulation.myocardial_infarction.within(INFARCTION_CAUTION),
    clinician_text="There was a heart attack within the last six months; a cardiologist's word is wanted.",
    client_text="You had a heart attack in the last months. We would like to hear what a heart doctor says.",
    rationale="Two labels ask for special caution for six months.",
    practice_variation="Trials exclude for six months.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Circulation(myocardial_infarction=DaysAgo(180))),
        passes(Circulation(myocardial_infarction=DaysAgo(181))),
        passes(Circulation(myocardial_infarction=NEVER)),
        asks(Circulation()),
    ),
)


def _known(identifier: str, says: str, plain: str, when: Condition, examples: tuple[Example, ...]) -> Rule:
    """One rule for each disease: one that is known must not hide that nobody asked about another."""
    return Rule(
        id=identifier,
        source=(
            criterion(3),
            Citation(EU_LEAFLET, "warnings: angina, valve disease, heart failure, irregular heartbeat"),
            Citation(SWISS_ESKETAMINE, "warnings: heart failure"),
        ),
        level=Level.CAUTION,
        when=when,
        clinician_text=says,
        client_text=plain,
        rationale="The criterion names significant cardiovascular disease; stable disease is weighed, not excluded.",
        examples=examples,
    )


past_infarction: Final = _known(
    "cardiovascular.infarction.past",
    "There was a heart attack, however long ago.",
    "You once had a heart attack. Your prescriber will take it into account.",
    Circulation.myocardial_infarction.ever,
    (
        fires(Circulation(myocardial_infarction=DaysAgo(4000))),
        passes(Circulation(myocardial_infarction=NEVER)),
        asks(Circulation()),
    ),
)

known_coronary_disease: Final = _known(
    "cardiovascular.coronary_disease.known",
    "The coronary arteries are diseased.",
    "The blood vessels of your heart are narrow. Your prescriber will take it into account.",
    Circulation.coronary_disease.present,
    (fires(Circulation(coronary_disease=True)), passes(Circulation(coronary_disease=False)), asks(Circulation())),
)

known_heart_failure: Final = _known(
    "cardiovascular.heart_failure.known",
    "The heart fails to some degree.",
    "Your heart is weaker than usual. Your prescriber will take it into account.",
    any_of(Circulation.heart_failure.present, Circulation.nyha_class.is_none_of(NyhaClass.NONE)),
    (
        fires(Circulation(heart_failure=True)),
        fires(Circulation(nyha_class=NyhaClass.I)),
        fires(Circulation(nyha_class=NyhaClass.II)),
        fires(Circulation(nyha_class=NyhaClass.III)),
        fires(Circulation(nyha_class=NyhaClass.IV)),
        passes(Circulation(heart_failure=False, nyha_class=NyhaClass.NONE)),
        asks(Circulation(nyha_class=NyhaClass.NONE)),
    ),
)

known_valve_disease: Final = _known(
    "cardiovascular.valve_disease.known",
    "A heart valve is significantly diseased.",
    "One of your heart valves does not work as it should. Your prescriber will take it into account.",
    Circulation.significant_valve_disease.present,
    (
        fires(Circulation(significant_valve_disease=True)),
        passes(Circulation(significant_valve_disease=False)),
        asks(Circulation()),
    ),
)

known_arrhythmia: Final = _known(
    "cardiovascular.arrhythmia.known",
    "The heart's rhythm is disturbed, however well it is controlled.",
    "Your heartbeat is not always even. Your prescriber will take it into account.",
    Circulation.arrhythmia.is_none_of(Arrhythmia.NONE),
    (
        fires(Circulation(arrhythmia=Arrhythmia.CONTROLLED)),
        fires(Circulation(arrhythmia=Arrhythmia.UNCONTROLLED)),
        passes(Circulation(arrhythmia=Arrhythmia.NONE)),
        asks(Circulation()),
    ),
)

unusual_heart_rate: Final = Rule(
    id="cardiovascular.heart_rate.unusual",
    source=(
        criterion(3),
        Citation(TRIAL_NCT06943859, "exclusion criteria: heart rate outside 60 to 100"),
        proposal("the lower end is set at 50"),
    ),
    level=Level.CAUTION,
    when=any_of(Vitals.heart_rate > HEART_RATE_HIGH, Vitals.heart_rate < HEART_RATE_LOW),
    clinician_text="The heart rate at rest is unusually fast or slow.",
    client_text="Your heart beats faster or slower at rest than is usual. Your prescriber will look at it with you.",
    rationale="Ketamine quickens the heart; a slow one may point to a medicine or a conduction disorder.",
    examples=(
        fires(Vitals(heart_rate=Decimal("100.5"))),
        fires(Vitals(heart_rate=Decimal("49.5"))),
        passes(Vitals(heart_rate=100)),
        passes(Vitals(heart_rate=50)),
        asks(),
    ),
)

electrocardiogram_wanted: Final = Rule(
    id="cardiovascular.electrocardiogram.wanted",
    source=(criterion(3), proposal("a clinic that wants an electrocardiogram from a certain age on wants a valid one")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Person.age >= ELECTROCARDIOGRAM_AGE, Circulation.electrocardiogram.missing),
    clinician_text=(
        "The client is of an age from which this clinic wants an electrocardiogram, and there is no valid one."
    ),
    client_text="At your age this clinic would like a trace of your heart. It takes a few minutes and does not hurt.",
    rationale="One that was made counts at any age; nobody is asked for one unless a clinic asks.",
    practice_variation="Some practices want one from 50 years on, or with a history.",
    examples=(
        fires(Person(age=50)),
        passes(Person(age=49)),
        passes(Person(age=50), Circulation(electrocardiogram=Electrocardiogram.NORMAL)),
        asks(),
    ),
)

abnormal_electrocardiogram: Final = Rule(
    id="cardiovascular.electrocardiogram.abnormal",
    source=(
        criterion(3),
        Citation(TRIAL_NCT07139106, "exclusion criteria: significantly abnormal electrocardiogram"),
        Citation(TRIAL_TABLE_PMC6727003, "exclusion criteria: abnormal electrocardiogram"),
    ),
    level=Level.CAUTION,
    when=Circulation.electrocardiogram.is_one_of(Electrocardiogram.ABNORMAL_SIGNIFICANT),
    clinician_text="The electrocardiogram shows something significant.",
    client_text="The trace of your heart shows something that your prescriber would like to look at.",
    rationale="Trials exclude it; it is weighed here, since what it shows differs.",
    examples=(
        fires(Circulation(electrocardiogram=Electrocardiogram.ABNORMAL_SIGNIFICANT)),
        passes(Circulation(electrocardiogram=Electrocardiogram.ABNORMAL_INSIGNIFICANT)),
        passes(Circulation(electrocardiogram=Electrocardiogram.NORMAL)),
        asks(),
    ),
)

# The brain's vessels -----------------------------------------------------------------------------------------

STROKE_EXCLUSION: Final = Limit(
    180,
    "d",
    id="cardiovascular.stroke_exclusion",
    source=Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: stroke within six months"),
    since=ADOPTED,
    floor=90,
)

recent_stroke: Final = Rule(
    id="cardiovascular.stroke.recent",
    source=(
        criterion(3),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: stroke within six months"),
        Citation(
            SWISS_KETAMINE,
            "contraindications: where a rise of blood pressure is a serious hazard, such as after a stroke",
        ),
    ),
    level=Level.EXCLUSION,
    until=after(Circulation.stroke_or_tia, STROKE_EXCLUSION),
    when=Circulation.stroke_or_tia.within(STROKE_EXCLUSION),
    clinician_text="There was a stroke or a transient ischaemic attack recently.",
    client_text=(
        "You had a stroke, or a short one that passed, not long ago. Your brain needs more time to heal before "
        "ketamine."
    ),
    rationale="A label names an earlier stroke as an example of serious hazard; a trial gives the six months.",
    practice_variation="A leaflet only warns of a stroke; a label gives one as an example of what forbids ketamine.",
    examples=(
        fires(Circulation(stroke_or_tia=DaysAgo(180))),
        passes(Circulation(stroke_or_tia=DaysAgo(181))),
        passes(Circulation(stroke_or_tia=NEVER)),
        asks(Circulation(stroke_or_tia=HAPPENED)),
        asks(Circulation()),
    ),
)

past_stroke: Final = Rule(
    id="cardiovascular.stroke.past",
    source=(criterion(3), Citation(EU_LEAFLET, "warnings: stroke")),
    level=Level.CAUTION,
    when=Circulation.stroke_or_tia.ever,
    clinician_text="There was a stroke or a transient ischaemic attack in the past.",
    client_text="You once had a stroke, or a short one that passed. Your prescriber will take it into account.",
    rationale="The leaflet warns without a limit in time.",
    practice_variation="A label gives an earlier stroke, without a time, as an example of what forbids ketamine.",
    examples=(
        fires(Circulation(stroke_or_tia=HAPPENED)),
        passes(Circulation(stroke_or_tia=NEVER)),
        asks(Circulation()),
    ),
)

encephalopathy: Final = Rule(
    id="cardiovascular.hypertension.encephalopathy",
    source=(criterion(3), Citation(US_MONOGRAPH, "warnings: history of hypertensive encephalopathy")),
    level=Level.CAUTION,
    when=Circulation.hypertensive_encephalopathy.present,
    clinician_text="Very high blood pressure has affected the brain before; a small rise may do so again.",
    client_text="Very high blood pressure once affected your brain. Your prescriber will take it into account.",
    rationale="The label asks for frequent monitoring of such clients.",
    examples=(
        fires(Circulation(hypertensive_encephalopathy=True)),
        passes(Circulation(hypertensive_encephalopathy=False)),
        asks(),
    ),
)

RULES: Final = (
    crisis,
    uncontrolled_pressure,
    recent_infarction,
    unstable_angina,
    decompensated_heart_failure,
    severe_heart_failure,
    uncontrolled_arrhythmia,
    recent_stroke,
    racing_heart,
    second_reading,
    hypertension_treatment_unknown,
    heart_failure_class_unknown,
    decompensation_unknown,
    raised_pressure,
    untreated_hypertension,
    infarction_within_months,
    past_infarction,
    known_coronary_disease,
    known_heart_failure,
    known_valve_disease,
    known_arrhythmia,
    past_stroke,
    unusual_heart_rate,
    encephalopathy,
    abnormal_electrocardiogram,
    single_reading,
    elevated_pressure,
)
OFF: Final = (electrocardiogram_wanted,)
