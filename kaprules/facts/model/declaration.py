"""How a fact is declared, once, with everything that anybody needs to know of it; and what a value leaves possible.

A group of facts is a class; each attribute is declared by one of the kinds: ``Number``, ``count``, ``score``, ``Flag``,
``Choice``, ``Event``, ``Moment``, ``Day``, ``Text`` or ``Series``. On the class the attribute is a term to write rules
with, on an instance it is what was given. Here stands what all kinds share.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, NamedTuple, Self, TypeAlias, TypeVar, cast, overload

import attrs

from ...conditions import Condition, Term
from ...errors import Advice, Faults, InputError, input_error
from ...limit import Exact, exact
from ...possible import (
    NEVER_DAYS,
    NEVER_RECORDED,
    NO_MARKS,
    Absence,
    Interval,
    Mark,
    Options,
    Possible,
    spanned,
    what_is_possible,
)
from .answers import answered
from .codes import Code
from .contradictions import Contradiction, Crossed
from .site import AS_DECLARED, SiteReading
from .validity import FOR_EVER, Validity, is_to_come
from .values import AtLeastThese, FromChecklist, PartialDate, Recorded, Reporter, Reports, Value

if TYPE_CHECKING:
    from ...language import Locale

Taken = TypeVar("Taken", covariant=True)
Reported: TypeAlias = Value | Recorded[Value | Absence] | Reports[Value | Absence] | Absence
"""What a scalar fact takes: a value, one report or several, or why there is none."""

DATA_ERROR: Final = frozenset({Mark.DATA_ERROR})
DISAGREEMENT: Final = frozenset({Mark.DATA_ERROR, Mark.CONFLICT})
NONE_REMEDY: Final = "leave it out, or say why it is absent: Absence.NOT_KNOWN"
NULL_REMEDY: Final = 'leave it out, or say why it is absent, as {"absent": "not_known"}'
MICROSECOND: Final = Fraction(1, 3_600_000_000)
"""The least time that there is, in hours."""
LAST_DAY: Final = date.max.toordinal()
"""What stands for no end: nothing is recorded on that day."""
USABLE, ABSENT, NOT_INDICATED = 0, 1, 2
"""How a fact stands in a flat snapshot: it has a value, it has none, or it was never looked for and need not be.

