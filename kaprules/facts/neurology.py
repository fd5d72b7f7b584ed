"""Injuries of the head."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from typing import Any

from ..language import message
from ..possible import ABSENT_BIT, NEVER_DAYS, NO_MARKS, PRESENT_BIT, Interval, Options
from .model import (
    Adverse,
    Choice,
    Code,
    Contradiction,
    Event,
    Facts,
    Flag,
    Number,
    Observation,
    Series,
    Validity,
    icd10cm,
    score,
    snomed,
)
from .model.readings import chosen, latest_in, marks_of


class InjurySeverity(enum.Enum):
    """How severe a brain injury was when it happened."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    PENETRATING = "penetrating"


MODERATE_OR_WORSE = (InjurySeverity.PENETRATING, InjurySeverity.SEVERE, InjurySeverity.MODERATE)


class HeadInjury(Observation, group="head_injury"):
    """One injury of the head with its date, which may be partial, or "happened" where nobody knows when."""

    happened: Event = Event(
        title="Injured on",
        question="When was the head injured?",
        required=True,
        # An injury that never was is none: the date is wrong, or the entry is.
        contradictions=(
            Contradiction(
                (), lambda then: bool(then.low >= NEVER_DAYS), message("an injury that is listed happened at some time")
            ),
        ),
    )
    severity: Choice[InjurySeverity] = Choice(
        title="Severity",
        question="Was the brain injury mild, moderate, severe or penetrating?",
        options=InjurySeverity,
        adverse=(*MODERATE_OR_WORSE, InjurySeverity.MILD),
    )
    symptoms_now: Flag = Flag(
        title="Ongoing symptoms of the injury",
        question="Does the injury still cause symptoms, such as headache, dizziness or poor concentration?",
        codes=snomed("40425004") + icd10cm("F07.81"),
    )
    minutes_unconscious: Number = Number(
        title="Minutes unconscious",
        question="For how many minutes was the client unconscious?",
        unit="min",
        lowest=0,
        highest=5_256_000,
        adverse=Adverse.HIGHER,
    )
    imaging_abnormal: Flag = Flag(
        title="Abnormal imaging", question="Did imaging of the head show an injury of the brain?"
    )
    glasgow_coma_scale: Number = score(
        title="Glasgow Coma Scale at the injury",
        question="What was the lowest total of the Glasgow Coma Scale at the injury?",
        lowest=3,
        highest=15,
        adverse=Adverse.LOWER,
        codes=(Code("LOINC", "9269-2", confirmed=False),),
    )


def _happened(injury: Any, on: date) -> Interval:
    happened = HeadInjury.happened.possible(injury, on)
    assert isinstance(happened, Interval)
    return happened


def _symptoms(injury: Any, on: date) -> Options:
    symptoms = HeadInjury.symptoms_now.possible(injury, on)
    assert isinstance(symptoms, Options)
    return symptoms


def _of_some_injury(bits: Callable[[Any, date], Options], lifelong: bool) -> Callable[[Any, date], Options]:
    """Return the reading "true of some injury".

    Where the detail was not recorded of an injury, it is absent here for that reason, so that a rule can ask for
    it. What does not last is not known any more from a list that is too old.
    """

    def read(neurology: Facts, on: date) -> Options:
        listed = Neurology.head_injuries.records(neurology, on)
        each = [bits(injury, on) for injury in listed.records]
        marks = marks_of(*each)
        some = any(options.bits == PRESENT_BIT for options in each)
        if some and (listed.hold or lifelong):
            return Options(PRESENT_BIT, None, marks)
        undecided = [options.absence for options in each if options.bits == PRESENT_BIT | ABSENT_BIT]
        if listed.others is None and not undecided:
            return Options(ABSENT_BIT, None, marks)
        last = Options(PRESENT_BIT, None, NO_MARKS) if some else None
        return Options(PRESENT_BIT | ABSENT_BIT, listed.reason(undecided), marks, last)

    return read


NINETY = Validity(90, 90)


class Neurology(Facts, group="neurology"):
    """Injuries of the head."""

    head_injuries: Series[HeadInjury] = Series(
        title="Head injuries",
        question="Which head injuries did the client ever have, and when?",
        record=HeadInjury,
        validity=NINETY,
        lifelong=True,
        codes=snomed("127295002", "110030002", "274164006") + icd10cm("S06.0X0A", "S06.2X0A", "S06.9X0A", "Z87.820"),
    )
    latest_head_injury: Event = Event(
        title="Latest head injury",
        question="When was the client's head last injured, however lightly?",
        validity=NINETY,
        lifelong=True,
        version=2,
        derive=latest_in("head_injuries", _happened),
        derived_from=("head_injuries",),
    )
    severe_head_injury: Flag = Flag(
        title="Brain injury more than mild",
        question="Was any head injury moderate, severe or penetrating?",
        validity=NINETY,
        lifelong=True,
        on_indication="a detail that only an injury makes meaningful",
        indicated_by=lambda: Neurology.latest_head_injury.ever,
        derive=_of_some_injury(chosen(HeadInjury.severity, *MODERATE_OR_WORSE), lifelong=True),
        derived_from=("head_injuries",),
    )
    head_injury_symptoms: Flag = Flag(
        title="Ongoing post-concussive symptoms",
        question="Does a head injury still cause symptoms, such as headache, dizziness or poor concentration?",
        validity=NINETY,
        on_indication="a detail that only an injury makes meaningful",
        indicated_by="head_injury.still_near",
        derive=_of_some_injury(_symptoms, lifelong=False),
        derived_from=("head_injuries",),
    )
