"""Client files: what is read, what is refused and with which words, and that nothing is lost on the way."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaprules import Client
from kaprules.clientfile import (
    MAX_BYTES,
    read_client,
    read_clients,
    subject_from_data,
    subject_to_data,
    subject_to_json,
)
from kaprules.errors import InputError
from kaprules.facts import KetamineHistory, MentalState, Person, Readiness, Vitals
from kaprules.facts.ketamine_history import UseDisorder
from kaprules.facts.mental_state import RealityTesting
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Between,
    DaysAgo,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reporter,
    Reports,
)
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import Absence
from tests.clients import EDGES, clients


def in_group(group: str, fact: str, value: str) -> str:
    """Return the text of a client with one fact, written as it stands."""
    return f'{{"{group}": {{"{fact}": {value}}}}}'


def heart_rate(value: str) -> str:
    return in_group("vitals", "heart_rate", value)


def refusal(text: str | bytes) -> str:
    """Return the message with which a text is refused."""
    with pytest.raises(InputError) as caught:
        read_client(text)
    return str(caught.value)


# What is read ------------------------------------------------------------------------------------------------

READ = [
    ("{}", Client()),
    ('{"id": "client-01", "vitals": {}}', Client(id="client-01")),
    (heart_rate('{"value": 68, "unit": "/min"}'), Client(vitals=Vitals(heart_rate=68))),
    (heart_rate('{"value": 68.50, "unit": "/min"}'), Client(vitals=Vitals(heart_rate=Decimal("68.5")))),
    (
        heart_rate('{"value": 7e1, "unit": "{beats}/min"}'),
        Client(vitals=Vitals(heart_rate=Quantity(70, "{beats}/min"))),
    ),
    (heart_rate('{"at_least": 60, "at_most": 80, "unit": "/min"}'), Client(vitals=Vitals(heart_rate=Between(60, 80)))),
    (heart_rate('{"at_least": 60, "unit": "/min"}'), Client(vitals=Vitals(heart_rate=Between(60, None)))),
    (heart_rate('{"at_most": 80, "unit": "/min"}'), Client(vitals=Vitals(heart_rate=Between(None, 80)))),
    (
        heart_rate(f'{{"value": 68.{"0" * 60}1, "unit": "/min"}}'),
        Client(vitals=Vitals(heart_rate=Between(68, Decimal("68.0000000000001")))),
    ),
    (
        in_group("vitals", "height", '{"at_least": 1.7, "at_most": 1.75, "unit": "m"}'),
        Client(vitals=Vitals(height=Between(170, 175))),
    ),
    (
        in_group("vitals", "mean_systolic", '{"value": {"fraction": [395, 3]}, "unit": "mm[Hg]"}'),
        Client(vitals=Vitals(mean_systolic=Fraction(395, 3))),
    ),
    (in_group("vitals", "pressure_readings", "3"), Client(vitals=Vitals(pressure_readings=3))),
    (
        in_group("vitals", "pressure_readings", '{"value": 3, "unit": "{#}"}'),
        Client(vitals=Vitals(pressure_readings=3)),
    ),
    (in_group("person", "age", "41"), Client(person=Person(age=41))),
    (in_group("person", "age", '{"value": 41, "unit": "a"}'), Client(person=Person(age=41))),
    (in_group("person", "birth_date", '"1985-03-10"'), Client(person=Person(birth_date=date(1985, 3, 10)))),
    (in_group("person", "birth_date", '"1985-03"'), Client(person=Person(birth_date=PartialDate(1985, 3)))),
    (in_group("person", "birth_date", '"1985"'), Client(person=Person(birth_date=PartialDate(1985)))),
    (
        in_group("readiness", "treatment_goal_documented", "false"),
        Client(readiness=Readiness(treatment_goal_documented=False)),
    ),
    (
        in_group("mental_state", "reality_testing", '"intact"'),
        Client(mental_state=MentalState(reality_testing=RealityTesting.INTACT)),
    ),
    (
        in_group("ketamine_history", "ketamine_use_disorder", '{"one_of": ["past", "current"]}'),
        Client(ketamine_history=KetamineHistory(ketamine_use_disorder=OneOf(UseDisorder.CURRENT, UseDisorder.PAST))),
    ),
    (
        heart_rate('{"value": 68, "unit": "/min", "on": "2026-11-01", "by": "device", "reference": "chart 4"}'),
        Client(
            vitals=Vitals(heart_rate=Recorded(68, on=date(2026, 11, 1), by=Reporter.DEVICE, reference="chart 4")),
        ),
    ),
    (
        heart_rate('{"value": 68, "unit": "/min", "on": "2026-11-01T09:30Z"}'),
        Client(vitals=Vitals(heart_rate=Recorded(68, on=datetime.fromisoformat("2026-11-01T09:30+00:00")))),
    ),
    (
        heart_rate('{"reports": [{"value": 68, "unit": "/min", "by": "device"}, {"value": 70, "unit": "/min"}]}'),
        Client(vitals=Vitals(heart_rate=Reports(Recorded(68, by=Reporter.DEVICE), Recorded(70)))),
    ),
    (heart_rate('{"absent": "declined"}'), Client(vitals=Vitals(heart_rate=Absence.DECLINED))),
    (heart_rate('{"absent": "not_asked"}'), Client()),
    (
        heart_rate('{"absent": "not_known", "on": "2026-11-01", "by": "client"}'),
        Client(
            vitals=Vitals(heart_rate=Recorded(Absence.NOT_KNOWN, on=date(2026, 11, 1), by=Reporter.CLIENT)),
        ),
    ),
    (in_group("vitals", "pressures", "[]"), Client(vitals=Vitals(pressures=[]))),
    (
        in_group(
            "vitals",
            "pressures",
            '[{"systolic": {"value": 128, "unit": "mm[Hg]"}, "diastolic": {"value": 10, "unit": "kPa"},'
            ' "on": "2026-11-01", "by": "clinician", "reference": "chart 4"}]',
        ),
        Client(
            vitals=Vitals(
                pressures=[
                    BloodPressure(
                        systolic=128,
                        diastolic=Quantity(10, "kPa"),
                        on=date(2026, 11, 1),
                        by=Reporter.CLINICIAN,
                        reference="chart 4",
                    )
                ]
            )
        ),
    ),
    ("\ufeff{}", Client()),
    (b"\xef\xbb\xbf{}", Client()),
]


@pytest.mark.parametrize(("text", "client"), READ, ids=lambda each: each if isinstance(each, str) else "")
def test_read(text: str, client: Client) -> None:
    """Each form of a value is read as the value that Python code would give."""
    assert read_client(text) == client


@pytest.mark.parametrize(
    ("written", "event"),
    [
        ('"never"', NEVER),
        ('"happened"', HAPPENED),
        ('"2025"', PartialDate(2025)),
        ('"2025-03"', PartialDate(2025, 3)),
        ('"2025-03-01"', date(2025, 3, 1)),
        ('"2025-03-01T09:00"', datetime(2025, 3, 1, 9)),
        ('{"days_ago": 42}', DaysAgo(42)),
        ('{"days_ago": 42, "by": "record"}', Recorded(DaysAgo(42), by=Reporter.RECORD)),
        ('{"value": "2025-03", "by": "record"}', Recorded(PartialDate(2025, 3), by=Reporter.RECORD)),
    ],
)
def test_read_event(written: str, event: Any) -> None:
    """An event is a date as far as it is known, never, happened, or so many days ago."""
    text = in_group("ketamine_history", "nonmedical_ketamine_use", written)
    assert read_client(text) == Client(ketamine_history=KetamineHistory(nonmedical_ketamine_use=event))


def test_read_keeps_the_number_as_written() -> None:
    """A number is never a float on its way: what binary cannot hold is kept exactly."""
    client = read_client(in_group("vitals", "body_mass_index", '{"value": 35.04, "unit": "kg/m2"}'))
    assert client.vitals.body_mass_index == Fraction(3504, 100)


def test_read_data_of_an_ordinary_parser() -> None:
    """A float from another JSON parser is read as its shortest decimal."""
    data = json.loads(in_group("vitals", "body_mass_index", '{"value": 35.04, "unit": "kg/m2"}'))
    assert subject_from_data(Client, data).vitals.body_mass_index == Decimal("35.04")


def test_read_clients() -> None:
    """JSON Lines hold one client a line; blank lines are passed over."""
    assert [client.id for client in read_clients(['{"id": "a"}\n', "\n", b'{"id": "b"}\n'])] == ["a", "b"]


def test_read_clients_names_the_line() -> None:
    """The first line that holds no client stops the reading, and is named."""
    found = read_clients(['{"id": "a"}\n', "\n", "[]\n"])
    assert next(found).id == "a"
    with pytest.raises(InputError) as caught:
        next(found)
    assert str(caught.value) == (
        'line 3: the client is a list: expected an object with groups of facts; write {"person": {...}}'
    )


# What is refused ---------------------------------------------------------------------------------------------

REMEDY = 'leave it out, or say why it is absent, as {"absent": "not_known"}'
EVENT = '"never", "happened", a date as "2025-03-01", "2025-03" or "2025", {"days_ago": 42} or {"over_days_ago": 365}'
REPORTERS = "client, clinician, laboratory, device, record"
NOT_UTF8 = "expected text in UTF-8; save the file in UTF-8"
SYNTAX = "expected one JSON object; check the quotes, commas and brackets there"
DEEP = "the text is nested too deeply: expected groups of facts; check its brackets"
PRESSURE = '"systolic": {"value": 128, "unit": "mm[Hg]"}, "diastolic": {"value": 80, "unit": "mm[Hg]"}'
USE = ("ketamine_history", "nonmedical_ketamine_use")

REFUSED = [
    # the text
    ("", "there is no text: expected one JSON object; the file may be empty"),
    (" \n", "there is no text: expected one JSON object; the file may be empty"),
    (b"\xff\xfe{\x00}\x00", f"byte 1 is 0xff: {NOT_UTF8}"),
    (b'{"id": "caf\xe9"}', f"byte 12 is 0xe9: {NOT_UTF8}"),
    ('{"vitals": {\n  "heart_rate": }}', f"invalid JSON at line 2, column 17: {SYNTAX}"),
    ('{"id": "a\tb"}', f"invalid JSON at line 1, column 10: {SYNTAX}"),
    ("{'id': 1}", f"invalid JSON at line 1, column 2: {SYNTAX}"),
    (
        "{}\n{}",
        "invalid JSON at line 2, column 1: expected one JSON object; "
        "remove what follows it, or give several as JSON Lines, one a line",
    ),
    ("[" * 100_000, DEEP),
    ('{"vitals": ' * 80_000, DEEP),
    (
        '{"id": "' + "a" * MAX_BYTES + '"}',
        "the text has more than 1,000,000 bytes: expected one client; give several as JSON Lines, one a line",
    ),
    ('{"id": "a", "id": "a"}', "id is given twice: expected it once; remove one of the two"),
    (
        heart_rate('{"value": 68, "unit": "/min", "value": 140}'),
        "vitals.heart_rate.value is given twice: expected it once; remove one of the two",
    ),
    (
        in_group("vitals", "pressures", '[{}, {"on": "2026-11-01", "on": "2026-11-02"}]'),
        "vitals.pressures[1].on is given twice: expected it once; remove one of the two",
    ),
    ('{"a": {"b": 1, "b": 2}, "a": {}}', "a is given twice: expected it once; remove one of the two"),
    # the top
    ("[]", 'the client is a list: expected an object with groups of facts; write {"person": {...}}'),
    ('"client"', 'the client is "client": expected an object with groups of facts; write {"person": {...}}'),
    ("68", 'the client is 68: expected an object with groups of facts; write {"person": {...}}'),
    ("null", 'the client is null: expected an object with groups of facts; write {"person": {...}}'),
    ('{"vital": {}}', "vital is unknown: did you mean 'vitals'?"),
    ('{"vitals": null}', "vitals is null: expected an object with facts; leave it out"),
    ('{"vitals": [68]}', 'vitals is a list: expected an object with facts; write {"name of the fact": ...}'),
    ('{"vitals": {"heart_rat": 68}}', "vitals.heart_rat is unknown: did you mean 'heart_rate'?"),
    ('{"id": 1}', "id is 1: expected text; write it in quotes"),
    ('{"id": null}', "id is null: expected text; leave it out"),
    ('{"id": "a\\u0007b"}', "id holds the control character U+0007: remove it"),
    ('{"id": "\\ud800"}', "id holds the control character U+D800: remove it"),
    (f'{{"id": "{"a" * 201}"}}', "id has 201 characters: expected at most 200; shorten it"),
    # numbers
    (
        heart_rate("68"),
        "vitals.heart_rate is 68 without its unit: a number without its unit is not a fact; "
        'write {"value": ..., "unit": "/min"}',
    ),
    (
        heart_rate('{"value": 68.5}'),
        "vitals.heart_rate is 68.5 without its unit: a number without its unit is not a fact; "
        'write {"value": ..., "unit": "/min"}',
    ),
    (heart_rate('"140"'), 'vitals.heart_rate is "140": expected a number; write it without quotes'),
    (
        heart_rate('{"value": "140", "unit": "/min"}'),
        'vitals.heart_rate is "140": expected a number; write it without quotes',
    ),
    (heart_rate("true"), "vitals.heart_rate is true: expected a number; write the number"),
    (heart_rate("[68]"), "vitals.heart_rate is a list: expected a number; write the number"),
    (
        heart_rate("null"),
        f'vitals.heart_rate is null: expected a number with its unit "/min"; {REMEDY}',
    ),
    (heart_rate('{"value": null, "unit": "/min"}'), f"vitals.heart_rate.value is null: expected a value; {REMEDY}"),
    (heart_rate('{"value": 68, "unit": null}'), "vitals.heart_rate.unit is null: expected a value; leave it out"),
    (
        heart_rate('{"value": 68, "unit": "kg"}'),
        'vitals.heart_rate is in "kg": expected /min or {beats}/min; convert it before',
    ),
    (
        heart_rate('{"value": 68, "unit": 1}'),
        "vitals.heart_rate is in 1: expected /min or {beats}/min; convert it before",
    ),
    (
        heart_rate('{"value": NaN, "unit": "/min"}'),
        "vitals.heart_rate is NaN: expected a finite number; leave it out if it is not known",
    ),
    (
        heart_rate('{"value": -Infinity, "unit": "/min"}'),
        "vitals.heart_rate is -Infinity: expected a finite number; leave it out if it is not known",
    ),
    (
        heart_rate(f'{{"value": {"1" * 5000}, "unit": "/min"}}'),
        "vitals.heart_rate is 1e+4999: expected a number that can be measured; check the entry",
    ),
    (
        heart_rate('{"value": 1e999999, "unit": "/min"}'),
        "vitals.heart_rate is 1e+999999: expected a number that can be measured; check the entry",
    ),
    (
        heart_rate('{"value": 1e99999999999999999999, "unit": "/min"}'),
        "vitals.heart_rate is Infinity: expected a finite number; leave it out if it is not known",
    ),
    (
        heart_rate('{"value": 1e-40, "unit": "/min"}'),
        "vitals.heart_rate is 1e-40: expected a number that can be measured; check the entry",
    ),
    (
        heart_rate('{"at_least": 80, "at_most": 60, "unit": "/min"}'),
        "vitals.heart_rate is at least 80 and at most 60: expected the lower number first; exchange them",
    ),
    (
        heart_rate('{"value": 80, "at_most": 60, "unit": "/min"}'),
        "vitals.heart_rate holds 'value' beside 'at_least': expected one of them; remove the other",
    ),
    (
        in_group("vitals", "pressure_readings", "2.5"),
        "vitals.pressure_readings is 2.5: expected a whole number; count it again, or leave it out",
    ),
    (
        in_group("vitals", "pressure_readings", '{"at_least": 2, "at_most": 3.5}'),
        "vitals.pressure_readings.at_most is 3.5: expected a whole number; count it again, or leave it out",
    ),
    (
        in_group("vitals", "mean_systolic", '{"value": {"fraction": [395, 0]}, "unit": "mm[Hg]"}'),
        "vitals.mean_systolic.fraction is a list: expected two whole numbers; write it as [395, 3]",
    ),
    # flags and choices
    (
        in_group("readiness", "treatment_goal_documented", "1"),
        "readiness.treatment_goal_documented is 1: expected true or false; "
        "write it without quotes, or leave it out if it is not known",
    ),
    (
        in_group("readiness", "treatment_goal_documented", '"true"'),
        'readiness.treatment_goal_documented is "true": expected true or false; '
        "write it without quotes, or leave it out if it is not known",
    ),
    (
        in_group("mental_state", "reality_testing", '"impared"'),
        'mental_state.reality_testing is "impared": expected one of intact, impaired, unclear; '
        'did you mean "impaired"?',
    ),
    (
        in_group("mental_state", "reality_testing", "true"),
        "mental_state.reality_testing is true: expected one of intact, impaired, unclear; write one of these in quotes",
    ),
    (
        in_group("mental_state", "reality_testing", '{"one_of": []}'),
        "mental_state.reality_testing.one_of is an empty list: expected a list of one or more; "
        "put a single one in brackets",
    ),
    # events and days
    (
        in_group(*USE, '"2025-02-30"'),
        'ketamine_history.nonmedical_ketamine_use is "2025-02-30": expected a day that exists; check the entry',
    ),
    (
        in_group(*USE, '"2025-13"'),
        'ketamine_history.nonmedical_ketamine_use is "2025-13": expected a month that exists; check the entry',
    ),
    (
        in_group(*USE, '"0000"'),
        'ketamine_history.nonmedical_ketamine_use is "0000": expected a year that exists; check the entry',
    ),
    (
        in_group(*USE, '"2025-03-01T25:00"'),
        'ketamine_history.nonmedical_ketamine_use is "2025-03-01T25:00": expected a time that exists; check the entry',
    ),
    (
        in_group(*USE, "2025"),
        f"ketamine_history.nonmedical_ketamine_use is 2025: expected {EVENT}; write it in quotes, the year first",
    ),
    (
        in_group(*USE, '"1.3.2025"'),
        f'ketamine_history.nonmedical_ketamine_use is "1.3.2025": expected {EVENT}; write it in quotes, the year first',
    ),
    (
        in_group(*USE, '{"days_ago": -1}'),
        "ketamine_history.nonmedical_ketamine_use.days_ago is -1: expected a whole number, 0 or more; count again",
    ),
    (
        in_group(*USE, '{"days_ago": true}'),
        "ketamine_history.nonmedical_ketamine_use.days_ago is true: expected a number; write the number",
    ),
    (
        in_group("person", "birth_date", '"3/1985"'),
        'person.birth_date is "3/1985": expected a date as "2025-03-01", "2025-03" or "2025"; write it in quotes, '
        "the year first",
    ),
    (
        in_group("person", "birth_date", '"1985-13"'),
        'person.birth_date is "1985-13": expected a month that exists; check the entry',
    ),
    (
        in_group("person", "birth_date", '{"value": "1985-03-10"}'),
        "person.birth_date.value is unknown: known are absent",
    ),
    # evidence and absence
    (
        heart_rate('{"value": 68, "unit": "/min", "on": "2025-02-30"}'),
        'vitals.heart_rate.on is "2025-02-30": expected a day that exists; check the entry',
    ),
    (
        heart_rate('{"value": 68, "unit": "/min", "by": "doctor"}'),
        f'vitals.heart_rate.by is "doctor": expected one of {REPORTERS}; write one of these in quotes',
    ),
    (
        heart_rate('{"value": 68, "unit": "/min", "reference": "a\\nb"}'),
        "vitals.heart_rate.reference holds the control character U+000A: remove it",
    ),
    (
        heart_rate('{"absent": "forgotten"}'),
        'vitals.heart_rate.absent is "forgotten": expected one of not_asked, not_known, declined, stale, implausible, '
        "conflicting, not_authorised; write one of these in quotes",
    ),
    (
        heart_rate('{"absent": "declined", "unit": "/min"}'),
        "vitals.heart_rate holds 'absent' beside 'unit': expected one of them; remove the other",
    ),
    (heart_rate("{}"), f'vitals.heart_rate holds no value: expected a number with its unit "/min"; {REMEDY}'),
    (
        heart_rate('{"reports": []}'),
        "vitals.heart_rate.reports is an empty list: expected a list of one or more; put a single one in brackets",
    ),
    (
        heart_rate('{"reports": [68]}'),
        "vitals.heart_rate.reports[0] is 68 without its unit: a number without its unit is not a fact; "
        'write {"value": ..., "unit": "/min"}',
    ),
    # series
    (
        in_group("vitals", "pressures", '{"reports": [[]]}'),
        "vitals.pressures holds 'reports': expected a list of records; give the one that holds",
    ),
    (
        in_group("vitals", "pressures", '"128/80"'),
        'vitals.pressures is "128/80": expected a list of records; put a single one in brackets',
    ),
    (
        in_group("vitals", "pressures", f"[{{{PRESSURE}}}]"),
        "vitals.pressures[0].on is absent: it must be given, the record means nothing without it",
    ),
    (
        in_group("vitals", "pressures", f'[{{{PRESSURE}, "on": {{"absent": "not_known"}}}}]'),
        "vitals.pressures[0].on is absent: it must be given, the record means nothing without it",
    ),
    (
        f'{{"vitals": {{"pressures": [{{{PRESSURE}, "on": "2026-11-01"}}], "pressure_readings": 1}}}}',
        "vitals.pressure_readings and vitals.pressures are both given: give the observations or what was "
        "worked out from them, not both",
    ),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=lambda each: str(each)[:60])
def test_refused(text: str | bytes, message: str) -> None:
    """What cannot be taken as it stands is refused in one line that says where, what, and what to do."""
    assert refusal(text) == message


def test_refused_names_are_shown_safely() -> None:
    """A name that is long or would break the line is cut and escaped."""
    assert refusal('{"a\\nb\\ud800": 1}').startswith('"a\\nb\\ud800" is unknown: known are ')
    assert refusal(json.dumps({"x" * 500_000: 1})).startswith(f'"{"x" * 40}"... is unknown: known are ')
    assert refusal(heart_rate(json.dumps("x" * 500_000))) == (
        f'vitals.heart_rate is "{"x" * 40}"...: expected a number; write it without quotes'
    )


def test_refused_repetition_among_many_names() -> None:
    """Finding the name that is given twice takes no longer for many names."""
    names = ", ".join(f'"n{place}": 0' for place in range(60_000))
    assert refusal(f'{{{names}, "n59999": 0}}') == "n59999 is given twice: expected it once; remove one of the two"


def taken(read: Callable[[Any], Client], given: Any) -> Client | str:
    """Return the client, or the message with which it is refused."""
    try:
        return read(given)
    except InputError as error:
        return str(error)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["value", "unit", "on", "by"]), inner),
)
slots = st.sampled_from(
    [
        ("id",),
        ("vitals",),
        ("vitals", "heart_rate"),
        ("vitals", "heart_rate", "value"),
        ("vitals", "heart_rate", "reports"),
        ("vitals", "pressures"),
        ("vitals", "pressures", "value"),
        ("vitals", "pressure_readings"),
        ("person", "birth_date"),
        ("mental_state", "reality_testing"),
        ("mental_state", "reality_testing", "one_of"),
        ("readiness", "treatment_goal_documented"),
        ("ketamine_history", "nonmedical_ketamine_use"),
        ("ketamine_history", "nonmedical_ketamine_use", "days_ago"),
    ]
)


class TestNothingIsCoerced:
    """Nothing crashes, and nothing is coerced, skipped or lost."""

    @given(slots, anything)
    def test_any_data(self, path: tuple[str, ...], data: Any) -> None:
        """Any data in any place is either taken for what it says, or refused in a line for each fault."""
        for name in reversed(path):
            data = {name: data}
        found = taken(functools.partial(subject_from_data, Client), data)
        if isinstance(found, str):
            assert all(line.isprintable() for line in found.splitlines())
        else:
            assert subject_from_data(Client, subject_to_data(found)) == found

    @given(st.binary(max_size=40) | st.text(max_size=40))
    def test_any_text(self, text: str | bytes) -> None:
        """Any text is either a client or refused in one line."""
        found = taken(read_client, text)
        assert isinstance(found, Client) or found.isprintable()

    @given(clients())
    def test_round_trip(self, client: Client) -> None:
        """A client written and read is equal, and is written in the same way again."""
        text = subject_to_json(client)
        assert "\n" not in text
        assert read_client(text) == client
        assert subject_to_json(read_client(text)) == text


@pytest.mark.parametrize("number", EDGES, ids=str)
def test_round_trip_of_numbers(number: Any) -> None:
    """No number changes on its way, however it was given."""
    client = Client(vitals=Vitals(body_mass_index=number, weight=Quantity(number, "g"), height=Between(-1, number)))
    assert read_client(subject_to_json(client)) == client


# What is written ---------------------------------------------------------------------------------------------


def test_written() -> None:
    """A client is written in order of declaration, counts bare and measurements with their unit."""
    client = Client(
        vitals=Vitals(weight=Recorded(70.5, on=date(2026, 11, 1)), mean_systolic=Fraction(395, 3), pressure_readings=3),
        person=Person(age=41),
        id="client-01",
    )
    assert subject_to_json(client) == (
        '{"id":"client-01","person":{"age":41},"vitals":{"mean_systolic":{"value":{"fraction":[395,3]},'
        '"unit":"mm[Hg]"},"pressure_readings":3,"weight":{"value":70.5,"unit":"kg","on":"2026-11-01"}}}'
    )


def test_written_alike() -> None:
    """Equal clients are written alike, whatever the order of their reports."""
    reports = [Recorded(True, by=Reporter.CLIENT), Recorded(False, by=Reporter.RECORD), Recorded(False)]
    texts = {
        subject_to_json(Client(readiness=Readiness(treatment_goal_documented=Reports(*order))))
        for order in (reports, reports[::-1])
    }
    assert len(texts) == 1
