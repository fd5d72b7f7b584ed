"""The report page without a browser: what it says, what it links, and that it asks for nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaprules import Client, screen
from kaprules.authoring import by_clinician
from kaprules.cli import BAD_INPUT, main
from kaprules.clientfile import read_subject
from kaprules.conditions import Atom
from kaprules.decision import Decision, decide
from kaprules.facts import PsychiatricHistory, Vitals
from kaprules.language import ENGLISH, locale
from kaprules.pages.pictures import measured
from kaprules.pages.report import report_page
from kaprules.policy import read_policy
from kaprules.possible import Interval, Truth
from kaprules.reasoning.counterfactuals import changes
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.wording.first import NOT_YET

DAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[2] / "examples"
CLIENTS = sorted((EXAMPLES / "clients").glob("*.json"))
VOID = frozenset("br link meta input img hr".split())


class Page(HTMLParser):
    """A page as its tags, its ids, its links and its text; every tag has to be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words += data


@cache
def decided(client: Path) -> Decision:
    return screen(read_subject(Client, client.read_bytes()), on=DAY)


def words(text: str) -> str:
    return " ".join(Page(text).words.split())


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.stem)
def test_a_report_is_well_formed(client: Path) -> None:
    """Tags are closed, ids are unique, and every link leads somewhere in the page."""
    page = Page(report_page(decided(client)))
    assert sorted(set(page.ids)) == sorted(page.ids)
    inner = [link for link in page.links if not link.startswith("data:")]
    assert [link for link in inner if link.removeprefix("#") not in page.ids] == []


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.stem)
def test_a_report_says_all_of_the_decision(client: Path) -> None:
    """Outcome, findings with their sources, what is missing, each rule once in the derivation, the digests."""
    decision = decided(client)
    said = words(report_page(decision))
    assert f"Decision: {decision.outcome.value}" in said
    for finding in decision.findings:
        assert finding.clinician_text in said
        assert all(str(citation) in said for citation in finding.source)
    assert [each.question for each in decision.missing if (each.question or each.title) not in said] == []
    assert [rule.id for rule in decision.ruleset.rules if f"{rule.level.value}, {rule.id})" not in said] == []
    alternatives = changes(decision.evaluation, locale=ENGLISH)
    assert [change.so for each in alternatives for change in each.changes if change.so not in said] == []
    assert decision.digest in said


def test_a_rule_that_does_not_hold_says_why_not() -> None:
    """The fewest facts that decide it, where its condition has parts; what is open says what would settle it."""
    decision = decided(CLIENTS[3])
    said = words(report_page(decision, locale("en", coded=True)))
    told = {
        rule.id: decision.reason(rule.id).premises
        for rule in decision.ruleset.rules
        if decision.truths[rule.id] is not Truth.UNKNOWN and not isinstance(rule.when, Atom)
    }
    assert len(told) > 20
    for premises in told.values():
        assert f"The fewest facts that decide it: {'; '.join(map(str, premises))}" in said
    assert "It would not hold with:" in words(report_page(screen(Client(), on=DAY)))


def test_what_a_client_file_says_cannot_become_markup() -> None:
    """Identifiers are escaped."""
    page = report_page(screen(Client(id="<script>alert(1)</script>"), on=DAY))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_report_names_no_place_to_fetch_from() -> None:
    """No address is loaded by the page, and no style or handler stands in an attribute: the policy would refuse it."""
    text = report_page(decided(CLIENTS[0]))
    assert "default-src 'none'" in text.replace("&#39;", "'")
    page = Page(text)
    assert [each for each in page.attributes if each[1] in ("src", "srcset", "style") or each[1].startswith("on")] == []
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp|WebSocket|sendBeacon", text)


class TestPictures:
    """Each measured value among the limits that rules compare it with."""

    @pytest.mark.parametrize(
        ("systolic", "holding"), [(159, {130, 140}), (160, {130, 140, 160}), (140, {130}), (129, set())]
    )
    def test_a_bar_holds_where_the_test_holds(self, systolic: int, holding: set[int]) -> None:
        """On both sides of each limit, and a value in the bar is drawn within it."""
        (picture,) = measured(SCREENING, {Vitals.mean_systolic: Interval(150, 170)})
        assert [bar.holds for bar in picture.bars if bar.asked.limit.value == 160] == [None]
        assert picture.low < picture.high


# The command -------------------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


