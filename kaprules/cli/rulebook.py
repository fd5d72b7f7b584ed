"""Commands that show the rules themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..errors import InputError
from .inputs import BAD_INPUT, Tally, needs, place_of, policy_in, reader_of, ruleset_named, write_page
from .options import language_option, policy_option, ruleset_option


@click.command()
@click.argument("rule", required=False, metavar="[ID]")
@ruleset_option
def rules(rule: str | None, name: str) -> None:
    """List the rules and concepts, or show everything that is declared of one."""
    from ..wording.catalogue import overview, rule_page

    ruleset = ruleset_named(name)
    try:
        click.echo(overview(ruleset) if rule is None else rule_page(ruleset[rule]))
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)


@click.command()
@click.argument("form", type=click.Choice(["client", "practice", "session", "decision"]), default="client")
def schema(form: str) -> None:
    """Print the JSON Schema of a client file, of another subject's, or of a decision as JSON."""
    from .. import record
    from ..facts import Client, Practice, Session
    from ..schema import subject_schema

    kinds = {"client": Client, "practice": Practice, "session": Session}
    found = subject_schema(kinds[form]) if form in kinds else record.schema()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@click.command()
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write, such as site/.")
@policy_option
@click.option(
    "--changes", metavar="FILE", help="A change log in Markdown, such as CHANGELOG.md, as a page of the site."
)
@language_option
def catalogue(output: str, policy_file: str | None, changes: str | None, language: str) -> None:
    """Write the rule book as a site: a page for each rule and concept, with search, a graph and the works cited.

    The pages link to each other alone: any browser opens index.html from the folder. With a policy it is the site's own
    rule book. Pages of the same name are written anew, and nothing is deleted. It needs Jinja2: pip install
    'kaprules[report]'.

    Exit status: 0 when the site was written, else 2.
    """
    with needs("report"):
        from ..pages.catalogue import site
    from ..rulesets import RULESETS

    tally = Tally()
    rulesets = dict(RULESETS)
    if policy_file is not None:
        found = policy_in(policy_file)
        rulesets = {name: found.applied(ruleset) for name, ruleset in rulesets.items()}
    try:
        log = "" if changes is None else Path(changes).read_text(encoding="utf-8")
    except OSError as error:
        tally.fault(
            place_of(str(changes), None), f"cannot be read: {error.strerror}; check the name and the permissions"
        )
        sys.exit(tally.status)
    for name, text in site(rulesets, log, reader_of(language)).items():
        write_page(Path(output) / name, text, tally)
        if tally.status:
            break
    sys.exit(tally.status)
