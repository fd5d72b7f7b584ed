"""Checklists: one answer to several questions decides as the answers to each, and never more."""

from __future__ import annotations

import functools
import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaprules import Absence, Client, InputError, Mark, Outcome, screen
from kaprules.authoring import by_clinician
from kaprules.clientfile import read_client
from kaprules.engine.snapshot import snapshot
from kaprules.facts import (
    Bladder,
    Breathing,
    Circulation,
    GeneralHealth,
    Intracranial,
    KetamineHistory,
    PsychiatricHistory,
    Reproduction,
    Seizures,
    SubstanceUse,
    merge,
)
from kaprules.facts import checklists as declared
from kaprules.facts.breathing import Asthma
from kaprules.facts.checklists import CHECKLISTS, MENTAL_STATE, SUBSTANCES
from kaprules.facts.client import GROUPS
from kaprules.facts.intracranial import Hydrocephalus
from kaprules.facts.ketamine_history import PriorKetamine, Reaction
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import (
    NEVER,
    Answered,
    AtLeastThese,
    Checklist,
    ChecklistAnswer,
    Choice,
    Confirmation,
    CopyOf,
    DaysAgo,
    Event,
    Fact,
    FromChecklist,
    Item,
    NoneWithin,
    OverDaysAgo,
    Recorded,
    Reporter,
    Reports,
    Series,
    Subject,
    group,
    groups_of,
)
from kaprules.facts.model import checklists as model
from kaprules.facts.person import Person
from kaprules.facts.psychiatric_history import AffectiveSwitch
from kaprules.facts.session import Session
from kaprules.facts.substance_use import Analyte, SubstanceDisorder, TestResult, UrineDrugTest
from kaprules.possible import NEVER_DAYS, Interval, Options, Possible, option_bits
from kaprules.rulesets import SCREENING

DAY = date(2026, 11, 23)
ASKED = DAY - timedelta(days=7)
CLIENT, CLINICIAN, RECORD = Reporter.CLIENT, Reporter.CLINICIAN, Reporter.RECORD
CONFIRMED = Confirmation("clinician 1", on=ASKED)
COMPLETE = Path(__file__).parents[2] / "examples" / "clients" / "01-complete-with-evidence.json"
ITEMS = [(checklist, item) for checklist in CHECKLISTS for item in checklist.items]
NONE, SOME = Answered.NONE, Answered.SOME
each_list = pytest.mark.parametrize("checklist", CHECKLISTS, ids=lambda each: each.id)
each_item = pytest.mark.parametrize(("checklist", "item"), ITEMS, ids=lambda each: each.id)


def answer(checklist: Checklist, said: Answered | Absence = NONE, ticked: tuple[str, ...] = (), **more: Any) -> Any:
    evidence = {"on": ASKED, "by": CLINICIAN} | more
    return ChecklistAnswer(checklist.id, checklist.version, said, ticked, **evidence)


def known(fact: Fact, *answers: ChecklistAnswer, on: date = DAY, **groups: Any) -> Possible:
    return Client(checklists=answers, **groups).possible(fact, on)


def of(facts: Mapping[Fact, Any], kind: type[Client] = Client) -> Client:
    """A client of whom these facts are known."""
    groups: dict[str, dict[str, Any]] = {}
    for fact, value in facts.items():
        groups.setdefault(fact.group, {})[fact.name] = value
    return kind(**{name: GROUPS[name](**values) for name, values in groups.items()})


@functools.cache
def complete() -> Client:
    return read_client(COMPLETE.read_bytes())


def without(client: Client, *facts: Fact) -> Client:
    """The client, nothing being known of some facts, nor of what may be read of them."""
    for name in dict.fromkeys(fact.group for fact in facts):
        gone = {fact.name for fact in facts if fact.group == name}
        told = {
            fact.name: client.__dict__[name].__dict__[fact.name]
            for fact in GROUPS[name].__facts__
            if fact.name not in gone and not gone & set(fact.derived_from)
        }
        client = client.with_group(GROUPS[name](**told))
    return client


# What is declared ----------------------------------------------------------------------------------------------


def test_no_fact_that_is_asked_by_itself_stands_on_a_list() -> None:
    """What the label forbids, the hazards of this treatment, psychosis, head injury, suicidality."""
    listed = {fact.id for checklist in CHECKLISTS for fact in checklist.facts}
    alone = {"aneurysm", "arteriovenous_malformation", "intracerebral_haemorrhage", "reactions", "psychotic_disorders"}
    alone |= {"nonmedical_ketamine_use", "attempt_ever", "highest_ideation_item", "behaviour_in_three_months"}
    assert {
        each for each in listed if each.split(".")[1] in alone or each.startswith(("neurology.", "suicid"))
    } == set()
    assert len({checklist.id for checklist in CHECKLISTS}) == 9
    assert len(listed) == sum(len(checklist.facts) for checklist in CHECKLISTS)


@each_item
def test_an_item_denies_what_is_not_adverse_and_ticked_says_all_the_rest(checklist: Checklist, item: Item) -> None:
    """Denied and ticked share nothing, and leave out nothing that is adverse."""
    for fact, denial in item.denied.items():
        if isinstance(fact, Series):
            continue
        denied = fact.values_of(denial, DAY)
        if isinstance(denied, Options):
            assert denied.bits.bit_count() == (2 if fact is SubstanceUse.cannabis_use else 1)
            assert not denied.bits & fact.adverse_bits  # type: ignore[attr-defined]
        if len(item.denied) == 1:
            ticked = fact.values_of(item.adverse(fact), DAY)
            if isinstance(denied, Options) and isinstance(ticked, Options):
                assert (denied.bits & ticked.bits, denied.bits | ticked.bits) == (0, fact.full_range(Absence.STALE)[0])
            else:
                assert ticked[:2] == (0, NEVER_DAYS - 1)


