"""The snapshot that every engine decides on: what is possible of each fact on a date, as flat entries.

Everything that is hard about a client happens before it: validity, plausibility, who may rule out, several reports,
partial dates, readings over series. What is left is the two ends of an interval, or a set of options as bits, and a
state: ``USABLE``, ``ABSENT``, or ``NOT_INDICATED`` for what was never looked for and need not be. No entry is ever
missing, so no engine needs a logic of its own for nulls, and the checker shares nothing with an engine but this.

A group of which nothing depends on the date keeps its entries for good; the others keep those of the date last asked
for. A reading that raises leaves its own fact absent, and every other fact of its group as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from ..conditions import Term
from ..facts.model import Fact, Subject
from ..possible import Absence
from ..ruleset import RuleSet

Flat = Sequence[Any]
"""The entries of one group's scalar facts: low, high and state of a number or event, bits and state of an option."""


class Snapshot(NamedTuple):
    """The facts of a subject on a date, group by group, and which of them could not be read."""

    groups: dict[str, Flat]
    errors: dict[Term, str]

    def entries(self, fact: Fact) -> Flat:
        """Return the entries of one fact."""
        return self.groups[fact.group][fact.slot : fact.slot + fact.size]


def snapshot(ruleset: RuleSet, subject: Subject, on: date) -> Snapshot:
    """Return the facts that ``ruleset`` reads. A reading that raises leaves its fact absent, with the error."""
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
