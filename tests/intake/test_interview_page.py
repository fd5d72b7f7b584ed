"""The interview as a page: what it shows and takes, whom it refuses, and how it works in a browser."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import Client, Recorded, Reporter
from kaprules.baseline import baseline, plain
from kaprules.clientfile import read_client, subject_to_data
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import AtLeastThese, Fact, every_fact
from kaprules.intake import InterviewSession
from kaprules.intake.forms import answer, fields
from kaprules.intake.local_server import ADDRESS, BUSY, HEADERS, MAX_BYTES, MAX_CONNECTIONS, Server, serve_until_closed
from kaprules.intake.session import save
from kaprules.language import ENGLISH, locale
from kaprules.possible import Absence, Outcome
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, decided_on
from tests.browser import NARROW, Tab, launched
from tests.intake.test_interview import START

FACTS: dict[str, Fact] = {fact.id: fact for fact in every_fact(Client)}


class Answer(NamedTuple):
    """What the server sent."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Visitor:
    """Somebody who asks the server by hand."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def ask(
        self, method: str = "GET", path: str | None = None, body: str | None = None, **headers: str | None
    ) -> Answer:
        """Send one request; a header given as None is left out."""
        connection = http.client.HTTPConnection(ADDRESS, self.server.port, timeout=10)
        connection.putrequest(method, self.server.root if path is None else path, skip_host=True)
        usual = {"Host": self.server.hosts[0], "Content-Length": None if body is None else str(len(body))}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in (usual | given).items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(None if body is None else body.encode())
        found = connection.getresponse()
        text = found.read().decode()
        connection.close()
        return Answer(found.status, found.headers, text)

    def send(self, headers: dict[str, str] | None = None, **fields: str) -> Answer:
        """Send the form of the question that is asked now."""
        asked = str(len(self.server.session.asked))
        return self.ask("POST", body=urlencode({"asked": asked, "by": "clinician"} | fields), **(headers or {}))

    @property
    def subject(self) -> Any:
        return self.server.session.subject


@contextmanager
def served(subject: Any = None, language: str = "en", path: Path | None = None) -> Iterator[Visitor]:
    session = InterviewSession(
        SCREENING, DECISION_DAY, START if subject is None else subject, locale(language), by_checklist=False
    )

    def saved(now: InterviewSession) -> None:
        if path is not None:
            save(now.subject, path)

    with Server(session, saved, engine="interpreter") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Visitor(server)
        finally:
            server.shutdown()
            thread.join()


def missing(*identifiers: str, **otherwise: Any) -> Any:
    """Return a client of whom all but some facts are known, and ordinary."""
    return plain(baseline(SCREENING), {FACTS[each]: Absence.NOT_ASKED for each in identifiers})


class TestRefused:
    """Nobody gets in but the browser of who started it."""

    def test_it_listens_on_this_machine_only(self) -> None:
        """The address is that of the machine itself."""
        with served() as visitor:
            assert visitor.server.socket.getsockname()[0] == "127.0.0.1"

    @pytest.mark.parametrize(
        "host", ["evil.example", "127.0.0.1", "", None, "127.0.0.1:1", "localhost.evil.example:80"]
    )
    def test_another_host(self, host: str | None) -> None:
        """A name that leads here by trickery is refused, for pages and for forms."""
        with served() as visitor:
            assert visitor.ask(Host=host).status == 421
            form = urlencode({"asked": "0", "value": "current", "do": "answer"})
            assert visitor.ask("POST", body=form, Host=host).status == 421
            assert visitor.subject == START

    def test_its_other_name(self) -> None:
        """localhost is this machine too."""
        with served() as visitor:
            assert visitor.ask(Host=f"localhost:{visitor.server.port}").status == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Sec_Fetch_Site": "cross-site"},
            {"Sec_Fetch_Site": "same-site"},
            {"Sec_Fetch_Site": "none"},
        ],
    )
    def test_a_form_from_elsewhere(self, headers: dict[str, str]) -> None:
        """A form of another site is refused, and changes nothing."""
        with served() as visitor:
            assert visitor.send(headers, value="current", do="answer").status == 403
            assert visitor.subject == START

    def test_without_the_key(self) -> None:
        """Whoever does not know the path finds nothing."""
        with served() as visitor:
            for path in ("/", "/decision.html", "/x/", "/client.json"):
                assert visitor.ask(path=path).status == 404
                assert visitor.ask("POST", path, body="do=close").status == 404
            assert not visitor.server.closed

    def test_too_large(self) -> None:
        """It is refused unread; a form that does not say its length is too."""
        with served() as visitor:
            assert visitor.ask("POST", body="", Content_Length=str(MAX_BYTES + 1)).status == 413
            assert visitor.ask("POST", Content_Length=None).status == 411
            assert visitor.ask("POST", body="&".join(f"a{number}=1" for number in range(101))).status == 400
            assert visitor.ask("DELETE").status == 501

    def test_nothing_may_be_kept_or_framed(self) -> None:
        """Every answer says so, refusals too."""
        with served() as visitor:
            for found in (visitor.ask(), visitor.ask(path="/")):
                assert found.headers["Cache-Control"] == "no-store"
                assert "frame-ancestors 'none'" in found.headers["Content-Security-Policy"]
                assert "default-src 'none'" in found.headers["Content-Security-Policy"]
                assert found.headers["Server"].strip() == "kaprules"


def _damaged(request: bytes) -> st.SearchStrategy[bytes]:
    """Return a request with a piece of it replaced."""
    places = st.tuples(st.integers(0, len(request)), st.integers(0, 20), st.binary(max_size=20))
    return places.map(lambda cut: request[: cut[0]] + cut[2] + request[cut[0] + cut[1] :])


RAW = {
    "no method that there is": (b"BREW / HTTP/1.1\r\n\r\n", 501),
    "no request": (b"\x00\xff\r\n\r\n", 400),
    "no version that there is": (b"GET / HTTP/9.9\r\n\r\n", 505),
    "an old version": (b"GET /\r\n\r\n", 421),
    "a line without end": (b"GET /" + b"a" * 70_000 + b"\r\n\r\n", 414),
    "headers without end": (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", 431),
    "another host": (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    "only the head": (b"HEAD / HTTP/1.1\r\n\r\n", 501),
    "half a form": (b"POST {root} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 50\r\n\r\ndo=stop&asked=0", 400),
    "a length of other digits": (b"POST {root} HTTP/1.1\r\nHost: {host}\r\nContent-Length: \xb2\r\n\r\n", 411),
    "a length of many digits": (
        b"POST {root} HTTP/1.1\r\nHost: {host}\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        413,
    ),
    "no text": (b"POST {root} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n\xff\xfe", 400),
    "nobody's path": (b"GET /x HTTP/1.1\r\nHost: {host}\r\n\r\n", 404),
    "a form": (b"POST {root} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 7\r\n\r\ndo=stop", 303),
}
"""What somebody may send, with the status of the answer."""


def raw(visitor: Visitor, sent: bytes) -> bytes:
    """Send bytes, no more, and return whatever comes back."""
    sent = sent.replace(b"{root}", visitor.server.root.encode()).replace(b"{host}", visitor.server.hosts[0].encode())
    with socket.create_connection((ADDRESS, visitor.server.port), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        with suppress(ConnectionError):
            while piece := connection.recv(65_536):
                found += piece
    return found


def has_every_header(answer: bytes) -> bool:
    return all(f"{name}: {value}".encode() in answer for name, value in HEADERS.items())


class TestConnections:
    """Whatever arrives is answered in the same way or dropped without a word; and no more than so many at once."""

    @pytest.mark.parametrize("name", RAW)
    def test_each_answer_has_its_headers(self, name: str, capfd: pytest.CaptureFixture[str]) -> None:
        """Errors of the protocol too: no answer may be kept, framed or read by another site."""
        sent, status = RAW[name]
        with served() as visitor:
            answer = raw(visitor, sent)
        assert (answer.split(b" ", 2)[1], has_every_header(answer)) == (str(status).encode(), True)
        assert answer.count(b"Content-Security-Policy") == 1 and capfd.readouterr() == ("", "")

    def test_what_goes_wrong_within_is_an_answer(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Status 500, with no word of what it was and no traceback."""
        with served() as visitor:
            monkeypatch.setattr(Server, "page", lambda server: 1 // 0)
            answer = raw(visitor, b"GET {root} HTTP/1.1\r\nHost: {host}\r\n\r\n")
        assert answer.startswith(b"HTTP/1.0 500 ") and has_every_header(answer)
        assert answer.endswith(b"\r\n\r\nInternal Server Error\n") and capfd.readouterr() == ("", "")

    def test_a_dropped_connection_is_no_traceback(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Somebody who hangs up, before or after asking, is not heard of."""
        request = b"GET {root} HTTP/1.1\r\nHost: {host}\r\n\r\n"
        with served() as visitor:
            root, host = visitor.server.root.encode(), visitor.server.hosts[0].encode()
            for sent in (b"", b"GET", request.replace(b"{root}", root).replace(b"{host}", host)):
                with socket.create_connection((ADDRESS, visitor.server.port)) as connection:
                    connection.sendall(sent)
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            assert visitor.ask().status == 200
        assert capfd.readouterr() == ("", "")

    def test_no_more_than_so_many_at_once(self) -> None:
        """Who comes when all places are taken is told so at once; when one is free again, the page is there."""
        with served() as visitor:
            waiting = [socket.create_connection((ADDRESS, visitor.server.port)) for _ in range(MAX_CONNECTIONS)]
            answer = raw(visitor, b"GET {root} HTTP/1.1\r\nHost: {host}\r\n\r\n")
            assert answer in (BUSY, b"")  # dropped with the request unread, it may not arrive
            for each in waiting:
                each.close()
            while not visitor.server.places.acquire(timeout=10):
                raise AssertionError("no place became free")
            visitor.server.places.release()
            assert visitor.ask().status == 200
        assert BUSY.startswith(b"HTTP/1.0 503 ") and has_every_header(BUSY)

    def test_a_request_that_never_ends_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """However slowly it goes on: so long may it take in all."""
        monkeypatch.setattr("kaprules.intake.local_server.SECONDS", 0.2)
        with served() as visitor, socket.create_connection((ADDRESS, visitor.server.port), timeout=20) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
            assert connection.recv(1) == b""

    def test_whatever_arrives(self, capfd: pytest.CaptureFixture[str]) -> None:
        """An answer with all headers, or none; and the server goes on without a word."""
        requests = st.sampled_from([sent for sent, _ in RAW.values() if len(sent) < 5_000])
        with served() as visitor:

            @given(st.binary(max_size=200) | requests.flatmap(_damaged))
            @settings(max_examples=200, deadline=None)
            def sent_and_answered(sent: bytes) -> None:
                answer = raw(visitor, sent)
                assert answer == b"" or has_every_header(answer)

            sent_and_answered()
            assert visitor.ask().status == 200
        assert capfd.readouterr() == ("", "")


class TestAnswers:
    """Forms of every kind of fact."""

    def test_an_answer_leads_to_the_next_question(self, tmp_path: Path) -> None:
        """Options are buttons; what was answered is in the file."""
        path = tmp_path / "client.json"
        with served(path=path) as visitor:
            page = visitor.ask()
            assert page.status == 200
            assert '<input type="radio" name="value" value="current">' in page.text
            found = visitor.send(value="none", do="answer")
            assert (found.status, found.headers["Location"]) == (303, visitor.server.root)
            assert "Phencyclidine use disorder" in visitor.ask().text
            saved = json.loads(path.read_text())
            answer = {"value": "none", "on": "2026-11-23", "by": "clinician"}
            assert saved["ketamine_history"] == {"reactions": [], "ketamine_use_disorder": answer}

    def test_a_wrong_answer(self) -> None:
        """What is expected is told, and what was typed stays."""
        with served(missing("vitals.oxygen_saturation")) as visitor:
            found = visitor.send(value='9"8<', do="answer")
            assert found.status == 422
            assert 'role="alert"' in found.text
            assert "</strong> Oxygen saturation on room air: expected a number from 50 to 100 %.</p>" in found.text
            assert 'value="9&#34;8&lt;"' in found.text
            assert "<title>Error:" in found.text
            assert "Error:" not in visitor.ask().text

    def test_nothing_chosen(self) -> None:
        """An empty form is no answer."""
        for language, said in (
            ("en", "Choose an answer or say that it is not known."),
            ("es", "Elija una respuesta o indique que no se sabe."),
        ):
            with served(language=language) as visitor:
                found = visitor.send(do="answer")
                assert (found.status, said in found.text) == (422, True)
                assert visitor.subject == START

    @pytest.mark.parametrize(
        ("language", "said"), [("en", "A field was sent more than once"), ("es", "Un campo se envió más de una vez")]
    )
    def test_a_field_sent_twice(self, language: str, said: str) -> None:
        """It is refused, and nothing is taken: neither the one nor the other, nor where one of them is empty."""
        with served(language=language) as visitor:
            for form in (
                "asked=0&do=answer&value=none&value=current",
                "asked=0&do=answer&value=current&value=current",
                "asked=0&do=answer&value=&value=current",
                "asked=0&asked=1&do=answer&value=current",
                "asked=0&do=close&do=close",
            ):
                found = visitor.ask("POST", body=form)
                assert (found.status, found.text.startswith(said)) == (400, True), form
            assert visitor.subject == START
            assert not visitor.server.closed
            assert visitor.ask("POST", body="asked=0&do=answer&value=none&by=clinician").status == 303

    @pytest.mark.parametrize(
        ("fact", "fields", "value"),
        [
            ("vitals.oxygen_saturation", {"value": "97"}, 97),
            ("vitals.weight", {"value": "150", "value.unit": "[lb_av]"}, None),
            ("circulation.aneurysm", {"value": "no"}, False),
            ("general_health.latest_major_surgery", {"value.ever": "never"}, None),
            ("general_health.latest_major_surgery", {"value": "2020-05", "value.ever": "never"}, None),
        ],
    )
    def test_forms(self, fact: str, fields: dict[str, str], value: object) -> None:
        """A number with its unit, yes or no, an event that never was or has a date."""
        extra = ("vitals.body_mass_index",) if fact == "vitals.weight" else ()
        with served(missing(fact, *extra)) as visitor:
            asked = visitor.server.session.fact
            assert asked.id == fact
            assert visitor.send(do="answer", **fields).status == 303
            recorded = visitor.subject.group(asked).__dict__[asked.name]
            assert recorded.on == DECISION_DAY
            assert value is None or recorded.value == value
            if "value" in fields and value is None:
                assert str(getattr(recorded.value, "value", recorded.value)) == fields["value"]

    def test_who_assessed_it(self) -> None:
        """Asked where only some may say so."""
        with served(missing("mental_state.reality_testing")) as visitor:
            assert 'name="by" value="clinician"' in visitor.ask().text
            nobody = visitor.send(do="answer", value="intact", by="")
            assert (nobody.status, "Say who answered" in nobody.text) == (422, True)
            assert visitor.send(do="answer", value="intact", by="clinician", on="2026-11-20").status == 303
            found = visitor.subject.mental_state.reality_testing
            assert (found.by, found.on.isoformat()) == (Reporter.CLINICIAN, "2026-11-20")

    def test_observations(self) -> None:
        """Added one by one; one that is typed counts even where the last button is pressed."""
        with served(missing("vitals.pressures")) as visitor:
            one = {"part.systolic": "120", "part.diastolic": "80", "part.on": "2026-11-20"}
            assert "There are none" in visitor.ask().text
            assert visitor.send(do="add", **one).status == 303
            page = visitor.ask().text
            assert "Systolic pressure: 120 mmHg; Diastolic pressure: 80 mmHg; Measured on: 2026-11-20" in page
            assert "These are all" in page
            wrong = visitor.send(do="add", **one | {"part.systolic": "", "part.diastolic": ""})
            assert wrong.status == 422
            assert "Entry 2, Systolic pressure: it has to be given." in wrong.text
            assert visitor.send(do="all", **one | {"part.systolic": "122"}).status == 303
            assert [each.systolic for each in visitor.subject.vitals.pressures.value] == [120, 122]

    def test_none(self) -> None:
        """An empty list is an answer."""
        with served(missing("medicines.listed")) as visitor:
            assert visitor.send(do="all").status == 303
            assert visitor.subject.medicines.listed == Recorded((), on=DECISION_DAY)

    def test_there_may_be_others(self) -> None:
        """The list is open; what was known before is shown, and stays whatever is answered."""
        chart = Medicine(substance="paracetamol", status=MedicineStatus.TAKING, daily_dose=500)
        known = Client(**vars(missing("medicines.listed")) | {"medicines": Medicines(listed=AtLeastThese(chart))})
        with served(known) as visitor:
            page = visitor.ask().text
            assert "Medicine: paracetamol; Daily dose: 500 mg per day; Status: taking" in page
            assert "There may be others" in page and "These are all" in page
            assert visitor.send(do="some", **{"part.substance": "sertraline"}).status == 303
            both = AtLeastThese(chart, Medicine(substance="sertraline"))
            assert visitor.subject.medicines.listed == Recorded(both, on=DECISION_DAY)
        with served(known) as visitor:
            assert visitor.send(do="all").status == 303
            assert visitor.subject.medicines.listed == Recorded((chart,), on=DECISION_DAY)

    @pytest.mark.parametrize(("do", "absence"), [("not_known", Absence.NOT_KNOWN), ("declined", Absence.DECLINED)])
    def test_no_answer(self, do: str, absence: Absence) -> None:
        """Why there is none is kept."""
        with served() as visitor:
            visitor.send(do=do)
            assert visitor.subject.ketamine_history.ketamine_use_disorder == Recorded(absence, on=DECISION_DAY)

    def test_back_and_sent_twice(self) -> None:
        """Going back takes the last answer back; an old form changes nothing."""
        with served() as visitor:
            visitor.send(value="none", do="answer")
            late = visitor.ask("POST", body=urlencode({"asked": "0", "value": "current", "do": "answer"}))
            assert late.status == 422
            assert "was answered before" in late.text
            assert visitor.subject.ketamine_history.ketamine_use_disorder.value.value == "none"
            visitor.send(do="back")
            assert visitor.subject == START
            visitor.send(do="back")
            assert visitor.subject == START

    def test_why_is_there_for_everybody(self) -> None:
        """Without JavaScript: both branches and the rules."""
        with served() as visitor:
            page = visitor.ask().text
            assert "If ketamine use disorder is current: the outcome is excluded." in page
            assert "ketamine.use_disorder.current: " in page


class TestEveryRuleSet:
    """Interviews by each rule set, from nothing to the end, in both languages."""

    @pytest.mark.parametrize("name", RULESETS)
    def test_page_by_page(self, name: str) -> None:
        """Every page is there, each field has its label, and what an ordinary client file holds is taken."""
        ruleset = RULESETS[name]
        whole = subject_to_data(plain(baseline(ruleset), {}))
        language, by_list = locale("es" if len(name) % 2 else "en"), set[str]()
        with Server(
            InterviewSession(ruleset, decided_on(ruleset), ruleset.subject(), language), lambda now: None
        ) as server:
            server.engine = "interpreter"
            while server.session.settled is None:
                page = server.page()
                named = re.findall(r'<(?:input|select) id="([^"]+)"', page)
                assert sorted(named) == sorted(re.findall(r'<label for="([^"]+)"', page))
                if server.session.checklist is not None:
                    by_list.add(server.session.checklist.id)
                    assert page.count('type="checkbox"') == len(server.session.checklist.items)
                    server.move(server.session.answered({"answer": "none", "by": "clinician"}))
                    continue
                assert named or 'type="radio"' in page
                fact = server.session.fact
                data = whole.get(fact.group, {}).get(fact.name, {"absent": "not_known"})
                server.move(server.session.answered(data))
            assert by_list == {each.id for each in ruleset.subject.__checklists__}
            assert server.session.asked
            assert server.session.settled.outcome is server.session.decision("interpreter").outcome
            assert 'role="alert"' not in server.page()


class TestTheEnd:
    """Where nothing more is asked, or somebody stops."""

    def test_a_decision_and_a_file(self) -> None:
        """The certificate, the report as a page, and what was answered."""
        with served() as visitor:
            visitor.send(value="current", do="answer")
            page = visitor.ask().text
            assert "Nothing else that may be answered changes the outcome: excluded." in page
            assert visitor.server.session.decision("interpreter").outcome is Outcome.EXCLUDED
            assert "<title>Decision: excluded" in visitor.ask(path=f"{visitor.server.root}decision.html").text
            saved = json.loads(visitor.ask(path=f"{visitor.server.root}client.json").text)
            assert saved["ketamine_history"]["ketamine_use_disorder"]["value"] == "current"

    def test_stopped_and_gone_on(self) -> None:
        """Stopping shows what is decided by now; it can go on."""
        with served() as visitor:
            visitor.send(do="stop")
            assert "The interview was stopped" in visitor.ask().text
            visitor.send(do="go_on")
            assert "Ketamine use disorder" in visitor.ask().text

    def test_closed_on_the_page(self) -> None:
        """The command goes on with what was answered."""
        session = InterviewSession(SCREENING, DECISION_DAY, START, ENGLISH, by_checklist=False)
        told: list[str] = []
        thread: list[threading.Thread] = []

        def closes(url: str) -> None:
            told.append(url)
            found = re.search(r"http://127\.0\.0\.1:([0-9]+)(/\S+/)", url)
            assert found is not None
            port, root = int(found[1]), found[2]

            def visit() -> None:
                for typed in ({"value": "none", "by": "clinician", "do": "answer"}, {"do": "close"}):
                    connection = http.client.HTTPConnection(ADDRESS, port, timeout=10)
                    connection.request("POST", root, urlencode({"asked": "0"} | typed))
                    connection.getresponse().read()
                    connection.close()

            thread.append(threading.Thread(target=visit))
            thread[0].start()

        ended = serve_until_closed(session, lambda now: None, 0, closes)
        thread[0].join()
        assert ended.asked == ("ketamine_history.ketamine_use_disorder",)
        assert told[0].endswith("in a browser on this machine; Ctrl-C ends it.")

    @pytest.mark.parametrize("interrupted", [False, True])
    def test_as_a_command(self, interrupted: bool, tmp_path: Path) -> None:
        """The command shows the address; closed on the page, or by Ctrl-C, it ends in the file and the decision."""
        file = tmp_path / "client.json"
        save(START, file)
        command = [sys.executable, "-u", "-m", "kaprules", "interview", "--one-by-one", "--serve", "--file", str(file)]
        with subprocess.Popen([*command, "--on", "2026-11-23"], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:([0-9]+)(/\S+/)", process.stdout.readline())
            assert found is not None
            answer = {"value": "current", "by": "clinician", "do": "answer"}
            for typed in (answer, {"do": "" if interrupted else "close"}):
                connection = http.client.HTTPConnection(ADDRESS, int(found[1]), timeout=10)
                connection.request("POST", found[2], urlencode({"asked": "0"} | typed))
                connection.getresponse().read()
                connection.close()
            if interrupted:
                process.send_signal(signal.SIGINT)
            shown = process.stdout.read()
            assert process.wait(30) == 0
        assert "EXCLUDED on 23 November 2026" in shown
        assert read_client(file.read_text()).ketamine_history.ketamine_use_disorder.value.value == "current"

    def test_a_port_that_is_taken(self) -> None:
        """An error, not another port."""
        with socket.create_server((ADDRESS, 0)) as other, pytest.raises(OSError, match="in use"):
            Server(
                InterviewSession(SCREENING, DECISION_DAY, START, by_checklist=False),
                lambda now: None,
                other.getsockname()[1],
            )

    def test_a_file_that_cannot_be_written(self, tmp_path: Path) -> None:
        """The error is on the page, and the answer is asked for again."""
        with served(path=tmp_path / "no" / "client.json") as visitor:
            found = visitor.send(value="none", do="answer")
            assert found.status == 422
            assert "cannot be written" in found.text
            assert visitor.subject == START


# In a browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as found:
        yield found


@contextmanager
def visiting(browser: Any, visitor: Visitor, **options: Any) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 900, "height": 900}, **options)
    try:
        tab = Tab(context.new_page())
        tab.page.goto(visitor.server.url)
        yield tab
    finally:
        context.close()


KINDS = (
    "vitals.pressures",
    "circulation.aneurysm",
    "general_health.latest_major_surgery",
    "vitals.oxygen_saturation",
    "mental_state.reality_testing",
)


def no_faults(tab: Tab) -> list[str]:
    """Return what axe finds, what is too wide for a narrow window, and what the browser complains of."""
    tab.page.set_viewport_size({"width": NARROW, "height": 900})
    wide = [f"{tab.too_wide()} pixels too wide"] if tab.too_wide() else []
    return [*tab.accessibility(), *wide, *tab.faults]


class TestInABrowser:
    """By keyboard, without JavaScript, narrow and dark; nothing leaves this machine."""

    def test_by_keyboard_without_javascript(self, browser: Any) -> None:
        """Tab, arrows and Enter answer a question."""
        with served() as visitor, visiting(browser, visitor, java_script_enabled=False) as tab:
            tab.page.get_by_label("none").focus()
            tab.page.keyboard.press("ArrowDown")
            tab.page.keyboard.press("ArrowDown")
            tab.page.get_by_label("clinician", exact=True).focus()
            tab.page.keyboard.press("Space")
            tab.page.keyboard.press("Enter")
            tab.page.get_by_role("heading", name="Nothing more is asked").wait_for()
            assert visitor.server.session.decision("interpreter").outcome is Outcome.EXCLUDED
            tab.page.get_by_role("link", name="The decision, with its reasons").click()
            tab.page.get_by_role("heading", name="Excluded: ").wait_for()
            assert {url.split("/")[2] for url in tab.requests if url.startswith("http")} == {visitor.server.hosts[0]}

    @pytest.mark.parametrize(("scheme", "kinds"), [("light", KINDS), ("dark", KINDS[:1])])
    def test_for_everybody(self, browser: Any, scheme: str, kinds: tuple[str, ...]) -> None:
        """Axe finds nothing on a question of each kind, nor at the end; nothing is too wide for 320 pixels."""
        for kind in kinds:
            with served(missing(kind)) as visitor, visiting(browser, visitor, color_scheme=scheme) as tab:
                assert visitor.server.session.fact.id == kind
                tab.screenshot(f"interview-{kind}-{scheme}")
                assert no_faults(tab) == []
                with tab.page.expect_navigation():
                    tab.page.get_by_role("button", name="Not known").click()
                tab.page.get_by_role("heading", name="Nothing more is asked").wait_for()
                if kind == kinds[-1]:
                    assert no_faults(tab) == []

    def test_an_error_is_announced(self, browser: Any) -> None:
        """The alert is there, in Spanish, with what was typed."""
        with served(missing("vitals.oxygen_saturation"), "es") as visitor, visiting(browser, visitor) as tab:
            tab.page.get_by_label("dispositivo", exact=True).check()
            tab.page.locator("input[type=text]").fill("noventa")
            tab.page.keyboard.press("Enter")
            told = tab.page.get_by_role("alert").inner_text()
            assert "Saturación de oxígeno con aire ambiente: se espera un número de 50 a 100 %." in told
            assert tab.page.locator("html").get_attribute("lang") == "es"
            assert tab.page.locator("input[type=text]").input_value() == "noventa"


SURGERY = FACTS["general_health.latest_major_surgery"]


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        ({"value.over": "365"}, {"over_days_ago": 365}),
        ({"value.over": "365", "value.ever": "happened"}, {"over_days_ago": 365}),
        ({"value.over": "a year"}, "hace más de a year días"),
        ({"value.over": "365", "value": "2020"}, "2020 / hace más de 365 días"),
        ({"value": "2020"}, "2020"),
        ({"value.ever": "never"}, "never"),
        ({}, None),
    ],
)
def test_the_distance_of_an_event_has_a_field(typed: dict[str, str], data: Any) -> None:
    """One way or the other: two of them are no answer."""
    assert answer(SURGERY, locale("es"), typed, "value") == data
    names = [each.name for each in fields(SURGERY, locale("es"), typed, "value", date(2026, 11, 23))]
    assert names == ["value.ever", "value", "value.over"]
