"""Tests of what a rule set tells the client whom it decides about."""

from __future__ import annotations

import enum
import pickle
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import decide
from kaprules.client_words import ClientWords
from kaprules.errors import RuleError
from kaprules.facts.model import Choice, Facts, Flag, Subject, group
from kaprules.limit import Citation, Source
from kaprules.locale.collected import messages
from kaprules.possible import Level, Outcome
from kaprules.rule import PERMANENT, Rule
from kaprules.ruleset import RuleSet
from kaprules.rulesets import AFTERCARE, RULESETS, SETTING
from kaprules.wording.client import ABOUT_ANY, EACH, NEXT

TODAY: Final = date(2026, 11, 23)


class Visit(enum.Enum):
    """What a visit may be."""

    HOME = "home"
    CLINIC = "clinic"


class Wish(Facts, group="wish"):
    """What somebody asks for."""

    visit: Choice[Visit] = Choice(title="Visit", options=Visit, client_names={Visit.HOME: "a visit at your home"})
    dog: Flag = Flag(title="Dog", question="Is there a dog?")


class Caller(Subject):
    """Who asks."""

    wish: Wish = group(Wish)


RULE: Final = Rule(
    id="visits.dog",
    source=Citation(Source("V1", "The book of visits", "a shelf", 3), "page 1"),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=Wish.dog.present,
    clinician_text="There is a dog.",
)
CALLERS: Final = {
    Outcome.EXCLUDED: Caller(wish=Wish(visit=Visit.HOME, dog=True)),
    Outcome.INCOMPLETE: Caller(wish=Wish(visit=Visit.HOME)),
    Outcome.NO_EXCLUSION_FOUND: Caller(wish=Wish(visit=Visit.HOME, dog=False)),
}


def visits(words: ClientWords | None = None, name: str = "visits") -> RuleSet[Caller]:
    """Return a clinic's own rule set, which judges where a visit may be."""
    return RuleSet(
        name, "May we visit?", (RULE,), subject=Caller, alternatives=Wish.visit, client_words=words or ClientWords()
    )


def letter(ruleset: RuleSet[Any], about: Subject, language: str = "en") -> list[str]:
    return decide(ruleset, about, on=TODAY, engine="bits").words("client", language).splitlines()


SENTENCES: Final = st.text("abcdefghij .", min_size=1).map(lambda text: f"<{text}>")
OF_ONE: Final = SENTENCES.map(lambda text: "{kind}" + text)


def by_outcome(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[Outcome, str]]:
    return st.dictionaries(st.sampled_from(Outcome), texts)


WORDS: Final = st.builds(
    ClientWords,
    outcomes=by_outcome(SENTENCES),
    alternative=st.just("") | OF_ONE,
    heading=st.just("") | SENTENCES,
    each=by_outcome(OF_ONE),
    of_option=st.dictionaries(st.sampled_from(Visit), by_outcome(OF_ONE)),
    closing=st.just("") | SENTENCES,
)


class TestOwnRuleSet:
    """A rule set of a clinic's own has words of its own, and the general ones where it has none."""

    @settings(max_examples=60)
    @given(words=WORDS, outcome=st.sampled_from([*CALLERS]))
    def test_each_sentence_stands_in_its_place(self, words: ClientWords, outcome: Outcome) -> None:
        """Each of the option before each of the rule set, that before the general one; the same is said once."""
        lines = letter(visits(words), CALLERS[outcome])
        names = {Visit.HOME: "a visit at your home", Visit.CLINIC: "clinic"}
        told = {option: {**EACH, **words.each, **words.of_option.get(option, {})}[outcome] for option in Visit}
        expected = [
            (words.alternative or ABOUT_ANY[0]).format(kind=names[Visit.HOME]),
            words.outcomes.get(outcome, NEXT[outcome]),
            "",
            words.heading or ABOUT_ANY[1],
            *(
                f"- {text.format(kind=', '.join(name for option, name in names.items() if told[option] == text))}"
                for text in dict.fromkeys(told.values())
            ),
            *([words.closing] if words.closing else []),
        ]
        assert lines[1 : len(expected) + 1] == expected
        assert lines[len(expected) + 1] == ""

    def test_a_name_gives_nobody_the_words_of_the_library(self) -> None:
        """Words are of the rule set, whatever it is called."""
        about = CALLERS[Outcome.EXCLUDED]
        for name in RULESETS:
            assert letter(visits(name=name), about) == letter(visits(), about)

    def test_who_alters_a_rule_set_keeps_its_words(self) -> None:
        """With further rules, about another kind of subject, under another name, from a pickle."""

        class OurPractice(SETTING.subject):  # type: ignore[name-defined, misc] # a class that the rule set holds
            """A practice of our own."""

        said = SETTING.client_words.outcomes[Outcome.INCOMPLETE]
        others: list[RuleSet[Any]] = [SETTING.about(OurPractice), attrs.evolve(SETTING, name="ours")]
        others += [SETTING + SETTING.optional_rules, pickle.loads(pickle.dumps(SETTING))]
        for ruleset in others:
            assert ruleset.client_words == SETTING.client_words
            assert letter(ruleset, ruleset.subject())[1] == said
        words = ClientWords(closing="Ask us.")
        assert pickle.loads(pickle.dumps(visits(words))).client_words == words

    def test_a_text_may_have_braces_where_nothing_is_named(self) -> None:
        """Only what is said of one alternative has a place."""
        words = ClientWords(outcomes={Outcome.EXCLUDED: "Not {now}"}, heading="{", closing="}")
        lines = letter(visits(words), CALLERS[Outcome.EXCLUDED])
        assert lines[2] == "Not {now}" and lines[4] == "{" and lines[6] == "}"


