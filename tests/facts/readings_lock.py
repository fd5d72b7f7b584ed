"""What every reading says of a fixed table of inputs, held against a file: a changed reading raises its version.

The meaning of a rule set holds no code. It knows a reading by the id of its fact and by ``Fact.version``, which is
raised when the same inputs give another result; ``tests/data/readings.lock.json`` notices where that was forgotten. It
holds for each fact its version, and the digests of its inputs - as files write them - and of its results.

``python -m tests.facts.readings_lock`` writes the file anew. It refuses where results changed and the version did not.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaprules.clientfile import subject_to_data
from kaprules.description import canonical
from kaprules.facts.client import Client
from kaprules.facts.model import (
    AtLeastThese,
    Between,
    Fact,
    Facts,
    Number,
    Recorded,
    Series,
    Subject,
    every_fact,
    groups_of,
)
from kaprules.possible import Absence, Interval, Possible
from kaprules.rulesets import RULESETS
from kaprules.testing import DECISION_DAY, DECISION_MOMENT
from tests.facts.readings import GRIDS, MOST, WITH_OWN_DAYS, Grid, World

FILE: Final = Path(__file__).parents[1] / "data" / "readings.lock.json"
COMMAND: Final = "python -m tests.facts.readings_lock"


class Locked(NamedTuple):
    """One reading: its version, the digest of what it was asked, and that of what it said."""

    version: int
    inputs: str
    results: str


Lock = Mapping[str, Locked]


def every_read_fact() -> tuple[Fact, ...]:
    """Return every fact of the library that is read from others, those of the records of a series too."""
    facts = [fact for kind in _kinds() for fact in every_fact(kind)]
    facts += [part for fact in facts if isinstance(fact, Series) for part in fact.record.__facts__]
    return tuple({fact.id: fact for fact in facts if fact.derive is not None}.values())


def locked(grids: Iterable[Grid] = GRIDS) -> dict[str, Locked]:
    """Return what every reading says now, by the id of its fact."""
    found: dict[str, Locked] = {}
    for grid in grids:
        groups = built(grid)
        inputs = _digest(written(grid.group, each) for each in groups)
        for fact in grid.readings:
            results = _digest(said(fact, each, on) for each in groups for on in (DECISION_DAY, DECISION_MOMENT))
            found[fact.id] = Locked(fact.version, inputs, results)
    return dict(sorted(found.items()))


def differences(kept: Lock, now: Lock) -> list[str]:
    """Return in what the readings are not as they are kept, and what to do about each."""
    return [line for name in sorted({*kept, *now}) if (line := _difference(name, kept.get(name), now.get(name)))]


def forgotten(kept: Lock, now: Lock) -> list[str]:
    """Return only those differences that no new file may hide."""
    return [
        _difference(name, kept[name], each)
        for name, each in now.items()
        if name in kept and (each.version < kept[name].version or _changed(kept[name], each))
    ]


def _changed(kept: Locked, now: Locked) -> bool:
    """Say whether the same inputs give other results under the same version."""
    return (now.version, now.inputs) == (kept.version, kept.inputs) and now.results != kept.results


def _difference(name: str, kept: Locked | None, now: Locked | None) -> str:
    if kept == now:
        return ""
    if kept is None:
        return f"{name} is read and not locked: run {COMMAND}"
    if now is None:
        return f"{name} is locked and read no more: run {COMMAND}"
    if _changed(kept, now):
        return (
            f"{name} says something else of the same inputs and has still version {now.version}: raise Fact.version of "
            f"{name} to {now.version + 1} and run {COMMAND}, or put the reading back"
        )
    if now.version < kept.version:
        return f"{name} has version {now.version}, and {kept.version} is locked: a version is never taken back"
    if now.version > kept.version:
        return f"{name} has version {now.version}, and {kept.version} is locked: run {COMMAND}"
    return f"{name} is asked with other inputs than are locked: run {COMMAND}"


# The inputs, and what is said of them ----------------------------------------------------------------------------


def built(grid: Grid) -> tuple[Facts, ...]:
    """Return the groups that the readings of a grid are asked about."""
    world = World(grid)
    groups = [world.built([each]) for each in world.single()]
    if grid.series:
        few = world.few()
        for number in range(2, MOST + 1):
            groups += [world.built(world.apart_each(each)) for each in itertools.combinations(few, number)]
        groups += _other_lists(world)
    for fact in grid.readings:
        if fact.cross_checked:
            groups += list(_beside(world, fact))
    return tuple(groups)


def _other_lists(world: World) -> Iterator[Facts]:
    """Yield an empty list, those that are absent, and single records in lists that are too old or not made yet."""
    series = world.grid.listed
    yield world.built([])
    for reason in (Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED):
        yield world.of_list(reason)
    for each in world.few():
        yield world.of_list(AtLeastThese(*world.records([each])))
    if series.name not in WITH_OWN_DAYS:
        days = series.validity.intake
        assert days is not None
        for each, ago in itertools.product(world.few(), (0, days, days + 1, -1)):
            records = world.records([each])
            yield world.of_list(Recorded(records, on=DECISION_DAY - timedelta(days=ago)))


def _beside(world: World, fact: Fact) -> Iterator[Facts]:
    """Yield inputs with a value of the reading's own beside them, and that value alone."""
    assert isinstance(fact, Number)
    build: Any = world.grid.group
    third = (fact.highest - fact.lowest) // 3
    for own in (third, Between(fact.lowest, third), fact.highest + 1, Absence.NOT_KNOWN):
        yield world.reported(build(**{fact.name: own}))
        yield from (world.reported(build(**{**each, fact.name: own})) for each in world.single())


