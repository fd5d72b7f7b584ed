"""Subjects with a wanted outcome, found by the solver where chance does not get there.

A scene is what is fixed beforehand: a rule that is to make the outcome, or values near a limit. For each scene the
solver changes as few facts as it can of somebody plain: of somebody of whom nothing is known where the outcome is
grave, else of a complete and ordinary subject. What chance drew is then put in group by group, as long as the engine
still decides as is wanted.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..baseline import Baseline, as_needed, baseline, plain, tests_of
from ..engine.evaluation import conclude
from ..engine.snapshot import snapshot
from ..errors import InputError, input_error
from ..facts.model import Fact, Subject, groups_of
from ..possible import Absence, Level, Outcome
from ..rule import Rule
from ..ruleset import RuleSet
from ..solver import NEEDED
from ._boundary import plain_entries

if TYPE_CHECKING:
    from ..solver.encode import Formula

MAX_SCENES: Final = 300
MAX_BUILDS: Final = 20
UNSAID: Final = Absence.NOT_ASKED


@attrs.frozen(eq=False)
class Scene:
    """What is fixed before the solver is asked."""

    formula: Formula
    """A rule that makes the outcome."""
    given: Mapping[Fact, object] = attrs.field(factory=dict)
    """Values near a limit."""


class Guide:
    """Finds subjects of one rule set with an outcome, of whom some facts are missing, near a rule's limits or not."""

    def __init__(self, ruleset: RuleSet, outcome: Outcome, missing: Iterable[Fact], near: str | None) -> None:
        try:
            from ..solver import context, encode, witness
        except ModuleNotFoundError as error:
            if error.name != "z3":
                raise
            raise input_error("outcome", problem="needs a solver", remedy=NEEDED) from None
        self.encode, self.witness, self.is_known = encode, witness, context.is_known
        self.ruleset, self.outcome, self.missing = ruleset, outcome, tuple(missing)
        self.book: Baseline = baseline(ruleset)
        self.context = context.ProofContext(ruleset)
        self.facts = self.context.scales.facts
        self.gone = frozenset(fact for fact in self.facts if any(_goes_with(fact, each) for each in self.missing))
        one = self.context.one
        caution, incomplete, excluded = self.context.ranks(ruleset.rules)
        ends = {
            Outcome.NO_EXCLUSION_FOUND: (caution, True),
            Outcome.CAUTION: (incomplete, caution),
            Outcome.INCOMPLETE: (excluded, incomplete),
            Outcome.EXCLUDED: (False, excluded),
        }
        beyond, reached = ends[outcome]
        self.wants = (encode.negated(beyond), reached, *(one[fact].unasked for fact in self.gone))
        self.near = {} if near is None else tests_of(ruleset[near].when)
        self.scenes = tuple(self._feasible())
        self.found: dict[int, Subject | None] = {}
        if not self.scenes:
            beside = "".join(f", {fact.id} missing" for fact in self.missing) + (f", near {near}" if near else "")
            problem = f"nobody comes to {outcome.name} by {ruleset.name}{beside}"
            raise input_error(problem=problem, remedy="ask for less")

    def wanted(self, subject: Subject | None) -> bool:
        """Say whether the engine decides on a subject as is wanted."""
        if subject is None:
            return False
        return conclude(self.ruleset, snapshot(self.ruleset, subject, self.book.on)).outcome is self.outcome

    def towards(self, number: int, drawn: Subject) -> Subject | None:
        """Return a subject as is wanted, with what chance drew as far as it stays so; None if none can be built."""
        if self.wanted(drawn):
            return drawn
        if number not in self.found:
            self.found[number] = self._built(self.scenes[number])
        found = self.found[number]
        if found is not None:
            fixed = {fact.group for fact in self.scenes[number].given}
            for name in groups_of(self.ruleset.subject):
                other = found.with_group(drawn.__dict__[name])
                if name not in fixed and self.wanted(other):
                    found = other
        return found

    # Scenes ----------------------------------------------------------------------------------------------------

    def _feasible(self) -> Iterator[Scene]:
        for scene in self._scenes():
            if self.context.solver.holds(*self._asks(scene)):
                yield scene

    def _scenes(self) -> Iterator[Scene]:
        if not self.near:
            yield from (Scene(formula) for rule in self.ruleset.rules if (formula := self._makes_it(rule)) is not False)
            if self.outcome is Outcome.NO_EXCLUSION_FOUND:
                yield Scene(True)
            return
        values = [[*plain_entries(self.book, fact, tests), UNSAID] for fact, tests in self.near.items()]
        every: Iterable[tuple[object, ...]] = itertools.product(*values)
        if len(list(itertools.islice(itertools.product(*values), MAX_SCENES + 1))) > MAX_SCENES:
            chance = random.Random(0)
            every = (tuple(map(chance.choice, values)) for _ in range(MAX_SCENES))
        for chosen in every:
            yield Scene(True, dict(zip(self.near, chosen, strict=True)))

    def _makes_it(self, rule: Rule) -> Formula:
        """Return the formula of a rule that makes the outcome, or False where it does not."""
        if self.outcome is Outcome.INCOMPLETE:
            asks = self.context.certain(rule) if rule.level is Level.NEEDS_INFORMATION else False
            return self.encode.either((asks, self.context.opened(rule)))
        makes = {Outcome.EXCLUDED: Level.EXCLUSION, Outcome.CAUTION: Level.CAUTION}.get(self.outcome)
        return self.context.certain(rule) if rule.level is makes else False

    def _asks(self, scene: Scene) -> list[Formula]:
        fixed = [self._is(fact, self._entries(fact, value)) for fact, value in scene.given.items()]
        return [*self.wants, scene.formula, *fixed]

    def _is(self, fact: Fact, entries: tuple[Any, ...]) -> Formula:
        return self.encode.both(self.is_known(self.context.one, fact, entries, self.context.scales))

    def _entries(self, fact: Fact, value: object) -> tuple[Any, ...]:
        possible = fact.full_range(value) if isinstance(value, Absence) else fact.values_of(value, self.book.on)
        return tuple(fact.flat(possible))

    # Subjects --------------------------------------------------------------------------------------------------

    def _built(self, scene: Scene) -> Subject | None:
        """Return somebody plain with as few changes as make the outcome; None where it cannot be written down."""
        grave = self.outcome in (Outcome.EXCLUDED, Outcome.INCOMPLETE) and not scene.given
        asks = self._asks(scene)
        base = {fact: self._is(fact, self._plainly(fact, grave)) for fact in self.facts if fact not in scene.given}
        for _ in range(MAX_BUILDS):
            known = self._changed(asks, base)
            if known is None:
                return None
            subject = self._subject(known, scene.given, grave)
            if self.wanted(subject):
                return subject
            asks.append(self.encode.negated(self.encode.both(self._is(*each) for each in known.items())))
        return None

    def _plainly(self, fact: Fact, grave: bool) -> tuple[Any, ...]:
        if grave or fact in self.gone:
            return self._entries(fact, UNSAID)
        subject = plain(self.book, {})
        return tuple(subject.__dict__[fact.group].flat(self.book.on)[fact.slot : fact.slot + fact.size])

    def _changed(self, asks: list[Formula], base: Mapping[Fact, Formula]) -> dict[Fact, tuple[Any, ...]] | None:
        """Return what is to be known of the few facts that cannot stay as they are."""
        solver, kept = self.context.solver, dict(base)
        while not solver.holds(*asks, *kept.values()):
            core = {formula.get_id() for formula in solver.conflict(list(kept.values()))}
            loose = [fact for fact, formula in kept.items() if formula.get_id() in core]
            if not loose:
                return None
            for fact in loose:
                del kept[fact]
        for fact in [fact for fact in base if fact not in kept]:
            if solver.holds(*asks, *kept.values(), base[fact]):
                kept[fact] = base[fact]
        free = [self.context.one[fact] for fact in base if fact not in kept]
        easy = [self.context.can_be_given(now) for now in free]
        if not solver.holds(*asks, *kept.values(), *easy, plain=free):
            return None
        return self.context.entries(self.context.one, (now.fact for now in free))

    def _value(self, fact: Fact, entries: tuple[Any, ...]) -> object:
        scales = self.context.scales
        if self.witness.placed(fact, entries, scales) == self.witness.unasked(fact, scales):
            return UNSAID
        return self.witness._value(fact, entries, scales, self.book.on)

    def _subject(
        self, known: Mapping[Fact, tuple[Any, ...]], given: Mapping[Fact, object], grave: bool
    ) -> Subject | None:
        """Return somebody plain of whom this is known, and what is given; None where it cannot be written down."""
        try:
            values = {**dict.fromkeys(self.missing, UNSAID), **given}
            values |= {fact: self._value(fact, entries) for fact, entries in known.items()}
            if not grave:
                return plain(self.book, values)
            groups: dict[str, dict[str, object]] = {}
            for fact, value in values.items():
                if value is not UNSAID:
                    groups.setdefault(fact.group, {})[fact.name] = as_needed(fact, value, self.book.on)
            kinds = groups_of(self.ruleset.subject)
            kind: type[Subject] = self.ruleset.subject
            return kind(**{name: kinds[name](**facts) for name, facts in groups.items()})
        except (InputError, self.witness.NotBuilt):
            return None


def _goes_with(fact: Fact, missing: Fact) -> bool:
    """Say whether nothing is known of a fact where nothing is recorded of a missing one."""
    return fact is missing or (fact.group == missing.group and fact.name in missing.derived_from)
