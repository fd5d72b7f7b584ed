"""Clients decided one after the other, timed: alone also a program that another version of the library can run.

``PYTHONPATH=<a checkout> python benchmarks/deciding.py`` takes the mixes of clients as one line of JSON and answers
with its version, its engines and the mixes that it can read; then it takes one line a round, and answers each with its
times and with what was decided.
"""

from __future__ import annotations

import gc
import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import kaprules
from kaprules import Client, Decision, InputError, screen
from kaprules.clientfile import read_client

ON = date(2026, 11, 23)
ENGINES = ("durable", "reference", "bits")


def timed(work: Callable[[Any], Any], each: Sequence[Any]) -> tuple[float, list[Any]]:
    """Return the microseconds of the process that a work takes on each, and what it returns."""
    gc.collect()
    gc.disable()
    start = time.process_time_ns()
    found = [work(one) for one in each]
    spent = time.process_time_ns() - start
    gc.enable()
    return spent / len(each) / 1000, found


class Round(NamedTuple):
    """Microseconds a decision from new clients, and on the same again; the outcomes, and a digest of the truths too."""

    new: float
    again: float
    outcomes: list[str]
    decided: str


def decided(texts: Sequence[str], engine: str) -> tuple[Round, list[Decision]]:
    """Decide clients as they are in their files, each its own object and seen for the first time, then once more."""
    clients = [read_client(text) for text in texts]
    new, decisions = timed(lambda client: screen(client, on=ON, engine=engine), clients)
    again, others = timed(lambda client: screen(client, on=ON, engine=engine), clients)
    conclusions = [(dict(each.truths), each.outcome.name) for each in decisions]
    assert conclusions == [(dict(each.truths), each.outcome.name) for each in others]
    text = json.dumps([(sorted(truths.items()), outcome) for truths, outcome in conclusions])
    outcomes = [outcome for _, outcome in conclusions]
    return Round(new, again, outcomes, hashlib.sha256(text.encode()).hexdigest()), decisions


def _works(work: Callable[[], object]) -> bool:
    try:
        work()
    except InputError:
        return False
    return True


def main() -> None:
    """Answer over the pipe until it is closed."""
    mixes = json.loads(sys.stdin.readline())
    engines = [name for name in ENGINES if _works(lambda: screen(Client(), on=ON, engine=name))]  # noqa: B023 # at once
    readable = [name for name, texts in mixes.items() if _works(lambda: [read_client(text) for text in texts])]  # noqa: B023
    print(json.dumps([getattr(kaprules, "__version__", "0.3.0"), engines, readable]), flush=True)
    for line in sys.stdin:
        name, engine = json.loads(line)
        print(json.dumps(decided(mixes[name], engine)[0]), flush=True)


if __name__ == "__main__":
    main()
