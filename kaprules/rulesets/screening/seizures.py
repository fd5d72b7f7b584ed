"""Seizures and epilepsy: what the source's own sources add to its criteria.

Trials exclude epilepsy, a seizure disorder, or seizures whose cause is not clear and resolved; none says how long ago
they may lie. A recent seizure and one that treatment does not prevent exclude here, a disorder under control is
weighed. Seizures that electroconvulsive therapy brings about are a treatment and do not count.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    HAPPENED,
    NEVER,
    Citation,
    DaysAgo,
    Level,
    Limit,
    PartialDate,
    Rule,
    after,
    all_of,
    asks,
    by_clinician,
    fires,
    on_condition,
    passes,
    proposal,
)

from ...facts.seizures import SeizureControl, Seizures
from ...sources import ALCOHOL_WITHDRAWAL_TRIAL, MASS_GENERAL_TRIAL, PHARMAMEDIX, TRIAL_TABLE_PMC6727003

RECENT: Final = Limit(
    180,
    "d",
    id="seizures.recent",
    source=proposal("six months; the trials read exclude seizures and give no time"),
    since=ADOPTED,
)

UNRESOLVED: Final = Citation(
    TRIAL_TABLE_PMC6727003, "exclusion criteria: seizures without a clear and resolved aetiology"
)
DISORDER: Final = (
    Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: seizure disorder"),
    Citation(MASS_GENERAL_TRIAL, "exclusion criteria: epilepsy"),
    Citation(PHARMAMEDIX, "contraindications: epilepsy"),
)

recent_seizure: Final = Rule(
    id="seizures.recent",
    source=(
        UNRESOLVED,
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: withdrawal seizure before or during the visit"),
        proposal("six months; the trials read exclude seizures and give no time"),
    ),
    level=Level.EXCLUSION,
    until=after(Seizures.latest_seizure, RECENT),
    when=Seizures.latest_seizure.within(RECENT),
    clinician_text="Seizure within the last six months.",
    client_text="You had a seizure not long ago. More time should pass before ketamine.",
    rationale="Whatever its cause, it is too early to say that it will not come again.",
    practice_variation="A trial excludes only seizures whose cause is not clear and resolved.",
    subsumes=("seizures.past",),
    examples=(
        fires(Seizures(latest_seizure=DaysAgo(180))),
        passes(Seizures(latest_seizure=DaysAgo(181))),
        passes(Seizures(latest_seizure=NEVER)),
        asks(Seizures(latest_seizure=PartialDate(2025))),
        asks(Seizures(latest_seizure=HAPPENED)),
    ),
)

uncontrolled: Final = Rule(
    id="seizures.uncontrolled",
    source=DISORDER,
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the seizure disorder under control"),
    when=Seizures.control.is_one_of(SeizureControl.UNCONTROLLED),
    clinician_text="Seizure disorder, not controlled.",
    client_text="You still have seizures. They should be under control before ketamine.",
    examples=(
        fires(by_clinician(Seizures(control=SeizureControl.UNCONTROLLED))),
        passes(by_clinician(Seizures(control=SeizureControl.CONTROLLED))),
        asks(Seizures(seizure_disorder=True)),
    ),
)

control_missing: Final = Rule(
    id="seizures.control_missing",
    source=(*DISORDER, proposal("control decides between exclusion and caution")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Seizures.seizure_disorder.present, Seizures.control.missing),
    clinician_text="Seizure disorder; control not established.",
    client_text="You have, or had, seizures. We would like to know how they are doing now.",
    examples=(
        fires(Seizures(seizure_disorder=True)),
        passes(by_clinician(Seizures(seizure_disorder=True, control=SeizureControl.CONTROLLED))),
        passes(Seizures(seizure_disorder=False)),
        asks(),
    ),
)

known_disorder: Final = Rule(
    id="seizures.disorder",
    source=DISORDER,
    level=Level.CAUTION,
    when=Seizures.seizure_disorder.present,
    clinician_text="Seizure disorder, however well controlled.",
    client_text="You have an illness with seizures (such as epilepsy). Your prescriber will take it into account.",
    rationale="The trials exclude it without looking at its control; under control it is weighed here.",
    practice_variation="Trials exclude epilepsy altogether; one does not count seizures of alcohol withdrawal.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Seizures(seizure_disorder=True)),
        passes(Seizures(seizure_disorder=False)),
        asks(),
    ),
)

past_seizure: Final = Rule(
    id="seizures.past",
    source=UNRESOLVED,
    level=Level.NOTE,
    when=Seizures.latest_seizure.ever,
    clinician_text="Past seizure: clarify its cause and whether it has resolved.",
    client_text="You once had a seizure. We would like to know why it came.",
    examples=(
        fires(Seizures(latest_seizure=HAPPENED)),
        passes(Seizures(latest_seizure=NEVER)),
        asks(),
    ),
)

RULES: Final = (recent_seizure, uncontrolled, control_missing, known_disorder, past_seizure)
