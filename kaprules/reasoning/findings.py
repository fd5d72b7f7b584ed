"""What a rule that holds, or is still open, shows: its evidence, its marks, and how it lifts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import attrs

from ..conditions import Atom, Condition
from ..engine.conclusions import Conclusion
from ..engine.evaluation import Evaluation, once
from ..engine.interpreter import truth
from ..engine.snapshot import Snapshot
from ..facts.model import Event, Fact, FromChecklist, Moment, Recorded, Reports, every_fact, reports_of
from ..language import CODED, Locale
from ..limit import Citation, Limit
from ..phrases import phrase, value
from ..possible import Absence, Interval, Level, Mark, Options, Possible, Truth
from ..rule import Marked, Rule, expand_concepts, fact_atoms
from .outdated import Outdated, once_adverse, outdated
from .outweighed import outweighed


@attrs.frozen
class Evidence:
    """One fact that a finding rests on: what was asked of it, what is known, when and by whom."""

    fact: str
    asked: str
    known: str
    recorded: tuple[str, ...]
    test: Atom = attrs.field(repr=False)
    possible: Possible = attrs.field(repr=False)
    """What ``asked`` and ``known`` say, for words in another language."""


@attrs.frozen
class Finding:
    """A rule that is TRUE, or still open, with everything a reader needs beside it."""

    rule: str
    level: Level
    truth: Truth
    clinician_text: str
    source: tuple[Citation, ...]
    evidence: tuple[Evidence, ...]
    marks: tuple[Mark, ...]
    site_changes: tuple[str, ...]
    """What a site chose otherwise than the library, in this rule or in a limit of it."""
    until: str | None
    until_on: date | None

    def __repr__(self) -> str:
        return f"<Finding {self.rule}: {self.level.value}, {self.truth.name}>"


@once
def findings(evaluation: Evaluation) -> tuple[Finding, ...]:
    """Return the rules that are TRUE, gravest first."""
    return _gravest_first(evaluation, (each for each in evaluation.conclusions if each.truth is Truth.TRUE))


@once
def undecided(evaluation: Evaluation) -> tuple[Finding, ...]:
    """Return the rules that are still undecided: those that read what was adverse when last known, then the gravest."""
    bad = {each.rule.id for each in evaluation.conclusions if each.undecided and once_adverse(evaluation, each.rule)}
    found = _gravest_first(evaluation, (each for each in evaluation.conclusions if each.undecided))
    return tuple(sorted(found, key=lambda each: each.rule not in bad))


@attrs.frozen
class LastKnown:
    """What was adverse when last known, by which an undecided rule may hold, and whether that rule is urgent."""

    report: Outdated
    urgent: bool


def last_known(evaluation: Evaluation) -> tuple[LastKnown, ...]:
    """Return what was adverse when last known and is too old to rely on, what is urgent first."""
    found: dict[str, LastKnown] = {}
    for finding_ in undecided(evaluation):
        rule = evaluation.ruleset[finding_.rule]
        assert isinstance(rule, Rule)
        for fact in once_adverse(evaluation, rule):
            for each in outdated(evaluation, fact):
                urgent = Mark.URGENT in finding_.marks or (each.fact in found and found[each.fact].urgent)
                found[each.fact] = LastKnown(each, urgent)
    return tuple(sorted(found.values(), key=lambda each: not each.urgent))


def _gravest_first(evaluation: Evaluation, some: Iterable[Conclusion]) -> tuple[Finding, ...]:
    gravest_first = sorted(some, key=lambda each: each.rule.level, reverse=True)  # equal ones stay in their order
    return tuple(finding(evaluation, each.rule) for each in gravest_first)


@attrs.frozen
class RuledOut:
    """What an answer to a checklist denied of the facts that a rule set reads, with its evidence."""

    checklist: str
    version: int
    title: str
    recorded: str
    """When, by whom, and who confirmed it."""
    facts: tuple[str, ...]


def ruled_out(evaluation: Evaluation, locale: Locale = CODED) -> tuple[RuledOut, ...]:
    """Return what was ruled out by checklists, in the order in which they are asked."""
    titles = {(each.id, each.version): each.title for each in type(evaluation.subject).__checklists__}
    found: dict[tuple[str, int, str], list[str]] = {}
    for fact in every_fact(type(evaluation.subject)):
        given = evaluation.subject.group(fact).__dict__[fact.name]
        for report in reports_of(given) if fact.group in evaluation.ruleset.groups else ():
            if isinstance(report, FromChecklist) and not report.item and not isinstance(report.value, Absence):
                key = report.checklist, report.version, ", ".join(_report(report, locale, named=False))
                found.setdefault(key, []).append(fact.id)
    asked = list(titles)
    ordered = sorted(found, key=lambda key: (asked.index(key[:2]), key[2]))
    return tuple(RuledOut(*key[:2], locale(titles[key[:2]]), key[2], tuple(found[key])) for key in ordered)


@once
def marks_of(evaluation: Evaluation) -> tuple[Mark, ...]:
    """Return the marks of all findings, undecided rules and facts together, and of what was outweighed."""
    found = {mark for each in (*findings(evaluation), *undecided(evaluation)) for mark in each.marks}
    for fact in evaluation.ruleset.facts:
        found |= evaluation.possible(fact).marks
    if outweighed(evaluation):
        found.add(Mark.CONFLICT)
    return tuple(mark for mark in Mark if mark in found)


def finding(evaluation: Evaluation, rule: Rule) -> Finding:
    """Return the finding of a rule."""
    found = evaluation.truth(rule.when)
    decisive = _decisive(expand_concepts(rule.when), evaluation.facts, found)
    return Finding(
        rule.id,
        rule.level,
        found,
        rule.clinician_text,
        rule.source,
        tuple(dict.fromkeys(_evidence(evaluation, atom) for atom in decisive)),
        marks(evaluation, rule),
        site_choices(rule),
        rule.until.text if rule.until else None,
        _lifted(evaluation, rule) if found is Truth.TRUE else None,
    )


def site_choices(rule: Rule, locale: Locale = CODED) -> tuple[str, ...]:
    """Return what a site chose otherwise than the library: the rule's level, its being on, the values of its limits."""
    moved = {
        limit.id: locale(
            "{limit} is {value}; without the policy {default}",
            limit=limit.id,
            value=locale.quantity(limit.value, limit.unit),
            default=locale.quantity(limit.default, limit.unit),
        )
        for condition in (rule.when, *(mark.when for mark in rule.marks if isinstance(mark, Marked)))
        for atom in fact_atoms(condition)
        if isinstance(limit := atom.operand, Limit) and limit.default is not None
    }
    chosen = "; ".join(map(locale, rule.site_changes))
    return (*filter(None, (chosen,)), *moved.values())


