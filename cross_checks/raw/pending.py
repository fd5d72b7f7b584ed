"""What the specification says and the library does not do yet: read as the library reads it until it does."""

from __future__ import annotations

PENDING: set[str] = {"place", "life", "once"}
"""``place``: instants fall on the days of a place. ``life``: nothing is before birth. ``once``: copies count once."""
