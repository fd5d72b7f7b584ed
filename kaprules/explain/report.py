"""A decision in words for who checks it: outcome, findings, evidence and sources, what is missing, how it was made."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..language import CODED, Reader, message
from ..rule import Level, Outcome, Rule, RuleSet
from .findings import Evidence, Finding, recorded, site_choices
from .words import OUTCOMES, cited, how_it_lifts, phrase, tree, value

if TYPE_CHECKING:
    from ..decision import Decision

MEANING: Final = {
    Outcome.EXCLUDED: message("an exclusion holds on the facts as recorded"),
    Outcome.INCOMPLETE: message("more has to be known before anybody can decide"),
    Outcome.CAUTION: message(
        "a named prescriber, and the therapist where it is psychiatric, must weigh this before dosing"
    ),
    Outcome.NO_EXCLUSION_FOUND: message("the rules found no exclusion; prescriber and psychotherapist decide"),
}
HEADINGS: Final = {
    Level.EXCLUSION: message("Exclusions"),
    Level.NEEDS_INFORMATION: message("Information or assessment needed"),
    Level.CAUTION: message("Cautions"),
    Level.NOTE: message("Notes"),
}


def report(decision: Decision, reader: Reader = CODED) -> str:
    """Return a decision in words: outcome, findings, what is still open, what is missing, how it was made."""
    return "\n".join(_lines(decision, reader))


def audit(decision: Decision, reader: Reader) -> str:
    """Return the report, then the derivation of each finding with why its rule was written so, and digests in full."""
    return "\n".join((*_lines(decision, reader), *_checked(decision, reader)))


def means(ruleset: RuleSet, outcome: Outcome, reader: Reader) -> str:
    """Return what an outcome means in a rule set."""
    return reader(ruleset.words.get(outcome, MEANING[outcome]))


def _lines(decision: Decision, reader: Reader) -> Iterator[str]:
    outcome = reader(OUTCOMES[decision.outcome])
    day, meaning = reader.when(decision.on), means(decision.ruleset, decision.outcome, reader)
    yield reader("{outcome} on {day}: {meaning}.", outcome=outcome, day=day, meaning=meaning)
    for option, judged in decision.each.items():
        yield f"  {reader(option.value)}: {reader(OUTCOMES[judged.outcome])}{_in_the_way(judged)}"
    findings = decision.findings
    for level, heading in HEADINGS.items():
        of_level = [finding for finding in findings if finding.level is level]
        if of_level:
            yield f"{reader(heading)}:"
            for finding in of_level:
                yield from _finding(finding, decision, reader)
    still_open = decision.open
    if still_open:
        yield reader("Undecided until more is known:")
        for finding in still_open:
            yield f"  - {finding.rule} ({reader(finding.level.value)}){marks(finding, reader)}"
    for rule, error in decision.errors.items():
        yield reader("Could not be evaluated: {rule} ({error})", rule=rule, error=error)
    missing = decision.missing
    if missing:
        yield reader("Needed, most telling first:")
        for each in missing:
            reason = reader("known only in part" if each.absence is None else each.absence.value)
            rules = reader.count("{number} rule", "{number} rules", len(each.rules))
            yield f"  - {each.fact} ({reason}; {rules}): {reader(each.question or each.title)}"
    if decision.not_examined:
        names = ", ".join(decision.not_examined)
        yield from _wrapped(reader("Not examined, as nothing called for it: {names}", names=names))
    if decision.undated:
        names = ", ".join(decision.undated)
        yield from _wrapped(reader("Taken as of {day}, for want of a date: {names}", day=day, names=names))
    yield _made(decision, reader)


def _made(decision: Decision, reader: Reader) -> str:
    how = reader("durable-rules, certified" if decision.engine == "durable" else "the reference interpreter")
    policy = reader(", site policy {policy}", policy=decision.policy[:12]) if decision.policy else ""
    return reader(
        "Decided by {how}; rule set {name}, digest {digest}{policy}.",
        how=how,
        name=decision.ruleset.name,
        digest=decision.digest[:12],
        policy=policy,
    )


def marks(finding: Finding, reader: Reader) -> str:
    """Return the marks of a finding in brackets."""
    return "".join(f" [{reader(mark.value)}]" for mark in finding.marks)


def _finding(finding: Finding, decision: Decision, reader: Reader) -> Iterator[str]:
    rule = decision.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    yield f"  - {finding.rule}{marks(finding, reader)}: {reader(finding.says)}"
    yield from dict.fromkeys(f"      {_evidence(evidence, decision, reader)}" for evidence in finding.evidence)
    yield from (f"      {reader('this site: {choice}', choice=choice)}" for choice in site_choices(rule, reader))
    if rule.lifts is not None:
        yield f"      {reader('how it lifts: {lifts}', lifts=how_it_lifts(rule.lifts, finding.lifts_on, reader))}"
    sources = "; ".join(cited(citation, reader) for citation in finding.source)
    yield f"      {reader('source: {sources}', sources=sources)}"


def _evidence(evidence: Evidence, decision: Decision, reader: Reader) -> str:
    told = value(evidence.test.subject, evidence.possible, reader) or reader("not known")
    parts = "; ".join(recorded(evidence.test, decision.subject, decision.on, reader))
    when = f" ({reader('recorded {parts}', parts=parts)})" if parts else ""
    return f"{phrase(evidence.test, reader)}: {told}{when}"


def _in_the_way(decision: Decision) -> str:
    """Return what stands between a subject and one alternative."""
    findings = [finding for finding in (*decision.findings, *decision.open) if finding.level is not Level.NOTE]
    return f" ({', '.join(finding.rule for finding in findings)})" if findings else ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 118, subsequent_indent="  ", break_on_hyphens=False)


def _checked(decision: Decision, reader: Reader) -> Iterator[str]:
    yield ""
    yield reader("Derivations:")
    for finding in (*decision.findings, *decision.open):
        rule = decision.ruleset[finding.rule]
        assert isinstance(rule, Rule)
        yield tree(decision.why(finding.rule), 0, reader)
        if rule.because:
            yield f"  {reader('why so: {because}', because=reader(rule.because))}"
        if rule.varies:
            yield f"  {reader('practice varies: {varies}', varies=reader(rule.varies))}"
    yield reader("Digest of the rule set: {digest}", digest=decision.digest)
    if decision.policy:
        yield reader("Digest of the site policy: {digest}", digest=decision.policy)
