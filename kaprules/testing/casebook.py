"""The case book: for each rule, cases that other implementations can run, and that tell it from every rule near it.

For each comparison with a limit one case below, at and above it; for each fact one in which it alone is not known; for
each test a pair of cases in which it decides (modified condition/decision coverage). For each fact, cases on both sides
of the end of its validity, of its plausible range and of a limit in each other unit. Every case is complete and
ordinary but for what it says; the interpreter decides it and the independent checker replays that.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs

from ..conditions import Atom, Condition
from ..decision import Decision, EngineDisagreement, decide
from ..facts.fact import Event, Fact, Number
from ..facts.subject import Subject
from ..limit import Exact, Limit
from ..ordinary import event_on, ordinary, telling, tests_of, written
from ..phrases import lower, phrase, value
from ..possible import Absence, Level, Truth
from ..rule import Marked, Rule, inlined
from ..ruleset import RuleSet
from ._declared import Declared
from ._figures import table, with_row, written_between
from ._readings import read_with
from ._worlds import Data, Near, Pair, Place, Searcher, copied, data_of, decides, in_example, places, with_number
from .cases import FORMAT, VERSION, Case, case_to_data, switched_on

BOTH: Final = frozenset({Truth.TRUE, Truth.FALSE})
OVER: Final = "ordinary"
"""The name of the base in a case book."""


class Unfaithful(RuntimeError):
    """A case does not come out alike for the interpreter and the checker."""


@attrs.frozen
class Coverage:
    """How much of a rule set its case book covers: what was found, and what there is."""

    rules: int
    cases: int
    limits: tuple[int, int]
    """Comparisons with a limit that have cases on both sides of it."""
    facts: tuple[int, int]
    """Facts of a rule that have a case in which they alone are not known, and the rule comes out otherwise."""
    pairs: tuple[int, int]
    """Tests that decide their rule in a pair of cases."""
    alone: int
    """Those of them in which no other test changes."""
    declared: tuple[int, int]
    """Ends of validity and of plausible ranges, other units and their like that some case shows."""
    lacking: tuple[str, ...] = ()
    """What no case shows."""

    @property
    def whole(self) -> bool:
        """Whether each limit has cases on both sides, each fact one in which it is not known, each test its pair."""
        return all(found == there for found, there in (self.limits, self.facts, self.pairs))


@attrs.frozen
class CaseBook:
    """The cases of one rule set, most of them laid over one ordinary subject."""

    ruleset: RuleSet
    base: Data
    cases: tuple[Case, ...]
    coverage: Coverage

    def to_json(self) -> str:
        """Return the book as a case file, one case a line."""
        return cases_to_json(self.ruleset, self.base, self.cases)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What no case shows."""
        return self.coverage.lacking

    @property
    def whole(self) -> bool:
        """Whether nothing is lacking that a case book must show."""
        return self.coverage.whole


def cases_to_json(ruleset: RuleSet, base: Data, cases: Iterable[Case], *, compact: bool = False) -> str:
    """Return cases of a rule set, laid over one subject, as a case file with one case a line."""
    on, signs = ordinary(ruleset).on.isoformat(), (",", ":") if compact else (", ", ": ")
    data = (case_to_data(case, base, OVER) for case in cases)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=signs) for each in data)
    head: dict[str, Any] = {"format": FORMAT, "version": VERSION, "made_from": {"digest": ruleset.digest}}
    head |= {"ruleset": ruleset.name, "on": on, "bases": {OVER: base}}
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "cases": [\n{lines}\n]}}\n'


