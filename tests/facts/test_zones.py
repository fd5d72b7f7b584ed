"""Instants, and the days on which they fall: by the clocks of the place where it is decided."""

from __future__ import annotations

import itertools
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import (
    SCREENING,
    Client,
    Decision,
    InputError,
    Outcome,
    Recorded,
    Reporter,
    Reports,
    decide,
    interview,
    screen,
)
from kaprules.authoring import by_clinician
from kaprules.clientfile import subject_from_data
from kaprules.facts import Medicines, Session, Vitals
from kaprules.facts.medicines import Medicine
from kaprules.facts.model import exists, has_zone, zone_name, zone_of
from kaprules.facts.model.zones import elapsed, instant, on_clocks_of
from kaprules.facts.reproduction import PregnancyTest, Reproduction
from kaprules.facts.today import Today
from kaprules.facts.vitals import BloodPressure
from kaprules.intake import InterviewSession
from kaprules.possible import Absence, Mark
from kaprules.rulesets import DOSE_TIERS, DOSING_DAY

EXAMPLES = Path(__file__).parents[2] / "examples" / "clients"
DAY = date(2026, 11, 23)
VIENNA = ZoneInfo("Europe/Vienna")
PACIFIC = ZoneInfo("America/Los_Angeles")
LATE = datetime(2026, 11, 24, 1, tzinfo=UTC)
"""Five in the afternoon of the day before, on the Pacific coast."""


def complete(**groups: Any) -> Client:
    """Return the client of whom everything is recorded with its evidence, with some facts otherwise."""
    data = json.loads((EXAMPLES / "01-complete-with-evidence.json").read_text())
    return attrs.evolve(subject_from_data(Client, data), **groups)


def positive(on: date) -> Client:
    found = Recorded(PregnancyTest.POSITIVE, on=on, by=Reporter.LABORATORY)
    return complete(reproduction=by_clinician(Reproduction(pregnancy_test=found)))


def measured(*pressures: tuple[int, int, date]) -> Client:
    records = [BloodPressure(systolic=upper, diastolic=lower, on=on) for upper, lower, on in pressures]
    return complete(vitals=by_clinician(attrs.evolve(complete().vitals, pressures=records)))


class TestOneInstant:
    """One instant, two spellings: one decision."""

    @pytest.mark.parametrize("on", [LATE, LATE.astimezone(timezone(-timedelta(hours=8))), LATE.astimezone(VIENNA)])
    @pytest.mark.parametrize(
        ("zone", "outcome"), [("America/Los_Angeles", Outcome.EXCLUDED), ("UTC", Outcome.INCOMPLETE)]
    )
    def test_a_positive_test_in_the_evening(self, on: datetime, zone: str, outcome: Outcome) -> None:
        """It is of today where the decision is made, however it was stored; in London it would be of tomorrow."""
        assert screen(positive(on), on=DAY, zone=zone).outcome is outcome

    def test_two_readings_do_not_depend_on_their_order(self) -> None:
        """One of them in UTC, the other as the clock on the wall showed it: both of today, and both count."""
        spelt = (166, 92, LATE), (166, 92, LATE.astimezone(timezone(-timedelta(hours=8))))
        both = [screen(measured(*order), on=DAY, zone=PACIFIC) for order in itertools.permutations(spelt)]
        assert both[0] == both[1]
        assert [each.outcome for each in both] == [Outcome.EXCLUDED] * 2

    def test_an_urgent_pressure_of_the_evening_is_no_data_error(self) -> None:
        """A server west of Greenwich stores UTC: what was measured at five is of today, and somebody is called."""
        decision = screen(measured((200, 125, LATE)), on=DAY, zone="America/Los_Angeles")
        assert (decision.outcome, Mark.URGENT in decision.marks, Mark.DATA_ERROR in decision.marks) == (
            Outcome.EXCLUDED,
            True,
            False,
        )

    def test_what_was_said_this_morning_is_not_stale(self) -> None:
        """East of Greenwich the morning is still yesterday in UTC."""
        morning = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
        told = attrs.evolve(complete().reproduction, breastfeeding=Recorded(False, on=morning, by=Reporter.CLIENT))
        assert screen(complete(reproduction=told), on=DAY, zone="Asia/Kolkata").outcome is Outcome.NO_EXCLUSION_FOUND

    def test_the_decision_shows_the_clock_of_the_place(self) -> None:
        """Whoever reads it sees the same hour, however it was stored."""
        decision = screen(positive(LATE), on=DAY, zone=PACIFIC)
        assert "2026-11-23 17:00:00-08:00" in decision.explain()
        assert (decision.subject, decision.zone) == (positive(LATE), PACIFIC)


