"""The last use of ketamine outside medicine, by its own date and by a count of uses in a year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kaprules import screen
from kaprules.decision import Decision
from kaprules.facts.client import Client
from kaprules.facts.ketamine_history import KetamineHistory
from kaprules.facts.model import HAPPENED, NEVER, DaysAgo, Recorded, Reporter, Reports
from kaprules.possible import NEVER_DAYS, Absence, Interval, Mark, Truth

DAY = date(2026, 11, 23)
RULE = "ketamine.nonmedical_use.recent"


def read(**given: Any) -> Interval:
    found = KetamineHistory.latest_nonmedical_ketamine_use.possible(KetamineHistory(**given), DAY)
    assert isinstance(found, Interval)
    return found


def said(value: Any, days: int = 0) -> Recorded[Any]:
    return Recorded(value, on=DAY - timedelta(days), by=Reporter.CLIENT)


def decided(**given: Any) -> Decision:
    return screen(Client(ketamine_history=KetamineHistory(**given)), on=DAY)


@pytest.mark.parametrize("uses", [1, 3, 10_000])
@pytest.mark.parametrize("last", [Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED, HAPPENED])
def test_a_use_that_is_counted_is_of_the_last_year(uses: int, last: Any) -> None:
    """Whoever says how often but not when is excluded as whoever says when."""
    given = {"nonmedical_ketamine_uses_in_12_months": said(uses), "nonmedical_ketamine_use": last}
    assert read(**given)[:2] == (0, 365)
    assert decided(**given).truths[RULE] is Truth.TRUE


@pytest.mark.parametrize("days", [1, 100, 180])
def test_the_year_is_that_before_the_count(days: int) -> None:
    """What was counted some time ago may lie back further than a year by now."""
    given = {"nonmedical_ketamine_uses_in_12_months": said(2, days)}
    assert read(**given)[:2] == (0, 365 + days)
    assert decided(**given).truths[RULE] is Truth.UNKNOWN
    assert decided(**given).truths["ketamine.nonmedical_use.ever"] is Truth.TRUE


def test_of_several_counts_the_oldest_day_says_least() -> None:
    """Nobody knows which of them the use belongs to."""
    given = Reports(said(2, 100), said(2, 5))
    assert read(nonmedical_ketamine_uses_in_12_months=given)[:2] == (0, 465)


def test_an_expired_count_narrows_nothing() -> None:
    """Nor does one that nobody gave, or that is refused."""
    for count in (said(2, 181), said(Absence.DECLINED), Absence.NOT_KNOWN, said(0)):
        found = read(nonmedical_ketamine_uses_in_12_months=count)
        assert found[:2] == (0, NEVER_DAYS) and found.absence is Absence.NOT_ASKED


def test_none_counted_hides_no_use() -> None:
    """A use within the year excludes all the same, and the two disagree where it lies in the year that was counted."""
    for days, counted, disagree in ((20, 0, True), (20, 20, True), (20, 30, False), (364, 0, True), (365, 0, False)):
        given = {"nonmedical_ketamine_use": DaysAgo(days), "nonmedical_ketamine_uses_in_12_months": said(0, counted)}
        decision = decided(**given)
        assert decision.truths[RULE] is Truth.TRUE
        assert (Mark.CONFLICT in read(**given).marks) is disagree


@pytest.mark.parametrize("last", [NEVER, DaysAgo(366)])
def test_a_count_beside_a_denial_is_open(last: Any) -> None:
    """Both are asked for, and neither is believed."""
    decision = decided(nonmedical_ketamine_use=last, nonmedical_ketamine_uses_in_12_months=said(1))
    assert decision.truths[RULE] is Truth.UNKNOWN
    assert {error.fact for error in decision.data_errors} == {
        "ketamine_history.nonmedical_ketamine_use",
        "ketamine_history.nonmedical_ketamine_uses_in_12_months",
    }


def test_the_count_is_asked_for_only_beside_a_use() -> None:
    """Of somebody of whom nothing is known the date is asked for alone."""
    asked = {each.fact for each in screen(Client(), on=DAY).missing}
    assert "ketamine_history.nonmedical_ketamine_use" in asked
    assert "ketamine_history.nonmedical_ketamine_uses_in_12_months" not in asked
