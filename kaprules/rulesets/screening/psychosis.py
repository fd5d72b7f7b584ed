"""Criterion 6: a history of psychosis or schizophrenia, of bipolar disorder or mania.

The source names them together; elsewhere practices differ. What nearly all trials forbid, the schizophrenia spectrum,
bipolar I and mania, excludes; what some programmes treat is weighed. Psychotic symptoms at present are criterion 13.
"""

from __future__ import annotations

from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    HAPPENED,
    NEVER,
    NEVER_DAYS,
    PERMANENT,
    Absence,
    Citation,
    Concept,
    DaysAgo,
    Level,
    Limit,
    Mark,
    Marked,
    OneOf,
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
    passes,
    proposal,
    recalled,
)

from ...facts.medicines import Medicine, Medicines, MedicineStatus, Reason
from ...facts.person import Person
from ...facts.psychiatric_history import AffectiveSwitch, AntipsychoticUse, Bipolar, PsychiatricHistory
from ...sources import (
    ASRA,
    EU_LEAFLET,
    FIELD_TRIP_PROGRAMME,
    GERMAN_LEAFLET,
    MASS_GENERAL_TRIAL,
    MOOD_QUESTIONNAIRE,
    MOUNT_SINAI,
    PSYCHOTIC_DEPRESSION_SERIES,
    PSYON,
    SWISS_ESKETAMINE,
    SWITCH_CASE,
    TRIAL_NCT07139106,
    US_MONOGRAPH,
    VETERANS_CRITERIA,
)

# The Prague clinic excepts a psychosis that a substance caused; how long it has to be over, no source says.
SUBSTANCE_WINDOW: Final = Limit(
    365,
    "d",
    id="psychosis.substance_window",
    source=proposal("a year without symptoms, off the substance, tells it from a primary psychosis"),
    since=ADOPTED,
    floor=180,
    ceiling=NEVER_DAYS,
)
AGE_OF_ONSET: Final = Limit(
    33,
    "a",
    id="psychosis.age_of_onset",
    source=Citation(TRIAL_NCT07139106, "exclusion criteria: family history of schizophrenia below the age of 33"),
    since=ADOPTED,
)

PSYCHOSIS: Final = (
    criterion(6),
    Citation(EU_LEAFLET, "warnings: psychosis, ever"),
    Citation(US_MONOGRAPH, "warnings: psychosis"),
    Citation(SWISS_ESKETAMINE, "special caution: severe mental disorder, ever"),
    Citation(GERMAN_LEAFLET, "special caution: severe mental disorder, ever"),
)
BIPOLAR: Final = (criterion(6), Citation(EU_LEAFLET, "warnings: bipolar disorder or symptoms of mania, ever"))
TYPE_NOT_KNOWN: Final = OneOf(Bipolar.BIPOLAR_I, Bipolar.BIPOLAR_II, Bipolar.CYCLOTHYMIA, Bipolar.UNSPECIFIED)
MAY_HAVE_NONE: Final = OneOf(Bipolar.NONE, Bipolar.BIPOLAR_II)


def _diagnosed(found: Bipolar | OneOf, **more: Any) -> PsychiatricHistory:
    return by_clinician(PsychiatricHistory(bipolar_disorder=found, **more))


