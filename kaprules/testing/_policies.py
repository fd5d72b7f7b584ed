"""Policies that a site may have: every change within what the library leaves to it."""

from __future__ import annotations

import datetime
import functools
import operator
from typing import Any, Final

from hypothesis import strategies as st

from ..baseline import DECISION_DAY
from ..errors import InputError, input_error
from ..facts.medicines import CLASSES_BY_NAME, TOLD_BY_NAME
from ..facts.model import Fact
from ..ingredients import INGREDIENTS
from ..limit import Exact, Limit, exact
from ..policy import (
    Change,
    LevelChosen,
    LimitMoved,
    MedicineNamed,
    Policy,
    SwitchedOff,
    SwitchedOn,
    ValidityMoved,
    limits_of,
)
from ..possible import Level
from ..rule import Rule
from ..ruleset import RuleSet

SIGNED: Final[dict[str, Any]] = {
    "reason": "as agreed in the practice",
    "approved_by": "medical director",
    "date": DECISION_DAY - datetime.timedelta(days=30),
    "expires": DECISION_DAY + datetime.timedelta(days=330),
}
MAX_CHANGES: Final = 5
MAX_STEPS: Final = 400
"""How far from the library's value a limit without a bound is moved, in steps."""


def policies(ruleset: RuleSet) -> st.SearchStrategy[Policy]:
    """Policies of one to some changes, each of another thing."""
    changes = [*_limits(ruleset), *_levels(ruleset), *_switched(ruleset), *_validities(ruleset), *_named(ruleset)]
    if not changes:
        problem = "leaves nothing to a site"
        raise input_error(f"rule set {ruleset.name}", problem=problem, remedy="there is no policy of it")
    several = st.lists(st.sampled_from(range(len(changes))), min_size=1, max_size=MAX_CHANGES, unique=True)
    found = several.flatmap(lambda chosen: st.tuples(*(changes[each] for each in chosen)))
    return found.map(Policy).filter(lambda policy: _stands(policy, ruleset))


def _limits(ruleset: RuleSet) -> list[st.SearchStrategy[Change]]:
    found: list[st.SearchStrategy[Change]] = []
    for limit in limits_of(ruleset).values():
        values = _values(limit)
        moved = [each for each in values if _stands(Policy((_moved(limit, each),)), ruleset)]
        if moved:
            found.append(st.sampled_from(moved).map(functools.partial(_moved, limit)))
    return found


def _moved(limit: Limit, value: Exact) -> Change:
    return LimitMoved(id=limit.id, value=value, unit=limit.unit, **SIGNED)


def _values(limit: Limit) -> list[Exact]:
    """Return some values that a site may choose: the nearest, the ends, and some between."""
    if limit.floor is None and limit.ceiling is None:
        return []
    steps = [1, -1, 2, -2, 5, -5, 10, -10, 30, -30, 100, -100, MAX_STEPS, -MAX_STEPS]
    ends = [int((end.value - limit.value) // limit.step) for end in (limit.floor, limit.ceiling) if end is not None]
    values = [exact(limit.value + step * limit.step) for step in dict.fromkeys((*steps, *ends)) if step]
    return [value for value in values if limit.allows(value)]


def _levels(ruleset: RuleSet) -> list[st.SearchStrategy[Change]]:
    return [
        st.sampled_from(levels).map(functools.partial(_chosen, rule))
        for rule in ruleset.rules
        if (levels := [level for level in rule.levels if level is not rule.level])
    ]


def _chosen(rule: Rule, level: Level) -> Change:
    return LevelChosen(rule=rule.id, level=level, **SIGNED)


def _switched(ruleset: RuleSet) -> list[st.SearchStrategy[Change]]:
    on = [st.just(SwitchedOn(rule=rule.id, **SIGNED)) for rule in ruleset.optional_rules]
    return [*on, *(st.just(SwitchedOff(rule=rule.id, **SIGNED)) for rule in ruleset.rules if rule.may_be_off)]


def _validities(ruleset: RuleSet) -> list[st.SearchStrategy[Change]]:
    found: list[st.SearchStrategy[Change]] = []
    for fact in ValidityMoved.known(ruleset).values():
        bounds = fact.validity.movable
        assert bounds is not None
        days = st.integers(bounds.floor, bounds.ceiling).filter(functools.partial(operator.ne, fact.validity.intake))
        found.append(days.map(functools.partial(_counting, fact)))
    return found


def _counting(fact: Fact, days: int) -> Change:
    return ValidityMoved(fact=fact.id, days=days, **SIGNED)


UNHEARD: Final = ("Zelbritide", "Oqualoxin nova")
"""Names of medicines that the table of ingredients does not hold."""


def _named(ruleset: RuleSet) -> list[st.SearchStrategy[Change]]:
    """Return names of medicines as an ingredient of the table, or of some classes and diseases."""
    if not ruleset.takes_names:
        return []
    ingredients = st.sampled_from(INGREDIENTS).map(lambda each: {"ingredient": each.name})
    classes, tells_of = (
        st.lists(st.sampled_from(sorted(known)), max_size=3) for known in (CLASSES_BY_NAME, TOLD_BY_NAME)
    )
    means = ingredients | st.fixed_dictionaries({"classes": classes, "tells_of": tells_of})
    return [means.map(functools.partial(_explained, name)) for name in UNHEARD]


def _explained(name: str, means: dict[str, Any]) -> Change:
    return MedicineNamed(substance=name, **means, **SIGNED)


def _stands(policy: Policy, ruleset: RuleSet) -> bool:
    try:
        policy.applied(ruleset)
    except InputError:
        return False
    return True
