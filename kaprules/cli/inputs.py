"""What a command is given: files with clients, rule sets, policies; and what is said of it where it cannot be taken."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

import attrs
import click

from ..errors import InputError
from ..files import cannot_be_read, opened, read_bytes

if TYPE_CHECKING:
    from ..decision import Decision
    from ..facts.model import Subject
    from ..language import Locale
    from ..policy import Policy
    from ..ruleset import RuleSet

BAD_INPUT: Final = 2
REFUSED: Final = 3
MANY: Final = (".jsonl", ".ndjson")
"""How the name of a file ends that holds a client a line."""


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Say which extra to install where something that it brings is not there, and end."""
    try:
        yield
    except ModuleNotFoundError as error:
        click.echo(f"{error.name} is not installed: pip install 'kaprules[{extra}]'", err=True)
        sys.exit(BAD_INPUT)


def reader_of(language: str, *, coded: bool = False) -> Locale:
    from ..language import locale

    try:
        return locale(language, coded=coded)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)


@contextmanager
def usage(extra: str) -> Iterator[None]:
    """Say what is wrong with how a command is used, or which extra it needs, and end."""
    try:
        yield
    except ModuleNotFoundError as error:
        click.echo(f"{error.name} is not installed: pip install 'kaprules[{extra}]'", err=True)
    except InputError as error:
        click.echo(str(error), err=True)
    else:
        return
    sys.exit(BAD_INPUT)


def policy_in(files: Sequence[str], on: date | None = None) -> Policy:
    """Return the policy in a file, or several composed in their order, in force on a day if one is given.

    Else say what is wrong, and end.
    """
    from ..clientfile import MAX_BYTES
    from ..policy import read_policy

    tally, found = Tally(), None
    for file in files:
        try:
            read = read_policy(read_bytes(file, MAX_BYTES + 1), after=found)
            if on is not None:
                read.check(on)
            found = read if found is None else found.then(read)
        except InputError as error:
            tally.fault(place_of(file, None), error)
    if tally.status or found is None:
        sys.exit(tally.status or BAD_INPUT)
    return found


def asked_of(name: str, on: date | None, policy_files: Sequence[str], zone: tzinfo | None) -> tuple[RuleSet, date]:
    """Return the rule set, under the site's policies if there are any and in the place named, and when it is asked."""
    ruleset = ruleset_named(name)
    when = when_asked(ruleset, on, zone)
    if policy_files:
        ruleset = policy_in(policy_files, when).applied(ruleset)
    return in_place(ruleset, when, zone), when


def in_place(ruleset: RuleSet, when: date, zone: tzinfo | None) -> RuleSet:
    """Return a rule set that is asked in the place that is named; end where the moment is of another."""
    from ..facts.model import clock_of, zone_name

    if zone is None:
        return ruleset
    try:
        clock_of(when, zone)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    return attrs.evolve(ruleset, zone=zone_name(zone) or "")


def ruleset_named(name: str) -> RuleSet:
    from ..errors import unknown_name
    from ..rulesets import RULESETS

    if name not in RULESETS:
        click.echo(str(unknown_name(f"rule set {name!r}", name, RULESETS)), err=True)
        sys.exit(BAD_INPUT)
    return RULESETS[name]


def own_ruleset(name: str) -> RuleSet:
    """Return a rule set of the library, or one of one's own as ``module:NAME``; ``InputError`` where there is none."""
    if ":" not in name:
        return ruleset_named(name)
    from ..testing._named import named

    look_in_this_folder()
    return named(name)


def look_in_this_folder() -> None:
    """Let what lies in the folder where a command is run be imported, after all that is installed: it hides nothing."""
    folder = os.getcwd()
    if folder not in sys.path:
        sys.path.append(folder)


