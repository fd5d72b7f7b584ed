"""What to ask next: why, in which order, and that nothing is missed where it stops."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from benchmarks.asking import adaptive, complete, in_order, of_undecided_rules, questions
from kaprules import Client, Reporter, screen
from kaprules.authoring import by_clinician
from kaprules.decision import decide
from kaprules.engine.evaluation import Evaluation, conclude
from kaprules.engine.snapshot import Snapshot
from kaprules.errors import InputError
from kaprules.facts import (
    Circulation,
    GeneralHealth,
    KetamineHistory,
    Medicines,
    Neurology,
    PsychiatricHistory,
    Thyroid,
    Vitals,
)
from kaprules.facts.checklists import BRAIN_AND_NERVES
from kaprules.facts.circulation import EventKind
from kaprules.facts.model import (
    NOT_INDICATED,
    USABLE,
    Answered,
    Between,
    Burden,
    ChecklistAnswer,
    DaysAgo,
    Fact,
    Recorded,
    Subject,
    every_fact,
    groups_of,
)
from kaprules.facts.model import given as given_in
from kaprules.facts.suicidality import Suicidality
from kaprules.intake.ordinary import ordinary
from kaprules.possible import Absence, Level, Outcome, Truth
from kaprules.reasoning.missing import asked_for, obtained
from kaprules.reasoning.next_question import InterviewState, Question, Settled, answered, interview
from kaprules.reasoning.partition import changed, rule_index
from kaprules.rule import Rule, expand_concepts
from kaprules.ruleset import RuleSet
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY, decided_on
from tests.reasoning.test_changes import known, near_each_rule, ordinary_but, small, values_in
from tests.test_laws import (
    BOOKS,
    EVERY_BOOK,
    SEEDS,
    WHOLE,
    Book,
    cases,
    evaluated,
    facts_of,
    law,
    matters,
    notices,
)

ANSWERED = (Absence.DECLINED, Absence.NOT_KNOWN)
Certify = Callable[[InterviewState], Settled | None]


def state_of(ruleset: RuleSet, subject: Subject, asked: tuple[str, ...] = ()) -> InterviewState:
    return InterviewState(evaluated(ruleset, subject), asked)


def talked(talk: Any, answers: dict[str, Any]) -> tuple[list[str], Outcome]:
    """Return what a talk asks, of answers by fact, and what it comes to; nothing else is known."""
    asked: list[str] = []
    try:
        question = next(talk)
        while True:
            asked.append(question.fact)
            question = talk.send(answers.get(question.fact, Absence.NOT_KNOWN))
    except StopIteration as end:
        return asked, end.value.settled.outcome


class TestExamples:
    """What a reader gets."""

    def test_the_first_question(self) -> None:
        """Of somebody of whom little is known: the question, its burden, and the branches that it separates."""
        start = Client(
            psychiatric_history=by_clinician(PsychiatricHistory(psychotic_disorders=())),
            vitals=by_clinician(
                Vitals(mean_systolic=110, mean_diastolic=70, highest_systolic=115, highest_diastolic=75)
            ),
            ketamine_history=KetamineHistory(reactions=[]),
            medicines=Medicines(listed=()),
        )
        decision = screen(start, on=DECISION_DAY, engine="interpreter")
        question = decision.next_question(by_checklist=False)
        assert question is not None
        assert (question.fact, question.burden, question.absence, question.checklist) == (
            "circulation.myocardial_infarction",
            Burden.QUESTION,
            Absence.NOT_ASKED,
            None,
        )
        yes, no = question.branches
        assert (yes.so, yes.outcome) == ("MI within the last 42 days", Outcome.EXCLUDED)
        assert (no.so, no.outcome) == ("MI never, or longer ago than 42 days", None)
        assert "cardiovascular.infarction.recent" in question.rules
        assert str(question).startswith(f"{question.question} (question) MI within the last 42 days: excluded; ")

    def test_lists_come_first(self) -> None:
        """In their own order; of each the fact whose answer tells most, and the rules to which any item matters."""
        by_list = screen(Client(), on=DECISION_DAY, engine="interpreter").next_question()
        assert by_list is not None
        assert (by_list.checklist, by_list.burden) == ("heart_and_vessels", Burden.QUESTION)
        assert {"cardiovascular.infarction.recent", "cardiovascular.phaeochromocytoma"} <= set(by_list.rules)
        assert repr(by_list).startswith("<Question circulation.myocardial_infarction by heart_and_vessels: ")
        told = [
            ChecklistAnswer(each.id, each.version, Answered.NONE, on=DECISION_DAY, by=Reporter.CLINICIAN)
            for each in Client.__checklists__
        ]
        last = screen(Client(checklists=told[:-1]), on=DECISION_DAY).next_question()
        assert last is not None
        assert (last.checklist, last.burden) == ("mental_state", Burden.EXAMINATION)
        after = screen(Client(checklists=told), on=DECISION_DAY).next_question()
        assert after is not None and after.checklist is None

    def test_the_last_question(self) -> None:
        """Each branch says the outcome to which it leads."""
        question = screen(ordinary_but({Vitals.oxygen_saturation: Absence.NOT_ASKED}), on=DECISION_DAY).next_question()
        assert question is not None
        assert (question.fact, question.burden) == ("vitals.oxygen_saturation", Burden.MEASUREMENT)
        assert [(branch.so, branch.outcome) for branch in question.branches] == [
            ("oxygen saturation on room air below 92 %", Outcome.EXCLUDED),
            ("oxygen saturation on room air at least 92 %", None),
        ]
        family = PsychiatricHistory.family_history_of_psychosis
        question = screen(ordinary_but({family: Absence.NOT_ASKED}), on=DECISION_DAY).next_question()
        assert question is not None
        assert [(branch.so, branch.outcome) for branch in question.branches] == [
            ("psychotic disorder in a first-degree relative is present", Outcome.CAUTION),
            ("psychotic disorder in a first-degree relative is ruled out", Outcome.NO_EXCLUSION_FOUND),
        ]

    def test_a_fever_is_asked_on_the_dosing_day(self) -> None:
        """Not at the intake, where nothing calls for it; the certificate says that nobody looked."""
        decision = screen(ordinary_but({GeneralHealth.fever: Absence.NOT_ASKED}), on=DECISION_DAY)
        assert decision.next_question() is None
        assert decision.settled is not None
        assert decision.settled.outcome is Outcome.NO_EXCLUSION_FOUND
        assert "general_health.fever" in decision.settled.aside

    def test_nothing_is_asked_once_an_exclusion_holds(self) -> None:
        """One exclusion is enough."""
        decision = screen(
            Client(psychiatric_history=by_clinician(PsychiatricHistory(primary_psychosis=True))), on=DECISION_DAY
        )
        assert decision.next_question() is None
        assert decision.settled == Settled(Outcome.EXCLUDED, ("psychosis.primary",), (), ())

    def test_what_was_declined_stays_so(self) -> None:
        """A fact that no answer will bring keeps the outcome INCOMPLETE, and the certificate says which."""
        decision = screen(ordinary_but({GeneralHealth.fever: Absence.DECLINED}), on=DECISION_DAY)
        assert decision.next_question() is None
        assert decision.settled is not None
        assert decision.settled.outcome is Outcome.INCOMPLETE
        assert decision.settled.because == ("acute_illness.fever",)
        assert decision.settled.unanswered == ("general_health.fever",)
        assert "incomplete, whatever else is answered" in str(decision.settled)

    def test_beside_what_was_declined_only_exclusions_are_looked_for(self) -> None:
        """A caution would change nothing any more, an exclusion would."""
        near = {GeneralHealth.fever: Absence.DECLINED, Neurology.latest_head_injury: Absence.NOT_ASKED}
        question = screen(ordinary_but(near), on=DECISION_DAY).next_question()
        assert question is not None
        assert question.fact == "neurology.head_injuries"
        assert question.rules == ("head_injury.recent_injury",)

    def test_one_half_of_an_indication_is_asked_where_nobody_knows_the_other(self) -> None:
        """An admission for heart failure whose date nobody knows calls for what excludes."""
        near: dict[Any, object] = {
            Circulation.latest_cardiovascular_event: Absence.NOT_KNOWN,
            Circulation.latest_cardiovascular_event_kind: Absence.NOT_ASKED,
            Circulation.decompensated: Absence.NOT_ASKED,
        }
        question = screen(ordinary_but(near), on=DECISION_DAY).next_question()
        assert question is not None
        assert question.fact == "circulation.latest_cardiovascular_event_kind"
        near[Circulation.latest_cardiovascular_event_kind] = EventKind.HEART_FAILURE
        then = screen(ordinary_but(near), on=DECISION_DAY).next_question()
        assert then is not None
        assert then.fact == "circulation.decompensated"
        assert then.branches[0].outcome is Outcome.EXCLUDED

    @pytest.mark.parametrize(
        ("date", "asked"), [(Absence.NOT_KNOWN, ["behaviour_in_three_months"]), (Absence.DECLINED, [])]
    )
    def test_what_is_not_known_of_a_date_is_asked_for_otherwise(self, date: Absence, asked: list[str]) -> None:
        """Before the talk ends, where the rules need no more; whoever declines is left alone."""
        client = ordinary("man", DECISION_DAY)
        said = {**given_in(client.suicidality), "last_behaviour": date}
        del said["behaviour_in_three_months"]
        client = client.with_group(Suicidality(**said))
        talk = interview(SCREENING, client, on=DECISION_DAY)
        told = Recorded(False, on=DECISION_DAY, by=Reporter.CLINICIAN)
        names, outcome = talked(talk, {"suicidality.behaviour_in_three_months": told})
        assert names == [f"suicidality.{each}" for each in asked]
        assert outcome is (Outcome.NO_EXCLUSION_FOUND if asked else Outcome.INCOMPLETE)

    def test_of_a_list_that_is_not_known_each_item_is_asked(self) -> None:
        """Whoever cannot answer eight things at once may answer each; what is declined is left alone."""
        for reason in (Absence.NOT_KNOWN, Absence.DECLINED):
            client = ordinary("man", DECISION_DAY)
            lists = [
                ChecklistAnswer(each.checklist, each.version, reason) if each.checklist == "brain_and_nerves" else each
                for each in client.checklists
            ]
            talk = interview(SCREENING, attrs.evolve(client, checklists=lists), on=DECISION_DAY)
            denials = {fact.id: denial for item in BRAIN_AND_NERVES.items for fact, denial in item.denied.items()}
            names, outcome = talked(talk, denials)
            known = reason is Absence.NOT_KNOWN
            assert {*names} & {*denials} == ({*denials} if known else set())
            assert outcome is (Outcome.NO_EXCLUSION_FOUND if known else Outcome.INCOMPLETE)

    def test_an_indication_comes_before_its_test(self) -> None:
        """Thyroid tests are asked for once an overactive thyroid is known, and not before."""
        names = ("tsh", "tsh_reference_low", "free_t4", "free_t4_reference_high", "free_t3", "free_t3_reference_high")
        unknown = {getattr(Thyroid, name): Absence.NOT_ASKED for name in (*names, "hyperthyroidism")}
        first = screen(ordinary_but(unknown), on=DECISION_DAY).next_question()
        assert first is not None
        assert first.fact == "thyroid.hyperthyroidism"
        then = screen(ordinary_but(unknown | {Thyroid.hyperthyroidism: True}), on=DECISION_DAY).next_question()
        assert then is not None
        assert (then.fact, then.burden) == ("thyroid.tsh", Burden.TEST)

    def test_a_test_is_asked_for_where_its_indication_stays_open(self) -> None:
        """Nobody knows whether the overactive thyroid is treated; that it is not controlled would still exclude."""
        names = ("tsh", "tsh_reference_low", "free_t4", "free_t4_reference_high", "free_t3", "free_t3_reference_high")
        near = {getattr(Thyroid, name): Absence.NOT_KNOWN for name in (*names, "treated")}
        near |= {Thyroid.hyperthyroidism: True, Thyroid.control: Absence.NOT_ASKED}
        question = screen(ordinary_but(near), on=DECISION_DAY).next_question()
        assert question is not None
        assert (question.fact, question.burden) == ("thyroid.control", Burden.EXAMINATION)
        assert "thyroid.badly_controlled" in question.rules

    def test_what_is_known_in_part(self) -> None:
        """A range that leaves a rule open is asked for again."""
        near = {Vitals.oxygen_saturation: Between(85, 99)}
        decision = screen(ordinary_but(near), on=DECISION_DAY)
        question = decision.next_question()
        assert question is not None
        assert (question.fact, question.absence) == ("vitals.oxygen_saturation", None)

    def test_pure(self) -> None:
        """The same decision is given the same question, and is the same afterwards."""
        one, other = (screen(Client(), on=DECISION_DAY, engine="interpreter") for _ in range(2))
        assert one.next_question() == one.next_question() == other.next_question()
        assert one == other


class TestInterview:
    """Questions one after the other, with answers of every form."""

    def test_answers_of_every_form(self) -> None:
        """A value, a group with several facts, a reason why there is none, nothing at all."""
        talk = interview(SCREENING, Client(), on=DECISION_DAY)
        answers = {
            "neurology.head_injuries": Neurology(latest_head_injury=DaysAgo(4000), severe_head_injury=False),
            "vitals.pressures": by_clinician(Vitals(mean_systolic=120, highest_systolic=130)),
            "breathing.asthma": Absence.DECLINED,
        }
        asked: list[str] = []
        outcome = None
        question = next(talk)
        while outcome is None:
            asked.append(question.fact)
            try:
                question = talk.send(answers.get(question.fact))
            except StopIteration as stopped:
                outcome = stopped.value
        assert outcome.asked == tuple(asked)
        assert set(answers) <= set(asked)
        assert outcome.subject.vitals.mean_systolic == Recorded(120, by=Reporter.CLINICIAN)
        assert outcome.subject.breathing.asthma is Absence.DECLINED
        assert outcome.settled.outcome is Outcome.INCOMPLETE
        assert "breathing.asthma" in outcome.settled.unanswered

    def test_a_wrong_answer(self) -> None:
        """The error names the fact, as everywhere."""
        talk = interview(SCREENING, Client(), on=DECISION_DAY)
        question = next(talk)
        with pytest.raises(InputError, match=question.fact):
            talk.send("perhaps")

    def test_new_observations_replace_old_readings(self) -> None:
        """A series takes the place of what had been worked out before, and the other way round."""
        scalars = Client(vitals=by_clinician(Vitals(mean_systolic=120, heart_rate=70)))
        measured = answered(scalars, "vitals.pressures", ())
        assert measured.__dict__["vitals"] == Vitals(pressures=(), heart_rate=Recorded(70, by=Reporter.CLINICIAN))
        again = answered(measured, "vitals.pressures", by_clinician(Vitals(mean_systolic=130)))
        assert again.__dict__["vitals"] == by_clinician(Vitals(mean_systolic=130, heart_rate=70))


# When it stops -----------------------------------------------------------------------------------------------


def may_be_answered(fact: Fact, evaluation: Evaluation, asked: tuple[str, ...]) -> bool:
    """Say whether something may still be asked in order to know a fact."""

    def is_left(source: Fact) -> bool:
        value = evaluation.subject.group(source).__dict__[source.name]
        return source.id not in asked and (value.value if isinstance(value, Recorded) else value) not in ANSWERED

    return any(is_left(source) for source in obtained(evaluation, fact))


def still_unknown(ruleset: RuleSet, facts: Snapshot, answerable: set[Fact]) -> list[Fact]:
    """Return the facts that further answers may narrow: what is open, and what a rule demands by now."""
    demanded: set[Fact] = set()
    concluded = conclude(ruleset, facts)
    for rule, found, is_open in zip(ruleset.rules, concluded.rules, concluded.undecided, strict=True):
        if rule.level is Level.NEEDS_INFORMATION and (is_open or found is Truth.TRUE):
            demanded |= set(asked_for(expand_concepts(rule.when), facts))
    found = []
    for fact, cells in rule_index(ruleset).partitions.items():
        entries = facts.entries(fact)
        some = cells.within(entries)
        is_known = entries[-1] == USABLE and not some & (some - 1)
        if fact in answerable and not is_known and (entries[-1] != NOT_INDICATED or fact in demanded):
            found.append(fact)
    return found


def completions(ruleset: RuleSet, facts: Snapshot, answerable: set[Fact]) -> Iterator[Outcome]:
    """Yield the outcome of every completion: each answerable fact in each of its cells, then what that demands."""
    unknown = still_unknown(ruleset, facts, answerable)
    if not unknown:
        yield conclude(ruleset, facts).outcome
        return
    values = [[(fact, known(fact, value)) for value in left(ruleset, facts, fact)] for fact in unknown]
    for world in itertools.product(*values):
        yield from completions(ruleset, changed(facts, dict(world)), answerable)


def left(ruleset: RuleSet, facts: Snapshot, fact: Fact) -> list[Any]:
    """Return values of every cell in which a fact may still lie."""
    return values_in(ruleset, fact, rule_index(ruleset).partitions[fact].within(facts.entries(fact)))


def one_completion(ruleset: RuleSet, facts: Snapshot, answerable: set[Fact], chance: random.Random) -> Outcome:
    """Return the outcome of one completion, drawn."""
    while unknown := still_unknown(ruleset, facts, answerable):
        drawn = {fact: known(fact, chance.choice(left(ruleset, facts, fact))) for fact in unknown}
        facts = changed(facts, drawn)
    return conclude(ruleset, facts).outcome


def certified(state: InterviewState) -> Settled | None:
    return state.settled()


def hasty(state: InterviewState) -> Settled | None:
    """A certificate that takes every open rule for one that stays open."""
    return Settled(state.evaluation.concluded.outcome, (), (), ())


def refuted(subject: Subject, seed: int, certify: Certify = certified, origin: RuleSet = SCREENING) -> list[str]:
    """Return the completions under which a certificate does not hold, by a small book drawn from a rule set."""
    ruleset = small(random.Random(seed), origin, most=5)
    state = state_of(ruleset, subject)
    certificate = certify(state)
    if certificate is None:
        return [] if state.question() is not None else ["neither settled nor anything to ask"]
    answerable = {f for f in rule_index(ruleset).partitions if may_be_answered(f, state.evaluation, ())}
    found = set(itertools.islice(completions(ruleset, state.facts, answerable), 20_000))
    return [f"{certificate.outcome} may be {outcome}" for outcome in found - {certificate.outcome}]


class TestStopping:
    """A certificate holds whatever else is answered."""

    @pytest.mark.parametrize("name", ["screening", "dose_tiers", "dosing_day", "discharge"])
    def test_under_every_completion_of_small_books(self, name: str) -> None:
        """All values of all facts that may still be answered lead to the outcome certified."""

        @law(250, BOOKS[name], WHOLE)
        def holds_good(subject: Subject, seed: int) -> None:
            assert refuted(subject, seed, origin=BOOKS[name].ruleset) == []

        holds_good()

    def test_a_hasty_certificate_is_noticed_by_small_books(self) -> None:
        """One that stops at once."""
        assert notices(st.tuples(cases(), SEEDS), lambda case: refuted(case[0], case[1], hasty))

    @EVERY_BOOK
    def test_under_drawn_completions(self, book: Book) -> None:
        """Where an interview in which much is declined stops, nothing left unasked would have changed the outcome."""

        @law(20, book)
        def holds_good(subject: Subject, seed: int) -> None:
            assert overturned(book.ruleset, subject, random.Random(seed)) == []

        holds_good()

    def test_a_hasty_certificate_is_noticed(self) -> None:
        """One that stops at once."""
        assert notices(
            st.tuples(cases(), SEEDS),
            lambda case: overturned(SCREENING, case[0], random.Random(case[1]), hasty),
        )


def overturned(ruleset: RuleSet, subject: Subject, chance: random.Random, certify: Certify = certified) -> list[str]:
    """Return drawn completions that overturn a certificate, at the end of an interview in which much is declined."""
    asked: list[str] = []
    start = declining(ruleset, subject, chance)
    while (certificate := certify(state := state_of(ruleset, start, tuple(asked)))) is None:
        question = state.question()
        assert question is not None
        asked.append(question.fact)
        start = answered(
            start, question.fact, truthful(subject, question.fact) if chance.random() < 0.8 else Absence.DECLINED
        )
    answerable = {f for f in rule_index(ruleset).partitions if may_be_answered(f, state.evaluation, tuple(asked))}
    drawn = {one_completion(ruleset, state.facts, answerable, chance) for _ in range(6)}
    return [f"{certificate.outcome} may be {outcome}" for outcome in drawn - {certificate.outcome}]


def declining(ruleset: RuleSet, subject: Subject, chance: random.Random) -> Subject:
    """Return a subject of whom a few facts are known, and a few are declined."""
    groups = {}
    for name, kind in groups_of(type(subject)).items():
        kept = {key: value for key, value in given_in(getattr(subject, name)).items() if chance.random() < 0.5}
        groups[name] = kind(**kept)
    return type(subject)(**groups)


def truthful(subject: Subject, identifier: str) -> Any:
    """Return what a subject answers: the value of the fact, or what is read of it where only that is recorded."""
    group, name = identifier.split(".")
    facts = subject.__dict__[group]
    value = facts.__dict__[name]
    if value is not Absence.NOT_ASKED:
        return value
    readings = {
        fact.name: facts.__dict__[fact.name]
        for fact in facts.__facts__
        if name in fact.derived_from and not fact.cross_checked and fact.name in given_in(facts)
    }
    return type(facts)(**readings) if readings else Absence.NOT_KNOWN


# What is asked -----------------------------------------------------------------------------------------------

Ask = Callable[[InterviewState], Question | None]


def best(state: InterviewState) -> Question | None:
    return state.question()


def wrong_questions(ruleset: RuleSet, subject: Subject, chance: random.Random, ask: Ask = best) -> list[str]:
    """Return the questions of an interview that were asked before, or to which no answer makes a difference."""
    asked: list[str] = []
    known_by_now = declining(ruleset, subject, chance)
    every = {fact.id: fact for fact in every_fact(ruleset.subject)}
    while (state := state_of(ruleset, known_by_now, tuple(asked))).settled() is None:
        question = ask(state)
        if question is None:
            return ["nothing is asked, though it is not settled"]
        if question.fact in asked:
            return [f"{question.fact} is asked twice"]
        rules = [rule for rule in map(ruleset.__getitem__, question.rules) if isinstance(rule, Rule)]
        if not any(
            matters(ruleset, rule, fact, entries_of(rule, state.facts))
            for rule in rules
            for fact in facts_of(expand_concepts(rule.when))
            if every[question.fact] in obtained(state.evaluation, fact)
            or (fact.asked_instead and fact.id == question.fact)
        ):
            return [f"{question.fact} makes no difference to {question.rules}"]
        asked.append(question.fact)
        known_by_now = answered(
            known_by_now, question.fact, truthful(subject, question.fact) if chance.random() < 0.8 else Absence.DECLINED
        )
    return []


def entries_of(rule: Rule, facts: Snapshot) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(facts.entries(fact)) for fact in facts_of(expand_concepts(rule.when)))


class TestQuestions:
    """No question is asked twice, and none without effect."""

    @EVERY_BOOK
    def test_each_makes_a_difference(self, book: Book) -> None:
        """Some answer changes the truth of a rule that can still change the outcome."""

        @law(15, book)
        def holds_good(subject: Subject, seed: int) -> None:
            assert wrong_questions(book.ruleset, subject, random.Random(seed)) == []

        holds_good()

    def test_a_needless_question_is_noticed(self) -> None:
        """An interview that asks for every absent fact in order."""

        def in_order(state: InterviewState) -> Question | None:
            question = state.question()
            absent = next(
                fact
                for fact in every_fact(state.ruleset.subject)
                if fact.id not in state.asked
                and state.evaluation.subject.group(fact).__dict__[fact.name] is Absence.NOT_ASKED
            )
            return question and attrs.evolve(question, fact=absent.id)

        assert notices(cases(), lambda subject: wrong_questions(SCREENING, subject, random.Random(0), in_order))

    def test_a_question_asked_twice_is_noticed(self) -> None:
        """An interview that does not remember what it asked."""

        def forgetful(state: InterviewState) -> Question | None:
            again = state.question()
            return again and attrs.evolve(again, fact=state.ruleset and (sorted(state.asked) or [again.fact])[0])

        assert notices(cases(), lambda subject: wrong_questions(SCREENING, subject, random.Random(0), forgetful))

    @pytest.mark.parametrize("name", [name for name in BOOKS if "all on" not in name])
    def test_it_comes_to_the_truth(self, name: str) -> None:
        """An interview comes to the outcome that all facts together have, those aside that nothing called for."""
        ruleset, on = BOOKS[name].ruleset, decided_on(BOOKS[name].ruleset)
        for subject in itertools.islice(near_each_rule(ruleset), 0, None, len(ruleset.rules) // 4):
            found = interviewed(ruleset, subject)
            called_for = without_facts(subject, found.settled.aside)
            truth = decide(ruleset, called_for, on=on, engine="interpreter").outcome
            assert found.settled.outcome in (truth, Outcome.EXCLUDED)
            if found.settled.outcome is Outcome.EXCLUDED:
                assert decide(ruleset, subject, on=on, engine="interpreter").outcome is Outcome.EXCLUDED


def interviewed(ruleset: RuleSet, subject: Subject) -> Any:
    talk = interview(ruleset, type(subject)(), on=decided_on(ruleset))
    answer = None
    try:
        question = next(talk)
        while True:
            question = talk.send(truthful(subject, question.fact))
    except StopIteration as stopped:
        answer = stopped.value
    return answer


def without_facts(subject: Subject, identifiers: tuple[str, ...]) -> Subject:
    """Return a subject of whom some facts, and what they are read from, are not recorded."""
    groups = {}
    for name, group in groups_of(type(subject)).items():
        gone = {fact.name for fact in group.__facts__ if fact.id in identifiers}
        sources = {source for fact in group.__facts__ if fact.name in gone for source in fact.derived_from}
        others = {s for fact in group.__facts__ if fact.name not in gone for s in fact.derived_from}
        kept = given_in(getattr(subject, name))
        groups[name] = group(**{key: v for key, v in kept.items() if key not in gone | (sources - others)})
    return type(subject)(**groups)


def test_fewer_questions_than_by_plainer_ways() -> None:
    """Of clients of whom everything can be known, asked as the benchmark asks them."""
    for client in complete(2):
        plainer = [len(list(questions(client, way))) for way in (in_order, of_undecided_rules)]
        assert len(list(questions(client, adaptive))) < min(plainer)


# Why it is asked ---------------------------------------------------------------------------------------------


def false_branches(ruleset: RuleSet, subject: Subject, chance: random.Random) -> list[str]:
    """Return what the branches of questions promise and some answer within them does not bring."""
    state = state_of(ruleset, subject)
    if state.settled() is not None:
        return []
    wrong = []
    for source in state.worth_asking():
        for fact in state.read.get(source, []):
            for holds in {leaf.holds for _, leaf in state.book.tests[fact] if not leaf.missing}:
                for some in (state.possible[fact] & holds, state.possible[fact] & ~holds):
                    if some:
                        wrong += _not_brought(state, fact, some, chance)
    return wrong


def _not_brought(state: InterviewState, fact: Fact, some: int, chance: random.Random) -> list[str]:
    branch = state._branch(fact, some)
    value = chance.choice(values_in(state.ruleset, fact, some))
    concluded = conclude(state.ruleset, changed(state.facts, {fact: known(fact, value)}))
    is_open = dict(zip((rule.id for rule in state.ruleset.rules), concluded.undecided, strict=True))
    wrong = [f"{branch.so} leaves {rule} open" for rule in branch.settles if is_open[rule]]
    if branch.outcome is not None and concluded.outcome is not branch.outcome:
        better = list(Outcome).index(concluded.outcome) < list(Outcome).index(branch.outcome) is Outcome.CAUTION
        wrong += [] if better else [f"{branch.so} leads to {concluded.outcome}, not {branch.outcome}"]
    return wrong


@EVERY_BOOK
def test_the_branches_are_true(book: Book) -> None:
    """Whatever is answered within a branch settles the rules that it says, and brings its outcome."""

    @law(40, book)
    def holds_good(subject: Subject, seed: int) -> None:
        assert false_branches(book.ruleset, subject, random.Random(seed)) == []

    holds_good()


def test_a_false_branch_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Branches that take every rule for settled."""
    monkeypatch.setattr(
        "kaprules.reasoning.next_question._is_settled", lambda rule, tree, plain, _: plain is not Truth.TRUE
    )
    assert notices(st.tuples(cases(), SEEDS), lambda case: false_branches(SCREENING, case[0], random.Random(case[1])))
