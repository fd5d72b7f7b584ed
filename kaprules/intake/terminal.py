"""The interview in a terminal: one question after the other, on lines that are read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from ..errors import Fault, InputError
from ..facts.model import Checklist, Choice, Day, Fact, Number, Series
from ..language import Locale, message
from ..possible import Absence
from .answer_errors import InvalidAnswer
from .answers import NO, NONE, NOTHING, YES, as_data, how, is_one_of, pair
from .entries import two_numbers
from .forms import confirmation, may_be_confirmed, on_the_list, parts, with_reporter
from .session import InterviewSession, with_unit
from .words import burden, certificate, rules, why

WORDS: Final = {
    "not known": message("not known"),
    "declined": message("declined"),
    "back": message("back"),
    "why": message("why"),
    "stop": message("stop"),
}
"""What is taken instead of an answer, in English or in the reader's language."""
NOT_SURE: Final = message("not sure")
"""Said where there may be others."""
AND: Final = message("and")
HOW_LISTED: Final = message(
    '"none", or the numbers of all that apply as 2, 5; "2, 5, not sure" where there may be others'
)
ABSENT: Final = {"not known": Absence.NOT_KNOWN, "declined": Absence.DECLINED}

Ask = Callable[[str], str]
"""Shows a prompt and returns the line that was typed; raises ``EOFError`` where the input has ended."""
Tell = Callable[[str], object]


def written_as_one(fact: Series, text: str) -> bool:
    """Say whether a text is an observation whose two numbers are written as one, 142/88."""
    return any(pair(part, text) is not None for part in parts(fact))


class Other(Exception):
    """One of the words that stand instead of an answer."""


def converse(
    session: InterviewSession, ask: Ask, tell: Tell, saved: Callable[[InterviewSession], object]
) -> InterviewSession:
    """Ask until nothing more can change the outcome, or somebody stops; ``saved`` is called after each answer."""
    return Conversation(ask, tell).run(session, saved)


