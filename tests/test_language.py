"""Languages: numbers and dates as CLDR has them, and catalogues that are complete and in line with the source."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

import kaprules
from kaprules.errors import InputError
from kaprules.language import CODED, ENGLISH, PLURALS, SYMBOLS, Language, locale
from kaprules.limit import WORDS_FOR_UNITS, shown, with_unit
from kaprules.locale import __main__ as command
from kaprules.locale.catalogues import (
    FORMS,
    as_text,
    compiled,
    faults,
    forms,
    known,
    read,
    template,
    translation,
    updated,
)
from kaprules.locale.collected import Message, NotLiteral, literals, messages

PACKAGE = Path(kaprules.__file__).parent
SPANISH = locale("es")

# The reader's form -------------------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_days_are_those_of_cldr(day: date) -> None:
    """Nothing is installed for them, and nothing differs from the tables that everybody uses."""
    assert SPANISH.date(day) == format_date(day, "long", locale="es")
    assert ENGLISH.date(day) == format_date(day, "long", locale="en_GB")
    assert CODED.date(day) == day.isoformat()


@given(st.fractions(-1000, 1000, max_denominator=4))
def test_short_numbers_are_those_of_cldr(number: Fraction) -> None:
    """A decimal comma in Spanish, a point in English, every digit that there is."""
    for each, code in ((SPANISH, "es"), (ENGLISH, "en")):
        found = each.number(number if number.denominator > 1 else int(number))
        if number.denominator != 3:
            assert found == format_decimal(_decimal(number), format="0.###", locale=code)


def _decimal(number: Fraction) -> Any:
    from decimal import Decimal

    return Decimal(number.numerator) / Decimal(number.denominator)


def test_a_long_number_has_three_digits() -> None:
    """A third is no decimal number; in coded form it says that it is rounded."""
    assert (ENGLISH.number(Fraction(1, 3)), SPANISH.number(Fraction(1, 3))) == ("0.333", "0,333")
    assert (CODED.number(Fraction(1, 3)), locale("es", coded=True).number(Fraction(1, 3))) == (
        "about 0.333",
        "aproximadamente 0,333",
    )


@pytest.mark.parametrize("unit", [*PLURALS, *SYMBOLS, "%", "kg", "cm", "{score}", "{#}", "U/L"])
@pytest.mark.parametrize("number", [0, 1, 2, Fraction(1, 2)])
def test_the_coded_form_is_that_of_the_library(unit: str, number: int | Fraction) -> None:
    """What an auditor reads in English is what limits and records say."""
    assert CODED.quantity(number, unit) == with_unit(shown(number), unit)
    assert CODED.span(0, 1, unit) == with_unit("0 to 1", unit)


def test_units_have_a_word_where_their_code_is_no_word() -> None:
    """No unit of the library is shown to a reader by a code that only machines use."""
    assert set(WORDS_FOR_UNITS) <= {*PLURALS, *SYMBOLS}
    assert [SPANISH.quantity(n, "d") for n in (0, 1, 2)] == ["0 días", "1 día", "2 días"]
    assert SPANISH.quantity(160, "mm[Hg]") == ENGLISH.quantity(160, "mm[Hg]") == "160 mmHg"
    assert SPANISH.quantity(Fraction(7, 2), "h") == "3,5 horas"


def test_moments_carry_their_zone() -> None:
    """Nobody has to guess whose clock it is."""
    at = datetime(2026, 11, 23, 9, 5, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    assert ENGLISH.moment(at) == "23 November 2026, 09:05 (UTC-03:30)"
    assert SPANISH.moment(at.astimezone(UTC)) == "23 de noviembre de 2026, 12:35 (UTC)"
    assert SPANISH.moment(at.replace(tzinfo=None)) == "23 de noviembre de 2026, 09:05"
    assert ENGLISH.when(at.date()) == "23 November 2026"
    assert CODED.when(at) == "2026-11-23 09:05:00-03:30"


def test_an_unknown_language_is_refused() -> None:
    """It is not shown in English as if that were the same."""
    with pytest.raises(InputError, match=r"language is 'fr': expected one of en, es"):
        locale("fr")
    assert locale(Language.SPANISH) == SPANISH


# The catalogues ----------------------------------------------------------------------------------------------


def test_the_catalogues_are_what_the_source_says_and_complete() -> None:
    """Extraction gives the template as committed; each message has a translation, compiled as it is written."""
    assert command.wrong() == []


def test_plural_forms_are_stated_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Babel takes for the plural forms of a language, of which its versions differ, changes no catalogue."""

    def otherwise(*_: Any) -> Any:
        raise AssertionError("Babel was asked for the plural forms of a language")

    monkeypatch.setattr("babel.messages.catalog.get_plural", otherwise)
    assert {language for language in Language if language is not Language.ENGLISH} == set(FORMS)
    catalogue = updated(Language.SPANISH, template(messages()), known(read(Language.SPANISH)))
    assert translation(Language.SPANISH).read_bytes() == as_text(catalogue)
    assert b"Plural-Forms: nplurals=2; plural=(n != 1);" in as_text(catalogue)
    assert {len(forms(each.string)) for each in catalogue if len(forms(each.id)) > 1} == {2}


