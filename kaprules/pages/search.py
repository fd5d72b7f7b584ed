"""What a search finds: criteria, conditions, rules, concepts, facts, works and medicines, with every word for them.

The same is an index from A to Z, in which each other word leads to what it stands for: who has no JavaScript, or has
paper, finds by it what the search finds.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from ..facts.model import Fact
from ..ingredients import INGREDIENTS, Ingredient, MedicineClass
from ..language import Locale, message
from ..limit import Limit
from ..rule import Rule
from ..wording.conditions import CONDITIONS, WORDS, Other
from .book import Book, facts_of, limits_of
from .glance import name_of
from .words import Owner, Words

CLASSES: Final[Mapping[MedicineClass, tuple[str, ...]]] = {
    MedicineClass.MAO_INHIBITOR: ("medicines.maoi_last_taken",),
    MedicineClass.STIMULANT: ("medicines.takes_stimulant",),
    MedicineClass.XANTHINE: ("medicines.takes_xanthine",),
    MedicineClass.BENZODIAZEPINE: ("medicines.takes_benzodiazepine", "medicines.lorazepam_equivalent"),
    MedicineClass.Z_DRUG: ("medicines.takes_benzodiazepine", "medicines.lorazepam_equivalent"),
    MedicineClass.OPIOID: ("medicines.takes_opioid", "medicines.takes_opioid_beyond_maintenance"),
    MedicineClass.LAMOTRIGINE: ("medicines.takes_lamotrigine",),
    MedicineClass.CYP_INHIBITOR: ("medicines.takes_cyp_inhibitor",),
    MedicineClass.CYP_INDUCER: ("medicines.takes_cyp_inducer",),
    MedicineClass.THYROID_HORMONE: ("medicines.takes_thyroid_hormone",),
    MedicineClass.PRESSOR: ("medicines.takes_pressor",),
    MedicineClass.OPIOID_ANTAGONIST: ("medicines.takes_naltrexone",),
    MedicineClass.CNS_DEPRESSANT: ("medicines.takes_cns_depressant",),
    MedicineClass.STRONG_DEPRESSANT: ("medicines.takes_strong_depressant",),
    MedicineClass.OXYBATE: ("medicines.takes_oxybate",),
    MedicineClass.ANTIPSYCHOTIC: ("medicines.antipsychotic_or_mood_stabiliser",),
    MedicineClass.DEPOT_ANTIPSYCHOTIC: ("medicines.antipsychotic_or_mood_stabiliser",),
    MedicineClass.MOOD_STABILISER: ("medicines.antipsychotic_or_mood_stabiliser", "medicines.takes_mood_stabiliser"),
    MedicineClass.NMDA_ANTAGONIST: ("medicines.takes_nmda_antagonist",),
    MedicineClass.KETAMINE: ("medicines.takes_ketamine", "medicines.ever_ketamine"),
    MedicineClass.ANTITHYROID: ("medicines.takes_antithyroid",),
    MedicineClass.SYSTEMIC_STEROID: ("medicines.takes_systemic_steroid",),
    MedicineClass.STOPS_PERIODS: ("medicines.period_stopper_last_taken",),
}
"""The facts that say whether a medicine of a class is taken."""
KINDS: Final = {
    "part": message("Part of the rule book"),
    "condition": message("Condition or topic"),
    "rule": message("Rule"),
    "concept": message("Concept"),
    "fact": message("Fact"),
    "medicine": message("Medicine"),
    "class": message("Class of medicines"),
    "work": message("Work cited"),
}
"""What can be found, in the order in which it is shown where a search finds several as well."""
PAIRED: Final = ("systolic", "diastolic")


@attrs.frozen(eq=False)
class Entry:
    """Something that can be found: where it stands, and by which words."""

    kind: str
    title: str
    page: str
    words: tuple[str, ...] = ()
    """Other words for it, each whole: a search looks for all words of a query in one of them first."""
    shown: tuple[str, ...] = ()
    """Those of the words that are written beside the title."""
    rules: tuple[Rule, ...] = ()
    """The rules that it leads to."""
    owner: Owner | None = None

    @property
    def order(self) -> int:
        """Its place among what is found alike."""
        return list(KINDS).index(self.kind)


@attrs.frozen
class See:
    """Another word in the index, with what it stands for."""

    word: str
    entries: tuple[Entry, ...]


@attrs.frozen
class Letter:
    """What begins with one letter, by the alphabet."""

    name: str
    lines: tuple[Entry | See, ...]


def entries(book: Book, locale: Locale) -> tuple[Entry, ...]:
    """Return everything that can be found."""
    words = Words(locale)
    return (
        *_parts(book, words),
        *_conditions(book, words),
        *(_owner(book, owner, words) for owner in book.owners.values()),
        *(_fact(book, fact, words) for fact in dict.fromkeys(fact for each in book.facts.values() for fact in each)),
        *_medicines(book, words),
        *(Entry("work", work.source.title, work.page, (work.source.key,)) for work in book.works),
    )


def letters(found: Iterable[Entry]) -> tuple[Letter, ...]:
    """Return an index from A to Z, with a line for each other word."""
    found = tuple(found)
    others: dict[str, dict[Entry, None]] = {}
    titles = {plain(entry.title) for entry in found}
    for entry in found:
        for word in entry.shown:
            if plain(word) not in titles:
                others.setdefault(word, {})[entry] = None
    lines: list[Entry | See] = [*found, *(See(word, tuple(stands_for)) for word, stands_for in others.items())]
    by_letter: dict[str, list[Entry | See]] = {}
    for line in sorted(lines, key=_place):
        first = plain(_told(line))[:1]
        by_letter.setdefault(first.upper() if first.isalpha() else "0–9", []).append(line)
    return tuple(Letter(name, tuple(among)) for name, among in by_letter.items())


def plain(text: str) -> str:
    """Return a text as it is put in order and compared: without accents and capitals."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)).lower()