The state of a fact on indication of which every report is too old is a tuple: what those reports left possible, as the
two ends of an interval or as the bits of options. A test that is impossible of it is passed over, and no other.
"""
State: TypeAlias = int | tuple[Any, ...]


class Mutability(enum.Enum):
    """Whether what is so of a fact can come to be otherwise, and how."""

    FIXED = "fixed"
    """It stays as it is, or it is not for anybody to propose: history, a diagnosis for life, what is prescribed."""
    PASSES_WITH_TIME = "passes with time"
    """An event recedes, an infection or a pregnancy ends."""
    TREATABLE = "treatable"
    """It may get better: blood pressure, a mood episode."""
    OBTAINABLE = "obtainable"
    """It can be assessed, agreed, arranged or documented."""


class Burden(enum.IntEnum):
    """What it takes to obtain a fact, cost and burden together; the numbers weigh one against the other."""

    QUESTION = 1
    """Asked, or looked up in a record."""
    MEASUREMENT = 2
    """Measured on the spot."""
    EXAMINATION = 3
    """A clinician examines, or rates."""
    TEST = 5
    """Of a laboratory, or with an apparatus."""
    REFERRAL = 8
    """Somewhere else, on another day."""


Reduction = Callable[[Any, date], Possible]
"""How a scalar is read from other facts of its group on a date; narrower facts never give a set outside the former."""


def is_ticked(report: Recorded) -> bool:
    """Say whether a report is an item of a checklist that was ticked."""
    return isinstance(report, FromChecklist) and bool(report.item)


def _as_ticked(report: Recorded) -> FromChecklist:
    assert isinstance(report, FromChecklist)
    return report


def lies_within(narrow: Possible, wide: Possible) -> bool:
    """Say whether whatever one set leaves possible the other does as well."""
    if isinstance(narrow, Options):
        assert isinstance(wide, Options)
        return not narrow.bits & ~wide.bits
    assert isinstance(wide, Interval)
    return wide.low <= narrow.low and narrow.high <= wide.high


class Judged(NamedTuple):
    """What one of several reports leaves possible, and of which day it is."""

    possible: Possible
    day: int
    warned: Possible | None = None
    """What is said by somebody who may not rule it out, where that is adverse: the word counts to the worse alone."""
    is_told: bool = False
    """Whether the client tells what others measure: that gives way to any measurement."""


class Group:
    """What a fact knows of the group that it stands in: the facts there; what was given is the instance's, by name."""

    __facts__: ClassVar[tuple[Fact, ...]] = ()

    @property
    def site(self) -> SiteReading:
        """What a site's policy says of how it is read; nothing where no policy does."""
        found: SiteReading = self.__dict__.get("_site", AS_DECLARED)
        return found

    def validity_of(self, fact: Fact) -> Validity:
        """Return for how long a fact of the group counts: as a site chose, or else as it is declared."""
        site: SiteReading | None = self.__dict__.get("_site")
        moved = None if site is None else site.validities.get(fact)
        return fact.validity if moved is None else moved.validity

    def born(self, on: date) -> int:
        """Return the first day, as an ordinal, on which anything can have been of whom the group is.

        That of the birth, as early as it may have been, where something in the group lies before it; else the one
        before which nobody's life reaches.
        """
        born: int | None = self.__dict__.get("_born")
        return on.toordinal() - NEVER_DAYS if born is None else born

    def could_not_be(self, then: date, on: date) -> bool:
        """Say whether nothing can have been recorded then: after the decision, or before the birth."""
        day = then.toordinal()
        if day < self.born(on):
            return True
        return is_to_come(then, on) if isinstance(on, datetime) else day > on.toordinal() or day == LAST_DAY

    def is_misdated(self, report: Recorded, on: date) -> bool:
        """Say whether a confirmation or a copy of a report has a day that cannot be: it then counts to the worse alone.

        That is one after the decision, before the birth, or before the answer.
        """
        answered = report.on
        return any(
            self.could_not_be(day, on) or (answered is not None and day.toordinal() < answered.toordinal())
            for day in report.later_days
        )


