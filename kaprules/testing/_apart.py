"""Two conditions told apart: by a subject for whom they come out differently, or not at all, as the solver proves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ..conditions import Condition
from ..facts.subject import Subject
from ..limit import InputError
from ..rule import Level, Rule, RuleSet
from ..sources import proposal

if TYPE_CHECKING:
    from ..proof.inquiry import Replay

NEEDED: Final = "the solver Z3 is not installed: pip install 'kaprules[proof]'"


@attrs.frozen
class Apart:
    """What tells two conditions apart: a subject, or the proof that there is none."""

    subject: Subject | None = None
    """A smallest one; None where they are alike, or where it cannot be written down."""
    alike: bool = False
    """Whether they come out alike for every subject."""
    says: str = ""
    """What would have to be known of somebody who cannot be written down."""


def apart(condition: Condition, mutant: Condition, ruleset: RuleSet, *, opened: bool = False) -> Apart:
    """Return the smallest subject of whom one condition is as true as the other is not, or that there is none.

    With ``opened``, one of whom a rule would be open by one condition and not by the other, though as true by both.
    Raises ``InputError`` where the solver is not installed, and ``ProverError`` where the engine does not confirm it.
    """
    try:
        from ..proof.encode import both, either, negated, same
        from ..proof.inquiry import Inquiry, cone_of
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        raise InputError(NEEDED) from None
    one, other = (_asks(name, when) for name, when in (("apart.one", condition), ("apart.other", mutant)))
    book = RuleSet("apart", ruleset.question, (one, other), subject=ruleset.subject, phase=ruleset.phase)
    inquiry = Inquiry(book)
    differ = either(negated(same(says(one), says(other))) for says in (inquiry.certain, inquiry.possible))
    if opened:
        differ = both((negated(differ), negated(same(inquiry.opened(one), inquiry.opened(other)))))

    def confirmed(replays: Sequence[Replay]) -> bool:
        truths, still_open = replays[0].truths, replays[0].opened
        if opened:
            return (one.id in still_open) is not (other.id in still_open)
        return truths[one.id] is not truths[other.id]

    found = inquiry.witness((differ,), cone_of(one, other), "a condition and its mutant part", confirmed)
    if found is None:
        return Apart(alike=True)
    subject = found.subjects[0]
    return Apart(subject) if isinstance(subject, Subject) else Apart(says=repr(subject))


def _asks(name: str, when: Condition) -> Rule:
    return Rule(
        id=name,
        source=proposal("it is compared"),
        level=Level.NEEDS_INFORMATION,
        when=when,
        says="It is so.",
        two_directions="it is compared, not decided by",
    )
