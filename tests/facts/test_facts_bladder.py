"""The two counts of cystitis, one inside the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kaprules.facts.bladder import Bladder
from kaprules.facts.model import Between, Recorded
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Options

TODAY = date(2026, 1, 1)


def contradict(six: Any, twelve: Any) -> Options:
    bladder = Bladder(cystitis_episodes_in_6_months=six, cystitis_episodes_in_12_months=twelve)
    return Bladder.episode_counts_contradict.possible(bladder, TODAY)


@pytest.mark.parametrize(
    ("six", "twelve", "bits"),
    [
        (2, 1, PRESENT_BIT),
        (2, 2, ABSENT_BIT),
        (2, 3, ABSENT_BIT),
        (0, Absence.DECLINED, ABSENT_BIT),
        (Between(1, 3), 2, PRESENT_BIT | ABSENT_BIT),
        (Between(3, 4), 2, PRESENT_BIT),
        (Between(1, 2), 2, ABSENT_BIT),
    ],
)
def test_six_months_cannot_hold_more_than_twelve(six: Any, twelve: Any, bits: Any) -> None:
    """Counts contradict each other where the six months surely hold more episodes than the twelve."""
    assert contradict(six, twelve).bits == bits


def test_a_count_that_is_absent_leaves_the_contradiction_open_for_that_reason() -> None:
    """Where a count that matters was declined, so is the comparison."""
    assert contradict(2, Absence.DECLINED) == Options(PRESENT_BIT | ABSENT_BIT, Absence.DECLINED)


def test_an_old_count_is_not_compared() -> None:
    """A count of more than 90 days ago is too old to contradict anything."""
    found = contradict(2, Recorded(1, on=date(2025, 10, 2)))
    assert found == Options(PRESENT_BIT | ABSENT_BIT, Absence.STALE)
