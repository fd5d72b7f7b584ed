"""Criterion 4: hyperthyroidism that is badly controlled or not treated.

Two countries' labels of ketamine forbid it: an overactive thyroid and ketamine drive the circulation in the same
direction. The diagnosis decides, and so do laboratory values that are there, whatever the diagnosis says; nobody
without a sign of it, in the pulse or among the medicines, needs a thyroid test. A laboratory's own reference counts:
where it was not recorded, a value is outside only if it is outside every plausible reference.
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
    DaysAgo,
    Level,
    Limit,
    Mark,
    Marked,
    Recorded,
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

from ...facts.circulation import Arrhythmia, Circulation, EventKind
from ...facts.medicines import Medicines
from ...facts.mental_state import MentalState
from ...facts.thyroid import Control, Thyroid
from ...facts.vitals import Vitals
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    CAROLINAS,
    EU_LEAFLET,
    GERMAN_LEAFLET,
    PHARMACOLOGY,
    PHYSIOLOGY,
    SUBCLINICAL_THYROID,
    SWISS_KETAMINE,
    THYROID_TEXTBOOK,
)
from .cardiovascular import HEART_RATE_HIGH, NO_EVENT, arrhythmia
from .mania import raised_rating

SUPPRESSED: Final = Limit(
    Decimal("0.1"),
    "m[IU]/L",
    id="thyroid.suppressed",
    source=Citation(THYROID_TEXTBOOK, "severe below 0.1 mIU/L, mild from 0.1 to 0.4"),
    since=ADOPTED,
    floor=Decimal("0.01"),
    ceiling=Decimal("0.3"),
    step=Decimal("0.01"),
)
STEADY: Final = Limit(
    42,
    "d",
    id="thyroid.steady",
    source=recalled(THYROID_TEXTBOOK, "a TSH is measured again six weeks after a change of the dose"),
    since=ADOPTED,
    floor=28,
    ceiling=84,
)
MUCH_BIOTIN: Final = Limit(
    5,
    "mg/d",
    id="thyroid.much_biotin",
    source=recalled(PHYSIOLOGY, "biotin from this dose disturbs thyroid tests"),
    since=ADOPTED,
)

LABELS: Final = (
    criterion(4),
    Citation(SWISS_KETAMINE, "contraindications: hyperthyroidism, not or not sufficiently treated"),
    Citation(GERMAN_LEAFLET, "contraindications: hyperthyroidism, not or not sufficiently treated"),
    Citation(EU_LEAFLET, "warnings: an overactive thyroid that is not properly treated"),
    Citation(CAROLINAS, "uncontrolled hyperthyroidism"),
)
OVERT: Final = Citation(SUBCLINICAL_THYROID, "overt: free T4, T3 or both raised, with a subnormal TSH")


def _on_the_day(value: object) -> Recorded:
    return Recorded(value, on=EXAMPLE_DAY)


YES: Final = _on_the_day(True)
NO: Final = _on_the_day(False)
NOT_STEADY: Final = (Marked(Mark.PROVISIONAL, Thyroid.levothyroxine_changed.within(STEADY)),)
"""What rests on a TSH shows that it may not have settled yet."""


hormones_raised: Final = Concept(
    id="thyroid.hormones_raised",
    title="Thyroid hormones raised",
    source=(criterion(4), OVERT),
    when=any_of(Thyroid.free_t4_above_reference.present, Thyroid.free_t3_above_reference.present),
    rationale="One of the two is enough: in some clients only the triiodothyronine rises.",
    examples=(
        fires(by_clinician(Thyroid(free_t4_above_reference=YES))),
        fires(by_clinician(Thyroid(free_t3_above_reference=YES))),
        passes(by_clinician(Thyroid(free_t4_above_reference=NO, free_t3_above_reference=NO))),
        asks(by_clinician(Thyroid(free_t4_above_reference=NO))),
    ),
)

thyrotoxic: Final = Concept(
    id="thyroid.thyrotoxic",
    title="Thyrotoxicosis by laboratory values",
    source=(criterion(4), OVERT, Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: thyrotoxicosis")),
    when=all_of(Thyroid.tsh_below_reference.present, hormones_raised.present),
    rationale="It counts the same whether the gland or too much thyroid hormone as a medicine is behind it.",
    examples=(
        fires(by_clinician(Thyroid(tsh_below_reference=YES, free_t4_above_reference=YES))),
        passes(by_clinician(Thyroid(tsh_below_reference=NO))),
        passes(by_clinician(Thyroid(free_t4_above_reference=NO, free_t3_above_reference=NO))),
        asks(by_clinician(Thyroid(tsh_below_reference=YES))),
    ),
)

uncontrolled_disease: Final = Concept(
    id="thyroid.uncontrolled_disease",
    title="Hyperthyroidism, untreated or not controlled",
    source=LABELS,
    when=any_of(
        all_of(Thyroid.hyperthyroidism.present, Thyroid.treated.ruled_out),
        Thyroid.control.is_one_of(Control.UNCONTROLLED),
    ),
    rationale="What is found out of control is there, whatever is denied beside it.",
    examples=(
        fires(Thyroid(hyperthyroidism=True, treated=False)),
        fires(by_clinician(Thyroid(hyperthyroidism=True, control=Control.UNCONTROLLED))),
        fires(by_clinician(Thyroid(hyperthyroidism=False, control=Control.UNCONTROLLED))),
        passes(by_clinician(Thyroid(hyperthyroidism=True, treated=True, control=Control.CONTROLLED))),
        passes(by_clinician(Thyroid(hyperthyroidism=False, control=Control.CONTROLLED))),
        asks(Thyroid(hyperthyroidism=True, treated=True)),
    ),
)

badly_controlled: Final = Rule(
    id="thyroid.badly_controlled",
    source=LABELS,
    level=Level.EXCLUSION,
    until=on_condition("hyperthyroidism is treated, a clinician finds it controlled, and its laboratory values agree"),
    when=uncontrolled_disease.present,
    clinician_text="Hyperthyroidism, untreated or not controlled.",
    client_text=(
        "You have an overactive thyroid (hyperthyroidism) that is not yet under control. It should be treated first. "
        "Then we can look again."
    ),
    rationale="Labels of two countries forbid ketamine in it, and it can be treated.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Thyroid(hyperthyroidism=True, treated=False)),
        passes(by_clinician(Thyroid(hyperthyroidism=False, control=Control.CONTROLLED))),
        asks(Thyroid(hyperthyroidism=True)),
    ),
)

overt: Final = Rule(
    id="thyroid.overt",
    source=(*LABELS, OVERT),
    level=Level.EXCLUSION,
    until=on_condition(
        "the thyroid is treated and its laboratory values are back within the laboratory's reference range"
    ),
    when=thyrotoxic.present,
    clinician_text="Thyrotoxicosis by laboratory values.",
    client_text=(
        "Your blood test shows an overactive thyroid (hyperthyroidism). It should be treated first. Then we can look "
        "again."
    ),
    rationale="A diagnosis that was denied never hides a measurement that is there.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    marks=NOT_STEADY,
    subsumes=("thyroid.tsh_low",),
    examples=(
        fires(by_clinician(Thyroid(hyperthyroidism=False, tsh_below_reference=YES, free_t4_above_reference=YES))),
        passes(by_clinician(Thyroid(tsh_below_reference=NO))),
        asks(by_clinician(Thyroid(tsh_below_reference=YES, free_t4_above_reference=NO))),
    ),
)

control_missing: Final = Rule(
    id="thyroid.control_missing",
    source=(criterion(4), proposal("whether it is treated and controlled is what the criterion turns on")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Thyroid.hyperthyroidism.present, any_of(Thyroid.treated.missing, Thyroid.control.missing)),
    clinician_text="Hyperthyroidism; treatment or control not established.",
    client_text=(
        "You have an overactive thyroid (hyperthyroidism). We would like to know if it is treated and how well that "
        "goes."
    ),
    examples=(
        fires(Thyroid(hyperthyroidism=True, treated=True)),
        fires(by_clinician(Thyroid(hyperthyroidism=True, control=Control.CONTROLLED))),
        passes(by_clinician(Thyroid(hyperthyroidism=True, treated=True, control=Control.CONTROLLED))),
        passes(Thyroid(hyperthyroidism=False)),
        asks(),
    ),
)


def _takes(**taken: bool) -> Medicines:
    none: dict[str, Any] = {
        "takes_thyroid_hormone": False,
        "takes_antithyroid": False,
        "takes_amiodarone_or_lithium": False,
    }
    return Medicines(**none | taken)


OF_NO_THYROID: Final = _takes()

tsh_called_for: Final = Concept(
    id="thyroid.tsh_called_for",
    title="Indication for a TSH",
    source=(
        criterion(4),
        proposal("a fast pulse, a disorder of rhythm or a thyroid hormone calls for a TSH, whatever the diagnosis is"),
        recalled(PHARMACOLOGY, "thyroid hormones, amiodarone and lithium can make a thyroid overactive"),
    ),
    when=any_of(
        Thyroid.hyperthyroidism.present,
        Vitals.heart_rate > HEART_RATE_HIGH,
        arrhythmia.present,
        Medicines.takes_thyroid_hormone.present,
        Medicines.takes_antithyroid.present,
        Medicines.takes_amiodarone_or_lithium.present,
    ),
    examples=(
        fires(Thyroid(hyperthyroidism=True)),
        fires(by_clinician(Vitals(heart_rate=Decimal("100.5")))),
        fires(Circulation(arrhythmia=Arrhythmia.CONTROLLED)),
        fires(Circulation(arrhythmia=Arrhythmia.UNCONTROLLED)),
        fires(
            Circulation(
                latest_cardiovascular_event=HAPPENED,
                latest_cardiovascular_event_kind=EventKind.CARDIAC_ARREST,
                arrhythmia=Arrhythmia.NONE,
            )
        ),
        fires(_takes(takes_thyroid_hormone=True)),
        fires(_takes(takes_antithyroid=True)),
        fires(_takes(takes_amiodarone_or_lithium=True)),
        passes(
            Thyroid(hyperthyroidism=False),
            by_clinician(Vitals(heart_rate=100)),
            Circulation(arrhythmia=Arrhythmia.NONE, **NO_EVENT),
            OF_NO_THYROID,
        ),
        asks(Thyroid(hyperthyroidism=False)),
        asks(OF_NO_THYROID),
    ),
)

tests_missing: Final = Rule(
    id="thyroid.tests_missing",
    source=(
        criterion(4),
        proposal("control is shown by laboratory values of the last 90 days"),
        proposal("a fast pulse, a disorder of rhythm or a thyroid hormone calls for a TSH, whatever the diagnosis is"),
        recalled(PHARMACOLOGY, "thyroid hormones, amiodarone and lithium can make a thyroid overactive"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=any_of(
        all_of(
            any_of(tsh_called_for.present, Thyroid.thyroid_storm_ever.present),
            Thyroid.tsh_below_reference.missing,
        ),
        all_of(Thyroid.hyperthyroidism.present, Thyroid.free_t4_above_reference.missing),
    ),
    clinician_text=(
        "Thyroid tests from the last 90 days required (hyperthyroidism, past thyroid storm, tachycardia, arrhythmia, "
        "or a medicine that acts on the thyroid); no usable TSH, or no usable free T4."
    ),
    client_text=(
        "We need a recent blood test of your thyroid. A thyroid problem, a fast pulse, an uneven heartbeat or a "
        "medicine calls for one."
    ),
    rationale="An overactive thyroid that nobody looked for shows in the pulse, and some medicines make one.",
    examples=(
        fires(by_clinician(Thyroid(hyperthyroidism=True, tsh_below_reference=NO)), OF_NO_THYROID),
        fires(by_clinician(Thyroid(hyperthyroidism=True, free_t4_above_reference=NO)), OF_NO_THYROID),
        fires(Thyroid(hyperthyroidism=False), by_clinician(Vitals(heart_rate=Decimal("100.5")))),
        fires(Thyroid(hyperthyroidism=False), Circulation(arrhythmia=Arrhythmia.CONTROLLED)),
        fires(Thyroid(hyperthyroidism=False), Circulation(arrhythmia=Arrhythmia.UNCONTROLLED)),
        fires(Thyroid(hyperthyroidism=False), _takes(takes_thyroid_hormone=True)),
        fires(Thyroid(hyperthyroidism=False, thyroid_storm_ever=True)),
        passes(by_clinician(Thyroid(hyperthyroidism=False, thyroid_storm_ever=True, tsh_below_reference=NO))),
        fires(Thyroid(hyperthyroidism=False), _takes(takes_antithyroid=True)),
        fires(Thyroid(hyperthyroidism=False), _takes(takes_amiodarone_or_lithium=True)),
        passes(
            by_clinician(Thyroid(hyperthyroidism=False, tsh_below_reference=NO)), _takes(takes_thyroid_hormone=True)
        ),
        passes(
            by_clinician(Thyroid(hyperthyroidism=True, tsh_below_reference=NO, free_t4_above_reference=NO)),
            OF_NO_THYROID,
        ),
        passes(
            Thyroid(hyperthyroidism=False, thyroid_storm_ever=False),
            by_clinician(Vitals(heart_rate=100)),
            Circulation(arrhythmia=Arrhythmia.NONE, **NO_EVENT),
            OF_NO_THYROID,
        ),
        asks(Thyroid(hyperthyroidism=False)),
        asks(OF_NO_THYROID),
    ),
)

tests_incomplete: Final = Rule(
    id="thyroid.tests_incomplete",
    source=(criterion(4), OVERT),
    level=Level.NEEDS_INFORMATION,
    when=any_of(
        all_of(
            Thyroid.tsh_below_reference.present,
            any_of(Thyroid.tsh.missing, Thyroid.free_t4_above_reference.missing),
        ),
        all_of(hormones_raised.present, Thyroid.tsh_below_reference.missing),
    ),
    clinician_text="One thyroid value outside its reference range; the value that would explain it is lacking.",
    client_text=(
        "One value of your thyroid is not in the usual range. We need one more blood value to know what it means."
    ),
    rationale="A low TSH is judged with the free thyroxine and by how low it is, a raised hormone with the TSH.",
    examples=(
        fires(by_clinician(Thyroid(tsh=_on_the_day(Decimal("0.05"))))),
        fires(by_clinician(Thyroid(tsh_below_reference=YES, free_t4_above_reference=NO, free_t3_above_reference=NO))),
        fires(by_clinician(Thyroid(free_t4_above_reference=YES))),
        passes(
            by_clinician(
                Thyroid(tsh=_on_the_day(Decimal("0.05")), free_t4_above_reference=NO, free_t3_above_reference=NO)
            )
        ),
        passes(by_clinician(Thyroid(tsh_below_reference=NO, free_t4_above_reference=YES))),
        passes(by_clinician(Thyroid(free_t4_above_reference=NO, free_t3_above_reference=NO, tsh_below_reference=NO))),
        asks(),
        asks(by_clinician(Thyroid(free_t3_above_reference=NO))),
    ),
)

triiodothyronine_missing: Final = Rule(
    id="thyroid.triiodothyronine_missing",
    source=(criterion(4), OVERT),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        Thyroid.tsh_below_reference.present,
        Thyroid.free_t4_above_reference.ruled_out,
        Thyroid.free_t3_above_reference.missing,
    ),
    clinician_text="TSH below its reference with free T4 not raised; no usable free T3.",
    client_text="One value of your thyroid is low. We need one more blood value to know what it means.",
    rationale="In some clients only the triiodothyronine rises, and that excludes as well.",
    examples=(
        fires(by_clinician(Thyroid(tsh_below_reference=YES, free_t4_above_reference=NO))),
        passes(by_clinician(Thyroid(tsh_below_reference=YES, free_t4_above_reference=NO, free_t3_above_reference=NO))),
        passes(by_clinician(Thyroid(tsh_below_reference=YES, free_t4_above_reference=YES))),
        passes(by_clinician(Thyroid(tsh_below_reference=NO, free_t4_above_reference=NO))),
        asks(by_clinician(Thyroid(tsh_below_reference=YES))),
        asks(by_clinician(Thyroid(free_t4_above_reference=NO))),
    ),
)

suppressed: Final = Rule(
    id="thyroid.suppressed",
    source=(criterion(4), Citation(THYROID_TEXTBOOK, "severe subclinical hyperthyroidism")),
    level=Level.CAUTION,
    when=Thyroid.tsh < SUPPRESSED,
    clinician_text="Suppressed TSH: too much thyroid hormone, from the thyroid or as a medicine.",
    client_text=(
        "A blood value (TSH) shows that your thyroid, or your thyroid medicine, acts strongly. Your prescriber will "
        "look at it with you."
    ),
    rationale="With normal hormones it is weighed, heart rate and rhythm with it; with raised hormones it excludes.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    marks=NOT_STEADY,
    examples=(
        fires(by_clinician(Thyroid(tsh=_on_the_day(Decimal("0.09"))))),
        passes(by_clinician(Thyroid(tsh=_on_the_day(Decimal("0.1"))))),
        asks(),
    ),
)

tsh_low: Final = Rule(
    id="thyroid.tsh_low",
    source=(criterion(4), Citation(THYROID_TEXTBOOK, "mild subclinical hyperthyroidism")),
    level=Level.NOTE,
    when=Thyroid.tsh_below_reference.present,
    clinician_text="TSH below the laboratory's reference.",
    client_text="A blood value of your thyroid (TSH) is low. We keep it in mind.",
    marks=NOT_STEADY,
    examples=(
        fires(by_clinician(Thyroid(tsh=_on_the_day(Decimal("0.2")), tsh_reference_low=Decimal("0.4")))),
        passes(by_clinician(Thyroid(tsh=_on_the_day(Decimal("0.4")), tsh_reference_low=Decimal("0.4")))),
        asks(by_clinician(Thyroid(tsh=_on_the_day(Decimal("0.2"))))),
    ),
)

controlled: Final = Rule(
    id="thyroid.controlled",
    source=LABELS,
    level=Level.NOTE,
    when=all_of(
        Thyroid.hyperthyroidism.present,
        Thyroid.treated.present,
        Thyroid.control.is_one_of(Control.CONTROLLED),
        Thyroid.tsh_below_reference.ruled_out,
        Thyroid.free_t4_above_reference.ruled_out,
    ),
    clinician_text="Hyperthyroidism, treated and controlled; laboratory values agree.",
    client_text="You have an overactive thyroid (hyperthyroidism). It is treated, and it is well under control now.",
    marks=NOT_STEADY,
    examples=(
        fires(
            by_clinician(
                Thyroid(
                    hyperthyroidism=True,
                    treated=True,
                    control=Control.CONTROLLED,
                    tsh_below_reference=NO,
                    free_t4_above_reference=NO,
                )
            )
        ),
        passes(Thyroid(hyperthyroidism=False)),
        passes(Thyroid(treated=False)),
        passes(by_clinician(Thyroid(control=Control.UNCONTROLLED))),
        passes(by_clinician(Thyroid(tsh_below_reference=YES))),
        passes(by_clinician(Thyroid(free_t4_above_reference=YES))),
        asks(by_clinician(Thyroid(hyperthyroidism=True, treated=True, control=Control.CONTROLLED))),
    ),
)

storm_before: Final = Rule(
    id="thyroid.storm_before",
    source=(criterion(4), proposal("whoever had a thyroid storm is known to the prescriber, with a TSH in its range")),
    level=Level.NOTE,
    when=all_of(Thyroid.thyroid_storm_ever.present, Thyroid.tsh_below_reference.ruled_out),
    clinician_text="Past thyroid storm; TSH not low now.",
    client_text="Your thyroid once made you very ill (thyroid storm). Its blood value is in the usual range now.",
    marks=NOT_STEADY,
    examples=(
        fires(by_clinician(Thyroid(thyroid_storm_ever=True, tsh_below_reference=NO))),
        passes(by_clinician(Thyroid(thyroid_storm_ever=False, tsh_below_reference=NO))),
        passes(by_clinician(Thyroid(thyroid_storm_ever=True, tsh_below_reference=YES))),
        asks(Thyroid(thyroid_storm_ever=True)),
    ),
)

not_steady: Final = Rule(
    id="thyroid.not_steady",
    source=(
        criterion(4),
        recalled(THYROID_TEXTBOOK, "a TSH is measured again six weeks after a change of the dose"),
        proposal("until then a TSH is not yet steady, and whatever rests on it is provisional"),
    ),
    level=Level.NOTE,
    when=Thyroid.levothyroxine_changed.within(STEADY),
    clinician_text="Recent change of levothyroxine dose: TSH not yet at steady state.",
    client_text="Your thyroid medicine was changed lately. Its blood value may still move.",
    marks=(Mark.PROVISIONAL,),
    examples=(
        fires(Thyroid(levothyroxine_changed=DaysAgo(42))),
        passes(Thyroid(levothyroxine_changed=DaysAgo(43))),
        passes(Thyroid(levothyroxine_changed=NEVER)),
        asks(Thyroid(levothyroxine_changed=HAPPENED)),
        asks(),
    ),
)

consider_test: Final = Rule(
    id="thyroid.consider_test",
    source=(criterion(4), proposal("an overactive thyroid may look like mania")),
    level=Level.NOTE,
    when=raised_rating.present,
    clinician_text="Raised mania rating: consider a TSH, as hyperthyroidism may resemble mania.",
    client_text="A blood test of your thyroid may be of use. We can talk about it.",
    examples=(
        fires(by_clinician(MentalState(ymrs=12))),
        passes(by_clinician(MentalState(ymrs=11))),
        asks(),
    ),
)

biotin: Final = Rule(
    id="thyroid.biotin",
    source=(criterion(4), recalled(PHYSIOLOGY, "biotin disturbs thyroid tests")),
    level=Level.NOTE,
    when=Thyroid.biotin >= MUCH_BIOTIN,
    clinician_text="High biotin intake may distort TSH and thyroid hormone assays: inform the laboratory.",
    client_text="You take a lot of biotin. It can change how thyroid tests turn out, so please tell the laboratory.",
    examples=(
        fires(Thyroid(biotin=5)),
        passes(Thyroid(biotin=4)),
        asks(),
    ),
)

tsh_for_all: Final = Rule(
    id="thyroid.tsh_for_all",
    source=(criterion(4), proposal("a clinic that wants everybody's TSH wants one that is still valid")),
    level=Level.NEEDS_INFORMATION,
    when=Thyroid.tsh.missing,
    clinician_text="No valid TSH.",
    client_text="This clinic would like a blood test of your thyroid.",
    rationale="A TSH is asked for only where a clinic asks everybody, or where the thyroid gives a reason.",
    practice_variation="Some practices measure everybody's TSH.",
    examples=(fires(), passes(by_clinician(Thyroid(tsh=_on_the_day(2))))),
)

RULES: Final = (
    badly_controlled,
    overt,
    control_missing,
    tests_missing,
    tests_incomplete,
    triiodothyronine_missing,
    suppressed,
    tsh_low,
    controlled,
    storm_before,
    not_steady,
    consider_test,
    biotin,
)
OFF: Final = (tsh_for_all,)
