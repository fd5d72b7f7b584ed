"""The rule set as a rule book of durable-rules, a forward-chaining engine in C, which chains from facts to outcome.

Negation and three-valued truth are compiled away. The engine runs one positive, two-valued rule book under three
readings of the facts: *certain* (each test holds for every value still possible), *possible* (for at least one)
and *open* (as possible, but what was never looked for and need not be holds for none). A conclusion is TRUE if it
fired in the certain reading, else UNKNOWN if it fired in the possible one, else FALSE. ``concept.ruled_out`` is a
conclusion of its own, with the opposite condition.

Every condition becomes its alternatives: conjunctions of ``property op small whole number``. Each alternative is one
engine rule with one pattern, on one message that holds all the facts which it tests. Rules that join messages are
never made: where such a rule of five patterns has fired, retracting its messages makes durable-rules 2.0.28 read,
and at times overwrite, memory that is not its own. Concepts go back to the engine as properties of later messages,
and what the findings come to as one last message, on which the outcome fires.

A number crosses as its place among the rule set's limits for that fact, which decides every comparison exactly; a
property that no condition can match is left out. A message that says the same in several readings is sent once,
and its ``id`` tells which readings it stands for. Each message that the engine took must fire; so must a sentinel.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import threading
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ..conditions import (
    NEVER_DAYS,
    NO,
    OPPOSITE,
    YES,
    AllOf,
    Atom,
    Condition,
    Test,
    Truth,
    atoms,
    opposite,
    option_bits,
)
from ..errors import RuleError
from ..facts.fact import UNEXAMINED, USABLE, Fact
from ..limit import Exact, Limit
from ..rule import Concept, Level, Outcome, Rule, RuleSet
from .claims import Claims, EngineFailure, Flat, Snapshot, group_names


def _engine() -> Any:
    try:
        return importlib.import_module("durable_rules_engine")
    except ImportError as error:
        raise EngineFailure(
            f"durable-rules cannot be imported here ({error}): install it, which needs Python 3.12 or earlier, or "
            "decide with the reference engine"
        ) from error


def available() -> bool:
    """Say whether durable-rules can be imported here; its C extension does not build on Python 3.13 and later."""
    try:
        _engine()
    except EngineFailure:
        return False
    return True


# What the engine can hold (2.0.28; read in its source and tried) ---------------------------------------------------

MOST_MATCHES: Final = 64
"""Conditions that wait on the engine's stack while one message is matched; one more is its error 303."""
MOST_SHARING: Final = 255
"""Rules whose last condition is the same one; the next is written outside the engine's list."""
MOST_BRANCHES: Final = 511
"""Distinct conditions at one level; with its table full, the engine looks for a free place for ever."""
MOST_PROPERTIES: Final = 252
MOST_RULES: Final = 4096
MOST_ALTERNATIVES: Final = 512
"""Our own: a condition with more is better told in concepts."""
MOST_SESSIONS: Final = 1000
"""The engine takes 1,024; beyond ours the rule set is compiled afresh."""
WIDTH: Final = 48
"""How many conditions of its first level make a kind of message full; measured."""
CHAPTER: Final = 96
"""How many rules make a rule set of the engine full; measured."""

KIND: Final = "k"
"""The property by which every pattern begins: what kind of message it is about."""
OWN_NAMES: Final = (
    "id sid label chart running all any pri count cap dist name $s $i $m $l $r $lt $lte $gt $gte $eq $neq $mt $imt "
    "$iall $iany $ex $nex $or $and $add $sub $mul $div $forward $time $baseTime $timerName"
).split()
"""Names that mean something to the engine, which knows every name by its hash alone."""


def name_hash(name: str) -> int:
    """Return the 32-bit FNV-1a hash by which the engine knows a name."""
    number = 2166136261
    for byte in name.encode():
        number = (number ^ byte) * 16777619 & 0xFFFFFFFF
    return number


# Conditions as alternatives ------------------------------------------------------------------------------------------


class Literal(NamedTuple):
    """One comparison of a property with a small whole number; the operator is ``$gte``, ``$lte`` or ``$eq``."""

    property: str
    operator: str
    value: int

    @property
    def definition(self) -> dict[str, Any]:
        """The comparison as the engine reads it."""
        test = {self.property: self.value}
        return test if self.operator == "$eq" else {self.operator: test}


Alternative = frozenset[Literal]


