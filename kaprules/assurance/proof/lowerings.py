"""Does the lowering, which the bit masks and durable-rules read, mean what the condition trees mean?

Each literal is a formula in each of the three readings, and so is each target, as its alternatives. It is compared with
the formula of its tree; an earlier target that it needs stands for its own tree, with which it is compared itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import attrs

from ...conditions import opposite
from ...engine import bits, interpreter
from ...engine.lowering import RISING, Literal, Lowering, Target, lowered
from ...facts.model import Fact
from ...possible import Level
from ...rule import Rule
from ...ruleset import RuleSet
from ...solver.context import ProofContext, Replay, cone_of, owners_of
from ...solver.encode import Formula, Known, Owner, Reading, both, either, negated, same
from ...solver.keys import key, owner_key
from ...solver.solve import Counter
from .result import LOWERED, Finding, Task

READINGS: Final = (Reading.CERTAIN, Reading.POSSIBLE, Reading.OPEN)


@attrs.frozen(eq=False)
class Meaning:
    """What a lowering comes to, as formulas."""

    lowering: Lowering
    context: ProofContext
    owners: Mapping[str, Owner]

    @classmethod
    def of(cls, ruleset: RuleSet, counter: Counter, lowering: Lowering | None = None) -> Meaning:
        """Return the meaning of a rule set's lowering, or of another one that is said to be its lowering."""
        book = lowering or lowered(ruleset)
        limits = {ruleset.facts[n]: column.limits for n, column in enumerate(book.columns) if column.limits}
        return cls(
            book, ProofContext(ruleset, extra=limits, counter=counter), {each.id: each for each in owners_of(ruleset)}
        )

    def target(self, target: Target, reading: Reading) -> Formula:
        """Say when a target holds in a reading, by its alternatives."""
        return either(
            both(
                (
                    *(self.literal(self.lowering.literals[place], reading) for place in each.literals),
                    *(self.tree(self.lowering.targets[place], reading) for place in each.targets),
                )
            )
            for each in target.alternatives
        )

    def tree(self, target: Target, reading: Reading) -> Formula:
        """Say when the tree of a target holds in a reading."""
        owner = self.owners[target.id]
        return self.context.one.says(opposite(owner.when) if target.kind == "ruled out" else owner.when, reading)

    def literal(self, literal: Literal, reading: Reading) -> Formula:
        """Say when a literal holds in a reading."""
        now, scales = self.context.one[self.fact(literal)], self.context.one.scales
        if literal.test == "missing":
            return negated(now.usable)

        def holds(of: Known) -> Formula:
            if literal.test == "in":
                assert isinstance(literal.value, int)
                return negated(of.meets(~literal.value)) if reading is Reading.CERTAIN else of.meets(literal.value)
            rising = literal.test in RISING
            place = scales.place if literal.test in (">=", "<") else scales.beyond
            # Certain by the lowest value where the test rises, by the highest where it falls; possible by the other.
            upper = rising != (reading is Reading.CERTAIN)
            reached = of.at_least(place(self.fact(literal), literal.value), upper)
            return reached if rising else negated(reached)

        if reading is not Reading.OPEN:
            return holds(now)
        if now.old is None:
            return both((holds(now), negated(now.unexamined)))
        return both((holds(now), negated(now.unexamined), either((negated(now.outdated), holds(now.old)))))

    def fact(self, literal: Literal) -> Fact:
        """Return the fact of a literal."""
        return self.context.ruleset.facts[literal.column]

    def spelled(self, target: Target) -> str:
        """Return all that a target rests on: names of facts and owners, not places."""
        alternatives = [
            (
                [
                    (self.fact(each), each.test, str(each.value))
                    for each in map(self.lowering.literals.__getitem__, a.literals)
                ],
                [(self.lowering.targets[place].id, self.lowering.targets[place].kind) for place in a.targets],
            )
            for a in target.alternatives
        ]
        return repr((target.kind, target.level, alternatives))


def tasks(ruleset: RuleSet, counter: Counter, lowering: Lowering | None = None) -> Iterator[Task]:
    """Yield the question for each target: each concept and rule, and each concept ruled out."""
    meaning = Meaning.of(ruleset, counter, lowering)
    for target in meaning.lowering.targets:
        about = (target.id, *(("ruled out",) if target.kind == "ruled out" else ()))
        rests_on = key(owner_key(meaning.owners[target.id]), meaning.spelled(target))
        yield Task(LOWERED, about, rests_on, partial(differs, meaning, target))


def differs(meaning: Meaning, target: Target) -> Finding | None:
    """Find facts of which a target holds in a reading and its tree does not, or the other way round."""
    context, owner = meaning.context, meaning.owners[target.id]
    pairs = [(meaning.target(target, reading), meaning.tree(target, reading)) for reading in READINGS]
    if isinstance(owner, Rule):
        # What is certain, or not possible, or only noted is never open, whatever is lowered.
        counted = both((owner.level is not Level.NOTE, context.undecided(owner)))
        pairs[-1] = (both((counted, pairs[-1][0])), both((counted, pairs[-1][1])))
    found = either(negated(same(*pair)) for pair in pairs)
    if not context.solver.holds(found):
        return None
    witness = context.witness(
        (found,),
        cone_of(*context.ruleset.rules),
        f"the bit masks and the interpreter do not conclude the same of {owner.id}",
        _concluded_otherwise,
        few=cone_of(owner),
        engines=(bits.evaluate, interpreter.evaluate),
    )
    named = f"{owner.id}{' ruled out' if target.kind == 'ruled out' else ''}"
    return Finding(f"the lowering of {named} does not mean what its condition means", witness)


def _concluded_otherwise(replays: Sequence[Replay]) -> bool:
    by_bits, meant = replays
    return by_bits != meant
