"""What does not hold and rightly so, with the reason: patterns first, then what no pattern explains, one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from ...facts.model import Choice, Fact, Flag
from ...limit import Exact
from ...possible import Level
from ...rule import Rule
from ...solver.encode import facts_in

# A rule that is TRUE wherever another is --------------------------------------------------------------------------

BESIDE: Final = "a note is shown beside whatever else is found, and stops nothing"
DETAIL: Final = "what is asked for is a detail of the finding, which stands meanwhile"
LESSER: Final = (
    "the lesser finding goes on where the graver begins: were it to end there, getting worse would take it away"
)
PARTED: Final = "a site may choose the levels of the two apart"

SAME_LEVEL: Final[Mapping[tuple[str, str], str]] = {
    ("breathing.apnoea.with_obesity", "obesity.severe"): "a label warns of the two together, beside the weight itself",
    ("obesity.anaesthesia_review", "obesity.severe"): "the graver weight asks for an anaesthetist, the lesser does not",
    ("liver.moderate", "liver.cirrhosis"): "from class B on effects last longer, which class A does not say",
    (
        "medicines.pressor_with_raised_pressure",
        "cardiovascular.pressure.raised",
    ): "it names what may be behind the raised pressure",
    (
        "medicines.thyroid_hormone_with_raised_pressure",
        "cardiovascular.pressure.raised",
    ): "it names what may be behind the raised pressure",
}
"""A rule, and the one of its level or a graver one that is TRUE wherever it is."""


def implication(one: Rule, other: Rule) -> str:
    """Return why ``other`` may be TRUE wherever ``one`` is, which is as grave or graver; empty if not declared."""
    if other.level is Level.NOTE:
        return BESIDE
    if one.level > other.level:
        return DETAIL if one.level is Level.NEEDS_INFORMATION else LESSER
    return shadow(one, (other,))


def shadow(rule: Rule, others: Sequence[Rule]) -> str:
    """Return why a rule may be found only beside some others, which are as grave or graver."""
    for other in others:
        declared = SAME_LEVEL.get((rule.id, other.id))
        if declared:
            return declared
        lower = any(level < rule.level for level in other.levels)
        higher = any(level > other.level for level in rule.levels)
        if lower or higher:
            return PARTED
    return ""


# What several rules settle together -------------------------------------------------------------------------------


def gap(rules: Sequence[Rule], settled: Collection[Fact]) -> str:
    """Return why it may stay open which of several rules is TRUE, though one of them is.

    They are alternatives by a fact that is not settled, and is asked for; something else is, and concerns them all.
    """
    shared = set.intersection(*(set(facts_in(rule.when)) for rule in rules)) if rules else set()
    apart = sorted(fact.id for fact in shared if isinstance(fact, Choice | Flag) and fact not in settled)
    if not settled or not apart:
        return ""
    return f"which of them it is, and so how it lifts, depends on {' and '.join(apart)}, which is asked for"


# Questions ---------------------------------------------------------------------------------------------------------

PARTLY_KNOWN: Final = "of facts known in part the list of questions may name one too many"

# Facts on indication that no rule demands --------------------------------------------------------------------------

CLINICS_CHOICE: Final = "whether it is obtained is a clinic's choice; a value that is there counts"
IF_KNOWN: Final = "it counts where somebody knows of it; nothing else that is asked points to it"
READ_WITH_OTHERS: Final = "it is read from what is asked for itself"
FOUND_ANYHOW: Final = "what points to it is found by rules of its own"
ON_THE_DAY: Final = "the dosing day demands it of everybody; one that is there at the intake counts"
BROUGHT_ALONG: Final = "whoever measures at home brings it along; nobody is asked to"
MENSES: Final[Mapping[str, str]] = dict.fromkeys(
    ("reproduction.last_menstrual_period", "reproduction.pregnancy_possible"),
    "it can only make a pregnancy possible; what makes one impossible is asked for itself",
)

NOT_DEMANDED: Final[Mapping[str, Mapping[str, str]]] = {
    "screening": {
        **dict.fromkeys(
            (
                "anaesthesia.asa_class",
                "bladder.urinalysis",
                "circulation.electrocardiogram",
                "general_health.glomerular_filtration_rate",
                "ketamine_history.ketamine_prescribed_elsewhere",
                "mental_state.asrm",
                "mental_state.dissociative_experiences",
                "mental_state.montreal_cognitive_assessment",
                "psychiatric_history.mood_disorder_questionnaire_positive",
                "substance_use.audit_c_total",
                "substance_use.dast_10_total",
                "substance_use.unexplained_drug_test",
                "suicidality.phq9_item_9",
            ),
            CLINICS_CHOICE,
        ),
        **dict.fromkeys(
            ("ketamine_history.excipient_allergy",),
            IF_KNOWN,
        ),
        **dict.fromkeys(
            (
                "bladder.episode_counts_contradict",
                "reproduction.menses_contradict",
                "psychiatric_history.antipsychotic_or_mood_stabiliser",
                "substance_use.audit_answers_audit_c",
                "substance_use.ketamine_or_phencyclidine_disorder",
                "substance_use.mild_disorder",
            ),
            READ_WITH_OTHERS,
        ),
        **dict.fromkeys(
            ("breathing.respiratory_infection", "general_health.acute_infection", "general_health.fever"), ON_THE_DAY
        ),
        **dict.fromkeys(
            (
                "vitals.home_highest_diastolic",
                "vitals.home_highest_systolic",
                "vitals.home_mean_diastolic",
                "vitals.home_mean_systolic",
            ),
            BROUGHT_ALONG,
        ),
        **MENSES,
    },
    "dosing_day": MENSES,
}
"""By rule set, then by fact."""

NOT_BY_REQUIRED_FACTS: Final[Mapping[str, str]] = {
    "anaesthesia.asa_class": "a summary of what is asked for itself",
    "substance_use.ketamine_or_phencyclidine_disorder": READ_WITH_OTHERS,
    "thyroid.free_t3_above_reference": "where the TSH, demanded by required facts, is low, it is demanded",
}
"""The facts on indication that an exclusion reads and no rule demands by required facts alone, each with the reason."""


def demand(fact: Fact, book: str) -> str:
    """Return why no rule of a book needs to demand a fact on indication; empty where it is not declared."""
    return NOT_DEMANDED.get(book, {}).get(fact.id, "")


# Facts that may get worse and improve an outcome -------------------------------------------------------------------

PARTLY_SETTLED: Final = "one of several facts settles it, and of another, known in part, no more is asked"


class Direction(NamedTuple):
    """Why the harmless values of a fact need not be better than an adverse one; adverse ones stay in order."""

    reason: str
    below: Exact | None = None
    """Of a number, where its harmless values end."""


NOT_MONOTONE: Final[Mapping[str, Direction]] = {
    "circulation.nyha_class": Direction(
        "with heart failure, 'does not apply' is a gap in the record, which a class closes"
    ),
    "psychiatric_history.bipolar_disorder": Direction(
        "a diagnosis answers the question that a positive questionnaire raises"
    ),
    "breathing.apnoea_hypopnoea_index": Direction(
        "an index of 5 or more answers whether there is apnoea, which a lower one leaves to the diagnosis", 5
    ),
}


# Readings that say that others contradict each other --------------------------------------------------------------

TELLS: Final = frozenset({"reproduction.menses_contradict"})
"""They say no until something does: what they come to then is new, and no rule may find it reassuring."""


def tells(fact: Fact) -> bool:
    """Say whether a fact is read to say that others contradict each other."""
    return fact.id in TELLS
