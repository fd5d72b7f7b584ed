"""What a site's policy says of how facts are read: for how long an answer counts, and what is not asked for.

Both travel with the rule set. A subject is read under it, in every engine, in records and in what explains a decision;
under the library, or another policy, the same subject is read as ever.
"""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import SCREENING, Client, InputError, decide, screen
from kaprules.assurance.proof import Relation, compare, prove
from kaprules.conditions import all_of
from kaprules.decision import ENGINES, Decision
from kaprules.errors import RuleError
from kaprules.facts import Reproduction, Suicidality
from kaprules.facts.general_health import GeneralHealth
from kaprules.facts.indication import Condition, Indication
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import (
    Answered,
    ChecklistAnswer,
    Fact,
    Facts,
    Recorded,
    Reporter,
    Reports,
    Subject,
    group,
    groups_of,
)
from kaprules.facts.model import given as given_of
from kaprules.facts.psychiatric_history import Bipolar
from kaprules.facts.readiness import Readiness
from kaprules.facts.reproduction import PregnancyReport
from kaprules.intake.counting import count_answers
from kaprules.intake.ordinary import KINDS, ordinary
from kaprules.policy import Policy, SwitchedOff, SwitchedOn, ValidityMoved, compose, read_policy
from kaprules.policy.impact import differences, overview
from kaprules.policy.schema import policy_schema
from kaprules.possible import Absence, Level, Outcome, Truth
from kaprules.record import schema
from kaprules.rule import Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import DOSING_DAY
from kaprules.sources import proposal
from kaprules.testing import clients, clients_near
from kaprules.wording.asking import asking, sections

TODAY: Final = date(2026, 11, 23)
ASKS: Final = "readiness.indication_missing"
MAN: Final = ordinary("man", TODAY)
SIGNED: Final[dict[str, Any]] = {
    "reason": "as agreed",
    "approved_by": "medical director",
    "date": TODAY - timedelta(days=400),
    "expires": TODAY + timedelta(days=900),
}
SIGNATURE: Final = """
reason = "as agreed"
approved_by = "medical director"
date = 2025-11-01
expires = 2028-10-31
"""
HEADER: Final = 'format = "kaprules policy"\nversion = 2\n'
OFF: Final = Policy((SwitchedOff(rule=ASKS, **SIGNED),))
MOVABLE: Final = ValidityMoved.known(SCREENING)
OF_RECORDS: Final = ("medicine.reviewed",)


def counts_for(days: int, *facts: str) -> Policy:
    return Policy(tuple(ValidityMoved(fact=each, days=days, **SIGNED) for each in facts))


def validity(fact: str, days: object, more: str = "") -> str:
    return f'\n[[validity]]\nfact = "{fact}"\ndays = {days}{SIGNATURE}{more}'


def switch_off(rule: str = ASKS, more: str = "") -> str:
    return f'\n[[switch_off]]\nrule = "{rule}"{SIGNATURE}{more}'


def indicated(condition: Any, by: Reporter = Reporter.CLINICIAN, ago: int = 0) -> Client:
    """The ordinary man, of whose indication this is recorded."""
    known = Recorded(condition, by=by, on=TODAY - timedelta(days=ago))
    return MAN.with_group(Indication(condition=known))


UNASKED: Final = MAN.with_group(Indication())


def error(text: str) -> str:
    with pytest.raises(InputError) as raised:
        read_policy(HEADER + text)
    return str(raised.value)


def rules_open(decision: Decision) -> set[str]:
    return {finding.rule for finding in decision.undecided}


# What is not asked for -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "off"),
    [
        (UNASKED, Outcome.NO_EXCLUSION_FOUND),
        (indicated(Absence.NOT_KNOWN), Outcome.NO_EXCLUSION_FOUND),
        (indicated(Condition.DEPRESSION, ago=400), Outcome.NO_EXCLUSION_FOUND),
        (indicated(Absence.DECLINED), Outcome.INCOMPLETE),
        (indicated(Condition.DEPRESSION, Reporter.CLIENT), Outcome.INCOMPLETE),
        (indicated(Condition.NONE, ago=400), Outcome.INCOMPLETE),
        (indicated(Condition.DEPRESSION, ago=-3), Outcome.INCOMPLETE),
    ],
    ids=["not asked", "not known", "long ago", "declined", "by the client", "none, long ago", "to come"],
)
def test_only_what_nobody_recorded_or_only_reassured_is_passed_over(client: Client, off: Outcome) -> None:
    """As of any fact that is looked for on indication; the library asks in each of these cases."""
    assert screen(client, on=TODAY).outcome is Outcome.INCOMPLETE
    decision = screen(client, on=TODAY, policy=OFF)
    assert decision.outcome is off
    assert ("indication.condition" in decision.not_examined) is (off is Outcome.NO_EXCLUSION_FOUND)
    assert [(each.fact, each.rule) for each in decision.site_facts] == [("indication.condition", ASKS)]


