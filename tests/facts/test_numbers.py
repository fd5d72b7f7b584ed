"""How numbers are given: one end alone, more digits than are exact, fractions; and that none makes later work long."""

from __future__ import annotations

import json
import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import Between, Client, InputError, Outcome, Quantity, Recorded, decide, screen
from kaprules.authoring import by_clinician
from kaprules.baseline import as_needed, baseline, decided_on
from kaprules.clientfile import read_client, read_subject, subject_from_data, subject_to_json
from kaprules.facts import GeneralHealth, Session, Thyroid, Vitals
from kaprules.facts.model import DaysAgo, HoursAgo, Number, Subject, every_fact
from kaprules.facts.vitals import BloodPressure
from kaprules.limit import MAX_BITS, Limit, enclosure, point
from kaprules.possible import Absence, Interval, Mark
from kaprules.rulesets import RULESETS
from kaprules.sources import criterion
from kaprules.testing import less, subjects

DAY = date(2026, 11, 23)
LONG = Fraction(70 * 7**700 + 1, 7**700)
"""A weight as a fraction with 592 digits below and above."""
WEIGHT = Vitals.weight


def weight(value: Any) -> Interval:
    found = WEIGHT.possible(by_clinician(Vitals(weight=value)), DAY)
    assert isinstance(found, Interval)
    return found


def read(group: str, fact: str, value: str) -> Client:
    return read_client(f'{{"{group}": {{"{fact}": {value}}}}}')


def refusal(make: Any) -> str:
    with pytest.raises(InputError) as caught:
        make()
    return str(caught.value)


