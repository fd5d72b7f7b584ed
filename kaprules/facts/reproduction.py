"""Pregnancy, whether it is possible, and breastfeeding."""

from __future__ import annotations

from .fact import Facts


class Reproduction(Facts, group="reproduction"):
    """Pregnancy, whether it is possible, and breastfeeding."""
