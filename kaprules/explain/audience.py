"""For whom a decision is worded."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from ..errors import input_error
from ..language import Language, reader

if TYPE_CHECKING:
    from ..decision import Decision


class Audience(enum.Enum):
    """Who reads."""

    CLINICIAN = "clinician"
    """Terse, values first."""
    CLIENT = "client"
    """Plain words, and what happens next."""
    AUDITOR = "auditor"
    """Everything, with sources and digests; units by their code, dates as ISO 8601 writes them."""
    DEVELOPER = "developer"
    """One line of JSON, which has no language."""


def told(decision: Decision, audience: str | Audience, language: str | Language) -> str:
    """Return a decision in the words of an audience; raise ``InputError`` for an unknown audience or language."""
    from . import client, clinician, report

    try:
        wanted = Audience(audience)
    except Exception:  # whatever comparing with it may raise
        known = ", ".join(each.value for each in Audience)
        raise input_error("audience", audience, expected=f"one of {known}", remedy="choose one of them") from None
    reads = reader(language, coded=wanted is Audience.AUDITOR)
    if wanted is Audience.DEVELOPER:
        return decision.to_json()
    words = {Audience.CLINICIAN: clinician.brief, Audience.CLIENT: client.letter, Audience.AUDITOR: report.audit}
    return words[wanted](decision, reads)
