"""Published test cases of three-valued logic, put as rules about facts that are known, absent or partial.

One expression becomes one rule about one subject: a literal is a fact with that value, a null a fact that nobody
recorded, an incomplete date an event with a partial date. The rule is then decided by every engine that is here.
What has no counterpart is ``Unmapped``, with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any, Final, NamedTuple

from kaprules import Level, PartialDate, RuleSet, Truth, decide
from kaprules.conditions import AllOf, AnyOf, Atom, Condition, Test, opposite
from kaprules.engine import durable, interpreter
from kaprules.engine.snapshot import snapshot
from kaprules.facts.model import Event, Facts, Flag, Moment, Number, Subject, group
from kaprules.limit import Citation, Limit
from kaprules.possible import NEVER_DAYS, Interval
from kaprules.rule import Phase, Rule, fact_atoms
from kaprules.sources import ADOPTED, proposal

YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, MILLISECOND = range(7)
PRECISIONS: Final = ("year", "month", "day", "hour", "minute", "second", "millisecond")
SOURCE: Final[Citation] = proposal("a case of a published test suite")

TEXT = "text: it is never compared or coerced, a wrong type is an error at the edge"
STRUCTURE = "lists, tuples, ratios and intervals as values: a fact is a scalar"
COMPUTED = "a value is computed or a duration converted: rules compute nothing, readings do"
EQUIVALENT = "equivalence (~): that nothing is known on both sides does not make them the same"
KNOWN = "asks whether something is known to be so: learning more would change a settled answer"
CALENDAR = "calendar months, years and weeks, or hours: days are counted here, whole and by the calendar"
TIME_OF_DAY = "a time of day without its day"
BOTH_PARTIAL = "both dates incomplete: two facts are compared in a reading, never in a rule"
HOUR_ONLY = "known to the hour, minute or second only: a moment is known exactly, or its day, month or year is"
TOO_FAR = "moments further apart than the hours that a rule looks back"
ERROR = "an error is expected, not a truth"
OTHER = "another language feature"


class Unmapped(Exception):
    """The case has no counterpart here; the reason is the message."""


class Suite(Facts, group="suite"):
    """One fact for each literal of an expression."""

    flag0: Flag = Flag(title="Flag 0")
    flag1: Flag = Flag(title="Flag 1")
    flag2: Flag = Flag(title="Flag 2")
    flag3: Flag = Flag(title="Flag 3")
    number0: Number = Number(title="Number 0", unit="1", lowest=-(10**9), highest=10**9)
    number1: Number = Number(title="Number 1", unit="1", lowest=-(10**9), highest=10**9)
    number2: Number = Number(title="Number 2", unit="1", lowest=-(10**9), highest=10**9)
    length0: Number = Number(title="Length 0", unit="cm", lowest=-(10**9), highest=10**9, units={"m": Fraction(100)})
    event0: Event = Event(title="Event 0")
    event1: Event = Event(title="Event 1")
    moment0: Moment = Moment(title="Moment 0")
    moment1: Moment = Moment(title="Moment 1")


class Case(Subject):
    """The literals of one expression."""

    suite: Suite = group(Suite)


# What an expression says -------------------------------------------------------------------------------------


class Literal(NamedTuple):
    """True, false or null."""

    value: bool | None


class Measure(NamedTuple):
    """A number, with its unit if it has one."""

    value: Fraction
    unit: str


class When(NamedTuple):
    """A date or a date and time, as far as it is known."""

    at: datetime
    """Its first instant."""
    precision: int

    def unit(self, precision: int) -> tuple[datetime, datetime]:
        """Return the first instant of its year, month, ... and that of the next."""
        at = self.at
        if precision <= MONTH:
            first = datetime(at.year, at.month if precision == MONTH else 1, 1, tzinfo=UTC)
            months = first.year * 12 + first.month - 1 + (1 if precision == MONTH else 12)
            return first, datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
        steps = {DAY: timedelta(days=1), HOUR: timedelta(hours=1), MINUTE: timedelta(minutes=1)}
        steps |= {SECOND: timedelta(seconds=1), MILLISECOND: timedelta(milliseconds=1)}
        step = steps[precision]
        first = at - (at - datetime(at.year, 1, 1, tzinfo=UTC)) % step
        return first, first + step


class Node(NamedTuple):
    """An operator and what it is applied to; for dates, with the precision that was asked for."""

    what: str
    parts: tuple[Any, ...]
    precision: int | None = None


TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<text>'[^']*'|"[^"]*")
    |(?P<time>@T[0-9:.Z+-]*)
    |@(?P<when>\d{4}(?:-\d\d(?:-\d\d)?)?(?:T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?)?(?:Z|[+-]\d\d:\d\d)?)?)
    |(?P<number>\d+(?:\.\d+)?)(?P<long>L?)
    |(?P<word>[A-Za-z_][A-Za-z_0-9]*)
    |(?P<sign><=|>=|!=|!~|[-+*/<>=~(),{}\[\]:.&|^])
    )""",
    re.VERBOSE,
)


