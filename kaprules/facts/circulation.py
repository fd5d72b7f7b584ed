"""Heart, vessels and their history."""

from __future__ import annotations

from .fact import Facts


class Circulation(Facts, group="circulation"):
    """Heart, vessels and their history."""
