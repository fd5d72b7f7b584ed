"""Criterion 3: hypertension that is poorly controlled or untreated, or significant cardiovascular disease.

Ketamine raises blood pressure and heart rate for some hours. The source gives no number for "poorly controlled";
labels, programmes and trials give several, which lie far apart. Vessels that a label names by themselves (aneurysm,
malformation, haemorrhage, dissection) are decided in ``vascular``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
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
    Recorded,
    Reporter,
    Rule,
    above,
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

from ...conditions import Test
from ...facts.circulation import Arrhythmia, Circulation, Electrocardiogram, EventKind, NyhaClass, Phaeochromocytoma
from ...facts.person import Person
from ...facts.vitals import Vitals
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    ASRA,
    BLOOD_PRESSURE_PROTOCOL,
    ESKETAMINE_PRECAUTIONS,
    EU_LEAFLET,
    EU_PRODUCT_SUMMARY,
    FIELD_TRIP,
    GERMAN_LEAFLET,
    PHARMACOLOGY,
    PRESSURE_CATEGORIES,
    SWISS_ESKETAMINE,
    SWISS_KETAMINE,
    TRIAL_NCT06943859,
    TRIAL_NCT07139106,
    TRIAL_TABLE_PMC6727003,
    US_MONOGRAPH,
)
from ..urgent import EXAMINE

CAUTION_OR_MORE: Final = (Level.EXCLUSION, Level.CAUTION)
"""What a site may make of a caution that it may only raise."""
CAUTION_OR_LESS: Final = (Level.EXCLUSION, Level.CAUTION, Level.NOTE)
"""What a site may make of a caution that it may lower too."""

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

MINIMUM_DAYS: Final = Limit(
    2,
    "{#}",
    id="cardiovascular.minimum_days_between_lines",
    source=Citation(PRESSURE_CATEGORIES, "mean of at least two readings on at least two occasions"),
    since=ADOPTED,
    floor=1,
    ceiling=3,
)
AGE_GUIDE: Final = Citation(
    ESKETAMINE_PRECAUTIONS,
    "blood pressure before a dose: above 140/90 under 65 years, above 150/90 from then on",
)
AGED: Final = Limit(
    65,
    "a",
    id="cardiovascular.aged",
    source=AGE_GUIDE,
    since=ADOPTED,
)
# The summary's own guide for this age, above 150/90, would loosen another label's line: not above 140/90.
SYSTOLIC_CAUTION_ELDERLY: Final = Limit(
    140,
    "mm[Hg]",
    id="cardiovascular.systolic_caution_elderly",
    source=AGE_GUIDE,
    since=ADOPTED,
    floor=130,
    ceiling=140,
    label=True,
)
DIASTOLIC_CAUTION_ELDERLY: Final = Limit(
    90,
    "mm[Hg]",
    id="cardiovascular.diastolic_caution_elderly",
    source=AGE_GUIDE,
    since=ADOPTED,
    floor=80,
    ceiling=90,
    label=True,
)


def _event(kind: EventKind | OneOf, **more: Any) -> Circulation:
    """A client whose latest event was of some kind, and nobody knows when."""
    return by_clinician(
        Circulation(latest_cardiovascular_event=HAPPENED, latest_cardiovascular_event_kind=kind, **more)
    )


def _was(*kinds: EventKind) -> Condition:
    """There was an event, and the latest was of one of these kinds."""
    return all_of(
        Circulation.latest_cardiovascular_event.ever,
        Circulation.latest_cardiovascular_event_kind.is_one_of(*kinds),
    )


NO_EVENT: Final[dict[str, Any]] = {"latest_cardiovascular_event": NEVER}


def _told_by_kind(
    identifier: str, title: str, term: Condition, of: tuple[EventKind, ...], known: str, no: Any, *yes: Any
) -> Concept:
    """A disease that is diagnosed, or told by the kind of the latest event: denying it elsewhere takes nothing back."""
    return Concept(
        id=identifier,
        title=title,
        source=(criterion(3), proposal("the kind of an event is a report of the disease that it comes from")),
        when=any_of(term, _was(*of)),
        examples=(
            *(fires(by_clinician(Circulation(**{known: each}))) for each in yes),
            *(fires(_event(kind, **{known: no})) for kind in of),
            passes(by_clinician(Circulation(**{known: no}, **NO_EVENT))),
            *(passes(_event(kind, **{known: no})) for kind in EventKind if kind not in of),
            asks(by_clinician(Circulation(**{known: no}))),
        ),
    )


hypertension: Final = _told_by_kind(
    "cardiovascular.hypertension_known",
    "Hypertension, diagnosed or implied by a hypertensive crisis",
    Circulation.hypertension.present,
    (EventKind.HYPERTENSIVE_CRISIS,),
    "hypertension",
    False,
    True,
)
heart_failure: Final = _told_by_kind(
    "cardiovascular.heart_failure_known",
    "Heart failure, diagnosed or implied by an admission for it",
    Circulation.heart_failure.present,
    (EventKind.HEART_FAILURE,),
    "heart_failure",
    False,
    True,
)
coronary_disease: Final = _told_by_kind(
    "cardiovascular.coronary_disease_known",
    "Coronary artery disease, diagnosed or implied by a stent or bypass",
    Circulation.coronary_disease.present,
    (EventKind.CORONARY_STENT, EventKind.BYPASS),
    "coronary_disease",
    False,
    True,
)
arrhythmia: Final = _told_by_kind(
    "cardiovascular.arrhythmia_known",
    "Arrhythmia, diagnosed or implied by a cardiac arrest or an admission for it",
    Circulation.arrhythmia.is_none_of(Arrhythmia.NONE),
    (EventKind.CARDIAC_ARREST, EventKind.ARRHYTHMIA),
    "arrhythmia",
    Arrhythmia.NONE,
    Arrhythmia.CONTROLLED,
    Arrhythmia.UNCONTROLLED,
)

hypertension_uncontrolled: Final = Concept(
    id="cardiovascular.hypertension_uncontrolled",
    title="Uncontrolled blood pressure",
    source=(criterion(3), Citation(FIELD_TRIP, "blood pressure: 160/100 and higher is uncontrolled")),
    when=any_of(
        Vitals.mean_systolic >= SYSTOLIC_EXCLUSION,
        Vitals.mean_diastolic >= DIASTOLIC_EXCLUSION,
    ),
    rationale="Systolic and diastolic pressure count each for itself, with or without a diagnosis.",
    examples=(
        fires(by_clinician(Vitals(mean_systolic=160))),
        fires(by_clinician(Vitals(mean_diastolic=100))),
        passes(by_clinician(Vitals(mean_systolic=159, mean_diastolic=99))),
        asks(by_clinician(Vitals(mean_systolic=159))),
        asks(by_clinician(Vitals(mean_diastolic=99))),
    ),
)

pressure_raised: Final = Concept(
    id="cardiovascular.pressure_raised",
    title="Blood pressure above the label's limit",
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
        fires(by_clinician(Vitals(mean_systolic=Decimal("140.5")))),
        fires(by_clinician(Vitals(mean_diastolic=Decimal("90.5")))),
        passes(by_clinician(Vitals(mean_systolic=140, mean_diastolic=90))),
        asks(by_clinician(Vitals(mean_systolic=140))),
        asks(by_clinician(Vitals(mean_diastolic=90))),
    ),
)

crisis: Final = Rule(
    id="cardiovascular.pressure.crisis",
    source=(criterion(3), Citation(PRESSURE_CATEGORIES, "hypertensive crisis: above 180 or above 120")),
    level=Level.EXCLUSION,
    until=on_condition("a clinician has assessed the crisis, and every reading since then is at or below the limits"),
    when=any_of(
        Vitals.highest_systolic > SYSTOLIC_CRISIS,
        Vitals.highest_diastolic > DIASTOLIC_CRISIS,
    ),
    clinician_text=(
        "Blood pressure in the range of hypertensive crisis: at least one reading above 180 systolic or above 120 "
        "diastolic."
    ),
    client_text=(
        "Your blood pressure is very high. A clinician would like to look at it with you today, so that it comes down."
    ),
    rationale="One such reading is enough: it needs a clinician today, whatever the mean of all readings is.",
    marks=(Mark.URGENT,),
    today=EXAMINE,
    examples=(
        fires(by_clinician(Vitals(highest_systolic=181))),
        fires(by_clinician(Vitals(highest_diastolic=121))),
        passes(by_clinician(Vitals(highest_systolic=180, highest_diastolic=120))),
        asks(by_clinician(Vitals(highest_systolic=180))),
        asks(by_clinician(Vitals(highest_diastolic=120))),
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
    until=on_condition("the mean of at least two blood pressure readings is below both limits"),
    when=hypertension_uncontrolled.present,
    clinician_text="Uncontrolled blood pressure: to be brought under control before ketamine.",
    client_text=(
        "Your blood pressure is too high for ketamine at the moment. It has to come down first. We will help you with "
        "that."
    ),
    rationale="Two labels forbid ketamine above 180/100; the line lies lower and leaves room for the rise.",
    practice_variation="A programme draws the line at 160/100, trials at 140/90 or 160/90, two labels at 180/100.",
    marks=(Marked(Mark.PROVISIONAL, when=Vitals.pressure_readings < MINIMUM_READINGS),),
    subsumes=("cardiovascular.pressure.raised", "cardiovascular.pressure.elevated"),
    examples=(
        fires(by_clinician(Vitals(mean_systolic=160, mean_diastolic=84))),
        fires(by_clinician(Vitals(mean_diastolic=100))),
        passes(by_clinician(Vitals(mean_systolic=159, mean_diastolic=99))),
        asks(by_clinician(Vitals(mean_systolic=159))),
    ),
)

second_reading: Final = Rule(
    id="cardiovascular.pressure.second_reading",
    source=(
        criterion(3),
        Citation(PRESSURE_CATEGORIES, "mean of at least two readings on at least two occasions"),
        proposal("one visit settles where each of its readings is at or below the label's line"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=any_of(
        all_of(
            Vitals.pressure_readings < MINIMUM_READINGS,
            any_of(pressure_raised.present, hypertension.present),
        ),
        all_of(
            Vitals.pressure_days < MINIMUM_DAYS,
            any_of(Vitals.highest_systolic > SYSTOLIC_CAUTION, Vitals.highest_diastolic > DIASTOLIC_CAUTION),
        ),
    ),
    clinician_text="Too few blood pressure readings: repeat on another day.",
    client_text="We need to take your blood pressure once more, on another day.",
    rationale=(
        "A single reading settles nothing where it is raised, or where hypertension is diagnosed; one visit settles "
        "nothing where any of its readings is above the line, whatever the mean."
    ),
    examples=(
        fires(by_clinician(Vitals(pressure_readings=1, mean_systolic=150, mean_diastolic=88))),
        fires(
            by_clinician(Vitals(pressure_readings=1, mean_systolic=120, mean_diastolic=70)),
            Circulation(hypertension=True),
        ),
        fires(by_clinician(Vitals(pressure_days=1, highest_systolic=141))),
        fires(by_clinician(Vitals(pressure_days=1, highest_diastolic=91))),
        passes(
            by_clinician(Vitals(pressure_readings=2, pressure_days=2, mean_systolic=150)),
            Circulation(hypertension=True),
        ),
        passes(
            by_clinician(Vitals(pressure_readings=2, pressure_days=1, highest_systolic=140, highest_diastolic=90)),
            Circulation(hypertension=True),
        ),
        passes(
            by_clinician(
                Vitals(
                    pressure_readings=1,
                    pressure_days=1,
                    mean_systolic=140,
                    mean_diastolic=90,
                    highest_systolic=140,
                    highest_diastolic=90,
                )
            ),
            _event(EventKind.OTHER, hypertension=False),
        ),
        asks(
            by_clinician(
                Vitals(
                    pressure_readings=1,
                    pressure_days=1,
                    mean_systolic=140,
                    mean_diastolic=90,
                    highest_systolic=140,
                    highest_diastolic=90,
                )
            )
        ),
        asks(by_clinician(Vitals(pressure_readings=2, pressure_days=1, highest_systolic=140))),
    ),
)

hypertension_treatment_unknown: Final = Rule(
    id="cardiovascular.hypertension.treatment_unknown",
    source=(criterion(3), proposal("the criterion names untreated hypertension, so that treatment has to be known")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(hypertension.present, Circulation.hypertension_treated.missing),
    clinician_text="Known hypertension; current treatment not established.",
    client_text="You have high blood pressure. We would like to know if it is treated.",
    marks=(Marked(Mark.CONFLICT, when=Circulation.hypertension.ruled_out),),
    examples=(
        fires(Circulation(hypertension=True)),
        passes(Circulation(hypertension=True, hypertension_treated=False)),
        passes(_event(EventKind.OTHER, hypertension=False)),
        asks(Circulation()),
    ),
)

raised_pressure: Final = Rule(
    id="cardiovascular.pressure.raised",
    source=(
        criterion(3),
        Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
        Citation(BLOOD_PRESSURE_PROTOCOL, "140/90 before dosing"),
        AGE_GUIDE,
    ),
    level=Level.CAUTION,
    when=pressure_raised.present,
    clinician_text="Blood pressure above the label's limit: consider delaying.",
    client_text="Your blood pressure is higher than we would like. Your prescriber will look at it with you.",
    rationale="The label leaves the decision to the prescriber, who has to weigh the rise that ketamine brings.",
    practice_variation=(
        "Two trials exclude above 140/90; the European Union's guide draws the line above 150/90 from 65 years on."
    ),
    levels=CAUTION_OR_MORE,
    subsumes=("cardiovascular.pressure.elevated",),
    examples=(
        fires(by_clinician(Vitals(mean_systolic=141))),
        passes(by_clinician(Vitals(mean_systolic=140, mean_diastolic=90))),
        asks(by_clinician(Vitals(mean_systolic=140))),
    ),
)

untreated_hypertension: Final = Rule(
    id="cardiovascular.hypertension.untreated",
    source=(criterion(3),),
    level=Level.CAUTION,
    when=all_of(hypertension.present, Circulation.hypertension_treated.ruled_out),
    clinician_text="Known hypertension, untreated.",
    client_text=(
        "You have high blood pressure that is not treated. Your care team would like to talk with you about it."
    ),
    rationale="The criterion names it, whatever the pressure was when it was measured.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    marks=(Marked(Mark.CONFLICT, when=Circulation.hypertension.ruled_out),),
    examples=(
        fires(Circulation(hypertension=True, hypertension_treated=False)),
        passes(Circulation(hypertension=True, hypertension_treated=True)),
        passes(_event(EventKind.OTHER, hypertension=False, hypertension_treated=False)),
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
        hypertension.ruled_out,
    ),
    clinician_text="Fewer blood pressure readings than required; not raised, no known hypertension.",
    client_text="We took your blood pressure fewer times than we would like. It was not high.",
    examples=(
        fires(
            by_clinician(Vitals(pressure_readings=1, mean_systolic=140, mean_diastolic=90)),
            _event(EventKind.OTHER, hypertension=False),
        ),
        passes(
            by_clinician(Vitals(pressure_readings=2, mean_systolic=120, mean_diastolic=70)),
            _event(EventKind.OTHER, hypertension=False),
        ),
        passes(
            by_clinician(Vitals(pressure_readings=1, mean_systolic=141, mean_diastolic=70)),
            _event(EventKind.OTHER, hypertension=False),
        ),
        passes(
            by_clinician(Vitals(pressure_readings=1, mean_systolic=120, mean_diastolic=70)),
            Circulation(hypertension=True),
        ),
        asks(by_clinician(Vitals(pressure_readings=1, mean_systolic=120, mean_diastolic=70))),
    ),
)

single_visit: Final = Rule(
    id="cardiovascular.pressure.single_visit",
    source=(
        criterion(3),
        Citation(PRESSURE_CATEGORIES, "mean of at least two readings on at least two occasions"),
        proposal("one visit is enough to go on where each of its readings is at or below the label's line"),
    ),
    level=Level.NOTE,
    when=all_of(Vitals.pressure_days < MINIMUM_DAYS, hypertension.present),
    clinician_text="Known hypertension; blood pressure measured on fewer days than required.",
    client_text="You have high blood pressure, and we took it on fewer days than we would like.",
    marks=(Mark.PROVISIONAL,),
    examples=(
        fires(by_clinician(Vitals(pressure_days=1)), Circulation(hypertension=True)),
        passes(by_clinician(Vitals(pressure_days=2)), Circulation(hypertension=True)),
        passes(by_clinician(Vitals(pressure_days=1)), _event(EventKind.OTHER, hypertension=False)),
        asks(by_clinician(Vitals(pressure_days=1))),
    ),
)

raised_in_the_elderly: Final = Rule(
    id="cardiovascular.pressure.raised_in_the_elderly",
    source=(criterion(3), AGE_GUIDE, recalled(EU_PRODUCT_SUMMARY, "section 4.4: blood pressure from 65 years on")),
    level=Level.CAUTION,
    when=all_of(
        Person.age >= AGED,
        any_of(Vitals.mean_systolic > SYSTOLIC_CAUTION_ELDERLY, Vitals.mean_diastolic > DIASTOLIC_CAUTION_ELDERLY),
    ),
    clinician_text="Blood pressure above this clinic's limit for this age.",
    client_text=(
        "Your blood pressure is higher than we would like at your age. Your prescriber will look at it with you."
    ),
    rationale=(
        "The guide draws its line above 150/90 from 65 years on, the label for everybody above 140/90, which stands. "
        "With that line it says nothing more; a clinic switches it on with a lower one."
    ),
    levels=CAUTION_OR_MORE,
    examples=(
        fires(Person(age=65), by_clinician(Vitals(mean_systolic=141))),
        fires(Person(age=65), by_clinician(Vitals(mean_diastolic=91))),
        passes(Person(age=64), by_clinician(Vitals(mean_systolic=150))),
        passes(Person(age=65), by_clinician(Vitals(mean_systolic=140, mean_diastolic=90))),
        asks(Person(age=65)),
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
    clinician_text="Blood pressure above the normal range.",
    client_text="Your blood pressure is above the usual range. We keep an eye on it.",
    rationale="A pressure of exactly 140/90 is not above the label's line, but worth knowing.",
    examples=(
        fires(by_clinician(Vitals(mean_systolic=130))),
        fires(by_clinician(Vitals(mean_diastolic=80))),
        passes(by_clinician(Vitals(mean_systolic=129, mean_diastolic=79))),
        asks(by_clinician(Vitals(mean_systolic=129))),
        asks(by_clinician(Vitals(mean_diastolic=79))),
    ),
)

# Measured at home: it may raise a question and never lowers a finding -----------------------------------------

HOME_SYSTOLIC: Final = Limit(
    135,
    "mm[Hg]",
    id="cardiovascular.home_systolic",
    source=recalled(PRESSURE_CATEGORIES, "a mean of 135/85 at home goes with 140/90 in a clinic"),
    since=ADOPTED,
)
HOME_DIASTOLIC: Final = Limit(
    85,
    "mm[Hg]",
    id="cardiovascular.home_diastolic",
    source=recalled(PRESSURE_CATEGORIES, "a mean of 135/85 at home goes with 140/90 in a clinic"),
    since=ADOPTED,
)
HOME_READINGS: Final = Limit(
    4,
    "{#}",
    id="cardiovascular.home_readings",
    source=proposal("two days, morning and evening, before a mean at home says anything"),
    since=ADOPTED,
)
# Not the limit above: a clinic to which one day is enough between the lines is still asked for a second one here.
DAYS_BESIDE_HOME: Final = Limit(
    2,
    "{#}",
    id="cardiovascular.days_beside_home",
    source=proposal("a second day in the clinic shows whether it was low by chance"),
    since=ADOPTED,
)

home_crisis: Final = Rule(
    id="cardiovascular.pressure.home.crisis",
    source=(
        criterion(3),
        Citation(PRESSURE_CATEGORIES, "hypertensive crisis: above 180 or above 120"),
        proposal("a reading at home is no less of a warning than one in the clinic, and no proof"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=any_of(
        Vitals.home_highest_systolic > SYSTOLIC_CRISIS,
        Vitals.home_highest_diastolic > DIASTOLIC_CRISIS,
    ),
    clinician_text="Home blood pressure in the range of hypertensive crisis: see the client today.",
    client_text=(
        "A blood pressure that you took at home is very high. A clinician would like to look at it with you today."
    ),
    rationale="It stands until readings at home of the last 30 days are all below the limits.",
    marks=(Mark.URGENT,),
    today=EXAMINE,
    examples=(
        fires(Vitals(home_highest_systolic=181)),
        fires(Vitals(home_highest_diastolic=121)),
        passes(Vitals(home_highest_systolic=180, home_highest_diastolic=120)),
        asks(Vitals(home_highest_systolic=180)),
        asks(Vitals(home_highest_diastolic=120)),
    ),
)

home_above: Final = Rule(
    id="cardiovascular.pressure.home.above",
    source=(
        criterion(3),
        Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
        proposal("a mean above the line at home asks for a second day in the clinic, where it was below"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        any_of(Vitals.home_mean_systolic > SYSTOLIC_CAUTION, Vitals.home_mean_diastolic > DIASTOLIC_CAUTION),
        Vitals.pressure_days < DAYS_BESIDE_HOME,
    ),
    clinician_text=(
        "Home blood pressure above the label's limit, and clinic readings on fewer than two days: measure on another "
        "day."
    ),
    client_text="Your blood pressure is high at home. We would like to take it here on another day.",
    rationale=(
        "Whether it was above the line in the clinic too or not: were a raised pressure there to answer it, a higher "
        "reading would better the outcome."
    ),
    examples=(
        fires(
            Vitals(home_mean_systolic=141, mean_systolic=140, mean_diastolic=90, pressure_days=1),
        ),
        fires(
            Vitals(home_mean_diastolic=91, mean_systolic=141, mean_diastolic=91, pressure_days=1),
        ),
        passes(Vitals(home_mean_systolic=140, home_mean_diastolic=90)),
        passes(by_clinician(Vitals(home_mean_systolic=150, pressure_days=2))),
        asks(Vitals(home_mean_systolic=150)),
        asks(Vitals(mean_systolic=120, mean_diastolic=80, pressure_days=1)),
    ),
)

lower_at_home: Final = Rule(
    id="cardiovascular.pressure.home",
    source=(
        criterion(3),
        recalled(PRESSURE_CATEGORIES, "a mean of 135/85 at home goes with 140/90 in a clinic"),
        proposal("shown beside a raised pressure in the clinic, which it does not lower"),
    ),
    level=Level.NOTE,
    when=all_of(
        pressure_raised.present,
        Vitals.home_readings >= HOME_READINGS,
        Vitals.home_mean_systolic <= HOME_SYSTOLIC,
        Vitals.home_mean_diastolic <= HOME_DIASTOLIC,
    ),
    clinician_text="Blood pressure above the label's limit in the clinic, not raised at home.",
    client_text="Your blood pressure is higher here than at home. We keep it in mind.",
    rationale="A session is in the clinic, so that the pressure found there counts.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(Vitals(mean_systolic=141, home_readings=4, home_mean_systolic=135, home_mean_diastolic=85)),
        passes(Vitals(mean_systolic=141, home_readings=3, home_mean_systolic=135, home_mean_diastolic=85)),
        passes(Vitals(mean_systolic=141, home_readings=4, home_mean_systolic=136, home_mean_diastolic=85)),
        passes(Vitals(mean_systolic=141, home_readings=4, home_mean_systolic=135, home_mean_diastolic=86)),
        passes(
            by_clinician(
                Vitals(
                    mean_systolic=140,
                    mean_diastolic=90,
                    home_readings=4,
                    home_mean_systolic=135,
                    home_mean_diastolic=85,
                )
            )
        ),
        asks(Vitals(mean_systolic=141)),
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
    floor=90,
    ceiling=120,
)
HEART_RATE_LOW: Final = Limit(
    50,
    "/min",
    id="cardiovascular.heart_rate_low",
    source=proposal("the trial's 60 would stop many healthy people, whose heart beats slowly at rest"),
    since=ADOPTED,
    floor=40,
    ceiling=55,
)

EVENT_EXCLUSION: Final = Limit(
    42,
    "d",
    id="cardiovascular.event_exclusion",
    source=Citation(
        EU_PRODUCT_SUMMARY, "section 4.3: a cardiovascular event, such as a heart attack, within six weeks"
    ),
    since=ADOPTED,
    floor=42,
    ceiling=365,
    label=True,
)
EVENT_CAUTION: Final = Limit(
    180,
    "d",
    id="cardiovascular.event_caution",
    source=Citation(SWISS_ESKETAMINE, "warnings: heart attack in the last six months"),
    since=ADOPTED,
)

recent_event: Final = Rule(
    id="cardiovascular.event.recent",
    source=(
        criterion(3),
        Citation(EU_PRODUCT_SUMMARY, "section 4.3: a cardiovascular event, such as a heart attack, within six weeks"),
        Citation(EU_LEAFLET, "do not use: heart attack within six weeks"),
    ),
    level=Level.EXCLUSION,
    until=after(Circulation.latest_event, EVENT_EXCLUSION),
    when=Circulation.latest_event.within(EVENT_EXCLUSION),
    clinician_text="Recent cardiovascular event.",
    client_text="Not long ago you had an event of the heart or the blood vessels. You need more time before ketamine.",
    rationale="Whatever its kind, and where the kind is not known: the summary names a heart attack as the example.",
    practice_variation="The leaflet names only the heart attack.",
    subsumes=("cardiovascular.event.within_months", "cardiovascular.event.past"),
    examples=(
        fires(Circulation(latest_event=DaysAgo(42))),
        fires(Circulation(latest_cardiovascular_event=DaysAgo(20), myocardial_infarction=NEVER, stroke_or_tia=NEVER)),
        fires(Circulation(myocardial_infarction=DaysAgo(20))),
        fires(Circulation(stroke_or_tia=DaysAgo(20))),
        passes(Circulation(latest_event=DaysAgo(43))),
        passes(Circulation(latest_cardiovascular_event=NEVER, myocardial_infarction=NEVER, stroke_or_tia=NEVER)),
        asks(Circulation(latest_event=HAPPENED)),
        asks(Circulation(latest_cardiovascular_event=NEVER, myocardial_infarction=NEVER)),
    ),
)

recent_infarction: Final = Rule(
    id="cardiovascular.infarction.recent",
    source=(criterion(3), Citation(EU_LEAFLET, "do not use: heart attack within six weeks")),
    level=Level.EXCLUSION,
    until=after(Circulation.myocardial_infarction, INFARCTION_EXCLUSION),
    when=Circulation.myocardial_infarction.within(INFARCTION_EXCLUSION),
    clinician_text="Recent MI.",
    client_text="You had a heart attack not long ago. Your heart needs more time before ketamine.",
    rationale="The leaflet forbids it for six weeks; a site may wait longer, not shorter.",
    practice_variation="Trials exclude for six months.",
    subsumes=("cardiovascular.infarction.within_months", "cardiovascular.infarction.past"),
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
    when=any_of(
        Circulation.unstable_angina.present,
        _was(EventKind.UNSTABLE_ANGINA),
    ),
    clinician_text="Unstable angina.",
    client_text=(
        "You have chest pain from the heart that is new, gets worse or comes at rest (unstable angina). A heart "
        "doctor should see you first."
    ),
    rationale=(
        "A heart that is short of blood at rest cannot bear the work that ketamine asks of it. Told as the latest "
        "event it counts, whatever else is denied."
    ),
    marks=(
        Marked(
            Mark.CONFLICT,
            when=all_of(
                Circulation.unstable_angina.ruled_out,
                _was(EventKind.UNSTABLE_ANGINA),
            ),
        ),
    ),
    examples=(
        fires(Circulation(unstable_angina=True)),
        fires(_event(EventKind.UNSTABLE_ANGINA, unstable_angina=False)),
        passes(by_clinician(Circulation(unstable_angina=False, **NO_EVENT))),
        *(passes(_event(kind, unstable_angina=False)) for kind in EventKind if kind is not EventKind.UNSTABLE_ANGINA),
        asks(Circulation(unstable_angina=False)),
    ),
)

event_of_infarction: Final = Rule(
    id="cardiovascular.event.infarction",
    source=(criterion(3), Citation(EU_LEAFLET, "do not use: heart attack within six weeks")),
    level=Level.EXCLUSION,
    until=after(Circulation.latest_cardiovascular_event, INFARCTION_EXCLUSION),
    when=all_of(
        Circulation.latest_cardiovascular_event.within(INFARCTION_EXCLUSION),
        Circulation.latest_cardiovascular_event_kind.is_one_of(EventKind.INFARCTION),
    ),
    clinician_text="Latest cardiovascular event was a recent MI.",
    client_text="You had a heart attack not long ago. Your heart needs more time before ketamine.",
    rationale="A clinic that waits longer after a heart attack waits as long by whichever question it was told.",
    marks=(Marked(Mark.CONFLICT, when=Circulation.myocardial_infarction.never),),
    subsumes=("cardiovascular.infarction.past",),
    examples=(
        fires(
            Circulation(
                latest_cardiovascular_event=DaysAgo(42),
                latest_cardiovascular_event_kind=EventKind.INFARCTION,
                myocardial_infarction=NEVER,
            )
        ),
        passes(
            Circulation(latest_cardiovascular_event=DaysAgo(43), latest_cardiovascular_event_kind=EventKind.INFARCTION)
        ),
        *(passes(_event(kind)) for kind in EventKind if kind is not EventKind.INFARCTION),
        asks(Circulation(latest_cardiovascular_event=DaysAgo(42))),
        asks(_event(EventKind.INFARCTION)),
    ),
)

event_kind_missing: Final = Rule(
    id="cardiovascular.event.kind_missing",
    source=(criterion(3), proposal("what an event was tells of a disease that may have been denied")),
    level=Level.NEEDS_INFORMATION,
    when=any_of(
        all_of(Circulation.latest_cardiovascular_event.ever, Circulation.latest_cardiovascular_event_kind.missing),
        all_of(
            Circulation.latest_cardiovascular_event.missing,
            Circulation.latest_cardiovascular_event_kind.is_none_of(EventKind.OTHER),
        ),
    ),
    clinician_text="Cardiovascular event; its kind or its date is not established.",
    client_text=(
        "You once had an event of the heart or the blood vessels. We would like to know what it was, and when."
    ),
    rationale=(
        "However long ago: a stent says that the arteries are narrow, an arrest that the rhythm was disturbed. A kind "
        "that tells of a disease says that there was an event, though nobody said when."
    ),
    examples=(
        fires(Circulation(latest_cardiovascular_event=DaysAgo(4000))),
        *(
            fires(Circulation(latest_cardiovascular_event_kind=kind))
            for kind in EventKind
            if kind is not EventKind.OTHER
        ),
        passes(Circulation(latest_cardiovascular_event_kind=EventKind.OTHER)),
        passes(Circulation(latest_cardiovascular_event=NEVER)),
        *(passes(_event(kind)) for kind in EventKind),
        asks(),
    ),
)


def _operated(assessed: bool, by: Reporter) -> Circulation:
    return _event(EventKind.VESSEL_OPERATION, vessel_operation_assessed=Recorded(assessed, by=by, on=EXAMPLE_DAY))


vessel_operation: Final = Rule(
    id="cardiovascular.event.vessel_operation",
    source=(criterion(3), proposal("a vessel is most often operated on for an aneurysm, a dissection or a narrowing")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        _was(EventKind.VESSEL_OPERATION),
        any_of(Circulation.vessel_operation_assessed.missing, Circulation.vessel_operation_assessed.ruled_out),
    ),
    clinician_text=(
        "Vascular surgery: a clinician or a record has to say whether there was an aneurysm or a dissection."
    ),
    client_text="You had surgery on a blood vessel. We would like to read in your records what it was for.",
    marks=(
        Marked(Mark.CONFLICT, when=all_of(Circulation.aneurysm.ruled_out, Circulation.aortic_dissection.ruled_out)),
    ),
    rationale="The client alone does not settle it: an aneurysm and a dissection exclude.",
    examples=(
        fires(_event(EventKind.VESSEL_OPERATION)),
        passes(by_clinician(Circulation(**NO_EVENT))),
        fires(_operated(False, Reporter.CLINICIAN)),
        fires(_operated(True, Reporter.CLIENT)),
        passes(_operated(True, Reporter.CLINICIAN)),
        passes(_operated(True, Reporter.RECORD)),
        *(passes(_event(kind)) for kind in EventKind if kind is not EventKind.VESSEL_OPERATION),
        asks(Circulation()),
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
    clinician_text="Decompensated heart failure.",
    client_text=(
        "Your heart failure (a weak heart) is not under control. A doctor should treat it first. Then we can look "
        "again."
    ),
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
    until=on_condition("a clinician finds the heart failure in NYHA class I or II"),
    when=Circulation.nyha_class.is_one_of(NyhaClass.III, NyhaClass.IV),
    clinician_text="Heart failure, NYHA class III or IV.",
    client_text=(
        "Your heart is weak (heart failure) and that limits your daily life. Ketamine would ask too much of it at the "
        "moment."
    ),
    rationale="The product summary asks that the benefit outweigh the risk; a site may leave that to its prescriber.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("cardiovascular.heart_failure.known",),
    examples=(
        fires(by_clinician(Circulation(nyha_class=NyhaClass.III))),
        fires(by_clinician(Circulation(nyha_class=NyhaClass.IV))),
        passes(by_clinician(Circulation(nyha_class=NyhaClass.NONE))),
        passes(by_clinician(Circulation(nyha_class=NyhaClass.I))),
        passes(by_clinician(Circulation(nyha_class=NyhaClass.II))),
        asks(by_clinician(Circulation(nyha_class=OneOf(NyhaClass.II, NyhaClass.III)))),
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
    clinician_text="Uncontrolled arrhythmia.",
    client_text=(
        "Your heartbeat is not regular (arrhythmia), and that is not under control. A doctor should treat it first. "
        "Then we can look again."
    ),
    rationale="The product summary asks that the benefit outweigh the risk; a site may leave that to its prescriber.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("cardiovascular.arrhythmia.known",),
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
    until=on_condition("the resting heart rate is at or below the limit, and its cause is known"),
    when=Vitals.heart_rate > HEART_RATE_EXCLUSION,
    clinician_text="Resting heart rate too high for ketamine.",
    client_text="Your heart beats too fast at rest for ketamine. We would like to find out why, and look again.",
    rationale="Ketamine quickens the heart further.",
    subsumes=("cardiovascular.heart_rate.unusual",),
    examples=(
        fires(by_clinician(Vitals(heart_rate=Decimal("130.5")))),
        passes(by_clinician(Vitals(heart_rate=130))),
        asks(),
    ),
)

heart_failure_class_unknown: Final = Rule(
    id="cardiovascular.heart_failure.class_unknown",
    source=(criterion(3), proposal("the class decides between exclusion and caution")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        heart_failure.present,
        any_of(Circulation.nyha_class.missing, Circulation.nyha_class.is_one_of(NyhaClass.NONE)),
    ),
    clinician_text="Heart failure; NYHA class not established.",
    client_text=(
        "Your heart is weaker than usual (heart failure). We would like to know how much it limits you in daily life."
    ),
    rationale="A class that denies what the diagnosis says is no class.",
    examples=(
        fires(Circulation(heart_failure=True)),
        fires(by_clinician(Circulation(heart_failure=True, nyha_class=NyhaClass.NONE))),
        passes(by_clinician(Circulation(heart_failure=True, nyha_class=NyhaClass.I))),
        passes(by_clinician(Circulation(heart_failure=True, nyha_class=NyhaClass.II))),
        passes(by_clinician(Circulation(heart_failure=True, nyha_class=NyhaClass.III))),
        passes(by_clinician(Circulation(heart_failure=True, nyha_class=NyhaClass.IV))),
        passes(_event(EventKind.OTHER, heart_failure=False)),
        asks(by_clinician(Circulation(nyha_class=NyhaClass.NONE))),
    ),
)

decompensation_unknown: Final = Rule(
    id="cardiovascular.heart_failure.decompensation_unknown",
    source=(criterion(3), proposal("decompensation decides between exclusion and caution")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(heart_failure.present, Circulation.decompensated.missing),
    clinician_text="Heart failure; not established whether it is decompensated.",
    client_text=(
        "Your heart is weaker than usual (heart failure). We would like to know how it is doing at the moment."
    ),
    examples=(
        fires(Circulation(heart_failure=True)),
        passes(Circulation(heart_failure=True, decompensated=False)),
        passes(_event(EventKind.OTHER, heart_failure=False)),
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
    clinician_text="MI within the last six months: obtain a cardiologist's opinion.",
    client_text="You had a heart attack in the last six months. We would like to hear what a heart doctor says.",
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


def _known(
    identifier: str,
    says: str,
    plain: str,
    when: Condition,
    examples: tuple[Example, ...],
    denied: Condition | None = None,
) -> Rule:
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
        levels=CAUTION_OR_MORE,
        marks=() if denied is None else (Marked(Mark.CONFLICT, when=denied),),
        examples=examples,
    )


past_infarction: Final = _known(
    "cardiovascular.infarction.past",
    "Past MI.",
    "You once had a heart attack. Your prescriber will take it into account.",
    any_of(
        Circulation.myocardial_infarction.ever,
        _was(EventKind.INFARCTION),
    ),
    (
        fires(Circulation(myocardial_infarction=DaysAgo(4000))),
        fires(_event(EventKind.INFARCTION, myocardial_infarction=NEVER)),
        passes(by_clinician(Circulation(myocardial_infarction=NEVER, **NO_EVENT))),
        *(passes(_event(kind, myocardial_infarction=NEVER)) for kind in EventKind if kind is not EventKind.INFARCTION),
        asks(Circulation(myocardial_infarction=NEVER)),
    ),
    denied=Circulation.myocardial_infarction.never,
)

known_coronary_disease: Final = _known(
    "cardiovascular.coronary_disease.known",
    "Known coronary artery disease.",
    "The blood vessels of your heart are narrowed (coronary disease). Your prescriber will take it into account.",
    coronary_disease.present,
    (
        fires(Circulation(coronary_disease=True)),
        passes(_event(EventKind.OTHER, coronary_disease=False)),
        asks(Circulation()),
    ),
    denied=Circulation.coronary_disease.ruled_out,
)

known_heart_failure: Final = _known(
    "cardiovascular.heart_failure.known",
    "Heart failure, any class.",
    "Your heart is weaker than usual (heart failure). Your prescriber will take it into account.",
    any_of(heart_failure.present, Circulation.nyha_class.is_none_of(NyhaClass.NONE)),
    (
        fires(Circulation(heart_failure=True)),
        fires(by_clinician(Circulation(nyha_class=NyhaClass.I))),
        fires(by_clinician(Circulation(nyha_class=NyhaClass.II))),
        fires(by_clinician(Circulation(nyha_class=NyhaClass.III))),
        fires(by_clinician(Circulation(nyha_class=NyhaClass.IV))),
        passes(_event(EventKind.OTHER, heart_failure=False, nyha_class=NyhaClass.NONE)),
        asks(by_clinician(Circulation(nyha_class=NyhaClass.NONE))),
    ),
    denied=Circulation.heart_failure.ruled_out,
)

known_valve_disease: Final = _known(
    "cardiovascular.valve_disease.known",
    "Significant valvular disease.",
    "One of your heart valves does not work as it should (valve disease). Your prescriber will take it into account.",
    Circulation.significant_valve_disease.present,
    (
        fires(Circulation(significant_valve_disease=True)),
        passes(Circulation(significant_valve_disease=False)),
        asks(Circulation()),
    ),
)

known_arrhythmia: Final = _known(
    "cardiovascular.arrhythmia.known",
    "Arrhythmia, controlled or not.",
    "Your heartbeat is not always regular (arrhythmia). Your prescriber will take it into account.",
    arrhythmia.present,
    (
        fires(Circulation(arrhythmia=Arrhythmia.CONTROLLED)),
        fires(Circulation(arrhythmia=Arrhythmia.UNCONTROLLED)),
        passes(_event(EventKind.OTHER, arrhythmia=Arrhythmia.NONE)),
        asks(Circulation()),
    ),
    denied=Circulation.arrhythmia.is_one_of(Arrhythmia.NONE),
)

event_within_months: Final = Rule(
    id="cardiovascular.event.within_months",
    source=(
        criterion(3),
        Citation(SWISS_ESKETAMINE, "warnings: unstable angina in the last six months"),
        Citation(GERMAN_LEAFLET, "warnings: heart attack in the last six months"),
        proposal("other events of the heart and the vessels are weighed for as long"),
    ),
    level=Level.CAUTION,
    when=Circulation.latest_event.within(EVENT_CAUTION),
    clinician_text="Cardiovascular event within the last six months.",
    client_text=(
        "In the last six months you had an event of the heart or the blood vessels. Your prescriber will weigh it."
    ),
    levels=CAUTION_OR_MORE,
    subsumes=("cardiovascular.event.past",),
    examples=(
        fires(Circulation(latest_event=DaysAgo(180))),
        passes(Circulation(latest_event=DaysAgo(181))),
        passes(Circulation(latest_event=NEVER)),
        asks(Circulation(latest_event=HAPPENED)),
    ),
)

event_past: Final = Rule(
    id="cardiovascular.event.past",
    source=(criterion(3), proposal("an event long past is shown; the disease that it came from has its own rule")),
    level=Level.NOTE,
    when=Circulation.latest_event.ever,
    clinician_text="Past cardiovascular event.",
    client_text="You once had an event of the heart or the blood vessels. Your prescriber will take it into account.",
    levels=CAUTION_OR_LESS,
    examples=(
        fires(Circulation(latest_event=DaysAgo(4000))),
        passes(Circulation(latest_event=NEVER)),
        asks(),
    ),
)

phaeochromocytoma: Final = Rule(
    id="cardiovascular.phaeochromocytoma",
    source=(
        criterion(3),
        recalled(PHARMACOLOGY, "such a tumour may let go of stress hormones at once, and ketamine adds to them"),
        proposal("weighed, not excluded, as one that was taken out may be cured"),
    ),
    level=Level.CAUTION,
    when=Circulation.phaeochromocytoma.is_one_of(Phaeochromocytoma.PAST, Phaeochromocytoma.PRESENT),
    clinician_text="Phaeochromocytoma, present or past.",
    client_text=(
        "You have, or had, a growth that makes stress hormones (phaeochromocytoma). Ketamine adds to them. Your "
        "prescriber will weigh it."
    ),
    levels=CAUTION_OR_MORE,
    examples=(
        fires(Circulation(phaeochromocytoma=Phaeochromocytoma.PRESENT)),
        fires(Circulation(phaeochromocytoma=Phaeochromocytoma.PAST)),
        passes(Circulation(phaeochromocytoma=Phaeochromocytoma.NONE)),
        asks(),
    ),
)

pulmonary_hypertension: Final = Rule(
    id="cardiovascular.pulmonary_hypertension",
    source=(
        criterion(3),
        recalled(PHARMACOLOGY, "ketamine may raise the pressure in the lungs, and the load of the right heart"),
        proposal("weighed, not excluded"),
    ),
    level=Level.CAUTION,
    when=Circulation.pulmonary_hypertension.present,
    clinician_text="Pulmonary hypertension.",
    client_text=(
        "The pressure in the blood vessels of your lungs is high (pulmonary hypertension). Your prescriber will take "
        "it into account."
    ),
    levels=CAUTION_OR_MORE,
    examples=(
        fires(Circulation(pulmonary_hypertension=True)),
        passes(Circulation(pulmonary_hypertension=False)),
        asks(),
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
    clinician_text="Resting heart rate outside the usual range.",
    client_text="Your heart beats faster or slower at rest than is usual. Your prescriber will look at it with you.",
    client_text_by=(
        (Test.ABOVE, "Your heart beats faster at rest than is usual. Your prescriber will look at it with you."),
        (Test.BELOW, "Your heart beats slower at rest than is usual. Your prescriber will look at it with you."),
    ),
    rationale="Ketamine quickens the heart; a slow one may point to a medicine or a conduction disorder.",
    levels=CAUTION_OR_LESS,
    examples=(
        fires(by_clinician(Vitals(heart_rate=Decimal("100.5")))),
        fires(by_clinician(Vitals(heart_rate=Decimal("49.5")))),
        passes(by_clinician(Vitals(heart_rate=100))),
        passes(by_clinician(Vitals(heart_rate=50))),
        asks(),
    ),
)

electrocardiogram_wanted: Final = Rule(
    id="cardiovascular.electrocardiogram.wanted",
    source=(criterion(3), proposal("a clinic that wants an electrocardiogram from a certain age on wants a valid one")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Person.age >= ELECTROCARDIOGRAM_AGE, Circulation.electrocardiogram.missing),
    clinician_text="ECG required by this clinic at this age; no valid one on record.",
    client_text=(
        "At your age this clinic would like a tracing of your heart (ECG). It takes a few minutes and does not hurt."
    ),
    rationale="One that was made counts at any age; nobody is asked for one unless a clinic asks.",
    practice_variation="Some practices want one from 50 years on, or with a history.",
    examples=(
        fires(Person(age=50)),
        passes(Person(age=49)),
        passes(Person(age=50), by_clinician(Circulation(electrocardiogram=Electrocardiogram.NORMAL))),
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
    clinician_text="ECG with a significant abnormality.",
    client_text="The tracing of your heart (ECG) shows something that your prescriber would like to look at.",
    rationale="Trials exclude it; it is weighed here, since what it shows differs.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Circulation(electrocardiogram=Electrocardiogram.ABNORMAL_SIGNIFICANT))),
        passes(by_clinician(Circulation(electrocardiogram=Electrocardiogram.ABNORMAL_INSIGNIFICANT))),
        passes(by_clinician(Circulation(electrocardiogram=Electrocardiogram.NORMAL))),
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
    clinician_text="Recent stroke or TIA.",
    client_text=(
        "You had a stroke or a mini-stroke (TIA) not long ago. Your brain needs more time to heal before ketamine."
    ),
    rationale="A label names an earlier stroke as an example of serious hazard; a trial gives the six months.",
    practice_variation="A leaflet only warns of a stroke; a label gives one as an example of what forbids ketamine.",
    subsumes=("cardiovascular.stroke.past",),
    examples=(
        fires(Circulation(stroke_or_tia=DaysAgo(180))),
        passes(Circulation(stroke_or_tia=DaysAgo(181))),
        passes(Circulation(stroke_or_tia=NEVER)),
        asks(Circulation(stroke_or_tia=HAPPENED)),
        asks(Circulation()),
    ),
)

event_of_stroke: Final = Rule(
    id="cardiovascular.event.stroke",
    source=(criterion(3), Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: stroke within six months")),
    level=Level.EXCLUSION,
    until=after(Circulation.latest_cardiovascular_event, STROKE_EXCLUSION),
    when=all_of(
        Circulation.latest_cardiovascular_event.within(STROKE_EXCLUSION),
        Circulation.latest_cardiovascular_event_kind.is_one_of(EventKind.STROKE_OR_TIA),
    ),
    clinician_text="Latest cardiovascular event was a recent stroke or TIA.",
    client_text=(
        "You had a stroke or a mini-stroke (TIA) not long ago. Your brain needs more time to heal before ketamine."
    ),
    rationale="A stroke excludes as long by whichever question it was told.",
    marks=(Marked(Mark.CONFLICT, when=Circulation.stroke_or_tia.never),),
    subsumes=("cardiovascular.stroke.past",),
    examples=(
        fires(
            Circulation(
                latest_cardiovascular_event=DaysAgo(180),
                latest_cardiovascular_event_kind=EventKind.STROKE_OR_TIA,
                stroke_or_tia=NEVER,
            )
        ),
        passes(
            Circulation(
                latest_cardiovascular_event=DaysAgo(181), latest_cardiovascular_event_kind=EventKind.STROKE_OR_TIA
            )
        ),
        *(passes(_event(kind)) for kind in EventKind if kind is not EventKind.STROKE_OR_TIA),
        asks(Circulation(latest_cardiovascular_event=DaysAgo(180))),
        asks(_event(EventKind.STROKE_OR_TIA)),
    ),
)

past_stroke: Final = Rule(
    id="cardiovascular.stroke.past",
    source=(criterion(3), Citation(EU_LEAFLET, "warnings: stroke")),
    level=Level.CAUTION,
    when=any_of(
        Circulation.stroke_or_tia.ever,
        _was(EventKind.STROKE_OR_TIA),
    ),
    clinician_text="Past stroke or TIA.",
    client_text="You once had a stroke or a mini-stroke (TIA). Your prescriber will take it into account.",
    rationale="The leaflet warns without a limit in time.",
    practice_variation="A label gives an earlier stroke, without a time, as an example of what forbids ketamine.",
    levels=CAUTION_OR_MORE,
    marks=(Marked(Mark.CONFLICT, when=Circulation.stroke_or_tia.never),),
    examples=(
        fires(Circulation(stroke_or_tia=HAPPENED)),
        fires(_event(EventKind.STROKE_OR_TIA, stroke_or_tia=NEVER)),
        passes(by_clinician(Circulation(stroke_or_tia=NEVER, **NO_EVENT))),
        *(passes(_event(kind, stroke_or_tia=NEVER)) for kind in EventKind if kind is not EventKind.STROKE_OR_TIA),
        asks(Circulation(stroke_or_tia=NEVER)),
    ),
)

encephalopathy: Final = Rule(
    id="cardiovascular.hypertension.encephalopathy",
    source=(criterion(3), Citation(US_MONOGRAPH, "warnings: history of hypertensive encephalopathy")),
    level=Level.CAUTION,
    when=Circulation.hypertensive_encephalopathy.present,
    clinician_text="History of hypertensive encephalopathy: even a small rise in blood pressure may bring it back.",
    client_text="Very high blood pressure once affected your brain. Your prescriber will take it into account.",
    rationale="The label asks for frequent monitoring of such clients.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Circulation(hypertensive_encephalopathy=True)),
        passes(Circulation(hypertensive_encephalopathy=False)),
        asks(),
    ),
)

RULES: Final = (
    crisis,
    uncontrolled_pressure,
    recent_event,
    recent_infarction,
    event_of_infarction,
    unstable_angina,
    decompensated_heart_failure,
    severe_heart_failure,
    uncontrolled_arrhythmia,
    recent_stroke,
    event_of_stroke,
    racing_heart,
    second_reading,
    home_crisis,
    home_above,
    event_kind_missing,
    vessel_operation,
    hypertension_treatment_unknown,
    heart_failure_class_unknown,
    decompensation_unknown,
    raised_pressure,
    untreated_hypertension,
    event_within_months,
    infarction_within_months,
    past_infarction,
    known_coronary_disease,
    known_heart_failure,
    known_valve_disease,
    known_arrhythmia,
    past_stroke,
    phaeochromocytoma,
    pulmonary_hypertension,
    unusual_heart_rate,
    encephalopathy,
    abnormal_electrocardiogram,
    event_past,
    single_reading,
    single_visit,
    lower_at_home,
    elevated_pressure,
)
OFF: Final = (electrocardiogram_wanted, raised_in_the_elderly)
