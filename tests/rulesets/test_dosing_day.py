"""The dosing day as a whole: what a clinic's mornings come out as."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from kaprules.conditions import Test
from kaprules.decision import Decision, decide
from kaprules.facts.medicines import Medicine, MedicineStatus
from kaprules.facts.mental_state import MoodEpisode, RealityTesting
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Adverse,
    Choice,
    Fact,
    Flag,
    HoursAgo,
    Number,
    Recorded,
    Reporter,
    Reports,
    groups_of,
)
from kaprules.facts.model import given as given_in
from kaprules.facts.plan import ConsentedTier, Product
from kaprules.facts.readiness import Judgement
from kaprules.facts.reproduction import PregnancyReport, PregnancyTest
from kaprules.facts.session import Session
from kaprules.facts.today import Discussed, HealthChange, LastIntegration, SuicidalityToday, Today
from kaprules.facts.vitals import BloodPressure
from kaprules.limit import Limit
from kaprules.possible import Absence, Mark, Outcome
from kaprules.rule import Case, Concept, Rule, fact_atoms
from kaprules.rulesets import DOSING_DAY, SCREENING
from tests.rulesets.mutants import survivors, wrong_examples

VIENNA = ZoneInfo("Europe/Vienna")
NINE = datetime(2026, 11, 23, 9, tzinfo=VIENNA)
ORDER = list(Outcome)
GO_AHEAD: dict[str, Any] = {
    "plan.product": Product.RACEMIC_SUBLINGUAL,
    "medicines.takes_benzodiazepine": False,
    "medicines.takes_opioid": False,
    "medicines.takes_strong_depressant": False,
    "medicines.takes_oxybate": False,
    "medicines.takes_cns_depressant": False,
    "medicines.takes_cyp_inhibitor": False,
    "plan.screening": Outcome.NO_EXCLUSION_FOUND,
    "plan.open_cautions": 0,
    "plan.consented_tier": ConsentedTier.MODERATE,
    "plan.prep_sessions": 2,
    "plan.escort_arranged": True,
    "plan.home_unsafe": False,
    "vitals.mean_systolic": 124,
    "vitals.mean_diastolic": 78,
    "vitals.highest_systolic": 124,
    "vitals.highest_diastolic": 78,
    "vitals.heart_rate": 72,
    "vitals.oxygen_saturation": 98,
    "reproduction.without_uterus": True,
    "reproduction.breastfeeding": False,
    "today.decision_capacity": Judgement.YES,
    "today.consent_reconfirmed": True,
    "today.discussed": Discussed.BOTH,
    "today.last_integration": LastIntegration.NO_EARLIER_DOSE,
    "today.change_in_health": HealthChange.NONE,
    "today.mood": MoodEpisode.DEPRESSIVE,
    "today.reality_testing": RealityTesting.INTACT,
    "today.acute_infection": False,
    "today.suicidality": SuicidalityToday.NEGATIVE,
    "today.medicines_changed": False,
    "today.stimulant": False,
    "today.intoxicated": False,
    "today.last_alcohol": HoursAgo(96),
    "today.last_cannabis": NEVER,
    "today.last_meal": HoursAgo(5),
    "today.last_liquid": HoursAgo(3),
}
"""A morning on which nothing speaks against a dose."""
POSSIBLE: dict[str, Any] = {
    "reproduction.without_uterus": False,
    "reproduction.permanent_sterilisation": False,
    "reproduction.amenorrhoea": 0,
    "reproduction.pregnancy_reported": PregnancyReport.NO,
    "reproduction.breastfeeding": False,
    "person.age": 34,
}
"""A pregnancy is possible."""
ESKETAMINE: dict[str, Any] = {"plan.product": Product.ESKETAMINE, "today.last_nasal_spray": NEVER}
SCALARS = tuple(name for name in GO_AHEAD if name.startswith(("vitals.mean", "vitals.highest")))
OWNERS = pytest.mark.parametrize(
    "owner", (*DOSING_DAY.rules, *DOSING_DAY.concepts), ids=lambda owner: str(getattr(owner, "id", owner))
)


def found(name: str, value: Any) -> Any:
    """Return a value as a clinician found it where only a clinician may rule it out, but where somebody is named."""
    group, fact = name.split(".")
    if Reporter.CLINICIAN not in getattr(groups_of(Session)[group], fact).may_rule_out or isinstance(value, Absence):
        return value
    if isinstance(value, Reports):
        return value
    report = value if isinstance(value, Recorded) else Recorded(value)
    return report if report.by is not None else attrs.evolve(report, by=Reporter.CLINICIAN)


def session(facts: dict[str, Any]) -> Session:
    groups: dict[str, dict[str, Any]] = {}
    for fact, value in facts.items():
        group, name = fact.split(".")
        groups.setdefault(group, {})[name] = found(fact, value)
    kinds: Any = groups_of(Session)
    return Session(**{group: kinds[group](**values) for group, values in groups.items()})


def morning(changed: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a morning, on which no mean lies above the highest reading."""
    means = {
        fact.replace("mean", "highest"): value for fact, value in changed.items() if fact.startswith("vitals.mean")
    }
    highest = {fact: max(value, GO_AHEAD[fact]) for fact, value in means.items() if isinstance(value, int)}
    return GO_AHEAD | highest | changed


def decided(on: datetime = NINE, without: tuple[str, ...] = (), **changed: Any) -> Decision:
    facts = {fact: value for fact, value in morning(changed).items() if fact not in without}
    return decide(DOSING_DAY, session(facts), on=on, engine="interpreter")


