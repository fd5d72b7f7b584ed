"""The snapshot that every engine decides on: what is possible of each fact on a date, as flat entries.

Everything that is hard about a client happens before it: validity, plausibility, who may rule out, several reports,
partial dates, readings over series. What is left is the two ends of an interval, or a set of options as bits, and a
state: ``USABLE``, ``ABSENT``, ``NOT_INDICATED`` for what was never looked for and need not be, or, where every report
of a fact on indication is too old, what they left possible. No entry is ever missing, so no engine needs a logic of its
own for nulls, and the checker shares nothing with an engine but this.

A group of which nothing depends on the date keeps its entries for good; the others keep those of the date last asked
for. A reading that raises leaves its own fact absent, and every other fact of its group as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Any, NamedTuple, TypeVar

from ..conditions import Term
from ..facts.model import Fact, Subject, clock_of, no_zone, zone_of
from ..possible import Absence
from ..ruleset import RuleSet

About = TypeVar("About", bound=Subject)
Flat = Sequence[Any]
"""The entries of one group's scalar facts: low, high and state of a number or event, bits and state of an option."""


class Snapshot(NamedTuple):
    """The facts of a subject on a date, group by group, and which of them could not be read."""

    groups: dict[str, Flat]
    errors: dict[Term, str]

    def entries(self, fact: Fact) -> Flat:
        """Return the entries of one fact."""
        return self.groups[fact.group][fact.slot : fact.slot + fact.size]


def placed(ruleset: RuleSet, subject: About, on: date, zone: str | tzinfo | None = None) -> tuple[About, tzinfo | None]:
    """Return a subject as it is in its life and at the place where it is decided, and that place.

    What the site's policy says of how facts are read goes with it. Of a moment the place is its own zone. Of a day it
    is the one given, else that of the site's policy. Raises ``InputError`` where there is none, and a group that the
    rule set reads holds an instant.
    """
    subject, clock = subject.itemised.under(ruleset.site), clock_of(on, zone)
    if clock is None and ruleset.zone:
        clock = zone_of(ruleset.zone)
    if clock is None:
        for name in ruleset.groups:
            group = subject.__dict__[name]
            if (group.__dict__.get("_extent") or group.extent).instants and not group.is_placed:
                raise no_zone(name)
    return subject.placed(clock, on), clock


def snapshot(ruleset: RuleSet, subject: Subject, on: date, zone: str | tzinfo | None = None) -> Snapshot:
    """Return the facts that ``ruleset`` reads. A reading that raises leaves its fact absent, with the error."""
    return read(ruleset, placed(ruleset, subject, on, zone)[0], on)


def read(ruleset: RuleSet, subject: Subject, on: date) -> Snapshot:
    """Return the facts of a subject that is placed already, as ``snapshot`` does."""
    groups: dict[str, Flat] = {}
    errors: dict[Term, str] = {}
    for name in ruleset.groups:
        group = subject.__dict__[name]
        kept = group.__dict__.get("_flat")
        if kept is not None and not kept[1] and not kept[2]:
            groups[name] = kept[0]  # the same on every date
            continue
        try:
            groups[name] = group.flat(on)
        except Exception:  # one broken reading must not hide the others of its group
            entries: list[object] = []
            for fact in group.__scalars__:
                try:
                    possible = fact.possible(group, on)
                except Exception as error:
                    errors[fact] = f"{type(error).__name__}: {error}"
                    possible = fact.full_range(Absence.IMPLAUSIBLE)
                entries.extend(fact.flat(possible))
            groups[name] = entries
    return Snapshot(groups, errors)


def alone(fact: Fact, entries: Sequence[Any]) -> Snapshot:
    """Return a snapshot that holds one fact."""
    return Snapshot({fact.group: [None] * fact.slot + list(entries)}, {})
