"""Cases of what is known in part: each form in which a fact can be known, alone, in pairs and in series.

The cases of ``casebook`` are complete; these are not. A fact is absent for each reason, reported twice, out of date,
of a day to come, implausible, in another unit, a range, one of several options, a month or a year; a series holds none,
one or several records. Each case says which rules are TRUE and which open, how true every other rule and concept is
that the fact may change, and what it, and all that is read from it, may still be: so that a wrong reading is noticed
that happens to change no rule.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import attrs

from ..baseline import (
    DECISION_DAY,
    baseline,
    event_on,
    families,
    most_ordinary,
    reporters,
    telling,
    tests_of,
    truth_of,
    worlds,
    written,
)
from ..clientfile import subject_to_data
from ..conditions import Condition
from ..facts.fact import Choice, Day, Event, Fact, Facts, Flag, Moment, Number, Series, Text
from ..facts.medicines import Medicine
from ..facts.subject import groups_of
from ..facts.values import (
    HAPPENED,
    NEVER,
    Between,
    DaysAgo,
    HoursAgo,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reporter,
    Reports,
)
from ..ingredients import INGREDIENTS
from ..limit import exact
from ..possible import NEVER_DAYS, Absence, Level, Truth
from ..rule import Concept, Rule, inlined
from ..ruleset import RuleSet
from ..testing.cases import Case
from ._figures import table, with_row, written_between
from ._search import Data, Searcher, copied, data_of
from ._writer import faithful
from .casebook import cases_to_json

Form = tuple[str, object]
"""What a form is called, and a fact in it, as a caller gives it."""
ALIKE: Final = 1
"""How many facts that are declared alike are shown in every form; the others are shown in a few."""
WORLDS: Final = 30
"""How many ways to make a rule hold are tried before it is given up."""
FEW: Final = ("declined", "two reports", "in part", "bad, at the end", "bad, beyond the end")
SOME: Final = ("declined", "stale", "bad", "two reports", "in part")
"""The forms of a fact that stands beside others."""
NOT_GIVEN: Final = ("left out", Absence.NOT_ASKED)


@attrs.frozen
class KnownInPart:
    """A subject of whom something is known only in part."""

    id: str
    data: Data
    forms: tuple[str, ...]
    """In which form each fact is given that is not ordinary."""
    facts: tuple[Fact, ...]
    """Those facts, as far as rules may read them, and what the rules read from them."""


# The forms of one fact ---------------------------------------------------------------------------------------


class Forms:
    """The forms in which a fact can be known on a date: what is good and what is bad stands for every value."""

    def __init__(self, fact: Fact, good: Any, bad: Any, on: date) -> None:
        self.fact, self.good, self.bad, self.on = fact, good, bad, on
        self.day = date.fromordinal(on.toordinal())
        self.by, *others = reporters(fact)
        self.other = next((each for each in others if each in fact.cleared_by), others[0])

    def recorded(self, value: object, on: date | None = None, by: Reporter | None = None) -> Recorded:
        """Return a value with its evidence, of today and by somebody who may give it, if nothing else is said."""
        return Recorded(value, on=self.on if on is None else on, by=by or self.by)

    def plain(self, value: object) -> object:
        """Return a value as it stands, with evidence where it cannot be built or believed without."""
        return self.recorded(value) if self.fact.dated or self.fact.cleared_by else value

    def every(self) -> Iterator[Form]:
        """Yield every form."""
        if not self.fact.needed:
            yield NOT_GIVEN
            for reason in Absence:
                if reason is not Absence.NOT_ASKED:
                    yield reason.name.lower().replace("_", " "), reason
            yield "declined, on a day", Recorded(Absence.DECLINED, on=self.day, by=Reporter.CLIENT)
        yield "good", self.plain(self.good)
        yield "bad", self.plain(self.bad)
        for name, value in self.of_kind():
            yield name, self.plain(value)
        yield from self.dated()
        yield from self.reported()

    def of_kind(self) -> Iterator[Form]:
        """Yield the forms that only this kind of fact has."""
        if isinstance(self.fact, Choice):
            yield from self.of_choice(self.fact)
        elif isinstance(self.fact, Moment):
            yield from self.of_moment()
        elif isinstance(self.fact, Event):
            yield from self.of_event()
        elif isinstance(self.fact, Number):
            yield from self.of_number(self.fact)

    def of_choice(self, fact: Choice) -> Iterator[Form]:
        options = list(fact.options)
        yield "in part", OneOf(self.good, self.bad)
        if len(options) > 2:
            yield "any but the first", OneOf(*options[1:])
            yield "another", options[-1]
            if len(fact.adverse) > 1:
                yield "one of the bad", OneOf(*fact.adverse)

    def of_number(self, fact: Number) -> Iterator[Form]:
        low, high = sorted((exact(self.good), exact(self.bad)))
        step = 1 if fact.whole else Fraction(1, 10)
        yield "in part", Between(low, high)
        yield "at least", Between(exact(self.bad), fact.highest)
        yield "at most", Between(fact.lowest, exact(self.bad))
        for name, number in (("lowest", fact.lowest), ("highest", fact.highest)):
            yield name, written(number)
        yield "implausibly low", written(fact.lowest - step)
        yield "implausibly high", written(fact.highest + step)
        yield "in part implausible", Between(low, fact.highest + step)
        for unit, factor in fact.units.items():
            for name, number in (("good", self.good), ("bad", self.bad)):
                in_unit = round(Fraction(exact(number)) / factor, 1)
                if not fact.whole or (in_unit * factor).denominator == 1:
                    yield f"{name} in {unit}", Quantity(written(exact(in_unit)), unit)

    def of_event(self) -> Iterator[Form]:
        yield "happened", HAPPENED
        yield "never", NEVER
        ago = self.bad.days if isinstance(self.bad, DaysAgo) else 100
        for days in (ago, ago + 1):
            yield f"on the day {days} days ago", self.day - timedelta(days=days)
        then = self.day - timedelta(days=ago)
        yield "in part", PartialDate(then.year, then.month)
        yield "of that year", PartialDate(then.year)
        yield "of this year", PartialDate(self.day.year)
        yield "of the month after", PartialDate(self.day.year, self.day.month + 1)
        yield "of the year after", PartialDate(self.day.year + 1)
        yield "of a year ago", PartialDate(self.day.year - 1, self.day.month)
        yield "tomorrow", self.day + timedelta(days=1)
        for days in (NEVER_DAYS - 1, NEVER_DAYS):
            yield f"{days} days ago", DaysAgo(days)
        yield "of a year too far back", PartialDate(self.day.year - 121)

    def of_moment(self) -> Iterator[Form]:
        assert isinstance(self.on, datetime)
        yield "happened", HAPPENED
        yield "never", NEVER
        yield "today", self.day
        yield "yesterday", self.day - timedelta(days=1)
        yield "a day ago", DaysAgo(1)
        yield "in part", PartialDate(self.day.year, self.day.month)
        hours = self.bad.hours if isinstance(self.bad, HoursAgo) else Fraction(5)
        for more in (0, Fraction(1, 60)):
            yield f"{float(more):.3f} hours more", HoursAgo(hours + more)
        yield "in another zone", (self.on - timedelta(hours=3)).astimezone(UTC)
        yield "in an hour", self.on + timedelta(hours=1)
        yield "in an hour of another zone", (self.on + timedelta(hours=1)).astimezone(UTC)

    def ends(self) -> tuple[date, date] | None:
        """Return the last day or moment of validity, and the first that is too long ago."""
        validity = self.fact.validity
        if isinstance(self.on, datetime) and validity.hours is not None:
            last: date = self.on - timedelta(hours=validity.hours)
            return last, last - timedelta(seconds=1)
        days = validity.dosing_day if isinstance(self.on, datetime) else validity.intake
        if days is None:
            return None
        last = self.day - timedelta(days=days)
        return last, last - timedelta(days=1)

    def dated(self) -> Iterator[Form]:
        """Yield the forms that a report may have by its day and by whom it is."""
        ends = self.ends()
        if ends is not None:
            for name, value in (("good", self.good), ("bad", self.bad)):
                yield f"{name}, at the end", self.recorded(value, ends[0])
                yield f"{name}, beyond the end", self.recorded(value, ends[1])
            if isinstance(self.fact, Choice):
                yield "in part, beyond the end", self.recorded(OneOf(self.good, self.bad), ends[1])
            if isinstance(self.fact, Number):
                span = Between(*sorted((exact(self.good), exact(self.bad))))
                yield "in part, beyond the end", self.recorded(span, ends[1])
            if isinstance(self.fact, Event):
                yield "never, beyond the end", self.recorded(NEVER, ends[1])
        yield "of a day to come", self.recorded(self.good, self.day + timedelta(days=1))
        if isinstance(self.on, datetime):
            yield "of a moment to come", self.recorded(self.good, self.on + timedelta(minutes=1))
            yield "of today", self.recorded(self.good, self.day)
        if self.fact.cleared_by:
            lacking = next(each for each in Reporter if each not in self.fact.cleared_by)
            yield "good, by somebody else", self.recorded(self.good, by=lacking)
            yield "bad, by somebody else", self.recorded(self.bad, by=lacking)
            yield "good, by nobody", Recorded(self.good, on=self.on)

    def reported(self) -> Iterator[Form]:
        """Yield the forms of several reports."""
        good, bad = self.recorded(self.good), self.recorded(self.bad, by=self.other)
        yield "two reports alike", Reports(good, self.recorded(self.good, by=self.other))
        yield "two reports", Reports(good, bad)
        if not self.fact.needed:
            yield "declined beside bad", Reports(Recorded(Absence.DECLINED, by=self.other), self.recorded(self.bad))
            yield (
                "declined beside not known",
                Reports(Recorded(Absence.DECLINED, by=self.by), Recorded(Absence.NOT_KNOWN, by=self.other)),
            )
        ends = self.ends()
        if ends is not None:
            yield "expired beside good", Reports(good, self.recorded(self.bad, ends[1], self.other))
            yield "expired beside bad", Reports(bad, self.recorded(self.good, ends[1]))
            yield (
                "two expired",
                Reports(
                    self.recorded(self.good, ends[1]), self.recorded(self.bad, ends[1] - timedelta(days=1), self.other)
                ),
            )
            if isinstance(self.fact, Event):
                yield (
                    "expired beside never",
                    Reports(self.recorded(NEVER), self.recorded(self.bad, ends[1], self.other)),
                )
                yield "never expired beside bad", Reports(bad, self.recorded(NEVER, ends[1]))
        yield "to come beside bad", Reports(bad, self.recorded(self.good, self.day + timedelta(days=1)))
        if isinstance(self.fact, Number):
            beyond = self.fact.highest + 1
            yield "implausible beside good", Reports(good, self.recorded(beyond, by=self.other))
            yield "implausible beside bad", Reports(bad, self.recorded(beyond))
            span = Between(*sorted((exact(self.good), exact(self.bad))))
            yield "in part beside good", Reports(good, self.recorded(span, by=self.other))
            yield "in part beside bad", Reports(bad, self.recorded(span))
        if isinstance(self.fact, Choice):
            both = OneOf(self.good, self.bad)
            yield "in part beside good", Reports(good, self.recorded(both, by=self.other))
            yield "in part beside bad", Reports(bad, self.recorded(both))
            yield "three reports", Reports(good, bad, self.recorded(list(self.fact.options)[-1], by=Reporter.RECORD))
        if isinstance(self.fact, Event) and not isinstance(self.fact, Moment):
            year = self.recorded(PartialDate(self.day.year - 1), by=self.other)
            yield "a year beside good", Reports(good, year)
            yield "happened beside never", Reports(self.recorded(NEVER), self.recorded(HAPPENED, by=self.other))
            yield "two dates", Reports(self.recorded(DaysAgo(400)), self.recorded(DaysAgo(40), by=self.other))


# The records of a series -------------------------------------------------------------------------------------

NAMES: Final = tuple(
    dict.fromkeys(
        next(each.name for each in INGREDIENTS if kind in each.classes)
        for kind in sorted({kind for each in INGREDIENTS for kind in each.classes}, key=lambda kind: kind.name)
    )
)
"""An ingredient of each class."""
TWICE: Final = "the same twice"
STRANGE: Final = ("substance that nobody knows", "substance left out", "substance methadone")
"""The names of medicines that also stand beside another."""
PART_FORMS: Final = frozenset(
    {
        *("left out", "not known", "declined", "good", "bad", "in part", "at least", "at most", "implausibly high"),
        *("another", "happened", "never", "of that year", "tomorrow", "of the year after"),
        *("good in kPa", "bad in g/d", "bad in kPa"),
    }
)
"""The forms in which a part of a record is shown."""


def records(series: Series, on: date) -> list[tuple[str, Facts]]:
    """Return records that differ in one part each from the first, each with what is different."""
    usual: dict[str, Any] = {}
    forms: dict[str, list[Form]] = {}
    for part in series.record.__facts__:
        if part.name not in ("by", "reference"):
            usual[part.name], forms[part.name] = _part(part, series, on)
    build: Any = series.record
    found = [("as it stands", build(**usual))]
    for name, each in forms.items():
        for form, value in each:
            record = build(**usual | {name: value})
            if record not in [other for _, other in found]:
                found.append((f"{name} {form}", record))
    if {"systolic", "diastolic"} <= usual.keys():  # neither is implausible alone
        found.append(("diastolic above systolic", build(**usual | {"systolic": 80, "diastolic": 120})))
    return found


def _part(part: Fact, series: Series, on: date) -> tuple[Any, list[Form]]:
    day = date.fromordinal(on.toordinal())
    if isinstance(part, Day):
        ends = Forms(series, None, None, on).ends()
        assert ends is not None
        soon = on + timedelta(minutes=5) if isinstance(on, datetime) else day + timedelta(days=1)
        return on, [("at the end", ends[0]), ("beyond the end", ends[1]), ("to come", soon)]
    if isinstance(part, Text):
        if part is Medicine.rxnorm:
            return Absence.NOT_ASKED, [("of another", "6130"), ("of none", "0")]
        listed = [(name, name) for name in ("methadone", *NAMES)]
        return "lorazepam", [*listed, ("that nobody knows", "xylo"), NOT_GIVEN]
    good, bad = _ends(part)
    forms = [each for each in Forms(part, good, bad, on).every() if each[0] in PART_FORMS]
    return bad, forms


def _ends(part: Fact) -> tuple[Any, Any]:
    """Return a good and a bad value of a part of a record."""
    if isinstance(part, Flag):
        return part.adverse is False, part.adverse is not False
    if isinstance(part, Choice):
        harmless = [option for option in part.options if option not in part.adverse]
        return (harmless or list(part.options))[-1], (part.adverse or tuple(part.options))[0]
    if isinstance(part, Event):
        return DaysAgo(4000), DaysAgo(60)
    assert isinstance(part, Number)
    if part.unit == "mm[Hg]":
        return (110, 190) if part.lowest == 50 else (70, 95)
    if part.unit == "mg/d":
        return 1, 6
    return part.lowest, part.highest // 2


def day_forms(on: date) -> Iterator[Form]:
    """Yield days on both sides of a birthday, and such as cannot be."""
    day = date.fromordinal(on.toordinal())
    yield NOT_GIVEN
    for reason in (Absence.NOT_KNOWN, Absence.DECLINED):
        yield reason.name.lower().replace("_", " "), reason
    for years in (0, 1, 17, 18, 64, 65, 120, 121):
        for later in (-1, 0, 1):
            yield f"{years} years and {later} days ago", day.replace(year=day.year - years) - timedelta(days=later)
    yield "on a leap day", date(2008, 2, 29)


def series_forms(series: Series, on: date) -> Iterator[Form]:
    """Yield lists of none, one and several records, by whom and when they may have been made."""
    known = records(series, on)
    forms = Forms(series, (), (), on)
    yield NOT_GIVEN
    for reason in (Absence.NOT_KNOWN, Absence.DECLINED, Absence.STALE, Absence.CONFLICTING):
        yield reason.name.lower().replace("_", " "), reason
    first = known[0][1]
    lists: list[tuple[str, tuple[Facts, ...]]] = [("none", ()), ("one", (first,))]
    lists += [(f"one: {name}", (record,)) for name, record in known[1:]]
    varied = [(name, record) for name, record in known[1:] if not name.startswith("substance ") or name in STRANGE]
    lists += [(f"two: {name}", (first, record)) for name, record in varied]
    others = [record for _, record in varied]
    for number in (3, 4):
        for start in range(0, len(others) - number + 2, number):
            with_first = (first,) if number == 3 else ()
            lists.append((f"{number}, from {start + 1}", (*with_first, *others[start:][: number - len(with_first)])))
    lists.append((TWICE, (first,)))
    for name, records_given in lists:
        yield name, forms.recorded(records_given, forms.day) if series.dated else records_given
    ends = forms.ends()
    for name, records_given in (lists[0], lists[1], lists[2], lists[-2]):
        if ends is not None:
            yield f"{name}, at the end", forms.recorded(records_given, ends[0])
            yield f"{name}, beyond the end", forms.recorded(records_given, ends[1])
        yield f"{name}, of a day to come", forms.recorded(records_given, forms.day + timedelta(days=1))
        yield f"{name}, recorded", forms.recorded(records_given)


# Subjects ----------------------------------------------------------------------------------------------------


class Finder:
    """Finds subjects of one rule set of whom something is known in part, and in whom that tells."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.searcher = Searcher(ruleset)
        self.book = self.searcher.book
        self.base = data_of(self.searcher, {})
        self.rules: dict[Fact, list[Rule]] = {}
        for rule in sorted(ruleset.rules, key=lambda rule: list(Level).index(rule.level)):
            for fact in tests_of(rule.when):
                self.rules.setdefault(fact, []).append(rule)
        self.seen: set[str] = set()
        self.forms: dict[Fact, dict[str, object]] = {}

    def subjects(self) -> Iterator[KnownInPart]:
        """Yield the subjects, each once: facts alone, series, what is compared, then pairs of one rule."""
        alike: Counter[Any] = Counter()
        for fact in self.facts():
            whole = bool(self.readings(fact)) or alike[kind(fact)] < ALIKE
            alike[kind(fact)] += 1
            near = self.world(fact)
            for name, value in self.all_forms(fact).items():
                if whole or name in FEW:
                    yield from self.built(near, {fact: (name, value)})
        for group in groups_of(self.ruleset.subject).values():
            for family in families(group):
                yield from self.compared(family.inputs, family.outputs)
        pairs: set[tuple[Fact, Fact]] = set()
        for rule in self.ruleset.rules:
            yield from self.pairs(rule, pairs)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts that rules read, and what they are read from."""
        for group in groups_of(self.ruleset.subject).values():
            for fact in group.__facts__:
                if self.outputs(fact) and not isinstance(fact, Text):
                    yield fact

    def outputs(self, fact: Fact) -> tuple[Fact, ...]:
        """Return what of a fact the rules read: itself, and what is read from it."""
        group = groups_of(self.ruleset.subject)[fact.group]
        read = [each for each in group.__facts__ if each is fact or fact.name in each.of]
        return tuple(each for each in read if each in self.rules)

    def all_forms(self, fact: Fact) -> dict[str, object]:
        """Return the forms of a fact by name."""
        if fact not in self.forms:
            if isinstance(fact, Series):
                forms = series_forms(fact, self.book.on)
            elif isinstance(fact, Day):
                forms = day_forms(self.book.on)
            else:
                forms = Forms(fact, *self.good_and_bad(fact), self.book.on).every()
            self.forms[fact] = dict(forms)
        return self.forms[fact]

    def good_and_bad(self, fact: Fact) -> tuple[Any, Any]:
        """Return the most ordinary value of a fact, and one that some test tells from it."""
        good = most_ordinary(self.book, fact)
        tests = [atom for rule in self.rules.get(fact, ()) for atom in tests_of(rule.when)[fact]]
        tests = [atom for atom in tests if atom.operand is not None or not isinstance(fact, Number)]
        before = [self.truths(fact, tests, good)]
        for value in telling(self.book, fact, tests):
            if not isinstance(value, Absence) and value != good and self.truths(fact, tests, value) not in before:
                return good, value
        if isinstance(fact, Flag):
            return good, not good
        if isinstance(fact, Choice):
            return good, next(option for option in (*fact.adverse, *fact.options) if option is not good)
        if isinstance(fact, Event):
            return good, event_on(fact, 100)
        assert isinstance(fact, Number)
        return good, written(next(each for each in (fact.highest, fact.lowest) if each != good))

    def truths(self, fact: Fact, tests: Iterable[Any], value: object) -> list[Truth]:
        possible = fact.narrowed(value, self.book.on)
        return [truth_of(test, possible) for test in tests if test.test.name != "MISSING"]

    def family(self, fact: Fact) -> tuple[Fact, ...]:
        """Return the facts that hang together with one, itself among them."""
        group = groups_of(self.ruleset.subject)[fact.group]
        for family in families(group):
            if fact in (*family.inputs, *family.outputs):
                return (*family.inputs, *family.outputs)
        return (fact,)

    def world(self, fact: Fact) -> Mapping[Fact, object]:
        """Return what is not ordinary where a fact decides the first of its rules; nothing, where that is not found."""
        together = set(self.family(fact))
        for output in self.outputs(fact):
            for rule in self.rules[output]:
                for near in itertools.islice(worlds(self.book, rule.when, {}), WORLDS):
                    beside = {each: value for each, value in near.items() if each not in together}
                    if output in near and self.tells(rule.when, near, {**beside, output: Absence.NOT_KNOWN}):
                        return beside
        return {}

    def tells(self, condition: Condition, *nears: Mapping[Fact, object]) -> bool:
        found = [self.searcher.truths(near, inlined(condition)) for near in nears]
        return all(truths is not None for truths in found) and len({truths[0] for truths in found if truths}) > 1

    def compared(self, inputs: tuple[Fact, ...], outputs: tuple[Fact, ...]) -> Iterator[KnownInPart]:
        """Yield what is compared with one another in a reading, in pairs of forms."""
        if not any(fact in self.rules for fact in outputs) or any(not fact.size for fact in inputs):
            return
        for one, other in itertools.combinations((*inputs, *(fact for fact in outputs if fact.beside)), 2):
            forms = ([*self.some(each), *_within(each, beside)] for each, beside in ((one, other), (other, one)))
            for form, other_form in itertools.product(*forms):
                yield from self.built({}, {one: form, other: other_form})

    def some(self, fact: Fact) -> list[Form]:
        return [(name, value) for name, value in self.all_forms(fact).items() if name in SOME]

    def pairs(self, rule: Rule, before: set[tuple[Fact, Fact]]) -> Iterator[KnownInPart]:
        """Yield a subject for some pairs of forms of two facts of a rule that had none before, where it holds."""
        for one, other in itertools.pairwise(tests_of(rule.when)):
            if (one, other) in before or other in self.family(one):
                continue
            before.add((one, other))
            near = next(
                (
                    each
                    for each in itertools.islice(worlds(self.book, rule.when, {}), WORLDS)
                    if {one, other} <= each.keys()
                ),
                {},
            )
            together = {*self.family(one), *self.family(other)}
            beside = {fact: value for fact, value in near.items() if fact not in together}
            first, then = dict(self.some(one)), dict(self.some(other))
            for name, with_name in PAIRED:
                if name in first and with_name in then:
                    given = {one: (name, first[name]), other: (with_name, then[with_name])}
                    yield from self.built(beside, given)
            return

    def built(self, near: Mapping[Fact, object], given: Mapping[Fact, Form]) -> Iterator[KnownInPart]:
        """Yield the ordinary subject of whom some facts are given in their form, if there can be such a one."""
        about = {**near, **{f: most_ordinary(self.book, f) for f in given if f.size and f not in near}}
        if self.searcher.built(about) is None:
            about = {fact: value for fact, value in about.items() if fact in given}
        data = copied(data_of(self.searcher, about))
        for fact, (_, value) in given.items():
            group: Any = groups_of(self.ruleset.subject)[fact.group]
            into = data.setdefault(fact.group, {})
            into.pop(fact.name, None)
            for other in group.__facts__:
                apart = other not in given and not fact.beside and not other.beside
                if apart and (fact.name in other.of or other.name in fact.of):
                    into.pop(other.name, None)
            if value is not Absence.NOT_ASKED:
                alone = self.ruleset.subject(**{fact.group: group(**{fact.name: value})})
                into.update(subject_to_data(alone)[fact.group])
            if given[fact][0] == TWICE:
                into[fact.name] = into[fact.name] * 2
        data = {group_name: facts for group_name, facts in data.items() if facts}
        key = str(data)
        if key in self.seen or self.searcher.subject_of(data) is None:
            return
        self.seen.add(key)
        varied = dict.fromkeys(each for fact in given for each in (fact, *self.readings(fact)) if each.size)
        name = ", ".join(f"{fact.id} {form}" for fact, (form, _) in given.items())
        yield KnownInPart(name, data, tuple(form for form, _ in given.values()), tuple(varied))

    def readings(self, fact: Fact) -> list[Fact]:
        group = groups_of(self.ruleset.subject)[fact.group]
        return [each for each in group.__facts__ if fact.name in each.of and each in self.rules]


def _within(fact: Fact, other: Fact) -> list[Form]:
    """Return the number that lies in the middle of what another, with which it is compared, may plausibly be."""
    if not isinstance(fact, Number) or not isinstance(other, Number) or fact.unit != other.unit:
        return []
    middle = Fraction(max(fact.lowest, other.lowest) + min(fact.highest, other.highest)) / 2
    value = written(exact(round(middle)) if fact.whole else exact(round(middle, 2)))
    return [("in the middle", Recorded(value, on=DECISION_DAY) if fact.dated else value)]


PAIRED: Final = (
    ("bad", "declined"),
    ("in part", "bad"),
    ("two reports", "stale"),
)
"""The forms of two facts of one rule that are shown together."""


def kind(fact: Fact) -> tuple[Any, ...]:
    """Return how a fact is declared, as far as that makes a difference to the forms in which it is known."""
    own = [bool(getattr(fact, name, None)) for name in ("units", "whole", "reassuring")]
    adverse = getattr(fact, "adverse", None)
    worse = len(adverse) > 1 if isinstance(adverse, tuple) else adverse
    lasts = (fact.validity == type(fact.validity)(), fact.validity.hours is None, fact.lasting, fact.dated)
    return type(fact), worse, *own, *lasts, bool(fact.on_indication), bool(fact.cleared_by), fact.beside


# The cases ---------------------------------------------------------------------------------------------------


def concerned(ruleset: RuleSet, facts: Iterable[Fact]) -> tuple[Rule | Concept, ...]:
    """Return the rules and concepts that some facts may change."""
    wanted = set(facts)
    owners: tuple[Rule | Concept, ...] = (*ruleset.rules, *ruleset.concepts)
    return tuple(owner for owner in owners if wanted & tests_of(owner.when).keys())


@attrs.frozen
class KnownBook:
    """The cases of one rule set in which something is known in part, laid over its ordinary subject."""

    ruleset: RuleSet
    base: Data
    about: tuple[KnownInPart, ...]
    cases: tuple[Case, ...]
    lacking: tuple[str, ...]
    """The facts of a rule that are shown in no form."""

    @property
    def whole(self) -> bool:
        """Whether every fact of a rule is shown."""
        return not self.lacking

    def to_json(self) -> str:
        """Return the book as a case file, one case a line."""
        return cases_to_json(self.ruleset, self.base, self.cases, compact=True)


def casebook(ruleset: RuleSet) -> KnownBook:
    """Return the cases of a rule set in which something is known in part.

    The interpreter decides each, and the independent checker replays it.
    """
    finder = Finder(ruleset)
    about = tuple(finder.subjects())
    shown = {fact for each in about for fact in each.facts}
    lacking = tuple(fact.id for fact in finder.rules if fact not in shown)
    cases = tuple(_case(ruleset, finder, each, baseline(ruleset).on) for each in about)
    return KnownBook(ruleset, finder.base, about, cases, lacking)


def _case(ruleset: RuleSet, finder: Finder, about: KnownInPart, on: date) -> Case:
    decision = faithful(ruleset, finder.searcher.subject(about.data), on)
    still = frozenset(each.rule.id for each in decision.conclusions if each.undecided)
    names = [owner.id for owner in concerned(ruleset, about.facts)]
    findings = {finding.rule: finding.level for finding in decision.findings}
    said = {*findings, *still}
    return Case(
        id=about.id,
        ruleset=ruleset,
        on=on,
        subject=decision.subject,
        data=about.data,
        outcome=decision.outcome,
        findings=findings,
        open=still,
        truths={name: decision.truths[name] for name in names if name not in said},
        flags=frozenset(decision.marks),
        possible={fact.id: decision.subject.possible(fact, on) for fact in about.facts},
    )


# The page of figures -----------------------------------------------------------------------------------------

HEADING: Final = ("rule set", "cases", "facts", "readings", "forms", "two facts together")


def _row(book: KnownBook) -> tuple[str, ...]:
    facts = {fact for each in book.about for fact in each.facts}
    forms = {form for each in book.about for form in each.forms}
    together = sum(len(each.forms) > 1 for each in book.about)
    numbers = (len(book.cases), len(facts), sum(bool(fact.of) for fact in facts), len(forms), together)
    return (book.ruleset.name, *(f"{number:,}" for number in numbers))


def figures(made: Iterable[KnownBook]) -> str:
    """Return how much the cases of each rule set show, as a table in Markdown."""
    return table(HEADING, [_row(book) for book in made])


def write(page: Path, made: Iterable[KnownBook]) -> None:
    """Put the figures into a page; rule sets that are not among them keep theirs."""
    for book in made:
        written_between(page, "known", f"{ABOUT}\n\n{with_row(page, 'known', HEADING, _row(book))}")


ABOUT: Final = """## What is known in part

By `kaprules casebook --known`: cases, in the folder `casebook/known`, in which facts are absent for each reason,
reported twice, out of date, of a day to come, implausible, in another unit, a range, some of their options, a month
or a year, and series with none, one or several records. Each states which rules are TRUE and open, how true the others
are that the fact may change, and what it and the *readings* of it may still be."""
