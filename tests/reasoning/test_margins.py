"""How far each number may move before the outcome changes, held against moving it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

from kaprules import Decision, Outcome, Recorded, RuleSet, decide
from kaprules.baseline import baseline, plain
from kaprules.engine import bits
from kaprules.engine.snapshot import snapshot
from kaprules.facts import Neurology, Recovery, Vitals
from kaprules.facts.follow_up import FollowUp, Question
from kaprules.facts.model import (
    USABLE,
    Between,
    DaysAgo,
    Event,
    Fact,
    HoursAgo,
    Moment,
    Number,
    Reports,
    Subject,
    every_fact,
)
from kaprules.facts.model import given as given_in
from kaprules.facts.vitals import BloodPressure
from kaprules.limit import Exact, exact
from kaprules.possible import NEVER_DAYS, Absence
from kaprules.reasoning.margins import Crossing, Margin
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, decided_on
from tests.test_laws import EVERY_BOOK, Book, cases, changed, law, notices, points

TOGETHER = [
    ("vitals.mean_systolic", "vitals.highest_systolic"),
    ("vitals.mean_diastolic", "vitals.highest_diastolic"),
    ("vitals.home_mean_systolic", "vitals.home_highest_systolic"),
    ("vitals.home_mean_diastolic", "vitals.home_highest_diastolic"),
    ("vitals.pressure_days", "vitals.pressure_readings"),
    ("substance_use.audit_c_total", "substance_use.audit_total"),
    ("bladder.cystitis_episodes_in_6_months", "bladder.cystitis_episodes_in_12_months"),
]
"""The first is never higher than the second."""
APART = [
    ("vitals.mean_diastolic", "vitals.mean_systolic"),
    ("vitals.highest_diastolic", "vitals.highest_systolic"),
    ("vitals.home_mean_diastolic", "vitals.home_mean_systolic"),
    ("vitals.home_highest_diastolic", "vitals.home_highest_systolic"),
    ("recovery.diastolic", "recovery.systolic"),
    ("recovery.baseline_diastolic", "recovery.baseline_systolic"),
]
"""The first is always lower than the second."""
COUNTED: dict[str, Fact] = {
    small: Vitals.home_readings if "home" in small else Vitals.pressure_readings
    for small, large in TOGETHER
    if "mean" in small
}
"""How many readings the first of some two is the mean of: of a single one it is the highest too."""


def decided(ruleset: RuleSet, subject: Subject) -> Decision:
    return decide(ruleset, subject, on=decided_on(ruleset), engine="interpreter")


def numbers_of(decision: Decision) -> dict[str, Fact]:
    """Return the numbers of which one value is known."""
    facts = snapshot(decision.ruleset, decision.subject, decision.on)
    found = {}
    for fact in decision.ruleset.facts:
        if isinstance(fact, Number | Event):
            low, high, state = facts.entries(fact)
            if state == USABLE and low == high and not (isinstance(fact, Event) and low == NEVER_DAYS):
                found[fact.id] = fact
    return found


def taken_along(decision: Decision, fact: Fact, value: Exact) -> dict[Fact, tuple[Exact, Exact]]:
    """Return the number with a value, and its neighbour where the two would contradict each other."""
    facts = snapshot(decision.ruleset, decision.subject, decision.on)
    moved = {fact: (value, value)}
    for small, large in TOGETHER:
        if fact.id in (small, large):
            up = fact.id == small
            other = getattr(type(decision.subject.group(fact)), (large if up else small).split(".")[1])
            low, high, state = facts.entries(other)
            if state == USABLE:
                single = small in COUNTED and list(facts.entries(COUNTED[small])[:2]) == [1, 1]
                along = (max(low, value), max(high, value)) if up else (min(low, value), min(high, value))
                moved[other] = (value, value) if single else along
    return moved


def with_number(decision: Decision, fact: Fact, value: Exact) -> Outcome | None:
    """Return the outcome with a number moved, all else written down as before; None where that contradicts itself."""
    group = decision.subject.group(fact)
    moved, facts = taken_along(decision, fact, value), given_in(with_moved(decision, fact, value))
    groups = {name: each for name, each in decision.subject.__dict__.items() if name not in ("id", fact.group)}
    subject = type(decision.subject)(**groups, **{fact.group: type(group)(**facts)})
    world = changed(
        snapshot(decision.ruleset, subject, decision.on),
        {each: (low, high, USABLE) for each, (low, high) in moved.items()},
    )
    for lesser, greater in APART:
        if fact.id in (lesser, greater):
            small, large = (getattr(type(group), name.split(".")[1]) for name in (lesser, greater))
            ends = [world.entries(small), world.entries(large)]
            if ends[0][2] == ends[1][2] == USABLE and ends[0][0] >= ends[1][1]:
                return None
    return bits.evaluate(decision.ruleset, world).outcome


def with_moved(decision: Decision, fact: Fact, value: Exact) -> Any:
    """Return the group of a number with the number moved."""
    group = decision.subject.group(fact)
    facts = given_in(group)
    for each, (low, high) in taken_along(decision, fact, value).items():
        if each.name in facts:
            facts[each.name] = rewritten(facts[each.name], written_as(each, low, high))
    return type(group)(**facts)


def contradicts(decision: Decision, fact: Fact, value: Exact) -> bool:
    """Say whether a moved number contradicts what is not taken along: of that a margin says nothing."""
    group, on = decision.subject.group(fact), decision.on
    moved = with_moved(decision, fact, value)
    if any(each.holds(moved, on) and not each.holds(group, on) for each in group.__crossed__):
        return True
    # An age that puts something before the birth, or after it again, is that of another life.
    subject = type(decision.subject)(**decision.subject.__dict__ | {fact.group: moved})
    now, then = (snapshot(decision.ruleset, each, on).groups for each in (decision.subject, subject))
    return any(now[name] != then[name] for name in now if name != fact.group)


def written_as(fact: Fact, low: Exact, high: Exact) -> object:
    if isinstance(fact, Event):
        return HoursAgo(low) if isinstance(fact, Moment) else DaysAgo(int(low))
    return low if low == high else Between(low, high)


def rewritten(entry: Any, value: object) -> object:
    """Return an entry with another value and the same evidence."""
    if isinstance(entry, Reports):
        return Reports(*(each if isinstance(each.value, Absence) else rewritten(each, value) for each in entry.reports))  # type: ignore[arg-type] # reports stay reports
    return attrs.evolve(entry, value=value) if isinstance(entry, Recorded) else value


def least_step(fact: Fact) -> Exact:
    if isinstance(fact, Moment):
        return Fraction(1, 3_600_000_000)
    return 1 if isinstance(fact, Event) or fact.whole else Fraction(1, 10**9)  # type: ignore[attr-defined] # a number


def tried(fact: Fact, ruleset: RuleSet, low: Exact, high: Exact, chance: random.Random) -> Iterator[Exact]:
    """Yield values of a fact between two others: around every limit, and anywhere."""
    assert isinstance(fact, Number | Event)
    whole = least_step(fact) == 1
    some = [low + (high - low) * Fraction(chance.randrange(1001), 1000) for _ in range(12)]
    limits = [limit.value for limit in baseline(ruleset).limits.get(fact, ())]
    near = [
        *points(fact, ruleset),
        *(limit + step for limit in limits for step in (least_step(fact), -least_step(fact))),
    ]
    beside = (low + least_step(fact), high - least_step(fact))
    for value in {*near, *(map(round, some) if whole else some), low, high, *beside}:
        if low <= value <= high and (not whole or Fraction(value).denominator == 1):
            yield exact(Fraction(value))


def misjudged(decision: Decision, margins: tuple[Margin, ...], chance: random.Random) -> list[str]:
    """Return which margins are not as far as the next change: found by moving each number."""
    numbers, wrong = numbers_of(decision), []
    for margin in margins:
        fact = numbers[margin.fact]
        assert isinstance(fact, Number | Event)
        for way, turn in ((-1, margin.lower), (1, margin.higher)):
            wrong += [f"{margin.fact} {way}: {what}" for what in _wrong(decision, fact, margin, turn, way, chance)]
        if margin.error is not None:
            low, high = margin.value - margin.error.below, margin.value + margin.error.above
            plausible = max(low, fact.lowest), min(high, fact.highest)
            within = list(tried(fact, decision.ruleset, *plausible, chance))
            agreeing = [each for each in within if not contradicts(decision, fact, each)]
            changes = {with_number(decision, fact, each) for each in agreeing} - {decision.outcome, None}
            if margin.survives and changes:
                wrong.append(f"{margin.fact} does not survive its error")
            turns = [turn for turn in (margin.lower, margin.higher) if turn is not None]
            if not margin.survives and not any(low <= turn.value <= high for turn in turns):
                wrong.append(f"{margin.fact} does survive its error")
    return wrong


def _wrong(
    decision: Decision, fact: Fact, margin: Margin, turn: Crossing | None, way: int, chance: random.Random
) -> Iterator[str]:
    assert isinstance(fact, Number | Event)
    end = fact.lowest if way < 0 else min(fact.highest, NEVER_DAYS - 1) if isinstance(fact, Event) else fact.highest
    if fact in COUNTED.values() and way < 0:
        end = 2
    last = end if turn is None else turn.value
    for value in tried(fact, decision.ruleset, *sorted((margin.value, last)), chance):
        if (turn is None or not turn.reached or value != last) and way * value > way * margin.value:
            found = with_number(decision, fact, value)
            if found not in (decision.outcome, None) and not contradicts(decision, fact, value):
                yield f"{found} at {value} already, not only at {last}"
    if turn is not None:
        there = exact(turn.value if turn.reached else turn.value + way * least_step(fact))
        agrees = contradicts(decision, fact, there) or with_number(decision, fact, there) is turn.outcome
        if not agrees or turn.outcome is decision.outcome:
            yield f"not {turn.outcome} at {there}"
        if turn.by != abs(turn.value - margin.value):
            yield f"{turn.by} is not the distance from {margin.value} to {turn.value}"


class TestMargins:
    """Each number is moved, as a clinic would write it down, and the interpreter asked again."""

    @EVERY_BOOK
    def test_nothing_changes_before_and_something_there(self, book: Book) -> None:
        """Up to the margin the outcome stays, and there it is the one that is said."""

        @law(60, book)
        def holds(subject: Subject, seed: int) -> None:
            decision, chance = decided(book.ruleset, subject), random.Random(seed)
            found = decision.margins()
            some = chance.sample(found, min(5, len(found)))
            turning = [each for each in found if each.lower or each.higher]
            assert misjudged(decision, (*some, *turning), chance) == []

        holds()

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda turn: attrs.evolve(turn, value=turn.value + 1), id="one further"),
            pytest.param(lambda turn: attrs.evolve(turn, value=turn.value - 1), id="one nearer"),
            pytest.param(lambda turn: attrs.evolve(turn, reached=not turn.reached), id="the edge itself"),
            pytest.param(lambda turn: attrs.evolve(turn, by=turn.by + 1), id="another distance"),
            pytest.param(lambda turn: None, id="no change at all"),
        ],
    )
    def test_a_wrong_margin_is_noticed(self, change: Callable[[Crossing], Crossing | None]) -> None:
        """One step out, the edge counted wrongly, or a change overlooked."""

        def violations(subject: Subject) -> list[str]:
            decision = decided(SCREENING, subject)
            found = [attrs.evolve(each, higher=change(each.higher)) for each in decision.margins() if each.higher]
            return misjudged(decision, tuple(found[:3]), random.Random(0))

        assert notices(cases(), violations)

    # One pressure past the other is rarely drawn: minutes in the long run.
    @pytest.mark.parametrize("name", ["never_above", pytest.param("always_below", marks=pytest.mark.soak)])
    def test_numbers_that_contradict_each_other_are_noticed(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Were a mean moved past the highest reading, or one pressure past the other, it would be found."""
        ruleset = RULESETS["discharge"] if name == "always_below" else SCREENING
        for fact in every_fact(ruleset.subject):
            if getattr(fact, name, ""):
                monkeypatch.setitem(fact.__dict__, name, "")
        book = Book(ruleset, (*ruleset.rules, *ruleset.concepts))

        def violations(subject: Subject) -> list[str]:
            decision = decided(ruleset, subject)
            found = [each for each in decision.margins() if each.lower or each.higher]
            return misjudged(decision, tuple(found), random.Random(0))

        assert notices(cases(book), violations)

    def test_an_error_that_is_overlooked_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A margin that is said to survive whatever its error would be found out."""
        monkeypatch.setattr(Margin, "survives", True)
        assert whole(beside(PRESSURES).subject) == ["vitals.mean_systolic does not survive its error"]

    def test_one_that_is_never_survived_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """So would one that is said never to."""
        monkeypatch.setattr(Margin, "survives", False)
        assert notices(cases(), lambda subject: whole(subject))


def whole(subject: Subject) -> list[str]:
    decision = decided(SCREENING, subject)
    return misjudged(decision, decision.margins(), random.Random(0))


def margin_of(decision: Decision, fact: str) -> Margin:
    return next(each for each in decision.margins() if each.fact == fact)


def beside(near: dict[Fact, object], ruleset: RuleSet = SCREENING) -> Decision:
    """Return a decision on a subject who is complete and ordinary but for some facts."""
    return decided(ruleset, plain(baseline(ruleset), near))


PRESSURES: dict[Fact, object] = {
    Vitals.mean_systolic: 138,
    Vitals.mean_diastolic: 80,
    Vitals.highest_systolic: 141,
    Vitals.highest_diastolic: 84,
    Vitals.pressure_readings: 2,
}


class TestValues:
    """Margins that can be worked out by hand."""

    def test_of_a_measurement(self) -> None:
        """A mean pressure two below the limit does not survive an error of five."""
        margin = margin_of(beside(PRESSURES), "vitals.mean_systolic")
        assert margin.higher == Crossing(140, False, 2, Outcome.CAUTION, ("cardiovascular.pressure.raised",))
        assert (margin.lower, margin.survives, margin.closeness) == (None, False, Fraction(2, 5))
        assert str(margin) == (
            "Mean systolic pressure: 138 mm[Hg]; CAUTION above 140 mm[Hg], 2 mm[Hg] higher "
            "(cardiovascular.pressure.raised); does not survive the usual error of 5 mm[Hg]"
        )

    def test_the_closest_comes_first(self) -> None:
        """By the usual error of each measurement."""
        closeness = [each.closeness for each in beside(PRESSURES).margins()]
        known = [each for each in closeness if each is not None]
        assert known == sorted(known) and closeness[: len(known)] == known

    def test_of_an_event(self) -> None:
        """Whole days, and which way they go."""
        margin = margin_of(beside({Neurology.latest_head_injury: DaysAgo(100)}), "neurology.latest_head_injury")
        assert str(margin) == (
            "Latest head injury: 100 days ago; EXCLUDED from 84 days down, 16 days more recent "
            "(head_injury.recent_injury); NO_EXCLUSION_FOUND from 181 days on, 81 days longer ago "
            "(head_injury.near_injury)"
        )

    def test_of_one_that_never_happened(self) -> None:
        """It has none."""
        assert "neurology.latest_head_injury" not in {each.fact for each in beside({}).margins()}

    def test_of_a_series(self) -> None:
        """The margin of what is read from it."""
        readings = [BloodPressure(systolic=150, diastolic=80, on=DECISION_DAY - timedelta(days=day)) for day in (1, 2)]
        margin = margin_of(beside({Vitals.pressures: readings}), "vitals.mean_systolic")
        assert (margin.value, margin.lower) == (
            150,
            Crossing(140, True, 10, Outcome.NO_EXCLUSION_FOUND, ("cardiovascular.pressure.raised",)),
        )

    def test_of_a_change_between_two_pressures(self) -> None:
        """The pressure moves, and the change with it; the change has no margin of its own."""
        near: dict[Fact, object] = {
            Recovery.systolic: 125,
            Recovery.diastolic: 70,
            Recovery.baseline_systolic: 121,
            Recovery.baseline_diastolic: 70,
        }
        decision = beside(near, RULESETS["discharge"])
        margin = margin_of(decision, "recovery.systolic")
        away = ("discharge.pressure.systolic_away",)
        assert (margin.lower, margin.higher) == (
            Crossing(Fraction("96.8"), False, Fraction("28.2"), Outcome.EXCLUDED, away),
            Crossing(Fraction("145.2"), False, Fraction("20.2"), Outcome.EXCLUDED, away),
        )
        assert not [each for each in decision.margins() if "change" in each.fact]

    def test_of_a_moment(self) -> None:
        """Hours, and the midnight that a reading waits for: 9.5 hours before half past nine."""
        near: dict[Fact, object] = {FollowUp.asked: Question.DRIVING, FollowUp.session_end: HoursAgo(16)}
        decision = beside(near, RULESETS["aftercare"])
        assert str(margin_of(decision, "follow_up.session_end")) == (
            "End of the session: 16 hours ago; "
            "EXCLUDED from 9.5 hours down, 6.5 hours more recent (aftercare.driving.same_day)"
        )

    def test_an_index_is_as_uncertain_as_height_and_weight(self) -> None:
        """Half a kilogram and a centimetre; where only the index is given, it is taken to be rounded."""
        near: dict[Fact, object] = {Vitals.height: 170, Vitals.weight: 100}
        measured = margin_of(beside(near), "vitals.body_mass_index")
        bare = margin_of(beside({Vitals.body_mass_index: 34}), "vitals.body_mass_index")
        assert measured.error is not None and bare.error is not None
        least, most = Fraction(995, 10) * 10_000 / 171**2, Fraction(1005, 10) * 10_000 / 169**2
        assert (measured.value - measured.error.below, measured.value + measured.error.above) == (least, most)
        assert (bare.error.below, bare.error.above) == (Fraction(1, 2), Fraction(1, 2))