def outcome(changed: dict[str, Any], on: datetime = NINE) -> Outcome:
    return decided(on, **changed).outcome


def found_by(decision: Decision) -> list[str]:
    return [each.rule for each in decision.findings]


def asked(decision: Decision) -> list[str]:
    return [each.fact for each in decision.missing]


def minutes(count: int) -> HoursAgo:
    return HoursAgo(Fraction(count, 60))


def ago(count: int) -> datetime:
    """So many minutes before the decision."""
    return NINE - timedelta(minutes=count)


@OWNERS
def test_examples_come_out_as_they_say(owner: Rule | Concept) -> None:
    """Each example is TRUE, FALSE or UNKNOWN as declared, and of every kind there is one."""
    assert wrong_examples(owner, DOSING_DAY) == []
    never_open = all(atom.test is Test.MISSING for atom in fact_atoms(owner.when))
    assert {example.case for example in owner.examples} == set(Case) - ({Case.ASKS} if never_open else set())


@OWNERS
def test_examples_notice_every_small_change(owner: Rule | Concept) -> None:
    """No mutant of the condition survives."""
    assert survivors(owner, DOSING_DAY) == []


@pytest.mark.parametrize("rule", DOSING_DAY.rules, ids=lambda rule: str(rule.id))
def test_words_promise_nothing(rule: Rule) -> None:
    """Nobody is called safe or fit, and no medicine is stopped or given by a sentence."""
    words = " ".join(
        (rule.clinician_text, rule.rationale, rule.practice_variation, rule.until.text if rule.until else "")
    ).lower()
    assert [
        word for word in ("eligible", "approved", " safe", "stop taking", "discontinue", " mg") if word in words
    ] == []


def test_every_outcome_has_its_words() -> None:
    """What each outcome means on a dosing day."""
    assert set(DOSING_DAY.words) == set(Outcome)


def test_limits_that_mean_the_same_are_those_of_the_screening() -> None:
    """A site that moves one moves both."""

    def limits(rules: tuple[Rule, ...]) -> dict[str, Limit]:
        atoms = (atom for rule in rules for atom in fact_atoms(rule.when))
        return {atom.operand.id: atom.operand for atom in atoms if isinstance(atom.operand, Limit)}

    here, there = limits(DOSING_DAY.rules), limits(SCREENING.rules)
    shared = here.keys() & there.keys()
    assert {name for name in shared if here[name] is not there[name]} == set()
    assert {name for name in here if name.split(".")[0] in ("cardiovascular", "breathing", "pregnancy")} == shared


# What a morning comes out as ---------------------------------------------------------------------------------

