"""What stands on a screen for one question: the fields, what is recorded of it, and what is typed as what is recorded.

A field that was left as it was changes nothing. What is answered anew by whoever answered before takes the place of
that answer, unless it is too old to count; what another one said stays beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from ..clientfile import group_to_data, subject_from_data
from ..errors import Fault, InputError
from ..facts.model import (
    AtLeastThese,
    Checklist,
    ChecklistAnswer,
    Choice,
    Confirmation,
    Day,
    Event,
    Fact,
    Flag,
    Moment,
    Number,
    Occurrence,
    Recorded,
    Reporter,
    Reports,
    Series,
    Subject,
    Text,
    given,
    known_to,
)
from ..facts.model.united import reports_of, united
from ..language import Locale, message
from ..limit import exact, rounded
from ..possible import Absence
from ..reasoning.next_question import answered
from .answer_errors import InvalidAnswer, expected, unreadable
from .answers import OVER, as_data, how, is_one_of, pair, plausible_units, shown_unit
from .forms import Field, in_words, parts, record_in_words
from .screens import Asked
from .session import InterviewSession, asked_as

Typed = Mapping[str, str]
ABSENT: Final = {"not_known": Absence.NOT_KNOWN, "declined": Absence.DECLINED}
"""Why there is no answer, by the name of its field."""
REASONS: Final = {"not_known": message("not known"), "declined": message("declined")}
FEW: Final = 6
"""Up to how many numbers of a score are offered one by one."""
OFTEN: Final = "medicines.listed"
"""The observations of which most people have some."""
ROOM: Final = 3
"""How many observations more there is room for at a time."""


def name_of(asked: Asked) -> str:
    """Return by which name a question stands on its screen."""
    return asked.id if isinstance(asked, Fact) else asked_as(asked)


# What is recorded ----------------------------------------------------------------------------------------------


def recorded(subject: Subject, asked: Asked) -> tuple[Recorded[Any] | ChecklistAnswer, ...]:
    """Return every report of what is asked, each with its evidence."""
    if isinstance(asked, Checklist):
        return tuple(each for each in subject.checklists if each.checklist == asked.id)
    value = subject.group(asked).__dict__[asked.name]
    return () if value is Absence.NOT_ASKED else tuple(reports_of(value))


def read_already(subject: Subject, asked: Asked) -> tuple[str, ...]:
    """Return what is recorded in place of an answer: what is read of a fact, or each fact of a list by itself."""
    if isinstance(asked, Checklist):
        told = [fact for fact in asked.facts if recorded(subject, fact)]
        return tuple(fact.title for fact in told) if len(told) == len(asked.facts) else ()
    known = given(subject.group(asked))
    group = subject.group(asked).__facts__
    return tuple(each.title for each in group if asked.name in each.derived_from and each.name in known)


def author(report: Recorded[Any] | ChecklistAnswer) -> Reporter | None:
    """Return whose answer a report is."""
    return report.author if isinstance(report, ChecklistAnswer) else report.by


def is_whose(report: Recorded[Any] | ChecklistAnswer, reporter: Reporter) -> bool:
    """Say whether an answer is one's own to change: nobody else is named beside it."""
    return author(report) in (None, reporter)


def needs_confirmation(asked: Asked, report: Recorded[Any] | ChecklistAnswer) -> bool:
    """Say whether an answer of the client counts only once a clinician confirms it, and nobody did."""
    may = bool(asked.may_confirm) and Reporter.CLIENT not in asked.may_rule_out
    return may and author(report) is Reporter.CLIENT and report.confirmed_by is None


def data_of(asked: Asked, report: Recorded[Any] | ChecklistAnswer, subject: Subject) -> Any:
    """Return a report as a client file holds it."""
    if isinstance(report, ChecklistAnswer):
        said = report.answer
        told = {"absent": said.name.lower()} if isinstance(said, Absence) else {"answer": said.value}
        return told | {"except": list(report.except_)}
    assert isinstance(asked, Fact)
    value = report.value if isinstance(asked, Day | Text) else report
    return group_to_data(type(subject.group(asked))(**{asked.name: value}))[asked.name]


