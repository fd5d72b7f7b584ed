"""What is given, and on which terms."""

from __future__ import annotations

import enum

from .model import Choice, Facts, Flag, Mutability
from .team import ATTESTED


class Supply(enum.Enum):
    """Which kind of product a practice gives."""

    LICENSED_RACEMIC = "licensed racemic"
    COMPOUNDED = "compounded racemic"
    ESKETAMINE = "esketamine"


class Terms(Facts, group="terms"):
    """What is given, and on which terms."""

    product: Choice[Supply] = Choice(
        title="Kind of product",
        question="Which product does the practice give: racemic as licensed, racemic as compounded, or esketamine?",
        options=Supply,
        validity=ATTESTED,
        mutability=Mutability.FIXED,
    )
    programme_enrolled: Flag = Flag(
        title="Enrolment in the risk programme",
        question=(
            "Are practice and client enrolled in the risk programme that this place demands for esketamine (in the "
            "United States, the REMS)?"
        ),
        adverse=False,
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
    off_label_consent: Flag = Flag(
        title="Consent to off-label use",
        question="Has the client been told, and signed, that this product is not licensed for the purpose?",
        adverse=False,
        validity=ATTESTED,
        mutability=Mutability.OBTAINABLE,
    )
