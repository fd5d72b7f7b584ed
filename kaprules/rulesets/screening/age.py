"""What the labels and programmes add: how old a client has to be, and how old a client may fall."""

from __future__ import annotations

from datetime import date
from typing import Final

from kaprules.authoring import ADOPTED, Citation, Level, Limit, Rule, asks, fires, on_condition, passes

from ...facts.person import Person
from ...sources import EU_LEAFLET, FIELD_TRIP_PROGRAMME, FIELD_TRIP_RECORD

ADULT: Final = Limit(
    18,
    "a",
    id="age.adult",
    source=Citation(EU_LEAFLET, "children and adolescents: not below 18 years"),
    since=ADOPTED,
    floor=18,
    ceiling=25,
    label=True,
)
# A site may take 65 to 80 years or more, which in completed years is above 64 to 79.
ELDERLY: Final = Limit(
    65,
    "a",
    id="age.falls",
    source=Citation(EU_LEAFLET, "elderly above 65 years: risk of falling"),
    since=ADOPTED,
    floor=64,
    ceiling=79,
)

minor: Final = Rule(
    id="age.minor",
    source=(
        Citation(EU_LEAFLET, "children and adolescents: not below 18 years"),
        Citation(FIELD_TRIP_PROGRAMME, "inclusion criteria: over the age of 18"),
        Citation(FIELD_TRIP_RECORD, "age: from 19 years"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("the client reaches the minimum age, on the 18th birthday unless the site sets a higher age"),
    when=Person.age < ADULT,
    clinician_text="Below the minimum age.",
    client_text="You are too young for this treatment here. Your care team will talk with you about other help.",
    rationale="The leaflet forbids it below 18 years; a site may ask for more, not for less.",
    practice_variation="One record of a programme begins at 19.",
    examples=(
        fires(Person(age=17)),
        fires(Person(birth_date=date(2008, 1, 2))),
        passes(Person(age=18)),
        passes(Person(birth_date=date(2008, 1, 1))),
        asks(),
    ),
)

elderly: Final = Rule(
    id="age.elderly",
    source=(Citation(EU_LEAFLET, "elderly above 65 years: risk of falling"),),
    level=Level.NOTE,
    when=Person.age > ELDERLY,
    clinician_text="Higher risk of falls after dosing at this age.",
    client_text="At your age we take extra care that you do not fall after ketamine.",
    rationale="The leaflet names the risk and forbids nothing.",
    practice_variation="The leaflet warns above 65; a site may weigh it, and from another age on.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(Person(age=66)),
        passes(Person(age=65)),
        asks(),
    ),
)

RULES: Final = (minor, elderly)
