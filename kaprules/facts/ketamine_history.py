"""Reactions to ketamine, and its use outside medicine."""

from __future__ import annotations

from .fact import Facts


class KetamineHistory(Facts, group="ketamine_history"):
    """Reactions to ketamine, and its use outside medicine."""
