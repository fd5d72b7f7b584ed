"""The rule book as a site, without a browser: what it says is what is declared, and every link leads somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaprules.cli import BAD_INPUT, main
from kaprules.facts import Vitals
from kaprules.facts.model import Validity, every_fact
from kaprules.language import ENGLISH
from kaprules.limit import shown
from kaprules.pages.catalogue import site
from kaprules.pages.graph import graph_of
from kaprules.pages.words import Words
from kaprules.policy import limits_of, read_policy
from kaprules.rule import Concept, Rule
from kaprules.ruleset import RuleSet
from kaprules.rulesets import CRITERIA, RULESETS
from tests.pages.test_pages import Page

ROOT = Path(__file__).parents[2]
CHANGES = """# Changes

One sentence each.

## 0.2.0

- A `Moment` carries
  a time.
- <b>

## 0.1.0

- First.
"""


@cache
def pages() -> dict[str, str]:
    return site(changes=CHANGES)


@cache
def read(name: str) -> Page:
    return Page(pages()[name])


def said(name: str) -> str:
    return " ".join(read(name).words.split())


def only(ruleset: RuleSet, *rules: Rule) -> RuleSet:
    """Return a rule set of some rules of another."""
    return RuleSet("some", "some", rules, subject=ruleset.subject, phase=ruleset.phase)


def owners() -> dict[str, Rule | Concept]:
    found: dict[str, Rule | Concept] = {}
    for ruleset in RULESETS.values():
        rules = (*ruleset.rules, *ruleset.optional_rules)
        found |= {rule.id: rule for rule in rules}
        found |= {concept.id: concept for concept in only(ruleset, *rules).concepts}
    return found


def test_every_rule_and_concept_has_its_page() -> None:
    """With its words, its sources, its reasons, and each limit with value, bounds and source."""
    words = Words(ENGLISH)
    assert {name.removesuffix(".html") for name in pages() if name.count(".") > 1} == set(owners())
    for owner in owners().values():
        text = said(f"{owner.id}.html")
        told = [words.title(owner), owner.rationale, *map(words.cited, owner.source)]
        if isinstance(owner, Rule):
            told += [owner.practice_variation, *(level.value for level in owner.levels)]
        assert [each for each in told if each not in text] == [], owner.id
    for ruleset in RULESETS.values():
        for rule in (*ruleset.rules, *ruleset.optional_rules):
            limits = limits_of(only(ruleset, rule))
            for limit in limits.values():
                told = [
                    limit.id,
                    ENGLISH.quantity(limit.value, limit.unit),
                    words.bounds(limit),
                    words.cited(limit.source),
                ]
                assert [each for each in told if each not in said(f"{rule.id}.html")] == [], rule.id


def test_every_example_is_a_row() -> None:
    """And what it comes to is written out."""
    for owner in owners().values():
        rows = re.findall(r'<th scope="row">(holds|does not hold|not known)</th>', pages()[f"{owner.id}.html"])
        wanted = {"fires": "holds", "passes": "does not hold", "asks": "not known"}
        assert rows == [wanted[example.case.value] for example in owner.examples], owner.id


def test_the_criteria_are_the_way_in() -> None:
    """Each of them by its number, before anything else; then what else is asked; each with the number of its rules."""
    text = said("index.html")
    titles = re.findall(r'<li class="card"><a href="(\w+)\.html">', pages()["index.html"])
    assert titles == list(CRITERIA)
    headings = [re.search(r"<h1>Criterion (\d+): ", pages()[f"{name}.html"]) for name in CRITERIA]
    numbers = [int(found[1]) for found in headings if found]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 10
    for module in CRITERIA.values():
        number = len(module.RULES) + len(getattr(module, "OFF", ()))
        assert f"({number} rule{'s' if number > 1 else ''})" in text


def test_each_rule_is_listed_where_it_belongs() -> None:
    """On the page of its part of the screening, or of its rule set, and in the index."""
    for name, module in CRITERIA.items():
        for rule in module.RULES:
            assert rule.id in said(f"{name}.html")
    for name, ruleset in RULESETS.items():
        for rule in (*ruleset.rules, *ruleset.optional_rules):
            assert f"{rule.id}.html" in read(f"{name}.html").links
    listed = re.findall(r'<a class="id" href="([^"]+)\.html">', pages()["index.html"])
    assert listed == sorted(owners())


def test_a_concept_names_what_uses_it() -> None:
    """On its page, in the graph as a link, and in the words below the graph."""
    for concept in owners().values():
        if isinstance(concept, Concept):
            users = [each.id for each in owners().values() if concept.id in _uses(each)]
            assert users
            assert [name for name in users if f"{name}.html" not in read(f"{concept.id}.html").links] == []
            assert f"{concept.id}.html" in read("graph.html").links


def _uses(owner: Rule | Concept) -> list[str]:
    """Return the concepts of a page's own list: what the page of a rule says that it uses."""
    found = re.search(r"Concepts it uses</dt><dd>(.*?)</dd>", pages()[f"{owner.id}.html"], re.DOTALL)
    assert found
    return re.findall(r'href="([^"]+)\.html"', found[1])


