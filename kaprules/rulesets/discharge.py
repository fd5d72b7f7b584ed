"""May the client leave?"""

from __future__ import annotations

from typing import Final

from ..facts.session import Session
from ..rule import Phase, Rule, RuleSet

RULES: Final[tuple[Rule, ...]] = ()

DISCHARGE: Final = RuleSet(
    "discharge",
    "May the client leave?",
    RULES,
    subject=Session,
    phase=Phase.DOSING_DAY,
    home="kaprules.rulesets:DISCHARGE",
)
