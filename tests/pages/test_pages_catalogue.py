"""The rule book as a site, without a browser: what it says is what is declared, and every link leads somewhere."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result

from kaprules.cli import BAD_INPUT, main
from kaprules.facts import Vitals
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import Validity, every_fact
from kaprules.ingredients import INGREDIENTS, MedicineClass
from kaprules.language import ENGLISH
from kaprules.limit import Stewardship, shown
from kaprules.pages.book import Assurance, book_of, concepts_of, facts_of
from kaprules.pages.catalogue import site
from kaprules.pages.glance import name_of
from kaprules.pages.graph import graph_of, picture_of
from kaprules.pages.search import CLASSES, Entry, entries, letters, medicines_of
from kaprules.pages.words import Words
from kaprules.policy import limits_of, read_policy
from kaprules.possible import Level
from kaprules.rule import Concept, Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import CRITERIA, RULESETS
from kaprules.wording.conditions import CONDITIONS, WORDS, condition_of
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


def apart(page: str) -> str:
    """Return the words of a page with a blank wherever there is a tag, without its style and script."""
    return " ".join(re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL).split())


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


def cards() -> set[str]:
    """Return the pages of rules and concepts by their ids."""
    return {
        name.removesuffix(".html")
        for name in pages()
        if name.count(".") > 1 and not name.startswith(("fact-", "work-"))
    }


def test_every_rule_and_concept_has_its_page() -> None:
    """With its words, its sources and their grades, its reasons, and each limit with value, bounds and source."""
    words = Words(ENGLISH)
    assert cards() == set(owners())
    for owner in owners().values():
        text = said(f"{owner.id}.html")
        told = [words.title(owner), owner.rationale, *(f"{each.source.title}, {each.locator}" for each in owner.source)]
        told += [badge for each in owner.source for badge in (words.tier(each), words.certainty(each), each.strength)]
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
                    f"{limit.source.source.title}, {limit.source.locator}",
                ]
                assert [each for each in told if each not in said(f"{rule.id}.html")] == [], rule.id


def test_every_link_leads_somewhere() -> None:
    """To a page that there is, and to what is there led to."""
    ids = {name: set(read(name).ids) for name in pages()}
    assert all(len(read(name).ids) == len(found) for name, found in ids.items())
    for name in pages():
        for link in set(read(name).links) - {"data:,"}:
            page, _, to = link.partition("#")
            assert (page or name) in pages(), (name, link)
            assert not to or to in ids[page or name], (name, link)


def test_every_example_is_a_row() -> None:
    """And what it comes to is written out."""
    for owner in owners().values():
        rows = re.findall(r'<th scope="row">(holds|does not hold|not known)</th>', pages()[f"{owner.id}.html"])
        wanted = {"fires": "holds", "passes": "does not hold", "asks": "not known"}
        assert rows == [wanted[example.case.value] for example in owner.examples], owner.id


def test_the_criteria_are_the_way_in() -> None:
    """Each of them by its number, before anything else; then what else is asked; each with the number of its rules."""
    text = said("index.html")
    titles = re.findall(r'<li class="card">(?:<strong>\d+</strong> )?<a href="(\w+)\.html">', pages()["index.html"])
    assert titles == list(CRITERIA)
    headings = [re.search(r"<h1>Criterion (\d+): ", pages()[f"{name}.html"]) for name in CRITERIA]
    numbers = [int(found[1]) for found in headings if found]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 10
    for module in CRITERIA.values():
        number = len(module.RULES) + len(getattr(module, "OFF", ()))
        assert f"({number} rule{'s' if number > 1 else ''})" in text


def test_each_rule_is_listed_where_it_belongs() -> None:
    """On the page of its part of the screening, or of its rule set, in the index, and once at a glance."""
    for name, module in CRITERIA.items():
        for rule in module.RULES:
            assert rule.id in said(f"{name}.html")
    for name, ruleset in RULESETS.items():
        for rule in (*ruleset.rules, *ruleset.optional_rules):
            assert f"{rule.id}.html" in read(f"{name}.html").links
    listed = re.findall(r'<li data-kind="\d" data-words="[^"]*"><a href="([^"]+)\.html">', pages()["search.html"])
    assert sorted(name for name in listed if name in owners()) == sorted(owners())
    shown = re.findall(r'<div class="says \w+"><a href="([^"]+)\.html">', pages()["glance.html"])
    assert sorted(shown) == sorted(owner.id for owner in owners().values() if isinstance(owner, Rule))


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


def test_every_fact_has_its_page() -> None:
    """With its question, its bounds or options, for how long it reassures, and every rule that reads it."""
    words = Words(ENGLISH)
    for ruleset in RULESETS.values():
        for fact in every_fact(ruleset.subject):
            text, links = said(f"fact-{fact.id}.html"), read(f"fact-{fact.id}.html").links
            told = (fact.title, fact.question, fact.on_indication, words.values(fact), words.validity(fact.validity))
            assert [each for each in told if each not in text] == [], fact.id
            readers = {rule.id for rule in ruleset.rules if fact in {atom.subject for atom in fact_atoms(rule.when)}}
            assert {f"{name}.html" for name in readers} <= set(links), fact.id
            assert fact.id in read("facts.html").ids
    assert words.values(Vitals.mean_systolic) == "50 to 300 mmHg"
    assert words.validity(Vitals.mean_systolic.validity) != words.validity(Validity())
    assert "mean systolic pressure at least 160 mmHg" in said("fact-vitals.mean_systolic.html")


def test_every_work_has_its_page() -> None:
    """Each place in it that is cited, how sure it is, and what cites it; the list of works leads to it."""
    words = Words(ENGLISH)
    for owner in owners().values():
        for citation in owner.source:
            page = f"work-{citation.source.key}.html"
            assert page in read("sources.html").links
            assert citation.locator in said(page)
            assert words.certainty(citation) in said(page)
            assert f"{owner.id}.html" in read(page).links


def test_a_change_log_becomes_a_page() -> None:
    """Versions and their entries; what looks like markup is text. Without one there is no such page."""
    page = pages()["changes.html"]
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == ["0.2.0", "0.1.0"]
    assert "<li>A <code>Moment</code> carries a time.</li>" in page
    assert "&lt;b&gt;" in page
    assert "changes.html" not in site({"setting": RULESETS["setting"]})


# Who answers for it, and what notices a fault --------------------------------------------------------------


def made(ruleset: RuleSet, assured: Assurance | None = None) -> dict[str, str]:
    """Return the pages of one rule set."""
    return site({ruleset.name: ruleset}, assurance=assured)


def test_every_card_says_who_answers_for_it() -> None:
    """As the rule set declares once: when it was reviewed and is to be, and that nobody outside approved it."""
    told = "Owner kaprules maintainers Approved not approved by anyone outside the project Reviewed 30 November 2026"
    assert [name for name in cards() if told not in apart(pages()[f"{name}.html"])] == []


def test_a_rule_may_have_another_owner() -> None:
    """One of a clinic's own has none until it is named, and an approval is told with its day."""
    setting = RULESETS["setting"]
    approved = Stewardship(
        "Ward 7", date(2026, 1, 2), date(2027, 1, 2), approved_by="the ethics committee", approved=date(2026, 1, 3)
    )
    first, second = setting.rules[:2]
    own = attrs.evolve(first, id="own.unnamed"), attrs.evolve(second, id="own.named", stewardship=approved)
    found = made(setting + own)
    assert "Owner nobody is named" in apart(found["own.unnamed.html"])
    text = apart(found["own.named.html"])
    assert "Owner Ward 7 Approved 3 January 2026, by the ethics committee Reviewed 2 January 2026" in text
    assert "Owner kaprules maintainers" in apart(found[f"{first.id}.html"])


