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
from datetime import date
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
    telling,
    tests_of,
    truth_of,
    worlds,
    written,
)
from ..clientfile import subject_to_data
from ..conditions import Condition
from ..facts.model import Choice, Day, Event, Fact, Flag, Number, Recorded, Series, Text, groups_of
from ..limit import exact
from ..possible import Absence, Level, Truth
from ..rule import Concept, Rule, expand_concepts
from ..ruleset import RuleSet
from ..testing.cases import Case
from ._figures import table, with_row, written_between
from ._forms import TWICE, Form, Forms, day_forms, series_forms
from ._search import Data, Searcher, copied, data_of
from ._writer import faithful
from .casebook import cases_to_json

ALIKE: Final = 1
"""How many facts that are declared alike are shown in every form; the others are shown in a few."""
WORLDS: Final = 30
"""How many ways to make a rule hold are tried before it is given up."""
FEW: Final = ("declined", "two reports", "in part", "bad, at the end", "bad, beyond the end")
SOME: Final = ("declined", "stale", "bad", "two reports", "in part")
"""The forms of a fact that stands beside others."""


@attrs.frozen
class KnownInPart:
    """A subject of whom something is known only in part."""

    id: str
    data: Data
    forms: tuple[str, ...]
    """In which form each fact is given that is not ordinary."""
    facts: tuple[Fact, ...]
    """Those facts, as far as rules may read them, and what the rules read from them."""


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
        read = [each for each in group.__facts__ if each is fact or fact.name in each.derived_from]
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
        possible = fact.values_of(value, self.book.on)
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
        found = [self.searcher.truths(near, expand_concepts(condition)) for near in nears]
        return all(truths is not None for truths in found) and len({truths[0] for truths in found if truths}) > 1

    def compared(self, inputs: tuple[Fact, ...], outputs: tuple[Fact, ...]) -> Iterator[KnownInPart]:
        """Yield what is compared with one another in a reading, in pairs of forms."""
        if not any(fact in self.rules for fact in outputs) or any(not fact.size for fact in inputs):
            return
        for one, other in itertools.combinations((*inputs, *(fact for fact in outputs if fact.cross_checked)), 2):
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
                apart = other not in given and not fact.cross_checked and not other.cross_checked
                if apart and (fact.name in other.derived_from or other.name in fact.derived_from):
                    into.pop(other.name, None)
            if value is not Absence.NOT_ASKED:
                alone = self.ruleset.subject(**{fact.group: group(**{fact.name: value})})
                into.update(subject_to_data(alone)[fact.group])
            if given[fact][0] == TWICE:
                _double(into, fact.name)
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
        return [each for each in group.__facts__ if fact.name in each.derived_from and each in self.rules]


def _double(entries: dict[str, Any], name: str) -> None:
    """Write each record of a list twice, be it a list with evidence or without."""
    while isinstance(entries[name], dict):
        entries = entries[name]
        name = "value" if "value" in entries else "at_least"
    entries[name] = entries[name] * 2


def _within(fact: Fact, other: Fact) -> list[Form]:
    """Return the number that lies in the middle of what another, with which it is compared, may plausibly be."""
    if not isinstance(fact, Number) or not isinstance(other, Number) or fact.unit != other.unit:
        return []
    middle = Fraction(max(fact.lowest, other.lowest) + min(fact.highest, other.highest)) / 2
    value = written(exact(round(middle)) if fact.whole else exact(round(middle, 2)))
    return [("in the middle", Recorded(value, on=DECISION_DAY) if fact.requires_date else value)]


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
    lasts = (fact.validity == type(fact.validity)(), fact.validity.hours is None, fact.lifelong, fact.requires_date)
    return type(fact), worse, *own, *lasts, bool(fact.on_indication), bool(fact.may_rule_out), fact.cross_checked


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
    numbers = (len(book.cases), len(facts), sum(bool(fact.derived_from) for fact in facts), len(forms), together)
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
