"""The words of an interview, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..facts.model import Burden, every_fact
from ..language import Reader, message
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


def burden(question: Question, reader: Reader) -> str:
    """Return what it takes to answer: in words, and as the weight against which what it settles is set."""
    what = reader(BURDENS[question.burden])
    return reader("{what}; burden {weight} of {most}", what=what, weight=question.burden.value, most=max(Burden).value)


def why(question: Question, reader: Reader) -> Iterator[str]:
    """Yield what follows from each of the two branches that a question separates."""
    for branch in question.branches:
        yield reader("If {so}: {then}.", so=branch.so, then=then(branch, reader))


def then(branch: Answers, reader: Reader) -> str:
    """Return what follows from one branch."""
    if branch.outcome is not None:
        return reader("the outcome is {outcome}", outcome=reader(branch.outcome.value))
    if branch.settles:
        return reader.count("{number} rule is settled", "{number} rules are settled", len(branch.settles))
    return reader("more is asked")


def rules(question: Question, ruleset: RuleSet, reader: Reader) -> Iterator[str]:
    """Yield the rules to which an answer may matter, each with what it says."""
    for identifier in question.rules:
        rule = ruleset[identifier]
        assert isinstance(rule, Rule)
        yield f"{identifier}: {reader(rule.says)}"


def certificate(settled: Settled, ruleset: RuleSet, reader: Reader) -> Iterator[str]:
    """Yield why nothing more is asked."""
    titles = {fact.id: reader(fact.title) for fact in every_fact(ruleset.subject)}
    outcome = reader(settled.outcome.value)
    yield reader("Nothing else that may be answered changes the outcome: {outcome}.", outcome=outcome)
    if settled.unanswered:
        facts = "; ".join(titles[each] for each in settled.unanswered)
        yield reader("Without an answer: {facts}.", facts=facts)
    if settled.aside:
        facts = "; ".join(titles[each] for each in settled.aside)
        yield reader("Not examined, as nothing called for it: {facts}.", facts=facts)
