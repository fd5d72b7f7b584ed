"""What the client takes, and what the rules read of it.

A medicine is resolved by its name, taken apart as ``product_names`` says, or by its code, exactly, in the table of
ingredients. One that the table does not know may be anything: it leaves every reading open that another medicine does
not settle. So does a list of which nobody says that it is complete: of whatever does not stand on it.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import attrs

from ..ingredients import (
    INGREDIENTS,
    Ingredient,
    MedicineClass,
    SiteName,
    Told,
    coded,
    combined,
    nearly,
    normalised,
    resolve,
)
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
from ..product_names import BETWEEN_PARTS, ingredients_of
from ..sources import proposal
from .model import (
    CONFLICT,
    DATA_ERROR,
    NEVER,
    Adverse,
    Choice,
    Code,
    Event,
    Facts,
    Flag,
    Movable,
    Mutability,
    Number,
    Observation,
    OneOf,
    Recorded,
    Reporter,
    Reports,
    Series,
    Text,
    Validity,
    days_between,
    kept,
    latest,
    with_exactly,
)
from .model.readings import marks_of
from .psychiatric_history import AntipsychoticUse

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
NOT_YET: Final = (
    *NEVER_BEGUN,
    MedicineStatus.PLANNED,
    MedicineStatus.INTENDED,
    MedicineStatus.ENTERED_IN_ERROR,
)
"""Those by which nobody says that it was ever taken."""
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
SEDATING: Final = frozenset({*SEDATIVES, MedicineClass.OPIOID, MedicineClass.CNS_DEPRESSANT})
"""The classes of whatever sedates."""
KINDS_OF_SEDATIVES: Final = (
    frozenset(SEDATIVES),
    frozenset({MedicineClass.OPIOID}),
    frozenset({MedicineClass.CNS_DEPRESSANT}),
)
"""The same, each kind by itself: one ingredient is of one of them."""
ASKS_FOR_TSH: Final = frozenset({"amiodarone", "lithium"})
"""What disturbs the thyroid and belongs to no class of its own for it."""


DEPOT: Final = frozenset({MedicineClass.DEPOT_ANTIPSYCHOTIC})
HAS_A_DEPOT: Final = frozenset(each.name.split()[0] for each in INGREDIENTS if each.classes & DEPOT)
"""The antipsychotics that are also given as a depot."""
INJECTED: Final = frozenset(
    "depot injection injectable injected intramuscular intramuscularly subcutaneous subcutaneously im i.m. i.m sc s.c. "
    "s.c inyección inyectable subcutánea subcutáneo".split()
)
"""The words by which such an antipsychotic is one."""


class Reason(enum.Enum):
    """What a medicine is taken for. There is one reason for each disease of which a medicine tells."""

    DEPRESSION = "depression"
    SLEEP = "sleep"
    ANXIETY = "anxiety"
    EPILEPSY = "epilepsy"
    PAIN = "pain"
    BIPOLAR = "bipolar disorder"
    PSYCHOSIS = "psychosis"
    THYROID = "thyroid disease"
    CORONARY = "coronary disease"
    HEART_FAILURE = "heart failure"
    RHYTHM = "rhythm disorder"
    EMBOLISM = "embolism or thrombosis"
    VALVE = "valve disease"
    COPD = "chronic obstructive pulmonary disease"
    ASTHMA = "asthma"
    INTERSTITIAL_CYSTITIS = "interstitial cystitis"
    EYE = "eye disease"
    DEMENTIA = "dementia"
    SUBSTANCES = "substance use disorder"
    PREGNANCY_WISHED = "wish for a pregnancy"
    OTHER = "other"
    UNKNOWN = "unknown"


EXPLAINING: Final = (Reason.DEPRESSION, Reason.SLEEP, Reason.ANXIETY, Reason.EPILEPSY, Reason.PAIN)
"""What explains a medicine otherwise than by a disease of which it tells, where a clinician or a record says so."""
EXPLAINING_BITS: Final = option_bits(EXPLAINING)
NEVER_EXPLAINED: Final = frozenset({"clozapine", "paliperidone", "pimavanserin", "xanomeline with trospium"})
"""The antipsychotics of which no reason says that they are taken for anything but a psychosis; depots are another."""


class Medicine(Observation, group="medicine"):
    """One medicine, by name or code; dose, last intake and status may be unknown."""

    substance: Text = Text(title="Medicine", question="Which medicine is it: its ingredient, or its brand?")
    rxnorm: Text = Text(title="RxNorm code", question="Which RxNorm code does the ingredient have?")
    daily_dose: Number = Number(
        title="Daily dose",
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
    reason: Choice[Reason] = Choice(
        title="Reason",
        question="What is it taken for?",
        options=Reason,
        adverse=tuple(reason for reason in Reason if reason not in EXPLAINING),
        graded=False,
        may_rule_out=(Reporter.CLINICIAN, Reporter.RECORD),
    )
    reviewed: Flag = Flag(
        title="Looked up by a prescriber",
        question="Has a prescriber looked up of which classes it is, and which disease it suggests?",
        adverse=False,
        validity=Validity(
            365, 365, movable=Movable(30, 730, proposal("a name is looked up again each year; practices differ"))
        ),
        requires_date=True,
        reporters=(Reporter.CLINICIAN,),
        may_rule_out=(Reporter.CLINICIAN,),
    )
    reviewed_classes: Text = Text(
        title="Classes by review",
        question="Of which classes is it, or none?",
        reporters=(Reporter.CLINICIAN,),
    )
    reviewed_tells_of: Text = Text(
        title="Disease that it suggests, by review",
        question="Which diseases does it suggest, or none?",
        reporters=(Reporter.CLINICIAN,),
    )
    route: Text = Text(title="Route", question="By which route is it taken: by mouth, as an injection, as eye drops?")
    text: Text = Text(title="Text of the record", reporters=(Reporter.RECORD,))


# What is known of each medicine ---------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """One medicine of the list, as far as it is known."""

    ingredient: Ingredient | None
    contradicted: bool
    """Whether its name and its code do not stand for one ingredient."""
    current: int
    """Whether it is taken or planned, as bits."""
    in_use: int
    """Whether it is said to be taken at present, neither planned nor for when it is needed, as bits."""
    had: int
    """Whether it was ever taken, as bits."""
    maintenance: int
    """Whether it treats an opioid use disorder, as bits."""
    daily_dose: Interval
    last_taken: Interval
    named: tuple[str | None, str | None]
    """Its name and its code, as given."""
    marks: frozenset[Mark]
    reason: Options
    """What it is taken for, by all reports together."""
    reasons: tuple[Options, ...]
    """The same by each report that counts: one disease that somebody names hides no other."""
    for_disorder: int = ABSENT_BIT
    """Whether it is said to treat an opioid use disorder, whichever ingredient it is, as bits."""
    for_epilepsy: int = ABSENT_BIT
    """Whether somebody says, whoever it is, that it is taken for epilepsy, as bits."""
    by_review: bool = False
    """Whether it is known by a prescriber's review alone."""
    told: tuple[frozenset[Told], ...] = ()
    """Of what it tells by a review or a site's policy, beside what the table says: of one of each."""
    review: _Review | None = None
    """The prescriber's review of it that counts."""
    site: SiteName | None = None
    """What the site's policy says of its name."""

    @property
    def explained(self) -> int:
        """Whether it is taken for something of which it does not tell, as somebody with authority says, as bits."""
        if self.reason.absence is not None:
            return ABSENT_BIT
        bits = self.reason.bits
        return (PRESENT_BIT if bits & EXPLAINING_BITS else 0) | (ABSENT_BIT if bits & ~EXPLAINING_BITS else 0)

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
        return self.marks.union(*[entry.marks for entry in entries]) if entries else self.marks


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
    entries = tuple(
        _entry(record, status, on, medicines.site.names)
        for record, status in said
        if _may_be(status, IN_ERROR) != PRESENT_BIT
    )
    if reviewed is not None and medicines.could_not_be(reviewed, on):
        return _List(entries, absence, NEVER_DAYS, DATA_ERROR, is_open)
    return _List(entries, absence, 0 if reviewed is None else days_between(reviewed, on), NO_MARKS, is_open)


