"""The rule book in the Common Expression Language: a list for each round of questions."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from typing import Any

from .book import Asked, Book, Both, Compare, Either, Options, State, Tree

BATCH = 200


def version() -> str:
    """Return the engine's name and version."""
    return f"CEL {importlib.metadata.version('common-expression-language')}"


def answers(book: Book, rows: Sequence[dict[str, Any]]) -> Iterator[set[str]]:
    """Yield for each row the questions that come out true."""
    import cel

    rounds = [(list(layer), cel.compile(f"[{', '.join(map(text, layer.values()))}]")) for layer in book.layers()]
    for row in rows:
        known = dict(row)
        for names, program in rounds:
            known.update(zip(names, program.execute(known), strict=True))
        yield {name for name in book.questions if known[name] is True}


def text(tree: Tree) -> str:
    """Return a tree in CEL."""
    match tree:
        case Both(parts):
            return f"({' && '.join(map(text, parts))})" if parts else "true"
        case Either(parts):
            return f"({' || '.join(map(text, parts))})" if parts else "false"
        case Compare(column, end, sign, value):
            return f"{column.name}_{end} {sign} {value}"
        case Options(column, wanted, every):
            return f"{column.name}_options.{'all' if every else 'exists'}(x, x in {sorted(wanted)})"
        case State(column, value, same):
            return f"{column.name}_state {'==' if same else '!='} {value}"
        case Asked(name, yes):
            return name if yes else f"!{name}"
