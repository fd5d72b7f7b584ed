"""Tests that one measurement is counted once: whoever filed it, and whatever a copy of it lost."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import screen
from kaprules.authoring import by_clinician
from kaprules.clientfile import read_client
from kaprules.decision import Decision
from kaprules.errors import InputError
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import Between, Quantity, Recorded, Reporter
from kaprules.facts.model import counting as module
from kaprules.facts.model.counting import Counted, Measurement, counted_once
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.possible import Absence, Interval, Level, Mark, Outcome
from kaprules.testing import DECISION_DAY

EXAMPLES = Path(__file__).parents[2] / "examples" / "clients"
DAY = date(2026, 11, 16)
NINE, TEN = datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10)
FIVE = settings(deadline=None, database=None, derandomize=True, max_examples=500)


def pressure(systolic: int, diastolic: int, on: date = DAY, **more: Any) -> BloodPressure:
    return BloodPressure(systolic=systolic, diastolic=diastolic, on=on, **more)


def mean(*records: BloodPressure) -> Interval:
    """Return the mean systolic pressure of some records, without their marks."""
    found = Vitals.mean_systolic.possible(by_clinician(Vitals(pressures=records)), DECISION_DAY)
    assert isinstance(found, Interval)
    return found


def marks(*records: BloodPressure) -> frozenset[Mark]:
    return mean(*records).marks


def with_pressures(*records: BloodPressure) -> Decision:
    """Return the decision on the complete client with these pressures."""
    data = json.loads((EXAMPLES / "01-complete-with-evidence.json").read_text(encoding="utf-8"))
    readings = [
        {name: {"value": getattr(each, name), "unit": "mm[Hg]"} for name in ("systolic", "diastolic")}
        | {"on": each.on.isoformat()}
        | ({"by": each.by.value} if isinstance(each.by, Reporter) else {})
        | ({"reference": each.reference} if isinstance(each.reference, str) else {})
        for each in records
    ]
    data["vitals"]["pressures"] = {"value": readings, "by": "clinician"}
    return screen(read_client(json.dumps(data)), on=DECISION_DAY)


HIGH, NORMAL = pressure(178, 80, NINE), pressure(118, 78, TEN)
COPIES = (
    pressure(118, 78, TEN, by=Reporter.RECORD),
    pressure(118, 78, TEN, by=Reporter.DEVICE, reference="chart 9"),
    pressure(118, 78),
    pressure(118, 78, by=Reporter.RECORD),
)


class TestCopies:
    """A copy is no measurement more, and never reassures."""

    @pytest.mark.parametrize("copies", [each for n in range(4) for each in itertools.combinations(COPIES, n)])
    def test_a_caution_stays_one(self, copies: tuple[BloodPressure, ...]) -> None:
        """Whoever filed the second reading again, with its time or without it, and however often.

        A reading above the line on the only day calls for another day beside it.
        """
        decision = with_pressures(HIGH, NORMAL, *copies)
        assert decision.outcome is Outcome.INCOMPLETE
        assert [each.rule for each in decision.findings if each.level in (Level.NEEDS_INFORMATION, Level.CAUTION)] == [
            "cardiovascular.pressure.second_reading",
            "cardiovascular.pressure.raised",
        ]
        assert (Mark.PROVISIONAL in decision.marks) is any(not isinstance(each.on, datetime) for each in copies)

    def test_the_same_at_one_instant_is_one(self) -> None:
        """Whatever zone it is written in, whoever filed it: without a mark, as there is no doubt."""
        east = timezone(timedelta(hours=5))
        first, again = (
            pressure(118, 78, datetime(2026, 11, 16, 10, tzinfo=UTC).astimezone(each)) for each in (UTC, east)
        )
        other = pressure(118, 78, datetime(2026, 11, 16, 10, tzinfo=UTC), reference="chart 9")
        assert mean(HIGH, first, again, other) == Interval(148, 148)

    def test_at_other_times_it_is_another(self) -> None:
        """Three readings of a morning are three, though two are alike."""
        assert mean(HIGH, NORMAL, pressure(118, 78, datetime(2026, 11, 16, 11))) == Interval(138, 138)

    def test_on_another_day_it_is_another(self) -> None:
        assert mean(HIGH, NORMAL, pressure(118, 78, date(2026, 11, 17))) == Interval(138, 138)

    def test_a_copy_of_the_higher_counts_where_it_is_adverse(self) -> None:
        """What may be two measurements is two where that makes the mean worse."""
        assert mean(HIGH, NORMAL, pressure(178, 80))[:2] == (158, 158)
        assert marks(HIGH, NORMAL, pressure(178, 80)) == {Mark.PROVISIONAL}

    def test_two_that_both_lost_their_time(self) -> None:
        """They are one or two, and counted as whichever is the worse."""
        twice = pressure(118, 78), pressure(118, 78, reference="chart 9")
        assert mean(HIGH, *twice)[:2] == (148, 148)

    @pytest.mark.parametrize("hours", [-11, -8, 0, 1, 2, 12])
    def test_one_that_lost_its_zone(self, hours: int) -> None:
        """The clock of a server, or of the place, may be all that is left of an instant."""
        high, normal = (pressure(*each, datetime(2026, 11, 16, 12, tzinfo=UTC)) for each in ((178, 80), (118, 78)))
        again = pressure(118, 78, datetime(2026, 11, 16, min(12 + hours, 23)), by=Reporter.RECORD)
        assert mean(high, normal, again)[:2] == (148, 148)
        assert mean(high, normal, again, pressure(178, 80, datetime(2026, 11, 16, 3)))[:2] == (158, 158)
        vitals = by_clinician(Vitals(pressures=(normal, again)))
        assert Vitals.pressure_readings.possible(vitals, DECISION_DAY)[:2] == (1, 1)

    def test_several_that_lost_their_zone(self) -> None:
        """Of one instant they may all be copies; among themselves they are as many as the times that they show."""
        noon = pressure(118, 78, datetime(2026, 11, 16, 12, tzinfo=UTC))
        clocks = [pressure(118, 78, datetime(2026, 11, 16, hour)) for hour in (13, 14, 15)]
        for records, fewest in (([noon, *clocks], 1), (clocks, 3)):
            assert (
                Vitals.pressure_readings.possible(by_clinician(Vitals(pressures=records)), DECISION_DAY).low == fewest
            )

    def test_the_fewest_are_counted(self) -> None:
        """As too few readings are the risk."""
        vitals = by_clinician(Vitals(pressures=(NORMAL, *COPIES)))
        assert Vitals.pressure_readings.possible(vitals, DECISION_DAY)[:2] == (1, 1)

    def test_what_is_known_in_part_may_be_a_copy(self) -> None:
        """Counted and not counted, both: narrower values may show either."""
        part = BloodPressure(systolic=Between(110, 130), diastolic=78, on=DAY)
        assert mean(HIGH, NORMAL, part)[:2] == (Fraction(406, 3), 148)
        assert mean(HIGH, NORMAL, part).marks == {Mark.PROVISIONAL}

    def test_halves_that_are_filed_otherwise_may_be_two(self) -> None:
        """What is not known of each may turn out to differ: they are one only where they are written alike."""
        half = BloodPressure(diastolic=80, on=TEN)
        filed = BloodPressure(diastolic=Recorded(80, reference="chart 9"), on=TEN)
        for others, most in (((half,), 1), ((filed,), 2)):
            vitals = by_clinician(Vitals(home_pressures=(half, *others)))
            assert Vitals.home_readings.possible(vitals, DECISION_DAY)[:2] == (0, most)

    @pytest.mark.parametrize("wrapped", [lambda value: value, lambda value: Recorded(value, on=DAY)])
    @pytest.mark.parametrize("ends", [("at", 160), ("from", 160), ("to", 160)])
    def test_the_same_in_another_unit_is_one(self, wrapped: Any, ends: tuple[str, int]) -> None:
        """In a list of any kind: it is the same record, spelled otherwise."""
        exactly = Fraction(160) / Vitals.pressures.record.systolic.units["kPa"]
        forms = {"at": lambda end: end, "from": lambda end: Between(end, None), "to": lambda end: Between(None, end)}
        form, plain = forms[ends[0]], Quantity(160, "mm[Hg]")
        records = [BloodPressure(systolic=wrapped(form(end)), on=TEN) for end in (plain, Quantity(exactly, "kPa"))]
        assert Vitals(pressures=records).pressures == (records[0],)
        doses = [
            Medicine(substance="lorazepam", daily_dose=Quantity(*each), status=MedicineStatus.TAKING)
            for each in ((1, "mg/d"), (1000, "ug/d"))
        ]
        listed = Medicines(listed=Recorded(doses, on=DAY))
        assert Medicines.lorazepam_equivalent.possible(listed, DECISION_DAY)[:2] == (1, 1)


def at(hour: int, minute: int, second: int = 0, zone: Any = None) -> datetime:
    """Return a time of the day of the readings."""
    return datetime(2026, 11, 16, hour, minute, second, tzinfo=zone)


@pytest.mark.parametrize(
    ("times", "number"),
    [
        ([at(10, 0), at(10, 0)], (1, 1)),
        ([at(10, 0), at(10, 0, 10)], (1, 1)),
        ([at(10, 0), at(10, 0, 59)], (1, 1)),
        ([at(10, 0), at(10, 1)], (2, 2)),
        ([at(10, 0), at(10, 0, 40), at(10, 1, 20)], (2, 2)),
        ([at(10, 0, zone=UTC), at(10, 0, 30, zone=UTC)], (1, 1)),
        ([at(10, 0, zone=UTC), at(11, 0, 10, zone=timezone(timedelta(hours=1)))], (1, 1)),
        ([at(10, 0, zone=UTC), at(12, 0)], (1, 2)),
        ([at(10, 0, zone=UTC), datetime(2026, 11, 17, 12)], (2, 2)),
        ([DAY, DAY], (2, 2)),
        ([at(10, 0), DAY], (2, 2)),
        ([at(10, 0), DAY, at(10, 0, 5)], (2, 2)),
    ],
)
def test_readings_of_one_minute_are_one_for_their_number(times: list[date], number: tuple[int, int]) -> None:
    """Each of their values counts. Of which the time is not known may have been measured at any."""
    readings = [pressure(134 - 2 * place, 84, time) for place, time in enumerate(times)]
    vitals = by_clinician(Vitals(pressures=readings)).placed(UTC)
    assert Vitals.pressure_readings.possible(vitals, DECISION_DAY)[:2] == number
    assert Vitals.highest_systolic.possible(vitals, DECISION_DAY)[:2] == (134, 134)
    assert Vitals.mean_systolic.possible(vitals, DECISION_DAY)[:2] == (135 - len(times), 135 - len(times))
    at_home = Vitals(home_pressures=readings).placed(UTC)
    assert Vitals.home_readings.possible(at_home, DECISION_DAY)[:2] == (len(times), len(times))


class TestHalves:
    """A reading of which one half is missing."""

    def test_the_half_that_is_there_counts(self) -> None:
        """And the other may be anything."""
        vitals = by_clinician(Vitals(pressures=(BloodPressure(systolic=120, on=DAY), pressure(140, 80, TEN))))
        assert Vitals.mean_systolic.possible(vitals, DECISION_DAY) == Interval(130, 130)
        assert Vitals.mean_diastolic.possible(vitals, DECISION_DAY) == Interval(50, 140)
        assert Vitals.pressure_readings.possible(vitals, DECISION_DAY) == Interval(1, 2)

    @pytest.mark.parametrize(
        "halves", [{}, {"systolic": Absence.NOT_KNOWN}, dict.fromkeys(("systolic", "diastolic"), Absence.DECLINED)]
    )
    def test_one_half_is_given(self, halves: dict[str, Any]) -> None:
        with pytest.raises(InputError) as error:
            BloodPressure(**halves, on=DAY)
        assert str(error.value) == (
            "blood_pressure.systolic is absent: of systolic, diastolic one at least must be given; give what was "
            "measured; the rest may stay open"
        )

    def test_in_a_file(self) -> None:
        """A palpated pressure is read and written; without either half its place is named."""
        text = '{"vitals":{"pressures":[{"systolic":{"value":120,"unit":"mm[Hg]"},"on":"2026-11-16"}]}}'
        client = read_client(text)
        assert client.vitals.pressures == (BloodPressure(systolic=120, on=DAY),)
        with pytest.raises(InputError, match=r"^vitals.pressures\[0\].systolic is absent: of systolic, diastolic one"):
            read_client('{"vitals":{"pressures":[{"on":"2026-11-16"}]}}')

    def test_one_half_that_cannot_be_leaves_the_other(self) -> None:
        """As one that is missing does, with the mark of an error in the data."""
        wrong = by_clinician(Vitals(pressures=(BloodPressure(systolic=1620, diastolic=80, on=DAY),)))
        assert Vitals.mean_diastolic.possible(wrong, DECISION_DAY) == Interval(80, 80)
        assert Vitals.mean_systolic.possible(wrong, DECISION_DAY) == Interval(
            50, 300, None, frozenset({Mark.DATA_ERROR})
        )


class TestWhatCannotBe:
    """Of each record that cannot be, the whole plausible range is left: two of them are not one."""

    @pytest.mark.parametrize(
        "wrong",
        [
            [pressure(130, 90, date(2026, 12, 1)), pressure(140, 95, date(2026, 12, 1))],
            [pressure(130, 90, date(1850, 1, 1)), pressure(140, 95, date(1850, 1, 1))],
            [pressure(90, 130), pressure(95, 140)],
            [pressure(1620, 80), pressure(1700, 80)],
        ],
        ids=["to come", "before any birth", "exchanged", "no pressure"],
    )
    def test_each_may_be_the_highest(self, wrong: list[BloodPressure]) -> None:
        """They are as many as there are, where each is 300."""
        assert mean(NORMAL, *wrong).high == Fraction(118 + 2 * 300, 3)
        assert mean(NORMAL, *wrong, wrong[0]).high == mean(NORMAL, *wrong).high


# Any measurements ------------------------------------------------------------------------------------------------

TIMES = (DAY, NINE, TEN, datetime(2026, 11, 16, 8, tzinfo=UTC), date(2026, 11, 17), datetime(2026, 11, 17, 9))


def parts(most: int) -> st.SearchStrategy[Interval]:
    ends = st.tuples(st.integers(0, most), st.integers(0, most) | st.none())
    return ends.map(lambda ends: Interval(*sorted((ends[0], ends[0] if ends[1] is None else ends[1]))))


measured = st.builds(
    Measurement, st.tuples(parts(4), parts(2)), st.sampled_from(TIMES), st.booleans(), unusable=st.just(False)
)
series = st.lists(measured, min_size=1, max_size=6, unique=True)
READ = (
    lambda counted: counted.mean(0),
    lambda counted: counted.mean(1),
    lambda counted: counted.mean(0, adverse_higher=False),
    lambda counted: counted.highest(0),
    Counted.number,
    lambda counted: counted.number_apart(timedelta(minutes=1)),
)


def narrower(draw: st.DrawFn, one: Measurement) -> Measurement:
    """Draw what a record may turn out to be."""
    found = []
    for part in one.parts:
        low = draw(st.integers(int(part.low), int(part.high)))
        found.append(Interval(low, draw(st.sampled_from((low, int(part.high))))))
    return one._replace(parts=tuple(found))


def outside(before: list[Measurement], after: list[Measurement]) -> list[str]:
    """Return what is read of narrower records and does not lie within what was read of the wider ones."""
    wide, narrow = (counted_once(dict.fromkeys(each)) for each in (before, after))
    pairs = [(read(narrow), read(wide)) for read in READ]
    return [f"{now[:2]} in {then[:2]}" for now, then in pairs if not then.low <= now.low <= now.high <= then.high]


class TestAnyMeasurements:
    """Whatever the values and the times."""

    @FIVE
    @given(data=st.data(), before=series)
    def test_narrower_records_stay_inside(self, data: st.DataObject, before: list[Measurement]) -> None:
        """Of each reading, by which is the worse direction too."""
        draw: Any = data.draw
        assert outside(before, [narrower(draw, each) for each in before]) == []

    @FIVE
    @given(records=series, order=st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, records: list[Measurement], order: Any) -> None:
        shuffled = records[:]
        order.shuffle(shuffled)
        assert [read(counted_once(shuffled)) for read in READ] == [read(counted_once(records)) for read in READ]

    @FIVE
    @given(data=st.data(), records=series)
    def test_a_copy_never_reassures(self, data: st.DataObject, records: list[Measurement]) -> None:
        """Of exact records: no mean moves in the reassuring direction, and there are no more of them."""
        records = [each._replace(parts=tuple(Interval(part.low, part.low) for part in each.parts)) for each in records]
        one = data.draw(st.sampled_from(records))
        without_zone = one.on.replace(tzinfo=None) if isinstance(one.on, datetime) else one.on
        for on in (one.on, without_zone, date.fromordinal(one.on.toordinal())):
            before, after = (
                counted_once(dict.fromkeys(records)),
                counted_once(dict.fromkeys([*records, one._replace(on=on)])),
            )
            assert after.mean(0).low >= before.mean(0).low and after.mean(1).low >= before.mean(1).low
            assert after.mean(0, adverse_higher=False).high <= before.mean(0, adverse_higher=False).high
            assert after.number().low <= before.number().low and after.highest(0) == before.highest(0)

    @FIVE
    @given(records=series)
    def test_more_than_can_be_compared_is_looser_and_never_tighter(self, records: list[Measurement]) -> None:
        """Then any of a day may be copies."""
        compared = counted_once(records)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "MAX_COMPARED", 0)
            loose = counted_once(records)
        for read in READ:
            assert read(loose).low <= read(compared).low and read(compared).high <= read(loose).high

    def test_a_mean_that_counts_each_record_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It falls with a copy of what lies below it."""
        monkeypatch.setattr(module, "_times", lambda clocks: (len(clocks), len(clocks)))
        same = [Measurement((Interval(each, each),), NINE) for each in (178, 118)]
        again = Measurement((Interval(118, 118),), NINE, doubtful=True)
        assert counted_once([*same, again]).mean(0).low < counted_once(same).mean(0).low