CURRENT_BITS: Final = option_bits(CURRENT)
PERHAPS_CURRENT: Final = option_bits((*CURRENT, *UNDECIDED))
IN_ERROR: Final = option_bits((MedicineStatus.ENTERED_IN_ERROR,))
NEVER_TAKEN: Final = IN_ERROR | option_bits(NEVER_BEGUN)
IN_USE: Final = option_bits((MedicineStatus.TAKING, MedicineStatus.ACTIVE))
PERHAPS_NEVER_TAKEN: Final = NEVER_TAKEN | option_bits(
    (MedicineStatus.PLANNED, MedicineStatus.INTENDED, MedicineStatus.ON_HOLD, MedicineStatus.UNKNOWN)
)


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


def _for_epilepsy(reasons: tuple[object, ...]) -> int:
    """Return whether a medicine is taken for epilepsy by what its reports say, as bits; nobody has to name a reason."""
    if Reason.EPILEPSY in reasons:
        return PRESENT_BIT
    perhaps = any(isinstance(each, OneOf) and Reason.EPILEPSY in each.options for each in reasons)
    return PRESENT_BIT | ABSENT_BIT if perhaps else ABSENT_BIT


def _is_in_use(status: Options) -> int:
    return (PRESENT_BIT if status.bits & IN_USE else 0) | (ABSENT_BIT if status.bits & ~IN_USE else 0)


def _was_had(status: Options, taken: Interval) -> int:
    """Return whether a medicine was ever taken, as bits: by the day of its last intake, or else by its status."""
    if not status.bits & ~IN_ERROR:
        return ABSENT_BIT
    if taken.low >= NEVER_DAYS:
        # "Taking" and "never taken" contradict each other; "planned" and "never taken" do not.
        return ABSENT_BIT if status.bits & PERHAPS_NEVER_TAKEN else PRESENT_BIT | ABSENT_BIT
    sure = taken.high < NEVER_DAYS and not status.bits & IN_ERROR
    return PRESENT_BIT if sure or not status.bits & PERHAPS_NEVER_TAKEN else PRESENT_BIT | ABSENT_BIT


def _ingredient(name: str | None, code: str | None, site: Ingredient | None = None) -> tuple[Ingredient | None, bool]:
    """Return the ingredient of a medicine, if it is known, and whether its name and its code contradict each other.

    A code that is only recalled agrees with a name or does not, and says nothing by itself. The code of a product may
    be any that the table does not have, where the name is that of a product too, or one that the ``site`` explains.
    """
    if name is None:
        return (None if code is None else resolve(code)), False
    by_name = resolve(name)
    parts = None if by_name is not None else ingredients_of(name)
    if parts is not None:
        by_name = combined(parts)
    elif by_name is None and site is not None:
        by_name, parts = site, (site,)
    if code is not None:
        by_code = coded(code) or resolve(code)
        alike = by_code is not None and by_name is not None and by_code.name == by_name.name
        if not alike and (by_code is not None or by_name is not None) and (by_code is not None or parts is None):
            return None, True
    return by_name, False


