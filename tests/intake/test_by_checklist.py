"""The interview by checklists: one question for several facts, in a terminal and on the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from kaprules import Absence, Client, Reporter
from kaprules.cli import main
from kaprules.clientfile import read_client
from kaprules.facts import KetamineHistory
from kaprules.facts.checklists import SUBSTANCES
from kaprules.facts.model import Answered, ChecklistAnswer, Confirmation
from kaprules.intake import InterviewSession
from kaprules.intake.answer_errors import InvalidAnswer
from kaprules.intake.local_server import Server
from kaprules.intake.ordinary import ordinary
from kaprules.intake.session import save
from kaprules.language import locale
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY

CLIENT, CLINICIAN = Reporter.CLIENT, Reporter.CLINICIAN


WELL = ordinary("man", DECISION_DAY)
OTHERS = [each for each in WELL.checklists if each.checklist != SUBSTANCES.id]
ONE_LEFT = attrs.evolve(WELL, checklists=OTHERS).with_group(
    attrs.evolve(WELL.ketamine_history, prior_medical_ketamine=Absence.NOT_ASKED)
)
"""Somebody who is asked by one list, and of whom nobody knows whether ketamine was ever had."""


def begun(subject: Client = ONE_LEFT, language: str = "en") -> InterviewSession:
    return InterviewSession(SCREENING, DECISION_DAY, subject, locale(language))


def answered(subject: Any) -> tuple[ChecklistAnswer, ...]:
    """Return the answers to the list that was left."""
    return tuple(each for each in subject.checklists if each.checklist == SUBSTANCES.id)


def told(*ticked: str, said: Answered = Answered.NONE, **more: Any) -> ChecklistAnswer:
    return ChecklistAnswer(SUBSTANCES.id, 1, said, ticked, **{"on": DECISION_DAY, "by": CLINICIAN} | more)


# What is asked -----------------------------------------------------------------------------------------------


def test_a_fact_on_a_list_is_asked_by_its_list() -> None:
    """Once: what the list leaves open is asked by itself, and going back asks it again."""
    session = begun()
    assert session.checklist is SUBSTANCES
    then = session.answered({"answer": "none", "except": ["pcp"], "by": "clinician"})
    assert answered(then.subject) == (told("pcp"),)
    assert then.asked == ("checklists.substances",)
    assert then.question is not None and then.question.fact not in {fact.id for fact in SUBSTANCES.facts[:1]}
    assert then.before is session
    asked = set()
    while then.checklist is None and then.question is not None:
        asked.add(then.question.fact)
        then = then.without(Absence.NOT_KNOWN)
    assert KetamineHistory.ketamine_use_disorder.id in asked  # by itself: nobody said that ketamine was never had


def test_a_fact_is_asked_by_itself_where_its_list_is_not_to_be_asked() -> None:
    """Without the option, where it was answered, and where the fact itself was."""
    assert InterviewSession(SCREENING, DECISION_DAY, ONE_LEFT, by_checklist=False).checklist is None
    assert begun(attrs.evolve(ONE_LEFT, checklists=[*OTHERS, told()])).checklist is None
    own = attrs.evolve(ONE_LEFT.ketamine_history, ketamine_use_disorder=Absence.STALE)
    session = begun(ONE_LEFT.with_group(own)).answered({"answer": "none", "by": "clinician"})
    asked = []
    while session.question is not None:
        asked.append(session.question.fact)
        assert session.checklist is None
        session = session.without(Absence.NOT_KNOWN)
    assert KetamineHistory.ketamine_use_disorder.id in asked


@pytest.mark.parametrize("reason", [Absence.DECLINED, Absence.NOT_KNOWN])
def test_a_list_that_is_not_answered_is_not_asked_again(reason: Absence) -> None:
    """Of one that is not known each item is asked by itself, of one that is declined none."""
    then = begun().without(reason)
    assert [answer.answer for answer in answered(then.subject)] == [reason]
    asked = []
    while then.question is not None and then.checklist is None:
        asked.append(then.question.fact)
        then = then.without(Absence.NOT_KNOWN)
    assert then.checklist is None
    assert bool({*asked} & {fact.id for fact in SUBSTANCES.facts}) is (reason is Absence.NOT_KNOWN)


@pytest.mark.parametrize("by", ["", "record", None])
def test_who_answered_has_to_be_said(by: str | None) -> None:
    """In the reader's words; nothing fills it in."""
    with pytest.raises(InvalidAnswer, match="Say who answered: client, clinician"):
        begun().answered({"answer": "none", "by": by})


