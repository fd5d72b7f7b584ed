"""The long run: a million decisions without a crash, a disagreement or a leak. ``tox -e soak`` runs it.

``KAPRULES_SOAK_DECISIONS`` sets the number; each part takes its share.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kaprules import SCREENING, Client, screen
from kaprules.engine import checker, compiled, durable, reference
from kaprules.engine.claims import snapshot
from kaprules.testing import DECISION_DAY, clients

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here"),
]
DECISIONS = int(os.environ.get("KAPRULES_SOAK_DECISIONS", "1000000"))
MOST_GROWTH = 5.0


@pytest.fixture(scope="module")
def sample() -> list[Client]:
    """A thousand generated clients."""
    found: list[Client] = []

    @settings(
        max_examples=1000,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(client=clients())
    def collect(client: Client) -> None:
        found.append(client)

    collect()
    return found


def megabytes() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def decide_all(sample: list[Client], decisions: int, on: date = DECISION_DAY) -> int:
    """Decide so often; a disagreement raises."""
    for number in range(decisions):
        screen(sample[number % len(sample)], on=on)
    return decisions


def report(what: str, decisions: int, start: float, growth: float) -> None:
    seconds = time.perf_counter() - start
    print(f"\n{what}: {decisions:,} decisions in {seconds:,.0f} s, {growth:+.2f} MB")


def test_a_million_decisions_leave_no_trace(sample: list[Client]) -> None:
    """No crash, no disagreement, less than 5 MB of growth."""
    decide_all(sample, 20_000)
    before, start = megabytes(), time.perf_counter()
    decide_all(sample, DECISIONS)
    growth = megabytes() - before
    report("one thread", DECISIONS, start, growth)
    assert growth < MOST_GROWTH


def test_eight_threads_decide_as_one(sample: list[Client]) -> None:
    """The same answers, and no growth."""
    expected = [screen(client, on=DECISION_DAY, engine="reference") for client in sample]

    def check(offset: int) -> int:
        wrong = 0
        for number in range(DECISIONS // 80):
            place = (number + offset) % len(sample)
            wrong += screen(sample[place], on=DECISION_DAY) != expected[place]
        return wrong

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(check, range(0, 800, 100)))
        before, start = megabytes(), time.perf_counter()
        wrong = sum(pool.map(check, range(0, 800, 100)))
        growth = megabytes() - before
    report("eight threads", DECISIONS // 10, start, growth)
    assert [wrong, growth < MOST_GROWTH] == [0, True]


def test_a_child_decides_after_a_fork(sample: list[Client]) -> None:
    """While the parent has live sessions, a forked child decides with its own engine."""
    screen(sample[0], on=DECISION_DAY)
    statuses = []
    for _ in range(20):
        child = os.fork()
        if child == 0:
            try:
                wrong = any(
                    screen(client, on=DECISION_DAY) != screen(client, on=DECISION_DAY, engine="reference")
                    for client in sample[:50]
                )
                os._exit(1 if wrong else 0)
            except BaseException:
                os._exit(2)
        statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        screen(sample[1], on=DECISION_DAY)
    assert statuses == [0] * 20


def test_decisions_are_right_after_an_interruption(sample: list[Client]) -> None:
    """A signal that raises in the middle of a decision leaves the next ones right."""
    assert threading.current_thread() is threading.main_thread()

    class Interruption(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise Interruption

    expected = [screen(client, on=DECISION_DAY, engine="reference") for client in sample[:200]]
    earlier = signal.signal(signal.SIGALRM, interrupt)
    interrupted = wrong = 0
    try:
        for number in range(2_000):
            place = number % 200
            with contextlib.suppress(Interruption):
                signal.setitimer(signal.ITIMER_REAL, 0.0001 + (number % 9) * 0.0001)
                screen(sample[place], on=DECISION_DAY)
                signal.setitimer(signal.ITIMER_REAL, 0)
                interrupted -= 1
            interrupted += 1
            signal.setitimer(signal.ITIMER_REAL, 0)
            wrong += screen(sample[place], on=DECISION_DAY) != expected[place]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
    assert [wrong, interrupted > 100] == [0, True]


def test_engines_agree_on_twenty_thousand_clients() -> None:
    """Every concept, rule and outcome: interpreter, generated code and durable-rules; the checker accepts each."""
    disagreements: list[Client] = []

    @settings(
        max_examples=20_000,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(client=clients())
    def agree(client: Client) -> None:
        facts = snapshot(SCREENING, client, DECISION_DAY)
        claims = reference.evaluate(SCREENING, facts)
        others = [compiled.evaluate(SCREENING, facts), durable.evaluate(SCREENING, facts)]
        if others != [claims, claims] or checker.faults(SCREENING, facts, claims):
            disagreements.append(client)

    agree()
    assert disagreements == []
