"""Checks of a rule by its own examples: each comes out as it says, and each small change of the condition shows.

>>> from kaprules.rulesets import SCREENING
>>> rule = SCREENING.rules[0]
>>> wrong_examples(rule), survivors(rule)
([], [])
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..conditions import AllOf, AnyOf, Atom, ChoiceTerm, Condition, Test, Truth
from ..engine.reference import truth_for
from ..limit import Limit
from ..rule import Case, Concept, Rule, RuleSet
from ..rulesets import SCREENING

STRICT = {
    Test.AT_LEAST: (Test.ABOVE, Test.BELOW),
    Test.ABOVE: (Test.AT_LEAST, Test.AT_MOST),
    Test.AT_MOST: (Test.BELOW, Test.ABOVE),
    Test.BELOW: (Test.AT_MOST, Test.AT_LEAST),
    Test.EVER: (Test.NEVER,),
    Test.NEVER: (Test.EVER,),
    Test.PRESENT: (Test.RULED_OUT,),
    Test.RULED_OUT: (Test.PRESENT,),
}
TRUTHS = {Case.FIRES: Truth.TRUE, Case.PASSES: Truth.FALSE, Case.ASKS: Truth.UNKNOWN}


def mutants(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Yield each mutant of ``condition`` with what was changed."""
    if isinstance(condition, Atom):
        yield from _of_atom(condition)
        return
    node = type(condition)
    other = AnyOf if node is AllOf else AllOf
    yield f"{node.__name__} became {other.__name__}", other(condition.parts)
    for place, part in enumerate(condition.parts):
        before, after = condition.parts[:place], condition.parts[place + 1 :]
        rest = before + after
        yield f"dropped {part}", rest[0] if len(rest) == 1 else node(rest)
        for change, mutant in mutants(part):
            yield change, node((*before, mutant, *after))


def _of_atom(atom: Atom) -> Iterator[tuple[str, Condition]]:
    name = atom.subject.id
    for test in STRICT.get(atom.test, ()):
        yield f"{name}: {atom.test.name} became {test.name}", Atom(atom.subject, test, atom.operand)
    if isinstance(atom.operand, Limit):
        limit = atom.operand
        for value in (limit.value - limit.step, limit.value + limit.step):
            moved = attrs.evolve(limit, value=value, floor=None, ceiling=None)
            yield f"{name}: {limit.id} moved to {value}", Atom(atom.subject, atom.test, moved)
    if isinstance(atom.operand, frozenset):
        assert isinstance(atom.subject, ChoiceTerm)
        for option in atom.subject.options:
            changed = atom.operand ^ {option}
            if changed and changed != frozenset(atom.subject.options):
                yield f"{name}: {option} toggled", Atom(atom.subject, atom.test, changed)


def survivors(owner: Rule | Concept, ruleset: RuleSet = SCREENING) -> list[str]:
    """Return what was changed in each mutant that no example of ``owner`` notices."""
    return [
        change
        for change, mutant in mutants(owner.when)
        if all(
            truth_for(mutant, example.about(ruleset.subject), ruleset.phase.example) is TRUTHS[example.case]
            for example in owner.examples
        )
    ]


def wrong_examples(owner: Rule | Concept, ruleset: RuleSet = SCREENING) -> list[str]:
    """Return each example that does not come out as it says."""
    found = [(example, example.about(ruleset.subject)) for example in owner.examples]
    truths = [truth_for(owner.when, about, ruleset.phase.example) for _, about in found]
    return [
        f"{example.case.value}({about!r}) came out {truth.name}"
        for (example, about), truth in zip(found, truths, strict=True)
        if truth is not TRUTHS[example.case]
    ]
