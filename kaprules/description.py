"""A rule set as plain data: what it means, and everything that is said of it. Both digests are made of this.

Neither holds who answers for a rule or how a source grades what it says: a review changes no decision.

``meaning`` holds what a decision depends on: ids and versions, conditions, limits with their bounds, levels, what each
fact may be and for how long it reassures. ``described`` adds all words. Neither holds a module, the name of a class or
function or the order of a dictionary, so that code may move without any decision looking as if it had been made by
other rules; only the kind of subject goes by the name of its class, as it does in files.

A reading is known by the id of its fact and by its version, which is raised when the same inputs give another result;
a lock file kept with the tests notices where that was forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Final, Protocol

import attrs

from .client_words import ClientWords
from .conditions import Atom, Condition, atoms, fold
from .errors import RuleError, shown_value
from .facts.model import Choice, Day, Event, Fact, Flag, Number, Series, Validity
from .limit import Bound, Certainty, Citation, Limit
from .possible import Outcome
from .rule import Concept, Marked, Phase, Rule, Until, fact_atoms


class Declared(Protocol):
    """What is described: a ``RuleSet``, which is made above this module."""

    @property
    def name(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def subject(self) -> type[Any]: ...
    @property
    def phase(self) -> Phase: ...
    @property
    def alternatives(self) -> Choice | None: ...
    @property
    def words(self) -> Mapping[Outcome, str]: ...
    @property
    def each(self) -> Mapping[Enum, Mapping[Outcome, str]]: ...
    @property
    def client_words(self) -> ClientWords: ...
    @property
    def concepts(self) -> tuple[Concept, ...]: ...
    @property
    def rules(self) -> tuple[Rule, ...]: ...
    @property
    def optional_rules(self) -> tuple[Rule, ...]: ...
    def validity_of(self, fact: Fact) -> Validity: ...
    def passes_over(self, fact: Fact) -> bool: ...


Data = dict[str, Any]
"""What JSON can hold, without floats."""


def canonical(data: object) -> str:
    """Return data as JSON in one form only: keys in order, no blanks, no escapes but those that are needed."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(data: object) -> str:
    """Return the SHA-256 of data in its canonical form."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


GIVEN: Final = 2
"""The version of how what is given of any fact is taken: raised where a report leaves something else possible."""


# What it means -----------------------------------------------------------------------------------------------


def meaning(ruleset: Declared) -> Data:
    """Return what a decision by a rule set depends on."""
    owners = _owners(ruleset)
    return {
        "ruleset": ruleset.name,
        "given": GIVEN,
        "subject": ruleset.subject.__name__.lower(),
        "phase": ruleset.phase.value,
        "alternatives": None if ruleset.alternatives is None else ruleset.alternatives.id,
        "facts": {fact.id: of_fact(fact, ruleset) for fact in _facts(ruleset)},
        "limits": _by_id(owners, _limit),
        "concepts": [{"id": owner.id, "when": condition(owner.when)} for owner in owners if isinstance(owner, Concept)],
        "rules": [_rule(rule) for rule in ruleset.rules],
        "optional": [_rule(rule) for rule in ruleset.optional_rules],
    }


def condition(of: Condition) -> Data:
    """Return a condition as data."""
    return fold(of, _test, lambda every, parts: {"all" if every else "any": parts})


def _test(atom: Atom) -> Data:
    asked = {"concept" if isinstance(atom.subject, Concept) else "fact": atom.subject.id, "is": atom.test.value}
    if isinstance(atom.operand, Limit):
        return asked | {"limit": _compared(atom.operand)}
    if atom.operand is None:
        return asked
    options: Any = atom.subject
    return asked | {"options": [option.value for option in options.options if option in atom.operand]}


def _rule(rule: Rule) -> Data:
    return {
        "id": rule.id,
        "level": rule.level.name,
        "levels": [level.name for level in rule.levels],
        "until": None if rule.until is None else _until(rule.until),
        "marks": [
            {"mark": mark.mark.name, "when": condition(mark.when)} if isinstance(mark, Marked) else {"mark": mark.name}
            for mark in rule.marks
        ],
        "when": condition(rule.when),
        **({"may_be_off": True} if rule.may_be_off else {}),
    }


def _until(until: Until) -> Data:
    return {
        "event": None if until.event is None else until.event.id,
        "after": None if until.after is None else _compared(until.after),
        "midnight": until.midnight,
        "reached": until.reached,
    }


def _compared(limit: Limit) -> Data:
    """Return a limit where it is compared with: rules of a site's own may give one id to several numbers."""
    return {"id": limit.id, "value": _number(limit.value)}


