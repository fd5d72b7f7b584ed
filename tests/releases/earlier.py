"""Decide generated clients by an earlier release: run with that release alone on the path, one JSON object a line.

    PYTHONPATH=/path/to/its/checkout python tests/releases/earlier.py 20000 > decided.jsonl

It imports nothing of this project's tests, so that it runs beside the code of that time.
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from kaprules import decide, rulesets, testing
from kaprules.clientfile import subject_to_json

SCREENING: Any = rulesets.SCREENING
BATCH = 500


def main(number: int) -> None:
    """Print clients with what that release decided about each: its outcome and the findings of each level."""
    near = [testing.subjects_near(rule.id, ruleset=SCREENING) for rule in SCREENING.rules]
    chance = random.Random(0)
    written: set[str] = set()

    def tell(client: Any) -> None:
        text = subject_to_json(client)
        if text in written or len(written) >= number:
            return
        written.add(text)
        decision = decide(SCREENING, client, on=testing.DECISION_DAY)
        levels = {rule.id: rule.level.name for rule in SCREENING.rules}
        found = {
            rule: levels[rule]
            for rule, truth in decision.truths.items()
            if rule in levels and truth.name == "TRUE"
        }  # fmt: skip
        print(json.dumps({"client": json.loads(text), "outcome": decision.outcome.name, "found": found}))

    batch = 0
    while len(written) < number:
        batch += 1
        strategies = [testing.subjects(SCREENING), *chance.sample(near, 8)]

        @seed(batch)
        @settings(
            max_examples=BATCH,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.one_of(strategies))
        def draw(client: Any) -> None:
            tell(client)

        draw()


if __name__ == "__main__":
    main(int(sys.argv[1]))
