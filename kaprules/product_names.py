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

**Strengths are counted**: more of them than ingredients tell of an ingredient that is not named. ``Tylenol 300-30 mg``
holds codeine; ``lorazepam 0.5-1 mg`` is a range of doses. Numbers without a unit are strengths where there is one for
each ingredient: ``Norco 5/325``, ``co-codamol 8/500``.

A medicine of a place - for the eye, the ear, the skin, the nose - is not what its ingredient is by mouth, wherever in
the text the place is said. Drops, foam, a spray and what is measured in per cent are taken for such, unless a way into
the body is said too. The ingredient is known where it belongs to no class, or to one that counts there too: what
constricts vessels, as decongestants do, hormones, which a gel brings into the blood, and ketamine. A steroid is no
systemic one there. All else stays unknown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

import attrs

from .ingredients import INGREDIENTS, Ingredient, MedicineClass, resolve

NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
MASSES: Final = {
    **dict.fromkeys("mg milligram milligrams miligramos".split(), Fraction(1)),
    **dict.fromkeys(
        "mcg \N{MICRO SIGN}g \N{GREEK SMALL LETTER MU}g ug microgram micrograms microgramos mikrogramm".split(),
        Fraction(1, 1000),
    ),
    **dict.fromkeys("g gm gram grams gramos".split(), Fraction(1000)),
    "kg": Fraction(1_000_000),
}
"""Units of mass, in milligrams."""
ACTIVITIES: Final = frozenset("unt unit units iu ui meq mmol mol % bau cells mci mu".split())
"""Other units of what a medicine holds."""
PORTIONS: Final = frozenset(
    "ml l hr hrs h hour hours actuat actuation actuations act sqcm cm2 day days dose doses spray sprays puff "
    "puffs".split()
)
"""Units of what holds it, or of the time that it takes."""
UNIT: Final = "(?:" + "|".join(sorted({*MASSES, *ACTIVITIES, *PORTIONS}, key=lambda unit: (-len(unit), unit))) + ")"
AMOUNT: Final = rf"{NUMBER}(?:\s?[-/]\s?{NUMBER})*\s?{UNIT}(?!\w)"
PER: Final = rf"(?:\s?/\s?(?:{NUMBER}\s?)?{UNIT}(?!\w))"
STRENGTH: Final = re.compile(rf"(?<![\w.,#-]){AMOUNT}{PER}*(?:\s?[-/]\s?{AMOUNT}{PER}*)*")
"""``10 MG``, ``5 MG/ML``, ``0.05 MG/ACTUAT``, ``12 HR``, ``875-125 mg``, ``5 mg/325 mg``, ``1,000 units``."""
ONE_AMOUNT: Final = re.compile(rf"(?P<per>/?)\s?(?P<numbers>{NUMBER}(?:\s?[-/]\s?{NUMBER})*|)\s?(?P<unit>{UNIT})(?!\w)")
BARE: Final = re.compile(rf"(?<![\w.,#/-]){NUMBER}(?:\s?[-/]\s?{NUMBER})+(?![\w.,/%-])(?!\s?{UNIT}(?!\w))")
"""Several numbers without a unit: ``5/325``, ``10-12.5``."""
WIDEST_RANGE: Final = 4
"""How many times the lowest dose the highest is at most where several are those of one ingredient."""
AMOUNTED: Final = "\N{CURRENCY SIGN}"
"""What stands in a text where a strength stood."""
PACK: Final = re.compile(r"\{(?P<parts>.*)\} pack")
IN_PACK: Final = re.compile(r"\d+ \((?P<part>[^()]*(?:\([^()]*\)[^()]*)*)\)")
MAKER: Final = re.compile(r" \((?P<name>[a-z&.' -]+ (?:ltd|limited|plc|gmbh|inc))\)$")
"""Who makes it, behind the name of a product."""
INERT: Final = frozenset({"inert", "inert ingredients", "placebo"})
"""What a pack holds for the days without an ingredient."""
BRACKETED: Final = re.compile(r"(?P<text>.*\S) \[(?P<brand>[^\[\]]*)\]")
PARENTHESIS: Final = re.compile(r"(?P<before>.*?)\s*\((?P<inside>[^()]*)\)\s*(?P<after>.*)")
BRAND_WORD: Final = re.compile(r"[a-z][a-z'.-]*[0-9]*|[0-9]+(/[0-9]+)?")
JOINTS: Final = (" / ", "/", " + ", "+", " & ", "; ", ", ", " and ", " with ", " w/ ", " y ", " con ", " - ", "-")
"""What stands between two ingredients."""
BETWEEN_NAMES: Final = frozenset({"+", "&", "and", "with", "w/", "y"})
"""What stands between two names and nothing else."""
BETWEEN_PARTS: Final = ", | and | with "
"""What stands between two in the table."""

