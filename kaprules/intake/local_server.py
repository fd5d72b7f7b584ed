"""The interview as a page that this machine alone can open: plain forms, without JavaScript.

The server listens on 127.0.0.1. A key in the path keeps out whoever else uses the machine, and other sites; a request
under another host's name, or a form from another origin, is refused. Nothing is kept but the client file.
"""

from __future__ import annotations

import abc
import contextlib
import secrets
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl

from ..decision import Decision
from ..errors import InputError
from ..facts.model import Series, Subject
from ..language import Locale, message
from ..pages.frame import policy, rendered
from ..pages.report import report_page
from ..possible import Absence
from .forms import (
    Typed,
    answer_with_evidence,
    checklist_answer,
    checklist_evidence,
    evidence,
    fields,
    observation,
    on_the_list,
    parts,
    reported,
    told,
)
from .session import InterviewSession, as_file
from .words import burden, certificate, rules, why

ADDRESS: Final = "127.0.0.1"
MAX_BYTES: Final = 100_000
"""The size of a form beyond which it is refused unread."""
MAX_FIELDS: Final = 100
MAX_CONNECTIONS: Final = 16
"""How many requests are answered at once; a browser opens six, and whoever opens more waits for nobody."""
SECONDS: Final = 30
"""How long a request may take to arrive whole, and how long a connection may stay silent."""
METHODS: Final = "GET, POST"
HTML: Final = "text/html; charset=utf-8"
TWICE: Final = message(
    "A field was sent more than once: expected each once. Nothing was taken; go back and send the form again."
)
ABSENT: Final = {"not_known": Absence.NOT_KNOWN, "declined": Absence.DECLINED}


def serve_until_closed(
    session: InterviewSession,
    saved: Callable[[InterviewSession], object],
    port: int,
    tell: Callable[[str], object],
    engine: str | None = None,
) -> InterviewSession:
    """Serve an interview until it is closed on the page, or by Ctrl-C; ``saved`` is called after each answer."""
    with Server(session, saved, port, engine) as server:
        serve(server, session.locale, tell)
        return server.session


def serve(server: LocalServer, locale: Locale, tell: Callable[[str], object]) -> None:
    """Serve until it is closed on the page, or by Ctrl-C."""
    tell(locale("Open {url} in a browser on this machine; Ctrl-C ends it.", url=server.url))
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        tell("")


class LocalServer(ThreadingHTTPServer, abc.ABC):
    """What is asked on a page, and who may ask for it."""

    max_fields = MAX_FIELDS
    """How many fields a form has at most."""
    daemon_threads = True
    allow_reuse_address = False
    request_queue_size = 2 * MAX_CONNECTIONS

    def __init__(self, port: int = 0, engine: str | None = None) -> None:
        super().__init__((ADDRESS, port), Handler)
        self.engine = engine
        self.port = int(self.server_address[1])
        self.key = secrets.token_urlsafe(16)
        self.one_at_a_time = threading.Lock()
        self.places = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self.error = ""
        self.typed: Typed = {}
        self.closed = False

    @abc.abstractmethod
    def take(self, typed: Typed) -> None:
        """Do what a form was sent for; ``error`` says what could not be taken."""

    @abc.abstractmethod
    def page(self, path: str = "") -> str | None:
        """Return the page below the root; None where there is none."""

    @property
    @abc.abstractmethod
    def subject(self) -> Subject:
        """What is known by now."""

    @property
    @abc.abstractmethod
    def locale(self) -> Locale:
        """Who reads."""

    @abc.abstractmethod
    def decided(self) -> Decision:
        """Return what is decided on what is known by now."""

    def close(self) -> None:
        """Close the page; the browser is still answered."""
        self.closed = True
        threading.Thread(target=self.shutdown).start()

    @property
    def root(self) -> str:
        """The path of the page."""
        return f"/{self.key}/"

    @property
    def url(self) -> str:
        """Where a browser finds the page."""
        return f"http://{ADDRESS}:{self.port}{self.root}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the page may be asked for."""
        return f"{ADDRESS}:{self.port}", f"localhost:{self.port}"

    # Connections

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a request in a thread of its own, as long as there is a place; else say so at once."""
        if self.places.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        with contextlib.suppress(OSError):
            request.settimeout(0)
            request.sendall(BUSY)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a request, then give its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that was dropped: what fails otherwise is answered with 500 and no word."""


