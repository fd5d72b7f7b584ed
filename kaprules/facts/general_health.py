"""Porphyria, the kidney, recent operations and injuries, acute infections."""

from __future__ import annotations

from .fact import Facts


class GeneralHealth(Facts, group="general_health"):
    """Porphyria, the kidney, recent operations and injuries, acute infections."""