def test_a_list_that_cannot_be_is_refused_where_it_is_declared() -> None:
    """Two items of one id, too many facts, two facts of different groups, what is read of others, a wrong denial."""

    def made(*items: Item) -> Checklist:
        return Checklist("own", 1, "Own", "Which?", items)

    asthma = Item("asthma", "asthma", {Breathing.asthma: Asthma.NONE})
    many = dict.fromkeys((Breathing.sleep_apnoea, Circulation.hypertension), False)
    for items, problem in (
        ((asthma, asthma), "two items of one id"),
        ((), "0 facts"),
        ((Item("both", "both", many),), "two of one group"),
        ((Item("read", "read", {SubstanceUse.any_disorder: NEVER}),), "read of others"),
        ((Item("count", "count", {Bladder.cystitis_episodes_in_6_months: 0}),), "nothing says that it is there"),
    ):
        with pytest.raises(TypeError, match=problem):
            made(*items)
    with pytest.raises(InputError, match=r"breathing.asthma is False"):
        made(Item("asthma", "asthma", {Breathing.asthma: False}))
    with pytest.raises(TypeError, match=r"Alone has no such fact"):

        class Alone(Subject, checklists=(made(asthma),)):
            circulation: Circulation = group(Circulation)


# Law 12: a list is its items ----------------------------------------------------------------------------------


def one_by_one(checklist: Checklist, subject: Client, **evidence: Any) -> Client:
    """The subject, each item that the list may clear answered "no" by itself by the same person on the same day."""
    denied = {
        fact: Recorded(denial, **evidence)
        for item in checklist.items
        if item.clears_where is None or item.clears_where(subject)
        for fact, denial in item.denied.items()
    }
    return merge(subject, of(denied))


def differs(checklist: Checklist, subject: Client, **evidence: Any) -> list[str]:
    """The facts of which a list and its items leave different values possible."""
    listed = merge(subject, Client(checklists=[answer(checklist, **evidence)]))
    items = one_by_one(checklist, subject, **evidence)
    assert snapshot(SCREENING, subject, DAY).groups.keys() == snapshot(SCREENING, items, DAY).groups.keys()
    return [fact.id for fact in SCREENING.facts if listed.possible(fact, DAY) != items.possible(fact, DAY)]


def _own(checklist: Checklist) -> st.SearchStrategy[dict[Fact, Any]]:
    """What may be recorded beside a list: of some of its facts a denial, a risk or an absence, of any age."""

    def values(fact: Fact) -> st.SearchStrategy[Any]:
        denial = next(item.denied[fact] for item in checklist.items if fact in item.denied)
        several: list[Any] = [denial, Absence.DECLINED, Absence.NOT_KNOWN]
        if isinstance(fact, Event):
            several += [NEVER, DaysAgo(20), DaysAgo(400)]
        elif isinstance(fact, Choice):
            several += list(fact.options)
        elif isinstance(fact, Series):
            several += [[SubstanceDisorder(last_criteria_met=DaysAgo(30))]]
        elif fact.kind == "number":
            several += [0, 2]
        else:
            several += [True]
        ages = st.sampled_from([DAY, ASKED, DAY - timedelta(days=100), DAY - timedelta(days=500)])
        return st.builds(
            lambda value, on, by: Recorded(value, on=on, by=by),
            st.sampled_from(several),
            ages,
            st.sampled_from(Reporter),
        )

    return st.dictionaries(st.sampled_from(checklist.facts), st.deferred(lambda: st.none()), max_size=4).flatmap(
        lambda chosen: st.fixed_dictionaries({fact: values(fact) for fact in chosen})
    )


@each_list
def test_law_12_a_list_is_its_items(checklist: Checklist) -> None:
    """Whatever else is recorded of them, of whatever age: every fact may be the same, with the same marks."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(_own(checklist), st.sampled_from([0, 7, 60, 200]), st.booleans())
    def holds(own: dict[Fact, Any], age: int, whole: bool) -> None:
        subject = merge(without(complete(), *checklist.facts), of(own)) if whole else of(own)
        assert differs(checklist, subject, on=DAY - timedelta(days=age), by=CLINICIAN) == []

    holds()


FAULTS: dict[str, Callable[[FromChecklist], FromChecklist | None]] = {
    "an item is lost": lambda report: None,
    "a denial is a presence": lambda report: attrs.evolve(report, value=True),
    "the day is another": lambda report: attrs.evolve(report, on=DAY - timedelta(days=300)),
    "it is not authorised": lambda report: attrs.evolve(report, value=Absence.NOT_AUTHORISED),
}


@pytest.mark.parametrize("fault", FAULTS)
@each_list
def test_law_12_is_seen_to_fail(checklist: Checklist, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each seeded fault of the expansion, in the last flag of any list, is noticed."""
    broken = next(fact for fact in reversed(checklist.facts) if fact.kind == "flag" and fact is not NURSING)
    proper = model._reports

    def reports(*given: Any) -> Iterator[tuple[Fact, FromChecklist]]:
        for fact, report in proper(*given):
            changed = FAULTS[fault](report) if fact is broken else report
            if changed is not None:
                yield fact, changed

    assert differs(checklist, Client(), on=ASKED, by=CLINICIAN) == []
    monkeypatch.setattr(model, "_reports", reports)
    assert broken.id in differs(checklist, Client(), on=ASKED, by=CLINICIAN)


NURSING = Reproduction.breastfeeding
UNREAD = {fact for checklist in CHECKLISTS for fact in checklist.facts if fact.on_indication}


@each_list
def test_leaving_a_list_out_or_declining_it_never_improves(checklist: Checklist) -> None:
    """Nor does answering "some", or "none" by somebody whose word does not count."""
    base = without(complete(), *checklist.facts)

    def outcome(*answers: ChecklistAnswer) -> Outcome:
        return screen(attrs.evolve(base, checklists=answers) if answers else base, on=DAY, engine="bits").outcome

    answered = outcome(answer(checklist))
    less = [
        outcome(),
        *(outcome(answer(checklist, said)) for said in (SOME, Absence.DECLINED, Absence.NOT_KNOWN, Absence.NOT_ASKED)),
        outcome(answer(checklist, by=RECORD)),
        outcome(answer(checklist, by=None)),
    ]
    assert answered <= min(less)
    required = [fact for fact in checklist.facts if not fact.on_indication]
    assert bool(required) is (min(less) is Outcome.INCOMPLETE)


