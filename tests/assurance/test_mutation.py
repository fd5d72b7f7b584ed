"""Tests of the mutation of rules: every change is noticed, and what is proposed for a survivor kills it."""

from __future__ import annotations

import contextlib
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

import kaprules.facts
from kaprules import Client, InputError
from kaprules.assurance._distinguish import By, distinguish
from kaprules.assurance.mutants import FactMutant, mutants, mutants_of_facts, survivors
from kaprules.assurance.mutation import CONDITIONAL, Kind, mutate
from kaprules.authoring import by_clinician
from kaprules.cli import main
from kaprules.conditions import AllOf, AnyOf, Condition
from kaprules.engine.interpreter import truth_for
from kaprules.facts import Vitals
from kaprules.facts.model import Recorded, Reporter
from kaprules.facts.model import values as ways
from kaprules.limit import Limit
from kaprules.possible import Level
from kaprules.rule import EXAMPLE_DAY, Example, Rule, asks, fires, passes
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.sources import proposal
from kaprules.testing.cases import Case, load_cases, read_cases
from tests.testing.test_cases import POLICY

BOOK = Path(__file__).parents[2] / "casebook"
SETTING, DISCHARGE = RULESETS["setting"], RULESETS["discharge"]


def names() -> dict[str, Any]:
    """Return every name that a module of rules imports to write examples."""
    found: dict[str, Any] = {"date": date, "datetime": datetime, "Decimal": Decimal, "Fraction": Fraction}
    found |= {"fires": fires, "passes": passes, "asks": asks} | vars(ways)
    for module in pkgutil.iter_modules(kaprules.facts.__path__):
        found |= vars(importlib.import_module(f"kaprules.facts.{module.name}"))
    return found


NAMES = names()


def example(text: str) -> Example:
    """Return the example that was proposed, as if it had been pasted."""
    found = eval(text, NAMES)
    assert isinstance(found, Example)
    return found


def with_examples(ruleset: RuleSet, owner: Rule, examples: Iterable[Example]) -> tuple[RuleSet, Rule]:
    """Return a rule set in which a rule has other examples."""
    other = attrs.evolve(owner, examples=tuple(examples))
    rules = tuple(other if rule is owner else rule for rule in ruleset.rules)
    return attrs.evolve(ruleset, rules=rules, home=""), other


def cases_of(name: str) -> tuple[Case, ...]:
    return load_cases(BOOK / f"{name}.cases.json")


class TestTheLibrary:
    """The library's own rules."""

    @pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda each: each.name)
    def test_examples_notice_every_change_of_a_condition(self, ruleset: RuleSet) -> None:
        """The only acceptable score."""
        report = mutate([ruleset], kinds=CONDITIONAL)
        assert report.survivors == () and report.score == 1
        assert sum(count.by_examples for count in report.counts.values()) >= 40

    def test_the_case_book_notices_every_other_change(self) -> None:
        """Levels, marks, validity, plausible ranges: of a small rule set, with everything that is declared."""
        report = mutate([SETTING], cases_of("setting"))
        assert report.survivors == ()
        assert report.counts[Kind.LEVEL].by_cases and report.counts[Kind.VALIDITY].by_cases

    def test_the_case_book_notices_how_facts_are_read(self) -> None:
        """How doses are compared and how far two body mass indices may differ, each limit moved by a step."""
        said = (" equivalent ", " agreement ", "suicidality.")
        cases = [case for case in cases_of("screening") if any(each in case.id for each in said)]
        report = mutate(RULESETS.values(), cases, kinds=[Kind.TOLERANCE])
        assert report.survivors == () and report.counts[Kind.TOLERANCE].by_cases > 40


def without_one(name: str) -> Iterator[Any]:
    ruleset = RULESETS[name]
    for rule in ruleset.rules:
        for place in range(len(rule.examples)):
            yield pytest.param(ruleset, rule, place, id=f"{rule.id} {place}")


