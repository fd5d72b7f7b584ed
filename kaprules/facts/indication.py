"""What the client is to be treated for."""

from __future__ import annotations

import enum

from ..sources import proposal
from .authority import EXAMINER
from .model import Adverse, Choice, Facts, Movable, Mutability, Number, Validity, count, icd10cm


class Condition(enum.Enum):
    """The condition for which ketamine-assisted psychotherapy is considered."""

    DEPRESSION = "depression"
    TREATMENT_RESISTANT_DEPRESSION = "treatment-resistant depression"
    BIPOLAR_DEPRESSION = "bipolar depression"
    POST_TRAUMATIC_STRESS = "post-traumatic stress disorder"
    ANXIETY = "anxiety disorder"
    OBSESSIVE_COMPULSIVE = "obsessive-compulsive disorder"
    EATING_DISORDER = "eating disorder"
    SUBSTANCE_USE = "substance use disorder"
    CHRONIC_PAIN = "chronic pain"
    SERIOUS_ILLNESS = "distress in serious illness"
    OTHER = "another condition"
    NONE = "no condition"


class Indication(Facts, group="indication"):
    """What the client is to be treated for, on a clinician's word."""

    condition: Choice[Condition] = Choice(
        title="Indication",
        question="For which condition does a clinician consider the treatment?",
        options=Condition,
        adverse=(Condition.NONE,),
        validity=Validity(
            365,
            365,
            movable=Movable(90, 730, proposal("what is treated is looked at again each year; some differ")),
        ),
        mutability=Mutability.OBTAINABLE,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=icd10cm("F32.9", "F43.10", "F41.1"),
    )
    earlier_treatments: Number = count(
        title="Adequate earlier treatments in this episode",
        question="How many adequate treatments of the condition were there in this episode?",
        highest=50,
        adverse=Adverse.LOWER,
        validity=Validity(365, 365),
        mutability=Mutability.OBTAINABLE,
        on_indication="asked where a clinic wants other treatments first",
    )
