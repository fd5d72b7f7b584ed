"""Substance use disorders, instruments and tests."""

from __future__ import annotations

import enum
import functools
import operator
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ..language import message
from ..possible import ABSENT_BIT, NEVER_DAYS, NO_MARKS, PRESENT_BIT, Absence, Interval, Options
from .authority import EXAMINER, LABORATORY, ON_RECORD, SEEN_AT_PRESENT, TOLD
from .model import (
    CONFLICT,
    DATA_ERROR,
    Adverse,
    Burden,
    Choice,
    Contradiction,
    Day,
    Event,
    Fact,
    Facts,
    Flag,
    Mutability,
    Number,
    Observation,
    Recorded,
    Reporter,
    Reports,
    Series,
    Validity,
    icd10cm,
    loinc,
    rxnorm,
    score,
    snomed,
)
from .model.contradictions import part_of
from .model.readings import absence_of, both, chosen, latest_of, marks_of, worst_in


class Substance(enum.Enum):
    """What somebody depends on."""

    ALCOHOL = "alcohol"
    OPIOID = "opioid"
    CANNABIS = "cannabis"
    COCAINE = "cocaine"
    STIMULANT = "other stimulant"
    SEDATIVE = "sedative or sleeping medicine"
    HALLUCINOGEN = "hallucinogen"
    INHALANT = "inhalant"
    KETAMINE = "ketamine"
    PHENCYCLIDINE = "phencyclidine"
    TOBACCO = "tobacco"
    CAFFEINE = "caffeine"
    OTHER = "other"


