"""A decision for the client whom it is about: plain words, what happens next, and nothing that frightens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Final

from ..engine.evaluation import Evaluation, alternatives
from ..facts.model import Choice
from ..language import Locale, message
from ..possible import Level, Options, Outcome
from ..reasoning.findings import Finding, findings
from ..reasoning.missing import missing
from ..reasoning.problems import problems
from ..reasoning.urgent import urgent
from ..rule import PERMANENT, Rule

NEXT: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message(
        "On what we know today, we cannot offer you ketamine now. Your care team will go through this with you, and "
        "through what else may help."
    ),
    Outcome.INCOMPLETE: message(
        "We do not know enough yet. Your care team will ask you some more, and may arrange a test. Then we look again."
    ),
    Outcome.CAUTION: message(
        "Some points need a closer look. Your care team will talk about them with you before anything is decided."
    ),
    Outcome.NO_EXCLUSION_FOUND: message(
        "We found nothing so far that speaks against going on. Your prescriber and your therapist will now decide "
        "with you."
    ),
}
"""What an outcome means for the client, and what happens next, where a rule set has no words of its own."""

EACH: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("{kind}: not at the moment"),
    Outcome.INCOMPLETE: message("{kind}: we need to know more first"),
    Outcome.CAUTION: message("{kind}: some points need a closer look first"),
    Outcome.NO_EXCLUSION_FOUND: message(
        "{kind}: no rule found a reason against it; your prescriber and your therapist decide with you"
    ),
}
"""What is said of each alternative, where a rule set judges several and has no words of its own."""
ABOUT_ANY: Final = (message("This is about: {kind}"), message("One by one"))
"""What names the alternative that is decided about, and the heading of all; the same."""

FOUND: Final = {
    Level.EXCLUSION: message("What we found"),
    Level.NEEDS_INFORMATION: message("What we still need to know"),
    Level.CAUTION: message("What we would like to talk about"),
    Level.NOTE: message("What we keep in mind"),
}
TITLE: Final = message("Your visit on {day}")
"""What stands above the letter where a rule set does not say what the visit was for."""
LONGEST: Final = 200
"""How many words there are at most."""
FIRST: Final = 5
"""How many problems are told at most."""
FEW: Final = 8
"""Up to how many answers that are still open are counted for the client."""
GENERAL: Final = message("There is a point that your care team would like to go over with you.")
"""What a rule says that declares no words for the client: one that a clinic added."""


def letter(evaluation: Evaluation, locale: Locale) -> str:
    """Return a decision for the client: who speaks with them today, what it means, what was found, what comes next.

    What was found is told by problem, the gravest of each; of more than there is room for, that there is more.
    """
    lasting = {rule.id for rule in evaluation.ruleset.rules if rule.until == PERMANENT}
    found = [each.finding for each in problems(evaluation)]
    found.sort(key=lambda each: each.level is not Level.EXCLUSION or each.rule not in lasting)
    for most in range(min(len(found), FIRST), -1, -1):
        text = "\n".join(_lines(evaluation, found[:most], len(found) > most, locale))
        if len(text.split()) <= LONGEST:
            break
    return text


def _lines(evaluation: Evaluation, found: Sequence[Finding], more: bool, locale: Locale) -> Iterator[str]:
    yield locale(evaluation.ruleset.client_words.title or TITLE, day=locale.date(evaluation.on))
    yield from _today(evaluation, locale)
    yield from _asked(evaluation, locale)
    yield locale(evaluation.ruleset.client_words.outcomes.get(evaluation.outcome, NEXT[evaluation.outcome]))
    yield from _each(evaluation, locale)
    for level, heading in FOUND.items():
        told = [line for each in found if each.level is level for line in _finding(each, evaluation, locale)]
        if told:
            yield f"\n{locale(heading)}"
            yield from dict.fromkeys(told)
            if level is Level.EXCLUSION and (day := again(findings(evaluation))) is not None:
                yield locale("We cannot look at this again before {day}.", day=locale.when(day))
    if more:
        yield "\n" + locale("There are more points than these. Your care team will go through them with you.")
    needed = missing(evaluation)
    if len(needed) > FEW:
        yield "\n" + locale("There are still some questions and measurements. We will go through them step by step.")
    elif needed:
        yield "\n" + locale.count(
            "{number} answer or measurement is still open. Your care team will go through it with you.",
            "{number} answers or measurements are still open. Your care team will go through them with you.",
            len(needed),
        )
    yield "\n" + locale("If anything is not clear, please ask us. You may bring somebody you trust.")


def _today(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    """Say who speaks with the client today, before anything that was decided, and whom they can reach until then."""
    if not urgent(evaluation):
        return
    day = locale.date(evaluation.on)
    yield locale("We need to speak with you on {day}. If nobody has reached you, please call us.", day=day)
    contact = evaluation.ruleset.crisis_contact
    if contact:
        yield locale(
            "If you feel worse, or cannot wait, you can reach somebody at any time: {contact}", contact=contact
        )
    else:
        yield locale("If you feel worse, or cannot wait, please call an ambulance or a crisis line.")


def _asked(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    """Name the alternative that is decided about, where it is known."""
    choice = evaluation.ruleset.alternatives
    if choice is None:
        return
    possible = evaluation.possible(choice)
    assert isinstance(possible, Options)
    told = evaluation.ruleset.client_words.alternative or ABOUT_ANY[0]
    for place, option in enumerate(choice.options):
        if possible.bits == 1 << place:
            yield locale(told, kind=kind(choice, option, locale))


def _each(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    """Say of each alternative how it stands."""
    choice, told = evaluation.ruleset.alternatives, evaluation.ruleset.client_words
    if choice is None:
        return
    yield f"\n{locale(told.heading or ABOUT_ANY[1])}"
    stand: dict[str, list[str]] = {}
    for option, judged in alternatives(evaluation).items():
        said = {**EACH, **told.each, **told.of_option.get(option, {})}
        stand.setdefault(said[judged.outcome], []).append(kind(choice, option, locale))
    yield from (f"- {locale(said, kind=', '.join(kinds))}" for said, kinds in stand.items())
    if told.closing:
        yield locale(told.closing)


def kind(choice: Choice[Any], option: Enum, locale: Locale) -> str:
    """Return what an alternative is called before a client."""
    return locale(choice.client_names.get(option, option.value))


def _finding(finding: Finding, evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    told = f"- {locale(_text(rule, finding))}"
    if rule.until == PERMANENT:
        told += " " + locale("This is not likely to change, so we would like to look for other ways with you.")
    yield told


def _text(rule: Rule, finding: Finding) -> str:
    """Return what a client is told of a finding: as closely as what it rests on says."""
    tests = {each.test.test for each in finding.evidence}
    known = [text for test, text in rule.client_text_by if tests == {test}]
    return next(iter(known), rule.client_text or GENERAL)


def again(findings: Iterable[Finding]) -> date | None:
    """Return from when on every exclusion found has lifted with time; None where one does not, or none was found."""
    days = [finding.until_on for finding in findings if finding.level is Level.EXCLUSION]
    known = [day for day in days if day is not None]
    return max(known, key=_order) if known and len(known) == len(days) else None


def _order(day: date) -> tuple[int, time]:
    return day.toordinal(), day.time() if isinstance(day, datetime) else time()