CASES: tuple[tuple[dict[str, Any], Outcome], ...] = (
    ({}, Outcome.NO_EXCLUSION_FOUND),
    (ESKETAMINE, Outcome.NO_EXCLUSION_FOUND),
    ({"plan.screening": Outcome.EXCLUDED}, Outcome.EXCLUDED),
    ({"plan.screening": Outcome.INCOMPLETE}, Outcome.INCOMPLETE),
    ({"plan.screening": Outcome.CAUTION}, Outcome.NO_EXCLUSION_FOUND),
    ({"plan.screening": Outcome.CAUTION, "plan.open_cautions": 1}, Outcome.CAUTION),
    ({"plan.open_cautions": 1}, Outcome.CAUTION),
    ({"plan.consented_tier": ConsentedTier.NONE}, Outcome.INCOMPLETE),
    ({"plan.prep_sessions": 0}, Outcome.INCOMPLETE),
    ({"plan.escort_arranged": False}, Outcome.EXCLUDED),
    ({"plan.home_unsafe": True}, Outcome.CAUTION),
    ({"medicines.takes_cyp_inhibitor": True}, Outcome.CAUTION),
    (ESKETAMINE | {"medicines.takes_cyp_inhibitor": True}, Outcome.NO_EXCLUSION_FOUND),
    ({"vitals.mean_systolic": 168, "vitals.mean_diastolic": 104}, Outcome.EXCLUDED),
    ({"vitals.mean_systolic": 146, "vitals.mean_diastolic": 88}, Outcome.CAUTION),
    ({"vitals.mean_systolic": 120, "vitals.mean_diastolic": 91}, Outcome.CAUTION),
    ({"vitals.mean_systolic": 140, "vitals.mean_diastolic": 90}, Outcome.NO_EXCLUSION_FOUND),
    ({"vitals.highest_systolic": 181}, Outcome.EXCLUDED),
    ({"vitals.heart_rate": 131}, Outcome.EXCLUDED),
    ({"vitals.heart_rate": 101}, Outcome.CAUTION),
    ({"vitals.heart_rate": 49}, Outcome.CAUTION),
    ({"vitals.oxygen_saturation": 91}, Outcome.EXCLUDED),
    ({"vitals.oxygen_saturation": 92}, Outcome.CAUTION),
    ({"vitals.oxygen_saturation": 95}, Outcome.NO_EXCLUSION_FOUND),
    ({"today.decision_capacity": Judgement.NO}, Outcome.EXCLUDED),
    ({"today.decision_capacity": Judgement.UNCLEAR}, Outcome.INCOMPLETE),
    ({"today.consent_reconfirmed": False}, Outcome.EXCLUDED),
    ({"today.discussed": Discussed.PRESCRIBER_ONLY}, Outcome.EXCLUDED),
    ({"today.last_integration": LastIntegration.RECORDED}, Outcome.NO_EXCLUSION_FOUND),
    ({"today.last_integration": LastIntegration.NOT_RECORDED}, Outcome.EXCLUDED),
    ({"follow_up.session_end": HoursAgo(72)}, Outcome.INCOMPLETE),
    ({"follow_up.session_end": NEVER}, Outcome.NO_EXCLUSION_FOUND),
    (
        {"follow_up.session_end": HoursAgo(72), "today.last_integration": LastIntegration.RECORDED},
        Outcome.NO_EXCLUSION_FOUND,
    ),
    ({"today.change_in_health": HealthChange.PSYCHOTIC_SYMPTOMS}, Outcome.EXCLUDED),
    ({"today.change_in_health": HealthChange.MANIC_SYMPTOMS}, Outcome.EXCLUDED),
    ({"today.change_in_health": HealthChange.SERIOUS_EVENT}, Outcome.EXCLUDED),
    ({"today.change_in_health": HealthChange.CARDIOVASCULAR_EVENT}, Outcome.EXCLUDED),
    ({"today.mood": MoodEpisode.NONE}, Outcome.NO_EXCLUSION_FOUND),
    ({"today.mood": MoodEpisode.HYPOMANIC}, Outcome.EXCLUDED),
    ({"today.mood": MoodEpisode.MANIC}, Outcome.EXCLUDED),
    ({"today.mood": MoodEpisode.MIXED}, Outcome.EXCLUDED),
    ({"today.mood": MoodEpisode.UNCLEAR}, Outcome.INCOMPLETE),
    ({"today.reality_testing": RealityTesting.IMPAIRED}, Outcome.EXCLUDED),
    ({"today.reality_testing": RealityTesting.UNCLEAR}, Outcome.INCOMPLETE),
    ({"reproduction.breastfeeding": True}, Outcome.EXCLUDED),
    ({"today.last_sedative": HoursAgo(8)}, Outcome.NO_EXCLUSION_FOUND),
    ({"medicines.takes_opioid": True}, Outcome.INCOMPLETE),
    ({"medicines.takes_opioid": True, "today.last_sedative": HoursAgo(8)}, Outcome.CAUTION),
    ({"medicines.takes_opioid": True, "today.last_sedative": HoursAgo(25)}, Outcome.NO_EXCLUSION_FOUND),
    ({"plan.oldest_health_answer": date(2026, 11, 2)}, Outcome.NO_EXCLUSION_FOUND),
    ({"today.change_in_health": HealthChange.OTHER}, Outcome.INCOMPLETE),
    ({"today.acute_infection": True}, Outcome.CAUTION),
    ({"today.suicidality": SuicidalityToday.IDEATION}, Outcome.CAUTION),
    ({"today.suicidality": SuicidalityToday.INTENT_OR_BEHAVIOUR}, Outcome.EXCLUDED),
    ({"today.medicines_changed": True}, Outcome.INCOMPLETE),
    ({"today.stimulant": True}, Outcome.CAUTION),
    ({"today.last_benzodiazepine": HoursAgo(8)}, Outcome.CAUTION),
    ({"today.intoxicated": True}, Outcome.EXCLUDED),
    ({"today.last_alcohol": HoursAgo(10)}, Outcome.CAUTION),
    ({"today.last_cannabis": HoursAgo(10)}, Outcome.CAUTION),
    ({"today.last_meal": HoursAgo(Fraction(3, 2))}, Outcome.CAUTION),
    ({"today.last_liquid": HoursAgo(1)}, Outcome.CAUTION),
    (ESKETAMINE | {"today.last_meal": HoursAgo(Fraction(3, 2))}, Outcome.CAUTION),
    (ESKETAMINE | {"today.last_liquid": HoursAgo(1)}, Outcome.NO_EXCLUSION_FOUND),
)


@pytest.mark.parametrize(("changed", "expected"), CASES)
@pytest.mark.parametrize("engine", ["durable", "bits", "interpreter"])
def test_one_thing_that_is_otherwise(changed: dict[str, Any], expected: Outcome, engine: str) -> None:
    """All else is in order."""
    if engine == "durable":
        pytest.importorskip("durable.lang")
    assert decide(DOSING_DAY, session(morning(changed)), on=NINE, engine=engine).outcome is expected


@pytest.mark.parametrize(
    "changed",
    [
        {"vitals.highest_diastolic": 121},
        {"today.change_in_health": HealthChange.PSYCHOTIC_SYMPTOMS},
        {"today.mood": MoodEpisode.HYPOMANIC},
        {"today.reality_testing": RealityTesting.IMPAIRED},
        {"today.suicidality": SuicidalityToday.INTENT_OR_BEHAVIOUR},
        {"plan.home_unsafe": True},
    ],
)
def test_somebody_is_called(changed: dict[str, Any]) -> None:
    """With the mark of what cannot wait; nothing else carries it."""
    assert [Mark.URGENT in decided(**changed).marks, Mark.URGENT in decided().marks] == [True, False]


# What is missing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", [fact for fact in GO_AHEAD if not fact.startswith("reproduction.")])
@pytest.mark.parametrize("reason", [Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED])
def test_nothing_goes_ahead_with_a_gap(fact: str, reason: Absence) -> None:
    """Each of the facts of a morning is asked for where it is absent, whatever the reason."""
    decision = decided(**{fact: reason})
    series = "vitals.pressures" if fact in SCALARS else "medicines.listed" if fact.startswith("medicines.") else fact
    obtained = series if reason is Absence.NOT_ASKED else fact
    assert (decision.outcome, obtained in asked(decision)) == (Outcome.INCOMPLETE, True)


def test_whoever_may_be_pregnant_is_found_out() -> None:
    """Where nothing says that a pregnancy is impossible, the facts that do are asked for."""
    decision = decided(without=("reproduction.without_uterus",))
    assert (decision.outcome, "reproduction.amenorrhoea" in asked(decision)) == (Outcome.INCOMPLETE, True)


