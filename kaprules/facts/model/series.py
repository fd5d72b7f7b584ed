"""The kinds of facts that no rule reads itself: days, texts and repeated observations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic

import attrs

from ...errors import Advice, Faults, input_error
from ...possible import Absence, Possible
from .declaration import Face, Fact, Group
from .kinds import check_zone, meant_date
from .validity import is_to_come
from .values import Recorded, Reports, clean_text

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    Observed = TypeVar("Observed", bound=Group, covariant=True, default=Any)
else:
    from typing import TypeVar

    Observed = TypeVar("Observed", bound=Group, covariant=True)


class _NotScalar(Fact):
    """A fact that no rule reads itself; other facts are read from it."""

    reported: ClassVar[bool] = False
    """Whether it takes a report, with its date; never several."""

    def accept(self, given: object) -> object:
        evidenced = isinstance(given, Recorded) and (given.on, given.by, given.reference) != (None, None, None)
        if isinstance(given, Reports) or (evidenced and not self.reported):
            form = "one report" if self.reported else "the value alone"
            raise input_error(self.id, given, expected=form, remedy="leave out what stands beside it")
        return super().accept(given)

    def possible(self, group: Group, on: date) -> Possible:
        raise TypeError(f"{self.id} is not a scalar: read the facts that are reduced from it")


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Day(_NotScalar, Face[date | Absence]):
    """A full date."""

    kind: ClassVar[str] = "day"

    def _value(self, given: object) -> object:
        if isinstance(given, date):
            check_zone(self, given)
            return given
        raise self._wrong(given, meant_date(given))

    def wanted(self) -> tuple[Advice, Advice]:
        return (
            Advice("a full date", "write date(2025, 3, 1)"),
            Advice('a full date as "2025-03-01"', "write it in quotes, the year first"),
        )


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Text(_NotScalar, Face[str | Absence]):
    """A short text that no rule reads: where a report is filed."""

    kind: ClassVar[str] = "text"

    def _value(self, given: object) -> object:
        if given is None:
            raise self._wrong(given)
        return clean_text(given, self.id)

    def wanted(self) -> tuple[Advice, Advice]:
        return Advice("text", "write it in quotes"), Advice("text", "write it in quotes")


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Series(
    _NotScalar, Face[Sequence[Observed] | Recorded[Sequence[Observed] | Absence] | Absence], Generic[Observed]
):
    """Repeated observations, each a record with its own date; identical ones count once, an empty series is a value."""

    kind: ClassVar[str] = "series"
    reported: ClassVar[bool] = True
    record: type[Observed]

    def _value(self, given: object) -> object:
        if not isinstance(given, list | tuple):
            raise self._wrong(given)
        faults = Faults()
        for place, entry in enumerate(given):
            if not isinstance(entry, self.record):
                faults.found += input_error(
                    f"{self.id}[{place}]",
                    entry,
                    expected=f"a {self.record.__name__}",
                    remedy="build one from its parts",
                    in_file=Advice("an object with facts", 'write {"name of the fact": ...}'),
                ).faults
        faults.settle()
        return tuple(dict.fromkeys(given))

    def wanted(self) -> tuple[Advice, Advice]:
        remedy = "put a single one in brackets"
        return Advice(f"a list of {self.record.__name__}", remedy), Advice("a list of records", remedy)

    def records(self, group: Group, on: date) -> tuple[tuple[Any, ...], Absence | None]:
        """Return the records given, and why there may be others: the absence of the series, or its age."""
        given = group.__dict__[self.name]
        if isinstance(given, Absence):
            return (), given
        if isinstance(given, tuple):
            return given, None
        if isinstance(given.value, Absence):
            return (), given.value
        if given.on is None:
            return given.value, None
        if is_to_come(given.on, on):
            return given.value, Absence.IMPLAUSIBLE
        return given.value, None if self.validity.covers(given.on, on) else Absence.STALE
