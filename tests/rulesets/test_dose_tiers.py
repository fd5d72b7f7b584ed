"""The tiers as a whole: which of them are open to a client, and what the others still ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules.authoring import by_clinician
from kaprules.clientfile import subject_to_data
from kaprules.conditions import all_of
from kaprules.decision import Decision, decide, screen
from kaprules.errors import InputError
from kaprules.facts import Client
from kaprules.facts.model import Between, Facts, Recorded, Reporter, Reports, Subject
from kaprules.facts.plan import ConsentedTier, Monitoring, Plan, Tier
from kaprules.facts.session import Session
from kaprules.limit import Limit
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Level, Mark, Options, Outcome
from kaprules.rule import EXAMPLE_DAY, Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import DOSE_TIERS
from kaprules.sources import proposal
from kaprules.testing import DECISION_DAY, subjects, subjects_near
from tests.rulesets.mutants import survivors, wrong_examples

ORDER = list(Outcome)
OPEN, REVIEW, GAP, CLOSED = ORDER
READY: dict[str, Any] = {
    "screening": Outcome.NO_EXCLUSION_FOUND,
    "open_cautions": 0,
    "consented_tier": ConsentedTier.HIGH,
    "prep_sessions": 3,
    "prior_mild_tolerated": 1,
    "prior_moderate_tolerated": 1,
    "mild_first_waived": False,
    "therapist_in_room": True,
    "monitoring": Monitoring.CONTINUOUS,
    "integration_hours": 24,
    "escort_arranged": True,
    "adult_overnight": True,
    "highest_suicidality_item": 0,
    "support_person_named": True,
    "home_unsafe": False,
    "untreated_apnoea": False,
    "raised_pressure": False,
}
BEST: dict[str, Any] = {
    "mild_first_waived": True,
    "prep_sessions": 1000,
    "prior_mild_tolerated": 1000,
    "prior_moderate_tolerated": 1000,
    "integration_hours": 0,
}
"""What is better still than what is enough."""
ONLY_HIGH = {"adult_overnight", "prior_moderate_tolerated", "untreated_apnoea", "raised_pressure"}
"""What no tier but the high one asks for, where a mild session was tolerated."""
NOT_NEEDED = {"prior_mild_tolerated", "mild_first_waived"}
"""What is not asked for where a moderate session was tolerated."""


def decided(tier: Tier = Tier.HIGH, **changes: Any) -> Decision:
    facts = READY | changes
    return decide(DOSE_TIERS, Session(plan=by_clinician(Plan(intended_tier=tier, **facts))), on=EXAMPLE_DAY)


HANDED_OVER = ("screening", "open_cautions", "untreated_apnoea", "raised_pressure")


@pytest.mark.parametrize("name", HANDED_OVER)
@pytest.mark.parametrize("by", [*Reporter, None])
def test_what_the_screening_hands_over_is_a_record_s(name: str, by: Reporter | None) -> None:
    """The client's word clears none of it, nor does a device's, nor that of nobody in particular."""
    facts: dict[str, Any] = {each: Recorded(value, by=Reporter.CLINICIAN) for each, value in READY.items()}
    plan = Plan(intended_tier=Tier.HIGH, **facts | {name: Recorded(READY[name], by=by)})
    counts = by in (Reporter.CLINICIAN, Reporter.RECORD)
    outcome = decide(DOSE_TIERS, Session(plan=plan), on=EXAMPLE_DAY).alternatives[Tier.HIGH].outcome
    assert outcome is (OPEN if counts else GAP)


def test_an_old_outcome_of_the_screening_is_not_replaced_by_the_client_s_word() -> None:
    """A raised pressure on record 31 days ago, and none by the client today: it has to be looked up."""
    old = Recorded(True, by=Reporter.RECORD, on=EXAMPLE_DAY - timedelta(days=31))
    told = Recorded(False, by=Reporter.CLIENT, on=EXAMPLE_DAY)
    assert decided(raised_pressure=Reports(old, told)).outcome is GAP


def by_tier(decision: Decision) -> list[Outcome]:
    """Return the outcome of each tier, from mild to high."""
    return [judged.outcome for judged in decision.alternatives.values()]


@pytest.mark.parametrize("rule", DOSE_TIERS.rules, ids=lambda rule: rule.id)
def test_examples_hold_and_notice_every_small_change(rule: Any) -> None:
    """Each example comes out as it says, and no mutant survives them."""
    assert (wrong_examples(rule, DOSE_TIERS), survivors(rule, DOSE_TIERS)) == ([], [])


def test_with_everything_in_place_all_tiers_are_open() -> None:
    """Nothing is found for any of them, and nothing is left to ask."""
    decision = decided()
    assert by_tier(decision) == [OPEN, OPEN, OPEN]
    assert [(judged.findings, judged.missing) for judged in decision.alternatives.values()] == [((), ())] * 3


@pytest.mark.parametrize(
    ("changes", "outcomes"),
    [
        ({"screening": Outcome.EXCLUDED}, [CLOSED, CLOSED, CLOSED]),
        ({"screening": Outcome.INCOMPLETE}, [GAP, GAP, GAP]),
        ({"screening": Outcome.CAUTION}, [OPEN, OPEN, OPEN]),
        ({"screening": Outcome.CAUTION, "open_cautions": 1}, [REVIEW, REVIEW, CLOSED]),
        ({"consented_tier": ConsentedTier.NONE}, [CLOSED, CLOSED, CLOSED]),
        ({"consented_tier": ConsentedTier.MILD}, [OPEN, CLOSED, CLOSED]),
        ({"consented_tier": ConsentedTier.MODERATE}, [OPEN, OPEN, CLOSED]),
        ({"prep_sessions": 0}, [CLOSED, CLOSED, CLOSED]),
        ({"prep_sessions": 1}, [OPEN, CLOSED, CLOSED]),
        ({"prep_sessions": 2}, [OPEN, OPEN, CLOSED]),
        ({"prep_sessions": Between(1, 3)}, [OPEN, GAP, GAP]),
        ({"prior_mild_tolerated": 0}, [OPEN, OPEN, OPEN]),
        ({"prior_moderate_tolerated": 0}, [OPEN, OPEN, CLOSED]),
        ({"prior_mild_tolerated": 0, "prior_moderate_tolerated": 0}, [OPEN, CLOSED, CLOSED]),
        (
            {"prior_mild_tolerated": 0, "prior_moderate_tolerated": 0, "mild_first_waived": True},
            [OPEN, OPEN, CLOSED],
        ),
        (
            {"prior_mild_tolerated": 0, "prior_moderate_tolerated": 0, "mild_first_waived": Absence.NOT_ASKED},
            [OPEN, GAP, CLOSED],
        ),
        ({"therapist_in_room": False}, [CLOSED, CLOSED, CLOSED]),
        ({"monitoring": Monitoring.NONE}, [CLOSED, CLOSED, CLOSED]),
        ({"monitoring": Monitoring.INTERMITTENT}, [OPEN, OPEN, CLOSED]),
        ({"integration_hours": 48}, [OPEN, OPEN, OPEN]),
        ({"integration_hours": 72}, [OPEN, OPEN, CLOSED]),
        ({"integration_hours": 120}, [OPEN, CLOSED, CLOSED]),
        ({"integration_hours": 168}, [OPEN, CLOSED, CLOSED]),
        ({"integration_hours": 169}, [CLOSED, CLOSED, CLOSED]),
        ({"integration_hours": Absence.NOT_ASKED, "integration_booked": False}, [CLOSED, CLOSED, CLOSED]),
        ({"integration_hours": Absence.NOT_ASKED, "integration_booked": True}, [GAP, GAP, GAP]),
        ({"escort_arranged": False}, [CLOSED, CLOSED, CLOSED]),
        ({"adult_overnight": False}, [OPEN, OPEN, CLOSED]),
        ({"highest_suicidality_item": 2}, [OPEN, OPEN, OPEN]),
        ({"highest_suicidality_item": 3}, [OPEN, OPEN, CLOSED]),
        ({"highest_suicidality_item": 4}, [CLOSED, CLOSED, CLOSED]),
        ({"highest_suicidality_item": 6}, [CLOSED, CLOSED, CLOSED]),
        ({"support_person_named": False}, [REVIEW, REVIEW, CLOSED]),
        ({"home_unsafe": True}, [REVIEW, REVIEW, REVIEW]),
        ({"intention_stated": False, "therapist_known": False, "crisis_plan": False}, [OPEN, OPEN, OPEN]),
    ],
    ids=str,
)
def test_one_change(changes: dict[str, Any], outcomes: list[Outcome]) -> None:
    """Each change closes the tiers that ask for what is lacking, and no other."""
    assert by_tier(decided(**changes)) == outcomes


def test_what_the_next_tier_asks_for_is_what_it_finds() -> None:
    """The findings of each tier are what is still lacking for it, with how that is mended."""
    decision = decided(Tier.MILD, prep_sessions=1, prior_moderate_tolerated=0, integration_hours=60)
    lacking = {tier: [finding.rule for finding in judged.findings] for tier, judged in decision.alternatives.items()}
    assert lacking == {
        Tier.MILD: [],
        Tier.MODERATE: ["dose_tiers.preparation"],
        Tier.HIGH: ["dose_tiers.preparation", "dose_tiers.moderate_first", "dose_tiers.integration"],
    }
    assert all(finding.until for judged in decision.alternatives.values() for finding in judged.findings)


@pytest.mark.parametrize("name", READY)
def test_what_is_not_known_stays_open(name: str) -> None:
    """One thing that nobody said leaves open each tier that asks for it, and is asked for there."""
    decision = decided(**{name: Absence.NOT_ASKED})
    expected = [OPEN] * 3 if name in NOT_NEEDED else [OPEN, OPEN, GAP] if name in ONLY_HIGH else [GAP] * 3
    asked = [f"plan.{name}" in {each.fact for each in judged.missing} for judged in decision.alternatives.values()]
    assert (by_tier(decision), asked) == (expected, [outcome is GAP for outcome in expected])


def test_of_an_unknown_session_every_tier_is_incomplete() -> None:
    """Nothing known is never nothing found."""
    decision = decide(DOSE_TIERS, Session(), on=EXAMPLE_DAY)
    assert [decision.outcome, *by_tier(decision)] == [GAP] * 4


@pytest.mark.parametrize("changes", [{"highest_suicidality_item": 4}, {"home_unsafe": True}], ids=str)
def test_danger_is_urgent(changes: dict[str, Any]) -> None:
    """Somebody is called today, whatever the tier."""
    assert [judged.marks for judged in decided(**changes).alternatives.values()] == [(Mark.URGENT,)] * 3


@pytest.mark.parametrize(
    ("fact", "value", "days"),
    [
        ("screening", Outcome.NO_EXCLUSION_FOUND, 30),
        ("open_cautions", 0, 30),
        ("consented_tier", ConsentedTier.HIGH, 365),
        ("highest_suicidality_item", 0, 14),
        ("support_person_named", True, 30),
        ("home_unsafe", False, 30),
    ],
)
def test_what_may_change_reassures_for_a_time(fact: str, value: object, days: int) -> None:
    """A day longer, and it is asked for again."""
    recorded = [Recorded(value, on=EXAMPLE_DAY - timedelta(days=age)) for age in (days, days + 1)]
    assert [by_tier(decided(**{fact: each}))[2] for each in recorded] == [OPEN, GAP]


def test_the_outcomes_of_the_screening_are_those_of_a_decision() -> None:
    """One is handed on as the other; a client file names it as it did."""
    plan = Plan(screening=screen(Client(), on=EXAMPLE_DAY).outcome)
    assert plan.screening is Outcome.INCOMPLETE
    assert subject_to_data(Session(plan=plan))["plan"] == {"screening": "incomplete"}


def test_hours_say_that_a_session_is_booked() -> None:
    """And where they are not known, whether one is booked is not either."""
    found = [
        Plan.integration_booked.possible(plan, EXAMPLE_DAY)
        for plan in (
            Plan(integration_hours=24),
            Plan(integration_hours=Between(0, 8760)),
            Plan(),
            Plan(integration_hours=Absence.DECLINED),
            Plan(integration_booked=False),
        )
    ]
    assert found == [
        Options(PRESENT_BIT),
        Options(PRESENT_BIT),
        Options(PRESENT_BIT | ABSENT_BIT, Absence.NOT_ASKED),
        Options(PRESENT_BIT | ABSENT_BIT, Absence.DECLINED),
        Options(ABSENT_BIT),
    ]


def test_hours_and_their_denial_are_not_given_together() -> None:
    """One of the two is the other's reading."""
    with pytest.raises(InputError) as error:
        Plan(integration_hours=24, integration_booked=False)
    assert str(error.value) == (
        "plan.integration_booked and plan.integration_hours are both given: give the observations or what was worked "
        "out from them, not both"
    )


