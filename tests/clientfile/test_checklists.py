"""Answers to checklists in client files, in case files and in the schema."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import Absence, Client, InputError, Recorded, Reporter
from kaprules.assurance._source import source
from kaprules.clientfile import read_client, read_subject, subject_to_data, subject_to_json
from kaprules.facts import Circulation, GeneralHealth, Session
from kaprules.facts.checklists import CHECKLISTS
from kaprules.facts.model import Answered, ChecklistAnswer, Confirmation, CopyOf, NoneWithin, OverDaysAgo
from kaprules.facts.model.data_errors import as_given
from kaprules.language import ENGLISH
from kaprules.schema import cases_schema, subject_schema
from kaprules.testing.cases import read_cases

DAY = date(2025, 6, 8)
VALID = jsonschema.Draft202012Validator(subject_schema())
WHOLE: dict[str, Any] = {
    "checklists": {
        "breathing_and_sleep": {
            "version": 1,
            "answer": "none",
            "except": ["asthma"],
            "on": "2025-06-08",
            "by": "client",
        },
        "substances": {
            "reports": [
                {"version": 1, "absent": "declined"},
                {
                    "version": 1,
                    "answer": "none",
                    "on": "2025-06-08",
                    "by": "client",
                    "reference": "form 7",
                    "confirmed_by": {"role": "clinician", "name": "clinician 1", "on": "2025-06-09"},
                },
            ]
        },
        "mental_health_history": {
            "version": 1,
            "answer": "some",
            "except": [],
            "on": "2025-06-08",
            "by": "record",
            "copy_of": {"by": "clinician", "on": "2025-05-01", "name": "clinician 2"},
        },
    }
}


def test_what_a_file_holds() -> None:
    """Each answer with its evidence, several to one list among them."""
    client = read_client(json.dumps(WHOLE))
    confirmed = Confirmation("clinician 1", on=date(2025, 6, 9))
    assert set(client.checklists) == {
        ChecklistAnswer("breathing_and_sleep", 1, Answered.NONE, ["asthma"], on=DAY, by=Reporter.CLIENT),
        ChecklistAnswer("substances", 1, Absence.DECLINED),
        ChecklistAnswer(
            "substances", 1, Answered.NONE, on=DAY, by=Reporter.CLIENT, reference="form 7", confirmed_by=confirmed
        ),
        ChecklistAnswer(
            "mental_health_history",
            1,
            Answered.SOME,
            on=DAY,
            by=Reporter.RECORD,
            copy_of=CopyOf(Reporter.CLINICIAN, date(2025, 5, 1), name="clinician 2"),
        ),
    }
    assert read_client(subject_to_json(client)) == client
    assert [*VALID.iter_errors(WHOLE), *VALID.iter_errors(subject_to_data(client))] == []


days = st.dates(date(2000, 1, 1), date(2030, 1, 1))
names = st.sampled_from(["client", "clinician", "record", "laboratory", "device"]).map(Reporter)


@st.composite
def answers(draw: st.DrawFn) -> ChecklistAnswer:
    checklist = draw(st.sampled_from(CHECKLISTS))
    said = draw(st.sampled_from([*Answered, Absence.DECLINED, Absence.NOT_KNOWN, Absence.NOT_ASKED]))
    items = st.lists(st.sampled_from([item.id for item in checklist.items]))
    more: dict[str, Any] = {"on": draw(st.none() | days), "by": draw(st.none() | names)}
    if more["by"] is Reporter.RECORD and more["on"] is not None and draw(st.booleans()):
        whose = draw(st.none() | st.just("clinician 2"))
        more["copy_of"] = CopyOf(draw(names), min(more["on"], draw(days)), name=whose)
    if more["on"] is not None and draw(st.booleans()):
        more["confirmed_by"] = Confirmation("clinician 1", on=max(more["on"], draw(days)))
    more["reference"] = draw(st.none() | st.just("form 7"))
    ticked = draw(items) if isinstance(said, Answered) else []
    return ChecklistAnswer(checklist.id, checklist.version, said, ticked, **more)


@settings(max_examples=60, deadline=None)
@given(st.lists(answers(), max_size=4))
def test_what_is_written_is_read_again(given: list[ChecklistAnswer]) -> None:
    """And is as the schema says."""
    client = Client(checklists=given)
    assert read_client(subject_to_json(client)) == client
    assert list(VALID.iter_errors(subject_to_data(client))) == []


WRONG: list[tuple[Any, str, str]] = [
    ({"hart": {}}, "known are anaesthetics_operations_injuries", "checklists"),
    ([], "expected an object with answers by checklist", "checklists"),
    ({"substances": None}, "is null: expected an object with the answer", "checklists.substances"),
    ({"substances": "none"}, "expected an object with the answer", "checklists.substances"),
    ({"substances": {"answer": "none"}}, "version is absent", "checklists.substances.version"),
    ({"substances": {"version": 1}}, "holds no answer", "checklists.substances"),
    (
        {"substances": {"version": 1, "answer": "none", "absent": "declined"}},
        "beside 'absent'",
        "checklists.substances",
    ),
    ({"substances": {"version": "1", "answer": "none"}}, "expected a whole number", "checklists.substances.version"),
    ({"substances": {"version": 7, "answer": "none"}}, "version is 7: expected 1", "checklists.substances.version"),
    ({"substances": {"version": 1, "answer": "nonne"}}, "expected one of none, some", "checklists.substances.answer"),
    ({"substances": {"version": 1, "answer": None}}, "is null", "checklists.substances.answer"),
    ({"substances": {"version": 1, "answer": "none", "except": "pcp"}}, "a list", "checklists.substances.except"),
    ({"substances": {"version": 1, "answer": "none", "except": [1]}}, "text", "checklists.substances.except[0]"),
    ({"substances": {"version": 1, "answer": "none", "except": ["pcpp"]}}, "'pcp'", "checklists.substances.except"),
    (
        {"substances": {"version": 1, "absent": "declined", "except": ["pcp"]}},
        "no item",
        "checklists.substances.except",
    ),
    ({"substances": {"version": 1, "answer": "none", "whom": 1}}, "is unknown", "checklists.substances"),
    ({"substances": {"reports": []}}, "an empty list", "checklists.substances.reports"),
    ({"substances": {"reports": [{"version": 1}]}}, "no answer", "checklists.substances.reports[0]"),
    ({"substances": {"version": 1, "answer": "none", "copy_of": 1}}, "who answered", "checklists.substances.copy_of"),
    (
        {"substances": {"version": 1, "answer": "none", "by": "record", "copy_of": {"on": "2025-06-08"}}},
        "by is absent",
        "checklists.substances.copy_of.by",
    ),
    (
        {"substances": {"version": 1, "answer": "none", "by": "record", "copy_of": {"by": "client"}}},
        'add "on"',
        "checklists.substances.copy_of.on",
    ),
    *(
        ({"substances": {"version": 1, "answer": "none", "by": "record", "copy_of": copied}}, problem, place)
        for copied, problem, place in (
            ({"by": "client", "on": "2025-06-08", "name": " "}, "who answered", "checklists.substances.copy_of.name"),
            ({"by": "client", "on": "2025-06-08", "name": 1}, "text", "checklists.substances.copy_of.name"),
            ({"by": "client", "on": "2025-06-08", "who": "x"}, "is unknown", "checklists.substances.copy_of"),
        )
    ),
    (
        {"substances": {"version": 1, "answer": "none", "confirmed_by": "me"}},
        "who confirms, and when",
        "checklists.substances.confirmed_by",
    ),
    *(
        (
            {"substances": {"version": 1, "answer": "none", "on": "2025-06-08", "confirmed_by": confirmed}},
            problem,
            f"checklists.substances.confirmed_by.{place}",
        )
        for confirmed, problem, place in (
            ({"name": "x", "on": "2025-06-08"}, "role is absent", "role"),
            ({"role": "clinician", "on": "2025-06-08"}, "name is absent", "name"),
            ({"role": "clinician", "name": "x"}, "on is absent", "on"),
            ({"role": "client", "name": "x", "on": "2025-06-08"}, "expected clinician", "role"),
            ({"role": "clinician", "name": " ", "on": "2025-06-08"}, "expected who confirms", "name"),
        )
    ),
]


@pytest.mark.parametrize(("given", "problem", "place"), WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_what_cannot_be_taken_is_named(given: Any, problem: str, place: str) -> None:
    """With place, expectation and remedy; the schema refuses it too."""
    with pytest.raises(InputError) as error:
        read_client(json.dumps({"checklists": given}))
    assert (problem in str(error.value), error.value.place) == (True, place)
    assert list(VALID.iter_errors({"checklists": given})) != []


def test_dates_that_contradict_each_other_are_refused() -> None:
    """A copy or a confirmation before the answer, a copy by somebody else than a record."""
    base = {"version": 1, "answer": "none", "on": "2025-06-08"}
    late = {"role": "clinician", "name": "x", "on": "2025-06-07"}
    for more, problem in (
        ({"confirmed_by": late}, "confirmed_by.on is 2025-06-07: expected the day of the answer, 2025-06-08"),
        ({"by": "record", "copy_of": {"by": "client", "on": "2025-06-09"}}, "or a later one"),
        ({"by": "client", "copy_of": {"by": "client", "on": "2025-06-08"}}, "only a record holds a copy"),
    ):
        with pytest.raises(InputError, match=problem):
            read_client(json.dumps({"checklists": {"substances": base | more}}))


def test_only_a_client_has_checklists() -> None:
    """A session's file that holds them is refused."""
    with pytest.raises(InputError, match="checklists is unknown"):
        read_subject(Session, '{"checklists": {}}')


