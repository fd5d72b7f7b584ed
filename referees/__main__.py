"""The command: ``python -m referees NAME``; without a name, everything that takes minutes and not hours."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Run what was asked for; return 0 where every referee agrees."""
    parser = argparse.ArgumentParser(prog="python -m referees", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    fuzzing = commands.add_parser("fuzz", help="fuzz the edges with atheris")
    fuzzing.add_argument("--runs", type=int, default=10_000_000)
    fuzzing.add_argument("--corpus", type=Path, help="a folder to begin from and to leave what was found in")
    fuzzing.add_argument("--edge", action="append", help="only this edge, several times for several")
    fuzzing.add_argument("--page", type=Path, help="the page to write figures into: docs/assurance.md")
    one_edge = commands.add_parser("fuzz-edge", help="one edge in this process")
    one_edge.add_argument("edge")
    one_edge.add_argument("runs", type=int)
    one_edge.add_argument("corpus", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "fuzz-edge":
        from .fuzz import run_edge

        run_edge(arguments.edge, arguments.runs, arguments.corpus)
        return 0
    from . import fuzz

    return fuzz.main(arguments.runs, arguments.corpus, arguments.edge or tuple(fuzz.SHARES), arguments.page)


if __name__ == "__main__":
    sys.exit(main())