@pytest.mark.parametrize(
    "data", ["none", None, True, [], ["none"], {"answer": "no", "by": "client"}, {"absent": "none"}, {"asked": True}]
)
def test_what_could_not_stand_in_a_file_is_no_answer(data: Any) -> None:
    """Whatever it is: an error that says so, in the reader's language as in a file."""
    with pytest.raises(InvalidAnswer, match=r"The reader of files says: checklists.substances"):
        begun().answered(data)
    with pytest.raises(InvalidAnswer, match=r"El lector de archivos"):
        begun(language="es").answered(data)


# In a terminal -----------------------------------------------------------------------------------------------

TYPED: list[tuple[str, ChecklistAnswer]] = [
    ("none\nclinician\n", told()),
    ("3, 5\nclinician\n", told("pcp", "ill_after_a_day_without")),
    ("3, not sure\nclinician\n", told("pcp", said=Answered.SOME)),
    ("none\nclient\n\n", told(by=CLIENT)),
    ("none\nclient\nclinician 1\n", told(by=CLIENT, confirmed_by=Confirmation("clinician 1", on=DECISION_DAY))),
    ("7\nnobody\n0, 1\n\nnone\n\nnone\nclinician\n", told()),
    ("declined\n", ChecklistAnswer(SUBSTANCES.id, 1, Absence.DECLINED, on=DECISION_DAY)),
    ("why\nnot known\n", ChecklistAnswer(SUBSTANCES.id, 1, Absence.NOT_KNOWN, on=DECISION_DAY)),
    ("none\nback\nnone\nclinician\n", told()),
]


@pytest.mark.parametrize(("typed", "answer"), TYPED, ids=[repr(typed) for typed, _ in TYPED])
def test_in_a_terminal(typed: str, answer: ChecklistAnswer, tmp_path: Path) -> None:
    """What is typed is kept as the answer to the list, with who answered and who confirmed it."""
    file = tmp_path / "client.json"
    save(ONE_LEFT, file)
    arguments = ["interview", "--by-checklist", "--file", str(file), "--on", DECISION_DAY.isoformat()]
    result = CliRunner().invoke(main, arguments, input=f"{typed}stop\n")
    assert "Alcohol, drugs and other addictions" in result.output
    assert "   3. use of PCP (angel dust)" in result.output
    assert answered(read_client(file.read_bytes())) == (answer,)
    assert json.loads(file.read_text())["checklists"]["substances"]["version"] == 1


def test_in_spanish() -> None:
    """Words and answers."""
    lines: list[str] = []
    answers = iter(["ninguno", "profesional clínico"])

    def ask(prompt: str) -> str:
        lines.append(prompt)
        return next(answers, "parar")

    from kaprules.intake.terminal import converse

    session = converse(begun(language="es"), ask, lines.append, lambda now: None)
    assert answered(session.subject) == (told(),)
    assert "  ¿Ha tenido alguna vez, o tiene, algo de esto?" in lines


# On the page -------------------------------------------------------------------------------------------------


@contextmanager
def served(language: str = "en") -> Iterator[Server]:
    with Server(begun(language=language), lambda now: None, engine="interpreter") as server:
        yield server


def test_on_the_page() -> None:
    """Each item a box of its own; what cannot be taken stays as it was ticked."""
    with served() as server:
        page = server.page()
        assert page.count('type="checkbox"') == len(SUBSTANCES.items)
        assert "Have you ever had, or do you have, any of these?" in page
        server.take({"asked": "0", "do": "none", "item.pcp": "yes"})
        assert server.error == "Say who answered: client, clinician."
        assert 'name="item.pcp" value="yes" checked' in server.page()
        form = {"asked": "0", "item.pcp": "yes", "by": "client", "confirmed": "clinician 1"}
        server.take(form | {"do": "none"})
        confirmed = Confirmation("clinician 1", on=DECISION_DAY)
        assert answered(server.session.subject) == (told("pcp", by=CLIENT, confirmed_by=confirmed),)
        server.take({"asked": "1", "do": "back"})
        server.take(form | {"do": "some", "by": "clinician"})
        assert answered(server.session.subject) == (told("pcp", said=Answered.SOME),)
        server.take({"asked": "1", "do": "back"})
        server.take({"asked": "0", "do": "declined"})
        assert answered(server.session.subject) == (
            ChecklistAnswer(SUBSTANCES.id, 1, Absence.DECLINED, on=date.fromisoformat(DECISION_DAY.isoformat())),
        )
    with served("es") as server:
        assert "dependencia de la ketamina" in server.page()
