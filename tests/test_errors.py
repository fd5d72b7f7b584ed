"""Errors: their fields, several at once, what they suggest, and that nothing given ends otherwise."""

import copy
import enum
import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import (
    SCREENING,
    Absence,
    Between,
    Client,
    DaysAgo,
    Decision,
    HoursAgo,
    InputError,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
    decide,
    errors,
    interview,
    screen,
)
from kaprules.authoring import by_clinician
from kaprules.clientfile import parse_json, read_client, read_clients, read_subject, subject_from_data
from kaprules.errors import MAX_SHOWN, NEGATIONS, PREFIXES, SUFFIXES, Advice, input_error, nearest, shown_value
from kaprules.facts import Circulation, MentalState, Person, Practice, Readiness, Session, Vitals
from kaprules.facts.model import Choice, Fact, Facts, Series, Subject, every_fact, groups_of
from kaprules.intake.answer_errors import InvalidAnswer
from kaprules.intake.session import InterviewSession
from kaprules.limit import exact
from kaprules.policy import read_policy
from kaprules.rulesets import DOSING_DAY

DAY = date(2026, 11, 23)
KINDS: tuple[type[Subject], ...] = (Client, Session, Practice)


def refused(written: Callable[[], object]) -> InputError:
    """Return the error with which something is refused."""
    with pytest.raises(InputError) as caught:
        written()
    return caught.value


class TestFields:
    """What is wrong, in parts."""

    def test_each_part(self) -> None:
        """Place, value, expectation and remedy; the line is made of them."""
        error = refused(lambda: by_clinician(Vitals(heart_rate="68")))
        assert (error.place, error.value) == ("vitals.heart_rate", "'68'")
        assert (error.expectation, error.remedy) == ("a number in /min", "write it as a number, without quotes")
        assert str(error) == (
            "vitals.heart_rate is '68': expected a number in /min; write it as a number, without quotes"
        )
        assert error.redacted() == (
            "vitals.heart_rate: expected a number in /min; write it as a number, without quotes"
        )

    def test_a_group_tells_all_of_its_faults(self) -> None:
        """In order of declaration, then what nobody declared."""
        error = refused(lambda: by_clinician(Vitals(hart_rate=1, weight=None, mean_systolic=True)))
        assert [fault.place for fault in error.faults] == ["vitals.mean_systolic", "vitals.weight", "vitals"]
        assert len(str(error).splitlines()) == 3

    def test_a_subject_tells_all_of_its_faults(self) -> None:
        """Groups that are none, groups that nobody declared, and its id."""
        error = refused(lambda: Client(vitals=Person(), vitels=Vitals(), person=None, id=3))
        assert sorted(str(error).splitlines()) == [
            "id is 3: expected text in quotes; write it in quotes, or leave it out",
            "person is None: expected Person(...); leave it out where nothing is known",
            "vitals is Person(): expected Vitals(...); build the group from its facts",
            "vitels is unknown: did you mean 'vitals'?",
        ]

    def test_a_file_tells_all_of_its_faults(self) -> None:
        """Those of every group, of each report, and of each record, by their path."""
        data = {
            "vitals": {
                "heart_rate": {"reports": [{"value": 68}, {"value": "x", "unit": "/min", "by": "me"}]},
                "pressures": [{"systolic": 120}, {"on": "2026-11-31"}],
            },
            "readiness": {"treatment_goal_documented": "yes"},
            "persn": {},
        }
        error = refused(lambda: subject_from_data(Client, data))
        assert sorted(fault.place for fault in error.faults) == [
            "",
            "readiness.treatment_goal_documented",
            "vitals.heart_rate.reports[0]",
            "vitals.heart_rate.reports[1]",
            "vitals.heart_rate.reports[1].by",
            "vitals.pressures[0].on",
            "vitals.pressures[0].systolic",
            "vitals.pressures[1].on",
            "vitals.pressures[1].systolic",
        ]

    def test_a_line_of_many(self) -> None:
        """The number of the line stands before each of its faults."""
        lines = ["{}", "", '{"vitals": {"heart_rate": true, "weight": "x"}}']
        error = refused(lambda: list(read_clients(lines)))
        assert [fault.within for fault in error.faults] == ["line 3", "line 3"]
        assert str(error).splitlines()[0] == ("line 3: vitals.heart_rate is true: expected a number; write the number")
        assert error.redacted().startswith("line 3: vitals.heart_rate: expected a number; write the number")

    def test_an_interview_tells_all_of_an_answer(self) -> None:
        """In the reader's words, with the places of the answer."""
        session = InterviewSession(SCREENING, DAY, Client(), by_checklist=False)
        series = next(fact for fact in every_fact(Client) if fact.id == "vitals.pressures")
        with pytest.raises(InvalidAnswer) as caught:
            session.read(series, [{"systolic": "high", "diastolic": {"value": 80, "unit": "mm[Hg]"}}])
        assert [fault.place for fault in caught.value.faults] == [
            "vitals.pressures[0].systolic",
            "vitals.pressures[0].on",
        ]
        assert str(caught.value) == (
            "Entry 1, Systolic pressure: expected a number from 50 to 300 mmHg, or in another unit: kPa. "
            "Entry 1, Measured on: it has to be given"
        )

    def test_a_text_alone(self) -> None:
        """An error of one text has no parts, and is redacted whole."""
        error = InputError("the record of somebody")
        assert (str(error), error.place, error.value) == ("the record of somebody", "", None)
        assert error.redacted() == "cannot be taken as it stands"

    @pytest.mark.parametrize(
        "error", [refused(lambda: by_clinician(Vitals(weight=None, heart_rate="x"))), InvalidAnswer("no")]
    )
    def test_an_error_is_pickled_and_copied(self, error: InputError) -> None:
        """With its faults, and as what it is."""
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert (type(again), again.faults, str(again)) == (type(error), error.faults, str(error))
        assert isinstance(error, ValueError)

    def test_the_place_within_a_series(self) -> None:
        """A fault that a record finds itself is told under the record's path, in the words of a file."""
        error = input_error("blood_pressure.on", problem="is odd", remedy="a", in_file=Advice("c", "d"))
        assert str(error.for_file("blood_pressure", "vitals.pressures[2]")) == (
            "vitals.pressures[2].on is odd: expected c; d"
        )


