"""Epilepsy and single seizures."""

from __future__ import annotations

import enum
from typing import Final

from .authority import ON_RECORD
from .model import Burden, Choice, Event, Facts, Flag, Reporter, Validity, icd10cm, snomed

EVALUATION: Final = Validity(180, 180)
"""As long as a full medical evaluation reassures."""
REPORTED_BY: Final = (Reporter.CLIENT, Reporter.CLINICIAN, Reporter.RECORD)


class SeizureControl(enum.Enum):
    """Whether treatment keeps a seizure disorder under control, as a clinician judges it."""

    CONTROLLED = "controlled"
    UNCONTROLLED = "uncontrolled"


class Seizures(Facts, group="seizures"):
    """Epilepsy and single seizures."""

    seizure_disorder: Flag = Flag(
        title="Seizure disorder",
        question="Has epilepsy or another seizure disorder ever been diagnosed?",
        validity=EVALUATION,
        lifelong=True,
        codes=snomed("84757009") + icd10cm("G40.909"),
    )
    control: Choice[SeizureControl] = Choice(
        title="Control of the seizure disorder",
        question="Is the seizure disorder under control?",
        options=SeizureControl,
        adverse=(SeizureControl.UNCONTROLLED,),
        validity=Validity(90, 90),
        burden=Burden.EXAMINATION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="meaningful only where there is a seizure disorder",
        indicated_by=lambda: Seizures.seizure_disorder.present,
    )
    latest_seizure: Event = Event(
        title="Latest seizure",
        question=(
            "When was the client's latest seizure, if there ever was one? "
            "A seizure brought about by electroconvulsive therapy does not count."
        ),
        validity=EVALUATION,
        lifelong=True,
    )
