"""Who may rule a fact out: the whole table, and that the word of anybody else never clears nor hides anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaprules import Client, RuleSet, decide
from kaprules.authoring import by_clinician
from kaprules.facts import (
    Breathing,
    Circulation,
    Liver,
    MentalState,
    PsychiatricHistory,
    Session,
    SubstanceUse,
    Suicidality,
    Thyroid,
    Vitals,
)
from kaprules.facts.circulation import NyhaClass
from kaprules.facts.client import GROUPS
from kaprules.facts.liver import ChildPugh
from kaprules.facts.mental_state import RealityTesting
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Answered,
    ChecklistAnswer,
    Choice,
    Confirmation,
    CopyOf,
    DaysAgo,
    Event,
    Fact,
    Flag,
    Moment,
    Number,
    OneOf,
    Recorded,
    Reporter,
    Reports,
    Series,
    every_fact,
)
from kaprules.facts.model import given as given_in
from kaprules.facts.practice import Practice
from kaprules.facts.recovery import Recovery
from kaprules.facts.substance_use import Severity, Substance, SubstanceDisorder
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import Absence, Level, Mark, Outcome, option_bits
from kaprules.rulesets import AFTERCARE, DISCHARGE, DOSE_TIERS, DOSING_DAY, SCREENING
from kaprules.testing import decided_on, subjects

DAY = date(2026, 11, 23)
CLIENT, CLINICIAN, DEVICE, LABORATORY, RECORD = (
    Reporter.CLIENT,
    Reporter.CLINICIAN,
    Reporter.DEVICE,
    Reporter.LABORATORY,
    Reporter.RECORD,
)
EXAMINED, ON_RECORD = {CLINICIAN}, {CLINICIAN, RECORD}
MEASURED, TESTED = {CLINICIAN, DEVICE, RECORD}, {LABORATORY, CLINICIAN, RECORD}

BY_EXAMINATION = """
readiness.decision_capacity readiness.participation_voluntary readiness.willing_therapist
indication.condition anaesthesia.asa_class
mental_state.current_mood_episode mental_state.reality_testing mental_state.ymrs
mental_state.montreal_cognitive_assessment mental_state.decreased_need_for_sleep
mental_state.hallucinations_now mental_state.delusions_now mental_state.delirium_now mental_state.latest_delirium
mental_state.neurocognitive_disorder substance_use.intoxicated_now
psychiatric_history.dissociative_identity_disorder psychiatric_history.unstable_complex_trauma
psychiatric_history.severe_personality_disorder psychiatric_history.unstable_eating_disorder
reproduction.menopause_confirmed
today.decision_capacity today.change_in_health today.mood today.reality_testing today.suicidality today.intoxicated
"""
MAY_BE_CONFIRMED = """
psychiatric_history.psychotic_disorders psychiatric_history.primary_psychosis psychiatric_history.postpartum_psychosis
psychiatric_history.mood_disorder_with_psychosis psychiatric_history.substance_induced_psychosis
psychiatric_history.bipolar_disorder psychiatric_history.mania_ever psychiatric_history.switch_under_treatment
substance_use.disorders substance_use.significant_disorder substance_use.any_disorder substance_use.mild_disorder
substance_use.maintenance_treatment substance_use.ketamine_or_phencyclidine_disorder
substance_use.withdrawal_risk substance_use.behavioural_addiction_active substance_use.cannabis_use
ketamine_history.ketamine_use_disorder ketamine_history.phencyclidine_use_disorder ketamine_history.phencyclidine_use
suicidality.highest_ideation_item suicidality.last_behaviour suicidality.behaviour_in_three_months
suicidality.attempt_ever suicidality.latest_attempt suicidality.attempt_lies_back plan.highest_suicidality_item
follow_up.highest_ideation_item_since follow_up.suicidal_behaviour_since follow_up.switch_signs
"""
BY_CLINICIAN_OR_RECORD = """
circulation.nyha_class circulation.electrocardiogram circulation.vessel_operation_assessed
liver.child_pugh thyroid.control seizures.control
substance_use.diagnostic_statement psychiatric_history.bipolar_disorder_assessed
mental_state.dissociation_assessed mental_state.cognition_assessed medicine.reason
plan.screening plan.open_cautions plan.untreated_apnoea plan.raised_pressure
"""
BY_LABORATORY = """
thyroid.tsh thyroid.tsh_reference_low thyroid.tsh_below_reference
thyroid.free_t4 thyroid.free_t4_reference_high thyroid.free_t4_above_reference
thyroid.free_t3 thyroid.free_t3_reference_high thyroid.free_t3_above_reference
liver.alt liver.alt_reference_high liver.alt_multiple liver.ast liver.ast_reference_high liver.ast_multiple
general_health.glomerular_filtration_rate breathing.apnoea_hypopnoea_index breathing.hypercapnia
bladder.urinalysis substance_use.urine_drug_tests substance_use.unexplained_drug_test substance_use.cannabis_positive
substance_use.ketamine_positive
reproduction.pregnancy_test
"""
BY_NO_DEVICE = """
recovery.antagonist_given recovery.oriented recovery.dissociation_resolved recovery.new_suicidal_intent
recovery.escort_present
"""
BY_MEASUREMENT = """
vitals.pressures vitals.mean_systolic vitals.mean_diastolic vitals.highest_systolic vitals.highest_diastolic
vitals.pressure_readings vitals.pressure_days vitals.heart_rate vitals.oxygen_saturation
vitals.height vitals.weight vitals.body_mass_index
"""
TABLE: dict[str, tuple[set[Reporter], set[Reporter]]] = {
    **dict.fromkeys(BY_EXAMINATION.split(), (EXAMINED, set())),
    "medicine.reviewed": (EXAMINED, set()),
    **dict.fromkeys(MAY_BE_CONFIRMED.split(), (EXAMINED, EXAMINED)),
    **dict.fromkeys(BY_CLINICIAN_OR_RECORD.split(), (ON_RECORD, set())),
    **dict.fromkeys(BY_LABORATORY.split(), (TESTED, set())),
    **dict.fromkeys(BY_MEASUREMENT.split(), (MEASURED, set())),
    **dict.fromkeys((fact.id for fact in Recovery.__facts__), (MEASURED, set())),
    **dict.fromkeys(BY_NO_DEVICE.split(), (ON_RECORD, set())),
}
"""Of each fact that not everybody may rule out, who may, and who may confirm what somebody else answered."""


def every_declared() -> dict[str, Fact]:
    """Return every fact of every kind of subject, parts of lists included."""
    found: dict[str, Fact] = {}
    for kind in (Client, Session, Practice):
        for fact in every_fact(kind):
            found[fact.id] = fact
            if isinstance(fact, Series):
                found |= {part.id: part for part in fact.record.__facts__}
    return found


DECLARED = every_declared()


@pytest.mark.parametrize("name", [name for name in TABLE if name in DECLARED])
def test_who_may_rule_out_is_as_the_table_says(name: str) -> None:
    """And who may confirm."""
    fact = DECLARED[name]
    assert (set(fact.may_rule_out), set(fact.may_confirm)) == TABLE[name]


def test_nothing_else_is_restricted() -> None:
    """What anybody may say to the better is in no table."""
    assert {name for name, fact in DECLARED.items() if fact.may_rule_out or fact.may_confirm} <= set(TABLE)


def test_who_is_named_matters_wherever_somebody_is_named() -> None:
    """Where anybody may rule a fact out no reporters are declared, but for what a prescriber's review says."""
    named = {name for name, fact in DECLARED.items() if set(fact.reporters) != set(Reporter) and not fact.may_rule_out}
    assert {name for name in named if not name.startswith("medicine.")} == set()