@attrs.frozen(eq=False, kw_only=True, slots=False, repr=False)
class Fact(Term):
    """The declaration of one fact; each kind adds its own arguments."""

    title: str
    question: str = ""
    validity: Validity = FOR_EVER
    on_indication: str = ""
    """Why the fact is looked for only on indication; empty for a required fact."""
    indicated_by: Callable[[], Condition] | str | None = None
    """Where a fact on indication is asked for: a condition on required facts, made when it is first wanted as its group
    is declared by then, or the id of a concept where it takes limits. None where nobody proves that it is asked for."""
    lifelong: bool = False
    requires_date: bool = False
    reporters: tuple[Reporter, ...] = tuple(Reporter)
    may_rule_out: tuple[Reporter, ...] = ()
    """Who alone may assert that it is not so, or no worse than said; empty for anybody. Without a reporter a value is
    nobody's word. That it is so anybody may say."""
    may_confirm: tuple[Reporter, ...] = ()
    """Who may confirm a value that is not adverse and that somebody else asserted; empty for nobody."""
    codes: tuple[Code, ...] = ()
    version: int = 1
    """The version of how it is read, and of what it is read from: raised when the same inputs give another result."""
    derive: Reduction | None = None
    derived_from: tuple[str, ...] = ()
    required: bool = False
    cross_checked: bool = False
    """Whether it may be given beside what it is read from; its reading then compares the two."""
    asked_instead: bool = False
    """Whether it is asked for by itself where what it is read from was asked and is not known."""
    shows: Callable[[Any, date, Locale], tuple[str, ...]] | None = None
    """What a finding shows beside the value of a reading: which of the observations it rests on."""
    birth: Callable[[Any, date], int | None] | None = None
    """What says, as an ordinal, on which day at the earliest the subject was born, where that is known; or None."""
    contradictions: tuple[Contradiction, ...] = ()
    """Beside what else in its group some of its values cannot be; each pair is declared on one of the two."""
    mutability: Mutability = attrs.field(default=attrs.Factory(lambda fact: fact.usual_mutability(), takes_self=True))
    burden: Burden = attrs.field(default=attrs.Factory(lambda fact: fact.usual_burden(), takes_self=True))

    id: str = attrs.field(default="", init=False)
    group: str = attrs.field(default="", init=False)
    name: str = attrs.field(default="", init=False)
    owner: Any = attrs.field(default=None, init=False)
    """The class of its group; pickles carry that and the name, so that a fact stays one and the same."""
    slot: int = attrs.field(default=-1, init=False)
    """The place of the fact's first entry in the flat snapshot of its group."""
    crossed: tuple[Crossed, ...] = attrs.field(default=(), init=False)
    """The contradictions by which it may not be believed, whichever fact declares them."""

    kind: ClassVar[str] = ""
    """What it is called in a description of a rule set."""
    size: ClassVar[int] = 0
    """How many entries it takes in a flat snapshot; none, where no rule reads it."""
    outlasts: ClassVar[bool] = False
    """Whether a value that is out of date still says something."""

    def usual_mutability(self) -> Mutability:
        """Return the mutability of a fact that declares none: what is lifelong stays, the rest is treated."""
        return Mutability.FIXED if self.lifelong else Mutability.TREATABLE

    def usual_burden(self) -> Burden:
        """Return the burden of a fact that declares none, by who may report it, or rule it out."""
        if Reporter.LABORATORY in self.reporters and Reporter.CLIENT not in self.reporters:
            return Burden.TEST
        if Reporter.DEVICE in self.reporters and Reporter.LABORATORY not in self.reporters:
            return Burden.MEASUREMENT
        assessed = bool(self.may_rule_out) and not self.may_confirm
        return Burden.EXAMINATION if assessed or self.reporters == (Reporter.CLINICIAN,) else Burden.QUESTION

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers: days since an event are, hours are not."""
        return False

    def __repr__(self) -> str:
        return f"<{self.id or self.title}>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.owner is None:
            raise TypeError(f"{self.title} belongs to no group: only a fact of a group can be pickled")
        return getattr, (self.owner, self.name)

    def described(self) -> str:
        """Return what the fact is, for whoever looks at it in an editor or by ``help``."""
        return f"{self.title}."

    def accept(self, given: object) -> object:
        """Return what was given in its canonical form; raise ``InputError`` where it cannot be this fact's."""
        if given is Absence.NOT_ASKED and not self.required:
            return given
        if isinstance(given, Recorded):
            if not given.is_evidenced:
                return self.accept(given.value)
            return self._report(given)
        if isinstance(given, Reports):
            faults = Faults()
            reports = [faults.take(self.id, report, self._report, report) for report in given.reports]
            faults.settle()
            return Reports(*cast("list[Recorded]", reports))
        if isinstance(given, Absence):
            return self._absent(given)
        if self.requires_date:
            raise self._undated()
        return self._value(given)

    def _absent(self, reason: Absence) -> Absence:
        if self.required:
            raise self.not_given()
        return reason

    def _report(self, given: Recorded) -> Recorded:
        if isinstance(given.value, Absence):
            self._absent(given.value)
            return given
        if self.requires_date and given.on is None:
            raise self._undated()
        return attrs.evolve(given, value=self._value(given.value))

    def _undated(self) -> InputError:
        return input_error(
            self.id,
            problem="has no date",
            expected="the day it was obtained",
            remedy="give Recorded(value, on=date(2025, 3, 1))",
            in_file=Advice("the day it was obtained", 'add "on": "2025-03-01" to its object'),
        )

    def not_given(self, place: str = "") -> InputError:
        """Return the error where the fact must be given and is not."""
        return input_error(
            place or self.id,
            problem="is absent",
            remedy="it must be given, the record means nothing without it",
        )

    def wanted(self) -> tuple[Advice, Advice]:
        """Return what a value of the fact is and how it is written: in Python, and in a file."""
        raise NotImplementedError

    def _value(self, given: object) -> object:
        raise NotImplementedError

    def _wrong(self, given: object, meant: str = "") -> InputError:
        """Return the error for what is no value of the fact; ``meant`` is what it probably should be, in Python."""
        python, file = self.wanted()
        if given is None:
            python, file = attrs.evolve(python, remedy=NONE_REMEDY), attrs.evolve(file, remedy=NULL_REMEDY)
        return input_error(
            self.id, given, expected=python.expectation, remedy=python.remedy, suggestion=meant, in_file=file
        )

    def lacks_unit(self, given: object) -> bool:
        """Say whether something was given as a bare number of which only the declaration says the unit."""
        return False

    def spelled(self, given: object) -> object:
        """Return what was given in the one spelling that it has in the fact's own unit, to be compared."""
        if isinstance(given, Recorded):
            return self.spelled(given.value), given.on, given.by, given.reference
        if isinstance(given, Reports):
            return frozenset(map(self.spelled, given.reports))
        return given

    # What is still possible -------------------------------------------------------------------------------

    def full_range(self, absence: Absence, marks: frozenset[Mark] = NO_MARKS, last: Any = None) -> Possible:
        """Return the whole plausible range, with the reason why nothing narrower is known."""
        raise NotImplementedError

    def values_of(self, value: object, on: date) -> Possible:
        """Return what a given value leaves possible."""
        raise NotImplementedError

    def as_of(self, value: object, recorded: date | None, on: date) -> object:
        """Return a value of a report as it counts on a date."""
        return value

    def within_life(self, possible: Any, value: object, on: date, group: Group) -> Possible:
        """Return what a value leaves possible of whom was born when the group says: nothing was before the birth."""
        found: Possible = possible
        return found

    def days(self, value: object) -> Exact:
        """Return how many days of a life a value takes, counted back from the decision; 0 where it takes none."""
        return 0

    def adverse_only(self, possible: Possible) -> bool:
        """Say whether every value still possible is adverse."""
        return False

    def no_better(self, possible: Possible) -> Possible | None:
        """Return every value that is no better than the best of some; None where that is every value there is.

        It is what the word of somebody leaves possible who may not rule the fact out: the adverse end of it stands, the
        reassuring end is open.
        """
        return None

    def as_told(self, possible: Possible) -> Possible | None:
        """Return what a value leaves possible that the client tells of what others measure; None where it is no word.

        It is known about, so it counts where nothing turns on it, and as PROVISIONAL.
        """
        return None

    def adversity(self, possible: Possible) -> tuple[Exact, ...]:
        """Return how bad what is possible is at worst, to compare reports of the fact by; equal where nobody knows."""
        return ()

    def merged(self, reports: Sequence[Possible]) -> Possible:
        """Return what several reports leave possible together."""
        raise NotImplementedError

    def each_alone(self, given: object) -> tuple[object, ...]:
        """Return what was given by each source alone, where together they may be less adverse than one of them."""
        return ()

    def outlives(self, expired: Possible) -> bool:
        """Say whether a report that is out of date still proves a risk beside newer ones."""
        return False

    def expired(self, possible: Any) -> Possible:
        """Return what is left of a value whose validity is over."""
        return self.full_range(Absence.STALE, possible.marks, possible)._replace(outdated=possible)

    def possible(self, group: Group, on: date) -> Possible:
        """Return the set of values that this fact may still have on a date, with its absence and marks."""
        given = group.__dict__[self.name]
        if self.derive is not None and (self.cross_checked or given is Absence.NOT_ASKED):
            return self.derive(group, on)
        if not self.crossed:
            possible = self.as_given(group, on)
        else:
            found = self.contradicted(group, on)
            possible = answered(group, on, self, self.as_given) if found is None else self.reopened(found)
        site: SiteReading | None = group.__dict__.get("_site")
        return possible if site is None or self not in site.unasked else possible._replace(unasked=True)

    def every_contradiction(self) -> tuple[Contradiction, ...]:
        """Return the contradictions that the fact declares, in whichever form."""
        return self.contradictions

    def contradicted(self, group: Group, on: date) -> Crossed | None:
        """Return the contradiction between what was given of the fact and of others in its group, if there is one."""
        for each in self.crossed:
            if each.holds(group, on):
                return each
        return None

    def crossed_by(self, group: Group) -> tuple[Fact, ...]:
        """Return the other facts of the group that were given and that this one may contradict."""
        return tuple(fact for each in self.crossed if each.given(group) for fact in each.facts if fact is not self)

    def reopened(self, found: Crossed) -> Possible:
        """Return what is left of a fact that contradicts another: all that is plausible."""
        absence = found.contradiction.absence
        return self.full_range(absence, DATA_ERROR if absence is Absence.IMPLAUSIBLE else DISAGREEMENT)

    def as_given(self, group: Group, on: date) -> Possible:
        """Return what the caller's own value leaves possible, whatever else the fact could be read from."""
        given = group.__dict__[self.name]
        if isinstance(given, Reports):
            ticked = [each for each in given.reports if is_ticked(each)]
            return self._ticked(group, given, ticked, on) if ticked else self._together(group, given.reports, on)
        if isinstance(given, Recorded):
            return self._judged(group, given, self._voucher(given), on)
        return self._judged(group, Recorded(given), None, on)

    def _of_day(self, group: Group, report: Recorded, on: date) -> Judged:
        """Return what a report leaves possible, and its day; without a date it is of the day of the decision."""
        day = (on if report.on is None else report.on).toordinal()
        by = self._voucher(report)
        possible = self._judged(group, report, by, on)
        if possible.absence is not Absence.NOT_AUTHORISED or isinstance(report.value, Absence):
            return Judged(possible, day, is_told=by is Reporter.CLIENT and self.as_told(possible) is not None)
        value = self.as_of(report.value, report.on, on)
        said = self.within_life(self.values_of(value, on), value, on, group)
        return Judged(possible, day, said if self.no_better(said) is not None else None)

    def _voucher(self, report: Recorded) -> Reporter | None:
        """Return on whose word a report stands: who confirmed the client's, where they may; anybody may tick an item.

        What somebody else answered nobody can confirm.
        """
        if self.may_rule_out and is_ticked(report):
            return self.may_rule_out[0]
        confirmed = report.confirmed_by
        if confirmed is None or report.by is not Reporter.CLIENT or confirmed.role not in self.may_confirm:
            return report.by
        return confirmed.role

    def is_vouched(self, report: Recorded) -> bool:
        """Say whether a report stands on the word of somebody who may rule the fact out."""
        return not self.may_rule_out or self._voucher(report) in self.may_rule_out

    def _together(self, group: Group, reports: Iterable[Recorded], on: date) -> Possible:
        return self._merged([self._of_day(group, each, on) for each in reports])

    def _ticked(self, group: Group, given: Reports, ticked: Sequence[Recorded], on: date) -> Possible:
        """Return what reports leave possible of which some are ticked items of checklists.

        Such an item says that something is there and no more, so whatever is surely worse than its denial tells it more
        exactly; what may deny it is another report beside it. Of an item of two facts either may be meant: where both
        are denied nobody can say which report is wrong.
        """
        if any(each.denials and self._all_denied(group, each.denials, on) for each in map(_as_ticked, ticked)):
            return self.full_range(Absence.CONFLICTING, frozenset({Mark.CONFLICT}))
        said = [each for each in given.reports if each not in ticked]
        meant = [each for each in ticked if not isinstance(each.value, Absence)]
        if said and meant:
            known, there = self._together(group, said, on), self._together(group, meant, on)
            if known.absence is None and there.absence is None and lies_within(known, there):
                return known._replace(marks=known.marks | there.marks)
        return self._together(group, given.reports, on)

    @staticmethod
    def _all_denied(group: Group, denials: Iterable[tuple[str, object]], on: date) -> bool:
        """Say whether other reports than ticked items deny each of some facts of a group."""
        declared = {fact.name: fact for fact in group.__facts__}
        for name, denial in denials:
            fact, given = declared[name], group.__dict__[name]
            said = [each for each in given.reports if not is_ticked(each)] if isinstance(given, Reports) else []
            known = fact._together(group, said, on) if said else None
            if known is None or known.absence is not None or not lies_within(known, fact.values_of(denial, on)):
                return False
        return True

    def said_ago(self, group: Group, event: Fact, on: date) -> Interval:
        """Return how long ago the newest was said of what counts of the fact, in the unit of an event of its group.

        A day without a time is the whole of it. What has no date may have been said at any time: it is put on neither
        side of the event.
        """
        given = group.__dict__[self.name]
        reports = given.reports if isinstance(given, Reports) else [given] if isinstance(given, Recorded) else []
        judged = [(report, self._of_day(group, report, on)) for report in reports]
        counting = [(report, each) for report, each in judged if each.possible.absence is None]
        measured = [report for report, each in counting if not each.is_told]
        ages = [_said_ago(report.on, event, on) for report in (measured or [report for report, _ in counting])]
        return Interval(*map(min, zip(*ages, strict=True))) if ages else Interval(0, NEVER_DAYS)

    @property
    def is_of_before(self) -> bool:
        """Whether it speaks of the time before an event of its group."""
        return any(each.dated and not each.others_stand for each in self.contradictions)

    def has_a_day(self, group: Group) -> bool:
        """Say whether anything was said of the fact with the day on which it was."""
        given = group.__dict__[self.name]
        reports = given.reports if isinstance(given, Reports) else [given]
        return any(isinstance(report, Recorded) and report.on is not None for report in reports)

    def _merged(self, reports: list[Judged]) -> Possible:
        every = [each.possible for each in reports]
        usable = [each for each in reports if each.possible.absence in (None, Absence.IMPLAUSIBLE)]
        measured = [each for each in usable if not each.is_told]
        usable = measured or usable
        expired = [Judged(p.last or p, day) for p, day, *_ in reports if p.absence is Absence.STALE]
        # What happened once did happen, however old the report; a later event is for the others to deny.
        outlived = [each for each in expired if self.outlives(each.possible)]
        warned = [Judged(each.warned, each.day) for each in reports if each.warned is not None]
        if usable:
            merged = self.together([*usable, *warned, *outlived])
        elif warned:
            said = self.together([*warned, *outlived])
            merged = (self.no_better(said) or said)._replace(absence=Absence.NOT_AUTHORISED)
        elif expired:
            outdated: Any = _outdated(every)
            merged = self.expired(self.together(expired))._replace(outdated=outdated)
        else:
            return min(every, key=lambda p: (p.absence in NEVER_RECORDED, [*Absence, None].index(p.absence)))
        return merged._replace(marks=merged.marks.union(*(p.marks for p in every)))

    def together(self, reports: list[Judged]) -> Possible:
        """Return what reports of several days leave possible together."""
        every = [each.possible for each in reports]
        first = what_is_possible(every[0])
        return every[0] if all(what_is_possible(p) == first for p in every) else self.merged(every)

    def _judged(self, group: Group, report: Recorded, by: Reporter | None, on: date) -> Possible:
        """Return what one report leaves possible, as old as it is and by whom it was made."""
        value, recorded = report.value, report.on
        if isinstance(value, Absence):
            return self.full_range(value)
        if recorded is not None and group.could_not_be(recorded, on):
            return self.full_range(Absence.IMPLAUSIBLE, DATA_ERROR)
        value = self.as_of(value, recorded, on)
        possible = self.within_life(self.values_of(value, on), value, on, group)
        if possible.absence is not None:
            return possible
        absence = None
        misdated = group.is_misdated(report, on)
        told = self.as_told(possible) if by is Reporter.CLIENT and not misdated else None
        if misdated:
            possible = possible._replace(marks=possible.marks | DATA_ERROR)
        if told is not None:
            possible = told
        elif misdated or (self.may_rule_out and by not in self.may_rule_out):
            no_better = self.no_better(possible)
            if no_better is None:
                return self.full_range(Absence.NOT_AUTHORISED, possible.marks)
            if no_better[:2] != possible[:2]:
                absence, possible = Absence.NOT_AUTHORISED, no_better
        rests_on = report.rests_on if isinstance(report, FromChecklist) else ()
        valid = recorded is None or group.validity_of(self).covers(recorded, on)
        valid = valid and all(validity.covers(then, on) for validity, then in rests_on)
        if valid or (self.lifelong and self.adverse_only(possible)):
            return possible._replace(absence=absence)
        return self.expired(possible)

    def flat(self, possible: Any) -> tuple[object, ...]:
        """Return the entries that ``possible`` takes in a flat snapshot."""
        return (*possible[: self.size - 1], self._state(possible))

    def _state(self, possible: Possible) -> State:
        absence = possible.absence
        if absence is None:
            return USABLE
        if not self.on_indication and not possible.unasked:
            return ABSENT
        if absence is Absence.STALE and possible.outdated is not None:
            return _within(possible.outdated, possible)
        return NOT_INDICATED if absence in NEVER_RECORDED else ABSENT

    def constant(self, value: object) -> bool:
        """Say whether a recorded value leaves the same possible on every date of its validity."""
        return not self.cross_checked and not self.moves(value)

    def moves(self, value: object) -> bool:
        """Say whether what a value leaves possible depends on the date."""
        return isinstance(value, date | PartialDate | tuple | AtLeastThese)

    def timeless(self, group: Group) -> bool:
        """Say whether what is possible is the same on every date."""
        given = group.__dict__[self.name]
        if "_born" in group.__dict__:
            return False
        if self.derived_from and not all(
            fact.timeless(group) for fact in group.__facts__ if fact.name in self.derived_from
        ):
            return False
        if isinstance(given, Recorded) and not self.moves(given.value):
            return isinstance(given.value, Absence) or (given.on is None and not self.cross_checked)
        return given == () or not (isinstance(given, Recorded | Reports) or self.moves(given))

    def fixed(self, group: Group) -> date | None:
        """Return a day on which what was given counts, if it leaves the same possible on every such day; else None."""
        given = group.__dict__[self.name]
        if "_born" in group.__dict__:
            return None
        if isinstance(given, Recorded) and given.on is not None:
            if not given.ages_alone:
                return None
            return date.fromordinal(given.on.toordinal()) if self.constant(given.value) else None
        return date.max if self.timeless(group) else None

    def undated(self, group: Group) -> bool:
        """Say whether a value was given without the date on which it was obtained."""
        given = group.__dict__[self.name]
        if isinstance(given, Reports):
            return any(report.on is None for report in given.reports)
        return not isinstance(given, Absence | tuple | AtLeastThese) and not (
            isinstance(given, Recorded) and given.on is not None
        )


