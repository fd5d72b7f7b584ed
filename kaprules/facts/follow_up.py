"""What is so after the session, until the next one."""

from __future__ import annotations

from .fact import Facts


class FollowUp(Facts, group="follow_up"):
    """What is so after the session, until the next one."""
