"""Questions about the branches of a caution: is one of them covered by an exclusion, though the others are not?

A caution on the one or the other pressure may be found alone because of the one, while the limit of the other lies
beyond that of the exclusion: nobody would ever be cautioned for it. So each part of each ``any_of`` is asked for by
itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ...conditions import AllOf, AnyOf, Atom, Condition
from ...possible import Level, Outcome, Truth
from ...rule import Concept, Rule, expand_concepts
from ...solver.context import ProofContext, Replay, cone_of
from ...solver.encode import either, negated
from ...solver.keys import key
from .accepted_exceptions import COVERED
from .result import BRANCHES, Finding, Task, if_seen


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each branch of each caution can be found where no exclusion is."""
    ruleset = context.ruleset
    exclusions = [rule for rule in ruleset.rules if rule.level is Level.EXCLUSION]
    for rule in ruleset.rules:
        branches = list(branches_of(expand_concepts(rule.when))) if rule.level is Level.CAUTION else []
        if branches:
            near = [each for each in exclusions if not context.reads[each].isdisjoint(context.reads[rule])]
            about = key(rule.id, *(context.keys[each] for each in (rule, *near)))
            yield Task(BRANCHES, (rule.id,), about, partial(covered, context, rule, branches, near))


def branches_of(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Yield each part of each ``any_of`` in a condition, with the condition in which it stands alone there."""
    if isinstance(condition, Atom):
        return
    for place, part in enumerate(condition.parts):
        if isinstance(condition, AnyOf):
            yield part, part
            yield from branches_of(part)
        else:
            for branch, alone in branches_of(part):
                yield branch, AllOf((*condition.parts[:place], alone, *condition.parts[place + 1 :]))


def covered(
    context: ProofContext, rule: Rule, branches: Sequence[tuple[Condition, Condition]], exclusions: Sequence[Rule]
) -> list[Finding]:
    """Find the branches of a caution that hold only where an exclusion does.

    Nothing else need be known of anybody, and of whom nothing is known no exclusion holds: near ones are enough.
    """
    found = []
    for branch, alone in branches:
        one = Concept(
            id="proof.branch", title=rule.id, source=rule.source, when=alone, nonmonotone_reason="a part of a rule"
        )
        narrow = context.into(one, rule, *exclusions)
        holds = narrow.certain(one)
        if narrow.solver.holds(holds, negated(either(map(narrow.certain, exclusions)))):
            continue
        witness = narrow.witness(
            (holds,),
            cone_of(one, *exclusions),
            f"{rule.id} holds by {branch}, and so does an exclusion",
            partial(_is_excluded, rule),
        )
        says = f"{rule.id} is never found by {branch} without an exclusion"
        finding = if_seen(says, witness, COVERED.get((rule.id, str(branch)), ""))
        found += [] if finding is None else [finding]
    return found


def _is_excluded(rule: Rule, replays: Sequence[Replay]) -> bool:
    return replays[0].truths[rule.id] is Truth.TRUE and replays[0].outcome is Outcome.EXCLUDED
