"""What would change it: the smallest sets of changes under which a decision reaches a better outcome.

A change is of a fact that rules read: a flag, an option, a number, a reading as it stands. It names the values that
would have to be so, as widely as possible. All other facts stay as they are at present, and so does what is read of
those that change; at the values that lie nearest it is read anew, and what then fails is not proposed.

The theory. Between two limits no rule tells numbers apart (``partition``), so a set of changes is a *box*: for each
fact that changes the regions that it may come to have. A rule that is in the way of the outcome must be repaired by
some of the facts that it reads; its repairs are read off its condition, and are the branches of a best-first search, as
in A*: the bound is how many facts must still change at least, counted over rules in the way that share none, so that it
never counts too many and the first box found has the fewest facts. Only widest boxes are kept. The search is given up
after ``PATIENCE`` boxes: what was found by then stands, and is minimal; that there is no other is then not known.

What is fixed never changes, recorded or not: an answer that is missing is asked for, and is no change. Nor does what
somebody declined to answer. Nothing gets worse: a pressure is not proposed to rise, a risk not to appear. Time only
moves forward: an event recedes and does not vanish. What is lasting may get milder, and stays.
"""

from __future__ import annotations

import functools
import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import attrs

from ..engine.evaluation import Evaluation, conclude
from ..engine.interpreter import truth
from ..engine.snapshot import Snapshot
from ..facts.model import (
    NEVER,
    USABLE,
    Adverse,
    Choice,
    Day,
    DaysAgo,
    Event,
    Fact,
    Flag,
    HoursAgo,
    Moment,
    Mutability,
    Number,
    Recorded,
    given,
)
from ..language import CODED, Locale, message
from ..phrases import listed, named, value
from ..possible import NEVER_DAYS, Absence, Level, Outcome, Truth
from ..ruleset import RuleSet
from .partition import Branch, Leaf, Partition, RuleIndex, Tree, changed, rule_index

MOST: Final = 50
"""How many alternatives are given where nothing else is asked for, those with the fewest changes first."""
PATIENCE: Final = 2000
"""How many sets of changes, finished or not, are looked at for one outcome before the search is given up."""

Box = Mapping[Fact, int]
"""The facts that change, each with the cells that it may come to have."""


@attrs.frozen
class Change:
    """One fact that would have to be otherwise, and be documented so."""

    fact: str
    title: str
    mutability: Mutability
    so: str
    """What would have to be so: ``mean systolic pressure below 160 mm[Hg]``."""
    now: str
    """What is known at present, or why nothing is."""
    least: object
    """The nearest of these values: a number, days since an event, an option, yes or no."""

    def __str__(self) -> str:
        return f"{self.so} (now: {self.now}; {self.mutability.value})"


@attrs.frozen
class ChangeSet:
    """Changes that together, all else as it is, lead to an outcome; fewer of them do not."""

    outcome: Outcome
    """What is reached at least, whichever of the values named comes to be so."""
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        return f"{self.outcome.value}, if it were so and documented: {'; and '.join(map(str, self.changes))}"


def changes(evaluation: Evaluation, most: int = MOST, locale: Locale = CODED) -> tuple[ChangeSet, ...]:
    """Return the smallest sets of changes that reach each better outcome: those with the fewest changes first."""
    better = [outcome for outcome in Outcome if outcome < evaluation.outcome]
    allowed = admissible(evaluation)
    found: list[tuple[Outcome, Box]] = []
    for outcome in better:
        for box in itertools.islice(proposed(evaluation, allowed, outcome), most):
            if not any(_weaker(other, box) for _, other in found):
                found.append((outcome, box))
    cells = rule_index(evaluation.ruleset).partitions
    found.sort(key=lambda each: len(each[1]))
    return tuple(
        ChangeSet(outcome, tuple(_change(evaluation, cells[fact], some, locale) for fact, some in box.items()))
        for outcome, box in found[:most]
    )


# What may change -----------------------------------------------------------------------------------------------


def admissible(evaluation: Evaluation) -> Box:
    """Return the cells to which each fact that a rule reads may move."""
    found, facts = {}, evaluation.facts
    for fact, cells in rule_index(evaluation.ruleset).partitions.items():
        if fact.mutability is Mutability.FIXED:
            continue
        possible = cells.within(facts.entries(fact))
        if facts.entries(fact)[-1] == USABLE:
            some = _not_worse(cells, possible)
        else:
            some = 0 if evaluation.possible(fact).absence is Absence.DECLINED else possible
        if some:
            found[fact] = some
    return found


