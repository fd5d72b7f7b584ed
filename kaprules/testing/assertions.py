"""What must hold of every decision, as assertions that name each thing that does not.

>>> from datetime import date
>>> from kaprules import Client, screen
>>> decision = screen(Client(), on=date(2026, 11, 23))
>>> assert_explained(decision)
>>> assert_no_looser(default=decision, other=decision)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..decision import Decision
from ..engine import checker
from ..engine.snapshot import snapshot
from ..possible import Level, Outcome, Truth


def assert_explained(decision: Decision) -> None:
    """Assert that a decision follows from its facts, and that whoever reads it is told why.

    The independent checker replays it. Each finding has a source, its evidence and a derivation that stands; each
    exclusion says how it lifts; each open rule is named with what is missing.
    """
    _assert_none(f"{decision!r} is not explained", unexplained(decision))


def unexplained(decision: Decision) -> Iterator[str]:
    """Yield each thing that a decision does not explain, or that does not follow."""
    ruleset, subject, on, zone = decision.ruleset, decision.subject, decision.on, decision.zone
    for name in checker.faults(ruleset, snapshot(ruleset, subject, on, zone), decision.evaluation.concluded):
        if name not in decision.errors:
            yield f"{name} does not follow from the facts"
    for finding in decision.findings:
        if not finding.clinician_text or not finding.source or not all(citation.locator for citation in finding.source):
            yield f"{finding.rule} has no words, or no source"
        if not finding.evidence or not all(each.asked and each.known for each in finding.evidence):
            yield f"{finding.rule} has no evidence"
        if finding.level is Level.EXCLUSION and not finding.until:
            yield f"{finding.rule} does not say how it lifts"
    asked = {rule for missing in decision.missing for rule in missing.rules}
    for still_open in decision.undecided:
        if still_open.rule not in asked and still_open.rule not in decision.errors:
            yield f"{still_open.rule} is open, and nothing is named that would settle it"
    for shown in (*decision.findings, *decision.undecided):
        if not checker.accepts(ruleset, decision.evaluation.possible, decision.why(shown.rule)):
            yield f"{shown.rule}: the derivation does not stand"
    wanted = [finding for finding in decision.findings if finding.level is Level.NEEDS_INFORMATION]
    if decision.outcome is Outcome.INCOMPLETE and not (wanted or decision.missing or decision.errors):
        yield "it is incomplete, and nothing is missing"


def assert_no_looser(default: Decision | Outcome, other: Decision | Outcome) -> None:
    """Assert that another decision about the same subject lets nothing pass which the default does not.

    ``other`` may be made by a site's policy, by another engine or by another system. Of two outcomes the better may
    not be the other's; nor may a rule that holds for the default be lost, be a lesser finding, or be settled while
    for the default it is open.
    """
    _assert_none("the other decision is looser", looser(default, other))


def looser(default: Decision | Outcome, other: Decision | Outcome) -> Iterator[str]:
    """Yield each thing that another decision lets pass and the default does not."""
    before, after = (each if isinstance(each, Outcome) else each.outcome for each in (default, other))
    if after < before:
        yield f"the outcome is {after.name}, by default it is {before.name}"
    if isinstance(default, Outcome) or isinstance(other, Outcome):
        return
    if (default.subject, default.on) != (other.subject, other.on):
        yield "they are about different subjects, or of different days"
        return
    levels = {finding.rule: finding.level for finding in other.findings}
    still_open = {finding.rule for finding in other.undecided}
    for finding in default.findings:
        level = levels.get(finding.rule)
        if level is None and finding.level is not Level.NOTE:
            truth = other.truths.get(finding.rule)
            found = "not asked" if truth is None else Truth(truth).name
            yield f"{finding.rule} is {found}, by default it is TRUE"
        elif level is not None and level < finding.level:
            yield f"{finding.rule} is a matter of {level.value}, by default of {finding.level.value}"
    for finding in default.undecided:
        if finding.rule not in still_open and finding.rule not in levels:
            yield f"{finding.rule} is settled, by default it is open"


def _assert_none(what: str, wrong: Iterator[str]) -> None:
    lines = list(wrong)
    if lines:
        raise AssertionError("\n".join((f"{what}:", *(f"  {line}" for line in lines))))
