"""What was proved of a rule book, for a reader and for the page of figures."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from ...files import named, read_text, write_public
from ...ruleset import RuleSet
from ...solver.encode import VERSION
from .result import CHECKS, Check, Finding, Result, Verdict

BEGIN: Final = "<!-- proofs -->"
END: Final = "<!-- /proofs -->"


@attrs.frozen
class Report:
    """Every answer about one rule book, with what it took."""

    ruleset: RuleSet = attrs.field(eq=lambda ruleset: ruleset.digest)
    results: tuple[Result, ...]
    seconds: float = attrs.field(eq=False)
    """The time that this process computed."""

    def of(self, *verdicts: Verdict, check: Check | None = None) -> tuple[Result, ...]:
        """Return the answers with some verdicts, of one kind of question or of all."""
        return tuple(result for result in self.results if result.verdict in verdicts and check in (None, result.check))

    @property
    def wrong(self) -> tuple[Result, ...]:
        """What was refuted, and what the prover itself got wrong."""
        return self.of(Verdict.REFUTED, Verdict.ERROR)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The kinds of question that were asked, in order."""
        asked = {result.check for result in self.results}
        return tuple(check for check in CHECKS if check in asked)

    @property
    def queries(self) -> int:
        """How many queries the solver was asked."""
        return sum(result.queries for result in self.results)

    def text(self, everything: bool = False) -> str:
        """Return a line for each kind of question, then what was refuted and, with ``everything``, what is declared."""
        book = self.ruleset
        heading = f"{book.name}: {len(book.rules)} rules, {len(book.concepts)} concepts, {len(book.facts)} facts"
        lines = [heading, "-" * len(heading)]
        for check in self.checks:
            counts = ", ".join(
                f"{count} {verdict.value}" for verdict in Verdict if (count := len(self.of(verdict, check=check)))
            )
            lines.append(f"{check.name:<10} {check.states}: {counts}")
        shown = (Verdict.ERROR, Verdict.REFUTED, *((Verdict.DECLARED,) if everything else ()))
        for verdict in shown:
            for result in self.of(verdict):
                lines += ["", *_lines(result)]
        lines += ["", f"{len(self.results)} questions, {self.queries} queries, {self.seconds:.1f} seconds of computing"]
        return "\n".join(lines)


def _lines(result: Result) -> Iterator[str]:
    finding = result.finding or Finding("")
    yield f"{result.verdict.value}: {finding.says}"
    if finding.reason:
        yield f"  because {finding.reason}"
    if finding.witness is not None:
        yield from (f"  {line}" for line in finding.witness.lines())


# The page of figures -------------------------------------------------------------------------------------------


def figures(reports: Sequence[Report], after_changes: Sequence[float] = ()) -> str:
    """Return a section about some rule books, as Markdown."""
    lines = [
        "## Proofs",
        "",
        f"By `kaprules prove`, with Z3 {VERSION}. What is asked and assumed: [Proofs](proofs.md).",
        "",
        "| rule set | digest | rules | concepts | facts | asked | queries | proved | declared | refuted | seconds |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for report in reports:
        book = report.ruleset
        counts = [len(report.of(verdict)) for verdict in (Verdict.PROVED, Verdict.DECLARED)] + [len(report.wrong)]
        sizes = [len(book.rules), len(book.concepts), len(book.facts), len(report.results), report.queries]
        cells = [book.name, f"`{book.digest[:12]}`", *(f"{number:,}" for number in (*sizes, *counts))]
        lines.append(f"| {' | '.join(cells)} | {report.seconds:.1f} |")
    total = sum(report.seconds for report in reports)
    lines += ["", f"All of them took {total:.1f} seconds of computing."]
    if after_changes:
        lines[-1] += (
            f" After a change to one rule of {reports[0].ruleset.name} it took {statistics.median(after_changes):.1f}, "
            f"at most {max(after_changes):.1f}, seconds ({len(after_changes)} changes)."
        )
    lines += ["", "| question | what holds | proved | declared | refuted | queries |", "|---|---|---|---|---|---|"]
    for check in CHECKS:
        asked = [result for report in reports for result in report.results if result.check == check]
        numbers = [sum(result.verdict is verdict for result in asked) for verdict in (Verdict.PROVED, Verdict.DECLARED)]
        numbers += [len(asked) - sum(numbers), sum(result.queries for result in asked)]
        if asked:
            lines.append(f"| {check.name} | {check.states} | {' | '.join(f'{number:,}' for number in numbers)} |")
    return "\n".join([*lines, "", *_refuted(reports), *_exceptions(reports)])


def _refuted(reports: Sequence[Report]) -> Iterator[str]:
    for report in reports:
        for result in report.wrong:
            says = result.finding.says if result.finding else result.check.states
            yield f"Refuted, in {report.ruleset.name}: {says}."
            yield ""


def _exceptions(reports: Sequence[Report]) -> Iterator[str]:
    found: dict[tuple[str, str], int] = {}
    for report in reports:
        for result in report.of(Verdict.DECLARED):
            about = result.check.name, result.finding.reason if result.finding else ""
            found[about] = found.get(about, 0) + 1
    if found:
        yield "Declared, each seen in a subject that was replayed (`kaprules prove --all` shows them):"
        yield ""
        yield "| question | why it need not hold | times |"
        yield "|---|---|---|"
        for (name, reason), times in found.items():
            yield f"| {name} | {reason} | {times} |"


def write(page: Path, text: str) -> None:
    """Write the section between its markers, or at the end of a page that has none; the rest of it is others'."""
    with named(page):
        former = read_text(page)
    section = f"{BEGIN}\n{text}\n{END}"
    if BEGIN in former:
        before, _, rest = former.partition(BEGIN)
        former = before + section + rest.partition(END)[2]
    else:
        former = f"{former.rstrip()}\n\n{section}\n"
    with named(page):
        write_public(page, former)
