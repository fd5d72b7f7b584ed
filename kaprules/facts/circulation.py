"""Heart, vessels and their history."""

from __future__ import annotations

import enum
from datetime import date
from typing import Final

from ..language import message
from ..possible import NEVER_DAYS, Absence, Interval, Options
from .authority import ON_RECORD
from .model import (
    Burden,
    Choice,
    Code,
    Contradiction,
    Event,
    Facts,
    Flag,
    Mutability,
    Validity,
    icd10cm,
    latest,
    snomed,
)
from .model.readings import absence_of, marks_of

EVALUATION: Final = Validity(180, 180)
"""As long as a full medical evaluation reassures."""


class Arrhythmia(enum.Enum):
    """Whether there is a disorder of the heart's rhythm, and whether it is under control."""

    NONE = "none"
    CONTROLLED = "controlled"
    UNCONTROLLED = "uncontrolled"


class NyhaClass(enum.Enum):
    """How far heart failure limits everyday life, by the classes of the New York Heart Association."""

    NONE = "no heart failure"
    I = "class I"  # noqa: E741 # the class is called I
    II = "class II"
    III = "class III"
    IV = "class IV"


class Electrocardiogram(enum.Enum):
    """What an electrocardiogram shows."""

    NORMAL = "normal"
    ABNORMAL_INSIGNIFICANT = "abnormal, not significant"
    ABNORMAL_SIGNIFICANT = "abnormal, significant"


class EventKind(enum.Enum):
    """What an event of the heart or the vessels was."""

    INFARCTION = "heart attack"
    UNSTABLE_ANGINA = "unstable angina"
    CORONARY_STENT = "coronary stent"
    BYPASS = "coronary bypass"
    STROKE_OR_TIA = "stroke or transient ischaemic attack"
    PULMONARY_EMBOLISM = "pulmonary embolism"
    DEEP_VEIN_THROMBOSIS = "deep-vein thrombosis"
    CARDIAC_ARREST = "cardiac arrest"
    HEART_FAILURE = "admission for heart failure"
    ARRHYTHMIA = "admission for arrhythmia"
    HYPERTENSIVE_CRISIS = "hypertensive crisis"
    VESSEL_OPERATION = "operation of a vessel"
    OTHER = "another event of the heart or the vessels"


class Phaeochromocytoma(enum.Enum):
    """Whether there is, or was, a tumour that makes stress hormones."""

    NONE = "none"
    PAST = "past"
    PRESENT = "present"


def _kind_of_none(kind: Options, event: Interval) -> bool:
    """Say whether an event is said to be of some kind where there never was one."""
    return event.low >= NEVER_DAYS


def _latest_event(circulation: Facts, on: date) -> Interval:
    """Return the days since the latest event of the heart or the vessels, by whichever question it was told."""
    each = [
        fact.possible(circulation, on)
        for fact in (
            Circulation.latest_cardiovascular_event,
            Circulation.myocardial_infarction,
            Circulation.stroke_or_tia,
        )
    ]
    events = [event for event in each if isinstance(event, Interval)]
    return latest(events)._replace(absence=absence_of(*events), marks=marks_of(*events))


def _recalled(system: str, *codes: str) -> tuple[Code, ...]:
    return tuple(Code(system, code, confirmed=False) for code in codes)


