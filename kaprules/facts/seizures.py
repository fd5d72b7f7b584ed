"""Epilepsy and single seizures."""

from __future__ import annotations

from .fact import Facts


class Seizures(Facts, group="seizures"):
    """Epilepsy and single seizures."""