class TestOneEnd:
    """The other end of a one-sided value is the plausible one."""

    @pytest.mark.parametrize(
        ("value", "low", "high"),
        [
            (Between(60, None), 60, 350),
            (Between(None, Decimal("60.5")), 25, Fraction(121, 2)),
            (Between(None, Quantity(200, "[lb_av]")), 25, Fraction(45_359_237, 500_000)),
            (Between(Quantity(60_000, "g"), 80), 60, 80),
            (Between(25, None), 25, 350),
        ],
    )
    def test_python(self, value: Between, low: object, high: object) -> None:
        """A number, or a quantity, with the other end left open."""
        assert weight(value) == Interval(low, high)  # type: ignore[arg-type] # exact numbers

    @pytest.mark.parametrize("value", [Between(None, 3), Between(400, None), Between(None, 400), Between(-1, None)])
    def test_an_end_that_nobody_has(self, value: Between) -> None:
        """It is a data error, and leaves everything possible."""
        found = weight(value)
        assert (found[:3], found.marks) == ((25, 350, Absence.IMPLAUSIBLE), {Mark.DATA_ERROR})

    def test_no_end(self) -> None:
        """Nothing is no value."""
        assert (
            refusal(lambda: Between(None, None))
            == "no end given: expected a number; leave the fact out, or say why there is none"
        )

    @pytest.mark.parametrize(
        ("value", "low", "high"),
        [
            ('{"value": "<0.01", "unit": "m[IU]/L"', 0, Fraction(1, 100)),
            ('{"value": "< 5 mIU/L"', 0, 5),
            ('{"value": "<=5 µIU/mL"', 0, 5),
            ('{"value": "=<5 µIU/mL"', 0, 5),
            ('{"value": "⩽5 µIU/mL"', 0, 5),
            ('{"value": "=>5 µIU/mL"', 5, 200),
            ('{"value": "< 0,01", "unit": "m[IU]/L"', 0, Fraction(1, 100)),
            ('{"value": "<0,010 mUI/L"', 0, Fraction(1, 100)),
            ('{"value": ">12,5 mUI/L"', Fraction(25, 2), 200),
            ('{"value": "≤ 5", "unit": "u[IU]/mL"', 0, 5),
            ('{"value": "≥0.4", "unit": "m[IU]/L"', Fraction(2, 5), 200),
            ('{"value": "Less than 0.01", "unit": "m[IU]/L"', 0, Fraction(1, 100)),
            ('{"value": "más de 4 mUI/L"', 4, 200),
            ('{"at_most": 0.01, "unit": "m[IU]/L"', 0, Fraction(1, 100)),
            ('{"at_least": 4, "unit": "m[IU]/L"', 4, 200),
        ],
    )
    def test_files(self, value: str, low: object, high: object) -> None:
        """A member alone, or the text of a laboratory; what is read again is equal."""
        client = read("thyroid", "tsh", f'{value}, "on": "2026-11-01", "by": "laboratory"}}')
        assert Thyroid.tsh.possible(client.thyroid, DAY)[:3] == (low, high, None)
        assert read_client(subject_to_json(client)) == client

    def test_a_filtration_rate(self) -> None:
        """The unit stands in the text as the laboratory prints it."""
        for text in (">60 mL/min/1.73 m2", "> 60 mL/min/1.73m²", ">=60 ml/min/1,73 m2"):
            value = json.dumps({"value": text, "on": "2026-11-01", "by": "laboratory"})
            client = read("general_health", "glomerular_filtration_rate", value)
            found = GeneralHealth.glomerular_filtration_rate.possible(client.general_health, DAY)
            assert found[:3] == (60, 200, None)

    @pytest.mark.parametrize(
        ("text", "low", "high"), [("<5", 0, 4), ("<=5", 0, 5), (">2", 3, 1000), ("at least 2", 2, 1000)]
    )
    def test_a_count_below_five_is_four_at_most(self, text: str, low: int, high: int) -> None:
        """Of what is counted, the end itself can be left out."""
        client = read("vitals", "pressure_readings", json.dumps({"value": text, "by": "device"}))
        assert Vitals.pressure_readings.possible(client.vitals, DAY)[:2] == (low, high)

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (
                '"<80"',
                'vitals.weight is "<80" without its unit: a number without its unit is not a fact; '
                'write {"value": ..., "unit": "kg"}',
            ),
            (
                '{"value": "<80 lb", "unit": "kg"}',
                'vitals.weight is "<80 lb" beside the unit "kg": expected one unit; remove one',
            ),
            (
                '"<80 mmol"',
                'vitals.weight is in "mmol": expected kg or [lb_av] or [stone_av] or g; convert it before',
            ),
            (
                '{"value": "<1,000", "unit": "g"}',
                'vitals.weight is "<1,000": expected a number; write it without quotes',
            ),
            ('{"value": "80", "unit": "kg"}', 'vitals.weight is "80": expected a number; write it without quotes'),
            (
                '{"value": "<8O", "unit": "kg"}',
                'vitals.weight is "<8O" beside the unit "kg": expected one unit; remove one',
            ),
            (
                '{"value": "<80<", "unit": "kg"}',
                'vitals.weight is "<80<" beside the unit "kg": expected one unit; remove one',
            ),
            ('{"value": "<<80", "unit": "kg"}', 'vitals.weight is "<<80": expected a number; write it without quotes'),
            ('{"value": "<8,000 kg"}', 'vitals.weight is "<8,000 kg": expected a number; write it without quotes'),
            (
                '{"at_least": 80, "value": 90, "unit": "kg"}',
                "vitals.weight holds 'value' beside 'at_least': expected one of them; remove the other",
            ),
        ],
    )
    def test_what_is_refused(self, value: str, message: str) -> None:
        """A text without a unit, with two, or with anything else behind it."""
        assert refusal(lambda: read("vitals", "weight", value)) == message

    @pytest.mark.parametrize("text", ["<0.4", "≤0.4"])
    def test_an_end_at_the_limit_is_not_settled(self, text: str) -> None:
        """A TSH below 0.4 may be 0.4 itself: "below 0.4" stays open, and is not passed over."""
        value = json.dumps({"value": text, "unit": "m[IU]/L", "on": "2026-11-01", "by": "laboratory"})
        known = subject_from_data(
            Client,
            {
                "thyroid": {
                    "tsh": json.loads(value),
                    "tsh_reference_low": {"value": Decimal("0.4"), "unit": "m[IU]/L"},
                }
            },
        )
        assert Thyroid.tsh_below_reference.possible(known.thyroid, DAY)[:2] == (3, None)
        decision = screen(known, on=DAY)
        assert "thyroid.tsh" not in decision.not_examined


