"""Criterion 2 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import NEVER, Confirmation, DaysAgo, OneOf, Recorded, Reporter, Reports
from kaprules.facts.person import Person
from kaprules.facts.reproduction import PregnancyPossible, PregnancyReport, PregnancyTest, Reproduction
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Mark, Options, Outcome, option_bits
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.pregnancy import RULES

CRITERION = RuleSet("pregnancy", "Pregnant, or breastfeeding?", RULES)
NO_MEDICINES = Medicines(listed=[])
ANSWERED: dict[str, Any] = {
    "without_uterus": False,
    "permanent_sterilisation": False,
    "amenorrhoea": 0,
    "pregnancy_reported": PregnancyReport.NO,
    "pregnancy_test": Recorded(PregnancyTest.NEGATIVE, on=EXAMPLE_DAY),
    "contraception_effective": True,
    "breastfeeding": False,
    "last_delivery": NEVER,
    "pregnancy_possible": PregnancyPossible.NO,
}


def decided(age: int = 50, medicines: Medicines = NO_MEDICINES, **facts: Any) -> Decision:
    client = Client(person=Person(age=age), reproduction=by_clinician(Reproduction(**facts)), medicines=medicines)
    return decide(CRITERION, client, on=EXAMPLE_DAY, engine="interpreter")


def result(found: PregnancyTest, days_ago: int = 0) -> Recorded:
    return Recorded(found, on=EXAMPLE_DAY - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        ({"amenorrhoea": Absence.NOT_ASKED}, Outcome.NO_EXCLUSION_FOUND),
        ({"last_delivery": DaysAgo(100)}, Outcome.NO_EXCLUSION_FOUND),
        ({"pregnancy_test": result(PregnancyTest.POSITIVE)}, Outcome.EXCLUDED),
        ({"pregnancy_reported": PregnancyReport.YES}, Outcome.EXCLUDED),
        ({"breastfeeding": True}, Outcome.EXCLUDED),
        ({"preeclampsia": True}, Outcome.EXCLUDED),
        ({"pregnancy_test": result(PregnancyTest.INDETERMINATE)}, Outcome.INCOMPLETE),
        ({"pregnancy_test": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"pregnancy_test": Absence.DECLINED}, Outcome.INCOMPLETE),
        ({"pregnancy_test": result(PregnancyTest.NEGATIVE, 30)}, Outcome.NO_EXCLUSION_FOUND),
        ({"pregnancy_test": result(PregnancyTest.NEGATIVE, 31)}, Outcome.INCOMPLETE),
        ({"pregnancy_test": result(PregnancyTest.POSITIVE, 31)}, Outcome.INCOMPLETE),
        ({"pregnancy_reported": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"breastfeeding": Absence.NOT_KNOWN}, Outcome.INCOMPLETE),
        ({"contraception_effective": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"contraception_effective": False}, Outcome.CAUTION),
        ({"months_until_planned_pregnancy": 3}, Outcome.CAUTION),
        ({"unprotected_intercourse": DaysAgo(3)}, Outcome.NO_EXCLUSION_FOUND),
    ],
)
def test_where_a_pregnancy_is_possible(changed: dict[str, Any], outcome: Outcome) -> None:
    """Test, report, breastfeeding and contraception are all asked for, and each counts."""
    assert decided(**(ANSWERED | changed)).outcome is outcome


@pytest.mark.parametrize(
    "reason",
    [
        {"without_uterus": True},
        {"without_uterus": False, "permanent_sterilisation": True, "breastfeeding": False},
        {"without_uterus": False, "permanent_sterilisation": False, "amenorrhoea": 12, "breastfeeding": False},
        {"without_uterus": False, "permanent_sterilisation": False, "amenorrhoea": 12, "age": 55},
    ],
)
def test_where_no_pregnancy_is_possible_nothing_else_is_asked(reason: dict[str, Any]) -> None:
    """One reason is enough, and who may nurse is asked about that alone."""
    decision = decided(**({"last_delivery": NEVER} | reason))
    assert [decision.outcome, decision.missing] == [Outcome.NO_EXCLUSION_FOUND, ()]


MENOPAUSE: dict[str, Any] = {
    "without_uterus": False,
    "permanent_sterilisation": False,
    "amenorrhoea": 24,
    "breastfeeding": False,
    "last_delivery": NEVER,
}


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        ({"age": 40}, Outcome.NO_EXCLUSION_FOUND),
        ({"age": 39}, Outcome.INCOMPLETE),
        ({"amenorrhoea": 0, "last_menstrual_period": DaysAgo(600)}, Outcome.INCOMPLETE),
        ({"amenorrhoea": Absence.NOT_ASKED, "last_menstrual_period": DaysAgo(600)}, Outcome.INCOMPLETE),
        ({"amenorrhoea": 11}, Outcome.INCOMPLETE),
        ({"pregnancy_possible": PregnancyPossible.YES}, Outcome.INCOMPLETE),
        ({"pregnancy_possible": PregnancyPossible.UNSURE}, Outcome.INCOMPLETE),
        ({"pregnancy_possible": PregnancyPossible.NO}, Outcome.NO_EXCLUSION_FOUND),
        ({"pregnancy_reported": PregnancyReport.UNSURE}, Outcome.INCOMPLETE),
        ({"pregnancy_reported": PregnancyReport.YES}, Outcome.EXCLUDED),
        ({"breastfeeding": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"breastfeeding": Recorded(False, on=EXAMPLE_DAY - timedelta(days=31))}, Outcome.INCOMPLETE),
    ],
)
def test_when_the_menopause_makes_a_pregnancy_impossible(changed: dict[str, Any], outcome: Outcome) -> None:
    """From forty on, a year after it, and while neither a period nor the form says otherwise."""
    assert decided(**(MENOPAUSE | changed)).outcome is outcome


@pytest.mark.parametrize("age", [25, 39])
def test_nobody_below_forty_is_asked_for_the_months(age: int) -> None:
    """Their absence opens nothing: a pregnancy is possible either way."""
    given = {name: value for name, value in ANSWERED.items() if name != "amenorrhoea"}
    assert decided(age, **given).outcome is Outcome.NO_EXCLUSION_FOUND


@pytest.mark.parametrize(("days", "outcome"), [(14, Outcome.NO_EXCLUSION_FOUND), (15, Outcome.INCOMPLETE)])
def test_a_denied_pregnancy_holds_for_two_weeks(days: int, outcome: Outcome) -> None:
    """Whoever was asked longer ago is asked again."""
    said = Recorded(PregnancyReport.NO, on=EXAMPLE_DAY - timedelta(days=days))
    assert decided(**(ANSWERED | {"pregnancy_reported": said})).outcome is outcome


def test_who_was_sterilised_at_a_birth_may_nurse() -> None:
    """So may who lost the uterus at it."""
    sterilised = {"without_uterus": False, "permanent_sterilisation": True, "last_delivery": DaysAgo(100)}
    assert decided(30, **sterilised).outcome is Outcome.INCOMPLETE
    assert decided(30, **sterilised, breastfeeding=True).outcome is Outcome.EXCLUDED
    assert decided(30, without_uterus=True, last_delivery=DaysAgo(100)).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    "delivery",
    [Absence.NOT_ASKED, Absence.DECLINED, Recorded(NEVER, on=EXAMPLE_DAY - timedelta(days=31))],
    ids=["never asked", "declined", "denied long ago"],
)
def test_a_birth_is_asked_of_everybody(delivery: Any) -> None:
    """An answer of more than a month ago is none: a birth may have come since."""
    assert decided(without_uterus=True, last_delivery=delivery).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("days", "more", "outcome"),
    [
        (42, {}, Outcome.INCOMPLETE),
        (42, {"preeclampsia": False}, Outcome.NO_EXCLUSION_FOUND),
        (43, {}, Outcome.NO_EXCLUSION_FOUND),
    ],
)
def test_preeclampsia_is_asked_for_after_a_birth(days: int, more: dict[str, Any], outcome: Outcome) -> None:
    """For six weeks."""
    given = {"without_uterus": True, "breastfeeding": False, "last_delivery": DaysAgo(days)} | more
    assert decided(**given).outcome is outcome


@pytest.mark.parametrize(
    ("delivery", "outcome"),
    [
        (DaysAgo(730), Outcome.INCOMPLETE),
        (DaysAgo(731), Outcome.NO_EXCLUSION_FOUND),
        (NEVER, Outcome.NO_EXCLUSION_FOUND),
    ],
)
def test_breastfeeding_is_asked_for_after_a_delivery(delivery: Any, outcome: Outcome) -> None:
    """Also where no other pregnancy is possible any more."""
    assert decided(without_uterus=True, last_delivery=delivery).outcome is outcome


def test_nothing_known_leaves_it_open() -> None:
    """Nobody is taken to be unable to become pregnant."""
    assert decided().outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("test", "report", "conflict"),
    [
        (PregnancyTest.POSITIVE, PregnancyReport.NO, True),
        (PregnancyTest.NEGATIVE, PregnancyReport.YES, True),
        (PregnancyTest.POSITIVE, PregnancyReport.YES, False),
        (PregnancyTest.POSITIVE, PregnancyReport.UNSURE, False),
        (PregnancyTest.INDETERMINATE, PregnancyReport.YES, False),
    ],
)
def test_a_test_and_a_report_that_disagree_are_marked(test: Any, report: Any, conflict: bool) -> None:
    """The exclusion stands, and another test is due."""
    decision = decided(**(ANSWERED | {"pregnancy_test": result(test), "pregnancy_reported": report}))
    assert [decision.outcome, Mark.CONFLICT in decision.marks] == [Outcome.EXCLUDED, conflict]


def test_a_positive_test_that_is_too_old_is_shown_as_last_known() -> None:
    """It is never forgotten."""
    decision = decided(**(ANSWERED | {"pregnancy_test": result(PregnancyTest.POSITIVE, 31)}))
    assert Mark.LAST_KNOWN in decision.marks


# What else explains the months without a period ------------------------------------------------------------------

EXPLAINED = "pregnancy.menopause.explained"
AT_43: dict[str, Any] = MENOPAUSE | {"age": 43, "amenorrhoea": 12}


def asks_for_a_test(decision: Decision) -> bool:
    """Say whether a client is INCOMPLETE as something else may explain the months without a period, and so alone."""
    found = [finding.rule for finding in decision.findings if finding.rule == EXPLAINED]
    assert (decision.outcome is Outcome.INCOMPLETE) is bool(found)
    return bool(found)


@pytest.mark.parametrize(
    "found",
    [
        {"hormonal_contraception": True},
        {"hormonal_contraception": True, "contraception_effective": True},
        {"hormonal_contraception": Recorded(True, on=EXAMPLE_DAY - timedelta(days=30), by=Reporter.CLIENT)},
        {"last_delivery": DaysAgo(300)},
        {"last_delivery": DaysAgo(730)},
    ],
)
def test_a_hormonal_method_or_a_birth_may_be_why_there_is_no_period(found: dict[str, Any]) -> None:
    """Nobody has to know of a medicine: a coil is told as contraception."""
    given = AT_43 | {"preeclampsia": False} | found
    assert asks_for_a_test(decided(**given))
    assert asks_for_a_test(decided(**given | {"age": 54}))
    assert not asks_for_a_test(decided(**given | {"age": 55}))
    assert not asks_for_a_test(decided(**given | {"pregnancy_test": result(PregnancyTest.NEGATIVE, 30)}))
    assert asks_for_a_test(decided(**given | {"pregnancy_test": result(PregnancyTest.NEGATIVE, 31)}))


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"hormonal_contraception": False},
        {"hormonal_contraception": Recorded(False, on=EXAMPLE_DAY - timedelta(days=31))},
        {"contraception_effective": True},
        {"last_delivery": DaysAgo(731)},
    ],
)
def test_without_any_other_reason_the_menopause_counts(found: dict[str, Any]) -> None:
    """A method that is not said to be hormonal explains nothing, and of a hormonal one nobody is asked."""
    assert not asks_for_a_test(decided(**AT_43 | found))


def test_a_hormonal_method_that_was_told_long_ago_is_not_forgotten() -> None:
    """It stays open until a newer answer, or until a test."""
    told = AT_43 | {"hormonal_contraception": Recorded(True, on=EXAMPLE_DAY - timedelta(days=31))}
    assert decided(**told).outcome is Outcome.INCOMPLETE
    assert decided(**told, pregnancy_test=result(PregnancyTest.NEGATIVE)).outcome is Outcome.NO_EXCLUSION_FOUND


def test_who_nurses_has_no_proof_of_a_menopause() -> None:
    """Where a site lets nursing be a caution, that alone would have been left of it."""
    assert EXPLAINED in {each.rule for each in decided(**AT_43 | {"breastfeeding": True}).findings}


@pytest.mark.parametrize(
    ("taken", "asked"),
    [
        ({"status": MedicineStatus.TAKING}, True),
        ({"status": MedicineStatus.STOPPED, "last_taken": DaysAgo(90)}, True),
        ({"status": MedicineStatus.STOPPED, "last_taken": DaysAgo(365)}, True),
        ({"status": MedicineStatus.STOPPED, "last_taken": DaysAgo(366)}, False),
        ({"status": MedicineStatus.NOT_TAKING, "last_taken": NEVER}, False),
    ],
)
def test_a_medicine_that_was_stopped_within_the_year_may_be_why(taken: dict[str, Any], asked: bool) -> None:
    """The last injection of a depot keeps periods away for months: a year has to be free of it."""
    depot = Medicine(substance="medroxyprogesterone", **taken)
    given = AT_43 | {"medicines": Medicines(listed=Recorded((depot,), on=EXAMPLE_DAY))}
    assert asks_for_a_test(decided(**given)) is asked


def test_of_a_medicine_that_was_stopped_the_day_is_asked() -> None:
    """Nobody knows how long the year is free of it."""
    depot = Medicine(substance="medroxyprogesterone", status=MedicineStatus.STOPPED)
    decision = decided(**AT_43, medicines=Medicines(listed=Recorded((depot,), on=EXAMPLE_DAY)))
    assert decision.outcome is Outcome.INCOMPLETE
    assert EXPLAINED in {each.rule for each in decision.undecided}


# A clinician's word that it is the menopause ----------------------------------------------------------------------

ON_A_COIL: dict[str, Any] = AT_43 | {"hormonal_contraception": True}


def said(value: bool, by: Reporter | None = Reporter.CLINICIAN, days_ago: int = 0) -> Recorded:
    return Recorded(value, on=EXAMPLE_DAY - timedelta(days=days_ago), by=by)


@pytest.mark.parametrize(
    ("word", "settles"),
    [
        (said(True), True),
        (said(True, days_ago=180), True),
        (said(True, days_ago=181), False),
        (said(True, days_ago=-1), False),
        (said(True, Reporter.CLIENT), False),
        (said(True, Reporter.RECORD), False),
        (said(True, Reporter.LABORATORY), False),
        (said(False), False),
        (said(False, Reporter.CLIENT), False),
        (Reports(said(True), said(False, Reporter.CLIENT)), False),
        (Absence.NOT_ASKED, False),
        (Absence.NOT_KNOWN, False),
        (Absence.DECLINED, False),
    ],
)
def test_only_a_clinician_s_word_makes_it_the_menopause(word: Any, settles: bool) -> None:
    """Nobody else's does, nor one that is old, denied or was never asked for."""
    assert asks_for_a_test(decided(**ON_A_COIL, menopause_confirmed=word)) is not settles


