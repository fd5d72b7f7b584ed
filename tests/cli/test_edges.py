"""The command line at its edges: files that are none, outputs that end, and nothing lost on the way."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kaprules
from kaprules.cli import main
from kaprules.clientfile import MAX_BYTES

SOURCE = Path(kaprules.__file__).parents[1]
CLIENTS = SOURCE / "examples" / "clients"
DAY = ("--on", "2026-11-23")
COMPLETE = (CLIENTS / "01-complete-with-evidence.json").read_text(encoding="utf-8")
FULL = Path("/dev/full")
posix = pytest.mark.skipif(os.name != "posix", reason="there are neither links, pipes nor full devices")
NO_SPACE = b"the output cannot be written: No space left on device; free some space, or send it elsewhere\n"
CLOSED = b"the output cannot be written: it is closed; free some space, or send it elsewhere\n"


def run(*arguments: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one client, which is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text('{"id": "a"}')
    return tmp_path


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell in which ``kaprules`` is the command."""
    script = f'kaprules() {{ "{sys.executable}" -m kaprules "$@"; }}\n{command}'
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(["bash", "-c", script], capture_output=True, check=False, timeout=120, env=environment)


# Files -------------------------------------------------------------------------------------------------------


def strange_files(folder: Path) -> list[str]:
    """Make everything that is no client file, and return the names."""
    (folder / "folder").mkdir()
    (folder / "broken").symlink_to("none")
    os.mkfifo(folder / "pipe")
    (folder / "latin.json").write_bytes(b'{"id": "Zo\xeb"}')
    (folder / "utf16.json").write_bytes('{"id": "a"}'.encode("utf-16"))
    (folder / "nul.json").write_bytes(b'{"id": "a\0"}')
    (folder / "deep.json").write_bytes(b"[" * 100_000)
    (folder / "empty.json").write_bytes(b"")
    (folder / "digits.json").write_bytes(b'{"vitals": {"heart_rate": {"value": ' + b"9" * 5000 + b', "unit": "/min"}}}')
    (folder / "large.json").write_bytes(b" " * (MAX_BYTES + 2))
    found = ["folder", "broken", "pipe", "latin.json", "utf16.json", "nul.json", "deep.json", "empty.json"]
    return [*found, "digits.json", "large.json", "n" * 300, "none/none.json", "/dev/zero"]


