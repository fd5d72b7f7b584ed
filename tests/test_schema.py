"""The JSON Schema of a client file: it admits what the reader takes, and refuses what it can see to be wrong."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import Client
from kaprules.cli import main
from kaprules.clientfile import read_client, subject_from_data, subject_to_json
from kaprules.errors import InputError
from kaprules.facts.client import GROUPS
from kaprules.facts.model import Choice, every_fact
from kaprules.policy import LimitMoved, Policy, read_policy
from kaprules.policy.changes import ValidityMoved
from kaprules.policy.reading import SINCE
from kaprules.policy.schema import policy_schema
from kaprules.record import line_schema
from kaprules.rulesets import SCREENING
from kaprules.schema import cases_schema, subject_schema
from kaprules.testing import policies
from kaprules.testing.cases import read_cases
from tests.clientfile.test_clientfile import READ, heart_rate, in_group
from tests.clients import clients

VALIDATOR = jsonschema.Draft202012Validator(subject_schema())


def test_is_a_schema() -> None:
    """It keeps the rules of its own dialect."""
    jsonschema.Draft202012Validator.check_schema(subject_schema())


def test_names_every_fact() -> None:
    """Every declared fact is in it, with its title and the question that obtains it."""
    groups = subject_schema()["properties"]
    assert [name for name in groups if name not in ("id", "checklists")] == list(GROUPS)
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
        heart_rate('{"at_least": 68}'),
        heart_rate('{"unit": "/min"}'),
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
        in_group("person", "birth_date", '"3/1985"'),
    ],
)
def test_wrong_is_invalid(text: str) -> None:
    """What the reader refuses for its shape is invalid too."""
    data: Any = json.loads(text)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(data)
    with pytest.raises(InputError):
        read_client(text)


@given(st.text(st.one_of(st.characters(max_codepoint=0x2100, exclude_categories=["Cs"]), st.characters()), max_size=5))
@settings(deadline=None, max_examples=200)
def test_a_text_is_valid_where_it_is_taken(text: str) -> None:
    """Control characters and what turns the direction of writing are not, emoji are; halves of one are the reader's."""
    data = {"thyroid": {"hyperthyroidism": {"value": False, "reference": text}}}
    try:
        client = subject_from_data(Client, data)
    except InputError:
        assert not VALIDATOR.is_valid(data) or any(0xD800 <= ord(each) < 0xE000 for each in text)
    else:
        assert VALIDATOR.is_valid(data) and client.thyroid is not None


# Policies, cases and lines of output -------------------------------------------------------------------------

ROOT = Path(__file__).parents[1]
POLICY = jsonschema.Draft202012Validator(policy_schema())
CASES = jsonschema.Draft202012Validator(cases_schema())
LINE = jsonschema.Draft202012Validator(line_schema())
TOML = (ROOT / "examples" / "policies" / "wider.toml").read_text("utf-8")
CASE: dict[str, Any] = {
    "id": "x",
    "ruleset": "screening",
    "on": "2026-11-23",
    "client": {"vitals": {"heart_rate": {"value": 68, "unit": "/min"}}},
    "outcome": "INCOMPLETE",
}


def as_json(text: str) -> Any:
    """What a TOML text says, as JSON says it."""
    return json.loads(json.dumps(tomllib.loads(text), default=datetime.date.isoformat))


def written(policy: Policy) -> str:
    """A policy as the text of its file."""
    version = max((SINCE.get(each.table, 1) for each in policy.changes), default=1)
    lines = ['format = "kaprules policy"', f"version = {version}"]
    lines += [f"{key} = {json.dumps(said)}" for key in ("name", "zone") if (said := getattr(policy, key))]
    for change in policy.changes:
        lines += ["", f"[[{change.table}]]"]
        said_of = ("id", "rule", "fact", "unit", "substance", "ingredient", "classes", "tells_of", "reason")
        for name in (*said_of, "approved_by"):
            said = getattr(change, name, None)
            lines += [] if said is None else [f"{name} = {json.dumps(said)}"]
        if isinstance(change, LimitMoved):
            lines.append(f"value = {{fraction = [{change.value.numerator}, {change.value.denominator}]}}")
        lines += [f"days = {change.days}"] if isinstance(change, ValidityMoved) else []
        lines += [f'level = "{change.level.value}"'] if hasattr(change, "level") else []
        lines += ["loosens = true"] if change.loosens else []
        lines += [f"date = {change.date}", f"expires = {change.expires}"]
    return "\n".join(lines)


@pytest.mark.parametrize("form", ["client", "practice", "session", "decision", "line", "policy", "cases"])
def test_each_is_a_schema_and_printed(form: str) -> None:
    """``kaprules schema`` prints it, and it keeps the rules of its own dialect."""
    found = CliRunner().invoke(main, ["schema", form])
    assert found.exit_code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(found.stdout))


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "policies").glob("*.toml")), ids=str)
def test_every_example_of_a_policy_is_valid(path: Path) -> None:
    """As TOML reads it, dates as text."""
    POLICY.validate(as_json(path.read_text("utf-8")))


@given(
    policies(ruleset=SCREENING),
    st.sampled_from(("", "the clinic", "گروه\u200cدرمان")),
    st.sampled_from(("", "Europe/Vienna", "+05:30", "UTC")),
    st.booleans(),
)
@settings(deadline=None, max_examples=30)
def test_every_policy_is_valid(policy: Policy, name: str, zone: str, loosens: bool) -> None:
    """Whatever a site may choose, written down, is read as the same policy and valid."""
    changes = tuple(attrs.evolve(each, loosens=loosens) for each in policy.changes)
    policy = attrs.evolve(policy, changes=changes, name=name, zone=zone)
    text = written(policy)
    assert read_policy(text).digest == policy.digest
    POLICY.validate(as_json(text))


