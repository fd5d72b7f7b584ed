"""The case book: for each rule, cases that other implementations can run, and that tell it from every rule near it.

For each comparison with a limit one case below, at and above it; for each fact one in which it alone is not known; for
each test a pair of cases in which it decides (modified condition/decision coverage). For each fact, cases on both sides
of the end of its validity, of its plausible range and of a limit in each other unit. Every case is complete and
ordinary but for what it says; the interpreter decides it and the independent checker replays that.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import attrs

from ..baseline import baseline
from ..ruleset import RuleSet
from ..testing.cases import FORMAT, VERSION, Case, case_to_data
from ._fact_cases import FactCases
from ._figures import table, with_row, written_between
from ._readings import read_with
from ._search import Data, places
from ._writer import Writer, added

OVER: Final = "ordinary"
"""The name of the base in a case book."""


@attrs.frozen
class Coverage:
    """How much of a rule set its case book covers: what was found, and what there is."""

    rules: int
    cases: int
    limits: tuple[int, int]
    """Comparisons with a limit that have cases on both sides of it."""
    facts: tuple[int, int]
    """Facts of a rule that have a case in which they alone are not known, and the rule comes out otherwise."""
    pairs: tuple[int, int]
    """Tests that decide their rule in a pair of cases."""
    alone: int
    """Those of them in which no other test changes."""
    declared: tuple[int, int]
    """Ends of validity and of plausible ranges, other units and their like that some case shows."""
    lacking: tuple[str, ...] = ()
    """What no case shows."""

    @property
    def whole(self) -> bool:
        """Whether each limit has cases on both sides, each fact one in which it is not known, each test its pair."""
        return all(found == there for found, there in (self.limits, self.facts, self.pairs))


@attrs.frozen
class CaseBook:
    """The cases of one rule set, most of them laid over one ordinary subject."""

    ruleset: RuleSet
    base: Data
    cases: tuple[Case, ...]
    coverage: Coverage

    def to_json(self) -> str:
        """Return the book as a case file, one case a line."""
        return cases_to_json(self.ruleset, self.base, self.cases)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What no case shows."""
        return self.coverage.lacking

    @property
    def whole(self) -> bool:
        """Whether nothing is lacking that a case book must show."""
        return self.coverage.whole


def cases_to_json(ruleset: RuleSet, base: Data, cases: Iterable[Case], *, compact: bool = False) -> str:
    """Return cases of a rule set, laid over one subject, as a case file with one case a line."""
    on, signs = baseline(ruleset).on.isoformat(), (",", ":") if compact else (", ", ": ")
    data = (case_to_data(case, base, OVER) for case in cases)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=signs) for each in data)
    head: dict[str, Any] = {"format": FORMAT, "version": VERSION, "made_from": {"digest": ruleset.digest}}
    head |= {"ruleset": ruleset.name, "on": on, "bases": {OVER: base}}
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "cases": [\n{lines}\n]}}\n'


def casebook(ruleset: RuleSet) -> CaseBook:
    """Return the case book of a rule set: what each rule does, and what each of its facts is declared to be."""
    writer = Writer(ruleset)
    for rule in ruleset.rules:
        writer.rule(rule)
    declared = [FactCases(writer)]
    declared[0].write(places(ruleset))
    for rule, kind, words, data in read_with(ruleset, writer.base, writer.book.on):
        writer.case(rule, kind, data, words)
    known = {place for place, _ in places(ruleset)}
    cases, writers = list(writer.found.values()), [writer]
    for rule in ruleset.optional_rules:
        writers.append(other := Writer(ruleset, writer.base, (rule.id,)))
        other.rule(rule)
        declared.append(FactCases(other))
        declared[-1].write(each for each in places(other.ruleset) if each[0] not in known)
        cases += other.found.values()
    coverage = Coverage(
        rules=len(ruleset.rules) + len(ruleset.optional_rules),
        cases=len(cases),
        limits=_sum(each.limits for each in writers),
        facts=_sum(each.facts for each in writers),
        pairs=_sum(each.pairs for each in writers),
        alone=sum(each.alone for each in writers),
        declared=_sum((each.shown, each.there) for each in declared),
        lacking=tuple(each for one in writers for each in one.lacking),
    )
    return CaseBook(ruleset, writer.base, tuple(cases), coverage)


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    return functools.reduce(added, counts, (0, 0))


# The page of figures -----------------------------------------------------------------------------------------


def figures(made: Iterable[CaseBook]) -> str:
    """Return how much of each rule set its case book covers, as a table in Markdown."""
    heading = ("rule set", "rules", "cases", "limits", "facts not known", "tests", "no other test changes", "declared")
    rows = [_row(book.ruleset.name, book.coverage) for book in made]
    return table(heading, rows)


def _row(name: str, found: Coverage) -> tuple[str, ...]:
    shares = (found.limits, found.facts, found.pairs, (found.alone, found.pairs[1]), found.declared)
    return (name, str(found.rules), f"{found.cases:,}", *(f"{here} of {there}" for here, there in shares))


def write(page: Path, made: Iterable[CaseBook]) -> None:
    """Put the figures into a page; rule sets that are not among them keep theirs."""
    made = tuple(made)
    lines = figures(made).splitlines()
    heading = tuple(cell.strip() for cell in lines[0].strip("|").split("|"))
    for book in made:
        rows = with_row(page, "casebook", heading, _row(book.ruleset.name, book.coverage))
        written_between(page, "casebook", f"{ABOUT}\n\n{rows}")


ABOUT: Final = """## The case book

By `kaprules casebook`: cases that any implementation can run, in the folder `casebook`, each decided by the reference
interpreter and replayed by the independent checker. *Limits* have a case below, at and above them, with different
truths. *Facts* have a case in which they alone are not known, and a rule comes out otherwise. *Tests* have a pair of
cases in which they decide their rule (modified condition/decision coverage); in most pairs *no other test changes*, in
the others one that reads the same fact. *Declared* are validities, plausible ranges, other units and who may say so,
each shown by a case."""