@posix
class TestFiles:
    """What cannot be taken has one line; everybody else is decided about."""

    def test_screen(self, folder: Path) -> None:
        """Each file by itself and all of them at once."""
        strange = strange_files(folder)
        result = run("screen", *strange, "a.json", *DAY, "--format", "table")
        assert result.exit_code == 2 and result.stdout.count("\n") == 1
        assert [line.split(":")[0] for line in result.stderr.splitlines()] == strange

    @pytest.mark.parametrize(
        "command",
        [("why", "{}", "age.minor"), ("report", "{}", "-o", "page.html"), ("policy", "check", "{}"),
         ("screen", "a.json", "--policy", "{}"), ("interview", "--file", "{}"), ("decide", "setting", "{}"),
         ("interview", "--policy", "{}"), ("report", "a.json", "-o", "page.html", "--policy", "{}"),
         ("catalogue", "-o", "site", "--policy", "{}"), ("prove", "setting", "--policy", "{}"),
         ("prove", "setting", "--cache", "{}"), ("catalogue", "-o", "site", "--changes", "{}"),
         ("mutate", "setting", "--cases", "{}"), ("catalogue", "-o", "site", "--cases", "{}")],
        ids=" ".join,
    )  # fmt: skip
    def test_every_command(self, command: tuple[str, ...], folder: Path) -> None:
        """Wherever a file is named: status 2, a line or more for what is wrong, and nothing written."""
        pytest.importorskip("z3")
        names = strange_files(folder)
        if "--cache" in command:
            names = ["folder", "pipe", "latin.json", "deep.json", "digits.json"]
        if "--changes" in command:
            names = ["folder", "pipe", "latin.json", "utf16.json", "n" * 300, "broken"]
        for name in names:
            if name in ("empty.json", "none/none.json") and "--file" in command:
                continue
            expected = "symbolic link" if command[:2] == ("interview", "--file") and name == "broken" else name[:9]
            result = run(*(each.replace("{}", name) for each in command), *(DAY if _takes_a_day(command) else ()))
            assert result.exception is None or isinstance(result.exception, SystemExit), (name, result.exception)
            assert (result.exit_code, result.stdout) == (2, ""), (name, result.output)
            assert expected in result.stderr and "Traceback" not in result.stderr, name
        assert not (folder / "page.html").exists() and not (folder / "site").exists()

    def test_without_permission(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """One path that nobody may look at ends neither the batch nor the look at its progress."""

        def refused(path: Any, *more: Any, **options: Any) -> Any:
            if os.fspath(path) == "secret/a.json":
                raise PermissionError(13, "Permission denied", path)
            return opened(path, *more, **options)

        opened = os.open
        monkeypatch.setattr(os, "open", refused)
        result = run("screen", "secret/a.json", "a.json", *DAY, "--format", "table")
        assert (result.exit_code, result.stdout.count("\n")) == (2, 1)
        line = "secret/a.json: cannot be read: Permission denied; check the name and the permissions\n"
        assert result.stderr == line
        result = run("interview", "--file", "secret/a.json")
        assert result.exit_code == 2 and result.stderr.startswith("secret/a.json: cannot be ")

    def test_a_pipe_that_a_shell_makes(self) -> None:
        """It is read as any file."""
        found = shell("kaprules screen <(cat a.json) --format table --on 2026-11-23")
        assert (found.returncode, found.stdout[:9], found.stderr) == (0, b"a        ", b"")

    def test_digits_beside_a_decision(self, folder: Path) -> None:
        """A line of --format json is a report with whatever else stands in it."""
        pytest.importorskip("jinja2")
        line = json.loads(run("screen", "a.json", *DAY, "--format", "json").stdout)
        text = json.dumps(line)[:-1] + f', "more": {"9" * 5000}}}'
        (folder / "line.json").write_text(text)
        result = run("report", "line.json", "-o", "page.html")
        assert (result.exit_code, result.output) == (0, "")
        (folder / "line.json").write_text('{"decision": ' + "[" * 9000 + "]" * 9000 + "}")
        result = run("report", "line.json", "-o", "other.html")
        assert result.exit_code == 2 and result.stderr.startswith("line.json: ") and result.stderr.count("\n") == 1


def _takes_a_day(command: tuple[str, ...]) -> bool:
    return command[0] not in ("catalogue", "prove", "mutate")


def test_the_same_id_twice() -> None:
    """It is said once on standard error, and at each client in the output; the status is what it was."""
    Path("b.jsonl").write_text('{"id": "a"}\n{"id": "b"}\n{"id": "a"}\n{}\n{}\n')
    told = "b.jsonl:1: warning: the id 'a' is also that of a.json\n"
    result = run("screen", "a.json", "b.jsonl", *DAY, "--format", "table")
    assert (result.exit_code, result.stderr) == (0, told)
    assert [" (the id is also that of a.json)" in line for line in result.stdout.splitlines()] == [0, 1, 0, 1, 0, 0]
    result = run("screen", "a.json", "b.jsonl", *DAY, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, told)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line.get("id_also_at") for line in lines] == [None, "a.json", None, "a.json", None, None]
    result = run("screen", "a.json", "b.jsonl", *DAY, "--language", "es")
    assert result.stdout.count("a (el identificador es también el de a.json)\n") == 2
    result = run("screen", "a.json", "a.json", *DAY, "--format", "table")
    assert result.stderr == "a.json: warning: the id 'a' is also that of a.json\n"


