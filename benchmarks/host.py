"""The same rules through durable-rules' public ``Host``, the way its documentation shows: for comparison only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kaprules import Client, RuleSet
from kaprules.conditions import NEVER_DAYS, NO, YES, AllOf, Atom, Condition, Test, option_bits
from kaprules.engine.claims import Snapshot, snapshot
from kaprules.facts.fact import USABLE, Fact
from kaprules.limit import Limit
from kaprules.rule import deep_atoms, inlined
from kaprules.testing import DECISION_DAY

RISING = (Test.AT_LEAST, Test.ABOVE, Test.NEVER)
COMPARE = {Test.AT_LEAST: ">=", Test.ABOVE: ">", Test.AT_MOST: "<=", Test.BELOW: "<", Test.EVER: "<", Test.NEVER: ">="}


def decider(ruleset: RuleSet) -> Callable[[Client], set[str]]:
    """Return a function that posts a client's facts to a ``Host`` and returns the rules that fired."""
    from durable import lang

    fired: set[str] = set()
    name = "benchmark"
    with lang.ruleset(name):
        for number, rule in enumerate(ruleset.rules):
            for reading in ("certain", "possible"):
                for alternative in _alternatives(inlined(rule.when)):
                    _declare(lang, alternative, reading, f"{number}", fired)

    wanted: dict[Fact, set[int]] = {fact: set() for fact in ruleset.facts}
    for rule in ruleset.rules:
        for atom in deep_atoms(inlined(rule.when)):
            if isinstance(atom.subject, Fact) and atom.subject.size == 2 and atom.test is not Test.MISSING:
                wanted[atom.subject].add(_wanted(atom))

    def work(client: Client) -> set[str]:
        fired.clear()
        facts = snapshot(ruleset, client, DECISION_DAY)
        messages = [_message(fact, facts, wanted[fact]) for fact in ruleset.facts]
        for reading in ("certain", "possible"):
            sid = f"client-{reading}"
            for message in messages:
                lang.assert_fact(name, {**message[reading], "sid": sid})
            for message in messages:
                lang.retract_fact(name, {**message[reading], "sid": sid})
        return set(fired)

    return work


def _declare(lang: Any, atoms: list[Atom], reading: str, number: str, fired: set[str]) -> None:
    m = lang.m
    patterns = []
    for atom in atoms:
        fact = atom.subject
        tagged = (m.fact == fact.id) & (m.reading == reading)
        patterns.append(tagged & _asked(m, atom))

    @lang.when_all(*patterns)
    def conclude(context: Any) -> None:
        fired.add(f"{reading} {number}")


def _asked(m: Any, atom: Atom) -> Any:
    if atom.test is Test.MISSING:
        return m.missing == 1
    if isinstance(atom.operand, frozenset) or atom.test in (Test.PRESENT, Test.RULED_OUT):
        return getattr(m, f"set{_wanted(atom)}") == 1
    limit = atom.operand.value if isinstance(atom.operand, Limit) else NEVER_DAYS
    end = m.rising if atom.test in RISING else m.falling
    number = float(limit)
    return {">=": end >= number, ">": end > number, "<=": end <= number, "<": end < number}[COMPARE[atom.test]]


def _wanted(atom: Atom) -> int:
    if isinstance(atom.operand, frozenset):
        return option_bits(atom.operand)
    return YES if atom.test is Test.PRESENT else NO


def _message(fact: Fact, facts: Snapshot, sets: set[int]) -> dict[str, dict[str, Any]]:
    *possible, state = facts.entries(fact)
    messages: dict[str, dict[str, Any]] = {}
    for reading in ("certain", "possible"):
        message: dict[str, Any] = {"id": fact.id, "fact": fact.id, "reading": reading, "missing": int(state != USABLE)}
        if len(possible) == 1:
            for wanted in sets:
                inside, outside = possible[0] & wanted, possible[0] & ~wanted
                message[f"set{wanted}"] = int(bool(inside) and (reading == "possible" or not outside))
        else:
            low, high = float(possible[0]), float(possible[1])
            message["rising"], message["falling"] = (low, high) if reading == "certain" else (high, low)
        messages[reading] = message
    return messages


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
