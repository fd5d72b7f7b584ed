"""What is measured on the body: pressure, heart rate, oxygen, height and weight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ..limit import Citation, Exact, Limit, exact
from ..possible import NO_MARKS, Absence, Interval
from ..sources import ADOPTED, BLOOD_PRESSURE_MONITORS, PULSE_OXIMETERS, proposal
from .model import (
    CONFLICT,
    DATA_ERROR,
    Adverse,
    Burden,
    Day,
    Facts,
    Mutability,
    Number,
    Observation,
    Reporter,
    Series,
    Validity,
    count,
    is_to_come,
    kept,
    loinc,
    snomed,
)
from .model.measurement import UsualError, amount
from .model.readings import absence_of, highest, marks_of, mean

KILOPASCAL: Final = Fraction(1_000_000_000_000, 133_322_387_415)
"""Conventional millimetres of mercury in a kilopascal (133.322387415 Pa each)."""
POUND: Final = Fraction(45_359_237, 100_000_000)
INCH: Final = Fraction(254, 100)
AGREEMENT: Final = Limit(
    Decimal("0.5"),
    "kg/m2",
    id="vitals.body_mass_index.agreement",
    source=proposal("a body mass index on a chart is rounded, and the weight may be of another day"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
"""How far a body mass index as given may lie from the one worked out of height and weight."""
MEASURED: Final = tuple(reporter for reporter in Reporter if reporter is not Reporter.LABORATORY)
PRESSURE: Final = Validity(30, hours=1)
"""A month at the intake; on a dosing day an hour, as it is measured before each dose."""
LATELY: Final = "in the last 30 days, or in the last hour on a dosing day"


def _pressure(title: str, lowest: int, highest: int, code: str) -> Number:
    return Number(
        title=title,
        unit="mm[Hg]",
        lowest=lowest,
        highest=highest,
        adverse=Adverse.HIGHER,
        units={"kPa": KILOPASCAL},
        required=True,
        codes=loinc(code),
    )


WITHIN_5: Final = amount(5, Citation(BLOOD_PRESSURE_MONITORS, "table 3: a mean difference of at most 5 mm[Hg]"))
OXIMETER: Final = amount(2, Citation(PULSE_OXIMETERS, "90 percent may stand for 86 to 94, which is two such errors"))
"""How far a blood pressure, and an oxygen saturation, usually lies from what it measures."""


class BloodPressure(Observation, group="blood_pressure"):
    """One blood pressure at rest, with the day or the moment at which it was measured."""

    systolic: Number = _pressure("Systolic pressure", 50, 300, "8480-6")
    diastolic: Number = _pressure("Diastolic pressure", 20, 200, "8462-4")
    on: Day = Day(title="Measured on", required=True)


Pairs = tuple[list[tuple[Interval, Interval]], Absence | None]
"""Each valid reading as systolic and diastolic, and why there is none."""


@kept
def _readings(vitals: Facts, on: date) -> Pairs:
    """Return the valid readings, from which five facts are read."""
    records, absence = Vitals.pressures.records(vitals, on)
    systolic, diastolic = BloodPressure.systolic, BloodPressure.diastolic
    pairs = []
    for record in records:
        if not Vitals.pressures.validity.covers(record.on, on):
            continue
        upper, lower = systolic.possible(record, on), diastolic.possible(record, on)
        assert isinstance(upper, Interval) and isinstance(lower, Interval)
        absent = absence_of(upper, lower) is not None
        upper, lower = Interval(upper.low, upper.high), Interval(lower.low, lower.high)
        if is_to_come(record.on, on) or absent or upper.high <= lower.low:
            upper = Interval(systolic.lowest, systolic.highest, None, DATA_ERROR)
            lower = Interval(diastolic.lowest, diastolic.highest, None, DATA_ERROR)
        pairs.append((upper, lower))
    if not pairs:
        return [], (Absence.STALE if records else Absence.NOT_ASKED) if absence is None else absence
    return pairs, None


def _of_pressures(
    part: int, reduction: Callable[[list[Interval]], Interval], name: str
) -> Callable[[Any, date], Interval]:
    def read(vitals: Facts, on: date) -> Interval:
        pairs, absence = _readings(vitals, on)
        if absence is not None:
            fact: Number = getattr(Vitals, name)
            return fact.full_range(absence, NO_MARKS, _last_known(vitals, part, reduction))
        return reduction([pair[part] for pair in pairs])

    return read


def _last_known(vitals: Facts, part: int, reduction: Callable[[list[Interval]], Interval]) -> Interval | None:
    """Return what the latest day's readings said, for a series that is too old to rely on."""
    records, _ = Vitals.pressures.records(vitals, date.max)
    if not records:
        return None
    last = max(record.on.toordinal() for record in records)
    name = ("systolic", "diastolic")[part]
    values = [
        getattr(BloodPressure, name).possible(record, record.on) for record in records if record.on.toordinal() == last
    ]
    return reduction(values)


