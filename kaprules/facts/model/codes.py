"""Codes of public terminologies, by which others know a fact."""

from __future__ import annotations

import attrs


@attrs.frozen
class Code:
    """A code of a public terminology; ``confirmed`` says whether it was seen in a public repository."""

    system: str
    code: str
    confirmed: bool = True


def loinc(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("LOINC", code) for code in codes)


def snomed(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("SNOMED CT", code) for code in codes)


def icd10cm(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("ICD-10-CM", code) for code in codes)


def rxnorm(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("RxNorm", code) for code in codes)
