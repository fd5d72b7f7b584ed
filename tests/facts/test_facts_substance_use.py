"""Readings of substance use disorders and urine drug tests."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.errors import InputError
from kaprules.facts.model import NEVER, DaysAgo, OneOf, PartialDate, Recorded, Reports
from kaprules.facts.substance_use import (
    Analyte,
    DisorderStatus,
    Severity,
    Substance,
    SubstanceDisorder,
    SubstanceUse,
    TestResult,
    UrineDrugTest,
)
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Mark, Options

TODAY = date(2026, 1, 1)
EITHER = PRESENT_BIT | ABSENT_BIT
EVENTS = (SubstanceUse.significant_disorder, SubstanceUse.any_disorder, SubstanceUse.mild_disorder)


def read(fact: Any, *disorders: SubstanceDisorder, **recorded: Any) -> Any:
    given = Recorded(disorders, **recorded) if recorded else disorders
    return fact.possible(by_clinician(SubstanceUse(disorders=given)), TODAY)


def found_in_urine(fact: Any, *tests: UrineDrugTest) -> Options:
    return fact.possible(by_clinician(SubstanceUse(urine_drug_tests=tests)), TODAY)


def remitted(
    severity: Severity = Severity.SEVERE, days: int = 100, substance: Substance = Substance.ALCOHOL
) -> SubstanceDisorder:
    return SubstanceDisorder(
        substance=substance,
        severity=severity,
        status=DisorderStatus.EARLY_REMISSION,
        last_criteria_met=DaysAgo(days),
    )


@pytest.mark.parametrize(
    ("severity", "significant", "mild"),
    [(Severity.MILD, NEVER_DAYS, 100), (Severity.MODERATE, 100, NEVER_DAYS), (Severity.SEVERE, 100, NEVER_DAYS)],
)
def test_severity_decides_in_which_reading_a_disorder_counts(severity: Any, significant: Any, mild: Any) -> None:
    """A mild disorder is not a significant one, and the other way round; both are a disorder."""
    found = [read(fact, remitted(severity)) for fact in EVENTS]
    assert found == [Interval(significant, significant), Interval(100, 100), Interval(mild, mild)]


def test_an_unknown_severity_leaves_a_significant_disorder_possible() -> None:
    """A disorder of unknown severity may be significant since its date, or may not be at all."""
    disorder = SubstanceDisorder(
        substance=Substance.ALCOHOL, status=DisorderStatus.EARLY_REMISSION, last_criteria_met=DaysAgo(100)
    )
    assert read(SubstanceUse.significant_disorder, disorder) == Interval(100, NEVER_DAYS)


@pytest.mark.parametrize("substance", [Substance.TOBACCO, Substance.CAFFEINE])
def test_tobacco_and_caffeine_are_left_aside(substance: Any) -> None:
    """A severe and active dependence on tobacco or caffeine is no disorder here."""
    disorder = SubstanceDisorder(substance=substance, severity=Severity.SEVERE, status=DisorderStatus.ACTIVE)
    assert [read(fact, disorder) for fact in EVENTS] == [Interval(NEVER_DAYS, NEVER_DAYS)] * 3


def test_an_unknown_substance_may_be_tobacco() -> None:
    """Where the substance is not known, there may be no disorder that counts."""
    disorder = SubstanceDisorder(severity=Severity.SEVERE, status=DisorderStatus.ACTIVE)
    assert read(SubstanceUse.any_disorder, disorder) == Interval(0, NEVER_DAYS)


def test_active_is_as_recent_as_the_list() -> None:
    """An active disorder met its criteria on the day of the recording, or later."""
    active = SubstanceDisorder(substance=Substance.ALCOHOL, severity=Severity.SEVERE, status=DisorderStatus.ACTIVE)
    found = (
        read(SubstanceUse.significant_disorder, active),
        read(SubstanceUse.significant_disorder, active, on=TODAY - timedelta(days=20)),
    )
    assert found == (Interval(0, 0), Interval(0, 20))


def test_active_overrides_an_older_date() -> None:
    """A disorder that is active although its criteria were last met long ago counts as active, with a mark."""
    disorder = SubstanceDisorder(
        substance=Substance.ALCOHOL,
        severity=Severity.SEVERE,
        status=DisorderStatus.ACTIVE,
        last_criteria_met=DaysAgo(200),
    )
    found = read(SubstanceUse.significant_disorder, disorder)
    assert found == Interval(0, 0, None, frozenset({Mark.CONFLICT}))


def test_a_remission_without_a_date_shows_no_time() -> None:
    """How long a remission has lasted is shown by a date only."""
    disorder = SubstanceDisorder(
        substance=Substance.ALCOHOL, severity=Severity.SEVERE, status=DisorderStatus.SUSTAINED_REMISSION
    )
    assert read(SubstanceUse.significant_disorder, disorder) == Interval(0, NEVER_DAYS - 1)


def test_a_status_not_known_may_be_active() -> None:
    """A disorder of unknown status may be active, so that an old date alone does not settle it."""
    disorder = SubstanceDisorder(substance=Substance.ALCOHOL, severity=Severity.SEVERE, last_criteria_met=DaysAgo(400))
    assert read(SubstanceUse.significant_disorder, disorder) == Interval(0, 400)


def test_a_disorder_whose_criteria_were_never_met_is_an_error_of_the_data() -> None:
    """A disorder that is listed was a disorder once, whatever its date says."""
    disorder = SubstanceDisorder(
        substance=Substance.ALCOHOL,
        severity=Severity.SEVERE,
        status=DisorderStatus.EARLY_REMISSION,
        last_criteria_met=NEVER,
    )
    found = read(SubstanceUse.any_disorder, disorder)
    assert found == Interval(0, NEVER_DAYS - 1, None, frozenset({Mark.DATA_ERROR}))


def test_an_empty_list_says_never_for_90_days() -> None:
    """An empty list is an answer that holds on day 90 and is over on day 91."""
    found = [read(SubstanceUse.any_disorder, on=TODAY - timedelta(days=days)) for days in (89, 90, 91)]
    never = Interval(NEVER_DAYS, NEVER_DAYS)
    assert found == [never, never, Interval(0, NEVER_DAYS, Absence.STALE)]


def test_a_list_not_given_leaves_every_reading_absent() -> None:
    """Where nobody asked for disorders, the readings are absent for that reason."""
    found = [fact.possible(SubstanceUse(), TODAY) for fact in EVENTS]
    assert found == [Interval(0, NEVER_DAYS, Absence.NOT_ASKED)] * 3


def test_order_and_duplicates_do_not_matter() -> None:
    """Disorders in another order, or given twice, say the same."""
    first, second = remitted(days=100), remitted(Severity.MILD, 50, Substance.CANNABIS)
    assert [read(fact, first, second) for fact in EVENTS] == [read(fact, second, first, second) for fact in EVENTS]


def test_what_is_learned_of_a_disorder_only_narrows() -> None:
    """No more exact substance, severity, status or date ever leads outside what was possible before."""
    substances = (Absence.NOT_ASKED, OneOf(Substance.ALCOHOL, Substance.TOBACCO), Substance.ALCOHOL, Substance.TOBACCO)
    severities = (Absence.NOT_ASKED, OneOf(Severity.MILD, Severity.SEVERE), Severity.MILD, Severity.SEVERE)
    both = OneOf(DisorderStatus.ACTIVE, DisorderStatus.EARLY_REMISSION)
    statuses = (Absence.NOT_ASKED, both, DisorderStatus.ACTIVE, DisorderStatus.EARLY_REMISSION)
    dates = (Absence.NOT_ASKED, PartialDate(2025), PartialDate(2025, 12), date(2025, 12, 20))
    narrower = {(0, n) for n in range(4)} | {(1, n) for n in range(1, 4)} | {(2, 2), (3, 3)}
    in_time = narrower | {(2, 3)}
    spans = {}
    for places in product(range(4), repeat=4):
        disorder = SubstanceDisorder(
            substance=substances[places[0]],
            severity=severities[places[1]],
            status=statuses[places[2]],
            last_criteria_met=dates[places[3]],
        )
        spans[places] = [read(fact, disorder) for fact in EVENTS]
    outside = [
        (wide, narrow)
        for wide, narrow in product(spans, repeat=2)
        if all(pair in narrower for pair in zip(wide[:3], narrow[:3], strict=True))
        and (wide[3], narrow[3]) in in_time
        and any(
            not (before.low <= after.low and after.high <= before.high)
            for before, after in zip(spans[wide], spans[narrow], strict=True)
        )
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("substance", "status", "bits"),
    [
        (Substance.OPIOID, DisorderStatus.ON_MAINTENANCE, PRESENT_BIT),
        (Substance.OPIOID, DisorderStatus.SUSTAINED_REMISSION, ABSENT_BIT),
        (Substance.OPIOID, Absence.NOT_ASKED, EITHER),
        (Substance.ALCOHOL, Absence.NOT_ASKED, ABSENT_BIT),
    ],
)
def test_maintenance_is_of_an_opioid_disorder(substance: Any, status: Any, bits: Any) -> None:
    """Methadone or buprenorphine treats an opioid use disorder only."""
    disorder = SubstanceDisorder(substance=substance, status=status)
    assert read(SubstanceUse.maintenance_treatment, disorder) == Options(bits)


def test_a_listed_disorder_of_ketamine_is_read_by_name() -> None:
    """Ketamine and phencyclidine among the listed disorders are seen, alcohol is not."""
    found = [
        read(SubstanceUse.ketamine_or_phencyclidine_disorder, SubstanceDisorder(substance=substance))
        for substance in (Substance.KETAMINE, Substance.PHENCYCLIDINE, Substance.ALCOHOL)
    ]
    assert found == [Options(PRESENT_BIT), Options(PRESENT_BIT), Options(ABSENT_BIT)]


def sample(
    analyte: Any = Analyte.COCAINE, result: Any = TestResult.POSITIVE, prescribed: Any = False, days: int = 0
) -> UrineDrugTest:
    return UrineDrugTest(analyte=analyte, result=result, prescribed=prescribed, on=TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("test", "unexplained", "cannabis"),
    [
        (sample(), PRESENT_BIT, ABSENT_BIT),
        (sample(prescribed=True), ABSENT_BIT, ABSENT_BIT),
        (sample(prescribed=Absence.NOT_ASKED), EITHER, ABSENT_BIT),
        (sample(result=TestResult.NEGATIVE), ABSENT_BIT, ABSENT_BIT),
        (sample(result=Absence.NOT_ASKED), EITHER, ABSENT_BIT),
        (sample(analyte=Analyte.CANNABIS), ABSENT_BIT, PRESENT_BIT),
        (sample(analyte=Absence.NOT_ASKED), EITHER, EITHER),
    ],
)
def test_a_positive_test_that_nothing_explains(test: Any, unexplained: Any, cannabis: Any) -> None:
    """Positive, not prescribed and not cannabis is unexplained; cannabis is read by itself."""
    found = (
        found_in_urine(SubstanceUse.unexplained_drug_test, test),
        found_in_urine(SubstanceUse.cannabis_positive, test),
    )
    assert found == (Options(unexplained), Options(cannabis))


def test_a_drug_test_holds_for_30_days() -> None:
    """A test counts on day 30 and is too old on day 31, where it is kept as what was last known."""
    found = [found_in_urine(SubstanceUse.unexplained_drug_test, sample(days=days)) for days in (29, 30, 31)]
    stale = Options(EITHER, Absence.STALE, frozenset(), Options(PRESENT_BIT), Options(PRESENT_BIT))
    assert found == [Options(PRESENT_BIT), Options(PRESENT_BIT), stale]


def test_a_newer_test_takes_the_place_of_an_old_one() -> None:
    """A valid negative test decides, beside a positive one that is too old."""
    found = found_in_urine(
        SubstanceUse.unexplained_drug_test, sample(days=60), sample(result=TestResult.NEGATIVE, days=5)
    )
    assert found == Options(ABSENT_BIT)


def test_a_test_of_the_future_may_be_anything() -> None:
    """A sample taken after the decision's date is an error of the data."""
    found = found_in_urine(SubstanceUse.unexplained_drug_test, sample(days=-1))
    assert found == Options(EITHER, None, frozenset({Mark.DATA_ERROR}))


