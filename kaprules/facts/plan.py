"""What is planned for a session: product, route, intended tier, what has been prepared and booked."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING, Final

from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Interval, Options, Outcome
from .authority import EXAMINER, ON_RECORD, TOLD
from .model import (
    Adverse,
    Burden,
    Choice,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Reporter,
    Validity,
    count,
    loinc,
    score,
    snomed,
)

if TYPE_CHECKING:
    from ..language import Locale

STAFF: Final = (Reporter.CLINICIAN, Reporter.RECORD)
RECORDED_BY_SOME: Final = "kept where a practice records it; its absence stops nothing"


ARRANGED: Final = Validity(30, 1)
"""What was arranged is looked at again on the day before the dose, or on the day itself."""


class Product(enum.Enum):
    """What is given, and by which route; esketamine is the nasal spray that comes under a risk programme."""

    RACEMIC_SUBLINGUAL = "racemic sublingual"
    RACEMIC_ORAL = "racemic oral"
    RACEMIC_INTRANASAL = "racemic intranasal"
    RACEMIC_INTRAMUSCULAR = "racemic intramuscular"
    RACEMIC_INTRAVENOUS = "racemic intravenous"
    ESKETAMINE = "esketamine"


class Tier(enum.Enum):
    """How deep an experience the prescriber intends; an input, never worked out from an amount."""

    MILD = "mild"
    """The client stays in conversation, only slightly removed from the ordinary."""
    MODERATE = "moderate"
    """The client can still say something, but attention has mostly turned inward."""
    HIGH = "high"
    """The client does not speak and is far away from body and room, often among images or a sense of the sacred."""


class ConsentedTier(enum.Enum):
    """The highest tier to which the client has consented."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    HIGH = "high"


class Monitoring(enum.Enum):
    """How closely pressure, pulse and oxygen saturation are watched in the session."""

    NONE = "none"
    INTERMITTENT = "intermittent"
    CONTINUOUS = "continuous"


def _booked(plan: Facts, on: date) -> Options:
    """Return whether an integration session is booked: one of which the hour is known is."""
    hours = Plan.integration_hours.possible(plan, on)
    return Options(PRESENT_BIT if hours.absence is None else PRESENT_BIT | ABSENT_BIT, hours.absence, hours.marks)


def _on_which_day(plan: Facts, on: date, locale: Locale) -> tuple[str, ...]:
    """Return the day since which changes in health are asked, where it is known."""
    days = Plan.oldest_health_answer.possible(plan, on)
    assert isinstance(days, Interval)
    if days.absence is not None or days.low != days.high or days.low >= NEVER_DAYS:
        return ()
    day = date.fromordinal(on.toordinal() - int(days.low))
    return (locale("changes in health are asked since {date}", date=locale.date(day)),)


