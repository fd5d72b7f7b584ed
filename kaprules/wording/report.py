"""A decision in words for who checks it: outcome, findings, evidence and sources, what is missing, how it was made."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import attrs

from ..engine.derivation import tree
from ..engine.evaluation import Evaluation, alternatives
from ..facts.medicines import meaning_of
from ..facts.model import Fact, every_fact
from ..ingredients import SiteName
from ..language import CODED, Locale, message
from ..phrases import OUTCOMES, cited, held, until_text, value
from ..possible import Level, Mark, Outcome
from ..reasoning.derivation import derivation
from ..reasoning.findings import (
    Evidence,
    Finding,
    LastKnown,
    findings,
    last_known,
    recorded,
    ruled_out,
    site_choices,
    undecided,
)
from ..reasoning.missing import data_errors, missing, not_examined, too_old, undated
from ..reasoning.outdated import Outdated, Report
from ..reasoning.outweighed import Outweighed, outweighed
from ..reasoning.reporters import KeptOnly, kept_not_read, on_the_clients_word
from ..reasoning.site_facts import SiteFact, site_facts
from ..reasoning.site_names import site_names
from ..rule import Rule
from ..ruleset import AppliedPolicy, RuleSet
from .first import today, why_missing
from .summary import summary

MEANING: Final = {
    Outcome.EXCLUDED: message("an exclusion holds on the facts as recorded"),
    Outcome.INCOMPLETE: message("more has to be known before anybody can decide"),
    Outcome.CAUTION: message(
        "a named prescriber weighs the cautions before dosing, with the therapist those of mental health or readiness"
    ),
    Outcome.NO_EXCLUSION_FOUND: message("the rules found no exclusion; prescriber and psychotherapist decide"),
}
MADE_BY: Final = {
    "durable": message("durable-rules, certified"),
    "bits": message("bit masks, certified"),
    "interpreter": message("the interpreter, certified"),
}
WRONG: Final = message("Cannot be as recorded, to be corrected first")
LAST_KNOWN: Final = message("Adverse when last known, and too old to rely on")
OUTWEIGHED: Final = message("Might hold of one reading alone, and does not of all together")
NAMED: Final = message("Names of medicines by the site's policy")
OF_FACTS: Final = message("What is known, read by the site's policy")
HEADINGS: Final = {
    Level.EXCLUSION: message("Exclusions"),
    Level.NEEDS_INFORMATION: message("Information or assessment needed"),
    Level.CAUTION: message("Cautions"),
    Level.NOTE: message("Notes"),
}


def report(evaluation: Evaluation, locale: Locale = CODED) -> str:
    """Return a decision in words: outcome, findings, what is still open, what is missing, how it was made."""
    return "\n".join(_lines(evaluation, locale))


def audit(evaluation: Evaluation, locale: Locale) -> str:
    """Return the report, then the derivation of each finding with why its rule was written so, and digests in full."""
    return "\n".join((*_lines(evaluation, locale), *_checked(evaluation, locale)))


def means(ruleset: RuleSet, outcome: Outcome, locale: Locale) -> str:
    """Return what an outcome means in a rule set."""
    return locale(ruleset.words.get(outcome, MEANING[outcome]))


def _lines(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    outcome = locale(OUTCOMES[evaluation.outcome])
    day, meaning = locale.when(evaluation.on), means(evaluation.ruleset, evaluation.outcome, locale)
    reader = attrs.evolve(locale, coded=False)  # the same line as in every other output
    yield summary(evaluation, reader)
    yield from today(evaluation, reader)
    yield locale("{outcome} on {day}: {meaning}.", outcome=outcome, day=day, meaning=meaning)
    for option, judged in alternatives(evaluation).items():
        yield f"  {locale(option.value)}: {locale(OUTCOMES[judged.outcome])}{_in_the_way(judged)}"
    yield from _first(evaluation, locale)
    every = findings(evaluation)
    for level, heading in HEADINGS.items():
        of_level = [finding for finding in every if finding.level is level]
        if of_level:
            yield f"{locale(heading)}:"
            for finding in of_level:
                yield from _finding(finding, evaluation, locale)
    if denied := outweighed(evaluation):
        yield f"{locale(OUTWEIGHED)}:"
        yield from (f"  - {each.rule} ({locale(each.level.value)}): {alone(each, locale)}" for each in denied)
    still_open = undecided(evaluation)
    if still_open:
        yield locale("Undecided until more is known:")
        for finding in still_open:
            yield f"  - {finding.rule} ({locale(finding.level.value)}){marks(finding, locale)}"
    for rule, error in evaluation.concluded.errors:
        yield locale("Could not be evaluated: {rule} ({error})", rule=rule, error=error)
    yield from _needed(evaluation, locale)
    if not_examined(evaluation):
        names = ", ".join(not_examined(evaluation))
        yield from _wrapped(locale("Not examined, as nothing called for it: {names}", names=names))
    for listed in ruled_out(evaluation, locale):
        told = {"checklist": listed.checklist, "version": listed.version, "names": ", ".join(listed.facts)}
        evidence = f" ({listed.recorded})" if listed.recorded else ""
        text = locale(
            "Ruled out by checklist {checklist}, version {version}{evidence}: {names}", evidence=evidence, **told
        )
        yield from _wrapped(text)
    if named := site_names(evaluation):
        yield f"{locale(NAMED)}:"
        yield from (f"  - {name_explained(name, locale)}" for name in named)
    if said := site_facts(evaluation):
        yield f"{locale(OF_FACTS)}:"
        yield from (f"  - {each.fact}: {fact_explained(each, locale)}" for each in said)
    if old := too_old(evaluation):
        yield locale("Of these, recorded too long ago to rely on:")
        yield from (f"  - {_said(evaluation, each, locale)}" for each in old)
    if alone_said := on_the_clients_word(evaluation):
        yield from _wrapped(locale("On the client's word alone: {names}", names=", ".join(alone_said)))
    if kept := kept_not_read(evaluation):
        names = ", ".join(_kept(each, locale) for each in kept)
        yield from _wrapped(locale("Kept, not read here: {names}", names=names))
    if undated(evaluation):
        names = ", ".join(undated(evaluation))
        yield from _wrapped(locale("Taken as of {day}, for want of a date: {names}", day=day, names=names))
    yield _made(evaluation, locale)


def _needed(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    needed = missing(evaluation)
    if needed:
        yield locale("Needed, most telling first:")
        for each in needed:
            reason = why_missing(each, evaluation, locale)
            rules = locale.count("{number} rule", "{number} rules", len(each.rules))
            yield f"  - {each.fact} ({reason}; {rules}): {locale(each.question or each.title)}"


def _first(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    """Return what comes before any finding: what cannot be so, and what was adverse when last known."""
    if wrong := data_errors(evaluation):
        yield f"{locale(WRONG)}:"
        yield from (f"  - {each.render(locale)}" for each in wrong)
    if adverse := last_known(evaluation):
        yield f"{locale(LAST_KNOWN)}:"
        yield from (f"  - {_said(evaluation, each.report, locale)}{urgency(each, locale)}" for each in adverse)


def name_explained(name: SiteName, locale: Locale) -> str:
    """Return what a site's policy says that the name of a medicine means, why, on whose word and for how long."""
    return locale(
        "{name}: {meaning} ({reason}; approved by the {role} from {first} to {last})",
        name=name.name,
        meaning=meaning_of(name, locale),
        reason=name.reason,
        role=name.approved_by,
        first=locale.when(name.date),
        last=locale.when(name.expires),
    )


