"""What is so after the dose, before the client leaves."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ..language import message
from ..limit import Exact, ratio, reduced
from ..possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Options, option_bits
from .authority import MEASURED, ON_RECORD
from .model import (
    Adverse,
    Burden,
    Choice,
    Contradiction,
    Facts,
    Flag,
    Moment,
    Mutability,
    Number,
    Reporter,
    Validity,
    loinc,
    not_over_before,
    nothing_but,
    said_before,
    said_since,
    score,
    snomed,
)
from .model.readings import absence_of, marks_of, reports_in
from .vitals import KILOPASCAL, OXIMETER, WITHIN_5

if TYPE_CHECKING:
    from ..language import Locale

STAFF: Final = (Reporter.CLINICIAN, Reporter.RECORD)
LAST_HOUR: Final = Validity(0, hours=1)
"""What is found before leaving changes within the hour."""
SAME_DAY: Final = Validity(0, 0)
BEFORE_THE_DOSE: Final = "before the dose"
OF_BEFORE: Final = (said_before("last_dose"),)
OF_SINCE: Final = (said_since("last_dose"),)
YES_SINCE: Final = (said_since("last_dose", nothing_but(PRESENT_BIT)),)
NO_SINCE: Final = (said_since("last_dose", nothing_but(ABSENT_BIT)),)
TEN: Final = 10
"""The highest total of both scores of recovery."""


class Sedation(enum.Enum):
    """How sedated the client is."""

    NONE = "none"
    DROWSY = "drowsy, wakes easily"
    HARD_TO_WAKE = "hard to wake"


class RespiratoryDepression(enum.Enum):
    """Whether breathing was depressed after the dose, and whether that is over."""

    NONE = "none"
    RESOLVED = "resolved"
    PRESENT = "present"


def _only(option: RespiratoryDepression) -> Callable[[Options], bool]:
    bits = option_bits((option,))
    return lambda depression: depression.bits == bits


NO_DEPRESSION: Final = _only(RespiratoryDepression.NONE)
DEPRESSION_OVER: Final = _only(RespiratoryDepression.RESOLVED)


def _ended_without(depression: Options, ended: Interval) -> bool:
    """Say whether a depression ended that there was not, or one is over that never ended."""
    return (NO_DEPRESSION(depression) and ended.high < NEVER_DAYS) or (
        DEPRESSION_OVER(depression) and ended.low >= NEVER_DAYS
    )


THIS_DOSE: Final = Validity(0, 1)
"""A dose late in the evening has its reports on two days."""
NONE_BIT: Final = option_bits((RespiratoryDepression.NONE,))
RESOLVED_BIT: Final = option_bits((RespiratoryDepression.RESOLVED,))


def _since_the_dose(recovery: Facts, on: date) -> Options:
    """Return whether breathing was depressed since the dose: what was there before and is not there now has resolved.

    An earlier report that leaves it open whether it was leaves that open here.
    """
    depression = Recovery.respiratory_depression
    now = depression.possible(recovery, on)
    assert isinstance(now, Options)
    earlier = [
        depression.values_of(each.value, on).bits
        for each in reports_in(recovery.__dict__["respiratory_depression"])
        if not isinstance(each.value, Absence)
        and not (each.on is not None and (recovery.could_not_be(each.on, on) or not THIS_DOSE.covers(each.on, on)))
    ]
    surely = any(not bits & NONE_BIT for bits in earlier)
    perhaps = len(earlier) > 1 and any(bits & ~NONE_BIT for bits in earlier)
    if not surely and not perhaps:
        return now
    last, outdated = (None if each is None else _resolved(each, surely) for each in (now.last, now.outdated))
    return _resolved(now, surely)._replace(last=last, outdated=outdated)


def _resolved(depression: Any, surely: bool) -> Options:
    """Return what is possible where breathing was depressed before, surely or perhaps: none now is resolved then."""
    bits = depression.bits
    if bits & NONE_BIT:
        bits = bits & ~NONE_BIT | RESOLVED_BIT if surely else bits | RESOLVED_BIT
    found: Options = depression._replace(bits=bits)
    return found


def _antagonist_without(depression: Options, antagonist: Options) -> bool:
    return NO_DEPRESSION(depression) and antagonist.bits == PRESENT_BIT


OF_A_DEPRESSION: Final = (
    Contradiction(
        ("respiratory_depression_ended",), _ended_without, message("{fact} goes with {others}"), Absence.CONFLICTING
    ),
    Contradiction(
        ("antagonist_given",), _antagonist_without, message("{fact} goes with {others}"), Absence.CONFLICTING
    ),
)


Spread = Callable[[Interval, Interval], tuple[Exact, Exact]]
"""The least and the greatest of what two numbers, each as far as it is known, can come to together."""


def _difference(now: Interval, before: Interval) -> tuple[Exact, Exact]:
    """Return how far two numbers lie apart."""
    least = max(0, now.low - before.high, before.low - now.high)
    return least, max(now.high - before.low, before.high - now.low)


def _per_cent(now: Interval, before: Interval) -> tuple[Exact, Exact]:
    """Return how far two numbers lie apart, in percent of the second."""
    least, greatest = ratio(now.low, before.high), ratio(now.high, before.low)
    nearest, furthest = max(0, least - 1, 1 - greatest), max(greatest - 1, 1 - least)
    return reduced(100 * nearest), reduced(100 * furthest)


def _now_and_before(recovery: Facts, on: date, part: int) -> tuple[Interval, Interval]:
    """Return the systolic or the diastolic pressure now and before the dose."""
    now = (Recovery.systolic, Recovery.diastolic)[part].possible(recovery, on)
    before = (Recovery.baseline_systolic, Recovery.baseline_diastolic)[part].possible(recovery, on)
    assert isinstance(now, Interval) and isinstance(before, Interval)
    return now, before


def _last_known(*values: Interval) -> list[Interval] | None:
    """Return what was known of several numbers before some of them went stale."""
    known = [each if each.last is None else each.last for each in values]
    stale = any(each.last is not None for each in values)
    return known if stale and all(each.absence is None for each in known) else None


def _apart(part: int, spread: Spread) -> Callable[[Any, date], Interval]:
    """Return the reading of how far a pressure lies from that before the dose."""

    def read(recovery: Facts, on: date) -> Interval:
        now, before = _now_and_before(recovery, on, part)
        last = _last_known(now, before)
        return Interval(
            *spread(now, before),
            absence_of(now, before),
            marks_of(now, before),
            Interval(*spread(*last)) if last else None,
        )

    return read


def _shows(part: int) -> Callable[[Facts, date, Locale], tuple[str, ...]]:
    """Return what names the two pressures that a change rests on."""

    def shows(recovery: Facts, on: date, locale: Locale) -> tuple[str, ...]:
        now, before = _now_and_before(recovery, on, part)
        if absence_of(now, before) is not None:
            return ()
        return (
            locale("{now} now, {before} before the dose", now=_in_words(now, locale), before=_in_words(before, locale)),
        )

    return shows


def _in_words(pressure: Interval, locale: Locale) -> str:
    low, high, unit = pressure.low, pressure.high, Recovery.systolic.unit
    return locale.quantity(low, unit) if low == high else locale.span(low, high, unit)


def _oxygen_fell(recovery: Facts, on: date) -> Options:
    """Return whether the oxygen saturation lies below that before the dose."""
    now = Recovery.oxygen_saturation.possible(recovery, on)
    before = Recovery.baseline_oxygen_saturation.possible(recovery, on)
    assert isinstance(now, Interval)
    assert isinstance(before, Interval)
    found = _below(now, before)._replace(marks=marks_of(now, before))
    if found.bits != PRESENT_BIT | ABSENT_BIT:
        return found
    last = _last_known(now, before)
    return found._replace(absence=absence_of(now, before), last=_below(*last) if last else None)


def _below(now: Interval, before: Interval) -> Options:
    return Options((PRESENT_BIT if now.low < before.high else 0) | (ABSENT_BIT if now.high >= before.low else 0))


def _pressure(
    title: str, question: str, lowest: int, highest: int, validity: Validity, code: str, always_below: str = ""
) -> Number:
    """Declare a pressure; it may lie too high or too far below that before the dose, so no direction is the worse."""
    return Number(
        title=title,
        question=question,
        unit="mm[Hg]",
        lowest=lowest,
        highest=highest,
        validity=validity,
        mutability=Mutability.PASSES_WITH_TIME if validity is LAST_HOUR else Mutability.FIXED,
        units={"kPa": KILOPASCAL},
        usual_error=WITHIN_5 if validity is LAST_HOUR else None,
        contradictions=() if validity is LAST_HOUR else OF_BEFORE,
        always_below=always_below,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        codes=loinc(code),
    )


def _in_per_cent(which: str, lowest: int, highest: int) -> Contradiction:
    """Declare that a change in percent is one of a pressure that can have been there before the dose."""

    def cannot(share: Interval, change: Interval) -> bool:
        return share.high * highest < 100 * change.low or share.low * lowest > 100 * change.high

    return Contradiction((f"{which}_change",), cannot, message("{fact} can be of the same pressure as {others}"))


def _change(which: str, part: int, unit: str, highest: int, spread: Spread, *more: Contradiction) -> Number:
    """Declare how far a pressure lies from that before the dose, up or down."""
    in_per_cent = f", in percent of that {BEFORE_THE_DOSE}" if unit == "%" else ""
    return Number(
        title=f"Change of the {which} pressure{in_per_cent}",
        question=f"How far does the {which} pressure lie from that {BEFORE_THE_DOSE}{in_per_cent}?",
        unit=unit,
        lowest=0,
        highest=highest,
        adverse=Adverse.HIGHER,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        contradictions=more,
        derive=_apart(part, spread),
        derived_from=("systolic", "diastolic", "baseline_systolic", "baseline_diastolic"),
        version=2,
        shows=_shows(part),
    )


class Recovery(Facts, group="recovery"):
    """What is so after the dose, before the client leaves."""

    last_dose: Moment = Moment(
        title="Last dose",
        question="When was the last dose of the session given?",
        reporters=STAFF,
        may_rule_out=MEASURED,
    )
    padss: Number = score(
        title="PADSS, total",
        question="What is the total of the Post-Anaesthetic Discharge Scoring System?",
        highest=TEN,
        adverse=Adverse.LOWER,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        reporters=STAFF,
        may_rule_out=MEASURED,
        on_indication="one score of recovery is enough; a rule asks for it where there is none",
    )
    aldrete: Number = score(
        title="Modified Aldrete score, total",
        question="What is the total of the modified Aldrete score?",
        highest=TEN,
        adverse=Adverse.LOWER,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        reporters=STAFF,
        may_rule_out=MEASURED,
        on_indication="one score of recovery is enough; a rule asks for it where there is none",
    )
    previous_score: Number = score(
        title="Recovery score before the latest",
        question="What was the total of the same score of recovery, the time before?",
        highest=TEN,
        adverse=Adverse.LOWER,
        validity=SAME_DAY,
        mutability=Mutability.FIXED,
        reporters=STAFF,
        may_rule_out=MEASURED,
        contradictions=OF_SINCE,
    )
    systolic: Number = _pressure(
        "Systolic pressure before leaving",
        "What is the systolic pressure now, at rest?",
        50,
        300,
        LAST_HOUR,
        "8480-6",
    )
    diastolic: Number = _pressure(
        "Diastolic pressure before leaving",
        "What is the diastolic pressure now, at rest?",
        20,
        200,
        LAST_HOUR,
        "8462-4",
        always_below="systolic",
    )
    baseline_systolic: Number = _pressure(
        "Systolic pressure before the dose",
        "What was the systolic pressure before the first dose of the day?",
        50,
        300,
        SAME_DAY,
        "8480-6",
    )
    baseline_diastolic: Number = _pressure(
        "Diastolic pressure before the dose",
        "What was the diastolic pressure before the first dose of the day?",
        20,
        200,
        SAME_DAY,
        "8462-4",
        always_below="baseline_systolic",
    )
    systolic_change: Number = _change("systolic", 0, "mm[Hg]", 250, _difference)
    systolic_change_per_cent: Number = _change("systolic", 0, "%", 500, _per_cent, _in_per_cent("systolic", 50, 300))
    diastolic_change: Number = _change("diastolic", 1, "mm[Hg]", 180, _difference)
    diastolic_change_per_cent: Number = _change("diastolic", 1, "%", 900, _per_cent, _in_per_cent("diastolic", 20, 200))
    pressure_checked_at_peak: Flag = Flag(
        title="Blood pressure measured near its peak",
        question="Was the pressure measured about 40 minutes after the dose?",
        adverse=False,
        validity=SAME_DAY,
        mutability=Mutability.OBTAINABLE,
        reporters=STAFF,
        may_rule_out=MEASURED,
        contradictions=YES_SINCE,
    )
    oxygen_saturation: Number = Number(
        title="Oxygen saturation before leaving",
        question="What is the oxygen saturation now, breathing room air? Under oxygen it is not known.",
        unit="%",
        lowest=50,
        highest=100,
        adverse=Adverse.LOWER,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        usual_error=OXIMETER,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        codes=loinc("59408-5", "2708-6"),
    )
    baseline_oxygen_saturation: Number = Number(
        title="Oxygen saturation before the dose",
        question="What was the oxygen saturation before the first dose of the day, breathing room air?",
        unit="%",
        lowest=50,
        highest=100,
        validity=SAME_DAY,
        mutability=Mutability.FIXED,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        codes=loinc("59408-5", "2708-6"),
        contradictions=OF_BEFORE,
    )
    oxygen_fell: Flag = Flag(
        title="Oxygen saturation below that before the dose",
        question="Does the oxygen saturation lie below that before the dose?",
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        reporters=MEASURED,
        may_rule_out=MEASURED,
        derive=_oxygen_fell,
        derived_from=("oxygen_saturation", "baseline_oxygen_saturation"),
        version=2,
    )
    sedation: Choice[Sedation] = Choice(
        title="Sedation before leaving",
        question="Is the client sedated now: not at all, drowsy but easily woken, or hard to wake?",
        options=Sedation,
        adverse=(Sedation.HARD_TO_WAKE, Sedation.DROWSY),
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        reporters=STAFF,
        may_rule_out=MEASURED,
    )
    respiratory_depression: Choice[RespiratoryDepression] = Choice(
        title="Respiratory depression since the dose",
        question="Was breathing depressed at any time since the dose, and is it now: none, resolved or present?",
        options=RespiratoryDepression,
        adverse=(RespiratoryDepression.PRESENT, RespiratoryDepression.RESOLVED),
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        may_rule_out=MEASURED,
        contradictions=OF_A_DEPRESSION,
    )
    respiratory_depression_since_dose: Choice[RespiratoryDepression] = Choice(
        title="Respiratory depression since the dose, by all reports of it",
        question="Is breathing depressed now, or was it at any time since the dose by any report of that?",
        options=RespiratoryDepression,
        adverse=(RespiratoryDepression.PRESENT, RespiratoryDepression.RESOLVED),
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        may_rule_out=MEASURED,
        contradictions=OF_A_DEPRESSION,
        derive=_since_the_dose,
        derived_from=("respiratory_depression",),
    )
    respiratory_depression_ended: Moment = Moment(
        title="End of the respiratory depression",
        question="When did the depression of breathing end?",
        may_rule_out=MEASURED,
        on_indication="asked where breathing was depressed after the dose",
        contradictions=(not_over_before("last_dose"),),
    )
    antagonist_given: Flag = Flag(
        title="Antagonist given",
        question="Was naloxone or flumazenil given since the dose?",
        validity=SAME_DAY,
        mutability=Mutability.FIXED,
        may_rule_out=ON_RECORD,
        on_indication="asked where breathing was depressed after the dose",
        contradictions=NO_SINCE,
    )
    respiratory_rate: Number = Number(
        title="Respiratory rate before leaving",
        question="How many breaths a minute does the client take now, at rest?",
        unit="/min",
        lowest=4,
        highest=60,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        units={"{breaths}/min": Fraction(1)},
        reporters=MEASURED,
        may_rule_out=MEASURED,
        codes=loinc("9279-1"),
    )
    oriented: Flag = Flag(
        title="Oriented to person, place and time",
        question="Does the client know who they are, where they are and what day it is?",
        adverse=False,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        reporters=STAFF,
        may_rule_out=ON_RECORD,
    )
    gait_steady: Flag = Flag(
        title="Steady gait",
        question="Does the client walk steadily, without help?",
        adverse=False,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        reporters=STAFF,
        may_rule_out=MEASURED,
    )
    dissociation_resolved: Flag = Flag(
        title="Dissociation resolved",
        question="Has the dissociation passed?",
        adverse=False,
        validity=LAST_HOUR,
        mutability=Mutability.PASSES_WITH_TIME,
        burden=Burden.EXAMINATION,
        reporters=STAFF,
        may_rule_out=ON_RECORD,
    )
    new_suicidal_intent: Flag = Flag(
        title="New suicidal intent",
        question="Has an intent to die come up since the dose?",
        validity=LAST_HOUR,
        may_rule_out=ON_RECORD,
        codes=snomed("304594002"),
    )
    escort_present: Flag = Flag(
        title="Escort present",
        question="Is the responsible adult here who takes the client home?",
        adverse=False,
        validity=LAST_HOUR,
        mutability=Mutability.OBTAINABLE,
        may_rule_out=ON_RECORD,
    )
