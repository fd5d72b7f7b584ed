"""Fuzzes the edges with atheris: whatever a file holds, it is taken exactly or refused with an ``InputError``.

``python -m cross_checks fuzz`` runs each edge in a process of its own and shares the executions out among them. A
crash, any other exception, a hang and a looser decision end the run and leave the file that did it. What was run is
written into docs/assurance.md. A run that was interrupted goes on where it stopped if it is given the same corpus
again.
"""

from __future__ import annotations

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
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from .page import write_section

SHARES: Final = {"client": 0.50, "session": 0.32, "practice": 0.04, "policy": 0.06, "decision": 0.08}
"""Which part of all executions each edge gets: the cheap ones more."""
INSTRUMENTED: Final = (
    "clientfile",
    "limit",
    "policy",
    "record",
    "facts.model.declaration",
    "facts.model.group",
    "facts.model.kinds",
    "facts.model.series",
    "facts.model.subject",
    "facts.model.validity",
    "facts.model.values",
)
"""The modules whose branches guide the fuzzer."""
LONGEST: Final = {"client": 4096, "session": 4096, "practice": 2048, "policy": 4096, "decision": 16384}
HANG: Final = 60
"""Seconds of computing after which one execution counts as a hang; a busy machine is no reason."""
A_DAY: Final = 86_400
DECIDED: Final = 8
"""One in so many of the files that are taken is also decided, twice over."""
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


class Edge(NamedTuple):
    """Where something from outside comes in."""

    seeds: Callable[[], Iterator[bytes]]
    takes: Callable[[bytes], bool]
    """Reads a text, checks what came of it, says whether it was taken; anything but an InputError is a fault."""
    load: Callable[[bytes], Any]
    dump: Callable[[Any], bytes]


class Fault(AssertionError):
    """What was read is not what the text says, or decides looser."""


# The edges ---------------------------------------------------------------------------------------------------


def subject_edge(kind_name: str) -> Edge:
    """The files of one kind of subject."""
    from kaprules import facts
    from kaprules.clientfile import read_subject, subject_to_data, subject_to_json
    from kaprules.errors import InputError
    from kaprules.facts.model import given
    from kaprules.possible import Absence
    from kaprules.rule import Phase
    from kaprules.rulesets import RULESETS
    from kaprules.testing._decode import Filled

    from .subjects import generated

    kind = getattr(facts, kind_name)
    books = [each for each in RULESETS.values() if each.subject is kind and each.rules]
    kind_phase = max((each.phase for each in books), key=list(Phase).index)
    taken = 0

    def seeds() -> Iterator[bytes]:
        for number, book in enumerate([each for each in books if each.phase is kind_phase]):
            for subject in generated(book, 60, number, (Filled.SPARSE, Filled.VARIED)):
                data = subject_to_data(subject)
                yield from (_json({name: part}) for name, part in data.items() if name != "id")
        yield b"\xef\xbb\xbf" + _json({"id": "x"})

    def takes(text: bytes) -> bool:
        nonlocal taken
        try:
            subject = read_subject(kind, text)
        except InputError as error:
            if len(str(error).splitlines()) != len(error.faults):
                raise Fault("an error that is not a line for each fault") from None
            return False
        if read_subject(kind, subject_to_json(subject)) != subject:
            raise Fault("written and read again, the subject is another")
        for name, group in json.loads(text.decode().removeprefix("\ufeff")).items():
            kept = given(subject.__dict__[name]) if name != "id" else {}
            for fact, value in (group if name != "id" else {}).items():
                if kept.get(fact, Absence.NOT_ASKED) is Absence.NOT_ASKED and _says(value):
                    raise Fault(f"{name}.{fact} was passed over")
        taken += 1
        if taken % DECIDED == 0:
            for book in books:
                _decides(book, subject)
        return True

    return Edge(seeds, takes, json.loads, _json)


def _says(value: Any) -> bool:
    return not (isinstance(value, dict) and value.get("absent") == "not_asked")


