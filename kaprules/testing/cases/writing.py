"""Cases as data: whole, or laid over what many of them share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...clientfile import as_written, numeral
from ...facts.model import Fact
from ...possible import Interval, Mark, Possible
from .case import Case, facts_with, options_of


def case_to_data(case: Case, base: Mapping[str, Any] | None = None, over: str = "") -> dict[str, Any]:
    """Return a case as data: its facts whole, or only what differs from the base that is called ``over``."""
    found: dict[str, Any] = {"id": case.id, "why": case.why, "over": over, "switch_on": list(case.switch_on)}
    found = {name: value for name, value in found.items() if value}
    found |= {"subject": dict(case.data) if base is None else laid_on(base, case.data), "outcome": case.outcome.name}
    if case.findings is not None:
        found["findings"] = {rule: level.name for rule, level in case.findings.items()}
    if case.open is not None:
        found["open"] = sorted(case.open)
    if case.truths:
        found["truths"] = {name: truth.name for name, truth in case.truths.items()}
    if case.flags is not None:
        found["flags"] = [mark.name for mark in Mark if mark in case.flags]
    if case.each:
        found["each"] = {name: outcome.name for name, outcome in case.each.items()}
    if case.possible:
        found["possible"] = {
            fact.id: _possible_data(fact, each) for fact, each in facts_with(case.ruleset.subject, case.possible)
        }
    return found


def _possible_data(fact: Fact, possible: Possible) -> dict[str, Any]:
    found: dict[str, Any]
    if isinstance(possible, Interval):
        found = {"at_least": numeral(possible.low), "at_most": numeral(possible.high)}
    else:
        found = {"one_of": options_of(fact, possible.bits)}
    if possible.absence is not None:
        found["absent"] = possible.absence.name.lower()
    if possible.marks:
        found["marks"] = [mark.name for mark in Mark if mark in possible.marks]
    before = {"last": possible.last, "outdated": possible.outdated}
    return found | {name: _possible_data(fact, each) for name, each in before.items() if each is not None}


def laid_on(base: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what has to be laid over a base to come to some facts."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*base, *data)):
        if not isinstance(base.get(name, {}), dict) or not isinstance(data.get(name, {}), dict):
            if base.get(name) != data.get(name):
                found[name] = data[name]
            continue
        before, after = base.get(name, {}), data.get(name, {})
        facts = {fact: after[fact] for fact in after if fact not in before or before[fact] != after[fact]}
        facts |= {fact: None for fact in before if fact not in after}
        if facts:
            found[name] = facts
    return found


def pasted(case: Case) -> str:
    """Return a case as it may be pasted into a case file of its own: one object, in JSON and so in YAML."""
    when = {"on": as_written(case.on), **({} if case.zone is None else {"zone": case.zone})}
    data = {"ruleset": case.ruleset.name, **when, **case_to_data(case)}
    return json.dumps(data, ensure_ascii=False, default=float)
