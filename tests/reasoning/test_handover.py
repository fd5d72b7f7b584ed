"""The screening hands over to the session what it decided, and nothing that it left open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from kaprules import InputError, Recorded, Reporter, decide, screen
from kaprules.authoring import by_clinician
from kaprules.clientfile import read_client
from kaprules.decision import Decision
from kaprules.facts.breathing import Breathing, PapUse
from kaprules.facts.client import Client
from kaprules.facts.model import given
from kaprules.facts.plan import Plan
from kaprules.facts.session import Session
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import Absence, Outcome
from kaprules.rulesets import SETTING

COURSE = Path(__file__).parents[2] / "examples" / "course" / "1-screening.json"
DAY = date(2026, 11, 23)


def client() -> Client:
    return read_client(COURSE.read_bytes())


def decided(**groups: dict[str, Any]) -> Decision:
    """Decide about the client of the course, with some facts changed."""
    known = client()
    changed = {
        name: type(getattr(known, name))(**given(getattr(known, name)) | values) for name, values in groups.items()
    }
    return screen(attrs.evolve(known, **changed), on=DAY)


def value(plan: Plan, name: str) -> Any:
    found = plan.__dict__[name]
    return found.value if isinstance(found, Recorded) else found


def test_what_is_in_order_is_handed_over() -> None:
    """Outcome, no caution, no raised pressure, no untreated apnoea, the oldest answer; dated, and of the record."""
    plan = decided().to_plan()
    assert [value(plan, name) for name in given(plan)] == [
        Outcome.NO_EXCLUSION_FOUND,
        0,
        False,
        False,
        date(2026, 11, 9),
    ]
    assert {(each.on, each.by) for each in given(plan).values()} == {(DAY, Reporter.RECORD)}


RAISED = [BloodPressure(systolic=150, diastolic=80, on=date(2026, 11, day), by=Reporter.CLINICIAN) for day in (9, 16)]


def test_a_caution_stays_until_it_is_acknowledged() -> None:
    """A raised pressure is a caution to review, and stays a raised pressure once it was."""
    decision = decided(vitals={"pressures": RAISED})
    cautions = [each.rule for each in decision.findings if each.level.value == "caution"]
    plans = [decision.to_plan(), decision.to_plan(acknowledged=cautions)]
    assert decision.outcome is Outcome.CAUTION
    assert [value(each, "open_cautions") for each in plans] == [len(cautions), 0]
    assert [value(each, "raised_pressure") for each in plans] == [True, True]


@pytest.mark.parametrize(
    ("changes", "handed"),
    [
        ({"apnoea_hypopnoea_index": 20, "pap_use": PapUse.NOT_ADHERENT, "sleep_apnoea": True}, True),
        ({"apnoea_hypopnoea_index": 40, "pap_use": PapUse.NOT_PRESCRIBED, "sleep_apnoea": True}, True),
        ({"apnoea_hypopnoea_index": 20, "sleep_apnoea": True}, Absence.NOT_ASKED),
        ({"sleep_apnoea": True}, Absence.NOT_ASKED),
        ({"apnoea_hypopnoea_index": 8, "sleep_apnoea": True}, Absence.NOT_ASKED),
        ({"apnoea_hypopnoea_index": Absence.DECLINED}, Absence.NOT_ASKED),
        *(
            ({"sleep_apnoea": each}, Absence.NOT_ASKED)
            for each in (Absence.DECLINED, Absence.NOT_KNOWN, Absence.NOT_ASKED)
        ),
        ({"sleep_apnoea": False}, False),
    ],
    ids=str,
)
def test_an_apnoea_is_handed_over_as_far_as_it_is_decided(changes: dict[str, Any], handed: Any) -> None:
    """An apnoea that nobody settled is asked for again, never taken for treated."""
    assert Breathing.pap_use.on_indication
    assert value(decided(breathing=changes).to_plan(), "untreated_apnoea") == handed


def test_a_pressure_that_is_not_known_is_not_handed_over() -> None:
    """Nor is a client cleared by it: the dose tiers ask."""
    plan = decided(vitals={"pressures": Absence.NOT_KNOWN}).to_plan()
    assert [value(plan, "raised_pressure"), value(plan, "screening")] == [Absence.NOT_ASKED, Outcome.INCOMPLETE]


def test_only_a_caution_can_be_acknowledged() -> None:
    """An unknown id, one of a rule that found nothing, and a bare text are errors that say what may be written."""
    decision = decided(vitals={"pressures": RAISED})
    wrong: Any
    for wrong in (["age.minor"], ["cardiovascular.pressure.raise"], "age.minor"):
        with pytest.raises(InputError, match="acknowledged"):
            decision.to_plan(acknowledged=wrong)
    for wrong in (None, 3, [None], [["age.minor"]], b"age.minor"):
        with pytest.raises(InputError, match=r"acknowledged.*: expected ids of cautions; write it as"):
            decision.to_plan(acknowledged=wrong)


@pytest.mark.parametrize("by", [Reporter.RECORD, Reporter.LABORATORY, Reporter.CLINICIAN])
def test_the_oldest_answer_is_one_that_somebody_gave(by: Reporter) -> None:
    """An index that was measured a year ago, and is copied from a record, is no answer about health."""
    index = Recorded(4, on=date(2026, 6, 1), by=by)
    plan = decided(breathing={"apnoea_hypopnoea_index": index}).to_plan()
    assert value(plan, "oldest_health_answer") == date(2026, 11, 9)
    told = Recorded(False, on=date(2026, 10, 30), by=Reporter.RECORD)
    assert value(decided(breathing={"sleep_apnoea": told}).to_plan(), "oldest_health_answer") == date(2026, 10, 30)


def test_only_the_screening_hands_over() -> None:
    """A decision about a practice says nothing of a client."""
    from kaprules.facts.practice import Practice

    with pytest.raises(InputError, match="only the screening"):
        decide(SETTING, Practice(), on=DAY).to_plan()


def test_a_plan_goes_into_a_session() -> None:
    """As it is, and with what was planned besides."""
    plan = decided().to_plan()
    assert value(Session(plan=by_clinician(Plan(**given(plan) | {"prep_sessions": 2}))).plan, "prep_sessions") == 2
