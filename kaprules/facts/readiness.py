"""How ready and willing the client is, and on whose word."""

from __future__ import annotations

from .fact import Facts


class Readiness(Facts, group="readiness"):
    """How ready and willing the client is, and on whose word."""
