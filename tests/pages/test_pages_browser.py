"""The pages in a headless Chromium: open, fold, search, print, keyboard, narrow, dark, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kaprules import Client, screen
from kaprules.cli import main
from kaprules.language import locale
from kaprules.pages import catalogue
from kaprules.pages.report import report_page
from kaprules.rulesets import CRITERIA, RULESETS, SCREENING
from kaprules.wording.first import today
from kaprules.wording.summary import summary
from tests.browser import NARROW, launched, opened
from tests.wording.readers import READERS

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    with launched() as browser:
        yield browser


def written(page: Path, file: str, *arguments: str) -> Path:
    made = CliRunner().invoke(main, ["report", str(EXAMPLES / file), "-o", str(page), *arguments])
    assert made.exit_code == 0, made.output
    return page


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A caution, several exclusions, much that is missing, and a small rule set, each as a page."""
    folder = tmp_path_factory.mktemp("reports")
    nothing = folder / "nothing.json"
    nothing.write_text("{}", encoding="utf-8")
    asked = {
        "caution": ("clients/03-caution.json", "--on", str(DAY)),
        "excluded": ("clients/05-excluded-by-several-findings.json", "--on", str(DAY)),
        "missing": (str(nothing), "--on", str(DAY), "--ruleset", "setting"),
        "setting": ("course/2-setting.json", "--on", str(DAY), "--ruleset", "setting"),
    }
    return {name: written(folder / f"{name}.html", *arguments) for name, arguments in asked.items()}


# The checks themselves ---------------------------------------------------------------------------------------


def test_the_checks_can_fail(browser: Any, tmp_path: Path) -> None:
    """A page that fetches, is too wide and cannot be heard is told of on all counts."""
    page = tmp_path / "bad.html"
    page.write_text("<img src=http://192.0.2.1/x.png><p style='width: 60rem; color: #ddd'>faint</p>", encoding="utf-8")
    with opened(browser, page, width=NARROW) as tab:
        assert tab.requests[1:] == ["http://192.0.2.1/x.png"]
        assert tab.too_wide() > 0
        assert {each.split(":")[0] for each in tab.accessibility()} >= {"image-alt", "html-has-lang", "color-contrast"}


# Reports -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "scheme"), [("caution", "light"), ("missing", "dark"), ("setting", "light"), ("setting", "dark")]
)
def test_a_report_opens_narrow_light_and_dark(browser: Any, reports: dict[str, Path], name: str, scheme: str) -> None:
    """Axe finds nothing; nothing is fetched; nothing is wider than a small telephone, all folds opened too."""
    with opened(browser, reports[name], width=NARROW, color_scheme=scheme) as tab:
        if name == "caution":
            assert tab.accessibility() == []
        tab.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        if name != "caution":  # a small rule set, on which axe is done sooner, is looked at with all folds open
            assert tab.accessibility() == []
        assert tab.too_wide() == 0
        assert tab.requests == [reports[name].as_uri()]
        assert tab.faults == []


def test_dark_mode_is_dark(browser: Any, reports: dict[str, Path]) -> None:
    """The paper is dark where the reader's system is."""

    def paper(scheme: str) -> int:
        with opened(browser, reports["caution"], color_scheme=scheme) as tab:
            colour = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
            return sum(int(part) for part in colour.strip("rgb()").split(","))

    assert paper("dark") < 150
    assert paper("light") > 600


def test_folds_open_and_close_by_keyboard(browser: Any, reports: dict[str, Path]) -> None:
    """Tab reaches the skip link first, then the links, then the folds; Enter opens and closes a fold."""
    with opened(browser, reports["excluded"]) as tab:
        page = tab.page
        reached = []
        for _ in range(9):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        assert reached[:7] == ["#main", "#findings", "#missing", "#measured", "#changes", "#derivation", "#record"]
        assert all(reached)
        page.locator("a.skip").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        rule = page.locator("[id='rule-age.minor'] > details")
        assert not rule.locator("ul").first.is_visible()
        for summary in (
            page.locator("details:has([id='rule-age.minor']) > summary").first,
            rule.locator("summary").first,
        ):
            summary.focus()
            page.keyboard.press("Enter")
        assert rule.locator("ul").first.is_visible()
        page.keyboard.press("Enter")
        assert not rule.locator("ul").first.is_visible()


def test_a_link_opens_what_it_leads_to(browser: Any, reports: dict[str, Path]) -> None:
    """A finding's id leads to its derivation, which is shown whatever fold it lies in; no script is needed."""
    with opened(browser, reports["missing"], java_script_enabled=False) as tab:
        tab.page.get_by_text("rules are undecided").click()
        link = tab.page.locator("details[open] > ul > li a").first
        target = tab.page.locator(f"[id='{(link.get_attribute('href') or '').removeprefix('#')}']")
        assert not target.is_visible()
        link.click()
        target.wait_for(state="visible")


