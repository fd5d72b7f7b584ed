"""Decide clients of an earlier release by this one, and count how outcomes changed.

    python tests/releases/now.py decided.jsonl

``decided.jsonl`` is what ``earlier.py`` wrote. What only this release asks for is answered so that it reassures, and
each bare answer is given by whoever may give it, so that only what was known then decides. Exit status: 1 where an
exclusion or a caution became better for no reason that has a name.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import attrs

from kaprules.baseline import baseline, plain
from kaprules.clientfile import subject_from_data
from kaprules.decision import decide
from kaprules.errors import InputError
from kaprules.facts.model import Recorded, Reports, Subject, given, groups_of
from kaprules.possible import Absence, Outcome
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY


class Row(NamedTuple):
    """Why a rule of the earlier release need not hold any more, or holds for fewer."""

    change: str
    rules: tuple[str, ...]


NAMED: Final[tuple[Row, ...]] = ()
"""The rows of change by which an exclusion or a caution became better; each names the rules of the earlier release."""


class Change(NamedTuple):
    """One client: what the earlier release decided, what this one does, and by which rules it was graver then."""

    before: Outcome
    now: Outcome
    rules: tuple[str, ...]
    client: Subject
    truths: Mapping[str, str]


def completed(client: Subject, known: Container[str]) -> Subject:
    """Return a client of whom what the earlier release did not know is answered as it reassures, by whoever may say so."""
    ordinary = baseline(SCREENING)
    whole = plain(ordinary, {})
    groups = {}
    for name, kind in groups_of(type(client)).items():
        told, usual = given(client.__dict__[name]), given(whole.__dict__[name])
        facts: dict[str, Any] = {}
        for fact in kind.__facts__:
            if fact.name in told:
                facts[fact.name] = _by_somebody(fact, told[fact.name])
            elif fact.id not in known and fact.name in usual:
                facts[fact.name] = usual[fact.name]
        groups[name] = _built(kind, facts, told)
    return type(client)(**groups)


def _built(kind: Any, facts: dict[str, Any], told: Mapping[str, Any]) -> Any:
    try:
        return kind(**facts)
    except InputError:
        return kind(**{name: value for name, value in facts.items() if name in told})


def _by_somebody(fact: Any, value: Any) -> Any:
    if not fact.may_rule_out or isinstance(value, Absence):
        return value
    if isinstance(value, Reports):
        return Reports(*(_by_somebody(fact, each) for each in value.reports))
    if isinstance(value, Recorded):
        return value if value.by is not None else attrs.evolve(value, by=fact.may_rule_out[0])
    return Recorded(value, on=DECISION_DAY, by=fact.may_rule_out[0])


def changes(lines: Iterable[str]) -> Iterator[Change]:
    """Yield how each client was decided, and is now."""
    cases = [json.loads(line) for line in lines]
    known = {f"{group}.{name}" for case in cases for group, facts in case["client"].items() for name in facts}
    for data in cases:
        try:
            client = completed(subject_from_data(SCREENING.subject, data["client"]), known)
        except InputError as error:
            raise SystemExit(f"{error}: {data}") from None
        decision = decide(SCREENING, client, on=DECISION_DAY)
        before = Outcome[data["outcome"]]
        level = {Outcome.EXCLUDED: "EXCLUSION", Outcome.CAUTION: "CAUTION"}.get(before, "")
        rules = tuple(rule for rule, found in data["found"].items() if found == level)
        truths = {rule: str(decision.truths[rule].name) for rule in rules if rule in decision.truths}
        yield Change(before, decision.outcome, rules, client, truths)


def main(file: str) -> int:
    """Print how often each outcome became which, and each kind of looser one with its reason."""
    moved: Counter[tuple[str, str]] = Counter()
    looser: dict[tuple[str, ...], list[Change]] = {}
    with open(file, encoding="utf-8") as lines:
        for change in changes(line for line in lines if line.endswith("\n")):
            moved[change.before.name, change.now.name] += 1
            if change.now < change.before and change.before is not Outcome.INCOMPLETE:
                looser.setdefault((change.before.name, change.now.name, *change.rules), []).append(change)
    for (before, now), count in sorted(moved.items()):
        print(f"{count:>7}  {before} -> {now}")
    unnamed = 0
    for kind, found in sorted(looser.items(), key=lambda each: -len(each[1])):
        rows = [row.change for row in NAMED if all(rule in row.rules for rule in kind[2:])]
        unnamed += 0 if rows else len(found)
        print(f"{len(found):>7}  {' '.join(kind)}: {rows[0] if rows else 'NO REASON HAS A NAME'} {found[0].truths}")
        if not rows:
            print(f"         {found[0].client!r}"[:3000])
    return int(unnamed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
