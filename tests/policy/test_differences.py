"""What changed between two decisions, held against putting in place what is named and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from kaprules import Client, Decision, Outcome, RuleSet, Truth, decide
from kaprules.authoring import by_clinician
from kaprules.baseline import baseline, plain, recorded
from kaprules.engine import interpreter
from kaprules.engine.conclusions import Conclusions
from kaprules.engine.evaluation import Evaluation
from kaprules.engine.snapshot import snapshot
from kaprules.facts import Circulation, Vitals
from kaprules.facts.model import Subject, every_fact
from kaprules.facts.model import given as given_in
from kaprules.policy import LevelChosen, LimitMoved, Policy, limits_of, read_policy
from kaprules.possible import Level
from kaprules.reasoning.comparison import ChangeKind, Comparison, RuleChange, compared
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import DECISION_DAY, decided_on
from tests.test_laws import EVERY_BOOK, SEEDS, WHOLE, Book, cases, changed, coarser, law, notices, rebuilt, trapped

POLICIES = Path(__file__).parents[2] / "examples" / "policies"


def decided(ruleset: RuleSet, subject: Subject, on: date | None = None) -> Decision:
    return decide(ruleset, subject, on=on or decided_on(ruleset), engine="interpreter")


def status(decision: Decision, rule: str) -> tuple[Level, Truth, bool] | None:
    """Return how a rule came out."""
    for each, found, is_open in zip(
        decision.ruleset.rules,
        decision.evaluation.concluded.rules,
        decision.evaluation.concluded.undecided,
        strict=True,
    ):
        if each.id == rule:
            return each.level, found, is_open
    return None


def stated(change: Any) -> tuple[Level, Truth, bool] | None:
    return None if change is None else (change.level, change.truth, change.open)


def with_facts(ruleset: RuleSet, before: Decision, after: Decision, names: tuple[str, ...]) -> Conclusions:
    """Return what a rule set concludes of the facts before, but for some that are as they are after."""
    first, then = (snapshot(ruleset, each.subject, each.on) for each in (before, after))
    facts = {fact: then.entries(fact) for fact in ruleset.facts if fact.id in names}
    return interpreter.evaluate(ruleset, changed(first, facts))


def unexplained(before: Decision, after: Decision, found: Comparison) -> Iterator[str]:
    """Yield what is wrong with a comparison of two decisions about subjects of one kind."""
    names = dict.fromkeys(rule.id for each in (before, after) for rule in each.ruleset.rules)
    moved = {name for name in names if status(before, name) != status(after, name)}
    common = {name for name in moved if status(before, name) and status(after, name)}
    listed = {change.rule for change in found.rules}
    if not common <= listed <= moved or len(listed) != len(found.rules):
        yield f"{listed ^ common} are or are not otherwise"
    for change in found.rules:
        if (stated(change.before), stated(change.after)) != (status(before, change.rule), status(after, change.rule)):
            yield f"{change.rule} is not so"
        elif change.rule in common:
            yield from _unexplained_rule(before, after, change)
    yield from _undecided(before, after, found.deciding)
    yield from _misreported(before, after, found)


def _unexplained_rule(before: Decision, after: Decision, change: RuleChange) -> Iterator[str]:
    """Put in place what is named: the rule must come out as it does after, and not without any one piece."""

    def comes_out(ruleset: RuleSet, facts: tuple[str, ...]) -> bool:
        concluded = with_facts(ruleset, before, after, facts)
        place = [rule.id for rule in ruleset.rules].index(change.rule)
        found = ruleset.rules[place].level, concluded.rules[place], concluded.undecided[place]
        return found == stated(change.after)

    ruleset = after.ruleset if change.book else before.ruleset
    if not comes_out(ruleset, change.facts):
        yield f"{change} is not enough"
    for name in change.facts:
        if comes_out(ruleset, tuple(other for other in change.facts if other != name)):
            yield f"{change} is too much: {name}"
    if change.book and comes_out(before.ruleset, change.facts):
        yield f"{change} is too much: {change.book}"


def _undecided(before: Decision, after: Decision, deciding: tuple[str, ...]) -> Iterator[str]:
    """Let some rules come out as they do after: the outcome must be that of after, and not without any one of them."""

    def outcome(names: tuple[str, ...]) -> Outcome:
        sides = [(after if rule in names else before, rule) for rule in every]
        found = [each for side, rule in sides if (each := status(side, rule)) is not None]
        return worst(found)

    every = dict.fromkeys(rule.id for each in (before, after) for rule in each.ruleset.rules)
    if before.outcome is after.outcome:
        if deciding:
            yield f"{deciding} decide nothing"
        return
    if outcome(deciding) is not after.outcome:
        yield f"{deciding} do not decide"
    for name in deciding:
        if outcome(tuple(other for other in deciding if other != name)) is after.outcome:
            yield f"{name} is not needed to decide"


def worst(found: list[tuple[Level, Truth, bool]]) -> Outcome:
    """Return the outcome that rules come to, by the specification's table."""
    held = {level for level, truth, _ in found if truth is Truth.TRUE}
    if Level.EXCLUSION in held:
        return Outcome.EXCLUDED
    if Level.NEEDS_INFORMATION in held or any(is_open for _, _, is_open in found):
        return Outcome.INCOMPLETE
    return Outcome.CAUTION if Level.CAUTION in held else Outcome.NO_EXCLUSION_FOUND