@pytest.mark.parametrize("by", [Reporter.CLINICIAN, Reporter.CLIENT])
def test_that_nothing_is_to_be_treated_still_calls_for_care(by: Reporter) -> None:
    """Whoever says so: a recorded *none* is no silence."""
    client = indicated(Condition.NONE, by)
    decision = screen(client, on=TODAY, policy=OFF)
    assert decision.truths["readiness.no_indication"] is Truth.TRUE
    assert decision.outcome is Outcome.CAUTION
    assert decision.truths == {k: v for k, v in screen(client, on=TODAY).truths.items() if k != ASKS}


def test_reports_that_disagree_are_not_passed_over() -> None:
    """Nor is an indication that a denial contradicts."""
    both = Reports(
        *(Recorded(each, by=Reporter.CLINICIAN, on=TODAY) for each in (Condition.CHRONIC_PAIN, Condition.NONE))
    )
    split = screen(MAN.with_group(Indication(condition=both)), on=TODAY, policy=OFF)
    assert split.outcome is not Outcome.NO_EXCLUSION_FOUND
    bipolar = screen(indicated(Condition.BIPOLAR_DEPRESSION), on=TODAY, policy=OFF)
    assert MAN.itemised.psychiatric_history.bipolar_disorder.value is Bipolar.NONE  # type: ignore[union-attr]
    assert bipolar.truths["readiness.indication_denied.bipolar"] is Truth.TRUE
    assert bipolar.outcome is Outcome.INCOMPLETE


READS_IT: Final = {
    rule.id for rule in SCREENING.rules if any(each.subject is Indication.condition for each in fact_atoms(rule.when))
}


def but_for_the_indication(client: Client) -> None:
    """Nothing else is read otherwise: each other rule is as true and as open, whatever is known of the client."""
    before, after = (screen(client, on=TODAY, policy=policy, engine="bits") for policy in (None, OFF))
    assert {name: truth for name, truth in before.truths.items() if name != ASKS} == after.truths
    assert rules_open(before) - READS_IT == rules_open(after) - READS_IT
    assert rules_open(after) <= rules_open(before)
    absence = before.evaluation.possible(Indication.condition).absence
    if absence not in (Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.STALE):
        assert rules_open(after) == rules_open(before) - {ASKS}
    if before.outcome is not Outcome.INCOMPLETE:
        assert after.outcome is before.outcome


@settings(max_examples=60, deadline=None)
@given(clients())
def test_nothing_else_is_looser(client: Client) -> None:
    """Of anybody."""
    but_for_the_indication(client)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(READS_IT)).flatmap(lambda rule: clients_near(rule)))
def test_nothing_else_is_looser_near_what_reads_it(client: Client) -> None:
    """Of whom the rules that read an indication tell something."""
    but_for_the_indication(client)


@settings(max_examples=40, deadline=None)
@given(clients())
def test_a_silence_decides_as_an_indication_without_consequence(client: Client) -> None:
    """Whoever is not asked gets the outcome of the same client for whom a clinician names an illness nobody denies."""
    silent, treated = (
        client.with_group(each)
        for each in (
            Indication(),
            Indication(condition=Recorded(Condition.CHRONIC_PAIN, by=Reporter.CLINICIAN, on=TODAY)),
        )
    )
    assert screen(silent, on=TODAY, policy=OFF).outcome is screen(treated, on=TODAY).outcome


def test_the_solver_finds_it_looser_and_nowhere_stricter() -> None:
    """And shows somebody whom the silence lets pass."""
    asks = [rule for rule in SCREENING.rules if rule.id in READS_IT]
    book = RuleSet("indication", "What for?", tuple(asks))
    found = compare(book, OFF.applied(book))
    assert found.relation is Relation.LESS and found.more is None and found.less is not None
    assert found.less.shows.startswith("the outcome is graver by the first rule book than by the other")


