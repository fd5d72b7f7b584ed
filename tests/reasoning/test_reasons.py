"""The smallest reason of a conclusion, and the facts that force an outcome alone: enough, and none too many."""

from __future__ import annotations

import functools
import itertools
import operator
import random
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

import attrs
import pytest
from hypothesis import strategies as st

from kaprules import Client, Decision, Outcome, RuleSet, decide
from kaprules.authoring import any_of, by_clinician
from kaprules.baseline import baseline, plain
from kaprules.conditions import Atom
from kaprules.engine import interpreter
from kaprules.engine.derivation import Derivation
from kaprules.engine.snapshot import alone as alone_with
from kaprules.engine.snapshot import snapshot
from kaprules.errors import RuleError
from kaprules.facts import Circulation, Vitals
from kaprules.facts.model import (
    ABSENT,
    NOT_INDICATED,
    USABLE,
    Choice,
    Fact,
    PartialDate,
    Recorded,
    Subject,
    every_fact,
    groups_of,
)
from kaprules.facts.model import given as given_in
from kaprules.phrases import phrase
from kaprules.possible import NEVER_DAYS, Absence, Interval, Level, Options, Truth
from kaprules.reasoning import reasons
from kaprules.reasoning import sufficient as sets_of
from kaprules.reasoning.reasons import Premise, Reason, reason
from kaprules.reasoning.sufficient import SufficientSet
from kaprules.reasoning.ways import both, least
from kaprules.rule import Concept, Rule, expand_concepts, fact_atoms
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.rulesets.screening.medicines import TELLS_OF_DENIED
from kaprules.testing import decided_on
from tests.test_laws import (
    EVERY_BOOK,
    SEEDS,
    WHOLE,
    Book,
    World,
    cases,
    changed,
    conclusions,
    facts_of,
    known,
    law,
    notices,
    trapped,
    within,
)


def decided(ruleset: RuleSet, subject: Subject) -> Decision:
    return decide(ruleset, subject, on=decided_on(ruleset), engine="interpreter")


def comes_to(ruleset: RuleSet, subject: Subject) -> Outcome:
    """Return the outcome alone, by the fast engine, which the checker holds to the trees as it does any other."""
    return decide(ruleset, subject, on=decided_on(ruleset), engine="bits").outcome


# Of one rule or concept --------------------------------------------------------------------------------------


def anything(fact: Fact, state: int) -> tuple[Any, ...]:
    """Return the entries of a fact of which nothing is known."""
    return (*fact.full_range(Absence.DECLINED)[: fact.size - 1], state)  # type: ignore[index] # of this size


class Asked:
    """One conclusion, asked about some of its facts as they stand while the others may be anything."""

    def __init__(self, decision: Decision, owner: Rule | Concept) -> None:
        self.condition = expand_concepts(owner.when)
        facts = snapshot(decision.ruleset, decision.subject, decision.on)
        self.now = {fact: tuple(facts.entries(fact)) for fact in facts_of(self.condition)}
        self.names = {fact.id: fact for fact in self.now}
        self.ruleset = decision.ruleset

    def truths(self, standing: Iterable[str]) -> set[Truth]:
        """Return how true the conclusion is, the other facts all absent, and all there with any value."""
        kept = {self.names[name] for name in standing}
        return {
            self.truth_of({fact: now if fact in kept else anything(fact, state) for fact, now in self.now.items()})
            for state in (ABSENT, USABLE)
        }

    def can_be(self, truth: Truth, names: Iterable[str]) -> bool:
        """Say whether some values of these facts, all others as they are, make the conclusion so true."""
        facts = [self.names[name] for name in names]
        values = [[known(fact, value) for value in within(fact, self.now[fact], self.ruleset)] for fact in facts]
        return any(
            self.truth_of(self.now | dict(zip(facts, world, strict=True))) is truth
            for world in itertools.product(*values)
        )

    def truth_of(self, entries: dict[Fact, Any]) -> Truth:
        world: Any = World(entries)
        return interpreter.truth(self.condition, world, {})


