"""Glaucoma, raised pressure, open injury, a detached retina: what the source's own sources add to its criteria.

Ketamine raises the pressure in the eye a little. Two countries' labels ask for special caution in glaucoma and in
injuries that pierce the eye, and a textbook forbids it in the latter. Everybody is asked, by an item of a list; of
what kind it is follows where there is something.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    HAPPENED,
    NEVER,
    Citation,
    DaysAgo,
    Level,
    Limit,
    OneOf,
    Rule,
    after,
    all_of,
    asks,
    fires,
    on_condition,
    passes,
    proposal,
)

from ...facts.eye import Eye, EyeDisease
from ...sources import ASRA, GERMAN_LEAFLET, MILLER, SWISS_ESKETAMINE, SWISS_KETAMINE, US_KETAMINE_LABEL

LABELS: Final = (
    Citation(SWISS_KETAMINE, "warnings: glaucoma and injuries that pierce the eye"),
    Citation(SWISS_ESKETAMINE, "warnings: glaucoma and injuries that pierce the eye"),
    Citation(GERMAN_LEAFLET, "warnings: glaucoma and injuries that pierce the eye"),
)
CONSENSUS: Final = Citation(
    ASRA, "raised pressure in the eye: not at all, or in lower doses with extreme caution", strength="grade C"
)
OPEN_INJURY: Final = Citation(MILLER, "ketamine: contraindications, open injury of the eye")
OPERATED: Final = Limit(
    30,
    "d",
    id="eye.operated",
    source=proposal("a fresh wound of the eye bears no rise of pressure, and no work says for how long"),
    since=ADOPTED,
)

pressure_harmful: Final = Rule(
    id="eye.pressure_harmful",
    source=(OPEN_INJURY, CONSENSUS, *LABELS),
    level=Level.EXCLUSION,
    until=on_condition("an ophthalmologist finds the globe closed and the intraocular pressure under control"),
    when=Eye.disease.is_one_of(
        EyeDisease.PRESSURE_UNCONTROLLED, EyeDisease.ACUTE_ANGLE_CLOSURE, EyeDisease.OPEN_GLOBE_INJURY
    ),
    clinician_text="Open globe injury, acute angle closure or uncontrolled intraocular pressure.",
    client_text="Your eye is hurt, or the pressure in it is too high. An eye doctor should treat it first.",
    rationale="A rise of pressure may cost the sight; an acute angle closure is such a pressure.",
    practice_variation=(
        "Labels warn, a consensus goes from never to extreme caution, a textbook forbids it in open injuries."
    ),
    subsumes=("eye.glaucoma",),
    examples=(
        fires(Eye(disease=EyeDisease.PRESSURE_UNCONTROLLED)),
        fires(Eye(disease=EyeDisease.ACUTE_ANGLE_CLOSURE)),
        fires(Eye(disease=EyeDisease.OPEN_GLOBE_INJURY)),
        passes(Eye(disease=EyeDisease.RETINAL_DETACHMENT)),
        passes(Eye(disease=EyeDisease.GLAUCOMA_CONTROLLED)),
        passes(Eye(disease=EyeDisease.OTHER)),
        passes(Eye(disease=EyeDisease.NONE)),
        asks(Eye(disease=OneOf(EyeDisease.GLAUCOMA_CONTROLLED, EyeDisease.PRESSURE_UNCONTROLLED))),
        asks(),
    ),
)

recent_operation: Final = Rule(
    id="eye.recent_operation",
    source=(OPEN_INJURY, proposal("an eye that was just operated on is taken for an open one")),
    level=Level.EXCLUSION,
    until=after(Eye.surgery, OPERATED),
    when=Eye.surgery.within(OPERATED),
    clinician_text="Eye surgery within the last 30 days.",
    client_text="Your eye was operated on not long ago. It needs more time to heal.",
    examples=(
        fires(Eye(surgery=DaysAgo(30))),
        passes(Eye(surgery=DaysAgo(31))),
        passes(Eye(surgery=NEVER)),
        asks(Eye(surgery=HAPPENED)),
    ),
)

operation_not_known: Final = Rule(
    id="eye.operation_not_known",
    source=(OPEN_INJURY, proposal("a disease or an injury of the eye is often operated on")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(Eye.disease.is_none_of(EyeDisease.NONE), Eye.surgery.missing),
    clinician_text="Eye disease, injury or surgery; date of the latest eye surgery, if any, not established.",
    client_text="We would like to know if and when your eye was last operated on.",
    examples=(
        fires(Eye(disease=EyeDisease.OTHER)),
        fires(Eye(disease=EyeDisease.GLAUCOMA_CONTROLLED)),
        fires(Eye(disease=EyeDisease.RETINAL_DETACHMENT)),
        fires(Eye(disease=EyeDisease.PRESSURE_UNCONTROLLED)),
        fires(Eye(disease=EyeDisease.ACUTE_ANGLE_CLOSURE)),
        fires(Eye(disease=EyeDisease.OPEN_GLOBE_INJURY)),
        passes(Eye(disease=EyeDisease.GLAUCOMA_CONTROLLED, surgery=NEVER)),
        passes(Eye(disease=EyeDisease.NONE)),
        asks(),
    ),
)

glaucoma: Final = Rule(
    id="eye.glaucoma",
    source=(*LABELS, CONSENSUS, Citation(US_KETAMINE_LABEL, "adverse reactions: a slight rise of pressure in the eye")),
    level=Level.CAUTION,
    when=Eye.disease.is_none_of(EyeDisease.NONE, EyeDisease.OTHER, EyeDisease.RETINAL_DETACHMENT),
    clinician_text="Glaucoma, or an eye condition in which pressure is critical.",
    client_text=(
        "You have glaucoma or another eye problem in which pressure matters. Your prescriber will take it into account."
    ),
    rationale="The labels ask for special caution, whatever the kind of glaucoma.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Eye(disease=EyeDisease.GLAUCOMA_CONTROLLED)),
        fires(Eye(disease=EyeDisease.PRESSURE_UNCONTROLLED)),
        fires(Eye(disease=EyeDisease.ACUTE_ANGLE_CLOSURE)),
        fires(Eye(disease=EyeDisease.OPEN_GLOBE_INJURY)),
        passes(Eye(disease=EyeDisease.NONE)),
        passes(Eye(disease=EyeDisease.OTHER)),
        passes(Eye(disease=EyeDisease.RETINAL_DETACHMENT)),
        asks(),
    ),
)

retinal_detachment: Final = Rule(
    id="eye.retinal_detachment",
    source=proposal("a rise of pressure may do harm to a retina that is, or was lately, detached"),
    level=Level.CAUTION,
    when=Eye.disease.is_one_of(EyeDisease.RETINAL_DETACHMENT),
    clinician_text="Retinal detachment, present or past: obtain an ophthalmologist's opinion.",
    client_text="The inner layer of your eye came loose (retina). Your prescriber will take it into account.",
    rationale="No work read speaks of it. What is graver is recorded instead, and excludes.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Eye(disease=EyeDisease.RETINAL_DETACHMENT)),
        *(passes(Eye(disease=each)) for each in EyeDisease if each is not EyeDisease.RETINAL_DETACHMENT),
        asks(),
    ),
)

RULES: Final = (
    pressure_harmful,
    recent_operation,
    operation_not_known,
    glaucoma,
    retinal_detachment,
)
