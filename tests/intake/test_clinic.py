"""The intake by screens: who answers what, what is kept, what is open, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from kaprules import Client, Reporter, decide
from kaprules.clientfile import read_client, subject_to_data
from kaprules.facts import merge
from kaprules.facts.circulation import Circulation
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import (
    NEVER,
    AtLeastThese,
    Checklist,
    Event,
    Number,
    Quantity,
    Recorded,
    Reports,
    Series,
    Text,
    every_fact,
    given,
)
from kaprules.facts.suicidality import Suicidality
from kaprules.facts.vitals import Vitals
from kaprules.intake.clinic import CHECK, Intake
from kaprules.intake.entries import name_of, recorded, said, typed_of, with_answers
from kaprules.intake.ordinary import KINDS, ordinary
from kaprules.intake.screens import SCREENS, Asked
from kaprules.intake.session import as_file
from kaprules.intake.together import disagreements
from kaprules.language import ENGLISH, locale
from kaprules.possible import Absence, Outcome
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY

ORDINARY = Path(__file__).parents[2] / "examples" / "clients" / "ordinary"
CLIENT, CLINICIAN = Reporter.CLIENT, Reporter.CLINICIAN


def begun(reporter: Reporter, subject: Client | None = None, on: date = DECISION_DAY, **more: Any) -> Intake:
    return Intake(SCREENING, on, Client() if subject is None else subject, **more).begun(reporter, "AB")


def person(kind: str) -> Client:
    """Return somebody in good health, as the screens ask: the last behaviour, not whether it was of late."""
    found = ordinary(kind, DECISION_DAY)
    told = found.suicidality
    return found.with_group(
        Suicidality(
            highest_ideation_item=told.highest_ideation_item,
            attempt_ever=told.attempt_ever,
            last_behaviour=Recorded(NEVER, on=DECISION_DAY, by=CLINICIAN),
        )
    )


def shown(intake: Intake, asked: Asked) -> dict[str, str]:
    """Return what a form is sent with where nobody touches it."""
    mine = intake.mine(asked)
    return intake.as_shown(asked, {} if mine is None else typed_of(asked, mine, intake.subject, intake.locale))


def form(intake: Intake, whole: Client, without: str = "") -> dict[str, str]:
    """Return the form of the screen that is shown, filled in with what is known of somebody."""
    typed: dict[str, str] = {}
    for asked in intake.screen.asks:
        name = name_of(asked)
        if intake.entry(asked, intake.at).may_confirm:
            typed[f"{name}.confirm"] = "yes"
        known = recorded(whole, asked)
        if recorded(intake.subject, asked) or not known or name == without:
            typed |= shown(intake, asked)
        else:
            typed |= typed_of(asked, known[0], whole, intake.locale)
    return typed


def played(intake: Intake, whole: Client, without: str = "") -> tuple[Intake, list[str]]:
    """Return an intake that somebody went through, and the screens that were shown; one question is left open."""
    seen: list[str] = []
    while intake.at != CHECK:
        screen = intake.at
        assert seen.count(screen) < 3
        seen.append(screen)
        intake = intake.answered(screen, form(intake, whole, without))
        if intake.errors:
            assert set(intake.errors) == {without}
            names = [each.id for each in intake.screens]
            rest = names[names.index(screen) + 1 :]
            intake = intake.to(next((each for each in rest if intake.open(each)), CHECK))
        else:
            intake = intake.to(intake.after(screen))
    return intake, seen


def fact(identifier: str) -> Any:
    return next(each for each in every_fact(Client) if each.id == identifier)


class TestThrough:
    """From the first screen to the last."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_in_good_health(self, kind: str) -> None:
        """Nine screens, each once; the file decides as what was answered; every value says by whom and when."""
        whole = person(kind)
        intake, seen = played(begun(CLINICIAN), whole)
        assert seen == [screen.id for screen in SCREENS]
        assert intake.still_missing() == ()
        read = read_client(as_file(intake.subject))
        assert read == intake.subject
        assert decide(SCREENING, read, on=DECISION_DAY).outcome is Outcome.NO_EXCLUSION_FOUND
        assert decide(SCREENING, read, on=DECISION_DAY) == intake.decision()
        for screen in intake.screens:
            for asked in screen.asks:
                for report in recorded(intake.subject, asked):
                    if asked is not fact("person.birth_date"):
                        assert (report.by, report.on) == (CLINICIAN, DECISION_DAY)

    def test_what_is_left_open_clears_nobody(self) -> None:
        """Whichever question is left open, the outcome is INCOMPLETE."""
        whole, left = person("man"), set[str]()
        for screen in SCREENS:
            for asked in screen.asks:
                if isinstance(asked, Checklist):
                    rest = [each for each in whole.checklists if each.checklist != asked.id]
                    without = with_answers(whole, rest)
                else:
                    others = {name: each for name, each in given(whole.group(asked)).items() if name != asked.name}
                    without = whole.with_group(type(whole.group(asked))(**others))
                if decide(SCREENING, without, on=DECISION_DAY, engine="interpreter").outcome is not Outcome.INCOMPLETE:
                    left.add(name_of(asked))
        where_pregnant = {each.id for each in SCREENS[6].where_called_for}
        assert left == where_pregnant  # which nobody asks a man

    def test_left_open_is_not_asked(self) -> None:
        """What is left open is not recorded, and is what the file is continued with."""
        intake, _ = played(begun(CLINICIAN), person("man"), without="circulation.aneurysm")
        assert intake.subject.circulation.aneurysm is Absence.NOT_ASKED
        assert intake.decision().outcome is Outcome.INCOMPLETE
        assert begun(CLINICIAN, intake.subject).at == "heart_and_breathing"

    def test_it_goes_on_where_something_is_open(self) -> None:
        """Whoever comes back begins at the first screen with something open; what was answered is there."""
        whole = person("man")
        intake = begun(CLINICIAN)
        for _ in range(3):
            intake = intake.answered(intake.at, form(intake, whole))
            intake = intake.to(intake.after(intake.at))
        again = begun(CLINICIAN, read_client(as_file(intake.subject)))
        assert again.at == intake.at == SCREENS[3].id
        assert played(again, whole)[0].subject == played(intake, whole)[0].subject

    def test_back_and_forth(self) -> None:
        """Any screen can be gone to; going back loses nothing."""
        intake, _ = played(begun(CLINICIAN), person("man"))
        assert intake.previous("vital_signs") == "safety"
        assert intake.previous("safety") == "start"
        there = intake.to("vital_signs")
        typed = form(there, Client()) | {"vitals.weight": "80 kg"}
        changed = there.answered("vital_signs", typed)
        assert changed.after("vital_signs") == CHECK
        assert changed.subject.vitals.weight.value == 80
        before, now = (subject_to_data(each.subject) for each in (intake, changed))
        assert before.pop("vitals") != now.pop("vitals")
        assert before == now