class TestExamples:
    """An example that is taken away, and the one that is proposed in its place."""

    @pytest.mark.parametrize(
        ("ruleset", "rule", "place"),
        [each for name in ("setting", "discharge", "aftercare") for each in without_one(name)],
    )
    def test_what_is_proposed_kills_the_survivor(self, ruleset: RuleSet, rule: Rule, place: int) -> None:
        """For every example of three rule sets; one that nothing depends on leaves no survivor."""
        kept = (*rule.examples[:place], *rule.examples[place + 1 :])
        poorer, weak = with_examples(ruleset, rule, kept)
        report = mutate([poorer], owners=[weak], kinds=CONDITIONAL)
        assert [each.says for each in report.survivors] == survivors(weak, poorer)
        proposed = [example(each.killer) for each in report.survivors]
        again, mended = with_examples(poorer, weak, (*kept, *proposed))
        assert survivors(mended, again) == []
        for each in proposed:
            truth = truth_for(rule.when, each.about(ruleset.subject), ruleset.phase.example)
            assert each.case.value == {"TRUE": "fires", "FALSE": "passes", "UNKNOWN": "asks"}[truth.name]

    def test_some_examples_are_needed(self) -> None:
        """What is proposed above is not always nothing."""
        rule = DISCHARGE.rules[0]
        poorer, weak = with_examples(DISCHARGE, rule, ())
        assert len(mutate([poorer], owners=[weak], kinds=CONDITIONAL).survivors) > 1


OWN: dict[str, Any] = {"source": proposal("an example"), "since": EXAMPLE_DAY}
SLOW = Limit(45, "/min", id="ours.slow", step=1, **OWN)
FAST = Limit(150, "/min", id="ours.fast", step=1, **OWN)
SLOWER = Limit(44, "/min", id="ours.slower", step=1, **OWN)
LOW = Limit(80, "%", id="ours.low", step=1, **OWN)


def ours(when: Condition, level: Level = Level.CAUTION, **more: Any) -> Rule:
    return Rule(id="ours.own", source=OWN["source"], level=level, when=when, clinician_text="It is so.", **more)


def and_also(*rules: Rule) -> RuleSet:
    return SCREENING + rules


