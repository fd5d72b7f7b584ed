"""The screens of an intake as they are declared: each fact on one of them, the safety block first."""

from __future__ import annotations

from collections import Counter

from kaprules import Client, Reporter
from kaprules.facts.model import Checklist, every_fact
from kaprules.facts.suicidality import Suicidality
from kaprules.facts.vitals import Vitals
from kaprules.intake.screens import SCREENS, TO_CLIENT, may_answer, question, screens_of
from kaprules.language import locale
from kaprules.policy import read_policy
from kaprules.rulesets import SCREENING
from kaprules.wording.asking import TOLD_TOGETHER, Answerer, asked_of, asking


def test_whatever_an_intake_asks_stands_on_exactly_one_screen() -> None:
    """By itself, or by its list: never twice, never on none."""
    found = asking(SCREENING)
    own = (*found.own, *found.where_pregnancy_matters, *(told for each in TOLD_TOGETHER.values() for told in each))
    wanted = {fact.id for fact in own} | {fact.id for each in found.checklists for fact in each.facts}
    places: Counter[str] = Counter()
    for screen in SCREENS:
        here = {fact.id for fact in screen.facts} | {fact.id for each in screen.checklists for fact in each.facts}
        places.update(here)
    assert {fact for fact, times in places.items() if times != 1} == set()
    assert set(places) == wanted
    lists = [each.id for screen in SCREENS for each in screen.checklists]
    assert sorted(lists) == sorted({each.id for each in found.checklists})


def test_the_safety_block_comes_first() -> None:
    """Identity, ideation, behaviour, attempt, capacity, pressure, psychosis now, intoxication and withdrawal."""
    safety = [screen for screen in SCREENS if screen.safety]
    assert tuple(safety) == SCREENS[: len(safety)]
    asked = {fact.id for screen in safety for fact in screen.facts} | {
        fact.id for screen in safety for each in screen.checklists for fact in each.facts
    }
    assert asked >= {
        "person.birth_date",
        "suicidality.highest_ideation_item",
        "suicidality.last_behaviour",
        "suicidality.attempt_ever",
        "readiness.decision_capacity",
        "vitals.pressures",
        "mental_state.reality_testing",
        "mental_state.hallucinations_now",
        "mental_state.delusions_now",
        "substance_use.intoxicated_now",
        "substance_use.withdrawal_risk",
    }


def test_there_are_few() -> None:
    """With the start, what is called for, the check and the end a dozen or so; titles and ids are their own."""
    assert len(SCREENS) == 9
    assert len({screen.id for screen in SCREENS}) == len({screen.title for screen in SCREENS}) == len(SCREENS)


def test_the_client_is_asked_what_a_client_can_say() -> None:
    """Nothing that is measured, examined or rated; a clinician may answer everything."""
    for screen in SCREENS:
        for asked in screen.asks:
            assert may_answer(asked, Reporter.CLINICIAN), asked.id
            if may_answer(asked, Reporter.CLIENT):
                assert Reporter.CLIENT in screen.audience
                assert isinstance(asked, Checklist) or asked_of(asked) is Answerer.CLIENT
    assert not may_answer(Suicidality.highest_ideation_item, Reporter.CLIENT)
    assert not may_answer(Vitals.weight, Reporter.CLIENT)


def test_nobody_speaks_of_the_client_to_the_client() -> None:
    """Each question that a client is asked is put to the client, in both languages."""
    for screen in SCREENS:
        for asked in screen.asks:
            if may_answer(asked, Reporter.CLIENT):
                for language, word in (("en", "the client"), ("es", "paciente")):
                    assert word not in question(asked, Reporter.CLIENT, locale(language)), asked.id
    assert {fact.id for fact in TO_CLIENT} <= {fact.id for fact in every_fact(Client)}


SIGNED = 'reason = "r"\napproved_by = "a"\ndate = 2026-01-01\nexpires = 2027-01-01\n'
OWN_LIST = (
    '[[checklist]]\nid = "own_heart"\nversion = 1\ntitle = "Heart"\nitems = ["heart_attack", "weak_heart"]\n'
    'asked_of = "client"\n'
)
OFF = '[[switch_off]]\nrule = "readiness.indication_missing"\n'


def test_what_a_site_asks_otherwise_has_its_place() -> None:
    """A list of a site's own stands where the library's did, and so does what is left of that; once each."""
    policy = read_policy(f'format = "kaprules policy"\nversion = 2\n{OWN_LIST}{SIGNED}{OFF}{SIGNED}')
    ruleset = policy.applied(SCREENING)
    screens, found = screens_of(ruleset), asking(ruleset)
    ids = [each.id for screen in screens for each in screen.asks]
    assert len(ids) == len(set(ids))
    assert {fact.id for fact in (*found.own, *found.where_pregnancy_matters)} <= set(ids)
    assert {each.id for each in found.checklists} <= set(ids)
    heart = {each.id for screen in screens if screen.id == "heart_and_breathing" for each in screen.asks}
    assert {"own_heart", "circulation.hypertension"} <= heart
    assert "heart_and_vessels" not in ids
    assert "indication.condition" not in ids
