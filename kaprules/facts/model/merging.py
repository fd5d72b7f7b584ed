"""One subject out of what several sources say of it: an intake, a chart, a laboratory.

Every report of a fact stands beside the others, and what they come to together is read as of one source that reports
several times: a risk that anybody reports stays, and what disagrees with no direction declared is CONFLICTING. So
nothing is chosen here, the order does not matter, and the same source twice is that source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from ...errors import Faults, input_error
from ...possible import NEVER_RECORDED, Absence
from .declaration import Fact
from .group import Facts
from .series import Day, Series, Text
from .subject import Subject, groups_of
from .values import AtLeastThese, Recorded, Reports

About = TypeVar("About", bound=Subject)


def merge(*subjects: About) -> About:
    """Return one subject with every report of every fact that any of several subjects has.

    A value beats what was not asked; a stated absence (declined, not known) is a report like any other. Series are
    united, identical observations once, in an order of their own; of a list, the newest date of those that are said to
    be complete stands, or it stays open, and a value beats a stated absence. Merging is free of order, and merging
    again changes nothing.

    More readings make a new mean, as they do in one source. What a reading alone would have come to, and all together
    do not, is named in ``Decision.outweighed``.

    >>> from datetime import date
    >>> from kaprules import Client, Recorded, Reporter
    >>> from kaprules.facts import Circulation
    >>> asked = Client(id="7", circulation=Circulation(unstable_angina=Recorded(False, by=Reporter.CLIENT)))
    >>> chart = Client(circulation=Circulation(unstable_angina=Recorded(True, by=Reporter.RECORD)))
    >>> merged = merge(asked, chart)
    >>> merged.id, len(merged.circulation.unstable_angina.reports), merged == merge(chart, asked, chart)
    ('7', 2, True)

    Raises ``InputError`` for different ids or kinds of subject, for two days where a fact has one (a birth date), and
    for observations of one source beside what another worked out of its own: nobody can say whether they are the same.
    """
    if not subjects:
        raise input_error(problem="there is nothing to merge", expected="one subject or more", remedy="give them")
    kind = type(subjects[0])
    faults = Faults()
    among: tuple[object, ...] = subjects
    wanted = f"a {kind.__name__}" if isinstance(among[0], Subject) else "a subject"
    for each in among:
        if not isinstance(each, Subject) or type(each) is not kind:
            remedy = "merge each kind of subject by itself"
            faults.found += input_error("subject", each, expected=wanted, remedy=remedy).faults
    faults.settle()
    ids = sorted({each.id for each in subjects if each.id is not None})
    if len(ids) > 1:
        remedy = "merge only what is known of one, or give all of it one id"
        faults.found += input_error("id", ids[1], reason=f"another one has {ids[0]!r}", remedy=remedy).faults
    given: dict[str, Any] = {"id": ids[0]} if ids else {}
    for name, group in groups_of(kind).items():
        parts = [each.__dict__[name] for each in subjects]
        if any(part != parts[0] for part in parts):
            given[name] = faults.take(name, parts[0], _group, group, parts)
        else:
            given[name] = parts[0]
    faults.settle()
    return kind(**given)


def _group(kind: type[Facts], groups: Sequence[Facts]) -> Facts:
    faults = Faults()
    values = {
        fact.name: faults.take(fact.id, None, _fact, fact, [group.__dict__[fact.name] for group in groups])
        for fact in kind.__facts__
    }
    faults.settle()
    return kind(**values)


def _fact(fact: Fact, given: Sequence[Any]) -> object:
    """Return all that is given of a fact, one way or another."""
    found = [value for value in given if value is not Absence.NOT_ASKED]
    if all(value == found[0] for value in found):
        return found[0] if found else Absence.NOT_ASKED
    if isinstance(fact, Series):
        return _series(found)
    if isinstance(fact, Day | Text):
        return _one(fact, found)
    reports = {report for value in found for report in _reports(value)}
    several = len(reports) > 1 or any(isinstance(value, Reports) for value in found)
    return Reports(*reports) if several else next(iter(reports))


def _reports(value: Any) -> Iterable[Recorded]:
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


def _series(found: Sequence[Any]) -> object:
    """Return the observations of all lists, as of the newest evidence of any that is said to be complete.

    Where none is, there may be others than all of them together.
    """
    lists = [report for value in found for report in _reports(value) if not isinstance(report.value, Absence)]
    if not lists:
        reports = [report for value in found for report in _reports(value)]
        return min(reports, key=lambda report: (_most_telling(report.value), *_evidence(report)))
    known = {record for report in lists for record in _records(report.value)}
    complete = [report for report in lists if not isinstance(report.value, AtLeastThese)]
    newest, records = max(complete or lists, key=_evidence), sorted(known, key=repr)
    together = tuple(records) if complete else AtLeastThese(*records)
    return Recorded(together, on=newest.on, by=newest.by, reference=newest.reference)


def _records(listed: Any) -> Iterable[Any]:
    records: Iterable[Any] = listed.records if isinstance(listed, AtLeastThese) else listed
    return records


def _most_telling(absence: Absence) -> tuple[bool, int]:
    """Return the place of an absence as several reports of it are read: what was said before what never was."""
    return absence in NEVER_RECORDED, list(Absence).index(absence)


def _evidence(report: Recorded) -> tuple[str, str, str]:
    """Return a report's evidence in an order in which the newest is the last, and what has none the first."""
    return (
        "" if report.on is None else report.on.isoformat(),
        "" if report.by is None else report.by.value,
        report.reference or "",
    )
