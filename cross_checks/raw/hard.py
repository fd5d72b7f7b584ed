"""What is hard about a file: told of each, so that nobody takes files in which nothing hard occurs for a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .contradictions import CONTRADICTIONS, Contradiction
from .counting import counted
from .facts import NEVER, Declared, Seen, Span, implausible, is_adverse, is_recorded, of_report, of_value
from .lists import listed
from .readings import Group, Table, pressure, reports_of
from .subjects import Kind, life
from .when import WRITTEN, Asked, hours_of, is_before_birth, is_to_come, local_day, misses_midnight, read

HARD: Final = (
    "several reports of one fact",
    "several reports, of different people",
    "reports that disagree",
    "a number as a range",
    "one end of a number",
    "a number in another unit",
    "some options of several",
    "a year or a month for a date",
    "a year or a month of birth",
    "an age and no birth",
    "it happened, nobody knows when",
    "so many days ago that nobody lives as long",
    "a local time",
    "an instant",
    "an instant of another day than its text shows",
    "a time with its place",
    "a fraction of a second",
    "a day of 23 hours",
    "a day of 25 hours",
    "a day of some other length",
    "a day that begins without a midnight",
    "an end of the calendar",
    "the decision at an end of the calendar",
    "a day to come",
    "an event before the birth",
    "evidence before the birth",
    "a code for a missing number",
    "an implausible number",
    "facts that contradict each other",
    "a list that is open",
    "a list that is out of date",
    "a measurement filed twice",
    "what may be a copy, or not",
    "a measurement known in part",
    "a measurement that cannot be",
    "a risk ruled out by nobody",
    "a risk ruled out by who may not",
    "an expired report",
    "an expired report of a risk",
    "an expired report beside a valid one",
    "several expired reports of one fact",
    "that something was not so lately",
    "that something was longer ago than that",
    "a checklist with none of its items",
    "an item of a checklist",
    "a checklist that nobody answered",
    "a copy of a checklist",
)
"""What is told; of each kind of subject only some can occur."""


def hard_things(kind: Kind, data: Mapping[str, Any], seen: Mapping[str, Seen], asked: Asked) -> set[str]:
    """Return what is hard about a file, of which ``seen`` is what its facts may be."""
    asked = asked._replace(life=life(kind, data, asked))
    found = set(_of_day(asked))
    if "person" in data and "birth_date" not in data["person"] and is_recorded(data["person"].get("age")):
        found.add("an age and no birth")
    for answer in data.get("checklists", {}).values():
        found.update(_of_checklist(answer))
    for group, given in groups_of(data).items():
        for name, each in given.items():
            fact = kind[group][name]
            if fact["kind"] == "series":
                found.update(_of_list(fact, each, asked))
            else:
                found.update(_of_fact(fact, each, asked))
                if seen.get(f"{group}.{name}", Seen(None)).marks >= {"CONFLICT"} and len(reports_of(each)) > 1:
                    found.add("reports that disagree")
    if contradictions(kind, data, asked):
        found.add("facts that contradict each other")
    return found


def contradictions(kind: Kind, data: Mapping[str, Any], asked: Asked) -> list[Contradiction]:
    """Return the contradictions that hold between what is written of facts."""
    asked, nothing = asked._replace(life=life(kind, data, asked)), Table({}, {})
    groups = groups_of(data).items()
    given = {name: Group(dict(kind[name]), group, asked, nothing).scalars for name, group in groups}
    return [each for each in CONTRADICTIONS if each.holds(given.get(each.group, {}))]


def groups_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is written of facts, group by group."""
    return {name: each for name, each in data.items() if name != "checklists"}


def _of_checklist(answer: Mapping[str, Any]) -> Iterator[str]:
    if "absent" in answer:
        yield "a checklist that nobody answered"
    elif answer["answer"] == "none":
        yield "a checklist with none of its items"
    if answer.get("except"):
        yield "an item of a checklist"
    if "copy_of" in answer:
        yield "a copy of a checklist"


def _of_day(asked: Asked) -> Iterator[str]:
    if not 400 < asked.day < 3_652_000:
        yield "the decision at an end of the calendar"
        return
    for day in (asked.day, asked.day - 1):
        hours = hours_of(day, asked.place)
        if hours != 24:
            yield f"a day of {hours} hours" if hours in (23, 25) else "a day of some other length"
        if misses_midnight(day, asked.place):
            yield "a day that begins without a midnight"


