"""The condition tree as plain data, lowered once: what every engine but the interpreter and the checker is made from.

The theory. A client is a set of worlds; a test is *certain* if it holds in every world still possible, *possible* if it
holds in some. Conditions hold no negation but at their tests, and the opposite of a test is a test. So a condition is
certain, or possible, exactly where the same ``and`` and ``or`` of its certain, or possible, tests is: one positive,
two-valued formula serves under three readings of the facts,

* *certain*: a test holds for every value still possible;
* *possible*: it holds for at least one;
* *open*: as possible, but no test of what was never looked for and need not be (``NOT_INDICATED``) holds, and of what
  only reports that are too old speak of, where it need not be looked for, none that each of them rules out.

A conclusion is TRUE if it holds in the certain reading, else UNKNOWN if it holds in the possible one, else FALSE; an
UNKNOWN rule that counts is undecided if it holds in the open one. ``concept.ruled_out`` is a *target* of its own, with
the opposite condition, which is certain where the concept is impossible.

Each formula is written as its *alternatives* (disjunctive normal form): sets of literals on facts, and of earlier
targets, that hold together. A literal compares one column with one constant. Targets lie in *strata*: those of one
stratum need only facts and targets of earlier strata. An alternative that another implies is dropped; as every literal
is positive, this changes no reading. What it costs: alternatives multiply under ``all_of``; past ``MAX_ALTERNATIVES``
a condition is refused, and is better told in concepts. (The six rule sets here need four at most.)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final, NamedTuple

from ..conditions import AllOf, Atom, Condition, Test, atoms, opposite
from ..errors import RuleError
from ..facts.model import Fact
from ..limit import Exact, Limit
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Level, Outcome, Truth, option_bits
from ..rule import Concept, Rule
from ..ruleset import RuleSet
from .conclusions import Conclusions

MAX_ALTERNATIVES: Final = 512


class Column(NamedTuple):
    """One fact as engines see it: the ends of a number, or the set of options still possible, and its state."""

    fact: str
    group: str
    slot: int
    """Where its entries begin in the flat form of its group: low, high and state, or bits and state."""
    options: tuple[str, ...]
    """The values of its options, the first of which has the lowest bit; none for a number."""
    limits: tuple[Exact, ...]
    """The numbers with which it is compared, in order."""
    unexamined: bool
    """Whether it may be passed over where it was never looked for."""


class Literal(NamedTuple):
    """One comparison of a column: ``>=``, ``>``, ``<=`` or ``<`` a number, ``in`` some options, or ``missing``."""

    column: int
    test: str
    value: Exact
    """A number, options as bits, or 0 for ``missing``."""


class Alternative(NamedTuple):
    """Literals and earlier targets that hold together, by their places."""

    literals: tuple[int, ...]
    targets: tuple[int, ...] = ()


class Target(NamedTuple):
    """What is concluded: a concept, a rule, or a concept ruled out, with its alternatives."""

    id: str
    kind: str
    """``concept``, ``ruled out`` or ``rule``."""
    level: Level | None
    """Of a rule."""
    stratum: int
    alternatives: tuple[Alternative, ...]


class Lowering(NamedTuple):
    """A rule set as plain data: concepts first, then rules, then concepts ruled out, each in the rule set's order."""

    ruleset: str
    columns: tuple[Column, ...]
    literals: tuple[Literal, ...]
    targets: tuple[Target, ...]

    def strata(self) -> Iterator[tuple[int, ...]]:
        """Yield the places of the targets of each stratum."""
        for stratum in range(max((target.stratum for target in self.targets), default=-1) + 1):
            yield tuple(place for place, target in enumerate(self.targets) if target.stratum == stratum)


OUTCOMES: Final = (
    (Outcome.EXCLUDED, Level.EXCLUSION, False),
    (Outcome.INCOMPLETE, Level.NEEDS_INFORMATION, True),
    (Outcome.CAUTION, Level.CAUTION, False),
    (Outcome.NO_EXCLUSION_FOUND, None, False),
)
"""The outcome is the first whose level some rule that is TRUE has or, where so marked, if some rule is undecided."""


