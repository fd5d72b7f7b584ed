"""What is typed in Spanish: accents in either form or none, numbers that could be two, languages by their codes."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kaprules import Client, InputError, screen
from kaprules.cli import main
from kaprules.facts import Session
from kaprules.facts.model import Choice, Fact, Flag, Series, every_fact
from kaprules.facts.practice import Practice
from kaprules.intake import InterviewSession
from kaprules.intake.answer_errors import InvalidAnswer
from kaprules.intake.answers import NO, YES, ambiguous, as_data, is_one_of
from kaprules.intake.forms import answer, observation
from kaprules.language import ENGLISH, Language, locale
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY

SPANISH = locale("es")
FACTS: dict[str, Fact] = {fact.id: fact for kind in (Client, Session, Practice) for fact in every_fact(kind)}
FLAGS = [fact for fact in FACTS.values() if isinstance(fact, Flag)]
CHOICES = [fact for fact in FACTS.values() if isinstance(fact, Choice)]
FEVER = FACTS["general_health.fever"]


def session(reader: Any) -> InterviewSession:
    return InterviewSession(SCREENING, DECISION_DAY, Client(), reader, by_checklist=False)


def refusal(fact: str, text: str, reader: Any) -> str:
    with pytest.raises(InvalidAnswer) as caught:
        session(reader).read(FACTS[fact], as_data(FACTS[fact], text, reader))
    return str(caught.value)


class TestAccents:
    """Whether a keyboard has them, and how it makes them, says nothing."""

    @pytest.mark.parametrize("text", ["sí", "si", "Sí", "SI", "SÍ", "si\u0301", "SI\u0301", "yes", "true"])
    def test_yes(self, text: str) -> None:
        """In either form of Unicode, and without an accent."""
        assert as_data(FEVER, text, SPANISH) is True
        assert is_one_of(text, YES, SPANISH)

    @pytest.mark.parametrize("text", ["s", "sii", "sì", "si\u0300", "ši", "no sí"])
    def test_what_is_something_else(self, text: str) -> None:
        """Another accent is another word."""
        assert as_data(FEVER, text, SPANISH) == text
        assert not is_one_of(text, (*YES, *NO), SPANISH)

    @pytest.mark.parametrize("fact", CHOICES, ids=lambda fact: fact.id)
    def test_each_option(self, fact: Choice) -> None:
        """By its Spanish name as it is shown, composed or not, and without acute accents."""
        for option in fact.options:
            name = SPANISH(str(option.value))
            for form in ("NFC", "NFD"):
                assert as_data(fact, unicodedata.normalize(form, name.upper()), SPANISH) == option.value
            plain = "".join(sign for sign in unicodedata.normalize("NFD", name) if sign != "\u0301")
            assert as_data(fact, plain, SPANISH) == option.value

    @given(st.sampled_from(FLAGS), st.sampled_from(["sí", "no"]), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    def test_every_question(self, fact: Flag, word: str, form: Any) -> None:
        """On a page and in a terminal."""
        text = unicodedata.normalize(form, word)
        assert as_data(fact, f" {text} ", SPANISH) is (word == "sí")
        assert answer(fact, SPANISH, {"value": text}, "value") is (word == "sí")


class TestThousands:
    """A number that could be two is asked about."""

    @pytest.mark.parametrize(
        ("text", "reader", "question"),
        [
            ("1.500", SPANISH, "¿1500 o 1,5?"),
            ("1,500", SPANISH, "¿1500 o 1,5?"),
            ("1,500", ENGLISH, "1500 or 1.5?"),
            ("70.125 kg", SPANISH, "¿70125 o 70,125?"),
            ("<1.500", SPANISH, "¿1500 o 1,5?"),
            ("menos de 1.500 g", SPANISH, "¿1500 o 1,5?"),
        ],
    )
    def test_it_is_refused(self, text: str, reader: Any, question: str) -> None:
        """With the question, and what to do."""
        said = refusal("vitals.weight", text, reader)
        assert said.startswith(question)
        assert said.endswith("sin signo de miles" if reader is SPANISH else "without a sign for thousands")

    def test_on_a_page(self) -> None:
        """With the unit that was chosen beside it, and in a record."""
        data = answer(FACTS["vitals.weight"], SPANISH, {"value": "1.500", "value.unit": "kg"}, "value")
        with pytest.raises(InvalidAnswer) as caught:
            session(SPANISH).read(FACTS["vitals.weight"], data)
        assert str(caught.value).startswith("¿1500 o 1,5?")
        listed = FACTS["medicines.listed"]
        assert isinstance(listed, Series)
        record = observation(listed, SPANISH, {"part.substance": "litio", "part.daily_dose": "1.500"})
        with pytest.raises(InvalidAnswer) as caught:
            session(SPANISH).read(listed, [record])
        assert str(caught.value).startswith("¿1500 o 1,5?")

    @pytest.mark.parametrize(
        ("text", "reader", "number"),
        [
            ("1.500", ENGLISH, Fraction(3, 2)),
            ("1500", SPANISH, 1500),
            ("1,5", SPANISH, Fraction(3, 2)),
            ("1.5", SPANISH, Fraction(3, 2)),
            ("0,500", SPANISH, Fraction(1, 2)),
            ("0.500", SPANISH, Fraction(1, 2)),
            ("1,5000", SPANISH, Fraction(3, 2)),
            ("1234,500", SPANISH, Fraction(2469, 2)),
        ],
    )
    def test_what_can_be_one_alone_is_taken(self, text: str, reader: Any, number: Any) -> None:
        """Other digits than three, or none before."""
        assert Fraction(as_data(FACTS["vitals.weight"], text, reader)) == number

    @given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"), st.sampled_from(["", " mg", " mg al día"]))
    def test_every_such_number(self, whole: int, part: int, sign: str, unit: str) -> None:
        """In Spanish by either sign, in English by the comma: never taken, never split."""
        text = f"{whole}{sign}{part:03d}{unit}"
        for reader in (SPANISH, ENGLISH):
            data = as_data(FACTS["thyroid.biotin"], text, reader)
            if reader is ENGLISH and sign == ".":
                assert ambiguous(text, reader) is None
            else:
                assert data == text
                one, other = ambiguous(text, reader) or ("", "")
                assert int(one) == whole * 1000 + part
                assert Decimal(other.replace(",", ".")) == Decimal(f"{whole}.{part:03d}")


class TestCodes:
    """A language by the code that a browser or a machine has for it."""

    @pytest.mark.parametrize("code", ["es", "ES", "es-MX", "es_MX", "es-419", "es_ES.UTF-8", "es@euro", "es-Latn-ES"])
    def test_spanish(self, code: str) -> None:
        """Wherever one is chosen."""
        assert locale(code) == SPANISH
        decision = screen(Client(), on=DECISION_DAY)
        assert decision.words("client", code) == decision.words("client", "es")
        assert decision.compared(decision, code) == decision.compared(decision, "es")

    @pytest.mark.parametrize("code", ["en", "en-US", "en_GB.UTF-8", "EN"])
    def test_english(self, code: str) -> None:
        """As well."""
        assert locale(code).language is Language.ENGLISH

    @pytest.mark.parametrize(
        "code", ["", "-", "e", "de", "de-ES", "C", "C.UTF-8", "español", "es--MX", "es ", "esp", "x-es", 1, None]
    )
    def test_what_is_none_of_them(self, code: Any) -> None:
        """It is refused with those that there are."""
        with pytest.raises(InputError) as caught:
            locale(code)
        assert str(caught.value).endswith("expected one of en, es; choose one of them")

    def test_on_the_command_line(self) -> None:
        """``--language`` takes what the environment has."""
        told = [
            CliRunner()
            .invoke(main, ["interview", "--by-checklist", "--language", code, "--on", "2026-11-23"], input="stop\n")
            .output
            for code in ("es", "es_ES.UTF-8")
        ]
        assert told[0] == told[1]
        assert "En lugar de una respuesta" in told[0]
