"""The forms in which a fact can be known: absent for each reason, reported twice, out of date, in part, and so on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from ..baseline import as_needed, reporters, written
from ..facts.medicines import Medicine
from ..facts.model import (
    HAPPENED,
    NEVER,
    AtLeastThese,
    Between,
    Choice,
    Day,
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
    Quantity,
    Recorded,
    Reporter,
    Reports,
    Series,
    Text,
)
from ..ingredients import INGREDIENTS
from ..limit import exact
from ..possible import NEVER_DAYS, Absence

Form = tuple[str, object]
"""What a form is called, and a fact in it, as a caller gives it."""
NOT_GIVEN: Final = ("left out", Absence.NOT_ASKED)


# The forms of one fact ---------------------------------------------------------------------------------------


class Forms:
    """The forms in which a fact can be known on a date: what is good and what is bad stands for every value."""

    def __init__(self, fact: Fact, good: Any, bad: Any, on: date) -> None:
        self.fact, self.good, self.bad, self.on = fact, good, bad, on
        self.day = date.fromordinal(on.toordinal())
        self.by, *others = reporters(fact)
        self.other = next((each for each in others if each in fact.may_rule_out), others[0])

    def recorded(self, value: object, on: date | None = None, by: Reporter | None = None) -> Recorded:
        """Return a value with its evidence, of today and by somebody who may give it, if nothing else is said."""
        return Recorded(value, on=self.on if on is None else on, by=by or self.by)

    def plain(self, value: object) -> object:
        """Return a value as it stands, with evidence where it cannot be built or believed without."""
        return self.recorded(value) if self.fact.requires_date or self.fact.may_rule_out else value

    def every(self) -> Iterator[Form]:
        """Yield every form."""
        if not self.fact.required:
            yield NOT_GIVEN
            for reason in Absence:
                if reason is not Absence.NOT_ASKED:
                    yield reason.name.lower().replace("_", " "), reason
            yield "declined, on a day", Recorded(Absence.DECLINED, on=self.day, by=Reporter.CLIENT)
        yield "good", self.plain(self.good)
        yield "bad", self.plain(self.bad)
        for name, value in self.of_kind():
            yield name, self.plain(value)
        yield from self.dated()
        yield from self.reported()

    def of_kind(self) -> Iterator[Form]:
        """Yield the forms that only this kind of fact has."""
        if isinstance(self.fact, Choice):
            yield from self.of_choice(self.fact)
        elif isinstance(self.fact, Moment):
            yield from self.of_moment()
        elif isinstance(self.fact, Event):
            yield from self.of_event()
        elif isinstance(self.fact, Number):
            yield from self.of_number(self.fact)

    def of_choice(self, fact: Choice) -> Iterator[Form]:
        options = list(fact.options)
        yield "in part", OneOf(self.good, self.bad)
        if len(options) > 2:
            yield "any but the first", OneOf(*options[1:])
            yield "another", options[-1]
            if len(fact.adverse) > 1:
                yield "one of the bad", OneOf(*fact.adverse)

    def of_number(self, fact: Number) -> Iterator[Form]:
        low, high = sorted((exact(self.good), exact(self.bad)))
        step = 1 if fact.whole else Fraction(1, 10)
        yield "in part", Between(low, high)
        yield "at least", Between(exact(self.bad), None)
        yield "at most", Between(None, exact(self.bad))
        for name, number in (("lowest", fact.lowest), ("highest", fact.highest)):
            yield name, written(number)
        yield "implausibly low", written(fact.lowest - step)
        yield "implausibly high", written(fact.highest + step)
        yield "in part implausible", Between(low, fact.highest + step)
        for unit, factor in fact.units.items():
            for name, number in (("good", self.good), ("bad", self.bad)):
                in_unit = round(Fraction(exact(number)) / factor, 1)
                if not fact.whole or (in_unit * factor).denominator == 1:
                    yield f"{name} in {unit}", Quantity(written(exact(in_unit)), unit)

    def of_event(self) -> Iterator[Form]:
        yield "happened", HAPPENED
        yield "never", NEVER
        ago = self.bad.days if isinstance(self.bad, DaysAgo) else 100
        for days in (ago, ago + 1):
            yield f"on the day {days} days ago", self.day - timedelta(days=days)
        then = self.day - timedelta(days=ago)
        yield "in part", PartialDate(then.year, then.month)
        yield "of that year", PartialDate(then.year)
        yield "of this year", PartialDate(self.day.year)
        yield "of the month after", PartialDate(self.day.year, self.day.month + 1)
        yield "of the year after", PartialDate(self.day.year + 1)
        yield "of a year ago", PartialDate(self.day.year - 1, self.day.month)
        yield "tomorrow", self.day + timedelta(days=1)
        for days in (NEVER_DAYS - 1, NEVER_DAYS):
            yield f"{days} days ago", DaysAgo(days)
        yield "of a year too far back", PartialDate(self.day.year - 121)

    def of_moment(self) -> Iterator[Form]:
        assert isinstance(self.on, datetime)
        yield "happened", HAPPENED
        yield "never", NEVER
        yield "today", self.day
        yield "yesterday", self.day - timedelta(days=1)
        yield "a day ago", DaysAgo(1)
        yield "in part", PartialDate(self.day.year, self.day.month)
        hours = self.bad.hours if isinstance(self.bad, HoursAgo) else Fraction(5)
        for more in (0, Fraction(1, 60)):
            yield f"{float(more):.3f} hours more", HoursAgo(hours + more)
        yield "in another zone", (self.on - timedelta(hours=3)).astimezone(UTC)
        yield "in an hour", self.on + timedelta(hours=1)
        yield "in an hour of another zone", (self.on + timedelta(hours=1)).astimezone(UTC)

    def ends(self) -> tuple[date, date] | None:
        """Return the last day or moment of validity, and the first that is too long ago."""
        validity = self.fact.validity
        if isinstance(self.on, datetime) and validity.hours is not None:
            last: date = self.on - timedelta(hours=validity.hours)
            return last, last - timedelta(seconds=1)
        days = validity.dosing_day if isinstance(self.on, datetime) else validity.intake
        if days is None:
            return None
        last = self.day - timedelta(days=days)
        return last, last - timedelta(days=1)

    def dated(self) -> Iterator[Form]:
        """Yield the forms that a report may have by its day and by whom it is."""
        ends = self.ends()
        if ends is not None:
            for name, value in (("good", self.good), ("bad", self.bad)):
                yield f"{name}, at the end", self.recorded(value, ends[0])
                yield f"{name}, beyond the end", self.recorded(value, ends[1])
            if isinstance(self.fact, Choice):
                yield "in part, beyond the end", self.recorded(OneOf(self.good, self.bad), ends[1])
            if isinstance(self.fact, Number):
                span = Between(*sorted((exact(self.good), exact(self.bad))))
                yield "in part, beyond the end", self.recorded(span, ends[1])
            if isinstance(self.fact, Event):
                yield "never, beyond the end", self.recorded(NEVER, ends[1])
        yield "of a day to come", self.recorded(self.good, self.day + timedelta(days=1))
        if isinstance(self.on, datetime):
            yield "of a moment to come", self.recorded(self.good, self.on + timedelta(minutes=1))
            yield "of today", self.recorded(self.good, self.day)
        if self.fact.may_rule_out:
            lacking = next(each for each in Reporter if each not in self.fact.may_rule_out)
            yield "good, by somebody else", self.recorded(self.good, by=lacking)
            yield "bad, by somebody else", self.recorded(self.bad, by=lacking)
            yield "good, by nobody", Recorded(self.good, on=self.on)

    def reported(self) -> Iterator[Form]:
        """Yield the forms of several reports."""
        good, bad = self.recorded(self.good), self.recorded(self.bad, by=self.other)
        yield "two reports alike", Reports(good, self.recorded(self.good, by=self.other))
        yield "two reports", Reports(good, bad)
        if not self.fact.required:
            yield "declined beside bad", Reports(Recorded(Absence.DECLINED, by=self.other), self.recorded(self.bad))
            yield (
                "declined beside not known",
                Reports(Recorded(Absence.DECLINED, by=self.by), Recorded(Absence.NOT_KNOWN, by=self.other)),
            )
        ends = self.ends()
        if ends is not None:
            yield "expired beside good", Reports(good, self.recorded(self.bad, ends[1], self.other))
            yield "expired beside bad", Reports(bad, self.recorded(self.good, ends[1]))
            yield (
                "two expired",
                Reports(
                    self.recorded(self.good, ends[1]), self.recorded(self.bad, ends[1] - timedelta(days=1), self.other)
                ),
            )
            if isinstance(self.fact, Event):
                yield (
                    "expired beside never",
                    Reports(self.recorded(NEVER), self.recorded(self.bad, ends[1], self.other)),
                )
                yield "never expired beside bad", Reports(bad, self.recorded(NEVER, ends[1]))
        yield "to come beside bad", Reports(bad, self.recorded(self.good, self.day + timedelta(days=1)))
        if isinstance(self.fact, Number):
            beyond = self.fact.highest + 1
            yield "implausible beside good", Reports(good, self.recorded(beyond, by=self.other))
            yield "implausible beside bad", Reports(bad, self.recorded(beyond))
            span = Between(*sorted((exact(self.good), exact(self.bad))))
            yield "in part beside good", Reports(good, self.recorded(span, by=self.other))
            yield "in part beside bad", Reports(bad, self.recorded(span))
        if isinstance(self.fact, Choice):
            both = OneOf(self.good, self.bad)
            yield "in part beside good", Reports(good, self.recorded(both, by=self.other))
            yield "in part beside bad", Reports(bad, self.recorded(both))
            yield "three reports", Reports(good, bad, self.recorded(list(self.fact.options)[-1], by=Reporter.RECORD))
        if isinstance(self.fact, Event) and not isinstance(self.fact, Moment):
            year = self.recorded(PartialDate(self.day.year - 1), by=self.other)
            yield "a year beside good", Reports(good, year)
            yield "happened beside never", Reports(self.recorded(NEVER), self.recorded(HAPPENED, by=self.other))
            yield "two dates", Reports(self.recorded(DaysAgo(400)), self.recorded(DaysAgo(40), by=self.other))


# The records of a series -------------------------------------------------------------------------------------

NAMES: Final = tuple(
    dict.fromkeys(
        next(each.name for each in INGREDIENTS if kind in each.classes)
        for kind in sorted({kind for each in INGREDIENTS for kind in each.classes}, key=lambda kind: kind.name)
    )
)
"""An ingredient of each class."""
TWICE: Final = "the same twice"
STRANGE: Final = ("substance that nobody knows", "substance left out", "substance methadone")
"""The names of medicines that also stand beside another."""
REVIEW: Final = ("reviewed", "reviewed_classes", "reviewed_tells_of")
"""The parts of a medicine that belong together."""
PART_FORMS: Final = frozenset(
    {
        *("left out", "not known", "declined", "good", "bad", "in part", "at least", "at most", "implausibly high"),
        *("another", "happened", "never", "of that year", "tomorrow", "of the year after"),
        *("good in kPa", "bad in g/d", "bad in kPa"),
    }
)
"""The forms in which a part of a record is shown."""


def records(series: Series, on: date) -> list[tuple[str, Facts]]:
    """Return records that differ in one part each from the first, each with what is different."""
    usual: dict[str, Any] = {}
    forms: dict[str, list[Form]] = {}
    for part in series.record.__facts__:
        if part.name not in ("by", "reference", *REVIEW):
            usual[part.name], forms[part.name] = _part(part, series, on)
    build: Any = series.record
    found = [("as it stands", build(**usual))]
    for name, each in forms.items():
        for form, value in each:
            record = build(**usual | {name: value})
            if record not in [other for _, other in found]:
                found.append((f"{name} {form}", record))
    if series.record is Medicine:
        found += [(f"looked up {form}", build(**usual | review)) for form, review in _reviews(on)]
    if {"systolic", "diastolic"} <= usual.keys():  # neither is implausible alone
        found.append(("diastolic above systolic", build(**usual | {"systolic": 80, "diastolic": 120})))
    return found


def _reviews(on: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a review of a medicine that nobody knows says: its parts mean nothing without each other."""
    day = date.fromordinal(on.toordinal())
    said = {"substance": "xylo", "reviewed_classes": "none", "reviewed_tells_of": "none"}
    for form, when, by in (
        ("", day, Reporter.CLINICIAN),
        ("by the client", day, Reporter.CLIENT),
        ("as long ago as counts", day - timedelta(days=365), Reporter.CLINICIAN),
        ("too long ago", day - timedelta(days=366), Reporter.CLINICIAN),
    ):
        yield form or "today", said | {"reviewed": Recorded(True, on=when, by=by)}
    by_clinician = Recorded(True, on=day, by=Reporter.CLINICIAN)
    yield "as an opioid", said | {"reviewed": by_clinician, "reviewed_classes": "opioid"}
    yield "as one of the thyroid", said | {"reviewed": by_clinician, "reviewed_tells_of": "thyroid"}