def _misreported(before: Decision, after: Decision, found: Comparison) -> Iterator[str]:
    """Yield which recorded facts are said to be otherwise and are not, or are and are not said to be."""
    listed = {change.fact: change.how for change in found.facts}
    for fact in every_fact(type(before.subject)):
        was, now = (given_in(each.subject.group(fact)).get(fact.name) for each in (before, after))
        how = ChangeKind.ADDED if was is None else ChangeKind.REMOVED if now is None else ChangeKind.CHANGED
        said = listed.get(fact.id)
        if (was != now) != (said in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED)) or (
            was != now and said is not how
        ):
            yield f"{fact.id} is {said}, not {how if was != now else None}"
        if said is ChangeKind.AGED and before.on == after.on:
            yield f"{fact.id} has not aged"
    cited = {name for change in found.rules for name in change.facts}
    yield from (f"{name} is cited, but not listed" for name in cited - listed.keys())


def pair(book: Book, subject: Subject, seed: int) -> tuple[Decision, Decision]:
    """Return two decisions that differ in the date, in what is known, in whom they are about, or in the rule book."""
    chance, on = random.Random(seed), decided_on(book.ruleset)
    kind = chance.randrange(4)
    other, later, ruleset = subject, on, book.ruleset
    if kind == 0:
        later = on + timedelta(days=chance.choice((1, 31, 91, 400)))
    elif kind == 1:
        other = coarser(subject, on, chance)
    elif kind == 2:
        other = plain(baseline(book.ruleset), {})
    if kind == 3 or chance.random() < 0.3:
        ruleset = otherwise(book.ruleset, chance)
    decisions = decided(book.ruleset, subject), decided(ruleset, rebuilt(other), later)
    return decisions if chance.random() < 0.5 else (decisions[1], decisions[0])


def otherwise(ruleset: RuleSet, chance: random.Random) -> RuleSet:
    """Return a rule set with a limit moved, a level chosen, or a rule less."""
    reason: dict[str, Any] = {
        "reason": "an example",
        "approved_by": "medical director",
        "date": date(2026, 1, 1),
        "expires": date(2028, 1, 1),
    }
    movable = [each for each in limits_of(ruleset).values() if each.floor is not None or each.ceiling is not None]
    changes: list[Any] = []
    for limit in chance.sample(movable, min(2, len(movable))):
        ends = [end.value for end in (limit.floor, limit.ceiling) if end is not None and end.inclusive]
        if ends and ends[0] != limit.value:
            changes.append(LimitMoved(id=limit.id, value=ends[0], unit=limit.unit, **reason))
    choosable = [rule for rule in ruleset.rules if set(rule.levels) - {rule.level}]
    for rule in chance.sample(choosable, min(2, len(choosable))):
        level = chance.choice(sorted(set(rule.levels) - {rule.level}, key=list(Level).index))
        changes.append(LevelChosen(rule=rule.id, level=level, **reason))
    if not changes or chance.random() < 0.3:
        rules = list(ruleset.rules)
        rules.pop(chance.randrange(len(rules)))
        return attrs.evolve(ruleset, rules=tuple(rules), home="")
    try:
        return attrs.evolve(Policy(tuple(changes)).applied(ruleset), in_force=None)
    except ValueError:  # a choice that the policy itself refuses
        return ruleset


Compare = Callable[[Evaluation, Evaluation], Comparison]


def wrong_of(book: Book, subject: Subject, seed: int, compare: Compare = compared) -> list[str]:
    before, after = pair(book, subject, seed)
    return list(unexplained(before, after, compare(before.evaluation, after.evaluation)))