def test_nobody_s_word_makes_it_the_menopause() -> None:
    """A value without a reporter is nobody's."""
    bare = Reproduction(menopause_confirmed=True)
    assert Reproduction.menopause_confirmed.possible(bare, EXAMPLE_DAY).absence is Absence.NOT_AUTHORISED


@pytest.mark.parametrize(
    "possible",
    [
        {"age": 39},
        {"amenorrhoea": 11},
        {"amenorrhoea": Absence.NOT_ASKED},
        {"amenorrhoea": Absence.DECLINED},
        {"amenorrhoea": Recorded(12, on=EXAMPLE_DAY - timedelta(days=181))},
        {"amenorrhoea": Absence.NOT_ASKED, "last_menstrual_period": DaysAgo(365)},
        {"last_menstrual_period": DaysAgo(20)},
        {"pregnancy_possible": PregnancyPossible.YES},
        {"pregnancy_possible": PregnancyPossible.UNSURE},
        {"pregnancy_reported": PregnancyReport.UNSURE},
    ],
)
@pytest.mark.parametrize("coil", [True, False])
def test_a_clinician_s_word_makes_no_pregnancy_impossible(possible: dict[str, Any], coil: bool) -> None:
    """Below the age, within the year, beside a period or a form that says otherwise it settles nothing."""
    word = {"menopause_confirmed": said(True), "hormonal_contraception": coil}
    assert decided(**AT_43 | word | possible).outcome is Outcome.INCOMPLETE