def fact_explained(said: SiteFact, locale: Locale) -> str:
    """Return for how long a fact counts by a site's policy, or that it is not asked for, why and on whose word."""
    if said.rule:
        what = locale("not asked for; without the policy {rule} asks", rule=said.rule)
    else:
        days, default = (
            locale("for ever") if each is None else locale.quantity(each, "d") for each in (said.days, said.default)
        )
        what = locale("counts for {days}; without the policy for {default}", days=days, default=default)
    return locale(
        "{what} ({reason}; approved by the {role} from {first} to {last})",
        what=what,
        reason=said.word.reason,
        role=said.word.approved_by,
        first=locale.when(said.word.date),
        last=locale.when(said.word.expires),
    )


def _kept(kept: KeptOnly, locale: Locale) -> str:
    """Return a recorded fact that no rule reads, with the rule sets that read it."""
    names = ", ".join(kept.read_by)
    return locale("{fact} (read by {names})", fact=kept.fact, names=names) if names else kept.fact


def _said(evaluation: Evaluation, old: Outdated, locale: Locale) -> str:
    """Return what reports that are too old say: the newest, and the worst where that is another."""
    fact = next(each for each in every_fact(evaluation.ruleset.subject) if each.id == old.fact)
    return f"{old.fact}: {dated(fact, (old.newest, old.worst), locale)}"


