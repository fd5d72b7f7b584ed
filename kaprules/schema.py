"""The JSON Schema of a client file, derived from the declarations of the facts.

Every client that ``clientfile`` reads is valid by this schema. It says less than the reader: not that a day exists in
its month, that a text such as "<0.01" names a unit, or that a name stands only once in an object.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from .clientfile import DAY, EVIDENCE, FORMS, STATED, TIME, beside, takes_fractions
from .facts import Client, Practice, Session
from .facts.model import (
    CONTROLS,
    MAX_TEXT,
    Answered,
    Checklist,
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
from .possible import NEVER_DAYS, Level, Mark, Outcome, Truth

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ONE_LINE: Final[dict[str, Any]] = {
    "not": {
        "pattern": "".join(
            each if each in "[-]" else f"\\u{ord(each):04x}" for each in CONTROLS.pattern.replace("\ud800-\udfff", "")
        )
    }
}
"""Text without control characters; halves of characters, which the reader refuses too, are another thing to each
dialect of patterns."""
SHARED: Final[dict[str, Any]] = {
    "text": {"type": "string", "maxLength": MAX_TEXT, **ONE_LINE},
    "day": {"type": "string", "pattern": f"^{DAY}({TIME})?$"},
    "partial_day": {"type": "string", "pattern": f"^([0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}|{DAY}({TIME})?)$"},
    "event": {"type": "string", "pattern": f"^(never|happened|[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}|{DAY}({TIME})?)$"},
    "moment": {"type": "string", "pattern": f"^(never|happened|[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}|{DAY}({TIME})?)$"},
    "confirmation": {
        "type": "object",
        "properties": {
            "role": {"const": Reporter.CLINICIAN.value},
            "name": {"$ref": "#/$defs/name"},
            "on": {"$ref": "#/$defs/day"},
        },
        "required": ["role", "name", "on"],
        "additionalProperties": False,
    },
    "name": {"type": "string", "maxLength": MAX_TEXT, "pattern": r"\S"},
    "reporter": {"enum": [reporter.value for reporter in Reporter]},
    "reason": {"enum": list(STATED)},
    "one_sided": {"type": "string", "pattern": "[<>=≤≥≦≧⩽⩾a-zA-Z][^0-9]*[0-9]"},
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


SHARED_EVIDENCE: Final = {"on": "day", "by": "reporter", "reference": "text", "confirmed_by": "confirmation"}


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
        **_object(_beside_groups(kind) | {name: _group(group) for name, group in groups_of(kind).items()}, ()),
        "$defs": SHARED,
    }


def cases_schema(kinds: Iterable[type[Subject]] = ()) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a case file, about clients, practices and sessions or ``kinds`` of one's own.

    >>> cases_schema()["$defs"]["case"]["properties"]["outcome"]["enum"][0]
    'NO_EXCLUSION_FOUND'
    """
    among = {kind.__name__.lower(): kind for kind in (Client, Practice, Session, *kinds)}
    text: dict[str, Any] = {"type": "string"} | ONE_LINE
    name = text | {"pattern": r"\S"}
    names = {"type": "array", "items": text}
    shared = {
        "ruleset": text,
        "on": {"type": "string", "pattern": f"^{DAY}({TIME})?$"},
        "zone": name,
        "policy": {"anyOf": [name, names | {"minItems": 1}]},
        "switch_on": names,
    }
    facts = {kind: {"$ref": f"#/$defs/{kind}"} for kind in among}
    outcome, level, mark = ({"enum": [each.name for each in kind]} for kind in (Outcome, Level, Mark))
    case = _object(
        {
            **shared,
            "id": name,
            "why": text,
            "over": text,
            **facts,
            "subject": {"anyOf": list(facts.values())},
            "outcome": outcome,
            "findings": _by_name(level),
            "open": names,
            "truths": _by_name({"enum": [truth.name for truth in Truth]}),
            "flags": {"type": "array", "items": mark},
            "each": _by_name(outcome),
            "possible": _by_name(_shared("possible")),
        },
        ("id", "outcome"),
    ) | {"oneOf": [{"required": [kind]} for kind in (*facts, "subject")]}
    last = {"absent": _shared("reason"), "marks": {"type": "array", "items": mark}}
    last |= {"last": _shared("possible"), "outdated": _shared("possible")}
    ends = {"at_least": _shared("number"), "at_most": _shared("number")}
    options = {"one_of": {"type": "array", "items": {"type": ["string", "boolean"]}}}
    several = _object(
        {
            **shared,
            "format": {"const": "kaprules cases"},
            "version": {"const": 1},
            "made_from": {},
            "bases": _by_name({"anyOf": list(facts.values())}),
            "cases": {"type": "array", "items": _shared("case"), "minItems": 1},
        },
        ("cases",),
    )
    alone = {"allOf": [_shared("case"), {"required": ["ruleset", "on"]}]}
    return {
        "$schema": DIALECT,
        "title": "kaprules cases",
        "description": "What is expected of a rule set: each case a subject, when it is decided, and the outcome.",
        "anyOf": [several, alone, {"type": "array", "items": alone, "minItems": 1}],
        "$defs": SHARED
        | {name: _laid_over(kind) for name, kind in among.items()}
        | {
            "case": case,
            "possible": {"anyOf": [_object(ends | last, tuple(ends)), _object(options | last, ("one_of",))]},
        },
    }


