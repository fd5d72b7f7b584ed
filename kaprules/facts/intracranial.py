"""Pressure inside the skull and what may raise it."""

from __future__ import annotations

from .fact import Facts


class Intracranial(Facts, group="intracranial"):
    """Pressure inside the skull and what may raise it."""
