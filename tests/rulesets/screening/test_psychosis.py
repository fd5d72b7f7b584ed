"""Criterion 6 as a whole: what a clinic's cases come out as."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.facts.client import Client
from kaprules.facts.medicines import Medicines
from kaprules.facts.model import HAPPENED, Confirmation, DaysAgo, OneOf, Recorded, Reporter, Reports
from kaprules.facts.person import Person
from kaprules.facts.psychiatric_history import (
    AffectiveSwitch,
    AntipsychoticUse,
    Bipolar,
    PsychiatricHistory,
    PsychoticDisorder,
    PsychoticDisorderType,
)
from kaprules.possible import Absence, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.psychosis import RULES

CRITERION = RuleSet("psychosis", "Has there been psychosis or mania?", RULES)
NOTHING: dict[str, Any] = {
    "psychotic_disorders": (),
    "bipolar_disorder": Bipolar.NONE,
    "mania_ever": False,
    "family_history_of_psychosis": False,
    "switch_under_treatment": AffectiveSwitch.NONE,
    "antipsychotic_or_mood_stabiliser": AntipsychoticUse.NOT_TAKEN,
}
SWITCHES = tuple(each for each in AffectiveSwitch if each is not AffectiveSwitch.NONE)
TYPE_NOT_KNOWN = OneOf(*(option for option in Bipolar if option is not Bipolar.NONE))


def decided(on: date = EXAMPLE_DAY, age: int = 40, listed: Any = (), **changed: Any) -> Decision:
    client = Client(
        person=Person(age=age),
        psychiatric_history=by_clinician(PsychiatricHistory(**(NOTHING | changed))),
        medicines=Medicines(listed=Recorded(listed, on=on)),
    )
    return decide(CRITERION, client, on=on, engine="interpreter")


def had(kind: Any, last: Any = Absence.NOT_ASKED, **more: Any) -> dict[str, Any]:
    return {"psychotic_disorders": (PsychoticDisorder(type=kind, last_symptoms=last, **more),)}


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, Outcome.NO_EXCLUSION_FOUND),
        (had(PsychoticDisorderType.SCHIZOPHRENIA), Outcome.EXCLUDED),
        (had(PsychoticDisorderType.UNSPECIFIED, DaysAgo(9000)), Outcome.EXCLUDED),
        (had(PsychoticDisorderType.BRIEF), Outcome.EXCLUDED),
        (had(PsychoticDisorderType.POSTPARTUM), Outcome.EXCLUDED),
        (had(PsychoticDisorderType.MOOD_WITH_PSYCHOSIS), Outcome.CAUTION),
        (had(PsychoticDisorderType.SUBSTANCE_INDUCED, DaysAgo(365)), Outcome.CAUTION),
        (had(PsychoticDisorderType.SUBSTANCE_INDUCED, DaysAgo(364)), Outcome.EXCLUDED),
        (had(PsychoticDisorderType.SUBSTANCE_INDUCED, HAPPENED), Outcome.INCOMPLETE),
        (had(Absence.NOT_KNOWN, DaysAgo(2000)), Outcome.INCOMPLETE),
        ({"psychotic_disorders": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"bipolar_disorder": Bipolar.BIPOLAR_I}, Outcome.EXCLUDED),
        ({"bipolar_disorder": Bipolar.BIPOLAR_II}, Outcome.CAUTION),
        ({"bipolar_disorder": Bipolar.CYCLOTHYMIA}, Outcome.CAUTION),
        ({"bipolar_disorder": Bipolar.UNSPECIFIED}, Outcome.CAUTION),
        ({"bipolar_disorder": Bipolar.UNSPECIFIED, "mania_ever": Absence.NOT_KNOWN}, Outcome.INCOMPLETE),
        ({"bipolar_disorder": TYPE_NOT_KNOWN}, Outcome.INCOMPLETE),
        ({"bipolar_disorder": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"mania_ever": True}, Outcome.EXCLUDED),
        ({"mania_ever": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        *(({"switch_under_treatment": each}, Outcome.CAUTION) for each in SWITCHES),
        ({"switch_under_treatment": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
        ({"switch_under_treatment": Absence.DECLINED}, Outcome.INCOMPLETE),
        ({"family_history_of_psychosis": True}, Outcome.CAUTION),
        ({"family_history_of_psychosis": Absence.NOT_KNOWN}, Outcome.INCOMPLETE),
        ({"mood_disorder_questionnaire_positive": False}, Outcome.NO_EXCLUSION_FOUND),
        ({"mood_disorder_questionnaire_positive": True}, Outcome.INCOMPLETE),
        ({"mood_disorder_questionnaire_positive": True, "bipolar_disorder": Bipolar.BIPOLAR_II}, Outcome.CAUTION),
        ({"antipsychotic_or_mood_stabiliser": AntipsychoticUse.DECLARED_REASON}, Outcome.NO_EXCLUSION_FOUND),
        ({"antipsychotic_or_mood_stabiliser": AntipsychoticUse.NO_DECLARED_REASON}, Outcome.INCOMPLETE),
        ({"antipsychotic_or_mood_stabiliser": Absence.NOT_ASKED}, Outcome.NO_EXCLUSION_FOUND),
        ({"antipsychotic_or_mood_stabiliser": Absence.DECLINED}, Outcome.INCOMPLETE),
        ({"antipsychotic_or_mood_stabiliser": Absence.NOT_ASKED, "listed": Absence.NOT_ASKED}, Outcome.INCOMPLETE),
    ],
)
def test_cases(changed: dict[str, Any], outcome: Outcome) -> None:
    """What most trials forbid excludes, what some programmes treat is weighed, what is not known stays open.

    Whether an antipsychotic is taken is read of the list of medicines, where nobody answered it.
    """
    assert decided(**changed).outcome is outcome


def test_a_bipolar_disorder_of_unknown_type_is_a_caution_and_an_open_exclusion() -> None:
    """Both are shown."""
    decision = decided(bipolar_disorder=TYPE_NOT_KNOWN)
    assert [[finding.rule for finding in each] for each in (decision.findings, decision.undecided)] == [
        ["psychosis.bipolar", "psychosis.bipolar.without_stabiliser"],
        ["psychosis.bipolar_one_or_mania"],
    ]


def test_a_clinicians_assessment_settles_a_positive_questionnaire() -> None:
    """The diagnosis then counts: here there is none."""
    assessed = Recorded(True, by=Reporter.CLINICIAN)
    decision = decided(mood_disorder_questionnaire_positive=True, bipolar_disorder_assessed=assessed)
    assert decision.outcome is Outcome.NO_EXCLUSION_FOUND


def test_a_denied_record_excludes_with_a_conflict() -> None:
    """What is on record counts, whatever the client says."""
    decision = decided(**had(PsychoticDisorderType.SCHIZOPHRENIA, denied_by_client=True))
    assert [decision.outcome, decision.marks] == [Outcome.EXCLUDED, (Mark.CONFLICT,)]


@pytest.mark.parametrize(
    ("changed", "conflict"),
    [
        ({"bipolar_disorder": Bipolar.BIPOLAR_I, "mania_ever": False}, True),
        ({"bipolar_disorder": Bipolar.NONE, "mania_ever": True}, True),
        ({"bipolar_disorder": Bipolar.BIPOLAR_I, "mania_ever": True}, False),
        ({"bipolar_disorder": Bipolar.UNSPECIFIED, "mania_ever": True}, False),
    ],
)
def test_a_diagnosis_that_contradicts_the_history_of_mania_is_marked(changed: dict[str, Any], conflict: bool) -> None:
    """The exclusion stands."""
    decision = decided(**changed)
    assert [decision.outcome, Mark.CONFLICT in decision.marks] == [Outcome.EXCLUDED, conflict]


@pytest.mark.parametrize(("age", "young"), [(32, True), (33, False)])
def test_family_history_weighs_more_in_the_young(age: int, young: bool) -> None:
    """A note beside the caution."""
    found = {finding.rule for finding in decided(age=age, family_history_of_psychosis=True).findings}
    assert found == {"psychosis.family", "psychosis.family.young"} - (set() if young else {"psychosis.family.young"})


def test_a_recent_substance_induced_psychosis_lifts_on_a_date() -> None:
    """On that day the exclusion is over, and on the day before it is not."""
    recent = had(PsychoticDisorderType.SUBSTANCE_INDUCED, EXAMPLE_DAY - timedelta(days=100))
    until_on = decided(**recent).findings[0].until_on
    assert until_on is not None
    outcomes = [decided(on=day, **recent).outcome for day in (until_on - timedelta(days=1), until_on)]
    assert outcomes == [Outcome.EXCLUDED, Outcome.CAUTION]


CONFIRMED = Confirmation("clinician 1", on=EXAMPLE_DAY)


@pytest.mark.parametrize("fact", ["psychotic_disorders", "bipolar_disorder", "mania_ever", "switch_under_treatment"])
@pytest.mark.parametrize("by", [Reporter.CLIENT, Reporter.RECORD, Reporter.LABORATORY, Reporter.DEVICE])
def test_a_denial_counts_where_a_clinician_makes_or_confirms_it(fact: str, by: Reporter) -> None:
    """By itself it clears nothing, of the client and of an empty record; and only what the client said is confirmed."""
    denied = NOTHING[fact]
    alone = Recorded(denied, by=by, on=EXAMPLE_DAY)
    confirmed = Recorded(denied, by=by, on=EXAMPLE_DAY, confirmed_by=CONFIRMED)
    assert decided(**{fact: alone}).outcome is Outcome.INCOMPLETE
    told = by is Reporter.CLIENT
    assert decided(**{fact: confirmed}).outcome is (Outcome.NO_EXCLUSION_FOUND if told else Outcome.INCOMPLETE)


@pytest.mark.parametrize("by", [Reporter.CLIENT, Reporter.RECORD])
@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (had(PsychoticDisorderType.SCHIZOPHRENIA), Outcome.EXCLUDED),
        (had(PsychoticDisorderType.SUBSTANCE_INDUCED, DaysAgo(100)), Outcome.EXCLUDED),
        (had(PsychoticDisorderType.SUBSTANCE_INDUCED, DaysAgo(9000)), Outcome.INCOMPLETE),
        ({"bipolar_disorder": Bipolar.BIPOLAR_I}, Outcome.EXCLUDED),
        ({"mania_ever": True}, Outcome.EXCLUDED),
    ],
)
def test_anybody_may_say_that_it_was(by: Reporter, changed: dict[str, Any], outcome: Outcome) -> None:
    """And a list by somebody whose word does not clear may lack what came later."""
    told = {name: Recorded(value, by=by, on=EXAMPLE_DAY) for name, value in changed.items()}
    assert decided(**told).outcome is outcome


def test_a_confirmation_renews_no_answer() -> None:
    """It is of the day on which the client answered."""
    old = EXAMPLE_DAY - timedelta(days=181)
    answer = Recorded(AffectiveSwitch.NONE, by=Reporter.CLIENT, on=old, confirmed_by=CONFIRMED)
    assert decided(switch_under_treatment=answer).outcome is Outcome.INCOMPLETE


def test_a_switch_that_somebody_told_outweighs_a_denial_however_old() -> None:
    """It stays, with a conflict."""
    old = Recorded(AffectiveSwitch.ANTIDEPRESSANT, by=Reporter.CLIENT, on=EXAMPLE_DAY - timedelta(days=2000))
    denied = Recorded(AffectiveSwitch.NONE, by=Reporter.CLINICIAN, on=EXAMPLE_DAY)
    decision = decided(switch_under_treatment=Reports(old, denied))
    assert [decision.outcome, decision.marks] == [Outcome.CAUTION, (Mark.CONFLICT,)]
