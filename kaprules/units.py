"""How people and laboratories write units: the usual spellings of each UCUM code, declared once.

A spelling is read among the units that a fact has, and only where it is that of one of them. A page and a terminal take
it; a file and Python, which have to say exactly what they mean, name the code instead. Case, spaces and the two signs
for "micro" say nothing; nobody's weight is in megagrams.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "%": ("percent", "per cent", "pct", "por ciento"),
    "/min": ("1/min", "min-1", "per minute", "per min", "a minute", "por minuto"),
    "{beats}/min": ("bpm", "beats/min", "beats per minute", "lpm", "latidos/min", "latidos por minuto"),
    "{breaths}/min": (
        "breaths/min", "breaths per minute", "brpm", "rpm", "respiraciones/min", "respiraciones por minuto",
    ),
    "/wk": ("1/wk", "/week", "per week", "a week", "a la semana", "por semana", "/semana"),
    "{events}/h": ("events/h", "events/hr", "events/hour", "events per hour", "eventos/h", "eventos por hora", "/h"),
    "Cel": ("°C", "degC", "C"),
    "[degF]": ("°F", "degF", "F"),
    "U/L": ("IU/L", "[IU]/L", "units/L", "UI/L"),
    "ukat/L": ("mckat/L",),
    "[ft_i]": ("ft", "foot", "feet", "'", "pie", "pies"),
    "[in_i]": ("in", "inch", "inches", '"', "''", "pulgada", "pulgadas"),
    "[lb_av]": ("lb", "lbs", "pound", "pounds", "libra", "libras"),
    "[stone_av]": ("st", "stone", "stones"),
    "a": ("y", "yr", "yrs", "year", "years", "year old", "years old", "año", "años"),
    "mo": ("mos", "mth", "mths", "month", "months", "mes", "meses"),
    "d": ("day", "days", "día", "días", "dia", "dias"),
    "h": ("hr", "hrs", "hour", "hours", "hora", "horas"),
    "min": ("mins", "minute", "minutes", "minuto", "minutos"),
    "cm": ("cms", "centimetre", "centimetres", "centimeter", "centimeters", "centímetro", "centímetros"),
    "m": ("metre", "metres", "meter", "meters", "metro", "metros"),
    "kg": ("kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramo", "kilogramos"),
    "g": ("gram", "grams", "gramme", "grammes", "gramo", "gramos"),
    "kg/m2": ("kg/m^2", "kg/m**2", "kg/sqm", "kg/sq m", "kg m-2", "kg·m-2", "kg.m-2"),
    "g/d": ("g/day", "g/24h", "g/24 h", "g per day", "g a day", "g daily", "g/día", "g al día", "g por día"),
    "mg/d": ("mg/day", "mg/24h", "mg/24 h", "mg per day", "mg a day", "mg daily", "mg/día", "mg al día", "mg por día"),
    "ug/d": (
        "ug/day", "ug/24h", "ug/24 h", "ug per day", "ug a day", "ug daily", "ug/día", "ug al día", "ug por día",
        "mcg/d", "mcg/day", "mcg/24h", "mcg/24 h", "mcg per day", "mcg a day", "mcg daily", "mcg/día",
        "mcg al día", "mcg por día",
    ),
    "kPa": (),
    "mm[Hg]": ("mmHg", "mm Hg"),
    "m[IU]/L": ("mIU/L", "mU/L", "mUI/L"),
    "u[IU]/mL": ("uIU/mL", "uU/mL", "uUI/mL", "mcIU/mL", "mcU/mL"),
    "mL/min/{1.73_m2}": (
        "mL/min/1.73m2", "mL/min/1.73 m2", "mL/min/1.73_m2", "mL/min/1.73m^2", "mL/min/1.73 m^2", "mL/min per 1.73 m2",
        "mL/min per 1.73m2", "mL/min/{1.73 m2}", "mL/min por 1.73 m2",
    ),
    "{ULN}": ("ULN", "xULN", "x ULN", "times ULN", "times the upper limit of normal", "LSN", "x LSN"),
    "{#}": (),
    "{score}": ("points", "point", "puntos", "punto"),
    "ng/dL": (),
    "pg/mL": (),
    "pmol/L": (),
}  # fmt: skip
"""The spellings of each code beside itself; those that differ in case, or in a sign below, are one."""

SIGNS: Final = str.maketrans(
    {"µ": "u", "μ": "u", "²": "2", "×": "x", "’": "'", "′": "'", "”": '"', "″": '"', "º": "°", "∙": "·", "⋅": "·"}
)
"""Signs of one meaning, as keyboards and printers have them."""


def meant(written: str, codes: Iterable[str], also: Mapping[str, Iterable[str]] | None = None) -> str:
    """Return the one of some UCUM codes that a unit is written for; empty where it is none, or could be two.

    ``also`` gives further spellings, as those in which a page shows a unit.

    >>> meant("lbs", ["kg", "[lb_av]", "g"]), meant("mcg/day", ["mg/d", "ug/d"]), meant("IU", ["mg/d", "ug/d"])
    ('[lb_av]', 'ug/d', '')
    """
    codes = tuple(codes)
    if written in codes:
        return written
    plain = _plain(written)
    more = also or {}
    found = [code for code in codes if plain in _spelled(code) or plain in map(_plain, more.get(code, ()))]
    return found[0] if len(found) == 1 else ""


@functools.cache
def _spelled(code: str) -> frozenset[str]:
    return frozenset(map(_plain, (code, *SPELLINGS.get(code, ()))))


def _plain(text: str) -> str:
    """Return a unit in the one form in which it is compared."""
    text = unicodedata.normalize("NFKC", text.strip().translate(SIGNS)).casefold().translate(SIGNS)
    text = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)
    return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", text)).removesuffix(".")
