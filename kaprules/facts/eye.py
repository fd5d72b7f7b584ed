"""Disease and injury of the eye."""

from __future__ import annotations

from .fact import Facts


class Eye(Facts, group="eye"):
    """Disease and injury of the eye."""
