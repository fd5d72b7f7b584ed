"""The works that rules and readings cite."""

from __future__ import annotations

from datetime import date
from typing import Final

from .limit import Certainty, Citation, Source

ADOPTED: Final = date(2026, 11, 23)
"""The day on which this project adopted the limits of its first rule book."""

SEED: Final = Source("S01", "D. MacMannis, Ketamine-Assisted Psychotherapy", "the criteria's source document")
PROJECT: Final = Source("KAPRULES", "this project's own choice", "docs/design.md")


def criterion(number: int) -> Citation:
    """Cite one of the thirteen criteria of the source document."""
    return Citation(SEED, f"criterion {number}")


def proposal(reason: str) -> Citation:
    """Cite this project's own choice, with its reason."""
    return Citation(PROJECT, reason, Certainty.PROPOSAL)


def recalled(source: Source, locator: str) -> Citation:
    """Cite general knowledge that was not verified in a copy of the source."""
    return Citation(source, locator, Certainty.RECALLED)
