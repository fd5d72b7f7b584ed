"""Which ingredient a name or a code stands for, and to which of the classes that rules speak of it belongs.

The table is ``ingredients.csv``, one ingredient or fixed combination a line:

- ``names``: brands, salts and spellings that mean this ingredient and no other; ``spanish``: its names in Spanish;
- ``rxnorm``: the code of the ingredient. A *confirmed* one was seen beside that name in a public file; one that is
  *recalled* never resolves a medicine by itself, it may only agree with a name. ``product_codes``: codes of products;
- ``classes`` and ``tells_of``, the diseases of which nearly everybody who takes it has one, with their ``sources``;
- how many milligrams equal 1 mg of lorazepam, with whose word that is.

All names are general knowledge, recalled. A medicine that is not in the table is unknown, never harmless: the rules
then ask. That a line has no class says that none of the classes is meant, not that the medicine does no harm.
"""

from __future__ import annotations

import csv
import datetime
import enum
import functools
import pkgutil
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

import attrs

from .limit import Certainty, Citation, Limit
from .sources import (
    ADOPTED,
    BENZODIAZEPINE_GUIDELINE,
    CYP3A_TABLE,
    CYP_BOX,
    EU_LEAFLET,
    ORAL_TICLOPIDINE,
    PHARMACOLOGY,
    PSYCHIATRIC_MEDICINES_REVIEW,
    SCOTTISH_EQUIVALENTS,
    SWISS_SPRAVATO,
    WHO_EQUIVALENTS,
    proposal,
    recalled,
)


class MedicineClass(enum.Enum):
    """What rules call a medicine."""

    MAO_INHIBITOR = "inhibitor of monoamine oxidase"
    STIMULANT = "psychostimulant"
    XANTHINE = "xanthine"
    BENZODIAZEPINE = "benzodiazepine"
    Z_DRUG = "Z-drug"
    OPIOID = "opioid"
    LAMOTRIGINE = "lamotrigine"
    CYP_INHIBITOR = "inhibitor of CYP3A4 or CYP2B6"
    CYP_INDUCER = "inducer of CYP3A4 or CYP2B6"
    THYROID_HORMONE = "thyroid hormone"
    PRESSOR = "other medicine that raises blood pressure"
    OPIOID_ANTAGONIST = "opioid antagonist"
    CNS_DEPRESSANT = "other medicine that depresses the central nervous system"
    STRONG_DEPRESSANT = "barbiturate or a like depressant"
    OXYBATE = "oxybate"
    ANTIPSYCHOTIC = "antipsychotic"
    DEPOT_ANTIPSYCHOTIC = "depot antipsychotic"
    MOOD_STABILISER = "mood stabiliser"
    NMDA_ANTAGONIST = "NMDA antagonist"
    KETAMINE = "ketamine or esketamine"
    ANTITHYROID = "antithyroid medicine"
    SYSTEMIC_STEROID = "systemic steroid"
    STOPS_PERIODS = "medicine that stops periods"


class Told(enum.Enum):
    """A disease, or a wish, of which a medicine tells."""

    THYROID = "thyroid disease"
    CORONARY = "coronary disease"
    HEART_FAILURE = "heart failure"
    RHYTHM = "rhythm disorder"
    EMBOLISM = "embolism or thrombosis"
    VALVE = "valve disease"
    COPD = "chronic obstructive pulmonary disease"
    ASTHMA = "asthma"
    INTERSTITIAL_CYSTITIS = "interstitial cystitis"
    EYE = "eye disease"
    DEMENTIA = "dementia"
    SUBSTANCES = "substance use disorder"
    PSYCHOSIS = "psychosis"
    BIPOLAR = "bipolar disorder"
    PREGNANCY_WISHED = "wish for a pregnancy"


