"""Criterion 2: pregnancy or breastfeeding.

Regulators say not to use it in either: harm to a child cannot be undone, and waiting costs little. Whether a
pregnancy is possible follows from the body and its history, never from a gender on a form; where it is possible, the
client's word alone does not rule it out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    NEVER,
    Absence,
    Certainty,
    Citation,
    Concept,
    Condition,
    DaysAgo,
    Level,
    Limit,
    Mark,
    Marked,
    OneOf,
    Recorded,
    Rule,
    all_of,
    any_of,
    asks,
    by_clinician,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
    recalled,
)

from ...facts.medicines import Medicines
from ...facts.person import Person
from ...facts.reproduction import PregnancyPossible, PregnancyReport, PregnancyTest, Reproduction
from ...sources import (
    CHILDBEARING_DEFINITIONS,
    ESKETAMINE_PATIENT_PAGE,
    EU_LEAFLET,
    FIELD_TRIP_PROGRAMME,
    MASS_GENERAL_TRIAL,
    MOUNT_SINAI,
    PHARMACOLOGY,
    PHYSIOLOGY,
    US_LABEL_2019,
    US_MONOGRAPH,
)

MENOPAUSE: Final = Limit(
    12,
    "mo",
    id="pregnancy.menopause",
    source=Citation(CHILDBEARING_DEFINITIONS, "a year without menses and without another medical cause"),
    since=ADOPTED,
)
MENOPAUSE_UNLIKELY: Final = Limit(
    40,
    "a",
    id="pregnancy.menopause_unlikely",
    source=recalled(PHYSIOLOGY, "menopause before forty is rare"),
    since=ADOPTED,
    floor=35,
    ceiling=45,
)
PERIOD_OF_LATE: Final = Limit(
    365,
    "d",
    id="pregnancy.period_of_late",
    source=Citation(CHILDBEARING_DEFINITIONS, "a year without menses and without another medical cause"),
    since=ADOPTED,
)
BREASTFEEDING_AGE: Final = Limit(
    55,
    "a",
    id="pregnancy.breastfeeding_age",
    source=proposal("nobody gives birth much beyond fifty, and whoever was sterilised at a birth may nurse"),
    since=ADOPTED,
    floor=45,
    ceiling=60,
)
AFTER_DELIVERY: Final = Limit(
    42,
    "d",
    id="pregnancy.after_delivery",
    source=recalled(PHYSIOLOGY, "pre-eclampsia may begin up to six weeks after a delivery"),
    since=ADOPTED,
)
EXPLAINED_BELOW: Final = Limit(
    55,
    "a",
    id="pregnancy.menopause.explained_below",
    source=proposal("nearly all have had their menopause by then, so that a medicine no longer explains it"),
    since=ADOPTED,
    floor=50,
    ceiling=60,
)
RECENT_DELIVERY: Final = Limit(
    730,
    "d",
    id="pregnancy.recent_delivery",
    source=proposal("many who breastfeed have stopped two years after the birth"),
    since=ADOPTED,
)
SOON: Final = Limit(
    3,
    "mo",
    id="pregnancy.planned_soon",
    source=Citation(MASS_GENERAL_TRIAL, "12 weeks after treatment, read as three months", Certainty.PROPOSAL),
    since=ADOPTED,
)
# A test may miss a pregnancy of less than about two weeks.
LATE_PERIOD: Final = Limit(
    35,
    "d",
    id="pregnancy.late_period",
    source=recalled(PHYSIOLOGY, "a period later than this may be missing because of a pregnancy"),
    since=ADOPTED,
)
TOO_EARLY_FOR_A_TEST: Final = Limit(
    14,
    "d",
    id="pregnancy.too_early_for_a_test",
    source=recalled(PHYSIOLOGY, "about 10 to 14 days from conception to a positive test"),
    since=ADOPTED,
)


def _tested(found: PregnancyTest | OneOf) -> Recorded:
    return Recorded(found, on=EXAMPLE_DAY)


def _possible(**more: Any) -> Reproduction:
    """A client of whom it is known that a pregnancy is possible."""
    return by_clinician(Reproduction(without_uterus=False, permanent_sterilisation=False, amenorrhoea=0, **more))


def without_periods(age: int = 43, last_taken: Any = NEVER, **more: Any) -> tuple[Reproduction, Person, Medicines]:
    """A client without periods for a year, of whom it is known what may be why."""
    known: dict[str, Any] = {
        "without_uterus": False,
        "permanent_sterilisation": False,
        "amenorrhoea": 12,
        "hormonal_contraception": False,
        "breastfeeding": False,
        "last_delivery": NEVER,
    }
    return (
        by_clinician(Reproduction(**known | more)),
        Person(age=age),
        Medicines(period_stopper_last_taken=last_taken),
    )


could_be_pregnant: Final = Concept(
    id="pregnancy.could_be_pregnant",
    title="Possibly pregnant",
    source=(
        criterion(2),
        Citation(CHILDBEARING_DEFINITIONS, "who counts as of child-bearing potential"),
        Citation(EU_LEAFLET, "pregnancy: contraception where a pregnancy is possible"),
    ),
    when=all_of(
        Reproduction.without_uterus.ruled_out,
        Reproduction.permanent_sterilisation.ruled_out,
        any_of(
            Reproduction.amenorrhoea < MENOPAUSE,
            Person.age < MENOPAUSE_UNLIKELY,
            Reproduction.last_menstrual_period.within(PERIOD_OF_LATE),
            Reproduction.pregnancy_possible.is_one_of(PregnancyPossible.YES, PregnancyPossible.UNSURE),
        ),
    ),
    rationale=(
        "It is impossible without a uterus, after sterilisation, or a year after the menopause - from an age on, and "
        "while neither a period nor the form says otherwise. While no reason is known, it stays possible."
    ),
    examples=(
        fires(Reproduction(without_uterus=False, permanent_sterilisation=False, amenorrhoea=11)),
        fires(Reproduction(without_uterus=False, permanent_sterilisation=False), Person(age=39)),
        fires(Reproduction(without_uterus=False, permanent_sterilisation=False, last_menstrual_period=DaysAgo(365))),
        fires(
            Reproduction(
                without_uterus=False, permanent_sterilisation=False, pregnancy_possible=PregnancyPossible.UNSURE
            )
        ),
        fires(
            Reproduction(without_uterus=False, permanent_sterilisation=False, pregnancy_possible=PregnancyPossible.YES)
        ),
        passes(Reproduction(without_uterus=True)),
        passes(Reproduction(permanent_sterilisation=True)),
        passes(
            Reproduction(amenorrhoea=12, last_menstrual_period=DaysAgo(366), pregnancy_possible=PregnancyPossible.NO),
            Person(age=40),
        ),
        asks(
            Reproduction(
                without_uterus=False,
                permanent_sterilisation=False,
                last_menstrual_period=DaysAgo(366),
                pregnancy_possible=PregnancyPossible.NO,
            ),
            Person(age=40),
        ),
        asks(
            Reproduction(
                without_uterus=False,
                permanent_sterilisation=False,
                amenorrhoea=12,
                last_menstrual_period=DaysAgo(366),
                pregnancy_possible=PregnancyPossible.NO,
            )
        ),
    ),
)

may_nurse: Final = Concept(
    id="pregnancy.may_nurse",
    title="Possibly breastfeeding",
    source=(
        criterion(2),
        proposal("whoever has a uterus may nurse, sterilised at the birth or not, and so may who lost it at the birth"),
    ),
    when=any_of(
        all_of(Reproduction.without_uterus.ruled_out, Person.age < BREASTFEEDING_AGE),
        Reproduction.last_delivery.within(RECENT_DELIVERY),
    ),
    examples=(
        fires(Reproduction(without_uterus=False), Person(age=54)),
        fires(Reproduction(last_delivery=DaysAgo(730))),
        passes(Reproduction(without_uterus=True, last_delivery=DaysAgo(731)), Person(age=30)),
        passes(Reproduction(without_uterus=False, last_delivery=NEVER), Person(age=55)),
        asks(Reproduction(without_uterus=True)),
        asks(Reproduction(last_delivery=NEVER), Person(age=30)),
    ),
)

gave_birth_lately: Final = Concept(
    id="pregnancy.gave_birth_lately",
    title="Delivery within the last six weeks",
    source=(criterion(2), recalled(PHYSIOLOGY, "pre-eclampsia may begin up to six weeks after a delivery")),
    when=Reproduction.last_delivery.within(AFTER_DELIVERY),
    examples=(
        fires(Reproduction(last_delivery=DaysAgo(42))),
        passes(Reproduction(last_delivery=DaysAgo(43))),
        asks(),
    ),
)

pregnant: Final = Concept(
    id="pregnancy.pregnant",
    title="Pregnant, by test or report",
    source=(criterion(2), proposal("either of the two counts, and a doubtful pregnancy is confirmed by another test")),
    when=any_of(
        Reproduction.pregnancy_test.is_one_of(PregnancyTest.POSITIVE),
        Reproduction.pregnancy_unless_answered.is_one_of(PregnancyReport.YES),
    ),
    rationale=(
        "A report that is too old stays open until a newer one, or until a negative test of a later day; beside one "
        "that still counts, a negative test is a conflict."
    ),
    examples=(
        fires(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.POSITIVE)))),
        fires(Reproduction(pregnancy_reported=PregnancyReport.YES)),
        passes(
            by_clinician(
                Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE), pregnancy_reported=PregnancyReport.NO)
            )
        ),
        passes(
            by_clinician(
                Reproduction(
                    pregnancy_test=_tested(PregnancyTest.INDETERMINATE), pregnancy_reported=PregnancyReport.UNSURE
                )
            )
        ),
        asks(Reproduction(pregnancy_reported=PregnancyReport.NO)),
    ),
)

pregnancy: Final = Rule(
    id="pregnancy.pregnancy",
    source=(
        criterion(2),
        Citation(EU_LEAFLET, "do not use: pregnancy"),
        Citation(US_LABEL_2019, "harm to an unborn child"),
        Citation(US_MONOGRAPH, "pregnancy: not recommended"),
        Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: pregnancy"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("there is no pregnancy, and a test of that day is negative"),
    when=pregnant.present,
    clinician_text="Pregnancy, or a sign of one that another test has to settle.",
    client_text=(
        "You are pregnant, or there is a sign of it. Ketamine is not given in pregnancy. Your care team will talk "
        "with you about what may help now."
    ),
    rationale="Two regulators advise against it, and harm to the unborn child cannot be undone.",
    marks=(
        Marked(
            Mark.CONFLICT,
            any_of(
                all_of(
                    Reproduction.pregnancy_test.is_one_of(PregnancyTest.POSITIVE),
                    Reproduction.pregnancy_unless_answered.is_one_of(PregnancyReport.NO),
                ),
                all_of(
                    Reproduction.pregnancy_unless_answered.is_one_of(PregnancyReport.YES),
                    Reproduction.pregnancy_test.is_one_of(PregnancyTest.NEGATIVE),
                ),
            ),
        ),
    ),
    examples=(
        fires(
            by_clinician(
                Reproduction(pregnancy_test=_tested(PregnancyTest.POSITIVE), pregnancy_reported=PregnancyReport.NO)
            )
        ),
        fires(
            by_clinician(
                Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE), pregnancy_reported=PregnancyReport.YES)
            )
        ),
        passes(
            by_clinician(
                Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE), pregnancy_reported=PregnancyReport.NO)
            )
        ),
        asks(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE)))),
    ),
)

breastfeeding: Final = Rule(
    id="pregnancy.breastfeeding",
    source=(
        criterion(2),
        Citation(EU_LEAFLET, "do not use: breastfeeding"),
        Citation(US_LABEL_2019, "counselling: no breastfeeding during treatment"),
        Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: nursing"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the client no longer breastfeeds"),
    when=Reproduction.breastfeeding.present,
    clinician_text="Breastfeeding, or giving expressed milk.",
    client_text=(
        "You breastfeed or give your milk. Ketamine can pass into the milk, so it is not given at this time. We can "
        "look again later."
    ),
    rationale="Two regulators advise against it.",
    practice_variation="Some practices accept a pause in which the milk is discarded.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Reproduction(breastfeeding=True)),
        passes(Reproduction(breastfeeding=False)),
        asks(),
    ),
)

preeclampsia: Final = Rule(
    id="pregnancy.preeclampsia",
    source=(criterion(2), proposal("a dangerous pressure in pregnancy, which ketamine raises further")),
    level=Level.EXCLUSION,
    until=on_condition("the pregnancy is over and the pressure has settled"),
    when=Reproduction.preeclampsia.present,
    clinician_text="Pre-eclampsia or eclampsia.",
    client_text=(
        "Your blood pressure has been too high in or after a pregnancy (pre-eclampsia). This needs your doctor's care "
        "first. We can look again after that."
    ),
    examples=(
        fires(Reproduction(preeclampsia=True)),
        passes(Reproduction(preeclampsia=False)),
        asks(),
    ),
)

test_missing: Final = Rule(
    id="pregnancy.test.missing",
    source=(
        criterion(2),
        Citation(MOUNT_SINAI, "pregnancy test at screening and before each infusion"),
        Citation(CHILDBEARING_DEFINITIONS, "pregnancy test at screening and before administration"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(could_be_pregnant.present, Reproduction.pregnancy_test.missing),
    clinician_text="Pregnancy possible; no valid pregnancy test.",
    client_text="We need a recent pregnancy test from you. It is a usual step before ketamine.",
    rationale="The client's word alone does not rule a pregnancy out; a test that was declined stays open.",
    examples=(
        fires(_possible()),
        fires(_possible(pregnancy_reported=PregnancyReport.NO)),
        passes(Reproduction(without_uterus=True)),
        passes(_possible(pregnancy_test=_tested(PregnancyTest.NEGATIVE))),
        asks(),
    ),
)

test_indeterminate: Final = Rule(
    id="pregnancy.test.indeterminate",
    source=(criterion(2), proposal("a test that says neither is repeated")),
    level=Level.NEEDS_INFORMATION,
    when=Reproduction.pregnancy_test.is_one_of(PregnancyTest.INDETERMINATE),
    clinician_text="Indeterminate pregnancy test: repeat.",
    client_text="Your pregnancy test gave no clear answer. We would like to repeat it with you.",
    examples=(
        fires(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.INDETERMINATE)))),
        passes(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE)))),
        passes(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.POSITIVE)))),
        asks(),
    ),
)

report_missing: Final = Rule(
    id="pregnancy.report.missing",
    source=(criterion(2), proposal("a client may know of a pregnancy that a test does not show yet")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(could_be_pregnant.present, Reproduction.pregnancy_reported.missing),
    clinician_text="Pregnancy possible; no usable answer on current pregnancy.",
    client_text="We still need to know if you may be pregnant. We would like to ask you in private.",
    examples=(
        fires(_possible()),
        passes(Reproduction(without_uterus=True)),
        passes(_possible(pregnancy_reported=PregnancyReport.NO)),
        asks(),
    ),
)

report_unsure: Final = Rule(
    id="pregnancy.report.unsure",
    source=(criterion(2), proposal("whoever is unsure is tested, and an older test does not answer it")),
    level=Level.NEEDS_INFORMATION,
    when=any_of(
        Reproduction.pregnancy_unsure.present,
        all_of(
            Reproduction.pregnancy_unless_answered.is_one_of(PregnancyReport.UNSURE),
            Reproduction.pregnancy_test.missing,
        ),
    ),
    clinician_text="Unsure about a pregnancy: a later pregnancy test has to settle it.",
    client_text="You are not sure if you may be pregnant. We would like to do a pregnancy test with you.",
    examples=(
        fires(
            _possible(
                pregnancy_reported=PregnancyReport.UNSURE,
                pregnancy_test=Recorded(PregnancyTest.NEGATIVE, on=EXAMPLE_DAY - timedelta(days=1)),
            )
        ),
        passes(_possible(pregnancy_reported=PregnancyReport.UNSURE, pregnancy_test=_tested(PregnancyTest.NEGATIVE))),
        passes(_possible(pregnancy_reported=PregnancyReport.NO)),
        fires(
            by_clinician(
                Reproduction(
                    permanent_sterilisation=True,
                    pregnancy_reported=PregnancyReport.UNSURE,
                    pregnancy_test=Recorded(PregnancyTest.NEGATIVE, on=EXAMPLE_DAY - timedelta(days=1)),
                )
            )
        ),
        fires(Reproduction(pregnancy_reported=PregnancyReport.UNSURE)),
        passes(_possible(pregnancy_reported=PregnancyReport.YES)),
        asks(),
    ),
)

menses_contradict: Final = Rule(
    id="pregnancy.menses.contradict",
    source=(criterion(2), proposal("one of two reports that cannot both be true is wrong, and either may be")),
    level=Level.NEEDS_INFORMATION,
    when=Reproduction.menses_contradict.present,
    clinician_text=(
        "Last menstrual period contradicts what is recorded of the menopause or the uterus: one of them is wrong."
    ),
    client_text="Two answers about your periods do not match. We would like to go over them with you in private.",
    rationale="The menopause makes a pregnancy impossible only where it is beyond doubt.",
    marks=(Mark.DATA_ERROR, Mark.CONFLICT),
    examples=(
        fires(Reproduction(amenorrhoea=12, last_menstrual_period=DaysAgo(18))),
        fires(Reproduction(amenorrhoea=12, last_menstrual_period=DaysAgo(364))),
        fires(Reproduction(without_uterus=True, last_menstrual_period=DaysAgo(30))),
        passes(Reproduction(amenorrhoea=12, last_menstrual_period=DaysAgo(365))),
        passes(Reproduction(amenorrhoea=0, last_menstrual_period=DaysAgo(18))),
        passes(Reproduction(without_uterus=True, last_menstrual_period=DaysAgo(31))),
        passes(Reproduction(amenorrhoea=12)),
        asks(),
    ),
)


def _explained_by(*causes: Condition) -> Condition:
    """Return whether something else than the menopause may be why there is no period, and no clinician says it is."""
    return all_of(
        Reproduction.without_uterus.ruled_out,
        Reproduction.permanent_sterilisation.ruled_out,
        Reproduction.amenorrhoea >= MENOPAUSE,
        Person.age < EXPLAINED_BELOW,
        any_of(*causes),
        any_of(Reproduction.menopause_confirmed.ruled_out, Reproduction.menopause_confirmed.missing),
    )


HORMONE_OR_NURSING: Final = (
    Medicines.period_stopper_last_taken.within(PERIOD_OF_LATE),
    Reproduction.hormonal_contraception.present,
    Reproduction.breastfeeding.present,
)
"""What is asked again on a dosing day; of a birth nobody is, as whoever may nurse is asked that."""
no_period_explained: Final = _explained_by(*HORMONE_OR_NURSING)
no_negative_test: Final = any_of(
    Reproduction.pregnancy_test.is_none_of(PregnancyTest.NEGATIVE), Reproduction.pregnancy_test.missing
)

menopause_explained: Final = Rule(
    id="pregnancy.menopause.explained",
    source=(
        criterion(2),
        Citation(CHILDBEARING_DEFINITIONS, "a year without menses and without another medical cause"),
        recalled(PHARMACOLOGY, "hormonal contraceptives, testosterone and GnRH medicines stop periods"),
        recalled(PHYSIOLOGY, "periods stay away while a child is nursed, and for a while after a birth"),
        proposal("a clinician's word that it is the menopause settles it, and so does a negative test"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        _explained_by(*HORMONE_OR_NURSING, Reproduction.last_delivery.within(RECENT_DELIVERY)), no_negative_test
    ),
    clinician_text=(
        "Amenorrhoea that a hormone, another medicine, breastfeeding or a birth may explain does not prove menopause: "
        "obtain a negative pregnancy test or a clinician's confirmation of menopause."
    ),
    client_text=(
        "There may be another reason than the menopause why you have no periods. We would like to do a pregnancy test "
        "with you, or to talk about it with you."
    ),
    rationale=(
        "Who bleeds no more under a coil, an implant or testosterone, or while nursing, may still become pregnant; so "
        "may who stopped a hormone within the year."
    ),
    examples=(
        fires(*without_periods(last_taken=DaysAgo(0))),
        fires(*without_periods(last_taken=DaysAgo(365))),
        fires(*without_periods(hormonal_contraception=True)),
        fires(*without_periods(breastfeeding=True)),
        fires(*without_periods(last_delivery=DaysAgo(730))),
        fires(*without_periods(age=54, hormonal_contraception=True)),
        fires(*without_periods(hormonal_contraception=True, menopause_confirmed=False)),
        fires(*without_periods(hormonal_contraception=True, menopause_confirmed=Absence.DECLINED)),
        fires(*without_periods(hormonal_contraception=True, pregnancy_test=_tested(PregnancyTest.INDETERMINATE))),
        fires(*without_periods(hormonal_contraception=True, pregnancy_test=_tested(PregnancyTest.POSITIVE))),
        passes(*without_periods()),
        passes(*without_periods(last_taken=DaysAgo(366))),
        passes(*without_periods(last_delivery=DaysAgo(731))),
        passes(*without_periods(hormonal_contraception=True, menopause_confirmed=True)),
        passes(*without_periods(hormonal_contraception=True, pregnancy_test=_tested(PregnancyTest.NEGATIVE))),
        passes(*without_periods(hormonal_contraception=True, age=55)),
        passes(*without_periods(hormonal_contraception=True, amenorrhoea=11)),
        passes(*without_periods(hormonal_contraception=True, without_uterus=True)),
        passes(*without_periods(hormonal_contraception=True, permanent_sterilisation=True)),
        asks(*without_periods()[:2]),
        asks(),
    ),
)

breastfeeding_missing: Final = Rule(
    id="pregnancy.breastfeeding.missing",
    source=(
        criterion(2),
        proposal("whoever has a uterus may nurse, sterilised at the birth or not, and so may who lost it at the birth"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(may_nurse.present, Reproduction.breastfeeding.missing),
    clinician_text="Breastfeeding not established.",
    client_text="We would like to know if you breastfeed.",
    examples=(
        fires(Reproduction(without_uterus=False, permanent_sterilisation=True), Person(age=54)),
        fires(Reproduction(without_uterus=True, last_delivery=DaysAgo(729))),
        fires(Reproduction(without_uterus=True, last_delivery=DaysAgo(730))),
        passes(Reproduction(without_uterus=True, last_delivery=DaysAgo(731)), Person(age=30)),
        passes(Reproduction(without_uterus=False, last_delivery=NEVER), Person(age=55)),
        passes(_possible(breastfeeding=False)),
        asks(Reproduction(without_uterus=True)),
        asks(),
    ),
)

preeclampsia_missing: Final = Rule(
    id="pregnancy.preeclampsia.missing",
    source=(criterion(2), recalled(PHYSIOLOGY, "pre-eclampsia may begin up to six weeks after a delivery")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(gave_birth_lately.present, Reproduction.preeclampsia.missing),
    clinician_text="Delivery within the last six weeks; pre-eclampsia not established.",
    client_text=(
        "You gave birth not long ago. We would like to know if your blood pressure was too high around it "
        "(pre-eclampsia)."
    ),
    examples=(
        fires(Reproduction(last_delivery=DaysAgo(42))),
        passes(Reproduction(last_delivery=DaysAgo(43))),
        passes(Reproduction(last_delivery=DaysAgo(42), preeclampsia=False)),
        asks(),
    ),
)

contraception_missing: Final = Rule(
    id="pregnancy.contraception.missing",
    source=(criterion(2), Citation(EU_LEAFLET, "pregnancy: contraception where a pregnancy is possible")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(could_be_pregnant.present, Reproduction.contraception_effective.missing),
    clinician_text="Pregnancy possible; effective contraception not established.",
    client_text="We would like to know if you use birth control (contraception).",
    examples=(
        fires(_possible()),
        passes(Reproduction(without_uterus=True)),
        passes(_possible(contraception_effective=False)),
        asks(),
    ),
)

contraception_lacking: Final = Rule(
    id="pregnancy.contraception.lacking",
    source=(
        criterion(2),
        Citation(EU_LEAFLET, "pregnancy: contraception where a pregnancy is possible"),
        Citation(MOUNT_SINAI, "exclusion criteria: unwilling to use contraception"),
        Citation(ESKETAMINE_PATIENT_PAGE, "pregnancy: harm to an unborn child"),
    ),
    level=Level.CAUTION,
    when=all_of(could_be_pregnant.present, Reproduction.contraception_effective.ruled_out),
    clinician_text="Pregnancy possible; no effective contraception.",
    client_text=(
        "You could become pregnant during the treatment. We would like to talk with you about birth control "
        "(contraception)."
    ),
    rationale="A test says nothing about a pregnancy that begins during the treatment.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_possible(contraception_effective=False)),
        passes(_possible(contraception_effective=True)),
        passes(Reproduction(without_uterus=True)),
        asks(_possible()),
    ),
)

planned_soon: Final = Rule(
    id="pregnancy.planned_soon",
    source=(criterion(2), Citation(MASS_GENERAL_TRIAL, "exclusion criteria: pregnancy planned soon after treatment")),
    level=Level.CAUTION,
    when=Reproduction.months_until_planned_pregnancy <= SOON,
    clinician_text="Pregnancy planned within three months.",
    client_text="You hope to become pregnant soon. We would like to talk with you about what that means here.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Reproduction(months_until_planned_pregnancy=3)),
        passes(Reproduction(months_until_planned_pregnancy=4)),
        asks(),
    ),
)

test_too_early: Final = Rule(
    id="pregnancy.test.too_early",
    source=(criterion(2), recalled(PHYSIOLOGY, "when a pregnancy test becomes positive")),
    level=Level.NOTE,
    when=all_of(
        Reproduction.pregnancy_test.is_one_of(PregnancyTest.NEGATIVE),
        any_of(
            Reproduction.last_menstrual_period.longer_ago_than(LATE_PERIOD),
            Reproduction.unprotected_intercourse.within(TOO_EARLY_FOR_A_TEST),
        ),
    ),
    clinician_text="Negative pregnancy test, possibly too early: repeat.",
    client_text="Your pregnancy test may have been too early. We would like to repeat it.",
    rationale="A test misses a pregnancy in its first days.",
    examples=(
        fires(
            by_clinician(
                Reproduction(
                    pregnancy_test=_tested(PregnancyTest.NEGATIVE),
                    last_menstrual_period=DaysAgo(36),
                    unprotected_intercourse=NEVER,
                )
            )
        ),
        fires(
            by_clinician(
                Reproduction(
                    pregnancy_test=_tested(PregnancyTest.NEGATIVE),
                    last_menstrual_period=NEVER,
                    unprotected_intercourse=DaysAgo(14),
                )
            )
        ),
        passes(
            by_clinician(
                Reproduction(
                    pregnancy_test=_tested(PregnancyTest.NEGATIVE),
                    last_menstrual_period=DaysAgo(35),
                    unprotected_intercourse=DaysAgo(15),
                )
            )
        ),
        passes(
            by_clinician(
                Reproduction(
                    pregnancy_test=_tested(PregnancyTest.NEGATIVE),
                    last_menstrual_period=NEVER,
                    unprotected_intercourse=NEVER,
                )
            )
        ),
        passes(
            by_clinician(
                Reproduction(
                    pregnancy_test=_tested(OneOf(PregnancyTest.POSITIVE, PregnancyTest.INDETERMINATE)),
                    last_menstrual_period=DaysAgo(36),
                )
            )
        ),
        asks(Reproduction(last_menstrual_period=DaysAgo(36))),
    ),
)

RULES: Final = (
    pregnancy,
    breastfeeding,
    preeclampsia,
    test_missing,
    test_indeterminate,
    report_missing,
    report_unsure,
    menses_contradict,
    menopause_explained,
    breastfeeding_missing,
    preeclampsia_missing,
    contraception_missing,
    contraception_lacking,
    planned_soon,
    test_too_early,
)
