"""Words never contradict the tree, in both languages; and each audience gets the words that are meant for it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kaprules.language
from kaprules import screen
from kaprules.authoring import by_clinician
from kaprules.clientfile import read_subject
from kaprules.conditions import OPPOSITE, Atom, Test
from kaprules.decision import Decision, decide
from kaprules.engine.derivation import Derivation, line
from kaprules.errors import InputError
from kaprules.facts import Client, KetamineHistory, Neurology, PsychiatricHistory, Vitals
from kaprules.facts.follow_up import FollowUp, Question
from kaprules.facts.model import HoursAgo, Subject
from kaprules.facts.session import Session
from kaprules.language import CODED, ENGLISH, Language, Locale, locale
from kaprules.limit import Limit
from kaprules.phrases import denied, phrase
from kaprules.policy import read_policy
from kaprules.possible import Level, Mark, Outcome, Truth
from kaprules.rule import EXAMPLE_MOMENT, Phase, Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.testing import decided_on, subjects
from kaprules.wording.audience import Audience
from kaprules.wording.client import (
    ABOUT_ANY,
    EACH,
    FOUND,
    GENERAL,
    NEXT,
    again,
    kind,
)
from kaprules.wording.clinician import values
from kaprules.wording.report import HEADINGS
from kaprules.wording.summary import summary
from tests.wording.sentences import TIMES, Said, asked, held, truth

SPANISH = locale("es")
READERS = (ENGLISH, SPANISH, locale("es", coded=True), locale("en", coded=True))
RULES: tuple[Rule, ...] = tuple(
    dict.fromkeys(rule for ruleset in RULESETS.values() for rule in (*ruleset.rules, *ruleset.optional_rules))
)
ATOMS: tuple[Atom, ...] = tuple(
    {(atom.subject.id, atom.test, str(atom.operand)): atom for rule in RULES for atom in fact_atoms(rule.when)}.values()
)
EXAMPLES = Path(__file__).parents[2] / "examples" / "clients"
TODAY = date(2026, 11, 23)

# Words and the tree ------------------------------------------------------------------------------------------


def meant(atom: Atom) -> Said:
    """Return what a sentence about an atom has to say."""
    if isinstance(atom.operand, Limit):
        return Said(atom.test, Fraction(atom.operand.value))
    return Said(atom.test, options=atom.operand or frozenset())


def check_phrase(atom: Atom, text: str, locale: Locale) -> None:
    """Fail where the words about an atom say something else than the atom, or name another unit of time."""
    check_said(atom, asked(atom, text, locale), locale)


def check_said(atom: Atom, said: Said, locale: Locale) -> None:
    """Fail where what was read is something else than the atom, or has another unit of time."""
    assert said._replace(unit="") == meant(atom), said
    if isinstance(atom.operand, Limit) and atom.operand.unit in TIMES[locale.language]:
        assert re.fullmatch(TIMES[locale.language][atom.operand.unit], said.unit), said


@pytest.mark.parametrize("locale", READERS, ids=lambda each: f"{each.language.value}-{each.coded}")
def test_every_atom_is_told_as_it_is(locale: Locale) -> None:
    """Limit, direction, options and unit of every atom of every rule can be read off its words, and of its opposite."""
    for atom in ATOMS:
        check_phrase(atom, phrase(atom, locale), locale)
        if atom.test in OPPOSITE:
            check_phrase(Atom(atom.subject, OPPOSITE[atom.test], atom.operand), denied(atom, locale), locale)
        elif atom.test is Test.ONE_OF:
            assert isinstance(atom.operand, frozenset)
            others = frozenset(type(next(iter(atom.operand)))) - atom.operand
            assert asked(atom, denied(atom, locale), locale) == Said(Test.ONE_OF, options=others)


def check_line(node: Derivation, locale: Locale) -> None:
    """Fail where one line of a derivation does not say what the derivation does."""
    assert node.test is not None
    told = line(node, locale)
    if node.possible is None:
        check_phrase(node.test, told, locale)
        return
    if isinstance(node.test.operand, Limit):
        told = told.partition(" [")[0]
    if locale.coded:
        begun = phrase(node.test, locale)
        check_phrase(node.test, begun, locale)
        known = told.removeprefix(f"{begun}: ")
    else:
        said, known = held(node.test, told, locale)
        check_said(node.test, said, locale)
    follows = truth(node.test, known, locale)
    assert follows is None or follows is node.truth, told


def nodes(decision: Decision, chosen: int) -> Iterator[Derivation]:
    """Yield each test in the derivations of some of the rules."""
    for rule in decision.ruleset.rules[chosen % 7 :: 7]:
        yield from (node for node in decision.why(rule.id).walk() if node.test is not None)


@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=RULESETS)
def test_what_a_line_says_is_what_the_tree_holds(ruleset: RuleSet) -> None:
    """From value, direction and limit as they are worded follows the truth that the derivation states."""

    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(subjects(ruleset), st.integers(0, 6))
    def holds(subject: Client, chosen: int) -> None:
        decision = decide(ruleset, subject, on=decided_on(ruleset), engine="interpreter")
        for node in nodes(decision, chosen):
            for each in (ENGLISH, SPANISH, ENGLISH.at(decision.on), SPANISH.at(decision.on), CODED):
                check_line(node, each)

    holds()


class Swapped(gettext.NullTranslations):
    """A catalogue in which two messages have each other's translation."""

    def __init__(self, one: str, other: str, catalogue: gettext.NullTranslations) -> None:
        super().__init__()
        self.swap = {one: other, other: one, one[:-1]: other[:-1], other[:-1]: one[:-1]}
        self.catalogue = catalogue

    def gettext(self, message: str) -> str:
        return self.catalogue.gettext(self.swap.get(message, message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.catalogue.ngettext(self.swap.get(one, one), self.swap.get(many, many), number)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at least {limit}", "at most {limit}"),
        ("limit: at least {limit}", "limit: at most {limit}"),
        ("limit: above {limit}", "limit: below {limit}"),
        ("above {limit}", "below {limit}"),
        ("within the last {limit}", "never, or longer ago than {limit}"),
        ("is present", "is ruled out"),
        ("ever happened", "never happened"),
        ("{number} days", "{number} hours"),
        ("yes", "no"),
        ("is {options}", "is other than {options}"),
    ],
)
def test_a_wrong_word_is_noticed(one: str, other: str, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeded faults in the catalogue: each is found by the checks above."""
    catalogue = kaprules.language._catalogue(language)
    decisions = [
        screen(example("05"), on=TODAY, engine="interpreter"),
        screen(example("01"), on=TODAY, engine="interpreter"),
    ]
    monkeypatch.setattr(kaprules.language, "_catalogue", lambda _: Swapped(one, other, catalogue))
    readers = [Locale(language, coded).at(TODAY) for coded in (False, True)]
    with pytest.raises(AssertionError):
        check_all(decisions, readers)


def check_all(decisions: list[Decision], readers: list[Locale]) -> None:
    """Fail where an atom of any rule, or a line of one of these decisions, is told otherwise than it is."""
    for each in readers:
        for atom in ATOMS:
            check_phrase(atom, phrase(atom, each), each)
        for node in (node for decision in decisions for chosen in range(7) for node in nodes(decision, chosen)):
            check_line(node, each)


def test_swapped_units_of_a_value_are_noticed() -> None:
    """The words of a value alone settle the truth: another number gives another one."""
    atom = next(a for a in ATOMS if a.subject.id == "vitals.mean_systolic" and a.test is Test.AT_LEAST)
    assert [truth(atom, f"{n} mmHg", SPANISH) for n in ("90", "1000", "90 a 1000")] == [
        Truth.FALSE,
        Truth.TRUE,
        Truth.UNKNOWN,
    ]


# Audiences ---------------------------------------------------------------------------------------------------


def example(number: str) -> Client:
    """Return one of the example clients."""
    found = read_subject(Client, next(EXAMPLES.glob(f"{number}*.json")).read_bytes())
    assert isinstance(found, Client)
    return found


@pytest.fixture(scope="module", params=sorted(path.name[:2] for path in EXAMPLES.glob("*.json")))
def decision(request: pytest.FixtureRequest) -> Decision:
    """The decision on each example client."""
    return screen(example(request.param), on=TODAY, engine="interpreter")


def test_a_clinician_reads_one_line_then_problems(decision: Decision) -> None:
    """The summary, then each problem by its sentence or its values; no digest, no source, no identifier."""
    for each in (ENGLISH, SPANISH):
        text = decision.words("clinician", each.language)
        assert text.splitlines()[0] == summary(decision.evaluation, each)
        for level, heading in HEADINGS.items():
            found = [problem.finding for problem in decision.problems if problem.finding.level is level]
            assert (each(heading) in text) is bool(found)
            for finding in found[:1]:
                counted = f"{each(heading)}: {len(found)}"
                told = (each(finding.clinician_text).rstrip("."), values(finding, decision.evaluation, each), counted)
                assert any(line in text for line in told)
            assert all(finding.rule not in text for finding in found)
        assert decision.digest[:12] not in text
        assert not re.search(r"mm\[Hg\]|20\d\d-\d\d-\d\d", text)


def told_to_client(rule: Rule, locale: Locale) -> list[str]:
    """Return what a client may be told where a rule holds: by any of its comparisons, or in general."""
    return [locale(text) for text in (*dict(rule.client_text_by).values(), rule.client_text)]


def test_a_client_is_told_which_way_a_value_lies() -> None:
    """Faster where it is known that the heart beats faster; which of both only where it is not."""
    for rate, told in ((110, "faster at rest"), (40, "slower at rest")):
        decision = screen(Client(vitals=by_clinician(Vitals(heart_rate=rate))), on=TODAY, engine="interpreter")
        assert told in decision.words("client") and "faster or slower" not in decision.words("client")
    assert "más rápido" in decide(
        RULESETS["screening"], Client(vitals=by_clinician(Vitals(heart_rate=110))), on=TODAY, engine="interpreter"
    ).words("client", "es")


def test_an_auditor_reads_everything(decision: Decision) -> None:
    """Each rule that holds or is open, its sources, its derivation and the digest in full."""
    for language in Language:
        text = decision.words(Audience.AUDITOR, language)
        each = locale(language, coded=True)
        for finding in (*decision.findings, *decision.undecided):
            assert finding.rule in text
            assert str(finding.source[0].source.title) in text or finding in decision.undecided
            rule = decision.ruleset[finding.rule]
            assert each(rule.rationale) in text
        assert decision.digest in text
    assert decision.words("auditor").startswith(decision.explain())


ENGLISH_WORDS = r"\b(the|is|are|of|and|not|with|was|has|have|been|which|by|from|that|an|be|their|it)\b"


def test_nothing_is_left_in_english(decision: Decision) -> None:
    """Apart from the titles of works, what somebody filed, and identifiers."""
    for audience in (Audience.CLINICIAN, Audience.CLIENT, Audience.AUDITOR):
        text = decision.words(audience, "es")
        text = re.sub(r"fuente: .*|\[.*\]|\(registrado: .*\)|\b\w+(\.\w+)+", "", text)
        assert re.findall(ENGLISH_WORDS, text) == []
        assert re.findall(ENGLISH_WORDS, decision.words(audience, "en"))


def _heads(decision: Decision, rule: Rule) -> bool:
    """Say whether a rule is what a problem is told by, and one of the first of its level."""
    of_level = [each.finding.rule for each in decision.problems if each.finding.level is rule.level]
    return rule.id in of_level[:1]


@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=RULESETS)
def test_every_rule_is_told_to_client_and_clinician(ruleset: RuleSet) -> None:
    """Where it holds, in both languages, and nothing in the other one."""
    for rule in ruleset.rules:
        case = next(each for each in rule.examples if each.case.value == "fires").about(ruleset.subject)
        decision = decide(ruleset, case, on=ruleset.phase.example, engine="interpreter")
        for each in (ENGLISH, SPANISH):
            clinician, client = decision.words("clinician", each.language), decision.words("client", each.language)
            if _heads(decision, rule):
                finding = next(each.finding for each in decision.problems if each.finding.rule == rule.id)
                told = (
                    each(rule.clinician_text).rstrip("."),
                    values(finding, decision.evaluation, each.at(decision.on)),
                    f"{each(HEADINGS[rule.level])}: ",
                )
                assert any(line in clinician for line in told)
                first = [problem.finding.rule for problem in decision.problems[:3]]
                assert any(text in client for text in told_to_client(rule, each)) or rule.id not in first
            assert not never_used(client, each.language)
        assert re.findall(ENGLISH_WORDS, (clinician + client).replace("a name that no table holds", "")) == []


def test_reasons_margins_and_differences_are_told_in_both_languages(decision: Decision) -> None:
    """The same in other words: the same numbers, the same identifiers, nothing left in English."""
    other = screen(example("03"), on=date(2026, 12, 24), engine="interpreter")
    earliest = decision.earliest()
    told = [
        (str(decision.compared(other, "en")), str(decision.compared(other, "es"))),
        *((each.render(), each.render(locale("es", coded=True))) for each in decision.margins()[:3]),
        *((each.render(), each.render(locale("es", coded=True))) for each in (decision.sufficient(), earliest) if each),
        *(
            (found.render(), found.render(locale("es", coded=True)))
            for found in (decision.reason(rule.id) for rule in decision.ruleset.rules[::20])
        ),
    ]
    for english, spanish in told:
        assert re.findall(r"\d+", english) == re.findall(r"\d+", spanish)
        assert re.findall(r"[a-z_]+\.[a-z][\w.]+", english) == re.findall(r"[a-z_]+\.[a-z][\w.]+", spanish)
        assert re.findall(ENGLISH_WORDS, re.sub(r"\b\w+(\.\w+)+", "", spanish)) == []


def test_a_developer_reads_json(decision: Decision) -> None:
    """It has no language."""
    assert decision.words("developer", "es") == decision.words("developer") == decision.to_json()


def test_a_client_reads_plain_words_alone(decision: Decision) -> None:
    """What is found, in the words meant for a client: no identifier, no level, no digest, no clinical sentence."""
    for each in (ENGLISH, SPANISH):
        text = decision.words("client", each.language)
        for finding in (problem.finding for problem in decision.problems[:3]):
            rule = decision.ruleset[finding.rule]
            assert isinstance(rule, Rule)
            assert any(said in text for said in told_to_client(rule, each))
            assert each(rule.clinician_text) not in text and rule.id not in text
        assert each(NEXT[decision.outcome]) in text
        assert decision.digest[:12] not in text and decision.outcome.name not in text
        assert not never_used(text, each.language)


def test_what_is_urgent_is_said_to_the_client_first() -> None:
    """Before anything that was found."""
    urgent = [rule for rule in RULES if Mark.URGENT in rule.marks and rule in RULESETS["screening"].rules]
    assert urgent
    for rule in urgent:
        group = next(each for each in rule.examples if each.case.value == "fires").groups
        decision = screen(Client(**{g.__group__: g for g in group}), on=date(2026, 1, 1), engine="interpreter")
        text = decision.words("client")
        assert text.splitlines()[1].startswith("We need to speak with you on 1 January 2026.")
        assert text.index("We need to speak with you") < text.index(NEXT[decision.outcome])


def test_a_clinics_own_rule_has_general_words() -> None:
    """Its clinical sentence is never shown to a client instead."""
    import attrs

    ruleset = RULESETS["screening"]
    told = next(rule for rule in ruleset.rules if rule.id == "obesity.present")
    own = attrs.evolve(told, id="clinic.weight", client_text="", clinician_text="Says something else.")
    fires = next(each for each in own.examples if each.case.value == "fires")
    found = decide(RuleSet("own", "?", (own,)), fires.about(Client), on=date(2026, 1, 1), engine="interpreter")
    assert GENERAL in found.words("client") and own.clinician_text not in found.words("client")


POLICY = """
format = "kaprules policy"
version = 1
level = [{rule = "psychosis.family", level = "exclusion", WHY}]
limit = [{id = "cardiovascular.systolic_caution", value = 135, unit = "mm[Hg]", WHY}]
switch_on = [{rule = "thyroid.tsh_for_all", WHY}]
"""
WHY = 'reason = "r", approved_by = "director", date = 2026-11-01, expires = 2027-10-31'


def test_what_a_site_chose_has_words_of_its_own() -> None:
    """A client is not told of a caution where the site excludes; an auditor reads the choices in either language."""
    ruleset = read_policy(POLICY.replace("WHY", WHY).encode()).applied(RULESETS["screening"])
    client = Client(
        vitals=by_clinician(Vitals(mean_systolic=145, mean_diastolic=80, pressure_readings=2)),
        psychiatric_history=PsychiatricHistory(family_history_of_psychosis=True),
    )
    decision = decide(ruleset, client, on=TODAY, engine="interpreter")
    library = next(rule for rule in RULES if rule.id == "psychosis.family")
    assert decision.outcome is Outcome.EXCLUDED
    assert GENERAL in decision.words("client") and library.client_text not in decision.words("client")
    english, spanish = (decision.words("auditor", language) for language in Language)
    for told in ("level is exclusion; without the policy caution", "is 135 mm[Hg]; without the policy 140 mm[Hg]"):
        assert told in english and told not in spanish
    for told in (
        "el nivel es «exclusión»; sin la política, «precaución»",
        "135 mm[Hg]; sin la política, 140 mm[Hg]",
    ):
        assert told in spanish


@pytest.mark.parametrize(("audience", "language"), [("patient", "en"), ("client", "de")])
def test_an_unknown_audience_or_language_is_refused(audience: str, language: str) -> None:
    """Nobody gets words that were meant for somebody else."""
    with pytest.raises(InputError, match="expected one of"):
        screen(Client(), on=TODAY, engine="interpreter").words(audience, language)


# Words for clients -------------------------------------------------------------------------------------------

NEVER_USED = {
    Language.ENGLISH: (
        r"(un)?safe(ty|ly)?|(in)?eligib\w*|approv\w*|danger\w*|(?<!heart )fail\w*|reject\w*|refus\w*|deny|denied|"
        r"disqualif\w*|exclu\w*|contraindic\w*|abnormal\w*|addict\w*|abuse\w*|(?<!thoughts of )suicid\w*|death|"
        r"die[ds]?|dead|dying|kill\w*|risk\w*|warn\w*|emergenc\w*|severe\w*|psychotic\w*|psychosis|crazy|mad|"
        r"insane|demen\w*|compliant|unfit|fatal\w*|threat\w*|cures?|fault\w*|guilt\w*|must|stop taking|"
        r"dos(e|es|age)|mg|obes\w*|wrong|bad behaviour|forbid\w*|allow\w*|permi(t\w*|ssion)|clear(ed|ance)|"
        r"all clear|go ahead|good to go|free to|(is|are) (fine|ready)|can (be )?plan\w*|plan it|"
        r"you (can|may) (now )?(drive|drink|leave|go|sign|start|begin|take)|can offer|before we (can begin|go on)|"
        r"(has|have) what (it|we) needs?|see you off|nothing that keeps you|nothing (that speaks )?against it"
    ),
    Language.SPANISH: (
        r"segur[oa]s?|segurid\w*|inseg\w*|apt[oa]s?|(in)?elegib\w*|aprob\w*|aprueb\w*|pelig\w*|fracas\w*|"
        r"fall[oaó]\w*|rechaz\w*|deneg\w*|nieg\w*|descalif\w*|exclu\w*|contraindic\w*|anormal\w*|adict\w*|"
        r"adicci\w*|abus\w*|(?<!pensamientos de )suicid\w*|muert\w*|mor[ií]r\w*|mat[ae]\w*|riesg\w*|advert\w*|"
        r"emergenc\w*|urgenc\w*|grave\w*|psic[oó]t\w*|psicosis|loc[oa]s?|demen\w*|mortal\w*|amenaz\w*|culp\w*|"
        r"deje de tomar|dosis|mg|obes\w*|prohib\w*|autoriz\w*|permi(so|te\w*|tid\w+)|vía libre|(?<!más )adelante|"
        r"est(á|ará) (ya )?list[oa]|l[oae] despid\w*|"
        r"(puede|podrá)n? (ya )?(planear\w*|conducir|beber|irse|firmar|tomar|empezar|ofrecer)|"
        r"tiene lo que necesita|nada que (le|lo) retenga|nada en contra(?! de (seguir|este tipo))"
    ),
}


def never_used(text: str, language: Language) -> list[str]:
    """Return the words of a text that no client ever reads."""
    return [found[0] for found in re.finditer(rf"(?i)\b(?:{NEVER_USED[language]})\b", text)]


def client_texts(locale: Locale) -> dict[str, str]:
    """Return every text that a client may read, in the reader's language, by where it stands."""
    texts = {f"next {outcome.name}": text for outcome, text in NEXT.items()}
    texts |= {f"heading {level.name}": text for level, text in FOUND.items()}
    texts |= {"general": GENERAL} | {rule.id: rule.client_text for rule in RULES}
    texts |= {f"{rule.id} {test.name}": text for rule in RULES for test, text in rule.client_text_by}
    for ruleset in RULESETS.values():
        words = ruleset.client_words
        texts |= {f"{ruleset.name} {outcome.name}": text for outcome, text in words.outcomes.items()}
        texts |= {f"{ruleset.name} closing": words.closing} if words.closing else {}
    told = {where: locale(text) for where, text in texts.items()}
    for ruleset in RULESETS.values():
        words, choice = ruleset.client_words, ruleset.alternatives
        for option in () if choice is None else choice.options:
            assert choice is not None
            name = kind(choice, option, locale)
            for place, text in enumerate((words.alternative, words.heading, *ABOUT_ANY)):
                told[f"about {option.name} {place}"] = locale(text, kind=name)
            for outcome, text in {**EACH, **words.each, **words.of_option.get(option, {})}.items():
                told[f"each {option.name} {outcome.name}"] = locale(text, kind=name)
    return told


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in re.split(r"(?<=[.?!])\s+", text) if part]


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text)