class Server(LocalServer):
    """The interview, one question a page."""

    def __init__(
        self,
        session: InterviewSession,
        saved: Callable[[InterviewSession], object],
        port: int = 0,
        engine: str | None = None,
    ) -> None:
        super().__init__(port, engine)
        self.session = session
        self.saved = saved
        self.records: list[tuple[Any, str]] = []
        """The observations added so far of what is asked now, each as data and in words."""
        self.stopped = False

    @property
    def subject(self) -> Subject:
        """What is known by now."""
        return self.session.subject

    @property
    def locale(self) -> Locale:
        """Who reads."""
        return self.session.locale

    def decided(self) -> Decision:
        """Return what is decided on what is known by now."""
        return self.session.decision(self.engine)

    # What a form does

    def take(self, typed: Typed) -> None:
        """Do what a form was sent for; what cannot be taken is told on the page, with what was typed."""
        wanted = typed.get("do", "")
        self.error, self.typed = "", {}
        try:
            if wanted == "close":
                self.close()
            elif wanted in ("stop", "go_on"):
                self.stopped = wanted == "stop"
            elif typed.get("asked") != str(len(self.session.asked)):
                self.error = self.session.locale("This question was answered before; here is the next one.")
            elif wanted == "back":
                self.stopped = False
                if self.session.before is not None:
                    self.move(self.session.before)
            elif self.session.question is not None:
                self.answer(wanted, typed)
        except InputError as error:
            self.error, self.typed = f"{error}.", typed

    def answer(self, wanted: str, typed: Typed) -> None:
        """Take an answer, why there is none, or one more observation."""
        fact, checklist = self.session.fact, self.session.checklist
        if wanted in ABSENT:
            self.move(self.session.without(ABSENT[wanted]))
        elif checklist is not None:
            said = "some" if wanted == "some" else "none"
            self.move(self.session.answered(checklist_answer(checklist, said, typed, self.session.on)))
        elif not isinstance(fact, Series):
            self.move(self.session.answered(answer_with_evidence(self.session, typed)))
        else:
            record = observation(fact, self.session.locale, typed)
            if record or wanted == "add":
                self.session.read(fact, [*(each for each, _ in self.records), record])
                self.records.append((record, told(fact, typed, self.session.locale)))
            listed = [each for each, _ in self.records]
            if wanted in ("all", "some"):
                data = listed if wanted == "all" else {"at_least": listed}
                self.move(self.session.answered(reported(self.session, data, typed)))

    def move(self, session: InterviewSession) -> None:
        self.saved(session)
        self.session, self.records = session, []

    # What is shown

    def page(self, path: str = "") -> str | None:
        """Return the question that is asked now, or where the interview ended."""
        if path:
            return None
        session = self.session
        values: dict[str, Any] = {
            "session": session,
            "error": self.error,
            "records": [words for _, words in self.records],
        }
        if self.closed:
            return rendered("interview_closed.html", session.locale, form_action="'self'")
        if session.question is None or self.stopped:
            lines = () if session.settled is None else certificate(session.settled, session.ruleset, session.locale)
            decision = session.decision(self.engine)
            return rendered(
                "interview_end.html",
                session.locale,
                form_action="'self'",
                decision=decision,
                lines=tuple(lines),
                **values,
            )
        fact, checklist = session.fact, session.checklist
        belonging = evidence(session, self.typed)
        if checklist is not None:
            values |= {"parts": (), "fields": (), "typed": self.typed}
            belonging = checklist_evidence(checklist, session.locale, self.typed)
        elif isinstance(fact, Series):
            asked = [
                (part, tuple(fields(part, session.locale, self.typed, f"part.{part.name}", session.on)))
                for part in parts(fact)
            ]
            values["parts"] = asked
            values["records"] = [*on_the_list(session), *values["records"]]
        else:
            values["parts"] = ()
            values["fields"] = tuple(fields(fact, session.locale, self.typed, "value", session.on))
        return rendered(
            "interview.html",
            session.locale,
            form_action="'self'",
            question=session.question,
            checklist=checklist,
            evidence=tuple(belonging),
            burden=burden(session.question, session.locale),
            why=tuple(why(session.question, session.locale)),
            rules=tuple(rules(session.question, session.ruleset, session.locale)),
            **values,
        )


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: LocalServer
    server_version = "kaprules"
    sys_version = ""
    timeout = SECONDS

    def handle_one_request(self) -> None:
        """Read a request and answer it; one that does not arrive in time is given up."""
        self.late = threading.Timer(SECONDS, self.give_up)
        self.late.daemon = True
        self.late.start()
        try:
            super().handle_one_request()
        finally:
            self.late.cancel()

    def give_up(self) -> None:
        """Close a connection on which a request arrives too slowly."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def do_GET(self) -> None:
        """Show the page, the decision on what is known by now, or the client file."""
        self.late.cancel()
        self.answered(self.show)

    def do_POST(self) -> None:
        """Take a form, then show the page anew: reloading it sends nothing twice."""
        self.answered(self.take)

    def answered(self, answer: Callable[[], None]) -> None:
        """Answer a request under the page's own name; what goes wrong within is an answer too."""
        try:
            if self.is_ours():
                answer()
        except OSError:  # nobody is there any more
            self.close_connection = True
        except Exception:
            self.close_connection = True
            self.refuse(HTTPStatus.INTERNAL_SERVER_ERROR)

    def show(self) -> None:
        """Show what a path leads to."""
        server = self.server
        with server.one_at_a_time:
            path = self.path.removeprefix(server.root)
            kind, text = HTML, None
            if self.path == f"{server.root}decision.html":
                text = report_page(server.decided(), server.locale)
            elif self.path == f"{server.root}client.json":
                kind, text = "application/json; charset=utf-8", as_file(server.subject)
            elif self.path.startswith(server.root):
                text = server.page(path)
        if text is None:
            self.refuse(HTTPStatus.NOT_FOUND)
        else:
            self.send(HTTPStatus.OK, kind, text)

    def take(self) -> None:
        """Take a form that arrives whole, once each field."""
        server, length = self.server, self.headers.get("Content-Length", "")
        given = length.isascii() and length.isdecimal()
        if self.path != server.root:
            self.refuse(HTTPStatus.NOT_FOUND)
        elif not self.is_from_here():
            self.refuse(HTTPStatus.FORBIDDEN)
        elif not given or len(length) > len(str(MAX_BYTES)) or int(length) > MAX_BYTES:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE if given else HTTPStatus.LENGTH_REQUIRED)
        else:
            try:
                body = self.rfile.read(int(length))
                self.late.cancel()
                sent = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=server.max_fields)
            except ValueError:
                self.refuse(HTTPStatus.BAD_REQUEST)
                return
            if len(body) < int(length):  # half a form says something else than the whole
                self.refuse(HTTPStatus.BAD_REQUEST)
            elif len(dict(sent)) < len(sent):
                self.refuse(HTTPStatus.BAD_REQUEST, server.locale(TWICE))
            else:
                self.taken({name: value for name, value in sent if value})

    def taken(self, typed: Typed) -> None:
        """Do what a form was sent for, and lead back to the page, or show what is wrong with it."""
        server = self.server
        with server.one_at_a_time:
            server.take(typed)
            page = server.page() if server.error or server.closed else None
            closed, server.error, server.typed = server.closed, "", {}
        if page is None:
            self.send(HTTPStatus.SEE_OTHER, "", "", Location=server.root)
        else:
            self.send(HTTPStatus.OK if closed else HTTPStatus.UNPROCESSABLE_ENTITY, HTML, page)

    def is_ours(self) -> bool:
        """Say whether the page was asked for under its own name, so that no other site's name leads here."""
        if self.headers.get("Host") in self.server.hosts:
            return True
        self.refuse(HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def is_from_here(self) -> bool:
        """Say whether a form comes from the page itself, as far as the browser says where it comes from."""
        site = self.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site == "same-origin"
        origin = self.headers.get("Origin")
        return origin is None or origin in {f"http://{host}" for host in self.server.hosts}

    def refuse(self, status: HTTPStatus, why: str = "", **more: str) -> None:
        self.send(status, "text/plain; charset=utf-8", f"{why or status.phrase}\n", **more)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request that can be answered, in the way of any other refusal."""
        self.close_connection = True
        more = {"Allow": METHODS} if code == HTTPStatus.NOT_IMPLEMENTED else {}
        self.refuse(HTTPStatus(code), **more)

    def send(self, status: HTTPStatus, kind: str, text: str, **more: str) -> None:
        """Send an answer; what it is not to be used for stands in each."""
        if self.request_version == "HTTP/0.9":  # which knows no headers, and which no browser speaks any more
            self.request_version = "HTTP/1.0"
        body = text.encode()
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (*more.items(), *HEADERS.items()):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Keep no log: a path holds the key, a form what somebody answered."""


HEADERS: Final = {
    "Content-Security-Policy": f"{policy(chr(39) + 'self' + chr(39))}; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What each answer says, errors too."""
BUSY: Final = "\r\n".join(
    [
        "HTTP/1.0 503 Service Unavailable",
        "Connection: close",
        "Retry-After: 1",
        "Content-Length: 0",
        *(f"{name}: {value}" for name, value in HEADERS.items()),
        "\r\n",
    ]
).encode()
