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
    HAPPENED,
    NEVER,
    AtLeastThese,
    Citation,
    Condition,
    DaysAgo,
    Example,
    Level,
    Limit,
    Mark,
    OneOf,
    Recorded,
    Reporter,
    Rule,
    all_of,
    any_of,
    asks,
    by_clinician,
    fires,
    passes,
    proposal,
    recalled,
)

from ...facts.bladder import Bladder, InterstitialCystitis
from ...facts.breathing import Asthma, Breathing, LungDisease
from ...facts.circulation import Arrhythmia, Circulation, EventKind
from ...facts.eye import Eye, EyeDisease
from ...facts.medicines import Medicine, Medicines, MedicineStatus, Reason
from ...facts.mental_state import MentalState
from ...facts.psychiatric_history import Bipolar, PsychiatricHistory
from ...facts.reproduction import Reproduction
from ...facts.seizures import Seizures
from ...facts.substance_use import SubstanceUse
from ...facts.thyroid import Thyroid
from ...facts.vitals import Vitals
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    CAROLINAS,
    ESKETAMINE_PATIENT_PAGE,
    ESKETAMINE_PRECAUTIONS,
    EU_LEAFLET,
    KETAMINE_INTERACTIONS,
    LISTS_AGAINST_QUESTIONS,
    MEMANTINE_LABEL,
    NEW_MEXICO_TRIAL,
    ORAL_TICLOPIDINE,
    OXYBATE_LABEL,
    PHARMACOLOGY,
    PSYCHIATRIC_MEDICINES_REVIEW,
    SPRAVATO_INTERACTIONS_PAGE,
    SPRAVATO_MONITORING_FORM,
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
SEDATIVES_TOGETHER: Final = Limit(
    2,
    "{#}",
    id="medicines.sedatives_together",
    source=proposal("two medicines that sedate add up, whatever each of them is"),
    since=ADOPTED,
    floor=2,
    ceiling=3,
)
DEPRESSANTS: Final = (
    Citation(ESKETAMINE_PATIENT_PAGE, "interactions: depressants of the central nervous system may increase sedation"),
    Citation(EU_LEAFLET, "other medicines: what depresses the central nervous system"),
    Citation(SPRAVATO_MONITORING_FORM, "medicines beside it that sedate, dissociate or slow the breath are noted"),
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


def _explained(*names: str) -> Medicines:
    return _taking(*names, reason=Recorded(Reason.PAIN, by=Reporter.CLINICIAN))


def _heart(**more: Any) -> Circulation:
    """A client who denies every disease of the heart of which a medicine tells."""
    denied: dict[str, Any] = {
        "coronary_disease": False,
        "unstable_angina": False,
        "myocardial_infarction": NEVER,
        "heart_failure": False,
        "arrhythmia": Arrhythmia.NONE,
        "significant_valve_disease": False,
        "latest_cardiovascular_event": NEVER,
    }
    return by_clinician(Circulation(**denied | more))


def _event(kind: EventKind | OneOf) -> Circulation:
    """A client who denies every disease of the heart, and had an event of some kind."""
    return _heart(latest_cardiovascular_event=DaysAgo(900), latest_cardiovascular_event_kind=kind)


def _mind(**more: Any) -> PsychiatricHistory:
    """A client who denies every psychosis and bipolar disorder."""
    denied: dict[str, Any] = {
        "primary_psychosis": False,
        "postpartum_psychosis": False,
        "mood_disorder_with_psychosis": False,
        "substance_induced_psychosis": NEVER,
        "bipolar_disorder": Bipolar.NONE,
        "mania_ever": False,
    }
    return by_clinician(PsychiatricHistory(**denied | more))


def _reviewed(name: str, classes: str) -> Medicines:
    looked_up = Recorded(True, on=EXAMPLE_DAY, by=Reporter.CLINICIAN)
    return _taking(name, reviewed=looked_up, reviewed_classes=classes, reviewed_tells_of="none")


UNKNOWN_NAME: Final = "a name that no table holds"
NONE: Final = Medicines(listed=[])
RAISED: Final = by_clinician(Vitals(mean_systolic=141, mean_diastolic=80))
NOT_RAISED: Final = by_clinician(Vitals(mean_systolic=140, mean_diastolic=90))
NO_APNOEA: Final = by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=0))