def when_asked(ruleset: RuleSet, on: date | None, zone: tzinfo | None = None) -> date:
    """Return when it is decided: this is the one place where the library's own edge looks at a clock.

    Say what is wrong, and end, where a rule set that is asked on a day is given a moment, or the other way round.
    """
    from ..clientfile.times import as_written
    from ..errors import Shown, input_error
    from ..facts.model import has_zone
    from ..rule import Phase

    on_a_day = ruleset.phase is Phase.INTAKE
    if on is None:
        now = datetime.now().astimezone(zone)
        return now.date() if on_a_day else now
    if type(on) is date if on_a_day else isinstance(on, datetime) and has_zone(on):
        return on
    when, form = ("on a day", "2026-11-23") if on_a_day else ("at a moment", "2026-11-23T09:00+01:00")
    error = input_error(
        "--on", Shown(as_written(on)), reason=f"rule set {ruleset.name} is asked {when}", remedy=f"write it as {form}"
    )
    click.echo(str(error), err=True)
    sys.exit(BAD_INPUT)


@attrs.define
class Tally:
    """The faults shown so far, as an exit status."""

    status: int = 0

    def fault(self, place: str, what: object, status: int = BAD_INPUT) -> None:
        for line in what.faults if isinstance(what, InputError) else (what,):
            click.echo(f"{place}: {line}", err=True)
        self.status = max(self.status, status)


@attrs.frozen
class Entry:
    """A client of a file, with its line where the file may hold several."""

    file: str
    line: int | None
    subject: Subject
    size: int
    id_also_at: str = ""
    """Where the same id stood before, if it did."""

    @property
    def place(self) -> str:
        return place_of(self.file, self.line)


def place_of(file: str, line: int | None) -> str:
    name = file if file.isprintable() else json.dumps(file)
    return name if line is None else f"{name}:{line}"


def entries_of(file: str, ruleset: RuleSet, tally: Tally) -> Iterator[Entry]:
    """Yield the clients of a file one by one; what is none of them is reported and passed over."""
    from ..clientfile import read_subject

    empty = True
    try:
        for line, text in _texts(file):
            empty = False
            try:
                subject = read_subject(ruleset.subject, text)
            except InputError as error:
                tally.fault(place_of(file, line), error)
                continue
            yield Entry(file, line, subject, len(text))
    except InputError as error:
        tally.fault(place_of(file, None), error)
    except OSError as error:
        tally.fault(place_of(file, None), cannot_be_read(error))
    else:
        if empty:
            tally.fault(
                place_of(file, None), "there is no client: expected one JSON object a line; the file may be empty"
            )


def _texts(file: str) -> Iterator[tuple[int | None, bytes]]:
    from ..clientfile import MAX_BYTES

    if file == "-":
        yield from _standard_input(sys.stdin.buffer)
        return
    with opened(file) as stream:
        if file.lower().endswith(MANY):
            yield from _lines(stream)
        else:
            yield None, stream.read(MAX_BYTES + 1)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank, with its number; of a line that is too long only enough to show that it is."""
    from ..clientfile import MAX_BYTES

    most = MAX_BYTES + 1
    number = 0
    while line := stream.readline(most):
        number += 1
        rest = line
        while len(rest) == most and not rest.endswith(b"\n"):
            rest = stream.readline(most)
        if line.strip() or rest is not line:
            yield number, line.rstrip(b"\r\n")


def _standard_input(stream: BinaryIO) -> Iterator[tuple[int | None, bytes]]:
    """Yield the clients of a stream that holds either one a line or a single one over several lines."""
    from ..clientfile import MAX_BYTES

    lines = _lines(stream)
    begun = list(islice(lines, 2))
    if len(begun) == 2 and not begun[1][1].lstrip().startswith(b"{") and not _is_json(begun[0][1]):
        yield None, b"\n".join([text for _, text in begun] + [stream.read(MAX_BYTES)])
    else:
        yield from begun
        yield from lines


def _is_json(text: bytes) -> bool:
    from ..clientfile import parse_json

    try:
        parse_json(text)
    except InputError:
        return False
    return True


def decided(entry: Entry, ruleset: RuleSet, on: date, engine: str | None, tally: Tally) -> Decision | None:
    from .. import decision
    from ..engine.conclusions import EngineFailure

    try:
        return decision.decide(ruleset, entry.subject, on=on, engine=engine)
    except InputError as error:
        tally.fault(entry.place, error)
    except (decision.EngineDisagreement, EngineFailure) as error:
        tally.fault(entry.place, error, REFUSED)
    return None
