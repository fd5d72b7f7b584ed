"""Tests of what cannot be so together, of codes for missing values, and of the list of what was entered wrong."""

from __future__ import annotations

import functools
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import Client, Decision, decide, screen
from kaprules.authoring import by_clinician
from kaprules.clientfile import read_client
from kaprules.facts import Practice, Session
from kaprules.facts.bladder import Bladder
from kaprules.facts.ketamine_history import KetamineHistory
from kaprules.facts.model import (
    NEVER,
    Adverse,
    Between,
    DaysAgo,
    Fact,
    Facts,
    Number,
    Quantity,
    Recorded,
    Reporter,
    Reports,
    count,
    every_fact,
    groups_of,
)
from kaprules.facts.model import given as given_in
from kaprules.facts.recovery import Recovery
from kaprules.facts.reproduction import PregnancyReport, PregnancyTest, Reproduction
from kaprules.facts.substance_use import SubstanceUse
from kaprules.facts.suicidality import Suicidality
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.language import locale
from kaprules.possible import Absence, Interval, Mark, Options, Outcome
from kaprules.rulesets import DISCHARGE
from kaprules.testing import DECISION_DAY, DECISION_MOMENT, decided_on
from tests.test_laws import EVERY_BOOK, Book, law

EXAMPLES = Path(__file__).parents[2] / "examples" / "clients"
TO_COME = "dated after the decision; expected: 2026-11-23 or before"
NOBODY = "no client has that value"
WEIGHT = "expected: 25 to 350 kg"
EVIDENCE, SCALARS = "01-complete-with-evidence", "02-complete-with-scalars"


