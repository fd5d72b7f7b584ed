"""Who gets another answer under a site's policy: somebody for each change, complete and ordinary otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

import attrs

from ..baseline import Baseline, baseline, event_on, most_ordinary, plain, recorded, telling, tests_of, worlds, written
from ..decision import Decision, decide
from ..errors import InputError
from ..facts.medicines import Medicine, Medicines, MedicineStatus
from ..facts.model import Event, Fact, Number, Recorded, Series, Subject, days_between, given
from ..language import lower
from ..limit import Exact, Limit
from ..phrases import value
from ..possible import Truth
from ..ruleset import RuleSet
from .changes import Change, ChecklistDefined, LimitMoved, MedicineNamed, ValidityMoved, conditions_of
from .site import Policy, books
from .site import under as make

OF_NO_TABLE: Final = "a name that no table holds"
TRIED: Final = 12
"""How many subjects are looked at for one value of one fact in one rule."""


@attrs.frozen
class Witness:
    """A subject who gets another answer because of one change, complete and ordinary but for a few facts."""

    facts: str
    subject: Subject
    without: Decision
    """Without the policy, or ``alone`` without this one change of it."""
    under: Decision
    """Under the policy."""
    alone: bool = False
    """Whether the answer is another than without this change, but the same as without the whole policy."""

    @property
    def answers(self) -> tuple[str, str]:
        """The answer without the policy and the one under it, each with what the other does not say."""
        return _answer(self.without, self.under), _answer(self.under, self.without)


@attrs.frozen
class Difference:
    """What one change makes of one rule set, and somebody whom it touches where the search found one."""

    change: Change
    ruleset: RuleSet
    default: str
    site: str
    choice: str
    """What a site may choose."""
    witness: Witness | None


def differences(policy: Policy, rulesets: Iterable[RuleSet] | None = None) -> tuple[Difference, ...]:
    """Return each change in each rule set that it concerns, out of the library's or of those given."""
    among = books(rulesets)
    under = {ruleset: attrs.evolve(policy.applied(ruleset), in_force=None) for ruleset in among}
    return tuple(
        Difference(change, ruleset, *change.said(ruleset), _witness(policy, change, ruleset, under[ruleset]))
        for change in policy.changes
        for ruleset in among
        if change.concerns(ruleset)
    )


def _witness(policy: Policy, change: Change, ruleset: RuleSet, under: RuleSet) -> Witness | None:
    """Return the subject found who shows most: another outcome rather than other findings only.

    Without the whole policy the answer is another, and without the one change as well; failing that, the latter alone.
    """
    others = tuple(other for other in policy.changes if other is not change)
    rest = make(others, ruleset) if others else ruleset
    book = baseline(ruleset)
    found: Witness | None = None
    least = len(_SHOWN)
    for near in _telling(book, change, ruleset, under):
        try:
            subject = plain(book, near)
        except InputError:  # these facts cannot be given together
            continue
        site, *before = (decide(each, subject, on=book.on, engine="interpreter") for each in (under, ruleset, rest))
        for place, (read, alone) in enumerate(_SHOWN[:least]):
            if all(read(each) != read(site) for each in before[alone:]):
                found, least = Witness(_in_words(book, near, subject), subject, before[alone], site, alone), place
                break
        if not least:
            break
    return found


def _telling(book: Baseline, change: Change, ruleset: RuleSet, under: RuleSet) -> Iterator[Mapping[Fact, object]]:
    """Yield values of facts under which a change may tell, by the library's rules and by the site's."""
    if isinstance(change, MedicineNamed):
        yield change.taken
        return
    if isinstance(change, ChecklistDefined):
        return  # its items decide as ever
    if isinstance(change, ValidityMoved):
        yield from _aged(book, change, ruleset)
        return
    if not isinstance(change, LimitMoved):
        owner = under[change.of]
        yield from islice(worlds(book, owner.when, {}), TRIED)
        return
    for rule in (*ruleset.rules, *ruleset.optional_rules, *under.rules):
        for condition in conditions_of(rule):
            for fact, tests in tests_of(condition).items():
                for limit in (atom.operand for atom in tests if isinstance(atom.operand, Limit)):
                    if limit.id == change.id:
                        for known in _between(book, fact, limit, change.value_in(limit.unit)):
                            yield from islice(worlds(book, condition, known), TRIED)


def _aged(book: Baseline, change: ValidityMoved, ruleset: RuleSet) -> Iterator[Mapping[Fact, object]]:
    """Yield an ordinary answer as old as it may be by the longer validity, first alone, then where rules read it."""
    fact = change.known(ruleset)[change.fact]
    assert fact.validity.intake is not None
    then = date.fromordinal(book.on.toordinal() - max(change.days, fact.validity.intake))
    said: dict[Fact, object] = {}
    if fact is Medicine.reviewed:
        review: dict[str, Any] = {"reviewed_classes": "none", "reviewed_tells_of": "none"}
        review["reviewed"] = recorded(fact, True, then)
        said[Medicines.listed] = (Medicine(substance=OF_NO_TABLE, status=MedicineStatus.TAKING, **review),)
    else:
        said[fact] = recorded(fact, most_ordinary(book, fact), then)
    (source,) = said
    yield said
    for rule in ruleset.rules:
        if any(each is source or source.name in each.derived_from for each in tests_of(rule.when)):
            for near in islice(worlds(book, rule.when, {}), TRIED):
                yield {each: value for each, value in near.items() if source.name not in each.derived_from} | said


