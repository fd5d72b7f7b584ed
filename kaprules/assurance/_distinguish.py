"""Two conditions told apart: by a subject for whom they come out differently, or not at all, as the solver proves."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from ..conditions import Condition
from ..errors import input_error
from ..facts.model import Subject
from ..possible import Level, Truth
from ..rule import Rule
from ..ruleset import RuleSet
from ..solver import NEEDED
from ..sources import proposal

if TYPE_CHECKING:
    from ..solver.context import Replay


class By(enum.Enum):
    """What of two conditions is compared."""

    TRUTH = "truth"
    """Whether they are TRUE, FALSE or UNKNOWN."""
    HOLDS = "holds"
    """Whether they are TRUE."""
    OPEN = "open"
    """Whether a rule would be open, where they are as true as each other."""


@attrs.frozen
class Distinguished:
    """What tells two conditions apart: a subject, or the proof that there is none."""

    subject: Subject | None = None
    """A smallest one; None where they are alike, or where it cannot be written down."""
    alike: bool = False
    """Whether they come out alike for every subject."""
    says: str = ""
    """What would have to be known of somebody who cannot be written down."""


def distinguish(condition: Condition, mutant: Condition, ruleset: RuleSet, by: By = By.TRUTH) -> Distinguished:
    """Return the smallest subject for whom a condition and its mutant come out otherwise, or that there is none.

    Raises ``InputError`` where the solver is not installed, and ``ProverError`` where the engine does not confirm it.
    """
    try:
        from ..solver.context import ProofContext, cone_of
        from ..solver.encode import both, either, negated, same
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        raise input_error(remedy=NEEDED) from None
    one, other = (_asks(name, when) for name, when in (("apart.one", condition), ("apart.other", mutant)))
    book = RuleSet("apart", ruleset.question, (one, other), subject=ruleset.subject, phase=ruleset.phase)
    context = ProofContext(book)
    holds, can_hold, still_open = (
        negated(same(says(one), says(other))) for says in (context.certain, context.possible, context.opened)
    )
    differ = {
        By.TRUTH: either((holds, can_hold)),
        By.HOLDS: holds,
        By.OPEN: both((negated(holds), negated(can_hold), still_open)),
    }[by]

    def confirmed(replays: Sequence[Replay]) -> bool:
        first, then = (replays[0].truths[rule.id] for rule in (one, other))
        if by is By.OPEN:
            return first is then and (one.id in replays[0].opened) is not (other.id in replays[0].opened)
        return first is not then if by is By.TRUTH else (first is Truth.TRUE) is not (then is Truth.TRUE)

    found = context.witness((differ,), cone_of(one, other), "a condition and its mutant part", confirmed)
    if found is None:
        return Distinguished(alike=True)
    subject = found.subjects[0]
    return Distinguished(subject) if isinstance(subject, Subject) else Distinguished(says=repr(subject))


def _asks(name: str, when: Condition) -> Rule:
    return Rule(
        id=name,
        source=proposal("it is compared"),
        level=Level.NEEDS_INFORMATION,
        when=when,
        clinician_text="It is so.",
        nonmonotone_reason="it is compared, not decided by",
    )
