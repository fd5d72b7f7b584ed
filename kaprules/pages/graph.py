"""Pictures of what uses what, laid out in columns: what is used stands left of what uses it.

One is of concepts and whatever uses them, in a whole rule set; the other of one part of the rule book, from the facts
that its rules ask over concepts and rules to what comes of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, TypeVar

import attrs

from ..facts.model import Fact
from ..possible import Level
from ..rule import Concept, Rule
from .book import concepts_of, facts_of, used_by
from .words import Owner

ROW: Final = 22
COLUMN: Final = 330
MARGIN: Final = 16
LETTER: Final = 6.3
"""About how wide a letter is."""
MAX_LETTERS: Final = 42
"""How much of a title is drawn in a picture: as much as fits into its narrower columns."""
NARROW: Final = 268
PROPORTIONAL: Final = 5.6
"""About how wide a letter of a title is, which an id has wider."""
Drawn: TypeAlias = Fact | Concept | Rule | Level
Named = TypeVar("Named", bound=Drawn)


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
    heights: dict[Drawn, float] = {owner: float(row) for owner, row in rows.items()}
    for column in reversed(range(last)):
        _settle(heights, {concept: users[concept] for concept, at in depth.items() if at == column})
    columns: dict[Owner, int] = {**dict.fromkeys(rows, last), **{concept: at for concept, at in depth.items()}}
    places = {
        owner: Place(owner, MARGIN + COLUMN * column, round(ROW * (heights[owner] + 1)))
        for owner, column in columns.items()
    }
    lines = [
        _line(places[concept].x, places[concept].y, len(concept.id), places[owner].x, places[owner].y)
        for concept, found in users.items()
        for owner in found
    ]
    height = max(place.y for place in places.values()) + ROW
    return Graph(tuple(places.values()), tuple(lines), MARGIN * 2 + COLUMN * (last + 1), height)


def _settle(heights: dict[Drawn, float], column: Mapping[Named, Sequence[Drawn]]) -> None:
    """Give each of a column the mean height of what uses it, as far as no two come to lie on each other."""
    wanted = {each: sum(heights[user] for user in users) / len(users) for each, users in column.items()}
    free = 0.0
    for each in sorted(wanted, key=lambda each: wanted[each]):
        heights[each] = max(wanted[each], free)
        free = heights[each] + 1


def _line(x: int, y: int, letters: int, end: int, to: int, letter: float = LETTER) -> str:
    """Return the path from the end of one name to the start of another."""
    first, then = x + round(letter * letters) + 8, end - 8
    middle = (first + then) // 2
    return f"M{first} {y - 4} C{middle} {y - 4} {middle} {to - 4} {then} {to - 4}"


# From facts to outcome ---------------------------------------------------------------------------------------


@attrs.frozen
class Name:
    """A fact, concept, rule or level in a picture: where it is drawn, and as much of its name as fits there."""

    of: Drawn
    text: str
    whole: str
    x: int
    y: int


@attrs.frozen
class Picture:
    """How the rules of one part of the book come to their levels."""

    names: tuple[Name, ...]
    lines: tuple[tuple[Level | None, str], ...]
    """Each line with the level that it leads to, if it leads to one."""
    width: int
    height: int


def picture_of(rules: Sequence[Rule], titles: Mapping[Drawn, str]) -> Picture:
    """Return the picture of some rules, gravest first, with what everything in it is called."""
    rules = sorted(rules, key=lambda rule: rule.level, reverse=True)
    concepts = concepts_of(rules)
    users: dict[Drawn, list[Drawn]] = {}
    owners: tuple[Owner, ...] = (*concepts, *rules)
    for owner in owners:
        read: tuple[Drawn, ...] = (*facts_of(owner, own=True), *used_by(owner))
        for used in read:
            users.setdefault(used, []).append(owner)
    columns: dict[Drawn, int] = {used: 0 for used in users if isinstance(used, Fact)}
    for concept in concepts:  # each after those that it uses
        columns[concept] = 1 + max((columns[used] for used in used_by(concept)), default=0)
    last = 1 + max(columns.values())
    heights: dict[Drawn, float] = {rule: float(row) for row, rule in enumerate(rules)}
    for column in reversed(range(last)):
        _settle(heights, {each: users[each] for each, at in columns.items() if at == column})
    columns |= dict.fromkeys(rules, last)
    for level in dict.fromkeys(rule.level for rule in rules):
        among = [heights[rule] for rule in rules if rule.level is level]
        heights[level], columns[level] = sum(among) / len(among), last + 1
    names = {
        each: Name(each, _short(titles[each]), titles[each], MARGIN + NARROW * column, round(ROW * (heights[each] + 1)))
        for each, column in columns.items()
    }
    pairs = [(used, user) for used, found in users.items() for user in found]
    pairs += [(rule, rule.level) for rule in rules]
    lines = [
        (
            to if isinstance(to, Level) else None,
            _line(names[one].x, names[one].y, len(names[one].text), names[to].x, names[to].y, PROPORTIONAL),
        )
        for one, to in pairs
    ]
    height = max(name.y for name in names.values()) + ROW
    return Picture(tuple(names.values()), tuple(lines), MARGIN * 2 + NARROW * (last + 1) + NARROW // 2, height)


def _short(text: str) -> str:
    return text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 1].rstrip()}…"
