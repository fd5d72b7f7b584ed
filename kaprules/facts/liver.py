"""Disease of the liver and what the laboratory says of it."""

from __future__ import annotations

from .fact import Facts


class Liver(Facts, group="liver"):
    """Disease of the liver and what the laboratory says of it."""
