"""The command: ``python -m cross_checks NAME``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def main() -> int:
    """Run what was asked for; return 0 where every engine agrees."""
    parser = argparse.ArgumentParser(prog="python -m cross_checks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    agreeing = commands.add_parser("agree", help="hold other engines against the library, each in its own process")
    agreeing.add_argument("--engine", action="append", help="only this engine, several times for several")
    agreeing.add_argument("--ruleset", action="append", help="only this rule set, several times for several")
    agreeing.add_argument("--subjects", type=int, default=10_000)
    agreeing.add_argument("--page", type=Path, help="the page to write figures into: docs/assurance.md")
    comparing = commands.add_parser("compare", help="one engine by one rule set in this process")
    comparing.add_argument("engine")
    comparing.add_argument("ruleset")
    comparing.add_argument("subjects", type=int)
    fuzzing = commands.add_parser("fuzz", help="fuzz the edges with atheris")
    fuzzing.add_argument("--runs", type=int, default=10_000_000)
    fuzzing.add_argument("--corpus", type=Path, help="a folder to begin from and to leave what was found in")
    fuzzing.add_argument("--minutes", type=float, default=0, help="how long this part may take, all edges together")
    fuzzing.add_argument("--keep", action="store_true", help="keep the fewest files that reach every line reached")
    fuzzing.add_argument("--edge", action="append", help="only this edge, several times for several")
    fuzzing.add_argument("--page", type=Path, help="the page to write figures into: docs/assurance.md")
    one_edge = commands.add_parser("fuzz-edge", help="one edge in this process")
    one_edge.add_argument("edge")
    one_edge.add_argument("runs", type=int)
    one_edge.add_argument("corpus", type=Path)
    one_edge.add_argument("seconds", type=int, nargs="?", default=0)
    raw = commands.add_parser("raw", help="hold the second reading of raw files against the library")
    raw.add_argument("--files", type=int, default=10_000, help="how many of each kind of subject")
    raw.add_argument("--seed", type=int, default=1)
    raw.add_argument("--page", type=Path, help="the page to write figures into: docs/assurance.md")
    tabling = commands.add_parser("table", help="what each engine answers about what was never measured")
    tabling.add_argument("--page", type=Path, help="where to write the page: docs/cross-checks.md")
    for name in ("cql", "dmn"):
        suite = commands.add_parser(name, help=f"the published test suite of {name.upper()}, read from a folder")
        suite.add_argument("folder", type=Path)
        suite.add_argument("--page", type=Path, help="the page to write figures into: docs/assurance.md")
    sanitising = commands.add_parser("sanitised", help="durable-rules under AddressSanitizer")
    sanitising.add_argument("--subjects", type=int, default=10_000)
    sanitising.add_argument("--folder", type=Path, help="where to build")
    sanitising.add_argument("--page", type=Path, help="the page to write figures into: docs/assurance.md")
    part = commands.add_parser("sanitised-part", help="one part in this process")
    part.add_argument("part", choices=("join", "case-book"))
    part.add_argument("subjects", type=int, nargs="?", default=0)
    return run(parser.parse_args())


def run(arguments: argparse.Namespace) -> int:
    """Run one command; only what it needs is imported, and the fuzzer imports the library itself."""
    match arguments.command:
        case "fuzz-edge":
            from .fuzz import run_edge

            run_edge(arguments.edge, arguments.runs, arguments.corpus, arguments.seconds)
            return 0
        case "fuzz":
            from . import fuzz

            edges = arguments.edge or tuple(fuzz.SHARES)
            minutes, keeps = arguments.minutes, arguments.keep
            return fuzz.main(arguments.runs, arguments.corpus, edges, arguments.page, minutes, keeps)
        case "raw":
            from . import referee

            return referee.main(arguments.files, arguments.seed, arguments.page)
        case "table":
            from . import table

            return table.main(arguments.page or table.PAGE)
        case "cql" | "dmn":
            from . import suites

            return suites.main(arguments.command, arguments.folder, arguments.page)
        case "sanitised":
            from . import sanitised

            return sanitised.main(arguments.subjects, arguments.folder, arguments.page)
        case "sanitised-part":
            from . import sanitised

            if arguments.part == "join":
                sanitised.join()
            else:
                sanitised.case_book(arguments.subjects)
            return 0
        case "compare":
            from . import agree

            print(json.dumps(agree.compare(arguments.engine, arguments.ruleset, arguments.subjects)))
            return 0
        case _:
            from . import agree

            rulesets = arguments.ruleset or [name for name, each in agree.RULESETS.items() if each.rules]
            return agree.main(arguments.engine or tuple(agree.ENGINES), rulesets, arguments.subjects, arguments.page)


if __name__ == "__main__":
    sys.exit(main())
