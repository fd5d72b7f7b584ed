"""What the labels add to criterion 3: vessels that may bleed when blood pressure rises.

An aneurysm, an arteriovenous malformation and a bleed in the brain are the labels' absolute contraindications beside
allergy. They are reported here only, not again under criterion 3, and no site may loosen them.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import PERMANENT, Citation, Level, Rule, asks, fires, passes, proposal

from ...facts.circulation import Circulation
from ...sources import (
    EU_LEAFLET,
    EU_PRODUCT_SUMMARY,
    MASS_GENERAL_TRIAL,
    US_LABEL_HIGHLIGHTS,
)

aneurysm: Final = Rule(
    id="vascular.aneurysm",
    source=(
        Citation(EU_PRODUCT_SUMMARY, "section 4.3: aneurysmal vascular disease"),
        Citation(US_LABEL_HIGHLIGHTS, "contraindications: aneurysmal vascular disease"),
        Citation(EU_LEAFLET, "do not use: aneurysm"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=Circulation.aneurysm.present,
    clinician_text="Aneurysm, present or past: a rise in blood pressure may rupture it.",
    client_text=(
        "You have had an aneurysm (a weak spot in a blood vessel). Ketamine raises blood pressure, so we do not give "
        "it."
    ),
    rationale="Both labels name it as a contraindication, wherever in the arteries it lies.",
    examples=(
        fires(Circulation(aneurysm=True)),
        passes(Circulation(aneurysm=False)),
        asks(),
    ),
)

arteriovenous_malformation: Final = Rule(
    id="vascular.arteriovenous_malformation",
    source=(Citation(US_LABEL_HIGHLIGHTS, "contraindications: arteriovenous malformation"),),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=Circulation.arteriovenous_malformation.present,
    clinician_text="Arteriovenous malformation, present or past: a rise in blood pressure may rupture it.",
    client_text=(
        "Some of your blood vessels are joined in an unusual way (a vessel malformation). Ketamine raises blood "
        "pressure, so we do not give it."
    ),
    rationale="The label names it as a contraindication.",
    examples=(
        fires(Circulation(arteriovenous_malformation=True)),
        passes(Circulation(arteriovenous_malformation=False)),
        asks(),
    ),
)

intracerebral_haemorrhage: Final = Rule(
    id="vascular.intracerebral_haemorrhage",
    source=(
        Citation(EU_PRODUCT_SUMMARY, "section 4.3: history of intracerebral haemorrhage"),
        Citation(US_LABEL_HIGHLIGHTS, "contraindications: history of intracerebral haemorrhage"),
        Citation(EU_LEAFLET, "do not use: bleeding in the brain"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=Circulation.intracerebral_haemorrhage.present,
    clinician_text="Past cerebral haemorrhage: a rise in blood pressure may cause rebleeding.",
    client_text=(
        "You once had a bleed in the brain (haemorrhage). Ketamine raises blood pressure, so we do not give it."
    ),
    rationale="Both labels name it as a contraindication, however long ago it was.",
    examples=(
        fires(Circulation(intracerebral_haemorrhage=True)),
        passes(Circulation(intracerebral_haemorrhage=False)),
        asks(),
    ),
)

aortic_dissection: Final = Rule(
    id="vascular.aortic_dissection",
    source=(
        Citation(MASS_GENERAL_TRIAL, "exclusion criteria: aortic dissection"),
        proposal("the same mechanism as an aneurysm, which the labels name"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=Circulation.aortic_dissection.present,
    clinician_text="Aortic dissection, present or past: a rise in blood pressure may extend it.",
    client_text=(
        "The wall of your main blood vessel has torn (aortic dissection). Ketamine raises blood pressure, so we do "
        "not give it."
    ),
    rationale="No label names it by itself; a trial does, and it is worse than the aneurysm that labels name.",
    examples=(
        fires(Circulation(aortic_dissection=True)),
        passes(Circulation(aortic_dissection=False)),
        asks(),
    ),
)

RULES: Final = (aneurysm, arteriovenous_malformation, intracerebral_haemorrhage, aortic_dissection)
