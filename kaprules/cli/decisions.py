"""Commands that decide on the subjects in files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, tzinfo
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import click

from ..errors import InputError, shown_value
from ..files import read_bytes, size_in_all, write_private
from .inputs import (
    MANY,
    Entry,
    Tally,
    asked_of,
    decided,
    entries_of,
    needs,
    place_of,
    policy_in,
    reader_of,
    ruleset_named,
)
from .options import (
    audience_option,
    engine_option,
    form_option,
    language_option,
    on_option,
    policy_option,
    ruleset_option,
    zone_option,
)

if TYPE_CHECKING:
    from ..decision import Decision
    from ..language import Locale

WIDTH: Final = 12
"""How wide the column of ids is in a table; a longer one moves its own line alone, so that lines can go out at once."""
MUCH: Final = 200_000
"""How many bytes of clients keep a person waiting."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@on_option
@zone_option
@form_option
@policy_option
@engine_option
@audience_option
@language_option
def screen(
    files: tuple[str, ...],
    on: date | None,
    zone: tzinfo | None,
    form: str,
    policy_files: tuple[str, ...],
    engine: str | None,
    audience: str | None,
    language: str,
) -> None:
    """Decide on every client in the files.

    A .json file holds one client, a .jsonl file one on each line; - is standard input, either way. With --format json
    each line is one decision with the file, the client's line in it ("position") and the client's id. An id that stood
    before is said ("id_also_at"), on standard error too, and changes nothing else.

    Exit status: 0 when every client was decided, 2 when an input could not be taken, 3 when a decision was refused.
    """
    _decide("screening", files, on, zone, policy_files, engine, _form(form, audience, language))


@click.command()
@click.argument("name", metavar="RULESET")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@on_option
@zone_option
@form_option
@policy_option
@engine_option
@audience_option
@language_option
def decide(
    name: str,
    files: tuple[str, ...],
    on: date | None,
    zone: tzinfo | None,
    form: str,
    policy_files: tuple[str, ...],
    engine: str | None,
    audience: str | None,
    language: str,
) -> None:
    """Decide by any rule set on every subject in the files: screening, setting, dose_tiers, dosing_day and so on.

    Files, formats and exit status are those of screen; each rule set says what its subject is: a client, a practice or
    a session. Without a FILE of its own kind, see kaprules schema.
    """
    _decide(name, files, on, zone, policy_files, engine, _form(form, audience, language))


def _form(form: str, audience: str | None, language: str) -> Callable[[Entry, Decision], str]:
    """Return how a decision is shown."""
    if form == "json":
        return _as_json
    if form == "table":
        plain = reader_of(language)
        return lambda entry, decision: _as_row(entry, decision, plain)
    locale = reader_of(language, coded=True)
    return lambda entry, decision: _as_text(entry, decision, audience, locale)


def _decide(
    name: str,
    files: tuple[str, ...],
    on: date | None,
    zone: tzinfo | None,
    policy_files: tuple[str, ...],
    engine: str | None,
    shown: Callable[[Entry, Decision], str],
) -> None:
    ruleset, when = asked_of(name, on, policy_files, zone)
    tally, ids = Tally(), _Ids()
    with _progress(files) as advance:
        for file in files:
            for given in entries_of(file, ruleset, tally):
                entry = ids.noted(given)
                decision = decided(entry, ruleset, when, engine, tally)
                if decision is not None:
                    click.echo(shown(entry, decision))
                advance(entry.size)
    sys.exit(tally.status)


@attrs.define
class _Ids:
    """Where each id of a batch stood first: of two clients with one id, one may be filed as the other."""

    first: dict[str, tuple[str, int | None]] = attrs.field(factory=dict)
    said: set[str] = attrs.field(factory=set)

    def noted(self, entry: Entry) -> Entry:
        """Return a client, with where else its id stood if it did; of each id that is said once."""
        name = entry.subject.id
        if name is None:
            return entry
        if name not in self.first:
            self.first[name] = (entry.file, entry.line)
            return entry
        found = attrs.evolve(entry, id_also_at=place_of(*self.first[name]))
        if name not in self.said:
            self.said.add(name)
            click.echo(
                f"{found.place}: warning: the id {shown_value(name)} is also that of {found.id_also_at}", err=True
            )
        return found


@click.command()
@click.argument("file")
@click.argument("rule")
@ruleset_option
@on_option
@zone_option
@policy_option
@engine_option
@language_option
def why(
    file: str,
    rule: str,
    name: str,
    on: date | None,
    zone: tzinfo | None,
    policy_files: tuple[str, ...],
    engine: str | None,
    language: str,
) -> None:
    """Show why RULE (or a concept) is TRUE, FALSE or UNKNOWN for the one client in FILE."""
    from ..engine.derivation import tree

    locale = reader_of(language, coded=True)
    (ruleset, when), tally = asked_of(name, on, policy_files, zone), Tally()
    entries = list(islice(entries_of(file, ruleset, tally), 2))
    if len(entries) > 1:
        tally.fault(file, "there is more than one client: expected one; put the client into a file of its own")
    if not tally.status:
        decision = decided(entries[0], ruleset, when, engine, tally)
        if decision is not None:
            try:
                click.echo(tree(decision.why(rule), locale=locale))
            except InputError as error:
                tally.fault(entries[0].place, error)
    sys.exit(tally.status)


