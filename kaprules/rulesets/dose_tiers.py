"""Which experiential tier is this client ready for?"""

from __future__ import annotations

from typing import Final

from ..facts.session import Session
from ..rule import Phase, Rule, RuleSet

RULES: Final[tuple[Rule, ...]] = ()

DOSE_TIERS: Final = RuleSet(
    "dose_tiers",
    "Which experiential tier is this client ready for?",
    RULES,
    subject=Session,
    phase=Phase.INTAKE,
    home="kaprules.rulesets:DOSE_TIERS",
)
