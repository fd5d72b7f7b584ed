"""Injuries of the head."""

from __future__ import annotations

from .fact import Facts


class Neurology(Facts, group="neurology"):
    """Injuries of the head."""
