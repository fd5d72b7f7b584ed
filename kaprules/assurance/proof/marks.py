"""Questions about marks: can each that a rule declares occur, and one that has a condition be absent?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ...decision import decide
from ...facts.model import Subject
from ...possible import Truth
from ...rule import Concept, Marked, Rule
from ...solver.context import ProofContext, Replay, cone_of
from ...solver.encode import both, negated
from ...solver.keys import condition_key, key
from ...solver.solve import ProverError
from ...solver.witness import Witness
from .result import MARKS, Finding, Task, if_seen
from .rules import truths


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each mark with a condition can occur and can be absent; one without is there where the rule is."""
    for rule in context.ruleset.rules:
        for marked in rule.marks:
            if isinstance(marked, Marked):
                about = key(context.keys[rule], marked.mark.name, condition_key(marked.when))
                yield Task(MARKS, (rule.id, marked.mark.name), about, partial(idle, context, rule, marked))


def idle(context: ProofContext, rule: Rule, marked: Marked) -> Finding | None:
    """Find a mark that no finding of its rule carries, or that all of them do though it has a condition."""
    name = marked.mark.name
    if carried(context, rule, marked) is None:
        shown = context.witness((context.certain(rule),), cone_of(rule), f"{rule.id} is TRUE", _holds(rule))
        return Finding(f"{rule.id} can never carry the mark {name}", shown)
    where = _as_concept(rule, marked)
    narrow = context.into(rule, where)
    if narrow.solver.holds(narrow.certain(rule), negated(narrow.certain(where))):
        return None
    always = narrow.witness((narrow.certain(rule),), cone_of(rule, where), f"{rule.id} is TRUE", _holds(rule))
    return if_seen(f"{rule.id} always carries the mark {name}, which has a condition", always)


def carried(context: ProofContext, rule: Rule, marked: Marked) -> Witness | None:
    """Return somebody of whom the finding of a rule carries a mark, as the library decides."""
    where = _as_concept(rule, marked)
    narrow = context.into(rule, where)
    shows = f"{rule.id} is TRUE, and carries the mark {marked.mark.name}"
    both_hold = both((narrow.certain(rule), narrow.certain(where)))
    witness = narrow.witness((both_hold,), cone_of(rule, where), shows, _holds(rule))
    for subject in witness.subjects if witness else ():
        if isinstance(subject, Subject) and not _is_marked(context, rule, marked, subject):
            raise ProverError(f"no decision carries the mark {marked.mark.name}: {rule.id} of {subject}")
    return witness


def _is_marked(context: ProofContext, rule: Rule, marked: Marked, subject: Subject) -> bool:
    decision = decide(context.ruleset, subject, on=context.ruleset.phase.example)
    return any(marked.mark in finding.marks for finding in decision.findings if finding.rule == rule.id)


def _as_concept(rule: Rule, marked: Marked) -> Concept:
    return Concept(
        id="proof.marked", title=rule.id, source=rule.source, when=marked.when, nonmonotone_reason="a mark, no rule"
    )


def _holds(rule: Rule) -> partial[bool]:
    return partial(_is_true, rule)


def _is_true(rule: Rule, replays: Sequence[Replay]) -> bool:
    return truths({rule: Truth.TRUE}, replays)
