"""Figures that commands write into a page, each between two markers of its own."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import input_error
from ..files import is_there, named, read_text, write_public


def written_between(page: Path, name: str, text: str) -> None:
    """Put a text between ``<!-- name -->`` and ``<!-- /name -->`` of a page.

    Raises ``InputError`` where the page has no such place, or cannot be read or written.
    """
    before = _text(page)
    place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if len(place.findall(before)) != 1:
        remedy = f"add the lines <!-- {name} --> and <!-- /{name} --> once"
        raise input_error(str(page), problem="has no place for it", remedy=remedy)
    with named(page):
        write_public(page, place.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", before))


def _text(page: Path) -> str:
    with named(page):
        return read_text(page) if is_there(page) else ""


def with_row(page: Path, name: str, heading: tuple[str, ...], row: tuple[str, ...]) -> str:
    """Return a table with one row put in, or in the place of the one that begins like it; the others stay."""
    text = _text(page)
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    lines = [line for line in (found[1] if found else "").splitlines() if line.startswith("|")][2:]
    rows = {cells[0]: cells for line in lines if (cells := tuple(cell.strip() for cell in line.strip("|").split("|")))}
    return table(heading, [*(rows | {row[0]: row}).values()])


def table(heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a table in Markdown, numbers to the right."""
    lines = [heading, ("---", *["---:"] * (len(heading) - 1)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
