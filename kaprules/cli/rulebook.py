"""Commands that show the rules themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..errors import InputError
from ..files import read_text, write_public
from .inputs import BAD_INPUT, Tally, needs, place_of, policy_in, reader_of, ruleset_named
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
@click.argument(
    "form",
    type=click.Choice(["client", "practice", "session", "decision", "line", "policy", "cases"]),
    default="client",
)
def schema(form: str) -> None:
    """Print a JSON Schema: of a client file, or of another subject's; of a decision, or a line of --format json.

    Of a policy file it is that of what TOML says, of cases that of a case file in JSON or YAML.
    """
    from .. import record
    from ..facts import Client, Practice, Session
    from ..policy.schema import policy_schema
    from ..schema import cases_schema, subject_schema

    kinds = {"client": Client, "practice": Practice, "session": Session}
    others = {
        "decision": record.schema,
        "line": record.line_schema,
        "policy": policy_schema,
        "cases": cases_schema,
    }
    found = subject_schema(kinds[form]) if form in kinds else others[form]()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@click.command()
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write, such as site/.")
@policy_option
@click.option(
    "--changes", metavar="FILE", help="A change log in Markdown, such as CHANGELOG.md, as a page of the site."
)
@language_option
def catalogue(output: str, policy_files: tuple[str, ...], changes: str | None, language: str) -> None:
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
    if policy_files:
        found = policy_in(policy_files)
        rulesets = {name: found.applied(ruleset) for name, ruleset in rulesets.items()}
    try:
        log = "" if changes is None else read_text(changes)
    except InputError as error:
        tally.fault(place_of(str(changes), None), error)
        sys.exit(tally.status)
    for name, text in site(rulesets, log, reader_of(language)).items():
        page = Path(output) / name
        try:
            write_public(page, text)
        except InputError as error:
            tally.fault(place_of(str(page), None), error)
            break
    sys.exit(tally.status)
