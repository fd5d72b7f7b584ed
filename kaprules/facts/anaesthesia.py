"""What an anaesthetist would ask before sedation."""

from __future__ import annotations

from .fact import Facts


class Anaesthesia(Facts, group="anaesthesia"):
    """What an anaesthetist would ask before sedation."""
