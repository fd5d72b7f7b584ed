"""The command line: what it prints where, and with which exit status it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kaprules.decision
from kaprules import Client
from kaprules.cli import BAD_INPUT, REFUSED, main
from kaprules.cli.decisions import MUCH
from kaprules.clientfile import MAX_BYTES
from kaprules.decision import Decision, EngineDisagreement, decide, screen
from kaprules.engine.conclusions import EngineFailure
from kaprules.ruleset import RuleSet
from kaprules.rulesets import SCREENING
from kaprules.wording.catalogue import overview, rule_page

CONSENT = "readiness.consent.refused"
REFUSES = '{"id": "refuses", "readiness": {"informed_consent": "refused"}}'
UNKNOWN = '{"id": "unknown"}'
DAY = ("--on", "2026-11-23")
COURSE = Path(__file__).parents[2] / "examples" / "course"
TOO_LARGE = "the text has more than 1,000,000 bytes: expected one client; give several as JSON Lines, one a line"


def run(*arguments: str | Path, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


def kaprules_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kaprules", *arguments], capture_output=True, check=False, timeout=60, **options
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write clients into, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(name: str, text: str | bytes) -> str:
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def decisions(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# screen ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
class TestScreen:
    """``kaprules screen`` decides on every client that it can read."""

    def test_text(self) -> None:
        """Each client has a heading and the decision in words."""
        result = run("screen", written("a.json", REFUSES), *DAY)
        assert (result.exit_code, result.stderr) == (0, "")
        words = screen(Client(), on=date(2026, 11, 23)).explain()
        assert result.stdout.startswith("a.json, refuses\n---------------\nExcluded: ")
        assert "\nEXCLUDED on 2026-11-23: " in result.stdout
        assert run("screen", written("b.json", "{}"), *DAY).stdout == f"b.json\n------\n{words}\n\n"

    def test_json(self) -> None:
        """With --format json each line says where the client stands and holds the decision, ready to be read again."""
        files = written("a.json", REFUSES), written("b.jsonl", f"{UNKNOWN}\n\n{REFUSES}\n")
        result = run("screen", *files, *DAY, "--format", "json")
        assert (result.exit_code, result.stderr) == (0, "b.jsonl:3: warning: the id 'refuses' is also that of a.json\n")
        lines = decisions(result)
        assert [line.get("id_also_at") for line in lines] == [None, None, "a.json"]
        assert [(line["file"], line["position"], line["id"]) for line in lines] == [
            ("a.json", 1, "refuses"),
            ("b.jsonl", 1, "unknown"),
            ("b.jsonl", 3, "refuses"),
        ]
        found = Decision.from_json(json.dumps(lines[0]["decision"]))
        assert found.findings[0].rule == CONSENT
        assert found == Decision.from_json(json.dumps(lines[2]["decision"]))

    @pytest.mark.parametrize(
        ("language", "lines"),
        [
            (
                "en",
                [
                    "client-01     NO_EXCLUSION_FOUND  nothing on record speaks against it",
                    "client-03     CAUTION             mean systolic pressure 145 mmHg (limit: above 140)",
                    "client-04     EXCLUDED            aneurysm",
                    "client-05     EXCLUDED            mean systolic pressure 166 mmHg (limit: at least 160), mean "
                    "diastolic pressure 102 mmHg (limit: at least 100); 4 more",
                    "client-07     INCOMPLETE          still needed: hyperthyroidism; treatment of hyperthyroidism; "
                    "control of hyperthyroidism; TSH; lower reference limit of the TSH; 2 more",
                    "client-08     INCOMPLETE          still needed: MI (known only in part)",
                ],
            ),
            (
                "es",
                [
                    "client-01     SIN EXCLUSIÓN ENCONTRADA  nada de lo registrado habla en contra",
                    "client-03     PRECAUCIÓN                presión sistólica media 145 mmHg (límite: más de 140)",
                    "client-04     EXCLUSIÓN                 aneurisma",
                    "client-05     EXCLUSIÓN                 presión sistólica media 166 mmHg (límite: al menos 160), "
                    "presión diastólica media 102 mmHg (límite: al menos 100); 4 más",
                    "client-07     INCOMPLETA                hace falta: hipertiroidismo; tratamiento del "
                    "hipertiroidismo; control del hipertiroidismo; TSH; 3 más",
                    "client-08     INCOMPLETA                hace falta: infarto de miocardio (conocido solo en parte)",
                ],
            ),
        ],
    )
    def test_table(self, language: str, lines: list[str]) -> None:
        """With --format table each client has one line: id, outcome and why, in the reader's language."""
        files = [file for line in lines for file in CLIENTS.glob(f"{line[7:9]}-*.json")]
        result = run("screen", *files, *DAY, "--format", "table", "--language", language)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.splitlines() == lines

    def test_table_without_what_to_show(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without an id the place stands for it; where nothing is left to ask, what has to be assessed is shown."""
        files = written("a.json", "{}"), written("b.jsonl", f"{REFUSES}\n[]\n{{}}")
        result = run("screen", *files, *DAY, "--format", "table")
        assert result.exit_code == BAD_INPUT
        assert [line[:26] for line in result.stdout.splitlines()] == [
            "a.json        INCOMPLETE  ",
            "refuses       EXCLUDED    ",
            "b.jsonl:3     INCOMPLETE  ",
        ]
        monkeypatch.setattr("kaprules.wording.summary.missing", lambda evaluation: ())
        assert run("screen", "a.json", *DAY, "--format", "table").stdout.startswith(
            "a.json        INCOMPLETE          indication: not asked; "
        )

    def test_on_today(self) -> None:
        """Without --on the day of the decision is today."""
        before = date.today()
        line = decisions(run("screen", written("a.json", UNKNOWN), "--format", "json"))[0]
        assert before.isoformat() <= line["decision"]["on"] <= date.today().isoformat()

    @pytest.mark.parametrize("engine", ["durable", "bits", "interpreter"])
    def test_engine(self, engine: str) -> None:
        """The engine can be chosen, and the decision says which one made it."""
        if engine == "durable":
            pytest.importorskip("durable_rules_engine")
        result = run("screen", written("a.json", UNKNOWN), *DAY, "--format", "json", "--engine", engine)
        assert [line["decision"]["engine"] for line in decisions(result)] == [engine]

    def test_bad_client_does_not_stop_the_others(self) -> None:
        """What cannot be read is named with file, line and field; all others are decided, and the status is 2."""
        many = written("many.jsonl", f'{UNKNOWN}\n{{"vitals": {{"heart_rate": 68}}}}\n{{\n{REFUSES}')
        result = run("screen", "none.json", many, written("one.json", "[]"), *DAY, "--format", "json")
        assert result.exit_code == BAD_INPUT
        assert [line["position"] for line in decisions(result)] == [1, 4]
        assert result.stderr.splitlines() == [
            "none.json: cannot be read: No such file or directory; check the name and the permissions",
            "many.jsonl:2: vitals.heart_rate is 68 without its unit: a number without its unit is not a fact; "
            'write {"value": ..., "unit": "/min"}',
            "many.jsonl:3: invalid JSON at line 1, column 2: expected one JSON object; "
            "check the quotes, commas and brackets there",
            'one.json: the client is a list: expected an object with groups of facts; write {"person": {...}}',
        ]

    def test_folder_is_no_file(self, folder: Path) -> None:
        """A folder in place of a file is named as an error."""
        (folder / "clients").mkdir()
        result = run("screen", "clients", *DAY)
        assert result.exit_code == BAD_INPUT
        assert result.stderr == "clients: cannot be read: Is a directory; check the name and the permissions\n"

    def test_empty_files(self) -> None:
        """A file without any client is an error, never silence."""
        result = run("screen", written("a.json", ""), written("b.jsonl", "\n\n"), *DAY)
        assert result.exit_code == BAD_INPUT
        assert result.stderr.splitlines() == [
            "a.json: there is no text: expected one JSON object; the file may be empty",
            "b.jsonl: there is no client: expected one JSON object a line; the file may be empty",
        ]

    def test_name_of_a_file_is_shown_safely(self) -> None:
        """A file's name cannot write to the terminal what it likes."""
        result = run("screen", written("a\x1b[2J\n.json", "[]"), *DAY)
        assert result.stderr.startswith('"a\\u001b[2J\\n.json": the client is a list')

    def test_without_files(self) -> None:
        """Without any file there is nothing to do, and that is bad usage."""
        result = run("screen")
        assert result.exit_code == BAD_INPUT
        assert "Missing argument 'FILE...'" in result.stderr

    @pytest.mark.parametrize("option", [("--on", "2026-02-30"), ("--engine", "drools"), ("--format", "xml")])
    def test_bad_options(self, option: tuple[str, str]) -> None:
        """An option with a value that it does not take is bad usage, and nothing is decided."""
        result = run("screen", written("a.json", UNKNOWN), *option)
        assert (result.exit_code, result.stdout) == (BAD_INPUT, "")
        assert option[1] in result.stderr


MEAL = '{"id": "third", "today": {"last_meal": "2026-11-30T05:30+01:00"}}'
EVENING = (
    '{"id": "evening", "reproduction": {"pregnancy_test": '
    '{"value": "positive", "on": "2026-11-24T01:00Z", "by": "laboratory"}}}'
)


@pytest.mark.usefixtures("folder")
class TestPlaces:
    """When and where: in the place that is named, never in that of the machine."""

    @pytest.mark.parametrize("machine", ["UTC", "Europe/Vienna", "America/Los_Angeles"])
    @pytest.mark.parametrize(
        ("on", "outcome"),
        [
            ("2026-11-30T09:00[Europe/Vienna]", "CAUTION"),
            ("2026-11-30T09:00+01:00[Europe/Vienna]", "CAUTION"),
            ("2026-11-30T09:00+01:00", "CAUTION"),
            ("2026-11-30T09:00Z", "INCOMPLETE"),
        ],
    )
    def test_the_place_in_brackets_is_that_of_the_time(self, machine: str, on: str, outcome: str) -> None:
        """Three and a half hours after a meal at half past five, wherever the machine stands; not an hour later."""
        session = json.loads((COURSE / "4-dosing-day.json").read_text())
        session["today"]["last_meal"] = "2026-11-30T05:30+01:00"
        path = written("session.json", json.dumps(session))
        command = ("decide", "dosing_day", str(path), "--on", on, "--format", "json")
        found = kaprules_process(*command, env=os.environ | {"TZ": machine})
        assert json.loads(found.stdout)["decision"]["outcome"] == outcome

    @pytest.mark.parametrize(
        ("on", "says"),
        [
            ("2026-10-25T02:30[Europe/Vienna]", "write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"),
            ("2026-03-29T02:30[Europe/Vienna]", "write 2026-03-29T01:30:00+01:00 or 2026-03-29T03:30:00+02:00"),
            ("2026-11-30T09:00[Europe/Vienna", "a bracket is not closed"),
            ("2026-11-30T09:00[]", "there is no place in the brackets"),
            ("2026-11-30T09:00[Nowhere]", "is no place with a clock that is known here"),
            ("2026-W48-1", "expected a day, or a moment; write 2026-11-23, or 2026-11-23T09:00+01:00 for a moment"),
            ("2026-334", "expected a day, or a moment"),
        ],
    )
    def test_a_time_that_was_not_there_once_is_refused(self, on: str, says: str) -> None:
        """And so is a form of which nobody says what it means."""
        result = run("decide", "dosing_day", written("session.json", MEAL), "--on", on)
        assert (result.exit_code, result.stdout) == (BAD_INPUT, "")
        assert says in " ".join(result.stderr.split())

    def test_a_day_is_decided_in_the_place_that_is_named(self) -> None:
        """By the option, by the policy; by neither it is an error with the remedy."""
        path = written("evening.json", EVENING)
        outcomes = [run("screen", path, *DAY, "--zone", zone, "--format", "table").stdout for zone in ("-08:00", "UTC")]
        assert ["EXCLUDED" in each for each in outcomes] == [True, False]
        refused = run("screen", path, *DAY)
        assert refused.exit_code == BAD_INPUT
        assert refused.stderr.startswith("evening.json: zone is not given: reproduction holds a time with its zone")

    def test_bad_places_are_bad_usage(self) -> None:
        """What is no place, and one that is not the moment's."""
        path = written("session.json", MEAL)
        unknown = run("decide", "dosing_day", path, "--on", "2026-11-30T09:00Z", "--zone", "Nowhere")
        other = run("decide", "dosing_day", path, "--on", "2026-11-30T09:00Z", "--zone", "Europe/Vienna")
        assert (unknown.exit_code, other.exit_code) == (BAD_INPUT, BAD_INPUT)
        assert "zone is 'Nowhere': expected a place such as 'Europe/Vienna'" in " ".join(unknown.stderr.split())
        assert other.stderr.startswith("zone is 'Europe/Vienna': the moment of the decision is in UTC")


@pytest.mark.usefixtures("folder")
class TestRefusedDecisions:
    """A decision that cannot be certified is never printed; the others are."""

    @pytest.fixture(autouse=True)
    def refuse(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the engine go wrong for some clients."""

        def refusing(ruleset: RuleSet, client: Client, **options: Any) -> Decision:
            made = decide(ruleset, client, **options)
            if client.id == "disagrees":
                raise EngineDisagreement(made.evaluation.concluded, made.evaluation.concluded, (CONSENT,))
            if client.id == "fails":
                raise EngineFailure("the engine answered nonsense")
            return made

        monkeypatch.setattr(kaprules.decision, "decide", refusing)

    def test_status(self) -> None:
        """The status is 3, even where another client could not be read."""
        lines = ['{"id": "disagrees"}', UNKNOWN, '{"id": "fails"}', "[]"]
        result = run("screen", written("a.jsonl", "\n".join(lines)), *DAY, "--format", "json")
        assert result.exit_code == REFUSED
        assert [line["id"] for line in decisions(result)] == ["unknown"]
        assert result.stderr.splitlines()[:2] == [
            f"a.jsonl:1: decision refused: the engine's {CONSENT} does not follow from the facts; report this",
            "a.jsonl:3: the engine answered nonsense",
        ]

    def test_why(self) -> None:
        """A refused decision explains nothing."""
        result = run("why", written("a.json", '{"id": "fails"}'), CONSENT, *DAY)
        assert (result.exit_code, result.stdout) == (REFUSED, "")


class TestStandardInput:
    """``-`` is standard input: JSON Lines, or one client over several lines."""

    @pytest.mark.parametrize(
        ("text", "positions"),
        [
            (UNKNOWN, [1]),
            (f"{UNKNOWN}\n{REFUSES}\n", [1, 2]),
            (f"\n{UNKNOWN}\n\n{REFUSES}\n", [2, 4]),
            (json.dumps(json.loads(REFUSES), indent=2), [1]),
            ('{\n"id": "a",\n"vitals": {}\n}', [1]),
        ],
    )
    def test_clients(self, text: str, positions: list[int]) -> None:
        """Each client is found, with the line on which it stands."""
        result = run("screen", "-", *DAY, "--format", "json", text=text)
        assert (result.exit_code, result.stderr) == (0, "")
        assert [(line["file"], line["position"]) for line in decisions(result)] == [("-", each) for each in positions]

    @pytest.mark.parametrize(
        ("text", "position", "place"),
        [(f'{{"id":\n{UNKNOWN}', 2, "-:1"), (f"{UNKNOWN}\nnonsense", 1, "-:2")],
    )
    def test_bad_line(self, text: str, position: int, place: str) -> None:
        """One bad line among the first does not make the others one client."""
        result = run("screen", "-", *DAY, "--format", "json", text=text)
        assert result.exit_code == BAD_INPUT
        assert [line["position"] for line in decisions(result)] == [position]
        assert result.stderr.startswith(f"{place}: invalid JSON at line 1, column ")

    def test_nothing(self) -> None:
        """An empty input is an error."""
        result = run("screen", "-", text="")
        assert result.exit_code == BAD_INPUT
        assert result.stderr == "-: there is no client: expected one JSON object a line; the file may be empty\n"


@pytest.mark.usefixtures("folder")
class TestLargeInput:
    """No input is too large to be refused at once, and JSON Lines of any length pass."""

    def test_large_file(self, folder: Path) -> None:
        """A file of 100 MB is refused without being read."""
        with (folder / "a.json").open("wb") as stream:
            stream.truncate(100_000_000)
        tracemalloc.start()
        try:
            result = run("screen", "a.json", *DAY)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert (result.exit_code, result.stderr) == (BAD_INPUT, f"a.json: {TOO_LARGE}\n")
        assert most < 10 * MAX_BYTES

    @pytest.mark.parametrize("ending", ["\n", "\r\n"])
    def test_long_line(self, ending: str) -> None:
        """A line that is too long is refused alone; one of exactly the greatest length is not."""
        full = '{"id": "full"' + " " * (MAX_BYTES - 14) + "}"
        lines = [UNKNOWN, " " * (3 * MAX_BYTES) + "{}", full, f"{full} ", REFUSES]
        result = run("screen", written("a.jsonl", ending.join(lines)), *DAY, "--format", "json")
        assert result.exit_code == BAD_INPUT
        assert [line["position"] for line in decisions(result)] == [1, 3, 5]
        assert result.stderr.splitlines() == [f"a.jsonl:2: {TOO_LARGE}", f"a.jsonl:4: {TOO_LARGE}"]


EXAMPLES = {
    "01-complete-with-evidence": ("NO_EXCLUSION_FOUND", []),
    "02-complete-with-scalars": ("NO_EXCLUSION_FOUND", []),
    "03-caution": ("CAUTION", []),
    "04-excluded-by-one-finding": ("EXCLUDED", []),
    "05-excluded-by-several-findings": ("EXCLUDED", ["vitals.pressures"]),
    "06-only-a-birth-date": ("INCOMPLETE", None),
    "07-one-fact-missing": ("INCOMPLETE", ["thyroid.hyperthyroidism"]),
    "08-partial-date": ("INCOMPLETE", ["circulation.myocardial_infarction"]),
    "09-pregnancy-test-declined": ("INCOMPLETE", ["reproduction.pregnancy_test"]),
}
"""Each example with its outcome, and with the fact to ask for first (None for many)."""
CLIENTS = Path(__file__).parents[2] / "examples" / "clients"


def test_examples() -> None:
    """Each example client comes to the outcome that its name announces."""
    assert sorted(path.stem for path in CLIENTS.glob("*.json")) == list(EXAMPLES)
    result = run("screen", *sorted(CLIENTS.glob("*.json")), *DAY, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = {Path(line["file"]).stem: line["decision"] for line in decisions(result)}
    for name, (outcome, first) in EXAMPLES.items():
        assert found[name]["outcome"] == outcome, name
        if first is not None:
            assert [asked["fact"] for asked in found[name]["missing"]][:1] == first, name
    assert len(found["06-only-a-birth-date"]["missing"]) > 30
    exclusions = {
        name: [finding["rule"] for finding in decision["findings"] if finding["level"] == "EXCLUSION"]
        for name, decision in found.items()
    }
    assert exclusions["04-excluded-by-one-finding"] == ["vascular.aneurysm"]
    assert len(exclusions["05-excluded-by-several-findings"]) >= 4


# The other commands ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
class TestWhy:
    """``kaprules why`` shows the derivation of one rule for one client."""

    def test_why(self) -> None:
        """The tree is that of the decision."""
        result = run("why", written("a.json", REFUSES), CONSENT, *DAY, "--engine", "interpreter")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith(f"TRUE    rule {CONSENT}\n")

    def test_unknown_rule(self) -> None:
        """A rule that does not exist is an error that names the nearest."""
        result = run("why", written("a.json", REFUSES), "readiness.consent.refusd", *DAY)
        assert (result.exit_code, result.stdout) == (BAD_INPUT, "")
        assert result.stderr == f"a.json: rule 'readiness.consent.refusd' is unknown: did you mean '{CONSENT}'?\n"

    def test_several_clients(self) -> None:
        """With several clients in the file it is not clear which is meant."""
        result = run("why", written("a.jsonl", f"{UNKNOWN}\n{REFUSES}"), CONSENT, *DAY)
        assert (result.exit_code, result.stdout) == (BAD_INPUT, "")
        assert result.stderr == (
            "a.jsonl: there is more than one client: expected one; put the client into a file of its own\n"
        )

    def test_bad_client(self) -> None:
        """A client that cannot be read explains nothing."""
        result = run("why", written("a.json", "[]"), CONSENT, *DAY)
        assert (result.exit_code, result.stdout) == (BAD_INPUT, "")
        assert result.stderr.startswith("a.json: the client is a list")


def test_rules() -> None:
    """``kaprules rules`` lists the rules, or shows one."""
    assert run("rules").stdout == f"{overview(SCREENING)}\n"
    assert run("rules", CONSENT).stdout == f"{rule_page(SCREENING[CONSENT])}\n"


def test_rules_unknown() -> None:
    """A rule that does not exist is an error that names the nearest."""
    result = run("rules", "readiness.consent.refusd")
    assert (result.exit_code, result.stdout) == (BAD_INPUT, "")
    assert result.stderr == f"rule 'readiness.consent.refusd' is unknown: did you mean '{CONSENT}'?\n"


def test_schema() -> None:
    """``kaprules schema`` prints the JSON Schema of a client file, or of a decision."""
    assert json.loads(run("schema").stdout)["title"] == "kaprules client"
    assert json.loads(run("schema", "decision").stdout)["title"] == "kaprules decision record"


# As a process ------------------------------------------------------------------------------------------------


def test_version() -> None:
    """``--version`` says what is installed."""
    found = kaprules_process("--version")
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.startswith(b"kaprules")


def test_a_decision_is_read_by_another_process(folder: Path) -> None:
    """What one process printed another one can read and replay: the rule set's digest is that of its declarations."""
    source = Path(kaprules.__file__).parents[1]
    path = written(str(folder / "a.json"), REFUSES)
    for seed in ("1", "2"):
        found = kaprules_process(
            "screen", path, *DAY, "--format", "json", cwd=source, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        assert Decision.from_json(json.dumps(json.loads(found.stdout)["decision"])).digest == SCREENING.digest


def test_utf_8_whatever_the_locale(folder: Path) -> None:
    """Output is UTF-8 even where the locale knows only ASCII."""
    written("a.json", '{"id": "Zoë"}')
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    source = Path(kaprules.__file__).parents[1]
    found = kaprules_process(
        "screen", "a.json", *DAY, cwd=folder, env={**os.environ, **environment, "PYTHONPATH": str(source)}
    )
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.startswith("a.json, Zoë\n".encode())


def test_broken_pipe(folder: Path) -> None:
    """A reader that closes the pipe early ends the command without a word, with the status of SIGPIPE."""
    clients = folder / "a.jsonl"
    clients.write_text("{}\n" * 200)
    command = [sys.executable, "-m", "kaprules", "screen", str(clients), *DAY, "--engine", "interpreter"]
    source = Path(kaprules.__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=source) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


def test_interruption(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command with status 1 and without a traceback."""

    def interrupted(*arguments: Any, **options: Any) -> Decision:
        raise KeyboardInterrupt

    monkeypatch.setattr(kaprules.decision, "decide", interrupted)
    result = run("screen", written(str(folder / "a.json"), UNKNOWN), *DAY)
    assert (result.exit_code, result.stderr.strip()) == (1, "Aborted!")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_progress_on_a_terminal_only(folder: Path) -> None:
    """Progress is shown on standard error where that is a terminal and there is much to do."""
    pytest.importorskip("rich")
    import pty

    clients = folder / "a.jsonl"
    clients.write_text("{}\n" * 3 + " " * MUCH)
    terminal, inner = pty.openpty()
    command = [sys.executable, "-m", "kaprules", "screen", str(clients), *DAY, "--format", "json"]
    source = Path(kaprules.__file__).parents[1]
    found = subprocess.run(command, stdout=subprocess.PIPE, stderr=inner, cwd=source, check=True, timeout=60)
    os.close(inner)
    shown = os.read(terminal, 100_000)
    os.close(terminal)
    assert len(found.stdout.splitlines()) == 3
    assert b"Screening" in shown
    assert kaprules_process(*command[3:], cwd=source).stderr == b""


def test_import_is_light() -> None:
    """Importing the library imports nothing that only an edge needs."""
    names = ("click", "rich", "jsonschema", "hypothesis")
    program = f"import sys; from kaprules import screen; print(*{set(names)} & set(sys.modules))"
    source = Path(kaprules.__file__).parents[1]
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=source)
    assert found.stdout.split() == []
