"""Pressure inside the skull and what may raise it."""

from __future__ import annotations

import enum
from typing import Final

from .model import Choice, Code, Facts, Flag, Mutability, Reporter, Validity, snomed

EVALUATION: Final = Validity(180, 180)
ON_RECORD: Final = (Reporter.RECORD, Reporter.CLINICIAN, Reporter.CLIENT)


class IntracranialPressure(enum.Enum):
    """Whether the pressure inside the skull is raised, and whether it is under control."""

    NORMAL = "not raised"
    CONTROLLED = "idiopathic hypertension under control"
    RAISED = "raised"


class Hydrocephalus(enum.Enum):
    """Whether there is too much fluid in the chambers of the brain, and whether it is treated."""

    NONE = "none"
    TREATED = "treated"
    UNTREATED = "untreated"


class Intracranial(Facts, group="intracranial"):
    """Pressure inside the skull and what may raise it."""

    pressure: Choice[IntracranialPressure] = Choice(
        title="Intracranial pressure",
        question="Is the intracranial pressure raised, or is there intracranial hypertension under control?",
        options=IntracranialPressure,
        adverse=(IntracranialPressure.RAISED, IntracranialPressure.CONTROLLED),
        validity=EVALUATION,
        codes=(*snomed("68267002"), Code("ICD-10-CM", "G93.2", confirmed=False)),
    )
    mass: Flag = Flag(
        title="Intracranial mass",
        question="Is there an intracranial mass, such as a tumour, a cyst or an abscess?",
        validity=EVALUATION,
    )
    hydrocephalus: Choice[Hydrocephalus] = Choice(
        title="Hydrocephalus",
        question="Has hydrocephalus been diagnosed, and is it treated?",
        options=Hydrocephalus,
        adverse=(Hydrocephalus.UNTREATED, Hydrocephalus.TREATED),
        validity=EVALUATION,
    )
    shunt: Flag = Flag(
        title="Cerebral shunt",
        question="Does a shunt drain fluid from the brain?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
    )
