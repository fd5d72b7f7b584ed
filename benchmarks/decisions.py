"""One decision by the whole screening, over five mixes of clients, beside an earlier version of the library."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaprules import SCREENING, Decision
from kaprules.clientfile import read_client, subject_to_json
from kaprules.engine import bits, checker, durable
from kaprules.engine.snapshot import snapshot
from kaprules.testing import DECISION_DAY

from . import deciding
from .asking import complete
from .generated import generated

EXAMPLES: Final = Path(__file__).parents[1] / "examples" / "clients"
EVIDENCE: Final = ("01", "03", "04", "05", "07", "08", "09")
EARLIER: Final = {"durable": "durable", "reference": "bits", "bits": "bits"}
"""The engines of earlier versions, each with the one that it is compared with."""


class Earlier(NamedTuple):
    """Another version of the library, in a process of its own."""

    process: subprocess.Popen[str]
    version: str
    engines: list[str]
    mixes: list[str]
    """Those of which it can read every file."""


def mixes(count: int) -> dict[str, list[str]]:
    """Return the mixes, each so many clients as their files hold them, the same at every run."""
    files = {file.name[:2]: json.loads(file.read_text(encoding="utf-8")) for file in sorted(EXAMPLES.glob("*.json"))}
    evidence = [files[number] for number in EVIDENCE]

    def varied(client: dict[str, dict[str, object]], number: int) -> str:
        age = {"birth_date": f"{1960 + number % 40}-03-10"}
        return json.dumps(client | {"person": age, "vitals": client.get("vitals", {}) | _rate(client, number)})

    return {
        "complete scalars": [varied(files["02"], number) for number in range(count)],
        "evidence, series, medicines": [varied(evidence[number % len(evidence)], number) for number in range(count)],
        "nearly empty": [varied(files["06"], number) for number in range(count)],
        "generated": [subject_to_json(client) for client in generated(SCREENING, count)],
        "near two rules": [subject_to_json(client) for client in complete(count, near=(2,))],
    }


def _rate(client: dict[str, dict[str, object]], number: int) -> dict[str, object]:
    """Return another heart rate for a client who has one, with the evidence of the first."""
    given = client.get("vitals", {}).get("heart_rate")
    return {"heart_rate": given | {"value": 60 + number % 20}} if isinstance(given, dict) else {}


@contextmanager
def earlier(checkout: Path, sample: dict[str, list[str]]) -> Iterator[Earlier]:
    """Run the same decisions by another version of the library."""
    command = [sys.executable, str(Path(deciding.__file__))]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment
    ) as process:
        yield Earlier(process, *_asked(process, sample))
        assert process.stdin is not None
        process.stdin.close()


def _asked(process: subprocess.Popen[str], question: object) -> list[Any]:
    """Return what another version answers."""
    assert process.stdin is not None and process.stdout is not None
    print(json.dumps(question), file=process.stdin, flush=True)
    answer: list[Any] = json.loads(process.stdout.readline())
    return answer


class Times:
    """What was measured: row by row, for each mix one figure a round."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.found: dict[str, dict[str, list[float]]] = {}

    def add(self, row: str, mix: str, microseconds: float) -> None:
        self.found.setdefault(row, {}).setdefault(mix, []).append(microseconds)

    def least(self, row: str, mix: str) -> float:
        return min(self.found[row][mix])

    def table(self, against: str | None) -> str:
        """Return the fastest round of each with the median, and ratios of the fastest; ``-`` where there is none."""
        lines = [f"| microseconds, fastest round (median) | {' | '.join(self.names)} |", "|---" * 6 + "|"]
        for row, each in self.found.items():
            cells = [
                f"{min(each[name]):,.0f} ({statistics.median(each[name]):,.0f})" if name in each else "-"
                for name in self.names
            ]
            lines.append(f"| {row} | {' | '.join(cells)} |")
        shares = {"certification, of a decision by bits": ("  of which the checker", "bits, new client")}
        for engine, now in EARLIER.items():
            for when in ("new client", "the same again"):
                shares[f"{now} / {against}'s {engine}, {when}"] = (f"{now}, {when}", f"{against} {engine}, {when}")
        for row, (part, whole) in shares.items():
            if part in self.found and whole in self.found:
                cells = [
                    f"{self.least(part, name) / self.least(whole, name):.2f}" if name in self.found[whole] else "-"
                    for name in self.names
                ]
                lines.append(f"| *{row}* | {' | '.join(cells)} |")
        return "\n".join(lines)


