"""Raw files made by chance, from what is declared of the facts: values around every limit, dates around every validity.

Every form of a file occurs in which something can be known: a range, some options, a month, several reports, each
reason why there is nothing, who said so and when, other units, lists of records. The same seed makes the same files.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from .facts import NEVER, Declared
from .pending import PENDING
from .subjects import Kind

PLACES: Final = (
    *(
        "Europe/Vienna",
        "Europe/Vienna",
        "America/New_York",
        "America/Los_Angeles",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
    ),
    *("Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"),
)
DAYS: Final = (
    *(
        date(2026, 11, 23),
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 3, 1),
        date(2026, 3, 29),
        date(2026, 10, 25),
    ),
    *(date(2026, 12, 31), date(2027, 1, 1), date(2026, 1, 31), date(2026, 3, 8), date(2026, 11, 1), date(2026, 12, 1)),
)
"""Days at which calendars and clocks turn, and one at which they do not."""
OFFSETS: Final = ("Z", "+00:00", "+01:00", "-05:00", "-08:00", "+05:30", "+14:00", "-11:00")
REPORTERS: Final = ("client", "clinician", "laboratory", "device", "record")
REASONS: Final = (
    *("not_asked", "not_known", "not_known", "declined", "declined", "stale", "implausible", "conflicting"),
    "not_authorised",
)


class Made(NamedTuple):
    """One file, and when and where it is to be decided."""

    text: str
    on: date
    place: str
    """The zone of the place, where it is decided on a day."""


class Maker:
    """Makes files of one kind of subject."""

    def __init__(
        self,
        kind: Kind,
        limits: Mapping[str, Sequence[Fraction]],
        medicines: Sequence[str],
        seed: int,
        moments: Sequence[bool],
    ) -> None:
        self.kind, self.limits, self.medicines = kind, limits, medicines
        self.chance = random.Random(seed)
        self.moments = moments
        self.on: date = DAYS[0]
        self.place: Any = UTC
        self.now = datetime.combine(self.on, time(12), UTC)
        self.alike: dict[tuple[str, str], list[Fraction]] = {}
        """The numbers of the file so far by group and unit: what is compared should at times be alike."""

    def one(self) -> Made:
        """Return one file."""
        chance = self.chance
        name = chance.choice(PLACES)
        self.place = ZoneInfo(name)
        day = chance.choice(DAYS) if chance.random() < 0.6 else date(2024, 1, 1) + timedelta(chance.randrange(1500))
        clock = time(chance.choice((0, 1, 2, 3, 9, 12, 15, 23)), chance.choice((0, 0, 30, 59)))
        self.now = datetime.combine(day, clock, self.place).astimezone(UTC)
        self.on = self.now.astimezone(self.place) if chance.choice(self.moments) else day
        share = chance.choice((0.1, 0.4, 0.8, 0.95))
        self.alike = {}
        data: dict[str, Any] = {}
        for group, declared in self.kind.items():
            given = self.group(group, declared, share)
            if given:
                data[group] = given
        return Made(json.dumps(data), self.on, name)

    def group(self, group: str, declared: Mapping[str, Declared], share: float) -> dict[str, Any]:
        """Return what is written of one group of facts."""
        chance = self.chance
        given: dict[str, Any] = {}
        read = [name for name, fact in declared.items() if fact["read_from"] is not None and not fact["beside"]]
        sources = dict.fromkeys(source for name in read for source in declared[name]["read_from"])
        ready = {source for source in sources if chance.random() < 0.3}
        for name, fact in declared.items():
            worked_out = name in read and not set(fact["read_from"]) <= ready
            likely = 0.03 if fact["on_indication"] and chance.random() < 0.5 else share
            if chance.random() < likely and not worked_out and (name not in ready or name in read):
                given[name] = self.fact(f"{group}.{name}", fact)
        for name in read:
            if any(source in given for source in declared[name]["read_from"]):
                given.pop(name, None)
        return given

    # One fact -------------------------------------------------------------------------------------------------

    def fact(self, name: str, fact: Declared) -> Any:
        """Return what is written of one fact."""
        chance = self.chance
        if fact["kind"] == "day":
            return self.birthday() if chance.random() < 0.95 else {"absent": chance.choice(REASONS)}
        if fact["kind"] == "text":
            return chance.choice(("ward", "chart 7", "x"))
        if fact["kind"] == "series":
            return self.series(name, fact)
        if chance.random() < 0.15:
            old = chance.random() < 0.2
            return {"reports": [self.report(name, fact, old) for _ in range(chance.choice((1, 2, 2, 3)))]}
        return self.report(name, fact)

    def report(self, name: str, fact: Declared, old: bool = False) -> Any:
        """Return one report: a value or why there is none, with its evidence or without; or one that is surely old."""
        chance = self.chance
        given: Any = {"absent": chance.choice(REASONS)} if chance.random() < 0.07 and not fact["needed"] else None
        dated = fact["dated"] or old or chance.random() < 0.5
        if given is None:
            given = self.value(name, fact)
        elif given["absent"] == "not_asked" or chance.random() < 0.5:
            return given
        allowed = fact["cleared_by"]
        by = chance.choice(allowed) if allowed and chance.random() < 0.8 else chance.choice(REPORTERS)
        if not dated and not (allowed and chance.random() < 0.8):
            return given
        given = given if isinstance(given, dict) and "fraction" not in given else {"value": given}
        if dated:
            given["on"] = self.day(2000 + chance.randrange(400)) if old else self.evidence(fact["validity"])
        if chance.random() < 0.7:
            given["by"] = by
        if chance.random() < 0.2:
            given["reference"] = chance.choice(("ward", "chart 7"))
        return given

    def value(self, name: str, fact: Declared) -> Any:
        """Return a value in one of the forms of its kind."""
        chance = self.chance
        kind = fact["kind"]
        if kind == "flag":
            return chance.random() < (0.3 if fact["adverse"] is not False else 0.7)
        if kind == "choice":
            options = fact["options"]
            if chance.random() < 0.15:
                return {"one_of": chance.sample(options, chance.randint(1, len(options)))}
            good = [option for option in options if option not in fact["adverse"]]
            return chance.choice(good) if good and chance.random() < 0.5 else chance.choice(options)
        if kind == "number":
            return self.number(name, fact)
        return self.event(name, fact)

    def number(self, name: str, fact: Declared) -> Any:
        """Return a number at a limit, near one, at an end or beyond it, or anywhere; alone, as a range or in a unit."""
        chance = self.chance
        low, high = Fraction(fact["lowest"]), Fraction(fact["highest"])
        near = [low, high, *self.limits.get(name, ())]
        step = Fraction(1) if fact["whole"] else chance.choice((Fraction(1), Fraction(1, 10)))

        alike = self.alike.setdefault((name.partition(".")[0], fact["unit"]), [])

        def any_one() -> Fraction:
            draw = chance.random()
            if alike and chance.random() < 0.3:
                found = chance.choice(alike) + chance.choice((-1, 0, 0, 1)) * step
            elif draw < 0.5 and name in self.limits:
                found = chance.choice(self.limits[name]) + chance.choice((-1, 0, 0, 1)) * step
            elif draw < 0.56:
                found = chance.choice(near) + chance.choice((-1, 0, 1)) * step
            else:
                found = low + Fraction(chance.randrange(101), 100) * (min(high, low + 300) - low)
            return Fraction(round(found)) if fact["whole"] else Fraction(round(found * 10), 10)

        counted = (fact["whole"] and (fact["unit"].startswith("{") or fact["unit"] == "a")) or fact["unit"] == "{score}"
        unit = {} if counted else {"unit": fact["unit"]}
        one = any_one()
        alike.append(one)
        draw = chance.random()
        if draw < 0.05 and "units" not in PENDING:
            if draw < 0.02:
                sign, blank = chance.choice(("<", ">", "<=", "≤", "≥")), chance.choice(("", " "))
                return {"value": f"{sign}{blank}{written(abs(one))}", **unit}
            return {chance.choice(("at_least", "at_most")): written(one), **unit}
        if draw < 0.12:
            first, last = sorted((one, any_one()))
            return {"at_least": written(first), "at_most": written(last), **unit}
        if draw < 0.2 and fact["units"] and not fact["whole"]:
            other = chance.choice(sorted(fact["units"]))
            return {"value": written(Fraction(round(one / Fraction(fact["units"][other]) * 100), 100)), "unit": other}
        if draw < 0.25 and not fact["whole"]:
            return {"value": {"fraction": [one.numerator * 3 + 1, one.denominator * 3]}, **unit}
        return {"value": written(one), **unit} if unit else written(one)

    # Days and instants ----------------------------------------------------------------------------------------

    def days(self, *around: Any) -> int:
        """Return how many days ago something was: at one of some numbers, by it, or anywhere."""
        chance = self.chance
        known = [int(number) for number in around if number is not None]
        if known and chance.random() < 0.6:
            return max(0, chance.choice(known) + chance.choice((-1, 0, 0, 1)))
        return chance.choice((0, 0, 1, 2, chance.randrange(40), chance.randrange(800), chance.randrange(9000)))

    def evidence(self, validity: Mapping[str, Any]) -> str:
        """Return when something was recorded: within its validity, at the end of it, after it, or still to come."""
        chance = self.chance
        if chance.random() < 0.04:
            return self.day(-chance.choice((1, 2, 300)))
        hours = validity["hours"]
        if isinstance(self.on, datetime) and hours is not None and chance.random() < 0.8:
            minutes = max(-30, hours * 60 + chance.choice((-hours * 60, -hours * 30, -1, 0, 0, 1, 60)))
            return self.instant(self.now - timedelta(minutes=minutes))
        most = validity["dosing_day"] if isinstance(self.on, datetime) else validity["intake"]
        ago = 0 if chance.random() < 0.3 else self.days(most)
        if chance.random() < 0.25:
            return self.instant(self.now - timedelta(days=ago, minutes=chance.randrange(-900, 1440)))
        return self.day(ago)

    def day(self, ago: int) -> str:
        """Return the day so many days ago, now and then with a local time."""
        text = (self.on - timedelta(days=ago)).isoformat()[:10]
        return text if self.chance.random() < 0.9 else f"{text}T{self.chance.randrange(24):02}:30"

    def instant(self, at: datetime) -> str:
        """Return an instant in some spelling."""
        offset = self.chance.choice(OFFSETS)
        zone = UTC if offset == "Z" else timezone(_parsed(offset))
        text = at.astimezone(zone).isoformat()
        return text[:-6] + offset if self.chance.random() < 0.7 else at.astimezone(self.place).isoformat()

    def event(self, name: str, fact: Declared) -> Any:
        """Return when something happened, if it did, in one of the forms of that."""
        chance = self.chance
        draw = chance.random()
        limits = self.limits.get(name, ())
        if draw < 0.02:
            return {"days_ago": NEVER + chance.choice((-2, -1, 0))}
        if draw < 0.3:
            return "never"
        if draw < 0.36:
            return "happened"
        if fact["kind"] == "moment":
            hours = Fraction(chance.choice(limits) if limits and chance.random() < 0.6 else chance.randrange(80))
            hours += chance.choice((Fraction(0), Fraction(1, 2), Fraction(-1, 60), Fraction(1, 60)))
            hours = max(hours, Fraction(0))
            if draw < 0.5:
                return {"hours_ago": {"fraction": [hours.numerator, hours.denominator]}}
            if draw < 0.7:
                return self.instant(self.now - timedelta(minutes=float(hours * 60)))
            if draw < 0.82:
                midnight = datetime.combine(self.on, time(), self.place).astimezone(UTC)
                return self.instant(midnight + timedelta(minutes=chance.choice((-1440, -90, -1, 0, 1, 90))))
        ago = self.days(*limits, *((0, 1, 2) if fact["kind"] == "moment" else ()))
        if draw < 0.45:
            return {"days_ago": ago}
        ago = min(ago, 43_000)
        text = self.day(-1 if draw > 0.97 else ago)
        if draw < 0.55:
            return text[:4]
        return text[:7] if draw < 0.7 else text[:10] if fact["kind"] == "moment" or draw > 0.8 else text

    def birthday(self) -> str:
        """Return a day of birth: now and then today's date, or the last of February."""
        chance = self.chance
        years = chance.choice((17, 18, 20, 40, 64, 65, 66, 75, 90, 121, chance.randrange(120)))
        year = self.on.year - years
        month, day = chance.choice(((self.on.month, self.on.day), (2, 29), (12, 31), (1, 1), (6, 15)))
        if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
            day = 28
        born = (date(year, month, day) + timedelta(days=chance.choice((-1, 0, 0, 1)))).isoformat()
        return born if "lives" in PENDING else born[: chance.choice((4, 7, 10, 10, 10))]

    # Lists ----------------------------------------------------------------------------------------------------

    def series(self, name: str, fact: Declared) -> Any:
        """Return a list of none to four records, with its evidence or without, or why there is none."""
        chance = self.chance
        if chance.random() < 0.06:
            return {"absent": chance.choice(REASONS)}
        records = [self.record(name, fact) for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4)))]
        for _ in range(chance.choice((0, 0, 1, 2)) if records else 0):
            records.append(self.filed_again(chance.choice(records), fact))
        if chance.random() < 0.4:
            return records
        is_open = "lists" not in PENDING and chance.random() < 0.2
        found: dict[str, Any] = {"at_least" if is_open else "value": records}
        if chance.random() < 0.9:
            found["on"] = self.evidence(fact["validity"])
        if chance.random() < 0.5:
            found["by"] = chance.choice(REPORTERS)
        return found

    def filed_again(self, record: dict[str, Any], fact: Declared) -> dict[str, Any]:
        """Return a copy of a record as somebody else files it: at times without its hour, or as another spells it."""
        chance = self.chance
        copied: dict[str, Any] = json.loads(json.dumps(record))
        if chance.random() < 0.6:
            copied["by"] = chance.choice(REPORTERS)
        if fact["record"].get("on", {}).get("kind") == "day" and chance.random() < 0.6:
            copied["on"] = record["on"][:10]
            if len(record["on"]) > 19 and chance.random() < 0.7:
                copied["on"] = self.instant(datetime.fromisoformat(record["on"]))
        return copied

    def record(self, name: str, fact: Declared) -> dict[str, Any]:
        """Return one record of a list."""
        chance = self.chance
        found: dict[str, Any] = {}
        for part, declared in fact["record"].items():
            if declared["kind"] == "day":
                found[part] = self.evidence(fact["validity"])
            elif part in ("substance", "rxnorm") and declared["kind"] == "text":
                if chance.random() < (0.97 if part == "substance" else 0.1):
                    found[part] = chance.choice(self.medicines)
            elif declared["needed"] or chance.random() < (0.1 if part in ("by", "reference") else 0.75):
                found[part] = self.fact(f"{name}.{part}", declared)
        halves = [part for part, declared in fact["record"].items() if declared.get("one_of")]
        if halves and not any(_has_value(found.get(half)) for half in halves):
            half = chance.choice(halves)
            found[half] = self.value(f"{name}.{half}", fact["record"][half])
        return found


def _has_value(given: Any) -> bool:
    return given is not None and not (isinstance(given, dict) and ("absent" in given or "reports" in given))


def _parsed(offset: str) -> timedelta:
    hours, minutes = offset[1:].split(":")
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return -away if offset[0] == "-" else away


def written(value: Fraction) -> Any:
    """Return a number as JSON can write it."""
    return int(value) if value.denominator == 1 else float(value)
