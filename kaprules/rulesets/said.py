"""Examples of rules: what somebody says whose word counts."""

from __future__ import annotations

from typing import Any, TypeVar

from ..facts.model import Facts, Recorded, Reporter, Reports

Group = TypeVar("Group", bound=Facts)


def said(group: type[Group], by: Reporter = Reporter.CLINICIAN, **facts: Any) -> Group:
    """Return a group of facts as somebody reports them, a clinician unless it says who.

    >>> from kaprules.facts import MentalState
    >>> said(MentalState, delirium_now=False).delirium_now.by
    <Reporter.CLINICIAN: 'clinician'>
    """
    reported = (Recorded, Reports)
    return group(
        **{name: value if isinstance(value, reported) else Recorded(value, by=by) for name, value in facts.items()}
    )
