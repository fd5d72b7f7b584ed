"""The rule book as a Rego module, run by rego-cpp: a question that does not hold is undefined."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from .book import Asked, Book, Both, Compare, Either, Options, State, Tree

BATCH = 500
MOST = 1_000
"""On how many subjects it is asked: by the screening it takes a tenth of a second for one."""
TOGETHER = 20
"""How many questions are asked at once: rego-cpp's time grows faster than their number."""


def version() -> str:
    """Return the engine's name and version."""
    return f"rego-cpp {importlib.metadata.version('regopy')}"


def answers(book: Book, rows: Sequence[dict[str, Any]]) -> Iterator[set[str]]:
    """Yield for each row the questions that are defined."""
    from regopy import Interpreter

    parts = []
    for layer in book.layers():
        for names in batched(layer, TOGETHER):
            source = module({name: layer[name] for name in names})
            interpreter = Interpreter()
            interpreter.add_module("questions", source)
            bundle = interpreter.build("found=data.questions", ())
            parts.append((interpreter, bundle, set(re.findall(r"input\.(\w+)", source))))
    for row in rows:
        known = dict(row)
        for interpreter, bundle, read in parts:
            interpreter.set_input({name: known[name] for name in read if name in known})
            output = interpreter.query_bundle(bundle)  # kept: its nodes do not keep it alive
            known.update(json.loads(str(output.binding("found"))))
        yield {name for name in book.questions if name in known}


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield names in lists of at most so many."""
    remaining = iter(names)
    while part := list(islice(remaining, size)):
        yield part


def module(layer: Mapping[str, Tree]) -> str:
    """Return a module for one round of questions, one rule for each alternative; earlier answers are input."""
    writer = _Writer()
    for name, tree in layer.items():
        writer.define(name, tree)
    return "\n".join(["package questions", "", "asked := true", *writer.rules])


class _Writer:
    def __init__(self) -> None:
        self.rules: list[str] = []
        self.helpers: dict[Tree, str] = {}

    def define(self, name: str, tree: Tree) -> None:
        if isinstance(tree, Either):
            for part in tree.parts:
                self.define(name, part)
        else:
            self.rules.append(f"{name} if {{ {'; '.join(self.lines(tree))} }}")

    def lines(self, tree: Tree) -> Iterator[str]:
        match tree:
            case Both(parts):
                for part in parts:
                    yield from self.lines(part)
            case Either():
                if tree not in self.helpers:
                    self.helpers[tree] = f"any{len(self.helpers)}"
                    self.define(self.helpers[tree], tree)
                yield self.helpers[tree]
            case Compare(column, end, sign, value):
                yield f"input.{column.name}_{end} {sign} {value}"
            case Options(column, wanted, every):
                known, inside = f"input.{column.name}_options", f"x in {{{', '.join(map(str, sorted(wanted)))}}}"
                yield f"every x in {known} {{ {inside} }}" if every else f"count([x | some x in {known}; {inside}]) > 0"
            case State(column, value, same):
                yield f"input.{column.name}_state {'==' if same else '!='} {value}"
            case Asked(name, yes):
                yield f"input.{name}" if yes else f"not input.{name}"
