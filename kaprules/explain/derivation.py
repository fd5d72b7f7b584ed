"""The canonical derivation of a conclusion: every premise, in order, with its values, its limits and its truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import attrs

from ..conditions import AllOf, Atom, Condition, Possible, Truth
from ..engine.claims import Snapshot
from ..engine.reference import truth
from ..facts.fact import Fact
from ..facts.subject import Subject
from ..rule import Concept, Rule

if TYPE_CHECKING:
    pass


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
        from .words import tree

        return tree(self)


def derivation(
    owner: Rule | Concept, about: Subject, on: date, facts: Snapshot, concepts: dict[Concept, Truth]
) -> Derivation:
    """Return the canonical derivation of a rule or concept."""
    kind = "rule" if isinstance(owner, Rule) else "concept"
    below = _node(owner.when, about, on, facts, concepts)
    return Derivation(kind, owner.id, below.truth, parts=(below,))


def _node(
    condition: Condition, about: Subject, on: date, facts: Snapshot, concepts: dict[Concept, Truth]
) -> Derivation:
    found = truth(condition, facts, concepts)
    if not isinstance(condition, Atom):
        parts = tuple(_node(part, about, on, facts, concepts) for part in condition.parts)
        return Derivation("all" if isinstance(condition, AllOf) else "any", "", found, parts=parts)
    subject = condition.subject
    if isinstance(subject, Concept):
        return Derivation(
            "test", subject.id, found, condition, parts=(derivation(subject, about, on, facts, concepts),)
        )
    assert isinstance(subject, Fact)
    return Derivation("test", subject.id, found, condition, about.possible(subject, on))
