"""The rule book as SQL, run by the sqlite3 of Python's standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from .book import Asked, Book, Both, Compare, Either, Options, State, Tree

BATCH = 1000


def version() -> str:
    """Return the engine's name and version."""
    return f"SQLite {sqlite3.sqlite_version}"


def answers(book: Book, rows: Sequence[dict[str, Any]]) -> Iterator[set[str]]:
    """Yield for each row the questions that SQLite answers with yes: a table for each round of questions."""
    base = sqlite3.connect(":memory:")
    names = [name for column in book.columns.values() for name in _names(column)]
    base.execute(
        f"CREATE TABLE facts (client INTEGER PRIMARY KEY, {', '.join(f'{n} INTEGER NOT NULL' for n in names)})"
    )
    places = ", ".join("?" * (len(names) + 1))
    base.executemany(
        f"INSERT INTO facts VALUES ({places})",
        ([number, *(_stored(row, name) for name in names)] for number, row in enumerate(rows)),
    )
    tables = ["facts"]
    for number, layer in enumerate(book.layers()):
        columns = ", ".join(f"{text(tree)} AS {name}" for name, tree in layer.items())
        joined = " JOIN ".join(f"{table} USING (client)" if table != "facts" else table for table in tables)
        base.execute(f"CREATE TABLE round{number} AS SELECT client, {columns} FROM {joined}")
        base.execute(f"CREATE UNIQUE INDEX by_client{number} ON round{number} (client)")
        tables.append(f"round{number}")
    holds: list[set[str]] = [set() for _ in rows]
    for table in tables[1:]:
        cursor = base.execute(f"SELECT * FROM {table} ORDER BY client")
        asked = [column[0] for column in cursor.description[1:]]
        for client, *found in cursor:
            holds[client].update(name for name, yes in zip(asked, found, strict=True) if yes)
    base.close()
    yield from holds


def _names(column: Any) -> tuple[str, ...]:
    ends = ("options",) if column.options else ("low", "high")
    return tuple(f"{column.name}_{end}" for end in (*ends, "state"))


def _stored(row: dict[str, Any], name: str) -> int:
    value = row[name]
    return sum(1 << place for place in value) if isinstance(value, list) else value


def text(tree: Tree) -> str:
    """Return a tree as an expression that is 0 or 1."""
    match tree:
        case Both(parts):
            return f"({' AND '.join(map(text, parts))})" if parts else "1"
        case Either(parts):
            return f"({' OR '.join(map(text, parts))})" if parts else "0"
        case Compare(column, end, sign, value):
            return f"{column.name}_{end} {sign} {value}"
        case Options(column, wanted, every):
            bits = sum(1 << place for place in (tree.unwanted if every else wanted))
            return f"{column.name}_options & {bits} {'=' if every else '<>'} 0"
        case State(column, value, same):
            return f"{column.name}_state {'=' if same else '<>'} {value}"
        case Asked(name, yes):
            return name if yes else f"NOT {name}"