def _part(part: Fact, series: Series, on: date) -> tuple[Any, list[Form]]:
    day = date.fromordinal(on.toordinal())
    if isinstance(part, Day):
        ends = Forms(series, None, None, on).ends()
        assert ends is not None
        soon = on + timedelta(minutes=5) if isinstance(on, datetime) else day + timedelta(days=1)
        return on, [("at the end", ends[0]), ("beyond the end", ends[1]), ("to come", soon)]
    if isinstance(part, Text):
        if part is Medicine.rxnorm:
            return Absence.NOT_ASKED, [("of another", "6130"), ("of none", "0")]
        listed = [(name, name) for name in ("methadone", *NAMES)]
        return "lorazepam", [*listed, ("that nobody knows", "xylo"), NOT_GIVEN]
    good, bad = _ends(part)
    forms = [each for each in Forms(part, good, bad, on).every() if each[0] in PART_FORMS]
    return bad, forms


def _ends(part: Fact) -> tuple[Any, Any]:
    """Return a good and a bad value of a part of a record."""
    if isinstance(part, Flag):
        return part.adverse is False, part.adverse is not False
    if isinstance(part, Choice):
        harmless = [option for option in part.options if option not in part.adverse]
        return (harmless or list(part.options))[-1], (part.adverse or tuple(part.options))[0]
    if isinstance(part, Event):
        return DaysAgo(4000), DaysAgo(60)
    assert isinstance(part, Number)
    if part.unit == "mm[Hg]":
        return (110, 190) if part.lowest == 50 else (70, 95)
    if part.unit == "mg/d":
        return 1, 6
    return part.lowest, part.highest // 2


