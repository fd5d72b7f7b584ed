"""How drawn bytes become what a clinic would have written down: facts, groups, subjects.

Each fact owns a few bytes of its group's. The first says what kind of entry it is, the others make it up. Zero
always means the plainest: nothing recorded, the most ordinary value, the decision's day. So Hypothesis draws a
whole group at once, and what it shrinks to is a subject of whom little more is said than the failure needs.

Only the first byte or bytes of each fact are drawn; what makes up the rest of an entry is worked out of these and of
a few bytes for the whole subject. What Hypothesis draws for a test is bounded, at some eight thousand bytes: drawn in
full, two clients were more than it takes for a simplest example.
"""

from __future__ import annotations

import enum
import functools
import hashlib
import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any, Final
from weakref import WeakKeyDictionary

from ..baseline import (
    DECISION_DAY,
    DECISION_MOMENT,
    Baseline,
    Family,
    around,
    as_needed,
    consistent,
    days_before,
    event_on,
    families,
    recorded,
    reporters,
    written,
)
from ..facts.model import (
    HAPPENED,
    AtLeastThese,
    Between,
    Choice,
    Day,
    DaysAgo,
    Event,
    Fact,
    Facts,
    Flag,
    HoursAgo,
    Moment,
    Number,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
    Series,
    Subject,
    Text,
    groups_of,
)
from ..limit import Exact, Limit
from ..possible import NEVER_DAYS, Absence

ZONES: Final = (DECISION_MOMENT.tzinfo, UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=9, minutes=30)))
"""The place of the decision, and others in which it may be another day."""
SCALAR_BYTES: Final = 9
RECORD_BYTES: Final = 4
MAX_RECORDS: Final = 3
UNUSUAL: Final = 640
"""How many 256ths of the facts that a rule set reads are not ordinary in a subject who is otherwise complete."""


class Bytes:
    """Drawn bytes, taken one number at a time; when they run out, every number is 0."""

    def __init__(self, drawn: bytes) -> None:
        self._decode = drawn
        self._place = 0

    def below(self, end: int) -> int:
        """Return a number from 0 to ``end - 1``; a smaller byte never gives a larger number."""
        if end <= 1:
            return 0
        size = 1 if end <= 256 else 2 if end <= 65_536 else 3
        taken = self._decode[self._place : self._place + size].ljust(size, b"\0")
        self._place += size
        return int.from_bytes(taken, "big") * end >> 8 * size

    def pick(self, values: Sequence[Any]) -> Any:
        """Return one of ``values``, the first where the byte is 0."""
        return values[self.below(len(values))]

    def part(self, size: int) -> Bytes:
        """Return the next bytes as a source of their own, so that what one fact takes moves no other."""
        self._place += size
        return Bytes(self._decode[self._place - size : self._place].ljust(size, b"\0"))


class Filled(enum.Enum):
    """How much is recorded of a subject: up to which first byte a fact is absent, and up to which it is ordinary.

    None stands for nearly all: a few facts of each subject are not ordinary, however many the rule set reads.
    """

    SPARSE = (216, 232)
    NEAR = (1, None)
    COMPLETE = (0, None)
    VARIED = (30, 140)
    WHOLE = (0, 256)
    """Nothing but ordinary facts, as the surroundings of a few that are not."""


def size_of(group: type[Facts]) -> int:
    """Return how many bytes a group of facts takes."""
    return 2 * len(families(group)) + sum(map(_size, group.__facts__))


@functools.cache
def _size(fact: Fact) -> int:
    if isinstance(fact, Series):
        return SCALAR_BYTES + MAX_RECORDS * RECORD_BYTES * len(fact.record.__facts__)
    return SCALAR_BYTES


