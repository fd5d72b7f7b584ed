"""Recent major surgery or injury, acute infection and fever: what the source's own sources add to its criteria.

A clinic counts an acute infection among its contraindications, a trial an unstable medical illness. All of this
passes, and waiting costs little. Infections of the airways and of the urinary tract are asked and weighed by criteria
9 and 12, injuries of the head by criterion 8.
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
    Rule,
    asks,
    fires,
    passes,
    proposal,
)

from ...facts.general_health import GeneralHealth
from ...sources import PSYON_ADMISSION, TRIAL_TABLE_PMC10812090

RECENT: Final = Limit(
    42,
    "d",
    id="acute_illness.recent",
    source=proposal("six weeks, as after other acute illness; no source read gives a time"),
    since=ADOPTED,
)

UNSTABLE: Final = (
    Citation(TRIAL_TABLE_PMC10812090, "exclusion criteria: unstable medical illness"),
    proposal("six weeks, as after other acute illness; no source read gives a time"),
)
INFECTION: Final = Citation(PSYON_ADMISSION, "other contraindications: acute infection")

surgery: Final = Rule(
    id="acute_illness.surgery",
    source=UNSTABLE,
    level=Level.CAUTION,
    when=GeneralHealth.latest_major_surgery.within(RECENT),
    clinician_text="Major surgery within the last six weeks: consider delaying.",
    client_text="You had major surgery not long ago. It is better to wait a little.",
    rationale="Wounds, pain and the medicines against it call for the surgeon's word first.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(GeneralHealth(latest_major_surgery=DaysAgo(42))),
        passes(GeneralHealth(latest_major_surgery=DaysAgo(43))),
        passes(GeneralHealth(latest_major_surgery=NEVER)),
        asks(GeneralHealth(latest_major_surgery=HAPPENED)),
    ),
)

injury: Final = Rule(
    id="acute_illness.injury",
    source=UNSTABLE,
    level=Level.CAUTION,
    when=GeneralHealth.latest_major_injury.within(RECENT),
    clinician_text="Major injury within the last six weeks: consider delaying.",
    client_text="You were badly hurt not long ago. It is better to wait a little.",
    rationale="Wounds, pain and the medicines against it are looked at first.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(GeneralHealth(latest_major_injury=DaysAgo(42))),
        passes(GeneralHealth(latest_major_injury=DaysAgo(43))),
        passes(GeneralHealth(latest_major_injury=NEVER)),
        asks(GeneralHealth(latest_major_injury=HAPPENED)),
    ),
)

infection: Final = Rule(
    id="acute_illness.infection",
    source=INFECTION,
    level=Level.CAUTION,
    when=GeneralHealth.acute_infection.present,
    clinician_text="Acute infection: consider delaying.",
    client_text="You have an infection. It is better to wait until it is over.",
    rationale="A clinic counts it among its contraindications, and it passes; everybody is asked on the dosing day.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(GeneralHealth(acute_infection=True)),
        passes(GeneralHealth(acute_infection=False)),
        asks(),
    ),
)

fever: Final = Rule(
    id="acute_illness.fever",
    source=(INFECTION, proposal("a fever is the sign of an infection until its cause is known")),
    level=Level.CAUTION,
    when=GeneralHealth.fever.present,
    clinician_text="Fever: consider delaying until its cause is known and it has resolved.",
    client_text="You have a fever. It is better to wait until we know why and it is over.",
    rationale="Whatever is behind it, heart and circulation already work harder.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(GeneralHealth(fever=True)),
        passes(GeneralHealth(fever=False)),
        asks(),
    ),
)

RULES: Final = (surgery, injury, infection, fever)
