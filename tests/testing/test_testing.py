"""Tests of the strategies: what they draw, how fast, and how Hypothesis finds them."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.internal.conjecture.engine import BUFFER_SIZE

from kaprules import testing
from kaprules._hypothesis import register
from kaprules.engine import bits
from kaprules.engine.conclusions import Conclusions
from kaprules.engine.snapshot import snapshot
from kaprules.errors import InputError
from kaprules.facts import Practice, Session
from kaprules.facts.client import Client
from kaprules.facts.model import (
    Between,
    Event,
    Facts,
    Flag,
    HoursAgo,
    Moment,
    Number,
    OneOf,
    PartialDate,
    Recorded,
    Reporter,
    Reports,
    Series,
    Subject,
    Validity,
    every_fact,
    group,
    groups_of,
)
from kaprules.facts.model import given as given_in
from kaprules.facts.vitals import Vitals
from kaprules.limit import Limit
from kaprules.possible import Absence, Interval, Level, Outcome, Truth
from kaprules.rule import EXAMPLE_DAY, Concept, Rule
from kaprules.rule import Phase as When
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.sources import proposal
from kaprules.testing import (
    DECISION_DAY,
    DECISION_MOMENT,
    _decode,
    clients,
    clients_near,
    decided_on,
    policies,
    practices,
    sessions,
    subjects,
    subjects_near,
)
from kaprules.testing.cases import read_cases

FILLED = [each for each in RULESETS.values() if each.rules]
EVERY_SET = pytest.mark.parametrize("ruleset", FILLED, ids=lambda ruleset: ruleset.name)
OWNERS = pytest.mark.parametrize(
    ("ruleset", "owner"),
    [pytest.param(each, owner, id=owner.id) for each in FILLED for owner in (*each.rules, *each.concepts)],
)
GROUPS = {name: kind for each in (Session, Practice, Client) for name, kind in groups_of(each).items()}
SHRINKING = settings(phases=[Phase.generate, Phase.shrink], database=None, derandomize=True, deadline=None)


def only(number: int) -> settings:
    """Return the settings for so many examples, always the same, none of them made smaller."""
    return settings(
        max_examples=number,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def is_drawn(strategy: st.SearchStrategy[Any], number: int, wanted: Callable[[Any], bool]) -> bool:
    """Say whether one of the first so many examples is as wanted; no more are drawn."""
    try:
        find(strategy, wanted, settings=only(number))
    except NoSuchExample:
        return False
    return True


def drawn(strategy: st.SearchStrategy[Any], number: int) -> list[Any]:
    """Return so many examples, always the same."""
    found: list[Any] = []

    @only(number)
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


@functools.cache
def many(ruleset: RuleSet) -> list[Subject]:
    """Return several hundred subjects of a rule set, more for screening than for the others."""
    return drawn(subjects(ruleset), 1000 if ruleset is SCREENING else 400)


@pytest.fixture(scope="module")
def sample() -> list[Subject]:
    """A thousand clients."""
    return many(SCREENING)


def concluded(ruleset: RuleSet, subject: Subject) -> Conclusions:
    return bits.evaluate(ruleset, snapshot(ruleset, subject, decided_on(ruleset)))


def entries(subject: Subject) -> Iterator[Any]:
    """Yield what was given for every fact, reports and evidence taken apart."""
    for name in groups_of(type(subject)):
        for value in given_in(subject.__dict__[name]).values():
            yield value
            for report in value.reports if isinstance(value, Reports) else (value,):
                yield report.value if isinstance(report, Recorded) else report


class TestSubjects:
    """Subjects of every kind are drawn, for every rule set."""

    def test_every_outcome_is_drawn(self, sample: list[Subject]) -> None:
        """Each of the four outcomes occurs."""
        found = Counter(concluded(SCREENING, subject).outcome for subject in sample)
        assert {outcome for outcome in Outcome if found[outcome] >= 5} == set(Outcome)

    @EVERY_SET
    def test_of_some_nothing_is_missing(self, ruleset: RuleSet) -> None:
        """For every rule set nothing is found against some subjects, and something against others."""
        found = Counter(concluded(ruleset, subject).outcome for subject in many(ruleset))
        assert min(found[Outcome.NO_EXCLUSION_FOUND], found[Outcome.INCOMPLETE], found[Outcome.EXCLUDED]) >= 5

    @EVERY_SET
    def test_every_fact_is_drawn(self, ruleset: RuleSet) -> None:
        """No declared fact is left out."""
        names = groups_of(ruleset.subject)
        found = {f"{name}.{fact}" for each in many(ruleset) for name in names for fact in given_in(each.__dict__[name])}
        assert {fact.id for fact in every_fact(ruleset.subject)} - found == set()

    @EVERY_SET
    def test_every_fact_that_is_read_is_usable_and_not(self, ruleset: RuleSet) -> None:
        """Each fact that a rule reads has a value in some subjects and none in others."""
        on = decided_on(ruleset)
        found = {(fact.id, each.possible(fact, on).absence is None) for each in many(ruleset) for fact in ruleset.facts}
        assert {(fact.id, known) for fact in ruleset.facts for known in (True, False)} - found == set()

    def test_every_reason_of_absence_is_drawn(self, sample: list[Subject]) -> None:
        """The facts that rules read are absent for every reason."""
        found = {client.possible(fact, DECISION_DAY).absence for client in sample[:200] for fact in SCREENING.facts}
        assert found == {None, *Absence}

    @pytest.mark.parametrize("kind", [Between, OneOf, PartialDate, Reports, Recorded, date])
    def test_every_way_of_giving_a_fact_is_drawn(self, sample: list[Subject], kind: type) -> None:
        """Ranges, some of the options, partial dates, several reports, evidence and full dates occur."""
        assert any(isinstance(value, kind) for client in sample for value in entries(client))

    def test_records_are_drawn_twice(self) -> None:
        """A series is drawn empty, with one record and with several; the same record given twice counts once."""
        found = {
            len(value)
            for client in drawn(clients(), 300)
            for fact in every_fact(Client)
            if isinstance(fact, Series) and isinstance(value := client.group(fact).__dict__[fact.name], tuple)
        }
        assert {0, 1, 2} <= found

    def test_a_failing_client_is_small(self) -> None:
        """A client who fails for one fact shrinks to that fact alone."""

        def fails(client: Client) -> bool:
            saturation = client.possible(Vitals.oxygen_saturation, DECISION_DAY)
            assert isinstance(saturation, Interval)
            return saturation.absence is None and saturation.high < 90

        brief = settings(SHRINKING, max_examples=2000)
        small = find(clients(), fails, settings=brief)
        assert {name: found for name in groups_of(Client) if (found := list(given_in(small.__dict__[name])))} == {
            "vitals": ["oxygen_saturation"]
        }

    @EVERY_SET
    def test_nothing_at_all_is_the_simplest_subject(self, ruleset: RuleSet) -> None:
        """Where any subject fails, the one of whom nothing is known is shown."""
        assert find(subjects(ruleset), lambda subject: True, settings=SHRINKING) == ruleset.subject()


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


class Visit(Facts, group="visit"):
    """Facts of a test that change within a day."""

    eaten: Moment = Moment(title="Last meal", question="When did the client eat last?")
    pulse: Number = Number(
        title="Pulse",
        question="What is the pulse?",
        unit="/min",
        lowest=20,
        highest=250,
        validity=Validity(30, hours=1),
    )


class Guest(Subject):
    """Who visits."""

    visit: Visit = group(Visit)


OWN: dict[str, Any] = {"source": proposal("an example"), "since": EXAMPLE_DAY}
FASTED = Limit(4, "h", id="example.fasted", step=Fraction(1, 4), **OWN)
RACING = Limit(130, "/min", id="example.racing", **OWN)
VISITS = RuleSet(
    "visits",
    "Now?",
    (
        Rule(
            id="example.fed",
            source=OWN["source"],
            level=Level.CAUTION,
            when=Visit.eaten.within(FASTED),
            clinician_text="Fed.",
        ),
        Rule(
            id="example.racing",
            source=OWN["source"],
            level=Level.CAUTION,
            when=Visit.pulse >= RACING,
            clinician_text="Racing.",
        ),
    ),
    subject=Guest,
    phase=When.DOSING_DAY,
)
"""A rule set that is asked within a day."""


def given_for(sample: list[Subject], fact: Event | Number) -> list[Any]:
    """Return what was given for a fact, the absences aside."""
    found = [subject.group(fact).__dict__[fact.name] for subject in sample]
    return [value for value in found if not isinstance(value, Absence)]


class TestWithinADay:
    """What changes within a day is drawn to the hour."""

    def test_the_decision_is_at_a_moment(self) -> None:
        """A rule set of a dosing day is decided at a moment of the decision's day, every other on the day."""
        found = {decided_on(VISITS), decided_on(SCREENING), DECISION_MOMENT.date()}
        assert found == {DECISION_MOMENT, DECISION_DAY} and DECISION_MOMENT.tzinfo is not None

    def test_moments_lie_around_a_limit(self) -> None:
        """One step of the limit before, at and after it: as hours, and by the clocks of several places."""
        found = given_for(drawn(subjects(VISITS), 1500), Visit.eaten)
        steps = {Fraction(15, 4), Fraction(4), Fraction(17, 4)}
        assert steps <= {value.hours for value in found if isinstance(value, HoursAgo)}
        moments = [value for value in found if isinstance(value, datetime)]
        assert steps <= {Fraction((DECISION_MOMENT - each) // timedelta(minutes=1), 60) for each in moments}
        assert len({each.utcoffset() for each in moments}) > 2

    def test_days_without_a_time_are_drawn(self) -> None:
        """A moment of which only the day, the month or the year is known."""
        found = {type(value) for value in given_for(drawn(subjects(VISITS), 1500), Visit.eaten)}
        assert {date, PartialDate, HoursAgo, datetime, Recorded, Reports} <= found

    def test_evidence_lies_around_the_hours_of_validity(self) -> None:
        """A second before the end of its validity, at it and after it, without a time, and in the future."""
        found = [
            value.on for value in given_for(drawn(subjects(VISITS), 3000), Visit.pulse) if isinstance(value, Recorded)
        ]
        hour, second = timedelta(hours=1), timedelta(seconds=1)
        with_zone = {DECISION_MOMENT - each for each in found if isinstance(each, datetime) and each.tzinfo}
        assert {timedelta(0), hour - second, hour, hour + second} <= with_zone
        assert DECISION_DAY in found and any(isinstance(each, datetime) and not each.tzinfo for each in found)

    @pytest.mark.parametrize("hours", [Fraction(15, 4), 4, Fraction(17, 4)])
    def test_near_a_rule_moments_lie_on_both_sides(self, hours: Any) -> None:
        """Each of the neighbours of the limit is drawn as hours and as a moment."""
        found = given_for(drawn(subjects_near("example.fed", ruleset=VISITS), 150), Visit.eaten)
        assert {HoursAgo(hours), DECISION_MOMENT - timedelta(hours=float(hours))} <= set(found)


class TestSubjectsNear:
    """Subjects on both sides of every limit of one rule."""

    @OWNERS
    def test_a_rule_comes_out_every_way(self, ruleset: RuleSet, owner: Rule | Concept) -> None:
        """Each rule and concept is TRUE for some of the subjects, and FALSE for some."""
        place = (*ruleset.rules, *ruleset.concepts).index(owner)
        found = set()

        def every_way(subject: Subject) -> bool:
            said = concluded(ruleset, subject)
            found.add((*said.rules, *said.concepts)[place])
            return {Truth.FALSE, Truth.TRUE} <= found

        assert is_drawn(subjects_near(owner.id, ruleset=ruleset), 60, every_way), found

    @pytest.mark.parametrize(
        ("ruleset", "rule"),
        [
            pytest.param(each, rule, id=f"{each.name} {rule.level.value}")
            for each in FILLED
            for rule in {rule.level: rule for rule in each.rules}.values()
            if rule.level is not Level.NOTE
        ],
    )
    def test_a_rule_comes_to_its_outcome(self, ruleset: RuleSet, rule: Rule) -> None:
        """Of some subjects near a rule nothing else is found: it alone makes the outcome."""
        meant = {Level.EXCLUSION: Outcome.EXCLUDED, Level.CAUTION: Outcome.CAUTION}
        wanted = meant.get(rule.level, Outcome.INCOMPLETE)
        near = subjects_near(rule.id, ruleset=ruleset)
        assert is_drawn(near, 80, lambda subject: concluded(ruleset, subject).outcome is wanted)

    def test_each_side_of_each_limit_is_drawn(self) -> None:
        """One step below the limit, the limit itself and one step above."""
        found = {
            value.vitals.__dict__["heart_rate"]
            for value in drawn(clients_near("cardiovascular.heart_rate.racing"), 100)
        }
        said = {value.value for value in found if isinstance(value, Recorded) and value.by is Reporter.CLINICIAN}
        assert {129, 130, 131} <= said
        assert Absence.NOT_ASKED in found

    def test_the_rest_is_complete_and_ordinary(self) -> None:
        """Where the rule's own facts are harmless, nothing else excludes or asks."""
        found = Counter(concluded(SCREENING, client).outcome for client in drawn(clients_near("ketamine.allergy"), 200))
        assert found[Outcome.NO_EXCLUSION_FOUND] > 20

    def test_an_unknown_rule_is_refused(self) -> None:
        """A wrong id is answered with the nearest one."""
        with pytest.raises(InputError) as error:
            clients_near("ketamine.alergy")
        assert str(error.value) == "rule 'ketamine.alergy' is unknown: did you mean 'ketamine.allergy'?"


class TestRegistration:
    """Hypothesis knows clients by annotation."""

    @pytest.mark.parametrize("kind", [Client, Practice, Session, *GROUPS.values()])
    def test_a_type_is_inferred(self, kind: type) -> None:
        """After registration each kind of subject and each group are drawn by type."""
        register()
        found = drawn(st.from_type(kind), 40)
        assert {type(each) for each in found} == {kind} and len(set(map(repr, found))) > 5

    @pytest.mark.parametrize(("strategy", "kind"), [(practices, Practice), (sessions, Session)])
    def test_subjects_of_a_kind_are_drawn_for_each_of_its_rule_sets(self, strategy: Any, kind: type) -> None:
        """Some are as one of the rule sets wants them, some as another does."""
        assert {type(each) for each in drawn(strategy(), 30)} == {kind}

    def test_kaprules_does_not_import_hypothesis(self) -> None:
        """``from kaprules import screen`` leaves Hypothesis alone."""
        code = "import sys; from kaprules import screen; print('hypothesis' in sys.modules)"
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


class Ward(Facts, group="ward"):
    """Facts of somebody's own."""

    bleeding: Flag = Flag(title="Bleeding")


class WardClient(Client):
    """A client with a group of somebody's own, declared when Hypothesis had been imported."""

    ward: Ward = group(Ward)


class TestOwnKinds:
    """A kind of subject of one's own is drawn by its annotation, and found in a case file as a client."""

    @pytest.mark.parametrize("wanted", [WardClient, Ward], ids=lambda kind: kind.__name__)
    def test_it_is_drawn_by_annotation(self, wanted: type) -> None:
        """With what it has of its own: without, a test would only see a subject of whom nothing is known."""
        found = drawn(st.from_type(wanted), 400)
        wards = [each if isinstance(each, Ward) else each.ward for each in found]
        assert {type(each) for each in found} == {wanted}
        assert {True, False, Absence.DECLINED} <= {each.bleeding for each in wards}

    def test_it_is_drawn_where_it_was_declared_before(self) -> None:
        """The order of imports does not matter."""
        script = (
            "from kaprules import Client\n"
            "class Early(Client): pass\n"
            "from hypothesis import Phase, find, settings, strategies as st\n"
            "only = settings(phases=[Phase.generate], database=None, deadline=None)\n"
            "assert find(st.from_type(Early), lambda each: repr(each) != 'Early()', settings=only)\n"
        )
        subprocess.run([sys.executable, "-c", script], check=True)

    def test_a_case_file_calls_it_a_client(self) -> None:
        """Or by its own name; its facts are read."""
        book = RuleSet("ward", "?", (), subject=WardClient)
        for name in ("client", "wardclient", "subject"):
            text = f"id: one\nruleset: ward\non: 2026-11-23\n{name}: {{ward: {{bleeding: true}}}}\noutcome: CAUTION\n"
            (case,) = read_cases(text, form="yaml", rulesets=[book])
            assert case.subject == WardClient(ward=Ward(bleeding=True))


class TestSeveral:
    """Strategies fit into what Hypothesis draws for one test, several of them too."""

    @pytest.mark.parametrize(
        "several",
        [
            (clients(), clients()),
            (clients(), clients(), clients()),
            (st.lists(clients()),),
            (st.lists(clients(), min_size=4),),
            (st.lists(sessions(), min_size=3), practices(), clients()),
            (clients(), clients_near("cardiovascular.pressure_raised"), policies()),
            (st.dictionaries(st.integers(), clients(), min_size=2),),
            (clients(outcome=Outcome.CAUTION), clients(outcome=Outcome.EXCLUDED)),
        ],
        ids=range(8),
    )
    def test_no_health_check_fails(self, several: tuple[st.SearchStrategy[Any], ...]) -> None:
        """Neither of a simplest example nor of those that follow; how fast this machine is says nothing."""

        @settings(max_examples=20, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(st.tuples(*several))
        def collect(drawn: tuple[Any, ...]) -> None:
            assert len(drawn) == len(several)

        collect()

    @pytest.mark.parametrize("kind", [Client, Session, Practice])
    def test_eight_are_a_simple_example(self, kind: type[Subject]) -> None:
        """A simplest example may take half of what there is."""
        size = _decode.SEED + sum(_decode.drawn_size(group) for group in groups_of(kind).values())
        assert 8 * size <= BUFFER_SIZE // 2

    @pytest.mark.parametrize("name", GROUPS)
    def test_what_is_not_drawn_is_worked_out(self, name: str) -> None:
        """The same bytes give the same in full, and zeros nothing but zeros."""
        group = GROUPS[name]
        size = _decode.drawn_size(group)
        for drawn in (bytes(size), bytes(range(256))[:size].ljust(size, b"\xff")):
            full = _decode.in_full(group, drawn, b"seed")
            assert full == _decode.in_full(group, drawn, b"seed")
            assert len(full) == _decode.size_of(group)
            assert any(full) == any(drawn)
