"""Rules, concepts and rule sets: frozen values that read *source, verdict, condition, words, cases*."""

from __future__ import annotations

import enum
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Generic, cast

import attrs

from .conditions import (
    AllOf,
    AnyOf,
    Atom,
    Condition,
    EventTerm,
    FlagTerm,
    Interval,
    Mark,
    NumberTerm,
    Term,
    Test,
    opposite,
)
from .conditions import Level as Level  # noqa: PLC0414 # whoever writes rules finds it here
from .conditions import Outcome as Outcome  # noqa: PLC0414
from .facts.client import Client
from .facts.fact import Choice, Fact, Facts, Moment, unknown_name
from .facts.subject import Subject, groups_of
from .limit import Citation, Exact, InputError, Limit

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    About = TypeVar("About", bound=Subject, default=Any)
else:
    from typing import TypeVar

    About = TypeVar("About", bound=Subject)
Kind = TypeVar("Kind", bound=Subject)

EXAMPLE_DAY: Final = date(2026, 1, 1)
"""The day on which the examples of rules are decided."""
EXAMPLE_MOMENT: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""The moment at which the examples of the rules of a dosing day are decided."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+")


class RuleError(ValueError):
    """A rule, a concept or a rule set contradicts itself or what the specification allows."""


class Phase(enum.Enum):
    """When a rule set is asked, and so whose validity of a fact applies."""

    INTAKE = "intake"
    """On a day."""
    DOSING_DAY = "dosing day"
    """At a moment: a date and time with its zone."""

    @property
    def example(self) -> date:
        """When the examples of a rule of this phase are decided."""
        return EXAMPLE_DAY if self is Phase.INTAKE else EXAMPLE_MOMENT


class Case(enum.Enum):
    """What an example of a rule or concept shows."""

    FIRES = "fires"
    PASSES = "passes"
    ASKS = "asks"


@attrs.frozen
class Example:
    """A subject of whom only these facts are known, and what the rule must say of them."""

    case: Case
    groups: tuple[Facts, ...]

    def about(self, kind: type[Subject] = Client) -> Subject:
        """Return the subject of the example."""
        return kind(**{group.__group__: group for group in self.groups})


def fires(*groups: Facts) -> Example:
    """With these facts alone the rule is TRUE."""
    return Example(Case.FIRES, groups)


def passes(*groups: Facts) -> Example:
    """With these facts alone the rule is FALSE."""
    return Example(Case.PASSES, groups)


def asks(*groups: Facts) -> Example:
    """With these facts alone the rule is UNKNOWN."""
    return Example(Case.ASKS, groups)


@attrs.frozen
class Lifts:
    """How a finding lifts: never, once an event lies far enough back, or on a stated condition."""

    says: str
    event: EventTerm | None = None
    after: Limit | None = None
    midnight: bool = False
    """At the first midnight after the event, by the clock of the place where it is decided."""
    reached: bool = False
    """Whether it lifts once the event lies exactly so far back; else it has to lie further back."""

    def of(self, when: Condition) -> Lifts:
        """Return how a rule with this condition lifts: whether the end of its window is still part of it."""
        if self.event is None or self.after is None:
            return self
        reached = any(atom.subject is self.event and atom.test is Test.BELOW for atom in deep_atoms(when))
        back = self.after.shown if reached else f"more than {self.after.shown}"
        return attrs.evolve(self, says=f"once {self.event.title.lower()} lies {back} back", reached=reached)

    def date(self, since: Interval, on: date) -> date | None:
        """Return the first day, or moment, on which the event surely lies far enough back."""
        try:
            if isinstance(self.event, Moment) and isinstance(on, datetime):
                return self._moment(since, on)
            if self.after is None or not isinstance(self.after.value, int):
                return None
            return date.fromordinal(on.toordinal() - int(since.low) + self.after.value + (not self.reached))
        except (ValueError, OverflowError):
            return None

    def _moment(self, since: Interval, on: datetime) -> datetime | None:
        happened = on.astimezone(UTC) - _hours(since.low)
        if self.midnight:
            return datetime.combine(happened.astimezone(on.tzinfo).date() + timedelta(days=1), time(), on.tzinfo)
        if self.after is None:
            return None
        return (happened + _hours(self.after.value)).astimezone(on.tzinfo)


def _hours(hours: Exact) -> timedelta:
    return timedelta(microseconds=round(hours * 3_600_000_000))


