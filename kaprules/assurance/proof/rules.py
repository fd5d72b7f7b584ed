"""Questions about single rules and pairs: can it fire, does another say the same, do two contradict each other?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from ...conditions import Test
from ...facts.model import Fact
from ...possible import Level, Outcome, Truth
from ...rule import Rule, fact_atoms
from ...solver.context import ProofContext, Replay, cone_of, owners_of
from ...solver.encode import Owner, both, negated, same
from ...solver.keys import key
from .accepted_exceptions import implication, shadow
from .result import ALONE, FIRES, IMPLIED, OPPOSED, SUBSUMES, Finding, Task, Wide

COUNTS: Final = (Level.EXCLUSION, Level.NEEDS_INFORMATION, Level.CAUTION)


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield every question about single rules and pairs."""
    rules = context.ruleset.rules
    keys, facts = context.keys, context.reads
    whole = key(*(keys[rule] for rule in rules))
    for owner in owners_of(context.ruleset):
        yield Task(FIRES, (owner.id,), keys[owner], partial(fires, context, owner))
    for one in rules:
        for other in rules:
            graver = one is not other and one.level >= other.level
            if graver and not facts[one].isdisjoint(facts[other]):
                pair = key(keys[one], keys[other])
                yield Task(IMPLIED, (other.id, one.id), pair, partial(implied, context, one, other))
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        for name in rule.subsumes:
            about = key(keys[rule], keys[by_id[name]] if name in by_id else name)
            yield Task(SUBSUMES, (rule.id, name), about, partial(subsumes, context, rule, by_id.get(name)))
    counted = [rule for rule in rules if rule.level in COUNTS]
    nobody = context.replay(context.ruleset.subject()).truths
    of_nobody = frozenset(fact for rule in rules if nobody[rule.id] is Truth.TRUE for fact in facts[rule])
    for rule in counted:
        free = facts[rule] | of_nobody
        near = [each for each in rules if each.level >= rule.level and not facts[each].isdisjoint(free)]
        about = key(rule.id, *(keys[each] for each in near))
        yield Task(ALONE, (rule.id,), about, partial(alone, context, rule, near, free))
    for place, one in enumerate(counted):
        for other in counted[place + 1 :]:
            if not facts[one].isdisjoint(facts[other]):
                pair = key(keys[one], keys[other])
                yield Task(OPPOSED, (one.id, other.id), pair, partial(opposed, context, one, other))
    for outcome in Outcome:
        if _can_be_reached(outcome, {rule.level for rule in rules}):
            yield Task(OPPOSED, (outcome.name,), key(outcome.name, whole), partial(reached, context, outcome))


def _can_be_reached(outcome: Outcome, levels: set[Level]) -> bool:
    if outcome is Outcome.INCOMPLETE:
        return not levels.isdisjoint(COUNTS)
    needed = {Outcome.EXCLUDED: Level.EXCLUSION, Outcome.CAUTION: Level.CAUTION}.get(outcome)
    return needed is None or needed in levels


# Each question ------------------------------------------------------------------------------------------------


def truths(expected: dict[Owner, Truth], replays: Sequence[Replay]) -> bool:
    """Say whether the engine finds these truths for a subject."""
    return all(replays[0].truths[owner.id] is truth for owner, truth in expected.items())


def fires(context: ProofContext, owner: Owner) -> Finding | None:
    """Find a rule that can never be TRUE, FALSE or UNKNOWN, whatever is known within plausible bounds."""
    context = context.into(owner)
    wanted = {
        Truth.TRUE: context.certain(owner),
        Truth.FALSE: negated(context.possible(owner)),
        Truth.UNKNOWN: context.undecided(owner),
    }
    if all(atom.test is Test.MISSING for atom in fact_atoms(owner.when)):
        del wanted[Truth.UNKNOWN]
    facts = cone_of(owner)
    seen = {}
    for truth, formula in wanted.items():
        confirm = partial(truths, {owner: truth})
        seen[truth] = context.witness((formula,), facts, f"{owner.id} is {truth.name}", confirm, shown=False)
    never = [truth for truth, witness in seen.items() if witness is None]
    if not never:
        return None
    truth = next(truth for truth in (Truth.UNKNOWN, Truth.TRUE, Truth.FALSE) if seen.get(truth))
    confirm = partial(truths, {owner: truth})
    shown = context.witness((wanted[truth],), facts, f"{owner.id} is {truth.name}", confirm)
    return Finding(f"{owner.id} can never be {' or '.join(truth.name for truth in never)}", shown)


def implied(context: ProofContext, one: Rule, other: Rule) -> Finding | None:
    """Find a rule that is TRUE wherever another of its level or a graver one is."""
    if context.solver.holds(context.certain(one), negated(context.certain(other))):
        return None
    context = context.into(one, other)
    witness = context.witness(
        (context.certain(one),),
        cone_of(one, other),
        f"both {one.id} ({one.level.value}) and {other.id} ({other.level.value}) are TRUE",
        partial(truths, {one: Truth.TRUE, other: Truth.TRUE}),
    )
    says = f"{other.id} ({other.level.value}) is TRUE wherever {one.id} ({one.level.value}) is"
    return Finding(says, witness, implication(one, other))


