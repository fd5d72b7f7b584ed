"""The table of ingredients, what is read of a list of medicines, and what the rules make of it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kaprules import Client, screen
from kaprules.authoring import by_clinician
from kaprules.clientfile import subject_from_data, subject_to_data
from kaprules.engine.interpreter import truth_for
from kaprules.facts.breathing import Breathing
from kaprules.facts.medicines import CURRENT, SEDATIVES, UNDECIDED, Medicine, Medicines, MedicineStatus
from kaprules.facts.model import HAPPENED, NEVER, Between, DaysAgo, OneOf, PartialDate, Quantity, Recorded
from kaprules.facts.model import given as given_in
from kaprules.facts.substance_use import SubstanceUse
from kaprules.facts.vitals import Vitals
from kaprules.ingredients import INGREDIENTS, MedicineClass, coded, normalised, resolve
from kaprules.intake.forms import parts
from kaprules.language import ENGLISH
from kaprules.limit import Certainty
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Level, Mark, Options, Truth
from kaprules.rule import Rule
from kaprules.ruleset import RuleSet
from kaprules.rulesets import SCREENING
from kaprules.rulesets.screening.medicines import RULES, TELLS_OF_DENIED
from kaprules.solver.encode import facts_in

TODAY = date(2026, 1, 1)
EITHER = PRESENT_BIT | ABSENT_BIT
READINGS = tuple(fact for fact in Medicines.__scalars__ if fact.derive is not None)
FLAGS = {
    Medicines.takes_stimulant: "Ritalin",
    Medicines.takes_xanthine: "theophylline",
    Medicines.takes_thyroid_hormone: "Synthroid",
    Medicines.takes_pressor: "pseudoephedrine",
    Medicines.takes_benzodiazepine: "zolpidem",
    Medicines.takes_opioid: "tramadol",
    Medicines.takes_lamotrigine: "Lamictal",
    Medicines.takes_cyp_inhibitor: "clarithromycin",
    Medicines.takes_cyp_inducer: "St John's wort",
    Medicines.takes_naltrexone: "Vivitrol",
    Medicines.takes_cns_depressant: "Lyrica",
    Medicines.takes_strong_depressant: "phenobarbital",
    Medicines.takes_oxybate: "sodium oxybate",
    Medicines.takes_nmda_antagonist: "memantine",
    Medicines.takes_ketamine: "Spravato",
    Medicines.takes_systemic_steroid: "prednisone",
    Medicines.takes_antithyroid: "methimazole",
    Medicines.takes_amiodarone_or_lithium: "amiodarone",
}
ALSO = {
    Medicines.takes_cyp_inhibitor: {"amiodarone"},
    Medicines.takes_cyp_inducer: {"phenobarbital"},
    Medicines.takes_cns_depressant: {"phenobarbital", "sodium oxybate"},
}
"""Which of these medicines belong to another class as well."""
NOT_IN_THE_TABLE = "Wunderpulver"
EMPTY_LIST = Medicines(listed=[])
OF_NO_CLASS = tuple(ingredient for ingredient in INGREDIENTS if not ingredient.classes)


def taking(name: str, **more: Any) -> Medicine:
    return Medicine(substance=name, **{"status": MedicineStatus.TAKING} | more)


def read(fact: Any, *medicines: Medicine, **recorded: Any) -> Any:
    return fact.possible(complete(*medicines, **recorded), TODAY)


def complete(*medicines: Medicine, **recorded: Any) -> Medicines:
    """Return a list of which somebody says that it is complete: today, where no other day is named."""
    return Medicines(listed=Recorded(medicines, **{"on": TODAY} | recorded))


# The table ------------------------------------------------------------------------------------------------------


def test_no_name_or_code_belongs_to_two_ingredients() -> None:
    """Whatever stands for an ingredient stands for no other."""
    count = Counter(normalised(each) for ingredient in INGREDIENTS for each in ingredient.identifiers)
    assert [name for name, number in count.items() if number > 1] == []


def test_every_identifier_resolves_to_its_own_ingredient() -> None:
    """Each name, brand, spelling and code leads back to where it is written."""
    wrong = [
        each
        for ingredient in INGREDIENTS
        for each in ingredient.identifiers
        if resolve(each) is not ingredient or resolve(f" {each.upper()}\t") is not ingredient
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["LORAZEPAM", "  lorazepam ", "Ativan", "6470", "St.  John's\nWort"])
def test_case_and_blanks_do_not_matter(name: str) -> None:
    """A name resolves whatever its case and its blanks."""
    assert resolve(name) is not None


@pytest.mark.parametrize("name", ["lorazepan", "lorazepam 1 mg", "loraze", "lórazepam", "lora zepam", "64700", ""])
def test_nothing_is_guessed(name: str) -> None:
    """A name that is nearly right resolves to nothing."""
    assert resolve(name) is None


SECTION_20 = {
    MedicineClass.MAO_INHIBITOR: "phenelzine tranylcypromine isocarboxazid selegiline linezolid",
    MedicineClass.STIMULANT: "amphetamine methylphenidate modafinil armodafinil 725 6901 30125",
    MedicineClass.XANTHINE: "theophylline aminophylline 10438 689",
    MedicineClass.BENZODIAZEPINE: "lorazepam diazepam clonazepam alprazolam 6470 3322 2598 596",
    MedicineClass.Z_DRUG: "zolpidem zopiclone eszopiclone zaleplon",
    MedicineClass.OPIOID: "methadone buprenorphine morphine oxycodone tramadol 6813 7052 7804 10689",
    MedicineClass.LAMOTRIGINE: "lamotrigine 28439",
    MedicineClass.CYP_INHIBITOR: (
        "clarithromycin ketoconazole itraconazole ticlopidine clopidogrel 21212 6135 28031 10594 32968"
    ),
    MedicineClass.CYP_INDUCER: "rifampin rifampicin carbamazepine 9384 2002",
    MedicineClass.THYROID_HORMONE: "levothyroxine liothyronine",
    MedicineClass.PRESSOR: "ergometrine vasopressin pseudoephedrine phenylephrine",
    MedicineClass.OPIOID_ANTAGONIST: "naltrexone nalmefene 7243",
    MedicineClass.CNS_DEPRESSANT: (
        "phenobarbital gabapentin pregabalin cetirizine hydroxyzine mirtazapine quetiapine melatonin clonidine"
    ),
    MedicineClass.STRONG_DEPRESSANT: "phenobarbital primidone clomethiazole meprobamate carisoprodol",
    MedicineClass.ANTIPSYCHOTIC: "quetiapine clozapine aripiprazole pimavanserin",
    MedicineClass.MOOD_STABILISER: "lithium valproate lamotrigine carbamazepine",
    MedicineClass.NMDA_ANTAGONIST: "memantine amantadine dextromethorphan methadone orphenadrine",
    MedicineClass.KETAMINE: "ketamine esketamine Spravato 6130",
    MedicineClass.ANTITHYROID: "methimazole carbimazole propylthiouracil",
    MedicineClass.SYSTEMIC_STEROID: "prednisone prednisolone dexamethasone",
    MedicineClass.STOPS_PERIODS: "testosterone Mirena leuprorelin desogestrel",
}


@pytest.mark.parametrize("group", SECTION_20, ids=lambda group: group.name)
def test_what_the_sources_name_is_in_its_class(group: MedicineClass) -> None:
    """Each ingredient and code that the sources name belongs to the class that they name it for."""
    wrong = [
        name for name in SECTION_20[group].split() if (found := resolve(name)) is None or group not in found.classes
    ]
    assert wrong == []


def test_names_and_codes_of_one_ingredient_agree() -> None:
    """The codes that were seen or recalled lead to the ingredients that they were written beside."""
    pairs = {"21212": "clarithromycin", "6135": "ketoconazole", "28031": "itraconazole", "9384": "rifampin"}
    pairs |= {"2002": "carbamazepine", "7052": "morphine", "7804": "oxycodone", "313447": "Parnate"}
    assert [code for code, name in pairs.items() if resolve(code) is not resolve(name)] == []


def test_what_belongs_to_no_class_says_that_this_is_recalled() -> None:
    """That no rule speaks of a medicine is general knowledge, and marked so."""
    certainties = {each.sources[0].certainty for each in OF_NO_CLASS}
    assert (len(OF_NO_CLASS) > 100, certainties) == (True, {Certainty.RECALLED})


@pytest.mark.parametrize("name", ["buprenorphine 16 mg/d", "ayahuasca", "Syrian rue", "kratom", "cannabidiol"])
def test_what_was_left_out_on_purpose_is_unknown(name: str) -> None:
    """A dose is not part of a name, and what varies in what it holds is not read as harmless."""
    assert resolve(name) is None


def test_every_class_of_the_table_is_read() -> None:
    """A class that no rule speaks of would let a medicine pass that nobody looks at."""
    asked = {fact for rule in SCREENING.rules for fact in facts_in(rule.when)}
    firing_alone = {kind: [] for kind in MedicineClass}
    for ingredient in INGREDIENTS:
        for kind in ingredient.classes:
            firing_alone[kind].append(ingredient.name)
    empty = [kind.name for kind, names in firing_alone.items() if not names]
    unread = [
        kind.name
        for kind, names in firing_alone.items()
        if kind not in NARROWER and not any(_tells(fact, names[0]) for fact in READINGS if fact in asked)
    ]
    assert (empty, unread) == ([], [])


NARROWER = {MedicineClass.DEPOT_ANTIPSYCHOTIC}
"""Classes that only say more of another one."""


def _tells(fact: Any, name: str) -> bool:
    """Say whether a reading says something else of a medicine than of none."""
    return fact.possible(complete(taking(name)), TODAY) != fact.possible(complete(), TODAY)


def test_how_much_the_table_holds() -> None:
    """Each ingredient and fixed combination, and how sure its code is."""
    codes = Counter(each.code_certainty.value for each in INGREDIENTS if each.rxnorm)
    assert (len(INGREDIENTS), codes) == (734, {"confirmed": 216, "recalled": 218})


RECALLED = tuple(each for each in INGREDIENTS if each.rxnorm and each.code_certainty is Certainty.RECALLED)


@pytest.mark.parametrize("ingredient", RECALLED, ids=lambda each: each.name)
def test_a_recalled_code_resolves_nothing_by_itself(ingredient: Any) -> None:
    """Alone it may be anything; beside its own name it agrees, beside another it contradicts."""
    alone = Medicine(rxnorm=ingredient.rxnorm, status=MedicineStatus.TAKING)
    assert resolve(ingredient.rxnorm) is None and coded(ingredient.rxnorm) is ingredient
    assert read(Medicines.takes_opioid, alone) == Options(EITHER)
    beside = read(Medicines.takes_opioid, taking(ingredient.name, rxnorm=ingredient.rxnorm))
    assert beside == read(Medicines.takes_opioid, taking(ingredient.name))
    other = "lorazepam" if ingredient.name != "lorazepam" else "sertraline"
    assert read(Medicines.takes_opioid, taking(other, rxnorm=ingredient.rxnorm)).absence is Absence.CONFLICTING


@pytest.mark.parametrize(
    ("spanish", "name"),
    [
        ("fenelzina", "phenelzine"),
        ("levotiroxina", "levothyroxine"),
        ("metadona", "methadone"),
        ("morfina", "morphine"),
        ("fentanilo", "fentanyl"),
        ("ácido valproico", "valproate"),
        ("acido valproico", "valproate"),
        ("hierba de San Juan", "St John's wort"),
        ("rifampicina", "rifampicin"),
        ("seudoefedrina", None),
    ],
)
def test_spanish_names(spanish: str, name: str | None) -> None:
    """With and without their accents; one that is not in the table is none."""
    found = resolve(spanish)
    assert (None if found is None else found.name) == name


def test_only_sedatives_have_a_lorazepam_equivalent() -> None:
    """And each is of a source, more than nothing, with lorazepam as the measure."""
    equal = {i.name: i.lorazepam_equivalent for i in INGREDIENTS if i.lorazepam_equivalent is not None}
    others = [i.name for i in INGREDIENTS if i.name in equal and not i.classes & set(SEDATIVES)]
    assert (others, equal["lorazepam"].value, [n for n, e in equal.items() if e.value <= 0]) == ([], 1, [])


@pytest.mark.parametrize(
    ("name", "milligrams"),
    [
        ("diazepam", 10),
        ("alprazolam", Fraction(1, 2)),
        ("clonazepam", Fraction(1, 2)),
        ("chlordiazepoxide", 25),
        ("oxazepam", 20),
        ("temazepam", 20),
        ("bromazepam", 6),
        ("zolpidem", 20),
        ("zopiclone", 15),
    ],
)
def test_equivalents_are_those_of_the_sources(name: str, milligrams: Any) -> None:
    """So many milligrams equal 1 mg of lorazepam."""
    found: Any = resolve(name)
    assert found.lorazepam_equivalent.value == milligrams


# The readings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", FLAGS, ids=lambda fact: fact.name)
@pytest.mark.parametrize(
    ("status", "bits"),
    [
        *((status, PRESENT_BIT) for status in CURRENT),
        (MedicineStatus.STOPPED, ABSENT_BIT),
        (Absence.NOT_ASKED, EITHER),
        (OneOf(MedicineStatus.TAKING, MedicineStatus.AS_NEEDED), PRESENT_BIT),
        (OneOf(MedicineStatus.TAKING, MedicineStatus.STOPPED), EITHER),
    ],
)
def test_what_is_taken_as_needed_or_planned_counts(fact: Any, status: Any, bits: int) -> None:
    """A medicine counts unless it was stopped; where that is not known, both is possible."""
    assert read(fact, taking("sertraline"), taking(FLAGS[fact], status=status)) == Options(bits)


@pytest.mark.parametrize("fact", FLAGS, ids=lambda fact: fact.name)
@pytest.mark.parametrize(
    ("status", "bits"),
    [
        ("active", PRESENT_BIT),
        ("intended", PRESENT_BIT),
        ("on-hold", EITHER),
        ("draft", EITHER),
        ("unknown", EITHER),
        ("completed", ABSENT_BIT),
        ("ended", ABSENT_BIT),
        ("stopped", ABSENT_BIT),
        ("not-taking", ABSENT_BIT),
        ("cancelled", ABSENT_BIT),
        ("entered-in-error", ABSENT_BIT),
    ],
)
def test_statuses_of_records(fact: Any, status: str, bits: int) -> None:
    """What is active counts, what is on hold may, what has ended does not; as a file gives them."""
    listed = {"value": [{"substance": FLAGS[fact], "status": status}], "on": TODAY.isoformat()}
    client = subject_from_data(Client, {"medicines": {"listed": listed}})
    assert fact.possible(client.medicines, TODAY) == Options(bits)


@pytest.mark.parametrize(
    ("status", "last", "low", "high"),
    [
        ("active", None, 0, 0),
        ("intended", None, 0, 0),
        ("on-hold", None, 0, NEVER_DAYS - 1),
        ("on-hold", DaysAgo(40), 0, 40),
        ("completed", None, 0, NEVER_DAYS - 1),
        ("completed", DaysAgo(15), 15, 15),
        ("ended", DaysAgo(3), 3, 3),
        ("not-taking", None, 0, NEVER_DAYS),
        ("not-taking", DaysAgo(13), 13, 13),
        ("not-taking", NEVER, NEVER_DAYS, NEVER_DAYS),
        ("cancelled", None, 0, NEVER_DAYS),
        ("draft", None, 0, NEVER_DAYS),
        ("unknown", None, 0, NEVER_DAYS - 1),
        ("entered-in-error", None, NEVER_DAYS, NEVER_DAYS),
        ("entered-in-error", DaysAgo(1), NEVER_DAYS, NEVER_DAYS),
    ],
)
def test_when_a_mao_inhibitor_of_each_status_was_last_taken(status: str, last: Any, low: int, high: int) -> None:
    """What has ended may have ended yesterday, unless its day is known; what is not taken may never have been."""
    medicine = taking(
        "phenelzine", status=MedicineStatus(status), last_taken=Absence.NOT_ASKED if last is None else last
    )
    assert read(Medicines.maoi_last_taken, medicine) == Interval(low, high)


def test_what_was_entered_in_error_is_as_if_it_were_not_there() -> None:
    """In every reading, whatever stands beside it."""
    wrong = [
        taking(name, status=MedicineStatus.ENTERED_IN_ERROR) for name in (NOT_IN_THE_TABLE, "phenelzine", "Valium")
    ]
    for beside in ((), (taking("lorazepam", daily_dose=2),), (taking("another"),)):
        assert [read(fact, *beside, *wrong) for fact in READINGS] == [read(fact, *beside) for fact in READINGS]
    perhaps = taking("phenelzine", status=OneOf(MedicineStatus.TAKING, MedicineStatus.ENTERED_IN_ERROR))
    assert read(Medicines.maoi_last_taken, perhaps) == Interval(0, NEVER_DAYS)


def test_every_status_counts_in_one_way() -> None:
    """As taken, as perhaps taken, or as not taken now."""
    groups = (CURRENT, UNDECIDED, tuple(status for status in MedicineStatus if status not in (*CURRENT, *UNDECIDED)))
    assert sorted(status.value for group in groups for status in group) == sorted(each.value for each in MedicineStatus)
    assert {each.value for each in groups[2]} == {
        *("stopped", "completed", "ended", "not-taking", "cancelled", "entered-in-error")
    }


def test_route_and_text_are_kept() -> None:
    """No rule reads them; a file holds them, and a form does not ask what only a record prints."""
    medicine = taking("lorazepam", route="oral", text="LORazepam 1 MG TAB; 1 po qhs")
    client = Client(medicines=complete(medicine))
    assert subject_from_data(Client, subject_to_data(client)) == client
    assert [read(fact, medicine) for fact in READINGS] == [read(fact, taking("lorazepam")) for fact in READINGS]
    assert [part.name for part in parts(Medicines.listed)][-4:] == [*("for_use_disorder", "status", "reason", "route")]


@pytest.mark.parametrize("fact", FLAGS, ids=lambda fact: fact.name)
def test_each_class_is_read_by_itself(fact: Any) -> None:
    """The medicine of another class, and a list without any, leave a class ruled out."""
    others = [taking(name) for other, name in FLAGS.items() if other is not fact and name not in ALSO.get(fact, ())]
    assert [read(fact, *others), read(fact)] == [Options(ABSENT_BIT)] * 2
    assert [read(fact, taking(name)) for name in ALSO.get(fact, ())] == [Options(PRESENT_BIT)] * len(ALSO.get(fact, ()))


@pytest.mark.parametrize("fact", FLAGS, ids=lambda fact: fact.name)
def test_a_medicine_not_known_leaves_each_class_open(fact: Any) -> None:
    """It may be of any class, unless another medicine is, or it was stopped."""
    unknown = taking(NOT_IN_THE_TABLE)
    stopped = taking(NOT_IN_THE_TABLE, status=MedicineStatus.STOPPED)
    found = [read(fact, unknown), read(fact, unknown, taking(FLAGS[fact])), read(fact, stopped)]
    assert found == [Options(EITHER), Options(PRESENT_BIT), Options(ABSENT_BIT)]


def test_a_code_alone_resolves() -> None:
    """Beside a name that the table does not hold it does not: who knows which of the two is wrong?"""
    found = [
        read(Medicines.takes_opioid, medicine)
        for medicine in (
            taking(NOT_IN_THE_TABLE, rxnorm="7804"),
            Medicine(rxnorm="7804", status=MedicineStatus.TAKING),
            Medicine(rxnorm="0", status=MedicineStatus.TAKING),
        )
    ]
    beside, alone, unknown = found
    assert (alone, unknown.bits, beside.bits, beside.absence) == (
        Options(PRESENT_BIT),
        EITHER,
        EITHER,
        Absence.CONFLICTING,
    )


def test_a_name_and_a_code_that_contradict_each_other_are_not_resolved() -> None:
    """Lorazepam with the code of alprazolam may be anything, with the mark CONFLICT."""
    wrong = taking("lorazepam", rxnorm="596")
    conflict = (Absence.CONFLICTING, frozenset({Mark.CONFLICT}))
    expected = [Options(EITHER, *conflict), Options(EITHER, *conflict), Interval(0, NEVER_DAYS, *conflict)]
    facts = (Medicines.takes_benzodiazepine, Medicines.ingredient_not_known, Medicines.maoi_last_taken)
    assert [read(fact, wrong) for fact in facts] == expected


@pytest.mark.parametrize(
    ("medicine", "low", "high"),
    [
        (taking("phenelzine"), 0, 0),
        (taking("phenelzine", last_taken=DaysAgo(400)), 0, 0),
        (taking("phenelzine", status=MedicineStatus.PLANNED), 0, 0),
        (taking("phenelzine", status=MedicineStatus.STOPPED, last_taken=DaysAgo(10)), 10, 10),
        (taking("phenelzine", status=MedicineStatus.STOPPED, last_taken=PartialDate(2025)), 1, 365),
        (taking("phenelzine", status=MedicineStatus.STOPPED, last_taken=HAPPENED), 0, NEVER_DAYS - 1),
        (taking("phenelzine", status=MedicineStatus.STOPPED), 0, NEVER_DAYS - 1),
        (taking("phenelzine", status=Absence.NOT_ASKED, last_taken=DaysAgo(10)), 0, 10),
        (taking("phenelzine", status=Absence.NOT_ASKED), 0, NEVER_DAYS),
        (taking("sertraline", status=Absence.NOT_ASKED), NEVER_DAYS, NEVER_DAYS),
        (taking(NOT_IN_THE_TABLE), 0, NEVER_DAYS),
        (taking(NOT_IN_THE_TABLE, status=MedicineStatus.STOPPED, last_taken=DaysAgo(10)), 10, NEVER_DAYS),
        (taking(NOT_IN_THE_TABLE, status=MedicineStatus.STOPPED), 0, NEVER_DAYS),
    ],
)
def test_days_since_a_mao_inhibitor(medicine: Medicine, low: int, high: int) -> None:
    """What is current is taken today; what was stopped counts from its last day, as far as that is known."""
    assert read(Medicines.maoi_last_taken, medicine) == Interval(low, high)


def test_the_latest_of_several_mao_inhibitors_counts() -> None:
    """An unknown medicine that was stopped later may have been one."""
    old = taking("phenelzine", status=MedicineStatus.STOPPED, last_taken=DaysAgo(100))
    new = taking("selegiline", status=MedicineStatus.STOPPED, last_taken=DaysAgo(20))
    unknown = taking(NOT_IN_THE_TABLE, status=MedicineStatus.STOPPED, last_taken=DaysAgo(5))
    found = [read(Medicines.maoi_last_taken, *medicines) for medicines in ((old, new), (new, old), (old, unknown))]
    assert found == [Interval(20, 20), Interval(20, 20), Interval(5, 100)]


def test_a_medicine_that_was_stopped_was_taken() -> None:
    """A last intake that never was, or that is to come, is an error of the data."""
    found = [
        read(Medicines.maoi_last_taken, taking("phenelzine", status=MedicineStatus.STOPPED, last_taken=last))
        for last in (NEVER, TODAY + timedelta(days=1))
    ]
    assert found == [Interval(0, NEVER_DAYS - 1, None, frozenset({Mark.DATA_ERROR}))] * 2


@pytest.mark.parametrize(
    ("medicines", "low", "high"),
    [
        ([], 0, 0),
        ([taking("sertraline", daily_dose=100)], 0, 0),
        ([taking("lorazepam", daily_dose=3)], 3, 3),
        ([taking("lorazepam", daily_dose=Decimal("0.5")), taking("diazepam", daily_dose=5)], 1, 1),
        ([taking("Xanax", daily_dose=1), taking("zopiclone", daily_dose=5)], Fraction(7, 3), Fraction(7, 3)),
        ([taking("lorazepam", daily_dose=Quantity(500, "ug/d"))], Fraction(1, 2), Fraction(1, 2)),
        ([taking("lorazepam", daily_dose=Between(1, 2))], 1, 2),
        ([taking("lorazepam", daily_dose=3, status=MedicineStatus.STOPPED)], 0, 0),
        ([taking("lorazepam", daily_dose=3, status=Absence.NOT_ASKED)], 0, 3),
        ([taking("lorazepam")], 0, 1000),
        ([taking("lorazepam", daily_dose=1), taking("zaleplon", daily_dose=5)], 1, 1000),
        ([taking("lorazepam", daily_dose=3), taking(NOT_IN_THE_TABLE, daily_dose=1)], 3, 1000),
        ([taking("lorazepam", daily_dose=3), taking(NOT_IN_THE_TABLE, status=MedicineStatus.STOPPED)], 3, 3),
    ],
)
def test_benzodiazepines_are_added_up_as_lorazepam(medicines: list[Medicine], low: Any, high: Any) -> None:
    """Exactly; a dose or an equivalent that is not known leaves the whole range, never nothing."""
    assert read(Medicines.lorazepam_equivalent, *medicines) == Interval(low, high)


def test_a_sum_that_nobody_survives_is_implausible() -> None:
    """More than 1000 mg of lorazepam a day is an error of the data, and anything is possible."""
    found = read(Medicines.lorazepam_equivalent, taking("lorazepam", daily_dose=1001))
    assert found == Interval(0, 1000, Absence.IMPLAUSIBLE, frozenset({Mark.DATA_ERROR}))


@pytest.mark.parametrize(
    ("medicine", "expected"),
    [
        (taking("sertraline"), Options(ABSENT_BIT)),
        (taking(NOT_IN_THE_TABLE), Options(EITHER, Absence.NOT_KNOWN)),
        (taking(NOT_IN_THE_TABLE, status=Absence.NOT_ASKED), Options(EITHER)),
        (taking(NOT_IN_THE_TABLE, status=MedicineStatus.STOPPED), Options(ABSENT_BIT)),
        (Medicine(status=MedicineStatus.TAKING), Options(EITHER, Absence.NOT_KNOWN)),
    ],
)
def test_a_medicine_that_the_table_does_not_know(medicine: Medicine, expected: Options) -> None:
    """The reading is absent where it is taken, open where that is not known, ruled out where it was stopped."""
    assert read(Medicines.ingredient_not_known, medicine) == expected


def test_a_list_holds_for_30_days() -> None:
    """On day 31 it is too old, and says what was last known."""
    medicines = taking("phenelzine"), taking("lorazepam", daily_dose=3)
    facts = (Medicines.maoi_last_taken, Medicines.takes_benzodiazepine, Medicines.lorazepam_equivalent)
    found = [[read(fact, *medicines, on=TODAY - timedelta(days=days)) for fact in facts] for days in (30, 31)]
    stale = (Absence.STALE, frozenset[Mark]())
    assert found == [
        [Interval(0, 0), Options(PRESENT_BIT), Interval(3, 3)],
        [
            Interval(0, 31, *stale, Interval(0, 0)),
            Options(EITHER, *stale, Options(PRESENT_BIT)),
            Interval(0, 1000, *stale, Interval(3, 3)),
        ],
    ]


def test_an_old_empty_list_rules_nothing_out() -> None:
    """A medicine may have been begun since then."""
    found = [read(fact, on=TODAY - timedelta(days=31)) for fact in (Medicines.takes_opioid, Medicines.maoi_last_taken)]
    never = Interval(NEVER_DAYS, NEVER_DAYS)
    assert found == [Options(EITHER, Absence.STALE), Interval(0, NEVER_DAYS, Absence.STALE, frozenset(), never)]


def test_a_list_of_the_future_is_an_error_of_the_data() -> None:
    """Nothing is read of it."""
    found = [
        read(fact, taking("phenelzine"), taking("oxycodone"), on=TODAY + timedelta(days=1))
        for fact in (Medicines.takes_opioid, Medicines.maoi_last_taken)
    ]
    wrong = (Absence.IMPLAUSIBLE, frozenset({Mark.DATA_ERROR}))
    assert found == [Options(EITHER, *wrong, Options(PRESENT_BIT)), Interval(0, NEVER_DAYS, *wrong, Interval(0, 0))]


@pytest.mark.parametrize("absence", [Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED])
def test_a_list_not_given_leaves_every_reading_absent(absence: Absence) -> None:
    """For the reason for which the list is absent."""
    medicines = Medicines(listed=absence)
    assert {fact.possible(medicines, TODAY).absence for fact in READINGS} == {absence}


def test_order_and_duplicates_do_not_matter() -> None:
    """Medicines in another order, or given twice, say the same."""
    first, second = taking("lorazepam", daily_dose=1), taking(NOT_IN_THE_TABLE)
    third = taking("phenelzine", status=MedicineStatus.STOPPED, last_taken=DaysAgo(9))
    one = [read(fact, first, second, third) for fact in READINGS]
    assert one == [read(fact, third, second, first, second) for fact in READINGS]


# What a finding shows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("medicine", "text"),
    [
        (taking(NOT_IN_THE_TABLE), "Wunderpulver: not in the table of ingredients"),
        (Medicine(rxnorm="0", status=MedicineStatus.TAKING), "0: not in the table of ingredients"),
        (Medicine(status=MedicineStatus.PLANNED), "a medicine without a name"),
        (
            taking("lorazepam", rxnorm="596"),
            "lorazepam: its code 596 does not stand for the same ingredient in the table",
        ),
    ],
)
def test_what_the_table_does_not_know_is_named(medicine: Medicine, text: str) -> None:
    """Each medicine that keeps the rule open stands in its evidence, others do not."""
    known = [taking("sertraline"), taking("Wunderpille", status=MedicineStatus.STOPPED)]
    decision = screen(Client(medicines=complete(*known, medicine)), on=TODAY)
    finding = next(each for each in decision.findings if each.rule == "medicines.ingredient_not_known")
    assert (finding.truth, finding.evidence[0].recorded) == (Truth.TRUE, (text,))


def test_a_finding_names_its_medicines() -> None:
    """A brand with its ingredient, in the order of the alphabet."""
    medicines = complete(taking("Valium"), taking("lorazepam"), taking("sertraline"))
    shows: Any = Medicines.takes_benzodiazepine.shows
    assert shows(medicines, TODAY, ENGLISH) == ("Valium (diazepam)", "lorazepam")


# The rules ------------------------------------------------------------------------------------------------------

AROUND = (
    by_clinician(SubstanceUse(maintenance_treatment=False)),
    by_clinician(Vitals(mean_systolic=150, mean_diastolic=95)),
    Breathing(sleep_apnoea=True),
)
"""With these facts every rule on medicines turns on the medicines alone."""


def truths(medicines: Medicines) -> dict[str, Truth]:
    around = {group.__group__: group for group in AROUND}
    client = Client(medicines=medicines, **around)
    return {rule.id: truth_for(rule.when, client, TODAY) for rule in RULES}


def firing(*medicines: Medicine) -> dict[str, Level]:
    found = truths(complete(*medicines))
    return {rule.id: rule.level for rule in RULES if found[rule.id] is not Truth.FALSE}


@pytest.mark.parametrize(
    ("medicine", "highest"),
    [
        (taking("phenelzine", status=MedicineStatus.STOPPED, last_taken=DaysAgo(10)), Level.CAUTION),
        (taking("lorazepam", daily_dose=3), Level.CAUTION),
        (taking("buprenorphine", daily_dose=16, for_use_disorder=False), Level.CAUTION),
        (taking("lamotrigine", daily_dose=200), Level.NOTE),
        (taking("quetiapine", daily_dose=50), Level.NOTE),
        (taking("methimazole", daily_dose=5), Level.NEEDS_INFORMATION),
    ],
    ids=lambda value: getattr(value, "substance", ""),
)
def test_the_highest_finding_of_some_medicines(medicine: Medicine, highest: Level | None) -> None:
    """As an intake form would list them, of a client without apnoea, with a normal pressure."""
    client = Client(
        medicines=Medicines(listed=Recorded([medicine], on=TODAY)),
        substance_use=by_clinician(SubstanceUse(maintenance_treatment=False)),
        vitals=by_clinician(Vitals(mean_systolic=120, mean_diastolic=75)),
        breathing=by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=0)),
    )
    found = [rule.level for rule in RULES if truth_for(rule.when, client, TODAY) is not Truth.FALSE]
    assert min(found, key=list(Level).index, default=None) is highest


def test_an_empty_list_is_silent() -> None:
    """Whoever takes nothing has no finding, whatever else there is."""
    assert firing() == {}


def of_which_it_speaks(rule: Rule) -> list[str]:
    """Return the diseases of which a medicine tells against whose denial a rule holds it."""
    told = [fact for fact in facts_in(rule.when) if fact.group == "medicines"]
    return [disease for fact in told for disease in fact.title.partition(": ")[2].split(", ")]


@pytest.mark.parametrize("ingredient", OF_NO_CLASS, ids=lambda ingredient: ingredient.name)
def test_a_medicine_of_no_class_is_silent(ingredient: Any) -> None:
    """Under each of its names no rule on medicines holds or is open, but that on the diseases of which it tells."""
    diseases = {each.value for each in ingredient.tells_of}
    expected = {rule.id: rule.level for rule in TELLS_OF_DENIED if diseases == set(of_which_it_speaks(rule))}
    assert len(expected) == bool(diseases)
    assert [name for name in ingredient.identifiers if firing(taking(name)) != expected] == []


def test_maintenance_treatment_is_reported_once() -> None:
    """An opioid for an opioid use disorder is weighed under criterion 11."""
    treated = Client(
        medicines=complete(taking("Suboxone", for_use_disorder=True)),
        substance_use=by_clinician(SubstanceUse(maintenance_treatment=True)),
    )
    decision = screen(treated, on=TODAY)
    names = ("medicines.opioid", "substance_use.maintenance_treatment")
    assert [decision.truths[name] for name in names] == [Truth.FALSE, Truth.TRUE]


def test_no_word_about_stopping_a_medicine() -> None:
    """No rule says to stop, pause, change or begin a medicine."""
    pattern = r"\b(stop\w*|paus\w*|discontinu\w*|withh\w*|taper\w*|reduc\w*|switch\w*|avoid\w*|skip\w*|must not)\b"
    words = [text for rule in RULES for text in (rule.clinician_text, rule.rationale, rule.practice_variation)]
    assert [text for text in words if re.search(pattern, text.lower())] == []


def test_the_table_is_part_of_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rule sets that read different tables are different."""
    before = RuleSet("example", "?", RULES).digest
    fact = Medicines.ingredient_not_known
    reading: Any = fact.derive
    monkeypatch.setitem(fact.__dict__, "derive", attrs.evolve(reading, table=INGREDIENTS[1:]))
    assert RuleSet("example", "?", RULES).digest != before


