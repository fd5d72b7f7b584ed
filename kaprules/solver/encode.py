"""The rule book as formulas: what may be known of each fact as variables, each condition encoded once, from its tree.

Only the order of a number relative to the limits of the rules matters, so that a number is a place: below, at or
between the limits. Every fact then has finitely many possible sets, and every formula is propositional.

*Which sets.* All intervals, all sets of options, with every state: usable, absent, never looked for. What can be
given or read is among them, so that what is proved of all of them holds of every subject. The facts are those that
rules read, each free of the others: that a mean never exceeds the highest, or what else the readings make sure of, is
not assumed. What nobody looked for has its whole plausible range.
"""

from __future__ import annotations

import enum
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

try:
    import z3
except ModuleNotFoundError as error:
    remedy = f"{error.name} is not installed: pip install 'kaprules[proof]'"
    raise ModuleNotFoundError(remedy, name=error.name) from None

from ..conditions import AllOf, Atom, Condition, Test, opposite
from ..facts.model import FOR_EVER, Event, Fact
from ..limit import Exact, Limit, exact
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, option_bits
from ..rule import Concept, Rule, fact_atoms

VERSION: Final = z3.get_full_version()
"""Of the solver."""
Formula = Any
"""A formula of z3, which has no types of its own for checkers, or a plain ``bool``."""
Owner = Rule | Concept


class Reading(enum.Enum):
    """The questions asked of a condition, as the compiled engine asks them, and one more."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    OPEN = "open"
    """As possible, but what was never looked for and need not be counts as FALSE, and so does a test that every report
    fails, where all of them are too old."""
    SETTLED = "settled"
    """As certain, but what was never looked for and need not be counts as FALSE."""


_RISING: Final = (Test.AT_LEAST, Test.ABOVE, Test.NEVER)


_CONTEXT: Final = z3.main_ctx()
_C: Final = _CONTEXT.ref()
_BOOL: Final = z3.BoolSort()
# The formulas are made by the functions of Z3's own interface in C: the checks that its Python adds to each take ten
# times as long as all that is proved here.


def variable(name: str) -> Formula:
    """Return the variable of this name."""
    return z3.BoolRef(z3.Z3_mk_const(_C, z3.Z3_mk_string_symbol(_C, name), _BOOL.ast), _CONTEXT)


def both(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction, without what is plainly true."""
    kept = [part for part in parts if part is not True]
    if any(part is False for part in kept):
        return False
    return True if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_and, kept)


