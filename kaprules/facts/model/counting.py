"""One measurement is counted once, whoever filed it.

Records of one series may be copies of each other: a chart's, a device's and a clinician's note of the same reading.

- Records with the same exact values at the same time *are* one.
- Records with the same exact values on one day, of which at most one still knows its time of day, or the zone of that,
  *may be* one. How often such a value is counted is chosen so that a mean is as adverse as it can be; a count counts
  the fewest.
- Records of which a value is known in part, or not at all, may be one where some exact values would make them so. They
  are counted and not counted, both: what is learnt later may show either.

Whether two records may be one is asked of those of one day alone. Narrower values never make one of two that could not
have been one before, unless they are now the same and exact. A mean is the root ``t`` of a sum of terms, one for each
record: ``w * (v - t)``, where ``w`` is how often ``v`` is counted if it lies above the mean, or below it. The sum falls
as ``t`` rises, whatever is chosen, so each choice stands for itself, and sorting the values finds the root exactly. The
term of a record that may be one with another by its values lies, at the lower end, below every term that narrower
records can have in its place, and at the upper end above it: narrowing never leads outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from ...limit import Exact, exact
from ...possible import NO_MARKS, Interval, Mark

PROVISIONAL: Final = frozenset({Mark.PROVISIONAL})


MAX_COMPARED: Final = 100
"""How many records of a day that are known in part are compared with each other; more may all be copies."""


class Measurement(NamedTuple):
    """What one record of a series measured: its parts, each as far as it is known, and when."""

    parts: tuple[Interval, ...]
    on: date
    doubtful: bool = False
    """Whether a part has no usable value, so that it is not sure to be a measurement."""
    unusable: bool = False
    """Whether it says nothing at all: it is nobody's copy."""
    undated: bool = False
    """Whether it cannot be of the day that it bears."""


class _Exact(NamedTuple):
    """Records of the same exact values on one day: they are at least so many measurements, and at most so many."""

    parts: tuple[Interval, ...]
    fewest: int
    most: int
    clocks: tuple[datetime, ...] = ()
    """When they were taken, of those of which the time of day is known."""
    may_be_timed: bool = False
    """Where it is known of none of them: whether one may be a copy of what is known in part, and when."""


class _Together(NamedTuple):
    """Records of which some are known in part and may be one with another of them, or with ``settled`` values."""

    some: list[Measurement]
    settled: bool


