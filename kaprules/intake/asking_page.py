"""The page *What a clinic has to ask*: what follows from the declarations, and how many answers that takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..ruleset import RuleSet
from ..wording import asking
from .counting import AnswerCount, count_answers
from .ordinary import KINDS, ordinary


def counts(ruleset: RuleSet, on: date) -> dict[str, AnswerCount]:
    """Return what is asked of a client in good health of each kind that is asked otherwise."""
    return {kind: count_answers(ruleset, ordinary(kind, on), on=on) for kind in KINDS}


def sections(ruleset: RuleSet, on: date) -> dict[str, str]:
    """Return the parts of the page that are worked out, in Markdown, by the name of their marks."""
    return asking.sections(ruleset) | {"counts": "\n".join(_counts(counts(ruleset, on)))}


def _counts(counted: dict[str, AnswerCount]) -> Iterator[str]:
    yield "| a client in good health | answers |\n|---|---|"
    for kind, count in counted.items():
        yield f"| {kind} | {count.answers} |"
