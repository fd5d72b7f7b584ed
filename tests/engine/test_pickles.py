"""A decision from a pickle is certified again: an altered one is refused."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import Client, Decision, InputError, Outcome, Truth, decide
from kaprules.authoring import by_clinician
from kaprules.baseline import decided_on
from kaprules.engine.evaluation import Evaluation
from kaprules.facts import Vitals
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, subjects

EXCLUDED = decide(SCREENING, Client(vitals=by_clinician(Vitals(mean_systolic=200))), on=DECISION_DAY, engine="bits")


def pickled(evaluation: Evaluation, **altered: Any) -> bytes:
    """Return the pickle of a decision on an evaluation of which something was altered."""
    return pickle.dumps(Decision(attrs.evolve(evaluation, **altered)))


def refusal(text: bytes) -> str:
    with pytest.raises(InputError) as caught:
        pickle.loads(text)
    return str(caught.value)


def test_an_outcome_that_does_not_follow() -> None:
    """It is named."""
    concluded = EXCLUDED.evaluation.concluded._replace(outcome=Outcome.NO_EXCLUSION_FOUND)
    assert refusal(pickled(EXCLUDED.evaluation, concluded=concluded)) == (
        "the pickle was altered at outcome: what it holds does not follow from its subject; decide anew"
    )


def test_facts_that_are_not_those_of_the_subject() -> None:
    """An evaluation of one client with the name of another on it."""
    milder = decide(SCREENING, Client(), on=DECISION_DAY).evaluation
    stolen = pickled(EXCLUDED.evaluation, facts=milder.facts, concluded=milder.concluded)
    assert refusal(stolen).startswith("the pickle was altered at vitals: ")


@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda each: each.name)
@settings(max_examples=15)
@given(data=st.data())
def test_one_truth_altered_anywhere_is_noticed(ruleset: Any, data: st.DataObject) -> None:
    """Of every rule set; what was not altered comes back equal."""
    on = decided_on(ruleset)
    decision = decide(ruleset, data.draw(subjects(ruleset)), on=on, engine="bits")
    assert pickle.loads(pickle.dumps(decision)) == decision
    rules = list(decision.evaluation.concluded.rules)
    place = data.draw(st.integers(0, len(rules) - 1))
    rules[place] = data.draw(st.sampled_from([truth for truth in Truth if truth is not rules[place]]))
    concluded = decision.evaluation.concluded._replace(rules=tuple(rules))
    assert "was altered" in refusal(pickled(decision.evaluation, concluded=concluded))