def test_a_confirmation_and_a_window_stand_beside_any_fact() -> None:
    """Written and read again, in the words of the file."""
    confirmed = Confirmation("clinician 1", on=DAY)
    told = Recorded(NoneWithin(90), on=DAY, by=Reporter.CLIENT, confirmed_by=confirmed)
    client = Client(general_health=GeneralHealth(latest_major_surgery=told))
    data = subject_to_data(client)
    assert data["general_health"]["latest_major_surgery"] == {
        "none_in_days": 90,
        "on": "2025-06-08",
        "by": "client",
        "confirmed_by": {"role": "clinician", "name": "clinician 1", "on": "2025-06-08"},
    }
    assert read_client(json.dumps(data)) == client
    assert list(VALID.iter_errors(data)) == []
    for days, problem in ((-1, "0 or more"), (1.5, "0 or more"), (99999, "0 to 43830"), ("x", "expected a number")):
        wrong = {"general_health": {"latest_major_surgery": {"none_in_days": days}}}
        with pytest.raises(InputError, match=problem):
            read_client(json.dumps(wrong))
        assert list(VALID.iter_errors(wrong)) != []


def test_more_than_so_many_days_ago_stands_in_a_file() -> None:
    """Written, read again and shown, and refused where it is no such number."""
    told = Recorded(OverDaysAgo(365), on=DAY, by=Reporter.CLIENT)
    client = Client(circulation=Circulation(myocardial_infarction=told))
    data = subject_to_data(client)
    expected = {"over_days_ago": 365, "on": "2025-06-08", "by": "client"}
    assert data["circulation"]["myocardial_infarction"] == expected
    assert read_client(json.dumps(data)) == client
    assert list(VALID.iter_errors(data)) == []
    assert as_given(Circulation.myocardial_infarction, OverDaysAgo(365), ENGLISH) == "more than 365 days ago"
    assert source(told).startswith("Recorded(OverDaysAgo(365), on=")
    for days, problem in ((-1, "0 or more"), (1.5, "0 or more"), (43830, "0 to 43829"), ("x", "expected a number")):
        wrong = {"circulation": {"myocardial_infarction": {"over_days_ago": days}}}
        with pytest.raises(InputError, match=problem):
            read_client(json.dumps(wrong))
        assert list(VALID.iter_errors(wrong)) != []


def test_cases_lay_answers_over_a_base() -> None:
    """As they do facts: another answer takes the place of one, null takes it away."""
    base = {"checklists": {"substances": {"version": 1, "answer": "none", "on": "2025-06-08", "by": "clinician"}}}
    other = {"substances": None, "mental_state": {"version": 1, "absent": "declined"}}
    data = {
        "ruleset": "screening",
        "on": "2025-06-15",
        "bases": {"denied": base},
        "cases": [
            {"id": "as it is", "over": "denied", "client": {}, "outcome": "INCOMPLETE"},
            {"id": "declined", "over": "denied", "client": {"checklists": other}, "outcome": "INCOMPLETE"},
        ],
    }
    first, second = read_cases(json.dumps(data))
    assert first.subject == read_client(json.dumps(base))
    assert second.subject == Client(checklists=[ChecklistAnswer("mental_state", 1, Absence.DECLINED)])
    assert list(jsonschema.Draft202012Validator(cases_schema()).iter_errors(data)) == []
