"""Every reading over a small grid of what it is read from, and what is asked of it there.

A form of an input leaves some exact values possible: what it *means* is worked out here, by the calendar and by hand,
not by the facts. The completions of some inputs are all exact inputs that their forms leave possible. What a reading
says of some inputs is held against what it says of their completions. Those that contradict themselves, such as a
systolic pressure below the diastolic, may reopen a reading but need not: what is said lies between what the others come
to and what all of them come to, and is exactly that where none contradicts itself.
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

import attrs

from kaprules.facts.authority import by_clinician
from kaprules.facts.bladder import Bladder
from kaprules.facts.circulation import Circulation
from kaprules.facts.client import Client
from kaprules.facts.follow_up import FollowUp
from kaprules.facts.ketamine_history import KetamineHistory, ReactionAgent, ReactionKind
from kaprules.facts.liver import Liver
from kaprules.facts.medicines import Medicines, MedicineStatus, Reason
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Adverse,
    Between,
    Choice,
    DaysAgo,
    Event,
    Fact,
    Facts,
    Flag,
    HoursAgo,
    Moment,
    Number,
    OneOf,
    PartialDate,
    Recorded,
    Reporter,
    Series,
    every_fact,
)
from kaprules.facts.neurology import InjurySeverity, Neurology
from kaprules.facts.person import Person
from kaprules.facts.plan import Plan
from kaprules.facts.psychiatric_history import PsychiatricHistory, PsychoticDisorderType
from kaprules.facts.recovery import Recovery, RespiratoryDepression
from kaprules.facts.reproduction import PregnancyReport, PregnancyTest, Reproduction
from kaprules.facts.substance_use import (
    Analyte,
    DisorderStatus,
    Severity,
    Substance,
    SubstanceUse,
    TestResult,
)
from kaprules.facts.suicidality import Suicidality
from kaprules.facts.thyroid import Thyroid
from kaprules.facts.vitals import Vitals
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Mark, Possible, option_bits
from kaprules.rulesets import RULESETS
from kaprules.testing import DECISION_DAY, DECISION_MOMENT

OPEN: Final = Absence.NOT_KNOWN
CONTRADICTORY: Final = frozenset({Mark.DATA_ERROR, Mark.CONFLICT})
UNHEARD: Final = "xylo"
"""A medicine that the table does not know: it may be any."""
MOST: Final = 3
"""How many records a series has at most."""


# What is given --------------------------------------------------------------------------------------------------

Given = Mapping[str, Any]
"""The inputs of a reading, or the parts of a record, by name."""


@attrs.frozen(eq=False)
class Grid:
    """The inputs of some readings of one group, each in several forms; of a series, the parts of its records."""

    group: type[Facts]
    forms: Mapping[str, Sequence[Any]]
    series: str = ""
    full: bool = False
    """Whether records are combined in all their parts where a series has one; else they differ in one or two."""
    by: Reporter | None = None
    """Who says what not everybody may say; else nobody in particular does."""
    only: frozenset[str] = frozenset()
    """The readings that are looked at here, where another grid has those of the same series that are left."""

    @property
    def readings(self) -> tuple[Fact, ...]:
        """What is read from these inputs."""
        names = {self.series} if self.series else set(self.forms)
        found = (fact for fact in self.group.__scalars__ if fact.derive is not None and names & set(fact.derived_from))
        return tuple(fact for fact in found if not self.only or fact.name in self.only)

    def part(self, name: str) -> Fact:
        """Return the declaration of an input, or of a part of a record."""
        owner = self.record if self.series else self.group
        return next(fact for fact in owner.__facts__ if fact.name == name)

    @property
    def listed(self) -> Series:
        """The series."""
        found = next(fact for fact in self.group.__facts__ if fact.name == self.series)
        assert isinstance(found, Series)
        return found

    @property
    def record(self) -> type[Facts]:
        """The records of the series."""
        return self.listed.record


def whole_range(fact: Number) -> tuple[Any, Any]:
    return fact.lowest, fact.highest


def tens(low: int, high: int, *more: Any) -> tuple[Any, ...]:
    """Return two numbers, what lies between them, none, one beyond all that is plausible, and others."""
    return (low, high, Between(low, high), OPEN, 1_000_000, *more)


YESES: Final = (True, False, OPEN)
AGO: Final = (DaysAgo(30), DaysAgo(400), PartialDate(2025), HAPPENED, OPEN)
TODAY: Final = DECISION_DAY
SHARED: Final = (60, 90, 110, 130, 160)

BY_NAME_AND_DOSE: Final = frozenset(
    "maoi_last_taken takes_stimulant takes_xanthine takes_thyroid_hormone takes_pressor takes_benzodiazepine "
    "lorazepam_equivalent takes_opioid takes_opioid_beyond_maintenance takes_lamotrigine takes_cyp_inhibitor "
    "takes_cyp_inducer takes_naltrexone ingredient_not_known".split()
)
"""The readings of medicines for which neither a reason nor a review has to be looked at."""
BY_REASON_AND_REVIEW: Final = (
    frozenset(fact.name for fact in Medicines.__scalars__ if "listed" in fact.derived_from) - BY_NAME_AND_DOSE
)
OF_ONE_KIND: Final = frozenset(
    "immune_reaction any_reaction severe_emergence_reaction intolerance excipient_allergy".split()
)
GRAVE: Final = (
    frozenset(fact.name for fact in KetamineHistory.__scalars__ if "reactions" in fact.derived_from) - OF_ONE_KIND
)
"""The readings of reactions for which what the reaction was to says nothing."""

GRIDS: Final = (
    Grid(
        Vitals,
        {
            "systolic": (100, 120, 190, Between(100, 190), 999),
            "diastolic": (60, 90, Between(60, 90), OPEN),
            "on": (TODAY, TODAY - timedelta(days=30), TODAY - timedelta(days=31), TODAY + timedelta(days=1)),
        },
        "pressures",
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Vitals,
        {
            "systolic": (100, 120, 190, Between(100, 190), 999),
            "diastolic": (60, 90, Between(60, 90), OPEN),
            "on": (TODAY, TODAY - timedelta(days=30), TODAY - timedelta(days=31), TODAY + timedelta(days=1)),
        },
        "home_pressures",
    ),
    Grid(
        SubstanceUse,
        {
            "substance": (
                Substance.ALCOHOL,
                Substance.TOBACCO,
                Substance.OPIOID,
                Substance.KETAMINE,
                OneOf(Substance.ALCOHOL, Substance.TOBACCO),
                OPEN,
            ),
            "severity": (Severity.SEVERE, Severity.MILD, OPEN),
            "status": (
                DisorderStatus.SUSTAINED_REMISSION,
                DisorderStatus.ACTIVE,
                DisorderStatus.ON_MAINTENANCE,
                OPEN,
            ),
            "last_criteria_met": (*AGO, NEVER),
        },
        "disorders",
        full=True,
        by=Reporter.CLINICIAN,
    ),
    Grid(
        SubstanceUse,
        {
            "analyte": (Analyte.COCAINE, Analyte.CANNABIS, Analyte.KETAMINE, OPEN),
            "result": (TestResult.POSITIVE, TestResult.NEGATIVE, OPEN),
            "prescribed": (False, True, OPEN),
            "on": (TODAY, TODAY - timedelta(days=30), TODAY - timedelta(days=31), TODAY + timedelta(days=1)),
        },
        "urine_drug_tests",
        full=True,
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Neurology,
        {
            "happened": (DaysAgo(30), DaysAgo(400), PartialDate(2025), HAPPENED, NEVER),
            "severity": (InjurySeverity.SEVERE, InjurySeverity.MILD, OPEN),
            "symptoms_now": YESES,
        },
        "head_injuries",
        full=True,
    ),
    Grid(
        PsychiatricHistory,
        {
            "type": (
                PsychoticDisorderType.SUBSTANCE_INDUCED,
                PsychoticDisorderType.SCHIZOPHRENIA,
                PsychoticDisorderType.POSTPARTUM,
                PsychoticDisorderType.MOOD_WITH_PSYCHOSIS,
                OneOf(PsychoticDisorderType.SUBSTANCE_INDUCED, PsychoticDisorderType.BRIEF),
                OPEN,
            ),
            "last_symptoms": (*AGO, NEVER),
            "denied_by_client": YESES,
        },
        "psychotic_disorders",
        full=True,
        by=Reporter.CLINICIAN,
    ),
    Grid(
        KetamineHistory,
        {
            "kind": (
                ReactionKind.RASH,
                ReactionKind.SEVERE_EMERGENCE,
                ReactionKind.INTOLERANCE,
                OneOf(ReactionKind.RASH, ReactionKind.INTOLERANCE),
                OPEN,
            ),
            "agent": (ReactionAgent.KETAMINE, ReactionAgent.EXCIPIENT, OPEN),
        },
        "reactions",
        full=True,
        only=OF_ONE_KIND,
    ),
    Grid(
        KetamineHistory,
        {
            "kind": (
                ReactionKind.RASH,
                ReactionKind.CARDIAC,
                ReactionKind.HEPATIC,
                ReactionKind.PSYCHOSIS,
                ReactionKind.NOT_ALLERGIC,
                OneOf(ReactionKind.URINARY, ReactionKind.SEROTONIN_TOXICITY),
                OneOf(ReactionKind.PSYCHOSIS, ReactionKind.AFFECTIVE_SWITCH),
                OPEN,
            ),
            "happened": (*AGO, NEVER),
            "by": (Reporter.CLINICIAN,),
        },
        "reactions",
        full=True,
        only=GRAVE,
    ),
    Grid(
        Medicines,
        {
            "substance": (
                *("lorazepam", "diazepam", "methadone", "fentanyl", "phenelzine", "clarithromycin", "rifampicin"),
                *("methylphenidate", "theophylline", "levothyroxine", "lamotrigine", "naltrexone", "ergometrine"),
                UNHEARD,
            ),
            "daily_dose": (1, 4, Between(1, 4), OPEN, 1_000_000),
            "last_taken": (*AGO, NEVER),
            "for_use_disorder": YESES,
            "status": (MedicineStatus.TAKING, MedicineStatus.STOPPED, OPEN),
        },
        "listed",
        only=BY_NAME_AND_DOSE,
    ),
    Grid(
        Medicines,
        {
            "substance": (
                *("sertraline", "zelbritide", "lithium", "warfarin", "clozapine", "phenobarbital", "sodium oxybate"),
                *("methadone", "Spravato", "prednisone", "carbimazole", "testosterone", "lorazepam with gabapentin"),
            ),
            "status": (MedicineStatus.TAKING, MedicineStatus.STOPPED, MedicineStatus.NOT_TAKING, OPEN),
            "reason": (Reason.PAIN, Reason.PSYCHOSIS, OneOf(Reason.PAIN, Reason.PSYCHOSIS)),
            "reviewed": (True,),
            "reviewed_classes": ("none", "opioid, cns_depressant"),
            "reviewed_tells_of": ("none", "rhythm, heart_failure", "eye, asthma"),
        },
        "listed",
        by=Reporter.CLINICIAN,
        only=BY_REASON_AND_REVIEW,
    ),
    Grid(
        Vitals,
        {"height": (*tens(150, 190), 100, 230), "weight": (*tens(50, 110), 25, 350), "body_mass_index": tens(24, 40)},
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Reproduction,
        {
            "without_uterus": YESES,
            "amenorrhoea": tens(12, 24, 0),
            "last_menstrual_period": (*AGO, DaysAgo(364), DaysAgo(365), NEVER),
        },
    ),
    Grid(
        Reproduction,
        {
            "pregnancy_reported": (*PregnancyReport, OneOf(PregnancyReport.NO, PregnancyReport.UNSURE), OPEN),
            "pregnancy_test": (*PregnancyTest, OneOf(PregnancyTest.NEGATIVE, PregnancyTest.INDETERMINATE), OPEN),
        },
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Thyroid,
        {"tsh": (Decimal("0.1"), Decimal("0.3"), *tens(0, 2)), "tsh_reference_low": (Decimal("0.3"), OPEN, 9)},
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Thyroid,
        {"free_t4": (2, *tens(1, 3), 4), "free_t4_reference_high": (2, Between(2, 3), OPEN, 9)},
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Thyroid,
        {"free_t3": (4, *tens(3, 7), 8), "free_t3_reference_high": (4, Between(4, 7), OPEN, 99)},
        by=Reporter.CLINICIAN,
    ),
    Grid(Liver, {"alt": tens(40, 120, 0), "alt_reference_high": (40, Between(40, 60), OPEN, 9)}, by=Reporter.CLINICIAN),
    Grid(Liver, {"ast": tens(40, 120, 0), "ast_reference_high": (40, Between(40, 60), OPEN, 9)}, by=Reporter.CLINICIAN),
    Grid(
        Bladder,
        {"cystitis_episodes_in_6_months": tens(1, 3, 2), "cystitis_episodes_in_12_months": tens(1, 3, 2)},
    ),
    Grid(
        Recovery,
        {
            "systolic": tens(130, 160),
            "diastolic": tens(60, 90),
            "baseline_systolic": tens(110, 130),
            "baseline_diastolic": tens(60, 90),
        },
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Recovery,
        {"oxygen_saturation": tens(94, 97, 96), "baseline_oxygen_saturation": tens(94, 97, 96)},
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Recovery,
        {"respiratory_depression": (*RespiratoryDepression, OneOf(*RespiratoryDepression), OPEN)},
        by=Reporter.CLINICIAN,
    ),
    Grid(Suicidality, {"latest_attempt": (*AGO, NEVER)}, by=Reporter.CLINICIAN),
    Grid(
        Suicidality,
        {"last_behaviour": (*AGO, DaysAgo(90), DaysAgo(91), PartialDate(2026, 8), PartialDate(2026), NEVER)},
        by=Reporter.CLINICIAN,
    ),
    Grid(
        Circulation,
        {
            "latest_cardiovascular_event": (*AGO, NEVER),
            "myocardial_infarction": (*AGO, NEVER),
            "stroke_or_tia": (*AGO, NEVER),
        },
    ),
    Grid(
        KetamineHistory,
        {
            "nonmedical_ketamine_use": (*AGO, DaysAgo(365), DaysAgo(366), PartialDate(2025), HAPPENED, NEVER),
            "nonmedical_ketamine_uses_in_12_months": tens(0, 2, 10_000),
        },
    ),
    Grid(SubstanceUse, {"audit_total": tens(2, 12, 40), "audit_c_total": tens(2, 8, 0)}),
    Grid(Plan, {"integration_hours": tens(24, 96, 0)}),
    Grid(
        FollowUp,
        {
            "session_end": (
                *(HoursAgo(1), HoursAgo(Fraction(19, 2)), HoursAgo(Fraction(39, 4)), DECISION_DAY, DaysAgo(1)),
                *(PartialDate(2026, 11), HAPPENED, NEVER, OPEN),
            )
        },
    ),
    Grid(Person, {"birth_date": (date(1906, 1, 1), date(2008, 11, 23), date(2008, 11, 24), date(2026, 11, 23), OPEN)}),
)


# What a form means ----------------------------------------------------------------------------------------------


def when(grid: Grid) -> date:
    return DECISION_MOMENT if grid.group in {Recovery, FollowUp} else DECISION_DAY


def span(fact: Fact, form: Any, on: date) -> tuple[Any, Any] | None:
    """Return the least and the greatest exact value of a number or event that a form leaves, by the calendar."""
    if isinstance(fact, Number):
        low, high = (form.low, form.high) if isinstance(form, Between) else (form, form)
        if form is OPEN or low < fact.lowest or high > fact.highest:
            return fact.lowest, fact.highest
        return low, high
    assert isinstance(fact, Event)
    if form is OPEN:
        return 0, NEVER_DAYS
    if form is NEVER:
        return NEVER_DAYS, NEVER_DAYS
    if form is HAPPENED:
        return 0, NEVER_DAYS - 1
    if isinstance(form, DaysAgo) and not isinstance(fact, Moment):
        return form.days, form.days
    if isinstance(form, HoursAgo):
        return form.hours, form.hours
    if isinstance(form, DaysAgo):
        form = date.fromordinal(on.toordinal() - form.days)
    if isinstance(form, PartialDate):
        month = form.month or 12
        first = date(form.year, form.month or 1, 1)
        last = date(form.year, month, calendar.monthrange(form.year, month)[1])
    else:
        first = last = form
    if not isinstance(on, datetime):
        return max(0, (on - last).days), (on - first).days
    latest = datetime.combine(last, datetime.min.time(), on.tzinfo) + timedelta(days=1)
    earliest = datetime.combine(first, datetime.min.time(), on.tzinfo)
    seconds = [Fraction((on - moment) // timedelta(seconds=1), 3600) for moment in (latest, earliest)]
    return max(0, seconds[0]), seconds[1]


def exact_forms(grid: Grid, name: str) -> dict[Any, Any]:
    """Return the exact values of an input that its forms lead to, each with its form."""
    fact, on = grid.part(name), when(grid)
    if isinstance(fact, Flag):
        return {False: False, True: True}
    if isinstance(fact, Choice):
        return {each: each for form in grid.forms[name] for each in options_of(form) if form is not OPEN}
    if not fact.size:
        return {form: form for form in grid.forms[name] if form not in (OPEN, UNHEARD)}
    ends = {end for form in grid.forms[name] for end in span(fact, form, on) or ()}
    build: Any = None
    if isinstance(fact, Event):
        build = HoursAgo if isinstance(fact, Moment) else DaysAgo
    return {end: NEVER if build and end == NEVER_DAYS else build(end) if build else end for end in sorted(ends)}


def options_of(form: Any) -> tuple[Any, ...]:
    """Return the options that a form leaves, in the order in which their kind lists them."""
    if not isinstance(form, OneOf):
        return (form,)
    (kind,) = {type(each) for each in form.options}
    return tuple(each for each in kind if each in form.options)


def meant(grid: Grid, name: str, form: Any) -> tuple[Any, ...]:
    """Return the exact forms that a form leaves possible."""
    fact, exact = grid.part(name), exact_forms(grid, name)
    if isinstance(fact, Flag | Choice):
        return tuple(exact.values()) if form is OPEN else options_of(form)
    if not fact.size:
        return tuple(exact.values()) if form in (OPEN, UNHEARD) else (form,)
    low, high = span(fact, form, when(grid)) or (0, 0)
    return tuple(given for value, given in exact.items() if low <= value <= high)


# What is built, and what completes it -----------------------------------------------------------------------------


@attrs.frozen
class Inputs:
    """Some inputs, or the records of a series, with all exact ones that they leave possible."""

    given: tuple[Given, ...]
    completions: tuple[tuple[Given, ...], ...]


class World:
    """Builds what a grid's readings are read from, and reads it; what was read before is kept."""

    def __init__(self, grid: Grid, wide: bool = False) -> None:
        self.grid, self.on, self.wide = grid, when(grid), wide
        self.read: dict[tuple[str, Any], Possible] = {}
        self.meant = {(name, form): meant(grid, name, form) for name, forms in grid.forms.items() for form in forms}

    def built(self, given: Sequence[Given]) -> Facts:
        """Return a group with these inputs, or with these records in its series."""
        if self.grid.series:
            records = self.records(given)
            return self.of_list(Recorded(records, on=self.on) if self.grid.listed.complete_when_dated else records)
        build: Any = self.grid.group
        return self.reported(build(**{name: self.dated(name, value) for name, value in given[0].items()}))

    def records(self, given: Sequence[Given]) -> list[Facts]:
        """Return the records of a series."""
        record: Any = self.grid.record
        return [record(**{name: self.said(name, value) for name, value in each.items()}) for each in given]

    def said(self, name: str, value: Any) -> Any:
        """Return a part of a record as the grid has it said, on the day itself where it has to have one."""
        part = self.grid.part(name)
        if self.grid.by is None or not part.may_rule_out or value is OPEN:
            return value
        return Recorded(value, on=self.on if part.requires_date else None, by=self.grid.by)

    def of_list(self, listed: object) -> Facts:
        """Return a group with its series as it is given."""
        build: Any = self.grid.group
        return self.reported(build(**{self.grid.series: listed}))

    def reported(self, group: Facts) -> Facts:
        """Return a group in which whoever says all here says what not everybody may say."""
        assert self.grid.by in (None, Reporter.CLINICIAN)
        return group if self.grid.by is None else by_clinician(group)

    def dated(self, name: str, value: Any) -> Any:
        return Recorded(value, on=self.on) if self.grid.part(name).requires_date and value is not OPEN else value

    def possible(self, fact: Fact, given: Sequence[Given]) -> Possible:
        """Return what a reading says of some inputs."""
        key = fact.name, tuple(sorted(repr(sorted(each.items())) for each in given))
        if key not in self.read:
            group = self.built(given)
            for each in self.grid.readings:
                self.read[each.name, key[1]] = each.possible(group, self.on)
        return self.read[key]

    @property
    def halves(self) -> tuple[str, ...]:
        """The parts of a record of which one at least is given."""
        return self.grid.record.__one_of__ if self.grid.series else ("",)

    def single(self) -> list[Given]:
        """Return the inputs, or single records, in the combinations of their forms that are looked at."""
        names = list(self.grid.forms)
        product = [dict(zip(names, forms, strict=True)) for forms in itertools.product(*self.grid.forms.values())]
        if not self.grid.series or self.grid.full:
            return product
        return [each for each in product if self.apart(each) <= 2 + self.wide]

    def few(self) -> list[Given]:
        """Return the records of which several are put together."""
        found = [each for each in self.single() if self.apart(each) <= 1]
        return found if self.wide else [each for each in found if each.get("substance") not in ALONE]

    def apart(self, given: Given) -> int:
        """Return in how many parts a record differs from the first."""
        return sum(given[name] != forms[0] for name, forms in self.grid.forms.items())

    def completed(self, given: Given) -> tuple[Given, ...]:
        """Return every exact record, or exact inputs, that these leave possible."""
        names = list(given)
        meant = [self.meant[name, given[name]] for name in names]
        if self.grid.series in PRESSURES and given["on"] > self.on:
            # One of a day to come is a reading of which nothing is known, its day neither.
            meant = [(50, 190, 300), (20, 90, 200), tuple(self.on - timedelta(days=ago) for ago in (0, 15, 30))]
        elif "on" in given and given["on"] > self.on:
            meant = [(self.on,) if name == "on" else self.meant[name, OPEN] for name in names]
        return tuple(dict(zip(names, values, strict=True)) for values in itertools.product(*meant))

    def apart_each(self, records: Iterable[Given]) -> tuple[Given, ...]:
        """Return records that are filed apart where the same one twice would count once, pressures at their times."""
        if self.grid.series not in COUNTED:
            return tuple(records)
        if self.grid.series in PRESSURES:
            times = (time(8 + place) for place in itertools.count())
            return tuple({**each, "on": datetime.combine(each["on"], next(times))} for each in records)
        return tuple({**record, "reference": f"{place}"} for place, record in enumerate(records))

    def inputs(self) -> Iterator[Inputs]:
        """Yield all inputs that are looked at."""
        single = self.single()
        for each in single:
            yield Inputs((each,), tuple((other,) for other in self.completed(each)))
        if self.grid.series:
            yield Inputs((), ((),))
            few = self.few()
            completed = [self.completed(each) for each in few]
            for number in range(2, MOST + 1):
                most = LARGEST * (4 if self.wide else 1)
                for chosen in itertools.combinations(range(len(few)), number):
                    product = itertools.product(*(completed[place] for place in chosen))
                    kept = tuple(map(self.apart_each, itertools.islice(product, most + 1)))
                    if len(kept) <= most:
                        yield Inputs(self.apart_each(few[place] for place in chosen), kept)


