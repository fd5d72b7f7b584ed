"""A decision for a clinician: values first, nothing that a rule does not need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..engine.evaluation import Evaluation, alternatives
from ..language import Reader
from ..limit import Limit
from ..phrases import OUTCOMES, asked, how_it_lifts, named, value
from ..possible import Level, Outcome
from ..reasoning.earliest import earliest
from ..reasoning.findings import Evidence, Finding, findings
from ..reasoning.missing import Missing, missing
from ..rule import Rule
from .report import HEADINGS, marks, means

SETTLES: Final = {
    Outcome.EXCLUDED: Level.EXCLUSION,
    Outcome.INCOMPLETE: Level.NEEDS_INFORMATION,
    Outcome.CAUTION: Level.CAUTION,
}
"""The level of the findings that make an outcome."""
MOST: Final = 12
"""How many things that are still needed are named."""


def brief(evaluation: Evaluation, reader: Reader) -> str:
    """Return a decision in few lines: outcome, values beside their limits, what is needed, when to look again."""
    return "\n".join(_lines(evaluation, reader))


def why(evaluation: Evaluation, reader: Reader) -> str:
    """Return in one line what made the outcome: what to ask for first, or the gravest finding, and how much more."""
    found = [each for each in findings(evaluation) if each.level is SETTLES.get(evaluation.outcome)]
    needed = missing(evaluation) if evaluation.outcome is Outcome.INCOMPLETE else ()
    if needed:
        first, more = reader("Needed first: {names}", names=_needed(needed[0], reader)), len(needed) - 1
    elif found:
        first, more = f"{_values(found[0], reader)}{marks(found[0], reader)}", len(found) - 1
    else:
        return means(evaluation.ruleset, evaluation.outcome, reader)
    return f"{first}; {reader.count('and {number} thing more', 'and {number} things more', more)}" if more else first


def _lines(evaluation: Evaluation, reader: Reader) -> Iterator[str]:
    meaning = means(evaluation.ruleset, evaluation.outcome, reader)
    yield f"{reader(OUTCOMES[evaluation.outcome])}: {meaning} ({reader.when(evaluation.on)})"
    for option, judged in alternatives(evaluation).items():
        yield f"  {reader(option.value)}: {reader(OUTCOMES[judged.outcome])}"
    every = findings(evaluation)
    for level, heading in HEADINGS.items():
        of_level = [finding for finding in every if finding.level is level]
        if of_level:
            yield reader(heading)
            for finding in of_level:
                yield from _finding(finding, evaluation, reader)
    needed = missing(evaluation)
    if needed:
        names = ", ".join(_needed(each, reader) for each in needed[:MOST])
        yield reader("Needed first: {names}", names=names)
        if needed[MOST:]:
            yield reader.count("and {number} thing more", "and {number} things more", len(needed) - MOST)
    sooner = earliest(evaluation)
    if sooner is not None:
        outcome, day = reader(OUTCOMES[sooner.outcome]), reader.when(sooner.on)
        yield reader("By time alone {outcome} from {day} on", outcome=outcome, day=day)


def _finding(finding: Finding, evaluation: Evaluation, reader: Reader) -> Iterator[str]:
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    yield f"- {_values(finding, reader)}{marks(finding, reader)}"
    yield f"  {reader(finding.says)}"
    if rule.lifts is not None and finding.level is Level.EXCLUSION:
        yield f"  {reader('how it lifts: {lifts}', lifts=how_it_lifts(rule.lifts, finding.lifts_on, reader))}"


def _values(finding: Finding, reader: Reader) -> str:
    return "; ".join(dict.fromkeys(measured(evidence, reader) for evidence in finding.evidence))


def _needed(each: Missing, reader: Reader) -> str:
    return f"{reader(each.title)} ({reader('known only in part' if each.absence is None else each.absence.value)})"


def measured(evidence: Evidence, reader: Reader) -> str:
    """Return a value with the limit it was held against: ``162 mmHg mean systolic pressure (at least 160 mmHg)``."""
    test = evidence.test
    told = value(test.subject, evidence.possible, reader) or reader("not known")
    against = f" ({asked(test, reader)})" if isinstance(test.operand, Limit) else ""
    return reader("{fact}: {value}", fact=named(test.subject, reader), value=told) + against
