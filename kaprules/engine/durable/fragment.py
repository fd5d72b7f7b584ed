"""What durable-rules can hold, and the check that nothing else is ever sent to it.

Outside this fragment durable-rules 2.0.28 answers wrongly, loses firings, crashes or never ends, on ordinary data. So
each limit was read in its source and tried, and what is about to be sent is counted against all of them, however it was
made: one condition a dictionary, one pattern a rule, a conjunction of comparisons of a property with a small whole
number that begins with a positive one. No rule joins messages: where one of five patterns has fired, retracting its
messages makes the engine read, and at times overwrite, memory that is not its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from ...errors import RuleError

MAX_MATCHES: Final = 64
"""Conditions that wait on the engine's stack while one message is matched; one more is its error 303."""
MAX_SHARING: Final = 255
"""Rules whose last condition is the same one; the next is written outside the engine's list."""
MAX_BRANCHES: Final = 511
"""Distinct conditions at one level; with its table full, the engine looks for a free place for ever."""
MAX_PROPERTIES: Final = 252
MAX_RULES: Final = 4096
MAX_SESSIONS: Final = 1000
"""The engine takes 1,024; beyond ours the rule set is compiled afresh."""
WIDTH: Final = 48
"""How many conditions of its first level make a kind of message full; measured."""
STAGE: Final = 96
"""How many rules make a rule set of the engine full; measured."""

KIND: Final = "k"
"""The property by which every pattern begins: what kind of message it is about."""
OWN_NAMES: Final = (
    "id sid label chart running all any pri count cap dist name $s $i $m $l $r $lt $lte $gt $gte $eq $neq $mt $imt "
    "$iall $iany $ex $nex $or $and $add $sub $mul $div $forward $time $baseTime $timerName"
).split()
"""Names that mean something to the engine, which knows every name by its hash alone."""


def name_hash(name: str) -> int:
    """Return the 32-bit FNV-1a hash by which the engine knows a name."""
    number = 2166136261
    for byte in name.encode():
        number = (number ^ byte) * 16777619 & 0xFFFFFFFF
    return number


class Comparison(NamedTuple):
    """One comparison of a property with a small whole number; the operator is ``$gte``, ``$lte`` or ``$eq``."""

    property: str
    operator: str
    value: int

    @property
    def definition(self) -> dict[str, Any]:
        """The comparison as the engine reads it."""
        test = {self.property: self.value}
        return test if self.operator == "$eq" else {self.operator: test}


class Branch(dict[Comparison, "Branch"]):
    """Conditions as the engine shares them: each alternative is a path."""

    @classmethod
    def of(cls, paths: Iterable[Sequence[Comparison]]) -> Branch:
        """Return the branches of several alternatives."""
        root = cls()
        for path in paths:
            branch = root
            for literal in path:
                branch = branch.setdefault(literal, cls())
        return root

    def most_waiting(self) -> int:
        """Return how many conditions can wait on the engine's stack while it matches one message."""
        return max(len(self), len(self) - 1 + max((below.most_waiting() for below in self.values()), default=0))

    def most_branches(self) -> int:
        """Return the most distinct conditions at one level."""
        return max(len(self), *(below.most_branches() for below in self.values()), 0)

    def properties(self) -> set[str]:
        """Return every property that a message of this kind may hold."""
        return {literal.property for literal in self}.union(*(below.properties() for below in self.values()))


class EngineRule(NamedTuple):
    """One rule of the engine: a conjunction, in this order, on messages of one kind (None: of any)."""

    name: str
    kind: int | None
    conditions: tuple[Comparison, ...]

    @property
    def definition(self) -> dict[str, Any]:
        """The rule as the engine reads it: one pattern, which begins with a positive condition."""
        kind = [] if self.kind is None else [{KIND: self.kind}]
        return {"all": [{"m": {"$and": [*kind, *(literal.definition for literal in self.conditions)]}}]}


def check(rules: Sequence[EngineRule], owner: str) -> None:
    """Refuse what the engine would not hold, would lose without a word, or would answer with a crash.

    This looks at what is about to be sent, however it was made. Raises ``RuleError``.
    """
    if len(rules) > MAX_RULES:
        raise RuleError(f"{owner} takes {len(rules)} engine rules: durable-rules holds {MAX_RULES}; split the rule set")
    if len({rule.name for rule in rules if len(rule.name) == 4}) != len(rules):
        raise RuleError(f"{owner}: engine rules need different names of four characters; correct the compiler")
    kinds: dict[int | None, list[tuple[Comparison, ...]]] = {}
    for rule in rules:
        kinds.setdefault(rule.kind, []).append(rule.conditions)
        _check_conditions(rule.conditions, owner)
    if len(kinds) > MAX_BRANCHES:
        raise RuleError(f"{owner} takes {len(kinds)} kinds of message: durable-rules holds {MAX_BRANCHES}; split it")
    of_any = kinds.pop(None, [])
    for paths in kinds.values():
        _check_kind([*paths, *of_any], owner)
    properties = {literal.property for rule in rules for literal in rule.conditions}
    hashes = {name_hash(name): name for name in (*OWN_NAMES, KIND)}
    for name in sorted(properties):
        other = hashes.setdefault(name_hash(name), name)
        if other != name or name in OWN_NAMES or name == KIND:
            raise RuleError(
                f"{owner}: durable-rules cannot tell {name!r} from {other!r}, which it knows by one hash; rename it"
            )


def _check_conditions(conditions: tuple[Comparison, ...], owner: str) -> None:
    if not conditions:
        raise RuleError(f"{owner}: an engine rule without conditions would match every message; correct the compiler")
    for name, operator, value in conditions:
        if operator not in ("$eq", "$gte", "$lte") or type(value) is not int or not 0 <= value < 2**31:
            raise RuleError(
                f"{owner}: {name} {operator} {value!r} does not compare with a small whole number; correct the compiler"
            )


def _check_kind(paths: list[tuple[Comparison, ...]], owner: str) -> None:
    branch = Branch.of(paths)
    if (count := max(Counter(paths).values())) > MAX_SHARING:
        raise RuleError(f"{owner}: {count} engine rules share their last condition: durable-rules holds {MAX_SHARING}")
    if (count := len(branch.properties()) + 3) > MAX_PROPERTIES:  # with its id, its session and its kind
        raise RuleError(
            f"{owner}: a message has {count} properties: durable-rules holds {MAX_PROPERTIES}; split the condition"
        )
    if (count := branch.most_branches()) > MAX_BRANCHES:
        raise RuleError(f"{owner}: {count} distinct conditions lie at one level: durable-rules holds {MAX_BRANCHES}")
    if (count := branch.most_waiting()) > MAX_MATCHES:
        raise RuleError(
            f"{owner}: a message may match {count} conditions at once: durable-rules holds {MAX_MATCHES} (error 303)"
        )