def _how_many(vitals: Facts, on: date) -> Interval:
    pairs, absence = _readings(vitals, on)
    if absence is not None:
        return Vitals.pressure_readings.full_range(absence)
    doubtful = sum(1 for systolic, _ in pairs if systolic.marks)
    return Interval(len(pairs) - doubtful, len(pairs))


def _body_mass_index(vitals: Facts, on: date) -> Interval:
    computed = _from_height_and_weight(vitals, on)
    given = Vitals.body_mass_index.as_given(vitals, on)
    if given.absence is Absence.NOT_ASKED:
        return computed
    assert isinstance(given, Interval)
    if computed.absence is not None:
        return given
    if given.absence is None and (
        given.high < computed.low - AGREEMENT.value or given.low > computed.high + AGREEMENT.value
    ):
        return Vitals.body_mass_index.full_range(Absence.CONFLICTING, CONFLICT)
    return computed


def _from_height_and_weight(vitals: Facts, on: date) -> Interval:
    height, weight = Vitals.height.possible(vitals, on), Vitals.weight.possible(vitals, on)
    assert isinstance(height, Interval) and isinstance(weight, Interval)
    absence = absence_of(height, weight)
    index = Vitals.body_mass_index
    least = _index(weight.low, height.high)
    most = least if (weight.low, height.low) == (weight.high, height.high) else _index(weight.high, height.low)
    low, high = max(index.lowest, least), min(index.highest, most)
    if low > high:
        return index.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
    if absence is not None:
        last = _last_index(height, weight)
        return Interval(low, high, absence, marks_of(height, weight), last)
    return Interval(low, high, None, marks_of(height, weight))


def _last_index(height: Interval, weight: Interval) -> Interval | None:
    known = [each.last if each.last is not None else each for each in (height, weight)]
    if any(each.absence is not None for each in known) or (height.last is None and weight.last is None):
        return None
    return Interval(_index(known[1].low, known[0].high), _index(known[1].high, known[0].low))


_STADIOMETER: Final = 1
_SCALE: Final = Fraction(1, 2)
_BODY: Final = proposal("a height is measured within 1 cm, and a weight within 0.5 kg")


def _error_of_index(value: Exact, vitals: Any, on: date) -> UsualError:
    """Return what the errors of height and weight come to; a bare index is taken to be rounded."""
    height, weight = (fact.possible(vitals, on) for fact in (Vitals.height, Vitals.weight))
    assert isinstance(height, Interval) and isinstance(weight, Interval)
    if height.absence is not None or weight.absence is not None:
        return UsualError(AGREEMENT.value, AGREEMENT.value, AGREEMENT.source)
    least = (Fraction(weight.low) - _SCALE) * 10_000 / Fraction(height.high + _STADIOMETER) ** 2
    most = (Fraction(weight.high) + _SCALE) * 10_000 / Fraction(height.low - _STADIOMETER) ** 2
    return UsualError(exact(value - least), exact(most - value), _BODY)


def _index(kilograms: Exact, centimetres: Exact) -> Exact:
    # One fraction, reduced once: of whole numbers as of others.
    above, below = kilograms.numerator * centimetres.denominator**2, kilograms.denominator * centimetres.numerator**2
    return exact(Fraction(above * 10_000, below))


