"""Findings by problem: the gravest of what rests on the same facts, and under it what says less of them.

A finding stands under an earlier one, as grave or graver, that rests on all the facts that it rests on, as they were
given, or whose rule declares that it subsumes its own; what is declared so is proven: wherever the one holds, the other
does. Under what only asks for information stands nothing but what asks for no other: a disease is no detail of a
question. So who reads the first findings alone has read of every fact that any finding rests on, or of one that implies
it.
"""

from __future__ import annotations

import attrs

from ..engine.evaluation import Evaluation, once
from ..facts.model import Fact, Series
from ..possible import Absence, Level
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
    facts, of_head = (_rests_on(evaluation, each, other.level) for each in (other, head))
    return bool(facts) and facts <= of_head


def _rests_on(evaluation: Evaluation, finding: Finding, level: Level) -> set[Fact]:
    """Return the facts that a finding rests on: of what is read of others those that were given.

    Of a list of different things, such as medicines, the reading itself: two of them are two problems. Where more has
    to be known, the readings too: that a pressure was measured on one day alone is more than that it is high.
    """
    found: set[Fact] = set()
    for each in finding.evidence:
        fact = each.test.subject
        assert isinstance(fact, Fact)
        group = evaluation.subject.group(fact)
        sources = {
            source
            for source in group.__facts__
            if source.name in fact.derived_from and group.__dict__[source.name] is not Absence.NOT_ASKED
        }
        apart = level is Level.NEEDS_INFORMATION or any(isinstance(s, Series) and not s.measured for s in sources)
        given = group.__dict__[fact.name] is not Absence.NOT_ASKED
        found |= {fact} if apart or given or not sources else sources
    return found
