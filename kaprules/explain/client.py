"""A decision for the client whom it is about: plain words, what happens next, and nothing that frightens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from ..conditions import Mark
from ..language import Reader, message
from ..rule import NEVER_LIFTS, Level, Outcome, Rule

if TYPE_CHECKING:
    from ..decision import Decision
    from .findings import Finding

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
        "The clinic still has to put something in place before it can offer sessions. Your care team will tell you "
        "when it is ready."
    ),
    Outcome.INCOMPLETE: message("The clinic still has to check some points. Your care team will tell you how it goes."),
    Outcome.CAUTION: message("The clinic is going over some points. Your care team will tell you what comes of it."),
    Outcome.NO_EXCLUSION_FOUND: message("The clinic has what it needs for sessions. You can ask us how we work."),
}
_TODAY: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message(
        "There will be no session today. Your care team will tell you why, and find another day or another way with "
        "you."
    ),
    Outcome.INCOMPLETE: message("A few things have to be checked before we can begin. Your care team will do so now."),
    Outcome.CAUTION: message("Please wait a little. Your prescriber looks at some points before we go on."),
    Outcome.NO_EXCLUSION_FOUND: message(
        "We found no reason to wait today. Your prescriber and your therapist will now decide with you."
    ),
}
_LEAVING: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("Please stay with us a little longer. Somebody is with you and will look again soon."),
    Outcome.INCOMPLETE: message("Please stay with us until we have checked a few more things."),
    Outcome.CAUTION: message("Please stay with us until a clinician has looked at some points with you."),
    Outcome.NO_EXCLUSION_FOUND: message("We found nothing that keeps you here. A clinician will see you off."),
}
_AFTER: Final[Mapping[Outcome, str]] = {
    Outcome.EXCLUDED: message("It is too early for this. Below you can read what comes first."),
    Outcome.INCOMPLETE: message("We need to know a little more first. Your care team will ask you."),
    Outcome.CAUTION: message("A clinician would like to talk with you first. Your care team will call you."),
    Outcome.NO_EXCLUSION_FOUND: message("We found nothing that speaks against it. You and your care team decide."),
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
    Outcome.NO_EXCLUSION_FOUND: message("{kind}: your prescriber and your therapist can plan it with you"),
}
"""What is said of each alternative, where a rule set judges several."""
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


def letter(decision: Decision, reader: Reader) -> str:
    """Return a decision for the client: what it means, what was found, what happens next."""
    return "\n".join(_lines(decision, reader))


def _lines(decision: Decision, reader: Reader) -> Iterator[str]:
    yield reader("About {day}", day=reader.date(decision.on))
    yield reader(IN_RULESET.get(decision.ruleset.name, NEXT)[decision.outcome])
    alternatives = decision.each
    if alternatives:
        yield f"\n{reader('For each kind of session')}"
    for option, judged in alternatives.items():
        yield f"- {reader(EACH[judged.outcome], kind=reader(option.value))}"
    findings, still_open = decision.findings, decision.open
    if any(Mark.URGENT in finding.marks for finding in (*findings, *still_open)):
        yield reader("Somebody from your care team would like to speak with you today.")
    for level, heading in FOUND.items():
        told = [line for each in findings if each.level is level for line in _finding(each, decision, reader)]
        if told:
            yield f"\n{reader(heading)}"
            yield from dict.fromkeys(told)
    missing = decision.missing
    if len(missing) > FEW:
        yield "\n" + reader("There are still some questions and measurements. We will go through them step by step.")
    elif missing:
        yield "\n" + reader.count(
            "{number} answer or measurement is still open. Your care team will go through it with you.",
            "{number} answers or measurements are still open. Your care team will go through them with you.",
            len(missing),
        )
    yield "\n" + reader("If anything is not clear, please ask us. You may bring somebody you trust.")


def _finding(finding: Finding, decision: Decision, reader: Reader) -> Iterator[str]:
    rule = decision.ruleset[finding.rule]
    assert isinstance(rule, Rule)
    yield f"- {reader(rule.plain or GENERAL)}{_when(finding, rule, reader)}"


def _when(finding: Finding, rule: Rule, reader: Reader) -> str:
    """Return from when on this can be looked at again; nothing where no time is known."""
    if rule.lifts is None:
        return ""
    if finding.lifts_on is not None:
        return " " + reader("We can look at this again from {day} on.", day=reader.when(finding.lifts_on))
    if rule.lifts == NEVER_LIFTS:
        return " " + reader("This is not likely to change, so we would like to look for other ways with you.")
    return ""
