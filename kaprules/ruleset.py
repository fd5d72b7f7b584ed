"""Rule sets: rules in the order of their source, with everything that they use, as one frozen value."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, cast

import attrs

from . import description
from .client_words import ClientWords
from .conditions import Atom, Condition
from .errors import RuleError, check_texts, input_error, shown_value, unknown_name
from .facts.client import Client
from .facts.model import (
    AS_DECLARED,
    Checklist,
    Choice,
    Fact,
    Facts,
    NotAsked,
    Series,
    SiteReading,
    SiteValidity,
    Subject,
    Validity,
    groups_of,
    plain_kind,
    with_lists,
)
from .ingredients import SiteName
from .limit import Stewardship
from .possible import Outcome
from .rule import Concept, Marked, Phase, Rule, fact_atoms

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    About = TypeVar("About", bound=Subject, default=Any)
else:
    from typing import TypeVar

    About = TypeVar("About", bound=Subject)
Kind = TypeVar("Kind", bound=Subject)


class AppliedPolicy(NamedTuple):
    """A site's policy by name, empty where it has none, and digest."""

    name: str
    digest: str

    @property
    def label(self) -> str:
        """The name for a reader, or the beginning of the digest where there is none."""
        return self.name or self.digest[:12]


@attrs.frozen(eq=False, slots=False, repr=False)
class RuleSet(Generic[About]):
    """Rules in the order of their source, with the concepts they use; ``ruleset + (rule, ...)`` adds a clinic's own.

    >>> from kaprules import SCREENING
    >>> "age.minor" in SCREENING, SCREENING["age.minor"] in SCREENING, len(SCREENING) == len(list(SCREENING))
    (True, True, True)

    ``subject`` is the kind of subject that is decided about, ``phase`` says when. ``words`` are what each outcome
    means here, ``client_words`` what the client is told, ``optional_rules`` those that hold only where a site switches
    them on. ``digest`` identifies the content: two rule sets with one digest say the same in the same words. Raises
    ``RuleError`` where two rules share an id, concepts go round in a circle, a rule reads a fact that the subject does
    not have, or a client would be told of an option that is no alternative.
    """

    name: str
    question: str
    rules: tuple[Rule, ...]
    subject: type[About] = attrs.field(default=Client, kw_only=True)  # type: ignore[assignment] # where none is named
    phase: Phase = attrs.field(default=Phase.INTAKE, kw_only=True)
    words: Mapping[Outcome, str] = attrs.field(factory=dict, kw_only=True)
    each: Mapping[Enum, Mapping[Outcome, str]] = attrs.field(factory=dict, kw_only=True)
    """How some of the alternatives stand, for a clinician, where the general words do not do."""
    client_words: ClientWords = attrs.field(factory=ClientWords, kw_only=True)
    optional_rules: tuple[Rule, ...] = attrs.field(default=(), kw_only=True)
    alternatives: Choice | None = attrs.field(default=None, kw_only=True)
    """The fact whose options are alternatives, each judged for itself: ``Decision.alternatives``."""
    policy: str = attrs.field(default="", kw_only=True)
    """The digest of the site's policy that was applied."""
    policies: tuple[AppliedPolicy, ...] = attrs.field(default=(), kw_only=True)
    """Each policy that it is composed of, in their order."""
    in_force: tuple[date, date] | None = attrs.field(default=None, kw_only=True)
    """The first and the last day on which that policy may decide."""
    zone: str = attrs.field(default="", kw_only=True)
    """The place whose clock counts on a day, by that policy: ``Europe/Vienna``."""
    crisis_contact: str = attrs.field(default="", kw_only=True)
    """Whom a client can reach in a crisis at any time, by that policy."""
    names: Mapping[str, SiteName] = attrs.field(factory=dict, kw_only=True)
    """What that policy says of names of medicines that the table of ingredients does not hold, by name."""
    validities: Mapping[Fact, SiteValidity] = attrs.field(factory=dict, kw_only=True)
    """For how long facts count by that policy, where that is otherwise than they declare."""
    unasked: Mapping[Fact, NotAsked] = attrs.field(factory=dict, kw_only=True)
    """The required facts that the site does not ask for, by that policy: here they are looked for on indication."""
    checklists: tuple[Checklist, ...] = attrs.field(default=(), kw_only=True)
    """The lists of the site's own, by that policy: ``subject`` has them besides."""
    stewardship: Stewardship | None = attrs.field(default=None, kw_only=True)
    """Who answers for its rules but those that were added; None where nobody is named."""
    added: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    """The rules that were added to it, by their ids: who answers for the others does not answer for them."""
    home: str = attrs.field(default="", kw_only=True)
    """Where the rule set can be imported from, ``module:NAME``; pickles then carry this name, not the rules."""

    concepts: tuple[Concept, ...] = attrs.field(init=False)
    facts: tuple[Fact, ...] = attrs.field(init=False)
    groups: tuple[str, ...] = attrs.field(init=False)
    """The groups whose facts the rules read."""
    site: Mapping[str, SiteReading] = attrs.field(init=False)
    """What the policy says of how facts are read, by group."""
    made: dict[str, Any] = attrs.field(init=False, factory=dict)
    """What engines compiled from this rule set; each makes its own once."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "subject", with_lists(self.subject, self.checklists))
        concepts = _in_order(self.rules)
        seen: set[str] = set()
        owners: tuple[Rule | Concept, ...] = (*concepts, *self.rules, *self.optional_rules)
        for owner in owners:
            if owner.id in seen:
                raise RuleError(f"two rules or concepts have the id {owner.id!r}: identifiers are never shared")
            seen.add(owner.id)
        check_texts(self.words, "what an outcome means")
        if type(self.client_words) is not ClientWords:
            raise RuleError(f"client_words is {shown_value(self.client_words)}: expected ClientWords(...)")
        for option in self.client_words.of_option:
            if self.alternatives is None or not isinstance(option, self.alternatives.options):
                raise RuleError(
                    f"rule set {self.name} tells a client of {shown_value(option)}, which is none of its alternatives: "
                    "leave it out, or name the fact that has it as alternatives"
                )
        used = {
            id(atom.subject): atom.subject
            for owner in cast("tuple[Rule | Concept, ...]", (*concepts, *self.rules))
            for condition in (owner.when, *(m.when for m in getattr(owner, "marks", ()) if isinstance(m, Marked)))
            for atom in fact_atoms(condition)
        }
        facts = [fact for fact in used.values() if isinstance(fact, Fact)]
        groups = groups_of(self.subject)
        for fact in facts:
            if fact.group not in groups or fact not in groups[fact.group].__facts__:
                raise RuleError(
                    f"rule set {self.name} reads {fact.id}, which no {self.subject.__name__} has: read a fact of its "
                    "groups, or name another subject"
                )
        object.__setattr__(self, "concepts", concepts)
        object.__setattr__(self, "facts", tuple(facts))
        object.__setattr__(self, "groups", tuple(dict.fromkeys(fact.group for fact in facts)))
        site = {name: self._site(group) for name, group in groups.items()}
        object.__setattr__(self, "site", {name: each for name, each in site.items() if each != AS_DECLARED})

    def _site(self, group: type[Facts]) -> SiteReading:
        within = {*group.__facts__}
        within |= {part for fact in group.__facts__ if isinstance(fact, Series) for part in fact.record.__facts__}
        return SiteReading(
            self.names if group.__takes_names__ else {},
            {fact: each for fact, each in self.validities.items() if fact in within},
            {fact: each for fact, each in self.unasked.items() if fact in within},
        )

    def validity_of(self, fact: Fact) -> Validity:
        """Return for how long a fact counts: as the site chose, or else as it is declared."""
        moved = self.validities.get(fact)
        return fact.validity if moved is None else moved.validity

    def passes_over(self, fact: Fact) -> bool:
        """Say whether a fact is looked for only on indication: as declared, or as the site does not ask for it."""
        return bool(fact.on_indication) or fact in self.unasked

    @property
    def digest(self) -> str:
        """The fingerprint of everything declared but examples and who answers for it: what it means and all words."""
        return self._digest("digest", description.described)

    @property
    def meaning(self) -> str:
        """The fingerprint of what a decision depends on: the same for two rule sets that only say it otherwise."""
        return self._digest("meaning", description.meaning)

    def _digest(self, name: str, of: Callable[[RuleSet], object]) -> str:
        if name not in self.made:
            self.made[name] = description.digest_of(of(self))
        digest: str = self.made[name]
        return digest

    def about(self, kind: type[Kind]) -> RuleSet[Kind]:
        """Return the same rules about another kind of subject: one that has facts of its own besides.

        Raises ``RuleError`` where that kind lacks a fact that a rule reads.
        """
        among: RuleSet[Any] = self
        return attrs.evolve(among, subject=kind, home="")

    def __add__(self, rules: tuple[Rule, ...]) -> RuleSet[About]:
        added = self.added | {rule.id for rule in rules}
        return attrs.evolve(self, rules=self.rules + rules, added=added, home="")

    def stewardship_of(self, owner: Rule | Concept) -> Stewardship | None:
        """Return who answers for a rule or concept: as it declares itself, or else as the rule set does."""
        own = owner.stewardship if isinstance(owner, Rule) else None
        return own or (None if owner.id in self.added else self.stewardship)

    @property
    def takes_names(self) -> bool:
        """Whether the rules read a group in which names may stand that a site's policy explains."""
        return any(groups_of(self.subject)[name].__takes_names__ for name in self.groups)

    def indication(self, fact: Fact) -> Condition | None:
        """Return the condition under which a fact on indication is asked for.

        None where the fact declares none, or by a concept that no rule of this set reads.
        """
        declared = fact.indicated_by
        if callable(declared):
            return declared()
        concepts = {concept.id: concept for concept in self.concepts}
        return concepts[declared].present if declared in concepts else None

    def __getitem__(self, identifier: str) -> Rule | Concept:
        """Return the rule or concept with this id; raise ``InputError`` naming the nearest where there is none."""
        known: dict[str, Rule | Concept] = {concept.id: concept for concept in self.concepts}
        known |= {rule.id: rule for rule in (*self.rules, *self.optional_rules)}
        if not isinstance(identifier, str):
            raise input_error("rule", identifier, expected="its id", remedy="write it as 'age.minor'")
        if identifier not in known:
            raise unknown_name(f"rule {shown_value(identifier)}", identifier, known, place="rule")
        return known[identifier]

    def __iter__(self) -> Iterator[Rule]:
        """Go through the rules in the order of their source; those that are off are not among them."""
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __contains__(self, rule: object) -> bool:
        """Say whether a rule, or one with this id, is asked here; one that is off is not."""
        return any(each is rule or each.id == rule for each in self.rules)

    def __repr__(self) -> str:
        return f"<RuleSet {self.name}: {len(self.rules)} rules, digest {self.digest[:12]}>"

    def __rich_repr__(self) -> Iterator[object]:
        yield self.name
        yield "rules", len(self.rules)
        yield "digest", self.digest[:12]

    def __reduce__(self) -> tuple[Any, ...]:
        if self.home:
            return _imported, (self.home, self.digest)
        fields = [field.name for field in attrs.fields(RuleSet) if field.init]
        made_of = {name: getattr(self, name) for name in fields}
        return _rebuilt, (made_of | {"subject": plain_kind(self.subject)},)


