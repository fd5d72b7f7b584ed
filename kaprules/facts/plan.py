"""What is planned for a session: product, route, intended tier, what has been prepared and booked."""

from __future__ import annotations

from .fact import Facts


class Plan(Facts, group="plan"):
    """What is planned for a session: product, route, intended tier, what has been prepared and booked."""
