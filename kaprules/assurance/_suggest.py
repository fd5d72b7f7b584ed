"""What would notice a mutant that nothing notices: an example of the rule, or a case, ready to paste."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Final

from ..baseline import baseline, plain, tests_of, worlds
from ..clientfile import subject_to_data
from ..decision import decide
from ..engine.interpreter import truth_for
from ..errors import InputError
from ..facts.model import Fact, Facts, Subject, given, groups_of
from ..rule import Concept, Rule, fact_atoms
from ..ruleset import RuleSet
from ..testing.cases import Case
from ._fact_cases import FactCases
from ._search import places
from ._source import source
from ._writer import Writer
from .mutants import TRUTHS, FactMutant, RuleMutant

MAX_TRIED: Final = 20
"""How many subjects in whom a rule holds are tried to show a change that is not one of its condition."""


def example_for(owner: Rule | Concept, subject: Subject, ruleset: RuleSet) -> str:
    """Return a subject as an example of a rule or concept, ready to paste."""
    called = {truth: case.value for case, truth in TRUTHS.items()}
    truth = truth_for(owner.when, subject, ruleset.phase.example)
    groups = [group for group in subject.__dict__.values() if isinstance(group, Facts) and given(group)]
    if not groups:
        read = next(atom.subject for atom in fact_atoms(owner.when) if isinstance(atom.subject, Fact))
        groups = [groups_of(ruleset.subject)[read.group]()]
    return f"{called[truth]}({', '.join(map(source, groups))})"


def expected(about: str, ruleset: RuleSet, subject: Subject, on: date, switch_on: tuple[str, ...] = ()) -> Case:
    """Return the case of a subject as it is decided on a day, with all that is found and all that is open."""
    decision = decide(ruleset, subject, on=on, engine="interpreter")
    return Case(
        id=f"{about}, as it is",
        ruleset=ruleset,
        on=on,
        subject=subject,
        data=subject_to_data(subject),
        outcome=decision.outcome,
        findings={finding.rule: finding.level for finding in decision.findings},
        open=frozenset(each.rule.id for each in decision.conclusions if each.undecided),
        truths={about: decision.truths[about]} if about in decision.truths else {},
        flags=frozenset(decision.marks),
        switch_on=switch_on,
    )


def in_whom(mutant: RuleMutant, ruleset: RuleSet) -> Iterator[tuple[Subject, date]]:
    """Yield subjects in whom a mutant may tell, each with when it is decided.

    First ordinary ones in whom the rule holds, then those of its examples.
    """
    book, rule = baseline(ruleset), mutant.owner
    for when in dict.fromkeys((rule.when, *(mutant.marked or ()))):
        for near in itertools.islice(worlds(book, when, {}), MAX_TRIED):
            try:
                yield plain(book, near), book.on
            except InputError:  # these cannot be given together
                continue
    yield from ((example.about(ruleset.subject), ruleset.phase.example) for example in rule.examples)


def cases_of_fact(mutant: FactMutant) -> Iterator[Case]:
    """Yield cases in which what is declared of a fact tells, if anything is found in which it does."""
    for ruleset in mutant.readers:
        for place, outputs in places(ruleset):
            if place in mutant.places:
                writer = Writer(ruleset)
                for rule in ruleset.rules:
                    if not outputs.isdisjoint(tests_of(rule.when)):
                        writer.rule(rule)
                FactCases(writer).write([(place, outputs)])
                yield from writer.found.values()
