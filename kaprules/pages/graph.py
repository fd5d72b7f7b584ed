"""A graph of concepts and of what uses them, laid out in columns: what is used stands left of what uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from ..rule import Concept, Rule

ROW: Final = 22
COLUMN: Final = 330
MARGIN: Final = 16
LETTER: Final = 6.3
"""About how wide a letter is."""


@attrs.frozen
class Place:
    """Where a concept or rule is drawn."""

    owner: Rule | Concept
    x: int
    y: int


@attrs.frozen
class Graph:
    """Places, and the lines between them as paths."""

    places: tuple[Place, ...]
    lines: tuple[str, ...]
    width: int
    height: int


def graph_of(users: Mapping[Concept, Sequence[Rule | Concept]]) -> Graph:
    """Return a graph: rules in the last column, each concept in the column after what it uses, near to its users."""
    depth: dict[Concept, int] = {}
    for concept in users:  # each after those that it uses
        depth[concept] = 1 + max((depth[used] for used in depth if concept in users[used]), default=-1)
    last = 1 + max(depth.values())
    rows: dict[Rule | Concept, int] = {}
    for found in users.values():
        for owner in found:
            if isinstance(owner, Rule):
                rows.setdefault(owner, len(rows))
    heights = {owner: float(row) for owner, row in rows.items()}
    for column in reversed(range(last)):
        wanted = {
            concept: sum(heights[owner] for owner in users[concept]) / len(users[concept])
            for concept, at in depth.items()
            if at == column
        }
        free = 0.0
        for concept in sorted(wanted, key=lambda concept: wanted[concept]):
            heights[concept] = max(wanted[concept], free)
            free = heights[concept] + 1
    places = {
        owner: Place(
            owner,
            MARGIN + COLUMN * depth.get(owner, last) if isinstance(owner, Concept) else MARGIN + COLUMN * last,
            round(ROW * (height + 1)),
        )
        for owner, height in heights.items()
    }
    lines = [_line(places[concept], places[owner]) for concept, found in users.items() for owner in found]
    height = max(place.y for place in places.values()) + ROW
    return Graph(tuple(places.values()), tuple(lines), MARGIN * 2 + COLUMN * (last + 1), height)


def _line(start: Place, end: Place) -> str:
    """Return the path from the end of one name to the start of another."""
    first, then = start.x + round(LETTER * len(start.owner.id)) + 8, end.x - 8
    middle = (first + then) // 2
    return f"M{first} {start.y - 4} C{middle} {start.y - 4} {middle} {end.y - 4} {then} {end.y - 4}"
