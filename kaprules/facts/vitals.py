"""What is measured on the body: pressure, heart rate, oxygen, height and weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from ..language import message
from ..limit import Citation, Exact, Limit, exact, ratio
from ..possible import NO_MARKS, Absence, Interval, spanned
from ..sources import ADOPTED, BLOOD_PRESSURE_MONITORS, PULSE_OXIMETERS, proposal
from .authority import MEASURED, MEASURED_OR_TOLD
from .model import (
    DATA_ERROR,
    DISAGREEMENT,
    Adverse,
    Burden,
    Day,
    Facts,
    Mutability,
    Number,
    Observation,
    Series,
    Validity,
    count,
    kept,
    loinc,
    snomed,
)
from .model.contradictions import Contradiction
from .model.counting import Counted, Measurement, counted_once
from .model.measurement import UsualError, amount
from .model.readings import absence_of, marks_of

KILOPASCAL: Final = Fraction(1_000_000_000_000, 133_322_387_415)
"""Conventional millimetres of mercury in a kilopascal (133.322387415 Pa each)."""
POUND: Final = Fraction(45_359_237, 100_000_000)
STONE: Final = 14 * POUND
INCH: Final = Fraction(254, 100)
FOOT: Final = 12 * INCH
AGREEMENT: Final = Limit(
    Decimal("0.5"),
    "kg/m2",
    id="vitals.body_mass_index.agreement",
    source=proposal("a body mass index on a chart is rounded, and the weight may be of another day"),
    since=ADOPTED,
    step=Decimal("0.1"),
)
"""How far a body mass index as given may lie from the one worked out of height and weight."""
TOLD: Final = proposal("what people say of their height and weight is a little off, to the better")


def _told_within(size: int, unit: str, name: str) -> Limit:
    return Limit(size, unit, id=f"vitals.{name}.told_within", source=TOLD, since=ADOPTED)


PRESSURE: Final = Validity(30, hours=1)
"""A month at the intake; on a dosing day an hour, as it is measured before each dose."""
MONTH: Final = Validity(30, 30)
BROUGHT_ALONG: Final = "measured at home, and brought along by whoever does so; nobody is asked to"
LATELY: Final = "in the last 30 days, or in the last hour on a dosing day"
ALL_DAY: Final = "in the last 30 days, or of the whole day on a dosing day"
TODAY: Final = Validity(30, 0)
"""A crisis is one for the rest of the dosing day, whatever is measured an hour later."""


def _pressure(
    title: str, lowest: int, highest: int, code: str, *, written_over: str = "", always_below: str = ""
) -> Number:
    return Number(
        title=title,
        unit="mm[Hg]",
        lowest=lowest,
        highest=highest,
        adverse=Adverse.HIGHER,
        units={"kPa": KILOPASCAL},
        written_over=written_over,
        always_below=always_below,
        codes=loinc(code),
    )


WITHIN_5: Final = amount(5, Citation(BLOOD_PRESSURE_MONITORS, "table 3: a mean difference of at most 5 mm[Hg]"))
OXIMETER: Final = amount(2, Citation(PULSE_OXIMETERS, "90 percent may stand for 86 to 94, which is two such errors"))
"""How far a blood pressure, and an oxygen saturation, usually lies from what it measures."""


class BloodPressure(Observation, group="blood_pressure", one_of=("systolic", "diastolic")):
    """One blood pressure at rest, with the day or the moment at which it was measured.

    One of its halves may be missing, as where the pressure was palpated: the half that is there counts, and the other
    stays open.

    >>> BloodPressure(systolic=128, on=date(2026, 11, 16)).diastolic
    <Absence.NOT_ASKED: 'not asked'>
    """

    systolic: Number = _pressure("Systolic pressure", 50, 300, "8480-6", written_over="diastolic")
    diastolic: Number = _pressure("Diastolic pressure", 20, 200, "8462-4", always_below="systolic")
    on: Day = Day(title="Measured on", required=True)


class _Readings(NamedTuple):
    """The valid readings, or why there is none, and whether there may be others beside those that were given."""

    counted: Counted | None
    absence: Absence | None
    """Of valid readings, why they count to the worse alone: nobody measured them who may say that all is well."""
    is_open: bool
    days: tuple[int, int] = (0, 0)
    """On how many days they were measured, at least and at most."""
    warned: Counted | None = None
    """All of them together with those of others, whose word counts to the worse alone."""


@kept
def _readings(vitals: Facts, on: date) -> _Readings:
    """Return the valid readings of the clinic, from which six facts are read."""
    return _readings_of(Vitals.pressures, vitals, on)


@kept
def _home_readings(vitals: Facts, on: date) -> _Readings:
    """Return the valid readings from home, from which five facts are read."""
    return _readings_of(Vitals.home_pressures, vitals, on)


def _readings_of(series: Series[BloodPressure], vitals: Facts, on: date) -> _Readings:
    records, absence = series.records(vitals, on)
    if absence is Absence.IMPLAUSIBLE:  # filed on a day to come: nobody knows what of it is so
        return _Readings(None, absence, is_open=False)
    if absence is Absence.STALE and not records and series.on_indication:
        absence = None  # an old word that there were no readings says of none what it was
    valid = [_measured(record, on) for record in records if _counts(vitals, series, record, on)]
    nobodys = absence is Absence.NOT_AUTHORISED
    is_open = nobodys or absence is Absence.NOT_ASKED
    if not valid:
        if records and absence in (None, Absence.NOT_ASKED):
            return _Readings(None, Absence.STALE, is_open)
        return _Readings(None, Absence.NOT_ASKED if absence is None else absence, is_open)
    if not nobodys:
        return _Readings(counted_once(valid), None, is_open, _days(valid))
    own = [_measured(record, on) for record in series.vouched(vitals) if _counts(vitals, series, record, on)]
    if not own:
        return _Readings(counted_once(valid), absence, is_open, _days(valid))
    is_open = series.known_in_part(vitals.__dict__[series.name]) != ()
    return _Readings(counted_once(own), None, is_open, _days(own), counted_once(valid))


@kept
def _of_today(vitals: Facts, on: date) -> Counted | None:
    """Return the readings of the clinic of the whole dosing day, by whomever: they count to the worse alone."""
    records = Vitals.pressures.records(vitals, on).records if isinstance(on, datetime) else ()
    today = [_measured(record, on) for record in records if TODAY.covers(record.__dict__["on"], on)]
    return counted_once(today) if today else None


def _days(measured: Iterable[Measurement]) -> tuple[int, int]:
    """Return on how many days there were measurements, at least and at most: one of no day that can be may be of any.

    Halves that cannot both be leave the day as it was: they may be one more measurement of it, and none of another.
    """
    every = list(measured)
    sure = {each.on.toordinal() for each in every if not each.doubtful}
    possible = {each.on.toordinal() for each in every if not each.undated}
    return len(sure), len(possible) + sum(each.undated for each in every)


def _counts(vitals: Facts, series: Series[BloodPressure], record: BloodPressure, on: date) -> bool:
    """Say whether a record may be of one of the days that count: nobody knows the day of one before the birth."""
    when: date = record.__dict__["on"]
    return vitals.validity_of(series).covers(when, on) or record.could_not_be(when, on)


def _measured(record: BloodPressure, on: date) -> Measurement:
    """Return what one record measured: a half that is missing, or cannot be, leaves the other as it is."""
    upper, lower = (part.as_given(record, on) for part in HALVES)
    assert isinstance(upper, Interval) and isinstance(lower, Interval)
    when: date = record.__dict__["on"]
    undated = record.could_not_be(when, on)
    if undated or _NOT_BELOW.between(lower, upper):
        whole = tuple(part.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)._replace(absence=None) for part in HALVES)
        return Measurement(whole, when, doubtful=True, unusable=True, undated=undated)
    if upper.absence is lower.absence is None:
        return Measurement((upper, lower), when)
    return Measurement((upper._replace(absence=None), lower._replace(absence=None)), when, doubtful=True)


HALVES: Final = (BloodPressure.systolic, BloodPressure.diastolic)
(_NOT_BELOW,) = BloodPressure.__crossed__
Reduced = Callable[[Counted, int], Interval]
"""What the measurements of a series come to in one of their parts: the mean, the highest."""


def _of_pressures(series: str, part: int, reduced: Reduced, name: str) -> Callable[[Any, date], Interval]:
    at_home = series == "home_pressures"
    readings = _home_readings if at_home else _readings
    all_day = reduced == Counted.highest and not at_home

    def read(vitals: Facts, on: date) -> Interval:
        counted, absence, is_open, _, warned = readings(vitals, on)
        today = _of_today(vitals, on) if all_day and absence is not Absence.IMPLAUSIBLE else None
        worse = [reduced(each, part) for each in (warned, today) if each is not None]
        if counted is None:
            fact: Number = getattr(Vitals, name)
            assert absence is not None
            declared: Series[BloodPressure] = getattr(Vitals, series)
            filed = absence is Absence.IMPLAUSIBLE and declared.records(vitals, on)[0]
            marks = DATA_ERROR if filed else NO_MARKS
            records, _ = declared.records(vitals, date.max)
            found = fact.full_range(absence, marks, _last_known(records, part, reduced))
            if at_home and absence is Absence.STALE:
                return found._replace(outdated=_all_said(records, part, on))
            return found._replace(low=max(found.low, *(each.low for each in worse))) if worse else found
        found = reduced(counted, part)
        for other in worse:
            found = Interval(max(found.low, other.low), max(found.high, other.high), None, marks_of(found, other))
        if not is_open:
            return found
        single: Number = HALVES[part]
        # One more reading can only raise the highest; where it would take the mean, nobody knows.
        low = found.low if reduced == Counted.highest else single.lowest
        return found._replace(low=low, high=single.highest, absence=absence)

    return read


def _all_said(records: Sequence[Any], part: int, on: date) -> Interval:
    """Return all that readings that are too old said, each by itself: their mean, and the highest, lies within."""
    found = spanned([_measured(record, on).parts[part] for record in records])
    assert isinstance(found, Interval)
    return found


def _last_known(records: Sequence[Any], part: int, reduced: Reduced) -> Interval | None:
    """Return what the latest day's readings said, for a series that is too old to rely on."""
    if not records:
        return None
    last = max(record.on.toordinal() for record in records)
    on = date.fromordinal(last)
    return reduced(counted_once(_measured(each, on) for each in records if each.on.toordinal() == last), part)


