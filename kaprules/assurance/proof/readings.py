"""Questions about readings: does narrowing what they are read from ever lead outside of what they were?

The code of a reading is run on every way that there is through it, on numbers that stand for all plausible ones
(``kaprules.solver.paths``). What is read of something else than numbers is run on each of a few forms of every input.
One input is narrowed at a time: a contradiction stays one, so that each step on the way to a subject without one is
without one too, and what holds of each step holds of all.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, Final, NamedTuple

from ...baseline import as_needed, event_on, written
from ...errors import InputError
from ...facts.model import (
    HAPPENED,
    Between,
    Choice,
    Event,
    Fact,
    Facts,
    Flag,
    Number,
    OneOf,
    Series,
    groups_of,
    with_exactly,
)
from ...facts.model.contradictions import Crossed
from ...facts.model.kinds import DAYS_OF
from ...limit import Exact, exact
from ...possible import NEVER_RECORDED, Absence, Interval, Options, Possible
from ...ruleset import RuleSet
from ...solver.context import ProofContext
from ...solver.keys import fact_key, key
from ...solver.paths import Explorer, NotFollowed, Paths
from ...solver.solve import Counter, ProverError
from ...solver.witness import Sets, Witness
from .result import CONFLICTS, READINGS, Finding, Task

NOT_ASKED: Final = Absence.NOT_ASKED
STEPS: Final = (1, 12, 13)
"""How far from its lower end a time is tried that the solver cannot follow: a year, of months, and beside it."""


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each reading of several facts is monotone, and whether each contradiction stays one."""
    ruleset, counter = context.ruleset, context.solver.counter
    read = set(ruleset.facts)
    for fact in ruleset.facts:
        inputs = inputs_of(fact)
        if fact.derive is not None and len(inputs) > 1:
            about = key(ruleset.phase.name, *map(fact_key, inputs), fact_key(fact))
            yield Task(READINGS, (fact.id,), about, partial(not_monotone, ruleset, fact, counter))
    for group in groups_of(ruleset.subject).values():
        for crossed in group.__crossed__:
            names = {fact.name for fact in crossed.facts}
            if any(names & {fact.name, *fact.derived_from} for fact in group.__facts__ if fact in read):
                about = key(*map(fact_key, crossed.facts), crossed.contradiction.expected)
                among = tuple(fact.id for fact in crossed.facts)
                yield Task(CONFLICTS, (crossed.contradiction.expected, *among), about,
                           partial(not_kept, crossed, counter))  # fmt: skip


def inputs_of(fact: Fact) -> tuple[Fact, ...]:
    """Return the scalars that a fact is read from, itself too where it may be given beside them; none of a series."""
    names = {*fact.derived_from, *((fact.name,) if fact.cross_checked else ())}
    inputs = tuple(each for each in fact.owner.__facts__ if each.name in names)
    return () if any(isinstance(each, Series) or not each.size for each in inputs) else inputs


# What is recorded, and what is said of it --------------------------------------------------------------------------


class Said:
    """What a reading, and what it is read from, may be in one group."""

    def __init__(self, fact: Fact, group: Facts, on: date) -> None:
        self.fact, self.group, self.on = fact, group, on

    @functools.cached_property
    def possible(self) -> Possible:
        """What the reading may be."""
        return self.fact.possible(self.group, self.on)

    @functools.cached_property
    def contradicts(self) -> bool:
        """Whether some of what it is read from contradicts each other, as is declared of them."""
        crossed = dict.fromkeys(each for one in inputs_of(self.fact) for each in one.crossed)
        return any(each.holds(self.group, self.on) for each in crossed)

    @functools.cached_property
    def disagrees(self) -> bool:
        """Whether a reading that is given beside what it is read from has no value in common with that."""
        if not self.fact.cross_checked:
            return False
        given = self.fact.as_given(self.group, self.on)
        read = self.fact.possible(with_exactly(self.group, {self.fact.name: NOT_ASKED}), self.on)
        return given.absence is None and not _meets(given, read)