def parts(times: Times, mix: str, texts: Sequence[str]) -> None:
    """Measure the parts of a decision by bits, each on new clients, and what is asked of a decision afterwards."""
    clients = [read_client(text) for text in texts]
    spent, facts = deciding.timed(lambda client: snapshot(SCREENING, client, DECISION_DAY), clients)
    times.add("  of which the facts", mix, spent)
    spent, concluded = deciding.timed(lambda each: bits.evaluate(SCREENING, each), facts)
    times.add("  of which the bit masks", mix, spent)
    pairs = list(zip(facts, concluded, strict=True))
    spent, wrong = deciding.timed(lambda pair: checker.faults(SCREENING, *pair), pairs)
    times.add("  of which the checker", mix, spent)
    assert not any(wrong)


def afterwards(times: Times, mix: str, decisions: Sequence[Decision]) -> None:
    """Measure what is asked of a decision, of each half of them one thing: it is kept for the other."""
    half = len(decisions) // 2
    times.add("explain()", mix, deciding.timed(Decision.explain, decisions[:half])[0])
    times.add("to_json()", mix, deciding.timed(Decision.to_json, decisions[half:])[0])


def measure(count: int, rounds: int, against: Path | None) -> None:
    """Print the table; every engine decides each client alike, and what an earlier version decided is counted."""
    assert deciding.ON == DECISION_DAY
    sample = mixes(count)
    times = Times(list(sample))
    engines = [engine for engine in ("bits", "durable", "interpreter") if engine != "durable" or durable.available()]
    print(
        f"{date.today()}, {platform.python_implementation()} {platform.python_version()}, shared two-core machine: "
        f"{len(SCREENING)} rules, {count} clients a mix, {rounds} interleaved rounds, time of the process\n"
    )
    if against is None:
        _rounds(times, sample, engines, rounds, None)
        print(times.table(None))
        return
    with earlier(against, sample) as other:
        differ = _rounds(times, sample, engines, rounds, other)
    print(times.table(other.version))
    print("\nOutcomes that differ: " + ", ".join(f"{mix} {number}" for mix, number in differ.items()))


def _rounds(
    times: Times, sample: dict[str, list[str]], engines: Sequence[str], rounds: int, other: Earlier | None
) -> dict[str, int]:
    """Measure round by round; return of how many clients of each mix the earlier version decided otherwise."""
    differ = {}
    for number in range(rounds + 1):
        kept = times if number else Times(times.names)  # the first round builds what is built once
        for mix, texts in sample.items():
            digests = set()
            for engine in engines:
                found, decisions = deciding.decided(texts, engine)
                digests.add(found.decided)
                kept.add(f"{engine}, new client", mix, found.new)
                kept.add(f"{engine}, the same again", mix, found.again)
                if engine == "bits":
                    parts(kept, mix, texts)
                    afterwards(kept, mix, decisions)
            assert len(digests) == 1, f"engines disagree on a client of {mix}"
            if other is None or mix not in other.mixes:
                continue
            for engine in other.engines:
                then = deciding.Round(*_asked(other.process, (mix, engine)))
                kept.add(f"{other.version} {engine}, new client", mix, then.new)
                kept.add(f"{other.version} {engine}, the same again", mix, then.again)
                differ[mix] = sum(before != now for before, now in zip(then.outcomes, found.outcomes, strict=True))
    return differ
