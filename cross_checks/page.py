"""Pages that commands write: sections between markers, so that several commands share one page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).parent.parent / "docs"
TITLE: Final = "# Assurance\n\nWhat was run against the library, and what it came to.\n"


def write_section(page: Path, name: str, text: str) -> None:
    """Write a section of a page between its markers; the rest of the page is others'."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    former = page.read_text() if page.exists() else TITLE
    section = f"{begin}\n{text}\n{end}"
    if begin in former:
        head, rest = former.split(begin, 1)
        former = head + section + rest.split(end, 1)[1]
    else:
        former = f"{former.rstrip()}\n\n{section}\n"
    page.write_text(former)
