"""What a rule may ask: atoms, ``all_of`` and ``any_of``, over what is still possible.

A fact is the set of values that it may still have. An atom is TRUE if it holds for every one of them, FALSE
if it holds for none, UNKNOWN otherwise; ``all_of`` and ``any_of`` take the minimum and the maximum. There is
no ``not``: what it would say is an atom of its own (``ruled_out``, ``is_none_of``, ``<`` beside ``>=``).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from typing import Final, NoReturn, TypeVar

import attrs

from .errors import ConditionError
from .limit import Limit


class Test(enum.Enum):
    """What an atom asks of its subject."""

    AT_LEAST = "at least"
    ABOVE = "above"
    AT_MOST = "at most"
    BELOW = "below"
    EVER = "ever happened"
    NEVER = "never happened"
    ONE_OF = "is one of"
    PRESENT = "is present"
    RULED_OUT = "is ruled out"
    MISSING = "has no usable value"

    __test__ = False


OPPOSITE: Final = {
    Test.AT_LEAST: Test.BELOW,
    Test.BELOW: Test.AT_LEAST,
    Test.ABOVE: Test.AT_MOST,
    Test.AT_MOST: Test.ABOVE,
    Test.EVER: Test.NEVER,
    Test.NEVER: Test.EVER,
    Test.PRESENT: Test.RULED_OUT,
    Test.RULED_OUT: Test.PRESENT,
}


class _NoTruthValue:
    """Refuses Python's own ``and``, ``or``, ``not`` and chained comparisons, which would drop a part silently."""

    def __bool__(self) -> NoReturn:
        raise ConditionError(
            "a condition has no truth value of its own: write all_of(a, b) for 'a and b', any_of(a, b) for "
            "'a or b', .ruled_out or the opposite comparison for 'not a', and all_of(x > a, x < b) for 'a < x < b'"
        )


class Term(_NoTruthValue):
    """Something that an atom can be about: a fact of a client, or a concept."""

    id: str
    title: str

    def __rich_repr__(self) -> Iterator[object]:
        yield self.id or self.title

    @property
    def missing(self) -> Atom:
        """There is no usable value, for whatever reason; only for NEEDS_INFORMATION rules."""
        return Atom(self, Test.MISSING)


class NumberTerm(Term):
    """A number, count or score: compared with limits by ``>=``, ``>``, ``<=``, ``<``."""

    def __ge__(self, limit: Limit) -> Atom:
        return Atom(self, Test.AT_LEAST, limit)

    def __gt__(self, limit: Limit) -> Atom:
        return Atom(self, Test.ABOVE, limit)

    def __le__(self, limit: Limit) -> Atom:
        return Atom(self, Test.AT_MOST, limit)

    def __lt__(self, limit: Limit) -> Atom:
        return Atom(self, Test.BELOW, limit)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Term):
            return self is other
        raise ConditionError("a number is not compared by ==: measurements differ in the last digit; use >= or <=")

    __hash__ = object.__hash__


class FlagTerm(Term):
    """Something that is there or not."""

    @property
    def present(self) -> Atom:
        return Atom(self, Test.PRESENT)

    @property
    def ruled_out(self) -> Atom:
        return Atom(self, Test.RULED_OUT)


class ChoiceTerm(Term):
    """One option out of an enumeration."""

    _options: type[enum.Enum]

    @property
    def options(self) -> type[enum.Enum]:
        """The enumeration; declared as ``options=``, of whatever type, and read here as any enumeration."""
        return self._options

    def is_one_of(self, *options: enum.Enum) -> Atom:
        return Atom(self, Test.ONE_OF, frozenset(options))

    def is_none_of(self, *options: enum.Enum) -> Atom:
        return Atom(self, Test.ONE_OF, frozenset(self.options) - frozenset(options))


class EventTerm(Term):
    """Something that never happened, or happened so many days ago."""

    @property
    def ever(self) -> Atom:
        return Atom(self, Test.EVER)

    @property
    def never(self) -> Atom:
        return Atom(self, Test.NEVER)

    def within(self, days: Limit) -> Atom:
        """It happened, at most so many days ago."""
        return Atom(self, Test.AT_MOST, days)

    def within_less_than(self, days: Limit) -> Atom:
        """It happened, fewer than so many days ago."""
        return Atom(self, Test.BELOW, days)

    def not_within(self, days: Limit) -> Atom:
        """It never happened, or more than so many days ago."""
        return Atom(self, Test.ABOVE, days)

    def longer_ago_than(self, days: Limit) -> AllOf:
        """It happened, more than so many days ago."""
        return AllOf((Atom(self, Test.ABOVE, days), Atom(self, Test.EVER)))


@attrs.frozen
class Atom(_NoTruthValue):
    """One test of one subject: a fact or a concept, against a limit or a set of options."""

    subject: Term
    test: Test
    operand: Limit | frozenset[enum.Enum] | None = None

    def __attrs_post_init__(self) -> None:
        _check_atom(self)

    def __repr__(self) -> str:
        operand = self.operand
        if isinstance(operand, frozenset):
            return f"<{self.subject.id} {self.test.value} {', '.join(sorted(str(each.value) for each in operand))}>"
        return f"<{self.subject.id} {self.test.value}{'' if operand is None else f' {operand.shown}'}>"