def written(kind: type[Facts], group: Facts) -> str:
    """Return a group as a file writes it."""
    holder: Any = next(each for each in _kinds() if groups_of(each).get(kind.__group__) is kind)
    return canonical(_exact(subject_to_data(holder(**{kind.__group__: group}))))


def _exact(data: Any) -> Any:
    """Return data with its numbers as texts, so that none is rounded."""
    if isinstance(data, dict):
        return {name: _exact(each) for name, each in data.items()}
    if isinstance(data, list):
        return [_exact(each) for each in data]
    return data if data is None or isinstance(data, bool | str) else str(data)


def said(fact: Fact, group: Facts, on: date) -> str:
    """Return what a reading says, in exact numbers; the kind of error where it raises."""
    try:
        return told(fact.possible(group, on))
    except Exception as error:
        return type(error).__name__


def told(possible: Possible) -> str:
    """Return what is possible as text: the values, the reason of an absence, the marks, and what was known last."""
    values = f"{possible.low}..{possible.high}" if isinstance(possible, Interval) else f"{possible.bits:b}"
    absence = possible.absence.name if possible.absence is not None else "-"
    last = "-" if possible.last is None else f"({told(possible.last)})"
    return f"{values} {absence} {','.join(sorted(mark.name for mark in possible.marks))} {last}"


def _kinds() -> tuple[type[Subject], ...]:
    return tuple(dict.fromkeys((Client, *(ruleset.subject for ruleset in RULESETS.values()))))


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


# The file --------------------------------------------------------------------------------------------------------


def read() -> dict[str, Locked]:
    """Return what is locked."""
    return {name: Locked(**each) for name, each in json.loads(FILE.read_text(encoding="utf-8")).items()}


def main() -> int:
    """Write the file; return 1 and leave it where a version was forgotten."""
    now = locked()
    if lines := forgotten(read() if FILE.exists() else {}, now):
        print(*lines, sep="\n", file=sys.stderr)
        return 1
    text = json.dumps({name: each._asdict() for name, each in now.items()}, indent=1)
    FILE.write_text(f"{text}\n", encoding="utf-8")
    print(f"{len(now)} readings are locked in {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
