"""Tests of rule books as files: those that are kept are whole, and decide without the rules that they were made of."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest

from kaprules import description
from kaprules.engine.bits import Bits
from kaprules.engine.conclusions import Conclusions
from kaprules.engine.lowering import OUTCOMES, Alternative, Column, Literal, Lowering, Target, lowered
from kaprules.facts.model import Fact, every_fact
from kaprules.limit import Exact
from kaprules.possible import Level, Truth
from kaprules.rulebook import to_data, to_json
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.testing.cases import Case, load_cases

ROOT: Final = Path(__file__).parent.parent
KEPT: Final = ROOT / "rulebooks" / "0.3.0"
RECORDED: Final = {
    "screening": [
        "5c740439ba06a727a2ea8961b75469a8df877533b5a652fff58b47eb0b6fdd2c",
        "e5e336afbf87cdb808ac89284d12ba79c1d54d66971037d77817b59411b91931",
    ],
    "setting": ["fc3dca011046dbe2b3218069ea9596eca94e1f2a0dc4109ca868e812c3c880c6"],
    "dose_tiers": [
        "19754b512c8acbea6d4c8e4cf2d1eeb689745ced1268e5429cd836a27b8de2de",
        "ee0b36f9da97745e69d3531a57a09f568084a7e85540b2d07a7404dd5baeb059",
    ],
    "dosing_day": [
        "bd1ad3d349974376024e46f94600069c74da7cb7edf12f3478dd5665274a9d63",
        "435e12c5aedeab0abb622b2cc2dbc10d8ab7095f76b992b87482dc0ef2405770",
    ],
    "discharge": ["d76b3ed4b418a3cfc4871e3537b2825dec3bffe7851de8d02a34706fe56d08c0"],
    "aftercare": ["e3eb2599ccc677c140416cfc5d41222e18cf02094cf2b865605505d41f657b7f"],
}
"""By which digests the records of 0.3.0 name each rule set, that of the book first.