# A word to the better, and to the worse -------------------------------------------------------------------------


def seen(fact: Any, value: object) -> tuple[Any, ...]:
    """Return what a value leaves possible of a fact."""
    found = fact.possible(GROUPS[fact.group](**{fact.name: value}), DAY)
    return (*tuple(found)[: fact.size - 1], found.absence)


@pytest.mark.parametrize("by", [CLIENT, LABORATORY, None])
def test_a_number_by_anybody_counts_to_the_worse_alone(by: Reporter | None) -> None:
    """A saturation of 98 by the client clears nothing, one of 88 is low; a pressure is no lower than said."""
    assert seen(Vitals.oxygen_saturation, Recorded(98, by=by)) == (50, 98, Absence.NOT_AUTHORISED)
    assert seen(Vitals.mean_systolic, Recorded(190, by=by)) == (190, 300, Absence.NOT_AUTHORISED)
    assert seen(Vitals.heart_rate, Recorded(72, by=by)) == (20, 250, Absence.NOT_AUTHORISED)
    assert seen(Vitals.heart_rate, Recorded(72, by=DEVICE)) == (72, 72, None)


def test_an_event_by_anybody_may_have_been_later() -> None:
    """That it never happened is no word of theirs; that it happened is."""
    delirium = MentalState.latest_delirium
    assert seen(delirium, Recorded(NEVER, by=CLIENT)) == (0, delirium.highest, Absence.NOT_AUTHORISED)
    assert seen(delirium, Recorded(DaysAgo(10), by=CLIENT)) == (0, 10, Absence.NOT_AUTHORISED)
    assert seen(delirium, Recorded(HAPPENED, by=CLIENT)) == (0, delirium.highest - 1, None)


