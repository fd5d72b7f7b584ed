"""Who the client is: the age, and nothing else."""

from __future__ import annotations

from datetime import date

from ..possible import Absence, Interval
from .model import DATA_ERROR, Day, Facts, Mutability, Number, PartialDate, Recorded, Reports, kept, loinc


def _completed(born: date, on: date) -> int:
    """Return the completed years from a birth to a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _age(person: Facts, on: date) -> Interval:
    born = person.__dict__["birth_date"]
    age = Person.age
    if isinstance(born, Absence):
        return age.full_range(born)
    first, last = (born.first, born.last) if isinstance(born, PartialDate) else (born, born)
    low, high = _completed(last, on), _completed(first, on)
    if high < age.lowest or low > age.highest:
        return age.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
    return Interval(max(low, age.lowest), min(high, age.highest))


@kept
def _birth(person: Facts, on: date) -> int | None:
    """Return on which day at the earliest the client was born, as an ordinal, by the birth date or the age."""
    born = person.__dict__["birth_date"]
    if not isinstance(born, Absence):
        first = born.first if isinstance(born, PartialDate) else born
        return None if first.toordinal() > on.toordinal() else int(first.toordinal())
    given = person.__dict__["age"]
    each = [_born_at(report, on) for report in (given.reports if isinstance(given, Reports) else (given,))]
    known = [first for first in each if first is not None]
    return min(known) if len(known) == len(each) else None


def _born_at(report: object, on: date) -> int | None:
    """Return the earliest birth of whom is so old: one day less than a year more, on the day of the report."""
    value, then = (report.value, report.on or on) if isinstance(report, Recorded) else (report, on)
    if isinstance(value, Absence) or then.toordinal() > on.toordinal():
        return None
    years = Person.age.values_of(value, on)
    if years.absence is not None:
        return None
    oldest = int(years.high) + 1
    return None if then.year <= oldest else date(then.year - oldest, then.month, min(then.day, 28)).toordinal() + 1


class Person(Facts, group="person"):
    """Who the client is."""

    birth_date: Day[date | PartialDate] = Day(
        title="Date of birth",
        question="What is the client's full date of birth?",
        partial=True,
        codes=loinc("21112-8"),
    )
    age: Number = Number(
        title="Age",
        question="How old is the client, in completed years?",
        unit="a",
        lowest=0,
        highest=120,
        whole=True,
        mutability=Mutability.PASSES_WITH_TIME,
        derive=_age,
        derived_from=("birth_date",),
        birth=_birth,
    )
