"""Go ahead today, hold, or call somebody?"""

from __future__ import annotations

from typing import Final

from ..facts.session import Session
from ..rule import Phase, Rule, RuleSet

RULES: Final[tuple[Rule, ...]] = ()

DOSING_DAY: Final = RuleSet(
    "dosing_day",
    "Go ahead today, hold, or call somebody?",
    RULES,
    subject=Session,
    phase=Phase.DOSING_DAY,
    home="kaprules.rulesets:DOSING_DAY",
)
