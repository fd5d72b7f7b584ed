"""Raised pressure inside the skull, masses and hydrocephalus: what the source's own sources add to its criteria.

Ketamine may raise the pressure inside the skull. One country's label and a textbook forbid it where that pressure is
raised, or where a mass leaves it no room; a consensus would go on with great caution. So a site may choose caution,
and nothing milder.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import Citation, Level, OneOf, Rule, asks, fires, on_condition, passes, proposal

from ...facts.intracranial import Hydrocephalus, Intracranial, IntracranialPressure
from ...sources import ALCOHOL_WITHDRAWAL_TRIAL, ASRA, EU_LEAFLET, GERMAN_LEAFLET, MILLER

WORKS: Final = (
    Citation(GERMAN_LEAFLET, "contraindications: where a rise of pressure inside the skull is a serious risk"),
    Citation(
        ASRA,
        "raised pressure inside the skull: not at all, or in lower doses with extreme caution",
        strength="grade C",
    ),
    Citation(MILLER, "ketamine: contraindications, raised pressure inside the skull"),
    Citation(EU_LEAFLET, "warnings: conditions with raised pressure inside the skull"),
)
NOT_BELOW_CAUTION: Final = (Level.EXCLUSION, Level.CAUTION)
VARIES: Final = "A label and a textbook forbid it; a consensus allows lower doses with extreme caution."

raised: Final = Rule(
    id="intracranial_pressure.raised",
    source=WORKS,
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds the intracranial pressure normal or under control"),
    when=Intracranial.pressure.is_one_of(IntracranialPressure.RAISED),
    clinician_text="Raised intracranial pressure.",
    client_text="The pressure inside your head is too high for ketamine. It should come down first.",
    rationale="A rise of it may harm the brain.",
    practice_variation=VARIES,
    levels=NOT_BELOW_CAUTION,
    subsumes=("intracranial_pressure.hypertension",),
    examples=(
        fires(Intracranial(pressure=IntracranialPressure.RAISED)),
        passes(Intracranial(pressure=IntracranialPressure.CONTROLLED)),
        passes(Intracranial(pressure=IntracranialPressure.NORMAL)),
        asks(Intracranial(pressure=OneOf(IntracranialPressure.RAISED, IntracranialPressure.CONTROLLED))),
        asks(),
    ),
)

mass: Final = Rule(
    id="intracranial_pressure.mass",
    source=(
        Citation(MILLER, "ketamine: contraindications, mass inside the skull"),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: mass or bleed inside the skull"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds no intracranial mass any more"),
    when=Intracranial.mass.present,
    clinician_text="Intracranial mass.",
    client_text="Something inside your head takes up room (a mass). Your doctors should see to it first.",
    rationale="It leaves no room for a rise of pressure; a bleed in the brain is decided among the vessels.",
    levels=NOT_BELOW_CAUTION,
    examples=(
        fires(Intracranial(mass=True)),
        passes(Intracranial(mass=False)),
        asks(),
    ),
)

hydrocephalus_untreated: Final = Rule(
    id="intracranial_pressure.hydrocephalus_untreated",
    source=(*WORKS, proposal("an untreated hydrocephalus raises the pressure inside the skull, or soon will")),
    level=Level.EXCLUSION,
    until=on_condition("the hydrocephalus is treated, and a clinician finds the intracranial pressure normal"),
    when=Intracranial.hydrocephalus.is_one_of(Hydrocephalus.UNTREATED),
    clinician_text="Untreated hydrocephalus.",
    client_text="There is too much fluid inside your head (hydrocephalus). It should be treated first.",
    practice_variation=VARIES,
    levels=NOT_BELOW_CAUTION,
    subsumes=("intracranial_pressure.hydrocephalus",),
    examples=(
        fires(Intracranial(hydrocephalus=Hydrocephalus.UNTREATED)),
        passes(Intracranial(hydrocephalus=Hydrocephalus.TREATED)),
        passes(Intracranial(hydrocephalus=Hydrocephalus.NONE)),
        asks(Intracranial(hydrocephalus=OneOf(Hydrocephalus.TREATED, Hydrocephalus.UNTREATED))),
        asks(),
    ),
)

hypertension: Final = Rule(
    id="intracranial_pressure.hypertension",
    source=WORKS,
    level=Level.CAUTION,
    when=Intracranial.pressure.is_none_of(IntracranialPressure.NORMAL),
    clinician_text="Intracranial hypertension, controlled or not.",
    client_text="The pressure inside your head is, or may become, high. Your prescriber will take it into account.",
    rationale="What is under control may rise again, and a dose may raise it for a while.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Intracranial(pressure=IntracranialPressure.CONTROLLED)),
        fires(Intracranial(pressure=IntracranialPressure.RAISED)),
        passes(Intracranial(pressure=IntracranialPressure.NORMAL)),
        asks(),
    ),
)

hydrocephalus: Final = Rule(
    id="intracranial_pressure.hydrocephalus",
    source=(*WORKS, proposal("whatever treats a hydrocephalus may fail, as a shunt may")),
    level=Level.CAUTION,
    when=Intracranial.hydrocephalus.is_none_of(Hydrocephalus.NONE),
    clinician_text="Hydrocephalus, treated or not.",
    client_text=(
        "There is, or was, too much fluid inside your head (hydrocephalus). Your prescriber will take it into account."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Intracranial(hydrocephalus=Hydrocephalus.TREATED)),
        fires(Intracranial(hydrocephalus=Hydrocephalus.UNTREATED)),
        passes(Intracranial(hydrocephalus=Hydrocephalus.NONE)),
        asks(),
    ),
)

shunt: Final = Rule(
    id="intracranial_pressure.shunt",
    source=(*WORKS, proposal("a shunt may be blocked without anybody having noticed")),
    level=Level.CAUTION,
    when=Intracranial.shunt.present,
    clinician_text="Cerebral shunt in place.",
    client_text="A small tube (shunt) drains fluid from your head. Your prescriber will take it into account.",
    rationale="While it works the pressure is normal; the prescriber makes sure that it does.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Intracranial(shunt=True)),
        passes(Intracranial(shunt=False)),
        asks(),
    ),
)

RULES: Final = (
    raised,
    mass,
    hydrocephalus_untreated,
    hypertension,
    hydrocephalus,
    shunt,
)