def test_a_card_names_what_notices_a_fault() -> None:
    """Proofs, changes that its examples notice, and cases; where no case book was given it says so."""
    setting = RULESETS["setting"]
    rule = setting.rules[0]
    assured = Assurance({rule.id: ("it holds water",)}, {rule.id: (3, 4)}, {rule.id: (("case one", "why it is"),)})
    found = made(setting, assured)
    text = apart(found[f"{rule.id}.html"])
    assert [each for each in ("it holds water", "3 of 4", "case one : why it is") if each not in text] == []
    other = apart(found[f"{setting.rules[1].id}.html"])
    assert "Cases of the case book in which it holds none" in other
    assert "no case book was given" in apart(made(setting)[f"{rule.id}.html"])


def test_a_card_names_its_neighbours() -> None:
    """Every other rule that reads one of its facts, of whatever rule set."""
    card = read("cardiovascular.pressure.uncontrolled.html").links
    for name in (
        "cardiovascular.pressure.raised",
        "dosing_day.pressure.too_high",
        "medicines.pressor_with_raised_pressure",
    ):
        assert f"{name}.html" in card
    assert "age.minor.html" not in card


# At a glance -----------------------------------------------------------------------------------------------------


def test_every_rule_belongs_to_a_condition_that_is_named() -> None:
    """And no name is there for nothing."""
    rules = [owner for owner in owners().values() if isinstance(owner, Rule)]
    assert [rule.id for rule in rules if condition_of(rule) is None] == []
    stems = {max((stem for stem in CONDITIONS if f"{rule.id}.".startswith(f"{stem}.")), key=len) for rule in rules}
    assert set(CONDITIONS) == stems
    assert set(WORDS) <= {fact.id for ruleset in RULESETS.values() for fact in every_fact(ruleset.subject)}


