"""Pregnancy, whether it is possible, and breastfeeding."""

from __future__ import annotations

import enum
from typing import Final

from .model import (
    Adverse,
    Choice,
    Code,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Reporter,
    Validity,
    icd10cm,
    loinc,
    snomed,
)

WHERE_POSSIBLE: Final = "asked only where a pregnancy is possible"


class PregnancyReport(enum.Enum):
    """What the client says."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class PregnancyTest(enum.Enum):
    """What a pregnancy test shows."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    INDETERMINATE = "indeterminate"


class Reproduction(Facts, group="reproduction"):
    """Pregnancy, whether it is possible, and breastfeeding."""

    without_uterus: Flag = Flag(
        title="Without a uterus",
        question="Is the client without a uterus, by birth or after surgery?",
        adverse=False,
        mutability=Mutability.FIXED,
    )
    permanent_sterilisation: Flag = Flag(
        title="Permanent sterilisation",
        question="Has the client been sterilised for good, by an operation on womb, ovaries or tubes?",
        adverse=False,
        lifelong=True,
        reporters=(Reporter.CLINICIAN, Reporter.RECORD),
    )
    amenorrhoea: Number = Number(
        title="Months without menses since the menopause",
        question="For how many months have menses been absent because of the menopause, 0 if they are not?",
        unit="mo",
        lowest=0,
        highest=1000,
        adverse=Adverse.LOWER,
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
        reporters=(Reporter.CLIENT, Reporter.CLINICIAN),
    )
    pregnancy_reported: Choice[PregnancyReport] = Choice(
        title="Pregnancy, as the client reports",
        question="To the client: are you pregnant, or could you be?",
        options=PregnancyReport,
        adverse=(PregnancyReport.YES, PregnancyReport.UNSURE),
        validity=Validity(0, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication=WHERE_POSSIBLE,
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
        reporters=(Reporter.LABORATORY, Reporter.CLINICIAN, Reporter.RECORD),
        on_indication=WHERE_POSSIBLE,
        codes=(
            *loinc("2106-3", "80384-1", "2118-8", "2110-5"),
            Code("ICD-10-CM", "Z32.01", confirmed=False),
            Code("ICD-10-CM", "Z32.02", confirmed=False),
        ),
    )
    last_menstrual_period: Event = Event(
        title="Last menstrual period",
        question="On which day did the last menstrual period begin?",
        reporters=(Reporter.CLIENT,),
        on_indication=WHERE_POSSIBLE,
        codes=(Code("LOINC", "8665-2", confirmed=False),),
    )
    unprotected_intercourse: Event = Event(
        title="Last intercourse without contraception",
        question="When was the last intercourse without effective contraception?",
        reporters=(Reporter.CLIENT,),
        on_indication=WHERE_POSSIBLE,
    )
    contraception_effective: Flag = Flag(
        title="Effective contraception",
        question="Does the client use effective contraception?",
        adverse=False,
        validity=Validity(30, 30),
        mutability=Mutability.OBTAINABLE,
        reporters=(Reporter.CLIENT, Reporter.CLINICIAN),
        on_indication=WHERE_POSSIBLE,
    )
    months_until_planned_pregnancy: Number = Number(
        title="Months until a planned pregnancy",
        question="In how many months does the client plan to become pregnant?",
        unit="mo",
        lowest=0,
        highest=600,
        adverse=Adverse.LOWER,
        validity=Validity(90, 90),
        mutability=Mutability.FIXED,
        reporters=(Reporter.CLIENT,),
        on_indication="asked where the client plans a pregnancy",
        codes=loinc("86645-9"),
    )
    breastfeeding: Flag = Flag(
        title="Breastfeeding",
        question="Does the client breastfeed, or give expressed milk?",
        validity=Validity(0, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="asked where a pregnancy is possible, or after a delivery within two years",
        codes=loinc("63895-7") + snomed("413712001") + icd10cm("Z39.1"),
    )
    last_delivery: Event = Event(
        title="Last delivery",
        question="When did the client last give birth?",
        on_indication="asked where breastfeeding is possible",
    )
    preeclampsia: Flag = Flag(
        title="Pre-eclampsia or eclampsia now",
        question="Does the client have pre-eclampsia or eclampsia now?",
        validity=Validity(30, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="looked for in pregnancy and after delivery",
        codes=snomed("398254007", "15938005") + icd10cm("O14.90", "O15.9"),
    )