def twice(records: Sequence[Given]) -> bool:
    """Say whether the same record stands there twice, and so counts once."""
    return any(one == other for one, other in itertools.combinations(records, 2))


ALONE: Final = (
    "clarithromycin",
    "rifampicin",
    "theophylline",
    "levothyroxine",
    "lamotrigine",
    "ergometrine",
    "naltrexone",
)
"""The medicines that stand beside others only in the long run."""
LARGEST: Final = 100
"""How many completions are looked at; what has more is left to the fewer records that it consists of."""


# What is asked ----------------------------------------------------------------------------------------------------


def contradicts(possible: Possible) -> bool:
    """Say whether a reading of exact inputs says that they contradict themselves, or says nothing."""
    return possible.absence is not None or bool(possible.marks & CONTRADICTORY)


def within(narrow: Possible, wide: Possible) -> bool:
    """Say whether one set lies within another."""
    if isinstance(narrow, Interval) and isinstance(wide, Interval):
        return wide.low <= narrow.low and narrow.high <= wide.high
    assert not isinstance(narrow, Interval) and not isinstance(wide, Interval)
    return not narrow.bits & ~wide.bits


def hull(each: Sequence[Possible]) -> tuple[Any, ...]:
    """Return the smallest set that a reading can say that holds all of some."""
    if isinstance(each[0], Interval):
        return min(one.low for one in each), max(one.high for one in each)  # type: ignore[union-attr]
    bits = 0
    for one in each:
        bits |= one.bits  # type: ignore[union-attr]
    return (bits,)


