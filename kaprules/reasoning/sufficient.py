"""The smallest sets of recorded facts that force an outcome, whatever all the other facts are.

The theory. A fact that is left out counts as absent for a reason that is never passed over, with every value still
possible. By the law that a settled outcome stays, an outcome that is reached on some facts alone is reached on any
completion of them: so it is enough to find the minimal sets of recorded facts on which the rules still conclude it.

* EXCLUDED needs one exclusion that is TRUE: the families of its rules are united.
* CAUTION and NO_EXCLUSION_FOUND need every rule settled: one set for each rule, all united. Rules that share no fact
  are independent, so the sets are a core (facts in all of them) and choices that do not touch each other; the product
  of the choices is counted, never written out.
* INCOMPLETE is not forced by anything that could be learnt. Its sets are the facts, recorded or missing, by which as
  they stand one rule stays undecided.

Each set that is returned is decided again with it alone, and without any one of its facts: nothing is believed of the
algebra that the rules do not confirm.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ..conditions import AllOf, AnyOf, Atom, Condition, Test, fold
from ..engine import interpreter
from ..engine.conclusions import Conclusion, Conclusions
from ..engine.evaluation import Evaluation, conclude
from ..engine.snapshot import Snapshot, alone, snapshot
from ..facts.model import ABSENT, Fact, Facts, Recorded, Subject, every_fact, given
from ..language import CODED, Locale
from ..phrases import OUTCOMES
from ..possible import Absence, Level, Outcome, Truth
from ..rule import Rule, expand_concepts, fact_atoms
from .ways import ANYHOW, MAX_SETS, NO_WAY, Ways, both, either, least, named, together

# Of an outcome -----------------------------------------------------------------------------------------------


@attrs.frozen
class SufficientSet:
    """Facts that force an outcome alone, and the rules that carry it on these facts."""

    facts: tuple[str, ...]
    rules: tuple[str, ...]


@attrs.frozen
class SufficientSets:
    """Minimal sets of recorded facts, each of which forces an outcome whatever all the other facts are.

    None of the facts of a set can be left out. What is left out counts as absent for a reason that is never passed
    over, as if it had been declined: a fact on indication that somebody recorded is needed where it decides. Facts
    that were never examined stay so.

    No set of facts forces INCOMPLETE, as what is learnt may settle it. Its sets hold the facts, recorded or missing,
    by which as they stand one rule stays open or keeps asking, whatever the others are: as long as they stand so, the
    outcome is INCOMPLETE, or EXCLUDED by something else.
    """

    outcome: Outcome
    sets: tuple[SufficientSet, ...]
    """One set of the fewest facts; or all of them, but no more than ``MOST_SETS``."""
    needed: tuple[str, ...]
    """The facts of every set."""
    choices: tuple[tuple[tuple[str, ...], ...], ...]
    """What a set holds beside them: one alternative of each choice."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of the first set: no other set has fewer."""
        return self.sets[0].facts

    @property
    def total(self) -> int:
        """How many minimal sets there are."""
        return math.prod(map(len, self.choices))

    def render(self, locale: Locale = CODED) -> str:
        """Return the sets in the reader's language; facts and rules go by their identifiers."""
        return "\n".join(self._lines(locale))

    def __str__(self) -> str:
        return self.render()

    def _lines(self, locale: Locale) -> Iterator[str]:
        outcome = locale(OUTCOMES[self.outcome])
        if self.outcome is Outcome.INCOMPLETE:
            yield locale("No better than {outcome}, by these facts alone, whatever the others are:", outcome=outcome)
        else:
            yield locale("{outcome} is forced by these facts alone, whatever the others are:", outcome=outcome)
        if len(self.sets) == 1 or self.outcome in (Outcome.EXCLUDED, Outcome.INCOMPLETE):
            yield from (f"  - {_listed(each.facts, locale)}{_by(each.rules)}" for each in self.sets)
            others = self.total - len(self.sets)
            if others > 0:
                yield f"  {locale.count('and so by {number} other set', 'and so by {number} other sets', others)}"
            return
        yield f"  - {_listed(self.needed, locale)}{_by(self.sets[0].rules)}"
        for choice in self.choices:
            sets = "; ".join(_listed(facts, locale) for facts in choice)
            yield f"  - {locale('one of: {sets}', sets=sets)}"


