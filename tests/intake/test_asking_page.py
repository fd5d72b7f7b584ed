"""The page *What a clinic has to ask* says what is declared."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaprules import SCREENING
from kaprules.cli import main
from kaprules.facts.checklists import HEART_AND_VESSELS, MENTAL_HEALTH_HISTORY, MENTAL_STATE
from kaprules.facts.mental_state import MentalState
from kaprules.facts.model import Checklist, Fact, Validity
from kaprules.facts.psychiatric_history import PsychiatricHistory
from kaprules.facts.reproduction import Reproduction
from kaprules.facts.vitals import Vitals
from kaprules.intake.asking_page import sections
from kaprules.wording import asking

DAY = date(2026, 11, 23)
PAGE = Path(__file__).parents[2] / "docs" / "asking.md"


def kept(text: str) -> dict[str, str]:
    """Return what stands between the marks of a page."""
    return {name: body.strip() for name, body in re.findall(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", text, re.DOTALL)}


@pytest.fixture(scope="module")
def worked_out() -> dict[str, str]:
    return sections(SCREENING, DAY)


def test_the_page_says_what_is_declared(worked_out: dict[str, str]) -> None:
    """Word for word: ``kaprules intake --asked --write docs/asking.md`` writes it anew."""
    assert kept(PAGE.read_text(encoding="utf-8")) == worked_out


def test_the_command_prints_it_and_writes_it(worked_out: dict[str, str], tmp_path: Path) -> None:
    """On the terminal, or between the marks of a page, the rest of which stays."""
    printed = CliRunner().invoke(main, ["intake", "--asked", "--on", str(DAY)])
    assert (printed.exit_code, all(text in printed.output for text in worked_out.values())) == (0, True)
    page = tmp_path / "page.md"
    page.write_text("before\n" + "".join(f"<!-- {name} -->\n<!-- /{name} -->\n" for name in worked_out) + "after\n")
    written = CliRunner().invoke(main, ["intake", "--asked", "--on", str(DAY), "--write", str(page)])
    assert (written.exit_code, kept(page.read_text())) == (0, worked_out)
    assert (page.read_text().startswith("before\n"), page.read_text().endswith("after\n")) == (True, True)


def test_a_page_without_a_place_is_said(tmp_path: Path) -> None:
    """With the lines that it lacks."""
    page = tmp_path / "page.md"
    page.write_text("nothing\n")
    made = CliRunner().invoke(main, ["intake", "--asked", "--on", str(DAY), "--write", str(page)])
    assert (made.exit_code, "<!-- own -->" in made.output) == (2, True)


# What is asked -----------------------------------------------------------------------------------------------


def test_each_fact_that_rules_read_is_asked_in_one_way_or_read_of_others() -> None:
    """By itself, where there is a uterus, by a list, on indication, or in the same answer as another."""
    found = asking.asking(SCREENING)
    by_itself = {*found.own, *found.where_pregnancy_matters}
    listed = {fact for each in found.checklists for fact in each.facts}
    indicated = {each.fact for each in found.on_indication}
    together = {each for others in asking.TOLD_TOGETHER.values() for each in others}
    assert by_itself & listed == {Reproduction.breastfeeding}  # the list answers only where there is no uterus
    assert (by_itself | listed) & indicated == set()
    read = {source for fact in SCREENING.facts for source in asking.obtained_by(SCREENING, fact)}
    assert read - by_itself - listed - indicated - together == set()


def test_who_is_asked_follows_from_what_it_takes() -> None:
    """Somebody is asked, measures or examines, and each fact stands with one of them."""
    found = asking.asking(SCREENING)
    parts = [found.of(each) for each in asking.Answerer]
    assert sorted(fact.id for part in parts for fact in part) == sorted(fact.id for fact in found.own)
    assert found.of(asking.Answerer.STAFF)[0] is Vitals.pressures
    assert [each.id for each in found.lists_of(asking.Answerer.CLINICIAN)] == ["mental_state"]
    assert len(found.lists_of(asking.Answerer.CLIENT)) == 8


def test_where_a_list_clears_only_in_part_the_words_say_so() -> None:
    """Each item with a condition of its own has its words, and no other."""
    items = [item for each in asking.asking(SCREENING).checklists for item in each.items]
    assert {item.id for item in items if item.clears_where is not None} == set(asking.COUNTS_WHERE)


@pytest.mark.parametrize(
    ("validity", "says"),
    [
        (Validity(), ("always", "always")),
        (Validity(14, 0), ("14 days", "the same day")),
        (Validity(30, hours=1), ("30 days", "1 hour")),
        (Validity(1, 1), ("1 day", "1 day")),
    ],
)
def test_for_how_long_an_answer_counts(validity: Validity, says: tuple[str, str]) -> None:
    """At the intake, and on a dosing day."""
    assert asking.lives(validity) == says


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        (MentalState.reality_testing, "clinician"),
        (PsychiatricHistory.family_history_of_psychosis, "anybody"),
        (MENTAL_HEALTH_HISTORY, "clinician, who may confirm another's answer"),
        (MENTAL_STATE, "clinician"),
        (HEART_AND_VESSELS, "client, clinician"),
    ],
)
def test_whose_word_counts(declared: Fact | Checklist, says: str) -> None:
    """Where it is restricted to those who may report it at all, too."""
    assert asking.may_deny(declared) == says


def test_a_demand_is_found_by_what_is_read_of_the_fact() -> None:
    """A rule that asks for a TSH below its reference asks for the TSH and for the reference."""
    rules = {each.fact.id: {rule.id for rule in each.rules} for each in asking.asking(SCREENING).on_indication}
    assert "thyroid.tests_missing" in rules["thyroid.tsh"] & rules["thyroid.tsh_reference_low"]
    assert rules["reproduction.pregnancy_possible"] == set()
