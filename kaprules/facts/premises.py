"""Where it is given, and what is there to watch and to help."""

from __future__ import annotations

import enum

from .model import Choice, Facts, Flag, Mutability
from .team import ATTESTED


class Place(enum.Enum):
    """Where the medicine is taken."""

    HOSPITAL = "hospital"
    CLINIC = "clinic"
    ELSEWHERE = "elsewhere"
    """No medical place, such as a hotel or a retreat."""
    HOME = "home"


class MedicalMonitoring(enum.Enum):
    """How much there is of what watching over somebody takes: measuring, trained staff, oxygen and airway equipment."""

    NONE = "none"
    PARTIAL = "partial"
    COMPLETE = "complete"


class Premises(Facts, group="premises"):
    """Where it is given, and what is there to watch and to help."""

    place: Choice[Place] = Choice(
        title="Place",
        question="Where will the client take the medicine: in a clinic, in a hospital, at home or elsewhere?",
        options=Place,
        adverse=(Place.HOME, Place.ELSEWHERE),
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    monitoring: Choice[MedicalMonitoring] = Choice(
        title="Medical monitoring",
        question=(
            "Is blood pressure measured, is oxygen saturation measured, are staff trained for emergencies, and are "
            "oxygen and airway equipment at hand: all of it (complete), some (partial) or none?"
        ),
        options=MedicalMonitoring,
        adverse=(MedicalMonitoring.NONE, MedicalMonitoring.PARTIAL),
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    pulse_oximeter: Flag = Flag(
        title="Pulse oximeter",
        question="Is there a pulse oximeter, and is it used at each session?",
        adverse=False,
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    emergency_plan: Flag = Flag(
        title="Emergency plan",
        question="Is there a written plan for emergencies that the staff know?",
        adverse=False,
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    room_private: Flag = Flag(
        title="Private room",
        question="Is there a quiet room into which nobody comes during the session?",
        adverse=False,
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
        on_indication="kept where a practice records it; its absence stops nothing",
    )
