"""Answers kept, so that after a change to one rule only what depends on it is asked again.

What an answer depends on is a short text, its key: the same text, the same answer. In memory every answer is kept. In a
file only proofs are: a finding is looked for, and replayed, each time anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Final

from ...clientfile import parse_json
from ...errors import input_error
from ...files import named, read_bytes, write_public
from ...solver.encode import VERSION
from ...solver.keys import key
from .result import Result, Task, Verdict

FORMAT: Final = "kaprules proofs"


# Answers ---------------------------------------------------------------------------------------------------------


def prover() -> str:
    """Return the fingerprint of what proves: the code of this package and of all that it encodes, and the solver."""
    package = Path(__file__).parent.parent.parent
    files = [package / name for name in ("conditions.py", "limit.py", "baseline.py", "rule.py")]
    files += [package / "reasoning" / name for name in ("missing.py", "next_question.py")]
    parts = ("engine", "facts", "policy", "solver", "assurance/proof")
    files += [path for part in parts for path in sorted((package / part).rglob("*.py"))]
    content = hashlib.sha256(VERSION.encode())
    for path in files:
        content.update(path.read_bytes())
    return content.hexdigest()


class Cache:
    """Answers by what they depend on; in a file too, where a path is given."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.answers: dict[str, tuple[Result, ...]] = {}
        self.proved: set[str] = set()
        self.wide: dict[str, tuple[Result, ...]] = {}
        """Findings that hold only as long as no other rule hides them."""
        if path is not None and os.path.exists(path):
            self.proved = _read(path)

    def known(self, task: Task) -> tuple[Result, ...] | None:
        """Return the answer to a question that was asked before, of the same conditions."""
        name = _name(task)
        if name in self.answers:
            return self.answers[name]
        if name in self.proved:
            return (Result(task.check, task.about, Verdict.PROVED),)
        findings = [result.finding for result in self.wide.get(name, ()) if result.finding]
        if findings and task.again and all(map(task.again, findings)):
            return self.wide[name]
        return None

    def keep(self, task: Task, results: tuple[Result, ...], wide: bool) -> None:
        """Keep an answer; ``wide`` says that it depends on other rules too."""
        name = _name(task)
        if wide:
            self.wide[name] = results
            return
        self.answers[name] = results
        if all(result.verdict is Verdict.PROVED for result in results):
            self.proved.add(name)

    def save(self) -> None:
        """Write the proofs to the file, if there is one."""
        if self.path is not None:
            content = {"format": FORMAT, "prover": prover(), "proved": sorted(self.proved)}
            with named(self.path):
                write_public(self.path, json.dumps(content, indent=0) + "\n")


def _name(task: Task) -> str:
    return key(task.check.name, *task.about, task.key)


def _read(path: Path) -> set[str]:
    with named(path):
        content = parse_json(read_bytes(path))
    proved = content.get("proved") if isinstance(content, dict) else None
    ours = isinstance(content, dict) and content.get("format") == FORMAT
    if not ours or not isinstance(proved, list) or not all(isinstance(each, str) for each in proved):
        raise input_error(problem="holds no proofs", remedy="name another file, or remove it").within(str(path))
    return set(proved) if content.get("prover") == prover() else set()
