"""durable-rules concludes what the interpreter concludes, and nothing else, whatever happens to it."""

from __future__ import annotations

import itertools
import json
import os
import random
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kaprules.authoring import by_clinician
from kaprules.conditions import Atom, Condition, Test, all_of, any_of
from kaprules.engine import bits, checker, durable, interpreter, replay
from kaprules.engine.conclusions import Conclusions, EngineFailure
from kaprules.engine.durable import rulebook
from kaprules.engine.durable.fragment import KIND, Comparison, EngineRule, check
from kaprules.engine.durable.memory import RULE_NAME, SENTINEL, extension
from kaprules.engine.snapshot import Snapshot
from kaprules.engine.snapshot import snapshot as facts_of
from kaprules.errors import ConditionError, RuleError
from kaprules.facts.client import Client
from kaprules.facts.model import ABSENT, NOT_INDICATED, USABLE, Choice, Event, Flag, Number, Subject, groups_of
from kaprules.facts.vitals import Vitals
from kaprules.limit import Exact, Limit, exact
from kaprules.possible import Level, Outcome
from kaprules.rule import EXAMPLE_DAY, PERMANENT, Concept, Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.sources import ADOPTED, proposal
from kaprules.testing import decided_on, subjects, subjects_near

if not durable.available():
    pytest.skip("durable-rules is not installed here: the bit masks decide", allow_module_level=True)

SOURCE = proposal("generated for a test")
KINDS: tuple[type[Subject], ...] = tuple(dict.fromkeys(each.subject for each in RULESETS.values()))
FACTS = {kind: [fact for group in groups_of(kind).values() for fact in group.__scalars__] for kind in KINDS}
DAYS = (0, 29, 30, 31, 89, 90, 91, 179, 180, 181, 364, 365, 366, 43_830, 43_831)


# Rule sets and snapshots out of a random generator; ``nonmonotone_reason`` lets conditions be anything -----------


def limit(value: Exact, unit: str) -> Limit:
    return Limit(value, unit, id="test.limit", source=SOURCE, since=ADOPTED)


def value_of(fact: Number | Event, chance: random.Random) -> Exact:
    """Return one of few values, so that limits are often met exactly, or missed by little."""
    if isinstance(fact, Event):
        return chance.choice(DAYS)
    whole = Fraction(fact.lowest) + (Fraction(fact.highest) - Fraction(fact.lowest)) * chance.randrange(6) / 5
    return max(fact.lowest, min(fact.highest, exact(whole + chance.choice((-1, 0, 0, 0, 1, Fraction(1, 3))))))


def atom(chance: random.Random, concepts: list[Concept], missing: bool, kind: type[Subject]) -> Condition:
    if concepts and chance.random() < 0.25:
        concept = chance.choice(concepts)
        return concept.ruled_out if chance.random() < 0.4 and not asks_for_gaps(concept.when) else concept.present
    fact = chance.choice(FACTS[kind])
    if missing and chance.random() < 0.2:
        return fact.missing
    if isinstance(fact, Flag):
        return chance.choice((fact.present, fact.ruled_out))
    if isinstance(fact, Choice):
        options = list(fact.options)
        return fact.is_one_of(*chance.sample(options, chance.randrange(1, len(options))))
    assert isinstance(fact, Number | Event)
    tests = [Test.AT_LEAST, Test.ABOVE, Test.AT_MOST, Test.BELOW]
    test = chance.choice([*tests, Test.EVER, Test.NEVER] if isinstance(fact, Event) else tests)
    if test in (Test.EVER, Test.NEVER):
        return Atom(fact, test)
    return Atom(fact, test, limit(value_of(fact, chance), fact.unit))


def asks_for_gaps(condition: Condition) -> bool:
    return any(each.test is Test.MISSING for each in fact_atoms(condition))


def condition(
    chance: random.Random, concepts: list[Concept], missing: bool, depth: int, kind: type[Subject]
) -> Condition:
    if depth == 0 or chance.random() < 0.3:
        return atom(chance, concepts, missing, kind)
    parts = [condition(chance, concepts, missing, depth - 1, kind) for _ in range(chance.randrange(2, 4))]
    try:
        return chance.choice((all_of, any_of))(*parts)
    except ConditionError:  # two tests of one choice that together say nothing
        return parts[0]