@each_item
def test_an_item_that_is_not_denied_is_never_better(checklist: Checklist, item: Item) -> None:
    """No decision is better for an item that was ticked instead of denied."""
    base = without(complete(), *checklist.facts)
    denied = screen(attrs.evolve(base, checklists=[answer(checklist)]), on=DAY, engine="bits")
    ticked = screen(attrs.evolve(base, checklists=[answer(checklist, NONE, (item.id,))]), on=DAY, engine="bits")
    assert denied.outcome <= ticked.outcome


def test_nine_lists_stand_for_the_facts_that_they_hold() -> None:
    """A complete client decides the same with the lists, ketamine's own harm and nursing asked by themselves."""
    facts = [fact for checklist in CHECKLISTS for fact in checklist.facts]
    asked_by_itself = {Bladder.ketamine_cystitis, KetamineHistory.ketamine_use_disorder, NURSING}
    base = without(complete(), *(fact for fact in facts if fact not in asked_by_itself))
    listed = attrs.evolve(base, checklists=[answer(checklist) for checklist in CHECKLISTS])
    assert screen(base, on=DAY).outcome is Outcome.INCOMPLETE
    assert screen(listed, on=DAY).outcome is screen(complete(), on=DAY).outcome is Outcome.NO_EXCLUSION_FOUND


# Exceptions -----------------------------------------------------------------------------------------------------


@each_item
def test_a_ticked_item_is_an_adverse_report(checklist: Checklist, item: Item) -> None:
    """One fact is anything but denied; two facts, or an item wider than its fact, are open; the others are denied."""
    client = Client(checklists=[answer(checklist, NONE, (item.id,), on=DAY)])
    mine = set(item.denied)
    for fact, denial in item.denied.items():
        if isinstance(fact, Series):
            found = client.possible(SubstanceUse.any_disorder, DAY)
            assert found[:3] == (0, NEVER_DAYS, None)  # of which substance nobody says: tobacco does not count
            continue
        found, denied = client.possible(fact, DAY), fact.values_of(denial, DAY)
        if len(mine) > 1 or item.leaves_open:
            assert found == fact.full_range(Absence.NOT_ASKED)
        else:
            assert found.absence is None
            assert found == fact.values_of(item.adverse(fact), DAY)
            assert found != denied
    for other in checklist.items:
        for fact, denial in other.denied.items():
            if fact not in mine and other.clears_where is None and not isinstance(fact, Series):
                assert client.possible(fact, DAY) == fact.values_of(denial, DAY)


def test_details_narrow_what_was_ticked() -> None:
    """An own answer that is surely worse than the denial stands; one that denies it is a conflict, and does not."""
    ticked = answer(declared.BREATHING_AND_SLEEP, NONE, ("asthma",))
    everything = option_bits(option for option in Asthma if option is not Asthma.NONE)

    def asthma(given: Any) -> Possible:
        return known(Breathing.asthma, ticked, breathing=Breathing(asthma=given))

    assert asthma(Absence.NOT_KNOWN) == Options(everything)
    assert asthma(Asthma.SEVERE) == Options(option_bits([Asthma.SEVERE]))
    denied = asthma(Recorded(Asthma.NONE, on=ASKED, by=RECORD))
    assert denied == Options(everything, None, frozenset({Mark.CONFLICT}))
    old = Recorded(Asthma.WELL_CONTROLLED, on=DAY - timedelta(days=400), by=RECORD)
    assert asthma(old) == Options(everything)  # what is out of date narrows nothing
    both = Reports(Recorded(Asthma.NONE, by=CLIENT), Recorded(Asthma.UNCONTROLLED, by=RECORD))
    assert asthma(both)[:2] == (option_bits([Asthma.UNCONTROLLED]), None)
    attack = answer(declared.HEART_AND_VESSELS, NONE, ("heart_attack",))
    heart = Circulation(myocardial_infarction=DaysAgo(500))
    assert known(Circulation.myocardial_infarction, attack, circulation=heart) == Interval(500, 500)
    assert known(Circulation.myocardial_infarction, attack) == Interval(0, NEVER_DAYS - 1)
    heart = Circulation(myocardial_infarction=NEVER)
    found = known(Circulation.myocardial_infarction, attack, circulation=heart)
    assert found == Interval(0, NEVER_DAYS - 1, None, frozenset({Mark.CONFLICT}))


PAIRS = [(checklist, item) for checklist, item in ITEMS if len(item.denied) == 2]


@pytest.mark.parametrize(("checklist", "item"), PAIRS, ids=lambda each: each.id)
def test_an_item_of_two_facts_that_is_denied_altogether_is_a_conflict(checklist: Checklist, item: Item) -> None:
    """One denial may be right; where both are given somebody is wrong, and neither is believed."""
    ticked = [answer(checklist, NONE, (item.id,))]
    (first, one), (second, other) = item.denied.items()
    alone = of({first: Recorded(one, on=ASKED, by=CLIENT)})
    assert attrs.evolve(alone, checklists=ticked).possible(first, DAY) == first.values_of(one, DAY)
    assert attrs.evolve(alone, checklists=ticked).possible(second, DAY) == second.full_range(Absence.NOT_ASKED)
    both = of({first: one, second: Recorded(other, on=ASKED, by=CLIENT)})
    for denied in (attrs.evolve(both, checklists=ticked), Client(checklists=[*ticked, answer(checklist)])):
        for fact in item.denied:
            conflict = fact.full_range(Absence.CONFLICTING, frozenset({Mark.CONFLICT}))
            assert denied.possible(fact, DAY) == conflict
    old = of({first: one, second: Recorded(other, on=DAY - timedelta(days=900), by=CLIENT)})
    assert attrs.evolve(old, checklists=ticked).possible(first, DAY) == first.values_of(one, DAY)
    assert attrs.evolve(old, checklists=ticked).possible(second, DAY).absence is Absence.STALE


