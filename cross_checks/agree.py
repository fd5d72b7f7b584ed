"""Holds each engine against the library on generated subjects, every engine in a process of its own."""

from __future__ import annotations

import importlib
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaprules.rulesets import RULESETS

from .book import Book, concluded, expected
from .page import write_section
from .subjects import generated

ENGINES: Final = {
    "sql": "sqlite3",
    "asp": "clingo",
    "zen": "zen",
    "rego": "regopy",
    "cedar": "cedarpy",
    "cel": "cel",
}
"""Each engine's module here, and what it needs to be importable."""


class Result(NamedTuple):
    """How one engine answered by one rule set."""

    engine: str
    version: str
    ruleset: str
    subjects: int
    compared: int
    disagreements: int
    seconds: float
    """In the engine alone: compiling the questions and answering them."""
    first: str
    """Where the first disagreement is."""


def installed(engine: str) -> bool:
    """Say whether an engine can be run here."""
    return importlib.util.find_spec(ENGINES[engine]) is not None


def compare(engine: str, name: str, count: int, seed: int = 1) -> Result:
    """Hold one engine against the library by one rule set, in this process."""
    module: Any = importlib.import_module(f".{engine}", __package__)
    ruleset = RULESETS[name]
    book = Book(ruleset)
    count = min(count, getattr(module, "MOST", count))
    subjects = generated(ruleset, count, seed)
    done = compared = wrong = 0
    seconds, first = 0.0, ""
    while batch := [subject for _, subject in zip(range(min(module.BATCH, count - done)), subjects, strict=False)]:
        rows = [book.row(subject) for subject in batch]
        start = time.perf_counter()
        found = list(module.answers(book, rows))
        seconds += time.perf_counter() - start
        for subject, holds in zip(batch, found, strict=True):
            here, there = concluded(book, holds), expected(ruleset, subject)
            compared += sum(map(len, there[:3])) + 1
            if here != there:
                wrong += 1
                first = first or _difference(ruleset, here, there)
        done += len(batch)
    return Result(engine, module.version(), name, done, compared, wrong, seconds, first)


def _difference(ruleset: Any, here: Any, there: Any) -> str:
    concepts, rules = [each.id for each in ruleset.concepts], [each.id for each in ruleset.rules]
    for names, one, other in zip((concepts, rules, rules, ["outcome"]), (*here[:3], here[3:]), (*there[:3], there[3:]),
                                 strict=True):  # fmt: skip
        for name, mine, theirs in zip(names, one, other, strict=True):
            if mine != theirs:
                return f"{name}: {mine} here, {theirs} in the library"
    return ""


def agree(engines: Sequence[str], rulesets: Sequence[str], count: int) -> Iterator[Result | str]:
    """Run each engine in a process of its own; yield its results, or a word why it was skipped."""
    for engine in engines:
        if not installed(engine):
            yield f"{engine}: skipped, {ENGINES[engine]} is not installed here"
            continue
        for name in rulesets:
            command = [sys.executable, "-m", "cross_checks", "compare", engine, name, str(count)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                yield Result(engine, "", name, 0, 0, 1, 0.0, f"ended with code {done.returncode}: {done.stderr[-300:]}")
            else:
                yield Result(*json.loads(done.stdout.splitlines()[-1]))


def main(engines: Sequence[str], rulesets: Sequence[str], count: int, page: Path | None) -> int:
    """Run, print each result, write the figures into the page, return 1 where an engine disagrees."""
    found: list[Result | str] = []
    for each in agree(engines, rulesets, count):
        found.append(each)
        if isinstance(each, str):
            print(each, flush=True)
        else:
            subjects = f"{each.subjects:>6,} subjects, {each.compared:>11,} conclusions"
            wrong = f"{each.disagreements} disagreements {each.first}".strip()
            print(f"{each.version:<18} {each.ruleset:<12} {subjects}, {each.seconds:8.1f} s, {wrong}", flush=True)
        if page is not None:
            write_section(page, "cross-checks", report(found))
    return int(any(each.disagreements for each in found if isinstance(each, Result)))


def report(found: Sequence[Result | str]) -> str:
    """Return the figures as a section of a page."""
    lines = [
        "## Other engines",
        "",
        "By `python -m cross_checks agree`: the same rules compiled to other engines, each in its own process, each on "
        "the same generated subjects. Compared are the truth of every concept and rule, which rules are open, and the "
        "outcome. Seconds are those in the engine alone.",
        "",
        "| engine | rule set | subjects | conclusions compared | disagreements | seconds |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.version or each.engine} | {each.ruleset} | {each.subjects:,} | {each.compared:,} | "
        f"{each.disagreements or 'none'} | {each.seconds:,.1f} |"
        for each in found
        if isinstance(each, Result)
    ]
    return "\n".join([*lines, *(f"\n{each}." for each in found if isinstance(each, str))])