class _Review(NamedTuple):
    """What a prescriber says of a medicine."""

    classes: frozenset[MedicineClass]
    of: frozenset[Told]
    reports: tuple[Recorded, ...]
    """Who looked it up, and when."""


def told_in(of: frozenset[Told]) -> tuple[frozenset[Told], ...]:
    """Return diseases in sets that are read: one of several, or each where no reading has them together."""
    if not of:
        return ()
    return (of,) if of in TOLD_TOGETHER else tuple(frozenset({each}) for each in sorted(of, key=str))


TOLD_TOGETHER: Final = frozenset({each.tells_of for each in INGREDIENTS if each.tells_of})
CLASSES_BY_NAME: Final = {each.name.casefold(): each for each in MedicineClass}
TOLD_BY_NAME: Final = {each.name.casefold(): each for each in Told}
Named = TypeVar("Named")


def _review(medicine: Any, on: date, adds: bool) -> _Review | None:
    """Return a prescriber's review that counts on a date: of a clinician, not too old, and every word of it known.

    One that only ``adds`` to what the table knows is never too old: what expires is that a name is known.
    """
    reviewed = Medicine.reviewed.possible(medicine, on)
    assert isinstance(reviewed, Options)
    if adds and reviewed.absence is Absence.STALE and reviewed.last is not None:
        reviewed = reviewed.last
    if reviewed.absence is not None or reviewed.bits != PRESENT_BIT:
        return None
    classes = _all_named(medicine.reviewed_classes, CLASSES_BY_NAME)
    of = _all_named(medicine.reviewed_tells_of, TOLD_BY_NAME)
    given = medicine.reviewed
    reports = given.reports if isinstance(given, Reports) else (given,)
    told = tuple(each for each in reports if isinstance(each, Recorded) and each.value is True)
    return None if classes is None or of is None else _Review(classes, of, told)


def _all_named(text: object, known: Mapping[str, Named]) -> frozenset[Named] | None:
    """Return what a text names, parted by commas: nothing where it says none, and None where a word is not known."""
    if not isinstance(text, str):
        return None
    names = [normalised(each) for each in text.split(",")]
    if names == ["none"]:
        return frozenset()
    return frozenset(known[each] for each in names) if all(each in known for each in names) else None


@functools.cache
def unheard(name: str) -> Ingredient:
    """Return an ingredient of which nothing is known but its name."""
    return Ingredient(normalised(name), None, Certainty.RECALLED, frozenset(), (), ())


@functools.cache
def with_classes(ingredient: Ingredient, classes: frozenset[MedicineClass]) -> Ingredient:
    """Return an ingredient that belongs to more classes; itself where it belongs to them already."""
    if classes <= ingredient.classes:
        return ingredient
    return attrs.evolve(ingredient, classes=ingredient.classes | classes)


def _is_a_depot(ingredient: Ingredient, *texts: object) -> bool:
    """Say whether an antipsychotic of which there is a depot is injected, by its name or its route."""
    words = {word.strip(",;()") for text in texts if isinstance(text, str) for word in normalised(text).split()}
    return ingredient.name in HAS_A_DEPOT and not words.isdisjoint(INJECTED)


def _reasons(medicine: Any, together: Options, on: date) -> tuple[Options, ...]:
    """Return what each report of a reason says that counts on a date; ``together`` is what all of them say."""
    given = medicine.reason
    if not isinstance(given, Reports):
        return () if together.absence is not None else (together,)
    found = []
    for report in given.reports:
        alone = with_exactly(medicine, {Medicine.reason.name: report})
        alone.__dict__.update(
            {name: medicine.__dict__[name] for name in ("_place", "_born") if name in medicine.__dict__}
        )
        says = Medicine.reason.possible(alone, on)
        assert isinstance(says, Options)
        found += [says] if says.absence is None else []
    return tuple(found)


def _entry(medicine: Any, status: Options, on: date, names: Mapping[str, SiteName]) -> _Entry:
    name, code = (text if isinstance(text, str) else None for text in (medicine.substance, medicine.rxnorm))
    site = names.get(normalised(name)) if names and name is not None else None
    ingredient, contradicted = _ingredient(name, code, None if site is None else site.ingredient)
    if ingredient is None or (site is not None and ingredient is not site.ingredient):
        site = None
    dose = Medicine.daily_dose.possible(medicine, on)
    taken = Medicine.last_taken.possible(medicine, on)
    assert isinstance(dose, Interval) and isinstance(taken, Interval)
    marks = marks_of(status, dose, taken) | (CONFLICT if contradicted else frozenset())
    had = _was_had(status, taken)
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
    reason = Medicine.reason.possible(medicine, on)
    assert isinstance(reason, Options)
    told = () if site is None else site.told
    review = None if name is None or contradicted else _review(medicine, on, ingredient is not None)
    by_review = review is not None and ingredient is None
    if review is not None and ingredient is not None:
        before = frozenset[Told]().union(*told, *(each.tells_of for each in ingredient.each))
        marks |= CONFLICT if ingredient.classes - review.classes or before - review.of else NO_MARKS
        ingredient, told = with_classes(ingredient, review.classes), (*told, *told_in(review.of))
    elif review is not None and name is not None and nearly(name) is None:
        ingredient, told = with_classes(unheard(name), review.classes), told_in(review.of)
    else:
        review, by_review = None, False
    if ingredient is not None and _is_a_depot(ingredient, name, medicine.route):
        ingredient, told = with_classes(ingredient, DEPOT), (*told, frozenset({Told.PSYCHOSIS}))
    maintenance = Medicine.for_use_disorder.possible(medicine, on)
    assert isinstance(maintenance, Options)
    treats = maintenance.bits if ingredient is not None else maintenance.bits | ABSENT_BIT
    if ingredient is not None and ingredient.name not in MAINTENANCE:
        treats = ABSENT_BIT
    asked = ingredient is not None and ingredient.name in MAINTENANCE
    is_told = asked or maintenance.absence in (None, Absence.CONFLICTING)
    return _Entry(
        ingredient=ingredient,
        contradicted=contradicted,
        current=_is_current(status),
        in_use=_is_in_use(status),
        had=had,
        maintenance=treats,
        daily_dose=dose,
        last_taken=taken,
        named=(name, code),
        marks=marks,
        reason=reason,
        reasons=_reasons(medicine, reason, on),
        for_epilepsy=_for_epilepsy(said(medicine.reason)),
        for_disorder=maintenance.bits if is_told else ABSENT_BIT,
        by_review=by_review,
        told=told,
        review=review,
        site=site,
    )