class TestEquivalent:
    """What no subject could show is proved to be so, and does not count."""

    def test_a_part_that_changes_nothing(self) -> None:
        """X, or X and Y: without the second nobody comes out otherwise."""
        fast = Vitals.heart_rate > FAST
        condition = AnyOf((fast, AllOf((fast, Vitals.oxygen_saturation < LOW))))
        found = {each.says: distinguish(condition, each.condition, SCREENING) for each in mutants(condition)}
        dropped = [says for says, each in found.items() if each.alike]
        assert any(says.startswith("dropped (") for says in dropped)
        assert all(each.alike or each.subject is not None for each in found.values())

    def test_the_report_counts_them(self) -> None:
        """They are named apart, and the score is of the rest."""
        fast = Vitals.heart_rate > FAST
        rule = ours(AnyOf((fast, AllOf((fast, Vitals.oxygen_saturation < LOW)))))
        report = mutate([and_also(rule)], owners=[rule], kinds=[Kind.PART])
        assert report.counts[Kind.PART].equivalent == 2
        assert len(report.survivors) == report.counts[Kind.PART].made - 2

    def test_conditions_that_differ_are_told_apart_by_the_smallest_subject(self) -> None:
        """One number, on the limit."""
        found = distinguish(Vitals.heart_rate > FAST, Vitals.heart_rate >= FAST, SCREENING)
        given = Recorded(150, on=EXAMPLE_DAY, by=Reporter.CLINICIAN)
        assert found.subject == Client(vitals=Vitals(heart_rate=given))

    def test_only_whether_they_hold(self) -> None:
        """Marks count where a condition is TRUE; both conditions here never are."""
        one, other = (AllOf((Vitals.heart_rate > FAST, Vitals.heart_rate < limit)) for limit in (SLOW, SLOWER))
        assert distinguish(one, other, SCREENING, By.HOLDS).alike
        assert distinguish(one, one, SCREENING).alike

    def test_without_the_solver_it_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What cannot be told is not guessed."""
        for name in [name for name in sys.modules if name.startswith(("kaprules.assurance.proof", "kaprules.solver."))]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "z3", None)
        with pytest.raises(InputError, match=r"pip install 'kaprules\[proof\]'"):
            distinguish(Vitals.heart_rate > FAST, Vitals.heart_rate >= FAST, SCREENING)


class TestCases:
    """What examples cannot notice, a case can; the one that is proposed does."""

    def test_a_level(self) -> None:
        """A rule of one's own without any case: each other level survives, until the case is there."""
        rule = ours(Vitals.heart_rate > FAST, examples=(fires(by_clinician(Vitals(heart_rate=151))),))
        book = attrs.evolve(and_also(rule), name="ours")
        report = mutate([book], owners=[rule], kinds=[Kind.LEVEL])
        assert len(report.survivors) == 3
        proposed = read_cases(report.survivors[0].killer, rulesets=[book])
        assert mutate([book], proposed, owners=[rule], kinds=[Kind.LEVEL]).survivors == ()

    def test_a_validity(self) -> None:
        """Of a fact that no case shows on the last day on which it is relied on."""
        cases = tuple(case for case in cases_of("setting") if " validity " not in case.id)
        report = mutate([SETTING], cases, kinds=[Kind.VALIDITY])
        assert report.survivors and all(each.killer for each in report.survivors)
        proposed = [case for each in report.survivors for case in read_cases(each.killer)]
        assert mutate([SETTING], (*cases, *proposed), kinds=[Kind.VALIDITY]).survivors == ()

    def test_a_case_that_is_wrong_is_refused(self) -> None:
        """Nothing can be told by cases that do not hold as it is."""
        case = attrs.evolve(cases_of("setting")[0], findings={})
        with pytest.raises(InputError, match="do not come out as they expect"):
            mutate([SETTING], [case], kinds=[Kind.LEVEL])

    def test_declarations_are_as_before(self) -> None:
        """A mutant of a fact is in force within its block alone, whatever happens there."""

        def declared() -> list[Any]:
            return [(m.target.id, getattr(m.target, m.attribute)) for m in every]

        every: list[FactMutant] = list(mutants_of_facts([SETTING]))
        before = declared()
        for mutant in every:
            with contextlib.suppress(RuntimeError), mutant.applied():
                assert getattr(mutant.target, mutant.attribute) == mutant.value
                raise RuntimeError
        assert declared() == before


CLINIC = """
from datetime import date

from kaprules import SCREENING
from kaprules.authoring import by_clinician
from kaprules.facts import Vitals
from kaprules.facts.model import Recorded, Reporter
from kaprules.limit import Limit
from kaprules.rule import EXAMPLE_DAY, Rule, asks, fires, passes
from kaprules.possible import Level
from kaprules.sources import proposal

FAST = Limit(150, "/min", id="clinic.fast", source=proposal("ours"), since=EXAMPLE_DAY, step=1)
RULES = (
    Rule(
        id="clinic.fast",
        source=proposal("ours"),
        level=Level.CAUTION,
        when=Vitals.heart_rate > FAST,
        clinician_text="The heart is fast.",
        examples=({examples}),
    ),
)
"""
FIRST = "fires(by_clinician(Vitals(heart_rate=160))), passes(by_clinician(Vitals(heart_rate=70))), asks(Vitals()),"