# A pregnancy that was reported long ago ---------------------------------------------------------------------------


def reported(what: PregnancyReport | OneOf | Absence, days_ago: int, by: Reporter = Reporter.CLIENT) -> Recorded:
    return Recorded(what, on=EXAMPLE_DAY - timedelta(days=days_ago), by=by)


def lab(found: PregnancyTest | OneOf | Absence, days_ago: int, by: Reporter | None = Reporter.LABORATORY) -> Recorded:
    return Recorded(found, on=EXAMPLE_DAY - timedelta(days=days_ago), by=by)


STERILISED: dict[str, Any] = {
    "without_uterus": False,
    "permanent_sterilisation": True,
    "breastfeeding": False,
    "last_delivery": NEVER,
}
TO_COME = Confirmation("Dr A", on=EXAMPLE_DAY + timedelta(days=5))
YES, NO, UNSURE = PregnancyReport.YES, PregnancyReport.NO, PregnancyReport.UNSURE
POSITIVE, NEGATIVE, NEITHER = PregnancyTest.POSITIVE, PregnancyTest.NEGATIVE, PregnancyTest.INDETERMINATE


@pytest.mark.parametrize("who", [STERILISED, MENOPAUSE, {"without_uterus": True, "last_delivery": NEVER}])
@pytest.mark.parametrize("what", [YES, UNSURE])
@pytest.mark.parametrize(
    ("test", "settles"),
    [
        (lab(NEGATIVE, 19), True),
        (lab(NEGATIVE, 0), True),
        (lab(NEGATIVE, 19, Reporter.RECORD), True),
        (lab(NEGATIVE, 21), False),
        (lab(NEGATIVE, 31), False),
        (lab(NEGATIVE, -1), False),
        (lab(NEGATIVE, 19, Reporter.CLIENT), False),
        (lab(NEGATIVE, 19, Reporter.DEVICE), False),
        (lab(NEITHER, 19), False),
        (lab(OneOf(NEGATIVE, NEITHER), 19), False),
        (lab(Absence.DECLINED, 19), False),
        (Absence.NOT_ASKED, False),
        (Absence.DECLINED, False),
        (Reports(lab(NEGATIVE, 19), lab(NEITHER, 10)), False),
        (Reports(lab(NEGATIVE, 25), lab(NEGATIVE, 19, Reporter.CLIENT)), False),
        (Reports(lab(NEGATIVE, 25), lab(NEGATIVE, 19)), True),
        (Reports(lab(POSITIVE, 31), lab(NEGATIVE, 19)), True),
    ],
)
def test_an_old_report_of_a_pregnancy_stays_open_until_a_later_test(
    who: dict[str, Any], what: PregnancyReport, test: Any, settles: bool
) -> None:
    """Whether a pregnancy is possible or not; the test counts, and is of the days after it."""
    decision = decided(**who, pregnancy_reported=reported(what, 20), pregnancy_test=test)
    assert decision.outcome is (Outcome.NO_EXCLUSION_FOUND if settles else Outcome.INCOMPLETE)


