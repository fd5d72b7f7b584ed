"""For whom a decision is worded."""

from __future__ import annotations

import enum

from ..engine.evaluation import Evaluation
from ..errors import input_error
from ..language import Language, locale


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


def audience_of(given: str | Audience) -> Audience:
    """Return an audience by its name; raise ``InputError`` for an unknown one."""
    try:
        return Audience(given)
    except Exception:  # whatever comparing with it may raise
        known = ", ".join(each.value for each in Audience)
        raise input_error("audience", given, expected=f"one of {known}", remedy="choose one of them") from None


def render(evaluation: Evaluation, audience: Audience, language: str | Language) -> str:
    """Return a decision in the words of a clinician, a client or an auditor.

    Raises ``InputError`` for an unknown language. A developer reads the record, which has no language.
    """
    from . import client, clinician, report

    texts = {Audience.CLINICIAN: clinician.brief, Audience.CLIENT: client.letter, Audience.AUDITOR: report.audit}
    return texts[audience](evaluation, locale(language, coded=audience is Audience.AUDITOR).at(evaluation.on))
