"""The rule book as a static site: everything that is declared, a page for each rule and concept, and no server."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, Final

import attrs

from ..conditions import Condition, atoms
from ..facts.model import Fact, groups_of
from ..language import ENGLISH, Locale, message
from ..limit import Citation, Limit, Source
from ..policy import conditions_of
from ..possible import Level
from ..rule import Case, Concept, Marked, Phase, Rule, fact_atoms
from ..ruleset import RuleSet
from ..rulesets import CRITERIA, RULESETS
from ..wording.asking import NOT_WANTED
from .frame import rendered
from .graph import Graph, graph_of
from .words import Owner

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
_HEADLINE: Final = re.compile(r"(?:Criterion \d+: )?(.*?)\.?", re.DOTALL)


@attrs.frozen
class Chapter:
    """A part of the screening: one of the criteria of the source, or what its own sources add."""

    name: str
    title: str
    criterion: int | None
    introduction: tuple[str, ...]
    rules: tuple[Rule, ...]
    off: tuple[Rule, ...]
    concepts: tuple[Concept, ...]


@attrs.frozen
class Cited:
    """A work, with every place in it that is cited, and by which rules, concepts and limits."""

    source: Source
    places: Mapping[Citation, tuple[tuple[str, str], ...]]
    """By citation the page and the name of what cites it."""

    @property
    def citing(self) -> int:
        """How many rules and concepts cite the work, themselves or by a limit."""
        return len({page for names in self.places.values() for page, _ in names})


@attrs.frozen
class Book:
    """All rule sets together, with what refers to what."""

    rulesets: Mapping[str, RuleSet]
    chapters: tuple[Chapter, ...]
    owners: Mapping[str, Owner]
    sets: Mapping[str, tuple[str, ...]]
    """By rule or concept the names of its rule sets."""
    users: Mapping[str, tuple[Owner, ...]]
    """By concept what uses it."""


def site(rulesets: Mapping[str, RuleSet] | None = None, changes: str = "", locale: Locale = ENGLISH) -> dict[str, str]:
    """Return every page of the rule book by its file name.

    ``rulesets`` are those of the library, or what a site's policy makes of them; ``changes`` is a change log in
    Markdown.
    """
    book = _book(RULESETS if rulesets is None else rulesets)
    words: dict[str, Any] = {
        "book": book,
        "cases": CASES,
        "groups": GROUPS,
        "changes": bool(changes),
    }
    pages = {"index.html": rendered("index.html", locale, **words, entries=list(_entries(book)))}
    for name, ruleset in book.rulesets.items():
        pages[f"{name}.html"] = rendered(
            "ruleset.html", locale, **words, ruleset=ruleset, introduction=_introduction(ruleset.home)
        )
    for chapter in book.chapters:
        pages[f"{chapter.name}.html"] = rendered("chapter.html", locale, **words, chapter=chapter)
    for owner in book.owners.values():
        pages[f"{owner.id}.html"] = rendered("card.html", locale, **words, **_card(owner, book))
    pages["facts.html"] = rendered("facts.html", locale, **words, **_facts_page(book))
    pages["graph.html"] = rendered("graph.html", locale, **words, graphs=list(_graphs(book)))
    pages["sources.html"] = rendered("sources.html", locale, **words, works=_works(book))
    if changes:
        pages["changes.html"] = rendered("changes.html", locale, **words, versions=list(_versions(changes)))
    return pages


# The book ----------------------------------------------------------------------------------------------------


def _facts_page(book: Book) -> dict[str, Any]:
    """Return what the page of the facts shows: those that are asked about, as a site has them."""
    moved = {fact: each.validity for ruleset in book.rulesets.values() for fact, each in ruleset.validities.items()}
    return {
        "facts": _asked(book),
        "validity_of": lambda fact: moved.get(fact, fact.validity),
        "unasked": {fact for ruleset in book.rulesets.values() for fact in ruleset.unasked},
        "not_wanted": NOT_WANTED,
    }


def _book(rulesets: Mapping[str, RuleSet]) -> Book:
    owners: dict[str, Owner] = {}
    sets: dict[str, tuple[str, ...]] = {}
    users: dict[str, dict[Owner, None]] = {}
    for name, ruleset in rulesets.items():
        rules = (*ruleset.rules, *ruleset.optional_rules)
        declared: tuple[Owner, ...] = (*rules, *_concepts(rules))
        for owner in declared:
            owners.setdefault(owner.id, owner)
            sets[owner.id] = (*sets.get(owner.id, ()), name)
            for concept in _uses(owner):
                users.setdefault(concept.id, {})[owner] = None
    among = {name: module for name, module in CRITERIA.items() if all(rule.id in owners for rule in module.RULES)}
    chapters = tuple(_chapter(name, module, owners) for name, module in among.items())
    return Book(rulesets, chapters, owners, sets, {name: tuple(found) for name, found in users.items()})


def _conditions(owner: Owner) -> tuple[Condition, ...]:
    return tuple(conditions_of(owner)) if isinstance(owner, Rule) else (owner.when,)


def _uses(owner: Owner) -> dict[Concept, None]:
    """Return the concepts that a rule or concept uses itself."""
    found = (atom.subject for condition in _conditions(owner) for atom in atoms(condition))
    return {concept: None for concept in found if isinstance(concept, Concept)}


def _concepts(owners: Iterable[Owner]) -> dict[Concept, None]:
    """Return every concept that is used, by one's own or through others, each after those it uses."""
    found: dict[Concept, None] = {}
    for owner in owners:
        for concept in _uses(owner):
            found |= _concepts((concept,)) | {concept: None}
    return found


