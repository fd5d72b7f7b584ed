"""Names as records print them: every word of a product is understood, or the medicine is unknown."""

from __future__ import annotations

import re
import string
from typing import Any, Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import Recorded
from kaprules.ingredients import INGREDIENTS, Ingredient, MedicineClass, combined, resolve
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Options
from kaprules.product_names import (
    ANYWHERE,
    INTO_THE_BODY,
    LOCAL_CLASSES,
    NOT_BRANDS,
    OF_A_PLACE,
    SALTS,
    SYSTEMIC_CLASSES,
    ingredients_of,
)
from kaprules.testing import DECISION_DAY

EITHER: Final = PRESENT_BIT | ABSENT_BIT


def names(product: str) -> list[str] | None:
    found = ingredients_of(product)
    return None if found is None else [each.name for each in found]


@pytest.mark.parametrize(
    ("product", "ingredients"),
    [
        ("LORazepam 0.5 MG Oral Tablet", ["lorazepam"]),
        ("lorazepam 1 mg po qhs prn", ["lorazepam"]),
        ("TAB lorazepam 1mg", ["lorazepam"]),
        ("Ativan (lorazepam) 1 mg tablet", ["lorazepam"]),
        ("12 HR oxyCODONE Hydrochloride 10 MG Extended Release Oral Tablet [OxyContin]", ["oxycodone"]),
        ("Abuse-Deterrent 12 HR oxyCODONE Hydrochloride 15 MG Extended Release Oral Tablet", ["oxycodone"]),
        ("Acetaminophen 325 MG / HYDROcodone Bitartrate 5 MG Oral Tablet", ["hydrocodone with paracetamol"]),
        ("hydrocodone-acetaminophen 5-325 mg tablet", ["hydrocodone with paracetamol"]),
        ("acetaminophen/hydrocodone", ["hydrocodone with paracetamol"]),
        ("codeine and paracetamol", ["codeine with paracetamol"]),
        ("paracetamol con codeína", ["codeine with paracetamol"]),
        ("lorazepam 1 mg comprimidos", ["lorazepam"]),
        ("buprenorphine 2 MG / naloxone 0.5 MG Sublingual Film [Suboxone]", ["buprenorphine with naloxone"]),
        (
            "benazepril hydrochloride 10 MG / hydrochlorothiazide 12.5 MG Oral Tablet",
            ["benazepril", "hydrochlorothiazide"],
        ),
        ("sulfamethoxazole 800 MG / trimethoprim 160 MG Oral Tablet", ["trimethoprim with sulfamethoxazole"]),
        ("amoxicillin 875 MG / clavulanate potassium 125 MG Oral Tablet", ["amoxicillin with clavulanic acid"]),
        ("NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector", ["epinephrine"]),
        ("72 HR Fentanyl 0.025 MG/HR Transdermal System", ["fentanyl"]),
        ("120 ACTUAT fluticasone propionate 0.22 MG/ACTUAT Metered Dose Inhaler [Flovent]", ["fluticasone"]),
        ("insulin, regular, human 100 UNT/ML Injectable Solution", ["insulin"]),
        ("vitamin D3 1,000 units", ["colecalciferol"]),
        ("Levothyroxine Sodium 0.075 MG Oral Tablet", ["levothyroxine"]),
        ("levothyroxine 75 µg", ["levothyroxine"]),
        ("diazepam 2,5 mg", ["diazepam"]),
        ("oxymetazoline hydrochloride 0.05 % Nasal Spray", ["oxymetazoline"]),
        ("Preservative-Free timolol 5 MG/ML Ophthalmic Solution", ["timolol"]),
        (
            "{21 (ethinyl estradiol 0.03 MG / levonorgestrel 0.15 MG Oral Tablet) / 7 (inert ingredients 1 MG Oral "
            "Tablet) } Pack [Levora]",
            ["ethinylestradiol with levonorgestrel"],
        ),
        (
            "{21 (ethinyl estradiol 0.03 MG / levonorgestrel 0.15 MG Oral Tablet) / 7 (inert ingredients 1 MG Oral "
            "Tablet)} Pack [Levora]",
            ["ethinylestradiol with levonorgestrel"],
        ),
        ("Zyrtec-D 12 hour tablet", ["cetirizine with pseudoephedrine"]),
        ("Tylenol 3", ["codeine with paracetamol"]),
        ("Norco 5-325 mg tablet", ["hydrocodone with paracetamol"]),
        ("Percocet 5/325 PO q4h prn", ["oxycodone with paracetamol"]),
        ("oxyCODONE-APAP 5-325", ["oxycodone with paracetamol"]),
        ("APAP w/ codeine", ["codeine with paracetamol"]),
        ("Co-codamol 8mg/500mg effervescent tablets sugar free", ["codeine with paracetamol"]),
        ("co-codamol 30/500", ["codeine with paracetamol"]),
        ("lorazepam 0.5-1 mg q6h prn", ["lorazepam"]),
        ("lorazepam 1 MG Oral Tablet, 0.5 mg bid", ["lorazepam"]),
        ("BuTrans 10micrograms/hour transdermal patches (Napp Pharmaceuticals Ltd)", ["buprenorphine"]),
        ("Levothyroxine sodium 100microgram tablets", ["levothyroxine"]),
        ("Omeprazole 20mg gastro-resistant capsules", ["omeprazole"]),
        ("Diazepam 2mg/5ml oral suspension sugar free", ["diazepam"]),
        ("methylphenidate ER 36 mg tablet,extended release 24 hr", ["methylphenidate"]),
        (
            "insulin isophane, human 70 UNT/ML / insulin, regular, human 30 UNT/ML Injectable Suspension [Humulin]",
            ["insulin", "insulin NPH"],
        ),
        ("nicotine polacrilex 4 MG Chewing Gum [Nicorette]", ["nicotine"]),
        ("erythromycin ethylsuccinate 400 MG Oral Tablet", ["erythromycin"]),
        (
            "amphetamine aspartate 5 MG / amphetamine sulfate 5 MG / dextroamphetamine saccharate 5 MG / "
            "dextroamphetamine sulfate 5 MG Oral Tablet [Adderall]",
            ["amphetamine", "dexamfetamine"],
        ),
        ("fentanyl 0.1 MG Buccal Tablet [Fentora]", ["fentanyl"]),
        (
            "{11 (varenicline 0.5 MG Oral Tablet [Chantix]) / 42 (varenicline 1 MG Oral Tablet [Chantix]) } Pack",
            ["varenicline"],
        ),
        (
            "{24 (drospirenone 3 MG / ethinyl estradiol 0.02 MG Oral Tablet) / 4 (inert ingredients 1 MG Oral Tablet) "
            "} Pack [Yaz 28 Day]",
            ["ethinylestradiol with drospirenone"],
        ),
        ("ferrous sulfate 325 mg (65 mg iron)", ["ferrous sulfate"]),
        ("lorazepam 1 mg comprimidos EFG", ["lorazepam"]),
        ("clorhidrato de tramadol / paracetamol", ["tramadol with paracetamol"]),
        ("sulfato de morfina 10 mg", ["morphine"]),
        ("levotiroxina sódica 75 microgramos", ["levothyroxine"]),
        ("venlafaxina retard 75 mg", ["venlafaxine"]),
        ("Zopiclon 7,5 mg Filmtabletten", ["zopiclone"]),
        ("Tramadol-ratiopharm 100 mg Retardtabletten", ["tramadol"]),
        ("TEVA-LORAZEPAM 1MG TAB", ["lorazepam"]),
        (
            "acetaminophen 325 MG / butalbital 50 MG / caffeine 40 MG Oral Tablet",
            ["butalbital with paracetamol and caffeine"],
        ),
        (
            "carisoprodol 200 MG / aspirin 325 MG / codeine phosphate 16 MG Oral Tablet",
            ["aspirin", "carisoprodol", "codeine"],
        ),
        ("dextromethorphan-guaifenesin", ["dextromethorphan with guaifenesin"]),
        ("haloperidol decanoate 50 MG/ML Injection", ["haloperidol decanoate"]),
    ],
)
def test_products_as_they_are_printed(product: str, ingredients: list[str] | None) -> None:
    """Strengths, salts, forms, brands and packs are taken off, and the parts are put together."""
    assert names(product) == ingredients