def _told(line: Entry | See) -> str:
    return line.title if isinstance(line, Entry) else line.word


def _place(line: Entry | See) -> tuple[bool, str]:
    told = plain(_told(line))
    return told[:1].isalpha(), told


# What there is -----------------------------------------------------------------------------------------------


def _parts(book: Book, words: Words) -> Iterator[Entry]:
    for chapter in book.chapters:
        number = words.criterion(chapter.criterion)
        yield Entry("part", words.part(chapter), f"{chapter.name}.html", (number,) if number else ())
    for name, ruleset in book.rulesets.items():
        yield Entry("part", words.ruleset(name), f"{name}.html", (words.locale(ruleset.question),))


def _conditions(book: Book, words: Words) -> Iterator[Entry]:
    """Yield each condition with its rules, those of all parts of the book together."""
    rules: dict[str, list[Rule]] = {}
    for _, _, among in book.parts():
        for rule in among:
            rules.setdefault(name_of(rule), []).append(rule)
    known = other_words(words.locale)
    for name, found in rules.items():
        others = known.get(name, ())
        limits = (text for rule in found for text in _limits(rule, words))
        found.sort(key=lambda rule: rule.level, reverse=True)
        yield Entry(
            "condition", words.locale(name), f"glance.html#{anchor(name)}", (*others, *limits), others, tuple(found)
        )


@functools.cache
def other_words(locale: Locale) -> Mapping[str, tuple[str, ...]]:
    """Return the other words for each condition, in a reader's language."""
    found: dict[str, dict[str, None]] = {}
    for known in CONDITIONS.values():
        found.setdefault(known.name, {}).update(dict.fromkeys(known.other.words(locale)))
    return {name: tuple(words) for name, words in found.items()}


def anchor(name: str) -> str:
    """Return the id by which the row of a condition is led to."""
    return f"on-{''.join(each if each.isalnum() else '-' for each in plain(name))}"


