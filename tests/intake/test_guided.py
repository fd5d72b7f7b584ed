"""Tests of subjects with a wanted outcome: they come out so, they vary, they shrink, and what cannot be is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from kaprules import Outcome, decide
from kaprules.authoring import by_clinician
from kaprules.errors import InputError
from kaprules.facts import Vitals
from kaprules.facts.model import Facts, Recorded, Reporter, every_fact, groups_of
from kaprules.facts.model import given as given_in
from kaprules.policy import ValidityMoved
from kaprules.possible import Absence
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, clients, decided_on, less, policies, rulesets, subjects

SHRINKING = settings(phases=[Phase.generate, Phase.shrink], database=None, derandomize=True, deadline=None)
EVERY = [(ruleset, outcome) for ruleset in RULESETS.values() for outcome in Outcome]
WANTED = pytest.mark.parametrize(
    ("ruleset", "outcome"), [pytest.param(*each, id=f"{each[0].name} {each[1].name}") for each in EVERY]
)


def drawn(strategy: st.SearchStrategy[Any], number: int) -> list[Any]:
    """Return so many examples, always the same; too slow or too many misses fail as they would for a user."""
    found: list[Any] = []

    @settings(max_examples=number, phases=[Phase.generate], database=None, deadline=None, derandomize=True)
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


def outcome_of(ruleset: RuleSet, subject: Any, on: date | None = None) -> Outcome:
    return decide(ruleset, subject, on=on or decided_on(ruleset), engine="interpreter").outcome


class TestOutcome:
    """Every subject drawn comes to the outcome."""

    @WANTED
    def test_each_comes_out_as_wanted(self, ruleset: RuleSet, outcome: Outcome) -> None:
        """By every rule set, and not always the same subject."""
        found = drawn(subjects(ruleset, outcome=outcome), 15)
        assert {outcome_of(ruleset, each) for each in found} == {outcome}
        assert len(set(map(repr, found))) > 3

    def test_different_rules_make_the_outcome(self) -> None:
        """Not one exclusion alone."""
        found = drawn(clients(outcome=Outcome.EXCLUDED), 60)
        rules = {
            finding.rule
            for each in found
            for finding in decide(SCREENING, each, on=DECISION_DAY, engine="interpreter").findings
            if finding.level.name == "EXCLUSION"
        }
        assert len(rules) > 20

    def test_it_shrinks_to_the_fewest_facts(self) -> None:
        """Somebody who is excluded, for one fact; somebody who cannot be decided about, for none."""
        excluded = find(clients(outcome=Outcome.EXCLUDED), lambda client: True, settings=SHRINKING)
        assert len(facts_of(excluded)) == 1
        assert find(clients(outcome=Outcome.INCOMPLETE), lambda client: True, settings=SHRINKING) == SCREENING.subject()

    def test_the_plainest_caution_has_one_reason(self) -> None:
        """A complete client with one thing to weigh."""
        client = find(clients(outcome=Outcome.CAUTION), lambda client: True, settings=SHRINKING)
        found = decide(SCREENING, client, on=DECISION_DAY, engine="interpreter").findings
        assert len([finding for finding in found if finding.level.name == "CAUTION"]) == 1


class TestMissing:
    """Of a missing fact nothing is recorded."""

    @pytest.mark.parametrize("outcome", [None, Outcome.CAUTION, Outcome.EXCLUDED])
    def test_it_is_missing(self, outcome: Outcome | None) -> None:
        """With an outcome or without, by id or as it is declared."""
        wanted = (
            ["thyroid.tsh_below_reference"] if outcome is Outcome.CAUTION else [Vitals.mean_systolic, "vitals.height"]
        )
        ids = [each if isinstance(each, str) else each.id for each in wanted]
        facts = [fact for fact in every_fact(SCREENING.subject) if fact.id in ids]
        for client in drawn(clients(outcome=outcome, missing=wanted), 30):
            assert {client.possible(fact, DECISION_DAY).absence for fact in facts} == {Absence.NOT_ASKED}
            assert outcome in (None, outcome_of(SCREENING, client))

    def test_what_it_is_read_from_is_missing_too(self) -> None:
        """A mean that could be read from pressures is not missing."""
        for client in drawn(clients(missing=["vitals.mean_systolic"]), 30):
            assert not given_in(client.vitals).keys() & {"mean_systolic", *Vitals.mean_systolic.derived_from}

    def test_an_unknown_fact_is_refused(self) -> None:
        """The nearest one is named."""
        with pytest.raises(InputError, match="did you mean"):
            clients(missing=["vitals.mean_sistolic"])

    def test_what_a_decision_needs_cannot_be_missing(self) -> None:
        """Nobody passes of whom a required fact is not known: the solver says so at once."""
        with pytest.raises(InputError) as error:
            clients(outcome=Outcome.NO_EXCLUSION_FOUND, missing=["vitals.heart_rate"])
        assert "nobody comes to NO_EXCLUSION_FOUND by screening, vitals.heart_rate missing" in str(error.value)

    def test_less_leaves_the_rest(self) -> None:
        """Only the missing facts go."""
        client = SCREENING.subject(vitals=by_clinician(Vitals(heart_rate=70, oxygen_saturation=97)))
        assert less(client, [Vitals.heart_rate]) == SCREENING.subject(vitals=by_clinician(Vitals(oxygen_saturation=97)))


def rates(clients: Iterable[Any]) -> set[Any]:
    """Return every heart rate that somebody found who may find it."""
    found = (each.vitals.__dict__["heart_rate"] for each in clients)
    return {each.value for each in found if isinstance(each, Recorded) and each.by is Reporter.CLINICIAN}


class TestNear:
    """Subjects near a limit, with an outcome."""

    def test_both_sides_of_a_limit_with_an_outcome(self) -> None:
        """Where the rule itself does not settle it."""
        found = drawn(clients(near="cardiovascular.heart_rate.racing", outcome=Outcome.EXCLUDED), 80)
        assert {outcome_of(SCREENING, each) for each in found} == {Outcome.EXCLUDED}
        assert {129, 130, 131} <= rates(found)

    def test_only_the_side_that_leaves_the_outcome(self) -> None:
        """A heart rate that excludes is not drawn for somebody whom nothing excludes."""
        found = drawn(clients(near="cardiovascular.heart_rate.racing", outcome=Outcome.CAUTION), 40)
        assert {outcome_of(SCREENING, each) for each in found} == {Outcome.CAUTION}
        assert {129, 130} <= rates(found) and 131 not in rates(found)

    def test_an_unknown_rule_is_refused(self) -> None:
        """The nearest one is named."""
        with pytest.raises(InputError, match="is unknown"):
            clients(near="cardiovascular.heart_rate.raceing")


class TestPolicies:
    """Policies that a site may have."""

    @pytest.mark.parametrize("ruleset", [SCREENING, RULESETS["dosing_day"]], ids=lambda each: each.name)
    def test_each_may_be_applied(self, ruleset: RuleSet) -> None:
        """On the day of the decision, and each changes the rules, or what a name means; changes of each kind occur."""
        found = drawn(policies(ruleset=ruleset), 60)
        for policy in found:
            policy.check(DECISION_DAY)
            applied, named = policy.applied(ruleset), [each for each in policy.changes if each.table == "medicine"]
            assert (applied.policy, len(applied.names)) == (policy.digest, len(named))
            assert (applied.digest == ruleset.digest) == (len(named) == len(policy.changes))
        kinds = {change.table for policy in found for change in policy.changes}
        leaves = {
            "limit": True,
            "level": any(rule.levels for rule in ruleset.rules),
            "switch_on": bool(ruleset.optional_rules),
            "validity": bool(ValidityMoved.known(ruleset)),
            "medicine": ruleset.takes_names,
        }
        rare = {"switch_off"}  # a single rule, which may not be drawn
        assert kinds - rare == {kind for kind, left in leaves.items() if left}
        assert len({change.of for policy in found for change in policy.changes}) > 5

    def test_the_plainest_changes_one_thing(self) -> None:
        """What fails shrinks to it."""
        assert len(find(policies(), lambda policy: True, settings=SHRINKING).changes) == 1

    def test_every_rule_set_is_drawn(self) -> None:
        """Of an intake and of a dosing day."""
        assert set(drawn(rulesets(), 60)) == set(RULESETS.values())


def facts_of(subject: Any) -> list[str]:
    groups: dict[str, Facts] = {name: subject.__dict__[name] for name in groups_of(type(subject))}
    return [f"{name}.{fact}" for name, group in groups.items() for fact in given_in(group)]


WITHOUT = """
import sys
sys.modules["z3"] = None
from kaprules import Outcome
from kaprules.errors import InputError
from kaprules.testing import clients
clients(), clients(near="cardiovascular.heart_rate.racing"), clients(missing=["vitals.heart_rate"])
try:
    clients(outcome=Outcome.CAUTION)
except InputError as error:
    print(error)
"""


def test_without_the_solver_only_an_outcome_is_refused() -> None:
    """Everything else is drawn without it."""
    found = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    assert found.stdout == "outcome needs a solver: the solver Z3 is not installed: pip install 'kaprules[proof]'\n"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"outcome": "caution"}, "outcome is 'caution': expected an Outcome"),
        ({"missing": "vitals.heart_rate"}, "missing is 'vitals.heart_rate': expected several facts"),
    ],
)
def test_a_wish_of_the_wrong_kind_is_refused(wanted: dict[str, Any], says: str) -> None:
    """With what was given and what was expected."""
    with pytest.raises(InputError, match=says):
        clients(**wanted)
