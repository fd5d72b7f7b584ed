"""Mutants: a rule, a concept or a fact that differs by one small change, as a slip of the hand would make it.

The examples of a rule notice each change of its condition; what they cannot see, a level or how long a fact is relied
on, case files notice (``kaprules.assurance.mutation``).

>>> from kaprules.rulesets import SCREENING
>>> rule = SCREENING.rules[0]
>>> wrong_examples(rule), survivors(rule)
([], [])
"""

from __future__ import annotations

import enum
import functools
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Final, NamedTuple

import attrs

from ..conditions import AllOf, AnyOf, Atom, ChoiceTerm, Condition, Term, Test, fold
from ..engine.interpreter import truth_for
from ..errors import RuleError
from ..facts.model import Choice, Fact, Facts, Flag, Number, Validity
from ..ingredients import INGREDIENTS
from ..limit import Limit, exact, shown
from ..phrases import phrase
from ..policy import FOUND_OTHERWISE
from ..possible import Absence, Level, Truth
from ..rule import Case, Concept, Marked, Rule
from ..ruleset import RuleSet
from ..rulesets import SCREENING
from ._search import Place, places

STRICT = {
    Test.AT_LEAST: (Test.ABOVE, Test.BELOW),
    Test.ABOVE: (Test.AT_LEAST, Test.AT_MOST),
    Test.AT_MOST: (Test.BELOW, Test.ABOVE),
    Test.BELOW: (Test.AT_MOST, Test.AT_LEAST),
    Test.EVER: (Test.NEVER,),
    Test.NEVER: (Test.EVER,),
    Test.PRESENT: (Test.RULED_OUT,),
    Test.RULED_OUT: (Test.PRESENT,),
}
TRUTHS = {Case.FIRES: Truth.TRUE, Case.PASSES: Truth.FALSE, Case.ASKS: Truth.UNKNOWN}


class Kind(enum.Enum):
    """What a mutant changes."""

    LIMIT = "a limit moved by one step"
    COMPARISON = "a comparison turned, or an end taken out or in"
    COMBINATION = "all and any exchanged"
    PART = "a part dropped"
    OPTION = "an option added or taken away"
    LEVEL = "another level"
    MARK = "a mark dropped, or its condition changed"
    TOLERANCE = "a limit with which a fact is read, moved by one step"
    PLAUSIBLE = "an end of a plausible range, moved by one step"
    VALIDITY = "a validity one day or hour longer or shorter, or without end"
    LASTING = "a lasting risk that is forgotten"
    AUTHORITY = "anybody may deny a risk"
    REQUIRED = "a required fact only on indication, or the other way round"
    UNIT = "another unit that is not known, not converted, or by a wrong factor"


CONDITIONAL: Final = (Kind.LIMIT, Kind.COMPARISON, Kind.COMBINATION, Kind.PART, Kind.OPTION)
"""What the examples of a rule have to notice."""
OFF: Final = Fraction(1, 10_000)
"""By which part a factor between units is wrong."""


# Of a condition ----------------------------------------------------------------------------------------------


class Changed(NamedTuple):
    """A condition with one change."""

    kind: Kind
    says: str
    condition: Condition


def mutants(condition: Condition) -> Iterator[Changed]:
    """Yield each mutant of a condition."""
    if isinstance(condition, Atom):
        yield from _of_atom(condition)
        return
    node = type(condition)
    other = AnyOf if node is AllOf else AllOf
    yield Changed(Kind.COMBINATION, f"{node.__name__} became {other.__name__}", other(condition.parts))
    for place, part in enumerate(condition.parts):
        before, after = condition.parts[:place], condition.parts[place + 1 :]
        rest = before + after
        yield Changed(Kind.PART, f"dropped {in_words(part)}", rest[0] if len(rest) == 1 else node(rest))
        for kind, says, mutant in mutants(part):
            yield Changed(kind, says, node((*before, mutant, *after)))


def in_words(condition: Condition) -> str:
    """Return what a condition asks, on one line."""
    return fold(condition, phrase, lambda every, parts: f"({(' and ' if every else ' or ').join(parts)})")