def _not_worse(cells: Partition, possible: int) -> int:
    """Return the cells to which a fact may move of which it is known that it lies within some."""
    fact = cells.fact
    lowest, highest = (possible & -possible).bit_length() - 1, possible.bit_length() - 1
    up, down = cells.every & ~((1 << lowest) - 1), (1 << highest + 1) - 1
    if recedes(fact):
        never = 1 << len(cells.regions) - 1 if isinstance(fact, Event) else 0
        return up & ~(never & ~possible)
    if isinstance(fact, Number):
        return cells.every if fact.adverse is None else down if fact.adverse is Adverse.HIGHER else up
    if not isinstance(fact, Flag | Choice):
        return cells.every
    ranks = _ranks(fact)
    held = [rank for place, rank in enumerate(ranks) if possible >> place & 1]
    least = min(1, *held) if fact.lifelong else 0
    return sum(1 << place for place, rank in enumerate(ranks) if least <= rank <= max(held))


def recedes(fact: Fact) -> bool:
    """Say whether only time moves a fact, and only one way: how long ago something was, how old somebody is."""
    of_a_day = any(part.name in fact.derived_from and isinstance(part, Day) for part in fact.owner.__facts__)
    return fact.mutability is Mutability.PASSES_WITH_TIME and (isinstance(fact, Event) or of_a_day)


def _ranks(fact: Flag | Choice) -> list[int]:
    """Return how bad each option is, 0 where it is no risk."""
    if isinstance(fact, Flag):
        return [int(fact.adverse is False), int(fact.adverse is True)]
    worse = {option: len(fact.adverse) - place for place, option in enumerate(fact.adverse)}
    return [worse.get(option, 0) for option in fact.options]


# The search ----------------------------------------------------------------------------------------------------


def proposed(evaluation: Evaluation, allowed: Box, outcome: Outcome) -> Iterator[Box]:
    """Yield the sets of changes that suffice, decided anew with the nearest values, and of which each is needed.

    What follows from another change is no change of its own: a reading is left out where what it is read of suffices.
    """
    ruleset, seen = evaluation.ruleset, list[Box]()
    for each in boxes(ruleset, evaluation.facts, allowed, outcome):
        box = _without_what_follows(evaluation, each, outcome)
        nearest = nearest_of(evaluation, box)
        if (
            box not in seen
            and _can_be_so(evaluation, nearest)
            and reaches(ruleset, read_anew(evaluation, nearest), outcome)
            and not any(reaches(ruleset, read_anew(evaluation, without(nearest, fact)), outcome) for fact in box)
        ):
            seen.append(box)
            yield box


def _can_be_so(evaluation: Evaluation, nearest: Mapping[Fact, Any]) -> bool:
    """Say whether values contradict nothing else that is known: what ended was there, whatever is said of it now."""
    for name in dict.fromkeys(fact.group for fact in nearest if fact.crossed and fact.derive is None):
        group = evaluation.subject.__dict__[name]
        told = {
            fact.name: as_given(fact, point, evaluation.on)
            for fact, point in nearest.items()
            if fact.group == name and fact.derive is None
        }
        if any(told.keys() & set(fact.derived_from) for fact in group.__scalars__ if fact.name in given(group)):
            continue  # a reading is given as it stands, and not beside what it is read of
        after = evaluation.placed(type(group)(**given(group) | told))
        if any(fact.contradicted(after, evaluation.on) for fact in nearest if fact.name in told and fact.group == name):
            return False
    return True


def _without_what_follows(evaluation: Evaluation, box: Box, outcome: Outcome) -> Box:
    """Return a box without the readings that are as they should be once what they are read of is."""
    for fact in [
        fact for fact in box if any(each.group == fact.group and each.name in fact.derived_from for each in box)
    ]:
        fewer = {other: some for other, some in box.items() if other is not fact}
        if reaches(evaluation.ruleset, read_anew(evaluation, nearest_of(evaluation, fewer)), outcome):
            box = fewer
    return box


def nearest_of(evaluation: Evaluation, box: Box) -> dict[Fact, Any]:
    """Return for each fact of a box the value that lies nearest to what is known: a number, days ago, or a bit."""
    cells, facts = rule_index(evaluation.ruleset).partitions, evaluation.facts
    return {fact: cells[fact].nearest(some, facts.entries(fact)) for fact, some in box.items()}


def without(values: Mapping[Fact, Any], fact: Fact) -> dict[Fact, Any]:
    """Return values but for that of one fact."""
    return {other: value for other, value in values.items() if other is not fact}


