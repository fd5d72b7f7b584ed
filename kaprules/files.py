"""Files at the edge: read, or an ``InputError`` that says in a line why not; written whole or not at all.

A name that leads to a pipe is not waited for, since nobody may ever write into it; what a shell hands over by itself
(``/dev/fd/63``) is read. What is written is written beside its place and then takes it, so that a full disk leaves what
was there; a file about somebody is for its owner alone, and never written through a symbolic link.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from .errors import InputError, input_error

HANDED_OVER: Final = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
"""How the names of what the shell has opened begin."""
FOR_READING: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
FOR_A_NEW_ONE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
OWNER_ALONE: Final = 0o600
ANYBODY: Final = 0o666
"""The mode of a file that may be read by whomever the user lets: the mask of the process takes away what it takes."""


# Reading -----------------------------------------------------------------------------------------------------


def opened(path: str | Path) -> BinaryIO:
    """Return a file, open to be read.

    Raises ``InputError`` where there is none, where it may not be read, and for a folder, a pipe or a device.
    """
    try:
        handle = os.open(path, FOR_READING)
    except (OSError, ValueError) as error:
        raise cannot_be_read(error) from None
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(kind):
            if not str(path).startswith(HANDED_OVER):
                remedy = "give what it holds as standard input, by -"
                raise input_error(problem="cannot be read", reason="it is a pipe or a device", remedy=remedy)
            os.set_blocking(handle, True)
        return os.fdopen(handle, "rb")
    except BaseException as error:
        os.close(handle)
        if isinstance(error, OSError):
            raise cannot_be_read(error) from None
        raise


def read_bytes(path: str | Path, most: int = -1) -> bytes:
    """Return what a file holds, of a long one no more than ``most`` bytes; errors are those of ``opened``."""
    with opened(path) as stream:
        try:
            return stream.read(most)
        except OSError as error:
            raise cannot_be_read(error) from None


def read_text(path: str | Path) -> str:
    """Return the text of a file; errors are those of ``opened``, and one for what is not in UTF-8."""
    try:
        return read_bytes(path).decode().removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise input_error(
            f"byte {error.start + 1}", problem="is no text in UTF-8", remedy="save the file in UTF-8, or name another"
        ) from None


def size_in_all(paths: Iterable[str]) -> int:
    """Return how many bytes some files have together, as far as they can be looked at."""
    total = 0
    for path in paths:
        with suppress(OSError, ValueError):
            found = os.stat(path)
            total += found.st_size if stat.S_ISREG(found.st_mode) else 0
    return total


def is_there(path: str | Path) -> bool:
    """Say whether a name leads to anything; raise ``InputError`` where nobody can tell, as in a folder of others."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise cannot_be_read(error) from None
    return True


# Writing -----------------------------------------------------------------------------------------------------


def check_private(path: Path) -> None:
    """Raise ``InputError`` where nothing about somebody may be written: to a link, a folder, a pipe, a device."""
    try:
        kind = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise cannot_be_written(error) from None
    if not stat.S_ISREG(kind):
        is_link, is_folder = stat.S_ISLNK(kind), stat.S_ISDIR(kind)
        what = "a symbolic link" if is_link else "a folder" if is_folder else "a pipe or a device"
        remedy = "name the file that it leads to, or remove it" if is_link else "name a file"
        raise input_error(problem="cannot be written", reason=f"it is {what}", remedy=remedy)


def write_private(path: Path, text: str, *, folders: bool = False) -> None:
    """Write a file about somebody: whole or not at all, never through a link, for the owner alone where it is new.

    ``folders`` that are not there are made. Raises ``InputError`` where it cannot be written; what was there stays.
    """
    check_private(path)
    _replaced(path, text, OWNER_ALONE, folders)


def write_public(path: Path, text: str) -> None:
    """Write a file that anybody may read, whole or not at all; into a pipe or a device as it comes.

    Raises ``InputError`` where it cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        if path.exists() and not target.is_file() and not target.is_dir():
            path.write_text(text, encoding="utf-8", newline="\n")
            return
    except (OSError, ValueError) as error:
        raise cannot_be_written(error) from None
    _replaced(target, text, ANYBODY, folders=True)


def _replaced(path: Path, text: str, mode: int, folders: bool) -> None:
    """Write a text beside its place, and let it take that place; a file that was there gives its mode."""
    try:
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        new = path.parent / f".kaprules-{secrets.token_hex(8)}"
        handle = os.open(new, FOR_A_NEW_ONE, mode)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            with suppress(FileNotFoundError):
                os.chmod(new, stat.S_IMODE(os.lstat(path).st_mode))
            os.replace(new, path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise cannot_be_written(error) from None


@contextmanager
def named(path: str | Path) -> Iterator[None]:
    """Put the name of a file before whatever is wrong with it."""
    try:
        yield
    except InputError as error:
        name = str(path)
        raise error.within(name if name.isprintable() else ascii(name)) from None


# What is said ------------------------------------------------------------------------------------------------


def cannot_be_read(error: Exception) -> InputError:
    """Return what is said of a file that cannot be read."""
    return input_error(problem="cannot be read", reason=reason(error), remedy="check the name and the permissions")


def cannot_be_written(error: Exception) -> InputError:
    """Return what is said of a file that cannot be written."""
    remedy = "free some space, or name another place" if _is_full(error) else "check the folder and the permissions"
    return input_error(problem="cannot be written", reason=reason(error), remedy=remedy)


def reason(error: Exception) -> str:
    """Return why something cannot be read or written, in the words of the system."""
    if isinstance(error, OSError):
        return "it is closed" if error.errno == errno.EBADF else error.strerror or type(error).__name__
    return "no file can have this name"


def _is_full(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
