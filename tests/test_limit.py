"""Exact numbers and cited limits."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaprules.errors import InputError
from kaprules.limit import Limit, Stewardship, above, below, exact, shown
from kaprules.sources import criterion

SINCE = date(2026, 11, 23)


def limit(value: object, **more: object) -> Limit:
    return Limit(value, "mm[Hg]", id="example.limit", source=criterion(3), since=SINCE, **more)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (140, 140),
        (Decimal("35.04"), Fraction(876, 25)),
        (29.9, Fraction(299, 10)),
        (Decimal("3.0"), 3),
        (-0.0, 0),
        (Fraction(4, 2), 2),
    ],
)
def test_numbers_are_read_without_loss(given: object, expected: object) -> None:
    """A float is its shortest decimal, and a whole number is an int."""
    result = exact(given)
    assert (result, type(result)) == (expected, type(expected))


TOO_MANY = "systolic has too many significant digits: expected at most 15; round it as it was measured"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("140", "systolic is '140': expected a number; write it without quotes"),
        (True, "systolic is True: expected a number; write the number"),
        (None, "systolic is None: expected a number; write the number"),
        (float("nan"), "systolic is NaN: expected a finite number; leave it out if it is not known"),
        (float("inf"), "systolic is Infinity: expected a finite number; leave it out if it is not known"),
        (
            1234567890123456,
            TOO_MANY,
        ),
        (
            Decimal("0.1234567890123456"),
            TOO_MANY,
        ),
    ],
)
def test_what_is_no_exact_number_is_refused(given: object, message: str) -> None:
    """The message names the value, the expectation and the remedy."""
    with pytest.raises(InputError) as raised:
        exact(given, "systolic")
    assert str(raised.value) == message


def test_a_limit_lies_within_its_own_bounds() -> None:
    """A limit outside the bounds that it declares is an error."""
    with pytest.raises(InputError) as raised:
        limit(200, floor=140, ceiling=180)
    assert str(raised.value) == (
        "limit example.limit is 200 mm[Hg]: outside its own bounds; correct the value or the bounds"
    )


@pytest.mark.parametrize(
    ("bounds", "allowed", "refused"),
    [
        ({"floor": 140, "ceiling": 180}, [140, 180], [139, 181]),
        ({"floor": above(140), "ceiling": below(180)}, [141, 179], [140, 180]),
        ({"floor": 140}, [10_000], [139]),
    ],
)
def test_bounds_are_inclusive_unless_they_say_otherwise(
    bounds: dict[str, object], allowed: list[int], refused: list[int]
) -> None:
    """A site may choose what lies within the bounds, the ends as declared."""
    example = limit(160, **bounds)
    assert [value for value in allowed + refused if example.allows(value)] == allowed


@pytest.mark.parametrize(
    ("number", "words"),
    [(160, "160"), (Fraction(876, 25), "35.04"), (Fraction(1, 3), "about 0.333"), (Fraction(100, 1), "100")],
)
def test_a_number_is_shown_exactly_or_marked_as_rounded(number: object, words: str) -> None:
    """Rounding is for display, and says so."""
    assert shown(number) == words


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reviewed": SINCE, "next_review": SINCE}, "next_review is 2026-11-23: expected a day after the last review"),
        ({"approved_by": "somebody"}, "approved_by is 'somebody': expected both who approved it and when"),
        ({"approved": SINCE}, "approved is 2026-11-23: expected both who approved it and when"),
    ],
)
def test_a_stewardship_is_whole(given: dict[str, Any], told: str) -> None:
    """A review comes after the one before it, and an approval has its name and its day."""
    with pytest.raises(InputError, match=re.escape(told)):
        Stewardship("Ward 7", **given)
    assert Stewardship("Ward 7", SINCE, date(2027, 1, 1), "somebody", SINCE).approved == SINCE
