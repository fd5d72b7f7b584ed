"""What the specification says and the library does not do yet: read as the library reads it until it does."""

from __future__ import annotations

PENDING: set[str] = set()
"""``places``: instants fall on the days of a place. ``lives``: nothing is before the birth. ``measurements``: one is
counted once, half of one counts, the newest of several days counts, and what cannot be so together is not believed.
``lists``: one may be open, a medicine has more statuses. ``units``: one end of a number is enough. ``series``: readings
of pressure that were filed on a day to come are not believed, whatever days they bear themselves."""
