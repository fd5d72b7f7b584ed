"""Standard input, output and errors as they may be found: closed, full, or with nobody at the other end."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

import click

from ..errors import input_error
from ..files import reason

BROKEN_PIPE: Final = 128 + 13
"""How a shell shows a command that ended because nobody reads on: by SIGPIPE, without a word."""
UNWRITABLE: Final = 2


def take_their_places() -> None:
    """Put something in the place of what is closed, so that using it is an error that can be told.

    The numbers are taken too: the next file that is opened would else be standard output. What has no standard error
    is told nowhere.
    """
    for number, name, mode, how in (
        (0, "stdin", "r", os.O_WRONLY),
        (1, "stdout", "w", os.O_RDONLY),
        (2, "stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is not None:
            continue
        with suppress(OSError):
            os.fstat(number)
            continue  # somebody else has this number by now
        handle = os.open(os.devnull, how)
        if handle != number:
            os.dup2(handle, number)
            os.close(handle)
        setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """End with a line and a status where what is written cannot be taken, never with a traceback."""
    try:
        try:
            yield
        finally:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
    except OSError as error:
        for stream in (sys.stdout, sys.stderr):
            _drop_what_fails(stream)
        if error.errno == errno.EPIPE:
            sys.exit(BROKEN_PIPE)
        remedy = "free some space, or send it elsewhere"
        told = input_error(problem="cannot be written", reason=reason(error), remedy=remedy)
        with suppress(OSError, ValueError):
            click.echo(f"{error.filename or 'the output'} {told}", err=True)
        sys.exit(UNWRITABLE)


def _drop_what_fails(stream: TextIO | None) -> None:
    """Send what a stream still holds nowhere where it cannot be written, so that it is not tried again at the end."""
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            assert stream is not None
            handle = os.open(os.devnull, os.O_WRONLY)
            os.dup2(handle, stream.fileno())
            os.close(handle)
            stream.flush()


class Commands(click.Group):
    """Commands whose output may end badly."""

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Make the context; a help or a version is shown here."""
        with told_in_a_line():
            return super().make_context(*given, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        with told_in_a_line():
            return super().invoke(ctx)

    def main(self, *given: Any, **more: Any) -> Any:
        """Run the command line; what is wrong with its use is shown here."""
        take_their_places()
        with told_in_a_line():
            return super().main(*given, **more)
