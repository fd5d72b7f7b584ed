"""Pregnancy, whether it is possible, and breastfeeding."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Final

from ..language import message
from ..possible import ABSENT_BIT, PRESENT_BIT, Absence, Interval, Options, option_bits
from ..sources import proposal
from .authority import EXAMINER, LABORATORY
from .model import (
    DISAGREEMENT,
    Adverse,
    Choice,
    Code,
    Contradiction,
    Event,
    Facts,
    Flag,
    Movable,
    Mutability,
    Number,
    Recorded,
    Validity,
    icd10cm,
    loinc,
    snomed,
)
from .model.readings import absence_of, marks_of, reports_in

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


NEGATIVE: Final = option_bits((PregnancyTest.NEGATIVE,))
DENIED: Final = option_bits((PregnancyReport.NO,))


def _unsure(reproduction: Facts, on: date) -> Options:
    """Return whether the client is unsure about a pregnancy, and no test since then is surely negative."""
    reported = Reproduction.pregnancy_reported.possible(reproduction, on)
    test = Reproduction.pregnancy_test.possible(reproduction, on)
    assert isinstance(reported, Options) and isinstance(test, Options)
    unsure = option_bits((PregnancyReport.UNSURE,))
    since = test.absence is not None or _is_answered(reproduction, on)
    present = reported.bits & unsure and not (since and test.bits == NEGATIVE)
    absent = reported.bits & ~unsure or (since and test.bits & NEGATIVE)
    absence = absence_of(reported, test) if present and absent else None
    outdated = None
    if absence is Absence.STALE and reported.outdated is not None:
        outdated = _as_flag(reported.outdated, unsure)
    bits = (PRESENT_BIT if present else 0) | (ABSENT_BIT if absent else 0)
    return Options(bits, absence, marks_of(reported, test), outdated, outdated)


def _unless_answered(reproduction: Facts, on: date) -> Options:
    """Return what the client says of a pregnancy.

    What was said too long ago is still too old where a later test answers it, but is adverse no more.
    """
    reported = Reproduction.pregnancy_reported.possible(reproduction, on)
    test = Reproduction.pregnancy_test.possible(reproduction, on)
    assert isinstance(reported, Options) and isinstance(test, Options)
    answered = test.bits == NEGATIVE and _is_answered(reproduction, on, on_a_later_day=True)
    if reported.outdated is None or not answered:
        return reported
    return reported._replace(last=Options(DENIED), outdated=Options(DENIED))


def _as_flag(choice: Options, wanted: int) -> Options:
    """Return whether a choice is one of the options wanted."""
    return Options((PRESENT_BIT if choice.bits & wanted else 0) | (ABSENT_BIT if choice.bits & ~wanted else 0))


def _is_answered(reproduction: Facts, on: date, on_a_later_day: bool = False) -> bool:
    """Say whether each report of a pregnancy that does not deny it has a test since then that may be negative.

    A test counts as long as it is valid and whoever reports it may rule a pregnancy out. Whatever has no date is of the
    day of the decision, and so is what nobody said.
    """
    report, test = Reproduction.pregnancy_reported, Reproduction.pregnancy_test
    every = reports_in(reproduction.__dict__["pregnancy_reported"]) or (Recorded(Absence.NOT_ASKED),)
    open_ones = [
        each for each in every if isinstance(each.value, Absence) or report.values_of(each.value, on).bits & ~DENIED
    ]
    negative = [
        each.on
        for each in reports_in(reproduction.__dict__["pregnancy_test"])
        if each.on is not None
        and not isinstance(each.value, Absence)
        and test.values_of(each.value, on).bits & NEGATIVE
        and test.is_vouched(each)
        and reproduction.validity_of(test).covers(each.on, on)
        and not reproduction.is_misdated(each, on)
    ]
    return all(
        any(_is_since(made, on if each.on is None else each.on, on_a_later_day) for made in negative)
        for each in open_ones or every
    )


def _is_since(made: date, said: date, on_a_later_day: bool) -> bool:
    """Say whether a test was made since something was said; on one day that is so unless the times say otherwise."""
    if on_a_later_day or made.toordinal() != said.toordinal():
        return made.toordinal() > said.toordinal()
    times = [each.timestamp() for each in (made, said) if isinstance(each, datetime) and each.tzinfo is not None]
    return len(times) < 2 or times[0] >= times[1]


class Reproduction(Facts, group="reproduction"):
    """Pregnancy, whether it is possible, and breastfeeding."""

    without_uterus: Flag = Flag(
        title="No uterus",
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
        question="Has the client been permanently sterilised, by surgery on the uterus, the ovaries or the tubes?",
        adverse=False,
        lifelong=True,
    )
    amenorrhoea: Number = Number(
        title="Months of menopausal amenorrhoea",
        question=(
            "For how many months have periods been absent because of the menopause? 0 if they are not, or if below 55 "
            "a hormone, a coil or breastfeeding may be why."
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
    menopause_confirmed: Flag = Flag(
        title="Menopause confirmed by a clinician",
        question="Does a clinician confirm the menopause, whatever else may explain the months without periods?",
        adverse=False,
        validity=Validity(180, 180),
        mutability=Mutability.OBTAINABLE,
        on_indication="asked where something else may explain the months without menses, unless a test is negative",
        may_rule_out=EXAMINER,
    )
    pregnancy_possible: Choice[PregnancyPossible] = Choice(
        title="Pregnancy possible, by a form",
        question="Does the form say that the client can become pregnant?",
        options=PregnancyPossible,
        adverse=(PregnancyPossible.YES, PregnancyPossible.UNSURE),
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
        on_indication="counts where a form states it; its no, without a reason, clears nobody",
    )
    pregnancy_reported: Choice[PregnancyReport] = Choice(
        title="Pregnancy, as reported",
        question="To the client: are you pregnant, or could you be?",
        options=PregnancyReport,
        adverse=(PregnancyReport.YES, PregnancyReport.UNSURE),
        validity=Validity(14, 0, movable=Movable(7, 30, proposal("a new answer each cycle; practices differ"))),
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
        title="Contradictory reports of menses",
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
        version=3,
        derive=_unsure,
        derived_from=("pregnancy_reported", "pregnancy_test"),
    )
    pregnancy_unless_answered: Choice[PregnancyReport] = Choice(
        title="Pregnancy, as last reported and not answered by a later test",
        question="What does the client say of a pregnancy, or said before without a negative test on a later day?",
        options=PregnancyReport,
        adverse=(PregnancyReport.YES, PregnancyReport.UNSURE),
        validity=Validity(14, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication=WHERE_POSSIBLE,
        derive=_unless_answered,
        derived_from=("pregnancy_reported", "pregnancy_test"),
    )
    unprotected_intercourse: Event = Event(
        title="Last unprotected intercourse",
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
    hormonal_contraception: Flag = Flag(
        title="Hormonal contraception, now or in the last twelve months",
        question=(
            "Does the client use a hormonal method of contraception (pill, patch, ring, implant, injection or hormone "
            "coil), or did so in the last twelve months?"
        ),
        validity=Validity(30, 30),
        mutability=Mutability.FIXED,
        on_indication="counts where a form states it; medicines are asked for by their list",
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
        validity=Validity(30, 0, movable=Movable(14, 30, proposal("nursing may begin any day after a delivery"))),
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
        title="Current pre-eclampsia or eclampsia",
        question="Does the client have pre-eclampsia or eclampsia now?",
        validity=Validity(30, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="looked for in pregnancy and after delivery",
        indicated_by=GAVE_BIRTH_LATELY,
        codes=snomed("398254007", "15938005") + icd10cm("O14.90", "O15.9"),
    )
