"""How the rules of the heart, the lungs and weight read what a clinic recorded."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kaprules.engine.evaluation import evaluate
from kaprules.facts.breathing import Breathing, LungDisease, PapUse
from kaprules.facts.circulation import Circulation, NyhaClass
from kaprules.facts.client import Client
from kaprules.facts.model import HAPPENED, NEVER, Between, DaysAgo, PartialDate, Recorded
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.possible import Absence, Interval, Mark, Options
from kaprules.reasoning.findings import marks
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening import breathing, cardiovascular

DAY = date(2026, 11, 23)
HEART = RuleSet("heart", "?", cardiovascular.RULES)
LUNGS = RuleSet("lungs", "?", breathing.RULES)


def ago(days: int) -> date:
    return DAY - timedelta(days)


def findings(ruleset: RuleSet, *groups: object) -> set[str]:
    """Return the ids of the rules that are TRUE."""
    client = Client(**{group.__group__: group for group in groups})  # type: ignore[attr-defined] # every group has one
    return {
        each.rule.id for each in evaluate(ruleset, client, on=DAY, engine="interpreter").conclusions if each.truth == 2
    }


def still_open(ruleset: RuleSet, *groups: object) -> set[str]:
    """Return the ids of the rules that are open."""
    client = Client(**{group.__group__: group for group in groups})  # type: ignore[attr-defined] # every group has one
    return {
        each.rule.id for each in evaluate(ruleset, client, on=DAY, engine="interpreter").conclusions if each.undecided
    }


def pressures(*readings: tuple[int, int]) -> Vitals:
    return Vitals(
        pressures=[
            BloodPressure(systolic=systolic, diastolic=diastolic, on=ago(place))
            for place, (systolic, diastolic) in enumerate(readings)
        ]
    )


def pressure_marks(vitals: Vitals) -> tuple[Mark, ...]:
    client = Client(vitals=vitals)
    return marks(evaluate(HEART, client, on=DAY, engine="interpreter"), cardiovascular.uncontrolled_pressure)


@pytest.mark.parametrize(("readings", "expected"), [(((170, 90),), (Mark.PROVISIONAL,)), (((170, 90), (168, 90)), ())])
def test_one_reading_above_the_line_excludes_provisionally(
    readings: tuple[tuple[int, int], ...], expected: tuple[Mark, ...]
) -> None:
    """The mark goes once there are two readings."""
    assert pressure_marks(pressures(*readings)) == expected


@pytest.mark.parametrize(
    ("diagnosed", "reading", "expected"),
    [
        (False, (150, 88), "cardiovascular.pressure.second_reading"),
        (True, (120, 70), "cardiovascular.pressure.second_reading"),
        (False, (140, 90), "cardiovascular.pressure.single_reading"),
    ],
)
def test_one_reading_is_enough_only_where_nothing_is_raised(
    diagnosed: bool, reading: tuple[int, int], expected: str
) -> None:
    """A raised pressure or a diagnosis asks for a second one; otherwise it is noted."""
    both = {"cardiovascular.pressure.second_reading", "cardiovascular.pressure.single_reading"}
    assert findings(HEART, pressures(reading), Circulation(hypertension=diagnosed)) & both == {expected}


def test_a_crisis_in_one_reading_counts_though_the_mean_is_normal() -> None:
    """The highest reading decides, not the mean."""
    found = findings(HEART, pressures((182, 80), (120, 80), (118, 80)))
    exclusions = {"cardiovascular.pressure.crisis", "cardiovascular.pressure.uncontrolled"}
    assert found & exclusions == {"cardiovascular.pressure.crisis"}


@pytest.mark.parametrize(
    ("given", "excluded", "is_open"),
    [
        (DaysAgo(41), True, False),
        (DaysAgo(42), True, False),
        (DaysAgo(43), False, False),
        (NEVER, False, False),
        (HAPPENED, False, True),
        (PartialDate(2026, 11), True, False),
        (PartialDate(2026, 10), False, True),
        (PartialDate(2025), False, False),
    ],
)
def test_six_weeks_after_a_heart_attack(given: object, excluded: bool, is_open: bool) -> None:
    """Day 42 is inside; a partial date decides only where the whole of it lies on one side."""
    heart = Circulation(myocardial_infarction=given)  # type: ignore[arg-type] # every form of an event
    rule = {"cardiovascular.infarction.recent"}
    assert (findings(HEART, heart) & rule == rule, still_open(HEART, heart) & rule == rule) == (excluded, is_open)


def test_a_history_that_is_out_of_date_does_not_rule_out_a_new_heart_attack() -> None:
    """What happened stays true; whether it happened again has to be asked."""
    old = Circulation(myocardial_infarction=Recorded(date(2020, 1, 1), on=ago(181)))
    found = Client(circulation=old).possible(Circulation.myocardial_infarction, DAY)
    assert (
        isinstance(found, Interval) and found.absence is Absence.STALE,
        "cardiovascular.infarction.past" in findings(HEART, old),
        "cardiovascular.infarction.recent" in still_open(HEART, old),
    ) == (True, True, True)


def test_a_class_of_heart_failure_counts_though_the_diagnosis_is_denied() -> None:
    """A value that is there counts, whatever the diagnosis says."""
    found = findings(HEART, Circulation(heart_failure=False, nyha_class=NyhaClass.III))
    assert found == {"cardiovascular.heart_failure.severe", "cardiovascular.heart_failure.known"}


def test_details_of_heart_failure_are_not_asked_of_others() -> None:
    """Class and decompensation leave nothing open where heart failure is denied."""
    about = {rule.id for rule in HEART.rules if rule.id.startswith("cardiovascular.heart_failure")}
    assert still_open(HEART, Circulation(heart_failure=False)) & about == set()


@pytest.mark.parametrize(
    ("days", "expected"), [(1825, set()), (1826, set()), (1827, {"breathing.apnoea.index_unknown"})]
)
def test_a_sleep_study_is_valid_for_five_years(days: int, expected: set[str]) -> None:
    """One that is older is asked for again where apnoea is diagnosed."""
    lungs = Breathing(sleep_apnoea=True, apnoea_hypopnoea_index=Recorded(12, on=ago(days)))
    assert findings(LUNGS, lungs) & {"breathing.apnoea.index_unknown"} == expected


def test_a_measured_apnoea_counts_though_the_diagnosis_is_denied() -> None:
    """An index of 30 without treatment excludes."""
    lungs = Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=30, pap_use=PapUse.NOT_PRESCRIBED)
    assert "breathing.apnoea.severe_untreated" in findings(LUNGS, lungs)


@pytest.mark.parametrize(
    ("index", "weight", "expected"),
    [
        (Decimal("29.9"), 40, set()),
        (30, Decimal("39.99"), {"breathing.apnoea.severe"}),
        (30, 40, {"breathing.apnoea.severe", "breathing.apnoea.severe_with_obesity"}),
        (Between(29, 31), 40, set()),
    ],
)
def test_treated_severe_apnoea_is_weighed_and_excludes_with_extreme_weight(
    index: object, weight: object, expected: set[str]
) -> None:
    """An adherent device turns the exclusion into a caution, below a body mass index of 40."""
    lungs = Breathing(
        sleep_apnoea=True,
        apnoea_hypopnoea_index=index,  # type: ignore[arg-type] # a number or a range
        pap_use=PapUse.ADHERENT,
    )
    about = {"breathing.apnoea.severe", "breathing.apnoea.severe_untreated", "breathing.apnoea.severe_with_obesity"}
    assert findings(LUNGS, lungs, Vitals(body_mass_index=weight)) & about == expected  # type: ignore[arg-type] # a number


def test_nobody_is_screened_for_apnoea_after_a_sleep_study() -> None:
    """The STOP-Bang score is asked for only where a study is not there."""
    heavy = Vitals(body_mass_index=38)
    wanted = [
        "breathing.apnoea.screening_wanted" in findings(LUNGS, heavy, lungs)
        for lungs in (Breathing(sleep_apnoea=False), Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=3))
    ]
    assert wanted == [True, False]


@pytest.mark.parametrize("disease", [LungDisease.MILD, LungDisease.MODERATE, LungDisease.SEVERE])
def test_whoever_has_chronic_lung_disease_is_asked_when_it_last_got_worse(disease: LungDisease) -> None:
    """And nobody else is."""
    asked = [
        "breathing.copd.exacerbation_unknown" in findings(LUNGS, Breathing(copd=each))
        for each in (disease, LungDisease.NONE)
    ]
    assert asked == [True, False]


def test_learning_more_of_an_event_narrows_it() -> None:
    """A full date leaves a part of what the month left, and the month a part of what the year left."""
    spans = [
        Client(circulation=Circulation(stroke_or_tia=given)).possible(Circulation.stroke_or_tia, DAY)
        for given in (HAPPENED, PartialDate(2026), PartialDate(2026, 3), date(2026, 3, 9))
    ]
    nested = [
        not isinstance(wide, Options)
        and not isinstance(narrow, Options)
        and wide.low <= narrow.low <= narrow.high <= wide.high
        for wide, narrow in pairwise(spans)
    ]
    assert nested == [True, True, True]
