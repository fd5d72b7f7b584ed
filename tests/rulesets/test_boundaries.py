"""Both sides of every number: each limit, each window of days or hours, each partial date and each validity.

What has to come out is worked out here from the declarations, value by value and day by day, and compared with what
every engine says of a subject to whom nothing else happened. A function returns what is wrong; the tests assert that
there is nothing, and that it notices when a comparison, a window, a date or a validity is broken on purpose.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from typing import Any, NamedTuple

import attrs
import pytest

from kaprules.authoring import by_clinician
from kaprules.baseline import written
from kaprules.conditions import Atom, Test
from kaprules.decision import decide
from kaprules.engine import bits, checker, durable, interpreter
from kaprules.engine.snapshot import snapshot
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    USABLE,
    Between,
    Choice,
    DaysAgo,
    Event,
    Fact,
    Flag,
    HoursAgo,
    Moment,
    Number,
    PartialDate,
    Recorded,
    Series,
    Subject,
    Validity,
    every_fact,
    groups_of,
    kinds,
)
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.limit import Exact, Limit
from kaprules.possible import NEVER_DAYS, Absence, Interval, Level, Options, Outcome, Truth
from kaprules.rule import Concept, Marked, Phase, Rule, Until, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.sources import proposal
from kaprules.testing import DECISION_DAY, DECISION_MOMENT, decided_on

MEANS: dict[Test, Callable[[Any, Any], bool]] = {
    Test.AT_LEAST: operator.ge,
    Test.ABOVE: operator.gt,
    Test.AT_MOST: operator.le,
    Test.BELOW: operator.lt,
}
WHOLE = {
    name: attrs.evolve(each, rules=each.rules + each.optional_rules, optional_rules=(), home="")
    for name, each in RULESETS.items()
}
"""Every rule set, with the rules that a site may switch on."""
ELSEWHERE = timezone(timedelta(hours=14))
SECOND = timedelta(seconds=1)


class Comparison(NamedTuple):
    """A fact, and a limit with which some rule set compares it."""

    ruleset: RuleSet
    fact: Number | Event
    test: Test
    limit: Limit


def compared() -> Iterator[Comparison]:
    """Yield every comparison of every rule set once, those of concepts and of marks included."""
    seen = set()
    for ruleset in WHOLE.values():
        for owner in (*ruleset.rules, *ruleset.concepts):
            for atom in itertools.chain.from_iterable(map(fact_atoms, conditions(owner))):
                key = ruleset.name, atom.subject, atom.test, atom.operand
                if isinstance(atom.operand, Limit) and key not in seen:
                    seen.add(key)
                    assert isinstance(atom.subject, Number | Event)
                    yield Comparison(ruleset, atom.subject, atom.test, atom.operand)


def conditions(owner: Rule | Concept) -> Iterator[Any]:
    """Yield what an owner asks, and what its marks ask."""
    yield owner.when
    if isinstance(owner, Rule):
        yield from (mark.when for mark in owner.marks if isinstance(mark, Marked))


def every(kind: type | tuple[type, ...]) -> pytest.MarkDecorator:
    """Return the parameters of a test of every comparison of facts of a kind."""
    return pytest.mark.parametrize(
        "comparison",
        [
            pytest.param(each, id=f"{each.ruleset.name} {each.fact.id} {each.test.value} {each.limit.id}")
            for each in compared()
            if isinstance(each.fact, kind) and not (kind is Event and isinstance(each.fact, Moment))
        ],
    )


# What the engines say ----------------------------------------------------------------------------------------


@functools.cache
def alone(comparison: Comparison) -> RuleSet:
    """Return a rule set that asks one comparison and nothing else."""
    rule = Rule(
        id="example.comparison",
        source=proposal("a comparison of a rule, by itself"),
        level=Level.NOTE,
        when=Atom(comparison.fact, comparison.test, comparison.limit),
        clinician_text="It holds.",
    )
    whole = comparison.ruleset
    return RuleSet(whole.name, whole.question, (rule,), subject=whole.subject, phase=whole.phase)


def said(comparison: Comparison, value: object, on: date) -> Truth:
    """Return how true a comparison is, by every engine, of a subject of whom one value is known."""
    book = alone(comparison)
    zone = None if isinstance(on, datetime) else DECISION_MOMENT.tzinfo
    facts = snapshot(book, about(book.subject, comparison.fact, value, on), on, zone)
    concluded = interpreter.evaluate(book, facts)
    assert bits.evaluate(book, facts) == concluded
    assert not durable.available() or durable.evaluate(book, facts) == concluded
    assert checker.faults(book, facts, concluded) == ()
    return concluded.rules[0]


def about(kind: type[Subject], fact: Fact, value: object, on: date) -> Subject:
    """Return a subject of whom one fact is known, with the evidence that it needs."""
    if (fact.requires_date or fact.may_rule_out) and not isinstance(value, Recorded):
        day = on if fact.requires_date else None
        value = Recorded(value, on=day, by=fact.may_rule_out[0] if fact.may_rule_out else None)
    return kind(**{fact.group: groups_of(kind)[fact.group](**{fact.name: value})})


def meant(comparison: Comparison, values: Any) -> Truth:
    """Return how true a comparison is of a subject who may have any of some values."""
    found = {MEANS[comparison.test](value, comparison.limit.value) for value in values}
    assert found
    return Truth.UNKNOWN if len(found) == 2 else Truth.TRUE if True in found else Truth.FALSE


def wrong_answers(comparison: Comparison, cases: Any, ask: Callable[..., Truth] = said) -> list[str]:
    """Return each case that does not come out as it should; a case is what is given, when, and what it may be.

    Some have to hold and some not: otherwise only one side of the limit was tried.
    """
    wrong, reached = [], set()
    for given, on, values in cases:
        expected = meant(comparison, values)
        reached.add(expected)
        found = ask(comparison, given, on)
        if found is not expected:
            wrong.append(f"{given!r} on {on}: {found.name}, not {expected.name}")
    return wrong + [f"never {truth.name}" for truth in (Truth.TRUE, Truth.FALSE) if truth not in reached]


# Numbers -----------------------------------------------------------------------------------------------------


def numbers_around(comparison: Comparison) -> Iterator[tuple[object, date, list[Exact]]]:
    """Yield the last value below a limit, the limit and the first value above it."""
    fact, limit = comparison.fact, comparison.limit
    for value in (limit.value - limit.step, limit.value, limit.value + limit.step):
        if fact.lowest <= value <= fact.highest:
            yield written(value), decided_on(comparison.ruleset), [value]


class TestNumbers:
    """One step below its limit, at it and one step above, a number says exactly what the comparison means."""

    @every(Number)
    def test_on_both_sides_of_the_limit(self, comparison: Comparison) -> None:
        """Every engine tells the three apart as the declaration does."""
        assert wrong_answers(comparison, numbers_around(comparison)) == []

    @every(Number)
    def test_what_is_known_in_part(self, comparison: Comparison) -> None:
        """A range that ends at the limit or next to it is decided only where all of it lies on one side."""
        values = [value for _, _, (value,) in numbers_around(comparison)]
        on = decided_on(comparison.ruleset)
        ranges = [(low, high) for low, high in itertools.product(values, repeat=2) if low <= high]
        cases = [(Between(low, high), on, (low, high)) for low, high in ranges]
        assert wrong_answers(comparison, cases) == []


# Windows of days ---------------------------------------------------------------------------------------------


def days_around(comparison: Comparison) -> Iterator[tuple[object, date, list[Exact]]]:
    """Yield day n-1, n and n+1 of a window, as days ago, as a date and as a time of that date."""
    on = decided_on(comparison.ruleset)
    assert isinstance(comparison.limit.value, int)
    for ago in (comparison.limit.value - 1, comparison.limit.value, comparison.limit.value + 1):
        if ago < 0:
            continue
        day = DECISION_DAY - timedelta(days=ago)
        yield DaysAgo(ago), on, [ago]
        yield day, on, [ago]
        if ago > 0:
            for hour in (time.min, time.max):
                yield datetime.combine(day, hour, DECISION_MOMENT.tzinfo), on, [ago]
    yield NEVER, on, [NEVER_DAYS]
    yield HAPPENED, on, [0, NEVER_DAYS - 1]


def partial_days_around(comparison: Comparison) -> Iterator[tuple[object, date, list[Exact]]]:
    """Yield a year and a month, decided on when their first or their last day lies at day n-1, n or n+1."""
    at_a_moment = comparison.ruleset.phase is Phase.DOSING_DAY
    for partial in (PartialDate(2023), PartialDate(2023, 2), PartialDate(2024, 2)):
        possible = [partial.first + timedelta(days=day) for day in range((partial.last - partial.first).days + 1)]
        for edge, off in itertools.product((partial.first, partial.last), (-1, 0, 1)):
            on = edge + timedelta(days=int(comparison.limit.value) + off)
            agos: list[Exact] = [(on - day).days for day in possible if day <= on]
            if agos:
                yield partial, datetime.combine(on, time(9, 30), DECISION_MOMENT.tzinfo) if at_a_moment else on, agos


class TestDays:
    """On the last day of a window, the day before and the day after, an event says exactly what the window means."""

    @every(Event)
    def test_on_both_sides_of_the_window(self, comparison: Comparison) -> None:
        """Whether it is given as days ago or as a date, at the intake and on a dosing day."""
        assert wrong_answers(comparison, days_around(comparison)) == []

    @every(Event)
    def test_partial_dates(self, comparison: Comparison) -> None:
        """A year or a month is decided only where every day of it that is not to come lies on one side."""
        cases = list(partial_days_around(comparison))
        assert {meant(comparison, values) for _, _, values in cases} == set(Truth)
        assert wrong_answers(comparison, cases) == []


# Windows of hours --------------------------------------------------------------------------------------------


def hours_around(comparison: Comparison) -> Iterator[tuple[object, date, list[Exact]]]:
    """Yield an hour, a step and a second before the end of a window, its end, and as much after it."""
    limit = comparison.limit
    for off in (1, limit.step, Fraction(1, 3600)):
        for ago in (limit.value - off, limit.value, limit.value + off):
            if ago >= 0:
                moment = DECISION_MOMENT.astimezone(UTC) - timedelta(microseconds=int(ago * 3_600_000_000))
                yield HoursAgo(ago), DECISION_MOMENT, [ago]
                yield moment.astimezone(DECISION_MOMENT.tzinfo), DECISION_MOMENT, [ago]
                yield moment.astimezone(ELSEWHERE), DECISION_MOMENT, [ago]
    yield NEVER, DECISION_MOMENT, [NEVER_DAYS]
    yield HAPPENED, DECISION_MOMENT, [0, NEVER_DAYS - 1]


def whole_days_around(comparison: Comparison) -> Iterator[tuple[object, date, list[Exact]]]:
    """Yield a day without a time and a month, decided a second before, at and after the window of their ends."""
    window = timedelta(microseconds=int(comparison.limit.value * 3_600_000_000))
    for given, first, last in (
        (date(2026, 2, 10), date(2026, 2, 10), date(2026, 2, 10)),
        (PartialDate(2026, 2), date(2026, 2, 1), date(2026, 2, 28)),
    ):
        begin = datetime.combine(first, time(), DECISION_MOMENT.tzinfo)
        end = datetime.combine(last, time(), DECISION_MOMENT.tzinfo) + timedelta(days=1)
        for edge, off in itertools.product((begin, end), (-SECOND, timedelta(0), SECOND)):
            on = edge + window + off
            possible = [each for each in (begin, end, min(on, end), on - window) if begin <= each <= min(on, end)]
            agos: list[Exact] = [Fraction((on - each) // timedelta(microseconds=1), 3_600_000_000) for each in possible]
            if agos:
                yield given, on, agos


class TestHours:
    """Within a second of the end of a window of hours, a moment says exactly what the window means."""

    @every(Moment)
    def test_on_both_sides_of_the_window(self, comparison: Comparison) -> None:
        """As hours ago, and by the clocks of two places."""
        assert wrong_answers(comparison, hours_around(comparison)) == []

    @every(Moment)
    def test_days_without_a_time(self, comparison: Comparison) -> None:
        """A day or a month is decided only where every moment of it that is not to come lies on one side."""
        cases = list(whole_days_around(comparison))
        assert {meant(comparison, values) for _, _, values in cases} == set(Truth)
        assert wrong_answers(comparison, cases) == []


# When a finding lifts ----------------------------------------------------------------------------------------


class Lifting(NamedTuple):
    """A window after which a finding lifts, as a rule set of its own."""

    ruleset: RuleSet
    event: Event
    lifts: Until


def liftings() -> Iterator[Any]:
    for ruleset in WHOLE.values():
        for rule in ruleset.rules:
            lifts = rule.until
            if lifts is None or lifts.after is None or not isinstance(lifts.event, Event):
                continue
            window = next(a for a in fact_atoms(rule.when) if a.subject is lifts.event and a.operand == lifts.after)
            only = attrs.evolve(rule, when=window, marks=(), examples=())
            alone = RuleSet(ruleset.name, "?", (only,), subject=ruleset.subject, phase=ruleset.phase)
            yield pytest.param(Lifting(alone, lifts.event, lifts), id=rule.id)


def wrong_liftings(lifting: Lifting) -> list[str]:
    """Return the days, or moments, on which a finding does not lift when it says that it will."""
    ruleset, event, lifts = lifting
    assert lifts.after is not None
    on = decided_on(ruleset)
    unit, least = (timedelta(hours=1), SECOND) if isinstance(event, Moment) else (timedelta(days=1), timedelta(days=1))
    window = int(lifts.after.value) * unit
    wrong = []
    for ago in (0 * unit, window // unit // 2 * unit, window - least):
        happened = on - ago
        one = about(ruleset.subject, event, happened, on)
        findings = decide(ruleset, one, on=on, engine="interpreter").findings
        until_on = findings[0].until_on if findings else None
        if until_on is None:
            wrong.append(f"{ago} ago: it does not say when it lifts")
            continue
        again = about(ruleset.subject, event, happened, until_on)
        days = until_on - least, until_on
        outcomes = [decide(ruleset, again, on=day, engine="interpreter").outcome for day in days]
        if outcomes != [Outcome.EXCLUDED, Outcome.NO_EXCLUSION_FOUND]:
            wrong.append(f"{ago} ago: {outcomes[0].name}, then {outcomes[1].name} on {until_on}")
    return wrong


@pytest.mark.parametrize("lifting", list(liftings()))
def test_a_finding_lifts_on_the_day_that_it_names(lifting: Lifting) -> None:
    """On that day, or at that moment, it no longer holds; a day, or a second, earlier it does."""
    assert wrong_liftings(lifting) == []


@pytest.mark.parametrize("lifting", list(liftings()))
def test_how_far_back_is_said_to_the_day(lifting: Lifting) -> None:
    """What lies back exactly as far as the words name has lifted only where they do not ask for more."""
    ruleset, event, lifts = lifting
    assert lifts.after is not None
    on = decided_on(ruleset)
    window = int(lifts.after.value) * (timedelta(hours=1) if isinstance(event, Moment) else timedelta(days=1))
    outcome = decide(ruleset, about(ruleset.subject, event, on - window, on), on=on, engine="interpreter").outcome
    assert (outcome is Outcome.EXCLUDED) is ("more than" in lifts.text)


# Validity ----------------------------------------------------------------------------------------------------


class Valid(NamedTuple):
    """A fact in a phase, as some kind of subject has it."""

    kind: type[Subject]
    fact: Fact
    phase: Phase


def valid() -> Iterator[Any]:
    """Yield every fact that may have a value of its own, in both phases; a shared group once."""
    seen = set()
    for kind in dict.fromkeys(each.subject for each in WHOLE.values()):
        for fact in every_fact(kind):
            if (fact.size or isinstance(fact, Series)) and fact not in seen:
                seen.add(fact)
                for phase in Phase:
                    yield pytest.param(Valid(kind, fact, phase), id=f"{fact.id} {phase.value}")


EVERY_VALIDITY = pytest.mark.parametrize("case", list(valid()))


def plain_values(fact: Fact) -> tuple[list[object], list[object]]:
    """Return values of a fact that are a risk, and values that are none."""
    if isinstance(fact, Series):
        return [], [()]
    if isinstance(fact, Number):
        return [], [written(fact.lowest), written(fact.highest)]
    if isinstance(fact, Event):
        return [], [NEVER, HoursAgo(0) if isinstance(fact, Moment) else DaysAgo(0)]
    assert isinstance(fact, Flag | Choice)
    options: list[Any] = list(fact.options) if isinstance(fact, Choice) else [False, True]
    adverse = fact.adverse if isinstance(fact, Choice) else (fact.adverse,)
    return [option for option in options if option in adverse], [option for option in options if option not in adverse]


def recorded_when(validity: Validity, phase: Phase) -> Iterator[tuple[date, bool]]:
    """Yield days and moments at which a value may have been recorded, and whether it still reassures."""
    if phase is Phase.INTAKE:
        last = validity.intake
        if last is not None:
            yield from ((DECISION_DAY - timedelta(days=last + day), day <= 0) for day in (0, 1))
        yield DECISION_DAY - timedelta(days=14_000), last is None
    elif validity.hours is not None:
        end = DECISION_MOMENT - timedelta(hours=validity.hours)
        for moment in (end + SECOND, end, end - SECOND):
            yield from ((moment.astimezone(zone), moment >= end) for zone in (DECISION_MOMENT.tzinfo, ELSEWHERE))
        for day in (DECISION_DAY, DECISION_DAY - timedelta(days=1 + validity.hours // 24)):
            yield day, datetime.combine(day, time(), DECISION_MOMENT.tzinfo) >= end
    else:
        last = validity.dosing_day
        if last is not None:
            for ago, fresh in ((last, True), (last + 1, False)):
                day = DECISION_DAY - timedelta(days=ago)
                yield day, fresh
                midnight = datetime.combine(day, time(), DECISION_MOMENT.tzinfo)
                yield midnight, fresh
                yield midnight.astimezone(ELSEWHERE), fresh
        yield DECISION_DAY - timedelta(days=14_000), last is None


def wrong_validity(case: Valid) -> list[str]:
    """Return each value that reassures for too long or too short, and each lasting risk that is forgotten."""
    kind, fact, phase = case
    on = DECISION_DAY if phase is Phase.INTAKE else DECISION_MOMENT
    by = fact.may_rule_out[0] if fact.may_rule_out else None
    risks, harmless = plain_values(fact)
    wrong = []
    for when, fresh in recorded_when(fact.validity, phase):
        for value in (*risks, *harmless):
            kept = fresh or (fact.lifelong and value in risks)
            expected = None if kept else Absence.STALE
            subject = about(kind, fact, Recorded(value, on=when, by=by), on)
            found = absence_of(fact, subject, on)
            if found is not expected:
                wrong.append(f"{value!r} of {when}: {found}, not {expected}")
            elif fact.size and (snapshot(missing(kind, fact), subject, on).entries(fact)[-1] == USABLE) != kept:
                wrong.append(f"{value!r} of {when}: an engine is told otherwise")
    return wrong


@functools.cache
def missing(kind: Any, fact: Fact) -> RuleSet:
    """Return a rule set that reads one fact."""
    rule = Rule(
        id="example.missing",
        source=proposal("one fact by itself"),
        level=Level.NEEDS_INFORMATION,
        when=fact.missing,
        clinician_text="It is missing.",
    )
    return RuleSet("example", "?", (rule,), subject=kind)


def absence_of(fact: Fact, subject: Subject, on: date) -> Absence | None:
    if isinstance(fact, Series):
        return fact.records(subject.group(fact), on)[1]
    return subject.possible(fact, on).absence


class TestValidity:
    """On the last day, or in the last second, of its validity a value still reassures; after that only risks last."""

    @EVERY_VALIDITY
    def test_on_both_sides_of_its_end(self, case: Valid) -> None:
        """At the intake in days, on a dosing day in days or in hours, by the clocks of two places."""
        assert wrong_validity(case) == []

    @pytest.mark.parametrize("phase", Phase)
    def test_of_each_pressure_by_itself(self, phase: Phase) -> None:
        """A pressure that was measured too long ago is no longer read, whatever the age of the list."""
        on = DECISION_DAY if phase is Phase.INTAKE else DECISION_MOMENT
        cases = list(recorded_when(Vitals.pressures.validity, phase))
        found = []
        for when, _ in cases:
            vitals = by_clinician(Vitals(pressures=[BloodPressure(systolic=120, diastolic=80, on=when)]))
            found.append((when, Vitals.mean_systolic.possible(vitals, on).absence is None))
        assert found == cases and len(cases) > 2

    @EVERY_VALIDITY
    def test_what_went_stale_leaves_everything_possible(self, case: Valid) -> None:
        """A value too old to rely on, and no risk that lasts, rules nothing out that may have come since."""
        kind, fact, phase = case
        on = DECISION_DAY if phase is Phase.INTAKE else DECISION_MOMENT
        by = fact.may_rule_out[0] if fact.may_rule_out else None
        stale = [when for when, fresh in recorded_when(fact.validity, phase) if not fresh] if fact.size else []
        for when in stale:
            for value in plain_values(fact)[1]:
                possible = about(kind, fact, Recorded(value, on=when, by=by), on).possible(fact, on)
                whole = fact.full_range(Absence.STALE)
                if isinstance(possible, Interval):
                    assert isinstance(whole, Interval)
                    assert possible.low == whole.low and (possible.high == whole.high or isinstance(fact, Event))
                else:
                    assert isinstance(possible, Options) and possible.bits == whole[0]


# Broken on purpose -------------------------------------------------------------------------------------------

STRICT = {Test.AT_LEAST: Test.ABOVE, Test.ABOVE: Test.AT_LEAST, Test.AT_MOST: Test.BELOW, Test.BELOW: Test.AT_MOST}
AROUND: dict[type, Callable[[Comparison], Any]] = {Number: numbers_around, Event: days_around, Moment: hours_around}


def first(kind: type) -> Comparison:
    """Return the first comparison of a fact of a kind."""
    return next(each for each in compared() if type(each.fact) is kind)


class TestSabotage:
    """Each of these functions notices what it is there to notice."""

    @pytest.mark.parametrize("kind", AROUND)
    @pytest.mark.parametrize("test", MEANS)
    def test_a_strict_comparison_is_noticed(self, kind: type, test: Test) -> None:
        """A limit that is taken for outside where it is inside, or the other way round."""
        real = first(kind)._replace(test=test)
        assert wrong_answers(real, AROUND[kind](real)) == []
        assert wrong_answers(real, AROUND[kind](real), lambda it, *case: said(it._replace(test=STRICT[test]), *case))

    @pytest.mark.parametrize("kind", AROUND)
    @pytest.mark.parametrize("steps", [-1, 1])
    def test_a_limit_one_step_off_is_noticed(self, kind: type, steps: int) -> None:
        """The neighbours tell a limit from the next one."""
        real = first(kind)
        value = real.limit.value + steps * real.limit.step
        other = attrs.evolve(real.limit, value=value, floor=None, ceiling=None)
        assert wrong_answers(real, AROUND[kind](real), lambda it, *case: said(it._replace(limit=other), *case))

    @pytest.mark.parametrize("off", [-1, 1])
    def test_a_calendar_that_is_a_day_off_is_noticed(self, monkeypatch: pytest.MonkeyPatch, off: int) -> None:
        """Days counted from the evening before, or to the morning after."""
        real, counted = first(Event), kinds.days_between
        monkeypatch.setattr(kinds, "days_between", lambda then, on: counted(then, on) + off)
        assert wrong_answers(real, days_around(real)) != []
        assert wrong_answers(real, partial_days_around(real)) != []

    def test_a_clock_that_shows_no_seconds_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hours that are rounded, if only to the minute."""
        real, counted = first(Moment), kinds.hours_between

        def rounded(then: date, on: datetime) -> tuple[Exact, ...]:
            return tuple(Fraction(round(hours * 60), 60) for hours in counted(then, on))

        monkeypatch.setattr(kinds, "hours_between", rounded)
        assert wrong_answers(real, hours_around(real)) != []
        assert wrong_answers(real, whole_days_around(real)) != []

    def test_a_partial_date_taken_at_its_first_day_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A year that counts as its first of January."""
        real = first(Event)
        cases = list(partial_days_around(real))
        monkeypatch.setattr(PartialDate, "last", PartialDate.first)
        assert wrong_answers(real, cases) != []

    @pytest.mark.parametrize("phase", Phase)
    @pytest.mark.parametrize("off", [-1, 1])
    def test_a_validity_that_ends_a_day_or_a_second_off_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch, phase: Phase, off: int
    ) -> None:
        """Of every fact whose value expires, in days and in hours."""
        covers = Validity.covers
        expiring = [
            case
            for case in (each.values[0] for each in valid())
            if case.phase is phase and not all(fresh for _, fresh in recorded_when(case.fact.validity, phase))
        ]

        def moved(self: Validity, recorded: date, on: date) -> bool:
            step = SECOND if self.hours is not None and isinstance(recorded, datetime) else timedelta(days=1)
            return covers(self, recorded + off * step, on)

        monkeypatch.setattr(Validity, "covers", moved)
        assert expiring and [case.fact.id for case in expiring if wrong_validity(case) == []] == []

    def test_a_risk_that_is_forgotten_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Lasting risks that expire like any other value."""
        lasting = [
            case
            for case in (each.values[0] for each in valid())
            if case.fact.lifelong and plain_values(case.fact)[0] and case.phase is Phase.INTAKE
        ]
        expiring = [case for case in lasting if case.fact.validity.intake is not None]
        monkeypatch.setattr(kinds._OnOptions, "adverse_only", lambda self, possible: False)
        assert expiring and [case.fact.id for case in expiring if wrong_validity(case) == []] == []

    def test_a_finding_that_lifts_a_day_early_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A day that is named, and on which the finding still holds."""
        real, early = Until.date, timedelta(days=1)
        monkeypatch.setattr(Until, "date", lambda *given: (found := real(*given)) and found - early)
        assert [each.id for each in liftings() if wrong_liftings(each.values[0]) == []] == []