def said(asked: Asked, report: Recorded[Any] | ChecklistAnswer, subject: Subject, locale: Locale) -> str:
    """Return an answer in words, a number in the unit of its fact, without who gave it."""
    if isinstance(report, ChecklistAnswer):
        assert isinstance(asked, Checklist)
        texts = {item.id: item.text for item in asked.items}
        ticked = [locale(texts.get(each, each)) for each in report.except_]
        if isinstance(report.answer, Absence):
            return locale(report.answer.value)
        rest = locale("none of these") if not ticked else locale("none of the others")
        return "; ".join((*ticked, rest if report.answer.value == "none" else locale("perhaps others")))
    assert isinstance(asked, Fact)
    value = report.value
    if isinstance(value, Absence):
        return locale(value.value)
    if isinstance(asked, Number) and (number := _number(asked, value)) is not None:
        return locale.quantity(rounded(number), asked.unit) if asked.units else locale.quantity(number, asked.unit)
    if isinstance(asked, Day) and isinstance(value, date):
        return locale.when(value)
    if isinstance(asked, Series):
        records = value.records if isinstance(value, AtLeastThese) else value
        told = [_record_said(asked, group_to_data(each), locale) for each in records]
        return " | ".join(
            (*told, *([locale("perhaps others")] if isinstance(value, AtLeastThese) else [])) or (locale("none"),)
        )
    data = data_of(asked, report, subject)
    data = data.get("value", data) if isinstance(data, dict) else data
    if isinstance(data, dict):
        data = {key: each for key, each in data.items() if key not in ("on", "by", "reference", "confirmed_by")}
        if "over_days_ago" in data:
            return locale(OVER, days=data["over_days_ago"])
        if "one_of" in data:
            return " / ".join(map(locale, data["one_of"]))
    return in_words(data, locale)


def _record_said(fact: Series, data: dict[str, Any], locale: Locale) -> str:
    """Return an observation in words: two numbers that are written as one so, and its day."""
    kind = fact.record
    for part in kind.__facts__:
        if isinstance(part, Number) and part.written_over:
            upper, lower = (data.get(name) for name in (part.name, part.written_over))
            both = [each for each in (upper, lower) if isinstance(each, dict) and {"value", "unit"} <= each.keys()]
            if len(both) == 2 and both[0]["unit"] == both[1]["unit"]:
                one, other = (locale.number(exact(each["value"])) for each in both)
                unit = shown_unit(both[0]["unit"], locale)
                rest = {name: each for name, each in data.items() if name not in (part.name, part.written_over)}
                return "; ".join(filter(None, (f"{one}/{other} {unit}", record_in_words(kind, rest, locale))))
    return record_in_words(kind, data, locale)


def _number(fact: Number, value: Any) -> Any:
    """Return a number in the unit of its fact; None for what is no single number."""
    try:
        return exact(fact.in_own_unit(value)) if not hasattr(value, "low") else None  # type: ignore[arg-type] # accepted
    except InputError:
        return None


def by_whom(report: Recorded[Any] | ChecklistAnswer, locale: Locale) -> str:
    """Return who gave an answer, when, and who confirmed it; empty where nothing of it is known."""
    on = report.answered_on if isinstance(report, ChecklistAnswer) else report.on
    who, confirmed = author(report), report.confirmed_by
    told = [locale(who.value)] if who is not None else []
    told += [locale.when(on)] if on is not None else []
    if confirmed is not None:
        told.append(locale("confirmed by {name}", name=confirmed.name))
    return ", ".join(told)


# The fields ----------------------------------------------------------------------------------------------------


@attrs.frozen
class Entry:
    """One question as it stands on a screen."""

    asked: Asked
    name: str
    title: str
    question: str
    fields: tuple[Field, ...]
    items: tuple[tuple[str, str, bool], ...] = ()
    """Of a checklist the name, the words and whether it is ticked, of each item."""
    rows: tuple[tuple[Field, ...], ...] = ()
    """Of observations the fields of each."""
    hint: str = ""
    error: str = ""
    theirs: tuple[str, ...] = ()
    """What others answered, in words, each with who."""
    kept: tuple[str, ...] = ()
    """What is recorded and cannot stand in the fields, in words."""
    may_answer: bool = True
    may_confirm: bool = False
    more: str = ""
    """Why it is asked again."""

    @property
    def folded(self) -> bool:
        """Whether the rows are folded away: nothing stands in them, and most people have nothing to write there."""
        usual = isinstance(self.asked, Series) and (self.asked.measured or self.name == OFTEN)
        return not usual and not self.error and not any(field.typed for each in self.rows for field in each)