def _rebuilt(fields: dict[str, Any]) -> RuleSet:
    return RuleSet(**fields)


def _imported(home: str, digest: str) -> RuleSet:
    module, name = home.split(":")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, RuleSet)
    if found.digest != digest:
        raise input_error(
            problem=f"made with rule set {home} of digest {digest[:12]}, but this installation has {found.digest[:12]}",
            remedy="use the version of kaprules that made it",
        )
    return found


def _in_order(rules: Iterable[Rule]) -> tuple[Concept, ...]:
    """Return the concepts that rules use, each after those it uses itself."""
    done: dict[int, Concept] = {}

    def visit(condition: Condition, path: tuple[Concept, ...]) -> None:
        if not isinstance(condition, Atom):
            for part in condition.parts:
                visit(part, path)
        elif isinstance(concept := condition.subject, Concept) and id(concept) not in done:
            if any(concept is earlier for earlier in path):
                circle = " -> ".join(each.id for each in (*path, concept))
                raise RuleError(f"concepts go round in a circle: {circle}; break it")
            visit(concept.when, (*path, concept))
            done[id(concept)] = concept

    for rule in rules:
        visit(rule.when, ())
        for mark in rule.marks:
            if isinstance(mark, Marked):
                visit(mark.when, ())
    return tuple(done.values())
