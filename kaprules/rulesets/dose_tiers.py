"""The experiential tiers: for which of mild, moderate and high this client is ready.

The source tells three tiers apart by what the client experiences, and names no amount. Works that do name amounts
contradict each other. So the tier is an input, the prescriber's intent; no amount is asked for, worked out or
suggested here. Deeper experiences, says the source, can unsettle somebody who is not well prepared, screened and
supported during and after the session. Each rule is one such requirement, and asks for more the higher the tier. What
a lower tier asks for, a higher one asks for too: so it is never more open.

Apnoea, a possible pregnancy, a raised pressure and all else of the body come in through the screening: its exclusions
and gaps hold for every tier, its cautions until they are reviewed.

Of set and setting, a missing support person and a dangerous home count; the intention, a therapist whom the client
knows and a plan for a crisis are notes. Music and eyeshades are left to client and therapist.
"""

from __future__ import annotations

from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    Citation,
    ClientWords,
    Condition,
    Example,
    Level,
    Limit,
    Mark,
    OneOf,
    Outcome,
    Phase,
    Rule,
    RuleSet,
    all_of,
    any_of,
    asks,
    by_clinician,
    fires,
    on_condition,
    passes,
    proposal,
)

from ..facts.model import Flag
from ..facts.plan import ConsentedTier, Monitoring, Plan, Tier
from ..facts.session import Session
from ..sources import MAINTAINED, NEW_MEXICO_TRIAL, NUMINUS, SEED, SUICIDE_SCREENER
from .screening.suicidality import ASSESSED, INTENT, METHOD
from .urgent import AT_HOME, SPEAK

PREPARED: Final = Citation(SEED, "visits: higher doses, and a client who is not well prepared")
SCREENED: Final = Citation(SEED, "visits: higher doses, and a client who is not adequately screened")
SUPPORTED: Final = Citation(SEED, "visits: higher doses, and strong support during and after")
INTEGRATED: Final = Citation(SEED, "visits: careful integration; changes that last for roughly a day")
SUPERVISED: Final = Citation(SEED, "closing paragraph: a medically supervised setting")
CAREGIVERS: Final = Citation(NEW_MEXICO_TRIAL, "support persons who drive home, stay overnight and can be reached")
TABLE: Final = proposal("each requirement rises with the tier, as the source wants preparation, screening and support")


def _sessions(count: int, name: str, why: str, floor: int) -> Limit:
    return Limit(
        count,
        "{#}",
        id=f"dose_tiers.{name}",
        source=proposal(why),
        since=ADOPTED,
        floor=floor,
        ceiling=10,
    )


def _hours(hours: int, name: str, why: str) -> Limit:
    return Limit(
        hours,
        "h",
        id=f"dose_tiers.integration_{name}",
        source=proposal(why),
        since=ADOPTED,
        floor=24,
        ceiling=hours,
    )


PREPARATION_MILD: Final = _sessions(1, "preparation_mild", "nobody begins without one session of preparation", 1)
PREPARATION_MODERATE: Final = _sessions(2, "preparation_moderate", "one session more than for the mild tier", 1)
PREPARATION_HIGH: Final = _sessions(3, "preparation_high", "one session more than for the moderate tier", 2)
PRIOR_MILD: Final = _sessions(1, "prior_mild", "depth is reached by steps: one mild session first", 0)
PRIOR_MODERATE: Final = _sessions(1, "prior_moderate", "depth is reached by steps: one moderate session first", 0)
ONE_DEEPER: Final = Limit(
    1,
    "{#}",
    id="dose_tiers.one_deeper",
    source=proposal("who tolerated a moderate session needs no mild one any more"),
    since=ADOPTED,
)
INTEGRATION_MILD: Final = _hours(168, "mild", "within a week")
INTEGRATION_MODERATE: Final = _hours(72, "moderate", "within three days")
INTEGRATION_HIGH: Final = _hours(48, "high", "within two days, near the window of roughly a day")
ANY_CAUTION: Final = Limit(
    1,
    "{#}",
    id="dose_tiers.any_caution",
    source=proposal("one caution that nobody has reviewed is enough"),
    since=ADOPTED,
)

