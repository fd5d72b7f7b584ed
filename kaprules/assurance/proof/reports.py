"""Questions about what is too old, and about whole lists (laws 10 to 12).

*Old good news costs nothing.* Where every test that a rule makes of a fact on indication fails for all that its expired
reports left possible, the rule is as open as if nobody had ever looked. *Old bad news stays.* Where a rule would hold,
or be open, were those reports still good, it is not passed over. *A list is its items*: that "none of these" is what
its items answered one by one are is a property of facts, and tested; here whoever denies a whole list is compared with
whoever leaves it out, all else being equal, and does no better by leaving it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ...conditions import Atom, Test
from ...facts.model import Answered, Checklist, ChecklistAnswer, Fact
from ...rule import Rule, expand_concepts, fact_atoms
from ...solver.context import ProofContext, cone_of
from ...solver.encode import Formula, Known, both, either, expires, negated, same
from ...solver.keys import key
from ...solver.solve import Entries
from .result import LISTS, OLD_NEWS, Finding, Task, if_seen
from .rules import COUNTS


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each rule passes over old good news and no other, and whether leaving out a list ever helps."""
    ruleset = context.ruleset
    for rule in ruleset.rules:
        if rule.level in COUNTS and any(map(ruleset.passes_over, context.reads[rule])):
            yield Task(OLD_NEWS, (rule.id,), context.keys[rule], partial(old_news, context, rule))
    for checklist in getattr(ruleset.subject, "__checklists__", ()):
        denied = denials(context, checklist)
        near = [rule for rule in ruleset.rules if not context.reads[rule].isdisjoint(denied)]
        if near:
            about = key(
                repr(sorted((fact.id, each) for fact, each in denied.items())), *(context.keys[r] for r in near)
            )
            yield Task(LISTS, (checklist.id,), about, partial(better_left_out, context, checklist, denied, near))


# Laws 10 and 11 -----------------------------------------------------------------------------------------------


def old_news(context: ProofContext, rule: Rule) -> list[Finding]:
    """Find old good news that opens or closes a rule, and old bad news that a rule passes over."""
    return [each for each in (_costs(context, rule), _is_forgotten(context, rule)) if each]


def _costs(context: ProofContext, rule: Rule) -> Finding | None:
    context = context.into(rule)
    facts = [fact for fact in cone_of(rule) if context.ruleset.passes_over(fact) and expires(fact)]
    without = context.one
    with_it = context.solver.subject(without, facts)
    differ = negated(
        both((
            same(context.opened(rule, without), context.opened(rule, with_it)),
            same(context.certain(rule, without), context.certain(rule, with_it)),
        ))
    )  # fmt: skip
    harmless = [
        either((
            with_it[fact].equal(without[fact]),
            both((
                with_it[fact].outdated, with_it[fact].full, without[fact].unasked,
                *(negated(_may_hold(context, with_it[fact], atom)) for atom in _tests(rule, fact)),
            )),
        ))
        for fact in facts
    ]  # fmt: skip
    witness = context.witness(
        (*harmless, differ),
        cone_of(rule),
        f"of the second there are old reports besides, which speak against {rule.id}, and it is not as for the first",
        lambda replays: (rule.id in replays[0].opened) is not (rule.id in replays[1].opened),
        (without, with_it),
    )
    return if_seen(f"old reports that reassure change {rule.id}", witness)


def _is_forgotten(context: ProofContext, rule: Rule) -> Finding | None:
    """Find a rule that would hold or be open were some reports still good, and that is passed over as they are old."""
    context = context.into(rule)
    facts = [fact for fact in cone_of(rule) if context.ruleset.passes_over(fact) and expires(fact)]
    now = context.one
    once = context.solver.subject(now, facts)
    old: list[Formula] = []
    for fact in facts:
        was: Any = now[fact].old
        expired = both((now[fact].outdated, once[fact].usable, once[fact].same_as(was)))
        old.append(either((once[fact].equal(now[fact]), expired)))
    asked = either((context.certain(rule, once), context.opened(rule, once)))
    settled = either((context.certain(rule), context.opened(rule)))
    witness = context.witness(
        (*old, asked, negated(settled)),
        cone_of(rule),
        f"{rule.id} counts for the second; for the first, of whom the same is known by old reports, it is passed over",
        lambda replays: rule.id not in replays[0].opened,
        (now, once),
    )
    return if_seen(f"{rule.id} passes over what was adverse when last known", witness)


def _tests(rule: Rule, fact: Fact) -> list[Atom]:
    return [
        atom
        for atom in fact_atoms(expand_concepts(rule.when))
        if atom.subject is fact and atom.test is not Test.MISSING
    ]


def _may_hold(context: ProofContext, now: Known, atom: Atom) -> Formula:
    """Say that what old reports left possible passes a test."""
    assert now.old is not None
    about = context.one
    return (about._of_options if now.old.has else about._of_interval)(now.old, atom, False)


# Law 12 -------------------------------------------------------------------------------------------------------


def denials(context: ProofContext, checklist: Checklist) -> Mapping[Fact, Entries]:
    """Return what rules may know of a subject by "none of these" alone, of each fact that they know by it."""
    ruleset = context.ruleset
    on = ruleset.phase.example
    answer = ChecklistAnswer(checklist.id, checklist.version, Answered.NONE, on=on, by=checklist.may_rule_out[0])
    found: dict[Fact, Entries] = {}
    said, nobody = ruleset.subject(checklists=[answer]), ruleset.subject()
    for fact in ruleset.facts:
        one, other = (each.group(fact).flat(on) for each in (_itemised(said), nobody))
        entries = tuple(one[fact.slot : fact.slot + fact.size])
        if entries != tuple(other[fact.slot : fact.slot + fact.size]):
            found[fact] = entries
    return found


def _itemised(subject: Any) -> Any:
    return subject.itemised


def better_left_out(
    context: ProofContext, checklist: Checklist, denied: Mapping[Fact, Entries], near: Sequence[Rule]
) -> Finding | None:
    """Find somebody who does better by leaving out a list than by denying all of it, all else being equal."""
    narrow = context.into(*near)
    without, facts = narrow.one, [fact for fact in denied if fact in set(cone_of(*near))]
    with_it = narrow.solver.subject(without, facts)
    said = narrow.said(with_it, {fact: denied[fact] for fact in facts})
    left_out = [both((negated(without[fact].usable), without[fact].full)) for fact in facts]
    ranks = zip(narrow.ranks(near, without), narrow.ranks(near, with_it), strict=True)
    better = either(both((denying, negated(leaving))) for leaving, denying in ranks)
    witness = narrow.witness(
        (*said, *left_out, better),
        cone_of(*near),
        f"the first left out {checklist.id}, which the second denies, and has the better outcome",
        lambda replays: replays[0].outcome < replays[1].outcome,
        (without, with_it),
    )
    return if_seen(f"leaving out {checklist.id} improves an outcome", witness)
