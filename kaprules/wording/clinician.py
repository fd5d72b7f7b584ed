"""A decision for a clinician: one line, what is urgent, and at most 120 words of reasons; the report has the rest.

Each part of the text is a ladder, from all that could be said down to a count. Every part stands on its lowest step at
least, so that none is left out unsaid. From the top of the page on each is then raised by a few steps, and in turn by
one more, as long as there is room: the gravest is named before anything else is told at length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..engine.evaluation import Evaluation, alternatives
from ..facts.model import Fact
from ..language import Locale, message
from ..phrases import until_text
from ..possible import Absence, Options, Outcome
from ..reasoning.earliest import earliest
from ..reasoning.findings import Evidence, Finding, site_choices
from ..reasoning.missing import data_errors, missing
from ..reasoning.outweighed import outweighed
from ..reasoning.problems import Problem, problems
from ..reasoning.site_facts import site_facts
from ..reasoning.site_names import site_names
from ..reasoning.urgent import urgent
from ..rule import Rule
from .first import MOST, NOT_YET, first_of, needed, once_adverse, today
from .report import (
    HEADINGS,
    LAST_KNOWN,
    NAMED,
    OF_FACTS,
    OUTWEIGHED,
    WRONG,
    alone,
    fact_explained,
    means,
    name_explained,
)
from .summary import reasons, said, summary, telling

LONGEST: Final = 120
"""How many words there are at most."""
BROKEN: Final = message("Rules that could not be evaluated")
FEW: Final = 3
"""Up to how many things are named where there is no room to explain them."""
FIRST: Final = 5
"""How many problems stand in one list before the rest of them is counted."""

Ladder = Sequence[tuple[str, ...]]
"""The same in fewer and fewer lines and words."""


def brief(evaluation: Evaluation, locale: Locale) -> str:
    """Return a decision in few lines: outcome, what is urgent, values beside their limits, what is needed."""
    ladders = [list(reversed(ladder)) for ladder in _parts(evaluation, locale)]
    steps = [0 for _ in ladders]
    room = LONGEST - sum(_words(ladder[0]) for ladder in ladders)

    def risen(place: int) -> bool:
        nonlocal room
        ladder, step = ladders[place], steps[place]
        if step + 1 == len(ladder) or (more := _words(ladder[step + 1]) - _words(ladder[step])) > room:
            return False
        steps[place], room = step + 1, room - more
        return True

    for place in range(len(ladders)):
        while steps[place] < FIRST and risen(place):
            pass
    while any([risen(place) for place in range(len(ladders))]):
        pass
    return "\n".join(line for ladder, step in zip(ladders, steps, strict=True) for line in ladder[step])


def _words(lines: tuple[str, ...]) -> int:
    return sum(len(line.split()) for line in lines)


def _parts(evaluation: Evaluation, locale: Locale) -> Iterator[Ladder]:
    when, meaning = locale.when(evaluation.on), means(evaluation.ruleset, evaluation.outcome, locale)
    told = locale("{day}: {meaning}.", day=when, meaning=meaning)
    yield [(summary(evaluation, locale), told), (summary(evaluation, locale), f"{when}.")]
    yield [today(evaluation, locale)]
    yield _each(evaluation, locale)
    yield _folded(WRONG, [each.render(locale) for each in data_errors(evaluation)], locale)
    yield _folded(BROKEN, [_sentence(evaluation, rule, locale) for rule, _ in evaluation.concluded.errors], locale)
    yield _folded(LAST_KNOWN, once_adverse(evaluation, locale), locale)
    found = problems(evaluation)
    for level, heading in HEADINGS.items():
        yield _problems([each for each in found if each.finding.level is level], heading, evaluation, locale)
    yield _needed(evaluation, locale)
    yield _folded(OUTWEIGHED, list(dict.fromkeys(alone(each, locale) for each in outweighed(evaluation))), locale)
    names = site_names(evaluation)
    yield _folded(NAMED, [name_explained(each, locale) for each in names], locale, [each.name for each in names])
    facts = {
        f"{locale(each.title)}: {fact_explained(each, locale)}": locale(each.title) for each in site_facts(evaluation)
    }
    yield _folded(OF_FACTS, list(facts), locale, list(facts.values()))
    sooner = None if urgent(evaluation) else earliest(evaluation)
    if sooner is not None:
        outcome, day = locale(NOT_YET[sooner.outcome]), locale.when(sooner.on)
        yield [(locale("If nothing else changes, from {day} on: {outcome}", outcome=outcome, day=day),), ()]


def _sentence(evaluation: Evaluation, identifier: str, locale: Locale) -> str:
    owner = evaluation.ruleset[identifier]
    return locale(owner.clinician_text if isinstance(owner, Rule) else owner.title).rstrip(".")


def _each(evaluation: Evaluation, locale: Locale) -> Ladder:
    """Return how each alternative stands, with the first reason, then without."""
    ladder = []
    for with_reason in (True, False):
        stand: dict[str, list[str]] = {}
        for option, judged in alternatives(evaluation).items():
            how = locale(evaluation.ruleset.each.get(option, {}).get(judged.outcome, NOT_YET[judged.outcome]))
            if with_reason and judged.outcome is not Outcome.NO_EXCLUSION_FOUND:
                how = f"{how} ({reasons(judged, locale)[0]})"
            stand.setdefault(how, []).append(locale(option.value))
        ladder.append(tuple(f"- {', '.join(options)}: {how}" for how, options in stand.items()))
    return ladder


def _folded(heading: str, lines: Sequence[str], locale: Locale, names: Sequence[str] = ()) -> Ladder:
    """Return a heading with some lines, then with fewer of them, then with their names, or their number."""
    if not lines:
        return [()]
    ladder: list[tuple[str, ...]] = []
    for kept in range(min(len(lines), MOST), 0, -1):
        ladder.append((locale(heading), *(f"- {line}" for line in lines[:kept]), *_more(len(lines) - kept, locale)))
    told = "; ".join(names) if names and len(names) <= FEW else str(len(lines))
    return [*ladder, (f"{locale(heading)}: {told}",)]


def _more(number: int, locale: Locale) -> tuple[str, ...]:
    return (f"- {locale('{number} more', number=number)}",) if number else ()


def _problems(found: Sequence[Problem], heading: str, evaluation: Evaluation, locale: Locale) -> Ladder:
    """Return problems in sentences with values, then the first ones alone so, then in values, then their number."""
    if not found:
        return [()]
    shown, more = found[:FIRST], _more(len(found) - FIRST, locale) if found[FIRST:] else ()
    whole = [_line(each, evaluation, locale) for each in shown]
    short = [f"- {briefly(each.finding, evaluation, locale)}" for each in shown]
    ladder = [(locale(heading), *whole[:kept], *short[kept:], *more) for kept in range(len(shown), -1, -1)]
    for kept in range(len(shown) - 1, 0, -1):
        ladder.append((locale(heading), *short[:kept], *_more(len(found) - kept, locale)))
    return [*ladder, (f"{locale(heading)}: {len(found)}",)]


def _line(problem: Problem, evaluation: Evaluation, locale: Locale) -> str:
    """Return the gravest finding of a problem: its sentence, the values that it rests on, and until when it holds."""
    finding = problem.finding
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    told = [f"- {locale(finding.clinician_text).rstrip('.')}"]
    if measured := [said(each, locale) for each in telling(finding, evaluation) if _is_measured(each)]:
        found = ", ".join(dict.fromkeys(measured))
        told.append(f". {found[:1].upper()}{found[1:]}")
    told += [f" [{locale(mark.value)}]" for mark in finding.marks]
    told += [f" ({locale('this site: {choice}', choice=choice)})" for choice in site_choices(rule, locale)]
    if rule.until is not None:
        told.append(f"; {until_text(rule.until, finding.until_on, locale)}")
    return "".join(told)


def _is_measured(evidence: Evidence) -> bool:
    """Say whether a value tells more than a sentence: a number or a time does, and why what was asked is not known."""
    possible = evidence.possible
    if possible.absence is not None:
        return possible.absence is not Absence.NOT_ASKED and not _is_read(evidence)
    return not isinstance(possible, Options)


def briefly(finding: Finding, evaluation: Evaluation, locale: Locale) -> str:
    """Return a finding by its values where something is measured, else by its sentence."""
    if any(_is_measured(each) for each in telling(finding, evaluation)):
        return values(finding, evaluation, locale)
    return locale(finding.clinician_text).rstrip(".")


def _is_read(evidence: Evidence) -> bool:
    """Say whether nothing is known of what is read of other facts: then these are what somebody has to ask."""
    fact = evidence.test.subject
    return evidence.possible.absence is not None and isinstance(fact, Fact) and fact.derive is not None


def values(finding: Finding, evaluation: Evaluation, locale: Locale) -> str:
    """Return what a finding rests on, each value beside its limit; its sentence where no value tells it."""
    told = (said(each, locale) for each in telling(finding, evaluation) if not _is_read(each))
    return ", ".join(dict.fromkeys(told)) or locale(finding.clinician_text).rstrip(".")


def _needed(evaluation: Evaluation, locale: Locale) -> Ladder:
    """Return what is needed, by who obtains it: each by its name, the first ones alone, their number."""
    found = needed(evaluation, locale)
    number = len(missing(evaluation))
    if not number:
        return [()]
    ladder: list[tuple[str, ...]] = []
    for kept in range(min(number, MOST), 0, -1):
        lines = [f"{who}: {'; '.join(names)}" for who, names in first_of(found, kept).items()]
        head = (locale("Needed first, of {number}:", number=number),) if kept < number else ()
        ladder.append((*head, *lines))
    return [*ladder, (locale.count("{number} fact is needed", "{number} facts are needed", number),)]
