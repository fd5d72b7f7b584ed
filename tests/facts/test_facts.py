"""What a given value leaves possible, and what is refused."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaprules.authoring import by_clinician
from kaprules.errors import InputError
from kaprules.facts import Circulation, Client, MentalState, Person, Team, Vitals
from kaprules.facts.client import GROUPS
from kaprules.facts.mental_state import RealityTesting
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Between,
    Choice,
    DaysAgo,
    Fact,
    Number,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reporter,
    Reports,
    Series,
    Unit,
    every_fact,
    group,
    groups_of,
)
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Mark, Options, option_bits
from kaprules.rulesets import RULESETS
from kaprules.testing import DECISION_DAY, clients

DAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def rate(value: object) -> Interval:
    found = Client(vitals=by_clinician(Vitals(heart_rate=value))).possible(Vitals.heart_rate, DAY)
    assert isinstance(found, Interval)
    return found


def reality(value: object) -> Options:
    client = Client(mental_state=MentalState(reality_testing=value))
    found = client.possible(MentalState.reality_testing, DAY)
    assert isinstance(found, Options)
    return found


def infarction(value: object) -> Interval:
    client = Client(circulation=Circulation(myocardial_infarction=value))
    found = client.possible(Circulation.myocardial_infarction, DAY)
    assert isinstance(found, Interval)
    return found


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (lambda: Vitals(hart_rate=68), "vitals.hart_rate is unknown: did you mean 'heart_rate'?"),
        (lambda: Client(vitels=Vitals()), "vitels is unknown: did you mean 'vitals'?"),
        (lambda: Client(vitals=Person()), "vitals is Person(): expected Vitals(...); build the group from its facts"),
        (
            lambda: by_clinician(Vitals(heart_rate="68")),
            "vitals.heart_rate is '68': expected a number in /min; write it as a number, without quotes",
        ),
        (
            lambda: by_clinician(Vitals(heart_rate=True)),
            "vitals.heart_rate is True: expected a number in /min; write it as a number, without quotes",
        ),
        (
            lambda: Circulation(aneurysm=1),
            "circulation.aneurysm is 1: expected True or False; write it without quotes, "
            "or leave it out if it is not known",
        ),
        (
            lambda: Vitals(weight=Quantity(11, "[oz_av]")),
            "vitals.weight is in '[oz_av]': expected kg or [lb_av] or [stone_av] or g; convert it before",
        ),
        (
            lambda: Circulation(myocardial_infarction="2025"),
            "circulation.myocardial_infarction is '2025': expected a date, a year or a month, NEVER or HAPPENED; "
            "write date(2025, 3, 1), PartialDate(2025, 3), DaysAgo(42), OverDaysAgo(365), NEVER or HAPPENED",
        ),
        (
            lambda: by_clinician(MentalState(reality_testing="intact")),
            "mental_state.reality_testing is 'intact': expected one of RealityTesting.INTACT, RealityTesting.IMPAIRED, "
            "RealityTesting.UNCLEAR; did you mean RealityTesting.INTACT?",
        ),
        (
            lambda: by_clinician(Vitals(pressures=[(120, 80)])),
            "vitals.pressures[0] is (120, 80): expected a BloodPressure; build one from its parts",
        ),
        (
            lambda: BloodPressure(systolic=120, diastolic=80),
            "blood_pressure.on is absent: it must be given, the record means nothing without it",
        ),
        (
            lambda: by_clinician(Vitals(pressures=[], mean_systolic=120)),
            "vitals.mean_systolic and vitals.pressures are both given: give the observations or what was worked out "
            "from them, not both",
        ),
        (lambda: PartialDate(2025, 13), "month is 13: expected 1 to 12; correct it, or leave it out"),
        (lambda: Between(5, 3), "between 5 and 3: expected the lower number first; exchange them"),
        (lambda: DaysAgo(-1), "days ago is -1: expected a whole number, 0 or more; count again"),
        (lambda: Recorded(1, on="2025-01-01"), "on is '2025-01-01': expected a date; write date(2026, 11, 23)"),
        (lambda: Recorded(1, reference="a\x00b"), "reference holds the control character U+0000: remove it"),
        (lambda: Client(id="x" * 201), "id has 201 characters: expected at most 200; shorten it"),
    ],
)
def test_what_cannot_be_taken_is_refused(written: object, message: str) -> None:
    """The message names field, value, expectation and remedy."""
    with pytest.raises(InputError) as raised:
        written()
    assert str(raised.value) == message


def test_nothing_is_assumed() -> None:
    """A fact left out is its whole plausible range, not asked."""
    assert Client().possible(Vitals.heart_rate, DAY) == Interval(20, 250, Absence.NOT_ASKED)


@pytest.mark.parametrize("absence", Absence)
def test_an_absence_carries_its_reason(absence: Absence) -> None:
    """Every reason leaves the whole range."""
    assert rate(absence) == Interval(20, 250, absence)


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        (68, 68, 68),
        (Decimal("68.5"), Fraction(137, 2), Fraction(137, 2)),
        (Between(60, 70), 60, 70),
        (Quantity(68, "{beats}/min"), 68, 68),
    ],
)
def test_a_value_leaves_what_it_says(given: object, low: object, high: object) -> None:
    """Exactly."""
    assert rate(given) == Interval(low, high)


@pytest.mark.parametrize("given", [19, 251, Between(10, 60)])
def test_an_implausible_value_is_kept_and_absent(given: object) -> None:
    """It is never clipped; the mark says so."""
    assert rate(given) == Interval(20, 250, Absence.IMPLAUSIBLE, frozenset({Mark.DATA_ERROR}))


@pytest.mark.parametrize(("days", "absence"), [(29, None), (30, None), (31, Absence.STALE), (0, None)])
def test_reassurance_expires(days: int, absence: Absence | None) -> None:
    """A heart rate reassures for 30 days, the thirtieth included."""
    assert rate(Recorded(68, on=ago(days))).absence is absence


def test_what_was_known_is_kept_when_it_expires() -> None:
    """The finding can still say what was last known."""
    assert rate(Recorded(140, on=ago(31))).last == Interval(140, 140)


def test_a_date_in_the_future_is_an_error_of_data() -> None:
    """Nothing was measured tomorrow."""
    assert rate(Recorded(68, on=ago(-1))) == Interval(20, 250, Absence.IMPLAUSIBLE, frozenset({Mark.DATA_ERROR}))


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        (NEVER, NEVER_DAYS, NEVER_DAYS),
        (HAPPENED, 0, NEVER_DAYS - 1),
        (DaysAgo(42), 42, 42),
        (ago(42), 42, 42),
        (PartialDate(2026), 0, 326),
        (PartialDate(2026, 11), 0, 22),
        (PartialDate(2025, 2), 633, 660),
    ],
)
def test_an_event_is_the_days_since_then(given: object, low: int, high: int) -> None:
    """A partial date is an interval, clipped at the day of the decision."""
    assert infarction(given) == Interval(low, high)


@pytest.mark.parametrize("given", [ago(-1), PartialDate(2027), date(1800, 1, 1)])
def test_an_impossible_date_of_an_event_is_an_error_of_data(given: object) -> None:
    """In the future, or longer ago than anybody lives."""
    assert infarction(given).absence is Absence.IMPLAUSIBLE


def test_an_event_that_is_out_of_date_keeps_what_is_certain() -> None:
    """It happened; a later one cannot be ruled out."""
    old = Recorded(date(2020, 1, 1), on=date(2024, 1, 1))
    found = infarction(old)
    assert (found.low, found.high, found.absence) == (0, (DAY - date(2020, 1, 1)).days, Absence.STALE)


def test_a_lasting_risk_never_expires() -> None:
    """An aneurysm recorded long ago is one today; its absence has to be asked again."""
    truths = [
        Client(circulation=Circulation(aneurysm=Recorded(there, on=ago(4000)))).possible(Circulation.aneurysm, DAY)
        for there in (True, False)
    ]
    assert [truths[0], truths[1].absence] == [Options(PRESENT_BIT), Absence.STALE]


@pytest.mark.parametrize(
    ("by", "absence"),
    [(Reporter.CLINICIAN, None), (Reporter.CLIENT, Absence.NOT_AUTHORISED), (None, Absence.NOT_AUTHORISED)],
)
def test_only_a_clinician_clears_reality_testing(by: Reporter | None, absence: Absence | None) -> None:
    """A client's own word does not count, nor a word without an author."""
    assert reality(Recorded(RealityTesting.INTACT, on=DAY, by=by)).absence is absence


