"""How many answers an intake takes: what an interview by checklists asks of a client, played with what is recorded.

Counted are the answers, as somebody fills in a form: one for each question, each checklist, each item of it that is
ticked and each medicine, and one for each detail that any of these demands. What belongs to an answer is no other one:
the laboratory's reference to its value, that ketamine was never had to the reactions to it, the type of a disorder to
the item that named it. A question that nothing recorded answers is told apart, and asks no less of the others.
"""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Any, Final

import attrs

from ..engine.evaluation import evaluate
from ..facts.ketamine_history import KetamineHistory, PriorKetamine
from ..facts.liver import Liver
from ..facts.medicines import Medicines
from ..facts.model import AtLeastThese, Fact, Recorded, Subject, every_fact, given
from ..facts.thyroid import Thyroid
from ..possible import Absence, Outcome
from ..reasoning.next_question import CHECKLISTS, InterviewState
from ..reasoning.partition import Counted
from ..ruleset import RuleSet

TOLD_WITH: Final[tuple[tuple[Fact, Fact], ...]] = (
    (Thyroid.tsh, Thyroid.tsh_reference_low),
    (Thyroid.free_t4, Thyroid.free_t4_reference_high),
    (Thyroid.free_t3, Thyroid.free_t3_reference_high),
    (Liver.alt, Liver.alt_reference_high),
    (Liver.ast, Liver.ast_reference_high),
)
"""What stands beside an answer, in the same place of a form."""
EACH_COUNTS: Final = (Medicines.listed,)
"""Lists of which each record is an answer of its own."""


@attrs.frozen
class Asked:
    """One question that was asked: a fact or a checklist, by id, and how many answers it took."""

    id: str
    answers: int
    answered: bool = True
    """Whether anything recorded answers it."""


@attrs.frozen
class AnswerCount:
    """What was asked of a client, in the order in which it was asked, and what that came to."""

    asked: tuple[Asked, ...]
    outcome: Outcome

    @property
    def answers(self) -> int:
        """How many answers were given."""
        return sum(each.answers for each in self.asked)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions that nothing recorded answers."""
        return tuple(each.id for each in self.asked if not each.answered)


class Form(InterviewState):
    """An interview that asks on where something stays without an answer, as a form does."""

    def stuck(self) -> list[Counted]:
        """Return no rule: whatever stays without an answer, the rest is asked."""
        return []


def count_answers(ruleset: RuleSet, subject: Subject, *, on: date, zone: str | tzinfo | None = None) -> AnswerCount:
    """Return what an interview by checklists asks of a subject, answered with what is recorded of it.

    >>> from kaprules import SCREENING
    >>> from kaprules.intake.ordinary import ordinary
    >>> day = date(2026, 11, 23)
    >>> count_answers(SCREENING, ordinary("man", day), on=day).unanswered
    ()

    Raises ``InputError`` as a decision does.
    """
    known, asked, played = ruleset.subject(), list[str](), list[Asked]()
    facts = {fact.id: fact for fact in every_fact(ruleset.subject)}
    details = _details(subject)
    while True:
        evaluation = evaluate(ruleset, known, on=on, zone=zone, engine="bits")
        question = None
        if evaluation.outcome is not Outcome.EXCLUDED:
            question = Form(evaluation, asked, by_checklist=True).question()
        if question is None:
            return AnswerCount(tuple(played), evaluation.outcome)
        if question.checklist is not None:
            name = f"{CHECKLISTS}{question.checklist}"
            asked.append(name)
            answers = [each for each in subject.checklists if each.checklist == question.checklist]
            if answers:
                known = known.with_checklists(*answers)
                played.append(Asked(name, 1 + len({item for each in answers for item in each.except_})))
            continue
        fact = facts[question.fact]
        asked.append(fact.id)
        values = _answers(subject, fact)
        if values:
            here = known.group(fact)
            known = known.with_group(type(here)(**given(here) | values))
        told = bool(values) and not all(isinstance(_value(each), Absence) for each in values.values())
        detail = fact.id in details
        played.append(Asked(fact.id, 0 if detail or not told else _how_many(fact, values), told))


def _details(subject: Subject) -> set[str]:
    """Return the facts of ticked items of one fact: what is said of them tells more of the item, and is no answer."""
    newest = {(each.id, each.version): each for each in type(subject).__checklists__}
    ticked = (newest[each.checklist, each.version].item(item) for each in subject.checklists for item in each.except_)
    return {fact.id for item in ticked if len(item.denied) == 1 and not item.leaves_open for fact in item.denied}


def _answers(subject: Subject, fact: Fact) -> dict[str, Any]:
    """Return what is recorded of a fact, with what stands beside it; or what is read of it, where that is given."""
    recorded = given(subject.group(fact))
    beside = [each for one, each in TOLD_WITH if one is fact]
    if fact is KetamineHistory.reactions and _never_had_ketamine(recorded):
        beside.append(KetamineHistory.prior_medical_ketamine)
    found = {each.name: recorded[each.name] for each in (fact, *beside) if each.name in recorded}
    if fact.name in found:
        return found
    group = subject.group(fact).__facts__
    return {
        each.name: recorded[each.name]
        for each in group
        if each.derive is not None and fact.name in each.derived_from and each.name in recorded
    }


def _never_had_ketamine(recorded: dict[str, Any]) -> bool:
    return _value(recorded.get("prior_medical_ketamine")) is PriorKetamine.NEVER_GIVEN


def _value(given: Any) -> Any:
    return given.value if isinstance(given, Recorded) else given


def _how_many(fact: Fact, values: dict[str, Any]) -> int:
    if fact not in EACH_COUNTS:
        return 1
    listed = _value(values.get(fact.name, ()))
    records = listed.records if isinstance(listed, AtLeastThese) else listed
    return max(1, len(records)) if isinstance(records, tuple | list) else 1
