"""Fuzzes the edges with atheris: whatever a file holds, it is taken exactly or refused with an ``InputError``.

``python -m cross_checks fuzz`` runs each edge in a process of its own and shares the executions out among them. A
crash, any other exception, a hang and a looser decision end the run and leave the file that did it. What was run is
written into docs/assurance.md.

A long run is made of parts: with ``--corpus`` it goes on where the last part stopped, and the figures are those of all
parts together; ``--minutes`` ends a part in time. ``--keep`` writes down, for each edge, the fewest of the files found
that reach every line reached; the tests read these again.
"""

from __future__ import annotations

import contextlib
import copy
import importlib.util
import json
import os
import platform
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final, NamedTuple

from .corpus import keep, kept
from .edges import DECIDED, EDGES, Edge, Fault
from .page import write_section

SHARES: Final = {
    "client": 0.032,
    "session": 0.032,
    "practice": 0.032,
    "policy": 0.031,
    "case": 0.031,
    "decision": 0.031,
    "names": 0.37,
    "on": 0.438,
    "server": 0.003,
}
"""Which part of all executions each edge gets: the cheap ones more; of ten million none less than 300,000, but for the
server, which gets 30,000."""
INSTRUMENTED: Final = (
    "cli.options",
    "clientfile",
    "ingredients",
    "intake.answers",
    "intake.forms",
    "intake.local_server",
    "intake.session",
    "limit",
    "policy",
    "product_names",
    "record",
    "facts.model.declaration",
    "facts.model.group",
    "facts.model.kinds",
    "facts.model.series",
    "facts.model.subject",
    "facts.model.validity",
    "facts.model.values",
    "testing.cases",
)
"""The modules whose branches guide the fuzzer."""
TITLES: Final = {
    "client": "client files",
    "session": "session files",
    "practice": "practice files",
    "policy": "policy files",
    "case": "case files",
    "decision": "records of decisions",
    "names": "names of medicines",
    "on": "the option `--on`",
    "server": "requests to the page's server",
}
LONGEST: Final = {
    "client": 1024,
    "session": 1024,
    "practice": 1024,
    "policy": 1024,
    "case": 1536,
    "decision": 4096,
    "names": 128,
    "on": 64,
    "server": 2048,
}
"""In bytes: long enough for every form of a fact and two or three groups; what takes longer to read is tried less."""
HANG: Final = 60
"""Seconds of computing after which one execution counts as a hang; a busy machine is no reason."""
A_DAY: Final = 86_400
STRANGE: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    120,
    160,
    99.5,
    1e-300,
    1e300,
    10**15,
    2**63,
    10**40,
    "",
    " ",
    "never",
    "happened",
    "not_known",
    "declined",
    "stale",
    "2026-11-23",
    "2026-11",
    "2026",
    "0000",
    "2026-02-30",
    "2026-11-23T09:30+01:00",
    "2026-11-23T24:00Z",
    "\ud800",
    "\x00",
    "é" * 201,
    [],
    {},
    [[]],
)
NAMES: Final = (
    *("value", "unit", "on", "by", "reference", "absent", "reports", "fraction", "one_of"),
    *("at_least", "at_most", "days_ago", "hours_ago", "id"),
)


# Mutation: of the text as bytes, or of the tree that it holds -------------------------------------------------


def mutator(one: Edge, seeds: Sequence[bytes], of_bytes: Callable[[bytes, int], bytes]) -> Callable[..., bytes]:
    """Return what turns one file into another: three times of four within its tree, else byte by byte."""
    trees = list(_loaded(one, seeds))
    parts: list[tuple[str | int, Any]] = [(key, value) for tree in trees for _, key, value in places(tree)]

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.25:
            return of_bytes(data, most)
        try:
            tree = one.load(data)
            for _ in range(chance.choice((1, 1, 1, 2, 4))):
                change(tree, parts, chance)
            return one.dump(tree)[:most]
        except (ValueError, TypeError, LookupError, RecursionError, AttributeError):
            return of_bytes(data, most)

    return mutate


def _loaded(one: Edge, seeds: Sequence[bytes]) -> Iterator[Any]:
    """Yield the tree that each file holds; what was found and kept may hold none."""
    for seed in seeds:
        with contextlib.suppress(ValueError, LookupError, RecursionError, TypeError):
            yield one.load(seed.decode().removeprefix("\ufeff").encode())


