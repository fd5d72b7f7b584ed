"""What the screening hands over to the session, by a declared mapping: nothing is handed over that is still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

import attrs

from ..engine.evaluation import Evaluation
from ..errors import input_error, shown_value, unknown_name
from ..facts.model import Burden, Fact, Facts, Flag, Recorded, Reporter, Reports
from ..facts.plan import Plan
from ..possible import Level, Truth
from ..rule import Concept, Rule, expand_concepts
from ..rulesets.screening import SCREENING
from ..rulesets.screening.breathing import apnoea, moderate_untreated_apnoea, severe_apnoea_weighed
from ..rulesets.screening.cardiovascular import pressure_raised


@attrs.frozen
class HandedOver:
    """A fact of the plan that the screening answers."""

    fact: Flag
    present: Rule | Concept
    """What says that it is so, where it is TRUE, and that it is not, where it is decided otherwise."""
    unless: tuple[Rule | Concept, ...] = ()
    """Where one of these is TRUE or open the screening does not say that it is not so, and somebody is asked."""


HANDED_OVER: Final = (
    HandedOver(Plan.raised_pressure, pressure_raised),
    HandedOver(Plan.untreated_apnoea, moderate_untreated_apnoea, unless=(apnoea, severe_apnoea_weighed)),
)


def to_plan(evaluation: Evaluation, acknowledged: Iterable[str]) -> Plan:
    """Return what a decision of the screening says of the plan of a session; see ``Decision.to_plan``."""
    if evaluation.ruleset.name != SCREENING.name:
        raise input_error(
            "ruleset",
            evaluation.ruleset.name,
            expected=f"a decision of {SCREENING.name}",
            remedy="only the screening hands over to a session",
        )
    cautions = {
        each.rule.id
        for each in evaluation.conclusions
        if each.rule.level is Level.CAUTION and (each.truth is Truth.TRUE or each.undecided)
    }
    values: dict[str, Any] = {
        Plan.screening.name: evaluation.outcome,
        Plan.open_cautions.name: len(cautions - _reviewed(acknowledged, cautions)),
    }
    for each in HANDED_OVER:
        said = _said(evaluation, each)
        if said is not None:
            values[each.fact.name] = said
    oldest = min(_answered(evaluation), default=None)
    if oldest is not None:
        values[Plan.oldest_health_answer.name] = oldest
    day = date.fromordinal(evaluation.on.toordinal())
    reference = f"screening {evaluation.ruleset.digest[:12]}"
    return Plan(
        **{name: Recorded(value, on=day, by=Reporter.RECORD, reference=reference) for name, value in values.items()}
    )


def _reviewed(acknowledged: Iterable[str], cautions: set[str]) -> set[str]:
    expected, remedy = "ids of cautions", "write it as ['eye.glaucoma']"
    if isinstance(acknowledged, str) or not isinstance(acknowledged, Iterable):
        raise input_error("acknowledged", acknowledged, expected=expected, remedy=f"{remedy}, or leave it out")
    reviewed = list(acknowledged)
    for each in reviewed:
        if not isinstance(each, str):
            raise input_error("acknowledged", each, expected=expected, remedy=remedy)
        if each not in cautions:
            raise unknown_name(f"acknowledged caution {shown_value(each)}", each, cautions, place="acknowledged")
    return set(reviewed)


def _said(evaluation: Evaluation, handed: HandedOver) -> bool | None:
    """Return whether a fact is so by the screening; None where it does not say."""
    truths = evaluation.truths
    truth = truths.get(handed.present.id)
    if truth is Truth.TRUE:
        return True
    open_rules = {each.rule.id for each in evaluation.conclusions if each.undecided}
    is_open = truth is Truth.UNKNOWN and (isinstance(handed.present, Concept) or handed.present.id in open_rules)
    doubtful = any(_may_be_so(evaluation, each, open_rules) for each in handed.unless)
    return None if truth is None or is_open or doubtful else False


def _may_be_so(evaluation: Evaluation, each: Rule | Concept, open_rules: set[str]) -> bool:
    """Say whether something is so or open; what was never looked for and need not be leaves nothing open."""
    if evaluation.truths.get(each.id) in (None, Truth.TRUE):
        return True
    if isinstance(each, Rule):
        return each.id in open_rules
    return evaluation.truth(expand_concepts(each.when), passing_over=True) is not Truth.FALSE


def _answered(evaluation: Evaluation) -> Iterator[date]:
    """Yield the day of each answer that the rules read and that still counts, tests and measurements aside."""
    read = {name for fact in evaluation.ruleset.facts for name in (fact.id, *(_source(fact)))}
    for group in evaluation.ruleset.groups:
        facts: Facts = getattr(evaluation.subject, group)
        for fact in facts.__facts__:
            if fact.id not in read or _is_measured(fact):
                continue
            given = facts.__dict__[fact.name]
            for report in given.reports if isinstance(given, Reports) else (given,):
                on = report.on if isinstance(report, Recorded) else None
                if on is not None and evaluation.ruleset.validity_of(fact).covers(on, evaluation.on):
                    yield date.fromordinal(on.toordinal())


def _is_measured(fact: Fact) -> bool:
    """Say whether a fact is a test or a measurement, which nobody answers: whoever says so copied it."""
    measured = {Reporter.LABORATORY, Reporter.DEVICE} & {*fact.may_rule_out}
    return bool(measured) or fact.burden in (Burden.TEST, Burden.MEASUREMENT)


def _source(fact: Fact) -> list[str]:
    return [f"{fact.group}.{name}" for name in fact.derived_from]