def alternatives(condition: Condition, negated: bool, literal: Callable[[Atom, bool], Literal]) -> list[Alternative]:
    """Return the disjunctive normal form of a condition or, ``negated``, of its opposite.

    Raises ``RuleError`` where there would be more than MOST_ALTERNATIVES.
    """
    if isinstance(condition, Atom):
        return [frozenset((literal(condition, negated),))]
    parts = [alternatives(part, negated, literal) for part in condition.parts]
    if isinstance(condition, AllOf) == negated:
        return _shortest(alternative for part in parts for alternative in part)
    product: list[Alternative] = [frozenset()]
    for part in parts:
        if len(product) * len(part) > 16 * MOST_ALTERNATIVES:
            raise _TooManyAlternatives
        product = _shortest(left | right for left in product for right in part)
    return product


class _TooManyAlternatives(Exception):
    pass


def _shortest(found: Iterable[Alternative]) -> list[Alternative]:
    """Drop what another alternative already implies: all tests are positive, so this changes no reading."""
    kept: list[Alternative] = []
    for alternative in sorted(dict.fromkeys(found), key=len):
        if not any(shorter <= alternative for shorter in kept):
            kept.append(alternative)
    if len(kept) > MOST_ALTERNATIVES:
        raise _TooManyAlternatives
    return kept


# Facts as properties -------------------------------------------------------------------------------------------------

Words = tuple[str, str, str]
"""What a message says of something in the certain, the possible and the open reading; empty where nothing matches."""


class _Names:
    """Gives out short property names that the engine can tell apart."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = {name_hash(name) for name in (*OWN_NAMES, KIND, *taken)}
        letters = "abcdefghijklmnopqrstuvwxyz"
        self.candidates = ("".join(name) for size in (2, 3) for name in itertools.product(letters, repeat=size))

    def __next__(self) -> str:
        name = next(name for name in self.candidates if name_hash(name) not in self.taken)
        self.taken.add(name_hash(name))
        return name


class _FactWords:
    """What messages say of one fact: only the properties, directions and sets of options that some rule tests."""

    def __init__(self, fact: Fact, atoms: Sequence[tuple[Atom, bool]], names: _Names) -> None:
        self.slot = fact.slot
        self.limits = sorted({_limit(atom) for atom, _ in atoms if atom.test is not Test.MISSING and fact.size == 3})
        self.properties: dict[object, str] = {}
        for atom, negated in atoms:
            aspect = self._aspect(atom, negated)
            if aspect not in self.properties:
                self.properties[aspect] = next(names)
        self.said: dict[tuple[int, ...], Words] = {}
        self.words = self.of_number if fact.size == 3 else self.of_options

    def _aspect(self, atom: Atom, negated: bool) -> object:
        """Return which property an atom tests: missing, a direction of a number, or a set of options as bits."""
        if atom.test is Test.MISSING:
            if negated:
                opposite(atom)  # refuses: there is no such test
            return Test.MISSING
        if self.limits:
            return _rises(atom.test, negated)
        wanted = (
            option_bits(atom.operand)
            if isinstance(atom.operand, frozenset)
            else YES
            if atom.test is Test.PRESENT
            else NO
        )
        fact = atom.subject
        return (fact.every & ~wanted if negated else wanted,)  # type: ignore[attr-defined] # facts with options have it

    def literal(self, atom: Atom, negated: bool) -> Literal:
        """Return the comparison that stands for an atom or, ``negated``, for its opposite."""
        aspect = self._aspect(atom, negated)
        if not isinstance(aspect, bool):
            return Literal(self.properties[aspect], "$eq", 1)
        test = OPPOSITE[atom.test] if negated else atom.test
        place = 2 * self.limits.index(_limit(atom)) + 1
        match test:
            case Test.AT_LEAST | Test.NEVER:
                return Literal(self.properties[aspect], "$gte", place)
            case Test.ABOVE:
                return Literal(self.properties[aspect], "$gte", place + 1)
            case Test.AT_MOST:
                return Literal(self.properties[aspect], "$lte", place)
            case _:
                return Literal(self.properties[aspect], "$lte", place - 1)

    def of_number(self, flat: Flat) -> Words:
        """Return what is said of a number: its places among the limits, below, at and between them."""
        low, high, state = flat[self.slot : self.slot + 3]
        limits = self.limits
        lowest = bisect_left(limits, low) + bisect_right(limits, low)
        highest = lowest if high is low else bisect_left(limits, high) + bisect_right(limits, high)
        words = self.said.get((lowest, highest, state))
        return words if words is not None else self._number_said(lowest, highest, state)

    def _number_said(self, lowest: int, highest: int, state: int) -> Words:
        rising, falling = self.properties.get(True), self.properties.get(False)
        end = 2 * len(self.limits)

        def ends(up: int, down: int) -> str:
            return (f',"{rising}":{up}' if rising and up > 0 else "") + (
                f',"{falling}":{down}' if falling and down < end else ""
            )

        return self._keep((lowest, highest, state), ends(lowest, highest), ends(highest, lowest))

    def of_options(self, flat: Flat) -> Words:
        """Return what is said of a flag or choice: for each tested set of options, whether it holds."""
        bits, state = flat[self.slot : self.slot + 2]
        words = self.said.get((bits, state))
        return words if words is not None else self._options_said(bits, state)

    def _options_said(self, bits: int, state: int) -> Words:
        sets = [(aspect[0], name) for aspect, name in self.properties.items() if isinstance(aspect, tuple)]
        certain = "".join(f',"{name}":1' for wanted, name in sets if bits & wanted and not bits & ~wanted)
        possible = "".join(f',"{name}":1' for wanted, name in sets if bits & wanted)
        return self._keep((bits, state), certain, possible)

    def _keep(self, key: tuple[int, ...], certain: str, possible: str) -> Words:
        state = key[-1]
        missing = self.properties.get(Test.MISSING)
        gap = f',"{missing}":1' if missing and state != USABLE else ""
        if len(self.said) >= 4096:  # a choice of very many options must not fill the memory
            self.said.clear()
        words = (certain + gap, possible + gap, gap if state == UNEXAMINED else possible + gap)
        self.said[key] = words
        return words


def _rises(test: Test, negated: bool) -> bool:
    return (test in (Test.AT_LEAST, Test.ABOVE, Test.NEVER)) != negated


def _limit(atom: Atom) -> Exact:
    return atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS


# Messages ----------------------------------------------------------------------------------------------------------


class Branch(dict[Literal, "Branch"]):
    """Conditions as the engine shares them: each alternative is a path."""

    @classmethod
    def of(cls, paths: Iterable[Sequence[Literal]]) -> Branch:
        """Return the branches of several alternatives."""
        root = cls()
        for path in paths:
            branch = root
            for literal in path:
                branch = branch.setdefault(literal, cls())
        return root

    def most_waiting(self) -> int:
        """Return how many conditions can wait on the engine's stack while it matches one message."""
        return max(len(self), len(self) - 1 + max((below.most_waiting() for below in self.values()), default=0))

    def most_branches(self) -> int:
        """Return the most distinct conditions at one level."""
        return max(len(self), *(below.most_branches() for below in self.values()), 0)

    def properties(self) -> set[str]:
        """Return every property that a message of this kind may hold."""
        return {literal.property for literal in self}.union(*(below.properties() for below in self.values()))


