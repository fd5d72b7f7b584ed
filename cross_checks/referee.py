"""Holds the second reading of raw files in ``raw`` against the library, on files made by chance.

Compared are what each scalar fact may still be, why it is not known and what marks it bears; the truth of each concept
and rule, which rules are open, and the outcome.
"""

from __future__ import annotations

import enum
import functools
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from kaprules import description, ingredients
from kaprules.clientfile import read_subject
from kaprules.decision import decide
from kaprules.facts import Client, Practice, Session
from kaprules.facts.model import Flag, NoneWithin, OneOf, Subject, every_fact, groups_of
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Interval
from kaprules.rule import Phase
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS

from .page import write_section
from .raw.checklists import Lists
from .raw.facts import NEVER_RECORDED, Declared, Seen, Span
from .raw.hard import HARD, hard_things
from .raw.made import Made, Maker
from .raw.readings import Table
from .raw.rules import Book
from .raw.subjects import parsed, possible
from .raw.when import asked

LINES: Final = getattr(ingredients, "TABLE", ingredients.INGREDIENTS)
"""The lines of the table of ingredients."""
KINDS: Final[dict[str, type[Subject]]] = {"client": Client, "session": Session, "practice": Practice}


SURVEYED: Final = 1_000
"""In how many files of a run it is counted what is hard about them."""


# What is declared, as data ----------------------------------------------------------------------------------------


@functools.cache
def declared(kind: str) -> dict[str, dict[str, Declared]]:
    """Return what is declared of every fact of a kind of subject."""
    found = {
        name: {fact.name: description.of_fact(fact) for fact in group.__facts__}
        for name, group in groups_of(KINDS[kind]).items()
    }
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


@functools.cache
def checklists(kind: str) -> Lists:
    """Return what is declared of every checklist of a kind of subject, version by version."""
    found: dict[str, dict[str, Any]] = {}
    for each in KINDS[kind].__checklists__:
        who = {
            name: [one.value for one in getattr(each, name)] for name in ("reporters", "may_rule_out", "may_confirm")
        }
        items = [
            {
                "id": item.id,
                "denied": {fact.id: denial_of(denial) for fact, denial in item.denied.items()},
                "leaves_open": item.leaves_open,
            }
            for item in each.items
        ]
        found.setdefault(each.id, {})[str(each.version)] = {**who, "items": items}
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def denial_of(value: Any) -> Any:
    """Return a denial as a file writes it."""
    if isinstance(value, NoneWithin):
        return {"none_in_days": value.days}
    if isinstance(value, OneOf):
        return {"one_of": sorted(each.value for each in value.options)}
    return value.value if isinstance(value, enum.Enum) else value


@functools.cache
def table() -> Table:
    """Return the table of ingredients by every name and code."""
    named: dict[str, dict[str, Any]] = {}
    coded: dict[str, dict[str, Any]] = {}
    for each in LINES:
        equal = each.lorazepam_equivalent
        entry = {
            "name": each.name,
            "classes": sorted(one.value for one in each.classes),
            "tells_of": sorted(one.value for one in getattr(each, "tells_of", ())),
            "lorazepam_equivalent": None if equal is None else str(equal.value),
        }
        named |= {" ".join(name.casefold().split()): entry for name in each.identifiers}
        coded |= {code: entry for code in (each.rxnorm, *getattr(each, "product_codes", ())) if code}
    return Table(named, coded)


@functools.cache
def book(name: str) -> Book:
    """Return a rule book as its data says it."""
    return Book(json.loads(json.dumps(description.meaning(RULESETS[name]))))


@functools.cache
def limits(kind: str) -> dict[str, list[Fraction]]:
    """Return the numbers that rules compare each fact with."""
    found: dict[str, set[Fraction]] = {}

    def visit(when: dict[str, Any]) -> None:
        for part in when.get("all", when.get("any", ())):
            visit(part)
        if "fact" in when and "limit" in when:
            found.setdefault(when["fact"], set()).add(Fraction(when["limit"]["value"]))

    for name in books(kind):
        for each in (*book(name).rules, *({"when": when} for when in book(name).concepts.values())):
            visit(each["when"])
    for part in ("systolic", "diastolic"):
        for home in ("", "home_"):
            if f"vitals.{home}mean_{part}" in found:
                found[f"vitals.{home}pressures.{part}"] = found[f"vitals.{home}mean_{part}"]
    return {name: sorted(each) for name, each in found.items()}


