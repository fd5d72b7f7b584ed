"""The words of an interview, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..facts.model import Burden, every_fact
from ..language import Locale, message
from ..reasoning.next_question import Answers, Question, Settled
from ..rule import Rule
from ..ruleset import RuleSet

BURDENS: Final = {
    Burden.QUESTION: message("asked, or looked up"),
    Burden.MEASUREMENT: message("measured on the spot"),
    Burden.EXAMINATION: message("examined or rated by a clinician"),
    Burden.TEST: message("a test"),
    Burden.REFERRAL: message("somewhere else, on another day"),
}
"""What it takes to obtain a fact."""


def burden(question: Question, locale: Locale) -> str:
    """Return what it takes to answer: in words, and as the weight against which what it settles is set."""
    what = locale(BURDENS[question.burden])
    return locale("{what}; burden {weight} of {most}", what=what, weight=question.burden.value, most=max(Burden).value)


def why(question: Question, locale: Locale) -> Iterator[str]:
    """Yield what follows from each of the two branches that a question separates."""
    for branch in question.branches:
        yield locale("If {so}: {then}.", so=branch.so, then=then(branch, locale))


def then(branch: Answers, locale: Locale) -> str:
    """Return what follows from one branch."""
    if branch.outcome is not None:
        return locale("the outcome is {outcome}", outcome=locale(branch.outcome.value))
    if branch.settles:
        return locale.count("{number} rule is settled", "{number} rules are settled", len(branch.settles))
    return locale("more is asked")


def rules(question: Question, ruleset: RuleSet, locale: Locale) -> Iterator[str]:
    """Yield the rules to which an answer may matter, each with what it says."""
    for identifier in question.rules:
        rule = ruleset[identifier]
        assert isinstance(rule, Rule)
        yield f"{identifier}: {locale(rule.clinician_text)}"


def certificate(settled: Settled, ruleset: RuleSet, locale: Locale) -> Iterator[str]:
    """Yield why nothing more is asked."""
    titles = {fact.id: locale(fact.title) for fact in every_fact(ruleset.subject)}
    outcome = locale(settled.outcome.value)
    yield locale("Nothing else that may be answered changes the outcome: {outcome}.", outcome=outcome)
    if settled.unanswered:
        facts = "; ".join(titles[each] for each in settled.unanswered)
        yield locale("Without an answer: {facts}.", facts=facts)
    if settled.assumed:
        facts = "; ".join(titles[each] for each in settled.assumed)
        yield locale("Assumed to agree with what is recorded, once known: {facts}.", facts=facts)
    if settled.aside:
        facts = "; ".join(titles[each] for each in settled.aside)
        yield locale("Not examined, as nothing called for it: {facts}.", facts=facts)