def test_what_is_proven_of_the_library_is_proven_under_it() -> None:
    """Each law of each rule that reads an indication; that it is looser is declared, and nothing else is."""
    book = RuleSet("indication", "What for?", tuple(rule for rule in SCREENING.rules if rule.id in READS_IT))
    plain, ours = (
        {(each.check.name, each.about): each.verdict.name for each in prove(book, site).results} for site in (None, OFF)
    )
    otherwise = {name: found for name, found in ours.items() if found != plain.get(name, "PROVED")}
    assert otherwise == {("looser", (f"switch_off {ASKS}",)): "DECLARED"}
    assert ("required", ("indication.condition",)) in plain.keys() - ours.keys()


def test_nobody_is_asked_for_it() -> None:
    """Neither by a question, nor on the form; the answers are one fewer, and what is recorded still counts."""
    ours = OFF.applied(SCREENING)
    assert Indication.condition in asking(SCREENING).own
    assert Indication.condition not in asking(ours).own
    assert Indication.condition in [each.fact for each in asking(ours).on_indication]
    for kind in KINDS:
        client = ordinary(kind, TODAY)
        with_it, without = (count_answers(book, client, on=TODAY) for book in (SCREENING, ours))
        assert without.answers == with_it.answers - 1 and without.outcome is with_it.outcome
        assert "indication.condition" not in [each.id for each in without.asked]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            switch_off("readiness.goal"),
            f"switch_off readiness.goal: the rule is always on; remove the entry; a site may switch off {ASKS}",
        ),
        (
            switch_off("readiness.indication_misssing"),
            f"switch_off readiness.indication_misssing is unknown: did you mean '{ASKS}'?",
        ),
        (switch_off("readiness.rating.low"), "switch_off readiness.rating.low: the rule is off already"),
        (switch_off() + switch_off(), f"switch_off {ASKS} is there twice: expected one entry"),
        (
            switch_off() + f'\n[[level]]\nrule = "readiness.no_indication"\nlevel = "exclusion"{SIGNATURE}',
            f"switch_off {ASKS}: readiness.no_indication excludes by indication.condition, which nobody would be asked "
            "for; leave the rule on, or let the other not exclude",
        ),
        (switch_off().replace("reason", "because"), "'because' is unknown"),
        (switch_off().replace('reason = "as agreed"\n', ""), "reason is missing: expected why the site differs"),
    ],
)
def test_what_may_not_be_off_is_refused(text: str, told: str) -> None:
    """With what may, where it helps."""
    assert told in error(text)


def with_own(*rules: Rule) -> RuleSet:
    return SCREENING + rules


def test_an_exclusion_of_a_sites_own_asks_for_what_it_reads() -> None:
    """Else whoever was not asked would pass."""
    own = Rule(
        id="handbook.no_pain",
        source=proposal("ours"),
        level=Level.EXCLUSION,
        until=SCREENING["readiness.capacity.absent"].until,  # type: ignore[union-attr] # a rule
        when=Indication.condition.is_one_of(Condition.CHRONIC_PAIN),
        clinician_text="We treat no pain.",
    )
    with pytest.raises(InputError, match=r"handbook\.no_pain excludes by indication\.condition"):
        OFF.applied(with_own(own))
    noted = attrs.evolve(own, level=Level.CAUTION, until=None)
    assert OFF.applied(with_own(noted)).rules[-1].id == "handbook.no_pain"


@pytest.mark.parametrize(
    "more",
    [
        {"level": Level.CAUTION, "when": Indication.condition.is_one_of(Condition.NONE)},
        {"when": all_of(Indication.condition.missing, Readiness.treatment_goal_documented.present)},
        {"when": Indication.earlier_treatments.missing},
        {"when": Reproduction.pregnancy_unsure.missing},
        {"when": Reproduction.amenorrhoea.missing},
    ],
)
def test_only_a_rule_that_asks_for_one_required_fact_may_be_off(more: dict[str, Any]) -> None:
    """It says so itself, and none does without saying so."""
    asks: Any = SCREENING[ASKS]
    with pytest.raises(RuleError, match="may be switched off and does more"):
        attrs.evolve(asks, **{"examples": (), **more})
    assert [rule.id for rule in SCREENING.rules if rule.may_be_off] == [ASKS]


