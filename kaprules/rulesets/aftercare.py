"""What may be done again, and what has to happen before the next session?

The source says that what the session sets going lasts for about a day, a good time for psychotherapy, and that the
work goes on in the days and weeks after. Labels say when a car may be driven again, and for how long experiences may
come back. Each question is answered for itself, and asks only for what it needs: whoever wants to drive needs the end
of the session and a night's sleep. Nothing here says what anybody should take.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_MOMENT,
    HAPPENED,
    NEVER,
    Between,
    Citation,
    ClientWords,
    Condition,
    Example,
    HoursAgo,
    Level,
    Limit,
    Mark,
    Occurrence,
    OneOf,
    Outcome,
    Phase,
    Recorded,
    Rule,
    RuleSet,
    after,
    after_midnight,
    all_of,
    asks,
    by_clinician,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
)

from ..facts.follow_up import Aim, FollowUp, Question
from ..facts.plan import Tier
from ..facts.session import Session
from ..sources import (
    CYSTITIS_CASE,
    EU_LEAFLET,
    MAINTAINED,
    NEW_MEXICO_TRIAL,
    SANACORA_SUMMARY,
    SEED,
    SUICIDE_SCREENER,
    SWITCH_CASE,
    US_KETAMINE_LABEL,
    US_LABEL_2019,
)
from .screening.suicidality import INTENT, METHOD
from .urgent import SPEAK

MINUTE: Final = Fraction(1, 60)
HELD: Final = Citation(SEED, "visits: psychotherapy after the acute effects, and in the days and weeks that follow")
NEXT: Final = FollowUp.asked.is_one_of(Question.NEXT_SESSION)
CONTACT_OR_NEXT: Final = FollowUp.asked.is_one_of(Question.CONTACT, Question.NEXT_SESSION)


def _about(*questions: Question, **known: Any) -> tuple[Example, ...]:
    """Return the examples that a rule on these questions holds for each of them, and for no other."""
    return tuple((fires if question in questions else passes)(_asked(question, **known)) for question in Question)


def _asked(question: Question, **known: Any) -> FollowUp:
    return by_clinician(FollowUp(asked=question, **known))


def _hours(hours: int, minutes: int = 0) -> HoursAgo:
    return HoursAgo(hours + minutes * MINUTE)


# Driving -----------------------------------------------------------------------------------------------------

DRIVING: Final = (
    Citation(US_LABEL_2019, "counselling: no driving until the next day, after a restful sleep"),
    Citation(EU_LEAFLET, "driving and using machines: not before the next day, after a restful sleep"),
    Citation(NEW_MEXICO_TRIAL, "no driving for the rest of the day"),
)
NEXT_DAY: Final = (
    "Labels count by the night, not by hours: after an evening session the next morning is fewer than 24 hours away, "
    "and without sleep even the next day is too early."
)

same_day: Final = Rule(
    id="aftercare.driving.same_day",
    source=DRIVING,
    level=Level.EXCLUSION,
    until=after_midnight(FollowUp.session_end, "on the next day, after a restful sleep"),
    when=all_of(FollowUp.asked.is_one_of(Question.DRIVING), FollowUp.midnight_passed.ruled_out),
    clinician_text="Day of the session: no driving, and nothing else that is dangerous without full attention.",
    client_text="Please do not drive today, nor do other things that need your full attention. Sleep well first.",
    rationale=NEXT_DAY,
    practice_variation=(
        "Labels wait for the next day and a restful sleep, a trial for the rest of the day; none counts hours."
    ),
    examples=(
        *_about(Question.DRIVING, session_end=_hours(12)),
        fires(_asked(Question.DRIVING, session_end=EXAMPLE_MOMENT)),
        fires(_asked(Question.DRIVING, midnight_passed=False)),
        passes(_asked(Question.DRIVING, session_end=_hours(12, 1))),
        passes(_asked(Question.DRIVING, session_end=NEVER)),
        asks(_asked(Question.DRIVING, session_end=HAPPENED)),
        asks(_asked(Question.DRIVING)),
    ),
)

not_slept: Final = Rule(
    id="aftercare.driving.not_slept",
    source=DRIVING,
    level=Level.EXCLUSION,
    until=on_condition("the client reports a restful sleep since the session"),
    when=all_of(FollowUp.asked.is_one_of(Question.DRIVING), FollowUp.slept.ruled_out),
    clinician_text="No restful sleep since the session.",
    client_text="Please sleep well before you drive.",
    rationale=NEXT_DAY,
    practice_variation="Labels want a restful sleep; a trial waits for the rest of the day only; none counts hours.",
    examples=(
        *_about(Question.DRIVING, slept=False),
        passes(_asked(Question.DRIVING, slept=True)),
        asks(_asked(Question.DRIVING)),
    ),
)

# Decisions, alcohol and sedatives ----------------------------------------------------------------------------


def _a_day(identifier: str, source: Citation) -> Limit:
    return Limit(24, "h", id=identifier, source=source, since=ADOPTED, step=MINUTE)


DAY_WITHOUT_DECISIONS: Final = _a_day(
    "aftercare.day_without_decisions",
    proposal("a decision that binds waits as long as experiences may come back"),
)
DAY_WITHOUT_ALCOHOL: Final = _a_day(
    "aftercare.day_without_alcohol",
    proposal("what sedates is not added as long as effects may last"),
)

early_decision: Final = Rule(
    id="aftercare.decisions.within_a_day",
    source=DAY_WITHOUT_DECISIONS.source,
    level=Level.EXCLUSION,
    until=after(FollowUp.session_end, DAY_WITHOUT_DECISIONS),
    when=all_of(
        FollowUp.asked.is_one_of(Question.MAJOR_DECISIONS),
        FollowUp.session_end.within_less_than(DAY_WITHOUT_DECISIONS),
    ),
    clinician_text="Less than 24 hours since the session: no binding decisions or signatures.",
    client_text="Please wait for a day before you sign or decide anything big.",
    examples=(
        *_about(Question.MAJOR_DECISIONS, session_end=_hours(23, 59)),
        passes(_asked(Question.MAJOR_DECISIONS, session_end=_hours(24))),
        asks(_asked(Question.MAJOR_DECISIONS)),
    ),
)

early_alcohol: Final = Rule(
    id="aftercare.alcohol_or_sedatives.within_a_day",
    source=DAY_WITHOUT_ALCOHOL.source,
    level=Level.EXCLUSION,
    until=after(FollowUp.session_end, DAY_WITHOUT_ALCOHOL),
    when=all_of(
        FollowUp.asked.is_one_of(Question.ALCOHOL_OR_SEDATIVES),
        FollowUp.session_end.within_less_than(DAY_WITHOUT_ALCOHOL),
    ),
    clinician_text="Less than 24 hours since the session: no alcohol and no sedatives that were not prescribed.",
    client_text=(
        "Please wait for a day before you drink alcohol, or take a calming or sleeping medicine that nobody gave you "
        "for that."
    ),
    rationale="About a prescribed medicine only its prescriber decides.",
    examples=(
        *_about(Question.ALCOHOL_OR_SEDATIVES, session_end=_hours(23, 59)),
        passes(_asked(Question.ALCOHOL_OR_SEDATIVES, session_end=_hours(24))),
        asks(_asked(Question.ALCOHOL_OR_SEDATIVES)),
    ),
)

# The first day -----------------------------------------------------------------------------------------------

CONTACT: Final = (
    Citation(NEW_MEXICO_TRIAL, "participants are called every day"),
    proposal("somebody speaks with the client within 24 hours of a session at the moderate or the high tier"),
)
DAY_OF_CONTACT: Final = _a_day("aftercare.day_of_contact", CONTACT[1])
DAY_OF_RECURRENCE: Final = _a_day(
    "aftercare.day_of_recurrence",
    Citation(US_KETAMINE_LABEL, "special note: emergence phenomena have come back up to 24 hours later"),
)
DAY_OF_OPENNESS: Final = _a_day(
    "aftercare.day_of_openness",
    Citation(SEED, "visits: changes last for about a day, an effective window for psychotherapy"),
)
DEEPER: Final = FollowUp.given_tier.is_one_of(Tier.MODERATE, Tier.HIGH)


def _not_called(hours: HoursAgo | Occurrence, tier: Tier = Tier.MODERATE) -> dict[str, Any]:
    return {"session_end": hours, "given_tier": tier, "contact_made": False}


contact_overdue: Final = Rule(
    id="aftercare.contact.overdue",
    source=CONTACT,
    level=Level.CAUTION,
    when=all_of(
        FollowUp.asked.is_one_of(Question.CONTACT),
        DEEPER,
        FollowUp.session_end.longer_ago_than(DAY_OF_CONTACT),
        FollowUp.contact_made.ruled_out,
    ),
    clinician_text="Contact overdue: more than 24 hours since a session at the moderate or high tier.",
    client_text="Nobody has spoken with you since the session. We should have, and will call you.",
    practice_variation="A trial calls every day; some clinics leave it to the next appointment.",
    examples=(
        *_about(Question.CONTACT, **_not_called(_hours(24, 1))),
        fires(_asked(Question.CONTACT, **_not_called(_hours(24, 1), Tier.HIGH))),
        passes(_asked(Question.CONTACT, **_not_called(_hours(24, 1), Tier.MILD))),
        passes(_asked(Question.CONTACT, **_not_called(_hours(24)))),
        passes(_asked(Question.CONTACT, **_not_called(NEVER))),
        passes(_asked(Question.CONTACT, **_not_called(_hours(24, 1)) | {"contact_made": True})),
        asks(_asked(Question.CONTACT, session_end=_hours(24, 1), contact_made=False)),
        asks(_asked(Question.CONTACT, session_end=_hours(24, 1), given_tier=OneOf(Tier.MODERATE, Tier.HIGH))),
    ),
)

contact_due: Final = Rule(
    id="aftercare.contact.due",
    source=CONTACT,
    level=Level.NOTE,
    when=all_of(
        FollowUp.asked.is_one_of(Question.CONTACT),
        DEEPER,
        FollowUp.session_end.within(DAY_OF_CONTACT),
        FollowUp.contact_made.ruled_out,
    ),
    clinician_text="Contact due within 24 hours of the session.",
    client_text="Somebody will call you within a day of the session to hear how you are.",
    examples=(
        *_about(Question.CONTACT, **_not_called(_hours(24))),
        fires(_asked(Question.CONTACT, **_not_called(_hours(24), Tier.HIGH))),
        passes(_asked(Question.CONTACT, **_not_called(_hours(24), Tier.MILD))),
        passes(_asked(Question.CONTACT, **_not_called(_hours(24, 1)))),
        passes(_asked(Question.CONTACT, **_not_called(_hours(24)) | {"contact_made": True})),
        asks(_asked(Question.CONTACT)),
    ),
)

recurrence: Final = Rule(
    id="aftercare.first_day.recurrence",
    source=DAY_OF_RECURRENCE.source,
    level=Level.NOTE,
    when=all_of(
        FollowUp.asked.is_one_of(Question.DRIVING, Question.CONTACT),
        FollowUp.session_end.within(DAY_OF_RECURRENCE),
    ),
    clinician_text="Effects of the session may recur for up to 24 hours.",
    client_text="What you went through may come back for a moment on the first day. That passes. You can call us.",
    examples=(
        *_about(Question.DRIVING, Question.CONTACT, session_end=_hours(24)),
        passes(_asked(Question.CONTACT, session_end=_hours(24, 1))),
        asks(_asked(Question.CONTACT)),
    ),
)

openness: Final = Rule(
    id="aftercare.first_day.openness",
    source=DAY_OF_OPENNESS.source,
    level=Level.NOTE,
    when=all_of(
        CONTACT_OR_NEXT,
        FollowUp.session_end.within(DAY_OF_OPENNESS),
        FollowUp.integration_recorded.ruled_out,
    ),
    clinician_text="First day after the session, when psychotherapy may achieve most; integration not yet held.",
    client_text="Today you may be very open. It is a good day to talk with your therapist.",
    rationale="The source speaks of roughly a day; it names no hour at which the window closes.",
    examples=(
        *_about(Question.CONTACT, Question.NEXT_SESSION, session_end=_hours(24), integration_recorded=False),
        passes(_asked(Question.CONTACT, session_end=_hours(24, 1), integration_recorded=False)),
        passes(_asked(Question.CONTACT, session_end=_hours(24), integration_recorded=True)),
        asks(_asked(Question.CONTACT)),
    ),
)

# Suicidality -------------------------------------------------------------------------------------------------

EMERGENCY: Final = (
    Citation(SUICIDE_SCREENER, "items since the last visit"),
    Citation(EU_LEAFLET, "warnings: thoughts of harming or killing oneself are told to a doctor at once"),
)
ASSESSED: Final = on_condition("a clinician has assessed the client the same day and recorded what follows from it")

intent: Final = Rule(
    id="aftercare.suicidality.intent",
    source=EMERGENCY,
    level=Level.EXCLUSION,
    until=ASSESSED,
    when=all_of(CONTACT_OR_NEXT, FollowUp.highest_ideation_item_since >= INTENT),
    clinician_text=(
        "Suicidal intent since the session (C-SSRS item 4 or 5): a clinician must speak with the client today."
    ),
    client_text=(
        "Since the session you had thoughts of suicide and thought about acting on them. You are not alone with them. "
        "Somebody would like to talk with you today."
    ),
    marks=(Mark.URGENT,),
    today=SPEAK,
    subsumes=("aftercare.suicidality.method",),
    examples=(
        *_about(Question.CONTACT, Question.NEXT_SESSION, highest_ideation_item_since=4),
        passes(_asked(Question.CONTACT, highest_ideation_item_since=3)),
        asks(_asked(Question.CONTACT, highest_ideation_item_since=Between(3, 4))),
    ),
)

behaviour: Final = Rule(
    id="aftercare.suicidality.behaviour",
    source=EMERGENCY,
    level=Level.EXCLUSION,
    until=ASSESSED,
    when=all_of(CONTACT_OR_NEXT, FollowUp.suicidal_behaviour_since.present),
    clinician_text=(
        "Suicidal behaviour since the session (C-SSRS item 6): a clinician must speak with the client today."
    ),
    client_text=(
        "Since the session you did something to end your life, or got ready to. You are not alone with it. Somebody "
        "would like to talk with you today."
    ),
    marks=(Mark.URGENT,),
    today=SPEAK,
    examples=(
        *_about(Question.CONTACT, Question.NEXT_SESSION, suicidal_behaviour_since=True),
        passes(_asked(Question.CONTACT, suicidal_behaviour_since=False)),
        asks(_asked(Question.CONTACT)),
    ),
)

method: Final = Rule(
    id="aftercare.suicidality.method",
    source=(EMERGENCY[0], proposal("as in the screening: item 3 is weighed, items 4 and 5 exclude")),
    level=Level.CAUTION,
    when=all_of(CONTACT_OR_NEXT, FollowUp.highest_ideation_item_since >= METHOD),
    clinician_text="Suicidal ideation with method, or more, since the session (C-SSRS item 3 or higher).",
    client_text=(
        "Since the session you had thoughts of suicide and of how you might do it. We would like to talk about them "
        "and about what helps you."
    ),
    examples=(
        *_about(Question.CONTACT, Question.NEXT_SESSION, highest_ideation_item_since=3),
        passes(_asked(Question.CONTACT, highest_ideation_item_since=2)),
        asks(_asked(Question.CONTACT)),
    ),
)

# Integration before the next session -------------------------------------------------------------------------

BEFORE_THE_NEXT: Final = proposal("no further dose before the integration of the last one is recorded")

not_integrated: Final = Rule(
    id="aftercare.integration.not_recorded",
    source=(HELD, BEFORE_THE_NEXT),
    level=Level.EXCLUSION,
    until=on_condition("an integration session after the last session is held and recorded"),
    when=all_of(NEXT, FollowUp.integration_recorded.ruled_out),
    clinician_text="Integration of the last session not held or not recorded.",
    client_text="Before the next session there should be a talk about the last one (integration).",
    rationale="The source weaves psychotherapy through the whole; a dose upon a dose leaves it out.",
    practice_variation="Inside an induction series some sites let the prescriber weigh it instead.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        *_about(Question.NEXT_SESSION, integration_recorded=False),
        passes(_asked(Question.NEXT_SESSION, integration_recorded=True)),
        asks(_asked(Question.NEXT_SESSION)),
    ),
)

integration_missed: Final = Rule(
    id="aftercare.integration.missed",
    source=(HELD, proposal("a missed integration session is talked about before the next dose, made up for or not")),
    level=Level.CAUTION,
    when=all_of(NEXT, FollowUp.integration_missed.present),
    clinician_text="Integration session missed since the last session.",
    client_text="You missed a talk after the session (integration). We would like to find a new time with you.",
    practice_variation="Inside an induction series some sites go on before it is made up for.",
    examples=(
        *_about(Question.NEXT_SESSION, integration_missed=True),
        passes(_asked(Question.NEXT_SESSION, integration_missed=False)),
        asks(_asked(Question.NEXT_SESSION)),
    ),
)

without_aim: Final = Rule(
    id="aftercare.integration.without_aim",
    source=Citation(SEED, "visits: the five aims of the therapeutic work"),
    level=Level.NOTE,
    when=all_of(NEXT, FollowUp.integration_aim.is_one_of(Aim.NONE)),
    clinician_text="Integration without any of the five aims that the source names.",
    client_text="In the next talk we would like to agree with you on what to work on.",
    rationale="Whether an aim was reached is for client and therapist to say; that there was one can be recorded.",
    examples=(
        *_about(Question.NEXT_SESSION, integration_aim=Aim.NONE),
        *(passes(_asked(Question.NEXT_SESSION, integration_aim=aim)) for aim in Aim if aim is not Aim.NONE),
        asks(_asked(Question.NEXT_SESSION)),
    ),
)

# What is looked at after each session ------------------------------------------------------------------------

WEEK: Final = Limit(
    168,
    "h",
    id="aftercare.week_of_switching",
    source=proposal("seven days, in which signs of a switch into mania are looked for"),
    since=ADOPTED,
    step=MINUTE,
)
OFTEN: Final = Limit(
    2,
    "/wk",
    id="aftercare.sessions_a_week",
    source=Citation(SANACORA_SUMMARY, "more than two sessions a week for two months"),
    since=ADOPTED,
)
LONG: Final = Limit(
    60,
    "d",
    id="aftercare.two_months",
    source=Citation(SANACORA_SUMMARY, "more than two sessions a week for two months"),
    since=ADOPTED,
)
FIRST: Final = Limit(
    1,
    "{#}",
    id="aftercare.first_session",
    source=proposal("from the first session on, the number of sessions is kept"),
    since=ADOPTED,
)

mood_not_rated: Final = Rule(
    id="aftercare.mood.not_rated",
    source=(HELD, proposal("mood is rated again before the next session, so that its course can be seen")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(NEXT, FollowUp.phq9.missing),
    clinician_text="No usable PHQ-9 since the session, on the day of asking.",
    client_text="We would like to ask you how your mood has been since the session.",
    examples=(
        *_about(Question.NEXT_SESSION),
        fires(
            _asked(Question.NEXT_SESSION, phq9=Recorded(7, on=EXAMPLE_MOMENT - timedelta(days=1))),
        ),
        passes(_asked(Question.NEXT_SESSION, phq9=7)),
        asks(),
    ),
)


def _looked_for(
    identifier: str,
    level: Level,
    found: Condition,
    fact: str,
    says: str,
    plain: str,
    source: tuple[Citation, ...],
    **more: Any,
) -> Rule:
    """One rule for each thing that is asked after every session."""
    return Rule(
        id=identifier,
        source=source,
        level=level,
        when=all_of(NEXT, found),
        clinician_text=says,
        client_text=plain,
        examples=(
            *_about(Question.NEXT_SESSION, **{fact: True}),
            passes(_asked(Question.NEXT_SESSION, **{fact: False})),
            asks(_asked(Question.NEXT_SESSION)),
        ),
        **more,
    )


switch_signs: Final = _looked_for(
    "aftercare.mood.switch_signs",
    Level.EXCLUSION,
    FollowUp.switch_signs.present,
    "switch_signs",
    "Signs of mania or hypomania in the week after the session.",
    "Your mood has been very high since the session. A clinician would like to talk with you before the next one.",
    (criterion(5), Citation(SWITCH_CASE, "mixed features after oral ketamine"), WEEK.source),
    until=on_condition("a clinician has assessed the mood and recorded what follows from it"),
    rationale="Signs are not yet an episode; but what might be one is assessed before another dose.",
    levels=(Level.EXCLUSION, Level.CAUTION),
)
urinary_symptoms: Final = _looked_for(
    "aftercare.urinary_symptoms",
    Level.CAUTION,
    FollowUp.urinary_symptoms.present,
    "urinary_symptoms",
    "Urinary symptoms since the session.",
    "You have had urinary symptoms since the session. A clinician would like to look at it.",
    (criterion(12), Citation(CYSTITIS_CASE, "cystitis at a dose of treatment")),
    rationale="The bladder is asked about after every session, as harm has been seen at doses of treatment.",
)
craving: Final = _looked_for(
    "aftercare.craving",
    Level.CAUTION,
    FollowUp.craving.present,
    "craving",
    "Ketamine craving since the session.",
    "You have had a strong wish for ketamine (craving). Thank you for telling us. We would like to talk about it.",
    (criterion(7), proposal("craving is asked for after every session")),
)
misuse: Final = _looked_for(
    "aftercare.misuse",
    Level.EXCLUSION,
    FollowUp.misuse.present,
    "misuse",
    "Signs of ketamine misuse since the session.",
    "It seems that ketamine was used outside the treatment. We would like to hear from you how that came about.",
    (criterion(7), proposal("misuse is asked for after every session")),
    until=on_condition("a clinician has assessed the use, and the client has been screened again"),
    levels=(Level.EXCLUSION, Level.CAUTION),
)

switch_window: Final = Rule(
    id="aftercare.mood.switch_window",
    source=WEEK.source,
    level=Level.NOTE,
    when=all_of(CONTACT_OR_NEXT, FollowUp.session_end.within(WEEK)),
    clinician_text="Within the seven days in which to look for signs of mania or hypomania.",
    client_text="In the first week we ask you now and then how your mood is.",
    examples=(
        *_about(Question.CONTACT, Question.NEXT_SESSION, session_end=_hours(168)),
        passes(_asked(Question.CONTACT, session_end=_hours(168, 1))),
        asks(_asked(Question.CONTACT)),
    ),
)

too_often: Final = Rule(
    id="aftercare.too_often",
    source=Citation(SANACORA_SUMMARY, "more than two sessions a week for two months"),
    level=Level.CAUTION,
    when=all_of(NEXT, FollowUp.sessions_per_week > OFTEN, FollowUp.days_at_this_pace > LONG),
    clinician_text="More than two sessions a week for more than 60 days.",
    client_text=(
        "You have had many sessions in a short time. Your prescriber would like to talk with you about the pace."
    ),
    practice_variation="The summary of a consensus goes further and does not go on; here a prescriber weighs it.",
    examples=(
        *_about(Question.NEXT_SESSION, sessions_per_week=3, days_at_this_pace=61),
        passes(_asked(Question.NEXT_SESSION, sessions_per_week=2, days_at_this_pace=61)),
        passes(_asked(Question.NEXT_SESSION, sessions_per_week=3, days_at_this_pace=60)),
        passes(_asked(Question.NEXT_SESSION, sessions_per_week=2)),
        asks(_asked(Question.NEXT_SESSION, sessions_per_week=3)),
    ),
)

sessions_so_far: Final = Rule(
    id="aftercare.sessions_so_far",
    source=FIRST.source,
    level=Level.NOTE,
    when=all_of(NEXT, FollowUp.sessions_so_far >= FIRST),
    clinician_text="Earlier sessions: review benefit and cumulative exposure together.",
    client_text="We would like to look back with you on what the sessions have brought.",
    rationale="No source of ours sets a number of sessions that is too many.",
    examples=(
        *_about(Question.NEXT_SESSION, sessions_so_far=1),
        passes(_asked(Question.NEXT_SESSION, sessions_so_far=0)),
        asks(_asked(Question.NEXT_SESSION)),
    ),
)

RULES: Final = (
    same_day,
    not_slept,
    early_decision,
    early_alcohol,
    contact_overdue,
    contact_due,
    recurrence,
    openness,
    intent,
    behaviour,
    method,
    not_integrated,
    integration_missed,
    without_aim,
    mood_not_rated,
    switch_signs,
    switch_window,
    urinary_symptoms,
    craving,
    misuse,
    too_often,
    sessions_so_far,
)

AFTERCARE: Final = RuleSet(
    "aftercare",
    "What may be done again, and what has to happen before the next session?",
    RULES,
    subject=Session,
    phase=Phase.DOSING_DAY,
    words={
        Outcome.EXCLUDED: "not yet",
        Outcome.INCOMPLETE: "not before what is missing is known",
        Outcome.CAUTION: "not before a named clinician has weighed this and recorded it",
        Outcome.NO_EXCLUSION_FOUND: "the rules found nothing against it; the client and the clinic decide",
    },
    each={
        Question.CONTACT: {
            Outcome.EXCLUDED: "due now",
            Outcome.CAUTION: "due before the next appointment",
            Outcome.NO_EXCLUSION_FOUND: "no rule calls for it now",
        },
    },
    client_words=ClientWords(
        title="After your session, as of {day}",
        outcomes={
            Outcome.EXCLUDED: "Something has to come first. Below you can read what.",
            Outcome.INCOMPLETE: "We need to know a little more first. Your care team will ask you.",
            Outcome.CAUTION: "A clinician would like to talk with you first. Your care team will call you.",
            Outcome.NO_EXCLUSION_FOUND: (
                "We found no reason against it. That is not yet a yes. Your care team decides with you, and says when."
            ),
        },
        alternative="This is about: {kind}",
        heading="For each thing that may have to wait",
        each={
            Outcome.EXCLUDED: "{kind}: not yet; your care team says when",
            Outcome.INCOMPLETE: "{kind}: not yet; we need to know more before your care team can say when",
            Outcome.CAUTION: "{kind}: not yet; a clinician would like to talk with you about it first",
            Outcome.NO_EXCLUSION_FOUND: (
                "{kind}: we found no reason to wait any longer; your care team says when, so please ask first"
            ),
        },
        of_option={
            Question.CONTACT: {
                Outcome.EXCLUDED: "{kind}: it should not wait for your next visit",
                Outcome.INCOMPLETE: "{kind}: we need to know more before your care team can say when",
                Outcome.CAUTION: "{kind}: a clinician would like to have it with you before your next visit",
                Outcome.NO_EXCLUSION_FOUND: (
                    "{kind}: we found no reason to have it any sooner; your care team says when"
                ),
            },
        },
        closing="On a medicine that was prescribed for you, only the one who prescribed it decides.",
    ),
    alternatives=FollowUp.asked,
    stewardship=MAINTAINED,
    home="kaprules.rulesets:AFTERCARE",
)
