"""The solver: formulas in, a model or the proof that there is none out; every query is counted."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import Any, Final

import z3

from ..facts.model import ABSENT, NOT_INDICATED, USABLE, Fact, State
from .encode import Formula, Knowledge, Known, Scales, both, negated, same, variable

MAX_SMALL: Final = 10
"""Up to how many facts a smallest witness is looked for; one that needs more is shown as it was found."""
Entries = tuple[Any, ...]
"""What is known of one fact, as in a snapshot: low, high and state, or bits and state."""


def is_one(fact: Fact, entries: Entries) -> bool:
    """Say whether entries are those of a fact that is known."""
    alone = entries[0] == entries[1] if fact.size == 3 else entries[0].bit_count() == 1
    return bool(entries[-1] == USABLE and alone)


class ProverError(RuntimeError):
    """The prover itself is wrong: an undecided query, or a witness that the engine does not confirm."""


def is_literal(formula: Formula) -> bool:
    """Say whether a formula is a variable or the negation of one, which can be assumed as it is."""
    inner = formula.arg(0) if formula.decl().kind() == z3.Z3_OP_NOT else formula
    return bool(inner.decl().kind() == z3.Z3_OP_UNINTERPRETED)


class Counter:
    """How many queries several solvers were asked together."""

    queries = 0


class Solver:
    """Z3's solver for finite domains, with the subjects about whom it is asked."""

    def __init__(self, scales: Scales, counter: Counter) -> None:
        self.scales = scales
        self.counter = counter
        self.solver = z3.SolverFor("QF_FD")
        self.model: Any = None
        self.subjects: list[Knowledge] = []
        self.named: dict[int, tuple[Formula, Formula]] = {}

    def subject(self, base: Knowledge | None = None, but: Iterable[Fact] = ()) -> Knowledge:
        """Return another subject to ask about: a free one, or one like ``base`` in all but some facts."""
        made = Knowledge(self.scales, f"{len(self.subjects)} ", base, but)
        self.subjects.append(made)
        return made

    def say(self, *formulas: Formula) -> None:
        """State what always holds."""
        self._state([z3.BoolVal(False) if formula is False else formula for formula in formulas])

    def _state(self, formulas: Iterable[Formula]) -> None:
        for formula in formulas:
            if formula is not True:
                z3.Z3_solver_assert(self.solver.ctx.ref(), self.solver.solver, formula.ast)

    def literal(self, formula: Formula) -> Formula:
        """Return a variable that stands for a formula, so that it can be assumed for one query."""
        if isinstance(formula, bool):
            formula = z3.BoolVal(formula)
        key = formula.get_id()
        if key not in self.named:
            name = formula
            if not is_literal(formula):
                if self.solver.num_scopes():
                    raise ProverError("a formula is named where its name would be forgotten")
                name = variable(f"is {len(self.named)}")
                self._state([same(name, formula)])
            self.named[key] = (name, formula)
        return self.named[key][0]

    def holds(self, *formulas: Formula, plain: Sequence[Known] = ()) -> bool:
        """Say whether some subjects make all of these formulas true at once; if so, take the plainest."""
        if any(formula is False for formula in formulas):
            return False
        literals = [self.literal(formula) for formula in formulas if formula is not True]
        for subject in self.subjects:
            self._state(subject.axioms())
        found = self._asked(literals)
        if found:
            self._plainest(literals, plain)
        return found

    def conflict(self, formulas: Sequence[Formula]) -> list[Formula]:
        """Return those formulas with which the last query, which was of all of them, cannot hold."""
        core = {each.get_id() for each in self.solver.unsat_core()}
        return [formula for formula in formulas if self.literal(formula).get_id() in core]

    def _asked(self, literals: Sequence[Formula]) -> bool:
        self.counter.queries += 1
        assumed = (z3.Ast * len(literals))(*(each.ast for each in literals))
        found = z3.Z3_solver_check_assumptions(self.solver.ctx.ref(), self.solver.solver, len(literals), assumed)
        if found == z3.Z3_L_UNDEF:
            raise ProverError(f"the solver did not decide a query: {self.solver.reason_unknown()}")
        if found == z3.Z3_L_TRUE:
            self.model = self.solver.model()
        return bool(found == z3.Z3_L_TRUE)

    def smallest(self, formulas: Sequence[Formula], given: Sequence[Formula], plain: Sequence[Known] = ()) -> bool:
        """As ``holds``, but take a model in which as few as possible of ``given`` are true, if they can be few.

        Of several such models take the one in which each of the ``plain`` facts in turn is as plain as it can be.
        """
        if not self.holds(*formulas):
            return False
        literals = [self.literal(formula) for formula in formulas if formula is not True]
        counted = [self.literal(each) for each in given]
        for now in plain:
            for formula in _wished(now):
                self.literal(formula)
        found = False
        for most in range(min(MAX_SMALL, len(counted))):
            self.solver.push()
            self.solver.add(z3.AtMost(*counted, most) if most else z3.Not(z3.Or(counted)))
            found = self._asked(literals)
            if found:
                self._plainest(literals, plain)
            self.solver.pop()
            if found:
                return True
        if counted and not self._asked(literals):
            raise ProverError("a model was lost while a smaller one was looked for")
        self._plainest(literals, plain)
        return True

    def _plainest(self, literals: Sequence[Formula], plain: Sequence[Known]) -> None:
        """Take, of the models of some literals, the one with the plainest facts: unasked, then known, then low."""
        chosen = list(literals)

        def can_be(formula: Formula) -> bool:
            if formula is not False and self._asked([*chosen, self.literal(formula)]):
                chosen.append(self.literal(formula))
                return True
            return False

        for now in plain:
            unasked, known, usable = _wished(now)
            if can_be(unasked):
                continue
            if not can_be(known):
                can_be(usable)
            for ends in (now.least, now.most):
                any(can_be(negated(end)) for end in ends[1:])
            for option in reversed(now.has):
                can_be(negated(option))
        if plain and not self._asked(chosen):
            raise ProverError("a model was lost while a plainer one was looked for")

    def entries(self, now: Known) -> Entries:
        """Return what is known of a fact in the model of the last query."""
        true = self._is_true

        def values(of: Known) -> tuple[Any, ...]:
            if of.has:
                return (sum(1 << place for place, option in enumerate(of.has) if true(option)),)
            scale = self.scales.values[of.fact]  # an end that is reached has all before it reached
            return tuple(
                scale[bisect.bisect_left(ends, True, key=lambda end: not true(end)) - 1] for ends in (of.least, of.most)
            )

        state: State = USABLE if true(now.usable) else NOT_INDICATED if true(now.unexamined) else ABSENT
        if now.old is not None and true(now.outdated):
            state = values(now.old)
        return (*values(now), state)

    def _is_true(self, formula: Formula) -> bool:
        """Say whether a formula is true in the model of the last query; asked of Z3 itself, as it is asked so often."""
        if isinstance(formula, bool):
            return formula
        context, found = self.solver.ctx.ref(), (z3.Ast * 1)()
        if not z3.Z3_model_eval(context, self.model.model, formula.ast, True, found):
            raise ProverError("a formula has no value in a model")
        return bool(z3.Z3_get_bool_value(context, found[0]) == z3.Z3_L_TRUE)


def _wished(now: Known) -> tuple[Formula, Formula, Formula]:
    """Return what makes a fact plain: it was not asked, or is known, or has some value."""
    return now.unasked, both((now.usable, now.single)), now.usable
