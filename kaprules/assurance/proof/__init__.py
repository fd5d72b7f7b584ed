"""Proofs about rule books, over all subjects and not over samples, by the solver Z3 (``pip install kaprules[proof]``).

    >>> from kaprules.assurance.proof import prove
    >>> from kaprules.rulesets import RULESETS
    >>> prove(RULESETS["setting"]).wrong
    ()

Each question is put to the solver as "is there a subject for whom it does not hold?". Where there is, a smallest one
is built and replayed through the interpreter before it is shown. ``docs/assurance.md`` says what is asked, and
what is assumed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from ...conditions import Atom, Condition
from ...limit import Limit
from ...policy import Policy
from ...ruleset import RuleSet
from ...solver.context import ProofContext, all_on
from ...solver.solve import Counter, ProverError
from . import (
    branches,
    dates,
    definitions,
    demands,
    exact,
    generated,
    laws,
    lowerings,
    marks,
    questions,
    readings,
    reports,
    rules,
    stops,
    thresholds,
)
from .cache import Cache as Cache
from .compare import Comparison as Comparison
from .compare import Relation as Relation
from .compare import compare as compare
from .compare import tasks as policy_tasks
from .report import Report as Report
from .report import figures, write
from .result import Finding as Finding
from .result import Result as Result
from .result import Task, Verdict, Wide

MAX_CHANGES: Final = 12
"""After how many changes it is measured at most."""


def prove(ruleset: RuleSet, site: RuleSet | Policy | None = None, cache: Cache | None = None) -> Report:
    """Ask everything that can be asked about a rule set, and of a site's policy or rule set whether it is looser.

    With a site, the questions are put to its rule book. Answers are taken from ``cache`` where they were given before.
    """
    started = time.process_time()
    book = site.applied(ruleset) if isinstance(site, Policy) else ruleset if site is None else site
    # What is kept says nothing of facts that a site does not ask for.
    cache = Cache() if cache is None or book.unasked else cache
    counter = Counter()
    results: list[Result] = []
    for task in _tasks(ruleset, attrs.evolve(book, in_force=None), site, counter):
        results += _answers(task, cache, counter)
    cache.save()
    return Report(book, tuple(results), time.process_time() - started)


def prove_all(
    rulesets: Iterable[RuleSet], site: Policy | None, cache_file: str | None, *, anew: bool
) -> tuple[tuple[Report, ...], tuple[float, ...]]:
    """Return what holds of several rule sets and, if ``anew``, the seconds it took after each of some changes.

    Each change is one to a rule of the first rule set.
    """
    cache = Cache(Path(cache_file) if cache_file else None)
    reports: list[Report] = []
    seconds: tuple[float, ...] = ()
    for ruleset in rulesets:
        reports.append(prove(ruleset, site, cache))
        if anew and not seconds:
            kept, cache.path = cache.path, None
            others = tuple(changes(ruleset))
            seconds = tuple(prove(each, site, cache).seconds for each in others[:: len(others) // MAX_CHANGES + 1])
            cache.path = kept
    return tuple(reports), seconds


def compared(ruleset: RuleSet, site: Policy, other: Policy | None) -> str:
    """Return how the outcomes under a site's policy differ from those under another, or from the library's."""
    name, book = ("the library", ruleset) if other is None else ("the other policy", other.applied(ruleset))
    return compare(book, site.applied(ruleset)).text(name, "the policy")


def write_figures(page: str, reports: Sequence[Report], seconds: Sequence[float]) -> None:
    """Put the figures of some rule sets between the marks of a page."""
    write(Path(page), figures(reports, seconds))


def _tasks(ruleset: RuleSet, book: RuleSet, site: RuleSet | Policy | None, counter: Counter) -> Iterator[Task]:
    whole = all_on(book)
    everything = ProofContext(whole, counter=counter)
    yield from rules.tasks(everything)
    as_it_is = everything if whole is book else ProofContext(book, counter=counter)
    for part in (laws, stops, readings, exact, questions, demands, marks, reports):
        yield from part.tasks(as_it_is)
    for part in (thresholds, branches, dates):
        yield from part.tasks(everything)
    if site is not None:
        yield from policy_tasks(ruleset, site, counter)
    yield from generated.tasks(everything)
    yield from lowerings.tasks(whole, counter)
    yield from definitions.tasks(whole, counter)


def _answers(task: Task, cache: Cache, counter: Counter) -> tuple[Result, ...]:
    known = cache.known(task)
    if known is not None:
        return tuple(attrs.evolve(result, queries=0, seconds=0.0, cached=True) for result in known)
    started, asked = time.process_time(), counter.queries
    try:
        found = task.ask()
    except ProverError as error:
        return (_result(task, Verdict.ERROR, Finding(str(error)), counter.queries - asked, started),)
    findings = found.findings if isinstance(found, Wide) else (found,) if isinstance(found, Finding) else found or ()
    queries = counter.queries - asked
    results = tuple(
        _result(
            task, Verdict.DECLARED if finding.reason else Verdict.REFUTED, finding, queries // len(findings), started
        )
        for finding in findings
    ) or (_result(task, Verdict.PROVED, None, queries, started),)
    cache.keep(task, results, isinstance(found, Wide))
    return results


def _result(task: Task, verdict: Verdict, finding: Finding | None, queries: int, started: float) -> Result:
    return Result(task.check, task.about, verdict, finding, queries, time.process_time() - started)


def changes(ruleset: RuleSet) -> Iterator[RuleSet]:
    """Yield the rule set with a limit of one rule moved by one step, rule by rule, to see what is proved anew."""
    for place, rule in enumerate(ruleset.rules):
        when = _moved(rule.when)
        if when is not rule.when:
            other = attrs.evolve(rule, when=when, examples=())
            yield attrs.evolve(ruleset, rules=(*ruleset.rules[:place], other, *ruleset.rules[place + 1 :]), home="")


def _moved(condition: Condition) -> Condition:
    if not isinstance(condition, Atom):
        for place, part in enumerate(condition.parts):
            other = _moved(part)
            if other is not part:
                return type(condition)((*condition.parts[:place], other, *condition.parts[place + 1 :]))
        return condition
    if not isinstance(condition.operand, Limit):
        return condition
    limit = condition.operand
    moved = attrs.evolve(limit, value=limit.value + limit.step, floor=None, ceiling=None)
    return Atom(condition.subject, condition.test, moved)