def read_anew(evaluation: Evaluation, values: Mapping[Fact, Any]) -> Snapshot:
    """Return the facts with some of them otherwise, and with what is read of those read anew."""
    cells, on = rule_index(evaluation.ruleset).partitions, evaluation.on
    entries = {fact: cells[fact].known(point) for fact, point in values.items()}
    for name in dict.fromkeys(fact.group for fact in values):
        new = {fact.name: fact for fact in values if fact.group == name}
        group = evaluation.subject.__dict__[name]
        readings = [fact for fact in group.__scalars__ if new.keys() & set(fact.derived_from)]
        if not readings or any(fact.name in given(group) for fact in readings):
            continue  # nothing is read of them, or that is given as it stands
        sources = {name for fact in readings for name in fact.derived_from} & new.keys()
        told = {name: as_given(new[name], values[new[name]], on) for name in sources}
        after = evaluation.placed(type(group)(**given(group) | told))
        for fact in readings:
            if fact in cells and fact not in entries:
                entries[fact] = fact.flat(fact.possible(after, on))
    return changed(evaluation.facts, entries)


def as_given(fact: Fact, point: Any, on: date) -> object:
    """Return a value of a cell as a caller gives it, with the evidence that the fact cannot do without."""
    value = plain(fact, point)
    if isinstance(fact, Event):
        value = NEVER if point >= NEVER_DAYS else HoursAgo(point) if isinstance(fact, Moment) else DaysAgo(int(point))
    if fact.requires_date or fact.may_rule_out:
        return Recorded(value, on=on, by=fact.may_rule_out[0] if fact.may_rule_out else None)
    return value


def reaches(ruleset: RuleSet, facts: Snapshot, outcome: Outcome) -> bool:
    """Say whether the outcome is the one given or a better one."""
    return conclude(ruleset, facts).outcome <= outcome


def boxes(ruleset: RuleSet, facts: Snapshot, allowed: Box, outcome: Outcome) -> Iterator[Box]:
    """Yield the smallest and widest sets of changes that surely reach an outcome or a better one, smallest first."""
    search = _Search(rule_index(ruleset), facts, allowed, outcome)
    found: list[Box] = []
    for _, of_one_size in itertools.groupby(search.run(), key=len):
        # One that demands less may come after one that demands more, but never has more facts.
        same = list(of_one_size)
        widest = [box for box in same if not any(other != box and _weaker(other, box) for other in (*found, *same))]
        yield from widest
        found += widest


def _weaker(one: Box, other: Box) -> bool:
    """Say whether one set of changes demands no more than another."""
    return all(fact in other and not other[fact] & ~some for fact, some in one.items())


