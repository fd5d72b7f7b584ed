"""Questions about questions: does an answer matter wherever one is asked for, and is anything never asked for?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import attrs

from ...conditions import AnyOf, Atom, Condition, Test
from ...facts.model import Fact, groups_of
from ...possible import Level, Truth
from ...reasoning.missing import asked_for
from ...rule import Concept, Rule, expand_concepts, fact_atoms
from ...solver.context import ProofContext, Replay, cone_of, is_whole_or_nothing
from ...solver.encode import Formula, Knowledge, Known, Reading, both, either, negated, same
from ...solver.keys import condition_key, key
from ...solver.solve import is_one
from ...solver.witness import Witness
from .accepted_exceptions import NOT_BY_REQUIRED_FACTS, PARTLY_KNOWN, demand
from .result import DEMANDED, INDICATED, QUESTIONS, Finding, Task, if_seen
from .rules import COUNTS


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each fact is asked for only where it matters and, on indication, wherever that is present."""
    ruleset = context.ruleset
    keys, reads = context.keys, context.reads
    for fact in ruleset.facts:
        counted = [rule for rule in ruleset.rules if fact in reads[rule] and rule.level in COUNTS]
        if not counted:
            continue
        about = key(fact.id, *(keys[rule] for rule in counted))
        yield Task(QUESTIONS, (fact.id,), about, partial(needless, context, fact, counted))
        if fact.on_indication:
            kin = _kin(fact, groups_of(ruleset.subject)[fact.group].__facts__)
            near = [rule for rule in ruleset.rules if not kin.isdisjoint(reads[rule])]
            declared = ruleset.indication(fact)
            said = () if declared is None else (condition_key(declared),)
            about = key(fact.id, ruleset.name, *(keys[rule] for rule in near), *said)
            yield Task(DEMANDED, (fact.id,), about, partial(not_demanded, context, fact))
            if any(rule.level is Level.EXCLUSION for rule in counted):
                yield Task(INDICATED, (fact.id,), about, partial(not_on_required_facts, context, fact))


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
        self.differ_from_each_other = both((around, first, second, differ(self.one, self.other)))
        """Then they cannot both be what the absent fact comes to, so that the answer matters."""
        self.differ_from_none = both(
            (around, self.without[fact].equal(now[fact]), first, differ(self.without, self.one))
        )

    def can_differ_so(self) -> Formula:
        """Say that a subject may come to be as the last model has it."""
        answers = [self._can_be(answer, self.fact) for answer in (self.one, self.other)]
        return both((*(self._can_be(self.without, each) for each in self.facts if each is not self.fact), *answers))

    def can_differ_so_from_none(self) -> Formula:
        """The same, of a subject that says of the fact what this one does."""
        now = self.context.one
        as_it_is = self.context.said(now, self.context.entries(now, (self.fact,)))
        return both((*(self._can_be(self.without, each) for each in self.facts if each is not self.fact), *as_it_is))

    def _can_be(self, about: Knowledge, fact: Fact) -> Formula:
        entries, now = self.context.solver.entries(about[fact]), self.context.one[fact]
        if is_one(fact, entries):
            place = self.context.scales.of(fact, entries[0]) if fact.size == 3 else 0
            return now.touches(place, place) if fact.size == 3 else now.meets(entries[0])
        return both(self.context.said(self.context.one, {fact: entries}))


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


# Facts on indication ------------------------------------------------------------------------------------------


def not_demanded(context: ProofContext, fact: Fact) -> Finding | None:
    """Find a fact that is looked for only on indication, and that no rule demands where it was not.

    A rule demands it where it fires for want of the fact, of what it is read from, or of what is read from it. Where
    the indication is declared as a condition, that is so of every subject of whom it is TRUE; else of somebody.
    """
    ruleset = context.ruleset
    kin = _kin(fact, groups_of(ruleset.subject)[fact.group].__facts__)
    demands = _demanding(context, kin)
    indication = ruleset.indication(fact)
    if indication is not None:
        return _not_demanded_of_everybody(context, fact, kin, demands, indication)
    for rule in demands:
        one = context.into(rule)
        answered = one.solver.subject(one.one, kin)
        wanted_ = [one.one[each].unexamined if each.on_indication else one.one[each].unasked
                   for each in cone_of(rule) if each in kin]  # fmt: skip
        given = [answered[each].usable for each in cone_of(rule) if each in kin]
        if one.solver.holds(one.certain(rule), *wanted_, *given, negated(one.certain(rule, answered))):
            return None
    readers = [rule for rule in ruleset.rules if rule.level in COUNTS and fact in cone_of(rule)]
    passed_over = [_passed_over(context, fact, rule) for rule in readers]
    witness = next((each for each in passed_over if each), None)
    says = f"no rule demands {fact.id}, which is looked for only on indication"
    return Finding(says, witness, demand(fact, ruleset.name))


def _not_demanded_of_everybody(
    context: ProofContext, fact: Fact, kin: frozenset[Fact], demands: Sequence[Rule], indication: Condition
) -> Finding | None:
    """Find somebody with the indication of a fact of which nothing is known, and of whom no rule demands it."""
    where = Concept(id="proof.indication", title=fact.title, source=context.ruleset.rules[0].source, when=indication)
    readers = [rule for rule in context.ruleset.rules if fact in cone_of(rule)]
    narrow = context.into(where, *demands, *readers)
    facts = tuple(dict.fromkeys((*cone_of(where, *demands), fact)))
    witness = narrow.witness(
        (
            narrow.certain(where),
            *(negated(narrow.one[each].usable) for each in facts if each in kin and each.on_indication),
            negated(either(map(narrow.certain, demands))),
        ),
        facts,
        f"{fact.id} is not known where its indication is present, and no rule demands it",
        lambda replays: all(replays[0].truths[rule.id] is not Truth.TRUE for rule in demands),
    )
    says = f"{fact.id} is not demanded wherever its indication is present"
    return if_seen(says, witness, demand(fact, context.ruleset.name))


def not_on_required_facts(context: ProofContext, fact: Fact) -> Finding | None:
    """Find a fact on indication that an exclusion reads, and that no rule demands by what is always asked for alone.

    Of a subject of whom no fact on indication was ever recorded some rule has to fire for want of it: a chain of facts
    each of which is asked for because of the one before would leave it unasked.
    """
    kin = _kin(fact, groups_of(context.ruleset.subject)[fact.group].__facts__)
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


def _kin(fact: Fact, group: Iterable[Fact]) -> frozenset[Fact]:
    return frozenset(
        {fact, *(other for other in group if other.name in fact.derived_from or fact.name in other.derived_from)}
    )
