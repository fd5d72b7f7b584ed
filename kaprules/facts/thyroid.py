"""The thyroid's diagnosis, treatment and laboratory values."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ..possible import ABSENT_BIT, PRESENT_BIT, Interval, Options
from ..sources import LABORATORY_TESTS, recalled
from .authority import LABORATORY, ON_RECORD
from .model import (
    Adverse,
    Burden,
    Choice,
    Code,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Validity,
    icd10cm,
    loinc,
    rxnorm,
    snomed,
)
from .model.measurement import share
from .model.readings import marks_of

NANOGRAM_PER_DECILITRE: Final = Fraction(77_687, 1_000_000)
"""Nanograms in a decilitre that are a picomole of thyroxine in a litre (molar mass 776.87 g/mol)."""
PICOGRAM_PER_MILLILITRE: Final = Fraction(65_097, 100_000)
"""Picograms in a millilitre that are a picomole of triiodothyronine in a litre (molar mass 650.97 g/mol)."""
VALID: Final = Validity(90, 90)


class Control(enum.Enum):
    """How well an overactive thyroid is under control, as a clinician judges it."""

    CONTROLLED = "controlled"
    UNCONTROLLED = "uncontrolled"


def _compared(value: Interval, outside: bool, inside: bool) -> Options:
    return Options((0 if inside else PRESENT_BIT) | (0 if outside else ABSENT_BIT), value.absence, value.marks)


def _of_reference(
    name: str, reference: str, compare: Callable[[Interval, Interval], tuple[bool, bool]]
) -> Callable[[Any, date], Options]:
    """Return the reading "outside the laboratory's own reference"; without that reference its plausible range stands.

    ``compare`` says whether a value is surely outside, and whether it is surely inside.
    """

    def read(thyroid: Facts, on: date) -> Options:
        value: Interval = getattr(Thyroid, name).possible(thyroid, on)
        limit: Interval = getattr(Thyroid, reference).possible(thyroid, on)
        found = _compared(value, *compare(value, limit))
        last, outdated = (
            None if each is None else _compared(each, *compare(each, limit)) for each in (value.last, value.outdated)
        )
        return found._replace(marks=marks_of(value, limit), last=last, outdated=outdated)

    return read


def _below(value: Interval, limit: Interval) -> tuple[bool, bool]:
    return value.high < limit.low, value.low >= limit.high


def _above(value: Interval, limit: Interval) -> tuple[bool, bool]:
    return value.low > limit.high, value.high <= limit.low


class Thyroid(Facts, group="thyroid"):
    """The thyroid's diagnosis, treatment and laboratory values."""

    hyperthyroidism: Flag = Flag(
        title="Hyperthyroidism",
        question="Has the client been diagnosed with hyperthyroidism (an overactive thyroid)?",
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
        codes=(
            *snomed("34486009", "90739004"),
            Code("SNOMED CT", "353295004", confirmed=False),
            *icd10cm("E05.00", "E05.90"),
        ),
    )
    treated: Flag = Flag(
        title="Treatment of hyperthyroidism",
        question="Is the hyperthyroidism treated, or has it been treated definitively?",
        adverse=False,
        validity=VALID,
        on_indication="a detail of an overactive thyroid",
        indicated_by=lambda: Thyroid.hyperthyroidism.present,
        codes=rxnorm("6835", "8794"),
    )
    control: Choice[Control] = Choice(
        title="Control of hyperthyroidism",
        question="Does a clinician find the hyperthyroidism under control?",
        options=Control,
        adverse=(Control.UNCONTROLLED,),
        validity=VALID,
        burden=Burden.EXAMINATION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="a detail of an overactive thyroid",
        indicated_by=lambda: Thyroid.hyperthyroidism.present,
    )
    tsh: Number = Number(
        title="TSH",
        question="What is the TSH, and of which day?",
        unit="m[IU]/L",
        lowest=0,
        highest=200,
        adverse=Adverse.LOWER,
        usual_error=share(20, Decimal("0.2"), recalled(LABORATORY_TESTS, "TSH: 20 percent or 0.2 m[IU]/L")),
        validity=VALID,
        requires_date=True,
        units={"u[IU]/mL": Fraction(1)},
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="measured where an overactive thyroid is known or suspected",
        codes=loinc("3016-3"),
    )
    tsh_reference_low: Number = Number(
        title="Lower reference limit of the TSH",
        question="What is the laboratory's own lower reference limit of the TSH (0.4 is usual)?",
        unit="m[IU]/L",
        lowest=Decimal("0.1"),
        highest=Decimal("0.6"),
        units={"u[IU]/mL": Fraction(1)},
        mutability=Mutability.OBTAINABLE,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="belongs to a TSH",
    )
    tsh_below_reference: Flag = Flag(
        title="TSH below the laboratory's reference",
        question="Is the TSH below the laboratory's own reference?",
        validity=VALID,
        requires_date=True,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="measured where an overactive thyroid is known or suspected",
        indicated_by="thyroid.tsh_called_for",
        version=2,
        derive=_of_reference("tsh", "tsh_reference_low", _below),
        derived_from=("tsh", "tsh_reference_low"),
    )
    free_t4: Number = Number(
        title="Free T4",
        question="What is the free T4 (thyroxine), and of which day?",
        unit="ng/dL",
        lowest=0,
        highest=30,
        adverse=Adverse.HIGHER,
        validity=VALID,
        requires_date=True,
        units={"pmol/L": NANOGRAM_PER_DECILITRE},
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="measured where an overactive thyroid is known or suspected",
        codes=loinc("3024-7"),
    )
    free_t4_reference_high: Number = Number(
        title="Upper reference limit of free T4",
        question="What is the laboratory's own upper reference limit of free T4?",
        unit="ng/dL",
        lowest=1,
        highest=4,
        units={"pmol/L": NANOGRAM_PER_DECILITRE},
        mutability=Mutability.OBTAINABLE,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="belongs to a free thyroxine",
    )
    free_t4_above_reference: Flag = Flag(
        title="Free T4 above the laboratory's reference",
        question="Is the free T4 above the laboratory's own reference?",
        validity=VALID,
        requires_date=True,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="measured where an overactive thyroid is known or suspected",
        indicated_by=lambda: Thyroid.hyperthyroidism.present,
        version=2,
        derive=_of_reference("free_t4", "free_t4_reference_high", _above),
        derived_from=("free_t4", "free_t4_reference_high"),
    )
    free_t3: Number = Number(
        title="Free T3",
        question="What is the free T3 (triiodothyronine), and of which day?",
        unit="pg/mL",
        lowest=0,
        highest=100,
        adverse=Adverse.HIGHER,
        validity=VALID,
        requires_date=True,
        units={"pmol/L": PICOGRAM_PER_MILLILITRE},
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="a clinic may measure it where the TSH is low and the free thyroxine is not raised",
        codes=loinc("3051-0"),
    )
    free_t3_reference_high: Number = Number(
        title="Upper reference limit of free T3",
        question="What is the laboratory's own upper reference limit of free T3?",
        unit="pg/mL",
        lowest=3,
        highest=8,
        units={"pmol/L": PICOGRAM_PER_MILLILITRE},
        mutability=Mutability.OBTAINABLE,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="belongs to a free triiodothyronine",
    )
    free_t3_above_reference: Flag = Flag(
        title="Free T3 above the laboratory's reference",
        question="Is the free T3 above the laboratory's own reference?",
        validity=VALID,
        requires_date=True,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="a clinic may measure it where the TSH is low and the free thyroxine is not raised",
        version=2,
        derive=_of_reference("free_t3", "free_t3_reference_high", _above),
        derived_from=("free_t3", "free_t3_reference_high"),
    )
    thyroid_storm_ever: Flag = Flag(
        title="Past thyroid storm",
        question="Has the client ever had a thyroid storm?",
        mutability=Mutability.FIXED,
        on_indication="counts where it is known; the overactive thyroid behind it is asked for",
        codes=icd10cm("E05.01", "E05.91"),
    )
    levothyroxine_changed: Event = Event(
        title="Last change of levothyroxine dose",
        question="Has the dose of levothyroxine been changed, and when was the last time?",
        on_indication="tells whether a TSH has settled; asked where levothyroxine is on the list of medicines",
        codes=rxnorm("10582"),
    )
    biotin: Number = Number(
        title="Daily biotin",
        question="How much biotin does the client take a day?",
        unit="mg/d",
        lowest=0,
        highest=1000,
        units={"ug/d": Fraction(1, 1000)},
        validity=Validity(30, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="asked where thyroid tests are to be relied on, which biotin falsifies",
    )