class _Search:
    """Looks for the boxes that leave no rule in the way of an outcome.

    A rule that is in the way must be repaired by some of the facts that it reads: its repairs are the branches. A box
    that needs fewer facts comes first, by a count of those that are surely still needed, as in A*.
    """

    def __init__(self, book: RuleIndex, facts: Snapshot, allowed: Box, outcome: Outcome) -> None:
        self.book = book
        self.facts = facts
        self.allowed = allowed
        self.outcome = outcome
        self.truths: dict[int, tuple[Truth, Truth]] = {}
        self.known: dict[tuple[int, ...], tuple[Box, ...] | None] = {}

    def run(self) -> Iterator[Box]:
        count = itertools.count()
        start: Box = {}
        queue: list[tuple[int, int, int, Box, tuple[int, ...]]] = []
        seen: set[frozenset[tuple[Fact, int]]] = set()

        def push(box: Box, places: Iterable[int]) -> None:
            key = frozenset(box.items())
            if key in seen:
                return
            seen.add(key)
            bad = tuple(place for place in places if self.repairs(place, box) is not None)
            least = self.at_least(bad, box)
            if least is not None:
                heapq.heappush(queue, (len(box) + least, len(bad), next(count), box, bad))

        push(start, range(len(self.book.rules)))
        while queue and len(seen) < PATIENCE:
            _, _, _, box, bad = heapq.heappop(queue)
            if not bad:
                yield box
                continue
            repairs = min((each for place in bad if (each := self.repairs(place, box))), key=len, default=())
            for repair in repairs:
                touched = [place for fact in repair for place in self.book.reads[fact]]
                push({**box, **repair}, dict.fromkeys((*bad, *touched)))

    def at_least(self, bad: Iterable[int], box: Box) -> int | None:
        """Return how many more facts have to change at least; None where no change of facts will do."""
        least, used = 0, set[Fact]()
        for place in bad:
            repairs = self.repairs(place, box)
            if not repairs and not self.rests_on_others(place, bad, box):
                return None
            facts = {fact for repair in repairs or () for fact in repair if fact not in box}
            if repairs and not facts & used:
                used |= facts
                least += min(sum(fact not in box for fact in repair) for repair in repairs)
        return least

    def rests_on_others(self, place: int, bad: Iterable[int], box: Box) -> bool:
        """Say whether what repairs another rule may decide a caution too: one that holds is in nobody's way then."""
        rule, _, facts = self.book.rules[place]
        return (
            rule.level is Level.CAUTION
            and self.outcome is Outcome.CAUTION
            and any(set(facts) & set(self.book.rules[other].facts) for other in bad if self.repairs(other, box))
        )

    # One rule

    def repairs(self, place: int, box: Box) -> tuple[Box, ...] | None:
        """Return the least restrictions after which a rule is in nobody's way; None where it is not in the way."""
        key = (place, *(box.get(fact, -1) for fact in self.book.rules[place].facts))
        if key not in self.known:
            self.known[key] = self._repairs(place, box)
        return self.known[key]

    def _repairs(self, place: int, box: Box) -> tuple[Box, ...] | None:
        rule, tree, _ = self.book.rules[place]
        if self.outcome is Outcome.INCOMPLETE:
            if rule.level is not Level.EXCLUSION or tree is None or not self.can_hold(tree, box, certain=True):
                return None
            return _least(self.denied(tree, box, certain=True))
        if tree is None:
            return ()
        if rule.level is Level.CAUTION and self.outcome is Outcome.CAUTION:
            return _least(self.decided(tree, box)) if Truth.UNKNOWN in self.truths_of(tree, box) else None
        for certain in (True, False):
            if self.can_hold(tree, box, certain):
                return _least(self.denied(tree, box, certain))
        return None

    def truth_of(self, leaf: Leaf) -> tuple[Truth, Truth]:
        """Return the truth of a test as things are, and with what was never looked for counted as FALSE."""
        key = id(leaf)
        if key not in self.truths:
            plain, passing = (truth(leaf.test, self.facts, {}, passing_over) for passing_over in (False, True))
            self.truths[key] = plain, passing
        return self.truths[key]

    def can_hold(self, tree: Tree, box: Box, certain: bool) -> bool:
        """Say whether a condition holds for some values of a box: certainly, or as far as is known."""
        if isinstance(tree, Branch):
            each = (self.can_hold(part, box, certain) for part in tree.parts)
            return all(each) if tree.every else any(each)
        if leaf_some := box.get(tree.fact):
            return not tree.missing and bool(leaf_some & tree.holds)
        plain, passing = self.truth_of(tree)
        return plain is Truth.TRUE if certain else passing is not Truth.FALSE

    def denied(self, tree: Tree, box: Box, certain: bool) -> list[Box]:
        """Return the restrictions after which a condition that can hold cannot."""
        if isinstance(tree, Branch):
            parts = [self.denied(part, box, certain) for part in tree.parts if self.can_hold(part, box, certain)]
            return [repair for part in parts for repair in part] if tree.every else _together(parts)
        some = box.get(tree.fact, self.allowed.get(tree.fact, 0)) & ~tree.holds
        return [{tree.fact: some}] if some else []

    def truths_of(self, tree: Tree, box: Box) -> frozenset[Truth]:
        """Return the truths that a condition has for the values of a box, what is not known left so."""
        if isinstance(tree, Branch):
            each = [self.truths_of(part, box) for part in tree.parts]
            decisive = min if tree.every else max
            return frozenset(decisive(together) for together in itertools.product(*each))
        if leaf_some := box.get(tree.fact):
            if tree.missing:
                return frozenset({Truth.FALSE})
            there = {Truth.TRUE} if leaf_some & tree.holds else set()
            return frozenset(there | ({Truth.FALSE} if leaf_some & ~tree.holds else set()))
        plain, passing = self.truth_of(tree)
        return frozenset({passing if plain is Truth.UNKNOWN else plain})

    def decided(self, tree: Tree, box: Box) -> list[Box]:
        """Return the restrictions after which a condition is decided, whichever way; none of them makes it hold."""
        if Truth.UNKNOWN not in self.truths_of(tree, box):
            return [{}]
        if isinstance(tree, Leaf):
            some = self.allowed.get(tree.fact, 0)
            return [{tree.fact: some}] if some else []
        known = _together([self.decided(part, box) for part in tree.parts])
        if not tree.every:
            return known
        return known + [repair for part in tree.parts for repair in self.denied(part, box, certain=False)]


