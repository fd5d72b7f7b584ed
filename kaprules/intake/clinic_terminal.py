"""The intake by screens in a terminal: the same questions in the same order, on lines that are read and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ..errors import InputError
from ..facts.model import Checklist, Fact, Reporter
from ..language import message
from ..wording.client import letter
from ..wording.summary import summary
from .answers import YES, how, is_one_of
from .clinic import Intake
from .entries import by_whom, name_of, needs_confirmation, recorded, said, understood
from .screens import Asked, Screen
from .session import InterviewSession
from .terminal import ABSENT, Ask, Conversation, Other, Tell

FINISH = message("finish")
GO_ON = message("go on")


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
    def checklist(self) -> Checklist | None:  # type: ignore[override] # what is worked out there is said here
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

    def talk(self, intake: Intake, saved: Callable[[Intake], object]) -> Intake:
        locale = intake.locale
        try:
            intake = self.who(intake)
        except Other:
            return intake
        self.tell(locale("Instead of an answer: {words}.", words=", ".join(map(locale, self.words.values()))))
        left: set[str] = set()
        before: list[tuple[Screen, Asked]] = []
        again: tuple[Screen, Asked] | None = None
        title, offered = "", False
        while True:
            found = again or self.next(intake, left)
            again = None
            try:
                if found is not None and intake.is_excluded and not found[0].safety and not offered:
                    offered = True
                    if not self.goes_on(intake):
                        found = None
                if found is None:
                    again = self.checked(intake)
                    if again is None:
                        break
                    continue
                screen, asked = found
                if title != screen.title:
                    title = screen.title
                    self.heading(intake, screen)
                intake = self.ask_one(intake, asked)
                saved(intake)
                left.add(name_of(asked))
                before.append(found)
            except InputError as error:
                self.tell(locale("It cannot be taken. {error}.", error=error))
                again = found
            except Other as other:
                word = str(other)
                if word == "stop":
                    break
                if word == "back":
                    if before:
                        again = before.pop()
                    else:
                        self.tell(locale("This is the first question."))
                        again = found
                elif word == "check" or found is None:
                    again = self.checked_or_none(intake) or found
                elif word == "skip":
                    left.add(name_of(found[1]))
                    before.append(found)
                else:
                    intake = intake.given(found[1], self.without(found[1], word))
                    saved(intake)
                    left.add(name_of(found[1]))
                    before.append(found)
        self.ended(intake)
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

    @staticmethod
    def next(intake: Intake, left: set[str]) -> tuple[Screen, Asked] | None:
        """Return the next question that is open and was not left open."""
        for screen in intake.screens:
            names = {*intake.open(screen.id)} - left
            for each in screen.asks:
                if name_of(each) in names:
                    return screen, each
        return None

    def heading(self, intake: Intake, screen: Screen) -> None:
        locale = intake.locale
        number = [each.id for each in intake.screens].index(screen.id) + 1
        self.tell(f"\n== {number}/{len(intake.screens)} {locale(screen.title)}")
        others = [each for each in screen.asks if not intake.may_answer(each)]
        if others:
            self.tell(f"   {locale('For a clinician: {what}', what='; '.join(locale(each.title) for each in others))}")

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

    def ask_one(self, intake: Intake, asked: Asked) -> Intake:
        """Ask one question, and return the intake with its answer."""
        locale, reports = intake.locale, recorded(intake.subject, asked)
        self.tell(f"\n{locale(asked.question or asked.title)}")
        for each in reports:
            who = by_whom(each, locale)
            words = said(asked, each, intake.subject, locale)
            self.tell(f"  {locale('Recorded so far:')} {words}{f' ({who})' if who else ''}")
        session = OneQuestion(
            intake.ruleset, intake.on, intake.subject, locale, zone=intake.zone, asks=asked
        )
        if intake.reporter is Reporter.CLINICIAN and any(needs_confirmation(asked, each) for each in reports):
            text = self.line(session, locale("Confirm it? yes, or no to answer it yourself") + ">")
            if is_one_of(text, YES, locale):
                return intake.confirming(asked)
        if isinstance(asked, Checklist):
            for number, item in enumerate(asked.items, 1):
                self.tell(f"  {number:>2}. {locale(item.text)}")
            what = locale('"none", or the numbers of all that apply as 2, 5; "2, 5, not sure" where there may be others')
            self.tell(f"  {locale('Answer with {how}.', how=what)}")
            whole, ticked = self.ticked(asked, self.line(session), locale)
            return intake.given(asked, {"version": asked.version, "answer": whole, "except": ticked})
        self.options(asked, session)
        self.tell(f"  {locale('Answer with {how}.', how=how(asked, locale))}")
        data = self.answer(session)
        there = intake.given(asked, data)
        for each in there.understood(asked):
            self.tell(f"  {locale('Understood: {what}', what=each)}")
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

    def checked_or_none(self, intake: Intake) -> tuple[Screen, Asked] | None:
        try:
            return self.checked(intake)
        except Other:
            return None

    def checked(self, intake: Intake) -> tuple[Screen, Asked] | None:
        """Show every answer, and return the question whose answer is to be changed; None where none is."""
        locale = intake.locale
        self.tell(f"\n== {locale('Check your answers')}")
        places = [(screen, each) for screen in intake.screens for each in screen.asks]
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
                found = places[int(text) - 1]
                if intake.may_answer(found[1]):
                    return found
                self.tell(locale("This part is for a clinician."))

    def ended(self, intake: Intake) -> None:
        """Say what it comes to: for a client in the client's words."""
        locale, evaluation = intake.locale, intake.state.evaluation
        if intake.reporter is Reporter.CLIENT:
            self.tell(f"\n{letter(evaluation, locale)}")
            return
        self.tell(f"\n{summary(evaluation, locale)}")
        for title, question, _ in intake.still_missing():
            self.tell(f"  - {locale('Still missing')}: {title}. {question}")

