"""A list that is open: what stands on it counts, and there may be others; of every series, in every reading."""

from __future__ import annotations

import functools
import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import SCREENING, Client, Outcome, Recorded, Reporter, interview, screen
from kaprules.authoring import by_clinician
from kaprules.baseline import baseline
from kaprules.clientfile import read_client, read_subject, subject_from_data, subject_to_data
from kaprules.decision import decide
from kaprules.errors import InputError
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import NOT_INDICATED, AtLeastThese, Facts, Flag, Series, Subject, every_fact
from kaprules.facts.neurology import HeadInjury, InjurySeverity, Neurology
from kaprules.facts.substance_use import Analyte, SubstanceUse, TestResult, UrineDrugTest
from kaprules.facts.vitals import BloodPressure, Vitals
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Options
from kaprules.reasoning.next_question import answered
from kaprules.rulesets import RULESETS
from kaprules.schema import subject_schema
from kaprules.testing import DECISION_DAY, clients
from tests.facts.readings import GRIDS, Grid, World, contradicts, when, within

EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "clients"
EITHER: Final = PRESENT_BIT | ABSENT_BIT
LISTS: Final = tuple(grid for grid in GRIDS if grid.series)
PER_SERIES: Final = pytest.mark.parametrize("grid", LISTS, ids=lambda grid: grid.series)
SERIES: Final = tuple(
    dict.fromkeys(
        fact
        for kind in dict.fromkeys(ruleset.subject for ruleset in RULESETS.values())
        for fact in every_fact(kind)
        if isinstance(fact, Series)
    )
)
PARACETAMOL: Final = Medicine(substance="paracetamol", status=MedicineStatus.TAKING)
PHENELZINE: Final = Medicine(substance="phenelzine", status=MedicineStatus.TAKING)


def opioid(listed: Any) -> Options:
    found = Medicines.takes_opioid.possible(Medicines(listed=listed), DECISION_DAY)
    assert isinstance(found, Options)
    return found


# When a list of medicines is complete ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "listed",
    [
        (Medicine(substance="paracetamol"),),
        [PARACETAMOL],
        AtLeastThese(PARACETAMOL),
        AtLeastThese(),
        Recorded([PARACETAMOL], by=Reporter.CLINICIAN),
        Recorded([PARACETAMOL], on=DECISION_DAY, by=Reporter.RECORD),
        Recorded([], on=DECISION_DAY, by=Reporter.RECORD),
        Recorded([], by=Reporter.RECORD),
        Recorded(AtLeastThese(PARACETAMOL), on=DECISION_DAY, by=Reporter.CLINICIAN),
    ],
    ids=str,
)
def test_a_list_that_nobody_calls_complete_clears_nothing(listed: Any) -> None:
    """A chart that names paracetamol says nothing of opioids; neither does an empty one."""
    assert opioid(listed) == Options(EITHER, Absence.NOT_ASKED)


@pytest.mark.parametrize(
    "listed",
    [
        [],
        (),
        Recorded([], by=Reporter.CLIENT),
        Recorded([PARACETAMOL], on=DECISION_DAY),
        Recorded([PARACETAMOL], on=DECISION_DAY, by=Reporter.CLIENT),
        Recorded([PARACETAMOL], on=DECISION_DAY, by=Reporter.CLINICIAN),
    ],
    ids=str,
)
def test_none_and_a_day_are_statements(listed: Any) -> None:
    """Somebody says that there are no others: by "none", or by the day on which the list was all."""
    assert opioid(listed) == Options(ABSENT_BIT)


def test_what_stands_on_an_open_list_counts() -> None:
    """The outcome is what it is for the list, or incomplete; the finding and what is asked are named."""
    data = json.loads((EXAMPLES / "01-complete-with-evidence.json").read_text())
    outcomes = {}
    for name, listed in {
        "complete": {"value": [taking("sertraline")], "on": "2026-11-23"},
        "open": {"at_least": [taking("sertraline")], "on": "2026-11-23"},
        "without a day": [taking("sertraline")],
        "complete, with a finding": {"value": [taking("oxycodone")], "on": "2026-11-23"},
        "open, with a finding": {"at_least": [taking("oxycodone")], "on": "2026-11-23"},
    }.items():
        data["medicines"] = {"listed": listed}
        decision = screen(subject_from_data(Client, data), on=date(2026, 11, 23))
        found = {each.rule for each in decision.findings if each.rule == "medicines.opioid"}
        asked = {each.fact for each in decision.missing}
        outcomes[name] = decision.outcome, bool(found), "medicines.listed" in asked
    assert outcomes == {
        "complete": (Outcome.NO_EXCLUSION_FOUND, False, False),
        "open": (Outcome.INCOMPLETE, False, True),
        "without a day": (Outcome.INCOMPLETE, False, True),
        "complete, with a finding": (Outcome.CAUTION, True, False),
        "open, with a finding": (Outcome.INCOMPLETE, True, True),
    }


