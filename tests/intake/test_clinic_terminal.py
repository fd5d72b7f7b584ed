"""The intake by screens in a terminal, the same questions on lines; and the command that puts two parts together."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kaprules import Client, Outcome, Reporter
from kaprules.cli import main
from kaprules.clientfile import read_client
from kaprules.facts.suicidality import Suicidality
from kaprules.intake.clinic import Intake
from kaprules.intake.clinic_terminal import converse_by_screens
from kaprules.intake.screens import SCREENS
from kaprules.intake.session import save
from kaprules.intake.terminal import Conversation
from kaprules.language import ENGLISH, locale
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY

from .test_clinic import begun, person, played
from .test_interview import _Terminal

ON = ("--on", DECISION_DAY.isoformat())
SAFETY = ["1986-01-01", "yes", "0", "never", "no", "yes"]
VITAL_SIGNS = ["122/76", "120/76", "no", "68", "98", "5'9\"", "75 kg"]
MENTAL_STATE = ["intact", "depressive", "none"]
MENTAL_HEALTH = ["none", "no", "no", "none", "never given", "no", "never"]
BODY = ["none", "never", "no", "no", "no", "none", "none", "no", "no", "none", "none", "no"]
READINESS = ["yes", "yes", "signed", "yes", "yes", "yes", "depression"]
HEALTHY = [*SAFETY, *VITAL_SIGNS, *MENTAL_STATE, *MENTAL_HEALTH, *BODY, *READINESS]


def talked(*lines: str, subject: Client | None = None, **more: Any) -> tuple[Intake, str]:
    """Return where a conversation ended, and all that was told; the end of the lines is the end of the input."""
    told: list[str] = []
    waiting = iter(lines)

    def ask(prompt: str) -> str:
        told.append(prompt)
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    start = Intake(SCREENING, DECISION_DAY, Client() if subject is None else subject, **more)
    return converse_by_screens(start, ask, told.append, lambda now: None), "\n".join(told)


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*arguments, *ON], input=typed)


class TestLines:
    """What is asked, and what is taken."""

    def test_in_good_health(self) -> None:
        """The same questions as on the page, in the same order; nothing is asked twice."""
        intake, told = talked("clinician", "AB", *HEALTHY, "finish")
        assert intake.decision().outcome is Outcome.NO_EXCLUSION_FOUND
        places = [told.index(f"== {number}/9 {screen.title}") for number, screen in enumerate(SCREENS, 1)]
        assert places == sorted(places)
        assert "No exclusion found" in told
        assert "It cannot be taken" not in told

    def test_numbers_as_people_write_them(self) -> None:
        """142/88 at the prompt, a second one after it, a comma; two plausible units are asked about."""
        intake, told = talked("clinician", "AB", *SAFETY, "142/88", "138/86", "no", "68", "98", "175", "165", "165 lb")
        assert len(intake.subject.vitals.pressures.value) == 2
        assert "Understood: Height: 175 cm" in told
        assert "Which unit is meant? Write one of these: 165 kg, 165 lb" in told
        assert "Understood: Weight: 74.8 kg" in told

    def test_not_known_declined_skipped_and_back(self) -> None:
        """At every question; what is skipped stays open and is not asked again by itself."""
        lines = ["declined", "not known", "skip", "never", "back", "2025-03", "no", "stop"]
        intake, told = talked("clinician", "AB", *lines)
        told_of = intake.subject.suicidality
        assert str(intake.subject.person.birth_date) == "Absence.DECLINED"
        assert str(intake.subject.reproduction.without_uterus.value) == "Absence.NOT_KNOWN"
        assert str(told_of.highest_ideation_item) == "Absence.NOT_ASKED"
        assert str(told_of.last_behaviour.value) == "2025-03"
        assert told_of.attempt_ever.value is False
        assert "Recorded so far: never (clinician, 23 November 2026)" in told

    def test_an_answer_is_changed_at_the_check(self) -> None:
        """By its number, at any time; then it goes on where it was."""
        intake, told = talked("clinician", "AB", *SAFETY, "check", "5", "yes", "stop")
        title = Suicidality.attempt_ever.title
        assert f"  5. {title}: no" in told
        assert intake.subject.suicidality.attempt_ever.value is True
        assert "blood pressures" in told[told.index(f"{title}: no") :]

    def test_the_safety_block_is_asked_whatever_was_found(self) -> None:
        """Then one may finish, or go on."""
        lines = [*SAFETY[:2], "5", *SAFETY[3:], *VITAL_SIGNS, *MENTAL_STATE, *MENTAL_HEALTH]
        done, told = talked("clinician", "AB", *lines, "what", "finish", "finish")
        assert told.index("!! Urgent today") < told.index("== 2/9")
        assert told.count("finish / go on>") == 2
        assert "== 5/9" not in told
        assert done.decision().outcome is Outcome.EXCLUDED
        _, told = talked("clinician", "AB", *lines, "go on", "stop")
        assert "== 5/9" in told

    def test_the_client_and_then_a_clinician(self) -> None:
        """The client sees no verdict; the clinician confirms, and is asked what is left."""
        client_part = ["1986-01-01", "yes", *MENTAL_HEALTH, *BODY, "yes", "yes", "signed"]
        first, told = talked("client", *client_part, "finish")
        assert "There are more questions here, for a clinician." in told
        assert "C-SSRS" not in told
        assert "Incomplete" not in told
        assert "Your screening" in told
        rest = [*SAFETY[2:], *VITAL_SIGNS, *MENTAL_STATE, "yes", "yes", "no", "2", *READINESS[3:]]
        second, told = talked("clinician", "AB", *rest, "finish", subject=first.subject)
        assert "Recorded so far: none (client, 23 November 2026)" in told
        confirmed = {each.checklist for each in second.subject.checklists if each.confirmed_by is not None}
        assert confirmed == {"mental_health_history"}
        both = [each for each in second.subject.checklists if each.checklist == "substances"]
        assert {(each.by, each.except_) for each in both} == {
            (Reporter.CLIENT, ()),
            (Reporter.CLINICIAN, ("dependence_on_ketamine",)),
        }
        assert begun(Reporter.CLINICIAN, second.subject).open("mental_health_and_substances") == ()
        assert second.decision().outcome is Outcome.EXCLUDED

    def test_what_is_called_for(self) -> None:
        """Last, on a screen of its own, with what of it is missing."""
        body = [*BODY[:-1], "yes", "lorazepam", "", "", "", "", "1", "", "", "no"]
        lines = [*SAFETY, *VITAL_SIGNS, *MENTAL_STATE, *MENTAL_HEALTH, *body, *READINESS]
        _, told = talked("clinician", "AB", *lines, "stop")
        assert "== 10/10 What the answers call for" in told
        assert "Needed: daily dose of lorazepam" in told

    def test_in_spanish(self) -> None:
        """Words and answers."""
        intake, told = talked("paciente", "1986-01-01", "sí", "parar", locale=locale("es"))
        assert "== 1/9 Identidad y seguridad" in told
        assert intake.subject.reproduction.without_uterus.by is Reporter.CLIENT


class TestLists:
    """A list is answered as people answer it."""

    @pytest.mark.parametrize(
        ("text", "said", "places"),
        [
            ("none", "none", []),
            ("no", "none", []),
            ("2 and 5", "none", [2, 5]),
            ("2, 5", "none", [2, 5]),
            ("2 5", "none", [2, 5]),
            ("2, 5, not sure", "some", [2, 5]),
            ("2 and 5 not sure", "some", [2, 5]),
            ("not sure", "some", []),
        ],
    )
    def test_as_it_is_typed(self, text: str, said: str, places: list[int]) -> None:
        """Numbers with commas, spaces or "and"; "no" as "none"."""
        heart = SCREENS[4].checklists[0]
        expected = [heart.items[place - 1].id for place in places]
        assert Conversation.ticked(heart, text, ENGLISH) == (said, expected)

    @pytest.mark.parametrize("text", ["", "11", "0", "two", "2 or 5", "2-5", "-1"])
    def test_what_is_none(self, text: str) -> None:
        """Anything else is asked again."""
        with pytest.raises(Exception, match='Expected "none" or numbers from 1 to 10'):
            Conversation.ticked(SCREENS[4].checklists[0], text, ENGLISH)

    def test_in_spanish(self) -> None:
        """With the Spanish words."""
        heart = SCREENS[4].checklists[0]
        assert Conversation.ticked(heart, "2 y 5", locale("es"))[1] == [heart.items[1].id, heart.items[4].id]
        assert Conversation.ticked(heart, "no", locale("es")) == ("none", [])

    def test_another_one(self) -> None:
        """What is neither yes nor no is said, not repeated in silence."""
        _, told = talked("clinician", "AB", *SAFETY, "122/76", "perhaps", "no", "stop")
        assert 'Answer "yes", "no" or "not sure": is there another one?' in told


class TestCommand:
    """``kaprules interview`` and ``kaprules merge``."""

    def test_in_a_real_terminal(self, tmp_path: Path) -> None:
        """Line by line; the file is there after each, and stopping keeps it; going on begins where it stopped."""
        file = tmp_path / "client.json"
        with _Terminal("interview", "--file", str(file), *ON) as terminal:
            assert "Who answers (client, clinician)" in terminal.until("> ")
            terminal.type("clinician")
            terminal.until("> ")
            terminal.type("AB")
            assert "== 1/9 Identity and safety" in terminal.until("> ")
            for line in SAFETY:
                terminal.type(line)
                terminal.until("> ")
            terminal.type("142/88")
            assert "Another one?" in terminal.until("> ")
            terminal.type("no")
            assert "heart rate" in terminal.until("> ")
            assert json.loads(file.read_text())["vitals"]["pressures"]["by"] == "clinician"
            terminal.type("stop")
            assert "INCOMPLETE on 23 November 2026" in terminal.rest() or terminal.status() == 0
        with _Terminal("interview", "--file", str(file), *ON) as terminal:
            terminal.until("> ")
            terminal.type("clinician")
            terminal.until("> ")
            terminal.type("AB")
            shown = terminal.until("> ")
            assert "== 2/9 Vital signs" in shown
            assert "heart rate" in shown

    def test_the_client_reads_a_letter(self, tmp_path: Path) -> None:
        """At the end of the client's part no report is shown."""
        file = tmp_path / "client.json"
        result = run("interview", "--file", str(file), typed="client\n1986-01-01\nstop\n")
        assert result.exit_code == 0
        assert "INCOMPLETE" not in result.output
        assert "Your screening on 23 November 2026" in result.output

    def test_by_screens_is_of_the_screening(self) -> None:
        """Other rule sets are asked question by question."""
        assert run("interview", "aftercare", "--by-screens").exit_code == 2
        assert "Who answers" not in run("interview", "setting", typed="stop\n").output

    def test_merge(self, tmp_path: Path) -> None:
        """Both parts in one file; where they disagree is said, and nothing is dropped."""
        first, _ = played(begun(Reporter.CLIENT), person("man"))
        other = begun(Reporter.CLINICIAN).answered(
            "heart_and_breathing", {"circulation.aneurysm": "yes"}, strictly=False
        )
        save(first.subject, tmp_path / "a.json")
        save(other.subject, tmp_path / "b.json")
        files = [str(tmp_path / name) for name in ("a.json", "b.json")]
        result = run("merge", *files, "-o", str(tmp_path / "c.json"))
        assert result.exit_code == 0
        assert result.stderr.count("circulation.aneurysm: no (client, 23 November 2026) in ") == 1
        merged = read_client((tmp_path / "c.json").read_bytes())
        assert len(merged.circulation.aneurysm.reports) == 2
        assert merged.checklists == first.subject.checklists
        assert run("merge", *files).stdout == (tmp_path / "c.json").read_text()

    def test_two_births_are_not_merged(self, tmp_path: Path) -> None:
        """They are of two clients, or one is wrong: nothing is written."""
        for number, day in enumerate((DECISION_DAY, DECISION_DAY - timedelta(days=1))):
            (tmp_path / f"{number}.json").write_text(json.dumps({"person": {"birth_date": day.isoformat()}}))
        out = tmp_path / "c.json"
        result = run("merge", str(tmp_path / "0.json"), str(tmp_path / "1.json"), "-o", str(out))
        assert result.exit_code == 2
        assert "person.birth_date" in result.stderr
        assert not out.exists()