Explain = Callable[[Derivation], Reason]
MAX_FACTS: Final = 12
"""Of how many facts every smaller set can be tried."""


def few_facts(book: Book) -> tuple[Rule | Concept, ...]:
    """Return the conclusions of a book that rest on so few facts that every smaller set can be tried."""
    return tuple(each for each in conclusions(book) if len(facts_of(expand_concepts(each.when))) <= MAX_FACTS)


def unreasonable(decision: Decision, owner: Rule | Concept, explain: Explain = reason) -> list[str]:
    """Return what is wrong with the reason of a conclusion: too little, too much, or not what the tree says."""
    tree = decision.why(owner.id)
    found, asked = explain(tree), Asked(decision, owner)
    wrong = [f"{premise} is not in the tree" for premise in found.premises if premise.node not in tree.walk()]
    wrong += [f"{premise} is not so" for premise in found.premises if premise.node.truth is not premise.truth]
    wrong += [f"{premise} says what is not so" for premise in found.premises if as_read(premise) is not Truth.TRUE]
    if found.truth is not tree.truth:
        wrong.append(f"{found.truth.name} instead of {tree.truth.name}")
    if tree.truth is Truth.UNKNOWN:
        for truth, premises in ((Truth.TRUE, found.would_hold), (Truth.FALSE, found.would_fail)):
            facts = {premise.fact for premise in premises}
            if not facts or not asked.can_be(truth, facts):
                wrong.append(f"{facts} cannot make it {truth.name}")
            wrong += [
                f"{fewer} can make it {truth.name}" for fewer in smaller(asked, facts) if asked.can_be(truth, fewer)
            ]
        return wrong
    if asked.truths(found.facts) != {tree.truth}:
        wrong.append(f"{found.facts} are not enough")
    wrong += [f"{fewer} are enough" for fewer in smaller(asked, found.facts) if asked.truths(fewer) == {tree.truth}]
    return wrong


