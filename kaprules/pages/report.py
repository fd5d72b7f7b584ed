"""The report of one decision: one page of A4 that somebody signs, and an annex for whoever checks it.

The page holds what the text for a clinician does, by problem, and who acts by when. What has no room on it is counted
there and stands in the annex, with every source, value and derivation.
"""

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
from ..phrases import COMPARED, asked, cited, known_beside, named, phrase, until_text, value
from ..possible import Interval, Level, Outcome, Truth
from ..reasoning.counterfactuals import changes
from ..reasoning.findings import Finding, ruled_out
from ..reasoning.margins import DISTANCES, EDGES, Crossing, Margin
from ..reasoning.problems import Problem
from ..reasoning.reasons import reason
from ..rule import Rule
from ..wording.clinician import values
from ..wording.first import MOST, NOT_YET, needed, once_adverse, today, why_missing
from ..wording.report import HEADINGS, MADE_BY, NAMED, OF_FACTS, fact_explained, means, name_explained
from ..wording.summary import summary
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
    """A value with its picture: each test of it, and how close the outcome is."""

    picture: Picture
    known: str
    asked: tuple[str, ...]
    """What each bar asks."""
    margin: tuple[str, ...]

    @property
    def gravest(self) -> Level | None:
        """The gravest level of the tests that hold; None where none does."""
        return max((bar.asked.level for bar in self.picture.bars if bar.holds), default=None)


@attrs.frozen
class Told:
    """A problem on the page: its sentence, what it rests on, how it lifts, and the lesser findings under it."""

    rule: str
    says: str
    values: str
    lifts: str
    lesser: tuple[str, ...]


@attrs.frozen
class Deed:
    """Who does what by when."""

    who: str
    what: str
    when: str


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
        style="style.css report.css",
        decision=decision,
        summary=summary(decision.evaluation, locale),
        meaning=means(ruleset, decision.outcome, locale),
        urgent=today(decision.evaluation, locale),
        once=once_adverse(decision.evaluation, locale),
        problems=_problems(decision, locale),
        errors=[each.render(locale) for each in decision.data_errors],
        each_way=tuple(_each(decision, locale)),
        deeds=tuple(_deeds(decision, locale)),
        why_missing=lambda each: why_missing(each, decision.evaluation, locale),
        most=MOST,
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


# The page ----------------------------------------------------------------------------------------------------

PROBLEMS: Final = 7
"""How many problems there is room for on the page."""
BEFORE: Final = message("before it is decided")
REVIEWS: Final = message("Named prescriber")
WEIGHS: Final = message("weighs the cautions, with the therapist where they are psychiatric, and records it")
DECIDE: Final = message("Prescriber and psychotherapist")
DECIDES: Final = message("decide, and record why")
AT_ONCE: Final = message("today")


def _problems(decision: Decision, locale: Locale) -> list[tuple[Level, str, list[Told], int]]:
    """Return for each level its heading, the problems that have room, and how many there are besides."""
    room, found = PROBLEMS, []
    for level, heading in HEADINGS.items():
        of_level = [each for each in decision.problems if each.finding.level is level]
        if of_level:
            shown = of_level[:room]
            room -= len(shown)
            told = [_told(each, decision, locale) for each in shown]
            found.append((level, locale(heading), told, len(of_level) - len(shown)))
    return found


def _lesser(finding: Finding, locale: Locale) -> str:
    """Return a lesser finding in short: its level, and the limits that it is held against."""
    limits = (each.test for each in finding.evidence if isinstance(each.test.operand, Limit))
    told = ", ".join(dict.fromkeys(asked(test, locale) for test in limits))
    level = locale(finding.level.value)
    return f"{level} ({told})" if told else level


def _each(decision: Decision, locale: Locale) -> Iterator[str]:
    """Yield how each alternative stands."""
    for option, judged in decision.alternatives.items():
        stands = decision.ruleset.each.get(option, {}).get(judged.outcome, NOT_YET[judged.outcome])
        yield locale("{fact}: {value}", fact=locale(option.value), value=locale(stands))


def _told(problem: Problem, decision: Decision, locale: Locale) -> Told:
    finding = problem.finding
    rule = decision.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    lifts = "" if rule.until is None else until_text(rule.until, finding.until_on, locale)
    lesser = tuple(dict.fromkeys(_lesser(each, locale) for each in problem.lesser))
    return Told(
        finding.rule, locale(finding.clinician_text), values(finding, decision.evaluation, locale), lifts, lesser
    )


def _deeds(decision: Decision, locale: Locale) -> Iterator[Deed]:
    """Yield who acts: on what is urgent today, on what is missing before anything is decided, and who decides then."""
    for action in dict.fromkeys(each.today for each in decision.urgent):
        yield Deed(locale("Urgent"), locale(action), locale(AT_ONCE))
    left = MOST
    for who, names in needed(decision.evaluation, locale).items():
        if shown := names[:left]:
            left -= len(shown)
            more = [locale("{number} more", number=len(names) - len(shown))] if names[len(shown) :] else []
            yield Deed(who, "; ".join((*shown, *more)), locale(BEFORE))
    if decision.outcome is Outcome.CAUTION:
        yield Deed(locale(REVIEWS), locale(WEIGHS), locale(BEFORE))
    if decision.outcome in (Outcome.CAUTION, Outcome.NO_EXCLUSION_FOUND):
        yield Deed(locale(DECIDE), locale(DECIDES), "")


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
    """Yield each number that is known: those out of range first, gravest first; then the closest to another outcome."""
    margins = {margin.fact: margin for margin in decision.margins()}
    order = list(margins)
    found: list[tuple[int, int, int, Measured]] = []
    gravest = list(HEADINGS)
    for picture in measured(decision.ruleset, _known(decision)):
        margin = margins.get(picture.fact.id)
        each = Measured(
            picture,
            value(picture.fact, picture.known, locale),
            tuple(_asked(picture.fact, bar.asked.test, bar.asked.limit, locale) for bar in picture.bars),
            tuple(_margin(margin, locale)) if margin is not None else (),
        )
        near = order.index(picture.fact.id) if picture.fact.id in margins else len(order)
        place = len(gravest) if each.gravest is None else gravest.index(each.gravest)
        found.append((place, near, len(found), each))
    yield from (each for *_, each in sorted(found, key=lambda ranked: ranked[:3]))


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