NEVER_LIFTS: Final = Lifts("it does not")


def on_condition(says: str) -> Lifts:
    """The finding lifts when what ``says`` states is so and recorded."""
    return Lifts(says)


def after(event: EventTerm, limit: Limit) -> Lifts:
    """The finding lifts on the first day, or moment, on which ``event`` lies longer ago than the rule looks back."""
    return Lifts("", event, limit)


def after_midnight(event: Moment, says: str) -> Lifts:
    """The finding lifts no sooner than the midnight after ``event``."""
    return Lifts(says, event, midnight=True)


@attrs.frozen
class Marked:
    """A mark that a finding carries only when a condition is TRUE."""

    mark: Mark
    when: Condition


def _tuple(given: Any) -> tuple[Any, ...]:
    return given if isinstance(given, tuple) else (given,)


def _check_id(owner: str, identifier: str) -> None:
    if not _ID.fullmatch(identifier):
        raise RuleError(
            f"{owner} id {identifier!r}: expected lower-case words joined by dots, such as 'bladder.recurrent'"
        )


@attrs.frozen(eq=False, kw_only=True, slots=False)
class Concept(FlagTerm):
    """A derived fact: a name for a condition, concluded once and used by several rules."""

    id: str
    title: str
    source: tuple[Citation, ...] = attrs.field(converter=_tuple)
    when: Condition
    because: str = ""
    examples: tuple[Example, ...] = ()
    two_directions: str = ""
    """Why a fact may be used in both directions here without truth becoming inexact."""

    def __attrs_post_init__(self) -> None:
        _check_id("concept", self.id)
        _check_source(self)
        if not self.two_directions:
            _check_directions(self)

    def __repr__(self) -> str:
        return f"<{self.id}>"


@attrs.frozen(eq=False, kw_only=True)
class Rule:
    """Concludes a finding at a level where its condition is TRUE.

    ``says`` is for a clinician, ``plain`` for the client, who never reads the other. ``because`` says why the source
    was read so, ``varies`` where practices differ, ``levels`` which levels a site may choose. Raises ``RuleError``
    where the rule breaks the specification: an exclusion that does not say how it lifts, a test for something missing
    outside NEEDS_INFORMATION, a fact used in both directions.
    """

    id: str
    source: tuple[Citation, ...] = attrs.field(converter=_tuple)
    level: Level
    lifts: Lifts | None = None
    when: Condition
    says: str
    plain: str = ""
    """What a client is told where the rule holds."""
    because: str = ""
    varies: str = ""
    levels: tuple[Level, ...] = ()
    marks: tuple[Mark | Marked, ...] = ()
    examples: tuple[Example, ...] = ()
    site: str = ""
    """What a site chose otherwise than the library: the level, or that the rule is on."""
    two_directions: str = ""
    """Why a fact may be used in both directions here without truth becoming inexact."""

    def __attrs_post_init__(self) -> None:
        _check_id("rule", self.id)
        _check_source(self)
        if not self.says:
            raise RuleError(f"rule {self.id} says nothing: give it a sentence for the reader")
        if (self.level is Level.EXCLUSION) != (self.lifts is not None):
            raise RuleError(
                f"rule {self.id}: an exclusion, and only an exclusion, says how it lifts; give or remove lifts"
            )
        if self.level is not Level.NEEDS_INFORMATION:
            gap = next((atom for atom in deep_atoms(self.when) if atom.test is Test.MISSING), None)
            if gap is not None:
                raise RuleError(
                    f"rule {self.id} asks whether {gap.subject.id} is missing: only a rule at level needs information "
                    "may, or a missing fact could clear somebody"
                )
        if not self.two_directions:
            _check_directions(self)
        if self.lifts is not None:
            object.__setattr__(self, "lifts", self.lifts.of(self.when))

    def __repr__(self) -> str:
        return f"<{self.id}>"

    def __rich_repr__(self) -> Iterator[object]:
        yield self.id


def _check_source(owner: Rule | Concept) -> None:
    if not owner.source or not all(isinstance(citation, Citation) for citation in owner.source):
        raise RuleError(f"{owner.id} cites nothing: say where it comes from, or that it is the project's own choice")


