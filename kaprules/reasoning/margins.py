"""How close a decision is: for each number the nearest values with another outcome, and its usual error beside them.

The numbers between two limits are told apart by no rule, so that it is enough to try each limit and what lies
between it and the next. What follows from a number follows: a change between two pressures moves with each of them,
and the highest of several readings never lies below their mean. Everything else stays as it is believed: an age
that moves takes no event before the birth.

How it is worked out. A number is moved outwards from its value, stretch by stretch, and decided anew in each: the first
stretch with another outcome is the margin. Where a reading depends on the number (a mean, an index, a difference), the
places at which it crosses a limit are cuts too. On a stretch between two cuts such a reading goes one way, so that for
what is counted bisection finds where it switches, and for what is measured two probes fix the straight line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any, Final

import attrs

from ..engine.conclusions import Conclusions
from ..engine.evaluation import Evaluation, conclude, once
from ..engine.snapshot import Snapshot
from ..facts.model import (
    USABLE,
    Between,
    DaysAgo,
    Event,
    Fact,
    Facts,
    HoursAgo,
    Moment,
    Number,
    Recorded,
    Reports,
    every_fact,
    given,
    with_exactly,
)
from ..facts.model.measurement import UsualError
from ..language import CODED, Locale, message
from ..limit import Exact, Limit, exact
from ..phrases import OUTCOMES
from ..possible import NEVER_DAYS, Absence, Outcome
from ..rule import fact_atoms
from ..ruleset import RuleSet

# What a margin is --------------------------------------------------------------------------------------------


@attrs.frozen
class Crossing:
    """The nearest value, up or down, at which the outcome is another."""

    value: Exact
    reached: bool
    """Whether the value itself has the other outcome; else it is whatever lies just beyond."""
    by: Exact
    """How far it lies from the value as it is."""
    outcome: Outcome
    rules: tuple[str, ...]
    """The rules that make the difference."""

    def within(self, distance: Exact) -> bool:
        """Say whether the outcome changes within a distance."""
        return self.by < distance or (self.reached and self.by == distance)


EDGES: Final = {
    (True, True): message("from {value} on"),
    (False, True): message("from {value} down"),
    (True, False): message("above {value}"),
    (False, False): message("below {value}"),
}
"""Where another outcome begins: whether it is higher, and whether the value itself has it."""
DISTANCES: Final = {
    (True, False): message("{distance} higher"),
    (False, False): message("{distance} lower"),
    (True, True): message("{distance} longer ago"),
    (False, True): message("{distance} more recent"),
}
"""How far away that is: whether it is higher, and whether it says how long ago something happened."""


@attrs.frozen
class Margin:
    """How far one number may move, all else as it is, before the outcome of a decision changes."""

    fact: str
    title: str
    unit: str
    event: bool
    """Whether it says how long ago something happened."""
    value: Exact
    lower: Crossing | None
    """None where no lower value changes the outcome."""
    higher: Crossing | None
    error: UsualError | None
    """How far the measurement usually lies from the truth; None where nothing is known of that."""

    @property
    def survives(self) -> bool | None:
        """Whether no value within the usual error has another outcome; None where there is no usual error."""
        if self.error is None:
            return None
        down = self.lower is not None and self.lower.within(self.error.below)
        up = self.higher is not None and self.higher.within(self.error.above)
        return not (down or up)

    def render(self, locale: Locale = CODED) -> str:
        """Return the margin in the reader's language."""
        return "; ".join(self._parts(locale))

    def __str__(self) -> str:
        return self.render()

    def _parts(self, locale: Locale) -> Iterator[str]:
        now = locale.quantity(self.value, self.unit)
        now = locale("{time} ago", time=now) if self.event else now
        yield locale("{fact}: {value}", fact=locale(self.title), value=now)
        for turn in (self.lower, self.higher):
            if turn is not None:
                up = turn is self.higher
                edge = locale(EDGES[up, turn.reached], value=locale.quantity(turn.value, self.unit))
                by = locale(DISTANCES[up, self.event], distance=locale.quantity(turn.by, self.unit))
                rules = f" ({', '.join(turn.rules)})" if turn.rules else ""
                yield f"{locale(OUTCOMES[turn.outcome])} {edge}, {by}{rules}"
        if self.lower is None and self.higher is None:
            yield locale("no other value changes the outcome")
        if self.error is not None:
            size = locale.quantity(max(self.error.below, self.error.above), self.unit)
            if self.survives:
                yield locale("survives the usual error of {size}", size=size)
            else:
                yield locale("does not survive the usual error of {size}", size=size)

    @property
    def closeness(self) -> Fraction | None:
        """How many usual errors the nearest change lies away; None where that cannot be said."""
        if self.error is None:
            return None
        sides = ((self.lower, self.error.below), (self.higher, self.error.above))
        return min((Fraction(turn.by) / size for turn, size in sides if turn and size), default=None)


