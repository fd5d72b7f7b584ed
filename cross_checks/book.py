"""A rule book as two-valued questions over explicit columns: what every other engine is compiled from.

Known and absent are told apart by columns, never by a null: a number is its ``low`` and ``high`` end, a flag or choice
the set of options still possible, and each has a ``state`` (0 usable, 1 absent, 2 never looked for and need not be).
Each target of the library's lowering is two questions, is it *certain* and is it *possible*, and one more, is it
*open*, where something reads that. Each is a tree of comparisons, *and* and *or*; the truth is read off the answers.

What other engines answer is held against the interpreter, which does not know the lowering: so a wrong one shows.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple

from kaprules import Level, Outcome, RuleSet, Truth
from kaprules.baseline import decided_on
from kaprules.decision import decide
from kaprules.engine import lowering
from kaprules.engine.lowering import RISING, Lowering, lowered
from kaprules.engine.snapshot import snapshot
from kaprules.facts.model import ABSENT, NOT_INDICATED, USABLE, Subject

Reading = Literal["certain", "possible", "open"]
READINGS: Final[tuple[Reading, ...]] = ("certain", "possible", "open")


class Column(NamedTuple):
    """One fact as an engine sees it: ``f7`` with ends or options, and its state."""

    name: str
    scale: int
    """By how much a number is multiplied to be whole; options are not scaled."""
    options: int
    """How many options a flag or choice has; 0 for a number."""

    def code(self, value: Any) -> int:
        """Return a number as a whole one that compares with every scaled limit as the number does with the limit."""
        if self.scale == 1:
            assert value == int(value)
            return int(value)
        scaled = Fraction(value) * (self.scale // 2)
        floor = math.floor(scaled)
        return 2 * floor + (scaled != floor)


class Compare(NamedTuple):
    """An end of a number against a constant."""

    column: Column
    end: Literal["low", "high"]
    sign: str
    value: int


class Options(NamedTuple):
    """Some, or all, of the options still possible are among those wanted."""

    column: Column
    wanted: frozenset[int]
    every: bool

    @property
    def unwanted(self) -> frozenset[int]:
        """The other options: all are wanted where none of these is possible."""
        return frozenset(range(self.column.options)) - self.wanted


class State(NamedTuple):
    """The state of a fact is, or is not, a given one."""

    column: Column
    value: int
    same: bool


class Asked(NamedTuple):
    """An earlier question, or its denial."""

    name: str
    yes: bool


class Both(NamedTuple):
    """Every part holds."""

    parts: tuple[Tree, ...]


class Either(NamedTuple):
    """At least one part holds; without parts, nothing does."""

    parts: tuple[Tree, ...]


Leaf = Compare | Options | State | Asked
Tree = Leaf | Both | Either


class Book:
    """A rule set as columns and questions, in rounds: each asks only for those of earlier rounds."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.lowering = lowered(ruleset)
        self.columns = {
            column.fact: _column(place, column, ruleset) for place, column in enumerate(self.lowering.columns)
        }
        """By fact and, of a fact on indication, by ``once(fact)`` what the open reading sees of it."""
        for each in self.lowering.columns:
            if each.unexamined:
                column = self.columns[each.fact]
                self.columns[once(each.fact)] = column._replace(name=f"{column.name}_once")
        self.names = _names(self.lowering)
        self.questions: dict[str, Tree] = {}
        self.rounds: dict[str, int] = {}
        needed = {place for target in self.lowering.targets for each in target.alternatives for place in each.targets}
        for number, places in enumerate(self.lowering.strata()):
            for place in places:
                for reading in READINGS if place in needed else READINGS[:2]:
                    self._ask(number, f"{self.names[place]}_{reading}", self.tree(place, reading))
        self._findings(number=len(list(self.lowering.strata())))

    def _ask(self, number: int, name: str, tree: Tree) -> None:
        self.questions[name], self.rounds[name] = tree, number

    def _findings(self, number: int) -> None:
        """Ask which rules are undecided, and then for the outcome."""
        rules = [(place, target) for place, target in enumerate(self.lowering.targets) if target.kind == "rule"]
        left: list[Tree] = []
        for place, target in rules:
            if target.level is not Level.NOTE:
                name = self.names[place]
                unsettled = (Asked(f"{name}_possible", True), Asked(f"{name}_certain", False))
                self._ask(number, f"{name}_open", Both((*unsettled, self.tree(place, "open"))))
                left.append(Asked(f"{name}_open", True))

        def fired(level: Level) -> list[Tree]:
            return [Asked(f"{self.names[place]}_certain", True) for place, rule in rules if rule.level is level]

        self._ask(number + 1, "excluded", Either(tuple(fired(Level.EXCLUSION))))
        self._ask(number + 1, "incomplete", Either((*fired(Level.NEEDS_INFORMATION), *left)))
        self._ask(number + 1, "caution", Either(tuple(fired(Level.CAUTION))))

    def tree(self, place: int, reading: Reading) -> Tree:
        """Return the alternatives of a target, read in one way, as a two-valued tree."""
        alternatives = [
            Both(
                (
                    *(Asked(f"{self.names[each]}_{reading}", True) for each in alternative.targets),
                    *(self._leaf(self.lowering.literals[each], reading) for each in alternative.literals),
                )
            )
            for alternative in self.lowering.targets[place].alternatives
        ]
        return alternatives[0] if len(alternatives) == 1 else Either(tuple(alternatives))

    def _leaf(self, literal: lowering.Literal, reading: Reading) -> Tree:
        lowered_column = self.lowering.columns[literal.column]
        column = self.columns[lowered_column.fact]
        if literal.test == "missing":
            return State(column, USABLE, False)
        if reading == "open" and lowered_column.unexamined:
            column = self.columns[once(lowered_column.fact)]
        if column.options:
            wanted = frozenset(place for place in range(column.options) if int(literal.value) >> place & 1)
            leaf: Leaf = Options(column, wanted, reading == "certain")
        else:
            end: Literal["low", "high"] = "low" if (literal.test in RISING) == (reading == "certain") else "high"
            leaf = Compare(column, end, literal.test, column.code(literal.value))
        if reading == "open" and lowered_column.unexamined:
            return Both((State(self.columns[lowered_column.fact], NOT_INDICATED, False), leaf))
        return leaf

    def layers(self) -> Iterator[dict[str, Tree]]:
        """Yield the questions in rounds: those of one round ask only for those of earlier ones."""
        for number in range(max(self.rounds.values()) + 1):
            yield {name: tree for name, tree in self.questions.items() if self.rounds[name] == number}

    def row(self, subject: Subject) -> dict[str, Any]:
        """Return the facts of a subject: ``f7_low``, ``f7_high`` or a list ``f7_options``, and ``f7_state``."""
        facts = snapshot(self.ruleset, subject, decided_on(self.ruleset))
        row: dict[str, Any] = {}
        for fact in self.ruleset.facts:
            *known, state = facts.entries(fact)
            too_old = isinstance(state, tuple)
            row |= _row(self.columns[fact.id], known, ABSENT if too_old else state)
            if once(fact.id) in self.columns:
                row |= _row(self.columns[once(fact.id)], state if too_old else known, USABLE)
        return row


