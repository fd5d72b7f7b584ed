"""Medicines that meet ketamine: what the source's own sources add to its criteria.

Labels name medicines that raise blood pressure as ketamine does (inhibitors of monoamine oxidase, stimulants,
xanthines, thyroid hormones, ergometrine, vasopressin) and medicines that sedate (benzodiazepines, opioids). Others
change how much ketamine reaches the blood, or how well it works. The rules say what has to be weighed; whether a
medicine is taken is for those who prescribe it.

What depends on the day of the dose is not decided here: a stimulant of that day, a benzodiazepine of the last 24 hours,
alcohol and cannabis, and inhibitors of metabolism with an oral or sublingual dose.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    NEVER,
    AtLeastThese,
    Citation,
    DaysAgo,
    Level,
    Limit,
    Recorded,
    Rule,
    all_of,
    any_of,
    asks,
    fires,
    passes,
    proposal,
    recalled,
)

from ...facts.breathing import Breathing
from ...facts.medicines import Medicine, Medicines, MedicineStatus
from ...facts.vitals import Vitals
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    CAROLINAS,
    ESKETAMINE_PATIENT_PAGE,
    ESKETAMINE_PRECAUTIONS,
    EU_LEAFLET,
    KETAMINE_INTERACTIONS,
    NEW_MEXICO_TRIAL,
    ORAL_TICLOPIDINE,
    PHARMACOLOGY,
    PSYCHIATRIC_MEDICINES_REVIEW,
    SWISS_SPRAVATO,
    TRIAL_NCT04154150,
    TRIAL_NCT06103760,
    TRIAL_TABLE_PMC6884875,
    TRIAL_TABLE_PMC10812090,
    US_KETAMINE_LABEL,
    US_MONOGRAPH,
)
from .breathing import apnoea
from .cardiovascular import pressure_raised

MAOI_WINDOW: Final = Limit(
    14,
    "d",
    id="medicines.maoi_window",
    source=Citation(TRIAL_NCT04154150, "exclusion criteria: within the previous two weeks"),
    since=ADOPTED,
)
SEDATIVE_DOSE: Final = Limit(
    2,
    "mg/d",
    id="medicines.sedative_dose",
    source=Citation(TRIAL_TABLE_PMC6884875, "exclusion criteria: above 2 mg of lorazepam a day, or as much of another"),
    since=ADOPTED,
    floor=1,
    ceiling=6,
    step=Decimal("0.1"),
)


def _all(*medicines: Medicine) -> Medicines:
    """Return a list that was complete on the day of the examples."""
    return Medicines(listed=Recorded(medicines, on=EXAMPLE_DAY))


def _taking(*names: str, **details: Any) -> Medicines:
    return _all(*(Medicine(substance=name, status=MedicineStatus.TAKING, **details) for name in names))


def _dosed(name: str, milligrams: int | Decimal) -> Medicines:
    return _all(Medicine(substance=name, daily_dose=milligrams, status=MedicineStatus.TAKING))


def _stopped(name: str, days: int) -> Medicines:
    return _all(Medicine(substance=name, status=MedicineStatus.STOPPED, last_taken=DaysAgo(days)))


UNKNOWN_NAME: Final = "a name that no table holds"
NONE: Final = Medicines(listed=[])
RAISED: Final = Vitals(mean_systolic=141, mean_diastolic=80)
NOT_RAISED: Final = Vitals(mean_systolic=140, mean_diastolic=90)
NO_APNOEA: Final = Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=0)

ingredient_not_known: Final = Rule(
    id="medicines.ingredient_not_known",
    source=(
        recalled(EU_LEAFLET, "other medicines: the doctor is told of all that are, were lately or may be taken"),
        proposal("a name is resolved exactly or asked for; what is not resolved is never read as harmless"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=any_of(Medicines.ingredient_not_known.present, Medicines.ingredient_not_known.missing),
    clinician_text=(
        "What the client takes is not fully known: the list is missing, too old or not said to be complete, or it "
        "holds a medicine that the table of ingredients does not know."
    ),
    client_text="We do not know all that you take. Please bring a list, or the boxes, of your medicines.",
    rationale="A medicine that nobody has looked up may be any of those that the other rules speak of.",
    practice_variation=(
        "A prescriber who has looked at the whole list can state what is read of it, instead of the list."
    ),
    examples=(
        fires(_taking(UNKNOWN_NAME)),
        fires(Medicines(ingredient_not_known=True)),
        fires(_all(Medicine(substance="lorazepam", rxnorm="596", status=MedicineStatus.AS_NEEDED))),
        fires(Medicines(listed=[Medicine(substance="paracetamol", status=MedicineStatus.TAKING)])),
        fires(Medicines(listed=Recorded(AtLeastThese(Medicine(substance="sertraline")), on=EXAMPLE_DAY))),
        fires(Medicines()),
        passes(_taking("sertraline", "Xanax")),
        passes(_stopped(UNKNOWN_NAME, 30)),
        passes(NONE),
        asks(_all(Medicine(substance=UNKNOWN_NAME))),
    ),
)

maoi: Final = Rule(
    id="medicines.maoi",
    source=(
        Citation(ESKETAMINE_PATIENT_PAGE, "interactions: inhibitors of monoamine oxidase may raise blood pressure"),
        Citation(SWISS_SPRAVATO, "interactions: MAO inhibitors"),
        Citation(TRIAL_NCT04154150, "exclusion criteria: within the previous two weeks"),
        Citation(PSYCHIATRIC_MEDICINES_REVIEW, "abstract: two cases without relevant changes in vital signs"),
    ),
    level=Level.CAUTION,
    when=Medicines.maoi_last_taken.within(MAOI_WINDOW),
    clinician_text="The client takes an inhibitor of monoamine oxidase, or took one within the last two weeks.",
    client_text=(
        "You take, or lately took, a medicine (an MAO inhibitor) that can raise blood pressure. Your prescriber "
        "will look at it with you."
    ),
    rationale="Labels warn of a rise in blood pressure and do not forbid the combination.",
    practice_variation="A trial excludes for two weeks; case reports saw no relevant change.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_taking("phenelzine")),
        fires(_stopped("Nardil", 14)),
        fires(Medicines(maoi_last_taken=DaysAgo(14))),
        passes(_stopped("phenelzine", 15)),
        passes(Medicines(maoi_last_taken=NEVER)),
        passes(_taking("sertraline")),
        passes(_stopped(UNKNOWN_NAME, 15)),
        asks(_stopped(UNKNOWN_NAME, 14)),
        asks(_all(Medicine(substance="phenelzine", status=MedicineStatus.STOPPED))),
        asks(),
    ),
)

stimulant: Final = Rule(
    id="medicines.stimulant",
    source=(
        Citation(EU_LEAFLET, "other medicines: psychostimulants"),
        Citation(ESKETAMINE_PATIENT_PAGE, "interactions: psychostimulants may raise blood pressure"),
        Citation(NEW_MEXICO_TRIAL, "no stimulant on the day of the medicine session"),
    ),
    level=Level.CAUTION,
    when=Medicines.takes_stimulant.present,
    clinician_text="The client takes a psychostimulant, which raises blood pressure as ketamine does.",
    client_text=(
        "One of your medicines raises blood pressure, as ketamine does. Your prescriber will look at it with you."
    ),
    practice_variation="A trial asks for a day without it when ketamine is given, which is for the day of the dose.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(_taking("Ritalin")),
        passes(_taking("bupropion")),
        passes(NONE),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

xanthine: Final = Rule(
    id="medicines.xanthine",
    source=(
        Citation(EU_LEAFLET, "other medicines: xanthine derivatives raise blood pressure"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: theophylline"),
        Citation(TRIAL_NCT04154150, "exclusion criteria: theophylline"),
        recalled(US_KETAMINE_LABEL, "interactions: theophylline and aminophylline lower the seizure threshold"),
    ),
    level=Level.CAUTION,
    when=Medicines.takes_xanthine.present,
    clinician_text="The client takes theophylline or another xanthine.",
    client_text=(
        "One of your medicines for the lungs matters together with ketamine. Your prescriber will look at it with you."
    ),
    rationale="A label names the rise in blood pressure; that seizures come more easily is recalled of another.",
    practice_variation="Two trials exclude it.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_taking("theophylline")),
        passes(_taking("salbutamol")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

pressor_with_raised_pressure: Final = Rule(
    id="medicines.pressor_with_raised_pressure",
    source=(
        Citation(EU_LEAFLET, "other medicines: ergometrine and vasopressin raise blood pressure"),
        Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
    ),
    level=Level.CAUTION,
    when=all_of(Medicines.takes_pressor.present, pressure_raised.present),
    clinician_text="Blood pressure is raised, and the client takes a medicine that can raise it.",
    client_text=(
        "Your blood pressure is higher than we would like, and one of your medicines can raise it. Your "
        "prescriber will look at both with you."
    ),
    rationale="The medicine may be why the pressure is raised, and adds to the rise that ketamine brings.",
    examples=(
        fires(_taking("pseudoephedrine"), RAISED),
        passes(_taking("pseudoephedrine"), NOT_RAISED),
        passes(NONE, RAISED),
        asks(_taking("pseudoephedrine")),
        asks(RAISED),
    ),
)

thyroid_hormone_with_raised_pressure: Final = Rule(
    id="medicines.thyroid_hormone_with_raised_pressure",
    source=(
        Citation(EU_LEAFLET, "other medicines: thyroid hormones raise blood pressure"),
        Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
    ),
    level=Level.CAUTION,
    when=all_of(Medicines.takes_thyroid_hormone.present, pressure_raised.present),
    clinician_text="Blood pressure is raised, and the client takes a thyroid hormone, which can raise it.",
    client_text=(
        "Your blood pressure is higher than we would like, and your thyroid medicine can raise it. Your "
        "prescriber will look at both with you."
    ),
    rationale="The hormone may be why the pressure is raised, and adds to the rise that ketamine brings.",
    examples=(
        fires(_taking("levothyroxine"), RAISED),
        passes(_taking("levothyroxine"), NOT_RAISED),
        passes(NONE, RAISED),
        asks(_taking("levothyroxine")),
        asks(RAISED),
    ),
)

sedative_dose: Final = Rule(
    id="medicines.sedative_dose",
    source=(
        Citation(ESKETAMINE_PATIENT_PAGE, "interactions: benzodiazepines may increase sedation"),
        Citation(KETAMINE_INTERACTIONS, "abstract: benzodiazepines and loss of effect"),
        Citation(TRIAL_TABLE_PMC6884875, "exclusion criteria: above 2 mg of lorazepam a day, or as much of another"),
        Citation(TRIAL_TABLE_PMC10812090, "exclusion criteria: above 3 mg of lorazepam a day, or as much of another"),
        Citation(TRIAL_NCT06103760, "exclusion criteria: above 6 mg of lorazepam a day, or as much of another"),
    ),
    level=Level.CAUTION,
    when=Medicines.lorazepam_equivalent > SEDATIVE_DOSE,
    clinician_text="The client takes benzodiazepines or Z-drugs that equal more than a low daily amount of lorazepam.",
    client_text=(
        "You take a medicine that calms or helps you sleep. Together with ketamine it matters how much. Your "
        "prescriber will look at it with you."
    ),
    rationale="They add to the sedation, and the effect of ketamine is weaker beside them.",
    practice_variation=(
        "Trials draw the line at 2, 3 and 6 mg of lorazepam a day. Tables of equivalents differ: some count 5 mg of "
        "diazepam as 1 mg of lorazepam, the one used here 10."
    ),
    examples=(
        fires(_dosed("lorazepam", Decimal("2.1"))),
        fires(_dosed("diazepam", 21)),
        fires(Medicines(lorazepam_equivalent=3)),
        passes(_dosed("lorazepam", 2)),
        passes(_dosed("diazepam", 20)),
        passes(NONE),
        asks(_taking("lorazepam")),
        asks(_dosed("zaleplon", 5)),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

sedative_with_apnoea: Final = Rule(
    id="medicines.sedative_with_apnoea",
    source=(
        Citation(SWISS_SPRAVATO, "interactions: medicines that depress the central nervous system"),
        proposal("sleep apnoea and a medicine that sedates each weigh on breathing, and more so together"),
    ),
    level=Level.CAUTION,
    when=all_of(Medicines.takes_benzodiazepine.present, apnoea.present),
    clinician_text="The client takes a benzodiazepine or a Z-drug and has sleep apnoea.",
    client_text=(
        "You take a medicine that calms, and your breath stops for a while in your sleep. Your prescriber will "
        "look at both with you."
    ),
    rationale="Each of the two alone may only be worth a note; together they are to be weighed.",
    examples=(
        fires(_taking("zolpidem"), Breathing(sleep_apnoea=True)),
        fires(_taking("lorazepam"), Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=5)),
        passes(_taking("zolpidem"), NO_APNOEA),
        passes(NONE, Breathing(sleep_apnoea=True)),
        asks(_taking("zolpidem")),
        asks(Breathing(sleep_apnoea=True)),
    ),
)

opioid: Final = Rule(
    id="medicines.opioid",
    source=(
        Citation(EU_LEAFLET, "other medicines: opioids depress the central nervous system"),
        Citation(SWISS_SPRAVATO, "interactions: medicines that depress the central nervous system"),
        Citation(CAROLINAS, "exclusions: opioids at the same time"),
    ),
    level=Level.CAUTION,
    when=Medicines.takes_opioid_beyond_maintenance.present,
    clinician_text="The client takes an opioid, which sedates.",
    client_text="You take a strong pain medicine that can make you sleepy. Your prescriber will look at it with you.",
    rationale="Methadone or buprenorphine for an opioid use disorder is weighed under criterion 11, not twice.",
    practice_variation="A clinic takes nobody who takes an opioid.",
    levels=(Level.EXCLUSION, Level.CAUTION, Level.NOTE),
    examples=(
        fires(_taking("oxycodone")),
        fires(_taking("buprenorphine", for_use_disorder=False)),
        passes(_taking("buprenorphine", for_use_disorder=True)),
        passes(NONE),
        asks(_taking("buprenorphine")),
        asks(_taking(UNKNOWN_NAME)),
    ),
)

opioid_with_apnoea: Final = Rule(
    id="medicines.opioid_with_apnoea",
    source=(
        Citation(SWISS_SPRAVATO, "interactions: medicines that depress the central nervous system"),
        proposal("sleep apnoea and an opioid each weigh on breathing, and more so together"),
    ),
    level=Level.CAUTION,
    when=all_of(Medicines.takes_opioid.present, apnoea.present),
    clinician_text="The client takes an opioid and has sleep apnoea.",
    client_text=(
        "You take a strong pain medicine, and your breath stops for a while in your sleep. Your prescriber will "
        "look at both with you."
    ),
    rationale="It stays a caution where a site only notes opioids, and where the opioid treats an opioid use disorder.",
    examples=(
        fires(_taking("methadone"), Breathing(sleep_apnoea=True)),
        passes(_taking("methadone"), NO_APNOEA),
        passes(NONE, Breathing(sleep_apnoea=True)),
        asks(_taking("methadone")),
        asks(Breathing(sleep_apnoea=True)),
    ),
)

benzodiazepine: Final = Rule(
    id="medicines.benzodiazepine",
    source=(
        Citation(ESKETAMINE_PATIENT_PAGE, "interactions: benzodiazepines may increase sedation"),
        Citation(PSYCHIATRIC_MEDICINES_REVIEW, "abstract: benzodiazepines and loss of effect"),
    ),
    level=Level.NOTE,
    when=Medicines.takes_benzodiazepine.present,
    clinician_text="The client takes a benzodiazepine or a Z-drug.",
    client_text="You take a medicine that calms or helps you sleep. We keep it in mind.",
    examples=(
        fires(_dosed("lorazepam", 1)),
        fires(_taking("eszopiclone")),
        passes(_taking("melatonin")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

pressor: Final = Rule(
    id="medicines.pressor",
    source=(
        Citation(EU_LEAFLET, "other medicines: ergometrine and vasopressin raise blood pressure"),
        Citation(ESKETAMINE_PRECAUTIONS, "interactions: other medicines that may raise blood pressure"),
    ),
    level=Level.NOTE,
    when=Medicines.takes_pressor.present,
    clinician_text="The client takes a medicine that can raise blood pressure.",
    client_text="One of your medicines can raise blood pressure. We keep it in mind.",
    examples=(
        fires(_taking("sumatriptan")),
        passes(_taking("amlodipine")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

thyroid_hormone: Final = Rule(
    id="medicines.thyroid_hormone",
    source=Citation(EU_LEAFLET, "other medicines: thyroid hormones raise blood pressure"),
    level=Level.NOTE,
    when=Medicines.takes_thyroid_hormone.present,
    clinician_text="The client takes a thyroid hormone.",
    client_text="You take a thyroid medicine. We keep it in mind.",
    examples=(
        fires(_taking("levothyroxine")),
        passes(_taking("methimazole")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

lamotrigine: Final = Rule(
    id="medicines.lamotrigine",
    source=Citation(PSYCHIATRIC_MEDICINES_REVIEW, "abstract: lamotrigine probably lessens the effect"),
    level=Level.NOTE,
    when=Medicines.takes_lamotrigine.present,
    clinician_text="The client takes lamotrigine, beside which ketamine may do less.",
    client_text="You take lamotrigine. Ketamine may do less beside it. We keep it in mind.",
    rationale="It is a question of effect, not of harm.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(_taking("lamotrigine")),
        passes(_taking("valproate")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

cyp_inhibitor: Final = Rule(
    id="medicines.cyp_inhibitor",
    source=(
        Citation(KETAMINE_INTERACTIONS, "abstract: inhibitors of its metabolism raise exposure"),
        Citation(SWISS_SPRAVATO, "interactions: metabolised mainly by CYP2B6 and CYP3A4"),
        Citation(ORAL_TICLOPIDINE, "abstract: with ticlopidine, exposure to an oral dose rose 2.4-fold"),
    ),
    level=Level.NOTE,
    when=Medicines.takes_cyp_inhibitor.present,
    clinician_text="The client takes a medicine that slows the breakdown of ketamine.",
    client_text="With one of your medicines ketamine may act longer. We keep it in mind.",
    practice_variation="With a dose by mouth it matters more, which the dosing day decides.",
    examples=(
        fires(_taking("clarithromycin")),
        passes(_taking("bupropion")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

cyp_inducer: Final = Rule(
    id="medicines.cyp_inducer",
    source=Citation(KETAMINE_INTERACTIONS, "abstract: inducers of its metabolism lower exposure"),
    level=Level.NOTE,
    when=Medicines.takes_cyp_inducer.present,
    clinician_text="The client takes a medicine that speeds the breakdown of ketamine.",
    client_text="With one of your medicines ketamine may act for a shorter time. We keep it in mind.",
    examples=(
        fires(_taking("St John's wort")),
        passes(_taking("valproate")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

naltrexone: Final = Rule(
    id="medicines.naltrexone",
    source=recalled(PHARMACOLOGY, "whether ketamine acts through opioid receptors is debated"),
    level=Level.NOTE,
    when=Medicines.takes_naltrexone.present,
    clinician_text="The client takes naltrexone, beside which ketamine may do less.",
    client_text="You take naltrexone. Ketamine may do less beside it. We keep it in mind.",
    rationale="It is a question of effect, not of harm.",
    examples=(
        fires(_taking("naltrexone")),
        passes(_taking("bupropion")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    ingredient_not_known,
    maoi,
    stimulant,
    xanthine,
    pressor_with_raised_pressure,
    thyroid_hormone_with_raised_pressure,
    sedative_dose,
    sedative_with_apnoea,
    opioid,
    opioid_with_apnoea,
    benzodiazepine,
    pressor,
    thyroid_hormone,
    lamotrigine,
    cyp_inhibitor,
    cyp_inducer,
    naltrexone,
)
