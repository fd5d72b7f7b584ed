"""The long run: a million decisions without a crash, a disagreement or a leak. ``make soak`` runs it.

``KAPRULES_SOAK_DECISIONS`` sets the number; each part takes its share.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kaprules.decision import Decision, decide
from kaprules.engine import bits, checker, durable, interpreter, replay
from kaprules.engine.snapshot import snapshot
from kaprules.facts.model import Subject
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import decided_on, subjects, subjects_near

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here"),
]
DECISIONS = int(os.environ.get("KAPRULES_SOAK_DECISIONS", "1000000"))
MAX_GROWTH = 5.0


Case = tuple[RuleSet, Subject]
MANY = settings(
    max_examples=20_000,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def drawn(ruleset: RuleSet, number: int) -> list[Case]:
    found: list[Case] = []

    @settings(MANY, max_examples=number)
    @given(subject=subjects(ruleset))
    def collect(subject: Subject) -> None:
        found.append((ruleset, subject))

    collect()
    return found


@pytest.fixture(scope="module")
def sample() -> list[Case]:
    """A thousand generated clients, and two hundred subjects of each of the other rule sets, mixed."""
    others = [each for each in RULESETS.values() if each.rules and each is not SCREENING]
    found = [*drawn(SCREENING, 1000), *(case for ruleset in others for case in drawn(ruleset, 200))]
    random.Random(0).shuffle(found)
    return found


def decided(case: Case, engine: str | None = None) -> Decision:
    ruleset, subject = case
    return decide(ruleset, subject, on=decided_on(ruleset), engine=engine)


def megabytes() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def decide_all(sample: list[Case], decisions: int) -> int:
    """Decide so often; a disagreement raises."""
    for number in range(decisions):
        decided(sample[number % len(sample)])
    return decisions


def report(what: str, decisions: int, start: float, growth: float) -> None:
    seconds = time.perf_counter() - start
    print(f"\n{what}: {decisions:,} decisions in {seconds:,.0f} s, {growth:+.2f} MB")


def test_a_million_decisions_leave_no_trace(sample: list[Case]) -> None:
    """No crash, no disagreement, less than 5 MB of growth."""
    decide_all(sample, 20_000)
    before, start = megabytes(), time.perf_counter()
    decide_all(sample, DECISIONS)
    growth = megabytes() - before
    report("one thread", DECISIONS, start, growth)
    assert growth < MAX_GROWTH


def test_eight_threads_decide_as_one(sample: list[Case]) -> None:
    """The same answers, and no growth."""
    expected = [decided(case, "reference") for case in sample]

    def check(offset: int) -> int:
        wrong = 0
        for number in range(DECISIONS // 80):
            place = (number + offset) % len(sample)
            wrong += decided(sample[place]) != expected[place]
        return wrong

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(check, range(0, 800, 100)))
        before, start = megabytes(), time.perf_counter()
        wrong = sum(pool.map(check, range(0, 800, 100)))
        growth = megabytes() - before
    report("eight threads", DECISIONS // 10, start, growth)
    assert [wrong, growth < MAX_GROWTH] == [0, True]


def test_a_child_decides_after_a_fork(sample: list[Case]) -> None:
    """While the parent has live sessions, a forked child decides with its own engine."""
    decided(sample[0])
    statuses = []
    for _ in range(20):
        child = os.fork()
        if child == 0:
            try:
                wrong = any(decided(case) != decided(case, "reference") for case in sample[:50])
                os._exit(1 if wrong else 0)
            except BaseException:
                os._exit(2)
        statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        decided(sample[1])
    assert statuses == [0] * 20


def test_decisions_are_right_after_an_interruption(sample: list[Case]) -> None:
    """A signal that raises in the middle of a decision leaves the next ones right."""
    assert threading.current_thread() is threading.main_thread()

    class Interruption(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise Interruption

    expected = [decided(case, "reference") for case in sample[:200]]
    earlier = signal.signal(signal.SIGALRM, interrupt)
    interrupted = wrong = 0
    try:
        for number in range(2_000):
            place = number % 200
            with contextlib.suppress(Interruption):
                signal.setitimer(signal.ITIMER_REAL, 0.0001 + (number % 9) * 0.0001)
                decided(sample[place])
                signal.setitimer(signal.ITIMER_REAL, 0)
                interrupted -= 1
            interrupted += 1
            signal.setitimer(signal.ITIMER_REAL, 0)
            wrong += decided(sample[place]) != expected[place]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
    assert [wrong, interrupted > 100] == [0, True]


@pytest.mark.parametrize("name", [name for name, each in RULESETS.items() if each.rules])
def test_engines_agree_on_twenty_thousand_subjects(name: str) -> None:
    """Every concept, rule and outcome: interpreter, bit masks, replay and durable-rules; both checkers accept them."""
    ruleset, on = RULESETS[name], decided_on(RULESETS[name])
    near = [subjects_near(rule.id, ruleset=ruleset) for rule in ruleset.rules]
    disagreements: list[Subject] = []

    @MANY
    @given(subject=st.one_of(subjects(ruleset), st.sampled_from(near).flatmap(lambda strategy: strategy)))
    def agree(subject: Subject) -> None:
        facts = snapshot(ruleset, subject, on)
        concluded = interpreter.evaluate(ruleset, facts)
        others = [each.evaluate(ruleset, facts) for each in (bits, replay, durable)]
        wrong = checker.faults(ruleset, facts, concluded) + checker._faults(ruleset, facts, concluded)
        if others != [concluded] * 3 or wrong:
            disagreements.append(subject)

    agree()
    assert disagreements == []