ingredient_not_known: Final = Rule(
    id="medicines.ingredient_not_known",
    source=(
        recalled(EU_LEAFLET, "other medicines: the doctor is told of all that are, were lately or may be taken"),
        proposal("a name is resolved exactly or asked for; what is not resolved is never read as harmless"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=any_of(Medicines.ingredient_not_known.present, Medicines.ingredient_not_known.missing),
    clinician_text=(
        "Medication list incomplete: missing, outdated, not confirmed complete, or with a medicine not in the table "
        "of ingredients."
    ),
    client_text="We do not know all that you take. Please bring a list, or the boxes, of your medicines.",
    rationale="A medicine that nobody has looked up may be any of those that the other rules speak of.",
    practice_variation=("A prescriber who has looked such a medicine up says on its entry of which classes it is."),
    examples=(
        fires(_taking(UNKNOWN_NAME)),
        fires(Medicines(ingredient_not_known=True)),
        fires(_all(Medicine(substance="lorazepam", rxnorm="596", status=MedicineStatus.AS_NEEDED))),
        fires(Medicines(listed=[Medicine(substance="paracetamol", status=MedicineStatus.TAKING)])),
        fires(Medicines(listed=Recorded(AtLeastThese(Medicine(substance="sertraline")), on=EXAMPLE_DAY))),
        fires(Medicines()),
        passes(_taking("sertraline", "Xanax")),
        fires(_reviewed("phenelzin", "none")),
        passes(_reviewed(UNKNOWN_NAME, "none")),
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
    clinician_text="MAOI taken now or within the last two weeks.",
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
    clinician_text="Psychostimulant, taken or planned: raises blood pressure, as ketamine does.",
    client_text=(
        "One of your medicines (a stimulant) raises blood pressure, as ketamine does. Your prescriber will look at it "
        "with you."
    ),
    practice_variation="A trial asks for a day without it when ketamine is given, which is for the day of the dose.",
    levels=(Level.EXCLUSION, Level.CAUTION, Level.NOTE),
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
    clinician_text="Theophylline or another xanthine, taken or planned.",
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
    clinician_text="Raised blood pressure and a medicine that can raise it.",
    client_text=(
        "Your blood pressure is higher than we would like, and one of your medicines can raise it. Your "
        "prescriber will look at both with you."
    ),
    rationale="The medicine may be why the pressure is raised, and adds to the rise that ketamine brings.",
    subsumes=("cardiovascular.pressure.elevated", "medicines.pressor"),
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
    clinician_text="Raised blood pressure and thyroid hormone, which can raise it.",
    client_text=(
        "Your blood pressure is higher than we would like, and your thyroid medicine can raise it. Your "
        "prescriber will look at both with you."
    ),
    rationale="The hormone may be why the pressure is raised, and adds to the rise that ketamine brings.",
    subsumes=("cardiovascular.pressure.elevated", "medicines.thyroid_hormone"),
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
    clinician_text="Benzodiazepines or Z-drugs above a low daily lorazepam equivalent.",
    client_text=(
        "You take a calming or sleeping medicine. Together with ketamine it matters how much. Your prescriber will "
        "look at it with you."
    ),
    rationale="They add to the sedation, and the effect of ketamine is weaker beside them.",
    practice_variation=(
        "Trials draw the line at 2, 3 and 6 mg of lorazepam a day. Tables of equivalents differ: some count 5 mg of "
        "diazepam as 1 mg of lorazepam, the one used here 10."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
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
    clinician_text="Benzodiazepine or Z-drug, and sleep apnoea.",
    client_text=(
        "You take a calming or sleeping medicine, and your breathing pauses while you sleep. Your prescriber will "
        "look at both with you."
    ),
    rationale="Each of the two alone may only be worth a note; together they are to be weighed.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("medicines.benzodiazepine",),
    examples=(
        fires(_taking("zolpidem"), Breathing(sleep_apnoea=True)),
        fires(_taking("lorazepam"), by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=5))),
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
    clinician_text="Opioid, taken or planned: sedation.",
    client_text=(
        "You take a strong pain medicine (an opioid) that can make you sleepy. Your prescriber will look at it with "
        "you."
    ),
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
    clinician_text="Opioid and sleep apnoea.",
    client_text=(
        "You take a strong pain medicine (an opioid), and your breathing pauses while you sleep. Your prescriber will "
        "look at both with you."
    ),
    rationale="It stays a caution where a site only notes opioids, and where the opioid treats an opioid use disorder.",
    levels=(Level.EXCLUSION, Level.CAUTION),
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
    clinician_text="Benzodiazepine or Z-drug, taken or planned.",
    client_text="You take a calming or sleeping medicine. We keep it in mind.",
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
    clinician_text="Medicine that can raise blood pressure, taken or planned.",
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
    clinician_text="Thyroid hormone, taken or planned.",
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
    clinician_text="Lamotrigine, taken or planned: may weaken the effect of ketamine.",
    client_text="You take lamotrigine. It may make ketamine weaker. We keep it in mind.",
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
    clinician_text="CYP3A4 or CYP2B6 inhibitor, taken or planned: slows the breakdown of ketamine.",
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
    clinician_text="CYP3A4 or CYP2B6 inducer, taken or planned: speeds the breakdown of ketamine.",
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
    clinician_text="Naltrexone or another opioid antagonist, taken or planned: may weaken the effect of ketamine.",
    client_text="One of your medicines may make ketamine weaker. We keep it in mind.",
    rationale="It is a question of effect, not of harm.",
    examples=(
        fires(_taking("naltrexone")),
        fires(_taking("nalmefene")),
        passes(_taking("bupropion")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

cns_depressant: Final = Rule(
    id="medicines.cns_depressant",
    source=DEPRESSANTS,
    level=Level.NOTE,
    when=Medicines.takes_cns_depressant.present,
    clinician_text="Sedating medicine other than an opioid or a benzodiazepine, taken or planned.",
    client_text="You take a medicine that can make you sleepy. We keep it in mind.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(_taking("pregabalin")),
        fires(_taking("cetirizine")),
        fires(Medicines(takes_cns_depressant=True)),
        passes(_taking("sertraline")),
        passes(_taking("lorazepam", "oxycodone")),
        passes(_stopped("pregabalin", 1)),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

sedatives_together: Final = Rule(
    id="medicines.sedatives_together",
    source=(*DEPRESSANTS, proposal("two of them add up, also where each alone is a note or a low dose")),
    level=Level.CAUTION,
    when=Medicines.sedating_count >= SEDATIVES_TOGETHER,
    clinician_text="Two or more sedating medicines.",
    client_text=(
        "You take more than one medicine that can make you sleepy. Together with ketamine they add up. Your "
        "prescriber will look at them with you."
    ),
    rationale="What is taken as needed counts, and so does the opioid that treats an opioid use disorder.",
    practice_variation="How many are too many no source says; a site may count three.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_taking("quetiapine", "mirtazapine")),
        fires(_taking("lorazepam", "zolpidem")),
        fires(_taking("methadone", "pregabalin", for_use_disorder=True)),
        fires(_taking("chlordiazepoxide with amitriptyline")),
        fires(Medicines(sedating_count=2)),
        passes(_taking("lorazepam", "Ativan")),
        passes(_taking("codeine", "codeine with paracetamol")),
        passes(_taking("mirtazapine", "sertraline")),
        passes(NONE),
        asks(_taking("mirtazapine", UNKNOWN_NAME)),
        asks(_all(Medicine(substance="mirtazapine", status=MedicineStatus.TAKING), Medicine(substance="zolpidem"))),
        asks(),
    ),
)

strong_depressant: Final = Rule(
    id="medicines.strong_depressant",
    source=(
        *DEPRESSANTS,
        Citation(SPRAVATO_INTERACTIONS_PAGE, "names phenobarbital and primidone"),
        proposal("barbiturates and what acts like them slow the breath even alone"),
    ),
    level=Level.CAUTION,
    when=Medicines.takes_strong_depressant.present,
    clinician_text=(
        "Barbiturate, primidone, clomethiazole, chloral hydrate, meprobamate or carisoprodol, taken or planned: deep "
        "sedation."
    ),
    client_text=(
        "You take a very strong calming medicine. Together with ketamine it can slow your breath. Your prescriber "
        "will look at it with you."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_taking("phenobarbital")),
        fires(_taking("butalbital with paracetamol and caffeine")),
        fires(_all(Medicine(substance="carisoprodol", status=MedicineStatus.AS_NEEDED))),
        passes(_taking("pregabalin")),
        passes(NONE),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

oxybate: Final = Rule(
    id="medicines.oxybate",
    source=(
        *DEPRESSANTS,
        recalled(OXYBATE_LABEL, "boxed warning: depresses the central nervous system; no sedatives beside it"),
    ),
    level=Level.CAUTION,
    when=Medicines.takes_oxybate.present,
    clinician_text="Sodium oxybate, taken or planned: its label warns against concurrent sedatives and anaesthetics.",
    client_text=(
        "You take a strong sleep medicine (oxybate). Together with ketamine it can slow your breath. Your prescriber "
        "will look at it with you."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_taking("sodium oxybate")),
        passes(_taking("zolpidem")),
        passes(NONE),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

cns_depressant_with_apnoea: Final = Rule(
    id="medicines.cns_depressant_with_apnoea",
    source=(
        *DEPRESSANTS,
        proposal("sleep apnoea and a medicine that sedates each weigh on breathing, and more so together"),
    ),
    level=Level.CAUTION,
    when=all_of(Medicines.takes_cns_depressant.present, apnoea.present),
    clinician_text="Sedating medicine and sleep apnoea.",
    client_text=(
        "You take a medicine that can make you sleepy, and your breathing pauses while you sleep. Your prescriber "
        "will look at both with you."
    ),
    rationale="Each of the two alone may only be worth a note; together they are to be weighed.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("medicines.cns_depressant",),
    examples=(
        fires(_taking("pregabalin"), Breathing(sleep_apnoea=True)),
        fires(_taking("mirtazapine"), by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=5))),
        passes(_taking("pregabalin"), NO_APNOEA),
        passes(NONE, Breathing(sleep_apnoea=True)),
        asks(_taking("pregabalin")),
        asks(Breathing(sleep_apnoea=True)),
    ),
)

nmda_antagonist: Final = Rule(
    id="medicines.nmda_antagonist",
    source=(
        recalled(MEMANTINE_LABEL, "other NMDA antagonists beside it, ketamine among them, are advised against"),
        recalled(PHARMACOLOGY, "amantadine, dextromethorphan, methadone and others block the same receptor"),
    ),
    level=Level.CAUTION,
    when=Medicines.takes_nmda_antagonist.present,
    clinician_text="NMDA receptor antagonist, as ketamine is, taken or planned.",
    client_text=(
        "One of your medicines acts at the same place in the brain as ketamine. Your prescriber will look at it with "
        "you."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION, Level.NOTE),
    examples=(
        fires(_taking("memantine")),
        fires(_taking("methadone", for_use_disorder=True)),
        passes(_taking("donepezil")),
        passes(NONE),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

systemic_steroid: Final = Rule(
    id="medicines.systemic_steroid",
    source=recalled(PHARMACOLOGY, "steroids that act in the whole body can change mood, up to mania"),
    level=Level.NOTE,
    when=Medicines.takes_systemic_steroid.present,
    clinician_text="Systemic corticosteroid, taken or planned: mood changes up to mania.",
    client_text="You take cortisone or a medicine like it (a steroid), which can change mood. We keep it in mind.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(_taking("prednisone")),
        passes(_taking("budesonide")),
        passes(_taking("hydrocortisone 1% cream")),
        asks(_taking(UNKNOWN_NAME)),
        asks(),
    ),
)

CORONARY_KINDS: Final = (
    EventKind.INFARCTION,
    EventKind.UNSTABLE_ANGINA,
    EventKind.CORONARY_STENT,
    EventKind.BYPASS,
)
HEART_FAILURE_KINDS: Final = (EventKind.HEART_FAILURE,)
RHYTHM_KINDS: Final = (EventKind.CARDIAC_ARREST, EventKind.ARRHYTHMIA)
CLOTS: Final = (EventKind.PULMONARY_EMBOLISM, EventKind.DEEP_VEIN_THROMBOSIS)


def _no_event(*kinds: EventKind) -> Condition:
    """There was no event, or none of these kinds, each of which is a report of its disease."""
    return any_of(
        Circulation.latest_cardiovascular_event.never,
        Circulation.latest_cardiovascular_event_kind.is_none_of(*kinds),
    )


NO_CORONARY: Final = all_of(
    Circulation.coronary_disease.ruled_out,
    Circulation.unstable_angina.ruled_out,
    Circulation.myocardial_infarction.never,
)
NO_HEART_FAILURE: Final = Circulation.heart_failure.ruled_out
NO_ARRHYTHMIA: Final = Circulation.arrhythmia.is_one_of(Arrhythmia.NONE)
NO_VALVE_DISEASE: Final = Circulation.significant_valve_disease.ruled_out
NO_COPD: Final = Breathing.copd.is_one_of(LungDisease.NONE)
NO_ASTHMA: Final = Breathing.asthma.is_one_of(Asthma.NONE)

reviewed: Final = Rule(
    id="medicines.reviewed",
    source=proposal("a prescriber looks at what the table does not know, and says of which classes it is"),
    level=Level.NOTE,
    when=Medicines.known_by_review.present,
    clinician_text="Medicine known only by a prescriber's review; not in the table of ingredients.",
    client_text="Your prescriber has looked up one of your medicines for us.",
    examples=(
        fires(Medicines(known_by_review=True)),
        fires(_reviewed(UNKNOWN_NAME, "none")),
        fires(_reviewed(UNKNOWN_NAME, "cns_depressant")),
        passes(_reviewed("sertraline", "none")),
        passes(_reviewed("phenelzin", "none")),
        passes(_taking(UNKNOWN_NAME)),
        passes(NONE),
        asks(),
    ),
)


def _denied(told: str, disease: str, tells: Condition, denied: Condition, *examples: Example) -> Rule:
    """One rule for each disease that is told of: what denies one has nothing to do with another."""
    return Rule(
        id=f"medicines.tells_of_denied.{told}",
        source=(
            Citation(LISTS_AGAINST_QUESTIONS, "lists find fewer cases than single questions"),
            proposal(
                "what nearly everybody takes for a disease is held against its denial, until somebody explains it"
            ),
            recalled(PHARMACOLOGY, "for what each medicine is taken"),
        ),
        level=Level.NEEDS_INFORMATION,
        when=all_of(tells, denied),
        clinician_text=(
            f"Medicine or its stated reason suggests {disease}, which the history does not confirm: a clinician or a "
            "record has to settle it."
        ),
        client_text=(
            "You take a medicine that most people take for an illness which you did not name. We would like to know "
            "what it is for."
        ),
        rationale=(
            "Depression, sleep, anxiety, epilepsy or pain explain it where a clinician or a record names them. No "
            "other reason does, nor the client's word, nor any reason for clozapine, paliperidone, pimavanserin, "
            "xanomeline or a depot."
        ),
        marks=(Mark.CONFLICT,),
        examples=(*examples, passes(NONE)),
    )


NO_HEART_DISEASE: Final = _heart()
WITH_CORONARY: Final = tuple(
    _heart(**{disease: found})
    for disease, found in (
        ("coronary_disease", True),
        ("unstable_angina", True),
        ("myocardial_infarction", DaysAgo(900)),
    )
)
WITH_HEART_FAILURE: Final = _heart(heart_failure=True)
WITH_ARRHYTHMIA: Final = tuple(_heart(arrhythmia=each) for each in Arrhythmia if each is not Arrhythmia.NONE)
WITH_VALVE_DISEASE: Final = _heart(significant_valve_disease=True)
CLOT: Final = tuple(_event(kind) for kind in CLOTS)


def _without(*kinds: EventKind) -> tuple[Circulation, ...]:
    """Clients who deny every disease of the heart, without an event, or with one of another kind than these."""
    return NO_HEART_DISEASE, *(_event(kind) for kind in EventKind if kind not in kinds)


def _with(*kinds: EventKind) -> tuple[Circulation, ...]:
    """The same, with an event of these kinds."""
    return tuple(map(_event, kinds))


NO_CLOT: Final = _without(*CLOTS)
CLOT_UNCERTAIN: Final = (
    _heart(latest_cardiovascular_event=HAPPENED),
    _event(OneOf(EventKind.PULMONARY_EMBOLISM, EventKind.OTHER)),
)
ONLY_COPD: Final = tuple(
    Breathing(copd=each, asthma=Asthma.NONE) for each in LungDisease if each is not LungDisease.NONE
)
ONLY_ASTHMA: Final = tuple(Breathing(copd=LungDisease.NONE, asthma=each) for each in Asthma if each is not Asthma.NONE)
NO_LUNG_DISEASE: Final = Breathing(copd=LungDisease.NONE, asthma=Asthma.NONE)

TELLS_OF_DENIED: Final[tuple[Rule, ...]] = (
    _denied(
        "thyroid",
        "thyroid disease",
        Medicines.tells_of_thyroid.present,
        Thyroid.hyperthyroidism.ruled_out,
        fires(_taking("carbimazole"), Thyroid(hyperthyroidism=False)),
        passes(_taking("carbimazole"), Thyroid(hyperthyroidism=True)),
        asks(_taking("carbimazole")),
        asks(_taking(UNKNOWN_NAME), Thyroid(hyperthyroidism=False)),
    ),
    _denied(
        "coronary",
        "coronary artery disease",
        Medicines.tells_of_coronary.present,
        all_of(NO_CORONARY, _no_event(*CORONARY_KINDS)),
        *(fires(_taking("nitroglycerin"), heart) for heart in _without(*CORONARY_KINDS)),
        *(passes(_taking("nitroglycerin"), heart) for heart in (*WITH_CORONARY, *_with(*CORONARY_KINDS))),
        asks(_taking("nitroglycerin")),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "heart_failure",
        "heart failure",
        Medicines.tells_of_heart_failure.present,
        all_of(NO_HEART_FAILURE, _no_event(*HEART_FAILURE_KINDS)),
        *(fires(_taking("sacubitril with valsartan"), heart) for heart in _without(*HEART_FAILURE_KINDS)),
        *(
            passes(_taking("sacubitril with valsartan"), heart)
            for heart in (WITH_HEART_FAILURE, *_with(*HEART_FAILURE_KINDS))
        ),
        asks(_taking("sacubitril with valsartan")),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "heart_failure_or_coronary",
        "heart failure or coronary artery disease",
        Medicines.tells_of_heart_failure_or_coronary.present,
        all_of(NO_HEART_FAILURE, NO_CORONARY, _no_event(*HEART_FAILURE_KINDS, *CORONARY_KINDS)),
        *(fires(_taking("ivabradine"), heart) for heart in _without(*CORONARY_KINDS, *HEART_FAILURE_KINDS)),
        *(
            passes(_taking("ivabradine"), heart)
            for heart in (*WITH_CORONARY, WITH_HEART_FAILURE, *_with(*CORONARY_KINDS, *HEART_FAILURE_KINDS))
        ),
        asks(_taking("ivabradine")),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "rhythm",
        "arrhythmia",
        Medicines.tells_of_rhythm.present,
        all_of(NO_ARRHYTHMIA, _no_event(*RHYTHM_KINDS)),
        *(fires(_taking("flecainide"), heart) for heart in _without(*RHYTHM_KINDS)),
        *(passes(_taking("flecainide"), heart) for heart in (*WITH_ARRHYTHMIA, *_with(*RHYTHM_KINDS))),
        asks(_taking("flecainide")),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "rhythm_or_heart_failure",
        "arrhythmia or heart failure",
        Medicines.tells_of_rhythm_or_heart_failure.present,
        all_of(NO_ARRHYTHMIA, NO_HEART_FAILURE, _no_event(*RHYTHM_KINDS, *HEART_FAILURE_KINDS)),
        *(fires(_taking("digoxin"), heart) for heart in _without(*RHYTHM_KINDS, *HEART_FAILURE_KINDS)),
        *(
            passes(_taking("digoxin"), heart)
            for heart in (*WITH_ARRHYTHMIA, WITH_HEART_FAILURE, *_with(*RHYTHM_KINDS, *HEART_FAILURE_KINDS))
        ),
        asks(_taking("digoxin")),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "embolism",
        "embolism or thrombosis",
        Medicines.tells_of_embolism.present,
        _no_event(*CLOTS),
        *(fires(_taking("sertraline", reason=Reason.EMBOLISM), heart) for heart in NO_CLOT),
        *(passes(_taking("sertraline", reason=Reason.EMBOLISM), heart) for heart in CLOT),
        *(asks(_taking("sertraline", reason=Reason.EMBOLISM), heart) for heart in CLOT_UNCERTAIN),
        asks(_taking("sertraline", reason=Reason.EMBOLISM)),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "valve",
        "valvular disease",
        Medicines.tells_of_valve.present,
        NO_VALVE_DISEASE,
        fires(_taking("sertraline", reason=Reason.VALVE), NO_HEART_DISEASE),
        passes(_taking("sertraline", reason=Reason.VALVE), WITH_VALVE_DISEASE),
        asks(_taking("sertraline", reason=Reason.VALVE)),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "embolism_rhythm_or_valve",
        "embolism or thrombosis, arrhythmia or valvular disease",
        Medicines.tells_of_embolism_rhythm_or_valve.present,
        all_of(NO_ARRHYTHMIA, NO_VALVE_DISEASE, _no_event(*CLOTS, *RHYTHM_KINDS)),
        *(fires(_taking("warfarin"), heart) for heart in _without(*CLOTS, *RHYTHM_KINDS)),
        *(
            passes(_taking("warfarin"), heart)
            for heart in (*CLOT, *_with(*RHYTHM_KINDS), *WITH_ARRHYTHMIA, WITH_VALVE_DISEASE)
        ),
        *(asks(_taking("warfarin"), heart) for heart in CLOT_UNCERTAIN),
        asks(_taking("warfarin")),
        asks(_taking(UNKNOWN_NAME), NO_HEART_DISEASE),
    ),
    _denied(
        "copd",
        "COPD",
        Medicines.tells_of_copd.present,
        NO_COPD,
        fires(_taking("roflumilast"), Breathing(copd=LungDisease.NONE)),
        *(passes(_taking("roflumilast"), lungs) for lungs in ONLY_COPD),
        asks(_taking("roflumilast")),
        asks(_taking(UNKNOWN_NAME), NO_LUNG_DISEASE),
    ),
    _denied(
        "asthma",
        "asthma",
        Medicines.tells_of_asthma.present,
        NO_ASTHMA,
        fires(_taking("sertraline", reason=Reason.ASTHMA), Breathing(asthma=Asthma.NONE)),
        *(passes(_taking("sertraline", reason=Reason.ASTHMA), lungs) for lungs in ONLY_ASTHMA),
        asks(_taking("sertraline", reason=Reason.ASTHMA)),
        asks(_taking(UNKNOWN_NAME), NO_LUNG_DISEASE),
    ),
    _denied(
        "copd_or_asthma",
        "COPD or asthma",
        Medicines.tells_of_copd_or_asthma.present,
        all_of(NO_COPD, NO_ASTHMA),
        fires(_taking("tiotropium"), NO_LUNG_DISEASE),
        *(passes(_taking("tiotropium"), lungs) for lungs in (*ONLY_COPD, *ONLY_ASTHMA)),
        asks(_taking("tiotropium")),
        asks(_taking(UNKNOWN_NAME), NO_LUNG_DISEASE),
    ),
    _denied(
        "interstitial_cystitis",
        "interstitial cystitis",
        Medicines.tells_of_interstitial_cystitis.present,
        Bladder.interstitial_cystitis.is_one_of(InterstitialCystitis.NONE),
        fires(_taking("pentosan polysulfate"), Bladder(interstitial_cystitis=InterstitialCystitis.NONE)),
        *(
            passes(_taking("pentosan polysulfate"), Bladder(interstitial_cystitis=each))
            for each in InterstitialCystitis
            if each is not InterstitialCystitis.NONE
        ),
        asks(_taking("pentosan polysulfate")),
        asks(_taking(UNKNOWN_NAME), Bladder(interstitial_cystitis=InterstitialCystitis.NONE)),
    ),
    _denied(
        "eye",
        "eye disease",
        Medicines.tells_of_eye.present,
        any_of(Eye.disease.is_one_of(EyeDisease.NONE), Eye.disease.missing),
        fires(_taking("latanoprost"), Eye(disease=EyeDisease.NONE)),
        fires(_taking("latanoprost")),
        *(passes(_taking("latanoprost"), Eye(disease=each)) for each in EyeDisease if each is not EyeDisease.NONE),
        asks(_taking(UNKNOWN_NAME), Eye(disease=EyeDisease.NONE)),
        asks(_taking(UNKNOWN_NAME)),
    ),
    _denied(
        "dementia",
        "dementia",
        Medicines.tells_of_dementia.present,
        MentalState.neurocognitive_disorder.ruled_out,
        fires(_taking("donepezil"), by_clinician(MentalState(neurocognitive_disorder=False))),
        passes(_taking("donepezil"), by_clinician(MentalState(neurocognitive_disorder=True))),
        passes(_explained("memantine"), by_clinician(MentalState(neurocognitive_disorder=False))),
        asks(_taking("donepezil")),
        asks(_taking(UNKNOWN_NAME), by_clinician(MentalState(neurocognitive_disorder=False))),
    ),
    _denied(
        "substances",
        "a substance use disorder",
        Medicines.tells_of_substances.present,
        SubstanceUse.any_disorder.never,
        fires(_taking("disulfiram"), by_clinician(SubstanceUse(any_disorder=NEVER))),
        passes(_taking("disulfiram"), by_clinician(SubstanceUse(any_disorder=DaysAgo(900)))),
        fires(_taking("buprenorphine", for_use_disorder=True), by_clinician(SubstanceUse(any_disorder=NEVER))),
        passes(_taking("buprenorphine", for_use_disorder=False), by_clinician(SubstanceUse(any_disorder=NEVER))),
        asks(_taking("disulfiram")),
        asks(_taking(UNKNOWN_NAME), by_clinician(SubstanceUse(any_disorder=NEVER))),
    ),
    _denied(
        "psychosis",
        "psychosis",
        Medicines.tells_of_psychosis.present,
        all_of(
            PsychiatricHistory.primary_psychosis.ruled_out,
            PsychiatricHistory.postpartum_psychosis.ruled_out,
            PsychiatricHistory.mood_disorder_with_psychosis.ruled_out,
            PsychiatricHistory.substance_induced_psychosis.never,
        ),
        fires(_taking("clozapine", reason=Recorded(Reason.SLEEP, by=Reporter.CLINICIAN)), _mind()),
        passes(_taking("clozapine"), _mind(primary_psychosis=True)),
        passes(_taking("clozapine"), _mind(postpartum_psychosis=True)),
        passes(_taking("clozapine"), _mind(mood_disorder_with_psychosis=True)),
        passes(_taking("clozapine"), _mind(substance_induced_psychosis=DaysAgo(900))),
        asks(_taking("clozapine")),
        asks(_taking(UNKNOWN_NAME), _mind()),
    ),
    _denied(
        "bipolar",
        "bipolar disorder",
        Medicines.tells_of_bipolar.present,
        all_of(PsychiatricHistory.bipolar_disorder.is_one_of(Bipolar.NONE), PsychiatricHistory.mania_ever.ruled_out),
        fires(_taking("lithium"), _mind()),
        fires(_taking("lithium", reason=Recorded(Reason.OTHER, by=Reporter.CLINICIAN)), _mind()),
        fires(_taking("lamotrigine", reason=Reason.BIPOLAR), _mind()),
        *(passes(_taking("lithium"), _mind(bipolar_disorder=each)) for each in Bipolar if each is not Bipolar.NONE),
        passes(_taking("lithium"), _mind(mania_ever=True)),
        asks(_taking("lithium")),
        asks(_taking(UNKNOWN_NAME), _mind()),
    ),
    _denied(
        "pregnancy_wished",
        "a planned pregnancy",
        Medicines.tells_of_pregnancy_wished.present,
        Reproduction.months_until_planned_pregnancy.missing,
        fires(_taking("clomifene")),
        passes(_taking("clomifene"), Reproduction(months_until_planned_pregnancy=2)),
        asks(_taking(UNKNOWN_NAME)),
    ),
)

epilepsy_denied: Final = Rule(
    id="medicines.epilepsy_denied",
    source=proposal("epilepsy named as the reason of a medicine is a report of it, whoever names it"),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Medicines.taken_for_epilepsy.present, Seizures.seizure_disorder.ruled_out),
    clinician_text=(
        "Epilepsy named as the reason for a medicine, seizure disorder denied: a clinician or a record has to settle "
        "it."
    ),
    client_text=(
        "One of your medicines is said to be for epilepsy, which you did not name. We would like to know what it is "
        "for."
    ),
    rationale="A medicine without a reason tells of none here: many of them are taken for mood or pain.",
    marks=(Mark.CONFLICT,),
    examples=(
        fires(_taking("levetiracetam", reason=Reason.EPILEPSY), Seizures(seizure_disorder=False)),
        passes(_taking("levetiracetam", reason=Reason.EPILEPSY), Seizures(seizure_disorder=True)),
        passes(_taking("levetiracetam"), Seizures(seizure_disorder=False)),
        passes(NONE),
        asks(_taking("levetiracetam", reason=Reason.EPILEPSY)),
        asks(_taking("valproate", reason=OneOf(Reason.EPILEPSY, Reason.PAIN)), Seizures(seizure_disorder=False)),
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    ingredient_not_known,
    *TELLS_OF_DENIED,
    epilepsy_denied,
    maoi,
    stimulant,
    xanthine,
    pressor_with_raised_pressure,
    thyroid_hormone_with_raised_pressure,
    sedative_dose,
    sedative_with_apnoea,
    opioid,
    opioid_with_apnoea,
    sedatives_together,
    strong_depressant,
    oxybate,
    cns_depressant_with_apnoea,
    nmda_antagonist,
    benzodiazepine,
    cns_depressant,
    pressor,
    thyroid_hormone,
    lamotrigine,
    cyp_inhibitor,
    cyp_inducer,
    naltrexone,
    systemic_steroid,
    reviewed,
)