# For how long an answer counts ---------------------------------------------------------------------------------


def test_what_a_site_may_move() -> None:
    """By the bounds of each fact, which hold what the library has; nothing else."""
    screener = (
        "highest_ideation_item",
        "last_behaviour",
        "behaviour_in_three_months",
        "attempt_ever",
        "latest_attempt",
    )
    present = ("current_mood_episode", "reality_testing", "hallucinations_now", "delusions_now", "delirium_now")
    expected = {
        "reproduction.pregnancy_reported": (7, 14, 30),
        "reproduction.breastfeeding": (14, 30, 30),
        **{f"suicidality.{each}": (7, 14, 30) for each in screener},
        **{f"mental_state.{each}": (7, 14, 30) for each in present},
        "substance_use.intoxicated_now": (7, 14, 30),
        "indication.condition": (90, 365, 730),
        "medicine.reviewed": (30, 365, 730),
    }
    found = {name: (fact.validity.movable, fact.validity.intake) for name, fact in MOVABLE.items()}
    assert {name: (at.floor, days, at.ceiling) for name, (at, days) in found.items() if at is not None} == expected
    assert set(ValidityMoved.known(DOSING_DAY)) == {"medicine.reviewed"}


def said(fact: Fact, value: object, ago: int) -> Client:
    """The ordinary client of whom a fact is recorded so long ago."""
    by = fact.may_rule_out[0] if fact.may_rule_out else Reporter.CLIENT
    base = ordinary("woman who may become pregnant, under 40", TODAY)
    here = base.group(fact)
    if fact.id == "suicidality.last_behaviour":
        here = type(here)(
            **{name: each for name, each in given_of(here).items() if name != "behaviour_in_three_months"}
        )
    if any(fact in each.facts for each in Client.__checklists__ if each.id == "mental_state"):  # it says so of today
        others = [each for each in base.checklists if each.checklist != "mental_state"]
        base = attrs.evolve(base, checklists=others)
    return base.with_group(
        type(here)(**given_of(here) | {fact.name: Recorded(value, on=TODAY - timedelta(days=ago), by=by)})
    )


DENIALS: Final[dict[str, object]] = {
    "reproduction.pregnancy_reported": PregnancyReport.NO,
    "suicidality.highest_ideation_item": 0,
    "indication.condition": Condition.OTHER,
}


def denial(fact: Any) -> object:
    if fact.id in DENIALS:
        return DENIALS[fact.id]
    options = list(getattr(fact, "options", ()))
    return next((each for each in options if each not in fact.adverse), False) if options else _plain(fact)


def _plain(fact: Fact) -> object:
    from kaprules.facts.model import NEVER, Event

    return NEVER if isinstance(fact, Event) else False


@pytest.mark.parametrize("name", [name for name in MOVABLE if name not in OF_RECORDS])
@pytest.mark.parametrize("end", ["floor", "ceiling"])
def test_an_answer_counts_to_the_last_day_and_no_longer(name: str, end: str) -> None:
    """Exactly; elsewhere as ever, whichever decision came first, and again."""
    fact = MOVABLE[name]
    days = getattr(fact.validity.movable, end)
    declared = fact.validity.intake
    assert declared is not None
    ours = counts_for(days, name).applied(SCREENING) if days != declared else SCREENING
    for ago in {days - 1, days, days + 1, declared, declared + 1}:
        client = said(fact, denial(fact), ago)
        for _ in range(2):
            for book, counts in ((ours, days), (SCREENING, declared)):
                decision = decide(book, client, on=TODAY)
                fresh = decision.evaluation.possible(fact).absence is None
                assert fresh is (ago <= counts)
                assert [each.fact for each in decision.site_facts] == ([name] if book is not SCREENING else [])
                again = decide(book, decision.subject, on=TODAY)
                assert again == decision and again.truths == decision.truths


