"""What is decided, and on whose word: declarations only. A rule set is a tuple of rules in the source's order."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..ruleset import RuleSet
from .screening import CRITERIA as CRITERIA
from .screening import SCREENING as SCREENING

if TYPE_CHECKING:
    from .aftercare import AFTERCARE as AFTERCARE
    from .discharge import DISCHARGE as DISCHARGE
    from .dose_tiers import DOSE_TIERS as DOSE_TIERS
    from .dosing_day import DOSING_DAY as DOSING_DAY
    from .setting import SETTING as SETTING

    RULESETS: Mapping[str, RuleSet]
    """Every rule set by name, in the order in which a clinic asks."""

_LATER: Final = ("setting", "dose_tiers", "dosing_day", "discharge", "aftercare")


def __getattr__(name: str) -> object:
    """Load the other rule sets when they are first asked for: who only screens need not wait for them."""
    if name.lower() in _LATER and name.isupper():
        return getattr(importlib.import_module(f".{name.lower()}", __name__), name)
    if name == "RULESETS":
        return {SCREENING.name: SCREENING} | {each: __getattr__(each.upper()) for each in _LATER}
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