def _owner(book: Book, owner: Owner, words: Words) -> Entry:
    """Return a rule or concept, found by its condition, its facts, its limits, its criterion and its works."""
    locale = words.locale
    of_facts = (word for fact in facts_of(owner) for word in (locale(fact.title), fact.id, *others_of(fact, locale)))
    criteria = (
        words.criterion(chapter.criterion)
        for chapter in book.chapters
        if owner in (*chapter.every_rule, *chapter.concepts)
    )
    works = (locale(source.title) for source in dict.fromkeys(each.source for each in owner.source))
    places = (locale(citation.locator) for citation in owner.source)
    rule = owner if isinstance(owner, Rule) else None
    about = (locale(name_of(rule)), *other_words(locale).get(name_of(rule), ())) if rule else ()
    found = (owner.id, *about, *_limits(owner, words), *criteria, *of_facts, *works, *places)
    kind = "concept" if rule is None else "rule"
    return Entry(kind, words.title(owner), f"{owner.id}.html", tuple(dict.fromkeys(filter(None, found))), owner=owner)


def others_of(fact: Fact, locale: Locale) -> tuple[str, ...]:
    """Return the other words for a fact, in a reader's language."""
    return WORDS.get(fact.id, Other()).words(locale)


def _limits(owner: Owner, words: Words) -> Iterator[str]:
    """Yield the limits that a rule compares with as they are said and written: 140 mmHg, 140/90."""
    limits = limits_of(owner)
    for limit in limits:
        yield from (words.locale.quantity(limit.value, limit.unit), limit.id)
    by_id = {limit.id: limit for limit in limits}
    for limit in limits:
        other = by_id.get(limit.id.replace(*PAIRED))
        if other is not None and other is not limit:
            yield _pair(limit, other, words.locale)


def _pair(one: Limit, other: Limit, locale: Locale) -> str:
    return f"{locale.number(one.value)}/{locale.number(other.value)}"


def _fact(book: Book, fact: Fact, words: Words) -> Entry:
    others = others_of(fact, words.locale)
    found = (fact.id, *others, words.locale(fact.question)) if fact.question else (fact.id, *others)
    return Entry("fact", words.locale(fact.title), f"fact-{fact.id}.html", found, others)


# Medicines ---------------------------------------------------------------------------------------------------


def _medicines(book: Book, words: Words) -> Iterator[Entry]:
    """Yield each class of medicines and each medicine of the table, with the rules that read of it."""
    if "medicines" not in book.facts:
        return
    for each in MedicineClass:
        title = words.class_of(each)
        yield Entry("class", title, f"ingredients.html#{each.name.lower()}", rules=rules_of_class(book, each))
    for medicine in INGREDIENTS:
        classes = sorted(medicine.classes, key=list(MedicineClass).index)
        rules = dict.fromkeys(rule for each in classes for rule in rules_of_class(book, each))
        page = f"ingredients.html#{classes[0].name.lower() if classes else 'none'}"
        said = tuple(f"{words.locale(KINDS['class'])}: {words.class_of(each)}" for each in classes)
        names = tuple(name for name in medicine.names if plain(name) != plain(medicine.name))
        yield Entry("medicine", medicine.name, page, (*names, *said), names, tuple(rules))


def rules_of_class(book: Book, of: MedicineClass) -> tuple[Rule, ...]:
    """Return the rules that read whether a medicine of a class is taken, gravest first; not through long detours."""
    facts = [fact for fact in book.facts["medicines"] if fact.id in CLASSES[of]]
    rules = dict.fromkeys(rule for fact in facts for rule in book.reaching.get(fact, ()))
    return tuple(sorted(rules, key=lambda rule: rule.level, reverse=True))


def medicines_of(of: MedicineClass) -> tuple[Ingredient, ...]:
    """Return the medicines of the table that belong to a class."""
    return tuple(medicine for medicine in INGREDIENTS if of in medicine.classes)
