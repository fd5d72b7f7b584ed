"""The interview in a terminal: what is shown, what is taken, what is kept, and where it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kaprules
from kaprules import Client, InputError, Recorded, screen
from kaprules.authoring import by_clinician
from kaprules.baseline import baseline, plain
from kaprules.cli import BAD_INPUT, main
from kaprules.clientfile import read_client, subject_to_data
from kaprules.facts import Circulation, KetamineHistory, Medicines, PsychiatricHistory, Session, Vitals
from kaprules.facts.model import NEVER, Fact, Reporter, Series, every_fact
from kaprules.intake import InterviewSession
from kaprules.intake.answer_errors import InvalidAnswer, expected
from kaprules.intake.answers import YES, as_data, how, is_one_of
from kaprules.intake.session import evidenced, save
from kaprules.language import ENGLISH, locale
from kaprules.possible import Absence, Outcome
from kaprules.rulesets import DOSING_DAY, SCREENING
from kaprules.testing import DECISION_DAY, decided_on

ON = ("--on", "2026-11-23")
FACTS: dict[str, Fact] = {fact.id: fact for fact in every_fact(Client)}
SPANISH = locale("es")


START = Client(
    circulation=Circulation(myocardial_infarction=NEVER, stroke_or_tia=NEVER),
    ketamine_history=KetamineHistory(reactions=()),
    medicines=Medicines(listed=()),
    psychiatric_history=by_clinician(PsychiatricHistory(psychotic_disorders=())),
    vitals=by_clinician(
        Vitals(mean_systolic=110, mean_diastolic=70, highest_systolic=115, highest_diastolic=75, pressure_readings=2)
    ),
)
"""The first question about this client is of a ketamine use disorder, the second of phencyclidine."""


def run(*arguments: str | Path, typed: str) -> Result:
    """Run the command; a file that is not there yet is that of the client with whom tests begin."""
    for file in arguments:
        if isinstance(file, Path) and not file.exists() and file.parent.exists():
            save(START, file)
    return CliRunner().invoke(main, ["interview", "--one-by-one", *map(str, arguments), *ON], input=typed)


def begun(**groups: Any) -> InterviewSession:
    return InterviewSession(SCREENING, DECISION_DAY, Client(**groups), by_checklist=False)


def missing_one(identifier: str) -> InterviewSession:
    """Return an interview in which all but one fact is ordinary."""
    subject = plain(baseline(SCREENING), {FACTS[identifier]: Absence.NOT_ASKED})
    return InterviewSession(SCREENING, DECISION_DAY, subject, by_checklist=False)


class TestPublic:
    """``kaprules.interview`` is the generator."""

    def test_it_is_public(self) -> None:
        """It yields questions, and is the one that is documented."""
        assert (
            next(kaprules.interview(SCREENING, START, on=DECISION_DAY)).fact == "ketamine_history.ketamine_use_disorder"
        )


class TestAnswers:
    """What is typed becomes what a client file holds."""

    @pytest.mark.parametrize(
        ("fact", "text", "data"),
        [
            ("general_health.fever", "yes", True),
            ("general_health.fever", "No", False),
            ("general_health.fever", "true", True),
            ("general_health.fever", "perhaps", "perhaps"),
            ("ketamine_history.ketamine_use_disorder", "2", "past"),
            ("ketamine_history.ketamine_use_disorder", "Current", "current"),
            ("ketamine_history.ketamine_use_disorder", "4", "4"),
            ("vitals.heart_rate", "72", 72),
            ("vitals.mean_systolic", "16.5 kPa", {"value": "16.5", "unit": "kPa"}),
            ("vitals.mean_systolic", "120 mmHg", {"value": 120, "unit": "mm[Hg]"}),
            ("vitals.heart_rate", "fast", "fast"),
            ("neurology.latest_head_injury", "Never", "never"),
            ("neurology.latest_head_injury", "2025-03", "2025-03"),
            ("neurology.latest_head_injury", '{"days_ago": 40}', {"days_ago": 40}),
            ("neurology.latest_head_injury", "more than 365  days ago", {"over_days_ago": 365}),
            ("neurology.latest_head_injury", "Hace mas de 90 días", {"over_days_ago": 90}),
            ("neurology.latest_head_injury", ">42", {"over_days_ago": 42}),
            ("neurology.latest_head_injury", "over 180 days ago", {"over_days_ago": 180}),
            ("neurology.latest_head_injury", "more than a year ago", "more than a year ago"),
            ("neurology.head_injuries", "none", []),
        ],
    )
    def test_forms(self, fact: str, text: str, data: Any) -> None:
        """Words, numbers with their unit, options by number, and data as it is."""
        found = as_data(FACTS[fact], text, SPANISH)
        assert json.loads(json.dumps(found, default=str)) == data

    def test_a_decimal_comma(self) -> None:
        """A comma that cannot part thousands stands before decimals, in English too; two of them are no number."""
        weight = FACTS["vitals.weight"]
        for reader in (SPANISH, ENGLISH):
            assert str(as_data(weight, "70,5", reader)) == "70.5"
            assert as_data(weight, "1,500", reader) == "1,500"
        assert as_data(weight, "1,500,000", ENGLISH) == "1,500,000"

    def test_an_answer_carries_its_day_and_unit(self) -> None:
        """As a client file would have it."""
        assert evidenced(FACTS["vitals.weight"], 70, date(2026, 11, 23)) == {
            "value": 70,
            "unit": "kg",
            "on": "2026-11-23",
        }
        other = {"value": 150, "unit": "[lb_av]", "on": "2026-11-01"}
        assert evidenced(FACTS["vitals.weight"], other, date(2026, 11, 23)) == other

    def test_every_fact_says_how_it_is_answered(self) -> None:
        """In both languages."""
        for fact in FACTS.values():
            assert how(fact, ENGLISH)
            assert how(fact, SPANISH)


class TestSpanish:
    """Everything that is shown and taken, in Spanish."""

    @pytest.mark.parametrize("fact", ["neurology.latest_head_injury", "neurology.head_injuries", "today.last_meal"])
    def test_words_that_are_named_are_taken(self, fact: str) -> None:
        """The words between quotes in what is expected are understood."""
        asked = next(each for each in (*FACTS.values(), *every_fact(Session)) if each.id == fact)
        named = re.findall(r'"([^"]+)"|«([^»]+)»', how(asked, SPANISH))
        assert named
        for word in map("".join, named):
            english = as_data(asked, word, SPANISH)
            assert english in ("never", "happened", {"over_days_ago": 365}, []) or is_one_of(word, YES, SPANISH), word

    def test_a_conversation(self, tmp_path: Path) -> None:
        """English words are taken as well; the decision is in Spanish."""
        file = tmp_path / "client.json"
        typed = "por qué\nninguno\nclínico\natrás\nback\nquizá\nno se sabe\ndeclined\nparar\n"
        output = run("--file", file, "--language", "es", typed=typed).output
        assert "Pregunta 1 (" in output
        assert "En lugar de una respuesta: " in output
        assert "No se puede aceptar. Trastorno por consumo de ketamina: se espera una de estas opciones: " in output
        assert "expected" not in output
        assert "INCOMPLETE" not in output
        kept = json.loads(file.read_text())["ketamine_history"]
        assert [each["absent"] for each in kept.values() if each] == ["not_known", "declined"]


EVENT = (
    '"never", "happened" where the date is not known, a date as 2025-03-01, 2025-03 or 2025, '
    'or "more than 365 days ago"'
)
EVENTO = (
    '"nunca", "ocurrió" si no se sabe la fecha, una fecha como 2025-03-01, 2025-03 o 2025, o "hace más de 365 días"'
)
MOMENT = '"never", "happened", a day as 2025-03-01, or a time with its zone as 2025-03-01T14:30+01:00'
MOMENTO = '"nunca", "ocurrió", un día como 2025-03-01, o una hora con su zona como 2025-03-01T14:30+01:00'
PRESSURE = {"systolic": {"value": 120, "unit": "mm[Hg]"}, "diastolic": {"value": 80, "unit": "mm[Hg]"}}
ASKED = {fact.id: fact for fact in (*every_fact(Client), *every_fact(Session))}


class TestRefusals:
    """What cannot be taken is answered with what is expected, by the kind of fact, in the reader's language."""

    @pytest.mark.parametrize(
        ("fact", "typed", "english", "spanish"),
        [
            (
                "general_health.fever",
                "maybe",
                "Fever: expected yes or no",
                "Fiebre: se espera sí o no",
            ),
            (
                "ketamine_history.ketamine_use_disorder",
                "4",
                "Ketamine use disorder: expected one of these: none; past; current",
                "Trastorno por consumo de ketamina: se espera una de estas opciones: no hay; pasado; actual",
            ),
            (
                "vitals.oxygen_saturation",
                "97 kg",
                "Oxygen saturation on room air: expected a number from 50 to 100 %",
                "Saturación de oxígeno con aire ambiente: se espera un número de 50 a 100 %",
            ),
            (
                "vitals.mean_systolic",
                "high",
                "Mean systolic pressure: expected a number from 50 to 300 mmHg, or in another unit: kPa",
                "Presión sistólica media: se espera un número de 50 a 300 mmHg, o en otra unidad: kPa",
            ),
            (
                "suicidality.phq9",
                "3.5",
                "PHQ-9, total: expected a whole number from 0 to 27",
                "PHQ-9, total: se espera un número entero de 0 a 27",
            ),
            (
                "general_health.latest_major_surgery",
                "2025-13",
                f"Latest major surgery: expected {EVENT}",
                f"Última cirugía mayor: se espera {EVENTO}",
            ),
            (
                "today.last_meal",
                "2026-11-23T10:00",
                f"Last food: expected {MOMENT}",
                f"Última comida: se espera {MOMENTO}",
            ),
            (
                "vitals.pressures",
                "120/80",
                'Blood pressure readings: expected "none", or "yes" to record one after the other',
                'Mediciones de la presión arterial: se espera "no hay", o "sí" para registrar uno tras otro',
            ),
        ],
    )
    def test_each_kind(self, fact: str, typed: str, english: str, spanish: str) -> None:
        """What is expected, and nothing of what the reader of client files says."""
        for language, said in (("en", english), ("es", spanish)):
            assert refusal(fact, typed, language) == said

    @pytest.mark.parametrize(
        ("series", "record", "english", "spanish"),
        [
            (
                "vitals.pressures",
                PRESSURE | {"systolic": {"value": "high", "unit": "mm[Hg]"}, "on": "2026-11-20"},
                "Entry 2, Systolic pressure: expected a number from 50 to 300 mmHg",
                "Anotación 2, Presión sistólica: se espera un número de 50 a 300 mmHg",
            ),
            (
                "vitals.pressures",
                PRESSURE | {"on": "yesterday"},
                "Entry 2, Measured on: expected a date as 2025-03-01",
                "Anotación 2, Fecha de la medición: se espera una fecha como 2025-03-01",
            ),
            (
                "vitals.pressures",
                PRESSURE,
                "Entry 2, Measured on: it has to be given",
                "Anotación 2, Fecha de la medición: es obligatorio indicarlo",
            ),
            (
                "neurology.head_injuries",
                {"happened": {"absent": "not_known"}},
                "Entry 2, Injured on: it has to be given",
                "Anotación 2, Fecha del traumatismo: es obligatorio indicarlo",
            ),
            (
                "medicines.listed",
                {"substance": "x" * 201},
                "Entry 2, Medicine: expected a text of at most 200 characters, without control characters",
                "Anotación 2, Medicamento: se espera un texto de 200 caracteres como máximo, sin caracteres de control",
            ),
        ],
    )
    def test_an_entry_of_a_list(self, series: str, record: Any, english: str, spanish: str) -> None:
        """Which entry, which part of it, and what is expected there."""
        first = {"vitals.pressures": PRESSURE | {"on": "2026-11-19"}, "neurology.head_injuries": {"happened": "2020"}}
        for language, said in (("en", english), ("es", spanish)):
            assert refusal(series, [first.get(series, {}), record], language).startswith(said)

    def test_left_empty(self) -> None:
        """Of every kind of fact."""
        for fact in FACTS:
            assert refusal(fact, "", "en") == "Choose an answer or say that it is not known"
            assert (
                refusal(fact, {"value": "", "on": "2026-11-23"}, "es") == "Elija una respuesta o indique que no se sabe"
            )

    def test_what_belongs_to_an_answer(self) -> None:
        """Who assessed it, and when it was obtained."""
        fact = "mental_state.reality_testing"
        by, on = ({"value": "intact", "by": "me"}, {"value": "intact", "by": "clinician", "on": "2026-11-31"})
        assert refusal(fact, by, "en").startswith("Assessed by: expected one of these: clinic")
        assert refusal(fact, by, "es").startswith("Valorado por: se espera una de estas opciones: ")
        assert refusal(fact, on, "en").startswith("Obtained on: expected a date as 2025-03-01")
        assert refusal(fact, on, "es").startswith("Obtenido el: se espera una fecha como 2025-03-01")

    def test_other_forms_of_a_client_file(self) -> None:
        """Typed as JSON, they are answered with what the reader of files says, as nothing else fits."""
        said = "The reader of files says: vitals.heart_rate is at least 60 and at most 50: expected"
        assert refusal("vitals.heart_rate", '{"at_least": 60, "at_most": 50}', "en").startswith(said)
        said = "El lector de archivos dice, en inglés: general_health.latest_major_surgery.days_ago is -3"
        assert refusal("general_health.latest_major_surgery", '{"days_ago": -3}', "es").startswith(said)
        said = "expected a number from 50 to 100 %. The reader of files says: invalid JSON at line 1"
        assert said in refusal("vitals.oxygen_saturation", '{"value": 97', "en")

    def test_every_fact_says_what_it_may_be(self) -> None:
        """In both languages, one as well as the other."""
        for fact in ASKED.values():
            for part in (fact, *(fact.record.__facts__ if isinstance(fact, Series) else ())):
                assert expected(part, ENGLISH) != expected(part, SPANISH)