def test_a_test_that_was_positive_since_excludes() -> None:
    """Whatever another one of these days says."""
    for test in (lab(POSITIVE, 25), Reports(lab(POSITIVE, 25), lab(NEGATIVE, 5))):
        decision = decided(**STERILISED, pregnancy_reported=reported(YES, 20), pregnancy_test=test)
        assert decision.outcome is Outcome.EXCLUDED


@pytest.mark.parametrize(("days_ago", "outcome"), [(14, Outcome.EXCLUDED), (15, Outcome.INCOMPLETE)])
def test_a_test_of_the_day_of_the_report_answers_it_at_no_time(days_ago: int, outcome: Outcome) -> None:
    """While the report counts it is a conflict, and by getting old it becomes no better one."""
    given = {"pregnancy_reported": reported(YES, days_ago), "pregnancy_test": lab(NEGATIVE, days_ago)}
    assert decided(**STERILISED, **given).outcome is outcome


@pytest.mark.parametrize("report", [YES, reported(YES, 0), reported(YES, 14), Recorded(YES, by=Reporter.CLIENT)])
def test_a_report_that_counts_excludes_beside_a_negative_test(report: Any) -> None:
    """One on no date is of the day of the decision."""
    decision = decided(**STERILISED, pregnancy_reported=report, pregnancy_test=lab(NEGATIVE, 0))
    assert [decision.outcome, Mark.CONFLICT in decision.marks] == [Outcome.EXCLUDED, True]


