"""What changed between two decisions: facts, the rule book, the rules that came out otherwise, and the outcome.

For each rule that came out otherwise, what differs is put in place piece by piece: the pieces that are named turn the
rule from what it was into what it is, and none of them can be left out.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

import attrs

from ..conditions import Atom, Condition, fold, rewrite
from ..engine.conclusions import REACHES
from ..engine.evaluation import Evaluation
from ..engine.interpreter import truth
from ..facts.model import AtLeastThese, Fact, Facts, Recorded, Reports, every_fact
from ..language import CODED, Locale, message
from ..limit import Limit
from ..phrases import OUTCOMES, TRUTHS, value
from ..possible import Absence, Level, Outcome, Possible, Truth, what_is_possible
from ..rule import Rule, expand_concepts, fact_atoms


class ChangeKind(enum.Enum):
    """In which way a fact came to be otherwise."""

    ADDED = message("newly recorded")
    REMOVED = message("no longer recorded")
    CHANGED = message("recorded otherwise")
    READ = message("read from what was recorded otherwise")
    AGED = message("by time alone")


@attrs.frozen
class FactChange:
    """One fact that is otherwise, in words."""

    fact: str
    title: str
    how: ChangeKind
    before: str
    after: str

    def render(self, locale: Locale = CODED) -> str:
        """Return the change; what was and is known is worded as the comparison was."""
        return f"{self.fact}: {self.before} -> {self.after} ({locale(self.how.value)})"

    def __str__(self) -> str:
        return self.render()


@attrs.frozen
class Status:
    """How one rule came out."""

    level: Level
    truth: Truth
    open: bool

    @property
    def reaches(self) -> Outcome:
        """The outcome that the rule carries alone."""
        if self.truth is Truth.TRUE:
            return REACHES[self.level]
        return Outcome.INCOMPLETE if self.open else Outcome.NO_EXCLUSION_FOUND

    def render(self, locale: Locale = CODED) -> str:
        """Return truth and level in the reader's language."""
        undecided = locale(", open") if self.open else ""
        return f"{locale(TRUTHS[self.truth])}{undecided} ({locale(self.level.value)})"

    def __str__(self) -> str:
        return self.render()


@attrs.frozen
class RuleChange:
    """One rule that came out otherwise, and the fewest differences found that make it so."""

    rule: str
    before: Status | None
    """None where the rule was not in the rule set."""
    after: Status | None
    facts: tuple[str, ...]
    """The facts that had to be otherwise."""
    book: tuple[str, ...]
    """What had to be otherwise in the rule book, in words."""

    def render(self, locale: Locale = CODED) -> str:
        """Return the change; what is otherwise in the rule book is worded as the comparison was."""
        before, after = (
            each.render(locale) if each is not None else locale("not in the rule set")
            for each in (self.before, self.after)
        )
        because = ", ".join((*self.facts, *self.book))
        by = locale(", by {pieces}", pieces=because) if because else ""
        return f"{self.rule}: {before} -> {after}{by}"

    def __str__(self) -> str:
        return self.render()


@attrs.frozen
class Comparison:
    """What differs between two decisions, the earlier first."""

    outcomes: tuple[Outcome, Outcome]
    on: tuple[date, date]
    rulesets: tuple[str, str]
    facts: tuple[FactChange, ...]
    """Facts that both kinds of subject have: how they were recorded, what is read of them, what expired."""
    book: tuple[str, ...]
    """How the rule books differ, whether or not it makes a difference here."""
    rules: tuple[RuleChange, ...]
    """Rules that came out otherwise; of those in one rule set only, the ones that hold or are open."""
    deciding: tuple[str, ...]
    """The rules that alone turn the one outcome into the other; none of them can be left out."""
    locale: Locale = attrs.field(default=CODED, eq=False, repr=False)
    """In whose words it says what was known and what the rule books declare."""

    def __str__(self) -> str:
        return "\n".join(self._lines(self.locale))

    def _lines(self, locale: Locale) -> Iterator[str]:
        sides = zip(self.rulesets, self.on, self.outcomes, strict=True)
        yield " -> ".join(
            locale("{name} on {day}: {outcome}", name=name, day=locale.when(on), outcome=locale(OUTCOMES[outcome]))
            for name, on, outcome in sides
        )
        if self.deciding:
            yield locale("The outcome is another by: {rules}", rules=", ".join(self.deciding))
        facts, rules = ([each.render(locale) for each in some] for some in (self.facts, self.rules))
        for heading, differences in (
            (locale("Facts"), facts),
            (locale("Rule book"), list(self.book)),
            (locale("Rules"), rules),
        ):
            if differences:
                yield f"{heading}:"
                yield from (f"  - {each}" for each in differences)
        if not (self.facts or self.book or self.rules):
            yield locale("nothing differs")