def refusal(fact: str, typed: Any, language: str) -> str:
    """Return why an answer is refused."""
    asked, known = ASKED[fact], locale(language)
    ruleset = SCREENING if fact in FACTS else DOSING_DAY
    data = as_data(asked, typed, known) if isinstance(typed, str) else typed
    with pytest.raises(InvalidAnswer) as raised:
        InterviewSession(ruleset, decided_on(ruleset), ruleset.subject(), known).read(asked, data)
    return str(raised.value)


class TestInterviewSession:
    """A point of an interview, and those beside it."""

    def test_an_answer_is_kept_with_its_evidence(self) -> None:
        """The day, and what was said."""
        then = missing_one("vitals.oxygen_saturation").answered({"value": 97, "by": "device"})
        assert then.subject.vitals.oxygen_saturation == Recorded(97, on=DECISION_DAY, by=Reporter.DEVICE)
        assert then.settled is not None
        assert then.settled.outcome is Outcome.NO_EXCLUSION_FOUND
        assert then.decision("interpreter").outcome is Outcome.NO_EXCLUSION_FOUND

    def test_a_wrong_answer_changes_nothing(self) -> None:
        """The error is in words, and its cause is that of a client file."""
        session = missing_one("vitals.oxygen_saturation")
        with pytest.raises(
            InvalidAnswer, match="Oxygen saturation on room air: expected a number from 50 to 100 %"
        ) as raised:
            session.answered({"value": 97, "unit": "kg"})
        assert str(raised.value.__cause__).startswith('vitals.oxygen_saturation is in "kg": expected %')
        assert session.question is not None

    def test_an_implausible_answer_is_kept_and_said(self) -> None:
        """It is asked no second time, and keeps the outcome incomplete."""
        then = missing_one("vitals.oxygen_saturation").answered(9)
        assert then.settled is not None
        assert then.settled.unanswered == ("vitals.oxygen_saturation",)

    def test_without_an_answer(self) -> None:
        """Declined is kept as declined."""
        then = missing_one("vitals.oxygen_saturation").without(Absence.DECLINED)
        assert then.subject.vitals.oxygen_saturation == Recorded(Absence.DECLINED, on=DECISION_DAY)

    def test_a_file_is_written_whole_or_not_at_all(self, tmp_path: Path) -> None:
        """Only its owner reads a new file; one that cannot be written is an error that says so."""
        path = tmp_path / "client.json"
        save(Client(id="a"), path)
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o640)
        save(Client(id="b"), path)
        assert (read_client(path.read_text()).id, path.stat().st_mode & 0o777) == ("b", 0o640)
        assert [each.name for each in tmp_path.iterdir()] == ["client.json"]
        with pytest.raises(InputError, match="cannot be written"):
            save(Client(), tmp_path / "no" / "client.json")