class TestSurfaces:
    """Python is told in Python, a file in JSON."""

    @pytest.mark.parametrize(
        ("written", "data", "python", "file"),
        [
            (
                lambda: Person(birth_date="1985-03-10"),
                {"person": {"birth_date": 1985}},
                "person.birth_date is '1985-03-10': expected a date, a month or a year; "
                "did you mean date(1985, 3, 10)?",
                'person.birth_date is 1985: expected a date as "2025-03-01", "2025-03" or "2025"; write it in quotes, '
                "the year first",
            ),
            (
                lambda: by_clinician(MentalState(reality_testing="impared")),
                {"mental_state": {"reality_testing": "impared"}},
                "mental_state.reality_testing is 'impared': expected one of RealityTesting.INTACT, "
                "RealityTesting.IMPAIRED, RealityTesting.UNCLEAR; did you mean RealityTesting.IMPAIRED?",
                'mental_state.reality_testing is "impared": expected one of intact, impaired, unclear; '
                'did you mean "impaired"?',
            ),
            (
                lambda: Circulation(myocardial_infarction="never"),
                {"circulation": {"myocardial_infarction": False}},
                "circulation.myocardial_infarction is 'never': expected a date, a year or a month, NEVER or HAPPENED; "
                "did you mean NEVER?",
                'circulation.myocardial_infarction is false: expected "never", "happened", a date as "2025-03-01", '
                '"2025-03" or "2025", {"days_ago": 42} or {"over_days_ago": 365}; write it in quotes, the year first',
            ),
            (
                lambda: Readiness(treatment_goal_documented=None),
                {"readiness": {"treatment_goal_documented": None}},
                "readiness.treatment_goal_documented is None: expected True or False; leave it out, or say why it is "
                "absent: Absence.NOT_KNOWN",
                "readiness.treatment_goal_documented is null: expected true or false; leave it out, or say why it is "
                'absent, as {"absent": "not_known"}',
            ),
        ],
    )
    def test_each_in_its_own_words(self, written: Callable[[], object], data: object, python: str, file: str) -> None:
        """What is expected and what to do."""
        assert str(refused(written)) == python
        assert str(refused(lambda: subject_from_data(Client, data))) == file

    @pytest.mark.parametrize("fact", [fact for kind in KINDS for fact in every_fact(kind)], ids=lambda fact: fact.id)
    def test_every_fact_has_both(self, fact: Fact) -> None:
        """None is refused by each, with how to say why there is no value; a fault of Python can be told to a file."""
        if fact.required:
            return
        group = next(groups_of(kind)[fact.group] for kind in KINDS if fact.group in groups_of(kind))
        kind = next(kind for kind in KINDS if fact.group in groups_of(kind))
        (python,) = refused(lambda: group(**{fact.name: None})).faults
        (file,) = refused(lambda: subject_from_data(kind, {fact.group: {fact.name: None}})).faults
        if not fact.requires_date:
            assert python.remedy == "leave it out, or say why it is absent: Absence.NOT_KNOWN"
            assert python.for_file().expectation == file.expectation
        assert file.remedy == 'leave it out, or say why it is absent, as {"absent": "not_known"}'