class Circulation(Facts, group="circulation"):
    """Heart, vessels and their history."""

    hypertension: Flag = Flag(
        title="Hypertension",
        question="Has high blood pressure ever been diagnosed and not been ruled out since?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=snomed("38341003", "59621000") + icd10cm("I10"),
    )
    hypertension_treated: Flag = Flag(
        title="Current treatment of hypertension",
        question="Is the high blood pressure treated at present?",
        adverse=False,
        validity=EVALUATION,
        on_indication="meaningful only where hypertension is diagnosed",
        indicated_by=lambda: Circulation.hypertension.present,
    )
    myocardial_infarction: Event = Event(
        title="MI",
        question="On what date was the latest heart attack, if there ever was one?",
        validity=EVALUATION,
        lifelong=True,
        codes=snomed("22298006") + icd10cm("I21.9"),
    )
    unstable_angina: Flag = Flag(
        title="Unstable angina",
        question="Is there angina that is new, comes at rest or is getting worse?",
        validity=EVALUATION,
        codes=snomed("4557003") + icd10cm("I20.0"),
    )
    coronary_disease: Flag = Flag(
        title="Coronary artery disease",
        question="Is there coronary artery disease, stable angina included?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=snomed("53741008", "194828000"),
    )
    significant_valve_disease: Flag = Flag(
        title="Significant valvular disease",
        question="Is there valvular heart disease that a clinician considers significant?",
        validity=EVALUATION,
        burden=Burden.EXAMINATION,
    )
    arrhythmia: Choice[Arrhythmia] = Choice(
        title="Arrhythmia",
        question="Is there a disorder of the heart's rhythm, and is it under control?",
        options=Arrhythmia,
        adverse=(Arrhythmia.UNCONTROLLED, Arrhythmia.CONTROLLED),
        validity=EVALUATION,
        codes=icd10cm("I48.91") + _recalled("ICD-10-CM", "I47.2"),
    )
    heart_failure: Flag = Flag(
        title="Heart failure",
        question="Is there heart failure?",
        validity=Validity(90, 90),
        mutability=Mutability.FIXED,
        codes=snomed("84114007") + icd10cm("I50.9"),
    )
    nyha_class: Choice[NyhaClass] = Choice(
        title="Heart failure, NYHA class",
        question="Which NYHA class is the heart failure?",
        options=NyhaClass,
        adverse=(NyhaClass.IV, NyhaClass.III, NyhaClass.II, NyhaClass.I),
        validity=Validity(90, 90),
        burden=Burden.EXAMINATION,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="meaningful only where there is heart failure",
        indicated_by=lambda: Circulation.heart_failure.present,
        codes=_recalled("LOINC", "88020-3", "88021-1"),
    )
    decompensated: Flag = Flag(
        title="Decompensated heart failure",
        question="Is the heart failure decompensated at present?",
        validity=Validity(90, 90),
        burden=Burden.EXAMINATION,
        on_indication="meaningful only where there is heart failure",
        indicated_by=lambda: Circulation.heart_failure.present,
        codes=snomed("424404003"),
    )
    stroke_or_tia: Event = Event(
        title="Ischaemic stroke or TIA",
        question=(
            "On what date was the latest ischaemic stroke or transient ischaemic attack (TIA), if there ever was one? "
            "A stroke of unknown type counts here; a bleed in the brain is asked about separately."
        ),
        validity=EVALUATION,
        lifelong=True,
        codes=snomed("230690007")
        + icd10cm("I63.9")
        + _recalled("SNOMED CT", "266257000")
        + _recalled("ICD-10-CM", "G45.9"),
    )
    latest_cardiovascular_event: Event = Event(
        title="Latest cardiovascular event",
        question=(
            "When was the latest cardiovascular event, if there ever was one: a heart attack, a stent or bypass, a "
            "stroke, a clot in lung or leg, a cardiac arrest, a hospital admission for the heart or blood pressure, "
            "or surgery on a blood vessel?"
        ),
        validity=Validity(30, 0),
        lifelong=True,
        codes=snomed("59282003") + icd10cm("I46.9", "I82.4", "Z95.5") + _recalled("ICD-10-CM", "I26.99"),
    )
    latest_cardiovascular_event_kind: Choice[EventKind] = Choice(
        title="Kind of the latest cardiovascular event",
        question="What was the latest cardiovascular event?",
        options=EventKind,
        adverse=tuple(EventKind),
        graded=False,
        lifelong=True,
        on_indication="a detail that only such an event makes meaningful",
        contradictions=(
            Contradiction(
                ("latest_cardiovascular_event",),
                _kind_of_none,
                message("{fact} is that of {others}, which happened"),
                Absence.CONFLICTING,
            ),
        ),
    )
    latest_event: Event = Event(
        title="Latest cardiovascular event, MI and stroke included",
        question="When was the latest cardiovascular event, a heart attack or a stroke included?",
        validity=Validity(30, 0),
        lifelong=True,
        derive=_latest_event,
        derived_from=("latest_cardiovascular_event", "myocardial_infarction", "stroke_or_tia"),
    )
    vessel_operation_assessed: Flag = Flag(
        title="Indication of the vascular surgery assessed",
        question=(
            "Has a clinician, or a record, said what the vascular surgery was for, and are aneurysm and dissection "
            "answered accordingly?"
        ),
        adverse=False,
        validity=EVALUATION,
        mutability=Mutability.OBTAINABLE,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="asked where a vessel was operated on",
    )
    phaeochromocytoma: Choice[Phaeochromocytoma] = Choice(
        title="Phaeochromocytoma",
        question="Has a phaeochromocytoma or paraganglioma (a tumour that makes stress hormones) ever been found?",
        options=Phaeochromocytoma,
        adverse=(Phaeochromocytoma.PRESENT, Phaeochromocytoma.PAST),
        validity=EVALUATION,
        lifelong=True,
        codes=_recalled("SNOMED CT", "302835009") + _recalled("ICD-10-CM", "D35.0"),
    )
    pulmonary_hypertension: Flag = Flag(
        title="Pulmonary hypertension",
        question="Has pulmonary hypertension (high pressure in the vessels of the lungs) ever been found?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=_recalled("SNOMED CT", "70995007") + _recalled("ICD-10-CM", "I27.20"),
    )
    hypertensive_encephalopathy: Flag = Flag(
        title="History of hypertensive encephalopathy",
        question="Has very high blood pressure ever affected the brain: confusion, seizures or loss of sight?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=_recalled("ICD-10-CM", "I67.4"),
    )
    electrocardiogram: Choice[Electrocardiogram] = Choice(
        title="ECG",
        question="What does the latest electrocardiogram (ECG) show?",
        options=Electrocardiogram,
        adverse=(Electrocardiogram.ABNORMAL_SIGNIFICANT,),
        validity=EVALUATION,
        burden=Burden.TEST,
        reporters=ON_RECORD,
        may_rule_out=ON_RECORD,
        on_indication="recorded where the history or a clinic's own practice calls for one",
    )
    aneurysm: Flag = Flag(
        title="Aneurysm",
        question="Has an aneurysm ever been found: of the aorta, in the brain, or of any other artery?",
        validity=EVALUATION,
        lifelong=True,
        codes=snomed("73067008")
        + icd10cm("I67.1", "I71.9", "I25.3", "I25.41")
        + _recalled("SNOMED CT", "128609009", "233985008"),
    )
    arteriovenous_malformation: Flag = Flag(
        title="Arteriovenous malformation",
        question="Has an arteriovenous malformation ever been found?",
        validity=EVALUATION,
        lifelong=True,
        codes=snomed("234142008", "234141001") + icd10cm("Q28.2", "Q28.0", "Q27.3"),
    )
    intracerebral_haemorrhage: Flag = Flag(
        title="Past cerebral haemorrhage",
        question="Has there ever been a bleed in the brain?",
        validity=EVALUATION,
        lifelong=True,
        codes=snomed("274100004", "21454007") + icd10cm("I61.9", "I60.9"),
    )
    aortic_dissection: Flag = Flag(
        title="Aortic dissection",
        question="Has there ever been an aortic dissection (a tear in the wall of the aorta)?",
        validity=EVALUATION,
        lifelong=True,
        codes=_recalled("SNOMED CT", "308546005") + _recalled("ICD-10-CM", "I71.0"),
    )
