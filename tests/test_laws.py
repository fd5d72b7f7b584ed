"""The laws of a decision, each as a property of every rule set, and each seen to fail when it is broken on purpose.

Every law is a plain function that returns what violates it. The property asserts that there is nothing, for every
rule set; the test beside it breaks an engine, a reading or a rule, and asserts that the same function notices.

``KAPRULES_SOAK`` set: twenty times as many examples, and new ones every time. ``KAPRULES_SHORT``: a quarter of them,
for a first look.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import json
import operator
import os
import random
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from kaprules.assurance.proof.accepted_exceptions import tells
from kaprules.authoring import by_clinician
from kaprules.baseline import baseline, plain, written
from kaprules.conditions import Atom, Condition, Test, all_of, any_of, atoms
from kaprules.decision import decide
from kaprules.engine import bits, checker, durable, interpreter, replay
from kaprules.engine.conclusions import Conclusions, outcome, with_errors
from kaprules.engine.derivation import Derivation
from kaprules.engine.evaluation import ENGINES as EVERY_ENGINE
from kaprules.engine.evaluation import Evaluation, evaluate
from kaprules.engine.snapshot import Snapshot, snapshot
from kaprules.errors import InputError
from kaprules.facts import vitals
from kaprules.facts.client import Client
from kaprules.facts.model import (
    ABSENT,
    HAPPENED,
    NEVER,
    NOT_INDICATED,
    USABLE,
    Adverse,
    Answered,
    AtLeastThese,
    Between,
    ChecklistAnswer,
    Choice,
    Event,
    Fact,
    Facts,
    Flag,
    Number,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reporter,
    Reports,
    Series,
    Subject,
    every_fact,
    groups_of,
    zone_of,
)
from kaprules.facts.model import given as given_in
from kaprules.facts.reproduction import PregnancyReport, Reproduction
from kaprules.facts.suicidality import Suicidality
from kaprules.facts.vitals import Vitals
from kaprules.limit import Limit, exact
from kaprules.possible import NEVER_DAYS, Absence, Interval, Level, Mark, Options, Outcome, Truth
from kaprules.reasoning.derivation import derivation
from kaprules.reasoning.findings import undecided
from kaprules.reasoning.missing import Missing, missing
from kaprules.reasoning.next_question import InterviewState, Settled
from kaprules.reasoning.outdated import once_adverse
from kaprules.rule import EXAMPLE_DAY, PERMANENT, Concept, Rule, expand_concepts, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.sources import proposal
from kaprules.testing import DECISION_DAY, decided_on, subjects, subjects_near

Evaluate = Callable[[RuleSet, Snapshot], Conclusions]
SOAK = bool(os.environ.get("KAPRULES_SOAK"))
SHORT = bool(os.environ.get("KAPRULES_SHORT"))
ORDER = list(Outcome)
SETTLED = (Outcome.EXCLUDED, Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND)
SEEDS = st.integers(0, 2**32)
MOST = 1000
"""How many subjects a law of screening is held against at most."""


class Book(NamedTuple):
    """A rule set of which the laws are tested, and the rules near whose limits half of its subjects lie."""

    ruleset: RuleSet
    owners: tuple[Rule | Concept, ...]


def all_on(ruleset: RuleSet) -> RuleSet:
    """Return a rule set with every rule that a site may switch on."""
    return attrs.evolve(ruleset, rules=ruleset.rules + ruleset.optional_rules, optional_rules=(), home="")


BOOKS = {each.name: Book(each, (*each.rules, *each.concepts)) for each in RULESETS.values() if each.rules} | {
    f"{each.name}, all on": Book(all_on(each), each.optional_rules) for each in RULESETS.values() if each.optional_rules
}
EVERY_BOOK = pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
WHOLE = BOOKS[SCREENING.name]


def examples(number: int, book: Book = WHOLE) -> settings:
    """Return the settings of a law: the same subjects every time, or many new ones in the long run.

    Of ``number`` half in a usual run, for screening; a smaller book has fewer, by the square root of its size.
    """
    share = (len(book.owners) / len(WHOLE.owners)) ** 0.5
    return settings(
        max_examples=max(10, round(number * share * (20 if SOAK else 1 / 8 if SHORT else 1 / 2))),
        deadline=None,
        database=None,
        derandomize=not SOAK,
        suppress_health_check=list(HealthCheck),
    )


@functools.cache
def near(book: Book) -> tuple[st.SearchStrategy[Subject], ...]:
    return tuple(subjects_near(owner.id, ruleset=book.ruleset) for owner in book.owners)


def cases(book: Book = WHOLE) -> st.SearchStrategy[Any]:
    """Subjects of every kind, and as many close to the limits of one rule or concept."""
    return st.one_of(subjects(book.ruleset), st.sampled_from(near(book)).flatmap(lambda strategy: strategy))


@functools.cache
def drawn(book: Book) -> tuple[Subject, ...]:
    """Return the subjects that all laws are held against, drawn once: that takes longer than most laws do."""
    found: list[Subject] = []

    @settings(examples(MOST, book), phases=[Phase.generate])
    @given(subject=cases(book))
    def draw(subject: Subject) -> None:
        found.append(subject)

    draw()
    return tuple(found)


def law(
    number: int, book: Book = WHOLE, as_of: Book | None = None
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make a function hold a law against subjects of a book: ``subject``, an ``other`` and a ``seed``, as it asks.

    Each law has some of those that were drawn, the same every time; the first that breaks it is shown as it was drawn.
    In the long run Hypothesis draws for this law alone, and shows the smallest that it finds. ``number`` is as in
    ``examples``, by the size of the book ``as_of``.
    """

    def of(holds: Callable[..., None]) -> Callable[[], None]:
        asked = inspect.signature(holds).parameters
        many = examples(number, as_of or book)

        def every() -> None:
            if SOAK:
                strategies = {"subject": cases(book), "other": cases(book), "seed": SEEDS}
                return many(given(**{name: strategies[name] for name in asked})(holds))()
            shared, chance = drawn(book), random.Random(holds.__qualname__)
            for subject in chance.sample(shared, many.max_examples):
                values = {"subject": subject, "other": chance.choice(shared), "seed": chance.getrandbits(32)}
                case = {name: values[name] for name in asked}
                try:
                    holds(**case)
                except Exception as broken:
                    broken.add_note(f"of {case}; KAPRULES_SOAK=1 looks for a smaller one")
                    raise
            return None

        return every

    return of


def facts_about(ruleset: RuleSet, subject: Subject) -> Snapshot:
    """Return the facts of a subject when it is meant to be decided."""
    return snapshot(ruleset, subject, decided_on(ruleset))


def evaluated(ruleset: RuleSet, subject: Subject) -> Evaluation:
    """Return the evaluation of a subject when it is meant to be decided."""
    return evaluate(ruleset, subject, on=decided_on(ruleset), engine="bits")


def notices(strategy: st.SearchStrategy[Any], violations: Callable[[Any], object]) -> bool:
    """Say whether a law's function finds a violation in some case; raises where it finds none."""
    most = 4000 * (20 if SOAK else 1)  # the first one found ends it
    only = settings(examples(1), max_examples=most, phases=[Phase.generate])
    with warnings.catch_warnings():  # a whole client is a long case, and it is written out where it is found
        warnings.filterwarnings("ignore", "Generating overly large repr", HypothesisWarning)
        find(strategy, lambda case: bool(violations(case)), settings=only)
    return True


# The possible sets of a snapshot -----------------------------------------------------------------------------


@functools.cache
def points(fact: Fact, ruleset: RuleSet) -> tuple[Any, ...]:
    """Return values of a fact such that every test of a rule book changes between two of them, in order."""
    if not isinstance(fact, Number | Event):
        return tuple(1 << place for place in range(fact.every.bit_length()))  # type: ignore[attr-defined] # of options
    values = {fact.lowest, fact.highest}
    for owner in (*ruleset.rules, *ruleset.concepts):
        for atom in fact_atoms(owner.when):
            if atom.subject is fact and isinstance(atom.operand, Limit):
                values |= {atom.operand.value + step * atom.operand.step for step in (-1, 0, 1)}
    if isinstance(fact, Event):
        values |= {NEVER_DAYS - 1, NEVER_DAYS}
    return tuple(sorted(value for value in values if fact.lowest <= value <= fact.highest))


def within(fact: Fact, entries: Any, ruleset: RuleSet) -> list[Any]:
    """Return those values worth trying that a fact may still have."""
    if fact.size == 2:
        return [bit for bit in points(fact, ruleset) if bit & entries[0]]
    low, high = entries[:2]
    return sorted({low, high, *(value for value in points(fact, ruleset) if low <= value <= high)})


def known(fact: Fact, value: Any) -> tuple[Any, ...]:
    """Return the entries of a fact whose value is known."""
    return (value, USABLE) if fact.size == 2 else (value, value, USABLE)


def changed(facts: Snapshot, entries: Mapping[Fact, Any]) -> Snapshot:
    """Return a snapshot in which some facts have other entries."""
    groups = {name: list(flat) for name, flat in facts.groups.items()}
    for fact, new in entries.items():
        groups[fact.group][fact.slot : fact.slot + fact.size] = new
    return Snapshot(groups, facts.errors)


def narrowed(ruleset: RuleSet, facts: Snapshot, chance: random.Random) -> Snapshot:
    """Return a snapshot in which more is known; what was not examined stays so."""
    entries: dict[Fact, Any] = {}
    for fact in ruleset.facts:
        now = facts.entries(fact)
        if now[-1] == NOT_INDICATED or chance.random() < 0.3:
            continue
        values = within(fact, now, ruleset)
        state = now[-1] if chance.random() < 0.3 else USABLE
        if fact.size == 2:
            entries[fact] = (sum(chance.sample(values, chance.randint(1, len(values)))), state)
        else:
            low, high = sorted(chance.choices(values, k=2))
            entries[fact] = (low, low if chance.random() < 0.5 else high, state)
    return changed(facts, entries)


def is_within(fine: Any, coarse: Any) -> bool:
    """Say whether one possible set lies inside another."""
    if isinstance(fine, Options):
        return not fine.bits & ~coarse.bits
    return bool(coarse.low <= fine.low and fine.high <= coarse.high)


def asks_for_missing(owner: Rule | Concept) -> bool:
    return any(atom.test is Test.MISSING for atom in fact_atoms(owner.when))