class TestTerminal:
    """``kaprules interview`` asks, takes, explains and keeps."""

    def test_it_ends_in_a_client_file_and_a_decision(self, tmp_path: Path) -> None:
        """An exclusion ends it: the file holds what was answered, and the decision is that of the file."""
        file = tmp_path / "client.json"
        result = run("--file", file, typed="current\nclinician\n")
        assert result.exit_code == 0, result.output
        client = read_client(file.read_text())
        data = subject_to_data(START)
        data["ketamine_history"]["ketamine_use_disorder"] = {"value": "current", "on": "2026-11-23", "by": "clinician"}
        assert subject_to_data(client) == data
        assert "Nothing else that may be answered changes the outcome: excluded." in result.output
        assert "EXCLUDED on 23 November 2026" in result.output
        assert screen(client, on=DECISION_DAY).outcome is Outcome.EXCLUDED

    def test_without_a_file_it_is_printed(self) -> None:
        """So that nothing typed is lost."""
        result = run(typed="not known\n" * 5 + "current\nclinician\n")
        assert result.exit_code == 0, result.output
        assert '"ketamine_use_disorder": {' in result.output

    def test_a_question_shows_its_burden_and_form(self, tmp_path: Path) -> None:
        """What it takes, which options there are, how to answer."""
        lines = run("--file", tmp_path / "a.json", typed="stop\n").output.splitlines()
        assert "  (asked, or looked up; burden 1 of 8)" in lines
        assert "   3. current" in lines
        assert "Instead of an answer: not known, declined, back, why, stop." in lines

    def test_why(self, tmp_path: Path) -> None:
        """The two branches, and what every rule concerned says."""
        output = run("--file", tmp_path / "a.json", typed="why\nstop\n").output
        assert "If ketamine use disorder is current: the outcome is excluded." in output
        assert "If ketamine use disorder is none or past: more is asked." in output
        rule = SCREENING["ketamine.use_disorder.current"]
        assert f"- {rule.id}: {getattr(rule, 'says', '')}" in output

    def test_a_wrong_answer_is_asked_for_again(self, tmp_path: Path) -> None:
        """What is expected is said; the question is not shown again."""
        output = run("--file", tmp_path / "a.json", typed="perhaps\n\nstop\n").output
        assert "It cannot be taken. Ketamine use disorder: expected one of these: none; past; current." in output
        assert "It cannot be taken. Choose an answer or say that it is not known." in output
        assert output.count("Question 1") == 1

    def test_it_goes_on_where_it_was(self, tmp_path: Path) -> None:
        """Nothing is asked again, nor what was declined or is not known."""
        file = tmp_path / "client.json"
        first = run("--file", file, typed="none\nclinician\ndeclined\nnot known\nstop\n")
        asked = [line.partition(": ")[2] for line in first.output.splitlines() if line.startswith("Question ")]
        again = run("--file", file, typed="stop\n")
        next_asked = [line.partition(": ")[2] for line in again.output.splitlines() if line.startswith("Question ")]
        assert len(set(asked)) == 4
        assert next_asked == asked[3:]

    def test_back(self, tmp_path: Path) -> None:
        """The last answer is taken back, from the file too; before the first there is nothing."""
        file = tmp_path / "client.json"
        result = run("--file", file, typed="current-ish\nnone\nclinician\nback\nback\nstop\n")
        assert result.output.count("Question 1") == 2
        assert "This is the first question." in result.output
        assert json.loads(file.read_text()) == subject_to_data(START)

    @pytest.mark.parametrize(
        ("language", "ended", "kept"),
        [
            ("en", "The input has ended, which counts as stop; ", "What was answered is kept in {file}."),
            ("es", "La entrada ha terminado, lo que equivale a parar; ", "Lo respondido queda guardado en {file}."),
        ],
    )
    def test_the_end_of_the_input(self, language: str, ended: str, kept: str, tmp_path: Path) -> None:
        """It counts as stop, and says so; what was answered before is kept, and decided on."""
        file = tmp_path / "client.json"
        result = run("--file", file, "--language", language, typed="none\nclinician\n")
        assert result.exit_code == 0, result.output
        assert ended in result.output
        assert kept.format(file=file) in result.output
        assert "Aborted" not in result.output
        assert json.loads(file.read_text())["ketamine_history"]["ketamine_use_disorder"]["value"] == "none"
        said = screen(read_client(file.read_text()), on=DECISION_DAY).outcome
        assert ("INCOMPLETA (" if language == "es" else "INCOMPLETE on ") in result.output
        assert said is Outcome.INCOMPLETE

    def test_there_may_be_others(self, tmp_path: Path) -> None:
        """The list is open, and its records are shown when it is asked about again, in the reader's language."""
        file = tmp_path / "client.json"
        save(missing_one("medicines.listed").subject, file)
        run("--file", file, typed="yes\nparacetamol\n\n\n\n\n1\n\n\nnot sure\n")
        assert json.loads(file.read_text())["medicines"]["listed"] == {
            "at_least": [{"substance": "paracetamol", "status": "taking"}],
            "on": "2026-11-23",
        }
        again = run("--file", file, "--language", "es", typed="ninguna\nstop\n").output
        assert "Registrado hasta ahora: Medicamento: paracetamol; Estado: se toma" in again, again

    def test_the_end_of_the_input_among_observations(self, tmp_path: Path) -> None:
        """Those typed so far are no whole answer: none is kept."""
        file = tmp_path / "client.json"
        save(missing_one("vitals.pressures").subject, file)
        result = run("--file", file, typed="yes\n120\n80\n2026-11-20\nyes\n120\n")
        assert result.exit_code == 0, result.output
        assert "an answer that was begun is not kept" in result.output
        assert "pressures" not in json.loads(file.read_text())["vitals"]

    def test_observations_one_after_the_other(self, tmp_path: Path) -> None:
        """Each part has its question; what is left empty is not recorded, and a wrong one is typed again."""
        file = tmp_path / "client.json"
        near = {FACTS[name]: Absence.NOT_ASKED for name in ("vitals.pressures",)}
        client = plain(baseline(SCREENING), near)
        save(client, file)
        without_both, whole, gone_back = "\n\n2026-11-20\n", "120\n80\n2026-11-20\n", "124\nnot known\nback\n"
        typed = f"yes\n{without_both}{whole}yes\n{gone_back}yes\n{whole}no\nclinician\n"
        result = run("--file", file, typed=typed)
        assert result.exit_code == 0, result.output
        assert "It cannot be taken. Entry 1, Systolic pressure: it has to be given." in result.output
        assert json.loads(file.read_text())["vitals"]["pressures"] == {
            "value": [
                {"systolic": {"value": 120, "unit": "mm[Hg]"}, "diastolic": {"value": 80, "unit": "mm[Hg]"}}
                | {"on": "2026-11-20"}
            ],
            "on": "2026-11-23",
            "by": "clinician",
        }

    @pytest.mark.parametrize(
        ("fact", "typed", "kept"),
        [
            (
                "medicines.listed",
                "yes\nNardil\n\n\n\n\nnow and then\ntaking\n\n\n",
                [{"substance": "Nardil", "status": "taking"}],
            ),
            (
                "ketamine_history.reactions",
                "yes\nanaphylaxis\nketmine\nketamine\n\n\n",
                [{"kind": "anaphylaxis", "agent": "ketamine"}],
            ),
            (
                "psychiatric_history.psychotic_disorders",
                "yes\n\nyes\n2020\nno\n",
                [{"last_symptoms": "2020"}],
            ),
        ],
    )
    def test_what_cannot_be_taken_of_an_observation_is_typed_again(
        self, tmp_path: Path, fact: str, typed: str, kept: list[Any]
    ) -> None:
        """It is never dropped: "no other one" after it would say that there is none."""
        file = tmp_path / "client.json"
        save(missing_one(fact).subject, file)
        result = run("--file", file, typed=f"{typed}no\nclinician\n\nstop\n")
        assert result.exit_code == 0, result.output
        assert "It cannot be taken. Entry 1" in result.output
        group, name = fact.split(".")
        found = json.loads(file.read_text())[group][name]
        assert [{key: each[key] for key in kept[0]} for each in found["value"]] == kept

    def test_what_cannot_be_taken_is_said_of_the_entry_that_it_is(self, tmp_path: Path) -> None:
        """Of the second the second, whatever stands before it."""
        file = tmp_path / "client.json"
        save(missing_one("ketamine_history.reactions").subject, file)
        entry = "anaphylaxis\n{}\n\n\n"
        typed = f"yes\n{entry.format('ketamine')}yes\n{entry.format('ketmine')}stop\n"
        result = run("--file", file, typed=typed)
        assert "It cannot be taken. Entry 2, Reaction to: expected one of these: ketamine; esketamine" in result.output
        assert "Entry 1" not in result.output

    def test_an_observation_that_cannot_be_is_typed_again(self, tmp_path: Path) -> None:
        """Nor is one dropped whose parts do not go together, or that lacks what it has to hold."""
        file = tmp_path / "client.json"
        save(missing_one("vitals.pressures").subject, file)
        result = run("--file", file, typed="yes\n190\n120\nno\n" + "stop\n")
        assert result.exit_code == 0, result.output
        assert "pressures" not in json.loads(file.read_text())["vitals"]

    def test_what_a_clinician_may_confirm(self, tmp_path: Path) -> None:
        """Of what the client says it is asked who does."""
        file = tmp_path / "client.json"
        save(missing_one("suicidality.attempt_ever").subject, file)
        result = run("--file", file, typed="no\nclient\nclinician 1\n")
        assert result.exit_code == 0, result.output
        confirmed = {"role": "clinician", "name": "clinician 1", "on": "2026-11-23"}
        kept = json.loads(file.read_text())["suicidality"]["attempt_ever"]
        assert kept == {"value": False, "on": "2026-11-23", "by": "client", "confirmed_by": confirmed}
        assert "NO_EXCLUSION_FOUND" in result.output

    def test_what_only_a_clinician_may_say(self, tmp_path: Path) -> None:
        """Who assessed it is asked."""
        file = tmp_path / "client.json"
        save(missing_one("mental_state.reality_testing").subject, file)
        result = run("--file", file, typed="intact\nclinician\n\n")
        assert result.exit_code == 0, result.output
        kept = json.loads(file.read_text())["mental_state"]["reality_testing"]
        assert kept == {"value": "intact", "on": "2026-11-23", "by": "clinician"}
        assert "NO_EXCLUSION_FOUND" in result.output

    def test_wrong_files(self, tmp_path: Path) -> None:
        """A file that is no client, or cannot be written, ends it before the first question."""
        file = tmp_path / "client.json"
        file.write_text('{"vitals": {"heart_rat": 3}}')
        result = run("--file", file, typed="")
        assert result.exit_code == BAD_INPUT
        assert "did you mean 'heart_rate'?" in result.output
        result = run("--file", tmp_path / "no" / "client.json", typed="none\n")
        assert result.exit_code == BAD_INPUT
        assert "cannot be written" in result.output
        assert "Question" not in result.output
        for name in ("-", str(tmp_path / "clients.jsonl")):
            result = run("--file", name, typed="none\n")
            assert (result.exit_code, "expected a .json file of one subject" in result.output) == (BAD_INPUT, True)