def _reading(
    which: str, pressure: str, part: int, reduction: Callable[[list[Interval]], Interval], code: str
) -> Number:
    """Declare a scalar that is read from the series of pressures, or given by a caller who has it."""
    single: Number = (BloodPressure.systolic, BloodPressure.diastolic)[part]
    return Number(
        title=f"{which.capitalize()} {pressure} pressure",
        question=f"What is the {which} {pressure} pressure of the readings {LATELY}?",
        unit="mm[Hg]",
        lowest=single.lowest,
        highest=single.highest,
        adverse=Adverse.HIGHER,
        validity=PRESSURE,
        burden=Burden.MEASUREMENT,
        units={"kPa": KILOPASCAL},
        usual_error=WITHIN_5,
        never_above=f"highest_{pressure}" if which == "mean" else "",
        counted_by="pressure_readings" if which == "mean" else "",
        always_below=f"{which}_systolic" if pressure == "diastolic" else "",
        codes=loinc(code),
        derive=_of_pressures(part, reduction, f"{which}_{pressure}"),
        derived_from=("pressures",),
    )


class Vitals(Facts, group="vitals"):
    """What is measured on the body, at rest."""

    pressures: Series[BloodPressure] = Series(
        title="Blood pressure readings",
        question="What were the blood pressures, each after five minutes of rest, and when?",
        record=BloodPressure,
        validity=PRESSURE,
        reporters=MEASURED,
        codes=loinc("85354-9"),
    )
    mean_systolic: Number = _reading("mean", "systolic", 0, mean, "96607-7")
    mean_diastolic: Number = _reading("mean", "diastolic", 1, mean, "96607-7")
    highest_systolic: Number = _reading("highest", "systolic", 0, highest, "8480-6")
    highest_diastolic: Number = _reading("highest", "diastolic", 1, highest, "8462-4")
    pressure_readings: Number = count(
        title="Number of pressure readings",
        question=f"How many blood pressures were measured {LATELY}?",
        highest=1000,
        adverse=Adverse.LOWER,
        validity=PRESSURE,
        mutability=Mutability.OBTAINABLE,
        burden=Burden.MEASUREMENT,
        derive=_how_many,
        derived_from=("pressures",),
    )
    heart_rate: Number = Number(
        title="Resting heart rate",
        question="What is the heart rate at rest?",
        unit="/min",
        lowest=20,
        highest=250,
        validity=Validity(30, hours=1),
        units={"{beats}/min": Fraction(1)},
        usual_error=amount(4, proposal("a pulse that is counted for a quarter of a minute may be one beat out")),
        reporters=MEASURED,
        codes=loinc("8867-4"),
    )
    oxygen_saturation: Number = Number(
        title="Oxygen saturation on room air",
        question="What is the oxygen saturation, breathing room air?",
        unit="%",
        lowest=50,
        highest=100,
        adverse=Adverse.LOWER,
        validity=Validity(180, hours=1),
        usual_error=OXIMETER,
        reporters=MEASURED,
        codes=loinc("59408-5", "2708-6"),
    )
    height: Number = Number(
        title="Height",
        question="How tall is the client?",
        unit="cm",
        lowest=100,
        highest=230,
        units={"m": Fraction(100), "[in_i]": INCH},
        mutability=Mutability.FIXED,
        burden=Burden.MEASUREMENT,
        codes=loinc("8302-2"),
    )
    weight: Number = Number(
        title="Weight",
        question="How much does the client weigh?",
        unit="kg",
        lowest=25,
        highest=350,
        validity=Validity(90, 90),
        burden=Burden.MEASUREMENT,
        units={"[lb_av]": POUND, "g": Fraction(1, 1000)},
        codes=loinc("29463-7"),
    )
    body_mass_index: Number = Number(
        title="Body mass index",
        question="What is the body mass index?",
        unit="kg/m2",
        lowest=10,
        highest=100,
        validity=Validity(90, 90),
        burden=Burden.MEASUREMENT,
        usual_error=_error_of_index,
        codes=loinc("39156-5") + snomed("162864005", "408512008"),
        derive=_body_mass_index,
        derived_from=("height", "weight"),
        cross_checked=True,
    )