def _chapter(name: str, module: ModuleType, owners: Mapping[str, Owner]) -> Chapter:
    """Return a chapter with its rules as the rule sets have them: a site's policy may have changed them."""
    headline, *introduction = _paragraphs(module)
    number = re.match(r"Criterion (\d+): ", headline)
    in_force = [owner for each in module.RULES if isinstance(owner := owners[each.id], Rule)]
    off = [owner for each in getattr(module, "OFF", ()) if isinstance(owner := owners[each.id], Rule)]
    return Chapter(
        name,
        headline_of(module),
        int(number[1]) if number else None,
        tuple(introduction),
        tuple(in_force),
        tuple(off),
        tuple(_concepts((*in_force, *off))),
    )


def headline_of(module: ModuleType) -> str:
    """Return what a part of the rule book is about, without its number."""
    found = _HEADLINE.fullmatch(_paragraphs(module)[0])
    assert found is not None
    return found[1][:1].upper() + found[1][1:]


def _paragraphs(module: ModuleType) -> list[str]:
    return [" ".join(part.split()).replace("``", "") for part in inspect.cleandoc(module.__doc__ or "").split("\n\n")]


def _introduction(home: str) -> tuple[str, ...]:
    """Return what the module of a later rule set says of it."""
    module = home.partition(":")[0]
    return tuple(_paragraphs(importlib.import_module(module))) if module and module != "kaprules.rulesets" else ()


# Pages -------------------------------------------------------------------------------------------------------


def _card(owner: Owner, book: Book) -> dict[str, Any]:
    """Return what the page of a rule or concept shows."""
    first = book.rulesets[book.sets[owner.id][0]]
    limits = {
        atom.operand.id: atom.operand
        for each in _conditions(owner)
        for atom in fact_atoms(each)
        if isinstance(atom.operand, Limit)
    }
    return {
        "owner": owner,
        "rule": owner if isinstance(owner, Rule) else None,
        "marked": [
            (mark.mark, mark.when) if isinstance(mark, Marked) else (mark, None) for mark in getattr(owner, "marks", ())
        ],
        "limits": list(limits.values()),
        "uses": list(_uses(owner)),
        "facts": list(_facts(owner)),
        "users": book.users.get(owner.id, ()),
        "chapters": [each for each in book.chapters if owner in (*each.rules, *each.off, *each.concepts)],
        "off": any(owner in book.rulesets[name].optional_rules for name in book.sets[owner.id]),
        "kind": first.subject,
        "on": first.phase.example,
        "dosing_day": first.phase is Phase.DOSING_DAY,
    }


def _facts(owner: Owner) -> dict[Fact, None]:
    found = (atom.subject for condition in _conditions(owner) for atom in fact_atoms(condition))
    return {fact: None for fact in found if isinstance(fact, Fact)}


def _asked(book: Book) -> Mapping[str, Mapping[Fact, tuple[Owner, ...]]]:
    """Return by group every fact of the subjects, with the rules and concepts that ask it themselves."""
    users: dict[Fact, list[Owner]] = {}
    for owner in book.owners.values():
        own = (atom.subject for condition in _conditions(owner) for atom in atoms(condition))
        for fact in dict.fromkeys(each for each in own if isinstance(each, Fact)):
            users.setdefault(fact, []).append(owner)
    return {
        name: {fact: tuple(users.get(fact, ())) for fact in group.__facts__}
        for ruleset in book.rulesets.values()
        for name, group in groups_of(ruleset.subject).items()
    }


def _entries(book: Book) -> Iterator[tuple[Owner, tuple[Fact, ...], tuple[str, ...]]]:
    """Yield every rule and concept by its id, with what a search also looks at: its facts and works."""
    for _, owner in sorted(book.owners.items()):
        works = dict.fromkeys(citation.source.title for citation in owner.source)
        yield owner, tuple(_facts(owner)), tuple(works)


def _graphs(book: Book) -> Iterator[tuple[str, Graph, Mapping[Concept, tuple[Owner, ...]]]]:
    """Yield for each rule set that has concepts a graph of them, and the same in words."""
    for name, ruleset in book.rulesets.items():
        concepts = _concepts((*ruleset.rules, *ruleset.optional_rules))
        inside = {*ruleset.rules, *ruleset.optional_rules, *concepts}
        users = {concept: tuple(each for each in book.users[concept.id] if each in inside) for concept in concepts}
        if users:
            yield name, graph_of(users), users


def _works(book: Book) -> list[Cited]:
    """Return every work that is cited, that which most rules cite first."""
    places: dict[Source, dict[Citation, dict[tuple[str, str], None]]] = {}
    for owner in book.owners.values():
        limits = (atom.operand for each in _conditions(owner) for atom in fact_atoms(each))
        cited = [(citation, owner.id) for citation in owner.source]
        cited += [(limit.source, limit.id) for limit in limits if isinstance(limit, Limit)]
        for citation, name in cited:
            places.setdefault(citation.source, {}).setdefault(citation, {})[owner.id, name] = None
    works = [
        Cited(source, {citation: tuple(names) for citation, names in found.items()}) for source, found in places.items()
    ]
    return sorted(works, key=lambda work: -work.citing)


def _versions(changes: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each version of a change log with its entries; a line that is indented goes on with the one before."""
    for section in re.split(r"^## ", changes, flags=re.MULTILINE)[1:]:
        title, _, rest = section.partition("\n")
        yield title.strip(), tuple(" ".join(entry.split()) for entry in re.split(r"^- ", rest, flags=re.MULTILINE)[1:])
