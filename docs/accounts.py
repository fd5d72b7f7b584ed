"""How statements and rows are accounted for, and what is wrong where one is not.

An entry names what encodes it: the id of a rule, or a kind of declaration with its id and, after a colon, what the
declaration has to say: ``limit age.adult: 18 years; a site may choose 18 years to 25 years``.
"""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from kaprules.facts.model import Choice, Fact, Number, Reporter, Validity, groups_of
from kaprules.facts.vitals import AGREEMENT
from kaprules.ingredients import resolve
from kaprules.limit import Limit, shown
from kaprules.policy import limits_of
from kaprules.possible import Absence, Level, Mark, Outcome
from kaprules.rule import Marked, Rule
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.wording.catalogue import bounds_text

DATA: Final = Path(__file__).parent / "data"
TESTS: Final = Path(__file__).parent.parent / "tests"


# Entries -----------------------------------------------------------------------------------------------------


@attrs.frozen
class Entry:
    """One statement of the source, or one row of the clinical basis, and what encodes it or why nothing does.

    They stand in ``data``, part by part; what is left out there is empty.
    """

    says: str
    by: tuple[str, ...] = ()
    because: str = ""
    level: Level | None = None
    """The level that every rule named has."""
    part: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules named."""
        return tuple(name for name in self.by if " " not in name)

    @property
    def limits(self) -> tuple[str, ...]:
        """The ids of the limits named."""
        return tuple(name[len("limit ") :].split(": ")[0] for name in self.by if name.startswith("limit "))

    def __str__(self) -> str:
        return f"{self.part}: {self.says}"


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _entries(name: str) -> tuple[Entry, ...]:
    """Return the entries of a table: parts of the source, or sections of the basis, each with its entries."""
    return tuple(
        Entry(
            entry["says"],
            tuple(entry.get("by", ())),
            entry.get("because", ""),
            Level(entry["level"]) if "level" in entry else None,
            section["part"],
        )
        for section in _read(name)
        for entry in section["entries"]
    )


STATEMENTS: Final = _entries("statements")
"""Every statement of the source document, in this project's words."""
ROWS: Final = _entries("clinical_basis")
"""Every row of the clinical basis, which makes the source computable: for each criterion, and for what labels, trials
and programmes add, the default rules, how far a site may go, how findings bear on each other, how long a fact counts.
"""
DIFFERENCES: Final[Mapping[str, tuple[str, ...]]] = {
    title: tuple(rules) for title, rules in _read("differences").items()
}
"""Where practices differ: each difference with the rules that say so."""


# What is declared --------------------------------------------------------------------------------------------


@attrs.frozen
class Book:
    """Everything that an entry may name."""

    rules: Mapping[str, Rule]
    off: frozenset[str]
    limits: Mapping[str, Limit]
    facts: Mapping[str, Fact]

    def without(self, rule: str) -> Book:
        """Return the book without one rule."""
        return attrs.evolve(self, rules={name: kept for name, kept in self.rules.items() if name != rule})


def book(rulesets: Iterable[RuleSet] = tuple(RULESETS.values())) -> Book:
    """Return what some rule sets declare."""
    rules: dict[str, Rule] = {}
    off: set[str] = set()
    limits: dict[str, Limit] = {AGREEMENT.id: AGREEMENT}
    facts: dict[str, Fact] = {}
    for ruleset in rulesets:
        rules |= {rule.id: rule for rule in (*ruleset.rules, *ruleset.optional_rules)}
        off |= {rule.id for rule in ruleset.optional_rules}
        limits |= limits_of(ruleset)
        facts |= {fact.id: fact for group in groups_of(ruleset.subject).values() for fact in group.__facts__}
    return Book(rules, frozenset(off), limits, facts)


def validity_text(validity: Validity) -> str:
    """Return for how long a value counts, at the intake and on a dosing day."""
    day = "no end" if validity.dosing_day is None else f"{validity.dosing_day} d"
    hours = f"{validity.hours} h" if validity.hours is not None else day
    return f"{'no end' if validity.intake is None else f'{validity.intake} d'}, on a dosing day {hours}"


def _limit(book: Book, name: str) -> str:
    limit = book.limits[name]
    return f"{limit.shown}; {bounds_text(limit)}{', a label bounding it' if limit.label else ''}"


def _levels(book: Book, name: str) -> str:
    return ", ".join(level.value for level in book.rules[name].levels) or "fixed"


def _marks(book: Book, name: str) -> str:
    marks = book.rules[name].marks
    return ", ".join((mark.mark if isinstance(mark, Marked) else mark).value for mark in marks)


def _lifts(book: Book, name: str) -> str:
    lifts = book.rules[name].until
    return lifts.text if lifts else ""


