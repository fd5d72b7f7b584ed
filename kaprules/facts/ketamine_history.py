"""Reactions to ketamine, and its use outside medicine."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from typing import Any

from ..language import message
from ..possible import Interval, Options
from .model import (
    Choice,
    Code,
    Contradiction,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Observation,
    Reporter,
    Series,
    Validity,
    count,
    icd10cm,
    rxnorm,
    snomed,
)
from .model.readings import both, chosen, worst_in


class ReactionKind(enum.Enum):
    """What happened after a dose."""

    ANAPHYLAXIS = "anaphylaxis"
    URTICARIA_OR_ANGIOEDEMA = "urticaria or angioedema"
    BRONCHOSPASM = "bronchospasm"
    RASH = "rash"
    SEVERE_EMERGENCE = "severe emergence reaction"
    INTOLERANCE = "intolerance, such as nausea or dizziness"


class ReactionAgent(enum.Enum):
    """What the reaction was to."""

    KETAMINE = "ketamine"
    ESKETAMINE = "esketamine"
    EXCIPIENT = "an excipient of the product"


class UseDisorder(enum.Enum):
    """Whether somebody has, or had, a use disorder."""

    NONE = "none"
    PAST = "past"
    CURRENT = "current"


class PriorKetamine(enum.Enum):
    """How ketamine given by a clinician was borne."""

    NEVER_GIVEN = "never given"
    TOLERATED = "tolerated"
    NOT_TOLERATED = "not tolerated"


IMMUNE = (
    ReactionKind.ANAPHYLAXIS,
    ReactionKind.URTICARIA_OR_ANGIOEDEMA,
    ReactionKind.BRONCHOSPASM,
    ReactionKind.RASH,
)
WORST_REACTIONS = (*IMMUNE, ReactionKind.SEVERE_EMERGENCE, ReactionKind.INTOLERANCE)


class Reaction(Observation, group="ketamine_reaction"):
    """One reaction after a dose; a reaction of which the kind is not known is one without a kind."""

    kind: Choice[ReactionKind] = Choice(
        title="Kind of reaction",
        question="What kind of reaction was it?",
        options=ReactionKind,
        adverse=WORST_REACTIONS,
    )
    agent: Choice[ReactionAgent] = Choice(
        title="Reaction to",
        question="Was the reaction to ketamine, to esketamine or to an excipient?",
        options=ReactionAgent,
        adverse=tuple(ReactionAgent),
    )
    happened: Event = Event(title="Reaction on", question="When was the reaction?")


def _reaction(
    kinds: tuple[ReactionKind, ...], agents: tuple[ReactionAgent, ...] = tuple(ReactionAgent)
) -> Callable[[Any, date], Options]:
    """Return the reading "some reaction was of these kinds, to one of these agents"."""
    return worst_in("reactions", both(chosen(Reaction.kind, *kinds), chosen(Reaction.agent, *agents)))


def _use_against_count(uses: Interval, days: Interval) -> bool:
    """Say whether uses are counted in a year without one, or none in a year with one; a year has 365 or 366 days."""
    return (uses.low >= 1 and days.low > 366) or (uses.high < 1 and days.high < 365)


def _disorder(substance: str, codes: tuple[Code, ...]) -> Choice[UseDisorder]:
    return Choice(
        title=f"{substance} use disorder",
        question=f"Does the client have, or did they ever have, a {substance} use disorder?",
        options=UseDisorder,
        adverse=(UseDisorder.CURRENT, UseDisorder.PAST),
        validity=Validity(180, 180),
        lifelong=True,
        mutability=Mutability.TREATABLE,
        codes=codes,
    )


class KetamineHistory(Facts, group="ketamine_history"):
    """Reactions to ketamine, and its use outside medicine."""

    reactions: Series[Reaction] = Series(
        title="Reactions to ketamine or esketamine",
        question="Which reactions to ketamine, esketamine or an excipient did the client ever have?",
        record=Reaction,
        validity=Validity(180, 180),
        lifelong=True,
        reporters=(Reporter.CLIENT, Reporter.CLINICIAN, Reporter.RECORD),
    )
    immune_reaction: Flag = Flag(
        title="Allergic reaction to ketamine or esketamine",
        question="Did ketamine or esketamine ever cause anaphylaxis, urticaria, angioedema, bronchospasm or a rash?",
        validity=Validity(180, 180),
        lifelong=True,
        codes=icd10cm("Z88.4")
        + snomed("416098002", "373464007")
        + rxnorm("6130")
        + (Code("RxNorm", "2119365", False),),
        derive=_reaction(IMMUNE, (ReactionAgent.KETAMINE, ReactionAgent.ESKETAMINE)),
        derived_from=("reactions",),
    )
    severe_emergence_reaction: Flag = Flag(
        title="Severe emergence reaction",
        question="Did the client ever have a severe emergence reaction after ketamine?",
        validity=Validity(180, 180),
        lifelong=True,
        derive=_reaction((ReactionKind.SEVERE_EMERGENCE,)),
        derived_from=("reactions",),
    )
    intolerance: Flag = Flag(
        title="Intolerance of ketamine",
        question="Did ketamine ever cause nausea, dizziness or the like?",
        validity=Validity(180, 180),
        lifelong=True,
        on_indication="an ordinary side effect, which stops nothing",
        derive=_reaction((ReactionKind.INTOLERANCE,)),
        derived_from=("reactions",),
    )
    excipient_allergy: Flag = Flag(
        title="Allergy to an excipient",
        question="Is the client allergic to an excipient of the product?",
        validity=Validity(180, 180),
        lifelong=True,
        on_indication="known only to somebody who was told of it; products differ in their excipients",
        derive=_reaction(IMMUNE, (ReactionAgent.EXCIPIENT,)),
        derived_from=("reactions",),
    )
    ketamine_use_disorder: Choice[UseDisorder] = _disorder(
        "Ketamine", snomed("724715004", "724713006", "724714000") + icd10cm("F19.10", "F19.20")
    )
    phencyclidine_use_disorder: Choice[UseDisorder] = _disorder(
        "Phencyclidine", snomed("58727001", "7071007") + icd10cm("F16.10", "F16.20", "F16.21")
    )
    nonmedical_ketamine_use: Event = Event(
        title="Last use of ketamine outside medicine",
        question="When did the client last use ketamine that no clinician had given or prescribed?",
        validity=Validity(180, 180),
    )
    phencyclidine_use: Event = Event(
        title="Last use of phencyclidine",
        question="When did the client last use phencyclidine (PCP)?",
        validity=Validity(180, 180),
    )
    nonmedical_ketamine_uses_in_12_months: Number = count(
        title="Uses of ketamine outside medicine in 12 months",
        contradictions=(
            Contradiction(
                ("nonmedical_ketamine_use",), _use_against_count, message("{fact} and {others} speak of the same uses")
            ),
        ),
        question="How often did the client use ketamine outside medicine in the last 12 months?",
        highest=10_000,
        validity=Validity(180, 180),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="a detail that only such use makes meaningful; any use within the window counts",
    )
    prior_medical_ketamine: Choice[PriorKetamine] = Choice(
        title="Ketamine given by a clinician before",
        question="Was ketamine ever given by a clinician, and was it tolerated?",
        options=PriorKetamine,
        adverse=(PriorKetamine.NOT_TOLERATED,),
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
        on_indication="read only by the rules of dose tiers",
    )
    ketamine_prescribed_elsewhere: Flag = Flag(
        title="Ketamine prescribed elsewhere at present",
        question="Does another clinic or prescriber give the client ketamine or esketamine at present?",
        validity=Validity(30, 0),
        mutability=Mutability.FIXED,
        on_indication="looked up where a prescription register exists or the client mentions it",
    )