class TestRoles:
    """A part for the client, a part for a clinician."""

    def test_the_client_is_asked_the_clients_part(self) -> None:
        """What is measured or examined is left for the other, and so is what the client cannot settle."""
        intake, seen = played(begun(CLIENT), person("man"))
        assert "vital_signs" not in seen
        assert "mental_state" not in seen
        assert intake.is_theirs(intake.screens[1])
        assert intake.subject.suicidality == Suicidality()
        assert intake.decision().outcome is Outcome.INCOMPLETE

    def test_one_after_the_other(self) -> None:
        """The clinician goes on with the client's file: the rest, and a word for what only a clinician rules out."""
        whole = person("woman who may become pregnant, from 40 on")
        first, _ = played(begun(CLIENT), whole)
        second, seen = played(begun(CLINICIAN, first.subject), whole)
        assert seen == ["safety", "vital_signs", "mental_state", "mental_health_and_substances", *seen[4:]]
        assert second.decision().outcome is Outcome.NO_EXCLUSION_FOUND
        psychosis = second.subject.psychiatric_history.psychotic_disorders
        assert psychosis.by is CLIENT
        assert psychosis.confirmed_by.name == "AB"
        confirmed = {each.checklist for each in second.subject.checklists if each.confirmed_by is not None}
        assert confirmed == {"mental_health_history", "substances"}

    def test_both_put_together(self) -> None:
        """Two files of one client become one: nothing is lost, nothing disagrees, and it decides as one intake."""
        whole = person("man")
        first, _ = played(begun(CLIENT), whole)
        alone, _ = played(begun(CLINICIAN, Client()), whole)
        own = begun(CLINICIAN)
        for screen in ("safety", "vital_signs", "mental_state", "readiness"):
            own = own.to(screen)
            own = own.answered(screen, form(own, whole))
        parts = {"client.json": first.subject, "clinician.json": own.subject}
        assert disagreements(SCREENING, parts, on=DECISION_DAY) == ()
        together = begun(CLINICIAN, merge(*parts.values()))
        done, seen = played(together, whole)
        assert seen == ["mental_health_and_substances"]
        assert done.decision().outcome is alone.decision().outcome is Outcome.NO_EXCLUSION_FOUND

    def test_a_word_needs_a_name(self) -> None:
        """Nobody confirms anything without a name."""
        first, _ = played(begun(CLIENT), person("man"))
        nobody = Intake(SCREENING, DECISION_DAY, first.subject).begun(CLINICIAN, " ")
        then = nobody.answered("mental_health_and_substances", {"checklists.substances.confirm": "yes"})
        assert "give a name or initials" in then.errors["checklists.substances"]
        assert then.subject == first.subject

    def test_what_the_other_said_stays(self) -> None:
        """A clinician's answer stands beside the client's, and one's own takes the place of one's own."""
        client = begun(CLIENT).answered("heart_and_breathing", {"circulation.aneurysm": "no"}, strictly=False)
        client = client.answered("heart_and_breathing", {"circulation.aneurysm": "declined"}, strictly=False)
        assert client.subject.circulation.aneurysm == Recorded(Absence.DECLINED, on=DECISION_DAY, by=CLIENT)
        client = client.answered("heart_and_breathing", {"circulation.aneurysm": "no"}, strictly=False)
        both = begun(CLINICIAN, client.subject).answered(
            "heart_and_breathing", {"circulation.aneurysm": "yes"}, strictly=False
        )
        told = both.subject.circulation.aneurysm
        assert isinstance(told, Reports)
        assert {(each.by, each.value) for each in told.reports} == {(CLIENT, False), (CLINICIAN, True)}
        assert both.decision().outcome is Outcome.EXCLUDED

    def test_where_two_files_disagree_is_said(self) -> None:
        """By the question, with what each says; a list against an answer by itself too."""
        one = begun(CLIENT).answered(
            "heart_and_breathing",
            {"circulation.aneurysm": "no", "checklists.heart_and_vessels": "none"},
            strictly=False,
        )
        other = Client(
            circulation=Circulation(
                aneurysm=Recorded(True, by=Reporter.RECORD), heart_failure=Recorded(True, by=Reporter.RECORD)
            )
        )
        parts = {"a": one.subject, "b": other}
        assert disagreements(SCREENING, parts, on=DECISION_DAY) == (
            "circulation.aneurysm: no (client, 23 November 2026) in a; yes (record) in b",
            "circulation.heart_failure: what the files say disagrees",
        )


