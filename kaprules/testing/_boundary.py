"""What the facts of a rule may be given as, on both sides of everything that it asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..baseline import Baseline, around, as_needed, event_on, limits_in, truth_of, written
from ..conditions import Atom, Test
from ..facts.model import Choice, Event, Fact, Facts, Flag, Moment, Number
from ..possible import Absence, Truth
from . import _decode


class Entries(NamedTuple):
    """What a fact may be given as, on both sides of everything that is asked of it."""

    every: list[object]
    telling: list[object]
    """What makes some of the tests TRUE."""
    harmless: list[object]
    """What makes none of them TRUE."""


def chosen(book: Baseline, entries: Mapping[Fact, Entries], source: _decode.Bytes) -> dict[Fact, object]:
    """Return an entry for each fact: in many clients all of them on one side, so that the rule is settled."""
    side = source.below(8)
    given = {
        fact: source.pick(
            source.pick([each.every] if side < 3 else [each.every, *[each[1 + side % 2] or each.every] * 7])
        )
        for fact, each in entries.items()
    }
    return given if side < 3 else _agreeing(book, given)


def _agreeing(book: Baseline, given: dict[Fact, object]) -> dict[Fact, object]:
    """Return entries of which none contradicts another: what was declared later is left out, as nobody says it."""
    for group in {fact.owner: None for fact in given}:
        for _ in group.__crossed__:
            facts = group(**_as_they_stand(group, given))
            found = next((each for fact in group.__scalars__ if (each := fact.contradicted(facts, book.on))), None)
            if found is None:
                break
            later = max((fact for fact in found.facts if fact in given), key=group.__facts__.index)
            given = given | {later: Absence.NOT_ASKED}
    return given


def _as_they_stand(group: type[Facts], given: Mapping[Fact, object]) -> dict[str, object]:
    """Return the entries of one group, without those that are worked out of others among them."""
    said = [fact for fact in group.__facts__ if given.get(fact, Absence.NOT_ASKED) != Absence.NOT_ASKED]
    names = {fact.name for fact in said}
    return {fact.name: given[fact] for fact in said if fact.cross_checked or names.isdisjoint(fact.derived_from)}


def entries_of(book: Baseline, fact: Fact, tests: list[Atom]) -> Entries:
    plain = [Absence.NOT_ASKED, Absence.DECLINED, *plain_entries(book, fact, tests)]
    every, telling, harmless = [], [], []
    for value in plain:
        absent = isinstance(value, Absence)
        possible = fact.full_range(value) if isinstance(value, Absence) else fact.values_of(value, book.on)
        truths = {truth_of(test, possible) for test in tests}
        given = value if absent else as_needed(fact, value, book.on)
        every.append(given)
        if Truth.TRUE in truths:
            telling.append(given)
        elif truths == {Truth.FALSE}:
            harmless.append(given)
    return Entries(every, telling, harmless)


def plain_entries(book: Baseline, fact: Fact, tests: list[Atom]) -> list[object]:
    if isinstance(fact, Flag):
        return [False, True]
    if isinstance(fact, Choice):
        return list(fact.options)
    if isinstance(fact, Event):
        ever = [3650] if any(test.test in (Test.EVER, Test.NEVER) for test in tests) else []
        agos = [fact.highest, *around(fact, limits_in(tests)), *ever]
        moments = [_decode.moment(ago) for ago in agos[1:]] if isinstance(fact, Moment) else []
        return [*(event_on(fact, ago) for ago in agos), *moments]
    assert isinstance(fact, Number)
    values = around(fact, limits_in(tests)) or (fact.lowest, fact.highest)
    return [written(each) for each in (book.values[fact][0], *values)]
