"""From a model of the solver to a subject that somebody could write down."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

import attrs

from ..baseline import Family, as_needed, written
from ..clientfile import subject_to_json
from ..errors import InputError
from ..facts.model import (
    AS_DECLARED,
    HAPPENED,
    NEVER,
    NOT_INDICATED,
    USABLE,
    Between,
    Choice,
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
    Recorded,
    Subject,
)
from ..limit import exact, shown
from ..possible import NEVER_DAYS, Absence
from ..ruleset import RuleSet
from .encode import Scales
from .solve import Entries

MAX_ROWS: Final = 4000
NOT_ASKED: Final = Absence.NOT_ASKED


class NotBuilt(Exception):
    """No subject was found of whom just this is known; ``facts`` are those that stand in the way."""

    def __init__(self, *facts: Fact) -> None:
        super().__init__(", ".join(fact.id for fact in facts))
        self.facts = facts


@attrs.frozen
class Sets:
    """What is known of a subject, in words, where no subject that can be written down as scalars is known so."""

    facts: tuple[str, ...]

    @classmethod
    def of(cls, known: Mapping[Fact, Entries], scales: Scales) -> Sets:
        """Return the facts of which something is known."""
        return cls(
            tuple(
                f"{fact.id}: {_in_words(fact, entries)}"
                for fact, entries in known.items()
                if placed(fact, entries, scales) != unasked(fact, scales)
            )
        )

    def __repr__(self) -> str:
        return f"Sets({', '.join(self.facts)})"


@attrs.frozen
class Witness:
    """One or two subjects for whom a finding can be seen, replayed through the engine, and what is so of them."""

    subjects: tuple[Subject | Sets, ...]
    shows: str
    whole: tuple[Subject, ...] = attrs.field(default=(), eq=False, repr=False)
    """The subjects with all that had to be known of them so that no other rule hides the finding."""

    def lines(self) -> tuple[str, ...]:
        """Return what is so, and of whom: each subject as a file that can be decided about."""
        files = (subject_to_json(each) if isinstance(each, Subject) else repr(each) for each in self.subjects)
        return (f"{self.shows}:", *(f"  {file}" for file in files))


def _in_words(fact: Any, entries: Entries) -> str:
    *possible, state = entries
    absent = "" if state == USABLE else ", never looked for" if state == NOT_INDICATED else ", absent"
    if isinstance(state, tuple):
        absent = f", once {_in_words(fact, (*state, USABLE))}"
    if len(possible) == 2:
        return f"{shown(possible[0])} to {shown(possible[1])}{absent}"
    options = getattr(fact, "options", None) or ("no", "yes")
    return " or ".join(str(option) for n, option in enumerate(options) if possible[0] >> n & 1) + absent


class Row(NamedTuple):
    """Observations as they may be recorded, and what is known by them of the facts that rules read."""

    given: Mapping[Fact, object]
    known: Mapping[Fact, Entries]


def rows(ruleset: RuleSet, scales: Scales, family: Family, facts: Sequence[Fact]) -> tuple[Row, ...]:
    """Return observations of one family by which different things are known of ``facts``.

    A reading beside its own observations cannot be given, so that it has to come out of them.
    """
    found: dict[tuple[tuple[int, ...], ...], Row] = {}
    tried = [_tried(fact, family, scales) for fact in family.inputs]
    on = ruleset.phase.example
    for chosen in _some(tried):
        given = {fact: value for fact, value in zip(family.inputs, chosen, strict=True) if value is not NOT_ASKED}
        if not given:
            continue
        try:
            flat = _made(ruleset, {fact: as_needed(fact, value, on) for fact, value in given.items()})
            known = {fact: tuple(_read(ruleset, flat[fact.group])[fact.slot : fact.slot + fact.size]) for fact in facts}
        except InputError:
            continue
        found.setdefault(tuple(placed(fact, known[fact], scales) for fact in facts), Row(given, known))
    return tuple(found.values())


def _some(tried: Sequence[Sequence[object]]) -> Iterator[tuple[object, ...]]:
    """Yield combinations of values, all of them where they are not too many, else some, always the same."""
    if math.prod(map(len, tried)) <= MAX_ROWS:
        yield from itertools.product(*tried)
        return
    chance = random.Random(0)
    for _ in range(MAX_ROWS):
        yield tuple(map(chance.choice, tried))


def _tried(fact: Fact, family: Family, scales: Scales) -> list[object]:
    """Return what may be recorded of an observation: nothing, or values that rules or readings may tell apart."""
    on_scale = scales.values.get(fact, ())
    if isinstance(fact, Number):
        ends = [(fact.lowest * (10 - n) + fact.highest * n) / Fraction(10) for n in range(11)]
        far = [value for other in family.outputs for value in scales.values.get(other, ())]
        own = [value for other in family.inputs for value in scales.values.get(other, ())]
        near = on_scale or {*ends, *(one + way * other for one in own for other in far for way in (1, -1))}
        values = sorted(round(value) if fact.whole else exact(value) for value in near)
        return [NOT_ASKED, *(written(value) for value in values if fact.lowest <= value <= fact.highest)]
    if isinstance(fact, Event):
        return [NOT_ASKED, *(_point(fact, value) for value in on_scale)]
    if isinstance(fact, Choice):
        return [NOT_ASKED, *fact.options]
    return [NOT_ASKED, False, True] if isinstance(fact, Flag) else [NOT_ASKED]


def build(ruleset: RuleSet, scales: Scales, known: Mapping[Fact, Entries], observed: Iterable[Row] = ()) -> Subject:
    """Return a subject of whom just this is known, and nothing else; raise ``NotBuilt`` where that cannot be given.

    ``observed`` are the observations by which facts are known that stand beside them.
    """
    on = ruleset.phase.example
    values: dict[Fact, object] = {}
    for row in observed:
        values |= {fact: as_needed(fact, value, on) for fact, value in row.given.items()}
    read = {fact for row in observed for fact in row.known}
    for fact, entries in known.items():
        if fact not in read and placed(fact, entries, scales) != unasked(fact, scales):
            values[fact] = as_needed(fact, _value(fact, entries, scales, on), on)
    try:
        subject: Subject = ruleset.subject(**_made(ruleset, values))
    except InputError:
        raise NotBuilt(*values) from None
    wrong = differences(ruleset, scales, subject, known)
    if wrong:
        raise NotBuilt(*wrong)
    return subject


def _made(ruleset: RuleSet, values: Mapping[Fact, object]) -> dict[str, Facts]:
    groups: dict[str, dict[str, object]] = {}
    for fact, value in values.items():
        groups.setdefault(fact.group, {})[fact.name] = value
    nobody = ruleset.subject()
    return {name: type(nobody.__dict__[name])(**facts) for name, facts in groups.items()}


def _read(ruleset: RuleSet, group: Facts) -> Sequence[object]:
    """Return the entries of a group as a rule set reads it."""
    return group.under(ruleset.site.get(group.__group__, AS_DECLARED)).flat(ruleset.phase.example)


def differences(ruleset: RuleSet, scales: Scales, subject: Subject, known: Mapping[Fact, Entries]) -> tuple[Fact, ...]:
    """Return the facts of which something else is known of a subject, as far as rules can tell."""
    flat = {group: _read(ruleset, subject.__dict__[group]) for group in {fact.group for fact in known}}
    return tuple(
        fact
        for fact, entries in known.items()
        if placed(fact, flat[fact.group][fact.slot : fact.slot + fact.size], scales) != placed(fact, entries, scales)
    )


def placed(fact: Fact, entries: Any, scales: Scales) -> tuple[Any, ...]:
    """Return what is known of a fact as far as rules can tell: the places of its ends or its options, and its state."""
    if fact.size == 2:
        return tuple(entries)
    low, high, state = entries
    if isinstance(state, tuple):
        state = tuple(scales.of(fact, each) for each in state)
    return scales.of(fact, low), scales.of(fact, high), state


def unasked(fact: Fact, scales: Scales) -> tuple[Any, ...]:
    """Return that of a fact of which nothing was recorded."""
    possible = fact.full_range(Absence.NOT_ASKED)._replace(unasked=fact in scales.unasked)
    return placed(fact, fact.flat(possible), scales)


# Values as somebody would write them ---------------------------------------------------------------------------


def _value(fact: Fact, entries: Entries, scales: Scales, on: date) -> object:
    *possible, state = entries
    if state != USABLE:
        if isinstance(state, tuple):
            return _too_old(fact, entries, scales, on)
        if state == NOT_INDICATED or placed(fact, entries, scales)[:-1] != unasked(fact, scales)[:-1]:
            raise NotBuilt(fact)
        return Absence.DECLINED
    if len(possible) == 1:
        value = _option(fact, possible[0])
    elif isinstance(fact, Event):
        value = _event(fact, possible[0], possible[1], scales, on)
    else:
        low, high = map(written, possible)
        value = low if low == high else Between(low, high)
    return value


def _too_old(fact: Fact, entries: Entries, scales: Scales, on: date) -> Recorded:
    """Return a report that is too old by a day, and left possible what the entries say."""
    bounds = fact.validity.movable
    days = fact.validity.intake if bounds is None else bounds.ceiling  # too old by whatever a site may choose
    if days is None or isinstance(fact, Event):
        raise NotBuilt(fact)
    then = date.fromordinal(on.toordinal() - days - 1)
    return Recorded(_value(fact, (*entries[-1], USABLE), scales, then), on=then, by=next(iter(fact.may_rule_out), None))


def _option(fact: Any, bits: int) -> object:
    if not hasattr(fact, "options"):
        if bits.bit_count() != 1:
            raise NotBuilt(fact)
        return bits == 2
    chosen = [option for place, option in enumerate(fact.options) if bits >> place & 1]
    return chosen[0] if len(chosen) == 1 else OneOf(*chosen)


def _event(fact: Event, low: Any, high: Any, scales: Scales, on: date) -> object:
    if low == high:
        return _point(fact, low)
    for value in (HAPPENED, *_partial_dates(on)):
        if placed(fact, fact.flat(fact.values_of(value, on)), scales)[:2] == placed(fact, (low, high, 0), scales)[:2]:
            return value
    raise NotBuilt(fact)


def _point(fact: Event, value: Any) -> object:
    if value >= NEVER_DAYS:
        return NEVER
    return HoursAgo(value) if isinstance(fact, Moment) else DaysAgo(value)


def event_spans(fact: Event, scales: Scales, on: date) -> frozenset[tuple[int, int]]:
    """Return the places between which an event can lie when its date is known in part."""
    spans = (fact.flat(fact.values_of(value, on)) for value in (HAPPENED, *_partial_dates(on)))
    return frozenset((low, high) for low, high, _ in (placed(fact, span, scales) for span in spans))


def _partial_dates(on: date) -> Iterator[PartialDate]:
    """Yield the months of some years, then the years, latest first."""
    for year in range(on.year, on.year - 5, -1):
        yield from (PartialDate(year, month) for month in range(12, 0, -1))
    yield from (PartialDate(year) for year in range(on.year, on.year - 60, -1))
