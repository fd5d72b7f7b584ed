"""What is kept of a group once it was read gives the same as reading it anew, on every date."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaprules import Client, screen
from kaprules.authoring import by_clinician
from kaprules.errors import InputError
from kaprules.facts import Session, Suicidality, Vitals
from kaprules.facts.model import (
    NEVER,
    Choice,
    DaysAgo,
    Event,
    Fact,
    Flag,
    Number,
    Recorded,
    Reporter,
    Subject,
    groups_of,
)
from kaprules.possible import Truth
from kaprules.ruleset import RuleSet
from kaprules.rulesets import AFTERCARE, DISCHARGE, DOSING_DAY, SCREENING, SETTING
from kaprules.testing import DECISION_DAY, DECISION_MOMENT, decided_on, subjects

SHIFTS = st.sampled_from([-400, -1, 0, 1, 14, 30, 90, 365, 4000])


def differing(subject: Subject, on: Any) -> list[str]:
    """Return the facts whose kept entries are not those that they have."""
    wrong = []
    for name in groups_of(type(subject)):
        group = subject.__dict__[name]
        kept = list(group.flat(on))
        group = group.placed(on.tzinfo) if isinstance(on, datetime) else group
        wrong += [
            fact.id
            for fact in group.__scalars__
            if kept[fact.slot : fact.slot + fact.size] != list(fact.flat(fact.possible(group, on)))
        ]
    return wrong


@pytest.mark.parametrize("ruleset", [SCREENING, SETTING, DOSING_DAY, DISCHARGE, AFTERCARE], ids=lambda each: each.name)
def test_what_is_kept_is_what_is_read(ruleset: RuleSet) -> None:
    """On the day of the decision, and long before and after it."""

    @settings(max_examples=120, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(subjects(ruleset), SHIFTS)
    def same(subject: Subject, days: int) -> None:
        assert differing(subject, decided_on(ruleset) + timedelta(days=days)) == []

    same()


def known_in_turn(fact: Fact) -> list[Any]:
    """Return values of a fact at both ends of what it may be."""
    if isinstance(fact, Event):
        return [NEVER, DaysAgo(1), DaysAgo(4000)]
    if isinstance(fact, Number):
        return [fact.lowest, fact.highest]
    return list(fact.options) if isinstance(fact, Choice) and not isinstance(fact, Flag) else [False, True]


@pytest.mark.parametrize("kind", [Client, Session], ids=lambda kind: kind.__name__)
def test_what_contradicts_something_of_another_day(kind: type[Subject]) -> None:
    """Whichever of two facts has a date, and whatever else is read of them."""
    tried, on = 0, DECISION_DAY if kind is Client else DECISION_MOMENT
    for name, group in groups_of(kind).items():
        for crossed in group.__crossed__:
            facts = [fact for fact in crossed.facts if fact.derive is None or not fact.cross_checked]
            for values in itertools.product(*map(known_in_turn, facts)):
                for dated in range(len(facts)):
                    given = {
                        fact.name: Recorded(value, on=DECISION_DAY, by=Reporter.CLINICIAN) if place == dated else value
                        for place, (fact, value) in enumerate(zip(facts, values, strict=True))
                    }
                    try:
                        subject = kind(**{name: group(**given)})
                    except InputError:  # observations beside what is read of them
                        continue
                    tried += 1
                    assert differing(subject, on) == [], given
    assert tried > 20


def test_an_attempt_beside_no_behaviour_settles_nothing() -> None:
    """It settled that there was no behaviour of late, where the attempt had a date and the behaviour none."""
    attempt = Recorded(True, on=DECISION_DAY, by=Reporter.CLINICIAN)
    client = Client(suicidality=by_clinician(Suicidality(last_behaviour=NEVER, attempt_ever=attempt)))
    for engine in ("durable", "bits", "interpreter"):
        decision = screen(client, on=DECISION_DAY, engine=engine)
        assert decision.truths["suicidality.recent_behaviour"] is Truth.UNKNOWN


def test_a_wrong_entry_is_noticed() -> None:
    """The comparison can fail."""
    client = Client(vitals=by_clinician(Vitals(heart_rate=68)))
    timeless, dated, daily = client.vitals.flatten()
    client.vitals.__dict__["_flat"] = ((*timeless[:-1], 9), dated, daily)
    assert differing(client, decided_on(SCREENING)) != []