def test_anybody_may_report_a_risk() -> None:
    """Impaired reality testing counts, whoever says so."""
    found = reality(Recorded(RealityTesting.IMPAIRED, by=Reporter.CLIENT))
    assert found == Options(option_bits((RealityTesting.IMPAIRED,)))


def test_presence_wins_over_absence() -> None:
    """With the mark of a conflict."""
    reports = Reports(Recorded(True, by=Reporter.RECORD), Recorded(False, by=Reporter.CLIENT))
    found = Client(circulation=Circulation(aneurysm=reports)).possible(Circulation.aneurysm, DAY)
    assert found == Options(PRESENT_BIT, None, frozenset({Mark.CONFLICT}))


def test_reports_that_agree_are_one() -> None:
    """No conflict, and order does not matter."""
    reports = [Recorded(False, by=Reporter.RECORD), Recorded(False, by=Reporter.CLIENT)]
    found = [
        Client(circulation=Circulation(aneurysm=Reports(*each))).possible(Circulation.aneurysm, DAY)
        for each in (reports, reports[::-1])
    ]
    assert found == [Options(ABSENT_BIT), Options(ABSENT_BIT)]


def test_reports_without_a_direction_conflict() -> None:
    """Two heart rates that differ leave none."""
    found = rate(Reports(Recorded(60), Recorded(90)))
    assert (found.absence, found.low, found.high) == (Absence.CONFLICTING, 20, 250)