class TestPlace:
    """Where a day is decided: the argument, else the policy, else an error; a moment is decided in its own zone."""

    def test_without_a_place_it_is_an_error_with_the_remedy(self) -> None:
        """Whichever day were assumed, somewhere it would be another."""
        with pytest.raises(InputError) as refused:
            screen(positive(LATE), on=DAY)
        assert str(refused.value) == (
            "zone is not given: reproduction holds a time with its zone, and on which day that was depends on the "
            "place; expected a place such as 'Europe/Vienna', or a difference from UTC such as '+01:00'; pass "
            "zone='Europe/Vienna' (--zone Europe/Vienna in a terminal), or name it in the site's policy"
        )

    def test_it_is_not_needed_where_nothing_depends_on_it(self) -> None:
        """Days alone, local times, and instants of which no rule reads."""
        local = Recorded(PregnancyTest.POSITIVE, on=datetime(2026, 11, 23, 17), by=Reporter.LABORATORY)
        assert (
            screen(complete(reproduction=by_clinician(Reproduction(pregnancy_test=local))), on=DAY).outcome
            is Outcome.EXCLUDED
        )
        session = Session(today=Today(last_meal=LATE))
        assert decide(DOSE_TIERS, session, on=DAY) == decide(DOSE_TIERS, session, on=DAY)

    @pytest.mark.parametrize(
        "zone", ["", "Europe", "Nowhere/At", "../x", "/etc/passwd", "a\0b", "\ud800", "é" * 150, 5]
    )
    @pytest.mark.parametrize("more", ["+25:00", "+1:00", "localtime", "posix/UTC", b"UTC", date(2026, 1, 1), None])
    def test_what_is_no_place_is_refused(self, zone: object, more: object) -> None:
        """Whatever it is, and whatever the system keeps under that name."""
        for each in (zone, more):
            if each is not None:
                with pytest.raises(InputError, match=r"^zone is .*: expected a place such as"):
                    screen(Client(), on=DAY, zone=each)  # type: ignore[arg-type] # that is the point

    @pytest.mark.parametrize(
        ("zone", "name"),
        [
            (VIENNA, "Europe/Vienna"),
            ("Europe/Vienna", "Europe/Vienna"),
            (UTC, "UTC"),
            ("UTC", "UTC"),
            ("Z", "UTC"),
            ("+00:00", "UTC"),
            (timezone(timedelta(hours=-9, minutes=-30)), "-09:30"),
            ("-09:30", "-09:30"),
            ("+00:53:28", "+00:53:28"),
        ],
    )
    def test_a_place_goes_by_its_name(self, zone: str | tzinfo, name: str) -> None:
        """A zone, its name, a difference from UTC; each name is taken again."""
        assert zone_name(zone_of(zone)) == name
        assert zone_name(zone_of(name)) == name

    def test_a_moment_is_decided_in_its_own_zone(self) -> None:
        """Another one beside it would say two things at once."""
        on = datetime(2026, 11, 23, 9, tzinfo=VIENNA)
        assert decide(DOSING_DAY, Session(), on=on, zone="Europe/Vienna").zone is VIENNA
        with pytest.raises(
            InputError, match=r"^zone is 'UTC': the moment of the decision is in Europe/Vienna; expected"
        ):
            decide(DOSING_DAY, Session(), on=on, zone="UTC")

    def test_a_moment_that_no_clock_showed_is_refused(self) -> None:
        """In the hour that is left out in spring nothing was recorded and nothing is decided."""
        gap = datetime(2026, 3, 29, 2, 30, tzinfo=VIENNA)
        with pytest.raises(InputError, match="on is 2026-03-29 02:30:00 in Europe/Vienna: the clocks were put forward"):
            decide(DOSING_DAY, Session(), on=gap)
        with pytest.raises(InputError, match="the clocks were put forward past it"):
            Today(last_meal=gap)
        with pytest.raises(InputError, match="the clocks were put forward past it"):
            Recorded(True, on=gap)
        with pytest.raises(InputError, match="the clocks were put forward past it"):
            BloodPressure(systolic=120, diastolic=80, on=gap)

    def test_an_interview_is_held_in_a_place(self) -> None:
        """An answer that holds a time is refused where nobody says by which clock; the session goes on."""
        with pytest.raises(InputError, match="zone is not given"):
            next(interview(SCREENING, measured((120, 80, LATE)), on=DAY))
        session = InterviewSession(SCREENING, DAY, complete(vitals=attrs.evolve(complete().vitals, pressures=())))
        while session.fact.id != "vitals.pressures":
            session = session.without(Absence.NOT_KNOWN)
        pressures = {name: {"value": value, "unit": "mm[Hg]"} for name, value in (("systolic", 120), ("diastolic", 80))}
        answer = [pressures | {"on": "2026-11-23T09:00Z"}]
        with pytest.raises(InputError, match="zone is not given"):
            session.answered(answer)
        then = attrs.evolve(session, zone="Europe/Vienna").answered(answer)
        assert len(then.subject.group(Vitals.pressures).pressures.value) == 1


