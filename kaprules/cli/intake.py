"""The command that counts the answers of an intake."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, tzinfo
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from .inputs import Tally, asked_of, entries_of, reader_of
from .options import language_option, on_option, policy_option, zone_option

if TYPE_CHECKING:
    from ..facts.model import Subject
    from ..language import Locale
    from ..ruleset import RuleSet


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--count", is_flag=True, required=True, help="Count the answers that each client is asked for.")
@on_option
@zone_option
@policy_option
@language_option
def intake(
    files: tuple[str, ...],
    count: bool,
    on: date | None,
    zone: tzinfo | None,
    policy_files: tuple[str, ...],
    language: str,
) -> None:
    """Count the answers that an intake by checklists takes, of each client in the files.

    Without a FILE of clients in good health, of each kind that is asked otherwise. Counted is what an interview asks,
    answered with what is recorded: a question, a checklist, an item that is ticked, a medicine, a detail that one of
    these demands. What nothing recorded answers is named, and not counted.

    Exit status: 0, or 2 when an input could not be taken.
    """
    from ..intake.counting import count_answers

    locale = reader_of(language)
    (ruleset, when), tally = asked_of("screening", on, policy_files, zone), Tally()
    shown = False
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