def test_no_amount_is_named() -> None:
    """Neither in a question nor in a rule: how much is given is the prescriber's."""
    words = [fact.question for fact in Plan.__facts__]
    for rule in DOSE_TIERS.rules:
        words += [rule.clinician_text, rule.rationale, rule.practice_variation, rule.until.text if rule.until else ""]
    units = {fact.unit for fact in DOSE_TIERS.facts if hasattr(fact, "unit")}
    assert ([each for each in words if " mg" in each.lower() or "milligram" in each.lower()], units) == (
        [],
        {"{#}", "{score}", "h"},
    )


def limits() -> list[Limit]:
    """Return the limits of the rules, each once."""
    found = {
        atom.operand.id: atom.operand
        for rule in DOSE_TIERS.rules
        for atom in fact_atoms(rule.when)
        if isinstance(atom.operand, Limit)
    }
    return list(found.values())


def test_a_site_loosens_counts_by_one_at_most_and_hours_not_at_all() -> None:
    """One session of preparation stays; what is beyond the bounds of a limit is nobody's choice."""
    loosest = {limit.id.removeprefix("dose_tiers."): (limit.value, limit.floor, limit.ceiling) for limit in limits()}
    assert {name: tuple(each and getattr(each, "value", each) for each in ends) for name, ends in loosest.items()} == {
        "any_caution": (1, None, None),
        "one_deeper": (1, None, None),
        "suicidality.intent": (4, None, None),
        "suicidality.method": (3, None, None),
        "preparation_mild": (1, 1, 10),
        "preparation_moderate": (2, 1, 10),
        "preparation_high": (3, 2, 10),
        "prior_mild": (1, 0, 10),
        "prior_moderate": (1, 0, 10),
        "integration_mild": (168, 24, 168),
        "integration_moderate": (72, 24, 72),
        "integration_high": (48, 24, 48),
    }


