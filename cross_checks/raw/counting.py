"""Measurements of a series, each counted once: what may be a copy never makes a mean look better."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from .facts import Span
from .when import Asked, Then, is_one_time, local_day, shown_clock


class Measured(NamedTuple):
    """What one entry of a series measured, in each of its parts, and when."""

    parts: tuple[Span, ...]
    then: Then
    doubtful: bool
    """Whether a part is not known, so that it is not sure to be a measurement."""
    nothing: bool
    """Whether it says nothing, as it cannot be: it is nobody's copy."""

    @property
    def is_exact(self) -> bool:
        """Whether each part is one number."""
        return all(part.low == part.high for part in self.parts)


class Cluster(NamedTuple):
    """Entries that may be copies of each other, and which numbers of measurements they can be."""

    entries: tuple[Measured, ...]
    fewest: int
    most: int
    exact: bool
    """Whether they are all of the same exact values, so that only their number is open."""
    settled: bool = False
    """Whether each of them may be a copy of exact values, which are counted already."""
    timed: tuple[Measured, ...] = ()
    """Of the same exact values, those of which the time is known."""
    times: int = 0
    """At how many times those were measured at least; one where they may be copies of what has a time."""


Counted = list[Cluster]


def counted(entries: Sequence[Measured], asked: Asked) -> Counted:
    """Return the measurements, in clusters of what may be copies of each other."""
    exact: dict[tuple[object, ...], list[Measured]] = {}
    partly: list[Measured] = []
    clusters = []
    for each in entries:
        if each.nothing:
            clusters.append(Cluster((each,), 0, 1, False))
        elif each.is_exact:
            exact.setdefault((each.parts, local_day(each.then, asked)), []).append(each)
        else:
            partly.append(each)
    for same in exact.values():
        timed = [each for each in same if each.then.clock is not None]
        fewest, most = _times(timed, asked)
        most += len(same) - len(timed)
        when = [each for each in partly if each.then.clock is not None]
        may_be_timed = any(_may_be_one(one, other, asked) for one in when for other in same)
        clusters.append(Cluster((same[0],), max(fewest, 1), most, True, False, tuple(timed), fewest or may_be_timed))
    known = [each for same in exact.values() for each in same]
    for some in _connected(partly, asked):
        settled = any(_may_be_one(one, other, asked) for one in some for other in known)
        fewest = 0 if settled or all(each.doubtful for each in some) else 1
        clusters.append(Cluster(tuple(some), fewest, len(some), False, settled))
    return clusters


def _times(timed: Sequence[Measured], asked: Asked) -> tuple[int, int]:
    """Return at how many times something was measured: a clock of no known zone may be any of those that have one."""
    instants = {each.then.instant for each in timed} - {None}
    clocks = {each.then.clock for each in timed if each.then.instant is None}
    shown = {shown_clock(each.then, asked) for each in timed if each.then.instant is not None}
    return len(instants) or len(clocks), len(instants) + len(clocks - shown)


def _may_be_one(one: Measured, other: Measured, asked: Asked) -> bool:
    if local_day(one.then, asked) != local_day(other.then, asked) or not is_one_time(one.then, other.then, asked):
        return False
    pairs = zip(one.parts, other.parts, strict=True)
    return all(mine.low <= theirs.high and theirs.low <= mine.high for mine, theirs in pairs)


def _connected(entries: Sequence[Measured], asked: Asked) -> Iterator[list[Measured]]:
    """Yield the entries in groups: two of which may be one are in the same."""
    left = list(entries)
    while left:
        some = [left.pop()]
        while near := [each for each in left if any(_may_be_one(each, one, asked) for one in some)]:
            some += near
            left = [each for each in left if not any(each is one for one in near)]
        yield some


# What they come to ----------------------------------------------------------------------------------------------


def number(clusters: Counted) -> Span:
    """Return how many measurements there are; of the same exact values the fewest count."""
    most = sum(each.fewest if each.exact else each.most for each in clusters)
    return Span(Fraction(sum(each.fewest for each in clusters)), Fraction(most))