@pytest.mark.parametrize(
    ("ruleset", "on", "told"),
    [
        ("screening", "2026-11-23T09:00Z", "--on is 2026-11-23T09:00:00+00:00: rule set screening is asked on a day"),
        ("setting", "2026-11-23T09:00", "--on is 2026-11-23T09:00:00: rule set setting is asked on a day"),
        ("dosing_day", "2026-11-23", "--on is 2026-11-23: rule set dosing_day is asked at a moment"),
        ("discharge", "2026-11-23T09:00", "--on is 2026-11-23T09:00:00: rule set discharge is asked at a moment"),
    ],
)  # fmt: skip
def test_a_day_or_a_moment(ruleset: str, on: str, told: str) -> None:
    """What ``--on`` has to be is said once, however many the files, and in words of the command line."""
    remedy = "write it as 2026-11-23\n" if "a day" in told else "write it as 2026-11-23T09:00+01:00\n"
    for command in (
        ("decide", ruleset, "a.json", "a.json"),
        ("interview", ruleset),
        ("report", "a.json", "-o", "x.html"),
    ):
        named = ("--ruleset", ruleset) if command[0] == "report" else ()
        result = run(*command, *named, "--on", on)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{told}; {remedy}")


# What is written ---------------------------------------------------------------------------------------------


@posix
class TestWritten:
    """Files about somebody are for their owner alone, whole or not at all, and never written through a link."""

    def test_a_report(self, folder: Path) -> None:
        """It makes its folder; a link and what it leads to stay as they are."""
        pytest.importorskip("jinja2")
        assert run("report", "a.json", "-o", "new/page.html", *DAY).exit_code == 0
        assert stat.S_IMODE((folder / "new" / "page.html").stat().st_mode) == 0o600
        (folder / "link.html").symlink_to("a.json")
        result = run("report", "a.json", "-o", "link.html", *DAY)
        assert (result.exit_code, result.stderr) == (
            2,
            "link.html: cannot be written: it is a symbolic link; name the file that it leads to, or remove it\n",
        )
        assert (folder / "a.json").read_text() == '{"id": "a"}'

    def test_an_interview(self, folder: Path) -> None:
        """It goes on with no file that it could not write anew."""
        (folder / "link.json").symlink_to("a.json")
        (folder / "nowhere.json").symlink_to("none.json")
        for name in ("link.json", "nowhere.json"):
            result = run("interview", "--file", name, *DAY, text="stop\n")
            assert (result.exit_code, result.stdout) == (2, "")
            assert result.stderr.startswith(f"{name}: cannot be written: it is a symbolic link; ")
        assert (folder / "a.json").read_text() == '{"id": "a"}' and not (folder / "none.json").exists()
        assert run("interview", "--file", "new.json", *DAY, text="stop\n").exit_code == 0
        assert stat.S_IMODE((folder / "new.json").stat().st_mode) == 0o600

    def test_a_full_disk(self, folder: Path) -> None:
        """As a limit on the size of files does it: one line, and the page that was there stays."""
        pytest.importorskip("jinja2")
        (folder / "page.html").write_text("old")
        found = shell("ulimit -f 1; kaprules report a.json -o page.html --on 2026-11-23")
        assert (found.returncode, found.stdout) == (2, b"")
        assert found.stderr == b"page.html: cannot be written: File too large; free some space, or name another place\n"
        assert (folder / "page.html").read_text() == "old" and len(list(folder.iterdir())) == 2

    @pytest.mark.parametrize("page", ["binary.md", "folder", "none/none.md", "pipe"])
    def test_pages_of_figures(self, page: str, folder: Path) -> None:
        """What is no page of text is said in a line, and stays as it is."""
        pytest.importorskip("z3")
        (folder / "folder").mkdir()
        (folder / "binary.md").write_bytes(b"\xff\xfe\0")
        os.mkfifo(folder / "pipe")
        for command in ("casebook", "mutate"):
            result = run(command, "aftercare", "--write", page, *(["-o", "book.json"] if command == "casebook" else []))
            assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)
            assert result.stderr.splitlines()[-1].startswith(f"{page}: ") or page in result.stderr.splitlines()[-1]
        assert (folder / "binary.md").read_bytes() == b"\xff\xfe\0"


# Standard input and output -----------------------------------------------------------------------------------


