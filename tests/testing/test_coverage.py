"""Every statement of the source and every row of the clinical basis is accounted for, and no rule is nobody's."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from kaprules.policy.changes import read_by
from kaprules.possible import Level
from kaprules.rulesets import CRITERIA, RULESETS

DOCS = Path(__file__).parents[2] / "docs"

sys.path.insert(0, str(DOCS))
try:
    import accounts
    import catalogue
finally:
    sys.path.remove(str(DOCS))

ENTRIES = (*accounts.STATEMENTS, *accounts.ROWS)
BOOK = accounts.book()


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    written: dict[str, str] = catalogue.pages()
    return written


# Statements and rows -----------------------------------------------------------------------------------------


def test_every_statement_and_row_is_accounted_for() -> None:
    """By what encodes it, at the level and with the numbers it says, or by a reason; every rule and limit is named."""
    assert accounts.problems(ENTRIES, BOOK) == []


def test_every_rule_is_looked_for() -> None:
    """Those of all rule sets, and those that are off."""
    everywhere = {rule.id for ruleset in RULESETS.values() for rule in (*ruleset.rules, *ruleset.optional_rules)}
    assert set(BOOK.rules) == everywhere


def test_the_parts_of_the_source_are_there() -> None:
    """Its background, thirteen criteria, five aims and closing paragraph; and 33 sections of the basis."""
    parts = [entry.part for entry in accounts.STATEMENTS]
    sections = {entry.part.split()[0] for entry in accounts.ROWS}
    assert {f"criterion {number}" for number in range(1, 14)} | {"background", "closing"} <= set(parts)
    assert parts.count("the five aims") == 5
    assert {str(number) for number in range(1, 34)} <= sections


@pytest.mark.parametrize("table", [accounts.STATEMENTS, accounts.ROWS])
def test_no_entry_stands_twice(table: tuple[Any, ...]) -> None:
    """A part says a thing once."""
    said = [str(entry) for entry in table]
    assert [entry for entry in said if said.count(entry) > 1] == []


# What the check notices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", sorted(BOOK.rules))
def test_a_lost_rule_is_noticed(lost: str) -> None:
    """Each statement and row that named it says so."""
    found = accounts.problems(ENTRIES, BOOK.without(lost))
    named = [entry for entry in ENTRIES if lost in entry.rules]
    assert named
    assert {f"{entry}: no rule is called {lost}" for entry in named} <= set(found)


@pytest.mark.parametrize("lost", [entry for entry in ENTRIES if entry.rules or entry.limits], ids=str)
def test_a_lost_entry_is_noticed_where_it_alone_names_something(lost: Any) -> None:
    """A rule or a limit that no other entry names is then named by none."""
    others = tuple(entry for entry in ENTRIES if entry is not lost)
    rules = set(lost.rules) - {name for entry in others for name in entry.rules}
    limits = set(lost.limits) - {name for entry in others for name in entry.limits}
    alone = {f"rule {name}" for name in rules} | {f"limit {name}" for name in limits}
    assert set(accounts.problems(others, BOOK)) == {f"{name} is named by no entry" for name in alone}


RATING = "readiness.rating.low"


def encoded(says: str, *by: str) -> Any:
    """An entry of which nothing is said but what encodes it."""
    return accounts.Entry(says, by)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (accounts.Entry("a thing"), "x: a thing: expected either what encodes it, or why nothing does"),
        (
            accounts.Entry("a thing", (RATING,), "a reason"),
            "x: a thing: expected either what encodes it, or why nothing does",
        ),
        (accounts.Entry("a thing", (RATING,), level=Level.EXCLUSION), f"x: a thing: {RATING} is at level caution"),
        (encoded("a thing", "readiness.moon"), "x: a thing: no rule is called readiness.moon"),
        (encoded("a thing", "moon full"), "x: a thing: moon full is of no known kind"),
        (encoded("a thing", "fact vitals.moon"), "x: a thing: no fact is called vitals.moon"),
        (encoded("a thing", "outcome CLEARED"), "x: a thing: no outcome is called CLEARED"),
        (
            encoded("a thing", "test testing.test_coverage.test_moon"),
            "x: a thing: test testing.test_coverage.test_moon says 'nothing'",
        ),
        (encoded("a thing", "test test_moon.test_full"), "x: a thing: no test is called test_moon.test_full"),
        (
            encoded("a thing", "limit age.adult: 19 years"),
            "x: a thing: limit age.adult says '18 years; a site may choose 18 years to 25 years, a label bounding it'",
        ),
        (
            encoded("a thing", "validity thyroid.tsh: 30 d, on a dosing day 30 d"),
            "x: a thing: validity thyroid.tsh says '90 d, on a dosing day 90 d'",
        ),
        (
            encoded("a thing", "levels psychosis.primary: exclusion, caution"),
            "x: a thing: levels psychosis.primary says 'fixed'",
        ),
        (
            encoded("a thing", "marks suicidality.intent: conflict"),
            "x: a thing: marks suicidality.intent says 'urgent'",
        ),
        (
            encoded("a thing", "lifts psychosis.primary: soon"),
            "x: a thing: lifts psychosis.primary says 'it does not'",
        ),
        (
            encoded("a thing", "range person.age: 0 to 130 a"),
            "x: a thing: range person.age says '0 to 120 a'",
        ),
        (
            encoded("a thing", "options plan.intended_tier: MILD"),
            "x: a thing: options plan.intended_tier says 'MILD, MODERATE, HIGH'",
        ),
        (encoded("a thing", "required thyroid.tsh"), "x: a thing: required thyroid.tsh says 'on indication'"),
        (
            encoded("a thing", "indication vitals.heart_rate"),
            "x: a thing: indication vitals.heart_rate says 'required'",
        ),
        (encoded("a thing", "lasting vitals.weight"), "x: a thing: lasting vitals.weight says 'not lasting'"),
        (
            encoded("a thing", "clinician vitals.weight"),
            "x: a thing: clinician vitals.weight says 'anybody'",
        ),
        (
            encoded("a thing", "codes readiness.willing_client"),
            "x: a thing: codes readiness.willing_client says 'none'",
        ),
        (
            encoded("a thing", "ingredient naltrexone: OPIOID"),
            "x: a thing: ingredient naltrexone says 'OPIOID_ANTAGONIST'",
        ),
        (encoded("a thing", "off age.minor"), "x: a thing: off age.minor says 'on'"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_wrong_account_is_noticed(entry: Any, problem: str) -> None:
    """Whatever an entry names has to say what the entry says."""
    wrong = attrs.evolve(entry, part="x")
    assert accounts.problems((*ENTRIES, wrong), BOOK) == [problem]


# Pages -------------------------------------------------------------------------------------------------------


def test_there_is_a_page_for_each_criterion_and_each_later_rule_set(pages: dict[str, str]) -> None:
    """And one that lists them, one of what a site may choose, and one of coverage."""
    later = {name for name in RULESETS if name != "screening"}
    assert set(pages) == {"index", *CRITERIA, *later, "choices", "coverage"}


def test_the_page_of_choices_names_all_that_a_site_may_choose(pages: dict[str, str]) -> None:
    """Limits and validities with bounds, rules with levels, rules that are or may be off, and nothing that is fixed."""
    free = {each.id for each in BOOK.limits.values() if each.floor is not None or each.ceiling is not None}
    free |= {fact.id for ruleset in RULESETS.values() for fact in read_by(ruleset) if fact.validity.movable is not None}
    rules = {each.id for each in BOOK.rules.values() if each.levels or each.may_be_off or each.id in BOOK.off}
    named = set(re.findall(r"`([\w.]+)`", pages["choices"])), set(re.findall(r"\[([\w.]+)\]\(#", pages["choices"]))
    assert named == (free, rules)


def test_the_index_gives_each_rule_set_its_count_and_digest(pages: dict[str, str]) -> None:
    """Rules, rules that are off, concepts."""
    counts = {
        name: f"| {len(ruleset.rules)} | {len(ruleset.optional_rules)} | {len(ruleset.concepts)} | `{ruleset.digest}` |"
        for name, ruleset in RULESETS.items()
    }
    assert [name for name, row in counts.items() if row not in pages["index"]] == []


def test_every_rule_has_its_place_on_one_page(pages: dict[str, str]) -> None:
    """With what it says; where it is off, under that heading; with how practice varies and what a site may choose."""
    sections = {rule: (heading, text) for page in pages.values() for heading, rule, text in _sections(page)}
    assert set(sections) == set(BOOK.rules)
    for name, rule in BOOK.rules.items():
        heading, text = sections[name]
        assert heading == (catalogue.OFF if name in BOOK.off else catalogue.GROUPS[rule.level])
        assert rule.clinician_text in text
        assert (
            (f"Practice varies: {rule.practice_variation}\n" in text)
            if rule.practice_variation
            else "Practice varies" not in text
        )
        assert (f"its level: {', '.join(level.value for level in rule.levels)}." in text) == bool(rule.levels)


def _sections(page: str) -> list[tuple[str, str, str]]:
    """Return the rules of a page: the heading each stands under, its id and its text."""
    found, heading = [], ""
    for section in re.split(r"^(?=## |\([a-z0-9_.]+\)=$|### )", page, flags=re.MULTILINE):
        if section.startswith("## "):
            heading = section.splitlines()[0][3:]
        elif target := re.match(r"\(([a-z0-9_.]+)\)=\n", section):
            found.append([heading, target[1], ""])
        elif found and section.startswith(f"### {found[-1][1]}\n"):
            found[-1][2] = section
    return [(heading, name, text) for heading, name, text in found]


def test_the_outcomes_of_each_rule_set_are_put_in_words(pages: dict[str, str]) -> None:
    """What each outcome means there."""
    for name, ruleset in RULESETS.items():
        for outcome, words in ruleset.words.items():
            assert f"| `{outcome.name}` | {words} |" in pages[name]


def test_every_entry_stands_in_the_tables(pages: dict[str, str]) -> None:
    """With what it is encoded by, or why it is not."""
    lines = pages["coverage"].splitlines()
    for entry in ENTRIES:
        (row,) = (line for line in lines if line.startswith(f"| {entry.part} | {entry.says} |"))
        assert (
            f"not encoded, because {entry.because}" in row if entry.because else all(name in row for name in entry.by)
        )


# Where practices differ --------------------------------------------------------------------------------------


def test_every_difference_has_its_paragraph() -> None:
    """The design page and the table of differences name the same ones, in the same order."""
    section = (DOCS / "design.md").read_text(encoding="utf-8").split("## Where practices differ\n")[1].split("\n## ")[0]
    assert re.findall(r"^\*\*(.+?)\.\*\*", section, re.MULTILINE) == list(accounts.DIFFERENCES)


@pytest.mark.parametrize("name", sorted({name for names in accounts.DIFFERENCES.values() for name in names}))
def test_a_rule_on_which_practices_differ_says_so(name: str) -> None:
    """In a sentence at least."""
    assert BOOK.rules[name].practice_variation.endswith(".")


def test_the_levels_have_a_heading_each() -> None:
    """No rule falls between them."""
    assert set(catalogue.GROUPS) == set(Level)