# Suggestions -------------------------------------------------------------------------------------------------

FACTS = [fact for kind in KINDS for fact in every_fact(kind)]
RECORDS = [part for fact in FACTS if isinstance(fact, Series) for part in fact.record.__facts__]
LISTS: list[tuple[str, ...]] = sorted(
    {
        *(
            tuple(str(option.value) for option in fact.options)
            for fact in (*FACTS, *RECORDS)
            if isinstance(fact, Choice)
        ),
        *(tuple(fact.name for fact in group.__facts__) for kind in KINDS for group in groups_of(kind).values()),
        *(tuple(groups_of(kind)) for kind in KINDS),
        tuple(rule.id for rule in SCREENING.rules),
        tuple(rule.id for rule in DOSING_DAY.rules),
    }
)


NAMES = sorted({name for known in LISTS for name in known})


def negated(name: str) -> Iterator[str]:
    """Yield a name with each negation before it and behind it."""
    for negation in (*NEGATIONS, *PREFIXES):
        yield from (f"{negation}{name}", f"{negation} {name}", f"{name}_{negation}")
    for negation in SUFFIXES:
        yield f"{name}{negation}"


def letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


class TestSuggestions:
    """What was probably meant, and never its opposite."""

    def test_no_negation_is_taken_away(self) -> None:
        """Of every option, fact, group and rule, with every negation."""
        for name in NAMES:
            for text in negated(name):
                assert nearest(text, [name]) == "" or letters(text) == letters(name), text

    @settings(deadline=None)
    @given(st.sampled_from(NAMES), st.sampled_from([*NEGATIONS, *PREFIXES]), st.sampled_from(["", " ", "-"]), st.data())
    def test_nor_within(self, name: str, negation: str, beside: str, data: st.DataObject) -> None:
        """Before any of its words, and the other way round."""
        place = data.draw(st.sampled_from([0, *(place + 1 for place, sign in enumerate(name) if sign in " _.-")]))
        text = f"{name[:place]}{negation}{beside}{name[place:]}"
        assert (nearest(text, [name]), nearest(name, [text])) == ("", "")

    @pytest.mark.parametrize(
        ("text", "known"),
        [
            ("not well controlled", ["well controlled", "poorly controlled"]),
            ("not-taking", ["taking", "stopped"]),
            ("not wel controled", ["well controlled"]),
            ("wellnotcontrolled", ["well controlled"]),
            ("active", ["inactive"]),
            ("controled", ["uncontrolled"]),
            ("asymptomatic", ["symptomatic"]),
            ("siezure free", ["seizure"]),
            ("isn't taking", ["taking"]),
            ("nto taking", ["taking"]),
            ("into active", ["inactive"]),
            ("x" * 10_000_000, ["x" * 80]),
        ],
    )
    def test_an_opposite_is_never_meant(self, text: str, known: list[str]) -> None:
        """Misspelt, joined or beside other words."""
        assert nearest(text, known) == ""

    @pytest.mark.parametrize("known", LISTS, ids=lambda known: known[0])
    def test_a_letter_left_out_is_found(self, known: tuple[str, ...]) -> None:
        """But for a letter of a negation: what is left may be meant."""
        for name in known:
            if len(name) > 7 and not name.endswith((*NEGATIONS, *SUFFIXES)):
                place = len(name) - 2
                assert nearest(name[:place] + name[place + 1 :], known), name

    def test_they_are_listed_instead(self) -> None:
        """Of a choice its options, of a name the names."""
        error = refused(lambda: by_clinician(MentalState(reality_testing="not intact")))
        assert str(error).endswith(
            "expected one of RealityTesting.INTACT, RealityTesting.IMPAIRED, RealityTesting.UNCLEAR; write one of these"
        )
        assert ": known are " in str(refused(lambda: subject_from_data(Client, {"no_vitals": {}})))


