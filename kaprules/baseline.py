"""What is ordinary: the values under which as few conditions of a rule book hold as possible.

Nothing here is written by hand for one fact or rule: the limits and options come from the rules, the ends from
the declarations. That keeps the strategies right when a rule or a fact is added.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from .conditions import AllOf, Atom, Condition, Test, atoms
from .engine.interpreter import truth
from .engine.snapshot import Snapshot
from .facts.model import (
    NEVER,
    NOT_INDICATED,
    Adverse,
    Choice,
    Day,
    DaysAgo,
    Event,
    Fact,
    Facts,
    Flag,
    HoursAgo,
    Moment,
    Number,
    Recorded,
    Reporter,
    Series,
    Subject,
    groups_of,
)
from .limit import Exact, Given, Limit, exact
from .possible import NEVER_DAYS, Absence, Interval, Level, Options, Possible, Truth
from .rule import Phase, expand_concepts
from .ruleset import RuleSet

DECISION_DAY: Final = date(2026, 11, 23)
"""The day on which drawn subjects are meant to be decided: their dates lie around it."""
DECISION_MOMENT: Final = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=1)))
"""The moment of that day at which they are decided by a rule set of a dosing day."""
WEIGHTS: Final = {Level.EXCLUSION: 8, Level.NEEDS_INFORMATION: 4, Level.CAUTION: 4, Level.NOTE: 1}
DENIALS: Final[Mapping[Adverse | None, tuple[Test, ...]]] = {
    Adverse.HIGHER: (Test.AT_MOST, Test.BELOW),
    Adverse.LOWER: (Test.AT_LEAST, Test.ABOVE),
}
GROWN_UP: Final = 14_600
"""How many days ago somebody was born whose age does not matter: nothing that is said of them lies before it."""
IN_ANY_LIFE: Final = 3650
"""How many days ago something may have been of whomever it is said: it lies before nobody's birth."""
TRIES: Final = 300
"""How many observations are looked at for some that read as ordinary."""


def decided_on(ruleset: RuleSet) -> date:
    """Return when subjects drawn for a rule set are meant to be decided: on a day, or at a moment."""
    return DECISION_DAY if ruleset.phase is Phase.INTAKE else DECISION_MOMENT


def written(number: Exact) -> Given:
    """Return a number as a person would write it: whole, or with a decimal point where it has one."""
    if isinstance(number, int):
        return number
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return decimal if Fraction(decimal) == number and len(decimal.as_tuple().digits) <= 15 else number


def days_before(days: int) -> date:
    """Return the date so many days before the decision's day."""
    return DECISION_DAY - timedelta(days=days)


def recorded(fact: Fact, value: object, on: date = DECISION_DAY) -> Recorded:
    """Return a value with the evidence that the fact demands: when, and by somebody who may assert it.

    What was so before an event has no day: on that of the decision it would be of a time after it.
    """
    return Recorded(value, on=None if fact.is_of_before else on, by=fact.may_rule_out[0] if fact.may_rule_out else None)


def as_needed(fact: Fact, value: object, on: date = DECISION_DAY) -> object:
    """Return a value as it stands, or with evidence where the fact cannot be built or believed without.

    A report is returned as it is.
    """
    if isinstance(value, Recorded):
        return value
    dated = fact.requires_date or (isinstance(fact, Series) and fact.complete_when_dated and value != ())
    return recorded(fact, value, on) if dated or fact.may_rule_out else value


@attrs.frozen
class Family:
    """Facts of a group that hang together: what is observed, and what is read from it."""

    inputs: tuple[Fact, ...]
    outputs: tuple[Fact, ...]

    @property
    def barred(self) -> frozenset[str]:
        """The inputs that may not be given beside what is read from them."""
        return frozenset(name for fact in self.outputs if not fact.cross_checked for name in fact.derived_from)