# Properties -----------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    (NOT_IN_THE_TABLE, "another", "phenelzine", "Nardil", "lorazepam", "zaleplon", "sertraline", *FLAGS.values())
)
CODES = st.sampled_from(["6470", "3322", "7804", "8123", "36437", "0"])


@st.composite
def medicines_of(draw: st.DrawFn) -> Medicine:
    """Draw a medicine of which everything may be known, or little."""
    days = st.sampled_from([0, 1, 13, 14, 15, 40, 400])
    last = st.one_of(
        days.map(DaysAgo), days.map(lambda n: TODAY - timedelta(days=n)), st.sampled_from([NEVER, HAPPENED])
    )
    facts: dict[str, Any] = {
        "substance": draw(st.none() | NAMES),
        "rxnorm": draw(st.none() | st.none() | CODES),
        "daily_dose": draw(st.none() | st.integers(0, 30) | st.just(Decimal("2.1"))),
        "last_taken": draw(st.none() | last),
        "status": draw(st.none() | st.sampled_from(MedicineStatus)),
    }
    return Medicine(**{name: value for name, value in facts.items() if value is not None})


@st.composite
def vaguer(draw: st.DrawFn, medicine: Medicine) -> Medicine:
    """Draw the same medicine with fewer details; an entry in error is none, and without its status would be one."""
    facts: dict[str, Any] = dict(given_in(medicine))
    for name in list(facts):
        if facts[name] is MedicineStatus.ENTERED_IN_ERROR:
            continue
        how = draw(st.integers(0, 3))
        value = facts[name]
        if how == 0:
            facts[name] = draw(st.sampled_from([Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED]))
        elif how == 1 and name == "status":
            facts[name] = OneOf(value, draw(st.sampled_from(MedicineStatus)))
        elif how == 1 and name == "daily_dose":
            facts[name] = Between(max(0, value - draw(st.integers(0, 3))), value + draw(st.integers(0, 3)))
        elif how == 1 and isinstance(value, date):
            facts[name] = PartialDate(value.year)
    return Medicine(**facts)


