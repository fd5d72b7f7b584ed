"""What all pages share: one frame with its style and script inside, and words in the reader's language."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterator
from importlib import resources
from typing import Final

import jinja2
from jinja2 import nodes
from markupsafe import Markup

from ..language import Locale
from .words import Words

FILES: Final = resources.files(__package__)
NOTHING: Final = "'none'"


@functools.cache
def environment() -> jinja2.Environment:
    """Return what reads the templates: everything is escaped, and a name that is not there is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("kaprules.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["headings"] = headings
    return made


_HEADING: Final = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)


def headings(content: str) -> list[tuple[str, str]]:
    """Return the headings of a page that can be led to, by their ids: its table of contents."""
    return [(name, Markup(text).striptags()) for name, text in _HEADING.findall(str(content))]


@functools.cache
def _text(names: str) -> str:
    """Return the text of some files, parted by blanks, one after the other."""
    return "".join((FILES / name).read_text(encoding="utf-8") for name in names.split())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(form_action: str = NOTHING, style: str = "style.css", script: str = "script.js") -> str:
    """Return the Content-Security-Policy of every page: its own style and script, and nothing from anywhere."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_digest(_text(style))}",
            f"script-src {_digest(_text(script)) if script else NOTHING}",
            "img-src data:",
            "base-uri 'none'",
            f"form-action {form_action}",
        )
    )


def rendered(
    template: str,
    locale: Locale,
    *,
    form_action: str = NOTHING,
    style: str = "style.css",
    script: str = "script.js",
    **values: object,
) -> str:
    """Return a page from a template; ``form_action`` says where its forms may go, and an empty ``script`` is none."""
    return (
        environment()
        .get_template(template)
        .render(
            locale=locale,
            words=Words(locale),
            policy=policy(form_action, style, script),
            style=Markup(_text(style)),
            script=Markup(_text(script) if script else ""),
            **values,
        )
    )


def messages() -> Iterator[tuple[str, str, str]]:
    """Yield each text of the templates for translation: its template, its form for one, and that for more or none."""
    for name in sorted(environment().list_templates()):
        for call in environment().parse(_text(f"templates/{name}")).find_all(nodes.Call):
            texts = [each.value for each in call.args if isinstance(each, nodes.Const)]
            if isinstance(call.node, nodes.Name) and call.node.name == "locale" and texts:
                yield name, texts[0], ""
            elif isinstance(call.node, nodes.Getattr) and call.node.attr == "count":
                yield name, texts[0], texts[1]
