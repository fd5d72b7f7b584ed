"""Where it is given, and what is there to watch and to help."""

from __future__ import annotations

from .fact import Facts


class Premises(Facts, group="premises"):
    """Where it is given, and what is there to watch and to help."""