def test_the_worse_of_two_saturations_counts() -> None:
    """A number with an adverse direction is settled by it."""
    client = Client(vitals=by_clinician(Vitals(oxygen_saturation=Reports(Recorded(97), Recorded(93)))))
    assert client.possible(Vitals.oxygen_saturation, DAY) == Interval(93, 93, None, frozenset({Mark.CONFLICT}))


def test_an_implausible_report_counts_with_its_whole_range() -> None:
    """It never lets the better report stand alone."""
    client = Client(vitals=by_clinician(Vitals(oxygen_saturation=Reports(Recorded(97), Recorded(970)))))
    found = client.possible(Vitals.oxygen_saturation, DAY)
    assert (found[:2], Mark.DATA_ERROR in found.marks) == ((50, 97), True)


def test_a_report_that_knows_nothing_gives_way() -> None:
    """One that knows is enough."""
    client = Client(vitals=by_clinician(Vitals(heart_rate=Reports(Recorded(Absence.NOT_KNOWN), Recorded(68)))))
    assert client.possible(Vitals.heart_rate, DAY) == Interval(68, 68)


@pytest.mark.parametrize("newer", [NEVER, date(2020, 1, 1)])
def test_an_old_report_of_an_event_is_not_outvoted(newer: object) -> None:
    """A heart attack on record happened, whatever a newer report denies."""
    old = Recorded(date(2020, 1, 1), on=date(2024, 1, 1), by=Reporter.RECORD)
    found = infarction(Reports(old, Recorded(newer, on=DAY, by=Reporter.CLIENT)))
    days = (DAY - date(2020, 1, 1)).days
    marks = frozenset({Mark.CONFLICT}) if newer is NEVER else frozenset()
    assert found == Interval(days, days, None, marks)


def test_a_choice_may_be_known_in_part() -> None:
    """One of two options is neither."""
    found = reality(Recorded(OneOf(RealityTesting.IMPAIRED, RealityTesting.UNCLEAR), by=Reporter.CLINICIAN, on=DAY))
    assert found.bits == option_bits((RealityTesting.IMPAIRED, RealityTesting.UNCLEAR))