def test_a_finding_says_that_the_list_is_open() -> None:
    """Whoever reads it knows what to ask."""
    decision = screen(Client(medicines=Medicines(listed=AtLeastThese(PARACETAMOL))), on=DECISION_DAY)
    finding = next(each for each in decision.findings if each.rule == "medicines.ingredient_not_known")
    assert finding.evidence[0].recorded == ("nobody says that the list is complete",)


# Other lists ----------------------------------------------------------------------------------------------------


def test_an_open_list_of_injuries() -> None:
    """A mild one long ago leaves a later and a graver one possible; a severe one is severe."""
    mild = HeadInjury(happened=date(2020, 1, 1), severity=InjurySeverity.MILD, symptoms_now=False)
    severe = HeadInjury(happened=date(2020, 1, 1), severity=InjurySeverity.SEVERE, symptoms_now=False)
    found = [
        [fact.possible(Neurology(head_injuries=AtLeastThese(injury)), date(2020, 12, 31)) for fact in READ]
        for injury in (mild, severe)
    ]
    open_flag = Options(EITHER, Absence.NOT_ASKED)
    assert found == [
        [Interval(0, 365), open_flag, open_flag],
        [Interval(0, 365), Options(PRESENT_BIT), open_flag],
    ]


READ: Final = (Neurology.latest_head_injury, Neurology.severe_head_injury, Neurology.head_injury_symptoms)


def test_an_open_list_of_pressures() -> None:
    """Another reading can only raise the highest; where the mean lies, and how many there are, nobody knows."""
    vitals = by_clinician(Vitals(pressures=AtLeastThese(BloodPressure(systolic=150, diastolic=90, on=DECISION_DAY))))
    facts = (Vitals.mean_systolic, Vitals.highest_systolic, Vitals.highest_diastolic, Vitals.pressure_readings)
    spans = [
        (found.low, found.high) for fact in facts if isinstance(found := fact.possible(vitals, DECISION_DAY), Interval)
    ]
    assert spans == [(50, 300), (150, 300), (90, 200), (1, Vitals.pressure_readings.highest)]


def test_an_open_list_of_tests() -> None:
    """A negative one clears no other; one that is positive is."""
    found = []
    for result in (TestResult.NEGATIVE, TestResult.POSITIVE):
        test = UrineDrugTest(analyte=Analyte.COCAINE, result=result, prescribed=False, on=DECISION_DAY)
        group = by_clinician(SubstanceUse(urine_drug_tests=AtLeastThese(test)))
        found.append(SubstanceUse.unexplained_drug_test.possible(group, DECISION_DAY))
    assert found == [Options(EITHER, Absence.NOT_ASKED), Options(PRESENT_BIT)]


def test_what_is_partly_known_is_not_passed_over() -> None:
    """A test of which the result is not known keeps its rule open, in an open list as in a complete one."""
    test = UrineDrugTest(analyte=Analyte.COCAINE, on=DECISION_DAY)
    fact = SubstanceUse.unexplained_drug_test
    for listed in (Recorded([test], on=DECISION_DAY), Recorded(AtLeastThese(test), on=DECISION_DAY)):
        flat = fact.flat(fact.possible(by_clinician(SubstanceUse(urine_drug_tests=listed)), DECISION_DAY))
        assert flat[-1] != NOT_INDICATED


def settled(grid: Grid, world: World, listed: object) -> list[Any]:
    group = world.of_list(listed)
    return [fact.possible(group, world.on) for fact in grid.readings]


@PER_SERIES
def test_no_list_with_these_records_leaves_the_open_one(grid: Grid) -> None:
    """Whatever else there is: the complete list alone, with one more, with two more, and open with one more."""
    world = World(grid)
    few = world.few()
    wrong = []
    for each in world.single():
        open_list = settled(grid, world, AtLeastThese(*world.records([each])))
        for more in ((), *((other,) for other in few), *itertools.combinations(few[:6], 2)):
            for then in (
                world.of_list(Recorded(world.records([each, *more]), on=world.on)),
                world.of_list(AtLeastThese(*world.records([each, *more]))),
            ):
                for fact, wide in zip(grid.readings, open_list, strict=True):
                    now = fact.possible(then, world.on)
                    if not contradicts(now) and not within(now, wide):
                        wrong.append(f"{fact.id}: {now} is not within {wide}, of {each} and {more}")
    assert wrong == []