ANYWHERE: Final = frozenset(
    "oral sublingual buccal rectal transdermal intravenous intramuscular subcutaneous injectable injection inhalation "
    "inhaled parenteral po iv im sc sq sl tablet tablets tab tabs capsule capsules cap caps caplet caplets chewable "
    "disintegrating odt film coated delayed extended sustained modified immediate release er xr sr xl la cd cr dr ec "
    "ir effervescent lozenge lozenges troche troches granules powder solution suspension syrup elixir liquid drops "
    "suppository enema implant drug intrauterine system patch medicated prefilled syringe pen injector auto-injector "
    "autoinjector pack dose human porcine macrocrystals monohydrate cartridge vial ampule ampoule metered dry inhaler "
    "hfa aerosol mucosal foam spray breath-actuated abuse-deterrent concentrate usp nf hydrate anhydrous micronized "
    "daily bid tid qid qd qhs q4h q6h q8h q12h q24h prn nightly weekly monthly susp soln inj dispersible "
    "orodispersible gastro-resistant film-coated pre-filled oromucosal nebulization gum chewing patches linctus bp "
    "paediatric pediatric suspensions solutions suppositories syringes ampoules ampules vials cartridges pens "
    "comprimido comprimidos capsula capsulas cápsula cápsulas recubiertos película duras blandas gastrorresistente "
    "gastrorresistentes dispersables efervescentes jarabe gotas solución suspensión inyectable ampollas parche "
    "parches liberación prolongada modificada inhalador efg tablette tabletten filmtabletten retardtabletten "
    "sublingualtabletten brausetabletten schmelztabletten kapsel kapseln hartkapseln weichkapseln retardkapseln "
    "tropfen lösung injektionslösung zäpfchen retard magensaftresistente pflaster apo teva pms sandoz mylan accord "
    "ratiopharm stada hexal".split()
)
"""Dose forms, routes, how it is released, how often it is taken, who makes it: what says nothing of the ingredient."""
OF_A_PLACE: Final = frozenset(
    "ophthalmic otic topical nasal vaginal cream ointment lotion gel shampoo eye ear cutaneous dermal irrigation crema "
    "pomada colirio".split()
)
"""Dose forms and routes of what is meant to act where it is put."""
PERHAPS_OF_A_PLACE: Final = frozenset("drops foam spray aerosol gotas tropfen".split())
"""Dose forms that are meant to, unless a way into the body is said as well; so is what is measured in per cent."""
INTO_THE_BODY: Final = frozenset(
    "oral po sublingual sl buccal oromucosal rectal suppository enema transdermal patch injection injectable "
    "parenteral intravenous iv intramuscular im subcutaneous sc sq inhalation inhaled inhaler nebulization tablet "
    "tablets capsule capsules syrup elixir linctus inyectable inhalador comprimidos jarabe injektionslösung".split()
)
"""Dose forms and routes of what acts beyond the place where it is put."""
FREE: Final = (
    *("preservative-free", "preservative free", "sugar-free", "sugar free", "alcohol free", "dye free", "cfc free"),
    "cfc-free",
)
SALTS: Final = frozenset(
    "hydrochloride dihydrochloride hcl hydrobromide hbr bromide chloride sulfate sulphate bisulfate sodium disodium "
    "potassium calcium magnesium bitartrate tartrate phosphate succinate maleate mesylate mesilate besylate besilate "
    "acetate fumarate hemifumarate citrate monohydrate dihydrate trihydrate hemihydrate hyclate propionate "
    "dipropionate furoate oxalate cilexetil medoxomil arginine erbumine tosylate nitrate lactate gluconate disoproxil "
    "alafenamide df tromethamine dimesylate dipotassium aspartate saccharate polacrilex ethylsuccinate stearate "
    "estolate acetonide clorhidrato hidrocloruro bromhidrato sulfato fosfato maleato succinato tartrato fumarato "
    "citrato besilato mesilato carbonato sódico sódica sodico sodica potásico potasico".split()
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
LOCAL_CLASSES: Final = frozenset({MedicineClass.PRESSOR, MedicineClass.STOPS_PERIODS, MedicineClass.KETAMINE})
"""The classes to which a medicine of a place belongs as well."""
SYSTEMIC_CLASSES: Final = frozenset({MedicineClass.SYSTEMIC_STEROID})
"""The classes to which it does not."""
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
    found = _product(" ".join(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()))
    return tuple(each for each in found or () if isinstance(each, Ingredient)) or None


Parts = tuple[Ingredient | str, ...]
"""What is understood of a text: ingredients, and what the table knows only as a part of fixed combinations."""


class _Found(NamedTuple):
    """What is understood of a text, and how many ingredients it names; a fixed combination names all of its own."""

    parts: Parts
    named: int


class _Amounts(NamedTuple):
    """The amounts in a text, with what makes them comparable, and whether one is written over another."""

    given: tuple[tuple[Fraction, str], ...] = ()
    stacked: bool = False

    def fit(self, named: int) -> bool:
        """Say whether they are those of so many ingredients: one each at most, or a range of doses of the only one."""
        if len(self.given) <= named:
            return True
        values = [value for value, _ in self.given]
        alike = len({kind for _, kind in self.given}) == 1
        return named == 1 and not self.stacked and alike and max(values) <= WIDEST_RANGE * min(values)


def _product(text: str) -> Parts | None:
    """Return the ingredients of a product, none for what is inert in a pack."""
    text, brand = _without_brand(text)
    pack = PACK.fullmatch(text.casefold())
    found = _pack(text[pack.start("parts") : pack.end("parts")].strip()) if pack else _part(text)
    if found is None or any(isinstance(each, str) for each in found):
        return None
    return found if _agrees(found, brand, pack is not None or STRENGTH.search(text.casefold()) is not None) else None


def _without_brand(text: str) -> tuple[str, str]:
    """Return a text and the brand that stands behind it in brackets, empty where none does."""
    bracketed = BRACKETED.fullmatch(text)
    return (bracketed["text"], bracketed["brand"]) if bracketed else (text, "")


def _part(text: str) -> Parts | None:
    return _text(re.sub(r"^nda\d+ ", "", text.casefold()))


def _pack(text: str) -> Parts | None:
    """Return the ingredients of what stands in a pack: ``7 (A 1 MG Oral Tablet) / 21 (B 2 MG Oral Tablet)``."""
    place, found = 0, list[Ingredient | str]()
    while part := IN_PACK.match(text, place):
        inside, brand = _without_brand(part["part"])
        parts = _part(inside)
        if parts is None or not (_agrees(parts, brand, True) or not parts):
            return None
        found += parts
        place = part.end()
        if place == len(text):
            return _together(found)
        if not text.startswith(" / ", place):
            return None
        place += len(" / ")
    return None


def _agrees(found: Parts, brand: str, measured: bool) -> bool:
    """Say whether a brand in brackets is one of what was found.

    It is the table's, or it is unknown to the table, of words that a brand may have, begins with a capital or a number
    as brands do, and stands behind what has a strength.
    """
    if not brand:
        return True
    name = " ".join(STRENGTH.sub(" ", brand.casefold()).split())
    known = resolve(brand) or resolve(name)
    if known is not None:
        return known.name in map(_name, found)
    words = name.split()
    return (
        measured
        and not brand[0].islower()
        and 0 < len(words) <= 4
        and all(BRAND_WORD.fullmatch(word) and word not in NOT_BRANDS and word not in SALTS for word in words)
        and not any(resolve(word) for word in (*words, *re.split("[-. ]", name)))
    )


def _text(text: str) -> Parts | None:
    """Return the ingredients of one or several parts with their strengths."""
    if (maker := MAKER.search(text)) and not any(word in NOT_BRANDS or resolve(word) for word in maker["name"].split()):
        text = text[: maker.start()]
    for free in FREE:
        text = text.removeprefix(f"{free} ").removesuffix(f" {free}")
    text = re.sub(r",(?=[a-z])", ", ", text)
    if not all(re.search("[1-9]", number) for found in STRENGTH.findall(text) for number in re.findall(NUMBER, found)):
        return None
    outside, inside = text, "usp"
    if parenthesis := PARENTHESIS.fullmatch(text):
        if "(" in parenthesis["after"]:
            return None
        outside, inside = f"{parenthesis['before']} {parenthesis['after']}".strip(), parenthesis["inside"]
    found = _found(outside)
    if found is None or (inside != "usp" and _found(inside) != found):
        return None
    return _locally(found) if _is_of_a_place(text) else found


def _locally(found: Parts) -> Parts | None:
    """Return the ingredients of a medicine of a place; None where one may be something else there."""
    there = [None if isinstance(each, str) else _of_a_place(each) for each in found]
    known = tuple(each for each in there if each is not None and not each.classes - LOCAL_CLASSES)
    return known if len(known) == len(found) else None


@functools.cache
def _of_a_place(ingredient: Ingredient) -> Ingredient:
    if not ingredient.classes & SYSTEMIC_CLASSES:
        return ingredient
    return attrs.evolve(ingredient, classes=ingredient.classes - SYSTEMIC_CLASSES)


def _found(text: str) -> Parts | None:
    """Return the ingredients of a text without parentheses, if it has as many as its strengths tell of."""
    amounts = _amounts(text)
    text = STRENGTH.sub(f" {AMOUNTED} ", text)
    bare = BARE.findall(text)
    text = " ".join(BARE.sub(f" {AMOUNTED} ", text).split())
    text = re.sub(rf" ?; ?{AMOUNTED}", f" {AMOUNTED}", text)
    if sum(text.count(joint) for joint in JOINTS) > MAX_JOINTS:
        return None
    found = _joined(text)
    if found is None or not amounts.fit(found.named):
        return None
    if bare and (amounts.given or [len(re.findall(NUMBER, each)) for each in bare] != [found.named]):
        return None
    return _together(found.parts)


def _amounts(text: str) -> _Amounts:
    """Return how much of something a text tells of, each amount once; not what holds it, nor how long it takes."""
    given, stacked = list[tuple[Fraction, str]](), False
    for strength in STRENGTH.finditer(text):
        before = False
        for one in ONE_AMOUNT.finditer(strength[0]):
            unit, numbers = one["unit"], re.findall(NUMBER, one["numbers"])
            if unit in PORTIONS or not numbers or (one["per"] and not (before and unit in MASSES)):
                continue
            stacked |= bool(one["per"]) or "/" in one["numbers"]
            before = unit in MASSES
            factor, kind = MASSES.get(unit, Fraction(1)), "mass" if before else unit
            given += [(_value(number) * factor, kind) for number in numbers]
    return _Amounts(tuple(given), stacked)


def _value(number: str) -> Fraction:
    """Return a number as it is written: a comma before three digits parts thousands, else decimals."""
    return Fraction(re.sub(r",(?=\d{3}(?!\d))", "", number).replace(",", "."))


def _is_of_a_place(text: str) -> bool:
    """Say whether a product is meant to act where it is put, as far as its text says."""
    words = set(re.split(r"[\s/,;.()-]+", text))
    perhaps = words & PERHAPS_OF_A_PLACE or re.search(r"\d\s?%", text)
    return bool(words & OF_A_PLACE or (perhaps and not words & INTO_THE_BODY))


@functools.lru_cache(maxsize=4096)
def _joined(text: str) -> _Found | None:
    """Return the ingredients of a text in which strengths are marked; none where there is only what is around one."""
    single = _single(text)
    if single is not None:
        return single
    for joint in JOINTS:
        place = text.find(joint)
        while place >= 0:
            before, after = _joined(text[:place].strip()), _joined(text[place + len(joint) :].strip())
            if before is not None and after is not None and _may_join(joint, text[:place], before, text[place:], after):
                return _Found((*before.parts, *after.parts), before.named + after.named)
            place = text.find(joint, place + 1)
    return None


def _may_join(joint: str, left: str, before: _Found, right: str, after: _Found) -> bool:
    """Say whether a joint has an ingredient on both sides, or is one that may have none: a comma, a hyphen.

    ``Tylenol with 30 mg`` and ``Tylenol / 30 mg`` lack the name of what there is 30 mg of.
    """
    empty = [text for text, found in ((left, before), (right, after)) if not found.named]
    if joint.strip() in BETWEEN_NAMES:
        return not empty
    return "/" not in joint or not any(AMOUNTED in text for text in empty)


def _single(text: str) -> _Found | None:
    """Return the one ingredient of a text, none where it has only what is around one; None where it has others."""
    words = text.split()
    if all(map(_is_around, words)):
        return _Found((), 0) if words else None
    for start, end in _around(words):
        name = words[start:end]
        if name[1:2] == ["de"] and name[0] in SALTS:
            name = name[2:]  # as Spanish has it, before the name
        while name:
            plain = " ".join(name)
            found = resolve(plain)
            if found is not None:
                return _Found((found,), len(re.split(BETWEEN_PARTS, found.name)))
            if plain in INERT:
                return _Found((), 1)
            if plain in _parts_only():
                return _Found((plain,), 1)
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


def _together(found: Iterable[Ingredient | str]) -> Parts:
    """Return several ingredients in order, with the fixed combinations that the table has for some or all of them.

    However they were joined or split: a combination is first taken for its parts. Of two that share one, that of the
    higher rank counts: which has more parts that the table knows from combinations only, then more parts.
    """
    left = dict[str, Ingredient | str]()
    for each in found:
        left |= {_name(part): part for part in _consists_of().get(_name(each), (each,))}
    several = list[Ingredient | str]()
    for names, combination in _combinations().items():
        if names <= left.keys():
            several.append(combination)
            left = {name: part for name, part in left.items() if name not in names}
    return tuple(sorted({_name(each): each for each in (*several, *left.values())}.values(), key=_name))


def _name(part: Ingredient | str) -> str:
    return part if isinstance(part, str) else part.name


@functools.cache
def _combinations() -> dict[frozenset[str], Ingredient]:
    """Return the fixed combinations of the table by what they consist of, as their names say it, in order of rank."""
    found = {}
    for ingredient in INGREDIENTS:
        for name in (ingredient.name, *ingredient.names):
            parts = re.split(BETWEEN_PARTS, name.casefold())
            if len(parts) > 1 and "," not in name[: name.find(" and ")].replace(", ", ""):
                found[frozenset(map(_part_of, parts))] = ingredient

    def rank(item: tuple[frozenset[str], Ingredient]) -> tuple[int, int, str]:
        return -sum(resolve(part) is None for part in item[0]), -len(item[0]), item[1].name

    return dict(sorted(found.items(), key=rank))


@functools.cache
def _consists_of() -> dict[str, tuple[Ingredient | str, ...]]:
    """Return what a fixed combination consists of, by its name."""
    return {
        combination.name: tuple(resolve(part) or part for part in sorted(parts))
        for parts, combination in reversed(_combinations().items())
    }


def _part_of(name: str) -> str:
    """Return what a part of a fixed combination is called: its ingredient, or its own name without its salts."""
    words = name.split()
    while len(words) > 1 and words[-1] in SALTS and resolve(" ".join(words)) is None:
        words = words[:-1]
    found = resolve(" ".join(words))
    return " ".join(words) if found is None else found.name


@functools.cache
def _parts_only() -> frozenset[str]:
    """Return what the table knows only as a part of fixed combinations."""
    parts = frozenset[str]().union(*_combinations())
    return frozenset(part for part in parts if resolve(part) is None)
