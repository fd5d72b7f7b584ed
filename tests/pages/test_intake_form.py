"""The form of an intake: what stands on it, in which words, and on how much paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kaprules import SCREENING
from kaprules.cli import main
from kaprules.facts.checklists import CHECKLISTS
from kaprules.facts.model import Number, Series, every_fact
from kaprules.intake.asking_page import counts
from kaprules.language import locale
from kaprules.pages import intake_form as form
from kaprules.wording.asking import TOLD_TOGETHER, Answerer, asking
from tests.browser import NARROW, launched, opened

DAY = date(2026, 11, 23)
LANGUAGES = ("en", "es")
FACTS = {fact.id: fact for fact in every_fact(SCREENING.subject)}
NEWEST = {each.id: each for each in CHECKLISTS}


@cache
def page(language: str) -> str:
    return form.intake_form(SCREENING, locale(language))


class Form(HTMLParser):
    """What a form holds: the ids, the words, and every field with what it is called."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.nameless = 0
        self.words = ""
        self._labels = 0
        self.feed(text)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self._labels += tag == "label"
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "input" and not self._labels and not given.get("aria-label"):
            self.nameless += 1

    def handle_endtag(self, tag: str) -> None:
        self._labels -= tag == "label"

    def handle_data(self, data: str) -> None:
        self.words += data


@cache
def read(language: str) -> Form:
    return Form(page(language))


# What stands on it -------------------------------------------------------------------------------------------


def on_the_form(language: str) -> tuple[set[str], set[str]]:
    """Return the facts and the lists that stand on the form."""
    ids = set(read(language).ids)
    return {each for each in ids if each in FACTS}, {each for each in ids if each in NEWEST}


@cache
def asked_of_the_healthy() -> set[str]:
    """Return what an interview asks of clients in good health of every kind: facts and lists, by their ids."""
    return {each.id.removeprefix("checklists.") for count in counts(SCREENING, DAY).values() for each in count.asked}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_interview_asks_stands_on_the_form_and_nothing_else(language: str) -> None:
    """Played with clients in good health of each kind, but for what is told in the same answer."""
    facts, lists = on_the_form(language)
    together = {each.id for others in TOLD_TOGETHER.values() for each in others}
    assert (facts - together) | lists == asked_of_the_healthy()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_required_fact_stands_on_the_form_by_itself_or_by_an_item(language: str) -> None:
    """Whatever a rule reads that is not on indication, or what it is read from."""
    facts, lists = on_the_form(language)
    ids = set(read(language).ids)
    by_item = {
        fact.id for name in lists for item in NEWEST[name].items if f"{name}.{item.id}" in ids for fact in item.denied
    }

    def answered(fact: Any) -> bool:
        if fact.derive is None:
            return fact.id in facts | by_item or bool(fact.on_indication)
        return all(answered(FACTS[f"{fact.group}.{name}"]) for name in fact.derived_from)

    assert [fact.id for fact in SCREENING.facts if not fact.on_indication and not answered(fact)] == []


