"""What is so after the dose, before the client leaves."""

from __future__ import annotations

from .fact import Facts


class Recovery(Facts, group="recovery"):
    """What is so after the dose, before the client leaves."""
