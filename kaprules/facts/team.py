"""Who gives it: the prescriber and the psychotherapist."""

from __future__ import annotations

import enum
from typing import Final

from .model import Choice, Facts, Flag, Mutability, Validity

ATTESTED: Final = Validity(365, 365)
"""For how long what a practice attests of itself reassures."""


class Prescriber(enum.Enum):
    """Who prescribes, as the practice attests; what a licence allows differs from place to place."""

    NONE = "none"
    NOT_LICENSED_HERE = "not licensed here"
    WITHOUT_AUTHORITY = "licensed without authority"
    WITH_AUTHORITY = "licensed with authority"


class Psychotherapist(enum.Enum):
    """Who does the psychotherapy, as the practice attests; it may be the prescriber."""

    NONE = "none"
    NOT_LICENSED_HERE = "not licensed here"
    LICENSED_HERE = "licensed here"


class PrescriberPresence(enum.Enum):
    """Where the prescriber is while a client is dosed and watched."""

    ON_SITE = "on site"
    ON_CALL = "on call elsewhere"
    NEITHER = "neither"


class Team(Facts, group="team"):
    """Who gives it: the prescriber and the psychotherapist."""

    prescriber: Choice[Prescriber] = Choice(
        title="Prescriber",
        question="Who prescribes, with an active licence here, and with authority over controlled substances?",
        options=Prescriber,
        adverse=(Prescriber.NONE, Prescriber.NOT_LICENSED_HERE, Prescriber.WITHOUT_AUTHORITY),
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    prescriber_on_site: Choice[PrescriberPresence] = Choice(
        title="Prescriber on site",
        question="Is the prescriber on site while the client is dosed and watched, on call elsewhere, or neither?",
        options=PrescriberPresence,
        adverse=(PrescriberPresence.NEITHER, PrescriberPresence.ON_CALL),
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    psychotherapist: Choice[Psychotherapist] = Choice(
        title="Psychotherapist",
        question="Who does the psychotherapy, with an active licence here?",
        options=Psychotherapist,
        adverse=(Psychotherapist.NONE, Psychotherapist.NOT_LICENSED_HERE),
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    integration_offered: Flag = Flag(
        title="Integration offered",
        question="Does the practice offer this client integration sessions after the medicine?",
        adverse=False,
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
