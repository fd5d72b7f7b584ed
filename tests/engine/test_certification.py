"""No decision without a certificate, by any engine; one evaluation for each; and the lowering that two of them run."""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kaprules import Client, Decision, EngineDisagreement, Outcome, RuleSet, Truth, decide
from kaprules.authoring import by_clinician
from kaprules.baseline import baseline, plain
from kaprules.conditions import opposite
from kaprules.engine import bits, checker, durable, evaluation, interpreter
from kaprules.engine.bits import CERTAIN, OPEN, POSSIBLE, Bits
from kaprules.engine.conclusions import Conclusions, outcome
from kaprules.engine.lowering import Literal, Lowering, lowered
from kaprules.engine.snapshot import Snapshot
from kaprules.facts import Vitals
from kaprules.facts.model import ABSENT, NOT_INDICATED, USABLE, Fact, Facts, Subject
from kaprules.possible import Level
from kaprules.rule import Concept, Rule, expand_concepts
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, decided_on
from kaprules.wording.audience import Audience
from tests.test_laws import (
    EVERY_BOOK,
    Book,
    BrokenError,
    broken_reading,
    facts_about,
    law,
    trapped,
)

ENGINES = {"durable": durable, "bits": bits, "interpreter": interpreter}
EVERY_ENGINE = pytest.mark.parametrize(
    "engine",
    [
        pytest.param(
            name,
            marks=[] if name != "durable" or durable.available() else pytest.mark.skip("durable-rules is not here"),
        )
        for name in ENGINES
    ],
)
HIGH = Client(vitals=by_clinician(Vitals(mean_systolic=165)))
"""A client with one exclusion, and much that is not known."""

# Faults of an engine -----------------------------------------------------------------------------------------

Fault = Callable[[RuleSet, Conclusions], tuple[Conclusions, str]]
"""Returns conclusions with one fault, and what must be named."""


def with_rules(ruleset: RuleSet, honest: Conclusions, place: int, truth: Truth, undecided: bool) -> Conclusions:
    """Return conclusions with one rule otherwise, and the outcome that goes with it."""
    rules = (*honest.rules[:place], truth, *honest.rules[place + 1 :])
    still = (*honest.undecided[:place], undecided, *honest.undecided[place + 1 :])
    return honest._replace(rules=rules, undecided=still, outcome=outcome(ruleset, rules, still))


def another_outcome(ruleset: RuleSet, honest: Conclusions) -> tuple[Conclusions, str]:
    return honest._replace(outcome=Outcome.CAUTION), "outcome"


def one_truth(ruleset: RuleSet, honest: Conclusions) -> tuple[Conclusions, str]:
    place = honest.rules.index(Truth.UNKNOWN)
    return with_rules(ruleset, honest, place, Truth.TRUE, False), ruleset.rules[place].id


def one_flag(ruleset: RuleSet, honest: Conclusions) -> tuple[Conclusions, str]:
    place = honest.undecided.index(True)
    return with_rules(ruleset, honest, place, Truth.UNKNOWN, False), ruleset.rules[place].id


def one_flag_more(ruleset: RuleSet, honest: Conclusions) -> tuple[Conclusions, str]:
    place = honest.rules.index(Truth.FALSE)
    return with_rules(ruleset, honest, place, Truth.FALSE, True), ruleset.rules[place].id


def a_dropped_rule(ruleset: RuleSet, honest: Conclusions) -> tuple[Conclusions, str]:
    place = next(
        place
        for place, rule in enumerate(ruleset.rules)
        if rule.level is Level.EXCLUSION and honest.rules[place] is Truth.TRUE
    )
    return with_rules(ruleset, honest, place, Truth.FALSE, False), ruleset.rules[place].id


def a_concept(ruleset: RuleSet, honest: Conclusions) -> tuple[Conclusions, str]:
    wrong = Truth.FALSE if honest.concepts[0] is not Truth.FALSE else Truth.TRUE
    return honest._replace(concepts=(wrong, *honest.concepts[1:])), ruleset.concepts[0].id


