"""Questions about two rule books: which of the two finds more, and for whom.

They are compared over subjects of whom each fact is known or not known at all. Everybody else becomes one of those
when more is learned; that one book settles what the other still asks is not a difference between them.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import attrs

from ..policy import Change, Policy
from ..rule import Outcome, Rule, RuleSet
from .encode import Formula, both, either, negated
from .inquiry import Inquiry, Replay, cone_of, is_whole_or_nothing
from .keys import key, owner_key
from .result import LOOSER, Finding, Task, Witness
from .solve import Counter

ORDER: Final = list(Outcome)


class Relation(enum.Enum):
    """What another rule book finds, compared with the first."""

    EQUAL = "equal"
    MORE = "more"
    LESS = "less"
    INCOMPARABLE = "incomparable"


@attrs.frozen
class Comparison:
    """How the outcomes of two rule books differ, over all subjects, with somebody for each way in which they do."""

    relation: Relation
    more: Witness | None
    """Somebody whose outcome is graver by the other rule book."""
    less: Witness | None
    """Somebody whose outcome is better by the other rule book."""


def compare(one: RuleSet, other: RuleSet) -> Comparison:
    """Return what the ``other`` rule book finds, compared with ``one``; both decide about the same subjects."""
    inquiry = Inquiry(one, attrs.evolve(other, in_force=None))
    more, less = graver(inquiry, True), graver(inquiry, False)
    relation = {
        (False, False): Relation.EQUAL,
        (True, False): Relation.MORE,
        (False, True): Relation.LESS,
        (True, True): Relation.INCOMPARABLE,
    }[more is not None, less is not None]
    return Comparison(relation, more, less)


def graver(inquiry: Inquiry, by_other: bool) -> Witness | None:
    """Return somebody whose outcome is graver by the other book, or by the first.

    The outcome is the gravest that any rule comes to, so that one can differ only where those of the rules that are
    not in both books do. Those are asked first; all rules are asked only if they find something.
    """
    one, other = inquiry.books
    shared = {rule.id: rule for rule in one.rules}
    alike = {rule.id for rule in other.rules if rule.id in shared and owner_key(rule) == owner_key(shared[rule.id])}
    first, second = ([rule for rule in book.rules if rule.id not in alike] for book in (one, other))
    narrow = inquiry.into(*first, *second) if first or second else None
    if narrow is None or not narrow.solver.holds(_graver(narrow, first, second, by_other)):
        return None
    wide = inquiry.into(*one.rules, *other.rules)
    near = cone_of(*first, *second)
    shows = f"the outcome is graver by the {'second' if by_other else 'first'} rule book than by the other"
    confirm = partial(_is_graver, by_other)
    formula = _graver(wide, one.rules, other.rules, by_other)
    witness = wide.witness((formula,), cone_of(*one.rules, *other.rules), shows, confirm, few=near)
    return witness and narrow.alone(witness, [wide.entries(wide.one, near)], confirm)


def _graver(inquiry: Inquiry, first: Sequence[Rule], second: Sequence[Rule], by_other: bool) -> Formula:
    ranks = inquiry.ranks(first), inquiry.ranks(second)
    lower, higher = ranks if by_other else ranks[::-1]
    whole = [is_whole_or_nothing(inquiry.one[fact]) for fact in cone_of(*first, *second)]
    return both((*whole, either(both((high, negated(low))) for low, high in zip(lower, higher, strict=True))))


def _is_graver(by_other: bool, replays: Sequence[Replay]) -> bool:
    first, second = (ORDER.index(replay.outcome) for replay in replays)
    return second > first if by_other else first > second


# A site's policy -----------------------------------------------------------------------------------------------


def tasks(ruleset: RuleSet, site: RuleSet | Policy, counter: Counter) -> Iterator[Task]:
    """Yield whether a site's rule book is looser than the library's: each change of a policy, then all that is left.

    A change that loosens is declared by its own entry, with a reason, on somebody's word and for a time. Whatever
    loosens nothing by itself may not do so together either.
    """
    if isinstance(site, RuleSet):
        yield _task(ruleset, site, (site.name,), counter)
        return
    changes = [change for change in site.changes if change.of in change.known(ruleset)]
    strict = []
    for change in changes:
        alone = Policy((change,)).applied(ruleset)
        yield _task(ruleset, alone, (change.name,), counter, change)
        if looser(ruleset, alone, change, counter) is None:
            strict.append(change)
    if len(strict) > 1:
        together = Policy(tuple(strict)).applied(ruleset)
        yield _task(ruleset, together, tuple(change.name for change in strict), counter)


def _task(
    ruleset: RuleSet, site: RuleSet, about: tuple[str, ...], counter: Counter, change: Change | None = None
) -> Task:
    books = key(*(owner_key(rule) for book in (ruleset, site) for rule in book.rules))
    return Task(LOOSER, about, books, partial(looser, ruleset, site, change, counter))


def looser(ruleset: RuleSet, site: RuleSet, change: Change | None, counter: Counter) -> Finding | None:
    """Find somebody whose outcome is better by a site's rule book than by the library's."""
    inquiry = Inquiry(ruleset, attrs.evolve(site, in_force=None), counter=counter)
    witness = graver(inquiry, by_other=False)
    if witness is None:
        return None
    if change is None:
        return Finding("the site's rule book is looser than the library's", witness)
    return Finding(
        f"{change.name} is looser than the library's choice",
        witness,
        f"{change.reason} (approved by {change.approved_by}, until {change.expires})",
    )