MINUTE: Final = timedelta(minutes=1)
"""How far apart two readings of the clinic lie that count as two; nearer ones are one, though each value counts."""


def _how_many(readings: Callable[[Facts, date], _Readings], name: str) -> Callable[[Any, date], Interval]:
    def read(vitals: Facts, on: date) -> Interval:
        counted, absence, is_open, *_ = readings(vitals, on)
        fact: Number = getattr(Vitals, name)
        if counted is None or absence is not None:
            assert absence is not None
            outdated = None
            if absence is Absence.STALE and fact.on_indication:
                outdated = Interval(0, len(Vitals.home_pressures.records(vitals, date.max).records))
            return fact.full_range(absence)._replace(outdated=outdated)
        found = counted.number() if fact.on_indication else counted.number_apart(MINUTE)
        return found._replace(high=fact.highest) if is_open else found

    return read


def _on_how_many_days(vitals: Facts, on: date) -> Interval:
    counted, absence, is_open, (fewest, most), _ = _readings(vitals, on)
    if counted is None or absence is not None:
        assert absence is not None
        return Vitals.pressure_days.full_range(absence)
    return Interval(fewest, Vitals.pressure_days.highest if is_open else most)


def _body_mass_index(vitals: Facts, on: date) -> Interval:
    """Return the index as far as height, weight and the index as given leave it.

    An index on a chart is rounded. Where the two have no value in common and lie no further apart than that, both stay
    possible: either alone might loosen what the other settled. Further apart they contradict each other.
    """
    computed = _from_height_and_weight(vitals, on)
    given = Vitals.body_mass_index.as_given(vitals, on)
    assert isinstance(given, Interval)
    if given.absence is Absence.NOT_ASKED:
        return computed
    marks = marks_of(computed, given)
    if given.absence is not None:
        absence = None if computed.absence is None else given.absence
        return Interval(computed.low, computed.high, absence, marks, given.last or computed.last)
    low, high = max(given.low, computed.low), min(given.high, computed.high)
    if low <= high:
        return Interval(low, high, None, marks)
    low, high = (
        max(given.low - AGREEMENT.value, computed.low),
        min(given.high + AGREEMENT.value, computed.high),
    )
    if low > high:
        return Vitals.body_mass_index.full_range(Absence.CONFLICTING, DISAGREEMENT)
    return Interval(min(low, given.low), max(high, given.high), None, marks)


