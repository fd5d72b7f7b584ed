"""What the fuzzer found, kept: for each edge the fewest files that reach every line that any of them reaches."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import kaprules

from .edges import EDGES, Edge

FOLDER: Final = Path(__file__).parent / "corpus"
LIBRARY: Final = str(Path(kaprules.__file__).parent)


def kept(name: str) -> list[bytes]:
    """Return the files that are kept of an edge."""
    file = FOLDER / f"{name}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line).encode("latin-1") for line in lines]


def keep(name: str, files: Iterable[bytes]) -> int:
    """Keep the fewest of some files that reach every line reached; return how many lines that is."""
    edge = EDGES[name]()
    reached: set[Any] = set()
    chosen = []
    for text in sorted(set(files), key=lambda each: (len(each), each)):
        new = lines_reached(edge, text) - reached
        if new:
            reached |= new
            chosen.append(text)
    FOLDER.mkdir(exist_ok=True)
    lines = [json.dumps(text.decode("latin-1")) for text in chosen]
    (FOLDER / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(reached)


def lines_reached(edge: Edge, text: bytes) -> set[tuple[str, int]]:
    """Return the lines of the library that run when an edge reads a file."""
    found: set[tuple[str, int]] = set()

    def within(frame: FrameType, event: str, _: Any) -> Any:
        found.add((frame.f_code.co_filename, frame.f_lineno))
        return within

    def entered(frame: FrameType, event: str, _: Any) -> Any:
        return within if frame.f_code.co_filename.startswith(LIBRARY) else None

    sys.settrace(entered)
    try:
        edge.takes(text)
    finally:
        sys.settrace(None)
    return found