def test_a_screen_that_was_not_done_is_no_result() -> None:
    """No test, and an empty list of tests, say nothing of what a test would find."""
    found = (
        found_in_urine(SubstanceUse.unexplained_drug_test),
        SubstanceUse.unexplained_drug_test.possible(SubstanceUse(), TODAY),
    )
    assert found == (Options(EITHER, Absence.NOT_ASKED),) * 2


def test_a_drug_test_needs_its_day() -> None:
    """A test cannot be built without the day of the sample."""
    with pytest.raises(InputError) as error:
        UrineDrugTest(analyte=Analyte.COCAINE)
    assert str(error.value) == "urine_drug_test.on is absent: it must be given, the record means nothing without it"


# The two forms of one instrument ------------------------------------------------------------------------------


def day(number: int) -> date:
    return date(2025, 12, number)


@pytest.mark.parametrize(
    ("full", "short", "bits", "absence"),
    [
        (5, 4, PRESENT_BIT, None),
        (Recorded(5, on=day(20)), Recorded(4, on=day(20)), PRESENT_BIT, None),
        (Recorded(5, on=day(21)), Recorded(4, on=day(20)), PRESENT_BIT, None),
        (5, Recorded(4, on=day(20)), PRESENT_BIT, None),
        (Recorded(5, on=day(20)), Recorded(4, on=day(21)), ABSENT_BIT, None),
        (Recorded(5, on=day(20)), 4, ABSENT_BIT, None),
        (Recorded(5, on=date(2025, 6, 1)), 4, EITHER, Absence.STALE),
        (Absence.NOT_ASKED, 4, EITHER, Absence.NOT_ASKED),
        (Absence.DECLINED, 4, EITHER, Absence.DECLINED),
        (5, Absence.NOT_ASKED, PRESENT_BIT, None),
        (Recorded(5, on=day(31)), Absence.NOT_ASKED, EITHER, Absence.NOT_ASKED),
        (Recorded(5, on=day(31)), Recorded(4, on=date(2025, 6, 1)), EITHER, Absence.STALE),
    ],
)
def test_an_audit_speaks_instead_of_an_audit_c_that_is_no_newer(full: Any, short: Any, bits: int, absence: Any) -> None:
    """A value without a date is of the day of the decision."""
    given = {name: value for name, value in (("audit_total", full), ("audit_c_total", short))}
    found = SubstanceUse.audit_answers_audit_c.possible(SubstanceUse(**given), TODAY)
    assert (found.bits, found.absence) == (bits, absence)


def test_the_latest_report_of_each_counts() -> None:
    """An AUDIT of March and one of yesterday are as new as yesterday; what was declined since then is no report."""
    full = Reports(Recorded(5, on=day(1)), Recorded(6, on=day(30)), Recorded(Absence.DECLINED, on=day(31)))
    for last, bits in ((30, PRESENT_BIT), (31, ABSENT_BIT)):
        short = Reports(Recorded(4, on=day(1)), Recorded(4, on=day(last)))
        given = SubstanceUse(audit_total=full, audit_c_total=short)
        assert SubstanceUse.audit_answers_audit_c.possible(given, TODAY).bits == bits


def test_an_audit_below_its_own_first_part_is_believed_no_more_than_that() -> None:
    """Both are open: one of the two was added up wrongly, or was of somebody else."""
    given = SubstanceUse(audit_total=3, audit_c_total=4)
    assert SubstanceUse.audit_total.possible(given, TODAY).absence is Absence.IMPLAUSIBLE
    assert SubstanceUse.audit_answers_audit_c.possible(given, TODAY).bits == EITHER
