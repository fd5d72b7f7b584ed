"""Tests of the bit masks on rule sets that ask of concepts what none of the library's does."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules.conditions import Condition, all_of, any_of
from kaprules.engine import bits, interpreter
from kaprules.engine.lowering import lowered
from kaprules.engine.snapshot import snapshot
from kaprules.facts.model import Facts, Flag, Subject, group
from kaprules.limit import Citation, Source
from kaprules.possible import Absence, Level, Truth
from kaprules.rule import Concept, Rule
from kaprules.ruleset import RuleSet

ON: Final = date(2026, 11, 23)
PAGE: Final = Citation(Source("X1", "The book of lights", "a shelf", 3), "page 1")


class Lights(Facts, group="lights"):
    """What is lit."""

    red: Flag = Flag(title="Red")
    green: Flag = Flag(title="Green")
    blue: Flag = Flag(title="Blue")


class Signal(Subject):
    """What shows the lights."""

    lights: Lights = group(Lights)


SIGNALS: Final = tuple(
    Signal(lights=Lights(red=red, green=green, blue=blue))
    for red, green, blue in itertools.product((True, False, Absence.DECLINED), repeat=3)
)
CONCEPTS: Final = tuple(
    Concept(id=f"lights.{fact.name}", title=fact.title, source=PAGE, when=fact.present)
    for fact in (Lights.red, Lights.green, Lights.blue)
)


def of(*conditions: Condition) -> RuleSet[Signal]:
    """Return a rule set with a rule for each condition."""
    rules = tuple(
        Rule(id=f"lights.rule_{place}", source=PAGE, level=Level.NOTE, when=when, clinician_text="It is lit.")
        for place, when in enumerate(conditions)
    )
    return RuleSet("lights", "What is lit?", rules, subject=Signal)


def differing(ruleset: RuleSet[Signal]) -> list[Signal]:
    """Return the signals about which the bit masks do not conclude what the interpreter does."""
    facts = {signal: snapshot(ruleset, signal, ON) for signal in SIGNALS}
    return [
        signal for signal, each in facts.items() if bits.evaluate(ruleset, each) != interpreter.evaluate(ruleset, each)
    ]


def test_a_rule_that_needs_several_concepts_needs_each() -> None:
    """Of one stratum: it is TRUE where both are, and FALSE where one of them is."""
    red, green, _ = CONCEPTS
    ruleset = of(all_of(red.present, green.present))
    (rule,) = (target for target in lowered(ruleset).targets if target.kind == "rule")
    assert [len(alternative.targets) for alternative in rule.alternatives] == [2]
    assert differing(ruleset) == []
    truths = {
        (signal.lights.red, signal.lights.green): bits.evaluate(ruleset, snapshot(ruleset, signal, ON)).rules[0]
        for signal in SIGNALS
    }
    assert {lit for lit, truth in truths.items() if truth is Truth.TRUE} == {(True, True)}
    assert {lit for lit, truth in truths.items() if truth is Truth.FALSE} == {
        lit for lit in truths if lit[0] is False or lit[1] is False
    }


def conditions(concepts: tuple[Concept, ...]) -> st.SearchStrategy[Condition]:
    """Conditions that ask of each concept, or of the light itself, in one way only."""
    asked = [(each.present, fact.present) for each, fact in zip(concepts, (Lights.red, Lights.green), strict=False)]
    asked += [(concepts[-1].ruled_out, Lights.blue.ruled_out)]
    leaves = st.sampled_from([test for pair in asked for test in pair])
    several = st.lists(leaves, min_size=2, max_size=3, unique_by=id)
    return st.builds(
        lambda parts, more, every: all_of(any_of(*parts), more) if every else any_of(all_of(*parts), more),
        several,
        leaves,
        st.booleans(),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(conditions(CONCEPTS), min_size=1, max_size=3), st.booleans())
def test_they_say_what_the_interpreter_says(drawn: list[Condition], above: bool) -> None:
    """Of every combination of lights, concepts on concepts too."""
    if above:
        higher = Concept(id="lights.higher", title="Higher", source=PAGE, when=drawn[0])
        drawn = [*drawn, all_of(higher.present, CONCEPTS[0].present), any_of(higher.present, CONCEPTS[1].present)]
    assert differing(of(*drawn)) == []