class TestSafety:
    """The safety block is asked whatever else was found."""

    def test_an_exclusion_does_not_stop_it(self) -> None:
        """Acute intent on the first screen: the rest of the block is asked; then one may finish, or go on."""
        whole = person("man")
        typed = form(begun(CLINICIAN), whole) | {"suicidality.highest_ideation_item": "5"}
        intake = begun(CLINICIAN).answered("safety", typed)
        assert intake.decision().outcome is Outcome.EXCLUDED
        assert intake.urgent
        assert intake.urgent[0].startswith("Urgent today")
        assert not intake.is_excluded
        seen = []
        while not intake.is_excluded:
            intake = intake.to(intake.after(intake.at))
            seen.append(intake.at)
            intake = intake.answered(intake.at, form(intake, whole))
        assert seen == [screen.id for screen in SCREENS if screen.safety][1:]
        done, rest = played(intake.to(intake.after(intake.at)), whole)
        assert rest == [screen.id for screen in SCREENS if not screen.safety]
        assert done.decision().outcome is Outcome.EXCLUDED

    def test_the_client_is_not_told_by_a_screen(self) -> None:
        """What is urgent or excludes is for a clinician to tell."""
        intake = begun(CLIENT).answered("safety", {"person.birth_date": "2015-01-01"}, strictly=False)
        assert intake.decision().outcome is Outcome.EXCLUDED
        assert not intake.is_excluded
        assert intake.urgent == ()


