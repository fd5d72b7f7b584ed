"""Names as records print them, taken apart: ``Abuse-Deterrent 12 HR oxycodone hydrochloride 10 MG Tablet [OxyContin]``.

A record prints a product: its parts, each with salt and strength, the dose form, the brand, a pack of several. What the
rules need are its ingredients. **Every word is understood, or the medicine is unknown**: to miss one is an ingredient
too few, and a medicine of which one ingredient is not known clears nobody. So nothing is searched for *in* a name, and
no word is skipped. "No opioids", "allergic to codeine" and "lorazepam, stopped" have words that belong to no product,
"ketamine-like" has a part that no table knows.

A text is one ingredient where, once what is around it is taken off at both ends - strengths, dose forms, routes, how
often - and then salts behind it, the rest is exactly a name of the table. Else it is split at a sign or word that
joins ingredients ("/", "-", ",", "+", "&", "and", "with"), and both sides must be understood. The whole is always tried
before its parts, so that ``Zyrtec-D`` is what the table says of it and never ``Zyrtec``; a number without a unit is no
strength, so that ``Tylenol 4`` is not taken for ``Tylenol``.

A medicine of a place - for the eye, the ear, the skin, the nose - is not what its ingredient is by mouth. Its
ingredient is known where it belongs to no class, or to that of what constricts vessels, as decongestants do; else it
stays unknown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from .ingredients import INGREDIENTS, Ingredient, MedicineClass, listed, resolve

NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
UNIT: Final = (
    r"(?:mg|mcg|µg|μg|ug|g|gm|kg|ml|l|unt|unit|units|iu|meq|mmol|mol|%|hr|hrs|hour|hours|actuat|act|sqcm|cm2|day|days|"
    r"dose|spray|bau|cells|mci|mu|ui)"
)
AMOUNT: Final = rf"{NUMBER}(?:\s?[-/]\s?{NUMBER})*\s?{UNIT}(?!\w)"
PER: Final = rf"(?:\s?/\s?(?:{NUMBER}\s?)?{UNIT}(?!\w))"
STRENGTH: Final = re.compile(rf"(?<![\w.,#-]){AMOUNT}{PER}*(?:\s?[-/]\s?{AMOUNT}{PER}*)*")
"""``10 MG``, ``5 MG/ML``, ``0.05 MG/ACTUAT``, ``12 HR``, ``875-125 mg``, ``5 mg/325 mg``, ``1,000 units``."""
AMOUNTED: Final = "\N{CURRENCY SIGN}"
"""What stands in a text where a strength stood."""
PACK: Final = re.compile(r"\{(?P<parts>.*)\} pack")
IN_PACK: Final = re.compile(r"\d+ \((?P<part>[^()]*(?:\([^()]*\)[^()]*)*)\)")
INERT: Final = frozenset({"inert", "inert ingredients", "placebo"})
"""What a pack holds for the days without an ingredient."""
BRACKETED: Final = re.compile(r"(?P<text>.*\S) \[(?P<brand>[^\[\]]*)\]")
PARENTHESIS: Final = re.compile(r"(?P<before>.*?)\s*\((?P<inside>[^()]*)\)\s*(?P<after>.*)")
BRAND_WORD: Final = re.compile(r"[a-z][a-z'.-]*[0-9]*|[0-9]+")
JOINTS: Final = (" / ", "/", " + ", "+", " & ", "; ", ", ", " and ", " with ", " y ", " con ", " - ", "-")
"""What stands between two ingredients."""

ANYWHERE: Final = frozenset(
    "oral sublingual buccal rectal transdermal intravenous intramuscular subcutaneous injectable injection inhalation "
    "inhaled parenteral po iv im sc sq sl tablet tablets tab tabs capsule capsules cap caps caplet caplets chewable "
    "disintegrating odt film coated delayed extended sustained modified immediate release er xr sr xl la cd cr dr ec "
    "ir effervescent lozenge lozenges troche troches granules powder solution suspension syrup elixir liquid drops "
    "suppository enema implant drug intrauterine system patch medicated prefilled syringe pen injector auto-injector "
    "autoinjector pack dose human porcine macrocrystals monohydrate cartridge vial ampule ampoule metered dry inhaler "
    "hfa aerosol mucosal foam spray breath-actuated abuse-deterrent concentrate usp nf hydrate anhydrous micronized "
    "daily bid tid qid qd qhs prn nightly comprimido comprimidos capsula capsulas cápsula cápsulas jarabe "
    "inyectable".split()
)
"""Dose forms, routes, how it is released, how often it is taken: what says nothing of the ingredient."""
OF_A_PLACE: Final = frozenset(
    "ophthalmic otic topical nasal vaginal cream ointment lotion gel shampoo eye ear cutaneous dermal irrigation crema "
    "pomada colirio".split()
)
"""Dose forms and routes of what is meant to act where it is put."""
FREE: Final = ("preservative-free", "preservative free", "sugar-free", "sugar free", "alcohol free", "dye free")
SALTS: Final = frozenset(
    "hydrochloride dihydrochloride hcl hydrobromide hbr bromide chloride sulfate sulphate bisulfate sodium disodium "
    "potassium calcium magnesium bitartrate tartrate phosphate succinate maleate mesylate mesilate besylate besilate "
    "acetate fumarate hemifumarate citrate monohydrate dihydrate trihydrate hemihydrate hyclate propionate "
    "dipropionate furoate oxalate cilexetil medoxomil arginine erbumine tosylate nitrate lactate gluconate disoproxil "
    "alafenamide tromethamine dimesylate dipotassium".split()
)
"""What stands behind an ingredient without being another one. Esters of depots are not among them, nor is a base that
is taken for itself: those stand in the table by their whole name."""
NOT_BRANDS: Final = frozenset(
    "a about absent active after ago allergic allergy and avoid before caution ceased completed contraindicated "
    "current declined denied denies discontinue discontinued do done during end ended ending error evaluate except "
    "expired false family finished for formerly free from had has hold if in inactive intolerance intolerant is last "
    "like maybe minus never no non none not of off old on once or other out past paused perhaps plus possible previous "
    "previously prior quit reaction refused removed resolved same see similar since started status stop stopped "
    "suspected suspended switched taken takes taking than then to trial unclear unknown until used was were when "
    "withdrawal withdrawn withheld without".split()
)
"""Words of sentences, which no bracket with a brand holds."""
LOCAL_CLASSES: Final = frozenset({MedicineClass.PRESSOR})
MAX_JOINTS: Final = 40


def ingredients_of(name: str) -> tuple[Ingredient, ...] | None:
    """Return the ingredients of a product, in order of their names; None where any word is not understood.

    >>> [each.name for each in ingredients_of("Acetaminophen 325 MG / oxyCODONE Hydrochloride 5 MG Oral Tablet")]
    ['oxycodone with paracetamol']
    >>> [each.name for each in ingredients_of("24 HR metoprolol succinate 50 MG Extended Release Oral Tablet [Toprol]")]
    ['metoprolol']
    >>> ingredients_of("no opioids") is ingredients_of("ketamine-like") is ingredients_of("stopped lorazepam") is None
    True
    """
    exact = resolve(name)
    if exact is not None:
        return (exact,)
    found = _product(" ".join(name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()))
    return tuple(each for each in found or () if isinstance(each, Ingredient)) or None


Parts = tuple[Ingredient | str, ...]
"""What is understood of a text: ingredients, and what the table knows only as a part of fixed combinations."""


def _product(text: str) -> Parts | None:
    """Return the ingredients of a product, none for what is inert in a pack."""
    brand = ""
    if bracketed := BRACKETED.fullmatch(text):
        text, brand = bracketed["text"], bracketed["brand"]
    pack = PACK.fullmatch(text)
    found = _pack(pack["parts"].strip()) if pack else _text(re.sub(r"^nda\d+ ", "", text))
    if found is None or any(isinstance(each, str) for each in found):
        return None
    return found if _agrees(found, brand) else None


def _pack(text: str) -> Parts | None:
    """Return the ingredients of what stands in a pack: ``7 (A 1 MG Oral Tablet) / 21 (B 2 MG Oral Tablet)``."""
    place, found = 0, list[Ingredient | str]()
    while part := IN_PACK.match(text, place):
        parts = _text(part["part"])
        if parts is None:
            return None
        found += parts
        place = part.end()
        if place == len(text):
            return _together(found)
        if not text.startswith(" / ", place):
            return None
        place += len(" / ")
    return None


def _agrees(found: Parts, brand: str) -> bool:
    """Say whether a brand in brackets is one: unknown to the table, of words that a brand may have, or of the same."""
    if not brand:
        return True
    known = listed(brand)
    if known is not None:
        return known in found
    words = brand.split()
    return (
        len(words) <= 4
        and all(BRAND_WORD.fullmatch(word) and word not in NOT_BRANDS and word not in SALTS for word in words)
        and not any(listed(word) for word in (*words, *re.split("[-. ]", brand)))
    )


def _text(text: str) -> Parts | None:
    """Return the ingredients of one or several parts with their strengths."""
    for free in FREE:
        text = text.removeprefix(f"{free} ")
    amounts = [number for strength in STRENGTH.finditer(text) for number in re.findall(NUMBER, strength[0])]
    if not all(re.search("[1-9]", number) for number in amounts):
        return None
    text = " ".join(STRENGTH.sub(f" {AMOUNTED} ", text).split())
    text = re.sub(rf" ?; ?{AMOUNTED}", f" {AMOUNTED}", text)
    if parenthesis := PARENTHESIS.fullmatch(text):
        outside = f"{parenthesis['before']} {parenthesis['after']}".strip()
        return _same(_joined(outside), parenthesis["inside"]) if "(" not in parenthesis["after"] else None
    if sum(text.count(joint) for joint in JOINTS) > MAX_JOINTS:
        return None
    return _joined(text)


def _same(found: Parts | None, inside: str) -> Parts | None:
    """Return the ingredients where what stands in parentheses says nothing else of them."""
    if found is None or (inside != "usp" and _joined(inside) != found):
        return None
    return found


@functools.lru_cache(maxsize=4096)
def _joined(text: str) -> Parts | None:
    """Return the ingredients of a text in which strengths are marked; none where there is only what is around one."""
    single = _single(text)
    if single is not None:
        return single
    for joint in JOINTS:
        place = text.find(joint)
        while place >= 0:
            before, after = _joined(text[:place].strip()), _joined(text[place + len(joint) :].strip())
            if before is not None and after is not None:
                return _together([*before, *after])
            place = text.find(joint, place + 1)
    return None


def _single(text: str) -> Parts | None:
    """Return the one ingredient of a text, none where it has only what is around one; None where it has others."""
    words = text.split()
    if all(map(_is_around, words)):
        return () if words else None
    for start, end in _around(words):
        name = words[start:end]
        places = any(word in OF_A_PLACE for word in (*words[:start], *words[end:]))
        while name:
            plain = " ".join(name)
            found = resolve(plain)
            if found is not None:
                return None if places and found.classes - LOCAL_CLASSES else (found,)
            if plain in INERT:
                return ()
            if plain in _parts_only():
                return (plain,)
            if name[-1] not in SALTS:
                break
            name = name[:-1]
    return None


def _is_around(word: str) -> bool:
    return word.strip(",;.") in ANYWHERE or word.strip(",;.") in OF_A_PLACE or word.strip(",;.") == AMOUNTED


def _around(words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where a name may begin and end, the longest first: only what may stand around it is left out."""
    first = next(place for place, word in enumerate(words) if not _is_around(word))
    last = max(place for place, word in enumerate(words) if not _is_around(word)) + 1
    spans = [(start, end) for start in range(first + 1) for end in range(last, len(words) + 1)]
    yield from sorted(spans, key=lambda span: span[0] - span[1])