def test_consent_escort_monitoring_and_intent_keep_their_level() -> None:
    """What is never loosened offers a site no other level."""
    fixed = {rule.id.removeprefix("dose_tiers.") for rule in DOSE_TIERS.rules if rule.level is Level.EXCLUSION}
    assert {rule.id for rule in DOSE_TIERS.rules if rule.level is Level.EXCLUSION and rule.levels} == set()
    assert {"consent", "escort", "monitoring", "therapist", "suicidality.intent"} <= fixed


# Properties ---------------------------------------------------------------------------------------------------


def cases() -> st.SearchStrategy[Subject]:
    """Sessions of every kind, and as many close to what one rule asks."""
    near = [subjects_near(rule.id, ruleset=DOSE_TIERS) for rule in DOSE_TIERS.rules]
    return st.one_of(subjects(DOSE_TIERS), *near)


def rising(drawn: Subject, ruleset: RuleSet = DOSE_TIERS) -> bool:
    """Say whether no tier is more open than a lower one."""
    outcomes = by_tier(decide(ruleset, drawn, on=DECISION_DAY, engine="interpreter"))
    return outcomes == sorted(outcomes, key=ORDER.index)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(drawn=cases())
def test_a_higher_tier_is_never_more_open(drawn: Subject) -> None:
    """What a lower tier asks for, a higher one asks for too."""
    assert rising(drawn)