def families(group: type[Facts]) -> tuple[Family, ...]:
    """Return the families of a group: facts that share an input belong together."""
    together: list[set[str]] = []
    for fact in group.__facts__:
        if fact.derive is not None:
            names = {fact.name, *fact.derived_from}
            for other in [each for each in together if each & names]:
                together.remove(other)
                names |= other
            together.append(names)
    return tuple(
        Family(
            tuple(f for f in group.__facts__ if f.name in names and f.derive is None),
            tuple(f for f in group.__facts__ if f.name in names and f.derive is not None),
        )
        for names in together
    )


@attrs.frozen(eq=False)
class Baseline:
    """The ordinary values of every fact by one rule book, and the limits that the book sets for it."""

    subject: type[Subject]
    on: date
    """When its subjects are meant to be decided."""
    limits: Mapping[Fact, tuple[Limit, ...]]
    values: dict[Fact, tuple[Any, ...]]
    """Plain values, the most ordinary first; a number's are the ends of a range and what lies between them."""
    observed: dict[str, tuple[tuple[Family, tuple[Mapping[str, object], ...]], ...]]
    """For each group its families, each with observations that read as ordinary."""
    read: frozenset[Fact]
    """The facts that the rule book reads."""
    plainest: dict[str, Facts] = attrs.field(factory=dict)
    """Each group of the plainest subject, kept once it was asked for."""


def baseline(ruleset: RuleSet) -> Baseline:
    """Return what is ordinary by ``ruleset``; worked out once."""
    if "baseline" not in ruleset.made:
        ruleset.made["baseline"] = _ordinary(ruleset)
    found: Baseline = ruleset.made["baseline"]
    return found


def _ordinary(ruleset: RuleSet) -> Baseline:
    asked: dict[Fact, list[tuple[Atom, int]]] = {}
    for rule in (*ruleset.rules, *ruleset.optional_rules):
        for atom in atoms(expand_concepts(rule.when)):
            if isinstance(atom.subject, Fact) and atom.test is not Test.MISSING:
                asked.setdefault(atom.subject, []).append((atom, WEIGHTS[rule.level]))
    against = {
        fact: [(atom, weight) for atom, weight in tests if not is_denial(fact, atom)] for fact, tests in asked.items()
    }

    def concern(fact: Fact, possible: Possible) -> int:
        entries = fact.flat(possible)
        if entries[-1] == NOT_INDICATED:
            return 0
        return sum(weight for atom, weight in against.get(fact, ()) if truth_of(atom, possible) is not Truth.FALSE)

    limits = {fact: limits_in(atom for atom, _ in tests) for fact, tests in asked.items()}
    book = Baseline(ruleset.subject, decided_on(ruleset), limits, {}, {}, frozenset(ruleset.facts))
    for name, group in groups_of(ruleset.subject).items():
        for fact in group.__scalars__:
            book.values[fact] = _values(fact, limits.get(fact, ()), concern, book.on)
        book.observed[name] = tuple((family, _observations(book, group, family, concern)) for family in families(group))
    if ruleset.alternatives is not None:  # no alternative is more ordinary than another
        book.values[ruleset.alternatives] = tuple(
            dict.fromkeys((*book.values[ruleset.alternatives], *ruleset.alternatives.options))
        )
    return book


def is_denial(fact: Fact, test: Atom) -> bool:
    """Say whether a test asks for what reassures: a rule does so beside something else, which alone is unordinary."""
    if isinstance(fact, Flag | Choice):
        bits = (1 << place for place in range(fact.every.bit_length()) if fact.adverse_bits >> place & 1)
        answers = [truth_of(test, Options(bit)) for bit in bits]
        return bool(answers) and Truth.TRUE not in answers
    if isinstance(fact, Event):
        return test.test is Test.NEVER and not fact.reassuring
    assert isinstance(fact, Number)
    return test.test in DENIALS.get(fact.adverse, ())


def truth_of(test: Atom, possible: Possible) -> Truth:
    """Return how true one test of a fact is of the values that it may have."""
    fact = test.subject
    assert isinstance(fact, Fact)
    return truth(test, Snapshot({fact.group: [None] * fact.slot + list(fact.flat(possible))}, {}), {})