def as_set(possible: Possible) -> tuple[Any, ...]:
    return possible[:2] if isinstance(possible, Interval) else possible[:1]


class Breach(NamedTuple):
    """Where a reading is not as it must be."""

    fact: str
    about: str
    """"narrower", "looser", "implausible", "order", "older list", or an input of which a worse value made it better."""
    line: str


def narrow_and_tight(world: World) -> Iterator[Breach]:
    """Yield where a reading leaves out what exact inputs may come to, or is looser than it must be."""
    for inputs in world.inputs():
        for fact in world.grid.readings:
            found = world.possible(fact, inputs.given)
            each = [world.possible(fact, completion) for completion in inputs.completions]
            for one in each:
                if not within(one, found) and not contradicts(one):
                    yield Breach(fact.id, "narrower", f"{words(inputs.given)} leaves out {as_set(one)}")
                    break
            if len(each) > 1 and not joined(found, each):
                yield Breach(fact.id, "looser", f"{words(inputs.given)} is {as_set(found)}, not {hull(each)}")


def implausible_is_absent(world: World) -> Iterator[Breach]:
    """Yield where an input that cannot be leaves anything else possible than one that is absent."""
    for each in world.single():
        for name, form in each.items():
            fact = world.grid.part(name)
            wrong = isinstance(fact, Number) and not isinstance(form, Between | Absence) and form > fact.highest
            absent_too = {other for other in each if other == name or each[other] is OPEN}
            if wrong and not set(world.halves) <= absent_too:
                for reading in world.grid.readings:
                    found = world.possible(reading, (each,))
                    absent = world.possible(reading, ({**each, name: OPEN},))
                    if as_set(found) != as_set(absent):
                        yield Breach(
                            reading.id, "implausible", f"{words([each])} is {as_set(found)}, not {as_set(absent)}"
                        )


