"""What a site may make of the cautions of the screening."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kaprules.decision import decide
from kaprules.facts import Client
from kaprules.facts.general_health import GeneralHealth
from kaprules.policy import LevelChosen, Policy
from kaprules.possible import Level, Outcome
from kaprules.rule import EXAMPLE_DAY, Rule
from kaprules.rulesets import SCREENING

NEVER_AN_EXCLUSION = {
    "substance_use.high_score_without_diagnosis": "a score is no diagnosis, and asks for one already",
    "medicines.pressor_with_raised_pressure": "the pressure has its own rule",
    "medicines.thyroid_hormone_with_raised_pressure": "the pressure has its own rule",
    "readiness.goal": "it is written down in a minute",
}
CAUTIONS = [rule for rule in (*SCREENING.rules, *SCREENING.optional_rules) if rule.level is Level.CAUTION]


@pytest.mark.parametrize("rule", CAUTIONS, ids=lambda rule: rule.id)
def test_a_site_may_raise_every_caution_but_four_to_an_exclusion(rule: Rule) -> None:
    """The source excludes on, or weighs, each of them: which of the two is a site's choice."""
    assert (Level.EXCLUSION in rule.levels) != (rule.id in NEVER_AN_EXCLUSION)


def test_a_goal_that_is_not_written_down_may_need_information() -> None:
    """A site may ask for the goal instead of weighing that there is none."""
    rule = SCREENING["readiness.goal"]
    assert isinstance(rule, Rule)
    assert set(rule.levels) == {Level.NEEDS_INFORMATION, Level.CAUTION}


def test_an_unusual_pulse_may_be_a_note() -> None:
    """Healthy hearts beat slowly, so that a site may show it and stop nothing."""
    rule = SCREENING["cardiovascular.heart_rate.unusual"]
    assert isinstance(rule, Rule)
    assert Level.NOTE in rule.levels


def test_a_raised_caution_of_a_window_lifts_on_the_day_on_which_the_window_ends() -> None:
    """An operation 20 days ago excludes for 22 days more, and the finding says until when."""
    change = LevelChosen(
        rule="acute_illness.surgery",
        level=Level.EXCLUSION,
        reason="ours",
        approved_by="director",
        date=EXAMPLE_DAY,
        expires=EXAMPLE_DAY,
    )
    client = Client(general_health=GeneralHealth(latest_major_surgery=EXAMPLE_DAY - timedelta(days=20)))
    decision = decide(SCREENING, client, on=EXAMPLE_DAY, policy=Policy((change,)), engine="interpreter")
    (finding,) = [each for each in decision.findings if each.rule == change.rule]
    assert decision.outcome is Outcome.EXCLUDED
    assert finding.until_on is not None
    assert (finding.until_on - EXAMPLE_DAY).days == 23
