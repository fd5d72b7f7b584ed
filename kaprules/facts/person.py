"""Who the client is: the age, and nothing else."""

from __future__ import annotations

from datetime import date

from ..possible import Absence, Interval
from .model import DATA_ERROR, Day, Facts, Mutability, Number, loinc


def _age(person: Facts, on: date) -> Interval:
    born = person.__dict__["birth_date"]
    age = Person.age
    if isinstance(born, Absence):
        return age.full_range(born)
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if not age.lowest <= years <= age.highest:
        return age.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
    return Interval(years, years)


class Person(Facts, group="person"):
    """Who the client is."""

    birth_date: Day = Day(
        title="Date of birth", question="What is the client's full date of birth?", codes=loinc("21112-8")
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
    )
