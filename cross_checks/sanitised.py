"""durable-rules built with AddressSanitizer and run through the adapter over the case book and more: no report.

``python -m cross_checks sanitised`` fetches the source of durable-rules, builds it in a virtual environment of its own
and decides there. Before, it shows that the sanitizer speaks where it should: with a rule over several messages, the
fault of durable-rules for whose sake no rule of the adapter joins messages.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from .page import write_section

VERSION: Final = "2.0.28"
FLAGS: Final = "-fsanitize=address -fno-omit-frame-pointer -g -O1"
NEEDED: Final = ("attrs>=23.2", "hypothesis>=6.100", "setuptools", "wheel")
PATTERNS: Final = 8
"""How many messages the rule joins that must be reported."""
THREADS: Final = 4
FILLS: Final = {"zeros": 0, "190": 190}
"""What new memory holds: what is read beyond its end goes on over zeros, and over anything else may stop by chance."""
ROOT: Final = Path(__file__).parent.parent


def build(folder: Path) -> Path:
    """Return the Python of a virtual environment in which durable-rules is built with the sanitizer."""
    python = folder / "environment" / "bin" / "python"
    done = folder / "built"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "environment"], check=True)
        pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", *NEEDED], check=True)
        source = [*pip, "download", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "-d", str(folder)]
        subprocess.run([*source, f"durable-rules=={VERSION}"], check=True)
        archive = next(folder.glob("durable_rules-*.tar.gz"))
        # Its setup sets CFLAGS anew; so the flags are put into the names of the compiler and of the linker.
        compiler = {"CC": f"gcc {FLAGS}", "LDSHARED": f"gcc -shared {FLAGS}", "ASAN_OPTIONS": "detect_leaks=0"}
        subprocess.run(
            [*pip, "install", "--no-deps", "--no-build-isolation", str(archive)], check=True, env=os.environ | compiler
        )
        done.write_text(VERSION)
    return python


def run(python: Path, folder: Path, fill: int, *arguments: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a part of this module under the sanitizer; return how it ended and the first of its reports."""
    library = subprocess.run(
        ["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True
    ).stdout.strip()
    for former in folder.glob("report.*"):
        former.unlink()
    environment = os.environ | {
        "LD_PRELOAD": library,
        "ASAN_OPTIONS": f"detect_leaks=0:log_path={folder}/report:malloc_fill_byte={fill}:max_malloc_fill_size={2**28}",
        "PYTHONMALLOC": "malloc",  # so that Python's own objects have borders too
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [python, "-m", "cross_checks", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=ROOT,
    )
    reports = [file.read_text() for file in sorted(folder.glob("report.*"))]
    named = re.search(r"ERROR: AddressSanitizer: (\S+)", "\n".join(reports))
    return done, named[1] if named else ""


def join() -> None:
    """Fire and retract a rule over several messages, as the adapter never does."""
    import json

    import durable_rules_engine as engine

    patterns = [{f"m_{number}": {"$eq": {"kind": number}}} for number in range(PATTERNS)]
    handle = engine.create_ruleset("joined", json.dumps({"joined": {"all": patterns}}))
    messages = [json.dumps({"id": str(number), "sid": "1", "kind": number}) for number in range(PATTERNS)]
    for _ in range(3):
        for message in messages:
            _, place = engine.assert_fact(handle, message)
        firing = engine.start_action_for_state(handle, place)
        while firing is not None:
            firing = engine.complete_and_start_action(handle, place)
        for message in messages:
            engine.retract_fact(handle, message)
    print("joined", flush=True)


def case_book(count: int) -> None:
    """Decide the case book and generated subjects through the adapter, then some by several threads at once."""
    from kaprules import decide
    from kaprules.baseline import decided_on
    from kaprules.rulesets import RULESETS, SCREENING
    from kaprules.testing.cases import load_cases

    from .subjects import generated

    total = wrong = 0
    for file in sorted((ROOT / "casebook").glob("*.cases.json")):
        for case in load_cases(file):
            total += 1
            wrong += decide(case.ruleset, case.subject, on=case.on, engine="durable") != decide(
                case.ruleset, case.subject, on=case.on, engine="interpreter"
            )
    for ruleset in RULESETS.values():
        on = decided_on(ruleset)
        for subject in generated(ruleset, count if ruleset is SCREENING else count // 5, seed=2):
            total += 1
            wrong += decide(ruleset, subject, on=on, engine="durable") != decide(
                ruleset, subject, on=on, engine="interpreter"
            )
    on = decided_on(SCREENING)
    subjects = list(generated(SCREENING, 100, seed=3))
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(lambda subject: decide(SCREENING, subject, on=on, engine="durable"), subjects * THREADS):
            total += 1
    print(f"decided {total} {wrong}", flush=True)


class Run(NamedTuple):
    """What the case book came to under the sanitizer."""

    fill: str
    decisions: int
    wrong: int
    seconds: float
    report: str


def main(count: int, folder: Path | None, page: Path | None) -> int:
    """Build, show that the sanitizer speaks, run the case book; return 1 where there was a report."""
    place = (folder or Path(tempfile.mkdtemp(prefix="kaprules-sanitised-"))).absolute()
    place.mkdir(parents=True, exist_ok=True)
    try:
        python = build(place)
    except (OSError, subprocess.CalledProcessError, StopIteration) as error:
        print(f"skipped: durable-rules could not be built with the sanitizer here ({error})")
        return 0
    _, control = run(python, place, FILLS["zeros"], "sanitised-part", "join")
    print(f"a rule over {PATTERNS} messages, for comparison: {control or 'no report'}", flush=True)
    found = []
    for fill, byte in FILLS.items():
        start = time.monotonic()
        done, report = run(python, place, byte, "sanitised-part", "case-book", str(count))
        decided = re.search(r"decided (\d+) (\d+)", done.stdout)
        if decided is None and not report:
            report = f"ended with code {done.returncode}: {done.stderr[-300:]}"
        total, wrong = map(int, decided.groups()) if decided else (0, 0)
        found.append(Run(fill, total, wrong, time.monotonic() - start, report))
        print(f"the adapter: {found[-1]}", flush=True)
    if page is not None:
        write_section(page, "sanitised", section(found, control))
    return int(not control or any(each.report or each.wrong for each in found))


def section(found: Sequence[Run], control: str) -> str:
    """Return the figures as a section of a page."""
    lines = [
        "## durable-rules under AddressSanitizer",
        "",
        f"By `python -m cross_checks sanitised`: durable-rules {VERSION} built from its source with `{FLAGS}`, CPython "
        f"{platform.python_version()} with the system's allocator; the case book, and generated subjects of every rule "
        f"set, some by {THREADS} threads at once.",
        "",
        "| run | new memory holds | decisions | unlike the reference | seconds | reports |",
        "|---|---|---|---|---|---|",
        *(
            f"| the adapter | {each.fill} | {each.decisions:,} | {each.wrong or 'none'} | {each.seconds:,.0f} | "
            f"{each.report or 'none'} |"
            for each in found
        ),
        f"| for comparison: a rule over {PATTERNS} messages | zeros | | | | {control or 'none'} |",
    ]
    return "\n".join(lines)
