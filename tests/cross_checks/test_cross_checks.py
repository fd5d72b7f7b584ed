"""The cross-checks themselves, lightly: what is installed here agrees, and what is wrong is noticed."""

from __future__ import annotations

import json
import random
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from cross_checks import agree, corpus, cql, dmn, edges, fuzz, sql, suites, table
from cross_checks.book import Book, Both, Either, concluded, expected
from cross_checks.edges import EDGES, Fault
from cross_checks.kleene import Tally, Unmapped, days_between, truths
from cross_checks.page import write_section
from cross_checks.subjects import generated
from kaprules import SCREENING, InputError, Truth
from kaprules.clientfile import read_when
from kaprules.decision import Decision, decide
from kaprules.engine import bits, checker
from kaprules.facts import Practice
from kaprules.facts.premises import Premises
from kaprules.ingredients import resolve
from kaprules.possible import ABSENT_BIT, Options
from kaprules.rulesets import RULESETS
from kaprules.testing.cases import case_to_data, read_cases

UNKNOWN, FALSE, TRUE = Truth.UNKNOWN, Truth.FALSE, Truth.TRUE


@pytest.mark.parametrize("engine", agree.ENGINES)
def test_an_engine_agrees(engine: str) -> None:
    """Every concept, rule and outcome, by one small rule set; the engine has a process of its own."""
    if not agree.installed(engine):
        pytest.skip(f"{agree.ENGINES[engine]} is not installed here")
    (result,) = agree.agree([engine], ["dosing_day"], 8)
    assert isinstance(result, agree.Result)
    assert (result.subjects, result.disagreements, result.first) == (8, 0, "")
    assert result.compared > 8 * len(RULESETS["dosing_day"].rules)


def test_a_rule_compiled_wrongly_is_noticed() -> None:
    """Each question made one that never holds, or one that always does, changes a conclusion."""
    book = Book(RULESETS["setting"])
    subjects = list(generated(book.ruleset, 60))
    rows = [book.row(subject) for subject in subjects]
    meant = [expected(book.ruleset, subject) for subject in subjects]
    assert [concluded(book, holds) for holds in sql.answers(book, rows)] == meant
    unnoticed = []
    for name, tree in book.questions.items():
        found = []
        for wrong in (Either(()), Both(())):
            book.questions[name] = wrong
            found.append([concluded(book, holds) for holds in sql.answers(book, rows)])
        book.questions[name] = tree
        if found == [meant, meant]:
            unnoticed.append(name)
    assert unnoticed == []


def test_an_engine_that_dies_is_a_disagreement() -> None:
    """A process that ends with an error counts against its engine, with the error."""
    (result,) = agree.agree(["sql"], ["no such rule set"], 1)
    assert isinstance(result, agree.Result)
    assert result.disagreements == 1
    assert "KeyError" in result.first


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ("null and false", FALSE),
        ("null or false", UNKNOWN),
        ("not (null or true)", FALSE),
        ("null implies true", TRUE),
        ("true xor null", UNKNOWN),
        ("null = null", UNKNOWN),
        ("true = false", FALSE),
        ("null >= 3", UNKNOWN),
        ("3 < 3.5", TRUE),
        ("3 != 3.0", FALSE),
        ("1'm' <= 99'cm'", FALSE),
        ("5 between 5 and null", UNKNOWN),
        ("5 between 6 and null", FALSE),
        ("IsNull(null)", TRUE),
        ("IsNull(7)", FALSE),
        ("DateTime(2020) before DateTime(2020, 6, 1)", UNKNOWN),
        ("DateTime(2020, 5) before DateTime(2020, 6, 1)", TRUE),
        ("DateTime(2020, 6, 1) same month as DateTime(2020)", UNKNOWN),
        ("DateTime(2020, 6, 1) same year as DateTime(2020)", TRUE),
        ("DateTime(2020, 6, 1) same day or after DateTime(2020, 6, 2)", FALSE),
        ("DateTime(2020, 6) after day of DateTime(2020, 5, 31)", TRUE),
        ("DateTime(2020, 6) != DateTime(2020, 6, 30)", UNKNOWN),
        ("@2020-06-01T10:00:00+02:00 same hour as @2020-06-01T08:30:00Z", TRUE),
        ("@2020-06-01 before @2020-06-01T08:30:00Z", UNKNOWN),
        ("@2020-06-01T08:30:00.001Z after @2020-06-01T08:30:00.000Z", TRUE),
        ("days between DateTime(2020, 1, 1) and DateTime(2020, 2) > 30", TRUE),
        ("days between DateTime(2020, 1, 1) and DateTime(2020, 2) > 31", UNKNOWN),
        ("days between DateTime(2020, 1, 1) and DateTime(2020, 2) >= 61", FALSE),
    ],
)
def test_an_expression_has_its_truth(expression: str, truth: Truth) -> None:
    """By every engine that is here."""
    assert set(truths(expression).values()) == {truth}


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("'a' < 'b'", "text"),
        ("{1} = {1}", "lists"),
        ("1 ~ 1", "equivalence"),
        ("IsTrue(null)", "known"),
        ("months between DateTime(2020) and DateTime(2021) > 5", "calendar"),
        ("@T10:00 < @T11:00", "time of day"),
        ("DateTime(2020) same day as DateTime(2020)", "both dates"),
        ("DateTime(2020, 6, 1, 8) before @2020-06-01T08:30:00Z", "hour"),
        ("1 + 1 = 2", "computed"),
    ],
)
def test_what_has_no_counterpart_says_why(expression: str, reason: str) -> None:
    """With the reason, and is never counted as passed."""
    tally = Tally("one")
    tally.check("case", TRUE, lambda: truths(expression))
    assert (tally.mapped, tally.passed) == (0, 0)
    assert [reason in why for why in tally.unmapped] == [True]


