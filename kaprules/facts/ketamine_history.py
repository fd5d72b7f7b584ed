"""Reactions to ketamine, and its use outside medicine."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ..language import message
from ..possible import (
    ABSENT_BIT,
    NEVER_DAYS,
    NO_MARKS,
    PRESENT_BIT,
    Absence,
    Interval,
    Options,
    option_bits,
)
from .authority import EXAMINER, TOLD
from .model import (
    CONFLICT,
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
from .model.readings import both, chosen, latest_in, marks_of, worst_in
from .model.united import reports_of


class ReactionKind(enum.Enum):
    """What happened after a dose."""

    ANAPHYLAXIS = "anaphylaxis"
    URTICARIA_OR_ANGIOEDEMA = "urticaria or angioedema"
    BRONCHOSPASM = "bronchospasm"
    RASH = "rash"
    CARDIAC = "heart attack, arrest, dangerous rhythm or failure of the heart"
    RESPIRATORY = "spasm of the throat, failing breath or a breathing tube"
    HEPATIC = "injury of the liver"
    URINARY = "injury of the bladder or the urinary tract"
    SEROTONIN_TOXICITY = "serotonin toxicity"
    AFFECTIVE_SWITCH = "mania or hypomania"
    PSYCHOSIS = "psychosis beyond the session"
    OTHER_GRAVE = "other reaction that threatened life, led to hospital or ended the treatment"
    NOT_ALLERGIC = "not allergic, its kind otherwise not known"
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
LIFE_THREATENING = (ReactionKind.CARDIAC, ReactionKind.RESPIRATORY)
WORST_REACTIONS = (
    *IMMUNE,
    *LIFE_THREATENING,
    ReactionKind.PSYCHOSIS,
    ReactionKind.HEPATIC,
    ReactionKind.URINARY,
    ReactionKind.SEROTONIN_TOXICITY,
    ReactionKind.AFFECTIVE_SWITCH,
    ReactionKind.OTHER_GRAVE,
    ReactionKind.NOT_ALLERGIC,
    ReactionKind.SEVERE_EMERGENCE,
    ReactionKind.INTOLERANCE,
)
MAY_SAY_WHAT_IT_WAS_NOT = (Reporter.CLINICIAN, Reporter.RECORD)
"""Who may say that a reaction was no allergy."""


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
    happened: Event = Event(
        title="Reaction on",
        question="When was the reaction?",
        # A reaction that never was is none: the date is wrong, or the entry is.
        contradictions=(
            Contradiction(
                (),
                lambda then: bool(then.low >= NEVER_DAYS),
                message("a reaction that is listed happened at some time"),
            ),
        ),
    )
    allergy_ruled_out: Flag = Flag(
        title="Allergy ruled out",
        question="Has a clinician ruled out that the reaction was an allergy?",
        adverse=False,
    )


def _kinds(reaction: Any, on: date, allergy: bool) -> Options:
    """Return which kinds a reaction may have been.

    That it was no allergy is for a clinician or a record to say: from anybody else it may have been any kind, and where
    an ``allergy`` is asked for, a heart or a breath that failed may have failed in an allergic shock.
    """
    kind = Reaction.kind.possible(reaction, on)
    assert isinstance(kind, Options)
    known = Observation.by.possible(reaction, on)
    assert isinstance(known, Options)
    authority = known.absence is None and not known.bits & ~option_bits(MAY_SAY_WHAT_IT_WAS_NOT)
    ruled_out = Reaction.allergy_ruled_out.possible(reaction, on)
    assert isinstance(ruled_out, Options)
    bits = kind.bits
    if bits & option_bits((ReactionKind.NOT_ALLERGIC,)) and not authority:
        bits = Reaction.kind.every
    if allergy and bits & option_bits(LIFE_THREATENING) and not (authority and ruled_out.bits == PRESENT_BIT):
        bits |= option_bits((ReactionKind.ANAPHYLAXIS,))
    widened = kind.absence is None and bits != kind.bits
    return Options(bits, Absence.NOT_KNOWN if widened else kind.absence, kind.marks)


def _was(*kinds: ReactionKind, allergy: bool = False) -> Callable[[Any, date], Options]:
    """Return the flag "was of one of these kinds" of a reaction."""
    wanted = option_bits(kinds)

    def bits(reaction: Any, on: date) -> Options:
        possible = _kinds(reaction, on, allergy)
        inside, outside = possible.bits & wanted, possible.bits & ~wanted
        absence = possible.absence if inside and outside else None
        return Options((PRESENT_BIT if inside else 0) | (ABSENT_BIT if outside else 0), absence, possible.marks)

    return bits


def _to_ketamine(reaction: Any, on: date) -> Options:
    """Return whether a reaction was to ketamine or esketamine; what is known in part is known."""
    agent = Reaction.agent.possible(reaction, on)
    assert isinstance(agent, Options)
    excipient = option_bits((ReactionAgent.EXCIPIENT,))
    inside, outside = agent.bits & ~excipient, agent.bits & excipient
    return Options((PRESENT_BIT if inside else 0) | (ABSENT_BIT if outside else 0), None, agent.marks)


def _psychosis(reaction: Any, on: date) -> Interval | None:
    """Return when a reaction was a psychosis, as far as that is known; None where it was none."""
    possible, happened = _was(ReactionKind.PSYCHOSIS)(reaction, on), Reaction.happened.possible(reaction, on)
    assert isinstance(happened, Interval)
    if not possible.bits & PRESENT_BIT:
        return None
    high = NEVER_DAYS if possible.bits & ABSENT_BIT else min(happened.high, NEVER_DAYS - 1)
    return Interval(happened.low, high, None, possible.marks | happened.marks)


def _reaction(
    kinds: tuple[ReactionKind, ...], agents: tuple[ReactionAgent, ...] = tuple(ReactionAgent)
) -> Callable[[Any, date], Options]:
    """Return the reading "some reaction was of these kinds, to one of these agents"."""
    return worst_in("reactions", both(_was(*kinds, allergy=True), chosen(Reaction.agent, *agents)))


def _grave(title: str, question: str, *kinds: ReactionKind) -> Flag:
    """Declare the reading "some reaction was of these kinds"."""
    return Flag(
        title=title,
        question=question,
        validity=Validity(180, 180),
        lifelong=True,
        derive=worst_in("reactions", _was(*kinds)),
        derived_from=("reactions",),
    )


YEAR: Final = 365
"""In days, as the window for use outside medicine."""


def _counted_without_use(uses: Interval, days: Interval) -> bool:
    """Say whether uses are counted in a year without one; a use of its first day in a leap year is asked for again."""
    return uses.low >= 1 and days.low > YEAR


def _latest_use(history: Facts, on: date) -> Interval:
    """Return the days since the last use outside medicine, by its own date and by a count of uses in a year.

    A count of at least one says that it was within the year before the day of that count; of several reports the oldest
    day counts, which says least. A count of none narrows nothing: beside a use of that year the use stands.
    """
    last = KetamineHistory.nonmedical_ketamine_use.possible(history, on)
    uses = KetamineHistory.nonmedical_ketamine_uses_in_12_months.possible(history, on)
    assert isinstance(last, Interval) and isinstance(uses, Interval)
    told = reports_of(history.__dict__[KetamineHistory.nonmedical_ketamine_uses_in_12_months.name])
    days = [on.toordinal() if each.on is None else each.on.toordinal() for each in told]
    if uses.absence is not None:
        return last
    age = on.toordinal() - min(days)
    within = YEAR + age
    if uses.low >= 1:
        return Interval(last.low, min(last.high, within), None, marks_of(last, uses))
    disagree = uses.high < 1 and last.absence is None and last.low >= age and last.high < within
    return last._replace(marks=marks_of(last, uses) | (CONFLICT if disagree else NO_MARKS))


def _disorder(substance: str, codes: tuple[Code, ...]) -> Choice[UseDisorder]:
    return Choice(
        title=f"{substance} use disorder",
        question=f"Does the client have, or did they ever have, a {substance} use disorder?",
        options=UseDisorder,
        adverse=(UseDisorder.CURRENT, UseDisorder.PAST),
        validity=Validity(180, 180),
        lifelong=True,
        mutability=Mutability.TREATABLE,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
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
    life_threatening_reaction: Flag = _grave(
        "Life-threatening cardiac or respiratory reaction to ketamine",
        (
            "Was there ever a life-threatening cardiac or respiratory reaction to ketamine: an arrest, laryngospasm, "
            "intubation?"
        ),
        *LIFE_THREATENING,
    )
    hepatic_reaction: Flag = _grave(
        "Liver injury from ketamine", "Did ketamine or esketamine ever injure the liver?", ReactionKind.HEPATIC
    )
    urinary_reaction: Flag = _grave(
        "Urinary tract injury from ketamine",
        "Did ketamine or esketamine ever injure the bladder or the urinary tract?",
        ReactionKind.URINARY,
    )
    serotonin_toxicity: Flag = _grave(
        "Serotonin toxicity with ketamine",
        "Was there ever serotonin toxicity after ketamine or esketamine?",
        ReactionKind.SEROTONIN_TOXICITY,
    )
    affective_switch: Flag = _grave(
        "Mania or hypomania after ketamine",
        "Was there ever a switch into mania or hypomania after ketamine or esketamine?",
        ReactionKind.AFFECTIVE_SWITCH,
    )
    psychotic_reaction: Event = Event(
        title="Latest ketamine-induced psychosis beyond the acute effect",
        question="When did ketamine or esketamine last cause a psychosis that outlasted its acute effect?",
        validity=Validity(180, 180),
        lifelong=True,
        derive=latest_in("reactions", _psychosis),
        derived_from=("reactions",),
    )
    other_grave_reaction: Flag = _grave(
        "Other serious reaction to ketamine",
        (
            "Was there ever another reaction to ketamine that was life-threatening, led to hospital admission or "
            "ended the treatment?"
        ),
        ReactionKind.OTHER_GRAVE,
        ReactionKind.NOT_ALLERGIC,
    )
    any_reaction: Flag = Flag(
        title="Any reaction to ketamine or esketamine",
        question="Was there ever any reaction to ketamine or esketamine?",
        validity=Validity(180, 180),
        lifelong=True,
        derive=worst_in("reactions", _to_ketamine),
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
        title="Last non-medical ketamine use, as dated",
        question="When did the client last use ketamine that no clinician had given or prescribed?",
        validity=Validity(180, 180),
    )
    latest_nonmedical_ketamine_use: Event = Event(
        title="Last non-medical ketamine use",
        question="When did the client last use ketamine outside medicine, as far as dates and counts say?",
        validity=Validity(180, 180),
        derive=_latest_use,
        derived_from=("nonmedical_ketamine_use", "nonmedical_ketamine_uses_in_12_months"),
    )
    phencyclidine_use: Event = Event(
        title="Last phencyclidine use",
        question="When did the client last use phencyclidine (PCP)?",
        validity=Validity(180, 180),
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
    )
    nonmedical_ketamine_uses_in_12_months: Number = count(
        title="Non-medical ketamine uses in 12 months",
        contradictions=(
            Contradiction(
                ("nonmedical_ketamine_use",),
                _counted_without_use,
                message("{fact} and {others} speak of the same uses"),
            ),
        ),
        question="How often did the client use ketamine outside medicine in the last 12 months?",
        highest=10_000,
        validity=Validity(180, 180),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="a detail that only such use makes meaningful; any use within the window counts",
    )
    prior_medical_ketamine: Choice[PriorKetamine] = Choice(
        title="Earlier medical ketamine",
        question=(
            "Was ketamine or esketamine (Spravato) ever given by a clinician, in any form, as an anaesthetic too, and "
            "was it tolerated?"
        ),
        options=PriorKetamine,
        adverse=(PriorKetamine.NOT_TOLERATED,),
        validity=Validity(180, 180),
        mutability=Mutability.FIXED,
        on_indication="asked where no reaction was told: it says whether ketamine was ever had",
    )
    ketamine_prescribed_elsewhere: Flag = Flag(
        title="Ketamine prescribed elsewhere",
        question="Does another clinic or prescriber give the client ketamine or esketamine at present?",
        validity=Validity(30, 0),
        mutability=Mutability.FIXED,
        on_indication="looked up where a prescription register exists or the client mentions it",
    )
