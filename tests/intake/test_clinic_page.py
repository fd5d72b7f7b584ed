"""The intake on a page: what a form does, and an intake in a browser as a person would do it."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from kaprules import Client, Outcome, Reporter, decide
from kaprules.clientfile import read_client
from kaprules.intake.clinic import CHECK, END, Intake
from kaprules.intake.clinic_page import ClinicServer, names_of_medicines, serve_intake
from kaprules.intake.local_server import ADDRESS
from kaprules.intake.screens import SCREENS
from kaprules.intake.session import as_file, save
from kaprules.language import locale
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY
from tests.browser import NARROW, Tab, launched

from .test_clinic import begun, form, person, played

MAN = "man"
WOMAN = "woman who may become pregnant, from 40 on"
MOST_SCREENS = 12
MOST_INTERACTIONS = 65


@contextmanager
def served(subject: Client | None = None, language: str = "en", file: Path | None = None) -> Iterator[ClinicServer]:
    intake = Intake(SCREENING, DECISION_DAY, Client() if subject is None else subject, locale(language))

    def saved(now: Intake) -> None:
        if file is not None:
            save(now.subject, file)

    with ClinicServer(intake, saved, engine="interpreter") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def page(server: ClinicServer, path: str = "") -> str:
    found = server.page(path)
    assert found is not None
    return found


def begin(server: ClinicServer, reporter: str = "clinician") -> None:
    server.take({"do": "begin", "reporter": reporter, "name": "AB"})


class TestForm:
    """What a form does, without a browser."""

    def test_who_answers_comes_first(self) -> None:
        """Nothing is asked before that is said, wherever somebody goes."""
        with served() as server:
            assert "Who answers?" in page(server, "vital_signs")
            server.take({"do": "begin"})
            assert server.error == "Say who answers"
            server.take({"do": "next", "screen": "safety", "suicidality.attempt_ever": "yes"})
            assert server.subject == Client()
            begin(server)
            assert "Screen 1 of 9" in page(server)
            assert server.page("no_such_screen") is None

    def test_a_fault_stands_beside_its_field(self, tmp_path: Path) -> None:
        """What could be taken is in the file; the rest stays as it was typed, and is named twice: above and beside."""
        file = tmp_path / "client.json"
        with served(file=file) as server:
            begin(server)
            typed = {"screen": "vital_signs", "vitals.weight": "75", "vitals.heart_rate": "68", "do": "next"}
            server.take(typed)
            told = page(server)
            assert server.error
            assert 'value="75"' in told
            assert 'role="alert"' in told
            assert told.count("Which unit is meant? Write one of these: 75 kg, 75 lb") == 2
            assert 'id="vitals.weight-error"' in told
            assert json.loads(file.read_text())["vitals"].keys() == {"heart_rate"}
            assert 'value="75"' in page(server, "safety") or 'value="75"' in page(server, "vital_signs")
            server.take(typed | {"vitals.weight": "75 kg", "do": "leave"})
            assert not server.error
            assert read_client(file.read_bytes()).vitals.weight.by is Reporter.CLINICIAN

    def test_going_elsewhere_loses_nothing(self) -> None:
        """Back and every other screen take what was typed; what cannot be taken is there on return."""
        with served() as server:
            begin(server)
            for do, at in (("back", "safety"), ("to:medicines", "medicines"), ("to:check", CHECK)):
                typed = {"screen": "vital_signs", "do": do, "vitals.weight": "75", "vitals.oxygen_saturation": "97"}
                server.take(typed)
                assert server.intake.at == at
                assert server.subject.vitals.oxygen_saturation.value == 97
                assert 'value="75"' in page(server, "vital_signs")

    def test_room_for_more(self) -> None:
        """Rows are added without anything being lost, with or without a fault."""
        with served() as server:
            begin(server, "client")
            typed = {"screen": "medicines", "medicines.listed.1.substance": "lithium", "medicines.listed.rows": "4"}
            server.take(typed | {"do": "more:medicines.listed"})
            told = page(server)
            assert told.count('name="medicines.listed.7.substance"') == 1
            assert 'value="lithium"' in told
            server.take(typed | {"do": "more:medicines.listed", "medicines.listed.rows": "60"})
            assert len(re.findall(r'name="medicines.listed.\d+.substance"', page(server))) == 60

    def test_medicines_by_their_names(self) -> None:
        """Ingredients, brands and Spanish names of the table are offered, without a script."""
        names = names_of_medicines()
        assert {"lisinopril", "Nardil", "phenelzine", "fenelzina"} <= set(names)
        with served() as server:
            begin(server, "client")
            told = page(server, "medicines")
            assert told.count("<option value=") >= len(names)
            assert 'list="medicines"' in told

    def test_finishing_where_an_exclusion_holds(self) -> None:
        """After the safety block: at once, or later; the end names what is open."""
        start, _ = played(begun(Reporter.CLINICIAN), person(MAN))
        with served(start.subject) as server:
            begin(server)
            page(server, "safety")
            typed = form(server.intake, Client()) | {"screen": "safety", "suicidality.highest_ideation_item": "5"}
            server.take(typed | {"do": "next"})
            told = page(server, "medicines")
            assert "Finish now" in told
            assert "Urgent today" in told
            server.take({"screen": "medicines", "do": "finish", "medicines.listed": "none"})
            assert server.intake.at == CHECK
            server.take({"screen": CHECK, "do": "finish"})
            assert server.intake.at == END
            ended = page(server)
            assert ended.index("Urgent today") < ended.index("Excluded")

    def test_the_end_of_the_clients_part(self) -> None:
        """A letter, and nothing that a clinician has to tell; what is left is for a clinician."""
        start, _ = played(begun(Reporter.CLIENT), person(MAN))
        with served(start.subject) as server:
            begin(server, "client")
            assert server.intake.at == CHECK
            assert "Date of birth" in page(server)
            assert "Capacity" not in page(server)
            server.take({"screen": CHECK, "do": "finish"})
            ended = page(server)
            assert "Thank you" in ended
            assert "Vital signs</a>: This part is for a clinician." in ended
            assert "decision.html" not in ended

    def test_a_file_that_cannot_be_written(self, tmp_path: Path) -> None:
        """It is said, and what was typed is still there."""
        with served(file=tmp_path / "none" / "client.json") as server:
            begin(server)
            server.take({"screen": "vital_signs", "do": "next", "vitals.heart_rate": "68"})
            assert "cannot be written" in server.error
            assert 'value="68"' in page(server)
            assert server.subject == Client()

    def test_over_the_wire(self) -> None:
        """A form leads back to the page; a fault is 422; the file and the decision can be had."""
        with served() as server:

            def ask(method: str, path: str = "", **fields: str) -> tuple[int, str]:
                connection = http.client.HTTPConnection(ADDRESS, server.port, timeout=10)
                headers = {"Content-Type": "application/x-www-form-urlencoded"}
                connection.request(method, server.root + path, urlencode(fields) if fields else None, headers)
                found = connection.getresponse()
                return found.status, found.read().decode()

            assert ask("POST", do="begin", reporter="clinician", name="AB")[0] == 303
            status, told = ask("POST", do="next", screen="safety")
            assert status == 422
            assert "Choose an answer or say that it is not known" in told
            assert ask("GET", "medicines")[0] == 200
            assert ask("GET", "nothing")[0] == 404
            assert ask("GET", "client.json")[1] == as_file(Client())
            assert "Decision: incomplete" in ask("GET", "decision.html")[1]

    def test_it_is_closed_on_the_page(self) -> None:
        """The command goes on with what was answered."""
        start = Intake(SCREENING, DECISION_DAY, Client())

        def tell(line: str) -> None:
            address = re.search(r"127\.0\.0\.1:(\d+)(/\S+)", line)
            assert address is not None

            def visit() -> None:
                connection = http.client.HTTPConnection(ADDRESS, int(address[1]), timeout=10)
                connection.request("POST", address[2], urlencode({"do": "close"}))
                connection.getresponse().read()

            threading.Thread(target=visit).start()

        assert serve_intake(start, lambda now: None, 0, tell).subject == Client()


# In a browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as found:
        yield found


@contextmanager
def visiting(browser: Any, server: ClinicServer, **options: Any) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 900, "height": 900}, **options)
    try:
        tab = Tab(context.new_page())
        tab.page.set_default_timeout(60_000)
        tab.page.goto(server.url)
        yield tab
    finally:
        context.close()


class Hands:
    """Somebody at a mouse, or at a keyboard alone: each field, option and button counts as one."""

    def __init__(self, tab: Tab, keyboard: bool = False) -> None:
        self.page = tab.page
        self.keyboard = keyboard
        self.interactions = 0
        self.screens = 1

    def give(self, name: str, value: str) -> None:
        self.interactions += 1
        radio = self.page.locator(f'input[type=radio][name="{name}"]')
        if not radio.count():
            field = self.page.locator(f'[name="{name}"]')
            if self.keyboard:
                self.reach(field)
                self.page.keyboard.type(value)
            else:
                field.fill(value)
        elif not self.keyboard:
            self.page.locator(f'input[name="{name}"][value="{value}"]').check()
        else:
            values = radio.evaluate_all("all => all.map(each => each.value)")
            self.reach(radio.first)
            self.page.keyboard.press("Space")
            for _ in range(values.index(value)):
                self.page.keyboard.press("ArrowDown")
            assert self.page.locator(f'input[name="{name}"]:checked').get_attribute("value") == value

    def reach(self, field: Any) -> None:
        """Go to a field by Tab alone."""
        handle = field.element_handle()
        for _ in range(120):
            if handle.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("it cannot be reached by Tab")

    def press(self, label: str) -> None:
        self.interactions += 1
        self.screens += 1
        button = self.page.get_by_role("button", name=label, exact=True)
        with self.page.expect_navigation():
            if self.keyboard:
                self.reach(button)
                self.page.keyboard.press("Enter")
            else:
                button.click()


def gone_through(hands: Hands, server: ClinicServer, whole: Client, look: Any = None) -> None:
    """Answer an intake as somebody in good health, from the start to the end."""
    hands.give("reporter", "clinician")
    hands.give("name", "AB")
    hands.press("Begin")
    while server.intake.at != CHECK:
        if look is not None:
            look()
        before = {name: text for each in server.intake.screen.asks for name, text in shown_of(server, each).items()}
        for name, text in form(server.intake, whole).items():
            if before.get(name) != text and not name.endswith(".on"):
                hands.give(name, text)
        hands.press("Continue")
    if look is not None:
        look()
    hands.press("Finish")


def shown_of(server: ClinicServer, asked: Any) -> dict[str, str]:
    return server.intake.as_shown(asked, {})


class TestInABrowser:
    """As a person would do it."""

    @pytest.mark.parametrize(("kind", "keyboard"), [(MAN, False), (WOMAN, False), (MAN, True)])
    def test_in_good_health(self, browser: Any, kind: str, keyboard: bool, tmp_path: Path) -> None:
        """At most twelve screens and 65 interactions; the file decides as the page said. By keyboard alone too."""
        file = tmp_path / "client.json"
        with served(file=file) as server, visiting(browser, server, java_script_enabled=not keyboard) as tab:
            hands = Hands(tab, keyboard)
            gone_through(hands, server, person(kind))
            told = tab.page.get_by_role("heading", name="What the intake comes to")
            told.wait_for()
            assert hands.screens <= MOST_SCREENS
            assert hands.interactions <= MOST_INTERACTIONS
            decision = decide(SCREENING, read_client(file.read_bytes()), on=DECISION_DAY)
            assert decision.outcome is Outcome.NO_EXCLUSION_FOUND
            assert decision.summary in tab.page.inner_text("main")
            assert {url.split("/")[2] for url in tab.requests if url.startswith("http")} == {server.hosts[0]}
            assert tab.faults == []

    def test_for_everybody(self, browser: Any) -> None:
        """Axe finds nothing on any screen, dark or light, and nothing is too wide for 320 pixels."""
        found: dict[str, list[str]] = {}
        with served() as server, visiting(browser, server) as tab:

            def look() -> None:
                tab.page.set_viewport_size({"width": NARROW, "height": 900})
                faults = [f"{tab.too_wide()} pixels too wide"] if tab.too_wide() else []
                for scheme in ("dark", "light"):
                    tab.page.emulate_media(color_scheme=scheme)
                    faults += tab.accessibility()
                tab.page.set_viewport_size({"width": 900, "height": 900})
                tab.screenshot(f"intake-{server.intake.at}")
                if faults:
                    found[server.intake.at] = faults

            gone_through(Hands(tab), server, person(MAN), look)
            look()
        assert found == {}

    def test_a_change_from_the_check(self, browser: Any) -> None:
        """A link leads to the question; after it one is back at the check, in Spanish too."""
        start, _ = played(begun(Reporter.CLINICIAN), person(MAN))
        with served(start.subject, "es") as server, visiting(browser, server) as tab:
            tab.page.locator('input[name="reporter"][value="clinician"]').check()
            tab.page.get_by_role("button", name="Comenzar").click()
            tab.page.get_by_role("heading", name="Revise sus respuestas").wait_for()
            tab.page.locator('a[href="vital_signs#vitals.weight-entry"]').click()
            tab.page.locator('[name="vitals.weight"]').fill("80,5")
            tab.page.get_by_role("button", name="Continuar", exact=True).click()
            alert = tab.page.get_by_role("alert").inner_text()
            assert "¿En qué unidad? Escriba una de estas: 80.5 kg, 80.5 lb" in alert or "80,5 kg" in alert
            tab.page.locator('[name="vitals.weight"]').fill("80,5 kg")
            tab.page.get_by_role("button", name="Continuar", exact=True).click()
            tab.page.get_by_role("heading", name="Revise sus respuestas").wait_for()
            assert "80,5 kg" in tab.page.inner_text("main")


def test_the_screens_are_those_that_are_declared() -> None:
    """Each is a page of its own, for the clinician and for the client, with a label for each field."""
    with served() as server:
        for reporter in ("client", "clinician"):
            begin(server, reporter)
            for screen in SCREENS:
                told = page(server, screen.id)
                named = re.findall(r'<(?:input|select) id="([^"]+)" name="[^"]+" type="(?:text|date)"', told)
                assert set(named) <= set(re.findall(r'<label for="([^"]+)"', told))
