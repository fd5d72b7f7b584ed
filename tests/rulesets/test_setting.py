"""A practice as a whole: what it comes out as, attested in full and with one thing changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules.decision import Decision, decide
from kaprules.facts.evaluations import Evaluations
from kaprules.facts.model import NEVER, DaysAgo, OneOf, Recorded, Subject
from kaprules.facts.model import given as given_in
from kaprules.facts.practice import Practice
from kaprules.facts.premises import MedicalMonitoring, Place, Premises
from kaprules.facts.team import Prescriber, PrescriberPresence, Psychotherapist, Team
from kaprules.facts.terms import Supply, Terms
from kaprules.possible import Absence, Level, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.rulesets import SETTING
from kaprules.testing import DECISION_DAY, subjects, subjects_near
from tests.rulesets.mutants import survivors, wrong_examples

ORDER = list(Outcome)
ATTESTED: dict[str, Any] = {
    "prescriber": Prescriber.WITH_AUTHORITY,
    "prescriber_on_site": PrescriberPresence.ON_SITE,
    "psychotherapist": Psychotherapist.LICENSED_HERE,
    "integration_offered": True,
    "place": Place.CLINIC,
    "monitoring": MedicalMonitoring.COMPLETE,
    "pulse_oximeter": True,
    "emergency_plan": True,
    "product": Supply.LICENSED_RACEMIC,
    "off_label_consent": True,
    "medical_in_person": DaysAgo(26),
    "psychological_in_person": DaysAgo(26),
}
ESKETAMINE: dict[str, Any] = {"product": Supply.ESKETAMINE, "programme_enrolled": True}
GROUPS = {"team": Team, "premises": Premises, "terms": Terms, "evaluations": Evaluations}


def practice(**changes: Any) -> Practice:
    facts = ATTESTED | changes
    made: dict[str, Any] = {
        name: group(**{fact.name: facts[fact.name] for fact in group.__facts__ if fact.name in facts})
        for name, group in GROUPS.items()
    }
    return Practice(**made)


def decided(**changes: Any) -> Decision:
    return decide(SETTING, practice(**changes), on=EXAMPLE_DAY)


@pytest.mark.parametrize("rule", SETTING.rules, ids=lambda rule: rule.id)
def test_examples_hold_and_notice_every_small_change(rule: Any) -> None:
    """Each example comes out as it says, and no mutant survives them."""
    assert (wrong_examples(rule, SETTING), survivors(rule, SETTING)) == ([], [])


def test_what_is_attested_in_full_meets_no_exclusion() -> None:
    """Nothing is found, and nothing is left to ask."""
    decision = decided()
    assert (decision.outcome, decision.findings, decision.undecided, decision.missing) == (
        Outcome.NO_EXCLUSION_FOUND,
        (),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("changes", "outcome", "findings"),
    [
        ({"prescriber": Prescriber.NONE}, Outcome.EXCLUDED, ["prescriber"]),
        ({"prescriber": Prescriber.NOT_LICENSED_HERE}, Outcome.EXCLUDED, ["prescriber"]),
        ({"prescriber": Prescriber.WITHOUT_AUTHORITY}, Outcome.EXCLUDED, ["prescriber"]),
        ({"psychotherapist": Psychotherapist.NONE}, Outcome.EXCLUDED, ["psychotherapist"]),
        ({"psychotherapist": Psychotherapist.NOT_LICENSED_HERE}, Outcome.EXCLUDED, ["psychotherapist"]),
        ({"monitoring": MedicalMonitoring.NONE}, Outcome.EXCLUDED, ["monitoring.absent", "monitoring.partial"]),
        ({"monitoring": MedicalMonitoring.PARTIAL}, Outcome.CAUTION, ["monitoring.partial"]),
        ({"prescriber_on_site": PrescriberPresence.ON_CALL}, Outcome.CAUTION, ["prescriber_on_site"]),
        ({"prescriber_on_site": PrescriberPresence.NEITHER}, Outcome.CAUTION, ["prescriber_on_site"]),
        (
            ESKETAMINE | {"prescriber_on_site": PrescriberPresence.ON_CALL},
            Outcome.EXCLUDED,
            ["esketamine_prescriber_on_site"],
        ),
        ({"pulse_oximeter": False}, Outcome.CAUTION, ["pulse_oximeter"]),
        (ESKETAMINE | {"pulse_oximeter": False}, Outcome.EXCLUDED, ["esketamine_pulse_oximeter"]),
        ({"emergency_plan": False}, Outcome.EXCLUDED, ["emergency_plan"]),
        ({"place": Place.HOSPITAL}, Outcome.NO_EXCLUSION_FOUND, []),
        ({"place": Place.HOME}, Outcome.EXCLUDED, ["home"]),
        ({"place": Place.ELSEWHERE}, Outcome.EXCLUDED, ["home"]),
        ({"integration_offered": False}, Outcome.EXCLUDED, ["integration"]),
        ({"product": Supply.COMPOUNDED}, Outcome.NO_EXCLUSION_FOUND, ["compounded"]),
        ({"off_label_consent": False}, Outcome.INCOMPLETE, ["off_label_consent"]),
        ({"product": Supply.ESKETAMINE}, Outcome.INCOMPLETE, []),
        ({"product": Supply.ESKETAMINE, "programme_enrolled": True}, Outcome.NO_EXCLUSION_FOUND, []),
        ({"product": Supply.ESKETAMINE, "programme_enrolled": False}, Outcome.EXCLUDED, ["programme"]),
        (
            {"product": Supply.ESKETAMINE, "programme_enrolled": True, "place": Place.HOME},
            Outcome.EXCLUDED,
            ["home", "esketamine_at_home"],
        ),
        ({"medical_in_person": DaysAgo(180)}, Outcome.NO_EXCLUSION_FOUND, []),
        ({"medical_in_person": DaysAgo(181)}, Outcome.INCOMPLETE, ["evaluation.medical"]),
        ({"psychological_in_person": DaysAgo(181)}, Outcome.INCOMPLETE, ["evaluation.psychological"]),
        ({"psychological_in_person": NEVER}, Outcome.INCOMPLETE, ["evaluation.psychological"]),
        ({"room_private": False}, Outcome.NO_EXCLUSION_FOUND, ["room"]),
    ],
    ids=str,
)
def test_one_change(changes: dict[str, Any], outcome: Outcome, findings: list[str]) -> None:
    """Each change of a practice that attests everything has its own finding, and no other."""
    decision = decided(**changes)
    assert (decision.outcome, [finding.rule for finding in decision.findings]) == (
        outcome,
        [f"setting.{name}" for name in findings],
    )


@pytest.mark.parametrize("name", ATTESTED)
def test_what_is_not_attested_stays_open(name: str) -> None:
    """One thing that nobody said leaves the decision open, and is asked for."""
    decision = decided(**{name: Absence.NOT_ASKED})
    assert decision.outcome is Outcome.INCOMPLETE
    assert name in {missing.fact.split(".")[1] for missing in decision.missing}


def test_of_esketamine_other_things_are_asked() -> None:
    """Enrolment is asked for, consent to use off label is not."""
    decision = decided(product=Supply.ESKETAMINE, off_label_consent=Absence.NOT_ASKED)
    assert [missing.fact for missing in decision.missing] == ["terms.programme_enrolled"]


def test_racemic_of_either_kind_needs_consent_to_use_off_label() -> None:
    """It need not be known whether it is compounded."""
    racemic = OneOf(Supply.LICENSED_RACEMIC, Supply.COMPOUNDED)
    found = [finding.rule for finding in decided(product=racemic, off_label_consent=False).findings]
    assert found == ["setting.off_label_consent"]


def test_of_an_unknown_practice_everything_is_asked() -> None:
    """Nothing known is never nothing found."""
    decision = decide(SETTING, Practice(), on=EXAMPLE_DAY)
    counted = [rule.id for rule in SETTING.rules if rule.level is not Level.NOTE]
    assert (decision.outcome, sorted(finding.rule for finding in decision.undecided)) == (
        Outcome.INCOMPLETE,
        sorted(counted),
    )


@pytest.mark.parametrize("name", ["prescriber_on_site", "pulse_oximeter"])
@pytest.mark.parametrize("product", [*Supply, Absence.NOT_ASKED])
@pytest.mark.parametrize("why", [*(each for each in Absence if each is not Absence.IMPLAUSIBLE), "expired"])
def test_nobody_is_treated_where_it_is_not_known_who_and_what_is_there(name: str, product: Any, why: Any) -> None:
    """Never asked, declined, unknown or attested too long ago: whichever product it is, the practice has to say."""
    best = ATTESTED[name]
    given = Recorded(best, on=EXAMPLE_DAY - timedelta(days=366)) if why == "expired" else why
    decision = decided(**ESKETAMINE | {"product": product, name: given})
    assert decision.outcome is Outcome.INCOMPLETE
    assert name in {missing.fact.split(".")[1] for missing in decision.missing}


@pytest.mark.parametrize(
    "changes", [{"prescriber_on_site": PrescriberPresence.ON_CALL}, {"pulse_oximeter": False}], ids=str
)
def test_of_an_unknown_product_the_stricter_rule_stays_open(changes: dict[str, Any]) -> None:
    """It may be esketamine, of which no site may weigh it."""
    decision = decided(**changes, product=Absence.NOT_ASKED, programme_enrolled=True)
    (name,) = changes
    assert {f"setting.{name}", f"setting.esketamine_{name}"} <= {each.rule for each in decision.undecided}


def test_of_esketamine_a_site_has_no_choice() -> None:
    """The rules of the programme have one level, and those of ketamine the levels that the clinic chooses from."""
    levels = {rule.id: rule.levels for rule in SETTING.rules if rule.id.endswith(("on_site", "oximeter"))}
    assert levels == {
        "setting.esketamine_prescriber_on_site": (),
        "setting.prescriber_on_site": (Level.EXCLUSION, Level.CAUTION, Level.NOTE),
        "setting.esketamine_pulse_oximeter": (),
        "setting.pulse_oximeter": (Level.EXCLUSION, Level.CAUTION),
    }


def test_an_evaluation_to_come_is_a_data_error() -> None:
    """It reassures nobody."""
    decision = decided(medical_in_person=EXAMPLE_DAY + timedelta(days=1))
    assert (decision.outcome, decision.marks) == (Outcome.INCOMPLETE, (Mark.DATA_ERROR,))


@pytest.mark.parametrize(("days", "outcome"), [(365, Outcome.NO_EXCLUSION_FOUND), (366, Outcome.INCOMPLETE)])
def test_what_was_attested_reassures_for_a_year(days: int, outcome: Outcome) -> None:
    """Licences end, and staff leave."""
    attested = Recorded(Prescriber.WITH_AUTHORITY, on=EXAMPLE_DAY - timedelta(days=days))
    assert decided(prescriber=attested).outcome is outcome


WORSE: dict[str, tuple[Any, ...]] = {
    "prescriber": (Prescriber.WITHOUT_AUTHORITY, Prescriber.NOT_LICENSED_HERE, Prescriber.NONE),
    "psychotherapist": (Psychotherapist.NOT_LICENSED_HERE, Psychotherapist.NONE),
    "integration_offered": (False,),
    "place": (Place.ELSEWHERE, Place.HOME),
    "prescriber_on_site": (PrescriberPresence.ON_CALL, PrescriberPresence.NEITHER),
    "pulse_oximeter": (False,),
    "monitoring": (MedicalMonitoring.PARTIAL, MedicalMonitoring.NONE),
    "emergency_plan": (False,),
    "programme_enrolled": (False,),
    "off_label_consent": (False,),
    "medical_in_person": (DaysAgo(181), NEVER),
    "psychological_in_person": (DaysAgo(181), NEVER),
}
"""The values of each fact after what is attested at its best, each worse than the one before."""


def cases() -> st.SearchStrategy[Subject]:
    """Practices of every kind, and as many close to what one rule asks."""
    near = [subjects_near(rule.id, ruleset=SETTING) for rule in SETTING.rules]
    return st.one_of(subjects(SETTING), *near)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(drawn=cases())
def test_a_worse_practice_never_comes_out_better(drawn: Subject) -> None:
    """Whatever else is known, each fact made worse step by step leaves the outcome or worsens it."""
    for name, worse in WORSE.items():
        group = next(each for each, kind in GROUPS.items() if any(fact.name == name for fact in kind.__facts__))
        best = (ATTESTED | {"programme_enrolled": True})[name]
        outcomes = []
        for value in (best, *worse):
            worsened = GROUPS[group](**given_in(drawn.__dict__[group]) | {name: value})
            changed = {each: drawn.__dict__[each] for each in GROUPS} | {group: worsened}
            outcomes.append(decide(SETTING, Practice(**changed), on=DECISION_DAY, engine="interpreter").outcome)
        assert outcomes == sorted(outcomes, key=ORDER.index)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(drawn=cases())
def test_both_engines_say_the_same(drawn: Subject) -> None:
    """Practices are decided alike by durable-rules and by the reference."""
    assert decide(SETTING, drawn, on=DECISION_DAY, engine="durable") == decide(
        SETTING, drawn, on=DECISION_DAY, engine="interpreter"
    )
