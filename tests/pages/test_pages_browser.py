"""The pages in a headless Chromium: open, fold, search, print, keyboard, narrow, dark, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kaprules import Client, screen
from kaprules.cli import main
from kaprules.language import locale
from kaprules.pages import catalogue
from kaprules.pages.report import report_page
from kaprules.rulesets import CRITERIA, RULESETS
from kaprules.spelling import AMERICAN
from kaprules.wording.first import today
from kaprules.wording.summary import summary
from tests.browser import NARROW, Tab, launched, opened
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
        for _ in range(10):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        assert reached[:8] == [
            "#main",
            "#summary",
            "#findings",
            "#missing",
            "#measured",
            "#changes",
            "#derivation",
            "#record",
        ]
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
                assert line in " ".join(tab.page.locator(".page .urgent").all_inner_texts())
            assert tab.page.locator(".page .signature").count() >= 2
            whole = pages_of(tab.page.pdf(prefer_css_page_size=True))
            tab.page.evaluate("document.querySelectorAll('.annex, footer').forEach(each => each.remove())")
            assert pages_of(tab.page.pdf(prefer_css_page_size=True)) == 1
            assert 1 < whole <= 20


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
    "cardiovascular.hypertension_uncontrolled": "site",
    "cardiovascular.pressure.uncontrolled": "site",
    "changes": "site",
    "dose_tiers": "site",
    "eye": "site",
    "facts": "site",
    "fact-medicines.maoi_last_taken": "site",
    "glance": "small",
    "graph": "site",
    "index": "site",
    "ingredients": "site",
    "search": "small",
    "sources": "site",
    "work-S13": "site",
}
"""Each kind of page, and the site in which axe is done with it soonest."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site_opens_narrow_light_and_dark(
    browser: Any, site: Path, small: Path, name: str, scheme: str
) -> None:
    """Axe finds nothing; nothing is fetched; nothing is wider than a small telephone."""
    page = {"site": site, "small": small}[PAGES[name]] / f"{name}.html"
    with opened(browser, page, width=NARROW, color_scheme=scheme) as tab:
        assert tab.accessibility() == []
        assert tab.too_wide() == 0
        assert tab.requests == [page.as_uri()]
        assert tab.faults == []


def test_a_search_that_found_something_is_accessible(browser: Any, small: Path) -> None:
    """What it shows, too."""
    with opened(browser, small / "search.html", width=NARROW) as tab:
        searched(tab, "oximeter")
        assert tab.accessibility() == []


def test_no_page_needs_sideways_scrolling(browser: Any, site: Path) -> None:
    """Every twentieth page, and the chart with all its rows."""
    with opened(browser, site / "facts.html", width=NARROW) as tab:
        wide = {"facts": tab.too_wide()}
        for page in (site / "glance.html", *sorted(site.iterdir())[::20]):
            tab.page.goto(page.as_uri())
            wide[page.stem] = tab.too_wide()
        assert {name for name, by in wide.items() if by} == set()
        assert tab.faults == []


TALL = 5000
"""How many pixels a page may be tall without a way in."""


def test_a_tall_page_has_a_way_in(browser: Any, site: Path) -> None:
    """A table of contents that stays in sight, and leads to more than one place; of the pages with most text."""
    longest = sorted(site.glob("*.html"), key=lambda page: page.stat().st_size, reverse=True)[:120]
    found = {}
    with opened(browser, site / "index.html", width=1280) as tab:
        for page in longest:
            tab.page.goto(page.as_uri())
            if tab.page.evaluate("document.documentElement.scrollHeight") > TALL:
                contents = tab.page.locator("nav.toc")
                found[page.stem] = contents.locator("a").count()
                tab.page.evaluate("scrollTo(0, 3000)")
                assert contents.evaluate("each => each.getBoundingClientRect().top") >= 0, page.stem
    assert len(found) > 10
    assert {name for name, links in found.items() if links < 2} == set()


def test_the_headings_of_a_page_are_in_order(browser: Any, site: Path) -> None:
    """One of the first level, none that skips a level; each landmark has its name."""
    with opened(browser, site / "index.html") as tab:
        for name in (*PAGES, "screening"):
            tab.page.goto((site / f"{name}.html").as_uri())
            levels = tab.page.eval_on_selector_all(
                "h1, h2, h3, h4", "all => all.map((each) => Number(each.tagName[1]))"
            )
            assert levels[0] == 1 and levels.count(1) == 1, name
            assert all(then - one <= 1 for one, then in pairwise(levels)), name
            for landmark in ("banner", "search", "main", "contentinfo"):
                assert tab.page.get_by_role(landmark).count() == 1, (name, landmark)
            names = "all => all.map((each) => each.ariaLabel || each.querySelector('p').innerText)"
            navigations = tab.page.locator("nav").evaluate_all(names)
            assert all(navigations) and len(set(navigations)) == len(navigations), name