def _meets(one: Possible, other: Possible) -> bool:
    if isinstance(one, Interval) and isinstance(other, Interval):
        return one.low <= other.high and other.low <= one.high
    assert isinstance(one, Options) and isinstance(other, Options)
    return bool(one.bits & other.bits)


def within(one: Possible, other: Possible) -> bool:
    """Say whether one set lies within another."""
    if isinstance(one, Interval) and isinstance(other, Interval):
        return other.low <= one.low and one.high <= other.high
    assert isinstance(one, Options) and isinstance(other, Options)
    return not one.bits & ~other.bits


def narrower(now: Possible, was: Possible) -> bool:
    """Say whether nothing is possible that was not, and what had a value has one."""
    return (was.absence is not None or now.absence is None) and within(now, was)


def breach(was: Said, now: Said, one: Fact) -> str:
    """Return what is wrong with a reading where ``one`` of its inputs is narrower; empty where nothing is.

    Inputs that contradict each other are as absent as others: what is left to prove of them is in ``not_kept``. A
    reading given beside its inputs that disagrees with them may be wider, as long as it leaves some of what it was: so
    that nothing that was TRUE is FALSE.
    """
    if not narrower(*(one.as_given(each.group, each.on) for each in (now, was))) or was.contradicts or now.contradicts:
        return ""
    if was.disagrees:
        return "" if now.disagrees else f"{was.fact.id} disagrees no more with what it is read from"
    if narrower(now.possible, was.possible) or (now.disagrees and _meets(was.possible, now.possible)):
        return ""
    return f"{was.fact.id} leaves what it was where {one.id} is narrower"


# Every form of every input -----------------------------------------------------------------------------------------


def not_monotone(ruleset: RuleSet, fact: Fact, counter: Counter) -> Finding | None:
    """Find inputs of a reading that are narrower and lead outside of what it was, with nothing that contradicts."""
    on = ruleset.phase.example
    inputs = inputs_of(fact)
    if not all(isinstance(each, Number) for each in inputs):
        return _by_trial(ruleset, fact, on)
    explorer = Explorer(counter)
    pairs = itertools.permutations(inputs, 2)
    found = (_by_the_solver(ruleset, fact, on, *pair, explorer) for pair in pairs)
    finding = next((each for each in found if each), None)
    return _by_trial(ruleset, fact, on) if finding is None and len(inputs) == TOGETHER else finding


TOGETHER: Final = 3
"""So many inputs are tried together too; of more, two at a time have a value that is not known."""


def _absences(fact: Any) -> tuple[object, ...]:
    """Return ways in which a number has no value: the first becomes the others, those stand for each other."""
    return NOT_ASKED, Absence.DECLINED, fact.highest + 1


class _Form(NamedTuple):
    """What is recorded of a number: what is not known of it is between two others."""

    name: str
    value: object = None

    def built(self, fact: Any, paths: Paths, inside: tuple[Exact, Exact] | None = None) -> object:
        if self.name != "known":
            return self.value
        return _range(*paths.between(f"{fact.name}{'' if inside is None else ' now'}",
                                     *(inside or (fact.lowest, fact.highest))))  # fmt: skip


def _range(low: Exact, high: Exact) -> Between:
    """Return a range as it would be kept, of which the ends need not be numbers that anybody could write."""
    made: Between = object.__new__(Between)
    object.__setattr__(made, "low", low)
    object.__setattr__(made, "high", high)
    return made


def _by_the_solver(
    ruleset: RuleSet, fact: Fact, on: date, one: Fact, other: Fact, explorer: Explorer
) -> Finding | None:
    none, declined, cannot_be = (_Form("absent", value) for value in _absences(one))
    steps = [(none, declined), (declined, cannot_be), (cannot_be, declined), (declined, KNOWN), (KNOWN, KNOWN)]
    for (before, after), beside in itertools.product(steps, (KNOWN, none)):
        forms = {**dict.fromkeys(inputs_of(fact), none), other: beside, one: before}
        finding = _step(ruleset, fact, on, forms, one, after, explorer)
        if finding is not None:
            return finding
    return None


KNOWN: Final = _Form("known")