PRESSURE = "vitals.pressures.1.systolic"


class TestUnderstood:
    """Numbers as people write them."""

    @pytest.mark.parametrize(
        ("name", "text", "unit", "value"),
        [
            ("vitals.weight", "75 kg", "kg", "75 kg"),
            ("vitals.weight", "75,5 kg", "kg", "75.5 kg"),
            ("vitals.weight", "165 lb", "[lb_av]", "74.8 kg"),
            ("vitals.weight", "11 st 4 lb", "[lb_av]", "71.7 kg"),
            ("vitals.height", "5'9\"", "[in_i]", "175 cm"),
            ("vitals.height", "5 ft 9 in", "[in_i]", "175 cm"),
            ("vitals.height", "1,75", "m", "175 cm"),
            ("vitals.height", "175", "cm", "175 cm"),
            ("vitals.height", "69", "[in_i]", "175 cm"),
        ],
    )
    def test_it_is_shown_in_the_unit_of_its_fact(self, name: str, text: str, unit: str, value: str) -> None:
        """With a unit, or without where one alone is plausible."""
        intake = begun(CLINICIAN).answered("vital_signs", {name: text}, strictly=False)
        asked = fact(name)
        assert intake.errors == {}
        given = intake.subject.group(asked).__dict__[asked.name].value
        assert (given.unit if isinstance(given, Quantity) else asked.unit) == unit
        assert intake.told == (f"{asked.title}: {value}",)
        assert said(asked, recorded(intake.subject, asked)[0], intake.subject, ENGLISH) == value

    @pytest.mark.parametrize(
        ("name", "text", "why"),
        [
            ("vitals.weight", "75", "Which unit is meant? Write one of these: 75 kg, 75 lb"),
            (
                "vitals.weight",
                "7500 kg",
                "Weight: expected a number from 25 to 350 kg, or in another unit: lb, stone, g",
            ),
            ("vitals.weight", "75 kg or so", "Weight: expected a number from 25 to 350 kg, or in another unit"),
            ("vitals.weight", "1,500", "1500 or 1.5? Write which of the two is meant"),
            (PRESSURE, "142", "Row 1: Blood pressure: expected two numbers as 142/88"),
            (PRESSURE, "142/8", "Row 1: Blood pressure: expected two numbers as 142/88"),
            (PRESSURE, "14/88", "Row 1: Blood pressure: expected two numbers as 142/88"),
            ("vitals.heart_rate", "680", "Resting heart rate: expected a number from"),
        ],
    )
    def test_it_is_never_guessed(self, name: str, text: str, why: str) -> None:
        """Two plausible units are asked about; what is plausible in none is no answer. What was typed is kept."""
        intake = begun(CLINICIAN).answered("vital_signs", {name: text, "vitals.oxygen_saturation": "98"})
        question = "vitals.pressures" if name == PRESSURE else name
        assert intake.errors[question].startswith(why)
        assert intake.typed["vital_signs"][name] == text
        assert intake.subject.vitals.oxygen_saturation.value == 98
        asked = fact(question)
        entry = intake.to("vital_signs").entry(asked, "vital_signs")
        fields = [field for each in (entry.rows or ((),)) for field in (*each, *entry.fields)]
        assert text in {field.typed for field in fields}
        assert not recorded(intake.subject, asked)

    @pytest.mark.parametrize(
        ("text", "systolic"),
        [("142/88", "mm[Hg]"), ("142 / 88 mmHg", "mm[Hg]"), ("18/12", "kPa"), ("18,9/11,7 kPa", "kPa")],
    )
    def test_both_halves_of_a_pressure(self, text: str, systolic: str) -> None:
        """In one field, with one unit for both; the day is that of the intake."""
        intake = begun(CLINICIAN).answered("vital_signs", {PRESSURE: text}, strictly=False)
        (reading,) = intake.subject.vitals.pressures.value
        units = {
            each.unit if isinstance(each, Quantity) else "mm[Hg]" for each in (reading.systolic, reading.diastolic)
        }
        assert units == {systolic}
        assert reading.on == DECISION_DAY

    def test_a_dose_of_a_day(self) -> None:
        """What stands under "per day" needs not say it again; without a unit it is asked."""
        typed = {"medicines.listed": "all", "medicines.listed.1.substance": "sertraline"}
        dose = "medicines.listed.1.daily_dose"
        intake = begun(CLIENT).answered("medicines", typed | {dose: "50 mg"})
        (medicine,) = intake.subject.medicines.listed.value
        assert medicine.daily_dose in (50, Quantity(50, "mg/d"))
        unsure = begun(CLIENT).answered("medicines", typed | {dose: "50"})
        assert "Which unit is meant?" in unsure.errors["medicines.listed"]
        wrong = begun(CLIENT).answered("medicines", typed | {dose: "2 tablets"})
        assert "Daily dose: expected a number" in wrong.errors["medicines.listed"]
        assert "quotes" not in wrong.errors["medicines.listed"]


