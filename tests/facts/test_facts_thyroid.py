"""Readings of the thyroid's laboratory values against the laboratory's own reference."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.errors import InputError
from kaprules.facts.model import Between, Quantity, Recorded, Reports
from kaprules.facts.thyroid import Thyroid
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Interval, Mark, Options

TODAY = date(2026, 1, 1)
EITHER = PRESENT_BIT | ABSENT_BIT


def on_the_day(value: Any, days_ago: int = 0) -> Recorded:
    return Recorded(value, on=TODAY - timedelta(days=days_ago))


def tsh(value: Any, reference: Any = Absence.NOT_ASKED, days_ago: int = 0) -> Any:
    thyroid = by_clinician(Thyroid(tsh=on_the_day(value, days_ago), tsh_reference_low=reference))
    return Thyroid.tsh_below_reference.possible(thyroid, TODAY)


def free_t4(value: Any, reference: Any = Absence.NOT_ASKED) -> Any:
    thyroid = by_clinician(Thyroid(free_t4=on_the_day(value), free_t4_reference_high=reference))
    return Thyroid.free_t4_above_reference.possible(thyroid, TODAY)


@pytest.mark.parametrize(("value", "bits"), [("0.39", PRESENT_BIT), ("0.4", ABSENT_BIT), ("0.41", ABSENT_BIT)])
def test_a_tsh_is_compared_with_the_laboratorys_reference(value: str, bits: int) -> None:
    """The reference itself is not below the reference."""
    assert tsh(Decimal(value), Decimal("0.4")) == Options(bits)


@pytest.mark.parametrize(
    ("value", "bits"),
    [("0.09", PRESENT_BIT), ("0.1", EITHER), ("0.3", EITHER), ("0.59", EITHER), ("0.6", ABSENT_BIT), ("2", ABSENT_BIT)],
)
def test_a_tsh_without_a_reference_is_low_only_where_every_reference_says_so(value: str, bits: int) -> None:
    """Nothing is assumed of the laboratory; what it would settle stays open."""
    assert tsh(Decimal(value)) == Options(bits)


@pytest.mark.parametrize(("value", "bits"), [("1.8", ABSENT_BIT), ("1.81", PRESENT_BIT)])
def test_a_free_thyroxine_is_compared_with_the_laboratorys_reference(value: str, bits: int) -> None:
    """The reference itself is not above the reference."""
    assert free_t4(Decimal(value), Decimal("1.8")) == Options(bits)


@pytest.mark.parametrize(("value", "bits"), [("1", ABSENT_BIT), ("1.9", EITHER), ("4", EITHER), ("4.1", PRESENT_BIT)])
def test_a_free_thyroxine_without_a_reference_stays_open(value: str, bits: int) -> None:
    """Unless it is outside, or inside, every plausible reference."""
    assert free_t4(Decimal(value)) == Options(bits)


def test_a_free_triiodothyronine_is_compared_with_the_laboratorys_reference() -> None:
    """Above 6.8 pmol/L, given in the same unit."""
    found = [
        Thyroid.free_t3_above_reference.possible(
            by_clinician(
                Thyroid(
                    free_t3=on_the_day(Quantity(value, "pmol/L")),
                    free_t3_reference_high=Quantity(Decimal("6.8"), "pmol/L"),
                )
            ),
            TODAY,
        )
        for value in (Decimal("6.8"), Decimal("6.9"))
    ]
    assert found == [Options(ABSENT_BIT), Options(PRESENT_BIT)]


@pytest.mark.parametrize("wide", [(Decimal("0.2"), Decimal("0.5")), (Decimal("0.3"), Decimal("0.45"))])
@pytest.mark.parametrize("reference", [Absence.NOT_ASKED, Between(Decimal("0.3"), Decimal("0.5")), Decimal("0.4")])
def test_more_knowledge_never_leaves_the_former_answer(wide: tuple[Decimal, Decimal], reference: Any) -> None:
    """A narrower value, or a reference where there was none, gives a subset."""
    before = tsh(Between(*wide), reference).bits
    references = (
        [Decimal("0.4")] if isinstance(reference, Decimal) else [Decimal("0.3"), Decimal("0.4"), Decimal("0.5")]
    )
    after = [tsh(value, each).bits for value in wide for each in references]
    assert [bits for bits in after if bits & ~before] == []


def test_picomoles_are_converted_exactly() -> None:
    """One picomole of thyroxine in a litre is 0.077687 ng/dL."""
    thyroid = by_clinician(Thyroid(free_t4=on_the_day(Quantity(20, "pmol/L"))))
    assert Thyroid.free_t4.possible(thyroid, TODAY) == Interval(Fraction(155374, 100000), Fraction(155374, 100000))


@pytest.mark.parametrize(("days_ago", "absence"), [(89, None), (90, None), (91, Absence.STALE)])
def test_a_laboratory_value_reassures_for_ninety_days(days_ago: int, absence: Absence | None) -> None:
    """On the last day it still counts."""
    assert tsh(Decimal("2"), Decimal("0.4"), days_ago).absence is absence


def test_an_old_value_keeps_what_it_said() -> None:
    """A low TSH of last year is no value any more, and its last word is kept."""
    found = tsh(Decimal("0.05"), Decimal("0.4"), 200)
    assert found == Options(EITHER, Absence.STALE, frozenset(), Options(PRESENT_BIT), Options(PRESENT_BIT))


def test_no_tsh_is_no_answer() -> None:
    """A reference alone says nothing."""
    found = Thyroid.tsh_below_reference.possible(by_clinician(Thyroid(tsh_reference_low=Decimal("0.4"))), TODAY)
    assert found == Options(EITHER, Absence.NOT_ASKED)


def test_an_implausible_reference_is_set_aside() -> None:
    """A reference of 4 is a slip: it counts as not recorded, and is marked."""
    assert tsh(Decimal("0.3"), 4) == Options(EITHER, None, frozenset({Mark.DATA_ERROR}))


def test_of_two_tsh_values_the_lower_counts() -> None:
    """Of two days: they do not disagree, and the worse one counts."""
    values = Reports(on_the_day(Decimal("0.2"), 3), on_the_day(Decimal("1.5"), 1))
    thyroid = by_clinician(Thyroid(tsh=values, tsh_reference_low=Decimal("0.4")))
    found = Thyroid.tsh_below_reference.possible(thyroid, TODAY)
    assert found == Options(PRESENT_BIT)


def test_a_laboratory_value_has_a_date() -> None:
    """A value without one is refused."""
    with pytest.raises(InputError) as refused:
        by_clinician(Thyroid(tsh=Decimal("0.2")))
    assert (
        str(refused.value)
        == "thyroid.tsh has no date: expected the day it was obtained; give Recorded(value, on=date(2025, 3, 1))"
    )


def test_a_value_and_what_is_read_from_it_are_not_given_together() -> None:
    """One of the two would be ignored."""
    with pytest.raises(InputError) as refused:
        by_clinician(Thyroid(tsh=on_the_day(2), tsh_below_reference=on_the_day(False)))
    assert str(refused.value) == (
        "thyroid.tsh_below_reference and thyroid.tsh are both given: give the observations or what was worked out "
        "from them, not both"
    )