def _of_fact(fact: Declared, given: Any, asked: Asked) -> Iterator[str]:
    reports = reports_of(given)
    if len(reports) > 1:
        yield "several reports of one fact"
        if len({each.get("by") if isinstance(each, dict) else None for each in reports}) > 1:
            yield "several reports, of different people"
    for each in reports:
        yield from _of_report(fact, each, asked)
    if fact["kind"] in ("day", "text") or (fact["kind"] == "moment" and asked.at is None):
        return
    seen = [of_report(fact, each, asked) for each in reports]
    old = [each for each in seen if each.said is not None]
    if old:
        yield "an expired report"
    if any(is_adverse(fact, each.said) or _happened(each.said) for each in old):
        yield "an expired report of a risk"
    if old and any(each.absence is None for each in seen):
        yield "an expired report beside a valid one"
    if len(old) > 1:
        yield "several expired reports of one fact"


def _happened(said: Any) -> bool:
    return isinstance(said, Span) and said.high == said.low < NEVER


def _of_report(fact: Declared, given: Any, asked: Asked) -> Iterator[str]:
    parts = given if isinstance(given, dict) else {"value": given}
    if "none_in_days" in parts:
        yield "that something was not so lately"
    if "over_days_ago" in parts:
        yield "that something was longer ago than that"
    value = parts.get("value")
    for text in (value, parts.get("on")):
        if isinstance(text, str) and WRITTEN.fullmatch(text):
            yield from _of_time(text, asked)
    if "at_least" in parts and "at_most" in parts:
        yield "a number as a range"
    elif "at_least" in parts or "at_most" in parts or (fact["kind"] == "number" and isinstance(value, str)):
        yield "one end of a number"
    if parts.get("unit", fact.get("unit")) != fact.get("unit"):
        yield "a number in another unit"
    if len(parts.get("one_of", ())) > 1:
        yield "some options of several"
    if isinstance(value, str) and len(value) in (4, 7) and value[:4].isdigit():
        yield "a year or a month of birth" if fact["kind"] == "day" else "a year or a month for a date"
    if value == "happened":
        yield "it happened, nobody knows when"
    if parts.get("days_ago", 0) >= NEVER:
        yield "so many days ago that nobody lives as long"
    if fact["kind"] in ("day", "text") or "absent" in parts or (fact["kind"] == "moment" and asked.at is None):
        return
    on = read(parts["on"]) if "on" in parts else None
    if on is not None and is_before_birth(on, asked):
        yield "evidence before the birth"
    elif on is not None and is_to_come(on, asked):
        return
    elif of_value(fact, given, asked) == implausible(fact):
        is_number = fact["kind"] == "number"
        is_code = is_number and value in fact["missing_codes"]
        if is_number:
            yield "a code for a missing number" if is_code else "an implausible number"
        elif of_value(fact, given, asked._replace(life=NEVER)).absence is None:
            yield "an event before the birth"
    elif fact["cleared_by"] and of_report(fact, given, asked).absence == "not_authorised":
        yield f"a risk ruled out by {'who may not' if 'by' in parts else 'nobody'}"


def _of_time(text: str, asked: Asked) -> Iterator[str]:
    then = read(text)
    if text[:4] in ("0001", "9999"):
        yield "an end of the calendar"
    elif is_to_come(then, asked):
        yield "a day to come"
    if then.instant is not None:
        yield "an instant"
        if local_day(then, asked) != then.day:
            yield "an instant of another day than its text shows"
    elif then.clock is not None:
        yield "a local time"
    if "[" in text:
        yield "a time with its place"
    if "." in text:
        yield "a fraction of a second"


def _of_list(fact: Declared, given: Any, asked: Asked) -> Iterator[str]:
    found = listed(fact, given, asked)
    if found.is_open:
        yield "a list that is open"
    if found.others == "stale" and found.entries:
        yield "a list that is out of date"
    if isinstance(given, dict) and "on" in given:
        yield from _of_time(given["on"], asked)
    for entry in found.entries:
        for name, part in entry.items():
            if fact["record"][name]["kind"] not in ("day", "text"):
                yield from _of_fact(fact["record"][name], part, asked)
            elif fact["record"][name]["kind"] == "day":
                yield from _of_time(part, asked)
    if {"systolic", "diastolic"} <= set(fact["record"]):
        yield from _of_pressures(fact, found.entries, asked)


def _of_pressures(fact: Declared, entries: tuple[dict[str, Any], ...], asked: Asked) -> Iterator[str]:
    measured = [pressure(fact, entry, read(entry["on"]), asked) for entry in entries]
    for each in counted(measured, asked):
        if each.entries[0].nothing:
            yield "a measurement that cannot be"
        elif not each.exact:
            yield "a measurement known in part"
        elif each.fewest < each.most:
            yield "what may be a copy, or not"
    alike = [(each.parts, local_day(each.then, asked)) for each in measured if each.is_exact]
    if len(set(alike)) < len(alike):
        yield "a measurement filed twice"