def _range(book: Book, name: str) -> str:
    fact = book.facts[name]
    return f"{shown(fact.lowest)} to {shown(fact.highest)} {fact.unit}" if isinstance(fact, Number) else "no number"


def _options(book: Book, name: str) -> str:
    fact = book.facts[name]
    return ", ".join(option.name for option in fact.options) if isinstance(fact, Choice) else "no choice"


def _clinician(book: Book, name: str) -> str:
    return "" if book.facts[name].may_rule_out == (Reporter.CLINICIAN,) else "anybody"


@functools.cache
def _tests(module: str) -> frozenset[str]:
    tree = ast.parse(TESTS.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef))


def _test(_: Book, name: str) -> str:
    module, _, test = name.rpartition(".")
    return "" if test in _tests(module) else "nothing"


def _ingredient(_: Book, name: str) -> str:
    found = resolve(name)
    return ", ".join(sorted(each.name for each in found.classes)) if found is not None else "not in the table"


def _exists(_: object) -> str:
    return ""


@attrs.frozen
class Kind:
    """A kind of declaration that an entry may name: what naming it means, and what the declaration says."""

    means: str
    says: Callable[[Book, str], str]


KINDS: Final[Mapping[str, Kind]] = {
    "off": Kind("the rule is off unless a site switches it on", lambda book, name: "" if name in book.off else "on"),
    "levels": Kind("the levels of the rule that a site may choose", _levels),
    "marks": Kind("the marks that its finding may carry", _marks),
    "lifts": Kind("how its finding lifts", _lifts),
    "limit": Kind("the limit, with the bounds of a site's choice", _limit),
    "fact": Kind("the fact is kept", lambda book, name: _exists(book.facts[name])),
    "required": Kind(
        "the fact is required: without it rules stay open",
        lambda book, name: "on indication" if book.facts[name].on_indication else "",
    ),
    "indication": Kind(
        "the fact is looked for on indication only",
        lambda book, name: "" if book.facts[name].on_indication else "required",
    ),
    "lasting": Kind(
        "the risk is never out of date", lambda book, name: "" if book.facts[name].lifelong else "not lasting"
    ),
    "clinician": Kind("only a clinician may deny the risk", _clinician),
    "validity": Kind("for how long the fact counts", lambda book, name: validity_text(book.facts[name].validity)),
    "range": Kind("the plausible values of the fact", _range),
    "options": Kind("the options of the fact", _options),
    "codes": Kind("the fact carries codes", lambda book, name: "" if book.facts[name].codes else "none"),
    "ingredient": Kind("the classes of the medicine", _ingredient),
    "outcome": Kind("the outcome itself", lambda _, name: _exists(Outcome[name])),
    "absence": Kind("a reason why a fact is absent", lambda _, name: _exists(Absence[name])),
    "mark": Kind("a mark of findings", lambda _, name: _exists(Mark[name])),
    "ruleset": Kind("the rule set as a whole", lambda _, name: _exists(RULESETS[name])),
    "test": Kind("the meaning of decisions itself, held by this test", _test),
}
"""What an entry may name beside a rule; a kind that has nothing to say of a name says an empty text."""


def problems(entries: Iterable[Entry], book: Book) -> list[str]:
    """Return what is wrong: no account or two, names that nothing has, declarations that differ, what nobody names."""
    entries = tuple(entries)
    rules = {name for entry in entries for name in entry.rules}
    limits = {name for entry in entries for name in entry.limits}
    return [
        *(problem for entry in entries for problem in _problems(entry, book)),
        *(f"rule {name} is named by no entry" for name in book.rules if name not in rules),
        *(f"limit {name} is named by no entry" for name in book.limits if name not in limits),
    ]


def _problems(entry: Entry, book: Book) -> Iterator[str]:
    if bool(entry.by) == bool(entry.because):
        yield f"{entry}: expected either what encodes it, or why nothing does"
    for name in entry.rules:
        if name not in book.rules:
            yield f"{entry}: no rule is called {name}"
        elif entry.level not in (None, book.rules[name].level):
            yield f"{entry}: {name} is at level {book.rules[name].level.value}"
    for reference in entry.by:
        if " " in reference:
            kind, _, rest = reference.partition(" ")
            name, _, expected = rest.partition(": ")
            if kind not in KINDS:
                yield f"{entry}: {reference} is of no known kind"
                continue
            try:
                says = KINDS[kind].says(book, name)
            except (KeyError, OSError):
                yield f"{entry}: no {kind} is called {name}"
                continue
            if says != expected:
                yield f"{entry}: {kind} {name} says {says!r}"
