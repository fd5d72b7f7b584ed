"""Porphyria, the kidney, recent operations and injuries, acute infections."""

from __future__ import annotations

from typing import Final

from ..sources import LABORATORY_TESTS, recalled
from .authority import LABORATORY
from .model import Adverse, Event, Facts, Flag, Mutability, Number, Validity, icd10cm, loinc, snomed
from .model.measurement import share

EVALUATION: Final = Validity(180, 180)
"""As long as a full medical evaluation reassures."""
OF_LATE: Final = Validity(30, 0)
"""What may have come since is asked again: shorter than the time for which an operation counts as recent."""
ON_THE_DAY: Final = "asked of everybody on the dosing day; at the intake it counts where somebody has one"


class GeneralHealth(Facts, group="general_health"):
    """Porphyria, the kidney, recent operations and injuries, acute infections."""

    acute_porphyria: Flag = Flag(
        title="Acute porphyria",
        question="Has an acute porphyria ever been diagnosed?",
        validity=EVALUATION,
        lifelong=True,
        codes=icd10cm("E80.2"),
    )
    kidney_failure: Flag = Flag(
        title="Kidney failure",
        question="Have the kidneys failed, or is the client on dialysis?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=icd10cm("N18.6", "Z99.2"),
    )
    glomerular_filtration_rate: Number = Number(
        title="eGFR",
        question="What is the latest estimated glomerular filtration rate (eGFR), and when was it measured?",
        unit="mL/min/{1.73_m2}",
        lowest=0,
        highest=200,
        adverse=Adverse.LOWER,
        usual_error=share(10, 0, recalled(LABORATORY_TESTS, "creatinine: 10 percent")),
        validity=Validity(90, 90),
        requires_date=True,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="a laboratory value, measured where the kidneys may be ill",
        codes=loinc("98979-8", "62238-1"),
    )
    latest_major_surgery: Event = Event(
        title="Latest major surgery",
        question="When was the client's latest major surgery, if there ever was any?",
        validity=OF_LATE,
    )
    latest_major_injury: Event = Event(
        title="Latest major injury (head aside)",
        question="When was the client's latest major injury other than of the head, if there ever was one?",
        validity=OF_LATE,
    )
    acute_infection: Flag = Flag(
        title="Acute infection (airways and urinary tract aside)",
        question="Is there an acute infection at present, airways and urinary tract aside?",
        validity=OF_LATE,
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication=ON_THE_DAY,
    )
    fever: Flag = Flag(
        title="Fever",
        question="Does the client have a fever at present?",
        validity=OF_LATE,
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication=ON_THE_DAY,
        codes=snomed("386661006") + icd10cm("R50.9"),
    )
