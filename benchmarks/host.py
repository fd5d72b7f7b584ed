"""The same rules through durable-rules' public ``Host``, the way its documentation shows: for comparison only.

As in the library, each alternative of a condition is one pattern on one message - here one message for each criterion
and reading, with concepts put in place. Joins of messages would be the natural way, but are not memory-safe.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from kaprules import Client, RuleSet
from kaprules.conditions import AllOf, Atom, Condition, Test
from kaprules.engine.snapshot import Snapshot, snapshot
from kaprules.facts.model import USABLE, Fact
from kaprules.limit import Limit
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, option_bits
from kaprules.rule import deep_atoms, inlined
from kaprules.testing import DECISION_DAY

RISING = (Test.AT_LEAST, Test.ABOVE, Test.NEVER)
READINGS = ("certain", "possible")


def decider(ruleset: RuleSet) -> Callable[[Client], set[str]]:
    """Return a function that gives a client's facts to a ``Host`` and returns the rules that fired."""
    from durable import engine, lang

    name, fired = "benchmark", set[str]()
    aspects: dict[str, dict[tuple[Fact, object], str]] = {}
    with lang.ruleset(name):
        for rule in ruleset.rules:
            criterion = rule.id.split(".")[0]
            known = aspects.setdefault(criterion, {})
            for atom in deep_atoms(inlined(rule.when)):
                known.setdefault(_aspect(atom), f"p{len(known)}")
            for reading in READINGS:
                for alternative in _alternatives(inlined(rule.when)):
                    _declare(lang, f"{criterion} {reading}", alternative, known, f"{rule.id} {reading}", fired)

    def work(client: Client) -> set[str]:
        fired.clear()
        facts = snapshot(ruleset, client, DECISION_DAY)
        messages = [
            {"id": f"{criterion} {reading}", "kind": f"{criterion} {reading}", "sid": "client"}
            | {place: _value(aspect, facts, reading) for aspect, place in known.items()}
            for criterion, known in aspects.items()
            for reading in READINGS
        ]
        for give in (lang.assert_fact, lang.retract_fact):
            for message in messages:
                with contextlib.suppress(engine.MessageNotHandledException):
                    give(name, message)
        return set(fired)

    return work


def _aspect(atom: Atom) -> tuple[Fact, object]:
    assert isinstance(atom.subject, Fact)
    if atom.test is Test.MISSING:
        return atom.subject, "missing"
    if isinstance(atom.operand, frozenset):
        return atom.subject, option_bits(atom.operand)
    if atom.subject.size == 2:
        return atom.subject, PRESENT_BIT if atom.test is Test.PRESENT else ABSENT_BIT
    return atom.subject, "rising" if atom.test in RISING else "falling"


def _declare(
    lang: Any, kind: str, atoms: list[Atom], known: dict[tuple[Fact, object], str], conclusion: str, fired: set[str]
) -> None:
    pattern = lang.m.kind == kind
    for atom in atoms:
        place = getattr(lang.m, known[_aspect(atom)])
        pattern = pattern & _asked(place, atom)

    @lang.when_all(pattern)
    def conclude(context: Any) -> None:
        fired.add(conclusion)


def _asked(place: Any, atom: Atom) -> Any:
    limit = float(atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS)
    match atom.test:
        case Test.AT_LEAST | Test.NEVER:
            return place >= limit
        case Test.ABOVE:
            return place > limit
        case Test.AT_MOST:
            return place <= limit
        case Test.BELOW | Test.EVER:
            return place < limit
        case _:
            return place == 1


def _value(aspect: tuple[Fact, object], facts: Snapshot, reading: str) -> float:
    fact, wanted = aspect
    *possible, state = facts.entries(fact)
    if wanted == "missing":
        return int(state != USABLE)
    if isinstance(wanted, int):
        inside, outside = possible[0] & wanted, possible[0] & ~wanted
        return int(bool(inside) and (reading == "possible" or not outside))
    return float(possible[0] if (wanted == "rising") == (reading == "certain") else possible[1])


def _alternatives(condition: Condition) -> list[list[Atom]]:
    if isinstance(condition, Atom):
        return [[condition]]
    each = [_alternatives(part) for part in condition.parts]
    if isinstance(condition, AllOf):
        together: list[list[Atom]] = [[]]
        for alternatives in each:
            together = [before + alternative for before in together for alternative in alternatives]
        return together
    return [alternative for alternatives in each for alternative in alternatives]
