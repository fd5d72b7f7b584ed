"""Options that several commands take."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import click


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


on_option = click.option(
    "--on",
    type=_When(),
    metavar="DATE",
    help="When it is decided: a day such as 2026-11-23, or for what is asked within a day a time with its zone, "
    "such as 2026-11-23T09:00+01:00[Europe/Vienna]; in brackets the place whose clock counts. Today, or now, if left "
    "out.",
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
    "--policy", "policy_file", metavar="FILE", help="The site's policy; the library's own choices if left out."
)
language_option = click.option(
    "--language", default="en", metavar="CODE", help="The reader's language: en, the default, or es."
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
