"""The rule book as a decision graph of ZEN: an expression node, whose later lines read the earlier ones."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator, Sequence
from typing import Any

from .book import Asked, Book, Both, Compare, Either, Options, State, Tree

BATCH = 200


def version() -> str:
    """Return the engine's name and version."""
    return f"zen-engine {importlib.metadata.version('zen-engine')}"


def answers(book: Book, rows: Sequence[dict[str, Any]]) -> Iterator[set[str]]:
    """Yield for each row the questions whose line comes out true."""
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(graph(book)))
    for row in rows:
        result = decision.evaluate(row)["result"]
        yield {name for name in book.questions if result[name] is True}


def graph(book: Book) -> dict[str, Any]:
    """Return the decision graph."""
    lines = [{"id": name, "key": name, "value": text(tree)} for name, tree in book.questions.items()]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "facts"},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": lines}},
        {"id": "out", "type": "outputNode", "name": "answers"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    return {"nodes": nodes, "edges": edges}


def text(tree: Tree) -> str:
    """Return a tree in ZEN's expression language."""
    match tree:
        case Both(parts):
            return f"({' and '.join(map(text, parts))})" if parts else "true"
        case Either(parts):
            return f"({' or '.join(map(text, parts))})" if parts else "false"
        case Compare(column, end, sign, value):
            return f"{column.name}_{end} {sign} {value}"
        case Options(column, wanted, every):
            return f"{'all' if every else 'some'}({column.name}_options, # in {sorted(wanted)})"
        case State(column, value, same):
            return f"{column.name}_state {'==' if same else '!='} {value}"
        case Asked(name, yes):
            return f"$.{name}" if yes else f"not $.{name}"