def _by(rules: tuple[str, ...]) -> str:
    return f" ({', '.join(rules)})" if rules else ""


def _listed(facts: tuple[str, ...], locale: Locale) -> str:
    return ", ".join(facts) or locale("no fact at all")


def sufficient(evaluation: Evaluation, every: bool = False) -> SufficientSets:
    """Return the minimal sets of facts that force the outcome of a decision: one of the smallest, or all of them.

    Each set that is returned was tried on the engine: it forces the outcome, and without any one of its facts it does
    not. Raises ``RuleError`` where the conditions leave more combinations than can be looked at.
    """
    outcome = evaluation.outcome
    if outcome is Outcome.INCOMPLETE:
        return _kept_incomplete(evaluation, every)
    recorded = _Recorded(evaluation)
    of_exclusions, needed = [], []
    for rule, found, _ in evaluation.conclusions:
        if outcome is not Outcome.EXCLUDED:
            needed.append(recorded.settling(rule))
        elif rule.level is Level.EXCLUSION and found is Truth.TRUE:
            of_exclusions.append(recorded.ways(expand_concepts(rule.when), Truth.TRUE))
    core, choices = _independent([either(of_exclusions)] if of_exclusions else needed)
    chosen = itertools.islice(itertools.product(*choices), MAX_SETS if every else 1)
    sets = recorded.certified(outcome, core, [core + sum(each) for each in chosen])
    return _sufficient(outcome, recorded.ids, sets, core, choices)


def _sufficient(
    outcome: Outcome, ids: Sequence[str], sets: Mapping[int, tuple[str, ...]], core: int, choices: Iterable[Ways]
) -> SufficientSets:
    return SufficientSets(
        outcome,
        tuple(SufficientSet(named(ids, facts), rules) for facts, rules in sets.items()),
        named(ids, core),
        tuple(tuple(named(ids, facts) for facts in choice) for choice in choices),
    )


def _independent(needed: Iterable[Ways]) -> tuple[int, list[Ways]]:
    """Return the facts without which not everything needed holds, and the choices left, none touching another."""
    core, left = 0, list(needed)
    while singles := [ways[0] for ways in left if len(ways) == 1]:
        for each in singles:
            core |= each
        left = [ways for ways in (least(each & ~core for each in ways) for ways in left) if ways != ANYHOW]
    choices: list[Ways] = []
    for ways in dict.fromkeys(left):
        touching = [choice for choice in choices if _facts_in(choice) & _facts_in(ways)]
        choices = [*(choice for choice in choices if choice not in touching), together((ways, *touching))]
    for number, ways in enumerate(choices):
        common = functools.reduce(operator.and_, ways)
        core, choices[number] = core | common, tuple(each & ~common for each in ways)
    return core, choices


def _facts_in(ways: Ways) -> int:
    return functools.reduce(operator.or_, ways)


def _ways(condition: Condition, of: Callable[[Atom], Ways], united: type[AllOf] | type[AnyOf]) -> Ways:
    """Return the ways of a condition, given those of its atoms; ``united`` are the nodes that need all their parts."""
    return fold(condition, of, lambda every, parts: together(parts) if every is (united is AllOf) else either(parts))


def _truth(atom: Atom, entries: Sequence[Any], passing_over: bool = False) -> Truth:
    """Return how true a test is of what a fact may be; one that cannot be evaluated is undecided."""
    fact = atom.subject
    assert isinstance(fact, Fact)
    try:
        return interpreter.truth(atom, alone(fact, entries), {}, passing_over)
    except Exception:
        return Truth.UNKNOWN