def _limit(limit: Limit) -> Data:
    return {
        "value": _number(limit.value),
        "unit": limit.unit,
        "floor": _bound(limit.floor),
        "ceiling": _bound(limit.ceiling),
        "label": limit.label,
        "step": _number(limit.step),
    }


def _bound(bound: Bound | None) -> Data | None:
    return None if bound is None else {"value": _number(bound.value), "inclusive": bound.inclusive}


def of_fact(fact: Fact, ruleset: Declared | None = None) -> Data:
    """Return what a decision depends on of one fact: as a rule set reads it, else as it is declared."""
    validity = fact.validity if ruleset is None else ruleset.validity_of(fact)
    data: Data = {
        "kind": fact.kind,
        "version": fact.version,
        "validity": {
            "intake": validity.intake,
            "dosing_day": validity.dosing_day,
            "hours": validity.hours,
        },
        "on_indication": bool(fact.on_indication) if ruleset is None else ruleset.passes_over(fact),
        "lasting": fact.lifelong,
        "dated": fact.requires_date,
        "needed": fact.required,
        "birth": fact.birth is not None,
        "cleared_by": [reporter.value for reporter in fact.may_rule_out],
        "read_from": list(fact.derived_from) if fact.derive is not None else None,
        "beside": fact.cross_checked,
        "contradicts": [
            {"facts": list(each.beside), "absence": each.absence.name.lower()} for each in fact.every_contradiction()
        ],
        "one_of": list(fact.owner.__one_of__) if fact.name in getattr(fact.owner, "__one_of__", ()) else [],
    }
    if (movable := fact.validity.movable) is not None:
        data["validity"] |= {"floor": movable.floor, "ceiling": movable.ceiling}
    if fact.may_confirm:
        data["confirmed_by"] = [reporter.value for reporter in fact.may_confirm]
    if tables := _tables(fact):
        data["tables"] = digest_of([_plain(table, WORDS) for table in tables])
    if isinstance(fact, Number):
        units = {unit: _number(factor) for unit, factor in fact.units.items()}
        data |= {"unit": fact.unit, "whole": fact.whole, "units": units, "of_life": fact.of_life}
        data["adverse"] = None if fact.adverse is None else fact.adverse.value
        data["of_several_days"] = "newest" if fact.adverse is None else "worst"
        data["missing_codes"] = list(fact.missing_codes)
        if fact.told_within is not None:
            data["told_within"] = _number(fact.told_within.value)
    if isinstance(fact, Number | Event):
        data |= {"lowest": _number(fact.lowest), "highest": _number(fact.highest)}
    if isinstance(fact, Event):
        data["reassuring"] = fact.reassuring
    if isinstance(fact, Flag):
        data["adverse"] = fact.adverse
    if isinstance(fact, Choice):
        data["options"] = [option.value for option in fact.options]
        data["adverse"] = [option.value for option in fact.adverse]
        if not fact.graded:
            data["graded"] = False
    if isinstance(fact, Day):
        data["partial"] = fact.partial
    if isinstance(fact, Series):
        data["record"] = {part.name: of_fact(part, ruleset) for part in fact.record.__facts__}
        data["complete_when_dated"] = fact.complete_when_dated
        if fact.measured:
            data["measured"] = True
    return data


WORDS: Final = (Citation, Certainty, date)
"""What a table says of its entries without any decision depending on it."""