def test_a_tier_that_asks_for_more_than_a_higher_one_is_noticed() -> None:
    """A rule of the mild tier alone makes the others more open."""
    limit = Limit(5, "{#}", id="example.five", source=proposal("an example"), since=EXAMPLE_DAY)
    rule = Rule(
        id="example.mild_only",
        source=proposal("an example"),
        level=Level.CAUTION,
        when=all_of(Plan.intended_tier.is_one_of(Tier.MILD), Plan.prep_sessions < limit),
        clinician_text="There were fewer than five sessions of preparation.",
    )
    session = Session(plan=by_clinician(Plan(intended_tier=Tier.MILD, **READY)))
    added = (rule,)
    assert (rising(session), rising(session, DOSE_TIERS + added)) == (True, False)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(drawn=cases(), moved=st.fixed_dictionaries({limit.id: st.integers(0, 168) for limit in limits()}))
def test_nor_is_it_where_a_site_has_moved_limits(drawn: Subject, moved: dict[str, int]) -> None:
    """However a site has chosen among the values that the limits allow."""
    assert rising(drawn, _with_limits(moved))


def _with_limits(moved: dict[str, int]) -> RuleSet:
    def chosen(condition: Any) -> Any:
        limit = getattr(condition, "operand", None)
        if isinstance(limit, Limit) and limit.floor is not None and limit.allows(moved[limit.id]):
            return attrs.evolve(condition, operand=attrs.evolve(limit, value=moved[limit.id]))
        if hasattr(condition, "parts"):
            return type(condition)(tuple(map(chosen, condition.parts)))
        return condition

    rules = tuple(attrs.evolve(rule, when=chosen(rule.when)) for rule in DOSE_TIERS.rules)
    return attrs.evolve(DOSE_TIERS, rules=rules, home="")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(drawn=cases(), name=st.sampled_from(sorted(READY)))