# Anything ----------------------------------------------------------------------------------------------------


class Broken:
    """An object that fails at whatever is asked of it."""

    def _fail(self, *more: object) -> Any:
        raise RuntimeError("broken")

    __repr__ = __str__ = __eq__ = __hash__ = __len__ = __iter__ = __bool__ = __lt__ = __format__ = _fail


class BrokenText(str):
    """A text that fails at being looked up."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("broken")

    def __hash__(self) -> int:
        raise RuntimeError("broken")

    def __repr__(self) -> str:
        raise RuntimeError("broken")


class Large:
    """An object whose form is of 10 MB, over many lines."""

    def __repr__(self) -> str:
        return "large\n" * 1_700_000


class OwnNumber(int):
    """A number of somebody's own."""

    def __repr__(self) -> str:
        raise RuntimeError("broken")


class OwnList(list[Any]):
    """A list that cannot be gone through."""

    def __iter__(self) -> Any:
        raise RuntimeError("broken")


class Other(enum.Enum):
    """An enumeration of nobody."""

    INTACT = "intact"


class Numbered(enum.IntEnum):
    """An enumeration whose members are numbers."""

    ONE = 1


class Nowhere(tzinfo):
    """A zone that does not know its difference."""

    def utcoffset(self, when: object) -> Any:
        return None

    dst = utcoffset


class Raising(tzinfo):
    """A zone that fails."""

    def utcoffset(self, when: object) -> Any:
        raise RuntimeError("broken")

    dst = utcoffset


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)
DEEP: Any = []
for _ in range(20_000):
    DEEP = [DEEP]
