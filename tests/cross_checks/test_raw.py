"""The second reading of raw files: it shares nothing with the library, agrees with it, and notices faults in it."""

from __future__ import annotations

import ast
import calendar
import functools
import itertools
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from cross_checks import raw, referee
from cross_checks.raw.contradictions import CONTRADICTIONS
from cross_checks.raw.facts import Seen
from cross_checks.raw.hard import HARD
from cross_checks.raw.made import Made
from kaprules.facts.bladder import Bladder
from kaprules.facts.follow_up import FollowUp
from kaprules.facts.liver import Liver
from kaprules.facts.medicines import Medicines
from kaprules.facts.model import (
    Between,
    ChecklistAnswer,
    Event,
    Fact,
    Facts,
    Item,
    Moment,
    Number,
    PartialDate,
    Series,
    Subject,
    Validity,
    is_to_come,
)
from kaprules.facts.model.contradictions import Crossed
from kaprules.facts.suicidality import Suicidality
from kaprules.facts.vitals import Vitals
from kaprules.possible import Absence, Interval
from tests.assurance.seeded import FAULTS, Fault, method, reading, used, with_records

SHARES: Final = {"client": 90, "session": 90, "practice": 60}
"""How many files of each kind are read in the suite; 10,000 of each by ``python -m cross_checks raw``."""
Patch = pytest.MonkeyPatch


@functools.cache
def files(kind: str) -> tuple[tuple[Made, dict[str, Seen]], ...]:
    """Return files of one kind, with what the second reading says of them."""
    making = referee.maker(kind, seed=1)
    return tuple((made, referee.read(kind, made)) for made in (making.one() for _ in range(SHARES[kind])))


def every_file() -> Iterator[tuple[str, Made, dict[str, Seen]]]:
    """Yield the files of all kinds in turn, as different faults show in different ones."""
    for each in itertools.zip_longest(*([(kind, *file) for file in files(kind)] for kind in SHARES)):
        yield from filter(None, each)


# What is independent ----------------------------------------------------------------------------------------------


