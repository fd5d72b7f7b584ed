"""The thyroid's diagnosis, treatment and laboratory values."""

from __future__ import annotations

from .fact import Facts


class Thyroid(Facts, group="thyroid"):
    """The thyroid's diagnosis, treatment and laboratory values."""
