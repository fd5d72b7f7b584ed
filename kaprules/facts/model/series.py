"""The kinds of facts that no rule reads itself: days, texts and repeated observations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple

import attrs

from ...errors import Advice, Faults, input_error
from ...possible import NEVER_RECORDED, Absence, Possible
from .answers import answered
from .declaration import Face, Fact, Group
from .kinds import as_kept, meant_date
from .values import AtLeastThese, OneOf, PartialDate, Recorded, Reporter, Reports, clean_text

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    Observed = TypeVar("Observed", bound=Group, covariant=True, default=Any)
    On = TypeVar("On", covariant=True, default=date)
else:
    from typing import TypeVar

    Observed = TypeVar("Observed", bound=Group, covariant=True)
    On = TypeVar("On", covariant=True)


class _NotScalar(Fact):
    """A fact that no rule reads itself; other facts are read from it."""

    reported: ClassVar[bool] = False
    """Whether it takes a report, with its date; never several."""

    def accept(self, given: object) -> object:
        evidenced = isinstance(given, Recorded) and given.is_evidenced
        if isinstance(given, Reports) or (evidenced and not self.reported):
            form = "one report" if self.reported else "the value alone"
            raise input_error(self.id, given, expected=form, remedy="leave out what stands beside it")
        return super().accept(given)

    def possible(self, group: Group, on: date) -> Possible:
        raise TypeError(f"{self.id} is not a scalar: read the facts that are reduced from it")


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Day(_NotScalar, Face[On | Absence], Generic[On]):
    """A date, in full unless ``partial`` says that a year, or a month of one, is enough."""

    kind: ClassVar[str] = "day"
    partial: bool = False

    def _value(self, given: object) -> object:
        if isinstance(given, date) or (self.partial and isinstance(given, PartialDate)):
            return as_kept(self, given)
        raise self._wrong(given, meant_date(given))

    def wanted(self) -> tuple[Advice, Advice]:
        if self.partial:
            return (
                Advice(
                    "a date, a month or a year", "write date(2025, 3, 1), PartialDate(2025, 3) or PartialDate(2025)"
                ),
                Advice('a date as "2025-03-01", "2025-03" or "2025"', "write it in quotes, the year first"),
            )
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


class Listed(NamedTuple):
    """The records of a series on a date, and why there may be others."""

    records: tuple[Any, ...]
    others: Absence | None
    """None where the list is complete; ``NOT_ASKED`` where it is open."""

    @property
    def hold(self) -> bool:
        """Whether the records are as they are now, so that whatever else there is can only be added to them."""
        return self.others in (None, Absence.NOT_ASKED)

    def reason(self, undecided: Sequence[Absence | None]) -> Absence | None:
        """Return why a reading is not known; ``undecided`` are the reasons of the records that leave it open.

        What is partly known counts as known, so that an open list is never passed over where one of its records, in a
        complete list, would not be.
        """
        if not self.hold or not undecided:
            return self.others
        return next((each for each in undecided if each not in NEVER_RECORDED), undecided[0])


def _once(records: Sequence[Any]) -> tuple[Any, ...]:
    """Return each record once: one that is written again, be it in other units, is the same."""
    found: dict[object, Any] = {}
    for record in records:
        found.setdefault(record.spelled(), record)
    return tuple(found.values())


def _made_by(record: Any, otherwise: Reporter | None) -> tuple[Any, ...]:
    """Return who may have made a record: whom it names, or else the reporter of the list."""
    by = record.__dict__["by"]
    by = by.value if isinstance(by, Recorded) else by
    if by is Absence.NOT_ASKED:
        return (otherwise,)
    return tuple(by.options) if isinstance(by, OneOf) else (by,)


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Series(
    _NotScalar,
    Face[
        Sequence[Observed]
        | AtLeastThese[Observed]
        | Recorded[Sequence[Observed] | AtLeastThese[Observed] | Absence]
        | Absence
    ],
    Generic[Observed],
):
    """Repeated observations, each a record with its own date; identical ones count once, an empty series is a value.

    ``AtLeastThese`` is a list that is open: its records count, and there may be others.
    """

    kind: ClassVar[str] = "series"
    reported: ClassVar[bool] = True
    record: type[Observed]
    complete_when_dated: bool = False
    """Whether a list is complete only where somebody says so on a day, as a chart's list of medicines is not.

    "None" is such a statement without a day too; what was copied from a record is none."""

    measured: bool = False
    """Whether each record is a measurement or a test, for which its own reporter stands, or else that of the list."""

    averaged: bool = False
    """Whether a mean is read of it, so that some records may outweigh another."""

    def each_alone(self, given: object) -> tuple[object, ...]:
        report: Recorded[Any] = given if isinstance(given, Recorded) else Recorded(given)
        if not self.averaged or isinstance(report.value, Absence):
            return ()
        records = report.value.records if isinstance(report.value, AtLeastThese) else report.value
        return tuple(attrs.evolve(report, value=(record,)) for record in records)

    def _value(self, given: object) -> object:
        if isinstance(given, AtLeastThese):
            return AtLeastThese(*_once(self._records(given.records)))
        if not isinstance(given, list | tuple):
            raise self._wrong(given)
        return _once(self._records(given))

    def _records(self, given: Sequence[object]) -> Sequence[object]:
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
        return given

    def known_in_part(self, given: object) -> tuple[Any, ...]:
        """Return the records of a list that is open as it was given, whatever its day; none where it is not open."""
        report = given if isinstance(given, Recorded) else Recorded(given)
        if isinstance(report.value, AtLeastThese):
            return report.value.records
        unsaid = self.complete_when_dated and (report.on is None or report.by is Reporter.RECORD)
        return report.value if unsaid and isinstance(report.value, tuple) else ()

    def answered(self, earlier: object, answer: Any) -> object:
        """Return an answer with the records of an open list: who is asked which others there are takes none away."""
        known = self.known_in_part(earlier)
        if not known:
            return answer
        report = answer if isinstance(answer, Recorded) else Recorded(answer)
        if isinstance(report.value, Absence):
            return earlier
        if isinstance(report.value, AtLeastThese):
            return attrs.evolve(report, value=AtLeastThese(*known, *report.value.records))
        return attrs.evolve(report, value=(*known, *report.value))

    def wanted(self) -> tuple[Advice, Advice]:
        remedy = "put a single one in brackets"
        return Advice(f"a list of {self.record.__name__}", remedy), Advice("a list of records", remedy)

    def vouched(self, group: Group) -> tuple[Any, ...]:
        """Return the records that somebody made who may say that all is well."""
        given = group.__dict__[self.name]
        report = given if isinstance(given, Recorded) else Recorded(given)
        records = report.value.records if isinstance(report.value, AtLeastThese) else report.value
        if not self.may_rule_out or isinstance(records, Absence):
            return () if isinstance(records, Absence) else records
        return tuple(each for each in records if set(_made_by(each, self._voucher(report))) <= set(self.may_rule_out))

    def records(self, group: Group, on: date) -> Listed:
        """Return the records given, and why there may be others: the series is absent, open or too old."""
        return answered(group, on, self, self._listed)

    def _listed(self, group: Group, on: date) -> Listed:
        given = group.__dict__[self.name]
        report = given if isinstance(given, Recorded) else Recorded(given)
        if isinstance(report.value, Absence):
            return Listed((), report.value)
        records = report.value.records if isinstance(report.value, AtLeastThese) else report.value
        if (report.on is not None and group.could_not_be(report.on, on)) or group.is_misdated(report, on):
            return Listed(records, Absence.IMPLAUSIBLE)
        if report.on is not None and not group.validity_of(self).covers(report.on, on):
            return Listed(records, Absence.STALE)
        if (self.vouched(group) != records) if self.measured else not self.is_vouched(report):
            return Listed(records, Absence.NOT_AUTHORISED)
        copied = self.complete_when_dated and report.by is Reporter.RECORD
        is_open = copied or isinstance(report.value, AtLeastThese) or self.known_in_part(given) != ()
        return Listed(records, Absence.NOT_ASKED if is_open else None)
