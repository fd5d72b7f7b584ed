"""Tests of the case book: what is kept replays, covers every rule, and is what the command writes."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from kaprules import InputError
from kaprules.assurance._writer import Unfaithful, faithful
from kaprules.assurance.casebook import casebook
from kaprules.assurance.mutation import agrees
from kaprules.cli import main
from kaprules.conditions import AllOf, AnyOf, Atom, Condition
from kaprules.engine import bits, checker
from kaprules.engine.interpreter import truth_for
from kaprules.engine.snapshot import snapshot
from kaprules.limit import Limit
from kaprules.possible import Truth
from kaprules.rule import Rule, expand_concepts
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.testing.cases import Case, case_to_data, faults, load_cases

BOOK = Path(__file__).parents[2] / "casebook"
EVERY = pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda each: each.name)
QUICK = pytest.mark.parametrize("name", ["setting", "discharge"])


@functools.cache
def kept(name: str) -> tuple[Case, ...]:
    return load_cases(BOOK / f"{name}.cases.json")


@functools.cache
def about(name: str) -> dict[str, list[Case]]:
    """Return the cases of a rule set by the rule that they were written for."""
    found: dict[str, list[Case]] = {}
    for case in kept(name):
        found.setdefault(case.id.split(" ")[0], []).append(case)
    return found


def every_rule(ruleset: RuleSet) -> tuple[Rule, ...]:
    return (*ruleset.rules, *ruleset.optional_rules)


def asked_in(condition: Condition) -> Iterator[Atom]:
    if isinstance(condition, Atom):
        yield condition
    else:
        for part in condition.parts:
            yield from asked_in(part)


def came_out(condition: Condition, truths: dict[int, Truth]) -> Truth:
    """Return how true a condition is, from how true its tests are."""
    if isinstance(condition, Atom):
        return truths[id(condition)]
    parts = [came_out(part, truths) for part in condition.parts]
    return min(parts) if isinstance(condition, AllOf) else max(parts)


def decides(condition: Condition, atom: Atom, case: Case) -> Truth | None:
    """Return how true a test is in a case, if the condition would not be as true, were it the opposite."""
    truths = {id(each): truth_for(each, case.subject, case.on) for each in asked_in(condition)}
    one, other = (came_out(condition, truths | {id(atom): truth}) for truth in (Truth.FALSE, Truth.TRUE))
    here = truths[id(atom)]
    return here if one is not other and here is not Truth.UNKNOWN else None


class TestKept:
    """The case book that lies beside the library."""

    @EVERY
    def test_every_case_replays(self, ruleset: RuleSet) -> None:
        """Outcome, findings and open rules of each case; marks too of every fortieth, by whatever decides here."""
        wrong = []
        for case in kept(ruleset.name):
            rules = case.ruleset.rules
            concluded = bits.evaluate(case.ruleset, snapshot(case.ruleset, case.subject, case.on))
            found = {
                rule.id: rule.level for rule, truth in zip(rules, concluded.rules, strict=True) if truth is Truth.TRUE
            }
            still = {rule.id for rule, is_open in zip(rules, concluded.undecided, strict=True) if is_open}
            if (concluded.outcome, found, still) != (case.outcome, case.findings, case.open):
                wrong.append(case.id)
        assert wrong == [line for case in kept(ruleset.name)[::40] for line in faults(case)] == []

    @EVERY
    def test_every_rule_has_cases(self, ruleset: RuleSet) -> None:
        """Those too that hold only where a site switches them on."""
        assert {rule.id for rule in every_rule(ruleset)} == about(ruleset.name).keys()

    @EVERY
    def test_every_test_decides_its_rule_in_a_pair_of_cases(self, ruleset: RuleSet) -> None:
        """Modified condition/decision coverage, measured on the cases alone."""
        lacking = []
        for rule in every_rule(ruleset):
            condition = expand_concepts(rule.when)
            for atom in asked_in(condition):
                seen = {decides(condition, atom, case) for case in about(ruleset.name)[rule.id]}
                if not {Truth.TRUE, Truth.FALSE} <= seen:
                    lacking.append((rule.id, atom.subject.id, atom.test.name))
        assert lacking == []

    @EVERY
    def test_every_rule_is_undecided_in_a_case(self, ruleset: RuleSet) -> None:
        """Unless it asks what is missing."""
        for rule in every_rule(ruleset):
            if "MISSING" not in {atom.test.name for atom in asked_in(expand_concepts(rule.when))}:
                assert Truth.UNKNOWN in {case.truths[rule.id] for case in about(ruleset.name)[rule.id]}, rule.id

    def test_a_moved_limit_is_noticed(self) -> None:
        """One step up or down, some case of the rule comes out otherwise."""
        ruleset = RULESETS["discharge"]
        moved = 0
        for rule in ruleset.rules:
            for atom in [atom for atom in asked_in(rule.when) if isinstance(atom.operand, Limit)]:
                for step in (-1, 1):
                    limit = attrs.evolve(
                        atom.operand, value=atom.operand.value + step * atom.operand.step, floor=None, ceiling=None
                    )
                    other = attrs.evolve(rule, when=exchanged(rule.when, atom, limit), examples=())
                    rules = tuple(other if each is rule else each for each in ruleset.rules)
                    book = attrs.evolve(ruleset, rules=rules, home="")
                    moved += 1
                    assert not all(agrees(case, book, case.subject) for case in about("discharge")[rule.id]), rule.id
        assert moved >= 10


def exchanged(condition: Condition, atom: Atom, limit: Limit) -> Condition:
    if isinstance(condition, Atom):
        return Atom(atom.subject, atom.test, limit) if condition is atom else condition
    return type(condition)(tuple(exchanged(part, atom, limit) for part in condition.parts))


class TestMade:
    """What makes a case book."""

    @QUICK
    def test_what_is_kept_is_what_is_made(self, name: str) -> None:
        """Words aside, the same cases in the same order."""
        made = casebook(RULESETS[name])
        assert made.coverage.whole
        assert list(map(plainly, made.cases)) == list(map(plainly, kept(name)))

    def test_what_the_checker_does_not_accept_is_not_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody is to run a case that does not come out alike for both."""
        ruleset = RULESETS["setting"]
        monkeypatch.setattr(checker, "faults", lambda *facts: ("setting.prescriber",))
        with pytest.raises(Unfaithful, match=r"setting\.prescriber of"):
            faithful(ruleset, ruleset.subject(), ruleset.phase.example)

    def test_cases_are_replayed_by_the_checker(self) -> None:
        """Those that are kept, too."""
        for case in kept("setting"):
            facts = snapshot(case.ruleset, case.subject, case.on)
            assert (
                checker.faults(case.ruleset, facts, faithful(case.ruleset, case.subject, case.on).evaluation.concluded)
                == ()
            )

    def test_a_test_that_never_decides_is_lacking(self) -> None:
        """It is named, and the book is not whole: the second of two alike adds nothing."""
        ruleset = RULESETS["setting"]
        rule = ruleset.rules[0]
        twice = AllOf(
            (expand_concepts(rule.when), AnyOf((expand_concepts(rule.when), expand_concepts(ruleset.rules[1].when))))
        )
        never = attrs.evolve(rule, id="setting.never", when=twice, examples=(), nonmonotone_reason="an example")
        made = casebook(attrs.evolve(ruleset, rules=(*ruleset.rules, never), home=""))
        assert not made.coverage.whole
        assert any(each.startswith("setting.never: a pair for") for each in made.coverage.lacking)


