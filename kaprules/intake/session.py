"""An interview at one point, which another answer takes to the next."""

from __future__ import annotations

import functools
import json
from datetime import date, tzinfo
from pathlib import Path
from typing import Any

import attrs

from ..clientfile import subject_from_data, subject_to_data
from ..decision import Decision, decide
from ..engine.evaluation import evaluate
from ..engine.snapshot import placed
from ..errors import Fault, InputError
from ..facts.model import Checklist, Day, Fact, Facts, Number, Series, Subject, Text, every_fact, with_lists_of
from ..files import write_private
from ..language import ENGLISH, Locale
from ..possible import Absence
from ..reasoning.next_question import CHECKLISTS, InterviewState, Question, Settled, answered
from ..ruleset import RuleSet
from .answer_errors import InvalidAnswer, check_numbers, empty, invalid, unreadable, value_of


@attrs.frozen(slots=False)
class InterviewSession:
    """What is known by now, what was asked, and the point before: going back loses nothing but the last answer.

    >>> from datetime import date, tzinfo
    >>> from kaprules import SCREENING, Client
    >>> session = InterviewSession(SCREENING, date(2026, 11, 23), Client(), by_checklist=False)
    >>> then = session.answered([])
    >>> then.subject.ketamine_history.reactions.on
    datetime.date(2026, 11, 23)
    >>> then.before is session
    True
    """

    ruleset: RuleSet
    on: date
    subject: Subject
    locale: Locale = ENGLISH
    asked: tuple[str, ...] = ()
    before: InterviewSession | None = attrs.field(default=None, repr=False, eq=False)
    zone: str | tzinfo | None = None
    """The place whose clock counts, as ``decide`` takes it."""
    by_checklist: bool = True
    """Whether a fact that stands on a checklist is asked by that list first."""

    @functools.cached_property
    def state(self) -> InterviewState:
        """What may still be answered, and what can come of it."""
        found = evaluate(self.ruleset, self.subject, on=self.on, zone=self.zone, engine="bits")
        return InterviewState(found, self.asked, self.locale, by_checklist=self.by_checklist)

    @functools.cached_property
    def settled(self) -> Settled | None:
        """The certificate that no further answer can change the outcome; None where one can."""
        return self.state.settled()

    @functools.cached_property
    def question(self) -> Question | None:
        """What is asked now; None where nothing is any more."""
        return self.state.question() if self.settled is None else None

    @property
    def fact(self) -> Fact:
        """The fact that is asked about."""
        assert self.question is not None
        wanted = self.question.fact
        return next(fact for fact in every_fact(self.ruleset.subject) if fact.id == wanted)

    @functools.cached_property
    def checklist(self) -> Checklist | None:
        """The checklist that is asked now: that of the fact, as long as nobody answered it or said anything of it."""
        return None if self.question is None else self.state.checklist_of(self.fact)

    @property
    def on_the_list(self) -> tuple[Facts, ...]:
        """The records that stand on the list that is asked about, where it is open."""
        if not isinstance(self.fact, Series):
            return ()
        return self.fact.known_in_part(self.subject.group(self.fact).__dict__[self.fact.name])

    @property
    def still_open(self) -> int:
        """How many rules have to be settled still."""
        return len(self.state.blocking_rules())

    def answered(self, data: Any) -> InterviewSession:
        """Return the next point, after an answer as a client file would hold it.

        Raises ``InvalidAnswer`` where it could not stand in a client file, and ``InputError`` where it holds a time and
        nobody says by which clock its day counts.
        """
        if self.checklist is not None:
            return self._answered(self.checklist, data)
        fact = self.fact
        value = self.read(fact, data)
        subject = answered(self.subject, fact.id, value)
        placed(self.ruleset, subject, self.on, self.zone)
        return attrs.evolve(self, subject=subject, asked=(*self.asked, fact.id), before=self)

    def _answered(self, checklist: Checklist, data: Any) -> InterviewSession:
        names = {each.value: self.locale(each.value) for each in checklist.reporters}
        if isinstance(data, dict):
            if "answer" in data and data.get("by") not in names:
                words = self.locale("Say who answered: {names}", names=", ".join(names.values()))
                raise InvalidAnswer(Fault(words=words))
            data = {"version": checklist.version, "on": self.on.isoformat()} | data
        try:
            new = subject_from_data(self.ruleset.subject, {"checklists": {checklist.id: data}})
        except InputError as error:
            raise unreadable(error, self.locale) from error
        subject = with_lists_of(self.ruleset.subject, self.subject).with_checklists(*new.checklists)
        placed(self.ruleset, subject, self.on, self.zone)
        return attrs.evolve(self, subject=subject, asked=(*self.asked, asked_as(checklist)), before=self)

    def read(self, fact: Fact, data: Any) -> object:
        """Return what an answer says of a fact, with the day on which it was given; raise ``InvalidAnswer`` if none."""
        if isinstance(value := value_of(data), str) and not value:
            raise empty(self.locale)
        check_numbers(fact, data, self.locale)
        entry = evidenced(fact, data, self.on)
        try:
            subject = subject_from_data(self.ruleset.subject, {fact.group: {fact.name: entry}})
        except InputError as error:
            raise invalid(fact, data, error, self.locale) from error
        return subject.group(fact).__dict__[fact.name]

    def without(self, reason: Absence) -> InterviewSession:
        """Return the next point where there is no answer, and why."""
        return self.answered({"absent": reason.name.lower()})

    def decision(self, engine: str | None = None) -> Decision:
        """Return what is decided on what is known by now."""
        return decide(self.ruleset, self.subject, on=self.on, zone=self.zone, engine=engine)


def asked_as(checklist: Checklist) -> str:
    """Return by which name a checklist stands among what was asked."""
    return f"{CHECKLISTS}{checklist.id}"


def evidenced(fact: Fact, data: Any, on: date) -> Any:
    """Return an answer with the day on which it was given, and a number with the unit in which it was asked for."""
    if isinstance(fact, Day | Text) or (isinstance(data, dict) and "reports" in data):
        return data
    entry = _as_object(with_unit(fact, data))
    return entry if "on" in entry else entry | {"on": on.isoformat()}


def with_unit(fact: Fact, data: Any) -> Any:
    """Return an answer with the unit in which it was asked for, where it names none."""
    if not isinstance(fact, Number) or fact.counted or (isinstance(data, dict) and {"absent", "unit"} & data.keys()):
        return data
    return _as_object(data) | {"unit": fact.unit}


def _as_object(data: Any) -> dict[str, Any]:
    return dict(data) if isinstance(data, dict) and "fraction" not in data else {"value": data}


def as_file(subject: Subject) -> str:
    """Return a subject as the text of its file."""
    return json.dumps(subject_to_data(subject), indent=2, ensure_ascii=False) + "\n"


def save(subject: Subject, path: Path) -> None:
    """Write a subject to its file, whole or not at all: only the owner may read a file that is new.

    Raises ``InputError`` where the file cannot be written, and where it is a symbolic link.
    """
    write_private(path, as_file(subject))
