"""Delirium and neurocognitive disorder: what the source's own sources add to its criteria.

Trials exclude a neurocognitive disorder, and criteria of the Department of Veterans Affairs, as reported, dementia and
recent delirium. Somebody who is delirious now is excluded by criterion 13 and not again here.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    HAPPENED,
    NEVER,
    Citation,
    DaysAgo,
    Level,
    Limit,
    Recorded,
    Reporter,
    Rule,
    after,
    all_of,
    any_of,
    asks,
    by_clinician,
    fires,
    on_condition,
    passes,
    proposal,
    recalled,
)

from ...facts.mental_state import MentalState
from ...sources import COGNITIVE_ASSESSMENT, ESKETAMINE_TRIAL_NCT04658420, MASS_GENERAL_TRIAL, VETERANS_CRITERIA

RECENT_DELIRIUM: Final = Limit(
    42,
    "d",
    id="cognition.recent_delirium",
    source=proposal("six weeks, as after other acute illness; the source says recent and gives no time"),
    since=ADOPTED,
)
LOW_ASSESSMENT: Final = Limit(
    26,
    "{score}",
    id="cognition.low_assessment",
    source=recalled(COGNITIVE_ASSESSMENT, "totals of 26 and more are usual"),
    since=ADOPTED,
)

neurocognitive_disorder: Final = Rule(
    id="cognition.neurocognitive_disorder",
    source=(
        Citation(VETERANS_CRITERIA, "disqualifying: dementia"),
        Citation(MASS_GENERAL_TRIAL, "exclusion criteria: neurocognitive disorder"),
        Citation(ESKETAMINE_TRIAL_NCT04658420, "exclusion criteria: major neurocognitive disorder"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds that the disorder has resolved, or that there was none"),
    when=MentalState.neurocognitive_disorder.present,
    clinician_text="Dementia or another neurocognitive disorder.",
    client_text="An illness affects your memory or your thinking. Ketamine is not a good choice while that is so.",
    rationale="It touches the capacity to consent and to work with what the session brings up.",
    practice_variation="One trial excludes only a major neurocognitive disorder.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(MentalState(neurocognitive_disorder=True))),
        passes(by_clinician(MentalState(neurocognitive_disorder=False))),
        asks(),
    ),
)

recent_delirium: Final = Rule(
    id="cognition.recent_delirium",
    source=(
        Citation(VETERANS_CRITERIA, "disqualifying: recent delirium"),
        proposal("six weeks, as after other acute illness; the source says recent and gives no time"),
    ),
    level=Level.EXCLUSION,
    until=after(MentalState.latest_delirium, RECENT_DELIRIUM),
    when=MentalState.latest_delirium.within(RECENT_DELIRIUM),
    clinician_text="Delirium within the last six weeks.",
    client_text=(
        "Your mind was not clear for a time (delirium), not long ago. You need more time to recover before ketamine."
    ),
    rationale="Delirium comes and goes for weeks, and what brought it about may still be there.",
    examples=(
        fires(by_clinician(MentalState(latest_delirium=DaysAgo(42)))),
        passes(by_clinician(MentalState(latest_delirium=DaysAgo(43)))),
        passes(by_clinician(MentalState(latest_delirium=NEVER))),
        asks(by_clinician(MentalState(latest_delirium=HAPPENED))),
    ),
)


def _assessed(low: int, assessed: bool) -> MentalState:
    return by_clinician(
        MentalState(
            montreal_cognitive_assessment=low,
            cognition_assessed=Recorded(assessed, by=Reporter.CLINICIAN, on=EXAMPLE_DAY),
        )
    )


assessment_wanted: Final = Rule(
    id="cognition.assessment_wanted",
    source=(
        recalled(COGNITIVE_ASSESSMENT, "totals of 26 and more are usual"),
        Citation(MASS_GENERAL_TRIAL, "exclusion criteria: neurocognitive disorder"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        MentalState.montreal_cognitive_assessment < LOW_ASSESSMENT,
        any_of(MentalState.cognition_assessed.ruled_out, MentalState.cognition_assessed.missing),
    ),
    clinician_text="Low MoCA score; no usable clinician assessment of cognition.",
    client_text="A short test of memory and thinking was a little low. A clinician would like to look at it with you.",
    rationale="The instrument screens and diagnoses nothing: depression and little schooling lower it too.",
    examples=(
        fires(by_clinician(MentalState(montreal_cognitive_assessment=25))),
        fires(_assessed(25, False)),
        passes(by_clinician(MentalState(montreal_cognitive_assessment=26))),
        passes(_assessed(25, True)),
        asks(),
    ),
)

RULES: Final = (neurocognitive_disorder, recent_delirium, assessment_wanted)