@pytest.mark.parametrize("product", Product)
def test_sprays_are_asked_for_only_where_the_nose_takes_it_up(product: Product) -> None:
    """By a rule that demands what is looked for on indication."""
    decision = decided(**{"plan.product": product})
    through_the_nose = product in (Product.ESKETAMINE, Product.RACEMIC_INTRANASAL)
    expected = (Outcome.INCOMPLETE, True) if through_the_nose else (Outcome.NO_EXCLUSION_FOUND, False)
    assert (decision.outcome, "today.last_nasal_spray" in asked(decision)) == expected


def test_an_exclusion_stands_whatever_is_missing() -> None:
    """Nobody waits for the pulse of a client who is intoxicated."""
    found = decide(DOSING_DAY, session({"today.intoxicated": True}), on=NINE, engine="interpreter")
    assert found.outcome is Outcome.EXCLUDED


def test_without_a_product_the_fast_is_not_judged() -> None:
    """A meal three hours ago is too late for one product and none of the other's concern."""
    three = {"today.last_meal": HoursAgo(3)}
    decision = decided(without=("plan.product",), **three)
    assert [decision.outcome, *(outcome(three | each) for each in ({}, ESKETAMINE))] == [
        Outcome.INCOMPLETE,
        Outcome.CAUTION,
        Outcome.NO_EXCLUSION_FOUND,
    ]


# Pregnancy ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "found", "expected"),
    [
        (0, PregnancyTest.NEGATIVE, Outcome.NO_EXCLUSION_FOUND),
        (24, PregnancyTest.NEGATIVE, Outcome.NO_EXCLUSION_FOUND),
        (Fraction(1441, 60), PregnancyTest.NEGATIVE, Outcome.INCOMPLETE),
        (72, PregnancyTest.NEGATIVE, Outcome.INCOMPLETE),
        (24, PregnancyTest.POSITIVE, Outcome.EXCLUDED),
        (72, PregnancyTest.POSITIVE, Outcome.INCOMPLETE),
        (1, PregnancyTest.INDETERMINATE, Outcome.INCOMPLETE),
    ],
)
def test_where_a_pregnancy_is_possible(hours: Fraction, found: PregnancyTest, expected: Outcome) -> None:
    """A test of the last 24 hours counts."""
    test = Recorded(found, on=NINE - timedelta(minutes=float(hours * 60)), by=Reporter.LABORATORY)
    assert outcome(POSSIBLE | {"reproduction.pregnancy_test": test}) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 23), Outcome.NO_EXCLUSION_FOUND), (date(2026, 11, 22), Outcome.INCOMPLETE)],
)
def test_a_test_without_its_hour_counts_on_its_day(day: date, expected: Outcome) -> None:
    """One of yesterday may be 33 hours old at nine."""
    test = Recorded(PregnancyTest.NEGATIVE, on=day)
    assert outcome(POSSIBLE | {"reproduction.pregnancy_test": test}) is expected


@pytest.mark.parametrize("test", [Absence.NOT_ASKED, Absence.DECLINED])
def test_no_test_leaves_it_open(test: Absence) -> None:
    """The client's word alone does not count; a pregnancy that the client reports does."""
    changed = POSSIBLE | {"reproduction.pregnancy_test": test}
    reported = changed | {"reproduction.pregnancy_reported": PregnancyReport.YES}
    assert [outcome(changed), outcome(reported)] == [Outcome.INCOMPLETE, Outcome.EXCLUDED]


@pytest.mark.parametrize(
    ("fact", "ask"),
    [
        ("reproduction.pregnancy_reported", "dosing_day.pregnancy.report_missing"),
        ("reproduction.breastfeeding", "dosing_day.breastfeeding.missing"),
    ],
)
@pytest.mark.parametrize("given", ["yesterday", Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED])
def test_pregnancy_and_nursing_are_asked_of_the_day(fact: str, ask: str, given: Any) -> None:
    """Where they are possible: an answer of yesterday, or none, does not carry the day."""
    tested = Recorded(PregnancyTest.NEGATIVE, on=ago(60), by=Reporter.LABORATORY)
    everything = POSSIBLE | {"reproduction.pregnancy_test": tested}
    old = Recorded(POSSIBLE[fact], on=date(2026, 11, 22), by=Reporter.CLIENT) if given == "yesterday" else given
    decision = decided(**everything | {fact: old})
    assert outcome(everything) is Outcome.NO_EXCLUSION_FOUND
    assert (decision.outcome, ask in found_by(decision)) == (Outcome.INCOMPLETE, True)


def test_nursing_is_asked_after_a_delivery_too() -> None:
    """Where the uterus was taken at the birth a pregnancy is impossible, and nursing is not."""
    birth = {"reproduction.last_delivery": date(2026, 9, 1)}
    assert outcome(birth | {"reproduction.breastfeeding": Absence.NOT_ASKED}) is Outcome.INCOMPLETE
    assert outcome(birth | {"reproduction.breastfeeding": True}) is Outcome.EXCLUDED


MENOPAUSE: dict[str, Any] = {
    "person.age": 43,
    "reproduction.without_uterus": False,
    "reproduction.permanent_sterilisation": False,
    "reproduction.amenorrhoea": 14,
    "reproduction.breastfeeding": False,
    "reproduction.last_delivery": Recorded(NEVER, on=date(2026, 11, 3)),
    "medicines.period_stopper_last_taken": NEVER,
}
"""A pregnancy is impossible, unless something else than the menopause explains the months without a period."""