def _decisive(condition: Condition, facts: Snapshot, found: Truth) -> Iterator[Atom]:
    """Yield the atoms that make a condition as true as it is."""
    if isinstance(condition, Atom):
        yield condition
        return
    for part in condition.parts:
        if truth(part, facts, {}) is found:
            yield from _decisive(part, facts, found)


def _evidence(evaluation: Evaluation, atom: Atom) -> Evidence:
    assert isinstance(atom.subject, Fact)
    possible = evaluation.possible(atom.subject)
    return Evidence(
        atom.subject.id,
        phrase(atom),
        value(atom.subject, possible) or "not known",
        recorded(evaluation, atom),
        atom,
        possible,
    )


def recorded(evaluation: Evaluation, atom: Atom, locale: Locale = CODED) -> tuple[str, ...]:
    """Return when and by whom the fact of an atom was recorded, and which observations a reading of it rests on."""
    assert isinstance(atom.subject, Fact)
    group = evaluation.subject.group(atom.subject)
    given = group.__dict__[atom.subject.name]
    reports = given.reports if isinstance(given, Reports) else (given,) if isinstance(given, Recorded) else ()
    told = sorted(", ".join(_report(each, locale)) for each in reports)
    shows = atom.subject.shows(group, evaluation.on, locale) if atom.subject.shows is not None else ()
    return (*filter(None, told), *shows)


