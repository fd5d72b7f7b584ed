"""A decision in words, for a person who has to act on it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rule import Level, Outcome
from .findings import Finding

if TYPE_CHECKING:
    from ..decision import Decision

MEANING: Final = {
    Outcome.EXCLUDED: "an exclusion holds on the facts as recorded",
    Outcome.INCOMPLETE: "more has to be known before anybody can decide",
    Outcome.CAUTION: "a named prescriber, and the therapist where it is psychiatric, must weigh this before dosing",
    Outcome.NO_EXCLUSION_FOUND: "the rules found no exclusion; prescriber and psychotherapist decide",
}
HEADINGS: Final = {
    Level.EXCLUSION: "Exclusions",
    Level.NEEDS_INFORMATION: "Information or assessment needed",
    Level.CAUTION: "Cautions",
    Level.NOTE: "Notes",
}


def report(decision: Decision) -> str:
    """Return a decision in words: outcome, findings, what is still open, what is missing, how it was made."""
    return "\n".join(_lines(decision))


def _lines(decision: Decision) -> Iterator[str]:
    meaning = decision.ruleset.words.get(decision.outcome, MEANING[decision.outcome])
    yield f"{decision.outcome.name} on {decision.on}: {meaning}."
    for option, judged in decision.each.items():
        yield f"  {option.value}: {judged.outcome.name}{_in_the_way(judged)}"
    findings = decision.findings
    for level, heading in HEADINGS.items():
        of_level = [finding for finding in findings if finding.level is level]
        if of_level:
            yield f"{heading}:"
            for finding in of_level:
                yield from _finding(finding)
    still_open = decision.open
    if still_open:
        yield "Undecided until more is known:"
        for finding in still_open:
            marks = "".join(f" [{mark.value}]" for mark in finding.marks)
            yield f"  - {finding.rule} ({finding.level.value}){marks}"
    for rule, error in decision.errors.items():
        yield f"Could not be evaluated: {rule} ({error})"
    missing = decision.missing
    if missing:
        yield "Needed, most telling first:"
        for each in missing:
            reason = each.absence.value if each.absence else "known only in part"
            rules = "1 rule" if len(each.rules) == 1 else f"{len(each.rules)} rules"
            yield f"  - {each.fact} ({reason}; {rules}): {each.question or each.title}"
    if decision.not_examined:
        yield from _wrapped("Not examined, as nothing called for it: " + ", ".join(decision.not_examined))
    if decision.undated:
        yield from _wrapped(f"Taken as of {decision.on}, for want of a date: " + ", ".join(decision.undated))
    how = "durable-rules, certified" if decision.engine == "durable" else "the reference interpreter"
    yield f"Decided by {how}; rule set {decision.ruleset.name}, digest {decision.digest[:12]}{_policy(decision)}."


def _policy(decision: Decision) -> str:
    return f", site policy {decision.policy[:12]}" if decision.policy else ""


def _finding(finding: Finding) -> Iterator[str]:
    marks = "".join(f" [{mark.value}]" for mark in finding.marks)
    yield f"  - {finding.rule}{marks}: {finding.says}"
    for evidence in finding.evidence:
        recorded = f" (recorded {'; '.join(evidence.recorded)})" if evidence.recorded else ""
        yield f"      {evidence.asked}: {evidence.known}{recorded}"
    yield from (f"      this site: {choice}" for choice in finding.site)
    if finding.lifts is not None:
        day = f", on {finding.lifts_on}" if finding.lifts_on is not None else ""
        yield f"      how it lifts: {finding.lifts}{day}"
    yield f"      source: {'; '.join(str(citation) for citation in finding.source)}"


def _in_the_way(decision: Decision) -> str:
    """Return what stands between a subject and one alternative."""
    findings = [finding for finding in (*decision.findings, *decision.open) if finding.level is not Level.NOTE]
    return f" ({', '.join(finding.rule for finding in findings)})" if findings else ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 118, subsequent_indent="  ", break_on_hyphens=False)