DRAWN: Final = 2
"""How many bytes of a scalar fact are drawn: its kind, and the first that makes up the entry."""
DRAWN_OF_SERIES: Final = 3
DRAWN_OF_READING: Final = 1
"""A reading is given as it stands only where nothing is observed: of it no more than its kind is drawn."""
SEED: Final = 4
"""How many bytes of a subject are drawn from which the rest of each entry is worked out."""
PLAIN: Final = 32
"""Below this the last drawn byte of a fact stands for zeros behind it, as zero does."""


def drawn_size(group: type[Facts]) -> int:
    """Return how many bytes of a group of facts are drawn."""
    return 2 * len(families(group)) + sum(map(_drawn, group.__facts__))


def _drawn(fact: Fact) -> int:
    if isinstance(fact, Series):
        return DRAWN_OF_SERIES
    return DRAWN if fact.derive is None or fact.cross_checked else DRAWN_OF_READING


def in_full(group: type[Facts], drawn: bytes, seed: bytes) -> bytes:
    """Return the bytes of a group out of those that were drawn, and of those of its subject."""
    place = 2 * len(families(group))
    found = [drawn[:place]]
    for fact in group.__facts__:
        first = drawn[place : place + _drawn(fact)]
        more = _size(fact) - len(first)
        key = seed + place.to_bytes(2, "big") + first[-1:]
        found.append(first + (bytes(more) if first[-1] < PLAIN else hashlib.shake_128(key).digest(more)))
        place += len(first)
    return b"".join(found)


def subject(book: Baseline, filled: Filled, drawn: Sequence[bytes]) -> Subject:
    """Return the subject that the bytes of each group describe."""
    groups = groups_of(book.subject).items()
    return book.subject(
        **{name: facts(book, group, filled, part) for (name, group), part in zip(groups, drawn, strict=True)}
    )


WHOLE_SUBJECTS: Final = 8
_whole: WeakKeyDictionary[Baseline, tuple[Mapping[str, Facts], ...]] = WeakKeyDictionary()


def whole(book: Baseline) -> tuple[Mapping[str, Facts], ...]:
    """Return the groups of some complete and ordinary subjects, the plainest first; made once."""
    if book not in _whole:
        chance = random.Random(0)
        _whole[book] = tuple(
            {
                name: facts(book, group, Filled.WHOLE, chance.randbytes(size_of(group)) if number else b"")
                for name, group in groups_of(book.subject).items()
            }
            for number in range(WHOLE_SUBJECTS)
        )
    return _whole[book]


def facts(
    book: Baseline, group: type[Facts], filled: Filled, drawn: bytes, near: Mapping[Fact, object] | None = None
) -> Facts:
    """Return the facts that the bytes of one group describe; ``near`` fixes what some of them are given as."""
    source = Bytes(drawn)
    near = near or {}
    together: dict[str, object] = {}
    barred: set[str] = set()
    beside: set[Fact] = set()
    for family, observed in book.observed[group.__group__]:
        as_scalars, number = source.below(256) >= 128, source.below(256)
        observed_near, read_near = (near.keys() & set(facts) for facts in (family.inputs, family.outputs))
        if read_near and not observed_near:
            # What is asked for is given as it stands; observations beside it would replace it.
            barred |= {fact.name for fact in family.inputs}
        elif read_near and observed_near:
            # Both are asked for: the reading follows from what is observed, and the rest of that is anything.
            barred |= {fact.name for fact in family.outputs if not fact.cross_checked}
            beside |= set(family.inputs) - observed_near
        elif _given_as_scalars(book, family, as_scalars, filled, near):
            barred |= family.barred
        else:
            barred |= {fact.name for fact in family.outputs if not fact.cross_checked}
            together |= observed[number * len(observed) >> 8]
    given: dict[str, object] = {}
    for fact in group.__facts__:
        part = source.part(_size(fact))
        if fact.name in barred or any(name in given for name in fact.derived_from if not fact.cross_checked):
            continue
        value: object
        if fact in near:
            value = near[fact]
        elif fact in beside:
            value = _plain(book, fact, part) if fact.size else _special(book, fact, part, together)
        else:
            value = _given(book, fact, filled, part, together)
        if value is not Absence.NOT_ASKED:
            given[fact.name] = value
    if filled in (Filled.NEAR, Filled.COMPLETE, Filled.WHOLE):  # the others may contradict themselves
        given = consistent(book, group, given, near)
    return group(**given)