def day_forms(on: date) -> Iterator[Form]:
    """Yield days on both sides of a birthday, and such as cannot be."""
    day = date.fromordinal(on.toordinal())
    yield NOT_GIVEN
    for reason in (Absence.NOT_KNOWN, Absence.DECLINED):
        yield reason.name.lower().replace("_", " "), reason
    for years in (0, 1, 17, 18, 64, 65, 120, 121):
        for later in (-1, 0, 1):
            yield f"{years} years and {later} days ago", day.replace(year=day.year - years) - timedelta(days=later)
    yield "on a leap day", date(2008, 2, 29)


def series_forms(series: Series, on: date) -> Iterator[Form]:
    """Yield lists of none, one and several records, by whom and when they may have been made."""
    known = records(series, on)
    forms = Forms(series, (), (), on)
    yield NOT_GIVEN
    for reason in (Absence.NOT_KNOWN, Absence.DECLINED, Absence.STALE, Absence.CONFLICTING):
        yield reason.name.lower().replace("_", " "), reason
    first = known[0][1]
    lists: list[tuple[str, tuple[Facts, ...]]] = [("none", ()), ("one", (first,))]
    lists += [(f"one: {name}", (record,)) for name, record in known[1:]]
    varied = [(name, record) for name, record in known[1:] if not name.startswith("substance ") or name in STRANGE]
    lists += [(f"two: {name}", (first, record)) for name, record in varied]
    others = [record for _, record in varied]
    for number in (3, 4):
        for start in range(0, len(others) - number + 2, number):
            with_first = (first,) if number == 3 else ()
            lists.append((f"{number}, from {start + 1}", (*with_first, *others[start:][: number - len(with_first)])))
    lists.append((TWICE, (first,)))
    for name, records_given in lists:
        yield name, as_needed(series, records_given, forms.day)
    for name, records_given in (*lists[:3], lists[-2]):
        yield f"at least {name}", AtLeastThese(*records_given)
    yield "one, without its day", (first,)
    yield "one, copied from a record", Recorded((first,), on=forms.day, by=Reporter.RECORD)
    ends = forms.ends()
    for name, records_given in (lists[0], lists[1], lists[2], lists[-2]):
        if ends is not None:
            yield f"{name}, at the end", forms.recorded(records_given, ends[0])
            yield f"{name}, beyond the end", forms.recorded(records_given, ends[1])
        yield f"{name}, of a day to come", forms.recorded(records_given, forms.day + timedelta(days=1))
        yield f"{name}, recorded", forms.recorded(records_given)