def _shown(entry: _Entry, locale: Locale) -> str:
    name, _ = entry.named
    shown = name if entry.by_review and name is not None else _shown_by_name(entry, locale)
    return shown if entry.review is None else _with_review(shown, entry.review, locale)


def _with_review(name: str, review: _Review, locale: Locale) -> str:
    """Return a medicine with what a review says of it, by whom and when."""
    each = ((None if one.on is None else locale.when(one.on), one.by, one.reference) for one in review.reports)
    evidence = "; ".join(
        sorted(
            ", ".join(filter(None, (day, None if who is None else locale(who.value), filed)))
            for day, who, filed in each
        )
    )
    meaning = _described(review.classes, (review.of,) if review.of else (), locale)
    return locale("{name}: by review {meaning} ({evidence})", name=name, meaning=meaning, evidence=evidence)


def _described(classes: Iterable[MedicineClass], told: tuple[frozenset[Told], ...], locale: Locale) -> str:
    """Return classes, or that there is none, and diseases of which a medicine tells."""
    of = ", ".join(sorted(locale(each.value) for each in classes)) or locale("of no class")
    if not told:
        return of
    diseases = ", ".join(sorted(locale(each.value) for each in frozenset[Told]().union(*told)))
    return locale("{classes}, tells of: {diseases}", classes=of, diseases=diseases)


def meaning_of(site: SiteName, locale: Locale) -> str:
    """Return what a site's policy says that a name means, for a reader."""
    return _described(site.ingredient.classes, site.told, locale) if site.of_classes else site.ingredient.name


def _shown_by_name(entry: _Entry, locale: Locale) -> str:
    name, code = entry.named
    if entry.site is not None:
        return locale("{name}: by the site's policy {meaning}", name=name, meaning=meaning_of(entry.site, locale))
    if entry.ingredient is not None:
        same = name is None or normalised(name) == normalised(entry.ingredient.name)
        return entry.ingredient.name if same else f"{name} ({entry.ingredient.name})"
    if entry.contradicted:
        return locale(
            "{name}: its code {code} does not stand for the same ingredient in the table", name=name, code=code
        )
    if name is None and code is None:
        return locale("a medicine without a name")
    meant = None if name is None else nearly(name)
    if meant is not None:
        return locale("{name}: not in the table of ingredients; is {meant} meant?", name=name, meant=meant.name)
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

    return _of_any(counts)


NONE_OF_THEM: Final = Options(ABSENT_BIT, None, NO_MARKS)
STRONG_SEDATIVES: Final = (MedicineClass.OPIOID, MedicineClass.STRONG_DEPRESSANT, MedicineClass.OXYBATE)
OTHER_SEDATIVES: Final = (MedicineClass.CNS_DEPRESSANT, *STRONG_SEDATIVES)


def _in_use(classes: frozenset[MedicineClass]) -> Callable[[_Entry], int]:
    """Return whether a medicine of these classes is said to be taken: what is planned, or for need, may not be yet."""

    def counts(entry: _Entry) -> int:
        member = entry.is_of(classes)
        return (member & entry.in_use & PRESENT_BIT) | ((member | entry.in_use) & ABSENT_BIT)

    return counts


def _says_in_use(counts: Callable[[_Entry], int]) -> Callable[[Any, date], Options]:
    """Return the reading of that; a list that is too old still says what it said."""
    named = _by_name(counts)

    def read(medicines: Facts, on: date) -> Options:
        found = named(medicines, on)
        if found.absence is not Absence.STALE:
            return found
        each = [counts(entry) for entry in _read(medicines, on).entries]
        said = PRESENT_BIT if any(bits & PRESENT_BIT for bits in each) else 0
        return found._replace(outdated=Options(said if PRESENT_BIT in each else said | ABSENT_BIT))

    return read


def _flag_in_use(what: str, *classes: MedicineClass) -> Flag:
    in_use = _in_use(frozenset(classes))
    return Flag(
        title=f"Takes {what} at present",
        question=f"Does the client take {what} at present, neither planned nor for when it is needed?",
        validity=REVIEWED,
        mutability=PRESCRIBED,
        codes=_codes(*classes),
        on_indication="held against what is said of the last time; the list itself is asked for",
        derive=_says_in_use(in_use),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(in_use(entry) & PRESENT_BIT)),
    )


