"""The JSON Schema of a client file, derived from the declarations of the facts.

Every client that ``clientfile`` reads is valid by this schema. It says less than the reader: not that a day exists in
its month, that a number has at most 15 digits, or that a name stands only once in an object.
"""

from __future__ import annotations

from typing import Any, Final

from .clientfile import DAY, FORMS, STATED, TIME, beside, takes_fractions
from .facts.client import Client
from .facts.model import (
    MAX_TEXT,
    Choice,
    Day,
    Event,
    Fact,
    Facts,
    Flag,
    Moment,
    Number,
    Reporter,
    Series,
    Subject,
    Text,
    groups_of,
)
from .limit import shown, with_unit

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SHARED: Final[dict[str, Any]] = {
    "text": {"type": "string", "maxLength": MAX_TEXT},
    "day": {"type": "string", "pattern": f"^{DAY}({TIME})?$"},
    "event": {"type": "string", "pattern": f"^(never|happened|[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}|{DAY}({TIME})?)$"},
    "moment": {"type": "string", "pattern": f"^(never|happened|[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}|{DAY}({TIME})?)$"},
    "reporter": {"enum": [reporter.value for reporter in Reporter]},
    "reason": {"enum": list(STATED)},
    "number": {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/fraction"}]},
    "fraction": {
        "type": "object",
        "properties": {
            "fraction": {
                "type": "array",
                "prefixItems": [{"type": "integer"}, {"type": "integer", "minimum": 1}],
                "items": False,
                "minItems": 2,
            }
        },
        "required": ["fraction"],
        "additionalProperties": False,
    },
}


def subject_schema(kind: type[Subject] = Client) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one subject: a client, a session, a practice.

    >>> subject_schema()["properties"]["vitals"]["properties"]["heart_rate"]["title"]
    'Resting heart rate'
    """
    name = kind.__name__.lower()
    return {
        "$schema": DIALECT,
        "title": f"kaprules {name}",
        "description": f"What is known of one {name}. A fact left out is absent; nothing is assumed.",
        **_object({"id": _shared("text")} | {name: _group(group) for name, group in groups_of(kind).items()}, ()),
        "$defs": SHARED,
    }


def _shared(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


def _group(kind: type[Facts]) -> dict[str, Any]:
    facts = kind.__facts__
    needed = tuple(fact.name for fact in facts if fact.required)
    together = [
        _both_given(fact.name, other)
        for fact in facts
        if fact.derive is not None and not fact.cross_checked
        for other in fact.derived_from
    ]
    return {
        **({"description": kind.__doc__} if kind.__doc__ else {}),
        **_object({fact.name: _fact(fact) for fact in facts}, needed),
        **({"not": {"anyOf": together}} if together else {}),
    }


def _both_given(first: str, second: str) -> dict[str, Any]:
    """Say that observations and what was worked out of them are both given; "not asked" is as good as left out."""
    given = {"not": {"const": {"absent": "not_asked"}}}
    return {"properties": {first: given, second: given}, "required": [first, second]}


def _fact(fact: Fact) -> dict[str, Any]:
    forms = [_report(fact, form) for form in FORMS[type(fact)]]
    if not fact.required:
        forms.append(_report(fact, ("absent",)))
    if not fact.requires_date and not (isinstance(fact, Number) and not fact.counted):
        forms.append(_alone(fact))
    if not isinstance(fact, Series | Day | Text):
        reports = {"type": "array", "items": {"anyOf": forms}, "minItems": 1}
        forms = [*forms, _object({"reports": reports}, ("reports",))]
    says = " ".join(filter(None, (fact.question, _plausible(fact))))
    return {"title": fact.title, **({"description": says} if says else {}), "anyOf": forms}


def _plausible(fact: Fact) -> str:
    if not isinstance(fact, Number):
        return ""
    return f"Plausible is {with_unit(f'{shown(fact.lowest)} to {shown(fact.highest)}', fact.unit)}."


def _report(fact: Fact, form: tuple[str, ...]) -> dict[str, Any]:
    """Return the object that gives a value, or the reason of its absence, with what may stand beside it."""
    members = {
        "absent": _shared("reason"),
        "value": _alone(fact),
        "at_least": _number(fact),
        "at_most": _number(fact),
        "one_of": {"type": "array", "items": _alone(fact), "minItems": 1},
        "days_ago": {"type": "integer", "minimum": 0},
        "hours_ago": _shared("number"),
        "on": _shared("day"),
        "by": _shared("reporter"),
        "reference": _shared("text"),
    }
    absent = form == ("absent",)
    required = list(form)
    if isinstance(fact, Number):
        members["unit"] = {"enum": [fact.unit, *fact.units]}
        required += ["unit"] * (not absent and not fact.counted)
    required += ["on"] * (fact.requires_date and not absent)
    names = (*form, *(name for name in beside(fact) if not (absent and name == "unit")))
    return _object({name: members[name] for name in names}, tuple(required))


def _number(fact: Fact) -> dict[str, Any]:
    return _shared("number") if takes_fractions(fact) else {"type": "integer"}


def _alone(fact: Fact) -> dict[str, Any]:
    if isinstance(fact, Number):
        return _number(fact)
    if isinstance(fact, Choice):
        return {"enum": [option.value for option in fact.options]}
    if isinstance(fact, Series):
        return {"type": "array", "items": _group(fact.record)}
    if isinstance(fact, Flag):
        return {"type": "boolean"}
    if isinstance(fact, Moment):
        return _shared("moment")
    return _shared("event" if isinstance(fact, Event) else "day" if isinstance(fact, Day) else "text")
