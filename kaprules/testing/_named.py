"""Rule sets and rules of one's own, by a name such as ``clinic.rules:OURS``."""

from __future__ import annotations

from importlib import import_module

from ..errors import input_error
from ..limit import brief
from ..rule import Rule
from ..ruleset import RuleSet


def named(where: str) -> RuleSet:
    """Return the rule set with a name such as ``clinic.rules:OURS``.

    Raises ``InputError`` where there is none.
    """
    found = imported(where)
    if not isinstance(found, RuleSet):
        raise input_error(where, found, expected="a RuleSet", remedy="look at the name behind the colon")
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
    expected = "a RuleSet, or a tuple of rules"
    raise input_error(where, found, expected=expected, remedy="look at the name behind the colon")


def imported(where: str) -> object:
    """Return what has a name such as ``module:NAME``; raise ``InputError`` where nothing has."""
    module, colon, name = where.partition(":")
    if not colon or not module or not name:
        raise input_error(value=where, problem="{value} names nothing", remedy="write it as module:NAME")
    try:
        found = import_module(module)
    except ImportError as error:
        remedy = "look at its name, and at PYTHONPATH"
        raise input_error(module, problem="cannot be imported", reason=_one_line(error), remedy=remedy) from None
    except (Exception, SystemExit) as error:  # whatever a module may do while it is imported
        reason = f"it raises {type(error).__name__} ({_one_line(error)})"
        remedy = "import it in Python to see where"
        raise input_error(module, problem="cannot be imported", reason=reason, remedy=remedy) from None
    try:
        return getattr(found, name)
    except Exception:  # a module may make its names itself
        remedy = "look at the name behind the colon"
        raise input_error(module, problem=f"has no {name}", remedy=remedy) from None


def _one_line(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        return ""
    return brief(" ".join("".join(sign if sign.isprintable() else " " for sign in text).split()))