def deep_atoms(condition: Condition) -> Iterator[Atom]:
    """Walk over the atoms of a condition on facts, those of the concepts it uses included."""
    if isinstance(condition, Atom):
        if isinstance(condition.subject, Concept):
            yield from deep_atoms(condition.subject.when)
        else:
            yield condition
    else:
        for part in condition.parts:
            yield from deep_atoms(part)


def inlined(condition: Condition) -> Condition:
    """Return the condition with every concept replaced by what it stands for."""
    if isinstance(condition, Atom):
        concept = condition.subject
        if not isinstance(concept, Concept):
            return condition
        meaning = inlined(concept.when)
        return meaning if condition.test is Test.PRESENT else opposite(meaning)
    return type(condition)(tuple(inlined(part) for part in condition.parts))


# A fact is used in one direction only: then one world makes every atom on it as true as it can be, and
# three-valued logic is exact rule by rule. -----------------------------------------------------------------

_UP: Final = frozenset({Test.AT_LEAST, Test.ABOVE, Test.NEVER, Test.PRESENT})
_RANGE: Final = "a range"


def _check_directions(owner: Rule | Concept) -> None:
    uses: dict[Term, set[object]] = {}
    for term, direction in _directions(inlined(owner.when)):
        uses.setdefault(term, set()).add(direction)
    for term, directions in uses.items():
        sets = [direction for direction in directions if isinstance(direction, frozenset)]
        nested = all(a <= b or b <= a for a in sets for b in sets)
        if (len(directions) > 1 and not sets) or not nested:
            raise RuleError(
                f"{owner.id} uses {term.id} in both directions: split it, or say in two_directions why truth is exact"
            )


def _directions(condition: Condition) -> Iterator[tuple[Term, object]]:
    if isinstance(condition, Atom):
        if condition.test is not Test.MISSING:
            yield condition.subject, _direction(condition)
        return
    bounds: dict[Term, set[object]] = {}
    for part in condition.parts:
        if (
            isinstance(part, Atom)
            and isinstance(part.subject, NumberTerm | EventTerm)
            and part.test is not Test.MISSING
        ):
            bounds.setdefault(part.subject, set()).add(_direction(part))
        else:
            yield from _directions(part)
    for term, directions in bounds.items():
        if len(directions) == 2 and _leaves_a_gap(condition, term):
            # Both ends of one range, side by side: exact for an interval, as long as nothing else asks for this fact.
            yield term, _RANGE
        else:
            for direction in directions:
                yield term, direction


def _direction(atom: Atom) -> object:
    return atom.operand if atom.test is Test.ONE_OF else atom.test in _UP


def _leaves_a_gap(condition: AllOf | AnyOf, term: Term) -> bool:
    """Say whether a range is one interval, or the outside of an interval that holds at least one value."""
    ends = [part for part in condition.parts if isinstance(part, Atom) and part.subject is term]
    values = {part.test in _UP: part.operand.value for part in ends if isinstance(part.operand, Limit)}
    return isinstance(condition, AllOf) or (len(values) == 2 and values[True] > values[False] + 1)