class EngineRule(NamedTuple):
    """One rule of the engine: a conjunction, in this order, on messages of one kind (None: of any)."""

    name: str
    kind: int | None
    conditions: tuple[Literal, ...]

    @property
    def definition(self) -> dict[str, Any]:
        """The rule as the engine reads it: one pattern, which begins with a positive condition."""
        kind = [] if self.kind is None else [{KIND: self.kind}]
        return {"all": [{"m": {"$and": [*kind, *(literal.definition for literal in self.conditions)]}}]}


def check(rules: Sequence[EngineRule], owner: str) -> None:
    """Refuse what the engine would not hold, would lose without a word, or would answer with a crash.

    This looks at what is about to be sent, however it was made. Raises ``RuleError``.
    """
    if len(rules) > MOST_RULES:
        raise RuleError(
            f"{owner} takes {len(rules)} engine rules: durable-rules holds {MOST_RULES}; split the rule set"
        )
    if len({rule.name for rule in rules if len(rule.name) == 4}) != len(rules):
        raise RuleError(f"{owner}: engine rules need different names of four characters; correct the compiler")
    kinds: dict[int | None, list[tuple[Literal, ...]]] = {}
    for rule in rules:
        kinds.setdefault(rule.kind, []).append(rule.conditions)
        _check_conditions(rule.conditions, owner)
    if len(kinds) > MOST_BRANCHES:
        raise RuleError(f"{owner} takes {len(kinds)} kinds of message: durable-rules holds {MOST_BRANCHES}; split it")
    of_any = kinds.pop(None, [])
    for paths in kinds.values():
        _check_kind([*paths, *of_any], owner)
    properties = {literal.property for rule in rules for literal in rule.conditions}
    hashes = {name_hash(name): name for name in (*OWN_NAMES, KIND)}
    for name in sorted(properties):
        other = hashes.setdefault(name_hash(name), name)
        if other != name or name in OWN_NAMES or name == KIND:
            raise RuleError(
                f"{owner}: durable-rules cannot tell {name!r} from {other!r}, which it knows by one hash; rename it"
            )


