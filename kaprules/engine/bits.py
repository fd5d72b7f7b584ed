"""The lowering as bit masks: the fast engine, which imports nothing that has to be compiled.

Every alternative of every target is one bit, once for each reading. What is possible of a fact rules out those of its
alternatives that a literal on it fails, and every set of values with the same literals failing is met by the same mask:
for options one mask a set of bits, for a number one for the place of its lowest and one for the place of its highest
value among its limits. So a decision is the union of the masks of all facts; what is left standing are the
alternatives that hold. Targets are folded: a target holds if one of its alternatives does. Those of a stratum then rule
out, in the same way, the alternatives of later strata that need them and cannot have them.

Bits are laid out so that this is arithmetic on three short numbers at once: reading by reading, plane by plane (the
first alternative of every target, then the second ...), target by target. A fold is a shift and an *or* for each plane.

The masks of a whole group are kept by its entries, and those of later strata by which concepts were concluded; both
tables have a bound. (Tried without the table for a group: a call for each fact took about four times as long.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from ..facts.model import NOT_INDICATED, USABLE, State
from ..ruleset import RuleSet
from .conclusions import Conclusions
from .lowering import RISING, Column, Literal, Lowering, Masks, lowered
from .snapshot import Flat, Snapshot

CERTAIN, POSSIBLE, OPEN = range(3)
_MAX_KEPT: Final = 512


class _Group(NamedTuple):
    """The facts of one group: its name, the group of which nothing is known with what that rules out, and each fact."""

    name: str
    absent: Flat
    rules_out_absent: int
    columns: tuple[Callable[[Flat], int], ...]
    kept: dict[tuple[object, ...], int]
    """What entries rule out that were seen before: many clients have the same."""

    def rules_out(self, flat: Flat) -> int:
        entries = tuple(flat)
        mask = self.kept.get(entries)
        if mask is None:
            mask = _union(rules_out(entries) for rules_out in self.columns)
            if len(self.kept) < _MAX_KEPT:
                self.kept[entries] = mask
        return mask


class _Stratum(NamedTuple):
    """The targets of a stratum that later ones need, and each alternative that needs some, with those."""

    wanted: int
    alternatives: tuple[tuple[int, int], ...]
    kept: dict[int, int]

    def rules_out(self, concluded: int) -> int:
        """Return what is ruled out where, of the targets wanted, only those concluded hold."""
        mask = self.kept.get(concluded)
        if mask is None:
            lacking = self.wanted & ~concluded
            mask = _union(alternative for alternative, needed in self.alternatives if needed & lacking)
            if len(self.kept) < _MAX_KEPT:
                self.kept[concluded] = mask
        return mask


class Bits:
    """The masks of one lowering."""

    def __init__(self, lowering: Lowering, absent: dict[str, Flat]) -> None:
        self.lowering = lowering
        self.masks = Masks(lowering)
        self.width = len(lowering.targets)
        self.planes = max((len(target.alternatives) for target in lowering.targets), default=0)
        self.every = (1 << self.width) - 1
        self.reading = self.width * self.planes
        """How many bits a reading takes."""
        self.open_reading = (1 << self.reading) - 1 << OPEN * self.reading
        """The alternatives of the open reading."""
        self.first_planes = sum(self.every << reading * self.reading for reading in range(3))
        self.standing = sum(
            self._bit(reading, place, plane)
            for reading in range(3)
            for place, target in enumerate(lowering.targets)
            for plane in range(len(target.alternatives))
        )
        self.uses = self._uses()
        columns: dict[str, list[Callable[[Flat], int]]] = {}
        for place, column in enumerate(lowering.columns):
            columns.setdefault(column.group, []).append(self._column(place, column))
        self.groups = tuple(
            _Group(name, absent[name], _union(of(absent[name]) for of in each), tuple(each), {})
            for name, each in columns.items()
        )
        needed = {each for target in lowering.targets for part in target.alternatives for each in part.targets}
        wanted = [
            _union(self._bit(reading, place, 0) for reading in range(3) for place in stratum if place in needed)
            for stratum in lowering.strata()
        ]
        self.strata: tuple[_Stratum, ...] = tuple(
            _Stratum(each, tuple(self._uses_of(each)), {}) for each in wanted if each
        )

    def _bit(self, reading: int, target: int, plane: int) -> int:
        return 1 << reading * self.reading + plane * self.width + target

    def _uses(self) -> dict[int, list[tuple[int, int]]]:
        """Return for each literal the alternatives that it is part of, as target and plane."""
        uses: dict[int, list[tuple[int, int]]] = {}
        for place, target in enumerate(self.lowering.targets):
            for plane, alternative in enumerate(target.alternatives):
                for literal in alternative.literals:
                    uses.setdefault(literal, []).append((place, plane))
        return uses

    def _fails(self, literal: int, reading: int) -> int:
        """Return the alternatives that are ruled out where a literal does not hold in a reading."""
        return _union(self._bit(reading, place, plane) for place, plane in self.uses.get(literal, ()))

    # What a fact rules out

    def _column(self, place: int, column: Column) -> Callable[[Flat], int]:
        literals = [(number, each) for number, each in enumerate(self.lowering.literals) if each.column == place]
        missing = [number for number, each in literals if each.test == "missing"]
        tests = [(number, each) for number, each in literals if each.test != "missing"]
        not_missing = _union(self._fails(number, reading) for number in missing for reading in range(3))
        passed_over = _union(self._fails(number, OPEN) for number, _ in tests)
        states: dict[State, int] = {USABLE: not_missing, NOT_INDICATED: passed_over}
        if column.options:
            return self._of_options(column, tests, states)
        return self._of_number(column, tests, states)

    def _only_open(self, mask: int) -> int:
        """Return of a mask what it rules out in the open reading."""
        return mask & self.open_reading

    def _of_options(
        self, column: Column, tests: list[tuple[int, Literal]], states: dict[State, int]
    ) -> Callable[[Flat], int]:
        slot, kept = column.slot, dict[int, int]()

        def failing(bits: int) -> int:
            mask = kept.get(bits)
            if mask is None:
                mask = 0
                for number, literal in tests:
                    wanted = literal.value
                    assert isinstance(wanted, int)
                    if bits & ~wanted:
                        mask |= self._fails(number, CERTAIN)
                    if not bits & wanted:
                        mask |= self._fails(number, CERTAIN) | self._fails(number, POSSIBLE) | self._fails(number, OPEN)
                if len(kept) < _MAX_KEPT:  # a choice of very many options must not fill the memory
                    kept[bits] = mask
            return mask

        def rules_out(flat: Flat) -> int:
            state = flat[slot + 1]
            known = states.get(state, 0)
            if state.__class__ is tuple:
                known = self._only_open(failing(state[0]))
            return failing(flat[slot]) | known

        return rules_out

    def _of_number(
        self, column: Column, tests: list[tuple[int, Literal]], states: dict[State, int]
    ) -> Callable[[Flat], int]:
        # The place of a number among n limits is 0 .. 2n: below, at and above each. A rising test is certain by the
        # lowest value and possible by the highest; a falling one the other way about.
        slot, limits = column.slot, column.limits
        by_lowest, by_highest = [0] * (2 * len(limits) + 1), [0] * (2 * len(limits) + 1)
        for number, literal in tests:
            at = 2 * limits.index(literal.value) + 1
            certain = self._fails(number, CERTAIN)
            possible = self._fails(number, POSSIBLE) | self._fails(number, OPEN)
            rising = literal.test in RISING
            for place in range(len(by_lowest)):
                if not _holds(literal.test, place, at):
                    by_lowest[place] |= certain if rising else possible
                    by_highest[place] |= possible if rising else certain

        def failing(low: Any, high: Any) -> int:
            lowest = bisect_left(limits, low) + bisect_right(limits, low)
            highest = lowest if high is low else bisect_left(limits, high) + bisect_right(limits, high)
            return by_lowest[lowest] | by_highest[highest]

        def rules_out(flat: Flat) -> int:
            state = flat[slot + 2]
            known = states.get(state, 0)
            if state.__class__ is tuple:
                known = self._only_open(failing(*state))
            return failing(flat[slot], flat[slot + 1]) | known

        return rules_out

    # What concepts rule out

    def _uses_of(self, wanted: int) -> Iterator[tuple[int, int]]:
        """Yield the bit of each alternative that needs some of the targets wanted, in each reading, and their bits."""
        for place, target in enumerate(self.lowering.targets):
            for plane, alternative in enumerate(target.alternatives):
                for reading in range(3) if alternative.targets else ():
                    needed = _union(self._bit(reading, each, 0) for each in alternative.targets) & wanted
                    if needed:
                        yield self._bit(reading, place, plane), needed

    # The decision

    def decide(self, groups: dict[str, Flat]) -> tuple[int, int, int]:
        """Return the targets that hold in each reading, certain, possible and open; the first has the lowest bit."""
        ruled_out = 0
        for group in self.groups:
            flat = groups[group.name]
            ruled_out |= group.rules_out_absent if flat is group.absent else group.rules_out(flat)
        for stratum in self.strata:
            ruled_out |= stratum.rules_out(self._fold(ruled_out) & stratum.wanted)
        held = self._fold(ruled_out)
        every, reading = self.every, self.reading
        return held & every, held >> reading & every, held >> 2 * reading & every

    def _fold(self, ruled_out: int) -> int:
        """Return in the first plane of each reading which targets have an alternative left."""
        standing = self.standing & ~ruled_out
        held = standing
        for _ in range(self.planes - 1):
            standing >>= self.width
            held |= standing
        return held & self.first_planes


def _holds(test: str, place: int, at: int) -> bool:
    """Say whether a number at a place among the limits meets a test against the limit at another."""
    return {">=": place >= at, ">": place > at, "<=": place <= at, "<": place < at}[test]


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def evaluate(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
    """Conclude every concept, every rule and the outcome by bit masks."""
    bits = ruleset.made.get("bits")
    if bits is None:
        nobody = ruleset.subject()
        absent = {name: nobody.__dict__[name].flat(ruleset.phase.example) for name in ruleset.groups}
        bits = ruleset.made["bits"] = Bits(lowered(ruleset), absent)
    assert isinstance(bits, Bits)
    return bits.masks.conclusions(*bits.decide(facts.groups))
