"""Questions about what nobody may leave out: is whoever lacks a fact held up, and whoever has its indication asked?

A required fact holds up everybody of whom it is missing, whatever else is known; one on indication everybody of whom
the indication is not ruled out. That some rule demands a fact of somebody would not be enough: a rule that was narrowed
by mistake still demands it of somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from ...conditions import Condition, Test, any_of
from ...facts.model import Fact, groups_of
from ...possible import Level, Outcome, Truth
from ...rule import Concept, Rule, fact_atoms
from ...solver.context import ProofContext, Replay, cone_of
from ...solver.encode import Formula, Known, Reading, both, either, negated
from ...solver.keys import condition_key, key
from ...solver.witness import Witness
from .accepted_exceptions import MOOT, NOT_BY_REQUIRED_FACTS, demand
from .indications import indications
from .result import DEMANDED, INDICATED, REQUIRED, Finding, Task, if_seen
from .rules import COUNTS


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each fact is missed wherever it is required, or its indication is present."""
    ruleset = context.ruleset
    keys, reads = context.keys, context.reads
    whole = key(*(keys[rule] for rule in ruleset.rules))
    for fact in ruleset.facts:
        counted = [rule for rule in ruleset.rules if fact in reads[rule] and rule.level in COUNTS]
        if not counted or fact in ruleset.unasked:  # that a site does not ask for it is its own, declared choice
            continue
        if not fact.on_indication:
            moot = MOOT.get(fact.id)
            about = key(fact.id, *(keys[rule] for rule in counted)) if moot is None else key(fact.id, whole)
            yield Task(REQUIRED, (fact.id,), about, partial(not_required, context, fact))
            continue
        kin = kin_of(ruleset.subject, fact)
        near = [rule for rule in ruleset.rules if not kin.isdisjoint(reads[rule])]
        said = map(condition_key, indications(ruleset, fact))
        about = key(fact.id, ruleset.name, *(keys[rule] for rule in near), *said)
        yield Task(DEMANDED, (fact.id,), about, partial(not_demanded, context, fact))
        if any(rule.level is Level.EXCLUSION for rule in counted):
            yield Task(INDICATED, (fact.id,), about, partial(not_on_required_facts, context, fact))


def kin_of(subject: type, fact: Fact) -> frozenset[Fact]:
    """Return a fact with what it is read from and what is read from it."""
    group: Iterable[Fact] = groups_of(subject)[fact.group].__facts__
    return frozenset(
        {fact, *(other for other in group if other.name in fact.derived_from or fact.name in other.derived_from)}
    )


# Who is not cleared -------------------------------------------------------------------------------------------


def is_missing(now: Known) -> Formula:
    """Say that a fact has no usable value, and may still be anything."""
    return both((negated(now.usable), now.full))


