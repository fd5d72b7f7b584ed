"""Tests of the stateful machines: they pass the library, and find what a wrong system under test does."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kaprules import Decision, Outcome, decide
from kaprules.facts.model import Subject
from kaprules.reasoning.next_question import Interviewed, Question, Settled, answered, interview
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.testing.machines import CourseMachine, InterviewMachine


def run(machine: type[CourseMachine | InterviewMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=[Phase.generate],
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class TestCourse:
    """A course of sessions."""

    def test_the_library_passes(self) -> None:
        """Its decisions are explained, and not looser than themselves."""
        run(CourseMachine, examples=15, steps=20)

    def test_a_system_that_forgets_a_rule_is_found(self) -> None:
        """It is looser as soon as the rule holds or is open."""

        class Forgets(CourseMachine):
            rulesets = (RULESETS["setting"],)

            def decide(self, ruleset: RuleSet, subject: Subject, on: date) -> Decision | Outcome:
                fewer = attrs.evolve(ruleset, rules=ruleset.rules[1:], home="")
                return decide(fewer, subject, on=on)

        with pytest.raises(AssertionError, match="the other decision is looser"):
            run(Forgets, examples=60, steps=15)

    def test_a_system_that_goes_ahead_regardless_is_found(self) -> None:
        """Whatever it decides: what it does then counts."""

        class Dares(CourseMachine):
            rulesets = (RULESETS["discharge"],)

            def goes_ahead(self, ruleset: RuleSet, decided: Decision | Outcome) -> bool:
                return True

        with pytest.raises(AssertionError, match=r"goes ahead on .*, and by discharge it is"):
            run(Dares, examples=60, steps=15)

    def test_a_system_that_keeps_an_old_answer_is_found(self) -> None:
        """Facts get old while time passes: yesterday's decision does not hold today."""
        kept: dict[str, Outcome] = {}

        class Keeps(CourseMachine):
            rulesets = (RULESETS["dosing_day"],)

            def decide(self, ruleset: RuleSet, subject: Subject, on: date) -> Decision | Outcome:
                return kept.setdefault(ruleset.name, decide(ruleset, subject, on=on).outcome)

        with pytest.raises(AssertionError, match="the outcome is"):
            run(Keeps, examples=60, steps=20)


class TestInterview:
    """An interview."""

    @pytest.mark.parametrize("name", ["setting", "aftercare"])
    def test_the_library_passes(self, name: str) -> None:
        """It asks nothing twice, and stops when nothing can change the outcome."""

        class Ours(InterviewMachine):
            ruleset = RULESETS[name]

        run(Ours, examples=10, steps=40)

    def test_an_interview_that_asks_twice_is_found(self) -> None:
        """The same question once more."""

        class Insists(InterviewMachine):
            ruleset = RULESETS["setting"]

            def begin(self, subject: Subject, on: date) -> Generator[Question, object, Interviewed]:
                asking = interview(self.ruleset, subject, on=on)
                yield next(asking)
                return (yield from interview(self.ruleset, subject, on=on))

        with pytest.raises(AssertionError, match="is asked twice"):
            run(Insists, examples=5, steps=5)

    def test_an_interview_that_stops_too_early_is_found(self) -> None:
        """It leaves what could still make a difference."""

        class Hurries(InterviewMachine):
            ruleset = RULESETS["setting"]

            def begin(self, subject: Subject, on: date) -> Generator[Question, object, Interviewed]:
                asking = interview(self.ruleset, subject, on=on)
                answer = None
                for _ in range(2):
                    try:
                        question = asking.send(answer)
                    except StopIteration as done:
                        return done.value
                    answer = yield question
                    subject = answered(subject, question.fact, answer)
                outcome = decide(self.ruleset, subject, on=on).outcome
                return Interviewed(subject, Settled(outcome, (), (), ()), ())

        with pytest.raises(AssertionError, match="was not asked, and makes it"):
            run(Hurries, examples=30, steps=30)