class TestCompared:
    """What is named makes the difference, all of it is needed, and nothing is left unsaid."""

    @EVERY_BOOK
    def test_what_is_named_makes_the_difference(self, book: Book) -> None:
        """Put in place, the pieces turn each rule, and the rules the outcome."""

        @law(100, book)
        def holds(subject: Subject, seed: int) -> None:
            assert wrong_of(book, subject, seed) == []

        holds()

    @EVERY_BOOK
    def test_the_same_decision_differs_in_nothing(self, book: Book) -> None:
        """However it was made."""

        @law(60, book)
        def holds(subject: Subject) -> None:
            found = decided(book.ruleset, subject).compared(decided(book.ruleset, rebuilt(subject)))
            assert (found.facts, found.book, found.rules, found.deciding) == ((), (), (), ())
            assert str(found).endswith("nothing differs")

        holds()

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda found: attrs.evolve(found, rules=found.rules[1:]), id="a rule less"),
            pytest.param(lambda found: attrs.evolve(found, facts=found.facts[1:]), id="a fact less"),
            pytest.param(lambda found: attrs.evolve(found, deciding=found.deciding[1:]), id="a deciding rule less"),
            pytest.param(
                lambda found: attrs.evolve(found, deciding=tuple(each.rule for each in found.rules)), id="all decide"
            ),
            pytest.param(lambda found: cited(found, lambda facts, every: facts[1:]), id="a cited fact less"),
            pytest.param(lambda found: cited(found, lambda facts, every: every), id="every fact cited"),
        ],
    )
    def test_a_wrong_comparison_is_noticed(self, change: Callable[[Comparison], Comparison]) -> None:
        """Whatever is left out of it, or named without need."""
        case = st.tuples(cases(), SEEDS)
        assert notices(case, lambda drawn: wrong_of(WHOLE, *drawn, lambda *pair: change(compared(*pair))))

    def test_two_kinds_of_subject_are_compared_in_what_both_have(self) -> None:
        """Screening and the day of a dose: facts of both, findings of each."""
        client = Client(vitals=by_clinician(Vitals(mean_systolic=150)), circulation=Circulation(aneurysm=True))
        session = RULESETS["dosing_day"].subject(vitals=by_clinician(Vitals(mean_systolic=170)))
        found = decided(SCREENING, client).compared(decided(RULESETS["dosing_day"], session))
        assert [(each.fact, each.how) for each in found.facts] == [("vitals.mean_systolic", ChangeKind.CHANGED)]
        assert found.book == ("rule set screening -> dosing_day",)
        rules = {each.rule for each in found.rules}
        assert {"vascular.aneurysm", "dosing_day.pressure.too_high"} <= rules


def cited(found: Comparison, choose: Callable[[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]) -> Comparison:
    every = tuple(dict.fromkeys(name for each in found.rules for name in each.facts))
    return attrs.evolve(found, rules=tuple(attrs.evolve(each, facts=choose(each.facts, every)) for each in found.rules))


class TestWords:
    """What a comparison says to a reader."""

    def test_of_time_alone(self) -> None:
        """A measurement that expired."""
        client = plain(baseline(SCREENING), {Vitals.heart_rate: recorded(Vitals.heart_rate, 70)})
        later = DECISION_DAY + timedelta(days=31)
        found = decided(SCREENING, client).compared(decided(SCREENING, client, later))
        assert [str(each) for each in found.facts if each.fact == "vitals.heart_rate"] == [
            "vitals.heart_rate: 70 per minute, of 2026-11-23 -> too old to rely on, of 2026-11-23 (by time alone)"
        ]

    def test_of_a_fact(self) -> None:
        """A measurement that is another, with the rule and the outcome that follow."""
        before, after = (
            decided(SCREENING, Client(vitals=by_clinician(Vitals(mean_systolic=systolic)))) for systolic in (150, 165)
        )
        assert str(before.compared(after)) == (
            "screening on 2026-11-23: INCOMPLETE -> screening on 2026-11-23: EXCLUDED\n"
            "The outcome is another by: cardiovascular.pressure.uncontrolled\n"
            "Facts:\n"
            "  - vitals.mean_systolic: 150 mm[Hg] -> 165 mm[Hg] (recorded otherwise)\n"
            "Rules:\n"
            "  - cardiovascular.pressure.uncontrolled: UNKNOWN, open (exclusion) -> TRUE (exclusion), "
            "by vitals.mean_systolic"
        )

    def test_of_a_policy(self) -> None:
        """The limit that was moved."""
        policy = read_policy((POLICIES / "cautious.toml").read_text())
        site = attrs.evolve(policy.applied(SCREENING), in_force=None)
        client = Client(vitals=by_clinician(Vitals(mean_systolic=155)))
        found = decided(SCREENING, client).compared(decided(site, client))
        moved = "limit cardiovascular.systolic_exclusion 160 mm[Hg] -> 150 mm[Hg]"
        assert f"cardiovascular.pressure.uncontrolled: {moved}" in found.book
        assert found.deciding == ("cardiovascular.pressure.uncontrolled",)
        changes = {each.rule: str(each) for each in found.rules}
        assert changes["cardiovascular.pressure.uncontrolled"] == (
            f"cardiovascular.pressure.uncontrolled: UNKNOWN, open (exclusion) -> TRUE (exclusion), by {moved}"
        )
        assert changes["psychosis.family"].endswith("by level caution -> exclusion")

    def test_of_an_error(self) -> None:
        """A rule that could not be evaluated says so."""
        client = Client(vitals=by_clinician(Vitals(heart_rate=60, mean_systolic=120)))
        before = decided(trapped(Level.CAUTION), client)
        sound = attrs.evolve(before.ruleset.rules[0], when=before.ruleset.rules[1].when)
        after = decided(attrs.evolve(before.ruleset, rules=(sound, before.ruleset.rules[1])), client)
        found = before.compared(after)
        assert [each.book for each in found.rules] == [("could not be evaluated (BrokenError: it is broken)",)]
        assert found.book == ("example.broken: its condition reads otherwise",)