# The search ------------------------------------------------------------------------------------------------------


def searched(tab: Tab, text: str) -> list[str]:
    """Type into the search of the index, and return where what it found leads to."""
    field = tab.page.get_by_role("searchbox")
    field.fill(text)
    links = tab.page.locator("#results > li > a")
    return [str(link) for link in links.evaluate_all("all => all.map((each) => each.getAttribute('href'))")]


FOUND = {
    "BMI": ["glance.html#on-body-mass-index", "fact-vitals.body_mass_index.html", "obesity.severe.html"],
    "sleep apnea": ["glance.html#on-sleep-apnoea", "breathing.apnoea.severe_untreated.html"],
    "sleep apnoea": ["glance.html#on-sleep-apnoea", "fact-breathing.sleep_apnoea.html"],
    "phenelzine": ["ingredients.html#mao_inhibitor"],
    "Nardil": ["ingredients.html#mao_inhibitor"],
    "140/90": ["glance.html#on-blood-pressure", "cardiovascular.pressure.raised.html"],
    "160 mmHg": ["cardiovascular.pressure.uncontrolled.html"],
    "criterion 3": ["cardiovascular.html", "cardiovascular.angina.unstable.html"],
    "MAOI": ["glance.html#on-mao-inhibitor", "medicines.maoi.html"],
    "HYPERTENSION untreated": ["cardiovascular.hypertension.untreated.html"],
    "vitals.mean_systolic": ["fact-vitals.mean_systolic.html", "cardiovascular.pressure.uncontrolled.html"],
    "c ssrs": ["glance.html#on-thoughts-of-suicide--intent--behaviour", "suicidality.intent.html"],
    "Ketamin-hameln": ["work-S13.html"],
    "benzodiazepines": ["glance.html#on-benzodiazepine-or-z-drug"],
}
EN_ESPANOL = {
    "IMC": ["glance.html#on-body-mass-index", "fact-vitals.body_mass_index.html"],
    "apnea del sueño": ["glance.html#on-sleep-apnoea"],
    "presión arterial": ["glance.html#on-blood-pressure"],
    "presion arterial": ["glance.html#on-blood-pressure"],
    "fenelzina": ["ingredients.html#mao_inhibitor"],
    "Nardil": ["ingredients.html#mao_inhibitor"],
    "140/90": ["cardiovascular.pressure.raised.html"],
    "criterio 3": ["cardiovascular.html"],
    "embarazo": ["glance.html#on-pregnancy", "fact-reproduction.pregnancy_test.html"],
    "BMI": ["glance.html#on-body-mass-index"],
}


@pytest.fixture(scope="module")
def index(browser: Any, site: Path) -> Iterator[Tab]:
    """The index from A to Z in a tab."""
    with opened(browser, site / "search.html") as tab:
        yield tab


@pytest.mark.parametrize("text", FOUND)
def test_search_finds(index: Tab, text: str) -> None:
    """By title, other words, ingredient and brand, class, limit, criterion, id and work; how many is announced."""
    found = searched(index, text)
    assert [page for page in FOUND[text] if page not in found] == []
    assert FOUND[text][0] in found[:8]
    assert index.page.get_by_role("status").inner_text().startswith(f"{len(found)} found")
    assert not index.page.locator("#index").is_visible()


def test_search_finds_nothing_for_nothing(index: Tab) -> None:
    """A word that is nowhere finds nothing; without a word the index stands there again; a number is found whole."""
    assert searched(index, "xyzzy") == []
    assert index.page.get_by_role("status").inner_text() == "0 found"
    assert "cardiovascular.html" not in searched(index, "criterion 14")
    assert "obesity.html" not in searched(index, "criterion 1")
    assert searched(index, "") == []
    assert index.page.locator("#index").is_visible()


def test_search_finds_either_spelling(index: Tab) -> None:
    """Whatever word of the index is spelled in two ways in English finds the same by both."""
    words = set(
        index.page.evaluate("""
        [...document.querySelectorAll("[data-kind]")].flatMap((each) =>
          `${each.querySelector("a").textContent} ${each.dataset.words}`.toLowerCase().match(/\\p{L}+/gu) || [])
    """)
    )
    both = {british: american for british, american in AMERICAN.items() if british in words}
    assert len(both) > 15
    for british, american in both.items():
        found = searched(index, british)
        assert found and found == searched(index, american), (british, american)