def is_within(fine: Any, coarse: Any) -> bool:
    if isinstance(fine, Options):
        return not fine.bits & ~coarse.bits
    return bool(coarse.low <= fine.low and fine.high <= coarse.high)


@settings(max_examples=400, deadline=None, database=None)
@given(data=st.data(), age=st.sampled_from([None, 0, 30, 31, 100]))
def test_readings_are_monotone(data: st.DataObject, age: int | None) -> None:
    """Fewer details never give a narrower reading; what contradicts itself tells less than nothing."""
    fine = data.draw(st.lists(medicines_of(), max_size=4))
    coarse = [data.draw(vaguer(medicine)) for medicine in fine]
    assume(len({*fine}) == len({*coarse}) == len(fine))  # identical records count once, which makes another list
    recorded: dict[str, Any] = {} if age is None else {"on": TODAY - timedelta(days=age)}
    wrong = []
    for fact in READINGS:
        narrow, wide = read(fact, *fine, **recorded), read(fact, *coarse, **recorded)
        at_odds = Mark.DATA_ERROR in narrow.marks or narrow.absence in (Absence.CONFLICTING, Absence.IMPLAUSIBLE)
        if not at_odds and not is_within(narrow, wide):
            wrong.append(f"{fact.id}: {narrow} is not within {wide}")
    assert wrong == []