def _between(book: Baseline, fact: Fact, limit: Limit, chosen: Exact) -> Iterator[Mapping[Fact, object]]:
    """Yield a fact at the library's limit and the site's, and one step towards the other.

    Where something is read from it and other facts together, these vary as well, one at a time.
    """
    default = limit.value if limit.default is None else limit.default
    low, high = sorted((chosen, default))
    assert isinstance(fact, Number | Event)
    between = sorted({low, low + limit.step, high - limit.step, high})
    values = [number for number in between if fact.lowest <= number <= fact.highest]
    given: list[dict[Fact, object]] = [
        {fact: event_on(fact, number) if isinstance(fact, Event) else written(number)} for number in values
    ]
    yield from given
    for family, _ in book.observed[fact.group]:
        for other in family.inputs if fact in family.inputs else ():
            if other.size and other is not fact:
                yield from (near | {other: beside} for near in given for beside in telling(book, other))


def _outcomes(decision: Decision) -> dict[str, str]:
    outcomes = {str(option.value): each.outcome.name for option, each in decision.alternatives.items()}
    return {"": decision.outcome.name} | outcomes


def _findings(decision: Decision) -> list[str]:
    return [
        f"{finding.rule} as {finding.level.value}"
        + (", open" if finding.truth is Truth.UNKNOWN else "")
        + "".join(f" [{mark.value}]" for mark in finding.marks)
        + (f", lifts on {finding.until_on}" if finding.until_on else "")
        for finding in (*decision.findings, *decision.undecided)
    ]


_SHOWN: Final = ((_outcomes, False), (_findings, False), (_outcomes, True), (_findings, True))
"""What a witness may show, most telling first, and whether of the one change alone."""


def _answer(decision: Decision, other: Decision) -> str:
    mine, theirs = _outcomes(decision), _outcomes(other)
    outcomes = [f"{option} {mine[option]}" for option in mine if option and mine[option] != theirs[option]]
    findings = [each for each in _findings(decision) if each not in _findings(other)]
    return decision.outcome.name + "".join(f"; {each}" for each in (*outcomes, *findings))


def _in_words(book: Baseline, near: Mapping[Fact, object], subject: Subject) -> str:
    facts = [
        f"{lower(fact.title)}: {_told(book, fact, known, subject)}"
        for fact, known in near.items()
        if isinstance(fact, Series) or known != most_ordinary(book, fact)
    ]
    return "; ".join([*facts, "all else complete and ordinary" if facts else "complete and ordinary"])


def _told(book: Baseline, fact: Fact, known: object, subject: Subject) -> str:
    if isinstance(fact, Series):
        return _in_short(known)
    if isinstance(known, Recorded) and known.on is not None:
        days = days_between(known.on, book.on)
        return f"{value(fact, fact.values_of(known.value, book.on))}, said {days} days before"
    return value(fact, subject.possible(fact, book.on)) or "not known"


def _in_short(records: Any) -> str:
    """Return what was observed, each record by its values."""
    each = [[getattr(said, "value", said) for said in given(record).values()] for record in records]
    return "; ".join(", ".join(map(str, values)) for values in each)


def overview(policy: Policy) -> str:
    """Return what a policy changes, with somebody who gets another answer for each change."""
    return "\n".join(_lines(policy, full=False))


def page(policy: Policy) -> str:
    """Return everything about a policy: each change with its bounds, reason, approver's role, dates and witness."""
    return "\n".join(_lines(policy, full=True))


def _lines(policy: Policy, full: bool) -> Iterator[str]:
    count = "1 change" if len(policy.changes) == 1 else f"{len(policy.changes)} changes"
    digest = policy.digest if full else policy.digest[:12]
    yield f"policy {digest}: {count}, in force from {policy.first} to {policy.last}"
    if policy.zone:
        yield f"zone {policy.zone}: a time falls on the day that the clocks showed there"
    if policy.crisis_contact:
        yield f"crisis contact, in letters to clients: {policy.crisis_contact}"
    for number, part in enumerate(policy.parts if len(policy.parts) > 1 or policy.name else (), 1):
        again = f", policy {part.digest if full else part.digest[:12]}"
        yield f"  {number}. {part.name or 'without a name'}{again}, in force from {part.first} to {part.last}"
    for difference in differences(policy):
        change, witness = difference.change, difference.witness
        yield f"{change.name} ({difference.ruleset.name}): {difference.default} -> {difference.site}"
        if full:
            yield f"  {difference.choice}"
            yield f"  reason: {change.reason}"
            yield f"  approved by the {change.approved_by} from {change.date} to {change.expires}"
        if witness is None:
            yield "  nobody was found who gets another answer"
            continue
        without, under = witness.answers
        yield f"  another answer: {witness.facts}"
        yield f"    without {'this change' if witness.alone else 'the policy'}: {without}"
        yield f"    under the policy: {under}"