def test_an_option_by_anybody_rules_no_worse_one_out() -> None:
    """Class A by the client may be B or C; the worst that there is stands as said."""
    a, every = option_bits((ChildPugh.A,)), option_bits((ChildPugh.A, ChildPugh.B, ChildPugh.C))
    assert seen(Liver.child_pugh, Recorded(ChildPugh.A, by=CLIENT)) == (every, Absence.NOT_AUTHORISED)
    assert seen(Liver.child_pugh, Recorded(ChildPugh.A, by=RECORD)) == (a, None)
    assert seen(Liver.child_pugh, Recorded(ChildPugh.C, by=CLIENT)) == (option_bits((ChildPugh.C,)), None)
    assert seen(Liver.child_pugh, Recorded(OneOf(ChildPugh.NONE, ChildPugh.A), by=CLIENT))[1] is Absence.NOT_AUTHORISED


def test_a_word_to_the_worse_stands_beside_a_clinician_s() -> None:
    """And one to the better takes nothing away."""
    pressures = (Recorded(120, by=CLINICIAN), Recorded(190, by=CLIENT))
    assert seen(Vitals.mean_systolic, Reports(*pressures)) == (190, 190, None)
    assert seen(Vitals.mean_systolic, Reports(Recorded(150, by=CLINICIAN), Recorded(118, by=CLIENT))) == (
        150,
        150,
        None,
    )
    found = seen(Vitals.heart_rate, Reports(Recorded(135, by=DEVICE), Recorded(72, by=CLIENT)))
    assert found == (135, 135, None)
    classes = Reports(Recorded(NyhaClass.III, by=RECORD), Recorded(NyhaClass.I, by=CLIENT))
    assert seen(Circulation.nyha_class, classes) == (option_bits((NyhaClass.III,)), None)


def test_several_words_to_the_worse_are_the_worst_of_them() -> None:
    """Nobody who may rule it out has spoken, so worse is possible still."""
    two = Reports(Recorded(150, by=CLIENT), Recorded(170, by=CLIENT, reference="diary"))
    assert seen(Vitals.mean_systolic, two) == (170, 300, Absence.NOT_AUTHORISED)
    old = Recorded(RealityTesting.INTACT, by=CLINICIAN, on=date(2026, 10, 1))
    unclear = Recorded(RealityTesting.UNCLEAR, by=CLIENT)
    both = option_bits((RealityTesting.IMPAIRED, RealityTesting.UNCLEAR))
    assert seen(MentalState.reality_testing, Reports(old, unclear)) == (both, Absence.NOT_AUTHORISED)


def test_an_old_word_to_the_worse_stays_open() -> None:
    """A TSH that the client remembers is neither normal nor forgotten."""
    old = Recorded(2, by=CLIENT, on=date(2026, 1, 1))
    found = Thyroid.tsh.possible(Thyroid(tsh=old), DAY)
    assert (found.absence, found.outdated and tuple(found.outdated)[:2]) == (Absence.STALE, (0, 2))
    by_laboratory = attrs.evolve(old, by=LABORATORY)
    kept = Thyroid.tsh.possible(Thyroid(tsh=by_laboratory), DAY)
    assert kept.outdated is not None and tuple(kept.outdated)[:2] == (2, 2)