class TestRecords:
    """A record keeps the place, and how far its clocks were from UTC, and is replayed with them."""

    def test_it_is_replayed_in_its_place(self) -> None:
        """The same decision, by another spelling of the same instants."""
        decision = screen(positive(LATE), on=DAY, zone=PACIFIC)
        record = json.loads(decision.to_json())
        assert (record["zone"], record["offset"]) == ("America/Los_Angeles", "-08:00")
        assert record["subject"]["reproduction"]["pregnancy_test"]["on"] == "2026-11-23T17:00:00-08:00"
        assert Decision.from_json(decision.to_json()) == decision

    def test_another_place_does_not_follow(self) -> None:
        """In Vienna the test would be of tomorrow; and clocks that are known otherwise are said."""
        record = json.loads(screen(positive(LATE), on=DAY, zone=PACIFIC).to_json())
        with pytest.raises(
            InputError, match=r"difference from UTC is '-08:00': by the clocks known here Europe/Vienna was"
        ):
            Decision.from_json(json.dumps(record | {"zone": "Europe/Vienna"}))
        with pytest.raises(InputError, match="does not follow from its facts"):
            Decision.from_json(json.dumps(record | {"zone": "Europe/Vienna", "offset": "+01:00"}))

    def test_one_of_a_former_release_is_still_read(self) -> None:
        """It names no place: the one by whose clock all its instants are written."""
        record = json.loads(screen(positive(LATE), on=DAY, zone="-08:00").to_json())
        del record["offset"]
        assert Decision.from_json(json.dumps(record | {"zone": None})).outcome is Outcome.EXCLUDED
        record["subject"]["reproduction"]["last_delivery"] = "2020-01-01T00:00Z"
        with pytest.raises(InputError, match="zone is not given"):
            Decision.from_json(json.dumps(record | {"zone": None}))

    def test_a_decision_without_instants_needs_none(self) -> None:
        """As before."""
        record = json.loads(screen(complete(), on=DAY).to_json())
        assert (record["zone"], record["offset"]) == (None, None)


