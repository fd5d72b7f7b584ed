"""Both faces of a fact, as type checkers see them: a term on the class, what was given on an instance."""

from datetime import date
from typing import assert_type

from kaprules import Absence, Client, Decision, Outcome, Recorded, screen
from kaprules.conditions import Atom
from kaprules.facts import Circulation, Vitals
from kaprules.facts.fact import Event, Number
from kaprules.facts.values import NEVER
from kaprules.limit import Limit
from kaprules.rule import EXAMPLE_DAY
from kaprules.sources import criterion

assert_type(Vitals.heart_rate, Number)
assert_type(Circulation.myocardial_infarction, Event)

LIMIT = Limit(100, "/min", id="example.fast", source=criterion(3), since=EXAMPLE_DAY)
assert_type(Vitals.heart_rate > LIMIT, Atom)
assert_type(Circulation.myocardial_infarction.ever, Atom)

client = Client(
    vitals=Vitals(heart_rate=68, weight=Absence.DECLINED, height=Recorded(180, on=date(2026, 11, 1))),
    circulation=Circulation(myocardial_infarction=NEVER, aneurysm=False),
)
decision = screen(client, on=date(2026, 11, 23))
assert_type(decision, Decision)
assert_type(decision.outcome, Outcome)