def compared(before: Evaluation, after: Evaluation, locale: Locale = CODED) -> Comparison:
    """Return what changed from one decision to another: of one rule set or two, on the same subject or on others."""
    sides = _Side(before, locale), _Side(after, locale)
    rules = tuple(_rule_changes(*sides))
    cited = {fact for change in rules for fact in change.facts}
    return Comparison(
        (before.outcome, after.outcome),
        (before.on, after.on),
        (before.ruleset.name, after.ruleset.name),
        tuple(_fact_changes(*sides, cited)),
        tuple(_book_changes(*sides)),
        rules,
        _deciding(*sides, rules),
        locale,
    )


class _Side:
    """One of the two decisions."""

    def __init__(self, evaluation: Evaluation, locale: Locale) -> None:
        self.evaluation = evaluation
        self.locale = locale
        self.rules = {rule.id: rule for rule in evaluation.ruleset.rules}
        self._entries: dict[Fact, Sequence[Any]] = {}

    @cached_property
    def status(self) -> Mapping[str, Status]:
        """How each rule came out."""
        return {rule.id: Status(rule.level, found, undecided) for rule, found, undecided in self.evaluation.conclusions}

    def possible(self, fact: Fact) -> Possible:
        """Return what a fact may be, if this kind of subject has it."""
        group = self.evaluation.subject.__dict__.get(fact.group)
        if not isinstance(group, Facts) or fact not in group.__facts__:
            return fact.full_range(Absence.NOT_ASKED)
        return self.evaluation.possible(fact)

    def entries(self, fact: Fact) -> Sequence[Any]:
        """Return what a fact may be, as an engine is given it."""
        if fact not in self._entries:
            self._entries[fact] = fact.flat(self.possible(fact))
        return self._entries[fact]


# Rules -------------------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """Something that may be otherwise: a fact, or part of the declaration of a rule."""

    kind: str
    id: str


FACT: Final = "fact"
LIMIT: Final = "limit"
LEVEL: Final = Piece("level", "")
CONDITION: Final = Piece("condition", "")


def _rule_changes(before: _Side, after: _Side) -> Iterator[RuleChange]:
    for name in dict.fromkeys((*before.rules, *after.rules)):
        was, now = before.status.get(name), after.status.get(name)
        if was is None or now is None:
            present = was if now is None else now
            assert present is not None
            if present.truth is Truth.TRUE or present.open:
                locale = before.locale
                only = locale("only in the earlier rule set" if now is None else "only in the later rule set")
                yield RuleChange(name, was, now, (), (only,))
        elif was != now:
            broken = dict((*before.evaluation.concluded.errors, *after.evaluation.concluded.errors)).get(name)
            if broken is not None:
                yield RuleChange(name, was, now, (), (before.locale("could not be evaluated ({error})", error=broken),))
            else:
                yield _explained(before, after, name)


def _explained(before: _Side, after: _Side, name: str) -> RuleChange:
    """Return the change of a rule with the pieces that make it, none of which can be left out."""
    was, now = before.rules[name], after.rules[name]
    first, then = expand_concepts(was.when), expand_concepts(now.when)
    facts = {
        Piece(FACT, fact.id): None
        for condition in (first, then)
        for atom in fact_atoms(condition)
        if isinstance(fact := atom.subject, Fact) and tuple(before.entries(fact)) != tuple(after.entries(fact))
    }
    definition = _definition(was, now, before.locale)

    def with_pieces(pieces: tuple[Piece, ...]) -> Status:
        level = now.level if LEVEL in pieces else was.level
        condition = then if CONDITION in pieces else _with_limits(first, _limits(then), pieces)
        return _status(level, condition, lambda fact: (after if (FACT, fact.id) in pieces else before).entries(fact))

    pieces = _without_idle((*definition, *facts), lambda some: with_pieces(some) == after.status[name])
    return RuleChange(
        name,
        before.status[name],
        after.status[name],
        tuple(piece.id for piece in pieces if piece.kind == FACT),
        tuple(definition[piece] for piece in pieces if piece.kind != FACT),
    )


