"""Subjects merged: nothing is lost, order does not matter, and no adverse report disappears."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaprules import (
    SCREENING,
    Absence,
    Client,
    DaysAgo,
    Decision,
    InputError,
    Mark,
    Outcome,
    Recorded,
    Reporter,
    Reports,
    Truth,
    screen,
)
from kaprules.authoring import by_clinician
from kaprules.baseline import decided_on
from kaprules.clientfile import read_client
from kaprules.decision import ENGINES, decide
from kaprules.engine.durable import available
from kaprules.facts import Circulation, Medicines, Person, Practice, Vitals, merge
from kaprules.facts.circulation import Arrhythmia, EventKind
from kaprules.facts.medicines import Medicine
from kaprules.facts.model import NEVER, AtLeastThese, Day, Series, Subject, Text, every_fact, merging, united
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import Level, Options, option_bits
from kaprules.record import schema
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.testing import subjects
from tests.clients import clients as any_clients

DAY = date(2026, 11, 23)
ASKED = Recorded(False, on=DAY, by=Reporter.CLIENT)
CHART = Recorded(True, on=DAY, by=Reporter.RECORD)
FACTS = every_fact(Client)


def merged(*parts: Any) -> Any:
    """The subject merged, or what is said where it cannot be: then any order says something too."""
    try:
        return merge(*parts)
    except InputError:
        return InputError


# One by one --------------------------------------------------------------------------------------------------


def test_reports_stand_beside_each_other() -> None:
    """Values become reports, equal ones one, and what was not asked is none."""
    found = merge(
        Client(),
        *(Client(circulation=Circulation(unstable_angina=each)) for each in (ASKED, CHART, True, ASKED)),
    )
    assert found.circulation.unstable_angina == Reports(ASKED, CHART, Recorded(True))
    assert merge(Client(), Client(circulation=Circulation(unstable_angina=ASKED))).circulation.unstable_angina == ASKED
    more = merge(
        found, Client(circulation=Circulation(unstable_angina=Reports(ASKED, Recorded(False, by=Reporter.RECORD))))
    )
    assert len(more.circulation.unstable_angina.reports) == 4


def test_of_two_kinds_none_outweighs_the_other() -> None:
    """An embolism at one place and an arrest at another: it may have been either, whichever was written first."""
    kinds = [EventKind.PULMONARY_EMBOLISM, EventKind.CARDIAC_ARREST]
    for first, second in itertools.permutations(kinds):
        group = Circulation(latest_cardiovascular_event_kind=Reports(Recorded(first), Recorded(second)))
        possible = Circulation.latest_cardiovascular_event_kind.possible(group, DAY)
        assert possible == Options(option_bits(kinds), None, frozenset({Mark.CONFLICT}))
    told = Circulation(latest_cardiovascular_event=DaysAgo(4000), arrhythmia=Arrhythmia.NONE,
                       latest_cardiovascular_event_kind=Reports(*map(Recorded, kinds)))  # fmt: skip
    opened = decide(SCREENING, Client(circulation=told), on=DAY).undecided
    assert "cardiovascular.arrhythmia.known" in {finding.rule for finding in opened}


def test_a_stated_absence_is_a_report() -> None:
    """It stays beside a value, which counts, and beside another one; what was not asked goes."""
    declined = Client(circulation=Circulation(unstable_angina=Recorded(Absence.DECLINED, by=Reporter.CLIENT)))
    found = merge(declined, Client(circulation=Circulation(unstable_angina=CHART)), Client())
    assert found.circulation.unstable_angina == Reports(CHART, Recorded(Absence.DECLINED, by=Reporter.CLIENT))
    assert merge(
        declined, Client(circulation=Circulation(unstable_angina=Absence.NOT_KNOWN))
    ).circulation.unstable_angina == Reports(
        Recorded(Absence.DECLINED, by=Reporter.CLIENT), Recorded(Absence.NOT_KNOWN)
    )
    assert (
        merge(Client(circulation=Circulation(unstable_angina=Absence.NOT_KNOWN)), Client()).circulation.unstable_angina
        is Absence.NOT_KNOWN
    )


def test_lists_are_united() -> None:
    """Identical entries once; the newest evidence vouches for the list, and one without a date for none."""
    aspirin, lithium = Medicine(substance="aspirin"), Medicine(substance="lithium")
    old = Client(medicines=Medicines(listed=Recorded((aspirin,), on=date(2026, 10, 1), by=Reporter.RECORD)))
    new = Client(medicines=Medicines(listed=Recorded((lithium, aspirin), on=DAY, by=Reporter.CLIENT)))
    undated = Client(medicines=Medicines(listed=(lithium,)))
    for found in (merge(old, new, undated), merge(undated, new, old)):
        assert found.medicines.listed == Recorded((aspirin, lithium), on=DAY, by=Reporter.CLIENT)
    declined = Client(medicines=Medicines(listed=Absence.DECLINED))
    assert merge(declined, new).medicines == merge(old, new).medicines
    assert merge(declined, Client(medicines=Medicines(listed=Absence.NOT_KNOWN))).medicines.listed is Absence.DECLINED


def test_what_cannot_be_together_is_said() -> None:
    """Two birth dates, other ids and kinds, and a mean beside the readings of another source."""
    readings = [BloodPressure(systolic=120, diastolic=80, on=DAY)]
    for said, parts in {
        "person.birth_date is datetime.date(1991, 1, 1): another source has 1990-01-01; find out which of them is "
        "right, or whether this is one subject": (
            Client(person=Person(birth_date=date(1991, 1, 1))),
            Client(person=Person(birth_date=date(1990, 1, 1))),
        ),
        "id is 'b': another one has 'a'; merge only what is known of one, or give all of it one id": (
            Client(id="b"), Client(), Client(id="a"),
        ),
        "subject is Practice(): expected a Client; merge each kind of subject by itself": (Client(), Practice()),
        "subject is 3: expected a Client; merge each kind of subject by itself": (Client(), 3),
        "there is nothing to merge: expected one subject or more; give them": (),
        "vitals.mean_systolic and vitals.pressures are both given: give the observations or what was worked out from "
        "them, not both": (
            Client(vitals=by_clinician(Vitals(pressures=readings))),
            Client(vitals=by_clinician(Vitals(mean_systolic=120))),
        ),
    }.items():  # fmt: skip
        with pytest.raises(InputError) as error:
            merge(*parts)
        assert str(error.value) == said
    with pytest.raises(InputError, match="subject is 3: expected a subject"):
        merge(3)  # type: ignore[type-var] # what is refused


def test_birth_dates_and_ids_that_agree() -> None:
    """Are kept, from whichever source has them; a stated absence gives way to a day."""
    born = Client(id="a", person=Person(birth_date=date(1990, 1, 1)))
    for parts in ((born, Client()), (Client(person=Person(birth_date=Absence.DECLINED)), born, born)):
        assert merge(*parts) == born
    assert merge(born) is not None and merge(born) == born


def test_events_counted_back_are_reports() -> None:
    """So many days ago and a date say one thing in two ways; both are kept."""
    one, other = (Client(circulation=Circulation(myocardial_infarction=each)) for each in (DaysAgo(40), NEVER))
    found = merge(one, other).circulation.myocardial_infarction
    assert found == Reports(Recorded(DaysAgo(40)), Recorded(NEVER))


# Laws --------------------------------------------------------------------------------------------------------


def reports_of(subject: Subject) -> set[tuple[str, object]]:
    """Everything that a subject says, piece by piece; of lists their entries."""
    found: set[tuple[str, object]] = set()
    for fact in every_fact(type(subject)):
        value = subject.group(fact).__dict__[fact.name]
        one = value if isinstance(value, Recorded) else Recorded(value) if not isinstance(value, Reports) else None
        for report in value.reports if one is None else [one]:
            if isinstance(fact, Series):
                listed = report.value.records if isinstance(report.value, AtLeastThese) else report.value
                entries = listed if isinstance(listed, tuple) else ()
                found |= {(fact.id, each) for each in entries}
            elif report.value is not Absence.NOT_ASKED and not (
                isinstance(fact, Day | Text) and isinstance(report.value, Absence)
            ):
                found.add((fact.id, report))
    return found


def holds(parts: Iterable[Any]) -> None:
    """Hold merging against what it is to be: free of order, of grouping and of repetition, and nothing lost."""
    one, other, third = parts
    assert merged(one, other) == merged(other, one)
    assert merged(one, one) == one == merged(one)
    everything = merged(one, other, third)
    assert everything == merged(third, one, other, one, third)
    if everything is InputError:
        return
    assert everything == reduce(merge, (one, other, third)) == merge(one, merge(other, third))
    assert merge(everything, other) == everything
    assert reports_of(everything) == reports_of(one) | reports_of(other) | reports_of(third)


def all_hold(*several: Iterable[Any]) -> None:
    for parts in several:
        holds(parts)


def in_order(fact: Series, found: Iterable[Any]) -> object:
    return Recorded(tuple(each for value in found for report in united.reports_of(value) for each in report.value))


def of_one_group(clients: st.SearchStrategy[Client]) -> st.SearchStrategy[tuple[Client, ...]]:
    """Three clients about each of whom few groups are known, the same few."""

    def cut(drawn: tuple[tuple[Client, ...], list[str]]) -> tuple[Client, ...]:
        whole, names = drawn
        return tuple(Client(**{name: each.__dict__[name] for name in names}) for each in whole)

    names = st.lists(st.sampled_from([fact.group for fact in FACTS]), min_size=1, max_size=3, unique=True)
    return st.tuples(st.tuples(clients, clients, clients), names).map(cut)


class TestMerging:
    """Merging keeps every report of every fact, and is free of order."""

    @given(of_one_group(any_clients()))
    @settings(deadline=None, max_examples=80)
    def test_of_anything_that_can_be_written(self, parts: tuple[Client, ...]) -> None:
        """Values of every form, with every evidence, reports and absences."""
        holds(parts)

    @pytest.mark.parametrize("name", RULESETS)
    def test_of_every_kind_of_subject(self, name: str) -> None:
        """Clients, practices and sessions, such as rule sets are asked about."""

        @given(st.tuples(*[subjects(RULESETS[name])] * 3))
        @settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.large_base_example])
        def held(parts: tuple[Subject, ...]) -> None:
            holds(parts)

        held()

    @pytest.mark.parametrize("fault", ["the first wins", "one is dropped", "in the order given"])
    def test_a_fault_is_noticed(self, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where one source wins, where a report is lost, and where order tells."""
        aspirin, lithium = (Client(medicines=Medicines(listed=[Medicine(substance=n)])) for n in ("aspirin", "lithium"))
        asked, chart = (Client(circulation=Circulation(unstable_angina=each)) for each in (ASKED, CHART))
        holds((aspirin, lithium, asked))
        three = merge(asked, Client(circulation=Circulation(unstable_angina=True)), chart)
        all_hold((asked, chart, aspirin), (asked, chart, three))
        if fault == "the first wins":
            monkeypatch.setattr(merging, "united", lambda fact, given: given[0])
        elif fault == "one is dropped":
            reports = united.reports_of
            monkeypatch.setattr(united, "reports_of", lambda value: [*reports(value)][:1])
        else:
            monkeypatch.setattr(united, "_series", in_order)
        with pytest.raises((AssertionError, InputError)):
            all_hold((aspirin, lithium, asked), (asked, chart, three))


