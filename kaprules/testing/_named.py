"""Rule sets and rules of one's own, by a name such as ``clinic.rules:OURS``."""

from __future__ import annotations

from importlib import import_module

from ..limit import InputError
from ..rule import Rule
from ..ruleset import RuleSet


def named(where: str) -> RuleSet:
    """Return the rule set with a name such as ``clinic.rules:OURS``.

    Raises ``InputError`` where there is none.
    """
    found = imported(where)
    if not isinstance(found, RuleSet):
        raise InputError(f"{where} is {type(found).__name__}: expected a RuleSet")
    return found


def rules_named(where: str) -> RuleSet | tuple[Rule, ...]:
    """Return the rule set, or the rules, with a name such as ``clinic.rules:RULES``."""
    found = imported(where)
    if isinstance(found, RuleSet):
        return found
    if isinstance(found, Rule):
        return (found,)
    if isinstance(found, tuple | list) and found and all(isinstance(each, Rule) for each in found):
        return tuple(found)
    raise InputError(f"{where} is {type(found).__name__}: expected a RuleSet, or a tuple of rules")


def imported(where: str) -> object:
    """Return what has a name such as ``module:NAME``; raise ``InputError`` where nothing has."""
    module, colon, name = where.partition(":")
    if not colon or not module or not name:
        raise InputError(f"{where!r} names nothing: write it as module:NAME")
    try:
        found = import_module(module)
    except ImportError as error:
        raise InputError(f"{module} cannot be imported: {error}; look at its name, and at PYTHONPATH") from None
    if not hasattr(found, name):
        raise InputError(f"{module} has no {name}: look at the name behind the colon")
    return getattr(found, name)
