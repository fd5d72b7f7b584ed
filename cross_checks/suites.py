"""Runs a published test suite from a folder: how many cases map, how many pass, why the others do not map."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Final

from .kleene import Tally
from .page import write_section

TITLES: Final = {
    "cql": "The published tests of Clinical Quality Language",
    "dmn": "The technology compatibility kit of Decision Model and Notation",
}


def main(name: str, folder: Path, page: Path | None) -> int:
    """Run one suite; return 1 where a case that maps does not pass, 0 where the suite is not there."""
    module: Any = importlib.import_module(f".{name}", __package__)
    tally: Tally | None = module.check(folder) if folder.is_dir() else None
    if tally is None:
        print(f"skipped: {folder} holds no such suite")
        return 0
    print("\n".join(tally.lines()))
    if page is not None:
        write_section(page, name, section(name, tally))
    return int(bool(tally.failed))


def section(name: str, tally: Tally) -> str:
    """Return the figures as a section of a page."""
    whole = tally.mapped + sum(tally.unmapped.values())
    lines = [
        f"## {TITLES[name]}",
        "",
        f"By `python -m cross_checks {name} FOLDER`, over a copy of the suite that is not part of this project. Of "
        f"{whole:,} cases {tally.mapped} map to a condition over known, absent or partly known facts; {tally.passed} "
        "of these pass, by each engine. The others do not map:",
        "",
        "| cases | why |",
        "|---|---|",
        *(f"| {count:,} | {reason} |" for reason, count in tally.unmapped.most_common()),
        *(f"\nFails: {failed}." for failed in tally.failed),
    ]
    return "\n".join(lines)
