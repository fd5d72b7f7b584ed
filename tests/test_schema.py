"""The JSON Schema of a client file: it admits what the reader takes, and refuses what it can see to be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from kaprules import Client
from kaprules.clientfile import read_client, subject_to_json
from kaprules.errors import InputError
from kaprules.facts.client import GROUPS
from kaprules.facts.model import Choice, every_fact
from kaprules.schema import subject_schema
from tests.clientfile.test_clientfile import READ, heart_rate, in_group
from tests.clients import clients

VALIDATOR = jsonschema.Draft202012Validator(subject_schema())


def test_is_a_schema() -> None:
    """It keeps the rules of its own dialect."""
    jsonschema.Draft202012Validator.check_schema(subject_schema())


def test_names_every_fact() -> None:
    """Every declared fact is in it, with its title and the question that obtains it."""
    groups = subject_schema()["properties"]
    assert [name for name in groups if name != "id"] == list(GROUPS)
    for fact in every_fact(Client):
        found = groups[fact.group]["properties"][fact.name]
        assert found["title"] == fact.title
        assert found.get("description", "").startswith(fact.question)


def test_options_are_texts() -> None:
    """Every option of every choice is written as a text of its own."""
    for options in {fact.options for fact in every_fact(Client) if isinstance(fact, Choice)}:
        assert all(isinstance(option.value, str) for option in options)
        assert len(options) == len(options.__members__)


@given(clients())
def test_every_client_is_valid(client: Client) -> None:
    """Every client that can be written is valid."""
    VALIDATOR.validate(json.loads(subject_to_json(client)))


@pytest.mark.parametrize("text", [text for text, _ in READ if isinstance(text, str) and not text.startswith("\ufeff")])
def test_every_form_is_valid(text: str) -> None:
    """Every form that the reader takes is valid."""
    VALIDATOR.validate(json.loads(text))


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[1] / "examples" / "clients").glob("*.json")), ids=str)
def test_every_example_is_valid(path: Path) -> None:
    """Every example client is valid, and named after its file."""
    VALIDATOR.validate(json.loads(path.read_text("utf-8")))
    assert read_client(path.read_bytes()).id == f"client-{path.stem[:2]}"


PRESSURES = (
    '[{"systolic": {"value": 128, "unit": "mm[Hg]"}, "diastolic": {"value": 80, "unit": "mm[Hg]"}, "on": "2026-11-01"}]'
)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '{"vital": {}}',
        '{"vitals": {"heart_rat": 68}}',
        '{"vitals": null}',
        heart_rate("68"),
        heart_rate('{"value": "68", "unit": "/min"}'),
        heart_rate('{"value": 68}'),
        heart_rate('{"value": 68, "unit": "kg"}'),
        heart_rate('{"value": 68, "unit": "/min", "by": "doctor"}'),
        heart_rate('{"at_least": 68, "unit": "/min"}'),
        heart_rate('{"absent": "forgotten"}'),
        heart_rate('{"reports": []}'),
        heart_rate("null"),
        heart_rate("{}"),
        in_group("vitals", "pressure_readings", "2.5"),
        in_group("vitals", "pressures", "[{}]"),
        in_group("vitals", "pressures", f'{PRESSURES}, "pressure_readings": 1'),
        in_group("readiness", "treatment_goal_documented", "1"),
        in_group("mental_state", "reality_testing", '"impared"'),
        in_group("ketamine_history", "nonmedical_ketamine_use", '"1.3.2025"'),
        in_group("ketamine_history", "nonmedical_ketamine_use", '{"days_ago": -1}'),
        in_group("person", "birth_date", '"1985-03"'),
    ],
)
def test_wrong_is_invalid(text: str) -> None:
    """What the reader refuses for its shape is invalid too."""
    data: Any = json.loads(text)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(data)
    with pytest.raises(InputError):
        read_client(text)
