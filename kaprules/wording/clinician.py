"""A decision for a clinician: values first, nothing that a rule does not need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..engine.evaluation import Evaluation, alternatives
from ..facts.model import every_fact
from ..language import Locale
from ..limit import Limit
from ..phrases import OUTCOMES, asked, named, until_text, value
from ..possible import Level, Outcome
from ..reasoning.earliest import earliest
from ..reasoning.findings import Evidence, Finding, LastKnown, findings, last_known
from ..reasoning.missing import Missing, data_errors, missing
from ..reasoning.outweighed import outweighed
from ..reasoning.site_facts import site_facts
from ..reasoning.site_names import site_names
from ..rule import Rule
from .report import (
    HEADINGS,
    LAST_KNOWN,
    NAMED,
    OF_FACTS,
    OUTWEIGHED,
    WRONG,
    alone,
    dated,
    fact_explained,
    marks,
    means,
    name_explained,
    urgency,
)

SETTLES: Final = {
    Outcome.EXCLUDED: Level.EXCLUSION,
    Outcome.INCOMPLETE: Level.NEEDS_INFORMATION,
    Outcome.CAUTION: Level.CAUTION,
}
"""The level of the findings that make an outcome."""
MOST: Final = 12
"""How many things that are still needed are named."""


def brief(evaluation: Evaluation, locale: Locale) -> str:
    """Return a decision in few lines: outcome, values beside their limits, what is needed, when to look again."""
    return "\n".join(_lines(evaluation, locale))


def why(evaluation: Evaluation, locale: Locale) -> str:
    """Return in one line what made the outcome: what to ask for first, or the gravest finding, and how much more."""
    found = [each for each in findings(evaluation) if each.level is SETTLES.get(evaluation.outcome)]
    needed = missing(evaluation) if evaluation.outcome is Outcome.INCOMPLETE else ()
    if needed:
        first, more = locale("Needed first: {names}", names=_needed(needed[0], locale)), len(needed) - 1
    elif found:
        first, more = f"{_values(found[0], locale)}{marks(found[0], locale)}", len(found) - 1
    else:
        return means(evaluation.ruleset, evaluation.outcome, locale)
    return f"{first}; {locale.count('and {number} thing more', 'and {number} things more', more)}" if more else first


def _lines(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    meaning = means(evaluation.ruleset, evaluation.outcome, locale)
    yield f"{locale(OUTCOMES[evaluation.outcome])}: {meaning} ({locale.when(evaluation.on)})"
    for option, judged in alternatives(evaluation).items():
        yield f"  {locale(option.value)}: {locale(OUTCOMES[judged.outcome])}"
    if wrong := data_errors(evaluation):
        yield locale(WRONG)
        yield from (f"- {each.render(locale)}" for each in wrong)
    if adverse := last_known(evaluation):
        yield locale(LAST_KNOWN)
        yield from (f"- {_last_known(each, evaluation, locale)}" for each in adverse)
    every = findings(evaluation)
    for level, heading in HEADINGS.items():
        of_level = [finding for finding in every if finding.level is level]
        if of_level:
            yield locale(heading)
            for finding in of_level:
                yield from _finding(finding, evaluation, locale)
    if denied := outweighed(evaluation):
        yield locale(OUTWEIGHED)
        yield from dict.fromkeys(f"- {alone(each, locale)}" for each in denied)
    if names_of_site := site_names(evaluation):
        yield locale(NAMED)
        yield from (f"- {name_explained(name, locale)}" for name in names_of_site)
    if said := site_facts(evaluation):
        yield locale(OF_FACTS)
        yield from (f"- {locale(each.title)}: {fact_explained(each, locale)}" for each in said)
    needed = missing(evaluation)
    if needed:
        names = ", ".join(_needed(each, locale) for each in needed[:MOST])
        yield locale("Needed first: {names}", names=names)
        if needed[MOST:]:
            yield locale.count("and {number} thing more", "and {number} things more", len(needed) - MOST)
    sooner = earliest(evaluation)
    if sooner is not None:
        outcome, day = locale(OUTCOMES[sooner.outcome]), locale.when(sooner.on)
        yield locale("By time alone {outcome} from {day} on", outcome=outcome, day=day)


def _last_known(known: LastKnown, evaluation: Evaluation, locale: Locale) -> str:
    fact = next(each for each in every_fact(evaluation.ruleset.subject) if each.id == known.report.fact)
    told = dated(fact, (known.report.newest, known.report.worst), locale)
    return locale("{fact}: {value}", fact=named(fact, locale), value=told) + urgency(known, locale)


def _finding(finding: Finding, evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    yield f"- {_values(finding, locale)}{marks(finding, locale)}"
    yield f"  {locale(finding.clinician_text)}"
    if rule.until is not None and finding.level is Level.EXCLUSION:
        yield f"  {locale('how it lifts: {lifts}', lifts=until_text(rule.until, finding.until_on, locale))}"


def _values(finding: Finding, locale: Locale) -> str:
    return "; ".join(dict.fromkeys(measured(evidence, locale) for evidence in finding.evidence))


def _needed(each: Missing, locale: Locale) -> str:
    return f"{locale(each.title)} ({locale('known only in part' if each.absence is None else each.absence.value)})"


def measured(evidence: Evidence, locale: Locale) -> str:
    """Return a value with the limit it was held against: ``162 mmHg mean systolic pressure (at least 160 mmHg)``."""
    test = evidence.test
    told = value(test.subject, evidence.possible, locale) or locale("not known")
    against = f" ({asked(test, locale)})" if isinstance(test.operand, Limit) else ""
    return locale("{fact}: {value}", fact=named(test.subject, locale), value=told) + against
