"""Bladder inflammation and urinary symptoms."""

from __future__ import annotations

from .fact import Facts


class Bladder(Facts, group="bladder"):
    """Bladder inflammation and urinary symptoms."""