def plainly(case: Case) -> dict[str, Any]:
    data = {name: value for name, value in case_to_data(case).items() if name != "why"}
    found: dict[str, Any] = json.loads(json.dumps(data, default=float))
    return found


class TestTheCommand:
    """``kaprules casebook``."""

    def run(self, *args: str) -> tuple[int, str]:
        found = CliRunner().invoke(main, ["casebook", *args], catch_exceptions=False)
        return found.exit_code, found.output

    def test_one_rule_set_into_a_file(self, tmp_path: Path) -> None:
        """Plain JSON that says what it is, read as it was written."""
        file, page = tmp_path / "own.cases.json", tmp_path / "page.md"
        page.write_text("<!-- casebook -->\n<!-- /casebook -->\n")
        status, output = self.run("setting", "-o", str(file), "--write", str(page))
        assert status == 0 and "| setting | 18 |" in output
        assert "| setting | 18 |" in page.read_text()
        data = json.loads(file.read_text())
        assert (data["format"], data["version"], data["ruleset"]) == ("kaprules cases", 1, "setting")
        assert list(map(plainly, load_cases(file))) == list(map(plainly, kept("setting")))

    def test_the_figures_of_others_stay(self, tmp_path: Path) -> None:
        """A page holds a row for each rule set, written one at a time."""
        page = tmp_path / "page.md"
        page.write_text("<!-- casebook -->\n| rule set |\n| --- |\n| setting | 1 |\n| x | 2 |\n<!-- /casebook -->\n")
        self.run("setting", "-o", str(tmp_path / "out.json"), "--write", str(page))
        rows = [line for line in page.read_text().splitlines() if line.startswith("| ")]
        assert [row.split(" | ")[0] for row in rows] == ["| rule set", "| ---", "| setting", "| x"]
        assert rows[2].startswith("| setting | 18 | ")

    def test_a_rule_set_of_ones_own(self, tmp_path: Path) -> None:
        """Named by its module; a wrong name is bad usage."""
        status, _ = self.run("kaprules.rulesets.setting:SETTING", "-o", str(tmp_path / "a.cases.json"))
        assert status == 0
        assert self.run("seting")[0] == self.run("kaprules:Client")[0] == self.run()[0] == 2


def test_a_folder_without_cases_is_said(tmp_path: Path) -> None:
    """Nobody takes an empty folder for a green one."""
    with pytest.raises(InputError, match="there is no case file"):
        load_cases(tmp_path)
