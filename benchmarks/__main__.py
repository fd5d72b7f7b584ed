"""Measure the whole rule book in one run: ``python -m benchmarks [asking] [--rounds N] [--clients N]``."""

from __future__ import annotations

import argparse
import functools
import gc
import json
import os
import pickle
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings

from kaprules import Client, Decision, RuleSet
from kaprules.decision import decide
from kaprules.engine import bits, checker, durable, interpreter
from kaprules.engine.snapshot import snapshot
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, decided_on, subjects

from . import asking, host


def generated(ruleset: RuleSet, count: int) -> list[Any]:
    """Return generated subjects of a rule set, the same at every run."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(subject=subjects(ruleset))
    def collect(subject: Any) -> None:
        found.append(subject)

    collect()
    random.Random(0).shuffle(found)
    return found


def microseconds(work: Callable[[Client], Any], sample: Sequence[Client]) -> float:
    """Return the mean time of ``work`` on one client of the sample, each new and seen for the first time."""
    sample = pickle.loads(pickle.dumps(sample))
    start = time.perf_counter()
    for client in sample:
        work(client)
    return (time.perf_counter() - start) / len(sample) * 1e6


def interleaved(works: dict[str, Callable[[Client], Any]], sample: Sequence[Client], rounds: int) -> None:
    """Print each work's median over the rounds, with the spread; the works take turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        microseconds(work, sample[:20])
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(microseconds(work, sample))
    for name, each in times.items():
        row(name, f"{statistics.median(each):9.1f} us", f"{min(each):.1f} to {max(each):.1f}")


def row(name: str, figure: str, spread: str = "") -> None:
    print(f"  {name:<58} {figure:>14}  {spread}")


def processes(name: str, command: list[str], rounds: int) -> None:
    """Print the median wall time of a whole process whose modules were compiled before."""
    times = []
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        times.append((time.perf_counter() - start) * 1e3)
    row(name, f"{statistics.median(times):9.1f} ms", f"{min(times):.1f} to {max(times):.1f}")


def times_over(ruleset: RuleSet, copies: int) -> RuleSet:
    """Return the rule set with every rule repeated under other ids."""
    rules = [
        attrs.evolve(rule, id=f"{rule.id}.copy{copy}" if copy else rule.id)
        for copy in range(copies)
        for rule in ruleset.rules
    ]
    return RuleSet(ruleset.name, ruleset.question, tuple(rules))


def growth(work: Callable[[Client], Any], sample: Sequence[Client], decisions: int) -> float:
    """Return by how many megabytes the process grew over so many decisions."""
    for client in sample:
        work(client)
    gc.collect()
    before = resident()
    for number in range(decisions):
        work(sample[number % len(sample)])
    gc.collect()
    return resident() - before


