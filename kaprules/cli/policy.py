"""Commands about a site's policy."""

from __future__ import annotations

import sys
from datetime import date

import click

from .inputs import Tally, place_of, policy_in, when_asked
from .options import on_option


@click.group()
def policy() -> None:
    """What a site chooses otherwise than the library, from a TOML file."""


@policy.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@on_option
@click.option(
    "--tighten-only", is_flag=True, help="Refuse whatever is looser than the library or a policy before it has it."
)
def check(files: tuple[str, ...], on: date | None, tighten_only: bool) -> None:
    """Say whether a policy may be used, what it changes, and somebody who gets another answer for each change.

    Several are laid over each other, a group's first: a later one may only tighten unless its entry says "loosens".
    With --tighten-only no entry of any may loosen anything, whatever it says.

    Exit status: 0 when it may be used on that day, else 2. A warning does not change it.
    """
    from ..policy.impact import overview
    from ..rulesets import RULESETS, SCREENING

    found = policy_in(files, when_asked(SCREENING, on))
    tally = Tally()
    for number, fault in found.looser_entries(RULESETS.values()) if tighten_only else ():
        part = f"policy {found.parts[number].label}"
        tally.fault(place_of(files[number], None) if len(files) == len(found.parts) else part, fault)
    if tally.status:
        sys.exit(tally.status)
    click.echo(overview(found))
    where = ", ".join(place_of(file, None) for file in files)
    for ruleset in RULESETS.values():
        for reordered in found.reordered_limits(ruleset):
            click.echo(f"{where}: warning: in {ruleset.name}, {reordered}", err=True)


@policy.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def show(files: tuple[str, ...]) -> None:
    """Show each change of a policy: its bounds, reason, approver's role, dates, and somebody whom it touches.

    Of several, a group's first, those that stand in the end.
    """
    from ..policy.impact import page

    click.echo(page(policy_in(files)))
