"""What is declared of facts, shown by subjects in whom it tells: validity, plausible ranges, units, authority."""

from __future__ import annotations

import functools
import itertools
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ..baseline import limits_in, tests_of
from ..clientfile import subject_to_data
from ..engine.evaluation import conclude
from ..engine.snapshot import snapshot
from ..errors import InputError
from ..facts.model import Choice, Day, Event, Fact, Flag, Moment, Number, Reporter, Series, Text, groups_of
from ..ingredients import INGREDIENTS
from ..language import lower
from ..limit import Exact, shown, with_unit
from ..rule import Rule
from ._search import Data, Place, copied, data_of, in_example, plain_number, records, with_number
from ._writer import Writer

COMBINED: Final = 2000
"""How many combinations of what hangs together are tried where nothing else shows what is declared of a fact."""
CONTEXTS: Final = 6
"""In how many surroundings."""
ALIKE: Final = 4
"""How many of those that come out alike."""
LONG_AGO: Final = 9000
"""The age, in days, of a risk that lasts."""


Varied = list[tuple[str, Data]]
"""The same subject in several ways, each with what is said of it."""
Thing = tuple[str, Callable[[Data], Varied]]
"""Something that is declared of a fact, and how a subject may show it."""


class FactCases:
    """Finds, for what is declared of facts, subjects of one rule set in whom it tells."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.ruleset = writer.ruleset
        self.on = writer.book.on
        self.shown = self.there = 0
        self.rules: dict[Fact, list[Rule]] = {}
        for rule in sorted(self.ruleset.rules, key=lambda rule: rule.level, reverse=True):
            for fact in tests_of(rule.when):
                self.rules.setdefault(fact, []).append(rule)

    def write(self, where: Iterable[tuple[Place, frozenset[Fact]]]) -> None:
        """Write the cases of some facts, each with what is read from it."""
        for place, outputs in where:
            wanted = things = list(self.things(place))
            read = place.series is None
            for rule, data in self.subjects(place, outputs) if wanted else ():
                wanted = [thing for thing in wanted if not self.tells(rule, data, thing)]
                read = read or self.truths(data) != self.truths(self.without(place, data))
                if not wanted:
                    break
            if read:  # of a record not every part is read by every rule set
                self.there += len(things)
                self.shown += len(things) - len(wanted)
                self.writer.lacking += [f"{place.name}: {name}" for name, _ in wanted]

    def subjects(self, place: Place, outputs: frozenset[Fact]) -> Iterator[tuple[Rule, Data]]:
        """Yield subjects in whom a fact may tell: where it decides a rule, ordinary ones, the rules' own examples."""
        fact = place.fact
        worlds = sorted(self.writer.worlds.get(fact, ()) if place.series is None else (), key=lambda world: world[0])
        for _, rule, near in worlds:
            yield rule, data_of(self.writer.searcher, near)
        if isinstance(fact, Flag | Choice):
            risks = fact.adverse if isinstance(fact, Choice) else (fact.adverse,)
            for (_, rule, near), risk in itertools.product(worlds, risks):
                subject = self.writer.searcher.built({**near, fact: risk}) if risk is not None else None
                if subject is not None:
                    yield rule, subject_to_data(subject)
        read = sorted(outputs, key=lambda fact: fact.id)
        rules = dict.fromkeys(rule for fact in read for rule in self.rules.get(fact, ()))
        for rule in rules:
            yield rule, self.writer.base
            for example in rule.examples:
                data = in_example(self.ruleset, example, self.writer.base, self.on)
                if data is not None:
                    yield rule, data
        for _, rule, near in worlds:
            data = self.uncrossed(fact, data_of(self.writer.searcher, near))
            if data is not None:
                yield rule, data
        if rules:
            rule = next(iter(rules))
            yield from ((rule, data) for data in self.combined(place))

    def uncrossed(self, fact: Fact, data: Data) -> Data | None:
        """Return a subject without what an extreme value of a fact may contradict; None where that is nothing."""
        group = groups_of(self.ruleset.subject)[fact.group]
        crossed = {f.name for each in group.__crossed__ if fact in each.facts for f in each.facts if f is not fact}
        crossed &= data.get(fact.group, {}).keys()
        found = copied(data)
        for name in crossed:
            del found[fact.group][name]
        return found if crossed else None

    def combined(self, place: Place) -> Iterator[Data]:
        """Yield subjects with a fact, and all that it hangs together with, in many combinations.

        All else is ordinary, or as it is where something that is read from the fact decides a rule. Those in whom the
        fact makes no difference are left out, and of those that come out alike all but a few.
        """
        of = place.of
        families = [family for family, _ in self.writer.book.observed[of.group]]
        family = next((each for each in families if of in (*each.inputs, *each.outputs)), None)
        if family is None:
            return
        together = (*family.inputs, *family.outputs)
        if place.series is not None:
            parts: tuple[Fact, ...] = place.series.record.__facts__
        else:
            parts = family.inputs if of in family.inputs else (of, *(f for f in family.outputs if f is not of))
        values = [_plain_values(part, parts, self.on, in_record=place.series is not None) for part in parts]
        count, chance, seen = math.prod(map(len, values)), random.Random(place.name), Counter[Any]()
        for context in self.contexts(together):
            for number in range(count) if count <= COMBINED else (chance.randrange(count) for _ in range(COMBINED)):
                chosen: Data = {}
                rest = number
                for part, each in zip(parts, values, strict=True):
                    rest, here = divmod(rest, len(each))
                    if each[here] is not None:
                        chosen[part.name] = each[here]
                in_series = {of.name: {"value": [chosen], "on": self.on.isoformat()}}
                into = context | {of.group: context.get(of.group, {}) | (chosen if place.series is None else in_series)}
                given, without = self.truths(into), self.truths(self.without(place, into))
                key = given, without, str(chosen.get("substance"))
                if given is not None and given != without and seen[key] < ALIKE:
                    seen[key] += 1
                    yield into

    def without(self, place: Place, data: Data) -> Data:
        """Return a subject in whom a fact is not given, or a part in none of its records."""
        found = copied(data)
        group = found.get(place.of.group, {})
        for holder in (group,) if place.series is None else records(group, place.series):
            holder.pop(place.fact.name, None)
        return found

    def contexts(self, family: tuple[Fact, ...]) -> list[Data]:
        """Return the ordinary subject, and those in whom some of a family's facts decide a rule, without the family."""
        worlds = [near for fact in family for _, _, near in self.writer.worlds.get(fact, ())]
        found: list[Data] = []
        for near in ({}, *worlds):
            data = data_of(self.writer.searcher, {fact: value for fact, value in near.items() if fact not in family})
            for fact in family:
                data.get(fact.group, {}).pop(fact.name, None)
            if data not in found and len(found) < CONTEXTS:
                found.append(data)
        return found

    def tells(self, rule: Rule, data: Data, thing: Thing) -> bool:
        """Write the cases that show what is declared, if it makes any difference in this subject."""
        name, variants = thing
        varied = [(why, each, self.truths(each)) for why, each in variants(data)]
        if len({truths for _, _, truths in varied if truths is not None}) < 2:
            return False
        for why, each, truths in varied:
            if truths is not None:
                self.writer.case(rule, name, each, why)
        return True

    def truths(self, data: Data) -> tuple[Any, ...] | None:
        """Return how true each rule is and which are open; None for what cannot be built."""
        try:
            subject = self.writer.searcher.subject(data)
        except InputError:
            return None
        concluded = conclude(self.ruleset, snapshot(self.ruleset, subject, self.on))
        return (*concluded.rules, *concluded.undecided)

    def things(self, place: Place) -> Iterator[Thing]:
        """Yield what is declared of a fact, as far as this rule set's phase asks for it."""
        fact = place.fact
        if place.series is None:
            ends = self.ends(fact)
            if ends:
                yield "validity", lambda data: self.recorded(place, data, ends, adverse=False)
                if isinstance(fact, Flag | Choice) and fact.adverse_bits and not fact.lifelong:
                    yield "validity of a risk", lambda data: self.recorded(place, data, ends, adverse=True)
                elif isinstance(fact, Flag | Choice) and fact.lifelong:
                    yield "lasting", lambda data: self.long_ago(place, data)
            if fact.may_rule_out:
                yield "authority", lambda data: self.by(place, data)
        if isinstance(fact, Number):
            for end, other in ((fact.lowest, -1), (fact.highest, 1)):
                yield (
                    "plausible",
                    functools.partial(self.plausible, place, end, end + other * step_of(fact, self.rules)),
                )
            for unit in fact.units:
                yield f"in {unit}", functools.partial(self.around, place, unit)
        if isinstance(fact, Number | Event) and fact not in self.rules:
            yield "turns", functools.partial(self.around, place, getattr(fact, "unit", ""))

    def ends(self, fact: Fact) -> tuple[date, date] | None:
        """Return the last day or moment of validity and the first beyond it, before the decision's."""
        validity, on = fact.validity, self.on
        if isinstance(on, datetime) and validity.hours is not None:
            last: date = on - timedelta(hours=validity.hours)
            return last, last - timedelta(seconds=1)
        days = validity.dosing_day if isinstance(on, datetime) else validity.intake
        if days is None:
            return None
        last = date.fromordinal(on.toordinal() - days)
        return last, last - timedelta(days=1)

    def recorded(self, place: Place, data: Data, ends: tuple[date, date], adverse: bool) -> Varied:
        """Return a subject with a value of the last day on which it reassures, and of the day before."""
        fact = place.fact
        if adverse is not self.is_adverse(fact, data):
            return []
        found = []
        for end, words in zip(ends, ("the last on which it is relied on", "too long ago to rely on"), strict=True):
            each = copied(data)
            for given in place.given(each):
                given["on"] = end.isoformat()
                if fact.may_rule_out:
                    given.setdefault("by", fact.may_rule_out[0].value)
                for record in records(each[fact.group], fact) if isinstance(fact, Series) else ():
                    if "on" in record:
                        record["on"] = end.isoformat()
                found.append((f"{lower(fact.title)} of {end}, {words}", each))
        return found

    def long_ago(self, place: Place, data: Data) -> Varied:
        """Return a subject with a risk that was recorded long ago, and without it."""
        fact = place.fact
        if not self.is_adverse(fact, data):
            return []
        old, without = copied(data), copied(data)
        for given in place.given(old):
            given["on"] = (self.on - timedelta(days=LONG_AGO)).isoformat()
        del without[fact.group][fact.name]
        return [(f"{lower(fact.title)}, recorded long ago", old), (f"{lower(fact.title)} not known", without)]

    def is_adverse(self, fact: Fact, data: Data) -> bool:
        if not isinstance(fact, Flag | Choice):
            return False
        found = self.writer.searcher.subject(data).possible(fact, self.on)
        return found.absence is None and fact.adverse_only(found)

    def by(self, place: Place, data: Data) -> Varied:
        """Return a subject with a value on the word of somebody who may say so, and of somebody who may not."""
        allowed = place.fact.may_rule_out[0]
        found = []
        for reporter in (allowed, next(each for each in Reporter if each not in place.fact.may_rule_out)):
            each = copied(data)
            for given in place.given(each):
                given["by"] = reporter.value
                given.setdefault("on", self.on.isoformat())
                found.append((f"{lower(place.fact.title)} on the word of the {reporter.value}", each))
        return found

    def plausible(self, place: Place, end: Exact, beyond: Exact, data: Data) -> Varied:
        """Return a subject with the last plausible value, and one with the first beyond it."""
        fact = place.fact
        assert isinstance(fact, Number)
        return [
            (f"{lower(fact.title)} {with_unit(shown(number), fact.unit)}, {words}", each)
            for number, words in ((end, "still plausible"), (beyond, "no longer plausible"))
            if (each := with_number(place, data, number, fact.unit)) is not None
        ]

    def around(self, place: Place, unit: str, data: Data) -> Varied:
        """Return a subject with two neighbouring values, in some unit, between which a rule changes its mind."""
        fact = place.fact
        assert isinstance(fact, Number | Event)
        factor = fact.units.get(unit, Fraction(1)) if isinstance(fact, Number) else Fraction(1)
        limits = limits_in(atom for rule in self.rules.get(fact, ()) for atom in tests_of(rule.when)[fact])
        steps = [fact.lowest + (min(fact.highest, 20_000) - fact.lowest) * Fraction(n, 24) for n in range(25)]
        points = [_rounded(fact, number / factor) for number in (*sorted({*steps, *(x.value for x in limits)}),)]

        def truths(number: Decimal) -> tuple[Any, ...] | None:
            each = with_number(place, data, number, unit)
            return None if each is None else self.truths(each)

        first = truths(points[0])
        turn = next((pair for pair in itertools.pairwise(points) if truths(pair[1]) not in (None, first)), None)
        if first is None or turn is None:
            return []
        return [
            (f"{lower(fact.title)} {number.normalize():f} {unit}", varied)
            for number in _narrowed(fact, *turn, lambda number: truths(number) == first)
            if (varied := with_number(place, data, number, unit)) is not None
        ]