def rule(number: int, level: Level, when: Condition) -> Rule:
    lifts = PERMANENT if level is Level.EXCLUSION else None
    return Rule(
        id=f"made.rule{number}",
        source=SOURCE,
        level=level,
        until=lifts,
        when=when,
        clinician_text="made",
        nonmonotone_reason="generated",
    )


def rule_set(seed: int, rules: int, concepts: int, depth: int, kind: type[Subject] = Client) -> RuleSet:
    chance = random.Random(seed)
    made: list[Concept] = []
    for number in range(concepts):
        when = condition(chance, made, chance.random() < 0.15, depth, kind)
        made.append(
            Concept(id=f"made.concept{number}", title="made", source=SOURCE, when=when, nonmonotone_reason="generated")
        )
    plain = [concept for concept in made if not asks_for_gaps(concept.when)]
    levels = [chance.choice(list(Level)) for _ in range(rules)]
    return RuleSet(
        "made",
        "May it be?",
        tuple(
            rule(
                number,
                level,
                condition(chance, made, True, depth, kind)
                if level is Level.NEEDS_INFORMATION
                else condition(chance, plain, False, depth, kind),
            )
            for number, level in enumerate(levels)
        ),
        subject=kind,
    )


def entries(fact: Any, chance: random.Random, known: float) -> tuple[Any, ...]:
    """Return what a fact may still be: one value, several, or, where it is absent, mostly anything."""
    absent = chance.random() >= known
    state = chance.choice((ABSENT, NOT_INDICATED) if fact.on_indication else (ABSENT,)) if absent else USABLE
    if fact.size == 3:
        if absent and chance.random() < 0.9:
            return fact.lowest, fact.highest, state
        value = value_of(fact, chance)
        return (*sorted((value, value if chance.random() < 0.7 else value_of(fact, chance))), state)
    if absent:
        return fact.every, state
    one = 1 << chance.randrange(fact.every.bit_length())
    return one if chance.random() < 0.7 else chance.randint(1, fact.every), state


def snapshot(ruleset: RuleSet, chance: random.Random, known: float) -> Snapshot:
    """Return facts of which about the fraction ``known`` is there; now and then a whole group is left out."""
    groups: dict[str, Any] = {}
    for name in dict.fromkeys(fact.group for fact in ruleset.facts):
        group = groups_of(ruleset.subject)[name]
        empty = known < 1 and chance.random() < 0.15
        groups[name] = (
            group().flat(EXAMPLE_DAY)
            if empty
            else [entry for fact in group.__scalars__ for entry in entries(fact, chance, known)]
        )
    return Snapshot(groups, {})


def snapshots(ruleset: RuleSet, seed: int, count: int) -> Iterator[Snapshot]:
    chance = random.Random(seed)
    for _ in range(count):
        yield snapshot(ruleset, chance, chance.choice((0, 0.3, 0.6, 0.9, 0.98, 1)))


def nothing_known(ruleset: RuleSet) -> Snapshot:
    groups = groups_of(ruleset.subject)
    return Snapshot({fact.group: groups[fact.group]().flat(EXAMPLE_DAY) for fact in ruleset.facts}, {})


MADE = rule_set(7, rules=40, concepts=8, depth=2)
SOME = list(snapshots(MADE, 8, 25))
EXPECTED = [interpreter.evaluate(MADE, facts) for facts in SOME]


def fresh() -> RuleSet:
    """Return a rule set equal to MADE that no engine has compiled yet."""
    return RuleSet(MADE.name, MADE.question, MADE.rules)


def sessions_made(ruleset: RuleSet) -> int:
    """Say how many sessions a rule set has opened in the engine."""
    return int(repr(ruleset.made["durable"].numbers).removeprefix("count(").removesuffix(")")) - 1


