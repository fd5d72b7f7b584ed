"""Disease of the liver and what the laboratory says of it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Final

from ..conditions import any_of
from ..limit import ratio
from ..possible import Interval
from ..sources import LABORATORY_TESTS, recalled
from .authority import LABORATORY, ON_RECORD
from .ketamine_history import KetamineHistory
from .model import Adverse, Burden, Choice, Facts, Flag, Mutability, Number, Validity, icd10cm, loinc, snomed
from .model.measurement import share
from .model.readings import marks_of

PANEL: Final = Validity(90, 90)
ON_SUSPICION: Final = "measured where a disease of the liver is known or suspected, or ketamine injured it"
MAX_ACTIVITY: Final = 20_000
LOWEST_REFERENCE, HIGHEST_REFERENCE = 10, 100
MICROKATAL: Final = {"ukat/L": Fraction(60)}
"""A microkatal is sixty units: micromoles in a second, not in a minute."""


class ChildPugh(enum.Enum):
    """How well a cirrhotic liver still works, by Child and Pugh."""

    NONE = "none"
    """There is no cirrhosis, and so no class."""
    A = "class A"
    B = "class B"
    C = "class C"


def _activity(enzyme: str, code: str) -> Number:
    return Number(
        title=enzyme,
        question=f"What is the {enzyme}, and of which day?",
        unit="U/L",
        lowest=0,
        highest=MAX_ACTIVITY,
        adverse=Adverse.HIGHER,
        validity=PANEL,
        requires_date=True,
        units=MICROKATAL,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication=ON_SUSPICION,
        codes=loinc(code),
    )


def _reference(enzyme: str) -> Number:
    return Number(
        title=f"Upper reference limit of the {enzyme}",
        question=f"What is the laboratory's own upper reference limit of the {enzyme}?",
        unit="U/L",
        lowest=LOWEST_REFERENCE,
        highest=HIGHEST_REFERENCE,
        mutability=Mutability.OBTAINABLE,
        units=MICROKATAL,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication=f"belongs to an {enzyme}",
    )


def _multiple(enzyme: str, value: str, reference: str) -> Number:
    return Number(
        title=f"{enzyme} as a multiple of its upper reference limit",
        question=f"How many times the laboratory's own upper reference limit is the {enzyme}, and of which day?",
        unit="{ULN}",
        lowest=0,
        highest=Fraction(MAX_ACTIVITY, LOWEST_REFERENCE),
        adverse=Adverse.HIGHER,
        validity=PANEL,
        requires_date=True,
        usual_error=share(15, 0, recalled(LABORATORY_TESTS, "aminotransferases: 15 percent")),
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication=ON_SUSPICION,
        indicated_by=lambda: any_of(Liver.known_disease.present, KetamineHistory.hepatic_reaction.present),
        version=2,
        derive=_divided(value, reference),
        derived_from=(value, reference),
    )


def _divided(value: str, reference: str) -> Callable[[Any, date], Interval]:
    """Return the reading "so many times the laboratory's own reference", which without it may be any plausible one."""

    def read(liver: Facts, on: date) -> Interval:
        measured: Interval = getattr(Liver, value).possible(liver, on)
        limit: Interval = getattr(Liver, reference).possible(liver, on)
        found = _ratio(measured, limit)
        last, outdated = (None if each is None else _ratio(each, limit) for each in (measured.last, measured.outdated))
        return found._replace(marks=marks_of(measured, limit), last=last, outdated=outdated)

    return read


def _ratio(value: Interval, limit: Interval) -> Interval:
    return Interval(ratio(value.low, limit.high), ratio(value.high, limit.low), value.absence)


class Liver(Facts, group="liver"):
    """Disease of the liver and what the laboratory says of it."""

    known_disease: Flag = Flag(
        title="Liver disease",
        question="Has a liver disease been diagnosed, such as hepatitis or cirrhosis, and not been cured since?",
        validity=Validity(180, 180),
        codes=snomed("59927004") + icd10cm("K72.90"),
    )
    child_pugh: Choice[ChildPugh] = Choice(
        title="Child-Pugh class",
        question="Which Child-Pugh class is the liver in, if there is a cirrhosis?",
        options=ChildPugh,
        adverse=(ChildPugh.C, ChildPugh.B, ChildPugh.A),
        validity=PANEL,
        burden=Burden.EXAMINATION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="meaningful only where there is a disease of the liver",
        indicated_by=lambda: Liver.known_disease.present,
        codes=snomed("19943007") + icd10cm("K74.60"),
    )
    alt: Number = _activity("ALT", "1742-6")
    alt_reference_high: Number = _reference("ALT")
    alt_multiple: Number = _multiple("ALT", "alt", "alt_reference_high")
    ast: Number = _activity("AST", "1920-8")
    ast_reference_high: Number = _reference("AST")
    ast_multiple: Number = _multiple("AST", "ast", "ast_reference_high")
