"""Thoughts of suicide, intent and behaviour; scores and counts only, no wording of any instrument."""

from __future__ import annotations

from datetime import date
from typing import Final

from ..language import message
from ..limit import Citation, Limit
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Options, Possible
from ..sources import ADOPTED, SUICIDE_SCREENER
from .authority import EXAMINER, SEEN_AT_PRESENT, TOLD
from .model import (
    Adverse,
    Contradiction,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Validity,
    icd10cm,
    loinc,
    score,
    snomed,
)
from .model.contradictions import part_of

QUESTIONNAIRE: Final = Validity(14, 0)
THREE_MONTHS: Final = Limit(
    90,
    "d",
    id="suicidality.three_months",
    source=Citation(SUICIDE_SCREENER, "item 6: the past three months"),
    since=ADOPTED,
)
"""How far back the screener asks for behaviour."""


def _recent_behaviour(suicidality: Facts, on: date) -> Options:
    """Return whether the latest suicidal behaviour lies at most three months back."""
    days = Suicidality.last_behaviour.possible(suicidality, on)
    assert isinstance(days, Interval)
    found = _recent(days)._replace(marks=days.marks)
    if found.bits != PRESENT_BIT | ABSENT_BIT:
        return found
    return found._replace(absence=days.absence, last=None if days.last is None else _recent(days.last))


def _recent(days: Interval) -> Options:
    return Options(
        (PRESENT_BIT if days.low <= THREE_MONTHS.value else 0) | (ABSENT_BIT if days.high > THREE_MONTHS.value else 0)
    )


def _attempt_lies_back(suicidality: Facts, on: date) -> Possible:
    """Return how long ago the latest attempt was; what nobody asked is open here."""
    return Suicidality.latest_attempt.possible(suicidality, on)


def _attempted_never(latest: Interval, attempted: Options) -> bool:
    return latest.low >= NEVER_DAYS and attempted.bits == PRESENT_BIT


def _attempted_without_behaviour(attempted: Options, behaviour: Interval) -> bool:
    return attempted.bits == PRESENT_BIT and behaviour.low >= NEVER_DAYS


class Suicidality(Facts, group="suicidality"):
    """Thoughts of suicide, intent and behaviour; scores and counts only, no wording of any instrument."""

    highest_ideation_item: Number = score(
        title="C-SSRS, highest ideation item in the past month",
        question="Which of items 1 to 5 of the C-SSRS is the highest with a yes for the past month (0: none)?",
        highest=5,
        adverse=Adverse.HIGHER,
        validity=SEEN_AT_PRESENT,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=loinc("93373-9", "93245-9") + snomed("6471006", "304594002", "247650009") + icd10cm("R45.851"),
    )
    last_behaviour: Event = Event(
        title="Last suicidal behaviour",
        question="When was the last suicidal behaviour, an attempt or a preparation for one, if there ever was any?",
        validity=SEEN_AT_PRESENT,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=icd10cm("T14.91XA"),
    )
    behaviour_in_three_months: Flag = Flag(
        title="C-SSRS, suicidal behaviour in the past three months",
        question="Was item 6 of the C-SSRS answered yes for the past three months?",
        validity=SEEN_AT_PRESENT,
        mutability=Mutability.PASSES_WITH_TIME,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=loinc("93373-9", "93245-9"),
        version=2,
        asked_instead=True,
        derive=_recent_behaviour,
        derived_from=("last_behaviour",),
    )
    attempt_ever: Flag = Flag(
        title="Past suicide attempt",
        contradictions=(
            Contradiction(
                ("last_behaviour",), _attempted_without_behaviour, message("{fact} is counted by {others} as well")
            ),
        ),
        question="Has the client ever attempted suicide?",
        validity=SEEN_AT_PRESENT,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=icd10cm("T14.91XA"),
    )
    latest_attempt: Event = Event(
        title="Latest suicide attempt",
        contradictions=(
            Contradiction(
                ("attempt_ever",), _attempted_never, message("{fact} goes with {others}"), absence=Absence.CONFLICTING
            ),
        ),
        question="When was the client's latest suicide attempt?",
        validity=SEEN_AT_PRESENT,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        on_indication="asked of whoever ever attempted suicide, where a clinic waits after an attempt",
        codes=icd10cm("T14.91XA"),
    )
    attempt_lies_back: Event = Event(
        title="Latest suicide attempt, wherever there was one",
        question="When was the latest suicide attempt of a client who ever made one?",
        validity=QUESTIONNAIRE,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        derive=_attempt_lies_back,
        derived_from=("latest_attempt",),
    )
    phq9: Number = score(
        title="PHQ-9, total",
        question="What is the total of the PHQ-9?",
        highest=27,
        adverse=Adverse.HIGHER,
        validity=QUESTIONNAIRE,
        on_indication="a self-rating of depression, kept for the prescriber; no rule reads it",
        codes=loinc("44261-6"),
    )
    phq9_item_9: Number = score(
        title="PHQ-9, item 9",
        never_above="phq9",
        contradictions=(Contradiction(("phq9",), part_of(27 - 3), message("{fact} is one of the items of {others}")),),
        question="What is the score of item 9 of the PHQ-9?",
        highest=3,
        adverse=Adverse.HIGHER,
        validity=QUESTIONNAIRE,
        on_indication="a part of the PHQ-9, which not every clinic uses beside the C-SSRS screener",
        codes=loinc("44260-8"),
    )
