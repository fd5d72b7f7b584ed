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
from ..reasoning.findings import Finding, recorded, ruled_out
from ..reasoning.margins import DISTANCES, EDGES, Crossing, Margin
from ..reasoning.problems import Problem
from ..reasoning.reasons import reason
from ..rule import Rule
from ..wording.asking import Answerer
from ..wording.clinician import values
from ..wording.first import MOST, NOT_YET, WHO, first_of, needed, once_adverse, today, why_missing
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
NOT_CALLED_FOR: Final = message("not examined, as nothing called for it")
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
        """The gravest level of the tests that hold, but for those that only ask for something; None where none does."""
        found = (bar.asked.level for bar in self.picture.bars if bar.holds)
        return max((level for level in found if level is not Level.NEEDS_INFORMATION), default=None)


@attrs.frozen
class Told:
    """A problem on the page: its sentence, what it rests on, how it lifts, and the lesser findings under it."""

    rule: str
    says: str
    values: str
    recorded: str
    """When and by whom it was recorded, where that is one and the same."""
    lifts: str
    lesser: tuple[str, ...]

    @property
    def lines(self) -> int:
        """About how many lines it takes."""
        return _lines(self.says, f"{self.values} {self.recorded}".strip(), self.lifts, ", ".join(self.lesser))


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
    >>> "<h1 " in report_page(screen(Client(), on=date(2026, 11, 23)))
    True
    """
    locale, ruleset = locale.at(decision.evaluation.on), decision.ruleset
    rules = {rule.id: rule for rule in ruleset.rules}
    urgent, once = today(decision.evaluation, locale), once_adverse(decision.evaluation, locale)
    errors = [each.render(locale) for each in decision.data_errors]
    each_way, deeds = tuple(_each(decision, locale)), tuple(_deeds(decision, locale))
    taken = _lines(*urgent, *errors[:MOST], *once[:MOST], *each_way, *(f"{each.who} {each.what}" for each in deeds))
    return rendered(
        "report.html",
        locale,
        style="style.css report.css",
        decision=decision,
        summary=summary(decision.evaluation, locale),
        meaning=means(ruleset, decision.outcome, locale),
        urgent=urgent,
        once=once,
        problems=_problems(decision, locale, LINES - taken),
        errors=errors,
        each_way=each_way,
        deeds=deeds,
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
            (truth, locale(title), [_derived(decision, rule, locale) for rule in found])
            for truth, title, found in _by_truth(decision)
            if found
        ],
        truths=TRUTHS,
        made_by=MADE_BY,
        record=hashlib.sha256(decision.to_json().encode()).hexdigest(),
    )


def _by_truth(decision: Decision) -> Iterator[tuple[Truth, str, list[Rule]]]:
    """Yield the rules by how they came out: those that are open apart from those that nothing called for."""
    rules, open_ = decision.ruleset.rules, {each.rule for each in decision.undecided}
    unknown = [rule for rule in rules if decision.truths[rule.id] is Truth.UNKNOWN]
    yield Truth.TRUE, TRUTHS[Truth.TRUE], [rule for rule in rules if decision.truths[rule.id] is Truth.TRUE]
    yield Truth.UNKNOWN, TRUTHS[Truth.UNKNOWN], [rule for rule in unknown if rule.id in open_]
    yield Truth.UNKNOWN, NOT_CALLED_FOR, [rule for rule in unknown if rule.id not in open_]
    yield Truth.FALSE, TRUTHS[Truth.FALSE], [rule for rule in rules if decision.truths[rule.id] is Truth.FALSE]


# The page ----------------------------------------------------------------------------------------------------

LINES: Final = 28
"""How many lines there is room for on the page, between its head and the signatures."""
WIDTH: Final = 95
"""About how many characters a line holds."""
LESSER: Final = 3
"""How many lesser findings are named under a problem."""
BEFORE: Final = message("before it is decided")
REVIEWS: Final = message("Named prescriber")
WEIGHS: Final = message(
    "weighs the cautions, with the therapist those of mental health or readiness, and records what follows"
)
TELLS: Final = message("tells the client, and looks for what else may help")
DECIDE: Final = message("Prescriber and psychotherapist")
DECIDES: Final = message("decide, and record why")
AT_ONCE: Final = message("today")


def _problems(decision: Decision, locale: Locale, room: int) -> list[tuple[Level, str, list[Told], int]]:
    """Return for each level its heading, the problems that have room, and how many there are besides.

    The gravest are told in full, further ones by their sentence, as long as there is a line for them.
    """
    found, left = [], len(decision.problems)
    for level, heading in HEADINGS.items():
        of_level = [each for each in decision.problems if each.finding.level is level]
        if not of_level:
            continue
        room, shown = room - 2, []
        for each in of_level:
            told, left = _told(each, decision, locale), left - 1
            if told.lines > room - left:  # each of the others has at least its sentence
                told = attrs.evolve(told, values="", recorded="", lifts="", lesser=())
            if told.lines > room:
                break
            room -= told.lines
            shown.append(told)
        found.append((level, locale(heading), shown, len(of_level) - len(shown)))
    return found


def _lines(*texts: str) -> int:
    """Return about how many lines some texts take, each by itself."""
    return sum(-(-len(text) // WIDTH) for text in texts)


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
    lesser = tuple(dict.fromkeys(_lesser(each, locale) for each in problem.lesser))[:LESSER]
    known = values(finding, decision.evaluation, locale)
    each = {told for evidence in finding.evidence for told in recorded(decision.evaluation, evidence.test, locale)}
    return Told(
        finding.rule, locale(finding.clinician_text), known, each.pop() if len(each) == 1 else "", lifts, lesser
    )


def _deeds(decision: Decision, locale: Locale) -> Iterator[Deed]:
    """Yield who acts: on what is urgent today, on what is missing before anything is decided, and who decides then."""
    for action in dict.fromkeys(each.today for each in decision.urgent):
        yield Deed(locale("Urgent"), locale(action), locale(AT_ONCE))
    lacking = needed(decision.evaluation, locale)
    for who, names in first_of(lacking, MOST).items():
        more = [locale("{number} more", number=left)] if (left := len(lacking[who]) - len(names)) else []
        yield Deed(who, "; ".join((*names, *more)), locale(BEFORE))
    if not lacking:  # what is asked for is no fact that is missing: another reading, an assessment
        for problem in decision.problems:
            if problem.finding.level is Level.NEEDS_INFORMATION:
                yield Deed(locale(WHO[Answerer.CLINICIAN]), locale(problem.finding.clinician_text), locale(BEFORE))
    if decision.outcome is Outcome.EXCLUDED:
        yield Deed(locale(REVIEWS), locale(TELLS), "")
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
