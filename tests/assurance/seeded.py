"""Faults seeded into what every rule shares, and the parts of the net that may notice them.

A fault replaces an attribute of what can be imported, or a name that a function uses, for a while. Nothing is looked up
by the place of a file, so that a fault survives a move; one that finds nothing to replace is an error, not a fault that
nobody noticed.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from kaprules import Client, decide
from kaprules.authoring import by_clinician
from kaprules.baseline import truth_of
from kaprules.conditions import OPPOSITE, Atom, Test, atoms, opposite
from kaprules.engine.evaluation import evaluate
from kaprules.facts.ketamine_history import KetamineHistory
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    NOT_INDICATED,
    USABLE,
    Adverse,
    AtLeastThese,
    Between,
    Choice,
    DaysAgo,
    Event,
    Fact,
    Facts,
    Flag,
    Moment,
    Number,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Series,
    Validity,
    every_fact,
)
from kaprules.facts.neurology import Neurology
from kaprules.facts.person import Person
from kaprules.facts.recovery import Recovery
from kaprules.facts.thyroid import Thyroid
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.limit import Limit
from kaprules.possible import (
    ABSENT_BIT,
    NEVER_DAYS,
    PRESENT_BIT,
    Absence,
    Interval,
    Options,
    Possible,
    Truth,
    option_bits,
)
from kaprules.rule import expand_concepts
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY
from kaprules.testing.cases import Case, as_stated, load_cases, read_cases
from tests.facts.readings import GRIDS, breaches
from tests.facts.test_readings import DECLARED

BOOK: Final = Path(__file__).parents[2] / "casebook"
Patch = pytest.MonkeyPatch


# Installing a fault -----------------------------------------------------------------------------------------------


def method(patch: Patch, kind: type, name: str, wrong: Callable[..., Any]) -> None:
    """Replace a method where it is defined; ``wrong`` is given the right one, then its arguments."""
    owner = next((each for each in kind.__mro__ if name in vars(each)), None)
    if owner is None:
        raise LookupError(f"{kind.__name__} has no {name}: the fault cannot be installed")
    right = vars(owner)[name]
    if isinstance(right, property):
        patch.setattr(owner, name, property(functools.partial(wrong, right.fget)))
        return

    def replaced(*given: Any) -> Any:
        return wrong(right, *given)

    patch.setattr(owner, name, replaced)


def used(patch: Patch, function: Any, name: str, wrong: Callable[..., Any]) -> None:
    """Replace what a function finds under a name; ``wrong`` is given the right one, then its arguments."""
    names = function.__globals__
    if name not in names:
        raise LookupError(f"{function.__qualname__} uses no {name}: the fault cannot be installed")
    patch.setitem(names, name, functools.partial(wrong, names[name]))


def reading(patch: Patch, fact: Fact, wrong: Callable[[Callable[[Any, date], Any], Any, date], Any]) -> None:
    """Replace how a fact is read; ``wrong`` is given the right way, then the group and the date."""
    if fact.derive is None:
        raise LookupError(f"{fact.id} is not read from others: the fault cannot be installed")
    patch.setitem(fact.__dict__, "derive", functools.partial(wrong, fact.derive))


def with_records(group: Facts, name: str, change: Callable[[tuple[Any, ...]], Iterable[Any]]) -> Facts:
    """Return a group with other records in a series."""
    given = group.__dict__[name]
    changed = listed = given.value if isinstance(given, Recorded) else given
    if isinstance(listed, AtLeastThese):
        changed = AtLeastThese(*change(listed.records))
    elif isinstance(listed, tuple):
        changed = tuple(change(listed))
    if isinstance(given, Recorded):
        changed = attrs.evolve(given, value=changed)
    build: Any = type(group)
    return build(**{name: changed})  # type: ignore[no-any-return]


# The faults -------------------------------------------------------------------------------------------------------


@attrs.frozen
class Fault:
    """A fault, how it is installed, and where the net is expected to notice it quickly."""

    name: str
    install: Callable[[Patch], None]
    cases: tuple[str, str] = ("", "")
    """A rule set, and how the cases begin in which something is known in part."""
    named: bool = False
    """Whether it is one of those that once went unnoticed."""


FAULTS: Final[list[Fault]] = []


def fault(name: str, ruleset: str = "", begins: str = "", named: bool = False) -> Callable[[Any], Any]:
    """Add a fault to the table."""

    def added(install: Callable[[Patch], None]) -> Callable[[Patch], None]:
        FAULTS.append(Fault(name, install, (ruleset, begins), named))
        return install

    return added


def narrowed(kind: type[Fact], given: type | object, wrong: Callable[[Any, Any, date], Any]) -> Callable[[Patch], None]:
    """Return a fault in what one form of a value leaves possible."""

    def install(patch: Patch) -> None:
        def replaced(right: Any, fact: Any, value: Any, on: date) -> Any:
            here = isinstance(value, given) if isinstance(given, type) else value is given
            return wrong(fact, value, on) if here else right(fact, value, on)

        method(patch, kind, "values_of", replaced)

    return install


def last_two(records: tuple[Any, ...]) -> tuple[Any, ...]:
    return records[-2:]


@fault("the mean of the last two pressures only", "screening", "vitals.pressures", named=True)
def _(patch: Patch) -> None:
    for fact in (Vitals.mean_systolic, Vitals.mean_diastolic):
        reading(
            patch, fact, lambda right, group, on: right(with_records(group, "pressures", lambda each: each[-2:]), on)
        )


@fault("a highest pressure that an implausible one narrows", "screening", "vitals.pressures", named=True)
def _(patch: Patch) -> None:
    def known(records: tuple[Any, ...]) -> list[Any]:
        return [each for each in records if BloodPressure.systolic.possible(each, each.on).absence is None]

    for fact in (Vitals.highest_systolic, Vitals.highest_diastolic):
        reading(patch, fact, lambda right, group, on: right(with_records(group, "pressures", known), on))


def absence(before: Absence, then: Absence) -> Callable[[Patch], None]:
    """Return a fault that takes one reason of an absence for another."""

    def install(patch: Patch) -> None:
        def replaced(right: Any, fact: Any, reason: Absence, *more: Any) -> Any:
            return right(fact, then if reason is before else reason, *more)

        for kind in (Number, Flag):
            method(patch, kind, "full_range", replaced)

    return install


fault("declined read as never recorded", "screening", "thyroid.", named=True)(
    absence(Absence.DECLINED, Absence.NOT_ASKED)
)
fault("too old read as never recorded", "screening", "thyroid.", named=True)(absence(Absence.STALE, Absence.NOT_ASKED))
fault("reports that disagree read as not known", "screening", "vitals.heart_rate")(
    absence(Absence.CONFLICTING, Absence.NOT_KNOWN)
)


@fault("a partial date read as its first day", "screening", "circulation.", named=True)
def _(patch: Patch) -> None:
    method(patch, PartialDate, "last", lambda right, partial: partial.first)


@fault("a validity a day longer", "screening", "vitals.weight", named=True)
def _(patch: Patch) -> None:
    method(
        patch,
        Validity,
        "covers",
        lambda right, validity, recorded, on: right(validity, recorded + timedelta(days=1), on),
    )


@fault("the better of two numbers that disagree", "screening", "vitals.oxygen_saturation", named=True)
def _(patch: Patch) -> None:
    def better(right: Any, fact: Any, reports: Any) -> Any:
        if fact.adverse is None:
            return right(fact, reports)
        best = min if fact.adverse is Adverse.HIGHER else max
        return right(fact, reports)._replace(low=best(r.low for r in reports), high=best(r.high for r in reports))

    method(patch, Number, "merged", better)


@fault("a flag that is absent read as no", "screening", "intracranial.", named=True)
def _(patch: Patch) -> None:
    def no(right: Any, fact: Any, *more: Any) -> Any:
        return Options(ABSENT_BIT) if isinstance(fact, Flag) else right(fact, *more)

    method(patch, Flag, "full_range", no)


@fault("the opposite of above is below", named=True)
def _(patch: Patch) -> None:
    if Test.ABOVE not in OPPOSITE:
        raise LookupError("above has no opposite: the fault cannot be installed")
    patch.setitem(OPPOSITE, Test.ABOVE, Test.BELOW)


@fault("the opposite of ever is ever")
def _(patch: Patch) -> None:
    if Test.EVER not in OPPOSITE:
        raise LookupError("ever has no opposite: the fault cannot be installed")
    patch.setitem(OPPOSITE, Test.EVER, Test.EVER)


fault("another unit taken for the fact's own", "screening", "vitals.height")(
    narrowed(Number, Quantity, lambda fact, value, on: Interval(Fraction(value.value), Fraction(value.value)))
)
fault("a range read as its lower end", "screening", "vitals.heart_rate")(
    narrowed(Number, Between, lambda fact, value, on: Interval(*2 * (fact.lowest if value.low is None else value.low,)))
)
fault("some options read as the first of them", "screening", "readiness.")(
    narrowed(
        Choice,
        OneOf,
        lambda fact, value, on: Options(option_bits([next(each for each in fact.options if each in value.options)])),
    )
)
fault("happened, nobody knows when, read as long ago", "screening", "circulation.")(
    narrowed(Event, HAPPENED, lambda fact, value, on: Interval(NEVER_DAYS - 1, NEVER_DAYS - 1))
)
fault("never read as the furthest day", "screening", "circulation.")(
    narrowed(Event, NEVER, lambda fact, value, on: Interval(NEVER_DAYS - 1, NEVER_DAYS - 1))
)
fault("the furthest day read as never", "setting", "evaluations.")(
    narrowed(Event, DaysAgo, lambda fact, value, on: Interval(value.days, value.days + (value.days == NEVER_DAYS - 1)))
)


@fault("an implausible number is believed", "screening", "vitals.heart_rate")
def _(patch: Patch) -> None:
    def believed(right: Any, fact: Any, value: Any, on: date) -> Any:
        found = right(fact, value, on)
        return Interval(value, value) if found.absence is Absence.IMPLAUSIBLE and isinstance(value, int) else found

    method(patch, Number, "values_of", believed)


@fault("an implausible number read as the nearest plausible one", "screening", "vitals.heart_rate")
def _(patch: Patch) -> None:
    def nearest(right: Any, fact: Any, value: Any, on: date) -> Any:
        found = right(fact, value, on)
        if found.absence is Absence.IMPLAUSIBLE and not isinstance(value, Between | Quantity):
            end = fact.lowest if value < fact.lowest else fact.highest
            return Interval(end, end)
        return found

    method(patch, Number, "values_of", nearest)


@fault("a day more between two days", "screening", "circulation.")
def _(patch: Patch) -> None:
    used(patch, Event.values_of, "days_between", lambda right, then, on: right(then, on) + 1)


@fault("a day of which the hour is not known taken for its end", "aftercare", "follow_up.session_end")
def _(patch: Patch) -> None:
    used(patch, Moment.values_of, "hours_between", lambda right, then, on: (right(then, on)[0],) * 2)


@fault("an hour in another zone taken for one of here", "aftercare", "follow_up.session_end")
def _(patch: Patch) -> None:
    def here(right: Any, zone: Any, at: Any) -> Any:
        return at.replace(tzinfo=right(zone, at).tzinfo)

    used(patch, Facts.placed, "on_clocks_of", here)


@fault("what was found at an unknown hour of today taken for fresh", "discharge", "recovery.")
def _(patch: Patch) -> None:
    def fewest(right: Any, validity: Any, recorded: date, on: date) -> Any:
        return True if recorded == date.fromordinal(on.toordinal()) else right(validity, recorded, on)

    method(patch, Validity, "covers", fewest)


@fault("what lies in the future is believed", "screening", "vitals.weight")
def _(patch: Patch) -> None:
    def earlier(right: Any, group: Any, then: date, on: date) -> bool:
        return False if then.toordinal() > on.toordinal() else right(group, then, on)

    method(patch, Facts, "could_not_be", earlier)


@fault("anybody may deny a risk", "screening", "mental_state.")
def _(patch: Patch) -> None:
    def by_anybody(right: Any, fact: Any, group: Any, value: Any, recorded: Any, by: Any, on: date) -> Any:
        return right(fact, group, value, recorded, fact.may_rule_out[0] if fact.may_rule_out else by, on)

    method(patch, Flag, "_judged", by_anybody)


@fault("a lasting risk is forgotten", "screening", "psychiatric_history.")
def _(patch: Patch) -> None:
    def forgotten(right: Any, fact: Any, group: Any, value: Any, recorded: Any, by: Any, on: date) -> Any:
        found = right(fact, group, value, recorded, by, on)
        old = fact.lifelong and recorded is not None and not fact.validity.covers(recorded, on)
        return fact.expired(found) if old and found.absence is None else found

    method(patch, Flag, "_judged", forgotten)


@fault("an event of an expired report is forgotten beside a newer denial", "screening", "circulation.")
def _(patch: Patch) -> None:
    method(patch, Event, "outlives", lambda right, fact, expired: False)


@fault("what is too old keeps its value", "screening", "vitals.weight")
def _(patch: Patch) -> None:
    def kept(right: Any, fact: Any, possible: Any) -> Any:
        return possible._replace(absence=Absence.STALE, last=possible)

    method(patch, Number, "expired", kept)


@fault("an event of an old report did not recur since", "screening", "ketamine_history.")
def _(patch: Patch) -> None:
    method(patch, Event, "expired", lambda right, fact, possible: right(fact, possible)._replace(low=possible.low))


@fault("of two options that disagree the better counts", "screening", "circulation.")
def _(patch: Patch) -> None:
    def better(right: Any, fact: Any, reports: Any) -> Any:
        found = right(fact, reports)
        good = [report.bits for report in reports if report.bits & ~fact.adverse_bits]
        return found._replace(bits=good[0]) if good and found.absence is None else found

    method(patch, Flag, "merged", better)


@fault("of two events that disagree the earlier counts", "screening", "circulation.")
def _(patch: Patch) -> None:
    def earlier(right: Any, fact: Any, reports: Any) -> Any:
        return right(fact, reports)._replace(low=max(r.low for r in reports), high=max(r.high for r in reports))

    method(patch, Event, "merged", earlier)


@fault("reports that disagree leave no mark", "screening", "vitals.oxygen_saturation")
def _(patch: Patch) -> None:
    method(patch, Flag, "_merged", lambda right, fact, reports: right(fact, reports)._replace(marks=frozenset()))


@fault("an expired report counts beside a valid one", "screening", "vitals.weight")
def _(patch: Patch) -> None:
    def all_of_them(right: Any, fact: Any, reports: list[Any]) -> Any:
        return right(fact, [p.last if p.absence is Absence.STALE and p.last is not None else p for p in reports])

    method(patch, Flag, "_merged", all_of_them)


@fault("the same record twice counts twice", "screening", "vitals.pressures")
def _(patch: Patch) -> None:
    def twice(right: Any, series: Any, given: Any) -> Any:
        found = right(series, given)
        return tuple(given) if isinstance(found, tuple) else found

    method(patch, Series, "_value", twice)


@fault("a list that is absent read as empty", "screening", "neurology.")
def _(patch: Patch) -> None:
    def empty(right: Any, series: Any, group: Any, on: date) -> Any:
        records, reason = right(series, group, on)
        return records, reason if records else None

    method(patch, Series, "records", empty)


@fault("a list that is too old read as whole", "screening", "neurology.")
def _(patch: Patch) -> None:
    def whole(right: Any, series: Any, group: Any, on: date) -> Any:
        records, reason = right(series, group, on)
        return records, None if reason is Absence.STALE else reason

    method(patch, Series, "records", whole)


@fault("a flat entry of an implausible value is usable", "screening", "vitals.heart_rate")
def _(patch: Patch) -> None:
    def usable(right: Any, fact: Any, possible: Any) -> Any:
        return USABLE if possible.absence is Absence.IMPLAUSIBLE else right(fact, possible)

    method(patch, Flag, "_state", usable)


@fault("a flat entry of what was declined is passed over", "screening", "thyroid.")
def _(patch: Patch) -> None:
    def passed_over(right: Any, fact: Any, possible: Any) -> Any:
        declined = possible.absence is Absence.DECLINED and fact.on_indication
        return NOT_INDICATED if declined else right(fact, possible)

    method(patch, Flag, "_state", passed_over)


@fault("flat entries of a dated fact are kept a day longer", "screening", "vitals.weight")
def _(patch: Patch) -> None:
    def longer(right: Any, group: Any) -> Any:
        timeless, dated, daily = right(group)
        kept = tuple((fact, start, end, first, last + 1, *rest) for fact, start, end, first, last, *rest in dated)
        group.__dict__["_flat"] = (timeless, kept, daily)
        return group.__dict__["_flat"]

    method(patch, Facts, "flatten", longer)


@fault("the age grows a day late", "screening", "person.birth_date")
def _(patch: Patch) -> None:
    reading(patch, Person.age, lambda right, group, on: right(group, on - timedelta(days=1)))


@fault("a reaction of which the kind is not known counts as none", "screening", "ketamine_history.reactions")
def _(patch: Patch) -> None:
    def sure(right: Any, group: Any, on: date) -> Any:
        found = right(group, on)
        return (
            found._replace(bits=ABSENT_BIT)
            if found.bits == PRESENT_BIT | ABSENT_BIT and found.absence is None
            else found
        )

    for fact in (KetamineHistory.immune_reaction, KetamineHistory.severe_emergence_reaction):
        reading(patch, fact, sure)


@fault("the last injury of the list taken for the latest", "screening", "neurology.head_injuries")
def _(patch: Patch) -> None:
    reading(
        patch,
        Neurology.latest_head_injury,
        lambda right, group, on: right(with_records(group, "head_injuries", lambda each: each[-1:]), on),
    )


@fault("a body mass index believed against height and weight", "screening", "vitals.")
def _(patch: Patch) -> None:
    def given(right: Any, group: Any, on: date) -> Any:
        found = Vitals.body_mass_index.as_given(group, on)
        return right(group, on) if found.absence is Absence.NOT_ASKED else found

    reading(patch, Vitals.body_mass_index, given)


@fault("a reference that is not known taken for its lowest", "screening", "thyroid.tsh")
def _(patch: Patch) -> None:
    def lowest(right: Any, group: Any, on: date) -> Any:
        if not isinstance(group.tsh_reference_low, Absence):
            return right(group, on)
        return right(by_clinician(Thyroid(tsh=group.tsh, tsh_reference_low=Thyroid.tsh_reference_low.lowest)), on)

    reading(patch, Thyroid.tsh_below_reference, lowest)


@fault("a change of pressure that a range leaves open taken for the least", "discharge", "recovery.systolic ")
def _(patch: Patch) -> None:
    reading(
        patch, Recovery.systolic_change, lambda right, group, on: right(group, on)._replace(high=right(group, on).low)
    )


@fault("a reading that raises is not named")
def _(patch: Patch) -> None:
    used(patch, evaluate, "with_errors", lambda right, ruleset, facts, concluded: concluded)


# The parts of the net ---------------------------------------------------------------------------------------------


@functools.cache
def text_of(name: str) -> str:
    return (BOOK / "known" / f"{name}.cases.json").read_text(encoding="utf-8")


@functools.cache
def part_of(name: str, begins: str) -> str:
    """Return a case file with those cases of a rule set that begin with something."""
    data = json.loads(text_of(name))
    return json.dumps(data | {"cases": [each for each in data["cases"] if each["id"].startswith(begins)]})


def unlike(cases: Iterable[Case], engine: str | None = "interpreter") -> Iterator[tuple[str, str]]:
    """Yield what is otherwise than a case states: what is decided, what is possible, or what an engine is given."""
    for case in cases:
        rules = case.ruleset.rules
        decision = decide(case.ruleset, case.subject, on=case.on, engine=engine)
        concluded = decision.truths
        found = {rule.id: rule.level for rule in rules if concluded[rule.id] is Truth.TRUE}
        still = {each.rule.id for each in decision.conclusions if each.undecided}
        truths = all(concluded[name] is truth for name, truth in case.truths.items())
        if (decision.outcome, found, still, truths) != (case.outcome, case.findings, case.open, True):
            yield "decided", case.id
        facts = {fact.id: fact for fact in every_fact(case.ruleset.subject) if fact.id in case.possible}
        for name, possible in case.possible.items():
            group = case.subject.placed(None, case.on).group(facts[name])
            if as_stated(case.subject.possible(facts[name], case.on), possible) != possible:
                yield "possible", case.id
            fact = facts[name]
            if list(group.flat(case.on)[fact.slot : fact.slot + fact.size]) != list(fact.flat(possible)):
                yield "given", case.id


def known(ruleset: str, begins: str = "") -> Iterator[tuple[str, str]]:
    """Yield what is otherwise in the cases in which something is known in part, built anew."""
    yield from unlike(read_cases(part_of(ruleset, begins) if begins else text_of(ruleset)))


def complete(ruleset: str) -> Iterator[tuple[str, str]]:
    """Yield what is otherwise in the complete cases of a rule set, built anew."""
    yield from unlike(load_cases(BOOK / f"{ruleset}.cases.json"))


def read(most: int) -> Iterator[str]:
    """Yield which reading is not as it must be, over the grids with at most so many combinations."""
    for grid in GRIDS:
        if functools.reduce(operator.mul, map(len, grid.forms.values())) <= most:
            yield from (str(each) for each in breaches(grid) if each[:2] not in DECLARED)


def meant() -> Iterator[str]:
    """Yield each test of a rule that does not mean what it says, or of which the opposite is not its opposite.

    A test is TRUE of a set if it holds for every value, FALSE if it holds for none, and UNKNOWN otherwise.
    """
    for atom in every_test():
        fact = atom.subject
        assert isinstance(fact, Fact)
        for values in sets_of(atom):
            held = {holds(atom, value) for value in values}
            expected = Truth.UNKNOWN if len(held) > 1 else Truth.TRUE if held == {True} else Truth.FALSE
            possible = together(fact, values)
            if truth_of(atom, possible) is not expected:
                yield f"{fact.id} {atom.test.value} of {values}"
            other = opposite(atom)
            assert isinstance(other, Atom)
            if truth_of(other, possible) is not Truth(Truth.TRUE - expected):
                yield f"{fact.id} not {atom.test.value} of {values}"


@functools.cache
def every_test() -> tuple[Atom, ...]:
    """Return one test of every kind for every fact of a rule."""
    found: dict[Any, Atom] = {}
    for ruleset in RULESETS.values():
        for rule in ruleset.rules:
            for atom in atoms(expand_concepts(rule.when)):
                if atom.test is not Test.MISSING:
                    found.setdefault((atom.subject, atom.test, atom.operand), atom)
    return tuple(found.values())


def sets_of(atom: Atom) -> Iterator[tuple[Any, ...]]:
    """Yield values that a fact may have together: options, or numbers around the limit."""
    fact, limit = atom.subject, atom.operand
    if isinstance(fact, Flag):
        yield from ((False,), (True,), (False, True))
    elif isinstance(fact, Choice):
        options = tuple(fact.options)
        yield from ((each,) for each in options)
        yield from (options[:number] for number in range(2, len(options) + 1))
    else:
        at = limit.value if isinstance(limit, Limit) else NEVER_DAYS - 1
        numbers = [at - 1, at, at + 1]
        yield from (tuple(numbers[one : other + 1]) for one in range(3) for other in range(one, 3))


def together(fact: Fact, values: tuple[Any, ...]) -> Possible:
    if isinstance(fact, Flag):
        return Options(sum(PRESENT_BIT if value else ABSENT_BIT for value in values))
    if isinstance(fact, Choice):
        return Options(sum(1 << list(fact.options).index(value) for value in values))
    return Interval(values[0], values[-1])


HOLDS: Final[dict[Test, Callable[[Any, Any], bool]]] = {
    Test.AT_LEAST: operator.ge,
    Test.ABOVE: operator.gt,
    Test.AT_MOST: operator.le,
    Test.BELOW: operator.lt,
}


def holds(atom: Atom, value: Any) -> bool:
    """Say whether a test holds for one value, in Python's own words."""
    if isinstance(atom.operand, Limit):
        return HOLDS[atom.test](value, atom.operand.value)
    if isinstance(atom.operand, frozenset):
        return value in atom.operand
    return (
        bool(value) is (atom.test is Test.PRESENT)
        if isinstance(value, bool)
        else ((value < NEVER_DAYS) is (atom.test is Test.EVER))
    )


