"""The form of a question on a page: which fields it has, and what an answer comes to as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from ..clientfile import group_to_data
from ..errors import Fault
from ..facts.model import (
    Checklist,
    Choice,
    Day,
    Event,
    Fact,
    Facts,
    Flag,
    Moment,
    Number,
    Observation,
    Occurrence,
    Reporter,
    Series,
)
from ..language import Locale
from ..limit import exact
from .answer_errors import InvalidAnswer
from .answers import OVER, as_data, how, pair, shown_unit
from .session import InterviewSession, with_unit

Typed = Mapping[str, str]
"""What a form was sent with."""
DISTANCES = (42, 90, 180, 365)
"""The days that are offered where an event was longer ago than that: six weeks, three and six months, a year."""
FILED = tuple(fact.name for fact in Observation.__facts__)


@attrs.frozen
class Field:
    """One field: radio buttons or a list where it has options, else a line to type in."""

    name: str
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """The value and the label of each."""
    listed: bool = False
    """Whether the options are a list to choose from, not buttons."""
    kind: str = "text"
    typed: str = ""


def fields(fact: Fact, locale: Locale, typed: Typed, prefix: str, on: date) -> Iterator[Field]:
    """Yield the fields for one fact."""
    if isinstance(fact, Flag | Choice):
        words = ("yes", "no") if isinstance(fact, Flag) else tuple(str(option.value) for option in fact.offered)
        yield _choice(prefix, locale(fact.title), words, locale, typed)
        return
    if isinstance(fact, Event):
        never, happened = (each.value for each in Occurrence)
        options = (never, locale(never)), (happened, locale("happened, date not known"))
        ever = f"{prefix}.ever"
        yield Field(ever, locale(fact.title), options=options, typed=typed.get(ever, ""))
    kind = "date" if isinstance(fact, Day) and not fact.partial and not isinstance(on, datetime) else "text"
    label = locale("or when it was") if isinstance(fact, Event) else locale(fact.title)
    yield Field(prefix, label, _hint(fact, locale, kind), kind=kind, typed=typed.get(prefix, ""))
    if isinstance(fact, Event) and not isinstance(fact, Moment):
        hint = locale("days ago: {days}, or any other number", days=", ".join(map(str, DISTANCES)))
        yield Field(f"{prefix}.over", locale("or more than"), hint, typed=typed.get(f"{prefix}.over", ""))
    if isinstance(fact, Number) and fact.units:
        units = tuple((unit, shown_unit(unit, locale)) for unit in (fact.unit, *fact.units))
        chosen = typed.get(f"{prefix}.unit", fact.unit)
        yield Field(f"{prefix}.unit", locale("Unit"), options=units, listed=True, typed=chosen)


def _hint(fact: Fact, locale: Locale, kind: str) -> str:
    """Return how a line is to be filled in; empty where the field says so itself."""
    if isinstance(fact, Day) and fact.partial:
        return how(fact, locale)
    if isinstance(fact, Moment) or (isinstance(fact, Day) and kind == "text"):
        return locale("a day as 2025-03-01, or a time with its zone as 2025-03-01T14:30+01:00")
    if isinstance(fact, Event):
        return locale("a date as 2025-03-01, 2025-03 or 2025")
    return how(fact, locale) if isinstance(fact, Number) and not fact.units else ""


def _choice(name: str, label: str, words: tuple[str, ...], locale: Locale, typed: Typed) -> Field:
    return Field(name, label, options=tuple((word, locale(word)) for word in words), typed=typed.get(name, ""))


def evidence(session: InterviewSession, typed: Typed) -> Iterator[Field]:
    """Yield the fields for what belongs to an answer: who assessed it, who confirms it, and when it was obtained."""
    fact, locale = session.fact, session.locale
    if fact.may_rule_out:
        names = tuple((each.value, locale(each.value)) for each in fact.reporters)
        yield Field("by", locale("Assessed by"), options=names, typed=typed.get("by", ""))
    if fact.may_confirm:
        yield _confirmed(locale, typed)
    if fact.requires_date:
        kind = "text" if isinstance(session.on, datetime) else "date"
        yield Field("on", locale("Obtained on"), kind=kind, typed=typed.get("on", session.on.isoformat()))


def _confirmed(locale: Locale, typed: Typed) -> Field:
    hint = locale("name or initials; empty where nobody confirms it")
    return Field("confirmed", locale("Confirmed by a clinician"), hint, typed=typed.get("confirmed", ""))


def may_be_confirmed(asked: Checklist | Fact, by: str) -> bool:
    """Say whether an answer needs somebody else's word to clear anything, and may have it: only the client's may."""
    return bool(asked.may_confirm) and by == Reporter.CLIENT.value and Reporter.CLIENT not in asked.may_rule_out


def with_reporter(session: InterviewSession, data: Any, by: str, confirmed: str = "") -> Any:
    """Return an answer with who gave it, and the name of the clinician who confirms it, where that matters.

    Nobody is named who was not: raises ``InvalidAnswer`` where none of those is who may report the fact.
    """
    fact, locale = session.fact, session.locale
    if not fact.may_rule_out:
        return data
    names = {each.value: locale(each.value) for each in fact.reporters}
    if by not in names:
        raise InvalidAnswer(Fault(words=locale("Say who answered: {names}", names=", ".join(names.values()))))
    found = dict(data) if isinstance(data, dict) and "fraction" not in data else {"value": data}
    if confirmed and may_be_confirmed(fact, by):
        found["confirmed_by"] = confirmation(confirmed, session.on)
    return found | {"by": by}


def checklist_evidence(checklist: Checklist, locale: Locale, typed: Typed) -> Iterator[Field]:
    """Yield the fields for who answers a checklist, and who confirms it."""
    names = tuple((each.value, locale(each.value)) for each in checklist.reporters)
    yield Field("by", locale("Answered by"), options=names, typed=typed.get("by", ""))
    if checklist.may_confirm:
        yield _confirmed(locale, typed)


def checklist_answer(checklist: Checklist, said: str, typed: Typed, on: date) -> dict[str, Any]:
    """Return the answer to a checklist in the fields: "none" but for what was ticked, or "some"."""
    ticked = [item.id for item in checklist.items if typed.get(f"item.{item.id}")]
    by = typed.get("by", "")
    data: dict[str, Any] = {"answer": said, "except": ticked, "by": by}
    name = typed.get("confirmed", "").strip()
    return data | ({"confirmed_by": confirmation(name, on)} if name and may_be_confirmed(checklist, by) else {})


def confirmation(name: str, on: date) -> dict[str, str]:
    """Return who confirms an answer on the day on which it is given."""
    return {"role": Reporter.CLINICIAN.value, "name": name, "on": on.isoformat()}


def answer(fact: Fact, locale: Locale, typed: Typed, prefix: str) -> Any:
    """Return what the fields of one fact come to, None where they are empty."""
    text = _text(locale, typed, prefix)
    if not text:
        return None
    data = as_data(fact, text, locale)
    unit = typed.get(f"{prefix}.unit")
    if unit and isinstance(data, dict) and isinstance(fact, Number) and unit not in (fact.unit, data.get("unit", unit)):
        data = text  # two units, one chosen and one typed: neither counts
    if unit and not isinstance(data, dict):
        data = {"value": data, "unit": unit}
    return data


def _text(locale: Locale, typed: Typed, prefix: str) -> str:
    """Return what the fields of one fact come to as text: of two ways to say when it was, both, which is no answer."""
    over = typed.get(f"{prefix}.over", "").strip()
    said = (typed.get(prefix, "").strip(), locale(OVER, days=over) if over else "")
    return " / ".join(filter(None, said)) or typed.get(f"{prefix}.ever", "")


def answer_with_evidence(session: InterviewSession, typed: Typed) -> Any:
    """Return an answer with what belongs to it; empty text where nothing was answered."""
    data = answer(session.fact, session.locale, typed, "value")
    if data is None:
        return ""
    if typed.get("on"):
        data = (data if isinstance(data, dict) and "fraction" not in data else {"value": data}) | {"on": typed["on"]}
    return reported(session, data, typed)


def reported(session: InterviewSession, data: Any, typed: Typed) -> Any:
    """Return an answer with whom the fields name as its reporter, and as who confirms it."""
    return with_reporter(session, data, typed.get("by", ""), typed.get("confirmed", "").strip())


def parts(fact: Series) -> tuple[Fact, ...]:
    """Return what is asked of each observation: not who made it, where it is filed, nor what one source alone holds.

    That is what a record prints, and what a prescriber says in a review.
    """
    alone = ((Reporter.RECORD,), (Reporter.CLINICIAN,))
    return tuple(part for part in fact.record.__facts__ if part.name not in FILED and part.reporters not in alone)


def observation(fact: Series, locale: Locale, typed: Typed) -> dict[str, Any]:
    """Return the observation in the fields; what is left empty is not recorded."""
    typed = apart(fact, typed)
    found = {part.name: answer(part, locale, typed, f"part.{part.name}") for part in parts(fact)}
    return {part.name: with_unit(part, found[part.name]) for part in parts(fact) if found[part.name] is not None}


def apart(fact: Series, typed: Typed) -> Typed:
    """Return what was typed with two numbers that stand in one field, 142/88, each in its own; the other was empty."""
    found = dict(typed)
    for part in parts(fact):
        if (two := pair(part, typed.get(f"part.{part.name}", ""))) is not None:
            assert isinstance(part, Number)
            first, second = f"part.{part.name}", f"part.{part.written_over}"
            if typed.get(second, "").strip() in ("", two[1]):
                found |= {first: two[0], second: two[1]}
                found |= {f"{second}.unit": typed[f"{first}.unit"]} if f"{first}.unit" in typed else {}
    return found


def in_words(data: Any, locale: Locale) -> str:
    """Return what a client file holds of one value in words, with what belongs to it."""
    if isinstance(data, bool):
        return locale("yes") if data else locale("no")
    if isinstance(data, dict) and "reports" in data:
        return ", ".join(in_words(each, locale) for each in data["reports"])
    if isinstance(data, dict) and "value" in data:
        if "unit" in data:
            said = f"{locale.number(exact(data['value']))} {shown_unit(data['unit'], locale)}"
        else:
            said = in_words(data["value"], locale)
        evidence = ", ".join(locale(data[key]) for key in ("on", "by", "reference") if key in data)
        return f"{said} ({evidence})" if evidence else said
    return locale(data) if isinstance(data, str) else json.dumps(data)


def record_in_words(kind: type[Facts], data: Mapping[str, Any], locale: Locale) -> str:
    """Return an observation in words, part by part."""
    shown = [part for part in kind.__facts__ if part.name in data]
    return "; ".join(f"{locale(part.title)}: {in_words(data[part.name], locale)}" for part in shown)


def on_the_list(session: InterviewSession) -> list[str]:
    """Return in words the observations that stand on the list that is asked about, where it is open."""
    return [record_in_words(type(each), group_to_data(each), session.locale) for each in session.on_the_list]


def told(fact: Series, typed: Typed, locale: Locale) -> str:
    """Return an observation in words, as it was typed."""
    typed, lines = apart(fact, typed), []
    for part in parts(fact):
        name = f"part.{part.name}"
        text = _text(locale, typed, name)
        unit = typed.get(f"{name}.unit") or (part.unit if isinstance(part, Number) else "")
        if text:
            lines.append(f"{locale(part.title)}: {locale(text)} {shown_unit(unit, locale) if unit else ''}".strip())
    return "; ".join(lines)
