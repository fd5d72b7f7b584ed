"""The checker's fast form: the condition trees as one straight-line function; ``source()`` prints it.

It knows nothing of the lowering, of the bit masks or of durable-rules: it is written from the
same trees as the interpreter reads, and proven against them. Comparing what it concludes with what an engine does is
how every decision is certified. Where it cannot be run in one piece, as a rule raises, the checker judges rule by rule
instead.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from ..conditions import AllOf, Atom, Condition, Test, opposite
from ..facts.model import NOT_INDICATED, USABLE, Fact
from ..limit import Limit
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Level, Outcome, Truth, option_bits
from ..rule import Concept, fact_atoms
from ..ruleset import RuleSet
from .conclusions import Conclusions
from .snapshot import Snapshot


class _Reading(Enum):
    """The three questions asked of every condition; each is plain two-valued logic."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    OPEN = "open"
    """As possible, but what was never looked for and need not be counts as FALSE, and so does what every report, all of
    them too old, says is not so."""


_COMPARISON = {
    Test.AT_LEAST: ">=",
    Test.ABOVE: ">",
    Test.AT_MOST: "<=",
    Test.BELOW: "<",
    Test.EVER: "<",
    Test.NEVER: ">=",
}
_RISING = (Test.AT_LEAST, Test.ABOVE, Test.NEVER)