def test_water_on_the_brain_is_told_by_what_is_there() -> None:
    """A shunt recorded beside the ticked item settles what is meant."""
    ticked = answer(declared.BRAIN_AND_NERVES, NONE, ("water_or_shunt",))
    head = Intracranial(hydrocephalus=Hydrocephalus.TREATED, shunt=False)
    assert known(Intracranial.shunt, ticked, intracranial=head) == Options(1)
    assert known(Intracranial.hydrocephalus, ticked, intracranial=head) == Options(option_bits([Hydrocephalus.TREATED]))


def test_some_answers_nothing_but_what_is_ticked() -> None:
    """The rest of the list stays missing."""
    some = answer(declared.BREATHING_AND_SLEEP, SOME, ("copd",))
    assert known(Breathing.copd, some).absence is None
    assert known(Breathing.asthma, some) == Breathing.asthma.full_range(Absence.NOT_ASKED)


def test_a_wider_item_never_makes_its_fact_present() -> None:
    """It keeps "none of the others" from denying it; the narrow item beside it does make it present."""
    fact = Breathing.chronic_respiratory_failure
    wide, narrow = "other_lung_disease", "failing_lungs_or_machine"
    checklist = declared.BREATHING_AND_SLEEP
    assert known(fact, answer(checklist, NONE, (wide,))) == fact.full_range(Absence.NOT_ASKED)
    assert known(fact, answer(checklist, NONE, (wide, narrow))) == Options(2)
    own = Breathing(chronic_respiratory_failure=False)
    assert known(fact, answer(checklist, NONE, (wide,)), breathing=own) == Options(1)


def test_a_problem_with_substances_that_is_ticked_is_a_disorder_of_an_unknown_kind() -> None:
    """What is recorded of disorders tells it; an empty list beside it does not deny it."""
    ticked = answer(SUBSTANCES, NONE, ("alcohol_or_drugs",))
    latest = SubstanceUse.any_disorder
    there = by_clinician(
        SubstanceUse(disorders=Recorded([SubstanceDisorder(last_criteria_met=DaysAgo(800))], on=ASKED))
    )
    assert known(latest, answer(SUBSTANCES)) == Interval(NEVER_DAYS, NEVER_DAYS)
    assert known(latest, ticked)[:2] == (0, NEVER_DAYS)
    assert known(latest, ticked, substance_use=by_clinician(SubstanceUse(disorders=Recorded([], on=ASKED))))[:2] == (
        0,
        NEVER_DAYS,
    )
    alone = Client(substance_use=there).possible(latest, DAY)
    assert known(latest, ticked, substance_use=there) == alone
    assert known(latest, answer(SUBSTANCES), substance_use=there) == alone
    scalar = by_clinician(SubstanceUse(any_disorder=NEVER))
    with pytest.raises(InputError, match=r"any_disorder and checklists.substances are both given"):
        Client(checklists=[ticked], substance_use=scalar)
    assert known(latest, answer(SUBSTANCES, Absence.DECLINED), substance_use=scalar) == Interval(NEVER_DAYS, NEVER_DAYS)


# Who, and when ---------------------------------------------------------------------------------------------------

WORDS = [
    (CLINICIAN, None, None, True, True, True),
    (CLIENT, None, None, True, False, False),
    (CLIENT, CONFIRMED, None, True, True, False),
    (RECORD, None, None, False, False, False),
    (RECORD, CONFIRMED, None, False, False, False),
    (RECORD, None, CopyOf(CLINICIAN, ASKED), True, True, True),
    (RECORD, None, CopyOf(CLIENT, ASKED), True, False, False),
    (RECORD, CONFIRMED, CopyOf(CLIENT, ASKED), True, True, False),
    (RECORD, None, CopyOf(RECORD, ASKED), False, False, False),
    (Reporter.DEVICE, None, None, False, False, False),
    (None, None, None, False, False, False),
]
"""By whom, confirmed, a copy of what: what it clears of a list of anybody, of L6 and L7, of the clinician's own."""


@pytest.mark.parametrize(("by", "confirmed", "copied", "anybody", "clinician", "own"), WORDS)
@each_list
def test_whose_word_counts(
    checklist: Checklist,
    by: Reporter | None,
    confirmed: Confirmation | None,
    copied: CopyOf | None,
    anybody: bool,
    clinician: bool,
    own: bool,
) -> None:
    """Who may not rule out is NOT_AUTHORISED; whatever anybody ticks counts."""
    counts = own if checklist is MENTAL_STATE else clinician if checklist.may_confirm else anybody
    more = {"by": by, "confirmed_by": confirmed, "copy_of": copied}
    item = next(each for each in checklist.items[1:] if len(each.denied) == 1 and not each.clears_where)
    (fact, denial), *_ = item.denied.items()
    expected = fact.values_of(denial, DAY) if counts else fact.full_range(Absence.NOT_AUTHORISED)
    assert known(fact, answer(checklist, **more)) == expected
    assert known(fact, answer(checklist, NONE, (item.id,), **more)) == fact.values_of(item.adverse(fact), DAY)


def test_neither_a_copy_nor_a_confirmation_renews() -> None:
    """The answer is as old as it was, however late it was copied and confirmed."""
    first = DAY - timedelta(days=200)
    copied = {"by": RECORD, "on": DAY, "copy_of": CopyOf(CLIENT, first)}
    assert known(Breathing.asthma, answer(declared.BREATHING_AND_SLEEP, **copied)).absence is Absence.STALE
    late = {"by": CLIENT, "on": first, "confirmed_by": Confirmation("clinician 1", on=DAY)}
    assert known(PsychiatricHistory.mania_ever, answer(declared.MENTAL_HEALTH_HISTORY, **late)).absence is Absence.STALE


@pytest.mark.parametrize("reason", [Absence.DECLINED, Absence.NOT_KNOWN])
@each_list
def test_why_there_is_no_answer_is_why_there_is_none_to_each_item(checklist: Checklist, reason: Absence) -> None:
    """A report of its own goes before it."""
    client = Client(checklists=[answer(checklist, reason)])
    scalars = [fact for fact in checklist.facts if fact.size]
    assert {client.possible(fact, DAY).absence for fact in scalars} == {reason}
    (fact, denial), *_ = checklist.items[-1].denied.items()
    own = attrs.evolve(of({fact: Recorded(denial, on=DAY, by=CLINICIAN)}), checklists=[answer(checklist, reason)])
    assert own.possible(fact, DAY) == fact.values_of(denial, DAY)


