"""When something happened: a date where one is known, and what is left of it where none is."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaprules.facts.circulation import Circulation
from kaprules.facts.model import PartialDate
from kaprules.facts.today import Today
from kaprules.facts.vitals import Vitals
from kaprules.happened import happened
from kaprules.language import CODED, ENGLISH, Locale, locale
from kaprules.limit import Limit
from kaprules.phrases import limited, value
from kaprules.possible import NEVER_DAYS, Interval
from kaprules.rulesets.screening.cardiovascular import EVENT_EXCLUSION, SYSTOLIC_EXCLUSION

TODAY = date(2026, 11, 23)
HERE = ENGLISH.at(TODAY)
SPANISH = locale("es").at(TODAY)


def back(day: date) -> int:
    """Return how many days ago a day was."""
    return (TODAY - day).days


@pytest.mark.parametrize(
    ("first", "last", "english", "spanish"),
    [
        (
            date(2026, 11, 7),
            date(2026, 11, 7),
            "7 November 2026 (16 days ago)",
            "7 de noviembre de 2026 (hace 16 días)",
        ),
        (date(2019, 6, 1), date(2019, 6, 30), "June 2019 (7 y 5 mo ago)", "junio de 2019 (hace 7 años y 5 meses)"),
        (
            date(2019, 6, 2),
            date(2019, 6, 2),
            "2 June 2019 (7 y 5 mo ago)",
            "2 de junio de 2019 (hace 7 años y 5 meses)",
        ),
        (date(2025, 11, 1), date(2025, 11, 30), "November 2025 (1 y ago)", "noviembre de 2025 (hace 1 año)"),
        (date(2026, 11, 1), TODAY, "November 2026", "noviembre de 2026"),
        (date(2019, 1, 1), date(2019, 12, 31), "2019", "2019"),
        (date(2026, 1, 1), TODAY, "2026", "2026"),
        (date(2026, 9, 1), TODAY, "between September 2026 and today", "entre septiembre de 2026 y hoy"),
        (
            date(2026, 9, 1),
            date(2026, 10, 31),
            "between September 2026 and October 2026",
            "entre septiembre de 2026 y octubre de 2026",
        ),
        (
            date(2026, 9, 2),
            date(2026, 10, 31),
            "between 2 September 2026 and 31 October 2026",
            "entre el 2 de septiembre de 2026 y el 31 de octubre de 2026",
        ),
    ],
)
def test_a_day_a_month_a_year_or_what_lies_between(first: date, last: date, english: str, spanish: str) -> None:
    """A known date is shown as the date, and no range of days stands where one is known."""
    assert happened(back(last), back(first), "d", HERE) == english
    assert happened(back(last), back(first), "d", SPANISH) == spanish


def test_what_may_never_have_been() -> None:
    """It is said until when it can have been."""
    assert happened(84, NEVER_DAYS, "d", HERE) == "never, or on or before 31 August 2026"
    assert happened(84, NEVER_DAYS - 1, "d", HERE) == "on or before 31 August 2026"
    assert happened(NEVER_DAYS, NEVER_DAYS, "d", HERE) == "never"
    assert happened(0, NEVER_DAYS - 1, "d", HERE) == "happened, date not known"


def test_without_a_day_it_is_told_how_long_ago() -> None:
    """So it is in the coded form, whatever the day."""
    assert happened(16, 16, "d", ENGLISH) == happened(16, 16, "d", CODED.at(TODAY)) == "16 days ago"
    assert happened(0, 83, "d", CODED.at(TODAY)) == "0 to 83 days ago"


def test_beside_a_limit_the_days_count() -> None:
    """A year and a day is not a year."""
    assert EVENT_EXCLUSION.unit == "d"
    year = Limit(365, "d", id="a.year", source=EVENT_EXCLUSION.source, since=EVENT_EXCLUSION.since)
    assert happened(366, 366, "d", HERE, year) == "22 November 2025 (366 days ago)"
    assert happened(366, 366, "d", HERE) == "22 November 2025 (1 y ago)"


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (Fraction(7, 2), "today, 09:00 (3.5 hours ago)"),
        (13, "22 November 2026, 23:30 (13 hours ago)"),
        (Fraction(100, 3), "22 November 2026, 03:10 (33.3 hours ago)"),
        (97, "19 November 2026, 11:30 (4 days ago)"),
    ],
)
def test_a_moment_has_its_time(hours: Fraction, told: str) -> None:
    """By the clock of the decision."""
    assert happened(hours, hours, "h", ENGLISH.at(datetime(2026, 11, 23, 12, 30))) == told
    assert value(Today.last_meal, Interval(hours, hours), ENGLISH.at(datetime(2026, 11, 23, 12, 30))) == told


@given(st.dates(date(1950, 1, 1), TODAY), st.dates(date(1950, 1, 1), TODAY), st.sampled_from([HERE, SPANISH]))
def test_nothing_is_told_twice_alike(one: date, other: date, locale: Locale) -> None:
    """What is said of two ranges of days is the same only of the same."""
    low, high = sorted((back(one), back(other)))
    told = happened(low, high, "d", locale)
    for near in ((low + 1, max(high, low + 1)), (low, high + 1), (max(0, low - 1), high)):
        assert (happened(*near, "d", locale) == told) is (near == (low, high))


def test_a_partial_date_is_told_as_it_was_given() -> None:
    """From the fact to the reader."""
    known = Circulation.myocardial_infarction.possible(Circulation(myocardial_infarction=PartialDate(2019, 6)), TODAY)
    assert value(Circulation.myocardial_infarction, known, HERE) == "June 2019 (7 y 5 mo ago)"


def test_three_digits_and_the_side_of_the_limit() -> None:
    """A body mass index has no other unit; whoever checks sees every digit."""
    index = Interval(Fraction(41322, 1000), Fraction(41322, 1000))
    assert value(Vitals.body_mass_index, index, ENGLISH) == "41.3"
    assert value(Vitals.body_mass_index, index, CODED) == "41.322 kg/m2"
    near = Interval(Fraction(159_951, 1000), Fraction(159_951, 1000))
    atom = Vitals.mean_systolic >= SYSTOLIC_EXCLUSION
    told = value(Vitals.mean_systolic, near, ENGLISH, SYSTOLIC_EXCLUSION)
    assert (told, value(Vitals.mean_systolic, near, ENGLISH)) == ("159.95 mmHg", "160 mmHg")
    assert limited(told, atom, locale("es")) == "159.95 mmHg (límite: al menos 160)"


def test_pounds_and_feet_stand_beside() -> None:
    """Where it is customary, and never instead."""
    american = locale("en-US")
    kilograms, centimetres = Interval(95, 95), Interval(170, 172)
    assert value(Vitals.weight, kilograms, american) == "95 kg (209 lb)"
    assert value(Vitals.height, centimetres, american) == "170 to 172 cm (5 ft 7 in to 5 ft 8 in)"
    assert value(Vitals.weight, kilograms, ENGLISH) == value(Vitals.weight, kilograms, locale("en-US", coded=True))
    assert american.measured(Fraction(382, 10), Fraction(382, 10), "Cel") == "38.2 Cel (100.8 °F)"