def _together(found: list[Ingredient | str]) -> Parts:
    """Return several ingredients as the fixed combination that they are, if the table has it."""
    several = tuple(sorted(dict.fromkeys(found), key=_name))
    combination = _combinations().get(frozenset(map(_name, several)))
    return several if combination is None else (combination,)


def _name(part: Ingredient | str) -> str:
    return part if isinstance(part, str) else part.name


@functools.cache
def _combinations() -> dict[frozenset[str], Ingredient]:
    """Return the fixed combinations of the table by what they consist of, as their names say it."""
    found = {}
    for ingredient in INGREDIENTS:
        for name in (ingredient.name, *ingredient.names):
            parts = re.split(", | and | with ", name.casefold())
            if len(parts) > 1 and "," not in name[: name.find(" and ")].replace(", ", ""):
                found[frozenset(map(_part_of, parts))] = ingredient
    return found


def _part_of(name: str) -> str:
    """Return what a part of a fixed combination is called: its ingredient, or its own name without its salts."""
    words = name.split()
    while len(words) > 1 and words[-1] in SALTS and resolve(" ".join(words)) is None:
        words = words[:-1]
    found = resolve(" ".join(words))
    return " ".join(words) if found is None else found.name


@functools.cache
def _parts_only() -> frozenset[str]:
    """Return what the table knows only as a part of fixed combinations; what it keeps back is none of these."""
    parts = frozenset[str]().union(*_combinations())
    return frozenset(part for part in parts if listed(part) is None)
