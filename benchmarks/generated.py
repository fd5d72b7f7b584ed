"""Subjects drawn by the library's own strategies, the same at every run."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from kaprules import RuleSet
from kaprules.testing import subjects


def generated(ruleset: RuleSet, count: int) -> list[Any]:
    """Return generated subjects of a rule set, the same at every run."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(subject=subjects(ruleset))
    def collect(subject: Any) -> None:
        found.append(subject)

    collect()
    random.Random(0).shuffle(found)
    return found