class Masks:
    """Sets of targets as numbers, the first target in the lowest bit: what those that hold in each reading come to."""

    def __init__(self, lowering: Lowering) -> None:
        self.levels = {
            level: sum(1 << place for place, target in enumerate(lowering.targets) if target.level is level)
            for level in Level
        }
        self.counted = sum(bits for level, bits in self.levels.items() if level is not Level.NOTE)
        every = (1 << len(lowering.targets)) - 1
        self.outcomes = tuple(
            (outcome, 0 if level is None else self.levels[level], every if or_undecided else 0)
            for outcome, level, or_undecided in OUTCOMES
        )
        concepts = sum(target.kind == "concept" for target in lowering.targets)
        rules = sum(target.kind == "rule" for target in lowering.targets)
        self.concepts, self.rules = slice(0, concepts), slice(concepts, concepts + rules)
        self.none = (False,) * rules
        self.bytes = (concepts + rules + 7) // 8
        self.concluded = (1 << 8 * self.bytes) - 1

    def undecided(self, certain: int, possible: int, opened: int) -> int:
        """Return the rules that are undecided."""
        return opened & possible & ~certain & self.counted

    def outcome(self, certain: int, undecided: int) -> Outcome:
        """Return the outcome of the rules that are TRUE and those that are undecided."""
        for outcome, level, counts in self.outcomes:
            if certain & level or undecided & counts:
                return outcome
        return OUTCOMES[-1][0]

    def conclusions(self, certain: int, possible: int, opened: int, outcome: Outcome | None = None) -> Conclusions:
        """Return the conclusions; the outcome is worked out where the engine does not give its own."""
        undecided = self.undecided(certain, possible, opened)
        truths = tuple(chain.from_iterable(map(_eight_truths, self._by_bytes(certain), self._by_bytes(possible))))
        if outcome is None:
            outcome = self.outcome(certain, undecided)
        return Conclusions(truths[self.concepts], truths[self.rules], self._open(undecided), outcome)

    def _open(self, undecided: int) -> tuple[bool, ...]:
        if not undecided:
            return self.none
        return tuple(chain.from_iterable(map(_EIGHT.__getitem__, self._by_bytes(undecided))))[self.rules]

    def _by_bytes(self, targets: int) -> bytes:
        """Return the concepts and rules among some targets, eight in a byte, the first in the lowest bit."""
        return (targets & self.concluded).to_bytes(self.bytes, "little")


_EIGHT: Final = tuple(tuple(bool(byte >> place & 1) for place in range(8)) for byte in range(256))


@functools.cache
def _eight_truths(certain: int, possible: int) -> tuple[Truth, ...]:
    """Return the truths of eight targets: a truth is in how many of the two readings each holds."""
    return tuple(Truth(sum(held)) for held in zip(_EIGHT[certain], _EIGHT[possible], strict=True))


def lowered(ruleset: RuleSet) -> Lowering:
    """Return the lowering of a rule set, made once; raise ``RuleError`` for a condition of too many alternatives."""
    if "lowering" not in ruleset.made:
        ruleset.made["lowering"] = _Writer(ruleset).lowering()
    found: Lowering = ruleset.made["lowering"]
    return found


# Disjunctive normal form -------------------------------------------------------------------------------------

_Premise = Literal | tuple[Concept, bool]
"""A literal, or an earlier conclusion: a concept and whether it is ruled out."""
_Set = frozenset[_Premise]


class _TooManyAlternatives(Exception):
    pass


def _alternatives(condition: Condition, negated: bool, premise: Callable[[Atom, bool], _Premise]) -> list[_Set]:
    """Return the alternatives of a condition or, ``negated``, of its opposite."""
    if isinstance(condition, Atom):
        return [frozenset((premise(condition, negated),))]
    parts = [_alternatives(part, negated, premise) for part in condition.parts]
    if isinstance(condition, AllOf) == negated:
        return _shortest(alternative for part in parts for alternative in part)
    product: list[_Set] = [frozenset()]
    for part in parts:
        if len(product) * len(part) > 16 * MAX_ALTERNATIVES:
            raise _TooManyAlternatives
        product = _shortest(left | right for left in product for right in part)
    return product


def _shortest(found: Iterable[_Set]) -> list[_Set]:
    """Drop what another alternative already implies."""
    kept: list[_Set] = []
    for alternative in sorted(dict.fromkeys(found), key=len):
        if not any(shorter <= alternative for shorter in kept):
            kept.append(alternative)
    if len(kept) > MAX_ALTERNATIVES:
        raise _TooManyAlternatives
    return kept


