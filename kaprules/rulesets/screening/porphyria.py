"""Acute porphyria: what the source's own sources add to its criteria.

A course of anaesthesia calls it a relative contraindication of ketamine, a work of pharmacology an absolute one, and
a trial excludes it. It is rare, and one item of a list asks everybody: whoever does not know is asked again.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import PERMANENT, Citation, Level, Rule, asks, fires, passes

from ...facts.general_health import GeneralHealth
from ...sources import ALCOHOL_WITHDRAWAL_TRIAL, ANAESTHESIA_COURSE, PHARMAMEDIX

acute_porphyria: Final = Rule(
    id="porphyria.acute",
    source=(
        Citation(ANAESTHESIA_COURSE, "relative contraindications: acute porphyria"),
        Citation(PHARMAMEDIX, "contraindications: porphyria"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: porphyria"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=GeneralHealth.acute_porphyria.present,
    clinician_text="Acute porphyria: ketamine may trigger an attack.",
    client_text="You have porphyria. A medicine can bring on an attack, so we do not give ketamine.",
    rationale="It is inherited and does not go.",
    practice_variation="One of the works read calls it a relative contraindication.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(GeneralHealth(acute_porphyria=True)),
        passes(GeneralHealth(acute_porphyria=False)),
        asks(),
    ),
)

RULES: Final = (acute_porphyria,)
