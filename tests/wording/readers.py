"""Thirteen clients whom the pages have to serve: each is another kind of case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kaprules import Client
from kaprules.clientfile import subject_from_data, subject_to_data
from kaprules.intake.ordinary import ordinary

ON: Final = date(2026, 11, 23)
TODAY: Final = ON.isoformat()


def said(value: Any, by: str = "clinician", on: str = TODAY) -> dict[str, Any]:
    """Return a report as a client file writes it."""
    return {**(value if isinstance(value, dict) else {"value": value}), "by": by, "on": on}


def number(value: float | int, unit: str) -> dict[str, Any]:
    """Return a number with its unit, as a client file writes it."""
    return {"value": value, "unit": unit}


def pressure(systolic: int, diastolic: int, on: str = TODAY) -> dict[str, Any]:
    """Return one reading of a blood pressure."""
    ends = {"systolic": number(systolic, "mm[Hg]"), "diastolic": number(diastolic, "mm[Hg]")}
    return {**ends, "on": on, "by": "clinician"}


def other(facts: Mapping[str, Mapping[str, Any]], kind: str = "man") -> Client:
    """Return a client in good health of whom some facts are otherwise."""
    data = subject_to_data(ordinary(kind, ON))
    for group, told in facts.items():
        data[group] = {**data.get(group, {}), **told}
    return subject_from_data(Client, data)


SEVERE_APNOEA: Final = {
    "sleep_apnoea": said(True),
    "apnoea_hypopnoea_index": said(number(34, "{events}/h")),
    "pap_use": said("not prescribed"),
}
READERS: Final[Mapping[str, Client]] = {
    "in good health": other({}),
    "nothing is known": Client(),
    "an intent sixteen days old": other(
        {"suicidality": {"highest_ideation_item": said(5, on="2026-11-07"), "behaviour_in_three_months": said(False)}}
    ),
    "an intent of today": other({"suicidality": {"highest_ideation_item": said(5)}}),
    "four problems": other(
        {
            "vitals": {
                "pressures": [pressure(164, 97), pressure(166, 99)],
                "height": said(number(170, "cm")),
                "weight": said(number(119.4, "kg")),
            },
            "breathing": SEVERE_APNOEA,
            "circulation": {"aneurysm": said(True)},
            "psychiatric_history": {"psychotic_disorders": said([{"type": "schizophrenia"}])},
        }
    ),
    "cautions of readiness alone": other(
        {
            "readiness": {
                "willing_therapist": said("unsure"),
                "accepts_integration": said("unsure", "client"),
                "willing_client": said("unsure", "client"),
            }
        }
    ),
    "one dose is missing": other(
        {"medicines": {"listed": said([{"substance": "lorazepam", "status": "taking"}], "client")}}
    ),
    "a medicine that no table knows": other(
        {"medicines": {"listed": said([{"substance": "zelbritide", "status": "taking"}], "client")}}
    ),
    "a test declined": other(
        {"reproduction": {"pregnancy_test": {"absent": "declined"}}}, "woman who may become pregnant, under 40"
    ),
    "an attack six years ago": other({"circulation": {"myocardial_infarction": said("2020-06", "record")}}),
    "use that lifts with time": other({"ketamine_history": {"nonmedical_ketamine_use": said("2026-11-03", "client")}}),
    "much at once": other(
        {
            "vitals": {
                "pressures": [pressure(194, 122), pressure(186, 118)],
                "height": said(number(170, "cm")),
                "weight": said(number(119.4, "kg")),
            },
            "breathing": SEVERE_APNOEA,
            "circulation": {"aneurysm": said(True), "myocardial_infarction": said("2026-11-01", "record")},
            "psychiatric_history": {"psychotic_disorders": said([{"type": "schizophrenia"}])},
            "suicidality": {
                "highest_ideation_item": said(5, on="2026-11-07"),
                "behaviour_in_three_months": said(False),
            },
            "ketamine_history": {"nonmedical_ketamine_use": said("2026-11-03", "client")},
            "readiness": {"willing_client": said("no", "client"), "informed_consent": said("refused", "client")},
            "medicines": {
                "listed": said(
                    [{"substance": name, "status": "taking"} for name in ("phenelzine", "zelbritide", "lorazepam")]
                )
            },
        }
    ),
    "a crisis of pressure": other({"vitals": {"pressures": [pressure(194, 122)]}}),
}
