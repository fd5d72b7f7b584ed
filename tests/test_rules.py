"""Every rule and concept of the book, tested by its own examples."""

from __future__ import annotations

import pytest

from kaprules.conditions import Test
from kaprules.facts.client import Client
from kaprules.facts.fact import Fact
from kaprules.facts.subject import every_fact
from kaprules.limit import Certainty, Limit
from kaprules.rule import Case, Concept, Level, Rule, deep_atoms
from kaprules.rulesets import CRITERIA, SCREENING

from .mutants import survivors, wrong_examples

OWNERS = pytest.mark.parametrize("owner", (*SCREENING.rules, *SCREENING.concepts), ids=lambda owner: owner.id)
RULES = pytest.mark.parametrize("rule", SCREENING.rules, ids=lambda rule: rule.id)
READ_LATER = {"readiness.prep_sessions_completed", "readiness.support_person_named", "readiness.readiness_rating"}


@OWNERS
def test_examples_come_out_as_they_say(owner: Rule | Concept) -> None:
    """Each example is TRUE, FALSE or UNKNOWN as declared."""
    assert wrong_examples(owner) == []


@OWNERS
def test_examples_notice_every_small_change(owner: Rule | Concept) -> None:
    """No mutant of the condition survives."""
    assert survivors(owner) == []


@OWNERS
def test_every_kind_of_example_is_there(owner: Rule | Concept) -> None:
    """One fires, one passes, and one asks unless the rule tests only what is missing."""
    only_missing = all(atom.test is Test.MISSING for atom in deep_atoms(owner.when))
    expected = set(Case) - ({Case.ASKS} if only_missing else set())
    assert expected <= {example.case for example in owner.examples}


@RULES
def test_every_number_is_cited(rule: Rule) -> None:
    """Each limit of a rule names its source, and a proposal says why."""
    limits = [atom.operand for atom in deep_atoms(rule.when) if isinstance(atom.operand, Limit)]
    assert all(limit.source.locator and limit.id for limit in limits)


@RULES
def test_words_promise_nothing(rule: Rule) -> None:
    """No rule calls anybody safe, eligible or approved, nor says to stop a medicine or to give a dose."""
    words = " ".join((rule.says, rule.because, rule.lifts.says if rule.lifts else "")).lower()
    found = [
        word for word in ("eligible", "approved", " safe", "stop taking", "discontinue", " mg/kg") if word in words
    ]
    assert found == []


@pytest.mark.parametrize("name", CRITERIA)
def test_every_criterion_cites_the_source_or_a_work(name: str) -> None:
    """Criteria 1 to 13 cite the source document; the two others cite works."""
    rules = CRITERIA[name].RULES
    place = list(CRITERIA).index(name) + 1
    if place <= 13:
        found = {citation.locator for rule in rules for citation in rule.source if citation.source.key == "S01"}
        assert f"criterion {place}" in found
    else:
        works = [{citation.source.key for citation in rule.source} - {"S01", "KAPRULES"} for rule in rules]
        assert works and all(works)


def test_one_limit_has_one_id() -> None:
    """Two limits with one id would be one entry of a site's policy."""
    limits: dict[str, Limit] = {}
    clashes = [
        atom.operand.id
        for owner in (*SCREENING.rules, *SCREENING.concepts)
        for atom in deep_atoms(owner.when)
        if isinstance(atom.operand, Limit) and limits.setdefault(atom.operand.id, atom.operand) != atom.operand
    ]
    assert clashes == []


def test_every_required_fact_is_needed_by_a_rule_that_counts() -> None:
    """The absence of a required fact would otherwise go unnoticed."""
    needed = {
        atom.subject for rule in SCREENING.rules if rule.level is not Level.NOTE for atom in deep_atoms(rule.when)
    }
    read = {name for fact in needed if isinstance(fact, Fact) for name in (fact.name, *fact.of)}
    unnoticed = {
        fact.id
        for fact in every_fact(Client)
        if not fact.on_indication and fact.name not in read and fact.id not in READ_LATER
    }
    assert unnoticed == set()


def test_every_fact_has_a_question_and_a_reason_for_being_asked_only_on_indication() -> None:
    """What is asked can be asked; what is not asked says why."""
    silent = [
        fact.id
        for fact in every_fact(Client)
        if not fact.question or (fact.on_indication and len(fact.on_indication) < 8)
    ]
    assert silent == []


def test_the_projects_own_choices_say_so() -> None:
    """A citation of the project itself is marked as a proposal."""
    own = [c for rule in SCREENING.rules for c in rule.source if c.source.key == "KAPRULES"]
    assert [citation.certainty for citation in own if citation.certainty is not Certainty.PROPOSAL] == []