class _Writer:
    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.fact_numbers = {fact: number for number, fact in enumerate(ruleset.facts)}
        self.concept_numbers = {concept: number for number, concept in enumerate(ruleset.concepts)}
        self.constants: dict[str, Any] = {"TRUE": Truth.TRUE, "UNKNOWN": Truth.UNKNOWN, "FALSE": Truth.FALSE}
        self.constants |= {outcome.name: outcome for outcome in Outcome} | {"Conclusions": Conclusions, "tuple": tuple}

    def write(self) -> str:
        lines = ["def evaluate(groups):"]
        for group in self.ruleset.groups:
            names = self._entries(group)
            lines.append(f"    ({', '.join(names)},) = groups[{group!r}][:{len(names)}]")
        for concept, number in self.concept_numbers.items():
            lines.append(f"    # {concept.id}")
            lines.append(f"    c{number} = {self._truth(concept.when)}")
            if self._looks_away(concept.when):
                lines.append(f"    o{number} = {self._text(concept.when, _Reading.OPEN)}")
        for number, rule in enumerate(self.ruleset.rules):
            lines.append(f"    # {rule.id}")
            lines.append(f"    r{number} = {self._truth(rule.when)}")
            lines.append(f"    u{number} = {self._open(number)}")
        lines += self._outcome()
        concepts, rules, is_open = (
            "".join(f"{letter}{number}, " for number in range(len(items)))
            for letter, items in (("c", self.ruleset.concepts), ("r", self.ruleset.rules), ("u", self.ruleset.rules))
        )
        lines.append(f"    return Conclusions(({concepts}), ({rules}), ({is_open}), outcome)")
        return "\n".join(lines)

    def _entries(self, group: str) -> list[str]:
        """Return a name for each entry of a group up to the last that some rule reads; what none reads is ``_``."""
        facts = {fact: number for fact, number in self.fact_numbers.items() if fact.group == group}
        names = ["_"] * max(fact.slot + fact.size for fact in facts)
        for fact, number in facts.items():
            entries = "lhs" if fact.size == 3 else "bs"
            names[fact.slot : fact.slot + fact.size] = [f"f{number}{entry}" for entry in entries]
        return names

    def _truth(self, condition: Condition) -> str:
        certain, possible = self._text(condition, _Reading.CERTAIN), self._text(condition, _Reading.POSSIBLE)
        # Most are FALSE, which one question settles.
        return f"(TRUE if {certain} else UNKNOWN) if {possible} else FALSE"

    def _open(self, number: int) -> str:
        rule = self.ruleset.rules[number]
        if rule.level is Level.NOTE:
            return "False"
        undecided = f"r{number} is UNKNOWN"
        if not self._looks_away(rule.when):
            return undecided
        # Bits are a number: compared with 0, so that it is a yes or no, as it is in the interpreter.
        return f"{undecided} and ({self._text(rule.when, _Reading.OPEN)}) != 0"

    def _outcome(self) -> list[str]:
        def some(level: Level) -> str:
            numbers = [n for n, rule in enumerate(self.ruleset.rules) if rule.level is level]
            return " or ".join(f"r{number} is TRUE" for number in numbers) or "False"

        is_open = " or ".join(f"u{number}" for number in range(len(self.ruleset.rules))) or "False"
        return [
            f"    if {some(Level.EXCLUSION)}: outcome = EXCLUDED",
            f"    elif {is_open} or {some(Level.NEEDS_INFORMATION)}: outcome = INCOMPLETE",
            f"    elif {some(Level.CAUTION)}: outcome = CAUTION",
            "    else: outcome = NO_EXCLUSION_FOUND",
        ]

    def _looks_away(self, condition: Condition) -> bool:
        facts = (atom.subject for atom in fact_atoms(condition))
        return any(isinstance(fact, Fact) and self.ruleset.passes_over(fact) for fact in facts)

    def _text(self, condition: Condition, reading: _Reading) -> str:
        if isinstance(condition, Atom):
            return self._atom(condition, reading)
        word = " and " if isinstance(condition, AllOf) else " or "
        return f"({word.join(self._text(part, reading) for part in condition.parts)})"

    def _atom(self, atom: Atom, reading: _Reading) -> str:
        if isinstance(atom.subject, Concept):
            return self._concept(atom, reading)
        assert isinstance(atom.subject, Fact)
        name = f"f{self.fact_numbers[atom.subject]}"
        if atom.test is Test.MISSING:
            return f"{name}s != {USABLE}"
        is_number = atom.subject.size == 3
        text = self._interval(atom, f"{name}{{}}", reading) if is_number else self._options(atom, f"{name}b", reading)
        if reading is _Reading.OPEN and self.ruleset.passes_over(atom.subject):
            entry = f"{name}s[{{}}]"
            old = self._interval(atom, entry, reading) if is_number else self._options(atom, entry.format(0), reading)
            return f"({name}s != {NOT_INDICATED} and {text} and ({name}s.__class__ is not tuple or {old}))"
        return text

    def _interval(self, atom: Atom, entry: str, reading: _Reading) -> str:
        unfavourable = (atom.test in _RISING) == (reading is _Reading.CERTAIN)
        end = (0 if unfavourable else 1) if "[" in entry else "l" if unfavourable else "h"
        return f"{entry.format(end)} {_COMPARISON[atom.test]} {self._constant(atom)}"

    def _constant(self, atom: Atom) -> str:
        if not isinstance(atom.operand, Limit):
            return str(NEVER_DAYS)
        if isinstance(atom.operand.value, int):
            return str(atom.operand.value)
        name = f"k{len(self.constants)}"
        self.constants[name] = atom.operand.value
        return name

    def _options(self, atom: Atom, entry: str, reading: _Reading) -> str:
        wanted = PRESENT_BIT if atom.test is Test.PRESENT else ABSENT_BIT
        if isinstance(atom.operand, frozenset):
            wanted = option_bits(atom.operand)
        return f"not {entry} & {~wanted}" if reading is _Reading.CERTAIN else f"{entry} & {wanted}"

    def _concept(self, atom: Atom, reading: _Reading) -> str:
        concept = atom.subject
        assert isinstance(concept, Concept)
        number = self.concept_numbers[concept]
        present = atom.test is Test.PRESENT
        if reading is _Reading.OPEN and self._looks_away(concept.when):
            return f"o{number}" if present else self._text(opposite(concept.when), reading)
        if reading is _Reading.CERTAIN:
            return f"c{number} is {'TRUE' if present else 'FALSE'}"
        return f"c{number} is not {'FALSE' if present else 'TRUE'}"


def source(ruleset: RuleSet) -> str:
    """Return the Python text of the function that decides by ``ruleset``."""
    return _Writer(ruleset).write()


def evaluate(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
    """Conclude every concept, every rule and the outcome, as the trees state them."""
    function = ruleset.made.get("replay")
    if function is None:
        writer = _Writer(ruleset)
        namespace: dict[str, Any] = {}
        text = writer.write()
        exec(compile(text, f"<rules of {ruleset.name}>", "exec"), writer.constants | {"__builtins__": {}}, namespace)
        function = ruleset.made["replay"] = namespace["evaluate"]
    decide: Callable[[dict[str, Any]], Conclusions] = function
    return decide(facts.groups)