def syllables(word: str, language: Language) -> int:
    """Return about how many syllables a word has."""
    word = word.lower()
    if language is Language.SPANISH:
        groups = re.findall(r"[aeoáéíóú]|[iuü]+(?![aeoáéíóú])", re.sub(r"(?<=[aeo])[iu]|(?<=[gq])u(?=[ei])", "", word))
        return max(1, len(groups))
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$|'s$", "", word))
    return max(1, len(groups))


def ease(text: str, language: Language) -> float:
    """Return the reading ease: by Flesch in English, by Fernández-Huerta in Spanish. From 60 on it is plain."""
    said = words(text)
    long = len(said) / len(sentences(text))
    heavy = sum(syllables(word, language) for word in said) / len(said)
    return 206.835 - 1.015 * long - 84.6 * heavy if language is Language.ENGLISH else 206.84 - 1.02 * long - 60 * heavy


def test_every_rule_has_words_for_the_client() -> None:
    """One or a few short sentences, in both languages, never the clinical one."""
    assert [rule.id for rule in RULES if not rule.client_text or rule.client_text == rule.clinician_text] == []
    assert [rule.id for rule in RULES if SPANISH(rule.client_text) == rule.client_text] == []


@pytest.mark.parametrize("language", Language)
def test_nothing_that_frightens_or_judges(language: Language) -> None:
    """Words that are never used, nor amounts, nor a word about stopping a medicine."""
    told = client_texts(locale(language))
    assert {where: found for where, text in told.items() if (found := never_used(text, language))} == {}


