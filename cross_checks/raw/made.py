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

from .checklists import Lists
from .facts import NEVER, Declared
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
    *("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago", "America/Havana", "UTC"),
)
TURNS: Final = (
    *(("Europe/Vienna", date(2026, 3, 29)), ("Europe/Vienna", date(2026, 10, 25))),
    *(("America/New_York", date(2026, 3, 8)), ("America/New_York", date(2026, 11, 1))),
    *(("Australia/Lord_Howe", date(2026, 4, 5)), ("Australia/Lord_Howe", date(2026, 10, 4))),
    *(("America/Santiago", date(2026, 4, 4)), ("America/Santiago", date(2026, 9, 6))),
    *(("America/Havana", date(2026, 3, 8)), ("America/Havana", date(2026, 11, 1))),
)
"""Places and the days on which their clocks are put forward or back: by an hour, by half of one, at midnight."""
ENDS: Final = (date.max, date.max - timedelta(1), date.min, date.min + timedelta(1), date(120, 2, 28))
"""Days of a decision at the ends of the calendar."""
NO_END: Final = ("9999-12-31T23:59:59-05:00", "9999-12-31", "0001-01-01T00:00+14:00", "0001-01-01")
"""What some systems write where a date has no end, or is not known."""
FRACTIONS: Final = (".5", ".25", ".1234", ".123456", ".1234560", ".000000000")
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
        lists: Lists | None = None,
    ) -> None:
        self.kind, self.limits, self.medicines, self.lists = kind, limits, medicines, lists or {}
        self.chance = random.Random(seed)
        self.moments = moments
        self.on: date = DAYS[0]
        self.place: Any = UTC
        self.now = datetime.combine(self.on, time(12), UTC)
        self.born: date | None = None
        self.alike: dict[tuple[str, str], list[Fraction]] = {}
        """The numbers of the file so far by group and unit: what is compared should at times be alike."""

    def one(self) -> Made:
        """Return one file."""
        chance = self.chance
        name = chance.choice(PLACES)
        day = chance.choice(DAYS) if chance.random() < 0.6 else date(2024, 1, 1) + timedelta(chance.randrange(1500))
        if chance.random() < 0.25:
            name, day = chance.choice(TURNS)
            day += timedelta(chance.choice((0, 0, 0, 1)))
        elif chance.random() < 0.03 and not all(self.moments):
            name, day = "UTC", chance.choice(ENDS)
        self.place = ZoneInfo(name)
        clock = time(chance.choice((0, 1, 2, 3, 9, 12, 15, 23)), chance.choice((0, 0, 30, 59)))
        self.now = datetime.combine(day, clock, self.place).astimezone(UTC)
        is_moment = chance.choice(self.moments) and day not in ENDS
        self.on = self.now.astimezone(self.place) if is_moment else day
        share = chance.choice((0.1, 0.4, 0.8, 0.95))
        self.alike, self.born = {}, None
        data: dict[str, Any] = {}
        for group, declared in self.kind.items():
            given = self.group(group, declared, share)
            if given:
                data[group] = given
        if self.lists and chance.random() < 0.4:
            self.add_checklists(data)
        return Made(json.dumps(data), self.on, name)

    def add_checklists(self, data: dict[str, Any]) -> None:
        """Answer some checklists; what is read of a list, and the list itself, stands nowhere beside such an answer."""
        chance = self.chance
        chosen = chance.sample(sorted(self.lists), chance.choice((1, 1, 2, 4, len(self.lists))))
        data["checklists"] = {name: self.answer(self.lists[name]) for name in chosen}
        for name in chosen:
            for version in self.lists[name].values():
                for fact in (fact for item in version["items"] for fact in item["denied"]):
                    group, _, part = fact.partition(".")
                    if self.kind[group][part]["kind"] == "series" and group in data:
                        read = (other for other, each in self.kind[group].items() if part in (each["read_from"] or ()))
                        for other in (part, *read):
                            data[group].pop(other, None)

    def answer(self, versions: Mapping[str, Any]) -> dict[str, Any]:
        """Return an answer to a checklist: none of its items, some of them, all but some, or why there is none."""
        chance = self.chance
        version = chance.choice(sorted(versions))
        made: dict[str, Any] = {"version": int(version)}
        if chance.random() < 0.1:
            made["absent"] = chance.choice([each for each in REASONS if each != "not_asked"])
        else:
            made["answer"] = "none" if chance.random() < 0.8 else "some"
            items = [item["id"] for item in versions[version]["items"]]
            if chance.random() < 0.5:
                made["except"] = chance.sample(items, chance.choice((1, 1, 2)))
        first = {"by": chance.choice(REPORTERS), "on": self.day(chance.choice((0, 1, 14, 29, 30, 31, 180, 181, 400)))}
        if chance.random() < 0.1:
            del first["on"]
        if "on" in first and chance.random() < 0.2:
            return {**made, "by": "record", "on": self.day(0), "copy_of": first}
        return {**made, **first}

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
        together = [(name, *each["facts"]) for name, fact in declared.items() for each in fact["contradicts"]]
        if together and chance.random() < 0.3:
            for name in chance.choice(together):
                for other in declared[name]["read_from"] or (
                    each for each in read if name in declared[each]["read_from"]
                ):
                    given.pop(other, None)
                given[name] = self.extreme(declared[name])
        return given

    def extreme(self, fact: Declared) -> Any:
        """Return a value that leaves no doubt, at an end of what is plausible: two such seldom go together."""
        chance = self.chance
        if fact["kind"] == "number":
            low, high = Fraction(fact["lowest"]), Fraction(fact["highest"])
            ends = (low, low, min(low + 1, high), min(low + 12, high), high, max(low, high - 1), (low + high) // 2)
            value: Any = {"value": written(chance.choice(ends)), "unit": fact["unit"]}
        elif fact["kind"] == "choice":
            value = {"value": chance.choice(fact["options"])}
        elif fact["kind"] in ("event", "moment"):
            value = {"value": "never"} if chance.random() < 0.5 else {"days_ago": chance.choice((0, 18, 200, 366, 400))}
        else:
            value = {"value": chance.random() < 0.8}
        by = {"by": fact["cleared_by"][0]} if fact["cleared_by"] else {}
        return {**value, **by, "on": self.on.isoformat()[:10]}

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
        if chance.random() < (0.9 if allowed else 0.7):
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
        if fact["missing_codes"] and chance.random() < 0.1:
            return {"value": chance.choice(fact["missing_codes"]), **unit}
        one = any_one()
        alike.append(one)
        draw = chance.random()
        if draw < 0.05:
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
        draw = chance.random()
        if draw < 0.04:
            return self.day(-chance.choice((1, 2, 300)))
        if draw < 0.05:
            return chance.choice(NO_END)
        if draw < 0.07 and self.born is not None:
            return self.shifted(self.born, chance.choice((-400, -1, -1, 0, 1))).isoformat()
        hours = validity["hours"]
        if isinstance(self.on, datetime) and hours is not None and chance.random() < 0.8:
            minutes = max(-30, hours * 60 + chance.choice((-hours * 60, -hours * 30, -1, 0, 0, 1, 60)))
            return self.instant(minutes)
        most = validity["dosing_day"] if isinstance(self.on, datetime) else validity["intake"]
        ago = 0 if chance.random() < 0.3 else self.days(most)
        if chance.random() < 0.25:
            return self.instant(ago * 1440 + chance.randrange(-900, 1440))
        return self.day(ago)

    def day(self, ago: int) -> str:
        """Return the day so many days ago, now and then with a local time."""
        text = self.shifted(self.on, -ago).isoformat()[:10]
        return text if self.chance.random() < 0.9 else f"{text}T{self.chance.randrange(24):02}:30"

    def shifted(self, day: date, days: int) -> date:
        """Return another day, or the last one before the calendar ends."""
        return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))

    def instant(self, minutes: float) -> str:
        """Return the instant so many minutes ago, or the one at which the calendar ends, in some spelling."""
        if minutes > (self.now.replace(tzinfo=None) - datetime(1, 1, 3)) / timedelta(minutes=1):
            return NO_END[2]
        if -minutes > (datetime(9999, 12, 29) - self.now.replace(tzinfo=None)) / timedelta(minutes=1):
            return NO_END[0]
        return self.written_again(self.now - timedelta(minutes=minutes))

    def written_again(self, at: datetime) -> str:
        """Return an instant in some spelling: with an offset, that of the place or another; with the place itself."""
        chance = self.chance
        offset = chance.choice(OFFSETS)
        zone = UTC if offset == "Z" else timezone(_parsed(offset))
        fraction = chance.choice(FRACTIONS) if at.microsecond == 0 and chance.random() < 0.1 else ""
        if chance.random() < 0.7:
            return at.astimezone(zone).isoformat()[:-6] + fraction + offset
        here = at.astimezone(self.place)
        text, difference = here.isoformat()[:-6], here.isoformat()[-6:]
        other = here.replace(fold=1 - here.fold)
        if chance.random() < 0.5 and other.utcoffset() == here.utcoffset():
            return f"{text}{fraction}{chance.choice(('', difference))}[{self.place.key}]"
        return text + fraction + difference

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
                return self.instant(float(hours * 60))
            if draw < 0.82:
                midnight = datetime.combine(self.on, time(), self.place).astimezone(UTC)
                past = (self.now - midnight) / timedelta(minutes=1)
                return self.instant(past + chance.choice((-1440, -90, -1, 0, 1, 90)))
        if draw > 0.99:
            return chance.choice(NO_END if fact["kind"] == "moment" else (*NO_END, "9999-12", "9999", "0001"))
        ago = self.days(*limits, *((0, 1, 2) if fact["kind"] == "moment" else ()))
        if self.born is not None and chance.random() < 0.05:
            ago = max(0, (self.shifted(self.on, 0) - self.born).days + chance.choice((-1, 0, 0, 1, 400)))
        if fact["kind"] == "event" and draw < 0.4:
            form = "none_in_days" if draw < 0.38 else "over_days_ago"
            return {form: min(ago, NEVER - 2)}
        if draw < 0.45:
            return {"days_ago": ago}
        if fact["kind"] == "event" and chance.random() < 0.1:
            return self.instant(min(ago, 43_000) * 1440 + chance.randrange(-900, 1440))
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
        year = max(year, 2)
        month, day = chance.choice(((self.on.month, self.on.day), (2, 29), (12, 31), (1, 1), (6, 15)))
        if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
            day = 28
        self.born = self.shifted(date(year, month, day), chance.choice((-1, 0, 0, 1)))
        return self.born.isoformat()[: chance.choice((4, 7, 10, 10, 10))]

    # Lists ----------------------------------------------------------------------------------------------------

    def series(self, name: str, fact: Declared) -> Any:
        """Return a list of none to four records, with its evidence or without, or why there is none."""
        chance = self.chance
        if chance.random() < 0.06:
            return {"absent": chance.choice(REASONS)}
        records = [self.record(name, fact) for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4)))]
        for _ in range(chance.choice((0, 1, 1, 2)) if records else 0):
            records.append(self.filed_again(chance.choice(records), fact))
        if chance.random() < 0.4:
            return records
        is_open = chance.random() < 0.2
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
        respelled = 1.0 if chance.random() < 0.3 else 0.2
        if respelled < 1 and chance.random() < 0.6:
            copied["by"] = chance.choice(REPORTERS)
        if respelled < 1 and fact["record"].get("on", {}).get("kind") == "day" and chance.random() < 0.6:
            copied["on"] = record["on"][:10]
            is_plain = len(record["on"]) > 19 and "[" not in record["on"] and record["on"] not in NO_END
            if is_plain and chance.random() < 0.7:
                copied["on"] = self.written_again(datetime.fromisoformat(record["on"]))
        for part, declared in fact["record"].items():
            if declared["kind"] == "number" and declared["units"] and chance.random() < respelled:
                _in_another_unit(copied.get(part), declared, chance.choice(sorted(declared["units"])))
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
            elif part in REVIEWS:
                if chance.random() < 0.8:
                    found[part] = chance.choice(REVIEWS[part])
            elif declared["one_of"] and self.limits.get(f"{name}.{part}") and chance.random() < 0.4:
                found[part] = {"value": written(chance.choice(self.limits[f"{name}.{part}"])), "unit": declared["unit"]}
            elif declared["needed"] or chance.random() < (0.1 if part in ("by", "reference") else 0.75):
                found[part] = self.fact(f"{name}.{part}", declared)
        halves = [part for part, declared in fact["record"].items() if declared.get("one_of")]
        if halves and not any(_has_value(found.get(half)) for half in halves):
            half = chance.choice(halves)
            found[half] = self.value(f"{name}.{half}", fact["record"][half])
        return found


