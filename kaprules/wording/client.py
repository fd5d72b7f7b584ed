"""A decision for the client whom it is about: plain words, what happens next, and nothing that frightens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Final

from ..engine.evaluation import Evaluation, alternatives
from ..facts.follow_up import Question
from ..language import Locale, message
from ..possible import Level, Mark, Options, Outcome
from ..reasoning.findings import Finding, findings, undecided
from ..reasoning.missing import missing
from ..rule import PERMANENT, Rule
from ..ruleset import RuleSet

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
"""What an outcome means for the client, and what happens next."""

_PLACE: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message(
        "The clinic still has to put something in place. There are no sessions here before that. Your care team will "
        "tell you how it goes."
    ),
    Outcome.INCOMPLETE: message("The clinic still has to check some points. Your care team will tell you how it goes."),
    Outcome.CAUTION: message("The clinic is going over some points. Your care team will tell you what comes of it."),
    Outcome.NO_EXCLUSION_FOUND: message(
        "No rule found a gap in what the clinic says of itself. Your prescriber and your therapist decide with you "
        "what comes next. You can ask us how we work."
    ),
}
_TODAY: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message(
        "There will be no session today. Your care team will tell you why, and find another day or another way with "
        "you."
    ),
    Outcome.INCOMPLETE: message(
        "A few things have to be checked before anything is decided. Your care team will do so now."
    ),
    Outcome.CAUTION: message(
        "Please wait a little. Your prescriber looks at some points with you before anything is decided."
    ),
    Outcome.NO_EXCLUSION_FOUND: message(
        "We found no reason to wait today. Your prescriber and your therapist will now decide with you."
    ),
}
_LEAVING: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("Please stay with us a little longer. Somebody is with you and will look again soon."),
    Outcome.INCOMPLETE: message(
        "Please stay with us. A few more things have to be checked before anything is decided."
    ),
    Outcome.CAUTION: message(
        "Please stay with us. A clinician would like to look at some points with you before anything is decided."
    ),
    Outcome.NO_EXCLUSION_FOUND: message(
        "No rule found a reason to keep you here. A clinician will now decide with you. Please stay until then."
    ),
}
_AFTER: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("Something has to come first. Below you can read what."),
    Outcome.INCOMPLETE: message("We need to know a little more first. Your care team will ask you."),
    Outcome.CAUTION: message("A clinician would like to talk with you first. Your care team will call you."),
    Outcome.NO_EXCLUSION_FOUND: message(
        "No rule found a reason against it. That is not yet a yes. Your care team decides with you, and says when."
    ),
}
_DEPTH: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message(
        "This kind of session is not open to you at the moment. Your care team will go through what comes first, or "
        "look for another kind with you."
    ),
    Outcome.INCOMPLETE: NEXT[Outcome.INCOMPLETE],
    Outcome.CAUTION: NEXT[Outcome.CAUTION],
    Outcome.NO_EXCLUSION_FOUND: message(
        "We found nothing so far that speaks against this kind of session. Your prescriber and your therapist will "
        "now decide with you."
    ),
}
EACH: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("{kind}: not at the moment"),
    Outcome.INCOMPLETE: message("{kind}: we need to know more first"),
    Outcome.CAUTION: message("{kind}: some points need a closer look first"),
    Outcome.NO_EXCLUSION_FOUND: message(
        "{kind}: no rule found a reason against it; your prescriber and your therapist decide with you"
    ),
}
"""What is said of each alternative, where a rule set judges several."""
_WAITS: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("{kind}: not yet; your care team says when"),
    Outcome.INCOMPLETE: message("{kind}: not yet; we need to know more before your care team can say when"),
    Outcome.CAUTION: message("{kind}: not yet; a clinician would like to talk with you about it first"),
    Outcome.NO_EXCLUSION_FOUND: message(
        "{kind}: no rule found a reason to wait any longer; your care team says when, so please ask first"
    ),
}
_TALK: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("{kind}: it should not wait for your next visit"),
    Outcome.INCOMPLETE: message("{kind}: we need to know more before your care team can say when"),
    Outcome.CAUTION: message("{kind}: a clinician would like to have it with you before your next visit"),
    Outcome.NO_EXCLUSION_FOUND: message(
        "{kind}: no rule found a reason to have it any sooner; your care team says when"
    ),
}
EACH_OF: Final[Mapping[Enum, Mapping[Outcome, str]]] = {
    each: _TALK if each is Question.CONTACT else _WAITS for each in Question
}
"""What is said of an alternative that is no kind of session."""
KINDS: Final[Mapping[Enum, str]] = {
    Question.DRIVING: message("driving"),
    Question.MAJOR_DECISIONS: message("big decisions"),
    Question.ALCOHOL_OR_SEDATIVES: message("alcohol, or something to calm you"),
    Question.CONTACT: message("a talk with us"),
    Question.NEXT_SESSION: message("the next session"),
}
"""An alternative in plain words, where its own are not."""
ABOUT_EACH: Final[Mapping[str, tuple[str, str]]] = {
    "dose_tiers": (message("This is about one kind of session: {kind}"), message("For each kind of session")),
    "aftercare": (message("This is about: {kind}"), message("For each thing that may have to wait")),
}
"""What names the alternative that is decided about, and the heading of all."""
ABOUT_ANY: Final = (message("This is about: {kind}"), message("One by one"))
"""The same for a rule set that a clinic made."""
PRESCRIBED: Final = message("On a medicine that was prescribed for you, only the one who prescribed it decides.")
"""What is said wherever something that calms may have to wait."""
IN_RULESET: Final[Mapping[str, Mapping[Outcome, str]]] = {
    "setting": _PLACE,
    "dose_tiers": _DEPTH,
    "dosing_day": _TODAY,
    "discharge": _LEAVING,
    "aftercare": _AFTER,
}
"""What an outcome means where a rule set asks something else than whether treatment can be considered."""

FOUND: Final = {
    Level.EXCLUSION: message("What we found"),
    Level.NEEDS_INFORMATION: message("What we still need to know"),
    Level.CAUTION: message("What we would like to talk about"),
    Level.NOTE: message("What we keep in mind"),
}
FEW: Final = 9
"""Up to how many answers that are still open are counted for the client."""
GENERAL: Final = message("There is a point that your care team would like to go over with you.")
"""What a rule says that declares no words for the client: one that a clinic added."""


def letter(evaluation: Evaluation, locale: Locale) -> str:
    """Return a decision for the client: what it means, what was found, what happens next."""
    return "\n".join(_lines(evaluation, locale))


def _lines(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    yield locale("About {day}", day=locale.date(evaluation.on))
    yield from _asked(evaluation, locale)
    yield locale(IN_RULESET.get(evaluation.ruleset.name, NEXT)[evaluation.outcome])
    yield from _each(evaluation, locale)
    found = findings(evaluation)
    if any(Mark.URGENT in finding.marks for finding in (*found, *undecided(evaluation))):
        yield locale("Somebody from your care team would like to speak with you today.")
    for level, heading in FOUND.items():
        told = [line for each in found if each.level is level for line in _finding(each, evaluation, locale)]
        if told:
            yield f"\n{locale(heading)}"
            yield from dict.fromkeys(told)
            if level is Level.EXCLUSION and (day := again(found)) is not None:
                yield locale("We can look at this again from {day} on.", day=locale.when(day))
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


def _asked(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    """Name the alternative that is decided about, where it is known."""
    choice = evaluation.ruleset.alternatives
    if choice is None:
        return
    possible = evaluation.possible(choice)
    assert isinstance(possible, Options)
    for place, option in enumerate(choice.options):
        if possible.bits == 1 << place:
            yield locale(_about(evaluation.ruleset)[0], kind=kind(option, locale))


def _each(evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    """Say of each alternative how it stands."""
    judged_each = alternatives(evaluation)
    if judged_each:
        yield f"\n{locale(_about(evaluation.ruleset)[1])}"
    for option, judged in judged_each.items():
        yield f"- {locale(EACH_OF.get(option, EACH)[judged.outcome], kind=kind(option, locale))}"
    if Question.ALCOHOL_OR_SEDATIVES in judged_each:
        yield locale(PRESCRIBED)


def _about(ruleset: RuleSet) -> tuple[str, str]:
    return ABOUT_EACH.get(ruleset.name, ABOUT_ANY)


def kind(option: Enum, locale: Locale) -> str:
    """Return what an alternative is called before a client."""
    return locale(KINDS.get(option, option.value))


def _finding(finding: Finding, evaluation: Evaluation, locale: Locale) -> Iterator[str]:
    rule = evaluation.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    told = f"- {locale(rule.client_text or GENERAL)}"
    if rule.until == PERMANENT:
        told += " " + locale("This is not likely to change, so we would like to look for other ways with you.")
    yield told


def again(findings: Iterable[Finding]) -> date | None:
    """Return from when on every exclusion found has lifted with time; None where one does not, or none was found."""
    days = [finding.until_on for finding in findings if finding.level is Level.EXCLUSION]
    known = [day for day in days if day is not None]
    return max(known, key=_order) if known and len(known) == len(days) else None


def _order(day: date) -> tuple[int, time]:
    return day.toordinal(), day.time() if isinstance(day, datetime) else time()
