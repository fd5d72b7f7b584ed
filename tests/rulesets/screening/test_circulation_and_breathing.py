"""How the rules of the heart, the lungs and weight read what a clinic recorded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kaprules.authoring import by_clinician
from kaprules.engine.evaluation import evaluate
from kaprules.facts.breathing import Breathing, LungDisease, PapUse
from kaprules.facts.circulation import Arrhythmia, Circulation, EventKind, NyhaClass
from kaprules.facts.client import Client
from kaprules.facts.model import HAPPENED, NEVER, Between, DaysAgo, PartialDate, Recorded, Reporter
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.possible import Absence, Interval, Mark, Options
from kaprules.reasoning.findings import marks
from kaprules.rule import Rule
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
    return by_clinician(
        Vitals(
            pressures=[
                BloodPressure(systolic=systolic, diastolic=diastolic, on=ago(place))
                for place, (systolic, diastolic) in enumerate(readings)
            ]
        )
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
    heart = Circulation(hypertension=diagnosed, latest_cardiovascular_event=NEVER)
    assert findings(HEART, pressures(reading), heart) & both == {expected}


def test_a_crisis_in_one_reading_counts_though_the_mean_is_normal() -> None:
    """The highest reading decides, not the mean."""
    found = findings(HEART, pressures((182, 80), (120, 80), (118, 80)))
    exclusions = {"cardiovascular.pressure.crisis", "cardiovascular.pressure.uncontrolled"}
    assert found & exclusions == {"cardiovascular.pressure.crisis"}


def visit(*readings: tuple[int, int]) -> Vitals:
    """Readings of one day, an hour apart."""
    return by_clinician(
        Vitals(
            pressures=[
                BloodPressure(systolic=systolic, diastolic=diastolic, on=datetime(2026, 11, 20, 9 + place))
                for place, (systolic, diastolic) in enumerate(readings)
            ]
        )
    )


@pytest.mark.parametrize(
    ("readings", "diagnosed", "asked"),
    [
        (((134, 84), (132, 82)), True, False),
        (((140, 90), (140, 90)), True, False),
        (((134, 84),), True, True),
        (((141, 84), (110, 70)), True, True),
        (((170, 88), (108, 80)), False, True),
        (((130, 91), (120, 80)), False, True),
        (((134, 84), (132, 82)), False, False),
    ],
)
def test_one_visit_settles_only_where_each_reading_is_at_or_below_the_line(
    readings: tuple[tuple[int, int], ...], diagnosed: bool, asked: bool
) -> None:
    """Whatever their mean is; a reading above the line asks for a second day, with or without a diagnosis."""
    heart = Circulation(hypertension=diagnosed, latest_cardiovascular_event=NEVER)
    rule = {"cardiovascular.pressure.second_reading"}
    assert (findings(HEART, visit(*readings), heart) & rule == rule) is asked
    assert still_open(HEART, visit(*readings), heart) & rule == set()


def test_a_second_day_settles_a_reading_above_the_line() -> None:
    """Whichever order they were filed in."""
    found = findings(HEART, pressures((150, 92), (128, 80)), Circulation(hypertension=True))
    assert "cardiovascular.pressure.second_reading" not in found
    assert "cardiovascular.pressure.second_reading" in findings(
        HEART, visit((150, 92), (128, 80)), Circulation(hypertension=True)
    )


NO_HISTORY: dict[str, object] = {
    "hypertension": False,
    "myocardial_infarction": NEVER,
    "unstable_angina": False,
    "coronary_disease": False,
    "arrhythmia": Arrhythmia.NONE,
    "heart_failure": False,
    "stroke_or_tia": NEVER,
    "aneurysm": False,
    "aortic_dissection": False,
}
SPEAKS = {
    EventKind.INFARCTION: "cardiovascular.infarction.past",
    EventKind.UNSTABLE_ANGINA: "cardiovascular.angina.unstable",
    EventKind.CORONARY_STENT: "cardiovascular.coronary_disease.known",
    EventKind.BYPASS: "cardiovascular.coronary_disease.known",
    EventKind.STROKE_OR_TIA: "cardiovascular.stroke.past",
    EventKind.CARDIAC_ARREST: "cardiovascular.arrhythmia.known",
    EventKind.ARRHYTHMIA: "cardiovascular.arrhythmia.known",
    EventKind.HEART_FAILURE: "cardiovascular.heart_failure.known",
    EventKind.HYPERTENSIVE_CRISIS: "cardiovascular.hypertension.treatment_unknown",
    EventKind.VESSEL_OPERATION: "cardiovascular.event.vessel_operation",
}
"""The rule that speaks of a kind of event, though the disease behind it is denied."""


def told(kind: EventKind, when: object, **more: object) -> Circulation:
    given = NO_HISTORY | {"latest_cardiovascular_event": when, "latest_cardiovascular_event_kind": kind} | more
    return by_clinician(Circulation(**given))  # type: ignore[arg-type] # every form of each fact


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize(("days", "excluded"), [(42, True), (43, False)])
def test_any_event_excludes_for_six_weeks(kind: EventKind, days: int, excluded: bool) -> None:
    """An embolism or a stent three weeks ago is no reason to go on, whatever else is denied."""
    found = findings(HEART, told(kind, DaysAgo(days)))
    assert ("cardiovascular.event.recent" in found) is excluded
    assert "cardiovascular.event.within_months" in found


@pytest.mark.parametrize("kind", EventKind)
def test_a_kind_speaks_though_its_disease_is_denied(kind: EventKind) -> None:
    """A client with a stent who has 'no heart disease' has it."""
    found = findings(HEART, told(kind, DaysAgo(2000)))
    assert "cardiovascular.event.past" in found
    assert found & set(SPEAKS.values()) == ({SPEAKS[kind]} if kind in SPEAKS else set())


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (EventKind.CORONARY_STENT, cardiovascular.known_coronary_disease),
        (EventKind.CARDIAC_ARREST, cardiovascular.known_arrhythmia),
        (EventKind.HEART_FAILURE, cardiovascular.known_heart_failure),
        (EventKind.INFARCTION, cardiovascular.past_infarction),
        (EventKind.STROKE_OR_TIA, cardiovascular.past_stroke),
        (EventKind.UNSTABLE_ANGINA, cardiovascular.unstable_angina),
        (EventKind.VESSEL_OPERATION, cardiovascular.vessel_operation),
    ],
)
def test_a_denied_disease_is_a_conflict(kind: EventKind, rule: Rule) -> None:
    """The finding says that the two reports disagree."""
    client = Client(circulation=told(kind, DaysAgo(2000)))
    assert Mark.CONFLICT in marks(evaluate(HEART, client, on=DAY, engine="interpreter"), rule)


@pytest.mark.parametrize(
    ("kind", "days", "rule"),
    [(EventKind.STROKE_OR_TIA, 180, "event.stroke"), (EventKind.INFARCTION, 42, "event.infarction")],
)
def test_a_stroke_told_as_an_event_excludes_as_long_as_a_stroke(kind: EventKind, days: int, rule: str) -> None:
    """And a heart attack as long as a heart attack."""
    assert f"cardiovascular.{rule}" in findings(HEART, told(kind, DaysAgo(days)))
    assert f"cardiovascular.{rule}" not in findings(HEART, told(kind, DaysAgo(days + 1)))


@pytest.mark.parametrize(
    "event",
    [
        Absence.NOT_ASKED,
        Absence.DECLINED,
        HAPPENED,
        Recorded(NEVER, on=ago(31)),
        Recorded(DaysAgo(300), on=ago(31)),
    ],
    ids=["never asked", "declined", "no date", "denied long ago", "told long ago"],
)
def test_who_was_not_asked_lately_is_not_cleared(event: object) -> None:
    """No event can be excluded by silence, nor by an answer older than thirty days."""
    heart = by_clinician(Circulation(**(NO_HISTORY | {"latest_cardiovascular_event": event})))  # type: ignore[arg-type] # every form
    assert "cardiovascular.event.recent" in still_open(HEART, heart)


def test_an_event_of_unknown_kind_is_asked_for_however_long_ago() -> None:
    """And one that is denied asks for nothing."""
    rule = "cardiovascular.event.kind_missing"
    for when in (DaysAgo(12_000), HAPPENED):
        assert rule in findings(HEART, Circulation(latest_cardiovascular_event=when))
    assert rule not in findings(HEART, Circulation(latest_cardiovascular_event=NEVER))


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("event", [Absence.NOT_ASKED, Absence.DECLINED], ids=["never asked", "declined"])
def test_a_kind_that_tells_of_a_disease_asks_for_its_event(kind: EventKind, event: Absence) -> None:
    """Where it tells of none, the event is open by itself."""
    asked = "cardiovascular.event.kind_missing" in findings(HEART, told(kind, event))
    assert asked == (kind is not EventKind.OTHER)


def test_a_kind_beside_no_event_settles_nothing() -> None:
    """The two contradict each other, and neither is believed."""
    heart = told(EventKind.PULMONARY_EMBOLISM, NEVER)
    for fact in (Circulation.latest_cardiovascular_event, Circulation.latest_cardiovascular_event_kind):
        assert Client(circulation=heart).possible(fact, DAY).absence is Absence.CONFLICTING
    assert "cardiovascular.event.recent" in still_open(HEART, heart)


@pytest.mark.parametrize(
    ("by", "asked"), [(Reporter.CLIENT, True), (Reporter.CLINICIAN, False), (Reporter.RECORD, False)]
)
def test_what_a_vessel_was_operated_on_for_is_no_matter_of_the_clients_word(by: Reporter, asked: bool) -> None:
    """An aneurysm that was mended is still one."""
    assessed = Recorded(True, by=by, on=DAY)
    heart = told(EventKind.VESSEL_OPERATION, DaysAgo(2000), vessel_operation_assessed=assessed)
    assert ("cardiovascular.event.vessel_operation" in findings(HEART, heart)) is asked


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
    found = findings(HEART, by_clinician(Circulation(heart_failure=False, nyha_class=NyhaClass.III)))
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
    lungs = by_clinician(Breathing(sleep_apnoea=True, apnoea_hypopnoea_index=Recorded(12, on=ago(days))))
    assert findings(LUNGS, lungs) & {"breathing.apnoea.index_unknown"} == expected


def test_a_measured_apnoea_counts_though_the_diagnosis_is_denied() -> None:
    """An index of 30 without treatment excludes."""
    lungs = by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=30, pap_use=PapUse.NOT_PRESCRIBED))
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
    lungs = by_clinician(
        Breathing(
            sleep_apnoea=True,
            apnoea_hypopnoea_index=index,  # type: ignore[arg-type] # a number or a range
            pap_use=PapUse.ADHERENT,
        )
    )
    about = {"breathing.apnoea.severe", "breathing.apnoea.severe_untreated", "breathing.apnoea.severe_with_obesity"}
    assert findings(LUNGS, lungs, by_clinician(Vitals(body_mass_index=weight))) & about == expected  # type: ignore[arg-type] # a number


@pytest.mark.parametrize(
    ("lungs", "wanted"),
    [
        (by_clinician(Breathing(sleep_apnoea=False)), True),
        (by_clinician(Breathing(sleep_apnoea=Absence.NOT_KNOWN)), True),
        (by_clinician(Breathing(sleep_apnoea=Absence.DECLINED)), True),
        (by_clinician(Breathing(sleep_apnoea=False, stop_bang=Recorded(2, on=ago(181)))), True),
        (by_clinician(Breathing(sleep_apnoea=False, stop_bang=2)), False),
        (by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=Recorded(3, on=ago(1827)))), True),
        (by_clinician(Breathing(sleep_apnoea=False, apnoea_hypopnoea_index=3)), False),
        (by_clinician(Breathing(sleep_apnoea=True)), False),
    ],
)
def test_the_stop_bang_is_asked_for_where_no_study_is_there_and_no_apnoea_is_diagnosed(
    lungs: Breathing, wanted: bool
) -> None:
    """A study that is out of date is none; where apnoea is diagnosed its index is asked for instead."""
    asked = "breathing.apnoea.screening_wanted" in findings(LUNGS, by_clinician(Vitals(body_mass_index=38)), lungs)
    assert asked == wanted


@pytest.mark.parametrize(("diagnosed", "treated"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_stop_bang_is_asked_for_with_hypertension_treated_or_not(diagnosed: bool, treated: bool) -> None:
    """A treatment calls for it where the diagnosis is denied, and a diagnosis where nothing treats it."""
    heart = by_clinician(Circulation(hypertension=diagnosed, hypertension_treated=treated))
    lungs = by_clinician(Breathing(sleep_apnoea=False))
    asked = "breathing.apnoea.screening_wanted" in findings(
        LUNGS, by_clinician(Vitals(body_mass_index=24)), heart, lungs
    )
    assert asked == (diagnosed or treated)


def test_an_infection_of_the_airways_counts_where_it_is_recorded_and_is_asked_of_nobody() -> None:
    """Not asked, declined, denied long ago; a present one, and an old present one until somebody says otherwise."""
    rule = "breathing.infection.acute"
    for given, expected in (
        (Absence.NOT_ASKED, (False, False)),
        (Absence.DECLINED, (False, True)),
        (Recorded(False, on=ago(31)), (False, False)),
        (Recorded(True, on=ago(30)), (True, False)),
        (Recorded(True, on=ago(31)), (False, True)),
    ):
        lungs = by_clinician(Breathing(respiratory_infection=given))
        assert (rule in findings(LUNGS, lungs), rule in still_open(LUNGS, lungs)) == expected


# At home -----------------------------------------------------------------------------------------------------


def at_home(*readings: tuple[int, int], days: int = 3) -> tuple[BloodPressure, ...]:
    return tuple(
        BloodPressure(systolic=systolic, diastolic=diastolic, on=ago(days + place))
        for place, (systolic, diastolic) in enumerate(readings)
    )


ORDINARY = (BloodPressure(systolic=128, diastolic=78, on=ago(1)), BloodPressure(systolic=126, diastolic=78, on=ago(1)))
HIGH = (BloodPressure(systolic=152, diastolic=92, on=ago(1)), BloodPressure(systolic=150, diastolic=92, on=ago(2)))
HOME = {"cardiovascular.pressure.home", "cardiovascular.pressure.home.above", "cardiovascular.pressure.home.crisis"}


@pytest.mark.parametrize(
    ("home", "clinic", "expected"),
    [
        (at_home((192, 124)), ORDINARY, {"cardiovascular.pressure.home.crisis", "cardiovascular.pressure.home.above"}),
        (at_home((181, 80), *[(120, 70)] * 9), ORDINARY, {"cardiovascular.pressure.home.crisis"}),
        (at_home((150, 80), (140, 80)), ORDINARY, {"cardiovascular.pressure.home.above"}),
        (at_home((140, 90)), ORDINARY, set()),
        (at_home((150, 80)), HIGH[:1], {"cardiovascular.pressure.home.above"}),
        (at_home((150, 80)), HIGH, set()),
        (
            at_home((150, 80)),
            (*ORDINARY, BloodPressure(systolic=126, diastolic=78, on=ago(2))),
            set(),
        ),
        (at_home(*[(135, 85)] * 4), HIGH, {"cardiovascular.pressure.home"}),
        (at_home(*[(135, 85)] * 3), HIGH, set()),
        (at_home(*[(136, 85)] * 4), HIGH, set()),
        (at_home(*[(150, 95)] * 4), HIGH, set()),
        (at_home((192, 124), days=31), ORDINARY, set()),
    ],
)
def test_what_was_measured_at_home_asks_for_more_and_lowers_nothing(
    home: tuple[BloodPressure, ...], clinic: tuple[BloodPressure, ...], expected: set[str]
) -> None:
    """A crisis at home, a mean above the line with an ordinary visit, and the reverse, which is a note."""
    found = findings(HEART, by_clinician(Vitals(pressures=clinic, home_pressures=home)))
    assert found & HOME == expected
    assert found - HOME == findings(HEART, by_clinician(Vitals(pressures=clinic)))


def test_a_crisis_at_home_that_is_too_old_stays_open_until_newer_readings_are_there() -> None:
    """Nobody has said since that it is over."""
    old, new = at_home((192, 124), days=31), at_home((130, 80))
    rule = "cardiovascular.pressure.home.crisis"
    assert rule in still_open(HEART, by_clinician(Vitals(pressures=ORDINARY, home_pressures=old)))
    assert rule not in still_open(HEART, by_clinician(Vitals(pressures=ORDINARY, home_pressures=(*old, *new))))


def test_readings_at_home_that_were_ordinary_cost_nothing_when_they_are_old() -> None:
    """Nothing is open for them that would not be without them."""
    old = by_clinician(Vitals(pressures=ORDINARY, home_pressures=at_home((130, 80), days=31)))
    assert still_open(HEART, old) == still_open(HEART, by_clinician(Vitals(pressures=ORDINARY)))


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
