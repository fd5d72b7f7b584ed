"""Commands that show the rules themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..files import read_text, write_public
from .inputs import BAD_INPUT, Tally, needs, place_of, policy_in, reader_of, ruleset_named, usage
from .options import language_option, policy_option, ruleset_option

if TYPE_CHECKING:
    from ..pages.book import Assurance
    from ..ruleset import RuleSet


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
@click.option("--cases", metavar="PATH", help="Case files, such as casebook/: each rule names those in which it holds.")
@language_option
def catalogue(
    output: str, policy_files: tuple[str, ...], changes: str | None, cases: str | None, language: str
) -> None:
    """Write the rule book as a site: criteria at a glance, a search, a page for each rule, concept, fact and work.

    The pages link to each other alone: any browser opens index.html from the folder. With a policy it is the site's own
    rule book. Pages of the same name are written anew, and nothing is deleted. It needs Jinja2: pip install
    'kaprules[report]'; with case files also kaprules[testing].

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
    reader, assured = reader_of(language), _assurance(RULESETS, cases)
    for name, text in site(rulesets, log, reader, assured).items():
        page = Path(output) / name
        try:
            write_public(page, text)
        except InputError as error:
            tally.fault(place_of(str(page), None), error)
            break
    sys.exit(tally.status)


def _assurance(rulesets: Mapping[str, RuleSet], cases: str | None) -> Assurance:
    """Return what notices a fault in each rule of the library: what a site moved has no examples of its own."""
    from ..assurance.tested import cases_by_rule, mutants_of, proofs_of
    from ..pages.book import Assurance, every_owner

    known = None
    if cases is not None:
        with usage("testing"):
            from ..testing.cases import load_cases

            known = cases_by_rule(load_cases(cases, rulesets=rulesets.values()))
    owners = [(owner, ruleset) for ruleset in rulesets.values() for owner in every_owner(ruleset)]
    proofs = {owner.id: proofs_of(owner, ruleset) for owner, ruleset in owners}
    return Assurance(proofs, {owner.id: mutants_of(owner, ruleset) for owner, ruleset in owners}, known)