def test_nothing_of_it_is_kept_from_one_policy_to_another() -> None:
    """The same client under two policies and none, in any order."""
    fact = MOVABLE["mental_state.reality_testing"]
    client = said(fact, denial(fact), 12)
    long, short = (counts_for(days, fact.id) for days in (30, 8))
    expected = {id(long): True, id(short): False, id(None): True}
    for policy in (long, short, None, short, long, None, long):
        decision = screen(client, on=TODAY, policy=policy)
        assert (decision.outcome is Outcome.NO_EXCLUSION_FOUND) is expected[id(policy)]
        for other, found in ((short, Outcome.INCOMPLETE), (None, Outcome.NO_EXCLUSION_FOUND)):
            read = decision.evaluation.subject  # as it is read under a policy
            assert screen(read, on=TODAY, policy=other).outcome is found  # type: ignore[arg-type] # a client


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_certifies_the_same_and_a_record_is_replayed_under_the_policy(engine: str) -> None:
    """Without it, it does not follow."""
    policy = Policy((*counts_for(30, "mental_state.reality_testing").changes, *OFF.changes))
    ours = policy.applied(SCREENING)
    fact = MOVABLE["mental_state.reality_testing"]
    client = said(fact, denial(fact), 29).with_group(Indication())
    decision = decide(ours, client, on=TODAY, engine=engine)
    assert decision.outcome is Outcome.NO_EXCLUSION_FOUND
    assert decision == decide(ours, client, on=TODAY, engine="interpreter")
    again = Decision.from_json(decision.to_json(), ruleset=ours)
    assert again == decision and again.site_facts == decision.site_facts
    copied = pickle.loads(pickle.dumps(decision))
    assert copied == decision and copied.truths == decision.truths and copied.site_facts == decision.site_facts
    with pytest.raises(InputError, match="digest of the record's rule set"):
        Decision.from_json(decision.to_json())
    assert decide(SCREENING, client, on=TODAY, engine=engine).outcome is Outcome.INCOMPLETE


def test_the_sites_days_hold_wherever_the_clocks_are() -> None:
    """Of an answer with its time, which falls on a day by the zone of the decision; and of one beside it."""
    fact = MOVABLE["mental_state.reality_testing"]
    client = said(fact, denial(fact), 0)
    here = client.group(fact)
    when = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    at = Recorded(denial(fact), on=when, by=Reporter.CLINICIAN)
    client = client.with_group(type(here)(**given_of(here) | {fact.name: at}))
    policy = counts_for(21, fact.id)
    for zone in ("Europe/Vienna", "Pacific/Auckland", "Europe/Vienna"):
        for book, counts in ((policy, True), (None, False), (policy, True)):
            decision = screen(client, on=TODAY, zone=zone, policy=book)
            assert (decision.evaluation.possible(fact).absence is None) is counts
            assert screen(decision.subject, on=TODAY, zone=zone, policy=book) == decision


def test_an_expired_yes_stays_open_and_a_valid_one_excludes() -> None:
    """What is adverse is no better for being too old."""
    fact: Any = MOVABLE["reproduction.breastfeeding"]
    client = said(fact, True, 20)
    assert screen(client, on=TODAY).outcome is Outcome.EXCLUDED
    assert screen(client, on=TODAY, policy=counts_for(14, fact.id)).outcome is Outcome.INCOMPLETE


def test_the_day_on_which_time_alone_helps_knows_the_validity() -> None:
    """Nothing is better on a day on which an answer is too old, by the site's days and not by the library's."""
    known = given_of(MAN.itemised.general_health) | {"latest_major_surgery": TODAY - timedelta(days=33)}
    operated = MAN.itemised.with_group(GeneralHealth(**known))
    assert screen(operated, on=TODAY).outcome is Outcome.CAUTION
    name = "mental_state.reality_testing"
    ahead = [
        screen(operated, on=TODAY, policy=each).earliest() for each in (None, counts_for(8, name), counts_for(30, name))
    ]
    assert [each and each.on - TODAY for each in ahead] == [timedelta(days=10), None, timedelta(days=10)]


def test_what_is_handed_over_and_who_said_it_know_the_validity() -> None:
    """The oldest answer that still counts, and whose word it is."""
    fact = MOVABLE["reproduction.pregnancy_reported"]
    client = said(fact, PregnancyReport.NO, 25)
    moved = screen(client, on=TODAY, policy=counts_for(30, fact.id))
    as_ever = screen(client, on=TODAY)
    assert fact.id in moved.on_the_clients_word and fact.id not in as_ever.on_the_clients_word
    oldest: list[Any] = [each.to_plan().oldest_health_answer for each in (moved, as_ever)]
    assert [each.value for each in oldest] == [TODAY - timedelta(days=25), TODAY]