@pytest.mark.parametrize(
    "text",
    [
        "no opioids",
        "no lorazepam",
        "not taking lorazepam",
        "lorazepam not taken",
        "allergic to codeine",
        "codeine allergy",
        "lorazepam stopped",
        "lorazepam, stopped",
        "lorazepam (stopped)",
        "lorazepam [stopped]",
        "lorazepam 1 MG Oral Tablet [discontinued]",
        "stopped lorazepam",
        "lorazepam withdrawn",
        "d/c lorazepam",
        "once lorazepam",
        "off lorazepam",
        "without lorazepam",
        "lorazepam without food",
        "lorazepam or diazepam",
        "lorazepam?",
        "ketamine-like",
        "sertraline-like",
        "non-sertraline",
        "anti-sertraline",
        "sertraline-free",
        "sertraline 0 mg",
        "sertraline 0.0 MG Oral Tablet",
        "Tylenol 4",
        "Tylenol PM",
        "Tylenol Cold & Flu",
        "acetaminophen-codeine #3",
        "Claritin D",
        "Advil PM",
        "Mucinex D",
        "Zyrtec D",
        "Diovan XYZ",
        "sertraline diazepam",
        "sertraline 5 mg 7",
        "acetaminophen 500 MG Oral Tablet [Percocet]",
        "acetaminophen 500 MG Oral Tablet [with codeine]",
        "acetaminophen 500 MG Oral Tablet [codeine]",
        "acetaminophen 500 MG Oral Tablet (codeine)",
        "acetaminophen 325 MG / xylotrol 5 MG Oral Tablet",
        "clavulanate 125 MG",
        "hyoscine butylbromide 10 mg",
        "ketoconazole 20 MG/ML Medicated Shampoo",
        "erythromycin 5 MG/G Ophthalmic Ointment",
        "ciprofloxacin 3 MG/ML Otic Solution",
        "Tylenol 300-30 mg",
        "Tylenol 300 mg/30 mg",
        "Tylenol 300/30",
        "acetaminophen 300 mg, 30 mg tablet",
        "acetaminophen 300 mg with 30 mg",
        "paracetamol 500mg/8mg tablets",
        "ibuprofen 200mg/12.8mg tablets",
        "loratadine 10-240 mg ER 24 hr",
        "guaifenesin 100-10 mg/5 mL",
        "acetaminophen-codeine 300-30-40 mg",
        "lorazepam 11/2026",
        "acetaminophen / 30 mg",
        "30 mg / acetaminophen",
        "Tylenol with 30 mg tablet",
        "Tylenol w/ 30 mg",
        "Tylenol + tablet",
        "Tylenol & drug",
        "Tylenol (30 mg) 300 mg",
        "ketoconazole 2%",
        "ciprofloxacin 0.3% drops",
        "dexamethasone drops",
        "itraconazole and nystatin cream",
        "lorazepam / lidocaine topical cream",
        "erythromycin-benzoyl peroxide gel",
        "acetaminophen [Fentora]",
        "lorazepam [ineffective]",
        "lorazepam 1 MG Oral Tablet [ineffective]",
        "acetaminophen 500 MG Oral Tablet [contains opioid]",
        "{11 (varenicline 0.5 MG Oral Tablet [Percocet]) / 42 (varenicline 1 MG Oral Tablet) } Pack",
        "paracetamol 500mg tablets (codeine Ltd)",
        "paracetamol 500mg tablets (stopped Ltd)",
        "tablet",
        "5 mg",
        "placebo",
        "inert ingredients",
        "kratom 25 MG Oral Tablet",
        "hydralazin",
        "clonidin",
        "",
        " ",
        "-",
        "/",
        "lorazepam /",
        "{lorazepam} Pack",
        "{} Pack",
        "(lorazepam",
        "lorazepam)",
    ],
)
def test_what_is_not_understood_is_unknown(text: str) -> None:
    """A negation, an allergy, a past, an unknown part, another brand, a place: nothing is taken for a medicine."""
    assert names(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("clonidine", "clonazepam"),
        ("naltrexone", "naloxone"),
        ("hydralazine", "hydrochlorothiazide"),
        ("methadone", "methimazole"),
        ("metoprolol", "metformin"),
        ("tramadol", "trazodone"),
        ("bupropion", "buspirone"),
        ("sertraline", "selegiline"),
        ("prednisone", "prednisolone"),
        ("lamotrigine", "lansoprazole"),
        ("levetiracetam", "levofloxacin"),
        ("morphine", "hydromorphone"),
        ("codeine", "dihydrocodeine"),
        ("naltrexone", "methylnaltrexone"),
    ],
)
def test_names_that_look_alike_are_apart(one: str, other: str) -> None:
    """Each is itself, in whatever it is printed in."""
    for name in (one, other):
        assert names(f"{name.upper()} hydrochloride 10 MG Oral Tablet") == [name]