ON_THE_DAY = st.datetimes(datetime(2026, 10, 24, 18), datetime(2026, 10, 26, 6)).map(
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
"""Around the hour that the clocks of Vienna show twice."""
SPELT = st.sampled_from(
    [VIENNA, UTC, *(timezone(timedelta(hours=hours)) for hours in (1, 2, -8, 14)), ZoneInfo("Pacific/Auckland")]
)


class TestCaches:
    """What is kept never outlives its question, and never answers another."""

    @settings(max_examples=200, deadline=None)
    @given(
        meal=ON_THE_DAY,
        taken=st.one_of(ON_THE_DAY, st.sampled_from([date(2026, 10, 24), date(2026, 10, 25)])),
        asked=st.lists(st.tuples(ON_THE_DAY, SPELT), min_size=2, max_size=5),
    )
    def test_one_object_asked_again_and_again(
        self, meal: datetime, taken: date, asked: list[tuple[datetime, tzinfo]]
    ) -> None:
        """On the day on which clocks change, by zones and by differences from UTC: as of an object that is new."""

        def new() -> Session:
            records = (
                BloodPressure(systolic=150, diastolic=90, on=taken),
                BloodPressure(systolic=170, diastolic=99, on=meal),
            )
            listed = Recorded((Medicine(substance="lorazepam", last_taken=meal),), on=taken, by=Reporter.CLIENT)
            return Session(
                today=Today(last_meal=meal),
                vitals=by_clinician(Vitals(pressures=records)),
                medicines=Medicines(listed=listed),
            )

        one = new()
        for at, zone in asked:
            on = at.astimezone(zone)
            found = decide(DOSING_DAY, one, on=on, engine="bits")
            assert found == decide(DOSING_DAY, new(), on=on, engine="bits")
            assert Decision.from_json(found.to_json(), ruleset=DOSING_DAY).outcome is found.outcome

    def test_a_zone_and_then_a_difference_from_utc(self) -> None:
        """Half past two, for the second time: by the zone it is another day's hour than by the first difference."""
        session = Session(
            vitals=by_clinician(Vitals(pressures=(BloodPressure(systolic=190, diastolic=115, on=date(2026, 10, 25)),)))
        )
        second = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=VIENNA)
        for on in (second, second.replace(fold=0), second.astimezone(timezone(timedelta(hours=2)))):
            fresh = pickle.loads(pickle.dumps(session))
            found, meant = (decide(DOSING_DAY, each, on=on, engine="bits") for each in (session, fresh))
            assert found == meant
            assert Decision.from_json(found.to_json(), ruleset=DOSING_DAY) == found

    def test_threads_meet_nobody_elses_place(self) -> None:
        """One client, asked about in many places at once."""
        client = positive(LATE)
        zones = ["America/Los_Angeles", "UTC", "Asia/Kolkata", "-12:00"] * 50
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda zone: screen(client, on=DAY, zone=zone, engine="bits").outcome, zones))
        assert found == [Outcome.EXCLUDED, Outcome.INCOMPLETE, Outcome.INCOMPLETE, Outcome.EXCLUDED] * 50

    def test_a_group_without_instants_is_itself(self) -> None:
        """And one on the clocks of a place is not placed again."""
        vitals = complete().vitals
        here = Today(last_meal=LATE).placed(PACIFIC)
        assert (vitals.placed(VIENNA) is vitals, here.placed(PACIFIC) is here) == (True, True)
        assert complete().placed(VIENNA, DAY) == complete()


class TestInstants:
    """Instants are compared as instants, on every day of the year."""

    @given(at=ON_THE_DAY, zones=st.tuples(SPELT, SPELT))
    def test_equal_ones_are_equal(self, at: datetime, zones: tuple[tzinfo, tzinfo]) -> None:
        """Python takes no time of a doubled hour for the same as one of another zone."""
        one, other = (Recorded(True, on=at.astimezone(zone)) for zone in zones)
        assert (one == other, hash(one) == hash(other), len(Reports(one, other).reports)) == (True, True, 1)
        assert elapsed(at.astimezone(zones[0]), at.astimezone(zones[1])) == timedelta()

    def test_two_of_one_clock_reading_are_two(self) -> None:
        """Half past two comes twice: two readings, an hour apart."""
        first = datetime(2026, 10, 25, 2, 30, tzinfo=VIENNA)
        readings = tuple(BloodPressure(systolic=120, diastolic=80, on=first.replace(fold=fold)) for fold in (0, 1))
        assert len(Vitals(pressures=readings).pressures) == 2  # type: ignore[arg-type] # a series
        assert elapsed(first.replace(fold=1), first) == timedelta(hours=1)

    @given(
        at=st.datetimes(timezones=st.sampled_from([UTC, VIENNA, *(timezone(timedelta(hours=h)) for h in (-23, 14))])),
        zone=SPELT,
    )
    def test_a_clock_anywhere_shows_it(self, at: datetime, zone: tzinfo) -> None:
        """At the ends of the calendar too, where no clock of some places reaches."""
        here = on_clocks_of(zone, at)
        assert here == instant(at)
        assert elapsed(here, at) == timedelta()

    def test_what_has_a_zone_is_known(self) -> None:
        """A time without one is none that exists anywhere in particular."""
        assert (has_zone(datetime(2026, 1, 1)), exists(datetime(2026, 3, 29, 2, 30, tzinfo=VIENNA))) == (False, False)