def _decides(book: Any, subject: Any, on: date | None = None) -> Any:
    """Decide by the generated code and by the interpreter; raise where they differ, return what the latter says."""
    from kaprules.baseline import decided_on
    from kaprules.decision import decide
    from kaprules.engine import interpreter
    from kaprules.engine.conclusions import with_errors
    from kaprules.engine.snapshot import snapshot

    when = decided_on(book) if on is None else on
    decision = decide(book, subject, on=when, engine="interpreter")
    facts = snapshot(book, subject, when)
    meant = with_errors(book, facts, interpreter.evaluate(book, facts))
    if decision.evaluation.concluded != meant:
        raise Fault(f"decided as {decision.outcome}, but the rules mean {meant.outcome}")
    return meant


def policy_edge() -> Edge:
    """Policy files, held against a few rule sets: the whole library takes some milliseconds."""
    from kaprules.errors import InputError
    from kaprules.policy import LevelChosen, LimitMoved, read_policy
    from kaprules.ruleset import RuleSet
    from kaprules.rulesets import CRITERIA, DISCHARGE, SETTING

    cardiovascular = RuleSet("cardiovascular", "The heart's criterion alone?", CRITERIA["cardiovascular"].RULES)
    books = (cardiovascular, DISCHARGE, SETTING)
    head = {"format": "kaprules policy", "version": 1}
    when = {
        "reason": "as our team works",
        "approved_by": "medical director",
        "date": date(2026, 1, 1),
        "expires": date(2027, 1, 1),
    }

    def seeds() -> Iterator[bytes]:
        for book in books:
            for limit in LimitMoved.known(book).values():
                ends = [end.value for end in (limit.floor, limit.ceiling) if end is not None]
                for value in (*ends, limit.value + limit.step):
                    number = int(value) if value.denominator == 1 else float(value)
                    yield _toml({**head, "limit": [{"id": limit.id, "value": number, "unit": limit.unit, **when}]})
            for rule in book.rules:
                for level in rule.levels:
                    yield _toml({**head, "level": [{"rule": rule.id, "level": level.value, **when}]})
            for rule in book.optional_rules:
                yield _toml({**head, "switch_on": [{"rule": rule.id, **when}]})

    def takes(text: bytes) -> bool:
        try:
            policy = read_policy(text, rulesets=books)
        except InputError as error:
            if not str(error):
                raise Fault("an error that says nothing") from None
            return False
        for book in books:
            site = policy.applied(book)
            limits, rules = LimitMoved.known(book), {rule.id: rule for rule in (*book.rules, *book.optional_rules)}
            if {rule.id for rule in book.rules} - {rule.id for rule in site.rules}:
                raise Fault("a rule is gone")
            moved = {change.id for change in policy.changes if isinstance(change, LimitMoved)}
            for name, limit in LimitMoved.known(site).items():
                if name not in moved and limit != limits[name]:
                    raise Fault(f"{name} moved without a word")
                if name in moved and not _within(limits[name], limit.value):
                    raise Fault(f"{name} moved beyond its bounds")
            chosen = {change.rule for change in policy.changes if isinstance(change, LevelChosen)}
            for rule in site.rules:
                former = rules[rule.id]
                if rule.level is not former.level and (rule.id not in chosen or rule.level not in former.levels):
                    raise Fault(f"{rule.id} has another level than was declared")
        return True

    return Edge(seeds, takes, lambda text: tomllib.loads(text.decode()), _toml)


def _within(limit: Any, value: Any) -> bool:
    """Say whether a limit may be moved to a value, in words of our own."""
    low, high = limit.floor, limit.ceiling
    above = low is None or low.value < value or (low.value == value and low.inclusive)
    below = high is None or high.value > value or (high.value == value and high.inclusive)
    return (low, high) != (None, None) and above and below


