"""Decisions as JSON records: a versioned form that is replayed when it is read."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from .clientfile import parse_json, subject_from_data, subject_to_data
from .conditions import Truth
from .explain.findings import Finding
from .limit import InputError
from .rule import Outcome, Phase, RuleSet

if TYPE_CHECKING:
    from .decision import Decision

FORMAT: Final = "kaprules decision"
VERSION: Final = 2


def to_data(decision: Decision) -> dict[str, Any]:
    """Return a decision as plain data, in the form that ``schema()`` describes."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "ruleset": {"name": decision.ruleset.name, "digest": decision.digest},
        "engine": decision.engine,
        "on": decision.on.isoformat(),
        "zone": getattr(getattr(decision.on, "tzinfo", None), "key", None),
        "outcome": decision.outcome.name,
        "policy": decision.policy,
        "subject": subject_to_data(decision.subject),
        "each": {str(option.value): each.outcome.name for option, each in decision.each.items()},
        "truths": {identifier: truth.name for identifier, truth in decision.truths.items()},
        "findings": [_finding(finding) for finding in decision.findings],
        "open": [_finding(finding) for finding in decision.open],
        "missing": [
            {
                "fact": each.fact,
                "title": each.title,
                "absence": None if each.absence is None else each.absence.name,
                "question": each.question,
                "rules": list(each.rules),
            }
            for each in decision.missing
        ],
        "not_examined": list(decision.not_examined),
        "undated": list(decision.undated),
        "marks": [mark.name for mark in decision.marks],
        "errors": dict(decision.errors),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level.name,
        "truth": finding.truth.name,
        "says": finding.says,
        "source": [
            {
                "key": citation.source.key,
                "title": citation.source.title,
                "locator": citation.locator,
                "certainty": citation.certainty.name,
            }
            for citation in finding.source
        ],
        "evidence": [
            {"fact": each.fact, "asked": each.asked, "known": each.known, "recorded": list(each.recorded)}
            for each in finding.evidence
        ],
        "marks": [mark.name for mark in finding.marks],
        "site": list(finding.site),
        "lifts": finding.lifts,
        "lifts_on": finding.lifts_on.isoformat() if finding.lifts_on else None,
    }


def to_json(decision: Decision) -> str:
    """Return a decision as one line of JSON."""
    return json.dumps(to_data(decision), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, ruleset: RuleSet) -> Decision:
    """Return the decision that a record states, if it still follows from the record's facts."""
    from .decision import ENGINES, decide

    data = parse_json(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(f"this is no decision record: expected an object whose format is {FORMAT!r}")
    if data.get("version") != VERSION:
        raise InputError(
            f"the record has version {data.get('version')!r}: this kaprules reads version {VERSION}; "
            "use the one that wrote it"
        )
    made_with = data.get("ruleset")
    digest = made_with.get("digest") if isinstance(made_with, dict) else None
    name = made_with.get("name") if isinstance(made_with, dict) else None
    if name is not None and name != ruleset.name:
        raise InputError(
            f"the record was made with rule set {name}, this is {ruleset.name}: pass ruleset= with that one"
        )
    if digest != ruleset.digest:
        raise InputError(
            f"the record was made with rule set digest {str(digest)[:12]}, this is {ruleset.digest[:12]}: "
            "read it with the version of the rule set that made it"
        )
    try:
        on = (date if ruleset.phase is Phase.INTAKE else datetime).fromisoformat(data["on"])
        if isinstance(on, datetime) and data.get("zone") is not None:
            on = on.astimezone(ZoneInfo(data["zone"]))
    except (KeyError, TypeError, ValueError, OSError):  # a zone is looked up as a file
        raise InputError(
            f"on is {data.get('on')!r}, zone {data.get('zone')!r}: expected when it was decided, such as '2026-11-23', "
            "or with time and zone where the rule set is asked within a day"
        ) from None
    if data.get("engine") not in ENGINES:
        raise InputError(f"engine is {data.get('engine')!r}: expected one of {', '.join(ENGINES)}")
    import attrs

    subject = subject_from_data(ruleset.subject, data.get("subject"))
    decision = attrs.evolve(decide(ruleset, subject, on=on, engine="reference"), engine=data["engine"])
    stated, replayed = data, json.loads(to_json(decision))
    wrong = [name for name in replayed if stated.get(name) != replayed[name] and name != "subject"]
    wrong += [name for name in stated if name not in replayed]
    if wrong:
        raise InputError(f"the record's {wrong[0]} does not follow from its facts: it was altered; do not rely on it")
    return decision


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a decision record."""
    text: dict[str, Any] = {"type": "string"}
    texts = {"type": "array", "items": text}
    evidence = _object(fact=text, asked=text, known=text, recorded=texts)
    citation = _object(key=text, title=text, locator=text, certainty={"enum": ["CONFIRMED", "RECALLED", "PROPOSAL"]})
    finding = _object(
        rule=text,
        level={"enum": ["EXCLUSION", "NEEDS_INFORMATION", "CAUTION", "NOTE"]},
        truth={"enum": [truth.name for truth in Truth]},
        says=text,
        source={"type": "array", "items": citation},
        evidence={"type": "array", "items": evidence},
        marks=texts,
        site=texts,
        lifts={"type": ["string", "null"]},
        lifts_on={"type": ["string", "null"]},
    )
    asked = _object(fact=text, title=text, absence={"type": ["string", "null"]}, question=text, rules=texts)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kaprules decision record",
        **_object(
            format={"const": FORMAT},
            version={"const": VERSION},
            ruleset=_object(name=text, digest=text),
            engine={"enum": ["durable", "reference"]},
            on=text,
            zone={"type": ["string", "null"]},
            outcome={"enum": [outcome.name for outcome in Outcome]},
            policy={"type": ["string", "null"]},
            subject={"type": "object"},
            each={"type": "object", "additionalProperties": {"enum": [outcome.name for outcome in Outcome]}},
            truths={"type": "object", "additionalProperties": {"enum": [truth.name for truth in Truth]}},
            findings={"type": "array", "items": finding},
            open={"type": "array", "items": finding},
            missing={"type": "array", "items": asked},
            not_examined=texts,
            undated=texts,
            marks=texts,
            errors={"type": "object", "additionalProperties": text},
        ),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
