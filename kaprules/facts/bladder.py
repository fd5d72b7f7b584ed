"""Bladder inflammation and urinary symptoms."""

from __future__ import annotations

import enum
from datetime import date

from ..possible import ABSENT_BIT, PRESENT_BIT, Interval, Options
from .authority import LABORATORY
from .model import Adverse, Choice, Facts, Flag, Mutability, Number, Validity, count, icd10cm, score, snomed
from .model.readings import absence_of, marks_of


class InterstitialCystitis(enum.Enum):
    """Whether there is, or was, an interstitial cystitis."""

    NONE = "none"
    PAST = "past, in remission"
    ACTIVE = "active"


class Workup(enum.Enum):
    """Whether a finding was looked into."""

    NOT_DONE = "not done"
    DONE = "done"


class Urinalysis(enum.Enum):
    """What a urine sample showed."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"


NINETY = Validity(90, 90)


def _contradict(bladder: Facts, on: date) -> Options:
    """Return whether more episodes are counted in six months than in the twelve months that hold them.

    It is read of the counts as they were given: where they contradict each other, neither is believed otherwise.
    """
    fewer = Bladder.cystitis_episodes_in_6_months.as_given(bladder, on)
    more = Bladder.cystitis_episodes_in_12_months.as_given(bladder, on)
    assert isinstance(fewer, Interval)
    assert isinstance(more, Interval)
    marks = marks_of(fewer, more)
    if fewer.low > more.high:
        return Options(PRESENT_BIT, None, marks)
    if fewer.high <= more.low:
        return Options(ABSENT_BIT, None, marks)
    return Options(PRESENT_BIT | ABSENT_BIT, absence_of(fewer, more), marks)


class Bladder(Facts, group="bladder"):
    """Bladder inflammation and urinary symptoms."""

    cystitis_episodes_in_6_months: Number = count(
        title="Episodes of cystitis in 6 months",
        never_above="cystitis_episodes_in_12_months",
        question="How many episodes of cystitis did the client have in the last 6 months?",
        highest=365,
        missing_codes=(99,),
        adverse=Adverse.HIGHER,
        validity=NINETY,
        mutability=Mutability.PASSES_WITH_TIME,
        codes=snomed("38822007", "197853008") + icd10cm("N30.00", "N30.20", "N30.90", "N39.0", "Z87.440"),
    )
    cystitis_episodes_in_12_months: Number = count(
        title="Episodes of cystitis in 12 months",
        question="How many episodes of cystitis did the client have in the last 12 months, the last 6 included?",
        highest=365,
        missing_codes=(99,),
        adverse=Adverse.HIGHER,
        validity=NINETY,
        mutability=Mutability.PASSES_WITH_TIME,
        codes=snomed("38822007", "197853008") + icd10cm("N30.00", "N30.20", "N30.90", "N39.0", "Z87.440"),
    )
    episode_counts_contradict: Flag = Flag(
        title="Contradictory counts of cystitis",
        question="Are more episodes counted in the last 6 months than in the last 12?",
        validity=NINETY,
        mutability=Mutability.OBTAINABLE,
        on_indication="read from the two counts, which are asked for themselves",
        derive=_contradict,
        derived_from=("cystitis_episodes_in_6_months", "cystitis_episodes_in_12_months"),
    )
    interstitial_cystitis: Choice[InterstitialCystitis] = Choice(
        title="Interstitial cystitis",
        question="Does the client have an interstitial cystitis (bladder pain syndrome), or did they have one?",
        options=InterstitialCystitis,
        adverse=(InterstitialCystitis.ACTIVE, InterstitialCystitis.PAST),
        validity=NINETY,
        lifelong=True,
        mutability=Mutability.TREATABLE,
        codes=snomed("197834003", "36139001") + icd10cm("N30.10"),
    )
    ulcerative_or_haemorrhagic_cystitis_now: Flag = Flag(
        title="Ulcerative or haemorrhagic cystitis",
        question="Does the client have an ulcerative or haemorrhagic cystitis at present?",
        validity=NINETY,
    )
    radiation_cystitis: Flag = Flag(
        title="Radiation cystitis",
        question="Did radiotherapy ever cause an inflammation of the client's bladder?",
        validity=NINETY,
        mutability=Mutability.FIXED,
    )
    ketamine_cystitis: Flag = Flag(
        title="Ketamine-induced cystitis or urinary tract damage",
        question="Did ketamine ever inflame the client's bladder, or damage the urinary tract otherwise?",
        validity=NINETY,
        lifelong=True,
    )
    urinary_symptoms_now: Flag = Flag(
        title="Current urinary symptoms",
        question="Does the client have pain on passing urine, urgency, frequency, blood in the urine or pelvic pain at "
        "present?",
        validity=NINETY,
    )
    urinary_workup: Choice[Workup] = Choice(
        title="Work-up of urinary symptoms or abnormal urinalysis",
        question="Was the cause of the urinary symptoms, or of the abnormal urine, looked into?",
        options=Workup,
        adverse=(Workup.NOT_DONE,),
        validity=NINETY,
        mutability=Mutability.OBTAINABLE,
        on_indication="asked where there are urinary symptoms, or the urine is abnormal",
        indicated_by=lambda: Bladder.urinary_symptoms_now.present,
    )
    urinary_tract_infection_now: Flag = Flag(
        title="Current urinary tract infection",
        question="Does the client have a urinary tract infection at present?",
        validity=NINETY,
        codes=snomed("68566005") + icd10cm("N39.0"),
    )
    interstitial_cystitis_symptom_index: Number = score(
        title="Interstitial Cystitis Symptom Index, total",
        question="What is the total of the O'Leary-Sant symptom index?",
        highest=20,
        adverse=Adverse.HIGHER,
        validity=NINETY,
        on_indication="an instrument to follow bladder symptoms with, where there are any",
    )
    urinalysis: Choice[Urinalysis] = Choice(
        title="Urinalysis",
        question="Was the urinalysis normal?",
        options=Urinalysis,
        adverse=(Urinalysis.ABNORMAL,),
        validity=NINETY,
        requires_date=True,
        reporters=LABORATORY,
        may_rule_out=LABORATORY,
        on_indication="part of the work-up of urinary symptoms",
    )
