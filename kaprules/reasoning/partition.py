"""The values of each fact that no rule of a rule set tells apart, in order: between two limits nothing changes.

Every test compares one fact with one constant. So the limits of a rule set cut each number into points and the open
stretches between them, and an option is a point of its own: a finite partition, on which every rule is constant. A
search over regions is a search over all values, and what it finds holds for each value of a region. Regions of one fact
are the bits of one number, the lowest first; a condition becomes a tree whose leaves are the regions where they hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from ..conditions import Atom, Condition, Test, fold
from ..engine.interpreter import truth
from ..engine.snapshot import Snapshot, alone
from ..facts.model import USABLE, Choice, Event, Fact, Flag, Number
from ..limit import Exact, Limit, exact
from ..possible import Level, Truth
from ..rule import Rule, expand_concepts, fact_atoms
from ..ruleset import RuleSet


class Region(NamedTuple):
    """Values of one fact that no rule tells apart: an option, a number, or the numbers between two others."""

    low: Any
    high: Any
    first: Any
    """A value of the cell near its lower end, as far from it as can be measured."""
    last: Any
    inner: bool = False
    """Whether the cell is what lies between its ends, they themselves left out."""

    def meets(self, low: Any, high: Any) -> bool:
        """Say whether an interval holds a value of the cell."""
        return bool(low < self.high and high > self.low if self.inner else low <= self.high and high >= self.low)


@attrs.frozen(eq=False)
class Partition:
    """All cells of one fact; a set of them is an ``int``, a bit for each."""

    fact: Fact
    regions: tuple[Region, ...]

    @property
    def every(self) -> int:
        """The set of all cells."""
        return (1 << len(self.regions)) - 1

    def within(self, entries: Any) -> int:
        """Return the cells that the entries of a snapshot leave possible."""
        if self.fact.size == 2:
            return sum(1 << place for place, cell in enumerate(self.regions) if cell.low & entries[0])
        low, high = entries[:2]
        return sum(1 << place for place, cell in enumerate(self.regions) if cell.meets(low, high))

    def known(self, value: Any) -> tuple[Any, ...]:
        """Return the entries of a snapshot for a value that is known."""
        return (value, USABLE) if self.fact.size == 2 else (value, value, USABLE)

    def nearest(self, some: int, entries: Any) -> Any:
        """Return the value, out of some cells, that lies nearest to what is possible now: of options the first."""
        values = [
            value for place, cell in enumerate(self.regions) if some >> place & 1 for value in (cell.first, cell.last)
        ]
        if self.fact.size == 2:
            return values[0]
        low, high = entries[:2]
        return min(values, key=lambda value: max(low - value, value - high, 0))


class Leaf(NamedTuple):
    """One test, with the cells of its fact in which it holds."""

    fact: Fact
    test: Atom
    holds: int
    missing: bool


class Branch(NamedTuple):
    """All of some parts, or any of them."""

    every: bool
    parts: tuple[Tree, ...]


Tree = Leaf | Branch


class Counted(NamedTuple):
    """A rule that can change an outcome, with its condition over cells; None where it cannot be evaluated."""

    rule: Rule
    tree: Tree | None
    facts: tuple[Fact, ...]


@attrs.frozen(eq=False)
class RuleIndex:
    """The rules of a rule set that count, and the cells of the facts that they read."""

    rules: tuple[Counted, ...]
    partitions: Mapping[Fact, Partition]
    reads: Mapping[Fact, tuple[int, ...]]
    """The places of the rules that read a fact."""
    tests: Mapping[Fact, tuple[tuple[int, Leaf], ...]]
    """Every test of a fact, with the place of its rule."""
    classes: Mapping[Fact, tuple[int, ...]]
    """The cells of a fact in sets that no test tells apart, in order."""


def rule_index(ruleset: RuleSet) -> RuleIndex:
    """Return the rules of a rule set over cells; worked out once."""
    if "cells" not in ruleset.made:
        ruleset.made["cells"] = _book(ruleset)
    found: RuleIndex = ruleset.made["cells"]
    return found


def _book(ruleset: RuleSet) -> RuleIndex:
    rules = [rule for rule in ruleset.rules if rule.level is not Level.NOTE]
    limits: dict[Fact, set[Limit]] = {}
    for rule in rules:
        for atom in fact_atoms(rule.when):
            assert isinstance(atom.subject, Fact)
            limits.setdefault(atom.subject, set()).update({atom.operand} if isinstance(atom.operand, Limit) else ())
    cells = {fact: Partition(fact, tuple(_cells(fact, found))) for fact, found in limits.items()}
    counted = tuple(Counted(rule, _tree_or_none(rule, cells), tuple(dict.fromkeys(_facts(rule)))) for rule in rules)
    reads: dict[Fact, list[int]] = {fact: [] for fact in cells}
    for place, each in enumerate(counted):
        for fact in each.facts:
            reads[fact].append(place)
    tests: dict[Fact, list[tuple[int, Leaf]]] = {fact: [] for fact in cells}
    for place, each in enumerate(counted):
        for leaf in leaves(each.tree) if each.tree is not None else ():
            tests[leaf.fact].append((place, leaf))
    return RuleIndex(
        counted,
        cells,
        {fact: tuple(places) for fact, places in reads.items()},
        {fact: tuple(found) for fact, found in tests.items()},
        {fact: _classes(each, [leaf.holds for _, leaf in tests[fact]]) for fact, each in cells.items()},
    )


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Yield the tests of a condition, from left to right."""
    if isinstance(tree, Leaf):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves(part)


