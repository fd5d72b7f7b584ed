"""Subjects as client files: what is read again is equal."""

from __future__ import annotations

import enum
import json
from datetime import date
from typing import Any

from ..errors import InputError
from ..facts.model import (
    AtLeastThese,
    Between,
    ChecklistAnswer,
    DaysAgo,
    Fact,
    Facts,
    HoursAgo,
    NoneWithin,
    Number,
    OneOf,
    OverDaysAgo,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
    Subject,
    given,
    groups_of,
)
from ..limit import Exact, exact
from ..possible import Absence


def subject_to_json(subject: Subject) -> str:
    """Return a subject as one line of JSON, in order of declaration; ``read_subject`` returns an equal one."""
    return json.dumps(subject_to_data(subject), ensure_ascii=False, separators=(",", ":"))


def subject_to_data(subject: Subject) -> dict[str, Any]:
    """Return a subject as the data of its JSON form.

    Raises ``InputError`` for an absence whose reason is for a decision to conclude.
    """
    groups = {name: group_to_data(subject.__dict__[name]) for name in groups_of(type(subject))}
    found = {name: data for name, data in groups.items() if data}
    answers = {"checklists": _checklists(subject)} if subject.checklists else {}
    return ({} if subject.id is None else {"id": subject.id}) | answers | found


def _checklists(subject: Subject) -> dict[str, Any]:
    by_list: dict[str, list[dict[str, Any]]] = {}
    for answer in subject.checklists:
        by_list.setdefault(answer.checklist, []).append(_answer_data(answer))
    return {name: each[0] if len(each) == 1 else {"reports": each} for name, each in by_list.items()}


def _answer_data(answer: ChecklistAnswer) -> dict[str, Any]:
    said = answer.answer
    told = {"absent": said.name.lower()} if isinstance(said, Absence) else {"answer": said.value}
    copied = answer.copy_of
    more: dict[str, Any] = {"except": list(answer.except_)} if answer.except_ else {}
    if copied is not None and copied.on is not None:
        whose = {} if copied.name is None else {"name": copied.name}
        more["copy_of"] = {"by": copied.by.value, "on": copied.on.isoformat()} | whose
    return {"version": answer.version} | told | more | _evidence(answer)


def group_to_data(group: Facts) -> dict[str, Any]:
    """Return what was given of a group, or of a record, as the data of its JSON form."""
    recorded = given(group)
    return {fact.name: _fact_data(fact, recorded[fact.name]) for fact in group.__facts__ if fact.name in recorded}


def _fact_data(fact: Fact, value: object) -> Any:
    if isinstance(value, Reports):
        return {"reports": sorted((_object(_report_data(fact, each)) for each in value.reports), key=json.dumps)}
    return _report_data(fact, value) if isinstance(value, Recorded) else _value_data(fact, value)


def _object(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {"value": data}


def _report_data(fact: Fact, report: Recorded) -> dict[str, Any]:
    return _object(_value_data(fact, report.value)) | _evidence(report)


def _evidence(report: Recorded | ChecklistAnswer) -> dict[str, Any]:
    confirmed = report.confirmed_by
    evidence = {
        "on": report.on and report.on.isoformat(),
        "by": report.by and report.by.value,
        "reference": report.reference,
        "confirmed_by": confirmed
        and {"role": confirmed.role.value, "name": confirmed.name, "on": confirmed.on.isoformat()},
    }
    return {name: each for name, each in evidence.items() if each is not None}


def _value_data(fact: Fact, value: Any) -> Any:
    if isinstance(value, Absence):
        return {"absent": value.name.lower()}
    if isinstance(fact, Number):
        return _number_data(fact, value)
    if isinstance(value, OneOf):
        return {"one_of": [option.value for option in type(next(iter(value.options))) if option in value.options]}
    if isinstance(value, HoursAgo):
        return {"hours_ago": numeral(value.hours)}
    if isinstance(value, DaysAgo):
        return {"days_ago": value.days}
    if isinstance(value, OverDaysAgo):
        return {"over_days_ago": value.days}
    if isinstance(value, NoneWithin):
        return {"none_in_days": value.days}
    if isinstance(value, AtLeastThese):
        return {"at_least": [group_to_data(record) for record in value.records]}
    if isinstance(value, tuple):
        return [group_to_data(record) for record in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    return value.value if isinstance(value, enum.Enum) else value


def _number_data(fact: Number, value: Any) -> Any:
    unit = {} if fact.counted else {"unit": fact.unit}
    if isinstance(value, Between):
        ends = {"at_least": value.low, "at_most": value.high}
        return {name: numeral(exact(end)) for name, end in ends.items() if end is not None} | unit  # type: ignore[arg-type] # accepted before
    if isinstance(value, Quantity):
        return {"value": numeral(exact(value.value)), "unit": value.unit}
    number = numeral(exact(value))
    return {"value": number} | unit if unit or isinstance(number, dict) else number


def numeral(number: Exact) -> int | float | dict[str, list[int]]:
    """Return a number as JSON can write it without loss.

    Up to 15 digits, a decimal and the float nearest to it are written alike, so a float may carry it.
    """
    try:
        plain = number if isinstance(number, int) else number.numerator / number.denominator
        if exact(plain) == number:
            return plain
    except (InputError, OverflowError):
        pass
    return {"fraction": [number.numerator, number.denominator]}
