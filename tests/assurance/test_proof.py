"""The proofs: of every rule book, and each seen to fail where something is wrong on purpose.

Each fault is seeded into a small book, or into what is compiled of one, and the proof has to find it, with a witness
that shows it.
"""

from __future__ import annotations

import datetime
import functools
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
import z3
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings

import kaprules.assurance
from kaprules.assurance.proof import (
    Cache,
    Finding,
    Relation,
    Report,
    accepted_exceptions,
    changes,
    compare,
    definitions,
    generated,
    prove,
    readings,
    stops,
)
from kaprules.assurance.proof.compare import looser
from kaprules.assurance.proof.questions import asked
from kaprules.assurance.proof.report import BEGIN, END, figures, write
from kaprules.assurance.proof.result import (
    ALONE,
    DEMANDED,
    EXACT,
    FALLS,
    FIRES,
    GENERATED,
    IMPLIED,
    INDICATED,
    LOOSER,
    MONOTONE,
    OPENS,
    OPPOSED,
    QUESTIONS,
    SETTLED,
    STAYS,
    STOPS,
    THRESHOLDS,
    TOGETHER,
    Check,
    Verdict,
)
from kaprules.authoring import by_clinician
from kaprules.baseline import decided_on
from kaprules.cli import main
from kaprules.conditions import Condition, Test, all_of, any_of
from kaprules.decision import decide
from kaprules.engine import durable, interpreter, lowering, replay
from kaprules.engine.durable import rulebook
from kaprules.engine.durable.encoding import FactEncoding
from kaprules.engine.durable.fragment import Comparison
from kaprules.engine.evaluation import evaluate
from kaprules.engine.snapshot import snapshot
from kaprules.errors import InputError
from kaprules.facts import Breathing, Circulation, Client, FollowUp, Person, Recovery, Thyroid, Vitals
from kaprules.facts.breathing import PapUse
from kaprules.facts.model import NOT_INDICATED, Flag, Number, Recorded, Subject
from kaprules.limit import Limit
from kaprules.policy import LimitMoved, Policy
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Level, Options, Outcome, Possible, Truth
from kaprules.reasoning.missing import asked_for
from kaprules.reasoning.next_question import InterviewState
from kaprules.rule import EXAMPLE_DAY, PERMANENT, Rule, expand_concepts
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.solver import encode
from kaprules.solver.context import ProofContext
from kaprules.solver.paths import Explorer, NotFollowed, Paths
from kaprules.solver.solve import Counter
from kaprules.solver.witness import placed, unasked
from kaprules.sources import proposal
from kaprules.testing import subjects

pytestmark = pytest.mark.proof

PER_RULE_SET = pytest.mark.parametrize("name", RULESETS)
PROVED = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.soak] if name == "screening" else []) for name in RULESETS]
)
"""Each rule set; the largest only in the long run."""


def measured(**value: int) -> Vitals:
    """Return what a clinician measured on the day of the examples, as a witness shows it."""
    return by_clinician(Vitals(**{name: Recorded(each, on=EXAMPLE_DAY) for name, each in value.items()}))


@functools.cache
def proved(name: str) -> tuple[Report, Cache]:
    cache = Cache()
    return prove(RULESETS[name], cache=cache), cache


class TestTheBooks:
    """Every rule book of the library."""

    @PROVED
    def test_everything_holds_or_is_declared(self, name: str) -> None:
        """Nothing is refuted, and the prover makes no error."""
        report, _ = proved(name)
        assert report.wrong == (), report.text()

    @PROVED
    def test_only_what_depends_on_a_change_is_proved_anew(self, name: str) -> None:
        """After a change to one rule, what is asked of single rules is asked of this one alone."""
        report, cache = proved(name)
        other = next(changes(RULESETS[name]))
        (rule,) = {rule.id for rule in other.rules} - {rule.id for rule in other.rules if rule in RULESETS[name].rules}
        again = prove(other, cache=cache)
        asked = [result for result in again.results if not result.cached]
        assert len(asked) < len(report.results) / 2
        for check in (FIRES, EXACT, FALLS, GENERATED):
            about = {result.about for result in asked if result.check == check}
            assert all(rule in each for each in about)
        assert (FIRES, (rule,)) in {(result.check, result.about) for result in asked}

    @pytest.mark.soak
    def test_no_declaration_is_out_of_date(self) -> None:
        """Each declared reason still explains something that was found."""
        reports = {name: proved(name)[0] for name in RULESETS}
        given = {
            (result.check, result.about): result.finding.reason
            for report in reports.values()
            for result in report.of(Verdict.DECLARED)
            if result.finding
        }
        unused = [
            pair
            for pair, reason in accepted_exceptions.SAME_LEVEL.items()
            if (ALONE, pair[:1]) not in given or not reason
        ]
        unused += [fact for fact in accepted_exceptions.NOT_MONOTONE if (MONOTONE, (fact,)) not in given]
        for book, facts in accepted_exceptions.NOT_DEMANDED.items():
            found = {result.about for result in reports[book].of(Verdict.DECLARED, check=DEMANDED)}
            unused += [f"{book}: {fact}" for fact in facts if (fact,) not in found]
        assert unused == []

    @pytest.mark.parametrize("name", ["setting", "dose_tiers"])
    def test_it_is_the_same_every_time(self, name: str) -> None:
        """Equal rule books have equal answers, witnesses included."""
        assert prove(RULESETS[name]) == prove(RULESETS[name])


