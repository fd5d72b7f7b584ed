"""Is this practice ready to give it to this client?"""

from __future__ import annotations

from typing import Final

from ..facts.practice import Practice
from ..rule import Phase, Rule, RuleSet

RULES: Final[tuple[Rule, ...]] = ()

SETTING: Final = RuleSet(
    "setting",
    "Is this practice ready to give it to this client?",
    RULES,
    subject=Practice,
    phase=Phase.INTAKE,
    home="kaprules.rulesets:SETTING",
)
