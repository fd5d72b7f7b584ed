"""Two conditions told apart: by an example that comes out differently, or not at all, as a solver proves."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Final

import attrs

from ..conditions import (
    NEVER_DAYS,
    Absence,
    AllOf,
    AnyOf,
    Atom,
    Condition,
    Possible,
    Test,
    Truth,
    option_bits,
)
from ..engine import reference
from ..engine.claims import Snapshot
from ..engine.reference import truth_for
from ..facts.fact import Choice, Event, Fact, Flag, Number
from ..facts.subject import groups_of
from ..facts.values import Between, OneOf
from ..limit import InputError, Limit
from ..ordinary import Ordinary, as_needed, limits_in, ordinary, telling, tests_of
from ..rule import RuleSet, inlined
from ._source import source
from .mutants import TRUTHS

SEARCHED: Final = 50_000
"""How many combinations of values are looked at where the solver is not installed, or its answer cannot be given."""


@attrs.frozen
class Apart:
    """What tells two conditions apart: an example, or the proof that there is none."""

    example: str = ""
    proven: bool = False
    """Whether they come out alike for every subject."""


def apart(condition: Condition, mutant: Condition, ruleset: RuleSet, holds_only: bool = False) -> Apart:
    """Return an example under which one condition is as true as the other is not, or the proof that there is none.

    With ``holds_only`` it counts only whether they hold.
    """
    condition, mutant = inlined(condition), inlined(mutant)
    if _proven_alike(condition, mutant, holds_only):
        return Apart(proven=True)
    found = _Search(condition, mutant, ruleset, holds_only).example()
    return Apart(example=found or "")


# The solver --------------------------------------------------------------------------------------------------


def _proven_alike(condition: Condition, mutant: Condition, holds_only: bool) -> bool:
    """Say whether the solver proves that two conditions are equally true for every subject."""
    try:
        import z3
    except ImportError:
        return False
    encoded = _Encoded(z3)
    first, then = encoded.truth(condition), encoded.truth(mutant)
    solver = z3.Solver()
    solver.set("timeout", 10_000)
    solver.add(*encoded.declared)
    differ = [first[0] != then[0]] + ([] if holds_only else [first[1] != then[1]])
    solver.add(z3.Or(*differ))
    return bool(solver.check() == z3.unsat)


class _Encoded:
    """Conditions in the language of the solver: whether they surely hold, and whether they can hold."""

    def __init__(self, z3: Any) -> None:
        self.z3 = z3
        self.facts: dict[Fact, tuple[Any, ...]] = {}
        self.declared: list[Any] = []

    def fact(self, fact: Fact) -> tuple[Any, ...]:
        """Return what is known of a fact: both ends of an interval, or whether each option is possible, and its absence."""
        if fact not in self.facts:
            z3, name = self.z3, fact.id
            usable = z3.Bool(f"{name} is usable")
            if isinstance(fact, Number | Event):
                sort = z3.Int if fact.unit != "h" and (isinstance(fact, Event) or fact.whole) else z3.Real
                low, high = sort(f"{name} low"), sort(f"{name} high")
                self.declared += [self.number(fact.lowest) <= low, low <= high, high <= self.number(fact.highest)]
                self.facts[fact] = low, high, usable
            else:
                assert isinstance(fact, Flag | Choice)
                bits = [z3.Bool(f"{name} {place}") for place in range(fact.every.bit_length())]
                self.declared.append(z3.Or(*bits))
                self.facts[fact] = *bits, usable
        return self.facts[fact]

    def number(self, value: Any) -> Any:
        return value if isinstance(value, int) else self.z3.Q(value.numerator, value.denominator)

    def truth(self, condition: Condition) -> tuple[Any, Any]:
        """Return whether a condition is TRUE, and whether it is not FALSE."""
        if isinstance(condition, Atom):
            return self.atom(condition)
        parts = [self.truth(part) for part in condition.parts]
        node = self.z3.And if isinstance(condition, AllOf) else self.z3.Or
        return node(*(part[0] for part in parts)), node(*(part[1] for part in parts))

    def atom(self, atom: Atom) -> tuple[Any, Any]:
        z3, fact = self.z3, atom.subject
        assert isinstance(fact, Fact)
        *known, usable = self.fact(fact)
        if atom.test is Test.MISSING:
            return z3.Not(usable), z3.Not(usable)
        if isinstance(fact, Flag | Choice):
            wanted = option_bits(atom.operand) if isinstance(atom.operand, frozenset) else _WANTED[atom.test]
            inside = z3.Or(*(bit for place, bit in enumerate(known) if wanted >> place & 1))
            outside = z3.Or(*(bit for place, bit in enumerate(known) if not wanted >> place & 1))
            return z3.And(inside, z3.Not(outside)), inside
        low, high = known
        limit = self.number(atom.operand.value) if isinstance(atom.operand, Limit) else NEVER_DAYS
        match atom.test:
            case Test.AT_LEAST | Test.NEVER:
                return low >= limit, high >= limit
            case Test.ABOVE:
                return low > limit, high > limit
            case Test.AT_MOST:
                return high <= limit, low <= limit
            case _:
                return high < limit, low < limit


_WANTED: Final = {Test.PRESENT: 2, Test.RULED_OUT: 1}


# The search --------------------------------------------------------------------------------------------------


class _Search:
    """Looks for the facts under which two conditions are not equally true."""

    def __init__(self, condition: Condition, mutant: Condition, ruleset: RuleSet, holds_only: bool) -> None:
        self.condition = condition
        self.mutant = mutant
        self.ruleset = ruleset
        self.holds_only = holds_only
        self.book: Ordinary = ordinary(ruleset)
        tests = tests_of(AnyOf((condition, mutant)))
        self.values = {fact: self._values(fact, tests[fact]) for fact in tests}

    def example(self) -> str | None:
        """Return an example, ready to paste, that comes out differently; None where none is found."""
        for values in itertools.islice(itertools.product(*self.values.values()), SEARCHED):
            near = dict(zip(self.values, values, strict=True))
            if self.differ(self.entries(near)):
                found = self.given(self.smallest(near))
                if found is not None:
                    return found
        return None

    def differ(self, facts: Snapshot) -> bool:
        first, then = (reference.truth(each, facts, {}) for each in (self.condition, self.mutant))
        return (first is Truth.TRUE) != (then is Truth.TRUE) if self.holds_only else first is not then

    def smallest(self, near: Mapping[Fact, object]) -> dict[Fact, object]:
        """Return as few of the facts as still tell."""
        found = dict(near)
        for fact in near:
            fewer = found | {fact: Absence.NOT_ASKED}
            if self.differ(self.entries(fewer)):
                found = fewer
        return found

    def entries(self, near: Mapping[Fact, object]) -> Snapshot:
        """Return the facts as engines are given them."""
        groups: dict[str, list[Any]] = {}
        for fact, value in near.items():
            group = groups.setdefault(fact.group, list(groups_of(self.ruleset.subject)[fact.group].__unasked__))
            group[fact.slot : fact.slot + fact.size] = fact.flat(self.possible(fact, value))
        return Snapshot(dict(groups), {})

    def possible(self, fact: Fact, value: object) -> Possible:
        return fact.unknown(value) if isinstance(value, Absence) else fact.narrowed(value, self.book.on)

    def given(self, near: Mapping[Fact, object]) -> str | None:
        """Return the facts as an example of a rule, if they can be given and tell as well."""
        on = self.ruleset.phase.example
        groups: dict[str, dict[str, object]] = {}
        for fact, value in near.items():
            if value is not Absence.NOT_ASKED:
                given = value if isinstance(value, Absence) else as_needed(fact, value, on)
                groups.setdefault(fact.group, {})[fact.name] = given
        kinds = groups_of(self.ruleset.subject)
        try:
            facts = [kinds[name](**given) for name, given in groups.items()]
            about = self.ruleset.subject(**{each.__group__: each for each in facts})
        except InputError:
            return None
        first, then = (truth_for(each, about, on) for each in (self.condition, self.mutant))
        if (first is Truth.TRUE) == (then is Truth.TRUE) if self.holds_only else first is then:
            return None
        shown = facts or [kinds[next(iter(self.values)).group]()]
        return f"{_CALLED[first]}({', '.join(map(source, shown))})"

    def _values(self, fact: Fact, tests: list[Atom]) -> list[object]:
        values = [Absence.NOT_ASKED, *telling(self.book, fact, tests)]
        if any(test.test is Test.MISSING for test in tests):
            values.append(Absence.DECLINED)
        if isinstance(fact, Number):
            limits = [limit.value for limit in limits_in(tests)]
            values += [
                Between(low, high) for low in limits for high in limits if fact.lowest <= low <= high <= fact.highest
            ]
        if isinstance(fact, Choice):
            sets = [test.operand for test in tests if isinstance(test.operand, frozenset)]
            values += [OneOf(*each) for each in sets if len(each) > 1]
        return list({repr(value): value for value in values}.values())


_CALLED: Final = {truth: case.value for case, truth in TRUTHS.items()}
