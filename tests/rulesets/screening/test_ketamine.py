"""Criterion 7 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.ketamine_history import (
    KetamineHistory,
    PriorKetamine,
    Reaction,
    ReactionAgent,
    ReactionKind,
    UseDisorder,
)
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import NEVER, DaysAgo, Recorded, Reporter
from kaprules.facts.psychiatric_history import AffectiveSwitch, PsychiatricHistory
from kaprules.facts.substance_use import Analyte, SubstanceUse, TestResult, UrineDrugTest
from kaprules.possible import Absence, Level, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.ketamine import RULES

CRITERION = RuleSet("ketamine", "Ketamine before?", RULES)
NEVER_HAD: dict[str, Any] = {
    "reactions": [],
    "prior_medical_ketamine": PriorKetamine.NEVER_GIVEN,
    "ketamine_use_disorder": UseDisorder.NONE,
    "phencyclidine_use_disorder": UseDisorder.NONE,
    "nonmedical_ketamine_use": NEVER,
    "phencyclidine_use": NEVER,
}


NO_SWITCH = by_clinician(PsychiatricHistory(switch_under_treatment=AffectiveSwitch.NONE))


def decided(
    *, medicines: Any = (), tests: Any = Absence.NOT_ASKED, mood: PsychiatricHistory = NO_SWITCH, **facts: Any
) -> Decision:
    client = Client(
        ketamine_history=by_clinician(KetamineHistory(**(NEVER_HAD | facts))),
        substance_use=by_clinician(SubstanceUse(disorders=[], urine_drug_tests=tests)),
        psychiatric_history=mood,
        medicines=Medicines(listed=Recorded(medicines, on=EXAMPLE_DAY)),
    )
    return decide(CRITERION, client, on=EXAMPLE_DAY, engine="interpreter")


def ketamine_test(result: TestResult) -> UrineDrugTest:
    return UrineDrugTest(analyte=Analyte.KETAMINE, result=result, prescribed=True, on=EXAMPLE_DAY)


def reacted(kind: Any, by: Reporter = Reporter.CLINICIAN, **more: Any) -> Decision:
    given = {"agent": ReactionAgent.KETAMINE, "by": by, "allergy_ruled_out": True} | more
    return decided(reactions=[Reaction(kind=kind, **given)], prior_medical_ketamine=Absence.NOT_ASKED)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (ReactionKind.ANAPHYLAXIS, Outcome.EXCLUDED),
        (ReactionKind.CARDIAC, Outcome.EXCLUDED),
        (ReactionKind.RESPIRATORY, Outcome.EXCLUDED),
        (ReactionKind.HEPATIC, Outcome.CAUTION),
        (ReactionKind.URINARY, Outcome.CAUTION),
        (ReactionKind.SEROTONIN_TOXICITY, Outcome.CAUTION),
        (ReactionKind.AFFECTIVE_SWITCH, Outcome.CAUTION),
        (ReactionKind.OTHER_GRAVE, Outcome.CAUTION),
        (ReactionKind.NOT_ALLERGIC, Outcome.CAUTION),
        (ReactionKind.SEVERE_EMERGENCE, Outcome.CAUTION),
        (ReactionKind.INTOLERANCE, Outcome.NO_EXCLUSION_FOUND),
        (Absence.NOT_KNOWN, Outcome.INCOMPLETE),
    ],
)
def test_each_kind_of_reaction(kind: Any, outcome: Outcome) -> None:
    """An arrest under ketamine is no intolerance, and a kind that is not known may have been an allergy."""
    assert reacted(kind).outcome is outcome


@pytest.mark.parametrize(("by", "outcome"), [(Reporter.CLIENT, Outcome.INCOMPLETE), (Reporter.RECORD, Outcome.CAUTION)])
def test_that_it_was_no_allergy_is_not_for_the_client_to_say(by: Reporter, outcome: Outcome) -> None:
    """From the client it may have been any kind."""
    assert reacted(ReactionKind.NOT_ALLERGIC, by).outcome is outcome


@pytest.mark.parametrize(
    ("more", "open_too"),
    [
        ({}, False),
        ({"by": Reporter.CLIENT}, True),
        ({"allergy_ruled_out": False}, True),
        ({"allergy_ruled_out": Absence.NOT_ASKED}, True),
    ],
)
def test_an_arrest_may_have_been_an_allergic_shock(more: dict[str, Any], open_too: bool) -> None:
    """Where no clinician ruled that out, the allergy stays open beside the exclusion."""
    given = {"by": Reporter.CLINICIAN} | more
    decision = reacted(ReactionKind.CARDIAC, **given)
    assert decision.outcome is Outcome.EXCLUDED
    assert (decision.truths["ketamine.allergy"].name == "UNKNOWN") is open_too


@pytest.mark.parametrize(
    ("days", "outcome"), [(365, Outcome.EXCLUDED), (366, Outcome.CAUTION), (4000, Outcome.CAUTION)]
)
def test_a_psychosis_after_ketamine(days: int, outcome: Outcome) -> None:
    """It excludes for a year, and is weighed after that."""
    assert reacted(ReactionKind.PSYCHOSIS, happened=DaysAgo(days)).outcome is outcome


def test_a_psychosis_without_a_date_may_be_recent() -> None:
    """Nobody knows that a year has passed."""
    assert reacted(ReactionKind.PSYCHOSIS).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        ({"prior_medical_ketamine": PriorKetamine.TOLERATED}, Outcome.NO_EXCLUSION_FOUND),
        ({"prior_medical_ketamine": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"prior_medical_ketamine": Absence.DECLINED}, Outcome.INCOMPLETE),
        ({"prior_medical_ketamine": PriorKetamine.NOT_TOLERATED}, Outcome.INCOMPLETE),
        ({"reactions": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"reactions": Recorded([], on=EXAMPLE_DAY - timedelta(days=181))}, Outcome.INCOMPLETE),
    ],
)
def test_no_reaction_says_little_where_nobody_knows_of_a_dose(facts: dict[str, Any], outcome: Outcome) -> None:
    """And nothing where it was asked too long ago, or beside a dose that was not tolerated."""
    assert decided(**facts).outcome is outcome


def test_not_tolerated_beside_a_reaction_is_weighed() -> None:
    """The reaction says what it was."""
    decision = decided(
        reactions=[Reaction(kind=ReactionKind.INTOLERANCE, agent=ReactionAgent.KETAMINE)],
        prior_medical_ketamine=PriorKetamine.NOT_TOLERATED,
    )
    assert [decision.outcome, decision.truths["ketamine.not_tolerated"].name] == [Outcome.CAUTION, "TRUE"]


def test_not_tolerated_beside_no_reaction_is_a_conflict() -> None:
    """One of the two answers is wrong."""
    assert Mark.CONFLICT in decided(prior_medical_ketamine=PriorKetamine.NOT_TOLERATED).marks


def test_never_had_beside_a_reaction_is_a_conflict() -> None:
    """It clears nobody."""
    decision = decided(reactions=[Reaction(kind=ReactionKind.INTOLERANCE, agent=ReactionAgent.ESKETAMINE)])
    assert [decision.outcome, Mark.CONFLICT in decision.marks] == [Outcome.INCOMPLETE, True]


@pytest.mark.parametrize(
    "told",
    [
        {"medicines": [Medicine(substance="esketamine", status=MedicineStatus.STOPPED)]},
        {"medicines": [Medicine(substance="Spravato", status=MedicineStatus.COMPLETED, last_taken=DaysAgo(90))]},
        {"medicines": [Medicine(substance="ketamine", status=MedicineStatus.NOT_TAKING, last_taken=DaysAgo(9))]},
        {"tests": [ketamine_test(TestResult.POSITIVE)]},
        {"mood": PsychiatricHistory(switch_under_treatment=AffectiveSwitch.KETAMINE)},
    ],
)
def test_never_had_beside_a_medicine_a_test_or_a_mood_is_a_conflict(told: dict[str, Any]) -> None:
    """Stopped or explained by a prescription, it was had."""
    decision = decided(**told)
    assert [decision.outcome, Mark.CONFLICT in decision.marks] == [Outcome.INCOMPLETE, True]
    assert decision.truths["ketamine.never_contradicted"].name == "TRUE"


@pytest.mark.parametrize(
    "told",
    [
        {"medicines": [Medicine(substance="esketamine", status=MedicineStatus.CANCELLED)]},
        {"medicines": [Medicine(substance="esketamine", status=MedicineStatus.CANCELLED, last_taken=NEVER)]},
        {"medicines": [Medicine(substance="zelbritide", status=MedicineStatus.STOPPED)]},
        {"tests": [ketamine_test(TestResult.NEGATIVE)]},
    ],
)
def test_what_says_nothing_of_ketamine_contradicts_nothing(told: dict[str, Any]) -> None:
    """An order that was cancelled, an old medicine that the table does not know, a test that found nothing."""
    assert decided(**told).outcome is Outcome.NO_EXCLUSION_FOUND


def test_a_name_but_for_a_letter_may_be_that_of_ketamine() -> None:
    """It is asked for, stopped or not."""
    misspelt = Medicine(substance="esketamin", status=MedicineStatus.STOPPED)
    assert decided(medicines=[misspelt]).outcome is Outcome.INCOMPLETE


def test_a_site_may_raise_each_caution() -> None:
    """And may lower the exclusion for heart and breath to a caution, no further."""
    levels = {rule.id: rule.levels for rule in RULES}
    assert levels["ketamine.grave_reaction.life_threatening"] == (Level.EXCLUSION, Level.CAUTION)
    assert all(Level.EXCLUSION in rule.levels for rule in RULES if rule.level is Level.CAUTION)