def _from_height_and_weight(vitals: Facts, on: date) -> Interval:
    height, weight = Vitals.height.possible(vitals, on), Vitals.weight.possible(vitals, on)
    assert isinstance(height, Interval) and isinstance(weight, Interval)
    absence = absence_of(height, weight)
    index = Vitals.body_mass_index
    least = _index(weight.low, height.high)
    most = least if (weight.low, height.low) == (weight.high, height.high) else _index(weight.high, height.low)
    low, high = max(index.lowest, least), min(index.highest, most)
    if absence is not None:
        last = _last_index(height, weight)
        return Interval(low, high, absence, marks_of(height, weight), last)
    return Interval(low, high, None, marks_of(height, weight))


def _impossible_index(weight: Interval, height: Interval) -> bool:
    index = Vitals.body_mass_index
    most, least = index.highest * height.high**2, index.lowest * height.low**2
    return weight.low * 10_000 > most or weight.high * 10_000 < least


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
    return ratio(above * 10_000, below)


def _reading(which: str, pressure: str, part: int, reduced: Reduced, code: str, *more: Contradiction) -> Number:
    """Declare a scalar that is read from the series of pressures, or given by a caller who has it."""
    single: Number = (BloodPressure.systolic, BloodPressure.diastolic)[part]
    highest = which == "highest"
    return Number(
        title=f"{which.capitalize()} {pressure} pressure",
        question=f"What is the {which} {pressure} pressure of the readings {ALL_DAY if highest else LATELY}?",
        unit="mm[Hg]",
        lowest=single.lowest,
        highest=single.highest,
        adverse=Adverse.HIGHER,
        validity=PRESSURE,
        burden=Burden.MEASUREMENT,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        units={"kPa": KILOPASCAL},
        usual_error=WITHIN_5,
        never_above=f"highest_{pressure}" if which == "mean" else "",
        counted_by="pressure_readings",
        always_below=f"{which}_systolic" if pressure == "diastolic" else "",
        codes=loinc(code),
        contradictions=more,
        version=4 if highest else 3,
        derive=_of_pressures("pressures", part, reduced, f"{which}_{pressure}"),
        derived_from=("pressures",),
    )


