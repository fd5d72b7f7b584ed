"""Tests of case files: what is read, what is refused, and what is said where a case comes out otherwise."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaprules import Outcome, decide
from kaprules.errors import InputError
from kaprules.possible import Level
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing._yaml import parse_yaml
from kaprules.testing.cases import Case, case_to_data, faults, load_cases, pasted, read_cases

PRESSURE = {
    "id": "too high",
    "ruleset": "screening",
    "on": "2026-11-23",
    "client": {"vitals": {"mean_systolic": {"value": 165, "unit": "mm[Hg]"}}},
    "outcome": "EXCLUDED",
}
FOUND = {
    "cardiovascular.pressure.uncontrolled": "EXCLUSION",
    "readiness.indication_missing": "NEEDS_INFORMATION",
    "breathing.apnoea.screening_wanted": "NEEDS_INFORMATION",
    "medicines.ingredient_not_known": "NEEDS_INFORMATION",
    "cardiovascular.pressure.raised": "CAUTION",
    "cardiovascular.pressure.elevated": "NOTE",
}
"""Everything that is found of a client of whom only a pressure is known."""
POLICY = """format = "kaprules policy"
version = 1

[[limit]]
id = "cardiovascular.systolic_exclusion"
value = 170
unit = "mm[Hg]"
reason = "as in an example"
approved_by = "medical director"
date = 2026-11-01
expires = 2027-10-31
"""


def read(entry: Any, **more: Any) -> tuple[Case, ...]:
    return read_cases(json.dumps(entry), **more)


def refused(entry: Any, **more: Any) -> str:
    with pytest.raises(InputError) as error:
        read_cases(entry, **more) if isinstance(entry, str) else read(entry, **more)
    return str(error.value)


class TestReading:
    """What a case file may hold."""

    def test_a_case_with_everything(self) -> None:
        """Subject, date, outcome, findings, open rules, truths and marks."""
        (case,) = read(PRESSURE | {"findings": FOUND, "truths": {"bladder.infection_now": "UNKNOWN"}, "flags": []})
        assert (case.id, case.ruleset, case.on) == ("too high", SCREENING, date(2026, 11, 23))
        assert case.outcome is Outcome.EXCLUDED and case.findings is not None
        assert case.findings["cardiovascular.pressure.raised"] is Level.CAUTION

    def test_yaml_and_json_say_the_same(self) -> None:
        """A case written in YAML is the case written in JSON."""
        text = """
        - id: too high
          ruleset: screening
          on: 2026-11-23
          client:
            vitals: {mean_systolic: {value: 165, unit: "mm[Hg]"}}
          outcome: EXCLUDED
        """
        (one,), (other,) = read_cases(text, form="yaml"), read([PRESSURE])
        assert case_to_data(one) == case_to_data(other) and one.subject == other.subject

    def test_what_cases_share_is_said_once(self) -> None:
        """Rule set, date and a base of facts, of which null takes one away."""
        base = PRESSURE["client"]
        entries = [
            {"id": "as it is", "over": "high", "subject": {}, "outcome": "EXCLUDED"},
            {"id": "without", "over": "high", "subject": {"vitals": {"mean_systolic": None}}, "outcome": "INCOMPLETE"},
        ]
        shared = {"ruleset": "screening", "on": "2026-11-23", "bases": {"high": base}, "cases": entries}
        assert [faults(case) for case in read(shared)] == [[], []]

    def test_a_moment_for_a_dosing_day(self) -> None:
        """A rule set of a dosing day is asked at a moment with its zone."""
        (case,) = read(
            {"id": "then", "ruleset": "dosing_day", "on": "2026-11-23T09:00Z", "session": {}, "outcome": "INCOMPLETE"}
        )
        assert case.on == datetime(2026, 11, 23, 9, tzinfo=UTC) and faults(case) == []

    def test_a_day_with_instants_has_a_place(self, tmp_path: Path) -> None:
        """Its own, or that of its policy; without one it is refused where it is read, whatever reads the instant."""
        rate = {"value": 70, "unit": "/min", "on": "2026-11-24T01:00Z", "by": "clinician"}
        late = {"vitals": {"heart_rate": rate}}
        entry = {"id": "late", "ruleset": "screening", "on": "2026-11-23", "client": late, "outcome": "INCOMPLETE"}
        assert refused(entry).startswith("case late: zone is not given: vitals holds a time with its zone, and on")
        assert refused(entry).endswith('write "zone": "Europe/Vienna" beside "on", or name it in the policy')
        entry["possible"] = {"vitals.heart_rate": {"at_least": 70, "at_most": 70}}
        (case,) = read(entry | {"zone": "America/Los_Angeles"})
        assert faults(case) == []
        (tmp_path / "site.toml").write_text('format = "kaprules policy"\nversion = 1\nzone = "America/Los_Angeles"\n')
        (case,) = read_cases(json.dumps(entry | {"policy": "site.toml"}), folder=tmp_path)
        assert faults(case) == []

    def test_what_is_written_reads_the_same(self) -> None:
        """A case that is pasted is the case that it was."""
        (case,) = read(PRESSURE | {"findings": FOUND, "why": "a reason", "open": []})
        (again,) = read_cases(pasted(case))
        assert case_to_data(again) == case_to_data(case) and again.on == case.on

    def test_under_a_policy(self, tmp_path: Path) -> None:
        """A case names the policy that lies beside it; its limits are the site's."""
        (tmp_path / "site.toml").write_text(POLICY)
        entry = PRESSURE | {"policy": "site.toml", "truths": {"cardiovascular.pressure.uncontrolled": "UNKNOWN"}}
        (tmp_path / "one.cases.json").write_text(json.dumps(entry | {"outcome": "INCOMPLETE"}))
        (case,) = load_cases(tmp_path)
        assert faults(case) == []
        assert refused(PRESSURE | {"policy": "none.toml"}, folder=tmp_path).startswith(
            "case too high: policy none.toml: cannot be read"
        )

    def test_a_folder_is_read_in_order(self, tmp_path: Path) -> None:
        """Every case file below a folder, sorted by name; any other file is passed over."""
        for name in ("b.cases.json", "a.cases.json"):
            (tmp_path / name).write_text(json.dumps(PRESSURE))
        (tmp_path / "notes.json").write_text("no case")
        assert [Path(case.place).name for case in load_cases(tmp_path)] == ["a.cases.json", "b.cases.json"]