_SIGNS: Final = {
    Test.AT_LEAST: ">=",
    Test.NEVER: ">=",
    Test.ABOVE: ">",
    Test.AT_MOST: "<=",
    Test.BELOW: "<",
    Test.EVER: "<",
}
_OPPOSITE: Final = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}
RISING: Final = (">=", ">")
"""The signs of the tests that a higher number meets."""


class _Writer:
    """Lowers one rule set."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.columns = {fact: place for place, fact in enumerate(ruleset.facts)}
        self.owners: list[tuple[Concept | Rule, bool]] = [
            *((concept, False) for concept in ruleset.concepts),
            *((rule, False) for rule in ruleset.rules),
        ]
        self.strata: dict[tuple[Concept | Rule, bool], int] = {}
        for owner in tuple(self.owners):
            self._stratum(owner)
        # What is never asked whether it is ruled out is not concluded to be: a concept that tests for something
        # missing could not be.
        self.owners += [(concept, True) for concept in ruleset.concepts if (concept, True) in self.strata]
        self.places = {owner: place for place, owner in enumerate(self.owners)}
        self.literals: dict[Literal, int] = {}

    def lowering(self) -> Lowering:
        targets = tuple(self._target(owner, negated) for owner, negated in self.owners)
        columns = tuple(self._column(fact, place) for fact, place in self.columns.items())
        return Lowering(self.ruleset.name, columns, tuple(self.literals), targets)

    def _stratum(self, owner: tuple[Concept | Rule, bool]) -> int:
        if owner not in self.strata:
            below = [self._stratum(_concluded(atom, owner[1])) for atom in atoms(owner[0].when) if _on_concept(atom)]
            self.strata[owner] = 1 + max(below, default=-1)
        return self.strata[owner]

    def _target(self, owner: Concept | Rule, negated: bool) -> Target:
        try:
            found = _alternatives(owner.when, negated, self._premise)
        except _TooManyAlternatives:
            raise RuleError(
                f"{owner.id}{' ruled out' if negated else ''} has more than {MAX_ALTERNATIVES} alternatives: "
                "name parts of its condition as concepts"
            ) from None
        kind = "rule" if isinstance(owner, Rule) else "ruled out" if negated else "concept"
        level = owner.level if isinstance(owner, Rule) else None
        return Target(owner.id, kind, level, self.strata[owner, negated], tuple(map(self._numbered, found)))

    def _numbered(self, alternative: _Set) -> Alternative:
        literals = sorted(each for each in alternative if isinstance(each, Literal))
        targets = sorted(self.places[each] for each in alternative if not isinstance(each, Literal))
        return Alternative(
            tuple(self.literals.setdefault(each, len(self.literals)) for each in literals), tuple(targets)
        )

    def _premise(self, atom: Atom, negated: bool) -> _Premise:
        if _on_concept(atom):
            return _concluded(atom, negated)
        fact: Any = atom.subject
        column = self.columns[fact]
        if atom.test is Test.MISSING:
            if negated:
                opposite(atom)  # refuses: there is no such test
            return Literal(column, "missing", 0)
        if fact.size == 3:
            sign = _SIGNS[atom.test]
            return Literal(column, _OPPOSITE[sign] if negated else sign, _number(atom))
        wanted = _options(atom)
        return Literal(column, "in", fact.every & ~wanted if negated else wanted)

    def _column(self, fact: Fact, place: int) -> Column:
        compared = {literal.value for literal in self.literals if literal.column == place and literal.test in _OPPOSITE}
        values = tuple(str(option.value) for option in getattr(fact, "options", ()))
        options = values or (("no", "yes") if fact.size == 2 else ())
        passed_over = self.ruleset.passes_over(fact)
        return Column(fact.id, fact.group, fact.slot, options, tuple(sorted(compared)), passed_over)


def _on_concept(atom: Atom) -> bool:
    return isinstance(atom.subject, Concept)


def _concluded(atom: Atom, negated: bool) -> tuple[Concept, bool]:
    """Return which conclusion on a concept an atom, or its opposite, reads."""
    assert isinstance(atom.subject, Concept)
    return atom.subject, (atom.test is not Test.PRESENT) != negated


def _number(atom: Atom) -> Exact:
    return atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS


def _options(atom: Atom) -> int:
    if isinstance(atom.operand, frozenset):
        return option_bits(atom.operand)
    return PRESENT_BIT if atom.test is Test.PRESENT else ABSENT_BIT