def limits_in(tests: Iterable[Atom]) -> tuple[Limit, ...]:
    """Return the limits of some tests, lowest first, each once."""
    found = {atom.operand.value: atom.operand for atom in tests if isinstance(atom.operand, Limit)}
    return tuple(found[value] for value in sorted(found))


def around(fact: Number | Event, limits: Iterable[Limit]) -> tuple[Exact, ...]:
    """Return each limit with its neighbours one step below and above, as far as a subject can have them."""
    whole = fact.is_whole
    found = set()
    for limit in limits:
        for value in (limit.value - limit.step, limit.value, limit.value + limit.step):
            if fact.lowest <= value <= fact.highest and (isinstance(value, int) or not whole):
                found.add(value)
    return tuple(sorted(found))


Concern = Callable[[Any, Any], int]


def _values(fact: Fact, limits: tuple[Limit, ...], concern: Concern, on: date) -> tuple[Any, ...]:
    if isinstance(fact, Flag | Choice):
        options: list[Any] = list(fact.options) if isinstance(fact, Choice) else [False, True]
        least = min(concern(fact, fact.values_of(option, on)) for option in options)
        best = [option for option in options if concern(fact, fact.values_of(option, on)) == least]
        harmless = [option for option in best if not fact.adverse_only(fact.values_of(option, on))]
        return tuple(harmless or best)
    if isinstance(fact, Event):
        longest = NEVER_DAYS - 1 if isinstance(fact, Moment) else IN_ANY_LIFE
        agos = [NEVER_DAYS, *sorted({0, longest, *around(fact, limits)} - {NEVER_DAYS})]
        least = min(concern(fact, fact.values_of(event_on(fact, ago), on)) for ago in agos)
        return tuple(ago for ago in agos if concern(fact, fact.values_of(event_on(fact, ago), on)) == least)
    assert isinstance(fact, Number)
    return _range(fact, limits, concern, on)


def event_on(fact: Event, ago: Exact) -> object:
    """Return an event so many days, or a moment so many hours, ago, as a caller gives it."""
    if ago >= NEVER_DAYS:
        return NEVER
    return HoursAgo(ago) if isinstance(fact, Moment) else DaysAgo(int(ago))


def _range(fact: Number, limits: tuple[Limit, ...], concern: Concern, on: date) -> tuple[Exact, ...]:
    """Return the most ordinary number, then the ends of the widest range of which all numbers are as ordinary."""
    highest = min(fact.highest, IN_ANY_LIFE / fact.days(1)) if fact.of_life else fact.highest
    points = sorted({fact.lowest, exact(highest), *around(fact, limits)})
    levels = [concern(fact, fact.values_of(written(point), on)) for point in points]
    runs: list[tuple[Exact, Exact]] = []
    start: Exact | None = None
    for number, (point, level) in enumerate(zip(points, levels, strict=True)):
        if level == min(levels):
            start = point if start is None else start
            if number + 1 == len(points) or levels[number + 1] != level:
                runs.append((start, point))
                start = None
    low, high = max(runs, key=lambda run: run[1] - run[0])
    if fact.adverse is Adverse.HIGHER and low == 0:
        return 0, low, high
    middle = round(low + (high - low) / Fraction(2))
    return (middle if low <= middle <= high else low), low, high


# Observations ------------------------------------------------------------------------------------------------


