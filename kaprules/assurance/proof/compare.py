"""Questions about two rule books: which of the two finds more, and for whom.

They are compared over subjects of whom each fact is known or not known at all. Everybody else becomes one of those
when more is learned; that one book settles what the other still asks is not a difference between them.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import attrs

from ...errors import InputError
from ...policy import Change, ChecklistDefined, MedicineNamed, Policy, ValidityMoved
from ...rule import Rule
from ...ruleset import RuleSet
from ...solver.context import ProofContext, Replay, cone_of, is_whole_or_nothing
from ...solver.encode import Formula, both, either, negated
from ...solver.keys import key, owner_key
from ...solver.solve import Counter
from ...solver.witness import Witness
from .result import LOOSER, Finding, Task


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

    def text(self, one: str, other: str) -> str:
        """Return how the second of two rule books, by their names, stands to the first, with the witnesses."""
        found = {
            Relation.EQUAL: "comes to the same outcomes as",
            Relation.MORE: "finds more, and never less, than",
            Relation.LESS: "finds less, and never more, than",
            Relation.INCOMPARABLE: "finds more of some, and less of others, than",
        }[self.relation]
        lines = [f"{self.relation.value}: {other} (the second) {found} {one} (the first)"]
        for witness in filter(None, (self.more, self.less)):
            lines += [f"  {line}" for line in witness.lines()]
        return "\n".join(lines)


def compare(one: RuleSet, other: RuleSet) -> Comparison:
    """Return what the ``other`` rule book finds, compared with ``one``; both decide about the same subjects."""
    context = ProofContext(*(attrs.evolve(book, in_force=None) for book in (one, other)))
    more, less = graver(context, True), graver(context, False)
    relation = {
        (False, False): Relation.EQUAL,
        (True, False): Relation.MORE,
        (False, True): Relation.LESS,
        (True, True): Relation.INCOMPARABLE,
    }[more is not None, less is not None]
    return Comparison(relation, more, less)


def graver(context: ProofContext, by_other: bool) -> Witness | None:
    """Return somebody whose outcome is graver by the other book, or by the first.

    The outcome is the gravest that any rule comes to, so that one can differ only where those of the rules that are
    not in both books do. Those are asked first; all rules are asked only if they find something.
    """
    one, other = context.books
    shared = {rule.id: rule for rule in one.rules}
    alike = {rule.id for rule in other.rules if rule.id in shared and owner_key(rule) == owner_key(shared[rule.id])}
    first, second = ([rule for rule in book.rules if rule.id not in alike] for book in (one, other))
    narrow = context.into(*first, *second) if first or second else None
    if narrow is None or not narrow.solver.holds(_graver(narrow, first, second, by_other)):
        return None
    wide = context.into(*one.rules, *other.rules)
    near = cone_of(*first, *second)
    shows = f"the outcome is graver by the {'second' if by_other else 'first'} rule book than by the other"
    confirm = partial(_is_graver, by_other)
    formula = _graver(wide, one.rules, other.rules, by_other)
    witness = wide.witness((formula,), cone_of(*one.rules, *other.rules), shows, confirm, few=near)
    return witness and narrow.alone(witness, [wide.entries(wide.one, near)], confirm)


def _graver(context: ProofContext, first: Sequence[Rule], second: Sequence[Rule], by_other: bool) -> Formula:
    ranks = context.ranks(first), context.ranks(second)
    lower, higher = ranks if by_other else ranks[::-1]
    whole = [is_whole_or_nothing(context.one[fact]) for fact in cone_of(*first, *second)]
    return both((*whole, either(both((high, negated(low))) for low, high in zip(lower, higher, strict=True))))


def _is_graver(by_other: bool, replays: Sequence[Replay]) -> bool:
    first, second = (replay.outcome for replay in replays)
    return second > first if by_other else first > second


# A site's policy -----------------------------------------------------------------------------------------------


def tasks(ruleset: RuleSet, site: RuleSet | Policy, counter: Counter) -> Iterator[Task]:
    """Yield whether a site's rule book is looser than the library's: each change of a policy, then all that is left.

    A change that loosens is declared by its own entry, with a reason, on somebody's word and for a time. The others may
    not loosen anything together either, neither the library's rule book nor that with the declared changes.
    """
    if isinstance(site, RuleSet):
        yield _task((site.name,), ruleset, site, partial(looser, ruleset, site, None, counter))
        return
    # What a name means, and for how long a fact counts, is settled before there are facts: the rules are the same.
    settled = MedicineNamed | ValidityMoved | ChecklistDefined
    changes = [each for each in site.changes if each.concerns(ruleset) and not isinstance(each, settled)]
    declared: list[Change] = []
    for change in changes:
        try:
            alone = Policy((change,)).applied(ruleset)
        except InputError:
            continue  # it can be made only together with others
        ask = cache(partial(looser, ruleset, alone, change, counter))
        yield _task((change.name,), ruleset, alone, ask)
        if ask() is not None:
            declared.append(change)
    strict = tuple(change.name for change in changes if change not in declared)
    if strict and len(changes) > 1:
        loosened = Policy(tuple(declared)).applied(ruleset) if declared else ruleset
        together = site.applied(ruleset)
        yield _task(strict, loosened, together, partial(looser, loosened, together, None, counter))


def _task(about: tuple[str, ...], one: RuleSet, other: RuleSet, ask: Callable[[], Finding | None]) -> Task:
    return Task(LOOSER, about, key(*(owner_key(rule) for book in (one, other) for rule in book.rules)), ask)


def looser(ruleset: RuleSet, site: RuleSet, change: Change | None, counter: Counter) -> Finding | None:
    """Find somebody whose outcome is better by a site's rule book than by another; ``change`` may declare it."""
    context = ProofContext(*(attrs.evolve(book, in_force=None) for book in (ruleset, site)), counter=counter)
    witness = graver(context, by_other=False)
    if witness is None:
        return None
    if change is None:
        return Finding("the site's rule book is looser, and no change declares it", witness)
    return Finding(
        f"{change.name} is looser than the library's choice",
        witness,
        f"{change.reason} (approved by {change.approved_by}, until {change.expires})",
    )
