"""The canonical derivation of a conclusion: every premise, in order, with its values, its limits and its truth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from ..conditions import Atom
from ..language import CODED, Locale, message
from ..limit import Limit
from ..phrases import TRUTHS, cited, held, phrase
from ..possible import Possible, Truth


@attrs.frozen
class Derivation:
    """One conclusion and what it rests on.

    ``kind`` is ``rule``, ``concept``, ``all``, ``any`` or ``test``. A test of a fact carries the atom and the
    values that were still possible; a test of a concept has the concept's own derivation as its only part.
    """

    kind: str
    id: str
    truth: Truth
    test: Atom | None = None
    possible: Possible | None = None
    parts: tuple[Derivation, ...] = ()

    def walk(self) -> Iterator[Derivation]:
        """Yield this node and everything below it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def __repr__(self) -> str:
        return f"<Derivation {self.id or self.kind}: {self.truth.name}>"

    def __str__(self) -> str:
        return tree(self)


_NODES: Final = {
    "all": message("all of"),
    "any": message("any of"),
    "rule": message("rule {name}"),
    "concept": message("concept {name}"),
}


def tree(derivation: Derivation, depth: int = 0, locale: Locale = CODED) -> str:
    """Return a derivation as an indented tree, one line a node."""
    parts = "".join(f"\n{tree(part, depth + 1, locale)}" for part in derivation.parts)
    return f"{'  ' * depth}{locale(TRUTHS[derivation.truth]):<7} {line(derivation, locale)}{parts}"


def line(node: Derivation, locale: Locale = CODED) -> str:
    """Return one node of a derivation in words."""
    if node.test is None:
        return locale(_NODES[node.kind], name=node.id)
    if node.possible is None:
        return phrase(node.test, locale)
    source = f" [{cited(node.test.operand.source, locale)}]" if isinstance(node.test.operand, Limit) else ""
    return f"{held(node.test, node.possible, locale)}{source}"