@functools.cache
def books(kind: str) -> list[str]:
    """Return the rule sets about a kind of subject."""
    return [name for name, each in RULESETS.items() if each.subject is KINDS[kind] and each.rules]


def maker(kind: str, seed: int) -> Maker:
    """Return what makes raw files of a kind of subject."""
    names = sorted(name for entry in LINES for name in (entry.name, *entry.names[:1], entry.rxnorm) if name)
    unknown = ["a herb", "Xanaxx"] * (len(names) // 20)
    phases = [RULESETS[name].phase is not Phase.INTAKE for name in books(kind)]
    return Maker(declared(kind), limits(kind), [*names, *unknown], seed, phases, checklists(kind))


# Comparing --------------------------------------------------------------------------------------------------------


class Difference(NamedTuple):
    """Where the library reads a file otherwise."""

    what: str
    raw: object
    ours: object
    made: Made


def differences(kind: str, made: Made, seen: dict[str, Seen]) -> Iterator[Difference]:
    """Yield what the library reads, or concludes, otherwise than the second reading does, which saw ``seen``."""
    subject = read_subject(KINDS[kind], made.text)
    yield from read_otherwise(subject, made, seen)
    yield from concluded_otherwise(subject, made, seen)


def read_otherwise(subject: Subject, made: Made, seen: dict[str, Seen]) -> Iterator[Difference]:
    """Yield which facts of a subject may be something else by the library."""
    for fact in every_fact(type(subject)):
        if fact.id in seen:
            mine, theirs = plain(fact, seen[fact.id]), shown(fact, subject.possible(fact, made.on, **clock(made)))
            if mine != theirs:
                yield Difference(fact.id, mine, theirs, made)


def concluded_otherwise(subject: Subject, made: Made, seen: dict[str, Seen]) -> Iterator[Difference]:
    """Yield what the library concludes otherwise, by each rule set that is asked then."""
    for name in asked_by(type(subject).__name__.lower(), made):
        yield from concluded(RULESETS[name], seen, subject, made)


def clock(made: Made) -> dict[str, Any]:
    """Return whose days count: of a moment those of its own zone."""
    return {} if isinstance(made.on, datetime) else {"zone": ZoneInfo(made.place)}


def asked_by(kind: str, made: Made) -> list[str]:
    """Return the rule sets that are asked on a day, or at a moment, as the file is to be decided."""
    at_a_moment = isinstance(made.on, datetime)
    return [name for name in books(kind) if (RULESETS[name].phase is not Phase.INTAKE) is at_a_moment]


def read(kind: str, made: Made) -> dict[str, Seen]:
    """Return what every fact of a file may be, by the second reading."""
    return possible(declared(kind), table(), parsed(made.text), asked(made.on, ZoneInfo(made.place)), checklists(kind))


def hard_in(kind: str, made: Made, seen: dict[str, Seen]) -> set[str]:
    """Return what is hard about a file."""
    return hard_things(declared(kind), parsed(made.text), seen, asked(made.on, ZoneInfo(made.place)))


def concluded(ruleset: RuleSet, facts: dict[str, Seen], subject: Subject, made: Made) -> Iterator[Difference]:
    """Yield which conclusions are others."""
    mine = book(ruleset.name).conclude(facts)
    decision = decide(ruleset, subject, on=made.on, **clock(made))
    theirs = decision.truths
    for name, truth in {**mine.concepts, **mine.rules}.items():
        if truth != theirs[name]:
            yield Difference(name, truth, int(theirs[name]), made)
    still = frozenset(each.rule.id for each in decision.conclusions if each.undecided)
    if still != mine.open:
        yield Difference(f"{ruleset.name}: open", sorted(mine.open - still), sorted(still - mine.open), made)
    if decision.outcome.name != mine.outcome:
        yield Difference(f"{ruleset.name}: outcome", mine.outcome, decision.outcome.name, made)


Plain = tuple[Any, str | None, frozenset[str]]
"""What is possible, why no more is known, and the marks; of what is read from others marks are for words alone."""


def plain(fact: Any, seen: Seen) -> Plain:
    """Return what the second reading says, to be compared."""
    still = tuple(seen.still) if isinstance(seen.still, Span) else frozenset(seen.still)
    return still, reason(fact, seen.absence), seen.marks if fact.derive is None else frozenset()


def shown(fact: Any, found: Any) -> Plain:
    """Return what the library says, in the same form."""
    absence = None if found.absence is None else found.absence.name.lower()
    marks = frozenset(mark.name for mark in found.marks if fact.derive is None)
    if isinstance(found, Interval):
        return (Fraction(found.low), Fraction(found.high)), reason(fact, absence), marks
    if isinstance(fact, Flag):
        bits = ((PRESENT_BIT, True), (ABSENT_BIT, False))
        return frozenset(value for bit, value in bits if found.bits & bit), reason(fact, absence), marks
    options = frozenset(option.value for place, option in enumerate(fact.options) if found.bits >> place & 1)
    return options, reason(fact, absence), marks


def reason(fact: Any, absence: str | None) -> str | None:
    """Return why a fact is not known; of what is read from others only whether it was never recorded."""
    if fact.derive is None or absence is None:
        return absence
    return "never recorded" if absence in NEVER_RECORDED else "absent"


# Running ----------------------------------------------------------------------------------------------------------


class Figures(NamedTuple):
    """What a run over files of one kind came to."""

    kind: str
    files: int
    facts: int
    conclusions: int
    unlike: int
    """In how many files something is read otherwise."""
    first: str
    hard: Counter[str]
    """In how many of the first thousand files something hard occurs, by what it is."""
    seconds: float


def run(kind: str, files: int, seed: int = 1) -> Figures:
    """Hold the two readings against each other on so many files of one kind."""
    start, making = time.process_time(), maker(kind, seed)
    facts = conclusions = unlike = 0
    first, hard = "", Counter[str]()
    for number in range(files):
        made = making.one()
        seen = read(kind, made)
        if number < SURVEYED:
            hard.update(hard_in(kind, made, seen))
        facts += len(seen)
        conclusions += sum(1 + len(book(name).rules) + len(book(name).concepts) for name in asked_by(kind, made))
        found = next(differences(kind, made, seen), None)
        if found is not None:
            unlike += 1
            first = first or f"{found.what}: {found.raw} by the second reading, {found.ours} in the library: {made}"
    return Figures(kind, files, facts, conclusions, unlike, first, hard, time.process_time() - start)


def main(files: int, seed: int, page: Path | None) -> int:
    """Run for each kind of subject, print the figures and write them; return 1 where anything is read otherwise."""
    found = []
    for kind in KINDS:
        each = run(kind, files, seed)
        found.append(each)
        print(f"{kind}: {each.files:,} files, {each.facts:,} facts, {each.conclusions:,} conclusions, "
              f"{each.seconds:.0f} s, {each.unlike} read otherwise {each.first}".strip(), flush=True)  # fmt: skip
        if page is not None:
            write_section(page, "raw", report(found))
    return int(any(each.unlike for each in found))


def report(found: list[Figures]) -> str:
    """Return the figures as a section of a page."""
    lines = [
        "## A second reading of raw files",
        "",
        "By `python -m cross_checks raw`: files made by chance, each read by the library and by the second reading in "
        "`cross_checks/raw`, which imports nothing of it. Compared are what each fact may still be and why no more is "
        "known, the truth of each concept and rule, which rules are open, and the outcome.",
        "",
        "| files | number | facts compared | conclusions compared | read otherwise | seconds of computing |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.kind} | {each.files:,} | {each.facts:,} | {each.conclusions:,} | {each.unlike or 'none'} | "
        f"{each.seconds:,.0f} |"
        for each in found
    ]
    kinds, surveyed = " | ".join(each.kind for each in found), min(SURVEYED, found[0].files)
    lines += [
        "",
        f"What is hard about files, and in how many of the first {surveyed:,} of each kind it occurs:",
        "",
        f"| what occurs | {kinds} |",
        f"|---{'|---:' * len(found)}|",
    ]
    for name in HARD:
        lines.append(f"| {name} | " + " | ".join(f"{each.hard[name] or '-'}" for each in found) + " |")
    return "\n".join(lines)