class Passing:
    """Whoever lacks a fact and is cleared all the same, though what may settle it instead does not.

    ``beside`` are the facts that may make it moot. They do where they settle, alone, every rule that reads the fact:
    where nothing else were known of the subject, none of those rules would be open.
    """

    def __init__(
        self,
        context: ProofContext,
        fact: Fact,
        given: Sequence[Condition] = (),
        beside: Iterable[Fact] = (),
        whole: ProofContext | None = None,
    ) -> None:
        rules = context.ruleset.rules
        self.context, self.fact, self.whole = context, fact, whole
        self.readers = [rule for rule in rules if fact in context.reads[rule] and rule.level in COUNTS]
        self.given = (_as_concept(context, any_of(*given), fact),) if given else ()
        self.beside = frozenset(beside)

    def formulas(self, within: ProofContext, rules: Sequence[Rule]) -> tuple[Formula, ...]:
        """Say all that, of the subject of an inquiry, by some rules."""
        one = within.one
        found = [is_missing(one[self.fact])]
        found += [one.says(each.when, Reading.OPEN) for each in self.given]
        found.append(negated(within.ranks(rules)[1]))
        if self.beside:
            others = [each for each in cone_of(*self.readers) if each is not self.fact and each not in self.beside]
            alone = within.solver.subject(one, others)
            found += [_has_no_answer(alone[each]) for each in others]
            found.append(within.ranks(self.readers, alone)[1])
        return tuple(found)

    def is_possible(self) -> bool:
        """Say whether there is such a subject.

        The outcome is the gravest that any rule comes to: where those that read the fact do not clear, none does.
        """
        narrow = self.context.into(*self.readers, *self.given)
        if not narrow.solver.holds(*self.formulas(narrow, self.readers)):
            return False
        wide = self.whole or self.wide()
        return wide.solver.holds(*self.formulas(wide, self.context.ruleset.rules))

    def wide(self) -> ProofContext:
        """Return an inquiry into the whole book."""
        return self.context.into(*self.context.ruleset.rules, *self.given)

    def witness(self) -> Witness | None:
        """Return such a subject, of whom as little as possible is known of what those rules read."""
        if not self.is_possible():
            return None
        wide, rules = self.wide(), self.context.ruleset.rules
        return wide.witness(
            self.formulas(wide, rules),
            cone_of(*rules, *self.given),
            f"{self.fact.id} is missing, and nobody is held up for it",
            _is_cleared,
            few=cone_of(*self.readers, *self.given),
        )


def _is_cleared(replays: Sequence[Replay]) -> bool:
    return replays[0].outcome < Outcome.INCOMPLETE


def _has_no_answer(now: Known) -> Formula:
    return both((negated(now.usable), now.full, negated(now.unexamined), negated(now.outdated)))


def _as_concept(context: ProofContext, condition: Condition, fact: Fact) -> Concept:
    source = context.ruleset.rules[0].source
    return Concept(id="proof.indication", title=fact.title, source=source, when=condition, nonmonotone_reason="asked")


def of_everything(context: ProofContext) -> ProofContext:
    """Return an inquiry into a whole book, and into where each of its facts on indication is to be asked for."""
    rules, facts = context.ruleset.rules, context.ruleset.facts
    where = [_as_concept(context, each, fact) for fact in facts for each in indications(context.ruleset, fact)]
    return context.into(*rules, *where)


def passing(context: ProofContext, fact: Fact, whole: ProofContext | None = None) -> Passing:
    """Return the question who lacks a fact, with its indication where it has one, and is cleared.

    ``whole`` is an inquiry ``of_everything``, where one is at hand.
    """
    moot = MOOT.get(context.ruleset.name, {}).get(fact.id, ())
    beside = [each for each in context.ruleset.facts if each.id in moot]
    return Passing(context, fact, indications(context.ruleset, fact), beside, whole)


def not_required(context: ProofContext, fact: Fact) -> Finding | None:
    """Find somebody of whom a required fact is missing, and who is cleared."""
    return if_seen(f"{fact.id} is missing of somebody who is cleared", passing(context, fact).witness())


# Facts on indication ------------------------------------------------------------------------------------------


def not_demanded(context: ProofContext, fact: Fact) -> Finding | None:
    """Find a fact that is looked for only on indication, and that no rule demands where it was not.

    A rule demands it where it fires for want of the fact, of what it is read from, or of what is read from it. Where
    the indication is declared as a condition, that is so of every subject of whom it is TRUE, and whoever lacks the
    fact is not cleared while it is not ruled out; else it is demanded of somebody.
    """
    ruleset = context.ruleset
    kin = kin_of(ruleset.subject, fact)
    demands = _demanding(context, kin)
    given = indications(ruleset, fact)
    if given:
        return _not_demanded_of_everybody(context, fact, kin, demands, ruleset.indication(fact))
    for rule in demands:
        one = context.into(rule)
        answered = one.solver.subject(one.one, kin)
        wanted_ = [one.one[each].unexamined if each.on_indication else one.one[each].unasked
                   for each in cone_of(rule) if each in kin]  # fmt: skip
        usable = [answered[each].usable for each in cone_of(rule) if each in kin]
        if one.solver.holds(one.certain(rule), *wanted_, *usable, negated(one.certain(rule, answered))):
            return None
    readers = [rule for rule in ruleset.rules if rule.level in COUNTS and fact in cone_of(rule)]
    passed_over = [_passed_over(context, fact, rule) for rule in readers]
    witness = next((each for each in passed_over if each), None)
    says = f"no rule demands {fact.id}, which is looked for only on indication"
    return Finding(says, witness, demand(fact, ruleset.name))