def places(tree: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Yield each value within a tree with what holds it and its key there; a number or a text holds none."""
    stack = [tree] if isinstance(tree, dict | list) else []
    while stack:
        holder = stack.pop()
        items = list(holder.items()) if isinstance(holder, dict) else list(enumerate(holder))
        for key, value in items:
            yield holder, key, value
            if isinstance(value, dict | list):
                stack.append(value)


def change(tree: Any, parts: Sequence[tuple[str | int, Any]], chance: random.Random) -> None:
    """Change one place of a tree."""
    found = list(places(tree))
    if not found:
        raise ValueError("nothing to change")
    holder, key, value = chance.choice(found)
    name, part = chance.choice(parts)
    other = copy.deepcopy(part)
    what = chance.randrange(8)
    if what == 0:
        del holder[key]
    elif what == 1:
        holder[key] = copy.deepcopy(chance.choice(STRANGE))
    elif what == 2:
        holder[key] = other
    elif what == 3:
        same = [each for each_name, each in parts[chance.randrange(64) :: 64] if each_name == key]
        holder[key] = copy.deepcopy(chance.choice(same)) if same else other
    elif what == 4:
        into = chance.choice([tree, *(each for _, _, each in found if isinstance(each, dict))])
        into[name if isinstance(name, str) else chance.choice(NAMES)] = other
    elif what == 5:
        holder[key] = _near(value, chance)
    elif what == 6:
        holder[key] = {"value": value, chance.choice(NAMES): copy.deepcopy(chance.choice(STRANGE))}
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(value))
    else:
        holder[chance.choice(NAMES)] = copy.deepcopy(value)


def _near(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return chance.choice((value + 1, value - 1, -value, value * 10, value / 10, value + 0.1, str(value)))
    if isinstance(value, str) and value:
        place = chance.randrange(len(value))
        return value[:place] + chance.choice(("", "0", "9", "-", "a", value[place] * 2)) + value[place + 1 :]
    return copy.deepcopy(chance.choice(STRANGE))


# Running -----------------------------------------------------------------------------------------------------


def run_edge(name: str, runs: int, corpus: Path, seconds: int = 0) -> None:
    """Fuzz one edge in this process, which libFuzzer then ends."""
    import atheris

    with atheris.instrument_imports(include=["kaprules"], exclude=_uninstrumented()):
        one = EDGES[name]()
    folder = corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    seeds = sorted({seed for seed in (*one.seeds(), *kept(name)) if len(seed) <= LONGEST[name]})
    for number, seed in enumerate(seeds):
        (folder / f"seed{number}").write_bytes(seed)
        one.takes(seed)
    state = State.of(corpus, name)

    def hangs(*_: object) -> None:
        raise Fault(f"more than {HANG} seconds for one file")

    def execute(data: bytes) -> None:
        nonlocal state
        signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
        taken = one.takes(data)
        state = state._replace(executions=state.executions + 1, taken=state.taken + taken)
        if state.executions % 100 == 0:
            state._replace(seconds=state.seconds + time.process_time()).keep(corpus, name)

    signal.signal(signal.SIGVTALRM, hangs)
    arguments = [
        sys.argv[0],
        f"-runs={runs}",
        f"-max_total_time={seconds}",
        f"-timeout={A_DAY}",
        f"-max_len={LONGEST[name]}",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        "-reload=0",
        f"-artifact_prefix={corpus}/{name}-",
        str(folder),
    ]
    atheris.Setup(arguments, execute, custom_mutator=mutator(one, seeds, lambda data, most: atheris.Mutate(data, most)))
    atheris.Fuzz()


def _uninstrumented() -> list[str]:
    """Return the modules of the library that the fuzzer is not guided by; found without importing any."""
    spec = importlib.util.find_spec("kaprules")
    assert spec is not None and spec.origin is not None
    root = Path(spec.origin).parent
    names = [".".join(file.relative_to(root).with_suffix("").parts) for file in root.rglob("*.py")]
    return ["kaprules", *(f"kaprules.{name.removesuffix('.__init__')}" for name in names if not is_guiding(name))]


def is_guiding(name: str) -> bool:
    """Say whether a module, or the package that it is of, is one whose branches guide the fuzzer."""
    return any(name == each or name.startswith(f"{each}.") for each in INSTRUMENTED)


class State(NamedTuple):
    """How far an edge has come, over all runs with one corpus."""

    executions: int
    taken: int
    seconds: float
    """Of computing."""
    branches: int
    fault: str
    """What ended a part, if something did."""

    @classmethod
    def of(cls, corpus: Path, name: str) -> State:
        """Return how far an edge has come."""
        file = corpus / f"{name}.json"
        return cls(*json.loads(file.read_text())) if file.exists() else cls(0, 0, 0.0, 0, "")

    def keep(self, corpus: Path, name: str) -> None:
        """Write it down, so that an interrupted run loses little."""
        (corpus / f"{name}.json").write_text(json.dumps(self))


def fuzz(runs: int, corpus: Path, edges: Sequence[str] = tuple(SHARES), minutes: float = 0) -> Iterator[State]:
    """Fuzz each edge in a process of its own, one after another; yield how far each has come in all parts together."""
    whole = sum(SHARES[name] for name in edges)
    for name in edges:
        left = round(runs * SHARES[name] / whole) - State.of(corpus, name).executions
        if left > 0:
            seconds = max(1, round(60 * minutes / len(edges))) if minutes else 0
            command = [sys.executable, "-m", "cross_checks", "fuzz-edge", name, str(left), str(corpus), str(seconds)]
            log = corpus / f"{name}.log"
            with log.open("w") as output:
                code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False).returncode
            _ended(State.of(corpus, name), log.read_text(errors="replace"), code).keep(corpus, name)
        yield State.of(corpus, name)


STOPPED: Final = frozenset({72, -signal.SIGINT, -signal.SIGTERM})
"""How a part ends that somebody stops: 72 is libFuzzer's. What it did until then counts."""


def _ended(state: State, log: str, code: int) -> State:
    """Return how far an edge has come, with what the log of a part says."""
    covered = [int(each) for each in re.findall(r"cov: (\d+)", log)]
    if code and code not in STOPPED:
        named = re.search(r"=== Uncaught Python exception: ===\n(.*)|ERROR: libFuzzer: (.*)", log)
        state = state._replace(fault=(named[1] or named[2]) if named else f"ended with code {code}")
    return state._replace(branches=max([state.branches, *covered]))


def report(found: dict[str, State], version: str) -> str:
    """Return the figures as a section of a page; ``version`` is that of the fuzzer."""
    lines = [
        "## Fuzzing of the edges",
        "",
        f"By `python -m cross_checks fuzz` with atheris {version} on CPython "
        f"{platform.python_version()}, one process at a time at low priority. Each edge reads mutated files, names, "
        f"dates or requests; one in {DECIDED} of the subjects that are taken is also decided: by the bit masks and by "
        "the interpreter, by the second reading of the raw file, and with one fact fewer. A fault is any exception but "
        f"`InputError`, what is not taken as it stands, more than {HANG} seconds of computing for one file, a fact, "
        "rule or outcome that is not the same by all of these, a rule that one more fact turns from TRUE to FALSE or "
        "back, and an answer of the page's server that is not whole or is its own failure. *Kept* are the fewest of "
        "the files found that reach every line reached; the tests read them again.",
        "",
        "| edge | executions | taken | branches reached | kept | seconds of computing | fault |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {TITLES[name]} | {each.executions:,} | {each.taken:,} | {each.branches:,} | {len(kept(name))} | "
        f"{each.seconds:,.0f} | {each.fault or 'none'} |"
        for name, each in found.items()
    ]
    executions, taken = (sum(getattr(each, name) for each in found.values()) for name in ("executions", "taken"))
    seconds, faults = sum(each.seconds for each in found.values()), sum(bool(each.fault) for each in found.values())
    lines.append(f"| together | {executions:,} | {taken:,} | | | {seconds:,.0f} | {faults or 'none'} |")
    return "\n".join(lines)


def main(runs: int, corpus: Path | None, edges: Sequence[str], page: Path | None, minutes: float, keeps: bool) -> int:
    """Fuzz, print the figures and write them into the page; return 1 where there was a fault."""
    if importlib.util.find_spec("atheris") is None:
        print("skipped: atheris is not installed here")
        return 0
    os.nice(19)
    folder = corpus or Path(tempfile.mkdtemp(prefix="kaprules-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{runs:,} executions; corpus, logs and whatever fails in {folder}", flush=True)
    found = {}
    for name, each in zip(edges, fuzz(runs, folder, edges, minutes), strict=True):
        found[name] = each
        if keeps:
            keep(name, (file.read_bytes() for file in sorted((folder / name).iterdir())))
        rate = each.executions / max(each.seconds, 1)
        print(f"{name}: {each.executions:,} executions, {rate:,.0f}/s, {each.taken:,} taken, "
              f"fault: {each.fault or 'none'}", flush=True)  # fmt: skip
    if page is not None:
        every = {name: State.of(folder, name) for name in SHARES}
        figures = report({name: each for name, each in every.items() if each.executions}, metadata.version("atheris"))
        write_section(page, "fuzz", figures)
    return int(any(each.fault for each in found.values()))
