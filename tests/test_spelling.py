"""English as the United States spell it: no British word of the library's texts is left out of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from kaprules import screen
from kaprules.language import ENGLISH, Language, locale
from kaprules.locale.collected import messages
from kaprules.spelling import AMERICAN, respelled
from tests.wording.readers import ON, READERS

US = locale("en-US")

ENDINGS = (
    r"[^aeiou]our(s|ed|ing|al|able|ful)?|[lmnrtg]is(e|es|ed|ing|er|ers|ation|ations)|lys(e|es|ed|ing)|[bct]res?|ogues?"
    r"|mmes?|ll(ed|ing|ers?|ors?)"
)
BEGINNINGS = (
    "judgement acknowledgement grey sceptic practis plough enrolment skilful mould neighbour travell sulph orientate "
    "moustache draught manoeuv"
)
WHOLE = (
    "ageing licence licences defence offence pretence tyre cheque whilst fulfil fulfils enrol enrols instal learnt "
    "spelt burnt dreamt artefact kerb pyjamas mum storey paracetamol adrenaline noradrenaline "
    "salbutamol pethidine lignocaine"
)
BRITISH = re.compile(rf".*(ae|oe).*|.*({ENDINGS})|({'|'.join(BEGINNINGS.split())}).*|{'|'.join(WHOLE.split())}")
"""What a British spelling looks like; more words than are spelled otherwise."""

ALIKE = frozenset(
    """
    angioedema are called does four goes hour hours raise raised raises otherwise exercise premises rise rises arise
    arises advise advised promise precise filled killing falling telling calling willing unwilling pulled pulling
    controlled uncontrolled enrolled recalled filling spelled skilled selling rolling your yours our ours score
    whoever willed likewise course courses program concise noise surprise comprise comprises
    franchise treatise excise disguise
    """.split()
)
"""Words that look so and are spelled alike on both sides."""


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts in small letters, without placeholders and identifiers."""
    plain = (re.sub(r"\{[^}]*\}|\w+(?:[._]\w+)+", " ", text) for text in texts)
    return {word.lower() for text in plain for word in re.findall(r"[^\W\d_]+", text)}


def left_british(texts: Iterable[str]) -> list[str]:
    """Return the words of some texts that look British and are neither in the table nor spelled alike."""
    return sorted(word for word in words(texts) if BRITISH.fullmatch(word) and word not in AMERICAN.keys() | ALIKE)


def test_every_british_word_is_in_the_table() -> None:
    """Of every text that a reader may see."""
    texts = [text for each in messages() for text in (each.text, each.many)]
    assert left_british(texts) == []
    assert sum(word in AMERICAN for word in words(texts)) > 25


def test_what_is_left_out_is_noticed() -> None:
    """A word that nobody has listed yet, however it is British."""
    texts = ["The oesophagal colourant was hospitalisable.", "A fibre; he licenced it. {programme} breathing.apnoea_x"]
    assert left_british([*texts, "analysing the catalogue, travelled"]) == ["analysing", "fibre", "oesophagal"]


def test_the_table_leads_to_american_words() -> None:
    """None of which is British, and none of which is respelled again."""
    assert all(word == word.lower() and word != told for word, told in AMERICAN.items())
    assert [told for told in AMERICAN.values() if told in AMERICAN] == []
    assert left_british(AMERICAN.values()) == []
    assert list(AMERICAN) == sorted(AMERICAN)


@given(st.sampled_from(sorted(AMERICAN)), st.sampled_from([str, str.upper, str.capitalize]))
def test_capitals_stay(word: str, form: object) -> None:
    """And nothing but the word is touched."""
    assert callable(form)
    told = respelled(f"({form(word)}-x {{{word}}} {word}.id, {word}_0)")
    assert told == f"({form(AMERICAN[word])}-x {{{word}}} {word}.id, {word}_0)"


def test_a_reader_in_the_united_states() -> None:
    """Spelling and dates are theirs, in whatever form the language is named; nobody else's text is touched."""
    assert US == locale("en_US.UTF-8") == locale("EN-us") != locale("en-GB") == locale("en") == ENGLISH
    assert US.language is Language.ENGLISH and (US.tag, ENGLISH.tag) == ("en-US", "en")
    assert US.date(ON) == format_date(ON, "long", locale="en_US")
    assert US("Sleep apnoea") == "Sleep apnea" and locale("es-US") == locale("es")
    for client in READERS.values():
        decision = screen(client, on=ON)
        for audience in ("clinician", "client", "auditor"):
            told = {language: decision.words(audience, language) for language in ("en", "en-US")}
            assert not words([told["en-US"]]) & AMERICAN.keys()
            assert len(told["en"].splitlines()) == len(told["en-US"].splitlines())
