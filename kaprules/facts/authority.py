"""Who may rule a fact out: anybody may say that a risk is there, not everybody that it is not.

A value by anybody else, or by nobody, counts to the worse alone: what it says to the better clears nobody.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar, cast

import attrs

from ..possible import Absence
from ..sources import proposal
from .model import Facts, Movable, Recorded, Reporter, Reports, Validity, given, otherwise_reported

Known = TypeVar("Known", bound=Facts)

EXAMINER: Final = (Reporter.CLINICIAN,)
"""A clinician, on an examination of their own or by confirming what somebody else answered, where that may be."""
TOLD: Final = (Reporter.CLIENT, Reporter.CLINICIAN, Reporter.RECORD)
"""Who is asked for what a clinician confirms."""
ON_RECORD: Final = (Reporter.CLINICIAN, Reporter.RECORD)
"""A clinician, or the record of one."""
LABORATORY: Final = (Reporter.LABORATORY, Reporter.CLINICIAN, Reporter.RECORD)
"""A laboratory, or whoever copies its report."""
MEASURED: Final = (Reporter.CLINICIAN, Reporter.DEVICE, Reporter.RECORD)
"""Who measures in the clinic; a device is the clinic's."""
SEEN_AT_PRESENT: Final = Validity(
    14, 0, movable=Movable(7, 30, proposal("a state of mind is seen again after one to four weeks; practices differ"))
)
"""For how long what an examination, or the screener of suicidality, says of the present counts."""
MEASURED_OR_TOLD: Final = (*MEASURED, Reporter.CLIENT)
"""Who is asked for what the client knows about, too."""


def by_clinician(group: Known) -> Known:
    """Return a group in which a clinician says what only some may rule out, wherever nobody else is named.

    >>> from kaprules.facts import Vitals
    >>> by_clinician(Vitals(heart_rate=72)) == Vitals(heart_rate=Recorded(72, by=Reporter.CLINICIAN))
    True
    """
    restricted = {fact.name for fact in group.__facts__ if Reporter.CLINICIAN in fact.may_rule_out}
    told = {name: _by_clinician(value) for name, value in given(group).items() if name in restricted}
    return cast(Known, otherwise_reported(group, told))


def _by_clinician(value: Any) -> Any:
    if isinstance(value, Absence):
        return value
    if isinstance(value, Reports):
        return Reports(*map(_by_clinician, value.reports))
    report = value if isinstance(value, Recorded) else Recorded(value)
    return report if report.by is not None else attrs.evolve(report, by=Reporter.CLINICIAN)