class _Recorded:
    """The recorded facts of a subject, and what the rules read where some of them are left out."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        ruleset, subject, facts = evaluation.ruleset, evaluation.subject, evaluation.facts
        inputs = {
            fact: () if fact in facts.errors else tuple(_inputs(fact, subject.group(fact))) for fact in ruleset.facts
        }
        told = set(itertools.chain.from_iterable(inputs.values()))
        recorded = tuple(fact for fact in every_fact(ruleset.subject) if fact in told)
        self.ids = tuple(fact.id for fact in recorded)
        self.bits = {fact: 1 << len(recorded) - place for place, fact in enumerate(recorded, 1)}
        self.every = (1 << len(recorded)) - 1
        self.inputs = {fact: tuple(self.bits[each] for each in inputs[fact]) for fact in inputs}
        self._entries: dict[tuple[Fact, int], Sequence[Any]] = {}
        self._without: dict[int, Snapshot] = {0: facts}

    def entries(self, fact: Fact, kept: int) -> Sequence[Any]:
        """Return what a fact may be on what is kept, whether or not the rest of what was recorded is there.

        That is more than what is read with all the rest left out: of observations that contradict each other, fewer
        can seem to say more.
        """
        dropped = tuple(bit for bit in self.inputs[fact] if not bit & kept)
        key = (fact, sum(dropped))
        if key not in self._entries:
            spans = [self._read(fact, sum(some)) for some in _subsets(dropped)]
            self._entries[key] = spans[0] if len(spans) == 1 else _hull(spans)
        return self._entries[key]

    def _read(self, fact: Fact, dropped: int) -> Sequence[Any]:
        if dropped and self.inputs[fact] == (self.bits.get(fact),):
            return fact.flat(fact.full_range(Absence.DECLINED))
        if dropped not in self._without:
            others = without(self.evaluation.subject, self._named(dropped))
            self._without[dropped] = snapshot(self.evaluation.ruleset, others, self.evaluation.on, self.evaluation.zone)
        return self._without[dropped].entries(fact)

    def _named(self, facts: int) -> tuple[Fact, ...]:
        return tuple(fact for fact, bit in self.bits.items() if bit & facts)

    def snapshot(self, kept: int) -> Snapshot:
        """Return the facts as the rules read them on what is kept."""
        groups: dict[str, Sequence[Any]] = {name: list(flat) for name, flat in self.evaluation.facts.groups.items()}
        for fact, bits in self.inputs.items():
            if not all(bit & kept for bit in bits):
                entries = groups[fact.group]
                assert isinstance(entries, list)
                entries[fact.slot : fact.slot + fact.size] = self.entries(fact, kept)
        return Snapshot(groups, self.evaluation.facts.errors)

    def ways(self, condition: Condition, wanted: Truth, passing_over: bool = False) -> Ways:
        """Return the sets of recorded facts on which a condition is TRUE, or FALSE."""

        def of(atom: Atom) -> Ways:
            fact = atom.subject
            assert isinstance(fact, Fact)
            return least(
                sum(some)
                for some in _subsets(self.inputs[fact])
                if _truth(atom, self.entries(fact, sum(some)), passing_over) is wanted
            )

        return _ways(condition, of, AllOf if wanted is Truth.TRUE else AnyOf)

    def settling(self, rule: Rule) -> Ways:
        """Return the sets of recorded facts on which a rule is not open, nor asks for what is missing."""
        condition = expand_concepts(rule.when)
        if rule.level is Level.NOTE:
            return ANYHOW
        passed = self.ways(condition, Truth.FALSE, passing_over=True)
        if rule.level is Level.CAUTION:
            return either((self.ways(condition, Truth.TRUE), passed))
        if rule.level is Level.EXCLUSION:
            return passed

        def answered(atom: Atom) -> Ways:
            fact = atom.subject
            assert isinstance(fact, Fact)
            if atom.test is Test.MISSING:
                return self.ways(atom, Truth.FALSE)
            return NO_WAY if _truth(atom, self.evaluation.facts.entries(fact)) is Truth.TRUE else ANYHOW

        return both(passed, _ways(condition, answered, AnyOf))

    def certified(self, outcome: Outcome, core: int, sets: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return each set of facts with the rules that carry an outcome on it, having tried that the set is minimal.

        Raises ``RuntimeError`` where one is not.
        """

        def forced(kept: int) -> Conclusions | None:
            concluded = conclude(self.evaluation.ruleset, self.snapshot(kept))
            return concluded if concluded.outcome is outcome else None

        carrying = {}
        idle = [bit for bit in self.bits.values() if bit & core and forced(self.every & ~bit)]
        for each in sets:
            concluded = forced(each)
            idle += [bit for bit in self.bits.values() if bit & each & ~core and forced(each & ~bit)]
            if concluded is None or idle:
                raise RuntimeError(
                    f"{', '.join(named(self.ids, each))} is no minimal reason of {outcome.name}; report this"
                )
            carrying[each] = tuple(
                found.rule.id
                for found in concluded.of(self.evaluation.ruleset)
                if found.truth is Truth.TRUE and found.reaches is outcome and found.rule.level is not Level.NOTE
            )
        return carrying