def _check_conditions(conditions: tuple[Literal, ...], owner: str) -> None:
    if not conditions:
        raise RuleError(f"{owner}: an engine rule without conditions would match every message; correct the compiler")
    for name, operator, value in conditions:
        if operator not in ("$eq", "$gte", "$lte") or type(value) is not int or not 0 <= value < 2**31:
            raise RuleError(
                f"{owner}: {name} {operator} {value!r} does not compare with a small whole number; correct the compiler"
            )


def _check_kind(paths: list[tuple[Literal, ...]], owner: str) -> None:
    branch = Branch.of(paths)
    if (count := max(Counter(paths).values())) > MOST_SHARING:
        raise RuleError(f"{owner}: {count} engine rules share their last condition: durable-rules holds {MOST_SHARING}")
    if (count := len(branch.properties()) + 3) > MOST_PROPERTIES:  # with its id, its session and its kind
        raise RuleError(
            f"{owner}: a message has {count} properties: durable-rules holds {MOST_PROPERTIES}; split the condition"
        )
    if (count := branch.most_branches()) > MOST_BRANCHES:
        raise RuleError(f"{owner}: {count} distinct conditions lie at one level: durable-rules holds {MOST_BRANCHES}")
    if (count := branch.most_waiting()) > MOST_MATCHES:
        raise RuleError(
            f"{owner}: a message may match {count} conditions at once: durable-rules holds {MOST_MATCHES} (error 303)"
        )


def _idents(kind: int) -> tuple[str, ...]:
    """Return the id of a message of a kind for each set of readings (1 certain, 2 possible, 4 open)."""
    return tuple(f"{readings}{kind:03d}" for readings in range(8))


class _Kind(NamedTuple):
    """A kind of message: which of all that is said it holds, and its id and beginning for each set of readings."""

    pick: Callable[[Sequence[str]], Sequence[str]]
    idents: tuple[str, ...]
    heads: tuple[str, ...]

    @classmethod
    def of(cls, number: int, pick: Callable[[Sequence[str]], Sequence[str]]) -> _Kind:
        idents = _idents(number)
        return cls(pick, idents, tuple(f'{{"id":"{ident}","{KIND}":{number}' for ident in idents))


RULE_NAME: Final = slice(2, 6)
MESSAGE_ID: Final = slice(20, 24)
"""Where both stand in a firing, ``{"0001":{"m":{"id":"7001",...``: it is read as text, for speed."""
SENTINEL_RULE: Final = "0000"
SENTINEL_NAME: Final = "zz"
SENTINEL: Final = f',"{SENTINEL_NAME}":1'
"""Put into one message of every use of a working memory: a rule fires on it whatever else the message holds."""


class _Told(NamedTuple):
    """A concept that later chapters read: its place in all that is said, its bit among the conclusions, its words."""

    place: int
    bit: int
    text: str


class _Chapter:
    """Engine rules that need nothing of one another: one rule set of the engine.

    The engine looks through all rules of a rule set for each firing, so that several small ones are faster than one.
    """

    def __init__(
        self, rules: Sequence[EngineRule], concluded: dict[str, int], kinds: Sequence[_Kind], owner: str
    ) -> None:
        check(rules, owner)
        self.kinds = kinds
        self.told: list[_Told] = []
        self.concluded = concluded
        self.sentinel = concluded[SENTINEL_RULE]
        self.most_firings = 3 * len(rules) + 1
        self.every_ident = [ident for kind in kinds for ident in kind.idents]
        definition = json.dumps({rule.name: rule.definition for rule in rules}, separators=(",", ":"))
        try:
            self.handle: int = _engine().create_ruleset(f"kaprules{next(_NUMBERS)}", definition)
        except _engine().error as error:
            raise EngineFailure(f"durable-rules refused {owner}: {error}; report it with the rule set") from error


_NUMBERS: Final = itertools.count(1)
REPORT: Final = "report it with the rule set and the client's facts"