def _together(parts: list[list[Box]]) -> list[Box]:
    """Return each way to choose one restriction of every part, all of them together."""
    found: list[dict[Fact, int]] = [{}]
    for part in parts:
        merged = []
        for one, other in itertools.product(found, part):
            both = {**one, **{fact: some & one.get(fact, some) for fact, some in other.items()}}
            if all(both.values()):
                merged.append(both)
        found = [dict(box) for box in _least(merged)]
    return list(found)


def _least(repairs: Iterable[Box]) -> tuple[Box, ...]:
    """Return the restrictions that demand no more than another of them."""
    least: list[Box] = []
    for repair in repairs:
        if not any(_weaker(other, repair) for other in least):
            least = [other for other in least if not _weaker(repair, other)] + [repair]
    return tuple(least)


# In words ------------------------------------------------------------------------------------------------------


def _change(evaluation: Evaluation, cells: Partition, some: int, locale: Locale) -> Change:
    fact, facts = cells.fact, evaluation.facts
    return Change(
        fact.id,
        locale(fact.title),
        fact.mutability,
        _wanted(cells, some, facts, locale),
        value(fact, evaluation.possible(fact), locale) or locale("not known"),
        plain(fact, cells.nearest(some, facts.entries(fact))),
    )


def _wanted(cells: Partition, some: int, facts: Snapshot, locale: Locale) -> str:
    """Return what would have to be so; where all that is possible lies within, what is wanted is to know it better."""
    told = so(cells, some, locale)
    if some == cells.every or cells.within(facts.entries(cells.fact)) & ~some:
        return told
    return locale("{so}, and known more exactly", so=told)


def plain(fact: Fact, point: Any) -> object:
    """Return a value of a cell as a reader knows it: an option instead of its bit."""
    if isinstance(fact, Flag):
        return point == 2
    if isinstance(fact, Choice):
        return list(fact.options)[point.bit_length() - 1]
    return point


def so(cells: Partition, some: int, locale: Locale = CODED) -> str:
    """Return that a fact lies within some cells, in words: ``mean systolic pressure below 160 mm[Hg]``."""
    return f"{named(cells.fact, locale)} {_region(cells, some, locale)}"


def _region(cells: Partition, some: int, locale: Locale) -> str:
    fact = cells.fact
    if some == cells.every:
        return locale("is known")
    if isinstance(fact, Flag):
        return locale("is present") if some == 2 else locale("is ruled out")
    if isinstance(fact, Choice):
        chosen = (option for place, option in enumerate(fact.options) if some >> place & 1)
        return locale("is {options}", options=listed(chosen, locale))
    runs = [_run(cells, first, last, locale) for first, last in _runs(cells, some)]
    return functools.reduce(lambda one, other: locale("{one} or {other}", one=one, other=other), runs)


def _runs(cells: Partition, some: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each stretch of cells."""
    places = [place for place in range(len(cells.regions)) if some >> place & 1]
    for _, run in itertools.groupby(enumerate(places), lambda each: each[1] - each[0]):
        stretch = [place for _, place in run]
        yield stretch[0], stretch[-1]


def _run(cells: Partition, first: int, last: int, locale: Locale) -> str:
    """Return a stretch of numbers, or of days since an event, in words."""
    fact, end = cells.fact, len(cells.regions) - 1
    assert isinstance(fact, Number | Event)
    is_event = isinstance(fact, Event)
    never = is_event and last == end
    if never and first == end:
        return locale("never happened")
    words = _SINCE if is_event else _THAN
    bounds = [_end(cells, first, -1, words[:2], locale)] if first else []
    if last < (end - 1 if is_event else end):
        bounds.append(_end(cells, last, 1, words[2:], locale))
    together = locale("has happened")
    if bounds:
        together = functools.reduce(lambda one, other: locale("{one} and {other}", one=one, other=other), bounds)
    return locale("never, or {time}", time=together) if never else together


_THAN: Final = (
    message("at least {limit}"),
    message("above {limit}"),
    message("at most {limit}"),
    message("below {limit}"),
)
_SINCE: Final = (
    message("{limit} ago or longer"),
    message("longer ago than {limit}"),
    message("within the last {limit}"),
    message("less than {limit} ago"),
)


def _end(cells: Partition, place: int, outwards: int, words: tuple[str, ...], locale: Locale) -> str:
    """Return one end of a stretch in words: by the limit that lies just outside, where there is one."""
    fact, cell, outside = cells.fact, cells.regions[place], cells.regions[place + outwards]
    assert isinstance(fact, Number | Event)
    single = not cell.inner and cell.low == cell.high
    if single or outside.inner or outside.low != outside.high:
        return locale(words[0], limit=locale.quantity(cell.first if outwards < 0 else cell.last, fact.unit))
    return locale(words[1], limit=locale.quantity(outside.low, fact.unit))