def _inputs(fact: Fact, group: Facts) -> Iterator[Fact]:
    """Yield the recorded facts that say what a fact is: itself, or what it is read from."""
    recorded = given(group)
    names = [name for name in fact.derived_from if name in recorded] if fact.derive is not None else []
    for each in group.__facts__:
        if each.name in names or each is fact:
            entry = recorded.get(each.name, Absence.NOT_ASKED)
            if not isinstance(entry.value if isinstance(entry, Recorded) else entry, Absence):
                yield each


def without(subject: Subject, dropped: Iterable[Fact]) -> Subject:
    """Return a subject of whom some facts were declined instead of told."""
    groups = {name: value for name, value in subject.__dict__.items() if isinstance(value, Facts)}
    for fact in dropped:
        facts = given(groups[fact.group]) | {fact.name: Absence.DECLINED}
        groups[fact.group] = type(groups[fact.group])(**facts)
    return type(subject)(**groups)


def _subsets(bits: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(len(bits) + 1):
        yield from itertools.combinations(bits, size)


def _hull(spans: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """Return the entries that hold every one of several; absent unless they agree."""
    states = {span[-1] for span in spans}
    state = states.pop() if len(states) == 1 else ABSENT
    if len(spans[0]) == 2:
        return functools.reduce(operator.or_, (span[0] for span in spans)), state
    return min(span[0] for span in spans), max(span[1] for span in spans), state


def _kept_incomplete(evaluation: Evaluation, every: bool) -> SufficientSets:
    """Return the minimal sets of facts by which, as they stand, one rule stays open or keeps asking.

    A rule that is open because something cannot be evaluated counts with all the facts that it reads.
    """
    ruleset, facts = evaluation.ruleset, evaluation.facts
    observed = {fact: _observed(fact, evaluation.subject.group(fact)) for fact in ruleset.facts}
    asked = {fact for each in observed.values() for fact in each}
    declared = [fact for fact in every_fact(ruleset.subject) if fact in asked]
    bits = {fact: 1 << len(declared) - place for place, fact in enumerate(declared, 1)}

    def standing(condition: Condition, truths: tuple[Truth, ...], united: Any, passing_over: bool = False) -> Ways:
        def of(atom: Atom) -> Ways:
            fact = atom.subject
            assert isinstance(fact, Fact)
            found = _truth(atom, facts.entries(fact), passing_over)
            return (sum(bits[each] for each in observed[fact]),) if found in truths else NO_WAY

        return _ways(condition, of, united)

    def keeping(conclusion: Conclusion) -> Ways:
        rule = conclusion.rule
        condition = expand_concepts(rule.when)
        if conclusion.truth is Truth.TRUE:
            return standing(condition, (Truth.TRUE,), AllOf)
        ways = standing(condition, (Truth.UNKNOWN, Truth.TRUE), AllOf, passing_over=True)
        if rule.level is Level.CAUTION:
            ways = both(ways, standing(condition, (Truth.FALSE, Truth.UNKNOWN), AnyOf))
        read = {
            fact for atom in fact_atoms(condition) if isinstance(atom.subject, Fact) for fact in observed[atom.subject]
        }
        return ways or (sum(bits[fact] for fact in read),)

    kept = {each.rule.id: keeping(each) for each in evaluation.conclusions if each.asks}
    sets = either(kept.values())
    chosen = sets[: MAX_SETS if every else 1]
    carrying = {
        each: tuple(rule for rule, ways in kept.items() if any(way & each == way for way in ways)) for each in chosen
    }
    core, choices = _independent([sets])
    return _sufficient(evaluation.outcome, tuple(fact.id for fact in declared), carrying, core, choices)


def _observed(fact: Fact, group: Facts) -> tuple[Fact, ...]:
    """Return the facts that a clinic records in order to know a fact: itself, or what it is read from."""
    own = group.__dict__[fact.name] is not Absence.NOT_ASKED
    if fact.derive is None or (own and not fact.cross_checked):
        return (fact,)
    return tuple(each for each in group.__facts__ if each.name in fact.derived_from or (own and each is fact))