def _report(given: Recorded, locale: Locale, *, named: bool = True) -> Iterator[str]:
    """Yield the evidence of a report; ``named`` says whether with the checklist that it comes from."""
    if given.on is not None:
        yield locale.when(given.on)
    if given.by is not None:
        by = locale(given.by.value)
        author = given.author_name if isinstance(given, FromChecklist) else None
        yield by if author is None else f"{by} ({author})"
    if given.reference is not None:
        yield given.reference
    if isinstance(given, FromChecklist):
        told = {"checklist": given.checklist, "version": given.version, "item": given.item}
        if named and given.item:
            yield locale("ticked {item} on checklist {checklist}, version {version}", **told)
        elif named:
            yield locale("by checklist {checklist}, version {version}", **told)
        if given.copied_on is not None:
            yield locale("copied into a record on {day}", day=locale.when(given.copied_on))
    if given.confirmed_by is not None:
        told = {"who": given.confirmed_by.name, "day": locale.when(given.confirmed_by.on)}
        yield locale("confirmed by {who} on {day}", **told)


def marks(evaluation: Evaluation, rule: Rule) -> tuple[Mark, ...]:
    """Return the marks of a finding: the rule's own if it holds, those of its facts, and LAST_KNOWN.

    What was so urgent when last known that somebody had to be called is so until somebody knows better.
    """
    found: set[Mark] = set()
    holds = evaluation.truth(rule.when) is Truth.TRUE
    for mark in rule.marks if holds else ():
        if not isinstance(mark, Marked):
            found.add(mark)
        elif evaluation.truth(mark.when) is Truth.TRUE:
            found.add(mark.mark)
    condition = expand_concepts(rule.when)
    stale: dict[Fact, Interval | Options] = {}
    for atom in fact_atoms(condition):
        assert isinstance(atom.subject, Fact)
        possible = evaluation.possible(atom.subject)
        found |= possible.marks
        if possible.absence is Absence.STALE and possible.last is not None:
            stale[atom.subject] = possible.last
    if stale and truth(condition, once := _as_last_known(evaluation.facts, stale), {}) is Truth.TRUE:
        found.add(Mark.LAST_KNOWN)
        for mark in rule.marks:
            if mark is Mark.URGENT or (isinstance(mark, Marked) and mark.mark is Mark.URGENT and _was(mark, once)):
                found.add(Mark.URGENT)
    return tuple(mark for mark in Mark if mark in found)


def _was(mark: Marked, once: Snapshot) -> bool:
    return truth(expand_concepts(mark.when), once, {}) is Truth.TRUE


def _as_last_known(facts: Snapshot, last: dict[Fact, Interval | Options]) -> Snapshot:
    groups = {name: list(entries) for name, entries in facts.groups.items()}
    for fact, possible in last.items():
        groups[fact.group][fact.slot : fact.slot + fact.size] = fact.flat(possible._replace(absence=None))
    return Snapshot(dict(groups), facts.errors)


def _lifted(evaluation: Evaluation, rule: Rule) -> date | None:
    lifts = rule.until
    if lifts is None or not isinstance(lifts.event, Event):
        return None
    since = evaluation.possible(lifts.event)
    assert isinstance(since, Interval)
    return lifts.date(since, evaluation.on) if _stands_still(evaluation, lifts.event, since) else None


def _stands_still(evaluation: Evaluation, event: Event, since: Interval) -> bool:
    """Say whether an event stays on its day: one of "three days ago" without a date moves with each new decision."""
    on = evaluation.on
    try:
        later_on = on + timedelta(days=1)
        if isinstance(on, datetime):  # the clocks may change in between
            later_on = (on.astimezone(UTC) + timedelta(days=1)).astimezone(on.tzinfo)
    except OverflowError:  # after the last day that there is, nothing lifts any more
        return False
    later = event.possible(evaluation.subject.group(event), later_on)
    one = 24 if isinstance(event, Moment) else 1
    return isinstance(later, Interval) and later.low == since.low + one