def _home_reading(which: str, pressure: str, part: int, reduced: Reduced, *more: Contradiction) -> Number:
    """Declare a scalar that is read from the pressures that the client brings along, or given by who has it."""
    single: Number = HALVES[part]
    return Number(
        title=f"{which.capitalize()} {pressure} pressure at home",
        question=f"What is the {which} {pressure} pressure of the readings at home in the last 30 days?",
        unit="mm[Hg]",
        lowest=single.lowest,
        highest=single.highest,
        adverse=Adverse.HIGHER,
        validity=MONTH,
        units={"kPa": KILOPASCAL},
        usual_error=WITHIN_5,
        never_above=f"home_highest_{pressure}" if which == "mean" else "",
        counted_by="home_readings",
        always_below=f"home_{which}_systolic" if pressure == "diastolic" else "",
        on_indication=BROUGHT_ALONG,
        contradictions=more,
        derive=_of_pressures("home_pressures", part, reduced, f"home_{which}_{pressure}"),
        derived_from=("home_pressures",),
    )


def _mean_of(pressure: str, lowest: int, home: str = "", readings: str = "pressure_readings") -> Contradiction:
    """Declare that a mean of so many readings cannot lie too far below the highest of them."""

    def cannot(mean: Interval, highest: Interval, readings: Interval) -> bool:
        return readings.high >= 1 and mean.high * readings.high < highest.low + (readings.high - 1) * lowest

    return Contradiction(
        (f"{home}highest_{pressure}", readings), cannot, message("{fact} can be the mean beside {others}")
    )


def _below_the(highest_systolic: str) -> Contradiction:
    """Declare that a mean of diastolic pressures lies below the highest systolic one."""
    return Contradiction(
        (highest_systolic,), lambda mean, highest: bool(mean.low >= highest.high), message("{fact} is below {others}")
    )


