"""The edges: where something from outside comes in, what begins it, and what must be true of whatever is taken.

Whatever a file, a name, a date or a request holds, it is taken exactly as it stands or refused in so many words.
"""

from __future__ import annotations

import copy
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

DECIDED: Final = 32
"""One in so many of the files that are taken is also decided: by two engines, with less recorded, and by raw file."""
PLACE: Final = "Europe/Vienna"
"""Whose days count."""


class Edge(NamedTuple):
    """Where something from outside comes in."""

    seeds: Callable[[], Iterator[bytes]]
    takes: Callable[[bytes], bool]
    """Reads a text, checks what came of it, says whether it was taken; anything but an InputError is a fault."""
    load: Callable[[bytes], Any]
    dump: Callable[[Any], bytes]


class Fault(AssertionError):
    """What was read is not what the text says, or decides looser."""


# Files ---------------------------------------------------------------------------------------------------


def subject_edge(kind_name: str) -> Edge:
    """The files of one kind of subject."""
    from kaprules import facts
    from kaprules.clientfile import read_subject, subject_to_data, subject_to_json
    from kaprules.errors import InputError
    from kaprules.facts.model import given
    from kaprules.possible import Absence
    from kaprules.rule import Phase
    from kaprules.rulesets import RULESETS
    from kaprules.testing._decode import Filled

    from .subjects import generated

    kind = getattr(facts, kind_name)
    books = [each for each in RULESETS.values() if each.subject is kind and each.rules]
    kind_phase = max((each.phase for each in books), key=list(Phase).index)
    taken = 0

    def seeds() -> Iterator[bytes]:
        for number, book in enumerate([each for each in books if each.phase is kind_phase]):
            for subject in generated(book, 60, number, (Filled.SPARSE, Filled.VARIED)):
                data = subject_to_data(subject)
                yield from (_json({name: part}) for name, part in data.items() if name != "id")
        yield b"\xef\xbb\xbf" + _json({"id": "x"})

    def takes(text: bytes) -> bool:
        nonlocal taken
        try:
            subject = read_subject(kind, text)
        except InputError as error:
            if len(str(error).splitlines()) != len(error.faults):
                raise Fault("an error that is not a line for each fault") from None
            return False
        if read_subject(kind, subject_to_json(subject)) != subject:
            raise Fault("written and read again, the subject is another")
        for name, group in json.loads(text.decode().removeprefix("\ufeff")).items():
            if name in ("id", "checklists"):
                continue
            kept = given(subject.__dict__[name])
            for fact, value in group.items():
                if kept.get(fact, Absence.NOT_ASKED) is Absence.NOT_ASKED and _says(value):
                    raise Fault(f"{name}.{fact} was passed over")
        taken += 1
        if taken % DECIDED == 0:
            _decided_no_looser(kind_name.lower(), text.decode().removeprefix("\ufeff"), books, taken // DECIDED)
        return True

    return Edge(seeds, takes, json.loads, _json)


def _says(value: Any) -> bool:
    return not (isinstance(value, dict) and value.get("absent") == "not_asked")


def _decided_no_looser(kind_name: str, text: str, books: Sequence[Any], number: int) -> None:
    """Decide about a file by every rule set, and hold it against the second reading and against a file with less.

    Raise where the outcome is not what the rules mean, where the raw file means another, and where a fact that was
    not recorded would have settled a rule the other way round.
    """
    from kaprules.baseline import decided_on
    from kaprules.clientfile import read_subject
    from kaprules.errors import InputError
    from kaprules.possible import Level, Truth

    from . import referee
    from .raw.made import Made

    kind = referee.KINDS[kind_name]
    subject = read_subject(kind, text)
    whole = {book.name: _decides(book, subject) for book in books}
    for on in {decided_on(book) for book in books}:
        made = Made(text, on, PLACE)
        for each in referee.differences(kind_name, made, referee.read(kind_name, made)):
            raise Fault(f"{each.what} is {each.ours}, but the raw file means {each.raw}")
    data = json.loads(text)
    recorded = [(group, fact) for group, facts in data.items() if group != "id" for fact in facts]
    if not recorded:
        return
    group, fact = recorded[number % len(recorded)]
    less = copy.deepcopy(data)
    del less[group][fact]
    try:
        fewer = read_subject(kind, json.dumps(less))
    except InputError:
        return
    for book in books:
        before, after = _decides(book, fewer).of(book), whole[book.name].of(book)
        for one, other in zip(before, after, strict=True):
            asks = one.rule.level is Level.NEEDS_INFORMATION  # it may be about what is missing, and then it ends
            if {one.truth, other.truth} == {Truth.TRUE, Truth.FALSE} and not asks:
                raise Fault(f"{one.rule.id} was {one.truth.name} without {group}.{fact}, and is {other.truth.name}")


def _decides(book: Any, subject: Any, on: date | None = None) -> Any:
    """Decide by the bit masks and by the interpreter; raise where they differ, return what the latter says."""
    from kaprules.baseline import decided_on
    from kaprules.decision import decide
    from kaprules.engine import interpreter
    from kaprules.engine.conclusions import with_errors
    from kaprules.engine.snapshot import snapshot

    when = decided_on(book) if on is None else on
    place: dict[str, Any] = {} if isinstance(when, datetime) else {"zone": PLACE}
    decision = decide(book, subject, on=when, engine="bits", **place)
    facts = snapshot(book, subject, when, **place)
    meant = with_errors(book, facts, interpreter.evaluate(book, facts))
    if decision.evaluation.concluded != meant:
        raise Fault(f"decided as {decision.outcome}, but the rules mean {meant.outcome}")
    return meant


def policy_edge() -> Edge:
    """Policy files, held against a few rule sets: the whole library takes some milliseconds."""
    from kaprules.errors import InputError
    from kaprules.policy import LevelChosen, LimitMoved, read_policy
    from kaprules.ruleset import RuleSet
    from kaprules.rulesets import CRITERIA, DISCHARGE, SETTING

    cardiovascular = RuleSet("cardiovascular", "The heart's criterion alone?", CRITERIA["cardiovascular"].RULES)
    books = (cardiovascular, DISCHARGE, SETTING)
    head = {"format": "kaprules policy", "version": 1}
    when = {
        "reason": "as our team works",
        "approved_by": "medical director",
        "date": date(2026, 1, 1),
        "expires": date(2027, 1, 1),
    }

    def seeds() -> Iterator[bytes]:
        for book in books:
            for limit in LimitMoved.known(book).values():
                ends = [end.value for end in (limit.floor, limit.ceiling) if end is not None]
                for value in (*ends, limit.value + limit.step):
                    number = int(value) if value.denominator == 1 else float(value)
                    yield _toml({**head, "limit": [{"id": limit.id, "value": number, "unit": limit.unit, **when}]})
            for rule in book.rules:
                for level in rule.levels:
                    yield _toml({**head, "level": [{"rule": rule.id, "level": level.value, **when}]})
            for rule in book.optional_rules:
                yield _toml({**head, "switch_on": [{"rule": rule.id, **when}]})

    def takes(text: bytes) -> bool:
        try:
            policy = read_policy(text, rulesets=books)
        except InputError as error:
            if not str(error):
                raise Fault("an error that says nothing") from None
            return False
        for book in books:
            site = policy.applied(book)
            limits, rules = LimitMoved.known(book), {rule.id: rule for rule in (*book.rules, *book.optional_rules)}
            if {rule.id for rule in book.rules} - {rule.id for rule in site.rules}:
                raise Fault("a rule is gone")
            moved = {change.id for change in policy.changes if isinstance(change, LimitMoved)}
            for name, limit in LimitMoved.known(site).items():
                if name not in moved and limit != limits[name]:
                    raise Fault(f"{name} moved without a word")
                if name in moved and not _within(limits[name], limit.value):
                    raise Fault(f"{name} moved beyond its bounds")
            chosen = {change.rule for change in policy.changes if isinstance(change, LevelChosen)}
            for rule in site.rules:
                former = rules[rule.id]
                if rule.level is not former.level and (rule.id not in chosen or rule.level not in former.levels):
                    raise Fault(f"{rule.id} has another level than was declared")
        return True

    return Edge(seeds, takes, lambda text: tomllib.loads(text.decode()), _toml)


def _within(limit: Any, value: Any) -> bool:
    """Say whether a limit may be moved to a value, in words of our own."""
    low, high = limit.floor, limit.ceiling
    above = low is None or low.value < value or (low.value == value and low.inclusive)
    below = high is None or high.value > value or (high.value == value and high.inclusive)
    return (low, high) != (None, None) and above and below


def decision_edge() -> Edge:
    """Decision files of small rule sets and of single criteria: they are replayed when they are read."""
    from kaprules.baseline import decided_on
    from kaprules.clientfile import subject_to_data
    from kaprules.decision import Decision, decide
    from kaprules.errors import InputError
    from kaprules.ruleset import RuleSet
    from kaprules.rulesets import CRITERIA, DISCHARGE, DOSING_DAY, SETTING
    from kaprules.testing._decode import Filled

    from .subjects import generated

    criteria = [RuleSet(name, "One criterion alone?", CRITERIA[name].RULES) for name in ("age", "kidney", "thyroid")]
    books = {book.digest: book for book in (SETTING, DISCHARGE, DOSING_DAY, *criteria)}

    def seeds() -> Iterator[bytes]:
        for number, book in enumerate(books.values()):
            read = {fact.group for fact in book.facts}
            for whole in generated(book, 40, number, (Filled.SPARSE, Filled.COMPLETE, Filled.VARIED)):
                subject = type(whole)(**{name: whole.__dict__[name] for name in read})
                yield decide(book, subject, on=decided_on(book), engine="interpreter").to_json().encode()

    def takes(text: bytes) -> bool:
        data = _loaded(text)
        made_with = data.get("ruleset") if isinstance(data, dict) else None
        digest = made_with.get("digest") if isinstance(made_with, dict) else None
        book = books.get(digest, SETTING) if isinstance(digest, str) else SETTING
        try:
            decision = Decision.from_json(text.decode(errors="replace"), ruleset=book)
        except InputError as error:
            if len(str(error).splitlines()) != len(error.faults):
                raise Fault("an error that is not a line for each fault") from None
            return False
        meant = _decides(book, decision.subject, decision.on)
        if decision.evaluation.concluded != meant or data["outcome"] != meant.outcome.name:
            raise Fault(f"read as {decision.outcome}, but its facts mean {meant.outcome}")
        if (
            data["subject"].keys()
            - subject_to_data(decision.subject).keys()
            - {n for n, v in data["subject"].items() if not v}
        ):
            raise Fault("a group of the record was passed over")
        return True

    return Edge(seeds, takes, json.loads, _json)


def _loaded(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def case_edge() -> Edge:
    """Case files of small rule sets, as JSON and as YAML: what is taken is decided and compared."""
    from kaprules.errors import InputError
    from kaprules.rulesets import RULESETS
    from kaprules.testing.cases import case_to_data, faults, read_cases

    book = Path(__file__).parent.parent / "casebook"
    taken = 0

    def seeds() -> Iterator[bytes]:
        for name in ("setting", "discharge", "aftercare"):
            for file in (book / f"{name}.cases.json", book / "known" / f"{name}.cases.json"):
                data = json.loads(file.read_text(encoding="utf-8"))
                shared = {key: data[key] for key in ("ruleset", "on") if key in data}
                for place, case in enumerate(data["cases"][::9]):
                    base = data["bases"].get(case.get("over"), {})
                    base = {group: facts for group, facts in base.items() if group in case["subject"]}
                    short = {**shared, "bases": {case["over"]: base} if "over" in case else {}, "cases": [case]}
                    yield _json(short if place % 3 else {**shared, **case_to_data(read_cases(_json(short))[0])})
        yield _json({"id": "x", "ruleset": "setting", "on": "2026-11-23", "subject": {}, "switch_on": []})

    def takes(text: bytes) -> bool:
        nonlocal taken
        try:
            cases = read_cases(text)
        except InputError as error:
            if len(str(error).splitlines()) != len(error.faults):
                raise Fault("an error that is not a line for each fault") from None
            return False
        for case in cases[:3]:
            if case.ruleset.name not in RULESETS:
                raise Fault(f"a rule set that nobody has: {case.ruleset.name}")
            taken += 1
            if taken % DECIDED == 0:
                faults(case)
            written = {"ruleset": case.ruleset.name, "on": case.on.isoformat(), **case_to_data(case)}
            (again,) = read_cases(json.dumps(written, default=float))
            if (again.subject, again.outcome, again.truths) != (case.subject, case.outcome, case.truths):
                raise Fault("written and read again, the case is another")
        return True

    return Edge(seeds, takes, json.loads, _json)


def names_edge() -> Edge:
    """The table of names: what a medicine is called, one name a line."""
    from kaprules.errors import InputError
    from kaprules.facts.medicines import Medicine, Medicines
    from kaprules.facts.model import Recorded
    from kaprules.ingredients import INGREDIENTS, resolve
    from kaprules.possible import ABSENT_BIT, Options

    on = date(2026, 11, 23)
    readings = {"opioid": Medicines.takes_opioid, "benzodiazepine": Medicines.takes_benzodiazepine}
    known = {word for each in INGREDIENTS for name in each.identifiers for word in _words(name)}
    classes = {
        name: {one.value for one in each.classes}
        for each in INGREDIENTS
        for name in map(str.casefold, each.identifiers)
    }
    of = {each.name: {word for name in each.identifiers for word in _words(name)} for each in INGREDIENTS}

    def seeds() -> Iterator[bytes]:
        for place, each in enumerate(INGREDIENTS):
            yield from (name.encode() for name in each.identifiers[:2])
            other = INGREDIENTS[place - 7].name
            yield from (f"{each.name} {form}".encode() for form in STRENGTHS[place % 3 :: 3])
            yield f"{each.name} / {other} 5-325 MG".encode()
        yield from (text.encode() for text in ("not taking tramadol", "allergic to codeine", "ketamine-like", "a herb"))

    def takes(text: bytes) -> bool:
        name = text.decode(errors="replace")
        found = resolve(name)
        if found is not None and not _words(name) & of[found.name]:
            raise Fault(f"{name!r} stands for {found.name} without a word of its names")
        if (resolve(f"  {name.upper().lower()} ") is None) is (found is not None) and name.isascii():
            raise Fault(f"{name!r} depends on blanks around it")
        try:
            medicines = Medicines(listed=Recorded((Medicine(substance=name),), on=on))  # dated, so complete
        except InputError:
            return False
        words = _words(name)
        named = {one for word in words for one in classes.get(word, ())} if words & known else readings.keys()
        for one in named & readings.keys():
            possible = readings[one].possible(medicines, on)
            if isinstance(possible, Options) and possible.bits == ABSENT_BIT:
                said = f"names a {one}" if words & known else "is in no table"
                raise Fault(f"{name!r} {said}, and is said to be no {one}")
        return found is not None

    return Edge(seeds, takes, _pieces, _joined)


STRENGTHS: Final = (
    *("5 MG Oral Tablet", "10 MG/ML Injectable Solution", "0.5 MG [Brand]", "hydrochloride", "tab PO", "ER 20 mg"),
    *("{7 (10 MG Oral Tablet)} Pack", "and paracetamol", "(withdrawn)"),
)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.casefold()))


