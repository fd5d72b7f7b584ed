"""Clients in good health, as they answer at an intake by checklists: one of each kind that is asked otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from ..clientfile import subject_from_data
from ..facts.client import Client
from ..language import message

_BY_CLIENT: Final = (
    "heart_and_vessels",
    "brain_and_nerves",
    "breathing_and_sleep",
    "liver_kidney_bladder",
    "hormones_eyes_rare",
    "mental_health_history",
    "substances",
    "anaesthetics_operations_injuries",
)
_CONFIRMED: Final = ("mental_health_history", "substances")
_UTERUS: Final[Mapping[str, Any]] = {"without_uterus": False}
_MAY_BE_PREGNANT: Final[Mapping[str, Any]] = {
    **_UTERUS,
    "permanent_sterilisation": False,
    "pregnancy_reported": "no",
    "pregnancy_test": ("negative", "laboratory"),
    "contraception_effective": True,
    "breastfeeding": False,
}
_MENOPAUSE: Final[Mapping[str, Any]] = {
    **_UTERUS,
    "permanent_sterilisation": False,
    "amenorrhoea": {"value": 36, "unit": "mo"},
}
_STERILISED: Final[Mapping[str, Any]] = {**_UTERUS, "permanent_sterilisation": True}
KINDS: Final[Mapping[str, tuple[int, Mapping[str, Any]]]] = MappingProxyType(
    {
        message("man"): (40, {"without_uterus": True}),
        message("woman who may become pregnant, under 40"): (30, _MAY_BE_PREGNANT),
        message("woman who may become pregnant, from 40 on"): (
            45,
            {**_MAY_BE_PREGNANT, "amenorrhoea": {"value": 0, "unit": "mo"}},
        ),
        message("woman after the menopause, under 55"): (52, {**_MENOPAUSE, "breastfeeding": False}),
        message("woman after the menopause, 55 or older"): (60, _MENOPAUSE),
        message("woman who is sterilised, under 55"): (45, {**_STERILISED, "breastfeeding": False}),
        message("woman who is sterilised, 55 or older"): (60, _STERILISED),
        message("woman without a uterus"): (45, {"without_uterus": True}),
    }
)
"""Each kind of client with an age in years and what is answered of pregnancy, by fact as in a client file."""


def ordinary(kind: str, on: date) -> Client:
    """Return a client of a kind who denies whatever is asked, all answered on one day.

    >>> ordinary("man", date(2026, 11, 23)).reproduction.without_uterus.value
    True
    """
    age, reproduction = KINDS[kind]
    day = on.isoformat()

    def said(value: Any, by: str = "client", **more: Any) -> dict[str, Any]:
        told = value if isinstance(value, dict) else {"value": value}
        return {**told, "on": day, "by": by, **more}

    confirmed: dict[str, Any] = {"confirmed_by": {"role": "clinician", "name": "clinician 1", "on": day}}
    lists = {
        each: {"version": 1, "answer": "none", "on": day, "by": "client", **(confirmed if each in _CONFIRMED else {})}
        for each in _BY_CLIENT
    }
    lists["mental_state"] = {"version": 1, "answer": "none", "on": day, "by": "clinician"}
    pressure = {
        "systolic": {"value": 122, "unit": "mm[Hg]"},
        "diastolic": {"value": 76, "unit": "mm[Hg]"},
        "on": day,
        "by": "clinician",
    }
    data: dict[str, Any] = {
        "checklists": lists,
        "person": {"birth_date": on.replace(year=on.year - age, month=1, day=1).isoformat()},
        "readiness": {
            "willing_client": said("yes"),
            "accepts_integration": said("yes"),
            "informed_consent": said("signed"),
            "decision_capacity": said("yes", "clinician"),
            "participation_voluntary": said("yes", "clinician"),
            "willing_therapist": said("yes", "clinician"),
            "treatment_goal_documented": said(True, "clinician"),
        },
        "indication": {"condition": said("depression", "clinician")},
        "reproduction": {
            fact: said(*value) if isinstance(value, tuple) else said(value) for fact, value in reproduction.items()
        },
        "vitals": {
            "pressures": [pressure, pressure | {"systolic": {"value": 120, "unit": "mm[Hg]"}}],
            "heart_rate": said({"value": 68, "unit": "/min"}, "device"),
            "oxygen_saturation": said({"value": 98, "unit": "%"}, "device"),
            "height": said({"value": 175, "unit": "cm"}, "clinician"),
            "weight": said({"value": 75, "unit": "kg"}, "clinician"),
        },
        "circulation": {
            "aneurysm": said(False),
            "arteriovenous_malformation": said(False),
            "intracerebral_haemorrhage": said(False),
            "latest_cardiovascular_event": said("never"),
        },
        "mental_state": {
            "current_mood_episode": said("depressive", "clinician"),
            "reality_testing": said("intact", "clinician"),
        },
        "psychiatric_history": {
            "psychotic_disorders": said([], **confirmed),
            "family_history_of_psychosis": said(False),
        },
        "ketamine_history": {
            "reactions": said([]),
            "prior_medical_ketamine": said("never given"),
            "nonmedical_ketamine_use": said("never"),
        },
        "neurology": {"head_injuries": said([])},
        "suicidality": {
            "highest_ideation_item": said(0, "clinician"),
            "behaviour_in_three_months": said(False, "clinician"),
            "attempt_ever": said(False, "clinician"),
        },
        "medicines": {"listed": said([])},
    }
    return subject_from_data(Client, data)