def test_a_place_alone_is_a_valid_policy() -> None:
    """As the reader takes it; without a place or an entry there is none."""
    for more, is_valid in (('zone = "Europe/Vienna"', True), ('name = "ours"', False), ("limit = []", False)):
        text = f'format = "kaprules policy"\nversion = 1\n{more}\n'
        assert POLICY.is_valid(as_json(text)) is is_valid
        try:
            read_policy(text)
        except InputError:
            assert not is_valid
        else:
            assert is_valid


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kaprules policy", "policy"),
        ("version = 1", "version = 3"),
        ("version = 1", "version = true"),
        ("version = 1", 'version = 1\nname = ""'),
        ("version = 1", 'version = 1\nname = "a\\nb"'),
        ("version = 1", 'version = 1\nzone = ""'),
        ("version = 1", "version = 1\nzone = 1"),
        ("anaesthetist treats", "anaesthetist\\u0007treats"),
        ("value = 180", 'value = "180"'),
        ("value = 180", "value = {fraction = [1, 0]}"),
        ('unit = "mm[Hg]"\n', ""),
        ("[[level]]", "[[levels]]"),
        ('level = "caution"', 'level = "severe"'),
        ("expires = 2027-10-31", 'expires = "31.10.2027"'),
        ("an anaesthetist treats the surge; 180 is where the label ends", " "),
        ('id = "card', 'id = "no such card'),
        ('unit = "d"', 'unit = "d"\nloosens = "yes"'),
        ('unit = "d"', 'unit = "d"\nlooser = true'),
    ],
)
def test_a_wrong_policy_is_invalid(old: str, new: str) -> None:
    """What the reader refuses for its shape is invalid too."""
    text = TOML.replace(old, new)
    assert text != TOML
    with pytest.raises(jsonschema.ValidationError):
        POLICY.validate(as_json(text))
    with pytest.raises(InputError):
        read_policy(text)


@pytest.mark.parametrize("path", sorted((ROOT / "casebook").rglob("*.cases.json")), ids=lambda path: path.name)
def test_the_case_book_is_valid(path: Path) -> None:
    """Of each file what holds for all of its cases, every base, and some of the cases of every kind."""
    data = json.loads(path.read_text("utf-8"))
    every = len(data["cases"]) // 12 + 1
    CASES.validate(data | {"cases": data["cases"][::every]})


@pytest.mark.parametrize(
    "more",
    [
        {"policy": ["a.toml", "b.toml"], "switch_on": [], "why": "as agreed"},
        {"zone": "Europe/Vienna"},
        {"zone": "+05:30"},
        {"findings": {"age.minor": "EXCLUSION"}, "truths": {"age.minor": "TRUE"}, "open": ["age.minor"]},
        {"flags": ["URGENT"], "possible": {"vitals.heart_rate": {"at_least": 60, "at_most": {"fraction": [395, 3]}}}},
        {"possible": {"circulation.aneurysm": {"one_of": [True, False], "absent": "stale", "marks": []}}},
    ],
)
def test_a_case_is_valid(more: dict[str, Any]) -> None:
    """Alone, in a list, and in an object of several."""
    case = CASE | more
    for data in (case, [case], {"cases": [case]}, {"ruleset": "screening", "on": "2026-11-23", "cases": [_own(case)]}):
        CASES.validate(data)


def _own(case: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in case.items() if name not in ("ruleset", "on")}


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": "SAFE"},
        {"outcome": "incomplete"},
        {"id": ""},
        {"on": "23.11.2026"},
        {"switch_on": [{}]},
        {"switch_on": "age.minor"},
        {"policy": 3},
        {"policy": []},
        {"zone": ""},
        {"zone": None},
        {"why": "two\nlines"},
        {"client": {"vitals": {"heart_rat": 3}}},
        {"client": {"vital": {}}},
        {"client": []},
        {"session": {}},
        {"findings": {"age.minor": "SEVERE"}},
        {"truths": {"age.minor": True}},
        {"flags": ["LOUD"]},
        {"possible": {"vitals.heart_rate": {"at_least": 60}}},
        {"expected": "INCOMPLETE"},
    ],
)
def test_a_wrong_case_is_invalid(more: dict[str, Any]) -> None:
    """What the reader refuses for its shape is invalid too."""
    with pytest.raises(jsonschema.ValidationError):
        CASES.validate(CASE | more)
    with pytest.raises(InputError):
        read_cases(json.dumps(CASE | more))


def test_lines_of_output_are_valid(tmp_path: Path) -> None:
    """Each line, with an id that stands twice, without one, and under two policies; a line with less is not."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "a"}\n{"id": "a"}\n{}\n')
    names = [each for name in ("wider", "two_scores") for each in ("--policy", f"{ROOT}/examples/policies/{name}.toml")]
    for more in ([], names):
        found = CliRunner().invoke(main, ["screen", str(file), "--on", "2026-11-23", "--format", "json", *more])
        assert found.exit_code == 0, found.stderr
        lines = [json.loads(line) for line in found.stdout.splitlines()]
        assert [line.get("id_also_at") for line in lines] == [None, f"{file}:1", None]
        for line in lines:
            LINE.validate(line)
            for wrong in (line | {"id": 3}, line | {"position": 0}, line | {"more": 1}, {**line, "decision": {}}):
                assert not LINE.is_valid(wrong)
