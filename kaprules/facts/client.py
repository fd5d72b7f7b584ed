"""A client: the groups of facts that a clinic keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from ..conditions import Possible
from ..limit import InputError
from .anaesthesia import Anaesthesia
from .bladder import Bladder
from .breathing import Breathing
from .circulation import Circulation
from .eye import Eye
from .fact import Fact, Facts, given, unknown_name
from .general_health import GeneralHealth
from .intracranial import Intracranial
from .ketamine_history import KetamineHistory
from .liver import Liver
from .medicines import Medicines
from .mental_state import MentalState
from .neurology import Neurology
from .person import Person
from .psychiatric_history import PsychiatricHistory
from .readiness import Readiness
from .reproduction import Reproduction
from .seizures import Seizures
from .substance_use import SubstanceUse
from .suicidality import Suicidality
from .thyroid import Thyroid
from .values import clean_text
from .vitals import Vitals


def _id(value: object) -> str | None:
    return None if value is None else clean_text(value, "id")


def _group(kind: type[Facts]) -> Any:
    empty = kind()

    def check(value: object) -> object:
        if type(value) is not kind:
            raise InputError(f"{kind.__group__} is {value!r}: expected {kind.__name__}(...)")
        return value

    return attrs.field(default=empty, converter=check)


@attrs.frozen(kw_only=True, slots=False, repr=False, init=False)
class Client:
    """What is known of one client, in groups; a group left out is a group about which nothing is known.

    >>> from kaprules import Client
    >>> from kaprules.facts import Vitals
    >>> Client(vitals=Vitals(heart_rate=68)).vitals.heart_rate
    68

    Raises ``InputError`` for an unknown group, or a value that is not of that group.
    """

    id: str | None = attrs.field(default=None, converter=_id)
    person: Person = _group(Person)
    readiness: Readiness = _group(Readiness)
    reproduction: Reproduction = _group(Reproduction)
    vitals: Vitals = _group(Vitals)
    circulation: Circulation = _group(Circulation)
    thyroid: Thyroid = _group(Thyroid)
    mental_state: MentalState = _group(MentalState)
    psychiatric_history: PsychiatricHistory = _group(PsychiatricHistory)
    ketamine_history: KetamineHistory = _group(KetamineHistory)
    neurology: Neurology = _group(Neurology)
    breathing: Breathing = _group(Breathing)
    anaesthesia: Anaesthesia = _group(Anaesthesia)
    substance_use: SubstanceUse = _group(SubstanceUse)
    bladder: Bladder = _group(Bladder)
    liver: Liver = _group(Liver)
    intracranial: Intracranial = _group(Intracranial)
    eye: Eye = _group(Eye)
    suicidality: Suicidality = _group(Suicidality)
    seizures: Seizures = _group(Seizures)
    general_health: GeneralHealth = _group(GeneralHealth)
    medicines: Medicines = _group(Medicines)

    def __init__(self, **groups: Any) -> None:
        for name in groups:
            if name not in GROUPS and name != "id":
                raise unknown_name(name, name, {*GROUPS, "id"})
        self.__attrs_init__(**groups)
        for name in groups:
            if name in GROUPS and "_flat" not in self.__dict__[name].__dict__:
                self.__dict__[name].flatten()

    def group(self, fact: Fact) -> Facts:
        """Return the group that holds ``fact``."""
        found: Facts = self.__dict__[fact.group]
        return found

    def possible(self, fact: Fact, on: date) -> Possible:
        """Return the values that ``fact`` may still have on a date."""
        return fact.possible(self.group(fact), on)

    def __repr__(self) -> str:
        parts = [f"{name}={self.__dict__[name]!r}" for name in GROUPS if given(self.__dict__[name])]
        return f"Client({', '.join(([f'id={self.id!r}'] if self.id else []) + parts)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print only what was given, in notebooks and in failing examples of Hypothesis too."""
        printer.text(repr(self))


GROUPS: dict[str, type[Facts]] = {
    field.name: type(field.default) for field in attrs.fields(Client) if isinstance(field.default, Facts)
}
"""The groups of a client by name, in order."""


def every_fact() -> tuple[Fact, ...]:
    """Return every declared fact, in order."""
    return tuple(fact for group in GROUPS.values() for fact in group.__facts__)