@click.command()
@click.argument("file")
@click.option("-o", "--output", required=True, metavar="PAGE", help="The page to write, such as decision.html.")
@ruleset_option
@on_option
@zone_option
@policy_option
@engine_option
@language_option
def report(
    file: str,
    output: str,
    name: str,
    on: date | None,
    zone: tzinfo | None,
    policy_files: tuple[str, ...],
    engine: str | None,
    language: str,
) -> None:
    """Write the decision about the one subject in FILE as a page for a browser, which asks the network for nothing.

    FILE is a client file, as for decide, or a decision record, such as decide --format json prints: then the page is
    about that decision, once it has been found to follow from its facts. A new page may be read by its owner alone, and
    none is written through a symbolic link. It needs Jinja2: pip install 'kaprules[report]'.

    Exit status: 0 when the page was written, 2 when an input could not be taken, 3 when the decision was refused.
    """
    with needs("report"):
        from ..pages.report import report_page
    tally = Tally()
    decision = _recorded(file, policy_files, tally)
    if decision is None and not tally.status:
        (ruleset, when) = asked_of(name, on, policy_files, zone)
        entries = list(islice(entries_of(file, ruleset, tally), 2))
        if len(entries) > 1:
            tally.fault(file, "there is more than one subject: expected one; put the subject into a file of its own")
        if not tally.status:
            decision = decided(entries[0], ruleset, when, engine, tally)
    if decision is not None and not tally.status:
        try:
            write_private(Path(output), report_page(decision, reader_of(language)), folders=True)
        except InputError as error:
            tally.fault(place_of(output, None), error)
    sys.exit(tally.status)


def _as_text(entry: Entry, decision: Decision, audience: str | None, locale: Locale) -> str:
    from ..wording.report import report

    heading = entry.place if entry.subject.id is None else f"{entry.place}, {entry.subject.id}{_again(entry, locale)}"
    told = report(decision.evaluation, locale) if audience is None else decision.words(audience, locale.tag)
    return f"{heading}\n{'-' * len(heading)}\n{told}\n"


def _as_row(entry: Entry, decision: Decision, locale: Locale) -> str:
    from ..phrases import OUTCOMES
    from ..wording.summary import why

    who = entry.place if entry.subject.id is None else entry.subject.id
    width = max(len(locale(each)) for each in OUTCOMES.values())
    row = f"{who:<{WIDTH}}  {locale(OUTCOMES[decision.outcome]):<{width}}  {why(decision.evaluation, locale)}"
    return row + _again(entry, locale)


def _again(entry: Entry, locale: Locale) -> str:
    return f" {locale('(the id is also that of {place})', place=entry.id_also_at)}" if entry.id_also_at else ""


def _as_json(entry: Entry, decision: Decision) -> str:
    where = {"file": entry.file, "position": entry.line or 1, "id": entry.subject.id}
    where |= {"id_also_at": entry.id_also_at} if entry.id_also_at else {}
    return f'{json.dumps(where)[:-1]}, "decision": {decision.to_json()}}}'


@contextmanager
def _progress(files: tuple[str, ...]) -> Iterator[Callable[[int], object]]:
    """Yield what counts bytes of clients; it shows them where somebody watches, and would have to wait."""
    total = size_in_all(files)
    if total < MUCH or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda size: None
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        yield lambda size: None
        return
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("Screening", total=total)
        yield lambda size: progress.advance(task, size)


def _recorded(file: str, policy_files: tuple[str, ...], tally: Tally) -> Decision | None:
    """Return the decision of a record, by the rule set that it names; None where the file is no record."""
    from .. import record
    from ..clientfile import MAX_BYTES, parse_json
    from ..decision import Decision

    if file == "-" or file.lower().endswith(MANY):
        return None
    try:
        data = parse_json(read_bytes(file, MAX_BYTES + 1))
    except InputError:
        return None  # what is wrong with it is said where it is read as a subject
    if isinstance(data, dict) and isinstance(data.get("decision"), dict):  # a line of --format json
        data = data["decision"]
    if not isinstance(data, dict) or data.get("format") != record.FORMAT:
        return None
    made_with = data.get("ruleset")
    ruleset = ruleset_named(str(made_with.get("name") if isinstance(made_with, dict) else None))
    if policy_files:
        ruleset = policy_in(policy_files).applied(ruleset)
    try:
        return Decision(record.from_data(data, ruleset))
    except InputError as error:
        tally.fault(place_of(file, None), error)
    return None
