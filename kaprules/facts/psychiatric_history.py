"""Psychotic, bipolar and dissociative disorders, ever, and in the family."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ..language import message
from ..possible import ABSENT_BIT, NEVER_DAYS, NO_MARKS, PRESENT_BIT, Interval, Mark, Options, option_bits
from .authority import EXAMINER, ON_RECORD, TOLD
from .model import (
    CONFLICT,
    Choice,
    Code,
    Contradiction,
    Event,
    Facts,
    Flag,
    Mutability,
    Observation,
    Series,
    Validity,
    icd10cm,
    rxnorm,
    snomed,
)
from .model.readings import latest_in, worst_in

HALF_A_YEAR: Final = Validity(180, 180)


class PsychoticDisorderType(enum.Enum):
    """Which psychotic disorder it was."""

    SCHIZOPHRENIA = "schizophrenia"
    SCHIZOAFFECTIVE = "schizoaffective disorder"
    DELUSIONAL = "delusional disorder"
    BRIEF = "brief psychotic disorder"
    UNSPECIFIED = "primary psychosis, not specified"
    POSTPARTUM = "postpartum psychosis"
    MOOD_WITH_PSYCHOSIS = "mood disorder with psychotic features"
    SUBSTANCE_INDUCED = "substance-induced psychosis"


PRIMARY: Final = (
    PsychoticDisorderType.SCHIZOPHRENIA,
    PsychoticDisorderType.SCHIZOAFFECTIVE,
    PsychoticDisorderType.DELUSIONAL,
    PsychoticDisorderType.BRIEF,
    PsychoticDisorderType.UNSPECIFIED,
)
"""Psychoses that neither a mood disorder nor a substance nor childbirth explains; a brief one counts among them."""


class Bipolar(enum.Enum):
    """Which bipolar disorder there is; "type not known" is one of all but none."""

    NONE = "none"
    BIPOLAR_I = "bipolar I"
    BIPOLAR_II = "bipolar II"
    CYCLOTHYMIA = "cyclothymia"
    UNSPECIFIED = "bipolar disorder, not specified"


class AffectiveSwitch(enum.Enum):
    """Under what the mood rose to mania or hypomania, if it ever did under a medicine or a drug."""

    NONE = "none"
    ANTIDEPRESSANT = "antidepressant"
    KETAMINE = "ketamine"
    STIMULANT_OR_STEROID = "stimulant or steroid"


class AntipsychoticUse(enum.Enum):
    """Whether an antipsychotic, lithium or valproate is taken, and whether it is known what for."""

    NOT_TAKEN = "not taken"
    DECLARED_REASON = "taken for a declared reason"
    NO_DECLARED_REASON = "taken for no declared reason"


class PsychoticDisorder(Observation, group="psychotic_disorder"):
    """One psychotic disorder; where its type is not known, it may be any."""

    type: Choice[PsychoticDisorderType] = Choice(
        title="Type", options=PsychoticDisorderType, adverse=tuple(PsychoticDisorderType)
    )
    last_symptoms: Event = Event(
        title="Last psychotic symptoms",
        # A disorder without symptoms contradicts itself: its date is simply not known.
        contradictions=(
            Contradiction(
                (), lambda last: bool(last.low >= NEVER_DAYS), message("a disorder that is listed had symptoms")
            ),
        ),
    )
    denied_by_client: Flag = Flag(title="Denied by the client", adverse=None)


def _may_be(disorder: Any, on: date, types: tuple[PsychoticDisorderType, ...]) -> Options:
    """Say whether a recorded disorder is one of ``types``; a client's denial contradicts it and never clears it."""
    possible = PsychoticDisorder.type.possible(disorder, on)
    denied = PsychoticDisorder.denied_by_client.possible(disorder, on)
    assert isinstance(possible, Options)
    assert isinstance(denied, Options)
    wanted = option_bits(types)
    bits = (PRESENT_BIT if possible.bits & wanted else 0) | (ABSENT_BIT if possible.bits & ~wanted else 0)
    contradicted = CONFLICT if bits & PRESENT_BIT and denied.bits == PRESENT_BIT else NO_MARKS
    return Options(bits, None, possible.marks | contradicted)


