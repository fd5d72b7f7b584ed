"""The parts of an intake put together: what each file says stays, and where they disagree is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo

from ..engine.evaluation import evaluate
from ..facts.model import AtLeastThese, ChecklistAnswer, Recorded, Subject, every_fact
from ..facts.model import merge as merged
from ..language import ENGLISH, Locale
from ..possible import Absence, Mark
from ..ruleset import RuleSet
from .entries import by_whom, name_of, recorded, said
from .screens import Asked


def disagreements(
    ruleset: RuleSet,
    parts: Mapping[str, Subject],
    *,
    on: date,
    zone: str | tzinfo | None = None,
    locale: Locale = ENGLISH,
) -> tuple[str, ...]:
    """Return where several files, by name, say something else of the same question, a line each.

    >>> from kaprules import SCREENING, Client, Recorded, Reporter
    >>> from kaprules.facts import Circulation
    >>> told, seen = (
    ...     Client(circulation=Circulation(aneurysm=Recorded(value, by=by)))
    ...     for value, by in ((False, Reporter.CLIENT), (True, Reporter.CLINICIAN))
    ... )
    >>> disagreements(SCREENING, {"one": told, "other": seen}, on=date(2026, 11, 23))
    ('circulation.aneurysm: no (client) in one; yes (clinician) in other',)
    """
    return tuple(_lines(ruleset, parts, on, zone, locale))


def _lines(
    ruleset: RuleSet, parts: Mapping[str, Subject], on: date, zone: str | tzinfo | None, locale: Locale
) -> Iterator[str]:
    kind = ruleset.subject
    named = set[str]()
    lists = {each.id: each for each in kind.__checklists__}
    for asked in (*every_fact(kind), *lists.values()):
        told = {
            name: [each for each in recorded(subject, asked) if not _is_absent(each)] for name, subject in parts.items()
        }
        told = {name: reports for name, reports in told.items() if reports}
        if len({frozenset(map(_essence, reports)) for reports in told.values()}) > 1:
            named.add(name_of(asked))
            words = (_words(asked, reports, parts[name], name, locale) for name, reports in told.items())
            yield f"{name_of(asked)}: {'; '.join(words)}"
    together = evaluate(ruleset, merged(*parts.values()), on=on, zone=zone, engine="interpreter")
    alone = [evaluate(ruleset, each, on=on, zone=zone, engine="interpreter") for each in parts.values()]
    for fact in ruleset.facts:
        sources = {fact.id, *(f"{fact.group}.{name}" for name in fact.derived_from)}
        conflict = _in_conflict(together.possible(fact)) and not any(
            _in_conflict(each.possible(fact)) for each in alone
        )
        if conflict and named.isdisjoint(sources):
            yield locale("{fact}: what the files say disagrees", fact=fact.id)


def _in_conflict(possible: object) -> bool:
    marks = getattr(possible, "marks", ())
    return Mark.CONFLICT in marks or getattr(possible, "absence", None) is Absence.CONFLICTING


def _is_absent(report: Recorded[object] | ChecklistAnswer) -> bool:
    return isinstance(report.answer if isinstance(report, ChecklistAnswer) else report.value, Absence)


def _essence(report: Recorded[object] | ChecklistAnswer) -> object:
    """Return what a report says, whoever says it."""
    if isinstance(report, ChecklistAnswer):
        return report.version, report.answer, report.except_
    if isinstance(report.value, AtLeastThese):
        return "at least", frozenset(report.value.records)
    return frozenset(report.value) if isinstance(report.value, tuple) else report.value


def _words(
    asked: Asked, reports: list[Recorded[object] | ChecklistAnswer], subject: Subject, name: str, locale: Locale
) -> str:
    told = []
    for each in reports:
        who = by_whom(each, locale)
        told.append(f"{said(asked, each, subject, locale)}{f' ({who})' if who else ''}")
    return locale("{answer} in {file}", answer=", ".join(told), file=name)