def number_apart(clusters: Counted, seconds: int, asked: Asked) -> Span:
    """Return how many measurements there are that lie at least so many seconds apart, as far as their times are known.

    At least: those without a time, and as many times as surely lie apart; at most as many as there can be.
    """
    low, high = number(clusters)
    exact = [each for each in clusters if each.exact]
    others = [each for each in clusters if not each.exact and not (len(each.entries) == 1 and each.entries[0].nothing)]
    counted_as_sure = [each for each in others if each.fewest]
    certain = [[one for one in each.entries if not one.doubtful and _is_timed(one)] for each in others]
    timed = sum(each.times for each in exact) + sum(any(map(_is_timed, each.entries)) for each in counted_as_sure)
    surely = [one for each in exact for one in each.timed] + [one for each in certain for one in each]
    low -= max(0, timed - max(int(timed > 0), sum(map(max, _far_apart(surely, seconds, asked)))))
    perhaps = [one for each in others for one in each.entries]
    without = sum(not each.timed for each in exact) + sum(not _is_timed(one) for one in perhaps)
    without += sum(not each.exact for each in clusters) - len(others)
    known = [one for each in exact for one in each.timed] + [one for one in perhaps if _is_timed(one)]
    return Span(low, min(high, Fraction(without + sum(map(sum, _far_apart(known, seconds, asked))))))


def _is_timed(one: Measured) -> bool:
    return one.then.clock is not None


def _far_apart(some: Sequence[Measured], seconds: int, asked: Asked) -> Iterator[tuple[int, int]]:
    """Yield of each day how many times lie so far apart, of instants and of clocks of no known zone."""
    for day in {local_day(one.then, asked) for one in some}:
        here = [one.then for one in some if local_day(one.then, asked) == day]
        instants = sorted(then.instant for then in here if then.instant is not None)
        clocks = sorted(then.clock for then in here if then.instant is None and then.clock is not None)
        yield _spread(instants, seconds), _spread(clocks, seconds)


def _spread(times: Sequence[Fraction], seconds: int) -> int:
    kept: list[Fraction] = []
    for each in times:
        if not kept or each - kept[-1] >= seconds:
            kept.append(each)
    return len(kept)


def highest(clusters: Counted, part: int) -> Span:
    """Return the highest value of a part; how often it is counted is nothing to it."""
    spans = [each.parts[part] for cluster in clusters for each in cluster.entries]
    return Span(max(span.low for span in spans), max(span.high for span in spans))


def mean(clusters: Counted, part: int) -> Span:
    """Return the mean of a part, of which higher is worse.

    Of the same exact values so many are counted as make it highest. What may be copies by values that are known in part
    is counted in every way, so that what is learnt later finds the mean within.
    """
    return Span(*(_end(clusters, part, end) for end in (0, 1)))


def _end(clusters: Counted, part: int, end: int) -> Fraction:
    """Return the lower end (0) or the upper end (1) of a mean, tried in every way of counting."""
    certain = [each for each in clusters if each.exact]
    open_ = [each for each in clusters if not each.exact]
    choose: Callable[..., Fraction] = max if end else min
    means = []
    for subsets in itertools.product(*(list(_subsets(each, part, end)) for each in open_)):
        others = [value for subset in subsets for value in subset]
        ways = itertools.product(*(range(each.fewest or 1, each.most + 1) for each in certain))
        found = [_of([*others, *_times_each(certain, way, part, end)]) for way in ways]
        means += [max(each for each in found if each is not None)] if any(each is not None for each in found) else []
    return choose(means)


def _times_each(certain: Counted, way: Sequence[int], part: int, end: int) -> Iterator[Fraction]:
    for each, times in zip(certain, way, strict=True):
        yield from [each.entries[0].parts[part][end]] * times


def _subsets(cluster: Cluster, part: int, end: int) -> Iterator[list[Fraction]]:
    """Yield which values of a cluster may be counted: at least one of them, unless all may be copies of others."""
    values = [each.parts[part][end] for each in cluster.entries]
    for kept in itertools.product((False, True), repeat=len(values)):
        if any(kept) or cluster.settled:
            yield [value for value, keep in zip(values, kept, strict=True) if keep]


def _of(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None