class TestEveryQuestion:
    """Whatever is asked takes "not known" and "declined", and refuses two answers."""

    @pytest.mark.parametrize("reason", [Absence.NOT_KNOWN, Absence.DECLINED])
    def test_no_answer(self, reason: Absence) -> None:
        """On each screen, for each question, of the clinician and of the client."""
        word = reason.name.lower()
        for reporter in (CLIENT, CLINICIAN):
            for screen in SCREENS:
                intake = begun(reporter).to(screen.id)
                entries = [intake.entry(each, screen.id) for each in intake.screen.asks if intake.may_answer(each)]
                typed = {}
                for entry in entries:
                    names = {field.name for field in entry.fields}
                    typed[f"{entry.name}.{word}" if f"{entry.name}.{word}" in names else entry.name] = word
                then = intake.answered(screen.id, typed)
                assert then.errors == {}
                for entry in entries:
                    (report,) = recorded(then.subject, entry.asked)
                    assert (report.answer if isinstance(entry.asked, Checklist) else report.value) is reason
                    shows = typed_of(entry.asked, report, then.subject, ENGLISH)
                    assert {name: typed[name] for name in shows if name in typed} or "yes" in shows.values()
                assert then.open(screen.id) == ()

    def test_two_answers(self) -> None:
        """A value beside "declined", a date beside "never", observations beside "none": no answer, and it is said."""
        typed = {
            "person.birth_date": "1980-01-01",
            "person.birth_date.declined": "yes",
            "suicidality.last_behaviour": "never",
            "suicidality.last_behaviour.when": "2025",
        }
        then = begun(CLINICIAN).answered("safety", typed, strictly=False)
        assert then.errors == dict.fromkeys(
            ("person.birth_date", "suicidality.last_behaviour"), "Two answers: keep one of them"
        )
        row = {"medicines.listed": "none", "medicines.listed.1.substance": "lithium"}
        assert begun(CLIENT).answered("medicines", row).errors == {"medicines.listed": "Two answers: keep one of them"}
        ticked = {"checklists.substances": "declined", "checklists.substances.pcp": "yes"}
        then = begun(CLIENT).answered("mental_health_and_substances", ticked, strictly=False)
        assert then.errors == {"checklists.substances": "Two answers: keep one of them"}

    def test_a_list_half_answered(self) -> None:
        """Ticked items without a word on the others, rows without a word on the rest."""
        then = begun(CLIENT).answered(
            "mental_health_and_substances", {"checklists.substances.pcp": "yes"}, strictly=False
        )
        assert then.errors == {"checklists.substances": "Say whether there are others, or none of the others"}
        row = {"medicines.listed.1.substance": "lithium"}
        then = begun(CLIENT).answered("medicines", row)
        assert then.errors == {"medicines.listed": "Say whether these are all, or whether there may be others"}

    def test_nothing_chosen(self) -> None:
        """What is left empty is named beside the question; leaving it open is a choice of its own."""
        then = begun(CLINICIAN).answered("safety", {"suicidality.attempt_ever": "no"})
        assert set(then.errors) == set(then.open("safety"))
        assert set(then.errors.values()) == {"Choose an answer or say that it is not known"}
        assert "suicidality.attempt_ever" not in then.errors
        assert begun(CLINICIAN).answered("safety", {}, strictly=False).errors == {}