def test_an_own_answer_is_never_outweighed() -> None:
    """A risk that anybody reports stays beside "none of these", with a mark; a lasting one of any age."""
    none = answer(declared.HEART_AND_VESSELS, by=CLIENT)
    old = Recorded(True, on=DAY - timedelta(days=3000), by=RECORD)
    torn = known(Circulation.aortic_dissection, none, circulation=Circulation(aortic_dissection=old))
    assert torn == Options(2, None, frozenset({Mark.CONFLICT}))
    attack = Circulation(myocardial_infarction=Recorded(DaysAgo(3000), on=DAY - timedelta(days=300), by=RECORD))
    found = known(Circulation.myocardial_infarction, none, circulation=attack)
    assert found == Interval(3000, 3000, None, frozenset({Mark.CONFLICT}))


# Ketamine's own harm, and nursing ---------------------------------------------------------------------------------

NEVER_HAD = {
    "nonmedical_ketamine_use": Recorded(NEVER, on=ASKED, by=CLIENT),
    "prior_medical_ketamine": Recorded(PriorKetamine.NEVER_GIVEN, on=ASKED, by=CLIENT),
}
AGE = (DAY - ASKED).days
OLD = DAY + timedelta(days=3000)
MAY_HAVE_HAD: list[dict[str, Any]] = [
    {"nonmedical_ketamine_use": Absence.NOT_ASKED},
    {"prior_medical_ketamine": Absence.NOT_ASKED},
    {"prior_medical_ketamine": Absence.NOT_KNOWN},
    {"prior_medical_ketamine": PriorKetamine.TOLERATED},
    {"nonmedical_ketamine_use": DaysAgo(9000)},
    {"nonmedical_ketamine_use": Reports(Recorded(NEVER, by=CLIENT), Recorded(DaysAgo(9000), by=RECORD))},
    {"reactions": [Reaction()]},
    {"reactions": Absence.DECLINED},
    {"nonmedical_ketamine_uses_in_12_months": 1},
    {"ketamine_prescribed_elsewhere": True},
]


def spravato(status: MedicineStatus, name: str = "Spravato", **more: Any) -> dict[str, Any]:
    medicine = Medicine(substance=name, status=status, **more)
    return {"medicines": Medicines(listed=Recorded([medicine], on=ASKED))}


def urine(analyte: Analyte, result: TestResult) -> dict[str, Any]:
    test = UrineDrugTest(analyte=analyte, result=result, prescribed=True, on=ASKED)
    return {"substance_use": by_clinician(SubstanceUse(urine_drug_tests=[test]))}


TOLD_ELSEWHERE: list[dict[str, Any]] = [
    spravato(MedicineStatus.STOPPED),
    *(
        spravato(MedicineStatus.STOPPED, name)
        for name in (
            "Ketanest",
            "Ketanest S 25 mg/ml",
            "Calypsol",
            "Ketamin-ratiopharm",
            "a Ketamine infusion",
            "S-Ketamin",
        )
    ),
    spravato(MedicineStatus.TAKING),
    spravato(MedicineStatus.CANCELLED, last_taken=DaysAgo(90)),
    spravato(MedicineStatus.CANCELLED, last_taken=Reports(Recorded(NEVER), Recorded(DaysAgo(90)))),
    {"medicines": Medicines(ever_ketamine=True)},
    {"medicines": Medicines(listed=AtLeastThese(Medicine(substance="esketamine")))},
    urine(Analyte.KETAMINE, TestResult.POSITIVE),
    {"psychiatric_history": PsychiatricHistory(switch_under_treatment=AffectiveSwitch.KETAMINE)},
]
NOT_TOLD: list[dict[str, Any]] = [
    spravato(MedicineStatus.CANCELLED),
    spravato(MedicineStatus.CANCELLED, "Ketamin-ratiopharm"),
    spravato(MedicineStatus.STOPPED, "ketorolac"),
    spravato(MedicineStatus.STOPPED, last_taken=NEVER),
    spravato(MedicineStatus.ENTERED_IN_ERROR, last_taken=DaysAgo(90)),
    urine(Analyte.KETAMINE, TestResult.NEGATIVE),
    urine(Analyte.COCAINE, TestResult.POSITIVE),
    {"psychiatric_history": PsychiatricHistory(switch_under_treatment=AffectiveSwitch.ANTIDEPRESSANT)},
]


def test_a_list_clears_what_ketamine_does_only_where_it_was_never_had() -> None:
    """By every report, for as long as the list is good; a tick counts whoever it is."""
    use, harm = KetamineHistory.ketamine_use_disorder, Bladder.ketamine_cystitis
    lists = answer(SUBSTANCES), answer(declared.LIVER_KIDNEY_BLADDER)

    def both(**history: Any) -> list[Absence | None]:
        group = by_clinician(KetamineHistory(**NEVER_HAD | history))
        return [known(fact, *lists, ketamine_history=group).absence for fact in (use, harm)]

    assert both() == both(reactions=[], nonmedical_ketamine_uses_in_12_months=0) == [None, None]
    assert [both(**each) for each in MAY_HAVE_HAD] == [[Absence.NOT_ASKED] * 2] * len(MAY_HAVE_HAD)
    never = by_clinician(KetamineHistory(**NEVER_HAD))

    def beside(**more: Any) -> list[Absence | None]:
        return [known(fact, *lists, ketamine_history=never, **more).absence for fact in (use, harm)]

    assert [beside(**each) for each in TOLD_ELSEWHERE] == [[Absence.NOT_ASKED] * 2] * len(TOLD_ELSEWHERE)
    assert [beside(**each) for each in NOT_TOLD] == [[None] * 2] * len(NOT_TOLD)
    ticked = answer(SUBSTANCES, NONE, ("dependence_on_ketamine",))
    assert known(use, ticked).absence is None
    # Valid as long as each other, they run out on one day: no list outlives what it rests on.
    until = ASKED + use.validity.intake * timedelta(days=1)  # type: ignore[operator] # it has one
    history = by_clinician(KetamineHistory(**NEVER_HAD))
    found = [known(use, *lists, ketamine_history=history, on=until + timedelta(days=more)).absence for more in (0, 1)]
    assert found == [None, Absence.STALE]