def broken() -> Iterator[str]:
    """Yield what is not said of a reading that raises: the rules that rest on it are open, and named."""

    def raises(group: Facts, on: date) -> Possible:
        raise ZeroDivisionError("no pressure")

    pressure = BloodPressure(systolic=120, diastolic=80, on=DECISION_DAY)
    with pytest.MonkeyPatch.context() as patch:  # left before anything is yielded: nobody else is to meet it
        patch.setitem(Vitals.mean_systolic.__dict__, "derive", raises)
        decision = decide(SCREENING, Client(vitals=by_clinician(Vitals(pressures=[pressure]))), on=DECISION_DAY)
        still = {finding.rule for finding in decision.undecided}
    undecided = [rule for rule in SCREENING.rules if decision.truths[rule.id] is Truth.UNKNOWN]
    resting = [rule.id for rule in undecided if Vitals.mean_systolic in tests_on(rule.when)]
    if not resting:
        yield "no rule is undecided for want of the mean systolic pressure"
    for rule in resting:
        if decision.errors.get(rule) != "vitals.mean_systolic: ZeroDivisionError: no pressure" or rule not in still:
            yield rule


def tests_on(condition: Any) -> set[Any]:
    return {atom.subject for atom in atoms(expand_concepts(condition))}


PARTS: Final = ("decided", "possible", "given", "readings", "tests", "errors", "complete cases")
"""What notices a fault: what cases state, how readings must be, what tests mean, errors that are named; or the book
of complete cases, as it was before."""