def smaller(asked: Asked, facts: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Return every set of the facts of a conclusion that has one fact less than these."""
    size = len(set(facts))
    return itertools.combinations(asked.names, size - 1) if size else ()


NUMBERS: dict[str, Callable[[Any, Any], bool]] = {
    r"at least ([\d.]+)": operator.ge,
    r"above ([\d.]+)": operator.gt,
    r"at most ([\d.]+)": operator.le,
    r"below ([\d.]+)": operator.lt,
    r"never, or ([\d.]+) \w+ ago or longer": operator.ge,
    r"never, or longer ago than ([\d.]+) \w+": operator.gt,
    r"within the last ([\d.]+) \w+": operator.le,
    r"less than ([\d.]+) \w+ ago": operator.lt,
}


def as_read(premise: Premise) -> Truth:
    """Return how true the words of a premise are of what is known of the fact, by the words alone."""
    assert premise.node.test is not None
    fact, possible = premise.node.test.subject, premise.node.possible
    assert isinstance(fact, Fact)
    words = premise.says[len(fact.title) + 1 :]
    if words in ("has no usable value", "has a usable value"):
        assert possible is not None
        return Truth(2 * ((possible.absence is None) == (words == "has a usable value")))
    if isinstance(possible, Interval):
        for pattern, compare in NUMBERS.items():
            match = re.match(pattern, words)
            if match is not None:
                number = Fraction(match.group(1))
                return Truth(compare(possible.low, number) + compare(possible.high, number))
        happened = possible.low < NEVER_DAYS, possible.high < NEVER_DAYS
        return Truth(sum(happened) if words == "ever happened" else {"never happened": 2}[words] - sum(happened))
    assert isinstance(possible, Options)
    if isinstance(fact, Choice):
        options = {option.value: place for place, option in enumerate(fact.options)}
        listed = re.sub("^is (other than )?", "", words)
        meant = {place for name, place in options.items() if f" or {name} or " in f" or {listed} or "}
        if words.startswith("is other than "):
            meant = set(options.values()) - meant
    else:
        meant = {{"is present": 1, "is ruled out": 0}[words]}
    inside = sum(1 << place for place in meant) & possible.bits
    return Truth.FALSE if not inside else Truth.TRUE if inside == possible.bits else Truth.UNKNOWN


def failing(asked: Asked, premise: Premise) -> Any:
    """Return the entries of an answer by which the test of a premise is FALSE."""
    fact, test = asked.names[premise.fact], premise.node.test
    assert test is not None
    answers = (known(fact, value) for value in within(fact, asked.now[fact], asked.ruleset))
    worlds: Iterable[tuple[Any, Any]] = ((answer, World({fact: answer})) for answer in answers)
    return next(answer for answer, world in worlds if interpreter.truth(test, world, {}) is Truth.FALSE)


class TestReason:
    """The smallest reason of every conclusion, held against trying every smaller one."""

    @EVERY_BOOK
    def test_it_is_enough_and_the_smallest(self, book: Book) -> None:
        """Its facts alone make the conclusion what it is, and no smaller set of facts does."""

        @law(500, book)
        def holds(subject: Subject, seed: int) -> None:
            owner = random.Random(seed).choice(few_facts(book))
            assert unreasonable(decided(book.ruleset, subject), owner) == []

        holds()

    @pytest.mark.parametrize(
        "explain",
        [
            pytest.param(lambda tree: attrs.evolve(reason(tree), premises=every_leaf(tree)), id="everything"),
            pytest.param(lambda tree: attrs.evolve(reason(tree), premises=reason(tree).premises[1:]), id="one too few"),
            pytest.param(lambda tree: turned(reason(tree)), id="the opposite"),
            pytest.param(lambda tree: attrs.evolve(reason(tree), would_fail=reason(tree).would_hold), id="other words"),
            pytest.param(lambda tree: attrs.evolve(reason(tree), would_hold=()), id="no answer"),
        ],
    )
    def test_a_wrong_reason_is_noticed(self, explain: Explain) -> None:
        """Every leaf of the tree, one premise fewer, the opposite, or what would settle it the other way."""
        case = st.tuples(cases(), st.sampled_from(few_facts(WHOLE)))
        assert notices(case, lambda drawn: unreasonable(decided(SCREENING, drawn[0]), drawn[1], explain))

    def test_of_many_parts_that_share_few_facts(self) -> None:
        """Of more combinations than can be looked at: what would settle it holds one fact of each part, and no more."""
        kind = Circulation.latest_cardiovascular_event_kind  # read in both directions by several parts together
        parts = [each.when for each in TELLS_OF_DENIED if kind not in facts_of(expand_concepts(each.when))]
        assert len(parts) >= 8
        rule = attrs.evolve(TELLS_OF_DENIED[0], id="example.together", when=any_of(*parts), examples=())
        decision = decided(attrs.evolve(SCREENING, rules=(*SCREENING.rules, rule), home=""), Client())
        found, asked = reason(decision.why(rule.id)), Asked(decision, rule)
        assert len(found.would_hold) == 1
        answers = {asked.names[premise.fact]: failing(asked, premise) for premise in found.would_fail}
        assert asked.truth_of(asked.now | answers) is Truth.FALSE
        for each in answers:
            others = {fact: value for fact, value in answers.items() if fact is not each}
            assert asked.truth_of(asked.now | others) is Truth.UNKNOWN

    def test_words_that_say_the_opposite_are_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A premise that is put as the test, though the test is FALSE, contradicts the tree."""
        monkeypatch.setattr(reasons, "denied", phrase)
        case = st.tuples(cases(), st.sampled_from(few_facts(WHOLE)))
        assert notices(case, lambda drawn: unreasonable(decided(SCREENING, drawn[0]), drawn[1]))


def every_leaf(tree: Derivation) -> tuple[Premise, ...]:
    return tuple(Premise(node, node.truth) for node in tree.walk() if node.possible is not None)


def turned(found: Reason) -> Reason:
    premises = (attrs.evolve(each, truth=Truth(2 - each.truth)) for each in found.premises)
    return attrs.evolve(found, premises=tuple(premises))


# Of an outcome -----------------------------------------------------------------------------------------------


def told(subject: Subject) -> dict[str, Fact]:
    """Return the facts of which something was recorded, other than why there is nothing."""
    found = {}
    for fact in every_fact(type(subject)):
        value = subject.group(fact).__dict__[fact.name]
        if not isinstance(value.value if isinstance(value, Recorded) else value, Absence):
            found[fact.id] = fact
    return found


def keeping(subject: Subject, kept: Iterable[str]) -> Subject:
    """Return a subject of whom everything that was told is declined, but for some facts."""
    kept, groups = set(kept), {}
    for name, kind in groups_of(type(subject)).items():
        facts = dict(given_in(subject.__dict__[name]))
        for fact in told(subject).values():
            if fact.group == name and fact.id not in kept:
                facts[fact.name] = Absence.DECLINED
        groups[name] = kind(**facts)
    return type(subject)(**groups)


def read_with(subject: Subject, name: str) -> set[str]:
    """Return what was told of the facts that are read together with one."""
    facts = told(subject)
    group = groups_of(type(subject))[facts[name].group].__facts__
    names = {
        other
        for reading in group
        if facts[name].name in (reading.name, *reading.derived_from)
        for other in (reading.name, *reading.derived_from)
    }
    return {f"{facts[name].group}.{other}" for other in names} & facts.keys() - {name}


def subsets(names: Iterable[str]) -> Iterable[set[str]]:
    every = sorted(names)
    return (set(some) for size in range(len(every) + 1) for some in itertools.combinations(every, size))


MAX_TRIED = 40
"""How many facts of one set are left out, one at a time."""


def insufficient(decision: Decision, sets: Iterable[Iterable[str]], chance: random.Random) -> list[str]:
    """Return which sets of facts do not force an outcome, and which hold a fact too many.

    The other facts are declined, all or some of them. Without one of its own a set does not force the outcome, be
    it that what is read together with that one is there.
    """

    def forced(kept: Iterable[str]) -> bool:
        return comes_to(decision.ruleset, keeping(decision.subject, kept)) is decision.outcome

    wrong = []
    for each in map(set, sets):
        others = sorted(told(decision.subject).keys() - each)
        for some in ((), *(chance.sample(others, chance.randint(0, len(others))) for _ in range(3))):
            if not forced(each | set(some)):
                wrong.append(f"{sorted(each)} with {some} do not force {decision.outcome.name}")
        for name in chance.sample(sorted(each), min(len(each), MAX_TRIED)):
            beside = subsets(read_with(decision.subject, name) - each)
            if all(forced((each - {name}) | some) for some in beside):
                wrong.append(f"{name} of {sorted(each)} is not needed for {decision.outcome.name}")
    return wrong


def every_minimal(decision: Decision, names: Iterable[str]) -> set[frozenset[str]]:
    """Return every minimal set out of a few facts, the others declined for good, by trying all sets of them."""
    forced = {
        frozenset(some): comes_to(decision.ruleset, keeping(decision.subject, some)) is decision.outcome
        for some in subsets(names)
    }
    always = {some for some in forced if all(forced[more] for more in forced if some <= more)}
    return {some for some in always if not any(fewer < some for fewer in always)}


class TestSufficient:
    """Facts that force an outcome alone, held against subjects of whom the others are not known."""

    @EVERY_BOOK
    def test_a_smallest_set_is_enough_and_minimal(self, book: Book) -> None:
        """The outcome stays when any other fact is declined, and does not when any of its own is."""

        @law(50, book)
        def holds(subject: Subject, seed: int) -> None:
            decision = decided(book.ruleset, subject)
            if decision.outcome is not Outcome.INCOMPLETE:
                assert insufficient(decision, [decision.sufficient().facts], random.Random(seed)) == []

        holds()

    @EVERY_BOOK
    def test_so_is_every_set(self, book: Book) -> None:
        """Each of some of all sets is enough and minimal, and the first has as few facts as any."""

        @law(25, book)
        def holds(subject: Subject, seed: int) -> None:
            decision, chance = decided(book.ruleset, subject), random.Random(seed)
            found = decision.sufficient(every=True)
            sets = [each.facts for each in found.sets]
            assert sets[0] == min(sets, key=len) and len(set(sets)) == min(found.total, sets_of.MAX_SETS)
            if decision.outcome is not Outcome.INCOMPLETE:
                assert insufficient(decision, chance.sample(sets, min(2, len(sets))), chance) == []

        holds()

    @EVERY_BOOK
    def test_there_are_no_others(self, book: Book) -> None:
        """Of a subject of whom few facts are told, every set of facts is tried: the same sets are minimal."""

        @law(60, book)
        def holds(subject: Subject, seed: int) -> None:
            decision, chance = decided(book.ruleset, subject), random.Random(seed)
            if decision.outcome is Outcome.EXCLUDED:
                first = set(decision.sufficient().facts)
                others = sorted(told(subject).keys() - first)
                few = first | set(chance.sample(others, min(len(others), 5)))
                fewer = decided(book.ruleset, keeping(subject, few))
                found = {frozenset(each.facts) for each in fewer.sufficient(every=True).sets}
                assert found == every_minimal(fewer, few)

        holds()

    def test_there_are_no_others_of_an_outcome_that_needs_many_facts(self) -> None:
        """Nor where everything has to be known: of a practice with nothing against it."""
        ruleset = RULESETS["setting"]
        subject = plain(baseline(ruleset), {})
        decision = decided(ruleset, subject)
        asked = {fact.id for fact in ruleset.facts} & told(subject).keys()
        found = decision.sufficient(every=True)
        assert {frozenset(each.facts) for each in found.sets} == every_minimal(decision, asked)
        assert decision.outcome is Outcome.NO_EXCLUSION_FOUND

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda facts, all_told: facts[1:], id="a fact too few"),
            pytest.param(lambda facts, all_told: facts + tuple(sorted(all_told - set(facts)))[:1], id="one too many"),
            pytest.param(lambda facts, all_told: tuple(sorted(all_told)), id="everything"),
        ],
    )
    def test_a_wrong_set_is_noticed(self, change: Callable[[tuple[str, ...], set[str]], tuple[str, ...]]) -> None:
        """A fact too few does not force the outcome, and one too many is not needed."""

        def violations(case: tuple[Subject, int]) -> list[str]:
            decision = decided(SCREENING, case[0])
            if decision.outcome is Outcome.INCOMPLETE:
                return []
            facts = change(decision.sufficient().facts, set(told(case[0])))
            return insufficient(decision, [facts], random.Random(case[1]))

        assert notices(st.tuples(cases(), SEEDS), violations)

    def test_a_set_that_is_not_minimal_is_never_returned(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Were the conditions read wrongly, the trial on the engine would refuse what comes out."""
        client = Client(circulation=Circulation(aneurysm=True), vitals=by_clinician(Vitals(heart_rate=60)))
        decision = decided(SCREENING, client)
        monkeypatch.setattr(sets_of, "either", lambda ways: (sum({*itertools.chain(*ways), 1, 2}),))
        with pytest.raises(RuntimeError, match="is no minimal reason of EXCLUDED; report this"):
            decision.sufficient()


# Of what is incomplete ---------------------------------------------------------------------------------------


def stands_in(subject: Subject, fact: Fact, names: set[str]) -> bool:
    """Say whether all that a fact is known by is among some facts."""
    own = subject.group(fact).__dict__[fact.name] is not Absence.NOT_ASKED
    if fact.derive is None or (own and not fact.cross_checked):
        return fact.id in names
    return names >= {f"{fact.group}.{name}" for name in fact.derived_from} | ({fact.id} if own else set())


@functools.cache
def only(ruleset: RuleSet, name: str) -> RuleSet:
    """Return a rule set with one of the rules."""
    rule = ruleset[name]
    assert isinstance(rule, Rule)
    return attrs.evolve(ruleset, rules=(rule,), optional_rules=(), home="")


def settles(decision: Decision, standing: set[str], name: str, chance: random.Random) -> bool:
    """Say whether a world was found in which these facts stand as they are and a rule is settled all the same.

    In each world all other facts have any value, or are absent for any reason; in half of the worlds most have the
    value of which the rule has least to say, as a rule of many parts is rarely settled by chance.
    """
    alone = only(decision.ruleset, name)
    facts = snapshot(alone, decision.subject, decision.on)
    free = {
        fact: within(fact, anything(fact, ABSENT), alone)
        for fact in alone.facts
        if not stands_in(decision.subject, fact, standing)
    }
    tests = [atom for rule in alone.rules if isinstance(rule, Rule) for atom in fact_atoms(expand_concepts(rule.when))]
    calm = {
        fact: min(values, key=lambda value: sum(holds(atom, value) for atom in tests if atom.subject is fact))
        for fact, values in free.items()
    }
    return any(
        interpreter.evaluate(alone, changed(facts, any_world(free, calm, chance))).outcome
        not in (Outcome.INCOMPLETE, Outcome.EXCLUDED)
        for _ in range(200)
    )


def holds(atom: Atom, value: Any) -> bool:
    """Say whether a test holds of a fact that is known to have a value."""
    assert isinstance(atom.subject, Fact)
    return interpreter.truth(atom, alone_with(atom.subject, known(atom.subject, value)), {}) is Truth.TRUE


def any_world(free: Mapping[Fact, list[Any]], calm: Mapping[Fact, Any], chance: random.Random) -> dict[Fact, Any]:
    """Return some facts at any of their values, or absent for any reason; in some worlds most of them are calm."""
    entries: dict[Fact, Any] = {}
    absent, calmly = chance.choice((0.0, 0.5)), chance.choice((0.0, 0.9))
    for fact, values in free.items():
        nothing = anything(fact, chance.choice((ABSENT, NOT_INDICATED if fact.on_indication else ABSENT)))
        value = calm[fact] if chance.random() < calmly else chance.choice(values)
        entries[fact] = nothing if chance.random() < absent else known(fact, value)
    return entries


def not_in_the_way(decision: Decision, sets: Iterable[SufficientSet], chance: random.Random) -> list[str]:
    """Return which sets of facts do not keep a rule open or asking, and which hold a fact too many."""
    wrong = []
    for each in sets:
        facts = set(each.facts)
        for rule in each.rules:
            if settles(decision, facts, rule, chance):
                wrong.append(f"{rule} can be settled in spite of {facts}")
            if not all(settles(decision, facts - {name}, rule, chance) for name in facts):
                wrong.append(f"not all of {facts} are needed for {rule}")
        if not each.rules:
            wrong.append(f"{facts} are of no rule")
    return wrong


def some_of(decision: Decision, chance: random.Random) -> list[SufficientSet]:
    sets = decision.sufficient(every=True).sets
    return chance.sample(sets, min(3, len(sets))) if decision.outcome is Outcome.INCOMPLETE else []


class TestIncomplete:
    """The facts by which, as they stand, a decision stays incomplete."""

    @EVERY_BOOK
    def test_as_long_as_they_stand_a_rule_is_in_the_way(self, book: Book) -> None:
        """Whatever the other facts are, the rule is open or asks; without any one of them it can be settled."""

        @law(60, book)
        def holds(subject: Subject, seed: int) -> None:
            decision, chance = decided(book.ruleset, subject), random.Random(seed)
            assert not_in_the_way(decision, some_of(decision, chance), chance) == []

        holds()

    @EVERY_BOOK
    def test_every_rule_in_the_way_is_accounted_for(self, book: Book) -> None:
        """Each open rule and each that asks has a set, its own or a smaller one."""

        @law(100, book)
        def holds(subject: Subject) -> None:
            decision = decided(book.ruleset, subject)
            if decision.outcome is Outcome.INCOMPLETE:
                findings = (*decision.undecided, *(f for f in decision.findings if f.level is Level.NEEDS_INFORMATION))
                sets = [set(each.facts) for each in decision.sufficient(every=True).sets]
                for finding in findings:
                    read = {
                        name
                        for fact in facts_of(expand_concepts(decision.ruleset[finding.rule].when))
                        for name in (fact.id, *(f"{fact.group}.{name}" for name in fact.derived_from))
                    }
                    assert any(each <= read for each in sets), finding.rule

        holds()

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda facts, others: facts[1:], id="a fact too few"),
            pytest.param(lambda facts, others: facts + others[:1], id="one too many"),
        ],
    )
    def test_a_wrong_set_is_noticed(self, change: Callable[..., tuple[str, ...]]) -> None:
        """Without one of the facts the rule can be settled, and with another there is one too many."""

        def violations(case: tuple[Subject, int]) -> list[str]:
            decision, chance = decided(SCREENING, case[0]), random.Random(case[1])
            declared = tuple(fact.id for fact in SCREENING.facts if fact.derive is None)
            sets = some_of(decision, chance)
            others = tuple(name for name in declared if all(name not in each.facts for each in sets))
            wrong = [attrs.evolve(each, facts=change(each.facts, others)) for each in sets]
            return not_in_the_way(decision, wrong, chance)

        assert notices(st.tuples(cases(), SEEDS), violations)

    @pytest.mark.parametrize("level", Level)
    def test_a_rule_that_cannot_be_evaluated_counts_with_all_that_it_reads(self, level: Level) -> None:
        """A trap keeps the decision incomplete by the fact that it trips over."""
        decision = decided(trapped(level), Client(vitals=by_clinician(Vitals(heart_rate=60, mean_systolic=120))))
        assert [(each.facts, each.rules) for each in decision.sufficient().sets] == [
            (("vitals.heart_rate",), ("example.broken",))
        ]

    @pytest.mark.parametrize("level", Level)
    def test_an_exclusion_is_forced_in_spite_of_a_trap(self, level: Level) -> None:
        """The facts of the exclusion are enough, as it decides whatever else cannot be evaluated."""
        decision = decided(trapped(level), Client(vitals=by_clinician(Vitals(heart_rate=60, mean_systolic=160))))
        assert [(each.facts, each.rules) for each in decision.sufficient().sets] == [
            (("vitals.mean_systolic",), ("example.sound",))
        ]


class TestWords:
    """What a reason says to a reader."""

    def test_of_one_exclusion(self) -> None:
        """The set with its rule."""
        found = decided(SCREENING, Client(circulation=Circulation(aneurysm=True))).sufficient(every=True)
        assert str(found) == (
            "EXCLUDED is forced by these facts alone, whatever the others are:\n"
            "  - circulation.aneurysm (vascular.aneurysm)"
        )

    def test_of_what_is_open(self) -> None:
        """The others may still make it worse, and the words allow for that."""
        client = plain(baseline(SCREENING), {Circulation.myocardial_infarction: PartialDate(2026, 5)})
        assert str(decided(SCREENING, client).sufficient()).splitlines()[0] == (
            "No better than INCOMPLETE, by these facts alone, whatever the others are:"
        )

    def test_of_several(self) -> None:
        """One of them by default, with how many there are; all of them on request."""
        client = Client(circulation=Circulation(aneurysm=True), vitals=by_clinician(Vitals(mean_systolic=190)))
        decision = decided(SCREENING, client)
        assert str(decision.sufficient()).splitlines()[2] == "  and so by 1 other set"
        assert len(str(decision.sufficient(every=True)).splitlines()) == 3

    def test_of_what_would_settle_it(self) -> None:
        """TRUE with some facts, FALSE with others."""
        assert str(decided(SCREENING, Client()).reason("vascular.aneurysm")) == (
            "vascular.aneurysm is UNKNOWN\n"
            "  it would be TRUE with\n    aneurysm is present: not asked\n"
            "  it would be FALSE with\n    aneurysm is ruled out: not asked"
        )


def test_too_many_reasons_are_refused() -> None:
    """Rather than looked through for ever."""
    first = least(1 << place for place in range(65))
    with pytest.raises(RuleError, match="more than 4096 combinations of reasons"):
        both(first, least(each << 65 for each in first))
