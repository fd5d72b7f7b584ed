"""The style sheet, rule by rule, over every text of the rule book in both languages and over what decisions say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from kaprules.conditions import Test
from kaprules.decision import decide
from kaprules.facts import Client
from kaprules.facts.model import Choice, Fact
from kaprules.language import ENGLISH, Language, Locale, locale, lower
from kaprules.limit import Limit
from kaprules.locale.collected import _groups
from kaprules.rule import Concept, Rule, fact_atoms
from kaprules.rulesets import RULESETS
from kaprules.testing import decided_on, subjects

READERS: Final = (ENGLISH, locale("es"))
RULES: Final[tuple[Rule, ...]] = tuple(
    dict.fromkeys(rule for ruleset in RULESETS.values() for rule in (*ruleset.rules, *ruleset.optional_rules))
)
CONCEPTS: Final[tuple[Concept, ...]] = tuple(
    dict.fromkeys(concept for ruleset in RULESETS.values() for concept in ruleset.concepts)
)
FACTS: Final[tuple[Fact, ...]] = tuple(
    dict.fromkeys(fact for ruleset in RULESETS.values() for group in _groups(ruleset) for fact in group.__facts__)
)


class Text(NamedTuple):
    """A text of the rule book and where it stands."""

    where: str
    text: str


def clinician_texts() -> Iterator[Text]:
    """Yield what a clinician reads of rules: what was found, and until when it holds."""
    for rule in RULES:
        yield Text(rule.id, rule.clinician_text)
        if rule.until is not None and rule.until.event is None:
            yield Text(f"{rule.id} until", rule.until.text)


def client_texts() -> Iterator[Text]:
    """Yield what a client reads of rules and rule sets."""
    yield from (Text(rule.id, rule.client_text) for rule in RULES)
    for name, ruleset in RULESETS.items():
        yield from (Text(f"{name} {place}", text) for place, text in ruleset.client_words.texts())


def titles() -> Iterator[Text]:
    """Yield what facts and concepts are called."""
    yield from (Text(each.id, each.title) for each in (*FACTS, *CONCEPTS))


def questions() -> Iterator[Text]:
    """Yield what is asked, and what may be answered."""
    for fact in FACTS:
        if fact.question:
            yield Text(fact.id, fact.question)
        if isinstance(fact, Choice):
            yield from (Text(f"{fact.id} {option.name}", str(option.value)) for option in fact.options)


def every_text() -> Iterator[Text]:
    """Yield every text of the rule book that is not for auditors alone."""
    yield from (*clinician_texts(), *client_texts(), *titles(), *questions())


def found(pattern: str, texts: Iterator[Text], locale: Locale = ENGLISH) -> dict[str, str]:
    """Return where a pattern stands in texts of a language, with the text."""
    return {where: told for where, text in texts if re.search(pattern, told := locale(text))}


# Every reader ------------------------------------------------------------------------------------------------

NEVER: Final = {
    Language.ENGLISH: (
        r"\blies\b.*\bback\b|to some degree|however long ago|(?i:\bdark thoughts)|commit\w* suicide|"
        r"failed attempt|weigh a delay|how it lifts|\bscreener\b|doctor for anaesthesia|a medicine that calms|"
        r"works too much|\btold by\b|\btells of\b|breath (often )?stops"
    ),
    Language.SPANISH: (
        r"siquiera|se levanta|(?i:pensamientos (muy )?oscuros)|a solas con ell|se para (a menudo )?un rato|"
        r"su peso lo aumenta|vejiga le molesta|médico de anestesia|anestesista|piden verse|suicidio consumado|"
        r"intento fallido|benzodiazepin"
    ),
}


@pytest.mark.parametrize("language", Language)
def test_some_words_are_never_used(language: Language) -> None:
    """What was said better stays so, and suicide is spoken of as safe messaging does."""
    assert found(NEVER[language], every_text(), locale(language)) == {}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("once latest seizure lies more than 180 days back", Language.ENGLISH),
        ("The heart fails to some degree.", Language.ENGLISH),
        ("You have had very dark thoughts.", Language.ENGLISH),
        ("Ha tenido pensamientos muy oscuros.", Language.SPANISH),
        ("Su vejiga le molesta.", Language.SPANISH),
    ],
)
def test_what_is_never_used_is_noticed(text: str, language: Language) -> None:
    """Each of these stood in the rule book."""
    assert re.search(NEVER[language], text)


ABBREVIATION: Final = re.compile(r"\b(?:[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*|C-SSRS|DES-II|MoCA|eGFR)\b")


@pytest.mark.parametrize("locale", READERS, ids=lambda each: each.language.value)
def test_an_abbreviation_keeps_its_capitals(locale: Locale) -> None:
    """In the middle of a sentence too: C-SSRS, never c-SSRS."""
    begun = [told for _, text in titles() if ABBREVIATION.match(told := locale(text))]
    assert len(begun) > 15
    assert [told for told in begun if lower(told) != told] == []


PRESUMES: Final = {
    Language.ENGLISH: r"\b(your|the|this|a|last|next|today's) session\b",
    Language.SPANISH: r"\b(la|su|esta|una|última|próxima) sesión\b",
}


@pytest.mark.parametrize("language", Language)
def test_a_screening_presumes_no_session(language: Language) -> None:
    """Whoever is screened may never have one."""
    screened = {rule.id for rule in (*RULESETS["screening"].rules, *RULESETS["screening"].optional_rules)}
    told = (text for text in (*clinician_texts(), *client_texts()) if text.where.split()[0] in screened)
    assert found(PRESUMES[language], told, locale(language)) == {}
    assert re.search(PRESUMES[Language.ENGLISH], "Your weight matters for how we care for you in a session.")


# Clinicians --------------------------------------------------------------------------------------------------

LONGEST: Final = 36
"""How many words the sentence of a rule has at most."""
PROSE: Final = {
    Language.ENGLISH: r"^(There (is|are|was|were|has|have)\b|The client\b|It is\b|A clinician\b)",
    Language.SPANISH: r"^(Hay|Hubo|Ha habido|El paciente toma|La persona)\b",
}


@pytest.mark.parametrize("language", Language)
def test_a_chart_is_terse(language: Language) -> None:
    """The term first: no "there is", no sentence that begins with whom all of it is about."""
    told = {rule.id: locale(language)(rule.clinician_text) for rule in RULES}
    assert {where: text for where, text in told.items() if re.search(PROSE[language], text)} == {}
    assert {where: text for where, text in told.items() if len(text.split()) > LONGEST} == {}
    assert {where: text for where, text in told.items() if not text.endswith(".")} == {}


COMPARISONS: Final = {
    r"\babove (\d[\d.]*\d|\d)": Test.ABOVE,
    r"\bmore than (\d[\d.]*\d|\d)": Test.ABOVE,
    r"\bbelow (\d[\d.]*\d|\d)": Test.BELOW,
    r"\bless than (\d[\d.]*\d|\d)": Test.BELOW,
    r"\bat least (\d[\d.]*\d|\d)": Test.AT_LEAST,
    r"(?<!status )\b(\d[\d.]*\d|\d) or (?:more|higher)": Test.AT_LEAST,
    r"\bwithin the last (\d+)": Test.AT_MOST,
}


def compared(text: str) -> set[tuple[Test, Fraction]]:
    """Return the comparisons that a sentence makes with a number."""
    return {
        (test, Fraction(number))
        for pattern, test in COMPARISONS.items()
        for number in re.findall(pattern, text, re.IGNORECASE)
    }


def limits(rule: Rule) -> dict[tuple[Test, Fraction], Limit]:
    """Return what a rule compares with, by the comparison."""
    return {
        (atom.test, Fraction(atom.operand.value)): atom.operand
        for atom in fact_atoms(rule.when)
        if isinstance(atom.operand, Limit)
    }


def test_a_sentence_compares_as_its_rule_does() -> None:
    """``above`` for above, ``at least`` for at least; and it names no number that a site may choose otherwise."""
    numbers = {rule.id: compared(rule.clinician_text) for rule in RULES}
    assert sum(map(bool, numbers.values())) >= 20
    for rule in RULES:
        asked = limits(rule)
        negated = {(Test.AT_MOST, limit) for test, limit in asked if test is Test.ABOVE}  # "no ... within the last"
        assert numbers[rule.id] <= {*asked, *negated}, rule.id
        fixed = [limit for each in numbers[rule.id] if (limit := asked.get(each)) is not None]
        assert [limit.id for limit in fixed if limit.floor is not None or limit.ceiling is not None] == [], rule.id


def test_a_wrong_comparison_is_noticed() -> None:
    """Of a limit that is above 35, "at least 35" is another one."""
    rule = next(rule for rule in RULES if rule.id == "obesity.severe")
    assert compared("BMI above 35.") <= {*limits(rule)}
    assert not compared("BMI at least 35.") <= {*limits(rule)}
    assert not compared("BMI 35 or more.") <= {*limits(rule)}


CLAIMS: Final = {
    Language.ENGLISH: r"(?i)\bis missing\b|\bnobody\b|\bnot (yet )?(been )?asked\b|\bnever asked\b|\bis not known\b",
    Language.SPANISH: r"(?i)\bnadie\b|\bno se ha preguntado\b|\baún no se\b",
}


@pytest.mark.parametrize("language", Language)
def test_what_is_missing_is_missing_for_any_reason(language: Language) -> None:
    """Never asked, declined, not known, too old, contradicted or known in part: the sentence is true of each."""
    asking = [rule for rule in RULES if any(atom.test is Test.MISSING for atom in fact_atoms(rule.when))]
    assert len(asking) > 40
    told = (Text(rule.id, rule.clinician_text) for rule in asking)
    assert found(CLAIMS[language], told, locale(language)) == {}


# Clients -----------------------------------------------------------------------------------------------------


def test_a_client_reads_of_thoughts_of_suicide() -> None:
    """By their name, in both languages, wherever a rule is about them; and that nobody is alone with them."""
    for rule in RULES:
        if re.search(r"suicidality\.(intent|method|ideation)$|suicidal_intent$", rule.id):
            for each, named in zip(READERS, ("houghts of suicide", "ensamientos de suicidio"), strict=True):
                assert named in each(rule.client_text), rule.id
    alone = [rule.client_text for rule in RULES if "You are not alone" in rule.client_text]
    assert alone and all("No está solo ni sola" in READERS[1](text) for text in alone)


def test_a_client_hears_of_no_rules() -> None:
    """What a rule found is nothing to somebody who asked what was found."""
    assert found(r"\b[Rr]ules?\b", client_texts()) == {}
    assert found(r"\b[Rr]eglas? (halló|encontró|encontraron)\b", client_texts(), READERS[1]) == {}


# Spanish -----------------------------------------------------------------------------------------------------


def test_one_word_for_the_person_in_spanish() -> None:
    """``paciente`` to clinicians, ``usted`` to the client, who is not called by any other word."""
    told = (text for text in every_text() if text not in set(client_texts()))
    assert found(r"(?i)\bclientes?\b|\bla persona\b(?! de)", told, READERS[1]) == {}
    assert (
        found(r"(?i)\b(tú|tus?|te|contigo|tienes|puedes|eres|vosotros|vuestr\w+)\b", client_texts(), READERS[1]) == {}
    )
    assert found(r"(?i)\b(paciente|cliente)s?\b", client_texts(), READERS[1]) == {}


def test_what_a_spanish_option_is_called_agrees_with_any_fact() -> None:
    """One word stands for an option of facts of either gender: "asma: con buen control"."""
    shared: dict[str, set[Fact]] = {}
    for fact in FACTS:
        for option in fact.options if isinstance(fact, Choice) else ():
            shared.setdefault(str(option.value), set()).add(fact)
    of_many = {READERS[1](value) for value, facts in shared.items() if len(facts) > 2}
    assert len(of_many) > 5
    assert {
        told for told in of_many if re.fullmatch(r"(ningun|controlad|moderad|tratad|desconocid)[oa]", told)
    } == set()


# What decisions say ------------------------------------------------------------------------------------------

ITEMS: Final = 8
"""How many items a list has at most, the rest being counted."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(subjects(RULESETS["screening"]))
def test_no_list_is_long(client: Client) -> None:
    """Of a decision about anybody: eight items and their number, and nothing that is never said."""
    ruleset = RULESETS["screening"]
    decision = decide(ruleset, client, on=decided_on(ruleset), engine="interpreter")
    for language in Language:
        for audience in ("clinician", "client"):
            text = decision.words(audience, language)
            runs = re.findall(r"(?:^- .*\n?)+", text, re.MULTILINE)
            assert all(len(run.splitlines()) <= ITEMS + 1 for run in runs), text
            assert not re.search(r"\bc-SSRS\b|\bbMI\b|\bmAOI\b|\bmI\b|\baHI\b|to some degree", text), text
