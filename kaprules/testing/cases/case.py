"""A case, and what is otherwise than it expects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

import attrs

from ...decision import Decision, decide
from ...facts.model import Choice, Fact, Flag, Subject, every_fact
from ...limit import shown
from ...possible import ABSENT_BIT, PRESENT_BIT, Interval, Level, Mark, Outcome, Possible, Truth, option_bits
from ...ruleset import RuleSet

FORMAT: Final = "kaprules cases"
VERSION: Final = 1


@attrs.frozen(kw_only=True, eq=False)
class Case:
    """A subject, when it is decided by which rule set, and everything that is expected of the decision."""

    id: str
    ruleset: RuleSet
    on: date
    subject: Subject
    data: Mapping[str, Any]
    """The subject in the form of a client file."""
    outcome: Outcome
    findings: Mapping[str, Level] | None = None
    """All rules that are TRUE, with their levels; None where that is not said."""
    open: frozenset[str] | None = None
    """All rules that are still open; None where that is not said."""
    truths: Mapping[str, Truth] = attrs.field(factory=dict)
    """The truth of some rules and concepts."""
    flags: frozenset[Mark] | None = None
    """All marks of the decision; None where that is not said."""
    each: Mapping[str, Outcome] = attrs.field(factory=dict)
    """The outcome for some of the alternatives that the rule set judges."""
    possible: Mapping[str, Possible] = attrs.field(factory=dict)
    """What some facts may still be."""
    switch_on: tuple[str, ...] = ()
    """The rules that hold only where a site switches them on, as here."""
    why: str = ""
    place: str = ""
    """The file that holds it."""
    zone: str | None = None
    """The place whose clock counts, where the subject holds times and it is decided on a day."""

    @property
    def name(self) -> str:
        """What the case is called in a report."""
        return f"{self.place}: {self.id}" if self.place else self.id


Decide = Callable[[RuleSet, Subject, date], "Decision | Outcome"]
"""What decides: the library, or an integration of it that answers with a decision or with its outcome alone."""


# Running -----------------------------------------------------------------------------------------------------


def decided(case: Case) -> Decision:
    """Return the library's decision on a case."""
    return decide(case.ruleset, case.subject, on=case.on, zone=case.zone)


def faults(case: Case, decision: Decision | Outcome | None = None) -> list[str]:
    """Return what is otherwise than a case expects, one line each; nothing where it comes out as expected.

    ``decision`` is what an integration made of the case; the library decides where none is given. What facts may still
    be is compared in the subject of the decision.
    """
    found = decided(case) if decision is None else decision
    if isinstance(found, Outcome):
        return compared("outcome", {"": case.outcome.name}, {"": found.name})
    wrong = compared("outcome", {"": case.outcome.name}, {"": found.outcome.name})
    if case.findings is not None:
        findings = found.findings
        says = {finding.rule: finding.clinician_text for finding in findings}
        levels = {finding.rule: finding.level.name for finding in findings}
        wrong += compared("finding", {rule: level.name for rule, level in case.findings.items()}, levels, says)
    if case.open is not None:
        still = dict.fromkeys((finding.rule for finding in found.undecided), "there")
        wrong += compared("open rule", dict.fromkeys(sorted(case.open), "there"), still)
    decided_truths = found.truths
    truths = {name: decided_truths[name].name if name in decided_truths else "not asked" for name in case.truths}
    wrong += compared("truth", {name: truth.name for name, truth in case.truths.items()}, truths)
    if case.flags is not None:
        marks = {mark.name for mark in found.marks}
        wrong += compared("flag", {mark.name: "there" for mark in case.flags}, dict.fromkeys(marks, "there"))
    if case.each:
        options = {str(option.value): each.outcome.name for option, each in found.alternatives.items()}
        each = {name: options.get(name, "not there") for name in case.each}
        wrong += compared("outcome for", {name: outcome.name for name, outcome in case.each.items()}, each)
    for fact, possible in facts_with(case.ruleset.subject, case.possible):
        if (here := as_stated(found.subject.possible(fact, case.on, case.zone), possible)) != possible:
            wrong.append(f"possible {fact.id}: expected {_in_words(fact, possible)}, is {_in_words(fact, here)}")
    if wrong and found.outcome is Outcome.INCOMPLETE:
        wrong += [f"still open: {finding.rule}" for finding in found.undecided[:MAX_NAMED] if case.open is None]
        wrong += [f"missing: {missing.fact}" for missing in found.missing[:MAX_NAMED]]
    return wrong


MAX_NAMED: Final = 5


def compared(
    what: str, expected: Mapping[str, str], found: Mapping[str, str], says: Mapping[str, str] | None = None
) -> list[str]:
    wrong = []
    for name in dict.fromkeys((*expected, *found)):
        first, then = expected.get(name, "none"), found.get(name, "none")
        if first != then:
            because = f" ({says[name]})" if says and name in says else ""
            wrong.append(f"{' '.join(filter(None, (what, name)))}: expected {first}, is {then}{because}")
    return wrong


def as_stated(here: Possible, possible: Possible) -> Possible:
    """Return what a fact may still be as far as a case states it; one may leave out what its old reports said."""
    return here if possible.outdated is not None else here._replace(outdated=None)


def facts_with(kind: type[Subject], possible: Mapping[str, Possible]) -> list[tuple[Fact, Possible]]:
    facts = scalar_facts(kind) if possible else {}
    return [(facts[name], each) for name, each in possible.items()]


def scalar_facts(kind: type[Subject]) -> Mapping[str, Fact]:
    """Return the facts of a kind of subject that rules may read, by id."""
    return {fact.id: fact for fact in every_fact(kind) if fact.size}


def _in_words(fact: Fact, possible: Possible) -> str:
    if isinstance(possible, Interval):
        alike = possible.low == possible.high
        words = shown(possible.low) if alike else f"{shown(possible.low)} to {shown(possible.high)}"
    else:
        words = " or ".join(map(str, options_of(fact, possible.bits)))
    reason = [] if possible.absence is None else [possible.absence.name]
    said = ", ".join([*reason, *(mark.name for mark in Mark if mark in possible.marks)])
    words += f" ({said})" if said else ""
    before = {"last": possible.last, "outdated": possible.outdated}
    return ", ".join([words, *(f"{name} {_in_words(fact, each)}" for name, each in before.items() if each is not None)])


def options_of(fact: Fact, bits: int) -> list[bool | str]:
    """Return the options of a flag or choice, as a client file gives them."""
    return [option for option, bit in bit_of_each(fact).items() if bits & bit]


def bit_of_each(fact: Fact) -> dict[bool | str, int]:
    """Return the bit of each option of a flag or choice, as a client file gives them."""
    if isinstance(fact, Flag):
        return {False: ABSENT_BIT, True: PRESENT_BIT}
    assert isinstance(fact, Choice)
    return {str(option.value): option_bits((option,)) for option in fact.options}


def switched_on(ruleset: RuleSet, ids: Iterable[str]) -> RuleSet:
    """Return a rule set with some of the rules that hold only where a site switches them on."""
    ids = tuple(ids)
    rules = (*ruleset.rules, *(rule for rule in ruleset.optional_rules if rule.id in ids))
    return attrs.evolve(
        ruleset, rules=rules, optional_rules=tuple(r for r in ruleset.optional_rules if r.id not in ids), home=""
    )
