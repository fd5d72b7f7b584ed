"""Days and times as they are written: each form has one meaning, or is refused with what to write instead."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaprules import InputError
from kaprules.clientfile import as_written, read_client, read_when, subject_to_data
from kaprules.errors import Advice
from kaprules.facts.model import exists

VIENNA = ZoneInfo("Europe/Vienna")
HALF_HOUR = timezone(timedelta(hours=5, minutes=30))
WANTED = Advice("a day or a time", "write it as 2025-03-01")
PLACES = st.sampled_from(["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "UTC"])


def read(text: object) -> date:
    return read_when(text, "it", WANTED)


def said(text: object) -> str:
    with pytest.raises(InputError) as refused:
        read(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-11-23T09:00", datetime(2026, 11, 23, 9)),
        ("2026-11-23T09:00:01", datetime(2026, 11, 23, 9, 0, 1)),
        ("2026-11-23T09:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23T09:00+05:30", datetime(2026, 11, 23, 9, tzinfo=HALF_HOUR)),
        ("2026-11-23T09:00:00+05:53:28", datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(seconds=21208)))),
        ("2026-11-23T09:00[Europe/Vienna]", datetime(2026, 11, 23, 9, tzinfo=VIENNA)),
        ("2026-11-23T09:00+01:00[Europe/Vienna]", datetime(2026, 11, 23, 9, tzinfo=VIENNA)),
        ("2026-11-23T09:00Z[Europe/London]", datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/London"))),
        ("2026-11-23T09:00[+05:30]", datetime(2026, 11, 23, 9, tzinfo=HALF_HOUR)),
        ("2026-10-25T02:30+02:00[Europe/Vienna]", datetime(2026, 10, 25, 2, 30, tzinfo=VIENNA)),
        ("2026-10-25T02:30+01:00[Europe/Vienna]", datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=VIENNA)),
        ("9999-12-31T23:59:59-05:00", datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=5)))),
        ("0001-01-01T00:00+14:00", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
        (
            "9999-12-31T23:59:59[America/New_York]",
            datetime(9999, 12, 31, 23, 59, 59, tzinfo=ZoneInfo("America/New_York")),
        ),
    ],
)
def test_what_is_understood(text: str, meant: date) -> None:
    """A place in brackets is the zone of the local time before it."""
    found = read(text)
    assert (type(found), found, getattr(found, "fold", 0)) == (type(meant), meant, getattr(meant, "fold", 0))
    assert getattr(found, "tzinfo", None) is getattr(meant, "tzinfo", None) or found.isoformat() == meant.isoformat()


@pytest.mark.parametrize("digits", ["1", "12", "1234", "12345", "123456", "1234567", "123456789", "1" * 20])
@pytest.mark.parametrize("zone", ["", "Z", "+01:00", "[Europe/Vienna]"])
def test_fractions_have_any_number_of_digits(digits: str, zone: str) -> None:
    """They are kept to the microsecond; what lies beyond is cut, so that the order of times is kept."""
    found = read(f"2026-11-23T09:00:00.{digits}{zone}")
    assert isinstance(found, datetime)
    assert found.microsecond == int(digits.ljust(6, "0")[:6])


@given(first=st.integers(0, 10**9 - 1), second=st.integers(0, 10**9 - 1))
def test_the_order_of_times_is_kept(first: int, second: int) -> None:
    """An earlier time is never read as a later one."""
    times = [read(f"2026-11-23T09:00:00.{each:09}Z") for each in sorted((first, second))]
    assert times == sorted(times)


TWICE = "the clocks there showed it twice; expected a time that was there once"
PAST = "the clocks there were put forward past it; expected a time that was there once"
BRACKETS = "write 2025-03-01T14:30[Europe/Vienna], with the name of the place in brackets at the end"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "2026-10-25T02:30[Europe/Vienna]",
            f"{TWICE}; write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00, whichever it was",
        ),
        (
            "2026-03-29T02:30[Europe/Vienna]",
            f"{PAST}; write 2026-03-29T01:30:00+01:00 or 2026-03-29T03:30:00+02:00, whichever it was",
        ),
        (
            "2026-03-29T02:30+01:00[Europe/Vienna]",
            f"{PAST}; write 2026-03-29T01:30:00+01:00 or 2026-03-29T03:30:00+02:00, whichever it was",
        ),
        (
            "2026-11-30T09:00+02:00[Europe/Vienna]",
            "the difference from UTC is not that of the place; expected a time that was there once; "
            "write 2026-11-30T09:00:00+01:00, or leave out one of the two",
        ),
        (
            "2026-11-30T08:00Z[Europe/Vienna]",
            "the difference from UTC is not that of the place; expected a time that was there once; "
            "write 2026-11-30T08:00:00+01:00, or leave out one of the two",
        ),
        ("2026-11-30T09:00[Europe/Vienna", f"a bracket is not closed; expected a day or a time; {BRACKETS}"),
        ("2026-11-30T09:00Europe/Vienna]", f"a bracket is not opened; expected a day or a time; {BRACKETS}"),
        ("2026-11-30T09:00[]", f"there is no place in the brackets; expected a day or a time; {BRACKETS}"),
        ("2026-11-30[Europe/Vienna]", f"expected a day or a time; {BRACKETS}"),
        (
            "2026-11-30T09:00[Europe/Wien]",
            '"Europe/Wien" is no place with a clock that is known here; expected the name of one in the brackets; '
            "write it as [Europe/Vienna]",
        ),
        ("2026-11-30T09:00[!Europe/Vienna]", None),
        ("2026-11-30T09:00[localtime]", None),
        ("2026-W48-1", "expected a day or a time; write it as 2025-03-01"),
        ("2026-W48", "expected a day or a time; write it as 2025-03-01"),
        ("2026-327", "expected a day or a time; write it as 2025-03-01"),
        ("20261123", "expected a day or a time; write it as 2025-03-01"),
        ("2026-11-23 09:00", "expected a day or a time; write it as 2025-03-01"),
        ("2026-11-23T09", "expected a day or a time; write it as 2025-03-01"),
        ("2026-11-23T09:00:00.", "expected a day or a time; write it as 2025-03-01"),
        ("2026-11-23T09:00:00,5", "expected a day or a time; write it as 2025-03-01"),
        ("2026-11-23T09:00.5", "expected a day or a time; write it as 2025-03-01"),
        ("2026-11-23T09:00+0100", "expected a day or a time; write it as 2025-03-01"),
        ("2026-02-30", "expected a day that exists; check the entry"),
        ("2026-11-23T24:00", "expected a time that exists; check the entry"),
        ("2026-11-23T09:60", "expected a time that exists; check the entry"),
        ("2026-11-23T09:00+24:00", "expected a time that exists; check the entry"),
        ("2026-11-23T09:00+01:60", "expected a time that exists; check the entry"),
        ("٢٠٢٦-11-23", "expected a day or a time; write it as 2025-03-01"),
    ],
)
def test_what_is_refused(text: str, message: str | None) -> None:
    """With both times, where a clock showed it twice or not at all."""
    found = said(text)
    assert found.endswith(message) if message else "is no place with a clock that is known here" in found


@pytest.mark.parametrize("given_", [None, 5, True, [], {}, b"2026-11-23", datetime(2026, 11, 23)])
def test_what_is_no_text_is_refused(given_: object) -> None:
    """Nothing is coerced."""
    assert said(given_).endswith("expected a day or a time; write it as 2025-03-01")


@given(at=st.datetimes(), place=PLACES)
def test_a_local_time_is_read_exactly_where_it_was_there_once(at: datetime, place: str) -> None:
    """And what is written of it, with its difference from UTC and its place, is always that one."""
    zone = ZoneInfo(place)
    each = [at.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    there = {str(one.utcoffset()) for one in each if exists(one)}
    text = f"{at.isoformat()}[{place}]"
    if len(there) == 1:
        assert read(text) == each[0]
    else:
        assert "whichever it was" in said(text)
    for one in each:
        if exists(one):
            found = read(as_written(one))
            assert isinstance(found, datetime)
            assert (found, found.utcoffset(), found.tzinfo) == (one, one.utcoffset(), zone)


def test_files_take_every_form() -> None:
    """Evidence, events, moments and series alike; what is written again is the same instant."""
    data = {
        "ketamine_history": {"nonmedical_ketamine_use": "2025-03-01T14:30[Europe/Vienna]"},
        "vitals": {
            "heart_rate": {"value": 68, "unit": "/min", "on": "2026-11-23T09:00:00.1234567Z"},
            "pressures": [
                {
                    "systolic": {"value": 120, "unit": "mm[Hg]"},
                    "diastolic": {"value": 80, "unit": "mm[Hg]"},
                    "on": "2026-10-25T02:30+01:00[Europe/Vienna]",
                }
            ],
        },
    }
    client = read_client(json.dumps(data))
    found = subject_to_data(client)
    assert found["ketamine_history"]["nonmedical_ketamine_use"] == "2025-03-01T14:30:00+01:00"
    assert found["vitals"]["heart_rate"]["on"] == "2026-11-23T09:00:00.123456+00:00"
    assert found["vitals"]["pressures"][0]["on"] == "2026-10-25T02:30:00+01:00"
    assert read_client(json.dumps(found)) == client
