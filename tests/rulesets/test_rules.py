"""Every rule and concept of every rule set, tested by its own examples."""

from __future__ import annotations

import attrs
import pytest

from kaprules.conditions import Test
from kaprules.facts.model import Fact, Subject, every_fact
from kaprules.limit import Certainty, Limit
from kaprules.possible import Level
from kaprules.rule import Case, Concept, Marked, Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import CRITERIA, RULESETS
from tests.rulesets.mutants import survivors, wrong_examples

WHOLE = tuple(
    attrs.evolve(each, rules=each.rules + each.optional_rules, optional_rules=(), home="") for each in RULESETS.values()
)
"""Every rule set, with the rules that a site may switch on."""
OWNERS = pytest.mark.parametrize(
    ("ruleset", "owner"),
    [pytest.param(each, owner, id=owner.id) for each in WHOLE for owner in (*each.rules, *each.concepts)],
)
RULES = pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for each in WHOLE for rule in each.rules])
SUBJECTS = pytest.mark.parametrize("kind", dict.fromkeys(each.subject for each in WHOLE))
SOURCE, PROJECT = "S01", "KAPRULES"


@OWNERS
def test_examples_come_out_as_they_say(ruleset: RuleSet, owner: Rule | Concept) -> None:
    """Each example is TRUE, FALSE or UNKNOWN as declared."""
    assert wrong_examples(owner, ruleset) == []


@OWNERS
def test_examples_notice_every_small_change(ruleset: RuleSet, owner: Rule | Concept) -> None:
    """No mutant of the condition survives."""
    assert survivors(owner, ruleset) == []


@OWNERS
def test_every_kind_of_example_is_there(ruleset: RuleSet, owner: Rule | Concept) -> None:
    """One fires, one passes, and one asks unless the rule tests only what is missing."""
    only_missing = all(atom.test is Test.MISSING for atom in fact_atoms(owner.when))
    expected = set(Case) - ({Case.ASKS} if only_missing else set())
    assert expected <= {example.case for example in owner.examples}


def limits_of(owner: Rule | Concept) -> list[Limit]:
    """Return the limits of a condition, and of the conditions of its marks."""
    marks = owner.marks if isinstance(owner, Rule) else ()
    conditions = (owner.when, *(mark.when for mark in marks if isinstance(mark, Marked)))
    return [
        atom.operand for condition in conditions for atom in fact_atoms(condition) if isinstance(atom.operand, Limit)
    ]


@RULES
def test_every_number_is_cited(rule: Rule) -> None:
    """Each limit of a rule names its source, and a proposal says why."""
    limits = limits_of(rule)
    if rule.until is not None and rule.until.after is not None:
        limits.append(rule.until.after)
    assert all(limit.source.locator and limit.id for limit in limits)


PROMISES = ("eligible", "approved", " safe", "stop taking", "discontinue", " mg/kg")


@RULES
def test_words_promise_nothing(rule: Rule) -> None:
    """No rule calls anybody safe, eligible or approved, nor says to stop a medicine or to give a dose."""
    words = " ".join(
        (rule.clinician_text, rule.rationale, rule.practice_variation, rule.until.text if rule.until else "")
    ).lower()
    assert [promise for promise in PROMISES if promise in words] == []


@pytest.mark.parametrize("ruleset", WHOLE, ids=RULESETS)
def test_outcomes_promise_nothing(ruleset: RuleSet) -> None:
    """Nor does what an outcome means in a rule set."""
    words = " ".join((ruleset.question, *ruleset.words.values())).lower()
    assert [promise for promise in PROMISES if promise in words] == []


def cited(rules: tuple[Rule, ...]) -> set[str]:
    """Return the places in the source document that some rules cite."""
    return {citation.locator for rule in rules for citation in rule.source if citation.source.key == SOURCE}


@pytest.mark.parametrize(("number", "name"), list(enumerate(list(CRITERIA)[:13], start=1)))
def test_each_of_the_thirteen_criteria_cites_the_source(number: int, name: str) -> None:
    """Criteria 1 to 13 are those of the source document, by number."""
    assert f"criterion {number}" in cited(CRITERIA[name].RULES)


ADDED = [
    *(rule for name in list(CRITERIA)[13:] for rule in CRITERIA[name].RULES),
    *(rule for ruleset in WHOLE[1:] for rule in ruleset.rules),
]


@pytest.mark.parametrize("rule", ADDED, ids=lambda rule: rule.id)
def test_whatever_is_added_rests_on_a_work_or_says_that_it_is_proposed(rule: Rule) -> None:
    """No rule beyond the thirteen criteria is without a work, or the word of this project that it is its own."""
    works = {citation.source.key for citation in rule.source} - {PROJECT}
    assert works or all(citation.certainty is Certainty.PROPOSAL and citation.locator for citation in rule.source)


def test_one_limit_has_one_id() -> None:
    """Two limits with one id would be one entry of a site's policy; one limit may serve several rule sets."""
    limits: dict[str, Limit] = {}
    clashes = [
        limit.id
        for each in WHOLE
        for owner in (*each.rules, *each.concepts)
        for limit in limits_of(owner)
        if limits.setdefault(limit.id, limit) != limit
    ]
    assert clashes == []


def test_one_id_has_one_rule() -> None:
    """Two rules or concepts with one id, in different rule sets, would be taken for one another."""
    owners = [(owner.id, id(owner)) for each in WHOLE for owner in (*each.rules, *each.concepts)]
    assert len({name for name, _ in owners}) == len(set(owners))


ASKED_FOR_A_SITE = {"substance_use.cannabis_use": "substance_use.cannabis_use"}
"""What a note alone reads, and everybody is asked all the same: by fact, the rule that a site may raise."""


@SUBJECTS
def test_every_required_fact_is_needed_by_a_rule_that_counts(kind: type[Subject]) -> None:
    """Its absence would otherwise go unnoticed; a group of two kinds of subject may be read of one of them."""
    needed = {
        atom.subject
        for each in WHOLE
        for rule in each.rules
        if rule.level is not Level.NOTE
        for atom in fact_atoms(rule.when)
    }
    read = {(fact.group, name) for fact in needed if isinstance(fact, Fact) for name in (fact.name, *fact.derived_from)}
    unnoticed = {f.id for f in every_fact(kind) if not f.on_indication and (f.group, f.name) not in read}
    raisable = {rule.id for each in WHOLE for rule in each.rules if Level.CAUTION in rule.levels}
    assert unnoticed & ASKED_FOR_A_SITE.keys() == unnoticed
    assert {ASKED_FOR_A_SITE[name] for name in unnoticed} <= raisable


@SUBJECTS
def test_every_fact_has_a_question_and_a_reason_for_being_asked_only_on_indication(kind: type[Subject]) -> None:
    """What is asked can be asked; what is not asked says why."""
    silent = [
        fact.id
        for fact in every_fact(kind)
        if not fact.question or (fact.on_indication and len(fact.on_indication) < 8)
    ]
    assert silent == []


@RULES
def test_the_projects_own_choices_say_so(rule: Rule) -> None:
    """A citation of the project itself is marked as a proposal."""
    own = [citation for citation in rule.source if citation.source.key == PROJECT]
    assert [citation.certainty for citation in own if citation.certainty is not Certainty.PROPOSAL] == []
