"""Questions about a whole rule book: does a settled outcome stay, and does nobody gain by getting worse?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from ...facts.model import Adverse, Choice, Fact, Flag, Number
from ...possible import Level, Outcome
from ...rule import Rule
from ...solver.context import ProofContext, Replay, cone_of, is_whole_or_unasked
from ...solver.encode import Formula, Knowledge, Known, Reading, Scales, both, either, implies, negated, same
from ...solver.keys import fact_key, key
from ...solver.witness import Witness
from .accepted_exceptions import NOT_MONOTONE, PARTLY_SETTLED, Direction
from .result import FALLS, MONOTONE, SETTLED, Finding, Task, Wide, if_seen


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether a settled outcome stays and, of each fact that can get worse, whether anything improves by it."""
    ruleset = context.ruleset
    keys, reads = context.keys, context.reads
    yield Task(SETTLED, (ruleset.name,), key(*(keys[rule] for rule in ruleset.rules)), partial(settled, context))
    for fact in filter(has_direction, ruleset.facts):
        readers = [rule for rule in ruleset.rules if fact in reads[rule]]
        about = key(fact_key(fact), *(keys[rule] for rule in readers))
        again = partial(still_improves, context)
        yield Task(MONOTONE, (fact.id,), about, partial(improves, context, fact, readers), again)
        for rule in readers:
            if rule.level in (Level.EXCLUSION, Level.CAUTION):
                about = key(fact_key(fact), keys[rule])
                yield Task(FALLS, (rule.id, fact.id), about, partial(falls, context, rule, fact))


# Law 1 --------------------------------------------------------------------------------------------------------


def settled(context: ProofContext) -> Finding | None:
    """Find a settled outcome that something learned later changes; what was never looked for stays so."""
    rules = context.ruleset.rules
    facts = cone_of(*rules)
    before, after = context.solver.subject(), context.solver.subject()
    first, then = context.ranks(rules, before), context.ranks(rules, after)
    learned = both(more_is_known(before[fact], after[fact]) for fact in facts)
    changed = either(negated(same(was, now)) for was, now in zip(first, then, strict=True))
    is_settled = either((first[2], negated(first[1])))

    def confirm(replays: Sequence[Replay]) -> bool:
        was, now = (replay.outcome for replay in replays)
        return was is not now and was is not Outcome.INCOMPLETE

    shows = "the outcome of the first was settled; of the second more is known, and it has another"
    witness = context.witness((is_settled, learned, changed), facts, shows, confirm, (before, after))
    return if_seen("a settled outcome is taken back when more becomes known", witness)


def more_is_known(before: Known, after: Known) -> Formula:
    """Say that nothing is possible any more that was not, and what may be passed over is as it was."""
    return both(
        (
            after.within(before),
            implies(before.usable, after.usable),
            same(before.unexamined, after.unexamined),
            same(before.outdated, after.outdated),
            implies(before.outdated, before.equal(after)),
        )
    )


# Law 5 --------------------------------------------------------------------------------------------------------


def has_direction(fact: Fact) -> bool:
    """Say whether it is declared in which direction a fact gets worse."""
    if isinstance(fact, Choice) and not fact.graded:
        return fact.adverse_bits not in (0, fact.every)
    adverse: Any = getattr(fact, "adverse", None)
    return isinstance(fact, Number | Flag | Choice) and adverse not in (None, ())


def worse(before: Known, after: Known) -> Formula:
    """Say that a fact is known before and after, and got worse."""
    return both((before.usable, after.usable, before.single, after.single, _worse(before, after)))


def _worse(before: Known, after: Known) -> Formula:
    """Say that a value is worse; of kinds of a risk, which are no grades, each is worse than what is harmless alone."""
    fact: Any = before.fact
    if isinstance(fact, Number):
        low, high = (before, after) if fact.adverse is Adverse.HIGHER else (after, before)
        return either(both((high.at_least(place, False), negated(low.at_least(place, False))))
                      for place in range(1, len(low.least)))  # fmt: skip
    if isinstance(fact, Choice) and not fact.graded:
        risks = [1 << list(fact.options).index(option) for option in fact.adverse]
        return both((before.meets(fact.every & ~fact.adverse_bits), either(after.meets(risk) for risk in risks)))
    steps = _steps(fact)
    return either(
        both((before.meets(bits), after.meets(graver)))
        for place, bits in enumerate(steps)
        for graver in steps[place + 1 :]
    )


def _steps(fact: Any) -> list[int]:
    """Return the options in steps as bits, the harmless together first, then each worse than the one before."""
    harmless = fact.every & ~fact.adverse_bits
    if isinstance(fact, Flag):
        return [harmless, fact.adverse_bits]
    return [harmless, *(1 << list(fact.options).index(option) for option in reversed(fact.adverse))]


