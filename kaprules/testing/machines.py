"""Stateful machines: a course of sessions and an interview, as Hypothesis lives through them.

Subclass one, say how the system under test decides, and run it: ``TestCourse = MyCourse.TestCase``. Where it does not
hold, Hypothesis shows the shortest course that breaks it. What happens in a course is recorded with its day and hour,
time passes, and everything that was recorded gets old.

>>> class Ours(CourseMachine):
...     def decide(self, ruleset, subject, on):
...         return decide(ruleset, subject, on=on)  # ask your system here
>>> TestOurs = Ours.TestCase
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ..baseline import DECISION_DAY, DECISION_MOMENT, Baseline, baseline, plain, telling
from ..decision import Decision, decide
from ..errors import InputError
from ..facts.model import DaysAgo, Fact, HoursAgo, Moment, Recorded, Subject, every_fact
from ..facts.recovery import Recovery
from ..facts.session import Session
from ..possible import Absence, Outcome
from ..reasoning.next_question import Interviewed, Question, answered, interview
from ..rule import Phase
from ..ruleset import RuleSet
from ..rulesets import RULESETS, SCREENING
from .assertions import assert_explained, assert_no_looser

PERMITS: Final = (Outcome.NO_EXCLUSION_FOUND, Outcome.CAUTION)
"""The outcomes after which a person may decide to go ahead."""
BYTES: Final = st.integers(0, 2**16 - 1)


def said(book: Baseline, fact: Fact, number: int, at: datetime) -> object:
    """Return one of the values of a fact that tests can tell apart, recorded then; what happened keeps its day.

    It was recorded by the clocks there, without a zone, so that no decision of a day needs to be told its place.
    """
    values = [*telling(book, fact), Absence.NOT_KNOWN, Absence.DECLINED]
    value = values[number % len(values)]
    if isinstance(value, HoursAgo):
        value = at - timedelta(seconds=round(value.hours * 3600))
    elif isinstance(value, DaysAgo):
        then = date.fromordinal(at.toordinal() - value.days)
        value = datetime.combine(then, at.timetz()) if isinstance(fact, Moment) else then
    return Recorded(value, on=at.replace(tzinfo=None), by=fact.may_rule_out[0] if fact.may_rule_out else None)


class CourseMachine(RuleBasedStateMachine):
    """A client and a practice from the screening through sessions: facts come in, time passes, decisions are made.

    ``decide`` is the system under test. Each decision of it must be explained, must not be looser than the library's on
    the same facts at the same moment, and must let nobody go ahead whom the library does not.
    """

    rulesets: ClassVar[tuple[RuleSet, ...]] = tuple(RULESETS.values())
    """By which rule sets is decided."""

    def __init__(self) -> None:
        super().__init__()
        self.now = DECISION_MOMENT
        self.subjects: dict[type[Subject], Subject] = {}
        for ruleset in self.rulesets:
            if ruleset.subject not in self.subjects:
                self.subjects[ruleset.subject] = plain(baseline(ruleset), {})
        self.last: dict[str, Decision | Outcome] = {}
        self.dosed = False

    def decide(self, ruleset: RuleSet, subject: Subject, on: date) -> Decision | Outcome:
        """Return what the system under test decides, or its outcome alone."""
        return decide(ruleset, subject, on=on)

    def goes_ahead(self, ruleset: RuleSet, decided: Decision | Outcome) -> bool:
        """Say whether the system under test lets somebody go ahead after a decision."""
        return (decided if isinstance(decided, Outcome) else decided.outcome) in PERMITS

    @rule(which=BYTES, fact=BYTES, value=BYTES)
    def record(self, which: int, fact: int, value: int) -> None:
        """Something is observed, asked or declined now."""
        ruleset = self.rulesets[which % len(self.rulesets)]
        chosen = ruleset.facts[fact % len(ruleset.facts)]
        subject = self.subjects[ruleset.subject]
        try:
            new = answered(subject, chosen.id, said(baseline(ruleset), chosen, value, self.now))
        except InputError:  # these cannot be given together
            return
        self.subjects[ruleset.subject] = new

    @rule(hours=st.sampled_from((0, 1, 2, 24, 24 * 7, 24 * 30, 24 * 91, 24 * 400)), minutes=st.integers(0, 59))
    def wait(self, hours: int, minutes: int) -> None:
        """Time passes, and nothing is observed."""
        self.now += timedelta(hours=hours, minutes=minutes)

    @rule(which=BYTES)
    def ask(self, which: int) -> None:
        """A decision is made, and held against the library's."""
        ruleset = self.rulesets[which % len(self.rulesets)]
        self.last[ruleset.name] = self._decided(ruleset)

    @precondition(lambda self: Session in self.subjects and "dosing_day" in RULESETS)
    @rule()
    def dose(self) -> None:
        """A dose is given where the system lets it be given; the recovery begins."""
        ruleset = RULESETS["dosing_day"]
        if ruleset in self.rulesets and self.goes_ahead(ruleset, self._decided(ruleset)):
            self.dosed = True
            last_dose = Recorded(self.now, on=self.now.replace(tzinfo=None))
            self.subjects[Session] = answered(self.subjects[Session], Recovery.last_dose.id, last_dose)

    @precondition(lambda self: self.dosed)
    @rule()
    def leave(self) -> None:
        """The client leaves where the system lets them leave."""
        ruleset = RULESETS["discharge"]
        if ruleset in self.rulesets and self.goes_ahead(ruleset, self._decided(ruleset)):
            self.dosed = False

    def _decided(self, ruleset: RuleSet) -> Decision | Outcome:
        on: date = self.now if ruleset.phase is Phase.DOSING_DAY else date.fromordinal(self.now.toordinal())
        subject = self.subjects[ruleset.subject]
        found = self.decide(ruleset, subject, on)
        default = decide(ruleset, subject, on=on, engine="interpreter")
        assert_no_looser(default, found)
        if isinstance(found, Decision):
            assert_explained(found)
        if self.goes_ahead(ruleset, found):
            assert default.outcome in PERMITS, f"goes ahead on {on}, and by {ruleset.name} it is {default.outcome.name}"
        return found