def test_height_and_weight_by_the_client_count_where_nothing_turns_on_them() -> None:
    """They are known about, and PROVISIONAL; any measurement counts before them, however much older."""
    told = Vitals(height=Recorded(175, by=CLIENT), weight=Recorded(75, by=CLIENT))
    index = Vitals.body_mass_index.possible(told, DAY)
    assert seen(Vitals.height, Recorded(175, by=CLIENT)) == (170, 180, None)
    assert seen(Vitals.height, 175) == (100, 230, Absence.NOT_AUTHORISED)
    assert (21 < index.low < 24 < index.high < 28, index.marks) == (True, {Mark.PROVISIONAL})
    measured = Recorded(98, by=CLINICIAN, on=date(2026, 10, 1))
    assert seen(Vitals.weight, Reports(measured, Recorded(75, by=CLIENT, on=DAY))) == (98, 98, None)


CONFIRMED = Confirmation("clinician 1", on=DAY)
ATTEMPT = Suicidality.attempt_ever


def test_a_clinician_may_confirm_what_the_client_says_of_the_past() -> None:
    """And nothing that belongs to the clinician's own examination."""
    said: dict[str, Any] = {"on": DAY, "by": CLIENT, "confirmed_by": CONFIRMED}
    assert seen(Suicidality.highest_ideation_item, Recorded(1, **said)) == (1, 1, None)
    assert seen(Suicidality.attempt_ever, Recorded(False, **said))[1] is None
    intact = Recorded(RealityTesting.INTACT, **said)
    assert seen(MentalState.reality_testing, intact)[1] is Absence.NOT_AUTHORISED


@pytest.mark.parametrize("by", [DEVICE, LABORATORY, RECORD, None])
def test_only_the_client_s_answer_is_confirmed(by: Reporter | None) -> None:
    """Whoever else answered, a confirmation adds nothing."""
    said: dict[str, Any] = {"on": DAY, "by": by, "confirmed_by": CONFIRMED}
    assert seen(Suicidality.highest_ideation_item, Recorded(0, **said)) == (0, 5, Absence.NOT_AUTHORISED)
    history = PsychiatricHistory(psychotic_disorders=Recorded([], **said))
    assert PsychiatricHistory.primary_psychosis.possible(history, DAY).absence is Absence.NOT_AUTHORISED


LATER: list[tuple[date, date, bool]] = [
    (DAY, DAY, True),
    (DAY, DAY + timedelta(days=1), False),
    (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 1, tzinfo=UTC), True),
    (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC), False),
    (DAY, datetime(2026, 11, 23, 2, tzinfo=UTC), False),
    (datetime(2026, 11, 22, 9, tzinfo=UTC), DAY - timedelta(days=2), False),
]


@pytest.mark.parametrize(("answered", "confirmed", "counts"), LATER)
def test_a_confirmation_of_a_day_that_cannot_be_confirms_nothing(answered: date, confirmed: date, counts: bool) -> None:
    """It lies after the decision, or before the answer, by the clocks of the place; what is adverse stays so."""
    later: dict[str, Any] = {"on": answered, "by": CLIENT, "confirmed_by": Confirmation("clinician 1", on=confirmed)}
    zone = timezone(timedelta(hours=-5))
    client = Client(
        suicidality=Suicidality(highest_ideation_item=Recorded(0, **later), attempt_ever=Recorded(True, **later)),
        psychiatric_history=PsychiatricHistory(psychotic_disorders=Recorded([], **later)),
    )
    decision = decide(SCREENING, client, on=DAY, zone=zone)
    wrong = {error.fact for error in decision.data_errors}
    expected = {"suicidality.highest_ideation_item", "suicidality.attempt_ever"}
    assert wrong == (set() if counts else {*expected, "psychiatric_history.psychotic_disorders"})
    item, ever = (client.possible(each, DAY, zone) for each in (Suicidality.highest_ideation_item, ATTEMPT))
    assert (item.absence is None, ever.absence) == (counts, None)
    assert [Mark.DATA_ERROR in each.marks for each in (item, ever)] == [not counts, not counts]
    disorders = client.possible(PsychiatricHistory.primary_psychosis, DAY, zone)
    assert (disorders.absence is None) == counts


def test_a_confirmation_of_a_day_to_come_is_named_with_the_day_that_it_may_have_at_most() -> None:
    """In words that whoever corrects the file can use."""
    confirmed = Confirmation("clinician 1", on=DAY + timedelta(days=1))
    told = Suicidality(attempt_ever=Recorded(False, on=DAY, by=CLIENT, confirmed_by=confirmed))
    (error,) = decide(SCREENING, Client(suicidality=told), on=DAY).data_errors
    says = f"confirmed or copied on a day that cannot be; expected: {DAY} or before"
    assert str(error) == f"past suicide attempt no: {says}"


