"""Questions about certificates: can anything recorded later change an outcome that is said to be settled (law 15)?

Three steps, each proved of every subject. What a rule comes to stays when more is known of what it reads. Where an
interview says that no answer changes the outcome, none does: neither of the facts that may be answered, nor of those
looked for on indication that the certificate does not name. And where what is recorded contradicts itself, so that of
some facts more is possible again, the outcome stays as it was or is INCOMPLETE.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import attrs

from ...conditions import AllOf, Atom, Condition, Test
from ...facts.model import Fact
from ...possible import Level, Outcome, Truth
from ...rule import Rule, expand_concepts, fact_atoms
from ...solver.context import ProofContext, Replay, cone_of
from ...solver.encode import Formula, Knowledge, Reading, both, either, implies, negated, same, variable
from ...solver.keys import key
from .accepted_exceptions import tells
from .questions import asked
from .result import OPENS, STAYS, STOPS, Finding, Task, if_seen


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each rule stays as it is, and whether each settled outcome does."""
    ruleset, keys = context.ruleset, context.keys
    for rule in ruleset.rules:
        yield Task(STAYS, (rule.id,), keys[rule], partial(moves, context, rule))
    whole = key(*(keys[rule] for rule in ruleset.rules))
    yield Task(STOPS, (ruleset.name,), whole, partial(restarts, context))
    yield Task(OPENS, (ruleset.name,), whole, partial(loosens, context))


def moves(context: ProofContext, rule: Rule) -> Finding | None:
    """Find a rule that is TRUE or FALSE, and is not any more when more is known, of whatever was looked for or not.

    A rule that asks for what is missing is answered by it: only that it stays FALSE is asked of that one.
    """
    context = context.into(rule)
    before, after = context.solver.subject(), context.solver.subject()
    facts = cone_of(rule)
    learned = both(
        both((after[fact].within(before[fact]), implies(before[fact].usable, after[fact].usable))) for fact in facts
    )
    asks = any(atom.test is Test.MISSING for atom in fact_atoms(rule.when))
    was_true = both((not asks or rule.level is not Level.NEEDS_INFORMATION, context.certain(rule, before)))
    moved = either((
        both((was_true, negated(context.certain(rule, after)))),
        both((negated(context.possible(rule, before)), context.possible(rule, after))),
    ))  # fmt: skip

    def confirm(replays: Sequence[Replay]) -> bool:
        was, now = (replay.truths[rule.id] for replay in replays)
        return was is not Truth.UNKNOWN and was is not now

    shows = f"of the second more is known, and {rule.id} is not what it was"
    witness = context.witness((learned, moved), facts, shows, confirm, (before, after))
    return if_seen(f"{rule.id} does not stay as it is when more is known", witness)


# Certificates ------------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False, slots=False)
class Certificate:
    """What an interview makes of what is known, as formulas: which facts may be answered, and whether that matters.

    ``InterviewState`` is what they stand for; a test holds the two against each other. Of the facts that may still be
    answered it takes the fewest; here they are any that hold together, those among them.
    """

    context: ProofContext
    now: Knowledge
    trees: Mapping[Rule, Condition]
    answerable: Mapping[Fact, Formula]
    """Whether something of a fact can still be recorded: it, or what it is read from, has no answer."""
    open: Mapping[Fact, Formula]
    """Whether answers may narrow it as things are: those on indication only where a rule may demand them."""

    @classmethod
    def of(cls, context: ProofContext, now: Knowledge) -> Certificate:
        """Return the certificate about a subject."""
        rules = context.ruleset.rules
        facts = cone_of(*rules)
        trees = {rule: expand_concepts(rule.when) for rule in rules}
        named = [{fact: variable(f"{fact.id} {what}") for fact in facts} for what in ("can be answered", "is open")]
        return cls(context, now, trees, *named)

    def axioms(self) -> Iterator[Formula]:
        """Yield what holds of the facts that are open."""
        for fact, is_open in self.open.items():
            yield implies(is_open, self.answerable[fact])
            looked_away = either((self.now[fact].unexamined, self.now[fact].outdated))
            yield implies(both((self.answerable[fact], negated(looked_away))), is_open)
        for rule, tree in self.trees.items():
            if rule.level is Level.NEEDS_INFORMATION:
                demands = either((self.now.says(tree, Reading.OPEN), self.can(tree, Truth.TRUE)))
                for fact in _asked_whether_missing(tree):
                    yield implies(both((demands, self.answerable[fact])), self.open[fact])

    def can(self, tree: Condition, wanted: Truth) -> Formula:
        """Say that some answers may make a condition TRUE, or FALSE."""
        if not isinstance(tree, Atom):
            join = both if isinstance(tree, AllOf) is (wanted is Truth.TRUE) else either
            return join(self.can(part, wanted) for part in tree.parts)
        fact = tree.subject
        assert isinstance(fact, Fact)
        if tree.test is Test.MISSING:
            missing = negated(self.now[fact].usable)
            return missing if wanted is Truth.TRUE else either((negated(missing), self.open[fact]))
        if wanted is Truth.TRUE:
            is_so, may_be = (self.now.says(tree, reading) for reading in (Reading.CERTAIN, Reading.POSSIBLE))
        else:
            is_so, may_be = (negated(self.now.says(tree, reading)) for reading in (Reading.OPEN, Reading.CERTAIN))
        return either((is_so, both((self.open[fact], may_be))))

    def _asks(self, rule: Rule) -> Formula:
        demands = both((rule.level is Level.NEEDS_INFORMATION, self.context.certain(rule, self.now)))
        return either((self.context.opened(rule, self.now), demands))

    @functools.cached_property
    def is_stuck(self) -> Formula:
        """The outcome is INCOMPLETE, a rule keeps it so that no answer settles, and none can prove an exclusion."""
        rules = self.context.ruleset.rules
        stuck = either(
            both((
                self._asks(rule),
                negated(self.can(tree, Truth.FALSE)),
                negated(both((rule.level is Level.CAUTION, self.can(tree, Truth.TRUE)))),
            ))
            for rule, tree in self.trees.items() if rule.level is not Level.NOTE
        )  # fmt: skip
        exclusions = either(
            self.can(tree, Truth.TRUE) for rule, tree in self.trees.items() if rule.level is Level.EXCLUSION
        )
        _, incomplete, excluded = self.context.ranks(rules, self.now)
        return both((incomplete, negated(excluded), stuck, negated(exclusions)))

    def aside(self) -> dict[Fact, Formula]:
        """Say of each fact when it is named as not examined."""
        passed: dict[Fact, list[Formula]] = {fact: [] for fact in self.open}
        demanded: dict[Fact, list[Formula]] = {fact: [] for fact in self.open}
        for rule, tree in self.trees.items():
            passes = both((self.context.undecided(rule, self.now), negated(self.context.opened(rule, self.now))))
            for fact in cone_of(rule):
                passed[fact].append(passes)
            for fact, wanted in asked(tree, self.now).items():
                demanded[fact].append(both((self._asks(rule), wanted)))
        undecided: dict[Fact, list[Formula]] = {fact: [] for fact in self.open}
        for rule in self.trees:
            for fact in cone_of(rule) if rule.level is not Level.NOTE else ():
                undecided[fact].append(self.context.undecided(rule, self.now))
        return {
            fact: both((
                self.now[fact].unexamined,
                either((
                    both((either(passed[fact]), negated(either(demanded[fact])))),
                    both((self.is_stuck, either(undecided[fact]), negated(self.open[fact]))),
                )),
            ))
            for fact in self.open
        }  # fmt: skip