# Law 1 -------------------------------------------------------------------------------------------------------


def taken_back(ruleset: RuleSet, before: Snapshot, after: Snapshot, evaluate: Evaluate = bits.evaluate) -> list[str]:
    """Return the settled conclusions that changed when more became known.

    Whoever asks for what is missing has his answer when it is there: such rules are left aside, the outcome is not.
    """
    first, then = evaluate(ruleset, before), evaluate(ruleset, after)
    owners = (*ruleset.rules, *ruleset.concepts)
    truths = zip(owners, (*first.rules, *first.concepts), (*then.rules, *then.concepts), strict=True)
    wrong = [
        f"{owner.id}: {was.name} became {now.name}"
        for owner, was, now in truths
        if was is not Truth.UNKNOWN and was is not now and not asks_for_missing(owner)
    ]
    if first.outcome in SETTLED and then.outcome is not first.outcome:
        wrong.append(f"{first.outcome.name} became {then.outcome.name}")
    return wrong


def lowest_for_absent(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
    """An engine with a default: what is absent has its lowest value."""
    entries = {}
    for fact in ruleset.facts:
        now = facts.entries(fact)
        if now[-1] == ABSENT:
            entries[fact] = known(fact, now[0] & -now[0] if fact.size == 2 else now[0])
    return interpreter.evaluate(ruleset, changed(facts, entries))


def coarser(subject: Subject, on: date, chance: random.Random) -> Subject:
    """Return a subject of whom less is known: facts declined, dates partial, options and numbers left open."""
    groups = {}
    for name in groups_of(type(subject)):
        group = subject.__dict__[name]
        facts = given_in(group)
        for fact in group.__facts__:
            if fact.name in facts and chance.random() < 0.15:
                facts[fact.name] = _coarser(fact, facts[fact.name], on, chance)
        groups[name] = type(group)(**facts)
    return type(subject)(**groups)


def _coarser(fact: Fact, value: Any, on: date, chance: random.Random) -> object:
    if isinstance(value, Recorded):
        less = _coarser(fact, value.value, on, chance)
        return less if isinstance(less, Absence) else attrs.evolve(value, value=less)
    if isinstance(value, Absence | Reports) or chance.random() < 0.3:
        return Absence.DECLINED
    return _wider(fact, value, on, chance)


def _wider(fact: Fact, value: Any, on: date, chance: random.Random) -> object:
    """Return part of what was known; all of it where there is nothing between it and nothing."""
    if isinstance(fact, Number):
        possible = fact.values_of(value, on)
        if possible.absence is not None:
            return value
        return Between(
            max(fact.lowest, possible.low - chance.randint(0, 9)),
            min(fact.highest, possible.high + chance.randint(0, 9)),
        )
    if isinstance(fact, Choice) and not isinstance(value, OneOf):
        return OneOf(value, *chance.sample(list(fact.options), chance.randint(0, 2)))
    if isinstance(fact, Event) and value is not NEVER and fact.values_of(value, on).absence is None:
        return _vague(value, on, chance)
    if isinstance(fact, Series):
        is_open = isinstance(value, AtLeastThese)
        records = [_vaguer(record, on, chance) for record in (value.records if is_open else value)]
        return AtLeastThese(*records) if is_open or chance.random() < 0.3 else tuple(records)
    return value


def _vague(when: Any, on: date, chance: random.Random) -> object:
    """Return part of a date, the whole day of a moment, or only that it happened."""
    if isinstance(when, datetime) and isinstance(on, datetime):
        when = when.astimezone(on.tzinfo)
    if not isinstance(when, date) or chance.random() < 0.2:
        return HAPPENED
    if isinstance(when, datetime) and chance.random() < 0.5:
        return when.date()
    return PartialDate(when.year, chance.choice((None, when.month)))


def _vaguer(record: Facts, on: date, chance: random.Random) -> Facts:
    facts = given_in(record)
    for fact in record.__facts__:
        if fact.name in facts and chance.random() < 0.5:
            value: Any = facts[fact.name]
            if not fact.required:
                facts[fact.name] = Absence.NOT_KNOWN
            elif not isinstance(value, Recorded):
                facts[fact.name] = _wider(fact, value, on, chance)
    if all(isinstance(facts.get(name, Absence.NOT_ASKED), Absence) for name in record.__one_of__):
        facts |= {name: record.__dict__[name] for name in record.__one_of__}  # one at least is known
    return type(record)(**facts)


DOUBTFUL = (Absence.CONFLICTING, Absence.IMPLAUSIBLE, Absence.NOT_AUTHORISED)


def outside(ruleset: RuleSet, fine: Subject, coarse: Subject) -> dict[Fact, str]:
    """Return the facts that have values, now that more is known, which they could not have had before."""
    wrong, on = {}, decided_on(ruleset)
    for fact in ruleset.facts:
        now, before = fine.possible(fact, on), coarse.possible(fact, on)
        if not is_within(now, before):
            wrong[fact] = f"{fact.id}: {now} is not within {before}"
    return wrong


def is_in_doubt(possible: Any) -> bool:
    """Say whether a fact cannot be, or is read of others that cannot be so together."""
    return possible.absence in DOUBTFUL or Mark.DATA_ERROR in possible.marks


def not_monotone(ruleset: RuleSet, fine: Subject, coarse: Subject) -> list[str]:
    """Return what is read of narrower facts without lying within what was read of the wider ones.

    What contradicts itself, cannot be so, or was said by somebody who may not say it, tells less than nothing. Nor
    is a value that may be given beside its observations narrowed by them: they replace it. What tells that others
    contradict each other says no where one of them turns out to be what cannot be: no rule finds that reassuring.
    """
    return [
        text
        for fact, text in outside(ruleset, fine, coarse).items()
        if not fact.cross_checked and not tells(fact) and not is_in_doubt(fine.possible(fact, decided_on(ruleset)))
    ]


def less_known(book: Book, subject: Subject, seed: int) -> Subject:
    return coarser(subject, decided_on(book.ruleset), random.Random(seed))


class TestMissingDataSafety:
    """Once an outcome other than INCOMPLETE is reached, nothing that is learnt later changes it."""

    @EVERY_BOOK
    def test_of_possible_sets(self, book: Book) -> None:
        """Whatever values the sets still hold, no settled truth and no settled outcome is taken back."""

        @law(600, book)
        def holds(subject: Subject, seed: int) -> None:
            chance = random.Random(seed)
            facts = facts_about(book.ruleset, subject)
            wrong = []
            for _ in range(4):
                narrower = narrowed(book.ruleset, facts, chance)
                wrong += taken_back(book.ruleset, facts, narrower)
                facts = narrower
            assert wrong == []

        holds()

    @EVERY_BOOK
    def test_of_subjects(self, book: Book) -> None:
        """A subject of whom less was known had no other outcome, unless it was INCOMPLETE."""

        @law(800, book)
        def holds(subject: Subject, seed: int) -> None:
            less = less_known(book, subject, seed)
            before, after = (facts_about(book.ruleset, each) for each in (less, subject))
            wrong = taken_back(book.ruleset, before, after)
            assert not wrong or outside(book.ruleset, subject, less), wrong

        holds()

    @EVERY_BOOK
    def test_readings_are_monotone(self, book: Book) -> None:
        """What is read of narrower facts lies within what was read of the wider ones."""

        @law(800, book)
        def holds(subject: Subject, seed: int) -> None:
            assert not_monotone(book.ruleset, subject, less_known(book, subject, seed)) == []

        holds()

    def test_a_default_for_an_absent_fact_is_noticed(self) -> None:
        """An engine that takes what is absent at its lowest value takes answers back."""

        def violations(case: tuple[Client, int]) -> list[str]:
            facts = facts_about(SCREENING, case[0])
            narrower = narrowed(SCREENING, facts, random.Random(case[1]))
            return taken_back(SCREENING, facts, narrower, lowest_for_absent)

        assert notices(st.tuples(cases(), SEEDS), violations)

    def test_an_engine_that_never_asks_is_noticed(self) -> None:
        """An engine for which no rule is ever open settles outcomes that later facts overturn."""

        def never_open(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
            concluded = interpreter.evaluate(ruleset, facts)
            nothing = (False,) * len(concluded.undecided)
            return concluded._replace(undecided=nothing, outcome=outcome(ruleset, concluded.rules, nothing))

        def violations(case: tuple[Client, int]) -> list[str]:
            facts = facts_about(SCREENING, case[0])
            return taken_back(SCREENING, facts, narrowed(SCREENING, facts, random.Random(case[1])), never_open)

        assert notices(st.tuples(cases(), SEEDS), violations)


# Law 2 -------------------------------------------------------------------------------------------------------


class World(NamedTuple):
    """The entries of the facts of one rule."""

    facts: dict[Fact, Any]

    def entries(self, fact: Fact) -> Any:
        return self.facts[fact]


def facts_of(condition: Condition) -> list[Fact]:
    return list(dict.fromkeys(atom.subject for atom in atoms(condition) if isinstance(atom.subject, Fact)))


def truth_in(condition: Condition, entries: dict[Fact, Any]) -> Truth:
    return interpreter.truth(condition, World(entries), {}, True)  # type: ignore[arg-type] # a snapshot of one rule


@functools.cache
def matters(ruleset: RuleSet, rule: Rule, asked: Fact, now: tuple[tuple[Any, ...], ...]) -> bool:
    """Say whether knowing ``asked`` changes the truth of a rule under some values of its other open facts."""
    condition = expand_concepts(rule.when)
    entries = dict(zip(facts_of(condition), now, strict=True))
    others = [fact for fact in entries if fact is not asked]
    choices = [list(_distinct(ruleset, condition, fact, entries[fact])) for fact in others]
    answers = list(_distinct(ruleset, condition, asked, entries[asked]))[1:]
    for world in itertools.product(*choices):
        around = entries | dict(zip(others, world, strict=True))
        without = truth_in(condition, around)
        if any(truth_in(condition, around | {asked: answer}) is not without for answer in answers):
            return True
    return False


def _distinct(ruleset: RuleSet, condition: Condition, fact: Fact, now: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the entries of a fact as they are, then known values that answer its tests differently."""
    yield now
    tests = [atom for atom in atoms(condition) if atom.subject is fact]
    seen = set()
    for value in within(fact, now, ruleset):
        entries = known(fact, value)
        answers = tuple(truth_in(atom, {fact: entries}) for atom in tests)
        if answers not in seen and entries != now:
            seen.add(answers)
            yield entries


def needless(
    ruleset: RuleSet, subject: Subject, ask: Callable[[Evaluation], tuple[Missing, ...]] = missing
) -> list[str]:
    """Return the facts asked for that no open rule could turn on."""
    evaluation = evaluated(ruleset, subject)
    facts = evaluation.facts
    every = {fact.id: fact for fact in every_fact(ruleset.subject)}
    wrong = []
    for question in ask(evaluation):
        scalars = read_from(ruleset, every[question.fact])
        if not any(
            matters(
                ruleset, rule, fact, tuple(tuple(facts.entries(each)) for each in facts_of(expand_concepts(rule.when)))
            )
            for rule in map(ruleset.__getitem__, question.rules)
            for fact in facts_of(expand_concepts(rule.when))
            if fact in scalars and isinstance(rule, Rule)
        ):
            wrong.append(question.fact)
    return wrong


def read_from(ruleset: RuleSet, obtained: Fact) -> set[Fact]:
    """Return a fact with everything that is read from it."""
    found, names = {obtained}, {obtained.name}
    for fact in groups_of(ruleset.subject)[obtained.group].__facts__:
        if names & set(fact.derived_from):
            found.add(fact)
            names.add(fact.name)
    return found


def idle(ruleset: RuleSet, rule: Rule) -> list[str]:
    """Return the facts of a rule that never matter to its truth, whatever is known of the others."""
    facts = facts_of(expand_concepts(rule.when))
    nothing = tuple(fact.flat(fact.full_range(Absence.DECLINED)) for fact in facts)
    return [fact.id for fact in facts if not matters(ruleset, rule, fact, nothing)]


class TestNoNeedlessQuestion:
    """Whatever is asked for could still matter to a rule that is open, given suitable answers to the rest."""

    @EVERY_BOOK
    def test_each_question_could_matter(self, book: Book) -> None:
        """Each fact asked for has an answer that changes the truth of an open rule, the other facts permitting."""

        @law(500, book)
        def holds(subject: Subject) -> None:
            assert needless(book.ruleset, subject) == []

        holds()

    @EVERY_BOOK
    def test_each_fact_of_a_rule_could_matter(self, book: Book) -> None:
        """No rule asks for a fact that another of its parts makes idle."""
        assert {rule.id: found for rule in book.ruleset.rules if (found := idle(book.ruleset, rule))} == {}

    def test_an_idle_part_is_noticed(self) -> None:
        """Whoever has a heart rate of 100 has one of 90: nothing else of that part is worth a question."""
        reason = {"source": proposal("an example"), "since": EXAMPLE_DAY}
        low = Limit(90, "/min", id="example.low", **reason)  # type: ignore[arg-type] # the two above
        high = Limit(100, "/min", id="example.high", **reason)  # type: ignore[arg-type] # the two above
        rule = Rule(
            id="example.idle",
            source=proposal("an example"),
            level=Level.CAUTION,
            when=all_of(
                Vitals.heart_rate >= high,
                any_of(Vitals.heart_rate >= low, Vitals.oxygen_saturation < attrs.evolve(low, unit="%")),
            ),
            clinician_text="The heart is fast, or it is not.",
        )
        assert idle(RuleSet("example", "?", (rule,)), rule) == ["vitals.oxygen_saturation"]

    def test_a_question_too_many_is_noticed(self) -> None:
        """Asking for every absent fact of an open rule, decided parts included, is found out."""

        def ask_all(evaluation: Evaluation) -> Any:
            absent: dict[Fact, list[str]] = {}
            for rule, _, is_open in evaluation.conclusions:
                for fact in facts_of(expand_concepts(rule.when)) if is_open else ():
                    absent.setdefault(fact, []).append(rule.id)
            return tuple(Missing(fact.id, fact.title, None, "", tuple(rules)) for fact, rules in absent.items())

        assert notices(cases(), lambda subject: needless(SCREENING, subject, ask_all))


# Law 3 -------------------------------------------------------------------------------------------------------


@functools.cache
def shuffled(ruleset: RuleSet, seed: int) -> RuleSet:
    rules = list(ruleset.rules)
    random.Random(seed).shuffle(rules)
    return attrs.evolve(ruleset, rules=tuple(rules), home="")


def by_id(ruleset: RuleSet, concluded: Conclusions) -> dict[str, object]:
    """Return what was concluded, whatever the order of the rules."""
    rules = {rule.id: pair for rule, *pair in zip(ruleset.rules, concluded.rules, concluded.undecided, strict=True)}
    return (
        rules
        | {each.id: truth for each, truth in zip(ruleset.concepts, concluded.concepts, strict=True)}
        | {"outcome": concluded.outcome}
    )


def reordered(subject: Subject, chance: random.Random) -> Subject:
    """Return the same subject, written down in another order and partly twice."""
    groups = list(groups_of(type(subject)))
    chance.shuffle(groups)
    return type(subject)(**{name: _reordered(subject.__dict__[name], chance) for name in groups})


def _reordered(group: Facts, chance: random.Random) -> Facts:
    facts = list(given_in(group).items())
    chance.shuffle(facts)
    return type(group)(**{name: _twice(value, chance) for name, value in facts})


def _twice(value: Any, chance: random.Random) -> Any:
    if isinstance(value, Recorded) and isinstance(value.value, tuple | AtLeastThese):
        return attrs.evolve(value, value=_twice(value.value, chance))
    if isinstance(value, AtLeastThese):
        return AtLeastThese(*_twice(value.records, chance))
    if isinstance(value, Reports):
        return Reports(*_twice(tuple(value.reports), chance))
    if isinstance(value, tuple):
        several = [*value, *(_copied(each) for each in value if chance.random() < 0.5)]
        chance.shuffle(several)
        return tuple(several)
    return value


def _copied(entry: Any) -> Any:
    return type(entry)(**given_in(entry)) if isinstance(entry, Facts) else attrs.evolve(entry)


def depends_on_order(
    ruleset: RuleSet, subject: Subject, seed: int, read: Callable[[RuleSet, Subject], Snapshot] = facts_about
) -> list[str]:
    """Return the conclusions that differ when facts, observations and rules come in another order."""
    other = shuffled(ruleset, seed % 4)
    first = by_id(ruleset, bits.evaluate(ruleset, read(ruleset, subject)))
    then = by_id(other, bits.evaluate(other, read(other, reordered(subject, random.Random(seed)))))
    return [name for name in {*first, *then} if first.get(name) != then.get(name)]


class TestOrder:
    """Neither the order of facts, observations and rules nor an identical duplicate changes a decision."""

    @EVERY_BOOK
    def test_order_does_not_matter(self, book: Book) -> None:
        """Facts, reports, records and rules are shuffled, records and reports given twice: nothing changes."""

        @law(500, book)
        def holds(subject: Subject, seed: int) -> None:
            assert depends_on_order(book.ruleset, subject, seed) == []

        holds()

    def test_a_reading_of_the_first_observation_is_noticed(self) -> None:
        """A mean that is the first reading's value depends on the order."""

        def first_only(ruleset: RuleSet, client: Subject) -> Snapshot:
            facts = facts_about(ruleset, client)
            told = client.group(Vitals.pressures).__dict__["pressures"]
            series = told.value if isinstance(told, Recorded) else told
            if not isinstance(series, tuple) or not series:
                return facts
            possible = type(series[0]).systolic.possible(series[0], DECISION_DAY)
            return changed(facts, {Vitals.mean_systolic: Vitals.mean_systolic.flat(possible)})

        assert notices(
            st.tuples(subjects(SCREENING), SEEDS), lambda case: depends_on_order(SCREENING, *case, first_only)
        )


# Law 4 -------------------------------------------------------------------------------------------------------


class BrokenError(RuntimeError):
    """What a faulty reading raises."""


def broken_reading(ruleset: RuleSet, subject: Subject, fact: Fact) -> Snapshot:
    """Return the facts of a subject whose reading of ``fact`` raises."""

    def raises(group: Facts, on: date) -> Any:
        raise BrokenError("it is broken")

    fact.__dict__["possible"] = raises
    try:
        return facts_about(ruleset, rebuilt(subject))
    finally:
        del fact.__dict__["possible"]


def rebuilt(subject: Subject) -> Subject:
    """Return an equal subject of whom nothing has been read yet."""
    groups = {name: subject.__dict__[name] for name in groups_of(type(subject))}
    return type(subject)(**{name: type(group)(**given_in(group)) for name, group in groups.items()})


def is_read(subject: Subject, fact: Fact) -> bool:
    """Say whether anything was recorded of a fact, or of what it is read from."""
    return any(name in given_in(subject.group(fact)) for name in (fact.name, *fact.derived_from))


def loosened(
    ruleset: RuleSet,
    subject: Subject,
    fact: Fact,
    naming: Callable[[RuleSet, Snapshot, Conclusions], Conclusions] = with_errors,
) -> list[str]:
    """Return what an error in the reading of a fact made less strict, or hid."""
    facts = broken_reading(ruleset, subject, fact)
    concluded = naming(ruleset, facts, bits.evaluate(ruleset, facts))
    named = dict(concluded.errors)
    wrong = []
    broken = facts.errors.keys()
    if (fact not in broken and is_read(subject, fact)) or not broken <= read_from(ruleset, fact):
        wrong.append(f"{fact.id} and what is read from it should be broken, not {list(broken)}")
    for rule, truth, is_open in zip(ruleset.rules, concluded.rules, concluded.undecided, strict=True):
        rests_on_it = any(atom.subject in broken for atom in fact_atoms(rule.when))
        if truth is Truth.UNKNOWN and rests_on_it and not (is_open and "it is broken" in named.get(rule.id, "")):
            wrong.append(f"{rule.id} is not open and named")
        if rule.id in named and (truth is not Truth.UNKNOWN or not rests_on_it):
            wrong.append(f"{rule.id} is named without cause")
    excluded = any(
        truth is Truth.TRUE and rule.level is Level.EXCLUSION
        for rule, truth in zip(ruleset.rules, concluded.rules, strict=True)
    )
    if named and concluded.outcome is not (Outcome.EXCLUDED if excluded else Outcome.INCOMPLETE):
        wrong.append(f"{concluded.outcome.name} in spite of an error")
    if excluded and concluded.outcome is not Outcome.EXCLUDED:
        wrong.append("an exclusion was lost")
    whole = bits.evaluate(ruleset, facts_about(ruleset, subject))
    for rule, truth, without in zip(ruleset.rules, concluded.rules, whole.rules, strict=True):
        if truth is not Truth.UNKNOWN and truth is not without and not asks_for_missing(rule):
            wrong.append(f"{rule.id} is {truth.name} by an error, {without.name} without")
    return wrong


def facts_read(book: Book) -> Sequence[Fact]:
    return book.ruleset.facts


class Trap:
    """A limit's value that raises whatever is compared with it."""

    def _raises(self, other: object) -> bool:
        raise BrokenError("it is broken")

    __lt__ = __le__ = __gt__ = __ge__ = _raises


def trapped(level: Level, *, in_concept: bool = False, on_indication: bool = False) -> RuleSet:
    """Return a small book in which one rule raises, beside an exclusion that does not."""
    reason = {"source": proposal("an example"), "since": EXAMPLE_DAY}
    limit = Limit(100, "/min", id="example.trap", **reason)  # type: ignore[arg-type] # the two above
    object.__setattr__(limit, "value", Trap())
    condition: Condition = Vitals.heart_rate >= limit
    if in_concept:
        condition = Concept(id="example.concept", title="Trap", source=proposal("an example"), when=condition).present
    broken = Rule(
        id="example.broken",
        source=proposal("an example"),
        level=level,
        until=PERMANENT if level is Level.EXCLUSION else None,
        when=condition,
        clinician_text="It raises.",
    )
    sound = Rule(
        id="example.sound",
        source=proposal("an example"),
        level=Level.EXCLUSION,
        until=PERMANENT,
        when=Vitals.mean_systolic >= Limit(160, "mm[Hg]", id="example.systolic", **reason),  # type: ignore[arg-type] # one mapping of several types
        clinician_text="It does not.",
    )
    return RuleSet("example", "?", (broken, sound))


class TestErrors:
    """What cannot be evaluated is undecided, open and named, whatever its level: an error never lets anybody pass."""

    @EVERY_BOOK
    def test_a_reading_that_raises(self, book: Book) -> None:
        """Every rule that needs a broken reading is open and named, and every other rule is as it was."""

        @law(400, book)
        def holds(subject: Subject, seed: int) -> None:
            fact = random.Random(seed).choice(facts_read(book))
            assert loosened(book.ruleset, subject, fact) == []

        holds()

    @pytest.mark.parametrize("in_concept", [False, True])
    @pytest.mark.parametrize("level", Level)
    @pytest.mark.parametrize(("systolic", "expected"), [(120, Outcome.INCOMPLETE), (160, Outcome.EXCLUDED)])
    def test_a_condition_that_raises(self, level: Level, in_concept: bool, systolic: int, expected: Outcome) -> None:
        """A rule that raises is open and named at every level, even a note; a true exclusion still excludes."""
        client = Client(vitals=by_clinician(Vitals(heart_rate=60, mean_systolic=systolic)))
        decision = decide(trapped(level, in_concept=in_concept), client, on=DECISION_DAY, engine="interpreter")
        found = (
            decision.truths["example.broken"],
            decision.evaluation.concluded.undecided[0],
            decision.errors,
            decision.outcome,
        )
        assert found == (Truth.UNKNOWN, True, {"example.broken": "BrokenError: it is broken"}, expected)

    def test_an_error_that_is_not_named_is_noticed(self) -> None:
        """Conclusions in which a broken reading is just another absent fact hide the error."""
        case = st.tuples(cases(), st.sampled_from(facts_read(WHOLE)))
        assert notices(case, lambda drawn: loosened(SCREENING, *drawn, lambda ruleset, facts, concluded: concluded))

    def test_an_error_taken_for_harmless_is_noticed(self) -> None:
        """Conclusions in which a broken rule counts as FALSE let somebody pass."""

        def harmless(ruleset: RuleSet, facts: Snapshot, concluded: Conclusions) -> Conclusions:
            named = with_errors(ruleset, facts, concluded)
            is_open = tuple(each.undecided and each.rule.id not in dict(named.errors) for each in named.of(ruleset))
            return named._replace(undecided=is_open, outcome=outcome(ruleset, named.rules, is_open))

        case = st.tuples(cases(), st.sampled_from(facts_read(WHOLE)))
        assert notices(case, lambda drawn: loosened(SCREENING, *drawn, harmless))


# Law 5 -------------------------------------------------------------------------------------------------------

NOT_MONOTONE: dict[str, str] = {
    "breathing.apnoea_hypopnoea_index": "an index of 5 or more answers whether there is apnoea, a lower one does not",
    "circulation.nyha_class": "with heart failure, 'does not apply' is a gap in the record, which a class closes",
    "psychiatric_history.bipolar_disorder": "a diagnosis answers the question that a positive questionnaire raises",
    **dict.fromkeys(
        (
            "bladder.interstitial_cystitis",
            "breathing.asthma",
            "breathing.copd",
            "circulation.arrhythmia",
            "circulation.coronary_disease",
            "circulation.heart_failure",
            "circulation.significant_valve_disease",
            "eye.disease",
            "psychiatric_history.mood_disorder_with_psychosis",
            "thyroid.hyperthyroidism",
        ),
        "a diagnosis answers the question that a medicine of the disease raises beside its denial",
    ),
    "indication.condition": "where nothing is to be treated, no indication contradicts what is denied",
    "circulation.hypertension_treated": "a treatment tells of the hypertension that is denied beside it",
    "ketamine_history.any_reaction": "a reaction answers whether ketamine was had, and how it was borne",
    "ketamine_history.prior_medical_ketamine": "where ketamine was had, a reaction contradicts nothing any more",
    "ketamine_history.hepatic_reaction": "it is weighed as a reaction of the bladder, read of the same list, would be",
    "ketamine_history.urinary_reaction": "it is weighed as a reaction of the liver, read of the same list, would be",
    "reproduction.amenorrhoea": "where a pregnancy is possible, a declined answer of the form is moot",
    "reproduction.pregnancy_possible": "where the form says yes, the months without a period are moot",
    "suicidality.attempt_ever": "an attempt that is told settles what an expired or declined date leaves open",
}
"""Facts whose harmless value is not always better than an adverse one, with the reason; adverse ones stay in order."""


@functools.cache
def from_better_to_worse(fact: Fact, ruleset: RuleSet) -> tuple[tuple[Any, ...], ...]:
    """Return the values of a fact in steps, the harmless first, each step worse; empty where none is declared.

    Kinds of a risk are one step. Of numbers that answer every test of the rule book alike, the best stands for all.
    """
    if isinstance(fact, Number) and fact.adverse is not None:
        values = points(fact, ruleset)
        in_order = values if fact.adverse is Adverse.HIGHER else values[::-1]
        tests = {
            atom
            for owner in (*ruleset.rules, *ruleset.concepts)
            for atom in fact_atoms(owner.when)
            if atom.subject is fact
        }
        answers = [tuple(truth_in(atom, {fact: known(fact, value)}) for atom in tests) for value in in_order]
        return tuple((value,) for place, value in enumerate(in_order) if answers[place] not in answers[:place])
    if isinstance(fact, Flag | Choice) and fact.adverse_bits:
        bits = points(fact, ruleset)
        harmless = tuple(bit for bit in bits if not bit & fact.adverse_bits)
        if isinstance(fact, Flag):
            return harmless, (fact.adverse_bits,)
        if not fact.graded:
            return harmless, tuple(bit for bit in bits if bit & fact.adverse_bits)
        worst_first = [1 << list(fact.options).index(option) for option in fact.adverse]
        return (harmless, *((bit,) for bit in reversed(worst_first)))
    return ()


def step_of(fact: Fact, entries: Any, ruleset: RuleSet) -> int | None:
    """Return how many steps are no worse than what is known of a fact; None where that is not one value."""
    steps = from_better_to_worse(fact, ruleset)
    if entries[-1] != USABLE or not steps or (fact.size == 3 and entries[0] != entries[1]):
        return None
    if isinstance(fact, Number):
        if fact.adverse is Adverse.HIGHER:
            return sum(step[0] <= entries[0] for step in steps)
        return sum(step[0] >= entries[0] for step in steps)
    return next((number + 1 for number, step in enumerate(steps) if entries[0] in step), None)


def better_for_worse(
    ruleset: RuleSet, facts: Snapshot, evaluate: Evaluate = bits.evaluate, allowed: Mapping[str, str] = NOT_MONOTONE
) -> list[str]:
    """Return each fact whose getting worse, all else as it is, improves the outcome."""
    before = evaluate(ruleset, facts)
    if before.outcome is Outcome.NO_EXCLUSION_FOUND:
        return []
    wrong = []
    for fact in ruleset.facts:
        step = step_of(fact, facts.entries(fact), ruleset)
        if step is None or (fact.id in allowed and step == 1):
            continue
        for worse in itertools.chain.from_iterable(from_better_to_worse(fact, ruleset)[step:]):
            after = evaluate(ruleset, changed(facts, {fact: known(fact, worse)}))
            if ORDER.index(after.outcome) < ORDER.index(before.outcome):
                change = f"{fact.id} from {facts.entries(fact)[0]} to {worse}"
                wrong.append(f"{change}: {before.outcome.name} to {after.outcome.name}")
    return wrong


def less_true(ruleset: RuleSet, facts: Snapshot, evaluate: Evaluate = bits.evaluate) -> list[str]:
    """Return each exclusion or caution that is less true when a fact that it reads gets worse."""
    before = evaluate(ruleset, facts)
    wrong = []
    for fact in ruleset.facts:
        step = step_of(fact, facts.entries(fact), ruleset)
        for worse in [] if step is None else itertools.chain.from_iterable(from_better_to_worse(fact, ruleset)[step:]):
            after = evaluate(ruleset, changed(facts, {fact: known(fact, worse)}))
            if not any(map(operator.lt, after.rules, before.rules)):
                continue
            wrong += [
                f"{rule.id}: {was.name} to {now.name} with {fact.id} from {facts.entries(fact)[0]} to {worse}"
                for rule, was, now in zip(ruleset.rules, before.rules, after.rules, strict=True)
                if rule.level in (Level.EXCLUSION, Level.CAUTION) and now < was
            ]
    return wrong


class TestMonotone:
    """A fact with a declared direction never improves the outcome by getting worse, all else being equal."""

    @EVERY_BOOK
    def test_worse_is_never_better(self, book: Book) -> None:
        """Every known fact is made worse in every way worth trying, one at a time: no outcome improves."""

        @law(300, book)
        def holds(subject: Subject) -> None:
            assert better_for_worse(book.ruleset, facts_about(book.ruleset, subject)) == []

        holds()

    @EVERY_BOOK
    def test_no_exclusion_or_caution_falls(self, book: Book) -> None:
        """No exclusion and no caution is less true when a fact that it reads is worse."""

        @law(200, book)
        def holds(subject: Subject) -> None:
            assert less_true(book.ruleset, facts_about(book.ruleset, subject)) == []

        holds()

    @pytest.mark.parametrize("level", [Level.EXCLUSION, Level.NEEDS_INFORMATION, Level.CAUTION])
    def test_a_rule_the_wrong_way_round_is_noticed(self, level: Level) -> None:
        """A finding on a mean pressure that is low makes a higher one the better answer."""
        limit = Limit(120, "mm[Hg]", id="example.line", source=proposal("an example"), since=EXAMPLE_DAY)
        turned = Rule(
            id="example.turned",
            source=proposal("an example"),
            level=level,
            until=PERMANENT if level is Level.EXCLUSION else None,
            when=Vitals.mean_systolic < limit,
            clinician_text="The pressure is not high enough.",
        )
        book = RuleSet("example", "?", (turned,))
        assert notices(cases(Book(book, (turned,))), lambda subject: better_for_worse(book, facts_about(book, subject)))

    @pytest.mark.parametrize("level", [Level.EXCLUSION, Level.CAUTION])
    def test_a_finding_that_falls_is_noticed(self, level: Level) -> None:
        """A finding that holds only up to a higher limit is less true beyond it."""
        reason = {"source": proposal("an example"), "since": EXAMPLE_DAY}
        low = Limit(140, "mm[Hg]", id="example.low", **reason)  # type: ignore[arg-type] # the two above
        high = Limit(160, "mm[Hg]", id="example.high", **reason)  # type: ignore[arg-type] # the two above
        between = Rule(
            id="example.between",
            source=proposal("an example"),
            level=level,
            until=PERMANENT if level is Level.EXCLUSION else None,
            when=all_of(Vitals.mean_systolic >= low, Vitals.mean_systolic < high),
            clinician_text="The pressure is somewhat high.",
        )
        book = RuleSet("example", "?", (between,))
        assert notices(cases(Book(book, (between,))), lambda subject: less_true(book, facts_about(book, subject)))

    def test_a_lost_question_is_not_taken_for_a_settled_one(self) -> None:
        """INCOMPLETE may become CAUTION only where everything that was open is a caution now."""
        limit = Limit(140, "mm[Hg]", id="example.line", source=proposal("an example"), since=EXAMPLE_DAY)
        caution = Rule(
            id="example.caution",
            source=proposal("an example"),
            level=Level.CAUTION,
            when=Vitals.mean_systolic >= limit,
            clinician_text="The pressure is high.",
        )
        question = attrs.evolve(
            caution, id="example.question", level=Level.NEEDS_INFORMATION, when=Vitals.mean_systolic < limit
        )
        book = RuleSet("example", "?", (caution, question))
        facts = snapshot(book, Client(vitals=by_clinician(Vitals(mean_systolic=120))), DECISION_DAY)
        assert better_for_worse(book, facts)[0] == "vitals.mean_systolic from 120 to 140: INCOMPLETE to CAUTION"


# Law 6 -------------------------------------------------------------------------------------------------------


def dated_in_full(subject: Subject) -> Subject:
    """Return the subject without birth date and without what is dated only in part."""

    def whole(value: Any) -> bool:
        if isinstance(value, Reports):
            return all(map(whole, value.reports))
        if isinstance(value, Recorded):
            return whole(value.value)
        if isinstance(value, AtLeastThese):
            return whole(value.records)
        if isinstance(value, tuple):
            return all(whole(part) for record in value for part in given_in(record).values())
        return not isinstance(value, PartialDate)

    groups = {}
    for name, kind in groups_of(type(subject)).items():
        facts = given_in(subject.__dict__[name])
        groups[name] = kind(
            **{key: v for key, v in facts.items() if whole(v) and (name, key) != ("person", "birth_date")}
        )
    return type(subject)(**groups)


def moved(value: Any, days: int) -> Any:
    """Return what was given with every date moved."""
    if isinstance(value, Subject):
        return type(value)(**{name: moved(value.__dict__[name], days) for name in groups_of(type(value))})
    if isinstance(value, Facts):
        return type(value)(**{name: moved(each, days) for name, each in given_in(value).items()})
    if isinstance(value, Reports):
        return Reports(*(moved(report, days) for report in value.reports))
    if isinstance(value, Recorded):
        return attrs.evolve(value, value=moved(value.value, days), on=moved(value.on, days))
    if isinstance(value, tuple):
        return tuple(moved(each, days) for each in value)
    if isinstance(value, AtLeastThese):
        return AtLeastThese(*moved(value.records, days))
    return value + timedelta(days=days) if isinstance(value, date) else value


def shifts(ruleset: RuleSet, subject: Subject, days: int, read: Callable[..., Snapshot] = snapshot) -> list[str]:
    """Return the conclusions that change when all dates, and the decision's, move by so many days."""
    on = decided_on(ruleset)
    now = bits.evaluate(ruleset, read(ruleset, subject, on))
    later = bits.evaluate(ruleset, read(ruleset, moved(subject, days), on + timedelta(days=days)))
    first, then = by_id(ruleset, now), by_id(ruleset, later)
    return [name for name in first if first[name] != then[name]]


class TestTimeShift:
    """All dates moved together, the birth date aside: the same decision."""

    @EVERY_BOOK
    def test_only_distances_count(self, book: Book) -> None:
        """Moving the dates and the day of the decision alike changes no truth."""

        @law(500, book)
        def holds(subject: Subject, seed: int) -> None:
            days = random.Random(seed).randint(-20_000, 20_000)
            assert shifts(book.ruleset, dated_in_full(subject), days) == []

        holds()

    def test_a_hidden_clock_is_noticed(self) -> None:
        """A reading that compares with a day of its own notices the move."""

        def clocked(ruleset: RuleSet, subject: Subject, on: date) -> Snapshot:
            return snapshot(ruleset, subject, DECISION_DAY)

        case = st.tuples(cases().map(dated_in_full), st.integers(1, 5000))
        assert notices(case, lambda drawn: shifts(SCREENING, *drawn, clocked))


def remembered(ruleset: RuleSet, subject: Subject, earlier: list[date]) -> list[str]:
    """Return the facts that are read otherwise of a subject who was decided about at other times before."""
    for on in earlier:
        snapshot(ruleset, subject, on)
    now, fresh = (facts_about(ruleset, each) for each in (subject, rebuilt(subject)))
    return [fact.id for fact in ruleset.facts if list(now.entries(fact)) != list(fresh.entries(fact))]


def other_times(ruleset: RuleSet) -> list[date]:
    """Other days; for a dosing day other moments, and the same one by the clocks of other places."""
    on = decided_on(ruleset)
    times: list[date] = [on + timedelta(days=days) for days in (-400, -30, -1, 1, 31)]
    if isinstance(on, datetime):
        times += [on + timedelta(hours=hours) for hours in (-12, -1, 1)]
        times += [on.astimezone(timezone(timedelta(hours=hours))) for hours in (-11, 0, 14)]
    return times


class TestNothingIsRemembered:
    """A decision depends on subject, date, rule set and policy; not on what was decided before."""

    @EVERY_BOOK
    def test_earlier_decisions_leave_no_trace(self, book: Book) -> None:
        """Whoever was decided about at other times is read as somebody of whom nothing was read yet."""

        @law(200, book)
        def holds(subject: Subject, seed: int) -> None:
            chance = random.Random(seed)
            earlier = chance.choices(other_times(book.ruleset), k=chance.randint(1, 3))
            assert remembered(book.ruleset, subject, earlier) == []

        holds()

    def test_a_reading_that_keeps_its_first_answer_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A value that was fresh a month ago still counts as fresh."""
        flat = Facts.flat

        def kept(self: Facts, on: date) -> Any:
            return self.__dict__.setdefault("_first", flat(self, on))

        monkeypatch.setattr(Facts, "flat", kept)
        earlier = st.lists(st.sampled_from(other_times(SCREENING)), min_size=1, max_size=3)
        case = st.tuples(subjects(SCREENING).map(rebuilt), earlier)
        assert notices(case, lambda drawn: remembered(SCREENING, *drawn))


# Law 7 -------------------------------------------------------------------------------------------------------


def altered(node: Derivation) -> Iterator[Derivation]:
    """Yield every derivation that differs from this one in a single node."""
    yield from _altered_here(node)
    for place, part in enumerate(node.parts):
        for other in altered(part):
            yield attrs.evolve(node, parts=(*node.parts[:place], other, *node.parts[place + 1 :]))


def _altered_here(node: Derivation) -> Iterator[Derivation]:
    for truth in Truth:
        if truth is not node.truth:
            yield attrs.evolve(node, truth=truth)
    yield attrs.evolve(node, id=node.id + ".other")
    yield attrs.evolve(node, kind="any" if node.kind == "all" else "all")
    for place, part in enumerate(node.parts):
        before, after = node.parts[:place], node.parts[place + 1 :]
        yield attrs.evolve(node, parts=before + after)
        yield attrs.evolve(node, parts=(*before, part, part, *after))
        if after and after[0] != part:
            yield attrs.evolve(node, parts=(*before, after[0], part, *after[1:]))
    if node.test is not None:
        yield attrs.evolve(node, test=None)
        if isinstance(node.test.operand, Limit):
            limit = node.test.operand
            other = attrs.evolve(limit, value=limit.value + limit.step, floor=None, ceiling=None)
            yield attrs.evolve(node, test=Atom(node.test.subject, node.test.test, other))
    if isinstance(node.possible, Interval):
        yield attrs.evolve(node, possible=node.possible._replace(low=node.possible.low - 1))
        yield attrs.evolve(node, possible=node.possible._replace(high=node.possible.high + 1))
    if isinstance(node.possible, Options):
        yield attrs.evolve(node, possible=node.possible._replace(bits=node.possible.bits ^ 1))
    if node.possible is not None:
        other_reason = Absence.NOT_KNOWN if node.possible.absence is None else None
        yield attrs.evolve(node, possible=node.possible._replace(absence=other_reason))
        yield attrs.evolve(node, possible=None)


Accepts = Callable[[RuleSet, Callable[[Fact], Any], Derivation], bool]


def badly_certified(
    ruleset: RuleSet,
    subject: Subject,
    owner: Rule | Concept,
    accepts: Accepts = checker.accepts,
) -> list[str]:
    """Return whether the derivation of a conclusion is refused, and which altered ones are accepted."""
    evaluation = evaluated(ruleset, subject)
    proof = derivation(evaluation, owner)
    wrong = [] if accepts(ruleset, evaluation.possible, proof) else [f"{owner.id} is refused"]
    return wrong + [f"altered: {other!r}" for other in altered(proof) if accepts(ruleset, evaluation.possible, other)]


def altered_conclusions(concluded: Conclusions) -> Iterator[Conclusions]:
    """Yield all conclusions that differ from these in a single one."""
    for field in ("concepts", "rules"):
        truths = getattr(concluded, field)
        for place, truth in enumerate(truths):
            for other in Truth:
                if other is not truth:
                    yield concluded._replace(**{field: (*truths[:place], other, *truths[place + 1 :])})
    for place, is_open in enumerate(concluded.undecided):
        yield concluded._replace(
            undecided=(*concluded.undecided[:place], not is_open, *concluded.undecided[place + 1 :])
        )
    for other_outcome in Outcome:
        if other_outcome is not concluded.outcome:
            yield concluded._replace(outcome=other_outcome)


def badly_checked(
    ruleset: RuleSet,
    subject: Subject,
    chance: random.Random,
    faults: Callable[[RuleSet, Snapshot, Conclusions], tuple[str, ...]] = checker.faults,
) -> list[str]:
    """Return the faults found in right conclusions, and the altered ones in which none is found."""
    facts = facts_about(ruleset, subject)
    concluded = interpreter.evaluate(ruleset, facts)
    every = list(altered_conclusions(concluded))
    some = every if SOAK else chance.sample(every, min(60, len(every)))
    wrong = list(faults(ruleset, facts, concluded))
    return wrong + [f"altered: {other}" for other in some if not faults(ruleset, facts, other)]


def conclusions(book: Book) -> tuple[Rule | Concept, ...]:
    return (*book.ruleset.rules, *book.ruleset.concepts)


class TestExplanation:
    """The checker accepts exactly the canonical derivation, and exactly the conclusions that follow from the facts."""

    @EVERY_BOOK
    def test_of_one_conclusion(self, book: Book) -> None:
        """The derivation of a rule or concept is accepted; with any one node altered it is refused."""

        @law(500, book)
        def holds(subject: Subject, seed: int) -> None:
            owner = random.Random(seed).choice(conclusions(book))
            assert badly_certified(book.ruleset, subject, owner) == []

        holds()

    @EVERY_BOOK
    def test_of_every_conclusion(self, book: Book) -> None:
        """The derivation of every rule and every concept is accepted."""
        on = decided_on(book.ruleset)

        @law(20, book)
        def holds(subject: Subject) -> None:
            decision = decide(book.ruleset, subject, on=on, engine="interpreter")
            refused = [
                name
                for name in decision.truths
                if not checker.accepts(book.ruleset, decision.evaluation.possible, decision.why(name))
            ]
            assert refused == []

        holds()

    @EVERY_BOOK
    def test_of_claims(self, book: Book) -> None:
        """Conclusions as the interpreter makes them have no fault; with any one of them altered they have."""

        @law(80, book)
        def holds(subject: Subject, seed: int) -> None:
            assert badly_checked(book.ruleset, subject, random.Random(seed)) == []

        holds()

    def test_a_checker_that_does_not_look_at_values_is_noticed(self) -> None:
        """A checker that takes the possible values from the facts, not from the derivation, misses alterations."""

        def lenient(ruleset: RuleSet, known: Callable[[Fact], Any], proof: Derivation) -> bool:
            def corrected(node: Derivation) -> Derivation:
                parts = tuple(map(corrected, node.parts))
                subject = node.test.subject if node.test is not None else None
                possible = known(subject) if isinstance(subject, Fact) else node.possible
                return attrs.evolve(node, parts=parts, possible=possible)

            return checker.accepts(ruleset, known, corrected(proof))

        case = st.tuples(cases(), st.sampled_from(conclusions(WHOLE)))
        assert notices(case, lambda drawn: badly_certified(SCREENING, *drawn, lenient))

    def test_a_checker_that_refuses_everything_is_noticed(self) -> None:
        """The right derivation has to be accepted."""
        assert badly_certified(SCREENING, Client(), SCREENING.rules[0], lambda *_: False) == [
            f"{SCREENING.rules[0].id} is refused"
        ]

    def test_a_checker_that_does_not_look_at_open_rules_is_noticed(self) -> None:
        """A checker that works out for itself which rules are open misses a wrong claim about them."""

        def lenient(ruleset: RuleSet, facts: Snapshot, concluded: Conclusions) -> tuple[str, ...]:
            is_open = interpreter.evaluate(ruleset, facts).undecided
            return checker.faults(ruleset, facts, concluded._replace(undecided=is_open))

        case = st.tuples(cases(), SEEDS)
        assert notices(case, lambda drawn: badly_checked(SCREENING, drawn[0], random.Random(drawn[1]), lenient))


# Law 8 -------------------------------------------------------------------------------------------------------

ENGINES: dict[str, Evaluate] = {"bits": bits.evaluate, "replay": replay.evaluate}
if durable.available():
    ENGINES["durable"] = durable.evaluate


def disagreements(ruleset: RuleSet, subject: Subject, engines: Mapping[str, Evaluate] = ENGINES) -> list[str]:
    """Return what other engines conclude differently from the interpreter."""
    facts = facts_about(ruleset, subject)
    return differences(ruleset, facts, interpreter.evaluate(ruleset, facts), engines)


def differences(
    ruleset: RuleSet, facts: Snapshot, concluded: Conclusions, engines: Mapping[str, Evaluate] = ENGINES
) -> list[str]:
    """Return what engines conclude otherwise than was concluded."""
    others = {name: evaluate(ruleset, facts) for name, evaluate in engines.items()}
    meant = by_id(ruleset, concluded)
    return [
        f"{name}: {conclusion} is {found[conclusion]}, not {meant[conclusion]}"
        for name, other in others.items()
        if other._replace(errors=()) != concluded._replace(errors=())
        for found in [by_id(ruleset, other)]
        for conclusion in meant
        if found[conclusion] != meant[conclusion]
    ]


class TestEnginesAgree:
    """Every engine gives every concept, every rule and the outcome the truth that the interpreter gives."""

    @EVERY_BOOK
    def test_on_a_thousand_subjects(self, book: Book) -> None:
        """Bit masks, the replay and durable-rules agree with the interpreter; the slow checker accepts it."""

        @law(1000, book)
        def holds(subject: Subject) -> None:
            facts = facts_about(book.ruleset, subject)
            meant = interpreter.evaluate(book.ruleset, facts)
            assert differences(book.ruleset, facts, meant) == []
            assert checker._faults(book.ruleset, facts, meant) == ()

        holds()

    def test_a_strict_comparison_is_noticed(self) -> None:
        """An engine that reads 'at least' as 'above' is found out at a limit."""

        def strict(condition: Condition) -> Condition:
            if not isinstance(condition, Atom):
                return attrs.evolve(condition, parts=tuple(map(strict, condition.parts)))
            if isinstance(condition.subject, Concept):
                return condition
            changed_test = Test.ABOVE if condition.test is Test.AT_LEAST else condition.test
            return Atom(condition.subject, changed_test, condition.operand)

        rules = tuple(attrs.evolve(rule, when=strict(rule.when)) for rule in SCREENING.rules)
        sloppy = RuleSet(SCREENING.name, SCREENING.question, rules)
        engine = {"strict": lambda ruleset, facts: bits.evaluate(sloppy, facts)}
        assert notices(cases(), lambda subject: disagreements(SCREENING, subject, engine))

    def test_a_dropped_rule_is_noticed(self) -> None:
        """An engine that lost one rule is found out."""

        def forgetful(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
            concluded = interpreter.evaluate(ruleset, facts)
            rules, is_open = (Truth.FALSE, *concluded.rules[1:]), (False, *concluded.undecided[1:])
            return Conclusions(concluded.concepts, rules, is_open, outcome(ruleset, rules, is_open))

        assert notices(cases(), lambda subject: disagreements(SCREENING, subject, {"forgetful": forgetful}))


# Laws 10 and 11 ----------------------------------------------------------------------------------------------


class Old(NamedTuple):
    """A subject, one of whom in addition an old report is known, and one of whom that report is still good."""

    without: Subject
    old: Subject
    fresh: Subject
    fact: Fact


def with_an_old_report(ruleset: RuleSet, subject: Subject, chance: random.Random) -> Old | None:
    """Return a subject beside one of whom a fact on indication that nobody recorded is known by an old report."""
    on = decided_on(ruleset)
    read = {fact.group: groups_of(ruleset.subject)[fact.group] for fact in ruleset.facts if fact.on_indication}
    facts = [
        fact
        for group in read.values()
        for fact in group.__scalars__
        if fact.on_indication and fact.derive is None and isinstance(fact, Number | Flag | Choice)
    ]
    facts = [fact for fact in facts if fact.name not in given_in(subject.group(fact))]
    chance.shuffle(facts)
    for fact in facts:
        by = next(iter(fact.may_rule_out), None)
        value: Any = chance.choice(_values_of(fact, ruleset))
        for days in (2, 31, 91, 181, 366, 2000):
            then = on - timedelta(days=days)
            if fact.validity.covers(then, on):
                continue
            try:
                return Old(
                    subject,
                    _given(subject, fact, Recorded(value, on=then, by=by)),
                    _given(subject, fact, Recorded(value, on=on, by=by)),
                    fact,
                )
            except InputError:
                break
    return None


def _values_of(fact: Fact, ruleset: RuleSet) -> list[Any]:
    if isinstance(fact, Choice):
        return list(fact.options)
    if isinstance(fact, Flag):
        return [False, True]
    return [written(value) for value in points(fact, ruleset)]


def _given(subject: Subject, fact: Fact, value: object) -> Subject:
    groups = {name: subject.__dict__[name] for name in groups_of(type(subject))}
    group = groups[fact.group]
    return type(subject)(**{**groups, fact.group: type(group)(**given_in(group) | {fact.name: value})})


def _as_old_as(ruleset: RuleSet, case: Old) -> tuple[Snapshot, Snapshot, list[Fact]]:
    without, old = (facts_about(ruleset, each) for each in (case.without, case.old))
    return without, old, [fact for fact in ruleset.facts if list(without.entries(fact)) != list(old.entries(fact))]


def costly(ruleset: RuleSet, case: Old | None, evaluate: Evaluate = bits.evaluate) -> list[str]:
    """Return what old good news changed: a report of which every test fails opens, closes and decides nothing."""
    if case is None:
        return []
    without, old, changed_ = _as_old_as(ruleset, case)
    states = [old.entries(fact)[-1] for fact in changed_]
    tests = [
        (atom, old.entries(fact)[-1])
        for fact in changed_
        for rule in ruleset.rules
        for atom in fact_atoms(rule.when)
        if atom.subject is fact and atom.test is not Test.MISSING
    ]
    new = all(without.entries(fact)[-1] == NOT_INDICATED for fact in changed_)
    harmless = all(isinstance(state, tuple) for state in states) and all(
        truth_in(atom, {atom.subject: (*state, USABLE)}) is Truth.FALSE  # type: ignore[dict-item,misc] # of a fact
        for atom, state in tests
    )
    if not (changed_ and new and harmless):
        return []
    first, then = by_id(ruleset, evaluate(ruleset, without)), by_id(ruleset, evaluate(ruleset, old))
    return [f"{case.fact.id}: {name}" for name in first if first[name] != then[name]]


def forgotten(ruleset: RuleSet, case: Old | None, evaluate: Evaluate = bits.evaluate) -> list[str]:
    """Return the rules that an old adverse report no longer opens, though a fresh one would make them TRUE.

    What it says is named first among what is undecided, and is as urgent as it was.
    """
    if case is None:
        return []
    without, old, changed_ = _as_old_as(ruleset, case)
    if not all(isinstance(old.entries(fact)[-1], tuple) for fact in changed_):
        return []
    fresh = changed(old, {fact: (*old.entries(fact)[-1], USABLE) for fact in changed_})
    was, now = evaluate(ruleset, fresh), evaluate(ruleset, old)
    before = evaluate(ruleset, without)
    held = [
        rule
        for rule, *truths in zip(ruleset.rules, was.rules, before.rules, strict=True)
        if truths[0] is Truth.TRUE
        and truths[1] is not Truth.TRUE
        and rule.level is not Level.NOTE
        and not asks_for_missing(rule)
    ]
    still = {
        rule.id: (truth, is_open) for rule, truth, is_open in zip(ruleset.rules, now.rules, now.undecided, strict=True)
    }
    wrong = [f"{rule.id} is passed over" for rule in held if still[rule.id] != (Truth.UNKNOWN, True)]
    if held and now.outcome < Outcome.INCOMPLETE:
        wrong.append(f"{now.outcome.name} in spite of {case.fact.id}")
    if held and not wrong and evaluate is bits.evaluate:
        wrong += _not_first(evaluated(ruleset, case.old), held)
    return wrong


def _not_first(evaluation: Evaluation, held: Sequence[Rule]) -> list[str]:
    listed = undecided(evaluation)
    adverse = [rule.id for rule in evaluation.ruleset.rules if once_adverse(evaluation, rule)]
    first = [each.rule for each in listed][: len({each.rule for each in listed} & set(adverse))]
    wrong = [f"{rule.id} comes late" for rule in held if rule.id not in first]
    marks = {each.rule: each.marks for each in listed}
    for rule in held:
        if Mark.LAST_KNOWN not in marks[rule.id]:
            wrong.append(f"{rule.id} is not marked as last known")
        if Mark.URGENT in rule.marks and Mark.URGENT not in marks[rule.id]:
            wrong.append(f"{rule.id} is urgent no more")
    return wrong


class TestOldNews:
    """Old good news costs nothing (law 10), and old bad news stays (law 11)."""

    @EVERY_BOOK
    def test_of_facts_that_nobody_recorded_since(self, book: Book) -> None:
        """An old report of a fact on indication decides nothing where it reassures; else the rule stays open."""

        @law(600, book)
        def holds(subject: Subject, seed: int) -> None:
            case = with_an_old_report(book.ruleset, subject, random.Random(seed))
            assert costly(book.ruleset, case) == []
            assert forgotten(book.ruleset, case) == []

        holds()

    @staticmethod
    def cases() -> st.SearchStrategy[Old | None]:
        return st.builds(
            lambda subject, seed: with_an_old_report(SCREENING, subject, random.Random(seed)), cases(), SEEDS
        )

    def test_an_engine_that_never_passes_over_what_is_old_is_noticed(self) -> None:
        """What is too old holds rules open, whatever it said."""

        def never(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
            old = {fact: facts.entries(fact) for fact in ruleset.facts if isinstance(facts.entries(fact)[-1], tuple)}
            return bits.evaluate(ruleset, changed(facts, {fact: (*now[:-1], ABSENT) for fact, now in old.items()}))

        assert notices(self.cases(), lambda case: costly(SCREENING, case, never))

    def test_an_engine_that_passes_over_all_that_is_old_is_noticed(self) -> None:
        """What is too old counts as never recorded, whatever it said."""

        def always(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
            old = {fact: facts.entries(fact) for fact in ruleset.facts if isinstance(facts.entries(fact)[-1], tuple)}
            passed = {fact: (*now[:-1], NOT_INDICATED) for fact, now in old.items()}
            return bits.evaluate(ruleset, changed(facts, passed))

        assert notices(self.cases(), lambda case: forgotten(SCREENING, case, always))

    def test_what_was_urgent_when_last_known_still_is(self) -> None:
        """An intent to die that was found too long ago is undecided, listed first and URGENT."""
        item = Recorded(5, on=DECISION_DAY - timedelta(days=100), by=Reporter.CLINICIAN)
        found = undecided(evaluated(SCREENING, Client(suicidality=Suicidality(highest_ideation_item=item))))
        (intent,) = [each for each in found if each.rule == "suicidality.intent"]
        assert {Mark.URGENT, Mark.LAST_KNOWN} <= set(intent.marks)


# Law 12 ------------------------------------------------------------------------------------------------------


def listed(ruleset: RuleSet, subject: Subject, seed: int, itemise: Callable[..., Subject] | None = None) -> list[str]:
    """Return the conclusions in which a list answered "none" differs from its items, answered one by one."""
    chance = random.Random(seed)
    checklist = chance.choice(type(subject).__checklists__)
    on = decided_on(ruleset) - timedelta(days=chance.randint(0, 40))
    by = chance.choice(checklist.may_rule_out)
    answer = ChecklistAnswer(checklist.id, checklist.version, Answered.NONE, on=on, by=by)
    try:
        by_list = subject.with_checklists(answer)
        one_by_one = (itemise or one_by_one_)(subject, answer)
    except InputError:
        return []
    first, then = (by_id(ruleset, bits.evaluate(ruleset, facts_about(ruleset, each))) for each in (by_list, one_by_one))
    return [f"{checklist.id}: {name}" for name in first if first[name] != then[name]]


def one_by_one_(subject: Subject, answer: ChecklistAnswer) -> Subject:
    """Return a subject of whom each item that a list may deny is denied by a report of its own."""
    (checklist,) = (each for each in type(subject).__checklists__ if (each.id, each.version) == (
        answer.checklist, answer.version))  # fmt: skip
    for item in checklist.items:
        if item.clears_where is None or item.clears_where(subject):
            for fact, denial in item.denied.items():
                report = Recorded(denial, on=answer.on, by=answer.by)
                now = given_in(subject.group(fact)).get(fact.name)
                reports = () if now is None else now.reports if isinstance(now, Reports) else (now,)
                every = [each if isinstance(each, Recorded) else Recorded(each) for each in reports]
                subject = _given(subject, fact, Reports(*every, report) if every else report)
    return subject


class TestLists:
    """A list is its items."""

    def test_a_list_decides_as_its_items_do(self) -> None:
        """Of generated clients, "none of these" comes to what the items answered one by one do."""

        @law(400)
        def holds(subject: Subject, seed: int) -> None:
            assert listed(SCREENING, subject, seed) == []

        holds()

    def test_an_item_that_is_forgotten_is_noticed(self) -> None:
        """A list that denies all of its items but the first."""

        def but_one(subject: Subject, answer: ChecklistAnswer) -> Subject:
            whole = one_by_one_(subject, answer)
            (checklist,) = (each for each in type(subject).__checklists__ if each.id == answer.checklist)
            return _given(whole, checklist.facts[0], Absence.DECLINED)

        case = st.tuples(cases(), SEEDS)
        assert notices(case, lambda drawn: listed(SCREENING, *drawn, but_one))


# Law 13 ------------------------------------------------------------------------------------------------------

PLACES = ("Europe/Vienna", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata", "UTC", "-09:30")
"""Where a decision of a day may be made: east and west of Greenwich, with and without clocks that change."""
CLOCKS = (*map(zone_of, PLACES), *(timezone(timedelta(hours=hours, minutes=30)) for hours in (-23, -8, 5, 22)))
"""The clocks by which an instant may be written down."""


def timed(value: Any, chance: random.Random) -> Any:
    """Return what was given with a time on most of its days, early or late on some clock."""
    if isinstance(value, Subject):
        return type(value)(**{name: timed(value.__dict__[name], chance) for name in groups_of(type(value))})
    if isinstance(value, Facts):
        given = {name: each if name == "birth_date" else timed(each, chance) for name, each in given_in(value).items()}
        return type(value)(**given)
    if isinstance(value, Reports):
        return Reports(*(timed(report, chance) for report in value.reports))
    if isinstance(value, Recorded):
        return attrs.evolve(value, value=timed(value.value, chance), on=timed(value.on, chance))
    if isinstance(value, tuple):
        return tuple(timed(each, chance) for each in value)
    if type(value) is date and chance.random() < 0.7:
        clock = time(chance.choice((0, 1, 8, 16, 23)), chance.choice((0, 30)))
        return datetime.combine(value, clock, chance.choice((UTC, *CLOCKS[-4:])))
    return value


def respelled(subject: Subject, chance: random.Random) -> Subject:
    """Return an equal subject as somebody else would write it: by other clocks, in other units, in another order."""
    return reordered(_respelled(subject, chance), chance)


def _respelled(value: Any, chance: random.Random, fact: Fact | None = None) -> Any:
    if isinstance(value, Subject):
        return type(value)(**{name: _respelled(value.__dict__[name], chance) for name in groups_of(type(value))})
    if isinstance(value, Facts):
        facts = {fact.name: fact for fact in value.__facts__}
        return type(value)(**{name: _respelled(v, chance, facts[name]) for name, v in given_in(value).items()})
    if isinstance(value, Reports):
        return Reports(*(_respelled(report, chance, fact) for report in value.reports))
    if isinstance(value, Recorded):
        return attrs.evolve(value, value=_respelled(value.value, chance, fact), on=_respelled(value.on, chance))
    if isinstance(value, tuple):
        records = [_respelled(each, chance) for each in value]
        return tuple(records + [_respelled(each, chance) for each in chance.sample(records, min(1, len(records)))])
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(chance.choice(CLOCKS))
    if isinstance(fact, Number) and type(value) in (int, Decimal, Fraction) and chance.random() < 0.5:
        unit = chance.choice([fact.unit, *fact.units])
        other = Quantity(value if unit == fact.unit else exact(Fraction(value) / fact.units[unit]), unit)
        return value if isinstance(fact._value(other), Between) else other  # one of too many digits is another
    return value


def spelt(ruleset: RuleSet, subject: Subject, zone: str, seed: int, engine: str = "bits") -> list[str]:
    """Return what differs between the decisions, and their records, on a subject and on one spelled otherwise."""
    on = decided_on(ruleset)
    place = None if isinstance(on, datetime) else zone
    one, other = (
        decide(ruleset, each, on=on, zone=place, engine=engine)
        for each in (subject, respelled(subject, random.Random(seed)))
    )
    wrong = [name for name, truth in one.truths.items() if other.truths[name] is not truth]
    records = [json.loads(each.to_json()) for each in (one, other)]
    aside = {"subject", "made_by", "id"}
    wrong += [name for name in records[0] if name not in aside and records[0][name] != records[1][name]]
    return wrong


class TestSpelling:
    """Equal subjects, however instants, units, order, duplicates or spellings were written, give equal decisions.

    Their records differ at most in ``subject``, ``made_by`` and ``id``.
    """

    @EVERY_BOOK
    @pytest.mark.parametrize("engine", EVERY_ENGINE)
    def test_it_does_not_matter(self, book: Book, engine: str) -> None:
        """Times on most days, by any clock, and a decision in any place."""

        @law(40, book)
        def holds(subject: Subject, seed: int) -> None:
            chance = random.Random(seed)
            zone = chance.choice(PLACES)
            assert spelt(book.ruleset, timed(subject, chance), zone, seed, engine) == []

        holds()

    def test_a_day_of_the_zone_in_which_it_was_written_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Instants that are left on the clocks by which they were written fall on other days."""
        monkeypatch.setattr(Facts, "placed", lambda group, zone, born=0, day=0: group)
        case = st.tuples(cases(), st.sampled_from(PLACES), SEEDS)

        def violations(drawn: tuple[Subject, str, int]) -> list[str]:
            subject, zone, seed = drawn
            return spelt(SCREENING, timed(subject, random.Random(seed)), zone, seed)

        assert notices(case, violations)

    def test_a_unit_that_is_not_converted_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A weight in pounds that is read as kilograms is another weight."""
        read = Number.values_of

        def plainly(fact: Number, value: object, on: date) -> Interval:
            return read(fact, value.value if isinstance(value, Quantity) else value, on)

        monkeypatch.setattr(Number, "values_of", plainly)
        assert notices(st.tuples(cases(), st.just("UTC"), SEEDS), lambda drawn: spelt(SCREENING, *drawn))


# Law 15 ------------------------------------------------------------------------------------------------------


def more_recorded(subject: Subject, other: Subject, aside: tuple[str, ...], chance: random.Random) -> Subject:
    """Return a subject of whom facts that had no report are recorded as they are of another.

    What nothing called for is left out, and what it is read from: with one of them it would be another decision.
    """
    groups: dict[str, Any] = {}
    for name in groups_of(type(subject)):
        group: Facts = subject.__dict__[name]
        known, new = given_in(group), given_in(other.__dict__[name])
        for fact in group.__facts__:
            read = [fact, *(each for each in group.__facts__ if fact.name in each.derived_from)]
            called_for = not any(each.id in aside for each in read)
            apart = {fact.name, *(each.name for each in read), *fact.derived_from}
            apart -= {each.name for each in group.__facts__ if each.cross_checked} - {fact.name}
            beside = fact.cross_checked or not apart & known.keys()
            if fact.name in new and fact.name not in known and called_for and beside and chance.random() < 0.5:
                known[fact.name] = new[fact.name]
        try:
            groups[name] = type(group)(**known)
        except InputError:
            groups[name] = group
    return type(subject)(**groups)


def contradicts_anew(ruleset: RuleSet, now: Subject, before: Subject) -> bool:
    """Say whether what is recorded now contradicts itself where it did not, or another index than was settled."""
    on = decided_on(ruleset)
    for name, kind in groups_of(ruleset.subject).items():
        later, former = now.__dict__[name], before.__dict__[name]
        if any(each.holds(later, on) and not each.holds(former, on) for each in kind.__crossed__):
            return True
        checked = [fact for fact in kind.__scalars__ if fact.cross_checked]
        if any(not is_within(fact.possible(later, on), fact.possible(former, on)) for fact in checked):
            return True
    return False


def restarted(
    ruleset: RuleSet,
    subject: Subject,
    other: Subject,
    seed: int,
    certify: Callable[[InterviewState], Settled | None] = InterviewState.settled,
) -> list[str]:
    """Return in what a decision that was said to be settled is another once more is recorded."""
    certificate = certify(InterviewState(evaluated(ruleset, subject)))
    if certificate is None:
        return []
    later = more_recorded(subject, other, certificate.aside, random.Random(seed))
    if contradicts_anew(ruleset, later, subject):
        return []
    now = evaluated(ruleset, later).outcome
    return [] if now is certificate.outcome else [f"{certificate.outcome.name} was settled, and is {now.name}"]


class TestStop:
    """Where a decision says that no further answer can change it, none can that agrees with what is recorded."""

    @EVERY_BOOK
    def test_whatever_is_recorded_of_facts_without_a_report(self, book: Book) -> None:
        """By whom and in which form."""

        @law(600, book)
        def holds(subject: Subject, other: Subject, seed: int) -> None:
            assert restarted(book.ruleset, subject, other, seed) == []

        holds()

    def test_a_contradiction_opens_and_never_loosens(self) -> None:
        """Whatever is recorded of facts without a report: the outcome is the settled one, INCOMPLETE, or graver."""

        @law(600)
        def holds(subject: Client, other: Client, seed: int) -> None:
            certificate = InterviewState(evaluated(SCREENING, subject)).settled()
            if certificate is not None:
                later = more_recorded(subject, other, certificate.aside, random.Random(seed))
                assert evaluated(SCREENING, later).outcome >= min(certificate.outcome, Outcome.INCOMPLETE)

        holds()

    def test_a_hasty_certificate_is_noticed(self) -> None:
        """One that stops while rules are undecided."""

        def hasty(state: InterviewState) -> Settled:
            return Settled(state.evaluation.outcome, (), (), ())

        assert notices(st.tuples(cases(), cases(), SEEDS), lambda case: restarted(SCREENING, *case, hasty))

    def test_a_certificate_that_forgets_what_was_not_examined_is_noticed(self) -> None:
        """With one of these facts it would be another decision, so that it has to name them."""

        def forgetful(state: InterviewState) -> Settled | None:
            found = state.settled()
            return found and attrs.evolve(found, aside=())

        assert notices(st.tuples(cases(), cases(), SEEDS), lambda case: restarted(SCREENING, *case, forgetful))

    def test_an_index_that_replaces_what_was_given_is_noticed(self) -> None:
        """What height and weight come to lies outside of the index as given; the reading keeps to what both leave."""
        recorded = by_clinician(Vitals(body_mass_index=24, height=Between(160, 170), weight=Between(60, 70)))
        fact = Vitals.body_mass_index
        before, alone = Interval(24, 24), vitals._from_height_and_weight(recorded, DECISION_DAY)
        assert is_within(fact.possible(recorded, DECISION_DAY), before) and not is_within(alone, before)

    def test_a_fact_that_nothing_called_for_is_named(self) -> None:
        """No test of pregnancy is made and a report could still exclude: what is read of it is named as left out."""
        book = RULESETS["dosing_day"]
        ordinary: Any = plain(baseline(book), {})
        without: dict[str, Any] = {**given_in(ordinary.reproduction), "pregnancy_test": Absence.DECLINED}
        without.pop("pregnancy_reported", None)
        certificates, outcomes = [], []
        for more in ({}, {"pregnancy_reported": PregnancyReport.YES}):
            group = by_clinician(Reproduction(**without | more))
            subject = attrs.evolve(ordinary, reproduction=group)
            certificates.append(InterviewState(evaluated(book, subject)).settled())
            outcomes.append(evaluated(book, subject).outcome)
        assert outcomes == [Outcome.INCOMPLETE, Outcome.EXCLUDED]
        assert certificates[0] and "reproduction.pregnancy_unless_answered" in certificates[0].aside

    def test_an_index_without_an_answer_can_still_be_worked_out(self) -> None:
        """Who declines to say the body mass index may be measured and weighed: that is asked before it is settled."""
        ordinary: Any = plain(baseline(SCREENING), {})
        kept: dict[str, Any] = {**given_in(ordinary.vitals), "body_mass_index": Absence.DECLINED}
        del kept["height"], kept["weight"]
        declined = attrs.evolve(ordinary, vitals=by_clinician(Vitals(**kept)))
        assert InterviewState(evaluated(SCREENING, declined)).settled() is None
        measured = attrs.evolve(ordinary, vitals=by_clinician(Vitals(**kept, height=170, weight=65)))
        assert evaluated(SCREENING, measured).outcome is Outcome.NO_EXCLUSION_FOUND