class Vitals(Facts, group="vitals"):
    """What is measured on the body, at rest."""

    pressures: Series[BloodPressure] = Series(
        title="Blood pressure readings",
        question="What were the blood pressures, each after five minutes of rest, and when?",
        record=BloodPressure,
        measured=True,
        averaged=True,
        validity=PRESSURE,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        codes=loinc("85354-9"),
    )
    mean_systolic: Number = _reading("mean", "systolic", 0, Counted.mean, "96607-7", _mean_of("systolic", 50))
    mean_diastolic: Number = _reading(
        "mean", "diastolic", 1, Counted.mean, "96607-7", _mean_of("diastolic", 20), _below_the("highest_systolic")
    )
    highest_systolic: Number = _reading("highest", "systolic", 0, Counted.highest, "8480-6")
    highest_diastolic: Number = _reading("highest", "diastolic", 1, Counted.highest, "8462-4")
    pressure_readings: Number = count(
        title="Number of blood pressure readings",
        question=f"How many blood pressures were measured {LATELY}?",
        highest=1000,
        missing_codes=(999,),
        adverse=Adverse.LOWER,
        validity=PRESSURE,
        mutability=Mutability.OBTAINABLE,
        burden=Burden.MEASUREMENT,
        version=3,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        derive=_how_many(_readings, "pressure_readings"),
        derived_from=("pressures",),
    )
    pressure_days: Number = count(
        title="Days with blood pressure readings",
        question=f"On how many days were blood pressures measured {LATELY}?",
        highest=1000,
        missing_codes=(999,),
        adverse=Adverse.LOWER,
        never_above="pressure_readings",
        validity=PRESSURE,
        mutability=Mutability.OBTAINABLE,
        burden=Burden.MEASUREMENT,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        version=2,
        derive=_on_how_many_days,
        derived_from=("pressures",),
    )
    home_pressures: Series[BloodPressure] = Series(
        title="Home blood pressure readings",
        question="Which blood pressures were measured at home, and on which days?",
        record=BloodPressure,
        averaged=True,
        validity=MONTH,
        on_indication=BROUGHT_ALONG,
        codes=loinc("96607-7"),
    )
    home_mean_systolic: Number = _home_reading(
        "mean", "systolic", 0, Counted.mean, _mean_of("systolic", 50, "home_", "home_readings")
    )
    home_mean_diastolic: Number = _home_reading(
        "mean",
        "diastolic",
        1,
        Counted.mean,
        _mean_of("diastolic", 20, "home_", "home_readings"),
        _below_the("home_highest_systolic"),
    )
    home_highest_systolic: Number = _home_reading("highest", "systolic", 0, Counted.highest)
    home_highest_diastolic: Number = _home_reading("highest", "diastolic", 1, Counted.highest)
    home_readings: Number = count(
        title="Number of home blood pressure readings",
        question="How many blood pressures were measured at home in the last 30 days?",
        highest=1000,
        missing_codes=(999,),
        validity=MONTH,
        mutability=Mutability.OBTAINABLE,
        on_indication=BROUGHT_ALONG,
        derive=_how_many(_home_readings, "home_readings"),
        derived_from=("home_pressures",),
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
        may_rule_out=MEASURED,
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
        may_rule_out=MEASURED,
        codes=loinc("59408-5", "2708-6"),
    )
    height: Number = Number(
        title="Height",
        question="How tall is the client?",
        unit="cm",
        lowest=100,
        highest=230,
        units={"m": Fraction(100), "[in_i]": INCH, "[ft_i]": FOOT},
        mutability=Mutability.FIXED,
        burden=Burden.MEASUREMENT,
        reporters=MEASURED_OR_TOLD,
        may_rule_out=MEASURED,
        told_within=_told_within(5, "cm", "height"),
        codes=loinc("8302-2"),
    )
    weight: Number = Number(
        title="Weight",
        contradictions=(
            Contradiction(
                ("height",),
                _impossible_index,
                message("{fact} and {others} come to a body mass index that people have"),
            ),
        ),
        question="How much does the client weigh?",
        unit="kg",
        lowest=25,
        highest=350,
        validity=Validity(90, 90),
        burden=Burden.MEASUREMENT,
        reporters=MEASURED_OR_TOLD,
        may_rule_out=MEASURED,
        told_within=_told_within(5, "kg", "weight"),
        units={"[lb_av]": POUND, "[stone_av]": STONE, "g": Fraction(1, 1000)},
        codes=loinc("29463-7"),
    )
    body_mass_index: Number = Number(
        title="BMI",
        question="What is the body mass index (BMI)?",
        unit="kg/m2",
        lowest=10,
        highest=100,
        validity=Validity(90, 90),
        burden=Burden.MEASUREMENT,
        reporters=MEASURED_OR_TOLD,
        may_rule_out=MEASURED,
        told_within=_told_within(2, "kg/m2", "body_mass_index"),
        usual_error=_error_of_index,
        codes=loinc("39156-5") + snomed("162864005", "408512008"),
        version=3,
        derive=_body_mass_index,
        derived_from=("height", "weight"),
        cross_checked=True,
    )