# Generated products -----------------------------------------------------------------------------------------------

READ: Final = tuple(each for each in INGREDIENTS if re.fullmatch(r"[A-Za-z' -]+", each.name))
SINGLE: Final = tuple(
    each
    for each in READ
    if " with " not in each.name
    and " and " not in each.name
    and not (OF_A_PLACE | INTO_THE_BODY) & set(each.name.split())
)
NUMBERS: Final = st.sampled_from(("0.5", "1", "2.5", "10", "12.5", "100", "1,000", "0.05", "5"))
UNITS: Final = st.sampled_from(
    ("MG", "mg", "MCG", "mcg", "MG/ML", "MG/5 ML", "UNT/ML", "MG/ACTUAT", "MG/HR", "G", "ug", "microgram")
)
FORMS: Final = st.sampled_from(
    (
        *("", "Oral Tablet", "Oral Capsule", "tab", "caps", "Extended Release Oral Tablet", "Injectable Solution"),
        *(
            "Sublingual Tablet",
            "Prefilled Syringe",
            "Transdermal System",
            "po",
            "PO daily",
            "IV",
            "XR",
            "Chewable Tablet",
        ),
    )
)
BEFORE: Final = st.sampled_from(
    ("", "", "12 HR ", "24 HR ", "0.5 ML ", "60 ACTUAT ", "Abuse-Deterrent 12 HR ", "NDA012345 ")
)
JOINTS: Final = st.sampled_from((" / ", "/", "-", " and ", " with ", " + ", ", "))
SALT: Final = st.sampled_from(("", "", " hydrochloride", " sodium", " maleate", " sulfate", " HCl", " citrate"))


