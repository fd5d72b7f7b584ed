"""Rules, concepts and rule sets: frozen values that read *source, verdict, condition, words, cases*."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import attrs

from .conditions import (
    AllOf,
    AnyOf,
    Atom,
    Condition,
    EventTerm,
    FlagTerm,
    NumberTerm,
    Term,
    Test,
    atoms,
    opposite,
    rewrite,
)
from .errors import RuleError
from .facts.client import Client
from .facts.model import Fact, Facts, Moment, Subject
from .language import lower
from .limit import Citation, Exact, Limit, Stewardship
from .possible import Interval, Level, Mark

EXAMPLE_DAY: Final = date(2026, 1, 1)
"""The day on which the examples of rules are decided."""
EXAMPLE_MOMENT: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""The moment at which the examples of the rules of a dosing day are decided."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+")


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
class Until:
    """How a finding lifts: never, once an event lies far enough back, or on a stated condition."""

    text: str
    event: EventTerm | None = None
    after: Limit | None = None
    midnight: bool = False
    """At the first midnight after the event, by the clock of the place where it is decided."""
    reached: bool = False
    """Whether it lifts once the event lies exactly so far back; else it has to lie further back."""

    def of(self, when: Condition) -> Until:
        """Return how a rule with this condition lifts: whether the end of its window is still part of it."""
        if self.event is None or self.after is None:
            return self
        reached = any(atom.subject is self.event and atom.test is Test.BELOW for atom in fact_atoms(when))
        back = self.after.shown if reached else f"more than {self.after.shown}"
        return attrs.evolve(self, text=f"once {lower(self.event.title)} lies {back} back", reached=reached)

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


PERMANENT: Final = Until("it does not")


def on_condition(text: str) -> Until:
    """The finding lifts when what ``text`` states is so and recorded."""
    return Until(text)


def after(event: EventTerm, limit: Limit) -> Until:
    """The finding lifts on the first day, or moment, on which ``event`` lies longer ago than the rule looks back."""
    return Until("", event, limit)


def after_midnight(event: Moment, text: str) -> Until:
    """The finding lifts no sooner than the midnight after ``event``."""
    return Until(text, event, midnight=True)


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
    rationale: str = ""
    examples: tuple[Example, ...] = ()
    nonmonotone_reason: str = ""
    """Why a fact may be used in both directions here without truth becoming inexact."""

    def __attrs_post_init__(self) -> None:
        _check_id("concept", self.id)
        _check_source(self)
        if not self.nonmonotone_reason:
            _check_directions(self)

    def __repr__(self) -> str:
        return f"<{self.id}>"


@attrs.frozen(eq=False, kw_only=True)
class Rule:
    """Concludes a finding at a level where its condition is TRUE.

    ``clinician_text`` and ``client_text`` are for these two, neither of whom reads the other's. ``rationale`` says why
    the source was read so, ``practice_variation`` where practices differ, ``levels`` which levels a site may choose.
    Raises ``RuleError`` where the rule breaks the specification: an exclusion that does not say how it lifts, a test
    for something missing outside NEEDS_INFORMATION, a fact used in both directions.
    """

    id: str
    source: tuple[Citation, ...] = attrs.field(converter=_tuple)
    level: Level
    until: Until | None = None
    when: Condition
    clinician_text: str
    client_text: str = ""
    """What a client is told where the rule holds."""
    client_text_by: tuple[tuple[Test, str], ...] = ()
    """What a client is told instead where the rule holds by this comparison alone: faster, not faster or slower."""
    rationale: str = ""
    practice_variation: str = ""
    levels: tuple[Level, ...] = ()
    may_be_off: bool = False
    """Whether a site may switch it off: it then does not ask for what the rule asks for."""
    marks: tuple[Mark | Marked, ...] = ()
    today: str = ""
    """What has to be done on the same day, and by whom, where the finding is urgent."""
    examples: tuple[Example, ...] = ()
    site_changes: tuple[str, ...] = ()
    """What a site chose otherwise than the library: the level, or that the rule is on."""
    nonmonotone_reason: str = ""
    """Why a fact may be used in both directions here without truth becoming inexact."""
    subsumes: tuple[str, ...] = ()
    """The rules that hold wherever this one does and say less of the same, which is proven: they are shown under it."""
    stewardship: Stewardship | None = None
    """Who answers for it, where that is not who answers for the rule set."""

    def __attrs_post_init__(self) -> None:
        _check_id("rule", self.id)
        _check_source(self)
        if not self.clinician_text:
            raise RuleError(f"rule {self.id} says nothing: give it a sentence for the clinician")
        if (self.level is Level.EXCLUSION) != (self.until is not None):
            raise RuleError(
                f"rule {self.id}: an exclusion, and only an exclusion, says how it lifts; give or remove until"
            )
        compared = {atom.test for atom in fact_atoms(self.when)}
        if unused := [test.name for test, _ in self.client_text_by if test not in compared]:
            raise RuleError(
                f"rule {self.id} tells the client something else where it holds by {unused[0]}, by which it never "
                "does: leave that out"
            )
        if self.level is not Level.NEEDS_INFORMATION:
            gap = next((atom for atom in fact_atoms(self.when) if atom.test is Test.MISSING), None)
            if gap is not None:
                raise RuleError(
                    f"rule {self.id} asks whether {gap.subject.id} is missing: only a rule at level needs information "
                    "may, or a missing fact could clear somebody"
                )
        if self.may_be_off and not self._only_asks:
            raise RuleError(
                f"rule {self.id} may be switched off and does more than to ask for one required fact: only a rule at "
                "level needs information may, whose whole condition is that such a fact is missing"
            )
        if not self.nonmonotone_reason:
            _check_directions(self)
        if self.until is not None:
            object.__setattr__(self, "until", self.until.of(self.when))

    @property
    def _only_asks(self) -> bool:
        asks = isinstance(self.when, Atom) and self.when.test is Test.MISSING
        fact = self.when.subject if isinstance(self.when, Atom) else None
        if not isinstance(fact, Fact) or self.level is not Level.NEEDS_INFORMATION:
            return False
        read = {name for each in fact.owner.__facts__ for name in each.derived_from}
        return asks and not fact.on_indication and fact.derive is None and fact.name not in read

    def __repr__(self) -> str:
        return f"<{self.id}>"

    def __rich_repr__(self) -> Iterator[object]:
        yield self.id


def _check_source(owner: Rule | Concept) -> None:
    if not owner.source or not all(isinstance(citation, Citation) for citation in owner.source):
        raise RuleError(f"{owner.id} cites nothing: say where it comes from, or that it is the project's own choice")


def fact_atoms(condition: Condition) -> Iterator[Atom]:
    """Walk over the atoms of a condition on facts, those of the concepts it uses included."""
    for atom in atoms(condition):
        if isinstance(atom.subject, Concept):
            yield from fact_atoms(atom.subject.when)
        else:
            yield atom


def expand_concepts(condition: Condition) -> Condition:
    """Return the condition with every concept replaced by what it stands for."""

    def meaning(atom: Atom) -> Condition:
        if not isinstance(atom.subject, Concept):
            return atom
        when = expand_concepts(atom.subject.when)
        return when if atom.test is Test.PRESENT else opposite(when)

    return rewrite(condition, meaning)


# A fact is used in one direction only: then one world makes every atom on it as true as it can be, and
# three-valued logic is exact rule by rule. -----------------------------------------------------------------

_UP: Final = frozenset({Test.AT_LEAST, Test.ABOVE, Test.NEVER, Test.PRESENT})
_RANGE: Final = "a range"


def _check_directions(owner: Rule | Concept) -> None:
    uses: dict[Term, set[object]] = {}
    for term, direction in _directions(expand_concepts(owner.when)):
        uses.setdefault(term, set()).add(direction)
    for term, directions in uses.items():
        sets = [direction for direction in directions if isinstance(direction, frozenset)]
        nested = all(a <= b or b <= a for a in sets for b in sets)
        if (len(directions) > 1 and not sets) or not nested:
            raise RuleError(
                f"{owner.id} uses {term.id} in both directions: split it, or say in nonmonotone_reason why truth is "
                "exact"
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
