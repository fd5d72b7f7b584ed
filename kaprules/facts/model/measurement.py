"""How far a measurement usually lies from what it measures: declared on the fact, with its source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from ...limit import Citation, Exact, exact


@attrs.frozen
class UsualError:
    """How far a measurement usually lies from what it measures, in the unit of the fact."""

    below: Exact
    above: Exact
    source: Citation


UsualErrorOf = Callable[[Exact, Any, date], UsualError]
"""The usual error of a value, given the group of facts that it stands in and the date."""


def amount(size: Exact | Decimal, source: Citation) -> UsualErrorOf:
    """Return an error that is the same for every value."""
    error = UsualError(exact(size), exact(size), source)
    return lambda value, group, on: error


def share(per_cent: int, least: Exact | Decimal, source: Citation) -> UsualErrorOf:
    """Return an error that grows with the value."""

    def error(value: Exact, group: Any, on: date) -> UsualError:
        size = max(exact(Fraction(value) * per_cent / 100), exact(least))
        return UsualError(size, size, source)

    return error
