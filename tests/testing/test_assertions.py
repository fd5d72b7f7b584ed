"""Tests of the assertions: each passes what holds, and names each thing that does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from kaprules import Client, Decision, Outcome, decide, screen
from kaprules.authoring import by_clinician
from kaprules.facts import Vitals
from kaprules.possible import Level, Truth
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, clients
from kaprules.testing.assertions import assert_explained, assert_no_looser, looser, unexplained

DAY = date(2026, 11, 23)
HIGH = Client(vitals=by_clinician(Vitals(mean_systolic=162, mean_diastolic=90, pressure_readings=2)))
PRESSURE = "cardiovascular.pressure.uncontrolled"


def without(ruleset: RuleSet, *ids: str) -> RuleSet:
    """Return a rule set that lost some rules."""
    return attrs.evolve(ruleset, rules=tuple(rule for rule in ruleset.rules if rule.id not in ids), home="")


def changed(rule_id: str, **changes: Any) -> RuleSet:
    """Return the screening with one rule otherwise."""
    rules = tuple(attrs.evolve(rule, **changes) if rule.id == rule_id else rule for rule in SCREENING.rules)
    return attrs.evolve(SCREENING, rules=rules, home="")


def with_conclusions(decision: Decision, **changes: Any) -> Decision:
    """Return a decision that says it concluded otherwise than its engine did."""
    concluded = decision.evaluation.concluded._replace(**changes)
    return Decision(attrs.evolve(decision.evaluation, concluded=concluded))


class TestExplained:
    """A decision that follows from its facts, and says so."""

    @settings(max_examples=15, deadline=None)
    @given(clients())
    def test_whatever_is_drawn_is_explained(self, client: Client) -> None:
        """Every decision of the library is."""
        assert_explained(screen(client, on=DECISION_DAY))

    @pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda each: each.name)
    def test_nobody_known_is_explained(self, ruleset: RuleSet) -> None:
        """Of a subject of whom nothing is known, by every rule set."""
        assert_explained(decide(ruleset, ruleset.subject(), on=ruleset.phase.example))

    def test_a_truth_that_does_not_follow_is_named(self) -> None:
        """A claim that was altered is not replayed."""
        decision = screen(HIGH, on=DAY)
        place = SCREENING.rules.index(SCREENING[PRESSURE])
        rules = (
            *decision.evaluation.concluded.rules[:place],
            Truth.FALSE,
            *decision.evaluation.concluded.rules[place + 1 :],
        )
        altered = with_conclusions(decision, rules=rules)
        with pytest.raises(AssertionError, match=f"{PRESSURE} does not follow from the facts"):
            assert_explained(altered)

    def test_an_outcome_that_does_not_follow_is_named(self) -> None:
        """An outcome that is better than its findings."""
        decision = screen(HIGH, on=DAY)
        altered = with_conclusions(decision, outcome=Outcome.CAUTION)
        assert list(unexplained(altered))

    def test_a_rule_that_is_not_open_but_should_be_is_named(self) -> None:
        """Open rules that were closed."""
        decision = screen(HIGH, on=DAY)
        closed = (False,) * len(decision.evaluation.concluded.undecided)
        altered = with_conclusions(decision, undecided=closed)
        assert list(unexplained(altered))


class TestNoLooser:
    """Another decision may be stricter, and never looser."""

    def test_the_same_is_no_looser(self) -> None:
        """Whoever decides alike is not looser, by an outcome alone either."""
        decision = screen(HIGH, on=DAY)
        assert_no_looser(decision, screen(HIGH, on=DAY, engine="interpreter"))
        assert_no_looser(decision, Outcome.EXCLUDED)
        assert_no_looser(Outcome.CAUTION, decision)

    def test_a_rule_less_is_looser(self) -> None:
        """The rule is named, and so is the outcome."""
        other = decide(without(SCREENING, PRESSURE), HIGH, on=DAY)
        assert list(looser(screen(HIGH, on=DAY), other)) == [
            "the outcome is INCOMPLETE, by default it is EXCLUDED",
            f"{PRESSURE} is not asked, by default it is TRUE",
        ]

    def test_a_rule_more_is_not(self) -> None:
        """What is stricter passes."""
        other = decide(without(SCREENING, PRESSURE), HIGH, on=DAY)
        assert list(looser(other, screen(HIGH, on=DAY))) == []

    def test_a_lesser_level_is_looser(self) -> None:
        """Though the outcome be the same."""
        other = decide(changed(PRESSURE, level=Level.CAUTION, until=None), HIGH, on=DAY)
        found = list(looser(screen(HIGH, on=DAY), other))
        assert f"{PRESSURE} is a matter of caution, by default of exclusion" in found

    def test_an_open_rule_that_is_settled_is_looser(self) -> None:
        """Nobody asked, and it counts as answered."""
        one = screen(Client(), on=DAY)
        closed = tuple(
            each and rule.id != PRESSURE
            for each, rule in zip(one.evaluation.concluded.undecided, SCREENING.rules, strict=True)
        )
        other = with_conclusions(one, undecided=closed)
        with pytest.raises(AssertionError, match=f"{PRESSURE} is settled, by default it is open"):
            assert_no_looser(one, other)

    def test_a_better_outcome_alone_is_looser(self) -> None:
        """An integration that answers with its outcome."""
        with pytest.raises(AssertionError, match="the outcome is CAUTION, by default it is EXCLUDED"):
            assert_no_looser(screen(HIGH, on=DAY), Outcome.CAUTION)

    def test_another_subject_is_not_compared(self) -> None:
        """Two decisions about different facts say nothing about each other."""
        found = list(looser(screen(HIGH, on=DAY), Decision.from_json(screen(Client(), on=DAY).to_json())))
        assert found[-1] == "they are about different subjects, or of different days"
