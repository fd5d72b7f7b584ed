"""Decisions as JSON records: a versioned form that is replayed when it is read."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timezone, tzinfo
from typing import Any, Final

import attrs

from .clientfile import parse_json, subject_from_data, subject_to_data
from .engine.evaluation import ENGINES, Evaluation, alternatives, evaluate
from .errors import Shown, input_error, shown_value
from .facts.medicines import meaning_of
from .facts.model import Subject, every_fact, groups_of, offset_name, zone_name, zone_of
from .language import CODED
from .phrases import phrase, value
from .possible import Outcome, Possible, Truth
from .reasoning.findings import Finding, findings, last_known, marks_of, undecided
from .reasoning.missing import data_errors, missing, not_examined, too_old, undated
from .reasoning.outdated import Outdated
from .reasoning.outweighed import outweighed
from .reasoning.problems import problems
from .reasoning.site_facts import site_facts
from .reasoning.site_names import site_names
from .reasoning.urgent import urgent
from .rule import Phase
from .ruleset import RuleSet
from .wording.summary import LONGEST, summary

FORMAT: Final = "kaprules decision"
VERSION: Final = 2
ALTERED: Final = "read the record as it was written"


def to_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return a decision as plain data, in the form that ``schema()`` describes."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "outcome": evaluation.outcome.name,
        "summary": summary(evaluation),
        "urgent": [
            {
                "rule": each.rule,
                "today": each.today,
                "last_known": each.last_known,
                "facts": [
                    {"fact": told.fact, "known": _known(evaluation, told.fact, told.says), "on": _day(told.on)}
                    for told in each.facts
                ],
            }
            for each in urgent(evaluation)
        ],
        "last_known": [
            {"fact": each.report.fact, "urgent": each.urgent} | _reports(evaluation, each.report)
            for each in last_known(evaluation)
        ],
        "ruleset": {"name": evaluation.ruleset.name, "digest": evaluation.ruleset.digest},
        "engine": evaluation.engine,
        "on": evaluation.on.isoformat(),
        "zone": zone_name(evaluation.zone),
        "offset": _offset(evaluation),
        "policy": evaluation.ruleset.policy or None,
        **_policies(evaluation.ruleset),
        "subject": subject_to_data(evaluation.given),
        "each": {str(option.value): each.outcome.name for option, each in alternatives(evaluation).items()},
        "truths": {identifier: truth.name for identifier, truth in evaluation.truths.items()},
        "data_errors": [
            {
                "fact": each.fact,
                "place": each.place,
                "given": each.given,
                "plausible": each.plausible,
                "why": each.why,
                "beside": list(each.beside),
            }
            for each in data_errors(evaluation)
        ],
        "findings": [_finding(finding) for finding in findings(evaluation)],
        "problems": [
            {"rule": each.finding.rule, "lesser": [lesser.rule for lesser in each.lesser]}
            for each in problems(evaluation)
        ],
        "open": [_finding(finding) for finding in undecided(evaluation)],
        "missing": [
            {
                "fact": each.fact,
                "title": each.title,
                "absence": None if each.absence is None else each.absence.name,
                "question": each.question,
                "rules": list(each.rules),
                "parts": [part.render() for part in each.parts],
            }
            for each in missing(evaluation)
        ],
        "not_examined": list(not_examined(evaluation)),
        **_too_old(evaluation),
        "undated": list(undated(evaluation)),
        "marks": [mark.name for mark in marks_of(evaluation)],
        **_outweighed(evaluation),
        **_site_names(evaluation),
        **_site_facts(evaluation),
        "errors": dict(evaluation.concluded.errors),
    }


def _offset(evaluation: Evaluation) -> str | None:
    """Return how far the clocks of the place were from UTC at the moment of the decision, or at noon of its day."""
    on = evaluation.on
    at = on if isinstance(on, datetime) else datetime.combine(on, time(12), evaluation.zone)
    offset = at.utcoffset()
    return None if offset is None else offset_name(offset)


def _policies(ruleset: RuleSet) -> dict[str, Any]:
    """Return each policy in its order, where there are several or one has a name: a single digest says the rest."""
    named = len(ruleset.policies) > 1 or any(each.name for each in ruleset.policies)
    return {"policies": [{"name": each.name, "digest": each.digest} for each in ruleset.policies]} if named else {}


def _too_old(evaluation: Evaluation) -> dict[str, Any]:
    """Return what was passed over because it was recorded too long ago, where there is any."""
    each = [{"fact": found.fact} | _reports(evaluation, found) for found in too_old(evaluation)]
    return {"too_old": each} if each else {}


def _reports(evaluation: Evaluation, found: Outdated) -> dict[str, Any]:
    """Return what the worst and the newest of some reports say, each with its day."""
    return {
        name: {
            "value": _known(evaluation, found.fact, report.says),
            "on": date.fromordinal(report.day).isoformat(),
        }
        for name, report in (("worst", found.worst), ("newest", found.newest))
    }


def _known(evaluation: Evaluation, fact: str, says: Possible) -> str:
    declared = next(each for each in every_fact(evaluation.ruleset.subject) if each.id == fact)
    return value(declared, says) or "not known"


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _outweighed(evaluation: Evaluation) -> dict[str, Any]:
    """Return what one reading alone might have come to, where all together deny it."""
    each = [
        {"rule": found.rule, "level": found.level.name, "fact": found.fact, "asked": phrase(found.test)}
        | {"alone": value(found.test.subject, found.alone)}
        for found in outweighed(evaluation)
    ]
    return {"outweighed": each} if each else {}


def _site_names(evaluation: Evaluation) -> dict[str, Any]:
    """Return what the site's policy says of names of medicines, where the decision uses it."""
    each = [
        {"name": found.name, "means": meaning_of(found, CODED), "reason": found.reason}
        | {"approved_by": found.approved_by, "date": found.date.isoformat(), "expires": found.expires.isoformat()}
        for found in site_names(evaluation)
    ]
    return {"site_names": each} if each else {}


