"""A rule book as two-valued questions over explicit columns: what every other engine is compiled from.

Known and absent are told apart by columns, never by a null: a number is its ``low`` and ``high`` end, a flag or choice
the set of options still possible, and each has a ``state`` (0 usable, 1 absent, 2 never looked for and need not be). A
rule is three questions: is it *certain*, is it *possible*, is it *open*. Each is a tree of comparisons, *and* and *or*;
a concept ruled out is the denial of an earlier question. The truth is read off the answers.

The lowering shares nothing with the library's own engines: it is written from the specification.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple

from kaprules import Level, Outcome, RuleSet, Truth
from kaprules.baseline import decided_on
from kaprules.conditions import AllOf, Atom, Condition, Test, opposite
from kaprules.decision import decide
from kaprules.engine.snapshot import snapshot
from kaprules.facts.fact import UNEXAMINED, USABLE, Fact
from kaprules.facts.subject import Subject
from kaprules.limit import Limit
from kaprules.possible import NEVER_DAYS, NO, YES, option_bits
from kaprules.rule import Concept, inlined

Reading = Literal["certain", "possible", "open"]
SIGNS: Final = {
    Test.AT_LEAST: ">=",
    Test.ABOVE: ">",
    Test.AT_MOST: "<=",
    Test.BELOW: "<",
    Test.EVER: "<",
    Test.NEVER: ">=",
}
RISING: Final = (Test.AT_LEAST, Test.ABOVE, Test.NEVER)


class Column(NamedTuple):
    """One fact as an engine sees it: ``f7`` with ends or options, and its state."""

    name: str
    fact: Fact
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
    """A rule set as columns and questions, in an order in which each asks only for earlier ones."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        limits: dict[Fact, list[Any]] = {fact: [] for fact in ruleset.facts}
        for owner in (*ruleset.concepts, *ruleset.rules):
            for atom in _atoms(owner.when):
                if isinstance(atom.subject, Fact) and isinstance(atom.operand, Limit):
                    limits[atom.subject].append(atom.operand.value)
        self.columns = {fact: _column(number, fact, limits[fact]) for number, fact in enumerate(ruleset.facts)}
        self.questions: dict[str, Tree] = {}
        for number, concept in enumerate(ruleset.concepts):
            self._ask(f"c{number}", concept.when)
            self.questions[f"c{number}_open"] = self.tree(inlined(concept.when), "open")
            if not any(atom.test is Test.MISSING for atom in _atoms(inlined(concept.when))):
                self.questions[f"c{number}_out"] = self.tree(opposite(inlined(concept.when)), "open")
        for number, rule in enumerate(ruleset.rules):
            self._ask(f"r{number}", rule.when)
            if rule.level is not Level.NOTE:
                unsettled = Both((Asked(f"r{number}_possible", True), Asked(f"r{number}_certain", False)))
                passing_over = self.tree(rule.when, "open")
                self.questions[f"r{number}_open"] = Both((*unsettled.parts, passing_over))
        self._outcome()

    def _ask(self, name: str, condition: Condition) -> None:
        self.questions[f"{name}_certain"] = self.tree(condition, "certain")
        self.questions[f"{name}_possible"] = self.tree(condition, "possible")

    def _outcome(self) -> None:
        def fired(level: Level) -> tuple[Tree, ...]:
            return tuple(
                Asked(f"r{n}_certain", True) for n, rule in enumerate(self.ruleset.rules) if rule.level is level
            )

        left = tuple(Asked(name, True) for name in self.questions if name[0] == "r" and name.endswith("_open"))
        self.questions["excluded"] = Either(fired(Level.EXCLUSION))
        self.questions["incomplete"] = Either((*fired(Level.NEEDS_INFORMATION), *left))
        self.questions["caution"] = Either(fired(Level.CAUTION))

    def tree(self, condition: Condition, reading: Reading) -> Tree:
        """Return a condition, read in one way, as a two-valued tree."""
        if isinstance(condition, Atom):
            return self._atom(condition, reading)
        parts = tuple(self.tree(part, reading) for part in condition.parts)
        return Both(parts) if isinstance(condition, AllOf) else Either(parts)

    def _atom(self, atom: Atom, reading: Reading) -> Tree:
        if isinstance(atom.subject, Concept):
            return self._concept(atom, reading)
        assert isinstance(atom.subject, Fact)
        column = self.columns[atom.subject]
        if atom.test is Test.MISSING:
            return State(column, USABLE, False)
        if column.options:
            bits = option_bits(atom.operand) if isinstance(atom.operand, frozenset) else _FLAG[atom.test]
            wanted = frozenset(place for place in range(column.options) if bits >> place & 1)
            leaf: Leaf = Options(column, wanted, reading == "certain")
        else:
            limit = atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS
            end: Literal["low", "high"] = "low" if (atom.test in RISING) == (reading == "certain") else "high"
            leaf = Compare(column, end, SIGNS[atom.test], column.code(limit))
        if reading == "open" and atom.subject.on_indication:
            return Both((State(column, UNEXAMINED, False), leaf))
        return leaf

    def _concept(self, atom: Atom, reading: Reading) -> Tree:
        assert isinstance(atom.subject, Concept)
        present = atom.test is Test.PRESENT
        name = f"c{self.ruleset.concepts.index(atom.subject)}"
        if reading == "open":
            return Asked(f"{name}_open" if present else f"{name}_out", True)
        other = {"certain": "possible", "possible": "certain"}
        return Asked(f"{name}_{reading}", True) if present else Asked(f"{name}_{other[reading]}", False)

    def layers(self) -> Iterator[dict[str, Tree]]:
        """Yield the questions in rounds: those of one round ask only for those of earlier ones."""
        depths: dict[str, int] = {}
        for name, tree in self.questions.items():
            depths[name] = max((1 + depths[each.name] for each in leaves(tree) if isinstance(each, Asked)), default=0)
        for depth in range(max(depths.values(), default=-1) + 1):
            yield {name: tree for name, tree in self.questions.items() if depths[name] == depth}

    def row(self, subject: Subject) -> dict[str, Any]:
        """Return the facts of a subject: ``f7_low``, ``f7_high`` or a list ``f7_options``, and ``f7_state``."""
        facts = snapshot(self.ruleset, subject, decided_on(self.ruleset))
        row: dict[str, Any] = {}
        for fact, column in self.columns.items():
            *known, row[f"{column.name}_state"] = facts.entries(fact)
            if column.options:
                row[f"{column.name}_options"] = [place for place in range(column.options) if known[0] >> place & 1]
            else:
                row[f"{column.name}_low"], row[f"{column.name}_high"] = map(column.code, known)
        return row


_FLAG: Final = {Test.PRESENT: YES, Test.RULED_OUT: NO}


def _column(number: int, fact: Fact, limits: Sequence[Any]) -> Column:
    if fact.size == 2:
        return Column(f"f{number}", fact, 0, len(getattr(fact, "options", "ny")))
    whole = bool(getattr(fact, "whole", False)) and all(isinstance(limit, int) for limit in limits)
    scale = 1 if whole else 2 * math.lcm(*(Fraction(limit).denominator for limit in limits))
    column = Column(f"f{number}", fact, scale, 0)
    assert column.code(getattr(fact, "highest")) < 2**31, fact  # noqa: B009
    return column


def _atoms(condition: Condition) -> Iterator[Atom]:
    if isinstance(condition, Atom):
        yield condition
    else:
        for part in condition.parts:
            yield from _atoms(part)


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Walk over the leaves of a tree."""
    if isinstance(tree, Both | Either):
        for part in tree.parts:
            yield from leaves(part)
    else:
        yield tree


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