def test_the_search_of_every_page_leads_to_the_index(browser: Any, site: Path) -> None:
    """By keyboard alone, from a file, with nothing fetched but the two pages."""
    start = site / "age.minor.html"
    with opened(browser, start) as tab:
        page = tab.page
        for _ in range(3):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.type("Nardil")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=Nardil")
        assert page.get_by_role("status").inner_text() == "1 found"
        page.get_by_role("link", name="phenelzine").click()
        assert page.url.startswith((site / "ingredients.html").as_uri())
        assert page.locator("h2:has-text('monoamine') ~ details").first.get_attribute("open") is not None
        assert {url.split("?")[0].split("#")[0].rpartition("/")[0] for url in tab.requests} == {site.as_uri()}
        assert tab.faults == []


def test_search_finds_in_spanish(browser: Any, tmp_path: Path) -> None:
    """By Spanish words, with their accents or without, and by what is the same in both languages."""
    for name, text in catalogue.site(locale=locale("es")).items():
        if name == "search.html":
            (tmp_path / name).write_text(text, encoding="utf-8")
    with opened(browser, tmp_path / "search.html") as tab:
        missed = {text: pages for text, pages in EN_ESPANOL.items() if not set(pages) <= set(searched(tab, text)[:40])}
        assert missed == {}
        assert searched(tab, "embarazo")[0] == "glance.html#on-pregnancy"


def test_the_site_reads_without_javascript(browser: Any, site: Path) -> None:
    """From the criteria to a rule and to what it cites by links alone; the search leads to the index from A to Z."""
    with opened(browser, site / "index.html", java_script_enabled=False) as tab:
        page = tab.page
        criterion = CRITERIA["cardiovascular"]
        page.locator("ol a[href='cardiovascular.html']").click()
        page.get_by_role("link", name=criterion.RULES[0].clinician_text, exact=True).first.click()
        assert page.locator("h1").inner_text() == criterion.RULES[0].clinician_text
        page.locator("a[href^='work-']").last.click()
        assert "/work-" in page.url
        page.get_by_role("searchbox").fill("Nardil")
        page.get_by_role("searchbox").press("Enter")
        assert page.url == (site / "search.html").as_uri() + "?q=Nardil"
        page.get_by_role("navigation", name="Letters").get_by_role("link", name="N", exact=True).click()
        brand = page.locator("#letter-N > li", has_text="Nardil").first
        assert brand.is_visible()
        brand.get_by_role("link", name="phenelzine").click()
        assert page.url.startswith((site / "ingredients.html").as_uri())
        assert {url.split("#")[0].split("?")[0].rpartition("/")[0] for url in tab.requests} == {site.as_uri()}


def test_a_picture_of_a_criterion_leads_to_its_pages(browser: Any, site: Path) -> None:
    """Its box scrolls where there is no room, and each name is a link that the keyboard reaches."""
    with opened(browser, site / "eye.html", width=NARROW) as tab:
        box = tab.page.get_by_role("region", name="From facts to outcome")
        assert box.evaluate("each => each.scrollWidth > each.clientWidth")
        box.focus()
        tab.page.keyboard.press("Tab")
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**/fact-eye.*.html")


def test_the_chart_prints_on_a4_across(browser: Any, site: Path) -> None:
    """With its columns named on each page, and nothing of what leads around."""
    with opened(browser, site / "glance.html") as tab:
        paper = tab.page.pdf(prefer_css_page_size=True)
        sizes = {tuple(map(float, found.split())) for found in re.findall(rb"/MediaBox \[([^\]]*)\]", paper)}
        assert {tuple(map(round, size)) for size in sizes} == {(0, 0, 842, 595)}
        assert paper.count(b"/Type /Page\n") < 30
        tab.page.emulate_media(media="print")
        assert not tab.page.get_by_role("searchbox").is_visible()
        heads = tab.page.locator("table.glance thead")
        assert heads.first.evaluate("each => getComputedStyle(each).display") == "table-header-group"


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
        navigation = tab.page.get_by_role("navigation")
        assert navigation.count() == 2
        tab.page.emulate_media(media="print")
        assert navigation.count() == 0
        assert 1 <= tab.page.pdf().count(b"/Type /Page\n") <= 6


def test_pictures_of_the_site(browser: Any, site: Path) -> None:
    """For the documentation."""
    shown = {
        "index": ("", 640),
        "glance": ("#cardiovascular", 760),
        "search": ("?q=sleep+apnea", 700),
        "cardiovascular.pressure.uncontrolled": ("", 960),
        "eye": ("#picture", 560),
        "graph": ("", 700),
    }
    for name, (to, height) in shown.items():
        with opened(browser, site / f"{name}.html", width=1180, height=height) as tab:
            tab.page.goto((site / f"{name}.html").as_uri() + to)
            tab.screenshot(f"catalogue-{name.rpartition('.')[2]}")
            assert tab.page.locator("h1").count() == 1
