"""What is asked of a group again and again on one date: worked out once while the same date is asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")


def answered(group: Any, on: date, asks: Hashable, work: Callable[[Any, date], _Answer]) -> _Answer:
    """Return what a work of a group and a date comes to; ``asks`` names the work.

    The answer stands beside its question - the date, or the moment with its offset - in the group's one slot
    ``_kept``; both are replaced together, so that no thread ever meets the answer to another's question.
    """
    asked = (on, on.utcoffset(), on.tzinfo) if isinstance(on, datetime) else on
    slot = group.__dict__.setdefault("_kept", {})
    found: tuple[object, _Answer] | None = slot.get(asks)
    if found is None or found[0] != asked:
        found = slot[asks] = (asked, work(group, on))
    return found[1]


def kept(function: Callable[[Any, date], _Answer]) -> Callable[[Any, date], _Answer]:
    """Make a function of a group and a date that is worked out once while the same date is asked for."""

    @functools.wraps(function)
    def answer(group: Any, on: date) -> _Answer:
        return answered(group, on, function, function)

    return answer