def test_the_rules_of_one_condition_stand_in_one_row() -> None:
    """Each in the column of its level, with the limit that it compares with; what is off is marked."""
    page = pages()["glance.html"]
    row = re.search(r'<th scope="row">Resting heart rate</th>(.*?)</tr>', page, re.DOTALL)
    assert row
    cells = re.findall(r"<td.*?</td>", row[1], re.DOTALL)
    assert [re.findall(r'href="([^"]+)\.html"', cell) for cell in cells] == [
        ["cardiovascular.heart_rate.racing"],
        [],
        ["cardiovascular.heart_rate.unusual"],
        [],
    ]
    assert "resting heart rate above 130 per minute" in " ".join(Page(cells[0]).words.split())
    optional = [rule.id for ruleset in RULESETS.values() for rule in ruleset.optional_rules]
    off = re.findall(r'<a href="([^"]+)\.html">[^<]*</a> <span class="mark">off</span>', page)
    assert sorted(off) == sorted(optional)


def test_a_rule_of_ones_own_is_named_by_its_fact() -> None:
    """Where the library knows nothing of the condition."""
    setting = RULESETS["setting"]
    own = (attrs.evolve(setting.rules[0], id="own.rule"),)
    assert name_of(own[0]) == next(iter(fact_atoms(own[0].when))).subject.title
    assert 'href="own.rule.html"' in made(setting + own)["glance.html"]


# What can be found -----------------------------------------------------------------------------------------------


def test_every_class_of_medicines_leads_to_facts_that_say_whether_one_is_taken() -> None:
    """As reading a list with one of its medicines shows."""
    assert set(CLASSES) == set(MedicineClass)
    on, harmless = date(2026, 1, 1), next(medicine for medicine in INGREDIENTS if not medicine.classes)

    def listed(name: str) -> Medicines:
        return Medicines(listed=[Medicine(substance=name, status=MedicineStatus.TAKING)])

    for of, facts in CLASSES.items():
        medicine = min(medicines_of(of), key=lambda each: len(each.classes))
        for fact in (fact for fact in Medicines.__facts__ if fact.id in facts):
            without, beside = (fact.possible(listed(each.name), on) for each in (harmless, medicine))
            assert without != beside, (of, fact.id)


