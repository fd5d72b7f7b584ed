"""The screening: a file for each criterion, the thirteen of the source in its order, then what its own sources add."""

from __future__ import annotations

from typing import Final

from ...client_words import ClientWords
from ...facts.client import Client
from ...ruleset import RuleSet
from ...sources import MAINTAINED
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
"""The rules of each criterion, by its name."""

SCREENING: Final[RuleSet[Client]] = RuleSet(
    "screening",
    "May this client be considered for ketamine-assisted psychotherapy at all?",
    tuple(rule for criterion in CRITERIA.values() for rule in criterion.RULES),
    optional_rules=tuple(rule for criterion in CRITERIA.values() for rule in getattr(criterion, "OFF", ())),
    client_words=ClientWords(title="Your screening on {day}"),
    stewardship=MAINTAINED,
    home="kaprules.rulesets:SCREENING",
)
"""Every rule of every criterion."""