ODD = [
    Broken(),
    BrokenText("intact"),
    BrokenText("value"),
    Large(),
    OwnNumber(3),
    OwnList([1]),
    Other.INTACT,
    Numbered.ONE,
    CIRCLE,
    DEEP,
    10**5000,
    -(10**400),
    float("nan"),
    float("-inf"),
    Decimal("NaN123"),
    Decimal("sNaN"),
    Decimal("1e999999"),
    Fraction(1, 3),
    complex(1, 2),
    b"\xff\x00",
    bytearray(b"x"),
    "x" * 1_000_000,
    "\ud800",
    "a\nb\x00",
    "",
    {1: 2, None: 3},
    {"value": Broken()},
    {Other.INTACT: 1},
    {(1, 2): BrokenText("x")},
    {1, 2},
    frozenset({"a"}),
    [Broken()],
    (Broken(), Large()),
    object(),
    type,
    len,
    lambda: None,
    NotImplemented,
    ...,
    range(3),
    iter([1]),
    date.min,
    date.max,
    datetime.min,
    datetime.max,
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.max.replace(tzinfo=timezone(-timedelta(hours=14))),
    datetime(2026, 1, 1, tzinfo=Nowhere()),
    datetime(2026, 1, 1, tzinfo=Raising()),
    datetime(2026, 1, 1, tzinfo=UTC),
    timedelta(1),
    UTC,
    *Absence,
    Absence,
    Client,
    Client(),
    by_clinician(Vitals(heart_rate=68)),
    SCREENING,
    Recorded([1]),
    Recorded(Broken()),
    Recorded(3, on=datetime(2026, 1, 1)),
    Recorded(Absence.STALE),
    Quantity(1, "kg"),
    Quantity(Broken(), "/min"),  # type: ignore[arg-type] # on purpose
    Between(1, 2),
    OneOf(Other.INTACT, Numbered.ONE),
    PartialDate(1),
    DaysAgo(10**30),
    HoursAgo(10**14),
]
plain = (
    st.integers(0, len(ODD) - 1).map(lambda place: ODD[place])
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
)
plain |= st.decimals() | st.fractions() | st.dates() | st.datetimes(timezones=st.none() | st.just(UTC))
anything = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=3) | st.integers() | st.sampled_from(["value", "unit", "on", "by", "absent", "reports"]),
            inner,
            max_size=3,
        )
        | st.tuples(inner)
        | inner.map(lambda value: tried(Recorded, value) or value)
        | inner.map(lambda value: tried(Reports, Recorded(1), value) or value)
    ),
    max_leaves=6,
)