Named = TypeVar("Named")


def _without_idle(pieces: tuple[Named, ...], enough: Callable[[tuple[Named, ...]], bool]) -> tuple[Named, ...]:
    """Return pieces that are enough, none of which can be left out; of two that would do, the later stays."""
    kept = pieces
    for piece in pieces:
        fewer = tuple(each for each in kept if each != piece)
        if enough(fewer):
            kept = fewer
    return kept if kept == pieces else _without_idle(kept, enough)


def _definition(was: Rule, now: Rule, locale: Locale) -> dict[Piece, str]:
    """Return in what a rule is declared otherwise, each piece in words."""
    found: dict[Piece, str] = {}
    if was.level is not now.level:
        found[LEVEL] = locale("level {one} -> {other}", one=locale(was.level.value), other=locale(now.level.value))
    first, then = expand_concepts(was.when), expand_concepts(now.when)
    if _shape(first) != _shape(then):
        return found | {CONDITION: locale("its condition reads otherwise")}
    before, after = _limits(first), _limits(then)
    for name, limit in before.items():
        if limit.value != after[name].value:
            one, other = (locale.quantity(each.value, each.unit) for each in (limit, after[name]))
            found[Piece(LIMIT, name)] = locale("limit {name} {one} -> {other}", name=name, one=one, other=other)
    return found


def _shape(condition: Condition) -> object:
    """Return what a condition asks, but for the values of its limits."""

    def of(atom: Atom) -> tuple[object, ...]:
        operand = atom.operand
        asked = (operand.id, operand.unit) if isinstance(operand, Limit) else operand
        return atom.subject.id, atom.test, asked

    def joined(every: bool, parts: list[tuple[object, ...]]) -> tuple[object, ...]:
        return every, *parts

    return fold(condition, of, joined)


def _limits(condition: Condition) -> dict[str, Limit]:
    return {atom.operand.id: atom.operand for atom in fact_atoms(condition) if isinstance(atom.operand, Limit)}


def _with_limits(condition: Condition, limits: Mapping[str, Limit], chosen: tuple[Piece, ...]) -> Condition:
    """Return a condition with the chosen limits set otherwise."""

    def moved(atom: Atom) -> Condition:
        operand = atom.operand
        if isinstance(operand, Limit) and (LIMIT, operand.id) in chosen:
            return Atom(atom.subject, atom.test, limits[operand.id])
        return atom

    return rewrite(condition, moved)


@attrs.frozen
class _World:
    """Facts as a condition asks for them, each out of one of two decisions."""

    entries: Callable[[Fact], Sequence[Any]]


def _status(level: Level, condition: Condition, entries: Callable[[Fact], Sequence[Any]]) -> Status:
    """Return how a rule of a level and a condition comes out."""
    world: Any = _World(entries)
    found = truth(condition, world, {})
    undecided = found is Truth.UNKNOWN and level is not Level.NOTE
    return Status(level, found, undecided and truth(condition, world, {}, passing_over=True) is not Truth.FALSE)


def _deciding(before: _Side, after: _Side, changes: Sequence[RuleChange]) -> tuple[str, ...]:
    """Return the changes that alone turn the one outcome into the other."""
    if before.evaluation.outcome is after.evaluation.outcome:
        return ()
    reaches = {change.rule: (_reach(change.before), _reach(change.after)) for change in changes}
    least = Outcome.NO_EXCLUSION_FOUND
    others = max((_reach(status) for name, status in before.status.items() if name not in reaches), default=least)

    def enough(changed: tuple[str, ...]) -> bool:
        chosen = frozenset(changed)
        reached = max((pair[name in chosen] for name, pair in reaches.items()), default=least)
        return max(others, reached) is after.evaluation.outcome

    return _without_idle(tuple(reaches), enough)


def _reach(status: Status | None) -> Outcome:
    return Outcome.NO_EXCLUSION_FOUND if status is None else status.reaches


