"""Which text is taken: everybody's, on every Python the same."""

from __future__ import annotations

import json
import sys
from datetime import date

import pytest

from kaprules import Client, InputError, Recorded
from kaprules.clientfile import read_client, subject_from_data, subject_to_json
from kaprules.facts import Medicines, Vitals
from kaprules.facts.medicines import Medicine
from kaprules.facts.model import clean_text
from kaprules.testing.cases import read_cases

DAY = date(2026, 11, 23)
SURROGATES = range(0xD800, 0xE000)
REFUSED = frozenset(
    (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *SURROGATES,
    )
)
"""Control characters, surrogates, and what turns the direction of writing."""
LINE_ENDS = frozenset((0x2028, 0x2029))
TEXTS = {
    "a Persian name, with its joiner": "می\u200cخواهم",
    "a family, joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "an emoji of the year after next": "\U0001faff",
    "not assigned": "\U000e0fff",
    "private use": "\ue000",
    "a soft hyphen": "co\u00adoperation",
    "a byte order mark within": "a\ufeffb",
    "a space of another width": "a\u00a0b\u3000c",
    "an accent of its own": "jose\u0301",
    "no character": "\uffff",
}


def taken(text: str, *, one_line: bool = False) -> bool:
    try:
        return clean_text(text, "id", one_line=one_line) == text
    except InputError:
        return False


def case_called(text: str) -> str:
    return json.dumps({"id": text, "ruleset": "screening", "on": "2026-11-23", "client": {}, "outcome": "INCOMPLETE"})


def test_each_character() -> None:
    """All of Unicode, as it is and as it will be."""
    refused = {code for code in range(sys.maxunicode + 1) if not taken(chr(code))}
    assert refused == REFUSED
    assert {code for code in LINE_ENDS if not taken(chr(code), one_line=True)} == LINE_ENDS


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_whose_text_it_is(text: str) -> None:
    """An id, a reference and a medicine keep it, on the way through a file too."""
    listed = Recorded([Medicine(substance=text, reference=text)], on=DAY, reference=text)
    client = Client(id=text, medicines=Medicines(listed=listed))
    assert client.id == text
    assert read_client(subject_to_json(client)) == client
    (case,) = read_cases(case_called(text))
    assert case.id == text


@pytest.mark.parametrize("end", ["\u2028", "\u2029"])
def test_an_id_is_one_line(end: str) -> None:
    """What ends a line or a paragraph is text, and no part of an id."""
    message = f"id holds the line separator U+{ord(end):04X}: expected one line; remove it"
    for make in (lambda: Client(id=f"a{end}b"), lambda: subject_from_data(Client, {"id": f"a{end}b"})):
        with pytest.raises(InputError) as caught:
            make()
        assert str(caught.value) == message
    with pytest.raises(InputError):
        read_cases(case_called(f"a{end}b"))
    assert Vitals(weight=Recorded(70, reference=f"a{end}b")).weight.reference == f"a{end}b"  # type: ignore[union-attr] # a report
