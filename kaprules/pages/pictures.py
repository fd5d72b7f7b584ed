"""Where a measured value lies among the limits that rules compare it with: the geometry of a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from ..conditions import Test
from ..facts.model import Event, Fact, Number
from ..limit import Exact, Limit
from ..possible import NEVER_DAYS, Interval, Level
from ..rule import Rule, fact_atoms
from ..ruleset import RuleSet

WIDTH: Final = 360
EDGE: Final = 14
ROW: Final = 26
UP: Final = frozenset({Test.AT_LEAST, Test.ABOVE})


@attrs.frozen
class Asked:
    """A test of a number against a limit, with the rules that make it: their gravest level stands for all."""

    test: Test
    limit: Limit
    rules: tuple[Rule, ...]

    @property
    def level(self) -> Level:
        """The gravest level of the rules."""
        return max(rule.level for rule in self.rules)

    def holds(self, known: Interval) -> bool | None:
        """Say whether the test holds of every value that is left, of none, or of some."""
        both = {_holds(self.test, end, self.limit.value) for end in (known.low, known.high)}
        return both.pop() if len(both) == 1 else None


def _holds(test: Test, value: Exact, limit: Exact) -> bool:
    return {
        Test.AT_LEAST: value >= limit,
        Test.ABOVE: value > limit,
        Test.AT_MOST: value <= limit,
        Test.BELOW: value < limit,
    }[test]


@attrs.frozen
class Bar:
    """The part of the axis on which one test holds, in the units of the picture."""

    asked: Asked
    holds: bool | None
    x: float
    width: float
    y: float
    edge: float
    """Where the limit itself lies."""


@attrs.frozen
class Picture:
    """One number among its limits; ``low`` and ``high`` are the ends of what is known, the same for one value."""

    fact: Fact
    known: Interval
    bars: tuple[Bar, ...]
    low: float
    high: float
    height: float


def asked_of(ruleset: RuleSet) -> Mapping[Fact, tuple[Asked, ...]]:
    """Return for each number that rules compare with limits every such test, in order of its limit."""
    found: dict[Fact, dict[tuple[Test, Limit], dict[Rule, None]]] = {}
    for rule in ruleset.rules:
        for atom in fact_atoms(rule.when):
            if isinstance(atom.operand, Limit) and isinstance(atom.subject, Number | Event):
                found.setdefault(atom.subject, {}).setdefault((atom.test, atom.operand), {})[rule] = None
    return {
        fact: tuple(
            sorted(
                (Asked(test, limit, tuple(rules)) for (test, limit), rules in tests.items()),
                key=lambda asked: (asked.limit.value, asked.test.value),
            )
        )
        for fact, tests in found.items()
    }


def measured(ruleset: RuleSet, known: Mapping[Fact, Interval]) -> Iterator[Picture]:
    """Yield a picture of each number of which a value, or a narrower range, is known; of what never happened none."""
    for fact, asked in asked_of(ruleset).items():
        if fact in known and known[fact].low < NEVER_DAYS:
            yield _picture(fact, known[fact], asked)


def _picture(fact: Fact, known: Interval, asked: Sequence[Asked]) -> Picture:
    assert isinstance(fact, Number | Event)
    high = min(known.high, fact.highest if isinstance(fact, Number) else NEVER_DAYS - 1)
    if isinstance(fact, Event) and high - known.low > NEVER_DAYS / 2:  # "happened, date not known": no end to be drawn
        high = max([known.low, *(each.limit.value for each in asked)])
    points: list[Exact] = [known.low, high, *(each.limit.value for each in asked)]
    spread: Exact = max(points) - min(points) or max(points) or 1
    first = max(fact.lowest, min(points) - spread / 5)
    last = min(fact.highest, max(points) + spread / 5)
    scale = (WIDTH - 2 * EDGE) / float(last - first)

    def place(value: Exact) -> float:
        return round(EDGE + float(value - first) * scale, 1)

    bars = []
    for row, each in enumerate(asked):
        edge = place(each.limit.value)
        start, end = (edge, WIDTH - EDGE) if each.test in UP else (EDGE, edge)
        bars.append(Bar(each, each.holds(known), start, round(end - start, 1), ROW * (row + 1) - 6, edge))
    return Picture(fact, known, tuple(bars), place(known.low), place(high), ROW * len(asked) + 30)
