"""A rule book beside one of an earlier release, kept as a file: who was excluded or cautioned, and is no more?

The conditions of the file are put together again over the facts of today, as far as they are declared still, so that
the solver can be asked about both books at once. Each fact is known or was never asked for. Options that came later are
left out, as the earlier book could not be told of them; what only the book of today reads may be anything. Readings are
not compared: that the same observations come to another reading, a decision by the code of that release shows.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

from ...clientfile import parse_json
from ...conditions import AllOf, AnyOf, Atom, Condition, Test
from ...errors import input_error
from ...facts.model import Fact, every_fact
from ...files import named, read_bytes
from ...limit import Limit, exact
from ...possible import Level, Outcome, option_bits
from ...rule import PERMANENT, Concept, Rule
from ...rulebook import FORMAT
from ...ruleset import RuleSet
from ...solver.context import ProofContext, Replay, cone_of
from ...solver.encode import Formula, both, either, negated
from ...solver.solve import Counter
from ...solver.witness import Witness
from ...sources import proposal

_TESTS: Final = {test.value: test for test in Test}
_SOURCE: Final = proposal("as an earlier release had it")
_OUTCOMES: Final = {Level.EXCLUSION: Outcome.EXCLUDED, Level.CAUTION: Outcome.CAUTION}


@attrs.frozen(eq=False)
class Earlier:
    """A rule book of an earlier release, over the facts of today."""

    book: RuleSet
    options: Mapping[Fact, int]
    """The options of a choice that were declared then, as bits."""
    gone: tuple[str, ...]
    """The rules that read a fact, or an option, that is declared no more."""


@attrs.frozen
class Loosened:
    """A rule of an earlier release of which somebody is found who does better now, and how well at best."""

    rule: str
    before: Outcome
    now: Outcome
    witness: Witness | None = attrs.field(eq=False, repr=False)


def earlier(file: Path, ruleset: RuleSet, read_as: Mapping[str, str] = MappingProxyType({})) -> Earlier:
    """Read the rule book of an earlier release from its file; raise ``InputError`` where it is none of this book.

    ``read_as`` names, of facts that it reads, what the book of today reads in their place: a reading of the same fact
    and of more, with which it is compared.
    """
    with named(file):
        data: Any = parse_json(read_bytes(file))
    if not isinstance(data, dict) or data.get("format") != FORMAT or data["meaning"]["ruleset"] != ruleset.name:
        problem, remedy = f"is no rule book of {ruleset.name}", "name a file under rulebooks/"
        raise input_error(problem=problem, remedy=remedy).within(str(file))
    return _Reader(data, ruleset, read_as).read()


class _GoneError(Exception):
    """A fact or option is declared no more."""


class _Reader:
    def __init__(self, data: Any, ruleset: RuleSet, read_as: Mapping[str, str]) -> None:
        self.meaning = data["meaning"]
        self.ruleset = ruleset
        self.facts: dict[str, Any] = {fact.id: fact for fact in every_fact(ruleset.subject)}
        self.facts |= {name: self.facts[read_as[name]] for name in read_as if read_as[name] in self.facts}
        self.concepts: dict[str, Concept] = {}

    def read(self) -> Earlier:
        for each in self.meaning["concepts"]:
            try:
                when = self.condition(each["when"])
            except _GoneError:
                continue
            self.concepts[each["id"]] = Concept(
                id=each["id"], title=each["id"], source=_SOURCE, when=when, nonmonotone_reason="as it was"
            )
        rules, gone = [], []
        for each in self.meaning["rules"]:
            try:
                rules.append(self.rule(each))
            except _GoneError:
                gone.append(each["id"])
        book = attrs.evolve(self.ruleset, rules=tuple(rules), optional_rules=(), in_force=None, home="")
        options = {
            self.facts[name]: self.bits(self.facts[name], fact["options"])
            for name, fact in self.meaning["facts"].items()
            if name in self.facts and "options" in fact and hasattr(self.facts[name], "options")
        }
        return Earlier(book, options, tuple(gone))

    def bits(self, fact: Any, names: Sequence[str]) -> int:
        return option_bits(option for option in fact.options if option.value in names)

    def rule(self, data: Any) -> Rule:
        level = Level[data["level"]]
        return Rule(
            id=data["id"],
            source=_SOURCE,
            level=level,
            until=PERMANENT if level is Level.EXCLUSION else None,
            when=self.condition(data["when"]),
            clinician_text=data["id"],
            nonmonotone_reason="as it was",
        )

    def condition(self, data: Any) -> Condition:
        for name, node in (("all", AllOf), ("any", AnyOf)):
            if name in data:
                return node(tuple(map(self.condition, data[name])))
        subject: Any = self.concepts.get(data["concept"]) if "concept" in data else self.facts.get(data["fact"])
        if subject is None:
            raise _GoneError
        operand: Limit | frozenset[enum.Enum] | None = None
        if "limit" in data:
            limit = self.meaning["limits"][data["limit"]["id"]]
            value, step = (exact(Fraction(str(limit[each]))) for each in ("value", "step"))
            operand = Limit(
                value,
                limit["unit"],
                id=data["limit"]["id"],
                source=_SOURCE,
                since=self.ruleset.phase.example,
                step=step,
            )
        elif "options" in data:
            operand = frozenset(option for option in subject.options if option.value in data["options"])
            if len(operand) < len(data["options"]):
                raise _GoneError
        return Atom(subject, _TESTS[data["is"]], operand)


# Who does better -----------------------------------------------------------------------------------------------


def loosened(before: Earlier, ruleset: RuleSet, counter: Counter | None = None) -> Iterator[Loosened]:
    """Yield each exclusion and caution of an earlier book of which somebody does better by a rule set of today."""
    today = attrs.evolve(ruleset, in_force=None)
    context = ProofContext(before.book, today, counter=counter)
    for rule in before.book.rules:
        if rule.level in _OUTCOMES:
            near = [each for each in today.rules if each.level >= rule.level and _share(context, each, rule)]
            narrow = context.into(rule, *near)
            found = either(map(narrow.certain, near))
            as_known = _as_known(before, narrow, cone_of(rule, *near))
            if narrow.solver.holds(narrow.certain(rule), negated(found), as_known):
                yield from _better(context, before, rule)


def _share(context: ProofContext, one: Rule, other: Rule) -> bool:
    return not context.reads[one].isdisjoint(context.reads[other])


def _better(context: ProofContext, before: Earlier, rule: Rule) -> Iterator[Loosened]:
    """Yield how well somebody may do of whom a rule of the earlier book holds, if better than it says."""
    today = context.books[1]
    caution, incomplete, excluded = context.ranks(today.rules)
    facts = cone_of(rule, *today.rules)
    for outcome, at_least in (
        (Outcome.NO_EXCLUSION_FOUND, caution), (Outcome.CAUTION, incomplete), (Outcome.INCOMPLETE, excluded),
    ):  # fmt: skip
        if outcome >= _OUTCOMES[rule.level]:
            return
        wanted = both((context.certain(rule), negated(at_least), _as_known(before, context, facts)))
        if context.solver.holds(wanted):
            shows = f"{rule.id} held for it, and it is {outcome.name} now"
            confirm = partial(_is_better, rule, outcome)
            witness = context.witness((wanted,), facts, shows, confirm, few=cone_of(rule))
            yield Loosened(rule.id, _OUTCOMES[rule.level], outcome, witness)
            return


def _is_better(rule: Rule, outcome: Outcome, replays: Sequence[Replay]) -> bool:
    first, second = replays
    return rule.id in first.truths and first.outcome >= _OUTCOMES[rule.level] and second.outcome <= outcome


def _as_known(before: Earlier, context: ProofContext, facts: Sequence[Fact]) -> Formula:
    """Say that each fact is known, or was never asked for, and has no option that came later."""
    found: list[Formula] = []
    for fact in facts:
        now = context.one[fact]
        found.append(either((now.unasked, both((now.usable, now.single)))))
        if fact in before.options:
            found.append(either((negated(now.usable), negated(now.meets(~before.options[fact])))))
    return both(found)