class Plan(Facts, group="plan"):
    """What is planned for a session: product, route, intended tier, what has been prepared and booked."""

    product: Choice[Product] = Choice(
        title="Product and route",
        question="Which product is planned, and by which route?",
        options=Product,
        mutability=Mutability.FIXED,
    )
    intended_tier: Choice[Tier] = Choice(
        title="Intended tier",
        question="Which experience does the prescriber intend: mild, moderate or high?",
        options=Tier,
        client_names={Tier.MILD: "a mild session", Tier.MODERATE: "a medium session", Tier.HIGH: "a deep session"},
        adverse=(Tier.HIGH, Tier.MODERATE),
        mutability=Mutability.FIXED,
    )
    consented_tier: Choice[ConsentedTier] = Choice(
        title="Tier consented to",
        question="To which tier, at most, has the client consented for this product and route, in writing?",
        options=ConsentedTier,
        adverse=(ConsentedTier.NONE, ConsentedTier.MILD, ConsentedTier.MODERATE),
        validity=Validity(365, 365),
        mutability=Mutability.OBTAINABLE,
    )
    screening: Choice[Outcome] = Choice(
        title="Screening",
        question="What did the client's screening come to?",
        options=Outcome,
        adverse=(Outcome.EXCLUDED, Outcome.INCOMPLETE, Outcome.CAUTION),
        validity=Validity(30, 30),
        burden=Burden.QUESTION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        mutability=Mutability.FIXED,
    )
    open_cautions: Number = count(
        title="Cautions not yet reviewed",
        question="How many cautions of the screening has no named prescriber reviewed and recorded yet?",
        highest=1000,
        missing_codes=(99, 999),
        adverse=Adverse.HIGHER,
        validity=Validity(30, 30),
        burden=Burden.QUESTION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        mutability=Mutability.OBTAINABLE,
    )
    prep_sessions: Number = count(
        title="Preparation sessions completed",
        question="How many preparation sessions has the client completed?",
        highest=1000,
        missing_codes=(99, 999),
        adverse=Adverse.LOWER,
        mutability=Mutability.OBTAINABLE,
    )
    prior_mild_tolerated: Number = count(
        title="Sessions at the mild tier, tolerated",
        question="How many sessions at the mild tier has the client had and tolerated?",
        highest=1000,
        missing_codes=(99, 999),
        adverse=Adverse.LOWER,
        mutability=Mutability.OBTAINABLE,
    )
    prior_moderate_tolerated: Number = count(
        title="Sessions at the moderate tier or a higher one, tolerated",
        question="How many sessions at the moderate tier or a higher one has the client had and tolerated?",
        highest=1000,
        missing_codes=(99, 999),
        adverse=Adverse.LOWER,
        mutability=Mutability.OBTAINABLE,
    )
    mild_first_waived: Flag = Flag(
        validity=Validity(30, 30),
        title="Mild session beforehand waived",
        question="Has the prescriber recorded why this client needs no mild session before a moderate one?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
    )
    therapist_in_room: Flag = Flag(
        validity=ARRANGED,
        title="Therapist in the room",
        question="Will a therapist be in the room throughout?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
    )
    monitoring: Choice[Monitoring] = Choice(
        validity=ARRANGED,
        title="Monitoring in the session",
        question="Are pressure, pulse and oxygen saturation watched continuously, at intervals or not at all?",
        options=Monitoring,
        adverse=(Monitoring.NONE, Monitoring.INTERMITTENT),
        mutability=Mutability.OBTAINABLE,
    )
    integration_hours: Number = Number(
        validity=ARRANGED,
        title="Hours to the integration session",
        question="How many hours after the session is the integration session booked?",
        unit="h",
        lowest=0,
        highest=8760,
        adverse=Adverse.HIGHER,
        mutability=Mutability.OBTAINABLE,
    )
    integration_booked: Flag = Flag(
        validity=ARRANGED,
        title="Integration session booked",
        question="Is an integration session booked after this session?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
        derive=_booked,
        derived_from=("integration_hours",),
    )
    escort_arranged: Flag = Flag(
        validity=ARRANGED,
        title="Escort home arranged",
        question="Will a responsible adult take the client home?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
    )
    adult_overnight: Flag = Flag(
        validity=ARRANGED,
        title="Adult overnight",
        question="Will an adult who knows about the session stay with the client overnight?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
    )
    untreated_apnoea: Flag = Flag(
        title="Untreated sleep apnoea",
        question="Does the client have sleep apnoea that is not treated, even if it was reviewed?",
        validity=Validity(180, 180),
        burden=Burden.QUESTION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        mutability=Mutability.TREATABLE,
    )
    raised_pressure: Flag = Flag(
        title="Raised blood pressure at the screening",
        question="Was the blood pressure of the screening raised, even if it was reviewed?",
        validity=Validity(30, 30),
        burden=Burden.QUESTION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        mutability=Mutability.TREATABLE,
    )
    oldest_health_answer: Event = Event(
        title="Oldest health answer used by the screening",
        question="On which day was the oldest answer about health given that the screening used?",
        on_indication="handed over by the screening; changes in health are asked since that day",
        shows=_on_which_day,
    )
    highest_suicidality_item: Number = score(
        title="C-SSRS, highest item",
        question="Which of items 1 to 6 of the C-SSRS is the highest with a yes in its own time (0: none)?",
        highest=6,
        adverse=Adverse.HIGHER,
        validity=Validity(14, 0),
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=loinc("93373-9", "93245-9") + snomed("6471006", "304594002", "247650009"),
    )
    support_person_named: Flag = Flag(
        title="Support person named",
        question="Has the client named somebody who will support them in the days after?",
        adverse=False,
        validity=Validity(30, 30),
        mutability=Mutability.OBTAINABLE,
    )
    home_unsafe: Flag = Flag(
        title="Violence or another danger at home",
        question="Asked alone: is there violence or another danger where the client lives?",
        validity=Validity(30, 30),
    )
    intention_stated: Flag = Flag(
        title="Intention stated",
        question="Has the client put into words what this session is for?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
        on_indication=RECORDED_BY_SOME,
    )
    therapist_known: Flag = Flag(
        title="Therapist known to the client",
        question="Does the client already know the therapist who will be in the room?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
        on_indication=RECORDED_BY_SOME,
    )
    crisis_plan: Flag = Flag(
        title="Crisis plan",
        question="Is it written down whom the client calls in a crisis after the session?",
        adverse=False,
        mutability=Mutability.OBTAINABLE,
        on_indication=RECORDED_BY_SOME,
    )
