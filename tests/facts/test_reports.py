"""Several reports of one fact, and what they may never hide."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import decide
from kaprules.facts import Circulation, Client, Evaluations, Eye, Medicines, Session, Today, Vitals
from kaprules.facts.eye import EyeDisease
from kaprules.facts.medicines import Medicine, MedicineStatus
from kaprules.facts.model import NEVER, DaysAgo, HoursAgo, OneOf, PartialDate, Recorded, Reporter, Reports
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Interval, Mark, Options, option_bits
from kaprules.rulesets import DOSING_DAY

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPEN, CONTROLLED = EyeDisease.OPEN_GLOBE_INJURY, EyeDisease.GLAUCOMA_CONTROLLED


def possible(*reports: Recorded) -> tuple[int, Absence | None]:
    found = Eye.disease.possible(Eye(disease=Reports(*reports)), DAY)
    return found[0], found.absence


def test_a_report_that_may_be_worse_stays_possible() -> None:
    """One adverse report does not settle what another leaves open."""
    clinician = Recorded(OneOf(EyeDisease.NONE, OPEN), by=Reporter.CLINICIAN)
    assert possible(Recorded(CONTROLLED), clinician) == (option_bits((CONTROLLED, OPEN)), None)
    assert possible(Recorded(OPEN), Recorded(CONTROLLED)) == (option_bits((OPEN,)), None)
    later = Recorded(OPEN, on=date(2027, 1, 1))
    assert possible(Recorded(CONTROLLED), later)[0] & option_bits((OPEN,))


@pytest.mark.parametrize("reason", [Absence.DECLINED, Absence.CONFLICTING, Absence.NOT_AUTHORISED])
def test_a_reason_that_is_never_passed_over_counts_before_one_that_is(reason: Absence) -> None:
    """Declined by one and not known by another is declined."""
    found = possible(Recorded(Absence.NOT_KNOWN, by=Reporter.CLIENT), Recorded(reason, by=Reporter.CLINICIAN))
    assert found[1] is reason


def test_of_what_reassures_the_report_furthest_back_counts() -> None:
    """An evaluation that one report denies did not surely take place."""
    reports = Reports(Recorded(NEVER, by=Reporter.CLINICIAN), Recorded(DaysAgo(5), by=Reporter.CLIENT))
    fact = Evaluations.medical_in_person
    assert fact.possible(Evaluations(medical_in_person=reports), DAY).low == fact.highest


@pytest.mark.parametrize(
    "given", [datetime(1026, 11, 23, 8, tzinfo=UTC), date(206, 11, 23), PartialDate(1026), HoursAgo(10**9)]
)
def test_a_mistyped_year_reassures_nobody(given: object) -> None:
    """It is implausible, and kept."""
    today = Today(last_alcohol=given)  # type: ignore[arg-type] # values of several kinds
    assert Today.last_alcohol.possible(today, NOON).absence is Absence.IMPLAUSIBLE


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date(9999, 12, 30), date.max])
def test_the_ends_of_the_calendar_are_read(day: date) -> None:
    """As what lies too far back, or is to come."""
    decision = decide(DOSING_DAY, Session(today=Today(last_meal=day)), on=NOON)
    assert "today.last_meal" in {each.fact for each in decision.missing}
    assert decision.explain()


def test_a_medicine_of_which_half_is_known_is_not_known() -> None:
    """A name and a code both have to stand in the table."""
    halves = (("phenelzin e", "36437"), ("aspirin", "9999999"))
    for name, code in halves:
        listed = [Medicine(substance=name, rxnorm=code, status=MedicineStatus.TAKING)]
        client = Client(medicines=Medicines(listed=listed))
        assert client.possible(Medicines.maoi_last_taken, DAY)[:2] == (0, Medicines.maoi_last_taken.highest)


def test_a_list_is_as_old_as_the_clock_of_the_place_says() -> None:
    """One moment asked in two zones lies on two days."""
    from zoneinfo import ZoneInfo

    medicines = Medicines(listed=Recorded([], on=date(2026, 11, 22)))
    utc = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    there = utc.astimezone(ZoneInfo("Europe/Vienna"))
    found = [Medicines.takes_opioid.possible(medicines, on).absence for on in (utc, there)]
    assert found == [None, Absence.STALE]


@pytest.mark.parametrize("further", range(12))
def test_expired_reports_leave_the_same_in_any_order(further: int) -> None:
    """What was last known is the worst of them, whichever is met first; both are kept, and there is a conflict."""
    reports = [Recorded(False, on=DAY - timedelta(days=400 + further)), Recorded(True, on=DAY - timedelta(days=91))]
    failure = Circulation.heart_failure
    for given in (reports, reports[::-1]):
        found = failure.possible(Circulation(heart_failure=Reports(*given)), DAY)
        assert found == failure.full_range(Absence.STALE, frozenset({Mark.CONFLICT}), found.last)._replace(
            outdated=Options(PRESENT_BIT | ABSENT_BIT)
        )
        assert found.last == failure.values_of(True, DAY)._replace(marks=frozenset({Mark.CONFLICT}))


def test_expired_reports_of_an_event_are_out_of_date_together() -> None:
    """Two of them know no more than one: nothing since the later of the two is known."""
    old, older = (Recorded(DaysAgo(days + 200), on=DAY - timedelta(days=200)) for days in (30, 60))
    found = Circulation.myocardial_infarction.possible(Circulation(myocardial_infarction=Reports(older, old)), DAY)
    assert found == Interval(0, 230, Absence.STALE, frozenset({Mark.CONFLICT}), found.last, Interval(230, 260))


def test_what_contradicts_is_named_alike_in_any_order() -> None:
    """Three indices that height and weight deny: whichever was written first, the same one is shown."""
    day = date(2026, 1, 1)
    said = [Recorded(10, on=day), Recorded(100, on=day - timedelta(days=91)), Recorded(45, on=day - timedelta(days=90))]
    found = set()
    for some in itertools.permutations(said):
        group = by_clinician(Vitals(height=230, weight=309, body_mass_index=Reports(*some)))
        found.add(tuple(map(str, Client(vitals=group).data_errors(day))))
    (only,) = found
    assert only