@pytest.mark.parametrize("name", sorted(NEVER_HAD))
@pytest.mark.parametrize(("days", "stale"), [(1, False), (40, False), (180 - AGE, False), (181 - AGE, True)])
def test_a_list_clears_what_ketamine_does_for_as_long_as_never_is_valid(name: str, days: int, stale: bool) -> None:
    """The form may be of another day than the visit: a "never" that is still valid clears, a stale one does not."""
    lists = answer(SUBSTANCES), answer(declared.LIVER_KIDNEY_BLADDER)
    earlier = attrs.evolve(NEVER_HAD[name], on=ASKED - timedelta(days=days))
    group = by_clinician(KetamineHistory(**NEVER_HAD | {name: earlier}))
    absence = Absence.STALE if stale else None
    for fact in (KetamineHistory.ketamine_use_disorder, Bladder.ketamine_cystitis):
        assert known(fact, *lists, ketamine_history=group).absence is absence
    undated = attrs.evolve(answer(SUBSTANCES), on=None, confirmed_by=None, by=CLINICIAN)
    assert known(KetamineHistory.ketamine_use_disorder, undated, ketamine_history=group).absence is absence


def test_nursing_is_denied_by_a_list_only_where_nobody_asks_about_it() -> None:
    """Without a uterus; ticked it counts for everybody."""
    lists = answer(declared.ANAESTHETICS_OPERATIONS_INJURIES, on=DAY)
    ticked = answer(declared.ANAESTHETICS_OPERATIONS_INJURIES, NONE, ("nursing_or_giving_milk_now",), on=DAY)
    for uterus, expected in ((Absence.NOT_ASKED, None), (False, None), (True, 1)):
        body = Reproduction(without_uterus=uterus)
        found = known(NURSING, lists, reproduction=body)
        assert found == (NURSING.full_range(Absence.NOT_ASKED) if expected is None else Options(1))
        assert known(NURSING, ticked, reproduction=body) == Options(2)


# Events of a window -------------------------------------------------------------------------------------------------


def test_none_in_three_months_is_longer_ago_or_never() -> None:
    """It settles what lies within, agrees with what lies further back, and says nothing of whether it ever was."""
    fact = GeneralHealth.latest_major_surgery
    none = answer(declared.ANAESTHETICS_OPERATIONS_INJURIES)
    assert known(fact, none) == Interval(91, NEVER_DAYS)

    def beside(given: Any) -> Possible:
        return known(fact, none, general_health=GeneralHealth(latest_major_surgery=given))

    assert beside(DaysAgo(2000)) == Interval(2000, 2000)
    assert beside(NEVER) == Interval(NEVER_DAYS, NEVER_DAYS)
    assert beside(DaysAgo(20)) == Interval(20, 20, None, frozenset({Mark.CONFLICT}))
    assert known(fact, none, on=ASKED + timedelta(days=31)).absence is Absence.STALE
    for days in (-1, NEVER_DAYS, 1.0):
        with pytest.raises(InputError, match="none in days"):
            NoneWithin(days)  # type: ignore[arg-type] # one of them is no whole number


@pytest.mark.parametrize("denied", [NEVER, NoneWithin(90)])
def test_a_report_that_cannot_be_so_agrees_with_no_denial(denied: Any) -> None:
    """It may have been any day: beside a denial it leaves all of them open."""
    told = Reports(Recorded(denied, on=ASKED), Recorded(DaysAgo(NEVER_DAYS - 2), on=ASKED))
    client = Client(person=Person(age=40), general_health=GeneralHealth(latest_major_surgery=told))
    found = client.possible(GeneralHealth.latest_major_surgery, ASKED)
    assert isinstance(found, Interval)
    assert (found.low, found.high, Mark.DATA_ERROR in found.marks) == (0, NEVER_DAYS, True)


def test_an_event_more_than_so_many_days_ago_happened() -> None:
    """It narrows as any value does: what is ticked and what is dated agree with it, a denial does not."""
    fact = Circulation.myocardial_infarction
    ticked = answer(declared.HEART_AND_VESSELS, NONE, ("heart_attack",))

    def told(*given: Any, on: date = DAY, lists: tuple[ChecklistAnswer, ...] = ()) -> Possible:
        return known(fact, *lists, on=on, circulation=Circulation(myocardial_infarction=Reports(*given)))

    over = Recorded(OverDaysAgo(365), on=DAY, by=CLIENT)
    assert told(over) == told(over, lists=(ticked,)) == Interval(366, NEVER_DAYS - 1)
    assert told(over, on=DAY + timedelta(days=40)) == Interval(406, NEVER_DAYS - 1)
    assert told(attrs.evolve(over, on=DAY + timedelta(days=1))).absence is Absence.IMPLAUSIBLE
    assert told(Recorded(OverDaysAgo(365))) == Interval(366, NEVER_DAYS - 1)
    assert told(over, Recorded(DaysAgo(400))) == Interval(400, 400)
    assert told(over, Recorded(NoneWithin(90), on=DAY)) == Interval(366, NEVER_DAYS - 1)
    conflict = frozenset({Mark.CONFLICT})
    assert told(over, Recorded(NEVER)) == Interval(366, NEVER_DAYS - 1, None, conflict)
    assert told(over, Recorded(DaysAgo(20))) == Interval(20, 20, None, conflict)
    assert known(fact, ticked) == Interval(0, NEVER_DAYS - 1)


