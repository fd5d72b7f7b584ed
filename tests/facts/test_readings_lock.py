"""Tests of the lock of readings: ``python -m tests.facts.readings_lock`` writes it anew where a version was raised.

A digest holds no code, so a reading whose body changes must say so by its version. Where a test here fails, its message
says which reading it was and what to do.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
import pytest

from kaprules import ingredients
from kaprules.facts import medicines
from kaprules.facts.medicines import Medicines
from kaprules.facts.model import Recorded
from kaprules.facts.vitals import Vitals
from kaprules.ingredients import Ingredient, MedicineClass
from kaprules.possible import Possible
from tests.facts import readings_lock
from tests.facts.readings import GRIDS
from tests.facts.readings_lock import Locked, differences, every_read_fact, forgotten, locked, main, read

PRESSURES = [grid for grid in GRIDS if grid.series == "pressures"]
LISTED = [grid for grid in GRIDS if grid.series == "listed"]
CHANGED = (
    "vitals.mean_systolic says something else of the same inputs and has still version 3: raise Fact.version of "
    "vitals.mean_systolic to 4 and run python -m tests.facts.readings_lock, or put the reading back"
)
RAISED = "vitals.mean_systolic has version 4, and 3 is locked: run python -m tests.facts.readings_lock"


def kept_of(now: dict[str, Locked]) -> dict[str, Locked]:
    """Return what is locked of some readings."""
    return {name: each for name, each in read().items() if name in now}


def test_every_reading_says_what_is_locked() -> None:
    """Or it has another version, and the lock with it: ``python -m tests.facts.readings_lock``."""
    now = locked()
    assert differences(read(), now) == []
    assert now.keys() == {fact.id for fact in every_read_fact()}


def test_a_changed_body_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that leaves out the last reading of three; the four others of the same series are as they were."""
    fact = Vitals.mean_systolic
    before = fact.derive
    assert before is not None

    def without_the_third(group: Vitals, on: date) -> Possible:
        found = group.pressures
        if isinstance(found, Recorded) and isinstance(found.value, tuple):
            group = Vitals(pressures=attrs.evolve(found, value=found.value[:2]))
        return before(group, on)

    monkeypatch.setitem(fact.__dict__, "derive", without_the_third)
    now = locked(PRESSURES)
    assert differences(kept_of(now), now) == forgotten(kept_of(now), now) == [CHANGED]


def test_a_version_that_was_raised_asks_for_a_new_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not the reading says anything else."""
    monkeypatch.setitem(Vitals.mean_systolic.__dict__, "version", 4)
    now = locked(PRESSURES)
    assert (differences(kept_of(now), now), forgotten(kept_of(now), now)) == ([RAISED], [])


def test_a_medicine_of_another_class_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of the list of medicines is locked as the table of ingredients now has it."""
    before = ingredients.resolve

    def resolve(text: str) -> Ingredient | None:
        found = before(text)
        if found is None or found.name != "methadone":
            return found
        return attrs.evolve(found, classes=frozenset({MedicineClass.OPIOID_ANTAGONIST}))

    monkeypatch.setattr(medicines, "resolve", resolve)
    now = locked(LISTED)
    changed = [line.split(" ")[0] for line in differences(kept_of(now), now)]
    assert changed == [
        Medicines.ever_strong_sedative.id,
        Medicines.sedating_count.id,
        Medicines.sedative_in_use.id,
        Medicines.takes_naltrexone.id,
        Medicines.takes_nmda_antagonist.id,
        Medicines.takes_opioid.id,
        Medicines.takes_opioid_beyond_maintenance.id,
    ]


ONE = Locked(1, "asked", "said")


@pytest.mark.parametrize(
    ("kept", "now", "line"),
    [
        ({}, {"x": ONE}, "x is read and not locked: run python -m tests.facts.readings_lock"),
        ({"x": ONE}, {}, "x is locked and read no more: run python -m tests.facts.readings_lock"),
        (
            {"x": ONE},
            {"x": ONE._replace(inputs="otherwise", results="else")},
            "x is asked with other inputs than are locked: run python -m tests.facts.readings_lock",
        ),
        (
            {"x": ONE._replace(version=2)},
            {"x": ONE},
            "x has version 1, and 2 is locked: a version is never taken back",
        ),
    ],
)
def test_other_differences_are_said(kept: dict[str, Locked], now: dict[str, Locked], line: str) -> None:
    """With what to do about each."""
    assert differences(kept, now) == [line]
    assert forgotten(kept, now) == ([line] if "never" in line else [])


def test_the_command_refuses_what_was_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file stays as it was; with the version raised it is written."""
    monkeypatch.setattr(readings_lock, "FILE", tmp_path / "lock.json")
    said = {"x": ONE}
    monkeypatch.setattr(readings_lock, "locked", lambda: said)
    assert main() == 0 and read() == {"x": ONE}
    said["x"] = ONE._replace(results="else")
    assert main() == 1 and read() == {"x": ONE}
    assert capsys.readouterr().err == (
        "x says something else of the same inputs and has still version 1: raise Fact.version of x to 2 and run "
        "python -m tests.facts.readings_lock, or put the reading back\n"
    )
    said["x"] = Locked(2, "asked", "else")
    assert main() == 0 and read() == said