class TestRefused:
    """Nothing in a case file is skipped or guessed."""

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"outcom": "EXCLUDED"}, "case too high: 'outcom' is unknown: did you mean 'outcome'?"),
            ({"outcome": "EXCLUDE"}, "case too high: outcome \"EXCLUDE\" is unknown: did you mean 'EXCLUDED'?"),
            ({"ruleset": "screning"}, "case too high: rule set 'screning' is unknown: did you mean 'screening'?"),
            ({"findings": {"bladder.infectoin_now": "CAUTION"}}, "did you mean 'bladder.infection_now'?"),
            ({"truths": {"bladder.infection_now": True}}, "truths bladder.infection_now true is unknown"),
            ({"open": ["bladder.infectoin_now"]}, "did you mean 'bladder.infection_now'?"),
            ({"flags": ["URGEN"]}, "did you mean 'URGENT'?"),
            ({"on": "2026-02-30"}, 'on is "2026-02-30": expected a day that exists'),
            ({"on": "2026-11-23T09:00Z"}, "expected a day as 2026-11-23"),
            ({"subject": {}}, "the facts are given twice: give them once, as client"),
            ({"client": {"vitals": {"mean_systolik": 1}}}, "did you mean 'mean_systolic'?"),
            ({"switch_on": ["bladder.infection_now"]}, "switch_on 'bladder.infection_now' is unknown"),
            ({"over": "ordinary"}, 'over "ordinary" is unknown'),
        ],
    )
    def test_a_wrong_entry_is_named_with_its_case(self, change: dict[str, Any], says: str) -> None:
        """The message holds the case, what is wrong and what was meant."""
        assert says in refused([PRESSURE | change])

    @pytest.mark.parametrize("name", ["id", "on", "outcome", "ruleset"])
    def test_what_is_missing_is_named(self, name: str) -> None:
        """A case says who it is, when, by what and what comes out."""
        assert f"{name} is missing" in refused([{key: value for key, value in PRESSURE.items() if key != name}])

    def test_every_wrong_case_is_named_at_once(self) -> None:
        """One line for each, so that a file is mended in one go."""
        assert refused([PRESSURE | {"outcome": "X"}, {"id": "b"}, PRESSURE]).count("\n") == 1

    def test_two_cases_of_one_name(self) -> None:
        """An id names one case."""
        assert "another case has this id" in refused([PRESSURE, PRESSURE])

    def test_a_key_twice_in_json(self) -> None:
        """The second would silently win elsewhere."""
        assert "outcome" in refused('{"id": "a", "outcome": "CAUTION", "outcome": "EXCLUDED"}')

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("a: 1\na: 2", "a is given twice, again in line 2"),
            ("a: &x 1\nb: *x", "line 1 holds an anchor or alias"),
            ("a: !!str 1", "line 1 holds the tag"),
            ("? [1]\n: 2", "line 1 holds a list or an object as a key"),
            ("a: 1\n---\nb: 2", "line 2 holds a second document"),
            ("a: [1", "invalid YAML at line"),
        ],
    )
    def test_what_yaml_may_not_do(self, text: str, says: str) -> None:
        """Keys given twice, anchors, tags and several documents."""
        assert says in refused(text, form="yaml")

    def test_yaml_guesses_nothing(self) -> None:
        """Numbers are exact; a bare yes, a date and a time are text."""
        text = "a: 1.10\nb: yes\nc: 2026-11-23\nd: 1:30\ne: true\nf: null\ng: 010\nh: [2, x]"
        assert parse_yaml(text) == {
            "a": Decimal("1.10"),
            "b": "yes",
            "c": "2026-11-23",
            "d": "1:30",
            "e": True,
            "f": None,
            "g": "010",
            "h": [2, "x"],
        }