primary_psychosis: Final = Rule(
    id="psychosis.primary",
    source=(
        *PSYCHOSIS,
        Citation(MOUNT_SINAI, "exclusion criteria: schizophrenia or schizoaffective disorder, ever"),
        Citation(VETERANS_CRITERIA, "schizophrenia or schizoaffective disorder, ever"),
        Citation(ASRA, "contraindications: some psychoses that are badly controlled"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=PsychiatricHistory.primary_psychosis.present,
    clinician_text="Schizophrenia or another primary psychotic disorder, present or past.",
    client_text=(
        "You have, or had, an illness in which it can be hard to tell what is real. Ketamine can bring that back, "
        "so we do not give it."
    ),
    rationale="Nearly all trials forbid it. A record counts even where the client denies it.",
    examples=(
        fires(by_clinician(PsychiatricHistory(primary_psychosis=True))),
        passes(by_clinician(PsychiatricHistory(primary_psychosis=False))),
        asks(),
    ),
)

mania_in_history: Final = Concept(
    id="psychosis.mania_in_history",
    title="Bipolar I, or a past manic episode",
    source=(*BIPOLAR, proposal("one manic episode makes a bipolar I disorder, whatever it was called")),
    when=any_of(
        PsychiatricHistory.bipolar_disorder.is_one_of(Bipolar.BIPOLAR_I),
        PsychiatricHistory.mania_ever.present,
    ),
    rationale="Where the type is not known, it is the manic episode that decides.",
    examples=(
        fires(_diagnosed(Bipolar.BIPOLAR_I)),
        fires(by_clinician(PsychiatricHistory(mania_ever=True))),
        passes(_diagnosed(Bipolar.NONE, mania_ever=False)),
        passes(_diagnosed(Bipolar.BIPOLAR_II, mania_ever=False)),
        passes(_diagnosed(Bipolar.CYCLOTHYMIA, mania_ever=False)),
        passes(_diagnosed(Bipolar.UNSPECIFIED, mania_ever=False)),
        asks(_diagnosed(TYPE_NOT_KNOWN, mania_ever=False)),
    ),
)

bipolar_one: Final = Rule(
    id="psychosis.bipolar_one_or_mania",
    source=(
        *BIPOLAR,
        Citation(MOUNT_SINAI, "exclusion criteria: bipolar I or II, ever"),
        Citation(MASS_GENERAL_TRIAL, "exclusion criteria: bipolar I"),
        Citation(VETERANS_CRITERIA, "bipolar disorder, ever"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=mania_in_history.present,
    clinician_text="Bipolar I disorder, or a past manic episode.",
    client_text=(
        "Your mood has been very high at some time (mania). Ketamine can bring that back, so we do not give it."
    ),
    rationale="The source names bipolar disorder and mania, and most trials exclude bipolar I.",
    practice_variation="A programme of ketamine-assisted psychotherapy includes bipolar depression.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    marks=(
        Marked(
            Mark.CONFLICT,
            any_of(
                all_of(
                    PsychiatricHistory.bipolar_disorder.is_one_of(Bipolar.BIPOLAR_I),
                    PsychiatricHistory.mania_ever.ruled_out,
                ),
                all_of(
                    PsychiatricHistory.bipolar_disorder.is_one_of(Bipolar.NONE),
                    PsychiatricHistory.mania_ever.present,
                ),
            ),
        ),
    ),
    examples=(
        fires(_diagnosed(Bipolar.BIPOLAR_I)),
        passes(_diagnosed(Bipolar.BIPOLAR_II, mania_ever=False)),
        asks(_diagnosed(Bipolar.UNSPECIFIED)),
    ),
)

postpartum: Final = Rule(
    id="psychosis.postpartum",
    source=(*PSYCHOSIS, proposal("a psychosis after childbirth belongs with bipolar I, by its course")),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=PsychiatricHistory.postpartum_psychosis.present,
    clinician_text="Past postpartum psychosis.",
    client_text=(
        "After a birth you went through a time in which it was hard to tell what is real. Ketamine can bring that "
        "back, so we do not give it."
    ),
    examples=(
        fires(by_clinician(PsychiatricHistory(postpartum_psychosis=True))),
        passes(by_clinician(PsychiatricHistory(postpartum_psychosis=False))),
        asks(),
    ),
)

substance_recent: Final = Rule(
    id="psychosis.substance_induced.recent",
    source=(*PSYCHOSIS, Citation(PSYON, "exclusion criteria: psychosis, unless a substance caused it")),
    level=Level.EXCLUSION,
    until=after(PsychiatricHistory.substance_induced_psychosis, SUBSTANCE_WINDOW),
    when=PsychiatricHistory.substance_induced_psychosis.within_less_than(SUBSTANCE_WINDOW),
    clinician_text="Recent substance-induced psychosis.",
    client_text=(
        "After taking a substance it was hard for you to tell what is real. You need more time to recover before "
        "ketamine."
    ),
    rationale="While it is recent, it cannot be told from the beginning of a primary psychosis.",
    practice_variation="A clinic excepts a psychosis that a substance caused; the source names every psychosis.",
    subsumes=("psychosis.substance_induced.past",),
    examples=(
        fires(by_clinician(PsychiatricHistory(substance_induced_psychosis=DaysAgo(364)))),
        passes(by_clinician(PsychiatricHistory(substance_induced_psychosis=DaysAgo(365)))),
        passes(by_clinician(PsychiatricHistory(substance_induced_psychosis=NEVER))),
        asks(by_clinician(PsychiatricHistory(substance_induced_psychosis=HAPPENED))),
    ),
)

questionnaire_positive: Final = Rule(
    id="psychosis.questionnaire_positive",
    source=(criterion(6), recalled(MOOD_QUESTIONNAIRE, "what makes a result positive")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        PsychiatricHistory.mood_disorder_questionnaire_positive.present,
        PsychiatricHistory.bipolar_disorder.is_one_of(Bipolar.NONE),
        any_of(
            PsychiatricHistory.bipolar_disorder_assessed.ruled_out,
            PsychiatricHistory.bipolar_disorder_assessed.missing,
        ),
    ),
    clinician_text="Positive Mood Disorder Questionnaire without a bipolar diagnosis: a clinician has to assess it.",
    client_text=(
        "Your answers show that your mood may have gone up and down a lot. A clinician would like to talk with "
        "you about it."
    ),
    rationale="The questionnaire screens; once a clinician has assessed the client, the diagnosis counts.",
    examples=(
        fires(_diagnosed(Bipolar.NONE, mood_disorder_questionnaire_positive=True)),
        fires(
            _diagnosed(Bipolar.NONE, mood_disorder_questionnaire_positive=True, bipolar_disorder_assessed=False),
        ),
        passes(
            _diagnosed(
                Bipolar.NONE,
                mood_disorder_questionnaire_positive=True,
                bipolar_disorder_assessed=Recorded(True, by=Reporter.CLINICIAN),
            )
        ),
        passes(_diagnosed(Bipolar.NONE, mood_disorder_questionnaire_positive=False)),
        passes(_diagnosed(Bipolar.BIPOLAR_I, mood_disorder_questionnaire_positive=True)),
        passes(_diagnosed(Bipolar.BIPOLAR_II, mood_disorder_questionnaire_positive=True)),
        passes(_diagnosed(Bipolar.CYCLOTHYMIA, mood_disorder_questionnaire_positive=True)),
        passes(_diagnosed(Bipolar.UNSPECIFIED, mood_disorder_questionnaire_positive=True)),
        asks(_diagnosed(MAY_HAVE_NONE, mood_disorder_questionnaire_positive=True)),
        asks(_diagnosed(Bipolar.NONE, bipolar_disorder_assessed=False)),
    ),
)

NOT_TAKEN: Final = AntipsychoticUse.NOT_TAKEN
SWITCHES: Final = tuple(each for each in AffectiveSwitch if each is not AffectiveSwitch.NONE)


def _denied(**more: Any) -> PsychiatricHistory:
    known: dict[str, Any] = {
        "bipolar_disorder": Bipolar.NONE,
        "primary_psychosis": False,
        "mood_disorder_with_psychosis": False,
        "antipsychotic_or_mood_stabiliser": NOT_TAKEN,
    }
    return by_clinician(PsychiatricHistory(**known | more))


def _use(use: AntipsychoticUse) -> Medicines:
    return Medicines(antipsychotic_or_mood_stabiliser=use)


def _taking(name: str, reason: Recorded | Absence = Absence.NOT_ASKED) -> Medicines:
    medicine = Medicine(substance=name, status=MedicineStatus.TAKING, reason=reason)
    return Medicines(listed=Recorded((medicine,), on=EXAMPLE_DAY))


medicine_without_reason: Final = Rule(
    id="psychosis.medicine_without_reason",
    source=(criterion(6), proposal("these medicines also augment antidepressants: alone they prove no psychosis")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        any_of(
            Medicines.antipsychotic_or_mood_stabiliser.is_one_of(AntipsychoticUse.NO_DECLARED_REASON),
            PsychiatricHistory.antipsychotic_or_mood_stabiliser.is_one_of(AntipsychoticUse.NO_DECLARED_REASON),
        ),
        PsychiatricHistory.bipolar_disorder.is_one_of(Bipolar.NONE),
        PsychiatricHistory.primary_psychosis.ruled_out,
        PsychiatricHistory.mood_disorder_with_psychosis.ruled_out,
    ),
    clinician_text=(
        "Antipsychotic or mood stabiliser without a recorded disorder or another reason named by a clinician or a "
        "record."
    ),
    client_text="You take a medicine for mood or thoughts. We would like to know what it was given for.",
    rationale="The reason may be a psychosis or a bipolar disorder that nobody has mentioned, or another one.",
    examples=(
        fires(_denied(), _use(AntipsychoticUse.NO_DECLARED_REASON)),
        fires(_denied(antipsychotic_or_mood_stabiliser=AntipsychoticUse.NO_DECLARED_REASON), _use(NOT_TAKEN)),
        fires(_denied(), _taking("quetiapine")),
        fires(_denied(), _taking("quetiapine", Recorded(Reason.OTHER, by=Reporter.CLINICIAN))),
        fires(_denied(), _taking("quetiapine", Recorded(Reason.SLEEP, by=Reporter.CLIENT))),
        fires(_denied(), _taking("clozapine", Recorded(Reason.SLEEP, by=Reporter.CLINICIAN))),
        passes(_denied(), _taking("quetiapine", Recorded(Reason.SLEEP, by=Reporter.CLINICIAN))),
        passes(_denied(antipsychotic_or_mood_stabiliser=AntipsychoticUse.DECLARED_REASON), _use(NOT_TAKEN)),
        passes(_denied(), _taking("sertraline")),
        *(
            passes(_denied(bipolar_disorder=each), _taking("quetiapine"))
            for each in Bipolar
            if each is not Bipolar.NONE
        ),
        passes(_denied(primary_psychosis=True), _taking("quetiapine")),
        passes(_denied(mood_disorder_with_psychosis=True), _taking("quetiapine")),
        asks(_denied()),
        asks(_denied(), _taking("a name that no table holds")),
        asks(_taking("quetiapine")),
    ),
)

without_stabiliser: Final = Rule(
    id="psychosis.bipolar.without_stabiliser",
    source=(*BIPOLAR, proposal("a mood stabiliser guards against a switch into mania")),
    level=Level.NOTE,
    when=all_of(
        PsychiatricHistory.bipolar_disorder.is_none_of(Bipolar.NONE), Medicines.takes_mood_stabiliser.ruled_out
    ),
    clinician_text="Bipolar disorder without a mood stabiliser.",
    client_text="You take no medicine against ups and downs of your mood. We keep it in mind.",
    examples=(
        *(fires(_diagnosed(each), _taking("sertraline")) for each in Bipolar if each is not Bipolar.NONE),
        passes(_diagnosed(Bipolar.BIPOLAR_II), _taking("lithium")),
        passes(_diagnosed(Bipolar.NONE), _taking("sertraline")),
        asks(_diagnosed(Bipolar.BIPOLAR_II)),
    ),
)

bipolar: Final = Rule(
    id="psychosis.bipolar",
    source=(
        *BIPOLAR,
        Citation(MOUNT_SINAI, "exclusion criteria: bipolar I or II, ever"),
        Citation(FIELD_TRIP_PROGRAMME, "inclusion criteria: bipolar depression"),
    ),
    level=Level.CAUTION,
    when=PsychiatricHistory.bipolar_disorder.is_none_of(Bipolar.NONE),
    clinician_text="Bipolar disorder: prescriber and psychiatrist weigh the risk of a switch into mania.",
    client_text=(
        "Your mood goes up and down more than is usual (bipolar disorder). Your prescriber and a psychiatrist will "
        "talk about it with you."
    ),
    rationale="Where the type is not known, this holds already; bipolar I stays possible, and the type is asked for.",
    practice_variation=(
        "A trial excludes bipolar II; a programme of ketamine-assisted psychotherapy includes bipolar depression."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(_diagnosed(Bipolar.BIPOLAR_II)),
        fires(_diagnosed(Bipolar.CYCLOTHYMIA)),
        fires(_diagnosed(Bipolar.UNSPECIFIED)),
        fires(_diagnosed(Bipolar.BIPOLAR_I)),
        fires(_diagnosed(TYPE_NOT_KNOWN)),
        passes(_diagnosed(Bipolar.NONE)),
        asks(_diagnosed(MAY_HAVE_NONE)),
    ),
)

affective_switch: Final = Rule(
    id="psychosis.affective_switch",
    source=(
        criterion(6),
        Citation(SWITCH_CASE, "mixed features after oral ketamine"),
        proposal("a switch under a medicine is no bipolar disorder by itself, and is weighed as one"),
    ),
    level=Level.CAUTION,
    when=PsychiatricHistory.switch_under_treatment.is_none_of(AffectiveSwitch.NONE),
    clinician_text=(
        "Past switch into mania or hypomania under a medicine or a drug: obtain a psychiatrist's opinion before dosing."
    ),
    client_text=(
        "Your mood once rose too high under a medicine or a drug. A psychiatrist will talk about it with you before "
        "ketamine."
    ),
    rationale="It may come again under ketamine, and a bipolar disorder may be behind it that nobody has named.",
    practice_variation="A trial or a clinic may exclude it as it excludes a bipolar disorder.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        *(fires(PsychiatricHistory(switch_under_treatment=each)) for each in SWITCHES),
        fires(PsychiatricHistory(switch_under_treatment=OneOf(*SWITCHES))),
        passes(by_clinician(PsychiatricHistory(switch_under_treatment=AffectiveSwitch.NONE))),
        asks(PsychiatricHistory(switch_under_treatment=AffectiveSwitch.NONE)),
        asks(PsychiatricHistory(switch_under_treatment=Recorded(AffectiveSwitch.NONE, by=Reporter.RECORD))),
        asks(),
    ),
)

mood_disorder: Final = Rule(
    id="psychosis.with_mood_disorder",
    source=(
        *PSYCHOSIS,
        Citation(PSYCHOTIC_DEPRESSION_SERIES, "no worsening in 36 clients with psychotic depression"),
    ),
    level=Level.CAUTION,
    when=PsychiatricHistory.mood_disorder_with_psychosis.present,
    clinician_text="Past depression or mania with psychotic features.",
    client_text=(
        "In a time of low or high mood it was hard for you to tell what is real. Your care team will talk about "
        "it with you."
    ),
    rationale="In remission it is weighed; psychotic symptoms at present exclude by criterion 13.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(PsychiatricHistory(mood_disorder_with_psychosis=True))),
        passes(by_clinician(PsychiatricHistory(mood_disorder_with_psychosis=False))),
        asks(),
    ),
)

substance_past: Final = Rule(
    id="psychosis.substance_induced.past",
    source=(*PSYCHOSIS, Citation(PSYON, "exclusion criteria: psychosis, unless a substance caused it")),
    level=Level.CAUTION,
    when=PsychiatricHistory.substance_induced_psychosis.ever,
    clinician_text="Past substance-induced psychosis.",
    client_text=(
        "After taking a substance it was once hard for you to tell what is real. Your care team will talk about "
        "it with you."
    ),
    rationale="A clinic excepts it from its exclusions, while the source names every psychosis.",
    practice_variation="Read strictly, the source excludes it; a clinic does not.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(PsychiatricHistory(substance_induced_psychosis=DaysAgo(1100)))),
        fires(by_clinician(PsychiatricHistory(substance_induced_psychosis=HAPPENED))),
        passes(by_clinician(PsychiatricHistory(substance_induced_psychosis=NEVER))),
        asks(),
    ),
)

