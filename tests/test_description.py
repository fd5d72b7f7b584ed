"""Tests of what identifies a rule set: what it means, what is said of it, and nothing of how its code is laid out."""

from __future__ import annotations

import enum
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import pytest

import kaprules
from kaprules import description
from kaprules.assurance.mutants import mutants
from kaprules.client_words import ClientWords
from kaprules.conditions import AllOf, AnyOf, Atom, Test, all_of, any_of
from kaprules.errors import RuleError
from kaprules.facts.medicines import Medicines
from kaprules.facts.model import (
    Adverse,
    Burden,
    Choice,
    Code,
    Contradiction,
    Day,
    Event,
    Fact,
    Facts,
    Flag,
    Moment,
    Movable,
    Mutability,
    NotAsked,
    Number,
    Observation,
    Reporter,
    Series,
    SiteValidity,
    Subject,
    Text,
    Validity,
    group,
    loinc,
)
from kaprules.ingredients import INGREDIENTS, Ingredient, MedicineClass, Told
from kaprules.limit import Bound, Certainty, Citation, Limit, Source, Stewardship
from kaprules.possible import Level, Mark, Outcome
from kaprules.rule import Concept, Marked, Phase, Rule, Until, after, fires
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS

# A rule set with everything that can be declared ----------------------------------------------------------------


def nothing(facts: Any, on: date) -> Any:
    raise AssertionError("nobody reads a specimen")


def nothing_else(facts: Any, on: date) -> Any:
    raise AssertionError("nobody reads a specimen")


