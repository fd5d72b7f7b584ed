"""All that is said of one fact, by whomever: what merges several sources, and what reads a checklist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from ...errors import input_error
from ...possible import NEVER_RECORDED, Absence
from .declaration import Fact
from .series import Day, Series, Text
from .values import AtLeastThese, Recorded, Reports


def united(fact: Fact, given: Sequence[Any]) -> object:
    """Return all that is given of a fact, one way or another."""
    found = [value for value in given if value is not Absence.NOT_ASKED]
    if all(value == found[0] for value in found):
        return found[0] if found else Absence.NOT_ASKED
    if isinstance(fact, Series):
        return _series(fact, found)
    if isinstance(fact, Day | Text):
        return _one(fact, found)
    reports = {report for value in found for report in reports_of(value)}
    several = len(reports) > 1 or any(isinstance(value, Reports) for value in found)
    return Reports(*reports) if several else next(iter(reports))


def reports_of(value: Any) -> Iterable[Recorded]:
    """Return what was given of a fact as reports."""
    if isinstance(value, Reports):
        return value.reports
    return (value if isinstance(value, Recorded) else Recorded(value),)


def _one(fact: Fact, found: Sequence[Any]) -> object:
    """Return the one value of a fact that takes no second one."""
    values = sorted({value for value in found if not isinstance(value, Absence)}, key=str)
    if len(values) > 1:
        remedy = "find out which of them is right, or whether this is one subject"
        raise input_error(fact.id, values[1], reason=f"another source has {values[0]}", remedy=remedy)
    return values[0] if values else min(found, key=_most_telling)


def _series(fact: Series, found: Sequence[Any]) -> object:
    """Return the observations of all lists, as of the newest evidence of any that is said to be complete.

    That is said first by those who may say so. Where none is, there may be others than all of them together.
    """
    lists = [report for value in found for report in reports_of(value) if not isinstance(report.value, Absence)]
    if not lists:
        reports = [report for value in found for report in reports_of(value)]
        return min(reports, key=lambda report: (_most_telling(report.value), *_evidence(report)))
    known = {record for report in lists for record in _records(report.value)}
    complete = [report for report in lists if not isinstance(report.value, AtLeastThese)]
    vouched = [report for report in complete if fact.is_vouched(report)]
    newest, records = max(vouched or complete or lists, key=_evidence), sorted(known, key=repr)
    together = tuple(records) if complete else AtLeastThese(*records)
    return attrs.evolve(newest, value=together)


def _records(listed: Any) -> Iterable[Any]:
    records: Iterable[Any] = listed.records if isinstance(listed, AtLeastThese) else listed
    return records


def _most_telling(absence: Absence) -> tuple[bool, int]:
    """Return the place of an absence as several reports of it are read: what was said before what never was."""
    return absence in NEVER_RECORDED, list(Absence).index(absence)


def _evidence(report: Recorded) -> tuple[str, str, str, str]:
    """Return a report's evidence in an order in which the newest is the last, and what has none the first."""
    return (
        "" if report.on is None else report.on.isoformat(),
        "" if report.by is None else report.by.value,
        report.reference or "",
        "" if report.confirmed_by is None else repr(report.confirmed_by),
    )
