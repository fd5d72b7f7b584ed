"""What changes within a day: moments, hours, and whose validity applies."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from kaprules.decision import Decision, decide
from kaprules.errors import InputError
from kaprules.facts import Session
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    DaysAgo,
    Facts,
    HoursAgo,
    Moment,
    Number,
    PartialDate,
    Recorded,
    Validity,
    days_between,
    hours_between,
)
from kaprules.possible import NEVER_DAYS, Absence, Interval
from kaprules.rulesets import DOSING_DAY

VIENNA = ZoneInfo("Europe/Vienna")
NOON = datetime(2026, 3, 29, 12, tzinfo=VIENNA)
"""The day on which the clocks of Vienna skip an hour."""


class Meal(Facts, group="meal"):
    """Facts of a test."""

    eaten: Moment = Moment(title="Last meal", question="When did the client eat last?")
    pulse: Number = Number(
        title="Pulse",
        question="What is the pulse?",
        unit="/min",
        lowest=20,
        highest=250,
        validity=Validity(30, hours=1),
    )


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        (datetime(2026, 3, 29, 1, tzinfo=VIENNA), 10, 10),
        (datetime(2026, 3, 29, 9, 30, tzinfo=UTC), Fraction(1, 2), Fraction(1, 2)),
        (HoursAgo(Fraction(5, 2)), Fraction(5, 2), Fraction(5, 2)),
        (date(2026, 3, 28), 11, 35),
        (date(2026, 3, 29), 0, 11),
        (DaysAgo(1), 11, 35),
        (PartialDate(2026, 3), 0, 28 * 24 + 11),
        (NEVER, NEVER_DAYS, NEVER_DAYS),
        (HAPPENED, 0, NEVER_DAYS - 1),
        (date(1990, 1, 1), NEVER_DAYS - 1, NEVER_DAYS - 1),
    ],
)
def test_moment_is_read_as_hours(given: object, low: object, high: object) -> None:
    """Across the change of the clocks, in any zone, and as far as a day without a time is known."""
    assert Meal.eaten.possible(Meal(eaten=given), NOON) == Interval(low, high)  # type: ignore[arg-type] # values of several kinds


def test_moment_to_come_is_a_data_error() -> None:
    """It is kept, and absent."""
    later = Meal.eaten.possible(Meal(eaten=NOON + timedelta(minutes=1)), NOON)
    assert (later.absence, later.low, later.high) == (Absence.IMPLAUSIBLE, 0, NEVER_DAYS)


def test_time_without_a_zone_is_refused() -> None:
    """Nothing is assumed about where it was."""
    with pytest.raises(InputError, match="a time with its zone"):
        Meal(eaten=datetime(2026, 3, 29, 9))


@pytest.mark.parametrize(
    ("recorded", "absence"),
    [
        (NOON - timedelta(hours=1), None),
        (NOON - timedelta(hours=1, seconds=1), Absence.STALE),
        (NOON + timedelta(seconds=1), Absence.IMPLAUSIBLE),
        (date(2026, 3, 29), Absence.STALE),
        (datetime(2026, 3, 29, 11, 30), Absence.STALE),
    ],
)
def test_validity_in_hours_applies_at_a_moment(recorded: date, absence: Absence | None) -> None:
    """A day, or a time without its zone, does not prove that a value is fresh."""
    assert Meal.pulse.possible(Meal(pulse=Recorded(68, on=recorded)), NOON).absence is absence


@pytest.mark.parametrize(("days", "absence"), [(30, None), (31, Absence.STALE)])
def test_validity_in_days_applies_on_a_day(days: int, absence: Absence | None) -> None:
    """The same value, asked at the intake."""
    recorded = NOON.date() - timedelta(days=days)
    meal = Meal(pulse=Recorded(68, on=recorded))
    assert Meal.pulse.possible(meal, NOON.date()).absence is absence
    assert meal.flat(NOON.date()) == meal.flat(date(2026, 3, 29))
    assert (meal.flat(NOON)[-1] == 0) is (Meal.pulse.possible(meal, NOON).absence is None)


def test_calendar_days_are_those_of_the_place() -> None:
    """Late in the evening elsewhere may be tomorrow here."""
    assert days_between(datetime(2026, 3, 28, 23, 30, tzinfo=UTC), NOON) == 0
    assert days_between(date(2026, 3, 28), NOON) == 1
    assert hours_between(date(2026, 3, 28), NOON) == (11, 35)


def test_days_ago_are_days_of_the_decision() -> None:
    """Yesterday may be half an hour ago, just after midnight, and may lie a day and more back."""
    midnight = datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    flat = Meal(eaten=DaysAgo(1)).flat(midnight)
    assert tuple(flat[Meal.eaten.slot : Meal.eaten.slot + 2]) == (Fraction(1, 2), Fraction(49, 2))


@pytest.mark.parametrize("zone", ["", "Europe", "../x", "/etc/passwd", "a\0b", "\ud800", "é" * 150, 5])
def test_a_record_of_no_known_place_is_refused(zone: object) -> None:
    """Whatever its zone is, a record is read or refused with a reason."""
    record = json.loads(decide(DOSING_DAY, Session(), on=NOON, engine="interpreter").to_json())
    with pytest.raises(InputError, match=": expected when it was decided"):
        Decision.from_json(json.dumps({**record, "zone": zone}), ruleset=DOSING_DAY)
