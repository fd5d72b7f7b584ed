"""For whom a decision is worded."""

from __future__ import annotations

import enum


class Audience(enum.Enum):
    """Who reads."""

    CLINICIAN = "clinician"
    """Terse, values first."""
    CLIENT = "client"
    """Plain words, and what happens next."""
    AUDITOR = "auditor"
    """Everything, with sources and digests."""
    DEVELOPER = "developer"
    """One line of JSON."""