def test_all_folds_at_once(browser: Any, reports: dict[str, Path]) -> None:
    """The buttons open and close every fold."""
    with opened(browser, reports["excluded"]) as tab:
        for word, others in (("Open", 0), ("Close", tab.page.locator("details").count())):
            tab.page.get_by_role("button", name=f"{word} all folds").click()
            assert tab.page.locator("details:not([open])").count() == others


def pages_of(pdf: bytes) -> int:
    """Return how many pages a printed document has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_folded_is_not_printed(browser: Any, reports: dict[str, Path], javascript: bool) -> None:
    """What holds is printed with its derivation; the rest where somebody opens it, with and without JavaScript."""
    with opened(browser, reports["caution"], java_script_enabled=javascript) as tab:
        short = pages_of(tab.page.pdf())
        shut = tab.page.locator("details:not([open])")
        before = shut.count()
        if javascript:
            tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")
            assert shut.count() == before > 0
            tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
        tab.page.emulate_media(media="print")
        deep = tab.page.locator("[id='rule-age.minor'] ul").first
        assert not deep.is_visible()
        assert not tab.page.get_by_role("button").first.is_visible()
        tab.page.locator("details").evaluate_all("all => all.forEach(fold => { fold.open = true; })")
        assert deep.is_visible()
        assert short <= 10 < pages_of(tab.page.pdf())


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_report_is_one_page_to_sign_and_an_annex(browser: Any, tmp_path: Path, language: str) -> None:
    """Of every kind of client: outcome, reasons, what is urgent and the signature on the first page of A4, no more."""
    for number, client in enumerate(READERS.values()):
        decision = screen(client, on=DAY)
        page = tmp_path / f"{number}.html"
        page.write_text(report_page(decision, locale(language)), encoding="utf-8")
        with opened(browser, page) as tab:
            assert summary(decision.evaluation, locale(language)) in tab.page.locator("h1").inner_text()
            for line in today(decision.evaluation, locale(language)):
                assert line in tab.page.locator(".page .urgent").all_inner_texts()[0]
            assert tab.page.locator(".page .signature").count() == 1
            whole = pages_of(tab.page.pdf(prefer_css_page_size=True))
            tab.page.evaluate("document.querySelectorAll('.annex, footer').forEach(each => each.remove())")
            assert pages_of(tab.page.pdf(prefer_css_page_size=True)) == 1
            assert 1 < whole <= 15


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "light"), (768, "dark"), (1280, "light")])
def test_the_first_screen_of_a_report_says_what_matters(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """On a phone as on a desk: the summary, and what is urgent, without scrolling."""
    for name in ("an intent sixteen days old", "four problems"):
        page = tmp_path / "report.html"
        page.write_text(report_page(screen(READERS[name], on=DAY)), encoding="utf-8")
        with opened(browser, page, width=width, height=800, color_scheme=scheme) as tab:
            for place in ("h1", *([".page .urgent"] if "intent" in name else [])):
                box = tab.page.locator(place).bounding_box()
                assert box is not None and box["y"] + box["height"] <= 800, place
            assert tab.too_wide() == 0
            tab.screenshot(f"report-first-{width}-{scheme}-{name.replace(' ', '-')}")


def test_a_report_reads_without_javascript(browser: Any, reports: dict[str, Path]) -> None:
    """The words are the same, nothing that needs a script is shown, and folds still open."""
    with opened(browser, reports["excluded"], java_script_enabled=False) as tab:
        assert not tab.page.locator("button").first.is_visible()
        assert tab.page.get_by_role("heading", name="Excluded: ").is_visible()
        rule = tab.page.locator("[id='rule-bladder.ketamine_cystitis'] > details")
        rule.locator("summary").first.click()
        assert rule.locator("ul").first.is_visible()


def test_pictures_of_a_report(browser: Any, reports: dict[str, Path]) -> None:
    """For the documentation."""
    with opened(browser, reports["caution"], height=760) as tab:
        tab.screenshot("report")
        tab.page.locator("#measured").scroll_into_view_if_needed()
        tab.page.evaluate("location.hash = 'measured'")
        tab.screenshot("report-measured")
    with opened(browser, reports["caution"], width=NARROW, height=640, color_scheme="dark") as tab:
        tab.screenshot("report-narrow-dark")
        assert tab.page.locator(".measured svg").count() == tab.page.locator(".measured tbody th").count() > 3


def test_what_a_client_file_says_runs_nothing(browser: Any, tmp_path: Path) -> None:
    """Even what would be a script in an identifier is text, and the policy would refuse it anyway."""
    from kaprules.pages.report import report_page

    page = tmp_path / "page.html"
    text = report_page(screen(Client(id="<script>document.title='taken'</script>"), on=DAY))
    page.write_text(text, encoding="utf-8")
    with opened(browser, page) as tab:
        assert tab.page.title().endswith("</script>")
        assert tab.faults == []
    page.write_text(text.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'"), encoding="utf-8")
    with opened(browser, page) as tab:
        assert tab.page.title() != "taken"
        assert any("Content Security Policy" in fault for fault in tab.faults)


# The rule book ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rule book as a site."""
    folder = tmp_path_factory.mktemp("site")
    made = CliRunner().invoke(
        main, ["catalogue", "-o", str(folder), "--changes", str(EXAMPLES.parent / "CHANGELOG.md")]
    )
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one small rule set, on which axe is done sooner."""
    folder = tmp_path_factory.mktemp("small")
    for name, text in catalogue.site({"setting": RULESETS["setting"]}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


PAGES = {
    "cardiovascular": "light",
    "cardiovascular.hypertension_uncontrolled": "dark",
    "cardiovascular.pressure.uncontrolled": "light",
    "changes": "light",
    "dose_tiers": "dark",
    "facts": "light",
    "graph": "dark",
    "index": "light",
    "sources": "dark",
}


@pytest.mark.parametrize(("name", "scheme"), PAGES.items())
def test_a_page_of_the_site_opens_narrow_light_and_dark(
    browser: Any, site: Path, small: Path, name: str, scheme: str
) -> None:
    """Axe finds nothing; nothing is fetched; nothing is wider than a small telephone."""
    page = (small if name == "facts" else site) / f"{name}.html"
    with opened(browser, page, width=NARROW, color_scheme=scheme) as tab:
        assert tab.accessibility() == []
        assert tab.too_wide() == 0
        assert tab.requests == [page.as_uri()]
        assert tab.faults == []


def test_no_page_needs_sideways_scrolling(browser: Any, site: Path) -> None:
    """The page of facts, and every twentieth page of the others."""
    with opened(browser, site / "facts.html", width=NARROW) as tab:
        wide = {"facts": tab.too_wide()}
        for page in sorted(site.iterdir())[::20]:
            tab.page.goto(page.as_uri())
            wide[page.stem] = tab.too_wide()
        assert {name for name, by in wide.items() if by} == set()
        assert tab.faults == []


def test_search_finds_by_rule_fact_and_work(browser: Any, site: Path) -> None:
    """By keyboard: every word has to be there, in any order and case; how many are found is announced."""
    with opened(browser, site / "index.html") as tab:
        page = tab.page
        rules = page.locator("#index > li")
        everything = rules.count()
        page.get_by_label("Search rules and concepts").focus()
        page.keyboard.type("HYPERTENSION untreated")
        found = page.locator("#index > li:visible")
        assert [found.nth(place).locator("a").inner_text() for place in range(found.count())] == [
            "cardiovascular.hypertension.untreated"
        ]
        assert page.get_by_role("status").inner_text() == "1 found"
        page.keyboard.press("Control+a")
        page.keyboard.type("vitals.mean_systolic")
        assert 1 < found.count() < everything
        assert "cardiovascular.pressure.uncontrolled" in page.locator("#index").inner_text()
        page.keyboard.press("Control+a")
        page.keyboard.type("xyzzy")
        assert (found.count(), page.get_by_role("status").inner_text()) == (0, "0 found")
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        assert found.count() == everything > len(SCREENING.rules)


def test_the_site_reads_without_javascript(browser: Any, site: Path) -> None:
    """From the criteria to a rule and to what it cites by links alone; the index stands in full, without a search."""
    with opened(browser, site / "index.html", java_script_enabled=False) as tab:
        page = tab.page
        assert not page.get_by_label("Search rules and concepts").is_visible()
        assert page.locator("#index > li:visible").count() > len(SCREENING.rules)
        criterion = CRITERIA["cardiovascular"]
        page.locator("ol a[href='cardiovascular.html']").click()
        page.get_by_role("link", name=criterion.RULES[0].id, exact=True).click()
        assert page.locator("h1").inner_text() == criterion.RULES[0].clinician_text
        page.locator("a[href^='sources.html#']").last.click()
        assert page.url.startswith((site / "sources.html").as_uri())
        assert {url.split("#")[0].rpartition("/")[0] for url in tab.requests} == {site.as_uri()}


def test_the_graph_leads_to_its_pages_by_keyboard(browser: Any, site: Path) -> None:
    """Each name is a link that the keyboard reaches; the picture scrolls in its own box where there is no room."""
    with opened(browser, site / "graph.html", width=NARROW) as tab:
        page = tab.page
        box = page.locator(".wide").first
        assert box.evaluate("each => each.scrollWidth > each.clientWidth")
        box.focus()
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.textContent").strip()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{name}.html")
        assert page.locator("code").first.inner_text() == name


def test_a_rule_prints(browser: Any, site: Path) -> None:
    """Without the links around it."""
    with opened(browser, site / "cardiovascular.pressure.uncontrolled.html") as tab:
        assert tab.page.locator("nav").is_visible()
        tab.page.emulate_media(media="print")
        assert not tab.page.locator("nav").is_visible()
        assert 1 <= tab.page.pdf().count(b"/Type /Page\n") <= 4


def test_pictures_of_the_site(browser: Any, site: Path) -> None:
    """For the documentation."""
    for name, height in (("index", 640), ("cardiovascular.pressure.uncontrolled", 960), ("graph", 700)):
        with opened(browser, site / f"{name}.html", height=height) as tab:
            tab.screenshot(f"catalogue-{name.rpartition('.')[2]}")
            assert tab.page.locator("h1").is_visible()
