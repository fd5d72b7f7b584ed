"""Every way through a piece of code: run on numbers of which nothing is known but what was supposed.

What a reading comes to is worked out by the code of the library itself, not by a copy of it: its inputs are numbers
that stand for all that may be there. Where the code compares two of them, it goes on as if one of the answers were so
and, later, as if the other were, as long as the solver finds numbers for it. The ways are finitely many, and together
they are every run that there can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, TypeVar

import z3

from ..limit import Exact, exact
from .encode import Formula
from .solve import Counter, ProverError

Found = TypeVar("Found")
MAX_PATHS: Final = 20_000
"""How many ways through one piece of code are gone before the prover gives up."""

Polynomial = dict[tuple[str, ...], Exact]
"""The factor of each product of unknown numbers, by their names; the empty product is one."""
ONE: Final[Polynomial] = {(): 1}


def _sum(one: Polynomial, other: Polynomial, times: int = 1) -> Polynomial:
    found = dict(one)
    for product, factor in other.items():
        found[product] = found.get(product, 0) + times * factor
    return {product: factor for product, factor in found.items() if factor}


def _product(one: Polynomial, other: Polynomial) -> Polynomial:
    if one is ONE or other is ONE:
        return other if one is ONE else one
    found: Polynomial = {}
    for names, factor in one.items():
        for others, by in other.items():
            product = tuple(sorted(names + others))
            found[product] = found.get(product, 0) + factor * by
    return {product: factor for product, factor in found.items() if factor}


class NotFollowed(TypeError):
    """The code does with a number what no polynomial says, such as cutting it to a whole one."""


def _refused(*_: Any) -> Any:
    raise NotFollowed("the number is not known: only sums, products, quotients and comparisons of it are")


_not_followed: Any = _refused


class Unknown(Fraction):
    """A number that is not known: one polynomial divided by another, which is positive.

    It is a fraction to the code that works with it, of which neither the numerator nor the denominator is used.
    """

    __slots__ = ("above", "below", "paths")
    above: Polynomial
    below: Polynomial
    paths: Paths

    @staticmethod
    def of(paths: Paths, above: Polynomial, below: Polynomial = ONE) -> Unknown:
        """Return the number that one polynomial divided by another is."""
        made: Unknown = object.__new__(Unknown)
        made.paths, made.above, made.below = paths, above, below
        return made

    @property
    def numerator(self) -> Any:
        """Itself: so it stays what it is where a fraction is reduced."""
        return self

    @property
    def denominator(self) -> int:
        """One, as of a whole number."""
        return 1

    @property
    def name(self) -> str:
        """The name of a number that is nothing but itself."""
        ((name,),) = self.above
        return name

    def __add__(self, other: Any) -> Any:
        return self._plus(other, 1)

    def __sub__(self, other: Any) -> Any:
        return self._plus(other, -1)

    def __rsub__(self, other: Any) -> Any:
        return -(self - other)

    def _plus(self, other: Any, times: int) -> Unknown:
        above, below = _parts(other)
        if below is self.below:
            return self.of(self.paths, _sum(self.above, above, times), below)
        whole = _sum(_product(self.above, below), _product(above, self.below), times)
        return self.of(self.paths, whole, _product(self.below, below))

    def __neg__(self) -> Any:
        return self.of(self.paths, _sum({}, self.above, -1), self.below)

    def __mul__(self, other: Any) -> Any:
        above, below = _parts(other)
        return self.of(self.paths, _product(self.above, above), _product(self.below, below))

    def __truediv__(self, other: Any) -> Any:
        return self._quotient((self.above, self.below), _parts(other))

    def __rtruediv__(self, other: Any) -> Any:
        return self._quotient(_parts(other), (self.above, self.below))

    def _quotient(self, one: tuple[Polynomial, Polynomial], other: tuple[Polynomial, Polynomial]) -> Any:
        above, below = _product(one[0], other[1]), _product(one[1], other[0])
        if not self.paths.at_least_zero(_sum({}, other[0], -1)):
            return self.of(self.paths, above, below)
        if not self.paths.at_least_zero(other[0]):
            return self.of(self.paths, _sum({}, above, -1), _sum({}, below, -1))
        raise ZeroDivisionError

    def __pow__(self, power: Any, modulo: Any = None) -> Any:
        found: Any = 1
        for _ in range(power if type(power) is int else _refused()):
            found = found * self
        return found

    __radd__, __rmul__ = __add__, __mul__

    def _above(self, other: Any) -> Polynomial:
        """Return what is positive where this is above another."""
        return (self - other).above  # type: ignore[no-any-return]  # it is one of these

    def __ge__(self, other: Any) -> bool:
        return self.paths.at_least_zero(self._above(other))

    def __le__(self, other: Any) -> bool:
        return self.paths.at_least_zero(_sum({}, self._above(other), -1))

    def __gt__(self, other: Any) -> bool:
        return not self <= other

    def __lt__(self, other: Any) -> bool:
        return not self >= other

    def __eq__(self, other: Any) -> bool:
        return self is other or (isinstance(other, int | Fraction) and self <= other and self >= other)

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<{self.above} / {self.below}>"

    __bool__ = __int__ = __float__ = __trunc__ = __floor__ = __ceil__ = __abs__ = _not_followed
    __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = __rpow__ = __round__ = _not_followed
    __str__ = __repr__


def _parts(number: Any) -> tuple[Polynomial, Polynomial]:
    """Return a number as two polynomials, of which the second is positive."""
    if isinstance(number, Unknown):
        return number.above, number.below
    if type(number) is int or type(number) is Fraction:
        return ({(): number} if number else {}), ONE
    return _refused()  # type: ignore[no-any-return]  # it raises


def _key(polynomial: Polynomial) -> tuple[Any, ...]:
    """Return what is the same for polynomials of which one is a positive multiple of the other."""
    products = sorted(polynomial)
    leading = Fraction(polynomial[products[0]])
    first = leading if leading > 0 else -leading
    return tuple((product, Fraction(polynomial[product]) / first) for product in products)


class Explorer:
    """Goes every way through pieces of code; the formulas of one are used again for the next."""

    def __init__(self, counter: Counter) -> None:
        self.solver = z3.Solver()
        self.counter = counter
        self.formulas: dict[tuple[Any, ...], tuple[Formula, Formula]] = {}
        """Those of a polynomial that is 0 or more, and of one that is not."""
        self.waiting: list[tuple[bool, ...]] = []
        self.always: dict[tuple[Any, ...], bool] = {}
        """What is so on every way through the code that is explored."""

    def every_path(self, run: Callable[[Paths], Found]) -> Iterator[tuple[Found, Paths]]:
        """Yield what a function comes to on each way through it. It has to do the same every time that it is run."""
        self.waiting, self.always = [()], {}
        for _ in range(MAX_PATHS):
            if not self.waiting:
                return
            self.solver.push()
            try:
                paths = Paths(self, self.waiting.pop())
                yield run(paths), paths
            finally:
                self.solver.pop()
        raise ProverError(f"there are more than {MAX_PATHS} ways through the code")

    def formula(self, about: tuple[Any, ...], holds: bool) -> Formula:
        """Return the formula of a polynomial that is 0 or more, or is not."""
        if about not in self.formulas:
            terms = []
            for product, factor in about:
                term = z3.RealVal(str(factor))
                for name in product:
                    term = term * z3.Real(name)
                terms.append(term)
            at_least = z3.Sum(terms) >= 0
            self.formulas[about] = at_least, z3.Not(at_least)
        return self.formulas[about][not holds]


class Paths:
    """One way through the code: what was decided on it, and what is left for later."""

    def __init__(self, search: Explorer, ahead: tuple[bool, ...]) -> None:
        self._search, self._ahead = search, ahead
        self._taken: tuple[bool, ...] = ()
        self._known: dict[tuple[Any, ...], bool] = {}
        self._names: list[str] = []
        self._found: Mapping[str, Exact] | None = None
        """Numbers for which the code goes this way, if some are at hand."""

    def between(self, name: str, low: Exact, high: Exact) -> tuple[Unknown, Unknown]:
        """Return two numbers, the second not the lower one, between two others.

        All are named before anything is asked about one of them.
        """
        ends = [f"{name} {end}" for end in ("low", "high")]
        self._names += ends
        one, other = (Unknown.of(self, {(end,): 1}) for end in ends)
        for above in (one._above(low), other._above(one), (-other)._above(-high)):
            self._suppose(_key(above), True)
            self._search.always[_key(above)] = True
        return one, other

    def _suppose(self, about: tuple[Any, ...], holds: bool) -> None:
        self._search.solver.add(self._search.formula(about, holds))

    def at_least_zero(self, polynomial: Polynomial) -> bool:
        """Say whether a polynomial is 0 or more: it is on this way and not on another, where it can be either."""
        if not polynomial or set(polynomial) == {()}:
            return not polynomial or polynomial[()] >= 0
        about = _key(polynomial)
        if about not in self._search.always and about not in self._known:
            self._decide(about, polynomial)
        return self._search.always[about] if about in self._search.always else self._known[about]

    def _decide(self, about: tuple[Any, ...], polynomial: Polynomial) -> None:
        search, place = self._search, len(self._taken)
        if place < len(self._ahead):
            found = self._ahead[place]
        else:
            so = None if self._found is None else _at(polynomial, self._found) >= 0
            found = so is True or self._can_be(search.formula(about, True))
            if found and (so is False or self._can_be(search.formula(about, False))):
                search.waiting.append((*self._taken, False))
            elif not place:
                search.always[about] = found
                return
        self._taken += (found,)
        self._known[about] = found
        self._suppose(about, found)
        if self._found is not None and (_at(polynomial, self._found) >= 0) is not found:
            self._found = None

    def _can_be(self, *formula: Formula) -> bool:
        self._search.counter.queries += 1
        found = self._search.solver.check(*formula)
        if found == z3.unknown:
            reason = self._search.solver.reason_unknown()
            raise ProverError(f"the solver did not decide which way the code goes: {reason}")
        if found == z3.sat:
            model = self._search.solver.model()
            values = {name: model.eval(z3.Real(name), model_completion=True) for name in self._names}
            if all(map(z3.is_rational_value, values.values())):
                self._found = {
                    name: exact(Fraction(each.numerator_as_long(), each.denominator_as_long()))
                    for name, each in values.items()
                }
        return bool(found == z3.sat)

    def values(self) -> Mapping[str, Exact]:
        """Return numbers for which the code goes this way, by the names of the ends."""
        if self._found is None and not (self._can_be() and self._found is not None):
            raise ProverError("no fractions go a way that was gone")
        return self._found


def _at(polynomial: Polynomial, values: Mapping[str, Exact]) -> Exact:
    total: Exact = 0
    for product, factor in polynomial.items():
        value = factor
        for name in product:
            value = value * values[name]
        total = total + value
    return total
