"""What a proof comes to: a verdict on each thing asked, with a witness where there is one."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from ...solver.witness import Witness


class Verdict(enum.Enum):
    """What became of one question to the rule book."""

    PROVED = "proved"
    """It holds of every subject."""
    DECLARED = "declared"
    """It does not hold, rightly: the reason is declared."""
    REFUTED = "refuted"
    """It does not hold, as a subject shows."""
    ERROR = "error of the prover"
    """The engine does not confirm what the prover found: the prover is wrong."""


@attrs.frozen
class Finding:
    """What was found against a statement, in words, with its witness and the reason why it may be so, if declared."""

    says: str
    witness: Witness | None = None
    reason: str = ""


def if_seen(says: str, witness: Witness | None, reason: str = "") -> Finding | None:
    """Return a finding where there is a witness of it."""
    return None if witness is None else Finding(says, witness, reason)


@attrs.frozen
class Wide:
    """Findings that all rules of a book may hide, and not only those that a question is about."""

    findings: tuple[Finding, ...]


@attrs.frozen
class Check:
    """One kind of question to a rule book; ``states`` is what holds where nothing is found."""

    name: str
    states: str


@attrs.frozen
class Result:
    """The answer to one question about one rule, pair, fact or book; equal for equal rule books."""

    check: Check
    about: tuple[str, ...]
    verdict: Verdict
    finding: Finding | None = None
    queries: int = attrs.field(default=0, eq=False)
    seconds: float = attrs.field(default=0.0, eq=False)
    cached: bool = attrs.field(default=False, eq=False)
    """Whether it was answered before, for the same conditions."""


@attrs.frozen(eq=False)
class Task:
    """A question that can be asked: ``key`` is all that its answer depends on.

    Where an answer is ``Wide``, ``again`` says whether a finding still stands when other rules of the book changed.
    """

    check: Check
    about: tuple[str, ...]
    key: str
    ask: Callable[[], Finding | Sequence[Finding] | Wide | None]
    again: Callable[[Finding], bool] | None = None


FIRES: Final = Check("fires", "every rule and concept can be true, false and (unless only asking what is missing) open")
IMPLIED: Final = Check("implied", "no rule is implied by another of its level or a graver one")
SUBSUMES: Final = Check("subsumes", "a rule that another one is shown under holds wherever that one does")
ALONE: Final = Check("alone", "every rule that counts is found where nothing else as grave is: none is shadowed")
OPPOSED: Final = Check("opposed", "no two rules that count conclude contradictory things, and every outcome is reached")
SETTLED: Final = Check("settled", "a settled outcome stays, whatever else is learned (law 1)")
EXACT: Final = Check("exact", "each rule is undecided only where both answers are still possible")
TOGETHER: Final = Check("together", "several rules together settle nothing that none of them settles")
QUESTIONS: Final = Check("questions", "whatever is asked for could still change the truth of the rule (law 2)")
REQUIRED: Final = Check("required", "whoever lacks a required fact is not cleared, unless what may settle it does")
DEMANDED: Final = Check("demanded", "a fact on indication is demanded by a rule where its indication is present")
INDICATED: Final = Check(
    "indicated", "a fact on indication that an exclusion reads is demanded by required facts alone"
)
LIFTS: Final = Check("lifts", "an exclusion that states a date holds until then, and not a day longer")
MARKS: Final = Check("marks", "a mark with a condition can occur, and can be absent")
BRANCHES: Final = Check("branches", "each branch of a caution can be found where no exclusion is")
OLD_NEWS: Final = Check("old news", "old good news costs nothing, and old bad news stays (laws 10 and 11)")
LISTS: Final = Check("lists", "nobody does better by leaving out a list than by denying all of it (law 12)")
MONOTONE: Final = Check("monotone", "no outcome improves because a fact got worse (law 5)")
FALLS: Final = Check("falls", "no exclusion or caution is less true because a fact got worse")
THRESHOLDS: Final = Check(
    "bands", "cautions and exclusions of one measurement leave no gap and do not run into each other"
)
STAYS: Final = Check(
    "stays", "a rule that is TRUE stays so, whatever else is recorded, unless it asks for what is missing"
)
STOPS: Final = Check("stops", "no answer changes an outcome of which a certificate says so (law 15)")
OPENS: Final = Check("opens", "a contradiction may open a settled outcome, and never loosens it (law 15)")
READINGS: Final = Check(
    "readings", "narrower inputs leave a reading within what it was, unless they contradict (law 15)"
)
CONFLICTS: Final = Check("conflicts", "what contradicts itself still does when more is known, and is not believed")
LOOSER: Final = Check("looser", "the site's policy is nowhere looser than the default, except where it declares so")
GENERATED: Final = Check("generated", "the generated code of the checker means what the condition tree means")
LOWERED: Final = Check("lowered", "the lowering, which the engines read, means what the condition tree means")
DURABLE: Final = Check("durable", "the definitions of durable-rules mean what the condition tree means")
CHECKS: Final = (
    FIRES, IMPLIED, SUBSUMES, ALONE, OPPOSED, SETTLED, STAYS, STOPS, OPENS, READINGS, CONFLICTS, EXACT, TOGETHER,
    QUESTIONS, REQUIRED, DEMANDED, INDICATED, MONOTONE, FALLS, THRESHOLDS, BRANCHES, LIFTS,
    MARKS, OLD_NEWS, LISTS, LOOSER, GENERATED, LOWERED, DURABLE,
)  # fmt: skip
"""Every kind of question, in the order in which they are shown."""
