"""Old good news costs nothing, and old bad news stays: what reports come to that are all too old to rely on."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kaprules import SCREENING, Client, decide
from kaprules.authoring import by_clinician
from kaprules.engine import bits, checker, durable, interpreter, replay
from kaprules.engine.conclusions import Conclusions
from kaprules.engine.snapshot import Snapshot
from kaprules.facts.breathing import Breathing
from kaprules.facts.circulation import Arrhythmia, Circulation, Electrocardiogram
from kaprules.facts.liver import Liver
from kaprules.facts.medicines import Medicines
from kaprules.facts.model import NOT_INDICATED, Fact, Recorded, Reporter, Reports
from kaprules.facts.reproduction import PregnancyReport, Reproduction
from kaprules.facts.substance_use import Analyte, SubstanceUse, TestResult, UrineDrugTest
from kaprules.facts.suicidality import Suicidality
from kaprules.facts.thyroid import Thyroid
from kaprules.facts.vitals import Vitals
from kaprules.possible import Absence, Interval, Mark, Options, option_bit
from kaprules.reasoning.outdated import once_adverse
from kaprules.ruleset import RuleSet

ON = date(2026, 11, 30)
CLINICIAN, LABORATORY = Reporter.CLINICIAN, Reporter.LABORATORY


def ago(days: int, value: Any, by: Reporter = LABORATORY) -> Recorded:
    return Recorded(value, on=ON - timedelta(days=days), by=by)


def decided(**groups: Any) -> Any:
    return decide(SCREENING, Client(**groups), on=ON)


def opened(**groups: Any) -> set[str]:
    return {finding.rule for finding in decided(**groups).undecided}


class TestWhatIsPassedOver:
    """A test counts as FALSE where every report is too old and each of them says that it is not so."""

    @pytest.mark.parametrize(
        "value",
        [
            by_clinician(Breathing(apnoea_hypopnoea_index=ago(2000, 4))),
            by_clinician(Circulation(electrocardiogram=ago(300, Electrocardiogram.NORMAL, CLINICIAN))),
            by_clinician(Thyroid(tsh=ago(400, 2))),
            Reproduction(pregnancy_reported=ago(30, PregnancyReport.NO, Reporter.CLIENT)),
        ],
    )
    def test_old_good_news_leaves_a_rule_as_nothing_does(self, value: Any) -> None:
        assert opened(**{type(value).__group__: value}) == opened()

    @pytest.mark.parametrize(
        "value",
        [
            by_clinician(Breathing(apnoea_hypopnoea_index=Reports(ago(2500, 46), ago(2000, 4)))),
            by_clinician(Breathing(apnoea_hypopnoea_index=Reports(ago(2000, 46), ago(2500, 4)))),
            by_clinician(
                Circulation(
                    electrocardiogram=Reports(
                        ago(700, Electrocardiogram.ABNORMAL_SIGNIFICANT, CLINICIAN),
                        ago(300, Electrocardiogram.NORMAL, CLINICIAN),
                    )
                )
            ),
            by_clinician(Liver(alt_multiple=Reports(ago(700, 5), ago(300, 1)))),
            Reproduction(pregnancy_reported=ago(30, PregnancyReport.YES, Reporter.CLIENT)),
        ],
        ids=lambda value: repr(value)[:60],
    )
    def test_old_bad_news_stays_and_is_shown_first(self, value: Any) -> None:
        decision = decided(**{type(value).__group__: value})
        more = opened(**{type(value).__group__: value}) - opened()
        assert more
        open_now = {finding.rule for finding in decision.undecided}
        rules = [rule for rule in SCREENING.rules if rule.id in open_now]
        bad = {rule.id for rule in rules if once_adverse(decision.evaluation, rule)}
        assert more <= {finding.rule for finding in decision.undecided[: len(bad)]} <= bad
        assert Mark.LAST_KNOWN in decision.marks
        assert decision.missing[0].fact.startswith(type(value).__group__)
        assert decision.missing[0].absence is Absence.STALE

    def test_a_fact_is_passed_over_test_by_test(self) -> None:
        """An old index of 16 is no severe apnoea, and still one of some degree."""
        more = opened(breathing=by_clinician(Breathing(apnoea_hypopnoea_index=ago(2000, 16)))) - opened()
        assert "breathing.apnoea.severe_untreated" not in more

    @pytest.mark.parametrize("reason", [Absence.DECLINED, Absence.CONFLICTING, Absence.IMPLAUSIBLE])
    def test_a_reason_beside_an_old_report_is_never_passed_over(self, reason: Absence) -> None:
        beside = Reports(ago(300, Electrocardiogram.NORMAL, CLINICIAN), Recorded(reason, on=ON))
        flat = Circulation.electrocardiogram.flat(Circulation.electrocardiogram.possible(
            by_clinician(Circulation(electrocardiogram=beside)), ON))  # fmt: skip
        assert not isinstance(flat[-1], tuple) and flat[-1] != NOT_INDICATED

    def test_who_was_asked_and_did_not_know_leaves_an_old_report_as_it_is(self) -> None:
        beside = Reports(ago(300, Electrocardiogram.NORMAL, CLINICIAN), Recorded(Absence.NOT_KNOWN, on=ON))
        assert opened(circulation=by_clinician(Circulation(electrocardiogram=beside))) == opened()

    def test_an_old_value_whose_reference_nobody_knows_stays_where_it_may_have_been_adverse(self) -> None:
        assert opened(thyroid=by_clinician(Thyroid(tsh=ago(400, Decimal("0.2"))))) != opened()

    def test_old_urine_tests_are_read_one_by_one(self) -> None:
        def test_of(days: int, result: TestResult) -> UrineDrugTest:
            return UrineDrugTest(on=ON - timedelta(days=days), analyte=Analyte.CANNABIS, result=result)

        clean = by_clinician(SubstanceUse(urine_drug_tests=(test_of(60, TestResult.NEGATIVE),)))
        assert opened(substance_use=clean) == opened()
        old, new = test_of(90, TestResult.POSITIVE), test_of(60, TestResult.NEGATIVE)
        possible = SubstanceUse.cannabis_positive.possible(by_clinician(SubstanceUse(urine_drug_tests=(old, new))), ON)
        assert possible.outdated == Options(3)

    def test_a_required_fact_is_never_passed_over(self) -> None:
        group = Breathing(home_oxygen=ago(400, False, Reporter.CLIENT))
        flat = Breathing.home_oxygen.flat(Breathing.home_oxygen.possible(group, ON))
        assert flat[-1] == 1


HEADING = "Adverse when last known, and too old to rely on"


class TestWhatIsShown:
    @pytest.mark.parametrize(("audience", "day"), [("clinician", "15 November 2026"), ("auditor", "2026-11-15")])
    def test_old_bad_news_stands_first_with_value_day_and_urgency(self, audience: str, day: str) -> None:
        """An intent to die before a raised value of the liver, both before what was found."""
        told = {
            "suicidality": Suicidality(highest_ideation_item=ago(15, 5, CLINICIAN)),
            "liver": by_clinician(Liver(alt_multiple=ago(700, 5))),
            "vitals": by_clinician(Vitals(mean_systolic=170, mean_diastolic=80)),
        }
        lines = decided(**told).words(audience).splitlines()
        first = lines.index(next(line for line in lines if line.rstrip(":") == HEADING))
        urgent = next(line for line in lines if line.startswith("Urgent today: "))
        assert lines.index(urgent) < first <= 3 and "5 (15 November 2026, " in urgent
        assert any(": 5 " in line and "urgent" not in line for line in lines[first + 1 : first + 3])
        assert day in " ".join(lines[: first + 3])
        assert not any("170" in line for line in lines[1 : first + 2])

    def test_what_was_passed_over_is_listed_with_the_worst_and_the_newest_report(self) -> None:
        normal, other = Electrocardiogram.NORMAL, Electrocardiogram.ABNORMAL_INSIGNIFICANT
        decision = decided(
            circulation=by_clinician(
                Circulation(electrocardiogram=Reports(ago(300, normal, CLINICIAN), ago(700, other, CLINICIAN)))
            )
        )
        assert "circulation.electrocardiogram" in decision.not_examined
        (found,) = decision.too_old
        assert found.fact == "circulation.electrocardiogram"
        assert found.newest.says == Options(option_bit(normal))
        assert date.fromordinal(found.newest.day) == ON - timedelta(days=300)

    def test_a_reading_is_shown_by_what_it_is_read_of(self) -> None:
        nothing_calls_for_it = decided(
            thyroid=by_clinician(Thyroid(hyperthyroidism=False, tsh=ago(400, 2))),
            vitals=by_clinician(Vitals(heart_rate=ago(1, 70, Reporter.DEVICE))),
            circulation=Circulation(arrhythmia=ago(1, Arrhythmia.NONE, Reporter.CLINICIAN)),
            medicines=Medicines(listed=Recorded((), on=ON, by=Reporter.CLINICIAN)),
        )
        assert [each.fact for each in nothing_calls_for_it.too_old] == ["thyroid.tsh"]


ENGINES: list[Callable[[RuleSet, Snapshot], Conclusions]] = [bits.evaluate, replay.evaluate, interpreter.evaluate]
if durable.available():
    ENGINES.append(durable.evaluate)


def outdated_snapshots(ruleset: RuleSet, chance: random.Random, count: int) -> list[Snapshot]:
    """Return snapshots in which many facts on indication are known by old reports alone."""
    nobody = ruleset.subject()
    found = []
    for _ in range(count):
        groups: dict[str, Any] = {
            name: list(nobody.__dict__[name].flat(ruleset.phase.example)) for name in ruleset.groups
        }
        for fact in ruleset.facts:
            if chance.random() < 0.7:
                groups[fact.group][fact.slot : fact.slot + fact.size] = entries(fact, chance)
        found.append(Snapshot(groups, {}))
    return found


def entries(fact: Any, chance: random.Random) -> tuple[Any, ...]:
    if fact.size == 2:
        once = chance.randint(1, fact.every)
        whole = fact.full_range(Absence.STALE, last=Options(once))
    else:
        low, high = sorted(chance.choices((fact.lowest, fact.highest, 1, 5, 15, 30, 31, 90), k=2))
        once = Interval(max(low, fact.lowest), max(min(high, fact.highest), fact.lowest))
        whole = fact.full_range(Absence.STALE, last=once)
    outdated = Options(once) if fact.size == 2 else once
    if not fact.on_indication:
        alone = fact.expired(outdated)._replace(absence=None) if chance.random() < 0.8 else whole
        return tuple(fact.flat(outdated if alone is not whole else whole))
    return tuple(fact.flat(whole._replace(outdated=outdated)))


def test_every_engine_passes_over_alike() -> None:
    chance = random.Random(11)
    for facts in outdated_snapshots(SCREENING, chance, 60):
        meant = interpreter.evaluate(SCREENING, facts)
        assert all(engine(SCREENING, facts) == meant for engine in ENGINES)
        assert checker.faults(SCREENING, facts, meant) == ()
        assert checker._faults(SCREENING, facts, meant) == ()


def test_a_checker_that_never_passes_over_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = outdated_snapshots(SCREENING, random.Random(11), 20)
    monkeypatch.setattr(interpreter, "is_passed_over", lambda atom, state: state == NOT_INDICATED)
    assert any(checker.faults(SCREENING, facts, interpreter.evaluate(SCREENING, facts)) for facts in snapshots)


def test_an_engine_that_looks_at_the_newest_report_alone_is_noticed() -> None:
    group = by_clinician(Breathing(apnoea_hypopnoea_index=Reports(ago(2500, 46), ago(2000, 4))))
    flat = Breathing.apnoea_hypopnoea_index.flat(Breathing.apnoea_hypopnoea_index.possible(group, ON))
    assert flat[-1] == (4, 46)


class TestLaws:
    """Laws 10 and 11, of every scalar fact on indication that the screening reads."""

    def test_law_10_old_good_news_costs_nothing(self) -> None:
        chance = random.Random(10)
        read = {(fact.group, name) for fact in SCREENING.facts for name in fact.derived_from}
        alone = [fact for fact in SCREENING.facts if fact.derive is None and (fact.group, fact.name) not in read]
        facts = [fact for fact in alone if fact.on_indication]
        tried = 0
        for fact in facts:
            for value in values_of(fact, chance):
                given = Recorded(value, on=before(fact), by=next(iter(fact.may_rule_out), LABORATORY))
                group = groups()[fact.group](**{fact.name: given})
                flat = fact.flat(fact.possible(group, ON))
                if not isinstance(flat[-1], tuple):
                    continue
                before_, after = (
                    decide(SCREENING, Client(), on=ON),
                    decide(SCREENING, Client(**{fact.group: group}), on=ON),
                )
                if all(interpreter.is_passed_over(atom, flat[-1]) for atom in atoms_on(fact)):
                    tried += 1
                    assert {f.rule for f in after.undecided} == {f.rule for f in before_.undecided}
                else:
                    assert {f.rule for f in after.undecided} >= {f.rule for f in before_.undecided}
        assert tried > 20


def before(fact: Fact) -> date:
    days = fact.validity.intake
    return ON - timedelta(days=(days if days is not None else 40_000) + 1)


def groups() -> dict[str, Any]:
    return {name: type(group) for name, group in Client().__dict__.items() if hasattr(type(group), "__group__")}


def atoms_on(fact: Fact) -> list[Any]:
    from kaprules.conditions import Test
    from kaprules.rule import expand_concepts, fact_atoms

    return [
        atom
        for rule in SCREENING.rules
        for atom in fact_atoms(expand_concepts(rule.when))
        if atom.subject is fact and atom.test is not Test.MISSING
    ]


def values_of(fact: Any, chance: random.Random) -> list[Any]:
    if fact.size == 2:
        return list(getattr(fact, "options", (False, True)))
    if fact.kind == "number":
        return [fact.lowest, fact.highest, (fact.lowest + fact.highest) // 2]
    return []