@pytest.mark.parametrize("language", Language)
def test_client_words_are_easy_to_read(language: Language) -> None:
    """Short sentences of short words: each text is plain, all together are easy."""
    told = client_texts(locale(language))
    long = {where for where, text in told.items() if any(len(words(each)) > 24 for each in sentences(text))}
    assert long == set()
    assert len({where for where, text in told.items() if len(sentences(text)) > 4}) == 0
    hard = {where: round(ease(text, language)) for where, text in told.items() if len(words(text)) > 6}
    assert {where: found for where, found in hard.items() if found < 50} == {}
    assert sum(hard.values()) / len(hard) > 75


def test_the_measures_tell_plain_from_heavy() -> None:
    """A sentence out of the clinical words is found wanting, and so is each word of the list."""
    heavy = "Benzodiazepine-like pharmacological interventions necessitate comprehensive anaesthesiological evaluation."
    pesada = "Las intervenciones farmacológicas requieren una evaluación anestesiológica e interdisciplinaria."
    assert ease(heavy, Language.ENGLISH) < 0 and ease(pesada, Language.SPANISH) < 30
    assert [syllables(word, Language.ENGLISH) for word in ("ketamine", "heart", "pressure", "you")] == [3, 1, 2, 1]
    assert [syllables(word, Language.SPANISH) for word in ("presión", "equipo", "ahora", "usted")] == [2, 3, 3, 2]
    assert never_used("It is not unsafe, and you failed.", Language.ENGLISH) == ["unsafe", "failed"]
    assert never_used("No es apta: hay riesgo.", Language.SPANISH) == ["apta", "riesgo"]