@pytest.mark.parametrize(
    "cause",
    [
        {"reproduction.hormonal_contraception": True},
        {"reproduction.hormonal_contraception": Recorded(True, on=date(2026, 11, 20), by=Reporter.CLIENT)},
        {"medicines.period_stopper_last_taken": NINE.date()},
        {"medicines.period_stopper_last_taken": date(2025, 11, 23)},
    ],
)
def test_what_explains_the_months_without_a_period_is_tested_for_and_asked_about(cause: dict[str, Any]) -> None:
    """A test of the day and a report of the day, or a clinician's word that it is the menopause."""
    test = {"reproduction.pregnancy_test": Recorded(PregnancyTest.NEGATIVE, on=ago(60), by=Reporter.LABORATORY)}
    report = {"reproduction.pregnancy_reported": PregnancyReport.NO}
    word = {"reproduction.menopause_confirmed": Recorded(True, on=date(2026, 6, 1), by=Reporter.CLINICIAN)}
    old = {"reproduction.menopause_confirmed": Recorded(True, on=date(2026, 5, 1), by=Reporter.CLINICIAN)}
    hers = {"reproduction.menopause_confirmed": Recorded(True, by=Reporter.CLIENT)}
    assert outcome(MENOPAUSE) is Outcome.NO_EXCLUSION_FOUND
    for more, expected in (
        ({}, Outcome.INCOMPLETE),
        (test, Outcome.INCOMPLETE),
        (report, Outcome.INCOMPLETE),
        (test | report, Outcome.NO_EXCLUSION_FOUND),
        (word, Outcome.NO_EXCLUSION_FOUND),
        (old, Outcome.INCOMPLETE),
        (hers, Outcome.INCOMPLETE),
        (word | {"person.age": 39}, Outcome.INCOMPLETE),
        (word | {"reproduction.last_menstrual_period": date(2026, 11, 1)}, Outcome.INCOMPLETE),
    ):
        assert outcome(MENOPAUSE | cause | more) is expected


def test_a_medicine_that_was_stopped_over_a_year_ago_explains_nothing() -> None:
    """Nor is whether there was a birth asked of the day, where nobody nurses."""
    assert (
        outcome(MENOPAUSE | {"medicines.period_stopper_last_taken": date(2025, 11, 22)}) is Outcome.NO_EXCLUSION_FOUND
    )


@pytest.mark.parametrize("what", [PregnancyReport.YES, PregnancyReport.UNSURE])
@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (Recorded(PregnancyTest.NEGATIVE, on=ago(60), by=Reporter.LABORATORY), Outcome.NO_EXCLUSION_FOUND),
        (Recorded(PregnancyTest.NEGATIVE, on=ago(60), by=Reporter.CLIENT), Outcome.INCOMPLETE),
        (Recorded(PregnancyTest.INDETERMINATE, on=ago(60), by=Reporter.LABORATORY), Outcome.INCOMPLETE),
        (Recorded(PregnancyTest.NEGATIVE, on=ago(25 * 60), by=Reporter.LABORATORY), Outcome.INCOMPLETE),
        (Absence.NOT_ASKED, Outcome.INCOMPLETE),
    ],
)
def test_what_was_reported_on_another_day_stays_open_until_a_test(
    what: PregnancyReport, test: Any, expected: Outcome
) -> None:
    """Also where no pregnancy is possible; a report of the day excludes beside any test."""
    for who in (MENOPAUSE, {"reproduction.without_uterus": True}):
        told = {"reproduction.pregnancy_reported": Recorded(what, on=date(2026, 11, 22), by=Reporter.CLIENT)}
        assert outcome(who | told | {"reproduction.pregnancy_test": test}) is expected
    today = {"reproduction.pregnancy_reported": PregnancyReport.YES, "reproduction.pregnancy_test": test}
    assert outcome(MENOPAUSE | today) is Outcome.EXCLUDED


def test_a_test_of_the_evening_of_the_report_is_none_of_a_later_day() -> None:
    """It counts for 24 hours, and the report of yesterday stays open."""
    told = Recorded(PregnancyReport.YES, on=NINE - timedelta(hours=23), by=Reporter.CLIENT)
    test = Recorded(PregnancyTest.NEGATIVE, on=NINE - timedelta(hours=14), by=Reporter.LABORATORY)
    assert told.on is not None and test.on is not None and told.on.day == test.on.day
    given = {"reproduction.pregnancy_reported": told, "reproduction.pregnancy_test": test}
    assert outcome(MENOPAUSE | given) is Outcome.INCOMPLETE


# Who says so ---------------------------------------------------------------------------------------------------

SEEN_TODAY = (
    "today.decision_capacity",
    "today.change_in_health",
    "today.suicidality",
    "today.intoxicated",
    "today.mood",
    "today.reality_testing",
)


@pytest.mark.parametrize("fact", SEEN_TODAY)
@pytest.mark.parametrize("by", [*(each for each in Reporter if each is not Reporter.CLINICIAN), None])
def test_only_a_clinician_clears_the_day(fact: str, by: Reporter | None) -> None:
    """The client, a record, a device or nobody in particular leaves it open, whatever else is in order."""
    known = session(GO_AHEAD)
    name = fact.split(".")[1]
    said = given_in(known.today)
    said[name] = GO_AHEAD[fact] if by is None else Recorded(GO_AHEAD[fact], by=by)
    decision = decide(DOSING_DAY, attrs.evolve(known, today=Today(**said)), on=NINE, engine="interpreter")
    assert (decision.outcome, fact in asked(decision)) == (Outcome.INCOMPLETE, True)