class TestKept:
    """A field that was left as it was changes nothing."""

    @pytest.mark.parametrize("file", sorted(ORDINARY.glob("*.json")), ids=lambda file: file.stem)
    def test_a_form_as_it_is_shown(self, file: Path) -> None:
        """Of each ordinary patient, by whomever it was answered: the same file, whoever looks through the screens."""
        whole = read_client(file.read_bytes())
        for reporter in (CLIENT, CLINICIAN):
            intake = begun(reporter, whole)
            for screen in intake.screens:
                there = intake.to(screen.id)
                typed = {name: text for each in screen.asks for name, text in shown(there, each).items()}
                assert there.answered(screen.id, typed, strictly=False).subject == whole

    def test_the_day_of_an_answer(self) -> None:
        """What is confirmed by being left stays of its day; what is changed is of today, and old bad news stays."""
        earlier = DECISION_DAY - timedelta(days=3)
        first = begun(CLINICIAN, on=earlier).answered("vital_signs", {"vitals.weight": "75 kg"}, strictly=False)
        again = begun(CLINICIAN, first.subject).to("vital_signs")
        typed = shown(again, Vitals.weight)
        assert again.answered("vital_signs", typed, strictly=False).subject == first.subject
        then = again.answered("vital_signs", {"vitals.weight": "76 kg"}, strictly=False)
        assert then.subject.vitals.weight.on == DECISION_DAY
        old = DECISION_DAY - timedelta(days=20)
        ideation = {"suicidality.highest_ideation_item": "4"}
        bad = begun(CLINICIAN, on=old).answered("safety", ideation, strictly=False)
        now = begun(CLINICIAN, bad.subject)
        assert "suicidality.highest_ideation_item" in now.open("safety")
        assert "too old" in now.answered("safety", ideation).errors["suicidality.highest_ideation_item"]
        now = now.answered("safety", {"suicidality.highest_ideation_item": "0"}, strictly=False)
        assert "suicidality.highest_ideation_item" not in now.open("safety")
        reports = now.subject.suicidality.highest_ideation_item.reports
        assert {(each.value, each.on) for each in reports} == {(4, old), (0, DECISION_DAY)}

    def test_an_answer_is_not_taken_back(self) -> None:
        """It is changed: whoever empties a field is asked what is meant."""
        first = begun(CLINICIAN).answered("vital_signs", {"vitals.weight": "75 kg"}, strictly=False)
        then = first.answered("vital_signs", {}, strictly=False)
        assert then.subject == first.subject
        assert "not taken back" in then.errors["vitals.weight"]

    def test_what_a_row_does_not_show(self) -> None:
        """Part of an observation that has no field, or whose field was not touched, stays."""
        medicine = Medicine(
            substance="lithium",
            status=MedicineStatus.TAKING,
            reference="chart 7",
            last_taken=Reports(Recorded(date(2026, 11, 20), by=CLIENT), Recorded(date(2026, 11, 21), by=CLINICIAN)),
        )
        start = Client(medicines=Medicines(listed=Recorded((medicine,), on=DECISION_DAY, by=CLIENT)))
        intake = begun(CLIENT, start).to("medicines")
        typed = shown(intake, Medicines.listed)
        assert typed["medicines.listed.1.status"] == "taking"
        then = intake.answered("medicines", typed | {"medicines.listed.1.daily_dose": "900 mg"})
        (found,) = then.subject.medicines.listed.value
        assert (found.reference, found.status, found.last_taken) == (
            "chart 7",
            MedicineStatus.TAKING,
            medicine.last_taken,
        )
        more = then.answered(
            "medicines",
            shown(then, Medicines.listed) | {"medicines.listed": "some", "medicines.listed.2.substance": "zolpidem"},
        )
        assert isinstance(more.subject.medicines.listed.value, AtLeastThese)
        assert {each.substance for each in more.subject.medicines.listed.value.records} == {"lithium", "zolpidem"}

    def test_what_is_known_otherwise_is_not_open(self) -> None:
        """A mean that a file gives stands for the readings, and each item by itself for its list."""
        start = Client(
            vitals=Vitals(mean_systolic=Recorded(120, by=CLINICIAN), mean_diastolic=Recorded(76, by=CLINICIAN))
        )
        intake = begun(CLINICIAN, start)
        assert "vitals.pressures" not in intake.open("vital_signs")
        assert intake.entry(Vitals.pressures, "vital_signs").kept == (
            "Mean systolic pressure",
            "Mean diastolic pressure",
        )
        heart = next(each for screen in SCREENS for each in screen.checklists if each.id == "heart_and_vessels")
        denied = {each.name: value for item in heart.items for each, value in item.denied.items()}
        assert name_of(heart) not in begun(CLINICIAN, Client(circulation=Circulation(**denied))).open(
            "heart_and_breathing"
        )
        del denied["heart_failure"]
        assert name_of(heart) in begun(CLINICIAN, Client(circulation=Circulation(**denied))).open("heart_and_breathing")


