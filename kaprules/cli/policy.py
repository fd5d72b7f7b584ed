"""Commands about a site's policy."""

from __future__ import annotations

from datetime import date

import click

from .inputs import place_of, policy_in, when_asked
from .options import on_option


@click.group()
def policy() -> None:
    """What a site chooses otherwise than the library, from a TOML file."""


@policy.command()
@click.argument("file")
@on_option
def check(file: str, on: date | None) -> None:
    """Say whether a policy may be used, what it changes, and somebody who gets another answer for each change.

    Exit status: 0 when it may be used on that day, else 2. A warning does not change it.
    """
    from ..policy.impact import overview
    from ..rulesets import RULESETS, SCREENING

    found = policy_in(file, when_asked(SCREENING, on))
    click.echo(overview(found))
    for ruleset in RULESETS.values():
        for reordered in found.reordered_limits(ruleset):
            click.echo(f"{place_of(file, None)}: warning: in {ruleset.name}, {reordered}", err=True)


@policy.command()
@click.argument("file")
def show(file: str) -> None:
    """Show each change of a policy: its bounds, reason, approver's role, dates, and somebody whom it touches."""
    from ..policy.impact import page

    click.echo(page(policy_in(file)))
