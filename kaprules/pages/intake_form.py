"""The form of an intake on paper: two pages of A4, one for the client and one for the clinic.

What stands on it follows from the declarations: each fact that is asked of everybody, each list with its items, and
what a client with a uterus is asked beside them. An instrument has a place for its score alone. Nothing that is filled
in leaves the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from ..facts.ketamine_history import KetamineHistory, Reaction
from ..facts.medicines import Medicine, Medicines
from ..facts.model import Checklist, Choice, Event, Fact, Flag, Item, Number, Reporter, Series
from ..facts.neurology import HeadInjury, Neurology
from ..facts.psychiatric_history import PsychiatricHistory, PsychoticDisorder
from ..facts.vitals import BloodPressure, Vitals
from ..language import ENGLISH, Locale
from ..ruleset import RuleSet
from ..wording.asking import (
    TOLD_TOGETHER,
    Answerer,
    Asking,
    asked_of,
    asking,
    item_notes,
)
from .frame import rendered

DETAILS: Final[Mapping[Fact, tuple[Fact, ...]]] = {
    Vitals.pressures: (BloodPressure.systolic, BloodPressure.diastolic),
    Medicines.listed: (
        Medicine.substance,
        Medicine.daily_dose,
        Medicine.status,
        Medicine.last_taken,
        Medicine.reason,
    ),
    KetamineHistory.reactions: (Reaction.kind, Reaction.agent, Reaction.happened),
    Neurology.head_injuries: (HeadInjury.happened, HeadInjury.severity, HeadInjury.symptoms_now),
    PsychiatricHistory.psychotic_disorders: (PsychoticDisorder.type, PsychoticDisorder.last_symptoms),
}
"""What is written down of each observation; the rest is asked where it matters."""
ROOM_FOR: Final[Mapping[Fact, int]] = {Vitals.pressures: 2, Medicines.listed: 6}
"""For how many observations there is room; for one of the others."""
IN_A_TABLE: Final = (Medicines.listed,)
ROOM_FOR_DETAILS: Final = 4


@attrs.frozen
class Line:
    """Something to write down: what, and in which unit."""

    label: str
    unit: str = ""


@attrs.frozen
class Entry:
    """A fact on the form: what is asked, what can be ticked, what can be written."""

    id: str
    asks: str
    boxes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: int = 0
    """How many rows of the lines, as a table; 0 for one after the other."""
    confirmed: bool = False
    """Whether a clinician may confirm what the client answers."""


@attrs.frozen
class Part:
    """Entries and lists that one kind of person answers."""

    answerer: Answerer
    entries: tuple[Entry, ...]
    lists: tuple[Checklist, ...]
    reporters: tuple[Reporter, ...]


def intake_form(ruleset: RuleSet, locale: Locale = ENGLISH) -> str:
    """Return the form of an intake as one self-contained page of HTML.

    >>> from kaprules import SCREENING
    >>> "<h1>" in intake_form(SCREENING)
    True
    """
    found = asking(ruleset)
    pregnancy = tuple(each for each in found.where_pregnancy_matters if asked_of(each) is Answerer.CLIENT)
    tests = tuple(each for each in found.where_pregnancy_matters if asked_of(each) is not Answerer.CLIENT)
    return rendered(
        "intake_form.html",
        locale,
        style="form.css",
        script="",
        ruleset=ruleset,
        parts={part.answerer.name: part for part in parts(found, locale)},
        pregnancy=entries(pregnancy, locale),
        tests=entries(tests, locale),
        notes=lambda item: _marks(item, found),
        explained=_explained(found, locale),
        versions=found.checklists,
        room=ROOM_FOR_DETAILS,
    )


REPORTERS: Final = {
    Answerer.CLIENT: (Reporter.CLIENT, Reporter.CLINICIAN),
    Answerer.STAFF: (Reporter.CLINICIAN, Reporter.DEVICE, Reporter.LABORATORY, Reporter.RECORD),
    Answerer.CLINICIAN: (Reporter.CLINICIAN,),
}
"""Who may be ticked as the one who answers a part."""


def parts(found: Asking, locale: Locale = ENGLISH) -> Iterator[Part]:
    """Yield the parts of the form; what is told together with an answer stands before it."""
    for answerer, reporters in REPORTERS.items():
        facts = [each for fact in found.of(answerer) for each in (*TOLD_TOGETHER.get(fact, ()), fact)]
        yield Part(answerer, entries(facts, locale), found.lists_of(answerer), reporters)


def entries(facts: tuple[Fact, ...] | list[Fact], locale: Locale = ENGLISH) -> tuple[Entry, ...]:
    """Return facts as they stand on the form."""
    return tuple(_entry(fact, locale) for fact in facts)


def _entry(fact: Fact, locale: Locale) -> Entry:
    asks = locale(fact.question or fact.title)
    confirmed = bool(fact.may_confirm) and asked_of(fact) is Answerer.CLIENT
    if isinstance(fact, Series):
        parts = tuple(_line(each, locale) for each in DETAILS.get(fact, ()))
        room = ROOM_FOR.get(fact, 1)
        none = () if fact is Vitals.pressures else (locale("none"),)
        if fact in IN_A_TABLE:
            return Entry(fact.id, asks, none, (*parts, Line(locale("Who says so"))), room, confirmed)
        return Entry(fact.id, asks, none, parts * room, 0, confirmed)
    boxes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    if isinstance(fact, Flag):
        boxes = (locale("yes"), locale("no"))
    elif isinstance(fact, Choice):
        boxes = tuple(locale(str(option.value)) for option in fact.options)
    elif isinstance(fact, Event):
        boxes = (locale("never"),)
        lines = (Line(locale("on, as far as known")), Line(locale("or more than"), locale("days ago")))
    else:
        lines = (_line(fact, locale, short=True),)
    if fact.requires_date:
        lines += (Line(locale("day")),)
    return Entry(fact.id, asks, boxes, lines, 0, confirmed)


def _line(fact: Fact, locale: Locale, short: bool = False) -> Line:
    return Line("" if short else locale(fact.title), _unit(fact, locale) if isinstance(fact, Number) else "")


def _unit(number: Number, locale: Locale) -> str:
    """Return a unit as it is written behind a number; nothing where it is only counted."""
    return "" if number.unit.startswith("{") else locale.quantity(2, number.unit).removeprefix(f"{locale.number(2)} ")


def _marks(item: Item, found: Asking) -> str:
    """Return the signs of the footnotes of an item."""
    every = _texts(found)
    return "".join(SIGNS[every.index(text)] for text in item_notes(item))


SIGNS: Final = "*†‡§¶"


def _texts(found: Asking) -> list[str]:
    items = (item for each in found.checklists for item in each.items)
    return list(dict.fromkeys(text for item in items for text in item_notes(item)))


def _explained(found: Asking, locale: Locale) -> list[tuple[str, str]]:
    """Return the footnotes, each with its sign."""
    return [(sign, locale(text)) for sign, text in zip(SIGNS, _texts(found), strict=False)]
