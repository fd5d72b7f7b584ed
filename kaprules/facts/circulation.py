"""Heart, vessels and their history."""

from __future__ import annotations

import enum
from typing import Final

from .model import Burden, Choice, Code, Event, Facts, Flag, Mutability, Reporter, Validity, icd10cm, snomed

EVALUATION: Final = Validity(180, 180)
"""As long as a full medical evaluation reassures."""
ON_RECORD: Final = (Reporter.RECORD, Reporter.CLINICIAN, Reporter.CLIENT)


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


def _recalled(system: str, *codes: str) -> tuple[Code, ...]:
    return tuple(Code(system, code, confirmed=False) for code in codes)


class Circulation(Facts, group="circulation"):
    """Heart, vessels and their history."""

    hypertension: Flag = Flag(
        title="Hypertension diagnosed",
        question="Has high blood pressure ever been diagnosed and not been refuted since?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        reporters=ON_RECORD,
        codes=snomed("38341003", "59621000") + icd10cm("I10"),
    )
    hypertension_treated: Flag = Flag(
        title="Hypertension treated",
        question="Is the high blood pressure treated at present?",
        adverse=False,
        validity=EVALUATION,
        reporters=ON_RECORD,
        on_indication="meaningful only where hypertension is diagnosed",
        indicated_by=lambda: Circulation.hypertension.present,
    )
    myocardial_infarction: Event = Event(
        title="Heart attack",
        question="On what date was the latest heart attack, if there ever was one?",
        validity=EVALUATION,
        lifelong=True,
        reporters=ON_RECORD,
        codes=snomed("22298006") + icd10cm("I21.9"),
    )
    unstable_angina: Flag = Flag(
        title="Unstable angina",
        question="Is there angina that is new, comes at rest or is getting worse?",
        validity=EVALUATION,
        reporters=(Reporter.RECORD, Reporter.CLINICIAN),
        codes=snomed("4557003") + icd10cm("I20.0"),
    )
    coronary_disease: Flag = Flag(
        title="Coronary artery disease",
        question="Is there coronary artery disease, stable angina included?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        reporters=(Reporter.RECORD, Reporter.CLINICIAN),
        codes=snomed("53741008", "194828000"),
    )
    significant_valve_disease: Flag = Flag(
        title="Significant heart valve disease",
        question="Is there heart valve disease that a clinician finds significant?",
        validity=EVALUATION,
        burden=Burden.EXAMINATION,
        reporters=(Reporter.RECORD, Reporter.CLINICIAN),
    )
    arrhythmia: Choice[Arrhythmia] = Choice(
        title="Arrhythmia",
        question="Is there a disorder of the heart's rhythm, and is it under control?",
        options=Arrhythmia,
        adverse=(Arrhythmia.UNCONTROLLED, Arrhythmia.CONTROLLED),
        validity=EVALUATION,
        reporters=(Reporter.RECORD, Reporter.CLINICIAN),
        codes=icd10cm("I48.91") + _recalled("ICD-10-CM", "I47.2"),
    )
    heart_failure: Flag = Flag(
        title="Heart failure",
        question="Is there heart failure?",
        validity=Validity(90, 90),
        mutability=Mutability.FIXED,
        reporters=(Reporter.CLINICIAN, Reporter.RECORD),
        codes=snomed("84114007") + icd10cm("I50.9"),
    )
    nyha_class: Choice[NyhaClass] = Choice(
        title="NYHA class of heart failure",
        question="Which class of the New York Heart Association is the heart failure in?",
        options=NyhaClass,
        adverse=(NyhaClass.IV, NyhaClass.III, NyhaClass.II, NyhaClass.I),
        validity=Validity(90, 90),
        burden=Burden.EXAMINATION,
        reporters=(Reporter.CLINICIAN, Reporter.RECORD),
        on_indication="meaningful only where there is heart failure",
        indicated_by=lambda: Circulation.heart_failure.present,
        codes=_recalled("LOINC", "88020-3", "88021-1"),
    )
    decompensated: Flag = Flag(
        title="Heart failure decompensated",
        question="Is the heart failure decompensated at present?",
        validity=Validity(90, 90),
        burden=Burden.EXAMINATION,
        reporters=(Reporter.CLINICIAN, Reporter.RECORD),
        on_indication="meaningful only where there is heart failure",
        indicated_by=lambda: Circulation.heart_failure.present,
        codes=snomed("424404003"),
    )
    stroke_or_tia: Event = Event(
        title="Ischaemic stroke or transient ischaemic attack",
        question=(
            "On what date was the latest ischaemic stroke or transient ischaemic attack, if there ever was one? "
            "A stroke of unknown kind counts here; a bleed in the brain is asked for separately."
        ),
        validity=EVALUATION,
        lifelong=True,
        reporters=ON_RECORD,
        codes=snomed("230690007")
        + icd10cm("I63.9")
        + _recalled("SNOMED CT", "266257000")
        + _recalled("ICD-10-CM", "G45.9"),
    )
    hypertensive_encephalopathy: Flag = Flag(
        title="Hypertensive encephalopathy in the past",
        question="Has very high blood pressure ever affected the brain: confusion, seizures or loss of sight?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        reporters=ON_RECORD,
        codes=_recalled("ICD-10-CM", "I67.4"),
    )
    electrocardiogram: Choice[Electrocardiogram] = Choice(
        title="Electrocardiogram",
        question="What does the latest electrocardiogram show?",
        options=Electrocardiogram,
        adverse=(Electrocardiogram.ABNORMAL_SIGNIFICANT,),
        validity=EVALUATION,
        burden=Burden.TEST,
        reporters=(Reporter.CLINICIAN, Reporter.RECORD),
        on_indication="recorded where the history or a clinic's own practice calls for one",
    )
    aneurysm: Flag = Flag(
        title="Aneurysm",
        question="Has an aneurysm ever been found: of the aorta, in the brain, or of any other artery?",
        validity=EVALUATION,
        lifelong=True,
        reporters=ON_RECORD,
        codes=snomed("73067008")
        + icd10cm("I67.1", "I71.9", "I25.3", "I25.41")
        + _recalled("SNOMED CT", "128609009", "233985008"),
    )
    arteriovenous_malformation: Flag = Flag(
        title="Arteriovenous malformation",
        question="Has an arteriovenous malformation ever been found?",
        validity=EVALUATION,
        lifelong=True,
        reporters=ON_RECORD,
        codes=snomed("234142008", "234141001") + icd10cm("Q28.2", "Q28.0", "Q27.3"),
    )
    intracerebral_haemorrhage: Flag = Flag(
        title="Bleeding in the brain in the past",
        question="Has there ever been a bleed in the brain?",
        validity=EVALUATION,
        lifelong=True,
        reporters=ON_RECORD,
        codes=snomed("274100004", "21454007") + icd10cm("I61.9", "I60.9"),
    )
    aortic_dissection: Flag = Flag(
        title="Aortic dissection",
        question="Has the wall of the aorta ever torn?",
        validity=EVALUATION,
        lifelong=True,
        reporters=ON_RECORD,
        codes=_recalled("SNOMED CT", "308546005") + _recalled("ICD-10-CM", "I71.0"),
    )
