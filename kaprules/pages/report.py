"""The report of one decision as a page: what it comes to, why, how close, what is missing, what would change it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from ..conditions import Test
from ..decision import Decision
from ..engine.derivation import Derivation
from ..facts.model import Event, Fact, every_fact
from ..language import ENGLISH, Locale, message
from ..limit import Limit
from ..phrases import COMPARED, cited, known_beside, named, phrase, value
from ..possible import Interval, Level, Truth
from ..reasoning.counterfactuals import changes
from ..reasoning.findings import Finding, ruled_out
from ..reasoning.margins import DISTANCES, EDGES, Crossing, Margin
from ..reasoning.reasons import reason
from ..rule import Rule
from ..wording.report import HEADINGS, MADE_BY, NAMED, OF_FACTS, fact_explained, means, name_explained
from .frame import rendered
from .pictures import Picture, measured

TRUTHS: Final = {
    Truth.TRUE: message("holds"),
    Truth.UNKNOWN: message("not known"),
    Truth.FALSE: message("does not hold"),
}
"""What is said of a rule, a concept or a test."""
NODES: Final = {"all": message("all of these"), "any": message("any of these")}


@attrs.frozen
class Node:
    """A step of a derivation, in words, with what it rests on."""

    truth: Truth
    says: str
    id: str
    known: str
    source: str
    parts: tuple[Node, ...]


@attrs.frozen
class Measured:
    """A picture with its words: what is known, each test, and how close the outcome is."""

    picture: Picture
    known: str
    asked: tuple[str, ...]
    """What each bar asks, as its label."""
    margin: tuple[str, ...]


def report_page(decision: Decision, locale: Locale = ENGLISH) -> str:
    """Return a decision as one self-contained page of HTML.

    >>> from datetime import date
    >>> from kaprules import Client, screen
    >>> "<h1>" in report_page(screen(Client(), on=date(2026, 11, 23)))
    True
    """
    locale, ruleset = locale.at(decision.evaluation.on), decision.ruleset
    rules = {rule.id: rule for rule in ruleset.rules}
    return rendered(
        "report.html",
        locale,
        decision=decision,
        meaning=means(ruleset, decision.outcome, locale),
        levels=[(heading, _of_level(decision, level)) for level, heading in HEADINGS.items()],
        forced=decision.sufficient(),
        facts={fact.id: fact for fact in every_fact(ruleset.subject)},
        rules=rules,
        measured=tuple(_measured(decision, locale)),
        alternatives=changes(decision.evaluation, locale=locale),
        earliest=decision.earliest(),
        ruled_out=ruled_out(decision.evaluation, locale),
        names_heading=NAMED,
        names_explained=[name_explained(name, locale) for name in decision.site_names],
        facts_heading=OF_FACTS,
        facts_explained=[(each, fact_explained(each, locale)) for each in decision.site_facts],
        trees=[
            (truth, [_derived(decision, rule, locale) for rule in found])
            for truth in (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)
            if (found := [rule for rule in ruleset.rules if decision.truths[rule.id] is truth])
        ],
        truths=TRUTHS,
        made_by=MADE_BY,
        record=hashlib.sha256(decision.to_json().encode()).hexdigest(),
    )


def _of_level(decision: Decision, level: Level) -> list[Finding]:
    return [finding for finding in decision.findings if finding.level is level]


# The derivation ----------------------------------------------------------------------------------------------


@attrs.frozen
class Derived:
    """A rule with the fewest facts that make it as true as it is, and its whole derivation from the condition on."""

    rule: Rule
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    """What follows, or would follow, each with the premises."""
    tree: Node


def _derived(decision: Decision, rule: Rule, locale: Locale) -> Derived:
    found = decision.why(rule.id)
    fewest = reason(found)
    reasons = (
        (message("The fewest facts that decide it:"), fewest.premises),
        (message("It would hold with:"), fewest.would_hold),
        (message("It would not hold with:"), fewest.would_fail),
    )
    told = tuple((word, tuple(each.render(locale) for each in premises)) for word, premises in reasons if premises)
    return Derived(rule, told, _node(found.parts[0], locale))


def _node(step: Derivation, locale: Locale) -> Node:
    if step.test is None:
        return Node(step.truth, locale(NODES[step.kind]), "", "", "", tuple(_node(part, locale) for part in step.parts))
    if step.possible is None:  # a test of a concept: below it stands what the concept means
        (concept,) = step.parts
        return Node(
            step.truth, phrase(step.test, locale), step.id, "", "", tuple(_node(part, locale) for part in concept.parts)
        )
    known = known_beside(step.test, step.possible, locale)
    source = cited(step.test.operand.source, locale) if isinstance(step.test.operand, Limit) else ""
    return Node(step.truth, named(step.test.subject, locale), step.id, known, source, ())


# Measured values ---------------------------------------------------------------------------------------------


def _measured(decision: Decision, locale: Locale) -> Iterator[Measured]:
    """Yield each number that is known, those whose margin is the closest first."""
    margins = {margin.fact: margin for margin in decision.margins()}
    order = list(margins)
    pictures = sorted(
        measured(decision.ruleset, _known(decision)),
        key=lambda picture: order.index(picture.fact.id) if picture.fact.id in margins else len(order),
    )
    for picture in pictures:
        margin = margins.get(picture.fact.id)
        yield Measured(
            picture,
            value(picture.fact, picture.known, locale),
            tuple(_asked(picture.fact, bar.asked.test, bar.asked.limit, locale) for bar in picture.bars),
            tuple(_margin(margin, locale)) if margin is not None else (),
        )


def _known(decision: Decision) -> Mapping[Fact, Interval]:
    found = {}
    for fact in decision.ruleset.facts:
        possible = decision.evaluation.possible(fact)
        if isinstance(possible, Interval) and possible.absence is None:
            found[fact] = possible
    return found


AGO: Final = {
    Test.AT_LEAST: message("{limit} ago or longer"),
    Test.ABOVE: message("longer ago than {limit}"),
    Test.AT_MOST: message("within the last {limit}"),
    Test.BELOW: message("less than {limit} ago"),
}


def _asked(fact: Fact, test: Test, limit: Limit, locale: Locale) -> str:
    words = AGO if isinstance(fact, Event) else COMPARED
    return locale(words[test], limit=locale.quantity(limit.value, limit.unit))


def _margin(margin: Margin, locale: Locale) -> Iterator[str]:
    for turn in (margin.lower, margin.higher):
        if turn is not None:
            yield _turn(margin, turn, locale)
    if margin.lower is None and margin.higher is None:
        yield locale("No other value changes the outcome.")
    if margin.error is not None:
        size = locale.quantity(max(margin.error.below, margin.error.above), margin.unit)
        survives = message("The outcome survives the usual error of the measurement, {size}.")
        does_not = message("The outcome does not survive the usual error of the measurement, {size}.")
        yield locale(survives if margin.survives else does_not, size=size)


def _turn(margin: Margin, turn: Crossing, locale: Locale) -> str:
    up = turn is margin.higher
    edge = locale(EDGES[up, turn.reached], value=locale.quantity(turn.value, margin.unit))
    away = locale(DISTANCES[up, margin.event], distance=locale.quantity(turn.by, margin.unit))
    return f"{edge}, {away}: {locale(turn.outcome.value)}"