@attrs.frozen
class Ingredient:
    """An active ingredient, or a fixed combination, with its classes; none of them where no rule speaks of it."""

    name: str
    rxnorm: str | None
    code_certainty: Certainty
    """Whether the code was seen in a public repository, or is recalled."""
    classes: frozenset[MedicineClass]
    names: tuple[str, ...]
    """Brands, salts and spellings, the Spanish ones too, that mean this ingredient and no other."""
    sources: tuple[Citation, ...]
    """What says that it belongs to its classes, or to none, and what it tells of."""
    lorazepam_equivalent: Limit | None = None
    """How many milligrams equal 1 mg of lorazepam; None where nobody is cited for it."""
    codes: tuple[str, ...] = ()
    """The codes that stand for it by themselves: its own where that is not only recalled, and those of products."""
    tells_of: frozenset[Told] = frozenset()
    """The diseases of which nearly everybody who takes it has one."""
    parts: tuple[Ingredient, ...] = ()
    """What several medicines consist of that the table does not hold as one."""

    @property
    def each(self) -> tuple[Ingredient, ...]:
        """The ingredients of the table that it is: itself, or its parts."""
        return self.parts or (self,)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Everything that stands for the ingredient by itself: its names, its codes that are not only recalled."""
        return (self.name, *self.names, *self.codes)


def _general(says: str) -> Citation:
    return recalled(PHARMACOLOGY, says)


SOURCES: Final[Mapping[str, Citation]] = {
    "label_mao_inhibitor": Citation(SWISS_SPRAVATO, "interactions: MAO inhibitors"),
    "label_stimulant": Citation(SWISS_SPRAVATO, "interactions: psychostimulants"),
    "label_stimulant_inducer": Citation(
        SWISS_SPRAVATO, "interactions: psychostimulants; that it also induces CYP3A4 is recalled"
    ),
    "label_xanthine": Citation(EU_LEAFLET, "other medicines: xanthine derivatives raise blood pressure"),
    "label_thyroid_hormone": Citation(EU_LEAFLET, "other medicines: thyroid hormones raise blood pressure"),
    "label_pressor": Citation(EU_LEAFLET, "other medicines: ergometrine and vasopressin raise blood pressure"),
    "listed_z_drug": Citation(SCOTTISH_EQUIVALENTS, "listed as Z-drugs"),
    "lamotrigine": Citation(PSYCHIATRIC_MEDICINES_REVIEW, "abstract: lamotrigine"),
    "abstract_cyp_inhibitor": Citation(ORAL_TICLOPIDINE, "abstract: ticlopidine inhibits CYP2B6, itraconazole CYP3A"),
    "listed_cyp_inhibitor": Citation(CYP3A_TABLE, "strong and moderate inhibitors"),
    "boxed_cyp_inducer": Citation(CYP_BOX, "common inducers of CYP2B6"),
    "listed_cyp_inducer": Citation(CYP3A_TABLE, "strong and moderate inducers"),
    "mao_inhibitor": _general("inhibits monoamine oxidase"),
    "stimulant": _general("stimulates like amphetamine or methylphenidate"),
    "xanthine": _general("is a xanthine"),
    "decongestant": _general("a decongestant, constricts vessels"),
    "vasoconstrictor": _general("constricts vessels as ergometrine does"),
    "noradrenergic": _general("raises noradrenaline or its effect, and blood pressure"),
    "pressor": _general("raises blood pressure"),
    "benzodiazepine": _general("is a benzodiazepine"),
    "benzodiazepine_without_equivalent": _general(
        "is a benzodiazepine or acts like one; nobody is cited for its equivalent"
    ),
    "z_drug": _general("is a Z-drug; nobody is cited for its equivalent"),
    "opioid": _general("is an opioid"),
    "opioid_antagonist": _general("blocks opioid receptors"),
    "sedating": _general("depresses the central nervous system"),
    "strong_depressant": _general("a barbiturate, or depresses breathing as they do"),
    "oxybate": _general("is oxybate, which depresses breathing"),
    "antipsychotic": _general("is an antipsychotic"),
    "depot": _general("a depot, given against a psychosis"),
    "mood_stabiliser": _general("is given against a bipolar disorder, as well as for other reasons"),
    "nmda_antagonist": _general("blocks NMDA receptors, as ketamine does"),
    "ketamine": _general("is ketamine, or a part of it"),
    "antithyroid": _general("holds an overactive thyroid down"),
    "steroid": _general("a steroid that acts in the whole body"),
    "stops_periods": _general("may stop periods without a menopause"),
    "tells_of": proposal("nearly everybody who takes it has one of these diseases; the pharmacology is recalled"),
    "cyp_inhibitor": _general("inhibits CYP2B6 or, weakly to moderately, CYP3A4"),
    "cyp_inducer": _general("induces CYP3A4 or CYP2B6"),
    "antidepressant": _general("an antidepressant that belongs to none of the classes"),
    "antiepileptic": _general("a mood stabiliser or antiepileptic that belongs to none of the classes"),
    "psychiatric": _general("another psychiatric medicine that belongs to none of the classes"),
    "antihypertensive": _general("lowers blood pressure and belongs to none of the classes"),
    "metabolic": _general("a medicine for lipids, clotting, sugar or gout that belongs to none of the classes"),
    "hormone": _general("a hormone or its antagonist that belongs to none of the classes"),
    "common": _general("a common medicine or supplement that belongs to none of the classes"),
    "ashton": Citation(BENZODIAZEPINE_GUIDELINE, "the Ashton manual's column; of a range, the smaller amount"),
    "scottish": Citation(SCOTTISH_EQUIVALENTS, "twice what stands beside 0.5 mg of lorazepam"),
    "scottish_range": Citation(
        SCOTTISH_EQUIVALENTS, "twice what stands beside 0.5 mg of lorazepam; the smaller of a range"
    ),
    "world_health_organization": Citation(WHO_EQUIVALENTS, "twice what stands beside 0.5 mg of lorazepam"),
}
"""What the table cites, by the words that stand there."""


def _lines() -> Iterator[Mapping[str, str]]:
    data = pkgutil.get_data(__name__, "ingredients.csv")
    assert data is not None, "the table is part of the package"
    yield from csv.DictReader(data.decode("utf-8").splitlines())


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("; ")) if cell else ()


def _ingredient(line: Mapping[str, str]) -> Ingredient:
    equivalent = None
    if line["lorazepam_equivalent"]:
        equivalent = Limit(
            Decimal(line["lorazepam_equivalent"]),
            "mg",
            id=f"medicines.equivalent.{line['ingredient']}",
            source=SOURCES[line["equivalent_source"]],
            since=ADOPTED,
        )
    certainty = Certainty.RECALLED if line["rxnorm_certainty"] == "recalled" else Certainty.CONFIRMED
    confirmed = _several(line["rxnorm"]) if certainty is Certainty.CONFIRMED else ()
    return Ingredient(
        line["ingredient"],
        line["rxnorm"] or None,
        certainty,
        frozenset(MedicineClass[each.upper()] for each in _several(line["classes"])),
        (*_several(line["names"]), *_several(line["spanish"])),
        tuple(SOURCES[each] for each in _several(line["sources"])),
        equivalent,
        (*confirmed, *_several(line["product_codes"])),
        frozenset(Told[each.upper()] for each in _several(line["tells_of"])),
    )


@attrs.frozen(kw_only=True)
class SiteName:
    """What a site's policy says of a name that the table does not hold: an ingredient, or classes and diseases."""

    name: str
    """As the policy writes it."""
    ingredient: Ingredient
    """One of the table; or one of the name alone, with the classes that the policy names."""
    told: tuple[frozenset[Told], ...] = ()
    """Of what it tells beside the ingredient: of one disease of each."""
    of_classes: bool
    """Whether the policy names classes and diseases, and no ingredient of the table."""
    reason: str
    approved_by: str
    """The role of whoever approved it."""
    date: datetime.date
    expires: datetime.date


