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
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs

from kaprules.baseline import as_needed, baseline, event_on, plain
from kaprules.clientfile import subject_from_data
from kaprules.decision import decide
from kaprules.errors import InputError
from kaprules.facts.model import Event, Fact, Recorded, Reports, Subject, given, groups_of
from kaprules.facts.vitals import Vitals
from kaprules.possible import NEVER_DAYS, Absence, Outcome
from kaprules.rule import fact_atoms
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY


class Row(NamedTuple):
    """Why a rule of the earlier release need not hold any more, or holds for fewer."""

    change: str
    rules: tuple[str, ...]


NAMED: Final[tuple[Row, ...]] = ()
"""The rows of change by which an exclusion or a caution became better; each names the rules of the earlier release."""


LONG_AGO: Final = 5000
"""More days than any limit of the earlier release; more than a life's would be a contradiction by now."""


class Change(NamedTuple):
    """One client: what the earlier release decided, what this one does, and by which rules it was graver then."""

    before: Outcome
    now: Outcome
    rules: tuple[str, ...]
    client: Subject
    truths: Mapping[str, str]
    in_doubt: bool
    """Whether each of these rules reads what cannot be, by the data errors of the decision."""


def completed(client: Subject, known: Container[str]) -> Subject:
    """Return a client of whom what the earlier release did not read is answered as it reassures."""
    ordinary = baseline(SCREENING)
    whole = plain(ordinary, {})
    groups = {}
    for name, kind in groups_of(type(client)).items():
        told, usual = given(client.__dict__[name]), given(whole.__dict__[name])
        facts: dict[str, Any] = {}
        scalars: dict[str, Any] = {}
        for fact in kind.__facts__:
            if fact.name in told:
                facts[fact.name] = _by_somebody(fact, told[fact.name])
            elif fact.id not in known and fact.name in usual:
                facts[fact.name] = usual[fact.name]
            elif fact is Vitals.pressure_days:
                readings = told.get("pressure_readings")
                scalars[fact.name] = min(2, readings) if isinstance(readings, int) else Absence.NOT_ASKED
            elif (
                fact.derive
                and fact.id not in known
                and fact in ordinary.values
                and told.keys().isdisjoint(fact.derived_from)
            ):
                scalar: Any = ordinary.values[fact][0]
                scalars[fact.name] = as_needed(fact, event_on(fact, scalar) if isinstance(fact, Event) else scalar)
        # Whoever gave what is read of observations, without them, gives what else is read of them now.
        groups[name] = _built(kind, facts | scalars, facts, {each: facts[each] for each in told})
    return type(client)(**groups)


def _is_a_scalar(fact: Fact, told: Mapping[str, Any]) -> bool:
    """Say whether a fact is read of others, none of which is told."""
    return fact.derive is not None and told.keys().isdisjoint(fact.derived_from)


def _built(kind: Any, *tried: dict[str, Any]) -> Any:
    for facts in tried:
        try:
            return kind(**{name: value for name, value in facts.items() if value is not Absence.NOT_ASKED})
        except InputError as error:
            last = error
    raise last


def _by_somebody(fact: Any, value: Any) -> Any:
    if not fact.may_rule_out or isinstance(value, Absence):
        return value
    if isinstance(value, Reports):
        return Reports(*(_by_somebody(fact, each) for each in value.reports))
    if isinstance(value, Recorded):
        return value if value.by is not None else attrs.evolve(value, by=fact.may_rule_out[0])
    return Recorded(value, on=DECISION_DAY, by=fact.may_rule_out[0])


def read_then() -> frozenset[str]:
    """Return the facts that the earlier release read, and those of which it read them."""
    book = json.loads((Path(__file__).parents[2] / "rulebooks" / "0.3.0" / "screening.json").read_text())
    found: set[str] = set()
    for fact, declared in book["meaning"]["facts"].items():
        group = fact.partition(".")[0]
        found |= {fact, *(f"{group}.{name}" for name in declared["read_from"] or ())}
    return frozenset(found)


def _in_a_life(value: Any) -> Any:
    """Return an event at the far end of what could be given then within a life: no rule told one from the other."""
    return {"days_ago": LONG_AGO} if value == {"days_ago": NEVER_DAYS - 1} else value


def changes(lines: Iterable[str]) -> Iterator[Change]:
    """Yield how each client was decided, and is now."""
    cases = [json.loads(line) for line in lines]
    known = read_then()
    for data in cases:
        said = {
            group: {name: _in_a_life(value) for name, value in facts.items() if f"{group}.{name}" in known}
            for group, facts in data["client"].items()
        }
        try:
            client = completed(subject_from_data(SCREENING.subject, said), known)
        except InputError as error:
            raise SystemExit(f"{error}: {data}") from None
        decision = decide(SCREENING, client, on=DECISION_DAY, engine="bits")
        before = Outcome[data["outcome"]]
        level = {Outcome.EXCLUDED: "EXCLUSION", Outcome.CAUTION: "CAUTION"}.get(before, "")
        rules = tuple(rule for rule, found in data["found"].items() if found == level)
        truths = {rule: str(decision.truths[rule].name) for rule in rules if rule in decision.truths}
        doubted = {error.fact for error in decision.data_errors}
        in_doubt = all(rule in SCREENING and not doubted.isdisjoint(_read_by(rule)) for rule in rules)
        yield Change(before, decision.outcome, rules, client, truths, in_doubt)


def _read_by(rule: str) -> set[str]:
    return {atom.subject.id for atom in fact_atoms(SCREENING[rule].when)}


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
        if kind[1] == Outcome.INCOMPLETE.name and all(each.in_doubt for each in found):
            rows.append("a contradiction leaves open what rests on it, an exclusion too")
        unnamed += 0 if rows else len(found)
        print(f"{len(found):>7}  {' '.join(kind)}: {rows[0] if rows else 'NO REASON HAS A NAME'} {found[0].truths}")
        if not rows:
            print(f"         {found[0].client!r}"[:3000])
    return int(unnamed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