def subsumes(context: ProofContext, rule: Rule, other: Rule | None) -> Finding | None:
    """Find somebody of whom a rule is TRUE, and one that it says it subsumes is not; or that there is no such rule."""
    if other is None:
        return Finding(f"{rule.id} subsumes a rule that there is not")
    context = context.into(rule, other)
    formulas = (context.certain(rule), negated(context.certain(other)))
    shows = f"{rule.id} is TRUE, and {other.id} is not"
    witness = context.witness(
        formulas,
        cone_of(rule, other),
        shows,
        lambda replays: replays[0].truths[rule.id] is Truth.TRUE is not replays[0].truths[other.id],
    )
    return None if witness is None else Finding(f"{rule.id} subsumes {other.id}, and may hold without it", witness)


def alone(context: ProofContext, rule: Rule, near: Sequence[Rule], free: frozenset[Fact]) -> Finding | Wide | None:
    """Find a rule that is TRUE only where another of its level or a graver one is.

    ``free`` are the facts of the rule, and of those that are TRUE of a subject of whom nothing is known; ``near`` are
    the rules that read some of them. If nothing else is known, no further rule is TRUE: so near ones are asked first.
    """
    narrow = context.into(*near)
    rest = [narrow.one[fact].unasked for fact in cone_of(*near) if fact not in free]
    others = [each for each in near if each is not rule]
    silent = [negated(narrow.certain(other)) for other in others]
    if narrow.solver.holds(narrow.certain(rule), *silent, *rest):
        return None
    if not narrow.solver.holds(narrow.certain(rule), *silent):
        return _shadowed(narrow, rule, others)
    graver = [each for each in context.ruleset.rules if each.level >= rule.level and each is not rule]
    if context.solver.holds(context.certain(rule), *(negated(context.certain(other)) for other in graver)):
        return Wide(())
    return Wide((_shadowed(context, rule, graver),))


def _shadowed(context: ProofContext, rule: Rule, others: Sequence[Rule]) -> Finding:
    """Show the fewest rules of which one is TRUE wherever a rule is."""
    fired = context.certain(rule)
    silent = {other: negated(context.certain(other)) for other in others}
    context.solver.holds(fired, *silent.values())
    core = context.solver.conflict(list(silent.values()))
    needed = [other for other in others if any(silent[other] is each for each in core)]
    for other in tuple(needed):
        fewer = [each for each in needed if each is not other]
        if not context.solver.holds(fired, *(silent[each] for each in fewer)):
            needed = fewer
    names = " or ".join(each.id for each in needed)
    context = context.into(rule, *needed)
    fired = context.certain(rule)
    shown = both((fired, *(context.certain(each) for each in needed)))
    every = shown if context.solver.holds(shown) else fired
    expected: dict[Owner, Truth] = dict.fromkeys([rule, *needed] if every is shown else [rule], Truth.TRUE)
    witness = context.witness(
        (every,),
        cone_of(rule, *needed),
        f"{', '.join(each.id for each in expected)}: TRUE",
        partial(truths, expected),
    )
    reason = shadow(rule, needed)
    return Finding(f"{rule.id} ({rule.level.value}) is never found without {names}", witness, reason)


def opposed(context: ProofContext, one: Rule, other: Rule) -> Finding | None:
    """Find two rules that no subject satisfies both, or that give the very same cases different levels."""
    facts = cone_of(one, other)
    first, second = context.certain(one), context.certain(other)
    if not context.solver.holds(negated(context.possible(one)), negated(context.possible(other))):
        witness = context.witness(
            (negated(context.possible(one)),),
            facts,
            f"{one.id} is FALSE, and so {other.id} is TRUE",
            partial(truths, {one: Truth.FALSE, other: Truth.TRUE}),
        )
        return Finding(f"nobody satisfies both {one.id} and {other.id}: each asks for what the other forbids", witness)
    if one.level is not other.level and not context.solver.holds(negated(same(first, second))):
        witness = context.witness(
            (first,),
            facts,
            f"both {one.id} and {other.id} are TRUE",
            partial(truths, {one: Truth.TRUE, other: Truth.TRUE}),
        )
        return Finding(
            f"{one.id} ({one.level.value}) and {other.id} ({other.level.value}) conclude differently of the same cases",
            witness,
        )
    return None


def reached(context: ProofContext, outcome: Outcome) -> Finding | None:
    """Find an outcome that no subject has."""
    caution, incomplete, excluded = context.ranks(context.ruleset.rules)
    formula = {
        Outcome.EXCLUDED: excluded,
        Outcome.INCOMPLETE: both((incomplete, negated(excluded))),
        Outcome.CAUTION: both((caution, negated(incomplete))),
        Outcome.NO_EXCLUSION_FOUND: negated(caution),
    }[outcome]

    def confirm(replays: Sequence[Replay]) -> bool:
        return replays[0].outcome is outcome

    facts = cone_of(*context.ruleset.rules)
    if context.witness((formula,), facts, f"the outcome is {outcome.name}", confirm, few=(), shown=False):
        return None
    nobody = context.witness((True,), (), "this is all that is known", lambda replays: True)
    return Finding(f"no subject has the outcome {outcome.name}: some rules contradict each other", nobody)