@attrs.frozen
class AllOf(_NoTruthValue):
    """Every part holds."""

    parts: tuple[Condition, ...]


@attrs.frozen
class AnyOf(_NoTruthValue):
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition = Atom | AllOf | AnyOf


def all_of(*parts: Condition) -> Condition:
    """Every one of ``parts`` must hold; a single part is returned as it is."""
    return _combined(AllOf, parts, frozenset.intersection)


def any_of(*parts: Condition) -> Condition:
    """At least one of ``parts`` must hold; tests of one choice are merged, so that truth is exact."""
    return _combined(AnyOf, parts, frozenset.union)


def _combined(
    node: type[AllOf] | type[AnyOf],
    parts: tuple[Condition, ...],
    merge: Callable[[frozenset[enum.Enum], frozenset[enum.Enum]], frozenset[enum.Enum]],
) -> Condition:
    flat: list[Condition] = []
    for part in parts:
        if not isinstance(part, Atom | AllOf | AnyOf):
            raise ConditionError(f"{part!r} is not a condition: compare a fact with a limit, or ask .present")
        flat.extend(part.parts if isinstance(part, node) else (part,))
    merged: dict[object, Condition] = {}
    for part in flat:
        key: object = (id(part.subject), "choice") if isinstance(part, Atom) and part.test is Test.ONE_OF else id(part)
        earlier = merged.get(key)
        if isinstance(earlier, Atom) and isinstance(part, Atom) and earlier is not part:
            assert isinstance(earlier.operand, frozenset) and isinstance(part.operand, frozenset)
            merged[key] = Atom(part.subject, Test.ONE_OF, merge(earlier.operand, part.operand))
        else:
            merged[key] = part
    if not merged:
        raise ConditionError(f"{node.__name__} has no parts: give at least one condition")
    result = tuple(merged.values())
    return result[0] if len(result) == 1 else node(result)


def _check_atom(atom: Atom) -> None:
    subject, operand = atom.subject, atom.operand
    name = getattr(subject, "id", "?")
    if atom.test in (Test.AT_LEAST, Test.ABOVE, Test.AT_MOST, Test.BELOW):
        if not isinstance(operand, Limit):
            raise ConditionError(f"{name} is compared with {operand!r}: expected a Limit with its unit and source")
        unit = getattr(subject, "unit", None)
        if operand.unit != unit:
            raise ConditionError(
                f"{name} is in {unit}, but limit {operand.id} is in {operand.unit}: give the limit in {unit}"
            )
    elif atom.test is Test.ONE_OF:
        options = getattr(subject, "options", None)
        if options is None or not isinstance(operand, frozenset):
            raise ConditionError(f"{name} has no options to choose from: ask .present or compare with a limit")
        if not operand or operand == frozenset(options):
            raise ConditionError(f"{name} is tested for none or all of its options: such a test says nothing")
        strange = [option for option in operand if not isinstance(option, options)]
        if strange:
            raise ConditionError(f"{strange[0]!r} is not an option of {name}: use one of {options.__name__}")
    elif operand is not None:
        raise ConditionError(f"{name}: the test '{atom.test.value}' takes no operand")


def atoms(condition: Condition) -> Iterator[Atom]:
    """Walk over the atoms of ``condition`` from left to right, concepts not entered."""
    if isinstance(condition, Atom):
        yield condition
    else:
        for part in condition.parts:
            yield from atoms(part)


_Folded = TypeVar("_Folded")


def fold(
    condition: Condition, of: Callable[[Atom], _Folded], joined: Callable[[bool, list[_Folded]], _Folded]
) -> _Folded:
    """Return what a condition comes to: ``of`` each atom, ``joined`` for each node, told whether it needs all parts."""
    if isinstance(condition, Atom):
        return of(condition)
    return joined(isinstance(condition, AllOf), [fold(part, of, joined) for part in condition.parts])


def rewrite(condition: Condition, of: Callable[[Atom], Condition]) -> Condition:
    """Return a condition with each atom replaced; the same object where none of them changed."""
    if isinstance(condition, Atom):
        return of(condition)
    parts = tuple(rewrite(part, of) for part in condition.parts)
    same = all(part is former for part, former in zip(parts, condition.parts, strict=True))
    return condition if same else type(condition)(parts)


def opposite(condition: Condition) -> Condition:
    """Return the condition that is FALSE where this one is TRUE and TRUE where it is FALSE (De Morgan)."""
    if isinstance(condition, AllOf):
        return AnyOf(tuple(map(opposite, condition.parts)))
    if isinstance(condition, AnyOf):
        return AllOf(tuple(map(opposite, condition.parts)))
    if condition.test is Test.ONE_OF:
        assert isinstance(condition.operand, frozenset) and isinstance(condition.subject, ChoiceTerm)
        return condition.subject.is_none_of(*condition.operand)
    if condition.test is Test.MISSING:
        raise ConditionError("a concept that asks for what is missing cannot be ruled out: ask for the fact itself")
    return Atom(condition.subject, OPPOSITE[condition.test], condition.operand)
