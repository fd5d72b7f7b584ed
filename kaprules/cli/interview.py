"""The command that asks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..files import cannot_be_read, check_private, is_there
from .inputs import MANY, Entry, Tally, asked_of, decided, entries_of, needs, place_of, reader_of
from .options import engine_option, language_option, on_option, policy_option, zone_option

if TYPE_CHECKING:
    from ..decision import Decision
    from ..facts.model import Subject
    from ..intake import InterviewSession
    from ..intake.clinic import Intake
    from ..ruleset import RuleSet

    Saved = Callable[[InterviewSession | Intake], object]


class _Unreadable(Exception):
    """Standard input cannot be read: no answer that could be given anew."""

    def __init__(self, why: OSError) -> None:
        super().__init__(why)
        self.why = why


def _typed(prompt: str) -> str:
    """Return a line that is typed; raise ``EOFError`` at the end of the input, as a prompt of click does not."""
    click.echo(prompt, nl=False)
    try:
        return input(" ")
    except OSError as error:
        sys.stdout.flush()  # where that is what fails, it is told as of every command
        raise _Unreadable(error) from None


def _goes_on(path: Path, tally: Tally) -> bool:
    """Say whether there is a file to go on with; it has to be one that may be written anew."""
    try:
        there = is_there(path)
        check_private(path)
    except InputError as error:
        tally.fault(place_of(str(path), None), error)
        return False
    return there


@click.command()
@click.argument("name", default="screening", metavar="[RULESET]")
@click.option("--file", "file", metavar="FILE", help="What is known: read at the start, written after each answer.")
@click.option("--serve", is_flag=True, help="Ask on a page that only a browser on this machine can open.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where the page is served; any free port if 0.")
@click.option(
    "--by-screens", "way", flag_value="screens", help="Ask by the screens of an intake: of the screening only."
)
@click.option("--by-checklist", "way", flag_value="checklist", help="Ask one question at a time, by checklists first.")
@click.option("--one-by-one", "way", flag_value="one", help="Ask one question at a time, each fact by itself.")
@on_option
@zone_option
@policy_option
@engine_option
@language_option
def interview(
    name: str,
    file: str | None,
    serve: bool,
    port: int,
    way: str | None,
    on: date | None,
    zone: tzinfo | None,
    policy_files: tuple[str, ...],
    engine: str | None,
    language: str,
) -> None:
    """Ask what is needed for a decision, until no answer can change it; then decide.

    RULESET is the screening if left out. The screening is asked by the screens of an intake, safety first, the client's
    part and the clinician's; whatever else by one question at a time, the most telling first, as with --by-checklist or
    --one-by-one the screening is. With --file an interview that was stopped goes on where it was; without, what
    was answered is printed at the end. The page needs Jinja2: pip install 'kaprules[report]'.

    The end of the input counts as stop. Exit status: 0 when it was decided, 2 when an input could not be taken, 3 when
    the decision was refused, 1 when Ctrl-C broke off what is asked in a terminal.
    """
    from ..intake.session import as_file, save

    if way == "screens" and name != "screening":
        raise click.UsageError("--by-screens goes with the screening alone")
    (ruleset, when), tally = asked_of(name, on, policy_files, zone), Tally()
    path = None if file is None else Path(file)
    session = _begun(ruleset, when, _subject(file, ruleset, tally), language, way or _usual(name))

    def saved(now: InterviewSession | Intake) -> None:
        if path is not None:
            save(now.subject, path)

    try:
        saved(session)
        session = _served(session, saved, port, engine) if serve else _talked(session, saved)
    except InputError as error:
        tally.fault(name if file is None else place_of(file, None), error)
        sys.exit(tally.status)
    except _Unreadable as error:
        tally.fault("standard input", cannot_be_read(error.why))
        sys.exit(tally.status)
    if file is None:
        click.echo(f"\n{as_file(session.subject)}", nl=False)
    else:
        click.echo(f"\n{session.locale('What was answered is kept in {file}.', file=place_of(file, None))}")
    decision = decided(Entry(file or name, None, session.subject, 0), ruleset, when, engine, tally)
    if decision is not None:
        click.echo(f"\n{_told(session, decision)}")
    sys.exit(tally.status)


def _usual(name: str) -> str:
    return "screens" if name == "screening" else "checklist"


def _subject(file: str | None, ruleset: RuleSet, tally: Tally) -> Subject:
    """Return whom an interview goes on with, nobody known where there is no file yet; end where one cannot be taken."""
    subject: Subject = ruleset.subject()
    if file is None:
        return subject
    if file == "-" or file.lower().endswith(MANY):
        tally.fault(file, "it is written anew after each answer: expected a .json file of one subject; name another")
    elif _goes_on(Path(file), tally):
        entries = list(entries_of(file, ruleset, tally))
        if len(entries) == 1:
            subject = entries[0].subject
        elif entries:
            tally.fault(file, "there is more than one subject: expected one; put the subject into a file of its own")
    if tally.status:
        sys.exit(tally.status)
    return subject


def _begun(ruleset: RuleSet, when: date, subject: Subject, language: str, way: str) -> InterviewSession | Intake:
    from ..facts.model import with_lists_of
    from ..intake import InterviewSession
    from ..intake.clinic import Intake

    if way == "screens":
        return Intake(ruleset, when, with_lists_of(ruleset.subject, subject), reader_of(language))
    return InterviewSession(ruleset, when, subject, reader_of(language), by_checklist=way != "one")


def _served(
    session: InterviewSession | Intake, saved: Saved, port: int, engine: str | None
) -> InterviewSession | Intake:
    from ..intake.clinic import Intake

    with needs("report"):
        from ..intake.clinic_page import serve_intake
        from ..intake.local_server import serve_until_closed
    if isinstance(session, Intake):
        return serve_intake(session, saved, port, click.echo, engine)
    return serve_until_closed(session, saved, port, click.echo, engine)


def _talked(session: InterviewSession | Intake, saved: Saved) -> InterviewSession | Intake:
    from ..intake.clinic import Intake
    from ..intake.clinic_terminal import converse_by_screens
    from ..intake.terminal import converse

    if isinstance(session, Intake):
        return converse_by_screens(session, _typed, click.echo, saved)
    return converse(session, _typed, click.echo, saved)


def _told(session: InterviewSession | Intake, decision: Decision) -> str:
    """Return the decision in the words of whoever answered: the client's part ends with a letter, all else in full."""
    from ..facts.model import Reporter
    from ..intake.clinic import Intake
    from ..wording.client import letter
    from ..wording.report import report

    if isinstance(session, Intake) and session.reporter is Reporter.CLIENT:
        return letter(decision.evaluation, session.locale)
    return report(decision.evaluation, session.locale)
