"""Certifies every decision before it is returned; it imports no engine and shares nothing with one but the snapshot.

Two forms of one judgement. The fast one replays the whole rule set from the trees (``replay``) and compares. Where that
differs, or where something could not be evaluated, rule by rule: a conclusion is accepted only if it follows from the
facts and from the conclusions that it rests on. Where an engine compares one end of an interval, this form asks both
ends: how many of the two a test holds for *is* its truth (none: FALSE, one: UNKNOWN, both: TRUE).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ..conditions import AllOf, AnyOf, Atom, Condition, Test, atoms
from ..facts.model import NOT_INDICATED, USABLE, Fact
from ..limit import Limit
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Interval, Level, Outcome, Possible, Truth, option_bits
from ..rule import Concept, Rule, fact_atoms
from ..ruleset import RuleSet
from . import replay
from .conclusions import Conclusions
from .derivation import Derivation
from .snapshot import Snapshot

COMPARE: Final[Mapping[Test, Callable[[Any, Any], bool]]] = {
    Test.AT_LEAST: operator.ge,
    Test.ABOVE: operator.gt,
    Test.AT_MOST: operator.le,
    Test.BELOW: operator.lt,
    Test.EVER: operator.lt,
    Test.NEVER: operator.ge,
}
_LEADS_TO: Final = {Level.EXCLUSION: 3, Level.NEEDS_INFORMATION: 2, Level.CAUTION: 1, Level.NOTE: 0}
_UNDECIDED_LEADS_TO: Final = 2
_RANKED: Final = (Outcome.NO_EXCLUSION_FOUND, Outcome.CAUTION, Outcome.INCOMPLETE, Outcome.EXCLUDED)
_BROKEN: Final = -1
"""Stands for the truth of what cannot be evaluated."""


def faults(ruleset: RuleSet, facts: Snapshot, concluded: Conclusions) -> tuple[str, ...]:
    """Return the id of each conclusion that does not follow, and ``outcome`` if that does not; nothing where all do."""
    if not facts.errors and not concluded.errors:
        try:
            if replay.evaluate(ruleset, facts) == concluded:
                return ()
        except Exception:  # what cannot be replayed in one piece is judged rule by rule
            return _faults(ruleset, facts, concluded)
        return _faults(ruleset, facts, concluded) or ("replay",)
    return _faults(ruleset, facts, concluded)


def _faults(ruleset: RuleSet, facts: Snapshot, concluded: Conclusions) -> tuple[str, ...]:
    """Judge each conclusion by itself.

    What cannot be evaluated is UNKNOWN, open and named, and so is an undecided rule that rests on it, or on a fact
    which could not be read. Where a concept cannot be evaluated no undecided rule is passed over.
    """
    truths = dict(zip(ruleset.concepts, concluded.concepts, strict=True))
    wrong, broken = [], set()
    for concept, stated in truths.items():
        found = _replayed(concept.when, facts, truths)
        if found == _BROKEN:
            broken.add(concept)
        if max(found, _UNKNOWN if found == _BROKEN else 0) != stated:
            wrong.append(concept.id)
    named = dict(concluded.errors)
    expected_names, worst = set(), 0
    for rule, stated, undecided in concluded.of(ruleset):
        found = _replayed(rule.when, facts, truths)
        unknown = found in (_UNKNOWN, _BROKEN)
        if unknown and (found == _BROKEN or _rests_on(rule.when, broken) or _reads(rule.when, facts.errors)):
            expected_names.add(rule.id)
        counts = unknown and rule.level is not Level.NOTE
        is_open = rule.id in expected_names or (
            counts and (bool(broken) or _replayed(rule.when, facts, truths, passing_over=True) != 0)
        )
        if stated != (_UNKNOWN if unknown else found) or undecided != is_open:
            wrong.append(rule.id)
        worst = max(worst, _LEADS_TO[rule.level] if found == 2 else _UNDECIDED_LEADS_TO if is_open else 0)
    wrong += sorted(set(named) ^ expected_names)
    if concluded.outcome is not _RANKED[worst]:
        wrong.append("outcome")
    return tuple(dict.fromkeys(wrong))


_UNKNOWN: Final = 1


def _replayed(
    condition: Condition, facts: Snapshot, truths: Mapping[Concept, Truth], passing_over: bool = False
) -> int:
    try:
        return _truth(condition, facts, truths, passing_over, False)
    except Exception:
        return _BROKEN


def _truth(
    condition: Condition, facts: Snapshot, truths: Mapping[Concept, Truth], passing_over: bool, turned: bool
) -> int:
    """Return how true a condition, or its opposite, is; ``passing_over`` what was never looked for as FALSE."""
    if not isinstance(condition, Atom):
        parts = [_truth(part, facts, truths, passing_over, turned) for part in condition.parts]
        return min(parts) if isinstance(condition, AllOf) != turned else max(parts)
    subject = condition.subject
    if isinstance(subject, Concept):
        below = (condition.test is Test.RULED_OUT) != turned
        if passing_over:  # a concept says nothing of what was passed over: its own tests do
            return _truth(subject.when, facts, truths, True, below)
        return 2 - truths[subject] if below else truths[subject]
    assert isinstance(subject, Fact)
    *possible, state = facts.entries(subject)
    if condition.test is Test.MISSING:
        return 0 if state == USABLE else 2
    if passing_over and state == NOT_INDICATED:
        return 0
    found = _of_set(condition, possible, turned)
    # What was said too long ago and is not what is asked for costs nothing.
    return 0 if passing_over and isinstance(state, tuple) and not _of_set(condition, state, turned) else found


def _of_set(atom: Atom, possible: Sequence[Any], turned: bool) -> int:
    found = _of_number(atom, *possible) if len(possible) == 2 else _of_options(atom, possible[0])
    return 2 - found if turned else found


def _of_number(atom: Atom, low: Any, high: Any) -> int:
    limit = atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS
    compare = COMPARE[atom.test]
    return compare(low, limit) + compare(high, limit)


def _of_options(atom: Atom, bits: int) -> int:
    wanted = PRESENT_BIT if atom.test is Test.PRESENT else ABSENT_BIT
    if isinstance(atom.operand, frozenset):
        wanted = option_bits(atom.operand)
    inside, outside = bits & wanted, bits & ~wanted
    return 1 if inside and outside else 2 if inside else 0


def _rests_on(condition: Condition, broken: set[Concept]) -> bool:
    below = (atom.subject for atom in atoms(condition) if isinstance(atom.subject, Concept))
    return any(each in broken or _rests_on(each.when, broken) for each in below)


def _reads(condition: Condition, facts: Mapping[Any, str]) -> bool:
    return bool(facts) and any(atom.subject in facts for atom in fact_atoms(condition))


# Whole derivations -------------------------------------------------------------------------------------------


def accepts(ruleset: RuleSet, possible: Callable[[Fact], Possible], derivation: Derivation) -> bool:
    """Say whether ``derivation`` is the one canonical derivation of its conclusion, node by node.

    ``possible`` gives what is possible of a fact, such as ``Evaluation.possible``.
    """
    try:
        owner = ruleset[derivation.id]
    except ValueError:
        return False
    return _accepts_owner(owner, possible, derivation)


def _accepts_owner(owner: Rule | Concept, possible: Callable[[Fact], Possible], node: Derivation) -> bool:
    kind = "rule" if isinstance(owner, Rule) else "concept"
    return (
        (node.kind, node.id, node.test, node.possible, len(node.parts)) == (kind, owner.id, None, None, 1)
        and node.truth is node.parts[0].truth
        and _accepts(owner.when, possible, node.parts[0])
    )


def _accepts(condition: Condition, possible: Callable[[Fact], Possible], node: Derivation) -> bool:
    if isinstance(condition, AllOf | AnyOf):
        kind, decisive = ("all", min) if isinstance(condition, AllOf) else ("any", max)
        return (
            (node.kind, node.id, node.test, node.possible) == (kind, "", None, None)
            and len(node.parts) == len(condition.parts)
            and node.truth is decisive(part.truth for part in node.parts)
            and all(_accepts(part, possible, below) for part, below in zip(condition.parts, node.parts, strict=True))
        )
    if (node.kind, node.id) != ("test", condition.subject.id) or node.test != condition:
        return False
    subject = condition.subject
    if isinstance(subject, Concept):
        return (
            node.possible is None
            and len(node.parts) == 1
            and node.truth == (node.parts[0].truth if condition.test is Test.PRESENT else 2 - node.parts[0].truth)
            and _accepts_owner(subject, possible, node.parts[0])
        )
    assert isinstance(subject, Fact)
    known = possible(subject)
    return not node.parts and node.possible == known and node.truth is _held(condition, known)


def _held(atom: Atom, possible: Possible) -> Truth:
    if atom.test is Test.MISSING:
        return Truth.FALSE if possible.absence is None else Truth.TRUE
    if isinstance(possible, Interval):
        return Truth(_of_number(atom, possible.low, possible.high))
    return Truth(_of_options(atom, possible.bits))
