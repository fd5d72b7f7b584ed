"""The command line: decide on client files, explain one rule, show the rules and the form of a client file.

Exit status: 0 when every client was decided; 2 for bad usage or an input that could not be taken; 3 when a decision
was refused because its derivation could not be certified, whatever else went wrong; 1 when interrupted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from zoneinfo import ZoneInfo

import attrs
import click

from .clientfile import MOST_BYTES, parse_json, read_subject
from .errors import InputError, input_error

if TYPE_CHECKING:
    from .decision import Decision
    from .facts.subject import Subject
    from .language import Reader
    from .policy import Policy
    from .ruleset import RuleSet

BAD_INPUT: Final = 2
REFUSED: Final = 3
MANY: Final = (".jsonl", ".ndjson")
"""How the name of a file ends that holds a client a line."""
WIDTH: Final = 12
"""How wide the column of ids is in a table; a longer one moves its own line alone, so that lines can go out at once."""
MUCH: Final = 200_000
"""How many bytes of clients keep a person waiting."""


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


class _When(click.ParamType[date]):
    """A day, or a moment: a date and time with its zone, and the place whose clock counts in brackets."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        text, _, place = str(value).removesuffix("]").partition("[")
        try:
            if len(text) == len("2026-11-23"):
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text)
            return moment.astimezone(ZoneInfo(place)) if place else moment
        except (ValueError, OSError, KeyError):
            self.fail(f"{text!r} is no date: write 2026-11-23, or 2026-11-23T09:00+01:00 for a moment", param, ctx)