def _outdated(reports: Sequence[Possible]) -> Possible | None:
    """Return all that reports left possible, or None where one of them says something else than a value too old."""
    found = [report.outdated for report in reports if report.absence not in NEVER_RECORDED]
    known = [each for each in found if each is not None]
    return spanned(known) if len(known) == len(found) else None


def _said_ago(said: date | None, event: Fact, on: date) -> tuple[Exact, Exact]:
    """Return how long ago something was said at the least and at the most; the end of a day is no more of that day."""
    if said is None:
        return 0, NEVER_DAYS
    found = event.values_of(said, on)
    assert isinstance(found, Interval)
    low, high = found[:2]
    whole_day = not isinstance(said, datetime) or said.tzinfo is None
    return exact(low + MICROSECOND) if whole_day and low > 0 else low, high


def _within(outdated: Possible, possible: Possible) -> State:
    """Return what of some earlier possibilities is still possible, as the state of a fact in a flat snapshot."""
    if isinstance(outdated, Interval) and isinstance(possible, Interval):
        low, high = max(outdated.low, possible.low), min(outdated.high, possible.high)
        return (low, high) if low <= high else ABSENT
    assert isinstance(outdated, Options) and isinstance(possible, Options)
    return (outdated.bits & possible.bits,) if outdated.bits & possible.bits else ABSENT


class Face(Generic[Taken]):
    """What type checkers see: on a class the term to write rules with, on an instance what was given.

    ``Taken`` is covariant so that what takes more, such as ``Moment``, is still an ``Event``; at run time an instance
    simply holds the value.
    """

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: object) -> Self: ...
        @overload
        def __get__(self, instance: Group, owner: object) -> Taken: ...
        @overload
        def __get__(self, instance: object, owner: object) -> Self: ...
        def __get__(self, instance: object, owner: object) -> Any: ...
        def __set__(self, instance: Group, value: Taken) -> None: ...  # type: ignore[misc] # see above
