"""Tests of the net itself: faults seeded into what every rule shares are noticed, and without one nothing is."""

from __future__ import annotations

import pytest

from kaprules.facts.person import Person
from kaprules.facts.vitals import Vitals
from tests.assurance.seeded import (
    FAULTS,
    PARTS,
    Fault,
    broken,
    first,
    known,
    meant,
    method,
    noticed,
    read,
    reading,
    used,
)

EVERY = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)


@EVERY
def test_a_fault_is_noticed(fault: Fault) -> None:
    """By the part of the net that is there for it."""
    assert noticed(fault, quick=True) != ()


def test_without_a_fault_nothing_is_noticed() -> None:
    """By each part, where it is quick; other tests ask all of them of the library as it is."""
    for ruleset, begins in (("screening", "vitals.pressures"), ("discharge", "recovery."), ("aftercare", "follow_up.")):
        assert list(known(ruleset, begins)) == [], begins
    assert list(meant()) == list(broken()) == list(read(60)) == []


def test_the_faults_are_different() -> None:
    """The nine that once went unnoticed, and more than twenty others."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert [fault.named for fault in FAULTS].count(True) == 9
    assert len(FAULTS) >= 29


def test_a_fault_that_cannot_be_installed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what is lacking: it is never one that went unnoticed."""
    with pytest.raises(LookupError, match="Person has no judged: the fault cannot be installed"):
        method(monkeypatch, Person, "judged", lambda right: right)
    with pytest.raises(LookupError, match="first uses no sum: the fault cannot be installed"):
        used(monkeypatch, first, "sum", lambda right: right)
    with pytest.raises(LookupError, match=r"vitals\.weight is not read from others: the fault cannot be installed"):
        reading(monkeypatch, Vitals.weight, lambda right, group, on: right(group, on))


@pytest.mark.soak
def test_the_whole_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    """Which part of the net notices which fault: printed, for the page of assurance."""
    lacking = []
    with capsys.disabled():
        print(f"\n| fault | {' | '.join(PARTS)} |\n| --- |{' :---: |' * len(PARTS)}")
        for fault in FAULTS:
            parts = noticed(fault, quick=False)
            lacking += [] if set(parts) - {"complete cases"} else [fault.name]
            print(f"| {fault.name} | {' | '.join('x' if part in parts else '' for part in PARTS)} |", flush=True)
    assert lacking == []
