"""Sleep apnoea, lungs and oxygen."""

from __future__ import annotations

import enum
from typing import Final

from .authority import LABORATORY
from .model import (
    Adverse,
    Burden,
    Choice,
    Event,
    Facts,
    Flag,
    Mutability,
    Number,
    Reporter,
    Validity,
    icd10cm,
    loinc,
    score,
    snomed,
)

EVALUATION: Final = Validity(180, 180)
"""As long as a full medical evaluation reassures."""
BY_CLINIC: Final = (Reporter.CLINICIAN, Reporter.RECORD)


class PapUse(enum.Enum):
    """How far a positive airway pressure device is used."""

    NOT_PRESCRIBED = "not prescribed"
    NOT_ADHERENT = "prescribed, not adherent"
    ADHERENT = "adherent"


class LungDisease(enum.Enum):
    """How severe chronic obstructive pulmonary disease is."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Asthma(enum.Enum):
    """How well asthma is controlled."""

    NONE = "none"
    WELL_CONTROLLED = "well controlled"
    UNCONTROLLED = "uncontrolled"
    SEVERE = "severe"


class Breathing(Facts, group="breathing"):
    """Sleep apnoea, lungs and oxygen."""

    sleep_apnoea: Flag = Flag(
        title="Obstructive sleep apnoea",
        question="Has obstructive sleep apnoea been diagnosed?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=snomed("78275009") + icd10cm("G47.33", "G47.30"),
    )
    apnoea_hypopnoea_index: Number = Number(
        title="AHI",
        question="What was the apnoea-hypopnoea index (AHI) of the latest sleep study, and when was it?",
        unit="{events}/h",
        lowest=0,
        highest=200,
        adverse=Adverse.HIGHER,
        validity=Validity(1826, 1826),
        burden=Burden.REFERRAL,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="takes a sleep study, done where apnoea is diagnosed or suspected",
        indicated_by=lambda: Breathing.sleep_apnoea.present,
        codes=loinc("69990-0"),
    )
    pap_use: Choice[PapUse] = Choice(
        title="CPAP use",
        question=(
            "Is CPAP (positive airway pressure) prescribed, and used as it should be: at least 4 hours on at least 70 "
            "percent of nights?"
        ),
        options=PapUse,
        adverse=(PapUse.NOT_ADHERENT, PapUse.NOT_PRESCRIBED),
        validity=EVALUATION,
        on_indication="meaningful only where there is sleep apnoea",
        indicated_by=lambda: Breathing.sleep_apnoea.present,
    )
    stop_bang: Number = score(
        title="STOP-Bang score",
        question="What is the total of the STOP-Bang questionnaire?",
        highest=8,
        adverse=Adverse.HIGHER,
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        on_indication="a screening instrument, used where apnoea is not known or weight makes it likely",
    )
    home_oxygen: Flag = Flag(
        title="Home oxygen",
        question="Does the client need oxygen at home?",
        validity=EVALUATION,
    )
    chronic_respiratory_failure: Flag = Flag(
        title="Chronic respiratory failure",
        question="Has chronic respiratory failure been diagnosed?",
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=snomed("39871006") + icd10cm("J96.10"),
    )
    hypercapnia: Flag = Flag(
        title="Hypercapnia",
        question="Has a blood gas shown hypercapnia (raised carbon dioxide)?",
        validity=EVALUATION,
        burden=Burden.TEST,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="takes a blood gas, done where lung disease or low oxygen call for it",
    )
    obesity_hypoventilation: Flag = Flag(
        title="Obesity hypoventilation syndrome",
        question="Has obesity hypoventilation syndrome, too little breathing because of weight, been diagnosed?",
        validity=EVALUATION,
        codes=icd10cm("E66.2"),
    )
    copd: Choice[LungDisease] = Choice(
        title="COPD",
        question="Is there chronic obstructive pulmonary disease (COPD), and how severe is it?",
        options=LungDisease,
        adverse=(LungDisease.SEVERE, LungDisease.MODERATE, LungDisease.MILD),
        validity=EVALUATION,
        mutability=Mutability.FIXED,
        codes=snomed("13645005") + icd10cm("J44"),
    )
    copd_exacerbation: Event = Event(
        title="Latest COPD exacerbation",
        question="On what date was the latest COPD exacerbation, if there ever was one?",
        validity=EVALUATION,
        on_indication="meaningful only where there is chronic obstructive pulmonary disease",
        indicated_by=lambda: Breathing.copd.is_none_of(LungDisease.NONE),
    )
    asthma: Choice[Asthma] = Choice(
        title="Asthma",
        question="Is there asthma, and is it well controlled? Partly controlled counts as uncontrolled.",
        options=Asthma,
        adverse=(Asthma.SEVERE, Asthma.UNCONTROLLED, Asthma.WELL_CONTROLLED),
        validity=EVALUATION,
        codes=snomed("195967001") + icd10cm("J45.909"),
    )
    respiratory_infection: Flag = Flag(
        title="Acute respiratory infection",
        question="Does the client have an acute respiratory infection at present?",
        validity=Validity(30, 0),
        mutability=Mutability.PASSES_WITH_TIME,
        on_indication="asked of everybody on the dosing day; at the intake it counts where somebody has one",
    )