# Nothing that reads as a permission --------------------------------------------------------------------------

PROMISES = {
    Language.ENGLISH: (
        "We found nothing that keeps you here. A clinician will see you off.",
        "The clinic has what it needs for sessions.",
        "driving: your prescriber and your therapist can plan it with you",
        "You may drive again.",
        "You can leave.",
        "It is fine to drink.",
        "Please wait before we go on.",
        "We found nothing that speaks against it. You and your care team decide.",
    ),
    Language.SPANISH: (
        "No hallamos nada que le retenga aquí.",
        "El centro tiene lo que necesita para las sesiones.",
        "conducir: el profesional que prescribe y su terapeuta pueden planearla con usted",
        "No hallamos nada en contra. Usted y su equipo deciden.",
        "Todo está listo.",
        "Puede irse.",
    ),
}
DECIDES = {
    Language.ENGLISH: (r"no rule found|found no", r"(prescriber|therapist|clinician|care team)\b.*\b(decides?|says)\b"),
    Language.SPANISH: (
        r"ninguna regla|no hallamos",
        r"(prescribe|terapeuta|clínico|equipo)\b.*\b(deci\w+|dirá)\b",
    ),
}


@pytest.mark.parametrize("language", Language)
def test_no_outcome_reads_as_a_permission(language: Language) -> None:
    """Where no exclusion was found the text says that no rule found a reason, and who decides."""
    assert [text for text in PROMISES[language] if not never_used(text, language)] == []
    found, decides = DECIDES[language]
    for where, text in client_texts(locale(language)).items():
        if where.endswith(Outcome.NO_EXCLUSION_FOUND.name):
            assert re.search(f"(?i){found}", text) and re.search(decides, text), where


