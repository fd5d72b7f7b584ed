"""Findings by problem: the gravest of what rests on the same facts, and under it what says less of them.

A finding stands under an earlier one, as grave or graver, that rests on all the facts that it rests on, or whose rule
declares that it subsumes its own; what is declared so is proven: wherever the one holds, the other does. Under what
only asks for information stands nothing but what asks for no other: a disease is no detail of a question. So who reads
the first findings alone has read of every fact that any finding rests on, or of one that implies it.
"""

from __future__ import annotations

import attrs

from ..engine.evaluation import Evaluation, once
from ..possible import Level
from ..rule import Rule
from .findings import Finding, findings


@attrs.frozen
class Problem:
    """What several findings are about: the gravest of them, and the lesser ones."""

    finding: Finding
    lesser: tuple[Finding, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of all of its findings."""
        return tuple(each.rule for each in (self.finding, *self.lesser))

    def __repr__(self) -> str:
        return f"<Problem {self.finding.rule}: {self.finding.level.value}, {len(self.lesser)} under it>"


@once
def problems(evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return the findings of a decision by problem, gravest first."""
    found: list[tuple[Finding, list[Finding]]] = []
    for each in findings(evaluation):
        under = next((lesser for head, lesser in found if _covers(evaluation, head, each)), None)
        if under is None:
            found.append((each, []))
        else:
            under.append(each)
    return tuple(Problem(head, tuple(lesser)) for head, lesser in found)


def _covers(evaluation: Evaluation, head: Finding, other: Finding) -> bool:
    """Say whether a finding says of the same facts at least as much as another."""
    rule = evaluation.ruleset[head.rule]
    assert isinstance(rule, Rule)
    if other.rule in rule.subsumes:
        return True
    if head.level is Level.NEEDS_INFORMATION is not other.level:
        return False
    facts = {each.fact for each in other.evidence}
    return bool(facts) and facts <= {each.fact for each in head.evidence}
