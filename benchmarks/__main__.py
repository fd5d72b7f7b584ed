"""Measure the whole rule book: ``python -m benchmarks [decisions|asking] [--rounds N] [--clients N] [--against PATH]``.

Read ratios within one table, and the fastest rounds: on a shared machine differences under 20 % are noise.
"""

from __future__ import annotations

import argparse
import functools
import os
import pickle
import random
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs

from kaprules import SCREENING, Decision, RuleSet, decide
from kaprules.engine import durable
from kaprules.facts.model import Subject
from kaprules.rulesets import RULESETS
from kaprules.testing import DECISION_DAY, decided_on

from . import asking, deciding, decisions
from .generated import generated


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


def several(ruleset: RuleSet, names: Sequence[str], clients: Sequence[Subject], rounds: int, about: str) -> None:
    """Print the fastest and the median round of each engine, which take turns; each has its own subjects."""
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds + 1):
        for name in names:
            decided = functools.partial(decide, ruleset, on=decided_on(ruleset), engine=name)
            times[name].append(deciding.timed(decided, pickle.loads(pickle.dumps(clients)))[0])
    for name, (_, *each) in times.items():  # the first round compiles
        row(f"{about}, {name}", f"{min(each):9.1f} us", f"median {statistics.median(each):.1f}")


def main() -> None:
    """Run every measurement and print it, or one part."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=["decisions", "asking"], help="measure this alone")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--clients", type=int, default=40, help="of each mix, and of each part")
    parser.add_argument("--against", type=Path, metavar="PATH", help="a checkout of an earlier version")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if arguments.part != "asking":
        decisions.measure(arguments.clients, arguments.rounds, arguments.against)
    if arguments.part != "decisions":
        print()
        asking.measure(arguments.clients, row)
    if arguments.part is not None:
        return
    engines = ["bits"] + (["durable"] if durable.available() else [])
    print("\nthe other rule sets")
    for ruleset in [each for each in RULESETS.values() if each is not SCREENING and each.rules]:
        several(ruleset, engines, generated(ruleset, 100), arguments.rounds, f"{ruleset.name}, {len(ruleset)} rules")
    sample = generated(SCREENING, 100)
    print("\nrules duplicated")
    for copies in (1, 4, 16):
        bigger = times_over(SCREENING, copies)
        several(bigger, engines if copies <= 4 else ["bits"], sample[:60], 3, f"{copies:>2} x {len(SCREENING)} rules")
    print("\nexplanations of screening, the decision at hand")
    explanations([decide(SCREENING, client, on=DECISION_DAY, engine="bits") for client in sample])
    print("\nwhole processes")
    python = sys.executable
    processes("bare interpreter", [python, "-c", "pass"], arguments.rounds)
    processes("from kaprules import screen", [python, "-c", "from kaprules import screen"], arguments.rounds)
    command = [python, "-m", "kaprules", "screen", str(decisions.EXAMPLES / "06-only-a-birth-date.json")]
    processes("kaprules screen, one file", [*command, "--on", str(DECISION_DAY)], arguments.rounds)


if __name__ == "__main__":
    main()
