"""May the client leave?

The source says that a session, from arrival to departure, usually takes under two hours. That describes; it does not
decide, and the label of esketamine contradicts it: watched for at least two hours at every session, then assessed. So
the time after the dose depends on the product, and is never enough by itself: a score of recovery, the pressure, the
oxygen, the breathing, the senses, the gait and somebody to go home with have to be in order as well, as staff or a
device found them, never on the client's word. What nobody looked at keeps the client.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_MOMENT,
    NEVER,
    Between,
    Citation,
    ClientWords,
    HoursAgo,
    Level,
    Limit,
    Mark,
    Marked,
    OneOf,
    Outcome,
    Phase,
    Recorded,
    Reporter,
    Reports,
    Rule,
    RuleSet,
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

from ..facts.plan import Plan, Product
from ..facts.recovery import Recovery, RespiratoryDepression, Sedation
from ..facts.session import Session
from ..sources import (
    ALDRETE_SCORE,
    BLOOD_PRESSURE_PROTOCOL,
    CONSECUTIVE_SCORES,
    DISCHARGE_SCORE,
    ESKETAMINE_PROGRAMME,
    EU_LEAFLET,
    MAINTAINED,
    NEW_MEXICO_TRIAL,
    PHARMACOLOGY,
    PHYSIOLOGY,
    SEDATION_DISCHARGE,
    SEED,
    US_BRIEF_SUMMARY,
    US_LABEL_2019,
    WOLFSON,
)
from .screening.cardiovascular import DIASTOLIC_CRISIS, SYSTOLIC_CRISIS
from .urgent import SPEAK

VISIT: Final = Citation(SEED, "visits: a session in the office usually takes under two hours")
ASSESSED: Final = Citation(
    US_LABEL_2019, "boxed warning: monitoring for at least 2 hours at each session, then an assessment"
)
FIT: Final = proposal("the assessment before leaving, item by item: whatever is not in order keeps the client")


def _found(**values: Any) -> Recovery:
    """What a clinician found."""
    return by_clinician(
        Recovery(
            **{
                name: attrs.evolve(value, by=Reporter.CLINICIAN)
                if isinstance(value, Recorded)
                else Recorded(value, by=Reporter.CLINICIAN)
                for name, value in values.items()
            }
        )
    )


# Time after the dose -----------------------------------------------------------------------------------------

MINUTE: Final = Fraction(1, 60)
ESKETAMINE_WATCHED: Final = Limit(
    2,
    "h",
    id="discharge.esketamine_watched",
    source=Citation(
        US_LABEL_2019, "boxed warning: monitoring for at least 2 hours at each session, then an assessment"
    ),
    since=ADOPTED,
    label=True,
    step=MINUTE,
)
RACEMIC_WATCHED: Final = Limit(
    1,
    "h",
    id="discharge.racemic_watched",
    source=proposal("no label sets a time for ketamine at the doses of psychotherapy; a site may watch for longer"),
    since=ADOPTED,
    floor=1,
    step=MINUTE,
)


def _minutes(minutes: int) -> Recovery:
    return _found(last_dose=HoursAgo(minutes * MINUTE))


def _given(product: Product | OneOf) -> Plan:
    return Plan(product=product)


RACEMIC: Final = tuple(product for product in Product if product is not Product.ESKETAMINE)

esketamine_watched: Final = Rule(
    id="discharge.watched.esketamine",
    source=(
        Citation(US_LABEL_2019, "boxed warning: monitoring for at least 2 hours at each session, then an assessment"),
        VISIT,
    ),
    level=Level.EXCLUSION,
    until=after(Recovery.last_dose, ESKETAMINE_WATCHED),
    when=all_of(
        Plan.product.is_one_of(Product.ESKETAMINE),
        Recovery.last_dose.within_less_than(ESKETAMINE_WATCHED),
    ),
    clinician_text="Less than two hours since the last dose of esketamine.",
    client_text="We stay with you for two hours after the esketamine.",
    rationale="A label sets this time, counted from the last dose; how well the client feels does not shorten it.",
    practice_variation=(
        "The source describes visits of usually under two hours, which the label does not allow here; a practice plans "
        "two and a half hours or more. In the European Union the doctor decides how long."
    ),
    examples=(
        fires(_given(Product.ESKETAMINE), _minutes(119)),
        fires(_given(Product.ESKETAMINE), _found(last_dose=EXAMPLE_MOMENT - timedelta(minutes=119))),
        passes(_given(Product.ESKETAMINE), _minutes(120)),
        passes(_given(Product.ESKETAMINE), _found(last_dose=NEVER)),
        *(passes(_given(product), _minutes(119)) for product in RACEMIC),
        asks(_minutes(119)),
        asks(_given(Product.ESKETAMINE)),
    ),
)

racemic_watched: Final = Rule(
    id="discharge.watched.racemic",
    source=(
        proposal("one hour after the last dose, by whichever route, before anybody is assessed for leaving"),
        VISIT,
        Citation(WOLFSON, "a session takes two and a half hours or more"),
    ),
    level=Level.EXCLUSION,
    until=after(Recovery.last_dose, RACEMIC_WATCHED),
    when=all_of(
        Plan.product.is_none_of(Product.ESKETAMINE),
        Recovery.last_dose.within_less_than(RACEMIC_WATCHED),
    ),
    clinician_text="Too soon after the last dose of ketamine.",
    client_text="We stay with you for some time after the session.",
    rationale="A visit planned for under two hours fits, but is never in itself a reason to leave.",
    practice_variation=(
        "Practices watch for as long as their route and dose need; some plan two and a half hours or more."
    ),
    examples=(
        *(fires(_given(product), _minutes(59)) for product in RACEMIC),
        passes(_given(Product.RACEMIC_INTRAMUSCULAR), _minutes(60)),
        passes(_given(Product.RACEMIC_INTRAMUSCULAR), _minutes(61)),
        passes(_given(Product.ESKETAMINE), _minutes(59)),
        asks(_given(OneOf(Product.RACEMIC_ORAL, Product.ESKETAMINE)), _minutes(59)),
        asks(_given(Product.RACEMIC_ORAL), _found(last_dose=EXAMPLE_MOMENT.date())),
    ),
)

OF_TODAY: Final = Limit(
    12,
    "h",
    id="discharge.dose_of_today",
    source=proposal("nobody is still on the premises twelve hours after a dose: what is recorded is an earlier one"),
    since=ADOPTED,
    floor=6,
    ceiling=12,
    step=MINUTE,
)

dose_not_of_today: Final = Rule(
    id="discharge.dose_not_of_today",
    source=(ASSESSED, OF_TODAY.source),
    level=Level.NEEDS_INFORMATION,
    when=Recovery.last_dose.not_within(OF_TODAY),
    clinician_text="Last recorded dose is not of today's session; time of today's last dose not established.",
    client_text="We still have to look up when you got your medicine today.",
    rationale=(
        "The time of watching counts from the last dose of the day's session. Beside that of an earlier session, or "
        "none at all, every such time is over."
    ),
    examples=(
        fires(_minutes(721)),
        fires(_found(last_dose=NEVER)),
        passes(_minutes(720)),
        passes(_minutes(59)),
        asks(),
        asks(_found(last_dose=(EXAMPLE_MOMENT - timedelta(days=1)).date())),
    ),
)

# The score of recovery ---------------------------------------------------------------------------------------

PADSS_FIT: Final = Limit(
    9,
    "{score}",
    id="discharge.padss_fit",
    source=Citation(DISCHARGE_SCORE, "a total of 9 or more is fit for discharge"),
    since=ADOPTED,
)
ALDRETE_FIT: Final = Limit(
    9,
    "{score}",
    id="discharge.aldrete_fit",
    source=Citation(ALDRETE_SCORE, "a total of 9 or more"),
    since=ADOPTED,
)
PREVIOUS_FIT: Final = Limit(
    9,
    "{score}",
    id="discharge.previous_score_fit",
    source=Citation(CONSECUTIVE_SCORES, "discharge after two consecutive totals of 9 or more"),
    since=ADOPTED,
)
REACHED: Final = on_condition("the score, taken again, has reached the limit")
EITHER: Final = "One of the two scores is enough; where both were taken, both have to reach their limit."

padss_low: Final = Rule(
    id="discharge.score.padss_low",
    source=(Citation(DISCHARGE_SCORE, "a total of 9 or more is fit for discharge"), ASSESSED),
    level=Level.EXCLUSION,
    until=REACHED,
    when=Recovery.padss < PADSS_FIT,
    clinician_text="Discharge score (PADSS) below 9.",
    client_text="Your body needs a little more time. We look again soon.",
    rationale=EITHER,
    examples=(
        fires(_found(padss=8)),
        passes(_found(padss=9)),
        asks(_found(padss=Between(8, 9))),
        asks(_found(padss=Recorded(10, on=EXAMPLE_MOMENT - timedelta(minutes=61)))),
    ),
)

aldrete_low: Final = Rule(
    id="discharge.score.aldrete_low",
    source=(Citation(ALDRETE_SCORE, "a total of 9 or more"), ASSESSED),
    level=Level.EXCLUSION,
    until=REACHED,
    when=Recovery.aldrete < ALDRETE_FIT,
    clinician_text="Modified Aldrete score below 9.",
    client_text="Your body needs a little more time. We look again soon.",
    rationale=EITHER,
    examples=(
        fires(_found(aldrete=8)),
        passes(_found(aldrete=9)),
        asks(),
    ),
)

score_missing: Final = Rule(
    id="discharge.score.missing",
    source=(ASSESSED, proposal("nobody leaves without a score of recovery of the last hour")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Recovery.padss.missing, Recovery.aldrete.missing),
    clinician_text="No usable discharge score of the last hour (PADSS or modified Aldrete).",
    client_text="We still have to check how you are before you leave.",
    rationale=EITHER,
    examples=(
        fires(),
        fires(_found(padss=Recorded(10, on=EXAMPLE_MOMENT - timedelta(minutes=61)))),
        passes(_found(padss=9)),
        passes(_found(aldrete=9)),
        passes(_found(padss=Recorded(10, on=EXAMPLE_MOMENT - timedelta(minutes=60)))),
    ),
)

one_score_only: Final = Rule(
    id="discharge.score.previous_low",
    source=Citation(CONSECUTIVE_SCORES, "discharge after two consecutive totals of 9 or more"),
    level=Level.EXCLUSION,
    until=on_condition("two scores in a row have reached the limit"),
    when=Recovery.previous_score < PREVIOUS_FIT,
    clinician_text="Recovery score before the latest one below 9.",
    client_text="Your body needs a little more time. We look again soon.",
    practice_variation="Most practices need a single score; a site that wants two in a row switches this rule on.",
    examples=(
        fires(_found(previous_score=8)),
        passes(_found(previous_score=9)),
        asks(),
    ),
)

# Pressure ----------------------------------------------------------------------------------------------------

NEAR: Final = proposal("within 20 percent or 20 mm[Hg] of the pressure before the dose, whichever allows more")
SYSTOLIC_NEAR: Final = Limit(20, "mm[Hg]", id="discharge.systolic_near", source=NEAR, since=ADOPTED)
SYSTOLIC_NEAR_PER_CENT: Final = Limit(20, "%", id="discharge.systolic_near_per_cent", source=NEAR, since=ADOPTED)
DIASTOLIC_NEAR: Final = Limit(20, "mm[Hg]", id="discharge.diastolic_near", source=NEAR, since=ADOPTED)
DIASTOLIC_NEAR_PER_CENT: Final = Limit(20, "%", id="discharge.diastolic_near_per_cent", source=NEAR, since=ADOPTED)
BELOW_160_100: Final = proposal("nobody leaves with a pressure at which no dose would have been given: 160/100")
SYSTOLIC_HIGH: Final = Limit(160, "mm[Hg]", id="discharge.systolic_high", source=BELOW_160_100, since=ADOPTED)
DIASTOLIC_HIGH: Final = Limit(100, "mm[Hg]", id="discharge.diastolic_high", source=BELOW_160_100, since=ADOPTED)
SURGE: Final = Citation(
    US_BRIEF_SUMMARY, "blood pressure: highest about 40 minutes after the dose, and raised for about four hours"
)
SETTLED: Final = on_condition("the pressure, measured again, has come back")
EITHER_WAY: Final = (
    "A pressure that has fallen far counts as much as one that has risen; a small one may vary by 20 mm[Hg]."
)


def _systolic(now: int | Between, before: int) -> Recovery:
    return _found(systolic=now, diastolic=75, baseline_systolic=before, baseline_diastolic=70)


def _diastolic(now: int, before: int) -> Recovery:
    return _found(systolic=140, diastolic=now, baseline_systolic=135, baseline_diastolic=before)


systolic_away: Final = Rule(
    id="discharge.pressure.systolic_away",
    source=(SURGE, NEAR),
    level=Level.EXCLUSION,
    until=SETTLED,
    when=all_of(
        Recovery.systolic_change > SYSTOLIC_NEAR,
        Recovery.systolic_change_per_cent > SYSTOLIC_NEAR_PER_CENT,
    ),
    clinician_text="Systolic pressure more than 20 mmHg and more than 20 percent away from the value before the dose.",
    client_text="Your blood pressure is not yet back to what it was before. We measure again soon.",
    rationale=EITHER_WAY,
    examples=(
        fires(_systolic(145, 120)),
        fires(_systolic(101, 80)),
        fires(_systolic(99, 124)),
        passes(_systolic(144, 120)),
        passes(_systolic(100, 80)),
        passes(_systolic(96, 120)),
        passes(_systolic(120, 120)),
        asks(_found(systolic=145)),
        asks(_systolic(Between(144, 145), 120)),
    ),
)

diastolic_away: Final = Rule(
    id="discharge.pressure.diastolic_away",
    source=(SURGE, NEAR),
    level=Level.EXCLUSION,
    until=SETTLED,
    when=all_of(
        Recovery.diastolic_change > DIASTOLIC_NEAR,
        Recovery.diastolic_change_per_cent > DIASTOLIC_NEAR_PER_CENT,
    ),
    clinician_text=(
        "Diastolic pressure more than 20 mmHg and more than 20 percent away from the value before the dose."
    ),
    client_text="Your blood pressure is not yet back to what it was before. We measure again soon.",
    rationale=EITHER_WAY,
    examples=(
        fires(_diastolic(91, 70)),
        fires(_diastolic(127, 105)),
        fires(_diastolic(59, 80)),
        passes(_diastolic(90, 70)),
        passes(_diastolic(126, 105)),
        passes(_diastolic(60, 80)),
        asks(_found(diastolic=91)),
    ),
)

high_pressure: Final = Rule(
    id="discharge.pressure.high",
    source=(SURGE, BELOW_160_100),
    level=Level.EXCLUSION,
    until=on_condition("the pressure, measured again, is below both limits"),
    when=any_of(Recovery.systolic >= SYSTOLIC_HIGH, Recovery.diastolic >= DIASTOLIC_HIGH),
    clinician_text="Blood pressure at least 160 systolic or at least 100 diastolic.",
    client_text="Your blood pressure is still high. We stay with you and measure again.",
    rationale="However high it was before the dose.",
    practice_variation="The line before a dose lies between 140/90 and 180/100, depending on whom one asks.",
    marks=(Marked(Mark.URGENT, any_of(Recovery.systolic > SYSTOLIC_CRISIS, Recovery.diastolic > DIASTOLIC_CRISIS)),),
    today="somebody stays with the client and measures again; a clinician is called",
    examples=(
        fires(_found(systolic=160)),
        fires(_found(diastolic=100)),
        passes(_found(systolic=159, diastolic=99)),
        asks(_found(systolic=159)),
        asks(_found(diastolic=99)),
    ),
)

peak_not_checked: Final = Rule(
    id="discharge.pressure.peak_not_checked",
    source=(
        SURGE,
        Citation(BLOOD_PRESSURE_PROTOCOL, "blood pressure is measured before the dose and about 40 minutes after it"),
    ),
    level=Level.CAUTION,
    when=all_of(
        Plan.product.is_one_of(Product.ESKETAMINE),
        Recovery.pressure_checked_at_peak.ruled_out,
    ),
    clinician_text="Blood pressure not measured about 40 minutes after esketamine, at its expected peak.",
    client_text="Your blood pressure was not taken at the usual time. A clinician would like to look at it.",
    rationale=(
        "It cannot be made up for, and the pressure before leaving decides; but somebody has to weigh that nobody "
        "knows how high it was."
    ),
    practice_variation="A label asks for it with esketamine; many practices do the same with any ketamine.",
    examples=(
        fires(_given(Product.ESKETAMINE), _found(pressure_checked_at_peak=False)),
        passes(_given(Product.ESKETAMINE), _found(pressure_checked_at_peak=True)),
        *(passes(_given(product), _found(pressure_checked_at_peak=False)) for product in RACEMIC),
        asks(_given(Product.ESKETAMINE)),
    ),
)

# Oxygen, senses, gait, intent, escort ------------------------------------------------------------------------

OXYGEN: Final = Limit(
    94,
    "%",
    id="discharge.oxygen",
    source=proposal("94 percent, or what it was before the dose where that was less"),
    since=ADOPTED,
)

oxygen_low: Final = Rule(
    id="discharge.oxygen.low",
    source=(
        Citation(SEDATION_DISCHARGE, "discharge at an oxygen saturation above 92 percent"),
        proposal("94 percent, or what it was before the dose where that was less"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the oxygen saturation on room air has come back"),
    when=all_of(Recovery.oxygen_saturation < OXYGEN, Recovery.oxygen_fell.present),
    clinician_text="Oxygen saturation below 94 percent and below the value before the dose.",
    client_text="There is less oxygen in your blood than before. We stay with you and measure again.",
    practice_variation="A guide to sedation lets clients go above 92 percent.",
    examples=(
        fires(_found(oxygen_saturation=93, baseline_oxygen_saturation=94)),
        passes(_found(oxygen_saturation=93, baseline_oxygen_saturation=93)),
        passes(_found(oxygen_saturation=94, baseline_oxygen_saturation=98)),
        passes(_found(oxygen_saturation=94)),
        asks(_found(oxygen_saturation=93)),
        asks(),
    ),
)

# Sedation and breathing --------------------------------------------------------------------------------------

RESOLVED_FIRST: Final = Citation(
    ESKETAMINE_PROGRAMME, "objectives: watched until sedation, dissociation and respiratory depression have resolved"
)
AGAIN: Final = proposal("a depression of breathing may come back, so the client is watched for an hour after its end")
ANTAGONIST_WEARS_OFF: Final = recalled(
    PHARMACOLOGY, "naloxone and flumazenil wear off sooner than what they were given against"
)
DEPRESSION_WAIT: Final = Limit(
    1, "h", id="discharge.depression_wait", source=AGAIN, since=ADOPTED, floor=1, ceiling=4, step=MINUTE
)
ANTAGONIST_WAIT: Final = Limit(
    2, "h", id="discharge.antagonist_wait", source=ANTAGONIST_WEARS_OFF, since=ADOPTED, floor=2, ceiling=4, step=MINUTE
)
SLOW_BREATHING: Final = recalled(PHYSIOLOGY, "at rest an adult breathes 12 to 20 times a minute; below 10 is too slow")
FAST_BREATHING: Final = recalled(PHYSIOLOGY, "at rest an adult breathes 12 to 20 times a minute; above 24 is too fast")
RATE_LOW: Final = Limit(
    10, "/min", id="discharge.respiratory_rate_low", source=SLOW_BREATHING, since=ADOPTED, floor=8, ceiling=12
)
RATE_HIGH: Final = Limit(
    24, "/min", id="discharge.respiratory_rate_high", source=FAST_BREATHING, since=ADOPTED, floor=20, ceiling=30
)
RESOLVED: Final = Recovery.respiratory_depression_since_dose.is_one_of(RespiratoryDepression.RESOLVED)
# What was over and has come back is no better than what is over.
DEPRESSED: Final = Recovery.respiratory_depression_since_dose.is_none_of(RespiratoryDepression.NONE)


def _resolved(minutes: int | None = None, **values: Any) -> Recovery:
    """Somebody whose breathing was depressed, and whose depression ended so many minutes ago."""
    ended = {} if minutes is None else {"respiratory_depression_ended": HoursAgo(minutes * MINUTE)}
    return _found(respiratory_depression=RespiratoryDepression.RESOLVED, **ended, **values)


def _over(minutes: int) -> Recovery:
    """Somebody whose breathing was depressed so many minutes ago, and of whom it is now said that it is not."""
    found = ((RespiratoryDepression.PRESENT, minutes), (RespiratoryDepression.NONE, 0))
    reports = (Recorded(each, on=EXAMPLE_MOMENT - timedelta(minutes=ago), by=Reporter.CLINICIAN) for each, ago in found)
    return Recovery(respiratory_depression=Reports(*reports))


sedated: Final = Rule(
    id="discharge.sedated",
    source=(RESOLVED_FIRST, FIT),
    level=Level.EXCLUSION,
    until=on_condition("the client is no longer sedated"),
    when=Recovery.sedation.is_none_of(Sedation.NONE),
    clinician_text="Still sedated.",
    client_text="You are still sleepy. That passes. We stay with you.",
    rationale="Drowsiness counts, however easily the client wakes; no score of recovery replaces looking at it.",
    marks=(Marked(Mark.URGENT, Recovery.sedation.is_one_of(Sedation.HARD_TO_WAKE)),),
    today="somebody stays with the client and watches airway, breathing and response; a clinician is called",
    examples=(
        fires(_found(sedation=Sedation.DROWSY)),
        fires(_found(sedation=Sedation.HARD_TO_WAKE)),
        fires(by_clinician(Recovery(sedation=Sedation.DROWSY))),
        passes(_found(sedation=Sedation.NONE)),
        asks(Recovery(sedation=Recorded(Sedation.NONE, by=Reporter.CLIENT))),
    ),
)

breathing_depressed: Final = Rule(
    id="discharge.respiratory_depression",
    source=(RESOLVED_FIRST, FIT),
    level=Level.EXCLUSION,
    until=on_condition("the respiratory depression has resolved, and the time of monitoring after its end is over"),
    when=Recovery.respiratory_depression_since_dose.is_one_of(RespiratoryDepression.PRESENT),
    clinician_text="Respiratory depression: act now.",
    client_text="You breathe less than you should. Somebody is with you and helps you now.",
    marks=(Mark.URGENT,),
    today="call for help, and support airway and breathing",
    examples=(
        fires(_found(respiratory_depression=RespiratoryDepression.PRESENT)),
        fires(_over(60)),
        passes(_over(61)),
        passes(_resolved()),
        passes(_found(respiratory_depression=RespiratoryDepression.NONE)),
        asks(Recovery(respiratory_depression=Recorded(RespiratoryDepression.NONE, by=Reporter.CLIENT))),
    ),
)

depressed_lately: Final = Rule(
    id="discharge.respiratory_depression.recent",
    source=(RESOLVED_FIRST, AGAIN),
    level=Level.EXCLUSION,
    until=after(Recovery.respiratory_depression_ended, DEPRESSION_WAIT),
    when=all_of(DEPRESSED, Recovery.respiratory_depression_ended.within_less_than(DEPRESSION_WAIT)),
    clinician_text="Respiratory depression that ended too recently.",
    client_text="For a while you breathed less than you should. We watch over you a little longer.",
    rationale="That it is over now does not say that it stays so.",
    examples=(
        fires(_resolved(59)),
        fires(
            _found(
                respiratory_depression=RespiratoryDepression.PRESENT,
                respiratory_depression_ended=HoursAgo(59 * MINUTE),
            )
        ),
        passes(_resolved(60)),
        passes(_found(respiratory_depression=RespiratoryDepression.NONE)),
        asks(_resolved(respiratory_depression_ended=EXAMPLE_MOMENT.date())),
    ),
)

depressed_with_antagonist: Final = Rule(
    id="discharge.respiratory_depression.antagonist",
    source=(RESOLVED_FIRST, ANTAGONIST_WEARS_OFF, proposal("two hours; no source read gives a time")),
    level=Level.EXCLUSION,
    until=after(Recovery.respiratory_depression_ended, ANTAGONIST_WAIT),
    when=all_of(
        DEPRESSED,
        Recovery.antagonist_given.present,
        Recovery.respiratory_depression_ended.within_less_than(ANTAGONIST_WAIT),
    ),
    clinician_text="Respiratory depression reversed with an antagonist, which may wear off first.",
    client_text="For a while you breathed less than you should, and got a medicine for it. We watch over you longer.",
    examples=(
        fires(_resolved(119, antagonist_given=True)),
        passes(_resolved(120, antagonist_given=True)),
        passes(_resolved(119, antagonist_given=False)),
        fires(
            _found(
                respiratory_depression=RespiratoryDepression.PRESENT,
                respiratory_depression_ended=HoursAgo(119 * MINUTE),
                antagonist_given=True,
            )
        ),
        passes(_found(respiratory_depression=RespiratoryDepression.NONE)),
        asks(_resolved(respiratory_depression_ended=EXAMPLE_MOMENT.date(), antagonist_given=True)),
    ),
)

depression_not_told: Final = Rule(
    id="discharge.respiratory_depression.missing",
    source=(RESOLVED_FIRST, proposal("how long to watch depends on when it ended and on what was given")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        RESOLVED,
        any_of(Recovery.respiratory_depression_ended.missing, Recovery.antagonist_given.missing),
    ),
    clinician_text="Respiratory depression since the dose; its end, or use of an antagonist, not established.",
    client_text="We still have to look up some points about your breathing.",
    rationale="Where an earlier report found it depressed and it is not now, it is recorded as resolved, with its end.",
    examples=(
        fires(_resolved()),
        fires(_resolved(90)),
        fires(_resolved(antagonist_given=False)),
        fires(_over(61)),
        passes(_resolved(90, antagonist_given=False)),
        passes(_found(respiratory_depression=RespiratoryDepression.PRESENT)),
        passes(_found(respiratory_depression=RespiratoryDepression.NONE)),
        asks(),
    ),
)

was_depressed: Final = Rule(
    id="discharge.respiratory_depression.resolved",
    source=RESOLVED_FIRST,
    level=Level.NOTE,
    when=RESOLVED,
    clinician_text="Respiratory depression after the dose, resolved: bear in mind when planning the next session.",
    client_text="For a while you breathed less than you should. Your care team remembers it for the next time.",
    examples=(
        fires(_resolved()),
        passes(_found(respiratory_depression=RespiratoryDepression.NONE)),
        passes(_found(respiratory_depression=RespiratoryDepression.PRESENT)),
        asks(),
    ),
)

breathes_slowly: Final = Rule(
    id="discharge.respiratory_rate_low",
    source=(RESOLVED_FIRST, SLOW_BREATHING),
    level=Level.EXCLUSION,
    until=on_condition("the respiratory rate, counted again, is at or above the limit"),
    when=Recovery.respiratory_rate < RATE_LOW,
    clinician_text="Respiratory rate too low: assess now.",
    client_text="You breathe more slowly than you should. Somebody is with you and looks at it now.",
    rationale="A slow rate counts, whatever was found of breathing otherwise.",
    marks=(Mark.URGENT,),
    today="a clinician looks at airway, breathing and oxygen saturation",
    examples=(
        fires(_found(respiratory_rate=Decimal("9.5"))),
        passes(_found(respiratory_rate=10)),
        asks(Recovery(respiratory_rate=Recorded(14, by=Reporter.CLIENT))),
    ),
)

breathes_fast: Final = Rule(
    id="discharge.respiratory_rate_high",
    source=FAST_BREATHING,
    level=Level.CAUTION,
    when=Recovery.respiratory_rate > RATE_HIGH,
    clinician_text="Respiratory rate high: a clinician has to assess the cause.",
    client_text="You breathe faster than is usual. A clinician would like to look at it.",
    examples=(
        fires(_found(respiratory_rate=Decimal("24.5"))),
        passes(_found(respiratory_rate=24)),
        asks(),
    ),
)

not_oriented: Final = Rule(
    id="discharge.not_oriented",
    source=(ASSESSED, FIT),
    level=Level.EXCLUSION,
    until=on_condition("the client is oriented to person, place and time again"),
    when=Recovery.oriented.ruled_out,
    clinician_text="Not fully oriented.",
    client_text="You may still feel a little lost. That passes. We stay with you.",
    examples=(fires(_found(oriented=False)), passes(_found(oriented=True)), asks()),
)

unsteady: Final = Rule(
    id="discharge.unsteady",
    source=(ASSESSED, FIT),
    level=Level.EXCLUSION,
    until=on_condition("the client walks steadily again"),
    when=Recovery.gait_steady.ruled_out,
    clinician_text="Unsteady gait.",
    client_text="Your legs are not quite firm yet. Please rest a little more.",
    examples=(fires(_found(gait_steady=False)), passes(_found(gait_steady=True)), asks()),
)

dissociated: Final = Rule(
    id="discharge.dissociated",
    source=(RESOLVED_FIRST, ASSESSED, FIT),
    level=Level.EXCLUSION,
    until=on_condition("the dissociation has resolved"),
    when=Recovery.dissociation_resolved.ruled_out,
    clinician_text="Dissociation not resolved.",
    client_text="You may still feel far away. That passes. We stay with you.",
    examples=(fires(_found(dissociation_resolved=False)), passes(_found(dissociation_resolved=True)), asks()),
)

suicidal_intent: Final = Rule(
    id="discharge.suicidal_intent",
    source=(
        Citation(EU_LEAFLET, "warnings: thoughts of harming or killing oneself are told to a doctor at once"),
        FIT,
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician has assessed the client and recorded what follows from it"),
    when=Recovery.new_suicidal_intent.present,
    clinician_text="New suicidal intent since the dose: a clinician must speak with the client now.",
    client_text="Thoughts of suicide have come up. You are not alone with them. Somebody talks with you now.",
    marks=(Mark.URGENT,),
    today=SPEAK,
    examples=(fires(_found(new_suicidal_intent=True)), passes(_found(new_suicidal_intent=False)), asks()),
)

nobody_to_go_with: Final = Rule(
    id="discharge.no_escort",
    source=(
        Citation(NEW_MEXICO_TRIAL, "one or two support persons who can take the participant home"),
        Citation(US_LABEL_2019, "counselling: no driving until the next day, after a restful sleep"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the adult who takes the client home is here"),
    when=Recovery.escort_present.ruled_out,
    clinician_text="Escort not present.",
    client_text="We wait with you until somebody is here to take you home.",
    examples=(fires(_found(escort_present=False)), passes(_found(escort_present=True)), asks()),
)

RULES: Final = (
    esketamine_watched,
    racemic_watched,
    dose_not_of_today,
    padss_low,
    aldrete_low,
    score_missing,
    systolic_away,
    diastolic_away,
    high_pressure,
    peak_not_checked,
    oxygen_low,
    sedated,
    breathing_depressed,
    depressed_lately,
    depressed_with_antagonist,
    depression_not_told,
    was_depressed,
    breathes_slowly,
    breathes_fast,
    not_oriented,
    unsteady,
    dissociated,
    suicidal_intent,
    nobody_to_go_with,
)

DISCHARGE: Final = RuleSet(
    "discharge",
    "May the client leave?",
    RULES,
    subject=Session,
    phase=Phase.DOSING_DAY,
    words={
        Outcome.EXCLUDED: "stays",
        Outcome.INCOMPLETE: "stays until what is missing is known",
        Outcome.CAUTION: "stays until a named clinician has weighed this and recorded it",
        Outcome.NO_EXCLUSION_FOUND: "the rules found nothing that keeps the client; a clinician releases",
    },
    client_words=ClientWords(
        title="After your session on {day}",
        outcomes={
            Outcome.EXCLUDED: ("Please stay with us a little longer. Somebody is with you and will look again soon."),
            Outcome.INCOMPLETE: (
                "Please stay with us. A few more things have to be checked before anything is decided."
            ),
            Outcome.CAUTION: (
                "Please stay with us. A clinician would like to look at some points with you before anything is "
                "decided."
            ),
            Outcome.NO_EXCLUSION_FOUND: (
                "We found no reason to keep you here. A clinician will now decide with you. Please stay until then."
            ),
        },
    ),
    optional_rules=(one_score_only,),
    stewardship=MAINTAINED,
    home="kaprules.rulesets:DISCHARGE",
)
