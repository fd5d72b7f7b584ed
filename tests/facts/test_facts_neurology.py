"""Readings of the injuries of the head."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kaprules.errors import InputError
from kaprules.facts.model import HAPPENED, NEVER, DaysAgo, OneOf, PartialDate, Recorded
from kaprules.facts.neurology import HeadInjury, InjurySeverity, Neurology
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Mark, Options

TODAY = date(2026, 1, 1)
EITHER = PRESENT_BIT | ABSENT_BIT


def read(fact: Any, *injuries: HeadInjury, **recorded: Any) -> Any:
    given = Recorded(injuries, **recorded) if recorded else injuries
    return fact.possible(Neurology(head_injuries=given), TODAY)


def test_the_latest_injury_counts() -> None:
    """Of several injuries the latest decides."""
    latest = read(Neurology.latest_head_injury, HeadInjury(happened=DaysAgo(900)), HeadInjury(happened=DaysAgo(30)))
    assert latest == Interval(30, 30)


def test_the_order_of_injuries_and_duplicates_do_not_matter() -> None:
    """Injuries in another order, or given twice, say the same."""
    old, new = HeadInjury(happened=DaysAgo(900)), HeadInjury(happened=DaysAgo(30), severity=InjurySeverity.MILD)
    facts = (Neurology.latest_head_injury, Neurology.severe_head_injury, Neurology.head_injury_symptoms)
    assert [read(fact, old, new) for fact in facts] == [read(fact, new, old, new) for fact in facts]


def test_a_partial_date_is_an_interval() -> None:
    """Of an injury in an unknown month of 2025, one to 365 days are possible on the first of January 2026."""
    assert read(Neurology.latest_head_injury, HeadInjury(happened=PartialDate(2025))) == Interval(1, 365)


def test_an_injury_of_unknown_date_happened() -> None:
    """An injury without a date may be of today, but it is never none."""
    assert read(Neurology.latest_head_injury, HeadInjury(happened=HAPPENED)) == Interval(0, NEVER_DAYS - 1)


def test_an_injury_in_the_future_is_implausible_and_stays() -> None:
    """A date in the future leaves every date possible and is marked as an error of the data."""
    found = read(Neurology.latest_head_injury, HeadInjury(happened=TODAY + timedelta(days=1)))
    assert found == Interval(0, NEVER_DAYS, None, frozenset({Mark.DATA_ERROR}))


def test_an_injury_that_never_was_contradicts_itself() -> None:
    """It may have been on any day, or be none: "never" of what is listed rules nothing out."""
    injury = HeadInjury(happened=NEVER, severity=InjurySeverity.SEVERE)
    assert read(Neurology.latest_head_injury, injury) == Interval(0, NEVER_DAYS, None, frozenset({Mark.DATA_ERROR}))


def test_no_injury_rules_out_severity_and_symptoms() -> None:
    """Where there was no injury, there is none that was severe and none with symptoms."""
    facts = (Neurology.latest_head_injury, Neurology.severe_head_injury, Neurology.head_injury_symptoms)
    assert [read(fact) for fact in facts] == [
        Interval(NEVER_DAYS, NEVER_DAYS),
        Options(ABSENT_BIT),
        Options(ABSENT_BIT),
    ]


@pytest.mark.parametrize(
    ("severity", "bits"),
    [
        (InjurySeverity.MILD, ABSENT_BIT),
        (InjurySeverity.MODERATE, PRESENT_BIT),
        (InjurySeverity.SEVERE, PRESENT_BIT),
        (InjurySeverity.PENETRATING, PRESENT_BIT),
        (OneOf(InjurySeverity.MODERATE, InjurySeverity.SEVERE), PRESENT_BIT),
        (OneOf(InjurySeverity.MILD, InjurySeverity.SEVERE), EITHER),
    ],
)
def test_more_than_mild_is_severe(severity: Any, bits: Any) -> None:
    """Moderate, severe and penetrating injuries are more than mild; what is partly known is not absent."""
    assert read(Neurology.severe_head_injury, HeadInjury(happened=HAPPENED, severity=severity)) == Options(bits)


def test_a_severity_not_recorded_is_absent_for_that_reason() -> None:
    """Where an injury has no severity and none is known to be severe, the reading is absent and is asked for."""
    mild = HeadInjury(happened=HAPPENED, severity=InjurySeverity.MILD)
    unknown = HeadInjury(happened=DaysAgo(5))
    declined = HeadInjury(happened=DaysAgo(6), severity=Absence.DECLINED)
    found = [
        read(Neurology.severe_head_injury, mild, unknown).absence,
        read(Neurology.severe_head_injury, unknown, declined).absence,
    ]
    assert found == [Absence.NOT_ASKED, Absence.DECLINED]


def test_an_old_list_keeps_severity_and_forgets_symptoms() -> None:
    """After 90 days a severe injury is still one; whether it causes symptoms now is not known any more."""
    injury = HeadInjury(happened=DaysAgo(400), severity=InjurySeverity.SEVERE, symptoms_now=True)
    old = TODAY - timedelta(days=91)
    found = (
        read(Neurology.severe_head_injury, injury, on=old),
        read(Neurology.head_injury_symptoms, injury, on=old),
        read(Neurology.latest_head_injury, injury, on=old),
    )
    assert found == (
        Options(PRESENT_BIT),
        Options(EITHER, Absence.STALE, frozenset(), Options(PRESENT_BIT)),
        Interval(0, 400, Absence.STALE),
    )


def test_a_list_reassures_for_90_days() -> None:
    """The reassurance of an empty list holds on day 90 and is over on day 91."""
    found = [read(Neurology.latest_head_injury, on=TODAY - timedelta(days=days)).absence for days in (89, 90, 91)]
    assert found == [None, None, Absence.STALE]


def test_what_is_learned_of_an_injury_only_narrows() -> None:
    """A more exact date, severity or symptom never makes possible what was ruled out before."""
    wide = HeadInjury(happened=PartialDate(2025), severity=OneOf(InjurySeverity.MILD, InjurySeverity.SEVERE))
    narrow = [
        HeadInjury(happened=happened, severity=severity, symptoms_now=symptoms)
        for happened in (PartialDate(2025, 3), date(2025, 12, 31))
        for severity in (InjurySeverity.MILD, InjurySeverity.SEVERE)
        for symptoms in (True, False)
    ]
    latest = read(Neurology.latest_head_injury, wide)
    outside = [
        injury
        for injury in narrow
        if not latest.low <= read(Neurology.latest_head_injury, injury).low
        or not read(Neurology.latest_head_injury, injury).high <= latest.high
        or read(Neurology.severe_head_injury, injury).bits & ~read(Neurology.severe_head_injury, wide).bits
        or read(Neurology.head_injury_symptoms, injury).bits & ~read(Neurology.head_injury_symptoms, wide).bits
    ]
    assert outside == []


def test_an_injury_needs_a_date() -> None:
    """An injury cannot be built without saying when it was, if only "happened"."""
    with pytest.raises(InputError) as error:
        HeadInjury(severity=InjurySeverity.MILD)
    assert str(error.value) == "head_injury.happened is absent: it must be given, the record means nothing without it"
