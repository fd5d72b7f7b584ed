"""How much the tests of rules notice: each mutant of a rule or fact, and whether some example or case tells it apart.

A mutant is killed where the rule language refuses it, where an example of the rule comes out otherwise, or where a case
of a case file does. A mutant that no subject could tell apart is equivalent, and does not count. Whatever else survives
is named with the example or the case that would kill it. There is no reason for any to survive.

>>> from kaprules.rulesets import SCREENING
>>> report = mutate([SCREENING], owners=SCREENING.rules[:1], kinds=CONDITIONAL)
>>> report.score, report.survivors
(Fraction(1, 1), ())
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs

from ..clientfile import subject_from_data
from ..conditions import AllOf, Atom, Condition, Test
from ..engine import interpreter
from ..engine.evaluation import Evaluation
from ..engine.snapshot import placed, snapshot
from ..errors import InputError, RuleError, input_error, unknown_name
from ..facts.model import Fact, Subject
from ..policy import Policy, books
from ..possible import Level, Truth
from ..reasoning.findings import marks_of
from ..rule import Concept, Rule, expand_concepts
from ..ruleset import RuleSet
from ..testing._named import rules_named
from ..testing.cases import Case, load_cases, pasted, switched_on
from ._distinguish import By, distinguish
from ._figures import table, written_between
from ._suggest import cases_of_fact, example_for, expected, in_whom
from .mutants import (
    CONDITIONAL,
    FactMutant,
    Kind,
    RuleMutant,
    by_examples,
    is_read,
    mutants_of_facts,
    mutants_of_rule,
)

__all__ = ["CONDITIONAL", "Count", "Kind", "Mutant", "Report", "Survivor", "mutate"]
Mutant = RuleMutant | FactMutant
Applied = Callable[[RuleSet], RuleSet]
"""Puts a mutant into a rule set."""


@attrs.frozen
class Survivor:
    """A mutant that nothing notices, and what would."""

    kind: Kind
    of: str
    says: str
    killer: str
    """An example, or a case, ready to paste; empty where none was found."""
    of_whom: str = ""
    """What would have to be known of somebody who would tell, where that cannot be written down."""

    def __str__(self) -> str:
        nobody = (
            f"nobody who can be written down would tell, only {self.of_whom}"
            if self.of_whom
            else ("nobody was found who would tell: look at it")
        )
        return f"{self.of}: {self.says}\n  {f'add {self.killer}' if self.killer else nobody}"


@attrs.define
class Count:
    """What became of the mutants of one kind."""

    made: int = 0
    equivalent: int = 0
    refused: int = 0
    by_examples: int = 0
    by_cases: int = 0
    survived: int = 0


@attrs.frozen
class Report:
    """What became of every mutant."""

    counts: Mapping[Kind, Count]
    survivors: tuple[Survivor, ...]
    cases: int
    rulesets: tuple[RuleSet, ...]

    @property
    def score(self) -> Fraction:
        """The share of the mutants that were noticed, those apart that nobody could notice."""
        real = sum(count.made - count.equivalent for count in self.counts.values())
        return Fraction(real - len(self.survivors), real) if real else Fraction(1)

    def __str__(self) -> str:
        lines = [self.table(), ""]
        for survivor in self.survivors:
            lines += [str(survivor), ""]
        what = f"{len(self.survivors)} changes are not noticed" if self.survivors else "every change is noticed"
        return "\n".join([*lines, f"{self.percent}: {what}"])

    @property
    def percent(self) -> str:
        """The score in hundredths, rounded down."""
        return f"{int(self.score * 10_000) / 100:g} %"

    def table(self) -> str:
        """Return the figures as a table in Markdown."""
        rows = [(kind.value, *attrs.astuple(count)) for kind, count in self.counts.items() if count.made]
        total = ("all", *(sum(row[place] for row in rows) for place in range(1, 7)))
        heading = ("change", "mutants", "equivalent", "refused", "noticed by examples", "noticed by cases", "survived")
        return table(heading, [tuple(map(str, row)) for row in (*rows, total)])


def mutate(
    rulesets: Iterable[RuleSet],
    cases: Iterable[Case] = (),
    *,
    owners: Iterable[Rule | Concept] | None = None,
    kinds: Iterable[Kind] = tuple(Kind),
    progress: Callable[[int, int], object] = lambda done, all_of_them: None,
) -> Report:
    """Return what becomes of every mutant of some rule sets, or of some of their rules and concepts.

    ``cases`` are those of case files. What is declared of facts is changed where no ``owners`` are given: that is the
    library's; what is declared of records and of how they are read only with every rule set, as no single one reads it
    all. While it runs, declarations change for the whole process: nothing else is to be decided meanwhile.
    """
    found, cases = tuple(rulesets), tuple(cases)
    wrong = [case.name for case in cases if not agrees(case, case.ruleset, case.subject)]
    if wrong:
        problem = f"{len(wrong)} cases do not come out as they expect, {wrong[0]} first"
        raise input_error(problem=problem, remedy="mend them before")
    return _Run(found, cases, owners, frozenset(kinds), progress).report()


class _Run:
    """One run over all mutants."""

    def __init__(
        self,
        rulesets: tuple[RuleSet, ...],
        cases: tuple[Case, ...],
        owners: Iterable[Rule | Concept] | None,
        kinds: frozenset[Kind],
        progress: Callable[[int, int], object],
    ) -> None:
        self.as_they_are = {ruleset.name: ruleset for ruleset in rulesets}
        self.rulesets = rulesets = tuple(map(all_on, rulesets))
        self.cases = _Cases(cases)
        self.progress = progress
        chosen = None if owners is None else {id(owner) for owner in owners}
        self.of_rules = [
            (ruleset, mutant)
            for ruleset in rulesets
            for owner in owners_of(ruleset)
            if chosen is None or id(owner) in chosen
            for mutant in mutants_of_rule(owner)
            if mutant.kind in kinds
        ]
        facts = () if chosen is not None else mutants_of_facts(rulesets)
        everything = {ruleset.name for ruleset in books(None)} <= {ruleset.name for ruleset in rulesets}
        self.of_facts = [m for m in facts if m.kind in kinds and (everything or m.is_of_facts_alone)]

    def report(self) -> Report:
        counts = {kind: Count() for kind in Kind}
        survivors = []
        steps = len(self.of_rules) + len(self.of_facts)
        judged: Iterator[tuple[Mutant, str | Survivor]] = itertools.chain(
            ((mutant, self.rule(mutant, ruleset)) for ruleset, mutant in self.of_rules),
            ((mutant, self.fact(mutant)) for mutant in self.of_facts),
        )
        for number, (mutant, fate) in enumerate(judged, 1):
            count = counts[mutant.kind]
            count.made += 1
            became = "survived" if isinstance(fate, Survivor) else fate
            setattr(count, became, getattr(count, became) + 1)
            if isinstance(fate, Survivor):
                survivors.append(fate)
            self.progress(number, steps)
        return Report(counts, tuple(survivors), len(self.cases.every), self.rulesets)

    def rule(self, mutant: RuleMutant, ruleset: RuleSet) -> str | Survivor:
        """Return what becomes of a mutant of a rule or concept."""
        if mutant.mutant is None:
            return "refused"
        if mutant.condition is not None and by_examples(mutant.owner, mutant.condition, ruleset):
            return "by_examples"
        applied = functools.cache(mutant.applied)
        cases = self.cases.about(mutant.owner, ruleset)
        if not all(agrees(case, applied(case.ruleset), case.subject) for case in cases):
            return "by_cases"
        if mutant.condition is None:
            return self.otherwise(mutant, ruleset, [], applied)
        found = distinguish(mutant.owner.when, mutant.condition, ruleset)
        if found.subject is not None:
            return Survivor(mutant.kind, mutant.of, mutant.says, example_for(mutant.owner, found.subject, ruleset))
        if not found.alike:
            return Survivor(mutant.kind, mutant.of, mutant.says, "", found.says)
        return self.opened(mutant, ruleset, applied)

    def opened(self, mutant: RuleMutant, ruleset: RuleSet, applied: Applied) -> str | Survivor:
        """Return what becomes of a mutant that is as true as the original for everybody, but may be open otherwise."""
        assert mutant.condition is not None
        found = distinguish(mutant.owner.when, mutant.condition, ruleset, By.OPEN)
        if found.alike:
            return "equivalent"
        subjects = [] if found.subject is None else [found.subject]
        return self.otherwise(mutant, ruleset, subjects, applied, found.says)

    def otherwise(
        self, mutant: RuleMutant, ruleset: RuleSet, subjects: Iterable[Subject], applied: Applied, says: str = ""
    ) -> str | Survivor:
        """Return what becomes of a mutant that no example can notice, but a case may."""
        if mutant.marked is not None:
            found = distinguish(*mutant.marked, ruleset, By.HOLDS)
            if found.alike:
                return "equivalent"
            subjects = [] if found.subject is None else [found.subject]
        book, rule = self.as_they_are[ruleset.name], mutant.owner
        ids = (rule.id,) if rule in book.optional_rules else ()
        book = switched_on(book, ids) if ids else book
        told = ((each, book.phase.example) for each in subjects)
        every = itertools.chain(told, in_whom(mutant, book))
        tried = (expected(rule.id, book, each, on, ids) for each, on in every)
        killer = next((pasted(case) for case in tried if not agrees(case, applied(book), case.subject)), "")
        return Survivor(mutant.kind, mutant.of, mutant.says, killer, says)

    def fact(self, mutant: FactMutant) -> str | Survivor:
        """Return what becomes of a mutant of what is declared of a fact."""
        if mutant.places and not any(place.series is None or is_read(place) for place in mutant.places):
            return "equivalent"
        if mutant.kind is Kind.REQUIRED and not self.opens(mutant):
            return "equivalent"
        with mutant.applied():
            if any(map(self.cases.concluded(mutant), self.cases.of(mutant))) or any(
                map(shown_by(mutant), self.cases.of(mutant))
            ):
                return "by_cases"
        tried = tuple(cases_of_fact(mutant))
        with mutant.applied():
            killer = next(filter(shown_by(mutant), tried), None)
        return Survivor(mutant.kind, mutant.of, mutant.says, pasted(killer) if killer else "")

    def opens(self, mutant: FactMutant) -> bool:
        """Say whether some rule is open or not for the one reason that a fact was never looked for.

        Whatever else is so is tried, for each test by itself; what the fact is read from was not looked for either.
        """
        fact = mutant.target
        rules = (rule for ruleset in mutant.readers for rule in ruleset.rules if rule.level is not Level.NOTE)
        return any((Truth.UNKNOWN, Truth.FALSE) in _pairs(expand_concepts(rule.when), fact) for rule in rules)


def _pairs(condition: Condition, absent: Fact) -> frozenset[tuple[Truth, Truth]]:
    """Return how true a condition can be where a fact was never looked for, and then how true if it is passed over."""
    if not isinstance(condition, Atom):
        decisive = min if isinstance(condition, AllOf) else max
        found = frozenset({(_NEUTRAL[decisive], _NEUTRAL[decisive])})
        for part in condition.parts:
            found = frozenset(
                (decisive(a, c), decisive(b, d)) for (a, b), (c, d) in itertools.product(found, _pairs(part, absent))
            )
        return found
    gone = condition.subject is absent or getattr(condition.subject, "name", "") in absent.derived_from
    if not gone:
        return frozenset((truth, truth) for truth in Truth)
    if condition.test is Test.MISSING:
        return frozenset({(Truth.TRUE, Truth.TRUE)})
    return frozenset({(Truth.UNKNOWN, Truth.FALSE if condition.subject is absent else Truth.UNKNOWN)})


_NEUTRAL: Final = {min: Truth.TRUE, max: Truth.FALSE}


def shown_by(mutant: FactMutant) -> Callable[[Case], bool]:
    """Return what says whether a case comes out otherwise, or cannot be built, while a mutant is in force."""

    def shows(case: Case) -> bool:
        try:
            return not agrees(case, case.ruleset, rebuilt(case, groups_of_mutant(mutant, case)))
        except InputError:
            return True

    return shows


def rebuilt(case: Case, groups: Iterable[str]) -> Subject:
    """Return the subject of a case with some groups as they are read by now."""
    kind: type[Subject] = case.ruleset.subject
    new = subject_from_data(kind, {name: case.data[name] for name in groups if name in case.data})
    return functools.reduce(lambda subject, name: subject.with_group(getattr(new, name)), groups, case.subject)


def groups_of_mutant(mutant: FactMutant, case: Case) -> frozenset[str]:
    """Return the groups of a case that may be read otherwise: those of the fact, or the one that names the limit."""
    named = frozenset({place.of.group for place in mutant.places} or {mutant.of.partition(".")[0]})
    return named & case.subject.__dict__.keys()


def all_on(ruleset: RuleSet) -> RuleSet:
    """Return a rule set in which every rule holds, those too that only a site switches on."""
    return switched_on(ruleset, [rule.id for rule in ruleset.optional_rules]) if ruleset.optional_rules else ruleset


def owners_of(ruleset: RuleSet) -> tuple[Rule | Concept, ...]:
    """Return the rules and concepts of a rule set."""
    return (*ruleset.rules, *ruleset.concepts)


def agrees(case: Case, ruleset: RuleSet, subject: Subject) -> bool:
    """Say whether a case comes out as it expects, by another rule set or another subject than its own."""
    subject, zone = placed(ruleset, subject, case.on, case.zone)
    facts = snapshot(ruleset, subject, case.on, zone)
    concluded = interpreter.evaluate(ruleset, facts)
    if concluded.outcome is not case.outcome:
        return False
    conclusions = concluded.of(ruleset)
    found = {each.rule.id: each.rule.level for each in conclusions if each.truth is Truth.TRUE}
    if case.findings is not None and found != case.findings:
        return False
    if case.open is not None and {each.rule.id for each in conclusions if each.undecided} != case.open:
        return False
    evaluation = Evaluation(
        ruleset=ruleset, subject=subject, on=case.on, zone=zone, facts=facts, concluded=concluded, engine="interpreter"
    )
    if any(evaluation.truths[name] is not truth for name, truth in case.truths.items()):
        return False
    return case.flags is None or case.flags == frozenset(marks_of(evaluation))


def _entries(case: Case, subject: Subject, groups: Iterable[str]) -> dict[str, tuple[object, ...]]:
    """Return what is known by some groups, as far as the rules of a case read them."""
    read = {fact.group for fact in case.ruleset.facts}
    return {name: tuple(subject.__dict__[name].flat(case.on)) for name in groups if name in read}


class _Cases:
    """Cases, ordered for each mutant so that those come first which are likely to notice it."""

    def __init__(self, cases: tuple[Case, ...]) -> None:
        self.every = cases
        self.entries = {id(case): _entries(case, case.subject, case.subject.__dict__) for case in cases}
        self.owners = {case.ruleset: frozenset(map(id, owners_of(case.ruleset))) for case in cases}
        self.mentions: dict[str, list[Case]] = {}
        self.values: dict[tuple[str, str], dict[str, list[Case]]] = {}
        for case in cases:
            for name in dict.fromkeys((*case.truths, *(case.findings or ()))):
                self.mentions.setdefault(name, []).append(case)
            for group, facts in case.data.items():
                for fact, value in facts.items() if isinstance(facts, dict) else ():
                    self.values.setdefault((group, fact), {}).setdefault(repr(value), []).append(case)

    def concluded(self, mutant: FactMutant) -> Callable[[Case], bool]:
        """Return what says whether another outcome, finding or open rule follows while a mutant is in force.

        It is quick: only where something else is known than before are the rules asked, and marks are not looked at.
        """

        def otherwise(case: Case) -> bool:
            groups = groups_of_mutant(mutant, case)
            try:
                subject = rebuilt(case, groups)
            except InputError:
                return True
            before = self.entries[id(case)]
            try:
                if all(before[name] == entries for name, entries in _entries(case, subject, groups).items()):
                    return False
            except Exception:  # a reading that raises holds its rules open: the engine says so
                pass
            return not agrees(attrs.evolve(case, flags=None), case.ruleset, subject)

        return otherwise

    def about(self, owner: Rule | Concept, ruleset: RuleSet) -> Iterator[Case]:
        """Yield the cases whose rule set holds a rule or concept, those first that speak of it."""
        first = self.mentions.get(owner.id, [])
        for case in (*first, *(case for case in self.every if case not in first)):
            if case.ruleset.name == ruleset.name and id(owner) in self.owners[case.ruleset]:
                yield case

    def of(self, mutant: FactMutant) -> Iterator[Case]:
        """Yield the cases that a mutant may concern, those first that say of the fact what few of them say."""
        if not mutant.places:
            name = mutant.of.rpartition(".")[2]
            yield from sorted(self.every, key=lambda case: name not in repr(case.data))
            return
        readers = {ruleset.name for ruleset in mutant.readers}
        seen = set()
        for place in mutant.places:
            values = self.values.get((place.of.group, place.of.name), {})
            for several in sorted(values.values(), key=len):
                for case in several:
                    if case not in seen and case.ruleset.name in readers:
                        seen.add(case)
                        yield case
        yield from (case for case in self.every if case not in seen and case.ruleset.name in readers)


# The command -------------------------------------------------------------------------------------------------


def run(
    name: str | None,
    policy: Policy | None,
    folder: str | None,
    progress: Callable[[int, int], object] = lambda done, all_of_them: None,
) -> Report:
    """Return the report on a rule set, on rules of one's own as ``module:NAME``, or on every rule set of the library.

    The case files of a folder are decided under the policy. Without any, only what examples can notice is changed.
    """
    own = name is not None and ":" in name
    plainly = _books(name)
    found = plainly if policy is None else tuple(map(policy.applied, plainly))
    cases = () if folder is None else load_cases(folder, rulesets=found)
    owners = None
    if own:
        library = {owner for ruleset in books(None) for owner in (*owners_of(ruleset), *ruleset.optional_rules)}
        wanted = rules_named(name or "")
        mine = wanted if isinstance(wanted, tuple) else [each for ruleset in found for each in owners_of(ruleset)]
        owners = [owner for owner in mine if owner not in library]
        if not owners:
            remedy = "name one of its rule sets, or none for all of them"
            raise input_error(str(name), problem="holds only rules of the library", remedy=remedy)
    kinds = CONDITIONAL if folder is None else tuple(Kind)
    return mutate(found, cases, owners=owners, kinds=kinds, progress=progress)


def _books(name: str | None) -> tuple[RuleSet, ...]:
    if name is None:
        return books(None)
    if ":" not in name:
        known = {ruleset.name: ruleset for ruleset in books(None)}
        if name not in known:
            raise unknown_name(f"rule set {name!r}", name, known)
        return (known[name],)
    found = rules_named(name)
    return (found if isinstance(found, RuleSet) else _with(found),)


def _with(rules: tuple[Rule, ...]) -> RuleSet:
    """Return the first of the library's rule sets that can take some rules, with them."""
    for ruleset in books(None):
        try:
            return ruleset + tuple(rule for rule in rules if rule not in ruleset.rules)
        except RuleError as error:
            wrong = error
    problem = "no rule set can take these rules"
    raise input_error(problem=problem, reason=str(wrong), remedy="name a rule set of your own") from None


def write(page: Path, report: Report) -> None:
    """Put the figures into a page."""
    heading = f"{ABOUT}\n\n{len(report.rulesets)} rule sets, {report.cases:,} cases: {report.percent}."
    written_between(page, "mutants", f"{heading}\n\n{report.table()}")


ABOUT: Final = """## Mutants

By `kaprules mutate --cases casebook`: each rule, concept and declaration of a fact changed by one small step, as a slip
of the hand would, and held against the examples beside the rules, then against the case book. A change that the rule
language refuses is noticed. *Equivalent* is what no subject could show: of conditions and marks the solver proves it,
of what is required every combination of truths is tried, and a part of a record that no reading names is kept for
people. The examples were written beside the rules; the case book was made from them and is kept. So that it notices a
level or a validity says that a change of it cannot go unseen, not that it is right.
"""
