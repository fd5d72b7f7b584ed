"""An intake by screens at one point: who answers, on which screen, what is recorded, and what was typed wrongly.

The file holds everything that could be taken; whoever goes on with it begins at the first screen with something open.
What the screens leave open clears nobody: it stays not asked, and is named at the end.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date, tzinfo
from typing import Any, Final

import attrs

from ..decision import Decision, decide
from ..engine.evaluation import evaluate
from ..engine.snapshot import placed
from ..errors import Fault, InputError
from ..facts.model import Checklist, Day, Fact, Number, Reporter, Series, Subject, Text, every_fact
from ..facts.reproduction import Reproduction
from ..language import ENGLISH, Locale
from ..possible import Absence, Outcome
from ..reasoning.missing import missing
from ..reasoning.next_question import InterviewState
from ..ruleset import RuleSet
from ..wording.first import today, wanted
from .answer_errors import InvalidAnswer
from .counting import Form
from .entries import (
    Entry,
    Typed,
    answer,
    author,
    by_whom,
    confirmed,
    fields,
    filled_rows,
    has_units,
    is_whose,
    name_of,
    needs_confirmation,
    own,
    read_already,
    recorded,
    records_of,
    row,
    said,
    typed_of,
    with_answer,
)
from .screens import INDICATED, WHERE_PREGNANT, Asked, Screen, may_answer, question, screens_of
from .session import InterviewSession
from .words import certificate

START: Final = "start"
CHECK: Final = "check"
END: Final = "end"
MOST: Final = 12
"""How many questions stand at most at a time on the screen of what is called for."""
FIRST_ROWS: Final = {"vitals.pressures": 2, "medicines.listed": 4}
"""For how many observations there is room at first; for one of the others."""


@attrs.frozen(slots=False)
class Intake:
    """Where an intake stands.

    >>> from datetime import date
    >>> from kaprules import SCREENING, Client
    >>> intake = Intake(SCREENING, date(2026, 11, 23), Client()).begun(Reporter.CLINICIAN)
    >>> intake.screen.id, intake.open("safety")[:2]
    ('safety', ('person.birth_date', 'reproduction.without_uterus'))
    """

    ruleset: RuleSet
    on: date
    subject: Subject
    locale: Locale = ENGLISH
    zone: str | tzinfo | None = None
    reporter: Reporter | None = None
    """Who answers; None until that is said."""
    name: str = ""
    """The name or initials of the clinician who answers, for what is confirmed."""
    at: str = START
    typed: Mapping[str, Typed] = attrs.field(factory=dict, eq=False, repr=False)
    """By screen, what was typed and could not be taken."""
    errors: Mapping[str, str] = attrs.field(factory=dict)
    """Why, by question."""
    seen: tuple[str, ...] = ()
    """The questions that were answered on a screen, as often as they were."""
    told: tuple[str, ...] = ()
    """What was understood of numbers just now, each in the unit of its fact."""

    # What is asked

    @functools.cached_property
    def session(self) -> InterviewSession:
        """The interview that reads an answer as a client file is read."""
        return InterviewSession(self.ruleset, self.on, self.subject, self.locale, zone=self.zone)

    @functools.cached_property
    def state(self) -> InterviewState:
        """What may still be answered, and what can come of it."""
        found = evaluate(self.ruleset, self.subject, on=self.on, zone=self.zone, engine="bits")
        asked = [name for name in self.seen if self.seen.count(name) > 1 or not self._is_series(name)]
        return InterviewState(found, asked, self.locale, by_checklist=True)

    def _is_series(self, name: str) -> bool:
        return any(each.id == name and isinstance(each, Series) for each in every_fact(self.ruleset.subject))

    @functools.cached_property
    def worth(self) -> frozenset[Fact]:
        """The facts of which an answer can still matter."""
        return frozenset(self.state.worth_asking())

    @functools.cached_property
    def details(self) -> dict[str, str]:
        """What is missing, in words, by its fact."""
        found = missing(self.state.evaluation)
        return {each.fact: wanted(each, self.state.evaluation, self.locale) for each in found}

    @functools.cached_property
    def in_part(self) -> frozenset[str]:
        """The facts of whose observations a part is missing, until they were asked about again."""
        return frozenset(each.fact for each in missing(self.state.evaluation) if each.parts) - self.state.asked

    @functools.cached_property
    def declared(self) -> tuple[Screen, ...]:
        """The screens that are declared, each with what is asked of this subject."""
        found = []
        for screen in screens_of(self.ruleset):
            together = screen.where_called_for
            called_for = any(each in self.wanted_by_a_form or recorded(self.subject, each) for each in together)
            asks = (each for each in screen.asks if called_for or each not in together)
            found.append(attrs.evolve(screen, asks=tuple(asks)))
        return tuple(found)

    @functools.cached_property
    def where_called_for(self) -> frozenset[Asked]:
        """What is asked together, and has to be answered as far as it can still matter."""
        return frozenset(each for screen in screens_of(self.ruleset) for each in screen.where_called_for)

    @functools.cached_property
    def wanted_by_a_form(self) -> frozenset[Fact]:
        """The facts that can matter, whatever else stays without an answer."""
        return frozenset(Form(self.state.evaluation, self.state.asked, by_checklist=True).worth_asking())

    @functools.cached_property
    def indicated(self) -> Screen:
        """What the answers call for: what can still matter and stands on no screen, or of which more is needed."""
        own_ones = {each for screen in screens_of(self.ruleset) for each in screen.asks}
        lists = {each.id for each in own_ones if isinstance(each, Checklist)}
        unconfirmed = {fact for each in own_ones if self.is_unconfirmed(each) for fact in _facts([each])}
        found: list[Asked] = []
        for fact in (
            each for each in every_fact(self.ruleset.subject) if each in self.worth or each.id in self.in_part
        ):
            asked = self.state.checklist_of(fact)
            waits = fact in unconfirmed or (asked is not None and asked.id in lists)
            if not waits and (fact not in own_ones or recorded(self.subject, fact)):
                found.append(fact)
        mine = [each for each in found if self.may_answer(each)]
        return attrs.evolve(INDICATED, asks=tuple(mine[:MOST]))

    @functools.cached_property
    def screens(self) -> tuple[Screen, ...]:
        """Every screen, that of what is called for only where something is."""
        called_for = self.through and self.indicated.asks
        return (*self.declared, *((self.indicated,) if called_for or self.at == INDICATED.id else ()))

    @property
    def screen(self) -> Screen:
        """The screen that is shown; the first one where none is."""
        return next((each for each in self.screens if each.id == self.at), self.screens[0])

    def has_screen(self, identifier: str) -> bool:
        """Say whether there is such a screen, or page."""
        return identifier in (START, CHECK, END) or any(each.id == identifier for each in self.screens)

    def may_answer(self, asked: Asked) -> bool:
        """Say whether something is for whoever answers."""
        return self.reporter is not None and may_answer(asked, self.reporter)

    def may_see(self, asked: Asked) -> bool:
        """Say whether an answer may be shown to whoever answers: the client sees the client's part."""
        return self.reporter is Reporter.CLINICIAN or self.may_answer(asked)

    def is_theirs(self, screen: Screen) -> bool:
        """Say whether nothing on a screen is for whoever answers."""
        return not any(map(self.may_answer, screen.asks))

    # What is open

    def open(self, identifier: str) -> tuple[str, ...]:
        """Return what is open on a screen, for whoever answers, by name."""
        screen = next(each for each in self.screens if each.id == identifier)
        called_for = identifier == INDICATED.id
        return tuple(
            name_of(each) for each in screen.asks if self.may_answer(each) and (called_for or self.is_open(each))
        )

    def is_open(self, asked: Asked) -> bool:
        """Say whether something has no answer, one that is too old, or one that a clinician has to confirm."""
        found = recorded(self.subject, asked)
        if not found and asked in self.where_called_for:
            return asked in self.wanted_by_a_form
        if not found:
            return not read_already(self.subject, asked)
        if self.is_stale(asked):
            return True
        return self.reporter is Reporter.CLINICIAN and self.is_unconfirmed(asked)

    def is_unconfirmed(self, asked: Asked) -> bool:
        """Say whether a clinician has to confirm what the client answered, and did not answer it."""
        found = recorded(self.subject, asked)
        answered_too = any(author(each) is Reporter.CLINICIAN for each in found)
        return not answered_too and any(needs_confirmation(asked, each) for each in found)

    def is_stale(self, asked: Asked) -> bool:
        """Say whether what was answered is too old to count."""
        if not recorded(self.subject, asked):
            return False
        facts = asked.facts if isinstance(asked, Checklist) else (asked,)
        readings = [reading for fact in facts for reading in self._readings(fact)]
        return any(self.state.evaluation.possible(each).absence is Absence.STALE for each in readings)

    def _readings(self, fact: Fact) -> list[Fact]:
        """Return what the rules read of a fact: itself, or what is worked out of observations."""
        if isinstance(fact, Day | Text):
            return []
        if not isinstance(fact, Series):
            return [fact]
        group = self.subject.group(fact).__facts__
        return [each for each in group if each in self.read and fact.name in each.derived_from]

    @functools.cached_property
    def read(self) -> frozenset[Fact]:
        """The facts that the rules read."""
        return frozenset(self.ruleset.facts)

    @functools.cached_property
    def through(self) -> bool:
        """Whether every screen that is declared was answered, as far as it is for whoever answers."""
        return not any(self.may_answer(each) and self.is_open(each) for screen in self.declared for each in screen.asks)

    @functools.cached_property
    def safe_to_finish(self) -> bool:
        """Whether the safety block is answered, as far as it is for whoever answers."""
        safety = [screen for screen in self.declared if screen.safety]
        return not any(self.may_answer(each) and self.is_open(each) for screen in safety for each in screen.asks)

    @functools.cached_property
    def is_excluded(self) -> bool:
        """Whether an exclusion holds already, which a clinician is told once the safety block is answered."""
        known = self.reporter is Reporter.CLINICIAN and self.safe_to_finish
        return known and self.state.evaluation.outcome is Outcome.EXCLUDED

    # Where it goes

    def begun(self, reporter: Reporter, name: str = "") -> Intake:
        """Return the intake of somebody who answers, at the first screen with something open."""
        there = attrs.evolve(self, reporter=reporter, name=name.strip(), errors={})
        return there.to(there.first_open())

    def to(self, identifier: str) -> Intake:
        """Return the intake at another screen, or page."""
        return attrs.evolve(self, at=identifier)

    def first_open(self) -> str:
        """Return the first screen with something open; what is to be checked where none has."""
        return next((each.id for each in self.screens if self.open(each.id)), CHECK)

    def after(self, identifier: str) -> str:
        """Return where to go on: the next screen with something open, else the first one, else the check."""
        names = [each.id for each in self.screens]
        place = names.index(identifier) if identifier in names else -1
        return next((each for each in names[place + 1 :] if self.open(each)), self.first_open())

    def previous(self, identifier: str) -> str:
        """Return the screen before one, of those on which something is for whoever answers."""
        names = [each.id for each in self.screens if not self.is_theirs(each)]
        every = [each.id for each in self.screens]
        here = every.index(identifier) if identifier in every else len(every)
        return next((each for each in reversed(names) if every.index(each) < here), START)

    # What is answered

    def answered(self, identifier: str, typed: Typed, *, strictly: bool = True) -> Intake:
        """Return the intake after the form of a screen: what can be taken is, what cannot is kept as it was typed.

        ``strictly`` says whether what has no answer is a fault, too.
        """
        screen = next(each for each in self.screens if each.id == identifier)
        here, errors, left, told = self, dict[str, str](), dict[str, str](), list[str]()
        for asked in screen.asks:
            name = name_of(asked)
            if not self.may_answer(asked):
                continue
            try:
                there = here.taken(asked, typed, stale=self.is_stale(asked))
            except InputError as error:
                errors[name] = str(error)
                left |= own(name, typed)
                continue
            if there.subject != here.subject:
                told += there.understood(asked)
            elif identifier == INDICATED.id and recorded(there.subject, asked):
                there = attrs.evolve(there, seen=(*there.seen, name))  # no more can be said of it
            here = there
        here = attrs.evolve(here, told=tuple(told), at=identifier)
        if strictly:
            open_now = here.open(identifier)
            for asked in screen.asks:
                name = name_of(asked)
                if name in open_now and name not in errors:
                    errors[name] = here.what_is_open(asked)
        kept = {key: each for key, each in self.typed.items() if key != identifier}
        return attrs.evolve(here, typed=kept | ({identifier: left} if left else {}), errors=errors)

    def what_is_open(self, asked: Asked) -> str:
        """Return what somebody is told of a question without an answer."""
        found = recorded(self.subject, asked)
        if self.is_unconfirmed(asked):
            return self.locale("The client answered: confirm it, or answer it yourself")
        if found:
            return self.locale("The answer is too old to count: answer it anew")
        return self.locale("Choose an answer or say that it is not known")

    def taken(self, asked: Asked, typed: Typed, *, stale: bool) -> Intake:
        """Return the intake with what was typed of one question; itself where nothing was typed anew."""
        name, here = name_of(asked), self
        if typed.get(f"{name}.confirm") and self.reporter is Reporter.CLINICIAN:
            here = here.confirming(asked)
        mine = self.mine(asked)
        before = {} if mine is None else typed_of(asked, mine, self.subject, self.locale)
        found, untouched = own(name, typed), self.as_shown(asked, {})
        if found == self.as_shown(asked, before):
            return here
        if all(untouched.get(key) == each for key, each in found.items()):
            if not before:
                return here
            words = self.locale("An answer is changed, not taken back: say that it is not known, or declined")
            raise InvalidAnswer(Fault(words=words))
        before_now = records_of(mine) if mine is not None and isinstance(asked, Series) else ()
        data = answer(asked, found, before_now, self.locale, self.on)
        if data == "":
            return here
        return here.given(asked, data, stale=stale)

    def given(self, asked: Asked, data: Any, *, stale: bool) -> Intake:
        """Return the intake with an answer, as data without who gave it, of whoever answers.

        ``stale`` says whether what was answered before is too old to count.
        """
        assert self.reporter is not None
        subject = with_answer(self.session, asked, data, self.reporter, stale)
        placed(self.ruleset, subject, self.on, self.zone)
        assert subject.itemised is not None
        return attrs.evolve(self, subject=subject, seen=(*self.seen, name_of(asked)))

    def confirming(self, asked: Asked) -> Intake:
        """Return the intake with the clinician's word for what the client answered."""
        if not self.name:
            words = self.locale("Who confirms it is recorded by name: give a name or initials at the start")
            raise InvalidAnswer(Fault(words=words))
        return attrs.evolve(self, subject=confirmed(self.subject, asked, self.name, self.on))

    def as_shown(self, asked: Asked, before: Typed) -> dict[str, str]:
        """Return what the fields of a question are sent with where nobody touches them: dates are filled in."""
        found = dict(before)
        if isinstance(asked, Series):
            for each in self.rows(asked, before):
                found |= {field.name: field.typed for field in each if field.typed}
        else:
            found |= {field.name: field.typed for field in fields(asked, before, self.locale, self.on) if field.typed}
        return found

    def mine(self, asked: Asked) -> Any:
        """Return the one answer of whoever answers; None where there is none, or several."""
        assert self.reporter is not None
        found = [each for each in recorded(self.subject, asked) if is_whose(each, self.reporter)]
        return found[0] if len(found) == 1 else None

    def understood(self, asked: Asked) -> list[str]:
        """Return what was understood of a number that has several units, in the unit of its fact."""
        if not isinstance(asked, Number) or not has_units(asked) or self.mine(asked) is None:
            return []
        told = said(asked, self.mine(asked), self.subject, self.locale)
        return [self.locale("{fact}: {value}", fact=self.locale(asked.title), value=told)]

    # What is shown

    def rows(self, asked: Series, typed: Typed) -> tuple[tuple[Any, ...], ...]:
        """Return the rows of fields for observations, with room for more."""
        filled = filled_rows(asked, typed)
        asked_for = typed.get(f"{asked.id}.rows", "")
        room = int(asked_for) if asked_for.isdecimal() and len(asked_for) < 3 else FIRST_ROWS.get(asked.id, 1)
        return tuple(row(asked, each, typed, self.locale, self.on) for each in range(1, max(filled + 1, room) + 1))

    def entry(self, asked: Asked, identifier: str) -> Entry:
        """Return one question as it stands on a screen."""
        locale, name, reports = self.locale, name_of(asked), recorded(self.subject, asked)
        called_for = identifier == INDICATED.id
        mine = self.mine(asked) if self.reporter is not None else None
        shown = {} if mine is None else typed_of(asked, mine, self.subject, locale)
        drafts = self.typed.get(identifier, {})
        left = own(name, drafts) | ({f"{name}.rows": drafts[f"{name}.rows"]} if f"{name}.rows" in drafts else {})
        typed = left if name in self.errors and left else shown | left
        others = [each for each in reports if each is not mine]
        in_words = [(said(asked, each, self.subject, locale), by_whom(each, locale)) for each in others]
        kept = [said(asked, mine, self.subject, locale)] if mine is not None and not shown else []
        kept += map(locale, read_already(self.subject, asked) if not reports else ())
        items: tuple[tuple[str, str, bool], ...] = ()
        if isinstance(asked, Checklist):
            items = tuple(
                (f"{name}.{item.id}", locale(item.text), f"{name}.{item.id}" in typed) for item in self.items(asked)
            )
        return Entry(
            asked,
            name,
            locale(asked.title),
            question(asked, self.reporter, locale),
            tuple(fields(asked, typed, locale, self.on)),
            items,
            self.rows(asked, typed) if isinstance(asked, Series) else (),
            error=self.errors.get(name, "") if identifier == self.at else "",
            theirs=tuple(f"{words} ({who})" if who else words for words, who in in_words),
            kept=tuple(kept),
            may_answer=self.may_answer(asked),
            may_confirm=self.reporter is Reporter.CLINICIAN
            and any(needs_confirmation(asked, each) for each in reports),
            more=self.details.get(name, "") if called_for and reports else "",
        )

    def items(self, asked: Checklist) -> tuple[Any, ...]:
        """Return the items of a list to show: whoever has a uterus is asked about nursing by itself."""
        by_itself = Reproduction.breastfeeding in {each for screen in self.declared for each in screen.asks}
        return tuple(
            item
            for item in asked.items
            if not (by_itself and item.clears_where and Reproduction.breastfeeding in item.denied)
        )

    def where_pregnant(self, asked: Checklist) -> tuple[str, ...]:
        """Return the names of the items of a list that are about pregnancy alone."""
        return tuple(f"{name_of(asked)}.{each.id}" for each in asked.items if each.id in WHERE_PREGNANT)

    def answers(self, screen: Screen) -> tuple[tuple[str, str, str, str, bool], ...]:
        """Return each question of a screen with what was answered, by whom, and whether it is open.

        The client is shown the client's part alone.
        """
        found = []
        for asked in filter(self.may_see, screen.asks):
            reports = recorded(self.subject, asked)
            words = " / ".join(said(asked, each, self.subject, self.locale) for each in reports)
            who = " / ".join(dict.fromkeys(filter(None, (by_whom(each, self.locale) for each in reports))))
            found.append((name_of(asked), self.locale(asked.title), words, who, self.is_open(asked)))
        return tuple(found)

    def decision(self, engine: str | None = None) -> Decision:
        """Return what is decided on what is known by now."""
        return decide(self.ruleset, self.subject, on=self.on, zone=self.zone, engine=engine)

    def still_missing(self) -> tuple[tuple[str, str, str], ...]:
        """Return what is still needed, most telling first: its name, the question, and its screen."""
        places = {fact.id: screen.id for screen in self.screens for fact in _facts(screen.asks)}
        return tuple(
            (wanted(each, self.state.evaluation, self.locale), self.locale(each.question), places.get(each.fact, ""))
            for each in missing(self.state.evaluation)
        )

    @property
    def certificate(self) -> tuple[str, ...]:
        """Why no further answer can change the outcome; empty where one can."""
        settled = self.state.settled()
        return () if settled is None else tuple(certificate(settled, self.ruleset, self.locale))

    @property
    def urgent(self) -> tuple[str, ...]:
        """What somebody has to do today, in words, for whoever may be told it."""
        return today(self.state.evaluation, self.locale) if self.reporter is Reporter.CLINICIAN else ()


def _facts(asked: Iterable[Asked]) -> list[Fact]:
    return [fact for each in asked for fact in (each.facts if isinstance(each, Checklist) else (each,))]