Where there is a second, it is the one before sentences for clients were put otherwise, after the release was named.
"""
SIGNS: Final = ("<", "<=", ">", ">=")
EVERY = pytest.mark.parametrize("name", RECORDED)


def text_of(name: str) -> str:
    return (KEPT / f"{name}.json").read_text(encoding="utf-8")


def kept(name: str) -> dict[str, Any]:
    book: dict[str, Any] = json.loads(text_of(name))
    return book


def options_of(fact: Fact) -> list[str]:
    """Return the options of a fact of today, as a book names them."""
    return [str(option.value) for option in getattr(fact, "options", ())] or ["no", "yes"] * (fact.size == 2)


def translated(fact: Fact, column: dict[str, Any], test: str, value: Exact) -> Exact:
    """Return the value of a literal over the options of today, which may have come between those of the book."""
    if test != "in":
        return value
    assert isinstance(value, int)
    then, today = column["options"], options_of(fact)
    return sum(1 << today.index(option) for place, option in enumerate(then) if value >> place & 1)


def number(data: int | str) -> Exact:
    return data if isinstance(data, int) else Fraction(data)


def whole(when: Any, meaning: dict[str, Any], concepts: dict[str, Any]) -> Any:
    """Return a condition as data with its concepts entered, limits by their values, and what may be passed over."""
    if "concept" in when:
        return {**when, "concept": whole(concepts[when["concept"]], meaning, concepts)}
    for every in ("all", "any"):
        if every in when:
            return {every: [whole(part, meaning, concepts) for part in when[every]]}
    limit = {"limit": when["limit"]["value"]} if "limit" in when else {}
    return {**when, **limit, "on_indication": meaning["facts"][when["fact"]]["on_indication"]}


def conditions(meaning: dict[str, Any]) -> dict[str, Any]:
    """Return the whole condition of each rule and concept of a book, with the level of a rule."""
    concepts = {each["id"]: each["when"] for each in meaning["concepts"]}
    owners = (*meaning["rules"], *meaning["concepts"])
    return {each["id"]: (each.get("level"), whole(each["when"], meaning, concepts)) for each in owners}


class Book:
    """A rule book as it is in a file: its lowering over the facts of today, which it knows by their ids."""

    def __init__(self, data: dict[str, Any]) -> None:
        ruleset = RULESETS[data["meaning"]["ruleset"]]
        kind, today = ruleset.subject, conditions(json.loads(json.dumps(description.meaning(ruleset))))
        then = conditions(data["meaning"])
        self.otherwise = {name for name, each in then.items() if today.get(name) != each}
        """The rules and concepts of the book that say something else today, or are no more."""
        facts = {fact.id: fact for fact in every_fact(kind)}
        lowering = data["lowering"]
        columns = lowering["columns"]
        self.lowering = Lowering(
            data["meaning"]["ruleset"],
            tuple(self.column(facts[each["fact"]], each) for each in columns),
            tuple(
                Literal(column, test, translated(facts[columns[column]["fact"]], columns[column], test, number(value)))
                for column, test, value in lowering["literals"]
            ),
            tuple(map(self.target, lowering["targets"])),
        )
        nobody, phase = kind(), RULESETS[data["meaning"]["ruleset"]].phase
        self.groups = dict.fromkeys(column.group for column in self.lowering.columns)
        self.bits = Bits(self.lowering, {name: nobody.__dict__[name].flat(phase.example) for name in self.groups})

    def column(self, fact: Fact, data: dict[str, Any]) -> Column:
        options = options_of(fact)
        assert set(data["options"]) <= set(options), f"{fact.id} has lost an option since"
        limits = tuple(map(number, data["limits"]))
        return Column(fact.id, fact.group, fact.slot, tuple(options), limits, data["may_be_passed_over"])

    def target(self, data: dict[str, Any]) -> Target:
        return Target(
            data["id"],
            data["kind"],
            None if data["level"] is None else Level[data["level"]],
            data["stratum"],
            tuple(Alternative(tuple(literals), tuple(targets)) for literals, targets in data["alternatives"]),
        )

    def of_kind(self, kind: str) -> list[Target]:
        return [target for target in self.lowering.targets if target.kind == kind]

    def concluded(self, case: Case) -> Conclusions:
        subject = case.subject.placed(None, case.on)
        groups = {name: subject.__dict__[name].flat(case.on) for name in self.groups}
        return self.bits.masks.conclusions(*self.bits.decide(groups))

    def faults(self, case: Case) -> list[str]:
        """Return in what the book decides otherwise than a case states.

        Where a case switches optional rules on, or shows rules that came later or say something else today, the others
        come out as it states, but not the outcome.
        """
        found, on = self.concluded(case), set(case.switch_on)
        rules, concepts = self.of_kind("rule"), self.of_kind("concept")
        truths = {each.id: truth for each, truth in zip(rules, found.rules, strict=True)}
        truths |= {each.id: truth for each, truth in zip(concepts, found.concepts, strict=True)}
        findings = {each.id: each.level for each in rules if truths[each.id] is Truth.TRUE}
        still = {each.id for each, undecided in zip(rules, found.undecided, strict=True) if undecided}
        assert case.findings is not None and case.open is not None
        since = {*case.findings, *case.open} - truths.keys()  # rules that came later than the book
        aside = on | since | self.otherwise
        comparable = not on | since and self.otherwise.isdisjoint({*findings, *still, *case.findings, *case.open})
        faults = ["outcome"] * (found.outcome is not case.outcome and comparable)
        known = {rule: level for rule, level in case.findings.items() if rule not in aside}
        faults += ["findings"] * ({rule: level for rule, level in findings.items() if rule not in aside} != known)
        faults += ["open"] * (still - aside != case.open - aside)
        same = {name: truth for name, truth in case.truths.items() if name in truths.keys() - self.otherwise}
        faults += [name for name, truth in same.items() if truths[name] is not truth]
        return [f"{case.id}: {fault}" for fault in faults]


def cases_of(name: str) -> tuple[Case, ...]:
    """Return the complete cases of a rule set, and those of what is known in part."""
    folders = (ROOT / "casebook", ROOT / "casebook" / "known")
    return tuple(case for folder in folders for case in load_cases(folder / f"{name}.cases.json"))


class TestOfThreePointNought:
    """The books of 0.3.0, under the digests by which its records name them."""

    @EVERY
    def test_it_is_whole_and_canonical(self, name: str) -> None:
        """To the byte, with the digests of what it holds."""
        book = kept(name)
        assert text_of(name) == description.canonical(book) + "\n"
        assert book["meaning_digest"] == description.digest_of(book["meaning"])
        assert book["digest"] == description.digest_of({"meaning": book["meaning"], "words": book["words"]})
        assert (book["format"], book["version"], book["made_by"], book["policy"]) == (
            "kaprules rule book",
            1,
            "0.3.0",
            None,
        )

    def test_the_records_of_that_release_are_named(self) -> None:
        """One book for each rule set, and no other file."""
        assert {file.stem: kept(file.stem)["recorded_as"] for file in KEPT.iterdir()} == RECORDED

    def test_a_digest_in_a_record_leads_to_one_book(self) -> None:
        """No two books share one, and each is a SHA-256 that stands there once."""
        every = [digest for file in KEPT.iterdir() for digest in kept(file.stem)["recorded_as"]]
        assert len(set(every)) == len(every) >= len(RECORDED)
        assert [digest for digest in every if len(bytes.fromhex(digest)) != 32] == []

    @EVERY
    def test_its_lowering_is_of_its_meaning(self, name: str) -> None:
        """The same rules and concepts, at the same levels, over the same facts; the outcomes as they are concluded."""
        book = kept(name)
        lowering, meaning = book["lowering"], book["meaning"]
        targets = {kind: [each for each in lowering["targets"] if each["kind"] == kind] for kind in ("rule", "concept")}
        assert [(each["id"], each["level"]) for each in targets["rule"]] == [
            (each["id"], each["level"]) for each in meaning["rules"]
        ]
        assert [each["id"] for each in targets["concept"]] == [each["id"] for each in meaning["concepts"]]
        assert {column["fact"] for column in lowering["columns"]} <= meaning["facts"].keys()
        assert lowering["outcomes"] == [
            [outcome.name, level and level.name, undecided] for outcome, level, undecided in OUTCOMES
        ]

    @EVERY
    def test_it_decides_every_kept_case(self, name: str) -> None:
        """Without the rules: the outcome, what is found at which level, what is open, how true the others are."""
        book = Book(kept(name))
        assert [line for case in cases_of(name) for line in book.faults(case)] == []

    def test_a_book_with_another_limit_is_found_out(self) -> None:
        """By some case: each comparison of the rules of aftercare, with a limit one higher."""
        cases = cases_of("aftercare")
        compared = [place for place, each in enumerate(kept("aftercare")["lowering"]["literals"]) if each[1] in SIGNS]
        assert compared
        for place in compared:
            data = kept("aftercare")
            column, _, value = data["lowering"]["literals"][place]
            data["lowering"]["literals"][place][2] = value + 1
            limits = data["lowering"]["columns"][column]["limits"]
            limits[:] = sorted({*limits, value + 1})
            book = Book(data)
            assert any(book.faults(case) for case in cases), place


@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=lambda each: each.name)
def test_a_book_of_today_is_the_lowering_of_today(ruleset: RuleSet) -> None:
    """Read back from its line, it is the same; and so are its digests."""
    text = to_json(ruleset, "0.4.0")
    data = json.loads(text)
    assert text.count("\n") == 1 and data == to_data(ruleset, "0.4.0")
    assert (data["digest"], data["meaning_digest"]) == (ruleset.digest, ruleset.meaning)
    assert Book(data).lowering == lowered(ruleset)