def dated(fact: Fact, reports: Iterable[Report], locale: Locale) -> str:
    """Return what some reports say of a fact, each with its day, the same one once."""
    told = (
        f"{value(fact, each.says, locale)} ({locale.when(date.fromordinal(each.day))})"
        for each in dict.fromkeys(reports)
    )
    return ", ".join(told)


def urgency(known: LastKnown, locale: Locale) -> str:
    """Return the mark of what is urgent, in brackets."""
    return f" [{locale(Mark.URGENT.value)}]" if known.urgent else ""


def _made(evaluation: Evaluation, locale: Locale) -> str:
    how = locale(MADE_BY[evaluation.engine])
    policies = ", ".join(_policy(each, each.digest[:12]) for each in evaluation.ruleset.policies)
    policy = locale(", site policy {policy}", policy=policies) if len(evaluation.ruleset.policies) == 1 else ""
    if len(evaluation.ruleset.policies) > 1:
        policy = locale(", site policies {policies} in this order", policies=policies)
    return locale(
        "Decided by {how}; rule set {name}, digest {digest}{policy}.",
        how=how,
        name=evaluation.ruleset.name,
        digest=evaluation.ruleset.digest[:12],
        policy=policy,
    )


def _policy(policy: AppliedPolicy, digest: str) -> str:
    return f"{policy.name} ({digest})" if policy.name else digest


def alone(found: Outweighed, locale: Locale) -> str:
    """Return what was asked of a fact that one reading alone might meet, and what the readings are."""
    return held(found.test, found.alone, locale)


def marks(finding: Finding, locale: Locale) -> str:
    """Return the marks of a finding in brackets."""
    return "".join(f" [{locale(mark.value)}]" for mark in finding.marks)


def _finding(finding: Finding, evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    yield f"  - {finding.rule}{marks(finding, locale)}: {locale(finding.clinician_text)}"
    yield from dict.fromkeys(f"      {_evidence(evidence, evaluation, locale)}" for evidence in finding.evidence)
    yield from (f"      {locale('this site: {choice}', choice=choice)}" for choice in site_choices(rule, locale))
    if rule.until is not None:
        yield f"      {locale('how it lifts: {lifts}', lifts=until_text(rule.until, finding.until_on, locale))}"
    sources = "; ".join(cited(citation, locale) for citation in finding.source)
    yield f"      {locale('source: {sources}', sources=sources)}"


def _evidence(evidence: Evidence, evaluation: Evaluation, locale: Locale) -> str:
    parts = "; ".join(recorded(evaluation, evidence.test, locale))
    when = f" ({locale('recorded {parts}', parts=parts)})" if parts else ""
    return f"{held(evidence.test, evidence.possible, locale)}{when}"


def _in_the_way(evaluation: Evaluation) -> str:
    """Return what stands between a subject and one alternative."""
    found = [finding for finding in (*findings(evaluation), *undecided(evaluation)) if finding.level is not Level.NOTE]
    return f" ({', '.join(finding.rule for finding in found)})" if found else ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 118, subsequent_indent="  ", break_on_hyphens=False)


def _checked(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    yield ""
    yield locale("Derivations:")
    for finding in (*findings(evaluation), *undecided(evaluation)):
        rule = evaluation.ruleset[finding.rule]
        assert isinstance(rule, Rule)
        yield tree(derivation(evaluation, rule), 0, locale)
        if rule.rationale:
            yield f"  {locale('why so: {because}', because=locale(rule.rationale))}"
        if rule.practice_variation:
            yield f"  {locale('practice varies: {varies}', varies=locale(rule.practice_variation))}"
    yield locale("Digest of the rule set: {digest}", digest=evaluation.ruleset.digest)
    if evaluation.ruleset.policy:
        yield locale("Digest of the site policy: {digest}", digest=evaluation.ruleset.policy)
        if len(policies := evaluation.ruleset.policies) > 1:
            names = ", ".join(_policy(each, each.digest) for each in policies)
            yield locale("Composed of, in this order: {policies}", policies=names)
