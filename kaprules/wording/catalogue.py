"""The rule book as an auditor reads it: everything here comes from the declarations."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions import AllOf, Atom, Condition
from ..facts.model import given
from ..limit import Bound, Limit, shown, with_unit
from ..phrases import phrase
from ..possible import Level
from ..rule import Concept, Example, Rule, fact_atoms
from ..ruleset import RuleSet


def overview(ruleset: RuleSet) -> str:
    """Return the rules and concepts of a rule set, one line each."""
    lines = [f"{ruleset.name}: {ruleset.question}", f"digest {ruleset.digest}", ""]
    width = max(len(name) for name in (*(r.id for r in ruleset.rules), *(c.id for c in ruleset.concepts)))
    for rule in ruleset.rules:
        lines.append(f"{rule.id:<{width}}  {rule.level.value:<17}  {rule.clinician_text}")
    lines += ["", "Concepts, concluded before the rules that use them:"]
    lines += [f"{concept.id:<{width}}  {concept.title}" for concept in ruleset.concepts]
    return "\n".join(lines)


def rule_page(owner: Rule | Concept) -> str:
    """Return everything that is declared of one rule or concept."""
    return "\n".join(_page(owner))


def _page(owner: Rule | Concept) -> Iterator[str]:
    yield owner.id
    if isinstance(owner, Rule):
        yield f"level: {owner.level.value}" + (f" (a site may choose {_levels(owner.levels)})" if owner.levels else "")
        yield f"says: {owner.clinician_text}"
        if owner.client_text:
            yield f"to the client: {owner.client_text}"
        yield from (f"to the client, where {test.name.lower()}: {text}" for test, text in owner.client_text_by)
        if owner.today:
            yield f"where it is urgent, the same day: {owner.today}"
        if owner.until is not None:
            yield f"how it lifts: {owner.until.text}"
    else:
        yield f"concept: {owner.title}"
    yield "when:"
    yield from (f"  {line}" for line in condition_lines(owner.when))
    limits = {atom.operand.id: atom.operand for atom in fact_atoms(owner.when) if isinstance(atom.operand, Limit)}
    if limits:
        yield "limits:"
        yield from (f"  {limit_text(limit)}" for limit in limits.values())
    yield "source:"
    yield from (f"  {citation}" for citation in owner.source)
    if owner.rationale:
        yield f"why so: {owner.rationale}"
    if isinstance(owner, Rule) and owner.practice_variation:
        yield f"practice varies: {owner.practice_variation}"
    yield "examples:"
    yield from (f"  {example.case.value:<7}{example_text(example)}" for example in owner.examples)


def _levels(levels: tuple[Level, ...]) -> str:
    return ", ".join(level.value for level in levels)


def condition_lines(condition: Condition, depth: int = 0) -> Iterator[str]:
    """Yield a condition as indented lines."""
    indent = "  " * depth
    if isinstance(condition, Atom):
        concept = f" (concept {condition.subject.id})" if isinstance(condition.subject, Concept) else ""
        yield f"{indent}{phrase(condition)}{concept}"
        return
    yield f"{indent}{'all of' if isinstance(condition, AllOf) else 'any of'}"
    for part in condition.parts:
        yield from condition_lines(part, depth + 1)


def limit_text(limit: Limit) -> str:
    """Return a limit with its bounds, its date and its source."""
    fixed = ", a regulator's label bounding it" if limit.label else ""
    return f"{limit.id}: {limit.shown}{fixed}; {bounds_text(limit)}; since {limit.since}; {limit.source}"


def bounds_text(limit: Limit) -> str:
    """Return how far a site may move a limit."""
    if limit.floor is None and limit.ceiling is None:
        return "a site may not move it"
    ends = [bound for bound in (limit.floor, limit.ceiling) if bound is not None]
    if all(bound.inclusive for bound in ends):
        low, high = (bound and with_unit(shown(bound.value), limit.unit) for bound in (limit.floor, limit.ceiling))
        if not low or not high:
            return f"a site may choose {low} or more" if low else f"a site may choose up to {high}"
        return f"a site may choose {low} to {high}"
    low = _bound(limit.floor, limit.unit, "at least", "above")
    high = _bound(limit.ceiling, limit.unit, "up to", "below")
    return f"a site may choose a value {', '.join(filter(None, (low, high)))}"


def _bound(bound: Bound | None, unit: str, inclusive: str, exclusive: str) -> str:
    if bound is None:
        return ""
    return f"{inclusive if bound.inclusive else exclusive} {with_unit(shown(bound.value), unit)}"


def example_text(example: Example) -> str:
    """Return the facts of an example, as they are written in Python."""
    return ", ".join(repr(group) for group in example.groups if given(group)) or "nothing known"
