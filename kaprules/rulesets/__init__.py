"""What is decided, and on whose word: declarations only. A rule set is a tuple of rules in the source's order."""

from __future__ import annotations

from typing import Final

from ..rule import RuleSet
from . import (
    age,
    bladder,
    breathing,
    cardiovascular,
    head_injury,
    ketamine,
    mania,
    obesity,
    pregnancy,
    psychosis,
    readiness,
    reality_testing,
    substance_use,
    thyroid,
    vascular,
)

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
}
"""The thirteen criteria of the source in its order, then vessels and age, which its own sources add."""

SCREENING: Final = RuleSet(
    "screening",
    "May this client be considered for ketamine-assisted psychotherapy at all?",
    tuple(rule for criterion in CRITERIA.values() for rule in criterion.RULES),
    home="kaprules.rulesets:SCREENING",
)
"""Every rule of every criterion."""