def test_a_message_without_a_translation_is_noticed() -> None:
    """So is one whose placeholders differ, and one that has lost its plural."""
    wanted = template((Message("a {b}", "x"), Message("c", "x"), Message("{number} d", "x", "{number} ds")))
    told = {"a {b}": "a {c}", "c": "c", "{number} d": ("{number} d", "")}
    assert [fault.split("' ")[1] for fault in faults(updated(Language.SPANISH, wanted, told))] == [
        "has other placeholders in 'a {c}'",
        "has no translation",
    ]
    assert not list(
        faults(updated(Language.SPANISH, wanted, told | {"a {b}": "{b} a", "{number} d": ("{number}",) * 2}))
    )


def test_what_is_not_in_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new message in the source, and a compiled form that is not of the translations, fail the check."""
    more = (*messages(), Message("Something that nobody has translated.", "x"))
    monkeypatch.setattr(command, "messages", lambda: more)
    monkeypatch.setattr(command, "compiled", lambda catalogue: b"")
    assert [fault.split(": ")[0] for fault in command.wrong()] == [
        "kaprules.pot is not what the source says",
        "kaprules.po of es does not go with the template",
        "kaprules.po of es is not what was compiled",
        "es",
    ]


def test_the_compiled_form_is_read_by_gettext() -> None:
    """Every translation comes out as it was written, plural forms included."""
    import gettext
    import io

    catalogue = updated(Language.SPANISH, template(messages()), known(read(Language.SPANISH)))
    found = gettext.GNUTranslations(io.BytesIO(compiled(catalogue)))
    for each in catalogue:
        if each.id:
            texts, told = forms(each.id), forms(each.string)
            if len(texts) == 1:
                assert found.gettext(texts[0]) == told[0]
            else:
                assert [found.ngettext(*texts, n) for n in (1, 2)] == list(told)
    assert translation(Language.SPANISH).with_suffix(".mo").read_bytes() == compiled(catalogue)


def test_a_message_that_is_put_together_cannot_be_collected(tmp_path: Path) -> None:
    """It is an error, not a text that stays in English."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text('locale("one {x}", x=1)\nlocale.count("a", "b", 2)\nmessage("c" if x else "d")\n')
    assert [(m.text, m.many) for m in literals(package)] == [("one {x}", ""), ("a", "b"), ("c", ""), ("d", "")]
    (package / "b.py").write_text('locale(f"two {x}")\n')
    with pytest.raises(NotLiteral, match=r"package/b.py:1: a message is put together"):
        list(literals(package))


def test_every_locale_is_called_locale() -> None:
    """By this name the messages are found."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.arg) and node.annotation is not None and "Locale" in ast.unparse(node.annotation):
                assert node.arg == "locale" or "Callable" in ast.unparse(node.annotation), (path, node.arg)


# What a translation must keep --------------------------------------------------------------------------------

KEPT = {
    r"\bat least\b": r"al menos|mínimo",
    r"\bat most\b": r"máximo",
    r"\babove (?!all\b)": r"encima|superior|más de|supera",
    r"\bbelow\b": r"[Dd]ebajo|inferior|menos de|Abajo",
    r"\bmore than\b": r"más",
    r"\bless than (?!severe)|\bfewer\b": r"menos",
    r"\bnot (?!long ago|well controlled)|n't\b|\bno\b(?!\. \{)|\bnobody\b|\bwithout (?!a uterus)|\bnever\b": (
        r"\b[Nn]o\b|\b[Nn]i\b|\b[Ss]in\b|[Nn]unca|[Nn]adie|[Nn]ada|[Nn]ing[uú]n|[Oo]tro|in\w+|fuera|[Ff]alta"
    ),
}


def digits(text: str) -> list[str]:
    """Return the numbers of a text, with a decimal point."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", text)))


def lost(catalogue: Catalog) -> list[str]:
    """Return the messages whose translation has lost a number, a direction or a negation."""
    found = []
    for each in catalogue:
        for text, told in zip(forms(each.id), forms(each.string), strict=True) if each.id else ():
            words = any(re.search(said, text) and not re.search(kept, told) for said, kept in KEPT.items())
            if words or digits(text) != digits(told):
                found.append(text)
    return found


def test_no_number_direction_or_negation_is_lost() -> None:
    """In a clinical text these are what hurts somebody."""
    assert lost(read(Language.SPANISH)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("al menos", "como mucho"),
        ("160", "150"),
        ("no consta", "consta"),
        ("debajo", "encima"),
        ("{limit}", "{limit} 2"),
    ],
)
def test_what_is_lost_is_noticed(before: str, after: str) -> None:
    """Each seeded fault is found."""
    catalogue = read(Language.SPANISH)
    touched = 0
    for each in catalogue:
        if each.id and isinstance(each.string, str) and before in each.string:
            each.string = each.string.replace(before, after)
            touched += 1
    assert touched and lost(catalogue)
