"""What some tests wait for: each is expected to fail, strictly, until the facts that it names are declared."""

from __future__ import annotations

import pytest

from kaprules import Client
from kaprules.facts.model import every_fact

DECLARED = {fact.id for fact in every_fact(Client)}
SWITCH = "psychiatric_history.switch_under_treatment"
CANNABIS = "substance_use.cannabis_use"


def awaiting(*facts: str, words: str) -> pytest.MarkDecorator:
    """Return the mark of a test that needs what comes with some facts: ``words`` say what is missing until then."""
    missing = [fact for fact in facts if fact not in DECLARED]
    return pytest.mark.xfail(bool(missing), reason=f"{words}; not declared: {', '.join(missing)}", strict=True)


FOR_A_WHOLE_FORM = awaiting(
    SWITCH,
    CANNABIS,
    words="a rating of mania, fever, infections and the answers on a switch and on cannabis are not as a form has them",
)
