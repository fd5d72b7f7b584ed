"""When time alone changes it: the first day, or moment, at which the same records come to a better outcome.

Nothing is learnt and nothing is done: the subject is decided again later, as ``decide`` would. Events recede, birthdays
come, and what was recorded with a date goes out of date. What carries no date counts as of the day of each decision,
and days ago as counted from it: time does not move them.

Between two days on which a record is dated or goes out of date, what is read of a fact moves one way only, as time
does. So each test changes there at most twice, and bisection finds the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

import attrs

from ..conditions import Atom
from ..engine.conclusions import Conclusions
from ..engine.evaluation import Evaluation, conclude, once
from ..engine.interpreter import truth
from ..engine.snapshot import alone, snapshot
from ..facts.model import (
    AtLeastThese,
    Fact,
    Facts,
    PartialDate,
    Recorded,
    Reports,
    Series,
    Subject,
    Validity,
    elapsed,
    instant,
)
from ..language import CODED, Locale
from ..possible import Absence, Outcome, Truth
from ..rule import fact_atoms
from ..ruleset import RuleSet

YEARS: Final = 20
"""How far ahead is looked."""
MINUTES: Final = 24 * 60


@attrs.frozen
class Earliest:
    """The first day, or moment, at which time alone has led to a better outcome."""

    on: date
    outcome: Outcome
    passed: tuple[str, ...]
    """The rules that stood in the way, TRUE or open, and are FALSE by then."""
    lapsed: tuple[str, ...]
    """Those that only are not proven any more: what they rest on is too old by then, or its date known in part."""
    stale: tuple[str, ...]
    """The facts that are too old by then, and would have to be obtained again."""

    def render(self, locale: Locale = CODED) -> str:
        """Return it in the reader's language; facts and rules go by their identifiers."""
        named = (
            (locale("passed"), self.passed),
            (locale("no longer proven"), self.lapsed),
            (locale("too old by then"), self.stale),
        )
        details = "; ".join(f"{what}: {', '.join(names)}" for what, names in named if names)
        return locale(
            "{outcome} from {day} on, by time alone ({details})",
            outcome=locale(self.outcome.value),
            day=locale.when(self.on),
            details=details,
        )

    def __str__(self) -> str:
        return self.render()


@once
def earliest(evaluation: Evaluation) -> Earliest | None:
    """Return when time alone first leads to a better outcome, or None where it does not within twenty years.

    The day is exact, and the minute for a rule set that is asked at a moment: just before, the outcome is no better.
    """
    ruleset, subject, on = evaluation.ruleset, evaluation.subject, evaluation.on
    ahead = _Ahead(ruleset, subject, on, evaluation.zone)
    first = blocking = blocking_rules(ruleset, evaluation.concluded, evaluation.outcome)
    step = 0
    while blocking:
        following = [ahead.changes_of_rule(place, step) for place in blocking]
        known = [each for each in following if each is not None]
        if len(known) < len(following):
            return None
        step = max(known)
        then = conclude(ruleset, snapshot(ruleset, subject, ahead.at(step), ahead.zone))
        blocking = blocking_rules(ruleset, then, evaluation.outcome)
        if not blocking:
            day = ahead.at(step)
            named: dict[bool, list[str]] = {True: [], False: []}
            for place in first:
                named[then.rules[place] is Truth.FALSE].append(ruleset.rules[place].id)
            stale = tuple(fact.id for fact in ruleset.facts if _went_stale(evaluation, fact, day))
            return Earliest(day, then.outcome, tuple(named[True]), tuple(named[False]), stale)
    return None


def blocking_rules(ruleset: RuleSet, concluded: Conclusions, outcome: Outcome) -> tuple[int, ...]:
    """Return the places of the rules that have to be otherwise for an outcome better than the one given."""
    return tuple(
        place
        for place, each in enumerate(concluded.of(ruleset))
        if each.reaches > Outcome.NO_EXCLUSION_FOUND and each.reaches >= outcome
    )


def _went_stale(evaluation: Evaluation, fact: Fact, later: date) -> bool:
    then = evaluation.subject.possible(fact, later, None if isinstance(later, datetime) else evaluation.zone)
    return evaluation.possible(fact).absence is None and then.absence is Absence.STALE