class TestEnginesAgree:
    """The interpreter, durable-rules, bit masks and the replay give every concept, rule and outcome the same truth."""

    @pytest.mark.parametrize(
        ("seed", "rules", "concepts", "depth"),
        [
            (seed, rules, concepts, depth)
            for seed in range(6)
            for rules, concepts, depth in ((1, 0, 1), (12, 4, 2), (25, 8, 3))
        ],
    )
    @pytest.mark.parametrize("kind", KINDS)
    def test_on_any_facts(self, kind: type[Subject], seed: int, rules: int, concepts: int, depth: int) -> None:
        """Generated rules and generated facts about any subject come out as by the interpreter."""
        made = rule_set(seed, rules, concepts, depth, kind)
        for facts in snapshots(made, seed, 60):
            assert durable.evaluate(made, facts) == interpreter.evaluate(made, facts)

    @pytest.mark.parametrize("name", [name for name, each in RULESETS.items() if each.rules])
    def test_on_every_rule_set(self, name: str) -> None:
        """Reference, generated function, durable-rules and checker agree on subjects of every rule set."""
        ruleset, on = RULESETS[name], decided_on(RULESETS[name])
        near = [subjects_near(rule.id, ruleset=ruleset) for rule in ruleset.rules]

        @settings(
            max_examples=60,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.one_of(subjects(ruleset), st.sampled_from(near).flatmap(lambda strategy: strategy)))
        def agree(subject: Subject) -> None:
            facts = facts_of(ruleset, subject, on)
            concluded = interpreter.evaluate(ruleset, facts)
            assert [each.evaluate(ruleset, facts) for each in (bits, replay, durable)] == [concluded] * 3
            assert checker.faults(ruleset, facts, concluded) == checker._faults(ruleset, facts, concluded) == ()

        agree()

    def test_where_nothing_is_known(self) -> None:
        """A client about whom nothing is known comes out as by the interpreter."""
        facts = nothing_known(MADE)
        assert durable.evaluate(MADE, facts) == interpreter.evaluate(MADE, facts)

    def test_every_outcome_and_truth_is_reached(self) -> None:
        """The generated cases reach every outcome, every truth of a rule, and rules open and not open."""
        made = [rule_set(seed, rules=2, concepts=2, depth=1) for seed in range(8)]
        concluded = [durable.evaluate(each, facts) for each in made for facts in snapshots(each, 3, 40)]
        assert {claim.outcome for claim in concluded} == set(Outcome)
        assert {
            (int(truth), opened)
            for claim in concluded
            for truth, opened in zip(claim.rules, claim.undecided, strict=True)
        } == {
            (0, False),
            (1, False),
            (1, True),
            (2, False),
        }

    @pytest.mark.parametrize("shared", (False, True), ids=("side by side", "behind one condition"))
    def test_with_more_conditions_than_one_message_may_match(self, shared: bool) -> None:
        """A rule set of which the engine could match 200 conditions at once is told in several messages."""
        tests: list[Condition] = [Vitals.mean_systolic >= limit(50 + number, "mm[Hg]") for number in range(200)]
        if shared:
            tests = [all_of(Vitals.heart_rate >= limit(100, "/min"), test) for test in tests]
        made = RuleSet("made", "May it be?", tuple(rule(n, Level.NOTE, when) for n, when in enumerate(tests)))
        for systolic in (50, 149, Fraction(299, 2), 249, 300):
            facts = Snapshot(
                {"vitals": by_clinician(Vitals(mean_systolic=systolic, heart_rate=120)).flat(EXAMPLE_DAY)}, {}
            )
            assert durable.evaluate(made, facts) == interpreter.evaluate(made, facts)
        assert sum(len(stage.kinds) for stage in made.made["durable"].stages) > 3

    def test_a_rule_set_without_rules(self) -> None:
        """No rules find no exclusion."""
        assert durable.evaluate(RuleSet("none", "?", ()), Snapshot({}, {})) == Conclusions(
            (), (), (), Outcome.NO_EXCLUSION_FOUND
        )

    def test_a_limit_is_met_exactly(self) -> None:
        """A third above, at and below a limit are told apart, though no float could."""
        tests = (
            Vitals.body_mass_index >= limit(exact(35.1), "kg/m2"),
            Vitals.body_mass_index > limit(exact(35.1), "kg/m2"),
        )
        made = RuleSet("made", "May it be?", tuple(rule(n, Level.NOTE, when) for n, when in enumerate(tests)))
        near = Fraction(1, 10**30)
        found = []
        for value in (exact(35.1) - near, exact(35.1), exact(35.1) + near):
            flat = list(Vitals().flat(EXAMPLE_DAY))
            flat[Vitals.body_mass_index.slot : Vitals.body_mass_index.slot + 3] = value, value, USABLE
            found.append(durable.evaluate(made, Snapshot({"vitals": flat}, {})).rules)
        assert found == [(0, 0), (2, 0), (2, 2)]