def test_the_graph_keeps_names_apart() -> None:
    """No two are drawn at one place, and each line leads from left to right."""
    for ruleset in RULESETS.values():
        if not ruleset.concepts:
            continue
        users = {
            concept: tuple(rule for rule in ruleset.rules if concept.id in _uses(rule))
            + tuple(other for other in ruleset.concepts if concept.id in _uses(other))
            for concept in ruleset.concepts
        }
        graph = graph_of(users)
        places = [(place.x, place.y) for place in graph.places]
        near = [(x, y) for x, y in places if any(x == other and 0 < abs(y - row) < 14 for other, row in places)]
        assert len(set(places)) == len(places)
        assert near == []
        for line in graph.lines:
            numbers = list(map(int, re.findall(r"-?\d+", line)))
            assert numbers[0] < numbers[-2]
        assert len(graph.lines) == sum(map(len, users.values()))


def test_every_fact_is_declared_on_one_page() -> None:
    """With its question, its bounds or options, and for how long it reassures."""
    text, ids, words = said("facts.html"), set(read("facts.html").ids), Words(ENGLISH)
    for ruleset in RULESETS.values():
        for fact in every_fact(ruleset.subject):
            assert fact.id in ids
            told = (fact.title, fact.question, fact.on_indication, words.values(fact), words.validity(fact.validity))
            assert [each for each in told if each not in text] == [], fact.id
    assert words.values(Vitals.mean_systolic) == "50 to 300 mmHg"
    assert words.validity(Vitals.mean_systolic.validity) != words.validity(Validity())


def test_every_source_is_accounted_for() -> None:
    """Each work that is cited has its place, with what cites it."""
    text, ids = said("sources.html"), set(read("sources.html").ids)
    for owner in owners().values():
        for citation in owner.source:
            assert citation.source.key in ids
            assert citation.locator in text


def test_a_change_log_becomes_a_page() -> None:
    """Versions and their entries; what looks like markup is text. Without one there is no such page."""
    page = pages()["changes.html"]
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["0.2.0", "0.1.0"]
    assert "<li>A <code>Moment</code> carries a time.</li>" in page
    assert "&lt;b&gt;" in page
    assert "changes.html" not in site({"setting": RULESETS["setting"]})


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


class TestCommand:
    """``kaprules catalogue`` writes the site."""

    def test_a_policy_shows_the_sites_own_rule_book(self, tmp_path: Path) -> None:
        """The limit moved, and what it was."""
        policy = ROOT / "examples" / "policies" / "cautious.toml"
        made = run(
            "catalogue", "-o", tmp_path, "--policy", policy, "--changes", ROOT / "CHANGELOG.md", "--language", "es"
        )
        assert (made.exit_code, made.output) == (0, "")
        assert {path.name for path in tmp_path.iterdir()} == set(pages())
        site_policy = read_policy(policy.read_bytes())
        moved = [
            (rule, limit)
            for ruleset in RULESETS.values()
            for rule in site_policy.applied(ruleset).rules
            for limit in limits_of(only(ruleset, rule)).values()
            if limit.default is not None
        ]
        assert moved
        for rule, limit in moved:
            page = (tmp_path / f"{rule.id}.html").read_text(encoding="utf-8")
            assert shown(limit.value) in page.replace(",", ".")
            assert limit.default is not None
            assert shown(limit.default) in page.replace(",", ".")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--changes", "none.md"), "cannot be read"),
            (("--policy", "none.toml"), "cannot be read"),
            (("--language", "xx"), "expected one of"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, tmp_path: Path, arguments: tuple[str, str], told: str) -> None:
        """And nothing is written."""
        made = run("catalogue", "-o", tmp_path / "site", *arguments)
        assert (made.exit_code, told in made.stderr, (tmp_path / "site").exists()) == (BAD_INPUT, True, False)
