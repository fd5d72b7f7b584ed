"""Every statement of the source document, in this project's words, with the rules that encode it."""

from __future__ import annotations

import attrs

from kaprules.rule import Rule
from kaprules.rulesets import CRITERIA


@attrs.frozen
class Statement:
    """One statement; ``criteria`` names the files whose rules encode it."""

    part: str
    says: str
    criteria: tuple[str, ...] = ()
    because: str = ""


LATER = "a matter of {}, which the screening does not decide; a rule set of its own is to come"
STATEMENTS = (
    Statement(
        "background",
        "approved as an anaesthetic in 1970; trials show rapid improvement of mood",
        because="history of the medicine; decides about nobody",
    ),
    Statement(
        "background",
        "an option especially where other treatments have not helped",
        because="an indication, not a contraindication; the prescriber's judgement",
    ),
    Statement(
        "biological changes",
        "acts on glutamate, plasticity and the default mode network",
        because="mechanism; decides about nobody",
    ),
    Statement(
        "effects",
        "softens material that comes up, and alters consciousness strikingly",
        because="an effect, weighed by the reality-testing and psychosis rules",
    ),
    Statement(
        "effects",
        "mild, moderate and high doses differ in speech, depth and dissociation",
        because=LATER.format("dose tiers"),
    ),
    Statement("visits", "a session in the office usually takes under two hours", because=LATER.format("discharge")),
    Statement(
        "visits", "changes persist for about a day, a window for psychotherapy", because=LATER.format("aftercare")
    ),
    Statement(
        "visits",
        "high doses can destabilise somebody badly prepared, screened or supported",
        because=LATER.format("dose tiers"),
    ),
    Statement("visits", "preparation, set, setting and integration are essential", ("readiness",)),
    Statement(
        "visits", "psychotherapy runs through the whole process, with five aims", because=LATER.format("aftercare")
    ),
    Statement(
        "screening",
        "a thorough medical and psychological evaluation comes first",
        because="what all rules together do: a fact that nobody obtained leaves the decision incomplete",
    ),
    Statement(
        "screening",
        "the criteria are disqualifying, or strong cautions, in many practices",
        because="each rule declares its level and the levels a site may choose",
    ),
    Statement("criterion 1", "not ready or not willing to do deep therapeutic work", ("readiness",)),
    Statement("criterion 2", "pregnant or breastfeeding", ("pregnancy",)),
    Statement(
        "criterion 3",
        "hypertension that is badly controlled or untreated, or significant cardiovascular disease",
        ("cardiovascular",),
    ),
    Statement("criterion 4", "hyperthyroidism that is badly controlled or untreated", ("thyroid",)),
    Statement("criterion 5", "acute mania or hypomania", ("mania",)),
    Statement("criterion 6", "a history of psychosis, schizophrenia, bipolar disorder or mania", ("psychosis",)),
    Statement("criterion 7", "known allergy to ketamine, or its dependence or misuse", ("ketamine",)),
    Statement("criterion 8", "a recent traumatic brain injury", ("head_injury",)),
    Statement("criterion 9", "severe obstructive sleep apnoea or significant respiratory disease", ("breathing",)),
    Statement("criterion 10", "obesity that raises the anaesthetic risk, case by case", ("obesity",)),
    Statement("criterion 11", "an active substance use disorder or ongoing addiction", ("substance_use",)),
    Statement("criterion 12", "recurrent inflammation of the bladder", ("bladder",)),
    Statement("criterion 13", "poor reality testing", ("reality_testing",)),
    Statement(
        "closing",
        "benefits, risks and alternatives are discussed with a prescriber and a psychotherapist",
        because="no outcome clears anybody: the best one sends the case to both",
    ),
    Statement(
        "closing",
        "a lawful, medically supervised setting with preparation and integration",
        because=LATER.format("the setting"),
    ),
    Statement("its sources", "labels add aneurysm, malformation, haemorrhage and dissection", ("vascular",)),
    Statement("its sources", "labels and programmes set an age", ("age",)),
)


def rules_of(statement: Statement) -> tuple[Rule, ...]:
    """Return the rules that encode a statement."""
    return tuple(rule for name in statement.criteria for rule in CRITERIA[name].RULES)
