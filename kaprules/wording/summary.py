"""A decision in one line, made of what it rests on: what was found, or what is needed first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..engine.evaluation import Evaluation
from ..facts.model import Choice, Fact, Flag, every_fact
from ..language import ENGLISH, Locale, lower, message
from ..limit import Limit
from ..phrases import limited, named, value
from ..possible import PRESENT_BIT, Interval, Level, Options, Outcome, Possible
from ..reasoning.findings import Evidence, Finding, findings, last_known
from ..reasoning.missing import missing
from ..reasoning.problems import problems
from ..reasoning.urgent import urgent
from .first import wanted

LONGEST: Final = 139
"""How many characters a summary has at most: a line on a phone, a card, or a list of clients."""
SHORT: Final = {
    Outcome.EXCLUDED: message("Excluded"),
    Outcome.INCOMPLETE: message("Incomplete"),
    Outcome.CAUTION: message("Caution"),
    Outcome.NO_EXCLUSION_FOUND: message("No exclusion found"),
}
NOTHING: Final = message("nothing on record speaks against it")
LEVEL: Final = {
    Outcome.EXCLUDED: Level.EXCLUSION,
    Outcome.CAUTION: Level.CAUTION,
    Outcome.NO_EXCLUSION_FOUND: Level.NOTE,
}
"""The level of the findings that an outcome rests on; of INCOMPLETE it is what is needed."""


def summary(evaluation: Evaluation, locale: Locale = ENGLISH) -> str:
    """Return the outcome with its reasons, at most 139 characters; of more reasons than have room, how many more."""
    locale = locale.at(evaluation.on)
    head = locale(SHORT[evaluation.outcome])
    if urgent(evaluation):
        head = locale("Urgent today. {outcome}", outcome=head)
    return f"{head}: {_fitted(reasons(evaluation, locale), LONGEST - len(head) - 2, locale)}"


def why(evaluation: Evaluation, locale: Locale = ENGLISH) -> str:
    """Return the reasons alone, in one line, for a table that names the outcome beside them; what is urgent first."""
    locale = locale.at(evaluation.on)
    told = _fitted(reasons(evaluation, locale), LONGEST, locale)
    return locale("Urgent today. {outcome}", outcome=told) if urgent(evaluation) else told


def reasons(evaluation: Evaluation, locale: Locale) -> list[str]:
    """Return what an outcome rests on, the most telling first."""
    first = _urgent(evaluation, locale)
    if evaluation.outcome is Outcome.INCOMPLETE:
        return list(dict.fromkeys((*first, *_adverse(evaluation, locale), *_needed(evaluation, locale))))
    level = LEVEL[evaluation.outcome]
    found = [each.finding for each in problems(evaluation) if each.finding.level is level]
    told = list(dict.fromkeys(_joined(each, evaluation, locale) for each in found))
    if told and level is Level.NOTE:
        told[0] = locale("noted: {what}", what=told[0])
    return list(dict.fromkeys((*first, *told))) or [locale(NOTHING)]


def _urgent(evaluation: Evaluation, locale: Locale) -> list[str]:
    """Return what is urgent: whatever else the outcome rests on, it is not told last, or not at all."""
    facts = {fact.id: fact for fact in every_fact(evaluation.ruleset.subject)}
    found = {each.rule: each for each in findings(evaluation)}
    told = []
    for each in urgent(evaluation):
        if not each.last_known:
            told.append(_joined(found[each.rule], evaluation, locale))
            continue
        told += [_was(facts[known.fact], known.says, locale) for known in each.facts]
    return told


def _was(fact: Fact, says: Possible, locale: Locale) -> str:
    return locale("{fact} was {value}", fact=named(fact, locale), value=value(fact, says, locale))


def _adverse(evaluation: Evaluation, locale: Locale) -> list[str]:
    """Return what was adverse when last known, the urgent first."""
    facts = {fact.id: fact for fact in every_fact(evaluation.ruleset.subject)}
    return [_was(facts[each.report.fact], each.report.worst.says, locale) for each in last_known(evaluation)]


def _needed(evaluation: Evaluation, locale: Locale) -> list[str]:
    told = {each.report.fact for each in last_known(evaluation)}
    needed = [wanted(each, evaluation, locale) for each in missing(evaluation) if each.fact not in told]
    if needed:
        needed[0] = locale("still needed: {what}", what=needed[0])
    held = [each.finding for each in problems(evaluation) if each.finding.level is Level.NEEDS_INFORMATION]
    if told and not needed:
        return []
    return needed or [_joined(each, evaluation, locale) for each in held]


def _joined(finding: Finding, evaluation: Evaluation, locale: Locale) -> str:
    """Return what a finding rests on; its sentence where that is shorter and leaves out no number."""
    told = _values(finding, evaluation, locale)
    sentence = lower(locale(finding.clinician_text).rstrip("."))
    numbers = any(isinstance(each.possible, Interval) for each in finding.evidence)
    return told if numbers or len(told) <= len(sentence) else sentence


def _values(finding: Finding, evaluation: Evaluation, locale: Locale) -> str:
    return ", ".join(dict.fromkeys(said(each, locale) for each in telling(finding, evaluation)))


def telling(finding: Finding, evaluation: Evaluation) -> tuple[Evidence, ...]:
    """Return what a finding rests on, without which alternative is judged where anything else tells it."""
    asked = evaluation.ruleset.alternatives
    return tuple(each for each in finding.evidence if each.test.subject is not asked) or finding.evidence


def said(evidence: Evidence, locale: Locale) -> str:
    """Return a value as short as it can be said: its fact alone where that says it."""
    fact, possible, test = evidence.test.subject, evidence.possible, evidence.test
    name = named(fact, locale)
    if isinstance(fact, Flag) and isinstance(possible, Options) and possible.bits == PRESENT_BIT:
        return name
    told = value(fact, possible, locale, test.operand) or locale("not known")
    if isinstance(test.operand, Limit):
        return f"{name} {limited(told, test, locale)}"
    apart = isinstance(fact, Choice) or possible.absence is not None
    return locale("{fact}: {value}", fact=name, value=told) if apart else f"{name} {told}"


def _fitted(reasons: Sequence[str], room: int, locale: Locale) -> str:
    """Return as many reasons as have room, and how many there are beside them; of the first one what has room."""
    for kept in range(len(reasons), 0, -1):
        others = len(reasons) - kept
        more = [locale("{number} more", number=others)] if others else []
        told = "; ".join((*reasons[:kept], *more))
        if len(told) <= room:
            return told
    end = f"; {locale('{number} more', number=len(reasons) - 1)}" if reasons[1:] else ""
    cut = reasons[0][: room - len(end) - 3].rpartition(" ")[0] or reasons[0][: room - len(end) - 3]
    return f"{cut.rstrip(' ,;:(')}...{end}"
