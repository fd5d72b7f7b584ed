"""What a rule may ask, and what the language refuses."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest

from kaprules.authoring import by_clinician
from kaprules.conditions import AllOf, AnyOf, Atom, Test, all_of, any_of, opposite
from kaprules.engine.interpreter import truth_for
from kaprules.errors import ConditionError
from kaprules.facts import Client, MentalState, Vitals
from kaprules.facts.mental_state import MoodEpisode
from kaprules.facts.model import Between
from kaprules.limit import Limit
from kaprules.possible import Absence, Level, Outcome, Truth
from kaprules.sources import criterion

DAY = date(2026, 1, 1)
FAST = Limit(100, "/min", id="example.fast", source=criterion(3), since=DAY)
SLOW = Limit(50, "/min", id="example.slow", source=criterion(3), since=DAY)
LOW = Limit(92, "%", id="example.low", source=criterion(9), since=DAY)


def test_a_limit_is_compared_with_every_value_still_possible() -> None:
    """An atom is TRUE for all, FALSE for none, UNKNOWN for some of the values."""
    truths = [
        truth_for(Vitals.heart_rate > FAST, Client(vitals=vitals), DAY)
        for vitals in (
            by_clinician(Vitals(heart_rate=101)),
            by_clinician(Vitals(heart_rate=100)),
            by_clinician(Vitals(heart_rate=Between(100, 101))),
            Vitals(),
        )
    ]
    assert truths == [Truth.TRUE, Truth.FALSE, Truth.UNKNOWN, Truth.UNKNOWN]


@pytest.mark.parametrize(("fast", "low"), list(itertools.product((101, 60, None), (91, 98, None))))
def test_all_of_is_the_minimum_and_any_of_the_maximum(fast: int | None, low: int | None) -> None:
    """Strong Kleene logic."""
    vitals = by_clinician(
        Vitals(**({} if fast is None else {"heart_rate": fast}), **({} if low is None else {"oxygen_saturation": low}))
    )
    first, second = Vitals.heart_rate > FAST, Vitals.oxygen_saturation < LOW
    one, other = (truth_for(each, Client(vitals=vitals), DAY) for each in (first, second))
    both = tuple(truth_for(node(first, second), Client(vitals=vitals), DAY) for node in (all_of, any_of))
    assert both == (min(one, other), max(one, other))


@pytest.mark.parametrize(
    "written",
    [
        lambda: (Vitals.heart_rate > FAST) and (Vitals.oxygen_saturation < LOW),
        lambda: (Vitals.heart_rate > FAST) or (Vitals.oxygen_saturation < LOW),
        lambda: not (Vitals.heart_rate > FAST),
        lambda: SLOW < Vitals.heart_rate < FAST,
        lambda: bool(all_of(Vitals.heart_rate > FAST, Vitals.oxygen_saturation < LOW)),
    ],
)
def test_pythons_own_connectives_are_refused(written: object) -> None:
    """`a and b` would silently drop `a`; the message gives the right spelling."""
    with pytest.raises(ConditionError) as raised:
        written()
    assert str(raised.value) == (
        "a condition has no truth value of its own: write all_of(a, b) for 'a and b', any_of(a, b) for 'a or b', "
        ".ruled_out or the opposite comparison for 'not a', and all_of(x > a, x < b) for 'a < x < b'"
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            lambda: Vitals.heart_rate > 100,
            "vitals.heart_rate is compared with 100: expected a Limit with its unit and source",
        ),
        (
            lambda: Vitals.heart_rate > LOW,
            "vitals.heart_rate is in /min, but limit example.low is in %: give the limit in /min",
        ),
        (
            lambda: Vitals.heart_rate == 100,
            "a number is not compared by ==: measurements differ in the last digit; use >= or <=",
        ),
        (
            lambda: MentalState.current_mood_episode.is_one_of(),
            "mental_state.current_mood_episode is tested for none or all of its options: such a test says nothing",
        ),
        (
            lambda: MentalState.current_mood_episode.is_one_of(*MoodEpisode),
            "mental_state.current_mood_episode is tested for none or all of its options: such a test says nothing",
        ),
        (
            lambda: MentalState.current_mood_episode.is_one_of(Truth.TRUE),
            "<Truth.TRUE: 2> is not an option of mental_state.current_mood_episode: use one of MoodEpisode",
        ),
        (lambda: all_of(), "AllOf has no parts: give at least one condition"),
        (lambda: any_of(True), "True is not a condition: compare a fact with a limit, or ask .present"),
    ],
)
def test_a_condition_that_would_mislead_is_refused(written: object, message: str) -> None:
    """Each refusal says what was expected."""
    with pytest.raises(ConditionError) as raised:
        written()
    assert str(raised.value) == message


def test_tests_of_one_choice_are_merged_so_that_truth_is_exact() -> None:
    """Manic or hypomanic, one of the two, is certain although neither is."""
    mood = MentalState.current_mood_episode
    merged = any_of(mood.is_one_of(MoodEpisode.MANIC), mood.is_one_of(MoodEpisode.HYPOMANIC))
    assert merged == mood.is_one_of(MoodEpisode.MANIC, MoodEpisode.HYPOMANIC)


def test_nested_nodes_of_one_kind_are_flat() -> None:
    """`any_of(any_of(a, b), c)` is `any_of(a, b, c)`."""
    a, b, c = Vitals.heart_rate > FAST, Vitals.oxygen_saturation < LOW, Vitals.height.missing
    assert any_of(any_of(a, b), c) == AnyOf((a, b, c))


@pytest.mark.parametrize("rate", [49, 50, 51, 99, 100, 101, Between(49, 51), Between(40, 120)])
@pytest.mark.parametrize("low", [91, 92, Between(91, 92)])
def test_the_opposite_is_true_where_the_condition_is_false(rate: object, low: object) -> None:
    """De Morgan, exactly, for every test of a number."""
    client = Client(vitals=by_clinician(Vitals(heart_rate=rate, oxygen_saturation=low)))
    conditions = [Atom(Vitals.heart_rate, test, FAST) for test in (Test.AT_LEAST, Test.ABOVE, Test.AT_MOST, Test.BELOW)]
    condition = AllOf((AnyOf((conditions[0], Vitals.oxygen_saturation < LOW)), *conditions[1:]))
    truths = [truth_for(each, client, DAY) for each in (condition, opposite(condition))]
    assert sum(truths) == Truth.TRUE


def test_what_is_missing_has_no_opposite() -> None:
    """There is no test for "not missing": it would let a missing fact clear somebody."""
    with pytest.raises(ConditionError) as raised:
        opposite(Vitals.height.missing)
    assert str(raised.value) == ("a concept that asks for what is missing cannot be ruled out: ask for the fact itself")


def test_outcomes_and_levels_are_compared_by_gravity() -> None:
    """Whatever the order in which they are declared; they are not compared with each other, nor with their values."""
    assert sorted(Outcome) == list(Outcome) and max(Outcome) is Outcome.EXCLUDED
    assert sorted(Level) == list(reversed(Level)) and max(Level) is Level.EXCLUSION
    assert Outcome.CAUTION <= Outcome.CAUTION < Outcome.INCOMPLETE > Outcome.NO_EXCLUSION_FOUND
    for other in (Level.EXCLUSION, "excluded", 3):
        with pytest.raises(TypeError, match=r"^'<' not supported between instances of 'Outcome' and '\w+'$"):
            sorted([other, Outcome.CAUTION])


@pytest.mark.parametrize("absence", Absence)
def test_an_absence_is_neither_true_nor_false(absence: Absence) -> None:
    """``if client.bladder.pain`` would take what nobody asked as so."""
    message = f"an absence ({absence.value}) is neither true nor false: write isinstance(value, Absence), or compare "
    with pytest.raises(TypeError, match=f"^{re.escape(message)}it with None by 'is'$"):
        bool(absence)
