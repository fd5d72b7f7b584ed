"""What is so on the day of dosing, before the dose."""

from __future__ import annotations

from .fact import Facts


class Today(Facts, group="today"):
    """What is so on the day of dosing, before the dose."""
