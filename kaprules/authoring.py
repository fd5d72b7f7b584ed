"""Everything that whoever writes rules imports, but the facts that they read and the sources that they cite.

>>> from datetime import date
>>> from kaprules.authoring import Level, Limit, Rule, RuleSet, fires, passes, proposal
>>> from kaprules.facts import Vitals
>>> tall = Limit(200, "cm", id="example.tall", source=proposal("an example"), since=date(2026, 1, 1))
>>> rule = Rule(
...     id="example.tall",
...     source=proposal("an example"),
...     level=Level.NOTE,
...     when=Vitals.height > tall,
...     says="The client is taller than the couch.",
...     examples=(fires(Vitals(height=201)), passes(Vitals(height=200))),
... )
>>> RuleSet("example", "Does the couch do?", (rule,)).rules
(<example.tall>,)
"""

from .conditions import Condition, all_of, any_of
from .errors import RuleError
from .facts.values import (
    HAPPENED,
    NEVER,
    Between,
    DaysAgo,
    HoursAgo,
    Occurrence,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reporter,
    Reports,
)
from .limit import Certainty, Citation, Limit, Source, above, below
from .possible import NEVER_DAYS, Absence, Level, Mark, Outcome, Truth
from .rule import (
    EXAMPLE_DAY,
    EXAMPLE_MOMENT,
    NEVER_LIFTS,
    Concept,
    Example,
    Marked,
    Phase,
    Rule,
    after,
    after_midnight,
    asks,
    fires,
    on_condition,
    passes,
)
from .ruleset import RuleSet
from .sources import ADOPTED, criterion, proposal, recalled

__all__ = [
    "ADOPTED",
    "EXAMPLE_DAY",
    "EXAMPLE_MOMENT",
    "HAPPENED",
    "NEVER",
    "NEVER_DAYS",
    "NEVER_LIFTS",
    "Absence",
    "Between",
    "Certainty",
    "Citation",
    "Concept",
    "Condition",
    "DaysAgo",
    "Example",
    "HoursAgo",
    "Level",
    "Limit",
    "Mark",
    "Marked",
    "Occurrence",
    "OneOf",
    "Outcome",
    "PartialDate",
    "Phase",
    "Quantity",
    "Recorded",
    "Reporter",
    "Reports",
    "Rule",
    "RuleError",
    "RuleSet",
    "Source",
    "Truth",
    "above",
    "after",
    "after_midnight",
    "all_of",
    "any_of",
    "asks",
    "below",
    "criterion",
    "fires",
    "on_condition",
    "passes",
    "proposal",
    "recalled",
]
