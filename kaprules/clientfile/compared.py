"""Numbers as a laboratory writes them where it gives one end alone: ``<0.01``, ``> 60 mL/min/1.73 m2``.

Before decimals stands a point, or a comma where that can be nothing else: ``<0,01``. ``<1,000`` may be a thousand.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import attrs

COMPARISONS: Final = {
    "<": ("<", "less than", "below", "under", "menos de", "menor de", "menor que", "inferior a"),
    "<=": ("<=", "=<", "≤", "≦", "⩽", "at most", "up to", "como máximo", "hasta"),
    ">": (">", "more than", "greater than", "above", "over", "más de", "mayor de", "mayor que", "superior a"),
    ">=": (">=", "=>", "≥", "≧", "⩾", "at least", "al menos", "como mínimo"),
}
"""Each comparison with how it is written, in English and in Spanish."""
_SIGNS: Final = {sign: meaning for meaning, written in COMPARISONS.items() for sign in written}
_SIGN: Final = rf"({'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))})"
_THOUSANDS: Final = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
_FORM: Final = re.compile(
    _SIGN + r"\s*(-?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]{1,4})?)(?:\s*(?![0-9.,])(\S.*))?",
    re.IGNORECASE | re.ASCII,
)


def split_comparison(text: str) -> tuple[str, str]:
    """Return the comparison with which a text begins, as its sign, and what follows; no sign where there is none.

    >>> split_comparison("at least 60 kg"), split_comparison("60 kg")
    (('>=', '60 kg'), ('', '60 kg'))
    """
    found = re.match(_SIGN + r"\s*(?=[0-9+-])", text, re.IGNORECASE)
    return ("", text) if found is None else (_SIGNS[found[1].lower()], text[found.end() :])


@attrs.frozen
class Compared:
    """One end of a number: ``at_most``, and ``strict`` where the end itself is not meant."""

    at_most: bool
    strict: bool
    number: Decimal
    unit: str | None


def compared(text: str) -> Compared | None:
    """Return what a text says of one end of a number; None where it says something else.

    >>> compared("< 5 mIU/L")
    Compared(at_most=True, strict=True, number=Decimal('5'), unit='mIU/L')
    """
    found = _FORM.fullmatch(" ".join(text.split()))
    if found is None or _THOUSANDS.fullmatch(found[2]):
        return None
    sign, number, unit = found.groups()
    meaning = _SIGNS[sign.lower()]
    return Compared(meaning[0] == "<", len(meaning) == 1, Decimal(number.replace(",", ".")), unit)