def _given_as_scalars(book: Baseline, family: Family, drawn: bool, filled: Filled, near: Mapping[Fact, object]) -> bool:
    if not family.barred:
        return False
    if any(fact in near for fact in family.inputs):
        return False
    complete = filled in (Filled.NEAR, Filled.COMPLETE, Filled.WHOLE)
    if complete and not near and any(fact in book.read for fact in family.inputs):
        # The rules ask for the observations as well: a complete subject has them.
        return False
    return drawn


def _given(book: Baseline, fact: Fact, filled: Filled, source: Bytes, together: Mapping[str, object]) -> object:
    kind = source.below(256)
    absent, baseline = filled.value
    if baseline is None:
        baseline = 256 - min(128, max(3, UNUSUAL // max(1, len(book.read))))
        absent = 128 if fact.on_indication else absent
    if kind < absent:
        return Absence.NOT_ASKED
    if kind < baseline:
        if fact.name in together:
            return together[fact.name]
        if fact.cross_checked and any(name in together for name in fact.derived_from):
            return Absence.NOT_ASKED
        return _ordinary_entry(book, fact, source)
    return _special(book, fact, source, together)


def _ordinary_entry(book: Baseline, fact: Fact, source: Bytes) -> object:
    if isinstance(fact, Text):
        return "chart 1"
    if isinstance(fact, Day):
        return days_before(365 * source.below(90))
    if isinstance(fact, Series):
        return as_needed(fact, (), book.on)
    known = book.values[fact]
    if isinstance(fact, Number):
        middle, low, high = known
        place = source.below(64)
        value: object = written(middle if place < 32 else _between(fact, low, high, place - 32, 31))
    elif isinstance(fact, Event):
        value = event_on(fact, source.pick(known))
    else:
        value = source.pick(known)
    return as_needed(fact, value, book.on)


def _between(fact: Number, low: Exact, high: Exact, part: int, parts: int) -> Exact:
    """Return a number some way from one end to the other, as coarse as a person would write it."""
    value = low + (high - low) * Fraction(part, parts)
    rounded = round(value, 0 if fact.whole else 1)
    number = min(max(Fraction(rounded), Fraction(low)), Fraction(high))
    return number.numerator if number.denominator == 1 else number


# Anything else that may be written down ------------------------------------------------------------------------


def _special(book: Baseline, fact: Fact, source: Bytes, together: Mapping[str, object]) -> object:
    entry: Callable[[Baseline, Any, Bytes], object] = source.pick(
        (_plain, _plain, _plain, _partial, _reason, _evidence, _evidence, _disagreeing, _implausible)
    )
    if isinstance(fact, Series):
        return _series(book, fact, source)
    if isinstance(fact, Day):
        day = days_before(source.below(43_000))
        partly = (PartialDate(day.year), PartialDate(day.year, day.month)) if fact.partial else ()
        return source.pick((Absence.NOT_KNOWN, day, days_before(-source.below(400)), *partly))
    if isinstance(fact, Text):
        return source.pick((Absence.NOT_KNOWN, "chart 2"))
    return entry(book, fact, source)


def _plain(book: Baseline, fact: Fact, source: Bytes) -> object:
    return as_needed(fact, _value(fact, book.limits.get(fact, ()), source), book.on)


def _value(fact: Fact, limits: tuple[Limit, ...], source: Bytes) -> Any:
    """Return any plausible value: often next to a limit, otherwise anywhere."""
    if isinstance(fact, Flag):
        return source.pick((False, True))
    if isinstance(fact, Choice):
        return source.pick(list(fact.options))
    if isinstance(fact, Number):
        return written(_number(fact, limits, source))
    assert isinstance(fact, Event)
    ago = _number(fact, limits, source)
    if ago >= NEVER_DAYS:
        return event_on(fact, ago)
    if isinstance(fact, Moment):
        return HoursAgo(ago) if source.below(2) else moment(ago).astimezone(source.pick(ZONES))
    return days_before(int(ago)) if source.below(2) else DaysAgo(int(ago))


def moment(hours: Exact) -> datetime:
    """Return the moment so many hours before the decision's."""
    return DECISION_MOMENT - timedelta(seconds=round(hours * 3600))


def _number(fact: Number | Event, limits: tuple[Limit, ...], source: Bytes) -> Exact:
    nearby = (*around(fact, limits), fact.lowest, fact.highest)
    where = source.below(256)
    if where < 160:
        near: Exact = source.pick(nearby)
        return near
    if isinstance(fact, Event):
        return source.below(1000 if where < 240 else NEVER_DAYS)
    return _between(fact, fact.lowest, fact.highest, source.below(256), 255)


def _partial(book: Baseline, fact: Fact, source: Bytes) -> object:
    """Return what is known only in part."""
    limits = book.limits.get(fact, ())
    value: object
    if isinstance(fact, Number):
        low, high = sorted((_number(fact, limits, source), _number(fact, limits, source)))
        value = source.pick((Between(low, high), Between(low, None), Between(None, high)))
    elif isinstance(fact, Choice):
        options = [option for option in fact.options if source.below(2)]
        value = OneOf(*(options or fact.options))
    elif isinstance(fact, Event):
        ago = min(int(_number(fact, limits, source)), NEVER_DAYS)
        day = days_before(ago)
        value = source.pick((HAPPENED, PartialDate(day.year, day.month), PartialDate(day.year)))
        if isinstance(fact, Moment):
            day = moment(ago).date()
            value = source.pick((value, day, DaysAgo((DECISION_DAY - min(day, DECISION_DAY)).days)))
    else:
        return source.pick(list(Absence))
    return as_needed(fact, value, book.on)


def _reason(book: Baseline, fact: Fact, source: Bytes) -> object:
    reason = source.pick([absence for absence in Absence if absence is not Absence.NOT_ASKED])
    if source.below(2):
        return Recorded(reason, on=days_before(source.below(400)), by=source.pick(reporters(fact)))
    return reason


def _evidence(book: Baseline, fact: Fact, source: Bytes) -> object:
    """Return a value with evidence: fresh, on the last day of its validity, stale, or of a day to come."""
    value = _value(fact, book.limits.get(fact, ()), source)
    days = _around_validity(fact, book.on)
    when = source.pick(days if fact.requires_date else (*days, None))
    return Recorded(value, on=when, by=source.pick((*reporters(fact), None)))


@functools.cache
def _around_validity(fact: Fact, on: date) -> tuple[date, ...]:
    """Return when a fact may have been recorded: on both sides of the end of its validity, long ago, in the future."""
    at_a_moment = isinstance(on, datetime)
    last = (fact.validity.dosing_day if at_a_moment else fact.validity.intake) or 0
    days = tuple(map(days_before, (0, 1, last, last + 1, 400, 4000, -1)))
    if not at_a_moment:
        return days
    hours = fact.validity.hours or 0
    moments = [DECISION_MOMENT - timedelta(hours=hours, seconds=second) for second in (0, 1, -1)]
    moments += [DECISION_MOMENT - timedelta(days=last + day) for day in (0, 1)]
    elsewhere = [moment.astimezone(zone) for moment, zone in zip(moments, itertools.cycle(ZONES), strict=False)]
    return on, *moments, *elsewhere, moments[0].replace(tzinfo=None), *days


def _disagreeing(book: Baseline, fact: Fact, source: Bytes) -> object:
    """Return two or three reports, which may or may not agree."""
    several = [_evidence(book, fact, source.part(3)) for _ in range(2 + source.below(2))]
    return Reports(*(report for report in several if isinstance(report, Recorded)))


def _implausible(book: Baseline, fact: Fact, source: Bytes) -> object:
    """Return what no subject has, a unit of another family, or a date to come."""
    if isinstance(fact, Number):
        value = source.pick([fact.highest + 1, fact.lowest - 1])
        for unit, factor in fact.units.items():
            if source.below(2):
                return as_needed(fact, Quantity(round(value / factor), unit), book.on)
        return as_needed(fact, written(value), book.on)
    if isinstance(fact, Event):
        to_come = DECISION_MOMENT + timedelta(minutes=1) if isinstance(fact, Moment) else days_before(-1)
        return as_needed(fact, source.pick((to_come, PartialDate(DECISION_DAY.year + 1), DaysAgo(NEVER_DAYS))), book.on)
    return recorded(fact, _value(fact, (), source), days_before(-1))


# Series ------------------------------------------------------------------------------------------------------


def _series(book: Baseline, fact: Series, source: Bytes) -> object:
    head = source.part(SCALAR_BYTES - 2)
    kind = head.below(8)
    count, twice = 1 + head.below(MAX_RECORDS), head.below(4) == 3
    when = head.pick(_around_validity(fact, book.on))
    if kind == 0:
        return as_needed(fact, (), book.on)
    if kind == 1:
        return head.pick([absence for absence in Absence if absence is not Absence.NOT_ASKED])
    readings = [each for each in groups_of(book.subject)[fact.group].__scalars__ if fact.name in each.derived_from]
    nearby = tuple(limit for each in readings for limit in book.limits.get(each, ()))
    size = RECORD_BYTES * len(fact.record.__facts__)
    days = (*map(days_before, (0, 1, 2, 29, 30, 31, 90, 365, 3650, -1)),)
    if isinstance(book.on, datetime):
        days = (book.on, *days, *_around_validity(fact, book.on))
    records = tuple(_record(book, fact.record, nearby, days, source.part(size)) for _ in range(count))
    if twice:
        records = (*records, records[0])
    if kind == 3:
        return as_needed(fact, AtLeastThese(*records), book.on)
    return recorded(fact, records, when) if fact.requires_date or kind == 2 else as_needed(fact, records, book.on)


def _record(
    book: Baseline, record: type[Facts], nearby: tuple[Limit, ...], days: tuple[date, ...], source: Bytes
) -> Facts:
    parts = {part.name: _part(book, part, nearby, days, source.part(RECORD_BYTES)) for part in record.__facts__}
    if record.__one_of__ and all(isinstance(parts[name], Absence) for name in record.__one_of__):
        first = next(part for part in record.__facts__ if part.name == record.__one_of__[0])
        parts[first.name] = as_needed(first, _value(first, (), source), book.on)
    return record(**parts)


def _part(book: Baseline, part: Fact, nearby: tuple[Limit, ...], days: tuple[date, ...], source: Bytes) -> object:
    kind = source.below(256)
    if not part.required and kind < (16 if part.name in part.owner.__one_of__ else 128):
        return Absence.NOT_ASKED
    if isinstance(part, Day):
        return source.pick(days)
    if isinstance(part, Text):
        return "chart 3"
    if isinstance(part, Series):
        return ()
    if isinstance(part, Number) and kind >= 250:
        wrong = source.pick(
            [part.highest + 1, part.lowest - 1, Between(part.lowest, part.highest), Between(part.lowest, None)]
        )
        return as_needed(part, wrong, book.on)
    if not part.required and kind >= 250:
        return source.pick([Absence.NOT_KNOWN, Absence.DECLINED])
    limits = tuple(limit for limit in nearby if limit.unit == getattr(part, "unit", None))
    return as_needed(part, _value(part, limits, source), book.on)