@pytest.mark.parametrize(
    ("locale", "heading", "reason", "plan"),
    [
        (ENGLISH, "For each thing that may have to wait", "we found no reason to wait any longer", "session"),
        (SPANISH, "Para cada cosa que quizá deba esperar", "no hallamos un motivo para esperar más", "sesión"),
    ],
    ids=("en", "es"),
)
def test_after_a_session_nothing_is_planned(locale: Locale, heading: str, reason: str, plan: str) -> None:
    """Driving, big decisions and alcohol have words of their own, and are never said to be planned."""
    late = FollowUp(asked=Question.ALCOHOL_OR_SEDATIVES, session_end=HoursAgo(48), slept=True)
    told, prescribed = {}, "On a medicine that was prescribed for you, only the one who prescribed it decides."
    for name, follow_up in {"late": late, "soon": FollowUp(session_end=HoursAgo(2), slept=False), "": None}.items():
        about = Session(follow_up=follow_up) if follow_up else Session()
        decision = decide(RULESETS["aftercare"], about, on=EXAMPLE_MOMENT, engine="interpreter")
        text = told[name] = decision.words("client", locale.language)
        assert heading in text and locale("For each kind of session") not in text
        assert locale(prescribed) in text and not never_used(text, locale.language)
    kinds = [
        kind(FollowUp.asked, each, locale)
        for each in (Question.DRIVING, Question.MAJOR_DECISIONS, Question.ALCOHOL_OR_SEDATIVES)
    ]
    assert f"- {', '.join(kinds)}" in told["late"] and f": {reason}" in told["late"]
    assert locale("This is about: {kind}", kind=kinds[2]) in told["late"]
    assert reason not in told["soon"] and reason not in told[""]
    assert locale("{kind}: not yet; your care team says when", kind=", ".join(kinds)) in told["soon"]
    assert plan not in told["late"].splitlines()[2]


