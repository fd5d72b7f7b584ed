"""The catalogues on disk: the template, a translation for each language, and its compiled form."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

try:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po, write_po
except ImportError as error:
    raise ImportError("the catalogues need Babel: pip install 'kaprules[words]'") from error

from ..language import DOMAIN, FOLDER, Language
from .collected import Message

TEMPLATE: Final = FOLDER / f"{DOMAIN}.pot"
LANGUAGES: Final = tuple(language for language in Language if language is not Language.ENGLISH)
FORMS: Final = {Language.SPANISH: (2, "(n != 1)")}
"""How many forms of a message a language has here, and which one goes with a number: versions of Babel differ."""


def translation(language: Language) -> Path:
    """Return where the translations of a language are written."""
    return FOLDER / language.value / "LC_MESSAGES" / f"{DOMAIN}.po"


def template(messages: tuple[Message, ...]) -> Catalog:
    """Return the template: every message, with where it stands and who reads it."""
    catalogue = _empty(None)
    for each in messages:
        told = (each.text, each.many) if each.many else each.text
        known = catalogue.get(told)
        audience = known.auto_comments[0] if known is not None else each.audience
        catalogue.add(told, auto_comments=[audience, each.where])
    return _bare(catalogue)


class _Plain(Catalog):
    """A catalogue whose head and plural forms change neither with the day nor with the version of a tool."""

    @property
    def _plurals(self) -> tuple[int, str]:
        return (2, "(n != 1)") if self.locale is None else FORMS[Language(str(self.locale))]

    @property
    def num_plurals(self) -> int:
        return self._plurals[0]

    @property
    def plural_expr(self) -> str:
        return self._plurals[1]

    @property
    def plural_forms(self) -> str:
        return f"nplurals={self.num_plurals}; plural={self.plural_expr};"

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        head = [("Project-Id-Version", DOMAIN), ("MIME-Version", "1.0")]
        if self.locale is not None:
            head += [("Language", str(self.locale)), ("Plural-Forms", self.plural_forms)]
        return [*head, ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")]

    mime_headers = property(_get_mime_headers)
    """A message has one form for one and one for more; versions of Babel tell other rules of Spanish."""


def _empty(language: Language | None) -> Catalog:
    comment = "# What readers of kaprules see. Written by python -m kaprules.locale; translations by hand."
    return _Plain(locale=language.value if language else None, domain=DOMAIN, header_comment=comment, fuzzy=False)


def _bare(catalogue: Catalog) -> Catalog:
    """Return a catalogue without the flags that versions of Babel set differently."""
    for each in catalogue:
        each.flags.clear()
    return catalogue


def updated(language: Language, wanted: Catalog, translations: Mapping[str, Any]) -> Catalog:
    """Return the catalogue of a language: the messages of the template with the translations known so far."""
    catalogue = _empty(language)
    for each in wanted:
        if each.id:
            told = translations.get(forms(each.id)[0], "")
            if isinstance(told, str) is not isinstance(each.id, str):
                told = ""  # what has come to have a form for more, or has none any more, is translated anew
            catalogue.add(each.id, told, auto_comments=each.auto_comments)
    return _bare(catalogue)


def forms(text: Any) -> tuple[str, ...]:
    """Return a text of a catalogue as its form for one, and for more if there is one."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def read(language: Language) -> Catalog:
    """Return the catalogue of a language as it is on disk."""
    with translation(language).open("rb") as file:
        return read_po(file, locale=language.value)


def known(catalogue: Catalog) -> dict[str, Any]:
    """Return the translations of a catalogue by the message, or by its form for one."""
    return {
        forms(each.id)[0]: each.string
        for each in catalogue
        if each.id and forms(each.string) and all(forms(each.string))
    }


def as_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as it is written."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return the compiled form of a catalogue."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with a translation: a message without one, or with other placeholders."""
    for each in catalogue:
        if not each.id:
            continue
        texts, told = forms(each.id), forms(each.string)
        if len(told) != len(texts) or not all(told):
            yield f"{texts[0]!r} has no translation"
        elif any(placeholders(text) != placeholders(texts[-1]) for text in told):
            yield f"{texts[0]!r} has other placeholders in {told[0]!r}"


def placeholders(text: str) -> list[str]:
    """Return the names that a message leaves open."""
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})