def test_it_imports_nothing_of_the_library() -> None:
    """Nor anything else that is not of Python itself: in its text, and once it is imported."""
    folder = Path(raw.__file__).parent
    names = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                names |= {each.name.split(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level < 2, f"{file.name} imports from above its folder"
                names |= {(node.module or "").split(".")[0]} if not node.level else set()
    assert names <= set(sys.stdlib_module_names)
    modules = ", ".join(f"cross_checks.raw.{file.stem}" for file in folder.glob("*.py") if file.stem != "__init__")
    asks = f"import sys, {modules}; print(sorted(name for name in sys.modules if name.startswith('kaprules')))"
    done = subprocess.run(
        [sys.executable, "-c", asks], capture_output=True, text=True, check=True, cwd=folder.parents[1]
    )
    assert done.stdout.strip() == "[]"


def test_the_same_seed_makes_the_same_files() -> None:
    """In another process too, in which sets have another order."""
    asks = "from cross_checks import referee; m = referee.maker('client', 1); print([m.one().text for _ in range(9)])"
    command, folder = [sys.executable, "-c", asks], Path(raw.__file__).parents[2]
    texts = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        texts.add(subprocess.run(command, capture_output=True, check=True, cwd=folder, env=env).stdout)
    assert len(texts) == 1


# Without a fault they agree ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHARES)
def test_the_two_readings_agree(kind: str) -> None:
    """On every fact, concept, rule and outcome of generated files."""
    found = (each for made, seen in files(kind) for each in referee.differences(kind, made, seen))
    assert next(found, None) is None


@pytest.mark.soak
@pytest.mark.parametrize("kind", SHARES)
def test_the_two_readings_agree_in_the_long_run(kind: str) -> None:
    """On ten thousand files of each kind, none of which the suite has read."""
    found = referee.run(kind, 10_000, seed=2)
    assert (found.unlike, found.first) == (0, "")


def test_every_reading_and_kind_of_answer_occurs() -> None:
    """So that agreeing says something: each fact is known in some file, in part in another, not at all in a third."""
    never_known = set()
    for kind in SHARES:
        seen: dict[str, set[object]] = {}
        for _, facts in files(kind):
            for name, each in facts.items():
                seen.setdefault(name, set()).add(each.absence)
        never_known |= {name for name, absences in seen.items() if None not in absences or len(absences) < 2}
        reasons = set().union(*seen.values())
        assert {"stale", "implausible", "declined", "not_known", "conflicting"} <= reasons
    assert never_known == set()


@pytest.mark.parametrize("kind", SHARES)
def test_every_contradiction_is_read_a_second_time(kind: str) -> None:
    """Whatever the facts declare that cannot be so together, the second reading knows by itself, and nothing else."""
    declared = Counter(
        (group, frozenset({name, *each["facts"]}), each["absence"])
        for group, facts in referee.declared(kind).items()
        for name, fact in facts.items()
        for each in fact.get("contradicts", ())
    )
    known = Counter(
        (each.group, frozenset(each.facts), each.absence)
        for each in CONTRADICTIONS
        if set(each.facts) <= referee.declared(kind).get(each.group, {}).keys()
    )
    assert known == declared


def test_everything_hard_occurs() -> None:
    """In the files of the suite: whatever is known to be hard to read, in one kind or another."""
    found = {kind: set[str]().union(*(referee.hard_in(kind, *each) for each in files(kind))) for kind in SHARES}
    assert set(HARD) - set().union(*found.values()) == set()


def test_the_figures_are_those_of_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints and writes how much was compared, and ends with 1 where something is read otherwise."""
    page, making = tmp_path / "page.md", referee.maker("client", 1)
    every = [making.one() for _ in range(3)]
    facts = sum(len(referee.read("client", made)) for made in every)
    books = [referee.book(name) for made in every for name in referee.asked_by("client", made)]
    conclusions = sum(1 + len(book.rules) + len(book.concepts) for book in books)
    assert facts > 500 and conclusions > 600
    assert referee.main(3, 1, page) == 0
    assert f"client: 3 files, {facts:,} facts, {conclusions:,} conclusions" in capsys.readouterr().out
    assert f"| client | 3 | {facts:,} | {conclusions:,} | none |" in page.read_text()
    with pytest.MonkeyPatch.context() as patch:
        method(patch, Number, "full_range", lambda right, fact, *more: right(fact, Absence.DECLINED))
        assert referee.main(3, 1, None) == 1
    assert "by the second reading" in capsys.readouterr().out


# A fault is noticed -----------------------------------------------------------------------------------------------

NOT_OF_READING: Final = {
    "the opposite of above is below",
    "the opposite of ever is ever",
    "a reading that raises is not named",
}
"""Faults in what tests mean and how errors are named; others notice them."""
MORE: Final[list[tuple[str, Callable[[Patch], None]]]] = []


def fault(name: str) -> Callable[[Callable[[Patch], None]], Callable[[Patch], None]]:
    """Add a fault that is seeded here."""

    def added(install: Callable[[Patch], None]) -> Callable[[Patch], None]:
        MORE.append((name, install))
        return install

    return added


@fault("a month ends on the 28th")
def _(patch: Patch) -> None:
    patch.setattr(calendar, "monthrange", lambda year, month: (0, 28))


@fault("a year ends in November")
def _(patch: Patch) -> None:
    def november(right: Any, partial: Any) -> date:
        return date(partial.year, 11, 30) if partial.month is None else right(partial)

    method(patch, PartialDate, "last", november)


@fault("a year begins in February")
def _(patch: Patch) -> None:
    method(patch, PartialDate, "first", lambda right, partial: max(right(partial), date(partial.year, 2, 1)))


@fault("a day has 23 hours")
def _(patch: Patch) -> None:
    used(
        patch,
        Moment.values_of,
        "hours_between",
        lambda right, then, on: (right(then, on)[0] + (right(then, on)[0] != right(then, on)[1]), right(then, on)[1]),
    )


@fault("hours are rounded down")
def _(patch: Patch) -> None:
    used(patch, Moment.values_of, "hours_between", lambda right, then, on: tuple(each // 1 for each in right(then, on)))


@fault("a validity in hours also holds at the intake")
def _(patch: Patch) -> None:
    def hours_too(right: Any, validity: Any, recorded: date, on: date) -> bool:
        return right(validity, recorded, on) and (validity.hours is None or (on - timedelta(1)) <= recorded)

    def by_day(right: Any, validity: Any, recorded: date, on: date) -> bool:
        day = date.fromordinal(recorded.toordinal())
        return hours_too(right, validity, day, on) if type(on) is date else right(validity, recorded, on)

    method(patch, Validity, "covers", by_day)


@fault("the mean is the middle one")
def _(patch: Patch) -> None:
    def middle(right: Any, group: Any, on: date) -> Any:
        return right(
            with_records(group, "pressures", lambda each: sorted(each, key=lambda one: str(one.on))[len(each) // 2 :]),
            on,
        )

    reading(patch, Vitals.mean_systolic, middle)


@fault("pressures that are too old are counted")
def _(patch: Patch) -> None:
    reading(
        patch,
        Vitals.pressure_readings,
        lambda right, group, on: right(group, on)._replace(
            high=right(group, on).high + (right(group, on).absence is None)
        ),
    )


@fault("a ticked item is a denial")
def _(patch: Patch) -> None:
    method(patch, Item, "adverse", lambda right, item, fact: item.denied[fact])


@fault("a checklist clears whoever answered it")
def _(patch: Patch) -> None:
    method(patch, ChecklistAnswer, "may_clear", lambda right, answer, checklist: True)


@fault("a list of a day to come is whole")
def _(patch: Patch) -> None:
    def whole(right: Any, series: Any, group: Any, on: date) -> Any:
        records, reason = right(series, group, on)
        return records, None if reason is Absence.IMPLAUSIBLE else reason

    method(patch, Series, "records", whole)


@fault("a list that was declined is read as never asked for")
def _(patch: Patch) -> None:
    def unasked(right: Any, series: Any, group: Any, on: date) -> Any:
        records, reason = right(series, group, on)
        return records, Absence.NOT_ASKED if reason is Absence.DECLINED else reason

    method(patch, Series, "records", unasked)


@fault("a medicine that is not in the table belongs to no class")
def _(patch: Patch) -> None:
    from kaprules.facts import medicines

    names = medicines._read.__wrapped__.__globals__  # type: ignore[attr-defined] # what is kept wraps what reads
    right = names["_entry"]
    harmless = medicines.resolve("ibuprofen")

    def known(record: Any, on: date) -> Any:
        entry = right(record, on)
        return entry._replace(ingredient=harmless) if entry.ingredient is None and not entry.contradicted else entry

    patch.setitem(names, "_entry", known)


@fault("what is taken or planned is not")
def _(patch: Patch) -> None:
    planned = {f"MedicineStatus.{name}" for name in ("TAKING", "PLANNED", "INTENDED", "ACTIVE")}

    def only_taken(right: Any, group: Any, on: date) -> Any:
        return right(
            with_records(group, "listed", lambda each: [one for one in each if str(one.status) not in planned]),
            on,
        )

    for fact in (Medicines.takes_opioid, Medicines.takes_benzodiazepine, Medicines.takes_pressor):
        reading(patch, fact, only_taken)


@fault("three months are 91 days")
def _(patch: Patch) -> None:
    reading(patch, Suicidality.behaviour_in_three_months, lambda right, group, on: right(group, on - timedelta(1)))


@fault("the last midnight is that of UTC")
def _(patch: Patch) -> None:
    from datetime import UTC

    reading(patch, FollowUp.midnight_passed, lambda right, group, on: right(group, on.astimezone(UTC)))


@fault("a multiple is of the plausible middle where the reference is not known")
def _(patch: Patch) -> None:
    def middle(right: Any, group: Any, on: date) -> Any:
        found = right(group, on)
        return found._replace(high=found.low) if isinstance(group.alt_reference_high, Absence) else found

    reading(patch, Liver.alt_multiple, middle)


@fault("counts that are alike contradict each other")
def _(patch: Patch) -> None:
    def alike(right: Any, group: Any, on: date) -> Any:
        six, twelve = (Bladder.__dict__[f"cystitis_episodes_in_{each}_months"].possible(group, on) for each in (6, 12))
        found = right(group, on)
        return found._replace(bits=2) if six.low == six.high == twelve.low == twelve.high else found

    reading(patch, Bladder.episode_counts_contradict, alike)


@fault("several old reports expire one by one")
def _(patch: Patch) -> None:
    def first(right: Any, fact: Any, reports: list[Any]) -> Any:
        old = [each for each in reports if each.absence is Absence.STALE]
        return old[0] if fact.kind == "event" and len(old) == len(reports) > 1 else right(fact, reports)

    method(patch, Event, "_merged", first)


@fault("a report that was declined outweighs a value")
def _(patch: Patch) -> None:
    def declined(right: Any, fact: Any, reports: list[Any]) -> Any:
        return next((each for each in reports if each.absence is Absence.DECLINED), None) or right(fact, reports)

    method(patch, Fact, "_merged", declined)


@fault("a copy counts as another measurement")
def _(patch: Patch) -> None:
    from kaprules.facts.model import counting

    used(patch, counting.counted_once, "_times", lambda right, clocks: len(clocks))


@fault("what may be a copy is none")
def _(patch: Patch) -> None:
    from kaprules.facts.model import counting

    right = counting._Exact
    patch.setattr(counting, "_Exact", lambda parts, fewest, most: right(parts, most, most))


@fault("an open list is whole")
def _(patch: Patch) -> None:
    def whole(right: Any, series: Any, group: Any, on: date) -> Any:
        found = right(series, group, on)
        return found._replace(others=None) if found.records and found.others is Absence.NOT_ASKED else found

    method(patch, Series, "records", whole)


@fault("a validity a day shorter")
def _(patch: Patch) -> None:
    method(patch, Validity, "covers", lambda right, validity, then, on: right(validity, then - timedelta(1), on))


@fault("an instant is of the day that its text shows")
def _(patch: Patch) -> None:
    method(patch, Facts, "placed", lambda right, group, zone, *life: right(group, None, *life))


@fault("the factor of another unit is upside down")
def _(patch: Patch) -> None:
    def upside_down(right: Any, fact: Any, unit: str) -> Any:
        return 1 / right(fact, unit)

    method(patch, Number, "_factor", upside_down)


@fault("nothing contradicts anything")
def _(patch: Patch) -> None:
    method(patch, Crossed, "holds", lambda right, crossed, group, on: False)


@fault("facts that contradict each other are absent for the other reason")
def _(patch: Patch) -> None:
    def other(right: Any, fact: Any, found: Any) -> Any:
        return right(fact, found)._replace(absence=Absence.NOT_KNOWN)

    method(patch, Fact, "reopened", other)


@fault("a code for a missing number is believed")
def _(patch: Patch) -> None:
    def believed(right: Any, fact: Any, value: Any, on: date) -> Any:
        found = right(fact, value, on)
        return Interval(*fact._ends(value)) if fact.missing_codes and fact.is_code(value) else found

    method(patch, Number, "values_of", believed)


@fault("what was before the birth is believed")
def _(patch: Patch) -> None:
    method(patch, Subject, "born", lambda right, subject, *more: 0)


@fault("what is of a day before the birth is only old")
def _(patch: Patch) -> None:
    method(patch, Facts, "could_not_be", lambda right, group, then, on: is_to_come(then, on))


@fault("one end of a number is the number")
def _(patch: Patch) -> None:
    def alone(right: Any, fact: Any, value: Any) -> Any:
        low, high = right(fact, value)
        if isinstance(value, Between) and None in (value.low, value.high):
            return (high, high) if value.low is None else (low, low)
        return low, high

    method(patch, Number, "_ends", alone)


@fault("the newest of several reports counts alone")
def _(patch: Patch) -> None:
    def newest(right: Any, fact: Any, reports: list[Any]) -> Any:
        return right(fact, [max(reports, key=lambda each: each.day)])

    method(patch, Fact, "_merged", newest)


@fault("a report without a date is of yesterday")
def _(patch: Patch) -> None:
    def yesterday(right: Any, fact: Any, group: Any, report: Any, on: date) -> Any:
        found = right(fact, group, report, on)
        return found._replace(day=found.day - (report.on is None))

    method(patch, Fact, "_of_day", yesterday)


@fault("a reading of which a half is missing is none")
def _(patch: Patch) -> None:
    from kaprules.facts import vitals

    def whole(right: Any, record: Any, on: date) -> Any:
        found = right(record, on)
        parts = tuple(half.full_range(Absence.IMPLAUSIBLE)._replace(absence=None) for half in vitals.HALVES)
        return found._replace(parts=parts, unusable=True) if found.doubtful else found

    used(patch, vitals._readings.__wrapped__, "_measured", whole)


@fault("the same reading in another unit is another one")
def _(patch: Patch) -> None:
    method(patch, Facts, "spelled", lambda right, group: (right(group), repr(group)))


def notices(install: Callable[[Patch], None]) -> bool:
    """Say whether a fault makes the library read some file otherwise, or fail at it."""
    with pytest.MonkeyPatch.context() as patch:
        install(patch)
        try:
            return any(next(referee.differences(*each), None) is not None for each in every_file())
        except Exception:
            return True


@pytest.mark.parametrize("seeded", [each for each in FAULTS if each.name not in NOT_OF_READING], ids=lambda f: f.name)
def test_a_fault_in_how_facts_are_read_is_noticed(seeded: Fault) -> None:
    """Each of those that the case books were tried with."""
    assert notices(seeded.install)


@pytest.mark.parametrize(("name", "install"), MORE, ids=[name for name, _ in MORE])
def test_another_fault_is_noticed(name: str, install: Callable[[Patch], None]) -> None:
    """Calendars, clocks, lists and readings: what one of them does wrong shows in some file."""
    assert notices(install)
