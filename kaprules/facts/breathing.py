"""Sleep apnoea, lungs and oxygen."""

from __future__ import annotations

from .fact import Facts


class Breathing(Facts, group="breathing"):
    """Sleep apnoea, lungs and oxygen."""