@pytest.mark.parametrize("texts", list(itertools.product("abc", repeat=3)), ids="".join)
def test_each_reading_has_its_say_once(texts: tuple[str, str, str]) -> None:
    """Equal texts are sent once, for all readings that say them, and every reading has exactly its own text."""
    sent = rulebook._alike(*texts)
    assert len({text for _, text in sent}) == len(sent)
    assert [text for place in range(3) for readings, text in sent if readings >> place & 1] == list(texts)


class TestManyAtOnce:
    """Sessions have one owner at a time, and a process has its own."""

    def test_threads(self) -> None:
        """Eight threads share one rule set, and each gets its own answers."""
        shared = fresh()
        wrong: list[object] = []

        def work(offset: int) -> None:
            for turn in range(60):
                place = (offset + turn) % len(SOME)
                try:
                    if durable.evaluate(shared, SOME[place]) != EXPECTED[place]:
                        wrong.append(place)
                except BaseException as error:
                    wrong.append(error)

        before = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            threads = [threading.Thread(target=work, args=(offset,)) for offset in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(before)
        assert not wrong
        assert 1 < sessions_made(shared) <= 8

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
    def test_after_a_fork(self) -> None:
        """A forked process compiles its own rule book, even when it forked in the middle of a decision."""
        shared = fresh()
        assert durable.evaluate(shared, SOME[0]) == EXPECTED[0]
        book = shared.made["durable"]
        session = book.session()
        session[0].put(session[0].stage.handle, session[0].stage.kinds[0].heads[7] + SENTINEL + session[0].tail)
        shared.made[f"durable lock of process {os.getpid()}"].acquire()
        child = os.fork()
        if child == 0:
            agreed = False
            try:
                agreed = all(
                    durable.evaluate(shared, facts) == concluded
                    for facts, concluded in zip(SOME, EXPECTED, strict=True)
                )
                agreed = agreed and shared.made["durable"] is not book
            finally:
                os._exit(0 if agreed else 1)
        shared.made[f"durable lock of process {os.getpid()}"].release()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert durable.evaluate(shared, SOME[1]) == EXPECTED[1]
        assert shared.made["durable"] is book

    def test_more_sessions_than_the_engine_holds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """When a rule book has opened all its sessions, the next decision compiles it afresh."""
        monkeypatch.setattr(rulebook, "MAX_SESSIONS", 2)
        shared = fresh()
        books = []
        for facts, expected in zip(SOME[:5], EXPECTED[:5], strict=True):
            assert durable.evaluate(shared, facts) == expected
            books.append(shared.made["durable"])
            books[-1].idle.clear()
        assert len(set(map(id, books))) == 3


class Interruption(BaseException):
    """Stands for KeyboardInterrupt."""


class Interrupting:
    """Calls through to the engine, and raises just before or just after the call number ``at``."""

    def __init__(self, at: int, after: bool) -> None:
        self.left, self.after = at, after

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def through(*arguments: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise Interruption
            result = call(*arguments)
            if self.left == 0:
                raise Interruption
            return result

        return through


class TestInterruptions:
    """An exception in the middle of a decision costs that decision, and no other."""

    @pytest.mark.parametrize("after", (False, True), ids=("before a call", "after a call"))
    def test_at_every_call_of_the_engine(self, after: bool) -> None:
        """Wherever a decision is interrupted, its session is emptied and used again, and the next one is right."""
        made = rule_set(3, rules=4, concepts=3, depth=1)
        facts = list(snapshots(made, 4, 6))
        expected = [interpreter.evaluate(made, each) for each in facts]
        assert durable.evaluate(made, facts[0]) == expected[0]
        session = made.made["durable"].idle[-1]
        calls = 0
        finished = False
        while not finished:
            calls += 1
            interrupting = Interrupting(calls, after)
            originals = [
                (memory, name, getattr(memory, name))
                for memory in session
                for name in ("put", "first", "next", "take_back")
            ]
            for memory, name, call in originals:
                setattr(memory, name, interrupting.around(call))
            try:
                assert durable.evaluate(made, facts[calls % 6]) == expected[calls % 6]
                finished = True
            except Interruption:
                pass
            finally:
                for memory, name, call in originals:
                    setattr(memory, name, call)
            assert made.made["durable"].idle == [session]
            assert durable.evaluate(made, facts[-calls % 6]) == expected[-calls % 6]
        assert calls > 10

    def test_at_every_instruction(self) -> None:
        """Wherever between two instructions another thread's interruption arrives, the next decision is right.

        Exceptions thrown from a thread arrive where chance has it, now and then in code of pytest or Hypothesis. A
        trace function raises them in the engine's own code, at each instruction once.
        """
        made = rule_set(3, rules=4, concepts=3, depth=1)
        facts = list(snapshots(made, 4, 6))
        expected = [interpreter.evaluate(made, each) for each in facts]
        assert durable.evaluate(made, facts[0]) == expected[0]
        folder, before = os.path.dirname(durable.__file__), sys.gettrace()
        left = 0

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal left
            if not frame.f_code.co_filename.startswith(folder):
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            if event == "opcode":
                left -= 1
                if left == 0:
                    raise Interruption
            return trace

        sys._getframe().f_trace_opcodes = True  # 3.12 reports no instruction before some frame has asked for it
        interrupted = 0
        while left <= 0:  # until a decision ends before its turn to be interrupted
            left = interrupted + 1
            try:
                sys.settrace(trace)
                concluded = durable.evaluate(made, facts[interrupted % 6])
            except Interruption:
                interrupted += 1
            else:
                assert concluded == expected[interrupted % 6]
            finally:
                sys.settrace(before)
            assert durable.evaluate(made, facts[-interrupted % 6]) == expected[-interrupted % 6]
        assert interrupted > 200
        assert sessions_made(made) < interrupted / 2

    def test_a_session_that_cannot_be_emptied_is_not_used_again(self) -> None:
        """A session that does not answer after an interruption is left alone, and a new one decides."""
        made = fresh()
        assert durable.evaluate(made, SOME[0]) == EXPECTED[0]
        memory = made.made["durable"].idle[-1][0]
        memory.first = Interrupting(1, False).around(lambda handle, place: None)
        with pytest.raises(Interruption):
            durable.evaluate(made, SOME[1])
        assert made.made["durable"].idle == []
        assert durable.evaluate(made, SOME[1]) == EXPECTED[1]


class TestMisbehaviour:
    """An answer of the engine counts only if it behaves as it must."""

    def failing(self, replace: Callable[[Any], None]) -> str:
        """Return the message of the failure when the engine's part that ``replace`` changes misbehaves."""
        made = fresh()
        durable.evaluate(made, SOME[0])
        replace(made.made["durable"].idle[-1][0])
        with pytest.raises(EngineFailure) as failure:
            durable.evaluate(made, SOME[1])
        assert made.made["durable"].idle == []
        assert durable.evaluate(made, SOME[1]) == EXPECTED[1]
        return str(failure.value)

    def test_a_locked_session_is_noticed(self) -> None:
        """A session left in the middle of a firing answers nothing: the sentinel tells."""

        def lock(memory: Any) -> None:
            kind = memory.stage.kinds[0]
            memory.put(memory.stage.handle, kind.heads[3] + SENTINEL + memory.tail)
            assert memory.first(memory.stage.handle, memory.place) is not None

        assert self.failing(lock) == (
            "durable-rules did not fire the sentinel: nothing that it answers counts; report it with the rule set and "
            "the client's facts"
        )

    def test_a_message_left_behind_is_noticed(self) -> None:
        """A message of an earlier decision is refused by the engine, and the decision with it."""

        def leave(memory: Any) -> None:
            for kind in memory.stage.kinds:
                for head in kind.heads:
                    memory.put(memory.stage.handle, head + SENTINEL + memory.tail)

        assert " with code 2: expected 0 or 1; report it with the rule set and the client's facts" in self.failing(
            leave
        )

    def test_an_endless_firing_is_noticed(self) -> None:
        """A rule that fires for ever is stopped."""

        def loop(memory: Any) -> None:
            begin, firings = memory.first, []

            def first(handle: int, place: int) -> Any:
                firings.append(begin(handle, place))
                return firings[0]

            memory.first, memory.next = first, lambda handle, place: firings[0][1]

        message = self.failing(loop)
        assert message.startswith("durable-rules fired more than ") and ": expected an end; " in message

    def test_a_strange_firing_is_noticed(self) -> None:
        """A firing of no known rule is refused."""

        def strange(memory: Any) -> None:
            memory.first = lambda handle, place: ("", '{"9999":{"m":{"id":"7000","k":0}}}')

        assert self.failing(strange) == (
            'durable-rules fired {"9999":{"m":{"id":"7000...: expected a known rule and message; report it with the '
            "rule set and the client's facts"
        )

    def test_a_silent_message_is_noticed(self) -> None:
        """A message that the engine took but fired nothing for is refused: that would be a finding lost."""

        def deaf(memory: Any) -> None:
            first, step = memory.first, memory.next

            def only_sentinel(firing: str | None, handle: int, place: int) -> str | None:
                while firing is not None and firing[RULE_NAME] != "0000":
                    firing = step(handle, place)
                return firing

            def start(handle: int, place: int) -> tuple[str, str | None]:
                return "", only_sentinel(first(handle, place)[1], handle, place)

            memory.first = start
            memory.next = lambda handle, place: only_sentinel(step(handle, place), handle, place)

        assert " but fired nothing for it; report it with the rule set and the client's facts" in self.failing(deaf)

    def test_an_error_of_the_engine_is_named(self) -> None:
        """An error code of the engine is passed on."""
        error = extension().error

        def broken(memory: Any) -> None:
            def put(handle: int, message: str) -> tuple[int, int]:
                raise error("Could not assert fact, error code: 303")

            memory.put = put

        assert self.failing(broken) == (
            "durable-rules refused a message: Could not assert fact, error code: 303; report it with the rule set and "
            "the client's facts"
        )

    def test_where_it_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where durable-rules is missing, that is said with both ways out, the one of Python 3.13 too."""
        monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
        assert not durable.available()
        with pytest.raises(EngineFailure) as failure:
            durable.evaluate(fresh(), SOME[0])
        assert str(failure.value) == (
            "durable-rules cannot be imported here (import of durable_rules_engine halted; None in sys.modules): "
            "pip install 'kaprules[durable]', from Python 3.13 on with CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject"
            ", or decide by bit masks, engine='bits'"
        )


def test_it_is_imported_only_when_it_is_used() -> None:
    """Importing kaprules and this engine does not import durable-rules."""
    text = "import sys, kaprules, kaprules.engine.durable; print('durable_rules_engine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read from /proc")
def test_memory_stays_flat() -> None:
    """Thousands of decisions, some interrupted, keep no memory."""

    def megabytes() -> float:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 2**20

    def decide(count: int) -> None:
        for turn in range(count):
            durable.evaluate(MADE, SOME[turn % len(SOME)])

    decide(1500)
    before = megabytes()
    decide(6000)
    assert megabytes() - before < 0.5


# What the engine cannot hold ---------------------------------------------------------------------------------------


def engine_rule(number: int, *conditions: Comparison, kind: int = 0) -> EngineRule:
    return EngineRule(f"{number:04d}", kind, conditions)


def at_least(value: int, name: str = "aa") -> Comparison:
    return Comparison(name, "$gte", value)


NAMES = [first + second for first in "bcdefgh" for second in "abcdefghijklmnopqrstuvwxyz0123456789"]
TOO_MUCH = {
    "rules": (
        [engine_rule(number, at_least(number % 30), kind=number % 400) for number in range(4097)],
        "made takes 4097 engine rules: durable-rules holds 4096; split the rule set",
    ),
    "names": (
        [engine_rule(1, at_least(1)), engine_rule(1, at_least(2))],
        "made: engine rules need different names of four characters; correct the compiler",
    ),
    "long names": (
        [engine_rule(12345, at_least(1))],
        "made: engine rules need different names of four characters; correct the compiler",
    ),
    "no conditions": (
        [engine_rule(1)],
        "made: an engine rule without conditions would match every message; correct the compiler",
    ),
    "a float": (
        [engine_rule(1, Comparison("aa", "$gte", 29.9))],  # type: ignore[arg-type] # that is the point
        "made: aa $gte 29.9 does not compare with a small whole number; correct the compiler",
    ),
    "a yes or no": (
        [engine_rule(1, Comparison("aa", "$eq", True))],
        "made: aa $eq True does not compare with a small whole number; correct the compiler",
    ),
    "a negation": (
        [engine_rule(1, Comparison("aa", "$neq", 1))],
        "made: aa $neq 1 does not compare with a small whole number; correct the compiler",
    ),
    "a large number": (
        [engine_rule(1, at_least(2**63))],
        "made: aa $gte 9223372036854775808 does not compare with a small whole number; correct the compiler",
    ),
    "kinds": (
        [engine_rule(number, at_least(1), kind=number) for number in range(512)],
        "made takes 512 kinds of message: durable-rules holds 511; split it",
    ),
    "last condition": (
        [engine_rule(number, at_least(1)) for number in range(256)],
        "made: 256 engine rules share their last condition: durable-rules holds 255",
    ),
    "properties": (
        [engine_rule(1, *(at_least(1, name) for name in NAMES[:250]))],
        "made: a message has 253 properties: durable-rules holds 252; split the condition",
    ),
    "branches": (
        [engine_rule(number, at_least(number)) for number in range(512)],
        "made: 512 distinct conditions lie at one level: durable-rules holds 511",
    ),
    "matches": (
        [engine_rule(number, at_least(number)) for number in range(65)],
        "made: a message may match 65 conditions at once: durable-rules holds 64 (error 303)",
    ),
    "matches at two levels": (
        [engine_rule(number, at_least(number)) for number in range(60)]
        + [engine_rule(100 + number, at_least(59), at_least(number, "bb")) for number in range(6)],
        "made: a message may match 65 conditions at once: durable-rules holds 64 (error 303)",
    ),
    "equal hashes": (
        [engine_rule(1, at_least(1, "costarring")), engine_rule(2, at_least(1, "liquid"))],
        "made: durable-rules cannot tell 'liquid' from 'costarring', which it knows by one hash; rename it",
    ),
    "the engine's own name": (
        [engine_rule(1, at_least(1, "sid"))],
        "made: durable-rules cannot tell 'sid' from 'sid', which it knows by one hash; rename it",
    ),
}


class TestTooMuch:
    """What the engine would not hold is refused when the rule set is compiled, never found out in a decision."""

    @pytest.mark.parametrize("name", TOO_MUCH)
    def test_refusal(self, name: str) -> None:
        """The message says how much it is, how much there may be, and what to do."""
        rules, message = TOO_MUCH[name]
        with pytest.raises(RuleError) as refusal:
            check(rules, "made")
        assert str(refusal.value) == message

    @pytest.mark.parametrize("matches", (64, 65))
    def test_the_engine_holds_as_much_as_is_let_through(self, matches: int) -> None:
        """A message that matches 64 conditions at once is answered; with 65 the engine gives its error 303."""
        rules = [engine_rule(number, at_least(number)) for number in range(matches)]
        engine = extension()
        definition = json.dumps({each.name: each.definition for each in rules}, separators=(",", ":"))
        handle = engine.create_ruleset(f"made{matches}", definition)
        message = f'{{"id":"7000","{KIND}":0,"aa":{matches},"sid":"1"}}'
        if matches == 64:
            assert engine.assert_fact(handle, message)[0] == 0
        else:
            with pytest.raises(engine.error, match="error code: 303"):
                engine.assert_fact(handle, message)

    def test_too_many_alternatives(self) -> None:
        """A condition that multiplies out to too many alternatives is refused by name, with the way out."""
        flags = [fact for fact in FACTS[Client] if isinstance(fact, Flag)][:20]
        pairs = zip(flags[::2], flags[1::2], strict=True)
        wide = all_of(*(any_of(first.present, second.present) for first, second in pairs))
        with pytest.raises(RuleError) as refusal:
            durable.evaluate(RuleSet("made", "?", (rule(1, Level.NOTE, wide),)), Snapshot({}, {}))
        assert str(refusal.value) == (
            "made.rule1 has more than 512 alternatives: name parts of its condition as concepts"
        )