def _classes(cells: Partition, holds: list[int]) -> tuple[int, ...]:
    found: dict[tuple[int, ...], int] = {}
    for place in range(len(cells.regions)):
        told = tuple(some >> place & 1 for some in holds)
        found[told] = found.get(told, 0) | 1 << place
    return tuple(found.values())


def _facts(rule: Rule) -> list[Fact]:
    return [atom.subject for atom in fact_atoms(rule.when) if isinstance(atom.subject, Fact)]


def _cells(fact: Fact, limits: set[Limit]) -> list[Region]:
    if isinstance(fact, Flag | Choice):
        bits = [1 << place for place in range(fact.every.bit_length())]
        return [Region(bit, bit, bit, bit) for bit in bits]
    assert isinstance(fact, Number | Event)
    whole = fact.is_whole
    steps: dict[Exact, Exact] = {fact.lowest: 1, fact.highest: 1}
    for limit in sorted(limits, key=lambda limit: limit.step, reverse=True):
        if fact.lowest <= limit.value <= fact.highest:
            steps[limit.value] = limit.step
    points = sorted(steps)
    found: list[Region] = []
    for place, point in enumerate(points):
        if place:
            between = _between(points[place - 1], point, steps, whole)
            found += [between] if between is not None else []
        if isinstance(point, int) or not whole:
            found.append(Region(point, point, point, point))
    return found


def _between(low: Exact, high: Exact, steps: Mapping[Exact, Exact], whole: bool) -> Region | None:
    """Return the cell between two numbers; of whole numbers there may be none."""
    first, last = exact(Fraction(low + steps[low])), exact(Fraction(high - steps[high]))
    if whole:
        first, last = math.floor(low) + 1, math.ceil(high) - 1
        return Region(first, last, first, last) if first <= last else None
    if not (low < first < high and low < last < high):
        first = last = exact(Fraction(low + high) / 2)
    return Region(low, high, first, last, inner=True)


def _tree_or_none(rule: Rule, cells: Mapping[Fact, Partition]) -> Tree | None:
    try:
        return _tree(expand_concepts(rule.when), cells)
    except Exception:  # the decision names the error, and holds the rule open
        return None


def _tree(condition: Condition, cells: Mapping[Fact, Partition]) -> Tree:
    return fold(condition, lambda atom: _leaf(atom, cells), lambda every, parts: Branch(every, tuple(parts)))


def _leaf(condition: Atom, cells: Mapping[Fact, Partition]) -> Tree:
    fact = condition.subject
    assert isinstance(fact, Fact)
    missing = condition.test is Test.MISSING
    holds = 0
    for place, cell in enumerate(cells[fact].regions):
        entries = cells[fact].known(cell.first)
        if not missing and truth(condition, alone(fact, entries), {}) is Truth.TRUE:
            holds |= 1 << place
    return Leaf(fact, condition, holds, missing)


def changed(facts: Snapshot, entries: Mapping[Fact, Any]) -> Snapshot:
    """Return a snapshot in which some facts have other entries."""
    groups = dict(facts.groups)
    for fact, new in entries.items():
        flat = list(groups[fact.group])
        flat[fact.slot : fact.slot + fact.size] = new
        groups[fact.group] = flat
    return Snapshot(groups, {fact: error for fact, error in facts.errors.items() if fact not in entries})
