"""Thoughts of suicide, intent and behaviour; scores and counts only, no wording of any instrument."""

from __future__ import annotations

from .fact import Facts


class Suicidality(Facts, group="suicidality"):
    """Thoughts of suicide, intent and behaviour; scores and counts only, no wording of any instrument."""