def test_an_answer_to_a_checklist_counts_as_long_as_each_fact() -> None:
    """Item by item: one whose fact was moved, and one whose was not."""
    asked = TODAY - timedelta(days=20)
    denied = ChecklistAnswer("mental_state", 1, Answered.NONE, on=asked, by=Reporter.CLINICIAN)
    client = Client(checklists=[denied])
    policy = counts_for(21, "mental_state.hallucinations_now")
    for _ in range(2):
        evaluation = screen(client, on=TODAY, policy=policy).evaluation
        facts = {fact.id: fact for fact in SCREENING.facts}
        assert evaluation.possible(facts["mental_state.hallucinations_now"]).absence is None
        assert evaluation.possible(facts["mental_state.delirium_now"]).absence is Absence.STALE
        as_ever = screen(client, on=TODAY).evaluation
        assert as_ever.possible(facts["mental_state.hallucinations_now"]).absence is Absence.STALE


def reviewed(ago: int) -> Client:
    looked_up = Recorded(True, on=TODAY - timedelta(days=ago), by=Reporter.CLINICIAN)
    medicine = Medicine(
        substance="a name that no table holds",
        status=MedicineStatus.TAKING,
        reviewed=looked_up,
        reviewed_classes="none",
        reviewed_tells_of="none",
    )
    listed = Recorded((medicine,), on=TODAY, by=Reporter.CLIENT)
    return MAN.with_group(Medicines(listed=listed))


@pytest.mark.parametrize("days", [30, 730])
def test_the_review_of_a_medicine_counts_as_long_as_the_site_says(days: int) -> None:
    """Though it stands in a record of a list."""
    policy = counts_for(days, "medicine.reviewed")
    for ago in (29, 30, 31, 365, 366, 730, 731):
        client = reviewed(ago)
        for book, counts in ((policy, days), (None, 365), (policy, days)):
            decision = screen(client, on=TODAY, policy=book)
            known = decision.truths["medicines.ingredient_not_known"] is Truth.FALSE
            assert known is (ago <= counts)
            assert [each.fact for each in decision.site_facts] == ([] if book is None else ["medicine.reviewed"])
            assert decide(decision.ruleset, decision.subject, on=TODAY) == decision


def test_the_form_and_the_page_tell_the_sites_days() -> None:
    """For how long an answer counts, of what is asked for itself, on a list and on indication."""
    moved = ("reproduction.breastfeeding", "mental_state.hallucinations_now", "mental_state.reality_testing")
    ours = Policy(tuple(ValidityMoved(fact=each, days=17, **SIGNED) for each in moved)).applied(SCREENING)
    before, after = ("\n".join(sections(book).values()) for book in (SCREENING, ours))
    assert (
        before.count("17 days") == 0 and after.count("17 days") == len(moved) + 1
    )  # nursing is asked by itself, and on a list


# Errors, files and several policies ----------------------------------------------------------------------------


MOVED_ALL: Final = ", ".join(MOVABLE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            validity("mental_state.reality_testing", 31),
            "validity mental_state.reality_testing: days is 31 days: a site may choose 7 days to 30 days; choose a "
            "number within",
        ),
        (validity("mental_state.reality_testing", 6), "days is 6 days: a site may choose 7 days to 30 days"),
        (validity("mental_state.reality_testing", 14), "days is 14 days: as the library has it; remove the entry"),
        (validity("mental_state.reality_testing", "14.0"), "days is 14.0: expected a whole number of days"),
        (validity("mental_state.reality_testing", "true"), "days is true: expected a whole number of days"),
        (validity("mental_state.reality_testing", '"14"'), "days is '14': expected a whole number of days"),
        (
            validity("vitals.pressures", 14),
            f"validity vitals.pressures: the library fixes for how long it counts; remove the entry; a site may choose "
            f"that of {MOVED_ALL}",
        ),
        (
            validity("mental_state.reality_test", 10),
            "validity mental_state.reality_test is unknown: did you mean 'mental_state.reality_testing'?",
        ),
        (validity("mental_state.reality_testing", 9) * 2, "is there twice: expected one entry; remove the other"),
    ],
)
def test_what_may_not_be_moved_is_refused(text: str, told: str) -> None:
    """With what may be, and within what."""
    assert told in error(text)