class Severity(enum.Enum):
    """How many criteria of a substance use disorder were met: two or three, four or five, six or more."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class DisorderStatus(enum.Enum):
    """How a disorder stands at present."""

    ACTIVE = "active"
    EARLY_REMISSION = "early remission"
    SUSTAINED_REMISSION = "sustained remission"
    CONTROLLED_ENVIRONMENT = "in a controlled environment"
    ON_MAINTENANCE = "on methadone or buprenorphine"


class Analyte(enum.Enum):
    """What a urine test looks for."""

    AMPHETAMINES = "amphetamines"
    BARBITURATES = "barbiturates"
    BENZODIAZEPINES = "benzodiazepines"
    BUPRENORPHINE = "buprenorphine"
    CANNABIS = "cannabis"
    COCAINE = "cocaine"
    KETAMINE = "ketamine"
    METHADONE = "methadone"
    OPIATES = "opiates"
    PHENCYCLIDINE = "phencyclidine"
    OTHER = "other"


class TestResult(enum.Enum):
    """What a test found."""

    __test__ = False

    POSITIVE = "positive"
    NEGATIVE = "negative"


IGNORED: Final = (Substance.TOBACCO, Substance.CAFFEINE)
COUNTED: Final = tuple(substance for substance in Substance if substance not in IGNORED)
SIGNIFICANT: Final = (Severity.SEVERE, Severity.MODERATE)


class SubstanceDisorder(Observation, group="substance_disorder"):
    """One substance use disorder, present or past; severity, status and dates may be unknown."""

    substance: Choice[Substance] = Choice(
        title="Substance",
        question="Which substance was it?",
        options=Substance,
        adverse=COUNTED,
        codes=snomed(
            *("66214007", "7200002", "15167005", "75544000", "31956009", "85005007", "21647008"),
            *("426873000", "231473004", "427327003", "191816009"),
        )
        + icd10cm("F10.20", "F10.21", "F11.20", "F12.20", "F13.20", "F14.20", "F15.20", "F16.20", "F17.210", "F19.20"),
    )
    severity: Choice[Severity] = Choice(
        title="Severity",
        question="Was the disorder mild, moderate or severe when it was worst?",
        options=Severity,
        adverse=(Severity.SEVERE, Severity.MODERATE, Severity.MILD),
    )
    status: Choice[DisorderStatus] = Choice(
        title="Status",
        question="Is the disorder active or in remission?",
        options=DisorderStatus,
        adverse=(DisorderStatus.ACTIVE, DisorderStatus.ON_MAINTENANCE, DisorderStatus.CONTROLLED_ENVIRONMENT),
        codes=snomed("191821007", "191839003"),
    )
    last_criteria_met: Event = Event(
        title="Criteria last met",
        question="When were the criteria of the disorder last met, craving aside?",
        # A disorder of which the criteria were never met is none: the date is wrong, or the entry is.
        contradictions=(
            Contradiction(
                (),
                lambda met: bool(met.low >= NEVER_DAYS),
                message("the criteria of a disorder that is listed were met"),
            ),
        ),
    )
    last_use: Event = Event(title="Last use", question="When was the substance last used?")


class UrineDrugTest(Observation, group="urine_drug_test"):
    """One analyte of a urine drug screen, with the day on which the sample was taken."""

    analyte: Choice[Analyte] = Choice(
        title="Analyte",
        question="What did the test look for?",
        options=Analyte,
        codes=loinc("3397-7", "3390-2", "3879-4", "3936-2"),
    )
    result: Choice[TestResult] = Choice(
        title="Result",
        question="Was the test positive?",
        options=TestResult,
        adverse=(TestResult.POSITIVE,),
    )
    prescribed: Flag = Flag(
        title="Explained by a prescription", question="Does a prescription explain the result?", adverse=False
    )
    on: Day = Day(title="Sample taken on", required=True)


# Disorders ----------------------------------------------------------------------------------------------------

Counts = Callable[[Any, date], Options]


_is_active: Final = chosen(SubstanceDisorder.status, DisorderStatus.ACTIVE)


def _criteria_met(disorder: Observation, age: int, on: date) -> Interval:
    """Return the days since the criteria of one disorder were last met.

    "Active" is taken at its word: the criteria were met on the day of the recording, whatever date stands beside
    it, so that a disorder of which the status is not known may be as recent as that. A remission is not: only a
    date shows how long it has lasted.
    """
    met = SubstanceDisorder.last_criteria_met.possible(disorder, on)
    active = _is_active(disorder, on)
    assert isinstance(met, Interval)
    marks = marks_of(met, active)
    low, high = met.low, min(met.high, NEVER_DAYS - 1)
    if active.bits & PRESENT_BIT:
        low = 0
    if active.bits == PRESENT_BIT:
        if met.low > age:
            marks |= CONFLICT
        high = min(high, age)
    return Interval(low, high, None, marks)


def _latest_disorder(counts: Counts) -> Callable[[Any, date], Interval]:
    """Return the reading "days since the criteria of a disorder that counts were last met"."""

    def read(group: Facts, on: date) -> Interval:
        listed = SubstanceUse.disorders.records(group, on)
        given = group.__dict__["disorders"]
        recorded_on = given.on if isinstance(given, Recorded) else None
        age = max(0, on.toordinal() - recorded_on.toordinal()) if recorded_on else 0
        events = []
        for disorder in listed.records:
            counted = counts(disorder, on)
            if counted.bits & PRESENT_BIT:
                met = _criteria_met(disorder, age, on)
                events.append(met if counted.bits == PRESENT_BIT else met._replace(high=NEVER_DAYS))
        return latest_of(listed, events)

    return read


_COUNTED: Final = chosen(SubstanceDisorder.substance, *COUNTED)
_ON_MAINTENANCE: Final = both(
    chosen(SubstanceDisorder.substance, Substance.OPIOID),
    chosen(SubstanceDisorder.status, DisorderStatus.ON_MAINTENANCE),
)


class CannabisUse(enum.Enum):
    """How often cannabis is used."""

    NONE = "none"
    LESS_THAN_WEEKLY = "less than weekly"
    WEEKLY = "weekly"
    DAILY = "daily"


# The two forms of one instrument ------------------------------------------------------------------------------


def _answered_by_audit(group: Facts, on: date) -> Options:
    """Return whether a full AUDIT is at hand that is no older than the AUDIT-C, which is its first part.

    It is absent where there is no usable AUDIT. An AUDIT-C that is not known may be of any day, and none is newer than
    the day of the decision.
    """
    full, short = (fact.possible(group, on) for fact in (SubstanceUse.audit_total, SubstanceUse.audit_c_total))
    marks = marks_of(full, short)
    day = on.toordinal() if short.absence is not None else _latest_day(SubstanceUse.audit_c_total, group, on)
    if full.absence is None and _latest_day(SubstanceUse.audit_total, group, on) >= day:
        return Options(PRESENT_BIT, None, marks)
    absence = absence_of(full, short)
    return Options(ABSENT_BIT if absence is None else PRESENT_BIT | ABSENT_BIT, absence, marks)


def _latest_day(fact: Fact, group: Facts, on: date) -> int:
    """Return the day of the latest report of a fact; a value without a date is of the day of the decision."""
    given = group.__dict__[fact.name]
    reports = given.reports if isinstance(given, Reports) else (given,)
    days = [
        (each.on if isinstance(each, Recorded) and each.on is not None else on).toordinal()
        for each in reports
        if not isinstance(each.value if isinstance(each, Recorded) else each, Absence)
    ]
    return max(day for day in days if day <= on.toordinal())


# Urine tests --------------------------------------------------------------------------------------------------


def _some_test(counts: Counts) -> Callable[[Any, date], Options]:
    """Return the reading "some urine test that is still valid counts"; a screen not done stays absent."""

    def read(group: Facts, on: date) -> Options:
        listed = SubstanceUse.urine_drug_tests.records(group, on)
        valid, old = [], []
        for test in listed.records:
            taken = test.__dict__["on"]
            if test.could_not_be(taken, on):
                # A sample of the future, or of before the birth, was taken on some other day: it may be anything.
                valid.append(Options(PRESENT_BIT | ABSENT_BIT, None, DATA_ERROR))
            elif group.validity_of(SubstanceUse.urine_drug_tests).covers(taken, on):
                valid.append(counts(test, on))
            else:
                old.append(counts(test, on))
        if not valid:
            last = Options(_any_of(old), None, NO_MARKS) if old else None
            absence = (Absence.STALE if old else Absence.NOT_ASKED) if listed.hold else listed.others
            outdated = Options(functools.reduce(operator.or_, (each.bits for each in old))) if old else None
            return Options(PRESENT_BIT | ABSENT_BIT, absence, NO_MARKS, last, outdated)
        found = _any_of(valid)
        if listed.others is not None and found != PRESENT_BIT:
            undecided = [None for options in valid if options.bits & PRESENT_BIT]
            return Options(PRESENT_BIT | ABSENT_BIT, listed.reason(undecided), marks_of(*valid))
        return Options(found, None, marks_of(*valid))

    return read


def _any_of(each: list[Options]) -> int:
    if any(options.bits == PRESENT_BIT for options in each):
        return PRESENT_BIT
    return ABSENT_BIT if all(options.bits == ABSENT_BIT for options in each) else PRESENT_BIT | ABSENT_BIT


_POSITIVE: Final = chosen(UrineDrugTest.result, TestResult.POSITIVE)
_CANNABIS: Final = chosen(UrineDrugTest.analyte, Analyte.CANNABIS)
_KETAMINE: Final = chosen(UrineDrugTest.analyte, Analyte.KETAMINE)
_OTHER_THAN_CANNABIS: Final = chosen(
    UrineDrugTest.analyte, *(analyte for analyte in Analyte if analyte is not Analyte.CANNABIS)
)


def _not_prescribed(test: Observation, on: date) -> Options:
    possible = UrineDrugTest.prescribed.possible(test, on)
    assert isinstance(possible, Options)
    turned = (PRESENT_BIT if possible.bits & ABSENT_BIT else 0) | (ABSENT_BIT if possible.bits & PRESENT_BIT else 0)
    return Options(turned, possible.absence, possible.marks)


NINETY: Final = Validity(90, 90)


def _later_than_any(part: Interval, every: Interval) -> bool:
    return part.high < every.low


def _of_no_severity(every: Interval, significant: Interval, mild: Interval) -> bool:
    return every.high < min(significant.low, mild.low)


def _of_no_disorder(present: Options, every: Interval) -> bool:
    return present.bits == PRESENT_BIT and every.low >= NEVER_DAYS


AMONG_ALL: Final = Contradiction(
    ("any_disorder",), _later_than_any, message("{fact} lies no later than {others}, which counts it as well")
)
OF_A_DISORDER: Final = Contradiction(("any_disorder",), _of_no_disorder, message("{fact} goes with {others}"))


class SubstanceUse(Facts, group="substance_use"):
    """Substance use disorders, instruments and tests."""

    disorders: Series[SubstanceDisorder] = Series(
        title="Substance use disorders",
        question="Which substance use disorders does the client have, or did they ever have?",
        record=SubstanceDisorder,
        validity=NINETY,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
    )
    significant_disorder: Event = Event(
        title="Moderate or severe substance use disorder, criteria last met",
        question="When were the criteria of a moderate or severe substance use disorder last met, tobacco aside?",
        validity=NINETY,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        version=2,
        derive=_latest_disorder(both(_COUNTED, chosen(SubstanceDisorder.severity, *SIGNIFICANT))),
        derived_from=("disorders",),
        contradictions=(AMONG_ALL,),
    )
    any_disorder: Event = Event(
        title="Any substance use disorder, criteria last met",
        question="When were the criteria of any substance use disorder last met, tobacco aside?",
        validity=NINETY,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        version=2,
        derive=_latest_disorder(_COUNTED),
        derived_from=("disorders",),
        contradictions=(
            Contradiction(
                ("significant_disorder", "mild_disorder"),
                _of_no_severity,
                message("{fact} is that of the latest of {others}"),
            ),
        ),
    )
    mild_disorder: Event = Event(
        title="Mild substance use disorder, criteria last met",
        question="When were the criteria of a mild substance use disorder last met, tobacco aside?",
        validity=NINETY,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        on_indication="a detail that only a disorder makes meaningful",
        version=2,
        derive=_latest_disorder(both(_COUNTED, chosen(SubstanceDisorder.severity, Severity.MILD))),
        derived_from=("disorders",),
        contradictions=(AMONG_ALL,),
    )
    maintenance_treatment: Flag = Flag(
        title="Methadone or buprenorphine for an opioid use disorder",
        question="Is the client treated with methadone or buprenorphine for an opioid use disorder?",
        validity=NINETY,
        mutability=Mutability.FIXED,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=rxnorm("6813"),
        version=2,
        derive=worst_in("disorders", _ON_MAINTENANCE),
        derived_from=("disorders",),
        contradictions=(OF_A_DISORDER,),
    )
    ketamine_or_phencyclidine_disorder: Flag = Flag(
        title="Listed ketamine or phencyclidine use disorder",
        question="Is a use disorder of ketamine or phencyclidine among the substance use disorders?",
        validity=NINETY,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        on_indication="asked by name in the ketamine history; read here where it was listed among others",
        version=2,
        derive=worst_in("disorders", chosen(SubstanceDisorder.substance, Substance.KETAMINE, Substance.PHENCYCLIDINE)),
        derived_from=("disorders",),
        contradictions=(OF_A_DISORDER,),
    )
    diagnostic_statement: Flag = Flag(
        title="Clinician statement on a substance use disorder",
        question="Has a clinician stated whether the client has a substance use disorder?",
        adverse=False,
        validity=NINETY,
        mutability=Mutability.OBTAINABLE,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="asked where a screening score is high and no disorder is listed",
    )
    withdrawal_risk: Flag = Flag(
        title="Risk of withdrawal",
        question="Is the client at risk of withdrawal from alcohol, sedatives, opioids or another substance?",
        validity=Validity(90, 0),
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
    )
    intoxicated_now: Flag = Flag(
        title="Current intoxication",
        question="Is the client intoxicated at present?",
        validity=SEEN_AT_PRESENT,
        mutability=Mutability.PASSES_WITH_TIME,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    behavioural_addiction_active: Flag = Flag(
        title="Active behavioural addiction",
        question="Does the client have an active behavioural addiction, such as gambling?",
        validity=NINETY,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
    )
    cannabis_use: Choice[CannabisUse] = Choice(
        title="Cannabis use",
        question="How often does the client use cannabis at present, prescribed or not?",
        options=CannabisUse,
        adverse=(CannabisUse.DAILY, CannabisUse.WEEKLY),
        validity=NINETY,
        burden=Burden.QUESTION,
        may_rule_out=(Reporter.CLINICIAN,),
        may_confirm=(Reporter.CLINICIAN,),
    )
    audit_total: Number = score(
        title="AUDIT, total",
        question="What is the total of the AUDIT?",
        highest=40,
        adverse=Adverse.HIGHER,
        validity=NINETY,
        on_indication="a screening instrument, used where drinking may be a problem",
        codes=loinc("75624-7"),
    )
    audit_c_total: Number = score(
        title="AUDIT-C, total",
        never_above="audit_total",
        contradictions=(
            Contradiction(("audit_total",), part_of(40 - 12), message("{fact} is the first part of {others}")),
        ),
        question="What is the total of the AUDIT-C?",
        highest=12,
        adverse=Adverse.HIGHER,
        validity=NINETY,
        on_indication="a short screening instrument, used where a clinic uses it",
        codes=loinc("75626-2"),
    )
    audit_answers_audit_c: Flag = Flag(
        title="AUDIT at least as recent as the AUDIT-C",
        question="Is there a full AUDIT of the day of the AUDIT-C, or of a later one?",
        adverse=False,
        validity=NINETY,
        mutability=Mutability.OBTAINABLE,
        on_indication="read of the two totals and their days",
        derive=_answered_by_audit,
        derived_from=("audit_total", "audit_c_total"),
    )
    dast_10_total: Number = score(
        title="DAST-10, total",
        question="What is the total of the DAST-10?",
        highest=10,
        adverse=Adverse.HIGHER,
        validity=NINETY,
        on_indication="a screening instrument, used where drug use may be a problem",
        codes=loinc("82667-7"),
    )
    urine_drug_tests: Series[UrineDrugTest] = Series(
        title="Urine drug tests",
        question="What did the urine drug test find, and on which day was the sample taken?",
        record=UrineDrugTest,
        measured=True,
        validity=Validity(30, 30),
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="done where a clinic demands it or use is suspected",
    )
    unexplained_drug_test: Flag = Flag(
        title="Unexplained positive drug test",
        question="Was a urine test of the last 30 days positive for a drug, not cannabis, that was not prescribed?",
        validity=Validity(30, 30),
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.TEST,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="done where a clinic demands it or use is suspected",
        requires_date=True,
        version=2,
        derive=_some_test(both(both(_POSITIVE, _OTHER_THAN_CANNABIS), _not_prescribed)),
        derived_from=("urine_drug_tests",),
    )
    cannabis_positive: Flag = Flag(
        title="Drug test positive for cannabis",
        question="Was a urine test of the last 30 days positive for cannabis?",
        validity=Validity(30, 30),
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.TEST,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="done where a clinic demands it or use is suspected",
        requires_date=True,
        version=2,
        derive=_some_test(both(_POSITIVE, _CANNABIS)),
        derived_from=("urine_drug_tests",),
    )
    ketamine_positive: Flag = Flag(
        title="Drug test positive for ketamine",
        question="Was a urine test of the last 30 days positive for ketamine, explained by a prescription or not?",
        validity=Validity(30, 30),
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.TEST,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="done where a clinic demands it or use is suspected",
        requires_date=True,
        derive=_some_test(both(_POSITIVE, _KETAMINE)),
        derived_from=("urine_drug_tests",),
    )
