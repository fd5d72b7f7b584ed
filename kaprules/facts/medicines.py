"""What the client takes, and what the rules read of it.

A medicine is resolved by its name, taken apart as ``product_names`` says, or by its code, exactly, in the table of
ingredients. One that the table does not know may be anything: it leaves every reading open that another medicine does
not settle. So does a list of which nobody says that it is complete: of whatever does not stand on it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from ..ingredients import INGREDIENTS, TABLE, Ingredient, MedicineClass, coded, combined, listed, normalised, resolve
from ..limit import Certainty, exact
from ..possible import (
    ABSENT_BIT,
    NEVER_DAYS,
    NEVER_RECORDED,
    NO_MARKS,
    PRESENT_BIT,
    Absence,
    Interval,
    Mark,
    Options,
    option_bits,
)
from ..product_names import ingredients_of
from .model import (
    CONFLICT,
    DATA_ERROR,
    Adverse,
    Choice,
    Code,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Observation,
    Recorded,
    Reporter,
    Series,
    Text,
    Validity,
    days_between,
    kept,
    latest,
)
from .model.readings import marks_of

if TYPE_CHECKING:
    from ..language import Locale


class MedicineStatus(enum.Enum):
    """Whether a medicine is taken: as people say it, then the statuses that FHIR has for statements and requests.

    What is planned counts as taken: it may be, on the day of a dose.
    """

    TAKING = "taking"
    AS_NEEDED = "as needed"
    STOPPED = "stopped"
    PLANNED = "planned"
    ACTIVE = "active"
    INTENDED = "intended"
    ON_HOLD = "on-hold"
    DRAFT = "draft"
    UNKNOWN = "unknown"
    COMPLETED = "completed"
    ENDED = "ended"
    NOT_TAKING = "not-taking"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


CURRENT: Final = (
    MedicineStatus.TAKING,
    MedicineStatus.ACTIVE,
    MedicineStatus.AS_NEEDED,
    MedicineStatus.PLANNED,
    MedicineStatus.INTENDED,
)
"""The statuses of what is taken, or is going to be."""
UNDECIDED: Final = (MedicineStatus.ON_HOLD, MedicineStatus.DRAFT, MedicineStatus.UNKNOWN)
"""Those of what may be taken or not: on hold it may be begun again, or be taken all the same."""
NEVER_BEGUN: Final = (MedicineStatus.NOT_TAKING, MedicineStatus.CANCELLED, MedicineStatus.DRAFT)
"""Those of what was perhaps never taken. Of all that is not taken now, any day may have been the last."""
MAINTENANCE: Final = (
    "buprenorphine",
    "buprenorphine with naloxone",
    "methadone",
    "levomethadone",
    "morphine",
    "diamorphine",
)
"""The opioids that also treat an opioid use disorder; of any other this need not be asked."""
SEDATIVES: Final = (MedicineClass.BENZODIAZEPINE, MedicineClass.Z_DRUG)


class Medicine(Observation, group="medicine"):
    """One medicine, by name or code; dose, last intake and status may be unknown."""

    substance: Text = Text(title="Medicine", question="Which medicine is it: its ingredient, or its brand?")
    rxnorm: Text = Text(title="RxNorm code", question="Which RxNorm code does the ingredient have?")
    daily_dose: Number = Number(
        title="Dose per day",
        question="How much of it is taken per day, at most?",
        unit="mg/d",
        lowest=0,
        highest=100_000,
        units={"ug/d": Fraction(1, 1000), "g/d": Fraction(1000)},
    )
    last_taken: Event = Event(title="Last taken", question="When was it last taken?")
    for_use_disorder: Flag = Flag(
        title="For an opioid use disorder",
        question="Is it the maintenance treatment of an opioid use disorder?",
        adverse=None,
    )
    status: Choice[MedicineStatus] = Choice(
        title="Status",
        question="Is it taken regularly, taken as needed, planned, or stopped?",
        options=MedicineStatus,
        adverse=(*CURRENT, *UNDECIDED),
        asked=(MedicineStatus.TAKING, MedicineStatus.AS_NEEDED, MedicineStatus.STOPPED, MedicineStatus.PLANNED),
    )
    route: Text = Text(title="Route", question="By which route is it taken: by mouth, as an injection, as eye drops?")
    text: Text = Text(title="As the record prints it", reporters=(Reporter.RECORD,))


# What is known of each medicine ---------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """One medicine of the list, as far as it is known."""

    ingredient: Ingredient | None
    contradicted: bool
    """Whether its name and its code do not stand for one ingredient."""
    current: int
    """Whether it is taken or planned, as bits."""
    maintenance: int
    """Whether it treats an opioid use disorder, as bits."""
    daily_dose: Interval
    last_taken: Interval
    named: tuple[str | None, str | None]
    """Its name and its code, as given."""
    marks: frozenset[Mark]

    def is_of(self, classes: frozenset[MedicineClass]) -> int:
        """Return whether it belongs to one of these classes, as bits."""
        if self.ingredient is None:
            return PRESENT_BIT | ABSENT_BIT
        return PRESENT_BIT if self.ingredient.classes & classes else ABSENT_BIT

    def counts(self, classes: frozenset[MedicineClass]) -> int:
        """Return whether it is current and belongs to one of these classes, as bits."""
        member = self.is_of(classes)
        return (member & self.current & PRESENT_BIT) | ((member | self.current) & ABSENT_BIT)


class _List(NamedTuple):
    """The medicines given, why there may be others, and how many days ago that was."""

    entries: tuple[_Entry, ...]
    absence: Absence | None
    age: int
    marks: frozenset[Mark]

    is_open: bool
    """Whether the medicines are as they are now, and there may be others: nobody says that they are all."""

    @property
    def hold(self) -> bool:
        """Whether the medicines are as they are now."""
        return self.absence is None or self.is_open

    def reason(self, undecided: list[_Entry]) -> Absence | None:
        """Return why a reading is not known that these medicines leave open."""
        if any(entry.contradicted for entry in undecided):
            return Absence.CONFLICTING
        return None if self.is_open and undecided else self.absence

    def marks_with(self, entries: list[_Entry]) -> frozenset[Mark]:
        """Return the marks of the list and of some of its medicines."""
        return self.marks.union(*[entry.marks for entry in entries])


@kept
def _read(medicines: Facts, on: date) -> _List:
    """Return the list, from which many facts are read."""
    records, absence = Medicines.listed.records(medicines, on)
    given = medicines.__dict__["listed"]
    reviewed = given.on if isinstance(given, Recorded) else None
    is_open = absence is Absence.NOT_ASKED and not isinstance(
        given.value if isinstance(given, Recorded) else given, Absence
    )
    said = [(record, _status(record, on)) for record in records]
    entries = tuple(_entry(record, status, on) for record, status in said if _may_be(status, IN_ERROR) != PRESENT_BIT)
    if reviewed is not None and medicines.could_not_be(reviewed, on):
        return _List(entries, absence, NEVER_DAYS, DATA_ERROR, is_open)
    return _List(entries, absence, 0 if reviewed is None else days_between(reviewed, on), NO_MARKS, is_open)


CURRENT_BITS: Final = option_bits(CURRENT)
PERHAPS_CURRENT: Final = option_bits((*CURRENT, *UNDECIDED))
IN_ERROR: Final = option_bits((MedicineStatus.ENTERED_IN_ERROR,))
NEVER_TAKEN: Final = IN_ERROR | option_bits(NEVER_BEGUN)


def _status(medicine: Any, on: date) -> Options:
    status = Medicine.status.possible(medicine, on)
    assert isinstance(status, Options)
    return status


def _is_current(status: Options) -> int:
    """Return as bits whether a medicine is taken or planned."""
    possibly = PRESENT_BIT if status.bits & PERHAPS_CURRENT else 0
    return possibly | (ABSENT_BIT if status.bits & ~CURRENT_BITS else 0)


def _may_be(status: Options, wanted: int) -> int:
    """Return what a medicine is as far as its status was said, as bits: one of those wanted, or another."""
    if status.absence is not None:
        return ABSENT_BIT
    return (PRESENT_BIT if status.bits & wanted else 0) | (ABSENT_BIT if status.bits & ~wanted else 0)


def _ingredient(name: str | None, code: str | None) -> tuple[Ingredient | None, bool]:
    """Return the ingredient of a medicine, if it is known, and whether its name and its code contradict each other.

    A code that is only recalled agrees with a name or does not, and says nothing by itself. The code of a product may
    be any that the table does not have, where the name is that of a product too.
    """
    if name is None:
        return (None if code is None else resolve(code)), False
    by_name = listed(name)
    parts = None if by_name is not None else ingredients_of(name)
    if parts is not None:
        by_name = combined(parts)
    if code is not None:
        by_code = coded(code) or listed(code)
        if by_code is not by_name and (by_code is not None or parts is None):
            return None, True
    return (by_name if by_name is not None and by_name.read else None), False


def _entry(medicine: Any, status: Options, on: date) -> _Entry:
    name, code = (text if isinstance(text, str) else None for text in (medicine.substance, medicine.rxnorm))
    ingredient, contradicted = _ingredient(name, code)
    dose = Medicine.daily_dose.possible(medicine, on)
    taken = Medicine.last_taken.possible(medicine, on)
    assert isinstance(dose, Interval) and isinstance(taken, Interval)
    marks = marks_of(status, dose, taken) | (CONFLICT if contradicted else frozenset())
    if not _may_be(status, NEVER_TAKEN) & PRESENT_BIT:
        # One without a status may still turn out to be a draft; what is taken or was stopped has been taken once.
        latest = NEVER_DAYS - 1 if status.absence is None else NEVER_DAYS
        if taken.low >= NEVER_DAYS:
            # A medicine that was never taken was not stopped: the date is wrong, or the entry is.
            taken, marks = Interval(0, latest), marks | DATA_ERROR
        if taken.high >= latest:
            taken = taken._replace(high=latest)
    elif _may_be(status, IN_ERROR) & PRESENT_BIT:
        taken = taken._replace(high=NEVER_DAYS)
    maintenance = Medicine.for_use_disorder.possible(medicine, on)
    assert isinstance(maintenance, Options)
    treats = maintenance.bits if ingredient is not None else maintenance.bits | ABSENT_BIT
    if ingredient is not None and ingredient.name not in MAINTENANCE:
        treats = ABSENT_BIT
    return _Entry(ingredient, contradicted, _is_current(status), treats, dose, taken, (name, code), marks)


def _shown(entry: _Entry, locale: Locale) -> str:
    name, code = entry.named
    if entry.ingredient is not None:
        same = name is None or normalised(name) == normalised(entry.ingredient.name)
        return entry.ingredient.name if same else f"{name} ({entry.ingredient.name})"
    if entry.contradicted:
        return locale(
            "{name}: its code {code} does not stand for the same ingredient in the table", name=name, code=code
        )
    if name is None and code is None:
        return locale("a medicine without a name")
    if name is not None and listed(name) is not None:
        return locale("{name}: in the table of ingredients, of a class that no rule speaks of", name=name)
    return locale("{name}: not in the table of ingredients", name=name if name is not None else code)


def _shows(possibly: Callable[[_Entry], bool]) -> Callable[[Facts, date, Locale], tuple[str, ...]]:
    """Return what names the medicines of which something is so, or may be so."""

    def shows(medicines: Facts, on: date, locale: Locale) -> tuple[str, ...]:
        return tuple(sorted({_shown(entry, locale) for entry in _read(medicines, on).entries if possibly(entry)}))

    return shows


# The readings ---------------------------------------------------------------------------------------------------


def _takes(*classes: MedicineClass, beyond_maintenance: bool = False) -> Callable[[Any, date], Options]:
    """Return the reading "takes a medicine of these classes"; what treats an opioid use disorder may be left out."""
    wanted = frozenset(classes)

    def counts(entry: _Entry) -> int:
        found = entry.counts(wanted)
        if not beyond_maintenance:
            return found
        return (found & PRESENT_BIT if entry.maintenance & ABSENT_BIT else 0) | (
            ABSENT_BIT if entry.maintenance & PRESENT_BIT else found & ABSENT_BIT
        )

    def read(medicines: Facts, on: date) -> Options:
        listed = _read(medicines, on)
        counted = [(entry, counts(entry)) for entry in listed.entries]
        possibly = [entry for entry, found in counted if found & PRESENT_BIT]
        surely = any(found == PRESENT_BIT for _, found in counted)
        marks = listed.marks_with(possibly)
        if surely and listed.hold:
            return Options(PRESENT_BIT, None, marks)
        if listed.absence is None and not possibly:
            return Options(ABSENT_BIT, None, marks)
        return Options(
            PRESENT_BIT | ABSENT_BIT, listed.reason(possibly), marks, Options(PRESENT_BIT) if surely else None
        )

    return read


def _last_taken(*classes: MedicineClass) -> Callable[[Any, date], Interval]:
    """Return the reading "days since a medicine of these classes was last taken"; what is current is taken today."""
    wanted = frozenset(classes)

    def read(medicines: Facts, on: date) -> Interval:
        listed = _read(medicines, on)
        possibly = [entry for entry in listed.entries if entry.is_of(wanted) & PRESENT_BIT]
        reason, marks = listed.reason(possibly), listed.marks_with(possibly)
        reviewed = latest(_since(entry, wanted, 0) for entry in possibly)
        if listed.absence is None:
            return reviewed._replace(absence=reason, marks=marks)
        if listed.is_open:
            return reviewed._replace(low=0, absence=reason, marks=marks)
        # What was current when the list was made may have been stopped since then, or begun.
        since = latest(_since(entry, wanted, listed.age) for entry in possibly)
        return Interval(0, since.high, reason, marks, None if listed.absence in NEVER_RECORDED else reviewed)

    return read


def _since(entry: _Entry, wanted: frozenset[MedicineClass], age: int) -> Interval:
    low = 0 if entry.current & PRESENT_BIT else entry.last_taken.low
    high = max(age if entry.current & PRESENT_BIT else 0, entry.last_taken.high if entry.current & ABSENT_BIT else 0)
    return Interval(low, high if entry.is_of(wanted) == PRESENT_BIT else NEVER_DAYS)


def _lorazepam_equivalent(medicines: Facts, on: date) -> Interval:
    """Return the milligrams of lorazepam a day that equal all benzodiazepines and Z-drugs together."""
    fact, listed = Medicines.lorazepam_equivalent, _read(medicines, on)
    wanted = frozenset(SEDATIVES)
    possibly = [entry for entry in listed.entries if entry.counts(wanted) & PRESENT_BIT]
    reason, marks = listed.reason(possibly), listed.marks_with(possibly)
    each = [_in_lorazepam(entry) for entry in possibly]
    low = exact(sum(span.low for span in each))
    high = min(fact.highest, exact(sum(span.high for span in each)))
    if low > fact.highest:
        return fact.full_range(Absence.IMPLAUSIBLE, marks | DATA_ERROR)
    if listed.is_open:
        return Interval(low, fact.highest, reason, marks)
    if listed.absence is not None:
        why = listed.absence if reason is None else reason
        return fact.full_range(why, marks, None if listed.absence in NEVER_RECORDED else Interval(low, high))
    return Interval(low, high, reason, marks)


def _in_lorazepam(entry: _Entry) -> Interval:
    equivalent = entry.ingredient.lorazepam_equivalent if entry.ingredient is not None else None
    if equivalent is None:
        return Interval(0, Medicines.lorazepam_equivalent.highest)
    low, high = (exact(Fraction(end) / Fraction(equivalent.value)) for end in entry.daily_dose[:2])
    return Interval(low if entry.current == PRESENT_BIT else 0, high)


def _shows_not_known(medicines: Facts, on: date, locale: Locale) -> tuple[str, ...]:
    """Return the medicines that the table does not know, and whether there may be others."""
    unknown = _shows(_is_unknown)(medicines, on, locale)
    return (*unknown, locale("nobody says that the list is complete")) if _read(medicines, on).is_open else unknown


def _is_unknown(entry: _Entry) -> bool:
    return entry.ingredient is None and bool(entry.current & PRESENT_BIT)


@attrs.frozen
class _NotKnown:
    """The reading "takes a medicine that the table does not know": absent where there is one, so that a rule can ask.

    It is open, not absent, where it is not known whether any such medicine is taken. It carries the table, so that
    the digest of a rule set that asks for it covers every name and class.
    """

    table: tuple[Ingredient, ...]

    def __call__(self, medicines: Any, on: date) -> Options:
        listed = _read(medicines, on)
        unknown = [entry for entry in listed.entries if _is_unknown(entry)]
        if listed.absence is None and not unknown:
            return Options(ABSENT_BIT)
        taken = any(entry.current == PRESENT_BIT for entry in unknown)
        reason = listed.reason(unknown)
        if reason is None and taken:
            reason = Absence.NOT_KNOWN
        return Options(PRESENT_BIT | ABSENT_BIT, reason, listed.marks_with(unknown))


# The facts ------------------------------------------------------------------------------------------------------

REVIEWED: Final = Validity(30, 1)
PRESCRIBED: Final = Mutability.FIXED
"""What is prescribed counts as fixed: nothing here ever proposes that a medicine be stopped."""
NOTED: Final = "read of the list of medicines, which the screening asks for"


def _codes(*classes: MedicineClass) -> tuple[Code, ...]:
    return tuple(
        Code("RxNorm", ingredient.rxnorm, ingredient.code_certainty is Certainty.CONFIRMED)
        for ingredient in INGREDIENTS
        if ingredient.rxnorm and ingredient.classes & set(classes)
    )


def _flag(what: str, *classes: MedicineClass, on_indication: str = "") -> Flag:
    wanted = frozenset(classes)
    return Flag(
        title=f"Takes {what}",
        question=f"Does the client take {what}, regularly or as needed, or is it planned?",
        validity=REVIEWED,
        on_indication=on_indication,
        mutability=PRESCRIBED,
        codes=_codes(*classes),
        version=2,
        derive=_takes(*classes),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.counts(wanted) & PRESENT_BIT)),
    )


class Medicines(Facts, group="medicines"):
    """What the client takes, and what the rules read of it."""

    listed: Series[Medicine] = Series(
        title="Medicines",
        question="Which medicines does the client take, plan to take, or have they lately stopped?",
        record=Medicine,
        validity=REVIEWED,
        reporters=(Reporter.CLIENT, Reporter.CLINICIAN, Reporter.RECORD),
        complete_when_dated=True,
    )
    maoi_last_taken: Event = Event(
        title="Inhibitor of monoamine oxidase last taken",
        question="When did the client last take an inhibitor of monoamine oxidase?",
        validity=REVIEWED,
        mutability=PRESCRIBED,
        codes=_codes(MedicineClass.MAO_INHIBITOR),
        version=2,
        derive=_last_taken(MedicineClass.MAO_INHIBITOR),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.is_of(frozenset({MedicineClass.MAO_INHIBITOR})) & PRESENT_BIT)),
    )
    takes_stimulant: Flag = _flag("a psychostimulant", MedicineClass.STIMULANT)
    takes_xanthine: Flag = _flag("theophylline or another xanthine", MedicineClass.XANTHINE)
    takes_thyroid_hormone: Flag = _flag("a thyroid hormone", MedicineClass.THYROID_HORMONE)
    takes_pressor: Flag = _flag(
        "ergometrine, vasopressin, a decongestant or another medicine that raises blood pressure", MedicineClass.PRESSOR
    )
    takes_benzodiazepine: Flag = _flag("a benzodiazepine or a Z-drug", *SEDATIVES)
    lorazepam_equivalent: Number = Number(
        title="Benzodiazepines and Z-drugs, as lorazepam",
        question="How many milligrams of lorazepam a day equal all benzodiazepines and Z-drugs that the client takes?",
        unit="mg/d",
        lowest=0,
        highest=1000,
        adverse=Adverse.HIGHER,
        validity=REVIEWED,
        mutability=PRESCRIBED,
        version=2,
        derive=_lorazepam_equivalent,
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.counts(frozenset(SEDATIVES)) & PRESENT_BIT)),
    )
    takes_opioid: Flag = _flag("an opioid", MedicineClass.OPIOID)
    takes_opioid_beyond_maintenance: Flag = Flag(
        title="Takes an opioid other than as treatment of an opioid use disorder",
        question="Does the client take an opioid for anything but the treatment of an opioid use disorder?",
        validity=REVIEWED,
        mutability=PRESCRIBED,
        codes=_codes(MedicineClass.OPIOID),
        version=2,
        derive=_takes(MedicineClass.OPIOID, beyond_maintenance=True),
        derived_from=("listed",),
        shows=_shows(
            lambda entry: bool(
                entry.counts(frozenset({MedicineClass.OPIOID})) & PRESENT_BIT and entry.maintenance & ABSENT_BIT
            )
        ),
    )
    takes_lamotrigine: Flag = _flag("lamotrigine", MedicineClass.LAMOTRIGINE, on_indication=NOTED)
    takes_cyp_inhibitor: Flag = _flag(
        "an inhibitor of CYP3A4 or CYP2B6", MedicineClass.CYP_INHIBITOR, on_indication=NOTED
    )
    takes_cyp_inducer: Flag = _flag("an inducer of CYP3A4 or CYP2B6", MedicineClass.CYP_INDUCER, on_indication=NOTED)
    takes_naltrexone: Flag = _flag("naltrexone", MedicineClass.NALTREXONE, on_indication=NOTED)
    ingredient_not_known: Flag = Flag(
        title="Takes a medicine that is not known",
        question="Which ingredient does each medicine have that the table of ingredients does not know?",
        validity=REVIEWED,
        mutability=Mutability.OBTAINABLE,
        version=2,
        derive=_NotKnown(TABLE),
        derived_from=("listed",),
        shows=_shows_not_known,
    )