@once
def margins(evaluation: Evaluation) -> tuple[Margin, ...]:
    """Return the margin of each number that is known: the closest first, in usual errors, then as declared.

    A number that is read from others that the rules read as well moves with these, and has no margin of its own. What
    never happened has none either.
    """
    ruleset = evaluation.ruleset
    numbers = {
        fact.id: fact
        for fact in every_fact(ruleset.subject)
        if fact in ruleset.facts and _is_one_number(fact, evaluation.facts)
    }
    found = [
        _Moving(evaluation, fact).margin()
        for fact in numbers.values()
        if not any(f"{fact.group}.{name}" in numbers for name in _read_from(fact, evaluation.subject.group(fact)))
    ]
    return tuple(sorted(found, key=lambda each: (each.closeness is None, each.closeness or 0)))


def _is_one_number(fact: Fact, facts: Snapshot) -> bool:
    if not isinstance(fact, Number | Event):
        return False
    low, high, state = facts.entries(fact)
    return state == USABLE and bool(low == high) and not (isinstance(fact, Event) and low >= NEVER_DAYS)


def _read_from(fact: Fact, group: Facts) -> tuple[str, ...]:
    """Return the names of what a fact is read from; nothing where it was given itself."""
    itself = group.__dict__[fact.name] is not Absence.NOT_ASKED
    return () if fact.derive is None or (itself and not fact.cross_checked) else fact.derived_from


def deciding(ruleset: RuleSet, before: Conclusions, after: Conclusions) -> tuple[str, ...]:
    """Return the rules that make an outcome another: those that now carry a graver one, or that no longer do."""
    outcome, graver = after.outcome, after.outcome > before.outcome
    pairs = zip(before.of(ruleset), after.of(ruleset), strict=True)
    return tuple(
        was.rule.id
        for was, now in pairs
        if (now.reaches >= outcome > was.reaches if graver else was.reaches > outcome >= now.reaches)
    )


# Moving one number -------------------------------------------------------------------------------------------

MICROSECOND: Final = Fraction(1, 3_600_000_000)
"""In hours."""