def _tables(fact: Fact) -> list[Any]:
    """Return the tables in which observations are looked up; one reading of them may hold that of all others."""
    return [
        each.derive for each in fact.owner.__facts__ if fact.name in each.derived_from and attrs.has(type(each.derive))
    ]


def _plain(value: Any, without: tuple[type, ...] = ()) -> Any:
    """Return what a reading carries, such as the table of ingredients, as data; some types are left out."""
    if attrs.has(type(value)):
        fields = (field.name for field in attrs.fields(type(value)) if field.name not in FOR_AUDITORS)
        held = {name: getattr(value, name) for name in fields}
        return {name: _plain(each, without) for name, each in held.items() if not isinstance(each, without)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(_plain(key, without)): _plain(each, without) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted((_plain(each, without) for each in value), key=canonical)
    if isinstance(value, tuple):
        return [_plain(each, without) for each in value if not isinstance(each, without)]
    if isinstance(value, Fraction | date):
        return str(value)
    if value is None or isinstance(value, int | str):
        return value
    raise RuleError(
        f"{shown_value(value)} stands in a table by which a fact is read and cannot be described: "
        "expected numbers, texts, options, limits and citations; declare it with these"
    )


FOR_AUDITORS: Final = ("stewardship", "strength")
"""Who answers for a limit, and how strongly a source says something: no decision rests on it, nor says it."""


def _number(value: Any) -> int | str:
    """Return an exact number; what is none, and breaks the rule that compares with it, goes by its kind alone."""
    if isinstance(value, int | Fraction):
        return value if isinstance(value, int) else str(value)
    return f"not a number but {type(value).__name__}"


# Everything that is said of it -------------------------------------------------------------------------------


def words(ruleset: Declared) -> Data:
    """Return the words of a rule set, by what they are said of."""
    owners = _owners(ruleset)
    return {
        "question": ruleset.question,
        "outcomes": _by_outcome(ruleset.words),
        "each": {str(option.value): _by_outcome(said) for option, said in ruleset.each.items()},
        "client": _client_words(ruleset.client_words),
        "facts": {fact.id: _words_of_fact(fact) for fact in _facts(ruleset)},
        "limits": _by_id(owners, _words_of_limit),
        "concepts": {
            owner.id: {
                "title": owner.title,
                "source": _citations(owner.source),
                "because": owner.rationale,
                "two_directions": owner.nonmonotone_reason,
            }
            for owner in owners
            if isinstance(owner, Concept)
        },
        "rules": {
            rule.id: {
                "says": rule.clinician_text,
                "plain": rule.client_text,
                **(
                    {"plain_by": {test.name: text for test, text in rule.client_text_by}} if rule.client_text_by else {}
                ),
                **({"today": rule.today} if rule.today else {}),
                "lifts": None if rule.until is None else rule.until.text,
                "because": rule.rationale,
                "varies": rule.practice_variation,
                "site": "; ".join(rule.site_changes),
                "source": _citations(rule.source),
                "two_directions": rule.nonmonotone_reason,
                **({"subsumes": list(rule.subsumes)} if rule.subsumes else {}),
            }
            for rule in (*ruleset.rules, *ruleset.optional_rules)
        },
        "sources": {
            citation.source.key: {
                "title": citation.source.title,
                "where": citation.source.where,
                "tier": citation.source.tier,
            }
            for citation in _every_citation(owners)
        },
    }


def described(ruleset: Declared) -> Data:
    """Return everything that is declared of a rule set but its examples: what it means, and all words."""
    return {"meaning": meaning(ruleset), "words": words(ruleset)}


def texts(data: object) -> Iterator[str]:
    """Yield every text in data but its keys."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


def _by_outcome(said: Mapping[Outcome, str]) -> Data:
    return {outcome.name: text for outcome, text in said.items()}


def _client_words(told: ClientWords) -> Data:
    return {
        "outcomes": _by_outcome(told.outcomes),
        "title": told.title,
        "alternative": told.alternative,
        "heading": told.heading,
        "each": _by_outcome(told.each),
        "options": {str(option.value): _by_outcome(said) for option, said in told.of_option.items()},
        "closing": told.closing,
    }


def _words_of_fact(fact: Fact) -> Data:
    data: Data = {
        "title": fact.title,
        "question": fact.question,
        "on_indication": fact.on_indication,
        "reporters": [reporter.value for reporter in fact.reporters],
        "mutability": fact.mutability.value,
        "burden": fact.burden.name.lower(),
        "codes": [{"system": code.system, "code": code.code, "confirmed": code.confirmed} for code in fact.codes],
    }
    if (movable := fact.validity.movable) is not None:
        data["moved_by"] = _citations((movable.source,))
    if isinstance(fact, Choice):
        data["client_names"] = {str(option.value): name for option, name in fact.client_names.items()}
        data["offered"] = [option.value for option in fact.offered]
    if contradictions := fact.every_contradiction():
        data["expected"] = [each.expected for each in contradictions]
    if tables := _tables(fact):
        data["tables"] = digest_of([_plain(table) for table in tables])
    if isinstance(fact, Series):
        data["record"] = {part.name: _words_of_fact(part) for part in fact.record.__facts__}
    return data


def _words_of_limit(limit: Limit) -> Data:
    default = None if limit.default is None else _number(limit.default)
    return {"source": _citation(limit.source), "since": limit.since.isoformat(), "default": default}


def _citations(given: Iterable[Citation]) -> list[Data]:
    return [_citation(each) for each in given]


def _citation(citation: Citation) -> Data:
    return {"source": citation.source.key, "locator": citation.locator, "certainty": citation.certainty.value}


# What there is -----------------------------------------------------------------------------------------------


def _owners(ruleset: Declared) -> tuple[Rule | Concept, ...]:
    """Return the concepts and the rules; the concepts too that only optional rules use."""
    concepts = dict.fromkeys(ruleset.concepts)

    def visit(condition: Condition) -> None:
        for atom in atoms(condition):
            if isinstance(atom.subject, Concept) and atom.subject not in concepts:
                visit(atom.subject.when)
                concepts[atom.subject] = None

    for rule in ruleset.optional_rules:
        for condition in _conditions(rule):
            visit(condition)
    return (*concepts, *ruleset.rules, *ruleset.optional_rules)


def _conditions(owner: Rule | Concept) -> Iterator[Condition]:
    yield owner.when
    if isinstance(owner, Rule):
        yield from (mark.when for mark in owner.marks if isinstance(mark, Marked))


def _limits(owners: Iterable[Rule | Concept]) -> Iterator[Limit]:
    for owner in owners:
        for each in _conditions(owner):
            yield from (atom.operand for atom in fact_atoms(each) if isinstance(atom.operand, Limit))
        if isinstance(owner, Rule) and owner.until is not None and owner.until.after is not None:
            yield owner.until.after


def _by_id(owners: Iterable[Rule | Concept], of: Callable[[Limit], Data]) -> Data:
    """Return what is said of each limit; a list where several have one id."""
    found: dict[str, list[Data]] = {}
    for limit in _limits(owners):
        said = found.setdefault(limit.id, [])
        said += [data for data in [of(limit)] if data not in said]
    return {name: said[0] if len(said) == 1 else said for name, said in found.items()}


def _facts(ruleset: Declared) -> list[Fact]:
    """Return the facts that the rules read, the optional ones too, with those that they are read from."""
    found: dict[Fact, None] = {}
    for owner in _owners(ruleset):
        for each in _conditions(owner):
            found |= {atom.subject: None for atom in fact_atoms(each) if isinstance(atom.subject, Fact)}
        if isinstance(owner, Rule) and owner.until is not None and isinstance(owner.until.event, Event):
            found[owner.until.event] = None
    if ruleset.alternatives is not None:
        found[ruleset.alternatives] = None
    facts = list(found)
    for fact in facts:
        facts += [part for part in fact.owner.__facts__ if part.name in fact.derived_from and part not in facts]
    return facts


def _every_citation(owners: Iterable[Rule | Concept]) -> Iterator[Citation]:
    for owner in owners:
        yield from owner.source
    yield from (limit.source for limit in _limits(owners))