@functools.cache
def written(name: str) -> str:
    return (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")


def with_facts(name: str, **groups: dict[str, Any]) -> Decision:
    """Return the decision on a complete client with some facts laid over."""
    data = json.loads(written(name))
    for group, facts in groups.items():
        told = {name: by_somebody(f"{group}.{name}", value) for name, value in facts.items()}
        data.setdefault(group, {}).update(told)
    return screen(read_client(json.dumps(data)), on=DECISION_DAY)


def by_somebody(name: str, value: Any) -> Any:
    """Return what a file says of a fact, by a clinician where not everybody may rule it out and nobody is named."""
    restricted = any(fact.id == name and fact.may_rule_out for fact in every_fact(Client))
    if not restricted or (isinstance(value, dict) and {"by", "absent", "reports"} & value.keys()):
        return value
    return (value if isinstance(value, dict) else {"value": value}) | {"by": "clinician"}


def pressure(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "mm[Hg]"}


def months(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "mo"}


class TestPressures:
    """Pressures are held against each other in whichever form they were given."""

    @pytest.mark.parametrize("facts", [
        {"mean_systolic": pressure(60), "mean_diastolic": pressure(89), "highest_diastolic": pressure(89)},
        {"mean_systolic": pressure(80), "mean_diastolic": pressure(88), "highest_diastolic": pressure(88)},
        {"mean_systolic": pressure(79)},
        {"mean_systolic": pressure(132)},
        {"mean_diastolic": pressure(83)},
        {"highest_systolic": pressure(127)},
        {"highest_systolic": pressure(82)},
        {"mean_systolic": pressure(80), "highest_systolic": pressure(130)},
        {"pressure_readings": 0},
        {"pressure_readings": 1},
    ])  # fmt: skip
    def test_what_cannot_be_is_not_believed(self, facts: dict[str, Any]) -> None:
        """A decision that found no exclusion is incomplete, with the mark and with what was entered."""
        decision = with_facts(SCALARS, vitals=facts)
        assert (decision.outcome, decision.marks) == (Outcome.INCOMPLETE, (Mark.DATA_ERROR,))
        assert {f"vitals.{name}" for name in facts if "mean" in name} <= {error.fact for error in decision.data_errors}
        assert decision.data_errors

    @pytest.mark.parametrize("facts", [
        {"mean_systolic": pressure(131)},
        {"mean_systolic": {"at_least": 60, "at_most": 131, "unit": "mm[Hg]"}},
        {"mean_diastolic": pressure(82)},
        {"pressure_readings": 40},
    ])  # fmt: skip
    def test_what_can_be_is(self, facts: dict[str, Any]) -> None:
        """At the very end, and where only a part of a range contradicts."""
        decision = with_facts(SCALARS, vitals=facts)
        assert (decision.outcome, decision.data_errors) == (Outcome.NO_EXCLUSION_FOUND, ())

    def test_as_a_series_so_as_scalars(self) -> None:
        """Neither half is believed."""
        series = by_clinician(Vitals(pressures=[BloodPressure(systolic=60, diastolic=89, on=DECISION_DAY)]))
        scalars = by_clinician(Vitals(mean_systolic=60, mean_diastolic=89, highest_systolic=60, highest_diastolic=89))
        for fact in (Vitals.mean_systolic, Vitals.mean_diastolic, Vitals.highest_systolic, Vitals.highest_diastolic):
            found = [fact.possible(each, DECISION_DAY) for each in (series, scalars)]
            assert [each[:2] for each in found] == [(fact.lowest, fact.highest)] * 2
            assert [each.marks for each in found] == [frozenset({Mark.DATA_ERROR})] * 2

    def test_before_leaving(self) -> None:
        """Now and before the dose, and a change in percent of a pressure that nobody has."""
        wrong: tuple[dict[str, int], ...] = (
            {"systolic": 60, "diastolic": 89},
            {"baseline_systolic": 60, "baseline_diastolic": 89},
            {"systolic_change": 10, "systolic_change_per_cent": 2},
            {"diastolic_change": 0, "diastolic_change_per_cent": 20},
        )
        for facts in wrong:
            recovery = by_clinician(
                Recovery(**{name: Recorded(value, by=Reporter.CLINICIAN) for name, value in facts.items()})
            )
            errors = Session(recovery=recovery).data_errors(DECISION_MOMENT)
            assert {error.fact.partition(".")[2] for error in errors} == set(_given(recovery))
            decision = decide(DISCHARGE, Session(recovery=recovery), on=DECISION_MOMENT)
            assert (decision.outcome, Mark.DATA_ERROR in decision.marks) == (Outcome.INCOMPLETE, True)


def _given(group: Facts) -> list[str]:
    return [fact.name for fact in group.__facts__ if group.__dict__[fact.name] is not Absence.NOT_ASKED]


OTHERS = (
    Bladder(cystitis_episodes_in_6_months=2, cystitis_episodes_in_12_months=1),
    Suicidality(phq9=1, phq9_item_9=2),
    Suicidality(phq9=27, phq9_item_9=0),
    by_clinician(Suicidality(attempt_ever=True, last_behaviour=NEVER)),
    by_clinician(Suicidality(attempt_ever=True, latest_attempt=NEVER)),
    SubstanceUse(audit_total=3, audit_c_total=4),
    SubstanceUse(audit_total=40, audit_c_total=0),
    by_clinician(SubstanceUse(any_disorder=NEVER, significant_disorder=DaysAgo(400))),
    by_clinician(SubstanceUse(any_disorder=DaysAgo(500), mild_disorder=DaysAgo(400))),
    by_clinician(SubstanceUse(any_disorder=DaysAgo(20), significant_disorder=NEVER, mild_disorder=NEVER)),
    by_clinician(SubstanceUse(any_disorder=NEVER, maintenance_treatment=True)),
    by_clinician(SubstanceUse(any_disorder=NEVER, ketamine_or_phencyclidine_disorder=True)),
    KetamineHistory(nonmedical_ketamine_use=NEVER, nonmedical_ketamine_uses_in_12_months=3),
    KetamineHistory(nonmedical_ketamine_use=DaysAgo(366), nonmedical_ketamine_uses_in_12_months=1),
    Reproduction(amenorrhoea=12, last_menstrual_period=DaysAgo(18)),
    Reproduction(without_uterus=True, last_menstrual_period=DaysAgo(18)),
    by_clinician(Vitals(weight=25, height=230)),
    by_clinician(Vitals(weight=350, height=100)),
)
"""Groups in which all that is given contradicts itself."""
AGREE = (
    Bladder(cystitis_episodes_in_6_months=1, cystitis_episodes_in_12_months=1),
    Suicidality(phq9=2, phq9_item_9=2),
    Suicidality(phq9=27, phq9_item_9=3),
    by_clinician(Suicidality(attempt_ever=False, last_behaviour=NEVER)),
    by_clinician(Suicidality(attempt_ever=False, latest_attempt=NEVER)),
    by_clinician(Suicidality(attempt_ever=False, latest_attempt=DaysAgo(900))),
    SubstanceUse(audit_total=4, audit_c_total=4),
    SubstanceUse(audit_total=40, audit_c_total=12),
    by_clinician(SubstanceUse(any_disorder=DaysAgo(400), significant_disorder=DaysAgo(400), mild_disorder=NEVER)),
    by_clinician(SubstanceUse(any_disorder=DaysAgo(20), significant_disorder=NEVER)),
    by_clinician(SubstanceUse(any_disorder=NEVER, maintenance_treatment=False)),
    KetamineHistory(nonmedical_ketamine_use=DaysAgo(365), nonmedical_ketamine_uses_in_12_months=1),
    KetamineHistory(nonmedical_ketamine_use=DaysAgo(5), nonmedical_ketamine_uses_in_12_months=0),
    Reproduction(amenorrhoea=12, last_menstrual_period=DaysAgo(365)),
    Reproduction(amenorrhoea=Between(0, 12), last_menstrual_period=DaysAgo(18)),
    Reproduction(without_uterus=True, last_menstrual_period=DaysAgo(31)),
    by_clinician(Vitals(weight=60, height=170, body_mass_index=21)),
)


class TestPairs:
    """Each pair is declared once; what contradicts is absent, all of it."""

    @pytest.mark.parametrize("group", OTHERS, ids=repr)
    def test_what_contradicts_is_absent(self, group: Facts) -> None:
        """With the whole plausible range and the mark, and listed under each name."""
        for name in _given(group):
            fact: Fact = getattr(type(group), name)
            found: Any = fact.possible(group, DECISION_DAY)
            assert found.absence in (Absence.IMPLAUSIBLE, Absence.CONFLICTING) and Mark.DATA_ERROR in found.marks
            assert found[:-5] == fact.full_range(Absence.IMPLAUSIBLE)[:-5]
        errors = Client(**{group.__group__: group}).data_errors(DECISION_DAY)
        assert [error.fact for error in errors] == [f"{group.__group__}.{name}" for name in _given(group)]
        assert all(error.beside and error.plausible for error in errors)

    @pytest.mark.parametrize("group", AGREE, ids=repr)
    def test_what_agrees_is_believed(self, group: Facts) -> None:
        assert Client(**{group.__group__: group}).data_errors(DECISION_DAY) == ()

    @pytest.mark.parametrize("group", OTHERS, ids=repr)
    def test_nothing_is_cleared_by_a_contradiction(self, group: Facts) -> None:
        """Laid over a complete client of whom none of it is recorded, the outcome is no better than without."""
        client = read_client(written(EVIDENCE))
        kept = {name: getattr(client, name) for name in groups_of(Client)}
        own, new = (given_in(each) for each in (kept[group.__group__], group))
        for fact in group.__facts__:
            if not fact.cross_checked and {fact.name, *fact.derived_from} & new.keys():
                for name in {fact.name, *fact.derived_from}:
                    own.pop(name, None)
        laid = own | new
        before = screen(client, on=DECISION_DAY)
        after = screen(Client(**kept | {group.__group__: type(group)(**laid)}), on=DECISION_DAY)
        assert (before.outcome, after.outcome >= before.outcome) == (Outcome.NO_EXCLUSION_FOUND, True)
        assert after.data_errors

    def test_a_pair_must_be_of_the_group(self) -> None:
        with pytest.raises(TypeError, match=r"^gut.low may contradict 'high': its group has no such fact$"):

            class Gut(Facts, group="gut"):
                low: Number = count(title="Low", highest=9, never_above="high")

    @EVERY_BOOK
    def test_of_any_subject_what_is_marked_is_listed(self, book: Book) -> None:
        """A fact has the mark of a data error only where something of its group is listed."""

        @law(300, book)
        def holds(subject: Any) -> None:
            on = decided_on(book.ruleset)
            zone = None if isinstance(on, datetime) else "UTC"
            marked = {
                fact.group
                for fact in every_fact(type(subject))
                if fact.size and Mark.DATA_ERROR in subject.possible(fact, on, zone).marks
            }
            listed = subject.data_errors(on, zone)
            assert marked <= {error.fact.partition(".")[0] for error in listed}
            assert len(set(listed)) == len(listed)
            assert all(str(error) for error in listed)

        holds()


class TestMenses:
    """What contradicts itself about menses asks for both; a client who is unsure is tested."""

    def test_a_menopause_beside_a_period(self) -> None:
        """The last period of the complete client was 18 days ago."""
        decision = with_facts(EVIDENCE, reproduction={"amenorrhoea": months(12)})
        assert decision.outcome is Outcome.INCOMPLETE
        assert [finding.rule for finding in decision.findings] == ["pregnancy.menses.contradict"]
        assert decision.marks == (Mark.CONFLICT, Mark.DATA_ERROR)
        found = decision.subject.possible(Reproduction.amenorrhoea, DECISION_DAY)
        assert found == Interval(0, 1000, Absence.CONFLICTING, frozenset({Mark.CONFLICT, Mark.DATA_ERROR}))
        assert [error.place for error in decision.data_errors] == [
            "reproduction.amenorrhoea",
            "reproduction.last_menstrual_period",
        ]

    @pytest.mark.parametrize(
        ("on", "outcome"),
        [
            ("2026-11-16", Outcome.INCOMPLETE),
            ("2026-11-22", Outcome.INCOMPLETE),
            ("2026-11-23", Outcome.NO_EXCLUSION_FOUND),
        ],
    )
    def test_a_client_who_is_unsure_is_tested(self, on: str, outcome: Outcome) -> None:
        """A negative test of that day or later answers it, an older one does not."""
        unsure = {"value": "unsure", "on": "2026-11-23", "by": "client"}
        test = {"value": "negative", "on": on, "by": "laboratory"}
        decision = with_facts(EVIDENCE, reproduction={"pregnancy_reported": unsure, "pregnancy_test": test})
        assert decision.outcome is outcome
        assert [finding.rule for finding in decision.findings] == ["pregnancy.report.unsure"] * (
            outcome is Outcome.INCOMPLETE
        )

    def test_of_several_tests_all_since_are_negative(self) -> None:
        """One that is positive, or says neither, answers nothing."""
        negative = Recorded(PregnancyTest.NEGATIVE, on=DECISION_DAY)
        for other, bits in ((PregnancyTest.NEGATIVE, 1), (PregnancyTest.INDETERMINATE, 2), (PregnancyTest.POSITIVE, 2)):
            reproduction = by_clinician(
                Reproduction(
                    pregnancy_reported=Recorded(PregnancyReport.UNSURE, on=DECISION_DAY),
                    pregnancy_test=Reports(negative, Recorded(other, on=date(2026, 11, 22))),
                )
            )
            assert Reproduction.pregnancy_unsure.possible(reproduction, DECISION_DAY)[0] == bits


class TestCodes:
    """What exports write for a missing value is none."""

    CODED = tuple(
        (fact, code)
        for kind in (Client, Session, Practice)
        for fact in every_fact(kind)
        if isinstance(fact, Number)
        for code in fact.missing_codes
    )

    @pytest.mark.parametrize(("fact", "code"), CODED, ids=str)
    def test_a_code_is_implausible(self, fact: Number, code: int) -> None:
        """In its own unit, in any form of the number; its neighbours are values as before."""
        for value in (code, float(code), Quantity(code, fact.unit)):
            assert fact.values_of(value, DECISION_DAY).absence is Absence.IMPLAUSIBLE
        assert fact.values_of(code - 1, DECISION_DAY) == Interval(code - 1, code - 1)
        assert fact.values_of(Between(code - 1, code), DECISION_DAY) == Interval(code - 1, code)

    def test_never_a_vital_sign(self) -> None:
        """Only counts, months and scores; a heart rate of 99 is one."""
        assert {fact.unit for fact, _ in self.CODED} <= {"{#}", "{score}", "mo"}
        with pytest.raises(TypeError, match=r"^Pulse: missing_codes belong to counts, months and scores, not to /min$"):
            Number(title="Pulse", unit="/min", lowest=20, highest=250, missing_codes=(99,))

    def test_every_number_that_reassures_by_being_high_declares_them(self) -> None:
        """Where 999 lies within what is plausible."""
        kinds = [fact for kind in (Client, Session, Practice) for fact in every_fact(kind) if isinstance(fact, Number)]
        wanted = {
            fact.id
            for fact in kinds
            if fact.adverse is Adverse.LOWER and fact.unit in ("{#}", "mo") and fact.highest >= 999
        }
        assert wanted <= {fact.id for fact, _ in self.CODED}

    def test_it_clears_nobody(self) -> None:
        """From an age on from which a menopause would have made a pregnancy impossible."""
        decision = with_facts(
            EVIDENCE,
            person={"birth_date": "1980-03-10"},
            reproduction={
                "amenorrhoea": months(999),
                "last_menstrual_period": "never",
                "contraception_effective": False,
            },
        )
        assert decision.outcome is Outcome.INCOMPLETE
        (error,) = decision.data_errors
        assert (error.given, error.why) == ("999 months", "a code for a missing value, which no client has")


class TestIndex:
    """Height and weight beside a body mass index."""

    @pytest.mark.parametrize(("facts", "low", "high", "absence"), [
        ({"height": 170, "weight": 60, "body_mass_index": 20}, 10, 100, Absence.CONFLICTING),
        ({"height": 200, "weight": 100, "body_mass_index": 25}, 25, 25, None),
        ({"height": 200, "weight": 100, "body_mass_index": Between(24, 26)}, 25, 25, None),
        ({"height": 200, "weight": 100, "body_mass_index": Between(25, 26)}, 25, 25, None),
        ({"height": 200, "weight": Between(100, 104), "body_mass_index": 25}, 25, 25, None),
        ({"height": 200, "weight": 100, "body_mass_index": 24.5}, 24.5, 25, None),
        ({"height": 200, "weight": 100, "body_mass_index": 24.4}, 10, 100, Absence.CONFLICTING),
        ({"weight": 200, "body_mass_index": 30}, 10, 100, Absence.CONFLICTING),
        ({"weight": 60, "body_mass_index": 30}, 30, 30, None),
        ({"height": 1000, "weight": 60, "body_mass_index": 30}, 30, 30, None),
    ])  # fmt: skip
    def test_what_both_leave(self, facts: dict[str, Any], low: float, high: float, absence: Absence | None) -> None:
        """Both, where they agree; either, within a rounding; neither beyond that."""
        found = Vitals.body_mass_index.possible(by_clinician(Vitals(**facts)), DECISION_DAY)
        assert (found[0], found[1], found.absence) == (low, high, absence)

    def test_an_index_that_cannot_be_counts_as_absent(self) -> None:
        """What the weight alone leaves stays so."""
        bare, beside = (by_clinician(Vitals(weight=60, **more)) for more in ({}, {"body_mass_index": 500}))
        read = Vitals.body_mass_index.possible
        assert read(beside, DECISION_DAY)[:2] == read(bare, DECISION_DAY)[:2]

    def test_all_are_named(self) -> None:
        decision = with_facts(SCALARS, vitals={
            "height": {"value": 170, "unit": "cm"},
            "weight": {"value": 60, "unit": "kg"},
            "body_mass_index": {"value": 20, "unit": "kg/m2"},
        })  # fmt: skip
        assert decision.outcome is Outcome.INCOMPLETE
        assert [error.place for error in decision.data_errors] == [
            "vitals.height",
            "vitals.weight",
            "vitals.body_mass_index",
        ]

    def test_a_certificate_says_what_it_assumes(self) -> None:
        """That height and weight, once recorded, agree with the index."""
        settled = with_facts(SCALARS).settled
        assert settled is not None and {"vitals.height", "vitals.weight"} <= set(settled.assumed)
        assert "assumed to agree with what is recorded: " in str(settled)


class TestSeveralDays:
    """Measurements of several days do not conflict."""

    def test_the_newest_counts(self) -> None:
        """Of a weight, of a heart rate; without a mark."""
        for fact, values in ((Vitals.weight, (70, 80)), (Vitals.heart_rate, (60, 90))):
            reports = Reports(
                *(Recorded(value, on=date(2026, 11, day)) for value, day in zip(values, (9, 16), strict=True))
            )
            found = fact.possible(by_clinician(Vitals(**{fact.name: reports})), DECISION_DAY)
            assert found == Interval(values[1], values[1])

    def test_the_newest_that_is_still_valid(self) -> None:
        """One that is out of date gives way, and one without a date is of today."""
        reports = Reports(Recorded(60, on=date(2026, 11, 1)), Recorded(130, on=date(2026, 1, 1)))
        assert Vitals.heart_rate.possible(by_clinician(Vitals(heart_rate=reports)), DECISION_DAY) == Interval(60, 60)
        undated = Reports(Recorded(60, on=date(2026, 11, 1)), Recorded(130, reference="chart"))
        assert Vitals.heart_rate.possible(by_clinician(Vitals(heart_rate=undated)), DECISION_DAY) == Interval(130, 130)

    def test_an_implausible_newest_leaves_all_open(self) -> None:
        """What was measured last is not known then."""
        reports = Reports(Recorded(60, on=date(2026, 11, 1)), Recorded(700, on=date(2026, 11, 16)))
        found = Vitals.heart_rate.possible(by_clinician(Vitals(heart_rate=reports)), DECISION_DAY)
        assert found == Interval(20, 250, Absence.IMPLAUSIBLE, frozenset({Mark.DATA_ERROR}))

    def test_the_worse_counts_where_one_is(self) -> None:
        """In whichever order they came; that is no conflict either, but on one day it is."""
        read = Vitals.oxygen_saturation.possible
        for days in ((9, 16), (16, 9)):
            reports = Reports(
                *(Recorded(value, on=date(2026, 11, day)) for value, day in zip((97, 91), days, strict=True))
            )
            assert read(by_clinician(Vitals(oxygen_saturation=reports)), DECISION_DAY) == Interval(91, 91)
        same = Reports(*(Recorded(value, on=DECISION_DAY) for value in (97, 91)))
        assert read(by_clinician(Vitals(oxygen_saturation=same)), DECISION_DAY).marks == {Mark.CONFLICT}

    def test_of_one_day_they_conflict(self) -> None:
        """Where no direction is worse, nobody knows which holds."""
        reports = Reports(*(Recorded(value, on=datetime(2026, 11, 16, hour)) for value, hour in ((60, 9), (90, 10))))
        found = Vitals.heart_rate.possible(by_clinician(Vitals(heart_rate=reports)), DECISION_DAY)
        assert (found.absence, found.marks) == (Absence.CONFLICTING, {Mark.CONFLICT})


class TestDataErrors:
    """Everything that cannot be is listed: what was given, what is plausible, why."""

    def test_inside_a_series(self) -> None:
        """The record and the value are named, in every form in which a decision is read."""
        series = [
            {"systolic": pressure(122), "diastolic": pressure(76), "on": "2026-11-02"},
            {"systolic": pressure(1620), "diastolic": pressure(76), "on": "2026-11-09"},
            {"systolic": pressure(122), "diastolic": pressure(130), "on": "2026-12-09"},
        ]
        decision = with_facts(EVIDENCE, vitals={"pressures": series})
        assert [(error.place, error.given, error.plausible, error.why) for error in decision.data_errors] == [
            ("vitals.pressures[2026-11-09].systolic", "1620 mm[Hg]", "50 to 300 mm[Hg]", "no client has that value"),
            (
                *(
                    "vitals.pressures[2026-12-09].systolic",
                    "122 mm[Hg]",
                    "diastolic pressure is below systolic pressure",
                ),
                "contradicts diastolic pressure",
            ),
            (
                *(
                    "vitals.pressures[2026-12-09].diastolic",
                    "130 mm[Hg]",
                    "diastolic pressure is below systolic pressure",
                ),
                "contradicts systolic pressure",
            ),
            ("vitals.pressures[2026-12-09].on", "2026-12-09", "2026-11-23 or before", "dated after the decision"),
        ]
        what = "blood pressure readings of 9 November 2026, systolic pressure"
        line = f"{what} 1620 mmHg: {NOBODY}; expected: 50 to 300 mmHg"
        assert decision.words("clinician").splitlines()[2:4] == [
            "Cannot be as recorded, to be corrected first",
            f"- {line}",
        ]
        assert decision.explain().splitlines()[2] == "Cannot be as recorded, to be corrected first:"
        assert json.loads(decision.to_json())["data_errors"][0] == {
            "fact": "vitals.pressures",
            "place": "vitals.pressures[2026-11-09].systolic",
            "given": "1620 mm[Hg]",
            "plausible": "50 to 300 mm[Hg]",
            "why": "no client has that value",
            "beside": [],
        }
        assert Decision.from_json(decision.to_json()) == decision
        assert decision.subject.data_errors(DECISION_DAY) == decision.data_errors

    def test_a_record_of_before_is_still_read(self) -> None:
        """In which there was no such list."""
        decision = with_facts(EVIDENCE)
        data = json.loads(decision.to_json())
        del data["data_errors"]
        assert Decision.from_json(json.dumps(data)) == decision

    @pytest.mark.parametrize(
        ("fact", "value", "line"),
        [
            ("person.birth_date", "2030-01-01", f"date of birth 2030-01-01: {TO_COME}"),
            (
                *("person.birth_date", "1800-01-01"),
                "date of birth 1800-01-01: dated before the birth, or before any life; expected: 1906-11-22 or later",
            ),
            ("circulation.myocardial_infarction", "2027-02", f"MI 2027-02: {TO_COME}"),
            ("circulation.myocardial_infarction", {"days_ago": 60_000}, f"MI 60000 days ago: {NOBODY}"),
            ("breathing.asthma", {"value": "none", "on": "2027-01-01"}, f"asthma none: {TO_COME}"),
            ("vitals.weight", {"value": 1500, "unit": "[lb_av]"}, f"weight 1500 [lb_av]: {NOBODY}; {WEIGHT}"),
            ("vitals.weight", {"at_least": 1, "at_most": 5, "unit": "kg"}, f"weight 1 to 5 kg: {NOBODY}; {WEIGHT}"),
            (
                *("substance_use.disorders", [{"substance": "alcohol", "last_criteria_met": "never"}]),
                "substance use disorders, alcohol, criteria last met never: cannot be so beside what else is recorded; "
                "expected: the criteria of a disorder that is listed were met",
            ),
        ],
    )
    def test_each_in_a_line(self, fact: str, value: Any, line: str) -> None:
        """What it is called, what was given, what is wrong with it, and what was expected."""
        group, name = fact.split(".")
        client = read_client(json.dumps({group: {name: value}}))
        assert [str(error) for error in client.data_errors(DECISION_DAY)] == [line]

    def test_in_spanish(self) -> None:
        """As every sentence that people read."""
        (error,) = Client(vitals=by_clinician(Vitals(heart_rate=700))).data_errors(DECISION_DAY)
        assert error.render(locale("es")) != error.render()

    def test_of_a_client_who_can_be_there_are_none(self) -> None:
        for name in (EVIDENCE, SCALARS):
            assert with_facts(name).data_errors == ()


@settings(deadline=None, database=None, derandomize=True, max_examples=300)
@given(low=st.integers(0, 30), more=st.integers(0, 3), days=st.integers(0, 1500))
def test_a_menopause_contradicts_a_period_only_where_it_must(low: int, more: int, days: int) -> None:
    """So many months ago lay the menopause at least, by any calendar; where one month of them fits, nothing is said."""
    group = Reproduction(amenorrhoea=Between(low, low + more), last_menstrual_period=DaysAgo(days))
    then = date.fromordinal(DECISION_DAY.toordinal() - days)
    passed = (DECISION_DAY.year - then.year) * 12 + DECISION_DAY.month - then.month - (DECISION_DAY.day < then.day)
    flag = Reproduction.menses_contradict.possible(group, DECISION_DAY)
    assert isinstance(flag, Options)
    if passed >= low:
        assert flag.bits == 1
    if passed < low - 1:
        assert flag.bits == 2
