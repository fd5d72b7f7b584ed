"""A file adds to a subject what it says and nothing else, and what is taken out of it held nobody back.

Every member of a file is one input. Taken out, its fact is absent; and the decision betters only where the input was
itself the bad news, or the stated absence of a fact that is looked for on indication.
"""

from __future__ import annotations

import copy
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from kaprules.baseline import as_needed, baseline, decided_on, telling
from kaprules.clientfile import subject_from_data, subject_to_data
from kaprules.facts.model import Fact, Facts, Number, Recorded, Series, Subject, every_fact
from kaprules.facts.model import given as given_in
from kaprules.possible import Absence, Outcome, Possible
from kaprules.ruleset import RuleSet
from tests.test_laws import EVERY_BOOK, SEEDS, WHOLE, Book, cases, evaluated, law, notices

DOUBTFUL = (Absence.CONFLICTING, Absence.IMPLAUSIBLE)
MOST = 8
"""So many facts of a file are taken out of it, one at a time."""


read = subject_from_data


def said(subject: Subject, seed: int = 0) -> list[Fact]:
    """Return some of the facts of which a subject's file says something; other ones for another seed."""
    facts = [fact for fact in every_fact(type(subject)) if fact.name in given_in(subject.group(fact))]
    return random.Random(seed).sample(facts, min(len(facts), MOST))


def without(subject: Subject, fact: Fact) -> Subject:
    """Return the subject of the same file, one member less."""
    data = copy.deepcopy(subject_to_data(subject))
    del data[fact.group][fact.name]
    return read(type(subject), data)


def with_(subject: Subject, fact: Fact, value: object) -> Subject:
    """Return a subject with another value of a fact."""
    group = subject.group(fact)
    return type(subject)(**subject.__dict__ | {fact.group: type(group)(**given_in(group) | {fact.name: value})})


def added(subject: Subject, seed: int) -> list[str]:
    """Return the facts of which something is still known when the file says nothing of them, or anything else moved."""
    found = []
    for fact in said(subject, seed):
        rest = without(subject, fact)
        if fact.name in given_in(rest.group(fact)):
            found.append(f"{fact.id} is still known")
        if with_(subject, fact, Absence.NOT_ASKED) != rest:
            found.append(f"{fact.id} took something with it")
    return found


def held_back(ruleset: RuleSet, subject: Subject, seed: int) -> list[str]:
    """Return the facts without which the decision is better, though no value of them would better it."""
    was = outcome(ruleset, subject)
    return [
        fact.id
        for fact in said(subject, seed)
        if outcome(ruleset, with_(subject, fact, Absence.NOT_ASKED)) < was
        and not is_bad_news(ruleset, subject, fact, was)
    ]


def outcome(ruleset: RuleSet, subject: Subject) -> Outcome:
    return evaluated(ruleset, subject).outcome


def is_bad_news(ruleset: RuleSet, subject: Subject, fact: Fact, was: Outcome) -> bool:
    """Say whether what a file says of a fact is adverse, contradicts something, or states an absence that counts."""
    value: Any = subject.group(fact).__dict__[fact.name]
    stated = value.value if isinstance(value, Recorded) else value
    if isinstance(fact, Series) or (isinstance(stated, Absence) and fact.on_indication):
        return True
    on = decided_on(ruleset)
    if any(
        subject.possible(each, on).absence in DOUBTFUL
        for each in every_fact(type(subject))
        if each is fact or fact.name in each.derived_from
        if each.size
    ):
        return True
    others = telling(baseline(ruleset), fact)
    return any(outcome(ruleset, with_(subject, fact, as_needed(fact, other))) < was for other in others)


class TestOnlyWhatWasSaid:
    """Importing only adds what was said."""

    @EVERY_BOOK
    def test_what_is_not_said_is_absent(self, book: Book) -> None:
        """Of every fact of every file."""

        @law(40, book)
        def check(subject: Subject, seed: int) -> None:
            assert added(subject, seed) == []

        check()

    @EVERY_BOOK
    def test_only_bad_news_holds_a_decision_back(self, book: Book) -> None:
        """Of every fact of every file."""

        @law(40, book)
        def check(subject: Subject, seed: int) -> None:
            assert held_back(book.ruleset, subject, seed) == []

        check()

    def test_a_default_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A reader that takes silence about an aneurysm for "none"."""

        def reading(kind: type[Subject], data: Any) -> Subject:
            circulation = {"aneurysm": False} | data.get("circulation", {})
            return subject_from_data(kind, data | {"circulation": circulation})

        monkeypatch.setattr(f"{__name__}.read", reading)
        assert notices(st.tuples(cases(), SEEDS), lambda case: added(*case))

    def test_a_normal_value_that_holds_back_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A fact on indication whose every measured value reads as declined: silence about it is passed over."""
        possible = Number.possible

        def declined(self: Number, group: Facts, on: date) -> Possible:
            if not self.on_indication or group.__dict__[self.name] is Absence.NOT_ASKED:
                return possible(self, group, on)
            return self.full_range(Absence.DECLINED)

        monkeypatch.setattr(Number, "possible", declined)
        monkeypatch.setattr(f"{__name__}.MOST", 400)
        assert notices(st.tuples(cases(), SEEDS), lambda case: held_back(WHOLE.ruleset, *case))
