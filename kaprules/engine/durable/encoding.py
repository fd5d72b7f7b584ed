"""How facts are put into messages: fragments of text, kept for every way in which a fact can stand.

A number crosses as its place among the rule set's limits for that fact, below, at or above each, which decides every
comparison exactly: no float crosses, nor any number that the engine would read otherwise. A flag or choice crosses as
one property for each set of options that some rule tests. What no condition can match is left out.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ...facts.model import NOT_INDICATED, USABLE, State
from ..lowering import RISING, Column, Literal
from ..snapshot import Flat
from .fragment import KIND, OWN_NAMES, Comparison, name_hash

Fragments = tuple[str, str, str]
"""What a message says of something in the certain, the possible and the open reading; empty where nothing matches."""
_MAX_KEPT: Final = 4096


class Names:
    """Gives out short property names that the engine can tell apart."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = {name_hash(name) for name in (*OWN_NAMES, KIND, *taken)}
        letters = "abcdefghijklmnopqrstuvwxyz"
        self.candidates = ("".join(name) for size in (2, 3) for name in itertools.product(letters, repeat=size))

    def __next__(self) -> str:
        name = next(name for name in self.candidates if name_hash(name) not in self.taken)
        self.taken.add(name_hash(name))
        return name


class FactEncoding:
    """What messages say of one fact: only the properties, directions and sets of options that some rule tests."""

    def __init__(self, column: Column, literals: Sequence[Literal], names: Names) -> None:
        self.slot = column.slot
        self.limits = column.limits
        self.properties: dict[object, str] = {}
        for literal in literals:
            aspect = _aspect(literal)
            if aspect not in self.properties:
                self.properties[aspect] = next(names)
        self.encoded: dict[tuple[Any, ...], Fragments] = {}
        self.encode = self.of_options if column.options else self.of_number

    def comparison(self, literal: Literal) -> Comparison:
        """Return what the engine compares instead of a literal."""
        aspect = _aspect(literal)
        name = self.properties[aspect]
        if not isinstance(aspect, bool):
            return Comparison(name, "$eq", 1)
        place = 2 * self.limits.index(literal.value) + 1
        match literal.test:
            case ">=":
                return Comparison(name, "$gte", place)
            case ">":
                return Comparison(name, "$gte", place + 1)
            case "<=":
                return Comparison(name, "$lte", place)
            case _:
                return Comparison(name, "$lte", place - 1)

    def of_number(self, flat: Flat) -> Fragments:
        """Return what is said of a number: its places among the limits, below, at and between them."""
        low, high, state = flat[self.slot : self.slot + 3]
        lowest = self._place(low)
        highest = lowest if high is low else self._place(high)
        if state.__class__ is tuple:
            state = tuple(map(self._place, state))
        fragments = self.encoded.get((lowest, highest, state))
        return fragments if fragments is not None else self._number(lowest, highest, state)

    def _place(self, number: Any) -> int:
        return bisect_left(self.limits, number) + bisect_right(self.limits, number)

    def _number(self, lowest: int, highest: int, state: State) -> Fragments:
        rising, falling = self.properties.get(True), self.properties.get(False)
        end = 2 * len(self.limits)

        def ends(up: int, down: int) -> str:
            return (f',"{rising}":{up}' if rising and up > 0 else "") + (
                f',"{falling}":{down}' if falling and down < end else ""
            )

        old = ends(state[1], state[0]) if isinstance(state, tuple) else None
        return self._keep((lowest, highest, state), ends(lowest, highest), ends(highest, lowest), old)

    def of_options(self, flat: Flat) -> Fragments:
        """Return what is said of a flag or choice: for each tested set of options, whether it holds."""
        bits, state = flat[self.slot : self.slot + 2]
        fragments = self.encoded.get((bits, state))
        return fragments if fragments is not None else self._options(bits, state)

    def _options(self, bits: int, state: State) -> Fragments:
        sets = [(aspect[0], name) for aspect, name in self.properties.items() if isinstance(aspect, tuple)]
        certain = "".join(f',"{name}":1' for wanted, name in sets if bits & wanted and not bits & ~wanted)

        def meeting(some: int) -> str:
            return "".join(f',"{name}":1' for wanted, name in sets if some & wanted)

        return self._keep((bits, state), certain, meeting(bits), meeting(*state) if isinstance(state, tuple) else None)

    def _keep(self, key: tuple[Any, ...], certain: str, possible: str, old: str | None) -> Fragments:
        """Keep what is said of a fact; ``old`` is what is said where only reports that are too old speak of it."""
        state = key[-1]
        missing = self.properties.get("missing")
        gap = f',"{missing}":1' if missing and state != USABLE else ""
        if len(self.encoded) >= _MAX_KEPT:  # a choice of very many options must not fill the memory
            self.encoded.clear()
        still = "" if state == NOT_INDICATED else possible if old is None else old
        fragments = (certain + gap, possible + gap, still + gap)
        self.encoded[key] = fragments
        return fragments


def _aspect(literal: Literal) -> object:
    """Return which property a literal tests: missing, a direction of a number, or a set of options as bits."""
    if literal.test == "missing":
        return "missing"
    return (literal.value,) if literal.test == "in" else literal.test in RISING