class _Memory:
    """The working memory of one chapter in one session; empty between decisions."""

    __slots__ = ("chapter", "error", "first", "next", "place", "put", "tail", "take_back")

    def __init__(self, chapter: _Chapter, number: int) -> None:
        engine = _engine()
        self.chapter = chapter
        self.error = engine.error
        self.put, self.take_back = engine.assert_fact, engine.retract_fact
        self.first, self.next = engine.start_action_for_state, engine.complete_and_start_action
        self.tail = f',"sid":"{number}"}}'
        self.place = 0
        self.try_out()

    def try_out(self) -> None:
        """See that the memory is empty and answers."""
        kind = self.chapter.kinds[0]
        self.conclude([(kind.idents[7], kind.heads[7])])

    def conclude(self, messages: Iterable[tuple[str, str]]) -> dict[str, int]:
        """Assert messages, take every firing, and retract them; return by id what was concluded from each.

        All are asserted before anything fires: durable-rules must not reuse the place of a firing while the
        message of an earlier one is still there.
        """
        handle, tail = self.chapter.handle, self.tail
        found: dict[str, int] = {}
        for ident, text in messages:
            code, place = self.put(handle, text + tail if found else text + SENTINEL + tail)
            if code == 0:
                found[ident] = 0
                self.place = place
            elif code != 1:  # nothing matches this message, and the engine does not keep it
                raise EngineFailure(
                    f"durable-rules answered message {ident} with code {code}: expected 0 or 1; {REPORT}"
                )
        self._drain(found)
        if not any([concluded & self.chapter.sentinel for concluded in found.values()]):
            raise EngineFailure(f"durable-rules did not fire the sentinel: nothing that it answers counts; {REPORT}")
        for ident, concluded in found.items():
            if not concluded:
                raise EngineFailure(f"durable-rules took message {ident} but fired nothing for it; {REPORT}")
        self._retract(found)
        return found

    def _drain(self, found: dict[str, int]) -> None:
        """Take every firing, and add what it concludes to the message it comes from."""
        handle, place, step, concluded = self.chapter.handle, self.place, self.next, self.chapter.concluded
        start = self.first(handle, place)
        firing = None if start is None else start[1]
        left = self.chapter.most_firings
        while firing is not None:
            try:
                found[firing[MESSAGE_ID]] |= concluded[firing[RULE_NAME]]
            except KeyError:
                raise EngineFailure(
                    f"durable-rules fired {firing[:24]}...: expected a known rule and message; {REPORT}"
                ) from None
            if not left:
                raise EngineFailure(
                    f"durable-rules fired more than {self.chapter.most_firings} times: expected an end; {REPORT}"
                )
            left -= 1
            firing = step(handle, place)

    def _retract(self, idents: Iterable[str]) -> None:
        handle, tail = self.chapter.handle, self.tail
        for ident in idents:
            code, _ = self.take_back(handle, f'{{"id":"{ident}"{tail}')
            if code != 0:
                raise EngineFailure(f"durable-rules did not let go of message {ident}: code {code}; {REPORT}")

    def rescued(self) -> bool:
        """Empty the memory after a decision was interrupted, wherever that was; say whether it is as good as new."""
        handle, place = self.chapter.handle, self.place
        try:
            for _ in range(2 * self.chapter.most_firings):
                try:
                    if self.next(handle, place) is not None:
                        continue
                except self.error:  # no firing was under way
                    pass
                if self.first(handle, place) is None:
                    break
            self._retract(self.chapter.every_ident)
            self.try_out()
        except Exception:  # whatever it is, this memory is not used again
            return False
        return True


_Session = list[_Memory]
"""A working memory for each chapter; one decision at a time owns it."""

# The rule book --------------------------------------------------------------------------------------------------

_SUMMARY_NAMES: Final = ("za", "zb", "zc", "zd")
"""Whether there is some exclusion, some needed information, something open, some caution."""
_SUMMARY_WORDS: Final = tuple(tuple(f',"{name}":{some}' for name in _SUMMARY_NAMES) for some in (0, 1))
_OUTCOME_RULES: Final = (
    (Outcome.EXCLUDED, (1,)),
    (Outcome.INCOMPLETE, (0, 1)),
    (Outcome.INCOMPLETE, (0, 0, 1)),
    (Outcome.CAUTION, (0, 0, 0, 1)),
    (Outcome.NO_EXCLUSION_FOUND, (0, 0, 0, 0)),
)
"""Which outcome follows from the first properties of the summary; one rule, and no other, fires on each summary."""
_OUTCOMES: Final = {1 << place: outcome for place, outcome in enumerate(Outcome)}
_BEYOND: Final = 1 << len(Outcome)
_TRUTHS: Final = {("1", "1"): Truth.TRUE, ("0", "1"): Truth.UNKNOWN, ("0", "0"): Truth.FALSE, ("1", "0"): Truth.TRUE}