def test_a_fact_that_is_forgotten_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the form loses a question, what is asked and what stands on it differ."""
    monkeypatch.setattr(form, "TOLD_TOGETHER", {})
    short = Form(form.intake_form(SCREENING))
    assert set(read("en").ids) - set(short.ids) == {"ketamine_history.prior_medical_ketamine"}


def test_an_instrument_stands_there_as_its_score_alone() -> None:
    """One number, and none of its items."""
    scores = {fact.id for fact in asking(SCREENING).own if isinstance(fact, Number) and fact.unit == "{score}"}
    found = [each for part in form.parts(asking(SCREENING)) for each in part.entries if each.id in scores]
    assert found
    assert {(each.boxes, each.lines) for each in found} == {((), (form.Line(""),))}


def test_what_needs_a_day_of_its_own_has_one() -> None:
    """A pregnancy test is seldom of the day on which the rest is measured; who says why a medicine is taken counts."""
    (test,) = (each for each in form.entries(asking(SCREENING).where_pregnancy_matters) if each.id.endswith("_test"))
    assert form.Line("day") in test.lines
    (client, *_) = form.parts(asking(SCREENING))
    (medicines,) = (each for each in client.entries if each.rows)
    assert medicines.lines[-1] == form.Line("Who says so")


def test_a_confirmation_has_its_place_where_it_can_clear() -> None:
    """With each list and each question to the client of which a clinician may confirm the answer."""
    found = asking(SCREENING)
    facts = [fact for fact in found.of(Answerer.CLIENT) if fact.may_confirm]
    lists = [each for each in found.checklists if each.may_confirm]
    assert read("en").words.count("Confirmed by a clinician:") == len(facts) + len(lists)
    assert lists


def test_each_observation_has_room_for_what_is_written_down() -> None:
    """Every series that is asked names the parts of its records that stand on the form."""
    series = {fact for fact in asking(SCREENING).own if isinstance(fact, Series)}
    assert series == set(form.DETAILS)
    assert all(part in fact.record.__facts__ for fact, parts in form.DETAILS.items() for part in parts)


# How it says it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_called_something_and_no_id_stands_twice(language: str) -> None:
    """By its label, or where a column says so by a label of its own."""
    assert (read(language).nameless, sorted(set(read(language).ids))) == (0, sorted(read(language).ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_asks_in_the_language_of_the_reader(language: str) -> None:
    """Each question, each list with its items, and what the signs behind some of them mean."""
    tell, found = locale(language), asking(SCREENING)
    wanted = [tell(fact.question) for fact in (*found.own, *found.where_pregnancy_matters)]
    wanted += [tell(text) for each in found.checklists for text in (each.title, each.question)]
    wanted += [tell(item.text) for each in found.checklists for item in each.items]
    wanted += [tell(answerer.value) for answerer in Answerer]
    assert [text for text in wanted if text not in read(language).words] == []
    assert all(sign in read(language).words for sign in "*†‡§")


def test_it_names_the_version_of_each_list() -> None:
    """Whoever types it in has to say which version was answered."""
    assert all(f"{each.id} {each.version}" in read("en").words for each in NEWEST.values())


def test_it_promises_nothing_and_holds_no_script() -> None:
    """No word that anybody may be treated but that nobody says so, and nothing that could run or leave."""
    assert "script" not in read("en").tags
    assert "script-src &#39;none&#39;" in page("en")
    assert "form-action &#39;none&#39;" in page("en")
    words = read("en").words.lower()
    assert [each for each in ("safe", "eligible", "approved", "stop taking") if each in words] == []


# The command -------------------------------------------------------------------------------------------------


def test_the_command_writes_the_form(tmp_path: Path) -> None:
    """In the language that is asked for."""
    path = tmp_path / "form.html"
    made = CliRunner().invoke(main, ["intake", "--form", "--language", "es", "-o", str(path)])
    assert (made.exit_code, made.output) == (0, "")
    assert path.read_text(encoding="utf-8") == page("es")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "say what about it: --count, --asked or --form"),
        (["--form"], "-o PAGE goes with --form, and --form with -o PAGE"),
        (["--count", "-o", "x.html"], "-o PAGE goes with --form, and --form with -o PAGE"),
        (["--form", "-o", "x.html", "client.json"], "--form takes no FILE: it is about the rules"),
        (["--count", "--write", "x.md"], "--write PAGE goes with --asked"),
    ],
)
def test_what_does_not_go_together_is_said(arguments: list[str], says: str) -> None:
    """With the usage, and nothing is written."""
    made = CliRunner().invoke(main, ["intake", *arguments])
    assert (made.exit_code, says in made.output) == (2, True)


def test_a_form_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder is no page."""
    made = CliRunner().invoke(main, ["intake", "--form", "-o", str(tmp_path)])
    assert made.exit_code == 2
    assert str(tmp_path) in made.output


# On paper, and in a browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    for language in LANGUAGES:
        (folder / f"{language}.html").write_text(page(language), encoding="utf-8")
    return {language: folder / f"{language}.html" for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_two_pages_of_paper(browser: Any, files: dict[str, Path], language: str) -> None:
    """Of A4, with and without JavaScript, with the font of this system."""
    with opened(browser, files[language], java_script_enabled=False) as tab:
        paper = tab.page.pdf(prefer_css_page_size=True)
        assert paper.count(b"/Type /Page\n") == 2
        assert b"/MediaBox [0 0 594.95996 841.91998]" in paper
        tab.page.emulate_media(media="print")
        shown = tab.page.locator("p, li, h2, h3, th, label")
        assert [each.inner_text() for each in shown.all() if not each.is_visible()] == []  # "ever" is not lost on paper


def test_a_form_that_is_too_long_is_noticed(browser: Any, files: dict[str, Path], tmp_path: Path) -> None:
    """Twenty questions more make a third page."""
    longer = tmp_path / "longer.html"
    text = page("en")
    entry = text[text.index('<div class="entry"') : text.index("</div>\n</div>\n") + len("</div>\n</div>\n")]
    longer.write_text(text.replace(entry, entry * 20, 1), encoding="utf-8")
    with opened(browser, longer) as tab:
        assert tab.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_narrow_and_can_be_filled_in(browser: Any, files: dict[str, Path], language: str) -> None:
    """Axe finds nothing, nothing is fetched or too wide, and a box is ticked by the keyboard."""
    with opened(browser, files[language], width=NARROW) as tab:
        assert tab.accessibility() == []
        assert (tab.too_wide(), tab.faults, tab.requests) == (0, [], [files[language].as_uri()])
        box = tab.page.get_by_role("checkbox").first
        box.focus()
        tab.page.keyboard.press("Space")
        assert box.is_checked()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_it_is_black_on_white_where_the_system_is_dark(browser: Any, files: dict[str, Path], media: str) -> None:
    """On the screen as on paper."""
    with opened(browser, files["en"], color_scheme="dark") as tab:
        tab.page.emulate_media(media=media)
        colours = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        assert tab.page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
