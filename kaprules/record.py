"""Decisions as JSON records: a versioned form that is replayed when it is read."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from .clientfile import parse_json, subject_from_data, subject_to_data
from .engine.evaluation import ENGINES, Evaluation, alternatives, evaluate
from .errors import Shown, input_error, shown_value
from .possible import Outcome, Truth
from .reasoning.findings import Finding, findings, marks_of, undecided
from .reasoning.missing import missing, not_examined, undated
from .rule import Phase
from .ruleset import RuleSet

FORMAT: Final = "kaprules decision"
VERSION: Final = 2
ALTERED: Final = "read the record as it was written"


def to_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return a decision as plain data, in the form that ``schema()`` describes."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "ruleset": {"name": evaluation.ruleset.name, "digest": evaluation.ruleset.digest},
        "engine": evaluation.engine,
        "on": evaluation.on.isoformat(),
        "zone": getattr(getattr(evaluation.on, "tzinfo", None), "key", None),
        "outcome": evaluation.outcome.name,
        "policy": evaluation.ruleset.policy or None,
        "subject": subject_to_data(evaluation.subject),
        "each": {str(option.value): each.outcome.name for option, each in alternatives(evaluation).items()},
        "truths": {identifier: truth.name for identifier, truth in evaluation.truths.items()},
        "findings": [_finding(finding) for finding in findings(evaluation)],
        "open": [_finding(finding) for finding in undecided(evaluation)],
        "missing": [
            {
                "fact": each.fact,
                "title": each.title,
                "absence": None if each.absence is None else each.absence.name,
                "question": each.question,
                "rules": list(each.rules),
            }
            for each in missing(evaluation)
        ],
        "not_examined": list(not_examined(evaluation)),
        "undated": list(undated(evaluation)),
        "marks": [mark.name for mark in marks_of(evaluation)],
        "errors": dict(evaluation.concluded.errors),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level.name,
        "truth": finding.truth.name,
        "says": finding.clinician_text,
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
        "site": list(finding.site_changes),
        "lifts": finding.until,
        "lifts_on": finding.until_on.isoformat() if finding.until_on else None,
    }


def to_json(evaluation: Evaluation) -> str:
    """Return a decision as one line of JSON."""
    return json.dumps(to_data(evaluation), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, ruleset: RuleSet) -> Evaluation:
    """Return the decision that a record states, if it still follows from the record's facts."""
    if not isinstance(ruleset, RuleSet):
        raise input_error("ruleset", ruleset, expected="a RuleSet", remedy="pass the one that the record was made with")
    data = parse_json(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        expected = f"an object whose format is {FORMAT!r}"
        raise input_error(
            problem="this is no decision record", expected=expected, remedy="pass what Decision.to_json returned"
        )
    if data.get("version") != VERSION:
        raise input_error(
            "version",
            data.get("version"),
            reason=f"this kaprules reads version {VERSION}",
            remedy="use the one that wrote it",
        )
    made_with = data.get("ruleset")
    digest = made_with.get("digest") if isinstance(made_with, dict) else None
    name = made_with.get("name") if isinstance(made_with, dict) else None
    if name is not None and name != ruleset.name:
        raise input_error(
            "ruleset.name",
            name,
            reason=f"this is rule set {ruleset.name}",
            remedy="pass ruleset= with that one",
            label="the record's rule set",
        )
    if digest != ruleset.digest:
        raise input_error(
            "ruleset.digest",
            digest[:12] if isinstance(digest, str) else digest,
            reason=f"this is {ruleset.digest[:12]}",
            remedy="read it with the version of the rule set that made it",
            label="the digest of the record's rule set",
        )
    try:
        on = (date if ruleset.phase is Phase.INTAKE else datetime).fromisoformat(data["on"])
        if isinstance(on, datetime) and data.get("zone") is not None:
            on = on.astimezone(ZoneInfo(data["zone"]))
    except (KeyError, TypeError, ValueError, ArithmeticError, OSError):  # a zone is looked up as a file
        raise input_error(
            "on",
            Shown(f"{shown_value(data.get('on'))}, zone {shown_value(data.get('zone'))}"),
            expected="when it was decided, such as '2026-11-23'",
            remedy="give it with time and zone where the rule set is asked within a day",
        ) from None
    if data.get("engine") not in ENGINES:
        raise input_error("engine", data.get("engine"), expected=f"one of {', '.join(ENGINES)}", remedy=ALTERED)
    subject = subject_from_data(ruleset.subject, data.get("subject"))
    evaluation = attrs.evolve(evaluate(ruleset, subject, on=on, engine="bits"), engine=data["engine"])
    stated, replayed = data, json.loads(to_json(evaluation))
    wrong = [name for name in replayed if stated.get(name) != replayed[name] and name != "subject"]
    wrong += [name for name in stated if name not in replayed]
    if wrong:
        raise input_error(
            value=Shown(wrong[0]),
            problem="the record's {value} does not follow from its facts",
            reason="it was altered",
            remedy="do not rely on it",
        )
    return evaluation


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
            engine={"enum": list(ENGINES)},
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