class TestRealTerminal:
    """The command in a pseudo-terminal of its own: typed line by line, as a person would."""

    def test_a_conversation(self, tmp_path: Path) -> None:
        """Each question waits for its answer; the file is there after each, and the decision at the end."""
        file = tmp_path / "client.json"
        save(START, file)
        with _Terminal("interview", "--one-by-one", "--file", str(file), *ON) as terminal:
            assert "Ketamine use disorder" in terminal.until("> ")
            terminal.type("none")
            assert "Assessed by (client, clinician, record)" in terminal.until("> ")
            terminal.type("clinician")
            assert "Phencyclidine use disorder" in terminal.until("> ")
            assert json.loads(file.read_text())["ketamine_history"].keys() == {"ketamine_use_disorder", "reactions"}
            terminal.type("current")
            assert "Assessed by (client, clinician, record)" in terminal.until("> ")
            terminal.type("clinician")
            assert "EXCLUDED on 23 November 2026" in terminal.rest()
            assert terminal.status() == 0

    def test_ended_by_the_keyboard(self, tmp_path: Path) -> None:
        """Ctrl-D is the end of the input: it is decided on what was answered."""
        file = tmp_path / "client.json"
        save(START, file)
        with _Terminal("interview", "--one-by-one", "--file", str(file), *ON) as terminal:
            terminal.until("> ")
            terminal.type("none")
            terminal.until("> ")
            terminal.type("clinician")
            terminal.until("> ")
            terminal.type("\x04", end="")
            shown = terminal.rest()
            assert "which counts as stop" in shown
            assert "INCOMPLETE on 23 November 2026" in shown
            assert terminal.status() == 0
        assert json.loads(file.read_text())["ketamine_history"]["ketamine_use_disorder"]["value"] == "none"

    def test_interrupted_by_the_keyboard(self, tmp_path: Path) -> None:
        """Ctrl-C ends it with status 1; what was answered is kept."""
        file = tmp_path / "client.json"
        save(START, file)
        with _Terminal("interview", "--one-by-one", "--file", str(file), *ON) as terminal:
            terminal.until("> ")
            terminal.type("none")
            terminal.until("> ")
            terminal.type("clinician")
            terminal.until("> ")
            assert "Aborted" in terminal.interrupted()
            assert terminal.status() == 1
        assert json.loads(file.read_text())["ketamine_history"]["ketamine_use_disorder"]["value"] == "none"


