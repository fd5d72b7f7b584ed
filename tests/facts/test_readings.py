"""Tests of every reading over a small grid of what it is read from: monotone, tight, adverse, of no order."""

from __future__ import annotations

import functools
from datetime import date
from typing import Final

import attrs
import pytest

from kaprules.facts.model import Recorded
from kaprules.facts.vitals import Vitals
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Interval, Options, Possible
from tests.facts.readings import GRIDS, Breach, Grid, breaches, every_reading, joined, within

KINDS: Final = "which it is has no order: another kind is not a graver one of this"
BY_REVIEW: Final = "a class that a review alone names is none where there is no review"
DECLARED: Final = {
    ("medicines.lorazepam_equivalent", "looser"): "a medicine that the table does not know may equal any dose",
    ("medicines.ingredient_not_known", "looser"): "open where the table does not know a name, so that a rule can ask",
    ("plan.integration_booked", "looser"): "an hour that is known is booked; where none is known, none may be",
    ("substance_use.maintenance_treatment", "older list"): (
        "a treatment that was there counts until a newer list says that it ended"
    ),
    ("vitals.pressure_readings", "systolic"): "one that cannot be beside its diastolic is not surely a measurement",
    ("vitals.pressure_days", "systolic"): "one that cannot be beside its diastolic is not surely a measurement",
    ("reproduction.pregnancy_unsure", "pregnancy_reported"): "a client who says that there is one is not unsure",
    ("substance_use.mild_disorder", "severity"): "a graver disorder is not a mild one; it is read by itself",
    ("substance_use.maintenance_treatment", "substance"): KINDS,
    ("substance_use.maintenance_treatment", "status"): "an active disorder is not one that is on maintenance",
    ("substance_use.ketamine_or_phencyclidine_disorder", "substance"): KINDS,
    ("psychiatric_history.substance_induced_psychosis", "type"): KINDS,
    ("psychiatric_history.postpartum_psychosis", "type"): KINDS,
    ("psychiatric_history.mood_disorder_with_psychosis", "type"): KINDS,
    ("ketamine_history.intolerance", "kind"): KINDS,
    ("ketamine_history.life_threatening_reaction", "kind"): KINDS,
    ("ketamine_history.hepatic_reaction", "kind"): KINDS,
    ("ketamine_history.urinary_reaction", "kind"): KINDS,
    ("ketamine_history.psychotic_reaction", "kind"): KINDS,
    ("ketamine_history.other_grave_reaction", "kind"): KINDS,
    ("ketamine_history.severe_emergence_reaction", "kind"): KINDS,
    ("ketamine_history.excipient_allergy", "agent"): KINDS,
    ("medicines.takes_cns_depressant", "reviewed"): BY_REVIEW,
    ("medicines.sedating_count", "reviewed"): BY_REVIEW,
    ("medicines.sedative_in_use", "reviewed"): BY_REVIEW,
    ("medicines.ever_strong_sedative", "reviewed"): BY_REVIEW,
    ("medicines.known_by_review", "reviewed"): "what nobody looked up is known by no review; another rule asks for one",
    ("bladder.episode_counts_contradict", "cystitis_episodes_in_12_months"): "more in the year no longer contradict",
}
"""Where readings are looser or narrower than what their inputs may be, or better where an input is worse, and why."""
EVERY = pytest.mark.parametrize("grid", GRIDS, ids=lambda grid: f"{grid.group.__name__}-{next(iter(grid.forms))}")

NOBODYS = [attrs.evolve(grid, by=None) for grid in GRIDS if grid.by is not None and grid.series != "listed"]
"""The grids of what not everybody may say, with nobody named who says it."""


@functools.cache
def said(grid: Grid) -> tuple[Breach, ...]:
    return breaches(grid)


@EVERY
def test_every_reading_is_as_it_must_be(grid: Grid) -> None:
    """No narrower input leaves the former set, none is looser than it must be, worse is not better, order is none."""
    assert [each for each in said(grid) if each[:2] not in DECLARED] == []


@pytest.mark.parametrize("grid", NOBODYS, ids=lambda grid: f"{grid.group.__name__}-{next(iter(grid.forms))}")
def test_so_it_is_where_nobody_says_who_reports(grid: Grid) -> None:
    """What counts to the worse alone is as monotone as what counts to the better too."""
    assert [each for each in breaches(grid) if each[:2] not in DECLARED] == []


@pytest.mark.soak
@EVERY
def test_over_a_larger_grid(grid: Grid) -> None:
    """Records that differ in three parts, every medicine beside every other, and more completions of each."""
    assert [each for each in breaches(grid, wide=True) if each[:2] not in DECLARED] == []


def test_every_reading_is_looked_at() -> None:
    """One that is added has to be given a grid."""
    looked_at = {fact.id for grid in GRIDS for fact in grid.readings}
    assert {fact.id for fact in every_reading()} == looked_at


def test_what_is_declared_is_so() -> None:
    """Nothing is excused that would not be said."""
    assert {each[:2] for grid in GRIDS for each in said(grid)} == DECLARED.keys()


def test_sets_are_compared_as_sets() -> None:
    """What lies outside is noticed, at either end and in any option."""
    assert within(Interval(2, 3), Interval(2, 4)) and not within(Interval(1, 3), Interval(2, 4))
    assert not within(Interval(2, 5), Interval(2, 4)) and not within(
        Options(PRESENT_BIT | ABSENT_BIT), Options(PRESENT_BIT)
    )
    assert joined(Interval(1, 4), [Interval(1, 2), Interval(3, 4)])
    assert not joined(Interval(0, 4), [Interval(1, 2), Interval(3, 4)]) and not joined(
        Options(PRESENT_BIT), [Options(ABSENT_BIT)]
    )


def test_a_wrong_reading_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes the least that a range leaves for all of it, and one that knows of the first record alone."""
    (pressures,) = [grid for grid in GRIDS if grid.series == "pressures"]
    highest = Vitals.highest_systolic
    before = highest.derive
    assert before is not None

    def least(group: Vitals, on: date) -> Possible:
        found = before(group, on)
        assert isinstance(found, Interval)
        return found._replace(high=found.low)

    def first(group: Vitals, on: date) -> Possible:
        found = group.pressures
        if isinstance(found, Recorded) and isinstance(found.value, tuple):
            found = attrs.evolve(found, value=found.value[:1])
        return before(Vitals(pressures=found), on)

    for wrong, about in ((least, "narrower"), (first, "order")):
        monkeypatch.setitem(highest.__dict__, "derive", wrong)
        assert (highest.id, about) in {each[:2] for each in breaches(pressures)}