@st.composite
def spelt(draw: st.DrawFn, name: str) -> str:
    """Draw a name as one house or another prints it."""
    how = draw(st.integers(0, 3))
    half = draw(st.integers(0, len(name)))
    return (name, name.upper(), name.title(), name[:half] + name[half:].upper())[how]


@st.composite
def parts(draw: st.DrawFn, ingredient: Ingredient) -> str:
    """Draw a part of a product: the ingredient, often with its salt and strength."""
    text = draw(spelt(ingredient.name))
    if resolve(f"{text} {(salt := draw(SALT)).strip()}") is None and resolve(f"{text}{salt}") is None:
        text += salt
    return f"{text} {draw(NUMBERS)} {draw(UNITS)}" if draw(st.booleans()) else text


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_product_of_one_ingredient_is_that_ingredient(data: st.DataObject) -> None:
    """However it is printed."""
    ingredient = data.draw(st.sampled_from(SINGLE))
    product = data.draw(BEFORE) + data.draw(parts(ingredient)) + " " + data.draw(FORMS)
    assert names(product) == [ingredient.name], product


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_product_of_several_has_the_classes_of_all(data: st.DataObject) -> None:
    """In any order, with any joint: no class is missed, and none is added."""
    several = data.draw(st.lists(st.sampled_from(SINGLE), min_size=2, max_size=4, unique=True))
    joint = data.draw(JOINTS)
    product = joint.join(data.draw(parts(each)) for each in several) + " " + data.draw(FORMS)
    found = ingredients_of(product)
    assert found is not None, product
    classes = frozenset[MedicineClass]().union(*(each.classes for each in several))
    assert combined(found).classes == classes, product
    turned = ingredients_of(joint.join(each.name for each in reversed(several)))
    assert turned == found


