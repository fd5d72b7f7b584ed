"""Why an answer cannot be taken: what is expected instead, in the reader's words, by the kind of the fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from ..clientfile import parse_json
from ..errors import Fault, InputError
from ..facts.model import MAX_TEXT, Choice, Day, Fact, Number, Series, Text
from ..language import Locale
from .answers import ambiguous, how, shown_unit


class InvalidAnswer(InputError):
    """An answer that cannot be taken, in the reader's words; its cause is what the reader of client files says."""

    def __str__(self) -> str:
        return ". ".join(map(str, self.faults))


def expected(fact: Fact, locale: Locale) -> str:
    """Return what an answer may be."""
    if isinstance(fact, Choice):
        return _one_of((str(option.value) for option in fact.offered), locale)
    if isinstance(fact, Text):
        return locale("a text of at most {most} characters, without control characters", most=locale.number(MAX_TEXT))
    if not isinstance(fact, Number):
        return how(fact, locale)
    span = locale.span(fact.lowest, fact.highest, fact.unit)
    if fact.units:
        others = ", ".join(shown_unit(unit, locale) for unit in fact.units)
        return locale("a number from {span}, or in another unit: {others}", span=span, others=others)
    return locale("a whole number from {span}", span=span) if fact.whole else locale("a number from {span}", span=span)


def _one_of(words: Iterable[str], locale: Locale) -> str:
    return locale("one of these: {words}", words="; ".join(map(locale, words)))


def empty(locale: Locale) -> InvalidAnswer:
    """Return the error of an answer that was left empty."""
    return InvalidAnswer(Fault(words=locale("Choose an answer or say that it is not known")))


def check_numbers(fact: Fact, data: Any, locale: Locale) -> None:
    """Raise ``InvalidAnswer`` with the question which of two numbers a text means, where it could be either."""
    if question := _which_of_two(fact, data, locale):
        raise InvalidAnswer(Fault(words=question))


def _which_of_two(fact: Fact, data: Any, locale: Locale) -> str:
    if isinstance(fact, Series):
        records = [record for record in data if isinstance(record, dict)] if isinstance(data, list) else []
        parts = [(part, record.get(part.name)) for record in records for part in fact.record.__facts__]
        return next(filter(None, (_which_of_two(part, each, locale) for part, each in parts)), "")
    value = value_of(data)
    two = ambiguous(value, locale) if isinstance(fact, Number) and isinstance(value, str) else None
    if two is None:
        return ""
    return locale(
        "{one} or {other}? Write which of the two is meant, without a sign for thousands", one=two[0], other=two[1]
    )


def invalid(fact: Fact, data: Any, error: InputError, locale: Locale) -> InvalidAnswer:
    """Return the error of an answer, given as data, of which the reader of client files says why it is none."""
    return InvalidAnswer(*(attrs.evolve(each, words=_words(fact, data, each, locale)) for each in error.faults))


def unreadable(error: InputError, locale: Locale) -> InvalidAnswer:
    """Return the error of an answer that nobody typed so: what the reader of client files says."""
    return InvalidAnswer(*(attrs.evolve(each, words=_of_the_reader(each, locale)) for each in error.faults))


def _of_the_reader(error: Fault | InputError, locale: Locale) -> str:
    return locale("The reader of files says: {error}", error=error)


def _words(fact: Fact, data: Any, fault: Fault, locale: Locale) -> str:
    said = _said(fact, data, fault.place, locale)
    detail = _of_json(data) if said else fault
    if detail is None:
        return said
    return ". ".join(filter(None, (said, _of_the_reader(detail, locale))))


def _said(fact: Fact, data: Any, place: str, locale: Locale) -> str:
    """Return what is expected at a place; empty where it is none that somebody was asked for."""
    if isinstance(fact, Series) and isinstance(data, list):
        entries = {
            f"{fact.id}[{number - 1}].{part.name}": (part, record.get(part.name), number)
            for number, record in enumerate(data, 1)
            if isinstance(record, dict)
            for part in fact.record.__facts__
        }
        return _of_entry(*entries[place], locale) if place in entries else ""
    if not _is_plain(data):
        return ""
    places = {
        fact.id: (locale(fact.title), expected(fact, locale)),
        f"{fact.id}.on": (locale("Obtained on"), how(Day(title=""), locale)),
        f"{fact.id}.by": (locale("Assessed by"), _one_of((each.value for each in fact.reporters), locale)),
    }
    if place not in places:
        return ""
    field, what = places[place]
    return locale("{field}: expected {what}", field=field, what=what)


def _of_entry(part: Fact, data: Any, number: int, locale: Locale) -> str:
    field = locale(part.title)
    if data is None or (isinstance(data, dict) and "absent" in data):
        return locale("Entry {number}, {field}: it has to be given", number=locale.number(number), field=field)
    if not _is_plain(data):
        return ""
    what = expected(part, locale)
    return locale("Entry {number}, {field}: expected {what}", number=locale.number(number), field=field, what=what)


def _is_plain(data: Any) -> bool:
    """Say whether an answer is a value as it is typed or chosen, not one of the other forms of a client file."""
    if isinstance(data, dict):
        return data.keys() <= {"value", "unit", "on", "by"} and not isinstance(data.get("value"), dict | list)
    return not isinstance(data, list)


def value_of(data: Any) -> Any:
    """Return the value of an answer, without what belongs to it."""
    return data.get("value") if isinstance(data, dict) else data


def _of_json(data: Any) -> InputError | None:
    """Return why a text that was meant as JSON is none."""
    text = value_of(data)
    if isinstance(text, str) and text[:1] in ("{", "["):
        try:
            parse_json(text)
        except InputError as found:
            return found
    return None