def test_a_list_confirmed_on_a_day_to_come_is_not_confirmed() -> None:
    """Nor is one that was copied on such a day."""
    day = DAY + timedelta(days=400)
    confirmed = {"by": CLIENT, "on": DAY, "confirmed_by": Confirmation("clinician 1", on=day)}
    copied = {"by": RECORD, "on": day, "copy_of": CopyOf(CLIENT, DAY)}
    for name, evidence, fact in (
        ("mental_health_history", confirmed, PsychiatricHistory.mania_ever),
        ("breathing_and_sleep", copied, Breathing.asthma),
    ):
        client = Client(checklists=[ChecklistAnswer(name, 1, Answered.NONE, **evidence)])
        assert client.possible(fact, DAY).absence is Absence.NOT_AUTHORISED
        assert fact.id in {error.fact for error in client.data_errors(DAY)}
        assert client.possible(fact, day).absence in (None, Absence.STALE)


# Lists ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "absence"),
    [
        ({"by": CLINICIAN}, None),
        ({"by": CLIENT, "on": DAY, "confirmed_by": CONFIRMED}, None),
        ({"by": CLIENT}, Absence.NOT_AUTHORISED),
        ({"by": RECORD}, Absence.NOT_AUTHORISED),
        ({}, Absence.NOT_AUTHORISED),
    ],
)
def test_an_empty_list_says_none_where_it_may(told: dict[str, Any], absence: Absence | None) -> None:
    """No psychotic disorder and no use disorder, ever, on a clinician's word or confirmed by one."""
    empty = Recorded([], **told)
    history, use = PsychiatricHistory(psychotic_disorders=empty), SubstanceUse(disorders=empty)
    assert PsychiatricHistory.primary_psychosis.possible(history, DAY).absence is absence
    assert SubstanceUse.any_disorder.possible(use, DAY).absence is absence


def test_what_stands_on_anybody_s_list_is_there() -> None:
    """What does not may be there too, and what is said of its degree leaves a worse one possible."""
    mild = SubstanceDisorder(substance=Substance.ALCOHOL, severity=Severity.MILD, last_criteria_met=DaysAgo(20))
    use = SubstanceUse(disorders=Recorded([mild], by=CLIENT))
    found = SubstanceUse.any_disorder.possible(use, DAY)
    worse = SubstanceUse.significant_disorder.possible(use, DAY)
    assert tuple(found)[:3] == (0, 20, Absence.NOT_AUTHORISED)
    assert tuple(worse)[:3] == (0, SubstanceUse.any_disorder.highest, Absence.NOT_AUTHORISED)


def reading(systolic: int, diastolic: int, by: Any = Absence.NOT_ASKED) -> BloodPressure:
    return BloodPressure(systolic=systolic, diastolic=diastolic, on=DAY, by=by)


def test_a_reading_counts_by_whoever_measured_it() -> None:
    """Whom it names itself, or who reported the list; of others it can only be too high."""
    own = Vitals(pressures=[reading(120, 80, CLINICIAN), reading(130, 84, DEVICE)])
    by_client = Vitals(pressures=Recorded([reading(120, 80), reading(185, 95)], by=CLIENT))
    mixed = Vitals(
        pressures=Recorded([reading(120, 80), reading(110, 70, CLIENT), reading(185, 95, CLIENT)], by=DEVICE)
    )
    lower = Vitals(pressures=[reading(150, 95, CLINICIAN), reading(110, 70, CLIENT)])

    def mean(vitals: Vitals) -> tuple[Any, ...]:
        return tuple(Vitals.mean_systolic.possible(vitals, DAY))[:3]

    def highest(vitals: Vitals) -> tuple[Any, ...]:
        return tuple(Vitals.highest_systolic.possible(vitals, DAY))[:3]

    assert (mean(own), highest(own)) == ((125, 125, None), (130, 130, None))
    assert mean(by_client) == (50, 300, Absence.NOT_AUTHORISED)
    assert highest(by_client) == (185, 300, Absence.NOT_AUTHORISED)
    assert (mean(mixed)[0] > 120, highest(mixed)) == (True, (185, 185, None))
    assert (mean(lower), highest(lower)) == ((150, 150, None), (150, 150, None))
    assert Vitals.pressure_readings.possible(lower, DAY).low == 1