def decision_edge() -> Edge:
    """Decision files of small rule sets and of single criteria: they are replayed when they are read."""
    from kaprules.baseline import decided_on
    from kaprules.clientfile import subject_to_data
    from kaprules.decision import Decision, decide
    from kaprules.errors import InputError
    from kaprules.ruleset import RuleSet
    from kaprules.rulesets import CRITERIA, DISCHARGE, DOSING_DAY, SETTING
    from kaprules.testing._decode import Filled

    from .subjects import generated

    criteria = [RuleSet(name, "One criterion alone?", CRITERIA[name].RULES) for name in ("age", "kidney", "thyroid")]
    books = {book.digest: book for book in (SETTING, DISCHARGE, DOSING_DAY, *criteria)}

    def seeds() -> Iterator[bytes]:
        for number, book in enumerate(books.values()):
            read = {fact.group for fact in book.facts}
            for whole in generated(book, 40, number, (Filled.SPARSE, Filled.COMPLETE, Filled.VARIED)):
                subject = type(whole)(**{name: whole.__dict__[name] for name in read})
                yield decide(book, subject, on=decided_on(book), engine="interpreter").to_json().encode()

    def takes(text: bytes) -> bool:
        data = _loaded(text)
        made_with = data.get("ruleset") if isinstance(data, dict) else None
        digest = made_with.get("digest") if isinstance(made_with, dict) else None
        book = books.get(digest, SETTING) if isinstance(digest, str) else SETTING
        try:
            decision = Decision.from_json(text.decode(errors="replace"), ruleset=book)
        except InputError as error:
            if len(str(error).splitlines()) != len(error.faults):
                raise Fault("an error that is not a line for each fault") from None
            return False
        meant = _decides(book, decision.subject, decision.on)
        if decision.evaluation.concluded != meant or data["outcome"] != meant.outcome.name:
            raise Fault(f"read as {decision.outcome}, but its facts mean {meant.outcome}")
        if (
            data["subject"].keys()
            - subject_to_data(decision.subject).keys()
            - {n for n, v in data["subject"].items() if not v}
        ):
            raise Fault("a group of the record was passed over")
        return True

    return Edge(seeds, takes, json.loads, _json)


