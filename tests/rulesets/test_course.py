"""The example course: one client from the screening to the next session, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaprules.cli import main

COURSE = Path(__file__).parents[2] / "examples" / "course"


@pytest.mark.parametrize(
    ("ruleset", "file", "on", "outcome"),
    [
        ("screening", "1-screening.json", "2026-11-23", "NO_EXCLUSION_FOUND"),
        ("setting", "2-setting.json", "2026-11-25", "NO_EXCLUSION_FOUND"),
        ("setting", "2-setting.json", "2027-05-09", "INCOMPLETE"),
        ("dose_tiers", "3-dose-tiers.json", "2026-11-25", "NO_EXCLUSION_FOUND"),
        ("dosing_day", "4-dosing-day.json", "2026-11-30T09:00+01:00", "NO_EXCLUSION_FOUND"),
        ("dosing_day", "4-dosing-day.json", "2026-11-30T09:41+01:00", "INCOMPLETE"),
        ("discharge", "5-discharge.json", "2026-11-30T10:09+01:00", "EXCLUDED"),
        ("discharge", "5-discharge.json", "2026-11-30T10:40+01:00", "NO_EXCLUSION_FOUND"),
        ("aftercare", "6-aftercare.json", "2026-11-30T18:00+01:00", "EXCLUDED"),
        ("aftercare", "7-next-session.json", "2026-12-07T09:30+01:00", "NO_EXCLUSION_FOUND"),
    ],
)
def test_each_step_comes_out_as_it_should(ruleset: str, file: str, on: str, outcome: str) -> None:
    """And no sooner, nor later than its facts reassure."""
    result = CliRunner().invoke(main, ["decide", ruleset, str(COURSE / file), "--on", on, "--format", "json"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["decision"]["outcome"] == outcome


def test_the_tiers_are_judged_each() -> None:
    """The first session is for the mild tier only, and the rules in the way of the others are named."""
    result = CliRunner().invoke(main, ["decide", "dose_tiers", str(COURSE / "3-dose-tiers.json"), "--on", "2026-11-25"])
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert "mild: NO_EXCLUSION_FOUND" in lines
    assert "moderate: EXCLUDED (dose_tiers.mild_first)" in lines