class Conversation:
    """A conversation about one session after the other."""

    words: Mapping[str, str] = WORDS

    def __init__(self, ask: Ask, tell: Tell) -> None:
        self.ask = ask
        self.tell = tell

    def run(self, session: InterviewSession, saved: Callable[[InterviewSession], object]) -> InterviewSession:
        locale = session.locale
        self.tell(locale("Instead of an answer: {words}.", words=", ".join(locale(word) for word in WORDS.values())))
        shown: InterviewSession | None = None
        while session.settled is None:
            if shown is not session:
                self.show(session)
            shown = session
            try:
                session = session.answered(self.listed(session) if session.checklist else self.answer(session))
                saved(session)
            except InputError as error:
                self.tell(locale("It cannot be taken. {error}.", error=error))
            except Other as other:
                word = str(other)
                if word == "stop":
                    return session
                if word == "why":
                    self.explain(session)
                elif word == "back":
                    if session.before is None:
                        self.tell(locale("This is the first question."))
                    else:
                        session = session.before
                        saved(session)
                else:
                    session = session.without(ABSENT[word])
                    saved(session)
        for line in certificate(session.settled, session.ruleset, locale):
            self.tell(line)
        return session

    def show(self, session: InterviewSession) -> None:
        """Show a question, what it takes to answer it, and in which form an answer is expected."""
        question, locale, fact = session.question, session.locale, session.fact
        assert question is not None
        number = locale("Question {number}", number=len(session.asked) + 1)
        still_open = locale.count("{number} rule open", "{number} rules open", session.still_open)
        if session.checklist is not None:
            self.show_checklist(session.checklist, f"{number} ({still_open})", session)
            return
        self.tell(f"\n{number} ({still_open}): {question.title}")
        self.tell(f"  {question.question or question.title}")
        self.tell(f"  ({burden(question, locale)})")
        for each in on_the_list(session):
            self.tell(f"  {locale('Recorded so far:')} {each}")
        self.options(fact, session)
        self.tell(f"  {locale('Answer with {how}.', how=how(fact, locale))}")

    def show_checklist(self, checklist: Checklist, heading: str, session: InterviewSession) -> None:
        """Show a checklist with its items, and in which form an answer is expected."""
        locale = session.locale
        self.tell(f"\n{heading}: {locale(checklist.title)}")
        self.tell(f"  {locale(checklist.question)}")
        for number, item in enumerate(checklist.items, 1):
            self.tell(f"  {number:>2}. {locale(item.text)}")
        self.tell(f"  {locale('Answer with {how}.', how=locale(HOW_LISTED))}")

    def listed(self, session: InterviewSession) -> dict[str, Any]:
        """Return the answer to a checklist as data, with who answers and who confirms it."""
        checklist, locale = session.checklist, session.locale
        assert checklist is not None
        said, ticked = self.ticked(checklist, self.line(session), locale)
        names = tuple(each.value for each in checklist.reporters)
        prompt = locale("Answered by ({names})", names=", ".join(map(locale, names)))
        text = self.line(session, f"{prompt}>")
        by = next((each for each in names if is_one_of(text, (each,), locale)), text)
        data: dict[str, Any] = {"answer": said, "except": ticked, "by": by}
        if may_be_confirmed(checklist, by):
            hint = locale("name or initials; empty where nobody confirms it")
            if name := self.line(session, f"{locale('Confirmed by a clinician')} ({hint})>"):
                data["confirmed_by"] = confirmation(name, session.on)
        return data

    @staticmethod
    def ticked(checklist: Checklist, text: str, locale: Locale) -> tuple[str, list[str]]:
        """Return what was said of a list as a whole, and the items that apply: "none", "no", "2, 5", "2 and 5"."""
        items = [item.id for item in checklist.items]
        rest, said = text, "none"
        for word in (NOT_SURE, locale(NOT_SURE)):
            if text.casefold().endswith(word.casefold()):
                rest, said = text[: -len(word)].rstrip(" ,;"), "some"
        if is_one_of(rest, (NONE, NOTHING, *NO), locale):
            return said, []
        numbers = [each for each in re.split(rf"[\s,;+&]+|\b(?:and|{re.escape(locale(AND))})\b", rest) if each]
        places = [int(each) - 1 if each.isdecimal() and len(each) < 3 else -1 for each in numbers]
        if not (places or said == "some") or not all(0 <= place < len(items) for place in places):
            span = locale.span(1, len(items), "")
            raise InvalidAnswer(Fault(words=locale('Expected "none" or numbers from {span}', span=span)))
        return said, [items[place] for place in places]

    def options(self, fact: Fact, session: InterviewSession) -> None:
        if isinstance(fact, Choice):
            for number, option in enumerate(fact.offered, 1):
                self.tell(f"  {number:>2}. {session.locale(str(option.value))}")

    def explain(self, session: InterviewSession) -> None:
        """Show why a question is asked."""
        assert session.question is not None
        for line in why(session.question, session.locale):
            self.tell(f"  {line}")
        self.tell(f"  {session.locale('It may matter to:')}")
        for line in rules(session.question, session.ruleset, session.locale):
            self.tell(f"  - {line}")

    def line(self, session: InterviewSession, prompt: str = ">") -> str:
        """Return a line that is typed; raise what stands instead of an answer, as the end of the input does."""
        try:
            text = self.ask(prompt).strip()
        except EOFError:
            ended = session.locale("The input has ended, which counts as stop; an answer that was begun is not kept.")
            self.tell(f"\n{ended}")
            raise Other("stop") from None
        for word, told in self.words.items():
            if is_one_of(text, (told,), session.locale):
                raise Other(word)
        return text

    def answer(self, session: InterviewSession) -> Any:
        """Return an answer as data, checked, with what belongs to it."""
        fact, locale = session.fact, session.locale
        text = self.line(session)
        data = as_data(fact, text, locale)
        if isinstance(fact, Series) and (is_one_of(str(data), YES, locale) or written_as_one(fact, text)):
            data = self.records_or_back(session, fact, text if written_as_one(fact, text) else "")
        elif isinstance(fact, Series) and is_one_of(str(data), NO, locale):
            data = []
        if isinstance(data, dict) and {"on", "by", "reports", "confirmed_by"} & data.keys():
            return data
        data = self.meant(fact, data, session)
        session.read(fact, data)
        if fact.may_rule_out:
            data = self.reported(session, data)
        if fact.requires_date and not isinstance(fact, Series):
            day = self.line(session, locale("Obtained on, as 2025-03-01 (empty: the day of this interview)") + ">")
            if day:
                data = (data if isinstance(data, dict) and "fraction" not in data else {"value": data}) | {"on": day}
        return data

    def meant(self, fact: Fact, data: Any, session: InterviewSession) -> Any:
        """Return what a number means: one without a unit is in the unit that the question names."""
        return data

    def reported(self, session: InterviewSession, data: Any) -> Any:
        """Return an answer with who gave it, and who confirms it."""
        fact, locale, name = session.fact, session.locale, ""
        names = ", ".join(locale(each.value) for each in fact.reporters)
        text = self.line(session, locale("Assessed by ({names})", names=names) + ">")
        by = next((each.value for each in fact.reporters if is_one_of(text, (each.value,), locale)), text)
        if may_be_confirmed(fact, by):
            hint = locale("name or initials; empty where nobody confirms it")
            name = self.line(session, f"{locale('Confirmed by a clinician')} ({hint})>")
        return with_reporter(session, data, by, name)

    def records_or_back(self, session: InterviewSession, fact: Series, first: str = "") -> Any:
        """Return observations; whoever goes back while typing them is asked the same question again."""
        try:
            return self.records(session, fact, first)
        except Other as other:
            if str(other) != "back":
                raise
        self.show(session)
        return self.answer(session)

    def records(self, session: InterviewSession, fact: Series, first: str = "") -> Any:
        """Return observations, typed one after the other; a list that is open where there may be others.

        One that cannot be taken is typed again: whoever began it has something to tell, and "no other" would deny it.
        ``first`` is what was typed of the first one already.
        """
        found: list[Any] = []
        locale = session.locale
        while True:
            record = self.at_once(session, fact, first) if first else self.record(session, fact, found)
            first = ""
            try:
                session.read(fact, [*found, record])
            except InputError as error:
                self.tell(locale("It cannot be taken. {error}.", error=error))
                continue
            found.append(record)
            prompt = locale("Another one? yes, no, or not sure") + ">"
            while not is_one_of(more := self.line(session, prompt), (*YES, *NO, NOT_SURE), locale):
                if written_as_one(fact, more):
                    first = more
                    break
                self.tell(locale('Answer "yes", "no" or "not sure": is there another one?'))
            if first:
                continue
            if is_one_of(more, (NOT_SURE,), locale):
                return {"at_least": found}
            if is_one_of(more, NO, locale):
                return found

    def at_once(self, session: InterviewSession, fact: Series, text: str) -> dict[str, Any]:
        """Return an observation that was typed as one, 142/88, made on the day of the interview."""
        part = next(each for each in parts(fact) if isinstance(each, Number) and each.written_over)
        found = two_numbers(fact, part, text, session.locale)
        days = {each.name: session.on.isoformat() for each in parts(fact) if isinstance(each, Day) and each.required}
        return days | found

    def record(self, session: InterviewSession, fact: Series, before: list[Any]) -> dict[str, Any]:
        """Return one observation beside those typed before; what is left empty is not recorded."""
        locale = session.locale
        found: dict[str, Any] = {}
        for part in parts(fact):
            if part.name in found:
                continue
            self.tell(f"    {locale(part.question or part.title)}")
            self.options(part, session)
            hint = locale("{how}; empty if it is not known", how=how(part, locale))
            prompt = f"    {locale(part.title)} ({how(part, locale) if part.required else hint})>"
            while True:
                told = self.part(session, fact, part, prompt)
                wrong = self.refused(session, fact, part, [*before, told])
                if wrong is None:
                    break
                self.tell(locale("It cannot be taken. {error}.", error=wrong))
            found |= told
        return found

    def part(self, session: InterviewSession, fact: Series, part: Fact, prompt: str) -> dict[str, Any]:
        """Return what is typed of one part of an observation, with what may be written behind it; empty if nothing."""
        locale = session.locale
        try:
            text = self.line(session, prompt)
        except Other as other:
            if str(other) not in ABSENT:
                raise
            return {part.name: {"absent": ABSENT[str(other)].name.lower()}}
        told: dict[str, Any] = {}
        if isinstance(part, Number) and (two := pair(part, text)) is not None:
            text = two[0]
            below = next(each for each in fact.record.__facts__ if each.name == part.written_over)
            told[below.name] = with_unit(below, as_data(below, two[1], locale))
        return told | ({part.name: with_unit(part, as_data(part, text, locale))} if text else {})

    def refused(self, session: InterviewSession, fact: Series, part: Fact, records: list[Any]) -> InputError | None:
        """Return why what was typed of a part, in the last record, cannot be taken, whatever the other parts are."""
        if part.name not in records[-1]:
            return None
        try:
            session.read(fact, records)
        except InvalidAnswer as error:
            own = [each for each in error.faults if not each.place or each.place.endswith(f".{part.name}")]
            return InvalidAnswer(*own) if own else None
        return None