def joined(found: Possible, each: Sequence[Possible]) -> bool:
    """Say whether a set holds nothing but what some together come to."""
    if isinstance(found, Interval):
        low, high = hull(each)
        return bool(low <= found.low and found.high <= high)
    return not found.bits & ~hull(each)[0]


def order(world: World) -> Iterator[Breach]:
    """Yield where a reading depends on the order of the records, or on one that is given twice."""
    if world.grid.series:
        few = world.few()
        for chosen in itertools.combinations(few, MOST):
            groups = [world.built(each) for each in itertools.permutations(chosen)]
            groups += [world.built((*chosen, chosen[0])), world.built((chosen[2], *chosen))]
            for fact in world.grid.readings:
                if len({fact.possible(group, world.on) for group in groups}) > 1:
                    yield Breach(fact.id, "order", f"{words(chosen)} in another order, or twice")


def of_other_lists(world: World) -> Iterator[Breach]:
    """Yield where a list that is absent, too old or of a day to come leaves out what it may really be."""
    if not world.grid.series:
        return
    series = world.grid.listed
    days = series.validity.intake
    assert days is not None
    for each in ((), *((each,) for each in world.single())):
        here = world.built(each)
        records = world.records(each)
        others = [world.of_list(reason) for reason in (Absence.NOT_ASKED, Absence.DECLINED)]
        for day in (world.on - timedelta(days=days + 1), world.on + timedelta(days=1)):
            if series.name not in WITH_OWN_DAYS:
                others.append(world.of_list(Recorded(records, on=day)))
        for fact, other in itertools.product(world.grid.readings, others):
            now, then = fact.possible(here, world.on), fact.possible(other, world.on)
            if not contradicts(now) and not within(now, then):
                yield Breach(fact.id, "narrower", f"{words(each)} lies outside {as_set(then)}, of an older list")
            if then.absence is None and not fact.lifelong:
                yield Breach(fact.id, "older list", f"{words(each)} is taken for known")