def lost(book: RuleSet, parts: tuple[Any, ...]) -> tuple[set[str], Decision | None]:
    """The exclusions and cautions that hold of a source and not of all together; and the decision on these."""
    whole = merged(*parts)
    if whole is InputError:
        return set(), None
    alone = [decide(book, each, on=decided_on(book), engine="bits").truths for each in parts]
    together = decide(book, whole, on=decided_on(book), engine="bits")
    return {
        rule.id
        for rule in book.rules
        if rule.level in (Level.EXCLUSION, Level.CAUTION)
        if any(each[rule.id] is Truth.TRUE for each in alone) and together.truths[rule.id] is Truth.FALSE
    }, together


def not_in_silence(book: RuleSet, parts: tuple[Any, ...]) -> None:
    """Hold that what is lost is named, with its fact, and marked."""
    gone, together = lost(book, parts)
    if together is not None:
        assert gone <= {each.rule for each in together.outweighed}
        assert not together.outweighed or Mark.CONFLICT in together.marks


def measured() -> st.SearchStrategy[Client]:
    """Of whom all is known; of what is averaged, or replaced by what is newer, one source's values."""
    day = st.integers(0, 40).map(lambda ago: DAY - timedelta(days=ago))

    def numbers(low: int, high: int) -> st.SearchStrategy[Recorded]:
        return st.builds(lambda value, on: Recorded(value, on=on), st.integers(low, high), day)

    readings = st.builds(
        lambda upper, lower, on, by: BloodPressure(systolic=upper, diastolic=lower, on=on, by=by),
        st.integers(105, 200), st.integers(55, 104), day, st.sampled_from((Reporter.DEVICE, Reporter.CLINICIAN)),
    )  # fmt: skip
    return st.builds(
        lambda pressures, rate, height, weight: attrs.evolve(
            KNOWN, vitals=by_clinician(Vitals(pressures=pressures, heart_rate=rate, height=height, weight=weight))
        ),
        st.lists(readings, min_size=1, max_size=4), numbers(40, 140), numbers(150, 190), numbers(50, 150),
    )  # fmt: skip