class TestFaults:
    """What is said where a case comes out otherwise than expected."""

    def test_as_expected_nothing_is_said(self) -> None:
        """Outcome, all findings and a truth."""
        (case,) = read(PRESSURE | {"findings": FOUND, "truths": {"bladder.infection_now": "UNKNOWN"}})
        assert faults(case) == []

    def test_each_difference_has_a_line(self) -> None:
        """A finding too many, one too few, another level, another truth, another mark."""
        expected = {name: level for name, level in FOUND.items() if name != "cardiovascular.pressure.raised"}
        expected |= {"cardiovascular.pressure.elevated": "CAUTION", "bladder.infection_now": "CAUTION"}
        wrong = {"outcome": "CAUTION", "findings": expected, "flags": ["URGENT"]}
        (case,) = read(PRESSURE | wrong | {"truths": {"cardiovascular.pressure.uncontrolled": "FALSE"}})
        assert [line.partition(" (")[0] for line in faults(case)] == [
            "outcome: expected CAUTION, is EXCLUDED",
            "finding cardiovascular.pressure.elevated: expected CAUTION, is NOTE",
            "finding bladder.infection_now: expected CAUTION, is none",
            "finding cardiovascular.pressure.raised: expected none, is CAUTION",
            "truth cardiovascular.pressure.uncontrolled: expected FALSE, is TRUE",
            "flag URGENT: expected there, is none",
        ]

    def test_open_rules_are_compared(self) -> None:
        """A rule that is open and was not expected to be is named."""
        (case,) = read(PRESSURE | {"open": []})
        assert "open rule bladder.infection_now: expected none, is there" in faults(case)

    def test_what_is_missing_is_named_where_it_matters(self) -> None:
        """An outcome that is INCOMPLETE against expectation says what is missing."""
        (case,) = read({"id": "a", "ruleset": "screening", "on": "2026-11-23", "client": {}, "outcome": "CAUTION"})
        assert any(line.startswith("missing: ") for line in faults(case))

    def test_an_outcome_alone_may_be_compared(self) -> None:
        """What a system under test answers may be an outcome, or a decision of its own."""
        (case,) = read(PRESSURE)
        assert faults(case, Outcome.CAUTION) == ["outcome: expected EXCLUDED, is CAUTION"]
        assert faults(case, decide(case.ruleset, case.subject, on=case.on)) == []

    def test_alternatives_are_compared(self) -> None:
        """Each tier is judged for itself, and may be expected for itself."""
        entry = {"id": "a", "ruleset": "dose_tiers", "on": "2026-11-23T09:00Z", "session": {}, "outcome": "INCOMPLETE"}
        if RULESETS["dose_tiers"].phase.name == "INTAKE":
            entry["on"] = "2026-11-23"
        (case,) = read(entry | {"each": {"high": "CAUTION"}})
        assert any(line.startswith("outcome for high: expected CAUTION") for line in faults(case))