def _step(
    ruleset: RuleSet, fact: Fact, on: date, forms: Mapping[Fact, _Form], one: Fact, after: _Form, explorer: Explorer
) -> Finding | None:
    """Find numbers for which a reading leaves what it was when one input comes to be known as ``after`` says."""

    def run(paths: Paths) -> tuple[str, Mapping[Fact, object], Mapping[Fact, object]]:
        was = {each: form.built(each, paths) for each, form in forms.items()}
        before: Any = was[one]
        now = {**was, one: after.built(one, paths, (before.low, before.high) if forms[one] is KNOWN else None)}
        return _breach_of(fact, on, one, was, now), was, now

    for (wrong, *both), paths in explorer.every_path(run):
        if wrong:
            numbers = paths.values()
            told = [{each: _as_numbers(value, numbers) for each, value in values.items()} for values in both]
            return _shown(ruleset, fact, on, one, *told)
    return None


def _breach_of(fact: Fact, on: date, one: Fact, was: Mapping[Fact, object], now: Mapping[Fact, object]) -> str:
    before, after = (Said(fact, _group(fact, each, on), on) for each in (was, now))
    return breach(before, after, one)


def _as_numbers(value: Any, numbers: Mapping[str, Exact]) -> object:
    if not isinstance(value, Between):
        return value
    ends: Any = value.low, value.high
    low, high = (numbers[each.name] for each in ends)
    return written(low) if low == high else Between(written(low), written(high))


def _group(fact: Fact, values: Mapping[Fact, object], on: date) -> Facts:
    nobody: Facts = fact.owner()
    return with_exactly(nobody, {each.name: _reported(each, value, on) for each, value in values.items()})


def _reported(fact: Fact, value: object, on: date) -> object:
    return value if isinstance(value, Absence) else as_needed(fact, value, on)


def _shown(
    ruleset: RuleSet, fact: Fact, on: date, one: Fact, before: Mapping[Fact, object], after: Mapping[Fact, object]
) -> Finding:
    """Return a finding that the code confirms of numbers as anybody writes them."""
    wrong = _breach_of(fact, on, one, before, after)
    if not wrong:
        raise ProverError(f"{fact.id} is not read of numbers as it is of what stands for them: {before}, {after}")
    says = [_in_words(fact, each, on) for each in (before, after)]
    subjects = tuple(_subject(ruleset, fact, each, on) for each in (before, after))
    return Finding(wrong, Witness(subjects, f"it is {says[0]} of the first, and {says[1]} of the second"))


def _in_words(fact: Fact, values: Mapping[Fact, object], on: date) -> str:
    found = fact.possible(_group(fact, values, on), on)
    absent = "" if found.absence is None else f", {found.absence.value}"
    return f"{' to '.join(map(str, found[:2])) if isinstance(found, Interval) else _options(fact, found.bits)}{absent}"


def _options(fact: Any, bits: int) -> str:
    names = [str(option.value) for option in fact.options] if isinstance(fact, Choice) else ["no", "yes"]
    return " or ".join(name for place, name in enumerate(names) if bits >> place & 1)


def _subject(ruleset: RuleSet, fact: Fact, values: Mapping[Fact, object], on: date) -> Any:
    given = {each.name: _reported(each, value, on) for each, value in values.items()}
    try:
        return ruleset.subject(**{fact.group: fact.owner(**given)})
    except InputError:  # it counts in parts
        return Sets(tuple(f"{fact.group}.{name}: {value}" for name, value in given.items()))


# By trial ----------------------------------------------------------------------------------------------------------


def _by_trial(ruleset: RuleSet, fact: Fact, on: date) -> Finding | None:
    inputs = inputs_of(fact)
    forms = [_forms(each, inputs) for each in inputs]
    said = {
        places: Said(fact, _group(fact, dict(zip(inputs, _at(forms, places), strict=True)), on), on)
        for places in itertools.product(*(range(len(each)) for each in forms))
    }
    for places, was in said.items():
        for n, each in enumerate(forms):
            for other in range(len(each)):
                now = said[(*places[:n], other, *places[n + 1 :])]
                if other != places[n] and each[other] is not NOT_ASKED and breach(was, now, inputs[n]):
                    told = [dict(zip(inputs, _at(forms, tuple(chosen)), strict=True)) for chosen in
                            (places, (*places[:n], other, *places[n + 1 :]))]  # fmt: skip
                    return _shown(ruleset, fact, on, inputs[n], *told)
    return None


