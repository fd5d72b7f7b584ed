"""Questions about questions: does an answer matter wherever one is asked for?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import attrs

from ...conditions import AnyOf, Atom, Condition, Test
from ...facts.model import Fact
from ...possible import Level, Truth
from ...reasoning.missing import asked_for
from ...rule import Rule, expand_concepts
from ...solver.context import ProofContext, Replay, cone_of, is_whole_or_nothing
from ...solver.encode import Formula, Knowledge, Known, Reading, both, either, negated, same
from ...solver.keys import key
from ...solver.solve import Entries, ProverError, is_one
from .accepted_exceptions import PARTLY_KNOWN
from .result import QUESTIONS, Finding, Task
from .rules import COUNTS


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each fact is asked for only where it matters."""
    ruleset = context.ruleset
    keys, reads = context.keys, context.reads
    for fact in ruleset.facts:
        counted = [rule for rule in ruleset.rules if fact in reads[rule] and rule.level in COUNTS]
        if not counted:
            continue
        about = key(fact.id, *(keys[rule] for rule in counted))
        yield Task(QUESTIONS, (fact.id,), about, partial(needless, context, fact, counted))


# Law 2 --------------------------------------------------------------------------------------------------------


def needless(context: ProofContext, fact: Fact, readers: Sequence[Rule]) -> list[Finding]:
    """Find where a fact is asked for, and no answer could change the truth of any rule that counts.

    Rule by rule first; where the answer does not matter to one that asks, it may to another that reads the fact.
    What is known in part, as "this or that", is looked at rule by rule alone.
    """
    doubtful = [(rule, found) for rule in readers if (found := _needless(context, fact, (rule,), _anything))]
    if any(_needless(context, fact, (rule,), is_whole_or_nothing) for rule, _ in doubtful):
        everywhere = _needless(context, fact, readers, is_whole_or_nothing)
        if everywhere:
            return [everywhere]
    in_part = [_needless(context, fact, (rule,), context.can_be_given) or found for rule, found in doubtful]
    return [attrs.evolve(finding, reason=PARTLY_KNOWN) for finding in in_part]


def _anything(now: Known) -> Formula:
    return True


def _needless(
    context: ProofContext, fact: Fact, readers: Sequence[Rule], allowed: Callable[[Known], Formula]
) -> Finding | None:
    context = context.into(*readers)
    facts = cone_of(*readers)
    answers = _Answers(context, fact, readers)
    now = context.one
    asking = [both((_wants_to_know(context, rule), asked(expand_concepts(rule.when), now)[fact])) for rule in readers]
    context.solver.say(*(allowed(now[each]) for each in facts))
    tidy = False
    while context.solver.holds(either(asking), plain=[now[each] for each in facts] if tidy else ()):
        said = context.said(now, context.entries(now, facts))
        if context.solver.holds(*said, answers.differ_from_each_other):
            context.solver.say(negated(answers.can_differ_so()))
        elif context.solver.holds(*said, answers.differ_from_none):
            context.solver.say(negated(answers.can_differ_so_from_none()))
        elif not tidy:
            tidy = True  # there is one: now look for the plainest
        else:
            askers = [rule for rule, asks in zip(readers, asking, strict=True) if context.solver.holds(*said, asks)]
            shows = f"{fact.id} is asked for, and no answer changes what the rule comes to"
            witness = context.witness(said, facts, shows, partial(_asking, fact, askers))
            names = ", ".join(rule.id for rule in askers)
            return Finding(f"{fact.id} is asked for by {names} where no answer matters", witness)
    return None


def _asking(fact: Fact, askers: Sequence[Rule], replays: Sequence[Replay]) -> bool:
    """Say whether these rules, of a subject for whom they are not settled, do ask for a fact."""
    replay = replays[0]
    return all(rule.id in replay.opened or replay.truths[rule.id] is Truth.TRUE for rule in askers) and all(
        fact in asked_for(expand_concepts(rule.when), replay.facts) for rule in askers
    )


def _wants_to_know(context: ProofContext, rule: Rule) -> Formula:
    return either((context.opened(rule), both((rule.level is Level.NEEDS_INFORMATION, context.certain(rule)))))