def once(fact: str) -> str:
    """Return the key of the column of what reports that are all too old left possible, or of what is possible now."""
    return f"{fact} once"


def _row(column: Column, known: Sequence[Any], state: int) -> dict[str, Any]:
    if column.options:
        found: dict[str, Any] = {
            f"{column.name}_options": [place for place in range(column.options) if known[0] >> place & 1]
        }
    else:
        low, high = map(column.code, known)
        found = {f"{column.name}_low": low, f"{column.name}_high": high}
    return found | {f"{column.name}_state": state}


def _names(of: Lowering) -> list[str]:
    """Return a name for each target: ``c0`` for a concept, ``c0_out`` where it is ruled out, ``r0`` for a rule."""
    concepts = {target.id: f"c{place}" for place, target in enumerate(of.targets) if target.kind == "concept"}
    rules = itertools.count()
    return [
        f"r{next(rules)}"
        if target.kind == "rule"
        else concepts[target.id] + ("_out" if target.kind == "ruled out" else "")
        for target in of.targets
    ]


def _column(place: int, column: lowering.Column, ruleset: RuleSet) -> Column:
    fact = ruleset.facts[place]
    assert fact.id == column.fact
    if column.options:
        return Column(f"f{place}", 0, len(column.options))
    whole = bool(getattr(fact, "whole", False)) and all(isinstance(limit, int) for limit in column.limits)
    scale = 1 if whole else 2 * math.lcm(*(Fraction(limit).denominator for limit in column.limits))
    found = Column(f"f{place}", scale, 0)
    assert found.code(getattr(fact, "highest")) < 2**31, fact  # noqa: B009
    return found


# Answers -----------------------------------------------------------------------------------------------------

Conclusions = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], str]
"""The truths of concepts and rules, which rules are open, and the outcome."""


def expected(ruleset: RuleSet, subject: Subject) -> Conclusions:
    """Return what the library decides by the interpreter."""
    concluded = decide(ruleset, subject, on=decided_on(ruleset), engine="interpreter").evaluation.concluded
    return (
        tuple(map(int, concluded.concepts)),
        tuple(map(int, concluded.rules)),
        concluded.undecided,
        concluded.outcome.name,
    )


def concluded(book: Book, holds: set[str]) -> Conclusions:
    """Return what an engine's answers come to: the names of the questions that it says yes to."""

    def truth(name: str) -> int:
        certain, possible = f"{name}_certain" in holds, f"{name}_possible" in holds
        if certain and not possible:
            return -1
        return Truth.TRUE if certain else Truth.UNKNOWN if possible else Truth.FALSE

    concepts = tuple(int(truth(f"c{number}")) for number in range(len(book.ruleset.concepts)))
    rules = tuple(int(truth(f"r{number}")) for number in range(len(book.ruleset.rules)))
    is_open = tuple(f"r{number}_open" in holds for number in range(len(rules)))
    outcome = (
        Outcome.EXCLUDED
        if "excluded" in holds
        else Outcome.INCOMPLETE
        if "incomplete" in holds
        else Outcome.CAUTION
        if "caution" in holds
        else Outcome.NO_EXCLUSION_FOUND
    )
    return concepts, rules, is_open, outcome.name