def _of_any(counts: Callable[[_Entry], int]) -> Callable[[Any, date], Options]:
    """Return the reading "of one medicine of the list at least this is so", each as bits."""

    def read(medicines: Facts, on: date) -> Options:
        listed = _read(medicines, on)
        possibly: list[_Entry] = []
        surely = False
        for entry in listed.entries:
            found = counts(entry)
            if found & PRESENT_BIT:
                possibly.append(entry)
                surely = surely or found == PRESENT_BIT
        if not possibly and listed.absence is None and not listed.marks:
            return NONE_OF_THEM
        marks = listed.marks_with(possibly)
        if surely and listed.hold:
            return Options(PRESENT_BIT, None, marks)
        if listed.absence is None and not possibly:
            return Options(ABSENT_BIT, None, marks)
        return Options(
            PRESENT_BIT | ABSENT_BIT, listed.reason(possibly), marks, Options(PRESENT_BIT) if surely else None
        )

    return read


def _ever_took(*classes: MedicineClass, by_near_names: bool = False) -> Callable[[Any, date], Options]:
    """Return the reading "a medicine of these classes was ever taken, by this list"."""
    wanted = frozenset(classes)
    return _by_name(lambda entry: _had_one(entry, wanted), wanted if by_near_names else frozenset())


def _by_name(
    counts: Callable[[_Entry], int], near: frozenset[MedicineClass] = frozenset()
) -> Callable[[Any, date], Options]:
    """Return the reading "of one medicine that is known by its name this is so", each as bits.

    Of one that is not it may be so; nobody asks for that, unless its name is nearly one of the classes ``near``.
    """
    named = _of_any(counts)

    def read(medicines: Facts, on: date) -> Options:
        found = named(medicines, on)
        if found.absence is not None or found.bits != PRESENT_BIT | ABSENT_BIT:
            return found
        is_near = any(_nearly_one(each, near) and counts(each) & PRESENT_BIT for each in _read(medicines, on).entries)
        return found if is_near else found._replace(absence=Absence.NOT_KNOWN)

    return read


def _had_one(entry: _Entry, wanted: frozenset[MedicineClass]) -> int:
    member = entry.is_of(wanted)
    return (member & entry.had & PRESENT_BIT) | ((member | entry.had) & ABSENT_BIT)


def _nearly_one(entry: _Entry, wanted: frozenset[MedicineClass]) -> bool:
    """Say whether a name is but for a letter one of these classes."""
    name, _ = entry.named
    meant = None if entry.ingredient is not None or name is None else nearly(name)
    return meant is not None and bool(meant.classes & wanted)


def said(value: object) -> tuple[object, ...]:
    """Return what the reports of a detail say."""
    reports = value.reports if isinstance(value, Reports) else (value,)
    each = (one.value if isinstance(one, Recorded) else one for one in reports)
    return tuple(one for one in each if not isinstance(one, Absence))


def says_it_was_taken(medicine: Any, of: MedicineClass, names: Mapping[str, SiteName]) -> bool:
    """Say whether an entry names, or may mean, a medicine of a class, and does not say that it was never taken."""
    name, code = (text if isinstance(text, str) else None for text in (medicine.substance, medicine.rxnorm))
    site = names.get(normalised(name)) if names and name is not None else None
    ingredient, _ = _ingredient(name, code, None if site is None else site.ingredient)
    if ingredient is None and site is None and name is not None:
        ingredient = nearly(name)
    if ingredient is None or of not in ingredient.classes:
        return False
    status, taken = said(medicine.status), said(medicine.last_taken)
    if status and all(each is MedicineStatus.ENTERED_IN_ERROR for each in status):
        return False
    if taken:
        return any(each is not NEVER for each in taken)
    return not status or any(each not in NOT_YET for each in status)


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


def _takes_one_of(names: frozenset[str]) -> Callable[[Any, date], Options]:
    """Return the reading "takes a medicine that holds one of these ingredients"."""

    return _of_any(lambda entry: _holds(entry, names))


def _holds(entry: _Entry, names: frozenset[str]) -> int:
    """Return whether a current medicine holds one of these ingredients, as bits."""
    if entry.ingredient is None:
        return entry.current | ABSENT_BIT
    held = any(part in names for each in entry.ingredient.each for part in re.split(BETWEEN_PARTS, each.name))
    return entry.current if held else ABSENT_BIT


def _tells(*of: Told) -> Callable[[Any, date], Options]:
    """Return the reading "takes a medicine that tells of one of these diseases, and of no other".

    It tells by itself until a clinician or a record names another reason, and by its reason, whoever says it. A reason
    that nobody gave tells of nothing.
    """
    return _of_any(functools.partial(_telling, frozenset(of)))


REASON_OF: Final = {each: option_bits((Reason[each.name],)) for each in Told}


