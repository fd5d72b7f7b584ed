"""Commands for those who write rules: what holds of them, and how much their tests notice."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import InputError, input_error
from ..files import named as told_of
from ..files import write_public
from .inputs import BAD_INPUT, look_in_this_folder, needs, own_ruleset, policy_in, usage
from .options import policy_option


@click.command()
@click.argument("name", required=False, metavar="[RULESET]")
@policy_option
@click.option("--than", "other_file", metavar="FILE", help="Compare the policy with this one, not with the library.")
@click.option("--all", "everything", is_flag=True, help="Show the declared exceptions too, each with its witness.")
@click.option("--cache", "kept", metavar="FILE", help="Keep proofs there: what has not changed is not proved again.")
@click.option("--write", "page", metavar="FILE", help="Put the figures between the marks of a page.")
def prove(
    name: str | None,
    policy_files: tuple[str, ...],
    other_file: str | None,
    everything: bool,
    kept: str | None,
    page: str | None,
) -> None:
    """Prove what holds of a rule set for every subject, and show one for whom it does not; every rule set by default.

    RULESET may be module:NAME, a rule set of one's own, of the folder where the command is run or installed; that also
    takes the extra testing.

    With a policy it is the site's rule book, which is nowhere to be looser but where the policy says so; and whether it
    finds more, less, the same or some of each is shown with clients. It needs the solver Z3: pip install
    'kaprules[proof]'.

    Exit status: 0 when everything holds or is declared with a reason, 1 when something does not, 2 for bad usage.
    """
    with needs("proof"):
        from ..assurance import proof
    from ..policy import books

    if other_file is not None and not policy_files:
        raise click.UsageError("--than names a second policy: give the first with --policy")
    site = policy_in(policy_files) if policy_files else None
    other = None if other_file is None else policy_in([other_file])
    try:
        with needs("testing"):
            among = books(None) if name is None else (own_ruleset(name),)
        reports, seconds = proof.prove_all(among, site, kept, anew=page is not None)
        for report in reports:
            click.echo(f"{report.text(everything)}\n")
        if site is not None:
            for ruleset in among:
                click.echo(f"{ruleset.name}: {proof.compared(ruleset, site, other)}\n")
        if page is not None:
            proof.write_figures(page, reports, seconds)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    sys.exit(int(any(report.wrong for report in reports)))


@click.command()
@click.argument("name", required=False, metavar="[RULESET]")
@click.option("-o", "out", metavar="FILE", help="Where it is written: a file, or a folder for every rule set.")
@click.option("--known", "in_part", is_flag=True, help="Cases of what is known in part, in the place of complete ones.")
@click.option("--write", "page", metavar="FILE", help="Put the figures between the marks of a page.")
def casebook(name: str | None, out: str | None, in_part: bool, page: str | None) -> None:
    """Write cases for each rule of a rule set, for any implementation to run; of every rule set by default.

    Both sides of each limit, each fact not known, a pair of cases for each test in which it alone decides, and what is
    declared of the facts; with --known each form in which a fact can be known in part. A rule set of one's own is named
    as module:NAME, of the folder where the command is run or installed. It takes about a minute for the screening.

    Exit status: 0 when every test has its pair and every limit its cases, 1 when one has not, 2 for bad usage.
    """
    with usage("testing"):
        from ..assurance import casebook as complete
        from ..assurance import known as partial
        from ..policy import books

        if name is None and out is None:
            problem = "every rule set has a file of its own"
            raise input_error(problem=problem, remedy="say with -o into which folder, or name a rule set")
        among = books(None) if name is None else (own_ruleset(name),)
        making = partial if in_part else complete
        made = [making.casebook(ruleset) for ruleset in among]
        for book in made:
            file = None if out is None else Path(out) / f"{book.ruleset.name}.cases.json" if name is None else Path(out)
            if file is None:
                click.echo(book.to_json(), nl=False)
            else:
                with told_of(file):
                    write_public(file, book.to_json())
        if out is not None:
            click.echo(making.figures(made))
        for lacking in (f"{book.ruleset.name}: no case for {each}" for book in made for each in book.lacking):
            click.echo(lacking, err=True)
        if page is not None:
            making.write(Path(page), made)
    sys.exit(int(not all(book.whole for book in made)))


@click.command()
@click.argument("name", required=False, metavar="[RULESET]")
@policy_option
@click.option("--cases", "folder", metavar="DIR", help="Case files; what examples cannot notice, these have to.")
@click.option("--write", "page", metavar="FILE", help="Put the figures between the marks of a page.")
def mutate(name: str | None, policy_files: tuple[str, ...], folder: str | None, page: str | None) -> None:
    """Change each rule a little, in every way, and say which changes no example notices; every rule set by default.

    RULESET may be module:NAME, a rule set or rules of one's own, of the folder where the command is run or installed:
    then only what is not the library's is changed. With case files, levels, marks and what is declared of facts are
    changed too. Each change that nothing notices is named, with the example or case that would: paste it where it
    belongs. What no subject could show is left out, as the solver Z3 proves: pip install 'kaprules[testing,proof]'.

    Exit status: 0 when every change is noticed, 1 when one is not, 2 for bad usage.
    """
    with usage("testing,proof"):
        from ..assurance import mutation

        look_in_this_folder()
        site = policy_in(policy_files) if policy_files else None
        with click.progressbar(length=1, label="Changes", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

            def shown(done: int, among: int) -> None:
                bar.length = among
                bar.update(done - bar.pos)

            report = mutation.run(name, site, folder, shown)
        click.echo(str(report))
        if page is not None:
            mutation.write(Path(page), report)
    sys.exit(int(bool(report.survivors)))