def fields(asked: Asked, typed: Typed, locale: Locale, on: date) -> Iterator[Field]:
    """Yield the fields of a question, observations aside."""
    name = name_of(asked)
    if isinstance(asked, Checklist | Series):
        options = tuple((each, locale(word)) for each, word in choices(asked).items())
        yield _field(name, locale("Answer"), typed, options=options)
        return
    if isinstance(asked, Flag | Choice) or _is_short(asked):
        yield _field(name, locale(asked.title), typed, options=(*_options(asked, locale), *_reasons(locale)))
    elif isinstance(asked, Event):
        never, happened = (each.value for each in Occurrence)
        options = (never, locale(never)), (happened, locale("happened, date not known"))
        yield _field(name, locale(asked.title), typed, options=(*options, *_reasons(locale)))
        hint = (
            locale("a day as 2025-03-01, or a time with its zone as 2025-03-01T14:30+01:00")
            if isinstance(asked, Moment)
            else locale('a date as 2025-03-01, 2025-03 or 2025, or "more than 365 days ago"')
        )
        yield _field(f"{name}.when", locale("or when it was"), typed, hint=hint)
    else:
        yield _field(name, locale(asked.title), typed, hint=hint_of(asked, locale))
        for each, word in REASONS.items():
            yield _field(f"{name}.{each}", locale(word), typed, kind="checkbox")
    if asked.requires_date:
        kind = "text" if isinstance(on, datetime) else "date"
        yield _field(f"{name}.on", locale("Obtained on"), {f"{name}.on": on.isoformat(), **typed}, kind=kind)


def _field(name: str, label: str, typed: Typed, **more: Any) -> Field:
    return Field(name, label, typed=typed.get(name, ""), **more)


def hint_of(fact: Fact, locale: Locale) -> str:
    """Return how a line is to be filled in."""
    if isinstance(fact, Number) and has_units(fact):
        units = dict.fromkeys(shown_unit(unit, locale) for unit in (fact.unit, *fact.units))
        return locale("a number with its unit: {units}", units=", ".join(units))
    if isinstance(fact, Number) and shown_unit(fact.unit, locale):
        return shown_unit(fact.unit, locale)
    if isinstance(fact, Event) and not isinstance(fact, Moment):
        return locale('"never", a date as 2025-03-01, 2025-03 or 2025, or "more than 365 days ago"')
    return how(fact, locale)


def has_units(fact: Number) -> bool:
    """Say whether a number may be given in units of several sizes."""
    return any(size != 1 for size in fact.units.values())


def choices(asked: Checklist | Series) -> Mapping[str, str]:
    """Return what may be said of a list as a whole, each with its words."""
    if isinstance(asked, Checklist):
        none, some = message("None of these, or none of the others"), message("There may be others")
        return {"none": none, "some": some, **REASONS}
    if asked.measured:
        return REASONS
    return {
        "none": message("There are none"),
        "all": message("These are all"),
        "some": message("There may be others"),
    } | REASONS


def _is_short(fact: Fact) -> bool:
    return isinstance(fact, Number) and fact.whole and not fact.units and fact.highest - fact.lowest < FEW


def _options(fact: Fact, locale: Locale) -> tuple[tuple[str, str], ...]:
    if isinstance(fact, Flag):
        return ("yes", locale("yes")), ("no", locale("no"))
    if isinstance(fact, Choice):
        return tuple((str(each.value), locale(str(each.value))) for each in fact.offered)
    assert isinstance(fact, Number)
    return tuple((str(each), str(each)) for each in range(int(fact.lowest), int(fact.highest) + 1))


