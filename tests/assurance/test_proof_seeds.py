"""Dates, marks, branches, old news and lists: proven of every rule book, and each proof seen to fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import attrs
import pytest

from kaprules.assurance.proof import branches, dates, marks, prove, reports
from kaprules.assurance.proof.result import BRANCHES, LIFTS, LISTS, MARKS, Finding, Wide
from kaprules.conditions import Atom, Test, all_of, any_of
from kaprules.decision import decide
from kaprules.engine import interpreter
from kaprules.engine.evaluation import evaluate
from kaprules.engine.snapshot import snapshot
from kaprules.facts import Breathing, Circulation, Client, Vitals
from kaprules.facts.model import NOT_INDICATED, Fact, Facts, Moment, Recorded, Reports, Subject, given, groups_of
from kaprules.possible import NEVER_DAYS, Level, Mark, Outcome, Truth
from kaprules.reasoning.findings import findings
from kaprules.rule import EXAMPLE_DAY, Case, Marked, Rule, after
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.solver.context import ProofContext, Replay, _replay
from kaprules.solver.encode import Knowledge, Reading, both, negated
from tests.assurance.test_proof import book, decided, limit, refuted, rule, systolic
from tests.test_laws import moved

pytestmark = pytest.mark.proof
PER_RULE_SET = pytest.mark.parametrize("name", RULESETS)
EXCLUSION, NEEDS, CAUTION = Level.EXCLUSION, Level.NEEDS_INFORMATION, Level.CAUTION
PARTS: Final[tuple[Any, ...]] = (dates, marks, branches, reports)
diastolic, apnoea = Vitals.mean_diastolic, Breathing.sleep_apnoea
stroke = Circulation.stroke_or_tia


@PER_RULE_SET
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__.rsplit(".", 1)[1])
def test_it_holds_of_every_book(part: Any, name: str) -> None:
    """Nothing is found that is not declared."""
    found = [finding for task in part.tasks(ProofContext(RULESETS[name])) for finding in _findings(task.ask())]
    assert [finding.says for finding in found if not finding.reason] == []


def _findings(answer: Finding | list[Finding] | Wide | None) -> tuple[Finding, ...]:
    if isinstance(answer, Wide):
        return answer.findings
    return (answer,) if isinstance(answer, Finding) else tuple(answer or ())


# Dates ---------------------------------------------------------------------------------------------------------


def dated(stated: int, **more: Any) -> Rule:
    """Return an exclusion for a stroke within 90 days that says that it lifts after so many."""
    when = more.pop("when", stroke.within(limit(90, "d")))
    return attrs.evolve(rule("stroke", EXCLUSION, when), until=after(stroke, limit(stated, "d")))


class TestDates:
    """An exclusion holds until the date that it states, and not a day longer."""

    def test_as_stated(self) -> None:
        assert refuted(prove(book(dated(90))), LIFTS) == []

    def test_a_day_longer(self) -> None:
        """It states a day too few: on the 90th day it still excludes."""
        (finding,) = refuted(prove(book(dated(89))), LIFTS)
        (decision,) = decided(book(dated(89)), finding)
        assert finding.says == "example.stroke goes on after the date that it states"
        assert decision.truths["example.stroke"] is Truth.TRUE

    def test_a_day_less(self) -> None:
        """It states a day too many."""
        (finding,) = refuted(prove(book(dated(91))), LIFTS)
        assert finding.says == "example.stroke ends before the date that it states"

    def test_what_goes_on_for_another_reason(self) -> None:
        """A second reason in the same rule holds whatever the date: the date is wrong."""
        two = dated(90, when=any_of(stroke.within(limit(90, "d")), apnoea.present))
        (finding,) = refuted(prove(book(two)), LIFTS)
        assert finding.says == "example.stroke goes on after the date that it states"


def _lifting() -> Iterator[Any]:
    for name, ruleset in RULESETS.items():
        for each in (*ruleset.rules, *ruleset.optional_rules):
            if each.until is not None and each.until.event is not None:
                yield pytest.param(ruleset, each, id=f"{name}-{each.id}")


def _found(ruleset: RuleSet, rule: Rule) -> Subject:
    """Return the subject of an example for which a rule fires, and whose event can be dated."""
    assert rule.until is not None
    event: Any = rule.until.event
    for example in rule.examples:
        subject = example.about(ruleset.subject)
        possible: Any = subject.possible(event, ruleset.phase.example)
        if example.case is Case.FIRES and possible.absence is None and possible.low < NEVER_DAYS:
            return subject
    raise LookupError(f"{rule.id} has no example that fires because of {event.id}")


def _with(subject: Subject, event: Any, when: date) -> Subject:
    """Return a subject of whom an event is of a day or moment, and its observations are not given."""
    groups = {name: subject.__dict__[name] for name in groups_of(type(subject))}
    group = groups[event.group]
    told = {name: value for name, value in given(group).items() if name not in event.derived_from}
    value = Recorded(when, by=event.may_rule_out[0]) if event.may_rule_out else when
    return type(subject)(**{**groups, event.group: type(group)(**told | {event.name: value})})


def _a_moment_later(value: Any, by: timedelta) -> Any:
    """Return what was given with the moment of each report moved."""
    if isinstance(value, Subject):
        groups = {name: _a_moment_later(value.__dict__[name], by) for name in groups_of(type(value))}
        return type(value)(**groups)
    if isinstance(value, Facts):
        return type(value)(**{name: _a_moment_later(each, by) for name, each in given(value).items()})
    if isinstance(value, Recorded) and isinstance(value.on, datetime):
        return attrs.evolve(value, on=value.on + by)
    return value


@pytest.mark.parametrize(("ruleset", "lifting"), [*_lifting()])
def test_day_by_day(ruleset: RuleSet, lifting: Rule) -> None:
    """The rule holds on every day, or in every hour, until that which its finding states, and on none after it.

    All else is recorded anew each time; the event stays where it was.
    """
    assert lifting.until is not None
    alone = attrs.evolve(ruleset, rules=(lifting,), optional_rules=(), home="")
    start, step = ruleset.phase.example, timedelta(days=1)
    if isinstance(lifting.until.event, Moment):
        step = timedelta(minutes=10)
    before = _found(ruleset, lifting)
    states: set[date | None] = set()
    for number in range(400):
        on = start + number * step
        again = moved(before, number) if step.days else _a_moment_later(before, number * step)
        subject = _with(again, lifting.until.event, start)
        evaluation = evaluate(alone, subject, on=on, zone=None if isinstance(on, datetime) else UTC, engine="bits")
        holds = evaluation.concluded.rules[0] is Truth.TRUE
        if holds:
            (finding,) = findings(evaluation)
            states.add(finding.until_on)
            assert finding.until_on is not None and on < finding.until_on
        else:
            assert states and all(each is not None and on >= each for each in states), on
    assert len(states) == 1


# Marks ---------------------------------------------------------------------------------------------------------


class TestMarks:
    """A mark with a condition can occur, and can be absent."""

    def test_a_mark_that_cannot_occur(self) -> None:
        """Of a pressure of 160 and more, one below 150 is never found."""
        never = attrs.evolve(
            rule("high", EXCLUSION, systolic >= limit(160, "mm[Hg]")),
            marks=(Marked(Mark.URGENT, systolic < limit(150, "mm[Hg]")),),
        )
        (finding,) = refuted(prove(book(never)), MARKS)
        assert finding.says == "example.high can never carry the mark URGENT"

    def test_a_mark_that_is_always_there(self) -> None:
        """Its condition says no more than the rule does."""
        always = attrs.evolve(
            rule("high", EXCLUSION, systolic >= limit(160, "mm[Hg]")),
            marks=(Marked(Mark.URGENT, systolic >= limit(150, "mm[Hg]")),),
        )
        (finding,) = refuted(prove(book(always)), MARKS)
        assert finding.says == "example.high always carries the mark URGENT, which has a condition"

    @pytest.mark.parametrize("mark", Mark)
    def test_each_mark_is_carried_by_somebody(self, mark: Mark) -> None:
        """Each member of the enumeration: by a rule that declares it, or by a fact of which it is known."""
        carriers: dict[Mark, Any] = {
            Mark.DATA_ERROR: Client(vitals=Vitals(heart_rate=900)),
            Mark.CONFLICT: Client(
                circulation=Circulation(
                    hypertension=Reports(Recorded(True, on=EXAMPLE_DAY), Recorded(False, on=EXAMPLE_DAY))
                )
            ),
            Mark.LAST_KNOWN: Client(
                breathing=Breathing(apnoea_hypopnoea_index=Recorded(46, on=EXAMPLE_DAY - timedelta(days=2000)))
            ),
        }
        subject = carriers.get(mark)
        if subject is None:
            context = ProofContext(SCREENING)
            declared = [(rule, each) for rule in SCREENING.rules for each in rule.marks]
            found = (
                marks.carried(context, rule, each if isinstance(each, Marked) else Marked(mark, rule.when))
                for rule, each in declared
                if mark in (each, getattr(each, "mark", None))
            )
            witness = next(each for each in found if each is not None)
            subject = witness.subjects[0]
        assert mark in decide(SCREENING, subject, on=EXAMPLE_DAY).marks


# Branches ------------------------------------------------------------------------------------------------------


class TestBranches:
    """Each branch of a caution can be found where no exclusion is."""

    def test_a_limit_beyond_the_exclusion_in_one_branch(self) -> None:
        """Nobody is ever cautioned for a systolic pressure of 170, though for a diastolic one of 90."""
        high = rule("high", EXCLUSION, any_of(systolic >= limit(160, "mm[Hg]"), diastolic >= limit(100, "mm[Hg]")))
        raised = rule("raised", CAUTION, any_of(systolic >= limit(170, "mm[Hg]"), diastolic >= limit(90, "mm[Hg]")))
        (finding,) = refuted(prove(book(high, raised)), BRANCHES)
        (decision,) = decided(book(high, raised), finding)
        assert finding.says.startswith("example.raised is never found by <vitals.mean_systolic at least 170")
        assert set(decision.truths.values()) == {Truth.TRUE}
        joined = rule("raised", CAUTION, any_of(systolic >= limit(140, "mm[Hg]"), diastolic >= limit(90, "mm[Hg]")))
        assert refuted(prove(book(high, joined)), BRANCHES) == []

    def test_within_another_condition(self) -> None:
        """A branch that stands inside an all_of is asked for with what stands beside it."""
        high = rule("high", EXCLUSION, systolic >= limit(160, "mm[Hg]"))
        beside = any_of(systolic >= limit(170, "mm[Hg]"), diastolic >= limit(90, "mm[Hg]"))
        (finding,) = refuted(prove(book(high, rule("raised", CAUTION, all_of(apnoea.present, beside)))), BRANCHES)
        assert "170" in finding.says


# Old news and lists --------------------------------------------------------------------------------------------


class TestOldNews:
    """Old good news costs nothing, and old bad news stays."""

    @pytest.mark.parametrize("fault", ["nothing old is passed over", "all that is old is passed over"])
    def test_a_fault_in_what_is_passed_over(self, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """The interpreter and the formulas are given the same fault, so that the witness is confirmed."""
        right = Knowledge._encoded
        passes_all = fault == "all that is old is passed over"

        def wrong(self: Knowledge, condition: Any, reading: Reading) -> Any:
            formula = right(self, condition, reading)
            fact = getattr(condition, "subject", None)
            if not isinstance(condition, Atom) or not isinstance(fact, Fact) or condition.test is Test.MISSING:
                return formula
            if reading is not Reading.OPEN or self[fact].old is None:
                return formula
            if passes_all:
                return both((formula, negated(self[fact].outdated)))
            return both((negated(self[fact].unexamined), right(self, condition, Reading.POSSIBLE)))

        def passed_over(atom: Atom, state: Any) -> bool:
            return bool(state == NOT_INDICATED or (passes_all and isinstance(state, tuple)))

        monkeypatch.setattr(Knowledge, "_encoded", wrong)
        monkeypatch.setattr(interpreter, "is_passed_over", passed_over)
        index = Breathing.apnoea_hypopnoea_index
        severe = rule("severe", EXCLUSION, index >= limit(30, "{events}/h"))
        context = ProofContext(book(severe))
        monkeypatch.setattr(ProofContext, "replay", _by_the_interpreter)
        (finding,) = reports.old_news(context, severe)
        assert finding.says == (
            "example.severe passes over what was adverse when last known"
            if passes_all
            else "old reports that reassure change example.severe"
        )

    def test_a_list_that_is_better_left_out(self) -> None:
        """An exclusion for whoever denies an apnoea is avoided by leaving out the list."""
        (finding, *_) = refuted(prove(book(rule("denied", EXCLUSION, apnoea.ruled_out))), LISTS)
        before, after = decided(book(rule("denied", EXCLUSION, apnoea.ruled_out)), finding)
        assert finding.says == "leaving out breathing_and_sleep improves an outcome"
        assert (before.outcome, after.outcome) == (Outcome.INCOMPLETE, Outcome.EXCLUDED)


def _by_the_interpreter(context: ProofContext, subject: Subject, ruleset: RuleSet | None = None) -> Replay:
    """Replay without the checker, which would refuse what a faulty interpreter concludes."""
    book = ruleset or context.ruleset
    facts = snapshot(book, subject, book.phase.example)
    return _replay(book, facts, interpreter.evaluate(book, facts))