def _plain_values(fact: Fact, beside: Iterable[Fact], on: date, in_record: bool) -> list[Any]:
    """Return some values of a fact, or of a part of a record, as a client file gives them; None leaves it out.

    Numbers of one unit have those of each other, since they may be compared.
    """
    evidence = {} if in_record else {"on": on.isoformat()}
    if fact.may_rule_out and not in_record:
        evidence["by"] = fact.may_rule_out[0].value
    without = [] if fact.required or not in_record else [None]
    day = date.fromordinal(on.toordinal())
    if isinstance(fact, Day):
        return [on.isoformat()] if fact.required else [str(day - timedelta(days=days)) for days in (9000, 30000)]
    if isinstance(fact, Text):
        compared = [each.name for each in INGREDIENTS if each.lorazepam_equivalent is not None]
        return compared if fact.name == "substance" else [None]
    if fact.name == "by":
        return [None]
    if isinstance(fact, Flag):
        return [*({"value": each, **evidence} for each in (False, True)), *without]
    if isinstance(fact, Choice):
        return [*({"value": each.value, **evidence} for each in fact.options), *without]
    if isinstance(fact, Event):
        ago = {"hours_ago": (1, 30, 300)} if isinstance(fact, Moment) else {"days_ago": (3, 60, 300, 9000)}
        agos = [{name: each, **evidence} for name, several in ago.items() for each in several]
        return [*agos, {"value": "never", **evidence}, *without]
    if isinstance(fact, Number):
        alike = [each for each in beside if isinstance(each, Number) and each.unit == fact.unit]
        ends = {n for each in alike for n in (each.lowest, (each.lowest + each.highest) // 2, each.highest)}
        ends = {number for number in ends if fact.lowest <= number <= fact.highest}
        return [*({"value": plain_number(number), "unit": fact.unit, **evidence} for number in sorted(ends)), *without]
    return [None]


def _rounded(fact: Fact, number: Exact) -> Decimal:
    if isinstance(fact, Event) or (isinstance(fact, Number) and fact.whole):
        return Decimal(round(number))
    found = Decimal(number.numerator) / Decimal(number.denominator)
    return found.quantize(Decimal(1).scaleb(max(found.adjusted(), -3) - DIGITS))


DIGITS: Final = 6
"""To how many digits after the first a number is told from its neighbour."""


def _narrowed(fact: Fact, low: Decimal, high: Decimal, as_low: Callable[[Decimal], bool]) -> tuple[Decimal, Decimal]:
    """Return two neighbours between which something changes."""
    while True:
        middle = _rounded(fact, Fraction(low + high) / 2)
        if middle in (low, high):
            return low, high
        low, high = (middle, high) if as_low(middle) else (low, middle)


def step_of(fact: Number, rules: Mapping[Fact, Iterable[Rule]]) -> Exact:
    """Return by how little a number is moved: a tenth, or the smallest step of the limits that it is compared with."""
    if fact.whole:
        return 1
    limits = limits_in(atom for rule in rules.get(fact, ()) for atom in tests_of(rule.when)[fact])
    return min((Fraction(1, 10), *(limit.step for limit in limits)))
