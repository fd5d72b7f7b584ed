"""Tests of the strategies: what they draw, how fast, and how Hypothesis finds them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, find, given, settings
from hypothesis import strategies as st

from kaprules import testing
from kaprules._hypothesis import register
from kaprules.conditions import Absence, Interval, Truth
from kaprules.engine import compiled
from kaprules.engine.claims import Claims, snapshot
from kaprules.facts.client import GROUPS, Client
from kaprules.facts.fact import Series
from kaprules.facts.fact import given as given_in
from kaprules.facts.values import Between, OneOf, PartialDate, Recorded, Reports
from kaprules.facts.vitals import Vitals
from kaprules.limit import InputError
from kaprules.rule import Concept, Outcome, Rule
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY, clients, clients_near

OWNERS = pytest.mark.parametrize("owner", (*SCREENING.rules, *SCREENING.concepts), ids=lambda owner: owner.id)
MOST_MILLISECONDS = 5
SHRINKING = settings(phases=[Phase.generate, Phase.shrink], database=None, derandomize=True, deadline=None)


def drawn(strategy: st.SearchStrategy[Any], number: int) -> list[Any]:
    """Return so many examples, always the same."""
    found: list[Any] = []

    @settings(
        max_examples=number,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


@pytest.fixture(scope="module")
def sample() -> list[Client]:
    """A thousand clients."""
    return drawn(clients(), 1000)


def claims(client: Client) -> Claims:
    return compiled.evaluate(SCREENING, snapshot(SCREENING, client, DECISION_DAY))


def entries(client: Client) -> Iterator[Any]:
    """Yield what was given for every fact, reports and evidence taken apart."""
    for name in GROUPS:
        for value in given_in(client.__dict__[name]).values():
            yield value
            for report in value.reports if isinstance(value, Reports) else (value,):
                yield report.value if isinstance(report, Recorded) else report


class TestClients:
    """Clients of every kind are drawn."""

    def test_every_outcome_is_drawn(self, sample: list[Client]) -> None:
        """Each of the four outcomes occurs."""
        found = Counter(claims(client).outcome for client in sample)
        assert {outcome for outcome in Outcome if found[outcome] >= 5} == set(Outcome)

    def test_every_fact_is_drawn(self, sample: list[Client]) -> None:
        """No declared fact is left out."""
        found = {f"{name}.{fact}" for client in sample for name in GROUPS for fact in given_in(client.__dict__[name])}
        assert {fact.id for group in GROUPS.values() for fact in group.__facts__} - found == set()

    def test_every_reason_of_absence_is_drawn(self, sample: list[Client]) -> None:
        """The facts that rules read are absent for every reason."""
        found = {client.possible(fact, DECISION_DAY).absence for client in sample[:200] for fact in SCREENING.facts}
        assert found == {None, *Absence}

    @pytest.mark.parametrize("kind", [Between, OneOf, PartialDate, Reports, Recorded, date])
    def test_every_way_of_giving_a_fact_is_drawn(self, sample: list[Client], kind: type) -> None:
        """Ranges, some of the options, partial dates, several reports, evidence and full dates occur."""
        assert any(isinstance(value, kind) for client in sample for value in entries(client))

    def test_records_are_drawn_twice(self) -> None:
        """A series is drawn empty, with one record and with several; the same record given twice counts once."""
        found = {
            len(value)
            for client in drawn(clients(), 300)
            for name, group in GROUPS.items()
            for fact in group.__facts__
            if isinstance(fact, Series) and isinstance(value := client.__dict__[name].__dict__[fact.name], tuple)
        }
        assert {0, 1, 2} <= found

    def test_a_client_takes_a_few_milliseconds(self) -> None:
        """On average a client is drawn in less than five milliseconds."""
        drawn(clients(), 20)
        start = time.process_time()
        drawn(clients(), 200)
        assert (time.process_time() - start) * 1000 / 200 < MOST_MILLISECONDS

    def test_a_failing_client_is_small(self) -> None:
        """A client who fails for one fact shrinks to that fact alone."""

        def fails(client: Client) -> bool:
            saturation = client.possible(Vitals.oxygen_saturation, DECISION_DAY)
            assert isinstance(saturation, Interval)
            return saturation.absence is None and saturation.high < 90

        brief = settings(SHRINKING, max_examples=2000)
        small = find(clients(), fails, settings=brief)
        assert {name: list(given_in(small.__dict__[name])) for name in GROUPS if given_in(small.__dict__[name])} == {
            "vitals": ["oxygen_saturation"]
        }

    def test_nothing_at_all_is_the_simplest_client(self) -> None:
        """Where any client fails, the one of whom nothing is known is shown."""
        assert find(clients(), lambda client: True, settings=SHRINKING) == Client()


class TestGroups:
    """Each group of facts has a strategy of its own name."""

    @pytest.mark.parametrize("name", GROUPS)
    def test_each_group_has_a_strategy(self, name: str) -> None:
        """The strategy draws facts of its group."""
        found = drawn(getattr(testing, name)(), 30)
        assert {type(facts) for facts in found} == {GROUPS[name]}

    @pytest.mark.parametrize("name", GROUPS)
    def test_each_group_varies(self, name: str) -> None:
        """Not every example is the same."""
        assert len(set(map(repr, drawn(getattr(testing, name)(), 60)))) > 5


class TestClientsNear:
    """Clients on both sides of every limit of one rule."""

    @OWNERS
    def test_a_rule_comes_out_every_way(self, owner: Rule | Concept) -> None:
        """Each rule and concept is TRUE for some of the clients, and FALSE for some."""
        owners = (*SCREENING.rules, *SCREENING.concepts)
        found = set()
        for client in drawn(clients_near(owner.id), 60):
            said = claims(client)
            found.add((*said.rules, *said.concepts)[owners.index(owner)])
        assert {Truth.FALSE, Truth.TRUE} <= found

    def test_each_side_of_each_limit_is_drawn(self) -> None:
        """One step below the limit, the limit itself and one step above."""
        found = {
            value.vitals.__dict__["heart_rate"]
            for value in drawn(clients_near("cardiovascular.heart_rate.racing"), 100)
        }
        assert {129, 130, 131, Absence.NOT_ASKED} <= found

    def test_the_rest_is_complete_and_ordinary(self) -> None:
        """Where the rule's own facts are harmless, nothing else excludes or asks."""
        found = Counter(claims(client).outcome for client in drawn(clients_near("ketamine.allergy"), 200))
        assert found[Outcome.NO_EXCLUSION_FOUND] > 20

    def test_an_unknown_rule_is_refused(self) -> None:
        """A wrong id is answered with the nearest one."""
        with pytest.raises(InputError) as error:
            clients_near("ketamine.alergy")
        assert str(error.value) == "rule 'ketamine.alergy' is unknown: did you mean 'ketamine.allergy'?"


