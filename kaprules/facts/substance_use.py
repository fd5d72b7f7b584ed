"""Substance use disorders, instruments and tests."""

from __future__ import annotations

from .fact import Facts


class SubstanceUse(Facts, group="substance_use"):
    """Substance use disorders, instruments and tests."""
