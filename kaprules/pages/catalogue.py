"""The rule book as a static site: everything that is declared, a page for each rule, concept, fact and work, no server.

Each page has its way in: a search in its header that leads to the index from A to Z, and a table of its own contents.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ..facts.model import Fact
from ..ingredients import INGREDIENTS, MedicineClass
from ..language import ENGLISH, Locale, message
from ..limit import Citation
from ..possible import Level
from ..rule import Case, Concept, Marked, Phase, Rule
from ..ruleset import RuleSet
from ..rulesets import RULESETS, SCREENING
from ..wording.asking import NOT_WANTED
from . import search
from .book import Assurance, Book, Cited, book_of, concepts_of, facts_of, introduction_of, limits_of, used_by
from .frame import rendered
from .glance import COLUMNS, name_of, sections
from .graph import Drawn, Graph, graph_of, picture_of
from .words import CERTAINTIES, NO_TIER, TIERS, Owner, Words

GROUPS: Final = {
    Level.EXCLUSION: message("Exclusions"),
    Level.NEEDS_INFORMATION: message("Information or assessment needed"),
    Level.CAUTION: message("Cautions"),
    Level.NOTE: message("Notes"),
}
CASES: Final = {
    Case.FIRES: message("holds"),
    Case.PASSES: message("does not hold"),
    Case.ASKS: message("not known"),
}
"""What a rule says of an example."""
MANY_PLACES: Final = 30
"""How many places of a work are shown together."""


def site(
    rulesets: Mapping[str, RuleSet] | None = None,
    changes: str = "",
    locale: Locale = ENGLISH,
    assurance: Assurance | None = None,
) -> dict[str, str]:
    """Return every page of the rule book by its file name.

    ``rulesets`` are those of the library, or what a site's policy makes of them; ``changes`` is a change log in
    Markdown; ``assurance`` is what notices a fault in each rule.
    """
    return dict(_pages(book_of(RULESETS if rulesets is None else rulesets, assurance), changes, locale))


def _pages(book: Book, changes: str, locale: Locale) -> Iterator[tuple[str, str]]:
    words = Words(locale)
    render = functools.partial(
        rendered,
        locale=locale,
        form_action="'self'",
        style="style.css catalogue.css",
        script="script.js catalogue.js",
        book=book,
        case_names=CASES,
        groups=GROUPS,
        changes=bool(changes),
        anchor=search.anchor,
    )
    yield "index.html", render("index.html")
    yield "glance.html", render("glance.html", **_glance(book))
    found = search.entries(book, locale)
    yield "search.html", render("search.html", letters=search.letters(found), kinds=search.KINDS)
    for name, ruleset in book.rulesets.items():
        rules = () if book.chapters and ruleset.name == SCREENING.name else (*ruleset.rules, *ruleset.optional_rules)
        shown = _picture(rules, words) if rules else {"picture": None}
        introduction = introduction_of(ruleset.home)
        yield (
            f"{name}.html",
            render(
                "ruleset.html", ruleset=ruleset, introduction=introduction, picture_name=words.ruleset(name), **shown
            ),
        )
    for chapter in book.chapters:
        name = words.part(chapter)
        shown = _picture(chapter.every_rule, words)
        yield f"{chapter.name}.html", render("chapter.html", chapter=chapter, picture_name=name, **shown)
    for owner in book.owners.values():
        yield f"{owner.id}.html", render("card.html", **_card(owner, book))
    yield "facts.html", render("facts.html")
    for fact in dict.fromkeys(fact for group in book.facts.values() for fact in group):
        yield f"fact-{fact.id}.html", render("fact.html", **_fact(fact, book, locale))
    if "medicines" in book.facts:
        yield "ingredients.html", render("ingredients.html", **_medicines(book))
    yield "graph.html", render("graph.html", graphs=list(_graphs(book)))
    yield "sources.html", render("sources.html", tiers=list(_tiers(book.works, locale)))
    for work in book.works:
        places = list(_places(work, book, words))
        yield work.page, render("work.html", work=work, tier=locale(_tier(work)), groups_of_places=places)
    if changes:
        yield "changes.html", render("changes.html", versions=list(_versions(changes)))


def _glance(book: Book) -> dict[str, Any]:
    """Return what the criteria at a glance show; a condition that several parts have is led to in the first."""
    found = tuple(sections(book))
    first: dict[str, str] = {}
    for section in found:
        for row in section.rows:
            first.setdefault(row.name, section.name)
    sited = any(ruleset.policy for ruleset in book.rulesets.values())
    return {"sections": found, "columns": COLUMNS, "first": first, "sited": sited}


def _picture(rules: Iterable[Rule], words: Words) -> dict[str, Any]:
    """Return the picture of some rules from facts to outcome, with the rules."""
    rules = sorted(rules, key=lambda rule: rule.level, reverse=True)
    owners: tuple[Owner, ...] = (*concepts_of(rules), *rules)
    titles: dict[Drawn, str] = {owner: words.title(owner) for owner in owners}
    titles |= {fact: words.locale(fact.title) for owner in owners for fact in facts_of(owner)}
    titles |= {level: words.outcome(level) for level in Level}
    return {"picture": picture_of(rules, titles), "pictured": rules}


def _card(owner: Owner, book: Book) -> dict[str, Any]:
    """Return what the page of a rule or concept shows."""
    first = book.rulesets[book.sets[owner.id][0]]
    rule = owner if isinstance(owner, Rule) else None
    rules = [each for each in book.owners.values() if isinstance(each, Rule)]
    return {
        "owner": owner,
        "rule": rule,
        "about": name_of(owner) if isinstance(owner, Rule) else "",
        "marked": [
            (mark.mark, mark.when) if isinstance(mark, Marked) else (mark, None) for mark in getattr(owner, "marks", ())
        ],
        "limits": limits_of(owner),
        "stewardship": book.stewardship(owner),
        "proofs": book.assurance.proofs.get(owner.id, ()),
        "mutants": book.assurance.mutants.get(owner.id),
        "moved": bool(first.policy),
        "cases": None if book.assurance.cases is None else book.assurance.cases.get(owner.id, ()),
        "uses": list(used_by(owner)),
        "users": book.users.get(owner.id, ()),
        "below": [each for each in rules if rule and each.id in rule.subsumes],
        "above": [each for each in rules if owner.id in each.subsumes],
        "neighbours": {
            fact: [each for each in book.reaching.get(fact, ()) if each is not owner] for fact in facts_of(owner)
        },
        "chapters": [each for each in book.chapters if owner in (*each.every_rule, *each.concepts)],
        "off": book.is_off(owner),
        "subject": first.subject,
        "on": first.phase.example,
        "dosing_day": first.phase is Phase.DOSING_DAY,
    }


def _fact(fact: Fact, book: Book, locale: Locale) -> dict[str, Any]:
    """Return what the page of a fact shows: as it is declared, and as a site has it."""
    moved = {each: of.validity for ruleset in book.rulesets.values() for each, of in ruleset.validities.items()}
    group = book.facts[fact.group]
    return {
        "fact": fact,
        "validity": moved.get(fact, fact.validity),
        "unasked": any(fact in ruleset.unasked for ruleset in book.rulesets.values()),
        "not_wanted": NOT_WANTED,
        "others": search.others_of(fact, locale),
        "inputs": [each for each in group if each.name in fact.derived_from],
        "outputs": [each for each in group if fact.name in each.derived_from],
        "rules": book.reaching.get(fact, ()),
        "concepts": [each for each in book.readers.get(fact, ()) if isinstance(each, Concept)],
        "classes": [each for each, facts in search.CLASSES.items() if fact.id in facts],
    }


def _medicines(book: Book) -> dict[str, Any]:
    """Return what the page of medicines shows: each class with its rules, and what belongs to none."""
    classes = [(of, search.medicines_of(of), search.rules_of_class(book, of)) for of in MedicineClass]
    return {"classes": classes, "others": [each for each in INGREDIENTS if not each.classes]}


def _graphs(book: Book) -> Iterator[tuple[str, Graph, Mapping[Concept, tuple[Owner, ...]]]]:
    """Yield for each rule set that has concepts a graph of them, and the same in words."""
    for name, ruleset in book.rulesets.items():
        concepts = concepts_of((*ruleset.rules, *ruleset.optional_rules))
        inside = {*ruleset.rules, *ruleset.optional_rules, *concepts}
        users = {concept: tuple(each for each in book.users[concept.id] if each in inside) for concept in concepts}
        if users:
            yield name, graph_of(users), users


def _tier(work: Cited) -> str:
    return TIERS.get(work.source.tier or 0, NO_TIER)


def _tiers(works: Iterable[Cited], locale: Locale) -> Iterator[tuple[str, list[Cited]]]:
    """Yield the works by their tiers, those without one last."""
    works = tuple(works)
    for tier in (*TIERS.values(), NO_TIER):
        if found := [work for work in works if _tier(work) == tier]:
            yield locale(tier), found


def _places(work: Cited, book: Book, words: Words) -> Iterator[tuple[str, str, list[Citation]]]:
    """Yield the places in a work by how sure they are; those in one that is cited throughout by the part that cites."""
    if len(work.places) <= MANY_PLACES:
        for certainty, heading in CERTAINTIES.items():
            if found := [place for place in work.places if place.certainty is certainty]:
                yield certainty.name.lower(), words.locale(heading), found
        return
    of_part: dict[str, str] = {}
    for name, _, rules in book.parts():
        of_part.update((rule.id, name) for rule in rules)
        of_part.update((concept.id, name) for concept in concepts_of(rules))
    for name, part, _ in book.parts():
        title = words.ruleset(name) if isinstance(part, RuleSet) else words.part(part)
        if found := [place for place, names in work.places.items() if of_part[names[0][0]] == name]:
            yield f"part-{name}", title, found


def _versions(changes: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each version of a change log with its entries; a line that is indented goes on with the one before."""
    for section in re.split(r"^## ", changes, flags=re.MULTILINE)[1:]:
        title, _, rest = section.partition("\n")
        yield title.strip(), tuple(" ".join(entry.split()) for entry in re.split(r"^- ", rest, flags=re.MULTILINE)[1:])