def either(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction, without what is plainly false."""
    kept = [part for part in parts if part is not False]
    if any(part is True for part in kept):
        return True
    return False if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_or, kept)


def _joined(join: Any, parts: Sequence[Formula]) -> Formula:
    return z3.BoolRef(join(_C, len(parts), (z3.Ast * len(parts))(*(part.ast for part in parts))), _CONTEXT)


def negated(part: Formula) -> Formula:
    """Return the negation, made once: models are denied variable by variable, by the same ones every time."""
    if isinstance(part, bool):
        return not part
    made = part.__dict__.get("negation")
    if made is None:
        made = part.negation = z3.BoolRef(z3.Z3_mk_not(_C, part.ast), _CONTEXT)
    return made


def same(one: Formula, other: Formula) -> Formula:
    """Return the equivalence of two formulas."""
    if isinstance(one, bool):
        return other if one else negated(other)
    if isinstance(other, bool):
        return one if other else negated(one)
    return z3.BoolRef(z3.Z3_mk_eq(_C, one.ast, other.ast), _CONTEXT)


def implies(one: Formula, other: Formula) -> Formula:
    """Return the implication."""
    return either((negated(one), other))


def exactly_one(parts: Sequence[Formula]) -> Formula:
    """Say that one of some variables is true, and no other."""
    pairs = ((one, other) for place, one in enumerate(parts) for other in parts[place + 1 :])
    return both((either(parts), *(either((negated(one), negated(other))) for one, other in pairs)))


# The values that rules can tell apart -------------------------------------------------------------------------


def limit_of(atom: Atom) -> Exact:
    """Return the number that an atom on an interval compares with."""
    return atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS


def wanted(atom: Atom) -> int:
    """Return the options that an atom asks for, as bits."""
    if isinstance(atom.operand, frozenset):
        return option_bits(atom.operand)
    return PRESENT_BIT if atom.test is Test.PRESENT else ABSENT_BIT


def facts_in(*conditions: Condition) -> tuple[Fact, ...]:
    """Return the facts that conditions read, in order."""
    found = [atom.subject for condition in conditions for atom in fact_atoms(condition)]
    return tuple(dict.fromkeys(fact for fact in found if isinstance(fact, Fact)))


def scale(fact: Any, cuts: Mapping[Exact, Exact]) -> tuple[Exact, ...]:
    """Return one readable value for each place that limits leave on a fact's plausible range, in order.

    ``cuts`` maps the limits to the smallest step that the measurement can show.
    """
    whole: bool = fact.is_whole
    if isinstance(fact, Event):
        cuts = {**cuts, NEVER_DAYS: 1}
    edges = sorted(cut for cut in cuts if fact.lowest <= cut <= fact.highest)
    found: list[Exact] = []
    below: Exact | None = None
    for edge in edges:
        found += _between(fact, below, edge, cuts, whole)
        if not whole or isinstance(edge, int):
            found.append(edge)
        below = edge
    found += _between(fact, below, None, cuts, whole)
    return tuple(found)


def _between(
    fact: Any, below: Exact | None, above: Exact | None, steps: Mapping[Exact, Exact], whole: bool
) -> list[Exact]:
    """Return a value that lies between two neighbouring limits, or the ends of the plausible range, if there is one."""
    low, high = fact.lowest if below is None else below, fact.highest if above is None else above
    if below is not None:
        tried = [below + steps[below], (low + high) / Fraction(2), Fraction(low // 1 + 1), high]
    else:
        tried = [] if above is None else [above - steps[above], Fraction(-(-high // 1) - 1)]
        tried += [low, (low + high) / Fraction(2)]
    for value in map(exact, tried):
        inside = (value > low if below is not None else value >= low) and (
            value < high if above is not None else value <= high
        )
        if inside and (not whole or isinstance(value, int)):
            return [value]
    return []


class Scales:
    """The places of each number and event, made from the limits of some conditions.

    ``unasked`` are the required facts that are looked for only on indication here, as a site does not ask for them.
    """

    def __init__(
        self,
        conditions: Iterable[Condition],
        extra: Mapping[Fact, Iterable[Exact]] | None = None,
        unasked: Iterable[Fact] = (),
    ) -> None:
        self.unasked = frozenset(unasked)
        cuts: dict[Fact, dict[Exact, Exact]] = {}
        for condition in conditions:
            for atom in fact_atoms(condition):
                assert isinstance(atom.subject, Fact)
                known = cuts.setdefault(atom.subject, {})
                if isinstance(atom.operand, Limit):
                    value, step = atom.operand.value, atom.operand.step
                    known[value] = min(step, known.get(value, step))
        for fact, values in (extra or {}).items():
            for value in values:
                cuts.setdefault(fact, {}).setdefault(value, 1)
        self.facts = tuple(cuts)
        intervals = {fact: known for fact, known in cuts.items() if fact.size == 3}
        self.cuts = {
            fact: sorted({*known, NEVER_DAYS} if isinstance(fact, Event) else known)
            for fact, known in intervals.items()
        }
        self.values: dict[Fact, tuple[Exact, ...]] = {fact: scale(fact, known) for fact, known in intervals.items()}
        self.places = {fact: [self._rank(fact, value) for value in values] for fact, values in self.values.items()}

    def _rank(self, fact: Fact, value: Exact) -> int:
        return bisect_left(self.cuts[fact], value) + bisect_right(self.cuts[fact], value)

    def of(self, fact: Fact, value: Exact) -> int:
        """Return the place of any plausible value: no rule tells the values of one place apart."""
        return bisect_left(self.places[fact], self._rank(fact, value))

    def place(self, fact: Fact, value: Exact) -> int:
        """Return the first place whose value is at least ``value``."""
        return bisect_left(self.values[fact], value)

    def beyond(self, fact: Fact, value: Exact) -> int:
        """Return the first place whose value is above ``value``."""
        return bisect_right(self.values[fact], value)


# What may be known of one fact --------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Known:
    """The variables of one fact: its possible set and its state."""

    fact: Fact
    least: tuple[Formula, ...]
    """Of an interval: whether its lower end lies at or above each place; empty for options."""
    most: tuple[Formula, ...]
    """Of an interval: whether its upper end lies at or above each place."""
    has: tuple[Formula, ...]
    """Whether each option is possible; empty for an interval."""
    usable: Formula
    unexamined: Formula
    unasked: Formula
    """Nothing was recorded: the whole plausible range, and no value."""
    axioms: Formula
    old: Known | None = None
    """Of a fact on indication that expires: what reports that are all too old left possible, and whether they are."""

    @property
    def outdated(self) -> Formula:
        """Only reports speak of it that are all too old."""
        return False if self.old is None else self.old.usable

    @property
    def full(self) -> Formula:
        """Every plausible value is possible."""
        return both((negated(either(self.least[1:2])), *self.most[-1:], *self.has))

    @property
    def single(self) -> Formula:
        """Only one value is possible, or one place among the limits."""
        return both([*map(same, self.least, self.most), exactly_one(self.has) if self.has else True])

    def at_least(self, place: int, upper: bool) -> Formula:
        """Say that the upper or the lower end lies at or above a place."""
        ends = self.most if upper else self.least
        return False if place >= len(ends) else ends[place]

    def meets(self, bits: int) -> Formula:
        """Say that one of some options is possible."""
        return either(each for place, each in enumerate(self.has) if bits >> place & 1)

    def touches(self, low: int, high: int) -> Formula:
        """Say that a place between two others, both included, is possible."""
        return both((self.at_least(low, True), negated(self.at_least(high + 1, False))))

    def lies(self, low: int, high: int) -> Formula:
        """Say that the ends are at two places."""
        ends = ((self.least, low), (self.most, high))
        return both(same(each, place <= end) for variables, end in ends for place, each in enumerate(variables))

    def is_among(self, bits: int) -> Formula:
        """Say that just these options are possible."""
        return both(same(each, bool(bits >> place & 1)) for place, each in enumerate(self.has))

    def within(self, other: Known) -> Formula:
        """Say that no value is possible here that is not possible there."""
        return both(
            [implies(a, b) for a, b in zip(other.least[1:], self.least[1:], strict=True)]
            + [implies(b, a) for a, b in zip(other.most[1:], self.most[1:], strict=True)]
            + [implies(b, a) for a, b in zip(other.has, self.has, strict=True)]
        )

    def same_as(self, other: Known) -> Formula:
        """Say that the same values are possible."""
        mine, theirs = ((*each.least[1:], *each.most[1:], *each.has) for each in (self, other))
        return both(map(same, mine, theirs))

    def equal(self, other: Known) -> Formula:
        """Say that the possible sets and the states are the same."""
        olds = self.old.equal(other.old) if self.old is not None and other.old is not None else True
        return both(
            (self.same_as(other), same(self.usable, other.usable), same(self.unexamined, other.unexamined), olds)
        )


def expires(fact: Fact) -> bool:
    """Say whether a report of a fact, or of what it is read from, can be too old."""
    return fact.derive is not None or fact.validity != FOR_EVER


def known(fact: Fact, scales: Scales, name: str) -> Known:
    """Make the variables of one fact; ``name`` tells several copies apart."""

    def bools(kind: str, count: int) -> list[Formula]:
        return [variable(f"{name}{fact.id}{kind}{number}") for number in range(count)]

    places = len(scales.values[fact]) if fact.size == 3 else 0

    def set_of(state: str, usable: Formula, unexamined: Formula) -> Known:
        """Make the variables of a set that is not empty."""
        least: tuple[Formula, ...] = (True, *bools(f"{state} low ", places)[1:]) if places else ()
        most: tuple[Formula, ...] = (True, *bools(f"{state} high ", places)[1:]) if places else ()
        has = tuple(bools(f"{state} option ", fact.every.bit_length())) if not places else ()  # type: ignore[attr-defined] # of options
        axioms = both(
            (
                *(implies(least[place + 1], least[place]) for place in range(1, places - 1)),
                *(implies(most[place + 1], most[place]) for place in range(1, places - 1)),
                *(implies(least[place], most[place]) for place in range(1, places)),
                either(has) if has else True,
            )
        )
        return Known(fact, least, most, has, usable, unexamined, True, axioms)

    made = set_of("", variable(f"{name}{fact.id} usable"), False)
    if not fact.on_indication and fact not in scales.unasked:
        return attrs.evolve(made, unasked=both((made.full, negated(made.usable))))
    unexamined = variable(f"{name}{fact.id} unexamined")
    if not expires(fact):
        never = implies(unexamined, both((negated(made.usable), made.full)))
        unasked = both((made.full, negated(made.usable), unexamined))
        return attrs.evolve(made, unexamined=unexamined, unasked=unasked, axioms=both((made.axioms, never)))
    old = set_of(" once", variable(f"{name}{fact.id} outdated"), False)
    axioms = [
        made.axioms,
        old.axioms,
        old.within(made),
        implies(unexamined, both((negated(made.usable), made.full))),
        implies(old.usable, both((negated(made.usable), negated(unexamined)))),
        # What no report said says nothing, so that there is one way of it.
        either((old.usable, old.same_as(made))),
    ]
    unasked = both((made.full, negated(made.usable), unexamined))
    return attrs.evolve(made, unexamined=unexamined, unasked=unasked, axioms=both(axioms), old=old)


# What may be known of all -------------------------------------------------------------------------------------


class Knowledge:
    """What may be known of one subject, and what conditions come to for it; variables are made as they are needed.

    ``base`` and ``but`` make another subject of whom all is known as of the first, some facts aside.
    """

    def __init__(self, scales: Scales, name: str = "", base: Knowledge | None = None, but: Iterable[Fact] = ()) -> None:
        self.scales = scales
        self.name = name
        self.base = base
        self.but = frozenset(but)
        self.facts: dict[Fact, Known] = {}
        self.said: dict[tuple[int, Reading], Formula] = {}
        self.kept: list[Condition] = []
        """The conditions encoded, so that none of their ids is used again."""
        self.fresh: list[Formula] = []
        """What holds of the variables made since somebody last took it."""

    def __getitem__(self, fact: Fact) -> Known:
        if fact not in self.facts:
            if self.base is not None and fact not in self.but:
                self.facts[fact] = self.base[fact]
            else:
                self.facts[fact] = known(fact, self.scales, self.name)
                self.fresh.append(self.facts[fact].axioms)
        return self.facts[fact]

    def axioms(self) -> Iterator[Formula]:
        """Yield what holds of the variables made since the last time."""
        if self.base is not None:
            yield from self.base.axioms()
        fresh, self.fresh = self.fresh, []
        yield from fresh

    def says(self, condition: Condition, reading: Reading) -> Formula:
        """Return the formula of a condition in one reading."""
        if self.base is not None and self.but.isdisjoint(facts_in(condition)):
            return self.base.says(condition, reading)
        key = (id(condition), reading)
        if key not in self.said:
            self.kept.append(condition)
            self.said[key] = self._encoded(condition, reading)
        return self.said[key]

    def _encoded(self, condition: Condition, reading: Reading) -> Formula:
        if not isinstance(condition, Atom):
            join = both if isinstance(condition, AllOf) else either
            return join(self.says(part, reading) for part in condition.parts)
        if isinstance(condition.subject, Concept):
            return self._of_concept(condition, reading)
        now = self[condition.subject]  # type: ignore[index] # it is a fact
        if condition.test is Test.MISSING:
            return negated(now.usable)
        certain = reading in (Reading.CERTAIN, Reading.SETTLED)
        encoded = self._of_options if now.has else self._of_interval
        text = encoded(now, condition, certain)
        if reading not in (Reading.OPEN, Reading.SETTLED):
            return text
        if now.old is None:
            return both((negated(now.unexamined), text))
        # Where reports are too old, what they left possible is part of what still is: what is certain now was so then.
        still = text if certain else encoded(now.old, condition, False)
        return both((negated(now.unexamined), either((negated(now.outdated), still)), text))

    def _of_concept(self, atom: Atom, reading: Reading) -> Formula:
        concept = atom.subject
        assert isinstance(concept, Concept)
        if atom.test is Test.PRESENT:
            return self.says(concept.when, reading)
        if reading is Reading.CERTAIN:
            return negated(self.says(concept.when, Reading.POSSIBLE))
        if reading is Reading.POSSIBLE:
            return negated(self.says(concept.when, Reading.CERTAIN))
        return self.says(opposite(concept.when), reading)

    def _of_interval(self, now: Known, atom: Atom, certain: bool) -> Formula:
        fact, limit = now.fact, limit_of(atom)
        upper = (atom.test in _RISING) != certain
        match atom.test:
            case Test.AT_LEAST | Test.NEVER:
                return now.at_least(self.scales.place(fact, limit), upper)
            case Test.ABOVE:
                return now.at_least(self.scales.beyond(fact, limit), upper)
            case Test.AT_MOST:
                return negated(now.at_least(self.scales.beyond(fact, limit), upper))
            case Test.BELOW | Test.EVER:
                return negated(now.at_least(self.scales.place(fact, limit), upper))
            case _:
                raise TypeError(f"{fact.id} is a number: it cannot be asked whether it {atom.test.value}")

    def _of_options(self, now: Known, atom: Atom, certain: bool) -> Formula:
        bits = wanted(atom)
        return negated(now.meets(~bits)) if certain else now.meets(bits)
