"""The rule book as an answer set program, run by clingo: many clients at once, told apart by a variable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import clingo

from .book import Asked, Book, Both, Compare, Either, Options, State, Tree

BATCH = 200


def version() -> str:
    """Return the engine's name and version."""
    return f"clingo {clingo.__version__}"


def answers(book: Book, rows: Sequence[dict[str, Any]]) -> Iterator[set[str]]:
    """Yield for each row the questions that hold in the one answer set."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], "\n".join(_facts(rows)))
    control.add("base", [], program(book))
    control.ground([("base", [])])
    holds: list[set[str]] = [set() for _ in rows]

    def read(model: clingo.Model) -> None:
        for symbol in model.symbols(shown=True):
            holds[symbol.arguments[0].number].add(symbol.name)

    result = control.solve(on_model=read)
    assert result.satisfiable
    yield from holds


def _facts(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    for client, row in enumerate(rows):
        yield f"client({client})."
        for name, value in row.items():
            for each in value if isinstance(value, list) else [value]:
                yield f"{name}({client},{each})."


def program(book: Book) -> str:
    """Return the rules, one predicate for each question and for each *or* within an *and*."""
    writer = _Writer()
    for name, tree in book.questions.items():
        writer.define(name, tree)
    shown = [f"#show {name}/1." for name in book.questions]
    return "\n".join(["#show.", *(f"#defined {name}_options/2." for name in _options(book)), *writer.rules, *shown])


def _options(book: Book) -> Iterator[str]:
    return (column.name for column in book.columns.values() if column.options)


class _Writer:
    def __init__(self) -> None:
        self.rules: list[str] = []
        self.helpers: dict[Tree, str] = {}
        self.variables = 0

    def define(self, name: str, tree: Tree) -> None:
        """Write the rules that conclude a predicate: one for each alternative."""
        if isinstance(tree, Either):
            if not tree.parts:
                self.rules.append(f"{name}(C) :- client(C), #false.")
            for part in tree.parts:
                self.define(name, part)
        else:
            self.rules.append(f"{name}(C) :- client(C), {', '.join(self.literals(tree))}.")

    def literals(self, tree: Tree) -> Iterator[str]:
        match tree:
            case Both(parts):
                for part in parts:
                    yield from self.literals(part)
            case Either():
                if tree not in self.helpers:
                    self.helpers[tree] = f"any{len(self.helpers)}"
                    self.define(self.helpers[tree], tree)
                yield f"{self.helpers[tree]}(C)"
            case Compare(column, end, sign, value):
                self.variables += 1
                yield f"{column.name}_{end}(C,V{self.variables}), V{self.variables} {sign} {value}"
            case Options(column, wanted, every):
                if every:
                    yield ", ".join(f"not {column.name}_options(C,{place})" for place in sorted(tree.unwanted))
                else:
                    self.variables += 1
                    among = ";".join(map(str, sorted(wanted)))
                    yield f"{column.name}_options(C,V{self.variables}), V{self.variables} = ({among})"
            case State(column, value, same):
                yield f"{'' if same else 'not '}{column.name}_state(C,{value})"
            case Asked(name, yes):
                yield f"{'' if yes else 'not '}{name}(C)"