@PER_SERIES
def test_what_is_adverse_of_a_list_stays_so(grid: Grid) -> None:
    """Of a flag, what is present; of an event, how recent it is at the least; of a highest number, how high."""
    world = World(grid)
    wrong = []
    for each in world.single():
        records = world.records([each])
        complete = settled(grid, world, Recorded(records, on=world.on))
        open_list = settled(grid, world, AtLeastThese(*records))
        for fact, known, kept in zip(grid.readings, complete, open_list, strict=True):
            if isinstance(known, Options) and isinstance(fact, Flag) and fact.adverse is True:
                fine = known.bits != PRESENT_BIT or kept.bits == PRESENT_BIT
            elif "mean_" in fact.name or not isinstance(known, Interval):
                fine = True
            else:
                fine = kept.high <= known.high if fact.kind in ("event", "moment") else kept.low == known.low
            if not fine:
                wrong.append(f"{fact.id}: {known} was lost, {kept}, of {each}")
    assert wrong == []


@PER_SERIES
def test_an_open_list_is_never_passed_over_where_the_complete_one_is_not(grid: Grid) -> None:
    """What a record leaves open of a fact on indication stays open beside what others there may be."""
    world = World(grid)
    wrong = []
    for each in world.single():
        records = world.records([each])
        complete = settled(grid, world, Recorded(records, on=world.on))
        open_list = settled(grid, world, AtLeastThese(*records))
        for fact, known, kept in zip(grid.readings, complete, open_list, strict=True):
            decided = isinstance(known, Options) and known.bits == ABSENT_BIT
            decided = decided or (isinstance(known, Interval) and known.low >= NEVER_DAYS)
            if not decided and fact.flat(known)[-1] != NOT_INDICATED and fact.flat(kept)[-1] == NOT_INDICATED:
                wrong.append(f"{fact.id} of {each}: {known}, {kept}")
    assert wrong == []


@PER_SERIES
def test_an_old_open_list_is_too_old(grid: Grid) -> None:
    """As a complete one is."""
    world = World(grid)
    records = world.records([world.single()[0]])
    day = date.fromordinal(when(grid).toordinal() - (grid.listed.validity.intake or 0) - 1)
    old, complete = (Recorded(listed, on=day) for listed in (AtLeastThese(*records), records))
    assert settled(grid, world, old) == settled(grid, world, complete)


# Decisions ------------------------------------------------------------------------------------------------------


def lists_of(subject: Any) -> list[tuple[Series, Facts]]:
    return [(fact, subject.group(fact)) for fact in every_fact(type(subject)) if isinstance(fact, Series)]


@settings(max_examples=60, deadline=None, database=None)
@given(subject=clients(), data=st.data())
def test_opening_a_list_never_loosens(subject: Client, data: st.DataObject) -> None:
    """The outcome is the same, or incomplete."""
    complete = [
        (fact, group, value)
        for fact, group in lists_of(subject)
        if isinstance(value := plain(group.__dict__[fact.name]), tuple)
    ]
    if not complete:
        return
    fact, group, value = data.draw(st.sampled_from(complete))
    given_list = group.__dict__[fact.name]
    opened: Any = AtLeastThese(*value)
    if isinstance(given_list, Recorded):
        opened = Recorded(opened, on=given_list.on, by=given_list.by)
    facts = {**{name: each for name, each in vars(group).items() if not name.startswith("_")}, fact.name: opened}
    other = Client(**{**vars(subject), fact.group: type(group)(**facts)})
    before, after = (screen(each, on=DECISION_DAY).outcome for each in (subject, other))
    assert after in (before, Outcome.INCOMPLETE)


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Recorded) else value


@pytest.mark.parametrize("engine", ["interpreter", "bits"])
@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda ruleset: ruleset.name)
def test_every_engine_decides_on_open_lists(ruleset: Any, engine: str) -> None:
    """On a subject that holds nothing but open lists, for every rule set: incomplete, or the same as without them."""
    groups: dict[str, dict[str, Any]] = {}
    for fact in every_fact(ruleset.subject):
        if isinstance(fact, Series):
            groups.setdefault(fact.group, {})[fact.name] = {"at_least": []}
    subject = subject_from_data(ruleset.subject, groups)
    empty = ruleset.subject()
    on = baseline(ruleset).on
    assert decide(ruleset, subject, on=on, engine=engine).outcome is decide(ruleset, empty, on=on).outcome


# Files, and answers ---------------------------------------------------------------------------------------------


