"""Writes cases: each complete, decided by the interpreter and certified by the checker."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ..baseline import baseline, event_on, telling, tests_of, written
from ..conditions import Atom, Condition
from ..decision import Decision, EngineDisagreement, decide
from ..facts.model import Event, Fact, Number, Subject
from ..language import lower
from ..limit import Exact, Limit
from ..phrases import phrase, value
from ..possible import Absence, Level, Truth
from ..rule import Marked, Rule, expand_concepts
from ..ruleset import RuleSet
from ..testing.cases import Case, switched_on
from ._search import Data, Near, Pair, Place, Searcher, copied, data_of, decides, in_example, with_number

BOTH: Final = frozenset({Truth.TRUE, Truth.FALSE})


class Unfaithful(RuntimeError):
    """A case does not come out alike for the interpreter and the checker."""


class Writer:
    """Writes the cases of one rule set, or of it with some rules switched on."""

    def __init__(self, ruleset: RuleSet, base: Data | None = None, on: tuple[str, ...] = ()) -> None:
        self.ruleset = switched_on(ruleset, on) if on else ruleset
        self.switch_on = on
        self.searcher = Searcher(self.ruleset, baseline(ruleset))
        self.book = self.searcher.book
        self.base = data_of(self.searcher, {}) if base is None else base
        self.found: dict[str, Case] = {}
        self.worlds: dict[Fact, list[tuple[int, Rule, Near]]] = {}
        self.limits = self.facts = self.pairs = (0, 0)
        self.alone = 0
        self.lacking: list[str] = []

    def rule(self, rule: Rule) -> None:
        """Write the cases of one rule."""
        condition = expand_concepts(rule.when)
        pairs = list(self.searcher.pairs(condition))
        found = [pair for _, pair in pairs if pair is not None]
        self.alone += sum(pair.alone for pair in found)
        for pair in found:
            self.case(rule, "decides", data_of(self.searcher, pair.holds))
            self.case(rule, "decides", data_of(self.searcher, pair.fails))
            fact = pair.atom.subject
            assert isinstance(fact, Fact)
            for near in (pair.holds, pair.fails):
                self.worlds.setdefault(fact, []).append((list(Level).index(rule.level), rule, near))
            if isinstance(pair.atom.operand, Limit):
                self.limits = added(self.limits, (self.triple(rule, condition, pair, pair.atom.operand), 1))
        for fact in tests_of(condition):
            self.facts = added(self.facts, (self.unknown(rule, condition, fact, found), 1))
        for atom, _ in pairs:
            self.pairs = added(self.pairs, (self.decided(rule, condition, atom, found), 1))
        for mark in rule.marks:
            if isinstance(mark, Marked):
                for _, near in self.searcher.marked(condition, expand_concepts(mark.when)):
                    self.case(rule, "mark", data_of(self.searcher, near))

    def decided(self, rule: Rule, condition: Condition, atom: Atom, pairs: Iterable[Pair]) -> bool:
        """Say whether a test decides its rule, TRUE and FALSE, in the cases written; if need be write more.

        Those are the rule's own examples in ordinary surroundings, or in those in which another test decides it.
        """
        mine = [case.subject for case in self.found.values() if rule.id in case.truths]
        seen = {decides(condition, atom, subject, self.book.on) for subject in mine}
        for data in self.examples(rule, pairs) if not seen >= BOTH else ():
            truth = decides(condition, atom, self.searcher.subject(data), self.book.on)
            if truth not in {None, *seen}:
                seen.add(truth)
                self.case(rule, "decides", data)
        if not seen >= BOTH:
            self.lacking.append(f"{rule.id}: a pair for {phrase(atom)}")
        return seen >= BOTH

    def examples(self, rule: Rule, pairs: Iterable[Pair]) -> Iterator[Data]:
        """Yield a rule's own examples in ordinary surroundings, then in those in which one of its tests decides."""
        around = (data_of(self.searcher, near) for pair in pairs for near in (pair.fails, pair.holds))
        for surroundings in itertools.chain((self.base,), around):
            for example in rule.examples:
                data = in_example(self.ruleset, example, surroundings, self.book.on)
                if data is not None and self.searcher.subject_of(data) is not None:
                    yield data

    def triple(self, rule: Rule, condition: Condition, pair: Pair, limit: Limit) -> bool:
        """Write a case below, at and above a limit; say whether the rule is TRUE in one and FALSE in another."""
        fact = pair.atom.subject
        assert isinstance(fact, Number | Event)
        three = [limit.value - limit.step, limit.value, limit.value + limit.step]
        numbers = [number for number in three if fact.lowest <= number <= fact.highest]
        given = {n: event_on(fact, n) if isinstance(fact, Event) else written(n) for n in numbers}
        worlds = [
            data_of(self.searcher, near) for n in numbers if self.searcher.built(near := {**pair.holds, fact: given[n]})
        ]
        for data in (worlds, *self.in_examples(rule, fact, numbers)):
            built = [(each, subject) for each in data if (subject := self.searcher.subject_of(each)) is not None]
            if {decides(condition, pair.atom, subject, self.book.on) for _, subject in built} >= BOTH:
                for each, _ in built:
                    self.case(rule, "boundary", each)
                return True
        self.lacking.append(f"{rule.id}: both sides of {phrase(pair.atom)}")
        return False

    def in_examples(self, rule: Rule, fact: Fact, numbers: list[Exact]) -> Iterator[list[Data]]:
        """Yield the rule's own examples with a number, or an event so long ago, in place of theirs."""
        for example in rule.examples:
            data = in_example(self.ruleset, example, self.base, self.book.on)
            if data is not None:
                found = [with_number(Place(None, fact), data, number, getattr(fact, "unit", "")) for number in numbers]
                yield [each for each in found if each is not None]

    def unknown(self, rule: Rule, condition: Condition, fact: Fact, pairs: Iterable[Pair]) -> bool:
        """Write a case in which one fact of a rule alone is not known, where that leaves the rule otherwise."""
        worlds = [data_of(self.searcher, n) for p in pairs if p.atom.subject is fact for n in (p.holds, p.fails)]
        for world in itertools.chain(worlds, self.examples(rule, pairs)):
            without = copied(world)
            if without.get(fact.group, {}).pop(fact.name, None) is None:
                for name in fact.derived_from:  # a reading is not known where what it is read from is not
                    without.get(fact.group, {}).pop(name, None)
            truths = [self.searcher.truth(each, condition, self.book.on) for each in (world, without)]
            if truths[0] is not truths[1]:
                self.case(rule, "unknown", without)
                self.beside(rule, condition, fact, pairs)
                return True
        self.lacking.append(f"{rule.id}: {lower(fact.title)} not known")
        return False

    def beside(self, rule: Rule, condition: Condition, fact: Fact, pairs: Iterable[Pair]) -> None:
        """Write a case in which a fact is not known, but what is read from it is given."""
        for reading, tests in tests_of(condition).items():
            for one in (
                telling(self.book, reading, tests)
                if fact.name in reading.derived_from and not reading.cross_checked
                else ()
            ):
                for near in ({**pair.holds, reading: one, fact: Absence.NOT_ASKED} for pair in pairs):
                    truths = self.searcher.truths(near, condition)
                    if truths is not None and truths[0] is Truth.UNKNOWN:
                        self.case(rule, "unknown", data_of(self.searcher, near))
                        return

    def case(self, rule: Rule, kind: str, data: Data, why: str = "") -> None:
        """Write one case, unless the same subject shows the same rule already."""
        key = json.dumps([rule.id, data], sort_keys=True)
        if key not in self.found:
            number = 1 + sum(case.id.startswith(f"{rule.id} {kind} ") for case in self.found.values())
            self.found[key] = self.expected(f"{rule.id} {kind} {number}", rule, data, why or self.said(rule, data))

    def said(self, rule: Rule, data: Data) -> str:
        """Return what is said of the subject, of what a rule reads, that is not so of the ordinary one."""
        one, plain_one = self.searcher.subject(data), self.searcher.subject(self.base)
        found = []
        for fact in tests_of(rule.when):
            possible = one.possible(fact, self.book.on)
            if fact.flat(possible) != fact.flat(plain_one.possible(fact, self.book.on)):
                found.append(f"{lower(fact.title)}: {value(fact, possible) or 'not known'}")
        return "; ".join(found) or "all is ordinary"

    def expected(self, name: str, rule: Rule, data: Data, why: str) -> Case:
        """Return the case of a subject as the interpreter decides it and the checker replays it."""
        decision = faithful(self.ruleset, self.searcher.subject(data), self.book.on)
        return Case(
            id=name,
            ruleset=self.ruleset,
            on=self.book.on,
            subject=decision.subject,
            data=data,
            outcome=decision.outcome,
            findings={finding.rule: finding.level for finding in decision.findings},
            open=frozenset(each.rule.id for each in decision.conclusions if each.undecided),
            truths={rule.id: decision.truths[rule.id]},
            flags=frozenset(decision.marks),
            switch_on=self.switch_on,
            why=why,
        )


def faithful(ruleset: RuleSet, subject: Subject, on: date) -> Decision:
    """Return the decision of the interpreter; raise ``Unfaithful`` where the checker does not accept it."""
    try:
        decision = decide(ruleset, subject, on=on, engine="interpreter")
    except EngineDisagreement as error:
        wrong = ", ".join(error.conclusions)
        raise Unfaithful(f"{wrong} of {subject!r} does not come out alike; report this") from error
    if decision.evaluation.facts.errors:
        raise Unfaithful(f"a reading of {subject!r} does not come out alike; report this")
    return decision


def added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Return two counts of what was found and what there is, added up."""
    return one[0] + other[0], one[1] + other[1]