def _not_demanded_of_everybody(
    context: ProofContext, fact: Fact, kin: frozenset[Fact], demands: Sequence[Rule], declared: Condition | None
) -> Finding | None:
    """Find somebody with the indication of a fact who is not asked: by no rule that demands it, or who is cleared."""
    reason = demand(fact, context.ruleset.name)
    if declared is not None:
        witness = _not_asked(context, fact, kin, demands, declared)
        if witness is not None:
            return Finding(f"{fact.id} is not demanded wherever its indication is present", witness, reason)
    says = f"{fact.id} is missing of somebody who is cleared, and of whom its indication is not ruled out"
    return if_seen(says, passing(context, fact).witness(), reason)


def _not_asked(
    context: ProofContext, fact: Fact, kin: frozenset[Fact], demands: Sequence[Rule], indication: Condition
) -> Witness | None:
    """Return somebody with the indication of a fact of which nothing is known, and of whom no rule demands it."""
    where = _as_concept(context, indication, fact)
    readers = [rule for rule in context.ruleset.rules if fact in cone_of(rule)]
    narrow = context.into(where, *demands, *readers)
    facts = tuple(dict.fromkeys((*cone_of(where, *demands), fact)))
    return narrow.witness(
        (
            narrow.certain(where),
            *(negated(narrow.one[each].usable) for each in facts if each in kin and each.on_indication),
            negated(either(map(narrow.certain, demands))),
        ),
        facts,
        f"{fact.id} is not known where its indication is present, and no rule demands it",
        lambda replays: all(replays[0].truths[rule.id] is not Truth.TRUE for rule in demands),
    )


def not_on_required_facts(context: ProofContext, fact: Fact) -> Finding | None:
    """Find a fact on indication that an exclusion reads, and that no rule demands by what is always asked for alone.

    Of a subject of whom no fact on indication was ever recorded some rule has to fire for want of it: a chain of facts
    each of which is asked for because of the one before would leave it unasked.
    """
    kin = kin_of(context.ruleset.subject, fact)
    for rule in _demanding(context, kin):
        one = context.into(rule)
        if one.solver.holds(one.certain(rule), *(one.one[each].unexamined for each in _on_indication(rule))):
            return None
    says = f"no rule demands {fact.id} by required facts alone, and an exclusion reads it"
    return Finding(says, None, NOT_BY_REQUIRED_FACTS.get(fact.id, ""))


def _on_indication(rule: Rule) -> Iterator[Fact]:
    return (fact for fact in cone_of(rule) if fact.on_indication)


def _demanding(context: ProofContext, kin: frozenset[Fact]) -> list[Rule]:
    return [
        rule
        for rule in context.ruleset.rules
        if rule.level is Level.NEEDS_INFORMATION
        and any(atom.test is Test.MISSING and atom.subject in kin for atom in fact_atoms(rule.when))
    ]


def _passed_over(context: ProofContext, fact: Fact, rule: Rule) -> Witness | None:
    """Return somebody of whom all is known but one fact, and for whom a rule is passed over for want of it."""
    context = context.into(rule)
    now = context.one
    others = [both((now[each].usable, now[each].single)) for each in cone_of(rule) if each is not fact]
    return context.witness(
        (context.undecided(rule), negated(context.opened(rule)), now[fact].unexamined, *others),
        cone_of(rule),
        f"{rule.id} is passed over, because {fact.id} was never looked for",
        lambda replays: replays[0].truths[rule.id] is Truth.UNKNOWN and rule.id not in replays[0].opened,
    )