def _at(forms: Sequence[Sequence[object]], places: tuple[int, ...]) -> list[object]:
    return [each[place] for each, place in zip(forms, places, strict=True)]


def _forms(fact: Any, beside: Iterable[Fact]) -> list[object]:
    """Return forms in which an input may be recorded."""
    if isinstance(fact, Flag):
        return [NOT_ASKED, Absence.DECLINED, True, False]
    if isinstance(fact, Choice):
        options = list(fact.options)
        several = [OneOf(*some) for count in range(2, len(options)) for some in itertools.combinations(options, count)]
        return [NOT_ASKED, Absence.DECLINED, *options, *several]
    if isinstance(fact, Number):
        ends = _points(fact, beside)[1:-1]
        ranges = [Between(*pair) for pair in itertools.combinations(map(written, ends), 2)]
        return [*_absences(fact), *map(written, ends), *ranges]
    assert isinstance(fact, Event)
    return [NOT_ASKED, Absence.DECLINED, HAPPENED, *(event_on(fact, point) for point in _points(fact, beside))]


def _points(fact: Any, beside: Iterable[Fact]) -> list[Exact]:
    """Return numbers of a fact that its readings may tell apart: of an event those that the others come to in days."""
    near: set[Exact]
    if isinstance(fact, Event):
        spans = [each for each in beside if isinstance(each, Number) and each.unit in DAYS_OF]
        days = {math.floor(point * DAYS_OF[each.unit]) for each in spans for point in _points(each, ())}
        near = {day + way for day in {*days, 30} for way in (-1, 0, 1)}
    elif fact.unit in DAYS_OF:
        near = {exact(fact.lowest + step) for step in STEPS}
    else:
        near = {exact(fact.lowest + Fraction(fact.highest - fact.lowest) * part / 4) for part in (1, 2, 3)}
    return sorted({fact.lowest, fact.highest, *(point for point in near if fact.lowest <= point <= fact.highest)})


# Contradictions ----------------------------------------------------------------------------------------------------


def not_kept(crossed: Crossed, counter: Counter) -> Finding | None:
    """Find what contradicts itself and does not when more is known, or what a contradiction leaves believed."""
    for fact in crossed.doubted:
        left = fact.reopened(crossed)
        if left.absence in (None, *NEVER_RECORDED) or not within(fact.full_range(Absence.DECLINED), left):
            return Finding(f"{fact.id} is believed in part, or passed over, where it contradicts what stands beside it")
    explorer = Explorer(counter)
    try:
        found = any(lost for each in crossed.facts for lost in _lost(crossed, each, explorer))
    except NotFollowed:
        found = any(_lost_by_trial(crossed))
    names = " and ".join(fact.id for fact in crossed.facts)
    return Finding(f"what contradicts itself of {names} does not when more is known") if found else None


def _lost(crossed: Crossed, one: Fact, explorer: Explorer) -> Iterator[bool]:
    """Yield, for each way through the code, whether a contradiction is gone when one fact is narrower."""
    cannot = crossed.contradiction.cannot
    choices = [_sets(fact, crossed, explorer) for fact in crossed.facts]
    for bits in itertools.product(*choices):
        chosen = dict(zip(crossed.facts, bits, strict=True))
        fewer = [some for some in choices[crossed.facts.index(one)] if not some & ~chosen[one]]
        for some in fewer:

            def run(paths: Paths, chosen: Mapping[Any, int] = chosen, some: int = some) -> bool:
                was: dict[Fact, Possible] = {
                    fact: Options(chosen[fact])
                    if chosen[fact]
                    else Interval(*paths.between(fact.name, fact.lowest, fact.highest))
                    for fact in crossed.facts
                }
                before: Any = was[one]
                less = Options(some) if some else Interval(*paths.between(f"{one.name} now", *before[:2]))
                said = _said(crossed, paths)
                return cannot(*was.values(), *said) and not _all_contradict(crossed, {**was, one: less}, said)

            yield from (lost for lost, _ in explorer.every_path(run))