COMBINED: Final = tuple(each for each in READ if each.name.count(" with ") == 1)


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_fixed_combination_is_found_in_any_order(data: st.DataObject) -> None:
    """Alone, beside another that may share a part, beside others, and wherever it is split: no class is lost."""
    combined_of = data.draw(st.lists(st.sampled_from(COMBINED), min_size=1, max_size=2))
    others = data.draw(st.lists(st.sampled_from(SINGLE), max_size=2))
    several = {part for each in combined_of for part in each.name.split(" with ")} | {each.name for each in others}
    joint = st.sampled_from((" / ", "/", ", ", " + "))
    first, second = data.draw(st.permutations(sorted(several))), data.draw(st.permutations(sorted(several)))
    found = ingredients_of(data.draw(joint).join(first))
    assert found == ingredients_of(data.draw(joint).join(second)), (first, second)
    if found is None:  # what two combinations share is in one alone, and what is left of the other is no ingredient
        assert len(combined_of) == 2 and any(resolve(part) is None for part in several), first
        return
    assert combined(found).classes >= frozenset[MedicineClass]().union(*(each.classes for each in combined_of)), first
    if len(combined_of) == 1 and not others:
        assert found == (combined_of[0],), first


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_more_strengths_than_ingredients_tell_of_another(data: st.DataObject) -> None:
    """However they are written: an ingredient is not named, and the medicine is unknown."""
    several = data.draw(st.lists(st.sampled_from(SINGLE), min_size=1, max_size=3, unique=True))
    joint = data.draw(JOINTS)
    many = [data.draw(st.sampled_from((5, 30, 325, 1000))) for _ in several]
    if len(several) == 1:
        many = data.draw(st.permutations((5, 30)))
    else:
        many.append(data.draw(st.sampled_from((2, 50))))
    between = data.draw(st.sampled_from(("-", "/", " mg/", " mg-", " mg / ", " mg, ", " mg + ", " mg and ", " - ")))
    strength = between.join(map(str, many)) + data.draw(st.sampled_from((" mg", " MG Oral Tablet")))
    assert names(f"{joint.join(each.name for each in several)} {strength}") is None
    bare = data.draw(st.sampled_from("-/")).join(map(str, many))
    assert names(f"{joint.join(each.name for each in several)} {bare} tablets") is None


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_as_many_strengths_as_ingredients(data: st.DataObject) -> None:
    """Are theirs, with a unit or without: the classes are those of all. A range is that of one ingredient."""
    several = data.draw(st.lists(st.sampled_from(SINGLE), min_size=2, max_size=4, unique=True))
    strength = data.draw(st.sampled_from("-/")).join(data.draw(NUMBERS) for _ in several)
    text = data.draw(JOINTS).join(each.name for each in several)
    found = ingredients_of(f"{text} {strength}{data.draw(st.sampled_from(('', ' mg', ' mg tablets')))}")
    assert found is not None
    assert combined(found).classes == frozenset[MedicineClass]().union(*(each.classes for each in several))
    least = data.draw(st.integers(1, 50))
    assert names(f"{several[0].name} {least}-{data.draw(st.integers(least, 4 * least))} mg") == [several[0].name]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_place_counts_wherever_it_is_said(data: st.DataObject) -> None:
    """Of one ingredient or several: known where none of them has a class, but one that counts there, or never does."""
    several = data.draw(st.lists(st.sampled_from(SINGLE), min_size=1, max_size=3, unique=True))
    text = data.draw(JOINTS).join(each.name for each in several)
    place = data.draw(st.sampled_from(sorted(OF_A_PLACE)))
    said = data.draw(
        st.sampled_from((f"{text} {place}", f"{place} {text}", f"{text} 2 %", f"{text} drops", f"{text} 0.5 % foam"))
    )
    classes = frozenset[MedicineClass]().union(*(each.classes for each in several))
    found = ingredients_of(said)
    there = classes - SYSTEMIC_CLASSES
    assert (found is not None) == (there <= LOCAL_CLASSES), said
    assert found is None or combined(found).classes == there
    inside = ingredients_of(f"{text} 2 % oral drops")
    assert inside is not None and combined(inside).classes == classes


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_bracket_is_no_brand_without_its_marks(data: st.DataObject) -> None:
    """A brand that the table does not know stands behind a strength and begins with a capital; else it is a remark."""
    ingredient = data.draw(st.sampled_from(SINGLE))
    word = data.draw(st.text(string.ascii_lowercase, min_size=6, max_size=12))
    assume(resolve(word) is None and word not in NOT_BRANDS | SALTS)
    assert names(f"{ingredient.name} 5 MG Oral Tablet [{word.title()}]") == [ingredient.name]
    assert names(f"{ingredient.name} 5 MG Oral Tablet [{word}]") is None
    assert names(f"{ingredient.name} [{word.title()}]") is None


