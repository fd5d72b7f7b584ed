"""The criteria at a glance: a row a condition, a column a level, as the summary charts of UKMEC and WHO have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from ..limit import Limit
from ..possible import Level
from ..rule import Rule
from ..ruleset import RuleSet
from ..wording.conditions import condition_of
from .book import Book, Chapter, facts_of

COLUMNS: Final = (Level.EXCLUSION, Level.NEEDS_INFORMATION, Level.CAUTION, Level.NOTE)


@attrs.frozen
class Row:
    """A condition: its name, and by level what its rules say."""

    name: str
    cells: Mapping[Level, tuple[Rule, ...]]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Its rules, gravest first."""
        return tuple(rule for level in COLUMNS for rule in self.cells[level])


@attrs.frozen
class Section:
    """The rows of one part of the rule book."""

    name: str
    part: Chapter | RuleSet
    rows: tuple[Row, ...]


def sections(book: Book) -> Iterator[Section]:
    """Yield each part of a book with its rows."""
    for name, part, rules in book.parts():
        yield Section(name, part, tuple(rows_of(rules)))


def rows_of(rules: Iterable[Rule]) -> Iterator[Row]:
    """Yield the rows that some rules make, in the order of their first rules."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(name_of(rule), []).append(rule)
    for name, among in found.items():
        yield Row(name, {level: tuple(rule for rule in among if rule.level is level) for level in COLUMNS})


def name_of(rule: Rule) -> str:
    """Return what a rule is about: the condition of the library that it belongs to, or else the first fact it reads."""
    known = condition_of(rule)
    return next(iter(facts_of(rule))).title if known is None else known.name


def is_moved(limit: Limit) -> bool:
    """Say whether a site chose another value than the library's."""
    return limit.default is not None