def _reasons(locale: Locale) -> tuple[tuple[str, str], ...]:
    return tuple((each, locale(word)) for each, word in REASONS.items())


def row(fact: Series, number: int, typed: Typed, locale: Locale, on: date) -> tuple[Field, ...]:
    """Return the fields of one observation: two numbers that are written as one have one."""
    found, behind = [], _behind(fact)
    for part in parts(fact):
        name = f"{fact.id}.{number}.{part.name}"
        if part.name in behind:
            continue
        label = locale(part.title)
        if isinstance(part, Number) and part.written_over:
            label = locale("Both as 142/88")
            found.append(_field(name, label, typed, hint=_pair_hint(part, locale)))
        elif isinstance(part, Flag | Choice):
            words = "", *(each for each, _ in _options(part, locale)), *REASONS
            options = tuple((each, locale(REASONS.get(each, each))) for each in words)
            found.append(_field(name, label, typed, options=options, listed=True))
        elif isinstance(part, Day) and part.required:
            kind = "text" if isinstance(on, datetime) else "date"
            found.append(_field(name, label, {name: on.isoformat(), **typed}, kind=kind))
        else:
            found.append(_field(name, label, typed, hint=hint_of(part, locale) if not isinstance(part, Text) else ""))
    return tuple(found)


def filled_rows(fact: Series, typed: Typed) -> int:
    """Return the number of the last row in which something stands, the day that is filled in aside."""
    dated = {part.name for part in parts(fact) if isinstance(part, Day) and part.required}
    found = (name.removeprefix(f"{fact.id}.").partition(".") for name in typed if name.startswith(f"{fact.id}."))
    return max(
        (int(row) for row, _, part in found if row.isdecimal() and len(row) < 3 and part not in dated), default=0
    )


def _pair_hint(part: Number, locale: Locale) -> str:
    return locale(
        "{unit}, or another unit behind them: {units}",
        unit=shown_unit(part.unit, locale),
        units=", ".join(shown_unit(each, locale) for each in part.units),
    )


def _behind(fact: Series) -> set[str]:
    """Return the parts that are written behind another one."""
    return {part.written_over for part in fact.record.__facts__ if isinstance(part, Number) and part.written_over}


# What is recorded, as it is typed ------------------------------------------------------------------------------


def typed_of(asked: Asked, report: Recorded[Any] | ChecklistAnswer, subject: Subject, locale: Locale) -> dict[str, str]:
    """Return what the fields hold of what is recorded; nothing where they cannot hold it."""
    name, data = name_of(asked), data_of(asked, report, subject)
    if isinstance(data, dict) and "absent" in data:
        choice = isinstance(asked, Checklist | Series | Flag | Choice | Event) or _is_short(asked)
        reason = data["absent"]
        if reason not in ABSENT:
            return {}
        return {name: reason} if choice else {f"{name}.{reason}": "yes"}
    if isinstance(asked, Checklist):
        return {name: data["answer"], **{f"{name}.{each}": "yes" for each in data["except"]}}
    if isinstance(asked, Series):
        return _typed_series(asked, report, subject, locale)
    found = _typed(asked, data, name, locale)
    if found and asked.requires_date and isinstance(report, Recorded) and report.on is not None:
        found[f"{name}.on"] = report.on.isoformat()
    return found


def _typed(fact: Fact, data: Any, name: str, locale: Locale) -> dict[str, str]:
    """Return what the fields of one fact, or of a part, hold of its data."""
    value = data["value"] if isinstance(data, dict) and "value" in data else data
    if isinstance(value, bool):
        return {name: "yes" if value else "no"}
    if isinstance(fact, Event):
        if isinstance(value, dict) and "over_days_ago" in value:
            return {f"{name}.when": locale(OVER, days=value["over_days_ago"])}
        if not isinstance(value, str):
            return {}
        return {name if value in {each.value for each in Occurrence} else f"{name}.when": value}
    if isinstance(fact, Number):
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return {}
        unit = data.get("unit", "") if isinstance(data, dict) else ""
        number = format(Decimal(str(value)), "f")
        return {name: f"{number} {shown_unit(unit, locale)}".strip() if unit and has_units(fact) else number}
    return {name: value} if isinstance(value, str) else {}


