"""Hypothesis strategies for clients, derived from the declarations of facts and from the rule book.

``clients()`` draws clients of every kind, ``clients_near()`` clients on both sides of every limit of one rule,
and each group of facts has a strategy of its own name. Dates lie around ``DECISION_DAY``: decide on that day.
Tests that ask for a ``Client`` by annotation alone need not import this module. It needs the extra ``testing``.

>>> from hypothesis import given
>>> from kaprules import Client, Outcome, screen
>>> @given(clients())
... def test_somebody_answers(client: Client) -> None:
...     assert screen(client, on=DECISION_DAY).outcome in Outcome
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

from ..conditions import Absence, Atom, Test, Truth
from ..facts.anaesthesia import Anaesthesia
from ..facts.bladder import Bladder
from ..facts.breathing import Breathing
from ..facts.circulation import Circulation
from ..facts.client import GROUPS, Client
from ..facts.fact import Choice, Event, Fact, Facts, Flag, Number
from ..facts.ketamine_history import KetamineHistory
from ..facts.mental_state import MentalState
from ..facts.neurology import Neurology
from ..facts.person import Person
from ..facts.psychiatric_history import PsychiatricHistory
from ..facts.readiness import Readiness
from ..facts.reproduction import Reproduction
from ..facts.substance_use import SubstanceUse
from ..facts.thyroid import Thyroid
from ..facts.vitals import Vitals
from ..ordinary import DECISION_DAY as DECISION_DAY
from ..ordinary import Ordinary, around, as_needed, event_on, limits_in, ordinary, tests_of, truth_of, written
from ..rule import RuleSet
from ..rulesets import SCREENING
from . import _drawn
from ._drawn import Filled


def clients() -> st.SearchStrategy[Client]:
    """Clients of every kind: nearly complete and ordinary, nearly unknown, and anything between.

    Facts are absent for any reason, known in part, reported twice, stale, implausible or next to a limit. A
    failing client shrinks towards one of whom nothing is recorded.
    """
    return st.tuples(
        st.sampled_from((Filled.SPARSE, Filled.NEAR, Filled.COMPLETE, Filled.COMPLETE, Filled.VARIED)), *_all_groups()
    ).map(_client)


def _all_groups() -> list[st.SearchStrategy[bytes]]:
    return [_bytes(group) for group in GROUPS.values()]


def _bytes(group: type[Facts]) -> st.SearchStrategy[bytes]:
    size = _drawn.size_of(group)
    return st.binary(min_size=size, max_size=size)


def _client(drawn: tuple[Any, ...]) -> Client:
    filled, *groups = drawn
    return _drawn.client(ordinary(SCREENING), filled, groups)


def clients_near(rule_id: str, *, ruleset: RuleSet = SCREENING) -> st.SearchStrategy[Client]:
    """Clients on both sides of each limit of one rule or concept, everything else complete and ordinary.

    Numbers lie one step below, at and one step above each limit, events one day before, on and after; each option
    of a choice is drawn, and each fact is also left out. Raises ``InputError`` naming the nearest id where there is
    no such rule.
    """
    tests = tests_of(ruleset[rule_id].when)
    book = ordinary(ruleset)
    entries = {fact: _entries(book, fact, tests[fact]) for fact in tests}
    touched = {fact.group: _drawn.size_of(GROUPS[fact.group]) for fact in tests}
    sizes = [*touched.values(), 1 + 2 * len(tests)]

    def near(drawn: tuple[Any, ...]) -> Client:
        number, *groups, chosen = drawn
        given = _chosen(entries, _drawn.Bytes(chosen))
        facts = dict(_drawn.whole(book)[number])
        for name, part in zip(touched, groups, strict=True):
            facts[name] = _drawn.facts(book, GROUPS[name], Filled.WHOLE, part, given)
        return Client(**facts)

    others = st.integers(0, len(_drawn.whole(book)) - 1)
    return st.tuples(others, *(st.binary(min_size=size, max_size=size) for size in sizes)).map(near)


class _Entries(NamedTuple):
    """What a fact may be given as, on both sides of everything that is asked of it."""

    every: list[object]
    telling: list[object]
    """What makes some of the tests TRUE."""
    harmless: list[object]
    """What makes none of them TRUE."""


def _chosen(entries: Mapping[Fact, _Entries], source: _drawn.Bytes) -> dict[Fact, object]:
    """Return an entry for each fact: in many clients all of them on one side, so that the rule is settled."""
    side = source.below(8)
    return {
        fact: source.pick(
            source.pick([each.every] if side < 3 else [each.every, *[each[1 + side % 2] or each.every] * 7])
        )
        for fact, each in entries.items()
    }


def _entries(book: Ordinary, fact: Fact, tests: list[Atom]) -> _Entries:
    plain = [Absence.NOT_ASKED, Absence.DECLINED, *_plain_entries(book, fact, tests)]
    telling, harmless = [], []
    for value in plain:
        possible = fact.unknown(value) if isinstance(value, Absence) else fact.narrowed(value, DECISION_DAY)
        truths = {truth_of(test, possible) for test in tests}
        given = value if isinstance(value, Absence) else as_needed(fact, value)
        if Truth.TRUE in truths:
            telling.append(given)
        elif truths == {Truth.FALSE}:
            harmless.append(given)
    every = [value if isinstance(value, Absence) else as_needed(fact, value) for value in plain]
    return _Entries(every, telling, harmless)


def _plain_entries(book: Ordinary, fact: Fact, tests: list[Atom]) -> list[object]:
    if isinstance(fact, Flag):
        return [False, True]
    if isinstance(fact, Choice):
        return list(fact.options)
    if isinstance(fact, Event):
        ever = [event_on(3650)] if any(test.test in (Test.EVER, Test.NEVER) for test in tests) else []
        return [event_on(fact.highest), *map(event_on, around(fact, limits_in(tests))), *ever]
    assert isinstance(fact, Number)
    values = around(fact, limits_in(tests)) or (fact.lowest, fact.highest)
    return [written(each) for each in (book.values[fact][0], *values)]


def _group(group: type[Facts]) -> st.SearchStrategy[Any]:
    filled = st.sampled_from((Filled.SPARSE, Filled.NEAR, Filled.VARIED))
    return st.tuples(filled, _bytes(group)).map(lambda drawn: _drawn.facts(ordinary(SCREENING), group, *drawn))


def person() -> st.SearchStrategy[Person]:
    """The facts of the group ``person``, as in ``clients()``."""
    return _group(Person)


def readiness() -> st.SearchStrategy[Readiness]:
    """The facts of the group ``readiness``, as in ``clients()``."""
    return _group(Readiness)


def reproduction() -> st.SearchStrategy[Reproduction]:
    """The facts of the group ``reproduction``, as in ``clients()``."""
    return _group(Reproduction)


def vitals() -> st.SearchStrategy[Vitals]:
    """The facts of the group ``vitals``, as in ``clients()``."""
    return _group(Vitals)


def circulation() -> st.SearchStrategy[Circulation]:
    """The facts of the group ``circulation``, as in ``clients()``."""
    return _group(Circulation)


def thyroid() -> st.SearchStrategy[Thyroid]:
    """The facts of the group ``thyroid``, as in ``clients()``."""
    return _group(Thyroid)


def mental_state() -> st.SearchStrategy[MentalState]:
    """The facts of the group ``mental_state``, as in ``clients()``."""
    return _group(MentalState)


def psychiatric_history() -> st.SearchStrategy[PsychiatricHistory]:
    """The facts of the group ``psychiatric_history``, as in ``clients()``."""
    return _group(PsychiatricHistory)


def ketamine_history() -> st.SearchStrategy[KetamineHistory]:
    """The facts of the group ``ketamine_history``, as in ``clients()``."""
    return _group(KetamineHistory)


def neurology() -> st.SearchStrategy[Neurology]:
    """The facts of the group ``neurology``, as in ``clients()``."""
    return _group(Neurology)


def breathing() -> st.SearchStrategy[Breathing]:
    """The facts of the group ``breathing``, as in ``clients()``."""
    return _group(Breathing)


def anaesthesia() -> st.SearchStrategy[Anaesthesia]:
    """The facts of the group ``anaesthesia``, as in ``clients()``."""
    return _group(Anaesthesia)


def substance_use() -> st.SearchStrategy[SubstanceUse]:
    """The facts of the group ``substance_use``, as in ``clients()``."""
    return _group(SubstanceUse)


def bladder() -> st.SearchStrategy[Bladder]:
    """The facts of the group ``bladder``, as in ``clients()``."""
    return _group(Bladder)