def _telling(of: frozenset[Told], entry: _Entry) -> int:
    found = 0
    if len(of) == 1:
        (named,) = of
        told = REASON_OF[named]
        for reason in entry.reasons:
            if not reason.bits & ~told:
                return entry.current
            found |= ABSENT_BIT | (PRESENT_BIT if reason.bits & told else 0)
        if named is Told.SUBSTANCES:
            # That it treats an opioid use disorder is that reason, said in another place.
            if entry.for_disorder == PRESENT_BIT:
                return entry.current
            found |= entry.for_disorder
    if entry.ingredient is None:
        return entry.current | ABSENT_BIT
    telling = [each for each in entry.ingredient.each if each.tells_of == of]
    if not telling and of not in entry.told:
        told_by_itself = ABSENT_BIT
    elif any(map(_never_explained, (*telling, entry.ingredient))):
        told_by_itself = PRESENT_BIT
    else:
        explained = entry.explained
        told_by_itself = (PRESENT_BIT if explained & ABSENT_BIT else 0) | (ABSENT_BIT if explained & PRESENT_BIT else 0)
    either = (found | told_by_itself) & PRESENT_BIT
    neither = ABSENT_BIT if told_by_itself & ABSENT_BIT and (not found or found & ABSENT_BIT) else 0
    return (either & entry.current) | ((neither | entry.current) & ABSENT_BIT if either else ABSENT_BIT)


def _never_explained(ingredient: Ingredient) -> bool:
    return MedicineClass.DEPOT_ANTIPSYCHOTIC in ingredient.classes or ingredient.name in NEVER_EXPLAINED


ON_MOOD_OR_THOUGHT: Final = frozenset(
    {MedicineClass.ANTIPSYCHOTIC, MedicineClass.DEPOT_ANTIPSYCHOTIC, MedicineClass.MOOD_STABILISER}
)
USES: Final = {
    use: option_bits((use,))
    for use in (AntipsychoticUse.NOT_TAKEN, AntipsychoticUse.DECLARED_REASON, AntipsychoticUse.NO_DECLARED_REASON)
}


def _antipsychotic_use(medicines: Facts, on: date) -> Options:
    """Return whether an antipsychotic or a mood stabiliser is taken, and whether each is explained."""
    fact, listed = Medicines.antipsychotic_or_mood_stabiliser, _read(medicines, on)
    possibly = [entry for entry in listed.entries if entry.counts(ON_MOOD_OR_THOUGHT) & PRESENT_BIT]
    marks = listed.marks_with(possibly)
    sure = [entry for entry in possibly if entry.counts(ON_MOOD_OR_THOUGHT) == PRESENT_BIT]
    bits = 0 if sure else USES[AntipsychoticUse.NOT_TAKEN]
    if not any(_use(entry) == ABSENT_BIT for entry in sure) and any(_use(entry) & PRESENT_BIT for entry in possibly):
        bits |= USES[AntipsychoticUse.DECLARED_REASON]
    if any(_use(entry) & ABSENT_BIT for entry in possibly):
        bits |= USES[AntipsychoticUse.NO_DECLARED_REASON]
    unexplained = any(_use(entry) == ABSENT_BIT for entry in sure)
    if listed.absence is None or (unexplained and listed.hold):
        return Options(bits, None if bits.bit_count() == 1 else listed.reason(possibly), marks)
    why = listed.reason(possibly)
    if why is None:
        return Options(fact.every, None, marks)
    return fact.full_range(why, marks, Options(bits) if possibly else None)


def _use(entry: _Entry) -> int:
    """Return whether an antipsychotic or a mood stabiliser is explained, as bits."""
    if entry.ingredient is None:
        return PRESENT_BIT | ABSENT_BIT
    if any(map(_never_explained, (entry.ingredient, *entry.ingredient.each))):
        return ABSENT_BIT
    return entry.explained


def _sedating_count(medicines: Facts, on: date) -> Interval:
    """Return how many different ingredients that sedate are taken; one that is not known may hold any number."""
    fact, listed = Medicines.sedating_count, _read(medicines, on)
    sure, perhaps, undecided = set[str](), set[str](), list[_Entry]()
    for entry in listed.entries:
        if not entry.counts(SEDATING) & PRESENT_BIT:
            continue
        undecided.append(entry)
        if entry.ingredient is not None:
            (sure if entry.current == PRESENT_BIT else perhaps).update(_sedatives(entry.ingredient))
    most = int(fact.highest)
    low, high = min(len(sure), most), min(len(sure | perhaps), most)
    if any(entry.ingredient is None for entry in undecided):
        high = most
    reason, marks = listed.reason(undecided), listed.marks_with(undecided)
    if listed.is_open:
        return Interval(low, most, reason, marks)
    if listed.absence is not None:
        why = listed.absence if reason is None else reason
        return fact.full_range(why, marks, None if listed.absence in NEVER_RECORDED else Interval(low, high))
    return Interval(low, high, reason, marks)


@functools.cache
def _sedatives(ingredient: Ingredient) -> frozenset[str]:
    """Return the names of what sedates in a medicine: of several parts each that does, or may.

    A class that none of its parts has, as a review may add one, is that of a part of which nothing else is known, or
    that does not sedate by itself.
    """
    if not ingredient.classes & SEDATING:
        return frozenset()
    parts: dict[str, Ingredient | None] = {part.name: part for part in ingredient.parts}
    for part in () if parts else re.split(BETWEEN_PARTS, ingredient.name):
        found = resolve(part)
        parts[part] = None if found is None or found.name == ingredient.name else found
    known = [each for each in parts.values() if each is not None]
    lacking = [
        kind
        for kind in KINDS_OF_SEDATIVES
        if ingredient.classes & kind and not any(each.classes & kind for each in known)
    ]
    unknown = [part for part, each in parts.items() if each is None]
    others = [part for part, each in parts.items() if each is not None and not each.classes & SEDATING]
    return frozenset((*unknown, *others)[: len(lacking)]).union(*map(_sedatives, known))


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


