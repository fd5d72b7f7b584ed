"""Failure of the kidneys: what the source's own sources add to its criteria.

A trial excludes it, and little is known of ketamine in somebody on dialysis. A filtration rate is not demanded; one
that is there counts, whatever the diagnosis says.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    Citation,
    Level,
    Limit,
    Recorded,
    Rule,
    asks,
    by_clinician,
    fires,
    passes,
    proposal,
)

from ...facts.general_health import GeneralHealth
from ...sources import ALCOHOL_WITHDRAWAL_TRIAL, KIDNEY_STAGES

FAILURE: Final = Limit(
    15,
    "mL/min/{1.73_m2}",
    id="kidney.failure",
    source=Citation(KIDNEY_STAGES, "stage 5, kidney failure: below 15, or dialysis"),
    since=ADOPTED,
)


def _filtration(value: int) -> GeneralHealth:
    return by_clinician(GeneralHealth(glomerular_filtration_rate=Recorded(value, on=EXAMPLE_DAY)))


kidney_failure: Final = Rule(
    id="kidney.failure",
    source=(
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: renal failure"),
        proposal("little is known of ketamine in clients on dialysis, so that it is weighed"),
    ),
    level=Level.CAUTION,
    when=GeneralHealth.kidney_failure.present,
    clinician_text="Kidney failure or dialysis.",
    client_text="Your kidneys work very little. Your prescriber will take it into account.",
    rationale="A trial excludes it; no label that was read forbids it.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(GeneralHealth(kidney_failure=True)),
        passes(GeneralHealth(kidney_failure=False)),
        asks(),
    ),
)

low_filtration: Final = Rule(
    id="kidney.filtration_low",
    source=(
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: renal failure"),
        Citation(KIDNEY_STAGES, "stage 5, kidney failure: below 15, or dialysis"),
    ),
    level=Level.CAUTION,
    when=GeneralHealth.glomerular_filtration_rate < FAILURE,
    clinician_text="eGFR in the range of kidney failure.",
    client_text="A blood value shows that your kidneys work very little. Your prescriber will look at it with you.",
    rationale="A diagnosis that was denied never hides a measurement that is there.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_filtration(14)),
        passes(_filtration(15)),
        asks(GeneralHealth(kidney_failure=True)),
    ),
)

RULES: Final = (kidney_failure, low_filtration)