WORDS_OF_SENTENCES: Final = tuple(sorted(NOT_BRANDS - {"and"}))
UNKNOWN: Final = st.one_of(
    st.sampled_from(("ayahuasca", "kratom", "Syrian rue", "psilocybin")),
    st.text(string.ascii_lowercase, min_size=3, max_size=12),
    st.sampled_from(WORDS_OF_SENTENCES),
)


def is_understood(word: str) -> bool:
    word = word.casefold()
    return word in ANYWHERE | OF_A_PLACE | SALTS or ingredients_of(word) is not None


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_one_word_too_many_makes_it_unknown(data: st.DataObject) -> None:
    """Wherever it stands, and however it is joined: no part of a name is passed over."""
    several = data.draw(st.lists(st.sampled_from(SINGLE), min_size=1, max_size=3, unique=True))
    word = data.draw(UNKNOWN)
    assume(not is_understood(word))
    joint = data.draw(st.sampled_from((" / ", "/", " and ", " with ", " + ", ", ", "-", " ")))
    product = [data.draw(parts(each)) for each in several]
    product.insert(data.draw(st.integers(0, len(product))), word)
    assert names(joint.join(product) + " " + data.draw(FORMS)) is None


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_a_name_with_another_letter_is_no_name(data: st.DataObject) -> None:
    """Unless the table has it: one letter more, less, another or exchanged is never taken for the name itself."""
    name = data.draw(st.sampled_from([name for each in READ for name in (each.name, *each.names)])).casefold()
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    changed = data.draw(
        st.sampled_from(
            (
                name[:place] + letter + name[place:],
                name[:place] + name[place + 1 :],
                name[:place] + letter + name[place + 1 :],
            )
        )
    )
    found = ingredients_of(f"{changed} 5 MG Oral Tablet")
    if found is not None:
        assert combined(found).classes == combined(parsed(changed)).classes


def parsed(text: str) -> tuple[Ingredient, ...]:
    """Return the ingredients that stand in a text word for word, each a name of the table."""
    words = [word for word in re.split(r"[ /,-]|\band\b|\bwith\b", text) if word and word not in ANYWHERE | SALTS]
    whole = resolve(text)
    return (whole,) if whole is not None else tuple(found for word in words if (found := resolve(word)) is not None)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("loreazpm-/ ()[]{},.0159%+&mgMG\N{NO-BREAK SPACE}µ"), max_size=200))
@example("-" * 200)
@example("/".join(["sertraline"] * 20))
@example("(" * 100 + ")" * 100)
def test_no_text_breaks_it(text: str) -> None:
    """Whatever is typed is understood or not."""
    assert ingredients_of(text) is None or all(isinstance(each, Ingredient) for each in ingredients_of(text) or ())


# What is read of a product -----------------------------------------------------------------------------------------


def opioid(**facts: Any) -> Options:
    medicine = Medicine(status=MedicineStatus.TAKING, **facts)
    found = Medicines.takes_opioid.possible(Medicines(listed=Recorded([medicine], on=DECISION_DAY)), DECISION_DAY)
    assert isinstance(found, Options)
    return found


def test_a_product_is_read_as_its_ingredients() -> None:
    """Present where one of them is of the class, ruled out where none is, open where one is not known."""
    assert opioid(substance="Acetaminophen 300 MG / Codeine Phosphate 15 MG Oral Tablet") == Options(PRESENT_BIT)
    assert opioid(substance="Acetaminophen 325 MG Oral Tablet [Tylenol]") == Options(ABSENT_BIT)
    assert opioid(substance="Acetaminophen 325 MG / xylotrol 5 MG Oral Tablet") == Options(EITHER)


def test_the_code_of_a_product_may_be_any_that_the_table_does_not_have() -> None:
    """One that the table has beside another ingredient contradicts it; beside a bare name it has to be its own."""
    tablet = "lorazepam 1 MG Oral Tablet"
    assert opioid(substance=tablet, rxnorm="999999") == Options(ABSENT_BIT)
    assert opioid(substance=tablet, rxnorm="6470") == Options(ABSENT_BIT)
    for rxnorm in ("7804", "6130"):
        assert opioid(substance=tablet, rxnorm=rxnorm).absence is Absence.CONFLICTING
    assert opioid(substance="lorazepam", rxnorm="999999").absence is Absence.CONFLICTING
