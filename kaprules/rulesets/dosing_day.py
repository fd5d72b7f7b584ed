"""Go ahead today, hold, or call somebody?

The source wants benefits, risks and alternatives discussed with a prescriber and a psychotherapist, and preparation
before a session. Labels and trials say what is looked at again before each dose: pressure, food and drink, alcohol,
stimulants, a pregnancy test. What the screening asked, and may have changed since, is asked in short.

What passes by itself within hours or days is a reason to hold. What would harm today, or is done without the client's
own decision, excludes today. Tier, staff, support and what is booked for the days after are decided by the rules of
dose tiers. Limits that mean the same there, or at the screening, are the same ones here.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_MOMENT,
    HAPPENED,
    NEVER,
    Absence,
    Citation,
    ClientWords,
    DaysAgo,
    HoursAgo,
    Level,
    Limit,
    Mark,
    OneOf,
    Outcome,
    Phase,
    Recorded,
    Reporter,
    Rule,
    RuleSet,
    all_of,
    any_of,
    asks,
    by_clinician,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
)

from ..conditions import Test
from ..facts.follow_up import FollowUp
from ..facts.medicines import Medicine, Medicines, MedicineStatus
from ..facts.mental_state import MoodEpisode, RealityTesting
from ..facts.plan import ConsentedTier, Plan, Product
from ..facts.readiness import Judgement
from ..facts.reproduction import PregnancyReport, PregnancyTest, Reproduction
from ..facts.session import Session
from ..facts.today import Discussed, HealthChange, LastIntegration, SuicidalityToday, Today
from ..facts.vitals import Vitals
from ..sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    BLOOD_PRESSURE_PROTOCOL,
    CHILDBEARING_DEFINITIONS,
    CLINIC_CONSENT,
    CLINIC_CONSENT_FASTING,
    ESKETAMINE_PATIENT_PAGE,
    EU_LEAFLET,
    FIELD_TRIP,
    FIELD_TRIP_PROGRAMME,
    KETAMINE_INTERACTIONS,
    MAINTAINED,
    MOUNT_SINAI,
    NEW_MEXICO_TRIAL,
    ORAL_TICLOPIDINE,
    PRESSURE_CATEGORIES,
    PSYCHIATRIC_MEDICINES_REVIEW,
    PSYON,
    PSYON_ADMISSION,
    SEDATION_DISCHARGE,
    SEED,
    SPRAVATO_USE,
    SUICIDE_SCREENER,
    SWISS_KETAMINE,
    TRIAL_NCT05991232,
    TRIAL_NCT06943859,
    TRIAL_TABLE_PMC10812090,
    US_MONOGRAPH,
)
from .dose_tiers import ANY_CAUTION, PREPARATION_MILD
from .screening.breathing import SATURATION_CAUTION, SATURATION_EXCLUSION
from .screening.cardiovascular import (
    DIASTOLIC_CRISIS,
    HEART_RATE_EXCLUSION,
    HEART_RATE_HIGH,
    HEART_RATE_LOW,
    SYSTOLIC_CRISIS,
    hypertension_uncontrolled,
    pressure_raised,
)
from .screening.mania import SOURCES as MANIA_SOURCES
from .screening.pregnancy import breastfeeding as breastfeeding_at_screening
from .screening.pregnancy import breastfeeding_missing as breastfeeding_missing_at_screening
from .screening.pregnancy import could_be_pregnant, no_negative_test, no_period_explained, pregnant, without_periods
from .screening.pregnancy import menopause_explained as menopause_explained_at_screening
from .screening.pregnancy import pregnancy as pregnancy_at_screening
from .screening.pregnancy import report_missing as report_missing_at_screening
from .screening.pregnancy import report_unsure as report_unsure_at_screening
from .screening.suicidality import ASSESSED, EMERGENCY, HOSPITALS, VARIES
from .urgent import ASSESS, AT_HOME, EXAMINE, SPEAK

MINUTE: Final = Fraction(1, 60)


def _seen(**values: Any) -> Today:
    """What a clinician finds on the day."""
    return by_clinician(Today(**{name: Recorded(value, by=Reporter.CLINICIAN) for name, value in values.items()}))


AGAIN: Final = proposal("what the screening found may have changed since, so it is asked again before each dose")

# What went before --------------------------------------------------------------------------------------------

SCREENED: Final = Citation(SEED, "screening: a thorough evaluation decides whether it is appropriate")

screening_excluded: Final = Rule(
    id="dosing_day.screening.excluded",
    source=SCREENED,
    level=Level.EXCLUSION,
    until=on_condition("another screening finds no exclusion"),
    when=Plan.screening.is_one_of(Outcome.EXCLUDED),
    clinician_text="Excluded by the screening.",
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
    id="dosing_day.screening.incomplete",
    source=SCREENED,
    level=Level.NEEDS_INFORMATION,
    when=Plan.screening.is_one_of(Outcome.INCOMPLETE),
    clinician_text="Screening incomplete: complete it before a dose.",
    client_text="The first check is not complete yet. We finish it first.",
    examples=(
        fires(by_clinician(Plan(screening=Outcome.INCOMPLETE))),
        passes(by_clinician(Plan(screening=Outcome.EXCLUDED))),
        passes(by_clinician(Plan(screening=Outcome.CAUTION))),
        passes(by_clinician(Plan(screening=Outcome.NO_EXCLUSION_FOUND))),
        asks(),
    ),
)

open_cautions: Final = Rule(
    id="dosing_day.screening.open_cautions",
    source=(SCREENED, proposal("each caution of the screening is reviewed by name before a dose")),
    level=Level.CAUTION,
    when=Plan.open_cautions >= ANY_CAUTION,
    clinician_text="Caution of the screening not yet reviewed.",
    client_text="Your prescriber has to look at some points first.",
    rationale="A number that was recorded counts, whatever was recorded of the screening's outcome.",
    examples=(
        fires(by_clinician(Plan(open_cautions=1))),
        passes(by_clinician(Plan(open_cautions=0))),
        asks(),
    ),
)

no_capacity: Final = Rule(
    id="dosing_day.capacity.absent",
    source=(criterion(1), Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: unable to consent"), AGAIN),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds on another day that the client has the capacity to decide"),
    when=Today.decision_capacity.is_one_of(Judgement.NO),
    clinician_text="Lacks capacity today to decide about this dose.",
    client_text="Deciding about this is too hard for you today. We will find another day.",
    examples=(
        fires(by_clinician(Today(decision_capacity=Judgement.NO))),
        passes(by_clinician(Today(decision_capacity=Judgement.UNCLEAR))),
        passes(_seen(decision_capacity=Judgement.YES)),
        asks(),
    ),
)

capacity_unclear: Final = Rule(
    id="dosing_day.capacity.unclear",
    source=(criterion(1), AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=Today.decision_capacity.is_one_of(Judgement.UNCLEAR),
    clinician_text="Capacity to decide unclear today: a clinician has to assess it.",
    client_text="A clinician would like to make sure that all of this is clear to you today.",
    examples=(
        fires(by_clinician(Today(decision_capacity=Judgement.UNCLEAR))),
        passes(by_clinician(Today(decision_capacity=Judgement.NO))),
        passes(_seen(decision_capacity=Judgement.YES)),
        asks(),
    ),
)

consent_not_confirmed: Final = Rule(
    id="dosing_day.consent.not_confirmed",
    source=(
        criterion(1),
        Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: unable to consent"),
        proposal("a signed consent can be taken back at any time, so it is confirmed by word before each dose"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the client confirms the consent, freely and informed"),
    when=Today.consent_reconfirmed.ruled_out,
    clinician_text="Consent not confirmed today.",
    client_text="You have not said yes for today. It is your choice, at any time.",
    rationale="A hesitation on the day counts as much as a refusal before it.",
    examples=(
        fires(Today(consent_reconfirmed=False)),
        passes(Today(consent_reconfirmed=True)),
        asks(),
    ),
)

consent_not_signed: Final = Rule(
    id="dosing_day.consent.not_signed",
    source=(criterion(1), proposal("consent is signed for the product, the route and the tier before the first dose")),
    level=Level.NEEDS_INFORMATION,
    when=Plan.consented_tier.is_one_of(ConsentedTier.NONE),
    clinician_text="Informed consent not yet signed.",
    client_text="You have not signed yet. Please ask us all that you would like to know first.",
    rationale="Whether it covers the intended tier is decided by the rules of dose tiers.",
    examples=(
        fires(Plan(consented_tier=ConsentedTier.NONE)),
        passes(Plan(consented_tier=ConsentedTier.MILD)),
        passes(Plan(consented_tier=ConsentedTier.MODERATE)),
        passes(Plan(consented_tier=ConsentedTier.HIGH)),
        asks(),
    ),
)

not_discussed: Final = Rule(
    id="dosing_day.discussed",
    source=Citation(SEED, "closing paragraph: benefits, risks and alternatives, with prescriber and psychotherapist"),
    level=Level.EXCLUSION,
    until=on_condition("benefits, risks and alternatives have been discussed with both of them"),
    when=Today.discussed.is_none_of(Discussed.BOTH),
    clinician_text="Benefits, risks and alternatives not discussed with both prescriber and psychotherapist.",
    client_text=(
        "Your prescriber and your therapist would first like to talk with you. It is about what this can do, what it "
        "cannot, and what else there is."
    ),
    rationale="A consent without this talk is not an informed one; the talk may be held the same day.",
    examples=(
        fires(Today(discussed=Discussed.NEITHER)),
        fires(Today(discussed=Discussed.PRESCRIBER_ONLY)),
        fires(Today(discussed=Discussed.PSYCHOTHERAPIST_ONLY)),
        passes(Today(discussed=Discussed.BOTH)),
        asks(),
    ),
)

not_prepared: Final = Rule(
    id="dosing_day.preparation.lacking",
    source=(
        criterion(1),
        Citation(SEED, "visits: preparation is essential"),
        proposal("the source asks for preparation and gives no number; one session is the least"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=Plan.prep_sessions < PREPARATION_MILD,
    clinician_text="Fewer preparation sessions than required before a dose.",
    client_text="We would like to prepare with you before the first session.",
    rationale="The rules of dose tiers ask for more where more is intended.",
    examples=(
        fires(Plan(prep_sessions=0)),
        passes(Plan(prep_sessions=1)),
        asks(),
    ),
)


def _first_dose() -> Today:
    return Today(last_integration=LastIntegration.NO_EARLIER_DOSE)


integration_lacking: Final = Rule(
    id="dosing_day.integration.lacking",
    source=(
        Citation(SEED, "visits: integration is essential"),
        proposal("no next dose before the last one has been worked through and recorded"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("an integration session after the last dose is held and recorded"),
    when=Today.last_integration.is_one_of(LastIntegration.NOT_RECORDED),
    clinician_text="Integration of the last dose missed or not recorded: before the next dose.",
    client_text="First there should be a talk about your last session (integration).",
    rationale="Aftercare decides the same when it is asked for the next session; this is the check at the door.",
    practice_variation="Inside an induction series some sites let the prescriber weigh it instead.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Today(last_integration=LastIntegration.NOT_RECORDED)),
        passes(Today(last_integration=LastIntegration.RECORDED)),
        passes(Today(last_integration=LastIntegration.NO_EARLIER_DOSE)),
        asks(),
    ),
)

earlier_session: Final = Rule(
    id="dosing_day.integration.earlier_session",
    source=proposal("an earlier dose is denied, and the end of a session is on record: one of the two is wrong"),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        Today.last_integration.is_one_of(LastIntegration.NO_EARLIER_DOSE),
        FollowUp.earlier_session.present,
    ),
    clinician_text=(
        "No earlier dose reported, but the end of a session is recorded: integration of the last dose not established."
    ),
    client_text="We still have to look up when your last session was.",
    marks=(Mark.CONFLICT,),
    rationale="Where no session is on record the answer is taken as it stands.",
    examples=(
        fires(_first_dose(), FollowUp(session_end=HoursAgo(72))),
        fires(_first_dose(), FollowUp(session_end=HAPPENED)),
        fires(_first_dose(), FollowUp(earlier_session=True)),
        passes(_first_dose(), FollowUp(session_end=NEVER)),
        passes(_first_dose(), FollowUp(earlier_session=False)),
        *(
            passes(Today(last_integration=each), FollowUp(session_end=HoursAgo(72)))
            for each in (LastIntegration.RECORDED, LastIntegration.NOT_RECORDED)
        ),
        asks(_first_dose(), FollowUp(session_end=Absence.DECLINED)),
    ),
)

# Pregnancy ---------------------------------------------------------------------------------------------------


def _tested(found: PregnancyTest, hours_ago: int = 24) -> Recorded:
    return Recorded(found, on=EXAMPLE_MOMENT - timedelta(hours=hours_ago))


def _possible(**more: Any) -> Reproduction:
    """A client of whom it is known that a pregnancy is possible."""
    return by_clinician(Reproduction(without_uterus=False, permanent_sterilisation=False, amenorrhoea=0, **more))


BEFORE_EACH_DOSE: Final = (
    criterion(2),
    Citation(MOUNT_SINAI, "pregnancy test at screening and before each infusion"),
    Citation(CHILDBEARING_DEFINITIONS, "pregnancy test at screening and before administration"),
    proposal("a test of the last 24 hours; the trials give no hours"),
)

pregnancy: Final = Rule(
    id="dosing_day.pregnancy.present",
    source=pregnancy_at_screening.source,
    level=Level.EXCLUSION,
    until=on_condition("there is no pregnancy, and a test of that day is negative"),
    when=pregnant.present,
    clinician_text="Pregnancy, or a sign of one that another test has to settle.",
    client_text=(
        "You are pregnant, or there is a sign of it. Ketamine is not given in pregnancy. Your care team will talk "
        "with you about what may help now."
    ),
    rationale=pregnancy_at_screening.rationale,
    marks=pregnancy_at_screening.marks,
    examples=(
        fires(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.POSITIVE)))),
        fires(Reproduction(pregnancy_reported=PregnancyReport.YES)),
        passes(
            by_clinician(
                Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE), pregnancy_reported=PregnancyReport.NO)
            )
        ),
        asks(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE)))),
    ),
)

pregnancy_test_missing: Final = Rule(
    id="dosing_day.pregnancy.test_missing",
    source=BEFORE_EACH_DOSE,
    level=Level.NEEDS_INFORMATION,
    when=all_of(could_be_pregnant.present, Reproduction.pregnancy_test.missing),
    clinician_text="Pregnancy possible; no valid pregnancy test for this dose.",
    client_text="We need a new pregnancy test from you. It is a usual step before each session.",
    rationale="The client's word alone does not rule a pregnancy out; a test that was declined stays open.",
    examples=(
        fires(_possible()),
        fires(_possible(pregnancy_test=_tested(PregnancyTest.NEGATIVE, 25))),
        passes(_possible(pregnancy_test=_tested(PregnancyTest.NEGATIVE))),
        passes(Reproduction(without_uterus=True)),
        asks(),
    ),
)

pregnancy_test_indeterminate: Final = Rule(
    id="dosing_day.pregnancy.test_indeterminate",
    source=(criterion(2), proposal("a test that says neither is repeated")),
    level=Level.NEEDS_INFORMATION,
    when=Reproduction.pregnancy_test.is_one_of(PregnancyTest.INDETERMINATE),
    clinician_text="Indeterminate pregnancy test: repeat.",
    client_text="Your pregnancy test gave no clear answer. We would like to repeat it with you.",
    examples=(
        fires(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.INDETERMINATE)))),
        passes(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.NEGATIVE)))),
        passes(by_clinician(Reproduction(pregnancy_test=_tested(PregnancyTest.POSITIVE)))),
        asks(),
    ),
)

report_missing: Final = Rule(
    id="dosing_day.pregnancy.report_missing",
    source=(*report_missing_at_screening.source, AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=report_missing_at_screening.when,
    clinician_text="Pregnancy possible; no usable answer of today on current pregnancy.",
    client_text="We still need to know today if you may be pregnant. We would like to ask you in private.",
    examples=(
        fires(_possible()),
        passes(Reproduction(without_uterus=True)),
        passes(_possible(pregnancy_reported=PregnancyReport.NO)),
        asks(),
    ),
)

menopause_explained: Final = Rule(
    id="dosing_day.pregnancy.menopause_explained",
    source=(*menopause_explained_at_screening.source, AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=all_of(no_period_explained, no_negative_test),
    clinician_text=(
        "Amenorrhoea that a hormone, another medicine or breastfeeding may explain does not prove menopause: obtain a "
        "negative pregnancy test or a clinician's confirmation of menopause."
    ),
    client_text=menopause_explained_at_screening.client_text,
    rationale=menopause_explained_at_screening.rationale,
    examples=(
        fires(*without_periods(last_taken=DaysAgo(0))),
        fires(*without_periods(last_taken=DaysAgo(365))),
        fires(*without_periods(hormonal_contraception=True)),
        fires(*without_periods(breastfeeding=True)),
        fires(*without_periods(hormonal_contraception=True, age=54)),
        fires(*without_periods(hormonal_contraception=True, menopause_confirmed=False)),
        fires(*without_periods(hormonal_contraception=True, menopause_confirmed=Absence.DECLINED)),
        fires(*without_periods(hormonal_contraception=True, pregnancy_test=_tested(PregnancyTest.INDETERMINATE))),
        fires(*without_periods(hormonal_contraception=True, pregnancy_test=_tested(PregnancyTest.POSITIVE))),
        passes(*without_periods()),
        passes(*without_periods(last_taken=DaysAgo(366))),
        passes(*without_periods(hormonal_contraception=True, menopause_confirmed=True)),
        passes(*without_periods(hormonal_contraception=True, age=55)),
        passes(*without_periods(hormonal_contraception=True, amenorrhoea=11)),
        passes(*without_periods(hormonal_contraception=True, without_uterus=True)),
        passes(*without_periods(hormonal_contraception=True, permanent_sterilisation=True)),
        passes(*without_periods(last_delivery=DaysAgo(730))),
        fires(*without_periods(hormonal_contraception=True, pregnancy_test=_tested(PregnancyTest.NEGATIVE, 25))),
        passes(*without_periods(hormonal_contraception=True, pregnancy_test=_tested(PregnancyTest.NEGATIVE))),
        asks(),
    ),
)

explained_report_missing: Final = Rule(
    id="dosing_day.pregnancy.explained_report_missing",
    source=(*menopause_explained_at_screening.source, AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=all_of(no_period_explained, Reproduction.pregnancy_reported.missing),
    clinician_text=(
        "Amenorrhoea that a hormone, another medicine or breastfeeding may explain; no usable answer of today on "
        "current pregnancy."
    ),
    client_text=report_missing.client_text,
    examples=(
        fires(*without_periods(last_taken=DaysAgo(0))),
        fires(*without_periods(last_taken=DaysAgo(365))),
        fires(*without_periods(hormonal_contraception=True)),
        fires(*without_periods(breastfeeding=True)),
        fires(*without_periods(hormonal_contraception=True, age=54)),
        fires(*without_periods(hormonal_contraception=True, menopause_confirmed=False)),
        fires(*without_periods(hormonal_contraception=True, menopause_confirmed=Absence.DECLINED)),
        passes(*without_periods()),
        passes(*without_periods(last_taken=DaysAgo(366))),
        passes(*without_periods(last_delivery=DaysAgo(730))),
        passes(*without_periods(hormonal_contraception=True, menopause_confirmed=True)),
        passes(*without_periods(hormonal_contraception=True, pregnancy_reported=PregnancyReport.NO)),
        passes(*without_periods(hormonal_contraception=True, age=55)),
        passes(*without_periods(hormonal_contraception=True, amenorrhoea=11)),
        passes(*without_periods(hormonal_contraception=True, without_uterus=True)),
        passes(*without_periods(hormonal_contraception=True, permanent_sterilisation=True)),
        asks(),
    ),
)

report_unsure: Final = Rule(
    id="dosing_day.pregnancy.report_unsure",
    source=(*report_unsure_at_screening.source, AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=report_unsure_at_screening.when,
    clinician_text="Unsure about a pregnancy: a later pregnancy test has to settle it.",
    client_text="You are not sure if you may be pregnant. We would like to do a pregnancy test with you.",
    examples=(
        fires(_possible(pregnancy_reported=PregnancyReport.UNSURE, pregnancy_test=_tested(PregnancyTest.NEGATIVE, 23))),
        passes(_possible(pregnancy_reported=PregnancyReport.UNSURE, pregnancy_test=_tested(PregnancyTest.NEGATIVE, 0))),
        fires(
            by_clinician(
                Reproduction(
                    without_uterus=True,
                    pregnancy_reported=PregnancyReport.UNSURE,
                    pregnancy_test=_tested(PregnancyTest.NEGATIVE, 23),
                )
            )
        ),
        fires(Reproduction(pregnancy_reported=PregnancyReport.UNSURE)),
        passes(_possible(pregnancy_reported=PregnancyReport.NO)),
        passes(_possible(pregnancy_reported=PregnancyReport.YES)),
        asks(),
    ),
)

breastfeeding: Final = Rule(
    id="dosing_day.breastfeeding",
    source=breastfeeding_at_screening.source,
    level=Level.EXCLUSION,
    until=on_condition("the client no longer breastfeeds"),
    when=Reproduction.breastfeeding.present,
    clinician_text="Breastfeeding, or giving expressed milk.",
    client_text="You give your milk to a child. Ketamine can pass into it, so it is not given today.",
    rationale=breastfeeding_at_screening.rationale,
    practice_variation=breastfeeding_at_screening.practice_variation,
    levels=breastfeeding_at_screening.levels,
    examples=(
        fires(Reproduction(breastfeeding=True)),
        passes(Reproduction(breastfeeding=False)),
        asks(),
    ),
)

breastfeeding_missing: Final = Rule(
    id="dosing_day.breastfeeding.missing",
    source=(*breastfeeding_missing_at_screening.source, AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=breastfeeding_missing_at_screening.when,
    clinician_text="Breastfeeding not established as of today.",
    client_text="We would like to know if you breastfeed.",
    rationale="Asked under the same conditions as at the screening.",
    examples=breastfeeding_missing_at_screening.examples,
)

# What is measured --------------------------------------------------------------------------------------------

pressure_crisis: Final = Rule(
    id="dosing_day.pressure.crisis",
    source=(criterion(3), Citation(PRESSURE_CATEGORIES, "hypertensive crisis: above 180 or above 120")),
    level=Level.EXCLUSION,
    until=on_condition(
        "a clinician has assessed the crisis, and on another day every reading is at or below the limits"
    ),
    when=any_of(
        Vitals.highest_systolic > SYSTOLIC_CRISIS,
        Vitals.highest_diastolic > DIASTOLIC_CRISIS,
    ),
    clinician_text=(
        "Blood pressure of today in the range of hypertensive crisis: at least one reading above 180 systolic or "
        "above 120 diastolic."
    ),
    client_text="Your blood pressure is very high. A clinician looks at it with you now, so that it comes down.",
    rationale="One such reading is enough, for the whole day: it needs a clinician, whatever the mean is.",
    marks=(Mark.URGENT,),
    today=EXAMINE,
    examples=(
        fires(by_clinician(Vitals(highest_systolic=181))),
        fires(by_clinician(Vitals(highest_diastolic=121))),
        passes(by_clinician(Vitals(highest_systolic=180, highest_diastolic=120))),
        asks(by_clinician(Vitals(highest_systolic=180))),
        asks(by_clinician(Vitals(highest_diastolic=120))),
    ),
)

pressure_too_high: Final = Rule(
    id="dosing_day.pressure.too_high",
    source=(
        criterion(3),
        Citation(FIELD_TRIP, "blood pressure: 160/100 and higher is uncontrolled"),
        Citation(SWISS_KETAMINE, "contraindications: blood pressure above 180/100 at rest"),
        Citation(EU_LEAFLET, "warnings: high blood pressure that is not well controlled"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("after rest, the mean of the readings of one hour is below both limits"),
    when=hypertension_uncontrolled.present,
    clinician_text="Blood pressure too high for a dose today.",
    client_text="Your blood pressure is too high for today's session. You can rest, and we measure again.",
    rationale="A dose raises it further, and two labels forbid ketamine above 180/100.",
    practice_variation="A programme draws the line at 160/100, trials at 140/90 or 160/90, two labels at 180/100.",
    subsumes=("dosing_day.pressure.raised",),
    examples=(
        fires(by_clinician(Vitals(mean_systolic=160))),
        passes(by_clinician(Vitals(mean_systolic=159, mean_diastolic=99))),
        asks(by_clinician(Vitals(mean_systolic=159))),
    ),
)

pressure_above_the_line: Final = Rule(
    id="dosing_day.pressure.raised",
    source=(
        criterion(3),
        Citation(US_MONOGRAPH, "warnings: blood pressure above 140/90 before dosing"),
        Citation(BLOOD_PRESSURE_PROTOCOL, "140/90 before dosing"),
    ),
    level=Level.CAUTION,
    when=pressure_raised.present,
    clinician_text="Blood pressure above the label's limit: consider delaying.",
    client_text="Your blood pressure is higher than we would like. Your prescriber will look at it with you.",
    rationale="It reaches its peak about 40 minutes after a dose and lasts for hours.",
    practice_variation="Two trials exclude above 140/90.",
    examples=(
        fires(by_clinician(Vitals(mean_systolic=141))),
        passes(by_clinician(Vitals(mean_systolic=140, mean_diastolic=90))),
        asks(by_clinician(Vitals(mean_systolic=140))),
    ),
)

racing_heart: Final = Rule(
    id="dosing_day.heart_rate.racing",
    source=(criterion(3), Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: heart rate above 130")),
    level=Level.EXCLUSION,
    until=on_condition("the resting heart rate is at or below the limit, and its cause is known"),
    when=Vitals.heart_rate > HEART_RATE_EXCLUSION,
    clinician_text="Resting heart rate too high for a dose today.",
    client_text="Your heart beats too fast at rest for today's session. We would like to find out why.",
    subsumes=("dosing_day.heart_rate.unusual",),
    examples=(
        fires(by_clinician(Vitals(heart_rate=Decimal("130.5")))),
        passes(by_clinician(Vitals(heart_rate=130))),
        asks(),
    ),
)

unusual_heart_rate: Final = Rule(
    id="dosing_day.heart_rate.unusual",
    source=(
        criterion(3),
        Citation(TRIAL_NCT06943859, "exclusion criteria: heart rate outside 60 to 100"),
        proposal("the lower end lies at 50, as a slow heart at rest is common in healthy people"),
    ),
    level=Level.CAUTION,
    when=any_of(Vitals.heart_rate > HEART_RATE_HIGH, Vitals.heart_rate < HEART_RATE_LOW),
    clinician_text="Resting heart rate outside the usual range today.",
    client_text="Your heart beats faster or slower than is usual. Your prescriber will look at it with you.",
    client_text_by=(
        (Test.ABOVE, "Your heart beats faster than is usual. Your prescriber will look at it with you."),
        (Test.BELOW, "Your heart beats slower than is usual. Your prescriber will look at it with you."),
    ),
    examples=(
        fires(by_clinician(Vitals(heart_rate=Decimal("100.5")))),
        fires(by_clinician(Vitals(heart_rate=Decimal("49.5")))),
        passes(by_clinician(Vitals(heart_rate=100))),
        passes(by_clinician(Vitals(heart_rate=50))),
        asks(),
    ),
)

low_saturation: Final = Rule(
    id="dosing_day.saturation.low",
    source=(
        criterion(9),
        Citation(SEDATION_DISCHARGE, "discharge at an oxygen saturation above 92 percent"),
        proposal("what is demanded to go home is demanded before a sedating drug"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the oxygen saturation on room air is at or above the limit, and its cause is known"),
    when=Vitals.oxygen_saturation < SATURATION_EXCLUSION,
    clinician_text="Oxygen saturation on room air too low for a dose today.",
    client_text="There is too little oxygen in your blood for today's session. We would like to find out why.",
    subsumes=("dosing_day.saturation.reduced",),
    examples=(
        fires(by_clinician(Vitals(oxygen_saturation=Decimal("91.5")))),
        passes(by_clinician(Vitals(oxygen_saturation=92))),
        asks(),
    ),
)

reduced_saturation: Final = Rule(
    id="dosing_day.saturation.reduced",
    source=(criterion(9), Citation(TRIAL_NCT06943859, "exclusion criteria: oxygen saturation below 95 percent")),
    level=Level.CAUTION,
    when=Vitals.oxygen_saturation <= SATURATION_CAUTION,
    clinician_text="Reduced oxygen saturation on room air.",
    client_text="There is less oxygen in your blood than there should be. Your prescriber will look at it with you.",
    examples=(
        fires(by_clinician(Vitals(oxygen_saturation=94))),
        passes(by_clinician(Vitals(oxygen_saturation=Decimal("94.5")))),
        asks(),
    ),
)

# What has changed --------------------------------------------------------------------------------------------

GRAVE: Final = (
    HealthChange.PSYCHOTIC_SYMPTOMS,
    HealthChange.MANIC_SYMPTOMS,
    HealthChange.CARDIOVASCULAR_EVENT,
    HealthChange.SERIOUS_EVENT,
)

grave_change: Final = Rule(
    id="dosing_day.change.grave",
    source=(
        criterion(13),
        criterion(5),
        criterion(8),
        Citation(TRIAL_TABLE_PMC10812090, "exclusion criteria: current psychosis or mania"),
        Citation(EU_LEAFLET, "do not use: heart attack within six weeks"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: stroke, head trauma, seizure disorder"),
    ),
    level=Level.EXCLUSION,
    until=on_condition(
        "a clinician has assessed it, and the session is planned anew from a screening without exclusion"
    ),
    when=Today.change_in_health.is_one_of(*GRAVE),
    clinician_text=(
        "Psychotic or manic symptoms, a cardiovascular event or finding, head injury or seizure since the screening."
    ),
    client_text=(
        "Something important has changed in your health since we last saw you. A clinician looks after you first."
    ),
    rationale=(
        "Each of them excludes at the screening while it is there or recent, so the old screening no longer counts; "
        "prescriber and psychotherapist hear of it today."
    ),
    marks=(Mark.URGENT,),
    today=ASSESS,
    examples=(
        *(fires(by_clinician(Today(change_in_health=change))) for change in GRAVE),
        passes(by_clinician(Today(change_in_health=HealthChange.OTHER))),
        passes(_seen(change_in_health=HealthChange.NONE)),
        asks(),
    ),
)

other_change: Final = Rule(
    id="dosing_day.change.other",
    source=(SCREENED, AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=Today.change_in_health.is_one_of(HealthChange.OTHER),
    clinician_text="Change in health since the screening: screen it first.",
    client_text="Something has changed in your health since we last saw you. We would like to go over it first.",
    examples=(
        fires(by_clinician(Today(change_in_health=HealthChange.OTHER))),
        passes(_seen(change_in_health=HealthChange.NONE)),
        *(passes(by_clinician(Today(change_in_health=change))) for change in GRAVE),
        asks(),
    ),
)

changes_asked_since: Final = Rule(
    id="dosing_day.change.asked_since",
    source=proposal("what an answer covers ends on its day, so changes are asked since the oldest that was used"),
    level=Level.NOTE,
    when=Plan.oldest_health_answer.ever,
    clinician_text="Changes in health are asked for since the oldest health answer that the screening used.",
    client_text="We ask about your health since the first answers that you gave us.",
    examples=(
        fires(Plan(oldest_health_answer=EXAMPLE_MOMENT.date() - timedelta(days=21))),
        passes(Plan(oldest_health_answer=NEVER)),
        asks(),
    ),
)

EXAMINED: Final = (
    criterion(5),
    criterion(13),
    Citation(TRIAL_TABLE_PMC10812090, "exclusion criteria: current psychosis or mania"),
    AGAIN,
)

elevated_mood: Final = Rule(
    id="dosing_day.mood.elevated",
    source=(*MANIA_SOURCES, AGAIN),
    level=Level.EXCLUSION,
    until=on_condition("the episode is over, and another screening finds no exclusion"),
    when=Today.mood.is_one_of(MoodEpisode.HYPOMANIC, MoodEpisode.MANIC, MoodEpisode.MIXED),
    clinician_text="Elevated or mixed mood today, as a clinician finds.",
    client_text="Your mood is higher than usual, or swings a lot. It should be even again before ketamine.",
    rationale="A mood changes within days; what the screening found weeks ago does not carry a dose.",
    marks=(Mark.URGENT,),
    today=ASSESS,
    examples=(
        fires(by_clinician(Today(mood=MoodEpisode.HYPOMANIC))),
        fires(by_clinician(Today(mood=MoodEpisode.MANIC))),
        fires(by_clinician(Today(mood=MoodEpisode.MIXED))),
        passes(_seen(mood=MoodEpisode.NONE)),
        passes(_seen(mood=MoodEpisode.DEPRESSIVE)),
        passes(by_clinician(Today(mood=MoodEpisode.UNCLEAR))),
        asks(Today(mood=Recorded(MoodEpisode.NONE, by=Reporter.CLIENT))),
    ),
)

reality_impaired: Final = Rule(
    id="dosing_day.reality_testing.impaired",
    source=EXAMINED,
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds reality testing intact, and another screening finds no exclusion"),
    when=Today.reality_testing.is_one_of(RealityTesting.IMPAIRED),
    clinician_text="Impaired reality testing today, as a clinician finds.",
    client_text="Some things may seem different to you than they are. A clinician looks after you first.",
    marks=(Mark.URGENT,),
    today=ASSESS,
    examples=(
        fires(by_clinician(Today(reality_testing=RealityTesting.IMPAIRED))),
        passes(_seen(reality_testing=RealityTesting.INTACT)),
        passes(by_clinician(Today(reality_testing=RealityTesting.UNCLEAR))),
        asks(Today(reality_testing=Recorded(RealityTesting.INTACT, by=Reporter.CLIENT))),
    ),
)

mental_state_unclear: Final = Rule(
    id="dosing_day.mental_state.unclear",
    source=EXAMINED,
    level=Level.NEEDS_INFORMATION,
    when=any_of(Today.mood.is_one_of(MoodEpisode.UNCLEAR), Today.reality_testing.is_one_of(RealityTesting.UNCLEAR)),
    clinician_text="Mood or reality testing unclear today: a clinician has to assess it.",
    client_text="A clinician would like to talk with you about how you feel and think today.",
    examples=(
        fires(by_clinician(Today(mood=MoodEpisode.UNCLEAR))),
        fires(by_clinician(Today(reality_testing=RealityTesting.UNCLEAR))),
        passes(_seen(mood=MoodEpisode.NONE, reality_testing=RealityTesting.INTACT)),
        *(
            passes(_seen(mood=mood, reality_testing=RealityTesting.IMPAIRED))
            for mood in MoodEpisode
            if mood is not MoodEpisode.UNCLEAR
        ),
        asks(_seen(mood=MoodEpisode.NONE)),
        asks(_seen(reality_testing=RealityTesting.INTACT)),
    ),
)

mental_state_missing: Final = Rule(
    id="dosing_day.mental_state.missing",
    source=EXAMINED,
    level=Level.NEEDS_INFORMATION,
    when=any_of(Today.mood.missing, Today.reality_testing.missing),
    clinician_text="No usable clinician finding of today on mood, or on reality testing.",
    client_text="A clinician still has to see you today, about how you feel and think.",
    rationale="Until the dose, an examination of weeks ago would otherwise carry the day.",
    examples=(
        fires(),
        fires(_seen(mood=MoodEpisode.NONE)),
        fires(_seen(reality_testing=RealityTesting.INTACT)),
        fires(
            Today(
                mood=Recorded(MoodEpisode.NONE, by=Reporter.CLIENT),
                reality_testing=Recorded(RealityTesting.INTACT, by=Reporter.CLIENT),
            )
        ),
        passes(_seen(mood=MoodEpisode.NONE, reality_testing=RealityTesting.INTACT)),
    ),
)

infection: Final = Rule(
    id="dosing_day.infection",
    source=(
        criterion(9),
        Citation(PSYON_ADMISSION, "other contraindications: acute infection"),
        proposal("a fever is the sign of an infection until its cause is known"),
    ),
    level=Level.CAUTION,
    when=Today.acute_infection.present,
    clinician_text="Fever or acute infection: consider delaying.",
    client_text="You have a fever or an infection. It is better to wait until it is over.",
    rationale="It passes, and airways and circulation already work harder.",
    examples=(
        fires(Today(acute_infection=True)),
        passes(Today(acute_infection=False)),
        asks(),
    ),
)

suicidal_intent: Final = Rule(
    id="dosing_day.suicidality.intent",
    source=(
        Citation(TRIAL_NCT05991232, "exclusion criteria: item 4 or 5 of the C-SSRS"),
        Citation(PSYON, "exclusion criteria: suicidal intent"),
        *EMERGENCY,
    ),
    level=Level.EXCLUSION,
    until=ASSESSED,
    when=Today.suicidality.is_one_of(SuicidalityToday.INTENT_OR_BEHAVIOUR),
    clinician_text="Suicidal intent or behaviour since the last visit: a clinician must speak with the client today.",
    client_text=(
        "You had thoughts of suicide and thought about acting on them, or did. You are not alone with them. Somebody "
        "would like to talk with you today."
    ),
    rationale="Outside a hospital nothing else begins before that.",
    practice_variation=VARIES,
    levels=HOSPITALS,
    marks=(Mark.URGENT,),
    today=SPEAK,
    subsumes=("dosing_day.suicidality.ideation",),
    examples=(
        fires(by_clinician(Today(suicidality=SuicidalityToday.INTENT_OR_BEHAVIOUR))),
        passes(by_clinician(Today(suicidality=SuicidalityToday.IDEATION))),
        passes(_seen(suicidality=SuicidalityToday.NEGATIVE)),
        asks(),
    ),
)

suicidal_ideation: Final = Rule(
    id="dosing_day.suicidality.ideation",
    source=(
        Citation(SUICIDE_SCREENER, "items 1 to 5"),
        Citation(FIELD_TRIP_PROGRAMME, "inclusion criteria: suicidal thoughts"),
        proposal("thoughts since the last visit are weighed before the client is left with what a dose brings up"),
    ),
    level=Level.CAUTION,
    when=Today.suicidality.is_none_of(SuicidalityToday.NEGATIVE),
    clinician_text="Thoughts of death or suicide, or more, since the last visit.",
    client_text=(
        "You had thoughts of suicide, or wished not to wake up, since we last saw you. We would like to talk about "
        "them before we decide."
    ),
    practice_variation="A programme treats clients who think of suicide.",
    examples=(
        fires(by_clinician(Today(suicidality=SuicidalityToday.IDEATION))),
        fires(by_clinician(Today(suicidality=SuicidalityToday.INTENT_OR_BEHAVIOUR))),
        passes(_seen(suicidality=SuicidalityToday.NEGATIVE)),
        asks(),
    ),
)

# What was taken ----------------------------------------------------------------------------------------------

ALCOHOL: Final = Limit(
    24,
    "h",
    id="dosing_day.alcohol",
    source=Citation(NEW_MEXICO_TRIAL, "24 hours without alcohol before a session"),
    since=ADOPTED,
    floor=12,
    ceiling=72,
    step=MINUTE,
)
CANNABIS: Final = Limit(
    24,
    "h",
    id="dosing_day.cannabis",
    source=Citation(NEW_MEXICO_TRIAL, "24 hours without cannabis before a session"),
    since=ADOPTED,
    floor=12,
    ceiling=72,
    step=MINUTE,
)
SEDATIVE: Final = Limit(
    24,
    "h",
    id="dosing_day.last_sedative",
    source=proposal("one day, as for alcohol; no source read gives a time"),
    since=ADOPTED,
    step=MINUTE,
)
BENZODIAZEPINE: Final = Limit(
    24,
    "h",
    id="dosing_day.benzodiazepine",
    source=proposal("one day, as for alcohol; no source read gives a time"),
    since=ADOPTED,
    step=MINUTE,
)

medicines_changed: Final = Rule(
    id="dosing_day.medicines_changed",
    source=(Citation(EU_LEAFLET, "other medicines: what is taken, was taken recently or may be taken"), AGAIN),
    level=Level.NEEDS_INFORMATION,
    when=Today.medicines_changed.present,
    clinician_text="Medicine changed since the screening: screen the new list first.",
    client_text="One of your medicines has changed. We would like to go over your list first.",
    examples=(
        fires(Today(medicines_changed=True)),
        passes(Today(medicines_changed=False)),
        asks(),
    ),
)

stimulant: Final = Rule(
    id="dosing_day.stimulant",
    source=(
        Citation(NEW_MEXICO_TRIAL, "stimulants on the day of a session"),
        Citation(EU_LEAFLET, "other medicines: stimulants may raise blood pressure"),
        Citation(ESKETAMINE_PATIENT_PAGE, "interactions: stimulants may raise blood pressure"),
    ),
    level=Level.CAUTION,
    when=Today.stimulant.present,
    clinician_text="Stimulant taken today: the prescriber has to weigh it.",
    client_text=(
        "You took a medicine today that raises blood pressure (a stimulant). Your prescriber will look at it with you."
    ),
    rationale="It raises pressure and pulse, as the dose does.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(Today(stimulant=True)),
        passes(Today(stimulant=False)),
        asks(),
    ),
)


def _taken(
    name: str,
    status: MedicineStatus = MedicineStatus.TAKING,
) -> Medicines:
    medicine = Medicine(substance=name, status=status)
    return Medicines(listed=Recorded([medicine], on=EXAMPLE_MOMENT))


benzodiazepine: Final = Rule(
    id="dosing_day.benzodiazepine",
    source=(
        Citation(ESKETAMINE_PATIENT_PAGE, "interactions: benzodiazepines may increase sedation"),
        Citation(KETAMINE_INTERACTIONS, "abstract: benzodiazepines and loss of effect"),
        Citation(PSYCHIATRIC_MEDICINES_REVIEW, "abstract: benzodiazepines and loss of effect"),
        proposal("one day, as for alcohol; no source read gives a time"),
    ),
    level=Level.CAUTION,
    when=Today.last_benzodiazepine.within(BENZODIAZEPINE),
    clinician_text="Benzodiazepine or Z-drug within the last 24 hours: the prescriber has to weigh it.",
    client_text="A short time ago you took a calming or sleeping medicine. Your prescriber will look at it with you.",
    rationale="It adds to the sedation and may weaken the effect.",
    examples=(
        fires(Today(last_benzodiazepine=HoursAgo(24))),
        passes(Today(last_benzodiazepine=HoursAgo(24 + MINUTE))),
        passes(Today(last_benzodiazepine=NEVER)),
        asks(Today(last_benzodiazepine=HAPPENED)),
    ),
)

benzodiazepine_missing: Final = Rule(
    id="dosing_day.benzodiazepine.missing",
    source=proposal("whoever takes a benzodiazepine is asked when it was"),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Medicines.takes_benzodiazepine.present, Today.last_benzodiazepine.missing),
    clinician_text="Benzodiazepine or Z-drug, taken or planned; no usable answer of today on when it was last taken.",
    client_text="You take a calming or sleeping medicine. We would like to know when you last took it.",
    examples=(
        fires(_taken("lorazepam")),
        passes(_taken("lorazepam"), Today(last_benzodiazepine=HoursAgo(30))),
        passes(_taken("sertraline")),
        asks(),
    ),
)

HELD_AGAINST: Final = proposal("what stands on the list as taken is held against the word that it never was")

benzodiazepine_denied: Final = Rule(
    id="dosing_day.benzodiazepine.denied",
    source=HELD_AGAINST,
    level=Level.NEEDS_INFORMATION,
    when=all_of(Medicines.benzodiazepine_in_use.present, Today.last_benzodiazepine.never),
    clinician_text=(
        "Benzodiazepine or Z-drug on the list as taken, but said never to have been taken: one of the two is wrong."
    ),
    client_text=(
        "A calming or sleeping medicine is on your list, and you say that you never took it. We would like to go over "
        "that with you."
    ),
    rationale="What is planned, or is there for when it is needed, may never have been taken yet.",
    marks=(Mark.CONFLICT,),
    examples=(
        fires(_taken("lorazepam"), Today(last_benzodiazepine=NEVER)),
        passes(_taken("lorazepam"), Today(last_benzodiazepine=HoursAgo(30))),
        passes(_taken("lorazepam", MedicineStatus.PLANNED), Today(last_benzodiazepine=NEVER)),
        passes(_taken("lorazepam", MedicineStatus.AS_NEEDED), Today(last_benzodiazepine=NEVER)),
        passes(_taken("methadone"), Today(last_benzodiazepine=NEVER)),
        asks(Today(last_benzodiazepine=NEVER)),
        asks(_taken("lorazepam"), Today(last_benzodiazepine=Absence.DECLINED)),
    ),
)

SEDATIVES_ADD: Final = (
    Citation(ESKETAMINE_PATIENT_PAGE, "interactions: depressants of the nervous system may increase sedation"),
    proposal("one day, as for alcohol; no source read gives a time"),
)

takes_strong_sedative: Final = any_of(
    Medicines.takes_opioid.present, Medicines.takes_strong_depressant.present, Medicines.takes_oxybate.present
)


def _takes(of: str) -> Medicines:
    """Return what is taken, of the kinds that are asked for by name: one of them, or none."""
    kinds = ("takes_opioid", "takes_strong_depressant", "takes_oxybate", "takes_cns_depressant")
    taken: dict[str, Any] = {kind: kind == of for kind in kinds}
    return Medicines(**taken)


STRONG_SEDATIVES: Final = ("takes_opioid", "takes_strong_depressant", "takes_oxybate")

strong_sedative_today: Final = Rule(
    id="dosing_day.sedative.strong",
    source=SEDATIVES_ADD,
    level=Level.CAUTION,
    when=all_of(
        any_of(takes_strong_sedative, Medicines.ever_strong_sedative.present), Today.last_sedative.within(SEDATIVE)
    ),
    clinician_text=(
        "Sedating medicine within the last 24 hours, with an opioid (maintenance included), a barbiturate or similar, "
        "or oxybate taken now or before: the prescriber has to weigh it."
    ),
    client_text=(
        "A short time ago you took a medicine that can make you sleepy. Your prescriber will look at it with you."
    ),
    rationale="It adds to the sedation and depresses breathing.",
    subsumes=("dosing_day.sedative",),
    examples=(
        *(fires(_takes(kind), Today(last_sedative=HoursAgo(24))) for kind in STRONG_SEDATIVES),
        fires(_taken("buprenorphine"), Today(last_sedative=HoursAgo(24))),
        fires(_taken("oxycodone", MedicineStatus.COMPLETED), Today(last_sedative=HoursAgo(24))),
        passes(_taken("gabapentin", MedicineStatus.COMPLETED), Today(last_sedative=HoursAgo(24))),
        passes(_takes("takes_opioid"), Today(last_sedative=HoursAgo(24 + MINUTE))),
        passes(_taken("gabapentin"), Today(last_sedative=HoursAgo(24))),
        passes(_taken("sertraline"), Today(last_sedative=HoursAgo(24))),
        asks(_takes("takes_opioid"), Today(last_sedative=HAPPENED)),
        asks(Today(last_sedative=HoursAgo(24))),
    ),
)

sedative_today: Final = Rule(
    id="dosing_day.sedative",
    source=SEDATIVES_ADD,
    level=Level.NOTE,
    when=Today.last_sedative.within(SEDATIVE),
    clinician_text="Sedating medicine within the last 24 hours.",
    client_text="A short time ago you took a medicine that can make you sleepy.",
    rationale="It adds to the sedation.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(Today(last_sedative=HoursAgo(24))),
        passes(Today(last_sedative=HoursAgo(24 + MINUTE))),
        passes(Today(last_sedative=NEVER)),
        asks(Today(last_sedative=HAPPENED)),
    ),
)

sedative_missing: Final = Rule(
    id="dosing_day.sedative.missing",
    source=proposal("whoever takes a sedating medicine is asked when it was"),
    level=Level.NEEDS_INFORMATION,
    when=all_of(any_of(takes_strong_sedative, Medicines.takes_cns_depressant.present), Today.last_sedative.missing),
    clinician_text="Sedating medicine, taken or planned; no usable answer of today on when one was last taken.",
    client_text="You take a medicine that can make you sleepy. We would like to know when you last took it.",
    rationale="Benzodiazepines and Z-drugs are asked for by themselves.",
    examples=(
        *(fires(_takes(kind)) for kind in (*STRONG_SEDATIVES, "takes_cns_depressant")),
        fires(_taken("gabapentin")),
        passes(_takes("takes_opioid"), Today(last_sedative=HoursAgo(30))),
        passes(_taken("sertraline")),
        passes(_taken("lorazepam")),
        asks(),
    ),
)

sedative_denied: Final = Rule(
    id="dosing_day.sedative.denied",
    source=HELD_AGAINST,
    level=Level.NEEDS_INFORMATION,
    when=all_of(Medicines.sedative_in_use.present, Today.last_sedative.never),
    clinician_text=(
        "Sedating medicine on the list as taken, but said never to have been taken: one of the two is wrong."
    ),
    client_text=(
        "A medicine that can make you sleepy is on your list, and you say that you never took it. We would like to go "
        "over that with you."
    ),
    rationale=benzodiazepine_denied.rationale,
    marks=(Mark.CONFLICT,),
    examples=(
        *(
            fires(_taken(name), Today(last_sedative=NEVER))
            for name in ("methadone", "phenobarbital", "sodium oxybate", "gabapentin")
        ),
        passes(_taken("methadone"), Today(last_sedative=HoursAgo(30))),
        passes(_taken("methadone", MedicineStatus.PLANNED), Today(last_sedative=NEVER)),
        passes(_taken("lorazepam"), Today(last_sedative=NEVER)),
        asks(_taken("methadone"), Today(last_sedative=Absence.DECLINED)),
    ),
)

intoxicated: Final = Rule(
    id="dosing_day.intoxicated",
    source=(
        criterion(1),
        Citation(NEW_MEXICO_TRIAL, "24 hours without alcohol and cannabis before a session"),
        proposal("whoever is intoxicated cannot consent, and what was taken adds to the dose"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the client is sober on another day"),
    when=Today.intoxicated.present,
    clinician_text="Current intoxication.",
    client_text="You are under the influence of something. Please come back on another day with a clear head.",
    examples=(
        fires(by_clinician(Today(intoxicated=True))),
        passes(_seen(intoxicated=False)),
        asks(),
    ),
)

alcohol: Final = Rule(
    id="dosing_day.alcohol.recent",
    source=Citation(NEW_MEXICO_TRIAL, "24 hours without alcohol before a session"),
    level=Level.CAUTION,
    when=Today.last_alcohol.within(ALCOHOL),
    clinician_text="Recent alcohol: delay, however sober the client seems.",
    client_text="You drank alcohol a short time ago. It is better to wait.",
    rationale="It adds to the sedation.",
    examples=(
        fires(Today(last_alcohol=HoursAgo(24))),
        passes(Today(last_alcohol=HoursAgo(24 + MINUTE))),
        passes(Today(last_alcohol=NEVER)),
        asks(Today(last_alcohol=HAPPENED)),
    ),
)

cannabis: Final = Rule(
    id="dosing_day.cannabis.recent",
    source=Citation(NEW_MEXICO_TRIAL, "24 hours without cannabis before a session"),
    level=Level.CAUTION,
    when=Today.last_cannabis.within(CANNABIS),
    clinician_text="Recent cannabis: delay.",
    client_text="You used cannabis a short time ago. It is better to wait.",
    rationale="It adds to the sedation and raises the pulse.",
    examples=(
        fires(Today(last_cannabis=HoursAgo(24))),
        passes(Today(last_cannabis=HoursAgo(24 + MINUTE))),
        passes(Today(last_cannabis=NEVER)),
        asks(Today(last_cannabis=HAPPENED)),
    ),
)

# Food and drink ----------------------------------------------------------------------------------------------

LEAFLET_FASTING: Final = Citation(EU_LEAFLET, "before use: two hours without food, half an hour without liquids")
LEAFLET_NOSE: Final = Citation(EU_LEAFLET, "before use: an hour without other medicines in the nose")
CLINIC_FASTING: Final = Citation(CLINIC_CONSENT, "four hours without food, two without liquids")

ESKETAMINE_FOOD: Final = Limit(
    2, "h", id="dosing_day.esketamine.food", source=LEAFLET_FASTING, since=ADOPTED, label=True, step=MINUTE
)
ESKETAMINE_LIQUIDS: Final = Limit(
    Decimal("0.5"),
    "h",
    id="dosing_day.esketamine.liquids",
    source=LEAFLET_FASTING,
    since=ADOPTED,
    label=True,
    step=MINUTE,
)
NASAL_SPRAY: Final = Limit(
    1, "h", id="dosing_day.nasal_spray", source=LEAFLET_NOSE, since=ADOPTED, label=True, step=MINUTE
)
RACEMIC_FOOD: Final = Limit(
    4,
    "h",
    id="dosing_day.racemic.food",
    source=CLINIC_FASTING,
    since=ADOPTED,
    floor=2,
    ceiling=8,
    step=MINUTE,
)
RACEMIC_LIQUIDS: Final = Limit(
    2,
    "h",
    id="dosing_day.racemic.liquids",
    source=CLINIC_FASTING,
    since=ADOPTED,
    floor=Decimal("0.5"),
    ceiling=4,
    step=MINUTE,
)

RACEMIC: Final = tuple(product for product in Product if product is not Product.ESKETAMINE)
THROUGH_THE_NOSE: Final = (Product.ESKETAMINE, Product.RACEMIC_INTRANASAL)
SICKNESS: Final = "Some clients feel sick or vomit after a dose, and waiting costs no more than hours."


def _planned(product: Product | OneOf) -> Plan:
    return Plan(product=product)


esketamine_food: Final = Rule(
    id="dosing_day.esketamine.food",
    source=(LEAFLET_FASTING, Citation(SPRAVATO_USE, "two hours without food")),
    level=Level.CAUTION,
    when=all_of(
        Plan.product.is_one_of(Product.ESKETAMINE),
        Today.last_meal.within_less_than(ESKETAMINE_FOOD),
    ),
    clinician_text="Food too recent for esketamine: delay.",
    client_text="You ate a short time ago. Ketamine can make you feel sick, so we wait or find another time.",
    rationale=SICKNESS,
    practice_variation="Clinics that give racemic ketamine ask for four hours.",
    examples=(
        fires(_planned(Product.ESKETAMINE), Today(last_meal=HoursAgo(2 - MINUTE))),
        passes(_planned(Product.ESKETAMINE), Today(last_meal=HoursAgo(2))),
        *(passes(_planned(product), Today(last_meal=HoursAgo(0))) for product in RACEMIC),
        asks(_planned(Product.ESKETAMINE)),
        asks(Today(last_meal=HoursAgo(0))),
    ),
)

esketamine_liquids: Final = Rule(
    id="dosing_day.esketamine.liquids",
    source=(LEAFLET_FASTING, Citation(SPRAVATO_USE, "half an hour without liquids")),
    level=Level.CAUTION,
    when=all_of(
        Plan.product.is_one_of(Product.ESKETAMINE),
        Today.last_liquid.within_less_than(ESKETAMINE_LIQUIDS),
    ),
    clinician_text="Liquids too recent for esketamine: delay.",
    client_text=(
        "You drank something a short time ago. Ketamine can make you feel sick, so we wait or find another time."
    ),
    rationale=SICKNESS,
    practice_variation="Clinics that give racemic ketamine ask for two or four hours.",
    examples=(
        fires(_planned(Product.ESKETAMINE), Today(last_liquid=HoursAgo(Fraction(1, 2) - MINUTE))),
        passes(_planned(Product.ESKETAMINE), Today(last_liquid=HoursAgo(Fraction(1, 2)))),
        *(passes(_planned(product), Today(last_liquid=HoursAgo(0))) for product in RACEMIC),
        asks(_planned(Product.ESKETAMINE)),
        asks(Today(last_liquid=HoursAgo(0))),
    ),
)

racemic_food: Final = Rule(
    id="dosing_day.racemic.food",
    source=(CLINIC_FASTING, Citation(CLINIC_CONSENT_FASTING, "at least four hours without food or drink")),
    level=Level.CAUTION,
    when=all_of(
        Plan.product.is_none_of(Product.ESKETAMINE),
        Today.last_meal.within_less_than(RACEMIC_FOOD),
    ),
    clinician_text="Food too recent for racemic ketamine: delay.",
    client_text="You ate a short time ago. Ketamine can make you feel sick, so we wait or find another time.",
    rationale=SICKNESS,
    practice_variation="Two clinics ask for four hours, the leaflet of esketamine for two.",
    examples=(
        *(fires(_planned(product), Today(last_meal=HoursAgo(4 - MINUTE))) for product in RACEMIC),
        passes(_planned(Product.RACEMIC_SUBLINGUAL), Today(last_meal=HoursAgo(4))),
        passes(_planned(Product.ESKETAMINE), Today(last_meal=HoursAgo(0))),
        asks(_planned(Product.RACEMIC_SUBLINGUAL)),
        asks(Today(last_meal=HoursAgo(0))),
    ),
)

racemic_liquids: Final = Rule(
    id="dosing_day.racemic.liquids",
    source=CLINIC_FASTING,
    level=Level.CAUTION,
    when=all_of(
        Plan.product.is_none_of(Product.ESKETAMINE),
        Today.last_liquid.within_less_than(RACEMIC_LIQUIDS),
    ),
    clinician_text="Liquids too recent for racemic ketamine: delay.",
    client_text=(
        "You drank something a short time ago. Ketamine can make you feel sick, so we wait or find another time."
    ),
    rationale=SICKNESS,
    practice_variation="One clinic asks for two hours without liquids, another for four; a leaflet for half an hour.",
    examples=(
        *(fires(_planned(product), Today(last_liquid=HoursAgo(2 - MINUTE))) for product in RACEMIC),
        passes(_planned(Product.RACEMIC_SUBLINGUAL), Today(last_liquid=HoursAgo(2))),
        passes(_planned(Product.ESKETAMINE), Today(last_liquid=HoursAgo(0))),
        asks(_planned(Product.RACEMIC_SUBLINGUAL)),
        asks(Today(last_liquid=HoursAgo(0))),
    ),
)

BY_MOUTH: Final = (Product.RACEMIC_ORAL, Product.RACEMIC_SUBLINGUAL)


inhibitor_missing: Final = Rule(
    id="dosing_day.inhibitor_by_mouth.missing",
    source=proposal("by mouth it matters what slows the breakdown, so the list of medicines is looked at"),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Plan.product.is_one_of(*BY_MOUTH), Medicines.takes_cyp_inhibitor.missing),
    clinician_text=(
        "Oral or sublingual ketamine; CYP3A4 or CYP2B6 inhibitors not established from the list of medicines."
    ),
    client_text="We would like to go over the list of your medicines first.",
    examples=(
        *(fires(_planned(product)) for product in BY_MOUTH),
        *(passes(_planned(product)) for product in Product if product not in BY_MOUTH),
        passes(_planned(Product.RACEMIC_ORAL), _taken("clarithromycin")),
        asks(),
    ),
)

inhibitor_by_mouth: Final = Rule(
    id="dosing_day.inhibitor_by_mouth",
    source=(
        Citation(ORAL_TICLOPIDINE, "abstract: with ticlopidine, exposure to an oral dose rose 2.4-fold"),
        proposal("what is swallowed, or held under the tongue and swallowed, first passes the liver"),
    ),
    level=Level.CAUTION,
    when=all_of(Plan.product.is_one_of(*BY_MOUTH), Medicines.takes_cyp_inhibitor.present),
    clinician_text="Oral or sublingual ketamine with a CYP3A4 or CYP2B6 inhibitor, which slows its breakdown.",
    client_text=(
        "With one of your medicines ketamine may act longer when you swallow it. Your prescriber will look at it "
        "with you."
    ),
    rationale="By other routes the screening's note is enough.",
    practice_variation="Practices differ in whether they look at it at all.",
    examples=(
        *(fires(_planned(product), _taken("clarithromycin")) for product in BY_MOUTH),
        *(passes(_planned(product), _taken("clarithromycin")) for product in Product if product not in BY_MOUTH),
        passes(_planned(Product.RACEMIC_ORAL), _taken("sertraline")),
        asks(_taken("clarithromycin")),
        asks(_planned(Product.RACEMIC_ORAL)),
    ),
)

NOSE: Final = (
    LEAFLET_NOSE,
    Citation(SPRAVATO_USE, "an hour without steroids or decongestants in the nose"),
    proposal("racemic ketamine through the nose meets the same spray"),
)

nasal_spray: Final = Rule(
    id="dosing_day.nasal_spray",
    source=NOSE,
    level=Level.CAUTION,
    when=all_of(
        Plan.product.is_one_of(*THROUGH_THE_NOSE),
        Today.last_nasal_spray.within_less_than(NASAL_SPRAY),
    ),
    clinician_text="Nasal corticosteroid or decongestant too recent for a nasal dose: delay.",
    client_text="You used a nose spray a short time ago. It is better to wait.",
    rationale="It changes how much the nose takes up.",
    practice_variation="Only the leaflet of esketamine names this hour.",
    examples=(
        *(fires(_planned(product), Today(last_nasal_spray=HoursAgo(1 - MINUTE))) for product in THROUGH_THE_NOSE),
        passes(_planned(Product.ESKETAMINE), Today(last_nasal_spray=HoursAgo(1))),
        *(
            passes(_planned(product), Today(last_nasal_spray=HoursAgo(0)))
            for product in Product
            if product not in THROUGH_THE_NOSE
        ),
        asks(_planned(Product.ESKETAMINE)),
    ),
)

nasal_spray_missing: Final = Rule(
    id="dosing_day.nasal_spray.missing",
    source=NOSE,
    level=Level.NEEDS_INFORMATION,
    when=all_of(Plan.product.is_one_of(*THROUGH_THE_NOSE), Today.last_nasal_spray.missing),
    clinician_text="Nasal dose; latest nasal corticosteroid or decongestant not established.",
    client_text="We would like to know when you last used a nose spray.",
    examples=(
        *(fires(_planned(product)) for product in THROUGH_THE_NOSE),
        passes(_planned(Product.ESKETAMINE), Today(last_nasal_spray=NEVER)),
        *(passes(_planned(product)) for product in Product if product not in THROUGH_THE_NOSE),
        asks(),
    ),
)

# Afterwards --------------------------------------------------------------------------------------------------

no_escort: Final = Rule(
    id="dosing_day.escort",
    source=(
        Citation(NEW_MEXICO_TRIAL, "a support person drives the client home"),
        Citation(EU_LEAFLET, "driving: not before the next day, after sleep"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a responsible adult will take the client home"),
    when=Plan.escort_arranged.ruled_out,
    clinician_text="No escort home.",
    client_text="You need an adult who takes you home after the session.",
    rationale="The client may not drive, and after the dose it is too late to find somebody.",
    examples=(
        fires(Plan(escort_arranged=False)),
        passes(Plan(escort_arranged=True)),
        asks(),
    ),
)

danger_at_home: Final = Rule(
    id="dosing_day.danger_at_home",
    source=(
        Citation(SEED, "visits: set and setting are essential"),
        proposal("whoever goes home open and tired must not go into danger"),
    ),
    level=Level.CAUTION,
    when=Plan.home_unsafe.present,
    clinician_text="Violence or another danger at home: speak with the client alone today.",
    client_text=(
        "We would like to make sure that you are well at home. Somebody would like to talk with you alone today."
    ),
    marks=(Mark.URGENT,),
    today=AT_HOME,
    examples=(
        fires(Plan(home_unsafe=True)),
        passes(Plan(home_unsafe=False)),
        asks(),
    ),
)

RULES: Final = (
    screening_excluded,
    screening_incomplete,
    open_cautions,
    no_capacity,
    capacity_unclear,
    consent_not_confirmed,
    consent_not_signed,
    not_discussed,
    not_prepared,
    integration_lacking,
    earlier_session,
    pregnancy,
    pregnancy_test_missing,
    menopause_explained,
    explained_report_missing,
    pregnancy_test_indeterminate,
    report_missing,
    report_unsure,
    breastfeeding,
    breastfeeding_missing,
    pressure_crisis,
    pressure_too_high,
    pressure_above_the_line,
    racing_heart,
    unusual_heart_rate,
    low_saturation,
    reduced_saturation,
    grave_change,
    other_change,
    changes_asked_since,
    elevated_mood,
    reality_impaired,
    mental_state_unclear,
    mental_state_missing,
    infection,
    suicidal_intent,
    suicidal_ideation,
    medicines_changed,
    stimulant,
    benzodiazepine,
    benzodiazepine_missing,
    benzodiazepine_denied,
    strong_sedative_today,
    sedative_today,
    sedative_missing,
    sedative_denied,
    intoxicated,
    alcohol,
    cannabis,
    esketamine_food,
    esketamine_liquids,
    racemic_food,
    racemic_liquids,
    inhibitor_by_mouth,
    inhibitor_missing,
    nasal_spray,
    nasal_spray_missing,
    no_escort,
    danger_at_home,
)

DOSING_DAY: Final = RuleSet(
    "dosing_day",
    "Go ahead today, hold, or call somebody?",
    RULES,
    subject=Session,
    phase=Phase.DOSING_DAY,
    words={
        Outcome.NO_EXCLUSION_FOUND: (
            "no reason found to hold; setting and tier are asked apart, and prescriber and psychotherapist decide"
        ),
        Outcome.CAUTION: "hold until the prescriber has decided",
        Outcome.INCOMPLETE: "not before what is missing has been obtained or assessed",
        Outcome.EXCLUDED: "not today",
    },
    client_words=ClientWords(
        title="Your session on {day}",
        outcomes={
            Outcome.EXCLUDED: (
                "There will be no session today. Your care team will tell you why, and find another day or another way "
                "with you."
            ),
            Outcome.INCOMPLETE: (
                "A few things have to be checked before anything is decided. Your care team will do so now."
            ),
            Outcome.CAUTION: (
                "Please wait a little. Your prescriber looks at some points with you before anything is decided."
            ),
            Outcome.NO_EXCLUSION_FOUND: (
                "We found no reason to wait today. Your prescriber and your therapist will now decide with you."
            ),
        },
    ),
    stewardship=MAINTAINED,
    home="kaprules.rulesets:DOSING_DAY",
)