class _Book:
    """A rule set compiled for the engine, with its sessions; it belongs to the process that made it."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.process = os.getpid()
        compiler = _Compiler(ruleset)
        self.groups = compiler.groups()
        self.chapters = compiler.chapters
        self.summary = compiler.summary
        self.room = [""] * len(compiler.told)
        self.shape = f"0{len(compiler.bits)}b"
        """All conclusions as one text of ones and zeros: concepts, rules, concepts ruled out."""
        last = len(ruleset.concepts)
        self.concepts, self.findings = slice(0, last), slice(last, last + len(ruleset.rules))
        self.sentinel = compiler.sentinel
        self.levels = {
            level: sum(compiler.bits[rule, False] for rule in ruleset.rules if rule.level is level) for level in Level
        }
        self.counted = sum(bits for level, bits in self.levels.items() if level is not Level.NOTE)
        self.idle: list[_Session] = []
        self.numbers = itertools.count(1)
        self.exhausted = False

    def session(self) -> _Session | None:
        """Return a session that nobody else uses, or None where the engine can hold no more."""
        try:
            return self.idle.pop()
        except IndexError:
            number = next(self.numbers)
        if number > MOST_SESSIONS:
            self.exhausted = True
            return None
        return [_Memory(chapter, number) for chapter in (*self.chapters, self.summary)]

    def words(self, facts: Snapshot) -> tuple[list[str], list[str], list[str]]:
        """Return what is said of every fact in the three readings, with room for the concepts behind them."""
        certain: list[str] = []
        possible: list[str] = []
        opened: list[str] = []
        for name, absent, absent_words, each in self.groups:
            flat = facts.groups[name]
            if flat is absent or flat == absent:
                words = absent_words
            else:
                words = tuple(zip(*[words_of(flat) for words_of in each], strict=True))
            certain += words[0]
            possible += words[1]
            opened += words[2]
        return certain + self.room, possible + self.room, opened + self.room

    def decide(self, session: _Session, said: tuple[list[str], list[str], list[str]]) -> Claims:
        """Chain forward, chapter by chapter, from what is said of the facts, and leave the session empty."""
        said_certain, said_possible, said_open = said
        certain = possible = opened = 0
        for chapter, memory in zip(self.chapters, session, strict=False):
            messages = []
            for pick, idents, heads in chapter.kinds:
                words = "".join(pick(said_certain)), "".join(pick(said_possible)), "".join(pick(said_open))
                messages += [(idents[readings], heads[readings] + text) for readings, text in _alike(*words) if text]
            if messages:
                for ident, concluded in memory.conclude(messages).items():
                    readings = int(ident[0])
                    if readings & 1:
                        certain |= concluded
                    if readings & 2:
                        possible |= concluded
                    if readings & 4:
                        opened |= concluded
            for place, bit, text in chapter.told:
                said_certain[place] = text if certain & bit else ""
                said_possible[place] = text if possible & bit else ""
                said_open[place] = text if opened & bit else ""
        everything = self.sentinel - 1
        certain, possible = certain & everything, possible & everything
        opened &= possible & ~certain & self.counted
        outcome = self._outcome(session[-1], certain, opened)
        truths = tuple(
            map(_TRUTHS.__getitem__, zip(format(certain, self.shape), format(possible, self.shape), strict=True))
        )
        is_open = tuple([bit == "1" for bit in format(opened, self.shape)[self.findings]])
        return Claims(truths[self.concepts], truths[self.findings], is_open, outcome)

    def _outcome(self, memory: _Memory, certain: int, opened: int) -> Outcome:
        """Tell the engine what the findings come to, and let it conclude the outcome."""
        levels = self.levels
        summary = (
            certain & levels[Level.EXCLUSION],
            certain & levels[Level.NEEDS_INFORMATION],
            opened,
            certain & levels[Level.CAUTION],
        )
        kind = self.summary.kinds[0]
        text = "".join([_SUMMARY_WORDS[bool(some)][place] for place, some in enumerate(summary)])
        (concluded,) = memory.conclude([(kind.idents[7], kind.heads[7] + text)]).values()
        outcome = _OUTCOMES.get(concluded & ~_BEYOND)
        if outcome is None:
            raise EngineFailure(f"durable-rules did not conclude one outcome; {REPORT}")
        return outcome


def _alike(certain: str, possible: str, opened: str) -> tuple[tuple[int, str], ...]:
    """Return each text once, with the readings in which it is said (1 certain, 2 possible, 4 open)."""
    if possible == opened:
        return ((7, certain),) if certain == possible else ((1, certain), (6, possible))
    if certain == possible:
        return (3, certain), (4, opened)
    return ((5, certain), (2, possible)) if certain == opened else ((1, certain), (2, possible), (4, opened))


Conclusion = tuple[Concept | Rule, bool]
"""A rule, a concept or, with True, a concept ruled out."""
Paths = list[tuple[tuple[Literal, ...], int]]
"""Alternatives in the order in which their conditions are asked, each with the bits of what it concludes."""


class _Group(NamedTuple):
    """How a group's facts are put into words; ``absent`` is the group of which nothing is known."""

    name: str
    absent: Flat
    absent_words: Sequence[Sequence[str]]
    each: Sequence[Callable[[Flat], Words]]


