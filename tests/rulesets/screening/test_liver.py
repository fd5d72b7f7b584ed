"""The liver's laboratory values as multiples, and what a clinic's cases come out as."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.decision import Decision, decide
from kaprules.errors import InputError
from kaprules.facts.client import Client
from kaprules.facts.ketamine_history import KetamineHistory
from kaprules.facts.liver import ChildPugh, Liver
from kaprules.facts.model import Between, Quantity, Recorded
from kaprules.possible import Absence, Interval, Mark, Outcome
from kaprules.rule import EXAMPLE_DAY
from kaprules.ruleset import RuleSet
from kaprules.rulesets.screening.liver import RULES

FAMILY = RuleSet("liver", "Is the liver diseased?", RULES)


def decided(**facts: Any) -> Decision:
    client = Client(liver=by_clinician(Liver(**facts)), ketamine_history=KetamineHistory(hepatic_reaction=False))
    return decide(FAMILY, client, on=EXAMPLE_DAY, engine="interpreter")


def value(number: Any, days_ago: int = 0) -> Recorded:
    return Recorded(number, on=EXAMPLE_DAY - timedelta(days=days_ago))


def multiple(alt: Any, reference: Any = Absence.NOT_ASKED) -> Interval:
    found = Liver.alt_multiple.possible(by_clinician(Liver(alt=alt, alt_reference_high=reference)), EXAMPLE_DAY)
    assert isinstance(found, Interval)
    return found


NORMAL = {"alt_multiple": value(1), "ast_multiple": value(1)}
HEALTHY = {"known_disease": False}
DISEASED = {"known_disease": True, "child_pugh": ChildPugh.NONE}


@pytest.mark.parametrize(
    ("alt", "reference", "low", "high"),
    [
        (120, 40, 3, 3),
        (100, 40, Fraction(5, 2), Fraction(5, 2)),
        (Between(80, 120), 40, 2, 3),
        (120, Between(30, 40), 3, 4),
        (120, Absence.NOT_KNOWN, Fraction(6, 5), 12),
        (Quantity(2, "ukat/L"), 40, 3, 3),
        (120, Quantity(Fraction(2, 3), "ukat/L"), 3, 3),
    ],
)
def test_a_value_is_a_multiple_of_the_laboratorys_reference(alt: Any, reference: Any, low: Any, high: Any) -> None:
    """Exact, as far as both are known; without the reference every plausible one stands."""
    assert multiple(value(alt), reference) == Interval(low, high)


def test_an_old_value_is_no_multiple_any_more() -> None:
    """But what it was is still shown."""
    old = multiple(value(160, 91), 40)
    assert (old.absence, old.last) == (Absence.STALE, Interval(4, 4))


def test_an_implausible_reference_settles_nothing() -> None:
    """It is named as an error of the data."""
    assert multiple(value(120), 4) == Interval(Fraction(6, 5), 12, None, frozenset({Mark.DATA_ERROR}))


def test_a_value_and_its_multiple_are_not_given_together() -> None:
    """One of them would be wrong where they differ."""
    with pytest.raises(InputError, match="both given"):
        by_clinician(Liver(alt=value(120), alt_multiple=value(3)))


def test_a_value_needs_the_day_on_which_it_was_obtained() -> None:
    """As every laboratory value does."""
    with pytest.raises(InputError, match="has no date"):
        by_clinician(Liver(alt_multiple=2))


@pytest.mark.parametrize(
    ("facts", "outcome", "findings"),
    [
        (HEALTHY, Outcome.NO_EXCLUSION_FOUND, []),
        (HEALTHY | {"alt_multiple": value(4)}, Outcome.CAUTION, ["alt_raised"]),
        (HEALTHY | {"ast_multiple": value(4)}, Outcome.CAUTION, ["ast_raised"]),
        (HEALTHY | {"alt": value(80)}, Outcome.INCOMPLETE, []),
        (HEALTHY | {"alt_multiple": value(1, 91)}, Outcome.NO_EXCLUSION_FOUND, []),
        (HEALTHY | {"alt_multiple": value(4, 91)}, Outcome.INCOMPLETE, []),
        (HEALTHY | NORMAL | {"child_pugh": ChildPugh.A}, Outcome.CAUTION, ["cirrhosis"]),
        (HEALTHY | {"child_pugh": ChildPugh.A}, Outcome.INCOMPLETE, ["tests_missing", "cirrhosis"]),
        (DISEASED | NORMAL, Outcome.NO_EXCLUSION_FOUND, []),
        (DISEASED | NORMAL | {"child_pugh": ChildPugh.B}, Outcome.CAUTION, ["moderate", "cirrhosis"]),
        (DISEASED | NORMAL | {"child_pugh": ChildPugh.C}, Outcome.EXCLUDED, ["severe", "moderate", "cirrhosis"]),
        (NORMAL | {"known_disease": True}, Outcome.INCOMPLETE, ["class_missing"]),
        (DISEASED, Outcome.INCOMPLETE, ["tests_missing"]),
        (DISEASED | NORMAL | {"ast_multiple": value(1, 91)}, Outcome.INCOMPLETE, ["tests_missing"]),
        (NORMAL, Outcome.INCOMPLETE, []),
    ],
)
def test_cases(facts: dict[str, Any], outcome: Outcome, findings: list[str]) -> None:
    """Laboratory values are demanded where a disease is known, and count wherever they are there."""
    decision = decided(**facts)
    found = [finding.rule for finding in decision.findings]
    assert [decision.outcome, found] == [outcome, [f"liver.{name}" for name in findings]]