def _flag(what: str, *classes: MedicineClass, on_indication: str = "", version: int = 1) -> Flag:
    wanted = frozenset(classes)
    return Flag(
        title=f"Takes {what}",
        question=f"Does the client take {what}, regularly or as needed, or is it planned?",
        validity=REVIEWED,
        on_indication=on_indication,
        mutability=PRESCRIBED,
        codes=_codes(*classes),
        version=version,
        derive=_takes(*classes),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.counts(wanted) & PRESENT_BIT)),
    )


def _told(*of: Told) -> Flag:
    diseases = ", ".join(each.value for each in of)
    wanted = frozenset(of)
    return Flag(
        title=f"Takes a medicine that suggests: {diseases}",
        question=f"Does the client take, for no other reason, a medicine that suggests: {diseases}?",
        validity=REVIEWED,
        mutability=PRESCRIBED,
        derive=_tells(*of),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(_telling(wanted, entry) & PRESENT_BIT)),
    )


class Medicines(Facts, group="medicines", takes_names=True):
    """What the client takes, and what the rules read of it."""

    def names_used(self, on: date) -> tuple[SiteName, ...]:
        return tuple(dict.fromkeys(each.site for each in _read(self, on).entries if each.site is not None))

    listed: Series[Medicine] = Series(
        title="Medicines",
        question="Which medicines does the client take, plan to take, or have they lately stopped?",
        record=Medicine,
        validity=REVIEWED,
        complete_when_dated=True,
    )
    maoi_last_taken: Event = Event(
        title="MAOI last taken",
        question="When did the client last take an MAOI (monoamine oxidase inhibitor)?",
        validity=REVIEWED,
        mutability=PRESCRIBED,
        codes=_codes(MedicineClass.MAO_INHIBITOR),
        version=2,
        derive=_last_taken(MedicineClass.MAO_INHIBITOR),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.is_of(frozenset({MedicineClass.MAO_INHIBITOR})) & PRESENT_BIT)),
    )
    takes_stimulant: Flag = _flag("a psychostimulant", MedicineClass.STIMULANT, version=2)
    takes_xanthine: Flag = _flag("theophylline or another xanthine", MedicineClass.XANTHINE, version=2)
    takes_thyroid_hormone: Flag = _flag("a thyroid hormone", MedicineClass.THYROID_HORMONE, version=2)
    takes_pressor: Flag = _flag(
        "ergometrine, vasopressin, a decongestant or another medicine that raises blood pressure",
        MedicineClass.PRESSOR,
        version=2,
    )
    takes_benzodiazepine: Flag = _flag("a benzodiazepine or a Z-drug", *SEDATIVES, version=2)
    benzodiazepine_in_use: Flag = _flag_in_use("a benzodiazepine or a Z-drug", *SEDATIVES)
    lorazepam_equivalent: Number = Number(
        title="Benzodiazepines and Z-drugs, lorazepam equivalent",
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
    takes_opioid: Flag = _flag("an opioid", MedicineClass.OPIOID, version=2)
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
    takes_lamotrigine: Flag = _flag("lamotrigine", MedicineClass.LAMOTRIGINE, on_indication=NOTED, version=2)
    takes_cyp_inhibitor: Flag = _flag(
        "an inhibitor of CYP3A4 or CYP2B6", MedicineClass.CYP_INHIBITOR, on_indication=NOTED, version=2
    )
    takes_cyp_inducer: Flag = _flag(
        "an inducer of CYP3A4 or CYP2B6", MedicineClass.CYP_INDUCER, on_indication=NOTED, version=2
    )
    takes_naltrexone: Flag = _flag(
        "naltrexone or another opioid antagonist",
        MedicineClass.OPIOID_ANTAGONIST,
        on_indication=NOTED,
        version=2,
    )
    takes_cns_depressant: Flag = _flag(
        "a sedating medicine other than an opioid, a benzodiazepine or a Z-drug", MedicineClass.CNS_DEPRESSANT
    )
    takes_strong_depressant: Flag = _flag("a barbiturate or a similar depressant", MedicineClass.STRONG_DEPRESSANT)
    takes_oxybate: Flag = _flag("oxybate", MedicineClass.OXYBATE)
    sedative_in_use: Flag = _flag_in_use("an opioid or another sedating medicine", *OTHER_SEDATIVES)
    sedating_count: Number = Number(
        title="Number of sedating medicines",
        question="How many different ingredients that sedate does the client take, regularly or as needed?",
        unit="{#}",
        whole=True,
        lowest=0,
        highest=30,
        adverse=Adverse.HIGHER,
        validity=REVIEWED,
        mutability=PRESCRIBED,
        derive=_sedating_count,
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.counts(SEDATING) & PRESENT_BIT)),
    )
    takes_nmda_antagonist: Flag = _flag(
        "memantine, amantadine, dextromethorphan or another NMDA antagonist", MedicineClass.NMDA_ANTAGONIST
    )
    takes_ketamine: Flag = _flag("ketamine or esketamine", MedicineClass.KETAMINE)
    ever_ketamine: Flag = Flag(
        title="Ketamine or esketamine on the list of medicines, now or ever",
        question="Does a medicine of the list say that the client ever took ketamine or esketamine?",
        validity=REVIEWED,
        on_indication=NOTED,
        mutability=PRESCRIBED,
        codes=_codes(MedicineClass.KETAMINE),
        derive=_ever_took(MedicineClass.KETAMINE, by_near_names=True),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(_had_one(entry, frozenset({MedicineClass.KETAMINE})) & PRESENT_BIT)),
    )
    ever_strong_sedative: Flag = Flag(
        title="Opioid, barbiturate or similar, or oxybate on the list of medicines, now or ever",
        question="Does a medicine of the list say that the client ever took an opioid, a barbiturate or oxybate?",
        validity=REVIEWED,
        on_indication=NOTED,
        mutability=PRESCRIBED,
        codes=_codes(*STRONG_SEDATIVES),
        derive=_ever_took(*STRONG_SEDATIVES),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(_had_one(entry, frozenset(STRONG_SEDATIVES)) & PRESENT_BIT)),
    )
    takes_systemic_steroid: Flag = _flag(
        "a systemic corticosteroid", MedicineClass.SYSTEMIC_STEROID, on_indication=NOTED
    )
    period_stopper_last_taken: Event = Event(
        title="Medicine that may stop periods, last taken",
        question=(
            "When did the client last take a hormonal contraceptive, testosterone or another medicine that may stop "
            "periods?"
        ),
        validity=REVIEWED,
        mutability=PRESCRIBED,
        codes=_codes(MedicineClass.STOPS_PERIODS),
        derive=_last_taken(MedicineClass.STOPS_PERIODS),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.is_of(frozenset({MedicineClass.STOPS_PERIODS})) & PRESENT_BIT)),
    )
    takes_antithyroid: Flag = _flag("an antithyroid medicine", MedicineClass.ANTITHYROID)
    takes_amiodarone_or_lithium: Flag = Flag(
        title="Takes amiodarone or lithium",
        question="Does the client take amiodarone or lithium, regularly or as needed, or is it planned?",
        validity=REVIEWED,
        mutability=PRESCRIBED,
        derive=_takes_one_of(ASKS_FOR_TSH),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(_holds(entry, ASKS_FOR_TSH) & PRESENT_BIT)),
    )
    antipsychotic_or_mood_stabiliser: Choice[AntipsychoticUse] = Choice(
        title="Takes an antipsychotic or a mood stabiliser",
        question="Does the client take an antipsychotic or a mood stabiliser, and is it declared what for?",
        options=AntipsychoticUse,
        adverse=(AntipsychoticUse.NO_DECLARED_REASON,),
        validity=REVIEWED,
        mutability=Mutability.OBTAINABLE,
        codes=_codes(*ON_MOOD_OR_THOUGHT),
        derive=_antipsychotic_use,
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.counts(ON_MOOD_OR_THOUGHT) & PRESENT_BIT)),
    )
    takes_mood_stabiliser: Flag = _flag("a mood stabiliser", MedicineClass.MOOD_STABILISER, on_indication=NOTED)
    tells_of_thyroid: Flag = _told(Told.THYROID)
    tells_of_coronary: Flag = _told(Told.CORONARY)
    tells_of_heart_failure: Flag = _told(Told.HEART_FAILURE)
    tells_of_heart_failure_or_coronary: Flag = _told(Told.HEART_FAILURE, Told.CORONARY)
    tells_of_rhythm: Flag = _told(Told.RHYTHM)
    tells_of_rhythm_or_heart_failure: Flag = _told(Told.RHYTHM, Told.HEART_FAILURE)
    tells_of_embolism: Flag = _told(Told.EMBOLISM)
    tells_of_valve: Flag = _told(Told.VALVE)
    tells_of_embolism_rhythm_or_valve: Flag = _told(Told.EMBOLISM, Told.RHYTHM, Told.VALVE)
    tells_of_copd: Flag = _told(Told.COPD)
    tells_of_asthma: Flag = _told(Told.ASTHMA)
    tells_of_copd_or_asthma: Flag = _told(Told.COPD, Told.ASTHMA)
    tells_of_interstitial_cystitis: Flag = _told(Told.INTERSTITIAL_CYSTITIS)
    tells_of_eye: Flag = _told(Told.EYE)
    tells_of_dementia: Flag = _told(Told.DEMENTIA)
    tells_of_substances: Flag = _told(Told.SUBSTANCES)
    tells_of_psychosis: Flag = _told(Told.PSYCHOSIS)
    tells_of_bipolar: Flag = _told(Told.BIPOLAR)
    tells_of_pregnancy_wished: Flag = _told(Told.PREGNANCY_WISHED)
    taken_for_epilepsy: Flag = Flag(
        title="Takes a medicine for epilepsy",
        question="Is epilepsy named, by anybody, as the reason of a medicine?",
        validity=REVIEWED,
        on_indication=NOTED,
        mutability=PRESCRIBED,
        derive=_of_any(
            lambda entry: (entry.for_epilepsy & entry.current) | ((entry.for_epilepsy | entry.current) & ABSENT_BIT)
        ),
        derived_from=("listed",),
        shows=_shows(lambda entry: bool(entry.for_epilepsy & entry.current & PRESENT_BIT)),
    )
    known_by_review: Flag = Flag(
        title="Medicine known by review only",
        question="Is a medicine known by a prescriber's review alone?",
        validity=REVIEWED,
        on_indication=NOTED,
        mutability=PRESCRIBED,
        derive=_of_any(lambda entry: entry.current if entry.by_review else ABSENT_BIT),
        derived_from=("listed",),
        shows=_shows(lambda entry: entry.by_review and bool(entry.current & PRESENT_BIT)),
    )
    ingredient_not_known: Flag = Flag(
        title="Unidentified medicine",
        question="Which ingredient does each medicine have that the table of ingredients does not know?",
        validity=REVIEWED,
        mutability=Mutability.OBTAINABLE,
        version=2,
        derive=_NotKnown(INGREDIENTS),
        derived_from=("listed",),
        shows=_shows_not_known,
    )
