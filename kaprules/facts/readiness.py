"""How ready and willing the client is, and on whose word."""

from __future__ import annotations

import enum

from .authority import EXAMINER
from .model import Adverse, Burden, Choice, Facts, Flag, Mutability, Number, Validity, score


class Judgement(enum.Enum):
    """What an assessor concludes where the answer may also stay open."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Willingness(enum.Enum):
    """Whether somebody is willing; an ambivalent client is unsure, which is an answer."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Consent(enum.Enum):
    """How far informed consent has come."""

    SIGNED = "signed"
    REFUSED = "refused"
    NOT_YET = "not yet signed"


UNWILLING = (Willingness.NO, Willingness.UNSURE)


class Readiness(Facts, group="readiness"):
    """How ready and willing the client is, and on whose word."""

    decision_capacity: Choice[Judgement] = Choice(
        title="Capacity to decide",
        question="Does the client have the capacity to decide about this treatment?",
        options=Judgement,
        adverse=(Judgement.NO, Judgement.UNCLEAR),
        validity=Validity(30, 0),
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    informed_consent: Choice[Consent] = Choice(
        title="Informed consent",
        question="Has the client signed the informed consent, refused it, or not signed it yet?",
        options=Consent,
        adverse=(Consent.REFUSED, Consent.NOT_YET),
        validity=Validity(365, 365),
        mutability=Mutability.OBTAINABLE,
    )
    participation_voluntary: Choice[Judgement] = Choice(
        title="Voluntary participation",
        question="Does the client take part freely, without pressure from family, employer or court?",
        options=Judgement,
        adverse=(Judgement.NO, Judgement.UNCLEAR),
        validity=Validity(90, 90),
        mutability=Mutability.OBTAINABLE,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    willing_client: Choice[Willingness] = Choice(
        title="Willingness to do deep therapeutic work, as the client says",
        question="To the client: are you willing to do deep therapeutic work?",
        options=Willingness,
        adverse=UNWILLING,
        validity=Validity(30, 30),
        mutability=Mutability.OBTAINABLE,
    )
    willing_therapist: Choice[Willingness] = Choice(
        title="Willingness to do deep therapeutic work, as the therapist judges",
        question="To the therapist: do you find the client willing to do deep therapeutic work?",
        options=Willingness,
        adverse=UNWILLING,
        validity=Validity(30, 30),
        mutability=Mutability.OBTAINABLE,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    accepts_integration: Choice[Willingness] = Choice(
        title="Acceptance of integration sessions",
        question="Will the client come to integration sessions after the medicine sessions?",
        options=Willingness,
        adverse=UNWILLING,
        mutability=Mutability.OBTAINABLE,
    )
    treatment_goal_documented: Flag = Flag(
        title="Documented treatment goal",
        question="Is a goal of the treatment documented?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
    )
    readiness_rating: Number = score(
        title="Therapist rating of readiness",
        question="How ready is the client, from 0 to 10, on the clinic's own scale?",
        highest=10,
        adverse=Adverse.LOWER,
        validity=Validity(30, 30),
        burden=Burden.EXAMINATION,
        on_indication="read only where a clinic rates readiness; no accepted scale exists",
    )
