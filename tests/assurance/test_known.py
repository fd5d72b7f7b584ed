"""Tests of the cases in which something is known in part: what is kept is what is written, and it comes out so."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kaprules import Client, InputError, decide
from kaprules.assurance.known import Finder, KnownInPart, casebook, concerned
from kaprules.authoring import by_clinician
from kaprules.cli import main
from kaprules.engine import interpreter
from kaprules.engine.snapshot import snapshot
from kaprules.facts import Vitals
from kaprules.facts.model import (
    Between,
    Choice,
    Event,
    Fact,
    Flag,
    Moment,
    Number,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
    Series,
    every_fact,
)
from kaprules.possible import Absence, Truth
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.testing.cases import Case, case_to_data, faults, load_cases, read_cases
from tests.assurance.seeded import unlike

KEPT = Path(__file__).parents[2] / "casebook" / "known"
EVERY = pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda each: each.name)
QUICK = pytest.mark.parametrize(
    "name", [name if name != "screening" else pytest.param(name, marks=pytest.mark.soak) for name in RULESETS]
)


@functools.cache
def kept(name: str) -> tuple[Case, ...]:
    return load_cases(KEPT / f"{name}.cases.json")


def varied(ruleset: RuleSet) -> dict[str, list[Case]]:
    """Return the cases of a rule set by the fact that they say most of."""
    found: dict[str, list[Case]] = {}
    for case in kept(ruleset.name):
        found.setdefault(case.id.split(" ")[0], []).append(case)
    return found


def given(case: Case, fact: Fact) -> Any:
    return case.subject.group(fact).__dict__[fact.name]


def interpreted(case: Case) -> tuple[Any, ...]:
    """Return what the interpreter concludes: the outcome, what it finds, what is open."""
    concluded = interpreter.evaluate(case.ruleset, snapshot(case.ruleset, case.subject, case.on))
    conclusions = concluded.of(case.ruleset)
    found = {each.rule.id: each.rule.level for each in conclusions if each.truth is Truth.TRUE}
    return concluded.outcome, found, {each.rule.id for each in conclusions if each.undecided}


class TestKept:
    """The cases that lie beside the library."""

    @EVERY
    def test_every_case_replays(self, ruleset: RuleSet) -> None:
        """By the engine that decides here and by the interpreter; marks too of every tenth."""
        cases = kept(ruleset.name)
        assert list(unlike(cases, engine=None)) == []
        assert [case.id for case in cases if interpreted(case) != (case.outcome, case.findings, case.open)] == []
        assert [line for case in cases[::10] for line in faults(case)] == []

    @pytest.mark.soak
    @EVERY
    def test_every_case_replays_with_its_marks(self, ruleset: RuleSet) -> None:
        """Of every case what of every tenth is looked at above."""
        assert [line for case in kept(ruleset.name) for line in faults(case)] == []

    @QUICK
    def test_what_is_kept_is_what_is_written(self, name: str) -> None:
        """To the byte, but for the digest of the rule set, which changes with every word of it."""
        written = json.loads(casebook(RULESETS[name]).to_json())
        there = json.loads((KEPT / f"{name}.cases.json").read_text())
        assert {**written, "made_from": 0} == {**there, "made_from": 0}

    @EVERY
    def test_every_fact_of_a_rule_is_shown(self, ruleset: RuleSet) -> None:
        """What it may still be is stated in several cases, among them some in which it has no usable value."""
        absences: dict[str, set[Absence | None]] = {}
        for case in kept(ruleset.name):
            for name, possible in case.possible.items():
                absences.setdefault(name, set()).add(possible.absence)
        for fact in ruleset.facts:
            assert len(absences[fact.id]) > 1, fact.id

    def test_every_form_of_every_kind_of_fact_is_shown(self) -> None:
        """Each reason, both ends of a validity, two reports, a range, another unit, options, a month and a year."""
        forms: dict[type[Fact], set[object]] = {}
        for ruleset in RULESETS.values():
            facts = {fact.id: fact for fact in every_fact(ruleset.subject)}
            for name, cases in varied(ruleset).items():
                for case in cases:
                    forms.setdefault(type(facts[name]), set()).update(form_of(given(case, facts[name])))
        every = {*Absence, Recorded, Reports}
        assert every <= forms[Flag]
        assert every | {OneOf} <= forms[Choice]
        assert every | {Between, Quantity} <= forms[Number]
        assert every | {"never", "happened", "days_ago", "year", "month", "date"} <= forms[Event]
        assert every | {"never", "happened", "hours_ago", "month", "date"} <= forms[Moment]
        assert {0, 1, 2, 3, 4, Recorded, Absence.DECLINED} <= forms[Series]

    @EVERY
    def test_a_case_states_every_rule_that_it_may_change(self, ruleset: RuleSet) -> None:
        """As found, as open, or by its truth."""
        facts = {fact.id: fact for fact in every_fact(ruleset.subject)}
        changes = {name: {owner.id for owner in concerned(ruleset, [facts[name]])} for name in facts}
        for case in kept(ruleset.name):
            owners = {owner for name in case.possible for owner in changes[name]}
            assert case.findings is not None and case.open is not None
            assert owners <= {*case.findings, *case.open, *case.truths}, case.id


def form_of(value: Any) -> list[object]:
    """Return what a value is called in the test above."""
    if isinstance(value, Absence):
        return [value]
    if isinstance(value, Recorded):
        return [Recorded, *form_of(value.value)]
    if isinstance(value, Reports):
        return [Reports]
    if isinstance(value, tuple):
        return [len(value)]
    if isinstance(value, PartialDate):
        return ["year" if value.month is None else "month"]
    names = {"Occurrence": getattr(value, "value", ""), "DaysAgo": "days_ago", "HoursAgo": "hours_ago"}
    plain = {"date": "date", "datetime": "date"}
    return [(names | plain).get(type(value).__name__, type(value))]


CASE = """{"id": "x", "ruleset": "screening", "on": "2026-11-23", "outcome": "INCOMPLETE",
"subject": {"vitals": {"heart_rate": {"at_least": 60, "at_most": 70, "unit": "/min", "by": "clinician"}}},
"possible": %s}"""


class TestPossible:
    """What a case expects that facts may still be."""

    def test_what_is_so_is_no_fault(self) -> None:
        """A range, a reason, marks, options, and what was known before."""
        data = {
            "vitals.heart_rate": {"at_least": 60, "at_most": 70},
            "vitals.weight": {"at_least": 25, "at_most": 350, "absent": "not_asked"},
            "suicidality.attempt_ever": {"one_of": [False, True], "absent": "not_asked"},
        }
        (case,) = read_cases(CASE % json.dumps(data))
        assert faults(case) == []
        assert case_to_data(case)["possible"] == data

    @pytest.mark.parametrize(
        ("possible", "line"),
        [
            ({"vitals.heart_rate": {"at_least": 60, "at_most": 60}}, "vitals.heart_rate: expected 60, is 60 to 70"),
            (
                {"vitals.heart_rate": {"at_least": 60, "at_most": 70, "absent": "stale", "marks": ["DATA_ERROR"]}},
                "vitals.heart_rate: expected 60 to 70 (STALE, DATA_ERROR), is 60 to 70",
            ),
            (
                {"suicidality.attempt_ever": {"one_of": [False], "last": {"one_of": [True]}}},
                "suicidality.attempt_ever: expected False, last True, is False or True (NOT_ASKED)",
            ),
        ],
    )
    def test_what_is_otherwise_is_said(self, possible: Any, line: str) -> None:
        """With what was expected and what is."""
        (case,) = read_cases(CASE % json.dumps(possible))
        assert faults(case)[0] == f"possible {line}"

    @pytest.mark.parametrize(
        ("possible", "line"),
        [
            ([], "possible is []: expected an object with facts by id; correct it"),
            ({"vitals.pulse": {}}, "possible 'vitals.pulse' is unknown: did you mean 'vitals.weight'?"),
            (
                {"vitals.weight": 3},
                "possible vitals.weight is 3: expected an object with at_least and at_most; correct it",
            ),
            ({"vitals.weight": {"at_least": 3}}, "possible vitals.weight.at_most is missing: add it"),
            (
                {"suicidality.attempt_ever": {"one_of": ["yes"]}},
                'possible suicidality.attempt_ever.one_of "yes" is unknown: known are False, True',
            ),
            (
                {"vitals.weight": {"at_least": 3, "at_most": 4, "absent": "old"}},
                'possible vitals.weight.absent "old" is unknown: known are '
                + ", ".join(sorted(reason.name.lower() for reason in Absence)),
            ),
            (
                {"vitals.weight": {"at_least": 3, "at_most": "4"}},
                'possible vitals.weight.at_most is "4": expected a number; write it without quotes',
            ),
        ],
    )
    def test_what_cannot_be_taken_is_refused(self, possible: Any, line: str) -> None:
        """By name, with what was expected."""
        with pytest.raises(InputError) as caught:
            read_cases(CASE % json.dumps(possible))
        assert str(caught.value) == f"case x: {line}"

    def test_an_integration_is_held_to_it_too(self) -> None:
        """By the subject of its decision: one that took the middle of a range is noticed."""
        (case,) = read_cases(CASE % '{"vitals.heart_rate": {"at_least": 60, "at_most": 70}}')
        other = decide(case.ruleset, Client(vitals=by_clinician(Vitals(heart_rate=65))), on=case.on)
        assert faults(case, other)[0] == "possible vitals.heart_rate: expected 60 to 70, is 65"


class TestTheCommand:
    """``kaprules casebook --known``."""

    def test_one_rule_set_into_a_file(self, tmp_path: Path) -> None:
        """With the figures, which also go into a page."""
        file, page = tmp_path / "own.cases.json", tmp_path / "page.md"
        page.write_text("<!-- known -->\n<!-- /known -->\n")
        ran = CliRunner().invoke(
            main, ["casebook", "setting", "--known", "-o", str(file), "--write", str(page)], catch_exceptions=False
        )
        row = f"| setting | {len(kept('setting'))} | 14 | 0 |"
        assert ran.exit_code == 0 and row in ran.output and row in page.read_text()
        assert len(load_cases(file)) == len(kept("setting"))

    def test_a_fact_that_is_shown_in_no_form_is_lacking(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is named, and the book is not whole."""
        before = Finder.subjects

        def without(finder: Finder) -> list[KnownInPart]:
            return [each for each in before(finder) if each.facts[0].id != "team.prescriber"]

        monkeypatch.setattr(Finder, "subjects", without)
        made = casebook(RULESETS["setting"])
        assert made.lacking == ("team.prescriber",) and not made.whole