def test_more_than_so_many_days_ago_expires_as_any_event_does() -> None:
    """There may have been a later one since, but never none."""
    fact = GeneralHealth.latest_major_surgery
    told = GeneralHealth(latest_major_surgery=Recorded(OverDaysAgo(365), on=ASKED, by=CLIENT))
    found = known(fact, on=ASKED + timedelta(days=31), general_health=told)
    assert isinstance(found, Interval)
    assert (found.low, found.high, found.absence) == (0, NEVER_DAYS - 1, Absence.STALE)
    assert found.last == Interval(397, NEVER_DAYS - 1)


def test_no_event_lies_longer_ago_than_the_life() -> None:
    """Neither at the report nor later; a number that is none is refused."""
    for days, on, absence in ((14_000, DAY, None), (15_000, DAY, Absence.IMPLAUSIBLE), (14_600, OLD, Absence.STALE)):
        told = Circulation(myocardial_infarction=Recorded(OverDaysAgo(days), on=ASKED, by=CLIENT))
        client = Client(person=Person(birth_date=date(1986, 11, 1)), circulation=told)
        assert client.possible(Circulation.myocardial_infarction, on).absence is absence
        assert bool(client.data_errors(on)) == (absence is Absence.IMPLAUSIBLE)
    for value in (-1, NEVER_DAYS - 1, 1.0):
        with pytest.raises(InputError, match="over days ago"):
            OverDaysAgo(value)  # type: ignore[arg-type] # one of them is no whole number


# As a value ---------------------------------------------------------------------------------------------------------


def test_answers_are_values() -> None:
    """In any order, each once; merged, pickled, shown, and seen in a decision as they were given."""
    one, two = answer(SUBSTANCES), answer(declared.HEART_AND_VESSELS, NONE, ("heart_valve", "weak_heart"))
    client = Client(id="7", checklists=[one, two, one])
    assert (
        client
        == Client(id="7", checklists=(two, one))
        == merge(Client(checklists=[two]), Client(id="7", checklists=[one]))
    )
    assert (client.checklists, client.itemised.checklists) == ((two, one), ())
    assert client.itemised is client.itemised is client.itemised.itemised
    assert Client().itemised.checklists == ()
    assert pickle.loads(pickle.dumps(client)) == client
    assert "checklists=[ChecklistAnswer(" in repr(client)
    decision = screen(client, on=DAY)
    assert decision.subject is client
    assert pickle.loads(pickle.dumps(decision)) == decision
    assert type(decision).from_json(decision.to_json()) == decision
    later = client.with_group(Breathing(asthma=Asthma.SEVERE))
    assert (later.checklists, later.id) == (client.checklists, "7")


def test_a_pickled_decision_that_was_altered_in_its_lists_is_refused() -> None:
    """What was given has to come to what was decided on."""
    decision = screen(Client(checklists=[answer(SUBSTANCES)]), on=DAY)
    altered = attrs.evolve(decision.evaluation, given=Client(checklists=[answer(MENTAL_STATE)]))
    with pytest.raises(InputError, match="altered at the checklists"):
        pickle.loads(pickle.dumps(altered))


def test_a_decision_names_what_lists_ruled_out() -> None:
    """Which list, when, by whom and who confirmed it, in the report and as a value; a tick is no denial."""
    answers = [
        answer(SUBSTANCES, NONE, ("pcp",), by=CLIENT, confirmed_by=CONFIRMED),
        answer(declared.HORMONES_EYES_RARE, by=RECORD, on=DAY, copy_of=CopyOf(CLIENT, ASKED, name="A. B.")),
        answer(MENTAL_STATE, by=CLIENT),
    ]
    decision = screen(Client(checklists=answers), on=DAY)
    hormones, substances = decision.ruled_out
    assert (hormones.checklist, hormones.version, hormones.title) == (
        "hormones_eyes_rare",
        1,
        "Hormones, eyes and a rare disease",
    )
    assert hormones.recorded == "2026-11-16, client (A. B.), copied into a record on 2026-11-23"
    assert "eye.disease" in hormones.facts
    assert substances.recorded == "2026-11-16, client, confirmed by clinician 1 on 2026-11-16"
    assert "ketamine_history.phencyclidine_use" not in substances.facts
    text = decision.explain().replace("\n  ", " ")
    assert (
        f"Ruled out by checklist substances, version 1 ({substances.recorded}): {', '.join(substances.facts)}" in text
    )
    reason = str(decision.why("eye.surgery_recent")) if "eye.surgery_recent" in decision.truths else ""
    assert "UNKNOWN" not in reason


def test_a_finding_shows_the_list_that_it_rests_on() -> None:
    """Ticked, with the item."""
    decision = screen(
        Client(checklists=[answer(declared.HEART_AND_VESSELS, NONE, ("tear_of_main_artery",), by=CLIENT)]), on=DAY
    )
    finding = next(each for each in decision.findings if each.evidence[0].fact == "circulation.aortic_dissection")
    assert finding.evidence[0].recorded == (
        "2026-11-16, client, ticked tear_of_main_artery on checklist heart_and_vessels, version 1",
    )


