"""A second opinion on the proofs, in the long run: another solver, cvc5, is asked a sample of what Z3 was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

import pytest
import z3

from kaprules.assurance.proof import prove
from kaprules.rulesets import RULESETS
from kaprules.solver import context
from kaprules.solver.solve import Solver, is_literal

pytestmark = [pytest.mark.soak, pytest.mark.proof]

EVERY: Final = 61
"""One query in so many is asked again."""


class Recorded(Solver):
    """The solver, with everything taken down that it is told for good."""

    told: list[Any]
    queries = 0
    agreed: ClassVar[Counter[bool]] = Counter()

    def _state(self, formulas: Iterable[Any]) -> None:
        kept = [each for each in formulas if each is not True]
        self.__dict__.setdefault("told", []).extend(kept)
        super()._state(kept)

    def _asked(self, literals: Sequence[Any]) -> bool:
        found = super()._asked(literals)
        Recorded.queries += 1
        # While a smaller witness is looked for it is told more, which is no part of SMT-LIB 2.
        if Recorded.queries % EVERY == 0 and not self.solver.num_scopes():
            text = query([*self.told, *literals])
            assert answer(text) == ("sat" if found else "unsat"), text
            Recorded.agreed[found] += 1
        return found


def query(formulas: Sequence[Any]) -> str:
    """Return whether some formulas can hold together as a question in SMT-LIB 2."""
    names: set[str] = set()
    rest, seen = list(formulas), set()
    while rest:
        formula = rest.pop()
        if formula.get_id() not in seen:
            seen.add(formula.get_id())
            rest += formula.children()
            if is_literal(formula) and not formula.children():
                names.add(formula.sexpr())
    declared = [f"(declare-fun {name} () Bool)" for name in sorted(names)]
    asserted = [f"(assert {each.sexpr()})" for each in formulas]
    return "\n".join(["(set-logic QF_UF)", *declared, *asserted, "(check-sat)"])


def answer(text: str) -> str:
    """Return what cvc5 says of a query: sat, unsat or unknown."""
    cvc5 = pytest.importorskip("cvc5", reason="the second opinion needs cvc5: pip install cvc5")
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "query")
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += command.invoke(solver, parser.getSymbolManager())
    return said.strip()


@pytest.mark.parametrize("name", RULESETS)
def test_another_solver_agrees(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Z3 finds possible cvc5 does too, and what Z3 proves to be impossible as well."""
    monkeypatch.setattr(context, "Solver", Recorded)
    monkeypatch.setattr(Recorded, "agreed", agreed := Counter())
    assert prove(RULESETS[name]).wrong == ()
    print(f"\n{name}: cvc5 agrees on {agreed[True]} queries that can hold, and {agreed[False]} that cannot")
    assert min(agreed[True], agreed[False]) > 0


def test_the_other_solver_reads_the_question() -> None:
    """The same formulas, with one negation more, cannot hold together."""
    first, second = z3.Bool("first of 2"), z3.Bool("second of 2")
    both = [z3.Or(first, second), z3.Not(first)]
    assert (answer(query(both)), answer(query([*both, z3.Not(second)]))) == ("sat", "unsat")
