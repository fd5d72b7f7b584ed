"""What may be done again, and what has to happen before the next session?"""

from __future__ import annotations

from typing import Final

from ..facts.session import Session
from ..rule import Phase, Rule, RuleSet

RULES: Final[tuple[Rule, ...]] = ()

AFTERCARE: Final = RuleSet(
    "aftercare",
    "What may be done again, and what has to happen before the next session?",
    RULES,
    subject=Session,
    phase=Phase.DOSING_DAY,
    home="kaprules.rulesets:AFTERCARE",
)
