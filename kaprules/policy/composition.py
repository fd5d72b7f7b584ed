"""Several policies in their order: a group's, then a clinic's, each laid over what stood before it.

What a later policy chooses may only be stricter than what it finds, be that the choice of a policy before it or the
library's own; an entry that says ``loosens`` may go back, within the bounds that the library declares. Which way is
stricter needs no declaration: conditions know no "not", so that a limit that a rule reaches with ``>=`` holds more
people back where it is lower, wherever the rule stands and however it is built. What the library has of a rule that
nobody has switched on yet holds nobody back, and counts for nothing; what a policy has chosen for it counts: whoever
switches it on later finds that choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..conditions import Test
from ..errors import InputError
from ..limit import Limit, shown, with_unit
from ..possible import Level
from ..rule import Rule, fact_atoms
from ..ruleset import RuleSet
from .changes import (
    Change,
    LevelChosen,
    LimitMoved,
    MedicineNamed,
    SwitchedOff,
    SwitchedOn,
    ValidityMoved,
    conditions_of,
)

BY_BEING_HIGHER: Final = frozenset({Test.AT_LEAST, Test.ABOVE})
"""Tests that hold for fewer where their limit is higher; for the others it is where it is lower."""
GRAVEST_FIRST: Final = (Level.EXCLUSION, Level.NEEDS_INFORMATION, Level.CAUTION, Level.NOTE)
REMEDY: Final = "choose what is no looser, or say so in the entry: loosens = true"


def standing(layers: Sequence[Sequence[Change]]) -> dict[str, Change]:
    """Return the changes that stand when all policies are laid over each other, by what they are of."""
    return {change.place: change for changes in layers for change in changes}


def loosened(changes: Sequence[Change], before: Mapping[str, Change], ruleset: RuleSet) -> Iterator[tuple[Change, str]]:
    """Yield each change that is looser than what stood before it in a rule set, with what that was."""
    on = {change.of for change in before.values() if isinstance(change, SwitchedOn)}
    in_force = {rule.id: rule for rule in ruleset.rules}
    every = in_force | {rule.id: rule for rule in ruleset.optional_rules}
    off = {change.of for change in before.values() if isinstance(change, SwitchedOff)}
    in_force |= {name: rule for name, rule in every.items() if name in on}
    in_force = {name: rule for name, rule in in_force.items() if name not in off}
    for change in changes:
        former = before.get(change.place)
        rules = in_force if former is None else every
        found = None
        if isinstance(change, LimitMoved):
            found = _looser_limit(change, former, rules.values())
        elif isinstance(change, LevelChosen) and change.rule in rules:
            level = former.level if isinstance(former, LevelChosen) else rules[change.rule].level
            found = level.value if GRAVEST_FIRST.index(change.level) > GRAVEST_FIRST.index(level) else None
        elif isinstance(change, SwitchedOff):
            found = "on" if change.rule in in_force else None
        elif isinstance(change, ValidityMoved) and change.concerns(ruleset):
            found = _longer(change, former, ruleset)
        elif isinstance(change, MedicineNamed) and change.concerns(ruleset):
            found = _looser_name(change, former)
        if found is not None:
            yield change, found


def _looser_limit(change: LimitMoved, former: Change | None, rules: Iterable[Rule]) -> str | None:
    for limit, higher in _uses(change.id, rules):
        before = former.value_in(limit.unit) if isinstance(former, LimitMoved) else limit.value
        after = change.value_in(limit.unit)
        if after > before if higher else after < before:
            return with_unit(shown(before), limit.unit)
    return None


def _longer(change: ValidityMoved, former: Change | None, ruleset: RuleSet) -> str | None:
    days = former.days if isinstance(former, ValidityMoved) else change.known(ruleset)[change.fact].validity.intake
    assert days is not None
    return with_unit(str(days), "d") if change.days > days else None


def _looser_name(change: MedicineNamed, former: Change | None) -> str | None:
    if not isinstance(former, MedicineNamed):
        return "not known"  # whoever takes it needs information; whatever it means lets somebody pass
    return former.shown if change.is_looser_than(former) else None


def _uses(identifier: str, rules: Iterable[Rule]) -> Iterator[tuple[Limit, bool]]:
    """Yield each use of a limit, and whether it is looser there by being higher."""
    for rule in rules:
        for condition in conditions_of(rule):
            for atom in fact_atoms(condition):
                if isinstance(atom.operand, Limit) and atom.operand.id == identifier:
                    yield atom.operand, atom.test in BY_BEING_HIGHER


def too_loose(change: Change, former: str, remedy: str = REMEDY) -> InputError:
    """Return the error for a change that is looser than what stood before it."""
    return change.refused(change.chosen_by, change.shown, f"looser than {former}, which stood before it", remedy)