def _by_name(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": kind}


def _laid_over(kind: type[Subject]) -> dict[str, Any]:
    """Return the schema of facts as a case gives them: whole, or laid over a base, where null takes one away."""
    groups = {
        name: _object({fact.name: {"anyOf": [_fact(fact), {"type": "null"}]} for fact in group.__facts__}, ())
        for name, group in groups_of(kind).items()
    }
    return _object(_beside_groups(kind, {"type": "null"}) | groups, ())


def _beside_groups(kind: type[Subject], *others: dict[str, Any]) -> dict[str, Any]:
    """Return what a file may hold beside groups of facts: an id, and answers to checklists or ``others``."""
    lists: dict[str, list[Checklist]] = {}
    for checklist in kind.__checklists__:
        lists.setdefault(checklist.id, []).append(checklist)
    answers = {name: {"anyOf": [*_answers(versions), *others]} for name, versions in lists.items()}
    return {"id": _shared("text")} | ({"checklists": _object(answers, ())} if answers else {})


def _answers(versions: list[Checklist]) -> list[dict[str, Any]]:
    """Return the answers that one checklist takes: each to one version, or several of them."""
    forms = [_answer(checklist, form) for checklist in versions for form in ("answer", "absent")]
    several = {"type": "array", "items": {"anyOf": forms}, "minItems": 1}
    return [*forms, _object({"reports": several}, ("reports",))]


def _answer(checklist: Checklist, form: str) -> dict[str, Any]:
    items = {"enum": [item.id for item in checklist.items]}
    copied = _object({"by": _shared("reporter"), "on": _shared("day"), "name": _shared("name")}, ("by", "on"))
    evidence = {name: _shared(SHARED_EVIDENCE[name]) for name in EVIDENCE}
    members: dict[str, Any] = {"version": {"const": checklist.version}, **evidence, "copy_of": copied}
    if form == "absent":
        members |= {"absent": _shared("reason"), "except": {"type": "array", "maxItems": 0}}
    else:
        members |= {
            "answer": {"enum": [answer.value for answer in Answered]},
            "except": {"type": "array", "items": items},
        }
    return {"title": checklist.title} | _object(members, ("version", form))


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
        **({"anyOf": [_one_given(name) for name in kind.__one_of__]} if kind.__one_of__ else {}),
    }


def _one_given(name: str) -> dict[str, Any]:
    return {"properties": {name: {"not": {"type": "object", "required": ["absent"]}}}, "required": [name]}


def _both_given(first: str, second: str) -> dict[str, Any]:
    """Say that observations and what was worked out of them are both given; "not asked" is as good as left out."""
    given = {"not": {"const": {"absent": "not_asked"}}}
    return {"properties": {first: given, second: given}, "required": [first, second]}


def _fact(fact: Fact) -> dict[str, Any]:
    forms = [_report(fact, form) for form in FORMS[type(fact)]]
    if isinstance(fact, Number):
        forms.append(_report(fact, ("value",), one_sided=True))
        forms += [] if fact.requires_date else [_shared("one_sided")]
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


def _report(fact: Fact, form: tuple[str, ...], *, one_sided: bool = False) -> dict[str, Any]:
    """Return the object that gives a value, or the reason of its absence, with what may stand beside it.

    A number may be a text that gives one end, as a laboratory writes it; its unit may stand in that text.
    """
    members = {
        "absent": _shared("reason"),
        "value": _shared("one_sided") if one_sided else _alone(fact),
        "at_least": _alone(fact) if isinstance(fact, Series) else _number(fact),
        "at_most": _number(fact),
        "one_of": {"type": "array", "items": _alone(fact), "minItems": 1},
        "days_ago": {"type": "integer", "minimum": 0},
        "hours_ago": _shared("number"),
        "none_in_days": {"type": "integer", "minimum": 0, "exclusiveMaximum": NEVER_DAYS},
        "over_days_ago": {"type": "integer", "minimum": 0, "exclusiveMaximum": NEVER_DAYS - 1},
        **{name: _shared(SHARED_EVIDENCE[name]) for name in EVIDENCE},
    }
    absent = form == ("absent",)
    either = form == ("at_least", "at_most")
    required = [] if either else list(form)
    if isinstance(fact, Number):
        members["unit"] = {"enum": [fact.unit, *fact.units]}
        required += ["unit"] * (not absent and not fact.counted and not one_sided)
    required += ["on"] * (fact.requires_date and not absent)
    names = (*form, *(name for name in beside(fact) if not (absent and name == "unit")))
    made = _object({name: members[name] for name in names}, tuple(required))
    return made | {"anyOf": [{"required": [name]} for name in form]} if either else made


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
    if isinstance(fact, Day):
        return _shared("partial_day" if fact.partial else "day")
    return _shared("event" if isinstance(fact, Event) else "text")