def records_of(report: Recorded[Any] | ChecklistAnswer) -> tuple[dict[str, Any], ...]:
    """Return the observations of a list as a client file holds them."""
    value = report.value if isinstance(report, Recorded) else ()
    listed = value.records if isinstance(value, AtLeastThese) else () if isinstance(value, Absence) else value
    return tuple(group_to_data(each) for each in listed)


def _typed_series(
    fact: Series, report: Recorded[Any] | ChecklistAnswer, subject: Subject, locale: Locale
) -> dict[str, str]:
    records, value = records_of(report), report.value if isinstance(report, Recorded) else ()
    whole = "some" if isinstance(value, AtLeastThese) else "all" if records else "none"
    found = {} if fact.measured else {fact.id: whole}
    for number, record in enumerate(records, 1):
        found |= typed_record(fact, record, number, locale)
    return found


def typed_record(fact: Series, record: Mapping[str, Any], number: int, locale: Locale) -> dict[str, str]:
    """Return what the fields of one observation hold."""
    found: dict[str, str] = {}
    for part in parts(fact):
        name = f"{fact.id}.{number}.{part.name}"
        data = record.get(part.name)
        if data is None:
            continue
        if isinstance(data, dict) and "absent" in data:
            found[name] = data["absent"] if isinstance(part, Flag | Choice) else locale(REASONS.get(data["absent"], ""))
            continue
        told = _typed(part, data, name, locale)
        found[name] = told.get(name, told.get(f"{name}.when", ""))
    for part in fact.record.__facts__:
        if isinstance(part, Number) and part.written_over:
            upper, lower = (f"{fact.id}.{number}.{each}" for each in (part.name, part.written_over))
            if found.get(upper) and found.get(lower):
                one, other = found[upper].split(" ", 1), found[lower].split(" ", 1)
                unit = f" {one[1]}" if len(one) > 1 else ""
                found[upper] = f"{one[0]}/{other[0]}{unit}"
            found.pop(lower, None)
    return {name: each for name, each in found.items() if each}


# What is typed, as data ----------------------------------------------------------------------------------------


def own(name: str, typed: Typed) -> dict[str, str]:
    """Return what was typed in the fields of one question."""
    return {
        key: each.strip()
        for key, each in typed.items()
        if each.strip()
        and (key == name or key.startswith(f"{name}."))
        and key not in (f"{name}.confirm", f"{name}.rows")
    }


def answer(asked: Asked, typed: Typed, before: tuple[dict[str, Any], ...], locale: Locale, on: date) -> Any:
    """Return what the fields of a question come to as data, without who answered; raise ``InvalidAnswer`` if nothing.

    ``before`` are the observations that the rows already hold: what a row does not show of its own stays.
    """
    name = name_of(asked)
    if isinstance(asked, Checklist):
        return _checklist(asked, typed, locale)
    if isinstance(asked, Series):
        return _series(asked, typed, before, locale, on)
    reason = [each for each in ABSENT if typed.get(f"{name}.{each}") or typed.get(name) == each]
    when = typed.get(f"{name}.when", "")
    text = typed.get(name, "")
    answers = [each for each in (text if text not in ABSENT else "", when) if each]
    if len(reason) > 1 or (reason and answers):
        raise _invalid(locale("Two answers: keep one of them"))
    if reason:
        return {"absent": reason[0]}
    if isinstance(asked, Event) and when:
        if text == Occurrence.NEVER.value:
            raise _invalid(locale("Two answers: keep one of them"))
        text = when
    data = understood(asked, as_data(asked, text, locale), locale)
    if typed.get(f"{name}.on") and text:
        data = (data if isinstance(data, dict) and "fraction" not in data else {"value": data}) | {
            "on": typed[f"{name}.on"]
        }
    return data if text else ""


def _invalid(words: str) -> InvalidAnswer:
    return InvalidAnswer(Fault(words=words))


