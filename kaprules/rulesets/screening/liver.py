"""Disease of the liver: what the source's own sources add to its criteria.

The liver breaks ketamine down. Where it is moderately impaired, the sources ask for longer monitoring; where it is
severely impaired, they do not recommend the medicine. Nobody without a sign of a disease needs laboratory values; a
value that is there counts, whatever was said of a disease.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    Citation,
    Concept,
    Level,
    Limit,
    OneOf,
    Recorded,
    Rule,
    all_of,
    any_of,
    asks,
    by_clinician,
    fires,
    on_condition,
    passes,
    proposal,
)

from ...facts.ketamine_history import KetamineHistory, Reaction, ReactionAgent, ReactionKind
from ...facts.liver import ChildPugh, Liver
from ...sources import ALCOHOL_WITHDRAWAL_TRIAL, ASRA, ESKETAMINE_PRECAUTIONS, TRIAL_NCT06943859, US_MONOGRAPH

SEVERE: Final = (
    Citation(ESKETAMINE_PRECAUTIONS, "hepatic impairment: not recommended in Child-Pugh class C"),
    Citation(US_MONOGRAPH, "warnings: severe hepatic impairment"),
    Citation(ASRA, "severe disease of the liver"),
)
MODERATE: Final = (
    Citation(US_MONOGRAPH, "warnings: moderate hepatic impairment, longer monitoring"),
    Citation(ASRA, "moderate disease of the liver"),
)
ENZYMES: Final = (
    Citation(TRIAL_NCT06943859, "exclusion criteria: ALT or AST above three times the upper limit of normal"),
    Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: liver tests above three times normal"),
)
CIRRHOSIS: Final = Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: cirrhosis of the liver")

RAISED: Final = Limit(
    3,
    "{ULN}",
    id="liver.raised",
    source=ENZYMES[0],
    since=ADOPTED,
    floor=2,
    ceiling=5,
    step=Decimal("0.1"),
)


def _on_the_day(value: object) -> Recorded:
    return Recorded(value, on=EXAMPLE_DAY)


disease: Final = Concept(
    id="liver.disease",
    title="Liver disease, diagnosed or classified",
    source=(CIRRHOSIS, *MODERATE),
    when=any_of(Liver.known_disease.present, Liver.child_pugh.is_none_of(ChildPugh.NONE)),
    rationale="Only a cirrhosis has a class; one that is there counts, even where a disease is denied.",
    examples=(
        fires(Liver(known_disease=True)),
        fires(by_clinician(Liver(child_pugh=ChildPugh.A))),
        fires(by_clinician(Liver(child_pugh=ChildPugh.B))),
        fires(by_clinician(Liver(child_pugh=ChildPugh.C))),
        passes(by_clinician(Liver(known_disease=False, child_pugh=ChildPugh.NONE))),
        asks(Liver(known_disease=False)),
    ),
)

severe: Final = Rule(
    id="liver.severe",
    source=SEVERE,
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the liver in a better class than Child-Pugh C"),
    when=Liver.child_pugh.is_one_of(ChildPugh.C),
    clinician_text="Severe hepatic impairment (Child-Pugh C).",
    client_text=(
        "Your liver works very little. It could not clear ketamine well, so we do not give it while that is so."
    ),
    rationale="Esketamine is not recommended there; a site does not choose otherwise.",
    subsumes=("liver.moderate", "liver.cirrhosis"),
    examples=(
        fires(by_clinician(Liver(child_pugh=ChildPugh.C))),
        passes(by_clinician(Liver(child_pugh=ChildPugh.B))),
        passes(by_clinician(Liver(child_pugh=ChildPugh.A))),
        passes(by_clinician(Liver(child_pugh=ChildPugh.NONE))),
        asks(by_clinician(Liver(child_pugh=OneOf(ChildPugh.B, ChildPugh.C)))),
    ),
)

class_missing: Final = Rule(
    id="liver.class_missing",
    source=(*SEVERE, proposal("the class decides how much a disease of the liver weighs")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Liver.known_disease.present, Liver.child_pugh.missing),
    clinician_text="Liver disease; Child-Pugh class, if any, not established.",
    client_text="You have a liver disease. We would like to know how well your liver works.",
    examples=(
        fires(Liver(known_disease=True)),
        passes(by_clinician(Liver(known_disease=True, child_pugh=ChildPugh.NONE))),
        passes(Liver(known_disease=False)),
        asks(),
    ),
)

tests_missing: Final = Rule(
    id="liver.tests_missing",
    source=(*ENZYMES, proposal("a disease of the liver is judged by laboratory values of the last 90 days")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(disease.present, any_of(Liver.alt_multiple.missing, Liver.ast_multiple.missing)),
    clinician_text="Liver disease; no usable ALT, or no usable AST, from the last 90 days.",
    client_text="You have a liver disease. We need a recent blood test of your liver.",
    rationale="Where no disease is known, nobody needs them.",
    examples=(
        fires(by_clinician(Liver(known_disease=True, alt_multiple=_on_the_day(1)))),
        fires(by_clinician(Liver(known_disease=True, ast_multiple=_on_the_day(1)))),
        fires(by_clinician(Liver(known_disease=False, child_pugh=ChildPugh.A))),
        passes(by_clinician(Liver(known_disease=True, alt_multiple=_on_the_day(1), ast_multiple=_on_the_day(1)))),
        passes(by_clinician(Liver(known_disease=False, child_pugh=ChildPugh.NONE))),
        asks(),
    ),
)

tests_missing_after_ketamine: Final = Rule(
    id="liver.tests_missing_after_ketamine",
    source=(*ENZYMES, proposal("a liver that ketamine injured is judged by laboratory values of the last 90 days")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        KetamineHistory.hepatic_reaction.present,
        any_of(Liver.alt_multiple.missing, Liver.ast_multiple.missing),
    ),
    clinician_text="Past liver injury from ketamine; no usable ALT, or no usable AST, from the last 90 days.",
    client_text="Ketamine once hurt your liver. We need a recent blood test of it.",
    examples=(
        fires(KetamineHistory(hepatic_reaction=True), by_clinician(Liver(alt_multiple=_on_the_day(1)))),
        fires(KetamineHistory(hepatic_reaction=True), by_clinician(Liver(ast_multiple=_on_the_day(1)))),
        fires(KetamineHistory(reactions=[Reaction(kind=ReactionKind.HEPATIC, agent=ReactionAgent.KETAMINE)])),
        passes(
            KetamineHistory(hepatic_reaction=True),
            by_clinician(Liver(alt_multiple=_on_the_day(1), ast_multiple=_on_the_day(1))),
        ),
        passes(KetamineHistory(hepatic_reaction=False)),
        asks(),
    ),
)

moderate: Final = Rule(
    id="liver.moderate",
    source=MODERATE,
    level=Level.CAUTION,
    when=Liver.child_pugh.is_one_of(ChildPugh.B, ChildPugh.C),
    clinician_text="Moderate or severe hepatic impairment (Child-Pugh B or C): effects last longer.",
    client_text=(
        "Your liver works less than usual, so a medicine may act longer. Your prescriber will take it into account."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Liver(child_pugh=ChildPugh.B))),
        fires(by_clinician(Liver(child_pugh=ChildPugh.C))),
        passes(by_clinician(Liver(child_pugh=ChildPugh.A))),
        passes(by_clinician(Liver(child_pugh=ChildPugh.NONE))),
        asks(),
    ),
)

cirrhosis: Final = Rule(
    id="liver.cirrhosis",
    source=CIRRHOSIS,
    level=Level.CAUTION,
    when=Liver.child_pugh.is_none_of(ChildPugh.NONE),
    clinician_text="Cirrhosis.",
    client_text="Your liver has scars (cirrhosis). Your prescriber will take it into account.",
    practice_variation="A trial excludes every cirrhosis; other sources begin with a moderate impairment.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Liver(child_pugh=ChildPugh.A))),
        fires(by_clinician(Liver(child_pugh=ChildPugh.B))),
        fires(by_clinician(Liver(child_pugh=ChildPugh.C))),
        passes(by_clinician(Liver(child_pugh=ChildPugh.NONE))),
        asks(),
    ),
)

alt_raised: Final = Rule(
    id="liver.alt_raised",
    source=ENZYMES,
    level=Level.CAUTION,
    when=Liver.alt_multiple > RAISED,
    clinician_text="ALT raised to several times the upper reference limit.",
    client_text="A blood value of your liver (ALT) is high. Your prescriber will look at it with you.",
    rationale="Two trials exclude it; it may have passing causes, which the prescriber looks for.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Liver(alt_multiple=_on_the_day(Decimal("3.1"))))),
        fires(by_clinician(Liver(known_disease=False, alt=_on_the_day(121), alt_reference_high=40))),
        passes(by_clinician(Liver(alt_multiple=_on_the_day(3)))),
        passes(by_clinician(Liver(alt=_on_the_day(120), alt_reference_high=40))),
        asks(),
    ),
)

ast_raised: Final = Rule(
    id="liver.ast_raised",
    source=ENZYMES,
    level=Level.CAUTION,
    when=Liver.ast_multiple > RAISED,
    clinician_text="AST raised to several times the upper reference limit.",
    client_text="A blood value of your liver (AST) is high. Your prescriber will look at it with you.",
    rationale="Two trials exclude it; it may have passing causes, which the prescriber looks for.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(Liver(ast_multiple=_on_the_day(Decimal("3.1"))))),
        fires(by_clinician(Liver(known_disease=False, ast=_on_the_day(121), ast_reference_high=40))),
        passes(by_clinician(Liver(ast_multiple=_on_the_day(3)))),
        passes(by_clinician(Liver(ast=_on_the_day(120), ast_reference_high=40))),
        asks(),
    ),
)

RULES: Final = (
    severe,
    class_missing,
    tests_missing,
    tests_missing_after_ketamine,
    moderate,
    cirrhosis,
    alt_raised,
    ast_raised,
)