def _of_atom(atom: Atom) -> Iterator[Changed]:
    name = atom.subject.id
    for test in STRICT.get(atom.test, ()):
        says = f"{name}: {atom.test.name} became {test.name}"
        yield Changed(Kind.COMPARISON, says, Atom(atom.subject, test, atom.operand))
    if isinstance(atom.operand, Limit):
        limit = atom.operand
        for value in (limit.value - limit.step, limit.value + limit.step):
            moved = attrs.evolve(limit, value=value, floor=None, ceiling=None)
            says = f"{name}: {limit.id} moved to {shown(value)}"
            yield Changed(Kind.LIMIT, says, Atom(atom.subject, atom.test, moved))
    if isinstance(atom.operand, frozenset):
        assert isinstance(atom.subject, ChoiceTerm)
        for option in atom.subject.options:
            changed = atom.operand ^ {option}
            if changed and changed != frozenset(atom.subject.options):
                yield Changed(Kind.OPTION, f"{name}: {option} toggled", Atom(atom.subject, atom.test, changed))


def survivors(owner: Rule | Concept, ruleset: RuleSet = SCREENING) -> list[str]:
    """Return what was changed in each mutant of the condition that no example of ``owner`` notices."""
    return [changed.says for changed in mutants(owner.when) if not by_examples(owner, changed.condition, ruleset)]


def by_examples(owner: Rule | Concept, mutant: Condition, ruleset: RuleSet) -> bool:
    """Say whether some example of ``owner`` notices that its condition is another.

    One that does not come out as it says notices nothing: it would tell every condition from every other.
    """
    on = ruleset.phase.example
    for example in owner.examples:
        about, expected = example.about(ruleset.subject), TRUTHS[example.case]
        if truth_for(mutant, about, on) is not expected and truth_for(owner.when, about, on) is expected:
            return True
    return False


def wrong_examples(owner: Rule | Concept, ruleset: RuleSet = SCREENING) -> list[str]:
    """Return each example that does not come out as it says."""
    found = [(example, example.about(ruleset.subject)) for example in owner.examples]
    truths = [truth_for(owner.when, about, ruleset.phase.example) for _, about in found]
    return [
        f"{example.case.value}({about!r}) came out {truth.name}"
        for (example, about), truth in zip(found, truths, strict=True)
        if truth is not TRUTHS[example.case]
    ]


# Of a rule ---------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class RuleMutant:
    """A rule or concept with one change."""

    kind: Kind
    owner: Rule | Concept
    says: str
    mutant: Rule | Concept | None
    """None where the rule language refuses it."""
    condition: Condition | None = None
    """What the rule or concept would ask, where that is what was changed."""
    marked: tuple[Condition, Condition] | None = None
    """When the rule carries a mark, and when it would, where that is what was changed."""

    @property
    def of(self) -> str:
        """The id of what was changed."""
        return self.owner.id

    def applied(self, ruleset: RuleSet) -> RuleSet:
        """Return a rule set in which the mutant stands in the place of what it was made of."""
        assert self.mutant is not None
        return replaced(ruleset, self.owner, self.mutant)


def mutants_of_rule(owner: Rule | Concept) -> Iterator[RuleMutant]:
    """Yield each mutant of a rule or concept: of its condition, its level and its marks."""
    for kind, says, condition in mutants(owner.when):
        yield RuleMutant(kind, owner, says, _evolved(owner, when=condition), condition)
    if isinstance(owner, Concept):
        return
    for level in Level:
        if level is not owner.level:
            lifts = FOUND_OTHERWISE if level is Level.EXCLUSION else None
            says = f"{owner.level.value} became {level.value}"
            yield RuleMutant(Kind.LEVEL, owner, says, _evolved(owner, level=level, until=lifts))
    for place, mark in enumerate(owner.marks):
        before, after = owner.marks[:place], owner.marks[place + 1 :]
        name = mark.mark.name if isinstance(mark, Marked) else mark.name
        yield RuleMutant(Kind.MARK, owner, f"mark {name} dropped", _evolved(owner, marks=before + after))
        if isinstance(mark, Marked):
            for _, says, condition in mutants(mark.when):
                mutant = _evolved(owner, marks=(*before, Marked(mark.mark, condition), *after))
                marked = AllOf((owner.when, mark.when)), AllOf((owner.when, condition))
                yield RuleMutant(Kind.MARK, owner, f"mark {name}: {says}", mutant, marked=marked)


