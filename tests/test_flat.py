"""What is kept of a group once it was read gives the same as reading it anew, on every date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaprules import Client
from kaprules.facts import Vitals
from kaprules.facts.model import Subject, groups_of
from kaprules.ruleset import RuleSet
from kaprules.rulesets import AFTERCARE, DISCHARGE, DOSING_DAY, SCREENING, SETTING
from kaprules.testing import decided_on, subjects

SHIFTS = st.sampled_from([-400, -1, 0, 1, 14, 30, 90, 365, 4000])


def differing(subject: Subject, on: Any) -> list[str]:
    """Return the facts whose kept entries are not those that they have."""
    wrong = []
    for name in groups_of(type(subject)):
        group = subject.__dict__[name]
        kept = list(group.flat(on))
        wrong += [
            fact.id
            for fact in group.__scalars__
            if kept[fact.slot : fact.slot + fact.size] != list(fact.flat(fact.possible(group, on)))
        ]
    return wrong


@pytest.mark.parametrize("ruleset", [SCREENING, SETTING, DOSING_DAY, DISCHARGE, AFTERCARE], ids=lambda each: each.name)
def test_what_is_kept_is_what_is_read(ruleset: RuleSet) -> None:
    """On the day of the decision, and long before and after it."""

    @settings(max_examples=120, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(subjects(ruleset), SHIFTS)
    def same(subject: Subject, days: int) -> None:
        assert differing(subject, decided_on(ruleset) + timedelta(days=days)) == []

    same()


def test_a_wrong_entry_is_noticed() -> None:
    """The comparison can fail."""
    client = Client(vitals=Vitals(heart_rate=68))
    timeless, dated, daily = client.vitals.flatten()
    client.vitals.__dict__["_flat"] = ((*timeless[:-1], 9), dated, daily)
    assert differing(client, decided_on(SCREENING)) != []