FILES = Path(__file__).parents[2] / "examples" / "clients"
KNOWN = read_client((FILES / "01-complete-with-evidence.json").read_text(encoding="utf-8"))
RAISED, NORMAL = (
    Client(
        vitals=by_clinician(
            Vitals(pressures=[BloodPressure(systolic=upper, diastolic=70, on=DAY - timedelta(days=ago))])
        )
    )
    for upper, ago in ((150, 1), (118, 2))
)


class TestAdverseReports:
    """Merging readings of several sources never makes an adverse finding disappear in silence."""

    @pytest.mark.parametrize("name", RULESETS)
    def test_a_rule_that_holds_of_a_source(self, name: str) -> None:
        """Is never denied by what others add, unless it asked for more to be known; or it is named and marked."""
        book: RuleSet = RULESETS[name]

        @given(st.tuples(subjects(book), subjects(book)))
        @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.large_base_example])
        def held(parts: tuple[Subject, Subject]) -> None:
            not_in_silence(book, parts)

        held()

    @given(st.tuples(measured(), measured()))
    @settings(deadline=None, max_examples=60)
    def test_what_is_averaged_or_replaced(self, parts: tuple[Client, Client]) -> None:
        """Of pressures, and of numbers of which the newest counts, and of what is worked out of them."""
        not_in_silence(SCREENING, parts)

    def test_a_mean(self) -> None:
        """A caution of one source that the other's readings outweigh is named to whoever reads the decision."""
        less = attrs.evolve(KNOWN, vitals=by_clinician(Vitals(**vitals_without("pressures"))))
        _, together = lost(SCREENING, (merge(less, RAISED), merge(less, NORMAL, NORMAL)))
        assert together is not None
        assert together.outcome is Outcome.NO_EXCLUSION_FOUND
        assert Mark.CONFLICT in together.marks
        assert [(each.rule, each.fact, each.alone[:2]) for each in together.outweighed] == [
            ("cardiovascular.pressure.raised", "vitals.mean_systolic", (118, 150))
        ]
        said = "mean systolic pressure: 118 to 150 mmHg (limit: above 140)"
        assert said in together.words()
        assert "cardiovascular.pressure.raised (caution)" in together.explain()
        record = json.loads(together.to_json())
        jsonschema.validate(record, schema())
        assert [each["rule"] for each in record["outweighed"]] == ["cardiovascular.pressure.raised"]
        assert Decision.from_json(together.to_json()) == together

    def test_engines_agree(self) -> None:
        """On what was outweighed, and on the record of it."""
        whole = merge(
            attrs.evolve(KNOWN, vitals=by_clinician(Vitals(**vitals_without("pressures")))), RAISED, NORMAL, NORMAL
        )
        each = [screen(whole, on=DAY, engine=engine) for engine in ENGINES if engine != "durable" or available()]
        assert len({decision.outweighed for decision in each}) == 1 and each[0].outweighed

    def test_a_newer_number(self) -> None:
        """An older heart rate that alone would be a caution; one that is too old to count is none."""
        rates = [Recorded(130, on=DAY - timedelta(days=9)), Recorded(70, on=DAY)]
        parts = tuple(
            attrs.evolve(KNOWN, vitals=by_clinician(Vitals(**vitals_without("heart_rate"), heart_rate=r)))
            for r in rates
        )
        gone, together = lost(SCREENING, parts)
        assert together is not None
        assert gone == {each.rule for each in together.outweighed} == {"cardiovascular.heart_rate.unusual"}
        old = Recorded(130, on=DAY - timedelta(days=60))
        before = attrs.evolve(KNOWN, vitals=by_clinician(Vitals(**vitals_without("heart_rate"), heart_rate=old)))
        assert screen(merge(before, parts[1]), on=DAY).outweighed == ()

    def test_nothing_is_outweighed_where_it_holds(self) -> None:
        """What all together come to is a finding, and what no reading comes to is nothing."""
        assert screen(KNOWN, on=DAY).outweighed == ()
        assert screen(merge(KNOWN, RAISED), on=DAY).outweighed != ()
        high = BloodPressure(systolic=178, diastolic=80, on=DAY)
        both = attrs.evolve(KNOWN, vitals=by_clinician(Vitals(**vitals_without("pressures"), pressures=[high])))
        assert screen(both, on=DAY).outweighed == ()

    @pytest.mark.parametrize("fact", [Vitals.pressures, Vitals.heart_rate])
    def test_a_fault_is_noticed(self, fact: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where a series, or a number, is not asked for what its parts would be alone."""
        monkeypatch.setattr(type(fact), "each_alone", lambda self, given: ())
        rates = [Recorded(130, on=DAY - timedelta(days=9)), Recorded(70, on=DAY)]
        less = attrs.evolve(KNOWN, vitals=by_clinician(Vitals(**vitals_without("pressures", "heart_rate"))))
        one, other = (Client(vitals=by_clinician(Vitals(heart_rate=rate))) for rate in rates)
        with pytest.raises(AssertionError):
            not_in_silence(SCREENING, (merge(less, one, RAISED), merge(less, other, NORMAL, NORMAL)))


def vitals_without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in KNOWN.vitals.__dict__.items() if name in NAMES and name not in names}


NAMES = {fact.name for fact in Vitals.__facts__}
