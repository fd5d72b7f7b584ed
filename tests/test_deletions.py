"""Whatever one fact of an example is left out, nobody is cleared by it: the outcome stays, or more has to be known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaprules import Client, InputError, Outcome, screen
from kaprules.clientfile import subject_from_data
from kaprules.testing import DECISION_DAY

EXAMPLES = Path(__file__).parents[1] / "examples" / "clients"
FILES = sorted(EXAMPLES.rglob("*.json"))
EXCEPTIONS: dict[tuple[str, str], str] = {}
"""By example and fact, why another outcome is right all the same: what was deleted was itself the bad news."""


def without_each(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a client without one fact, or without the answer to one checklist."""
    for group, facts in data.items():
        for name in facts if isinstance(facts, dict) else ():
            rest = {each: value for each, value in facts.items() if each != name}
            yield f"{group}.{name}", data | {group: rest}


def outcome_of(data: dict[str, Any]) -> Outcome:
    return screen(subject_from_data(Client, data), on=DECISION_DAY, engine="bits").outcome


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_whole_fact_less_clears_nobody(path: Path) -> None:
    """Each exception is printed, and has its reason."""
    data = json.loads(path.read_text(encoding="utf-8"))
    before, found = outcome_of(data), {}
    for fact, less in without_each(data):
        try:
            after = outcome_of(less)
        except InputError as error:
            pytest.fail(f"{path.stem} without {fact} is no client: {error}")
        if after not in (before, Outcome.INCOMPLETE):
            found[path.stem, fact] = f"{before.name} becomes {after.name}"
    for (example, fact), change in found.items():
        print(f"{example} without {fact}: {change} ({EXCEPTIONS.get((example, fact), 'NO REASON')})")
    assert set(found) == {key for key in EXCEPTIONS if key[0] == path.stem}