# When to look again ------------------------------------------------------------------------------------------


def test_a_day_is_given_only_where_every_exclusion_lifts_with_time() -> None:
    """Then the latest; beside a finding that does not lift, none."""
    for number in ("01", "03", "04", "05", "07"):
        decision = screen(example(number), on=TODAY, engine="interpreter")
        days = [each.until_on for each in decision.findings if each.level is Level.EXCLUSION]
        given = again(decision.findings)
        assert given == (max(day for day in days if day) if days and None not in days else None)
        assert ("We cannot look at this again before" in decision.words("client")) == (given is not None)
    several = screen(example("05"), on=TODAY, engine="interpreter")
    assert several.earliest() is None
    assert again(several.findings) is None


def test_the_latest_of_several_days_is_given() -> None:
    """Two exclusions that lift with time give the later day, once; a third that does not takes it away."""
    use = KetamineHistory(nonmedical_ketamine_use=date(2026, 11, 3))
    injury = Neurology(latest_head_injury=date(2026, 11, 1))
    decision = screen(Client(ketamine_history=use, neurology=injury), on=TODAY, engine="interpreter")
    days = {each.rule: each.until_on for each in decision.findings if each.level is Level.EXCLUSION}
    assert len(set(days.values())) == 2 and None not in days.values()
    latest = max(day for day in days.values() if day)
    text = decision.words("client")
    assert text.count("We cannot look at this again before") == 1
    assert f"We cannot look at this again before {ENGLISH.date(latest)}." in text
    history = by_clinician(PsychiatricHistory(primary_psychosis=True))
    lasting = screen(
        Client(ketamine_history=use, neurology=injury, psychiatric_history=history), on=TODAY, engine="interpreter"
    )
    assert lasting.findings and again(lasting.findings) is None and lasting.earliest() is None
    assert ENGLISH.date(latest) not in lasting.words("client")


