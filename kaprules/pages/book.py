"""All rule sets together, with what refers to what: what every page of the catalogue is made from."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Final

import attrs

from ..conditions import Condition, atoms
from ..facts.model import Fact, groups_of
from ..limit import Citation, Limit, Source, Stewardship
from ..policy import conditions_of
from ..rule import Concept, Rule, fact_atoms
from ..ruleset import RuleSet
from ..rulesets import CRITERIA
from .words import Owner

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

    @property
    def every_rule(self) -> tuple[Rule, ...]:
        """The rules, those that are off among them."""
        return (*self.rules, *self.off)


@attrs.frozen
class Cited:
    """A work, with every place in it that is cited, and by which rules, concepts and limits."""

    source: Source
    places: Mapping[Citation, tuple[tuple[str, str], ...]]
    """By citation the page and the name of what cites it."""

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"work-{self.source.key}.html"

    @property
    def citing(self) -> int:
        """How many rules and concepts cite the work, themselves or by a limit."""
        return len({page for names in self.places.values() for page, _ in names})


@attrs.frozen
class Assurance:
    """What notices a fault in each rule, by its id, as far as it was looked at."""

    proofs: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """What the solver proves of it."""
    mutants: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)
    """How many changes of its condition its examples notice, and how many there are."""
    cases: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    """The cases in which it holds, by name, with what each shows; None where there was no case book."""


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
    facts: Mapping[str, tuple[Fact, ...]]
    """By group every fact of the subjects."""
    readers: Mapping[Fact, tuple[Owner, ...]]
    """By fact the rules and concepts that ask it themselves."""
    reaching: Mapping[Fact, tuple[Rule, ...]]
    """By fact the rules that read it, be it by a concept."""
    works: tuple[Cited, ...]
    """Every work that is cited, that which most rules cite first."""
    assurance: Assurance = attrs.field(factory=Assurance)

    def stewardship(self, owner: Owner) -> Stewardship | None:
        """Return who answers for a rule or concept."""
        return self.rulesets[self.sets[owner.id][0]].stewardship_of(owner)

    def is_off(self, owner: Owner) -> bool:
        """Say whether a rule is off unless a site switches it on."""
        return any(owner in self.rulesets[name].optional_rules for name in self.sets[owner.id])

    def parts(self) -> Iterator[tuple[str, Chapter | RuleSet, tuple[Rule, ...]]]:
        """Yield each part of the book by the name of its page, with its rules: chapters, then the later rule sets."""
        within: set[str] = set()
        for chapter in self.chapters:
            within |= {rule.id for rule in chapter.every_rule}
            yield chapter.name, chapter, chapter.every_rule
        for name, ruleset in self.rulesets.items():
            rules = tuple(each for each in (*ruleset.rules, *ruleset.optional_rules) if each.id not in within)
            if rules:
                yield name, ruleset, rules


def book_of(rulesets: Mapping[str, RuleSet], assurance: Assurance | None = None) -> Book:
    """Return what is known of some rule sets together."""
    owners: dict[str, Owner] = {}
    sets: dict[str, tuple[str, ...]] = {}
    users: dict[str, dict[Owner, None]] = {}
    for name, ruleset in rulesets.items():
        for owner in every_owner(ruleset):
            owners.setdefault(owner.id, owner)
            sets[owner.id] = (*sets.get(owner.id, ()), name)
            for concept in used_by(owner):
                users.setdefault(concept.id, {})[owner] = None
    among = {name: module for name, module in CRITERIA.items() if all(rule.id in owners for rule in module.RULES)}
    facts = {
        name: group.__facts__ for ruleset in rulesets.values() for name, group in groups_of(ruleset.subject).items()
    }
    readers: dict[Fact, list[Owner]] = {}
    reaching: dict[Fact, list[Rule]] = {}
    for owner in owners.values():
        for fact in facts_of(owner, own=True):
            readers.setdefault(fact, []).append(owner)
        if isinstance(owner, Rule):
            for fact in facts_of(owner):
                reaching.setdefault(fact, []).append(owner)
    return Book(
        rulesets,
        tuple(_chapter(name, module, owners) for name, module in among.items()),
        owners,
        sets,
        {name: tuple(found) for name, found in users.items()},
        facts,
        {fact: tuple(found) for fact, found in readers.items()},
        {fact: tuple(found) for fact, found in reaching.items()},
        _works(owners.values()),
        assurance or Assurance(),
    )


def every_owner(ruleset: RuleSet) -> tuple[Owner, ...]:
    """Return the rules of a rule set, those that are off among them, and the concepts that they use."""
    rules = (*ruleset.rules, *ruleset.optional_rules)
    return (*rules, *concepts_of(rules))


def every_condition(owner: Owner) -> tuple[Condition, ...]:
    """Return the condition of a rule or concept, and those of its marks."""
    return tuple(conditions_of(owner)) if isinstance(owner, Rule) else (owner.when,)


def used_by(owner: Owner) -> dict[Concept, None]:
    """Return the concepts that a rule or concept uses itself."""
    found = (atom.subject for condition in every_condition(owner) for atom in atoms(condition))
    return {concept: None for concept in found if isinstance(concept, Concept)}


def concepts_of(owners: Iterable[Owner]) -> dict[Concept, None]:
    """Return every concept that is used, by one's own or through others, each after those it uses."""
    found: dict[Concept, None] = {}
    for owner in owners:
        for concept in used_by(owner):
            found |= concepts_of((concept,)) | {concept: None}
    return found


def facts_of(owner: Owner, *, own: bool = False) -> dict[Fact, None]:
    """Return the facts that a rule or concept reads, or only those that it asks itself."""
    walk = atoms if own else fact_atoms
    found = (atom.subject for condition in every_condition(owner) for atom in walk(condition))
    return {fact: None for fact in found if isinstance(fact, Fact)}


def limits_of(owner: Owner) -> tuple[Limit, ...]:
    """Return the limits that a rule or concept compares with, be it by a concept."""
    operands = (atom.operand for each in every_condition(owner) for atom in fact_atoms(each))
    return tuple({limit.id: limit for limit in operands if isinstance(limit, Limit)}.values())


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
        tuple(concepts_of((*in_force, *off))),
    )


def headline_of(module: ModuleType) -> str:
    """Return what a part of the rule book is about, without its number."""
    found = _HEADLINE.fullmatch(_paragraphs(module)[0])
    assert found is not None
    return found[1][:1].upper() + found[1][1:]


def _paragraphs(module: ModuleType) -> list[str]:
    return [" ".join(part.split()).replace("``", "") for part in inspect.cleandoc(module.__doc__ or "").split("\n\n")]


def introduction_of(home: str) -> tuple[str, ...]:
    """Return what the module of a later rule set says of it."""
    module = home.partition(":")[0]
    return tuple(_paragraphs(importlib.import_module(module))) if module and module != "kaprules.rulesets" else ()


def _works(owners: Iterable[Owner]) -> tuple[Cited, ...]:
    places: dict[Source, dict[Citation, dict[tuple[str, str], None]]] = {}
    for owner in owners:
        cited = [(citation, owner.id) for citation in owner.source]
        cited += [(limit.source, limit.id) for limit in limits_of(owner)]
        for citation, name in cited:
            places.setdefault(citation.source, {}).setdefault(citation, {})[owner.id, name] = None
    works = [
        Cited(source, {citation: tuple(names) for citation, names in found.items()}) for source, found in places.items()
    ]
    return tuple(sorted(works, key=lambda work: -work.citing))
