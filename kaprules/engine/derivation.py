"""The canonical derivation of a conclusion: every premise, in order, with its values, its limits and its truth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from ..conditions import Atom
from ..language import CODED, Reader, message
from ..limit import Limit
from ..phrases import TRUTHS, cited, phrase, value
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


def tree(derivation: Derivation, depth: int = 0, reader: Reader = CODED) -> str:
    """Return a derivation as an indented tree, one line a node."""
    parts = "".join(f"\n{tree(part, depth + 1, reader)}" for part in derivation.parts)
    return f"{'  ' * depth}{reader(TRUTHS[derivation.truth]):<7} {line(derivation, reader)}{parts}"


def line(node: Derivation, reader: Reader = CODED) -> str:
    """Return one node of a derivation in words."""
    if node.test is None:
        return reader(_NODES[node.kind], name=node.id)
    if node.possible is None:
        return phrase(node.test, reader)
    told = value(node.test.subject, node.possible, reader) or reader("not known")
    source = f" [{cited(node.test.operand.source, reader)}]" if isinstance(node.test.operand, Limit) else ""
    return f"{phrase(node.test, reader)}: {told}{source}"
