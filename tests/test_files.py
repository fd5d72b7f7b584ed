"""Files at the edge: read or told why not, written whole and for their owner alone."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaprules import files
from kaprules.errors import InputError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are neither links nor pipes with a name")
UNREADABLE = {
    "none": "cannot be read: No such file or directory; check the name and the permissions",
    "broken": "cannot be read: No such file or directory; check the name and the permissions",
    "folder": "cannot be read: Is a directory; check the name and the permissions",
    "round": "cannot be read: Too many levels of symbolic links; check the name and the permissions",
    "n" * 300: "cannot be read: File name too long; check the name and the permissions",
    "nul\0": "cannot be read: no file can have this name; check the name and the permissions",
    "surrogate\ud800": "cannot be read: no file can have this name; check the name and the permissions",
    "pipe": "cannot be read: it is a pipe or a device; give what it holds as standard input, by -",
    "/dev/zero": "cannot be read: it is a pipe or a device; give what it holds as standard input, by -",
    "file/file": "cannot be read: Not a directory; check the name and the permissions",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that is no file, which is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    (tmp_path / "broken").symlink_to("none")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.parametrize("name", UNREADABLE, ids=lambda name: ascii(name[:9]))
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_read(name: str) -> None:
    """It is said in a line, whichever way it is asked for; nothing is waited for."""
    for read in (files.opened, files.read_bytes, files.read_text):
        with pytest.raises(InputError) as error:
            read(name)
        assert str(error.value) == UNREADABLE[name]


def test_without_permission(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system says it; a test that is run by root cannot be refused anything."""

    def refused(*given: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refused)
    monkeypatch.setattr(os, "stat", refused)
    for ask in (files.read_bytes, files.is_there):
        with pytest.raises(InputError, match="cannot be read: Permission denied; check the name and the permissions"):
            ask("file")
    with pytest.raises(InputError, match="cannot be written: Permission denied; check the folder and the permissions"):
        files.write_private(folder / "new", "text")
    assert files.size_in_all(["file", "none"]) == 0


def test_what_a_shell_hands_over_is_read() -> None:
    """A pipe without a name, as <(command) makes one, though other pipes are refused."""
    out, into = os.pipe()
    os.write(into, b"text")
    os.close(into)
    with files.opened(f"/dev/fd/{out}") as stream:  # and waited for, since somebody writes into it
        assert (os.get_blocking(stream.fileno()), stream.read()) == (True, b"text")
    os.close(out)


@pytest.mark.usefixtures("folder")
def test_what_is_there() -> None:
    """A link that leads nowhere is not; of what nobody can tell an error says so."""
    assert [files.is_there(name) for name in ("file", "link", "folder", "none", "broken")] == [1, 1, 1, 0, 0]
    with pytest.raises(InputError, match="File name too long"):
        files.is_there("n" * 300)
    assert files.size_in_all(["file", "link", "none", "folder", "n" * 300, "nul\0", "pipe"]) == 6


def test_text(folder: Path) -> None:
    """In UTF-8, with or without the mark before it."""
    (folder / "text").write_bytes(b"\xef\xbb\xbfone\r\ntwo\n")
    assert files.read_text("text") == "one\ntwo\n"
    (folder / "text").write_bytes(b"one\xff")
    with pytest.raises(InputError, match=r"^byte 4 is no text in UTF-8: save the file in UTF-8, or name another$"):
        files.read_text("text")


def test_written_for_its_owner_alone(folder: Path) -> None:
    """Whatever the process lets others do; a file that was there keeps its mode."""
    before = os.umask(0)
    try:
        files.write_private(folder / "new", "text")
        files.write_public(folder / "page", "text")
    finally:
        os.umask(before)
    assert [stat.S_IMODE((folder / name).stat().st_mode) for name in ("new", "page")] == [0o600, 0o666]
    (folder / "file").chmod(0o640)
    files.write_private(folder / "file", "new")
    assert ((folder / "file").read_text(), stat.S_IMODE((folder / "file").stat().st_mode)) == ("new", 0o640)


@pytest.mark.parametrize(("name", "what"), [("link", "a symbolic link"), ("broken", "a symbolic link"),
    ("round", "a symbolic link"), ("folder", "a folder"), ("pipe", "a pipe or a device")])  # fmt: skip
def test_never_written_through(name: str, what: str, folder: Path) -> None:
    """A link, a folder or a pipe is left as it is, and so is what it leads to."""
    with pytest.raises(InputError, match=f"^cannot be written: it is {what}; name "):
        files.write_private(folder / name, "new")
    assert (folder / "file").read_text() == "old" and not (folder / "none").exists()


@pytest.mark.parametrize("fails", ["write", "fsync", "replace"])
def test_whole_or_not_at_all(fails: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails on a full disk, what was there stays, and nothing lies beside it."""

    def full(*given: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if fails == "write":
        monkeypatch.setattr(files.os, "fdopen", full)
    else:
        monkeypatch.setattr(files.os, fails, full)
    there = sorted(each.name for each in folder.iterdir())
    for write in (files.write_private, files.write_public):
        with pytest.raises(InputError, match=r"No space left on device; free some space, or name another place$"):
            write(folder / "file", "new")
    assert (folder / "file").read_text() == "old" and sorted(each.name for each in folder.iterdir()) == there


def test_folders_are_made_where_that_is_wanted(folder: Path) -> None:
    """A page makes its folder, a client file that is mistyped none."""
    files.write_private(folder / "a" / "b", "text", folders=True)
    files.write_public(folder / "c" / "d", "text")
    with pytest.raises(InputError, match="No such file or directory"):
        files.write_private(folder / "e" / "f", "text")
    files.write_public(folder / "link", "through")
    assert (folder / "file").read_text() == "through" and (folder / "link").is_symlink()
    files.write_public(Path(os.devnull), "gone")


@given(st.text(st.characters(exclude_characters="/"), max_size=300))
def test_no_name_does_more_than_be_refused(name: str) -> None:
    """Whatever somebody types for the name of a file that is not there."""
    with pytest.raises(InputError, match=r"^cannot be (read|written): "):
        files.read_bytes(f"/dev/null/x{name}")
    with pytest.raises(InputError, match=r"^cannot be (read|written): "):
        files.write_private(Path(f"/dev/null/x{name}"), "text")