# Rule sets --------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False, slots=False, repr=False)
class RuleSet(Generic[About]):
    """Rules in the order of their source, with the concepts they use; ``ruleset + (rule, ...)`` adds a clinic's own.

    >>> from kaprules import SCREENING
    >>> "age.minor" in SCREENING, SCREENING["age.minor"] in SCREENING, len(SCREENING) == len(list(SCREENING))
    (True, True, True)

    ``subject`` is the kind of subject that is decided about, ``phase`` says when. ``words`` are what each outcome
    means here, ``off`` the rules that hold only where a site switches them on. ``digest`` identifies the content: two
    rule sets with one digest say the same in the same words. Raises ``RuleError`` where two rules share an id, concepts
    go round in a circle or a rule reads a fact that the subject does not have.
    """

    name: str
    question: str
    rules: tuple[Rule, ...]
    subject: type[About] = attrs.field(default=Client, kw_only=True)  # type: ignore[assignment] # where none is named
    phase: Phase = attrs.field(default=Phase.INTAKE, kw_only=True)
    words: Mapping[Outcome, str] = attrs.field(factory=dict, kw_only=True)
    off: tuple[Rule, ...] = attrs.field(default=(), kw_only=True)
    each: Choice | None = attrs.field(default=None, kw_only=True)
    """The fact whose options are alternatives, each judged for itself: ``Decision.each``."""
    policy: str = attrs.field(default="", kw_only=True)
    """The digest of the site's policy that was applied."""
    in_force: tuple[date, date] | None = attrs.field(default=None, kw_only=True)
    """The first and the last day on which that policy may decide."""
    home: str = attrs.field(default="", kw_only=True)
    """Where the rule set can be imported from, ``module:NAME``; pickles then carry this name, not the rules."""

    concepts: tuple[Concept, ...] = attrs.field(init=False)
    facts: tuple[Fact, ...] = attrs.field(init=False)
    made: dict[str, Any] = attrs.field(init=False, factory=dict)
    """What engines compiled from this rule set; each makes its own once."""

    def __attrs_post_init__(self) -> None:
        concepts = _in_order(self.rules)
        seen: set[str] = set()
        owners: tuple[Rule | Concept, ...] = (*concepts, *self.rules, *self.off)
        for owner in owners:
            if owner.id in seen:
                raise RuleError(f"two rules or concepts have the id {owner.id!r}: identifiers are never shared")
            seen.add(owner.id)
        used = {
            id(atom.subject): atom.subject
            for owner in cast("tuple[Rule | Concept, ...]", (*concepts, *self.rules))
            for condition in (owner.when, *(m.when for m in getattr(owner, "marks", ()) if isinstance(m, Marked)))
            for atom in deep_atoms(condition)
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

    @property
    def digest(self) -> str:
        """The fingerprint of everything declared: facts, concepts and rules with their limits, sources and words."""
        if "digest" not in self.made:
            import hashlib

            each = self.each.id if self.each is not None else ""
            when = (
                self.subject,
                self.phase,
                each,
                *sorted((outcome.name, text) for outcome, text in self.words.items()),
            )
            parts = (self.name, self.question, *when, *self.facts, *self.concepts, *self.rules, "off", *self.off)
            self.made["digest"] = hashlib.sha256("\n".join(map(_canonical, parts)).encode()).hexdigest()
        digest: str = self.made["digest"]
        return digest

    def about(self, kind: type[Kind]) -> RuleSet[Kind]:
        """Return the same rules about another kind of subject: one that has facts of its own besides.

        Raises ``RuleError`` where that kind lacks a fact that a rule reads.
        """
        among: RuleSet[Any] = self
        return attrs.evolve(among, subject=kind, home="")

    def __add__(self, rules: tuple[Rule, ...]) -> RuleSet[About]:
        return attrs.evolve(self, rules=self.rules + rules, home="")

    def __getitem__(self, identifier: str) -> Rule | Concept:
        """Return the rule or concept with this id; raise ``InputError`` naming the nearest where there is none."""
        known: dict[str, Rule | Concept] = {concept.id: concept for concept in self.concepts}
        known |= {rule.id: rule for rule in (*self.rules, *self.off)}
        if not isinstance(identifier, str):
            raise InputError(f"a rule is looked up by {identifier!r}: expected its id, such as 'age.minor'")
        if identifier not in known:
            raise unknown_name(f"rule {identifier!r}", identifier, known)
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
        return _rebuilt, ({name: getattr(self, name) for name in fields},)


def _rebuilt(fields: dict[str, Any]) -> RuleSet:
    return RuleSet(**fields)


def _imported(home: str, digest: str) -> RuleSet:
    module, name = home.split(":")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, RuleSet)
    if found.digest != digest:
        raise InputError(
            f"made with rule set {home} of digest {digest[:12]}, but this installation has {found.digest[:12]}: "
            "use the version of kaprules that made it"
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


def _canonical(value: Any) -> str:
    """Return a text that differs wherever two declarations differ."""
    if isinstance(value, Atom):
        operand = value.operand
        shown_operand = "" if operand is None else _canonical(operand)
        return f"({value.subject.id} {value.test.name} {shown_operand})"
    if isinstance(value, Facts):
        return repr(value)
    if attrs.has(type(value)):
        fields = [
            f"{field.alias}={_canonical(getattr(value, field.name))}"
            for field in attrs.fields(type(value))
            if field.name not in ("made", "slot", "owner")
        ]
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, type):
        options = [_canonical(option) for option in value] if issubclass(value, enum.Enum) else []
        return f"{value.__qualname__}{options}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_canonical, value))}]"
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(_canonical, value)))}}}"
    if callable(value):
        return f"{value.__module__}.{value.__qualname__}"
    return repr(value)