@settings(max_examples=300, deadline=None, database=None)
@given(listed=st.lists(medicines_of(), max_size=4), status=st.none() | st.sampled_from(CURRENT))
def test_a_medicine_not_known_never_loosens(listed: list[Medicine], status: MedicineStatus | None) -> None:
    """Added to a list, it makes no rule less true; the rule that asks for it holds, or is open without its status."""
    unknown = Medicine(substance=NOT_IN_THE_TABLE, status=status or Absence.NOT_ASKED)
    before, after = truths(complete(*listed)), truths(complete(*listed, unknown))
    looser = [name for name in before if after[name] < before[name]]
    assert (looser, after["medicines.ingredient_not_known"] >= (Truth.TRUE if status else Truth.UNKNOWN)) == ([], True)


@settings(max_examples=100, deadline=None, database=None)
@given(data=st.data())
def test_a_known_list_of_no_class_is_silent(data: st.DataObject) -> None:
    """Whatever the dose, the last intake and the status: no rule on medicines holds or is open.

    What it is taken for, and a review, say more than its name.
    """
    silent = [ingredient for ingredient in OF_NO_CLASS if not ingredient.tells_of]
    names = data.draw(st.lists(st.sampled_from(silent), max_size=5))
    listed = []
    for ingredient in names:
        medicine = data.draw(medicines_of())
        facts: dict[str, Any] = dict(given_in(medicine)) | {
            "substance": data.draw(st.sampled_from(ingredient.identifiers))
        }
        for part in ("rxnorm", "reason", "reviewed"):
            facts.pop(part, None)
        listed.append(Medicine(**facts))
    assert firing(*listed) == {}