class Writer:
    """Writes the cases of one rule set, or of it with some rules switched on."""

    def __init__(self, ruleset: RuleSet, base: Data | None = None, on: tuple[str, ...] = ()) -> None:
        self.ruleset = switched_on(ruleset, on) if on else ruleset
        self.switch_on = on
        self.searcher = Searcher(self.ruleset, ordinary(ruleset))
        self.book = self.searcher.book
        self.base = data_of(self.searcher, {}) if base is None else base
        self.found: dict[str, Case] = {}
        self.worlds: dict[Fact, list[tuple[int, Rule, Near]]] = {}
        self.limits = self.facts = self.pairs = (0, 0)
        self.alone = 0
        self.lacking: list[str] = []

    def rule(self, rule: Rule) -> None:
        """Write the cases of one rule."""
        condition = inlined(rule.when)
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
                self.limits = _added(self.limits, (self.triple(rule, condition, pair, pair.atom.operand), 1))
        for fact in tests_of(condition):
            self.facts = _added(self.facts, (self.unknown(rule, condition, fact, found), 1))
        for atom, _ in pairs:
            self.pairs = _added(self.pairs, (self.decided(rule, condition, atom), 1))
        for mark in rule.marks:
            if isinstance(mark, Marked):
                for _, near in self.searcher.marked(condition, inlined(mark.when)):
                    self.case(rule, "mark", data_of(self.searcher, near))

    def decided(self, rule: Rule, condition: Condition, atom: Atom) -> bool:
        """Say whether a test decides its rule, TRUE and FALSE, in the cases written; if need be write more.

        Those are the rule's own examples in ordinary surroundings.
        """
        mine = [case.subject for case in self.found.values() if rule.id in case.truths]
        seen = {decides(condition, atom, subject, self.book.on) for subject in mine}
        for example in rule.examples if not seen >= BOTH else ():
            data = in_example(self.ruleset, example, self.base, self.book.on)
            truth = None if data is None else decides(condition, atom, self.searcher.subject(data), self.book.on)
            if data is not None and truth not in {None, *seen}:
                seen.add(truth)
                self.case(rule, "decides", data)
        if not seen >= BOTH:
            self.lacking.append(f"{rule.id}: a pair for {phrase(atom)}")
        return seen >= BOTH

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
        examples = (in_example(self.ruleset, each, self.base, self.book.on) for each in rule.examples)
        for world in (*worlds, *(each for each in examples if each is not None)):
            without = copied(world)
            if without.get(fact.group, {}).pop(fact.name, None) is None:
                for name in fact.of:  # a reading is not known where what it is read from is not
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
            for one in telling(self.book, reading, tests) if fact.name in reading.of and not reading.beside else ():
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


def _added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def casebook(ruleset: RuleSet) -> CaseBook:
    """Return the case book of a rule set: what each rule does, and what each of its facts is declared to be."""
    writer = Writer(ruleset)
    for rule in ruleset.rules:
        writer.rule(rule)
    declared = [Declared(writer)]
    declared[0].write(places(ruleset))
    for rule, kind, words, data in read_with(ruleset, writer.base, writer.book.on):
        writer.case(rule, kind, data, words)
    known = {place for place, _ in places(ruleset)}
    cases, writers = list(writer.found.values()), [writer]
    for rule in ruleset.off:
        writers.append(other := Writer(ruleset, writer.base, (rule.id,)))
        other.rule(rule)
        declared.append(Declared(other))
        declared[-1].write(each for each in places(other.ruleset) if each[0] not in known)
        cases += other.found.values()
    coverage = Coverage(
        rules=len(ruleset.rules) + len(ruleset.off),
        cases=len(cases),
        limits=_sum(each.limits for each in writers),
        facts=_sum(each.facts for each in writers),
        pairs=_sum(each.pairs for each in writers),
        alone=sum(each.alone for each in writers),
        declared=_sum((each.shown, each.there) for each in declared),
        lacking=tuple(each for one in writers for each in one.lacking),
    )
    return CaseBook(ruleset, writer.base, tuple(cases), coverage)


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    return functools.reduce(_added, counts, (0, 0))


# The page of figures -----------------------------------------------------------------------------------------


def figures(made: Iterable[CaseBook]) -> str:
    """Return how much of each rule set its case book covers, as a table in Markdown."""
    heading = ("rule set", "rules", "cases", "limits", "facts not known", "tests", "no other test changes", "declared")
    rows = [_row(book.ruleset.name, book.coverage) for book in made]
    return table(heading, rows)


def _row(name: str, found: Coverage) -> tuple[str, ...]:
    shares = (found.limits, found.facts, found.pairs, (found.alone, found.pairs[1]), found.declared)
    return (name, str(found.rules), f"{found.cases:,}", *(f"{here} of {there}" for here, there in shares))


def write(page: Path, made: Iterable[CaseBook]) -> None:
    """Put the figures into a page; rule sets that are not among them keep theirs."""
    made = tuple(made)
    lines = figures(made).splitlines()
    heading = tuple(cell.strip() for cell in lines[0].strip("|").split("|"))
    for book in made:
        rows = with_row(page, "casebook", heading, _row(book.ruleset.name, book.coverage))
        written_between(page, "casebook", f"{ABOUT}\n\n{rows}")


ABOUT: Final = """## The case book

By `kaprules casebook`: cases that any implementation can run, in the folder `casebook`, each decided by the reference
interpreter and replayed by the independent checker. *Limits* have a case below, at and above them, with different
truths. *Facts* have a case in which they alone are not known, and a rule comes out otherwise. *Tests* have a pair of
cases in which they decide their rule (modified condition/decision coverage); in most pairs *no other test changes*, in
the others one that reads the same fact. *Declared* are validities, plausible ranges, other units and who may say so,
each shown by a case."""