# Blood pressures and the body mass index -----------------------------------------------------------------------


def pressures(*readings: tuple[int, int, int]) -> Vitals:
    return by_clinician(
        Vitals(pressures=[BloodPressure(systolic=s, diastolic=d, on=ago(days)) for s, d, days in readings])
    )


def read(fact: object, vitals: Vitals) -> Interval:
    found = fact.possible(vitals, DAY)
    assert isinstance(found, Interval)
    return found


def test_pressures_are_read_as_mean_highest_and_count() -> None:
    """Exactly, and of the valid readings only: day 30 counts, day 31 does not."""
    vitals = pressures((121, 80, 30), (120, 76, 0), (190, 130, 31))
    facts = (
        Vitals.mean_systolic,
        Vitals.mean_diastolic,
        Vitals.highest_systolic,
        Vitals.highest_diastolic,
        Vitals.pressure_readings,
    )
    assert [read(fact, vitals).low for fact in facts] == [Fraction(241, 2), 78, 121, 80, 2]


def test_identical_readings_count_once() -> None:
    """Value, day and author."""
    assert read(Vitals.pressure_readings, pressures((121, 80, 3), (121, 80, 3))).low == 1


def test_an_implausible_reading_stays_with_its_whole_range() -> None:
    """Systolic not above diastolic: the mean is open, never the mean of the others."""
    found = read(Vitals.mean_systolic, pressures((80, 130, 10), (118, 74, 5)))
    assert (found.low, found.high, found.marks) == (84, 209, frozenset({Mark.DATA_ERROR}))


def test_readings_that_are_all_too_old_are_stale() -> None:
    """What they last said is kept."""
    found = read(Vitals.mean_systolic, pressures((170, 90, 40), (150, 90, 50)))
    assert (found.absence, found.last) == (Absence.STALE, Interval(170, 170))


@pytest.mark.parametrize("readings", [(), None])
def test_no_reading_is_no_pressure(readings: tuple[()] | None) -> None:
    """An empty series knows no mean."""
    vitals = Vitals() if readings is None else by_clinician(Vitals(pressures=readings))
    assert read(Vitals.mean_systolic, vitals) == Interval(50, 300, Absence.NOT_ASKED)


def test_kilopascals_are_converted_exactly() -> None:
    """One kilopascal is 7.50 mm[Hg]."""
    found = read(Vitals.mean_systolic, by_clinician(Vitals(mean_systolic=Quantity(16, "kPa"))))
    assert round(float(found.low), 3) == 120.010


def test_pounds_and_inches_are_converted_exactly() -> None:
    """By definition of the pound and the inch."""
    vitals = by_clinician(Vitals(height=Quantity(70, "[in_i]"), weight=Quantity(180, "[lb_av]")))
    found = read(Vitals.body_mass_index, vitals)
    assert [found.low, found.low == found.high] == [
        Fraction(180 * 45_359_237, 100_000_000) / Fraction(70 * 254, 10_000) ** 2,
        True,
    ]


@pytest.mark.parametrize(
    ("index", "absence"),
    [
        (25, None),
        (Decimal("24.2"), None),
        (Decimal("25.1"), None),
        (Decimal("25.2"), Absence.CONFLICTING),
        (40, Absence.CONFLICTING),
    ],
)
def test_a_body_mass_index_agrees_with_height_and_weight(index: object, absence: Absence | None) -> None:
    """Within half a unit; 80 kg at 180 cm is 24.69."""
    found = read(Vitals.body_mass_index, by_clinician(Vitals(height=180, weight=80, body_mass_index=index)))
    assert found.absence is absence


def test_an_implausible_height_leaves_no_body_mass_index() -> None:
    """66 cm is never computed with."""
    found = read(Vitals.body_mass_index, Vitals(height=66, weight=180))
    assert (found.absence, Mark.DATA_ERROR in found.marks) == (Absence.IMPLAUSIBLE, True)