class Colour(enum.Enum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class MoreColours(enum.Enum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"


class FewerColours(enum.Enum):
    RED = "red"
    GREEN = "green"


BOOK = Source("B1", "The book", "a shelf", 3)
OTHER = Source("B2", "Another book", "a shelf", 3)
PAGE = Citation(BOOK, "page 1")
MOVABLE = Movable(14, 60, PAGE)
READ: Any = {
    "derive": nothing,
    "derived_from": ("probes", "day", "note"),
    "validity": Validity(30, 7, movable=MOVABLE),
}


class Probe(Observation, group="probe"):
    """One observation of a specimen."""

    size: Number = Number(title="Size", unit="mm", lowest=0, highest=9)


class OtherProbe(Observation, group="probe"):
    """One of which another size is plausible."""

    size: Number = Number(title="Size", unit="mm", lowest=0, highest=8)


class Specimen(Facts, group="specimen"):
    """A fact of each kind."""

    number: Number = Number(
        title="Number", unit="mg", lowest=0, highest=100, adverse=Adverse.HIGHER, units={"g": Fraction(1000)}, **READ
    )
    event: Event = Event(title="Event", **READ)
    moment: Moment = Moment(title="Moment", **READ)
    flag: Flag = Flag(title="Flag", **READ)
    choice: Choice[Any] = Choice(
        title="Choice", options=Colour, adverse=(Colour.RED, Colour.AMBER), client_names={Colour.RED: "crimson"}, **READ
    )
    day: Day = Day(title="Day", **READ)
    note: Text = Text(title="Note", **READ)
    probes: Series[Probe] = Series(title="Probes", record=Probe, **READ)


class Sample(Subject):
    """What the rules below are about."""

    specimen: Specimen = group(Specimen)


class OtherSample(Sample):
    """The same under another name."""


MANY = Limit(
    50, "mg", id="example.many", source=PAGE, since=date(2026, 1, 1), floor=Bound(40), ceiling=Bound(60), step=5
)
LATELY = Limit(12, "h", id="example.lately", source=PAGE, since=date(2026, 1, 1))
WEEKS = Limit(14, "d", id="example.weeks", source=PAGE, since=date(2026, 1, 1))
SOME = Limit(20, "mg", id="example.some", source=PAGE, since=date(2026, 1, 1))
CONCEPT = Concept(id="example.high", title="High", source=PAGE, when=Specimen.number >= MANY)
RECENT = Concept(id="example.recent", title="Recent", source=PAGE, when=Specimen.event.within(WEEKS))
"""What an optional rule alone uses."""
LONE = Specimen.flag.present
EVERY = AllOf((Specimen.moment.within_less_than(LATELY), Specimen.choice.is_one_of(Colour.RED)))
SOME_OF = AnyOf((CONCEPT.present, LONE))
MARKED = Marked(Mark.URGENT, Specimen.number > SOME)
RULE = Rule(
    id="example.watched",
    source=PAGE,
    level=Level.EXCLUSION,
    until=after(Specimen.moment, LATELY),
    when=EVERY,
    clinician_text="It is watched.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    marks=(MARKED, Mark.PROVISIONAL),
)
ANY = Rule(id="example.any", source=PAGE, level=Level.CAUTION, when=SOME_OF, clinician_text="There is some.")
OPTIONAL = Rule(
    id="example.optional", source=PAGE, level=Level.NOTE, when=RECENT.present, clinician_text="It was lately."
)
WORD: Any = {
    "reason": "agreed",
    "approved_by": "director",
    "date": date(2026, 1, 1),
    "expires": date(2026, 12, 31),
}
LONGER = SiteValidity(validity=Validity(60, 7), **WORD)
EXAMPLE: RuleSet = RuleSet(
    "example",
    "Is it so?",
    (RULE, ANY),
    subject=Sample,
    phase=Phase.DOSING_DAY,
    words={Outcome.EXCLUDED: "no", Outcome.CAUTION: "perhaps"},
    client_words=ClientWords(
        outcomes={Outcome.EXCLUDED: "Not now.", Outcome.CAUTION: "We talk first."},
        each={Outcome.EXCLUDED: "{kind}: not now"},
        of_option={Colour.RED: {Outcome.EXCLUDED: "{kind}: later"}},
    ),
    optional_rules=(OPTIONAL,),
    alternatives=Specimen.choice,
)
OPIOID = Rule(
    id="example.opioid", source=PAGE, level=Level.NOTE, when=Medicines.takes_opioid.present, clinician_text="So it is."
)
OF_MEDICINES: RuleSet = RuleSet("medicines", "?", (OPIOID,))
INGREDIENT = next(each for each in INGREDIENTS if each.lorazepam_equivalent)

# What each field is -----------------------------------------------------------------------------------------------


class Field(NamedTuple):
    """Whether a field is part of the meaning, of the words or of neither; why; and other values that it can have."""

    part: str
    why: str
    values: tuple[Any, ...]


def meaning(why: str, *values: Any) -> Field:
    return Field("meaning", why, values)


def words(why: str, *values: Any) -> Field:
    return Field("words", why, values)


def neither(why: str, *values: Any) -> Field:
    return Field("neither", why, values)


FACT = {
    "title": words("what it is called", "Another"),
    "question": words("how it is asked", "Another?"),
    "validity": meaning("for how long it reassures", Validity()),
    "on_indication": meaning("whether it may be passed over", "only then"),
    "indicated_by": neither("proofs alone read it: no decision depends on it", "example.high", None),
    "lifelong": meaning("whether a risk outlives its validity", True),
    "requires_date": meaning("whether it is taken without a date", True),
    "reporters": words("who is asked", (Reporter.CLIENT,)),
    "may_confirm": meaning("who may confirm that a risk is denied", (Reporter.CLINICIAN,), (Reporter.RECORD,)),
    "may_rule_out": meaning("who may deny a risk", (Reporter.CLINICIAN,), (Reporter.LABORATORY,)),
    "codes": words("what it is called elsewhere", loinc("1-8")),
    "version": meaning("the same inputs give another result", 2),
    "derive": meaning("whether it is read from others; how, its version says", None),
    "derived_from": meaning("what it is read from", ("probes", "day")),
    "required": meaning("whether a record is taken without it", True),
    "asked_instead": neither("what the interview asks next: no decision depends on it", True),
    "cross_checked": meaning("whether it may be given beside what it is read from", True),
    "contradictions": meaning("what it contradicts", (Contradiction(("flag",), bool, "as it must be"),)),
    "crossed": neither("its contradictions, and those of others with it", (None,)),
    "shows": neither("code that writes what a finding shows", nothing),
    "birth": meaning("what says since when there is a life", nothing),
    "mutability": words("what is proposed", Mutability.OBTAINABLE),
    "burden": words("what is asked first", Burden.REFERRAL),
    "id": meaning("by which it is known", "specimen.another"),
    "group": neither("the beginning of its id", "another"),
    "name": neither("the end of its id"),
    "owner": neither("a class, which may move"),
    "slot": neither("where an engine keeps it", 99),
}
DERIVED = "made of the options"
BY_KIND = "the kind says it"
TABLES: dict[type[Any], dict[str, Field]] = {
    Number: FACT
    | {
        "unit": meaning("what its numbers mean", "ug"),
        "lowest": meaning("the least that is plausible", 1, Fraction(1, 2)),
        "highest": meaning("the most that is plausible", 99),
        "whole": meaning("whether parts are taken", True),
        "adverse": meaning("which of two reports counts", Adverse.LOWER, None),
        "units": meaning("what other units come to", {"g": Fraction(999)}, {"kg": Fraction(1000)}, {}),
        "usual_error": neither("a function, of which only margins speak", nothing),
        "missing_codes": meaning("which numbers stand for a missing one", (99,)),
        "never_above": meaning("what it contradicts, and what is proposed together", "another"),
        "counted_by": meaning("what it contradicts, and what is proposed together", "another"),
        "always_below": meaning("what it contradicts, and what is proposed together", "another"),
        "written_over": neither("how people write two numbers in one", "another"),
        "of_life": meaning("whether the life bounds it", True),
        "told_within": meaning("how far the client's word may lie from it", MANY, SOME),
    },
    Event: FACT
    | {
        "reassuring": meaning("which of two reports counts", True),
        "unit": neither(BY_KIND, "min"),
        "lowest": meaning("the least that is plausible", 1),
        "highest": meaning("the most that is plausible", 99),
    },
    Flag: FACT
    | {
        "adverse": meaning("which of two reports counts", False, None),
        "every": neither(DERIVED, 1),
        "adverse_bits": neither(DERIVED, 1),
    },
    Choice: FACT
    | {
        "_options": meaning("what it can be", MoreColours, FewerColours),
        "adverse": meaning("which of two reports counts", (Colour.RED,), (Colour.AMBER, Colour.RED)),
        "client_names": words(
            "what a client is told that it is called", {}, {Colour.RED: "red"}, {Colour.GREEN: "red"}
        ),
        "asked": words("which options a form offers", (Colour.RED,)),
        "graded": meaning("whether an adverse word leaves what is less so open", False),
        "every": neither(DERIVED, 1),
        "adverse_bits": neither(DERIVED, 1),
    },
    Day: FACT | {"partial": meaning("whether a year is enough", True)},
    Text: FACT,
    Series: FACT
    | {
        "record": meaning("what is observed", OtherProbe),
        "complete_when_dated": meaning("whether a list without a day is open", True),
        "measured": meaning("on whose word each record stands", True),
        "averaged": neither("of which only what is outweighed speaks", True),
    },
    Validity: {
        "intake": meaning("how many days it reassures", 29, None),
        "dosing_day": meaning("how many days it reassures then", 6, None),
        "hours": meaning("how many hours it reassures then", 1),
        "movable": meaning("what a site may choose", None, Movable(13, 60, PAGE)),
    },
    Movable: {
        "floor": meaning("what a site may choose", 13),
        "ceiling": meaning("what a site may choose", 61),
        "source": words("who says so", Citation(OTHER, "page 1")),
    },
    Code: {
        "system": words("whose code it is", "another"),
        "code": words("the code", "2-6"),
        "confirmed": words("whether it was seen", False),
    },
    Rule: {
        "id": meaning("by which it is known", "example.another"),
        "source": words("where it comes from", (Citation(OTHER, "page 1"),), (PAGE, PAGE)),
        "level": meaning("what it concludes", Level.CAUTION),
        "until": meaning("how it lifts", None),
        "when": meaning("what it asks", AnyOf(EVERY.parts), AllOf(EVERY.parts[::-1]), EVERY.parts[0]),
        "clinician_text": words("what a clinician is told", "It is seen."),
        "client_text": words("what a client is told", "We see it."),
        "client_text_by": words("what a client is told by one comparison", ((Test.PRESENT, "We see it."),)),
        "today": words("what has to be done on the day", "Look."),
        "rationale": words("why the source was read so", "It is so."),
        "practice_variation": words("where practices differ", "Some do not."),
        "levels": meaning("which levels a site may choose", (), (Level.EXCLUSION,)),
        "may_be_off": meaning("whether a site may switch it off", True),
        "marks": meaning("what a reader must also know", (), (MARKED,), (Mark.URGENT, Mark.PROVISIONAL)),
        "examples": neither("they show what it means, and change nothing", (fires(Specimen(flag=True)),)),
        "site_changes": words("what a site chose otherwise", ("on",)),
        "nonmonotone_reason": words("why truth is exact", "It is."),
        "subsumes": words("what is shown under it", ("example.low",)),
        "stewardship": neither("who answers for it: a review changes no decision", Stewardship("Ward 7")),
    },
    Concept: {
        "id": meaning("by which it is known", "example.another"),
        "title": words("what it is called", "Another"),
        "source": words("where it comes from", (Citation(OTHER, "page 1"),)),
        "when": meaning("what it asks", Specimen.number > MANY, Specimen.number >= SOME),
        "rationale": words("why the source was read so", "It is so."),
        "examples": neither("they show what it means, and change nothing", (fires(Specimen(flag=True)),)),
        "nonmonotone_reason": words("why truth is exact", "It is."),
    },
    Atom: {
        "subject": meaning("what is asked of", Specimen.event),
        "test": meaning("what is asked", Test.AT_MOST, Test.ABOVE, Test.AT_LEAST),
        "operand": meaning("what it is compared with", attrs.evolve(LATELY, value=13), attrs.evolve(LATELY, id="e.x")),
    },
    AllOf: {"parts": meaning("what has to hold", EVERY.parts[:1], (*EVERY.parts, LONE))},
    AnyOf: {"parts": meaning("what has to hold", SOME_OF.parts[1:], (*SOME_OF.parts, Specimen.moment.ever))},
    Until: {
        "text": words("how it is said", "in time"),
        "event": meaning("since when", Specimen.event, None),
        "after": meaning("how far back", SOME, None, attrs.evolve(LATELY, value=13)),
        "midnight": meaning("at midnight", True),
        "reached": meaning("whether the end counts", False),
    },
    Marked: {
        "mark": meaning("what a reader must also know", Mark.CONFLICT),
        "when": meaning("where", Specimen.number >= SOME),
    },
    Limit: {
        "value": meaning("what is compared with", 51, Fraction(101, 2)),
        "unit": meaning("what its number means", "g"),
        "id": meaning("by which it is known", "example.another"),
        "source": words("where it comes from", Citation(BOOK, "page 2")),
        "since": words("since when", date(2026, 1, 2)),
        "floor": meaning("what a site may choose", None, Bound(41), Bound(40, False)),
        "ceiling": meaning("what a site may choose", None, Bound(61), Bound(60, False)),
        "label": meaning("what a site may choose", True),
        "step": meaning("what a site may choose", 1, Fraction(1, 2)),
        "default": words("what it was without the policy", 55),
        "stewardship": neither("who answers for it: a review changes no decision", Stewardship("Ward 7")),
    },
    Bound: {
        "value": meaning("what a site may choose", 41),
        "inclusive": meaning("what a site may choose", False),
    },
    Citation: {
        "source": words("which work", OTHER),
        "locator": words("where in it", "page 2"),
        "certainty": words("how sure the project is", Certainty.RECALLED),
        "strength": neither("what the source says of itself: no sentence of a decision says it", "grade C"),
    },
    Source: {
        "key": words("by which it is known", "B3"),
        "title": words("what it is called", "Another"),
        "where": words("where it is", "elsewhere"),
        "tier": words("what kind of work it is", 4, None),
    },
    Ingredient: {
        "name": meaning("what stands for it", "another"),
        "rxnorm": meaning("what stands for it", "1", None),
        "code_certainty": words("whether its code was seen", *(set(Certainty) - {INGREDIENT.code_certainty})),
        "classes": meaning("what it counts as", frozenset(), frozenset({MedicineClass.XANTHINE})),
        "names": meaning("what stands for it", ("another",)),
        "sources": words("what says so", (PAGE,)),
        "tells_of": meaning("of what it tells", frozenset({Told.THYROID})),
        "parts": meaning("what it consists of", INGREDIENTS[:1]),
        "lorazepam_equivalent": meaning("how much of it counts", None, SOME),
        "codes": meaning("what stands for it", (), ("1",)),
    },
    RuleSet: {
        "name": meaning("by which it is known", "another"),
        "question": words("what it decides", "Is it otherwise?"),
        "rules": meaning("what decides", (RULE,), (ANY, RULE)),
        "subject": meaning("about whom: files say so too", OtherSample),
        "phase": meaning("whose validity applies", Phase.INTAKE),
        "words": words("what each outcome means", {}, {Outcome.EXCLUDED: "never", Outcome.CAUTION: "perhaps"}),
        "each": words("how an alternative stands", {Colour.RED: {Outcome.EXCLUDED: "never"}}),
        "client_words": words("what the client is told", ClientWords()),
        "optional_rules": meaning("what a site may switch on", ()),
        "alternatives": meaning("what is judged for itself", None),
        "policy": neither("a record names it beside the digest; what it changes is in the rules", "0123"),
        "policies": neither("a record names them beside the digest", ("0123",)),
        "zone": neither("the policy says it, and has a digest", "Europe/Vienna"),
        "crisis_contact": neither("the policy says it, and has a digest", "the night service, 555 0100"),
        "in_force": neither("the policy says it, and has a digest", (date(2026, 1, 1), date(2026, 2, 1))),
        "names": neither("the policy says it, and has a digest", {"zelbritide": None}),
        "validities": meaning("for how long facts count here", {Specimen.number: LONGER}),
        "unasked": meaning("which facts are not asked for here", {Specimen.flag: NotAsked(rule="example.any", **WORD)}),
        "site": neither("made of the three above", {"x": 1}),
        "checklists": neither("the policy says it, and has a digest; an answer says the same by any list", ("x",)),
        "stewardship": neither("who answers for it: a review changes no decision", Stewardship("Ward 7")),
        "added": neither("whose rules are answered for", frozenset({"example.low"})),
        "home": neither("a module, which may move", "module:NAME"),
        "concepts": meaning("what decides", ()),
        "facts": neither("what the rules read", ()),
        "groups": neither("what the rules read", ()),
        "made": neither("what engines compiled", {"x": 1}),
    },
    ClientWords: {
        "title": words("what stands above the letter", "On {day}"),
        "outcomes": words("what each outcome means", {}, {Outcome.EXCLUDED: "Never.", Outcome.CAUTION: "We talk."}),
        "alternative": words("which alternative it is about", "About {kind}"),
        "heading": words("what stands above all", "Of each"),
        "each": words("how each stands", {}, {Outcome.CAUTION: "{kind}: not now"}),
        "of_option": words("how some stand", {}, {Colour.GREEN: {Outcome.EXCLUDED: "{kind}: later"}}),
        "closing": words("what is said below them", "Ask us."),
    },
}
TABLES[Moment] = TABLES[Event]


def kinds_below(kind: type[Fact]) -> Iterator[type[Fact]]:
    """Yield every kind of fact of the library that can be declared: those that say what a value is."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("kaprules.") and below.wanted is not Fact.wanted:
            yield below
        yield from kinds_below(below)


KINDS = {kind: kind.kind for kind in kinds_below(Fact)}
OWNERS: dict[type[Any], tuple[Any, RuleSet]] = {
    **{type(fact): (fact, EXAMPLE) for fact in Specimen.__facts__},
    Validity: (Specimen.number.validity, EXAMPLE),
    Movable: (MOVABLE, EXAMPLE),
    Rule: (RULE, EXAMPLE),
    Concept: (CONCEPT, EXAMPLE),
    Atom: (EVERY.parts[0], EXAMPLE),
    AllOf: (EVERY, EXAMPLE),
    AnyOf: (SOME_OF, EXAMPLE),
    Until: (RULE.until, EXAMPLE),
    Marked: (MARKED, EXAMPLE),
    Limit: (MANY, EXAMPLE),
    Bound: (MANY.floor, EXAMPLE),
    Citation: (PAGE, EXAMPLE),
    Source: (BOOK, EXAMPLE),
    Ingredient: (INGREDIENT, OF_MEDICINES),
    RuleSet: (EXAMPLE, EXAMPLE),
    ClientWords: (EXAMPLE.client_words, EXAMPLE),
}
CHANGES = [
    pytest.param(kind, name, value, id=f"{kind.__name__}.{name}-{place}")
    for kind, table in TABLES.items()
    if kind is not Code
    for name, field in table.items()
    for place, value in enumerate(field.values)
]


def digests(ruleset: RuleSet) -> tuple[str, str]:
    """Return both digests, made anew."""
    said = description.described(ruleset)
    return description.digest_of(said["meaning"]), description.digest_of(said)


@contextmanager
def changed(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Give a frozen declaration another value for a while."""
    before = getattr(owner, name)
    object.__setattr__(owner, name, value)
    try:
        yield
    finally:
        object.__setattr__(owner, name, before)


def parts_told(owner: Any, name: str, value: Any, ruleset: RuleSet) -> str:
    """Return of which part a value is: that is, which digests it changes."""
    before = digests(ruleset)
    assert getattr(owner, name) != value or not isinstance(value, int | str | tuple), "the value is no other"
    with changed(owner, name, value):
        now = digests(ruleset)
    assert digests(ruleset) == before
    told = {(True, True): "meaning", (False, True): "words", (False, False): "neither"}
    return told[before[0] != now[0], before[1] != now[1]]


# The tests --------------------------------------------------------------------------------------------------------


class TestEveryField:
    """Each field of each declaration changes the digests that the table above says."""

    @pytest.mark.parametrize("kind", TABLES)
    def test_the_table_knows_every_field(self, kind: type[Any]) -> None:
        """One that is added fails here until somebody says what it is, and shows it."""
        assert TABLES[kind].keys() == {field.name for field in attrs.fields(kind)}
        unshown = {name for name, field in TABLES[kind].items() if not field.values}
        assert unshown <= {"name", "owner"}, "only the place of a fact cannot be another"

    def test_the_table_knows_every_kind_of_fact(self) -> None:
        """And every kind of condition."""
        assert {type(fact) for fact in Specimen.__facts__} == KINDS.keys()
        assert {AllOf, AnyOf, Atom} < TABLES.keys()

    def test_every_kind_of_fact_has_a_name_of_its_own(self) -> None:
        """None goes by the name of the kind that it is made from, and that name is what the description says."""
        assert [kind for kind in KINDS if "kind" not in vars(kind) or not kind.kind] == []
        assert len(set(KINDS.values())) == len(KINDS)
        facts = description.meaning(EXAMPLE)["facts"]
        told = {type(fact): facts[fact.id]["kind"] for fact in Specimen.__facts__ if fact.id in facts}
        assert told == KINDS

    @pytest.mark.parametrize(("kind", "name", "value"), CHANGES)
    def test_another_value_changes_what_it_must(self, kind: type[Any], name: str, value: Any) -> None:
        """What it means changes both digests; a word only the one of everything said; other things neither."""
        owner, ruleset = OWNERS[kind]
        assert parts_told(owner, name, value, ruleset) == TABLES[kind][name].part

    @pytest.mark.parametrize(("name", "value"), [(n, v) for n, f in TABLES[Code].items() for v in f.values])
    def test_a_code_is_a_word(self, name: str, value: Any) -> None:
        """In every part."""
        code = loinc("1-8")[0]
        with changed(Specimen.number, "codes", (code,)):
            assert parts_told(code, name, value, EXAMPLE) == "words"

    def test_the_words_of_an_indication_are_words(self) -> None:
        """Whether there are any is meaning."""
        with changed(Specimen.flag, "on_indication", "only then"):
            assert parts_told(Specimen.flag, "on_indication", "only now", EXAMPLE) == "words"
            assert parts_told(Specimen.flag, "on_indication", "", EXAMPLE) == "meaning"

    def test_another_body_of_a_reading_is_seen_by_its_version(self) -> None:
        """No digest holds code: the lock of readings does."""
        assert parts_told(Specimen.number, "derive", nothing_else, EXAMPLE) == "neither"

    def test_the_parts_of_a_record_are_part_of_it(self) -> None:
        """A bound means something, a title is a word."""
        size = next(fact for fact in Probe.__facts__ if fact.name == "size")
        assert parts_told(size, "highest", 8, EXAMPLE) == "meaning"
        assert parts_told(size, "version", 2, EXAMPLE) == "meaning"
        assert parts_told(size, "title", "Length", EXAMPLE) == "words"


class TestConditions:
    """What a condition asks, to the last operator."""

    def test_every_operator_is_told_apart(self) -> None:
        """Of a number, an event, a flag and a choice."""
        number, event, flag, choice = Specimen.number, Specimen.event, Specimen.flag, Specimen.choice
        of_number = [number >= MANY, number > MANY, number <= MANY, number < MANY, number >= SOME, number.missing]
        of_event = [event.within(WEEKS), event.within_less_than(WEEKS), event.not_within(WEEKS), event.ever]
        of_event += [event.never, event.longer_ago_than(WEEKS), event.missing]  # type: ignore[list-item]
        of_flag = [flag.present, flag.ruled_out, flag.missing, CONCEPT.present, CONCEPT.ruled_out]
        some = [choice.is_one_of(*each) for each in ((Colour.RED,), (Colour.AMBER,), (Colour.RED, Colour.AMBER))]
        several = [all_of(flag.present, event.ever), any_of(flag.present, event.ever)]
        every = [*of_number, *of_event, *of_flag, *some, *several]
        assert len({description.canonical(description.condition(each)) for each in every}) == len(every)
        assert {atom.test for atom in every if isinstance(atom, Atom)} == set(Test)

    @pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda each: each.name)
    def test_no_mutant_of_a_condition_is_described_as_it(self, ruleset: RuleSet) -> None:
        """Whatever was changed: an operator, a limit, an option, a part, all for any."""
        owners: tuple[Rule | Concept, ...] = (*ruleset.concepts, *ruleset.rules, *ruleset.optional_rules)
        for owner in owners:
            here = description.condition(owner.when)
            assert [each.says for each in mutants(owner.when) if description.condition(each.condition) == here] == []

    def test_two_limits_of_one_id_do_not_hide_each_other(self) -> None:
        """As where a clinic's own rule took an id of the library."""

        def of(first: int, second: int) -> tuple[str, str]:
            moved = [attrs.evolve(MANY, value=value) for value in (first, second)]
            when = [Specimen.number >= limit for limit in moved]
            rules = tuple(
                Rule(id=name, source=PAGE, level=Level.NOTE, when=each, clinician_text="It is so.")
                for name, each in zip(("example.a", "example.b"), when, strict=True)
            )
            return digests(RuleSet("example", "?", rules, subject=Sample))

        both = [of(50, 50), of(50, 55), of(55, 50), of(55, 55)]
        assert [len(set(each)) for each in zip(*both, strict=True)] == [4, 4]

    def test_what_only_an_optional_rule_uses_is_described(self) -> None:
        """The condition of its concept, and the limit there."""
        assert RECENT not in EXAMPLE.concepts
        assert parts_told(RECENT, "when", Specimen.event.ever, EXAMPLE) == "meaning"
        assert parts_told(WEEKS, "value", 15, EXAMPLE) == "meaning"
        assert parts_told(RECENT, "title", "Lately", EXAMPLE) == "words"


class TestTables:
    """What observations are looked up in."""

    def test_every_rule_set_that_reads_medicines_tells_the_table(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Those too that do not ask whether a name is unknown."""
        fact = Medicines.ingredient_not_known
        assert fact not in OF_MEDICINES.facts
        before, reading = digests(OF_MEDICINES), fact.derive
        monkeypatch.setitem(fact.__dict__, "derive", attrs.evolve(reading, table=INGREDIENTS[1:]))  # type: ignore[misc]
        now = digests(OF_MEDICINES)
        assert before[0] != now[0] and before[1] != now[1]

    def test_what_cannot_be_described_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An object that Python would show by its address, say."""
        fact = Medicines.ingredient_not_known
        monkeypatch.setitem(fact.__dict__, "derive", attrs.evolve(fact.derive, table=(1.5,)))  # type: ignore[misc]
        with pytest.raises(RuleError) as raised:
            digests(OF_MEDICINES)
        assert str(raised.value) == (
            "1.5 stands in a table by which a fact is read and cannot be described: expected numbers, texts, options, "
            "limits and citations; declare it with these"
        )


# Layout -----------------------------------------------------------------------------------------------------------

PROGRAM = """
import json, kaprules
from kaprules.rulesets import RULESETS
print(json.dumps([kaprules.__file__, {name: [each.meaning, each.digest] for name, each in RULESETS.items()}]))
"""


class Package:
    """A copy of the library that can be changed, and asked for its digests."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "kaprules"
        shutil.copytree(Path(kaprules.__file__).parent, self.root, ignore=shutil.ignore_patterns("__pycache__"))

    def replace(self, before: str, then: str, file: str = "**/*.py") -> None:
        """Replace a text wherever it stands."""
        texts = {path: path.read_text(encoding="utf-8") for path in self.root.glob(file)}
        found = {path: text for path, text in texts.items() if before in text}
        assert found, f"{before} is written nowhere: change what this test looks for"
        for path, text in found.items():
            path.write_text(text.replace(before, then), encoding="utf-8")

    def move(self, before: str, then: str) -> None:
        """Give a file another name."""
        (self.root / before).rename(self.root / then)

    def digests(self) -> dict[str, list[str]]:
        """Return both digests of every rule set, as a process of its own finds them."""
        process = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=self.root.parent,
            env={**os.environ, "PYTHONPATH": str(self.root.parent), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        place, found = json.loads(process.stdout)
        assert Path(place).parent == self.root
        return found  # type: ignore[no-any-return]


HERE = {name: [ruleset.meaning, ruleset.digest] for name, ruleset in RULESETS.items()}


class TestLayout:
    """Where code stands and what it is called is nobody's business."""

    def test_moved_renamed_and_reordered(self, tmp_path: Path) -> None:
        """A file of facts and one of rules, a private function, a class of facts, a mapping of units."""
        package = Package(tmp_path)
        package.move("facts/vitals.py", "facts/body.py")
        package.replace("facts.vitals import", "facts.body import")
        package.replace("from .vitals import", "from .body import")
        package.move("rulesets/screening/obesity.py", "rulesets/screening/weight.py")
        package.replace("    obesity,\n", "    weight as obesity,\n", "rulesets/screening/__init__.py")
        package.replace("_body_mass_index(", "_reckoned(")
        package.replace("derive=_body_mass_index,", "derive=_reckoned,")
        package.replace("BloodPressure", "PairOfPressures")
        package.replace('{"m": Fraction(100), "[in_i]": INCH, ', '{"[in_i]": INCH, "m": Fraction(100), ')
        assert package.digests() == HERE

    @pytest.mark.parametrize(
        ("before", "then", "meant"),
        [
            ('title="Height"', 'title="Stature"', False),
            ('"m": Fraction(100)', '"m": Fraction(101)', True),
        ],
    )
    def test_said_otherwise_or_meant_otherwise(self, before: str, then: str, meant: bool, tmp_path: Path) -> None:
        """A word of a fact changes one digest of the screening, a factor between units both."""
        package = Package(tmp_path)
        package.replace(before, then)
        (meaning, digest), here = package.digests()["screening"], HERE["screening"]
        assert (meaning != here[0], digest != here[1]) == (meant, True)

    def test_the_order_of_a_mapping_is_none(self) -> None:
        """Of words, of units."""
        turned = dict(reversed([*EXAMPLE.words.items()]))
        assert list(turned) != list(EXAMPLE.words)
        assert digests(attrs.evolve(EXAMPLE, words=turned)) == digests(EXAMPLE)


@pytest.mark.parametrize("ruleset", [*RULESETS.values(), EXAMPLE], ids=lambda each: each.name)
def test_both_digests_are_of_the_canonical_form(ruleset: RuleSet) -> None:
    """And can be worked out from JSON alone."""
    said = json.loads(description.canonical(description.described(ruleset)))
    assert [description.digest_of(said["meaning"]), description.digest_of(said)] == [ruleset.meaning, ruleset.digest]
    assert {type(each) for each in _leaves(said)} <= {str, int, bool, type(None)}


def _leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _leaves(each)
    else:
        yield data


def test_every_fact_of_the_library_is_of_a_kind_that_is_described() -> None:
    """Those that a rule set reads have an id of their own."""
    for ruleset in RULESETS.values():
        facts = description.described(ruleset)["meaning"]["facts"]
        assert {fact.id for fact in ruleset.facts} <= facts.keys()
        assert {type(fact) for fact in ruleset.facts} <= KINDS.keys()


@pytest.mark.parametrize("kind", [Citation, Limit])
def test_a_table_holds_nothing_that_is_for_auditors_alone(kind: type[Any]) -> None:
    """A table by which facts are read has limits and citations, and who answers for them is no part of it either."""
    unsaid = {"strength": "grade C", "stewardship": Stewardship("Ward 7")}
    for name in unsaid.keys() & {field.name for field in attrs.fields(kind)}:
        other = attrs.evolve(OWNERS[kind][0], **{name: unsaid[name]})
        assert other != OWNERS[kind][0]
        assert description._plain(other) == description._plain(OWNERS[kind][0])
