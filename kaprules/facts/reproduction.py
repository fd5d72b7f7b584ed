"""Pregnancy, whether it is possible, and breastfeeding."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any, Final

from ..language import message
from ..possible import ABSENT_BIT, PRESENT_BIT, Absence, Interval, Options, option_bits
from .authority import LABORATORY
from .model import (
    DISAGREEMENT,
    Adverse,
    Choice,
    Code,
    Contradiction,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Recorded,
    Reports,
    Validity,
    icd10cm,
    loinc,
    snomed,
)
from .model.readings import absence_of, marks_of

MONTHS_IN_DAYS: Final = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
"""The fewest days that so many whole months of one year can have; a year has 365 at least."""
MONTH: Final = 30
"""In days, as everywhere."""
WHERE_POSSIBLE: Final = "asked only where a pregnancy is possible"
COULD_BE_PREGNANT: Final = "pregnancy.could_be_pregnant"
MAY_NURSE: Final = "pregnancy.may_nurse"
GAVE_BIRTH_LATELY: Final = "pregnancy.gave_birth_lately"


class PregnancyReport(enum.Enum):
    """What the client says."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class PregnancyPossible(enum.Enum):
    """What a form says of whether the client can become pregnant."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class PregnancyTest(enum.Enum):
    """What a pregnancy test shows."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    INDETERMINATE = "indeterminate"


def _period_since(months: Interval, period: Interval) -> bool:
    """Say whether the last period lies less far back than menses have been absent."""
    years, more = divmod(int(months.low), 12)
    return period.high < 365 * years + MONTHS_IN_DAYS[more]


def _period_without_uterus(without: Options, period: Interval) -> bool:
    return without.bits == PRESENT_BIT and period.high <= MONTH


def _menses_contradict(reproduction: Facts, on: date) -> Options:
    """Return whether what is recorded of menses cannot be so together; only what is certain does."""
    reports = (Reproduction.without_uterus, Reproduction.amenorrhoea)
    if all(
        reproduction.__dict__[fact.name] is Absence.NOT_ASKED for fact in (*reports, Reproduction.last_menstrual_period)
    ):
        return Options(PRESENT_BIT | ABSENT_BIT, Absence.NOT_ASKED)
    found = any(fact.contradicted(reproduction, on) is not None for fact in reports)
    return Options(PRESENT_BIT, None, DISAGREEMENT) if found else Options(ABSENT_BIT)


def _unsure(reproduction: Facts, on: date) -> Options:
    """Return whether the client is unsure about a pregnancy, and no test since then is surely negative."""
    reported = Reproduction.pregnancy_reported.possible(reproduction, on)
    test = Reproduction.pregnancy_test.possible(reproduction, on)
    assert isinstance(reported, Options) and isinstance(test, Options)
    unsure = option_bits((PregnancyReport.UNSURE,))
    since = test.absence is not None or _last_negative(reproduction, on) >= _last_asked(reproduction, on)
    present = reported.bits & unsure and not (since and test.bits == NEGATIVE)
    absent = reported.bits & ~unsure or (since and test.bits & NEGATIVE)
    absence = absence_of(reported, test) if present and absent else None
    said = reported.outdated
    outdated = None
    if absence is Absence.STALE and said is not None:
        outdated = Options((PRESENT_BIT if said.bits & unsure else 0) | (ABSENT_BIT if said.bits & ~unsure else 0))
    bits = (PRESENT_BIT if present else 0) | (ABSENT_BIT if absent else 0)
    return Options(bits, absence, marks_of(reported, test), outdated, outdated)


def _reports(given: Any) -> tuple[Recorded, ...]:
    return tuple(given.reports) if isinstance(given, Reports) else (given,) if isinstance(given, Recorded) else ()


def _last_asked(reproduction: Facts, on: date) -> int:
    """Return the day on which the client was last asked; what has no date is of the day of the decision."""
    reports = _reports(reproduction.__dict__["pregnancy_reported"])
    return max((on if each.on is None else each.on).toordinal() for each in reports) if reports else on.toordinal()


NEGATIVE: Final = option_bits((PregnancyTest.NEGATIVE,))


def _last_negative(reproduction: Facts, on: date) -> int:
    """Return the day of the last test that may be negative, 0 where there is none."""
    test = Reproduction.pregnancy_test
    days = (
        each.on.toordinal()
        for each in _reports(reproduction.__dict__["pregnancy_test"])
        if each.on is not None and not isinstance(each.value, Absence) and each.on.toordinal() <= on.toordinal()
        if test.values_of(each.value, on).bits & NEGATIVE
    )
    return max(days, default=0)