def _evolved(owner: Rule | Concept, **changes: Any) -> Rule | Concept | None:
    try:
        return attrs.evolve(owner, **changes, nonmonotone_reason="a mutant")
    except RuleError:
        return None


def replaced(ruleset: RuleSet, owner: Rule | Concept, mutant: Rule | Concept) -> RuleSet:
    """Return a rule set with another rule, or another concept wherever it is used."""
    if isinstance(mutant, Rule):
        rules = tuple(mutant if rule is owner else rule for rule in ruleset.rules)
        return attrs.evolve(ruleset, rules=rules, home="")
    assert isinstance(owner, Concept)
    done = {owner: mutant}

    def changed(condition: Condition) -> Condition:
        if not isinstance(condition, Atom):
            return type(condition)(tuple(map(changed, condition.parts)))
        subject: Term = condition.subject
        if isinstance(subject, Concept):
            if subject not in done:
                done[subject] = attrs.evolve(subject, when=changed(subject.when), nonmonotone_reason="a mutant")
            subject = done[subject]
        return Atom(subject, condition.test, condition.operand)

    def rule(old: Rule) -> Rule:
        marks = tuple(Marked(m.mark, changed(m.when)) if isinstance(m, Marked) else m for m in old.marks)
        return attrs.evolve(old, when=changed(old.when), marks=marks, nonmonotone_reason="a mutant")

    return attrs.evolve(ruleset, rules=tuple(map(rule, ruleset.rules)), home="")


