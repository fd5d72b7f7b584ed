"""The medical and the psychological evaluation of this client."""

from __future__ import annotations

from .fact import Facts


class Evaluations(Facts, group="evaluations"):
    """The medical and the psychological evaluation of this client."""