MODERATE_UP: Final = Plan.intended_tier.is_one_of(Tier.MODERATE, Tier.HIGH)
HIGH: Final = Plan.intended_tier.is_one_of(Tier.HIGH)
MODERATE_OR_HIGH: Final = OneOf(Tier.MODERATE, Tier.HIGH)
SITES: Final = "No work states such numbers; sites choose their own within the bounds."


def _by_tier(every: Condition, moderate: Condition, high: Condition) -> Condition:
    """Hold where a tier's own requirement, or that of a lower tier, is not met."""
    return any_of(every, all_of(MODERATE_UP, moderate), all_of(HIGH, high))


def _at(tier: Tier | OneOf, **facts: Any) -> Plan:
    return by_clinician(Plan(intended_tier=tier, **facts))


def _at_every_tier(fact: Flag, met: bool) -> tuple[Example, ...]:
    """Return the examples of a requirement that does not depend on the tier."""

    def plan(value: bool) -> Plan:
        facts: dict[str, Any] = {fact.name: value}
        return by_clinician(Plan(**facts))

    return (fires(plan(not met)), passes(plan(met)), asks())


screening_excluded: Final = Rule(
    id="dose_tiers.screening.excluded",
    source=(SCREENED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("a new screening finds no exclusion"),
    when=Plan.screening.is_one_of(Outcome.EXCLUDED),
    clinician_text="Excluded by the screening: no tier open.",
    client_text=(
        "At the first check something was found that does not go with ketamine. We would have to look again first."
    ),
    examples=(
        fires(by_clinician(Plan(screening=Outcome.EXCLUDED))),
        passes(by_clinician(Plan(screening=Outcome.INCOMPLETE))),
        passes(by_clinician(Plan(screening=Outcome.CAUTION))),
        passes(by_clinician(Plan(screening=Outcome.NO_EXCLUSION_FOUND))),
        asks(),
    ),
)

screening_incomplete: Final = Rule(
    id="dose_tiers.screening.incomplete",
    source=(SCREENED, TABLE),
    level=Level.NEEDS_INFORMATION,
    when=Plan.screening.is_one_of(Outcome.INCOMPLETE),
    clinician_text="Screening incomplete: complete it first.",
    client_text="The first check is not complete yet. We finish it first.",
    examples=(
        fires(by_clinician(Plan(screening=Outcome.INCOMPLETE))),
        passes(by_clinician(Plan(screening=Outcome.EXCLUDED))),
        passes(by_clinician(Plan(screening=Outcome.CAUTION))),
        passes(by_clinician(Plan(screening=Outcome.NO_EXCLUSION_FOUND))),
        asks(),
    ),
)

cautions_before_high: Final = Rule(
    id="dose_tiers.cautions.high",
    source=(SCREENED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("a named prescriber has reviewed every caution and recorded what follows from it"),
    when=all_of(HIGH, Plan.open_cautions >= ANY_CAUTION),
    clinician_text="Caution of the screening not yet reviewed: rules out the high tier.",
    client_text="Your prescriber has to look at some points first. Until then we do not plan a deep session.",
    rationale="Deep dissociation leaves the client least able to say that something goes wrong.",
    subsumes=("dose_tiers.cautions.open",),
    examples=(
        fires(_at(Tier.HIGH, open_cautions=1)),
        fires(_at(Tier.HIGH, open_cautions=2)),
        passes(_at(Tier.HIGH, open_cautions=0)),
        passes(_at(Tier.MODERATE, open_cautions=1)),
        passes(_at(Tier.MILD, open_cautions=1)),
        asks(_at(Tier.HIGH)),
        asks(by_clinician(Plan(open_cautions=1))),
    ),
)

cautions_open: Final = Rule(
    id="dose_tiers.cautions.open",
    source=(SCREENED, TABLE),
    level=Level.CAUTION,
    when=Plan.open_cautions >= ANY_CAUTION,
    clinician_text="Caution of the screening not yet reviewed: a named prescriber reviews it first.",
    client_text="Your prescriber has to look at some points first.",
    rationale="A screening that ended in cautions, each of them reviewed and recorded, holds up nothing more.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Plan(open_cautions=1))),
        fires(by_clinician(Plan(open_cautions=2))),
        passes(by_clinician(Plan(open_cautions=0))),
        asks(),
    ),
)

consent: Final = Rule(
    id="dose_tiers.consent",
    source=(
        Citation(SEED, "closing paragraph: benefits, risks and alternatives are discussed before"),
        proposal("consent is asked for anew when product, route or tier change"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the client has consented to this tier, informed and in writing"),
    when=_by_tier(
        Plan.consented_tier.is_one_of(ConsentedTier.NONE),
        Plan.consented_tier.is_one_of(ConsentedTier.NONE, ConsentedTier.MILD),
        Plan.consented_tier.is_none_of(ConsentedTier.HIGH),
    ),
    clinician_text="No consent to this tier.",
    client_text="You have not agreed to this kind of session. It is your choice, and you can ask all you want.",
    rationale="Consent to a mild experience is none to a deep one.",
    practice_variation="Works that name amounts for a tier contradict each other; consent here is to an experience.",
    examples=(
        fires(Plan(consented_tier=ConsentedTier.NONE)),
        fires(_at(Tier.MILD, consented_tier=ConsentedTier.NONE)),
        fires(_at(Tier.MODERATE, consented_tier=ConsentedTier.NONE)),
        fires(_at(Tier.MODERATE, consented_tier=ConsentedTier.MILD)),
        fires(_at(Tier.HIGH, consented_tier=ConsentedTier.NONE)),
        fires(_at(Tier.HIGH, consented_tier=ConsentedTier.MILD)),
        fires(_at(Tier.HIGH, consented_tier=ConsentedTier.MODERATE)),
        fires(_at(Tier.MODERATE, consented_tier=OneOf(ConsentedTier.NONE, ConsentedTier.MILD))),
        fires(_at(Tier.HIGH, consented_tier=OneOf(ConsentedTier.NONE, ConsentedTier.MODERATE))),
        fires(_at(Tier.HIGH, consented_tier=OneOf(ConsentedTier.MILD, ConsentedTier.MODERATE))),
        fires(_at(MODERATE_OR_HIGH, consented_tier=ConsentedTier.MILD)),
        passes(Plan(consented_tier=ConsentedTier.HIGH)),
        passes(_at(Tier.MILD, consented_tier=ConsentedTier.MILD)),
        passes(_at(Tier.MODERATE, consented_tier=ConsentedTier.MODERATE)),
        asks(Plan(consented_tier=ConsentedTier.MILD)),
        asks(Plan(consented_tier=ConsentedTier.MODERATE)),
        asks(_at(Tier.HIGH, consented_tier=OneOf(ConsentedTier.MODERATE, ConsentedTier.HIGH))),
        asks(_at(Tier.MODERATE, consented_tier=OneOf(ConsentedTier.MILD, ConsentedTier.MODERATE))),
        asks(),
    ),
)

preparation: Final = Rule(
    id="dose_tiers.preparation",
    source=(PREPARED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("the preparation sessions that this tier requires have taken place"),
    when=_by_tier(
        Plan.prep_sessions < PREPARATION_MILD,
        Plan.prep_sessions < PREPARATION_MODERATE,
        Plan.prep_sessions < PREPARATION_HIGH,
    ),
    clinician_text="Fewer preparation sessions than this tier requires.",
    client_text="Before this kind of session we would like to prepare some more with you.",
    practice_variation=SITES,
    examples=(
        fires(Plan(prep_sessions=0)),
        fires(_at(Tier.MILD, prep_sessions=0)),
        fires(_at(Tier.MODERATE, prep_sessions=1)),
        fires(_at(MODERATE_OR_HIGH, prep_sessions=1)),
        fires(_at(Tier.HIGH, prep_sessions=2)),
        passes(_at(Tier.MILD, prep_sessions=1)),
        passes(_at(Tier.MODERATE, prep_sessions=2)),
        passes(Plan(prep_sessions=3)),
        asks(Plan(prep_sessions=2)),
        asks(),
    ),
)

mild_first: Final = Rule(
    id="dose_tiers.mild_first",
    source=(PREPARED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("a mild session was tolerated, or the prescriber has recorded why none is needed"),
    when=all_of(
        MODERATE_UP,
        Plan.prior_mild_tolerated < PRIOR_MILD,
        Plan.prior_moderate_tolerated < ONE_DEEPER,
        Plan.mild_first_waived.ruled_out,
    ),
    clinician_text="No earlier mild session tolerated, and not waived by the prescriber.",
    client_text="A mild session comes before any other kind, so that you get to know how it feels.",
    rationale="The first experience shows how somebody reacts; it had better be one in which they can talk.",
    practice_variation=SITES,
    examples=(
        fires(_at(Tier.MODERATE, prior_mild_tolerated=0, prior_moderate_tolerated=0, mild_first_waived=False)),
        fires(_at(Tier.HIGH, prior_mild_tolerated=0, prior_moderate_tolerated=0, mild_first_waived=False)),
        passes(_at(Tier.MILD, prior_mild_tolerated=0, prior_moderate_tolerated=0, mild_first_waived=False)),
        passes(_at(Tier.MODERATE, prior_mild_tolerated=1, prior_moderate_tolerated=0, mild_first_waived=False)),
        passes(_at(Tier.MODERATE, prior_mild_tolerated=0, prior_moderate_tolerated=1, mild_first_waived=False)),
        passes(_at(Tier.MODERATE, prior_mild_tolerated=0, prior_moderate_tolerated=0, mild_first_waived=True)),
        asks(_at(Tier.MODERATE, prior_mild_tolerated=0, prior_moderate_tolerated=0)),
        asks(),
    ),
)

moderate_first: Final = Rule(
    id="dose_tiers.moderate_first",
    source=(PREPARED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("a moderate session was tolerated"),
    when=all_of(HIGH, Plan.prior_moderate_tolerated < PRIOR_MODERATE),
    clinician_text="No earlier moderate session tolerated, as the high tier requires.",
    client_text="Before a deep session we would like to see how a medium one goes for you.",
    practice_variation=SITES,
    examples=(
        fires(_at(Tier.HIGH, prior_moderate_tolerated=0)),
        passes(_at(Tier.HIGH, prior_moderate_tolerated=1)),
        passes(_at(Tier.MODERATE, prior_moderate_tolerated=0)),
        passes(_at(Tier.MILD, prior_moderate_tolerated=0)),
        asks(_at(Tier.HIGH)),
        asks(Plan(prior_moderate_tolerated=0)),
    ),
)

no_therapist: Final = Rule(
    id="dose_tiers.therapist",
    source=(SUPPORTED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("a therapist will be in the room throughout"),
    when=Plan.therapist_in_room.ruled_out,
    clinician_text="No therapist in the room throughout the session.",
    client_text="A therapist should be with you the whole time. We still have to arrange that.",
    examples=_at_every_tier(Plan.therapist_in_room, met=True),
)

monitoring: Final = Rule(
    id="dose_tiers.monitoring",
    source=(SUPERVISED, SUPPORTED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("the client will be monitored as closely as this tier requires"),
    when=any_of(
        Plan.monitoring.is_one_of(Monitoring.NONE),
        all_of(HIGH, Plan.monitoring.is_none_of(Monitoring.CONTINUOUS)),
    ),
    clinician_text="Less monitoring than this tier requires.",
    client_text="This kind of session needs somebody who watches over you more closely. We still have to arrange that.",
    rationale="Somebody who does not speak cannot say that they are unwell: the high tier is watched continuously.",
    examples=(
        fires(Plan(monitoring=Monitoring.NONE)),
        fires(_at(Tier.MODERATE, monitoring=Monitoring.NONE)),
        fires(_at(Tier.HIGH, monitoring=Monitoring.NONE)),
        fires(_at(Tier.HIGH, monitoring=Monitoring.INTERMITTENT)),
        fires(_at(Tier.HIGH, monitoring=OneOf(Monitoring.NONE, Monitoring.INTERMITTENT))),
        passes(_at(Tier.MILD, monitoring=Monitoring.INTERMITTENT)),
        passes(_at(Tier.MODERATE, monitoring=Monitoring.INTERMITTENT)),
        passes(Plan(monitoring=Monitoring.CONTINUOUS)),
        asks(Plan(monitoring=Monitoring.INTERMITTENT)),
        asks(_at(Tier.HIGH, monitoring=OneOf(Monitoring.INTERMITTENT, Monitoring.CONTINUOUS))),
        asks(),
    ),
)

integration: Final = Rule(
    id="dose_tiers.integration",
    source=(INTEGRATED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("an integration session is booked as soon after the session as this tier requires"),
    when=any_of(
        Plan.integration_booked.ruled_out,
        _by_tier(
            Plan.integration_hours > INTEGRATION_MILD,
            Plan.integration_hours > INTEGRATION_MODERATE,
            Plan.integration_hours > INTEGRATION_HIGH,
        ),
    ),
    clinician_text="No integration session booked as early as this tier requires.",
    client_text=(
        "A talk after the session (integration) is not booked yet, or is booked too late. We would like to find a "
        "time with you."
    ),
    rationale="The deeper the experience, the sooner it wants a place to be told and sorted.",
    practice_variation=SITES,
    examples=(
        fires(Plan(integration_booked=False)),
        fires(_at(Tier.MILD, integration_hours=169)),
        fires(Plan(integration_hours=169)),
        fires(_at(Tier.MODERATE, integration_hours=73)),
        fires(_at(MODERATE_OR_HIGH, integration_hours=73)),
        fires(_at(Tier.HIGH, integration_hours=49)),
        passes(_at(Tier.MILD, integration_hours=168)),
        passes(_at(Tier.MODERATE, integration_hours=72)),
        passes(_at(Tier.HIGH, integration_hours=48)),
        passes(Plan(integration_hours=24)),
        asks(Plan(integration_hours=72)),
        asks(Plan(integration_booked=True)),
        asks(),
    ),
)

no_escort: Final = Rule(
    id="dose_tiers.escort",
    source=(SUPPORTED, CAREGIVERS, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("a responsible adult will take the client home"),
    when=Plan.escort_arranged.ruled_out,
    clinician_text="No escort home.",
    client_text="You need an adult who takes you home after the session.",
    examples=_at_every_tier(Plan.escort_arranged, met=True),
)

alone_overnight: Final = Rule(
    id="dose_tiers.overnight",
    source=(SUPPORTED, CAREGIVERS, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("an adult will stay with the client overnight"),
    when=all_of(HIGH, Plan.adult_overnight.ruled_out),
    clinician_text="No adult overnight, as the high tier requires.",
    client_text="For a deep session you need an adult who stays with you that night.",
    practice_variation="A programme wants somebody overnight after every session.",
    examples=(
        fires(_at(Tier.HIGH, adult_overnight=False)),
        passes(_at(Tier.HIGH, adult_overnight=True)),
        passes(_at(Tier.MODERATE, adult_overnight=False)),
        passes(_at(Tier.MILD, adult_overnight=False)),
        asks(_at(Tier.HIGH)),
        asks(Plan(adult_overnight=False)),
    ),
)

untreated_apnoea: Final = Rule(
    id="dose_tiers.untreated_apnoea",
    source=(TABLE, proposal("breathing that stops at night is not to be watched through the deepest sedation")),
    level=Level.EXCLUSION,
    until=on_condition("the sleep apnoea is treated"),
    when=all_of(HIGH, Plan.untreated_apnoea.present),
    clinician_text="Untreated sleep apnoea: rules out the high tier, even once reviewed.",
    client_text=(
        "Your breathing pauses while you sleep (sleep apnoea), and that is not treated yet. So we do not plan a deep "
        "session."
    ),
    rationale="For the lower tiers the caution of the screening is enough.",
    practice_variation="Some practices leave the tier to whoever reviews the caution.",
    examples=(
        fires(_at(Tier.HIGH, untreated_apnoea=True)),
        passes(_at(Tier.HIGH, untreated_apnoea=False)),
        passes(_at(Tier.MODERATE, untreated_apnoea=True)),
        passes(_at(Tier.MILD, untreated_apnoea=True)),
        asks(_at(Tier.HIGH)),
        asks(by_clinician(Plan(untreated_apnoea=True))),
    ),
)

raised_pressure: Final = Rule(
    id="dose_tiers.raised_pressure",
    source=(TABLE, proposal("pressure rises further after a dose, and most after a high one")),
    level=Level.EXCLUSION,
    until=on_condition("the blood pressure is no longer raised"),
    when=all_of(HIGH, Plan.raised_pressure.present),
    clinician_text="Raised blood pressure at the screening: rules out the high tier, even once reviewed.",
    client_text="Your blood pressure was higher than we would like. So we do not plan a deep session at the moment.",
    rationale="For the lower tiers the caution of the screening is enough.",
    practice_variation="Some practices leave the tier to whoever reviews the caution.",
    examples=(
        fires(_at(Tier.HIGH, raised_pressure=True)),
        passes(_at(Tier.HIGH, raised_pressure=False)),
        passes(_at(Tier.MODERATE, raised_pressure=True)),
        passes(_at(Tier.MILD, raised_pressure=True)),
        asks(_at(Tier.HIGH)),
        asks(by_clinician(Plan(raised_pressure=True))),
    ),
)

suicidal_intent: Final = Rule(
    id="dose_tiers.suicidality.intent",
    source=(INTENT.source, Citation(SUICIDE_SCREENER, "item 6: behaviour in the past three months"), TABLE),
    level=Level.EXCLUSION,
    until=ASSESSED,
    when=Plan.highest_suicidality_item >= INTENT,
    clinician_text="Suicidal intent or behaviour (C-SSRS item 4, 5 or 6): a clinician must see the client today.",
    client_text=(
        "You had thoughts of suicide and thought about acting on them, or did. You are not alone with them. Somebody "
        "would like to talk with you today."
    ),
    marks=(Mark.URGENT,),
    today=SPEAK,
    examples=(
        fires(by_clinician(Plan(highest_suicidality_item=4))),
        fires(by_clinician(Plan(highest_suicidality_item=6))),
        passes(by_clinician(Plan(highest_suicidality_item=3))),
        asks(),
    ),
)

suicidal_method: Final = Rule(
    id="dose_tiers.suicidality.method",
    source=(METHOD.source, SUPPORTED, TABLE),
    level=Level.EXCLUSION,
    until=on_condition("thoughts of suicide no longer go as far as a method, by a new C-SSRS"),
    when=all_of(HIGH, Plan.highest_suicidality_item >= METHOD),
    clinician_text="Suicidal ideation with method, or more (C-SSRS item 3 or higher): rules out the high tier.",
    client_text=(
        "You had thoughts of suicide and of how you might do it. So we do not plan a deep session at the moment. We "
        "are there for you."
    ),
    examples=(
        fires(_at(Tier.HIGH, highest_suicidality_item=3)),
        passes(_at(Tier.HIGH, highest_suicidality_item=2)),
        passes(_at(Tier.MODERATE, highest_suicidality_item=3)),
        passes(_at(Tier.MILD, highest_suicidality_item=3)),
        asks(_at(Tier.HIGH)),
        asks(by_clinician(Plan(highest_suicidality_item=3))),
    ),
)

unsupported_at_high: Final = Rule(
    id="dose_tiers.support.high",
    source=(SUPPORTED, CAREGIVERS),
    level=Level.EXCLUSION,
    until=on_condition("the client has named a support person"),
    when=all_of(HIGH, Plan.support_person_named.ruled_out),
    clinician_text="No support person named, as the high tier requires.",
    client_text="Before a deep session we would like to know who will be there for you in the days after.",
    subsumes=("dose_tiers.support.none",),
    examples=(
        fires(_at(Tier.HIGH, support_person_named=False)),
        passes(_at(Tier.HIGH, support_person_named=True)),
        passes(_at(Tier.MODERATE, support_person_named=False)),
        passes(_at(Tier.MILD, support_person_named=False)),
        asks(_at(Tier.HIGH)),
        asks(Plan(support_person_named=False)),
    ),
)

unsupported: Final = Rule(
    id="dose_tiers.support.none",
    source=(SUPPORTED, CAREGIVERS, Citation(NUMINUS, "a network of support")),
    level=Level.CAUTION,
    when=Plan.support_person_named.ruled_out,
    clinician_text="No support person named for the days after.",
    client_text="We would like to know who can be there for you in the days after the session.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=_at_every_tier(Plan.support_person_named, met=True),
)

home_unsafe: Final = Rule(
    id="dose_tiers.home",
    source=(SUPPORTED, Citation(NUMINUS, "housing"), proposal("nobody is sent home, still shaken, into danger")),
    level=Level.CAUTION,
    when=Plan.home_unsafe.present,
    clinician_text="Violence or another danger at home: speak with the client alone today.",
    client_text=(
        "We would like to make sure that you are well at home. Somebody would like to talk with you alone today."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    marks=(Mark.URGENT,),
    today=AT_HOME,
    examples=_at_every_tier(Plan.home_unsafe, met=False),
)


def _note(name: str, fact: Flag, reason: str, says: str, plain: str) -> Rule:
    """Return a note on what a practice may record of set and setting."""
    return Rule(
        id=f"dose_tiers.{name}",
        source=(Citation(SEED, "visits: preparation, set and setting are essential"), proposal(reason)),
        level=Level.NOTE,
        when=fact.ruled_out,
        clinician_text=says,
        client_text=plain,
        levels=(Level.CAUTION, Level.NOTE),
        examples=_at_every_tier(fact, met=True),
    )


no_intention: Final = _note(
    "intention",
    Plan.intention_stated,
    "an intention gives the session a direction",
    "No intention stated for this session.",
    "You can tell us what you would like to work on in this session.",
)
therapist_unknown: Final = _note(
    "therapist_unknown",
    Plan.therapist_known,
    "trust comes before depth",
    "Therapist not yet known to the client.",
    "You do not know your therapist yet. You can meet before the session.",
)
no_crisis_plan: Final = _note(
    "crisis_plan",
    Plan.crisis_plan,
    "what surfaces may come up days later",
    "No written crisis plan.",
    "We would like to write down with you whom to call when things get hard (a crisis plan).",
)

RULES: Final = (
    screening_excluded,
    screening_incomplete,
    cautions_before_high,
    cautions_open,
    consent,
    preparation,
    mild_first,
    moderate_first,
    no_therapist,
    monitoring,
    integration,
    no_escort,
    alone_overnight,
    untreated_apnoea,
    raised_pressure,
    suicidal_intent,
    suicidal_method,
    unsupported_at_high,
    unsupported,
    home_unsafe,
    no_intention,
    therapist_unknown,
    no_crisis_plan,
)

DOSE_TIERS: Final = RuleSet(
    "dose_tiers",
    "Which experiential tier is this client ready for?",
    RULES,
    subject=Session,
    phase=Phase.INTAKE,
    words={
        Outcome.EXCLUDED: "not ready for this tier; what is lacking is listed",
        Outcome.INCOMPLETE: "more has to be known before this tier can be weighed",
        Outcome.CAUTION: "a named prescriber must review what is listed before this tier",
        Outcome.NO_EXCLUSION_FOUND: "the rules found nothing against this tier; prescriber and psychotherapist decide",
    },
    client_words=ClientWords(
        title="Your kind of session, as of {day}",
        outcomes={
            Outcome.EXCLUDED: (
                "This kind of session is not open to you at the moment. Your care team will go through what comes "
                "first, or look for another kind with you."
            ),
            Outcome.NO_EXCLUSION_FOUND: (
                "We found nothing so far that speaks against this kind of session. Your prescriber and your therapist "
                "will now decide with you."
            ),
        },
        alternative="This is about one kind of session: {kind}",
        heading="For each kind of session",
    ),
    alternatives=Plan.intended_tier,
    stewardship=MAINTAINED,
    home="kaprules.rulesets:DOSE_TIERS",
)