class Parser:
    """Reads the part of CQL and FEEL that is about truth, comparison and dates; the rest is ``Unmapped``."""

    def __init__(self, text: str, names: dict[str, Any] | None = None) -> None:
        self.names = names or {}
        self.tokens: list[tuple[str, str]] = []
        place = 0
        text = text.strip()
        while place < len(text):
            found = TOKEN.match(text, place)
            if found is None:
                raise Unmapped(OTHER)
            kind = str(found.lastgroup) if found.lastgroup != "long" else "number"
            self.tokens.append((kind, found[kind]))
            place = found.end()
        self.place = 0

    def parse(self) -> Any:
        """Return the whole expression."""
        found = self.logic()
        if self.place < len(self.tokens):
            raise self.strange()
        return found

    def strange(self) -> Unmapped:
        """Return the reason why the next token cannot be taken."""
        kind, token = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
        if kind == "text":
            return Unmapped(TEXT)
        if kind == "time" or token == "Time":
            return Unmapped(TIME_OF_DAY)
        if token in ("{", "[", "Tuple", "Interval", ":", "in"):
            return Unmapped(STRUCTURE)
        if token in ("~", "!~"):
            return Unmapped(EQUIVALENT)
        if token in ("IsTrue", "IsFalse"):
            return Unmapped(KNOWN)
        if token in ("years", "months", "weeks", "hours", "minutes", "seconds", "milliseconds", "difference"):
            return Unmapped(CALENDAR)
        if token in tuple("+-*/^&.") or kind == "word":
            return Unmapped(COMPUTED)
        return Unmapped(OTHER)

    def next_is(self, *words: str) -> bool:
        """Take the next tokens if they are these."""
        found = tuple(token for _, token in self.tokens[self.place : self.place + len(words)])
        if found == words:
            self.place += len(words)
        return found == words

    def expect(self, word: str) -> None:
        """Take one token, which must be this."""
        if not self.next_is(word):
            raise self.strange()

    def logic(self) -> Any:
        """Read and, or, xor, implies; each level of our cases uses one of them."""
        left = self.comparison()
        for word in ("and", "or", "xor", "implies"):
            while self.next_is(word):
                left = Node(word, (left, self.comparison()))
        return left

    def comparison(self) -> Any:
        """Read one comparison, or what could be one side of it."""
        if self.next_is("not"):
            return Node("not", (self.comparison(),))
        left = self.operand()
        if self.next_is("between"):
            low = self.operand()
            self.expect("and")
            return Node("between", (left, low, self.operand()))
        for sign in ("<=", ">=", "!=", "<", ">", "="):
            if self.next_is(sign):
                return Node(sign, (left, self.operand()))
        for sign, words in (("=", ("as",)), ("<=", ("or", "before")), (">=", ("or", "after"))):
            if self.next_is("same", *words):
                return Node(sign, (left, self.operand()))
            for number, name in enumerate(PRECISIONS):
                if self.next_is("same", name, *words):
                    return Node(sign, (left, self.operand()), number)
        for sign, word in (("<", "before"), (">", "after")):
            if self.next_is("on", "or", word):
                return Node(f"{sign}=", (left, self.operand()))
            if self.next_is(word):
                number = next((n for n, name in enumerate(PRECISIONS) if self.next_is(name, "of")), None)
                return Node(sign, (left, self.operand()), number)
        return left

    def operand(self) -> Any:
        """Read a literal, a name, something in brackets, or the days between two dates."""
        kind, token = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
        if token in self.names:
            self.place += 1
            return self.names[token]
        if self.next_is("("):
            inner = self.logic()
            self.expect(")")
            return inner
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.next_is(word):
                return Literal(value)
        if self.next_is("IsNull", "("):
            inner = self.operand()
            self.expect(")")
            return Node("missing", (inner,))
        if token == "days" or (token == "difference" and self.next_is("difference", "in")):
            return self.days()
        if kind == "number" or token == "-":
            return self.number()
        if kind == "when":
            self.place += 1
            return self.written(token)
        if self.next_is("DateTime", "("):
            return self.built()
        if self.next_is("date", "(") or self.next_is("date", "and", "time", "("):
            return self.feel_date()
        raise self.strange()

    def days(self) -> Node:
        """Read ``days between A and B``."""
        if not self.next_is("days", "between"):
            raise Unmapped(CALENDAR)
        first = self.operand()
        self.expect("and")
        return Node("days", (first, self.operand()))

    def number(self) -> Measure:
        """Read a number with its sign and unit."""
        sign = -1 if self.next_is("-") else 1
        kind, token = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
        if kind != "number":
            raise self.strange()
        self.place += 1
        unit = "1"
        if self.place < len(self.tokens) and self.tokens[self.place][0] == "text":
            unit = self.tokens[self.place][1].strip("'\"")
            self.place += 1
            if unit not in ("cm", "m"):
                raise Unmapped(TEXT)
        if self.place < len(self.tokens) and self.tokens[self.place][1] in tuple("+-*/^:"):
            raise Unmapped(STRUCTURE if self.tokens[self.place][1] == ":" else COMPUTED)
        return Measure(sign * Fraction(token), unit)

    def written(self, token: str) -> When:
        """Read ``@2014-01-25T14:30:14.559+01:00`` or a part of it."""
        found = re.fullmatch(
            r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?)?(Z|[+-]\d\d:\d\d)?)?",
            token,
        )
        assert found is not None
        *parts, fraction, zone = found.groups()
        numbers = [int(part) for part in parts if part is not None]
        if fraction is not None:
            numbers.append(int(fraction.ljust(3, "0")[:3]))
        return when(numbers, _zone(zone))

    def built(self) -> When | Literal:
        """Read the rest of ``DateTime(2014, 1, 25, 14, ...)``; a null cuts it off."""
        numbers: list[int] = []
        known, zone = True, UTC
        while not self.next_is(")"):
            sign = -1 if self.next_is("-") else 1
            kind, token = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
            if kind == "number" and len(numbers) == len(PRECISIONS):
                zone = timezone(timedelta(hours=sign * float(token)))
            elif kind == "number" and known:
                numbers.append(int(token))
            elif token == "null":
                known = False
            else:
                raise self.strange()
            self.place += 1
            self.next_is(",")
        return when(numbers, zone) if numbers else Literal(None)

    def feel_date(self) -> When:
        """Read the rest of ``date("2018-12-01")``."""
        kind, token = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
        if kind != "text" or not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?", token.strip('"')):
            raise Unmapped(COMPUTED)
        self.place += 1
        self.expect(")")
        return self.written(token.strip('"'))