def test_nothing_that_gets_better_closes_a_tier(drawn: Subject, name: str) -> None:
    """What is as it should be, instead of as it was drawn, leaves each outcome or improves it."""
    plan = drawn.__dict__["plan"]
    before = by_tier(decide(DOSE_TIERS, drawn, on=DECISION_DAY, engine="interpreter"))
    better = Session(plan=_with(plan, name))
    after = by_tier(decide(DOSE_TIERS, better, on=DECISION_DAY, engine="interpreter"))
    assert [ORDER.index(now) <= ORDER.index(was) for now, was in zip(after, before, strict=True)] == [True] * 3


def _with(plan: Facts, name: str) -> Plan:
    facts = {fact.name: plan.__dict__[fact.name] for fact in plan.__facts__}
    if name == "integration_hours":
        facts["integration_booked"] = Absence.NOT_ASKED
    return by_clinician(Plan(**facts | {name: (READY | BEST)[name]}))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(drawn=cases())
def test_both_engines_say_the_same(drawn: Subject) -> None:
    """Sessions are decided alike by durable-rules and by the interpreter, and so is the record of it."""
    durable, bits, meant = (
        decide(DOSE_TIERS, drawn, on=DECISION_DAY, engine=each) for each in ("durable", "bits", "interpreter")
    )
    assert durable == bits == meant
    assert Decision.from_json(durable.to_json(), ruleset=DOSE_TIERS).outcome is meant.outcome
