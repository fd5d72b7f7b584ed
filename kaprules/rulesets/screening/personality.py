"""Severe personality disorder and unstable eating disorder: what the source's own sources add to its criteria.

A clinic excludes a severe personality disorder, with exceptions. No work that was read excludes an eating disorder by
name: a trial excludes a low body mass index, a clinic treats eating disorders with ketamine. Unstable complex
post-traumatic stress is weighed by criterion 13 and not again here.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import Citation, Level, Rule, asks, by_clinician, fires, passes, proposal

from ...facts.psychiatric_history import PsychiatricHistory
from ...sources import MASS_GENERAL_TRIAL, PSYON, PSYON_ADMISSION, TRIAL_TABLE_PMC6884875

severe_personality_disorder: Final = Rule(
    id="personality.severe_disorder",
    source=(
        Citation(PSYON, "exclusion criteria: severe personality disorder that hinders cooperation"),
        Citation(PSYON_ADMISSION, "psychiatric contraindications: severe personality disorder"),
        Citation(TRIAL_TABLE_PMC6884875, "exclusion criteria: personality disorder as the primary diagnosis"),
    ),
    level=Level.CAUTION,
    when=PsychiatricHistory.severe_personality_disorder.present,
    clinician_text="Severe personality disorder: the therapist weighs whether the working alliance will hold.",
    client_text=(
        "Being close to others can be very hard for you. Your therapist would like to talk about how to work "
        "together well."
    ),
    rationale="The clinic that excludes it makes exceptions of its own, so that it is weighed.",
    practice_variation="A clinic and a trial exclude it; the clinic accepts it beside another diagnosis.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(PsychiatricHistory(severe_personality_disorder=True))),
        passes(by_clinician(PsychiatricHistory(severe_personality_disorder=False))),
        asks(),
    ),
)

unstable_eating_disorder: Final = Rule(
    id="personality.unstable_eating_disorder",
    source=(
        Citation(MASS_GENERAL_TRIAL, "exclusion criteria: body mass index below 18.5"),
        proposal("an eating disorder that is not stable disturbs the body's salts and the heart, and is weighed"),
    ),
    level=Level.CAUTION,
    when=PsychiatricHistory.unstable_eating_disorder.present,
    clinician_text="Eating disorder, not stable.",
    client_text="Eating is very hard for you at the moment. Your care team would like to find the right time with you.",
    rationale="It may disturb the body's salts and the heart's rhythm at any weight.",
    practice_variation="A clinic counts eating disorders among what it treats with ketamine.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(PsychiatricHistory(unstable_eating_disorder=True))),
        passes(by_clinician(PsychiatricHistory(unstable_eating_disorder=False))),
        asks(),
    ),
)

RULES: Final = (severe_personality_disorder, unstable_eating_disorder)