@attrs.frozen(eq=False, slots=False)
class _Moving:
    """One number of a subject, moved while all else stays as it is and what follows from it follows."""

    evaluation: Evaluation
    fact: Fact

    def margin(self) -> Margin:
        """Return how far the number may move."""
        fact = self.fact
        assert isinstance(fact, Number | Event)
        error = fact.usual_error if isinstance(fact, Number) else None
        return Margin(
            fact.id,
            fact.title,
            fact.unit,
            isinstance(fact, Event),
            self.value,
            self._turn(-1),
            self._turn(1),
            error(self.value, self._group, self.evaluation.on) if error is not None else None,
        )

    @cached_property
    def value(self) -> Exact:
        """The number as it is."""
        value: Exact = self.evaluation.facts.entries(self.fact)[0]
        return value

    @property
    def _group(self) -> Facts:
        return self.evaluation.subject.group(self.fact)

    def _turn(self, way: int) -> Crossing | None:
        """Return the nearest change upwards (1) or downwards (-1)."""
        ruleset, now = self.evaluation.ruleset, self.evaluation.concluded
        for tried, value, reached in self._outwards(way):
            then = conclude(ruleset, self.at(tried))
            if then.outcome is not now.outcome:
                rules = deciding(ruleset, now, then)
                return Crossing(value, reached, way * (value - self.value), then.outcome, rules)
        return None

    def _outwards(self, way: int) -> Iterator[tuple[Exact, Exact, bool]]:
        """Yield a value of each stretch on which nothing changes, with its nearest end, and whether that belongs to it.

        The nearest stretches come first. Of whole numbers the nearest one is tried itself.
        """
        end, included = self._end(way)
        cuts = sorted({way * cut for cut in self._cuts if way * self.value <= way * cut < way * end})
        if self.fact.is_whole:
            whole = {floor(cut) + step for cut in (way * self.value, *cuts) for step in (0, 1)}
            last = way * end if included else way * end - 1
            for number in sorted(whole):
                if way * self.value < number <= last:
                    yield way * number, way * number, True
            return
        near = way * self.value
        for cut in [*(cut for cut in cuts if cut > near), *([way * end] if way * end > near else [])]:
            yield way * exact((Fraction(near) + cut) / 2), way * near, False
            if cut < way * end or included:
                yield way * cut, way * cut, True
            near = cut

    def _end(self, way: int) -> tuple[Exact, bool]:
        """Return how far the number can be moved at all, and whether as far as that."""
        fact = self.fact
        assert isinstance(fact, Number | Event)
        end, included = (fact.highest if way > 0 else fact.lowest), True
        if isinstance(fact, Event) and way > 0:
            end = NEVER_DAYS - 1
        counted = [(small, large) for small, large in self._bounds("never_above") if small.counted_by == fact.name]
        if counted and way < 0:
            end = 1 if all(self._pair(small) == self._pair(large) for small, large in counted) else 2
        for small, large in self._bounds("always_below"):
            other = large if fact is small and way > 0 else small if fact is large and way < 0 else None
            if other is not None and self._is_known(other):
                bound = self._pair(other)[1 if way > 0 else 0]
                if way * bound <= way * end:
                    end, included = bound, False
        return end, included

    def _bounds(self, declared: str) -> Iterator[tuple[Number, Number]]:
        """Yield the numbers of the group of which the first is declared to be bounded by the second."""
        numbers = {fact.name: fact for fact in self._group.__scalars__ if isinstance(fact, Number)}
        for fact in numbers.values():
            if bound := getattr(fact, declared):
                yield fact, numbers[bound]

    def _is_known(self, fact: Fact) -> bool:
        facts = self.evaluation.facts
        return fact.group in facts.groups and facts.entries(fact)[-1] == USABLE

    def _pair(self, fact: Fact) -> tuple[Exact, Exact]:
        low, high, _ = self.evaluation.facts.entries(fact)
        return low, high

    @cached_property
    def _companions(self) -> tuple[tuple[Fact, int], ...]:
        """What the number takes along, and which way: 1 what is never below it, -1 what is never above it, 0 both."""
        found = []
        for small, large in self._bounds("never_above"):
            other, way = (large, 1) if self.fact is small else (small, -1) if self.fact is large else (None, 0)
            if other is not None and self._is_known(other):
                count = next((fact for fact in self._group.__scalars__ if fact.name == small.counted_by), None)
                alone = count is not None and self._pair(count) == (1, 1)
                found.append((other, 0 if alone else way))
        return tuple(found)

    def at(self, value: Exact) -> Snapshot:
        """Return the facts with the number moved to a value."""
        moved: dict[Fact, tuple[Any, ...]] = {self.fact: (value, value, USABLE)}
        for other, way in self._companions:
            low, high = self._pair(other)
            if way == 0:
                moved[other] = (value, value, USABLE)
            elif way > 0:
                moved[other] = (max(low, value), max(high, value), USABLE)
            else:
                moved[other] = (min(low, value), min(high, value), USABLE)
        if self._dependents:
            group = self.evaluation.placed(self._group_with(moved))
            moved |= {fact: fact.flat(fact.possible(group, self.evaluation.on)) for fact in self._dependents}
        facts = self.evaluation.facts
        entries = list(facts.groups[self.fact.group])
        for fact, new in moved.items():
            entries[fact.slot : fact.slot + fact.size] = new
        return Snapshot(facts.groups | {self.fact.group: entries}, facts.errors)

    @cached_property
    def _dependents(self) -> tuple[Fact, ...]:
        """What is read from the number, or from what it takes along."""
        group = self._group
        names = {self.fact.name, *(other.name for other, _ in self._companions)} & given(group).keys()
        return tuple(
            fact
            for fact in self.evaluation.ruleset.facts
            if fact.group == self.fact.group and names & set(_read_from(fact, group)) and fact.name not in names
        )

    def _group_with(self, moved: Mapping[Fact, tuple[Any, ...]]) -> Facts:
        group = self._group
        facts = given(group)
        moving = {fact: entries for fact, entries in moved.items() if fact.name in facts}
        return with_exactly(
            group,
            {fact.name: _with_value(facts[fact.name], _as_given(fact, *ends[:2])) for fact, ends in moving.items()},
        )

    @cached_property
    def _cuts(self) -> frozenset[Exact]:
        """The values at which something that the rules ask may come out otherwise."""
        limits = cuts_of(self.evaluation.ruleset)
        cuts = set(limits.get(self.fact, ()))
        for other, _ in self._companions:
            cuts |= {*limits.get(other, ()), *self._pair(other)}
        assert isinstance(self.fact, Number | Event)
        group = self._group
        for fact in self._dependents:
            inputs = [
                each
                for each in group.__scalars__
                if each.name in fact.derived_from and isinstance(each, Number | Event)
            ]
            cuts |= {end for each in inputs for end in self._pair(each)}
            within = [cut for cut in cuts if self.fact.lowest < cut < self.fact.highest]
            ends = itertools.pairwise([self.fact.lowest, *sorted(within), self.fact.highest])
            stretches = self._switches if self.fact.is_whole or isinstance(self.fact, Moment) else self._crossings
            for low, high in list(ends):
                cuts |= set(stretches(fact, low, high, limits.get(fact, ())))
        return frozenset(cuts)

    def _crossings(self, fact: Fact, low: Exact, high: Exact, limits: Iterable[Exact]) -> Iterator[Exact]:
        """Yield where a reading crosses a limit between two values, on a stretch on which it is straight."""
        first, then = (exact(low + Fraction(high - low) * third / 3) for third in (1, 2))
        for here, there in zip(self._read(fact, first), self._read(fact, then), strict=True):
            for limit in limits if here != there else ():
                crossing = exact(first + Fraction(limit - here) * (then - first) / (there - here))
                if low < crossing < high:
                    yield crossing

    def _switches(self, fact: Fact, low: Exact, high: Exact, limits: Iterable[Exact]) -> Iterator[Exact]:
        """Yield where a reading of something counted comes out otherwise, on a stretch on which it goes one way.

        Moments are told apart to the microsecond; of these the last one before is meant.
        """
        unit = MICROSECOND if isinstance(self.fact, Moment) else 1

        def answers(place: int) -> object:
            read = self._read(fact, exact(place * unit))
            return [(end > limit) - (end < limit) for end in read for limit in limits] if fact.size > 2 else read

        stretches = [(ceil(Fraction(low) / unit), floor(Fraction(high) / unit))]
        while stretches:
            first, last = stretches.pop()
            if first < last and answers(first) != answers(last):
                if last - first == 1:
                    yield exact((first if isinstance(self.fact, Moment) else last) * unit)
                middle = (first + last) // 2
                stretches += [(first, middle), (middle, last)] if last - first > 1 else []

    def _read(self, fact: Fact, value: Exact) -> Sequence[Any]:
        """Return what a reading leaves possible with the number at a value."""
        return self.at(value).entries(fact)[:-1]


