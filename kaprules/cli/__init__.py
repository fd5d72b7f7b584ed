"""The command line: decide on client files, explain one rule, show the rules and the form of a client file.

Exit status: 0 when every client was decided; 2 for bad usage, an input that could not be taken or an output that could
not be written; 3 when a decision was refused because its derivation could not be certified, whatever else went wrong;
1 when interrupted, and 141 when nobody reads the output any more, as a shell shows it.
"""

from __future__ import annotations

import io
import sys

import click

from .assurance import casebook, mutate, prove
from .decisions import decide, report, screen, why
from .inputs import BAD_INPUT as BAD_INPUT
from .inputs import REFUSED as REFUSED
from .intake import intake, merge
from .interview import interview
from .policy import policy
from .rulebook import catalogue, rules, schema
from .streams import Commands


def _version(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib import metadata

        try:
            click.echo(f"kaprules {metadata.version('kaprules')}")
        except metadata.PackageNotFoundError:
            click.echo("kaprules, version not known: it is not installed")
        context.exit()


_version_option = click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@_version_option
def main() -> None:
    """Screen clients for ketamine-assisted psychotherapy by cited rules.

    No outcome says that anybody is safe: each case goes to a prescriber and a psychotherapist.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


for _command in (
    screen,
    decide,
    why,
    report,
    catalogue,
    interview,
    intake,
    merge,
    rules,
    schema,
    policy,
    prove,
    casebook,
    mutate,
):
    main.add_command(_command)
