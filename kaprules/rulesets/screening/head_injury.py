"""Criterion 8: recent traumatic brain injury.

The source does not say how long an injury is recent. Twelve weeks is the only window that a work on both ketamine
and brain injury states; six months is that of a ketamine trial. Ketamine's own effects would hide a change for the
worse.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kaprules.authoring import (
    ADOPTED,
    HAPPENED,
    NEVER,
    Citation,
    Concept,
    DaysAgo,
    Level,
    Limit,
    PartialDate,
    Rule,
    after,
    all_of,
    asks,
    criterion,
    fires,
    passes,
    proposal,
)

from ...facts.neurology import HeadInjury, InjurySeverity, Neurology
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    BRAIN_INJURY_TRIAL,
    EU_LEAFLET,
    MILD_INJURY_DEFINITION,
    TORONTO,
    TRIAL_TABLE_PMC6727003,
)

RECENT: Final = Limit(
    84,
    "d",
    id="head_injury.recent",
    source=Citation(BRAIN_INJURY_TRIAL, "inclusion criteria: at least twelve weeks after the injury"),
    since=ADOPTED,
    floor=84,
    ceiling=365,
)
STILL_NEAR: Final = Limit(
    180,
    "d",
    id="head_injury.still_near",
    source=Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: head trauma within six months"),
    since=ADOPTED,
)

still_near: Final = Concept(
    id="head_injury.still_near",
    title="Head injury within the last six months",
    source=(criterion(8), Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: head trauma within six months")),
    when=Neurology.latest_head_injury.within(STILL_NEAR),
    examples=(
        fires(Neurology(latest_head_injury=DaysAgo(180))),
        passes(Neurology(latest_head_injury=DaysAgo(181))),
        passes(Neurology(latest_head_injury=NEVER)),
        asks(),
    ),
)

recent_injury: Final = Rule(
    id="head_injury.recent_injury",
    source=(
        criterion(8),
        Citation(BRAIN_INJURY_TRIAL, "inclusion criteria: at least twelve weeks after the injury"),
        Citation(EU_LEAFLET, "warnings: serious head injury"),
    ),
    level=Level.EXCLUSION,
    until=after(Neurology.latest_head_injury, RECENT),
    when=Neurology.latest_head_injury.within(RECENT),
    clinician_text="Recent head injury.",
    client_text="You hurt your head not long ago. It needs more time to heal before ketamine.",
    rationale="The source does not say how long an injury is recent; this is the window of a trial after brain injury.",
    practice_variation="One trial waits six months; some clinics only ask whether there are symptoms.",
    subsumes=("head_injury.near_injury", "head_injury.past_injury"),
    examples=(
        fires(Neurology(latest_head_injury=DaysAgo(84))),
        fires(Neurology(head_injuries=[HeadInjury(happened=DaysAgo(4000)), HeadInjury(happened=DaysAgo(20))])),
        passes(Neurology(latest_head_injury=DaysAgo(85))),
        passes(Neurology(head_injuries=[])),
        asks(Neurology(head_injuries=[HeadInjury(happened=PartialDate(2025))])),
        asks(),
    ),
)

severity_not_known: Final = Rule(
    id="head_injury.severity_not_known",
    source=(criterion(8), Citation(MILD_INJURY_DEFINITION, "definition of a mild injury")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Neurology.latest_head_injury.ever, Neurology.severe_head_injury.missing),
    clinician_text="Past head injury; severity not established.",
    client_text="You once hurt your head. We would like to know more about how bad it was.",
    rationale="A mild injury counts less and less with time, a graver one counts for ever.",
    examples=(
        fires(Neurology(latest_head_injury=HAPPENED)),
        fires(Neurology(head_injuries=[HeadInjury(happened=DaysAgo(2000))])),
        passes(Neurology(latest_head_injury=NEVER)),
        passes(Neurology(latest_head_injury=HAPPENED, severe_head_injury=False)),
        passes(
            Neurology(head_injuries=[HeadInjury(happened=DaysAgo(2000), severity=InjurySeverity.MILD)]),
        ),
        asks(),
    ),
)

symptoms_not_known: Final = Rule(
    id="head_injury.symptoms_not_known",
    source=(criterion(8), proposal("symptoms after an injury are asked for as long as it is near")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(still_near.present, Neurology.head_injury_symptoms.missing),
    clinician_text="Head injury within the last six months; current symptoms not established.",
    client_text=(
        "You hurt your head in the last six months. We would like to know if you still feel something from it."
    ),
    examples=(
        fires(Neurology(latest_head_injury=DaysAgo(180))),
        passes(Neurology(latest_head_injury=DaysAgo(181))),
        passes(Neurology(latest_head_injury=DaysAgo(180), head_injury_symptoms=False)),
        asks(),
    ),
)

near_injury: Final = Rule(
    id="head_injury.near_injury",
    source=(criterion(8), Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: head trauma within six months")),
    level=Level.CAUTION,
    when=still_near.present,
    clinician_text="Head injury within the last six months.",
    client_text="You hurt your head in the last six months. Your prescriber will take it into account.",
    practice_variation="One trial excludes for six months, another admits from twelve weeks on.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("head_injury.past_injury",),
    examples=(
        fires(Neurology(latest_head_injury=DaysAgo(180))),
        passes(Neurology(latest_head_injury=DaysAgo(181))),
        asks(Neurology(latest_head_injury=HAPPENED)),
    ),
)

symptoms: Final = Rule(
    id="head_injury.symptoms",
    source=(criterion(8), Citation(TORONTO, "symptomatic brain injury")),
    level=Level.CAUTION,
    when=Neurology.head_injury_symptoms.present,
    clinician_text="Ongoing post-concussive symptoms.",
    client_text="You still feel something from an injury to your head. Your prescriber will look at it with you.",
    rationale="However long ago it was: dissociation would hide a change for the worse.",
    practice_variation="A clinic asks about symptoms only; trials count the weeks.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Neurology(head_injury_symptoms=True)),
        fires(Neurology(head_injuries=[HeadInjury(happened=date(2010, 5, 1), symptoms_now=True)])),
        passes(Neurology(head_injury_symptoms=False)),
        passes(Neurology(head_injuries=[])),
        asks(),
    ),
)

more_than_mild: Final = Rule(
    id="head_injury.more_than_mild",
    source=(
        criterion(8),
        Citation(TRIAL_TABLE_PMC6727003, "exclusion criteria: history of severe head injury"),
        Citation(EU_LEAFLET, "warnings: serious head injury"),
    ),
    level=Level.CAUTION,
    when=Neurology.severe_head_injury.present,
    clinician_text="Past moderate, severe or penetrating brain injury.",
    client_text="You once had a brain injury that was more than mild. Your prescriber will take it into account.",
    rationale="The leaflet warns of a serious head injury without saying when.",
    practice_variation=(
        "A trial excludes a severe injury for ever; another admits up to moderate ones after twelve weeks."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Neurology(severe_head_injury=True)),
        fires(
            Neurology(head_injuries=[HeadInjury(happened=DaysAgo(3000), severity=InjurySeverity.PENETRATING)]),
        ),
        passes(Neurology(severe_head_injury=False)),
        asks(),
    ),
)

past_injury: Final = Rule(
    id="head_injury.past_injury",
    source=(criterion(8), proposal("an old mild injury without symptoms stops nothing, but is worth knowing")),
    level=Level.NOTE,
    when=Neurology.latest_head_injury.ever,
    clinician_text="Past head injury.",
    client_text="You once hurt your head. We keep it in mind.",
    examples=(
        fires(Neurology(latest_head_injury=HAPPENED)),
        passes(Neurology(latest_head_injury=NEVER)),
        asks(),
    ),
)

RULES: Final = (
    recent_injury,
    severity_not_known,
    symptoms_not_known,
    near_injury,
    symptoms,
    more_than_mild,
    past_injury,
)
