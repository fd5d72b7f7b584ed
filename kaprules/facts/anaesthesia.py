"""What an anaesthetist would ask before sedation."""

from __future__ import annotations

import enum

from .authority import EXAMINER
from .model import Choice, Facts, Flag, Mutability, Validity, snomed


class AsaClass(enum.Enum):
    """Physical status before anaesthesia, by the classes of the American Society of Anesthesiologists."""

    I = "class 1"  # noqa: E741 # the class is called I
    II = "class 2"
    III = "class 3"
    IV = "class 4"
    V = "class 5"


class Anaesthesia(Facts, group="anaesthesia"):
    """What an anaesthetist would ask before sedation."""

    asa_class: Choice[AsaClass] = Choice(
        title="ASA physical status class",
        question=(
            "Which physical status class of the American Society of Anesthesiologists (ASA) does a clinician assign?"
        ),
        options=AsaClass,
        adverse=(AsaClass.V, AsaClass.IV, AsaClass.III),
        validity=Validity(90, 90),
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        on_indication="assigned where an anaesthetist or a clinic's own practice assesses the client",
        codes=snomed("413495001", "413496000", "413497009", "413498004", "413499007"),
    )
    difficult_airway: Flag = Flag(
        title="Difficult airway",
        question="Has airway management ever been difficult, or has anybody said that it would be?",
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
    )