class TestCalledFor:
    """What the answers call for stands on a screen of its own, until nothing can change the outcome."""

    def test_until_nothing_is_left(self) -> None:
        """High blood pressure asks whether it is treated and for apnoea; "not known" is not asked again."""
        whole = person("man")
        intake = begun(CLINICIAN)
        asked: list[str] = []
        while intake.at != CHECK:
            typed = form(intake, whole)
            if intake.at == "heart_and_breathing":
                typed["checklists.heart_and_vessels.high_blood_pressure"] = "yes"
            if intake.at == "indicated":
                for each in intake.screen.asks:
                    asked.append(each.id)
                    kind = isinstance(each, Number | Text) and not isinstance(each, Event)
                    typed |= {f"{each.id}.not_known": "yes"} if kind else {each.id: "not_known"}
            intake = intake.answered(intake.at, typed)
            assert intake.errors == {}
            intake = intake.to(intake.after(intake.at))
        assert "circulation.hypertension_treated" in asked
        assert "breathing.stop_bang" in asked
        assert len(asked) == len(set(asked))
        assert intake.decision().outcome is Outcome.INCOMPLETE

    def test_more_of_an_observation(self) -> None:
        """A benzodiazepine without its dose is asked about once more; then it is left, and named."""
        whole = person("man")
        intake = begun(CLINICIAN)
        again = 0
        while intake.at != CHECK:
            typed = form(intake, whole)
            if intake.at == "medicines":
                typed = {
                    "medicines.listed": "all",
                    "medicines.listed.1.substance": "lorazepam",
                    "medicines.listed.1.status": "taking",
                }
            if intake.at == "indicated":
                assert [each.id for each in intake.screen.asks] == ["medicines.listed"]
                assert intake.entry(intake.screen.asks[0], "indicated").more == "daily dose of lorazepam"
                again += 1
                typed |= {"medicines.listed.1.daily_dose": "not known"}
            intake = intake.answered(intake.at, typed)
            assert intake.errors == {}
            intake = intake.to(intake.after(intake.at))
        assert again == 1
        assert intake.subject.medicines.listed.value[0].daily_dose is Absence.NOT_KNOWN

    def test_the_client_waits_for_a_clinicians_word(self) -> None:
        """What a clinician has to confirm is not asked of the client item by item."""
        intake, _ = played(begun(CLIENT), person("man"))
        assert intake.indicated.asks == ()

    def test_pregnancy_is_asked_where_it_matters(self) -> None:
        """Not of whoever has no uterus, who sees the two items of a list apart; the others are asked by themselves."""
        man = begun(CLIENT).answered("safety", {"reproduction.without_uterus": "yes"}, strictly=False)
        woman = begun(CLIENT).answered("safety", {"reproduction.without_uterus": "no"}, strictly=False)
        screen = next(each for each in man.screens if each.id == "operations_and_pregnancy")
        assert [each.id for each in screen.asks] == ["anaesthetics_operations_injuries"]
        (listed,) = screen.checklists
        assert len(man.items(listed)) == len(listed.items)
        assert man.where_pregnant(listed) == tuple(
            f"{name_of(listed)}.{each}" for each in ("given_birth", "nursing_or_giving_milk_now")
        )
        assert "nursing_or_giving_milk_now" not in {each.id for each in woman.items(listed)}
        screen = next(each for each in woman.screens if each.id == "operations_and_pregnancy")
        assert "reproduction.breastfeeding" in {each.id for each in screen.asks}

    def test_a_list_that_cannot_be_answered(self) -> None:
        """Of a list that is not known each item is asked by itself."""
        intake, _ = played(begun(CLINICIAN), person("man"))
        there = intake.to("heart_and_breathing")
        typed = {name: text for each in there.screen.asks for name, text in shown(there, each).items()}
        then = there.answered("heart_and_breathing", typed | {"checklists.heart_and_vessels": "not_known"})
        assert {each.id for each in then.indicated.asks} >= {
            "circulation.heart_failure",
            "circulation.coronary_disease",
        }


def test_in_spanish() -> None:
    """Words, faults and what was understood."""
    spanish: Mapping[str, Any] = {"locale": locale("es")}
    intake = begun(CLINICIAN, **spanish).answered("vital_signs", {"vitals.weight": "75", "vitals.height": "1,75"})
    assert intake.errors["vitals.weight"] == "¿En qué unidad? Escriba una de estas: 75 kg, 75 lb"
    assert intake.told == ("Estatura: 175 cm",) or intake.told[0].endswith(": 175 cm")
    entry = intake.entry(Vitals.pressures, "vital_signs")
    assert entry.rows[0][0].label == "Ambas, como 142/88"


def test_it_is_a_value() -> None:
    """An intake is not changed by what is answered."""
    intake = begun(CLINICIAN)
    then = intake.answered("vital_signs", {"vitals.weight": "75 kg"}, strictly=False)
    assert intake.subject == Client() != then.subject
    assert attrs.evolve(then, subject=Client(), told=(), at=intake.at, seen=()) == intake
    assert isinstance(Medicines.listed, Series)