class TestRefused:
    """What could not be said is refused where it is declared, not before a client."""

    @settings(max_examples=60)
    @given(text=st.text("{}kind !:x0", min_size=1), place=st.sampled_from(["alternative", "each", "of_option"]))
    def test_a_sentence_of_one_names_it(self, text: str, place: str) -> None:
        """It is refused, or says the name before a client; never an error in between."""
        said: Mapping[str, Any] = {
            "alternative": text,
            "each": {Outcome.EXCLUDED: text},
            "of_option": {Visit.HOME: {Outcome.EXCLUDED: text}},
        }
        try:
            words = ClientWords(**{place: said[place]})
        except RuleError:
            return
        told = letter(visits(words), CALLERS[Outcome.EXCLUDED])[1 if place == "alternative" else 5]
        assert "a visit at your home" in told

    @pytest.mark.parametrize("text", ["nobody", "{}", "{kin}", "{kind} {other}", "{kind", "{kind!q}", "{kind:x}"])
    def test_what_has_no_place_for_the_name_is_refused(self, text: str) -> None:
        """And so is what asks for anything else."""
        with pytest.raises(RuleError) as raised:
            ClientWords(alternative=text)
        assert str(raised.value) == (
            f"a client is told {text!r} of one of several: expected {{kind}} where its name stands, and no other "
            "braces; write '{kind}: not yet'"
        )

    @pytest.mark.parametrize("odd", [None, 5, b"no", ["no"], "", " "], ids=repr)
    def test_what_is_no_text_is_refused(self, odd: Any) -> None:
        """It broke the letter, or left the outcome unsaid in it."""
        told = f"is {odd!r} for"
        tries: list[Callable[[], object]] = [
            lambda: ClientWords(outcomes={Outcome.CAUTION: odd}),
            lambda: ClientWords(each={Outcome.CAUTION: odd}),
            lambda: ClientWords(of_option={Visit.HOME: {Outcome.CAUTION: odd}}),
            lambda: attrs.evolve(SETTING, words={Outcome.CAUTION: odd}),
            lambda: Choice(title="Visit", options=Visit, client_names={Visit.HOME: odd}),
        ]
        for declare in tries:
            with pytest.raises(
                RuleError, match=r": expected a text; write it in quotes, or leave the option out$"
            ) as error:
                declare()
            assert told in str(error.value)
        for place in ("alternative", "heading", "closing"):
            if not isinstance(odd, str):
                with pytest.raises(
                    RuleError, match=f"^{place} is {re.escape(repr(odd))}: expected a text; write it in quotes$"
                ):
                    ClientWords(**{place: odd})

    @pytest.mark.parametrize("odd", [None, 5, "no", ["no"]], ids=repr)
    def test_what_is_no_table_is_refused(self, odd: Any) -> None:
        """Nor does anything end in another error."""
        tries: list[Callable[[], object]] = [
            lambda: ClientWords(outcomes=odd),
            lambda: ClientWords(each=odd),
            lambda: ClientWords(of_option=odd),
            lambda: ClientWords(of_option={Visit.HOME: odd}),
            lambda: attrs.evolve(SETTING, words=odd),
            lambda: attrs.evolve(SETTING, client_words=odd),
            lambda: Choice(title="Visit", options=Visit, client_names=odd),
        ]
        for declare in tries:
            with pytest.raises(RuleError, match=f"is {re.escape(repr(odd))}: expected "):
                declare()

    @pytest.mark.parametrize("place", ["outcomes", "each"])
    def test_what_is_no_outcome_is_refused(self, place: str) -> None:
        """A sentence that nobody would ever read."""
        with pytest.raises(RuleError) as raised:
            ClientWords(**{place: {"EXCLUDED": "{kind}: no"}})
        assert str(raised.value) == "'EXCLUDED' is no outcome: give each sentence under an Outcome"

    def test_what_is_no_alternative_is_refused(self) -> None:
        """Of another fact, or of a rule set that has none."""
        words = ClientWords(of_option={Visit.HOME: {Outcome.EXCLUDED: "{kind}: no"}})
        for ruleset in (AFTERCARE, SETTING):
            with pytest.raises(RuleError) as raised:
                attrs.evolve(ruleset, client_words=words)
            assert str(raised.value) == (
                f"rule set {ruleset.name} tells a client of Visit.HOME, which is none of its alternatives: "
                "leave it out, or name the fact that has it as alternatives"
            )

    @pytest.mark.parametrize(("option", "shown"), [("home", "'home'"), (Outcome.EXCLUDED, "Outcome.EXCLUDED")])
    def test_a_name_of_no_option_is_refused(self, option: Any, shown: str) -> None:
        """Not even the value of one will do."""
        with pytest.raises(RuleError) as raised:
            Choice(title="Visit", options=Visit, client_names={option: "here"})
        assert str(raised.value) == (
            f"Visit: {shown} is named for a client and is none of its options: name one of Visit.HOME, Visit.CLINIC"
        )


def test_every_text_of_a_rule_set_is_translated() -> None:
    """What is collected for translation holds each of them, and each name of an alternative."""
    collected = {each.text for each in messages()}
    for ruleset in RULESETS.values():
        assert {text for _, text in ruleset.client_words.texts()} <= collected
        if isinstance(ruleset.alternatives, Choice):
            assert {*ruleset.alternatives.client_names.values()} <= collected