# Every rule set ----------------------------------------------------------------------------------------------


def test_a_client_reads_no_english_in_spanish() -> None:
    """No line of any rule set on any example is the same in both languages."""
    folder = EXAMPLES.parent
    kinds: dict[type[Subject], list[Subject]] = {}
    for path in sorted((*EXAMPLES.glob("*.json"), *(folder / "course").glob("*.json"))):
        for subject in {ruleset.subject for ruleset in RULESETS.values()}:
            try:
                kinds.setdefault(subject, []).append(read_subject(subject, path.read_bytes()))
            except InputError:
                continue
    assert sum(map(len, kinds.values())) >= 16 and len(kinds) == 3
    for ruleset in RULESETS.values():
        on = datetime.fromisoformat("2026-12-02T10:00+01:00") if ruleset.phase is Phase.DOSING_DAY else TODAY
        for about in kinds[ruleset.subject]:
            zone = None if isinstance(on, datetime) else "Europe/Vienna"
            decision = decide(ruleset, about, on=on, zone=zone, engine="interpreter")
            english, spanish = (decision.words("client", each).splitlines() for each in Language)
            assert {line for line in english if line} & set(spanish) == set()
            assert re.findall(ENGLISH_WORDS, "\n".join(spanish)) == []
            assert not never_used("\n".join(english), Language.ENGLISH)
            assert not never_used("\n".join(spanish), Language.SPANISH)


def test_no_rule_says_that_nobody_asked() -> None:
    """What is missing may have been declined, not known, too old or told by somebody else: each text is true of all."""
    claims = re.compile(
        r"nobody asked|not (yet )?(been )?asked|was not (asked|looked at)|has not been (rated|screened)"
    )
    for ruleset in RULESETS.values():
        for rule in (*ruleset.rules, *ruleset.optional_rules):
            if any(atom.test is Test.MISSING for atom in fact_atoms(rule.when)):
                assert claims.findall(f"{rule.clinician_text} {rule.client_text}") == [], rule.id