class Counted(NamedTuple):
    """The measurements of a series, each counted once."""

    exact: list[_Exact]
    alone: list[Measurement]
    """Records known in part that are copies of no other."""
    together: list[_Together]

    @property
    def copies(self) -> frozenset[Mark]:
        """The mark of what may have been counted more than once."""
        doubt = self.together or any([each.fewest < each.most for each in self.exact])
        return PROVISIONAL if doubt else NO_MARKS

    @property
    def _parts(self) -> list[tuple[Interval, ...]]:
        inexact = [*self.alone, *(each for group in self.together for each in group.some)]
        return [*(each.parts for each in self.exact), *(each.parts for each in inexact)]

    def number(self) -> Interval:
        """Return how many measurements there are, where records of the same values count as few as they can."""
        sure = sum(each.fewest for each in self.exact) + sum(not each.doubtful for each in self.alone)
        sure += sum(not group.settled and not all(each.doubtful for each in group.some) for group in self.together)
        settled = sum(each.fewest for each in self.exact)
        return Interval(
            sure, settled + len(self.alone) + sum(len(group.some) for group in self.together), None, self.copies
        )

    def number_apart(self, gap: timedelta) -> Interval:
        """Return how many measurements there are, where those that lie closer to each other are one.

        Of which the time of day is not known lies apart from the others, as far as anybody knows.
        """
        found = self.number()
        alone = [each for each in self.alone if not each.unusable and not each.doubtful]
        groups = [group for group in self.together if not group.settled and not all(one.doubtful for one in group.some)]
        timed = sum(_times(each.clocks)[0] if each.clocks else each.may_be_timed for each in self.exact)
        timed += sum(bool(_clocks([each])) for each in alone) + sum(bool(_clocks(group.some)) for group in groups)
        sure = [*alone, *(one for group in self.together for one in group.some if not one.doubtful)]
        surely = _apart([*(clock for each in self.exact for clock in each.clocks), *_clocks(sure)], gap)
        low = found.low - max(0, timed - max(bool(timed), sum(map(max, surely))))
        inexact = [*self.alone, *(each for group in self.together for each in group.some)]
        untimed = sum(not each.clocks for each in self.exact)
        untimed += sum(each.unusable or not isinstance(each.on, datetime) for each in inexact)
        every = [clock for each in self.exact for clock in each.clocks]
        every += _clocks([each for each in inexact if not each.unusable])
        return found._replace(low=low, high=min(found.high, untimed + sum(map(sum, _apart(every, gap)))))

    def highest(self, part: int) -> Interval:
        """Return the highest value of a part; a copy makes it neither higher nor lower."""
        values = [parts[part] for parts in self._parts]
        low, high = max([value.low for value in values]), max([value.high for value in values])
        return Interval(low, high, None, _marks(values))

    def mean(self, part: int, *, adverse_higher: bool = True) -> Interval:
        """Return the exact mean of a part, as adverse as the copies among the records allow."""
        marks = _marks([parts[part] for parts in self._parts]) | self.copies
        low = high = _root(self._terms(part, adverse_higher, upper=False))
        if self.alone or self.together:  # else all values are exact
            high = _root(self._terms(part, adverse_higher, upper=True))
        return Interval(low, high, None, marks)

    def _terms(self, part: int, adverse_higher: bool, *, upper: bool) -> list[_Term]:
        """Return the terms of a mean at its lower or its upper end."""

        def end(measurement: Measurement) -> Exact:
            value = measurement.parts[part]
            return value.high if upper else value.low

        terms = []
        for each in self.exact:
            above, below = (each.most, each.fewest) if adverse_higher else (each.fewest, each.most)
            terms.append(_Term(each.parts[part].low, above, below))
        terms += [_Term(end(each), 1, 1) for each in self.alone]
        for group in self.together:
            values = sorted(map(end, group.some), reverse=upper)
            if not group.settled:  # they are one measurement at least
                terms.append(_Term(values.pop(0), 1, 1))
            terms += [_Term(value, int(upper), int(not upper)) for value in values]
        return terms


class _Term(NamedTuple):
    """A value, and how often it is counted where it lies above the mean and where it lies below."""

    value: Exact
    above: int
    below: int


def counted_once(records: Iterable[Measurement]) -> Counted:
    """Return the measurements that some records are, each counted once.

    >>> noon, day = datetime(2026, 11, 23, 12), date(2026, 11, 23)
    >>> high, normal = (Interval(178, 178),), (Interval(118, 118),)
    >>> counted_once([Measurement(high, noon), Measurement(normal, noon), Measurement(normal, day)]).mean(0)[:2]
    (148, 148)
    """
    days: dict[int, list[Measurement]] = {}
    found = Counted([], [], [])
    for each in records:
        if each.unusable:
            found.alone.append(each)
        else:
            days.setdefault(each.on.toordinal(), []).append(each)
    for day in days.values():
        _count_day(day, found)
    return found


def _count_day(day: Sequence[Measurement], found: Counted) -> None:
    """Add what was measured on one day."""
    if len(day) == 1:
        (each,) = day
        if _is_exact(each):
            found.exact.append(_Exact(each.parts, 1, 1, _clocks([each])))
        else:
            found.alone.append(each)
        return
    same: dict[tuple[tuple[Exact, Exact], ...], list[Measurement]] = {}
    partly: list[Measurement] = []
    for each in day:
        if _is_exact(each):
            same.setdefault(tuple(part[:2] for part in each.parts), []).append(each)
        else:
            partly.append(each)
    sets = list(same.values())
    for some in sets:
        clocks = [each.on for each in some if isinstance(each.on, datetime)]
        fewest, most = _times(clocks)
        most += len(some) - len(clocks)
        may_be = not clocks and any(
            len(partly) > MAX_COMPARED or _may_be_one(one, other)
            for one in partly
            if isinstance(one.on, datetime)
            for other in some
        )
        found.exact.append(_Exact(some[0].parts, max(fewest, 1), most, tuple(clocks), may_be))
    if len(partly) > MAX_COMPARED:
        found.together.append(_Together(partly, bool(sets)))
        return
    while partly:
        some, settled = [partly.pop()], False
        for each in some:  # grows while it is gone through
            near = [other for other in partly if _may_be_one(each, other)]
            some += near
            partly = [other for other in partly if not _may_be_one(each, other)]
            settled = settled or any(_may_be_one(each, other) for known in sets for other in known)
        if len(some) == 1 and not settled:
            found.alone.extend(some)
        else:
            found.together.append(_Together(some, settled))


