"""Findings by problem: what is grouped, and what never is."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from kaprules import SCREENING, Client, decide, screen
from kaprules.assurance.proof import prove
from kaprules.authoring import by_clinician
from kaprules.facts import Bladder, Vitals
from kaprules.facts.breathing import Breathing
from kaprules.facts.model import Fact, Subject
from kaprules.facts.thyroid import Thyroid
from kaprules.possible import Absence, Truth
from kaprules.reasoning.findings import Finding
from kaprules.rule import Rule
from kaprules.rulesets import RULESETS
from kaprules.testing import DECISION_DAY, decided_on
from tests.test_laws import EVERY_BOOK, Book, law
from tests.wording.readers import ON, READERS, other, said

SUBSUMING = [rule for ruleset in RULESETS.values() for rule in ruleset.rules if rule.subsumes]


def given_for(finding: Finding, subject: Subject) -> set[str]:
    """Return the facts that were given, on which the evidence of a finding rests: itself, or what it is read of."""
    found = set()
    for evidence in finding.evidence:
        fact = evidence.test.subject
        assert isinstance(fact, Fact)
        among = [each for each in fact.owner.__facts__ if each.name in fact.derived_from]
        group = getattr(subject, fact.group)
        given = [each.id for each in among if getattr(group, each.name) is not Absence.NOT_ASKED]
        whole = getattr(group, fact.name) is not Absence.NOT_ASKED or "medicines" in fact.group
        found |= {fact.id} if whole or not given else set(given)
    return found


@EVERY_BOOK
def test_every_finding_is_of_one_problem(book: Book) -> None:
    """None is lost or there twice, no lesser one is graver, and its facts stand at its head, or it is subsumed."""

    @law(40, book)
    def holds(subject: Subject) -> None:
        decision = decide(book.ruleset, subject, on=decided_on(book.ruleset))
        found = decision.problems
        assert sorted(name for each in found for name in each.rules) == sorted(f.rule for f in decision.findings)
        heads = [each.finding for each in found]
        assert heads == [each for each in decision.findings if each in heads]
        for each in found:
            rule = decision.ruleset[each.finding.rule]
            assert isinstance(rule, Rule)
            told = given_for(each.finding, subject)
            for lesser in each.lesser:
                assert lesser.level <= each.finding.level
                assert lesser.rule in rule.subsumes or given_for(lesser, subject) <= told

    holds()


@EVERY_BOOK
def test_what_is_subsumed_holds(book: Book) -> None:
    """Of whoever is drawn, as it is proven of everybody."""

    @law(40, book)
    def holds(subject: Subject) -> None:
        truths = decide(book.ruleset, subject, on=decided_on(book.ruleset)).truths
        for rule in book.ruleset.rules:
            if truths[rule.id] is Truth.TRUE:
                assert {truths[name] for name in rule.subsumes} <= {Truth.TRUE}

    holds()


@pytest.mark.parametrize("rule", SUBSUMING, ids=lambda rule: rule.id)
def test_what_a_rule_subsumes_is_no_graver(rule: Rule) -> None:
    """And is a rule of the same set."""
    (ruleset,) = (each for each in RULESETS.values() if rule in each.rules)
    for name in rule.subsumes:
        other = ruleset[name]
        assert isinstance(other, Rule) and other.level < rule.level


def test_a_weight_is_told_once() -> None:
    """What rests on the weight alone stands under what rests on it and more."""
    client = Client(
        vitals=by_clinician(Vitals(body_mass_index=42)),
        breathing=Breathing(sleep_apnoea=True, apnoea_hypopnoea_index=34),
    )
    heads = {
        each.finding.rule: [lesser.rule for lesser in each.lesser] for each in screen(client, on=DECISION_DAY).problems
    }
    assert {"obesity.severe", "obesity.present", "breathing.apnoea.severe"} <= {
        *heads["breathing.apnoea.severe_with_obesity"]
    }


def test_a_disease_is_no_detail_of_a_question() -> None:
    """A fast pulse calls for a test of the thyroid, and is found beside it."""
    client = Client(vitals=by_clinician(Vitals(heart_rate=Decimal("100.5"))), thyroid=Thyroid(hyperthyroidism=False))
    heads = [each.finding.rule for each in screen(client, on=DECISION_DAY).problems]
    assert {"thyroid.tests_missing", "cardiovascular.heart_rate.unusual"} <= {*heads}


def test_what_rests_on_another_fact_is_a_problem_of_its_own() -> None:
    """Two diseases are two problems."""
    client = Client(vitals=by_clinician(Vitals(heart_rate=160)), bladder=Bladder(ketamine_cystitis=True))
    heads = [each.finding.rule for each in screen(client, on=DECISION_DAY).problems]
    assert {"bladder.ketamine_cystitis", "cardiovascular.heart_rate.racing"} <= {*heads}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bladder.ketamine_cystitis", "and may hold without it"),
        ("bladder.nothing", "subsumes a rule that there is not"),
    ],
)
def test_what_is_declared_wrongly_is_refuted(name: str, says: str) -> None:
    """By the solver, with somebody who shows it."""
    rules = [SCREENING["cardiovascular.heart_rate.racing"], SCREENING["bladder.ketamine_cystitis"]]
    assert all(isinstance(rule, Rule) for rule in rules)
    wrong = attrs.evolve(rules[0], subsumes=(name,))
    ruleset = attrs.evolve(SCREENING, rules=(wrong, rules[1]), optional_rules=(), home="")
    refuted = [each for each in prove(ruleset).wrong if each.check.name == "subsumes"]
    assert [says in each.finding.says for each in refuted if each.finding is not None] == [True]


def test_readings_of_one_pressure_are_one_problem_and_medicines_are_not() -> None:
    """What rests on the same measurements is told once; of a list each medicine by itself; what to do is not hidden."""
    high = screen(READERS["a crisis of pressure"], on=ON)
    told = {each.finding.rule: [lesser.rule for lesser in each.lesser] for each in high.problems}
    assert told["cardiovascular.pressure.crisis"][0] == "cardiovascular.pressure.uncontrolled"
    assert "cardiovascular.pressure.second_reading" in told and len(told) == 2
    listed = [{"substance": name, "status": "taking"} for name in ("phenelzine", "methylphenidate", "theophylline")]
    medicines = screen(other({"medicines": {"listed": said(listed)}}), on=ON)
    assert len({each.finding.rule for each in medicines.problems}) >= 3
