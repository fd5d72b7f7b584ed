"""The lowering as a rule book of durable-rules, which chains from facts to outcome.

The engine runs the one positive, two-valued rule book of the lowering under its three readings of the facts. Each
alternative is one engine rule with one pattern, on one message that holds all the facts which it tests. Concepts go
back to the engine as properties of later messages, stratum by stratum, and what the findings come to as one last
message, on which the outcome fires. A message that says the same in several readings is sent once, and its ``id``
tells which readings it stands for.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from ...rule import Level, Outcome, RuleSet
from ..conclusions import Conclusions, EngineFailure
from ..lowering import Lowering, Masks, Target, lowered
from ..snapshot import Flat, Snapshot
from .encoding import FactEncoding, Fragments, Names
from .fragment import MAX_MATCHES, MAX_PROPERTIES, MAX_SESSIONS, STAGE, WIDTH, Branch, Comparison, EngineRule
from .memory import REPORT, SENTINEL_NAME, SENTINEL_RULE, DerivedFact, Kind, Memory, Session, Stage

_SUMMARY_NAMES: Final = ("za", "zb", "zc", "zd")
"""Whether there is some exclusion, some needed information, something undecided, some caution."""
_SUMMARY_FRAGMENTS: Final = tuple(tuple(f',"{name}":{some}' for name in _SUMMARY_NAMES) for some in (0, 1))
_OUTCOME_RULES: Final = (
    (Outcome.EXCLUDED, (1,)),
    (Outcome.INCOMPLETE, (0, 1)),
    (Outcome.INCOMPLETE, (0, 0, 1)),
    (Outcome.CAUTION, (0, 0, 0, 1)),
    (Outcome.NO_EXCLUSION_FOUND, (0, 0, 0, 0)),
)
"""Which outcome follows from the first properties of the summary; one rule, and no other, fires on each summary."""
_OUTCOMES: Final = {1 << place: outcome for place, outcome in enumerate(Outcome)}
_BEYOND: Final = 1 << len(Outcome)


class RuleBook:
    """A rule set compiled for the engine, with its sessions; it belongs to the process that made it."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.process = os.getpid()
        compiler = Compiler(ruleset)
        self.groups = compiler.groups()
        self.stages = compiler.stages
        self.summary = compiler.summary
        self.room = [""] * len(compiler.derived)
        self.sentinel = compiler.sentinel
        self.masks = Masks(compiler.lowering)
        self.idle: list[Session] = []
        self.numbers = itertools.count(1)
        self.exhausted = False

    def session(self) -> Session | None:
        """Return a session that nobody else uses, or None where the engine can hold no more."""
        try:
            return self.idle.pop()
        except IndexError:
            number = next(self.numbers)
        if number > MAX_SESSIONS:
            self.exhausted = True
            return None
        return [Memory(stage, number) for stage in (*self.stages, self.summary)]

    def encoded(self, facts: Snapshot) -> tuple[list[str], list[str], list[str]]:
        """Return what is said of every fact in the three readings, with room for the concepts behind them."""
        certain: list[str] = []
        possible: list[str] = []
        opened: list[str] = []
        for name, absent, absent_fragments, facts_of_group in self.groups:
            flat = facts.groups[name]
            if flat is absent or flat == absent:
                fragments = absent_fragments
            else:
                fragments = tuple(zip(*[encode(flat) for encode in facts_of_group], strict=True))
            certain += fragments[0]
            possible += fragments[1]
            opened += fragments[2]
        return certain + self.room, possible + self.room, opened + self.room

    def decide(self, session: Session, encoded: tuple[list[str], list[str], list[str]]) -> Conclusions:
        """Chain forward, stage by stage, from what is said of the facts, and leave the session empty."""
        said_certain, said_possible, said_open = encoded
        certain = possible = opened = 0
        for stage, memory in zip(self.stages, session, strict=False):
            messages = []
            for pick, idents, heads in stage.kinds:
                texts = "".join(pick(said_certain)), "".join(pick(said_possible)), "".join(pick(said_open))
                messages += [(idents[readings], heads[readings] + text) for readings, text in _alike(*texts) if text]
            if messages:
                for ident, concluded in memory.conclude(messages).items():
                    readings = int(ident[0])
                    if readings & 1:
                        certain |= concluded
                    if readings & 2:
                        possible |= concluded
                    if readings & 4:
                        opened |= concluded
            for place, bit, text in stage.derived:
                said_certain[place] = text if certain & bit else ""
                said_possible[place] = text if possible & bit else ""
                said_open[place] = text if opened & bit else ""
        everything = self.sentinel - 1
        certain, possible, opened = certain & everything, possible & everything, opened & everything
        undecided = self.masks.undecided(certain, possible, opened)
        outcome = self._outcome(session[-1], certain, undecided)
        return self.masks.conclusions(certain, possible, opened, outcome)

    def _outcome(self, memory: Memory, certain: int, undecided: int) -> Outcome:
        """Tell the engine what the findings come to, and let it conclude the outcome."""
        levels = self.masks.levels
        summary = (
            certain & levels[Level.EXCLUSION],
            certain & levels[Level.NEEDS_INFORMATION],
            undecided,
            certain & levels[Level.CAUTION],
        )
        kind = self.summary.kinds[0]
        text = "".join([_SUMMARY_FRAGMENTS[bool(some)][place] for place, some in enumerate(summary)])
        (concluded,) = memory.conclude([(kind.idents[7], kind.heads[7] + text)]).values()
        outcome = _OUTCOMES.get(concluded & ~_BEYOND)
        if outcome is None:
            raise EngineFailure(f"durable-rules did not conclude one outcome; {REPORT}")
        return outcome