class TestCommand:
    """``kaprules report`` takes a client file or a decision record."""

    def test_client_and_record_give_one_page(self, tmp_path: Path) -> None:
        """The record of a decision gives the page of its client."""
        first, second, record = tmp_path / "a.html", tmp_path / "b.html", tmp_path / "record.json"
        assert run("report", CLIENTS[0], "-o", first, "--on", DAY).exit_code == 0
        record.write_text(decided(CLIENTS[0]).to_json(), encoding="utf-8")
        assert run("report", record, "-o", second).exit_code == 0
        assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
        record.write_text(run("screen", CLIENTS[0], "--on", DAY, "--format", "json").output, encoding="utf-8")
        second.unlink()
        assert run("report", record, "-o", second).exit_code == 0
        assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")

    def test_an_altered_record_is_refused(self, tmp_path: Path) -> None:
        """A record that does not follow from its facts gives no page."""
        record, page = tmp_path / "record.json", tmp_path / "page.html"
        record.write_text(decided(CLIENTS[3]).to_json().replace('"EXCLUDED"', '"CAUTION"', 1), encoding="utf-8")
        result = run("report", record, "-o", page)
        assert (result.exit_code, page.exists()) == (BAD_INPUT, False)
        assert "does not follow from its facts" in result.stderr

    def test_what_cannot_be_read_or_written_is_said(self, tmp_path: Path) -> None:
        """A file that is not there, several subjects, an unknown language, a folder in the way."""
        page, several = tmp_path / "page.html", tmp_path / "several.jsonl"
        several.write_text("{}\n{}\n", encoding="utf-8")
        for arguments, told in (
            ((tmp_path / "none.json", "-o", page), "cannot be read"),
            ((several, "-o", page), "more than one"),
            ((CLIENTS[0], "-o", page, "--language", "xx"), "expected one of en, es"),
            ((CLIENTS[0], "-o", tmp_path, "--on", DAY), "cannot be written"),
        ):
            result = run("report", *arguments)
            assert (result.exit_code, told in result.stderr) == (BAD_INPUT, True), result.stderr
        assert not page.exists()

    @pytest.mark.parametrize("command", [["report", str(CLIENTS[0])], ["catalogue"]])
    def test_without_jinja_the_extra_is_named(self, tmp_path: Path, command: list[str]) -> None:
        """What to install, and nothing written."""
        script = "import sys; sys.modules['jinja2'] = None; from kaprules.cli import main; main()"
        out = tmp_path / "out"
        done = subprocess.run(
            [sys.executable, "-c", script, *command, "-o", str(out)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, out.exists()) == (BAD_INPUT, False)
        assert done.stderr == "jinja2 is not installed: pip install 'kaprules[report]'\n"


COURSE = Path(__file__).parents[2] / "examples" / "course"


def test_other_rule_sets_have_a_report() -> None:
    """Alternatives are shown, each with its outcome."""
    from kaprules.rulesets import DOSE_TIERS

    subject = read_subject(DOSE_TIERS.subject, (COURSE / "3-dose-tiers.json").read_bytes())
    decision = decide(DOSE_TIERS, subject, on=DAY)
    assert len({judged.outcome for judged in decision.alternatives.values()}) > 1
    rows = re.findall(r"<li>(\w+): ([^<]+)</li>", report_page(decision))
    assert rows == [(str(option.value), NOT_YET[judged.outcome]) for option, judged in decision.alternatives.items()]


@pytest.mark.parametrize("name", RULESETS)
def test_every_rule_set_has_a_report_of_nothing_known(name: str) -> None:
    """Of a subject about whom nothing is recorded each rule set says what is missing, and what alone keeps it open."""
    ruleset = RULESETS[name]
    decision = decide(ruleset, ruleset.subject(), on=ruleset.phase.example)
    said = words(report_page(decision))
    forced = decision.sufficient()
    assert f"{len(forced.facts)} fact{'s' if len(forced.facts) > 1 else ''} as" in said
    assert all(each.title in said for each in decision.missing)


def test_a_report_in_spanish_is_marked_as_such() -> None:
    """The language of the page is the reader's."""
    assert ("html", "lang", "es") in Page(report_page(decided(CLIENTS[0]), locale("es"))).attributes


class TestInSpanish:
    """What stands beside a finding is in the reader's language."""

    def test_when_and_by_whom_a_fact_was_recorded(self) -> None:
        """The date and the reporter in words; what a reference says stays as it was filed."""
        decision = decided(next(client for client in CLIENTS if client.stem == "08-partial-date"))
        said = words(report_page(decision, locale("es")))
        assert "(9 de noviembre de 2026, historia clínica, letter of the cardiologist)" in said
        assert "2026-11-09" not in said
        assert "(9 November 2026, record, letter of the cardiologist)" in words(report_page(decision))
        coded = words(report_page(decision, locale("en", coded=True)))
        assert "(2026-11-09, record, letter of the cardiologist)" in coded

    def test_what_a_site_chose(self) -> None:
        """A level and a limit of its own, with the library's."""
        site = read_policy((EXAMPLES / "policies" / "cautious.toml").read_text(encoding="utf-8")).applied(SCREENING)
        client = Client(
            psychiatric_history=PsychiatricHistory(family_history_of_psychosis=True),
            vitals=by_clinician(
                Vitals(
                    mean_systolic=155,
                    mean_diastolic=70,
                    highest_systolic=155,
                    highest_diastolic=75,
                    pressure_readings=2,
                )
            ),
        )
        said = words(report_page(decide(site, client, on=DAY), locale("es")))
        assert "el nivel es «exclusión»; sin la política, «precaución»" in said
        assert "cardiovascular.systolic_exclusion es 150 mmHg; sin la política, 160 mmHg" in said