@pytest.mark.parametrize("text", [switch_off(), validity("mental_state.reality_testing", 9)])
def test_the_first_version_of_the_file_does_not_know_it(text: str) -> None:
    """It is read as ever, and says which version does."""
    with pytest.raises(InputError, match="is not known in version 1: write version = 2"):
        read_policy(HEADER.replace("2", "1") + text)
    assert read_policy(HEADER + text).digest == read_policy(HEADER + text + "\n# as agreed").digest
    data = {"format": "kaprules policy", "version": 2}
    import jsonschema

    days = {"reason": "a", "approved_by": "b", "date": "2026-01-01", "expires": "2026-12-31"}
    jsonschema.validate(data | {"switch_off": [{"rule": ASKS} | days]}, policy_schema())
    jsonschema.validate(data | {"validity": [{"fact": "indication.condition", "days": 90} | days]}, policy_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            data | {"validity": [{"fact": "indication.condition", "days": "x"} | days]}, policy_schema()
        )


def test_a_digest_covers_days_and_rule() -> None:
    """And what a decision depends on is another rule book."""
    digests = {
        counts_for(9, "mental_state.reality_testing").digest,
        counts_for(10, "mental_state.reality_testing").digest,
        counts_for(9, "mental_state.delirium_now").digest,
        OFF.digest,
    }
    assert len(digests) == 4
    books = [policy.applied(SCREENING) for policy in (counts_for(9, "mental_state.reality_testing"), OFF)]
    assert len({SCREENING.meaning, *(book.meaning for book in books)}) == 3


LONGER: Final = "looser than 14 days, which stood before it"


def test_a_later_policy_may_only_shorten() -> None:
    """What counts for longer, or is not asked for, is looser than what stood before; the entry may say so."""
    group_ = read_policy(HEADER + validity("mental_state.reality_testing", 10))
    zone = read_policy(HEADER + 'zone = "Europe/Vienna"\n')
    name = "mental_state.reality_testing"
    assert (
        group_.then(read_policy(HEADER + validity(name, 8))).applied(SCREENING).validity_of(MOVABLE[name]).intake == 8
    )
    for before, text, told in (
        (group_, validity(name, 12), "looser than 10 days, which stood before it"),
        (zone, validity(name, 15), LONGER),
        (zone, switch_off(), "looser than on, which stood before it"),
    ):
        later = read_policy(HEADER + text, after=before)
        with pytest.raises(InputError, match=told):
            before.then(later)
        assert before.then(read_policy(HEADER + text + "loosens = true\n", after=before)).applied(SCREENING)
    back = group_.then(read_policy(HEADER + validity(name, 14, "loosens = true\n"), after=group_)).applied(SCREENING)
    assert back.meaning == SCREENING.meaning and back.validities == {}


def test_a_later_policy_may_ask_again() -> None:
    """Which is stricter; and what is off twice is off."""
    asked = Policy((SwitchedOn(rule=ASKS, **SIGNED),))
    both = compose(OFF, asked)
    assert both.applied(SCREENING).meaning == SCREENING.meaning
    assert screen(UNASKED, on=TODAY, policy=[OFF, asked]).outcome is Outcome.INCOMPLETE
    again = Policy((SwitchedOff(rule=ASKS, **SIGNED | {"reason": "still"}),))
    assert ASKS not in compose(OFF, again).applied(SCREENING)
    with pytest.raises(InputError, match="is there twice"):
        Policy((SwitchedOff(rule=ASKS, **SIGNED), SwitchedOn(rule=ASKS, **SIGNED)))
    with pytest.raises(InputError, match="the rule is on already"):
        asked.applied(SCREENING)


def test_tighten_only_refuses_both() -> None:
    """Whatever they say."""
    policy = Policy((*OFF.changes, *counts_for(30, "mental_state.reality_testing").changes))
    told = [str(each) for _, each in policy.looser_entries([SCREENING])]
    assert told == [
        f"switch_off {ASKS}: is off: looser than on, which stood before it; choose what is no looser",
        "validity mental_state.reality_testing: days is 30 days: looser than 14 days, which stood before it; choose "
        "what is no looser",
    ]
    assert list(counts_for(9, "mental_state.reality_testing").looser_entries([SCREENING])) == []


