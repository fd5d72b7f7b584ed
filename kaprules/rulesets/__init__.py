"""What is decided, and on whose word: declarations only. A rule set is a tuple of rules in the source's order."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..facts.client import Client
from ..rule import RuleSet
from . import (
    acute_illness,
    age,
    bladder,
    breathing,
    cardiovascular,
    cognition,
    eye,
    head_injury,
    intracranial_pressure,
    ketamine,
    kidney,
    liver,
    mania,
    medicines,
    obesity,
    personality,
    porphyria,
    pregnancy,
    psychosis,
    readiness,
    reality_testing,
    seizures,
    substance_use,
    suicidality,
    thyroid,
    vascular,
)

if TYPE_CHECKING:
    from .aftercare import AFTERCARE as AFTERCARE
    from .discharge import DISCHARGE as DISCHARGE
    from .dose_tiers import DOSE_TIERS as DOSE_TIERS
    from .dosing_day import DOSING_DAY as DOSING_DAY
    from .setting import SETTING as SETTING

    RULESETS: Mapping[str, RuleSet]
    """Every rule set by name, in the order in which a clinic asks."""

CRITERIA: Final = {
    "readiness": readiness,
    "pregnancy": pregnancy,
    "cardiovascular": cardiovascular,
    "thyroid": thyroid,
    "mania": mania,
    "psychosis": psychosis,
    "ketamine": ketamine,
    "head_injury": head_injury,
    "breathing": breathing,
    "obesity": obesity,
    "substance_use": substance_use,
    "bladder": bladder,
    "reality_testing": reality_testing,
    "vascular": vascular,
    "age": age,
    "liver": liver,
    "intracranial_pressure": intracranial_pressure,
    "eye": eye,
    "suicidality": suicidality,
    "medicines": medicines,
    "porphyria": porphyria,
    "kidney": kidney,
    "seizures": seizures,
    "cognition": cognition,
    "personality": personality,
    "acute_illness": acute_illness,
}
"""The thirteen criteria of the source in its order, then what its own sources add."""

SCREENING: Final[RuleSet[Client]] = RuleSet(
    "screening",
    "May this client be considered for ketamine-assisted psychotherapy at all?",
    tuple(rule for criterion in CRITERIA.values() for rule in criterion.RULES),
    off=tuple(rule for criterion in CRITERIA.values() for rule in getattr(criterion, "OFF", ())),
    home="kaprules.rulesets:SCREENING",
)
"""Every rule of every criterion."""

_LATER: Final = ("setting", "dose_tiers", "dosing_day", "discharge", "aftercare")


def __getattr__(name: str) -> object:
    """Load the other rule sets when they are first asked for: who only screens need not wait for them."""
    if name.lower() in _LATER and name.isupper():
        return getattr(importlib.import_module(f".{name.lower()}", __name__), name)
    if name == "RULESETS":
        return {SCREENING.name: SCREENING} | {each: __getattr__(each.upper()) for each in _LATER}
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