FAULTS = (another_outcome, one_truth, one_flag, one_flag_more, a_dropped_rule, a_concept)


def refused(
    monkeypatch: pytest.MonkeyPatch, engine: str, ruleset: RuleSet, subject: Subject, wrong: Conclusions
) -> EngineDisagreement:
    """Let an engine conclude something wrong, and return the refusal."""
    monkeypatch.setattr(ENGINES[engine], "evaluate", lambda ruleset, facts: wrong)
    with pytest.raises(EngineDisagreement) as raised:
        decide(ruleset, subject, on=decided_on(ruleset), engine=engine)
    return raised.value


class TestFaultsOfAnEngine:
    """Each is refused, and the conclusion named, whichever engine has it."""

    @EVERY_ENGINE
    @pytest.mark.parametrize("fault", FAULTS)
    def test_is_refused(self, engine: str, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
        """With what was proposed and what the rules mean; there is no decision."""
        honest = interpreter.evaluate(SCREENING, facts_about(SCREENING, HIGH))
        wrong, named = fault(SCREENING, honest)
        error = refused(monkeypatch, engine, SCREENING, HIGH, wrong)
        assert (error.proposed, named in error.conclusions) == (wrong, True)
        assert engine == "interpreter" or error.meant == honest
        assert str(error) == (
            f"decision refused: the engine's {', '.join(error.conclusions)} does not follow from the facts; report this"
        )

    def test_the_outcome_alone_is_named_where_nothing_else_is_wrong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What follows is not named."""
        honest = interpreter.evaluate(SCREENING, facts_about(SCREENING, HIGH))
        wrong, _ = another_outcome(SCREENING, honest)
        assert refused(monkeypatch, "bits", SCREENING, HIGH, wrong).conclusions == ("outcome",)

    @EVERY_ENGINE
    @pytest.mark.parametrize("name", [name for name, each in RULESETS.items() if each.rules])
    def test_of_an_ordinary_subject_is_refused(self, name: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """By every rule set: of somebody in whose way nothing stands, an exclusion claimed without cause."""
        ruleset = RULESETS[name]
        subject = plain(baseline(ruleset), {})
        honest = interpreter.evaluate(ruleset, facts_about(ruleset, subject))
        place = honest.rules.index(Truth.FALSE)
        wrong = with_rules(ruleset, honest, place, Truth.TRUE, False)
        assert ruleset.rules[place].id in refused(monkeypatch, engine, ruleset, subject, wrong).conclusions

    @EVERY_ENGINE
    def test_an_honest_engine_is_not_refused(self, engine: str) -> None:
        """The faults above are what is refused."""
        assert decide(SCREENING, HIGH, on=DECISION_DAY, engine=engine).outcome is Outcome.EXCLUDED

    @EVERY_ENGINE
    def test_whatever_the_checker_reports_there_is_no_decision(
        self, engine: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No engine is beyond it."""
        monkeypatch.setattr(checker, "faults", lambda *given: ("anything",))
        with pytest.raises(EngineDisagreement) as raised:
            decide(SCREENING, HIGH, on=DECISION_DAY, engine=engine)
        assert raised.value.conclusions == ("anything",)


class TestErrors:
    """What could not be read or evaluated is open and named; anything else is refused."""

    @EVERY_ENGINE
    @pytest.mark.parametrize("fault", ["not named", "named without cause", "not held open"])
    def test_of_a_reading(self, engine: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A rule that rests on a fact whose reading raises."""
        client = Client(vitals=by_clinician(Vitals(height=180, weight=80, mean_systolic=165)))
        facts = broken_reading(SCREENING, client, Vitals.body_mass_index)
        assert facts.errors
        right = evaluation.with_errors
        honest = right(SCREENING, facts, interpreter.evaluate(SCREENING, facts))
        (first, text), *others = honest.errors
        place = [rule.id for rule in SCREENING.rules].index(first)
        wrong = {
            "not named": lambda: honest._replace(errors=tuple(others)),
            "named without cause": lambda: honest._replace(errors=((SCREENING.rules[0].id, text), *honest.errors)),
            "not held open": lambda: with_rules(SCREENING, honest, place, Truth.UNKNOWN, False),
        }[fault]()
        named = SCREENING.rules[0].id if fault == "named without cause" else first
        assert SCREENING.rules[0].id not in dict(honest.errors)
        monkeypatch.setattr(evaluation, "read", lambda *given: facts)
        monkeypatch.setattr(evaluation, "with_errors", lambda ruleset, facts, concluded: wrong)
        with pytest.raises(EngineDisagreement) as raised:
            decide(SCREENING, client, on=DECISION_DAY, engine=engine)
        assert raised.value.conclusions == (named,)
        monkeypatch.setattr(evaluation, "with_errors", right)
        decision = decide(SCREENING, client, on=DECISION_DAY, engine=engine)
        assert decision.evaluation.concluded == honest

    @EVERY_ENGINE
    @pytest.mark.parametrize("in_concept", [False, True])
    @pytest.mark.parametrize("fault", ["not named", "named without cause", "not held open", "settled"])
    def test_of_a_rule(self, engine: str, in_concept: bool, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A rule that raises, itself or a concept of its."""
        ruleset = trapped(Level.CAUTION, in_concept=in_concept)
        client = Client(vitals=by_clinician(Vitals(heart_rate=60, mean_systolic=120)))
        honest = decide(ruleset, client, on=DECISION_DAY, engine=engine).evaluation.concluded
        text = f"{BrokenError.__name__}: it is broken"
        assert honest.errors == (("example.broken", text),)
        other = ruleset.rules[1].id
        wrong = {
            "not named": lambda: honest._replace(errors=()),
            "named without cause": lambda: honest._replace(errors=(*honest.errors, (other, text))),
            "not held open": lambda: with_rules(ruleset, honest, 0, Truth.UNKNOWN, False),
            "settled": lambda: with_rules(ruleset, honest, 0, Truth.FALSE, False),
        }[fault]()
        named = other if fault == "named without cause" else "example.broken"
        assert named in refused(monkeypatch, engine, ruleset, client, wrong).conclusions


# One evaluation ----------------------------------------------------------------------------------------------


def asked_of(decision: Decision) -> None:
    """Ask a decision what a reader of any kind asks."""
    decision.explain()
    decision.to_json()
    for audience in Audience:
        decision.words(audience, "en")
    for told in ("findings", "undecided", "missing", "not_examined", "undated", "marks"):
        getattr(decision, told)
    for rule in decision.ruleset.rules:
        decision.why(rule.id)


class TestOneEvaluation:
    """All that explains a decision takes the one evaluation that was certified."""

    @EVERY_ENGINE
    @pytest.mark.parametrize("name", [name for name, each in RULESETS.items() if each.rules])
    @pytest.mark.parametrize("known", ["nothing", "all that is ordinary"])
    def test_nothing_is_read_twice(self, name: str, known: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """One snapshot for a decision and each of its alternatives; after it each fact is read once at most."""
        ruleset = RULESETS[name]
        subject = ruleset.subject() if known == "nothing" else plain(baseline(ruleset), {})
        evaluations = 1 + (0 if ruleset.alternatives is None else len(ruleset.alternatives.options))
        snapshots: list[Subject] = []
        read: Counter[tuple[str, int]] = Counter()
        groups: list[Facts] = []  # kept, so that no other gets the number of one that is gone
        taking, reading = evaluation.read, Fact.possible

        def counted(ruleset: RuleSet, subject: Subject, on: date) -> Snapshot:
            snapshots.append(subject)
            return taking(ruleset, subject, on)

        def possible(self: Fact, group: Facts, on: date) -> Any:
            asking = sys._getframe(1).f_globals["__name__"]
            # The facts read one another, for the snapshot and to show what a reading rests on; nobody else may.
            if asking == "kaprules.facts.model.subject" or not asking.startswith(
                ("kaprules.facts", "kaprules.engine.snap")
            ):
                groups.append(group)
                read[self.id, id(group)] += 1  # what is tried with less on record is another subject
            return reading(self, group, on)

        monkeypatch.setattr(evaluation, "read", counted)
        monkeypatch.setattr(Fact, "possible", possible)
        asked_of(decide(ruleset, subject, on=decided_on(ruleset), engine=engine))
        assert len(snapshots) == len(set(map(id, snapshots))) == evaluations
        assert read
        assert max(read.values()) <= evaluations


# The lowering ------------------------------------------------------------------------------------------------


def meets(literal: Literal, value: Any) -> bool:
    """Say whether one value of a fact, a number or the bit of an option, meets a comparison."""
    match literal.test:
        case ">=":
            return bool(value >= literal.value)
        case ">":
            return bool(value > literal.value)
        case "<=":
            return bool(value <= literal.value)
        case "<":
            return bool(value < literal.value)
        case "in":
            assert isinstance(literal.value, int)
            return bool(value & literal.value)
    raise AssertionError(literal)


def says(literal: Literal, values: list[Any], state: object) -> tuple[bool, bool, bool]:
    """Return whether a literal is certain, possible and open, by trying every value that is possible.

    Where old reports alone speak of a fact, it is open only as far as one of what they left possible meets it.
    """
    if literal.test == "missing":
        return (state != USABLE,) * 3
    found = [meets(literal, value) for value in values]
    is_open = any(found) and state != NOT_INDICATED
    if isinstance(state, tuple):
        is_open = is_open and any(meets(literal, value) for value in state)
    return all(found), any(found), is_open


def regions(fact: Any, limits: tuple[Any, ...], chance: random.Random) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """Yield the entries of every region of a fact but for the state, with values of every part of it."""
    if fact.size == 2:
        count = fact.every.bit_length()
        some = range(1, fact.every + 1) if count <= 8 else [chance.randint(1, fact.every) for _ in range(500)]
        for options in some:
            yield (options,), [1 << place for place in range(count) if options >> place & 1]
        return
    between = [(Fraction(low) + Fraction(high)) / 2 for low, high in itertools.pairwise(limits)]
    values = sorted({fact.lowest, fact.highest, *limits, *between})
    for place, low in enumerate(values):
        for high in values[place:]:
            yield (low, high), [value for value in values if low <= value <= high]


def wrong_masks(ruleset: RuleSet, made: Bits) -> list[str]:
    """Return where the mask of a column is not what its literals say, region by region, in the three readings."""
    chance, wrong = random.Random(0), []
    for place, (fact, column) in enumerate(zip(ruleset.facts, made.lowering.columns, strict=True)):
        assert column.fact == fact.id
        rules_out = made._column(place, column)
        literals = [(number, each) for number, each in enumerate(made.lowering.literals) if each.column == place]
        old: tuple[Any, ...] | None = None
        for entries, values in regions(fact, column.limits, chance):
            old = old or entries
            for state in (USABLE, ABSENT, NOT_INDICATED, old):
                expected = 0
                for number, literal in literals:
                    for reading, holds in zip((CERTAIN, POSSIBLE, OPEN), says(literal, values, state), strict=True):
                        expected |= 0 if holds else made._fails(number, reading)
                if rules_out([None] * fact.slot + [*entries, state]) != expected:
                    wrong.append(f"{fact.id} {entries} {state}")
            old = entries if chance.random() < 0.3 else old
    return wrong


def masks(ruleset: RuleSet) -> Bits:
    bits.evaluate(ruleset, facts_about(ruleset, ruleset.subject()))
    found = ruleset.made["bits"]
    assert isinstance(found, Bits)
    return found


def holding(lowering: Lowering, ruleset: RuleSet, facts: Snapshot) -> list[tuple[bool, bool, bool]]:
    """Return for each target whether it is certain, possible and open, alternative by alternative."""
    said = []
    for literal in lowering.literals:
        fact = ruleset.facts[literal.column]
        *entries, state = facts.entries(fact)
        if fact.size == 2:
            values = [1 << place for place in range(entries[0].bit_length()) if entries[0] >> place & 1]
        else:
            values = [*entries]
        said.append(says(literal, values, state))
    found: dict[int, tuple[bool, bool, bool]] = {}
    for stratum in lowering.strata():
        for place in stratum:
            certain, possible, opened = (
                any(
                    all(said[number][reading] for number in each.literals)
                    and all(found[target][reading] for target in each.targets)
                    for each in lowering.targets[place].alternatives
                )
                for reading in (CERTAIN, POSSIBLE, OPEN)
            )
            found[place] = certain, possible, opened
    return [found[place] for place in range(len(lowering.targets))]


def unlike_the_tree(ruleset: RuleSet, facts: Snapshot, lowering: Lowering) -> list[str]:
    """Return the targets whose alternatives do not say what the condition tree does."""
    concepts: dict[Concept, Truth] = {}
    for concept in ruleset.concepts:
        concepts[concept] = interpreter.truth(concept.when, facts, concepts)
    wrong = []
    for target, found in zip(lowering.targets, holding(lowering, ruleset, facts), strict=True):
        owner: Rule | Concept = ruleset[target.id]
        truth = interpreter.truth(owner.when, facts, concepts)
        whole = expand_concepts(owner.when)
        if target.kind == "ruled out":
            truth, whole = Truth(Truth.TRUE - truth), opposite(whole)
        passing = interpreter.truth(whole, facts, {}, True)
        if found != (truth is Truth.TRUE, truth is not Truth.FALSE, passing is not Truth.FALSE):
            wrong.append(f"{target.kind} {target.id}")
    return wrong


class TestLowering:
    """Literals, masks and alternatives mean what the condition tree means."""

    @EVERY_BOOK
    def test_masks_say_what_literals_mean(self, book: Book) -> None:
        """For each region between the limits of a number, each set of options, and each state."""
        assert wrong_masks(book.ruleset, masks(book.ruleset)) == []

    @pytest.mark.parametrize("fault", ["a limit beside", "an open end", "states confused", "options turned"])
    def test_a_wrong_mask_is_noticed(self, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A place one off, an end left out, what was never looked for not passed over, an option for another."""
        made = Bits(lowered(SCREENING), {name: Client().__dict__[name].flat(DECISION_DAY) for name in SCREENING.groups})
        right = bits._holds
        if fault == "a limit beside":
            monkeypatch.setattr(bits, "_holds", lambda test, place, at: right(test, place + 1, at))
        elif fault == "an open end":
            turned = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
            monkeypatch.setattr(bits, "_holds", lambda test, place, at: right(turned[test], place, at))
        elif fault == "states confused":
            monkeypatch.setattr(bits, "NOT_INDICATED", ABSENT)
        else:
            column = Bits._of_options

            def turning(self: Bits, place: Any, tests: Any, states: Any) -> Any:
                return column(self, place, [(n, each._replace(value=each.value << 1)) for n, each in tests], states)

            monkeypatch.setattr(Bits, "_of_options", turning)
        assert wrong_masks(SCREENING, made)

    @EVERY_BOOK
    def test_alternatives_say_what_the_tree_means(self, book: Book) -> None:
        """Every target in the certain, the possible and the open reading, of generated subjects."""
        lowering = lowered(book.ruleset)

        @law(150, book)
        def holds(subject: Subject) -> None:
            assert unlike_the_tree(book.ruleset, facts_about(book.ruleset, subject), lowering) == []

        holds()

    def test_a_dropped_alternative_is_noticed(self) -> None:
        """Each alternative of each target but its only ones, as far as it makes a difference to somebody absent."""
        facts = facts_about(SCREENING, Client())
        lowering = lowered(SCREENING)
        emptied = tuple(one_less(target) for target in lowering.targets)
        noticed = unlike_the_tree(SCREENING, facts, lowering._replace(targets=emptied))
        assert len(noticed) > len(SCREENING.rules) // 2


def one_less(target: Any) -> Any:
    """Return a target without its first alternative."""
    return target._replace(alternatives=target.alternatives[1:])
