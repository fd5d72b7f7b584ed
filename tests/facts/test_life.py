"""What cannot have been: before the birth, after the decision, longer than the life, beyond the calendar."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kaprules import (
    Between,
    Client,
    DaysAgo,
    Decision,
    HoursAgo,
    Outcome,
    PartialDate,
    Recorded,
    Reports,
    decide,
    screen,
)
from kaprules.authoring import by_clinician
from kaprules.baseline import baseline, plain
from kaprules.clientfile import subject_from_data, subject_to_data
from kaprules.facts import Circulation, KetamineHistory, Person, Reproduction, Session, SubstanceUse, Vitals
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Day,
    Event,
    Fact,
    Facts,
    Number,
    Quantity,
    Reporter,
    Series,
    Subject,
    every_fact,
    groups_of,
)
from kaprules.facts.model import (
    given as given_in,
)
from kaprules.facts.substance_use import Analyte, TestResult, UrineDrugTest
from kaprules.facts.today import Today
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Mark, Possible, Truth
from kaprules.rule import Phase
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import decided_on, subjects

EXAMPLES = Path(__file__).parents[2] / "examples" / "clients"
DAY = date(2026, 11, 23)
BORN = date(1990, 6, 15)
STROKE = Circulation.stroke_or_tia
NO_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=5)))
NO_BEGINNING = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
EVERY_RULESET = pytest.mark.parametrize("ruleset", RULESETS.values(), ids=RULESETS)


def complete(**groups: Any) -> Client:
    """Return the client of whom everything is recorded with its evidence, with some facts otherwise."""
    data = json.loads((EXAMPLES / "01-complete-with-evidence.json").read_text())
    return attrs.evolve(subject_from_data(Client, data), **groups)


def read(fact: Fact, value: object, on: date = DAY, **person: Any) -> Possible:
    """Return what a client of whom this is known may have of a fact."""
    kind: Any = groups_of(Client)[fact.group]
    return Client(person=Person(**person), **{fact.group: kind(**{fact.name: value})}).possible(fact, on, "UTC")


def is_data_error(possible: Possible) -> bool:
    """Say whether every value stays possible, marked as an error of the data."""
    return (possible.absence, Mark.DATA_ERROR in possible.marks) == (Absence.IMPLAUSIBLE, True)


class TestBirthDate:
    """Of a birth date a year, or a month, may be all that is known."""

    @pytest.mark.parametrize(
        ("born", "low", "high"),
        [
            (PartialDate(1985), 40, 41),
            (PartialDate(1985, 3), 41, 41),
            (PartialDate(1985, 11), 40, 41),
            (PartialDate(1985, 12), 40, 40),
            (PartialDate(2008), 17, 18),
            (PartialDate(2026), 0, 0),
            (PartialDate(1905), 120, 120),
        ],
    )
    def test_the_age_is_what_it_may_be(self, born: PartialDate, low: int, high: int) -> None:
        """In completed years, as of the first and the last day that it may have been."""
        assert Person.age.possible(Person(birth_date=born), DAY) == Interval(low, high)

    @pytest.mark.parametrize("born", [PartialDate(2027), PartialDate(2026, 12), date(2026, 11, 24), PartialDate(1904)])
    def test_one_that_cannot_be_is_a_data_error(self, born: date | PartialDate) -> None:
        """After the decision, or before anybody's."""
        assert is_data_error(Person.age.possible(Person(birth_date=born), DAY))

    def test_it_settles_what_it_settles(self) -> None:
        """Born in 1985: of age. Born in 2008: it depends on the day."""
        decided = [screen(complete(person=Person(birth_date=PartialDate(year))), on=DAY) for year in (1985, 2008, 2009)]
        assert [each.outcome for each in decided] == [
            Outcome.NO_EXCLUSION_FOUND,
            Outcome.INCOMPLETE,
            Outcome.EXCLUDED,
        ]

    @given(
        st.builds(PartialDate, st.integers(1910, 2030), st.none() | st.integers(1, 12)),
        st.dates(date(2020, 1, 1), date(2032, 1, 1)),
    )
    def test_it_holds_the_age_of_every_day_in_it(self, born: PartialDate, on: date) -> None:
        """What is known more exactly lies within; a day that cannot be says nothing."""
        whole = Person.age.possible(Person(birth_date=born), on)
        for day in (born.first, born.last, date.fromordinal((born.first.toordinal() + born.last.toordinal()) // 2)):
            one = Person.age.possible(Person(birth_date=day), on)
            assert is_data_error(one) or whole.low <= one.low <= one.high <= whole.high

    def test_files_take_and_write_it(self) -> None:
        """As they do of an event."""
        client = subject_from_data(Client, {"person": {"birth_date": "1985-03"}})
        assert client.person.birth_date == PartialDate(1985, 3)
        assert subject_to_data(client) == {"person": {"birth_date": "1985-03"}}
        decision = screen(complete(person=Person(birth_date=PartialDate(1985))), on=DAY)
        assert Decision.from_json(decision.to_json()) == decision


class TestBeforeTheBirth:
    """Nothing was before the birth: it is an error of the data, and never believed in the reassuring direction."""

    @pytest.mark.parametrize(
        ("value", "person"),
        [
            (date(1990, 6, 14), {"birth_date": BORN}),
            (PartialDate(1990, 5), {"birth_date": BORN}),
            (PartialDate(1989), {"birth_date": BORN}),
            (DaysAgo((DAY - BORN).days + 1), {"birth_date": BORN}),
            (datetime(1990, 6, 14, 23, tzinfo=UTC), {"birth_date": BORN}),
            (date(1989, 12, 31), {"birth_date": PartialDate(1990)}),
            (date(1989, 12, 31), {"age": 35}),
            (date(1985, 1, 1), {"age": Between(30, 35)}),
            (Recorded(NEVER, on=date(1990, 6, 14)), {"birth_date": BORN}),
            (Recorded(HAPPENED, on=date(1990, 6, 14)), {"birth_date": BORN}),
            (Recorded(date(1980, 1, 1), on=DAY), {"birth_date": BORN}),
        ],
    )
    def test_an_event_or_its_evidence(self, value: object, person: dict[str, Any]) -> None:
        """By the birth date, by a part of it, by the age."""
        assert is_data_error(read(STROKE, value, **person))

    @pytest.mark.parametrize(
        ("value", "person"),
        [
            (BORN, {"birth_date": BORN}),
            (PartialDate(1990, 6), {"birth_date": BORN}),
            (DaysAgo((DAY - BORN).days), {"birth_date": BORN}),
            (date(1990, 1, 1), {"birth_date": PartialDate(1990)}),
            (date(1991, 1, 1), {"age": 35}),
            (date(1980, 1, 1), {"age": Recorded(35, on=date(2015, 1, 1))}),
            (date(1980, 1, 1), {}),
            (NEVER, {"birth_date": BORN}),
            (HAPPENED, {"birth_date": BORN}),
        ],
    )
    def test_what_may_have_been(self, value: object, person: dict[str, Any]) -> None:
        """From the day of the birth on, as early as that may have been; an age is as old as its record."""
        assert read(STROKE, value, **person).absence is None

    def test_an_impossible_denial_clears_nobody(self) -> None:
        """Evidence of a year before the birth is none; nor is a date of use that lies before it."""
        person = Person(birth_date=BORN)
        old = by_clinician(
            KetamineHistory(**given_in(complete().ketamine_history) | {"nonmedical_ketamine_use": date(1970, 1, 1)})
        )
        decision = screen(complete(person=person, ketamine_history=old), on=DAY)
        assert (decision.outcome, Mark.DATA_ERROR in decision.marks) == (Outcome.INCOMPLETE, True)
        assert decision.errors == {}

    @pytest.mark.parametrize("on", [date(1990, 6, 14), date(1899, 1, 1), DAY + timedelta(days=1)])
    def test_a_record_of_another_day_stays_in_its_list(self, on: date) -> None:
        """Nobody knows of which day it is: a pressure or a urine sample may be anything, and is not only old."""
        person = Person(birth_date=BORN)
        pressures = [BloodPressure(systolic=120, diastolic=80, on=each) for each in (DAY, on)]
        negative = [
            UrineDrugTest(analyte=Analyte.COCAINE, result=TestResult.NEGATIVE, prescribed=False, on=each)
            for each in (DAY, on)
        ]
        client = Client(
            person=person,
            vitals=by_clinician(Vitals(pressures=pressures)),
            substance_use=by_clinician(SubstanceUse(urine_drug_tests=negative)),
        )
        assert client.possible(Vitals.mean_systolic, DAY)[:2] == (85, 210)
        assert client.possible(Vitals.highest_systolic, DAY)[:2] == (120, 300)
        assert client.possible(Vitals.pressure_readings, DAY)[:2] == (1, 2)
        for fact in (SubstanceUse.unexplained_drug_test, SubstanceUse.cannabis_positive):
            assert client.possible(fact, DAY)[0] == PRESENT_BIT | ABSENT_BIT
        only_old = UrineDrugTest(analyte=Analyte.COCAINE, result=TestResult.NEGATIVE, on=date(1990, 6, 15))
        old = Client(person=person, substance_use=by_clinician(SubstanceUse(urine_drug_tests=[negative[0], only_old])))
        assert old.possible(SubstanceUse.cannabis_positive, DAY)[0] == ABSENT_BIT

    def test_a_birth_before_any_life_bounds_nothing_further(self) -> None:
        """What lies between such a birth and the furthest day is believed nowhere, whatever else is recorded."""
        person = Person(birth_date=date(1905, 9, 1))
        denied = Recorded(NEVER, on=date(1905, 9, 6))
        for beside in ({}, {"hypertension": Recorded(False, on=date(1905, 8, 1))}):
            client = Client(person=person, circulation=by_clinician(Circulation(stroke_or_tia=denied, **beside)))
            assert is_data_error(client.possible(STROKE, DAY))

    def test_the_same_group_of_two_clients(self) -> None:
        """What is impossible for the one may be of the other: a group that they share stays as it is."""
        shared = Circulation(stroke_or_tia=date(1980, 1, 1))
        young, old = (Client(person=Person(birth_date=date(year, 1, 1)), circulation=shared) for year in (1990, 1960))
        for _ in range(2):
            assert is_data_error(young.possible(STROKE, DAY))
            assert old.possible(STROKE, DAY).absence is None
        assert young.circulation is old.circulation is shared


class TestSpans:
    """No span within a life is longer than it."""

    @pytest.mark.parametrize(
        ("months", "person", "believed"),
        [
            (12, {"birth_date": date(1970, 1, 1)}, True),
            (500, {"birth_date": BORN}, False),
            (Quantity(500, "mo"), {"birth_date": BORN}, False),
            (Recorded(500, on=DAY, by=Reporter.CLIENT), {"birth_date": BORN}, False),
            (Between(450, 500), {"birth_date": BORN}, False),
            (Between(12, 500), {"birth_date": BORN}, True),
            (430, {"birth_date": BORN}, True),
            (443, {"age": 35}, False),
            (430, {"age": 35}, True),
            (600, {}, True),
        ],
    )
    def test_menses_are_absent_for_no_longer(self, months: object, person: dict[str, Any], believed: bool) -> None:
        """Five hundred months of menopause at the age of thirty-six are no reason to leave out a test."""
        found = read(Reproduction.amenorrhoea, months, **person)
        assert (found.absence is None, is_data_error(found)) == (believed, not believed)

    def test_it_clears_nobody(self) -> None:
        """Pregnancy stays possible."""
        told = Reproduction(amenorrhoea=500)
        decision = screen(complete(person=Person(birth_date=BORN), reproduction=told), on=DAY)
        assert (decision.outcome, Mark.DATA_ERROR in decision.marks) == (Outcome.INCOMPLETE, True)


ENDS = (
    NO_END,
    NO_BEGINNING,
    date.max,
    date.min,
    datetime.max,
    datetime.min,
    datetime.max.replace(tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC),
    datetime(9999, 12, 31, 12, tzinfo=ZoneInfo("America/New_York")),
    datetime(1, 1, 1, 2, tzinfo=ZoneInfo("Asia/Tokyo")),
)
"""The ends of the calendar, some of them beyond it in UTC."""
COUNTED = (DaysAgo(NEVER_DAYS), DaysAgo(10**6), DaysAgo(10**30), HoursAgo(10**9), HoursAgo(10**30))


def test_what_was_before_the_calendar_is_told_alike() -> None:
    """By the fact and by the decision: on the second day that there is, nothing was two days ago."""
    on, period = date.min + timedelta(days=1), Reproduction.last_menstrual_period
    for days in (1, 2, 3):
        client = Client(reproduction=Reproduction(without_uterus=True, last_menstrual_period=DaysAgo(days)))
        assert is_data_error(client.possible(period, on)) is (days > 1)
        truth = screen(client, on=on).truths["pregnancy.menses.contradict"]
        assert (truth is Truth.FALSE) is (days > 1)


class TestTheEndsOfTheCalendar:
    """ "No end" and "no beginning" are no dates of anything: errors of the data, and never one of Python."""

    @pytest.mark.parametrize("value", ENDS)
    def test_as_evidence(self, value: date) -> None:
        """It is implausible, as what is to come and what was before anybody's birth."""
        assert is_data_error(read(STROKE, Recorded(NEVER, on=value)))

    @pytest.mark.parametrize("value", [*ENDS, DaysAgo(10**6), DaysAgo(10**30)])
    def test_as_an_event(self, value: object) -> None:
        """No more than what lies beyond every life."""
        assert is_data_error(read(STROKE, value))

    @pytest.mark.parametrize("value", [*[end for end in ENDS if not isinstance(end, datetime) or end.tzinfo], *COUNTED])
    def test_as_a_moment(self, value: object) -> None:
        """Nor does the hour of a meal."""
        session = Session(today=Today(last_meal=value))  # type: ignore[arg-type] # of several kinds
        assert is_data_error(session.possible(Today.last_meal, datetime(2026, 11, 23, 9, tzinfo=UTC)))
        assert is_data_error(session.possible(Today.last_meal, NO_END))
        assert session.possible(Today.last_meal, NO_BEGINNING).low == 0

    @EVERY_RULESET
    def test_as_the_day_of_a_decision(self, ruleset: RuleSet) -> None:
        """All that can be asked of a decision can be asked of one there, and its record is read again."""
        for on in (date.min, date.max) if ruleset.phase is Phase.INTAKE else (end for end in ENDS if is_moment(end)):
            for subject in (plain(baseline(ruleset), {}), ruleset.subject()):
                everything_of(decide(ruleset, subject, on=on, engine="bits"))

    @EVERY_RULESET
    def test_anywhere(self, ruleset: RuleSet) -> None:
        """Any fact of any subject, as value or as evidence: whatever is asked then is answered."""

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(data=st.data(), end=st.sampled_from([*ENDS, *COUNTED, PartialDate(1), PartialDate(9999, 12)]))
        def holds(data: st.DataObject, end: Any) -> None:
            base = data.draw(subjects(ruleset))
            fact = data.draw(st.sampled_from(every_fact(ruleset.subject)))
            subject = with_end(base, fact, end)
            assume(subject is not None)
            assert subject is not None
            on = decided_on(ruleset)
            zone = (
                None if isinstance(on, datetime) else data.draw(st.sampled_from(["Europe/Vienna", "-11:00", "+14:00"]))
            )
            decision = decide(ruleset, subject, on=on, zone=zone, engine="bits")
            assert decision.errors == {}
            everything_of(decision)

        holds()


def is_moment(end: date) -> bool:
    return isinstance(end, datetime) and end.tzinfo is not None


def with_end(subject: Subject, fact: Fact, end: Any) -> Subject | None:
    """Return a subject with an end of the calendar in one fact: as its value, else as its evidence."""
    group = subject.group(fact)
    build: Any = type(group)
    facts = given_in(group)
    for derived in group.__facts__:  # observations and what is read from them exclude one another
        if fact.name in derived.derived_from or derived.name in fact.derived_from:
            facts.pop(derived.name, None)
    value = facts.get(fact.name, Absence.NOT_KNOWN)
    plainly = value.value if isinstance(value, Recorded) else Absence.NOT_KNOWN if isinstance(value, Reports) else value
    try:
        if isinstance(fact, Event | Day):
            told: Any = Recorded(end, on=DAY) if fact.requires_date else end
        elif isinstance(end, date) and not isinstance(plainly, Absence):
            told = Recorded(plainly, on=end, by=fact.may_rule_out[0] if fact.may_rule_out else None)
        else:
            return None
        return attrs.evolve(subject, **{fact.group: build(**facts | {fact.name: told})})
    except ValueError:  # this fact does not take it
        return None


def everything_of(decision: Decision) -> None:
    """Ask all that can be asked of a decision."""
    decision.explain()
    decision.words("clinician")
    decision.words("client", "es")
    decision.words("auditor")
    decision.earliest()
    decision.margins()
    decision.changes(most=1)
    decision.sufficient()
    decision.next_question()
    assert Decision.from_json(decision.to_json(), ruleset=decision.ruleset) == decision


class TestEveryFact:
    """What lies before the birth is implausible in every fact that takes a date, of any client."""

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(
        client=subjects(SCREENING),
        fact=st.sampled_from([fact for fact in every_fact(Client) if isinstance(fact, Event) and fact.derive is None]),
        born=st.dates(date(1940, 1, 1), date(2005, 1, 1)),
        before=st.integers(1, 20_000),
        as_evidence=st.booleans(),
    )
    def test_a_date_before_the_birth(
        self, client: Client, fact: Event, born: date, before: int, as_evidence: bool
    ) -> None:
        """As the event, or as the evidence of one: the fact is open, and the outcome no better than without it."""
        then = born - timedelta(days=before)
        by = fact.may_rule_out[0] if fact.may_rule_out else None
        value = Recorded(NEVER, on=then, by=by) if as_evidence else Recorded(then, on=DAY, by=by)
        group = client.group(fact)
        build: Any = type(group)
        worked_out = {each.name for each in group.__facts__ if fact.name in each.derived_from}
        beside = {name: each for name, each in given_in(group).items() if name not in worked_out}
        wrong, left_out = (
            attrs.evolve(
                client,
                person=Person(birth_date=born),
                **{fact.group: build(**beside | {fact.name: told})},
            )
            for told in (value, Absence.DECLINED)
        )
        assert is_data_error(wrong.possible(fact, DAY))
        one, other = (screen(each, on=DAY, engine="bits") for each in (wrong, left_out))
        assert one.outcome is other.outcome
        assert one.truths == other.truths


def test_the_readings_of_a_series_know_the_birth() -> None:
    """Every event in a record, too, that lies before the birth."""
    for fact in every_fact(Client):
        if not isinstance(fact, Series):
            continue
        for part in fact.record.__facts__:
            if isinstance(part, Event):
                build: Any = fact.record
                needed = {each.name: DAY for each in fact.record.__facts__ if each.required and isinstance(each, Day)}
                needed |= {
                    each.name: 100 for each in fact.record.__facts__ if each.required and isinstance(each, Number)
                }
                record = build(**needed | {part.name: date(1980, 1, 1)})
                kind: Any = groups_of(Client)[fact.group]
                group: Facts = kind(**{fact.name: Recorded((record,), on=DAY) if fact.requires_date else (record,)})
                client: Any = Client(person=Person(birth_date=BORN), **{fact.group: group})
                placed = client.placed(None, DAY).group(fact).__dict__[fact.name]
                inside = (placed.value if isinstance(placed, Recorded) else placed)[0]
                assert is_data_error(part.possible(inside, DAY)), part.id


class TestEntriesOfASeries:
    """An entry of an impossible day may be of any: it stays in its series, and may be anything there."""

    PRESSURES = (
        BloodPressure(systolic=178, diastolic=80, on=DAY),
        BloodPressure(systolic=118, diastolic=78, on=DAY - timedelta(1)),
    )
    SERIES = tuple(
        fact
        for fact in every_fact(Client)
        if isinstance(fact, Series) and any(isinstance(part, Day) for part in fact.record.__facts__)
    )

    def test_a_high_pressure_does_not_vanish(self) -> None:
        """As one entered for a day to come does not: a wrong year is a slip of the pen either way."""
        high, normal = self.PRESSURES
        for then in (date(1900, 1, 1), date(1985, 3, 9), date(2062, 11, 23), date.max):
            wrong = BloodPressure(systolic=178, diastolic=80, on=then)
            decision = screen(complete(vitals=self.vitals(wrong, normal)), on=DAY)
            assert decision.outcome is Outcome.INCOMPLETE, then
            assert [error.place for error in decision.data_errors] == [f"vitals.pressures[{then}].on"]
        assert screen(complete(vitals=self.vitals(high, normal)), on=DAY).outcome is Outcome.CAUTION

    @staticmethod
    def vitals(*pressures: BloodPressure) -> Vitals:
        return by_clinician(Vitals(**given_in(complete().vitals) | {"pressures": pressures}))

    def test_a_drug_test_does_not_vanish(self) -> None:
        """One whose sample was taken before the birth may have been positive the other day."""
        negative = UrineDrugTest(analyte=Analyte.OPIATES, result=TestResult.NEGATIVE, on=DAY)
        wrong = UrineDrugTest(analyte=Analyte.OPIATES, result=TestResult.POSITIVE, on=date(1900, 1, 1))
        found = SubstanceUse.unexplained_drug_test
        for tests, bits in (((negative,), ABSENT_BIT), ((negative, wrong), PRESENT_BIT | ABSENT_BIT)):
            possible = Client(substance_use=by_clinician(SubstanceUse(urine_drug_tests=tests))).possible(found, DAY)
            assert (possible.bits, possible.absence) == (bits, None)

    @pytest.mark.parametrize("fact", SERIES, ids=[fact.id for fact in SERIES])
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(data=st.data())
    def test_before_the_birth_is_as_after_the_decision(self, fact: Series, data: st.DataObject) -> None:
        """In all that is read of any series whose entries have a day."""
        client = data.draw(subjects(SCREENING))
        group = client.group(fact)
        build: Any = type(group)
        readings = [each for each in group.__facts__ if fact.name in each.derived_from]
        beside = {name: each for name, each in given_in(group).items() if name not in {r.name for r in readings}}
        told = beside.get(fact.name, ())
        records = told.value if isinstance(told, Recorded) else told
        assume(isinstance(records, tuple) and records)
        place = data.draw(st.integers(0, len(records) - 1))
        day = next(part.name for part in fact.record.__facts__ if isinstance(part, Day))
        found = []
        for then in (date(1900, 1, 1), date(2062, 1, 1)):
            moved = type(records[place])(**given_in(records[place]) | {day: then})
            series = (*records[:place], moved, *records[place + 1 :])
            value = attrs.evolve(told, value=series) if isinstance(told, Recorded) else series
            one = attrs.evolve(
                client, person=Person(birth_date=BORN), **{fact.group: build(**beside | {fact.name: value})}
            )
            found.append([one.possible(each, DAY, "UTC")._replace(last=None) for each in readings])
        assert found[0] == found[1]