REVIEWS: Final = {
    "reviewed_classes": ("none", "opioid", "Opioid, cns_depressant", "antipsychotic, depot_antipsychotic", "harmless"),
    "reviewed_tells_of": ("none", "eye", "psychosis", "copd, asthma", "eye,  asthma", "the eyes"),
}
"""What a prescriber may have written of a medicine, and what is understood by nobody."""


def _in_another_unit(given: Any, fact: Declared, unit: str) -> None:
    """Write a number in another unit of its fact, exactly as much."""
    if not isinstance(given, dict) or given.get("unit") != fact["unit"] or isinstance(given.get("value"), str):
        return
    given["unit"] = unit
    for name in {"value", "at_least", "at_most"} & given.keys():
        number = Fraction(str(given[name])) if not isinstance(given[name], dict) else Fraction(*given[name]["fraction"])
        number /= Fraction(fact["units"][unit])
        given[name] = {"fraction": [number.numerator, number.denominator]}


def _has_value(given: Any) -> bool:
    return given is not None and not (isinstance(given, dict) and ("absent" in given or "reports" in given))


def _parsed(offset: str) -> timedelta:
    hours, minutes = offset[1:].split(":")
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return -away if offset[0] == "-" else away


def written(value: Fraction) -> Any:
    """Return a number as JSON can write it."""
    return int(value) if value.denominator == 1 else float(value)