def improves(context: ProofContext, fact: Fact, readers: Sequence[Rule]) -> Wide | None:
    """Find an outcome that improves because a fact got worse, all else being equal.

    The outcome is the gravest that any rule comes to, so that one can improve only if that of the rules which read
    the fact does. Those are asked first; all rules are asked only if they find something.
    """
    near = cone_of(*readers)
    narrow = context.into(*readers)
    formulas, (before, _) = _improving(narrow, fact, readers)
    if not narrow.solver.holds(*formulas):
        return None
    whole = [is_whole_or_unasked(before[each]) for each in near]
    declared = NOT_MONOTONE.get(fact.id)
    says, reason = f"the outcome improves when {fact.id} gets worse", ""
    if not narrow.solver.holds(*formulas, *whole):
        reason = PARTLY_SETTLED
    elif declared is not None:
        if narrow.solver.holds(*formulas, *whole, _is_adverse(before[fact], declared, narrow.scales)):
            says = f"{says}, among its adverse values too"
        elif declared.answers and narrow.solver.holds(*_without(narrow, fact, readers, declared)):
            says = f"{says}, where {' and '.join(declared.answers)} ask for nothing too"
        else:
            reason = declared.reason
    witness = _seen_improving(context, narrow, fact, near, reason)
    return Wide(() if witness is None else (Finding(says, witness, reason),))


def still_improves(context: ProofContext, finding: Finding) -> bool:
    """Say whether the outcome still improves for those for whom it did, though other rules may have changed."""
    seen = finding.witness.whole if finding.witness else ()
    return len(seen) == 2 and _is_better([context.replay(subject) for subject in seen])


def _seen_improving(
    context: ProofContext, narrow: ProofContext, fact: Fact, near: Sequence[Fact], accepted: str
) -> Witness | None:
    """Return somebody for whom no rule hides that the outcome of the rules which read a fact improves.

    ``accepted`` is why it may, empty where it may not: of what is accepted nobody is shown who it is.
    """
    facts = cone_of(*context.ruleset.rules)
    formulas, subjects = _improving(context, fact, context.ruleset.rules)
    known = [is_whole_or_unasked(subjects[0][each]) for each in facts] if accepted != PARTLY_SETTLED else []
    shows = f"{fact.id} is worse in the second, and the outcome better"
    witness = context.witness((*formulas, *known), facts, shows, _is_better, subjects, few=near, shown=not accepted)
    if witness is None:
        return None
    return narrow.alone(witness, [context.entries(each, near) for each in subjects], _is_better)


def _is_adverse(before: Known, declared: Direction, scales: Scales) -> Formula:
    """Say that a fact is known to have one of its adverse values already."""
    fact: Any = before.fact
    if declared.below is None:
        return negated(before.meets(fact.every & ~fact.adverse_bits))
    reached = before.at_least(scales.place(fact, declared.below), False)
    return reached if fact.adverse is Adverse.HIGHER else negated(reached)


def _is_better(replays: Sequence[Replay]) -> bool:
    was, now = (replay.outcome for replay in replays)
    return now < was


def _improving(
    context: ProofContext, fact: Fact, rules: Sequence[Rule]
) -> tuple[tuple[Formula, ...], tuple[Knowledge, Knowledge]]:
    before = context.one
    after = context.solver.subject(before, (fact,))
    first, then = context.ranks(rules, before), context.ranks(rules, after)
    better = either(both((was, negated(now))) for was, now in zip(first, then, strict=True))
    return (worse(before[fact], after[fact]), better), (before, after)


def _without(context: ProofContext, fact: Fact, readers: Sequence[Rule], declared: Direction) -> tuple[Formula, ...]:
    """Say that the outcome of readers improves because a fact got worse, those whose question it answers left out."""
    formulas, (before, _) = _improving(context, fact, [rule for rule in readers if not declared.answered(rule)])
    return *formulas, *(is_whole_or_unasked(before[each]) for each in cone_of(*readers))


def falls(context: ProofContext, rule: Rule, fact: Fact) -> Finding | None:
    """Find an exclusion or caution that is less true because a fact that it reads got worse."""
    context = context.into(rule)
    before = context.one
    after = context.solver.subject(before, (fact,))
    less = either(
        both((before.says(rule.when, reading), negated(after.says(rule.when, reading))))
        for reading in (Reading.CERTAIN, Reading.POSSIBLE)
    )
    witness = context.witness(
        (worse(before[fact], after[fact]), less),
        cone_of(rule),
        f"{fact.id} is worse in the second, and {rule.id} less true",
        lambda replays: replays[1].truths[rule.id] < replays[0].truths[rule.id],
        (before, after),
    )
    return if_seen(f"{rule.id} is less true when {fact.id} gets worse", witness)