@pytest.mark.parametrize("fact", SEEN_TODAY)
def test_what_a_clinician_found_yesterday_does_not_carry_the_day(fact: str) -> None:
    """Nor what the screening found weeks ago."""
    old = Recorded(GO_AHEAD[fact], on=date(2026, 11, 22), by=Reporter.CLINICIAN)
    assert outcome({fact: old}) is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("today.decision_capacity", Judgement.NO),
        ("today.change_in_health", HealthChange.CARDIOVASCULAR_EVENT),
        ("today.suicidality", SuicidalityToday.INTENT_OR_BEHAVIOUR),
        ("today.intoxicated", True),
        ("today.mood", MoodEpisode.MANIC),
        ("today.reality_testing", RealityTesting.IMPAIRED),
    ],
)
def test_anybody_may_say_that_something_is_wrong(fact: str, value: object) -> None:
    """And a clinician who sees nothing does not outweigh it."""
    alone = Recorded(value, by=Reporter.CLIENT)
    both = Reports(alone, Recorded(GO_AHEAD[fact], by=Reporter.CLINICIAN))
    facts = GO_AHEAD | {fact: alone}
    reports = session(facts)
    name = fact.split(".")[1]
    together = attrs.evolve(reports, today=attrs.evolve(reports.today, **{name: both}))
    outcomes = [decide(DOSING_DAY, each, on=NINE, engine="interpreter").outcome for each in (reports, together)]
    assert outcomes == [Outcome.EXCLUDED, Outcome.EXCLUDED]


@pytest.mark.parametrize("by", [Reporter.CLIENT, Reporter.CLINICIAN])
@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("today.change_in_health", HealthChange.CARDIOVASCULAR_EVENT, Outcome.EXCLUDED),
        ("today.change_in_health", HealthChange.SERIOUS_EVENT, Outcome.EXCLUDED),
        ("today.change_in_health", HealthChange.OTHER, Outcome.INCOMPLETE),
        ("today.medicines_changed", True, Outcome.INCOMPLETE),
    ],
)
def test_what_happened_since_the_screening_is_not_taken_back(
    fact: str, value: object, expected: Outcome, by: Reporter
) -> None:
    """A heart attack that was told yesterday, or weeks ago, is not erased by today's no: it was since the screening."""
    no = Recorded(GO_AHEAD[fact], on=NINE, by=Reporter.CLINICIAN)
    for earlier in (NINE - timedelta(hours=20), NINE - timedelta(days=20)):
        decision = decided(**{fact: Reports(Recorded(value, on=earlier, by=by), no)})
        assert (decision.outcome, Mark.CONFLICT in decision.marks) == (expected, True)


@pytest.mark.parametrize("kind", ["opioid", "strong_depressant", "oxybate", "cns_depressant"])
@pytest.mark.parametrize("given", [Absence.NOT_ASKED, Absence.DECLINED, "yesterday"])
def test_whoever_takes_a_sedative_is_asked_when(given: Any, kind: str) -> None:
    """Never asked, declined, or said yesterday: the maintenance of an opioid use disorder too."""
    last = Recorded(HoursAgo(30), on=date(2026, 11, 22)) if given == "yesterday" else given
    decision = decided(**{f"medicines.takes_{kind}": True, "today.last_sedative": last})
    assert (decision.outcome, "today.last_sedative" in asked(decision)) == (Outcome.INCOMPLETE, True)


def listed(name: str, status: MedicineStatus, on: datetime = NINE) -> dict[str, Any]:
    """Return the facts of a client on whose list one medicine stands."""
    return {"medicines.listed": Recorded([Medicine(substance=name, status=status)], on=on)}


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("lorazepam", "today.last_benzodiazepine"),
        ("zolpidem", "today.last_benzodiazepine"),
        ("methadone", "today.last_sedative"),
        ("phenobarbital", "today.last_sedative"),
        ("gabapentin", "today.last_sedative"),
    ],
)
def test_what_stands_on_the_list_as_taken_is_not_denied(name: str, fact: str) -> None:
    """Whoever takes it cannot have taken it never; what is planned, for need, stopped or of no known name may be."""
    takes = tuple(each for each in GO_AHEAD if each.startswith("medicines.takes"))
    last: dict[str, Any] = {"today.last_benzodiazepine": NEVER, "today.last_sedative": NEVER}
    for status in MedicineStatus:
        decision = decided(NINE, takes, **listed(name, status), **last)
        denied = status in (MedicineStatus.TAKING, MedicineStatus.ACTIVE)
        assert (Mark.CONFLICT in decision.marks) == denied, status
        assert decision.outcome is (Outcome.INCOMPLETE if denied else Outcome.NO_EXCLUSION_FOUND), status
    taken = listed(name, MedicineStatus.TAKING)
    assert decided(NINE, takes, **taken, **last | {fact: HoursAgo(30)}).outcome is Outcome.NO_EXCLUSION_FOUND
    unknown = decided(NINE, takes, **listed("curcumin", MedicineStatus.TAKING), **last)
    old = decided(NINE, takes, **listed(name, MedicineStatus.TAKING, NINE - timedelta(days=3)), **last)
    found = [{each.rule for each in decision.undecided if each.rule.endswith(".denied")} for decision in (unknown, old)]
    assert found == [set(), {f"dosing_day.{fact.removeprefix('today.last_')}.denied"}]