def _asked_whether_missing(tree: Condition) -> tuple[Fact, ...]:
    found = [atom.subject for atom in fact_atoms(tree) if atom.test is Test.MISSING]
    return tuple(dict.fromkeys(fact for fact in found if isinstance(fact, Fact)))


def restarts(context: ProofContext) -> Finding | None:
    """Find an outcome that a certificate says is settled and that an answer changes, whatever it does not name."""
    rules = context.ruleset.rules
    facts = cone_of(*rules)
    before, after = context.solver.subject(), context.solver.subject()
    certificate = Certificate.of(context, before)
    aside = certificate.aside()
    _, incomplete, excluded = context.ranks(rules, before)
    recorded = []
    for fact in facts:
        was, now = before[fact], after[fact]
        known = both((
            now.within(was),
            implies(was.usable, now.usable),
            implies(now.unexamined, was.unexamined),
            negated(either((was.outdated, now.outdated))),  # what has a report, however old, is recorded already
            implies(aside[fact], either((excluded, now.unexamined))),
        ))  # fmt: skip
        recorded.append(either((now.equal(was), both((certificate.answerable[fact], known)))))
    settled = either((excluded, negated(incomplete), certificate.is_stuck))
    changed = either(
        negated(same(one, other))
        for one, other in zip(context.ranks(rules, before), context.ranks(rules, after), strict=True)
        if one is not excluded
    )
    # Beside an exclusion nothing else that is found changes the outcome.
    lifted = negated(context.ranks(rules, after)[2])
    wrong = either((both((excluded, lifted)), both((negated(excluded), changed))))

    def confirm(replays: Sequence[Replay]) -> bool:
        was, now = (replay.outcome for replay in replays)
        return was is not now

    shows = "no answer was to change the outcome of the first; of the second more is recorded, and it has another"
    formulas = (*certificate.axioms(), *recorded, settled, wrong)
    witness = context.witness((both(formulas),), facts, shows, confirm, (before, after))
    return if_seen("an outcome changes of which it was said that no answer changes it", witness)


# Contradictions ----------------------------------------------------------------------------------------------------


def loosens(context: ProofContext) -> Finding | None:
    """Find a settled outcome that gets better, or graver than INCOMPLETE, where some facts may be more than they were.

    So it is with those that contradict each other, and with what is read from them: they are not passed over.
    """
    rules = context.ruleset.rules
    facts = cone_of(*rules)
    before, after = context.solver.subject(), context.solver.subject()
    first, then = context.ranks(rules, before), context.ranks(rules, after)
    reopened = []
    for fact in facts:
        was, now = before[fact], after[fact]
        wider = both((negated(now.unexamined), negated(now.outdated), tells(fact) or was.within(now)))
        reopened.append(either((now.equal(was), wider)))
    settled = either((first[2], negated(first[1])))
    left = both((then[1], negated(then[2])))
    as_it_was = both(map(same, first, then))
    wrong = negated(either((as_it_was, left)))

    def confirm(replays: Sequence[Replay]) -> bool:
        was, now = (replay.outcome for replay in replays)
        return was is not Outcome.INCOMPLETE and now not in (was, Outcome.INCOMPLETE)

    shows = "of the second some facts may be more than of the first, and the outcome is another"
    witness = context.witness((settled, *reopened, wrong), facts, shows, confirm, (before, after))
    return if_seen("a contradiction changes a settled outcome, and it is not INCOMPLETE", witness)