class TestDigits:
    """What has more digits than are exact lies between the nearest two that are."""

    @pytest.mark.parametrize(
        ("value", "low", "high"),
        [
            (70.30000000000001, Decimal("70.3"), Decimal("70.3000000000001")),
            (Decimal("70.12345678901234567"), Decimal("70.1234567890123"), Decimal("70.1234567890124")),
            (Fraction(211, 3), Fraction(211, 3), Fraction(211, 3)),
            (Fraction(700_000, 10_007), Decimal("69.9510342760067"), Decimal("69.9510342760068")),
            (LONG, 70, Decimal("70.0000000000001")),
            (Fraction(7 * 10**1500 + 1, 10**1499), 70, Decimal("70.0000000000001")),
            (Between(70.30000000000001, 80.30000000000001), Decimal("70.3"), Decimal("80.3000000000001")),
            (Between(LONG, LONG + 1), 70, Decimal("71.0000000000001")),
            (Quantity(Decimal("70300.1000000000012"), "g"), Decimal("70.3001"), Decimal("70.3001000000001")),
            (Quantity(LONG, "kg"), 70, Decimal("70.0000000000001")),
        ],
        ids=range(10),
    )
    def test_it_is_enclosed(self, value: object, low: Any, high: Any) -> None:
        """Outwards, by the tightest such interval."""
        assert weight(value)[:2] == (Fraction(low), Fraction(high))

    def test_files(self) -> None:
        """A number of a computer's arithmetic is read, and read again equal."""
        client = read("vitals", "weight", '{"value": 70.300000000000011, "unit": "kg"}')
        assert weight(client.vitals.weight)[:2] == (Fraction(703, 10), Fraction(Decimal("70.3000000000001")))
        assert read_client(subject_to_json(client)) == client
        parts = [LONG.numerator, LONG.denominator]
        client = read("vitals", "weight", json.dumps({"value": {"fraction": parts}, "unit": "kg"}))
        assert weight(client.vitals.weight)[:2] == (70, Fraction(Decimal("70.0000000000001")))
        hours = read_session_hours("2.3333333333333335")
        assert hours == Fraction(Decimal("2.3333333333333335"))

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (10**5000, "vitals.weight is an integer of about 5001 digits: expected a number that can be measured"),
            (-(10**40), "vitals.weight is -1e+40: expected a number that can be measured"),
            (Decimal("1e999999"), "vitals.weight is 1e+999999: expected a number that can be measured"),
            (Decimal("-1e-999999"), "vitals.weight is -1e-999999: expected a number that can be measured"),
            (Fraction(10**5000, 7), "vitals.weight is about 1e+4999: expected a number that can be measured"),
            (Fraction(7, 10**5000), "vitals.weight is about 1e-5000: expected a number that can be measured"),
            (5e-324, "vitals.weight is 5e-324: expected a number that can be measured"),
        ],
        ids=range(7),
    )
    def test_what_nobody_measures_is_refused(self, value: Any, message: str) -> None:
        """By its magnitude, whatever its digits."""
        assert refusal(lambda: by_clinician(Vitals(weight=value))).startswith(message)
        assert refusal(lambda: by_clinician(Vitals(weight=Quantity(value, "g")))).startswith(message)
        if type(value) is not Fraction:
            ends = message.replace("vitals.weight", "number")
            assert refusal(lambda: Between(None, value)).startswith(ends)

    def test_a_count_is_whole(self) -> None:
        """What lies next to a whole number is none."""
        message = (
            "vitals.pressure_readings is 2.9999999999999996: expected a whole number; count it again, or leave it out"
        )
        assert refusal(lambda: by_clinician(Vitals(pressure_readings=2.9999999999999996))) == message
        assert refusal(lambda: read("vitals", "pressure_readings", "2.9999999999999996")) == message

    @pytest.mark.parametrize(
        "make",
        [
            lambda: HoursAgo(LONG),
            lambda: point(LONG),
            lambda: Limit(LONG, "kg", id="example.weight", source=criterion(3), since=DAY),
            lambda: read_session_hours(json.dumps({"fraction": [LONG.numerator, LONG.denominator]})),
        ],
        ids=["hours", "number", "limit", "file"],
    )
    def test_what_can_only_be_one_number_is_refused(self, make: Any) -> None:
        """Hours and limits have no interval to be enclosed in."""
        assert "is a fraction of too many digits: expected at most 60 in numerator and denominator" in refusal(make)

    def test_days_are_bounded(self) -> None:
        """So that Python can write them."""
        assert refusal(lambda: DaysAgo(10**5000)).startswith("days ago is an integer of about 5001 digits: expected")

    def test_three_long_fractions_have_their_decision(self) -> None:
        """As numbers of 15 digits have, with every explanation of it."""
        long = [Fraction(n * 7**1775 + 1, 7**1775) for n in (120, 121, 119)]
        pressures = [BloodPressure(systolic=each, diastolic=80, on=DAY) for each in long]
        height = Fraction(170 * 3**3144 + 1, 3**3144)
        decision = screen(
            Client(vitals=by_clinician(Vitals(pressures=pressures, height=height, weight=long[0]))), on=DAY
        )
        assert decision.explain()
        assert isinstance(decision.margins(), tuple)
        assert decision.from_json(decision.to_json()) == decision


