"""The medical and the psychological evaluation of this client."""

from __future__ import annotations

from .model import Burden, Event, Facts, Mutability


class Evaluations(Facts, group="evaluations"):
    """The medical and the psychological evaluation of this client."""

    medical_in_person: Event = Event(
        reassuring=True,
        title="Medical evaluation in person",
        question="When was the client last evaluated medically, in person, for this treatment?",
        mutability=Mutability.OBTAINABLE,
        burden=Burden.EXAMINATION,
    )
    psychological_in_person: Event = Event(
        reassuring=True,
        title="Psychological evaluation in person",
        question="When was the client last evaluated psychologically, in person, for this treatment?",
        mutability=Mutability.OBTAINABLE,
        burden=Burden.EXAMINATION,
    )
