"""A decision is the same in every process, however the interpreter hashes that day."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from cross_checks.subjects import generated
from kaprules import RuleSet
from kaprules.clientfile import subject_to_data
from kaprules.rulesets import RULESETS

PROGRAM = """
import json, sys
from kaprules.clientfile import subject_from_data
from kaprules.decision import decide
from kaprules.rulesets import RULESETS
from kaprules.testing import decided_on

ruleset = RULESETS[sys.argv[1]]
for given in json.load(sys.stdin):
    decision = decide(ruleset, subject_from_data(ruleset.subject, given), on=decided_on(ruleset), engine="interpreter")
    print(decision.to_json(), decision.explain(), decision.sufficient(), decision.next_question())
"""


def said(ruleset: RuleSet, given: str, seed: str) -> str:
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM, ruleset.name],
        input=given,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return process.stdout


@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda ruleset: ruleset.name)
def test_a_decision_does_not_depend_on_the_hash_seed(ruleset: RuleSet) -> None:
    """Its record, its words, its sufficient facts and the next question are the same to the letter."""
    given = json.dumps([subject_to_data(subject) for subject in generated(ruleset, 25)])
    first, second = (said(ruleset, given, seed) for seed in ("1", "20"))
    assert first == second and first