# What is shown -------------------------------------------------------------------------------------------------


def test_a_decision_shows_what_the_site_chose_and_why() -> None:
    """In each form, for each reader who sees what a site says of names of medicines."""
    policy = Policy((*OFF.changes, *counts_for(21, "mental_state.reality_testing").changes))
    fact = MOVABLE["mental_state.reality_testing"]
    decision = screen(said(fact, denial(fact), 20).with_group(Indication()), on=TODAY, policy=policy)
    signed = "(as agreed; approved by the medical director from"
    for text in (decision.explain(), decision.words("clinician"), decision.words("auditor")):
        assert f"counts for 21 days; without the policy for 14 days {signed}" in text
        assert f"not asked for; without the policy {ASKS} asks {signed}" in text
    from kaprules.pages.report import report_page

    assert "counts for 21 days; without the policy for 14 days" in report_page(decision)
    record = json.loads(decision.to_json())
    signed_by = {
        "reason": "as agreed",
        "approved_by": "medical director",
        "date": "2025-10-19",
        "expires": "2029-05-11",
    }
    assert record["site_facts"] == [
        {"fact": "indication.condition", "days": None, "default": None, "rule": ASKS} | signed_by,
        {"fact": fact.id, "days": 21, "default": 14, "rule": None} | signed_by,
    ]
    import jsonschema

    jsonschema.validate(record, schema())
    assert "site_facts" not in json.loads(screen(UNASKED, on=TODAY).to_json())


def test_a_comparison_names_what_is_read_otherwise() -> None:
    """Beside the rules that come out otherwise by it."""
    fact = MOVABLE["mental_state.reality_testing"]
    client = said(fact, denial(fact), 20).with_group(Indication())
    policy = Policy((*OFF.changes, *counts_for(21, fact.id).changes))
    before, after = screen(client, on=TODAY), screen(client, on=TODAY, policy=policy)
    book = before.compared(after).book
    assert f"{fact.id}: counts for 14 days -> 21 days" in book
    assert "indication.condition: asked for only in the earlier rule set" in book
    assert "indication.condition: asked for only in the later rule set" in after.compared(before).book


def test_the_check_names_who_gets_another_answer() -> None:
    """Of each."""
    policy = Policy((*OFF.changes, *counts_for(21, "reproduction.pregnancy_reported").changes))
    off, longer = differences(policy, [SCREENING])
    assert off.witness is not None and longer.witness is not None
    assert (off.default, off.site, off.choice) == ("on", "off", "a site may switch it off")
    assert off.witness.facts == "indication: not asked; all else complete and ordinary"
    assert (longer.default, longer.site) == ("14 days", "21 days")
    assert "pregnancy, as reported: no, said 21 days before" in longer.witness.facts
    text = overview(policy)
    assert f"switch_off {ASKS} (screening): on -> off" in text
    assert "validity reproduction.pregnancy_reported (screening): 14 days -> 21 days" in text


def test_why_a_rule_is_off_is_told() -> None:
    """Who asks for its derivation learns that the site switched it off."""
    with pytest.raises(InputError, match="is off by the site's policy"):
        screen(UNASKED, on=TODAY, policy=OFF).why(ASKS)


# A kind of subject of one's own --------------------------------------------------------------------------------


class Visit(Facts, group="visit"):
    """A group of a clinic's own."""

    note: Any = Indication.condition.__class__(title="Kind", options=Condition, adverse=(Condition.NONE,))


class Visitor(Client):
    """A client with facts of a clinic's own besides."""

    visit: Visit = group(Visit)


def test_it_holds_of_another_kind_of_subject() -> None:
    """That has the same groups."""
    known = {name: getattr(UNASKED.itemised, name) for name in groups_of(Client)}
    visitor: Subject = Visitor(**known)
    ours = OFF.applied(SCREENING.about(Visitor))
    assert decide(ours, visitor, on=TODAY).outcome is Outcome.NO_EXCLUSION_FOUND
    assert decide(SCREENING.about(Visitor), visitor, on=TODAY).outcome is Outcome.INCOMPLETE
    assert Suicidality.__group__ in ours.groups
