"""Psychotic, bipolar and dissociative disorders, ever, and in the family."""

from __future__ import annotations

from .fact import Facts


class PsychiatricHistory(Facts, group="psychiatric_history"):
    """Psychotic, bipolar and dissociative disorders, ever, and in the family."""