@pytest.mark.parametrize("status", [MedicineStatus.COMPLETED, MedicineStatus.STOPPED, MedicineStatus.TAKING])
def test_an_opioid_that_was_stopped_is_weighed_beside_a_sedative_of_today(status: MedicineStatus) -> None:
    """What was finished yesterday may be what was taken three hours ago; another sedative that was is a note."""
    takes = tuple(each for each in GO_AHEAD if each.startswith("medicines.takes"))
    recent = {"today.last_sedative": HoursAgo(3), "today.last_benzodiazepine": NEVER}
    outcomes = [decided(NINE, takes, **listed(name, status), **recent).outcome for name in ("oxycodone", "gabapentin")]
    assert outcomes == [Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND]


def test_changes_are_asked_since_the_oldest_answer() -> None:
    """The day stands in the decision, where the screening handed it over."""
    (finding,) = decided(**{"plan.oldest_health_answer": date(2026, 11, 2)}).findings
    assert finding.rule == "dosing_day.change.asked_since"
    assert finding.evidence[0].recorded == ("changes in health are asked since 2026-11-02",)


# Time --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "last_that_counts"),
    [
        ({"today.last_meal": 239}, 239),
        ({"today.last_liquid": 119}, 119),
        ({"today.last_alcohol": 1440}, 1440),
        ({"today.last_cannabis": 1440}, 1440),
        ({"today.last_benzodiazepine": 1440}, 1440),
        (ESKETAMINE | {"today.last_meal": 119}, 119),
        (ESKETAMINE | {"today.last_liquid": 29}, 29),
        (ESKETAMINE | {"today.last_nasal_spray": 59}, 59),
    ],
)
def test_a_minute_decides(changed: dict[str, Any], last_that_counts: int) -> None:
    """A fast of exactly the hours is long enough; a day without alcohol is over after its last minute."""
    name = next(fact for fact, value in changed.items() if value == last_that_counts)
    found = [outcome(changed | {name: minutes(last_that_counts + more)}) for more in (-1, 0, 1)]
    assert found == [Outcome.CAUTION, Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND]


@pytest.mark.parametrize(
    ("age", "expected"),
    [(59, Outcome.NO_EXCLUSION_FOUND), (60, Outcome.NO_EXCLUSION_FOUND), (61, Outcome.INCOMPLETE)],
)
@pytest.mark.parametrize("fact", ["vitals.heart_rate", "vitals.oxygen_saturation", "vitals.mean_systolic"])
def test_what_was_measured_counts_for_an_hour(fact: str, age: int, expected: Outcome) -> None:
    """Heart rate, saturation and a mean that was worked out elsewhere."""
    assert outcome({fact: Recorded(GO_AHEAD[fact], on=ago(age))}) is expected


def with_pressures(*readings: tuple[int, int, date], on: datetime = NINE) -> Decision:
    taken = [BloodPressure(systolic=s, diastolic=d, on=when) for s, d, when in readings]
    return decided(on, SCALARS, **{"vitals.pressures": taken})


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([(124, 78, ago(59))], Outcome.NO_EXCLUSION_FOUND),
        ([(124, 78, ago(60))], Outcome.NO_EXCLUSION_FOUND),
        ([(124, 78, ago(61))], Outcome.INCOMPLETE),
        ([(150, 78, ago(50)), (130, 78, ago(10))], Outcome.NO_EXCLUSION_FOUND),
        ([(150, 78, ago(50)), (131, 78, ago(10))], Outcome.CAUTION),
        ([(170, 78, ago(50)), (150, 78, ago(10))], Outcome.EXCLUDED),
        ([(170, 78, ago(61)), (150, 78, ago(10))], Outcome.CAUTION),
        ([(181, 78, ago(50)), (110, 78, ago(10))], Outcome.EXCLUDED),
        ([(181, 78, ago(66)), (110, 78, ago(10))], Outcome.EXCLUDED),
        ([(124, 121, ago(240)), (124, 78, ago(10))], Outcome.EXCLUDED),
        ([(181, 78, ago(66))], Outcome.EXCLUDED),
        ([(180, 120, ago(66)), (124, 78, ago(10))], Outcome.NO_EXCLUSION_FOUND),
        ([(181, 78, date(2026, 11, 23)), (124, 78, ago(10))], Outcome.EXCLUDED),
        ([(181, 78, date(2026, 11, 22)), (124, 78, ago(10))], Outcome.NO_EXCLUSION_FOUND),
        ([(181, 78, ago(601)), (124, 78, ago(10))], Outcome.NO_EXCLUSION_FOUND),
        ([(124, 78, date(2026, 11, 23))], Outcome.INCOMPLETE),
        ([(124, 78, date(2026, 11, 23)), (124, 78, ago(5))], Outcome.NO_EXCLUSION_FOUND),
        ([(124, 78, ago(-1)), (124, 78, ago(5))], Outcome.INCOMPLETE),
    ],
)
def test_pressures_of_the_last_hour(readings: list[tuple[int, int, date]], expected: Outcome) -> None:
    """Their mean decides, and the highest of the whole day: a crisis is one until the next day."""
    assert with_pressures(*readings).outcome is expected


def test_the_hour_of_a_reading_is_read_in_the_zone_of_the_decision() -> None:
    """One group of vitals, asked at one moment in two places: a day without an hour began earlier in one of them."""
    first = datetime(2026, 11, 23, 0, 30, tzinfo=VIENNA)
    vitals = session({"vitals.pressures": [BloodPressure(systolic=168, diastolic=78, on=date(2026, 11, 23))]})
    found = [
        decide(DOSING_DAY, vitals, on=on, engine="interpreter").truths["dosing_day.pressure.too_high"].name
        for on in (first, first.astimezone(ZoneInfo("UTC")), first.astimezone(ZoneInfo("Asia/Tokyo")))
    ]
    assert found == ["TRUE", "UNKNOWN", "UNKNOWN"]


