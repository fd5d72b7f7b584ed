"""Readings of pressures that were measured at home."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kaprules.facts.model import AtLeastThese, Recorded, Reporter
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.possible import Absence, Interval

TODAY = date(2026, 1, 1)
NAMES = (
    "home_mean_systolic",
    "home_mean_diastolic",
    "home_highest_systolic",
    "home_highest_diastolic",
    "home_readings",
)


def reading(systolic: int, diastolic: int, day: int = 20) -> BloodPressure:
    return BloodPressure(systolic=systolic, diastolic=diastolic, on=date(2025, 12, day))


def read(given: Any, on: date = TODAY) -> list[tuple[object, object]]:
    vitals = Vitals(home_pressures=given)
    found = [getattr(Vitals, name).possible(vitals, on) for name in NAMES]
    return [(each.low, each.high) for each in found]


def test_means_highest_and_number_are_read() -> None:
    """Of the readings at home, as of those in a clinic, and apart from them."""
    given = (reading(150, 90), reading(130, 100, 21))
    assert read(given) == [(140, 140), (95, 95), (150, 150), (100, 100), (2, 2)]
    assert Vitals.mean_systolic.possible(Vitals(home_pressures=given), TODAY).absence is Absence.NOT_ASKED


@pytest.mark.parametrize("by", [Reporter.CLIENT, Reporter.DEVICE])
def test_anybody_may_bring_them_along(by: Reporter) -> None:
    """The client's own word is enough: they never lower a finding."""
    assert read(Recorded((reading(150, 90),), by=by, on=TODAY))[0] == (150, 150)


def test_they_hold_for_30_days_and_then_say_what_they_said() -> None:
    """Too old, they leave everything possible, and each reading is among what was said."""
    vitals = Vitals(home_pressures=(reading(190, 90), reading(130, 100, 21)))
    for name, said in zip(NAMES, [(130, 190), (90, 100), (130, 190), (90, 100), (0, 2)], strict=True):
        fact = getattr(Vitals, name)
        found = fact.possible(vitals, date(2026, 1, 21))
        assert (found.low, found.high, found.absence) == (fact.lowest, fact.highest, Absence.STALE)
        assert found.outdated == Interval(*said)


def test_newer_readings_take_the_place_of_those_too_old() -> None:
    """Only the readings of the last 30 days count."""
    assert read((BloodPressure(systolic=190, diastolic=125, on=date(2025, 11, 1)), reading(130, 80)))[2] == (130, 130)


def test_where_there_may_be_others_a_mean_is_open() -> None:
    """At least these: the highest can only be higher, the mean may be any."""
    found = read(AtLeastThese(reading(150, 90)))
    assert (found[0], found[2]) == ((50, 300), (150, 300))


def test_nobody_is_asked_for_them() -> None:
    """They are on indication, each of them."""
    assert all(getattr(Vitals, name).on_indication for name in ("home_pressures", *NAMES))