class _Ahead:
    """Steps ahead of a decision, days or minutes, and those at which a test of a fact changes."""

    def __init__(self, ruleset: RuleSet, about: Subject, on: date, zone: tzinfo | None) -> None:
        self.ruleset = ruleset
        self.about = about
        self.on = on
        self.zone = None if isinstance(on, datetime) else zone
        last = max(on.toordinal(), min(on.toordinal() + 365 * YEARS, date.max.toordinal() - 1))
        if ruleset.in_force is not None:
            last = min(last, ruleset.in_force[1].toordinal())
        self.steps = (last - on.toordinal()) * (MINUTES if isinstance(on, datetime) else 1)
        self.tests: dict[Fact, list[Atom]] = {}
        self.facts: list[tuple[Fact, ...]] = []
        for rule in ruleset.rules:
            read: dict[Fact, None] = {}
            for atom in fact_atoms(rule.when):
                assert isinstance(atom.subject, Fact)
                read[atom.subject] = None
                self.tests.setdefault(atom.subject, []).append(atom)
            self.facts.append(tuple(read))
        self.told: dict[tuple[Fact, int], object] = {}
        self.breaks: dict[Fact, list[int]] = {}

    def at(self, step: int) -> date:
        """Return the day, or the moment, so many steps ahead."""
        if isinstance(self.on, datetime):
            later = instant(self.on) + timedelta(minutes=step)
            try:
                return later.astimezone(self.on.tzinfo)
            except OverflowError:  # on the first day that there is, before the clocks of UTC reach it
                return later
        return date.fromordinal(self.on.toordinal() + step)

    def changes_of_rule(self, place: int, step: int) -> int | None:
        """Return the first step, after a given one, at which a test of a rule has another truth."""
        following = [self.changes_of(fact, step) for fact in self.facts[place]]
        return min((each for each in following if each is not None), default=None)

    def changes_of(self, fact: Fact, step: int) -> int | None:
        """Return the first step, after a given one, at which a test of a fact has another truth."""
        if fact.timeless(self.about.group(fact)):
            return None
        now = self.tell(fact, step)
        for end in [each for each in self.broken(fact) if each > step]:
            if self.tell(fact, end - 1) != now:
                return self._between(fact, step, end - 1, now)
            if self.tell(fact, end) != now:
                return end
            step = end
        return None

    def _between(self, fact: Fact, same: int, other: int, now: object) -> int:
        while other - same > 1:
            middle = (same + other) // 2
            same, other = (middle, other) if self.tell(fact, middle) == now else (same, middle)
        return other

    def tell(self, fact: Fact, step: int) -> object:
        """Return the truths of all tests of a fact so many steps ahead, and how it stands."""
        if (fact, step) not in self.told:
            try:
                entries = fact.flat(self.about.possible(fact, self.at(step), self.zone))
            except Exception as error:  # the decision names it
                self.told[fact, step] = repr(error)
            else:
                facts = alone(fact, entries)
                self.told[fact, step] = (entries[-1], *(truth(test, facts, {}) for test in self.tests[fact]))
        return self.told[fact, step]

    def broken(self, fact: Fact) -> list[int]:
        """Return the steps between which a fact moves one way only: around every date, and every end of a validity."""
        if fact not in self.breaks:
            group = self.about.group(fact)
            sources = _sources(fact, group)
            days = {day for source in sources for day in _dates(group.__dict__[source.name])}
            ends = {self.ruleset.validity_of(each) for source in sources for each in _that_expire(source)}
            around = {step + more for step in self._steps(days, ends) for more in (0, 1)}
            self.breaks[fact] = sorted({step for step in around if 0 < step < self.steps} | {self.steps})
        return self.breaks[fact]

    def _steps(self, days: set[date], ends: set[Validity]) -> Iterator[int]:
        for day in days:
            yield from self._after(day, timedelta())
            for end in ends:
                if not isinstance(self.on, datetime):
                    yield from self._after(day, _days(end.intake))
                elif end.hours is not None:
                    yield from self._after(day, timedelta(hours=end.hours))
                else:
                    yield from self._after(date.fromordinal(day.toordinal()), _days(end.dosing_day))

    def _after(self, day: date, later: timedelta) -> Iterator[int]:
        """Yield the last step before something ends that lasts so long after a day, or after a moment."""
        try:
            if not isinstance(self.on, datetime):
                yield day.toordinal() - self.on.toordinal() + later.days
                return
            moments = [day]
            if not isinstance(day, datetime) or day.tzinfo is None:
                midnight = datetime.combine(date.fromordinal(day.toordinal()), time(), self.on.tzinfo)
                moments = [midnight, midnight + timedelta(days=1)]
            for moment in moments:
                assert isinstance(moment, datetime)
                yield elapsed(moment + later, self.on) // timedelta(minutes=1)
        except OverflowError:
            return


def _days(days: int | None) -> timedelta:
    return timedelta(days=days or 0)


def _sources(fact: Fact, group: Facts) -> list[Fact]:
    """Return a fact with everything that it is read from."""
    found = [fact]
    for each in found:
        found += [part for part in group.__facts__ if part.name in each.derived_from and part not in found]
    return found


def _that_expire(fact: Fact) -> Iterator[Fact]:
    """Yield a fact, and those of its records."""
    yield fact
    if isinstance(fact, Series):
        yield from fact.record.__facts__


def _dates(value: Any) -> Iterator[date]:
    """Yield every date in what was given for a fact."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, PartialDate):
        yield from (value.first, value.last)
    elif isinstance(value, Recorded):
        yield from _dates(value.value)
        yield from _dates(value.on)
    elif isinstance(value, Reports):
        for report in value.reports:
            yield from _dates(report)
    elif isinstance(value, tuple | AtLeastThese):
        for record in value if isinstance(value, tuple) else value.records:
            for part in record.__facts__:
                yield from _dates(record.__dict__[part.name])