def _zone(written: str | None) -> timezone:
    if written in (None, "Z"):
        return UTC
    assert written is not None
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[4:6])))


def when(numbers: Sequence[int], zone: timezone) -> When:
    """Return a date and time from its parts, as many as there are."""
    padded = [*numbers, *(0, 1, 1, 0, 0, 0, 0)[len(numbers) :]]
    year, month, day, hour, minute, second, millisecond = padded
    try:
        at = datetime(year, month, day, hour, minute, second, millisecond * 1000, tzinfo=zone)
    except ValueError:
        raise Unmapped(ERROR) from None
    return When(at.astimezone(UTC) if len(numbers) > DAY + 1 else at.replace(tzinfo=UTC), len(numbers) - 1)


# From an expression to a rule ---------------------------------------------------------------------------------


class Builder:
    """Turns an expression into a condition and the facts that it is about."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.used: Counter[str] = Counter()
        self.latest: datetime | None = None
        self.days_only = True

    def prepare(self, node: Any) -> None:
        """Find the day or moment of the decision: after every date that is named."""
        if isinstance(node, When):
            end = node.unit(node.precision)[1]
            self.latest = end if self.latest is None else max(self.latest, end)
        elif isinstance(node, Node):
            dates = [part for part in node.parts if isinstance(part, When)]
            asked = node.precision if node.precision is not None else max((d.precision for d in dates), default=DAY)
            self.days_only = self.days_only and asked <= DAY
            for part in node.parts:
                self.prepare(part)

    @property
    def on(self) -> date:
        """When the case is decided."""
        latest = (self.latest or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(days=1)
        return latest.date() if self.days_only else latest

    def fact(self, kind: str, value: object) -> Any:
        """Return a fact of its own for a literal."""
        name = f"{kind}{self.used[kind]}"
        self.used[kind] += 1
        fact = next((each for each in Suite.__facts__ if each.name == name), None)
        if fact is None:
            raise Unmapped(OTHER)
        if value is not None:
            self.values[name] = value
        return fact

    def limit(self, value: int | Fraction, unit: str) -> Limit:
        """Return a limit."""
        return Limit(value, unit, id="suite.limit", source=SOURCE, since=ADOPTED)

    def condition(self, node: Any) -> Condition:
        """Return what an expression asks."""
        if isinstance(node, Literal):
            present: Condition = self.fact("flag", node.value).present
            return present
        if not isinstance(node, Node):
            raise Unmapped(COMPUTED)
        parts = node.parts
        match node.what:
            case "not":
                return opposite(self.condition(parts[0]))
            case "and":
                return AllOf((self.condition(parts[0]), self.condition(parts[1])))
            case "or":
                return AnyOf((self.condition(parts[0]), self.condition(parts[1])))
            case "implies":
                return AnyOf((opposite(self.condition(parts[0])), self.condition(parts[1])))
            case "xor":
                return self.differ(*map(self.condition, parts))
            case "missing":
                return self.missing(parts[0])
            case "between":
                return AllOf((self.compared(">=", parts[0], parts[1]), self.compared("<=", parts[0], parts[2])))
            case "days":
                raise Unmapped(COMPUTED)
        return self.compared(node.what, *parts, precision=node.precision)

    def differ(self, one: Condition, other: Condition) -> Condition:
        """Return that exactly one of two holds."""
        return AnyOf((AllOf((one, opposite(other))), AllOf((opposite(one), other))))

    def missing(self, node: Any) -> Condition:
        """Return that nothing is known of a literal."""
        if isinstance(node, Literal):
            gap: Condition = self.fact("flag", node.value).missing
        elif isinstance(node, Measure):
            gap = self.fact("number", node.value).missing
        else:
            raise Unmapped(COMPUTED)
        return gap

    def compared(self, sign: str, left: Any, right: Any, precision: int | None = None) -> Condition:
        """Return a comparison of two literals: one is a fact, the other the limit."""
        kinds = {type(left), type(right)} - {Literal}
        if isinstance(left, Node) and left.what == "days" and isinstance(right, Measure):
            return self.days_apart(sign, left, right)
        if Node in kinds:
            raise Unmapped(COMPUTED)
        if kinds == {When} or (When in kinds and _is_null(left, right)):
            return self.dated(sign, left, right, precision)
        if kinds == {Measure}:
            return self.measured(sign, left, right)
        if not kinds and sign in ("=", "!="):
            one, other = self.condition(left), self.condition(right)
            return self.differ(one, other) if sign == "!=" else opposite(self.differ(one, other))
        raise Unmapped(OTHER)

    def measured(self, sign: str, left: Any, right: Any) -> Condition:
        """Return a comparison of two numbers, one of which may be null."""
        if isinstance(left, Literal) or not isinstance(right, Measure):
            if left != Literal(None) and right != Literal(None):
                raise Unmapped(OTHER)
            if isinstance(right, Literal):
                return self.measured(FLIPPED[sign], right, left)
            fact: Any = self.fact("number", None)
            return _number_test(sign, fact, self.limit(right.value, "1"))
        if "1" not in (left.unit, right.unit):
            from kaprules import Quantity

            length = self.fact("length", Quantity(left.value, left.unit))
            return _number_test(sign, length, self.limit(right.value * (100 if right.unit == "m" else 1), "cm"))
        return _number_test(sign, self.fact("number", left.value), self.limit(right.value, "1"))

    def dated(self, sign: str, left: Any, right: Any, precision: int | None) -> Condition:
        """Return a comparison of two dates: the one that is known well enough is the limit."""
        if isinstance(left, Literal):
            known: Any = None
            left, right, sign = right, left, FLIPPED[sign]
        if isinstance(right, Literal):
            known, settled = None, left
            sign = FLIPPED[sign]
            asked = settled.precision if precision is None else precision
        else:
            asked = max(left.precision, right.precision) if precision is None else precision
            if right.precision >= asked:
                known, settled = left, right
            elif left.precision >= asked:
                known, settled, sign = right, left, FLIPPED[sign]
            else:
                raise Unmapped(BOTH_PARTIAL)
        first, end = settled.unit(asked)
        if self.days_only:
            return self.by_days(sign, known, first.date(), end.date() - timedelta(days=1))
        return self.by_hours(sign, known, first, end, asked)

    def by_days(self, sign: str, known: When | None, first: date, last: date) -> Condition:
        """Return how an event lies to a span of days; what is further back is more days ago."""
        event = self.fact("event", None if known is None else _partial(known))
        to_first, to_last = ((self.on - day).days for day in (first, last))
        before = Atom(event, Test.ABOVE, self.limit(to_first, "d"))
        after = Atom(event, Test.BELOW, self.limit(to_last, "d"))
        return _signed(sign, before, after)

    def by_hours(self, sign: str, known: When | None, first: datetime, end: datetime, asked: int) -> Condition:
        """Return how a moment lies to a span of time."""
        value: object = None
        on = self.on
        assert isinstance(on, datetime)
        if known is not None:
            if known.precision >= asked:
                value = known.unit(asked)[0] if asked > DAY else known.at
            elif known.precision <= DAY:
                value = _partial(known)
            else:
                raise Unmapped(HOUR_ONLY)
        moment = self.fact("moment", value)
        hours = [Fraction((on - each) // timedelta(milliseconds=1), 3_600_000) for each in (first, end)]
        if known is not None:
            hours.append(Fraction((on - known.unit(known.precision)[0]) // timedelta(milliseconds=1), 3_600_000))
        if max(hours) >= NEVER_DAYS - 1:
            raise Unmapped(TOO_FAR)
        before = Atom(moment, Test.ABOVE, self.limit(hours[0], "h"))
        after = Atom(moment, Test.AT_MOST, self.limit(hours[1], "h"))
        return _signed(sign, before, after)

    def days_apart(self, sign: str, days: Node, count: Measure) -> Condition:
        """Return a comparison of the days between two dates, the first of them known."""
        start, event = days.parts
        if not (isinstance(start, When) and isinstance(event, When)) or start.precision != DAY or event.precision > DAY:
            raise Unmapped(CALENDAR)
        limit = (self.on - start.at.date()).days - int(count.value)
        fact = self.fact("event", _partial(event))
        before = Atom(fact, Test.ABOVE, self.limit(limit, "d"))
        after = Atom(fact, Test.BELOW, self.limit(limit, "d"))
        return _signed(sign, before, after)


FLIPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


def _is_null(left: Any, right: Any) -> bool:
    return Literal(None) in (left, right)


def _number_test(sign: str, fact: Any, limit: Limit) -> Condition:
    return _signed(sign, fact < limit, fact > limit)


def _signed(sign: str, before: Condition, after: Condition) -> Condition:
    made: dict[str, Callable[[], Condition]] = {
        "<": lambda: before,
        ">": lambda: after,
        "<=": lambda: opposite(after),
        ">=": lambda: opposite(before),
        "=": lambda: AllOf((opposite(before), opposite(after))),
        "!=": lambda: AnyOf((before, after)),
    }
    return made[sign]()


def _partial(known: When) -> date | PartialDate:
    if known.precision >= DAY:
        return known.at.date()
    return PartialDate(known.at.year, known.at.month if known.precision == MONTH else None)


# Deciding ----------------------------------------------------------------------------------------------------


def truths(text: str, names: dict[str, Any] | None = None) -> dict[str, Truth]:
    """Return the truth of an expression by each engine that is here; raise ``Unmapped`` where it has no counterpart."""
    expression = Parser(text, names).parse()
    builder = Builder()
    builder.prepare(expression)
    condition = builder.condition(expression)
    asks = any(atom.test is Test.MISSING for atom in fact_atoms(condition))
    rule = Rule(
        id="suite.case",
        source=SOURCE,
        level=Level.NEEDS_INFORMATION if asks else Level.CAUTION,
        when=condition,
        clinician_text="It holds.",
        nonmonotone_reason="one literal is one fact, and each is known wholly or not at all but for dates",
    )
    phase = Phase.INTAKE if builder.days_only else Phase.DOSING_DAY
    ruleset = RuleSet("suite", "Does it hold?", (rule,), subject=Case, phase=phase)
    case = Case(suite=Suite(**builder.values))
    engines = ("bits", *(("durable",) if durable.available() else ()))
    found = {name: decide(ruleset, case, on=builder.on, engine=name).truths["suite.case"] for name in engines}
    found["interpreter"] = interpreter.evaluate(ruleset, snapshot(ruleset, case, builder.on)).rules[0]
    return found


def days_between(text: str) -> Interval:
    """Return how many days may lie between two dates, the first of them known."""
    node = Parser(text).parse()
    if not isinstance(node, Node) or node.what != "days":
        raise Unmapped(COMPUTED)
    start, event = node.parts
    if not (isinstance(start, When) and isinstance(event, When)) or start.precision != DAY or event.precision > DAY:
        raise Unmapped(CALENDAR)
    builder = Builder()
    builder.prepare(node)
    since = Case(suite=Suite(event0=_partial(event))).possible(Suite.event0, builder.on)
    assert isinstance(since, Interval)
    whole = (builder.on - start.at.date()).days
    return Interval(whole - since.high, whole - since.low)


class Tally:
    """How many cases map, how many of those pass, and why the others have no counterpart."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.mapped = self.passed = 0
        self.unmapped: Counter[str] = Counter()
        self.failed: list[str] = []

    def check(self, case: str, expected: object, ask: Callable[[], dict[str, Any]]) -> None:
        """Count one case."""
        try:
            found = ask()
        except Unmapped as reason:
            self.unmapped[str(reason)] += 1
            return
        self.mapped += 1
        if set(found.values()) == {expected}:
            self.passed += 1
        else:
            self.failed.append(f"{case}: expected {expected}, found {found}")

    def lines(self) -> list[str]:
        """Return the figures, one line each."""
        whole = self.mapped + sum(self.unmapped.values())
        lines = [f"{self.name}: {whole:,} cases, {self.mapped} map, {self.passed} pass, {len(self.failed)} fail"]
        lines += [f"  fails: {failed}" for failed in self.failed]
        return lines + [f"  {count:>5} not mapped: {reason}" for reason, count in self.unmapped.most_common()]