def read_session_hours(hours: str) -> object:
    """Return the hours since the last meal as a session file has them."""
    session = read_subject(Session, f'{{"today": {{"last_meal": {{"hours_ago": {hours}}}}}}}')
    return session.today.last_meal.hours


magnitudes = st.integers(-30, 30)
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(lambda number, digits: Decimal(number).scaleb(-digits), st.integers(), magnitudes),
    st.fractions(),
    st.builds(
        lambda base, power, more, size: Fraction(more, base**power) + size,
        st.sampled_from((2, 3, 7, 10)),
        st.integers(1, 2000),
        st.integers(),
        st.integers(0, 400),
    ),
    st.integers(),
    st.builds(lambda digits: 10**digits - 1, st.integers(10, 6000)),
)
"""Numbers of any length and magnitude, as a computer or an attacker writes them."""


def enclosed(number: Any) -> tuple[Any, Any] | None:
    try:
        return enclosure(number)
    except InputError:
        return None


def digits_of(number: Any) -> int:
    """Return how many significant digits a number has that is a decimal."""
    scaled = Fraction(number) * 10**60
    assert scaled.denominator == 1
    return len(str(abs(scaled.numerator)).strip("0"))


class TestNoNumberIsLong:
    """Whatever is accepted, what is worked out of it stays short; what is refused names its reason."""

    @given(numbers)
    def test_it_lies_between_its_ends(self, number: Any) -> None:
        """The ends are the nearest that there are: between them lies no other of 15 digits."""
        if (ends := enclosed(number)) is None:
            return
        low, high = ends
        true = Fraction(repr(number)) if type(number) is float else Fraction(number)
        assert low <= true <= high
        if low != high:
            assert low < true < high
            assert max(digits_of(low), digits_of(high)) <= 15
            # The step of the end nearer to zero: the other may be the next power of ten.
            step = Fraction(10) ** (len(str(int(min(abs(low), abs(high)) * 10**45))) - 45 - 15)
            assert high - low == step

    @given(st.lists(numbers, min_size=1, max_size=60))
    def test_a_mean_of_many_stays_short(self, several: list[Any]) -> None:
        """However many there are, and however long each was: their mean has a bound that no file can move."""
        pressures = []
        for number in several:
            try:
                pressures.append(BloodPressure(systolic=number, diastolic=80, on=DAY))
            except InputError:
                continue
        found = Vitals.mean_systolic.possible(by_clinician(Vitals(pressures=pressures)), DAY)
        assert isinstance(found, Interval)
        for end in (found.low, found.high):
            assert max(end.numerator.bit_length(), end.denominator.bit_length()) <= MEAN_BITS

    @given(numbers)
    def test_every_edge_takes_the_same(self, number: Any) -> None:
        """As it stands, with its unit, as an end: accepted or refused alike, and short where accepted."""
        taken = {enclosed(number) is not None}
        for make in (lambda: WEIGHT.accept(number), lambda: WEIGHT.accept(Quantity(number, "kg"))):
            try:
                made = make()
            except InputError:
                taken.add(False)
            else:
                taken.add(True)
                low, high = WEIGHT.values_of(made, DAY)[:2]
                assert max(each.denominator.bit_length() for each in (low, high)) <= MAX_BITS
        assert len(taken) == 1


