"""The canonical derivation of any rule or concept of an evaluation."""

from __future__ import annotations

from ..conditions import AllOf, Atom, Condition
from ..engine.derivation import Derivation
from ..engine.evaluation import Evaluation
from ..facts.model import Fact
from ..rule import Concept, Rule


def derivation(evaluation: Evaluation, owner: Rule | Concept) -> Derivation:
    """Return the canonical derivation of a rule or concept."""
    kind = "rule" if isinstance(owner, Rule) else "concept"
    below = _node(evaluation, owner.when)
    return Derivation(kind, owner.id, below.truth, parts=(below,))


def _node(evaluation: Evaluation, condition: Condition) -> Derivation:
    found = evaluation.truth(condition)
    if not isinstance(condition, Atom):
        parts = tuple(_node(evaluation, part) for part in condition.parts)
        return Derivation("all" if isinstance(condition, AllOf) else "any", "", found, parts=parts)
    subject = condition.subject
    if isinstance(subject, Concept):
        return Derivation("test", subject.id, found, condition, parts=(derivation(evaluation, subject),))
    assert isinstance(subject, Fact)
    return Derivation("test", subject.id, found, condition, evaluation.possible(subject))