class _Compiler:
    """Turns a rule set into engine rules, kinds of message and chapters."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.tested: dict[Fact, list[tuple[Atom, bool]]] = {}
        self.depths: dict[Conclusion, int] = {}
        self.used: dict[Conclusion, None] = {}
        ordered: list[Conclusion] = [(concept, False) for concept in ruleset.concepts]
        ordered += [(rule, False) for rule in ruleset.rules]
        for owner in ordered:
            self._depth(owner)
        ordered += [conclusion for conclusion in self.depths if conclusion[1]]
        self.bits = {conclusion: 1 << len(ordered) - place for place, conclusion in enumerate(ordered, 1)}
        self.sentinel = 1 << len(ordered)

        names = _Names((SENTINEL_NAME, *_SUMMARY_NAMES))
        self.facts = {
            fact: _FactWords(fact, self.tested[fact], names)
            for group in group_names(ruleset)
            for fact in ruleset.facts
            if fact.group == group and fact in self.tested
        }
        self.told = {conclusion: next(names) for conclusion in self.used}
        said = [
            *(words.properties.values() for words in self.facts.values()),
            *((name,) for name in self.told.values()),
        ]
        self.places = {name: place for place, properties in enumerate(said) for name in properties}
        self.chapters = [
            chapter for depth in range(max(self.depths.values(), default=0) + 1) for chapter in self._round(depth)
        ]
        summary = [
            (tuple(Literal(name, "$eq", some) for name, some in zip(_SUMMARY_NAMES, values, strict=False)), 1 << place)
            for outcome, values in _OUTCOME_RULES
            for place in (list(Outcome).index(outcome),)
        ]
        self.summary = self._chapter([summary], _BEYOND)

    def _depth(self, conclusion: Conclusion) -> int:
        """Return in which round something is concluded: one after the concepts that it reads."""
        if conclusion not in self.depths:
            owner, negated = conclusion
            depth = 0
            for atom in atoms(owner.when):
                if isinstance(atom.subject, Concept):
                    below = _below(atom, negated)
                    self.used[below] = None
                    depth = max(depth, 1 + self._depth(below))
                else:
                    assert isinstance(atom.subject, Fact)
                    self.tested.setdefault(atom.subject, []).append((atom, negated))
            self.depths[conclusion] = depth
        return self.depths[conclusion]

    def _literal(self, atom: Atom, negated: bool) -> Literal:
        if isinstance(atom.subject, Concept):
            return Literal(self.told[_below(atom, negated)], "$eq", 1)
        assert isinstance(atom.subject, Fact)
        return self.facts[atom.subject].literal(atom, negated)

    def _alternatives(self, conclusion: Conclusion) -> list[Alternative]:
        owner, negated = conclusion
        try:
            return alternatives(owner.when, negated, self._literal)
        except _TooManyAlternatives:
            raise RuleError(
                f"{owner.id}{' ruled out' if negated else ''} has more than {MOST_ALTERNATIVES} alternatives: "
                "name parts of its condition as concepts"
            ) from None

    def _round(self, depth: int) -> list[_Chapter]:
        """Compile what is concluded in one round."""
        found: dict[Alternative, int] = {}
        for conclusion, bit in self.bits.items():
            if self.depths[conclusion] == depth:
                for alternative in self._alternatives(conclusion):
                    found[alternative] = found.get(alternative, 0) | bit
        often = Counter(literal for alternative in found for literal in alternative)
        kinds: list[Paths] = []
        for alternative, concluded in found.items():
            path = tuple(sorted(alternative, key=lambda literal: (-often[literal], literal)))
            if not kinds or not _fits([*(earlier for earlier, _ in kinds[-1]), path]):
                kinds.append([])
            kinds[-1].append((path, concluded))
        chapters: list[list[Paths]] = []
        for paths in kinds:
            if not chapters or sum(map(len, chapters[-1])) + len(paths) > CHAPTER:
                chapters.append([])
            chapters[-1].append(paths)
        result = [self._chapter(paths, self.sentinel) for paths in chapters]
        if result:
            result[-1].told = [
                _Told(self.places[name], self.bits[conclusion], f',"{name}":1')
                for conclusion, name in self.told.items()
                if self.depths[conclusion] == depth
            ]
        return result

    def _chapter(self, kinds: Sequence[Paths], sentinel: int) -> _Chapter:
        rules = [EngineRule(SENTINEL_RULE, None, (Literal(SENTINEL_NAME, "$eq", 1),))]
        concluded = {SENTINEL_RULE: sentinel}
        for number, paths in enumerate(kinds):
            for path, bits in paths:
                rules.append(EngineRule(f"{len(rules):04d}", number, path))
                concluded[rules[-1].name] = bits
        picks = [
            sorted({self.places.get(literal.property, 0) for path, _ in paths for literal in path}) for paths in kinds
        ]
        return _Chapter(
            rules,
            concluded,
            [_Kind.of(number, itemgetter(*places)) for number, places in enumerate(picks)],
            f"rule set {self.ruleset.name}",
        )

    def groups(self) -> list[_Group]:
        """Return for each group how its facts are put into words, and the words for one of which nothing is known."""
        result = []
        nobody = self.ruleset.subject()
        for name in dict.fromkeys(fact.group for fact in self.facts):
            each = [words.words for fact, words in self.facts.items() if fact.group == name]
            absent = nobody.__dict__[name].flat(self.ruleset.phase.example)
            result.append(_Group(name, absent, tuple(zip(*[words_of(absent) for words_of in each], strict=True)), each))
        return result


def _fits(paths: Iterable[tuple[Literal, ...]]) -> bool:
    """Say whether one kind of message may hold so much."""
    branch = Branch.of(paths)
    return (
        len(branch) <= WIDTH
        and branch.most_waiting() < MOST_MATCHES
        and len(branch.properties()) <= MOST_PROPERTIES // 2
    )


def _below(atom: Atom, negated: bool) -> Conclusion:
    """Return which conclusion on a concept an atom reads."""
    assert isinstance(atom.subject, Concept)
    return atom.subject, (atom.test is not Test.PRESENT) != negated


# The interface ------------------------------------------------------------------------------------------------


def _book(ruleset: RuleSet) -> _Book:
    """Return the rule set as compiled in this process; a forked process makes its own, and its own lock."""
    book: _Book | None = ruleset.made.get("durable")
    process = os.getpid()
    if book is not None and book.process == process and not book.exhausted:
        return book
    with ruleset.made.setdefault(f"durable lock of process {process}", threading.Lock()):
        book = ruleset.made.get("durable")
        if book is None or book.process != process or book.exhausted:
            book = ruleset.made["durable"] = _Book(ruleset)
        return book


def evaluate(ruleset: RuleSet, facts: Snapshot) -> Claims:
    """Conclude every concept, every rule and the outcome, by forward chaining in durable-rules.

    Raises ``EngineFailure`` where the engine cannot be imported or does not behave, and ``RuleError`` where the
    rule set exceeds what it can hold.
    """
    session = None
    while session is None:
        book = _book(ruleset)
        said = book.words(facts)
        session = book.session()
    kept = False
    try:
        claims = book.decide(session, said)
        kept = True
    except EngineFailure:
        raise  # and the session is not used again
    except _engine().error as error:
        raise EngineFailure(f"durable-rules refused a message: {error}; {REPORT}") from error
    except BaseException:
        kept = all([memory.rescued() for memory in session])
        raise
    finally:
        if kept:
            book.idle.append(session)
    return claims