def _is_exact(measurement: Measurement) -> bool:
    return all([part.low == part.high for part in measurement.parts])


def _may_be_one(first: Measurement, second: Measurement) -> bool:
    """Say whether two records of one day may be of one measurement."""
    if isinstance(first.on, datetime) and isinstance(second.on, datetime) and not _same_time(first.on, second.on):
        return False
    pairs = zip(first.parts, second.parts, strict=True)
    return all(one.low <= other.high and other.low <= one.high for one, other in pairs)


def _same_time(first: datetime, second: datetime) -> bool:
    """Say whether two times may be one: a clock of which nobody knows the zone may have been any."""
    if first.tzinfo is not None and second.tzinfo is not None:
        return _instant(first) == _instant(second)
    if first.tzinfo is not None or second.tzinfo is not None:
        return True
    return first.replace(fold=0) == second.replace(fold=0)


def _clocks(some: Iterable[Measurement]) -> tuple[datetime, ...]:
    """Return when some measurements were taken, of those of which the time of day is known."""
    return tuple(each.on for each in some if isinstance(each.on, datetime))


def _apart(clocks: Iterable[datetime], gap: timedelta) -> list[tuple[int, int]]:
    """Return of each day how many of some times lie apart: of those with their zone, of those of which it was lost."""
    days: dict[int, tuple[list[timedelta], list[timedelta]]] = {}
    for clock in clocks:
        known, shown = days.setdefault(clock.toordinal(), ([], []))
        if clock.tzinfo is None:
            shown.append(clock.replace(fold=0) - datetime.min)
        else:
            known.append(_instant(clock))
    return [(_far(known, gap), _far(shown, gap)) for known, shown in days.values()]


def _far(times: Iterable[timedelta], gap: timedelta) -> int:
    last, count = None, 0
    for time in sorted(times):
        if last is None or time - last >= gap:
            last, count = time, count + 1
    return count


def _times(clocks: Sequence[datetime]) -> tuple[int, int]:
    """Return how many times there are among some of one day, at least and at most.

    One without its zone may be any that has one, as where a copy lost it; it is one that the clocks of the place showed
    then.
    """
    known = [time for time in clocks if time.tzinfo is not None]
    shown = {time.replace(tzinfo=None, fold=0) for time in known}
    instants = len({_instant(time) for time in known})
    without_zone = {time.replace(fold=0) for time in clocks if time.tzinfo is None}
    return instants or len(without_zone), instants + len(without_zone - shown)


def _instant(time: datetime) -> timedelta:
    """Return an instant as the time since the first that there is, which may be a few hours before that."""
    offset = time.utcoffset()
    assert offset is not None
    return time.replace(tzinfo=None, fold=0) - datetime.min - offset


def _root(terms: list[_Term]) -> Exact:
    """Return where the sum of ``(above or below) * (value - t)`` is 0, which falls with ``t``."""
    weight = sum([term.above for term in terms])
    total: Exact = sum([term.above * term.value for term in terms])
    if all([term.above == term.below for term in terms]):
        return _share(total, weight)
    terms = sorted(terms, key=lambda term: term.value)
    for term in terms:  # ``t`` lies below this value and above those before it
        if total <= weight * term.value:
            return _share(total, weight)
        weight += term.below - term.above
        total += (term.below - term.above) * term.value
    return _share(total, weight)


def _share(total: Exact, parts: int) -> Exact:
    return total // parts if isinstance(total, int) and total % parts == 0 else exact(Fraction(total, parts))


def _marks(values: list[Interval]) -> frozenset[Mark]:
    return NO_MARKS.union(*[value.marks for value in values])
