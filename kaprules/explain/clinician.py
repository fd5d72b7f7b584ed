"""A decision for a clinician: values first, nothing that a rule does not need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..language import Reader
from ..limit import Limit
from ..rule import Level, Rule
from .findings import Evidence, Finding
from .report import HEADINGS, marks, means
from .words import OUTCOMES, asked, how_it_lifts, named, value

if TYPE_CHECKING:
    from ..decision import Decision

MOST: Final = 12
"""How many things that are still needed are named."""


def brief(decision: Decision, reader: Reader) -> str:
    """Return a decision in few lines: outcome, values beside their limits, what is needed, when to look again."""
    return "\n".join(_lines(decision, reader))


def _lines(decision: Decision, reader: Reader) -> Iterator[str]:
    meaning = means(decision.ruleset, decision.outcome, reader)
    yield f"{reader(OUTCOMES[decision.outcome])}: {meaning} ({reader.when(decision.on)})"
    for option, judged in decision.each.items():
        yield f"  {reader(option.value)}: {reader(OUTCOMES[judged.outcome])}"
    findings = decision.findings
    for level, heading in HEADINGS.items():
        of_level = [finding for finding in findings if finding.level is level]
        if of_level:
            yield reader(heading)
            for finding in of_level:
                yield from _finding(finding, decision, reader)
    missing = decision.missing
    if missing:
        names = ", ".join(
            f"{reader(each.title)} ({reader('known only in part' if each.absence is None else each.absence.value)})"
            for each in missing[:MOST]
        )
        yield reader("Needed first: {names}", names=names)
        if missing[MOST:]:
            yield reader.count("and {number} thing more", "and {number} things more", len(missing) - MOST)
    earliest = decision.earliest()
    if earliest is not None:
        outcome, day = reader(OUTCOMES[earliest.outcome]), reader.when(earliest.on)
        yield reader("By time alone {outcome} from {day} on", outcome=outcome, day=day)


def _finding(finding: Finding, decision: Decision, reader: Reader) -> Iterator[str]:
    rule = decision.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    values = "; ".join(dict.fromkeys(measured(evidence, reader) for evidence in finding.evidence))
    yield f"- {values}{marks(finding, reader)}"
    yield f"  {reader(finding.says)}"
    if rule.lifts is not None and finding.level is Level.EXCLUSION:
        yield f"  {reader('how it lifts: {lifts}', lifts=how_it_lifts(rule.lifts, finding.lifts_on, reader))}"


def measured(evidence: Evidence, reader: Reader) -> str:
    """Return a value with the limit it was held against: ``162 mmHg mean systolic pressure (at least 160 mmHg)``."""
    test = evidence.test
    told = value(test.subject, evidence.possible, reader) or reader("not known")
    against = f" ({asked(test, reader)})" if isinstance(test.operand, Limit) else ""
    return reader("{fact}: {value}", fact=named(test.subject, reader), value=told) + against
