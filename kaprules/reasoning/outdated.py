"""What was said too long ago: the good news that was passed over, and the bad news that was not."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..conditions import Test
from ..engine.evaluation import Evaluation, once
from ..engine.interpreter import is_passed_over, truth
from ..facts.model import NOT_INDICATED, Fact, Recorded, Reports
from ..facts.model.series import Series
from ..possible import Absence, Possible, Truth
from ..rule import Rule, expand_concepts, fact_atoms


@attrs.frozen
class Report:
    """What a report too old to rely on says of a fact, and on which day it was made, as an ordinal."""

    says: Possible
    day: int


@attrs.frozen
class Outdated:
    """A fact on indication that was passed over as every report of it is too old: the worst of them and the newest."""

    fact: str
    worst: Report
    newest: Report

    def __repr__(self) -> str:
        return f"<Outdated {self.fact}>"


def once_adverse(evaluation: Evaluation, rule: Rule) -> tuple[Fact, ...]:
    """Return the facts of which every report is too old, and by one of which a test in a rule may have held."""
    found = []
    for atom in fact_atoms(expand_concepts(rule.when)):
        assert isinstance(atom.subject, Fact)
        if atom.test is Test.MISSING:
            continue
        possible = evaluation.possible(atom.subject)
        if possible.absence is Absence.STALE and possible.outdated is not None:
            state = atom.subject.flat(possible)[-1]
            once_ = state if isinstance(state, tuple) else possible.outdated[: atom.subject.size - 1]
            if not is_passed_over(atom, once_) and truth(atom, evaluation.facts, {}) is not Truth.FALSE:
                found.append(atom.subject)
    return tuple(dict.fromkeys(found))


def outdated(evaluation: Evaluation, fact: Fact) -> tuple[Outdated, ...]:
    """Return the worst and the newest report of what a fact is, or is read of; nothing where none is too old.

    Of a fact that is read of others each is named by itself, a series by what is read of it.
    """
    group = evaluation.subject.group(fact)
    sources = [each for each in group.__facts__ if each.name in fact.derived_from]
    if group.__dict__[fact.name] is not Absence.NOT_ASKED or not sources:
        sources = [fact]
    found = []
    for source in sources:
        about = source if source.size else fact
        reports = list(_reports(evaluation, source, about))
        if reports:
            # Of several that are as bad the newest, and of several of one day the worst: in whatever order they stand.
            worst = max(reports, key=lambda each: (about.adversity(each.says), each.day))
            newest = max(reports, key=lambda each: (each.day, about.adversity(each.says)))
            found.append(Outdated(about.id, worst, newest))
    return tuple(found)


def _reports(evaluation: Evaluation, source: Fact, about: Fact) -> Iterator[Report]:
    """Yield what each report of a fact, or each record of a series, says of what is read of it alone."""
    group = evaluation.subject.group(source)
    given = group.__dict__[source.name]
    if isinstance(source, Series):
        for record in source.records(group, evaluation.on).records:
            then = record.__dict__.get("on")
            alone = evaluation.placed(type(group)(**{source.name: (record,)}))
            says = about.possible(alone, evaluation.on)
            if says.outdated is not None and then is not None:
                yield Report(says.outdated, then.toordinal())
        return
    for each in given.reports if isinstance(given, Reports) else (given,):
        if isinstance(each, Recorded) and each.on is not None:
            says = about.possible(evaluation.placed(type(group)(**{source.name: each})), evaluation.on)
            if says.absence is Absence.STALE and says.outdated is not None:
                yield Report(says.outdated, each.on.toordinal())


@once
def passed_over_by_rule(evaluation: Evaluation) -> frozenset[Fact]:
    """Return the facts on indication that a rule, which is therefore not open, was passed over for."""
    found = set()
    for each in evaluation.conclusions:
        if each.truth is Truth.UNKNOWN and not each.undecided:
            for atom in fact_atoms(expand_concepts(each.rule.when)):
                assert isinstance(atom.subject, Fact)
                state = evaluation.facts.entries(atom.subject)[-1]
                if state == NOT_INDICATED or is_passed_over(atom, state):
                    found.add(atom.subject)
    return frozenset(found)
