"""What one source alone would have come to, and all together do not: no adverse finding is lost in silence.

Most readings keep the worst that anybody reports. A mean does not, nor does the newest of several measurements that
get worse in no one direction: readings of another source may outweigh one that would have made a rule hold. Nobody can
tell of a subject whether its readings are of one source or of several, so each reading is tried as if it were alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..conditions import Atom
from ..engine.evaluation import Evaluation, once
from ..engine.interpreter import truth
from ..engine.snapshot import Snapshot
from ..facts.model import Between, Fact, Facts, Recorded, with_exactly
from ..possible import Interval, Level, Options, Possible, Truth
from ..rule import expand_concepts, fact_atoms

WEIGHED = (Level.EXCLUSION, Level.CAUTION)
"""The levels of what is adverse: what asks for more is answered by more, and a note stops nothing."""


@attrs.frozen
class Outweighed:
    """A rule that does not hold, and might of one of several readings alone: by which fact, and what that might be."""

    rule: str
    level: Level
    fact: str
    test: Atom = attrs.field(repr=False)
    alone: Possible = attrs.field(repr=False)
    """All values that the fact has in one reading or another."""


@once
def outweighed(evaluation: Evaluation) -> tuple[Outweighed, ...]:
    """Return the exclusions and cautions that a reading alone might come to and all together do not, gravest first."""
    spans: dict[Fact, Possible] = {}
    for name in evaluation.ruleset.groups:
        spans |= _apart(evaluation, evaluation.subject.__dict__[name])
    if not spans:
        return ()
    groups = {name: list(entries) for name, entries in evaluation.facts.groups.items()}
    for fact, possible in spans.items():
        groups[fact.group][fact.slot : fact.slot + fact.size] = fact.flat(possible)
    apart = Snapshot(dict(groups), evaluation.facts.errors)
    found = []
    for each in evaluation.conclusions:
        condition = expand_concepts(each.rule.when)
        weighed = each.rule.level in WEIGHED and each.truth is Truth.FALSE
        if weighed and truth(condition, apart, {}) is not Truth.FALSE:
            for atom in fact_atoms(condition):
                read = atom.subject
                assert isinstance(read, Fact)
                if read in spans and truth(atom, apart, {}) is not truth(atom, evaluation.facts, {}):
                    found.append(Outweighed(each.rule.id, each.rule.level, read.id, atom, spans[read]))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.level, reverse=True))


def _apart(evaluation: Evaluation, group: Facts) -> Iterator[tuple[Fact, Possible]]:
    """Yield the facts of a group that a reading alone might leave otherwise, each with all that it might be."""
    several = {fact: each for fact in group.__facts__ if len(each := fact.each_alone(group.__dict__[fact.name])) > 1}
    if not several:
        return
    spans: dict[str, object] = {}
    for fact, reports in several.items():
        usable = list(_usable(evaluation, group, fact, reports)) if fact.size else []
        if len(usable) > 1:
            span = Between(min(each.low for each in usable), max(each.high for each in usable))
            spans[fact.name] = Recorded(span, by=next(iter(fact.may_rule_out), None))
    records = [{fact.name: each} for fact, alone in several.items() if not fact.size for each in alone]
    variants = [evaluation.placed(with_exactly(group, spans | each)) for each in records or [{}]]
    for fact in group.__scalars__:
        together = evaluation.possible(fact)
        if together.absence is None:
            possible = [fact.possible(variant, evaluation.on) for variant in variants]
            found = _span([together, *(one for one in possible if one.absence is None)])
            if found[:2] != together[:2]:
                yield fact, found


def _usable(evaluation: Evaluation, group: Facts, fact: Fact, reports: tuple[object, ...]) -> Iterator[Interval]:
    """Yield what each of several reports alone leaves possible, where it is valid."""
    for report in reports:
        possible = fact.as_given(evaluation.placed(with_exactly(group, {fact.name: report})), evaluation.on)
        if isinstance(possible, Interval) and possible.absence is None:
            yield possible


def _span(each: list[Possible]) -> Possible:
    """Return everything that some sets leave possible, and what lies between."""
    if isinstance(each[0], Interval):
        spans = [one for one in each if isinstance(one, Interval)]
        return Interval(min(span.low for span in spans), max(span.high for span in spans))
    bits = 0
    for one in each:
        assert isinstance(one, Options)
        bits |= one.bits
    return Options(bits)