@pytest.mark.parametrize(
    ("reports", "outcome"),
    [
        ((reported(YES, 20), reported(NO, 5)), Outcome.NO_EXCLUSION_FOUND),
        ((reported(YES, 25), reported(NO, 22)), Outcome.NO_EXCLUSION_FOUND),
        ((reported(YES, 25), reported(UNSURE, 22)), Outcome.NO_EXCLUSION_FOUND),
        ((reported(YES, 25), reported(YES, 20)), Outcome.NO_EXCLUSION_FOUND),
        ((reported(YES, 25), reported(YES, 18)), Outcome.INCOMPLETE),
        ((reported(YES, 25), reported(UNSURE, 17)), Outcome.INCOMPLETE),
        ((reported(YES, 25), reported(NO, 17)), Outcome.NO_EXCLUSION_FOUND),
        ((reported(YES, 25), reported(OneOf(NO, UNSURE), 17)), Outcome.INCOMPLETE),
        ((reported(YES, 25), reported(Absence.NOT_KNOWN, 17)), Outcome.INCOMPLETE),
        ((reported(YES, 25), reported(Absence.DECLINED, 22)), Outcome.INCOMPLETE),
        ((reported(YES, 25), reported(YES, 10)), Outcome.EXCLUDED),
        ((reported(YES, 25), reported(UNSURE, 10)), Outcome.INCOMPLETE),
    ],
)
def test_of_several_reports_each_that_denies_nothing_is_answered(reports: Any, outcome: Outcome) -> None:
    """By a newer one that counts, or by a test after it: here one of 18 days ago."""
    decision = decided(**STERILISED, pregnancy_reported=Reports(*reports), pregnancy_test=lab(NEGATIVE, 18))
    assert decision.outcome is outcome


