"""The command about an intake: what it asks, how many answers that takes, and its form on paper."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..files import write_public
from .inputs import Tally, asked_of, entries_of, needs, place_of, reader_of
from .options import language_option, on_option, policy_option, zone_option

if TYPE_CHECKING:
    from ..facts.model import Subject
    from ..language import Locale
    from ..ruleset import RuleSet


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--count", "what", flag_value="count", help="Count the answers that each client is asked for.")
@click.option("--asked", "what", flag_value="asked", help="Say what is asked, of whom, and for how long it counts.")
@click.option("--form", "what", flag_value="form", help="Write a form to print, two pages of A4, as -o PAGE.")
@click.option("-o", "--output", metavar="PAGE", help="The page to write the form to, such as form.html.")
@click.option("--write", "page", metavar="PAGE", help="Put what is asked between the marks of a page in Markdown.")
@on_option
@zone_option
@policy_option
@language_option
def intake(
    files: tuple[str, ...],
    what: str | None,
    output: str | None,
    page: str | None,
    on: date | None,
    zone: tzinfo | None,
    policy_files: tuple[str, ...],
    language: str,
) -> None:
    """What an intake asks, how many answers that takes, and its form on paper; one of --count, --asked and --form.

    --count: the answers that an intake by checklists takes, of each client in the files; without a FILE of clients in
    good health, of each kind that is asked otherwise. Counted is what an interview asks, answered with what is
    recorded: a question, a checklist, an item that is ticked, a medicine, a detail that one of these demands. What
    nothing recorded answers is named, and not counted.

    --asked: what is asked by itself, by a list and on indication, as Markdown in English.

    --form: a page for a browser to print, or to fill in and print; nothing that is filled in is kept. It needs Jinja2:
    pip install 'kaprules[report]'.

    Exit status: 0, or 2 when an input could not be taken or a page not be written.
    """
    if what is None:
        raise click.UsageError("say what about it: --count, --asked or --form")
    if files and what != "count":
        raise click.UsageError(f"--{what} takes no FILE: it is about the rules")
    if (output is not None) != (what == "form"):
        raise click.UsageError("-o PAGE goes with --form, and --form with -o PAGE")
    if page is not None and what != "asked":
        raise click.UsageError("--write PAGE goes with --asked")
    ruleset, when = asked_of("screening", on, policy_files, zone)
    if what == "count":
        _count(files, ruleset, when, language)
    elif what == "asked":
        _say(ruleset, when, page)
    else:
        assert output is not None
        _form(ruleset, output, language)


def _form(ruleset: RuleSet, output: str, language: str) -> None:
    with needs("report"):
        from ..pages.intake_form import intake_form

    tally = Tally()
    try:
        write_public(Path(output), intake_form(ruleset, reader_of(language)))
    except InputError as error:
        tally.fault(place_of(output, None), error)
    sys.exit(tally.status)


def _say(ruleset: RuleSet, when: date, page: str | None) -> None:
    from ..assurance._figures import written_between
    from ..intake.asking_page import sections

    tally = Tally()
    for name, text in sections(ruleset, when).items():
        try:
            if page is None:
                click.echo(f"{text}\n")
            else:
                written_between(Path(page), name, text)
        except InputError as error:
            tally.fault(place_of(str(page), None), error)
            break
    sys.exit(tally.status)


def _count(files: tuple[str, ...], ruleset: RuleSet, when: date, language: str) -> None:
    from ..intake.counting import count_answers

    locale = reader_of(language)
    tally, shown = Tally(), False
    for place, who, subject in _subjects(files, ruleset, when, tally, locale):
        try:
            counted = count_answers(ruleset, subject, on=when)
        except InputError as error:
            tally.fault(place, error)
            continue
        if not shown:
            click.echo(f"{locale('answers'):>8}  {locale('outcome'):<18}  {locale('who')}")
            shown = True
        click.echo(f"{counted.answers:>8}  {counted.outcome.name:<18}  {who}")
        if counted.unanswered:
            names = ", ".join(counted.unanswered)
            click.echo(f"{'':>30}{locale('Without an answer: {facts}.', facts=names)}")
    sys.exit(tally.status)


def _subjects(
    files: tuple[str, ...], ruleset: RuleSet, when: date, tally: Tally, locale: Locale
) -> Iterator[tuple[str, str, Subject]]:
    """Yield each client with where it stands, and what to call it."""
    from ..intake.ordinary import KINDS, ordinary

    if not files:
        for kind in KINDS:
            yield kind, locale(kind), ordinary(kind, when)
    for file in files:
        for entry in entries_of(file, ruleset, tally):
            yield entry.place, entry.subject.id or entry.place, entry.subject


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="FILE", help="The file to write; standard output if left out.")
@on_option
@zone_option
@policy_option
@language_option
def merge(
    files: tuple[str, ...],
    output: str | None,
    on: date | None,
    zone: tzinfo | None,
    policy_files: tuple[str, ...],
    language: str,
) -> None:
    """Put files of one client together: the client's part of an intake and the clinician's, a chart, a laboratory.

    Every report stays, beside the others, with who gave it and when. Where two files disagree is said on standard
    error, a line each; what comes of it a decision says. Nothing is written where they cannot be of one client: of two
    ids, or two dates of birth.

    Exit status: 0, or 2 when an input could not be taken or the file not be written.
    """
    from ..facts.model import merge as merged
    from ..files import write_private
    from ..intake.session import as_file
    from ..intake.together import disagreements

    (ruleset, when), tally = asked_of("screening", on, policy_files, zone), Tally()
    parts = {entry.place: entry.subject for file in files for entry in entries_of(file, ruleset, tally)}
    if tally.status:
        sys.exit(tally.status)
    place = "standard output" if output is None else place_of(output, None)
    try:
        text = as_file(merged(*parts.values()))
        for line in disagreements(ruleset, parts, on=when, zone=zone, locale=reader_of(language)):
            click.echo(line, err=True)
        if output is None:
            click.echo(text, nl=False)
        else:
            write_private(Path(output), text)
    except InputError as error:
        tally.fault(place, error)
    sys.exit(tally.status)
