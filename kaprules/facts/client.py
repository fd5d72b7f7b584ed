"""A client: the groups of facts that a clinic keeps."""

from __future__ import annotations

from typing import Final

from .anaesthesia import Anaesthesia
from .bladder import Bladder
from .breathing import Breathing
from .checklists import CHECKLISTS
from .circulation import Circulation
from .eye import Eye
from .general_health import GeneralHealth
from .indication import Indication
from .intracranial import Intracranial
from .ketamine_history import KetamineHistory
from .liver import Liver
from .medicines import Medicines
from .mental_state import MentalState
from .model import Subject, group, groups_of
from .neurology import Neurology
from .person import Person
from .psychiatric_history import PsychiatricHistory
from .readiness import Readiness
from .reproduction import Reproduction
from .seizures import Seizures
from .substance_use import SubstanceUse
from .suicidality import Suicidality
from .thyroid import Thyroid
from .vitals import Vitals


class Client(Subject, checklists=CHECKLISTS):
    """What is known of one client, in groups; a group left out is a group about which nothing is known.

    >>> from kaprules import Client
    >>> from kaprules.facts import Vitals
    >>> Client(vitals=Vitals(heart_rate=68)).vitals.heart_rate
    68

    Raises ``InputError`` for an unknown group, or a value that is not of that group.
    """

    person: Person = group(Person)
    readiness: Readiness = group(Readiness)
    indication: Indication = group(Indication)
    reproduction: Reproduction = group(Reproduction)
    vitals: Vitals = group(Vitals)
    circulation: Circulation = group(Circulation)
    thyroid: Thyroid = group(Thyroid)
    mental_state: MentalState = group(MentalState)
    psychiatric_history: PsychiatricHistory = group(PsychiatricHistory)
    ketamine_history: KetamineHistory = group(KetamineHistory)
    neurology: Neurology = group(Neurology)
    breathing: Breathing = group(Breathing)
    anaesthesia: Anaesthesia = group(Anaesthesia)
    substance_use: SubstanceUse = group(SubstanceUse)
    bladder: Bladder = group(Bladder)
    liver: Liver = group(Liver)
    intracranial: Intracranial = group(Intracranial)
    eye: Eye = group(Eye)
    suicidality: Suicidality = group(Suicidality)
    seizures: Seizures = group(Seizures)
    general_health: GeneralHealth = group(GeneralHealth)
    medicines: Medicines = group(Medicines)


GROUPS: Final = groups_of(Client)
"""The groups of a client by name, in order."""
