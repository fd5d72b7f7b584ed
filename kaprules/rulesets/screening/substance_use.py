"""Criterion 11: active substance use disorder, or ongoing addiction.

Every source excludes an active disorder, but the time that has to pass differs from four weeks to a year. Three
months are both the programme's window and the point from which a diagnosis speaks of early remission. Tobacco and
caffeine are left aside. Ketamine and phencyclidine fall under criterion 7, which is stricter.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    HAPPENED,
    NEVER,
    Citation,
    Concept,
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
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
)

from ...facts.substance_use import (
    Analyte,
    CannabisUse,
    DisorderStatus,
    Severity,
    Substance,
    SubstanceDisorder,
    SubstanceUse,
    TestResult,
    UrineDrugTest,
)
from ...sources import (
    ASRA,
    AUDIT,
    AUDIT_C,
    AUDIT_C_BANDS,
    DAST_10,
    DSM5_REMISSION,
    DSM5_SEVERITY,
    FIELD_TRIP_PROGRAMME,
    MOUNT_SINAI,
    PSYON,
    SWISS_ESKETAMINE,
)

REMISSION: Final = Limit(
    90,
    "d",
    id="substance_use.remission",
    source=Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: criteria met in the past three months"),
    since=ADOPTED,
    floor=28,
    ceiling=365,
)
SUSTAINED_REMISSION: Final = Limit(
    365,
    "d",
    id="substance_use.sustained_remission",
    source=Citation(DSM5_REMISSION, "early remission lasts to twelve months, sustained remission begins there"),
    since=ADOPTED,
)
DRUG_SCORE: Final = Limit(
    3,
    "{score}",
    id="substance_use.drug_score",
    source=Citation(DAST_10, "3 to 5: moderate"),
    since=ADOPTED,
)
HIGH_DRUG_SCORE: Final = Limit(
    6,
    "{score}",
    id="substance_use.high_drug_score",
    source=Citation(DAST_10, "6 to 8: substantial"),
    since=ADOPTED,
)
DRINKING_SCORE: Final = Limit(
    8,
    "{score}",
    id="substance_use.drinking_score",
    source=Citation(AUDIT, "8 to 15: hazardous"),
    since=ADOPTED,
)
HIGH_DRINKING_SCORE: Final = Limit(
    20,
    "{score}",
    id="substance_use.high_drinking_score",
    source=Citation(AUDIT, "20 and more: possible dependence"),
    since=ADOPTED,
)

# No fact of sex exists: one line for everybody, the one that sources draw for men; a site may take the lower.
SHORT_DRINKING_SCORE: Final = Limit(
    4,
    "{score}",
    id="substance_use.short_drinking_score",
    source=Citation(AUDIT_C, "positive: 4 or more in men, 3 or more in women"),
    since=ADOPTED,
    floor=3,
    ceiling=5,
)
SHORT_HIGH_DRINKING_SCORE: Final = Limit(
    8,
    "{score}",
    id="substance_use.short_high_drinking_score",
    source=Citation(AUDIT_C_BANDS, "8 to 12: high risk"),
    since=ADOPTED,
    floor=7,
    ceiling=10,
)

STATED: Final = Recorded(True, by=Reporter.CLINICIAN)

raised_score: Final = Concept(
    id="substance_use.raised_score",
    title="Screening score that calls for a diagnosis",
    source=(
        criterion(11),
        Citation(DAST_10, "3 to 5: moderate"),
        Citation(AUDIT, "8 to 15: hazardous"),
    ),
    when=any_of(SubstanceUse.dast_10_total >= DRUG_SCORE, SubstanceUse.audit_total >= DRINKING_SCORE),
    rationale="The instruments screen and diagnose nothing: they say in whom to look for a disorder.",
    examples=(
        fires(SubstanceUse(dast_10_total=3)),
        fires(SubstanceUse(audit_total=8)),
        passes(SubstanceUse(dast_10_total=2, audit_total=7)),
        asks(SubstanceUse(dast_10_total=2)),
    ),
)

high_score: Final = Concept(
    id="substance_use.high_score",
    title="Screening score that makes a disorder likely",
    source=(
        criterion(11),
        Citation(DAST_10, "6 to 8: substantial"),
        Citation(AUDIT, "20 and more: dependence"),
        Citation(AUDIT_C_BANDS, "8 to 12: high risk"),
    ),
    when=any_of(
        SubstanceUse.dast_10_total >= HIGH_DRUG_SCORE,
        SubstanceUse.audit_total >= HIGH_DRINKING_SCORE,
        SubstanceUse.audit_c_total >= SHORT_HIGH_DRINKING_SCORE,
    ),
    examples=(
        fires(SubstanceUse(dast_10_total=6)),
        fires(SubstanceUse(audit_total=20)),
        fires(SubstanceUse(audit_c_total=8)),
        passes(SubstanceUse(dast_10_total=5, audit_total=19, audit_c_total=7)),
        asks(SubstanceUse(dast_10_total=5, audit_total=19)),
        asks(SubstanceUse(dast_10_total=5, audit_c_total=7)),
    ),
)


def _disorder(severity: Severity, days: int) -> SubstanceUse:
    return by_clinician(
        SubstanceUse(
            disorders=[
                SubstanceDisorder(
                    substance=Substance.ALCOHOL,
                    severity=severity,
                    status=DisorderStatus.EARLY_REMISSION,
                    last_criteria_met=DaysAgo(days),
                )
            ]
        )
    )


significant: Final = Rule(
    id="substance_use.moderate_or_severe",
    source=(
        criterion(11),
        Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: criteria met in the past three months"),
        Citation(DSM5_REMISSION, "early remission begins at three months"),
        Citation(DSM5_SEVERITY, "moderate: four or five criteria; severe: six or more"),
        Citation(ASRA, "active substance abuse"),
    ),
    level=Level.EXCLUSION,
    until=after(SubstanceUse.significant_disorder, REMISSION),
    when=SubstanceUse.significant_disorder.within_less_than(REMISSION),
    clinician_text="Moderate or severe substance use disorder, active recently.",
    client_text=(
        "Not long ago it was hard for you to control your use of alcohol or another substance. More time should pass "
        "before ketamine. Help with it is there."
    ),
    rationale="Three months are the programme's window, and early remission begins there by definition.",
    practice_variation="Sources wait between four weeks and one year.",
    examples=(
        fires(by_clinician(SubstanceUse(significant_disorder=DaysAgo(89)))),
        fires(_disorder(Severity.MODERATE, 89)),
        fires(
            by_clinician(
                SubstanceUse(
                    disorders=[
                        SubstanceDisorder(
                            substance=Substance.OPIOID, severity=Severity.SEVERE, status=DisorderStatus.ACTIVE
                        )
                    ]
                )
            )
        ),
        passes(by_clinician(SubstanceUse(significant_disorder=DaysAgo(90)))),
        passes(_disorder(Severity.MILD, 10)),
        passes(
            by_clinician(
                SubstanceUse(disorders=[SubstanceDisorder(substance=Substance.TOBACCO, severity=Severity.SEVERE)])
            )
        ),
        passes(by_clinician(SubstanceUse(disorders=[]))),
        asks(
            by_clinician(
                SubstanceUse(disorders=[SubstanceDisorder(substance=Substance.ALCOHOL, status=DisorderStatus.ACTIVE)])
            ),
        ),
        asks(),
    ),
)

withdrawal: Final = Rule(
    id="substance_use.withdrawal",
    source=(
        criterion(11),
        Citation(FIELD_TRIP_PROGRAMME, "detoxification from alcohol and benzodiazepines comes first"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("withdrawal is over, under medical care"),
    when=SubstanceUse.withdrawal_risk.present,
    clinician_text="Risk of withdrawal: medical care first.",
    client_text=(
        "Your body may react when it has to do without a substance (withdrawal). That needs a doctor's care first."
    ),
    rationale="Withdrawal can be dangerous by itself and is not treated here.",
    examples=(
        fires(by_clinician(SubstanceUse(withdrawal_risk=True))),
        passes(by_clinician(SubstanceUse(withdrawal_risk=False))),
        asks(),
    ),
)

intoxicated: Final = Rule(
    id="substance_use.intoxicated",
    source=(
        criterion(11),
        Citation(SWISS_ESKETAMINE, "warnings: chronic or acute alcohol"),
        proposal("nobody who is intoxicated can consent or be dosed on that day"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the client is sober on another day"),
    when=SubstanceUse.intoxicated_now.present,
    clinician_text="Current intoxication.",
    client_text=(
        "You are under the influence of something at the moment. Please come back on another day with a clear head."
    ),
    examples=(
        fires(by_clinician(SubstanceUse(intoxicated_now=True))),
        passes(by_clinician(SubstanceUse(intoxicated_now=False))),
        asks(),
    ),
)

raised_score_without_statement: Final = Rule(
    id="substance_use.score_without_diagnosis",
    source=(
        criterion(11),
        Citation(DAST_10, "3 to 5: moderate"),
        Citation(AUDIT, "8 to 15: hazardous"),
        Citation(AUDIT_C, "positive: 4 or more in men, 3 or more in women"),
        proposal("a full AUDIT that is no older than the short form speaks instead of it"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        any_of(
            raised_score.present,
            all_of(
                SubstanceUse.audit_c_total >= SHORT_DRINKING_SCORE,
                any_of(SubstanceUse.audit_answers_audit_c.ruled_out, SubstanceUse.audit_answers_audit_c.missing),
            ),
        ),
        SubstanceUse.any_disorder.never,
        any_of(SubstanceUse.diagnostic_statement.ruled_out, SubstanceUse.diagnostic_statement.missing),
    ),
    clinician_text="Raised substance use screening score; no usable clinician statement on a substance use disorder.",
    client_text="Some of your answers are about alcohol or drugs. A clinician would like to talk about them with you.",
    rationale=(
        "A disorder that is listed is such a statement; a list that the client left empty is not. The AUDIT-C is the "
        "first part of the AUDIT: an AUDIT below it contradicts it, and neither counts."
    ),
    examples=(
        fires(by_clinician(SubstanceUse(dast_10_total=3, disorders=[]))),
        fires(by_clinician(SubstanceUse(audit_total=8, any_disorder=NEVER, diagnostic_statement=False))),
        passes(by_clinician(SubstanceUse(audit_total=8, any_disorder=NEVER, diagnostic_statement=STATED))),
        passes(by_clinician(SubstanceUse(audit_total=8, any_disorder=HAPPENED))),
        fires(by_clinician(SubstanceUse(audit_c_total=4, any_disorder=NEVER))),
        fires(
            by_clinician(
                SubstanceUse(audit_c_total=4, audit_total=Recorded(7, on=date(2025, 12, 31)), any_disorder=NEVER)
            )
        ),
        passes(by_clinician(SubstanceUse(dast_10_total=2, audit_total=7, audit_c_total=4, any_disorder=NEVER))),
        passes(
            by_clinician(
                SubstanceUse(
                    dast_10_total=2, audit_total=7, audit_c_total=Recorded(7, on=date(2025, 12, 31)), any_disorder=NEVER
                )
            )
        ),
        asks(by_clinician(SubstanceUse(dast_10_total=2, audit_total=3, audit_c_total=4, any_disorder=NEVER))),
        asks(by_clinician(SubstanceUse(audit_c_total=3, any_disorder=NEVER))),
        passes(by_clinician(SubstanceUse(audit_total=7, dast_10_total=2, audit_c_total=3, any_disorder=NEVER))),
        asks(by_clinician(SubstanceUse(any_disorder=NEVER))),
    ),
)

unexplained_test: Final = Rule(
    id="substance_use.unexplained_drug_test",
    source=(criterion(11), proposal("a positive test is explained before anything is concluded from it")),
    level=Level.NEEDS_INFORMATION,
    when=SubstanceUse.unexplained_drug_test.present,
    clinician_text="Urine drug test positive for a drug not prescribed: to be explained.",
    client_text="Your urine test showed something that we cannot explain yet. We would like to hear from you about it.",
    rationale="A screening test is not a diagnosis: medicines and food can make it positive.",
    marks=(Marked(Mark.CONFLICT, SubstanceUse.any_disorder.never),),
    examples=(
        fires(by_clinician(SubstanceUse(unexplained_drug_test=Recorded(True, on=EXAMPLE_DAY)))),
        fires(
            by_clinician(
                SubstanceUse(
                    urine_drug_tests=[
                        UrineDrugTest(
                            analyte=Analyte.COCAINE, result=TestResult.POSITIVE, prescribed=False, on=date(2025, 12, 20)
                        )
                    ]
                )
            )
        ),
        passes(
            by_clinician(
                SubstanceUse(
                    urine_drug_tests=[
                        UrineDrugTest(analyte=Analyte.CANNABIS, result=TestResult.POSITIVE, on=date(2025, 12, 20))
                    ]
                )
            )
        ),
        passes(by_clinician(SubstanceUse(unexplained_drug_test=Recorded(False, on=EXAMPLE_DAY)))),
        asks(),
    ),
)

mild: Final = Rule(
    id="substance_use.mild",
    source=(
        criterion(11),
        Citation(FIELD_TRIP_PROGRAMME, "mild active use: case by case"),
        Citation(DSM5_SEVERITY, "mild: two or three criteria"),
    ),
    level=Level.CAUTION,
    when=SubstanceUse.mild_disorder.within_less_than(REMISSION),
    clinician_text="Mild substance use disorder, active recently.",
    client_text=(
        "Not long ago it was a little hard for you to control your use of alcohol or another substance. We would like "
        "to talk about it."
    ),
    practice_variation="The programme decides case by case, a trial waits two months.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(SubstanceUse(mild_disorder=DaysAgo(89)))),
        fires(_disorder(Severity.MILD, 89)),
        passes(by_clinician(SubstanceUse(mild_disorder=DaysAgo(90)))),
        passes(_disorder(Severity.MODERATE, 89)),
        asks(),
    ),
)

early_remission: Final = Rule(
    id="substance_use.early_remission",
    source=(
        criterion(11),
        Citation(DSM5_REMISSION, "early remission: three to twelve months"),
        Citation(MOUNT_SINAI, "exclusion criteria: in the prior twelve months"),
        Citation(PSYON, "abstinence of at least one year"),
    ),
    level=Level.CAUTION,
    when=SubstanceUse.any_disorder.within_less_than(SUSTAINED_REMISSION),
    clinician_text="Substance use disorder, active within the last year.",
    client_text=(
        "It has been hard for you to control your use of alcohol or another substance. We would like to hear how it "
        "goes now."
    ),
    rationale="Two sources wait a whole year; the programme waits three months.",
    practice_variation="Some programmes exclude for the whole first year.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("substance_use.past_disorder",),
    examples=(
        fires(by_clinician(SubstanceUse(any_disorder=DaysAgo(364)))),
        fires(_disorder(Severity.SEVERE, 364)),
        passes(by_clinician(SubstanceUse(any_disorder=DaysAgo(365)))),
        passes(by_clinician(SubstanceUse(any_disorder=NEVER))),
        asks(),
    ),
)

maintenance: Final = Rule(
    id="substance_use.maintenance_treatment",
    source=(criterion(11), proposal("a stable opioid use disorder is treated, not active, but opioids sedate too")),
    level=Level.CAUTION,
    when=SubstanceUse.maintenance_treatment.present,
    clinician_text="Methadone or buprenorphine for an opioid use disorder: sedation and respiratory depression.",
    client_text=(
        "You take a medicine that helps you with opioids. It can make you sleepy and slow your breath. Your prescriber "
        "will take it into account."
    ),
    rationale="The medicine goes on; whoever prescribes it is part of the decision.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(SubstanceUse(maintenance_treatment=True))),
        passes(by_clinician(SubstanceUse(maintenance_treatment=False))),
        passes(_disorder(Severity.SEVERE, 400)),
        asks(by_clinician(SubstanceUse(disorders=[SubstanceDisorder(substance=Substance.OPIOID)]))),
    ),
)

high_score_without_statement: Final = Rule(
    id="substance_use.high_score_without_diagnosis",
    source=(
        criterion(11),
        Citation(DAST_10, "6 to 8: substantial"),
        Citation(AUDIT, "20 and more: dependence"),
        Citation(AUDIT_C_BANDS, "8 to 12: high risk"),
    ),
    level=Level.CAUTION,
    when=all_of(high_score.present, SubstanceUse.any_disorder.never, SubstanceUse.diagnostic_statement.ruled_out),
    clinician_text="Screening score at which a substance use disorder is likely; no clinician statement on it.",
    client_text=(
        "Some of your answers are about a lot of alcohol or drugs. A clinician would like to talk about them with you."
    ),
    rationale="Where nobody has been asked yet whether there is a disorder, that is what is said first.",
    examples=(
        fires(by_clinician(SubstanceUse(dast_10_total=6, any_disorder=NEVER, diagnostic_statement=False))),
        passes(by_clinician(SubstanceUse(dast_10_total=6, any_disorder=NEVER, diagnostic_statement=STATED))),
        passes(by_clinician(SubstanceUse(dast_10_total=6, any_disorder=HAPPENED, diagnostic_statement=False))),
        fires(by_clinician(SubstanceUse(audit_c_total=8, any_disorder=NEVER, diagnostic_statement=False))),
        passes(
            by_clinician(
                SubstanceUse(
                    dast_10_total=5, audit_total=19, audit_c_total=7, any_disorder=NEVER, diagnostic_statement=False
                )
            )
        ),
        asks(by_clinician(SubstanceUse(any_disorder=NEVER, diagnostic_statement=False))),
    ),
)

behavioural: Final = Rule(
    id="substance_use.behavioural_addiction",
    source=(criterion(11), proposal("the criterion speaks of ongoing addiction, not of substances only")),
    level=Level.CAUTION,
    when=SubstanceUse.behavioural_addiction_active.present,
    clinician_text="Active behavioural addiction.",
    client_text=(
        "There is a habit, such as gambling, that you find hard to control at the moment. We would like to talk about "
        "it."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(SubstanceUse(behavioural_addiction_active=True))),
        passes(by_clinician(SubstanceUse(behavioural_addiction_active=False))),
        asks(),
    ),
)

past_disorder: Final = Rule(
    id="substance_use.past_disorder",
    source=(criterion(11), Citation(DSM5_REMISSION, "sustained remission begins at twelve months")),
    level=Level.NOTE,
    when=SubstanceUse.any_disorder.ever,
    clinician_text="Substance use disorder, present or past.",
    client_text="It is, or was, hard for you to control your use of alcohol or another substance. We keep it in mind.",
    examples=(
        fires(by_clinician(SubstanceUse(any_disorder=DaysAgo(4000)))),
        passes(by_clinician(SubstanceUse(any_disorder=NEVER))),
        asks(),
    ),
)

cannabis: Final = Rule(
    id="substance_use.cannabis_test",
    source=(criterion(11), proposal("cannabis stays in the urine for weeks and is lawful in many places")),
    level=Level.NOTE,
    when=SubstanceUse.cannabis_positive.present,
    clinician_text="Urine drug test positive for cannabis.",
    client_text="Your urine test showed cannabis. We keep it in mind.",
    examples=(
        fires(by_clinician(SubstanceUse(cannabis_positive=Recorded(True, on=EXAMPLE_DAY)))),
        passes(by_clinician(SubstanceUse(cannabis_positive=Recorded(False, on=EXAMPLE_DAY)))),
        asks(),
    ),
)


def _uses(cannabis: CannabisUse) -> SubstanceUse:
    return SubstanceUse(cannabis_use=Recorded(cannabis, by=Reporter.CLINICIAN))


cannabis_use: Final = Rule(
    id="substance_use.cannabis_use",
    source=(criterion(11), proposal("cannabis of every week is shown, and diagnoses nothing")),
    level=Level.NOTE,
    when=SubstanceUse.cannabis_use.is_one_of(CannabisUse.WEEKLY, CannabisUse.DAILY),
    clinician_text="Cannabis use, weekly or more often.",
    client_text="You use cannabis every week or more often. We keep it in mind.",
    rationale="On the dosing day it is asked when it was last used; whether it is a disorder a clinician says.",
    practice_variation="One programme treats nobody who uses cannabis.",
    levels=(Level.EXCLUSION, Level.CAUTION, Level.NOTE),
    examples=(
        fires(_uses(CannabisUse.WEEKLY)),
        fires(_uses(CannabisUse.DAILY)),
        passes(_uses(CannabisUse.LESS_THAN_WEEKLY)),
        passes(_uses(CannabisUse.NONE)),
        asks(SubstanceUse(cannabis_use=CannabisUse.NONE)),
        asks(),
    ),
)

drug_test_missing: Final = Rule(
    id="substance_use.drug_test_missing",
    source=(criterion(11), proposal("a clinic that tests everybody's urine wants a result that is still valid")),
    level=Level.NEEDS_INFORMATION,
    when=SubstanceUse.unexplained_drug_test.missing,
    clinician_text="No valid urine drug test.",
    client_text="This clinic would like a urine test from you. It is a usual step.",
    rationale="A test is asked for only where a clinic asks everybody.",
    practice_variation="Some practices test everybody's urine, others nobody's.",
    examples=(fires(), passes(by_clinician(SubstanceUse(unexplained_drug_test=Recorded(False, on=EXAMPLE_DAY))))),
)

RULES: Final = (
    significant,
    withdrawal,
    intoxicated,
    raised_score_without_statement,
    unexplained_test,
    mild,
    early_remission,
    maintenance,
    high_score_without_statement,
    behavioural,
    past_disorder,
    cannabis,
    cannabis_use,
)
OFF: Final = (drug_test_missing,)
