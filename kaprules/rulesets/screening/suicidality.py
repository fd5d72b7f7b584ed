"""Thoughts of suicide, intent and attempts: what the source's own sources add to its criteria.

Sources disagree: a programme admits clients who think of suicide, and one region's label treats psychiatric
emergencies; trials and clinics exclude intent. The label wants a doctor to hear of such thoughts at once. So intent,
a plan or recent behaviour stop everything outside a hospital until a clinician has assessed the client the same day.
Items of the C-SSRS screener are named by their number.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    HAPPENED,
    NEVER,
    Between,
    Citation,
    DaysAgo,
    Level,
    Limit,
    Mark,
    Marked,
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

from ...facts.suicidality import THREE_MONTHS, Suicidality
from ...sources import (
    EU_LEAFLET,
    FIELD_TRIP_PROGRAMME,
    PSYON,
    SUICIDE_SCREENER,
    SUICIDE_TRIAGE,
    TRIAL_NCT05991232,
    TRIAL_NCT06943859,
    TRIAL_NCT07139106,
    US_LABEL_HIGHLIGHTS,
)
from ..urgent import SPEAK

WORST_ANSWERS: Final = Citation(
    SUICIDE_TRIAGE, "most worrisome: item 4 or 5 in the past month, or any behaviour in the past three months"
)
INTENT: Final = Limit(
    4,
    "{score}",
    id="suicidality.intent",
    source=WORST_ANSWERS,
    since=ADOPTED,
)
METHOD: Final = Limit(
    3,
    "{score}",
    id="suicidality.method",
    source=recalled(SUICIDE_TRIAGE, "item 3 lies between items 1 and 2 and items 4 and 5"),
    since=ADOPTED,
)
ANY_IDEATION: Final = Limit(
    1,
    "{score}",
    id="suicidality.any_ideation",
    source=Citation(SUICIDE_SCREENER, "items 1 to 5: the past month"),
    since=ADOPTED,
)
ANY_ON_PHQ9: Final = Limit(
    1,
    "{score}",
    id="suicidality.any_on_phq9",
    source=proposal("any answer to item 9 but the lowest asks for an assessment"),
    since=ADOPTED,
)

ATTEMPT_EXCLUSION: Final = Limit(
    90,
    "d",
    id="suicidality.attempt_exclusion",
    source=proposal("a trial waits after an attempt; how long, a site that waits says itself"),
    since=ADOPTED,
    floor=90,
    ceiling=3650,
)

EMERGENCY: Final = (
    Citation(EU_LEAFLET, "warnings: thoughts of harming or killing oneself are told to a doctor at once"),
    Citation(US_LABEL_HIGHLIGHTS, "limitations of use: it does not take the place of a hospital that is needed"),
)
ASSESSED: Final = on_condition("a clinician has assessed the client the same day and recorded what follows from it")
HOSPITALS: Final = (Level.EXCLUSION, Level.CAUTION)
VARIES: Final = (
    "A hospital or an emergency service may weigh it; in the European Union esketamine is given in a psychiatric "
    "emergency."
)


DENIED: Final = Recorded(False, by=Reporter.CLINICIAN)

intent: Final = Rule(
    id="suicidality.intent",
    source=(
        WORST_ANSWERS,
        Citation(TRIAL_NCT05991232, "exclusion criteria: item 4 or 5 of the C-SSRS"),
        Citation(TRIAL_NCT06943859, "exclusion criteria: plan or intent"),
        Citation(TRIAL_NCT07139106, "exclusion criteria: plan or intent"),
        Citation(PSYON, "exclusion criteria: suicidal intent"),
        *EMERGENCY,
    ),
    level=Level.EXCLUSION,
    until=ASSESSED,
    when=Suicidality.highest_ideation_item >= INTENT,
    clinician_text=(
        "Suicidal intent in the past month (C-SSRS item 4 or 5): a clinician must speak with the client today."
    ),
    client_text=(
        "In the past month you had thoughts of suicide and thought about acting on them. You are not alone with them. "
        "Somebody would like to talk with you today."
    ),
    rationale="Outside a hospital nothing else begins before that.",
    practice_variation=VARIES,
    levels=HOSPITALS,
    marks=(Mark.URGENT,),
    today=SPEAK,
    subsumes=("suicidality.method", "suicidality.ideation"),
    examples=(
        fires(by_clinician(Suicidality(highest_ideation_item=4))),
        passes(by_clinician(Suicidality(highest_ideation_item=3))),
        asks(by_clinician(Suicidality(highest_ideation_item=Between(3, 5)))),
    ),
)

recent_behaviour: Final = Rule(
    id="suicidality.recent_behaviour",
    source=(WORST_ANSWERS, Citation(SUICIDE_SCREENER, "item 6: behaviour in the past three months"), *EMERGENCY),
    level=Level.EXCLUSION,
    until=ASSESSED,
    when=Suicidality.behaviour_in_three_months.present,
    clinician_text=(
        "Suicidal behaviour in the past three months (C-SSRS item 6): a clinician must speak with the client today."
    ),
    client_text=(
        "In the past three months you did something to end your life, or got ready to. You are not alone with it. "
        "Somebody would like to talk with you today."
    ),
    rationale="Outside a hospital nothing else begins before that.",
    practice_variation=VARIES,
    levels=HOSPITALS,
    marks=(Mark.URGENT,),
    today=SPEAK,
    examples=(
        fires(by_clinician(Suicidality(behaviour_in_three_months=True))),
        fires(by_clinician(Suicidality(last_behaviour=DaysAgo(90)))),
        passes(by_clinician(Suicidality(last_behaviour=DaysAgo(91)))),
        passes(by_clinician(Suicidality(last_behaviour=NEVER))),
        passes(by_clinician(Suicidality(behaviour_in_three_months=False))),
        asks(by_clinician(Suicidality(last_behaviour=HAPPENED))),
    ),
)

screener_missing: Final = Rule(
    id="suicidality.screener_missing",
    source=(
        Citation(SUICIDE_SCREENER, "items 1 to 5: the past month"),
        proposal("item 9 of the PHQ-9 tells that there are thoughts, not how far they go"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Suicidality.phq9_item_9 >= ANY_ON_PHQ9, Suicidality.highest_ideation_item.missing),
    clinician_text="PHQ-9 item 9 positive; no valid C-SSRS from the last 14 days.",
    client_text=(
        "Some of your answers may be about thoughts of suicide or of hurting yourself. We would like to ask you more "
        "about them, in your own time."
    ),
    examples=(
        fires(Suicidality(phq9_item_9=1)),
        passes(Suicidality(phq9_item_9=0)),
        passes(by_clinician(Suicidality(phq9_item_9=1, highest_ideation_item=0))),
        asks(),
    ),
)

method: Final = Rule(
    id="suicidality.method",
    source=(
        recalled(SUICIDE_TRIAGE, "item 3 lies between items 1 and 2 and items 4 and 5"),
        Citation(FIELD_TRIP_PROGRAMME, "inclusion criteria: suicidal thoughts"),
    ),
    level=Level.CAUTION,
    when=Suicidality.highest_ideation_item >= METHOD,
    clinician_text="Suicidal ideation with method, or more, in the past month (C-SSRS item 3 or higher).",
    client_text=(
        "In the past month you had thoughts of suicide and of how you might do it. We would like to talk about them "
        "and about what helps you."
    ),
    practice_variation="A programme treats clients who think of suicide.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("suicidality.ideation",),
    examples=(
        fires(by_clinician(Suicidality(highest_ideation_item=3))),
        passes(by_clinician(Suicidality(highest_ideation_item=2))),
        asks(),
    ),
)

attempt_ever: Final = Rule(
    id="suicidality.attempt_ever",
    source=(
        recalled(SUICIDE_SCREENER, "item 6: behaviour ever in life"),
        proposal("whoever attempted suicide once is followed more closely"),
    ),
    level=Level.CAUTION,
    when=any_of(Suicidality.attempt_ever.present, Suicidality.latest_attempt.ever),
    clinician_text="Past suicide attempt.",
    client_text="You once tried to end your life. We would like to hear what helps you now.",
    marks=(Marked(Mark.CONFLICT, Suicidality.attempt_ever.ruled_out),),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Suicidality(attempt_ever=True)),
        fires(by_clinician(Suicidality(attempt_ever=False, latest_attempt=DaysAgo(4000)))),
        passes(by_clinician(Suicidality(attempt_ever=False, latest_attempt=NEVER))),
        asks(by_clinician(Suicidality(attempt_ever=False))),
        asks(),
    ),
)

attempt_near: Final = Rule(
    id="suicidality.attempt_near",
    source=(Citation(SUICIDE_SCREENER, "item 6: the past three months"), *EMERGENCY),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Suicidality.latest_attempt.within(THREE_MONTHS), Suicidality.behaviour_in_three_months.ruled_out),
    clinician_text=(
        "Suicide attempt recorded within the past three months, suicidal behaviour in that time denied: a clinician "
        "must speak with the client today."
    ),
    client_text=(
        "We read that you tried to end your life in the past three months. You are not alone with it. Somebody would "
        "like to talk with you today."
    ),
    rationale="An attempt is such behaviour; one of the two answers is wrong, and nobody waits to find out which.",
    marks=(Mark.URGENT, Mark.CONFLICT),
    today=SPEAK,
    examples=(
        fires(by_clinician(Suicidality(latest_attempt=DaysAgo(90), behaviour_in_three_months=False))),
        fires(Suicidality(latest_attempt=DaysAgo(90), behaviour_in_three_months=DENIED)),
        passes(by_clinician(Suicidality(latest_attempt=DaysAgo(91), behaviour_in_three_months=False))),
        passes(by_clinician(Suicidality(latest_attempt=DaysAgo(10), behaviour_in_three_months=True))),
        asks(by_clinician(Suicidality(behaviour_in_three_months=False))),
        asks(Suicidality(latest_attempt=DaysAgo(10))),
    ),
)

attempt_within_window: Final = Rule(
    id="suicidality.attempt_within_window",
    source=(
        proposal("a trial waits after an attempt; how long, a site that waits says itself"),
        recalled(SUICIDE_SCREENER, "item 6: behaviour ever in life"),
    ),
    level=Level.EXCLUSION,
    until=after(Suicidality.latest_attempt, ATTEMPT_EXCLUSION),
    when=any_of(
        Suicidality.latest_attempt.within(ATTEMPT_EXCLUSION),
        all_of(Suicidality.attempt_ever.present, Suicidality.attempt_lies_back.within(ATTEMPT_EXCLUSION)),
    ),
    clinician_text="Latest suicide attempt within the waiting time set by this clinic.",
    client_text=(
        "Not long ago you tried to end your life. This clinic waits a while after that. Your care team will support "
        "you."
    ),
    rationale="Only where a clinic waits; an attempt without a date may be a recent one.",
    practice_variation="A trial waits after an attempt; most clinics weigh it instead.",
    examples=(
        fires(by_clinician(Suicidality(attempt_ever=True, latest_attempt=DaysAgo(90)))),
        fires(by_clinician(Suicidality(attempt_ever=False, latest_attempt=DaysAgo(90)))),
        fires(by_clinician(Suicidality(attempt_ever=True, attempt_lies_back=DaysAgo(90)))),
        passes(by_clinician(Suicidality(attempt_ever=True, latest_attempt=DaysAgo(91)))),
        passes(by_clinician(Suicidality(attempt_ever=False, latest_attempt=NEVER))),
        asks(by_clinician(Suicidality(attempt_ever=False))),
        asks(by_clinician(Suicidality(attempt_ever=True))),
        asks(by_clinician(Suicidality(attempt_ever=False, attempt_lies_back=DaysAgo(90)))),
        asks(Suicidality(attempt_ever=True, latest_attempt=DaysAgo(91))),
        asks(),
    ),
)

ideation: Final = Rule(
    id="suicidality.ideation",
    source=(
        Citation(SUICIDE_SCREENER, "items 1 to 5: the past month"),
        Citation(FIELD_TRIP_PROGRAMME, "inclusion criteria: suicidal thoughts"),
    ),
    level=Level.NOTE,
    when=Suicidality.highest_ideation_item >= ANY_IDEATION,
    clinician_text="Thoughts of death or suicide in the past month: agree on a crisis plan with the client.",
    client_text=(
        "In the past month you had thoughts of suicide, or wished not to wake up. We would like to plan with you whom "
        "to call when they come."
    ),
    rationale="Thoughts without a method or an intent are common in depression, which is what is treated.",
    examples=(
        fires(by_clinician(Suicidality(highest_ideation_item=1))),
        passes(by_clinician(Suicidality(highest_ideation_item=0))),
        asks(),
    ),
)

RULES: Final = (
    intent,
    recent_behaviour,
    screener_missing,
    method,
    attempt_ever,
    attempt_near,
    ideation,
)
OFF: Final = (attempt_within_window,)