def test_every_medicine_and_each_of_its_names_is_in_the_index() -> None:
    """With the rules that it leads to."""
    found = {entry.title: entry for entry in entries(book_of(RULESETS), ENGLISH) if entry.kind == "medicine"}
    assert set(found) == {medicine.name for medicine in INGREDIENTS}
    assert {"Nardil", "fenelzina"} <= set(found["phenelzine"].words)
    assert [rule.id for rule in found["phenelzine"].rules] == ["medicines.maoi"]
    assert re.search(
        r'<li>Nardil: <a href="ingredients\.html#mao_inhibitor">phenelzine</a></li>', pages()["search.html"]
    )


def test_the_index_is_in_order() -> None:
    """By the alphabet, whatever the capitals and accents; what begins with no letter first."""
    among = letters(
        (Entry("fact", "zinc", "z"), Entry("fact", "Ábc", "a", ("5-HTP",), ("5-HTP",)), Entry("fact", "abd", "b"))
    )
    assert [letter.name for letter in among] == ["0–9", "A", "Z"]
    assert [getattr(line, "title", "") for letter in among for line in letter.lines] == ["", "Ábc", "abd", "zinc"]


# Pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CRITERIA)
def test_a_picture_leads_from_facts_to_outcomes(name: str) -> None:
    """Every rule of the part with all that it reads, apart from each other, from left to right; and again in words."""
    book = book_of(RULESETS)
    (rules,) = (rules for part, _, rules in book.parts() if part == name)
    read_by = {rule: facts_of(rule) for rule in rules}
    titles = dict.fromkeys(
        (*rules, *Level, *concepts_of(rules), *(fact for facts in read_by.values() for fact in facts)), "x"
    )
    picture = picture_of(rules, titles)
    drawn = {name.of for name in picture.names}
    assert {*rules, *(rule.level for rule in rules)} <= drawn
    assert set().union(*read_by.values()) <= drawn
    places = [(name.x, name.y) for name in picture.names]
    assert [(x, y) for x, y in places if any(x == other and 0 < abs(y - row) < 14 for other, row in places)] == []
    assert len(set(places)) == len(places)
    for _, line in picture.lines:
        numbers = list(map(int, re.findall(r"-?\d+", line)))
        assert numbers[0] < numbers[-2]
    page, words = pages()[f"{name}.html"], Words(ENGLISH)
    assert re.search(r'<svg role="group" aria-labelledby="picture-title" aria-describedby="picture-says"', page)
    told = said(f"{name}.html")
    assert [
        rule.id for rule in rules if f"{words.sentence(rule.when)} Leads to: {words.outcome(rule.level)}." not in told
    ] == []


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

    def test_cases_are_named_on_the_cards_of_their_rules(self, tmp_path: Path) -> None:
        """Of the case book that is named; with what is proven of the rule and what its examples notice."""
        made = run("catalogue", "-o", tmp_path, "--cases", ROOT / "casebook" / "setting.cases.json")
        assert (made.exit_code, made.output) == (0, "")
        rule = RULESETS["setting"].rules[0]
        text = apart((tmp_path / f"{rule.id}.html").read_text(encoding="utf-8"))
        assert f"{rule.id} decides 1" in text
        assert "it can be found where nothing else as grave is" in text
        assert re.search(r"Changes of its condition that its examples notice (\d+) of \1 ", text)

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--changes", "none.md"), "cannot be read"),
            (("--cases", "none.cases.json"), "cannot be read"),
            (("--policy", "none.toml"), "cannot be read"),
            (("--language", "xx"), "expected one of"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, tmp_path: Path, arguments: tuple[str, str], told: str) -> None:
        """And nothing is written."""
        made = run("catalogue", "-o", tmp_path / "site", *arguments)
        assert (made.exit_code, told in made.stderr, (tmp_path / "site").exists()) == (BAD_INPUT, True, False)
