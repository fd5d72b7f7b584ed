"""Whoever lacks what is demanded is not cleared: the proofs of it, and each seen to fail where rules are narrowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from kaprules.assurance.proof import Finding, accepted_exceptions, demands, indications, prove
from kaprules.assurance.proof.result import DEMANDED, INDICATED, REQUIRED
from kaprules.assurance.proof.rules import COUNTS
from kaprules.conditions import AllOf, Atom, all_of
from kaprules.facts import Breathing, Circulation
from kaprules.facts.model import Fact, Flag, Number, every_fact
from kaprules.limit import Limit
from kaprules.possible import Level, Outcome
from kaprules.rule import EXAMPLE_DAY, Rule
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.solver.context import ProofContext
from kaprules.sources import proposal
from tests.assurance.test_proof import book, decided, heart_rate, limit, refuted, rule

pytestmark = pytest.mark.proof
PER_RULE_SET = pytest.mark.parametrize("name", RULESETS)
EXCLUSION, NEEDS, CAUTION = Level.EXCLUSION, Level.NEEDS_INFORMATION, Level.CAUTION
apnoea = Breathing.sleep_apnoea


def asked_of_everybody(context: ProofContext) -> list[Fact]:
    """Return the facts of which it is proven that whoever lacks them is not cleared."""
    about = [task.about[0] for task in demands.tasks(context) if task.check in (REQUIRED, DEMANDED)]
    ruleset = context.ruleset
    facts = {fact.id: fact for fact in ruleset.facts}
    return [
        facts[each] for each in about
        if not facts[each].on_indication or indications.indications(ruleset, facts[each])
    ]  # fmt: skip


class TestTheBooks:
    """Every rule book of the library."""

    @PER_RULE_SET
    def test_whoever_lacks_what_is_demanded_is_not_cleared(self, name: str) -> None:
        """Each required fact holds up everybody, and each on indication everybody with its indication."""
        context = ProofContext(RULESETS[name])
        whole = demands.of_everything(context)
        every = asked_of_everybody(context)
        assert [fact.id for fact in every if demands.passing(context, fact, whole).is_possible()] == []
        assert every

    @PER_RULE_SET
    def test_each_proof_fails_where_all_rules_are_narrowed(self, name: str) -> None:
        """With every rule narrowed to clients above 90 years, or by another fact, whoever else lacks a fact passes."""
        ruleset = RULESETS[name]
        narrowed: dict[str, tuple[ProofContext, ProofContext]] = {}
        held_up = []
        for fact in asked_of_everybody(ProofContext(ruleset)):
            beside = {fact.id, *accepted_exceptions.MOOT.get(name, {}).get(fact.id, ())}
            by = next(atom for atom in _narrowing(ruleset) if atom.subject.id not in beside)
            if by.subject.id not in narrowed:
                context = ProofContext(_all_narrowed(ruleset, by))
                narrowed[by.subject.id] = context, demands.of_everything(context)
            if not demands.passing(narrowed[by.subject.id][0], fact, narrowed[by.subject.id][1]).is_possible():
                held_up.append(fact.id)
        assert held_up == []

    @PER_RULE_SET
    def test_every_fact_on_indication_is_asked_for_or_has_a_reason(self, name: str) -> None:
        """No fact on indication is left without an indication, a rule that demands it, or a reason why nobody asks."""
        ruleset = RULESETS[name]
        reasons = accepted_exceptions.NOT_DEMANDED.get(name, {})
        context = ProofContext(ruleset)
        unasked = [
            fact.id
            for fact in ruleset.facts
            if fact.on_indication
            and any(fact in context.reads[rule] and rule.level in COUNTS for rule in ruleset.rules)
            and not indications.indications(ruleset, fact)
            and fact.id not in reasons
            and demands.not_demanded(context, fact) is not None
        ]
        assert unasked == []

    @PER_RULE_SET
    def test_the_tables_name_what_there_is(self, name: str) -> None:
        """Every fact in the tables is one that the rule set can know."""
        known = {fact.id for fact in every_fact(RULESETS[name].subject)}
        named = set(indications.SAID.get(name, {}))
        for fact, beside in accepted_exceptions.MOOT.get(name, {}).items():
            named |= {fact, *beside}
        assert named - known == set()

    def test_no_entry_is_idle(self) -> None:
        """Whatever may make a fact moot does: without the entry somebody is cleared who lacks it."""
        idle = []
        for name, entries in accepted_exceptions.MOOT.items():
            context = ProofContext(RULESETS[name])
            whole = demands.of_everything(context)
            for fact in (each for each in RULESETS[name].facts if each.id in entries):
                given = indications.indications(RULESETS[name], fact)
                if not demands.Passing(context, fact, given, (), whole).is_possible():
                    idle.append((name, fact.id))
        assert [each for each in idle if each[1] not in _SHARED] == []


class TestFactsOnIndication:
    """What may be looked for only on indication."""

    @PER_RULE_SET
    def test_what_an_exclusion_reads_is_demanded_by_required_facts_alone(self, name: str) -> None:
        """A rule fires for want of it of whom no fact on indication was ever recorded; else the reason is listed."""
        context = ProofContext(RULESETS[name])
        found = {
            task.about[0]: finding
            for task in demands.tasks(context)
            if task.check is INDICATED and isinstance(finding := task.ask(), Finding)
        }
        assert {fact: finding.says for fact, finding in found.items() if not finding.reason} == {}

    def test_the_exempt_are_listed_with_one_reason_each(self) -> None:
        """Each entry is still needed: without it the proof would be refuted."""
        needed = set()
        for ruleset in RULESETS.values():
            context = ProofContext(ruleset)
            needed |= {task.about[0] for task in demands.tasks(context) if task.check is INDICATED and task.ask()}
        assert needed == set(accepted_exceptions.NOT_BY_REQUIRED_FACTS)
        assert all(accepted_exceptions.NOT_BY_REQUIRED_FACTS.values())

    @PER_RULE_SET
    def test_no_fact_is_on_a_list_and_on_indication(self, name: str) -> None:
        """What a list answers is required; what is not is listed, with the reason."""
        subject = RULESETS[name].subject
        both = {fact.id for each in subject.__checklists__ for fact in each.facts if fact.on_indication}
        listed = set(accepted_exceptions.LISTED_ON_INDICATION)
        assert both <= listed
        assert name != "screening" or both == listed

    @PER_RULE_SET
    def test_whatever_stands_on_a_list_is_read(self, name: str) -> None:
        """No item of a list is asked for nothing: a rule of the screening reads it, or what is read of it."""
        ruleset = RULESETS[name]
        read = set(ruleset.facts)
        unread = [
            fact.id
            for each in ruleset.subject.__checklists__
            for fact in each.facts
            if read.isdisjoint(demands.kin_of(ruleset.subject, fact))
        ]
        assert unread == []


_SHARED = {fact for fact in accepted_exceptions.MOOT["screening"]}
"""What stands in groups, of which one member may need no entry of its own."""


def _narrowing(ruleset: RuleSet) -> Iterator[Atom]:
    """Yield tests that most subjects fail: of an age above 90 first."""
    facts: Any = every_fact(ruleset.subject)
    numbers = [fact for fact in facts if isinstance(fact, Number) and fact.derive is None]
    for fact in sorted(numbers, key=lambda each: each.id != "person.age"):
        value = 90 if fact.id == "person.age" else (fact.lowest + fact.highest) // 2
        yield fact > Limit(value, fact.unit, id="seed.line", source=proposal("a seed"), since=EXAMPLE_DAY)
    yield from (fact.present for fact in facts if isinstance(fact, Flag))


def _all_narrowed(ruleset: RuleSet, by: Atom) -> RuleSet:
    def narrower(rule: Rule) -> Rule:
        narrow = AllOf((rule.when, by))
        return attrs.evolve(rule, when=narrow, examples=(), marks=(), nonmonotone_reason="a seed", may_be_off=False)

    return attrs.evolve(ruleset, rules=tuple(map(narrower, ruleset.rules)), optional_rules=(), home="")


class TestSmallBooks:
    """Faults seeded into small books."""

    def test_a_rule_that_asks_of_the_old_alone(self) -> None:
        """A required fact is missing of somebody young, and nobody is held up."""
        old = rule("old", CAUTION, all_of(apnoea.present, heart_rate > limit(190)))
        (_, finding) = refuted(prove(book(old)), REQUIRED)
        (decision,) = decided(book(old), finding)
        assert finding.says == "vitals.heart_rate is missing of somebody who is cleared"
        assert decision.outcome is Outcome.NO_EXCLUSION_FOUND

    def test_what_may_make_a_fact_moot(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With the entry it is proven; where something else lets pass as well, it is not."""
        old = rule("old", CAUTION, all_of(apnoea.present, heart_rate > limit(190)))
        both = {apnoea.id: (heart_rate.id,), heart_rate.id: (apnoea.id,)}
        monkeypatch.setitem(accepted_exceptions.MOOT, "example", both)
        assert refuted(prove(book(old)), REQUIRED) == []
        women = rule("old", CAUTION, all_of(apnoea.present, heart_rate > limit(190), Circulation.hypertension.present))
        assert {finding.says for finding in refuted(prove(book(women)), REQUIRED)} >= {
            f"{each.id} is missing of somebody who is cleared" for each in (apnoea, heart_rate)
        }

    def test_an_indication_that_is_not_ruled_out(self) -> None:
        """A demand that only a part of those with the indication meets leaves the others cleared."""
        index = Breathing.apnoea_hypopnoea_index
        narrow = all_of(apnoea.present, Circulation.hypertension.present, index.missing)
        severe = rule("severe", EXCLUSION, all_of(apnoea.present, index >= limit(30, "{events}/h")))
        (finding,) = refuted(prove(book(severe, rule("demand", NEEDS, narrow))), DEMANDED)
        assert finding.witness
        assert finding.witness.subjects[0].breathing.sleep_apnoea is True  # type: ignore[union-attr] # it was built