def _alike(certain: str, possible: str, opened: str) -> tuple[tuple[int, str], ...]:
    """Return each text once, with the readings in which it is said (1 certain, 2 possible, 4 open)."""
    if possible == opened:
        return ((7, certain),) if certain == possible else ((1, certain), (6, possible))
    if certain == possible:
        return (3, certain), (4, opened)
    return ((5, certain), (2, possible)) if certain == opened else ((1, certain), (2, possible), (4, opened))


Paths = list[tuple[tuple[Comparison, ...], int]]
"""Alternatives in the order in which their conditions are asked, each with the bits of what it concludes."""


class _Group(NamedTuple):
    """How a group's facts are encoded; ``absent`` is the group of which nothing is known."""

    name: str
    absent: Flat
    absent_fragments: Sequence[Sequence[str]]
    facts: Sequence[Callable[[Flat], Fragments]]


class Compiler:
    """Turns a lowering into engine rules, kinds of message and stages."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.lowering: Lowering = lowered(ruleset)
        targets = self.lowering.targets
        self.sentinel = 1 << len(targets)
        names = Names((SENTINEL_NAME, *_SUMMARY_NAMES))
        tests: list[list[int]] = [[] for _ in self.lowering.columns]
        for number, literal in enumerate(self.lowering.literals):
            tests[literal.column].append(number)
        self.facts = {
            place: FactEncoding(column, [self.lowering.literals[number] for number in tests[place]], names)
            for group in ruleset.groups
            for place, column in enumerate(self.lowering.columns)
            if column.group == group and tests[place]
        }
        needed = {place for target in targets for each in target.alternatives for place in each.targets}
        self.derived = {place: next(names) for place in sorted(needed)}
        said = [
            *(encoding.properties.values() for encoding in self.facts.values()),
            *((name,) for name in self.derived.values()),
        ]
        self.places = {name: place for place, properties in enumerate(said) for name in properties}
        self.stages = [stage for targets in self.lowering.strata() for stage in self._stratum(targets)]
        summary = [
            (
                tuple(Comparison(name, "$eq", some) for name, some in zip(_SUMMARY_NAMES, values, strict=False)),
                1 << list(Outcome).index(outcome),
            )
            for outcome, values in _OUTCOME_RULES
        ]
        self.summary = self._stage([summary], _BEYOND)

    def _comparisons(self, target: Target) -> Iterable[frozenset[Comparison]]:
        for alternative in target.alternatives:
            literals = [self.lowering.literals[number] for number in alternative.literals]
            yield frozenset(
                (
                    *(self.facts[literal.column].comparison(literal) for literal in literals),
                    *(Comparison(self.derived[place], "$eq", 1) for place in alternative.targets),
                )
            )

    def _stratum(self, targets: Sequence[int]) -> list[Stage]:
        """Compile what is concluded in one round."""
        found: dict[frozenset[Comparison], int] = {}
        for place in targets:
            for alternative in self._comparisons(self.lowering.targets[place]):
                found[alternative] = found.get(alternative, 0) | 1 << place
        often = Counter(comparison for alternative in found for comparison in alternative)
        kinds: list[Paths] = []
        for alternative, concluded in found.items():
            path = tuple(sorted(alternative, key=lambda comparison: (-often[comparison], comparison)))
            if not kinds or not _fits([*(earlier for earlier, _ in kinds[-1]), path]):
                kinds.append([])
            kinds[-1].append((path, concluded))
        stages: list[list[Paths]] = []
        for paths in kinds:
            if not stages or sum(map(len, stages[-1])) + len(paths) > STAGE:
                stages.append([])
            stages[-1].append(paths)
        result = [self._stage(paths, self.sentinel) for paths in stages]
        if result:
            result[-1].derived = [
                DerivedFact(self.places[name], 1 << place, f',"{name}":1')
                for place, name in self.derived.items()
                if place in targets
            ]
        return result

    def _stage(self, kinds: Sequence[Paths], sentinel: int) -> Stage:
        rules = [EngineRule(SENTINEL_RULE, None, (Comparison(SENTINEL_NAME, "$eq", 1),))]
        concluded = {SENTINEL_RULE: sentinel}
        for number, paths in enumerate(kinds):
            for path, bits in paths:
                rules.append(EngineRule(f"{len(rules):04d}", number, path))
                concluded[rules[-1].name] = bits
        picks = [
            sorted({self.places.get(comparison.property, 0) for path, _ in paths for comparison in path})
            for paths in kinds
        ]
        return Stage(
            rules,
            concluded,
            [Kind.of(number, itemgetter(*places)) for number, places in enumerate(picks)],
            f"rule set {self.ruleset.name}",
        )

    def groups(self) -> list[_Group]:
        """Return for each group how its facts are encoded, and the fragments for one of which nothing is known."""
        result = []
        nobody = self.ruleset.subject()
        columns = self.lowering.columns
        for name in dict.fromkeys(columns[place].group for place in self.facts):
            each = [encoding.encode for place, encoding in self.facts.items() if columns[place].group == name]
            absent = nobody.__dict__[name].flat(self.ruleset.phase.example)
            result.append(_Group(name, absent, tuple(zip(*[encode(absent) for encode in each], strict=True)), each))
        return result


def _fits(paths: Iterable[tuple[Comparison, ...]]) -> bool:
    """Say whether one kind of message may hold so much."""
    branch = Branch.of(paths)
    return (
        len(branch) <= WIDTH and branch.most_waiting() < MAX_MATCHES and len(branch.properties()) <= MAX_PROPERTIES // 2
    )