def _pieces(text: bytes) -> list[str]:
    """Return a text as its words and the signs between them."""
    return re.findall(r"\w+|\W", text.decode())


def _joined(pieces: Any) -> bytes:
    """Return a text of its pieces."""
    return "".join(str(each) for each in pieces).encode(errors="surrogatepass")


def on_edge() -> Edge:
    """The option ``--on``: a day or a moment, which is then decided at."""
    import click

    from kaprules.cli.options import on_option
    from kaprules.decision import decide
    from kaprules.facts import Practice, Session
    from kaprules.rulesets import DISCHARGE, SETTING

    @click.command()
    @on_option
    def command(on: date) -> None:
        """Take the option alone."""

    kind = command.params[0].type

    def seeds() -> Iterator[bytes]:
        for day in ("2026-11-23", "0001-01-01", "9999-12-31", "2024-02-29", "2026-02-29", "2026-W48-1", "2026-327"):
            yield day.encode()
            for clock in ("T09:00", "T02:30:00", "T24:00", "T23:59:59.9999999", "T0900"):
                for zone in ("Z", "+01:00", "-12:00", "+14:00", "[Europe/Vienna]", "+01:00[Europe/Vienna]", "[", "[]"):
                    yield f"{day}{clock}{zone}".encode()

    def takes(text: bytes) -> bool:
        written = text.decode(errors="replace")
        try:
            on = kind.convert(written, None, None)
        except click.UsageError as error:
            if not str(error.format_message()):
                raise Fault("an error that says nothing") from None
            return False
        digits = re.match(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:(T[0-9]{2}:[0-9]{2})(:[0-9]{2})?)?(?![0-9:])", written)
        if digits is None or not on.isoformat().startswith("".join(part or "" for part in digits.groups())):
            raise Fault(f"{written!r} is taken as {on.isoformat()}, which is not what stands there")
        if isinstance(on, datetime):
            if on.utcoffset() is None:
                return True  # refused by the command, which asks for a zone
            decide(DISCHARGE, Session(), on=on)
        else:
            decide(SETTING, Practice(), on=on)
        if kind.convert(on.isoformat(), None, None) != on:
            raise Fault(f"{written!r} is taken as {on.isoformat()}, which is taken as something else")
        return True

    return Edge(seeds, takes, _pieces, _joined)