family: Final = Rule(
    id="psychosis.family",
    source=(
        criterion(6),
        Citation(PSYON, "exclusion criteria: first-degree relatives with a psychotic disorder"),
        Citation(TRIAL_NCT07139106, "exclusion criteria: family history of schizophrenia below the age of 33"),
    ),
    level=Level.CAUTION,
    when=PsychiatricHistory.family_history_of_psychosis.present,
    clinician_text="Psychotic disorder in a first-degree relative.",
    client_text=(
        "Somebody in your close family has had an illness in which it is hard to tell what is real. We would like "
        "to talk about it."
    ),
    practice_variation="A clinic and a trial exclude; others do not ask.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(PsychiatricHistory(family_history_of_psychosis=True)),
        passes(PsychiatricHistory(family_history_of_psychosis=False)),
        asks(),
    ),
)

family_young: Final = Rule(
    id="psychosis.family.young",
    source=(
        criterion(6),
        Citation(TRIAL_NCT07139106, "exclusion criteria: family history of schizophrenia below the age of 33"),
    ),
    level=Level.NOTE,
    when=all_of(PsychiatricHistory.family_history_of_psychosis.present, Person.age < AGE_OF_ONSET),
    clinician_text=(
        "Family history of psychosis at an age at which a first episode is still common: the caution weighs more."
    ),
    client_text="As you are still young, your family's history counts for more. We keep it in mind.",
    examples=(
        fires(PsychiatricHistory(family_history_of_psychosis=True), Person(age=32)),
        passes(PsychiatricHistory(family_history_of_psychosis=True), Person(age=33)),
        passes(PsychiatricHistory(family_history_of_psychosis=False), Person(age=32)),
        asks(PsychiatricHistory(family_history_of_psychosis=True)),
    ),
)

RULES: Final = (
    primary_psychosis,
    bipolar_one,
    postpartum,
    substance_recent,
    questionnaire_positive,
    medicine_without_reason,
    bipolar,
    without_stabiliser,
    affective_switch,
    mood_disorder,
    substance_past,
    family,
    family_young,
)
