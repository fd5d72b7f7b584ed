"""The intake by screens in a terminal: the same questions in the same order, on lines that are read and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import attrs

from ..errors import InputError
from ..facts.model import Checklist, Fact, Reporter
from ..language import message
from ..wording.client import letter
from ..wording.summary import summary
from .answers import YES, how, is_one_of
from .clinic import Intake
from .entries import by_whom, name_of, needs_confirmation, recorded, said, understood
from .screens import INDICATED, WHERE_PREGNANT, Asked, Screen, question
from .session import InterviewSession
from .terminal import ABSENT, HOW_LISTED, Ask, Conversation, Other, Tell

FINISH: Final = message("finish")
GO_ON: Final = message("go on")
Place = tuple[Screen, Asked]
PREGNANT: Final = message("only where there could be a pregnancy, or milk")


@attrs.frozen(slots=False)
class OneQuestion(InterviewSession):
    """An interview that asks one question, whatever else is open."""

    asks: Asked | None = None

    @property
    def fact(self) -> Fact:
        """The fact that is asked about."""
        assert isinstance(self.asks, Fact)
        return self.asks

    @property
    def checklist(self) -> Checklist | None:
        """The checklist that is asked."""
        return self.asks if isinstance(self.asks, Checklist) else None


def converse_by_screens(intake: Intake, ask: Ask, tell: Tell, saved: Callable[[Intake], object]) -> Intake:
    """Ask screen by screen until nothing is open, or somebody stops; ``saved`` is called after each answer."""
    return _ByScreens(ask, tell).talk(intake, saved)


class _ByScreens(Conversation):
    words: Mapping[str, str] = {
        "not known": message("not known"),
        "declined": message("declined"),
        "back": message("back"),
        "skip": message("skip"),
        "check": message("check"),
        "stop": message("stop"),
    }

    def __init__(self, ask: Ask, tell: Tell) -> None:
        super().__init__(ask, tell)
        self.left: set[tuple[str, str]] = set()
        """What was answered, or left open, and is not asked again by itself."""
        self.before: list[Place] = []
        self.again: Place | None = None
        """What is asked next, whatever else is open."""
        self.title = ""
        self.finishing: bool | None = None
        """Whether somebody finished where an exclusion holds; None where nobody was asked."""

    def talk(self, intake: Intake, saved: Callable[[Intake], object]) -> Intake:
        """Ask until nothing is open and the answers were checked, or somebody stops."""
        locale = intake.locale
        try:
            intake = self.who(intake)
        except Other:
            return intake
        self.tell(locale("Instead of an answer: {words}.", words=", ".join(map(locale, self.words.values()))))
        stopped = False
        while not stopped:
            place, self.again = self.again or self.next(intake), None
            try:
                if place is None:
                    self.again = self.checked(intake)
                    stopped = self.again is None
                    continue
                there = self.ask_one(intake, *place)
                saved(there)
                for line in there.urgent:
                    if line not in intake.urgent:
                        self.tell(f"\n!! {line}")
                intake = self.passed(place, there)
            except InputError as error:
                self.tell(locale("It cannot be taken. {error}.", error=error))
                self.again = place
            except Other as other:
                stopped = str(other) == "stop"
                try:
                    there = self.instead(str(other), place, intake)
                    saved(there)
                    intake = there
                except InputError as error:
                    self.tell(locale("It cannot be taken. {error}.", error=error))
                    self.again = place
        self.ended(intake)
        return intake

    def passed(self, place: Place, intake: Intake) -> Intake:
        """Return the intake after a question, which is not asked again by itself."""
        self.left.add((place[0].id, name_of(place[1])))
        self.before.append(place)
        return intake

    def instead(self, word: str, place: Place | None, intake: Intake) -> Intake:
        """Do what a word says that stands instead of an answer, and return the intake after it."""
        if word == "back":
            if not self.before:
                self.tell(intake.locale("This is the first question."))
            self.again = self.before.pop() if self.before else place
        elif word == "check":
            self.again = place
            with suppress(Other):
                self.again = self.checked(intake) or place
        elif place is not None and word == "skip":
            self.passed(place, intake)
        elif place is not None and word in ABSENT:
            data, stale = self.without(place[1], word), intake.is_stale(place[1])
            return self.passed(place, intake.given(place[1], data, stale=stale))
        return intake

    def who(self, intake: Intake) -> Intake:
        """Ask who answers."""
        locale = intake.locale
        session = intake.session
        names = {each.value: each for each in (Reporter.CLIENT, Reporter.CLINICIAN)}
        prompt = locale("Who answers ({names})", names=", ".join(map(locale, names)))
        while True:
            text = self.line(session, f"{prompt}>")
            word = next((each for each in names if is_one_of(text, (each,), locale)), None)
            if word is not None:
                break
            self.tell(locale("Say who answered: {names}", names=", ".join(map(locale, names))))
        name = ""
        if names[word] is Reporter.CLINICIAN:
            name = self.line(session, locale("Name or initials of the clinician") + ">")
        return intake.begun(names[word], name)

    def next(self, intake: Intake) -> Place | None:
        """Return the next question that is open and was not left open; none once somebody finished."""
        for screen in intake.screens:
            names = {name for name in intake.open(screen.id) if (screen.id, name) not in self.left}
            for each in screen.asks:
                if name_of(each) in names:
                    if intake.is_excluded and not screen.safety and self.finishing is None:
                        self.finishing = not self.goes_on(intake)
                    return None if self.finishing else (screen, each)
        return None

    def heading(self, intake: Intake, screen: Screen) -> None:
        locale = intake.locale
        number = [each.id for each in intake.screens].index(screen.id) + 1
        self.tell(f"\n== {number}/{len(intake.screens)} {locale(screen.title)}")
        others = [each for each in screen.asks if not intake.may_answer(each)]
        if others:
            self.tell(f"   {locale('There are more questions here, for a clinician.')}")

    def goes_on(self, intake: Intake) -> bool:
        """Say what excludes already, and ask whether to go on."""
        locale = intake.locale
        self.tell(f"\n{summary(intake.state.evaluation, locale)}")
        self.tell(locale("The safety questions are answered. Finish now, or go on for the full picture."))
        while True:
            text = self.line(intake.session, f"{locale(FINISH)} / {locale(GO_ON)}>")
            for word in (FINISH, GO_ON):
                if is_one_of(text, (word,), locale):
                    return word == GO_ON

    def ask_one(self, intake: Intake, screen: Screen, asked: Asked) -> Intake:
        """Ask one question, and return the intake with its answer."""
        if self.title != screen.title:
            self.title = screen.title
            self.heading(intake, screen)
        locale, reports = intake.locale, recorded(intake.subject, asked)
        more = intake.details.get(name_of(asked), "")
        self.tell(f"\n{question(asked, intake.reporter, locale)}")
        for each in reports:
            who = by_whom(each, locale)
            words = said(asked, each, intake.subject, locale)
            self.tell(f"  {locale('Recorded so far:')} {words}{f' ({who})' if who else ''}")
        if more and screen.id == INDICATED.id:
            self.tell(f"  {locale('Needed: {what}', what=more)}")
        session = OneQuestion(intake.ruleset, intake.on, intake.subject, locale, zone=intake.zone, asks=asked)
        if intake.reporter is Reporter.CLINICIAN and any(needs_confirmation(asked, each) for each in reports):
            text = self.line(session, locale("Confirm it? yes, or no to answer it yourself") + ">")
            if is_one_of(text, YES, locale):
                return intake.confirming(asked)
        if isinstance(asked, Checklist):
            for number, item in enumerate(asked.items, 1):
                apart = f" ({locale(PREGNANT)})" if item.id in WHERE_PREGNANT else ""
                self.tell(f"  {number:>2}. {locale(item.text)}{apart}")
            self.tell(f"  {locale('Answer with {how}.', how=locale(HOW_LISTED))}")
            whole, ticked = self.ticked(asked, self.line(session), locale)
            return intake.given(
                asked, {"version": asked.version, "answer": whole, "except": ticked}, stale=intake.is_stale(asked)
            )
        self.options(asked, session)
        self.tell(f"  {locale('Answer with {how}.', how=how(asked, locale))}")
        data = self.answer(session)
        there = intake.given(asked, data, stale=intake.is_stale(asked))
        for told in there.understood(asked):
            self.tell(f"  {locale('Understood: {what}', what=told)}")
        return there

    def reported(self, session: InterviewSession, data: Any) -> Any:
        """Return an answer as it is: who gave it was said at the start."""
        return data

    def meant(self, fact: Fact, data: Any, session: InterviewSession) -> Any:
        """Return a number with the unit that it can only have."""
        return understood(fact, data, session.locale)

    @staticmethod
    def without(asked: Asked, word: str) -> dict[str, Any]:
        """Return why there is no answer, as data."""
        reason = {"absent": ABSENT[word].name.lower()}
        return {"version": asked.version} | reason if isinstance(asked, Checklist) else reason

    # The end

    def checked(self, intake: Intake) -> Place | None:
        """Show every answer, and return the question whose answer is to be changed; None where none is."""
        locale = intake.locale
        self.tell(f"\n== {locale('Check your answers')}")
        places = [(screen, each) for screen in intake.screens for each in screen.asks if intake.may_see(each)]
        title = ""
        for number, (screen, asked) in enumerate(places, 1):
            if screen.title != title:
                title = screen.title
                self.tell(f"  {locale(title)}")
            told = [said(asked, each, intake.subject, locale) for each in recorded(intake.subject, asked)]
            words = " / ".join(told) or locale("not answered")
            self.tell(f"  {number:>3}. {locale(asked.title)}: {words}")
        prompt = locale('The number of an answer to change, or "finish"') + ">"
        while True:
            text = self.line(intake.session, prompt)
            if not text or is_one_of(text, (FINISH,), locale):
                return None
            if text.isdecimal() and len(text) < 4 and 0 < int(text) <= len(places):
                return places[int(text) - 1]

    def ended(self, intake: Intake) -> None:
        """Say what it comes to: for a client in the client's words."""
        locale, evaluation = intake.locale, intake.state.evaluation
        if intake.reporter is Reporter.CLIENT:
            self.tell(f"\n{letter(evaluation, locale)}")
            return
        self.tell(f"\n{summary(evaluation, locale)}")
        for line in intake.urgent:
            self.tell(f"!! {line}")
        for title, asks, _ in intake.still_missing():
            self.tell(f"  - {locale('Still missing')}: {title}. {asks}")