class _Answers:
    """What a subject may come to be when all other facts are answered, or stay as they are, and one has two answers."""

    def __init__(self, context: ProofContext, fact: Fact, readers: Sequence[Rule]) -> None:
        self.context, self.fact = context, fact
        self.facts = cone_of(*readers)
        self.without = context.solver.subject()
        self.one = context.solver.subject(self.without, (fact,))
        self.other = context.solver.subject(self.without, (fact,))
        conditions = [expand_concepts(rule.when) for rule in readers]

        def differ(first: Knowledge, second: Knowledge) -> Formula:
            return either(
                negated(same(first.says(condition, reading), second.says(condition, reading)))
                for condition in conditions
                for reading in (Reading.OPEN, Reading.SETTLED)
            )

        now = context.one
        around = both(
            either((self.without[each].equal(now[each]), _answered(now[each], self.without[each])))
            for each in self.facts
            if each is not fact
        )
        first, second = (_answered(now[fact], answer[fact]) for answer in (self.one, self.other))
        self._each_other, self._none = differ(self.one, self.other), differ(self.without, self.one)
        self.differ_from_each_other = both((around, first, second, self._each_other))
        """Then they cannot both be what the absent fact comes to, so that the answer matters."""
        self.differ_from_none = both((around, self.without[fact].equal(now[fact]), first, self._none))

    def can_differ_so(self) -> Formula:
        """Say that a subject may come to be as the last model has it, as far as the answers differ by that."""
        return self._what_matters(self.one, self.other, differ=self._each_other)

    def can_differ_so_from_none(self) -> Formula:
        """The same, of a subject that says of the fact what this one does, as far as that matters."""
        return self._what_matters(self.one, unanswered=self.without, differ=self._none)

    def _what_matters(self, *answers: Knowledge, differ: Formula, unanswered: Knowledge | None = None) -> Formula:
        """Say that a subject may come to be what, in the last model, makes two answers differ: then they do.

        The solver names parts of the model with which it cannot be that they do not. So one model stands for many: of
        what is not named each fact may stay as it is, or be answered in any way.
        """
        parts = [part for each in self.facts if each is not self.fact for part in self._parts(self.without, each)]
        parts += [part for answer in answers for part in self._parts(answer, self.fact)]
        if unanswered is not None:
            parts += self._as_it_is(unanswered, self.context.solver.entries(unanswered[self.fact]), self.fact)
        said = [formula for formula, _ in parts]
        if self.context.solver.holds(*said, negated(differ)):
            raise ProverError(f"two answers about {self.fact.id} differ and do not, by one model")
        named = {each.get_id() for each in self.context.solver.conflict(said)}
        return both(can_be for formula, can_be in parts if formula.get_id() in named)

    def _parts(self, about: Knowledge, fact: Fact) -> list[tuple[Formula, Formula]]:
        """Return what the last model says of a fact, part by part, each with that the subject may come to be so.

        What is known it may come to be; what is not, it has to be already.
        """
        entries, now = self.context.solver.entries(about[fact]), self.context.one
        parts = self._as_it_is(about, entries, fact)
        if not is_one(fact, entries):
            return parts
        place = self.context.scales.of(fact, entries[0]) if fact.size == 3 else 0
        can_be = now[fact].touches(place, place) if fact.size == 3 else now[fact].meets(entries[0])
        return [(both(said for said, _ in parts), can_be)]

    def _as_it_is(self, about: Knowledge, entries: Entries, fact: Fact) -> list[tuple[Formula, Formula]]:
        said, as_it_is = (self.context.said(each, {fact: entries}) for each in (about, self.context.one))
        return list(zip(said, as_it_is, strict=True))


def _answered(before: Known, after: Known) -> Formula:
    return both((after.within(before), after.usable, after.single))


def asked(condition: Condition, now: Knowledge) -> dict[Fact, Formula]:
    """Say of each fact when it is asked for on behalf of a condition, as the list of what is missing has it."""
    can_be, is_so = now.says(condition, Reading.OPEN), now.says(condition, Reading.SETTLED)
    if isinstance(condition, Atom):
        assert isinstance(condition.subject, Fact)
        if condition.test is Test.MISSING:
            return {condition.subject: can_be}
        return {condition.subject: both((can_be, negated(is_so)))}
    parts = [(asked(part, now), part) for part in condition.parts]
    settled_for_good: list[Formula] = []
    if isinstance(condition, AnyOf):
        settled_for_good = [
            both((negated(either(facts.values())), now.says(part, Reading.SETTLED))) for facts, part in parts
        ]
    wanted_still = both((can_be, negated(either(settled_for_good))))
    together_: dict[Fact, list[Formula]] = {}
    for facts, _ in parts:
        for fact, formula in facts.items():
            together_.setdefault(fact, []).append(formula)
    return {fact: both((wanted_still, either(formulas))) for fact, formulas in together_.items()}