def _observations(
    book: Baseline, group: type[Facts], family: Family, concern: Concern
) -> tuple[Mapping[str, object], ...]:
    """Return the observations, out of some that were tried, that read as most ordinary."""
    chance = random.Random(0)
    nearby = [limit for fact in family.outputs for limit in book.limits.get(fact, ())]

    def concern_of(observations: Mapping[str, object]) -> int:
        facts = group(**observations)
        asked = [fact for fact in (*family.inputs, *family.outputs) if fact in book.limits]
        return sum(concern(fact, fact.possible(facts, book.on)) for fact in asked)

    best = {fact.name: _observation(book, fact, nearby, chance, first=True) for fact in family.inputs}
    least = concern_of(best)
    found = [best]
    for _ in range(TRIES):
        tried = {
            fact.name: best[fact.name] if chance.random() < 0.5 else _observation(book, fact, nearby, chance)
            for fact in family.inputs
        }
        level = concern_of(tried)
        if level < least:
            best, least, found = tried, level, [tried]
        elif level == least and tried not in found and len(found) < 16:
            found.append(tried)
    return tuple(found)


def _observation(
    book: Baseline, fact: Fact, nearby: Sequence[Limit], chance: random.Random, first: bool = False
) -> object:
    if isinstance(fact, Day):
        return days_before(GROWN_UP if first else chance.randrange(0, 36_500))
    if isinstance(fact, Series):
        if first:
            return as_needed(fact, (), book.on)
        build: Callable[..., Facts] = fact.record
        record = {
            part.name: _of_record(book, part, nearby, chance)
            for part in fact.record.__facts__
            if part.required or part.name in fact.record.__one_of__
        }
        records = tuple(build(**(record | when)) for when in _twice(book, fact.record))
        return as_needed(fact, records, book.on)
    known = book.values.get(fact)
    if known is None:
        return Absence.NOT_ASKED
    value: object
    if isinstance(fact, Number):
        middle, low, high = known
        value = written(middle if first else low + (high - low) * chance.randrange(0, 33) // 32)
    elif isinstance(fact, Event):
        value = event_on(fact, known[0] if first else chance.choice(known))
    else:
        value = known[0] if first else chance.choice(known)
    return as_needed(fact, value, book.on)


def _twice(book: Baseline, record: type[Facts]) -> tuple[dict[str, date], ...]:
    """Return two days, or moments, for a record that needs one: a single observation is often too few."""
    name = next((part.name for part in record.__facts__ if isinstance(part, Day) and part.required), None)
    if name is None:
        return ({},)
    if isinstance(book.on, datetime):
        return {name: book.on - timedelta(minutes=20)}, {name: book.on - timedelta(minutes=5)}
    return {name: days_before(3)}, {name: days_before(1)}


def _of_record(book: Baseline, part: Fact, nearby: Sequence[Limit], chance: random.Random) -> object:
    if isinstance(part, Day):
        return days_before(chance.choice((0, 1, 3, 400)))
    value: object
    if isinstance(part, Number):
        known = around(part, [limit for limit in nearby if limit.unit == part.unit]) or (part.lowest, part.highest)
        anywhere = part.lowest + (part.highest - part.lowest) * chance.randrange(0, 33) // 32
        value = written(chance.choice((*known, anywhere)))
    elif isinstance(part, Flag):
        value = chance.random() < 0.5
    elif isinstance(part, Choice):
        value = chance.choice(list(part.options))
    else:
        assert isinstance(part, Event)
        value = event_on(part, chance.choice((NEVER_DAYS, 3650)))
    return as_needed(part, value, book.on)


def reporters(fact: Fact) -> tuple[Reporter, ...]:
    """Return who may report a fact, those first who may also clear the client of it."""
    return tuple(dict.fromkeys((*fact.may_rule_out, *Reporter)))


def tests_of(condition: Condition) -> dict[Fact, list[Atom]]:
    """Return the tests of a condition by the fact that they ask of, concepts entered."""
    found: dict[Fact, list[Atom]] = {}
    for atom in atoms(expand_concepts(condition)):
        if isinstance(atom.subject, Fact):
            found.setdefault(atom.subject, []).append(atom)
    return found


# Subjects ----------------------------------------------------------------------------------------------------


def plain(book: Baseline, near: Mapping[Fact, object]) -> Subject:
    """Return the plainest complete and ordinary subject, of whom only what ``near`` says is otherwise.

    A reading in ``near`` is given as it stands, or read from observations that are in ``near`` as well: beside these,
    others are ordinary, or left out, as it needs. ``Absence.NOT_ASKED`` leaves a fact out.
    """
    groups = groups_of(book.subject)
    if not book.plainest:
        book.plainest.update({name: _plain(book, group, {}) for name, group in groups.items()})
    return book.subject(**book.plainest | {name: _plain(book, groups[name], near) for name in {f.group for f in near}})


def _plain(book: Baseline, group: type[Facts], near: Mapping[Fact, object]) -> Facts:
    entries: dict[str, object] = {}
    from_observations: set[Fact] = set()
    for family, observed in book.observed[group.__group__]:
        if near.keys() & set(family.outputs) and not near.keys() & set(family.inputs):
            entries |= dict.fromkeys((fact.name for fact in family.inputs), Absence.NOT_ASKED)
        else:
            from_observations |= set(family.outputs)
            entries |= dict.fromkeys((fact.name for fact in family.outputs), Absence.NOT_ASKED)
            entries |= _observed(book, group, family, observed, near)
    for fact in group.__facts__:
        if fact in near and fact not in from_observations:
            entries[fact.name] = _given(book, fact, near[fact])
        elif isinstance(fact, Series):
            entries.setdefault(fact.name, _given(book, fact, ()))
        elif fact.size:
            entries.setdefault(fact.name, _given(book, fact, most_ordinary(book, fact)))
    return group(**consistent(book, group, entries, near))


def _observed(
    book: Baseline,
    group: type[Facts],
    family: Family,
    observed: Sequence[Mapping[str, object]],
    near: Mapping[Fact, object],
) -> Mapping[str, object]:
    """Return the first observations that read as ``near`` says beside what it says of some of them; failing that, any.

    What nobody says comes last.
    """
    wanted = {fact: _possible(book, fact, near[fact]) for fact in family.outputs if fact in near}
    if not wanted:
        return observed[0]
    said = {fact.name: _given(book, fact, near[fact]) for fact in family.inputs if fact in near}
    for tried in (*observed, dict.fromkeys((fact.name for fact in family.inputs), Absence.NOT_ASKED)):
        facts = group(**{**tried, **said})
        if all(_is_read_as(fact.possible(facts, book.on), possible) for fact, possible in wanted.items()):
            return tried
    return observed[0]


def _is_read_as(found: Possible, wanted: Possible) -> bool:
    """Say whether a reading leaves what is wanted: the same values, or none for the same reason."""
    ends = 2 if isinstance(wanted, Interval) else 1
    return (found[:ends], found.absence) == (wanted[:ends], wanted.absence)


def _given(book: Baseline, fact: Fact, value: object) -> object:
    return value if isinstance(value, Absence) else as_needed(fact, value, book.on)


def consistent(
    book: Baseline, group: type[Facts], given: dict[str, object], near: Container[Fact]
) -> dict[str, object]:
    """Return facts that do not contradict each other, if that can be had without moving those in ``near``.

    What moves - first what no rule reads, then what is looked for on indication - takes the most ordinary value that
    contradicts nothing, or one just beside what it has to agree with; a fact of which there is none is left out.
    """
    for _ in group.__crossed__:
        if not any(all(fact.name in given for fact in each.facts) for each in group.__crossed__):
            break  # nothing that was given stands beside what it could contradict
        facts = group(**given)
        found = next((each for fact in group.__scalars__ if (each := fact.contradicted(facts, book.on))), None)
        if found is None:
            break
        movable = [fact for fact in reversed(found.facts) if fact not in near]
        free = min(movable, key=lambda fact: (fact in book.read, not fact.on_indication), default=None)
        if free is None:
            break
        given = {name: value for name, value in given.items() if name != free.name}
        for value in _beside(book, free, [each.as_given(facts, book.on) for each in found.facts if each is not free]):
            tried = given | {free.name: as_needed(free, value, book.on)}
            if free.contradicted(group(**tried), book.on) is None:
                given = tried
                break
    return given


def _beside(book: Baseline, fact: Fact, others: Sequence[Possible]) -> Iterator[object]:
    """Yield ordinary values of a fact, then those at and beside the ends of some others."""
    ends = [end for other in others if isinstance(other, Interval) for end in other[:2]]
    if isinstance(fact, Number | Event):
        near = [end + step for end in ends for step in (0, 1, -1)]
        values = [*book.values[fact], *(value for value in near if fact.lowest <= value <= fact.highest)]
        yield from (_as_given(fact, value) for value in values if isinstance(value, int) or not fact.is_whole)
    else:
        yield from book.values[fact]


def most_ordinary(book: Baseline, fact: Fact) -> object:
    """Return the most ordinary value of a scalar fact, as a caller gives it."""
    return _as_given(fact, book.values[fact][0])


def _as_given(fact: Fact, value: Any) -> object:
    return event_on(fact, value) if isinstance(fact, Event) else written(value) if isinstance(fact, Number) else value


def worlds(book: Baseline, condition: Condition, known: Mapping[Fact, object]) -> Iterator[Mapping[Fact, object]]:
    """Yield values of the facts of a condition under which it is TRUE, ordinary ones first; ``known`` stands.

    Of several alternatives those come first that read what is known.
    """
    tests = tests_of(condition)
    values = {fact: telling(book, fact, tests[fact]) for fact in tests}
    return _worlds(book, (_in_turn(expand_concepts(condition), known),), True, known, values)


def _in_turn(condition: Condition, known: Container[Fact]) -> Condition:
    """Return a condition with the parts first, wherever it has parts, that read some facts."""
    if isinstance(condition, Atom):
        return condition
    parts = [_in_turn(part, known) for part in condition.parts]
    return attrs.evolve(condition, parts=tuple(sorted(parts, key=lambda part: not _reads(part, known))))


def _reads(condition: Condition, facts: Container[Fact]) -> bool:
    return any(atom.subject in facts for atom in atoms(condition))


def _worlds(
    book: Baseline,
    conditions: tuple[Condition, ...],
    wanted: bool,
    known: Mapping[Fact, object],
    values: Mapping[Fact, list[object]],
) -> Iterator[Mapping[Fact, object]]:
    """Yield values under which all of some conditions are TRUE, or all of them FALSE."""
    if not conditions:
        yield known
        return
    condition, *rest = conditions
    if isinstance(condition, Atom):
        fact = condition.subject
        assert isinstance(fact, Fact)
        settled = Truth.TRUE if wanted else Truth.FALSE
        for value in (known[fact],) if fact in known else values[fact]:
            if truth_of(condition, _possible(book, fact, value)) is settled:
                yield from _worlds(book, tuple(rest), wanted, {**known, fact: value}, values)
    elif isinstance(condition, AllOf) is wanted:
        yield from _worlds(book, (*condition.parts, *rest), wanted, known, values)
    else:
        for part in condition.parts:
            yield from _worlds(book, (part, *rest), wanted, known, values)


def _possible(book: Baseline, fact: Fact, value: object) -> Possible:
    return fact.full_range(value) if isinstance(value, Absence) else fact.values_of(value, book.on)


def telling(book: Baseline, fact: Fact, tests: Sequence[Atom] = ()) -> list[object]:
    """Return the most ordinary value of a fact, then those that tests can tell from it."""
    values: list[Any] = [book.values[fact][0]]
    if isinstance(fact, Flag):
        values += (False, True)
    elif isinstance(fact, Choice):
        values += fact.options
    elif isinstance(fact, Number | Event):
        values += around(fact, (*limits_in(tests), *book.limits.get(fact, ())))
        values += (3650, fact.highest) if isinstance(fact, Event) else (fact.lowest, fact.highest)
    missing = [Absence.NOT_ASKED] if any(test.test is Test.MISSING for test in tests) else []
    return [_as_given(fact, value) for value in dict.fromkeys(values)] + missing
