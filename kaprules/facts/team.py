"""Who gives it: the prescriber and the psychotherapist."""

from __future__ import annotations

from .fact import Facts


class Team(Facts, group="team"):
    """Who gives it: the prescriber and the psychotherapist."""