class TestTheCommand:
    """``kaprules mutate``."""

    def run(self, *args: str) -> tuple[int, str]:
        found = CliRunner().invoke(main, ["mutate", *args], catch_exceptions=False)
        return found.exit_code, found.output

    def test_the_library_is_clean(self) -> None:
        """Every rule set by its examples, and exit status 0."""
        status, output = self.run()
        assert status == 0 and "100 %: every change is noticed" in output

    def test_rules_of_ones_own(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Survivors are named with what to paste, exit status 1; pasted, exit status 0."""
        monkeypatch.syspath_prepend(tmp_path)
        (tmp_path / "clinic_a.py").write_text(CLINIC.format(examples=FIRST))
        status, output = self.run("clinic_a:RULES")
        assert status == 1 and "clinic.fast: vitals.heart_rate: ABOVE became AT_LEAST" in output
        lines = [line.strip().removeprefix("add ") for line in output.splitlines() if line.strip().startswith("add ")]
        (tmp_path / "clinic_b.py").write_text(CLINIC.format(examples=FIRST + ", ".join(dict.fromkeys(lines))))
        assert self.run("clinic_b:RULES")[0] == 0

    def test_an_example_that_is_wrong_notices_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody may say on the client's word that a heart is slow: such an example is unlike every condition."""
        monkeypatch.syspath_prepend(tmp_path)
        wrong = "fires(by_clinician(Vitals(heart_rate=160))), passes(Vitals(heart_rate=70)), asks(Vitals()),"
        (tmp_path / "clinic_d.py").write_text(CLINIC.format(examples=wrong))
        status, output = self.run("clinic_d:RULES")
        assert status == 1 and "clinic.fast: vitals.heart_rate: ABOVE became AT_LEAST" in output

    def test_with_cases_of_ones_own(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Levels are changed too, and the cases proposed are taken from a folder."""
        monkeypatch.syspath_prepend(tmp_path)
        (tmp_path / "clinic_c.py").write_text(
            CLINIC.format(
                examples=FIRST
                + "passes(by_clinician(Vitals(heart_rate=150))), fires(by_clinician(Vitals(heart_rate=151))),"
            )
            + "\nimport attrs\nOURS = attrs.evolve(SCREENING + RULES, name='clinic')\n"
        )
        folder = tmp_path / "cases"
        folder.mkdir()
        entry = {"id": "nobody", "ruleset": "clinic", "on": "2026-11-23", "client": {}, "outcome": "INCOMPLETE"}
        (folder / "a.cases.json").write_text(json.dumps(entry))
        status, output = self.run("clinic_c:OURS", "--cases", str(folder))
        assert status == 1 and "clinic.fast: caution became note" in output
        proposed = next(line.strip() for line in output.splitlines() if line.strip().startswith("add {"))
        (folder / "b.cases.json").write_text(proposed.removeprefix("add "))
        assert self.run("clinic_c:OURS", "--cases", str(folder))[0] == 0

    def test_under_a_policy(self, tmp_path: Path) -> None:
        """A limit that a site moved is no longer pinned down by the library's examples."""
        (tmp_path / "site.toml").write_text(POLICY)
        status, output = self.run("screening", "--policy", str(tmp_path / "site.toml"))
        assert status == 1 and "cardiovascular.systolic_exclusion moved to" in output

    @pytest.mark.parametrize("name", ["screning", "no_such_module:RULES", "kaprules:Client", "kaprules:SCREENING"])
    def test_bad_usage(self, name: str) -> None:
        """A name that leads nowhere."""
        assert self.run(name)[0] == 2

    def test_figures_are_written(self, tmp_path: Path) -> None:
        """Between the marks of a page, and nowhere else."""
        page = tmp_path / "page.md"
        page.write_text("Before.\n\n<!-- mutants -->\nold\n<!-- /mutants -->\n\nAfter.\n")
        self.run("setting", "--write", str(page))
        text = page.read_text()
        assert text.startswith("Before.") and text.endswith("After.\n") and "old" not in text
        assert "| all | " in text and "100 %" in text
        page.write_text("No marks.")
        assert self.run("setting", "--write", str(page))[0] == 2