def first(found: Iterator[Any]) -> bool:
    """Say whether anything was found; an error says so too."""
    try:
        return next(found, None) is not None
    except Exception:
        return True


def noticed(fault: Fault, quick: bool) -> tuple[str, ...]:
    """Return the parts of the net that notice a fault; in short those alone that are there for it."""
    ruleset, begins = fault.cases
    with pytest.MonkeyPatch.context() as patch:
        fault.install(patch)
        parts = set(kinds(known(ruleset, begins))) if ruleset else set()
        asked: dict[str, Iterator[Any]] = {}
        if not (quick and ruleset):
            asked |= {"tests": meant(), "errors": broken()}
        if not quick:
            asked |= {"readings": read(SMALL), "complete cases": complete(ruleset or SCREENING.name)}
        parts |= {name for name, each in asked.items() if first(each)}
    return tuple(part for part in PARTS if part in parts)


SMALL: Final = 60
"""The grids of at most so many combinations are asked for every fault."""


def kinds(found: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Yield each kind of what is found, as far as it takes to find every one."""
    seen: set[str] = set()
    try:
        for kind, _ in found:
            if kind not in seen:
                seen.add(kind)
                yield kind
            if len(seen) == 3:
                return
    except Exception:  # a fault that raises is noticed
        yield "decided"