PRESSURES: Final = ("pressures", "home_pressures")
COUNTED: Final = (*PRESSURES, "listed")
"""The series of which a record counts more if it is there twice."""
WITH_OWN_DAYS: Final = (*PRESSURES, "urine_drug_tests")
"""The series of which each record has a day of its own, so that the list needs none."""


def rank(fact: Fact, value: Any) -> Any:
    """Return how bad an exact value of a fact is, the more the worse; None where that is not declared."""
    if isinstance(fact, Number):
        return None if fact.adverse is None else value if fact.adverse is Adverse.HIGHER else -value
    if isinstance(fact, Flag):
        return None if fact.adverse is None else int(value is fact.adverse)
    if isinstance(fact, Choice):
        adverse = list(fact.adverse)
        return len(adverse) - adverse.index(value) if value in adverse else 0
    if isinstance(fact, Event):
        ago = NEVER_DAYS if value is NEVER else value.hours if isinstance(value, HoursAgo) else value.days
        return ago if fact.reassuring else -ago
    return None


def better(fact: Fact, then: Possible, before: Possible) -> bool:
    """Say whether a reading got better; of a number with no adverse direction that is never said."""
    if isinstance(then, Interval) and isinstance(before, Interval):
        if isinstance(fact, Number) and fact.adverse is None:
            return False
        higher = isinstance(fact, Number) and fact.adverse is Adverse.HIGHER
        higher = higher or (isinstance(fact, Event) and fact.reassuring)
        return then[:2] < before[:2] if higher else then[:2] > before[:2]
    assert not isinstance(then, Interval) and not isinstance(before, Interval)
    if isinstance(fact, Choice):
        bad = option_bits(fact.adverse)
        good = ~bad
    else:
        assert isinstance(fact, Flag)
        if fact.adverse is None:
            return False
        bad, good = (PRESENT_BIT, ABSENT_BIT) if fact.adverse else (ABSENT_BIT, PRESENT_BIT)
    return (bool(before.bits & bad), not before.bits & good) > (bool(then.bits & bad), not then.bits & good)