def _site_facts(evaluation: Evaluation) -> dict[str, Any]:
    """Return where the site's policy lets a fact count for longer or shorter, or does not ask for it."""
    each = [
        {"fact": found.fact, "days": found.days, "default": found.default, "rule": found.rule or None}
        | {"reason": found.word.reason, "approved_by": found.word.approved_by}
        | {"date": found.word.date.isoformat(), "expires": found.word.expires.isoformat()}
        for found in site_facts(evaluation)
    ]
    return {"site_facts": each} if each else {}


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
    return from_data(parse_json(text), ruleset)


def from_data(data: Any, ruleset: RuleSet) -> Evaluation:
    """Return the decision that a record states, from the data that ``parse_json`` makes of its text."""
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
    policy = data.get("policy")
    if policy != (ruleset.policy or None):
        stated_policy = Shown(policy[:12]) if isinstance(policy, str) else shown_value(policy)
        raise input_error(
            "policy",
            Shown("none" if policy is None else stated_policy),
            reason=f"this is {ruleset.policy[:12] or 'without a policy'}",
            remedy="read it under the policies of that time, in their order",
            label="the record's site policy",
        )
    try:
        on = (date if ruleset.phase is Phase.INTAKE else datetime).fromisoformat(data["on"])
        zone = None if data.get("zone") is None else zone_of(data["zone"])
        if isinstance(on, datetime) and zone is not None:
            on = _at(on, zone)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        raise input_error(
            "on",
            Shown(f"{shown_value(data.get('on'))}, zone {shown_value(data.get('zone'))}"),
            expected="when it was decided, such as '2026-11-23'",
            remedy="give it with time and zone where the rule set is asked within a day",
        ) from None
    if data.get("engine") not in ENGINES:
        raise input_error("engine", data.get("engine"), expected=f"one of {', '.join(ENGINES)}", remedy=ALTERED)
    subject = subject_from_data(ruleset.subject, data.get("subject"))
    if "offset" not in data and zone is None and not isinstance(on, datetime):
        zone = _written_in(subject)
    evaluation = attrs.evolve(evaluate(ruleset, subject, on=on, zone=zone, engine="bits"), engine=data["engine"])
    stated, replayed = data, json.loads(to_json(evaluation))
    if "data_errors" not in stated:  # former releases did not list them
        del replayed["data_errors"]
    passed = {"subject"} if "offset" in data else {"subject", "zone", "offset"}
    wrong = [name for name in replayed if stated.get(name) != replayed[name] and name not in passed]
    if "offset" in wrong and zone is not None:
        raise input_error(
            "offset",
            stated["offset"],
            reason=f"by the clocks known here {stated['zone']} was at {replayed['offset']}",
            remedy="read it with the time zone data (tzdata) that it was made with",
            label="the record's difference from UTC",
        )
    wrong += [name for name in stated if name not in replayed]
    if wrong:
        raise input_error(
            value=Shown(wrong[0]),
            problem="the record's {value} does not follow from its facts",
            reason="it was altered",
            remedy="do not rely on it",
        )
    return evaluation


