"""Options that several commands take."""

from __future__ import annotations

from datetime import date, tzinfo

import click


class _When(click.ParamType[date]):
    """A day, or a moment: a date and time with its zone, and the place whose clock counts in brackets."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from ..clientfile import read_when
        from ..errors import Advice, InputError

        wanted = Advice("a day, or a moment", "write 2026-11-23, or 2026-11-23T09:00+01:00 for a moment")
        try:
            return value if isinstance(value, date) else read_when(value, "the date", wanted)
        except InputError as error:
            self.fail(str(error), param, ctx)


class _Zone(click.ParamType[tzinfo]):
    """A place whose clock counts, by its name, or a difference from UTC."""

    name = "zone"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tzinfo:
        from ..errors import InputError
        from ..facts.model import zone_of

        try:
            return zone_of(value)
        except InputError as error:
            self.fail(str(error), param, ctx)


on_option = click.option(
    "--on",
    type=_When(),
    metavar="DATE",
    help="When it is decided: a day such as 2026-11-23, or for what is asked within a day a time with its zone, "
    "such as 2026-11-23T09:00+01:00[Europe/Vienna]; in brackets the place whose clock it is. Today, or now, if left "
    "out.",
)
zone_option = click.option(
    "--zone",
    type=_Zone(),
    metavar="PLACE",
    help="The place whose clock says on which day a time fell, such as Europe/Vienna or +01:00; that of the policy if "
    "left out. Needed on a day where times with their zone are recorded.",
)
form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "table", "json"]),
    default="text",
    help="Text is the default; a table has a line for each: the id, or where there is none the file, the outcome, why.",
)
ruleset_option = click.option(
    "--ruleset", "name", default="screening", metavar="RULESET", help="The rule set; the screening if left out."
)
policy_option = click.option(
    "--policy",
    "policy_files",
    metavar="FILE",
    multiple=True,
    help="The site's policy; the library's own choices if left out. Several, a group's first, are laid over each "
    "other: a later one may only tighten unless it says so.",
)
language_option = click.option(
    "--language", default="en", metavar="CODE", help="The reader's language: en, the default, en-US or es."
)
audience_option = click.option(
    "--for",
    "audience",
    type=click.Choice(["clinician", "client", "auditor", "developer"]),
    help="Whose words; without it a report of every finding with its sources.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["durable", "bits", "interpreter"]),
    help="What runs the rules; if left out durable-rules, or bit masks where it cannot be imported. Each is certified.",
)
