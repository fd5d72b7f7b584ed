"""Both faces of a fact, as type checkers see them: a term on the class, what was given on an instance."""

# pyright: strict

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_type

from kaprules import SCREENING, Absence, Client, Decision, Outcome, Recorded, RuleSet, decide, screen
from kaprules.conditions import Atom
from kaprules.facts import Circulation, Plan, Session, Thyroid, Vitals
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    AtLeastThese,
    Between,
    Choice,
    DaysAgo,
    Event,
    Facts,
    Flag,
    NoneWithin,
    Number,
    Occurrence,
    OneOf,
    OverDaysAgo,
    PartialDate,
    Quantity,
    Reports,
    Series,
    group,
)
from kaprules.facts.plan import Product
from kaprules.facts.vitals import BloodPressure
from kaprules.limit import Limit
from kaprules.rule import EXAMPLE_DAY
from kaprules.rulesets import DOSE_TIERS
from kaprules.sources import criterion

DAY = date(2026, 11, 23)

# On the class: a term to write rules with.

assert_type(Vitals.heart_rate, Number)
assert_type(Circulation.myocardial_infarction, Event)
assert_type(Circulation.aneurysm, Flag)
assert_type(Plan.product, Choice[Product])
assert_type(Vitals.pressures, Series[BloodPressure])

LIMIT = Limit(100, "/min", id="example.fast", source=criterion(3), since=EXAMPLE_DAY)
assert_type(Vitals.heart_rate > LIMIT, Atom)
assert_type(Circulation.myocardial_infarction.ever, Atom)
assert_type(Plan.product.is_one_of(Product.ESKETAMINE), Atom)

# On an instance: what was given.

client = Client(
    vitals=Vitals(heart_rate=68, weight=Absence.DECLINED, height=Recorded(180, on=date(2026, 11, 1))),
    circulation=Circulation(myocardial_infarction=NEVER, aneurysm=False),
)
assert_type(client.id, str | None)
assert_type(client.vitals, Vitals)
Measured = int | float | Decimal | Fraction | Quantity | Between
assert_type(
    client.vitals.mean_systolic, Measured | Recorded[Measured | Absence] | Reports[Measured | Absence] | Absence
)
Happened = date | PartialDate | Occurrence | DaysAgo | NoneWithin | OverDaysAgo
assert_type(
    client.circulation.myocardial_infarction,
    Happened | Recorded[Happened | Absence] | Reports[Happened | Absence] | Absence,
)
assert_type(
    Plan().product,
    Product
    | OneOf[Product]
    | Recorded[Product | OneOf[Product] | Absence]
    | Reports[Product | OneOf[Product] | Absence]
    | Absence,
)
Measurements = Sequence[BloodPressure] | AtLeastThese[BloodPressure]
assert_type(client.vitals.pressures, Measurements | Recorded[Measurements | Absence] | Absence)

# Everything that a fact takes is taken.

Plan(product=Product.ESKETAMINE)
Plan(product=OneOf(Product.ESKETAMINE, Product.RACEMIC_ORAL))
Plan(product=Recorded(Product.ESKETAMINE, on=DAY))
Plan(product=Reports(Recorded(Product.ESKETAMINE, on=DAY), Recorded(Absence.DECLINED)))
Vitals(heart_rate=Between(60, 70), weight=Quantity(150, "[lb_av]"), height=Recorded(Quantity(1.8, "m")))
Vitals(
    heart_rate=Between(60, None),
    weight=Between(None, Quantity(150, "[lb_av]")),
    height=Between(Decimal("170.5"), 180.5),
)
Vitals(pressures=[BloodPressure(systolic=120, diastolic=80, on=DAY)])
assert_type(Client(vitals=Vitals(weight=Quantity(70, "kg")), strict=True), Client)
Vitals(pressures=AtLeastThese(BloodPressure(systolic=120, diastolic=80, on=DAY)))
Vitals(pressures=Recorded(AtLeastThese[BloodPressure](), on=DAY))
Circulation(myocardial_infarction=Recorded(HAPPENED, on=DAY))
Circulation(aneurysm=Reports(Recorded(True), Recorded(False)))

# A rule set is about one kind of subject.

assert_type(SCREENING, RuleSet[Client])
assert_type(DOSE_TIERS, RuleSet[Session])
assert_type(SCREENING + DOSE_TIERS.rules, RuleSet[Client])
assert_type(RuleSet("example", "?", (), subject=Session), RuleSet[Session])
decision = screen(client, on=DAY)
assert_type(decision, Decision)
assert_type(decision.outcome, Outcome)
assert_type(decide(DOSE_TIERS, Session(), on=DAY), Decision)

# A clinic's own facts and its own kind of subject are typed by the same declarations.


class Gut(Facts, group="gut"):
    """What a clinic asks besides."""

    bleeding: Flag = Flag(title="Bleeding")


class OwnClient(Client):
    """A client of that clinic."""

    gut: Gut = group(Gut)


own = OwnClient(gut=Gut(bleeding=True), thyroid=Thyroid(), id="client-01")
assert_type(own.gut, Gut)
decide(SCREENING, own, on=DAY)
decide(RuleSet("own", "?", (), subject=OwnClient), own, on=DAY)