def understood(fact: Fact, data: Any, locale: Locale) -> Any:
    """Return a number with the one unit in which it is plausible; raise ``InvalidAnswer`` where that could be two.

    A number that is plausible in none is no answer: whoever mistyped it sees it now.
    """
    if not isinstance(fact, Number) or isinstance(data, bool) or fact.counted:
        return data
    if isinstance(data, int | Decimal):
        units = plausible_units(fact, data)
        if len(units) == 1:
            return {"value": data, "unit": units[0]}
        if not units:
            raise _invalid(locale("{field}: expected {what}", field=locale(fact.title), what=expected(fact, locale)))
        written = ", ".join(f"{data} {shown_unit(each, locale)}" for each in units)
        raise _invalid(locale("Which unit is meant? Write one of these: {written}", written=written))
    if isinstance(data, dict) and isinstance(data.get("value"), int | Decimal):
        size = {fact.unit: Fraction(1), **fact.units}.get(str(data.get("unit", fact.unit)))
        if size is None or not fact.lowest <= exact(data["value"]) * size <= fact.highest:
            raise _invalid(locale("{field}: expected {what}", field=locale(fact.title), what=expected(fact, locale)))
    return data


def _checklist(asked: Checklist, typed: Typed, locale: Locale) -> dict[str, Any]:
    name = asked_as(asked)
    ticked = [item.id for item in asked.items if typed.get(f"{name}.{item.id}")]
    whole = typed.get(name, "")
    if whole in ABSENT:
        if ticked:
            raise _invalid(locale("Two answers: keep one of them"))
        return {"version": asked.version, "absent": whole}
    if whole not in ("none", "some"):
        raise _invalid(locale("Say whether there are others, or none of the others"))
    return {"version": asked.version, "answer": whole, "except": ticked}


def _series(asked: Series, typed: Typed, before: tuple[dict[str, Any], ...], locale: Locale, on: date) -> Any:
    records, faults = list[dict[str, Any]](), list[Fault]()
    numbers = sorted(
        {
            int(rest)
            for each in typed
            for rest in [each.removeprefix(f"{asked.id}.").split(".")[0]]
            if each != asked.id and rest.isdecimal() and len(rest) < 4
        }
    )
    for number in numbers:
        start = before[number - 1] if number <= len(before) else {}
        try:
            record = _record(asked, typed, number, start, locale, on)
        except InvalidAnswer as error:
            row_ = locale.number(number)
            faults += [
                Fault(words=locale("Row {number}: {what}", number=row_, what=each.words)) for each in error.faults
            ]
            continue
        records += [record] if record else []
    if faults:
        raise InvalidAnswer(*faults)
    whole = typed.get(asked.id, "")
    if whole in ABSENT:
        if records:
            raise _invalid(locale("Two answers: keep one of them"))
        return {"absent": whole}
    if whole == "none" and records:
        raise _invalid(locale("Two answers: keep one of them"))
    if whole in ("all", "some") and not records:
        raise _invalid(locale("Write down at least one, or say that there are none"))
    if not records and whole != "none":
        return ""
    if not whole and not asked.measured:
        raise _invalid(locale("Say whether these are all, or whether there may be others"))
    return {"at_least": records} if whole == "some" else {"value": records}


def _record(fact: Series, typed: Typed, number: int, start: dict[str, Any], locale: Locale, on: date) -> dict[str, Any]:
    """Return one observation; a part whose field is as it was stays as it was."""
    shown = typed_record(fact, start, number, locale)
    found, faults = dict(start), list[Fault]()
    behind = _behind(fact)
    told = {part.name: typed.get(f"{fact.id}.{number}.{part.name}", "").strip() for part in parts(fact)}
    dated = {part.name for part in parts(fact) if isinstance(part, Day) and part.required}
    if not any(text for name, text in told.items() if name not in dated):
        return {}
    for part in parts(fact):
        name, text = f"{fact.id}.{number}.{part.name}", told[part.name]
        if part.name in behind or text == shown.get(name, ""):
            continue
        found.pop(part.name, None)
        if isinstance(part, Number) and part.written_over:
            found.pop(part.written_over, None)
        if not text:
            continue
        try:
            found |= _part(fact, part, text, locale)
        except InvalidAnswer as error:
            faults += error.faults
    if faults:
        raise InvalidAnswer(*faults)
    for name in dated:
        found.setdefault(name, on.isoformat())
    return found


