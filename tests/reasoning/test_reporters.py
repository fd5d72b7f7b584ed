"""On whose word a decision rests, and what it keeps without reading it."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from kaprules import NEVER, SCREENING, Client, Recorded, Reporter, Reports, decide, screen
from kaprules.facts import (
    Bladder,
    Circulation,
    KetamineHistory,
    Medicines,
    Neurology,
    PsychiatricHistory,
    Reproduction,
    Suicidality,
)
from kaprules.facts.medicines import Medicine
from kaprules.facts.model import Answered, AtLeastThese, ChecklistAnswer, Confirmation
from kaprules.intake.ordinary import ordinary
from kaprules.language import locale
from kaprules.rulesets import DOSING_DAY
from kaprules.testing import DECISION_DAY
from kaprules.wording.report import report

VISIT = date(2026, 11, 16)
CLIENT, CLINICIAN, RECORD = Reporter.CLIENT, Reporter.CLINICIAN, Reporter.RECORD
CONFIRMED = Confirmation("clinician 1", on=VISIT)


def alone(**groups: Any) -> tuple[str, ...]:
    return screen(Client(**groups), on=DECISION_DAY).on_the_clients_word


def said(value: Any, by: Reporter | None = CLIENT, on: date | None = VISIT, **more: Any) -> Recorded:
    return Recorded(value, on=on, by=by, **more)


ANEURYSM = (Circulation.aneurysm.id,)


class TestOnTheClientsWord:
    """A fact that rules read, known by the client and by nobody else."""

    @pytest.mark.parametrize(
        ("given", "named"),
        [
            (said(False), ANEURYSM),
            (said(True), ANEURYSM),
            (said(False, on=None), ANEURYSM),
            (said(False, CLINICIAN), ()),
            (False, ()),
            (said(False, None), ()),
            (Reports(said(False), said(False, RECORD)), ()),
            (Reports(said(False), said(False, on=date(2026, 11, 10))), ANEURYSM),
            (Reports(said(False), said(False, RECORD, date(2020, 1, 1))), ANEURYSM),
            (said(False, on=date(2020, 1, 1)), ()),
            (said(False, confirmed_by=CONFIRMED), ANEURYSM),
        ],
    )
    def test_by_who_says_it(self, given: Any, named: tuple[str, ...]) -> None:
        """A report of anybody else, or of nobody, is another word; one that is too old is none."""
        assert alone(circulation=Circulation(aneurysm=given)) == named

    def test_a_confirmation_counts_where_somebody_may_confirm(self) -> None:
        """By the list, and by the fact itself."""
        answer = ChecklistAnswer("mental_health_history", 1, Answered.NONE, on=VISIT, by=CLIENT)
        bipolar = PsychiatricHistory.bipolar_disorder.id
        assert bipolar not in alone(checklists=[attrs.evolve(answer, confirmed_by=CONFIRMED)])
        heart = attrs.evolve(answer, checklist="heart_and_vessels", confirmed_by=CONFIRMED)
        assert Circulation.hypertension.id in alone(checklists=[heart])

    def test_a_ticked_item_is_the_clients_word(self) -> None:
        """So is what is denied beside it."""
        answer = ChecklistAnswer("heart_and_vessels", 1, Answered.NONE, ["heart_attack"], on=VISIT, by=CLIENT)
        found = alone(checklists=[answer])
        assert {Circulation.myocardial_infarction.id, Circulation.coronary_disease.id} <= set(found)

    @pytest.mark.parametrize(
        ("listed", "named"),
        [
            (said([]), True),
            (said([Medicine(substance="sertraline")]), True),
            (said([Medicine(substance="sertraline", by=CLINICIAN)]), False),
            (said([Medicine(substance="sertraline", by=CLIENT)], CLINICIAN), True),
            (said(AtLeastThese(Medicine(substance="sertraline")), None), False),
            (said(AtLeastThese(Medicine(substance="sertraline", by=CLIENT)), None), True),
        ],
    )
    def test_a_list_is_its_records(self, listed: Any, named: bool) -> None:
        """Each by who made it, else by who gave the list."""
        assert (Medicines.listed.id in alone(medicines=Medicines(listed=listed))) is named

    def test_what_a_note_alone_reads_is_not_named(self) -> None:
        """Nor what no rule reads."""
        history = PsychiatricHistory(family_history_of_psychosis=said(False), mania_ever=said(True))
        bladder = Bladder(interstitial_cystitis_symptom_index=said(3))
        assert PsychiatricHistory.family_history_of_psychosis.id in alone(psychiatric_history=history)
        assert alone(bladder=bladder) == ()

    def test_of_whom_all_is_asked(self) -> None:
        """What a clinician said, measured or confirmed is not the client's word."""
        found = screen(ordinary("man", VISIT), on=DECISION_DAY).on_the_clients_word
        groups = {each.split(".")[0] for each in found}
        assert not groups & {"vitals", "mental_state", "suicidality", "indication", "substance_use"}
        assert {Reproduction.without_uterus.id, Neurology.head_injuries.id, KetamineHistory.reactions.id} <= set(found)
        assert PsychiatricHistory.psychotic_disorders.id not in found or not (
            PsychiatricHistory.psychotic_disorders.may_confirm
        )


INDEX = Bladder.interstitial_cystitis_symptom_index.id


class TestKeptNotRead:
    """A recorded fact that no rule of the rule set reads."""

    @pytest.mark.parametrize(
        ("groups", "named"),
        [
            (
                {"bladder": Bladder(interstitial_cystitis_symptom_index=3)},
                ["bladder.interstitial_cystitis_symptom_index"],
            ),
            ({"suicidality": Suicidality(phq9=said(4, CLINICIAN))}, ["suicidality.phq9"]),
            ({"suicidality": Suicidality(last_behaviour=NEVER)}, []),
            ({"circulation": Circulation(aneurysm=False)}, []),
            ({}, []),
        ],
    )
    def test_it_is_named(self, groups: dict[str, Any], named: list[str]) -> None:
        """A source of what is read is read."""
        found = screen(Client(**groups), on=DECISION_DAY).kept_not_read
        assert [each.fact for each in found] == named

    def test_with_the_rule_set_that_reads_it(self) -> None:
        """By the same id."""
        group = Medicines(listed=[])
        without = attrs.evolve(SCREENING, rules=SCREENING.rules[:1])
        (found,) = decide(without, Client(medicines=group), on=DECISION_DAY).kept_not_read
        assert Medicines.listed in DOSING_DAY.facts or "dosing_day" in found.read_by
        assert found.fact == Medicines.listed.id

    def test_in_words(self) -> None:
        """In both languages, beside what rests on the client's word."""
        client = Client(
            bladder=Bladder(interstitial_cystitis_symptom_index=3), circulation=Circulation(aneurysm=said(False))
        )
        decision = screen(client, on=DECISION_DAY)
        text = report(decision.evaluation)
        assert "On the client's word alone: circulation.aneurysm" in text
        assert "Kept, not read here: bladder.interstitial_cystitis_symptom_index" in text
        spanish = report(decision.evaluation, locale("es"))
        assert "Solo por la palabra del paciente: circulation.aneurysm" in spanish
        assert "Guardado, no se lee aquí" in spanish