def test_what_may_not_stand_is_refused_with_its_remedy() -> None:
    """Each error names the place, what was expected and what to do."""
    for wrong, problem in (
        (lambda: ChecklistAnswer("substances", "1", NONE), "version is '1': expected a whole number"),  # type: ignore[arg-type]
        (lambda: ChecklistAnswer("substances", 1, "none"), "answer is 'none': expected Answered.NONE"),  # type: ignore[arg-type]
        (lambda: ChecklistAnswer("substances", 1, NONE, "pcp"), "except is 'pcp': expected a list of items"),  # type: ignore[arg-type]
        (lambda: ChecklistAnswer("substances", 1, NONE, [1]), "except is 1: expected the id of an item"),  # type: ignore[arg-type]
        (lambda: answer(SUBSTANCES, Absence.DECLINED, ("pcp",)), "answer some, or name no item"),
        (lambda: answer(SUBSTANCES, by=CLIENT, copy_of=CopyOf(CLIENT, ASKED)), "only a record holds a copy"),
        (lambda: answer(SUBSTANCES, by=RECORD, copy_of=CopyOf(CLIENT, DAY)), "correct the one that is wrong"),
        (lambda: answer(SUBSTANCES, by=RECORD, copy_of="x"), "expected a CopyOf"),
        (lambda: CopyOf("client", ASKED), "copy_of.by is 'client'"),  # type: ignore[arg-type]
        (lambda: CopyOf(CLIENT), "copy_of.on is absent"),
        (lambda: CopyOf(CLIENT, ASKED, name=" "), "copy_of.name is ' ': expected who answered"),
        (lambda: answer(SUBSTANCES, on=DAY, confirmed_by=CONFIRMED), "expected the day of the answer, 2026-11-23"),
        (lambda: answer(SUBSTANCES, on=None, confirmed_by=CONFIRMED), "stands beside an answer without a date"),
        (lambda: answer(SUBSTANCES, confirmed_by="me"), "expected a Confirmation"),
        (lambda: Confirmation(" ", on=DAY), "confirmed_by.name is ' '"),
        (lambda: Confirmation("x", on=None), "confirmed_by.on is absent"),  # type: ignore[arg-type]
        (lambda: Confirmation("x", on=DAY, role=CLIENT), "confirmed_by.role is 'client': expected clinician"),
        (lambda: answer(SUBSTANCES, by="client"), "by is 'client'"),
        (lambda: Client(checklists=answer(SUBSTANCES)), "expected a list of ChecklistAnswer"),  # type: ignore[arg-type]
        (lambda: Client(checklists=[1]), "checklists is 1: expected a ChecklistAnswer"),  # type: ignore[list-item]
        (lambda: Session(checklists=[answer(SUBSTANCES)]), "checklists belong to no session: leave them out"),
        (lambda: Client(checklists=[ChecklistAnswer("substance", 1, NONE)]), "did you mean 'substances'?"),
        (lambda: Client(checklists=[ChecklistAnswer("substances", 2, NONE)]), "substances.version is 2: expected 1"),
        (lambda: Client(checklists=[ChecklistAnswer("substances", 1, NONE, ["pcpp"])]), "did you mean 'pcp'?"),
    ):
        with pytest.raises(InputError) as error:
            wrong()
        assert problem in str(error.value)


def test_a_confirmation_counts_on_a_fact_that_says_so() -> None:
    """Nowhere else; and it is of the day of the answer."""

    class Own(Circulation, group="circulation"):
        hypertension = attrs.evolve(Circulation.hypertension, may_rule_out=(CLINICIAN,), may_confirm=(CLINICIAN,))
        aneurysm = attrs.evolve(Circulation.aneurysm, may_rule_out=(CLINICIAN,))

    said = Recorded(False, on=ASKED, by=CLIENT, confirmed_by=CONFIRMED)
    own = Own(hypertension=said, aneurysm=said)
    assert Own.hypertension.possible(own, DAY) == Options(1)
    assert Own.aneurysm.possible(own, DAY).absence is Absence.NOT_AUTHORISED
    assert Own.hypertension.possible(Own(hypertension=attrs.evolve(said, confirmed_by=None)), DAY).absence is (
        Absence.NOT_AUTHORISED
    )
    assert Own.hypertension.possible(own, ASKED + timedelta(days=181)).absence is Absence.STALE
    assert set(groups_of(Client)) == set(GROUPS)


def test_a_seizure_that_is_ticked_asks_for_its_date() -> None:
    """Both facts of the item are asked for, as nobody knows which is meant."""
    ticked = Client(checklists=[answer(declared.BRAIN_AND_NERVES, NONE, ("seizure",))])
    asked = {each.fact: each.absence for each in screen(ticked, on=DAY).missing}
    assert asked[Seizures.seizure_disorder.id] is asked[Seizures.latest_seizure.id] is Absence.NOT_ASKED


# Versions -----------------------------------------------------------------------------------------------------------

LOCK = {
    "heart_and_vessels 1": "1161899214fe",
    "brain_and_nerves 1": "ab3b97c78903",
    "breathing_and_sleep 1": "c8a641e03815",
    "liver_kidney_bladder 1": "ee3d79b94962",
    "hormones_eyes_rare 1": "6f5367697ab9",
    "mental_health_history 1": "25554f18bfed",
    "substances 1": "2c141a3854d2",
    "anaesthetics_operations_injuries 1": "b2f63534d172",
    "mental_state 1": "ced6132cf7e3",
}
"""What each version of each list means. A version that was given to anybody never changes: add another one."""


def meaning(checklist: Checklist) -> str:
    """What an answer to a list depends on, in short."""
    items = [
        [
            item.id,
            [[fact.id, repr(denial)] for fact, denial in item.denied.items()],
            item.leaves_open,
            item.clears_where.__name__ if item.clears_where else "",
        ]
        for item in checklist.items
    ]
    who = [
        [each.value for each in some] for some in (checklist.reporters, checklist.may_rule_out, checklist.may_confirm)
    ]
    return hashlib.sha256(json.dumps([items, who]).encode()).hexdigest()[:12]


def test_a_version_stays_what_it_was() -> None:
    """Records hold the version that was answered, and are replayed by it."""
    assert {f"{each.id} {each.version}": meaning(each) for each in CHECKLISTS} == LOCK


def test_an_older_form_does_not_answer_what_was_added_later() -> None:
    """Its version says which items it held; both stand beside each other."""
    first = Checklist("own", 1, "Own", "Which?", declared.BREATHING_AND_SLEEP.items[:2])
    second = Checklist("own", 2, "Own", "Which?", declared.BREATHING_AND_SLEEP.items[:3])

    class Other(Subject, checklists=(first, second)):
        breathing: Breathing = group(Breathing)

    older, newer = (Other(checklists=[answer(each)]) for each in (first, second))
    assert older.possible(Breathing.copd, DAY) == newer.possible(Breathing.copd, DAY) == Options(1)
    assert older.possible(Breathing.asthma, DAY) == Breathing.asthma.full_range(Absence.NOT_ASKED)
    assert newer.possible(Breathing.asthma, DAY) == Options(1)
    with pytest.raises(InputError, match=r"version is 3: expected 1 or 2"):
        Other(checklists=[ChecklistAnswer("own", 3, NONE)])
