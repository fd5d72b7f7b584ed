"""Criterion 13: poor reality testing.

A dissociative drug is not for somebody who cannot tell inner from outer experience. Only a clinician can say that
reality testing is intact: what the client says of it does not count, and beliefs that a culture shares are not
delusions.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    Citation,
    Concept,
    Level,
    Limit,
    OneOf,
    Recorded,
    Reporter,
    Rule,
    all_of,
    any_of,
    asks,
    by_clinician,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
    recalled,
)

from ...facts.mental_state import MentalState, RealityTesting
from ...facts.psychiatric_history import PsychiatricHistory
from ...sources import (
    CAROLINAS,
    DISSOCIATION_SCALE,
    ESKETAMINE_TRIAL_NCT04658420,
    EU_LEAFLET,
    MASS_GENERAL_TRIAL,
    US_MONOGRAPH,
)

HIGH_DISSOCIATION: Final = Limit(
    30,
    "{score}",
    id="reality_testing.high_dissociation",
    source=recalled(DISSOCIATION_SCALE, "screening cut of the mean score"),
    since=ADOPTED,
)

# Criterion 6 rests on this concept too: psychotic symptoms now are one finding, whatever the history.
psychotic_now: Final = Concept(
    id="reality_testing.psychotic_now",
    title="Current psychotic symptoms",
    source=(criterion(13), Citation(ESKETAMINE_TRIAL_NCT04658420, "exclusion criteria: active psychotic symptoms")),
    when=any_of(MentalState.hallucinations_now.present, MentalState.delusions_now.present),
    rationale="Hallucinations or delusions at present, whatever the diagnosis behind them.",
    examples=(
        fires(by_clinician(MentalState(hallucinations_now=True))),
        fires(by_clinician(MentalState(delusions_now=True))),
        passes(by_clinician(MentalState(hallucinations_now=False, delusions_now=False))),
        asks(by_clinician(MentalState(hallucinations_now=False))),
    ),
)


def _examined(found: RealityTesting | OneOf) -> MentalState:
    return MentalState(reality_testing=Recorded(found, by=Reporter.CLINICIAN, on=EXAMPLE_DAY))


impaired: Final = Rule(
    id="reality_testing.impaired",
    source=(criterion(13), Citation(CAROLINAS, "psychotic and dissociative disorders")),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds reality testing intact"),
    when=MentalState.reality_testing.is_one_of(RealityTesting.IMPAIRED),
    clinician_text="Impaired reality testing.",
    client_text=(
        "It is hard for you to tell what is real at the moment. That should get better before ketamine. Your care "
        "team will support you."
    ),
    rationale="Every source that names it excludes; a clinician decides, on examination.",
    examples=(
        fires(_examined(RealityTesting.IMPAIRED)),
        fires(by_clinician(MentalState(reality_testing=RealityTesting.IMPAIRED))),
        passes(_examined(RealityTesting.INTACT)),
        passes(_examined(RealityTesting.UNCLEAR)),
        asks(MentalState(reality_testing=Recorded(RealityTesting.INTACT, by=Reporter.CLIENT))),
    ),
)

psychotic_symptoms: Final = Rule(
    id="reality_testing.psychotic_symptoms",
    source=(
        criterion(13),
        Citation(ESKETAMINE_TRIAL_NCT04658420, "exclusion criteria: active psychotic symptoms"),
        Citation(EU_LEAFLET, "warnings: psychosis"),
        Citation(US_MONOGRAPH, "warnings: psychosis"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the symptoms have resolved and a clinician finds reality testing intact"),
    when=psychotic_now.present,
    clinician_text="Current hallucinations or delusions.",
    client_text=(
        "You see, hear or believe things that others do not, at the moment. That should get better before "
        "ketamine. Your care team will support you."
    ),
    rationale="The labels warn of psychosis, and trials exclude it where it is active.",
    examples=(
        fires(by_clinician(MentalState(hallucinations_now=True))),
        passes(by_clinician(MentalState(hallucinations_now=False, delusions_now=False))),
        asks(by_clinician(MentalState(delusions_now=False))),
    ),
)

delirium: Final = Rule(
    id="reality_testing.delirium",
    source=(criterion(13), proposal("confusion takes away reality testing and capacity alike")),
    level=Level.EXCLUSION,
    until=on_condition("the delirium has resolved and its cause is known"),
    when=MentalState.delirium_now.present,
    clinician_text="Current delirium.",
    client_text="Your mind is not clear at the moment (delirium), and a doctor should find out why. That comes first.",
    rationale="Delirium impairs reality testing for as long as it lasts, and needs medical care of its own.",
    examples=(
        fires(by_clinician(MentalState(delirium_now=True))),
        passes(by_clinician(MentalState(delirium_now=False))),
        asks(),
    ),
)

unclear: Final = Rule(
    id="reality_testing.unclear",
    source=(criterion(13), proposal("what a clinician could not settle has to be assessed again")),
    level=Level.NEEDS_INFORMATION,
    when=MentalState.reality_testing.is_one_of(RealityTesting.UNCLEAR),
    clinician_text="Reality testing unclear: a clinician has to examine it again.",
    client_text="A clinician would like to talk with you once more about how you see things at the moment.",
    examples=(
        fires(by_clinician(MentalState(reality_testing=RealityTesting.UNCLEAR))),
        passes(_examined(RealityTesting.INTACT)),
        passes(_examined(RealityTesting.IMPAIRED)),
        asks(_examined(OneOf(RealityTesting.INTACT, RealityTesting.UNCLEAR))),
    ),
)

dissociation_not_assessed: Final = Rule(
    id="reality_testing.dissociation_not_assessed",
    source=(criterion(13), recalled(DISSOCIATION_SCALE, "screening cut of the mean score")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        MentalState.dissociative_experiences >= HIGH_DISSOCIATION,
        any_of(MentalState.dissociation_assessed.ruled_out, MentalState.dissociation_assessed.missing),
    ),
    clinician_text="High DES-II score; no usable clinician assessment of dissociation.",
    client_text=(
        "By your answers you may at times feel far from yourself or the world. A clinician would like to talk about it."
    ),
    rationale="The instrument screens and diagnoses nothing: it only says who has to be seen.",
    examples=(
        fires(MentalState(dissociative_experiences=30)),
        fires(by_clinician(MentalState(dissociative_experiences=30, dissociation_assessed=False))),
        passes(MentalState(dissociative_experiences=29)),
        passes(MentalState(dissociative_experiences=30, dissociation_assessed=Recorded(True, by=Reporter.CLINICIAN))),
        asks(by_clinician(MentalState(dissociation_assessed=False))),
    ),
)

dissociative_identity: Final = Rule(
    id="reality_testing.dissociative_identity",
    source=(
        criterion(13),
        Citation(MASS_GENERAL_TRIAL, "exclusion criteria: dissociative identity disorder"),
        Citation(CAROLINAS, "primary dissociative disorder"),
    ),
    level=Level.CAUTION,
    when=PsychiatricHistory.dissociative_identity_disorder.present,
    clinician_text="Dissociative identity disorder: a dissociative drug may destabilise it.",
    client_text=(
        "There are parts of you that at times take over. Ketamine can make that stronger. Your care team will "
        "talk about it with you."
    ),
    rationale="Two sources exclude it; the criterion names reality testing only, so that it is weighed.",
    practice_variation="A trial and a clinic exclude it; others leave it to the treating clinician.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(PsychiatricHistory(dissociative_identity_disorder=True))),
        passes(by_clinician(PsychiatricHistory(dissociative_identity_disorder=False))),
        asks(),
    ),
)

unstable_trauma: Final = Rule(
    id="reality_testing.unstable_complex_trauma",
    source=(criterion(13), Citation(MASS_GENERAL_TRIAL, "exclusion criteria: unstable complex post-traumatic stress")),
    level=Level.CAUTION,
    when=PsychiatricHistory.unstable_complex_trauma.present,
    clinician_text="Complex PTSD, not stable.",
    client_text=(
        "Hard things from your past still weigh on you a lot (trauma). Your care team would like to find the right "
        "time with you."
    ),
    rationale="A trial excludes it; the therapist has to weigh whether the client can bear what may arise.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(PsychiatricHistory(unstable_complex_trauma=True))),
        passes(by_clinician(PsychiatricHistory(unstable_complex_trauma=False))),
        asks(),
    ),
)

RULES: Final = (
    impaired,
    psychotic_symptoms,
    delirium,
    unclear,
    dissociation_not_assessed,
    dissociative_identity,
    unstable_trauma,
)
