"""Subjects that show something of a rule: complete, ordinary, and otherwise only in what makes one test decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, Final

import attrs

from ..baseline import Baseline, baseline, plain, telling, tests_of, truth_of
from ..clientfile import DAY, TIME, subject_from_data, subject_to_data
from ..conditions import AllOf, AnyOf, Atom, Condition, atoms, fold
from ..engine import interpreter
from ..engine.snapshot import Snapshot
from ..errors import InputError
from ..facts.model import Event, Fact, Moment, Series, Subject, every_fact
from ..limit import Exact
from ..possible import Absence, Truth
from ..rule import EXAMPLE_DAY, Example
from ..ruleset import RuleSet

WORLDS: Final = 40
"""How many ways to make a test decide are tried before it is given up."""
Near = Mapping[Fact, object]
"""What is not ordinary about a subject."""
Data = dict[str, Any]
"""A subject in the form of a client file."""


# Searching ---------------------------------------------------------------------------------------------------

HOLDS: Final = frozenset({Truth.TRUE})
FAILS: Final = frozenset({Truth.FALSE})
NOT_FAILS: Final = frozenset({Truth.TRUE, Truth.UNKNOWN})
NOT_HOLDS: Final = frozenset({Truth.FALSE, Truth.UNKNOWN})
Wanted = tuple[tuple[Condition, frozenset[Truth]], ...]
"""Conditions, each with how true it may be."""


def settled(book: Baseline, wanted: Wanted, known: Near, values: Mapping[Fact, list[object]]) -> Iterator[Near]:
    """Yield values of facts under which each condition is as true as it is wanted, ordinary ones first."""
    if not wanted:
        yield known
        return
    (condition, truths), *rest = wanted
    if isinstance(condition, Atom):
        fact = condition.subject
        assert isinstance(fact, Fact)
        for each in (known[fact],) if fact in known else values[fact]:
            if truth_of(condition, possible(book, fact, each)) in truths:
                yield from settled(book, tuple(rest), {**known, fact: each}, values)
    elif isinstance(condition, AllOf) is (Truth.TRUE in truths):
        yield from settled(book, (*((part, truths) for part in condition.parts), *rest), known, values)
    else:
        for part in condition.parts:
            yield from settled(book, ((part, truths), *rest), known, values)


def possible(book: Baseline, fact: Fact, given: object) -> Any:
    """Return what a value leaves possible, or the reason why there is none."""
    return fact.full_range(given) if isinstance(given, Absence) else fact.values_of(given, book.on)


def deciding(condition: Condition) -> Iterator[tuple[Atom, tuple[tuple[Condition, type], ...]]]:
    """Yield each test of a condition with the parts beside it, and of which node each of them is a part."""
    if isinstance(condition, Atom):
        yield condition, ()
        return
    for place, part in enumerate(condition.parts):
        beside = tuple((other, type(condition)) for other in condition.parts[:place] + condition.parts[place + 1 :])
        for atom, within in deciding(part):
            yield atom, (*within, *beside)


FLIPPED: Final = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}


def decides(condition: Condition, atom: Atom, subject: Subject, on: date) -> Truth | None:
    """Return how true a test is for a subject, if an inlined condition would not be as true, were it the opposite."""
    truths = {id(each): interpreter.truth_for(each, subject, on) for each in atoms(condition)}
    here = truths[id(atom)]
    if here not in FLIPPED:
        return None
    flipped = _from(condition, truths | {id(atom): FLIPPED[here]})
    return None if flipped is _from(condition, truths) else here


def _from(condition: Condition, truths: Mapping[int, Truth]) -> Truth:
    return fold(condition, lambda atom: truths[id(atom)], lambda every, parts: min(parts) if every else max(parts))


@attrs.frozen
class Pair:
    """Two worlds in which one test decides a rule: TRUE in one and FALSE in the other."""

    atom: Atom
    holds: Near
    fails: Near
    alone: bool
    """Whether every other test is as true in both."""


class Searcher:
    """Finds subjects of one rule set, each of them built and looked at."""

    def __init__(self, ruleset: RuleSet, book: Baseline | None = None) -> None:
        self.ruleset = ruleset
        self.book = baseline(ruleset) if book is None else book
        self.groups: dict[tuple[str, str], Any] = {}

    def subject(self, data: Data) -> Subject:
        """Return the subject whom data describe; a group that was seen before is not built again."""
        kind = self.ruleset.subject
        found = {}
        for name in data:
            key = name, json.dumps(data[name])
            if key not in self.groups:
                self.groups[key] = subject_from_data(kind, {name: data[name]}).__dict__[name]
            found[name] = self.groups[key]
        subject: Subject = kind(**found)
        return subject

    def subject_of(self, data: Data) -> Subject | None:
        """Return the subject whom data describe; None where there can be none."""
        try:
            return self.subject(data)
        except InputError:
            return None

    def built(self, near: Near) -> Subject | None:
        """Return the ordinary subject with some values; None where they cannot be given together."""
        given = {(fact.group, fact.name) for fact, value in near.items() if value is not Absence.NOT_ASKED}
        read = [  # readings that are given as they stand: they need none of what they are read from
            {(fact.group, name) for name in fact.derived_from}
            for fact, value in near.items()
            if value is not Absence.NOT_ASKED and not any((fact.group, name) in given for name in fact.derived_from)
        ]
        barred: set[tuple[str, str]] = set().union(*read)
        try:
            return plain(self.book, {f: v for f, v in near.items() if (f.group, f.name) not in barred})
        except InputError:
            return None

    def truths(self, near: Near, condition: Condition) -> tuple[Truth, ...] | None:
        """Return how true a condition is, then each of its tests, for the subject with some values."""
        subject = self.built(near)
        if subject is None:
            return None
        names = {atom.subject.group for atom in atoms(condition) if isinstance(atom.subject, Fact)}
        facts = Snapshot({name: subject.__dict__[name].flat(self.book.on) for name in names}, {})
        return tuple(interpreter.truth(each, facts, {}) for each in (condition, *atoms(condition)))

    def truth(self, data: Data, condition: Condition, on: date) -> Truth | None:
        """Return how true a condition is for the subject whom data describe; None where there can be none."""
        subject = self.subject_of(data)
        return None if subject is None else interpreter.truth_for(condition, subject, on)

    def marked(self, condition: Condition, mark: Condition) -> Iterator[tuple[Atom, Near]]:
        """Yield, for each test of a mark's condition and each value of its fact, a world in which it decides.

        The mark's rule holds in all of them, if there are any.
        """
        tests = tests_of(AllOf((condition, mark)))
        values = {fact: telling(self.book, fact, tests[fact]) for fact in tests}
        for atom, beside in deciding(mark):
            assert isinstance(atom.subject, Fact)
            neutral = tuple((part, HOLDS if node is AllOf else FAILS) for part, node in beside)
            for value in values[atom.subject]:
                wanted = (*neutral, (condition, HOLDS))
                for near in islice(settled(self.book, wanted, {atom.subject: value}, values), WORLDS):
                    truths = self.truths(near, condition)
                    if truths is not None and truths[0] is Truth.TRUE:
                        yield atom, near
                        break

    def pairs(self, condition: Condition) -> Iterator[tuple[Atom, Pair | None]]:
        """Yield each test of an inlined condition with two worlds in which it decides, if there are any."""
        tests = tests_of(condition)
        values = {fact: telling(self.book, fact, tests[fact]) for fact in tests}
        unknown = {fact: [Absence.NOT_ASKED, *each] for fact, each in values.items()}
        for number, (atom, beside) in enumerate(deciding(condition), 1):
            found = self._pair(condition, number, atom, beside, values, strict=True)
            yield atom, found or self._pair(condition, number, atom, beside, unknown, strict=False)

    def _pair(
        self,
        condition: Condition,
        number: int,
        atom: Atom,
        beside: tuple[tuple[Condition, type], ...],
        values: Mapping[Fact, list[object]],
        strict: bool,
    ) -> Pair | None:
        """Return two worlds in which the test with a number decides; two that differ in one test, if there are."""
        to_hold = tuple((p, HOLDS if node is AllOf else FAILS if strict else NOT_HOLDS) for p, node in beside)
        to_fail = tuple((p, FAILS if node is AnyOf else HOLDS if strict else NOT_FAILS) for p, node in beside)
        holding = [
            (near, truths)
            for near in islice(settled(self.book, ((atom, HOLDS), *to_hold), {}, values), WORLDS)
            if (truths := self.truths(near, condition)) and truths[0] is truths[number] is Truth.TRUE
        ]
        found: Pair | None = None
        for near, truths in holding:
            assert isinstance(atom.subject, Fact)
            for other in values[atom.subject]:
                fails: Near = {**near, atom.subject: other}
                if truth_of(atom, possible(self.book, atom.subject, other)) is Truth.FALSE:
                    then = self.truths(fails, condition)
                    if then is not None and then[0] is then[number] is Truth.FALSE:
                        found = Pair(atom, near, fails, alone=_changed(truths, then) == 1)
                        if found.alone:
                            return found
        if holding and found is None:
            for fails in islice(settled(self.book, ((atom, FAILS), *to_fail), {}, values), WORLDS):
                then = self.truths(fails, condition)
                if then is not None and then[0] is then[number] is Truth.FALSE:
                    return Pair(atom, holding[0][0], fails, alone=_changed(holding[0][1], then) == 1)
        return found


def _changed(first: tuple[Truth, ...], then: tuple[Truth, ...]) -> int:
    """Return how many tests are not as true as before."""
    return sum(a is not b for a, b in zip(first[1:], then[1:], strict=True))


def data_of(searcher: Searcher, near: Near) -> Data:
    """Return the ordinary subject with some values, in the form of a client file."""
    subject = searcher.built(near)
    assert subject is not None
    return subject_to_data(subject)


# Facts in the form of a client file --------------------------------------------------------------------------


@attrs.frozen
class Place:
    """A fact of a subject, or a part of each record of a series."""

    series: Series | None
    fact: Fact

    @property
    def of(self) -> Fact:
        """The fact of the subject."""
        return self.fact if self.series is None else self.series

    @property
    def name(self) -> str:
        """The id of what is declared."""
        return self.fact.id

    def given(self, data: Data) -> list[Data]:
        """Return the objects in which it is given, as parts of ``data``; none where it is not given as one value."""
        group = data.get(self.of.group, {})
        if self.of.name not in group:
            return []
        if self.series is None:
            holders = [(group, self.of.name)]
        else:
            holders = [(record, self.fact.name) for record in records(group, self.series) if self.fact.name in record]
        found = []
        for holder, name in holders:
            each = holder[name]
            if not isinstance(each, dict):
                each = holder[name] = {"value": each}
            found.append(each)
        return found if all("reports" not in each and "absent" not in each for each in found) else []


def records(group: Data, series: Series) -> list[Data]:
    """Return the records of a series, as parts of the data of its group."""
    listed = group.get(series.name, [])
    if isinstance(listed, dict):
        listed = listed.get("value") or listed.get("at_least") or []
    found: list[Data] = listed
    return found


def places(ruleset: RuleSet) -> Iterator[tuple[Place, frozenset[Fact]]]:
    """Yield every fact that a rule set reads, and every part of a record, with the facts that are read from it."""
    read = set(ruleset.facts)
    for fact in every_fact(ruleset.subject):
        outputs = {each for each in read if each.group == fact.group and fact.name in each.derived_from}
        if fact in read:
            outputs.add(fact)
        if outputs:
            yield Place(None, fact), frozenset(outputs)
            if isinstance(fact, Series):
                for part in fact.record.__facts__:
                    if part.size:
                        yield Place(fact, part), frozenset(outputs)


def with_number(place: Place, data: Data, number: Exact | Decimal, unit: str) -> Data | None:
    """Return a subject in whom one number, or one event so long ago, is another; None where it is not given."""
    each = copied(data)
    holders = place.given(each)
    for given in holders:
        for name in ("value", "unit", "at_least", "at_most", "days_ago", "hours_ago"):
            given.pop(name, None)
        if isinstance(place.fact, Event):
            given["hours_ago" if isinstance(place.fact, Moment) else "days_ago"] = plain_number(number)
        else:
            given |= {"value": plain_number(number), "unit": unit}
    return each if holders else None


def copied(data: Data) -> Data:
    """Return a copy that may be changed."""
    found: Data = json.loads(json.dumps(data))
    return found


def in_example(ruleset: RuleSet, example: Example, base: Data, on: date) -> Data | None:
    """Return the ordinary subject with the facts of a rule's example, its days moved to those of the decision.

    None where they cannot be moved: a month or a year alone is not a number of days.
    """
    days = on.toordinal() - EXAMPLE_DAY.toordinal()
    found = copied(base)
    for name, group in subject_to_data(example.about(ruleset.subject)).items():
        into = found.setdefault(name, {})
        declared = {fact.name: fact for fact in every_fact(ruleset.subject) if fact.group == name}
        for fact, given in group.items():
            moved = _moved(given, days)
            if moved is None:
                return None
            for other in declared.values():  # observations and what is read from them exclude one another
                if (
                    not other.cross_checked
                    and not declared[fact].cross_checked
                    and (fact in other.derived_from or other.name in declared[fact].derived_from)
                ):
                    into.pop(other.name, None)
            into[fact] = moved
    return found


def _moved(given: Any, days: int) -> Any:
    if isinstance(given, dict):
        parts = {name: _moved(value, days) for name, value in given.items()}
        return None if None in parts.values() else parts
    if isinstance(given, list):
        entries = [_moved(value, days) for value in given]
        return None if None in entries else entries
    if isinstance(given, str) and re.fullmatch(f"{DAY}({TIME})?", given):
        then = (datetime if "T" in given else date).fromisoformat(given)
        return (then + timedelta(days=days)).isoformat()
    return None if isinstance(given, str) and re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", given) else given


def plain_number(number: Exact | Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
