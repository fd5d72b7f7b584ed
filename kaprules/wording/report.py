"""A decision in words for who checks it: outcome, findings, evidence and sources, what is missing, how it was made."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from ..engine.derivation import tree
from ..engine.evaluation import Evaluation, alternatives
from ..language import CODED, Reader, message
from ..phrases import OUTCOMES, cited, how_it_lifts, phrase, value
from ..possible import Level, Outcome
from ..reasoning.derivation import derivation
from ..reasoning.findings import Evidence, Finding, findings, recorded, site_choices, undecided
from ..reasoning.missing import missing, not_examined, undated
from ..rule import Rule
from ..ruleset import RuleSet

MEANING: Final = {
    Outcome.EXCLUDED: message("an exclusion holds on the facts as recorded"),
    Outcome.INCOMPLETE: message("more has to be known before anybody can decide"),
    Outcome.CAUTION: message(
        "a named prescriber, and the therapist where it is psychiatric, must weigh this before dosing"
    ),
    Outcome.NO_EXCLUSION_FOUND: message("the rules found no exclusion; prescriber and psychotherapist decide"),
}
MADE_BY: Final = {
    "durable": message("durable-rules, certified"),
    "bits": message("bit masks, certified"),
    "interpreter": message("the interpreter, certified"),
}
HEADINGS: Final = {
    Level.EXCLUSION: message("Exclusions"),
    Level.NEEDS_INFORMATION: message("Information or assessment needed"),
    Level.CAUTION: message("Cautions"),
    Level.NOTE: message("Notes"),
}


def report(evaluation: Evaluation, reader: Reader = CODED) -> str:
    """Return a decision in words: outcome, findings, what is still open, what is missing, how it was made."""
    return "\n".join(_lines(evaluation, reader))


def audit(evaluation: Evaluation, reader: Reader) -> str:
    """Return the report, then the derivation of each finding with why its rule was written so, and digests in full."""
    return "\n".join((*_lines(evaluation, reader), *_checked(evaluation, reader)))


def means(ruleset: RuleSet, outcome: Outcome, reader: Reader) -> str:
    """Return what an outcome means in a rule set."""
    return reader(ruleset.words.get(outcome, MEANING[outcome]))


def _lines(evaluation: Evaluation, reader: Reader) -> Iterator[str]:
    outcome = reader(OUTCOMES[evaluation.outcome])
    day, meaning = reader.when(evaluation.on), means(evaluation.ruleset, evaluation.outcome, reader)
    yield reader("{outcome} on {day}: {meaning}.", outcome=outcome, day=day, meaning=meaning)
    for option, judged in alternatives(evaluation).items():
        yield f"  {reader(option.value)}: {reader(OUTCOMES[judged.outcome])}{_in_the_way(judged)}"
    every = findings(evaluation)
    for level, heading in HEADINGS.items():
        of_level = [finding for finding in every if finding.level is level]
        if of_level:
            yield f"{reader(heading)}:"
            for finding in of_level:
                yield from _finding(finding, evaluation, reader)
    still_open = undecided(evaluation)
    if still_open:
        yield reader("Undecided until more is known:")
        for finding in still_open:
            yield f"  - {finding.rule} ({reader(finding.level.value)}){marks(finding, reader)}"
    for rule, error in evaluation.concluded.errors:
        yield reader("Could not be evaluated: {rule} ({error})", rule=rule, error=error)
    needed = missing(evaluation)
    if needed:
        yield reader("Needed, most telling first:")
        for each in needed:
            reason = reader("known only in part" if each.absence is None else each.absence.value)
            rules = reader.count("{number} rule", "{number} rules", len(each.rules))
            yield f"  - {each.fact} ({reason}; {rules}): {reader(each.question or each.title)}"
    if not_examined(evaluation):
        names = ", ".join(not_examined(evaluation))
        yield from _wrapped(reader("Not examined, as nothing called for it: {names}", names=names))
    if undated(evaluation):
        names = ", ".join(undated(evaluation))
        yield from _wrapped(reader("Taken as of {day}, for want of a date: {names}", day=day, names=names))
    yield _made(evaluation, reader)


def _made(evaluation: Evaluation, reader: Reader) -> str:
    how = reader(MADE_BY[evaluation.engine])
    policy = (
        reader(", site policy {policy}", policy=evaluation.ruleset.policy[:12]) if evaluation.ruleset.policy else ""
    )
    return reader(
        "Decided by {how}; rule set {name}, digest {digest}{policy}.",
        how=how,
        name=evaluation.ruleset.name,
        digest=evaluation.ruleset.digest[:12],
        policy=policy,
    )


def marks(finding: Finding, reader: Reader) -> str:
    """Return the marks of a finding in brackets."""
    return "".join(f" [{reader(mark.value)}]" for mark in finding.marks)


def _finding(finding: Finding, evaluation: Evaluation, reader: Reader) -> Iterator[str]:
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    yield f"  - {finding.rule}{marks(finding, reader)}: {reader(finding.says)}"
    yield from dict.fromkeys(f"      {_evidence(evidence, evaluation, reader)}" for evidence in finding.evidence)
    yield from (f"      {reader('this site: {choice}', choice=choice)}" for choice in site_choices(rule, reader))
    if rule.lifts is not None:
        yield f"      {reader('how it lifts: {lifts}', lifts=how_it_lifts(rule.lifts, finding.lifts_on, reader))}"
    sources = "; ".join(cited(citation, reader) for citation in finding.source)
    yield f"      {reader('source: {sources}', sources=sources)}"


def _evidence(evidence: Evidence, evaluation: Evaluation, reader: Reader) -> str:
    told = value(evidence.test.subject, evidence.possible, reader) or reader("not known")
    parts = "; ".join(recorded(evaluation, evidence.test, reader))
    when = f" ({reader('recorded {parts}', parts=parts)})" if parts else ""
    return f"{phrase(evidence.test, reader)}: {told}{when}"


def _in_the_way(evaluation: Evaluation) -> str:
    """Return what stands between a subject and one alternative."""
    found = [finding for finding in (*findings(evaluation), *undecided(evaluation)) if finding.level is not Level.NOTE]
    return f" ({', '.join(finding.rule for finding in found)})" if found else ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 118, subsequent_indent="  ", break_on_hyphens=False)


def _checked(evaluation: Evaluation, reader: Reader) -> Iterator[str]:
    yield ""
    yield reader("Derivations:")
    for finding in (*findings(evaluation), *undecided(evaluation)):
        rule = evaluation.ruleset[finding.rule]
        assert isinstance(rule, Rule)
        yield tree(derivation(evaluation, rule), 0, reader)
        if rule.because:
            yield f"  {reader('why so: {because}', because=reader(rule.because))}"
        if rule.varies:
            yield f"  {reader('practice varies: {varies}', varies=reader(rule.varies))}"
    yield reader("Digest of the rule set: {digest}", digest=evaluation.ruleset.digest)
    if evaluation.ruleset.policy:
        yield reader("Digest of the site policy: {digest}", digest=evaluation.ruleset.policy)
