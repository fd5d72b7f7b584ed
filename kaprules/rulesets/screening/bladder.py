"""Criterion 12: history of recurrent bladder inflammation (cystitis).

Ketamine in quantity inflames and scars the bladder, and going on with it makes that worse. Bacterial infections come
by another way: however often they recur, they are weighed and watched.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    HAPPENED,
    NEVER,
    PERMANENT,
    Citation,
    Concept,
    Condition,
    Example,
    Level,
    Limit,
    Mark,
    OneOf,
    Recorded,
    Reporter,
    Rule,
    all_of,
    any_of,
    asks,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
)

from ...facts.bladder import Bladder, InterstitialCystitis, Urinalysis, Workup
from ...facts.ketamine_history import KetamineHistory
from ...sources import (
    CAROLINAS,
    CYSTITIS_CASE,
    CYSTITIS_REVIEW,
    FDA_COMPOUNDED,
    NICE_NG112,
    US_KETAMINE_LABEL,
    US_MONOGRAPH,
)

EPISODES_IN_6_MONTHS: Final = Limit(
    2,
    "{#}",
    id="bladder.episodes_in_6_months",
    source=Citation(NICE_NG112, "recurrent urinary tract infection"),
    since=ADOPTED,
    floor=1,
    ceiling=3,
)
EPISODES_IN_12_MONTHS: Final = Limit(
    3,
    "{#}",
    id="bladder.episodes_in_12_months",
    source=Citation(NICE_NG112, "recurrent urinary tract infection"),
    since=ADOPTED,
    floor=3,
    ceiling=4,
)

suspected_ketamine_cystitis: Final = Concept(
    id="bladder.suspected_ketamine_cystitis",
    title="Suspected ketamine cystitis",
    source=(
        criterion(12),
        criterion(7),
        Citation(US_KETAMINE_LABEL, "adverse reactions: urinary symptoms and cystitis with chronic use"),
    ),
    when=all_of(Bladder.urinary_symptoms_now.present, KetamineHistory.latest_nonmedical_ketamine_use.ever),
    rationale=(
        "Urinary symptoms in somebody who has used ketamine outside medicine are ketamine's until shown otherwise."
    ),
    examples=(
        fires(Bladder(urinary_symptoms_now=True), KetamineHistory(nonmedical_ketamine_use=HAPPENED)),
        passes(Bladder(urinary_symptoms_now=True), KetamineHistory(nonmedical_ketamine_use=NEVER)),
        passes(Bladder(urinary_symptoms_now=False), KetamineHistory(nonmedical_ketamine_use=HAPPENED)),
        asks(Bladder(urinary_symptoms_now=True)),
    ),
)

ketamine_cystitis: Final = Rule(
    id="bladder.ketamine_cystitis",
    source=(
        criterion(12),
        Citation(US_KETAMINE_LABEL, "adverse reactions: urinary symptoms and cystitis with chronic use"),
        Citation(CYSTITIS_REVIEW, "treatment: stopping ketamine"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=Bladder.ketamine_cystitis.present,
    clinician_text="Ketamine-induced cystitis or urinary tract damage.",
    client_text="Ketamine once hurt your bladder or urinary tract, so we do not give it.",
    rationale="Ketamine itself brings this on; giving it again would bring on more.",
    examples=(
        fires(Bladder(ketamine_cystitis=True)),
        passes(Bladder(ketamine_cystitis=False)),
        asks(),
    ),
)

suspected: Final = Rule(
    id="bladder.ketamine_cystitis.suspected",
    source=(
        criterion(12),
        criterion(7),
        Citation(US_KETAMINE_LABEL, "adverse reactions: urinary symptoms and cystitis with chronic use"),
        Citation(FDA_COMPOUNDED, "urinary symptoms"),
    ),
    level=Level.EXCLUSION,
    until=on_condition(
        "the work-up finds another cause, or the symptoms have resolved and ketamine was not their cause"
    ),
    when=suspected_ketamine_cystitis.present,
    clinician_text="Urinary symptoms after non-medical ketamine use: suspect ketamine cystitis.",
    client_text="You have urinary symptoms, and ketamine may be the reason. We would like to find out first.",
    subsumes=("ketamine.nonmedical_use.ever",),
    examples=(
        fires(Bladder(urinary_symptoms_now=True), KetamineHistory(nonmedical_ketamine_use=HAPPENED)),
        passes(Bladder(urinary_symptoms_now=False)),
        asks(Bladder(urinary_symptoms_now=True)),
    ),
)

active_interstitial: Final = Rule(
    id="bladder.interstitial_cystitis.active",
    source=(
        criterion(12),
        Citation(US_MONOGRAPH, "warnings: ulcerative or interstitial cystitis"),
        Citation(CAROLINAS, "history of cystitis needs clearance"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the cystitis is in remission"),
    when=Bladder.interstitial_cystitis.is_one_of(InterstitialCystitis.ACTIVE),
    clinician_text="Active interstitial cystitis.",
    client_text="Your bladder is sore at the moment (interstitial cystitis). It should calm down before ketamine.",
    rationale="The label asks for watching only; an inflamed bladder is not the one to begin with.",
    practice_variation=(
        "The label watches; a clinic asks for clearance. A letter of a urologist may turn it into a caution."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    subsumes=("bladder.interstitial_cystitis.ever",),
    examples=(
        fires(Bladder(interstitial_cystitis=InterstitialCystitis.ACTIVE)),
        passes(Bladder(interstitial_cystitis=InterstitialCystitis.PAST)),
        passes(Bladder(interstitial_cystitis=InterstitialCystitis.NONE)),
        asks(Bladder(interstitial_cystitis=OneOf(InterstitialCystitis.PAST, InterstitialCystitis.ACTIVE))),
    ),
)

active_ulcerative: Final = Rule(
    id="bladder.ulcerative_or_haemorrhagic_cystitis",
    source=(
        criterion(12),
        Citation(US_MONOGRAPH, "warnings: ulcerative or interstitial cystitis"),
        Citation(US_KETAMINE_LABEL, "adverse reactions: ulcerative and haemorrhagic cystitis"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the cystitis is in remission"),
    when=Bladder.ulcerative_or_haemorrhagic_cystitis_now.present,
    clinician_text="Ulcerative or haemorrhagic cystitis.",
    client_text="The wall of your bladder is sore or bleeds at the moment (cystitis). It should heal before ketamine.",
    examples=(
        fires(Bladder(ulcerative_or_haemorrhagic_cystitis_now=True)),
        passes(Bladder(ulcerative_or_haemorrhagic_cystitis_now=False)),
        asks(),
    ),
)


def _urinalysis(found: Urinalysis) -> Recorded:
    return Recorded(found, on=EXAMPLE_DAY, by=Reporter.LABORATORY)


symptoms_without_workup: Final = Rule(
    id="bladder.symptoms_without_workup",
    source=(
        criterion(12),
        Citation(FDA_COMPOUNDED, "urinary symptoms"),
        proposal("urine that is abnormal without symptoms is looked into as well"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        any_of(Bladder.urinary_symptoms_now.present, Bladder.urinalysis.is_one_of(Urinalysis.ABNORMAL)),
        any_of(Bladder.urinary_workup.is_one_of(Workup.NOT_DONE), Bladder.urinary_workup.missing),
    ),
    clinician_text="Urinary symptoms or abnormal urinalysis; no usable work-up of the cause.",
    client_text="You have urinary symptoms, or your urine test was not as usual. A doctor should find out why.",
    rationale="Symptoms that were there before the first dose cannot be told from ketamine's own later.",
    examples=(
        fires(Bladder(urinary_symptoms_now=True)),
        fires(Bladder(urinary_symptoms_now=True, urinary_workup=Workup.NOT_DONE)),
        passes(Bladder(urinary_symptoms_now=True, urinary_workup=Workup.DONE)),
        fires(Bladder(urinary_symptoms_now=False, urinalysis=_urinalysis(Urinalysis.ABNORMAL))),
        passes(
            Bladder(
                urinary_symptoms_now=False,
                urinalysis=_urinalysis(Urinalysis.ABNORMAL),
                urinary_workup=Workup.DONE,
            )
        ),
        passes(Bladder(urinary_symptoms_now=False, urinalysis=_urinalysis(Urinalysis.NORMAL))),
        passes(
            Bladder(
                urinary_symptoms_now=False,
                urinalysis=_urinalysis(Urinalysis.NORMAL),
                urinary_workup=Workup.NOT_DONE,
            )
        ),
        asks(Bladder(urinary_symptoms_now=False)),
        asks(Bladder(urinalysis=_urinalysis(Urinalysis.NORMAL))),
    ),
)

counts_contradict: Final = Rule(
    id="bladder.counts_contradict",
    source=(criterion(12), proposal("twelve months hold the last six, so one of the two counts is wrong")),
    level=Level.NEEDS_INFORMATION,
    when=Bladder.episode_counts_contradict.present,
    clinician_text="More episodes of cystitis counted in 6 months than in 12: one of the two counts is wrong.",
    client_text="Two numbers about your bladder infections do not match. We would like to go over them with you.",
    marks=(Mark.DATA_ERROR,),
    examples=(
        fires(Bladder(cystitis_episodes_in_6_months=2, cystitis_episodes_in_12_months=1)),
        passes(Bladder(cystitis_episodes_in_6_months=2, cystitis_episodes_in_12_months=2)),
        asks(Bladder(cystitis_episodes_in_6_months=2)),
    ),
)


def _recurrent(identifier: str, months: int, plain: str, when: Condition, examples: tuple[Example, ...]) -> Rule:
    """One rule for each of the two counts: one that is high must not hide that nobody took the other."""
    return Rule(
        id=identifier,
        source=(
            criterion(12),
            Citation(NICE_NG112, "recurrent urinary tract infection"),
            Citation(CAROLINAS, "history of cystitis needs clearance"),
        ),
        level=Level.CAUTION,
        when=when,
        clinician_text=f"Recurrent cystitis, counted over {months} months.",
        client_text=plain,
        rationale=(
            "The criterion gives no number; this is the usual definition of a recurrent infection. Labels put cystitis "
            "under watching, and infection is not how ketamine harms the bladder: hence a caution."
        ),
        practice_variation="Some practices exclude it.",
        levels=(Level.EXCLUSION, Level.CAUTION),
        examples=examples,
    )


recurrent_in_6_months: Final = _recurrent(
    "bladder.recurrent.in_6_months",
    6,
    "You have had several bladder infections in half a year. Your prescriber will talk about it with you.",
    Bladder.cystitis_episodes_in_6_months >= EPISODES_IN_6_MONTHS,
    (
        fires(Bladder(cystitis_episodes_in_6_months=2)),
        passes(Bladder(cystitis_episodes_in_6_months=1)),
        asks(Bladder(cystitis_episodes_in_12_months=2)),
    ),
)

recurrent_in_12_months: Final = _recurrent(
    "bladder.recurrent.in_12_months",
    12,
    "You have had several bladder infections in a year. Your prescriber will talk about it with you.",
    Bladder.cystitis_episodes_in_12_months >= EPISODES_IN_12_MONTHS,
    (
        fires(Bladder(cystitis_episodes_in_12_months=3)),
        passes(Bladder(cystitis_episodes_in_12_months=2)),
        asks(Bladder(cystitis_episodes_in_6_months=2)),
    ),
)

past_interstitial_cystitis: Final = Rule(
    id="bladder.interstitial_cystitis.ever",
    source=(
        criterion(12),
        Citation(US_MONOGRAPH, "warnings: ulcerative or interstitial cystitis"),
        Citation(CYSTITIS_CASE, "abstract: cystitis at a treatment dose"),
    ),
    level=Level.CAUTION,
    when=Bladder.interstitial_cystitis.is_one_of(InterstitialCystitis.PAST, InterstitialCystitis.ACTIVE),
    clinician_text="Interstitial cystitis, active or past.",
    client_text=(
        "Your bladder is, or was, sore for a long time (interstitial cystitis). Your prescriber will take it into "
        "account."
    ),
    rationale="A bladder that was inflamed once is watched from the first session on; an active one excludes.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Bladder(interstitial_cystitis=InterstitialCystitis.PAST)),
        fires(Bladder(interstitial_cystitis=InterstitialCystitis.ACTIVE)),
        passes(Bladder(interstitial_cystitis=InterstitialCystitis.NONE)),
        asks(Bladder()),
    ),
)

radiation_cystitis: Final = Rule(
    id="bladder.radiation_cystitis",
    source=(criterion(12), proposal("a bladder harmed by radiation is watched like one that was inflamed")),
    level=Level.CAUTION,
    when=Bladder.radiation_cystitis.present,
    clinician_text="Radiation cystitis.",
    client_text=(
        "Radiation has made your bladder sore (radiation cystitis). Your prescriber will take it into account."
    ),
    rationale="Its own rule, so that another disease of the bladder does not hide that nobody asked about it.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Bladder(radiation_cystitis=True)),
        passes(Bladder(radiation_cystitis=False)),
        asks(Bladder()),
    ),
)

infection_now: Final = Rule(
    id="bladder.infection_now",
    source=(criterion(12), proposal("an acute infection is treated first; the session can wait")),
    level=Level.CAUTION,
    when=Bladder.urinary_tract_infection_now.present,
    clinician_text="Urinary tract infection: consider delaying until resolved.",
    client_text="You have a bladder or urine infection. It is better to wait until it is over.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Bladder(urinary_tract_infection_now=True)),
        passes(Bladder(urinary_tract_infection_now=False)),
        asks(),
    ),
)

RULES: Final = (
    ketamine_cystitis,
    suspected,
    active_interstitial,
    active_ulcerative,
    symptoms_without_workup,
    counts_contradict,
    recurrent_in_6_months,
    recurrent_in_12_months,
    past_interstitial_cystitis,
    radiation_cystitis,
    infection_now,
)
