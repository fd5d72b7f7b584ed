"""How many questions an interview asks, against plainer ways to ask, and how fast it and other explanations answer."""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from kaprules import Client, Truth
from kaprules.baseline import baseline, plain, worlds
from kaprules.decision import Decision, decide
from kaprules.facts.model import Fact, Facts, Subject, every_fact, given
from kaprules.intake import InterviewSession
from kaprules.possible import Absence, Outcome
from kaprules.reasoning.missing import obtained
from kaprules.reasoning.next_question import answered
from kaprules.rule import fact_atoms
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY

FORM: Final = tuple(fact for fact in every_fact(Client) if fact.derive is None)
"""Every fact that can be asked for, in order: what a paper form would hold."""
Next = Callable[[Subject, frozenset[str]], Fact | None]
"""Chooses what to ask of somebody of whom something is known, and something was asked; None to stop."""


def complete(count: int, seed: int = 0, near: Sequence[int] = (0, 1, 2)) -> list[Client]:
    """Return clients of whom everything is known: ordinary, but for what some rules, up to two, are about."""
    chance, book = random.Random(seed), baseline(SCREENING)
    found = []
    for _ in range(count):
        unlike: dict[Fact, object] = {}
        for rule in chance.sample(SCREENING.rules, chance.choice(near)):
            unlike |= chance.choice(list(itertools.islice(worlds(book, rule.when, {}), 4)) or [{}])
        client = plain(book, unlike)
        assert isinstance(client, Client)
        found.append(client)
    return found


def truthful(subject: Subject, fact: Fact) -> Any:
    """Return what somebody answers: the value, or what is read of it where only that is recorded."""
    facts: Facts = subject.group(fact)
    if facts.__dict__[fact.name] is not Absence.NOT_ASKED:
        return facts.__dict__[fact.name]
    known = given(facts)
    readings = {
        each.name: known[each.name] for each in facts.__facts__ if fact.name in each.derived_from and each.name in known
    }
    return type(facts)(**readings) if readings else Absence.NOT_KNOWN


def in_order(known: Subject, asked: frozenset[str]) -> Fact | None:
    """Ask everything in the order in which it is declared, until an exclusion holds."""
    if decided(known).outcome is Outcome.EXCLUDED:
        return None
    return next((fact for fact in FORM if fact.id not in asked), None)


def of_undecided_rules(known: Subject, asked: frozenset[str]) -> Fact | None:
    """Ask for the first fact that an undecided rule reads, until an exclusion holds or no such fact is left."""
    decision = decided(known)
    if decision.outcome is Outcome.EXCLUDED:
        return None
    undecided = (rule for rule in SCREENING.rules if decision.truths[rule.id] is Truth.UNKNOWN)
    facts = (atom.subject for rule in undecided for atom in fact_atoms(rule.when) if isinstance(atom.subject, Fact))
    sources = (source for fact in facts for source in obtained(decision.evaluation, fact))
    return next((source for source in sources if source.id not in asked), None)


def as_missing(known: Subject, asked: frozenset[str]) -> Fact | None:
    """Ask for the first fact of a decision's own list of what is missing, until there is none."""
    decision = decided(known)
    if decision.outcome is Outcome.EXCLUDED:
        return None
    facts = {fact.id: fact for fact in every_fact(Client)}
    return next((facts[each.fact] for each in decision.missing if each.fact not in asked), None)


def adaptive(known: Subject, asked: frozenset[str]) -> Fact | None:
    """Ask as an interview does."""
    session = InterviewSession(SCREENING, DECISION_DAY, known, asked=tuple(asked), by_checklist=False)
    return session.fact if session.question is not None else None


def decided(known: Subject) -> Decision:
    assert isinstance(known, Client)
    return decide(SCREENING, known, on=DECISION_DAY, engine="interpreter")


def questions(client: Client, following: Next) -> Iterator[tuple[Fact, float]]:
    """Yield what is asked of somebody, with the seconds of the processor that it took to choose it."""
    known: Subject = Client()
    asked: frozenset[str] = frozenset()
    while True:
        start = time.process_time()
        fact = following(known, asked)
        seconds = time.process_time() - start
        if fact is None:
            return
        yield fact, seconds
        asked |= {fact.id}
        known = answered(known, fact.id, truthful(client, fact))


def measure(count: int, row: Callable[[str, str, str], None]) -> None:
    """Print how many questions each way to ask needs, and how fast the answers to a reader's questions are."""
    clients = complete(count)
    outcomes = [decided(client).outcome for client in clients]
    print(
        f"questions until nothing more can change the outcome, {len(clients)} clients of whom everything can be "
        f"known: {', '.join(f'{outcomes.count(each)} {each.value}' for each in Outcome)}"
    )
    row(f"a form of all {len(FORM)} facts", f"{len(FORM):9.1f} mean", f"burden {sum(f.burden for f in FORM):.1f}")
    ways: dict[str, Next] = {
        "all facts in order, until an exclusion": in_order,
        "the facts of undecided rules, in order": of_undecided_rules,
        "the first of what a decision lists as missing": as_missing,
        "the interview": adaptive,
    }
    seconds: list[float] = []
    for name, following in ways.items():
        asked = [list(questions(client, following)) for client in clients]
        counts = [len(each) for each in asked]
        burden = statistics.mean(sum(fact.burden for fact, _ in each) for each in asked)
        row(name, f"{statistics.mean(counts):9.1f} mean", f"worst {max(counts)}, burden {burden:.1f}")
        found = [len(each) for each, outcome in zip(asked, outcomes, strict=True) if outcome is Outcome.EXCLUDED]
        row("  of those who are excluded", f"{statistics.mean(found):9.1f} mean", f"worst {max(found)}")
        seconds = [each for one in asked for _, each in one]
    print("\nspeed on the whole book, time of the processor")
    chance = random.Random(0)
    row("next question, at each point of these interviews", *spread(seconds))
    decisions = [decided(client) for client in clients]
    rules = [rule.id for rule in SCREENING.rules]
    row("why, one rule", *spread(timed(lambda d: d.why(chance.choice(rules)), decisions * 5)))
    row("all smallest changes", *spread(timed(lambda d: d.changes(), decisions)))
    row("the earliest date", *spread(timed(lambda d: d.earliest(), decisions)))


def timed(work: Callable[[Decision], Any], decisions: Sequence[Decision]) -> list[float]:
    """Return the seconds of the processor that a work takes on each decision, each new to it."""
    work(decisions[0])
    found = []
    for decision in decisions:
        start = time.process_time()
        work(decision)
        found.append(time.process_time() - start)
    return found


def spread(seconds: Sequence[float]) -> tuple[str, str]:
    """Return the median, and the slowest beside what nineteen of twenty stay below, in milliseconds."""
    ordered = sorted(seconds)
    ninety_five = ordered[round(len(ordered) * 0.95) - 1]
    return f"{statistics.median(ordered) * 1e3:9.3f} ms", f"p95 {ninety_five * 1e3:.3f}, worst {ordered[-1] * 1e3:.3f}"
