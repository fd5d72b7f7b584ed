"""How many answers an intake takes: of each kind of client in good health, and of sixteen ordinary patients."""

from __future__ import annotations

import statistics
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from kaprules import SCREENING, Absence, Client, Decision, Level, Outcome, Recorded, Reporter, screen
from kaprules.cli import main
from kaprules.clientfile import read_client
from kaprules.facts import Breathing, Circulation, MentalState, Readiness, Thyroid, Vitals
from kaprules.facts.mental_state import MoodEpisode
from kaprules.facts.model import Quantity
from kaprules.intake import AnswerCount, count_answers
from kaprules.intake.ordinary import KINDS, ordinary
from kaprules.possible import Truth
from kaprules.testing import DECISION_DAY

VISIT = date(2026, 11, 16)
FOLDER = Path(__file__).parents[2] / "examples" / "clients" / "ordinary"


def counted(client: Client) -> AnswerCount:
    return count_answers(SCREENING, client, on=DECISION_DAY)


# Of each kind -------------------------------------------------------------------------------------------------

ANSWERS = {
    "man": 39,
    "woman who may become pregnant, under 40": 44,
    "woman who may become pregnant, from 40 on": 45,
    "woman after the menopause, under 55": 42,
    "woman after the menopause, 55 or older": 41,
    "woman who is sterilised, under 55": 41,
    "woman who is sterilised, 55 or older": 40,
    "woman without a uterus": 39,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_client_in_good_health(kind: str) -> None:
    """Each list and each other question once."""
    found = counted(ordinary(kind, VISIT))
    assert found.answers == ANSWERS[kind]
    assert found.unanswered == ()
    assert len({each.id for each in found.asked}) == len(found.asked)
    assert len([each for each in found.asked if each.id.startswith("checklists.")]) == 9


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_stands_against_any_of_them(kind: str) -> None:
    """And every question was answered."""
    assert screen(ordinary(kind, VISIT), on=DECISION_DAY).outcome is Outcome.NO_EXCLUSION_FOUND


def test_how_long_the_answers_of_one_day_last() -> None:
    """Fourteen days; then one page is done again, after thirty days what is measured as well."""
    client = ordinary("man", VISIT)
    assert screen(client, on=VISIT + timedelta(14)).outcome is Outcome.NO_EXCLUSION_FOUND
    later = screen(client, on=VISIT + timedelta(15))
    groups = {each.fact.split(".")[0] for each in later.missing}
    assert later.outcome is Outcome.INCOMPLETE
    assert groups == {"mental_state", "suicidality", "substance_use"}
    assert {each.fact for each in later.missing if each.fact.startswith("substance_use")} == {
        "substance_use.intoxicated_now"
    }
    after = {each.fact for each in screen(client, on=VISIT + timedelta(31)).missing}
    wanted = {"vitals.pressures", "vitals.heart_rate", "medicines.listed", "readiness.decision_capacity"}
    wanted |= {"readiness.willing_client", "readiness.willing_therapist", "general_health.latest_major_surgery"}
    assert wanted < after


# Of ordinary patients -----------------------------------------------------------------------------------------

EXCLUDED, CAUTION = Outcome.EXCLUDED, Outcome.CAUTION
NOTHING_FOUND, INCOMPLETE = Outcome.NO_EXCLUSION_FOUND, Outcome.INCOMPLETE
PATIENTS: dict[str, tuple[int, Outcome, set[str]]] = {
    "01-treated-hypertension": (42, NOTHING_FOUND, set()),
    "02-alcohol-sober-two-years": (41, NOTHING_FOUND, set()),
    "03-bipolar-two-on-lamotrigine": (46, CAUTION, {"psychosis.bipolar"}),
    "04-last-period-four-months-ago": (46, INCOMPLETE, {"pregnancy.test.missing"}),
    "05-stimulant": (40, CAUTION, {"medicines.stimulant"}),
    "06-treated-severe-apnoea": (
        44,
        CAUTION,
        {"breathing.apnoea.severe", "breathing.apnoea.with_obesity", "obesity.severe"},
    ),
    "07-maintained-on-buprenorphine": (41, CAUTION, {"substance_use.maintenance_treatment"}),
    "08-levothyroxine-after-the-menopause": (42, INCOMPLETE, {"thyroid.tests_missing"}),
    "09-concussion-long-ago": (45, NOTHING_FOUND, set()),
    "10-three-bladder-infections": (47, CAUTION, {"bladder.recurrent.in_12_months"}),
    "11-weekend-cannabis": (41, NOTHING_FOUND, set()),
    "12-stents-in-2019": (43, CAUTION, {"cardiovascular.coronary_disease.known"}),
    "13-two-sedatives": (41, CAUTION, {"medicines.sedatives_together"}),
    "14-tirzepatide-and-sterilised": (43, NOTHING_FOUND, set()),
    "15-autism": (42, NOTHING_FOUND, set()),
    "16-attempt-five-years-ago": (44, CAUTION, {"suicidality.attempt_ever"}),
}
"""Each with the answers that were counted, the outcome, and what was found that is more than a note."""


def patient(name: str) -> Client:
    """Return one of the sixteen."""
    return read_client((FOLDER / f"{name}.json").read_bytes())


def grave(decision: Decision) -> set[str]:
    """Return the rules that are TRUE, notes aside."""
    return {each.rule for each in decision.findings if each.level is not Level.NOTE and each.truth is Truth.TRUE}


def test_there_are_sixteen() -> None:
    """And the table has them all: 40 to 47 answers, 42.5 in the middle, 14 of 16 decided."""
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == list(PATIENTS)
    answers = [each for each, _, _ in PATIENTS.values()]
    assert (min(answers), max(answers), statistics.median(answers)) == (40, 47, 42.5)
    assert sum(outcome is not INCOMPLETE for _, outcome, _ in PATIENTS.values()) == 14


@pytest.mark.parametrize("name", PATIENTS)
def test_each_ordinary_patient(name: str) -> None:
    """Answers, outcome, and what stands against them."""
    answers, outcome, found = PATIENTS[name]
    decision = screen(patient(name), on=DECISION_DAY)
    assert (decision.outcome, grave(decision)) == (outcome, found)
    assert counted(patient(name)).answers == answers


def test_a_thyroid_test_decides() -> None:
    """One answer more, with the reference of its laboratory beside it."""
    day = date(2026, 10, 20)
    tests = Thyroid(
        tsh=Recorded(Quantity(Decimal("1.8"), "m[IU]/L"), on=day, by=Reporter.LABORATORY),
        tsh_reference_low=Recorded(Quantity(Decimal("0.4"), "m[IU]/L"), on=day, by=Reporter.LABORATORY),
    )
    client = patient("08-levothyroxine-after-the-menopause").with_group(tests)
    found = counted(client)
    assert (found.answers, found.outcome, found.unanswered) == (43, NOTHING_FOUND, ())


def test_a_treated_hypertension_needs_two_readings_and_a_score() -> None:
    """One reading, or no score of apnoea, leaves it open."""
    client = patient("01-treated-hypertension")
    pressures = client.vitals.pressures
    assert isinstance(pressures, tuple)
    one = client.with_group(attrs.evolve(client.vitals, pressures=pressures[:1]))
    heavier = patient("14-tirzepatide-and-sterilised")
    for whole in (client, heavier):
        assert screen(whole, on=DECISION_DAY).outcome is NOTHING_FOUND
    for less in (one, client.with_group(Breathing()), heavier.with_group(Breathing())):
        assert screen(less, on=DECISION_DAY).outcome is INCOMPLETE


@pytest.mark.parametrize("name", [name for name, (_, outcome, _) in PATIENTS.items() if outcome is not INCOMPLETE])
def test_a_form_without_the_clinicians_statement_leaves_three_facts_open(name: str) -> None:
    """Capacity, the client's own will and the therapist's: nobody else may say them."""
    client = patient(name)
    statement = {"decision_capacity", "participation_voluntary", "willing_therapist"}
    without = attrs.evolve(client.readiness, **dict.fromkeys(statement, Absence.NOT_ASKED))
    decision = screen(client.with_group(without), on=DECISION_DAY)
    assert decision.outcome is INCOMPLETE
    assert {each.fact for each in decision.missing} == {f"readiness.{each}" for each in statement}


# How it is counted --------------------------------------------------------------------------------------------


def test_what_nothing_answers_is_named_and_the_rest_is_asked() -> None:
    """Of a client about whom little is known nearly everything is."""
    client = Client(vitals=Vitals(heart_rate=Recorded(68, on=VISIT, by=Reporter.DEVICE)))
    found = counted(client)
    assert found.answers == 1
    assert len(found.unanswered) > 90
    assert found.outcome is INCOMPLETE


def test_what_was_declined_is_no_answer() -> None:
    """It is named like what was never asked."""
    client = ordinary("man", VISIT)
    declined = client.with_group(attrs.evolve(client.circulation, aneurysm=Absence.DECLINED))
    found = counted(declined)
    assert found.answers == 38
    assert Circulation.aneurysm.id in found.unanswered


def test_an_exclusion_ends_it() -> None:
    """Nothing is asked any more."""
    client = ordinary("man", VISIT)
    found = counted(client.with_group(MentalState(current_mood_episode=MoodEpisode.MANIC)))
    assert found.outcome is EXCLUDED
    assert found.answers < 39


def test_readings_that_are_given_themselves_answer_what_they_are_read_of() -> None:
    """A mean, the highest and how many are one entry, as the pressures are."""
    client = ordinary("man", VISIT)
    vitals = {name: client.vitals.__dict__[name] for name in ("heart_rate", "oxygen_saturation", "height", "weight")}
    by = {"on": VISIT, "by": Reporter.CLINICIAN}
    pressures = {
        "mean_systolic": Recorded(121, **by),
        "mean_diastolic": Recorded(76, **by),
        "highest_systolic": Recorded(122, **by),
        "highest_diastolic": Recorded(76, **by),
        "pressure_readings": Recorded(2, **by),
    }
    found = counted(client.with_group(Vitals(**vitals, **pressures)))
    assert found.answers == 39


def test_no_clinician_is_asked_for_what_is_not_there() -> None:
    """Without the readiness of anybody those seven are asked, and missing."""
    found = counted(ordinary("man", VISIT).with_group(Readiness()))
    assert found.answers == 32
    assert len([each for each in found.unanswered if each.startswith("readiness.")]) == 7


# The command --------------------------------------------------------------------------------------------------


def test_the_command_prints_a_table() -> None:
    """A line for each kind, or for each client of the files."""
    ran = CliRunner().invoke(main, ["intake", "--count", "--on", "2026-11-23"])
    assert ran.exit_code == 0
    lines = [line for line in ran.output.splitlines() if "Without an answer" not in line]
    assert lines[0].split() == ["answers", "outcome", "who"]
    assert [(int(line[:8]), line[30:]) for line in lines[1:]] == [(ANSWERS[kind], kind) for kind in KINDS]


def test_the_command_takes_files(tmp_path: Path) -> None:
    """By the id of each; what cannot be taken is said, and the rest goes on."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}[")
    example = FOLDER / "05-stimulant.json"
    ran = CliRunner().invoke(main, ["intake", "--count", str(wrong), str(example), "--on", "2026-11-23"])
    assert ran.exit_code == 2
    assert "wrong.json: " in ran.stderr
    assert "      40  " in ran.stdout and "ordinary-05" in ran.stdout
    assert CliRunner().invoke(main, ["intake"]).exit_code == 2


def test_the_command_in_spanish() -> None:
    """Words and kinds."""
    ran = CliRunner().invoke(main, ["intake", "--count", "--on", "2026-11-23", "--language", "es"])
    assert "respuestas" in ran.output and "hombre" in ran.output
