"""Which part of which observation is missing: the daily dose of zolpidem, not the list of medicines.

Found by trial, of any series alike. An observation matters where what is read of the list would be known better
without it; of such a one, those parts matter with which, once they are known, it would be. Where there is
something that no part would tell, it is the observation itself that is not known: a medicine whose name stands in no
table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from ..engine.evaluation import Evaluation
from ..facts.model import (
    NEVER,
    AtLeastThese,
    Choice,
    Event,
    Fact,
    Facts,
    Flag,
    Number,
    Recorded,
    Series,
    Text,
    with_exactly,
)
from ..language import CODED, Language, Locale, lower, message
from ..possible import Interval, Options, Possible

ABOUT_THE_RECORD: Final = ("by", "reference")
NAMELESS: Final = message("an entry without a name")


@attrs.frozen
class Part:
    """What is not known of one observation: a part of it, or what it is."""

    fact: str
    """The id of the part; that of the series where the observation itself is not known."""
    title: str
    of: str
    """What the observation is called: a medicine by its name."""
    said: tuple[str, ...] = attrs.field(default=(), repr=False)
    """Why the observation itself is not known, as a reading of it says, in each language in the order of these."""

    def render(self, locale: Locale = CODED) -> str:
        """Return it in words: ``daily dose of zolpidem``."""
        if self.said:
            return self.said[tuple(Language).index(locale.language)]
        return locale("{part} of {observation}", part=lower(locale(self.title)), observation=locale(self.of))


def parts(evaluation: Evaluation, series: Series, readings: Iterable[Fact]) -> tuple[Part, ...]:
    """Return what is missing of the observations of a series, for what is read of it and not known well enough."""
    group = evaluation.subject.group(series)
    records = _records(group.__dict__[series.name])
    wanted = tuple(fact for fact in readings if not is_exact(evaluation.possible(fact)))
    found = {part for place in range(len(records)) for part in _of_one(evaluation, series, records, place, wanted)}
    return tuple(sorted(found, key=lambda part: (part.of, part.fact, part.said)))


def _of_one(
    evaluation: Evaluation,
    series: Series,
    records: tuple[Any, ...],
    place: int,
    wanted: tuple[Fact, ...],
) -> Iterator[Part]:
    record, others = records[place], (records[:place], records[place + 1 :])
    without = _read(evaluation, series, (*others[0], *others[1]), wanted)
    concerned = tuple(fact for fact in wanted if _narrower(without[fact], evaluation.possible(fact)))
    if not concerned:
        return
    called, helped, found = _called(record), set[Fact](), []
    for part in record.__facts__:
        if part.size and not is_exact(part.possible(record, evaluation.on)):
            filled = (with_exactly(record, {part.name: value}) for value in _values(part, evaluation))
            told = [_read(evaluation, series, (*others[0], each, *others[1]), concerned) for each in filled]
            by = {fact for fact in concerned if any(_narrower(each[fact], evaluation.possible(fact)) for each in told)}
            if by:
                helped |= by
                found.append(Part(part.id, part.title, called))
    if helped == set(concerned):
        yield from found
        return
    alone = evaluation.placed(_with(evaluation, series, (record,)))
    said = next((each for fact in concerned if (each := _said(fact, alone, evaluation))), ())
    yield Part(series.id, series.title, called, said)


def _said(reading: Fact, group: Facts, evaluation: Evaluation) -> tuple[str, ...]:
    """Return in each language what a reading says of the only observation of a group; nothing where it says nothing."""
    if reading.shows is None:
        return ()
    each = [reading.shows(group, evaluation.on, Locale(language)) for language in Language]
    return tuple(told[0] for told in each) if all(each) else ()


def _records(given: Any) -> tuple[Any, ...]:
    value = given.value if isinstance(given, Recorded) else given
    value = value.records if isinstance(value, AtLeastThese) else value
    return value if isinstance(value, tuple) else ()


def _with(evaluation: Evaluation, series: Series, records: tuple[Any, ...]) -> Any:
    group = evaluation.subject.group(series)
    given = group.__dict__[series.name]
    value = given.value if isinstance(given, Recorded) else given
    other: Any = AtLeastThese(*records) if isinstance(value, AtLeastThese) else records
    return with_exactly(
        group, {series.name: attrs.evolve(given, value=other) if isinstance(given, Recorded) else other}
    )


def _read(
    evaluation: Evaluation, series: Series, records: tuple[Any, ...], wanted: tuple[Fact, ...]
) -> dict[Fact, Possible]:
    group = evaluation.placed(_with(evaluation, series, records))
    return {fact: fact.possible(group, evaluation.on) for fact in wanted}


def _values(part: Fact, evaluation: Evaluation) -> Iterator[Any]:
    if isinstance(part, Flag):
        yield from (True, False)
    elif isinstance(part, Choice):
        yield from part.options
    elif isinstance(part, Event):
        yield from (NEVER, evaluation.on)
    elif isinstance(part, Number):
        yield from (part.lowest, part.highest)


def is_exact(possible: Possible) -> bool:
    """Say whether one value is left, and it is known."""
    if possible.absence is not None:
        return False
    if isinstance(possible, Interval):
        return possible.low == possible.high
    return possible.bits.bit_count() == 1


def _narrower(now: Possible, before: Possible) -> bool:
    """Say whether something is known better."""
    if before.absence is not None and now.absence is None:
        return True
    if isinstance(now, Options) and isinstance(before, Options):
        return now.bits.bit_count() < before.bits.bit_count()
    assert isinstance(now, Interval) and isinstance(before, Interval)
    return now.high - now.low < before.high - before.low


def _called(record: Any) -> str:
    """Return what an observation is called: by the text or the kind that is written of it, wherever it stands."""
    for kind in (Text, Choice):
        for part in record.__facts__:
            value = record.__dict__[part.name]
            value = value.value if isinstance(value, Recorded) else value
            if isinstance(part, kind) and part.name not in ABOUT_THE_RECORD:
                if isinstance(value, str):
                    return value
                if isinstance(part, Choice) and value in part.options:
                    return str(value.value)
    return NAMELESS
