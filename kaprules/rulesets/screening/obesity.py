"""Criterion 10: obesity at a level that meaningfully raises the anaesthetic risk, often judged case by case.

No weight excludes by itself: the source says case by case, and a programme calls a body mass index above 35 a
relative contraindication. What obesity does to breathing at night is decided in ``breathing``, and not again here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kaprules.authoring import (
    ADOPTED,
    Citation,
    Level,
    Limit,
    OneOf,
    Rule,
    asks,
    by_clinician,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
)

from ...facts.anaesthesia import Anaesthesia, AsaClass
from ...facts.vitals import Vitals
from ...sources import (
    FIELD_TRIP_PROGRAMME,
    MASS_GENERAL_TRIAL,
    MOUNT_SINAI,
    PHYSICAL_STATUS,
)

OBESITY_CAUTION: Final = Limit(
    35,
    "kg/m2",
    id="obesity.caution",
    source=Citation(FIELD_TRIP_PROGRAMME, "relative contraindications: body mass index above 35"),
    since=ADOPTED,
    floor=30,
    ceiling=40,
    step=Decimal("0.1"),
)
ANAESTHESIA_REVIEW: Final = Limit(
    40,
    "kg/m2",
    id="obesity.review",
    source=Citation(PHYSICAL_STATUS, "class III: morbid obesity, a body mass index of 40 or more, as an example"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
EXCLUSION_LINE: Final = Limit(
    40,
    "kg/m2",
    id="obesity.exclusion",
    source=proposal("class 3 obesity, where an anaesthetist is to be there"),
    since=ADOPTED,
    floor=35,
    ceiling=60,
    step=Decimal("0.1"),
)
OBESITY_NOTE: Final = Limit(
    30,
    "kg/m2",
    id="obesity.note",
    source=proposal("where obesity begins by general convention"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
UNDERWEIGHT_NOTE: Final = Limit(
    Decimal("18.5"),
    "kg/m2",
    id="obesity.underweight_note",
    source=Citation(MASS_GENERAL_TRIAL, "exclusion criteria: body mass index below 18.5"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
UNDERWEIGHT_CAUTION: Final = Limit(
    16,
    "kg/m2",
    id="obesity.underweight_caution",
    source=proposal("severe thinness, where the heart and the salts of the blood are at risk"),
    since=ADOPTED,
    step=Decimal("0.1"),
)

grave_physical_status: Final = Rule(
    id="obesity.physical_status.grave",
    source=(
        criterion(10),
        proposal("class 4 is illness that threatens life all the time, which no office can watch over"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("an anaesthetist assigns an ASA physical status class below 4"),
    when=Anaesthesia.asa_class.is_one_of(AsaClass.IV, AsaClass.V),
    clinician_text="ASA physical status 4 or 5: anaesthetic risk too high outside a hospital.",
    client_text=(
        "Your health as a whole asks for the care of a hospital. Ketamine is not given in a clinic in that case."
    ),
    rationale="The criterion speaks of anaesthetic risk, which this class sums up.",
    subsumes=("obesity.physical_status.raised",),
    examples=(
        fires(by_clinician(Anaesthesia(asa_class=AsaClass.IV))),
        fires(by_clinician(Anaesthesia(asa_class=AsaClass.V))),
        passes(by_clinician(Anaesthesia(asa_class=AsaClass.III))),
        passes(by_clinician(Anaesthesia(asa_class=AsaClass.II))),
        passes(by_clinician(Anaesthesia(asa_class=AsaClass.I))),
        asks(by_clinician(Anaesthesia(asa_class=OneOf(AsaClass.III, AsaClass.IV)))),
    ),
)

anaesthesia_review: Final = Rule(
    id="obesity.anaesthesia_review",
    source=(
        criterion(10),
        Citation(PHYSICAL_STATUS, "class III: morbid obesity, a body mass index of 40 or more, as an example"),
    ),
    level=Level.CAUTION,
    when=Vitals.body_mass_index >= ANAESTHESIA_REVIEW,
    clinician_text="Class 3 obesity (BMI 40 or more): review by an anaesthetist required before dosing.",
    client_text=(
        "Because of your weight, an anaesthetist (a doctor for sleep and pain relief) will first look at how we can "
        "care for you well."
    ),
    rationale="Anaesthetists count such a weight as a severe systemic disease; the case is judged by one of them.",
    practice_variation="Two trials exclude well before, above 35.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("obesity.present",),
    examples=(
        fires(by_clinician(Vitals(body_mass_index=40))),
        passes(by_clinician(Vitals(body_mass_index=Decimal("39.9")))),
        asks(),
    ),
)

exclusion: Final = Rule(
    id="obesity.excluded",
    source=(criterion(10), proposal("a clinic without an anaesthetist may draw a line that no single case crosses")),
    level=Level.EXCLUSION,
    until=on_condition("the BMI is no longer above the clinic's limit, or a clinic with an anaesthetist takes over"),
    when=Vitals.body_mass_index > EXCLUSION_LINE,
    clinician_text="BMI above the limit of this clinic.",
    client_text="This clinic cannot care well for somebody of your weight. We can help you to find another clinic.",
    rationale="The source leaves it to the single case; a line for all is a clinic's own choice.",
    practice_variation="Two trials exclude above 35; the source and a programme judge each case.",
    examples=(
        fires(by_clinician(Vitals(body_mass_index=Decimal("40.1")))),
        passes(by_clinician(Vitals(body_mass_index=40))),
        asks(),
    ),
)

severe_obesity: Final = Rule(
    id="obesity.severe",
    source=(
        criterion(10),
        Citation(FIELD_TRIP_PROGRAMME, "relative contraindications: body mass index above 35"),
        Citation(MOUNT_SINAI, "exclusion criteria: body mass index above 35"),
        Citation(MASS_GENERAL_TRIAL, "exclusion criteria: body mass index above 35"),
    ),
    level=Level.CAUTION,
    when=Vitals.body_mass_index > OBESITY_CAUTION,
    clinician_text="Obesity that may raise anaesthetic risk: the prescriber judges the individual case.",
    client_text="Your weight matters for how we care for you. Your prescriber will talk about it with you.",
    rationale="The source leaves it to the single case, and a programme calls it relative, not absolute.",
    practice_variation="Two trials exclude above 35.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("obesity.present",),
    examples=(
        fires(by_clinician(Vitals(body_mass_index=Decimal("35.04")))),
        fires(by_clinician(Vitals(height=175, weight=Decimal("107.3")))),
        passes(by_clinician(Vitals(body_mass_index=35))),
        asks(by_clinician(Vitals(height=175))),
    ),
)

raised_physical_status: Final = Rule(
    id="obesity.physical_status.raised",
    source=(criterion(10), proposal("class 3 is severe systemic disease, and class 4 excludes")),
    level=Level.CAUTION,
    when=Anaesthesia.asa_class.is_one_of(AsaClass.III, AsaClass.IV, AsaClass.V),
    clinician_text="ASA physical status 3 or higher.",
    client_text="Your health as a whole asks for more care. Your prescriber will take it into account.",
    rationale="The criterion speaks of anaesthetic risk, which this class sums up.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Anaesthesia(asa_class=AsaClass.III))),
        fires(by_clinician(Anaesthesia(asa_class=AsaClass.IV))),
        fires(by_clinician(Anaesthesia(asa_class=AsaClass.V))),
        passes(by_clinician(Anaesthesia(asa_class=AsaClass.II))),
        passes(by_clinician(Anaesthesia(asa_class=AsaClass.I))),
        asks(),
    ),
)

severe_underweight: Final = Rule(
    id="obesity.underweight.severe",
    source=(criterion(10), proposal("severe thinness, where the heart and the salts of the blood are at risk")),
    level=Level.CAUTION,
    when=Vitals.body_mass_index < UNDERWEIGHT_CAUTION,
    clinician_text="Severe underweight (BMI below 16).",
    client_text="Your weight is very low. Your prescriber will talk about it with you.",
    rationale="Weight at the other end raises the risk as well.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("obesity.underweight.present",),
    examples=(
        fires(by_clinician(Vitals(body_mass_index=Decimal("15.95")))),
        passes(by_clinician(Vitals(body_mass_index=16))),
        asks(),
    ),
)

obesity: Final = Rule(
    id="obesity.present",
    source=(criterion(10), proposal("where obesity begins by general convention")),
    level=Level.NOTE,
    when=Vitals.body_mass_index >= OBESITY_NOTE,
    clinician_text="Obesity (BMI 30 or more).",
    client_text="Your weight matters for how we care for you. We keep it in mind.",
    examples=(
        fires(by_clinician(Vitals(body_mass_index=30))),
        passes(by_clinician(Vitals(body_mass_index=Decimal("29.9")))),
        asks(),
    ),
)

underweight: Final = Rule(
    id="obesity.underweight.present",
    source=(criterion(10), Citation(MASS_GENERAL_TRIAL, "exclusion criteria: body mass index below 18.5")),
    level=Level.NOTE,
    when=Vitals.body_mass_index < UNDERWEIGHT_NOTE,
    clinician_text="Underweight (BMI below 18.5).",
    client_text="Your weight is low. We keep it in mind.",
    examples=(
        fires(by_clinician(Vitals(body_mass_index=Decimal("18.45")))),
        passes(by_clinician(Vitals(body_mass_index=Decimal("18.5")))),
        asks(),
    ),
)

RULES: Final = (
    grave_physical_status,
    anaesthesia_review,
    severe_obesity,
    raised_physical_status,
    severe_underweight,
    obesity,
    underweight,
)
OFF: Final = (exclusion,)