def _as_given(fact: Fact, low: Exact, high: Exact) -> object:
    """Return a number as a caller gives it."""
    if isinstance(fact, Event):
        return HoursAgo(low) if isinstance(fact, Moment) else DaysAgo(int(low))
    return low if low == high else Between(low, high)


def _with_value(entry: Any, value: object) -> object:
    """Return what was given with another value and the same evidence."""
    if isinstance(entry, Reports):
        return Reports(*(each if isinstance(each.value, Absence) else _report(each, value) for each in entry.reports))
    return _report(entry, value) if isinstance(entry, Recorded) else value


def _report(report: Recorded, value: object) -> Recorded:
    return attrs.evolve(report, value=value)


def cuts_of(ruleset: RuleSet) -> Mapping[Fact, tuple[Exact, ...]]:
    """Return the limits that the rules set for each fact; worked out once."""
    if "cuts" not in ruleset.made:
        cuts: dict[Fact, set[Exact]] = {}
        for rule in ruleset.rules:
            for atom in fact_atoms(rule.when):
                if isinstance(atom.subject, Fact) and isinstance(atom.operand, Limit):
                    cuts.setdefault(atom.subject, set()).add(atom.operand.value)
        ruleset.made["cuts"] = {fact: tuple(sorted(values)) for fact, values in cuts.items()}
    found: Mapping[Fact, tuple[Exact, ...]] = ruleset.made["cuts"]
    return found
