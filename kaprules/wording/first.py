"""What every reader of a decision reads first: what is urgent, what was adverse when last known, and what is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from ..engine.evaluation import Evaluation
from ..facts.model import Burden, Event, Fact, Flag, every_fact
from ..language import Locale, lower, message
from ..phrases import named, value
from ..possible import PRESENT_BIT, Absence, Options, Outcome, Possible
from ..reasoning.findings import LastKnown, last_known
from ..reasoning.missing import Missing, missing
from ..reasoning.outdated import Report, outdated
from ..reasoning.urgent import Told, urgent
from .asking import Answerer, asked_of, may_deny

MOST: Final = 8
"""How many things stand in one list before the rest of it is counted, or folded."""
NOT_YET: Final = {
    Outcome.EXCLUDED: message("not yet"),
    Outcome.INCOMPLETE: message("more has to be known"),
    Outcome.CAUTION: message("to be weighed first"),
    Outcome.NO_EXCLUSION_FOUND: message("no rule speaks against it"),
}
"""How each of several alternatives stands."""
WHO: Final = {
    Answerer.CLIENT: message("Ask the client"),
    Answerer.STAFF: message("Measure or test"),
    Answerer.CLINICIAN: message("For a clinician"),
}
"""Who obtains what is needed."""
ELSEWHERE: Final = message("Elsewhere, on another day")


def today(evaluation: Evaluation, locale: Locale) -> tuple[str, ...]:
    """Return a line for each thing that somebody has to do today: what it is about, since when, and what to do."""
    locale = locale.at(evaluation.on)
    about: dict[str, dict[str, None]] = {}
    for each in urgent(evaluation):
        about.setdefault(each.today, {}).update(dict.fromkeys(_told(each.facts, evaluation, locale)))
    return tuple(
        locale("Urgent today: {what}; {action}", what="; ".join(what), action=locale(action))
        for action, what in about.items()
    )


def _told(facts: Iterable[Told], evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    known = {fact.id: fact for fact in every_fact(evaluation.ruleset.subject)}
    for each in facts:
        fact = known[each.fact]
        yield dated(said(fact, each.says, locale), None if isinstance(fact, Event) else each.on, evaluation, locale)


def said(fact: Fact, says: Possible, locale: Locale) -> str:
    """Return what is known of a fact, its name alone where that says it."""
    name = named(fact, locale)
    if isinstance(fact, Flag) and isinstance(says, Options) and says.bits == PRESENT_BIT and says.absence is None:
        return name
    return locale("{fact}: {value}", fact=name, value=value(fact, says, locale) or locale("not known"))


def dated(text: str, on: date | None, evaluation: Evaluation, locale: Locale) -> str:
    """Return a text with its day, and how long ago that is, where it is another than that of the decision."""
    if on is None:
        return text
    ago = evaluation.on.toordinal() - on.toordinal()
    if ago <= 0:
        return locale("{what} ({day})", what=text, day=locale.date(on))
    since = locale.quantity(ago, "d")
    return locale("{what} ({day}, {since} ago)", what=text, day=locale.date(on), since=since)


def once_adverse(evaluation: Evaluation, locale: Locale) -> tuple[str, ...]:
    """Return a line for each thing that was adverse when last known, those aside that are urgent."""
    known = {fact.id: fact for fact in every_fact(evaluation.ruleset.subject)}
    return tuple(
        _was(known[each.report.fact], each, evaluation, locale) for each in last_known(evaluation) if not each.urgent
    )


def _was(fact: Fact, known: LastKnown, evaluation: Evaluation, locale: Locale) -> str:
    reports = dict.fromkeys((known.report.newest, known.report.worst))
    return "; ".join(_report(fact, each, evaluation, locale) for each in reports)


def _report(fact: Fact, report: Report, evaluation: Evaluation, locale: Locale) -> str:
    return dated(said(fact, report.says, locale), date.fromordinal(report.day), evaluation, locale)


def why_missing(each: Missing, evaluation: Evaluation, locale: Locale) -> str:
    """Return why a fact is missing: which part of it, from which day what is too old, whose word counts."""
    if each.parts:
        return "; ".join(part.render(locale) for part in each.parts)
    if each.absence is None:
        return locale("known only in part")
    fact = next(fact for fact in every_fact(evaluation.ruleset.subject) if fact.id == each.fact)
    if each.absence is Absence.NOT_AUTHORISED:
        return locale("the word of somebody else is needed: {whose}", whose=may_deny(fact, locale))
    # A series says nothing by itself: what is read of it does.
    reports = outdated(evaluation, fact) if each.absence is Absence.STALE and fact.size else ()
    if reports:
        day = date.fromordinal(max(report.newest.day for report in reports))
        return locale("too old to rely on: of {day}", day=locale.date(day))
    return locale(each.absence.value)


def wanted(each: Missing, evaluation: Evaluation, locale: Locale) -> str:
    """Return what is missing, its part where that is known, and why, unless nobody asked yet."""
    if each.parts:
        return why_missing(each, evaluation, locale)
    name = lower(locale(each.title))
    if each.absence is Absence.NOT_ASKED:
        return name
    return locale("{fact} ({reason})", fact=name, reason=why_missing(each, evaluation, locale))


def first_of(lists: Mapping[str, tuple[str, ...]], most: int) -> dict[str, tuple[str, ...]]:
    """Return the first of several lists, as many in all as there is room for, in turn: none is left out for another.

    >>> first_of({"a": ("1", "2", "3"), "b": ("4",), "c": ("5", "6")}, 4)
    {'a': ('1', '2'), 'b': ('4',), 'c': ('5',)}
    """
    kept = dict.fromkeys(lists, 0)
    turns = [(place, name) for name, each in lists.items() for place in range(len(each))]
    for _, name in sorted(turns, key=lambda turn: turn[0])[:most]:
        kept[name] += 1
    return {name: each[: kept[name]] for name, each in lists.items() if kept[name]}


def needed(evaluation: Evaluation, locale: Locale) -> dict[str, tuple[str, ...]]:
    """Return what is missing by who obtains it, the most telling first."""
    known = {fact.id: fact for fact in every_fact(evaluation.ruleset.subject)}
    found: dict[str, list[str]] = {}
    for each in missing(evaluation):
        fact = known[each.fact]
        who = ELSEWHERE if fact.burden is Burden.REFERRAL else WHO[asked_of(fact)]
        if each.absence is Absence.DECLINED:  # nobody asks or measures that again before somebody has spoken with them
            who = WHO[Answerer.CLINICIAN]
        found.setdefault(locale(who), []).append(wanted(each, evaluation, locale))
    return {who: tuple(names) for who, names in found.items()}