class TestRegistration:
    """Hypothesis knows clients by annotation."""

    def test_a_client_is_inferred(self) -> None:
        """After registration a ``Client`` and each group are drawn by type."""
        register()
        found = drawn(st.from_type(Client), 50) + drawn(st.from_type(Vitals), 50)
        assert {type(each) for each in found} == {Client, Vitals} and len(set(map(repr, found))) > 20

    def test_kaprules_does_not_import_hypothesis(self) -> None:
        """``import kaprules`` leaves Hypothesis alone."""
        code = "import sys, kaprules; print('hypothesis' in sys.modules)"
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert found.stdout == "False\n"

    def test_registration_builds_no_strategy(self) -> None:
        """The entry point does not import the strategies, only the facts' own classes."""
        code = "import sys, kaprules._hypothesis as h; h.register(); print('kaprules.testing' in sys.modules)"
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert found.stdout == "False\n"


def test_a_failing_client_is_shown_as_it_would_be_written() -> None:
    """What Hypothesis prints of a failing client names only what was given."""

    @settings(max_examples=1, database=None, phases=[Phase.explicit])
    @example(Client(vitals=Vitals(heart_rate=130)))
    @given(clients())
    def fails(client: Client) -> None:
        raise AssertionError

    with pytest.raises(AssertionError) as error:
        fails()
    assert "client=Client(vitals=Vitals(heart_rate=130))," in "".join(error.value.__notes__)