def server_edge() -> Edge:
    """What is sent to the page's server: every answer is whole, none is a fault of the server's own."""
    from kaprules.clientfile import read_subject
    from kaprules.facts import Practice
    from kaprules.intake.local_server import Handler, Server
    from kaprules.intake.session import InterviewSession, as_file
    from kaprules.rulesets import SETTING

    begun = InterviewSession(SETTING, date(2026, 11, 23), Practice())
    server = Server(begun, lambda session: None)
    server.server_close()
    server.key, server.port = "key", 80
    server.shutdown = lambda: None  # type: ignore[method-assign] # nothing serves, so nothing is to be ended
    forms: tuple[dict[str, str], ...] = (
        {"do": "answer", "asked": "0", "value": "none"},
        {"do": "answer", "asked": "1", "value": "yes", "on": "2026-11-23", "by": "client"},
        {"do": "not_known", "asked": "0"},
        {"do": "declined", "asked": "2"},
        {"do": "back", "asked": "1"},
        {"do": "stop"},
        {"do": "go_on"},
        {"do": "close"},
        {"do": "add", "asked": "0"},
    )
    headers = {"Host": "127.0.0.1:80", "Content-Type": "application/x-www-form-urlencoded"}

    def seeds() -> Iterator[bytes]:
        for path in ("/key/", "/key/decision.html", "/key/client.json", "/", "/key", "*"):
            for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
                yield _request({"line": f"{method} {path} HTTP/1.1", "headers": headers, "form": {}})
        for form in forms:
            for more in ({}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://elsewhere"}):
                yield _request({"line": "POST /key/ HTTP/1.1", "headers": headers | more, "form": form})

    def takes(text: bytes) -> bool:
        sent = _Sent(text)
        handler: Any = Handler
        handler(sent, ("127.0.0.1", 1), server)
        answer = sent.answer.getvalue()
        if server.closed or len(server.session.asked) > 4:
            server.session, server.closed, server.records = begun, False, []
        subject = server.session.subject
        if read_subject(type(subject), as_file(subject)) != subject:
            raise Fault("what was answered is no client file")
        if not answer:
            return False
        head, found, body = answer.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.[01] ([0-9]{3}) ", head)
        if status is None:
            return False  # of a request in the oldest form, which has no status
        length = re.search(rb"(?i)\r\ncontent-length: ([0-9]+)", head)
        if status[1] in (b"500", b"502", b"503"):
            raise Fault(f"the server fails: {head[:60]!r}")
        if not found or (length is not None and int(length[1]) != len(body) and not text.startswith(b"HEAD")):
            raise Fault("an answer that is not whole")
        return status[1] in (b"200", b"303", b"422")

    return Edge(seeds, takes, _asked, _request)


class _Sent:
    """A connection on which everything was sent at once, and that keeps what is answered."""

    def __init__(self, text: bytes) -> None:
        self.text, self.answer = text, io.BytesIO()

    def makefile(self, *_: object) -> io.BytesIO:
        """Return what was sent."""
        return io.BytesIO(self.text)

    def sendall(self, data: bytes) -> None:
        """Keep a part of the answer."""
        self.answer.write(data)

    def settimeout(self, *_: object) -> None:
        """Nothing is waited for."""

    setsockopt = shutdown = settimeout


def _request(tree: Any) -> bytes:
    """Return a request as it is sent; its length is that of its form unless it says otherwise."""
    from urllib.parse import urlencode

    form = urlencode({str(key): str(value) for key, value in tree["form"].items()}).encode()
    lines = [str(tree["line"]), *(f"{key}: {value}" for key, value in tree["headers"].items())]
    if form and "Content-Length" not in tree["headers"]:
        lines.append(f"Content-Length: {len(form)}")
    return "\r\n".join(lines).encode(errors="surrogatepass") + b"\r\n\r\n" + form


def _asked(text: bytes) -> Any:
    """Return a request as a tree: its first line, its headers and its form."""
    from urllib.parse import parse_qsl

    head, _, form = text.decode().partition("\r\n\r\n")
    line, *lines = head.split("\r\n")
    headers = dict(each.partition(": ")[::2] for each in lines)
    headers.pop("Content-Length", None)
    return {"line": line, "headers": headers, "form": dict(parse_qsl(form, keep_blank_values=True))}


EDGES: Final[dict[str, Callable[[], Edge]]] = {
    "client": lambda: subject_edge("Client"),
    "session": lambda: subject_edge("Session"),
    "practice": lambda: subject_edge("Practice"),
    "policy": policy_edge,
    "case": case_edge,
    "decision": decision_edge,
    "names": names_edge,
    "on": on_edge,
    "server": server_edge,
}
"""The edges by name: files of each kind, names of medicines, the option ``--on``, requests to the page's server."""


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=float).encode(errors="surrogatepass")


def _toml(data: Any) -> bytes:
    lines = [f"{_key(key)} = {_toml_value(value)}" for key, value in data.items() if not _is_tables(value)]
    for name, entries in data.items():
        if _is_tables(entries):
            for entry in entries:
                lines.append(f"[[{_key(name)}]]")
                lines += [f"{_key(key)} = {_toml_value(value)}" for key, value in entry.items()]
    return "\n".join(lines).encode(errors="surrogatepass")


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else json.dumps(key)


def _toml_value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_toml_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    return json.dumps(value)