STARTED = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from kaprules.cli import main
main()
"""
"""The command line, with its input for the terminal that controls it."""


class _Terminal:
    """A process whose input and output are a terminal."""

    def __init__(self, *arguments: str) -> None:
        self.arguments = arguments

    def __enter__(self) -> _Terminal:
        self.master, other = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", STARTED, *self.arguments],
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
            env=os.environ | {"TERM": "dumb"},
        )
        os.close(other)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def until(self, ending: str, patience: float = 30) -> str:
        """Return what is shown until it ends so, or until the terminal closes or is silent for too long."""
        shown = ""
        while not shown.endswith(ending):
            ready, _, _ = select.select([self.master], [], [], patience)
            try:
                more = os.read(self.master, 4096).decode() if ready else ""
            except OSError:  # Linux says so where the other side is closed
                more = ""
            if not more:
                break
            shown += more
        return shown

    def interrupted(self) -> str:
        """Type Ctrl-C: again where Python had not begun to wait for a line, as it then waits for one regardless."""
        shown = ""
        for _ in range(20):
            self.type("\x03", end="")
            shown += self.until("\0", patience=1)
            if self.process.poll() is not None:
                break
        return shown

    def rest(self) -> str:
        return self.until("\0")

    def type(self, text: str, end: str = "\n") -> None:
        os.write(self.master, f"{text}{end}".encode())

    def status(self) -> int:
        return self.process.wait(30)
