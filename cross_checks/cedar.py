"""The rule book as Cedar policies, each of which permits where its question holds: Cedar names those that did."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from typing import Any

import cedarpy

from .book import Asked, Book, Both, Compare, Either, Options, State, Tree

BATCH = 200
WHO = {"principal": 'Client::"one"', "action": 'Action::"ask"', "resource": 'Rules::"all"'}


def version() -> str:
    """Return the engine's name and version."""
    return f"cedarpy {importlib.metadata.version('cedarpy')}"


def answers(book: Book, rows: Sequence[dict[str, Any]]) -> Iterator[set[str]]:
    """Yield for each row the questions whose policies permit."""
    policies = cedarpy.PolicySet.from_str("\n".join(policy(book, name) for name in book.questions))
    names = list(book.questions)
    for result in cedarpy.is_authorized_batch([{**WHO, "context": row} for row in rows], policies, []):
        assert not result.diagnostics.errors, result.diagnostics.errors
        yield {names[int(reason.removeprefix("policy"))] for reason in result.diagnostics.reasons}


def policy(book: Book, name: str) -> str:
    """Return one question as a policy; Cedar has no conclusions, so what it asks for is written out."""
    return f"permit (principal, action, resource) when {{ {text(book, book.questions[name])} }};"


def text(book: Book, tree: Tree) -> str:
    """Return a tree in Cedar's expression language."""
    match tree:
        case Both(parts):
            return f"({' && '.join(text(book, part) for part in parts)})" if parts else "true"
        case Either(parts):
            return f"({' || '.join(text(book, part) for part in parts)})" if parts else "false"
        case Compare(column, end, sign, value):
            return f"context.{column.name}_{end} {sign} {value}"
        case Options(column, wanted, every):
            options = f"{sorted(wanted)}"
            known = f"context.{column.name}_options"
            return f"{options}.containsAll({known})" if every else f"{known}.containsAny({options})"
        case State(column, value, same):
            return f"context.{column.name}_state {'==' if same else '!='} {value}"
        case Asked(name, yes):
            return f"{'' if yes else '!'}({text(book, book.questions[name])})"
