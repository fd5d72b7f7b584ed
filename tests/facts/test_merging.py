"""Subjects merged: nothing is lost, order does not matter, and no adverse report disappears."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaprules import Absence, Client, DaysAgo, InputError, Recorded, Reporter, Reports, Truth
from kaprules.baseline import decided_on
from kaprules.decision import decide
from kaprules.facts import Circulation, Medicines, Person, Practice, Vitals, merge
from kaprules.facts.medicines import Medicine
from kaprules.facts.model import NEVER, Day, Series, Subject, Text, every_fact, merging
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import Level
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
            Client(vitals=Vitals(pressures=readings)),
            Client(vitals=Vitals(mean_systolic=120)),
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
                entries = report.value if isinstance(report.value, tuple) else ()
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


def in_order(found: Iterable[Any]) -> object:
    return Recorded(tuple(each for value in found for report in merging._reports(value) for each in report.value))


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
            monkeypatch.setattr(merging, "_fact", lambda fact, given: given[0])
        elif fault == "one is dropped":
            reports = merging._reports
            monkeypatch.setattr(merging, "_reports", lambda value: [*reports(value)][:1])
        else:
            monkeypatch.setattr(merging, "_series", in_order)
        with pytest.raises((AssertionError, InputError)):
            all_hold((aspirin, lithium, asked), (asked, chart, three))


class TestAdverseReports:
    """Merging readings of several sources never makes an adverse finding disappear in silence."""

    @pytest.mark.parametrize("name", RULESETS)
    def test_a_rule_that_holds_of_a_source(self, name: str) -> None:
        """Is never denied by what others add, unless it asked for more to be known, or reads a mean of readings."""
        book: RuleSet = RULESETS[name]
        weighed = [rule for rule in book.rules if rule.level is not Level.NEEDS_INFORMATION]

        @given(st.tuples(subjects(book), subjects(book)))
        @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.large_base_example])
        def held(parts: tuple[Subject, Subject]) -> None:
            whole = merged(*parts)
            if whole is InputError:
                return
            alone = [decide(book, each, on=decided_on(book), engine="bits").truths for each in parts]
            together = decide(book, whole, on=decided_on(book), engine="bits").truths
            lost = [
                rule.id
                for rule in weighed
                if any(each[rule.id] is Truth.TRUE for each in alone) and together[rule.id] is Truth.FALSE
            ]
            assert [rule for rule in lost if "pressure" not in rule] == []

        held()