class InterviewMachine(RuleBasedStateMachine):
    """An interview about somebody of whom nothing is known, until nothing more is asked.

    ``begin`` is the system under test. No question may be asked twice; when the interview is over, no further answer
    may change the outcome.
    """

    ruleset: ClassVar[RuleSet] = SCREENING

    def __init__(self) -> None:
        super().__init__()
        self.on: date = DECISION_DAY if self.ruleset.phase is Phase.INTAKE else DECISION_MOMENT
        self.subject = self.ruleset.subject()
        self.interview = self.begin(self.subject, self.on)
        self.asked: list[str] = []
        self.question: Question | None = None
        self.end: Interviewed | None = None
        self.answer: Any = None
        self._next(None)

    def begin(self, subject: Subject, on: date) -> Generator[Question, object, Interviewed]:
        """Return the interview of the system under test."""
        return interview(self.ruleset, subject, on=on)

    def _next(self, answer: object) -> None:
        try:
            self.question = self.interview.send(answer)
        except StopIteration as stopped:
            self.question, self.end = None, stopped.value
        else:
            assert self.question.fact not in self.asked, f"{self.question.fact} is asked twice"
            self.asked.append(self.question.fact)

    @precondition(lambda self: self.question is not None)
    @rule(value=BYTES)
    def reply(self, value: int) -> None:
        """The question is answered, or the answer declined."""
        assert self.question is not None
        fact = next(each for each in every_fact(self.ruleset.subject) if each.id == self.question.fact)
        answer = self._said(fact, value)
        try:
            self.subject = answered(self.subject, fact.id, answer)
        except InputError:
            answer = Absence.NOT_KNOWN
            self.subject = answered(self.subject, fact.id, answer)
        self._next(answer)

    @precondition(lambda self: self.end is not None)
    @rule(fact=BYTES, value=BYTES)
    def say_more(self, fact: int, value: int) -> None:
        """Somebody says more than was asked: the outcome stays.

        But for what was left aside as nothing called for it, and for what would take the place of an answer, as a
        mean does of the observations that it is the mean of.
        """
        assert self.end is not None
        free = [each for each in self.ruleset.facts if self._is_unknown(each) and not self._takes_a_place(each)]
        if free:
            chosen = free[fact % len(free)]
            try:
                more = answered(self.subject, chosen.id, self._said(chosen, value))
            except InputError:
                return
            outcome = decide(self.ruleset, more, on=self.on, engine="interpreter").outcome
            assert outcome is self.end.settled.outcome, f"{chosen.id} was not asked, and makes it {outcome.name}"

    @invariant()
    def the_outcome_is_that_of_the_facts(self) -> None:
        """What an interview comes to is what its answers come to."""
        if self.end is not None:
            found = decide(self.ruleset, self.subject, on=self.on, engine="interpreter")
            assert found.outcome is self.end.settled.outcome, f"its answers make it {found.outcome.name}"
            assert_explained(found)

    def _takes_a_place(self, fact: Fact) -> bool:
        answered = [each for each in every_fact(self.ruleset.subject) if each.id in self.asked]
        kin = any(
            fact.name in each.derived_from or each.name in fact.derived_from
            for each in answered
            if each.group == fact.group
        )
        return kin or fact in answered or bool(fact.on_indication)

    def _is_unknown(self, fact: Fact) -> bool:
        return self.subject.possible(fact, self.on).absence is not None

    def _said(self, fact: Fact, number: int) -> object:
        if not fact.size:
            return Recorded((), on=self.on) if number % 4 else Absence.NOT_KNOWN
        return said(baseline(self.ruleset), fact, number, DECISION_MOMENT)