# What the proofs rest on -----------------------------------------------------------------------------------------


class TestTheEncoding:
    """What is assumed of facts, and what formulas mean."""

    @PER_RULE_SET
    def test_what_nobody_looked_for_may_be_anything(self, name: str) -> None:
        """The encoding takes a fact that was never looked for at its whole range: so it comes out of every reading."""
        ruleset = RULESETS[name]
        scales = ProofContext(ruleset).scales

        @settings(max_examples=60, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(subjects(ruleset))
        def whole(subject: Subject) -> None:
            facts = snapshot(ruleset, subject, decided_on(ruleset))
            for fact in ruleset.facts:
                entries = facts.entries(fact)
                assert entries[-1] != NOT_INDICATED or placed(fact, entries, scales) == unasked(fact, scales)

        whole()

    @PER_RULE_SET
    def test_formulas_come_to_what_the_interpreter_does(self, name: str) -> None:
        """For subjects of every kind, every rule and concept is as certain, possible and open as it is decided."""
        ruleset = RULESETS[name]
        context = ProofContext(ruleset)

        @settings(max_examples=12, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(subjects(ruleset))
        def agrees(subject: Subject) -> None:
            facts = snapshot(ruleset, subject, decided_on(ruleset))
            known = {fact: tuple(facts.entries(fact)) for fact in ruleset.facts}
            assert context.solver.holds(*context.said(context.one, known))
            model = context.solver.model

            def true(formula: Any) -> bool:
                return formula if isinstance(formula, bool) else z3.is_true(model.eval(formula))

            concluded = interpreter.evaluate(ruleset, facts)
            owners = (*ruleset.rules, *ruleset.concepts)
            for owner, truth in zip(owners, (*concluded.rules, *concluded.concepts), strict=True):
                found = (true(context.certain(owner)), true(context.possible(owner)))
                assert found == (truth is Truth.TRUE, truth is not Truth.FALSE), owner.id
                if isinstance(owner, Rule):
                    when = expand_concepts(owner.when)
                    wanted = {fact for fact, formula in asked(when, context.one).items() if true(formula)}
                    assert wanted == set(asked_for(when, facts)), owner.id
            assert [true(context.opened(rule)) for rule in ruleset.rules] == list(concluded.undecided)

        agrees()

    def test_a_search_for_the_smallest_leaves_no_formula_without_meaning(self) -> None:
        """What was named while a smallest witness was looked for means the same afterwards."""
        ruleset = RULESETS["setting"]
        context = ProofContext(ruleset)
        known = [context.one[fact] for fact in ruleset.facts]
        given = [encode.negated(each.unasked) for each in known]
        assert context.solver.smallest([known[0].usable], given, known)
        assert not any(context.solver.holds(each.unasked, each.usable) for each in known)

    def test_a_witness_that_does_not_replay_is_an_error_of_the_prover(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With limits encoded one too high the engine contradicts, and the prover says that it is wrong."""
        monkeypatch.setattr(encode, "limit_of", lambda atom: atom.operand.value + 1)
        report = prove(book(rule("high", Level.CAUTION, Vitals.heart_rate >= limit(100))))
        assert Verdict.ERROR in {result.verdict for result in report.wrong}
        assert "the engine does not confirm" in report.text()


# Seeded faults ---------------------------------------------------------------------------------------------------


def limit(value: int, unit: str = "/min") -> Limit:
    name = f"example.line_{value}"
    return Limit(value, unit, id=name, source=proposal("an example"), since=EXAMPLE_DAY)


def rule(name: str, level: Level, when: Condition, **more: Any) -> Rule:
    lifts = PERMANENT if level is Level.EXCLUSION else None
    return Rule(
        id=f"example.{name}",
        source=proposal("an example"),
        level=level,
        until=lifts,
        when=when,
        clinician_text="It is.",
        **more,
    )


def book(*rules: Rule) -> RuleSet:
    return RuleSet("example", "?", rules)


def refuted(report: Report, check: Check) -> list[Finding]:
    """Return what was refuted of one kind; nothing else may be an error of the prover."""
    assert report.of(Verdict.ERROR) == ()
    return [result.finding for result in report.of(Verdict.REFUTED, check=check) if result.finding]


def decided(ruleset: RuleSet, finding: Finding) -> Iterator[Any]:
    """Decide anew about the subjects of a witness."""
    assert finding.witness is not None
    for subject in finding.witness.subjects:
        assert isinstance(subject, Subject)
        yield decide(ruleset, subject, on=ruleset.phase.example, engine="interpreter")


EXCLUSION, NEEDS, CAUTION, NOTE = Level
heart_rate, systolic, apnoea = Vitals.heart_rate, Vitals.mean_systolic, Breathing.sleep_apnoea
BOTH_WAYS = {"nonmonotone_reason": "on purpose"}


class TestRules:
    """Faults of single rules and pairs."""

    def test_a_contradiction(self) -> None:
        """A rule that can never hold is undecided for ever."""
        never = rule("never", CAUTION, all_of(heart_rate > limit(100), heart_rate < limit(90)), **BOTH_WAYS)
        (finding,) = refuted(prove(book(never)), FIRES)
        (decision,) = decided(book(never), finding)
        assert finding.says == "example.never can never be TRUE"
        assert decision.truths["example.never"] is Truth.UNKNOWN

    def test_a_tautology(self) -> None:
        """A limit at the end of the plausible range is always reached."""
        always = rule("always", CAUTION, heart_rate >= limit(20))
        (finding,) = refuted(prove(book(always)), FIRES)
        (decision,) = decided(book(always), finding)
        assert finding.says == "example.always can never be FALSE or UNKNOWN"
        assert decision.truths["example.always"] is Truth.TRUE

    def test_a_shadowed_rule(self) -> None:
        """A rule within another of its level says nothing of its own, and is implied by it."""
        wide = rule("wide", CAUTION, heart_rate >= limit(100))
        narrow = rule("narrow", CAUTION, all_of(heart_rate >= limit(110), apnoea.present))
        report = prove(book(wide, narrow))
        (shadowed,) = refuted(report, ALONE)
        assert shadowed.says == "example.narrow (caution) is never found without example.wide"
        assert shadowed.witness
        assert shadowed.witness.subjects == (
            Client(vitals=measured(heart_rate=110), breathing=Breathing(sleep_apnoea=True)),
        )
        (implied,) = refuted(report, IMPLIED)
        assert implied.says == "example.wide (caution) is TRUE wherever example.narrow (caution) is"
        (decision,) = decided(book(wide, narrow), implied)
        assert set(decision.truths.values()) == {Truth.TRUE}

    def test_a_rule_shadowed_by_several(self) -> None:
        """No other rule alone is TRUE wherever this one is, but one of two always is."""
        high = rule("high", CAUTION, all_of(heart_rate >= limit(100), apnoea.present))
        low = rule("low", CAUTION, all_of(heart_rate < limit(100), apnoea.present))
        any_rate = any_of(heart_rate >= limit(100), heart_rate < limit(100))
        either = rule("either", CAUTION, all_of(any_rate, apnoea.present), **BOTH_WAYS)
        found = {finding.says for finding in refuted(prove(book(high, low, either)), ALONE)}
        assert "example.either (caution) is never found without example.high or example.low" in found

    def test_a_pattern_is_declared(self) -> None:
        """That a caution goes on where an exclusion begins is declared, with the reason."""
        report = prove(book(rule("high", CAUTION, systolic >= limit(140, "mm[Hg]")),
                            rule("too_high", EXCLUSION, systolic >= limit(160, "mm[Hg]"))))  # fmt: skip
        (result,) = report.of(Verdict.DECLARED)
        assert result.finding
        assert (result.check, result.finding.reason, report.wrong) == (IMPLIED, accepted_exceptions.LESSER, ())

    def test_rules_that_contradict_each_other(self) -> None:
        """One excludes whoever has something, the other whoever has not: nobody is left, and no other outcome."""
        opposite = book(rule("with", EXCLUSION, apnoea.present), rule("without", EXCLUSION, apnoea.ruled_out))
        found = refuted(prove(opposite), OPPOSED)
        (decision,) = decided(opposite, found[0])
        assert found[0].says.startswith("nobody satisfies both example.with and example.without")
        assert decision.outcome is Outcome.EXCLUDED
        assert found[1].says.startswith("no subject has the outcome NO_EXCLUSION_FOUND")

    def test_one_case_at_two_levels(self) -> None:
        """Two rules with the same cases conclude different levels."""
        twice = book(rule("weigh", CAUTION, apnoea.present), rule("exclude", EXCLUSION, apnoea.present))
        found = [finding.says for finding in refuted(prove(twice), OPPOSED)]
        assert found == [
            "example.weigh (caution) and example.exclude (exclusion) conclude differently of the same cases",
            "no subject has the outcome CAUTION: some rules contradict each other",
        ]


class TestLaws:
    """Faults of a whole book."""

    def test_an_outcome_that_is_taken_back(self) -> None:
        """A caution that asks for what is missing, which no rule may: the answer takes it away."""
        missing = rule("missing", NEEDS, Vitals.heart_rate.missing)
        object.__setattr__(missing, "level", CAUTION)
        (finding,) = refuted(prove(book(missing)), SETTLED)
        before, after = decided(book(missing), finding)
        assert (before.outcome, after.outcome) == (Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND)

    def test_a_rule_that_is_not_exact(self) -> None:
        """A fact used in both directions leaves Kleene logic undecided where every value agrees."""
        vague = rule("vague", CAUTION, any_of(heart_rate >= limit(100), heart_rate < limit(100)), **BOTH_WAYS)
        (finding,) = refuted(prove(book(vague)), EXACT)
        (decision,) = decided(book(vague), finding)
        assert finding.says.endswith("where every value still possible makes it TRUE")
        assert decision.truths["example.vague"] is Truth.UNKNOWN

    def test_what_two_rules_settle_together(self) -> None:
        """With apnoea one of the two excludes, whatever the heart rate is, and yet it is asked for."""
        fast = rule("fast", EXCLUSION, all_of(apnoea.present, heart_rate >= limit(100)))
        slow = rule("slow", EXCLUSION, all_of(apnoea.present, heart_rate < limit(100)))
        (finding,) = refuted(prove(book(fast, slow)), TOGETHER)
        (decision,) = decided(book(fast, slow), finding)
        assert finding.witness
        assert finding.witness.subjects == (Client(breathing=Breathing(sleep_apnoea=True)),)
        assert decision.outcome is Outcome.INCOMPLETE

    def test_alternatives_are_declared(self) -> None:
        """Where a fact that is asked for tells two exclusions apart, which of them it is may stay open."""
        with_it = rule("with", EXCLUSION, all_of(heart_rate >= limit(100), apnoea.present))
        without = rule("without", EXCLUSION, all_of(heart_rate >= limit(110), apnoea.ruled_out))
        (result,) = prove(book(with_it, without)).of(Verdict.DECLARED, check=TOGETHER)
        assert result.finding
        assert "depends on breathing.sleep_apnoea, which is asked for" in result.finding.reason

    def test_a_needless_question(self) -> None:
        """An index of 30 is one of 5 as well, so that the diagnosis cannot matter; it is asked for all the same."""
        index = Breathing.apnoea_hypopnoea_index
        severe = all_of(index >= limit(30, "{events}/h"), any_of(apnoea.present, index >= limit(5, "{events}/h")))
        (finding,) = refuted(prove(book(rule("severe", EXCLUSION, severe))), QUESTIONS)
        (decision,) = decided(book(rule("severe", EXCLUSION, severe)), finding)
        assert finding.says == "breathing.sleep_apnoea is asked for by example.severe where no answer matters"
        assert "breathing.sleep_apnoea" in {missing.fact for missing in decision.missing}

    def test_what_is_never_asked_for(self) -> None:
        """A sleep study is looked for only on indication, and nothing demands it."""
        index = Breathing.apnoea_hypopnoea_index
        wanting = rule("severe", EXCLUSION, all_of(apnoea.present, index >= limit(30, "{events}/h")))
        (finding,) = refuted(prove(book(wanting)), DEMANDED)
        (decision,) = decided(book(wanting), finding)
        assert finding.witness
        assert finding.witness.subjects == (Client(breathing=Breathing(sleep_apnoea=True)),)
        assert (decision.outcome, decision.not_examined) == (Outcome.NO_EXCLUSION_FOUND, (index.id,))

    def test_what_is_demanded(self) -> None:
        """With a rule that demands it, nothing is found."""
        index = Breathing.apnoea_hypopnoea_index
        demand = rule("demand", NEEDS, all_of(apnoea.present, index.missing))
        wanting = rule("severe", EXCLUSION, all_of(apnoea.present, index >= limit(30, "{events}/h")))
        assert refuted(prove(book(wanting, demand)), DEMANDED) == []

    def test_what_is_demanded_of_some_alone(self) -> None:
        """A demand that is narrowed to the very old leaves everybody else unasked."""
        index = Breathing.apnoea_hypopnoea_index
        narrowed = all_of(apnoea.present, Person.age > limit(90, "a"), index.missing)
        wanting = rule("severe", EXCLUSION, all_of(apnoea.present, index >= limit(30, "{events}/h")))
        (finding,) = refuted(prove(book(wanting, rule("demand", NEEDS, narrowed))), DEMANDED)
        assert finding.says == f"{index.id} is not demanded wherever its indication is present"
        assert finding.witness

    def test_what_is_demanded_by_a_chain(self) -> None:
        """A fact that is asked for only because of another on indication is asked for of nobody."""
        index, use = Breathing.apnoea_hypopnoea_index, Breathing.pap_use
        chained = rule("demand", NEEDS, all_of(index >= limit(15, "{events}/h"), use.missing))
        wanting = rule("severe", EXCLUSION, use.is_one_of(PapUse.NOT_PRESCRIBED))
        (finding,) = refuted(prove(book(wanting, chained)), INDICATED)
        assert finding.says == f"no rule demands {use.id} by required facts alone, and an exclusion reads it"
        asked = rule("demand", NEEDS, all_of(apnoea.present, use.missing))
        assert refuted(prove(book(wanting, asked)), INDICATED) == []

    def test_a_dropped_negation(self) -> None:
        """A rule that should fire where apnoea is ruled out fires where it is not: whoever has it does better."""
        dropped = book(rule("dropped", CAUTION, apnoea.ruled_out))
        (finding,) = refuted(prove(dropped), MONOTONE)
        before, after = decided(dropped, finding)
        assert (before.subject.breathing.sleep_apnoea, after.subject.breathing.sleep_apnoea) == (False, True)
        assert (before.outcome, after.outcome) == (Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND)

    @pytest.mark.parametrize("level", [EXCLUSION, NEEDS, CAUTION])
    def test_a_rule_the_wrong_way_round(self, level: Level) -> None:
        """A swapped bound: a pressure that is too low is found, and a higher one is the better answer."""
        turned = book(rule("turned", level, systolic < limit(120, "mm[Hg]")))
        (finding,) = refuted(prove(turned), MONOTONE)
        before, after = decided(turned, finding)
        assert before.subject.vitals.mean_systolic.value < 120 <= after.subject.vitals.mean_systolic.value
        assert list(Outcome).index(after.outcome) < list(Outcome).index(before.outcome)

    def test_a_finding_that_falls(self) -> None:
        """A caution that ends where an exclusion begins is lost by getting worse."""
        between = all_of(systolic >= limit(140, "mm[Hg]"), systolic < limit(160, "mm[Hg]"))
        ending = book(rule("between", CAUTION, between), rule("high", EXCLUSION, systolic >= limit(160, "mm[Hg]")))
        (finding,) = refuted(prove(ending), FALLS)
        before, after = decided(ending, finding)
        truths = [decision.truths["example.between"] for decision in (before, after)]
        assert truths == [Truth.TRUE, Truth.FALSE]

    def test_a_gap_between_caution_and_exclusion(self) -> None:
        """A heart rate of exactly 120 is neither weighed nor excluded."""
        weighed = all_of(heart_rate >= limit(100), heart_rate < limit(120))
        gap = book(rule("weighed", CAUTION, weighed), rule("racing", EXCLUSION, heart_rate > limit(120)))
        (finding,) = refuted(prove(gap), THRESHOLDS)
        outcomes = [decision.outcome for decision in decided(gap, finding)]
        assert outcomes == [Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND, Outcome.EXCLUDED]
        assert finding.witness
        assert finding.witness.subjects[1] == Client(vitals=measured(heart_rate=120))

    def test_a_caution_that_runs_into_an_exclusion(self) -> None:
        """One limit was moved and not the other: between the two both hold, beyond them the exclusion alone."""
        weighed = all_of(heart_rate >= limit(100), heart_rate <= limit(130))
        overlap = book(rule("weighed", CAUTION, weighed), rule("racing", EXCLUSION, heart_rate > limit(120)))
        (finding,) = refuted(prove(overlap), THRESHOLDS)
        both, beyond = decided(overlap, finding)
        assert set(both.truths.values()) == {Truth.TRUE}
        assert beyond.truths["example.weighed"] is Truth.FALSE


ENTRY: dict[str, Any] = {
    "approved_by": "medical director",
    "date": datetime.date(2026, 1, 1),
    "expires": datetime.date(2026, 12, 31),
}


class TestSites:
    """Two rule books, and a site's policy."""

    def test_a_looser_book(self) -> None:
        """A site's book with a limit further out is looser, as somebody between the two limits shows."""
        ours = book(rule("racing", EXCLUSION, heart_rate > limit(120)))
        theirs = book(rule("racing", EXCLUSION, heart_rate > limit(130)))
        (finding,) = refuted(prove(ours, theirs), LOOSER)
        assert finding.witness
        assert [next(decided(each, finding)).outcome for each in (ours, theirs)] == [
            Outcome.EXCLUDED,
            Outcome.NO_EXCLUSION_FOUND,
        ]

    @pytest.mark.parametrize(
        ("high", "low", "relation"),
        [
            (120, 50, Relation.EQUAL),
            (110, 50, Relation.MORE),
            (130, 50, Relation.LESS),
            (110, 40, Relation.INCOMPARABLE),
        ],
    )
    def test_how_two_books_compare(self, high: int, low: int, relation: Relation) -> None:
        """More, less, equal or incomparable, with somebody for each way in which they differ."""
        first = book(rule("fast", EXCLUSION, heart_rate > limit(120)), rule("slow", EXCLUSION, heart_rate < limit(50)))
        second = book(
            rule("fast", EXCLUSION, heart_rate > limit(high)), rule("slow", EXCLUSION, heart_rate < limit(low))
        )
        found = compare(first, second)
        assert found.relation is relation
        assert (found.more is not None, found.less is not None) == (
            relation in (Relation.MORE, Relation.INCOMPARABLE),
            relation in (Relation.LESS, Relation.INCOMPARABLE),
        )

    def test_a_policy_declares_what_it_loosens(self) -> None:
        """Each change that loosens is declared by its own entry; one that does not is proved to be no looser."""
        pressure, remission = "cardiovascular.systolic_exclusion", "substance_use.remission"
        wider = LimitMoved(id=pressure, value=180, unit="mm[Hg]", reason="a ward is next door", **ENTRY)
        nearer = LimitMoved(id=remission, value=180, unit="d", reason="help is far", **ENTRY)
        counter = Counter()
        found = looser(SCREENING, Policy((wider,)).applied(SCREENING), wider, counter)
        assert found is not None
        assert found.reason == "a ward is next door (approved by medical director, until 2026-12-31)"
        assert found.witness
        assert found.witness.subjects == (Client(vitals=measured(mean_systolic=160)),)
        assert looser(SCREENING, Policy((nearer,)).applied(SCREENING), nearer, counter) is None

    def test_changes_that_loosen_only_together(self) -> None:
        """Each of two limits is held by the other rule; with both moved nobody is left who excludes a rate of 121."""
        rules = [
            rule(name, EXCLUSION, heart_rate > attrs.evolve(limit(120), id=f"example.{name}", floor=100, ceiling=130))
            for name in ("racing", "fast")
        ]
        ours = book(*rules)
        moved = [LimitMoved(id=each.id, value=130, unit="/min", reason="it is rare", **ENTRY) for each in rules]
        report = prove(ours, Policy(tuple(moved)))
        assert len(report.of(Verdict.PROVED, check=LOOSER)) == 2
        (finding,) = refuted(report, LOOSER)
        assert finding.witness
        assert finding.witness.subjects == (Client(vitals=measured(heart_rate=121)),)
        assert [next(decided(each, finding)).outcome for each in (ours, report.ruleset)] == [
            Outcome.EXCLUDED,
            Outcome.NO_EXCLUSION_FOUND,
        ]


SMALL = book(
    rule("racing", EXCLUSION, all_of(heart_rate > limit(120), Circulation.heart_failure.ruled_out)),
    rule("weighed", CAUTION, any_of(apnoea.present, heart_rate >= limit(100))),
)


def _beside(comparison: Comparison) -> Comparison:
    return comparison._replace(value=comparison.value + 1)


class TestTranslations:
    """Faults of what is compiled."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("> 120", ">= 120"),
            ("> 120", "< 120"),
            ("> 120", "> 121"),
            ("not f1b & -2", "not f1b & -3"),
            ("not f1b & -2", "f1b & -2"),
            (" or f0l", " and f0l"),
            ("u0 or u1", "u0"),
            ("r0 is TRUE", "r1 is TRUE"),
            ("outcome = CAUTION", "outcome = NO_EXCLUSION_FOUND"),
        ],
    )
    def test_generated_code(self, before: str, after: str) -> None:
        """A swapped bound, a moved limit, a dropped negation, another joint, another rule: each is found."""
        ruleset = attrs.evolve(SMALL)
        writer = replay._Writer(ruleset)
        text = writer.write()
        assert before in text, text
        wrong = generated.Text.of(ruleset, text.replace(before, after, 1), writer.constants)
        found = [finding for task in generated.tasks(ProofContext(ruleset), wrong) if (finding := task.ask())]
        assert found
        for finding in found:
            assert isinstance(finding, Finding)
            assert finding.witness
            for subject in finding.witness.subjects:
                assert isinstance(subject, Subject)
                facts = snapshot(ruleset, subject, EXAMPLE_DAY)
                assert wrong.run(facts) != interpreter.evaluate(ruleset, facts)

    @pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")
    @pytest.mark.parametrize(
        "fault",
        [
            "a swapped direction",
            "a dropped negation",
            "a dropped alternative",
            "a limit beside",
            "an atom less",
            "a place beside",
        ],
    )
    def test_definitions(self, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A compiler with one fault gives definitions that mean something else, as the engine shows."""
        right: Any
        if fault == "a swapped direction":
            turned = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
            monkeypatch.setattr(lowering, "_SIGNS", {test: turned[sign] for test, sign in lowering._SIGNS.items()})
        elif fault == "a dropped negation":
            right = lowering._options
            monkeypatch.setattr(
                lowering,
                "_options",
                lambda atom: right(attrs.evolve(atom, test=Test.PRESENT) if atom.test is Test.RULED_OUT else atom),
            )
        elif fault == "a dropped alternative":
            right = lowering._shortest
            monkeypatch.setattr(lowering, "_shortest", lambda found: right(found)[:1])
        elif fault == "a limit beside":
            right = lowering._number
            monkeypatch.setattr(lowering, "_number", lambda atom: right(atom) + 1)
        elif fault == "an atom less":
            right = lowering._alternatives
            monkeypatch.setattr(
                lowering, "_alternatives", lambda *given: [frozenset(sorted(each)[:1]) for each in right(*given)]
            )
        else:
            right = FactEncoding.comparison
            monkeypatch.setattr(
                FactEncoding,
                "comparison",
                lambda self, literal: right(self, literal) if literal.test == "in" else _beside(right(self, literal)),
            )
        ruleset = attrs.evolve(SMALL)
        found = [finding for task in definitions.tasks(ruleset, Counter()) if (finding := task.ask())]
        assert found
        for finding in found:
            assert isinstance(finding, Finding)
            assert finding.witness
            for subject in finding.witness.subjects:
                assert isinstance(subject, Subject)
                facts = snapshot(ruleset, subject, EXAMPLE_DAY)
                assert durable.evaluate(ruleset, facts) != interpreter.evaluate(ruleset, facts)

    @pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")
    def test_definitions_of_the_outcome(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An outcome that follows from other findings than it should is found."""
        swapped = ((Outcome.INCOMPLETE, (1,)), (Outcome.EXCLUDED, (0, 1)), *rulebook._OUTCOME_RULES[2:])
        monkeypatch.setattr(rulebook, "_OUTCOME_RULES", swapped)
        *_, outcome = definitions.tasks(attrs.evolve(SMALL), Counter())
        finding = outcome.ask()
        assert isinstance(finding, Finding)
        assert finding.says.startswith("the definitions of the outcome do not conclude")


# The report, the cache and the command ---------------------------------------------------------------------------


WIDER = str(Path(__file__).parents[2] / "examples" / "policies" / "wider.toml")


class TestTheEdges:
    """What is shown, kept and written."""

    def test_proofs_are_kept_in_a_file(self, tmp_path: Path) -> None:
        """What was proved is not proved again, what was refuted is looked for anew; another prover starts afresh."""
        path = tmp_path / "proofs.json"
        wrong = book(rule("always", CAUTION, heart_rate >= limit(20)), rule("some", CAUTION, heart_rate >= limit(100)))
        first = prove(wrong, cache=Cache(path))
        again = prove(wrong, cache=Cache(path))
        asked = {result.verdict for result in again.results if not result.cached}
        assert first == again
        assert Verdict.PROVED not in asked
        assert Verdict.REFUTED in asked
        path.write_text(path.read_text().replace('"prover": "', '"prover": "another '))
        assert Cache(path).proved == set()
        path.write_text("[]")
        with pytest.raises(InputError, match="holds no proofs"):
            Cache(path)

    def test_without_the_solver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The error says what to install."""
        for name in [name for name in sys.modules if name.startswith(("kaprules.assurance.proof", "kaprules.solver."))]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.delattr(kaprules.assurance, "proof")
        monkeypatch.setitem(sys.modules, "z3", None)
        with pytest.raises(ModuleNotFoundError, match="z3 is not installed: pip install 'kaprules\\[proof\\]'"):
            importlib.import_module("kaprules.assurance.proof")
        done = CliRunner().invoke(main, ["prove", "setting"])
        assert (done.exit_code, "pip install 'kaprules[proof]'" in done.output) == (2, True)

    def test_figures_are_written_between_the_marks(self, tmp_path: Path) -> None:
        """And nowhere else; on a page without marks they come last."""
        page = tmp_path / "page.md"
        page.write_text(f"before\n{BEGIN}\nstale figures\n{END}\nafter\n")
        report, _ = proved("setting")
        write(page, figures([report], (0.5, 0.7)))
        text = page.read_text()
        assert text.startswith(f"before\n{BEGIN}\n")
        assert text.endswith(f"{END}\nafter\n")
        assert "| setting |" in text
        assert "stale figures" not in text
        page.write_text("nothing yet\n")
        write(page, "figures")
        assert page.read_text() == f"nothing yet\n\n{BEGIN}\nfigures\n{END}\n"
        with pytest.raises(InputError, match="cannot be read"):
            write(tmp_path / "none.md", "figures")

    def test_the_command(self, tmp_path: Path) -> None:
        """One line for each kind of question; status 0 where all is well, 1 where something is refuted, 2 else."""
        runner = CliRunner()
        page = tmp_path / "page.md"
        page.write_text(f"{BEGIN}\n{END}\n")
        done = runner.invoke(main, ["prove", "setting", "--all", "--write", str(page)])
        assert (done.exit_code, done.output.count(" proved")) == (0, 17 + durable.available())
        assert "because a site may choose the levels of the two apart" in done.output
        assert "After a change to one rule" in page.read_text()
        assert runner.invoke(main, ["prove", "seting"]).exit_code == 2
        assert runner.invoke(main, ["prove", "setting", "--write", str(tmp_path / "none.md")]).exit_code == 2

    def test_what_is_refuted_is_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With its witness, and the command fails."""
        wrong = book(rule("always", CAUTION, heart_rate >= limit(20)))
        monkeypatch.setattr("kaprules.cli.assurance.own_ruleset", lambda name: wrong)
        done = CliRunner().invoke(main, ["prove", "example"])
        assert done.exit_code == 1
        assert "refuted: example.always can never be FALSE or UNKNOWN" in done.output
        assert "\n    {}\n" in done.output

    def test_a_policy_of_a_site(self) -> None:
        """The site's book is proved, and what its policy loosens is declared; then the two are compared."""
        done = CliRunner().invoke(main, ["prove", "dosing_day", "--policy", WIDER, "--all"])
        assert "limit cardiovascular.systolic_exclusion is looser than the library's choice" in done.output
        assert "approved by head of anaesthesia" in done.output
        assert "dosing_day: less: the policy (the second) finds less, and never more, than the library" in done.output
        assert done.output.rstrip().endswith(
            '{"vitals":{"mean_systolic":{"value":160,"unit":"mm[Hg]","on":"2026-01-01T12:00:00+00:00","by":"clinician"}}}'
        )

    def test_two_policies(self) -> None:
        """A second policy is compared with the first; without a first it is a mistake."""
        done = CliRunner().invoke(main, ["prove", "setting", "--policy", WIDER, "--than", WIDER])
        assert (
            "equal: the policy (the second) comes to the same outcomes as the other policy (the first)" in done.output
        )
        assert CliRunner().invoke(main, ["prove", "setting", "--than", WIDER]).exit_code == 2


# Law 15 ----------------------------------------------------------------------------------------------------------


class TestStops:
    """A certificate that no answer changes the outcome, and the readings on which it rests."""

    @PER_RULE_SET
    def test_the_formulas_say_what_an_interview_does(self, name: str) -> None:
        """For generated subjects a certificate is given where they say so, and names the same as not examined."""
        ruleset = RULESETS[name]
        context = ProofContext(ruleset)
        certificate = stops.Certificate.of(context, context.one)
        aside = certificate.aside()

        @settings(max_examples=12, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(subjects(ruleset))
        def agrees(subject: Subject) -> None:
            on = decided_on(ruleset)
            zone = None if isinstance(on, datetime.datetime) else "UTC"
            state = InterviewState(evaluate(ruleset, subject, on=on, zone=zone, engine="interpreter"))
            known = {fact: tuple(state.facts.entries(fact)) for fact in ruleset.facts}
            said = context.said(context.one, known)
            for fact in certificate.open:
                said.append(encode.same(certificate.answerable[fact], bool(state.sources.get(fact))))
                said.append(encode.same(certificate.open[fact], fact in state.open))
            assert context.solver.holds(*said, *certificate.axioms())
            model = context.solver.model

            def true(formula: Any) -> bool:
                return formula if isinstance(formula, bool) else z3.is_true(model.eval(formula, model_completion=True))

            found = state.settled()
            stuck = found is not None and found.outcome is Outcome.INCOMPLETE
            assert true(certificate.is_stuck) is stuck
            if found is not None and found.outcome is not Outcome.EXCLUDED:
                assert {fact.id for fact in aside if true(aside[fact])} == set(found.aside)

        agrees()

    def test_a_rule_that_is_taken_back(self) -> None:
        """A caution that asks for what is missing ends with the answer."""
        missing = rule("missing", NEEDS, Vitals.heart_rate.missing)
        object.__setattr__(missing, "level", CAUTION)
        (finding,) = refuted(prove(book(missing)), STAYS)
        before, after = decided(book(missing), finding)
        assert (before.truths["example.missing"], after.truths["example.missing"]) == (Truth.TRUE, Truth.FALSE)

    def test_a_certificate_that_does_not_name_what_nothing_called_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With it the outcome is another one."""
        monkeypatch.setattr(stops.Certificate, "aside", lambda self: dict.fromkeys(self.open, False))
        index = Breathing.apnoea_hypopnoea_index
        severe = book(rule("severe", EXCLUSION, index >= limit(30, "{events}/h")))
        (finding,) = refuted(prove(severe), STOPS)
        before, after = decided(severe, finding)
        assert (before.outcome, after.outcome) == (Outcome.NO_EXCLUSION_FOUND, Outcome.EXCLUDED)

    def test_a_hasty_certificate(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """One that stops wherever something is open."""
        monkeypatch.setattr(stops.Certificate, "can", lambda self, tree, wanted: False)
        assert refuted(prove(book(rule("racing", EXCLUSION, heart_rate > limit(120)))), STOPS)

    def test_a_contradiction_that_loosens(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A fact that tells of contradictions, and that an exclusion finds where it is ruled out."""
        telling = book(rule("without", CAUTION, apnoea.ruled_out))
        monkeypatch.setattr(accepted_exceptions, "TELLS", {apnoea.id})
        (finding,) = refuted(prove(telling), OPENS)
        assert finding.witness

    @pytest.mark.parametrize("fault", ["the nearer end of the reference", "an implausible value is none"])
    def test_a_reading_that_is_not_monotone(self, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """One that is settled before its reference is known, and one that a value which cannot be narrows."""
        reading = Thyroid.tsh_below_reference

        def early(group: Thyroid, on: datetime.date) -> Possible:
            value: Any = Thyroid.tsh.possible(group, on)
            limit: Any = Thyroid.tsh_reference_low.possible(group, on)
            return Options(PRESENT_BIT if value.high < limit.high else ABSENT_BIT)

        def wishful(group: Thyroid, on: datetime.date) -> Possible:
            if Thyroid.tsh.possible(group, on).absence is Absence.IMPLAUSIBLE:
                return Options(ABSENT_BIT, Absence.IMPLAUSIBLE)
            return Options(ABSENT_BIT | PRESENT_BIT, Absence.NOT_ASKED)

        wrong = early if fault == "the nearer end of the reference" else wishful
        monkeypatch.setitem(reading.__dict__, "derive", wrong)
        finding = readings.not_monotone(SCREENING, reading, Counter())
        assert finding and finding.witness
        assert reading.id in finding.says

    def test_a_contradiction_that_is_forgotten(self) -> None:
        """Narrower values that no longer contradict, and one that is believed all the same."""
        (crossed, *_) = [each for each in Vitals.mean_diastolic.crossed if Vitals.mean_systolic in each.facts]
        hasty = attrs.evolve(crossed.contradiction, cannot=lambda mean, bound: bool(mean.high >= bound.high))
        finding = readings.not_kept(attrs.evolve(crossed, contradiction=hasty), Counter())
        assert finding and "does not when more is known" in finding.says
        passed = attrs.evolve(crossed.contradiction, absence=Absence.NOT_KNOWN)
        finding = readings.not_kept(attrs.evolve(crossed, contradiction=passed), Counter())
        assert finding and "passed over" in finding.says

    @pytest.mark.parametrize("fact", [Recovery.baseline_systolic, FollowUp.slept], ids=str)
    def test_what_was_said_on_the_wrong_side_and_is_forgotten(self, fact: Number | Flag) -> None:
        """Where the event, or what was said, is known more exactly."""
        (crossed,) = [each for each in fact.crossed if each.contradiction.dated]
        assert readings.not_kept(crossed, Counter()) is None
        for cannot in (
            lambda known, event, said: bool(event.high >= said.low),
            lambda known, event, said: bool(event.low <= said.high),
        ):
            hasty = attrs.evolve(crossed.contradiction, cannot=cannot)
            finding = readings.not_kept(attrs.evolve(crossed, contradiction=hasty), Counter())
            assert finding and "does not when more is known" in finding.says
        (crossed,) = [each for each in FollowUp.slept.crossed if each.contradiction.dated]
        open_too = attrs.evolve(crossed.contradiction, cannot=lambda known, event, said: known.bits == 3)
        finding = readings.not_kept(attrs.evolve(crossed, contradiction=open_too), Counter())
        assert finding and "does not when more is known" in finding.says

    def test_a_number_that_is_not_known_is_never_cut(self) -> None:
        """What the solver cannot follow is refused, not worked out wrongly."""

        def cut(paths: Paths) -> int:
            low, _ = paths.between("x", 0, 10)
            return int(low)

        with pytest.raises(NotFollowed):
            list(Explorer(Counter()).every_path(cut))

    def test_every_way_is_gone(self) -> None:
        """Each order of two numbers, as numbers show."""
        seen = set()
        for order, paths in Explorer(Counter()).every_path(lambda paths: _order(*paths.between("x", 0, 10))):
            values = paths.values()
            assert _order(values["x low"], values["x high"]) == order
            seen.add(order)
        assert seen == {(True, False), (False, True), (False, False)}  # no numbers make both so


def _order(low: Any, high: Any) -> tuple[bool, bool]:
    return 2 * low > high, high / (low + 1) >= 3