def _said(crossed: Crossed, paths: Paths) -> tuple[Interval, ...]:
    """Return what stands for how long ago a dated contradiction was said: whatever is known, that stays as it is."""
    if not crossed.contradiction.dated:
        return ()
    event = crossed.facts[1]
    return (Interval(*paths.between("said", event.lowest, event.highest)),)


def _sets(fact: Any, crossed: Crossed, explorer: Explorer) -> Sequence[int]:
    """Return the sets of options that are tried of one of some facts, as bits; 0 alone of a number.

    Of what no contradiction among the facts looks at, its whole set stands for every other.
    """
    if fact.size == 3:
        return [0]
    among = [each for each in fact.crossed if {*each.facts} <= {*crossed.facts}]
    looked_at = any(_looks_at(each, fact, explorer) for each in among)
    return range(1, fact.every + 1) if looked_at else [fact.every]


class _LookedAtError(Exception):
    """That a contradiction depends on what it must not."""


class _Hidden:
    """Stands for what is possible of a fact, and tells whoever looks at it."""

    def _told(self, *_: object) -> Any:
        raise _LookedAtError

    __getattr__ = __getitem__ = __iter__ = __len__ = __bool__ = __contains__ = __eq__ = __ne__ = _told
    __hash__ = None  # type: ignore[assignment]  # nobody looks at it so either


def _looks_at(crossed: Crossed, hidden: Fact, explorer: Explorer) -> bool:
    """Say whether a contradiction looks at a fact on any way through its code, whatever is known of the others."""
    sets = [[0] if fact is hidden or fact.size == 3 else range(1, fact.every + 1) for fact in crossed.facts]
    for bits in itertools.product(*sets):

        def run(paths: Paths, bits: Sequence[int] = bits) -> bool:
            known: list[Any] = [
                _Hidden() if fact is hidden
                else Interval(*paths.between(fact.name, fact.lowest, fact.highest)) if fact.size == 3
                else Options(some)
                for fact, some in zip(crossed.facts, bits, strict=True)
            ]  # fmt: skip
            return crossed.contradiction.cannot(*known, *_said(crossed, paths))

        try:
            for _ in explorer.every_path(run):
                pass
        except _LookedAtError:
            return True
    return False


def _all_contradict(crossed: Crossed, known: Mapping[Fact, Possible], said: tuple[Interval, ...]) -> bool:
    """Say whether each of some facts that is doubted contradicts others of them: all of them together, or some alone.

    Of another that is dated nobody knows when it was said: it helps nothing here.
    """
    if crossed.contradiction.cannot(*known.values(), *said):
        return True
    among = {each for fact in crossed.facts for each in fact.crossed if known.keys() >= {*each.facts}} - {crossed}
    among = {each for each in among if not each.contradiction.dated}
    found = {fact for each in among if each.contradiction.cannot(*map(known.get, each.facts)) for fact in each.doubted}
    return found >= {*crossed.doubted}


def _lost_by_trial(crossed: Crossed) -> Iterator[bool]:
    cannot = crossed.contradiction.cannot
    every: list[list[tuple[Possible, list[Possible]]]] = []
    for fact in crossed.facts:
        if fact.size == 2:
            sets = [Options(bits) for bits in range(1, fact.every + 1)]
            every.append([(each, [less for less in sets if not less.bits & ~each.bits]) for each in sets])
        else:
            points = _points(fact, crossed.facts)
            pairs = itertools.combinations_with_replacement(range(len(points)), 2)
            steps = ((low, high, [(low + 1, high), (low, high - 1)] if low < high else []) for low, high in pairs)
            every.append([
                (Interval(points[low], points[high]), [Interval(points[a], points[b]) for a, b in less])
                for low, high, less in steps
            ])  # fmt: skip
    for chosen in itertools.product(*every):
        known = [possible for possible, _ in chosen]
        if cannot(*known):
            for n, (_, narrower_ones) in enumerate(chosen):
                yield from (not cannot(*known[:n], less, *known[n + 1 :]) for less in narrower_ones)