# The rule book -----------------------------------------------------------------------------------------------


def _book_changes(before: _Side, after: _Side) -> Iterator[str]:
    """Yield how the rule books differ, rule by rule."""
    first, then, locale = before.evaluation.ruleset, after.evaluation.ruleset, before.locale
    if first.digest == then.digest:
        return
    if first.name != then.name:
        yield locale("rule set {one} -> {other}", one=first.name, other=then.name)
        return
    for name in dict.fromkeys((*before.rules, *after.rules)):
        if name not in after.rules:
            yield f"{name}: {locale('only in the earlier rule set')}"
        elif name not in before.rules:
            yield f"{name}: {locale('only in the later rule set')}"
        else:
            yield from (
                f"{name}: {each}" for each in _definition(before.rules[name], after.rules[name], locale).values()
            )
    for fact in dict.fromkeys((*first.validities, *then.validities)):
        one, other = (locale.quantity(book.validity_of(fact).intake or 0, "d") for book in (first, then))
        if one != other:
            yield f"{fact.id}: {locale('counts for {one} -> {other}', one=one, other=other)}"
    for fact in dict.fromkeys((*first.unasked, *then.unasked)):
        if fact not in then.unasked:
            yield f"{fact.id}: {locale('asked for only in the later rule set')}"
        elif fact not in first.unasked:
            yield f"{fact.id}: {locale('asked for only in the earlier rule set')}"


# Facts -------------------------------------------------------------------------------------------------------


def _fact_changes(before: _Side, after: _Side, cited: set[str]) -> Iterator[FactChange]:
    """Yield the facts that are otherwise, of those that both kinds of subject have."""
    read = {*before.evaluation.ruleset.facts, *after.evaluation.ruleset.facts}
    known = set(every_fact(type(after.evaluation.subject)))
    for fact in every_fact(type(before.evaluation.subject)):
        if fact not in known:
            continue
        change = _recorded_otherwise(before, after, fact) or (
            _read_otherwise(before, after, fact, cited) if fact in read else None
        )
        if change is not None:
            yield FactChange(fact.id, fact.title, change, _said(before, fact), _said(after, fact))


def _given(side: _Side, group: str, name: str) -> Any:
    return side.evaluation.subject.__dict__[group].__dict__[name]


def _recorded_otherwise(before: _Side, after: _Side, fact: Fact) -> ChangeKind | None:
    was, now = (_given(side, fact.group, fact.name) for side in (before, after))
    if was == now:
        return None
    if was is Absence.NOT_ASKED:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if now is Absence.NOT_ASKED else ChangeKind.CHANGED


def _read_otherwise(before: _Side, after: _Side, fact: Fact, cited: set[str]) -> ChangeKind | None:
    was, now = before.possible(fact), after.possible(fact)
    if what_is_possible(was) == what_is_possible(now):
        return None
    if any(_given(before, fact.group, name) != _given(after, fact.group, name) for name in fact.derived_from):
        return ChangeKind.READ
    if before.evaluation.on == after.evaluation.on:  # something else contradicts it now, or does not any more
        return ChangeKind.READ
    return ChangeKind.AGED if was.absence is not now.absence or fact.id in cited else None


def _said(side: _Side, fact: Fact) -> str:
    """Return what is known of a fact, in words."""
    entry, locale = _given(side, fact.group, fact.name), side.locale
    dates = _dates(entry, locale)
    told = entry.value if isinstance(entry, Recorded) else entry
    if fact.size:
        said = value(fact, side.possible(fact), locale) or locale("not known")
    elif isinstance(told, Absence):
        return locale(told.value)
    elif isinstance(told, tuple | AtLeastThese):
        known = told.records if isinstance(told, AtLeastThese) else told
        said = locale.count("{number} entry", "{number} entries", len(known))
    else:
        return locale.when(told) if isinstance(told, date) else str(told)
    return locale("{value}, of {dates}", value=said, dates=dates) if dates else said


def _dates(entry: object, locale: Locale) -> str:
    reports = entry.reports if isinstance(entry, Reports) else (entry,) if isinstance(entry, Recorded) else ()
    return ", ".join(
        locale.when(on) for on in sorted((report.on for report in reports if report.on is not None), key=str)
    )