def test_where_a_pregnancy_is_possible_a_test_spares_nobody_the_question() -> None:
    """An old report that a test answers is missing as any other is."""
    given = ANSWERED | {"pregnancy_reported": reported(YES, 20), "pregnancy_test": lab(NEGATIVE, 5)}
    decision = decided(**given)
    assert [decision.outcome, [each.rule for each in decision.findings]] == [
        Outcome.INCOMPLETE,
        ["pregnancy.report.missing"],
    ]


def test_an_old_report_is_shown_as_last_known_until_it_is_answered() -> None:
    """Then it is listed as too old."""
    given = STERILISED | {"pregnancy_reported": reported(YES, 20)}
    marked = [Mark.LAST_KNOWN in decided(**given | more).marks for more in ({}, {"pregnancy_test": lab(NEGATIVE, 5)})]
    assert marked == [True, False]
    (old,) = decided(**given, pregnancy_test=lab(NEGATIVE, 5)).too_old
    assert [old.fact, EXAMPLE_DAY.toordinal() - old.worst.day] == ["reproduction.pregnancy_reported", 20]


@pytest.mark.parametrize(
    ("hour", "outcome"), [(8, Outcome.INCOMPLETE), (9, Outcome.NO_EXCLUSION_FOUND), (10, Outcome.NO_EXCLUSION_FOUND)]
)
def test_whoever_is_unsure_is_tested_after_that_by_the_clock(hour: int, outcome: Outcome) -> None:
    """A test of the same morning, before the client said so, is an older one."""
    nine = datetime(EXAMPLE_DAY.year, EXAMPLE_DAY.month, EXAMPLE_DAY.day, 9, tzinfo=UTC)
    client = Client(
        person=Person(age=50),
        reproduction=Reproduction(
            **STERILISED,
            pregnancy_reported=Recorded(UNSURE, on=nine, by=Reporter.CLIENT),
            pregnancy_test=Recorded(NEGATIVE, on=nine.replace(hour=hour), by=Reporter.LABORATORY),
        ),
        medicines=NO_MEDICINES,
    )
    assert decide(CRITERION, client, on=EXAMPLE_DAY, zone=UTC, engine="interpreter").outcome is outcome