@pytest.mark.parametrize(
    ("now", "meal", "expected"),
    [
        (NINE, datetime(2026, 11, 23, 5, 0, tzinfo=VIENNA), Outcome.NO_EXCLUSION_FOUND),
        (NINE, datetime(2026, 11, 23, 5, 0, tzinfo=ZoneInfo("UTC")), Outcome.CAUTION),
        (NINE.astimezone(ZoneInfo("UTC")), datetime(2026, 11, 23, 5, 0, tzinfo=VIENNA), Outcome.NO_EXCLUSION_FOUND),
        # The clocks go forward at two: half past one is three hours and a half before six.
        (
            datetime(2026, 3, 29, 6, tzinfo=VIENNA),
            datetime(2026, 3, 29, 1, 30, tzinfo=VIENNA),
            Outcome.CAUTION,
        ),
        # They go back at three: a quarter past two may be either, and says which.
        (
            datetime(2026, 10, 25, 5, 30, tzinfo=VIENNA),
            datetime(2026, 10, 25, 2, 15, tzinfo=VIENNA),
            Outcome.NO_EXCLUSION_FOUND,
        ),
        (
            datetime(2026, 10, 25, 5, 30, tzinfo=VIENNA),
            datetime(2026, 10, 25, 2, 15, tzinfo=VIENNA, fold=1),
            Outcome.CAUTION,
        ),
    ],
)
def test_hours_are_counted_across_zones_and_changes_of_the_clock(
    now: datetime, meal: datetime, expected: Outcome
) -> None:
    """As they pass, not as clocks show them."""
    assert outcome({"today.last_meal": meal}, now) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (date(2026, 11, 22), Outcome.NO_EXCLUSION_FOUND),
        (date(2026, 11, 23), Outcome.INCOMPLETE),
        (HAPPENED, Outcome.INCOMPLETE),
        (NINE + timedelta(minutes=1), Outcome.INCOMPLETE),
    ],
)
def test_a_meal_without_its_hour(given: object, expected: Outcome) -> None:
    """One of yesterday was over at midnight; one of today may have been just now."""
    assert outcome({"today.last_meal": given}) is expected


@pytest.mark.parametrize("fact", [fact for fact in GO_AHEAD if fact.startswith("today.")])
def test_what_was_asked_yesterday_is_asked_again(fact: str) -> None:
    """Except what stays as it is once it is done; which dose was the last does not."""
    yesterday = Recorded(GO_AHEAD[fact], on=NINE - timedelta(days=1))
    lasts = fact == "today.discussed"
    assert outcome({fact: yesterday}) is (Outcome.NO_EXCLUSION_FOUND if lasts else Outcome.INCOMPLETE)


# Worse is never better -----------------------------------------------------------------------------------------


def _steps(fact: Fact) -> list[Any]:
    """Return the values of a fact, each no better than the one before."""
    if isinstance(fact, Flag):
        return [not fact.adverse, fact.adverse]
    if isinstance(fact, Choice):
        harmless = next(option for option in fact.options if option not in fact.adverse)
        return [harmless, *reversed(fact.adverse)]
    assert isinstance(fact, Number)
    limits = [
        atom.operand.value
        for rule in DOSING_DAY.rules
        for atom in fact_atoms(rule.when)
        if atom.subject is fact and isinstance(atom.operand, Limit)
    ]
    values = sorted({int(value) + more for value in limits for more in (-1, 0, 1)})
    return values if fact.adverse is Adverse.HIGHER else values[::-1]


DIRECTED = [
    fact
    for fact in DOSING_DAY.facts
    if getattr(fact, "adverse", None) not in (None, ()) and fact.group != "reproduction"
]


@pytest.mark.parametrize(("first", "second"), list(combinations(DIRECTED, 2)), ids=lambda fact: str(fact.id))
def test_worse_is_never_better(first: Fact, second: Fact) -> None:
    """Of any two facts that have a worse direction, one getting worse never improves what comes out."""
    for one in _steps(first):
        found = [ORDER.index(outcome({first.id: one, second.id: other})) for other in _steps(second)]
        assert found == sorted(found)


def test_every_rule_but_those_of_missing_facts_has_a_case() -> None:
    """The cases above leave no rule of a day untouched."""
    found = {
        name
        for changed, _ in CASES
        for name, truth in decided(**changed).truths.items()
        if truth.name == "TRUE" and name.startswith("dosing_day.")
    }
    missed = {rule.id for rule in DOSING_DAY.rules} - found
    other = {rule.id for rule in DOSING_DAY.rules if any(atom.test is Test.MISSING for atom in fact_atoms(rule.when))}
    assert missed - other == {
        "dosing_day.pregnancy.present",
        "dosing_day.pregnancy.test_indeterminate",
        "dosing_day.nasal_spray",
        "dosing_day.benzodiazepine.denied",
        "dosing_day.sedative.denied",
        "dosing_day.esketamine.liquids",
    }


def test_only_what_a_clinic_may_weigh_has_a_choice_of_levels() -> None:
    """The default is one of them."""
    choices = {rule.id: rule.levels for rule in DOSING_DAY.rules if rule.levels}
    assert all(DOSING_DAY[name].level in levels for name, levels in choices.items())  # type: ignore[union-attr] # a rule
    assert choices.keys() == {
        "dosing_day.integration.lacking",
        "dosing_day.suicidality.intent",
        "dosing_day.stimulant",
        "dosing_day.sedative",
        "dosing_day.breastfeeding",
    }