def test_the_days_between_dates() -> None:
    """An incomplete date leaves a span."""
    assert days_between("days between DateTime(2020, 1, 1) and DateTime(2020, 2)")[:2] == (31, 59)
    with pytest.raises(Unmapped):
        days_between("days between DateTime(2020) and DateTime(2020, 2)")


CQL = """<tests xmlns="http://hl7.org/fhirpath/tests"><group name="And">
<test name="one"><expression>null and true</expression><output>null</output></test>
<test name="two"><expression>null and false</expression><output>true</output></test>
<test name="three"><expression>'a' = 'a'</expression><output>true</output></test>
<test name="four"><expression invalid="true">true and</expression></test>
<test name="five"><expression>days between DateTime(2020, 1, 1) and DateTime(2020, 2)</expression>
<output>Interval[ 31, 59 ]</output></test></group></tests>"""
DMN = """<definitions><decision name="d"><literalExpression>
<text>A and B</text></literalExpression></decision></definitions>"""
DMN_TESTS = """<testCases xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><testCase id="1">
<inputNode name="A"><value xsi:nil="true"/></inputNode><inputNode name="B"><value>false</value></inputNode>
<resultNode name="d"><expected><value>false</value></expected></resultNode></testCase></testCases>"""


def test_a_suite_is_read_from_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What maps is run, what is wrong fails, and where there is no suite it is said."""
    (tmp_path / "CqlLogicalOperatorsTest.xml").write_text(CQL)
    tally = cql.check(tmp_path)
    assert tally is not None
    assert (tally.mapped, tally.passed, len(tally.failed), sum(tally.unmapped.values())) == (3, 2, 1, 2)
    page = tmp_path / "page.md"
    assert suites.main("cql", tmp_path, page) == 1
    assert "3 map" in page.read_text() and "two: expected" in page.read_text()
    folder = tmp_path / "kit" / "0106-feel-ternary-logic"
    folder.mkdir(parents=True)
    assert suites.main("dmn", folder, None) == 0
    assert "skipped" in capsys.readouterr().out
    (folder / "0106.dmn").write_text(DMN)
    (folder / "0106-test-01.xml").write_text(DMN_TESTS)
    kit = dmn.check(tmp_path / "kit")
    assert kit is not None
    assert (kit.mapped, kit.passed) == (1, 1)


def scrambled(data: bytes, most: int) -> bytes:
    """Return the bytes with a few of them changed: the fuzzer's own part, where atheris is not."""
    chance = random.Random(data)
    changed = bytearray(data or b"{}")
    for _ in range(3):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[:most])


@pytest.mark.parametrize("name", fuzz.SHARES)
def test_an_edge_takes_or_refuses(name: str) -> None:
    """Some hundred mutated files raise nothing but InputError; some are taken, some are not."""
    edge = EDGES[name]()
    seeds = [seed for seed in dict.fromkeys(edge.seeds()) if len(seed) <= fuzz.LONGEST[name]][::7]
    assert sum(map(edge.takes, seeds)) > len(seeds) / 5
    mutate = fuzz.mutator(edge, seeds, scrambled)
    chance = random.Random(0)
    files = [mutate(chance.choice(seeds), fuzz.LONGEST[name], number) for number in range(300)]
    assert 0 < sum(map(edge.takes, files)) < len(files)


@pytest.mark.parametrize("name", fuzz.SHARES)
def test_what_the_fuzzer_found_is_read_again(name: str) -> None:
    """The files that are kept of each edge are taken or refused, as they were."""
    edge, files = EDGES[name](), corpus.kept(name)
    assert files
    assert fuzz.mutator(edge, [*edge.seeds(), *files], scrambled)(files[0], fuzz.LONGEST[name], 1) is not None
    assert all(edge.takes(text) in (True, False) for text in files)


