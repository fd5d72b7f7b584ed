"""What an assessor finds now: mood, perception, reality testing."""

from __future__ import annotations

from .fact import Facts


class MentalState(Facts, group="mental_state"):
    """What an assessor finds now: mood, perception, reality testing."""