def test_a_test_that_does_not_count_answers_nobody_who_is_unsure() -> None:
    """One at home beside an older one of the laboratory."""
    tests = Reports(lab(NEGATIVE, 12), lab(NEGATIVE, 0, Reporter.CLIENT))
    for given in (STERILISED, ANSWERED):
        decision = decided(**given | {"pregnancy_reported": reported(UNSURE, 10), "pregnancy_test": tests})
        assert decision.outcome is Outcome.INCOMPLETE


def left_of_an_old_yes(test: Any) -> tuple[Any, Any, Any]:
    """Return what a test leaves of a *yes* of 20 days ago: as what it is still possible, and what was known."""
    told = Reproduction(pregnancy_reported=reported(YES, 20), pregnancy_test=test)
    found = Reproduction.pregnancy_unless_answered.possible(told, EXAMPLE_DAY)
    return found.absence, found.last, found.outdated


@pytest.mark.parametrize(
    ("test", "left"),
    [
        (lab(NEGATIVE, 19), NO),
        (lab(OneOf(NEGATIVE, NEITHER), 19), YES),
        (lab(NEITHER, 19), YES),
        (lab(Absence.NOT_KNOWN, 19), YES),
        (Reports(lab(NEGATIVE, 19), lab(NEGATIVE, -1)), YES),
        (Reports(lab(NEGATIVE, 25), attrs.evolve(lab(NEGATIVE, 19), confirmed_by=TO_COME)), YES),
    ],
)
def test_what_is_left_of_an_old_report_stays_too_old(test: Any, left: PregnancyReport) -> None:
    """It is adverse no more where a test is negative for sure, and else as adverse as before."""
    as_said = Options(option_bits((left,)))
    assert left_of_an_old_yes(test) == (Absence.STALE, as_said, as_said)


def test_a_test_that_is_too_old_for_the_day_answers_nobody_who_is_unsure() -> None:
    """One of a day without its hour may be of more than 24 hours ago, beside one that is not and came too soon."""
    nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    yesterday = nine - timedelta(hours=20)
    tests = (
        Recorded(NEGATIVE, on=yesterday, by=Reporter.LABORATORY),
        Recorded(NEGATIVE, on=yesterday.date(), by=Reporter.LABORATORY),
    )
    told = Recorded(UNSURE, on=yesterday + timedelta(hours=2), by=Reporter.CLIENT)
    for test in (Reports(*tests), tests[0]):
        found = Reproduction(pregnancy_reported=told, pregnancy_test=test)
        assert Reproduction.pregnancy_unsure.possible(found, nine)[0] == PRESENT_BIT | ABSENT_BIT