def tried(make: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Return what is made, or None where it is refused clearly: in short lines, whose fields can be kept."""
    try:
        return make(*given, **named)
    except InputError as raised:
        error = raised
    assert error.faults
    for fault in error.faults:
        assert len(fault.value or "") <= MAX_SHOWN + 3
        assert str(fault).strip() and str(fault).isprintable()
        assert len(fault.problem) <= 8 * MAX_SHOWN and len(fault.place) <= 8 * MAX_SHOWN
        assert fault.redacted()
    assert pickle.loads(pickle.dumps(error)).faults == error.faults
    return None


GROUPS: list[type[Facts]] = [group for kind in KINDS for group in groups_of(kind).values()]
GROUPS += [fact.record for fact in FACTS if isinstance(fact, Series)]
EVERY = [fact for group in GROUPS for fact in group.__facts__]


class TestAnything:
    """Whatever is given is taken, or refused with an ``InputError``: nothing else is raised."""

    @pytest.mark.parametrize("fact", EVERY, ids=lambda fact: fact.id)
    def test_every_fact_and_every_odd_object(self, fact: Fact) -> None:
        """Alone, with its evidence, and among reports."""
        group = fact.owner
        for value in ODD:
            tried(group, **{fact.name: value})
            tried(lambda value=value: group(**{fact.name: Recorded(value, on=DAY)}))
            tried(lambda value=value: group(**{fact.name: Reports(Recorded(1), Recorded(value, on=DAY))}))

    @settings(deadline=None)
    @given(st.sampled_from(EVERY), anything)
    def test_every_fact(self, fact: Fact, value: Any) -> None:
        """What is taken is decided on, too."""
        group = fact.owner
        made = tried(group, **{fact.name: value})
        if made is not None and made.__group__ in groups_of(Client):
            screen(Client(**{made.__group__: made}), on=DAY, zone="UTC", engine="interpreter")

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from(["vitals", "person", "id", "x", "vitels"]), anything, max_size=3))
    def test_a_subject(self, groups: dict[str, Any]) -> None:
        """Its groups and its id."""
        tried(Client, **groups)

    @settings(deadline=None)
    @given(anything, anything)
    def test_values(self, one: Any, other: Any) -> None:
        """Each of the forms in which a value may be given."""
        for make in (Recorded, DaysAgo, HoursAgo, PartialDate, OneOf, Reports, exact):
            tried(make, one)
        for make in (Quantity, Between, PartialDate, OneOf, Reports):
            tried(make, one, other)
        for name in ("on", "by", "reference"):
            tried(Recorded, 1, **{name: one})

    @settings(deadline=None)
    @given(st.sampled_from(EVERY), anything)
    def test_data(self, fact: Fact, data: Any) -> None:
        """A client file that some other reader has read."""
        group = fact.owner
        kind = next((kind for kind in KINDS if groups_of(kind).get(fact.group) is group), Client)
        tried(subject_from_data, kind, data)
        tried(subject_from_data, kind, {fact.group: data})
        tried(subject_from_data, kind, {fact.group: {fact.name: data}})
        for name in ("value", "on", "by", "reference", "unit", "reports", "one_of", "days_ago", "absent", "at_least"):
            tried(subject_from_data, kind, {fact.group: {fact.name: {"value": 1, "unit": "kg"} | {name: data}}})
            tried(subject_from_data, kind, {fact.group: {fact.name: {name: data}}})

    @settings(deadline=None)
    @given(anything)
    def test_texts(self, text: Any) -> None:
        """A client, a subject, JSON, a policy, a record."""
        for read in (read_client, parse_json, read_policy, Decision.from_json):
            tried(read, text)
        tried(read_subject, Session, text)
        tried(lambda: list(read_clients([text])))

    @settings(deadline=None)
    @given(anything, st.sampled_from(["format", "version", "ruleset", "engine", "on", "zone", "subject", "outcome"]))
    def test_records(self, value: Any, name: str) -> None:
        """A record in which something is altered."""
        data = json.loads(RECORD)
        try:
            text = json.dumps(data | {name: value})
        except Exception:
            return
        tried(Decision.from_json, text)

    @settings(deadline=None)
    @given(anything)
    def test_decisions(self, value: Any) -> None:
        """What may be asked about, and how."""
        tried(decide, value, Client(), on=DAY)
        tried(decide, SCREENING, value, on=DAY)
        tried(decide, SCREENING, Client(), on=value, engine="interpreter")
        tried(decide, DOSING_DAY, Session(), on=value, engine="interpreter")
        if value is not None:
            tried(screen, Client(), on=DAY, engine=value)
        tried(interview, value, Client(), on=DAY)
        tried(interview, SCREENING, value, on=DAY)
        tried(Decision.from_json, RECORD, ruleset=value)

    @settings(deadline=None)
    @given(anything)
    def test_questions(self, value: Any) -> None:
        """Whatever a decision is asked for by name."""
        decision = screen(Client(), on=DAY, engine="interpreter")
        tried(lambda: SCREENING[value])
        for ask in (decision.why, decision.reason, decision.compared, decision.words):
            tried(ask, value)
        tried(decision.words, "client", value)
        tried(decision.compared, decision, value)
        if type(value) is not int:
            tried(decision.changes, most=value)

    @settings(deadline=None)
    @given(anything)
    def test_answers(self, value: Any) -> None:
        """An answer in Python, and one as data."""
        asking = interview(SCREENING, Client(), on=DAY)
        next(asking)
        tried(asking.send, value)
        tried(InterviewSession(SCREENING, DAY, Client(), by_checklist=False).answered, value)


RECORD = screen(Client(id="c", vitals=by_clinician(Vitals(mean_systolic=160))), on=DAY, engine="interpreter").to_json()


class TestShown:
    """Values in an error: on one line, short, whatever they are."""

    @settings(deadline=None)
    @given(anything)
    def test_any_value(self, value: Any) -> None:
        """Nothing that it does keeps the error away."""
        shown = shown_value(value)
        assert shown and shown.isprintable() and len(shown) <= MAX_SHOWN + 3

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (Broken(), "an object of type Broken"),
            (Large(), f"{'large ' * 10}..."),
            pytest.param(10**5000, "an integer of about 5001 digits", id="large"),
            (Other.INTACT, "Other.INTACT"),
            ("x" * 100, f"'{'x' * 59}..."),
            (date(2025, 3, 1), "datetime.date(2025, 3, 1)"),
        ],
    )
    def test_each(self, value: object, shown: str) -> None:
        """What fails is named by its type."""
        assert shown_value(value) == shown


# Redaction ---------------------------------------------------------------------------------------------------

secrets = st.one_of(
    st.text("qxzwjk", min_size=6, max_size=20),
    st.integers(70_000_001, 90_000_000),
    st.decimals(70_000_001, 90_000_000, places=3),
    st.dates(date(1931, 5, 6), date(1959, 5, 6)).map(lambda day: f"{day.isoformat()}T25:61"),
)


class TestRedaction:
    """A line that may be logged: nothing in it that was given, or follows from it."""

    @settings(deadline=None)
    @given(st.sampled_from(EVERY), secrets)
    def test_python(self, fact: Fact, secret: Any) -> None:
        """No value of a fact, wherever it stands."""
        group = fact.owner
        for value in (secret, [secret], {"value": secret}, Quantity(3, str(secret)), Recorded(secret, on=DAY)):
            error = refused(lambda value=value: group(**{fact.name: value, f"not_{secret}": 1}))
            assert str(secret) in str(error)
            assert str(secret) not in error.redacted()

    @settings(deadline=None)
    @given(st.sampled_from(EVERY), secrets)
    def test_files(self, fact: Fact, secret: Any) -> None:
        """No value of a file, and no name that was made up."""
        group = fact.owner
        kind = next((kind for kind in KINDS if groups_of(kind).get(fact.group) is group), Client)
        text = str(secret)
        for value in (
            secret,
            {text: secret},
            {"value": secret},
            {"value": secret, "unit": text, "by": text, "on": text, "reference": f"{text}\n"},
            {"reports": [{"value": secret, "by": text}, secret]},
            {"at_least": secret, "at_most": -1, "unit": text},
            {"one_of": [text]},
            {"days_ago": text},
            {"absent": text},
            {"fraction": [text]},
            [{text: 1}, {"on": text}],
        ):
            for data in ({fact.group: {fact.name: value, text: 1}}, {fact.group: value}, {text: value}):
                with suppress(InputError):
                    subject_from_data(kind, data)
                    continue
                assert text not in refused(lambda data=data: subject_from_data(kind, data)).redacted()

    @settings(deadline=None)
    @given(secrets)
    def test_texts(self, secret: Any) -> None:
        """Nor what stands in a text that cannot be read."""
        text = str(secret)
        for written in (f'{{"{text}": 1, "{text}": 1}}', f"[{text}", f'{{"id": "{text}\\u0000", "vitals": "{text}"}}'):
            assert text not in refused(lambda written=written: read_client(written)).redacted()

    def test_suggestions_are_left_out(self) -> None:
        """They follow from what was given."""
        error = refused(lambda: subject_from_data(Client, {"mental_state": {"reality_testing": "impared"}}))
        assert error.redacted() == (
            "mental_state.reality_testing: expected one of intact, impaired, unclear; write one of these in quotes"
        )


def test_every_exception_is_in_its_module() -> None:
    """But those of the engines, of the solver, and of tools."""
    assert [name for name in vars(errors) if name.endswith("Error")] == ["ConditionError", "RuleError", "InputError"]
