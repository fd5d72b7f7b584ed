"""What the client takes, and what the rules read of it."""

from __future__ import annotations

from .fact import Facts


class Medicines(Facts, group="medicines"):
    """What the client takes, and what the rules read of it."""