def test_the_fewest_files_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that reaches no line of its own is not; each that is kept is there byte by byte."""
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    files = [b"diazepam", b"Diazepam", b"\xff\x00", b"lorazepam"]
    reached = corpus.keep("names", files)
    found = corpus.kept("names")
    assert set(found) < set(files) and b"\xff\x00" in found
    edge = EDGES["names"]()
    assert len(set().union(*(corpus.lines_reached(edge, text) for text in found))) == reached


def test_parts_of_a_run_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part goes on where the last one stopped; a fault that ended one stays told, and so does what was reached."""
    asked: list[list[str]] = []

    def part(command: list[str], *, stdout: IO[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        stdout.write("#1 cov: 7 ft: 9\n" if len(asked) == 1 else "#1 cov: 5\nERROR: libFuzzer: out-of-memory\n")
        before = fuzz.State.of(tmp_path, "on")
        before._replace(executions=before.executions + 400, taken=before.taken + 3).keep(tmp_path, "on")
        return subprocess.CompletedProcess(command, len(asked) - 1)

    monkeypatch.setattr(subprocess, "run", part)
    runs = [next(fuzz.fuzz(1000, tmp_path, ["on"], minutes=2)) for _ in range(2)]
    assert runs[0] == fuzz.State(400, 3, 0.0, 7, "")
    assert runs[1] == fuzz.State(800, 6, 0.0, 7, "out-of-memory")
    assert [command[-3] for command in asked] == ["1000", "600"]
    assert "| the option `--on` | 800 | 6 | 7 |" in fuzz.report({"on": runs[1]}, "3.1")


def test_the_branches_of_a_whole_package_guide() -> None:
    """A package that is named stands for its modules, and a name that begins alike is another's."""
    assert fuzz.is_guiding("clientfile.reading") and fuzz.is_guiding("record")
    assert not fuzz.is_guiding("records") and not fuzz.is_guiding("pages.report")


def test_a_looser_decision_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """If reading a record did not replay it, the fuzzer would find out."""
    edge = EDGES["decision"]()
    record = next(seed for seed in edge.seeds() if b'"outcome":"EXCLUDED"' in seed)
    altered = record.replace(b'"outcome":"EXCLUDED"', b'"outcome":"CAUTION"')
    assert edge.takes(record)
    assert not edge.takes(altered)
    genuine = Decision.from_json

    def believing(text: str, *, ruleset: object = SCREENING) -> Decision:
        try:
            return genuine(text, ruleset=ruleset)
        except InputError:
            return genuine(record.decode(), ruleset=ruleset)

    monkeypatch.setattr(Decision, "from_json", believing)
    with pytest.raises(Fault, match="its facts mean"):
        edge.takes(altered)


SEEDED: dict[str, tuple[str, str, Any, str]] = {
    "what has expired is believed": (
        "client", "facts.model.validity.Validity.covers", lambda *_: True, "the raw file means"),
    "what is dated to come is believed": (
        "client", "facts.model.declaration.Group.could_not_be", lambda *_: False, "the raw file means"),
    "of several reports the last is all": (
        "session", "facts.model.declaration.Fact._merged", lambda _, each: each[-1].possible, "the raw file means"),
    "one written again is another": (
        "practice", "clientfile.subject_to_json", lambda _: "{}", "the subject is another"),
    "a limit is moved beyond its bounds": ("policy", "limit.Limit.allows", lambda *_: True, "beyond its bounds"),
    "a case loses what it expects": (
        "case", "testing.cases.case_to_data", lambda case: case_to_data(case) | {"truths": {}}, "the case is another"),
    "whatever is not known is taken for harmless": (
        "names", "facts.medicines.ingredients_of", lambda _: (resolve("paracetamol"),), "is said to be no"),
    "a time is taken for a later one": (
        "on", "clientfile.read_when", lambda *given: read_when(*given) + timedelta(days=1), "not what stands there"),
    "a page has another length than it says": ("server", "intake.local_server.len", lambda _: 7, "not whole"),
}  # fmt: skip
"""A fault of each edge: where it is seeded, by what, and what is said of it."""


@pytest.mark.parametrize("fault", SEEDED)
def test_what_an_edge_is_for_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some thousand files at most, and the fault is found; before it was seeded, none of them was one."""
    name, where, wrong, told = SEEDED[fault]
    monkeypatch.setattr(edges, "DECIDED", 1)
    edge = EDGES[name]()
    seeds = list(dict.fromkeys(edge.seeds()))
    mutate, chance = fuzz.mutator(edge, seeds, scrambled), random.Random(0)
    files = [*seeds[::3], *(mutate(chance.choice(seeds), fuzz.LONGEST[name], number) for number in range(3000))]
    monkeypatch.setattr(f"kaprules.{where}", wrong, raising=False)
    found = EDGES[name]()
    taken = 0

    def notice() -> None:
        nonlocal taken
        for taken, text in enumerate(files):  # noqa: B007 # which file it was is asked below
            found.takes(text)

    with pytest.raises(Fault, match=told):
        notice()
    monkeypatch.undo()
    assert edge.takes(files[taken]) in (True, False)


def test_masks_that_mean_something_else_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the checker blind too, what the bit masks conclude is still held against the interpreter."""
    monkeypatch.setattr(edges, "DECIDED", 1)
    edge, file = EDGES["practice"](), b'{"team":{"prescriber":"none"}}'
    assert edge.takes(file)
    genuine = bits.evaluate

    def wrong(*asked: Any) -> Any:
        found = genuine(*asked)
        return found._replace(rules=tuple(Truth.FALSE if each is Truth.TRUE else each for each in found.rules))

    monkeypatch.setattr(bits, "evaluate", wrong)
    monkeypatch.setattr(checker, "faults", lambda *_: ())
    with pytest.raises(Fault, match="but the rules mean"):
        edge.takes(file)


def test_what_settles_a_rule_the_other_way_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a plan that nobody recorded taken for none, recording that there is one would make TRUE FALSE."""
    monkeypatch.setattr(edges, "DECIDED", 1)
    edge, file = EDGES["practice"](), b'{"premises":{"emergency_plan":true}}'
    assert edge.takes(file)
    plan = Premises.emergency_plan
    unasked = list(Premises.__unasked__)
    unasked[plan.slot : plan.slot + plan.size] = plan.flat(Options(ABSENT_BIT))
    monkeypatch.setattr(Premises, "__unasked__", tuple(unasked))
    with pytest.raises(Fault, match=r"was TRUE without premises\.emergency_plan, and is FALSE"):
        edge.takes(file)


def test_sections_of_a_page_leave_the_others_alone(tmp_path: Path) -> None:
    """A section is replaced where it stands."""
    page = tmp_path / "page.md"
    write_section(page, "fuzz", "one")
    write_section(page, "other", "two")
    write_section(page, "fuzz", "three")
    text = page.read_text()
    assert "one" not in text.split("<!-- fuzz -->")[1]
    assert text.index("three") < text.index("two")
    assert text.startswith("# Assurance")


def test_the_page_shows_what_engines_answer() -> None:
    """Of each engine that is here, asked again."""
    page = table.PAGE.read_text()
    for engine in table.ENGINES:
        assert f"### {engine.title}" in page
        if table.installed(engine):
            row = next(line for line in page.splitlines() if line.startswith(f"| {engine.title} |"))
            answers = [table.ask(engine, facts) for _, facts in table.GIVEN]
            assert row.endswith(f"| {' | '.join(answers)} |")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"bases": {"b": {"terms": 120}}}, "base terms is 120: expected an object with facts"),
        ({"possible": {"terms.product": {"one_of": [], "absent": {}}}}, "possible terms.product.absent {}"),
    ],
)
def test_a_case_file_that_the_fuzzer_made_is_refused(change: dict[str, object], error: str) -> None:
    """A group of a base that is no object, and a reason that is no text, were errors of Python."""
    case = {"id": "x", "over": "b", "subject": {"terms": {"product": "esketamine"}}, "outcome": "INCOMPLETE"}
    shared = {"ruleset": "setting", "on": "2026-11-23", "bases": {"b": {}}}
    possible = {name: each for name, each in change.items() if name == "possible"}
    bases = {name: each for name, each in change.items() if name == "bases"}
    with pytest.raises(InputError, match=re.escape(error)):
        read_cases(json.dumps(shared | bases | {"cases": [case | possible]}))


@pytest.mark.parametrize("zone", [None, "Europe/Vienna"])
def test_a_record_without_one_of_its_parts_is_refused_or_the_same(zone: str | None) -> None:
    """Beside each other part that is altered: a difference from UTC without the zone was an error of Python."""
    decision = decide(RULESETS["setting"], Practice(), on=date(2026, 11, 23), zone=zone)
    data = json.loads(decision.to_json())
    for gone in data:
        kept = {name: part for name, part in data.items() if name != gone}
        for altered in ("on", "zone", "offset"):
            for value in ("+02:00", "2026", "", 7, None, [], {}):
                try:
                    again = Decision.from_json(json.dumps(kept | {altered: value}), ruleset=decision.ruleset)
                except InputError as error:
                    assert len(str(error).splitlines()) == len(error.faults)  # noqa: PT017 # most are refused
                else:
                    assert (again.outcome, again.truths) == (decision.outcome, decision.truths)
    without = {name: part for name, part in data.items() if name != "zone"} | {"offset": "+02:00"}
    with pytest.raises(InputError, match=r"does not follow from its facts: it was altered"):
        Decision.from_json(json.dumps(without), ruleset=decision.ruleset)