def _part(fact: Series, part: Fact, text: str, locale: Locale) -> dict[str, Any]:
    reason = next((each for each, word in REASONS.items() if text == each or is_one_of(text, (word,), locale)), None)
    if reason is not None:
        return {part.name: {"absent": reason}}
    if isinstance(part, Number) and part.written_over:
        return two_numbers(fact, part, text, locale)
    return {part.name: understood(part, as_data(part, text, locale), locale)}


def two_numbers(fact: Series, part: Number, text: str, locale: Locale) -> dict[str, Any]:
    """Return two numbers that are written as one, 142/88, in the one unit in which both are plausible."""
    two = pair(part, text)
    below = next(each for each in fact.record.__facts__ if each.name == part.written_over)
    assert isinstance(below, Number)
    if two is None:
        raise _invalid(locale("Blood pressure: expected two numbers as 142/88"))
    data = [as_data(each, one, locale) for each, one in zip((part, below), two, strict=True)]
    if all(isinstance(each, int | Decimal) for each in data):
        units = [unit for unit in plausible_units(part, data[0]) if unit in plausible_units(below, data[1])]
        if len(units) != 1:
            raise _invalid(locale("Blood pressure: expected two numbers as 142/88"))
        data = [{"value": each, "unit": units[0]} for each in data]
    return {each.name: understood(each, one, locale) for each, one in zip((part, below), data, strict=True)}


# Answers in a subject ------------------------------------------------------------------------------------------


def with_answer(session: InterviewSession, asked: Asked, data: Any, reporter: Reporter, stale: bool) -> Subject:
    """Return a subject with an answer of somebody's: in place of his own, beside those of others.

    His own of before stays too where it is too old to count: what was told then was so.
    """
    subject = session.subject
    if isinstance(asked, Checklist):
        evidence = {"on": session.on.isoformat(), "by": reporter.value}
        try:
            new = subject_from_data(session.ruleset.subject, {"checklists": {asked.id: data | evidence}}).checklists
        except InputError as error:
            raise unreadable(error, session.locale) from error
        kept = [each for each in subject.checklists if each.checklist != asked.id or not is_whose(each, reporter)]
        return with_answers(subject, (*kept, *new))
    if not isinstance(asked, Day | Text):
        plain = isinstance(data, dict) and "fraction" not in data
        data = {"by": reporter.value} | (data if plain else {"value": data})
    value = session.read(asked, data)
    stays: list[Any] = [each for each in recorded(subject, asked) if stale or not is_whose(each, reporter)]
    group = subject.group(asked)
    others = {name: each for name, each in given(group).items() if name != asked.name}
    bare = subject.with_group(type(group)(**others))
    beside = [Reports(*stays) if len(stays) > 1 else stays[0]] if stays and not isinstance(asked, Series) else stays
    if isinstance(asked, Day | Text):
        beside = []
    return answered(bare, asked.id, united(asked, [*beside, value]))


def with_answers(subject: Subject, answers: Iterable[ChecklistAnswer]) -> Subject:
    """Return a subject with other answers to checklists."""
    here = subject.__dict__
    return type(subject)(**{name: here[name] for name in known_to(type(subject))} | {"checklists": list(answers)})


def confirmed(subject: Subject, asked: Asked, name: str, on: date) -> Subject:
    """Return a subject in which a clinician confirms what the client answered."""
    word = Confirmation(name, on=on, role=Reporter.CLINICIAN)

    def with_word(report: Any) -> Any:
        return attrs.evolve(report, confirmed_by=word) if needs_confirmation(asked, report) else report

    if isinstance(asked, Checklist):
        return with_answers(
            subject, [with_word(each) if each.checklist == asked.id else each for each in subject.checklists]
        )
    found = [with_word(each) for each in recorded(subject, asked)]
    value = Reports(*found) if len(found) > 1 else found[0]
    group = subject.group(asked)
    return subject.with_group(type(group)(**given(group) | {asked.name: value}))