@posix
@pytest.mark.skipif(not FULL.exists(), reason="there is no full device")
class TestStreams:
    """However they are: status 2 with one line, and no traceback."""

    @pytest.mark.parametrize(
        ("command", "errors"),
        [
            ("kaprules screen a.json > /dev/full", NO_SPACE),
            ("kaprules --help > /dev/full", NO_SPACE),
            ("kaprules --version > /dev/full", NO_SPACE),
            ("kaprules rules > /dev/full", NO_SPACE),
            ("kaprules interview < /dev/null > /dev/full", NO_SPACE),
            ("kaprules screen a.json >&-", CLOSED),
            ("kaprules screen --help >&-", CLOSED),
            ("kaprules interview < /dev/null >&-", CLOSED),
            ("kaprules screen - <&-", b"-: cannot be read: it is closed; check the name and the permissions\n"),
            ("kaprules interview > /dev/null <&-",
             b"standard input: cannot be read: it is closed; check the name and the permissions\n"),
            ("kaprules screen none.json 2> /dev/full", b""),
            ("kaprules screen none.json 2>&-", b""),
            ("kaprules screen --none 2> /dev/full", b""),
            ("kaprules screen a.json > /dev/full 2>&1", b""),
            ("kaprules screen a.json >&- 2>&- <&-", b""),
        ],
    )  # fmt: skip
    def test_each(self, command: str, errors: bytes) -> None:
        """Full or closed, one or several."""
        found = shell(command)
        assert (found.returncode, found.stderr) == (2, errors)

    def test_a_number_that_is_free_is_nobody_elses(self) -> None:
        """With standard output closed, no file that is opened later is written into in its place."""
        before = Path("a.json").read_bytes()
        assert shell("kaprules screen a.json a.json >&-").returncode == 2
        assert Path("a.json").read_bytes() == before

    @pytest.mark.parametrize("command", ["screen b.jsonl", "--help", "rules", "schema"])
    def test_nobody_reads_on(self, command: str) -> None:
        """It ends as SIGPIPE ends a command: without a word."""
        Path("b.jsonl").write_text("{}\n" * 50)
        found = shell(f"kaprules {command} | true; exit ${{PIPESTATUS[0]}}")
        assert (found.returncode, found.stderr) == (128 + signal.SIGPIPE, b"")


# Modules of one's own ----------------------------------------------------------------------------------------

MODULES = {
    "raises": ('raise ValueError("no\\n\\x1bway")', "ValueError (no way)"),
    "ends": ("raise SystemExit(3)", "SystemExit (3)"),
    "wrong": ("rules = (", "SyntaxError ('(' was never closed (wrong.py, line 1))"),
    "mute": ("class E(Exception):\n  def __str__(self): raise self\nraise E", "E ()"),
    "lazy": ("def __getattr__(name): raise RuntimeError(name)", ""),
}
"""Modules that raise, with what is told of it; one that only has no such name."""


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("command", ["mutate", "casebook"])
def test_a_module_that_cannot_be_imported(
    name: str, command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it raises is told in a line, whatever it is."""
    monkeypatch.syspath_prepend(folder)
    source, raised = MODULES[name]
    told = f"{name} cannot be imported: it raises {raised}; import it in Python to see where"
    told = told if raised else f"{name} has no RULES: look at the name behind the colon"
    (folder / f"{name}.py").write_text(source)
    result = run(command, f"{name}:RULES")
    assert (result.exit_code, result.stderr) == (2, f"{told}\n")


def test_cases_that_are_none(folder: Path) -> None:
    """Each file of a folder is looked at, and a switch that is no text is said in a line."""
    case = {"id": "x", "ruleset": "setting", "on": "2026-11-23", "practice": {}, "outcome": "INCOMPLETE"}
    for name, more in {"a": {"switch_on": [{}]}, "b": {"switch_on": [[]]}, "c": {"policy": [{}]}, "d": {}}.items():
        (folder / f"{name}.cases.json").write_text(json.dumps(case | more))
    result = run("mutate", "setting", "--cases", folder)
    assert (result.exit_code, result.stderr.splitlines()) == (
        2,
        [
            f"{folder}/a.cases.json: case x: switch_on is {{}}: expected text; write it in quotes",
            f"{folder}/b.cases.json: case x: switch_on is []: expected text; write it in quotes",
            f"{folder}/c.cases.json: case x: policy: policy is {{}}: expected text; write it in quotes",
        ],
    )
