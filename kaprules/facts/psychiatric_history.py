"""Psychotic, bipolar and dissociative disorders, ever, and in the family."""

from __future__ import annotations

from .fact import Facts, Flag, Validity, icd10cm, snomed


class PsychiatricHistory(Facts, group="psychiatric_history"):
    """Psychotic, bipolar and dissociative disorders, ever, and in the family."""

    dissociative_identity_disorder: Flag = Flag(
        title="Dissociative identity disorder, ever",
        question="Has the client ever had a dissociative identity disorder?",
        lasting=True,
        validity=Validity(180, 180),
        codes=snomed("31611000") + icd10cm("F44.81"),
    )
    unstable_complex_trauma: Flag = Flag(
        title="Complex post-traumatic stress that is not stable",
        question="Does the client have complex post-traumatic stress that is not stable at present?",
        validity=Validity(180, 180),
    )