class Reproduction(Facts, group="reproduction"):
    """Pregnancy, whether it is possible, and breastfeeding."""

    without_uterus: Flag = Flag(
        title="Without a uterus",
        question="Is the client without a uterus, by birth or after surgery?",
        adverse=False,
        mutability=Mutability.FIXED,
        contradictions=(
            Contradiction(
                ("last_menstrual_period",),
                _period_without_uterus,
                message("{fact} goes with {others}"),
                Absence.CONFLICTING,
            ),
        ),
    )
    permanent_sterilisation: Flag = Flag(
        title="Permanent sterilisation",
        question="Has the client been sterilised for good, by an operation on womb, ovaries or tubes?",
        adverse=False,
        lifelong=True,
    )
    amenorrhoea: Number = Number(
        title="Months without menses since the menopause",
        question=(
            "For how many months have menses been absent because of the menopause? 0 if they are not, or if below 55 "
            "a hormone, a coil or nursing may be why."
        ),
        unit="mo",
        lowest=0,
        highest=1000,
        of_life=True,
        missing_codes=(999,),
        contradictions=(
            Contradiction(
                ("last_menstrual_period",),
                _period_since,
                message("{fact} are no more than have passed since {others}"),
                Absence.CONFLICTING,
            ),
        ),
        adverse=Adverse.LOWER,
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
    )
    pregnancy_possible: Choice[PregnancyPossible] = Choice(
        title="Pregnancy possible, as a form says",
        question="Does the form say that the client can become pregnant?",
        options=PregnancyPossible,
        adverse=(PregnancyPossible.YES, PregnancyPossible.UNSURE),
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
        on_indication="counts where a form states it; its no, without a reason, clears nobody",
    )
    pregnancy_reported: Choice[PregnancyReport] = Choice(
        title="Pregnancy, as the client reports",
        question="To the client: are you pregnant, or could you be?",
        options=PregnancyReport,
        adverse=(PregnancyReport.YES, PregnancyReport.UNSURE),
        validity=Validity(14, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication=WHERE_POSSIBLE,
        indicated_by=COULD_BE_PREGNANT,
        codes=loinc("82810-3") + snomed("77386006") + icd10cm("Z33.1"),
    )
    pregnancy_test: Choice[PregnancyTest] = Choice(
        title="Pregnancy test",
        question="What does a pregnancy test show, and when was it made?",
        options=PregnancyTest,
        adverse=(PregnancyTest.POSITIVE, PregnancyTest.INDETERMINATE),
        validity=Validity(30, hours=24),
        mutability=Mutability.PASSES_WITH_TIME,
        requires_date=True,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication=WHERE_POSSIBLE,
        indicated_by=COULD_BE_PREGNANT,
        codes=(
            *loinc("2106-3", "80384-1", "2118-8", "2110-5"),
            Code("ICD-10-CM", "Z32.01", confirmed=False),
            Code("ICD-10-CM", "Z32.02", confirmed=False),
        ),
    )
    last_menstrual_period: Event = Event(
        title="Last menstrual period",
        question="On which day did the last menstrual period begin?",
        on_indication=WHERE_POSSIBLE,
        codes=(Code("LOINC", "8665-2", confirmed=False),),
    )
    menses_contradict: Flag = Flag(
        title="Reports of menses that contradict each other",
        question="Does the last menstrual period contradict what is recorded of the menopause, or of the uterus?",
        mutability=Mutability.OBTAINABLE,
        on_indication="read from the reports of menses, which are asked for themselves",
        derive=_menses_contradict,
        derived_from=("without_uterus", "amenorrhoea", "last_menstrual_period"),
    )
    pregnancy_unsure: Flag = Flag(
        title="Unsure about a pregnancy, without a negative test since",
        question="Is the client unsure about a pregnancy, without a pregnancy test since then that is negative?",
        validity=Validity(14, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication=WHERE_POSSIBLE,
        version=2,
        derive=_unsure,
        derived_from=("pregnancy_reported", "pregnancy_test"),
    )
    unprotected_intercourse: Event = Event(
        title="Last intercourse without contraception",
        question="When was the last intercourse without effective contraception?",
        on_indication=WHERE_POSSIBLE,
    )
    contraception_effective: Flag = Flag(
        title="Effective contraception",
        question="Does the client use effective contraception?",
        adverse=False,
        validity=Validity(30, 30),
        mutability=Mutability.OBTAINABLE,
        on_indication=WHERE_POSSIBLE,
        indicated_by=COULD_BE_PREGNANT,
    )
    months_until_planned_pregnancy: Number = Number(
        title="Months until a planned pregnancy",
        question="In how many months does the client plan to become pregnant?",
        unit="mo",
        lowest=0,
        highest=600,
        missing_codes=(99,),
        adverse=Adverse.LOWER,
        validity=Validity(90, 90),
        mutability=Mutability.FIXED,
        on_indication="asked where the client plans a pregnancy",
        codes=loinc("86645-9"),
    )
    breastfeeding: Flag = Flag(
        title="Breastfeeding",
        question="Does the client breastfeed, or give expressed milk?",
        validity=Validity(30, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="asked of everybody with a uterus below an age, and after a delivery within two years",
        indicated_by=MAY_NURSE,
        codes=loinc("63895-7") + snomed("413712001") + icd10cm("Z39.1"),
    )
    last_delivery: Event = Event(
        title="Last delivery",
        question="When did the client last give birth, if ever?",
        validity=Validity(30, 0),
    )
    preeclampsia: Flag = Flag(
        title="Pre-eclampsia or eclampsia now",
        question="Does the client have pre-eclampsia or eclampsia now?",
        validity=Validity(30, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="looked for in pregnancy and after delivery",
        indicated_by=GAVE_BIRTH_LATELY,
        codes=snomed("398254007", "15938005") + icd10cm("O14.90", "O15.9"),
    )
