"""Disease and injury of the eye."""

from __future__ import annotations

import enum

from .model import Choice, Event, Facts, Validity, icd10cm, snomed


class EyeDisease(enum.Enum):
    """What an eye has; where it is several things, the gravest, which is the last of them here."""

    NONE = "none"
    OTHER = "other"
    """A disease, an injury or an operation that does not raise the pressure in the eye."""
    GLAUCOMA_CONTROLLED = "glaucoma under control"
    RETINAL_DETACHMENT = "detached retina"
    PRESSURE_UNCONTROLLED = "pressure not under control"
    ACUTE_ANGLE_CLOSURE = "acute angle closure"
    OPEN_GLOBE_INJURY = "open injury of the eye"


class Eye(Facts, group="eye"):
    """Disease and injury of the eye."""

    disease: Choice[EyeDisease] = Choice(
        title="Eye disease or injury",
        question="Is there an eye disease or injury, or was there recent eye surgery, and which is the most serious?",
        options=EyeDisease,
        adverse=(
            EyeDisease.OPEN_GLOBE_INJURY,
            EyeDisease.ACUTE_ANGLE_CLOSURE,
            EyeDisease.PRESSURE_UNCONTROLLED,
            EyeDisease.RETINAL_DETACHMENT,
            EyeDisease.GLAUCOMA_CONTROLLED,
        ),
        graded=False,
        validity=Validity(180, 180),
        codes=snomed("23986001") + icd10cm("H40.9", "H40.21", "H33.0"),
    )
    surgery: Event = Event(
        title="Latest eye surgery",
        question="When was the latest eye surgery, if there ever was any?",
        validity=Validity(30, 30),
    )