# Whole subjects ------------------------------------------------------------------------------------------------


def test_a_clinician_says_what_an_example_leaves_bare() -> None:
    """Where somebody is named, or nobody needs to be, nothing changes."""
    told = Recorded(98, by=DEVICE)
    vitals = by_clinician(Vitals(heart_rate=72, oxygen_saturation=told, mean_systolic=Absence.DECLINED))
    expected = Vitals(heart_rate=Recorded(72, by=CLINICIAN), oxygen_saturation=told, mean_systolic=Absence.DECLINED)
    assert vitals == expected
    assert by_clinician(Circulation(aneurysm=False)) == Circulation(aneurysm=False)


def words(fact: Fact) -> st.SearchStrategy[Any]:
    """Return what somebody may say of a fact."""
    if isinstance(fact, Flag):
        return st.booleans()
    if isinstance(fact, Choice):
        options = st.sampled_from(list(fact.options))
        return options | st.sets(options, min_size=1).map(lambda some: OneOf(*some))
    if isinstance(fact, Moment):
        return st.sampled_from((NEVER, HAPPENED))
    if isinstance(fact, Event):
        return st.sampled_from((NEVER, HAPPENED)) | st.integers(0, 1000).map(DaysAgo)
    if isinstance(fact, Number):
        low, high = int(fact.lowest), int(fact.highest)
        return st.integers(low, high).filter(lambda number: number not in fact.missing_codes)
    return st.just(())


RESTRICTED = {
    ruleset.name: [
        fact
        for fact in every_fact(ruleset.subject)
        if fact.may_rule_out and not getattr(fact, "told_within", None)  # which the client may tell, within limits
    ]
    for ruleset in (SCREENING, DOSING_DAY, DISCHARGE, DOSE_TIERS, AFTERCARE)
}


def with_value(subject: Any, fact: Fact, value: object) -> Any:
    """Return a subject with a fact as given, and without what it could be read from, or what is read of it."""
    group = getattr(subject, fact.group)
    others = {each.name for each in group.__facts__ if fact.name in each.derived_from} | set(fact.derived_from)
    told = {name: each for name, each in given_in(group).items() if name not in others} | {fact.name: value}
    return attrs.evolve(subject, **{fact.group: type(group)(**told)})


@pytest.mark.parametrize(
    "ruleset", [SCREENING, DOSING_DAY, DISCHARGE, DOSE_TIERS, AFTERCARE], ids=lambda each: each.name
)
class TestTheWordOfSomebodyElse:
    """It never clears, and never takes an adverse value away."""

    @given(data=st.data())
    def test_alone(self, ruleset: RuleSet, data: st.DataObject) -> None:
        """With it nobody comes out better than had it not been said, but where it found a caution, and that decides."""
        fact = data.draw(st.sampled_from(RESTRICTED[ruleset.name]))
        subject = with_value(data.draw(subjects(ruleset)), fact, Absence.NOT_ASKED)
        by = data.draw(st.sampled_from([each for each in (*Reporter, None) if each not in fact.may_rule_out]))
        on = decided_on(ruleset)
        said = with_value(subject, fact, Recorded(data.draw(words(fact)), by=by, on=on))
        after, before = (decide(ruleset, each, on=on) for each in (said, subject))
        if after.outcome < before.outcome:
            found = {each.rule for each in after.findings} - {each.rule for each in before.findings}
            assert after.outcome is Outcome.CAUTION
            assert Level.CAUTION in {ruleset[rule].level for rule in found}

    @given(data=st.data())
    def test_beside_another(self, ruleset: RuleSet, data: st.DataObject) -> None:
        """Beside a report that counts nobody comes out better than by that report alone."""
        fact = data.draw(st.sampled_from([each for each in RESTRICTED[ruleset.name] if each.size]))
        on = decided_on(ruleset)
        allowed = data.draw(st.sampled_from(fact.may_rule_out))
        other = data.draw(st.sampled_from([each for each in Reporter if each not in fact.may_rule_out]))
        counts = Recorded(data.draw(words(fact)), by=allowed, on=on)
        whole = data.draw(subjects(ruleset))
        subject = with_value(whole, fact, counts)
        said = with_value(whole, fact, Reports(counts, Recorded(data.draw(words(fact)), by=other, on=on)))
        assert decide(ruleset, said, on=on).outcome >= decide(ruleset, subject, on=on).outcome