@pytest.mark.parametrize(
    ("birth", "age"),
    [(date(2008, 11, 23), 18), (date(2008, 11, 24), 17), (date(2008, 11, 22), 18), (date(2004, 2, 29), 22)],
)
def test_age_is_counted_in_completed_years(birth: date, age: int) -> None:
    """The birthday itself completes the year."""
    assert Person.age.possible(Person(birth_date=birth), DAY) == Interval(age, age)


# Groups and clients --------------------------------------------------------------------------------------------


def test_groups_and_clients_are_values() -> None:
    """Equal by content, hashable, picklable."""
    first, second = (Client(vitals=pressures((121, 80, 3)), id="client-01") for _ in range(2))
    assert [first == second, hash(first) == hash(second), pickle.loads(pickle.dumps(first))] == [True, True, second]


@settings(max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(client=clients(), days=st.sampled_from([-400, -1, 0, 1, 13, 30, 31, 180, 400]))
def test_the_flat_form_says_what_possible_says(client: Client, days: int) -> None:
    """Entry by entry, on every day, whatever was worked out before."""
    on = DECISION_DAY + timedelta(days=days)
    wrong = [
        fact.id
        for group in (client.__dict__[name] for name in GROUPS)
        for fact in type(group).__scalars__
        if tuple(group.flat(on)[fact.slot : fact.slot + fact.size]) != fact.flat(fact.possible(group, on))
    ]
    assert wrong == []


def test_a_group_about_which_nothing_is_known_reads_as_unknown() -> None:
    """Each reading of nothing is the whole range, not asked."""
    wrong = [
        fact.id
        for kind in GROUPS.values()
        for fact in kind.__scalars__
        if fact.possible(kind(), DAY) != fact.full_range(Absence.NOT_ASKED)
    ]
    assert wrong == []


def every_declared() -> Iterator[Fact]:
    """Yield every fact of every kind of subject, and those of its observations."""
    for kind in {ruleset.subject for ruleset in RULESETS.values()}:
        for fact in every_fact(kind):
            yield fact
            if isinstance(fact, Series):
                yield from fact.record.__facts__


def test_a_choice_and_a_series_are_annotated_with_what_they_hold() -> None:
    """Type checkers read of which enumeration a choice is, and of what a series, in the annotation alone."""
    wrong = []
    for fact in every_declared():
        if isinstance(fact, Choice | Series):
            held = (fact.options if isinstance(fact, Choice) else fact.record).__name__
            written = next(base.__annotations__ for base in fact.owner.__mro__ if fact.name in base.__annotations__)
            if written[fact.name] != f"{type(fact).__name__}[{held}]":
                wrong.append(f"{fact.id}: {written[fact.name]}")
    assert wrong == []


def test_an_editor_completes_the_units_that_some_fact_takes() -> None:
    """No more and no fewer."""
    units = {unit for fact in every_declared() if isinstance(fact, Number) for unit in (fact.unit, *fact.units) if unit}
    assert set(get_args(Unit)) == units


def test_a_kind_of_subject_is_a_class_that_declares_groups() -> None:
    """Without a decorator; its groups follow those that it inherits."""

    class OwnClient(Client):
        team: Team = group(Team)

    own = OwnClient(team=Team(), vitals=by_clinician(Vitals(heart_rate=68)))
    assert list(groups_of(OwnClient)) == [*GROUPS, "team"]
    assert (
        own
        == OwnClient(vitals=by_clinician(Vitals(heart_rate=68)))
        != Client(vitals=by_clinician(Vitals(heart_rate=68)))
    )
    with pytest.raises(
        InputError, match=r"^team is Vitals\(\): expected Team\(\.\.\.\); build the group from its facts$"
    ):
        OwnClient(team=Vitals())


def test_a_group_of_a_subject_goes_by_its_own_name() -> None:
    """A rule finds the group of a fact by that name."""
    with pytest.raises(TypeError, match=r"^OwnClient\.staff is a group of the name 'team': call it so$"):

        class OwnClient(Client):
            staff: Team = group(Team)