# Of what is declared of a fact -------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class FactMutant:
    """Something declared of a fact, changed; in force within ``applied()``, for the whole process."""

    kind: Kind
    of: str
    """The id of the fact, or of the limit with which facts are read."""
    says: str
    target: Any
    attribute: str
    value: Any
    places: tuple[Place, ...] = ()
    """Where the fact is, in the subjects that have it."""
    readers: tuple[RuleSet, ...] = ()
    """The rule sets that can come out otherwise."""

    @property
    def is_of_facts_alone(self) -> bool:
        """Whether it changes a fact of a subject, and neither a part of a record nor how one is read."""
        return bool(self.places) and all(place.series is None for place in self.places)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Change the declaration until the end of a ``with`` block; subjects built before know nothing of it."""
        before = getattr(self.target, self.attribute)
        object.__setattr__(self.target, self.attribute, self.value)
        try:
            self._forget()
            yield
        finally:
            object.__setattr__(self.target, self.attribute, before)
            self._forget()

    def _forget(self) -> None:
        """Work out anew what a group keeps of whom nothing is known."""
        for group in {place.of.owner for place in self.places} | {place.fact.owner for place in self.places}:
            group.__unasked__ = tuple(
                entry for fact in group.__scalars__ for entry in fact.flat(fact.full_range(Absence.NOT_ASKED))
            )
        for kind in {ruleset.subject for ruleset in self.readers}:
            for field in attrs.fields(kind):
                if isinstance(field.default, Facts):
                    field.default.__dict__.pop("_flat", None)
                    field.default.__dict__.pop("_kept", None)
                    field.default.__dict__.pop("_extent", None)
                    field.default.__dict__.pop("_placed", None)


def mutants_of_facts(rulesets: Iterable[RuleSet]) -> Iterator[FactMutant]:
    """Yield each mutant of what is declared of the facts that some rule sets read."""
    rulesets = tuple(rulesets)
    found: dict[Fact, list[tuple[Place, RuleSet]]] = {}
    for ruleset in rulesets:
        for place, _ in places(ruleset):
            found.setdefault(place.fact, []).append((place, ruleset))
    for fact, where in found.items():
        for kind, says, attribute, value in _of_fact(fact, frozenset(r.phase.name for _, r in where), where[0][0]):
            yield FactMutant(
                kind,
                fact.id,
                says,
                fact,
                attribute,
                value,
                tuple({(place.series, place.fact): place for place, _ in where}.values()),
                tuple(dict.fromkeys(ruleset for _, ruleset in where)),
            )
    yield from _of_readings(rulesets, found)


def _of_fact(fact: Fact, phases: frozenset[str], place: Place) -> Iterator[tuple[Kind, str, str, Any]]:
    if place.series is None:
        validities = list(_of_validity(fact.validity, phases))
        yield from validities
        if validities and fact.lifelong and isinstance(fact, Flag | Choice) and fact.adverse_bits:
            yield Kind.LASTING, "its risk expires", "lifelong", False
        if fact.may_rule_out:
            yield Kind.AUTHORITY, "anybody may say that it is not so", "may_rule_out", ()
        if fact.size:
            says = "required" if fact.on_indication else "only on indication"
            yield Kind.REQUIRED, says, "on_indication", "" if fact.on_indication else "a mutant"
    if isinstance(fact, Number):
        step = 1 if fact.whole else Fraction(1, 10)
        for attribute in ("lowest", "highest"):
            for value in (getattr(fact, attribute) - step, getattr(fact, attribute) + step):
                yield Kind.PLAUSIBLE, f"{attribute} became {shown(value)}", attribute, value
        for unit, factor in fact.units.items():
            others = {"the factor is 1": Fraction(1), "the factor is upside down": 1 / Fraction(factor)}
            others |= {"the factor is too large": factor * (1 + OFF), "the factor is too small": factor * (1 - OFF)}
            for says, other in others.items():
                if other != factor:
                    yield Kind.UNIT, f"{unit}: {says}", "units", {**fact.units, unit: other}
            without = {name: each for name, each in fact.units.items() if name != unit}
            yield Kind.UNIT, f"{unit} is not known", "units", without


def _of_validity(validity: Validity, phases: frozenset[str]) -> Iterator[tuple[Kind, str, str, Any]]:
    fields = ["intake"] if "INTAKE" in phases else []
    if "DOSING_DAY" in phases:
        fields.append("dosing_day" if validity.hours is None else "hours")
    for field in fields:
        days = getattr(validity, field)
        if days is not None:
            for other in (days - 1, days + 1, None):
                says = f"{field} {days} became {'for ever' if other is None else other}"
                yield Kind.VALIDITY, says, "validity", attrs.evolve(validity, movable=None, **{field: other})


def _of_readings(rulesets: tuple[RuleSet, ...], found: dict[Fact, list[Any]]) -> Iterator[FactMutant]:
    for limit in reading_limits():
        step = min(limit.step, limit.value / Fraction(2))
        for value in (exact(limit.value - step), exact(limit.value + step)):
            says = f"{shown(limit.value)} became {shown(value)}"
            yield FactMutant(Kind.TOLERANCE, limit.id, says, limit, "value", value, (), rulesets)


def reading_limits() -> tuple[Limit, ...]:
    """Return the limits with which facts are read from what was observed, by which doses are compared among them."""
    package = Facts.__module__.rpartition(".")[0]
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith(f"{package}.")]
    limits = [limit for module in modules for limit in vars(module).values() if isinstance(limit, Limit)]
    limits += [each.lorazepam_equivalent for each in INGREDIENTS if each.lorazepam_equivalent is not None]
    return tuple({id(limit): limit for limit in limits}.values())


@functools.cache
def is_read(place: Place) -> bool:
    """Say whether any code names a part of a record; what none names is kept for people, and changes nothing."""
    package = Facts.__module__.rpartition(".")[0]
    name = re.compile(rf"\b{place.fact.name}\b")
    modules = [module for key, module in sys.modules.items() if key.startswith(f"{package}.")]
    return sum(len(name.findall(inspect.getsource(module))) for module in modules) > 1