INGREDIENTS: Final = tuple(map(_ingredient, _lines()))
"""Every ingredient and fixed combination of the table."""


def normalised(identifier: str) -> str:
    """Return a name or code as it is compared: without case, and with single blanks.

    >>> normalised("  St John's   WORT ")
    "st john's wort"
    """
    return " ".join(identifier.casefold().split())


def nearly(text: str) -> Ingredient | None:
    """Return an ingredient whose name a text is but for a letter, so that it may be meant; None where there is none.

    A letter may be too many, lack, be another one, or two may have changed places. So may a word be, or several, that
    stand in a longer text: they are held against the names of ingredients that belong to a class or tell of a disease.
    A short word is near to many, and counts only where it is such a name to the letter.

    >>> nearly("phenelzin").name, nearly("Lorazepan-forte").name, nearly("Soma nova").name, nearly("zelbritide")
    ('phenelzine', 'lorazepam', 'carisoprodol', None)
    """
    name, near = normalised(text), _near()
    found = next((near[each] for each in _but_for_a_letter(name) if each in near), None)
    if found is not None:
        return found
    for words in (name.split(), re.split(BETWEEN_WORDS, name)):
        runs = (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
        for run in runs:
            if len(run) < SHORTEST_WORD:
                held = [_index()[run]] if run in _index() and len(run) > 1 else []
            else:
                held = [near[each] for each in _but_for_a_letter(run) if each in near]
            for each in held:
                if each.classes or each.tells_of:
                    return each
    return None


SHORTEST_WORD: Final = 5
"""How many letters a word has that is held against a name but for a letter; shorter ones are near to many."""
BETWEEN_WORDS: Final = r"[^\w']+"
"""What parts the words of a text, beside blanks."""


def _but_for_a_letter(name: str) -> Iterator[str]:
    yield name
    yield from (name[:place] + name[place + 1 :] for place in range(len(name)))


@functools.cache
def _near() -> dict[str, Ingredient]:
    """Return the ingredients by their names, whole and without each one of their letters; a classless one yields."""
    found: dict[str, Ingredient] = {}
    for name, ingredient in _index().items():
        for each in _but_for_a_letter(name):
            if each not in found or ingredient.classes:
                found[each] = ingredient
    return found


@functools.cache
def _index() -> dict[str, Ingredient]:
    return {normalised(each): ingredient for ingredient in INGREDIENTS for each in ingredient.identifiers}


@functools.cache
def _codes() -> dict[str, Ingredient]:
    """Return the ingredients by their codes, the recalled ones too."""
    codes = {ingredient.rxnorm: ingredient for ingredient in INGREDIENTS if ingredient.rxnorm}
    return codes | {code: ingredient for ingredient in INGREDIENTS for code in ingredient.codes}


def resolve(identifier: str) -> Ingredient | None:
    """Return the ingredient that a name or code stands for exactly, or None; nothing is guessed.

    A code that is only recalled stands for nothing by itself.

    >>> resolve("Xanax").name, resolve("596").name
    ('alprazolam', 'alprazolam')
    >>> resolve("Xanaxx") is None, resolve("8123") is None
    (True, True)
    """
    return _index().get(normalised(identifier))


def coded(code: str) -> Ingredient | None:
    """Return the ingredient beside which a code stands in the table, recalled or confirmed: it may agree with a name.

    >>> coded("8123").name
    'phenelzine'
    """
    return _codes().get(normalised(code))


@functools.cache
def combined(parts: tuple[Ingredient, ...]) -> Ingredient:
    """Return several ingredients as one medicine: it belongs to every class of theirs, and nobody compares its dose.

    >>> tylenol, valium = resolve("paracetamol"), resolve("diazepam")
    >>> combined((valium, tylenol)).classes == valium.classes
    True
    """
    if len(parts) == 1:
        return parts[0]
    return Ingredient(
        " with ".join(part.name for part in parts),
        None,
        Certainty.CONFIRMED,
        frozenset[MedicineClass]().union(*(part.classes for part in parts)),
        (),
        (_general("a combination, which belongs to the classes of its parts"),),
        parts=parts,
    )
