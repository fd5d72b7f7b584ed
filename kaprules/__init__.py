"""Explainable screening for ketamine-assisted psychotherapy: facts, cited rules, certified decisions.

A client's facts meet cited rules; an engine chains forward; a checker certifies; a decision explains.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .decision import Decision as Decision
    from .decision import EngineDisagreement as EngineDisagreement
    from .decision import decide as decide
    from .decision import interview as interview
    from .decision import screen as screen
    from .errors import InputError as InputError
    from .facts.client import Client as Client
    from .facts.model import HAPPENED as HAPPENED
    from .facts.model import NEVER as NEVER
    from .facts.model import Between as Between
    from .facts.model import DaysAgo as DaysAgo
    from .facts.model import HoursAgo as HoursAgo
    from .facts.model import OneOf as OneOf
    from .facts.model import PartialDate as PartialDate
    from .facts.model import Quantity as Quantity
    from .facts.model import Recorded as Recorded
    from .facts.model import Reporter as Reporter
    from .facts.model import Reports as Reports
    from .possible import Absence as Absence
    from .possible import Level as Level
    from .possible import Mark as Mark
    from .possible import Outcome as Outcome
    from .possible import Truth as Truth
    from .ruleset import RuleSet as RuleSet
    from .rulesets import SCREENING as SCREENING

__version__ = "0.6.0"

# Each name is imported when it is first asked for: what only wants the version or the help waits for no rules.
_HOMES = {
    "decision": ("Decision", "EngineDisagreement", "decide", "interview", "screen"),
    "errors": ("InputError",),
    "facts.client": ("Client",),
    "facts.model": (
        "HAPPENED",
        "NEVER",
        "Between",
        "DaysAgo",
        "HoursAgo",
        "OneOf",
        "PartialDate",
        "Quantity",
        "Recorded",
        "Reporter",
        "Reports",
    ),
    "possible": ("Absence", "Level", "Mark", "Outcome", "Truth"),
    "ruleset": ("RuleSet",),
    "rulesets": ("SCREENING",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
