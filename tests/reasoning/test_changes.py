"""What would change it: the promises of each proposed change, that none is forgotten, and when time alone does it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from kaprules import Client, screen
from kaprules.authoring import by_clinician
from kaprules.baseline import as_needed, baseline, event_on, plain, worlds, written
from kaprules.decision import decide
from kaprules.engine.evaluation import Evaluation, conclude, evaluate
from kaprules.engine.snapshot import Snapshot, snapshot
from kaprules.facts import Bladder, Breathing, Circulation, GeneralHealth, Neurology, Person, PsychiatricHistory, Vitals
from kaprules.facts.bladder import InterstitialCystitis
from kaprules.facts.circulation import NyhaClass
from kaprules.facts.model import (
    USABLE,
    Choice,
    DaysAgo,
    Event,
    Fact,
    Flag,
    Mutability,
    Number,
    PartialDate,
    Recorded,
    Reporter,
    Subject,
    every_fact,
    groups_of,
)
from kaprules.facts.model import given as given_in
from kaprules.possible import NEVER_DAYS, Absence, Level, Outcome
from kaprules.reasoning import earliest as passing
from kaprules.reasoning.counterfactuals import Box, Change, admissible, boxes, nearest_of, proposed, reaches, read_anew
from kaprules.reasoning.earliest import Earliest, earliest
from kaprules.reasoning.partition import changed, rule_index
from kaprules.rule import Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import SCREENING
from kaprules.rulesets.screening.head_injury import RECENT, STILL_NEAR
from kaprules.testing import DECISION_DAY, decided_on
from tests.test_laws import BOOKS, EVERY_BOOK, WHOLE, Book, cases, evaluated, law, notices

RANKS = list(Outcome)
SEEDS = st.integers(0, 2**32)
Find = Callable[[RuleSet, Snapshot, Box, Outcome], Iterator[Box]]
Propose = Callable[[Evaluation, Box, Outcome], Iterator[Box]]


def ordinary_but(near: Mapping[Any, object]) -> Client:
    client = plain(baseline(SCREENING), near)
    assert isinstance(client, Client)
    return client


def said(client: Client) -> list[str]:
    return [str(alternative) for alternative in screen(client, on=DECISION_DAY, engine="interpreter").changes()]


class TestExamples:
    """What a reader gets."""

    def test_blood_pressure(self) -> None:
        """A pressure is treatable; the widest values that will do are named, for each outcome."""
        pressures = {Vitals.mean_systolic: 165, Vitals.highest_systolic: 170, Vitals.pressure_readings: 2}
        others = {Vitals.mean_diastolic: 80, Vitals.highest_diastolic: 85}
        assert said(ordinary_but(pressures | others)) == [
            "no exclusion found, if it were so and documented: "
            "mean systolic pressure at most 140 mm[Hg] (now: 165 mm[Hg]; treatable)",
            "caution, if it were so and documented: "
            "mean systolic pressure below 160 mm[Hg] (now: 165 mm[Hg]; treatable)",
        ]

    def test_head_injury(self) -> None:
        """An injury recedes; it is not proposed that it never happened."""
        injury = {Neurology.latest_head_injury: DaysAgo(20), Neurology.severe_head_injury: False}
        assert said(ordinary_but({**injury, Neurology.head_injury_symptoms: False})) == [
            "no exclusion found, if it were so and documented: "
            "latest head injury longer ago than 180 days (now: 20 days ago; passes with time)",
            "caution, if it were so and documented: "
            "latest head injury longer ago than 84 days (now: 20 days ago; passes with time)",
        ]

    def test_what_is_known_in_part(self) -> None:
        """Where all that is possible would do, what is wanted is to know which of it is so."""
        client = ordinary_but({Circulation.myocardial_infarction: PartialDate(2026, 5)})
        (alternative,) = screen(client, on=DECISION_DAY, engine="interpreter").changes()
        assert str(alternative).startswith(
            "caution, if it were so and documented: MI longer ago than 42 days, and known more exactly (now: "
        )

    def test_schizophrenia(self) -> None:
        """What is fixed never changes."""
        assert said(ordinary_but({PsychiatricHistory.primary_psychosis: True})) == []

    def test_a_lasting_disease_gets_milder(self) -> None:
        """What is lasting may be past; that it never was is not proposed."""
        assert said(ordinary_but({Bladder.interstitial_cystitis: InterstitialCystitis.ACTIVE})) == [
            "caution, if it were so and documented: "
            "interstitial cystitis is past, in remission (now: active; treatable)",
        ]

    def test_a_test_not_done(self) -> None:
        """What was never measured is obtained; the result that would do is named."""
        near = {Breathing.sleep_apnoea: True, Breathing.apnoea_hypopnoea_index: Absence.NOT_ASKED}
        first = screen(ordinary_but(near), on=DECISION_DAY, engine="interpreter").changes()[0]
        assert (first.outcome, [change.fact for change in first.changes]) == (
            Outcome.NO_EXCLUSION_FOUND,
            ["breathing.apnoea_hypopnoea_index"],
        )
        assert first.changes[0].now == "not asked"

    def test_what_was_declined_is_left_alone(self) -> None:
        """Nobody is to be made to answer."""
        assert said(ordinary_but({GeneralHealth.fever: Absence.DECLINED})) == []
        assert said(ordinary_but({GeneralHealth.fever: Absence.CONFLICTING})) == [
            "no exclusion found, if it were so and documented: "
            "fever is ruled out (now: reports disagree; passes with time)",
            "caution, if it were so and documented: fever is known (now: reports disagree; passes with time)",
        ]

    def test_age(self) -> None:
        """Somebody gets older, never younger."""
        assert "age at least 18 years" in said(ordinary_but({Person.age: 17}))[0]

    def test_several_at_once(self) -> None:
        """Each change of a set is needed."""
        near = {Vitals.oxygen_saturation: 88, GeneralHealth.fever: True}
        alternatives = screen(ordinary_but(near), on=DECISION_DAY, engine="interpreter").changes()
        assert [(each.outcome.name, [change.fact for change in each.changes]) for each in alternatives] == [
            ("CAUTION", ["vitals.oxygen_saturation"]),
            ("NO_EXCLUSION_FOUND", ["vitals.oxygen_saturation", "general_health.fever"]),
        ]

    def test_pure(self) -> None:
        """The same decision is given the same alternatives, and is the same afterwards."""
        client = ordinary_but({Vitals.oxygen_saturation: 88})
        one, other = (screen(client, on=DECISION_DAY, engine="interpreter") for _ in range(2))
        assert one.changes() == one.changes() == other.changes()
        assert one == other


# What is promised --------------------------------------------------------------------------------------------


def better(ruleset: RuleSet, facts: Snapshot) -> list[Outcome]:
    return RANKS[: RANKS.index(conclude(ruleset, facts).outcome)]


def values_in(ruleset: RuleSet, fact: Fact, some: int) -> list[Any]:
    """Return values of every one of some cells."""
    cells = rule_index(ruleset).partitions[fact].regions
    return [value for place, cell in enumerate(cells) if some >> place & 1 for value in {cell.first, cell.last}]


def known(fact: Fact, value: Any) -> tuple[Any, ...]:
    return (value, USABLE) if fact.size == 2 else (value, value, USABLE)


def broken_promises(book: Book, subject: Subject, chance: random.Random, find: Propose = proposed) -> list[str]:
    """Return what is wrong with the sets of changes that are proposed for a subject."""
    evaluation = evaluated(book.ruleset, subject)
    ruleset, facts = evaluation.ruleset, evaluation.facts
    allowed = admissible(evaluation)
    wrong = []
    for outcome in better(ruleset, facts):
        for box in itertools.islice(find(evaluation, allowed, outcome), 10):
            for fact in box:
                if fact.mutability is Mutability.FIXED:
                    wrong.append(f"{fact.id} is fixed")
                if subject.possible(fact, evaluation.on).absence is Absence.DECLINED:
                    wrong.append(f"{fact.id} was declined")
            nearest = nearest_of(evaluation, box)
            then = read_anew(evaluation, nearest)
            if not reaches(ruleset, then, outcome):
                wrong.append(f"{nearest} does not reach {outcome}")
            for _ in range(8):
                drawn = {fact: known(fact, chance.choice(values_in(ruleset, fact, some))) for fact, some in box.items()}
                if not reaches(ruleset, changed(then, drawn), outcome):
                    wrong.append(f"{drawn} does not reach {outcome}")
            for part in parts(nearest, chance):
                if reaches(ruleset, read_anew(evaluation, part), outcome):
                    wrong.append(f"{part} is enough of {nearest}")
    return wrong


def parts(nearest: Mapping[Fact, Any], chance: random.Random) -> Iterator[dict[Fact, Any]]:
    """Yield the proper parts of a set of changes; of a large set those that lack one change, and some others."""
    if len(nearest) <= 5:
        every = [part for count in range(len(nearest)) for part in itertools.combinations(nearest, count)]
    else:
        some = [tuple(chance.sample(list(nearest), chance.randrange(len(nearest)))) for _ in range(20)]
        every = [*itertools.combinations(nearest, len(nearest) - 1), *some]
    for part in every:
        yield {fact: nearest[fact] for fact in part}


class TestPromises:
    """Each proposed set of changes leads where it says, whichever of its values come to be, and nothing is to spare."""

    @EVERY_BOOK
    def test_are_kept(self, book: Book) -> None:
        """Of every kind of subject, and close to the limits of each rule."""

        @law(200, book)
        def holds_good(subject: Subject, seed: int) -> None:
            assert broken_promises(book, subject, random.Random(seed)) == []

        holds_good()

    def test_a_change_too_many_is_noticed(self) -> None:
        """A set with a change that is not needed."""

        def more(evaluation: Evaluation, allowed: Box, outcome: Outcome) -> Iterator[Box]:
            for box in proposed(evaluation, allowed, outcome):
                other = next((fact for fact in allowed if fact not in box), None)
                yield box if other is None else {**box, other: allowed[other]}

        assert notices(cases(), lambda subject: broken_promises(WHOLE, subject, random.Random(0), more))

    def test_a_change_too_few_is_noticed(self) -> None:
        """A set that lacks one of its changes."""

        def fewer(evaluation: Evaluation, allowed: Box, outcome: Outcome) -> Iterator[Box]:
            for box in proposed(evaluation, allowed, outcome):
                yield dict(list(box.items())[1:])

        assert notices(cases(), lambda subject: broken_promises(WHOLE, subject, random.Random(0), fewer))

    def test_a_region_too_wide_is_noticed(self) -> None:
        """A set that allows any value."""

        def wider(evaluation: Evaluation, allowed: Box, outcome: Outcome) -> Iterator[Box]:
            for box in proposed(evaluation, allowed, outcome):
                yield {fact: rule_index(evaluation.ruleset).partitions[fact].every for fact in box}

        assert notices(cases(), lambda subject: broken_promises(WHOLE, subject, random.Random(0), wider))

    def test_a_fixed_fact_is_noticed(self) -> None:
        """A search for which everything can change."""

        def anything(evaluation: Evaluation, allowed: Box, outcome: Outcome) -> Iterator[Box]:
            every = {fact: cells.every for fact, cells in rule_index(evaluation.ruleset).partitions.items()}
            return proposed(evaluation, every if outcome is Outcome.INCOMPLETE else allowed, outcome)

        assert notices(cases(), lambda subject: broken_promises(WHOLE, subject, random.Random(0), anything))


class TestNothingGetsWorse:
    """What may change at all, and how far."""

    @EVERY_BOOK
    def test_nothing_known_gets_worse(self, book: Book) -> None:
        """No number moves in its adverse direction, no risk appears, no event comes nearer or is undone."""

        @law(100, book)
        def holds_good(subject: Subject) -> None:
            evaluation = evaluated(book.ruleset, subject)
            facts, allowed = evaluation.facts, admissible(evaluation)
            wrong = [
                (fact, value)
                for fact, some in allowed.items()
                if facts.entries(fact)[-1] == USABLE
                for value in values_in(book.ruleset, fact, some)
                if worse(fact, value, facts.entries(fact))
            ]
            assert wrong == []

        holds_good()


def worse(fact: Fact, value: Any, now: Sequence[Any]) -> bool:
    """Say whether a value is worse than all that are possible, in a cell of its own."""
    if isinstance(fact, Event) and fact.mutability is Mutability.PASSES_WITH_TIME:
        return bool(value == NEVER_DAYS != now[1])
    if isinstance(fact, Flag) and fact.adverse is not None:
        return bool(value & fact.adverse_bits and not now[0] & fact.adverse_bits)
    if isinstance(fact, Choice):
        ranks = [*fact.adverse]
        options = list(fact.options)
        held = [option for place, option in enumerate(options) if now[0] >> place & 1]
        worst = min((ranks.index(option) for option in held if option in ranks), default=len(ranks))
        option = options[value.bit_length() - 1]
        return option in ranks and ranks.index(option) < worst
    return False


# None is forgotten -------------------------------------------------------------------------------------------


def small(chance: random.Random, ruleset: RuleSet = SCREENING, most: int = 4) -> RuleSet:
    """Return a few rules that share a few facts."""
    rules = [rule for rule in ruleset.rules if rule.level is not Level.NOTE]
    facts = set(facts_of(chance.choice(rules)))
    kin = [rule for rule in rules if facts & set(facts_of(rule))]
    for rule in chance.sample(kin, len(kin)):
        if len(facts | set(facts_of(rule))) <= most:
            facts |= set(facts_of(rule))
    chosen = [rule for rule in rules if set(facts_of(rule)) <= facts]
    return RuleSet("small", "?", tuple(chosen), subject=ruleset.subject, phase=ruleset.phase)


def facts_of(rule: Rule) -> list[Fact]:
    return [atom.subject for atom in fact_atoms(rule.when) if isinstance(atom.subject, Fact)]


def regions(ruleset: RuleSet, fact: Fact, allowed: int, now: int) -> set[int]:
    """Return what can be demanded of a fact: that tests of it fail, or only that it is known."""
    tests = {leaf.holds for _, leaf in rule_index(ruleset).tests[fact] if not leaf.missing}
    found = {allowed}
    for holding in tests:
        found |= {some & ~holding for some in found}
    is_known = not now & (now - 1)
    return {some for some in found if some and not (is_known and some & now)}


def by_trial(ruleset: RuleSet, facts: Snapshot, allowed: Box, outcome: Outcome) -> set[frozenset[tuple[Fact, int]]]:
    """Return the smallest and widest sets of changes, by trying all of them with all values of each."""
    cells = rule_index(ruleset).partitions
    choices = [
        [(fact, some) for some in regions(ruleset, fact, allowed[fact], cells[fact].within(facts.entries(fact)))]
        for fact in allowed
    ]
    good: list[Box] = []
    for demanded in itertools.product(*([None, *each] for each in choices)):
        box = dict(pair for pair in demanded if pair is not None)
        points = [[(fact, known(fact, v)) for v in values_in(ruleset, fact, some)] for fact, some in box.items()]
        if all(reaches(ruleset, changed(facts, dict(point)), outcome) for point in itertools.product(*points)):
            good.append(box)
    least = [box for box in good if not any(other is not box and no_more(other, box) for other in good)]
    return {frozenset(box.items()) for box in least}


def no_more(one: Box, other: Box) -> bool:
    return all(fact in other and not other[fact] & ~some for fact, some in one.items()) and one != other


def forgotten(subject: Subject, seed: int, find: Find = boxes, origin: RuleSet = SCREENING) -> list[str]:
    """Return where the search and the trial of everything part, by a small book drawn from a rule set."""
    ruleset = small(random.Random(seed), origin)
    evaluation = evaluated(ruleset, subject)
    facts, allowed = evaluation.facts, admissible(evaluation)
    wrong = []
    for outcome in better(ruleset, facts):
        tried = by_trial(ruleset, facts, allowed, outcome)
        found = {frozenset(box.items()) for box in find(ruleset, facts, allowed, outcome)}
        if tried != found:
            wrong.append(f"{ruleset.rules} for {outcome}: {tried} against {found}")
    return wrong


class TestNoneIsForgotten:
    """By small books the search finds exactly what the trial of everything finds."""

    @pytest.mark.parametrize("name", ["screening", "dose_tiers", "dosing_day", "discharge"])
    def test_by_small_books(self, name: str) -> None:
        """The rules about a few facts, of every rule set that has such rules."""
        book = BOOKS[name]

        @law(150, book, WHOLE)
        def holds_good(subject: Subject, seed: int) -> None:
            assert forgotten(subject, seed, origin=book.ruleset) == []

        holds_good()

    def test_what_repairs_one_rule_may_decide_another(self) -> None:
        """A class of heart failure that is not severe settles the caution, though nobody asked about the disease."""
        names = ("severe", "class_unknown", "known")
        rules = tuple(SCREENING[f"cardiovascular.heart_failure.{name}"] for name in names)
        ruleset = RuleSet("small", "?", rules, subject=Client, phase=SCREENING.phase)
        evaluation = evaluated(ruleset, Client(circulation=by_clinician(Circulation(nyha_class=NyhaClass.IV))))
        facts, allowed = evaluation.facts, admissible(evaluation)
        (box,) = boxes(ruleset, facts, allowed, Outcome.CAUTION)
        assert by_trial(ruleset, facts, allowed, Outcome.CAUTION) == {frozenset(box.items())} != {frozenset()}

    def test_what_demands_more_gives_way_to_what_demands_less(self) -> None:
        """An index below 15, where one below 30 is enough: the narrower may be found first."""
        names = ("severe_untreated", "index_unknown", "treatment_unknown", "severe", "moderate_untreated")
        rules = tuple(SCREENING[f"breathing.apnoea.{name}"] for name in names)
        ruleset = RuleSet("small", "?", rules, subject=Client, phase=SCREENING.phase)
        index = Recorded(-1, on=DECISION_DAY, by=Reporter.LABORATORY)
        evaluation = evaluated(ruleset, Client(breathing=Breathing(apnoea_hypopnoea_index=index)))
        facts, allowed = evaluation.facts, admissible(evaluation)
        found = list(boxes(ruleset, facts, allowed, Outcome.CAUTION))
        assert {frozenset(box.items()) for box in found} == by_trial(ruleset, facts, allowed, Outcome.CAUTION)

    def test_a_search_that_gives_up_early_is_noticed(self) -> None:
        """A search that yields only its first finding."""

        def first(ruleset: RuleSet, facts: Snapshot, allowed: Box, outcome: Outcome) -> Iterator[Box]:
            return itertools.islice(boxes(ruleset, facts, allowed, outcome), 1)

        book = BOOKS["discharge"]  # whose rules are about a few facts, so that there often is more than one way
        assert notices(st.tuples(cases(book), SEEDS), lambda case: forgotten(*case, first, book.ruleset))


# On the way that every decision takes ------------------------------------------------------------------------


def applied(client: Subject, changed_facts: Sequence[Change], on: date) -> Subject | None:
    """Return a real subject to whom the changes have come, or None where one is of a reading, or of what is read."""
    every = {fact.id: fact for fact in every_fact(type(client))}
    groups = {name: client.__dict__[name] for name in groups_of(type(client))}
    for change in changed_facts:
        fact = every[change.fact]
        group = groups[fact.group]
        above = [each for each in group.__facts__ if fact.name in each.derived_from and each.name in given_in(group)]
        if fact.derive is not None or above:
            return None
        value: Any = change.least
        if isinstance(fact, Event):
            value = event_on(fact, value)
        elif isinstance(fact, Number):
            value = written(value)
        groups[fact.group] = attrs.evolve(groups[fact.group], **{fact.name: as_needed(fact, value, on)})
    return type(client)(**groups)


def near_each_rule(ruleset: RuleSet) -> Iterator[Subject]:
    """Yield subjects who are ordinary but for what one rule is about."""
    book = baseline(ruleset)
    for rule in ruleset.rules:
        for world in itertools.islice(worlds(book, rule.when, {}), 2):
            yield plain(book, world)


@pytest.mark.parametrize("name", [name for name in BOOKS if "all on" not in name])
def test_decided_anew(name: str) -> None:
    """Subjects to whom the changes have come are decided anew, from the beginning, and come to the outcome promised."""
    ruleset, on = BOOKS[name].ruleset, decided_on(BOOKS[name].ruleset)
    tried = 0
    for subject in near_each_rule(ruleset):
        decision = decide(ruleset, subject, on=on, engine="interpreter")
        for alternative in decision.changes():
            after = applied(subject, alternative.changes, on)
            if after is None:
                continue
            tried += 1
            reached = decide(ruleset, after, on=on, engine="interpreter").outcome
            assert RANKS.index(reached) <= RANKS.index(alternative.outcome)
            for left_out in alternative.changes:
                fewer = applied(subject, [change for change in alternative.changes if change != left_out], on)
                assert fewer is not None
                reached = decide(ruleset, fewer, on=on, engine="interpreter").outcome
                assert RANKS.index(reached) > RANKS.index(alternative.outcome)
    assert tried > len(ruleset.rules) // 4


# Time alone --------------------------------------------------------------------------------------------------


def first_by_trial(ruleset: RuleSet, subject: Subject, on: date, steps: int) -> tuple[date, Outcome] | None:
    """Return the first of so many days, or minutes, on which the outcome is better, by trying one after the other."""
    now = conclude(ruleset, snapshot(ruleset, subject, on)).outcome
    if now is Outcome.NO_EXCLUSION_FOUND:  # there is none better
        return None
    step = timedelta(minutes=1) if isinstance(on, datetime) else timedelta(days=1)
    for number in range(1, steps + 1):
        outcome = conclude(ruleset, snapshot(ruleset, subject, on + number * step)).outcome
        if RANKS.index(outcome) < RANKS.index(now):
            return on + number * step, outcome
    return None


Foresee = Callable[[Evaluation], Earliest | None]


def wrong_day(book: Book, subject: Subject, foresee: Foresee = earliest) -> list[str]:
    """Return where the day that is foreseen is not the first one of the next hundred and fifty, or minutes."""
    ruleset, on, steps = book.ruleset, decided_on(book.ruleset), 150
    expected = first_by_trial(ruleset, subject, on, steps)
    found = foresee(evaluated(ruleset, subject))
    told = None if found is None else (found.on, found.outcome)
    last = on + (timedelta(minutes=steps) if isinstance(on, datetime) else timedelta(days=steps))
    later = expected is None and told is not None and told[0] > last
    return [] if told == expected or later else [f"{told}, {expected}"]


def undated() -> Vitals:
    """Return ordinary vitals without a date."""
    pressures: Any = {"mean_systolic": 120, "mean_diastolic": 75, "highest_systolic": 125, "highest_diastolic": 80}
    return by_clinician(
        Vitals(**pressures, pressure_readings=2, heart_rate=70, oxygen_saturation=98, body_mass_index=23)
    )


def dated(**groups: Any) -> Client:
    """Return an ordinary client of whom nothing carries a date but what is given."""
    known: dict[str, Any] = {"vitals": undated()}
    for name, group in ordinary_but({}).__dict__.items():
        if name not in ("id", "checklists", "vitals"):
            kept = {fact.name for fact in group.__facts__ if not fact.requires_date}
            values = {key: value for key, value in given_in(group).items() if key in kept}
            known[name] = type(group)(**{key: _without_date(value) for key, value in values.items()})
    return Client(**known | groups)


def _without_date(value: Any) -> Any:
    return attrs.evolve(value, on=None) if isinstance(value, Recorded) else value


def injured(on: Any, **groups: Any) -> Client:
    injury: Any = {"latest_head_injury": on, "severe_head_injury": False, "head_injury_symptoms": False}
    return dated(neurology=Neurology(**injury), **groups)


class TestTimeAlone:
    """The first day on which the same records come to a better outcome."""

    def test_a_head_injury(self) -> None:
        """Within 84 days excludes, within 180 days is a caution; the day after each is the first."""
        on = date(2026, 11, 23)
        assert (RECENT.value, STILL_NEAR.value) == (84, 180)
        excluded = screen(injured(on - timedelta(days=20)), on=on, engine="interpreter").earliest()
        assert excluded is not None
        assert (excluded.on, excluded.outcome) == (on + timedelta(days=65), Outcome.CAUTION)
        assert excluded.passed == ("head_injury.recent_injury",)
        careful = screen(injured(on - timedelta(days=100)), on=on, engine="interpreter").earliest()
        assert careful is not None
        assert (careful.on, careful.outcome) == (on + timedelta(days=81), Outcome.NO_EXCLUSION_FOUND)

    def test_what_goes_stale_meanwhile_is_told(self) -> None:
        """The exclusion passes, while a measurement with a date has to be made again by then."""
        on = date(2026, 11, 23)
        values: Any = given_in(undated()) | {"heart_rate": Recorded(70, on=on)}
        client = injured(on - timedelta(days=20), vitals=by_clinician(Vitals(**values)))
        found = screen(client, on=on, engine="interpreter").earliest()
        assert found is not None
        assert (found.on, found.outcome) == (on + timedelta(days=65), Outcome.INCOMPLETE)
        assert found.stale == ("vitals.heart_rate",)
        assert "too old by then: vitals.heart_rate" in str(found)

    def test_a_birthday(self) -> None:
        """Somebody comes of age."""
        client = dated(person=Person(birth_date=date(2009, 2, 28)))
        found = screen(client, on=date(2026, 11, 23), engine="interpreter").earliest()
        assert found is not None
        assert (found.on, found.passed) == (date(2027, 2, 28), ("age.minor",))

    def test_a_date_known_in_part(self) -> None:
        """Of an injury in some month, the first day counts for what is not proven, and the last for what has passed."""
        client, on = injured(PartialDate(2026, 10)), date(2026, 11, 23)
        found = screen(client, on=on, engine="interpreter").earliest()
        assert found is not None
        assert (found.on, found.outcome) == (date(2026, 10, 1) + timedelta(days=85), Outcome.INCOMPLETE)
        assert (found.passed, found.lapsed) == ((), ("head_injury.recent_injury",))
        found = screen(client, on=found.on, engine="interpreter").earliest()
        assert found is not None
        assert (found.on, found.outcome) == (date(2026, 10, 31) + timedelta(days=85), Outcome.CAUTION)

    @pytest.mark.parametrize(
        "client",
        [
            ordinary_but({PsychiatricHistory.primary_psychosis: True}),
            ordinary_but({Vitals.oxygen_saturation: Recorded(88, by=Reporter.CLINICIAN)}),
            injured(DaysAgo(20)),
            ordinary_but({}),
        ],
    )
    def test_never(self, client: Client) -> None:
        """What is lasting, what carries no date, days ago as counted from each decision, what could not be better."""
        assert screen(client, on=DECISION_DAY, engine="interpreter").earliest() is None

    def test_not_beyond_a_policy(self) -> None:
        """A site's policy that is over by then decides nothing."""
        for days, expected in ((64, None), (65, Outcome.CAUTION)):
            until = date(2026, 11, 23) + timedelta(days=days)
            ruleset = attrs.evolve(SCREENING, in_force=(date(2026, 1, 1), until), home="")
            found = earliest(evaluate(ruleset, injured(date(2026, 11, 3)), on=date(2026, 11, 23), engine="bits"))
            assert (found and found.outcome) == expected

    @EVERY_BOOK
    def test_the_day_is_exact(self, book: Book) -> None:
        """Day by day, or minute by minute, none before is better, and that one is."""

        @law(100, book)
        def holds_good(subject: Subject) -> None:
            assert wrong_day(book, subject) == []

        holds_good()

    def test_a_day_too_late_is_noticed(self) -> None:
        """One day more."""

        def later(evaluation: Evaluation) -> Earliest | None:
            found = earliest(evaluation)
            return found and attrs.evolve(found, on=found.on + timedelta(days=1))

        def wrong(subject: Subject) -> object:
            evaluation = evaluated(SCREENING, subject)
            return later(evaluation) != earliest(evaluation) and wrong_day(WHOLE, subject, later)

        assert notices(cases(), wrong)

    def test_validity_left_out_is_noticed(self) -> None:
        """A look ahead that only asks when events recede, not when records go out of date."""

        def fresh(self: object, fact: Fact) -> list[int]:
            return [200]

        def blind(evaluation: Evaluation) -> Earliest | None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(passing._Ahead, "broken", fresh)
                return earliest(evaluated(evaluation.ruleset, evaluation.subject))

        def wrong(subject: Subject) -> object:
            evaluation = evaluated(SCREENING, subject)
            return blind(evaluation) != earliest(evaluation) and wrong_day(WHOLE, subject, blind)

        assert notices(cases(), wrong)