def _loaded(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def edge(name: str) -> Edge:
    """Return an edge by its name."""
    others = {"policy": policy_edge, "decision": decision_edge}
    return others[name]() if name in others else subject_edge(name.capitalize())


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def _toml(data: Any) -> bytes:
    lines = [f"{_key(key)} = {_toml_value(value)}" for key, value in data.items() if not _is_tables(value)]
    for name, entries in data.items():
        if _is_tables(entries):
            for entry in entries:
                lines.append(f"[[{_key(name)}]]")
                lines += [f"{_key(key)} = {_toml_value(value)}" for key, value in entry.items()]
    return "\n".join(lines).encode(errors="surrogatepass")


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else json.dumps(key)


def _toml_value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_toml_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    return json.dumps(value)


# Mutation: of the text as bytes, or of the tree that it holds -------------------------------------------------


def mutator(one: Edge, seeds: Sequence[bytes], of_bytes: Callable[[bytes, int], bytes]) -> Callable[..., bytes]:
    """Return what turns one file into another: three times of four within its tree, else byte by byte."""
    trees = [one.load(seed.decode().removeprefix("\ufeff").encode()) for seed in seeds]
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
        except (ValueError, TypeError, RecursionError, AttributeError):
            return of_bytes(data, most)

    return mutate


def places(tree: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Yield each value within a tree with what holds it and its key there."""
    stack = [tree]
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


def run_edge(name: str, runs: int, corpus: Path) -> None:
    """Fuzz one edge in this process, which libFuzzer then ends."""
    import atheris

    with atheris.instrument_imports(include=["kaprules"], exclude=_uninstrumented()):
        one = edge(name)
    folder = corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    seeds = sorted({seed for seed in one.seeds() if len(seed) <= LONGEST[name]})
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
        state = State(state.executions + 1, state.taken + taken, state.seconds)
        if state.executions % 100 == 0:
            state._replace(seconds=state.seconds + time.process_time()).keep(corpus, name)

    signal.signal(signal.SIGVTALRM, hangs)
    arguments = [
        sys.argv[0],
        f"-runs={runs}",
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
    return ["kaprules", *(f"kaprules.{name.removesuffix('.__init__')}" for name in names if name not in INSTRUMENTED)]


class State(NamedTuple):
    """How far an edge has come, over all runs with one corpus."""

    executions: int
    taken: int
    seconds: float
    """Of computing."""

    @classmethod
    def of(cls, corpus: Path, name: str) -> State:
        """Return how far an edge has come."""
        file = corpus / f"{name}.json"
        return cls(*json.loads(file.read_text())) if file.exists() else cls(0, 0, 0.0)

    def keep(self, corpus: Path, name: str) -> None:
        """Write it down, so that an interrupted run loses little."""
        (corpus / f"{name}.json").write_text(json.dumps(self))


class Figures(NamedTuple):
    """What one edge's run came to."""

    edge: str
    executions: int
    taken: int
    branches: int
    seconds: float
    fault: str


def fuzz(runs: int, corpus: Path, edges: Sequence[str] = tuple(SHARES)) -> Iterator[Figures]:
    """Fuzz each edge in a process of its own, one after another."""
    whole = sum(SHARES[name] for name in edges)
    for name in edges:
        left = round(runs * SHARES[name] / whole) - State.of(corpus, name).executions
        log, code = corpus / f"{name}.log", 0
        if left > 0:
            command = [sys.executable, "-m", "cross_checks", "fuzz-edge", name, str(left), str(corpus)]
            with log.open("w") as output:
                code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False).returncode
        yield _figures(name, log, code)


def _figures(name: str, log: Path, code: int) -> Figures:
    text = log.read_text(errors="replace")
    covered = re.findall(r"cov: (\d+)", text)
    fault = ""
    if code:
        named = re.search(r"=== Uncaught Python exception: ===\n(.*)|ERROR: libFuzzer: (.*)", text)
        fault = (named[1] or named[2]) if named else f"ended with code {code}"
    state = State.of(log.parent, name)
    return Figures(name, state.executions, state.taken, int(covered[-1]) if covered else 0, state.seconds, fault)


def report(found: Sequence[Figures]) -> str:
    """Return the figures as a section of a page."""
    import importlib.metadata

    lines = [
        "## Fuzzing of the edges",
        "",
        f"By `python -m cross_checks fuzz` with atheris {importlib.metadata.version('atheris')} on CPython "
        f"{platform.python_version()}, one process at a time at low priority. Each edge reads mutated files; one in "
        f"{DECIDED} of those that are taken is also decided. A fault is any exception but `InputError`, a file that is "
        f"not taken as it stands, more than {HANG} seconds of computing for one file, and an outcome other than the "
        "interpreter's.",
        "",
        "| edge | executions | taken | branches reached | seconds of computing | fault |",
        "|---|---|---|---|---|---|",
    ]
    for each in found:
        lines.append(
            f"| {each.edge} files | {each.executions:,} | {each.taken:,} | {each.branches:,} | {each.seconds:,.0f} | "
            f"{each.fault or 'none'} |"
        )
    total = sum(each.executions for each in found)
    faults = sum(bool(each.fault) for each in found)
    lines.append(f"| together | {total:,} | {sum(e.taken for e in found):,} | | {sum(e.seconds for e in found):,.0f} | "
                 f"{faults or 'none'} |")  # fmt: skip
    return "\n".join(lines)


def main(runs: int, corpus: Path | None, edges: Sequence[str], page: Path | None) -> int:
    """Fuzz, print the figures and write them into the page; return 1 where there was a fault."""
    if importlib.util.find_spec("atheris") is None:
        print("skipped: atheris is not installed here")
        return 0
    os.nice(19)
    folder = corpus or Path(tempfile.mkdtemp(prefix="kaprules-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{runs:,} executions; corpus, logs and whatever fails in {folder}", flush=True)
    found = []
    for each in fuzz(runs, folder, edges):
        found.append(each)
        rate = each.executions / max(each.seconds, 1)
        print(f"{each.edge}: {each.executions:,} executions, {rate:,.0f}/s, {each.taken:,} taken, "
              f"fault: {each.fault or 'none'}", flush=True)  # fmt: skip
        if page is not None:
            write_section(page, "fuzz", report(found))
    return int(any(each.fault for each in found))
