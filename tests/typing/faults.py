"""What both type checkers must refuse: each line is an error to either, and no error there is an error here."""

# pyright: strict

from datetime import date

from kaprules import SCREENING, Client, Quantity, RuleSet, decide, screen
from kaprules.facts import Circulation, Plan, Session, Vitals
from kaprules.facts.model import Choice, Facts, Flag, HoursAgo, Number, OneOf, Recorded, Reports, group
from kaprules.facts.plan import Product, Tier
from kaprules.rulesets import DOSE_TIERS

DAY = date(2026, 11, 23)

Client(vitals=Circulation())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Client(vitalz=Vitals())  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Client(vitals=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Client(id=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Client(strict="yes")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Client(Vitals())  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]
print(Client().vitalz)  # type: ignore[attr-defined]  # pyright: ignore

Plan(product=Tier.MILD)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Plan(product=OneOf(Tier.MILD, Tier.HIGH))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Plan(product=Recorded(Tier.MILD, on=DAY))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Plan(product=Reports(Recorded(Tier.MILD)))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Plan(produkt=Product.ESKETAMINE)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Plan(escort_arranged=Product.ESKETAMINE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

Vitals(heart_rate="68")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Vitals(heart_rate=Recorded("68", on=DAY))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Vitals(heart_rate=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Vitals(pressures=[Vitals()])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
Quantity(150, 1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Circulation(myocardial_infarction=True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Circulation(myocardial_infarction=HoursAgo(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

decide(DOSE_TIERS, Client(), on=DAY)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
decide(SCREENING, Session(), on=DAY)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
decide(Client(), SCREENING, on=DAY)  # type: ignore[arg-type, type-var]  # pyright: ignore[reportArgumentType]
screen(Session(), on=DAY)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
RuleSet("example", "?", (), subject=Plan)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]

tier: Choice[Tier] = Choice(title="Tier", options=Tier, adverse=(Product.ESKETAMINE,))  # type: ignore[arg-type]  # pyright: ignore
Number(title="Pulse")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


class Gut(Facts, group="gut"):
    """What a clinic asks besides."""

    bleeding: Flag = Flag(title="Bleeding")


class OwnClient(Client):
    """A client of that clinic."""

    gut: Gut = group(Gut)
    wrong: Vitals = group(Gut)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


OwnClient(gut=Vitals())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
own = RuleSet("own", "?", (), subject=OwnClient)
decide(own, Client(), on=DAY)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