MEAN_BITS = 2 * MAX_BITS + math.lcm(*range(1, 1001)).bit_length() + 64

NUMBERS = tuple(
    (ruleset, fact)
    for ruleset in RULESETS.values()
    for fact in ruleset.facts
    if isinstance(fact, Number) and fact.derive is None
)


def with_value(subject: Subject, fact: Number, value: object, on: date) -> Subject:
    """Return a subject of whom a fact is this, and nothing is given that is read from it."""
    subject = less(subject, [fact, *(each for each in every_fact(type(subject)) if fact.name in each.derived_from)])
    group = subject.group(fact)
    told = {each.name: group.__dict__[each.name] for each in group.__facts__} | {fact.name: as_needed(fact, value, on)}
    groups = subject.__dict__ | {fact.group: type(group)(**told)}
    return type(subject)(**groups)


def forms(fact: Number, value: Any, chance: Any) -> st.SearchStrategy[Any]:
    """Draw what is known of a value where one end of it is given, or it has more digits than are exact."""
    noise = Fraction(1, 10**17 * chance)
    ends = [Between(value, None), Between(None, value), Between(value, value)]
    if not fact.whole:
        ends += [value + noise, value - noise, Quantity(value + noise, fact.unit), Between(value - noise, None)]
    return st.sampled_from(ends)


@pytest.mark.parametrize("ruleset", dict.fromkeys(owner for owner, _ in NUMBERS), ids=lambda each: each.name)
@settings(max_examples=40)
@given(data=st.data())
def test_what_one_end_settles_the_value_cannot_overturn(ruleset: Any, data: st.DataObject) -> None:
    """Law 1 for one-sided and enclosed numbers, on every rule set that reads a number as given, by two engines."""
    on, facts = decided_on(ruleset), [fact for owner, fact in NUMBERS if owner is ruleset]
    subject, fact = data.draw(subjects(ruleset)), data.draw(st.sampled_from(facts))
    value = data.draw(st.sampled_from(points(ruleset, fact)))
    told = data.draw(forms(fact, value, data.draw(st.integers(1, 3))))
    if not contains(fact, told, value):
        return
    known = decide(ruleset, with_value(subject, fact, value, on), on=on, engine="interpreter")
    vague = [
        decide(ruleset, with_value(subject, fact, told, on), on=on, engine=engine) for engine in ("bits", "interpreter")
    ]
    assert vague[0] == vague[1]
    assert vague[0].outcome in (Outcome.INCOMPLETE, known.outcome)


def contains(fact: Number, told: object, value: Any) -> bool:
    """Say whether what is told leaves a value possible."""
    found = (
        fact.values_of(fact.accept(told), DAY)
        if not fact.requires_date
        else fact.values_of(
            fact.accept(Recorded(told, on=DAY)).value,
            DAY,  # type: ignore[attr-defined] # a report
        )
    )
    return bool(found.low <= value <= found.high)


def points(ruleset: Any, fact: Number) -> list[Any]:
    """Return values on both sides of every limit that a rule set sets for a fact."""
    limits = baseline(ruleset).limits.get(fact, ())
    near = {limit.value + step * limit.step for limit in limits for step in (-1, 0, 1)}
    return sorted(each for each in near | {fact.lowest, fact.highest} if fact.lowest <= each <= fact.highest)