_on_option = click.option(
    "--on",
    type=_When(),
    metavar="DATE",
    help="When it is decided: a day such as 2026-11-23, or for what is asked within a day a time with its zone, "
    "such as 2026-11-23T09:00+01:00[Europe/Vienna]; in brackets the place whose clock counts. Today, or now, if left "
    "out.",
)
_form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "table", "json"]),
    default="text",
    help="Text is the default; a table has a line for each: the id, or where there is none the file, the outcome, why.",
)
_ruleset_option = click.option(
    "--ruleset", "name", default="screening", metavar="RULESET", help="The rule set; the screening if left out."
)
_policy_option = click.option(
    "--policy", "policy_file", metavar="FILE", help="The site's policy; the library's own choices if left out."
)
_language_option = click.option(
    "--language", default="en", metavar="CODE", help="The reader's language: en, the default, or es."
)
_audience_option = click.option(
    "--for",
    "audience",
    type=click.Choice(["clinician", "client", "auditor", "developer"]),
    help="Whose words; without it a report of every finding with its sources.",
)
_engine_option = click.option(
    "--engine",
    type=click.Choice(["durable", "bits", "interpreter"]),
    help="What runs the rules; if left out durable-rules, or bit masks where it cannot be imported. Each is certified.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@_version_option
def main() -> None:
    """Screen clients for ketamine-assisted psychotherapy by cited rules.

    No outcome says that anybody is safe: each case goes to a prescriber and a psychotherapist.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_on_option
@_form_option
@_policy_option
@_engine_option
@_audience_option
@_language_option
def screen(
    files: tuple[str, ...],
    on: date | None,
    form: str,
    policy_file: str | None,
    engine: str | None,
    audience: str | None,
    language: str,
) -> None:
    """Decide on every client in the files.

    A .json file holds one client, a .jsonl file one on each line; - is standard input, either way. With --format json
    each line is one decision with the file, the client's line in it ("position") and the client's id.

    Exit status: 0 when every client was decided, 2 when an input could not be taken, 3 when a decision was refused.
    """
    _decide("screening", files, on, policy_file, engine, _form(form, audience, language))


@main.command()
@click.argument("name", metavar="RULESET")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_on_option
@_form_option
@_policy_option
@_engine_option
@_audience_option
@_language_option
def decide(
    name: str,
    files: tuple[str, ...],
    on: date | None,
    form: str,
    policy_file: str | None,
    engine: str | None,
    audience: str | None,
    language: str,
) -> None:
    """Decide by any rule set on every subject in the files: screening, setting, dose_tiers, dosing_day and so on.

    Files, formats and exit status are those of screen; each rule set says what its subject is: a client, a practice or
    a session. Without a FILE of its own kind, see kaprules schema.
    """
    _decide(name, files, on, policy_file, engine, _form(form, audience, language))


def _form(form: str, audience: str | None, language: str) -> Callable[[_Entry, Decision], str]:
    """Return how a decision is shown."""
    if form == "json":
        return _as_json
    if form == "table":
        plain = _reader(language)
        return lambda entry, decision: _as_row(entry, decision, plain)
    reader = _reader(language, coded=True)
    return lambda entry, decision: _as_text(entry, decision, audience, reader)


def _decide(
    name: str,
    files: tuple[str, ...],
    on: date | None,
    policy_file: str | None,
    engine: str | None,
    shown: Callable[[_Entry, Decision], str],
) -> None:
    ruleset, when = _asked(name, on, policy_file)
    tally = _Tally()
    with _progress(files) as advance:
        for file in files:
            for entry in _entries(file, ruleset, tally):
                decision = _decided(entry, ruleset, when, engine, tally)
                if decision is not None:
                    click.echo(shown(entry, decision))
                advance(entry.size)
    sys.exit(tally.status)


@main.command()
@click.argument("file")
@click.argument("rule")
@_ruleset_option
@_on_option
@_policy_option
@_engine_option
@_language_option
def why(
    file: str, rule: str, name: str, on: date | None, policy_file: str | None, engine: str | None, language: str
) -> None:
    """Show why RULE (or a concept) is TRUE, FALSE or UNKNOWN for the one client in FILE."""
    from .engine.derivation import tree

    reader = _reader(language, coded=True)
    (ruleset, when), tally = _asked(name, on, policy_file), _Tally()
    entries = list(islice(_entries(file, ruleset, tally), 2))
    if len(entries) > 1:
        tally.fault(file, "there is more than one client: expected one; put the client into a file of its own")
    if not tally.status:
        decision = _decided(entries[0], ruleset, when, engine, tally)
        if decision is not None:
            try:
                click.echo(tree(decision.why(rule), reader=reader))
            except InputError as error:
                tally.fault(entries[0].place, error)
    sys.exit(tally.status)


@main.command()
@click.argument("file")
@click.option("-o", "--output", required=True, metavar="PAGE", help="The page to write, such as decision.html.")
@_ruleset_option
@_on_option
@_policy_option
@_engine_option
@_language_option
def report(
    file: str, output: str, name: str, on: date | None, policy_file: str | None, engine: str | None, language: str
) -> None:
    """Write the decision about the one subject in FILE as a page for a browser, which asks the network for nothing.

    FILE is a client file, as for decide, or a decision record, such as decide --format json prints: then the page is
    about that decision, once it has been found to follow from its facts. It needs Jinja2:
    pip install 'kaprules[report]'.

    Exit status: 0 when the page was written, 2 when an input could not be taken, 3 when the decision was refused.
    """
    with _needs("report"):
        from .pages.report import report_page
    tally = _Tally()
    decision = _recorded(file, policy_file, tally)
    if decision is None and not tally.status:
        (ruleset, when) = _asked(name, on, policy_file)
        entries = list(islice(_entries(file, ruleset, tally), 2))
        if len(entries) > 1:
            tally.fault(file, "there is more than one subject: expected one; put the subject into a file of its own")
        if not tally.status:
            decision = _decided(entries[0], ruleset, when, engine, tally)
    if decision is not None and not tally.status:
        _write(Path(output), report_page(decision, _reader(language)), tally)
    sys.exit(tally.status)


def _typed(prompt: str) -> str:
    """Return a line that is typed; raise ``EOFError`` at the end of the input, as a prompt of click does not."""
    click.echo(prompt, nl=False)
    return input(" ")


@main.command()
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write, such as site/.")
@_policy_option
@click.option(
    "--changes", metavar="FILE", help="A change log in Markdown, such as CHANGELOG.md, as a page of the site."
)
@_language_option
def catalogue(output: str, policy_file: str | None, changes: str | None, language: str) -> None:
    """Write the rule book as a site: a page for each rule and concept, with search, a graph and the works cited.

    The pages link to each other alone: any browser opens index.html from the folder. With a policy it is the site's own
    rule book. Pages of the same name are written anew, and nothing is deleted. It needs Jinja2: pip install
    'kaprules[report]'.

    Exit status: 0 when the site was written, else 2.
    """
    with _needs("report"):
        from .pages.catalogue import site
    from .rulesets import RULESETS

    tally = _Tally()
    rulesets = dict(RULESETS)
    if policy_file is not None:
        found = _policy(policy_file)
        rulesets = {name: found.applied(ruleset) for name, ruleset in rulesets.items()}
    try:
        log = "" if changes is None else Path(changes).read_text(encoding="utf-8")
    except OSError as error:
        tally.fault(_place(str(changes), None), f"cannot be read: {error.strerror}; check the name and the permissions")
        sys.exit(tally.status)
    for name, text in site(rulesets, log, _reader(language)).items():
        _write(Path(output) / name, text, tally)
        if tally.status:
            break
    sys.exit(tally.status)


def _recorded(file: str, policy_file: str | None, tally: _Tally) -> Decision | None:
    """Return the decision of a record, by the rule set that it names; None where the file is no record."""
    from . import record
    from .decision import Decision

    if file == "-" or file.lower().endswith(MANY):
        return None
    try:
        with Path(file).open("rb") as stream:
            text = stream.read(MOST_BYTES + 1)
        data = parse_json(text)
    except (OSError, InputError):
        return None  # what is wrong with it is said where it is read as a subject
    if isinstance(data, dict) and isinstance(data.get("decision"), dict):  # a line of --format json
        text = json.dumps(json.loads(text)["decision"]).encode()
        data = data["decision"]
    if not isinstance(data, dict) or data.get("format") != record.FORMAT:
        return None
    made_with = data.get("ruleset")
    ruleset = _ruleset(str(made_with.get("name") if isinstance(made_with, dict) else None))
    if policy_file is not None:
        ruleset = _policy(policy_file).applied(ruleset)
    try:
        return Decision.from_json(text.decode(), ruleset=ruleset)
    except InputError as error:
        tally.fault(_place(file, None), error)
    return None


@contextmanager
def _needs(extra: str) -> Iterator[None]:
    """Say which extra to install where something that it brings is not there, and end."""
    try:
        yield
    except ModuleNotFoundError as error:
        click.echo(f"{error.name} is not installed: pip install 'kaprules[{extra}]'", err=True)
        sys.exit(BAD_INPUT)


def _reader(language: str, *, coded: bool = False) -> Reader:
    from .language import reader

    try:
        return reader(language, coded=coded)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)


def _write(path: Path, text: str, tally: _Tally) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        tally.fault(str(path), f"cannot be written: {error.strerror}; check the folder and the permissions")


@main.command()
@click.argument("name", default="screening", metavar="[RULESET]")
@click.option("--file", "file", metavar="FILE", help="What is known: read at the start, written after each answer.")
@click.option("--serve", is_flag=True, help="Ask on a page that only a browser on this machine can open.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where the page is served; any free port if 0.")
@_on_option
@_policy_option
@_engine_option
@_language_option
def interview(
    name: str,
    file: str | None,
    serve: bool,
    port: int,
    on: date | None,
    policy_file: str | None,
    engine: str | None,
    language: str,
) -> None:
    """Ask what is needed for a decision, the most telling first, until no answer can change it; then decide.

    RULESET is the screening if left out. With --file an interview that was stopped goes on where it was; without, what
    was answered is printed at the end. The page needs Jinja2: pip install 'kaprules[report]'.

    The end of the input counts as stop. Exit status: 0 when it was decided, 2 when an input could not be taken, 3 when
    the decision was refused, 1 when Ctrl-C broke off what is asked in a terminal.
    """
    from .intake import InterviewSession
    from .intake.session import as_file, save
    from .intake.terminal import converse

    (ruleset, when), tally = _asked(name, on, policy_file), _Tally()
    path = None if file is None else Path(file)
    subject = ruleset.subject()
    if file is not None and (file == "-" or file.lower().endswith(MANY)):
        tally.fault(file, "it is written anew after each answer: expected a .json file of one subject; name another")
        sys.exit(tally.status)
    if path is not None and path.exists():
        entries = list(_entries(str(path), ruleset, tally))
        if len(entries) == 1:
            subject = entries[0].subject
        elif entries:
            tally.fault(
                str(path), "there is more than one subject: expected one; put the subject into a file of its own"
            )
    if tally.status:
        sys.exit(tally.status)
    session = InterviewSession(ruleset, when, subject, _reader(language))

    def kept(now: InterviewSession) -> None:
        if path is not None:
            save(now.subject, path)

    try:
        kept(session)
        if serve:
            with _needs("report"):
                from .intake.local_server import serve_until_closed
            session = serve_until_closed(session, kept, port, click.echo, engine)
        else:
            session = converse(session, _typed, click.echo, kept)
    except (InputError, OSError) as error:
        tally.fault(name if file is None else file, error)
        sys.exit(tally.status)
    if file is None:
        click.echo(f"\n{as_file(session.subject)}", nl=False)
    else:
        click.echo(f"\n{session.reader('What was answered is kept in {file}.', file=_place(file, None))}")
    decision = _decided(_Entry(file or name, None, session.subject, 0), ruleset, when, engine, tally)
    if decision is not None:
        from .wording.report import report as told

        click.echo(f"\n{told(decision.evaluation, session.reader)}")
    sys.exit(tally.status)


@main.command()
@click.argument("rule", required=False, metavar="[ID]")
@_ruleset_option
def rules(rule: str | None, name: str) -> None:
    """List the rules and concepts, or show everything that is declared of one."""
    from .wording.catalogue import overview, rule_page

    ruleset = _ruleset(name)
    try:
        click.echo(overview(ruleset) if rule is None else rule_page(ruleset[rule]))
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)


@main.command()
@click.argument("form", type=click.Choice(["client", "practice", "session", "decision"]), default="client")
def schema(form: str) -> None:
    """Print the JSON Schema of a client file, of another subject's, or of a decision as JSON."""
    from . import record
    from .facts import Client, Practice, Session
    from .schema import subject_schema

    kinds = {"client": Client, "practice": Practice, "session": Session}
    found = subject_schema(kinds[form]) if form in kinds else record.schema()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@main.group()
def policy() -> None:
    """What a site chooses otherwise than the library, from a TOML file."""


@policy.command()
@click.argument("file")
@_on_option
def check(file: str, on: date | None) -> None:
    """Say whether a policy may be used, what it changes, and somebody who gets another answer for each change.

    Exit status: 0 when it may be used on that day, else 2. A warning does not change it.
    """
    from .policy.impact import overview
    from .rulesets import RULESETS, SCREENING

    found = _policy(file, _when(SCREENING, on))
    click.echo(overview(found))
    for ruleset in RULESETS.values():
        for crossing in found.reordered_limits(ruleset):
            click.echo(f"{_place(file, None)}: warning: in {ruleset.name}, {crossing}", err=True)


@policy.command()
@click.argument("file")
def show(file: str) -> None:
    """Show each change of a policy: its bounds, reason, approver's role, dates, and somebody whom it touches."""
    from .policy.impact import page

    click.echo(page(_policy(file)))


@main.command()
@click.argument("name", required=False, metavar="[RULESET]")
@_policy_option
@click.option("--than", "other_file", metavar="FILE", help="Compare the policy with this one, not with the library.")
@click.option("--all", "everything", is_flag=True, help="Show the declared exceptions too, each with its witness.")
@click.option("--cache", "kept", metavar="FILE", help="Keep proofs there: what has not changed is not proved again.")
@click.option("--write", "page", metavar="FILE", help="Put the figures between the marks of a page.")
def prove(
    name: str | None,
    policy_file: str | None,
    other_file: str | None,
    everything: bool,
    kept: str | None,
    page: str | None,
) -> None:
    """Prove what holds of a rule set for every subject, and show one for whom it does not; every rule set by default.

    With a policy it is the site's rule book, which is nowhere to be looser but where the policy says so; and whether it
    finds more, less, the same or some of each is shown with clients. It needs the solver Z3: pip install
    'kaprules[proof]'.

    Exit status: 0 when everything holds or is declared with a reason, 1 when something does not, 2 for bad usage.
    """
    try:
        from .assurance import proof
    except ModuleNotFoundError as error:
        click.echo(f"{error.name} is not installed: pip install 'kaprules[proof]'", err=True)
        sys.exit(BAD_INPUT)
    from .policy import books

    if other_file is not None and policy_file is None:
        raise click.UsageError("--than names a second policy: give the first with --policy")
    site = None if policy_file is None else _policy(policy_file)
    other = None if other_file is None else _policy(other_file)
    among = books(None) if name is None else (_ruleset(name),)
    try:
        reports, seconds = proof.prove_all(among, site, kept, anew=page is not None)
        for report in reports:
            click.echo(f"{report.text(everything)}\n")
        if site is not None:
            for ruleset in among:
                click.echo(f"{ruleset.name}: {proof.compared(ruleset, site, other)}\n")
        if page is not None:
            proof.write_figures(page, reports, seconds)
    except (InputError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    sys.exit(int(any(report.wrong for report in reports)))


@main.command()
@click.argument("name", required=False, metavar="[RULESET]")
@click.option("-o", "out", metavar="FILE", help="Where it is written: a file, or a folder for every rule set.")
@click.option("--known", "in_part", is_flag=True, help="Cases of what is known in part, in the place of complete ones.")
@click.option("--write", "page", metavar="FILE", help="Put the figures between the marks of a page.")
def casebook(name: str | None, out: str | None, in_part: bool, page: str | None) -> None:
    """Write cases for each rule of a rule set, for any implementation to run; of every rule set by default.

    Both sides of each limit, each fact not known, a pair of cases for each test in which it alone decides, and what is
    declared of the facts; with --known each form in which a fact can be known in part. A rule set of one's own is named
    as module:NAME. It takes about a minute for the screening.

    Exit status: 0 when every test has its pair and every limit its cases, 1 when one has not, 2 for bad usage.
    """
    with _usage("testing"):
        from .assurance import casebook as complete
        from .assurance import known as partial
        from .policy import books
        from .testing._named import named

        if name is None and out is None:
            problem = "every rule set has a file of its own"
            raise input_error(problem=problem, remedy="say with -o into which folder, or name a rule set")
        among = books(None) if name is None else (named(name) if ":" in name else _ruleset(name),)
        making = partial if in_part else complete
        made = [making.casebook(ruleset) for ruleset in among]
        if name is None and out is not None:
            Path(out).mkdir(parents=True, exist_ok=True)
        for book in made:
            file = None if out is None else Path(out) / f"{book.ruleset.name}.cases.json" if name is None else Path(out)
            if file is None:
                click.echo(book.to_json(), nl=False)
            else:
                file.write_text(book.to_json(), encoding="utf-8")
        if out is not None:
            click.echo(making.figures(made))
        for lacking in (f"{book.ruleset.name}: no case for {each}" for book in made for each in book.lacking):
            click.echo(lacking, err=True)
        if page is not None:
            making.write(Path(page), made)
    sys.exit(int(not all(book.whole for book in made)))


@main.command()
@click.argument("name", required=False, metavar="[RULESET]")
@_policy_option
@click.option("--cases", "folder", metavar="DIR", help="Case files; what examples cannot notice, these have to.")
@click.option("--write", "page", metavar="FILE", help="Put the figures between the marks of a page.")
def mutate(name: str | None, policy_file: str | None, folder: str | None, page: str | None) -> None:
    """Change each rule a little, in every way, and say which changes no example notices; every rule set by default.

    RULESET may be module:NAME, a rule set or rules of one's own: then only what is not the library's is changed. With
    case files, levels, marks and what is declared of facts are changed too. Each change that nothing notices is named,
    with the example or case that would: paste it where it belongs. What no subject could show is left out, as the
    solver Z3 proves: pip install 'kaprules[testing,proof]'.

    Exit status: 0 when every change is noticed, 1 when one is not, 2 for bad usage.
    """
    with _usage("testing,proof"):
        from .assurance import mutation

        site = None if policy_file is None else _policy(policy_file)
        with click.progressbar(length=1, label="Changes", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

            def shown(done: int, among: int) -> None:
                bar.length = among
                bar.update(done - bar.pos)

            report = mutation.run(name, site, folder, shown)
        click.echo(str(report))
        if page is not None:
            mutation.write(Path(page), report)
    sys.exit(int(bool(report.survivors)))


@contextmanager
def _usage(extra: str) -> Iterator[None]:
    """Say what is wrong with how a command is used, or which extra it needs, and end."""
    try:
        yield
    except ModuleNotFoundError as error:
        click.echo(f"{error.name} is not installed: pip install 'kaprules[{extra}]'", err=True)
    except (InputError, OSError) as error:
        click.echo(str(error), err=True)
    else:
        return
    sys.exit(BAD_INPUT)


def _policy(file: str, on: date | None = None) -> Policy:
    """Return the policy in a file, in force on a day if one is given; else say what is wrong, and end."""
    from .policy import read_policy

    tally = _Tally()
    try:
        with Path(file).open("rb") as stream:
            found = read_policy(stream.read(MOST_BYTES + 1))
        if on is not None:
            found.check(on)
    except OSError as error:
        tally.fault(_place(file, None), f"cannot be read: {error.strerror}; check the name and the permissions")
    except InputError as error:
        tally.fault(_place(file, None), error)
    else:
        return found
    sys.exit(tally.status)


def _asked(name: str, on: date | None, policy_file: str | None) -> tuple[RuleSet, date]:
    """Return the rule set, under the site's policy if there is one, and when it is asked."""
    ruleset = _ruleset(name)
    when = _when(ruleset, on)
    return (ruleset if policy_file is None else _policy(policy_file, when).applied(ruleset)), when


def _ruleset(name: str) -> RuleSet:
    from .errors import unknown_name
    from .rulesets import RULESETS

    if name not in RULESETS:
        click.echo(str(unknown_name(f"rule set {name!r}", name, RULESETS)), err=True)
        sys.exit(BAD_INPUT)
    return RULESETS[name]


def _when(ruleset: RuleSet, on: date | None) -> date:
    """Return when it is decided: this is the one place where the library's own edge looks at a clock."""
    from .rule import Phase

    if on is None:
        return date.today() if ruleset.phase is Phase.INTAKE else datetime.now().astimezone()
    return on


# From files to clients ---------------------------------------------------------------------------------------


@attrs.define
class _Tally:
    """The faults shown so far, as an exit status."""

    status: int = 0

    def fault(self, place: str, what: object, status: int = BAD_INPUT) -> None:
        for line in what.faults if isinstance(what, InputError) else (what,):
            click.echo(f"{place}: {line}", err=True)
        self.status = max(self.status, status)


@attrs.frozen
class _Entry:
    """A client of a file, with its line where the file may hold several."""

    file: str
    line: int | None
    subject: Subject
    size: int

    @property
    def place(self) -> str:
        return _place(self.file, self.line)


def _place(file: str, line: int | None) -> str:
    name = file if file.isprintable() else json.dumps(file)
    return name if line is None else f"{name}:{line}"


def _entries(file: str, ruleset: RuleSet, tally: _Tally) -> Iterator[_Entry]:
    """Yield the clients of a file one by one; what is none of them is reported and passed over."""
    empty = True
    try:
        for line, text in _texts(file):
            empty = False
            try:
                subject = read_subject(ruleset.subject, text)
            except InputError as error:
                tally.fault(_place(file, line), error)
                continue
            yield _Entry(file, line, subject, len(text))
    except OSError as error:
        tally.fault(_place(file, None), f"cannot be read: {error.strerror}; check the name and the permissions")
    else:
        if empty:
            tally.fault(
                _place(file, None), "there is no client: expected one JSON object a line; the file may be empty"
            )


def _texts(file: str) -> Iterator[tuple[int | None, bytes]]:
    if file == "-":
        yield from _standard_input(sys.stdin.buffer)
        return
    with Path(file).open("rb") as stream:
        if file.lower().endswith(MANY):
            yield from _lines(stream)
        else:
            yield None, stream.read(MOST_BYTES + 1)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank, with its number; of a line that is too long only enough to show that it is."""
    most = MOST_BYTES + 1
    number = 0
    while line := stream.readline(most):
        number += 1
        rest = line
        while len(rest) == most and not rest.endswith(b"\n"):
            rest = stream.readline(most)
        if line.strip() or rest is not line:
            yield number, line.rstrip(b"\r\n")


def _standard_input(stream: BinaryIO) -> Iterator[tuple[int | None, bytes]]:
    """Yield the clients of a stream that holds either one a line or a single one over several lines."""
    lines = _lines(stream)
    begun = list(islice(lines, 2))
    if len(begun) == 2 and not begun[1][1].lstrip().startswith(b"{") and not _is_json(begun[0][1]):
        yield None, b"\n".join([text for _, text in begun] + [stream.read(MOST_BYTES)])
    else:
        yield from begun
        yield from lines


def _is_json(text: bytes) -> bool:
    try:
        parse_json(text)
    except InputError:
        return False
    return True


# From clients to decisions -----------------------------------------------------------------------------------


def _decided(entry: _Entry, ruleset: RuleSet, on: date, engine: str | None, tally: _Tally) -> Decision | None:
    from . import decision
    from .engine.conclusions import EngineFailure

    try:
        return decision.decide(ruleset, entry.subject, on=on, engine=engine)
    except InputError as error:
        tally.fault(entry.place, error)
    except (decision.EngineDisagreement, EngineFailure) as error:
        tally.fault(entry.place, error, REFUSED)
    return None


def _as_text(entry: _Entry, decision: Decision, audience: str | None, reader: Reader) -> str:
    from .wording.report import report

    heading = entry.place if entry.subject.id is None else f"{entry.place}, {entry.subject.id}"
    told = report(decision.evaluation, reader) if audience is None else decision.words(audience, reader.language)
    return f"{heading}\n{'-' * len(heading)}\n{told}\n"


def _as_row(entry: _Entry, decision: Decision, reader: Reader) -> str:
    from .phrases import OUTCOMES
    from .wording.clinician import why

    who = entry.place if entry.subject.id is None else entry.subject.id
    width = max(len(reader(each)) for each in OUTCOMES.values())
    return f"{who:<{WIDTH}}  {reader(OUTCOMES[decision.outcome]):<{width}}  {why(decision.evaluation, reader)}"


def _as_json(entry: _Entry, decision: Decision) -> str:
    where = {"file": entry.file, "position": entry.line or 1, "id": entry.subject.id}
    return f'{json.dumps(where)[:-1]}, "decision": {decision.to_json()}}}'


@contextmanager
def _progress(files: tuple[str, ...]) -> Iterator[Callable[[int], object]]:
    """Yield what counts bytes of clients; it shows them where somebody watches, and would have to wait."""
    total = sum(path.stat().st_size for path in map(Path, files) if path.is_file())
    if total < MUCH or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda size: None
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        yield lambda size: None
        return
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("Screening", total=total)
        yield lambda size: progress.advance(task, size)