@functools.cache
def validator(kind: type[Subject]) -> jsonschema.Draft202012Validator:
    """The schema of a kind of file, which is tried itself where schemas are."""
    return jsonschema.Draft202012Validator(subject_schema(kind))


@pytest.mark.parametrize("fact", SERIES, ids=lambda fact: fact.id)
def test_a_file_holds_an_open_list(fact: Series) -> None:
    """Of every series; it is read as it was written, and valid by the schema."""
    kind = next(ruleset.subject for ruleset in RULESETS.values() if fact in every_fact(ruleset.subject))
    for data in ({"at_least": []}, {"at_least": [], "on": "2026-11-23", "by": "client", "reference": "chart 1"}):
        whole = {fact.group: {fact.name: data}}
        subject = read_subject(kind, json.dumps(whole))
        assert subject_to_data(subject) == whole
        validator(kind).validate(whole)


def test_an_open_list_is_written_and_read() -> None:
    """Its records in the order in which they were given, each once."""
    listed = Recorded(AtLeastThese(PHENELZINE, PARACETAMOL, PHENELZINE), on=DECISION_DAY, by=Reporter.RECORD)
    client = Client(medicines=Medicines(listed=listed))
    data = subject_to_data(client)
    assert data["medicines"]["listed"]["at_least"] == [taking("phenelzine"), taking("paracetamol")]
    assert subject_from_data(Client, data) == client


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ({"at_least": {}}, "medicines.listed.at_least is an object: expected a list of records"),
        ({"at_least": [3]}, "medicines.listed.at_least[0] is 3: expected an object with facts"),
        ({"at_least": [], "value": []}, "medicines.listed holds 'value' beside 'at_least'"),
        ({"at_least": [{"substance": 3}]}, "medicines.listed.at_least[0].substance is 3"),
        ({"at_least": None}, "medicines.listed.at_least is null"),
    ],
)
def test_what_is_no_open_list_is_refused(listed: Any, said: str) -> None:
    """By place and value."""
    with pytest.raises(InputError, match="at_least") as raised:
        read_client(json.dumps({"medicines": {"listed": listed}}))
    assert said in str(raised.value)


def test_a_record_of_another_kind_is_refused() -> None:
    """In Python too, with its place."""
    wrong: Any = AtLeastThese(PHENELZINE, "lorazepam")
    with pytest.raises(InputError, match=r"medicines\.listed\[1\] is 'lorazepam': expected a Medicine"):
        Medicines(listed=wrong)


def test_an_answer_takes_nothing_from_an_open_list() -> None:
    """Who is asked which others there are, and says "none", has said nothing of those that were known."""
    client = Client(medicines=Medicines(listed=AtLeastThese(PHENELZINE)))
    now = Recorded((), on=DECISION_DAY)
    then = answered(client, "medicines.listed", now)
    others = answered(client, "medicines.listed", Recorded(AtLeastThese(PARACETAMOL), on=DECISION_DAY))
    assert then.medicines.listed == Recorded((PHENELZINE,), on=DECISION_DAY)
    assert others.medicines.listed == Recorded(AtLeastThese(PHENELZINE, PARACETAMOL), on=DECISION_DAY)
    assert answered(client, "medicines.listed", Absence.DECLINED) == client
    undated = Client(medicines=Medicines(listed=[PHENELZINE]))
    assert answered(undated, "medicines.listed", now).medicines.listed == Recorded((PHENELZINE,), on=DECISION_DAY)


def test_a_list_that_is_an_answer_is_complete() -> None:
    """On the day of the interview: the question was which there are."""
    data = json.loads((EXAMPLES / "01-complete-with-evidence.json").read_text())
    del data["medicines"]
    questions = interview(SCREENING, subject_from_data(Client, data), on=date(2026, 11, 23))
    assert next(questions).fact == "medicines.listed"
    with pytest.raises(StopIteration) as stopped:
        questions.send([PARACETAMOL])
    end = stopped.value.value
    assert end.subject.medicines.listed == Recorded((PARACETAMOL,), on=date(2026, 11, 23))
    assert end.settled.outcome is Outcome.NO_EXCLUSION_FOUND


def test_an_answer_takes_the_place_of_a_complete_list() -> None:
    """Whoever said what there was says what there is."""
    client = Client(medicines=Medicines(listed=Recorded((PHENELZINE,), on=date(2020, 1, 1))))
    now = Recorded((), on=DECISION_DAY)
    assert answered(client, "medicines.listed", now).medicines.listed == now


def taking(name: str) -> dict[str, str]:
    return {"substance": name, "status": "taking"}