def _any_of_type(*types: PsychoticDisorderType) -> Callable[[Any, date], Options]:
    return worst_in("psychotic_disorders", lambda disorder, on: _may_be(disorder, on, types))


def _substance_induced(disorder: Any, on: date) -> Interval | None:
    """Return the days since the last symptoms of a disorder that is, or may be, substance-induced."""
    kind = _may_be(disorder, on, (PsychoticDisorderType.SUBSTANCE_INDUCED,))
    if not kind.bits & PRESENT_BIT:
        return None
    last = PsychoticDisorder.last_symptoms.possible(disorder, on)
    assert isinstance(last, Interval)
    high = min(last.high, NEVER_DAYS - 1)
    marks: frozenset[Mark] = kind.marks | last.marks
    return Interval(last.low, NEVER_DAYS if kind.bits & ABSENT_BIT else high, None, marks)


class Development(enum.Enum):
    """Whether the client is autistic, or has an intellectual disability."""

    NONE = "none"
    AUTISM = "autism"
    INTELLECTUAL_DISABILITY = "intellectual disability"


class PsychiatricHistory(Facts, group="psychiatric_history"):
    """Psychotic, bipolar and dissociative disorders, ever, and in the family."""

    psychotic_disorders: Series[PsychoticDisorder] = Series(
        title="Psychotic disorders, current or past",
        question="Which psychotic disorders has the client ever had, of which type, and when were the last symptoms?",
        record=PsychoticDisorder,
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=snomed("69322001"),
    )
    primary_psychosis: Flag = Flag(
        title="Primary psychotic disorder, current or past",
        question="Has the client ever had schizophrenia or another primary psychotic disorder?",
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=snomed("58214004", "68890003", "48500005")
        + icd10cm("F20.0", "F20.9", "F22", "F23", "F24", "F25.0", "F28", "F29"),
        version=2,
        derive=_any_of_type(*PRIMARY),
        derived_from=("psychotic_disorders",),
    )
    postpartum_psychosis: Flag = Flag(
        title="Past postpartum psychosis",
        question="Has the client ever had a postpartum psychosis?",
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=(Code("ICD-10-CM", "F53.1", confirmed=False),),
        version=2,
        derive=_any_of_type(PsychoticDisorderType.POSTPARTUM),
        derived_from=("psychotic_disorders",),
    )
    mood_disorder_with_psychosis: Flag = Flag(
        title="Mood disorder with psychotic features, current or past",
        question="Has the client ever had depression or mania with psychotic features?",
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=icd10cm("F32.3", "F33.3"),
        version=2,
        derive=_any_of_type(PsychoticDisorderType.MOOD_WITH_PSYCHOSIS),
        derived_from=("psychotic_disorders",),
    )
    substance_induced_psychosis: Event = Event(
        title="Last symptoms of a substance-induced psychosis",
        question="Has the client ever had a substance-induced psychosis, and when were its last symptoms?",
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=(Code("ICD-10-CM", "F16.951", confirmed=False), Code("ICD-10-CM", "F19.959", confirmed=False)),
        version=2,
        derive=latest_in("psychotic_disorders", _substance_induced),
        derived_from=("psychotic_disorders",),
    )
    bipolar_disorder: Choice[Bipolar] = Choice(
        title="Bipolar disorder",
        question="Has the client ever been diagnosed with a bipolar disorder, and of which type?",
        options=Bipolar,
        adverse=(Bipolar.BIPOLAR_I, Bipolar.UNSPECIFIED, Bipolar.BIPOLAR_II, Bipolar.CYCLOTHYMIA),
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=snomed("13746004", "371596008", "83225003") + icd10cm("F31.0", "F31.81", "F31.9"),
    )
    mania_ever: Flag = Flag(
        title="Past manic episode",
        question="Has the client ever had a manic episode?",
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
        codes=icd10cm("F30.4"),
    )
    switch_under_treatment: Choice[AffectiveSwitch] = Choice(
        title="Mood switch under a medicine or a drug",
        question=(
            "Has the client ever switched into mania or hypomania under an antidepressant, ketamine, a stimulant or a "
            "steroid?"
        ),
        options=AffectiveSwitch,
        adverse=(AffectiveSwitch.ANTIDEPRESSANT, AffectiveSwitch.KETAMINE, AffectiveSwitch.STIMULANT_OR_STEROID),
        graded=False,
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=TOLD,
        may_rule_out=EXAMINER,
        may_confirm=EXAMINER,
    )
    family_history_of_psychosis: Flag = Flag(
        title="Psychotic disorder in a first-degree relative",
        question="Has a parent, sibling or child of the client ever had a psychotic disorder?",
        validity=HALF_A_YEAR,
        lifelong=True,
    )
    mood_disorder_questionnaire_positive: Flag = Flag(
        title="Positive Mood Disorder Questionnaire",
        question="Is the Mood Disorder Questionnaire (MDQ) positive?",
        validity=HALF_A_YEAR,
        mutability=Mutability.FIXED,
        on_indication="a screening questionnaire, used where a bipolar disorder is suspected",
    )
    bipolar_disorder_assessed: Flag = Flag(
        title="Clinician assessment of bipolar disorder",
        question="Has a clinician assessed the client for a bipolar disorder since the questionnaire was positive?",
        adverse=False,
        validity=HALF_A_YEAR,
        mutability=Mutability.OBTAINABLE,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="asked where the Mood Disorder Questionnaire is positive",
    )
    antipsychotic_or_mood_stabiliser: Choice[AntipsychoticUse] = Choice(
        title="Antipsychotic, lithium or valproate",
        question="Does the client take an antipsychotic, lithium or valproate, and is the reason stated?",
        options=AntipsychoticUse,
        adverse=(AntipsychoticUse.NO_DECLARED_REASON,),
        validity=Validity(30, 0),
        on_indication="the list of medicines, with its reasons, is asked instead; an answer that is recorded counts",
        mutability=Mutability.OBTAINABLE,
        codes=rxnorm("6448", "5093", "89013"),
    )
    dissociative_identity_disorder: Flag = Flag(
        title="Dissociative identity disorder",
        question="Has the client ever had a dissociative identity disorder?",
        validity=HALF_A_YEAR,
        lifelong=True,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=snomed("31611000") + icd10cm("F44.81"),
    )
    unstable_complex_trauma: Flag = Flag(
        title="Complex PTSD, not stable",
        question="Does the client have complex post-traumatic stress disorder (PTSD) that is not stable at present?",
        validity=HALF_A_YEAR,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
    )
    severe_personality_disorder: Flag = Flag(
        title="Severe personality disorder",
        question="Has a personality disorder been diagnosed that is severe enough to hinder working together?",
        validity=HALF_A_YEAR,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=snomed("33449004") + icd10cm("F60.9"),
    )
    unstable_eating_disorder: Flag = Flag(
        title="Eating disorder, not stable",
        question="Does the client have an eating disorder that is not stable at present?",
        validity=HALF_A_YEAR,
        reporters=EXAMINER,
        may_rule_out=EXAMINER,
        codes=snomed("72366004") + icd10cm("F50.9"),
    )
    autism_or_intellectual_disability: Choice[Development] = Choice(
        title="Autism or intellectual disability",
        question="Is the client autistic, or is there an intellectual disability?",
        options=Development,
        adverse=(Development.INTELLECTUAL_DISABILITY, Development.AUTISM),
        mutability=Mutability.FIXED,
        on_indication="counts where it is known",
        codes=(Code("ICD-10-CM", "F84.0", confirmed=False), Code("ICD-10-CM", "F79", confirmed=False)),
    )