def adverse(world: World) -> Iterator[Breach]:
    """Yield where an input gets worse and the reading better, beside one other record of each kind."""
    grid = world.grid
    exact = {name: list(exact_forms(grid, name).values()) for name in grid.forms}
    names = list(exact)
    combined = itertools.product(*(values[:6] for values in exact.values()))
    every = [dict(zip(names, values, strict=True)) for values in combined]
    if grid.series and not grid.full:
        every = [each for each in every if sum(each[name] != exact[name][0] for name in names) <= 2]
    beside: list[tuple[Given, ...]] = [()]
    if grid.series:
        beside += [(each,) for each in every[:: max(1, len(every) // 5)]]
    for each, name in itertools.product(every, names):
        here = rank(grid.part(name), each[name])
        for other in exact[name] if here is not None else ():
            if rank(grid.part(name), other) > here:
                for others, fact in itertools.product(beside, grid.readings):
                    if twice((each, *others)) or twice(({**each, name: other}, *others)):
                        continue
                    before = world.possible(fact, (each, *others))
                    then = world.possible(fact, ({**each, name: other}, *others))
                    if not contradicts(before) and not contradicts(then) and better(fact, then, before):
                        yield Breach(fact.id, name, f"{words([each])} gets worse, {other}, and it better")


def words(given: Iterable[Any]) -> str:
    """Return inputs in short."""
    return "; ".join(
        ", ".join(f"{name}={value}" for name, value in each.items()) if isinstance(each, Mapping) else str(each)
        for each in given
    )


def breaches(grid: Grid, wide: bool = False) -> tuple[Breach, ...]:
    """Return where the readings of a grid are not as they must be."""
    world = World(grid, wide)
    return (
        *narrow_and_tight(world),
        *implausible_is_absent(world),
        *order(world),
        *of_other_lists(world),
        *adverse(world),
    )


def every_reading() -> tuple[Fact, ...]:
    """Return every fact of a library's rule set that is read from others."""
    kinds = {ruleset.subject for ruleset in RULESETS.values()} | {Client}
    facts = {fact.id: fact for kind in kinds for fact in every_fact(kind) if fact.derive is not None}
    return tuple(facts.values())