def resident() -> float:
    """Return the resident memory of this process in megabytes."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def explanations(decisions: Sequence[Decision]) -> None:
    """Print how long each explanation takes: the median over decisions, and the slowest of them."""
    ids = list(decisions[0].truths)
    works: dict[str, Callable[[Decision], Any]] = {
        "why, each of 20 rules": lambda decision: [decision.why(name) for name in chance.sample(ids, 20)],
        "the smallest reason, each of 20 rules": lambda decision: [decision.reason(n) for n in chance.sample(ids, 20)],
        "a smallest set of facts that forces the outcome": lambda decision: decision.sufficient(),
        "every such set": lambda decision: decision.sufficient(every=True),
        "margins of all numbers": lambda decision: decision.margins(),
        "compared with another decision": lambda decision: decisions[0].compared(decision),
    }
    for name, work in works.items():
        chance, times = random.Random(0), []
        work(decisions[0])
        for decision in decisions:
            start = time.perf_counter()
            work(decision)
            times.append((time.perf_counter() - start) * 1e3 / (20 if "20" in name else 1))
        row(name, f"{statistics.median(times):9.3f} ms", f"slowest {max(times):.3f}")


def main() -> None:
    """Run every measurement and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=["asking"], help="measure the interview alone")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=300)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if arguments.part == "asking":
        asking.measure(arguments.clients, row)
        return
    sample = generated(SCREENING, arguments.clients)
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores; "
        f"{len(SCREENING.rules)} rules, {len(SCREENING.concepts)} concepts, {len(SCREENING.facts)} facts read; "
        f"{len(sample)} generated clients, {arguments.rounds} rounds, medians (spread)\n"
    )
    has_durable = durable.available()

    def engine(name: str, ruleset: RuleSet = SCREENING) -> Callable[[Client], Any]:
        return lambda client: decide(ruleset, client, on=DECISION_DAY, engine=name)

    print("one decision, from Client to Decision, reasons available on demand")
    works: dict[str, Callable[[Client], Any]] = {name: engine(name) for name in ("interpreter", "bits")}
    if has_durable:
        works["durable"] = engine("durable")
        works["the same rules through durable-rules' public Host"] = host.decider(SCREENING)
    interleaved(works, sample, arguments.rounds)

    print("\nits parts")
    parts: dict[str, Callable[[Client], Any]] = {
        "snapshot of the facts": lambda client: snapshot(SCREENING, client, DECISION_DAY),
        "and bit masks": lambda client: bits.evaluate(SCREENING, snapshot(SCREENING, client, DECISION_DAY)),
        "and the interpreter that defines the meaning": lambda client: interpreter.evaluate(
            SCREENING, snapshot(SCREENING, client, DECISION_DAY)
        ),
        "and bit masks and checker": lambda client: checker.faults(
            SCREENING,
            facts := snapshot(SCREENING, client, DECISION_DAY),
            bits.evaluate(SCREENING, facts),
        ),
        "bits, and explained in words": lambda client: engine("bits")(client).explain(),
    }
    interleaved(parts, sample[:60], arguments.rounds)

    print("\nthe other rule sets")
    for ruleset in [each for each in RULESETS.values() if each is not SCREENING]:
        others = generated(ruleset, 100)
        interleaved(
            {
                f"{ruleset.name}, {len(ruleset.rules)} rules, {name}": functools.partial(
                    decide, ruleset, on=decided_on(ruleset), engine=name
                )
                for name in ["bits"] + (["durable"] if has_durable else [])
            },
            others,
            arguments.rounds,
        )

    print("\nexplanations of screening, the decision at hand")
    explanations([decide(SCREENING, client, on=DECISION_DAY, engine="interpreter") for client in sample[:100]])

    print()
    asking.measure(60, row)

    print("\nrules duplicated")
    for copies in (1, 4, 16):
        bigger = times_over(SCREENING, copies)
        names = ["bits"] + (["durable"] if has_durable and copies <= 4 else [])
        interleaved(
            {f"{copies:>2} x {len(SCREENING.rules)} rules, {n}": engine(n, bigger) for n in names}, sample[:60], 3
        )

    print("\n10,000 decisions")
    for name in ["bits"] + (["durable"] if has_durable else []):
        start = time.perf_counter()
        for number in range(10_000):
            decide(SCREENING, sample[number % len(sample)], on=DECISION_DAY, engine=name)
        row(name, f"{10_000 / (time.perf_counter() - start):9,.0f} /s")
        row(f"{name}, growth of memory over 10,000 more", f"{growth(engine(name), sample, 10_000):9.2f} MB")

    print("\nwhole processes")
    python = sys.executable
    processes("bare interpreter", [python, "-c", "pass"], arguments.rounds)
    processes("from kaprules import screen", [python, "-c", "from kaprules import screen"], arguments.rounds)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "client.json"
        file.write_text(json.dumps({"person": {"birth_date": "1985-03-10"}}))
        command = [python, "-m", "kaprules", "screen", str(file), "--on", "2026-11-23"]
        processes("kaprules screen, one file", command, arguments.rounds)


if __name__ == "__main__":
    main()