def _at(on: datetime, zone: tzinfo) -> datetime:
    """Return a moment in its zone; raise ``ValueError`` where the clocks there never showed it so far from UTC."""
    each = [on.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    agreeing = [at for at in each if at.utcoffset() == on.utcoffset()]
    if not agreeing:
        raise ValueError(on)
    return agreeing[0]


def _written_in(subject: Subject) -> tzinfo | None:
    """Return the place of a record that names none, as former releases wrote it: where all its instants agree."""
    offsets = {at.utcoffset() for name in groups_of(type(subject)) for at in getattr(subject, name).instants}
    only = offsets.pop() if len(offsets) == 1 else None
    return None if only is None else timezone(only)


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
    wrong = _object(fact=text, place=text, given=text, plausible=text, why=text, beside=texts)
    asked = _object(
        fact=text, title=text, absence={"type": ["string", "null"]}, question=text, rules=texts, parts=texts
    )
    told = _object(fact=text, known=text, on={"type": ["string", "null"]})
    yes_or_no = {"type": "boolean"}
    acted_on = _object(rule=text, today=text, last_known=yes_or_no, facts={"type": "array", "items": told})
    report = _object(value=text, on=text)
    once = _object(fact=text, urgent=yes_or_no, worst=report, newest=report)
    found: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kaprules decision record",
        **_object(
            format={"const": FORMAT},
            version={"const": VERSION},
            outcome={"enum": [outcome.name for outcome in Outcome]},
            summary=text | {"maxLength": LONGEST},
            urgent={"type": "array", "items": acted_on},
            last_known={"type": "array", "items": once},
            ruleset=_object(name=text, digest=text),
            engine={"enum": list(ENGINES)},
            on=text,
            zone={"type": ["string", "null"]},
            offset={"type": ["string", "null"]},
            policy={"type": ["string", "null"]},
            subject={"type": "object"},
            each={"type": "object", "additionalProperties": {"enum": [outcome.name for outcome in Outcome]}},
            truths={"type": "object", "additionalProperties": {"enum": [truth.name for truth in Truth]}},
            data_errors={"type": "array", "items": wrong},
            findings={"type": "array", "items": finding},
            problems={"type": "array", "items": _object(rule=text, lesser=texts)},
            open={"type": "array", "items": finding},
            missing={"type": "array", "items": asked},
            not_examined=texts,
            undated=texts,
            marks=texts,
            errors={"type": "object", "additionalProperties": text},
        ),
    }
    found["properties"]["policies"] = {"type": "array", "items": _object(name=text, digest=text), "minItems": 1}
    denied = _object(rule=text, level={"enum": ["EXCLUSION", "CAUTION"]}, fact=text, asked=text, alone=text)
    old = _object(fact=text, worst=report, newest=report)
    found["properties"]["too_old"] = {"type": "array", "items": old, "minItems": 1}
    named = _object(name=text, means=text, reason=text, approved_by=text, date=text, expires=text)
    found["properties"]["site_names"] = {"type": "array", "items": named, "minItems": 1}
    days: dict[str, Any] = {"type": ["integer", "null"]}
    rule: dict[str, Any] = {"type": ["string", "null"]}
    read = _object(
        fact=text, days=days, default=days, rule=rule, reason=text, approved_by=text, date=text, expires=text
    )
    found["properties"]["site_facts"] = {"type": "array", "items": read, "minItems": 1}
    found["properties"]["outweighed"] = {"type": "array", "items": denied, "minItems": 1}
    return found


def line_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line of ``kaprules screen --format json``: a decision, and whose it is."""
    decision = schema()
    dialect = decision.pop("$schema")
    found = _object(
        file={"type": "string"},
        position={"type": "integer", "minimum": 1},
        id={"type": ["string", "null"]},
        decision=decision,
    )
    found["properties"]["id_also_at"] = {"type": "string"}
    return {"$schema": dialect, "title": "kaprules line of output", **found}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
